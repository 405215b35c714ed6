// option_lookup.h - what counts as an option, and finding one by name: shared by calls, OptionsPattern and OptionValue.
#pragma once

#include "expr/expr.h"

namespace lykos {

/// A rule, or nested lists of rules.
bool is_option_argument(const Expr& expr);
/// Options may be named by symbols or strings, in any context: these are the same name.
bool same_option_name(const Expr& a, const Expr& b);
/// The value of an option in a rule, nested lists of rules, an association or a Sequence of them; nullptr when it is not there.
const Expr* find_option(const Expr& rules, const Expr& name);

}  // namespace lykos
