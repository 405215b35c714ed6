// radicals.h - products of rational powers of rational numbers in their one standard form: Sqrt[8] is 2 Sqrt[2], Sqrt[6]/2 is
// Sqrt[3/2], (-8)^(1/3) is 2 (-1)^(1/3). Internal to this family.
#pragma once

#include <map>
#include <optional>
#include <vector>

#include "expr/expr.h"
#include "expr/number.h"

namespace lykos::builtins {

/// coefficient * (-1)^minus_exponent * product of prime^exponent. "Primes" may be large unfactored numbers.
class RadicalProduct {
 public:
  /// Multiplies by base^exponent, base an exact non-zero real number, exponent any rational.
  void multiply_power(const Expr& base, const Rational& exponent);
  /// Multiplies by an exact number; a purely imaginary one contributes (-1)^(1/2). Only rationals and imaginary rationals.
  void multiply_number(const Expr& number);
  /// The factors of the standard form: at most one number first, then powers in no particular order.
  std::vector<Expr> factors();

 private:
  struct Entry {
    Integer prime;
    Rational exponent;
  };
  void add_prime(const Integer& prime, const Rational& exponent);
  void multiply_integer_power(const Integer& base, const Rational& exponent);
  std::vector<Entry> entries_;
  Rational coefficient_{Integer(1)};
  Rational minus_exponent_;
};

/// An exact real number raised to a rational power, when the standard form differs from the bare Power; nullopt when base^exponent
/// is already standard.
MaybeExpr simplify_rational_power(const Expr& base, const Rational& exponent);
/// Square root of an exact complex number when it is again one (Sqrt[3 + 4 I] = 2 + I).
MaybeExpr exact_complex_square_root(const Expr& z);

}  // namespace lykos::builtins
