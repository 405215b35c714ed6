// terms.h - small questions about sums and dependence, shared by algebra and calculus.
#pragma once

#include <vector>

#include "expr/expr.h"

namespace lykos::builtins {

/// The terms of a sum; the expression itself when it is none.
std::vector<Expr> terms_of(const Expr& e);
/// True when `part` stands nowhere in the expression, heads included.
bool free_of(const Expr& e, const Expr& part);

}  // namespace lykos::builtins
