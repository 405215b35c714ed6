// quick_arithmetic.h - arithmetic and comparison of two machine numbers without calling the builtin: the common case of loops.
#pragma once

#include <optional>

#include "expr/expr.h"

namespace lykos {

/// symbol[a, b] for Plus, Times and the comparisons when both are small integers or both machine reals and the result is a
/// machine number (no overflow, nothing special); false otherwise. `symbol` is an index of symbols.inc.
inline bool quick_binary(std::uint32_t symbol, const Expr& a, const Expr& b, Expr& result) {
  if (a.is_small_integer() && b.is_small_integer()) {
    const std::int64_t x = a.small_integer();
    const std::int64_t y = b.small_integer();
    std::int64_t product = 0;
    switch (symbol) {
      case sym::Plus.index: result = Expr::integer(x + y); return true;  // two 63-bit numbers fit in 64 bits
      case sym::Times.index:
        if (__builtin_mul_overflow(x, y, &product)) return false;
        result = Expr::integer(product);
        return true;
      case sym::Less.index: result = Expr::boolean(x < y); return true;
      case sym::LessEqual.index: result = Expr::boolean(x <= y); return true;
      case sym::Greater.index: result = Expr::boolean(x > y); return true;
      case sym::GreaterEqual.index: result = Expr::boolean(x >= y); return true;
      case sym::Equal.index: result = Expr::boolean(x == y); return true;
      case sym::Unequal.index: result = Expr::boolean(x != y); return true;
      default: return false;
    }
  }
  if (!a.is_real() || !b.is_real()) return false;
  const double x = a.real_value();
  const double y = b.real_value();
  double value = 0;
  switch (symbol) {
    case sym::Plus.index: value = x + y; break;
    case sym::Times.index: value = x * y; break;
    default: return false;  // comparisons of reals have a tolerance
  }
  // Overflow, underflow and NaN have messages: those go the long way.
  const double size = value < 0 ? -value : value;
  if (!(size < 1e300 && (size > 1e-300 || value == 0))) return false;
  if (value == 0 && x != 0 && y != 0 && symbol == sym::Times.index) return false;
  result = Expr::real(value);
  return true;
}

}  // namespace lykos
