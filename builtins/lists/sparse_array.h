// sparse_array.h - sparse arrays as expressions: SparseArray[Automatic, dims, default, {positions, values}].
#pragma once

#include <optional>

#include "builtins/support.h"

namespace lykos::builtins {

/// Is a sparse array in its finished form.
bool is_sparse(const Expr& expr);
/// The full list of a finished sparse array; nullopt for anything else.
std::optional<Expr> dense_of_sparse(const Expr& expr);

}  // namespace lykos::builtins
