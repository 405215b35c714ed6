// orthogonal_polynomials.cpp - Legendre, Chebyshev, Hermite, Laguerre, Gegenbauer and Jacobi polynomials for integer orders, as
// expanded polynomials; other orders are numeric through balls.
#include <vector>

#include "builtins/arithmetic/numeric.h"
#include "builtins/arithmetic/register.h"
#include "builtins/support.h"
#include "expr/symbol.h"

namespace lykos::builtins {
namespace {

using Coefficients = std::vector<Expr>;  // of x^0, x^1, ... ; each a number or an expression in a parameter

constexpr std::int64_t kMaxOrder = 2000;

Expr sum_of(const Expr& a, const Expr& b) {
  if (a.is_number() && b.is_number()) return add(a, b);
  return evaluate(plus(a, b));
}
Expr product_of(const Expr& a, const Expr& b) {
  if (a.is_number() && b.is_number()) return multiply(a, b);
  return evaluate(times(a, b));
}

/// Three-term recurrence p(k + 1) = (a x + b) p(k) + c p(k - 1) with coefficients given for each k.
struct Step {
  Expr a, b, c;
};
template <typename F>
Coefficients by_recurrence(std::int64_t n, Coefficients first, F&& step) {
  Coefficients previous{Expr::integer(1)};
  if (n == 0) return previous;
  Coefficients current = std::move(first);
  for (std::int64_t k = 1; k < n; ++k) {
    check_interrupt();
    const Step s = step(k);
    Coefficients next(current.size() + 1, Expr::integer(0));
    for (std::size_t i = 0; i < current.size(); ++i) {
      if (!is_exact_zero(current[i])) {
        next[i + 1] = sum_of(next[i + 1], product_of(s.a, current[i]));
        if (!is_exact_zero(s.b)) next[i] = sum_of(next[i], product_of(s.b, current[i]));
      }
    }
    for (std::size_t i = 0; i < previous.size(); ++i) {
      if (!is_exact_zero(previous[i])) next[i] = sum_of(next[i], product_of(s.c, previous[i]));
    }
    previous = std::move(current);
    current = std::move(next);
  }
  return current;
}

Expr polynomial(const Coefficients& coefficients, const Expr& x) {
  if (x.is_number()) {  // Horner
    Expr value = Expr::integer(0);
    bool numbers = true;
    for (const Expr& c : coefficients) numbers = numbers && c.is_number();
    if (numbers) {
      for (std::size_t k = coefficients.size(); k-- > 0;) value = add(multiply(value, x), coefficients[k]);
      return value;
    }
  }
  // A common denominator goes in front, as these polynomials are usually written: (-1 + 3 x^2)/2.
  Integer common = std::int64_t{1};
  bool rational = true;
  for (const Expr& c : coefficients) {
    if (c.is_exact_real()) {
      common = lcm(common, to_rational(c).denominator());
    } else {
      rational = false;
    }
  }
  const Expr denominator = rational ? Expr::integer(common) : Expr::integer(1);
  std::vector<Expr> terms;
  for (std::size_t k = 0; k < coefficients.size(); ++k) {
    if (is_exact_zero(coefficients[k])) continue;
    const Expr c = product_of(coefficients[k], denominator);
    terms.push_back(k == 0 ? c : times(c, k == 1 ? x : power(x, Expr::integer(static_cast<std::int64_t>(k)))));
  }
  const Expr sum = terms.size() == 1 ? terms[0] : make_normal(sym::Plus, std::move(terms));
  if (common == Integer(std::int64_t{1})) return sum;
  return times(reciprocal(denominator), sum);
}

KnownSymbol called(const Call& call) { return KnownSymbol{call.head().symbol_node().known_index}; }

/// The order when it is a machine integer of reasonable size, negative orders reflected as the family requires.
std::optional<std::int64_t> polynomial_order(const Expr& n) {
  const auto value = machine_integer(n);
  if (!value || *value > kMaxOrder || *value < -kMaxOrder) return std::nullopt;
  return value;
}

// LegendreP[n, x], LegendreP[n, m, x].
MaybeExpr builtin_LegendreP(Call& call) {
  const auto n = polynomial_order(call.arg(0));
  const Expr& x = call.arg(call.size() - 1);
  if (call.size() >= 3) {
    if (call.size() == 3) {
      if (MaybeExpr value = inexact_value(sym::LegendreP, call.args())) return value;
    }
    const auto m = polynomial_order(call.arg(1));
    if (!n || !m || *n < 0) return std::nullopt;
    if (*m == 0) return make_normal(sym::LegendreP, {call.arg(0), x});
    if (*m > *n || -*m > *n) return Expr::integer(0);
    if (*m < 0) {  // P(n, -m) = (-1)^m (n - m)!/(n + m)! P(n, m)
      const Expr factor = divide(evaluate(make_normal(sym::Factorial, {Expr::integer(*n + *m)})),
                                 evaluate(make_normal(sym::Factorial, {Expr::integer(*n - *m)})));
      return times(*m % 2 == 0 ? factor : negate(factor), make_normal(sym::LegendreP, {call.arg(0), Expr::integer(-*m), x}));
    }
    // (-1)^m (1 - x^2)^(m/2) d^m P_n/dx^m
    const std::int64_t order = *n;
    Coefficients c = by_recurrence(order, {Expr::integer(0), Expr::integer(1)}, [](std::int64_t k) {
      return Step{ratio(2 * k + 1, k + 1), Expr::integer(0), ratio(-k, k + 1)};
    });
    for (std::int64_t d = 0; d < *m; ++d) {
      Coefficients derivative;
      for (std::size_t k = 1; k < c.size(); ++k) derivative.push_back(multiply(c[k], Expr::integer(static_cast<std::int64_t>(k))));
      c = std::move(derivative);
    }
    if (*m % 2 == 0) {  // whole powers are written with -1 + x^2
      const Expr base = plus(minus_one(), power(x, Expr::integer(2)));
      return make_normal(sym::Times, {Expr::integer(*m % 4 == 0 ? 1 : -1), power(base, Expr::integer(*m / 2)), polynomial(c, x)});
    }
    const Expr base = plus(Expr::integer(1), negated(power(x, Expr::integer(2))));
    return make_normal(sym::Times, {minus_one(), power(base, ratio(*m, 2)), polynomial(c, x)});
  }
  if (n && !(x.is_number() && is_inexact_number(x) && *n > 30)) {
    const std::int64_t order = *n < 0 ? -*n - 1 : *n;
    return polynomial(by_recurrence(order, {Expr::integer(0), Expr::integer(1)}, [](std::int64_t k) {
      return Step{ratio(2 * k + 1, k + 1), Expr::integer(0), ratio(-k, k + 1)};
    }), x);
  }
  return inexact_value(sym::LegendreP, call.args());
}
MaybeExpr builtin_LegendreQ(Call& call) { return inexact_value(sym::LegendreQ, call.args()); }

// ChebyshevT[n, x], ChebyshevU[n, x].
MaybeExpr builtin_Chebyshev(Call& call) {
  const bool first = call.head().is(sym::ChebyshevT);
  const Expr& x = call.arg(1);
  const auto n = polynomial_order(call.arg(0));
  if (!n || (x.is_number() && is_inexact_number(x))) return inexact_value(called(call), call.args());
  std::int64_t order = *n;
  bool negative = false;
  if (order < 0) {
    if (first) {
      order = -order;
    } else {
      if (order == -1) return Expr::integer(0);
      order = -order - 2;
      negative = true;
    }
  }
  const Expr value = polynomial(by_recurrence(order, {Expr::integer(0), Expr::integer(first ? 1 : 2)}, [](std::int64_t) {
    return Step{Expr::integer(2), Expr::integer(0), minus_one()};
  }), x);
  return negative ? negated(value) : value;
}

// HermiteH[n, x].
MaybeExpr builtin_HermiteH(Call& call) {
  const Expr& x = call.arg(1);
  const auto n = polynomial_order(call.arg(0));
  if (!n || *n < 0 || (x.is_number() && is_inexact_number(x))) return inexact_value(sym::HermiteH, call.args());
  return polynomial(by_recurrence(*n, {Expr::integer(0), Expr::integer(2)}, [](std::int64_t k) {
    return Step{Expr::integer(2), Expr::integer(0), Expr::integer(-2 * k)};
  }), x);
}

// LaguerreL[n, x], LaguerreL[n, a, x].
MaybeExpr builtin_LaguerreL(Call& call) {
  const Expr a = call.size() == 3 ? call.arg(1) : Expr::integer(0);
  const Expr& x = call.arg(call.size() - 1);
  const auto n = polynomial_order(call.arg(0));
  if (!n || *n < 0 || wants_numeric(call.args())) return inexact_value(sym::LaguerreL, call.args());
  if (!a.is_number() && *n > 50) return std::nullopt;
  if (!a.is_number()) {  // over n!, expanded
    std::vector<Expr> terms;
    Expr rising = Expr::integer(1), factor = evaluate(make_normal(sym::Factorial, {call.arg(0)}));
    for (std::int64_t k = *n; k >= 0; --k) {  // (-x)^k n!/(k! (n - k)!) (a + k + 1) ... (a + n)
      const Expr count = evaluate(make_normal(sym::Binomial, {call.arg(0), Expr::integer(k)}));
      terms.push_back(make_normal(sym::Times, {k % 2 == 0 ? count : negate(count), rising, power(x, Expr::integer(k))}));
      rising = times(rising, plus(a, Expr::integer(k)));
    }
    const Expr sum = evaluate(make_normal(sym::Expand, {make_normal(sym::Plus, std::move(terms))}));
    return times(reciprocal(factor), sum);
  }
  return polynomial(by_recurrence(*n, {evaluate(plus(Expr::integer(1), a)), minus_one()}, [&](std::int64_t k) {
    const Expr scale = ratio(1, k + 1);
    return Step{negate(scale), evaluate(times(scale, plus(Expr::integer(2 * k + 1), a))),
                evaluate(times(negate(scale), plus(Expr::integer(k), a)))};
  }), x);
}

// GegenbauerC[n, m, x].
MaybeExpr builtin_GegenbauerC(Call& call) {
  if (call.size() == 2) {  // the limit m -> 0: 2/n ChebyshevT[n, x]
    if (is_exact_zero(call.arg(0))) return infinity();
    return times(times(Expr::integer(2), power(call.arg(0), minus_one())), make_normal(sym::ChebyshevT, {call.arg(0), call.arg(1)}));
  }
  const Expr &m = call.arg(1), &x = call.arg(2);
  const auto n = polynomial_order(call.arg(0));
  if (!n || *n < 0 || wants_numeric(call.args())) return inexact_value(sym::GegenbauerC, call.args());
  if (!m.is_number() && *n > 50) return std::nullopt;
  return polynomial(by_recurrence(*n, {Expr::integer(0), evaluate(times(Expr::integer(2), m))}, [&](std::int64_t k) {
    const Expr scale = ratio(1, k + 1);
    return Step{evaluate(times(multiply(Expr::integer(2), scale), plus(Expr::integer(k), m))), Expr::integer(0),
                evaluate(times(negate(scale), plus(Expr::integer(k - 1), times(Expr::integer(2), m))))};
  }), x);
}

// JacobiP[n, a, b, x]: Sum[Binomial[n + a, n - s] Binomial[n + b, s] ((x - 1)/2)^s ((x + 1)/2)^(n - s)].
MaybeExpr builtin_JacobiP(Call& call) {
  const Expr &a = call.arg(1), &b = call.arg(2), &x = call.arg(3);
  const auto n = polynomial_order(call.arg(0));
  if (!n || *n < 0 || wants_numeric(call.args())) return inexact_value(sym::JacobiP, call.args());
  if (!a.is_number() || !b.is_number() || *n > 200) return std::nullopt;
  // Expanded about x = 1: Sum[Binomial[n, m] (n + a + b + 1)_m (a + m + 1)_(n - m) ((x - 1)/2)^m]/n!
  std::vector<Expr> terms;
  for (std::int64_t m = 0; m <= *n; ++m) {
    const Expr c = evaluate(make_normal(
        sym::Times, {make_normal(sym::Binomial, {Expr::integer(*n), Expr::integer(m)}),
                     make_normal(sym::Pochhammer, {add(add(a, b), Expr::integer(*n + 1)), Expr::integer(m)}),
                     make_normal(sym::Pochhammer, {add(a, Expr::integer(m + 1)), Expr::integer(*n - m)}),
                     power(make_normal(sym::Factorial, {Expr::integer(*n)}), minus_one()), exact_power(ratio(1, 2), m)}));
    if (is_exact_zero(c)) continue;
    terms.push_back(m == 0 ? c : times(c, power(plus(minus_one(), x), Expr::integer(m))));
  }
  return make_normal(sym::Plus, std::move(terms));
}

// SphericalHarmonicY[l, m, theta, phi].
MaybeExpr builtin_SphericalHarmonicY(Call& call) {
  if (MaybeExpr value = inexact_value(sym::SphericalHarmonicY, call.args())) return value;
  const auto l = polynomial_order(call.arg(0)), m = polynomial_order(call.arg(1));
  if (!l || !m || *l < 0) return std::nullopt;
  if (std::llabs(*m) > *l) return Expr::integer(0);
  const std::int64_t size = std::llabs(*m);
  const Expr &theta = call.arg(2), &phi = call.arg(3);
  // Sqrt[(2 l + 1)/(4 Pi) (l - m)!/(l + m)!] P(l, |m|, cos) E^(I m phi), with Sin[theta]^|m| written out.
  Coefficients c = by_recurrence(*l, {Expr::integer(0), Expr::integer(1)}, [](std::int64_t k) {
    return Step{ratio(2 * k + 1, k + 1), Expr::integer(0), ratio(-k, k + 1)};
  });
  for (std::int64_t d = 0; d < size; ++d) {
    Coefficients derivative;
    for (std::size_t k = 1; k < c.size(); ++k) derivative.push_back(multiply(c[k], Expr::integer(static_cast<std::int64_t>(k))));
    c = std::move(derivative);
  }
  // The content of the polynomial goes under the root: Sqrt[15/(2 Pi)]/2 rather than 3 Sqrt[5/(6 Pi)]/2.
  const auto factorial = [](std::int64_t k) { return evaluate(make_normal(sym::Factorial, {Expr::integer(k)})); };
  Integer top = std::int64_t{0}, bottom = std::int64_t{1};
  for (const Expr& coefficient : c) {
    if (is_exact_zero(coefficient)) continue;
    const Rational q = to_rational(coefficient);
    top = gcd(top, q.numerator());
    bottom = lcm(bottom, q.denominator());
  }
  const Expr content = Expr::rational(Rational(top, bottom));
  for (Expr& coefficient : c) coefficient = divide(coefficient, content);
  const Expr norm = multiply(multiply(content, content),  divide(multiply(Expr::integer(2 * *l + 1), factorial(*l - size)), multiply(Expr::integer(4), factorial(*l + size))));
  const bool negative = *m > 0 && *m % 2 != 0;
  std::vector<Expr> factors{Expr::integer(negative ? -1 : 1), square_root(times(norm, power(sym::Pi, minus_one()))),
                            polynomial(c, make_normal(sym::Cos, {theta}))};
  if (size > 0) {
    factors.push_back(power(make_normal(sym::Sin, {theta}), Expr::integer(size)));
    factors.push_back(power(sym::E, times(make_complex(Expr::integer(0), Expr::integer(*m)), phi)));
  }
  return make_normal(sym::Times, std::move(factors));
}

constexpr Attributes kNumeric = kListable | kNumericFunction | kProtected;
constexpr Builtin kBuiltins[] = {
    {.name = "LegendreP", .fn = or_exact<builtin_LegendreP>, .arity = between(2, 4), .attributes = kNumeric,
     .usage = "LegendreP[n, x] is the Legendre polynomial of order n.\nLegendreP[n, m, x] is the associated Legendre polynomial."},
    {.name = "LegendreQ", .fn = or_exact<builtin_LegendreQ>, .arity = between(2, 3), .attributes = kNumeric,
     .usage = "LegendreQ[n, z] is the Legendre function of the second kind.\nLegendreQ[n, m, z] is the associated one."},
    {.name = "ChebyshevT", .fn = or_exact<builtin_Chebyshev>, .arity = exactly(2), .attributes = kNumeric,
     .usage = "ChebyshevT[n, x] is the Chebyshev polynomial of the first kind."},
    {.name = "ChebyshevU", .fn = or_exact<builtin_Chebyshev>, .arity = exactly(2), .attributes = kNumeric,
     .usage = "ChebyshevU[n, x] is the Chebyshev polynomial of the second kind."},
    {.name = "HermiteH", .fn = or_exact<builtin_HermiteH>, .arity = exactly(2), .attributes = kNumeric,
     .usage = "HermiteH[n, x] is the Hermite polynomial of order n."},
    {.name = "LaguerreL", .fn = or_exact<builtin_LaguerreL>, .arity = between(2, 3), .attributes = kNumeric,
     .usage = "LaguerreL[n, x] is the Laguerre polynomial of order n.\nLaguerreL[n, a, x] is the generalized Laguerre polynomial."},
    {.name = "GegenbauerC", .fn = or_exact<builtin_GegenbauerC>, .arity = between(2, 3), .attributes = kNumeric,
     .usage = "GegenbauerC[n, m, x] is the Gegenbauer polynomial.\nGegenbauerC[n, x] is its limit for m to 0."},
    {.name = "JacobiP", .fn = or_exact<builtin_JacobiP>, .arity = exactly(4), .attributes = kNumeric,
     .usage = "JacobiP[n, a, b, x] is the Jacobi polynomial."},
    {.name = "SphericalHarmonicY", .fn = or_exact<builtin_SphericalHarmonicY>, .arity = exactly(4), .attributes = kNumeric,
     .usage = "SphericalHarmonicY[l, m, theta, phi] is the spherical harmonic."},
};

}  // namespace

void register_orthogonal_polynomials(Registry& r) { r.add(kBuiltins); }

}  // namespace lykos::builtins
