// structure.cpp - the shape of expressions: lengths, dimensions, depth, levels, and the predicates for vectors, matrices, arrays.
#include <algorithm>

#include "builtins/lists/collection.h"
#include "builtins/lists/register.h"
#include "builtins/lists/sparse_array.h"

namespace lykos::builtins {
namespace {

// Sparse arrays answer questions about their shape as the array they stand for, datasets as their data.
MaybeExpr builtin_Length(Call& call) {
  const Expr& e = call.arg(0);
  return Expr::integer(is_sparse(e) ? sparse_dimensions(e)[0] : length_of(e));
}

// Dimensions[expr], Dimensions[expr, n]
MaybeExpr builtin_Dimensions(Call& call) {
  std::int64_t limit = INT64_MAX;
  if (call.size() == 2) {
    const auto given = count_argument(call.arg(1), true);
    if (!given) return call.message("intnm", {call.expr(), Expr::integer(2)});
    limit = *given;
  }
  if (call.arg(0).is_association()) return make_list({Expr::integer(length_of(call.arg(0)))});
  if (is_sparse(call.arg(0))) {
    std::vector<std::int64_t> dims = sparse_dimensions(call.arg(0));
    if (static_cast<std::int64_t>(dims.size()) > limit) dims.resize(static_cast<std::size_t>(limit));
    return integer_list(dims);
  }
  return integer_list(dimensions_of(call.arg(0), limit));
}

// ArrayDepth[expr]
MaybeExpr builtin_ArrayDepth(Call& call) {
  const Expr& e = call.arg(0);
  if (is_sparse(e)) return Expr::integer(static_cast<std::int64_t>(sparse_dimensions(e).size()));
  if (!e.is_list() && !e.is_numeric_array()) return Expr::integer(0);
  return Expr::integer(static_cast<std::int64_t>(dimensions_of(e).size()));
}

MaybeExpr builtin_ListQ(Call& call) { return Expr::boolean(call.arg(0).is_list()); }

// Do all the parts at depth `rank` satisfy the test? The usual number tests need no call on packed arrays.
bool all_elements(const Expr& e, std::size_t rank, const Expr& criterion) {
  if (e.is_packed() && static_cast<int>(rank) == e.array().rank()) {
    const bool integers = e.array().dtype() == array::DType::Integer64;
    if (criterion.is(sym::NumberQ) || criterion.is(sym::NumericQ) || (integers && criterion.is(sym::IntegerQ))) return true;
    if (e.array().dtype() == array::DType::Real64 && criterion.is(sym::IntegerQ)) return false;
  }
  const std::int64_t length = length_of(e);
  for (std::int64_t i = 0; i < length; ++i) {
    const Expr part = element_at(e, i);
    if (rank > 1 ? !all_elements(part, rank - 1, criterion) : !test(criterion, {part})) return false;
  }
  return true;
}

// Is a full array of lists whose elements at depth `rank` are not lists (or satisfy the test, when one is given).
bool is_array(const Expr& e, std::size_t rank, const Expr* criterion) {
  if (e.is_numeric_array()) return static_cast<std::size_t>(e.array().rank()) == rank;
  if (!e.is_list()) return false;
  const std::vector<std::int64_t> dims = dimensions_of(e, static_cast<std::int64_t>(rank));
  if (dims.size() != rank) return false;
  if (criterion != nullptr) return all_elements(e, rank, *criterion);
  if (e.is_packed()) return static_cast<std::size_t>(e.array().rank()) == rank;
  // No element at that depth may be a list.
  std::vector<Expr> level{e};
  for (std::size_t i = 0; i < rank; ++i) {
    std::vector<Expr> next;
    for (const Expr& part : level) {
      if (part.is_packed() && part.array().rank() == static_cast<int>(rank - i)) continue;
      for (const Expr& sub : part.args()) {
        if (i + 1 == rank) {
          if (sub.is_list()) return false;
        } else {
          next.push_back(sub);
        }
      }
    }
    level = std::move(next);
  }
  return true;
}

// VectorQ[expr], VectorQ[expr, test]
MaybeExpr builtin_VectorQ(Call& call) { return Expr::boolean(is_array(call.arg(0), 1, call.size() == 2 ? &call.arg(1) : nullptr)); }

// MatrixQ[expr], MatrixQ[expr, test]
MaybeExpr builtin_MatrixQ(Call& call) { return Expr::boolean(is_array(call.arg(0), 2, call.size() == 2 ? &call.arg(1) : nullptr)); }

// ArrayQ[expr], ArrayQ[expr, depth pattern], ArrayQ[expr, pattern, test]
MaybeExpr builtin_ArrayQ(Call& call) {
  const Expr& e = call.arg(0);
  if (!e.is_list() && !e.is_numeric_array()) return Expr::boolean(false);
  const std::vector<std::int64_t> dims = dimensions_of(e);
  if (call.size() == 1) return Expr::boolean(is_array(e, dims.size(), nullptr));
  // With a test, any depth up to the full one may be meant; without, only the full depth counts.
  for (std::size_t rank = dims.size(); rank >= 1; --rank) {
    if (matches(Expr::integer(static_cast<std::int64_t>(rank)), call.arg(1)) &&
        is_array(e, rank, call.size() == 3 ? &call.arg(2) : nullptr)) {
      return Expr::boolean(true);
    }
    if (call.size() == 2) break;
  }
  return Expr::boolean(false);
}

// TensorQ: an array of any rank.
MaybeExpr builtin_TensorQ(Call& call) {
  const Expr& e = call.arg(0);
  if (!e.is_list() && !e.is_numeric_array()) return Expr::boolean(false);
  return Expr::boolean(is_array(e, dimensions_of(e).size(), call.size() == 2 ? &call.arg(1) : nullptr));
}

// Level[expr, levelspec], Level[expr, levelspec, f]
MaybeExpr builtin_Level(Call& call) {
  const auto spec = LevelSpec::read(call.arg(1));
  if (!spec) return call.message("level", {call.arg(1), call.expr()});
  const bool heads = call.option(sym::Heads).is_true();
  std::vector<Expr> parts;
  for_each_level(call.arg(0), *spec, heads, [&](const Expr& part, std::int64_t) {
    parts.push_back(part);
    return true;
  });
  if (call.size() == 3) return make_normal(call.arg(2), std::move(parts));
  return make_list(std::move(parts));
}

// Depth of an expression whose heads count too.
std::size_t depth_with_heads(const Expr& e) {
  if (e.is_packed()) return static_cast<std::size_t>(e.array().rank()) + 1;
  if (e.is_atom()) return 1;
  RecursionGuard guard;
  std::size_t deepest = depth_with_heads(e.head());
  for (const Expr& arg : e.args()) deepest = std::max(deepest, depth_with_heads(arg));
  return deepest + 1;
}

// Depth[expr]
MaybeExpr builtin_Depth(Call& call) {
  const bool heads = call.option(sym::Heads).is_true();
  return Expr::integer(static_cast<std::int64_t>(heads ? depth_with_heads(call.arg(0)) : depth(call.arg(0))));
}

// LeafCount[expr]
MaybeExpr builtin_LeafCount(Call& call) { return Expr::integer(static_cast<std::int64_t>(leaf_count(call.arg(0)))); }

constexpr Builtin kBuiltins[] = {
    {.name = "Length", .fn = builtin_Length, .arity = exactly(1), .usage = "Length[expr] gives the number of elements of expr."},
    {.name = "Dimensions",
     .fn = builtin_Dimensions,
     .arity = between(1, 2),
     .usage = "Dimensions[expr] gives the list of dimensions that expr is a full array of.\n"
              "Dimensions[expr, n] gives the dimensions down to level n."},
    {.name = "ArrayDepth", .fn = builtin_ArrayDepth, .arity = exactly(1), .usage = "ArrayDepth[expr] gives the depth to which expr is a full array."},
    {.name = "ListQ", .fn = builtin_ListQ, .arity = exactly(1), .usage = "ListQ[expr] gives True if the head of expr is List, and False otherwise."},
    {.name = "VectorQ",
     .fn = builtin_VectorQ,
     .arity = between(1, 2),
     .usage = "VectorQ[expr] gives True if expr is a list none of whose elements is a list.\n"
              "VectorQ[expr, test] gives True if test is True for each element."},
    {.name = "MatrixQ",
     .fn = builtin_MatrixQ,
     .arity = between(1, 2),
     .usage = "MatrixQ[expr] gives True if expr is a list of equally long lists of elements that are not lists.\n"
              "MatrixQ[expr, test] gives True if test is True for each element."},
    {.name = "ArrayQ",
     .fn = builtin_ArrayQ,
     .arity = between(1, 3),
     .usage = "ArrayQ[expr] gives True if expr is a full array.\n"
              "ArrayQ[expr, patt] requires the depth to match patt.\n"
              "ArrayQ[expr, patt, test] requires also that test is True for each element."},
    {.name = "TensorQ",
     .fn = builtin_TensorQ,
     .arity = between(1, 2),
     .usage = "TensorQ[expr] gives True if expr is a full array of any rank.\nTensorQ[expr, test] requires test to be True for each element."},
    {.name = "Level",
     .fn = builtin_Level,
     .arity = between(2, 3),
     .usage = "Level[expr, levelspec] gives a list of the parts of expr on these levels.\n"
              "Level[expr, levelspec, f] gives f of the parts.",
     .options = "{Heads -> False}"},
    {.name = "Depth",
     .fn = builtin_Depth,
     .arity = exactly(1),
     .usage = "Depth[expr] gives the largest number of indices needed for a part of expr, plus 1.",
     .options = "{Heads -> False}"},
    {.name = "LeafCount",
     .fn = builtin_LeafCount,
     .arity = exactly(1),
     .usage = "LeafCount[expr] gives the number of parts of expr that have no parts themselves, heads included."},
};

}  // namespace

void register_list_structure(Registry& r) { r.add(kBuiltins); }

}  // namespace lykos::builtins
