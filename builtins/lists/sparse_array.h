// sparse_array.h - sparse arrays as expressions: SparseArray[Automatic, dims, default, {1, {rows, columns}, values}].
#pragma once

#include <map>
#include <optional>

#include "builtins/support.h"

namespace lykos::builtins {

/// The positions (one-based) and values that differ from the background.
struct Sparse {
  using Position = std::vector<std::int64_t>;
  std::vector<std::int64_t> dims;
  Expr background = Expr::integer(0);
  std::map<Position, Expr> elements;
};

/// Is a sparse array in its finished form.
bool is_sparse(const Expr& expr);
Sparse read_sparse(const Expr& expr);
Expr make_sparse(const Sparse& sparse);
/// The dimensions of a finished sparse array, without making anything of it.
std::vector<std::int64_t> sparse_dimensions(const Expr& expr);
/// The full list of a finished sparse array; nullopt for anything else.
std::optional<Expr> dense_of_sparse(const Expr& expr);
/// The sparse form of a full array; anything else as it is.
Expr sparse_of_dense(const Expr& list, const Expr& background);
/// sparse[[i, j, ...]] for one element; nullopt when the specification is of another kind or out of range.
MaybeExpr sparse_element(const Expr& sparse, std::span<const Expr> specs);

/// Functions of sparse arrays (sparse_operations.cpp), and their properties: array["NonzeroValues"].
MaybeExpr function_of_sparse(const Expr& head, std::span<const Expr> args);
MaybeExpr sparse_property(Call& call);

}  // namespace lykos::builtins
