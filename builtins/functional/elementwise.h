// elementwise.h - evaluating a body for many values of its variable at once.
//
// When a body is arithmetic of Listable functions over its variable and numbers, f at every value is the body evaluated once
// with the list of values in the variable's place: Table[i^2 + 1, {i, n}] and Map[#^2 + 1 &, list] then run in packed loops.
#pragma once

#include "builtins/support.h"

namespace lykos::builtins {

/// The list of body's values, or nullopt when the body is not of that kind. `variable` is a symbol or Slot[1].
MaybeExpr evaluate_elementwise(const Expr& body, const Expr& variable, const Expr& values);
/// function applied to each element, for a Listable arithmetic builtin or a pure function with such a body.
MaybeExpr map_elementwise(const Expr& function, const Expr& values);
/// MapThread of a Listable arithmetic builtin over packed vectors of one length, as one operation on them.
MaybeExpr thread_elementwise(const Expr& function, std::span<const Expr> lists);

}  // namespace lykos::builtins
