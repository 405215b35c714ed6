// number.h - exact and arbitrary-precision numbers behind one door.
//
// Integer, Rational and BigReal wrap Boost.Multiprecision's GMP and MPFR back ends; only number*.cpp includes Boost (its
// headers are slow to compile). The storage is opaque here; gmp()/mpfr() give the C handles for FLINT and Arb callers.
// BigReal carries its precision in decimal digits the way the language does (significance arithmetic): each operation
// propagates the error bound and so the precision of its operands.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include <gmp.h>

#include "expr/expr.h"

namespace lykos {

class Integer {
 public:
  Integer() : Integer(std::int64_t{0}) {}
  Integer(std::int64_t value);                 // NOLINT: integers convert
  explicit Integer(mpz_srcptr value);
  Integer(const Integer& other);
  Integer(Integer&& other) noexcept;
  Integer& operator=(Integer other) noexcept;
  ~Integer();
  static Integer from_double(double integral);  ///< exact value of a finite double with no fraction
  /// Digits of `text` in `base` (2..36); no sign, no blanks.
  static Integer from_digits(std::string_view text, int base = 10);
  std::string to_string(int base = 10) const;
  bool fits_int64() const;
  std::int64_t to_int64() const;               ///< only when fits_int64()
  double to_double() const;                    ///< correctly rounded; +-inf when out of range
  int sign() const;
  bool is_odd() const;
  std::size_t bit_length() const;              ///< of the absolute value; 0 for 0
  mpz_srcptr gmp() const;
  mpz_ptr gmp();
  friend Integer operator+(const Integer&, const Integer&);
  friend Integer operator-(const Integer&, const Integer&);
  friend Integer operator*(const Integer&, const Integer&);
  friend Integer operator-(const Integer&);
  friend Integer operator/(const Integer&, const Integer&);   ///< truncated quotient; divisor != 0
  friend Integer operator%(const Integer&, const Integer&);   ///< remainder of the truncated quotient
  friend bool operator==(const Integer& a, const Integer& b) { return compare(a, b) == 0; }
  friend bool operator<(const Integer& a, const Integer& b) { return compare(a, b) < 0; }
  static int compare(const Integer&, const Integer&);

 private:
  alignas(8) unsigned char storage_[16];
};
/// Quotient rounded toward minus infinity and its remainder (sign of the divisor), as Quotient and Mod. b != 0.
void floor_divide(const Integer& a, const Integer& b, Integer& quotient, Integer& remainder);
Integer gcd(const Integer& a, const Integer& b);
Integer pow(const Integer& base, std::uint64_t exponent);
Integer abs(const Integer& a);
Integer lcm(const Integer& a, const Integer& b);
/// Floor of the `degree`-th root of a (a >= 0, or degree odd); `exact` tells whether it is the root itself.
Integer integer_root(const Integer& a, std::uint64_t degree, bool& exact);

class Rational {
 public:
  Rational();
  Rational(const Integer& numerator, const Integer& denominator);  ///< reduced; denominator != 0
  explicit Rational(const Integer& value);
  explicit Rational(mpq_srcptr value);
  static Rational from_double(double finite);      ///< the exact value
  Rational(const Rational& other);
  Rational(Rational&& other) noexcept;
  Rational& operator=(Rational other) noexcept;
  ~Rational();
  Integer numerator() const;
  Integer denominator() const;
  double to_double() const;                    ///< correctly rounded
  int sign() const;
  mpq_srcptr gmp() const;
  friend Rational operator+(const Rational&, const Rational&);
  friend Rational operator-(const Rational&, const Rational&);
  friend Rational operator*(const Rational&, const Rational&);
  friend Rational operator/(const Rational&, const Rational&);
  friend Rational operator-(const Rational&);
  static int compare(const Rational&, const Rational&);
  Integer floor() const;
  Integer round_half_even() const;

