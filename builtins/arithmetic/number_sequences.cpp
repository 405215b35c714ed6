// number_sequences.cpp - numbers of combinatorics: Fibonacci, LucasL, HarmonicNumber, BernoulliB, EulerE, BellB, CatalanNumber,
// StirlingS1, StirlingS2, and the polynomials of Fibonacci, Lucas, Bernoulli, Euler and Bell.
#include <vector>

#include <flint/arith.h>
#include <flint/fmpq.h>
#include <flint/fmpz.h>

#include "builtins/arithmetic/numeric.h"
#include "builtins/arithmetic/register.h"
#include "builtins/support.h"
#include "expr/apart.h"

namespace lykos::builtins {
namespace {

Expr expr_of(const fmpz_t value) {
  mpz_t copy;
  mpz_init(copy);
  fmpz_get_mpz(copy, value);
  Expr result = Expr::integer(Integer(copy));
  mpz_clear(copy);
  return result;
}

/// A FLINT integer bound to its scope.
struct Whole {
  fmpz_t value;
  Whole() { fmpz_init(value); }
  ~Whole() { fmpz_clear(value); }
  Whole(const Whole&) = delete;
  Whole& operator=(const Whole&) = delete;
};

Expr fibonacci(std::int64_t n) {
  Whole value;
  fmpz_fib_ui(value.value, static_cast<ulong>(n < 0 ? -n : n));
  const Expr result = expr_of(value.value);
  return n < 0 && n % 2 == 0 ? negate(result) : result;
}
Expr lucas(std::int64_t n) {
  const std::int64_t m = n < 0 ? -n : n;
  Integer value;
  mpz_lucnum_ui(value.gmp(), static_cast<unsigned long>(m));
  const Expr result = Expr::integer(value);
  return n < 0 && m % 2 == 1 ? negate(result) : result;
}

/// Sum of coefficient_k x^k.
Expr polynomial(const std::vector<Expr>& coefficients, const Expr& x) {
  std::vector<Expr> terms;
  for (std::size_t k = 0; k < coefficients.size(); ++k) {
    if (is_exact_zero(coefficients[k])) continue;
    const Expr p = k == 0 ? Expr::integer(1) : k == 1 ? x : power(x, Expr::integer(static_cast<std::int64_t>(k)));
    terms.push_back(times(coefficients[k], p));
  }
  return make_normal(sym::Plus, std::move(terms));
}
Expr binomial(std::int64_t n, std::int64_t k) {
  Integer value;
  mpz_bin_uiui(value.gmp(), static_cast<unsigned long>(n), static_cast<unsigned long>(k));
  return Expr::integer(value);
}

constexpr std::int64_t kMaxIndex = 100000000;

// Fibonacci[n], Fibonacci[n, x]; LucasL[n], LucasL[n, x].
MaybeExpr fibonacci_like(Call& call, bool is_lucas) {
  const auto n = machine_integer(call.arg(0));
  if (call.size() == 1) {
    if (n && *n > -kMaxIndex && *n < kMaxIndex) return is_lucas ? lucas(*n) : fibonacci(*n);
    if (is_infinity(call.arg(0))) return call.arg(0);
    return inexact_value(is_lucas ? sym::LucasL : sym::Fibonacci, call.args());
  }
  const Expr& x = call.arg(1);
  if (n && *n < 0 && *n > -10000) {  // F[-n] is (-1)^(n + 1) F[n], L[-n] is (-1)^n L[n]
    const Expr mirrored = evaluate(make_normal(call.head(), {Expr::integer(-*n), x}));
    return (*n % 2 == 0) == is_lucas ? mirrored : evaluate(make_normal(sym::Expand, {negated(mirrored)}));
  }
  if (!n && is_numeric(call.arg(0)) && is_numeric(x) && (is_inexact_number(call.arg(0)) || is_inexact_number(x))) return exact_from_unit(call);
  if (!n || *n < 0 || *n > 10000) return std::nullopt;
  std::vector<Expr> coefficients(static_cast<std::size_t>(*n) + 1, Expr::integer(0));
  if (is_lucas) {
    if (*n == 0) return Expr::integer(2);
    for (std::int64_t k = 0; 2 * k <= *n; ++k) {  // n/(n - k) Binomial[n - k, k] x^(n - 2k)
      coefficients[static_cast<std::size_t>(*n - 2 * k)] = multiply(ratio(*n, *n - k), binomial(*n - k, k));
    }
  } else {
    for (std::int64_t k = 0; 2 * k < *n; ++k) {
      coefficients[static_cast<std::size_t>(*n - 1 - 2 * k)] = binomial(*n - 1 - k, k);
    }
  }
  return polynomial(coefficients, x);
}
MaybeExpr builtin_Fibonacci(Call& call) { return fibonacci_like(call, false); }
MaybeExpr builtin_LucasL(Call& call) { return fibonacci_like(call, true); }

// HarmonicNumber[n], HarmonicNumber[n, r].
MaybeExpr builtin_HarmonicNumber(Call& call) {
  const auto n = machine_integer(call.arg(0));
  if (n && call.size() == 1) {
    if (*n < 0) return complex_infinity();
    if (*n > 10000000) return std::nullopt;
    fmpq_t value;
    fmpq_init(value);
    fmpq_harmonic_ui(value, static_cast<ulong>(*n));
    const Expr result = divide(expr_of(fmpq_numref(value)), expr_of(fmpq_denref(value)));
    fmpq_clear(value);
    return result;
  }
  if (n && *n >= 0 && *n <= 100000 && call.size() == 2 && call.arg(1).is_small_integer()) {
    const std::int64_t r = call.arg(1).small_integer();
    Expr sum = Expr::integer(0);
    for (std::int64_t k = 1; k <= *n; ++k) {
      check_interrupt();
      sum = add(sum, exact_power(Expr::integer(k), -r));
    }
    return sum;
  }
  if (is_infinity(call.arg(0))) {
    if (call.size() == 1) return call.arg(0);
    if (const auto order = numeric_compare(call.arg(1), Expr::integer(1))) {
      return *order > 0 ? make_normal(sym::Zeta, {call.arg(1)}) : infinity();
    }
  }
  return inexact_value(sym::HarmonicNumber, call.args());
}

/// An integer that `compute(result)` gives; beyond `is_long` in a process that an interrupt can end.
template <typename Compute>
Expr whole_number(bool is_long, const Compute& compute) {
  const auto work = [&] {
    Whole value;
    compute(value.value);
    Integer result;
    fmpz_get_mpz(result.gmp(), value.value);
    return result;
  };
  return Expr::integer(is_long ? integer_apart(work) : work());
}

Expr bernoulli_number(std::int64_t n) {
  // The denominator is cheap (von Staudt and Clausen): only the numerator is worth a process of its own.
  Whole denominator;
  arith_bernoulli_number_denom(denominator.value, static_cast<ulong>(n));
  const Expr numerator = whole_number(n > 20000, [n](fmpz_t result) {
    fmpq_t value;
    fmpq_init(value);
    arith_bernoulli_number(value, static_cast<ulong>(n));
    fmpz_set(result, fmpq_numref(value));
    fmpq_clear(value);
  });
  return divide(numerator, expr_of(denominator.value));
}

// BernoulliB[n], BernoulliB[n, x].
MaybeExpr builtin_BernoulliB(Call& call) {
  const auto n = machine_integer(call.arg(0));
  if (!n && call.size() == 2 && is_exact_zero(call.arg(1))) return make_normal(call.head(), {call.arg(0)});
  if (!n || *n < 0 || *n > 200000) return std::nullopt;
  if (call.size() == 1) return bernoulli_number(*n);
  if (*n > 2000) return std::nullopt;
  std::vector<Expr> coefficients(static_cast<std::size_t>(*n) + 1);
  for (std::int64_t k = 0; k <= *n; ++k) {
    coefficients[static_cast<std::size_t>(*n - k)] = multiply(binomial(*n, k), bernoulli_number(k));
  }
  return polynomial(coefficients, call.arg(1));
}

Expr euler_number(std::int64_t n) {
  return whole_number(n > 10000, [n](fmpz_t result) { arith_euler_number(result, static_cast<ulong>(n)); });
}

// EulerE[n], EulerE[n, x].
MaybeExpr builtin_EulerE(Call& call) {
  const auto n = machine_integer(call.arg(0));
  if (!n || *n < 0 || *n > 100000) return std::nullopt;
  if (call.size() == 1) return euler_number(*n);
  if (*n > 1000) return std::nullopt;
  // E_n(x) = Sum[Binomial[n, k] E_k/2^k (x - 1/2)^(n - k)], expanded in powers of x.
  std::vector<Expr> coefficients(static_cast<std::size_t>(*n) + 1, Expr::integer(0));
  for (std::int64_t k = 0; k <= *n; ++k) {
    const Expr weight = multiply(multiply(binomial(*n, k), euler_number(k)), exact_power(Expr::integer(2), -k));
    if (is_exact_zero(weight)) continue;
    for (std::int64_t j = 0; j <= *n - k; ++j) {
      const Expr term = multiply(multiply(weight, binomial(*n - k, j)), exact_power(ratio(-1, 2), *n - k - j));
      Expr& slot = coefficients[static_cast<std::size_t>(j)];
      slot = add(slot, term);
    }
  }
  return polynomial(coefficients, call.arg(1));
}

Expr stirling(std::int64_t n, std::int64_t k, bool first) {
  return whole_number(n > 3000, [=](fmpz_t result) {
    if (first) {
      arith_stirling_number_1(result, static_cast<ulong>(n), static_cast<ulong>(k));
    } else {
      arith_stirling_number_2(result, static_cast<ulong>(n), static_cast<ulong>(k));
    }
  });
}

// BellB[n], BellB[n, x].
MaybeExpr builtin_BellB(Call& call) {
  const auto n = machine_integer(call.arg(0));
  if (!n && call.size() == 2 && call.arg(1) == Expr::integer(1)) return make_normal(call.head(), {call.arg(0)});
  if (!n || *n < 0 || *n > 20000) return std::nullopt;
  if (call.size() == 1) {
    return whole_number(*n > 3000, [n](fmpz_t result) { arith_bell_number(result, static_cast<ulong>(*n)); });
  }
  if (*n > 1000) return std::nullopt;
  std::vector<Expr> coefficients;
  for (std::int64_t k = 0; k <= *n; ++k) coefficients.push_back(stirling(*n, k, false));
  return polynomial(coefficients, call.arg(1));
}

// StirlingS1[n, m], StirlingS2[n, m].
MaybeExpr stirling_call(Call& call, bool first) {
  const auto n = machine_integer(call.arg(0)), m = machine_integer(call.arg(1));
  if (!n || !m || *n < 0 || *m < 0 || *n > 20000) return std::nullopt;
  if (*m > *n) return Expr::integer(0);
  return stirling(*n, *m, first);
}
MaybeExpr builtin_StirlingS1(Call& call) { return stirling_call(call, true); }
MaybeExpr builtin_StirlingS2(Call& call) { return stirling_call(call, false); }

// CatalanNumber[n].
MaybeExpr builtin_CatalanNumber(Call& call) {
  const auto n = machine_integer(call.arg(0));
  if (n) {
    if (*n == -1) return minus_one();
    if (*n < 0) return Expr::integer(0);
    if (*n > 10000000) return std::nullopt;
    return divide(binomial(2 * *n, *n), Expr::integer(*n + 1));
  }
  const Expr& x = call.arg(0);
  if (x.is_exact_real() && multiply(x, Expr::integer(2)).is_integer()) {  // 2^(2 n) Gamma[n + 1/2]/(Sqrt[Pi] Gamma[n + 2])
    const Expr half_up = add(x, half());
    if (sign_of_real(half_up) <= 0) return complex_infinity();
    return make_normal(sym::Times, {power(Expr::integer(4), x), make_normal(sym::Gamma, {half_up}), power(sym::Pi, ratio(-1, 2)),
                                    power(make_normal(sym::Gamma, {add(x, Expr::integer(2))}), minus_one())});
  }
  return inexact_value(sym::CatalanNumber, call.args());
}

constexpr Attributes kNumeric = kListable | kNumericFunction | kProtected;
constexpr Builtin kBuiltins[] = {
    {.name = "Fibonacci", .fn = builtin_Fibonacci, .arity = between(1, 2), .attributes = kNumeric,
     .usage = "Fibonacci[n] is the n-th Fibonacci number.\nFibonacci[n, x] is the n-th Fibonacci polynomial."},
    {.name = "LucasL", .fn = builtin_LucasL, .arity = between(1, 2), .attributes = kNumeric,
     .usage = "LucasL[n] is the n-th Lucas number.\nLucasL[n, x] is the n-th Lucas polynomial."},
    {.name = "HarmonicNumber", .fn = or_exact<builtin_HarmonicNumber>, .arity = between(1, 2), .attributes = kNumeric,
     .usage = "HarmonicNumber[n] is 1 + 1/2 + ... + 1/n.\nHarmonicNumber[n, r] is 1 + 1/2^r + ... + 1/n^r."},
    {.name = "BernoulliB", .fn = builtin_BernoulliB, .arity = between(1, 2), .attributes = kNumeric,
     .usage = "BernoulliB[n] is the n-th Bernoulli number.\nBernoulliB[n, x] is the n-th Bernoulli polynomial."},
    {.name = "EulerE", .fn = builtin_EulerE, .arity = between(1, 2), .attributes = kNumeric,
     .usage = "EulerE[n] is the n-th Euler number.\nEulerE[n, x] is the n-th Euler polynomial."},
    {.name = "BellB", .fn = builtin_BellB, .arity = between(1, 2), .attributes = kNumeric,
     .usage = "BellB[n] is the n-th Bell number.\nBellB[n, x] is the n-th Bell polynomial."},
    {.name = "StirlingS1", .fn = builtin_StirlingS1, .arity = exactly(2), .attributes = kNumeric,
     .usage = "StirlingS1[n, m] is the signed Stirling number of the first kind."},
    {.name = "StirlingS2", .fn = builtin_StirlingS2, .arity = exactly(2), .attributes = kNumeric,
     .usage = "StirlingS2[n, m] is the Stirling number of the second kind."},
    {.name = "CatalanNumber", .fn = builtin_CatalanNumber, .arity = exactly(1), .attributes = kNumeric,
     .usage = "CatalanNumber[n] is the n-th Catalan number."},
};

}  // namespace

void register_number_sequences(Registry& r) { r.add(kBuiltins); }

}  // namespace lykos::builtins
