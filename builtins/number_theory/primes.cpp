// primes.cpp - PrimeQ, Prime, PrimePi, NextPrime, CompositeQ, RandomPrime's helper range.
//
// Prime[n] and PrimePi[x] sieve in segments, and beyond 10^8 count by Legendre's formula in Lucy Hedgehog's arrangement
// (O(x^(3/4)) time, O(sqrt x) memory); Prime[n] then walks from a close estimate of the n-th prime.
#include <algorithm>
#include <cmath>
#include <vector>

#include <flint/ulong_extras.h>

#include "builtins/arithmetic/numeric.h"
#include "builtins/number_theory/flint_integers.h"
#include "builtins/number_theory/register.h"
#include "builtins/support.h"

namespace lykos::builtins {
namespace {

constexpr std::int64_t kMaxCount = 200000000000;  // largest x PrimePi counts to: a few seconds

/// Number of primes up to x.
std::int64_t prime_count(std::int64_t x) {
  if (x < 2) return 0;
  if (x < 1000000) return static_cast<std::int64_t>(n_prime_pi(static_cast<ulong>(x)));
  const auto root = static_cast<std::int64_t>(std::sqrt(static_cast<long double>(x)));
  const auto slots = static_cast<std::size_t>(root) + 1;
  std::vector<std::int64_t> small(slots), large(slots);  // counts up to i, and up to x/i
  for (std::int64_t i = 1; i <= root; ++i) {
    small[static_cast<std::size_t>(i)] = i - 1;
    large[static_cast<std::size_t>(i)] = x / i - 1;
  }
  for (std::int64_t p = 2; p <= root; ++p) {
    if (small[static_cast<std::size_t>(p)] == small[static_cast<std::size_t>(p - 1)]) continue;
    if ((p & 63) == 1) check_interrupt();
    const std::int64_t below = small[static_cast<std::size_t>(p - 1)];
    const std::int64_t square = p * p;
    const std::int64_t last = std::min(root, x / square);
    for (std::int64_t i = 1; i <= last; ++i) {
      const std::int64_t j = i * p;
      const std::int64_t count = j <= root ? large[static_cast<std::size_t>(j)] : small[static_cast<std::size_t>(x / j)];
      large[static_cast<std::size_t>(i)] -= count - below;
    }
    for (std::int64_t i = root; i >= square; --i) small[static_cast<std::size_t>(i)] -= small[static_cast<std::size_t>(i / p)] - below;
  }
  return large[1];
}

/// The n-th prime, n >= 1.
std::int64_t nth_prime(std::int64_t n) {
  if (n <= 6) {
    constexpr std::int64_t first[] = {2, 3, 5, 7, 11, 13};
    return first[n - 1];
  }
  if (n < 5000000) return static_cast<std::int64_t>(n_nth_prime(static_cast<ulong>(n)));
  // Cipolla's expansion is close; the count there says how far to walk.
  const double logarithm = std::log(static_cast<double>(n)), second = std::log(logarithm);
  double estimate = static_cast<double>(n) * (logarithm + second - 1 + (second - 2) / logarithm -
                                              (second * second - 6 * second + 11) / (2 * logarithm * logarithm));
  auto x = static_cast<std::int64_t>(estimate);
  std::int64_t count = prime_count(x);
  for (int i = 0; i < 3 && std::llabs(count - n) > 200000; ++i) {
    x += static_cast<std::int64_t>(static_cast<double>(n - count) * std::log(static_cast<double>(x)));
    count = prime_count(x);
  }
  auto candidate = static_cast<ulong>(x);
  while (count < n) {
    candidate = n_nextprime(candidate, 0);
    ++count;
    if ((count & 1023) == 0) check_interrupt();
  }
  if (count == n && n_is_prime(candidate)) return static_cast<std::int64_t>(candidate);
  // Too far: step down to the n-th prime.
  if (!n_is_prime(candidate)) ++candidate;
  while (true) {
    --candidate;
    if (!n_is_prime(candidate)) continue;
    if (count == n) return static_cast<std::int64_t>(candidate);
    --count;
    if ((count & 1023) == 0) check_interrupt();
  }
}

/// A Gaussian integer is prime when its norm is, or when it is a prime of the form 4k + 3 times a unit.
bool is_gaussian_prime(const Integer& re, const Integer& im) {
  const auto inert = [](const Integer& p) { return is_prime(p) && (abs(p) % Integer(std::int64_t{4})).to_int64() == 3; };
  if (re.sign() == 0) return inert(im);
  if (im.sign() == 0) return inert(re);
  return is_prime(re * re + im * im);
}

// PrimeQ[n]; option GaussianIntegers.
MaybeExpr builtin_PrimeQ(Call& call) {
  const Expr& n = call.arg(0);
  if (n.is_complex() && n.re().is_integer() && n.im().is_integer()) {
    return Expr::boolean(is_gaussian_prime(n.re().to_integer(), n.im().to_integer()));
  }
  if (!n.is_integer()) return Expr(sym::False);
  if (call.option(sym::GaussianIntegers).is_true()) return Expr::boolean(is_gaussian_prime(n.to_integer(), Integer(std::int64_t{0})));
  if (n.is_small_integer()) {
    const std::int64_t value = n.small_integer();
    return Expr::boolean(n_is_prime(static_cast<ulong>(value < 0 ? -value : value)) != 0);
  }
  return Expr::boolean(is_prime(n.to_integer()));
}
// CompositeQ[n].
MaybeExpr builtin_CompositeQ(Call& call) {
  const Expr& n = call.arg(0);
  if (!n.is_integer()) return Expr(sym::False);
  const Integer size = abs(n.to_integer());
  return Expr::boolean(Integer(std::int64_t{3}) < size && !is_prime(size));
}

// Prime[n].
MaybeExpr builtin_Prime(Call& call) {
  const auto n = machine_integer(call.arg(0));
  if (!n || *n < 1) {
    if (call.arg(0).is_number()) return call.message("intpp", {call.arg(0)});
    return std::nullopt;
  }
  if (*n > 7000000000) return call.message("largp", {call.arg(0), call.expr()});
  return Expr::integer(nth_prime(*n));
}
// PrimePi[x].
MaybeExpr builtin_PrimePi(Call& call) {
  if (is_infinity(call.arg(0))) return call.arg(0);
  const MaybeExpr whole = is_numeric(call.arg(0)) ? numeric_floor(call.arg(0)) : std::nullopt;
  if (!whole) return std::nullopt;
  if (sign_of_real(*whole) <= 0) return Expr::integer(0);
  if (!whole->is_small_integer() || whole->small_integer() > kMaxCount) return call.message("largp", {call.arg(0), call.expr()});
  return Expr::integer(prime_count(whole->small_integer()));
}

// NextPrime[x], NextPrime[x, k].
MaybeExpr builtin_NextPrime(Call& call) {
  const auto k = call.size() == 2 ? machine_integer(call.arg(1)) : std::optional<std::int64_t>(1);
  const MaybeExpr whole = is_numeric(call.arg(0)) ? numeric_floor(call.arg(0)) : std::nullopt;
  if (!whole || !k || *k == 0) {
    if (k && *k == 0) return call.message("zero", {call.expr()});
    return std::nullopt;
  }
  const bool up = *k > 0;
  Integer x = whole->to_integer();
  if (!up && !call.arg(0).is_integer()) x = x + Integer(std::int64_t{1});  // primes below 7.5 include 7
  const Integer one = std::int64_t{1}, two = std::int64_t{2};
  for (std::int64_t step = std::llabs(*k); step > 0; --step) {
    check_interrupt();
    // The primes are taken on both sides of zero, as -2, -3, -5, ... below.
    const bool toward_zero = up ? x.sign() < 0 : x.sign() > 0;
    if (!toward_zero) {
      Integer size = abs(x);
      mpz_nextprime(size.gmp(), size.gmp());
      x = up ? size : -size;
      continue;
    }
    Integer size = abs(x) - one;
    while (Integer::compare(size, two) >= 0 && !is_prime(size)) size = size - one;
    if (Integer::compare(size, two) < 0) {
      x = up ? two : -two;
    } else {
      x = up ? -size : size;
    }
  }
  return Expr::integer(x);
}

// MersennePrimeExponentQ[n]: 2^n - 1 is prime (Lucas-Lehmer).
MaybeExpr builtin_MersennePrimeExponentQ(Call& call) {
  const auto n = machine_integer(call.arg(0));
  if (!n || *n < 2) return Expr(sym::False);
  if (*n == 2) return Expr(sym::True);
  if (!n_is_prime(static_cast<ulong>(*n))) return Expr(sym::False);
  if (*n > 1000000) return std::nullopt;
  const auto p = static_cast<unsigned long>(*n);
  Integer modulus, s = std::int64_t{4}, high;
  mpz_ui_pow_ui(modulus.gmp(), 2, p);
  mpz_sub_ui(modulus.gmp(), modulus.gmp(), 1);
  for (unsigned long i = 2; i < p; ++i) {
    if ((i & 63) == 0) check_interrupt();
    mpz_mul(s.gmp(), s.gmp(), s.gmp());
    mpz_sub_ui(s.gmp(), s.gmp(), 2);
    mpz_fdiv_q_2exp(high.gmp(), s.gmp(), p);  // reduction modulo 2^p - 1 by shifts
    mpz_fdiv_r_2exp(s.gmp(), s.gmp(), p);
    mpz_add(s.gmp(), s.gmp(), high.gmp());
    if (mpz_cmp(s.gmp(), modulus.gmp()) >= 0) mpz_sub(s.gmp(), s.gmp(), modulus.gmp());
  }
  return Expr::boolean(s.sign() == 0);
}

constexpr Builtin kBuiltins[] = {
    {.name = "PrimeQ", .fn = builtin_PrimeQ, .arity = exactly(1), .attributes = kListable | kProtected,
     .usage = "PrimeQ[n] is True if n is a prime number, and False otherwise.", .options = "{GaussianIntegers -> False}"},
    {.name = "CompositeQ", .fn = builtin_CompositeQ, .arity = exactly(1), .attributes = kListable | kProtected,
     .usage = "CompositeQ[n] is True if n is a composite number, and False otherwise."},
    {.name = "Prime", .fn = builtin_Prime, .arity = exactly(1), .attributes = kListable | kProtected,
     .usage = "Prime[n] is the n-th prime number.",
     .messages = {{"intpp", "Positive integer argument expected in Prime[`1`]."}, {"largp", "Argument `1` in `2` is too large for this implementation."}}},
    {.name = "PrimePi", .fn = builtin_PrimePi, .arity = exactly(1), .attributes = kListable | kProtected,
     .usage = "PrimePi[x] is the number of primes less than or equal to x.",
     .messages = {{"largp", "Argument `1` in `2` is too large for this implementation."}}},
    {.name = "NextPrime", .fn = builtin_NextPrime, .arity = between(1, 2), .attributes = kListable | kProtected,
     .usage = "NextPrime[x] is the smallest prime above x.\nNextPrime[x, k] is the k-th prime above x; for negative k, below x.",
     .messages = {{"zero", "The second argument of `1` should be a nonzero integer."}}},
    {.name = "MersennePrimeExponentQ", .fn = builtin_MersennePrimeExponentQ, .arity = exactly(1), .attributes = kListable | kProtected,
     .usage = "MersennePrimeExponentQ[n] is True if 2^n - 1 is prime."},
};

}  // namespace

void register_primes(Registry& r) { r.add(kBuiltins); }

}  // namespace lykos::builtins