 private:
  alignas(8) unsigned char storage_[32];
};

class BigReal {
 public:
  /// The value of `text` (decimal mantissa, optional e-exponent) to `precision` decimal digits.
  static BigReal from_string(std::string_view text, double precision);
  static BigReal from_integer(const Integer& value, double precision);
  static BigReal from_rational(const Rational& value, double precision);
  static BigReal from_double(double value, double precision);
  /// A copy of an mpfr_srcptr, held to `precision` digits (a zero gets `precision` as its accuracy).
  static BigReal from_mpfr(const void* value, double precision);
  /// An exact operand of a mixed operation: held to `bits` bits, with no error bound (its precision() is infinite).
  static BigReal exact_operand(const Rational& value, long bits);
  /// A zero known to `accuracy` digits after the decimal point.
  static BigReal zero(double accuracy);
  BigReal(const BigReal& other);
  BigReal(BigReal&& other) noexcept;
  BigReal& operator=(BigReal other) noexcept;
  ~BigReal();
  double precision() const { return precision_; }     ///< decimal digits; 0 for a zero, whose accuracy is accuracy()
  double accuracy() const;                             ///< digits to the right of the decimal point
  BigReal with_precision(double precision) const;
  double to_double() const;
  int sign() const;
  bool is_zero() const { return sign() == 0; }
  /// Decimal digits of the mantissa (no point) and the decimal exponent e: value = 0.d1d2d3... * 10^e; rounded to `digits`.
  std::string digits(std::size_t digit_count, long& exponent, bool& negative) const;
  Integer floor() const;
  Integer round_half_even() const;
  void* mpfr() const;                                  ///< mpfr_srcptr, for callers that include <mpfr.h>
  double log10_abs() const;                            ///< decimal logarithm of |value|; -infinity for zero
  Rational to_rational() const;                        ///< the exact value of the stored binary number
  friend BigReal operator+(const BigReal&, const BigReal&);
  friend BigReal operator-(const BigReal&, const BigReal&);
  friend BigReal operator-(const BigReal&);
  friend BigReal operator*(const BigReal&, const BigReal&);
  friend BigReal operator/(const BigReal&, const BigReal&);
  static int compare(const BigReal&, const BigReal&);

 private:
  friend class BigRealAccess;                          // number_real.cpp
  BigReal() = default;
  alignas(8) unsigned char storage_[40];
  double precision_ = 0;
  double zero_accuracy_ = 0;
};

struct IntegerNode : Node {
  Integer value;
  explicit IntegerNode(Integer v) : Node(Kind::Integer), value(std::move(v)) {}
};
struct RationalNode : Node {
  Rational value;
  explicit RationalNode(Rational v) : Node(Kind::Rational), value(std::move(v)) {}
};
struct BigRealNode : Node {
  BigReal value;
  explicit BigRealNode(BigReal v) : Node(Kind::BigReal), value(std::move(v)) {}
};

// ---- arithmetic on number expressions (number_arithmetic.cpp): both operands satisfy is_number()
// Exact stays exact; one machine number makes the result machine; otherwise the precision follows significance arithmetic.
Expr add(const Expr& a, const Expr& b);
Expr subtract(const Expr& a, const Expr& b);
Expr multiply(const Expr& a, const Expr& b);
Expr divide(const Expr& a, const Expr& b);     ///< b is not an exact zero; a machine zero divides to ComplexInfinity/Indeterminate by the caller
Expr negate(const Expr& a);
Expr absolute(const Expr& a);                   ///< of a real number
/// Orders two real numbers by value (-1, 0, 1).
int compare_real(const Expr& a, const Expr& b);
int sign_of_real(const Expr& a);
bool is_exact_zero(const Expr& a);
bool is_zero(const Expr& a);                    ///< exact or inexact
bool is_exact_number(const Expr& a);            ///< integers, rationals, and complex numbers of them
bool is_inexact_number(const Expr& a);          ///< contains a machine or arbitrary-precision real
double to_double(const Expr& real);             ///< any real number, correctly rounded (may be infinite)
/// A real number at machine precision, or at `precision` digits (exact numbers are converted).
Expr to_machine(const Expr& number);
Expr to_precision(const Expr& number, double digits);
/// Decimal precision of a number: infinity for exact, kMachinePrecision for machine, else its own.
double precision_of(const Expr& number);
inline constexpr double kMachinePrecision = 15.954589770191003;
inline constexpr double kLog2Of10 = 3.3219280948873623;
/// base^exponent for an exact base and machine integer exponent (exact result; base != 0 when exponent < 0).
Expr exact_power(const Expr& base, std::int64_t exponent);

// ---- further helpers on number expressions
/// A complex number in canonical form: both parts machine when one is, both arbitrary-precision when one is (an exact zero real
/// part stays), a plain real when the imaginary part is an exact zero.
Expr make_complex(const Expr& re, const Expr& im);
/// Real and imaginary part of any number.
Expr real_part(const Expr& number);
Expr imaginary_part(const Expr& number);
Expr reciprocal(const Expr& number);            ///< number is not zero
/// number^exponent for any number and machine integer exponent (inexact results keep significance); base != 0 when exponent < 0.
Expr integer_power(const Expr& base, std::int64_t exponent);
/// A double as an expression; an infinite or undefined one becomes nullopt (the caller computes with BigReal instead).
MaybeExpr finite_real(double value);
/// Any exact real number as a Rational.
Rational to_rational(const Expr& exact_real);
/// Greatest integer not above / nearest integer (ties to even) of a real number of any kind (finite).
Expr floor_of(const Expr& real);
Expr ceiling_of(const Expr& real);
Expr round_of(const Expr& real);
/// Bits of working precision that hold `digits` decimal digits and a few guard bits.
long working_bits(double digits);
/// A real number of any kind as a BigReal of the given precision (inexact numbers keep the lower of both precisions).
BigReal to_big_real(const Expr& real, double digits);

}  // namespace lykos
