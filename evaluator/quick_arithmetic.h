// quick_arithmetic.h - arithmetic and comparison of machine numbers without calling the builtin: the common case of loops.
// Whatever has a message, a tolerance or an exact result beyond a machine word is left to the builtin.
#pragma once

#include <cmath>
#include <optional>

#include "expr/expr.h"

namespace lykos {

/// The reals whose sums, products and powers stay far from overflow and underflow.
inline bool is_ordinary(double value) {
  const double size = value < 0 ? -value : value;
  return size < 1e300 && (size > 1e-300 || value == 0);
}

inline bool quick_integers(std::uint32_t symbol, std::int64_t x, std::int64_t y, Expr& result) {
  std::int64_t product = 0;
  switch (symbol) {
    case sym::Plus.index: result = Expr::integer(x + y); return true;  // two 63-bit numbers fit in 64 bits
    case sym::Subtract.index: result = Expr::integer(x - y); return true;
    case sym::Times.index:
      if (__builtin_mul_overflow(x, y, &product)) return false;
      result = Expr::integer(product);
      return true;
    case sym::Power.index: {
      if (y < 0 || (y == 0 && x == 0) || y > 64) return false;
      product = 1;
      for (std::int64_t i = 0; i < y; ++i)
        if (__builtin_mul_overflow(product, x, &product)) return false;
      result = Expr::integer(product);
      return true;
    }
    case sym::Mod.index:
      if (y <= 0) return false;
      product = x % y;
      result = Expr::integer(product < 0 ? product + y : product);
      return true;
    case sym::Quotient.index:
      if (y <= 0) return false;
      product = x / y;
      result = Expr::integer(x % y < 0 ? product - 1 : product);
      return true;
    case sym::BitAnd.index: result = Expr::integer(x & y); return true;
    case sym::BitOr.index: result = Expr::integer(x | y); return true;
    case sym::BitXor.index: result = Expr::integer(x ^ y); return true;
    case sym::Max.index: result = Expr::integer(x < y ? y : x); return true;
    case sym::Min.index: result = Expr::integer(x < y ? x : y); return true;
    case sym::Less.index: result = Expr::boolean(x < y); return true;
    case sym::LessEqual.index: result = Expr::boolean(x <= y); return true;
    case sym::Greater.index: result = Expr::boolean(x > y); return true;
    case sym::GreaterEqual.index: result = Expr::boolean(x >= y); return true;
    case sym::SameQ.index:
    case sym::Equal.index: result = Expr::boolean(x == y); return true;
    case sym::UnsameQ.index:
    case sym::Unequal.index: result = Expr::boolean(x != y); return true;
    default: return false;
  }
}

/// Two machine numbers, one of them at least a real; `exact` tells which are integers that were converted without loss.
inline bool quick_reals(std::uint32_t symbol, double x, double y, bool exact_x, bool exact_y, Expr& result) {
  double value = 0;
  switch (symbol) {
    case sym::Plus.index: value = x + y; break;
    case sym::Subtract.index: value = x - y; break;
    case sym::Times.index:
      if ((exact_x && x == 0) || (exact_y && y == 0)) return false;  // an exact zero
      value = x * y;
      if (value == 0 && x != 0 && y != 0) return false;
      break;
    case sym::Power.index:
      if (!exact_y || y < -64 || y > 64 || x == 0) return false;
      value = std::pow(x, y);
      if (value == 0) return false;
      break;
    default: {
      constexpr double kTolerance = 0x1p-46;  // reals that differ in their last seven bits count as equal
      const double difference = x < y ? y - x : x - y;
      const double larger = std::fmax(std::fabs(x), std::fabs(y));
      if (!(larger < 1e300) || (x != y && difference <= kTolerance * larger)) return false;
      switch (symbol) {
        case sym::Less.index: result = Expr::boolean(x < y); return true;
        case sym::LessEqual.index: result = Expr::boolean(x <= y); return true;
        case sym::Greater.index: result = Expr::boolean(x > y); return true;
        case sym::GreaterEqual.index: result = Expr::boolean(x >= y); return true;
        case sym::Equal.index: result = Expr::boolean(x == y); return true;
        case sym::Unequal.index: result = Expr::boolean(x != y); return true;
        default: return false;
      }
    }
  }
  // Overflow, underflow and NaN have messages: those go the long way.
  if (!is_ordinary(value)) return false;
  result = Expr::real(value);
  return true;
}

/// A machine number as a double; integers only when they convert exactly.
inline bool quick_double(const Expr& e, double& value, bool& exact) {
  if (e.is_small_integer()) {
    constexpr std::int64_t kExact = std::int64_t{1} << 53;
    const std::int64_t n = e.small_integer();
    value = static_cast<double>(n);
    exact = true;
    return n <= kExact && n >= -kExact;
  }
  if (!e.is_real()) return false;
  value = e.real_value();
  exact = false;
  return true;
}

/// symbol[a, b] for two machine numbers when the result is a machine number or a truth value (no overflow, nothing special);
/// false otherwise. `symbol` is an index of symbols.inc.
inline bool quick_binary(std::uint32_t symbol, const Expr& a, const Expr& b, Expr& result) {
  if (a.is_small_integer() && b.is_small_integer()) return quick_integers(symbol, a.small_integer(), b.small_integer(), result);
  double x = 0, y = 0;
  bool exact_x = false, exact_y = false;
  return quick_double(a, x, exact_x) && quick_double(b, y, exact_y) && quick_reals(symbol, x, y, exact_x, exact_y, result);
}

}  // namespace lykos
