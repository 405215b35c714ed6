// quick_arithmetic.h - arithmetic and comparison of machine numbers without calling the builtin: the common case of loops.
// Whatever has a message, a tolerance or an exact result beyond a machine word is left to the builtin.
#pragma once

#include <cmath>
#include <optional>

#include "evaluator/operand.h"
#include "expr/expr.h"

namespace lykos {

/// The reals whose sums, products and powers stay far from overflow and underflow.
inline bool is_ordinary(double value) {
  const double size = value < 0 ? -value : value;
  return size < 1e300 && (size > 1e-300 || value == 0);
}

/// symbol[x, y] of two integers; `symbol` is an index of symbols.inc. False when the result is not a machine integer or truth value.
inline bool quick_integers(std::uint32_t symbol, std::int64_t x, std::int64_t y, Operand& result) {
  std::int64_t value = 0;
  switch (symbol) {
    case sym::Plus.index:
      if (__builtin_add_overflow(x, y, &value)) return false;
      break;
    case sym::Subtract.index:
      if (__builtin_sub_overflow(x, y, &value)) return false;
      break;
    case sym::Times.index:
      if (__builtin_mul_overflow(x, y, &value)) return false;
      break;
    case sym::Power.index:
      if (y < 0 || (y == 0 && x == 0) || y > 64) return false;
      value = 1;
      for (std::int64_t i = 0; i < y; ++i)
        if (__builtin_mul_overflow(value, x, &value)) return false;
      break;
    case sym::Mod.index:
      if (y <= 0) return false;
      if (((x | y) >> 32) == 0) {  // a division of half the width takes half the time
        value = static_cast<std::uint32_t>(x) % static_cast<std::uint32_t>(y);
        break;
      }
      value = x % y;
      if (value < 0) value += y;
      break;
    case sym::Quotient.index:
      if (y <= 0) return false;
      value = x / y;
      if (x % y < 0) --value;
      break;
    case sym::BitAnd.index: value = x & y; break;
    case sym::BitOr.index: value = x | y; break;
    case sym::BitXor.index: value = x ^ y; break;
    case sym::Max.index: value = x < y ? y : x; break;
    case sym::Min.index: value = x < y ? x : y; break;
    case sym::Less.index: result.set_truth(x < y); return true;
    case sym::LessEqual.index: result.set_truth(x <= y); return true;
    case sym::Greater.index: result.set_truth(x > y); return true;
    case sym::GreaterEqual.index: result.set_truth(x >= y); return true;
    case sym::SameQ.index:
    case sym::Equal.index: result.set_truth(x == y); return true;
    case sym::UnsameQ.index:
    case sym::Unequal.index: result.set_truth(x != y); return true;
    default: return false;
  }
  result.set_integer(value);
  return true;
}

/// Two machine numbers, one of them at least a real; `exact` tells which are integers that were converted without loss.
inline bool quick_reals(std::uint32_t symbol, double x, double y, bool exact_x, bool exact_y, Operand& result) {
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
      const double size_x = std::fabs(x);
      const double size_y = std::fabs(y);
      const double larger = size_x < size_y ? size_y : size_x;   // of numbers: NaN fails the next comparison
      if (!(size_x < 1e300) || !(size_y < 1e300) || (x != y && difference <= kTolerance * larger)) return false;
      switch (symbol) {
        case sym::Less.index: result.set_truth(x < y); return true;
        case sym::LessEqual.index: result.set_truth(x <= y); return true;
        case sym::Greater.index: result.set_truth(x > y); return true;
        case sym::GreaterEqual.index: result.set_truth(x >= y); return true;
        case sym::Equal.index: result.set_truth(x == y); return true;
        case sym::Unequal.index: result.set_truth(x != y); return true;
        default: return false;
      }
    }
  }
  // Overflow, underflow and NaN have messages: those go the long way.
  if (!is_ordinary(value)) return false;
  result.set_real(value);
  return true;
}

/// A machine number as a double; integers only when they convert exactly.
inline bool quick_double(std::int64_t n, double& value, bool& exact) {
  constexpr std::int64_t kExact = std::int64_t{1} << 53;
  value = static_cast<double>(n);
  exact = true;
  return n <= kExact && n >= -kExact;
}
inline bool quick_double(const Operand& operand, double& value, bool& exact) {
  if (operand.is_integer()) return quick_double(operand.integer(), value, exact);
  if (!operand.is_real()) return false;
  value = operand.real();
  exact = false;
  return true;
}
inline bool quick_double(const Expr& e, double& value, bool& exact) {
  if (e.is_small_integer()) return quick_double(e.small_integer(), value, exact);
  if (!e.is_real()) return false;
  value = e.real_value();
  exact = false;
  return true;
}

/// symbol[x, y] for two machine numbers when the result is a machine number or a truth value (no overflow, nothing special);
/// false otherwise.
inline bool quick_binary(std::uint32_t symbol, const Operand& x, const Operand& y, Operand& result) {
  if (x.is_integer() && y.is_integer()) return quick_integers(symbol, x.integer(), y.integer(), result);
  double a = 0, b = 0;
  bool exact_a = false, exact_b = false;
  return quick_double(x, a, exact_a) && quick_double(y, b, exact_b) && quick_reals(symbol, a, b, exact_a, exact_b, result);
}

/// The same for expressions.
inline bool quick_binary(std::uint32_t symbol, const Expr& x, const Expr& y, Operand& result) {
  if (x.is_small_integer() && y.is_small_integer()) return quick_integers(symbol, x.small_integer(), y.small_integer(), result);
  double a = 0, b = 0;
  bool exact_a = false, exact_b = false;
  return quick_double(x, a, exact_a) && quick_double(y, b, exact_b) && quick_reals(symbol, a, b, exact_a, exact_b, result);
}
inline bool quick_binary(std::uint32_t symbol, const Expr& x, const Expr& y, Expr& result) {
  Operand value;
  if (!quick_binary(symbol, x, y, value)) return false;
  result = value.boxed();
  return true;
}

}  // namespace lykos
