// radicals.cpp - the standard form of products of rational powers.
//
// Every base is split into primes by trial division up to a limit (a remaining cofactor counts as a prime after removing perfect
// powers); exponents add up; the whole part of an exponent, truncated toward zero, goes to the coefficient, also drawing on
// powers the coefficient already has; primes with the same remaining exponent (up to sign) are gathered into one base again.
#include "builtins/arithmetic/radicals.h"

#include <algorithm>
#include <cmath>

#include "builtins/arithmetic/numeric.h"

namespace lykos::builtins {
namespace {

constexpr unsigned long kTrialLimit = 1UL << 15;

bool is_zero(const Rational& q) { return q.sign() == 0; }

/// Truncation toward zero.
Integer truncate(const Rational& q) { return q.numerator() / q.denominator(); }

/// How often p divides n, dividing it out.
long remove_factor(Integer& n, const Integer& p) {
  Integer reduced;
  const auto count = mpz_remove(reduced.gmp(), n.gmp(), p.gmp());
  if (count != 0) n = reduced;
  return static_cast<long>(count);
}

Rational rational_power(const Integer& base, const Integer& exponent) {
  const bool negative = exponent.sign() < 0;
  const Integer value = pow(base, static_cast<std::uint64_t>(abs(exponent).to_int64()));
  return negative ? Rational(Integer(1), value) : Rational(value);
}

}  // namespace

void RadicalProduct::add_prime(const Integer& prime, const Rational& exponent) {
  for (Entry& entry : entries_) {
    if (entry.prime == prime) {
      entry.exponent = entry.exponent + exponent;
      return;
    }
  }
  entries_.push_back({prime, exponent});
}

void RadicalProduct::multiply_integer_power(const Integer& base, const Rational& exponent) {
  Integer rest = base;
  // Primes seen before first, so that large common cofactors cancel as well.
  for (std::size_t i = 0; i < entries_.size() && !(rest == Integer(1)); ++i) {
    const Integer prime = entries_[i].prime;
    if (const long count = remove_factor(rest, prime)) add_prime(prime, exponent * Rational(Integer(count)));
  }
  for (unsigned long p = 2; p < kTrialLimit && !(rest == Integer(1)); p += p == 2 ? 1 : 2) {
    if (rest.fits_int64() && static_cast<std::uint64_t>(rest.to_int64()) / p < p) break;  // what is left is prime
    if (mpz_divisible_ui_p(rest.gmp(), p) == 0) continue;
    const Integer prime(static_cast<std::int64_t>(p));
    const long count = remove_factor(rest, prime);
    add_prime(prime, exponent * Rational(Integer(count)));
  }
  if (rest == Integer(1)) return;
  long multiplicity = 1;
  if (mpz_perfect_power_p(rest.gmp()) != 0) {
    for (long k = static_cast<long>(rest.bit_length()); k >= 2; --k) {
      bool exact = false;
      const Integer root = integer_root(rest, static_cast<std::uint64_t>(k), exact);
      if (exact) {
        rest = root;
        multiplicity = k;
        break;
      }
    }
  }
  add_prime(rest, exponent * Rational(Integer(multiplicity)));
}

void RadicalProduct::multiply_power(const Expr& base, const Rational& exponent) {
  const Rational value = to_rational(base);
  if (value.sign() < 0) minus_exponent_ = minus_exponent_ + exponent;
  const Integer numerator = abs(value.numerator());
  const Integer denominator = value.denominator();
  if (!(numerator == Integer(1))) multiply_integer_power(numerator, exponent);
  if (!(denominator == Integer(1))) multiply_integer_power(denominator, -exponent);
}

void RadicalProduct::multiply_number(const Expr& number) {
  if (number.is_complex()) {
    minus_exponent_ = minus_exponent_ + Rational(Integer(1), Integer(2));
    coefficient_ = coefficient_ * to_rational(number.im());
    return;
  }
  coefficient_ = coefficient_ * to_rational(number);
}

std::vector<Expr> RadicalProduct::factors() {
  // Fractional primes draw their powers out of the coefficient: 6/Sqrt[2] has 2^(1 - 1/2).
  Integer top = abs(coefficient_.numerator());
  Integer bottom = coefficient_.denominator();
  if (coefficient_.sign() < 0) minus_exponent_ = minus_exponent_ + Rational(Integer(1));
  for (Entry& entry : entries_) {
    if (entry.exponent.denominator() == Integer(1)) continue;
    long count = remove_factor(top, entry.prime);
    count -= remove_factor(bottom, entry.prime);
    entry.exponent = entry.exponent + Rational(Integer(count));
  }
  Rational coefficient(top, bottom);
  for (Entry& entry : entries_) {
    const Integer whole = truncate(entry.exponent);
    if (whole.sign() != 0) {
      coefficient = coefficient * rational_power(entry.prime, whole);
      entry.exponent = entry.exponent - Rational(whole);
    }
  }
  // (-1)^e with e in [0, 1): whole steps change the sign, one half is I.
  const Integer steps = minus_exponent_.floor();
  Rational minus = minus_exponent_ - Rational(steps);
  if (steps.is_odd()) coefficient = -coefficient;
  Expr number = Expr::rational(coefficient);
  if (Rational::compare(minus, Rational(Integer(1), Integer(2))) == 0) {
    number = make_complex(Expr::integer(0), number);
    minus = Rational();
  }

  std::vector<Expr> powers;
  std::sort(entries_.begin(), entries_.end(), [](const Entry& a, const Entry& b) {
    return Integer::compare(a.prime, b.prime) < 0;
  });
  std::vector<bool> done(entries_.size(), false);
  for (std::size_t i = 0; i < entries_.size(); ++i) {
    if (done[i] || is_zero(entries_[i].exponent)) continue;
    const Rational size = entries_[i].exponent.sign() < 0 ? -entries_[i].exponent : entries_[i].exponent;
    Integer above(1), below(1);
    for (std::size_t j = i; j < entries_.size(); ++j) {
      const Rational& e = entries_[j].exponent;
      if (done[j] || is_zero(e)) continue;
      if (Rational::compare(e, size) == 0) {
        above = above * entries_[j].prime;
        done[j] = true;
      } else if (Rational::compare(-e, size) == 0) {
        below = below * entries_[j].prime;
        done[j] = true;
      }
    }
    Expr base = Expr::rational(Rational(above, below));
    Rational exponent = size;
    if (above == Integer(1)) {
      base = Expr::integer(below);
      exponent = -size;
    }
    // (-1)^e n^e with the same e is (-n)^e.
    if (!is_zero(minus) && Rational::compare(minus, exponent) == 0) {
      base = negate(base);
      minus = Rational();
    }
    powers.push_back(power(base, Expr::rational(exponent)));
  }
  if (!is_zero(minus)) powers.push_back(power(minus_one(), Expr::rational(minus)));
  std::vector<Expr> result;
  if (powers.empty() || !(number.is_small_integer() && number.small_integer() == 1)) result.push_back(number);
  result.insert(result.end(), powers.begin(), powers.end());
  return result;
}

MaybeExpr simplify_rational_power(const Expr& base, const Rational& exponent) {
  // Numbers of many thousand bits are left alone unless they are perfect powers: trial division alone would be slow.
  RadicalProduct product;
  product.multiply_power(base, exponent);
  std::vector<Expr> factors = product.factors();
  if (factors.size() == 1) {
    const Expr& only = factors[0];
    if (only.has_head(sym::Power, 2) && only[0] == base && only[1] == Expr::rational(exponent)) return std::nullopt;
    return only;
  }
  return make_normal(sym::Times, std::move(factors));
}

MaybeExpr exact_complex_square_root(const Expr& z) {
  const Rational re = to_rational(z.re());
  const Rational im = to_rational(z.im());
  const auto square_root_of = [](const Rational& q) -> std::optional<Rational> {
    if (q.sign() < 0) return std::nullopt;
    if (mpz_perfect_square_p(mpq_numref(q.gmp())) == 0 || mpz_perfect_square_p(mpq_denref(q.gmp())) == 0) return std::nullopt;
    bool exact = false;
    return Rational(integer_root(q.numerator(), 2, exact), integer_root(q.denominator(), 2, exact));
  };
  const auto size = square_root_of(re * re + im * im);
  if (!size) return std::nullopt;
  const Rational half_number(Integer(1), Integer(2));
  const auto x = square_root_of((*size + re) * half_number);
  const auto y = square_root_of((*size - re) * half_number);
  if (!x || !y) return std::nullopt;
  return make_complex(Expr::rational(*x), Expr::rational(im.sign() < 0 ? -*y : *y));
}

}  // namespace lykos::builtins
