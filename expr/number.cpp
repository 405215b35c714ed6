// number.cpp - Integer and Rational: Boost.Multiprecision's GMP back end behind the opaque classes of number.h.
//
// The storage of each class holds exactly one Boost number; `value()` is the only place that says so. Expression
// templates are off: every operation here is a single step, and plain types compile faster.
#include "expr/number.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <new>
#include <stdexcept>
#include <utility>

#include <boost/multiprecision/gmp.hpp>
#include <mpfr.h>

#include "expr/apart.h"

namespace lykos {
namespace {

namespace mp = boost::multiprecision;
using BoostInteger = mp::number<mp::gmp_int, mp::et_off>;
using BoostRational = mp::number<mp::gmp_rational, mp::et_off>;

template <typename T>
BoostInteger& integer_in(T* storage) {
  return *std::launder(reinterpret_cast<BoostInteger*>(storage));
}
const BoostInteger& integer_in(const unsigned char* storage) {
  return *std::launder(reinterpret_cast<const BoostInteger*>(storage));
}
BoostRational& rational_in(unsigned char* storage) { return *std::launder(reinterpret_cast<BoostRational*>(storage)); }
const BoostRational& rational_in(const unsigned char* storage) {
  return *std::launder(reinterpret_cast<const BoostRational*>(storage));
}

static_assert(sizeof(BoostInteger) <= 16 && alignof(BoostInteger) <= 8);
static_assert(sizeof(BoostRational) <= 32 && alignof(BoostRational) <= 8);

/// A scope-bound 53-bit mpfr number, for correctly rounded conversions to double.
struct DoubleRounder {
  mpfr_t value;
  DoubleRounder() { mpfr_init2(value, 53); }
  ~DoubleRounder() { mpfr_clear(value); }
  DoubleRounder(const DoubleRounder&) = delete;
  DoubleRounder& operator=(const DoubleRounder&) = delete;
};

}  // namespace

// ---- Integer

Integer::Integer(std::int64_t value) { new (storage_) BoostInteger(value); }
Integer::Integer(mpz_srcptr value) {
  auto* fresh = new (storage_) BoostInteger();
  mpz_set(fresh->backend().data(), value);
}
Integer::Integer(const Integer& other) { new (storage_) BoostInteger(integer_in(other.storage_)); }
Integer::Integer(Integer&& other) noexcept {
  // Boost leaves a moved-from gmp_int destructible only, so a fresh number is swapped in: `other` stays a valid zero.
  auto* fresh = new (storage_) BoostInteger();
  mpz_swap(fresh->backend().data(), integer_in(other.storage_).backend().data());
}
Integer& Integer::operator=(Integer other) noexcept {
  mpz_swap(gmp(), other.gmp());
  return *this;
}
Integer::~Integer() { integer_in(storage_).~BoostInteger(); }

Integer Integer::from_double(double integral) {
  if (!std::isfinite(integral)) throw std::domain_error("a number that is not finite has no exact value");
  Integer result;
  mpz_set_d(result.gmp(), integral);
  return result;
}

Integer Integer::from_digits(std::string_view text, int base) {
  const auto convert = [&] {
    Integer result;
    const std::string terminated(text);
    if (mpz_set_str(result.gmp(), terminated.c_str(), base) != 0) mpz_set_si(result.gmp(), 0);
    return result;
  };
  return text.size() > kLongDigits ? integer_apart(convert) : convert();
}

std::string Integer::to_string(int base) const {
  const auto convert = [&] {
    std::string text(mpz_sizeinbase(gmp(), base) + 2, '\0');
    mpz_get_str(text.data(), base, gmp());
    text.resize(std::strlen(text.c_str()));
    return text;
  };
  return bit_length() > kLongBits ? run_apart(convert) : convert();
}

bool Integer::fits_int64() const { return mpz_fits_slong_p(gmp()) != 0; }
std::int64_t Integer::to_int64() const { return mpz_get_si(gmp()); }

double Integer::to_double() const {
  if (bit_length() <= 53) return mpz_get_d(gmp());
  DoubleRounder rounder;
  mpfr_set_z(rounder.value, gmp(), MPFR_RNDN);
  return mpfr_get_d(rounder.value, MPFR_RNDN);
}

int Integer::sign() const { return mpz_sgn(gmp()); }
bool Integer::is_odd() const { return mpz_odd_p(gmp()) != 0; }
std::size_t Integer::bit_length() const { return mpz_sgn(gmp()) == 0 ? 0 : mpz_sizeinbase(gmp(), 2); }
mpz_srcptr Integer::gmp() const { return integer_in(storage_).backend().data(); }
mpz_ptr Integer::gmp() { return integer_in(storage_).backend().data(); }

Integer operator+(const Integer& a, const Integer& b) {
  Integer result;
  mp::add(integer_in(result.storage_), integer_in(a.storage_), integer_in(b.storage_));
  return result;
}
Integer operator-(const Integer& a, const Integer& b) {
  Integer result;
  mp::subtract(integer_in(result.storage_), integer_in(a.storage_), integer_in(b.storage_));
  return result;
}
Integer operator*(const Integer& a, const Integer& b) {
  Integer result;
  mp::multiply(integer_in(result.storage_), integer_in(a.storage_), integer_in(b.storage_));
  return result;
}
Integer operator-(const Integer& a) {
  Integer result;
  mpz_neg(result.gmp(), a.gmp());
  return result;
}
Integer operator/(const Integer& a, const Integer& b) {
  Integer result;
  mpz_tdiv_q(result.gmp(), a.gmp(), b.gmp());
  return result;
}
Integer operator%(const Integer& a, const Integer& b) {
  Integer result;
  mpz_tdiv_r(result.gmp(), a.gmp(), b.gmp());
  return result;
}
int Integer::compare(const Integer& a, const Integer& b) { return mpz_cmp(a.gmp(), b.gmp()); }

void floor_divide(const Integer& a, const Integer& b, Integer& quotient, Integer& remainder) {
  Integer q, r;
  mpz_fdiv_qr(q.gmp(), r.gmp(), a.gmp(), b.gmp());
  quotient = std::move(q);
  remainder = std::move(r);
}
Integer gcd(const Integer& a, const Integer& b) {
  Integer result;
  mpz_gcd(result.gmp(), a.gmp(), b.gmp());
  return result;
}
Integer lcm(const Integer& a, const Integer& b) {
  Integer result;
  mpz_lcm(result.gmp(), a.gmp(), b.gmp());
  return result;
}
Integer pow(const Integer& base, std::uint64_t exponent) {
  Integer result;
  const std::size_t bits = base.bit_length();
  constexpr std::size_t kSeconds = 100'000'000;  // so long that the last squaring alone takes a second
  if (bits > 2 && exponent > kSeconds / bits) {
    return integer_apart([&] {
      Integer power;
      mpz_pow_ui(power.gmp(), base.gmp(), exponent);
      return power;
    });
  }
  if (bits > 2 && exponent > kLongBits / bits) {  // squaring by hand, with a look for interrupts in between
    result = Integer(std::int64_t{1});
    for (std::uint64_t bit = std::uint64_t{1} << (63 - __builtin_clzll(exponent)); bit != 0; bit >>= 1) {
      poll_interrupts();
      mpz_mul(result.gmp(), result.gmp(), result.gmp());
      if ((exponent & bit) != 0) mpz_mul(result.gmp(), result.gmp(), base.gmp());
    }
    return result;
  }
  mpz_pow_ui(result.gmp(), base.gmp(), exponent);
  return result;
}
Integer abs(const Integer& a) {
  Integer result;
  mpz_abs(result.gmp(), a.gmp());
  return result;
}
Integer integer_root(const Integer& a, std::uint64_t degree, bool& exact) {
  Integer result;
  exact = mpz_root(result.gmp(), a.gmp(), degree) != 0;
  return result;
}

// ---- Rational

Rational::Rational() { new (storage_) BoostRational(0); }
Rational::Rational(const Integer& numerator, const Integer& denominator) : Rational() {
  mpq_ptr q = rational_in(storage_).backend().data();
  mpz_set(mpq_numref(q), numerator.gmp());
  mpz_set(mpq_denref(q), denominator.gmp());
  mpq_canonicalize(q);
}
Rational::Rational(const Integer& value) : Rational() {
  mpz_set(mpq_numref(rational_in(storage_).backend().data()), value.gmp());
}
Rational::Rational(mpq_srcptr value) : Rational() { mpq_set(rational_in(storage_).backend().data(), value); }
Rational Rational::from_double(double finite) {
  if (!std::isfinite(finite)) throw std::domain_error("a number that is not finite has no exact value");   // GMP would end the process
  Rational result;
  mpq_set_d(rational_in(result.storage_).backend().data(), finite);
  return result;
}
Rational::Rational(const Rational& other) : Rational(other.gmp()) {}
Rational::Rational(Rational&& other) noexcept : Rational() {
  mpq_swap(rational_in(storage_).backend().data(), rational_in(other.storage_).backend().data());
}
Rational& Rational::operator=(Rational other) noexcept {
  mpq_swap(rational_in(storage_).backend().data(), rational_in(other.storage_).backend().data());
  return *this;
}
Rational::~Rational() { rational_in(storage_).~BoostRational(); }

Integer Rational::numerator() const { return Integer(mpq_numref(gmp())); }
Integer Rational::denominator() const { return Integer(mpq_denref(gmp())); }
double Rational::to_double() const {
  // Both parts exact in a double: IEEE division rounds the quotient correctly.
  if (mpz_sizeinbase(mpq_numref(gmp()), 2) <= 53 && mpz_sizeinbase(mpq_denref(gmp()), 2) <= 53) {
    return mpz_get_d(mpq_numref(gmp())) / mpz_get_d(mpq_denref(gmp()));
  }
  DoubleRounder rounder;
  mpfr_set_q(rounder.value, gmp(), MPFR_RNDN);
  return mpfr_get_d(rounder.value, MPFR_RNDN);
}
int Rational::sign() const { return mpq_sgn(gmp()); }
mpq_srcptr Rational::gmp() const { return rational_in(storage_).backend().data(); }

Rational operator+(const Rational& a, const Rational& b) {
  Rational result;
  mp::add(rational_in(result.storage_), rational_in(a.storage_), rational_in(b.storage_));
  return result;
}
Rational operator-(const Rational& a, const Rational& b) {
  Rational result;
  mp::subtract(rational_in(result.storage_), rational_in(a.storage_), rational_in(b.storage_));
  return result;
}
Rational operator*(const Rational& a, const Rational& b) {
  Rational result;
  mp::multiply(rational_in(result.storage_), rational_in(a.storage_), rational_in(b.storage_));
  return result;
}
Rational operator/(const Rational& a, const Rational& b) {
  Rational result;
  mpq_div(rational_in(result.storage_).backend().data(), a.gmp(), b.gmp());
  return result;
}
Rational operator-(const Rational& a) {
  Rational result;
  mpq_neg(rational_in(result.storage_).backend().data(), a.gmp());
  return result;
}
int Rational::compare(const Rational& a, const Rational& b) { return mpq_cmp(a.gmp(), b.gmp()); }

Integer Rational::floor() const {
  Integer result;
  mpz_fdiv_q(result.gmp(), mpq_numref(gmp()), mpq_denref(gmp()));
  return result;
}
Integer Rational::round_half_even() const {
  Integer quotient, remainder;
  mpz_fdiv_qr(quotient.gmp(), remainder.gmp(), mpq_numref(gmp()), mpq_denref(gmp()));
  mpz_mul_2exp(remainder.gmp(), remainder.gmp(), 1);
  const int order = mpz_cmp(remainder.gmp(), mpq_denref(gmp()));
  if (order > 0 || (order == 0 && quotient.is_odd())) mpz_add_ui(quotient.gmp(), quotient.gmp(), 1);
  return quotient;
}

}  // namespace lykos
