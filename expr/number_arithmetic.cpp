// number_arithmetic.cpp - arithmetic on number expressions of any mixture of kinds.
//
// Small integers go through the compiler's overflow builtins; anything else is lifted to the higher of the two kinds:
// Integer -> Rational -> BigReal, a machine number makes the result machine, a Complex works on its parts. A machine result
// beyond the range of a double is computed again as a BigReal of machine precision, so 1.*^300^2 is a number, not an infinity.
#include <algorithm>
#include <cmath>
#include <complex>
#include <limits>
#include <utility>

#include "expr/memory.h"
#include "expr/number.h"

#include <mpfr.h>

namespace lykos {
namespace {

enum class Operation { Add, Subtract, Multiply, Divide };

mpfr_srcptr mpfr_of(const BigReal& x) { return static_cast<mpfr_srcptr>(x.mpfr()); }

/// A BigReal operand for an operation with `other`: exact numbers carry no error bound and enough bits not to add any.
BigReal lift(const Expr& x, const BigReal* other) {
  if (x.is_big_real()) return x.big_real_value();
  if (x.is_real()) return BigReal::from_double(x.real_value(), kMachinePrecision);
  const Rational value = to_rational(x);
  if (other == nullptr) return BigReal::from_rational(value, kMachinePrecision);
  const long size = static_cast<long>(mpz_sizeinbase(mpq_numref(value.gmp()), 2)) -
                    static_cast<long>(mpz_sizeinbase(mpq_denref(value.gmp()), 2));
  long bits = mpfr_get_prec(mpfr_of(*other));
  const long other_size = other->is_zero() ? -static_cast<long>(std::min(1e9, other->accuracy() * kLog2Of10))
                                           : static_cast<long>(mpfr_get_exp(mpfr_of(*other)));
  if (size > other_size) bits += std::min(size - other_size, 1L << 30);
  return BigReal::exact_operand(value, bits + 16);
}

BigReal combine(Operation operation, const BigReal& a, const BigReal& b) {
  switch (operation) {
    case Operation::Add: return a + b;
    case Operation::Subtract: return a - b;
    case Operation::Multiply: return a * b;
    case Operation::Divide: break;
  }
  return a / b;
}

double combine(Operation operation, double a, double b) {
  switch (operation) {
    case Operation::Add: return a + b;
    case Operation::Subtract: return a - b;
    case Operation::Multiply: return a * b;
    case Operation::Divide: break;
  }
  return a / b;
}

Expr combine_big_reals(Operation operation, const Expr& a, const Expr& b) {
  const BigReal* big_a = a.is_big_real() ? &a.big_real_value() : nullptr;
  const BigReal* big_b = b.is_big_real() ? &b.big_real_value() : nullptr;
  return Expr::big_real(combine(operation, lift(a, big_b), lift(b, big_a)));
}

Expr combine_machine(Operation operation, const Expr& a, const Expr& b) {
  const double x = to_double(a);
  const double y = to_double(b);
  const double value = combine(operation, x, y);
  const bool lost = value == 0 && (operation == Operation::Multiply || operation == Operation::Divide) && x != 0 && y != 0;
  if (std::isfinite(value) && !(lost && (a.is_big_real() || b.is_big_real()))) return Expr::real(value);
  if (operation == Operation::Divide && is_zero(b)) return Expr::real(value);
  // Out of range: an exact partner may itself be beyond the doubles, so every operand is lifted from its own value.
  const auto lifted = [](const Expr& e) {
    if (e.is_exact_real()) return BigReal::from_rational(to_rational(e), kMachinePrecision);
    return lift(e, nullptr);
  };
  const BigReal result = combine(operation, lifted(a), lifted(b));
  if (const double back = result.to_double(); std::isfinite(back) && (back != 0 || result.is_zero())) return Expr::real(back);
  return Expr::big_real(result);
}

// The number as an expression, its digits moved rather than copied when they are many.
Expr integer_expression(Integer&& value) {
  if (mpz_sizeinbase(value.gmp(), 2) < 64) return Expr::integer(value.to_int64());
  count_content(counted(mpz_size(value.gmp()) * sizeof(mp_limb_t)));
  return make_node<IntegerNode>(std::move(value));
}

// A sum, difference or product. Short integers take part as machine words.
Expr combine_integers(Operation operation, const Expr& a, const Expr& b) {
  static_assert(sizeof(long) == sizeof(std::int64_t));
  if (a.is_small_integer() && b.is_small_integer()) {
    const std::int64_t x = a.small_integer();
    const std::int64_t y = b.small_integer();
    std::int64_t product = 0;
    if (operation == Operation::Add) return Expr::integer(x + y);
    if (operation == Operation::Subtract) return Expr::integer(x - y);
    return __builtin_mul_overflow(x, y, &product) ? integer_expression(Integer(x) * Integer(y)) : Expr::integer(product);
  }
  Integer result;
  const mpz_ptr z = result.gmp();
  if (a.is_small_integer() || b.is_small_integer()) {
    const bool short_a = a.is_small_integer();
    const mpz_srcptr x = (short_a ? b : a).big_integer().gmp();
    const long n = (short_a ? a : b).small_integer();
    const unsigned long size = n < 0 ? 0UL - static_cast<unsigned long>(n) : static_cast<unsigned long>(n);
    if (operation == Operation::Multiply) {
      mpz_mul_si(z, x, n);
    } else if (operation == Operation::Subtract && short_a) {  // n - x
      n < 0 ? mpz_add_ui(z, x, size) : mpz_sub_ui(z, x, size);
      mpz_neg(z, z);
    } else {
      (n < 0) == (operation == Operation::Add) ? mpz_sub_ui(z, x, size) : mpz_add_ui(z, x, size);
    }
  } else {
    const mpz_srcptr x = a.big_integer().gmp();
    const mpz_srcptr y = b.big_integer().gmp();
    if (operation == Operation::Add) mpz_add(z, x, y);
    else if (operation == Operation::Subtract) mpz_sub(z, x, y);
    else mpz_mul(z, x, y);
  }
  return integer_expression(std::move(result));
}

Expr combine_exact(Operation operation, const Expr& a, const Expr& b) {
  if (a.is_integer() && b.is_integer() && operation != Operation::Divide) return combine_integers(operation, a, b);
  if (a.is_small_integer() && b.is_small_integer()) {  // a division
    std::int64_t x = a.small_integer();
    const std::int64_t y = b.small_integer();
    if (x % y == 0) return Expr::integer(x / y);
  }
  const Rational x = to_rational(a);
  const Rational y = to_rational(b);
  switch (operation) {
    case Operation::Add: return Expr::rational(x + y);
    case Operation::Subtract: return Expr::rational(x - y);
    case Operation::Multiply: return Expr::rational(x * y);
    case Operation::Divide: break;
  }
  return Expr::rational(x / y);
}

Expr combine_reals(Operation operation, const Expr& a, const Expr& b) {
  if (a.is_exact_real() && b.is_exact_real()) return combine_exact(operation, a, b);
  if (a.is_real() || b.is_real()) return combine_machine(operation, a, b);
  // An exact zero absorbs an arbitrary-precision factor; an exact one or zero term leaves it as it is.
  if (operation == Operation::Multiply && (is_exact_zero(a) || is_exact_zero(b))) return Expr::integer(0);
  if (operation == Operation::Divide && is_exact_zero(a)) return Expr::integer(0);
  if (is_exact_zero(b) && operation != Operation::Divide) return a;
  if (is_exact_zero(a) && operation == Operation::Add) return b;
  if (is_exact_zero(a) && operation == Operation::Subtract) return negate(b);
  return combine_big_reals(operation, a, b);
}

bool is_machine_complex(const Expr& z) { return z.is_complex() && z.re().is_real() && z.im().is_real(); }

std::complex<double> machine_complex_of(const Expr& z) {
  if (z.is_complex()) return {to_double(z.re()), to_double(z.im())};
  return {to_double(z), 0.0};
}

Expr combine_complex(Operation operation, const Expr& a, const Expr& b) {
  if (operation == Operation::Add || operation == Operation::Subtract) {
    return make_complex(combine_reals(operation, real_part(a), real_part(b)),
                        combine_reals(operation, imaginary_part(a), imaginary_part(b)));
  }
  if (is_machine_complex(a) || is_machine_complex(b) || a.is_real() || b.is_real()) {
    if (operation == Operation::Divide && !is_zero(b)) {
      const std::complex<double> q = machine_complex_of(a) / machine_complex_of(b);
      if (std::isfinite(q.real()) && std::isfinite(q.imag())) return Expr::complex(q.real(), q.imag());
    }
    if (operation == Operation::Multiply) {
      const std::complex<double> x = machine_complex_of(a);
      const std::complex<double> y = machine_complex_of(b);
      const double re = x.real() * y.real() - x.imag() * y.imag();
      const double im = x.real() * y.imag() + x.imag() * y.real();
      if (std::isfinite(re) && std::isfinite(im)) return Expr::complex(re, im);
    }
  }
  const Expr ar = real_part(a), ai = imaginary_part(a), br = real_part(b), bi = imaginary_part(b);
  if (operation == Operation::Multiply) {
    return make_complex(subtract(multiply(ar, br), multiply(ai, bi)), add(multiply(ar, bi), multiply(ai, br)));
  }
  if (is_exact_zero(bi)) return make_complex(divide(ar, br), divide(ai, br));
  const Expr norm = add(multiply(br, br), multiply(bi, bi));
  return make_complex(divide(add(multiply(ar, br), multiply(ai, bi)), norm),
                      divide(subtract(multiply(ai, br), multiply(ar, bi)), norm));
}

Expr combine_any(Operation operation, const Expr& a, const Expr& b) {
  if (a.is_complex() || b.is_complex()) return combine_complex(operation, a, b);
  return combine_reals(operation, a, b);
}

}  // namespace

Expr add(const Expr& a, const Expr& b) {
  if (a.is_small_integer() && b.is_small_integer()) return Expr::integer(a.small_integer() + b.small_integer());
  if (a.is_real() && b.is_real()) {
    const double value = a.real_value() + b.real_value();
    if (std::isfinite(value)) return Expr::real(value);
  }
  return combine_any(Operation::Add, a, b);
}

Expr subtract(const Expr& a, const Expr& b) {
  if (a.is_small_integer() && b.is_small_integer()) return Expr::integer(a.small_integer() - b.small_integer());
  if (a.is_real() && b.is_real()) {
    const double value = a.real_value() - b.real_value();
    if (std::isfinite(value)) return Expr::real(value);
  }
  return combine_any(Operation::Subtract, a, b);
}

Expr multiply(const Expr& a, const Expr& b) {
  if (a.is_small_integer() && b.is_small_integer()) {
    std::int64_t product = 0;
    if (!__builtin_mul_overflow(a.small_integer(), b.small_integer(), &product)) return Expr::integer(product);
    return integer_expression(Integer(a.small_integer()) * Integer(b.small_integer()));
  }
  if (a.is_real() && b.is_real()) {
    const double value = a.real_value() * b.real_value();
    if (std::isfinite(value)) return Expr::real(value);
  }
  return combine_any(Operation::Multiply, a, b);
}

Expr divide(const Expr& a, const Expr& b) {
  if (a.is_real() && b.is_real()) {
    const double value = a.real_value() / b.real_value();
    if (std::isfinite(value)) return Expr::real(value);
  }
  return combine_any(Operation::Divide, a, b);
}

Expr negate(const Expr& a) {
  switch (a.kind()) {
    case Kind::Integer:
      if (a.is_small_integer()) return Expr::integer(-a.small_integer());
      return Expr::integer(-a.big_integer());
    case Kind::Rational: return Expr::rational(-a.rational_value());
    case Kind::Real: return Expr::real(-a.real_value());
    case Kind::BigReal: return Expr::big_real(-a.big_real_value());
    default: return Expr::complex(negate(a.re()), negate(a.im()));
  }
}

Expr absolute(const Expr& a) { return sign_of_real(a) < 0 ? negate(a) : a; }
Expr reciprocal(const Expr& number) { return divide(Expr::integer(1), number); }

Expr make_complex(const Expr& re, const Expr& im) {
  if (is_exact_zero(im)) return re;
  if (re.is_real() || im.is_real()) {
    const double x = to_double(re);
    const double y = to_double(im);
    if (std::isfinite(x) && std::isfinite(y)) return Expr::complex(x, y);
    return Expr::complex(to_precision(re, kMachinePrecision), to_precision(im, kMachinePrecision));
  }
  if (re.is_big_real() && im.is_exact_real()) return Expr::complex(re, to_precision(im, std::max(1.0, precision_of(re))));
  if (im.is_big_real() && re.is_exact_real() && !is_exact_zero(re)) {
    return Expr::complex(to_precision(re, std::max(1.0, precision_of(im))), im);
  }
  return Expr::complex(re, im);
}
Expr real_part(const Expr& number) { return number.is_complex() ? number.re() : number; }
Expr imaginary_part(const Expr& number) { return number.is_complex() ? number.im() : Expr::integer(0); }

Rational to_rational(const Expr& exact_real) {
  if (exact_real.is_rational()) return exact_real.rational_value();
  return Rational(exact_real.to_integer());
}

BigReal to_big_real(const Expr& real, double digits) {
  switch (real.kind()) {
    case Kind::Integer: return BigReal::from_integer(real.to_integer(), digits);
    case Kind::Rational: return BigReal::from_rational(real.rational_value(), digits);
    case Kind::Real: return BigReal::from_double(real.real_value(), std::min(digits, kMachinePrecision));
    default: {
      const BigReal& value = real.big_real_value();
      if (value.is_zero() || value.precision() <= digits) return value;
      return value.with_precision(digits);
    }
  }
}

int compare_real(const Expr& a, const Expr& b) {
  if (a.is_small_integer() && b.is_small_integer()) {
    const std::int64_t x = a.small_integer(), y = b.small_integer();
    return (x > y) - (x < y);
  }
  if (a.is_exact_real() && b.is_exact_real()) {
    if (a.is_integer() && b.is_integer()) return Integer::compare(a.to_integer(), b.to_integer());
    return Rational::compare(to_rational(a), to_rational(b));
  }
  if (a.is_real() && b.is_real()) {
    const double x = a.real_value(), y = b.real_value();
    return (x > y) - (x < y);
  }
  if (b.is_real() && !a.is_real()) return -compare_real(b, a);
  if (a.is_real()) {
    const double x = a.real_value();
    if (!std::isfinite(x)) return x > 0 ? 1 : -1;
    if (b.is_small_integer()) {
      const std::int64_t n = b.small_integer();
      if (n > -(std::int64_t{1} << 53) && n < (std::int64_t{1} << 53)) {
        const double y = static_cast<double>(n);
        return (x > y) - (x < y);
      }
    }
    if (b.is_exact_real()) return Rational::compare(Rational::from_double(x), to_rational(b));
    const int order = mpfr_cmp_d(mpfr_of(b.big_real_value()), x);
    return order < 0 ? 1 : order > 0 ? -1 : 0;
  }
  if (b.is_big_real() && a.is_big_real()) {
    const int order = BigReal::compare(a.big_real_value(), b.big_real_value());
    return (order > 0) - (order < 0);
  }
  if (a.is_big_real()) {
    const int order = mpfr_cmp_q(mpfr_of(a.big_real_value()), to_rational(b).gmp());
    return (order > 0) - (order < 0);
  }
  return -compare_real(b, a);
}

int sign_of_real(const Expr& a) {
  switch (a.kind()) {
    case Kind::Integer:
      if (a.is_small_integer()) return (a.small_integer() > 0) - (a.small_integer() < 0);
      return a.big_integer().sign();
    case Kind::Rational: return a.rational_value().sign();
    case Kind::Real: return (a.real_value() > 0) - (a.real_value() < 0);
    default: return a.big_real_value().sign();
  }
}

bool is_exact_zero(const Expr& a) { return a.is_small_integer() && a.small_integer() == 0; }
bool is_zero(const Expr& a) {
  if (a.is_complex()) return is_zero(a.re()) && is_zero(a.im());
  return a.is_real_number() && sign_of_real(a) == 0;
}
bool is_exact_number(const Expr& a) {
  if (a.is_complex()) return a.re().is_exact_real() && a.im().is_exact_real();
  return a.is_exact_real();
}
bool is_inexact_number(const Expr& a) {
  if (a.is_complex()) return !is_exact_number(a);
  return a.kind() == Kind::Real || a.kind() == Kind::BigReal;
}

double to_double(const Expr& real) {
  switch (real.kind()) {
    case Kind::Integer:
      if (real.is_small_integer()) return static_cast<double>(real.small_integer());
      return real.big_integer().to_double();
    case Kind::Rational: return real.rational_value().to_double();
    case Kind::Real: return real.real_value();
    case Kind::BigReal: return real.big_real_value().to_double();
    default: return std::numeric_limits<double>::quiet_NaN();
  }
}

MaybeExpr finite_real(double value) {
  if (!std::isfinite(value)) return std::nullopt;
  return Expr::real(value);
}

Expr to_machine(const Expr& number) {
  if (number.is_real()) return number;
  if (number.is_complex()) return make_complex(to_machine(number.re()), to_machine(number.im()));
  const double value = to_double(number);
  // Beyond the doubles a number keeps its size as an arbitrary-precision number of machine precision.
  if (!std::isfinite(value) || (value == 0 && !is_zero(number))) return Expr::big_real(to_big_real(number, kMachinePrecision));
  return Expr::real(value);
}

Expr to_precision(const Expr& number, double digits) {
  if (number.is_complex()) {
    const Expr re = is_exact_zero(number.re()) ? number.re() : to_precision(number.re(), digits);
    return Expr::complex(re, to_precision(number.im(), digits));
  }
  if (is_exact_zero(number)) return number;
  return Expr::big_real(to_big_real(number, digits));
}

double precision_of(const Expr& number) {
  switch (number.kind()) {
    case Kind::Real: return kMachinePrecision;
    case Kind::BigReal: return number.big_real_value().precision();
    case Kind::Complex: {
      const double re = precision_of(number.re());
      const double im = precision_of(number.im());
      if (re == im) return re;
      if (number.re().is_exact_real()) return im;
      if (number.im().is_exact_real()) return re;
      // Precision of the whole: size of the number against the size of the error of its parts.
      const auto log_size = [](const Expr& x) {
        return x.is_real() ? std::log10(std::fabs(x.real_value())) : x.big_real_value().log10_abs();
      };
      const auto log_error = [&](const Expr& x) {
        return x.is_big_real() ? -x.big_real_value().accuracy() : log_size(x) - kMachinePrecision;
      };
      const double size = std::max(log_size(number.re()), log_size(number.im()));
      return std::max(0.0, size - std::max(log_error(number.re()), log_error(number.im())));
    }
    default: return std::numeric_limits<double>::infinity();
  }
}

Expr exact_power(const Expr& base, std::int64_t exponent) {
  if (exponent == 0) return Expr::integer(1);
  const std::uint64_t n =
      exponent < 0 ? ~static_cast<std::uint64_t>(exponent) + 1 : static_cast<std::uint64_t>(exponent);
  Expr result;
  if (base.is_integer()) {
    if (base.is_small_integer() && (base.small_integer() == 1 || base.small_integer() == 0)) return base;
    if (base.is_small_integer() && base.small_integer() == -1) return Expr::integer((n & 1) != 0 ? -1 : 1);
    result = Expr::integer(pow(base.to_integer(), n));
  } else if (base.is_rational()) {
    const Rational& q = base.rational_value();
    const Integer top = pow(q.numerator(), n);
    const Integer bottom = pow(q.denominator(), n);
    return Expr::rational(exponent < 0 ? Rational(bottom, top) : Rational(top, bottom));
  } else {
    return integer_power(base, exponent);
  }
  return exponent < 0 ? reciprocal(result) : result;
}

Expr integer_power(const Expr& base, std::int64_t exponent) {
  if (exponent < 0) return reciprocal(integer_power(base, -exponent));
  if (base.is_exact_real()) return exact_power(base, exponent);
  if (base.is_real()) {
    const double value = std::pow(base.real_value(), static_cast<double>(exponent));
    if (std::isfinite(value)) return Expr::real(value);
  }
  Expr result = Expr::integer(1);
  Expr square = base;
  for (std::uint64_t n = static_cast<std::uint64_t>(exponent); n != 0; n >>= 1) {
    if ((n & 1) != 0) result = multiply(result, square);
    if (n > 1) square = multiply(square, square);
  }
  return result;
}

Expr floor_of(const Expr& real) {
  switch (real.kind()) {
    case Kind::Integer: return real;
    case Kind::Rational: return Expr::integer(real.rational_value().floor());
    case Kind::Real: {
      const double value = std::floor(real.real_value());
      if (std::fabs(value) < 4.0e18) return Expr::integer(static_cast<std::int64_t>(value));
      return Expr::integer(Integer::from_double(value));
    }
    default: return Expr::integer(real.big_real_value().floor());
  }
}

Expr ceiling_of(const Expr& real) { return negate(floor_of(negate(real))); }

Expr round_of(const Expr& real) {
  switch (real.kind()) {
    case Kind::Integer: return real;
    case Kind::Rational: return Expr::integer(real.rational_value().round_half_even());
    case Kind::Real: {
      const double value = std::nearbyint(real.real_value());  // the default rounding mode ties to even
      if (std::fabs(value) < 4.0e18) return Expr::integer(static_cast<std::int64_t>(value));
      return Expr::integer(Integer::from_double(value));
    }
    default: return Expr::integer(real.big_real_value().round_half_even());
  }
}

}  // namespace lykos
