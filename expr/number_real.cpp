// number_real.cpp - BigReal: arbitrary-precision reals with significance arithmetic over Boost.Multiprecision's MPFR back end.
//
// A BigReal is a binary number x together with an error bound dx = |x| 10^-precision. Each operation propagates dx to first
// order: sums add absolute errors, products add relative errors. A result whose error exceeds its size is a zero that knows only
// its accuracy (-log10 dx). Bounds are kept as decimal logarithms, so no exponent overflows.
#include "expr/number.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <new>
#include <utility>

#include <boost/multiprecision/mpfr.hpp>

#include "expr/apart.h"

namespace lykos {
namespace {

namespace mp = boost::multiprecision;
using BoostReal = mp::number<mp::mpfr_float_backend<0>, mp::et_off>;
static_assert(sizeof(BoostReal) <= 40 && alignof(BoostReal) <= 8);

constexpr double kMinusInfinity = -std::numeric_limits<double>::infinity();
constexpr double kLog10Of2 = 0.30102999566398120;

/// log10(10^a + 10^b) without leaving the logarithmic scale.
double log10_sum(double a, double b) {
  if (a < b) std::swap(a, b);
  if (b == kMinusInfinity) return a;
  return a + std::log1p(std::pow(10.0, b - a)) / 2.302585092994046;
}

double log10_abs_of(mpfr_srcptr value) {
  if (mpfr_zero_p(value)) return kMinusInfinity;
  long exponent = 0;
  const double mantissa = mpfr_get_d_2exp(&exponent, value, MPFR_RNDN);
  return std::log10(std::fabs(mantissa)) + static_cast<double>(exponent) * kLog10Of2;
}

/// The value in base 32, exactly: a text that conversions in both directions make in linear time.
std::string base32_of(mpfr_srcptr value) {
  mpfr_exp_t exponent = 0;
  std::string digits(static_cast<std::size_t>(mpfr_get_prec(value)) / 5 + 8, '\0');
  mpfr_get_str(digits.data(), &exponent, 32, 0, value, MPFR_RNDN);
  digits.resize(std::strlen(digits.c_str()));
  digits.insert(digits.starts_with('-') ? 1 : 0, "0.");
  return digits + "@" + std::to_string(exponent);
}

}  // namespace

long working_bits(double digits) {
  // Whole machine words with at least 26 bits to spare, as InputForm shows: N[Pi, 20] has 128 bits.
  const double bits = std::max(0.0, std::min(digits, 2.0e9)) * kLog2Of10;
  if (bits < 50) return 64;
  return 64 * static_cast<long>(std::ceil((bits + 26) / 64));
}

/// The one place that knows what the storage of a BigReal holds.
class BigRealAccess {
 public:
  static BoostReal& boost(BigReal& x) { return *std::launder(reinterpret_cast<BoostReal*>(x.storage_)); }
  static const BoostReal& boost(const BigReal& x) { return *std::launder(reinterpret_cast<const BoostReal*>(x.storage_)); }
  static mpfr_ptr data(BigReal& x) { return boost(x).backend().data(); }
  static mpfr_srcptr data(const BigReal& x) { return boost(x).backend().data(); }
  /// An unset number with room for `bits` of mantissa.
  static BigReal with_bits(long bits, double precision) {
    BigReal result;
    new (result.storage_) BoostReal();
    mpfr_set_prec(data(result), bits);
    result.precision_ = precision;
    return result;
  }
  /// Decimal logarithm of the error bound.
  static double log10_error(const BigReal& x) {
    return x.is_zero() ? -x.zero_accuracy_ : x.log10_abs() - x.precision_;
  }
  /// Gives a computed value its precision from the error bound, making it a zero when nothing is known of it.
  static BigReal settle(BigReal value, double log10_error) {
    const double size = value.log10_abs();
    const double precision = size - log10_error;
    if (!(precision > 0)) return BigReal::zero(-log10_error);
    value.precision_ = precision;
    const long bits = working_bits(precision);
    if (bits < mpfr_get_prec(data(value))) mpfr_prec_round(data(value), bits, MPFR_RNDN);
    return value;
  }
  static long common_bits(const BigReal& a, const BigReal& b) {
    return std::max(mpfr_get_prec(data(a)), mpfr_get_prec(data(b)));
  }
};

using Access = BigRealAccess;

BigReal::BigReal(const BigReal& other) : precision_(other.precision_), zero_accuracy_(other.zero_accuracy_) {
  new (storage_) BoostReal();
  mpfr_set_prec(Access::data(*this), mpfr_get_prec(Access::data(other)));
  mpfr_set(Access::data(*this), Access::data(other), MPFR_RNDN);
}
BigReal::BigReal(BigReal&& other) noexcept : precision_(other.precision_), zero_accuracy_(other.zero_accuracy_) {
  new (storage_) BoostReal();
  mpfr_swap(Access::data(*this), Access::data(other));
}
BigReal& BigReal::operator=(BigReal other) noexcept {
  mpfr_swap(Access::data(*this), Access::data(other));
  precision_ = other.precision_;
  zero_accuracy_ = other.zero_accuracy_;
  return *this;
}
BigReal::~BigReal() { Access::boost(*this).~BoostReal(); }

BigReal BigReal::zero(double accuracy) {
  BigReal result = Access::with_bits(64, 0);
  mpfr_set_zero(Access::data(result), 1);
  result.zero_accuracy_ = accuracy;
  return result;
}

BigReal BigReal::exact_operand(const Rational& value, long bits) {
  BigReal result = Access::with_bits(bits, std::numeric_limits<double>::infinity());
  mpfr_set_q(Access::data(result), value.gmp(), MPFR_RNDN);
  return result;
}

BigReal BigReal::from_string(std::string_view text, double precision) {
  BigReal result = Access::with_bits(working_bits(precision), precision);
  const std::string terminated(text);
  if (terminated.size() > kLongDigits) {
    const std::string digits = run_apart([&] {
      mpfr_set_str(Access::data(result), terminated.c_str(), 10, MPFR_RNDN);
      return base32_of(Access::data(result));
    });
    mpfr_set_str(Access::data(result), digits.c_str(), 32, MPFR_RNDN);
  } else {
    mpfr_set_str(Access::data(result), terminated.c_str(), 10, MPFR_RNDN);
  }
  if (result.is_zero()) return zero(precision);
  return result;
}
BigReal BigReal::from_integer(const Integer& value, double precision) {
  if (value.sign() == 0) return zero(precision);
  BigReal result = Access::with_bits(working_bits(precision), precision);
  mpfr_set_z(Access::data(result), value.gmp(), MPFR_RNDN);
  return result;
}
BigReal BigReal::from_rational(const Rational& value, double precision) {
  if (value.sign() == 0) return zero(precision);
  BigReal result = Access::with_bits(working_bits(precision), precision);
  mpfr_set_q(Access::data(result), value.gmp(), MPFR_RNDN);
  return result;
}
BigReal BigReal::from_double(double value, double precision) {
  if (value == 0) return zero(precision);
  BigReal result = Access::with_bits(working_bits(precision), precision);
  mpfr_set_d(Access::data(result), value, MPFR_RNDN);
  return result;
}
BigReal BigReal::from_mpfr(const void* value, double precision) {
  const auto source = static_cast<mpfr_srcptr>(value);
  if (mpfr_zero_p(source)) return zero(precision);
  BigReal result = Access::with_bits(working_bits(precision), precision);
  mpfr_set(Access::data(result), source, MPFR_RNDN);
  return result;
}

double BigReal::accuracy() const { return is_zero() ? zero_accuracy_ : precision_ - log10_abs(); }
double BigReal::log10_abs() const { return log10_abs_of(Access::data(*this)); }

BigReal BigReal::with_precision(double precision) const {
  if (is_zero()) return zero(std::max(precision, zero_accuracy_));
  return from_mpfr(Access::data(*this), precision);
}
double BigReal::to_double() const { return mpfr_get_d(Access::data(*this), MPFR_RNDN); }
int BigReal::sign() const { return mpfr_sgn(Access::data(*this)); }

std::string BigReal::digits(std::size_t digit_count, long& exponent, bool& negative) const {
  negative = sign() < 0;
  exponent = 0;
  const std::size_t count = std::max<std::size_t>(1, digit_count);
  if (is_zero()) return std::string(count, '0');
  // mpfr_get_str refuses a single digit in some versions, so two are asked for and rounded by hand.
  mpfr_exp_t e = 0;
  const auto convert = [&] {
    std::string text(std::max<std::size_t>(count, 2) + 3, '\0');
    mpfr_get_str(text.data(), &e, 10, count == 1 ? 1 : count, Access::data(*this), MPFR_RNDN);
    text.resize(std::strlen(text.c_str()));
    return text;
  };
  std::string text;
  if (count > kLongDigits) {
    text = run_apart([&] {
      const std::string digits = convert();
      return std::to_string(e) + ' ' + digits;
    });
    const std::size_t blank = text.find(' ');
    e = std::stol(text.substr(0, blank));
    text.erase(0, blank + 1);
  } else {
    text = convert();
  }
  if (!text.empty() && text[0] == '-') text.erase(0, 1);
  exponent = e;
  return text;
}

Integer BigReal::floor() const {
  Integer result;
  mpfr_get_z(result.gmp(), Access::data(*this), MPFR_RNDD);
  return result;
}
Integer BigReal::round_half_even() const {
  Integer result;
  mpfr_get_z(result.gmp(), Access::data(*this), MPFR_RNDN);
  return result;
}
Rational BigReal::to_rational() const {
  mpq_t exact;
  mpq_init(exact);
  mpfr_get_q(exact, Access::data(*this));
  Rational result(exact);
  mpq_clear(exact);
  return result;
}

void* BigReal::mpfr() const { return const_cast<mpfr_ptr>(Access::data(*this)); }

BigReal operator+(const BigReal& a, const BigReal& b) {
  BigReal result = Access::with_bits(Access::common_bits(a, b), 0);
  mpfr_add(Access::data(result), Access::data(a), Access::data(b), MPFR_RNDN);
  return Access::settle(std::move(result), log10_sum(Access::log10_error(a), Access::log10_error(b)));
}
BigReal operator-(const BigReal& a, const BigReal& b) {
  BigReal result = Access::with_bits(Access::common_bits(a, b), 0);
  mpfr_sub(Access::data(result), Access::data(a), Access::data(b), MPFR_RNDN);
  return Access::settle(std::move(result), log10_sum(Access::log10_error(a), Access::log10_error(b)));
}
BigReal operator-(const BigReal& a) {
  BigReal result(a);
  mpfr_neg(Access::data(result), Access::data(result), MPFR_RNDN);
  return result;
}
BigReal operator*(const BigReal& a, const BigReal& b) {
  // |ab| error: |a| db + |b| da (+ da db when a factor is a zero known only by its accuracy).
  const double size_a = std::max(a.log10_abs(), Access::log10_error(a));
  const double size_b = std::max(b.log10_abs(), Access::log10_error(b));
  const double error = a.is_zero() && b.is_zero()
                           ? size_a + size_b
                           : log10_sum(a.is_zero() ? kMinusInfinity : a.log10_abs() + Access::log10_error(b),
                                       b.is_zero() ? kMinusInfinity : b.log10_abs() + Access::log10_error(a));
  BigReal result = Access::with_bits(Access::common_bits(a, b), 0);
  mpfr_mul(Access::data(result), Access::data(a), Access::data(b), MPFR_RNDN);
  return Access::settle(std::move(result), error);
}
BigReal operator/(const BigReal& a, const BigReal& b) {
  BigReal result = Access::with_bits(Access::common_bits(a, b), 0);
  mpfr_div(Access::data(result), Access::data(a), Access::data(b), MPFR_RNDN);
  const double from_a = Access::log10_error(a) - b.log10_abs();
  const double from_b = a.is_zero() ? kMinusInfinity : a.log10_abs() - 2 * b.log10_abs() + Access::log10_error(b);
  return Access::settle(std::move(result), log10_sum(from_a, from_b));
}
int BigReal::compare(const BigReal& a, const BigReal& b) { return mpfr_cmp(Access::data(a), Access::data(b)); }

}  // namespace lykos
