// factorials.cpp - Factorial, Factorial2, Gamma and its kin, Beta, Binomial, Pochhammer, FactorialPower, Multinomial, Subfactorial.
//
// Exact integers and half-integers give exact values (GMP's factorial and binomial underneath); anything inexact goes to balls.
#include <cmath>
#include <vector>

#include "builtins/arithmetic/numeric.h"
#include "builtins/arithmetic/register.h"
#include "builtins/support.h"
#include "expr/apart.h"

namespace lykos::builtins {
namespace {

Expr call_of(KnownSymbol f, const Expr& x) { return make_normal(f, {x}); }
Integer whole(std::int64_t n) { return Integer(n); }

constexpr std::int64_t kMaxFactorial = 100000000;

Expr overflow() {
  message(sym::General, "ovfl");
  return make_normal(sym::Overflow, std::initializer_list<Expr>{});
}

/// From here on a factorial takes tenths of a second.
constexpr std::int64_t kLongFactorial = 2000000;

Integer factorial(std::int64_t n) {
  const auto compute = [n] {
    Integer result;
    mpz_fac_ui(result.gmp(), static_cast<unsigned long>(n));
    return result;
  };
  return n > kLongFactorial ? integer_apart(compute) : compute();
}
Integer double_factorial(std::int64_t n) {
  const auto compute = [n] {
    Integer result;
    mpz_2fac_ui(result.gmp(), static_cast<unsigned long>(n));
    return result;
  };
  return n > 2 * kLongFactorial ? integer_apart(compute) : compute();
}
/// Binomial coefficient for any integer n and k >= 0.
Integer binomial(const Integer& n, std::int64_t k) {
  const auto compute = [&] {
    Integer result;
    mpz_bin_ui(result.gmp(), n.gmp(), static_cast<unsigned long>(k));
    return result;
  };
  return k > 100000 ? integer_apart(compute) : compute();
}

/// Odd numerator of an exact half-integer n/2.
std::optional<std::int64_t> half_integer(const Expr& x) {
  if (!x.is_rational() || !(x.rational_value().denominator() == whole(2))) return std::nullopt;
  const Integer numerator = x.rational_value().numerator();
  if (!numerator.fits_int64()) return std::nullopt;
  return numerator.to_int64();
}

/// Gamma[n/2] for odd n: a rational times Sqrt[Pi].
Expr gamma_of_half(std::int64_t n) {
  const Expr root = square_root(sym::Pi);
  const std::int64_t k = (n - 1) / 2;  // Gamma[k + 1/2]
  if (k >= 0) {
    const Integer top = k == 0 ? whole(1) : double_factorial(2 * k - 1);
    return times(Expr::rational(Rational(top, pow(whole(2), static_cast<std::uint64_t>(k)))), root);
  }
  const std::int64_t m = -k;  // Gamma[1/2 - m] = (-2)^m/(2m - 1)!! Sqrt[Pi]
  const Integer top = pow(whole(-2), static_cast<std::uint64_t>(m));
  return times(Expr::rational(Rational(top, double_factorial(2 * m - 1))), root);
}

/// Gamma at exact points with a closed form.
MaybeExpr exact_gamma(const Expr& z) {
  if (z.is_integer()) {
    if (sign_of_real(z) <= 0) return complex_infinity();
    if (!z.is_small_integer() || z.small_integer() > kMaxFactorial) return overflow();
    return Expr::integer(factorial(z.small_integer() - 1));
  }
  if (const auto n = half_integer(z); n && std::llabs(*n) < 2000000) return gamma_of_half(*n);
  return std::nullopt;
}

// Factorial[n]: n!.
MaybeExpr builtin_Factorial(Call& call) {
  const Expr& n = call.arg(0);
  if (n.is_small_integer() && n.small_integer() >= 0 && n.small_integer() <= kMaxFactorial) {
    return Expr::integer(factorial(n.small_integer()));
  }
  if (n.is_exact_real()) return exact_gamma(add(n, Expr::integer(1)));
  if (is_infinity(n)) return n;
  return inexact_value(sym::Factorial, call.args());
}

// Factorial2[n]: n!! = n (n - 2) (n - 4) ...
MaybeExpr builtin_Factorial2(Call& call) {
  const Expr& n = call.arg(0);
  if (n.is_integer()) {
    if (!n.is_small_integer() || n.small_integer() > 2 * kMaxFactorial) return sign_of_real(n) > 0 ? MaybeExpr(overflow()) : std::nullopt;
    const std::int64_t value = n.small_integer();
    if (value >= 0) return Expr::integer(double_factorial(value));
    if (value % 2 == 0) return complex_infinity();
    const std::int64_t k = (-value - 1) / 2;  // (-2k - 1)!! = (-1)^k/(2k - 1)!!
    const Integer below = k == 0 ? whole(1) : double_factorial(2 * k - 1);
    return Expr::rational(Rational(whole(k % 2 == 0 ? 1 : -1), below));
  }
  if (is_infinity(n)) return n;
  return inexact_value(sym::Factorial2, call.args());
}

// Gamma[z], Gamma[a, z], Gamma[a, z0, z1].
MaybeExpr builtin_Gamma(Call& call) {
  const std::span<const Expr> args = call.args();
  if (args.size() == 1) {
    const Expr& z = args[0];
    if (z.is_exact_real()) return exact_gamma(z);
    if (z.is_real() && z.real_value() <= 0 && z.real_value() == std::floor(z.real_value())) return complex_infinity();
    if (is_infinity(z)) return z;
    if (is_negative_infinity(z)) return Expr(sym::Indeterminate);
    return inexact_value(sym::Gamma, args);
  }
  if (args.size() == 3) {
    if (MaybeExpr value = inexact_value(sym::Gamma, args)) return value;
    if (is_exact_zero(args[1]) && is_infinity(args[2])) return call_of(sym::Gamma, args[0]);
    return std::nullopt;
  }
  const Expr &a = args[0], &z = args[1];
  if (MaybeExpr value = inexact_value(sym::Gamma, args)) return value;
  if (is_exact_zero(z)) {
    const auto sign = numeric_sign(a);
    if (sign && *sign > 0) return call_of(sym::Gamma, a);
    if (sign) return *sign == 0 ? infinity() : complex_infinity();
    return std::nullopt;
  }
  if (is_infinity(z)) return Expr::integer(0);
  if (a.is_small_integer() && a.small_integer() == 1) return power(sym::E, negated(z));
  if (a.is_small_integer() && a.small_integer() > 1 && a.small_integer() <= 100) {
    // (n - 1)! E^-z Sum[z^k/k!, {k, 0, n - 1}], expanded over the sum as E^-z (...).
    const std::int64_t n = a.small_integer();
    if (!is_numeric(z)) return std::nullopt;
    std::vector<Expr> terms;
    for (std::int64_t k = 0; k < n; ++k) {
      terms.push_back(times(Expr::rational(Rational(factorial(n - 1), factorial(k))), power(z, Expr::integer(k))));
    }
    return times(make_normal(sym::Plus, std::move(terms)), power(sym::E, negated(z)));
  }
  if (a == half()) return times(square_root(sym::Pi), call_of(sym::Erfc, square_root(z)));
  return std::nullopt;
}

// GammaRegularized[a, z], GammaRegularized[a, z0, z1].
MaybeExpr builtin_GammaRegularized(Call& call) {
  if (MaybeExpr value = inexact_value(sym::GammaRegularized, call.args())) return value;
  if (call.size() == 2) {
    if (is_exact_zero(call.arg(1)) && numeric_sign(call.arg(0)) == 1) return Expr::integer(1);
    if (is_infinity(call.arg(1))) return Expr::integer(0);
    if (call.arg(0).is_small_integer() && call.arg(0).small_integer() == 1) return power(sym::E, negated(call.arg(1)));
  }
  return std::nullopt;
}

// LogGamma[z].
MaybeExpr builtin_LogGamma(Call& call) {
  const Expr& z = call.arg(0);
  if (z.is_integer()) {
    if (sign_of_real(z) <= 0) return infinity();
    if (z.is_small_integer() && z.small_integer() <= 1000) return call_of(sym::Log, Expr::integer(factorial(z.small_integer() - 1)));
    return std::nullopt;
  }
  if (const auto n = half_integer(z); n && *n > 0 && *n < 200) return call_of(sym::Log, gamma_of_half(*n));
  if (is_infinity(z)) return z;
  return inexact_value(sym::LogGamma, call.args());
}

// Beta[a, b], Beta[z, a, b], Beta[z0, z1, a, b].
MaybeExpr builtin_Beta(Call& call) {
  const std::span<const Expr> args = call.args();
  if (MaybeExpr value = inexact_value(sym::Beta, args)) return value;
  if (args.size() == 2) {
    if (!args[0].is_exact_real() || !args[1].is_exact_real()) return std::nullopt;
    const MaybeExpr x = exact_gamma(args[0]), y = exact_gamma(args[1]), sum = exact_gamma(add(args[0], args[1]));
    if (!x || !y || !sum) return std::nullopt;
    if (directed_infinity(*sum)) return directed_infinity(*x) || directed_infinity(*y) ? MaybeExpr(complex_infinity()) : Expr::integer(0);
    return make_normal(sym::Times, {*x, *y, power(*sum, minus_one())});
  }
  if (args.size() == 3) {
    if (is_exact_zero(args[0]) && numeric_sign(args[1]) == 1) return Expr::integer(0);
    if (args[0].is_small_integer() && args[0].small_integer() == 1) return make_normal(sym::Beta, {args[1], args[2]});
  }
  return exact_from_unit(call);
}
// BetaRegularized[z, a, b].
MaybeExpr builtin_BetaRegularized(Call& call) {
  const std::span<const Expr> args = call.args();
  if (MaybeExpr value = inexact_value(sym::BetaRegularized, args)) return value;
  if (args.size() == 3) {
    if (is_exact_zero(args[0]) && numeric_sign(args[1]) == 1) return Expr::integer(0);
    if (args[0].is_small_integer() && args[0].small_integer() == 1 && numeric_sign(args[2]) == 1) return Expr::integer(1);
  }
  return std::nullopt;
}

// Binomial[n, k].
MaybeExpr builtin_Binomial(Call& call) {
  const Expr &n = call.arg(0), &k = call.arg(1);
  if (n.is_integer() && k.is_integer()) {
    const Expr complement = subtract(n, k);
    const bool n_negative = sign_of_real(n) < 0;
    if (sign_of_real(k) < 0) {
      // Binomial[n, k] = Binomial[n, n - k] for negative n and k <= n.
      if (!n_negative || sign_of_real(complement) < 0) return Expr::integer(0);
      if (!complement.is_small_integer()) return overflow();
      return Expr::integer(binomial(n.to_integer(), complement.small_integer()));
    }
    if (!n_negative && sign_of_real(complement) < 0) return Expr::integer(0);
    const Expr& smaller = !n_negative && compare_real(complement, k) < 0 ? complement : k;
    if (!smaller.is_small_integer() || smaller.small_integer() > kMaxFactorial) return overflow();
    return Expr::integer(binomial(n.to_integer(), smaller.small_integer()));
  }
  if (n.is_exact_real() && k.is_small_integer()) {
    const std::int64_t count = k.small_integer();
    if (count < 0) return Expr::integer(0);
    if (count > 100000) return std::nullopt;
    Expr product = Expr::integer(1);
    for (std::int64_t i = 0; i < count; ++i) product = multiply(product, subtract(n, Expr::integer(i)));
    return divide(product, Expr::integer(factorial(count)));
  }
  if (MaybeExpr value = inexact_value(sym::Binomial, call.args())) return value;
  if (n.is_exact_real() && k.is_exact_real()) {  // half-integers through Gamma
    const MaybeExpr top = exact_gamma(add(n, Expr::integer(1)));
    const MaybeExpr left = exact_gamma(add(k, Expr::integer(1)));
    const MaybeExpr right = exact_gamma(add(subtract(n, k), Expr::integer(1)));
    if (!top || !left || !right) return std::nullopt;
    if (directed_infinity(*left) || directed_infinity(*right)) return directed_infinity(*top) ? std::nullopt : MaybeExpr(Expr::integer(0));
    return make_normal(sym::Times, {*top, power(*left, minus_one()), power(*right, minus_one())});
  }
  if (k.is_small_integer()) {
    const std::int64_t count = k.small_integer();
    if (count < 0) return Expr::integer(0);
    if (count == 0) return Expr::integer(1);
    if (count == 1) return n;
    if (count > 10) return std::nullopt;
    std::vector<Expr> factors{Expr::rational(Rational(whole(1), factorial(count)))};
    for (std::int64_t i = 0; i < count; ++i) factors.push_back(plus(n, Expr::integer(-i)));
    return make_normal(sym::Times, std::move(factors));
  }
  if (n == k) return Expr::integer(1);
  const Expr difference = evaluate(plus(n, negated(k)));
  if (!difference.is_small_integer()) return std::nullopt;
  if (difference.small_integer() < 0) return Expr::integer(0);
  return difference.small_integer() <= 5 ? MaybeExpr(make_normal(sym::Binomial, {n, difference})) : std::nullopt;
}

/// x (x + step) (x + 2 step) ... with n factors, as an unexpanded product.
MaybeExpr stepped_product(const Expr& x, std::int64_t n, const Expr& step) {
  if (std::llabs(n) > 100000) return std::nullopt;
  if (n < 0) {  // 1/((x - step) (x - 2 step) ...)
    std::vector<Expr> factors;
    for (std::int64_t i = 1; i <= -n; ++i) factors.push_back(plus(x, times(Expr::integer(-i), step)));
    return power(factors.size() == 1 ? factors[0] : make_normal(sym::Times, std::move(factors)), minus_one());
  }
  if (x.is_number() && step.is_number()) {
    Expr product = Expr::integer(1);
    for (std::int64_t i = 0; i < n; ++i) product = multiply(product, add(x, multiply(Expr::integer(i), step)));
    return product;
  }
  std::vector<Expr> factors;
  for (std::int64_t i = 0; i < n; ++i) factors.push_back(plus(x, times(Expr::integer(i), step)));
  if (factors.empty()) return Expr::integer(1);
  return make_normal(sym::Times, std::move(factors));
}

// Pochhammer[a, n]: a (a + 1) ... (a + n - 1).
MaybeExpr builtin_Pochhammer(Call& call) {
  if (call.arg(1).is_small_integer() && !call.arg(0).is_real()) {
    return stepped_product(call.arg(0), call.arg(1).small_integer(), Expr::integer(1));
  }
  if (MaybeExpr value = inexact_value(sym::Pochhammer, call.args())) return value;
  if (is_exact_number(call.arg(0)) && is_exact_number(call.arg(1)) && call.arg(0).is_number() && call.arg(1).is_number()) {
    const Expr sum = add(call.arg(0), call.arg(1));
    if (!sum.is_exact_real() || !call.arg(0).is_exact_real()) return std::nullopt;
    const MaybeExpr top = exact_gamma(sum), bottom = exact_gamma(call.arg(0));
    if (top && bottom && !directed_infinity(*top) && !directed_infinity(*bottom)) return times(*top, power(*bottom, minus_one()));
  }
  return std::nullopt;
}

// FactorialPower[x, n]: x (x - 1) ... (x - n + 1); FactorialPower[x, n, h] steps by h.
MaybeExpr builtin_FactorialPower(Call& call) {
  const Expr step = call.size() == 3 ? call.arg(2) : Expr::integer(1);
  if (call.arg(1).is_small_integer()) {
    const std::int64_t n = call.arg(1).small_integer();
    if (n >= 0) return stepped_product(call.arg(0), n, evaluate(negated(step)));
    return power(*stepped_product(evaluate(plus(call.arg(0), step)), -n, step), minus_one());
  }
  if (call.size() == 2) return inexact_value(sym::FactorialPower, call.args());
  return std::nullopt;
}

// Multinomial[n1, n2, ...]: (n1 + n2 + ...)!/(n1! n2! ...).
MaybeExpr builtin_Multinomial(Call& call) {
  Expr total = Expr::integer(0);
  std::vector<Expr> factors;
  for (const Expr& n : call.args()) {
    total = evaluate(plus(total, n));
    factors.push_back(make_normal(sym::Binomial, {total, n}));
  }
  for (const Expr& n : call.args()) {
    if (!n.is_number()) return std::nullopt;
  }
  return make_normal(sym::Times, std::move(factors));
}

// Subfactorial[n]: the number of permutations of n objects that leave none in place.
MaybeExpr builtin_Subfactorial(Call& call) {
  const auto n = machine_integer(call.arg(0));
  if (!n || *n < 0) {
    if (call.arg(0).is_number() && is_inexact_number(call.arg(0))) {  // Gamma[n + 1, -1]/E
      return evaluate(times(make_normal(sym::Gamma, {add(call.arg(0), Expr::integer(1)), minus_one()}), power(sym::E, minus_one())));
    }
    return std::nullopt;
  }
  if (*n > 1000000) return overflow();
  Integer value = std::int64_t{1};  // d(k) = k d(k - 1) + (-1)^k
  for (std::int64_t k = 1; k <= *n; ++k) value = value * whole(k) + whole(k % 2 == 0 ? 1 : -1);
  return Expr::integer(value);
}

// Hyperfactorial[n]: 1^1 2^2 ... n^n; BarnesG[n]: 0! 1! ... (n - 2)!.
MaybeExpr builtin_Hyperfactorial(Call& call) {
  const auto n = machine_integer(call.arg(0));
  if (!n || *n < 0 || *n > 2000) return std::nullopt;
  Integer value = std::int64_t{1};
  for (std::int64_t k = 2; k <= *n; ++k) value = value * pow(whole(k), static_cast<std::uint64_t>(k));
  return Expr::integer(value);
}
MaybeExpr builtin_BarnesG(Call& call) {
  const auto n = machine_integer(call.arg(0));
  if (n) {
    if (*n <= 0) return Expr::integer(0);
    if (*n > 2000) return std::nullopt;
    Integer value = std::int64_t{1}, step = std::int64_t{1};
    for (std::int64_t k = 2; k <= *n - 2; ++k) {
      step = step * whole(k);
      value = value * step;
    }
    return Expr::integer(value);
  }
  return inexact_value(sym::BarnesG, call.args());
}
MaybeExpr builtin_LogBarnesG(Call& call) { return inexact_value(sym::LogBarnesG, call.args()); }
// AlternatingFactorial[n]: n! - (n - 1)! + ... 1!.
MaybeExpr builtin_AlternatingFactorial(Call& call) {
  const auto n = machine_integer(call.arg(0));
  if (!n || *n < 0 || *n > 100000) return std::nullopt;
  Integer value = std::int64_t{0}, step = std::int64_t{1};
  for (std::int64_t k = 1; k <= *n; ++k) {
    step = step * whole(k);
    value = step - value;
  }
  return Expr::integer(value);
}

constexpr Attributes kNumeric = kListable | kNumericFunction | kProtected;
constexpr Builtin kBuiltins[] = {
    {.name = "Factorial", .fn = builtin_Factorial, .arity = exactly(1), .attributes = kNumeric, .usage = "n! is the factorial of n."},
    {.name = "Factorial2", .fn = builtin_Factorial2, .arity = exactly(1), .attributes = kNumeric,
     .usage = "n!! is the double factorial of n, n (n - 2) (n - 4) ..."},
    {.name = "Gamma", .fn = builtin_Gamma, .arity = between(1, 3), .attributes = kNumeric,
     .usage = "Gamma[z] is the Euler gamma function.\nGamma[a, z] is the incomplete gamma function from z to infinity.\n"
              "Gamma[a, z0, z1] is Gamma[a, z0] - Gamma[a, z1]."},
    {.name = "GammaRegularized", .fn = or_exact<builtin_GammaRegularized>, .arity = between(2, 3), .attributes = kNumeric,
     .usage = "GammaRegularized[a, z] is Gamma[a, z]/Gamma[a].\nGammaRegularized[a, z0, z1] is the difference of two."},
    {.name = "LogGamma", .fn = builtin_LogGamma, .arity = exactly(1), .attributes = kNumeric,
     .usage = "LogGamma[z] is the logarithm of the gamma function, analytic but for a cut along the negative axis.", .packed_fn = packed_elementwise},
    {.name = "Beta", .fn = builtin_Beta, .arity = between(2, 4), .attributes = kNumeric,
     .usage = "Beta[a, b] is the Euler beta function.\nBeta[z, a, b] is the incomplete beta function.\nBeta[z0, z1, a, b] is the difference of two."},
    {.name = "BetaRegularized", .fn = or_exact<builtin_BetaRegularized>, .arity = between(3, 4), .attributes = kNumeric,
     .usage = "BetaRegularized[z, a, b] is Beta[z, a, b]/Beta[a, b]."},
    {.name = "Binomial", .fn = builtin_Binomial, .arity = exactly(2), .attributes = kNumeric,
     .usage = "Binomial[n, k] is the binomial coefficient n over k."},
    {.name = "Pochhammer", .fn = builtin_Pochhammer, .arity = exactly(2), .attributes = kNumeric,
     .usage = "Pochhammer[a, n] is the rising factorial a (a + 1) ... (a + n - 1)."},
    {.name = "FactorialPower", .fn = builtin_FactorialPower, .arity = between(2, 3), .attributes = kNumeric,
     .usage = "FactorialPower[x, n] is the falling factorial x (x - 1) ... (x - n + 1).\nFactorialPower[x, n, h] steps by h."},
    {.name = "Multinomial", .fn = builtin_Multinomial, .attributes = kListable | kNumericFunction | kOrderless | kProtected,
     .usage = "Multinomial[n1, n2, ...] is the multinomial coefficient (n1 + n2 + ...)!/(n1! n2! ...)."},
    {.name = "Subfactorial", .fn = builtin_Subfactorial, .arity = exactly(1), .attributes = kNumeric,
     .usage = "Subfactorial[n] is the number of permutations of n objects that leave no object in place."},
    {.name = "Hyperfactorial", .fn = builtin_Hyperfactorial, .arity = exactly(1), .attributes = kNumeric,
     .usage = "Hyperfactorial[n] is 1^1 2^2 ... n^n."},
    {.name = "BarnesG", .fn = builtin_BarnesG, .arity = exactly(1), .attributes = kNumeric, .usage = "BarnesG[z] is the Barnes G-function."},
    {.name = "LogBarnesG", .fn = builtin_LogBarnesG, .arity = exactly(1), .attributes = kNumeric,
     .usage = "LogBarnesG[z] is the logarithm of the Barnes G-function."},
    {.name = "AlternatingFactorial", .fn = builtin_AlternatingFactorial, .arity = exactly(1), .attributes = kNumeric,
     .usage = "AlternatingFactorial[n] is n! - (n - 1)! + ... with alternating signs down to 1!."},
};

}  // namespace

void register_factorials(Registry& r) { r.add(kBuiltins); }

}  // namespace lykos::builtins
