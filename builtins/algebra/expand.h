// expand.h - expansion as plain functions.
#pragma once

#include "expr/expr.h"

namespace lykos::builtins {

/// Products and positive integer powers of sums multiplied out at the top level (and in lists and equations).
Expr expand(const Expr& e);
/// The same in every part.
Expr expand_all(const Expr& e);

}  // namespace lykos::builtins
