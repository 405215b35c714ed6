// trigonometric_products.h - products of circular and hyperbolic functions of one argument in standard form.
#pragma once

#include <span>

#include "expr/expr.h"

namespace lykos::builtins {

/// 1/Cos[x] is Sec[x]: the power of a function with a negative integer exponent, or nullopt.
MaybeExpr reciprocal_trigonometric(const Expr& base, const Expr& exponent);
/// Sin[x]/Cos[x] is Tan[x], Tan[x] Cos[x] is Sin[x]: the factors of a product with such quotients joined, or nullopt when nothing changes.
MaybeExpr join_trigonometric(std::span<const Expr> factors);

}  // namespace lykos::builtins
