// traditional.h - what the traditional notations (TeXForm, MathMLForm) share.
#pragma once

#include <vector>

#include "expr/expr.h"

namespace lykos {

/// The terms of a sum with those of higher degree first, as mathematics is usually written: x^2 + 2 x + 1.
std::vector<Expr> traditional_order(const Expr& plus);

}  // namespace lykos
