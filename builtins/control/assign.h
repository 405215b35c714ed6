// assign.h - assignment as a plain function, shared by Set and everything that sets (AddTo, AppendTo, AssociateTo, Block ...).
#pragma once

#include "evaluator/evaluator.h"

namespace lykos::builtins {

/// lhs = rhs (rhs evaluated already) or lhs := rhs. `origin` is the function messages are said for. False when it failed.
bool assign(const Expr& lhs, const Expr& rhs, bool delayed, const Expr& origin);
/// Takes the own value out of a symbol so that it can be edited in place; puts_back with set_own_value. Null-less: nullopt
/// when the symbol has no plain value.
MaybeExpr take_own_value(const Expr& symbol);
/// True (and a message) when the symbol is protected or locked.
bool refuses_assignment(const Expr& symbol, const Expr& origin, const Expr& lhs);

}  // namespace lykos::builtins
