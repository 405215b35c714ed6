// scalar.h - arithmetic on single elements: numbers directly, anything else (symbols, lists of equal shape) through the evaluator.
#pragma once

#include "builtins/support.h"

namespace lykos::builtins {
// Apart from the unevaluated builders of arithmetic/numeric.h, which have the same names: these give evaluated results.
namespace element_arithmetic {

Expr plus(const Expr& a, const Expr& b);
Expr minus(const Expr& a, const Expr& b);
Expr times(const Expr& a, const Expr& b);
/// a / b; division of numbers by zero goes through the evaluator (and so says Power::infy).
Expr quotient(const Expr& a, const Expr& b);
/// The sum of many: numbers are added in order, the rest is one Plus.
Expr sum(std::span<const Expr> terms);
/// An exact or inexact zero.
bool is_zero_element(const Expr& e);
/// The square root by the evaluator.
Expr square_root(const Expr& e);
/// The complex conjugate: itself for real numbers.
Expr conjugate(const Expr& e);

}  // namespace element_arithmetic
using namespace element_arithmetic;  // NOLINT: the list families speak of plus(a, b)
}  // namespace lykos::builtins
