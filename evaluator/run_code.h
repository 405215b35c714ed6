// run_code.h - the functions that evaluate nodes of compiled bodies, by kind of node (see code.h).
#pragma once

#include <span>

#include "evaluator/code.h"

namespace lykos {

Expr run_settled(const Code& code, const Bindings& bindings);
Expr run_variable(const Code& code, const Bindings& bindings);
Expr run_symbol(const Code& code, const Bindings& bindings);
Expr run_if(const Code& code, const Bindings& bindings);
Expr run_compound(const Code& code, const Bindings& bindings);
/// Return, Break and Continue as statements.
Expr run_leave(const Code& code, const Bindings& bindings);
/// A call of a builtin that has a function of evaluated arguments, in the order given.
Expr run_builtin_call(const Code& code, const Bindings& bindings);
/// The shortcut for a call that looks into an association, or null.
Compute association_compute(const Code& code);
/// A builtin that takes its arguments unevaluated (held_fn).
Expr run_held(const Code& code, const Bindings& bindings);
/// The call with these values of its arguments, where a shortcut found nothing to do with them.
Expr settle_values(const Code& code, const Bindings& bindings, std::span<Expr> values);
/// A node that has `compute`, its value as an expression.
Expr run_computed(const Code& code, const Bindings& bindings);
/// True when evaluating the node has no effect, so that it may be evaluated once where the language would do it twice.
bool is_pure(const Code& code);

}  // namespace lykos
