// element_functions.h - functions of the language as scalar functions that a net applies to every element.
#pragma once

#include "expr/expr.h"
#include "nets/scalar_expression.h"

namespace lykos::builtins {

/// A symbol (Tanh), a name ("GELU"), a pure function (If[# > 0, #, 0.2 #] &), or a symbol with definitions of its own, as a
/// function of slots. Throws NetError "invfunc" naming the part that cannot be computed element by element.
nets::ScalarExpression element_function(const Expr& function);
/// A function of `arity` arguments: as element_function, but symbols such as Plus are taken with that many slots.
nets::ScalarExpression element_function(const Expr& function, int arity);
Expr element_function_to_expr(const nets::ScalarExpression& function);
/// True for the symbols that combine several inputs: Plus, Times, Divide, Subtract, Power, Min, Max ...
bool is_combining_symbol(const Expr& expr);
/// Number of different slots of a pure function (0 when it is none).
int slot_count(const Expr& function);

}  // namespace lykos::builtins
