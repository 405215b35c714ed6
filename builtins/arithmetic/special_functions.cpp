// special_functions.cpp - special functions: exact values where they are classical, balls for everything inexact.
//
// Most functions here share one shape: try the inexact value, then a short list of exact ones. Rows whose functions have no exact
// values at all use numeric_only.
#include <array>
#include <cmath>
#include <vector>

#include <acb_hypgeom.h>

#include "builtins/arithmetic/ball.h"
#include "builtins/arithmetic/numeric.h"
#include "builtins/arithmetic/register.h"
#include "builtins/support.h"
#include "expr/symbol.h"

namespace lykos::builtins {
namespace {

Expr call_of(KnownSymbol f, const Expr& x) { return make_normal(f, {x}); }
bool is_exact(const Expr& e, std::int64_t n) { return e.is_small_integer() && e.small_integer() == n; }
Expr pi() { return sym::Pi; }

KnownSymbol called(const Call& call) { return KnownSymbol{call.head().symbol_node().known_index}; }

MaybeExpr builtin_numeric_only(Call& call) { return inexact_value(called(call), call.args()); }

/// f odd with f(0) = 0 and the given limits at the infinities.
MaybeExpr odd_function(Call& call, const Expr& at_infinity) {
  const Expr& z = call.arg(0);
  if (MaybeExpr value = inexact_value(called(call), call.args())) return value;
  if (is_exact_zero(z)) return z;
  if (is_indeterminate(z)) return z;
  if (is_infinity(z)) return at_infinity;
  if (is_negative_infinity(z)) return negated(at_infinity);
  if (const MaybeExpr positive = extract_minus(z)) return negated(call_of(called(call), *positive));
  return std::nullopt;
}

// Erf[z], Erf[z0, z1], Erfc[z], Erfi[z].
MaybeExpr builtin_Erf(Call& call) {
  if (call.size() == 2) {
    if (MaybeExpr value = inexact_value(sym::Erf, call.args())) return value;
    if (is_exact_zero(call.arg(0))) return call_of(sym::Erf, call.arg(1));
    if (call.arg(0) == call.arg(1)) return Expr::integer(0);
    return std::nullopt;
  }
  if (const MaybeExpr y = extract_imaginary(call.arg(0))) return times(imaginary_unit(), call_of(sym::Erfi, *y));
  if (call.arg(0).has_head(sym::InverseErf, 1)) return call.arg(0)[0];
  return odd_function(call, Expr::integer(1));
}
MaybeExpr builtin_Erfc(Call& call) {
  const Expr& z = call.arg(0);
  if (MaybeExpr value = inexact_value(sym::Erfc, call.args())) return value;
  if (is_exact_zero(z)) return Expr::integer(1);
  if (is_infinity(z)) return Expr::integer(0);
  if (is_negative_infinity(z)) return Expr::integer(2);
  if (z.has_head(sym::InverseErfc, 1)) return z[0];
  return std::nullopt;
}
MaybeExpr builtin_Erfi(Call& call) {
  if (const MaybeExpr y = extract_imaginary(call.arg(0))) return times(imaginary_unit(), call_of(sym::Erf, *y));
  return odd_function(call, infinity());
}
MaybeExpr builtin_InverseErf(Call& call) {
  if (call.size() == 2) {  // the x with Erf[z0, x] == s
    if (is_exact_zero(call.arg(0))) return call_of(sym::InverseErf, call.arg(1));
    return wants_numeric(call.args()) ? MaybeExpr(call_of(sym::InverseErf, plus(call.arg(1), call_of(sym::Erf, call.arg(0))))) : std::nullopt;
  }
  const Expr& s = call.arg(0);
  if (s.is_real_number() && compare_real(absolute(s), Expr::integer(1)) == 0) return sign_of_real(s) > 0 ? infinity() : negative_infinity();
  if (MaybeExpr value = inexact_value(sym::InverseErf, call.args())) return value;
  if (is_exact_zero(s)) return s;
  if (const MaybeExpr positive = extract_minus(s)) return negated(call_of(sym::InverseErf, *positive));
  return std::nullopt;
}
MaybeExpr builtin_InverseErfc(Call& call) {
  const Expr& s = call.arg(0);
  if (is_exact(s, 1)) return Expr::integer(0);
  if (s.is_number() && is_zero(s)) return infinity();
  if (is_exact(s, 2)) return negative_infinity();
  return inexact_value(sym::InverseErfc, call.args());
}
MaybeExpr builtin_Fresnel(Call& call) { return odd_function(call, half()); }

// ---- exponential and trigonometric integrals
// Each of an imaginary argument is I times the other.
MaybeExpr builtin_SinIntegral(Call& call) {
  if (const MaybeExpr y = extract_imaginary(call.arg(0))) return times(imaginary_unit(), call_of(sym::SinhIntegral, *y));
  return odd_function(call, times(half(), pi()));
}
MaybeExpr builtin_SinhIntegral(Call& call) {
  if (const MaybeExpr y = extract_imaginary(call.arg(0))) return times(imaginary_unit(), call_of(sym::SinIntegral, *y));
  return odd_function(call, infinity());
}
MaybeExpr builtin_CosIntegral(Call& call) {
  const Expr& z = call.arg(0);
  if (MaybeExpr value = inexact_value(called(call), call.args())) return value;
  if (is_exact_zero(z)) return negative_infinity();
  if (is_infinity(z)) return call.head().is(sym::CosIntegral) ? Expr::integer(0) : infinity();
  return std::nullopt;
}
MaybeExpr builtin_ExpIntegralEi(Call& call) {
  const Expr& z = call.arg(0);
  if (MaybeExpr value = inexact_value(sym::ExpIntegralEi, call.args())) return value;
  if (is_exact_zero(z)) return negative_infinity();
  if (is_infinity(z)) return z;
  if (is_negative_infinity(z)) return Expr::integer(0);
  if (const auto direction = directed_infinity(z); direction && direction->direction.is_complex() && is_exact_zero(direction->direction.re())) return times(direction->direction, sym::Pi);
  return std::nullopt;
}
MaybeExpr builtin_ExpIntegralE(Call& call) {
  const Expr &n = call.arg(0), &z = call.arg(1);
  if (MaybeExpr value = inexact_value(sym::ExpIntegralE, call.args())) return value;
  if (is_exact(n, 0)) return times(power(sym::E, negated(z)), power(z, minus_one()));
  if (is_exact_zero(z)) {
    if (const auto order = numeric_compare(n, Expr::integer(1))) {
      return *order > 0 ? power(plus(n, minus_one()), minus_one()) : complex_infinity();
    }
  }
  if (is_infinity(z)) return Expr::integer(0);
  return std::nullopt;
}
MaybeExpr builtin_LogIntegral(Call& call) {
  const Expr& z = call.arg(0);
  if (MaybeExpr value = inexact_value(sym::LogIntegral, call.args())) return value;
  if (is_exact_zero(z)) return z;
  if (is_exact(z, 1)) return negative_infinity();
  if (is_infinity(z)) return z;
  return std::nullopt;
}

// The w = r Log[p] with a small integer r for which w E^w = r p^r Log[p] is z; it lies on the principal branch where w > -1, on that
// numbered -1 where w < -1.
MaybeExpr logarithm_as_product_log(const Expr& z, bool principal) {
  const Expr log = z.has_head(sym::Log, 1) ? z : z.has_head(sym::Times, 2) ? z[1] : Expr(sym::Null);
  if (!log.has_head(sym::Log, 1) || !log[0].is_small_integer()) return std::nullopt;
  for (std::int64_t r = -8; r <= 8; ++r) {
    if (r == 0) continue;
    if (evaluate(times(times(Expr::integer(r), exact_power(log[0], r)), log)) != z) continue;
    const Expr w = evaluate(times(Expr::integer(r), log));
    const auto side = numeric_compare(w, minus_one());
    if (principal ? side >= 0 : side <= 0) return w;
  }
  return std::nullopt;
}

// ProductLog[z], ProductLog[k, z]: solutions of w E^w == z.
MaybeExpr builtin_ProductLog(Call& call) {
  const Expr& z = call.arg(call.size() - 1);
  if (MaybeExpr value = inexact_value(sym::ProductLog, call.args())) return value;
  if (call.size() == 2) {
    if (is_exact_zero(call.arg(0))) return call_of(sym::ProductLog, z);
    if (!call.arg(0).is_integer()) return std::nullopt;
    if (is_exact_zero(z)) return negative_infinity();
    if (is_exact(call.arg(0), -1) && z == evaluate(negated(power(sym::E, minus_one())))) return minus_one();
    if (is_exact(call.arg(0), -1)) return logarithm_as_product_log(z, false);
    return std::nullopt;
  }
  if (is_exact_zero(z)) return z;
  if (z.is(sym::E)) return Expr::integer(1);
  if (is_infinity(z)) return z;
  if (z == evaluate(negated(power(sym::E, minus_one())))) return minus_one();
  // x E^x and x Log[x]
  if (z.has_head(sym::Times, 2)) {
    for (int i = 0; i < 2; ++i) {
      const Expr &x = z[static_cast<std::size_t>(i)], &other = z[static_cast<std::size_t>(1 - i)];
      if (other == evaluate(power(sym::E, x)) && numeric_compare(x, minus_one()) == 1) return x;
      if (other == make_normal(sym::Log, {x}) && is_numeric(x)) return other;
    }
  }
  return logarithm_as_product_log(z, true);
}

// ---- zeta family

// Zeta[s], Zeta[s, a].
MaybeExpr builtin_Zeta(Call& call) {
  const Expr& s = call.arg(0);
  if (MaybeExpr value = inexact_value(sym::Zeta, call.args())) return value;
  if (call.size() == 2) {
    const Expr& a = call.arg(1);
    if (is_exact(a, 1)) return call_of(sym::Zeta, s);
    if (is_exact(s, 0)) return plus(half(), negated(a));
    if (s.is_small_integer() && s.small_integer() < 0 && s.small_integer() > -200) {  // -B(n + 1, a)/(n + 1)
      const std::int64_t n = -s.small_integer();
      return times(ratio(-1, n + 1), make_normal(sym::BernoulliB, {Expr::integer(n + 1), a}));
    }
    if (a.is_small_integer() && a.small_integer() > 1 && a.small_integer() < 200 && s.is_small_integer() && s.small_integer() > 1) {
      Expr sum = Expr::integer(0);
      for (std::int64_t k = 1; k < a.small_integer(); ++k) sum = add(sum, exact_power(Expr::integer(k), -s.small_integer()));
      return plus(call_of(sym::Zeta, s), negate(sum));
    }
    return std::nullopt;
  }
  if (is_infinity(s)) return Expr::integer(1);
  if (!s.is_small_integer()) return std::nullopt;
  const std::int64_t n = s.small_integer();
  if (n == 0) return ratio(-1, 2);
  if (n == 1) return complex_infinity();
  if (n < 0) {
    if (n % 2 == 0) return Expr::integer(0);
    if (n < -10000) return std::nullopt;
    return divide(negate(evaluate(call_of(sym::BernoulliB, Expr::integer(1 - n)))), Expr::integer(1 - n));
  }
  if (n % 2 == 0 && n <= 2000) {  // (-1)^(n/2 + 1) B(n) (2 Pi)^n/(2 n!)
    const Expr bernoulli = absolute(evaluate(call_of(sym::BernoulliB, s)));
    const Expr factorial = evaluate(call_of(sym::Factorial, s));
    const Expr factor = divide(multiply(bernoulli, exact_power(Expr::integer(2), n - 1)), factorial);
    return times(factor, power(pi(), s));
  }
  return std::nullopt;
}
MaybeExpr builtin_HurwitzZeta(Call& call) {
  if (MaybeExpr value = inexact_value(sym::HurwitzZeta, call.args())) return value;
  if (is_exact(call.arg(1), 1)) return call_of(sym::Zeta, call.arg(0));
  return std::nullopt;
}
MaybeExpr builtin_DirichletEta(Call& call) {
  const Expr& s = call.arg(0);
  if (MaybeExpr value = inexact_value(sym::DirichletEta, call.args())) return value;
  if (is_exact(s, 1)) return call_of(sym::Log, Expr::integer(2));
  if (s.is_small_integer()) return times(plus(Expr::integer(1), negated(power(Expr::integer(2), plus(Expr::integer(1), negated(s))))), call_of(sym::Zeta, s));
  return std::nullopt;
}

// PolyGamma[z], PolyGamma[n, z].
MaybeExpr builtin_PolyGamma(Call& call) {
  if (MaybeExpr value = inexact_value(sym::PolyGamma, call.args())) return value;
  const Expr& z = call.arg(call.size() - 1);
  if (call.size() == 1) return make_normal(sym::PolyGamma, {Expr::integer(0), z});
  if (is_exact(call.arg(0), -1)) return make_normal(intern_symbol("System`", "LogGamma"), {z});
  if (is_infinity(z)) return is_exact(call.arg(0), 0) ? z : Expr::integer(0);
  if (!call.arg(0).is_small_integer() || call.arg(0).small_integer() < 0) return std::nullopt;
  const std::int64_t order = call.arg(0).small_integer();
  if (z.is_integer() && sign_of_real(z) <= 0) return complex_infinity();
  if (order > 0 && order % 2 == 0) return std::nullopt;  // Zeta at odd numbers comes from FunctionExpand
  if (z.is_small_integer() && z.small_integer() <= 1000) {
    const std::int64_t n = z.small_integer();
    Expr sum = Expr::integer(0);
    for (std::int64_t k = 1; k < n; ++k) sum = add(sum, exact_power(Expr::integer(k), -(order + 1)));
    if (order == 0) return plus(sum, negated(sym::EulerGamma));
    // m! (Zeta[m + 1] - sum)
    return times(call_of(sym::Factorial, Expr::integer(order)), plus(call_of(sym::Zeta, Expr::integer(order + 1)), negate(sum)));
  }
  if (z == half() && order > 0 && order < 100) {  // m! (2^(m+1) - 1) Zeta[m + 1]
    const Expr factor = subtract(exact_power(Expr::integer(2), order + 1), Expr::integer(1));
    return make_normal(sym::Times, {call_of(sym::Factorial, Expr::integer(order)), factor, call_of(sym::Zeta, Expr::integer(order + 1))});
  }
  return std::nullopt;
}

// PolyLog[n, z].
MaybeExpr builtin_PolyLog(Call& call) {
  if (call.size() == 3) return std::nullopt;
  const Expr &n = call.arg(0), &z = call.arg(1);
  if (MaybeExpr value = inexact_value(sym::PolyLog, call.args())) return value;
  if (is_exact_zero(z)) return z;
  if (is_exact(n, 1)) return negated(call_of(sym::Log, plus(Expr::integer(1), negated(z))));
  if (is_exact(n, 0)) return times(z, power(plus(Expr::integer(1), negated(z)), minus_one()));
  if (is_exact(n, -1)) return times(z, power(plus(Expr::integer(1), negated(z)), Expr::integer(-2)));
  if (is_exact(z, 1)) {
    if (const auto order = numeric_compare(n, Expr::integer(1)); order && *order > 0) return call_of(sym::Zeta, n);
  }
  if (is_exact(z, -1)) {
    if (n.is_small_integer() && n.small_integer() > 1) {
      return times(plus(power(Expr::integer(2), plus(Expr::integer(1), negated(n))), minus_one()), call_of(sym::Zeta, n));
    }
  }
  if (is_exact(n, 2) && z == half()) return value_of_text("Pi^2/12 - Log[2]^2/2");
  return std::nullopt;
}
MaybeExpr builtin_LerchPhi(Call& call) {
  if (MaybeExpr value = inexact_value(sym::LerchPhi, call.args())) return value;
  if (is_exact_zero(call.arg(0))) return power(call.arg(2), negated(call.arg(1)));
  if (is_exact(call.arg(0), 1)) return make_normal(sym::Zeta, {call.arg(1), call.arg(2)});
  return std::nullopt;
}

// ---- Bessel functions

/// Bessel functions at 0, and of half-integer order in elementary form.
MaybeExpr bessel(Call& call) {
  const KnownSymbol f = called(call);
  const Expr &order = call.arg(0), &z = call.arg(1);
  if (MaybeExpr value = inexact_value(f, call.args())) return value;
  const bool regular = f == sym::BesselJ || f == sym::BesselI;
  if (is_exact_zero(z)) {
    if (!regular) return is_exact_zero(order) ? (f == sym::BesselY ? negative_infinity() : infinity()) : complex_infinity();
    if (is_exact_zero(order)) return Expr::integer(1);
    if (order.is_integer() || numeric_sign(order) == 1) return Expr::integer(0);
    return numeric_sign(order) ? MaybeExpr(complex_infinity()) : std::nullopt;
  }
  if (is_infinity(z)) return f == sym::BesselI ? infinity() : Expr::integer(0);
  if (order.is_integer() && sign_of_real(order) < 0) {  // J, Y: (-1)^n; I, K: even in the order
    const bool alternates = (f == sym::BesselJ || f == sym::BesselY) && order.to_integer().is_odd();
    const Expr value = make_normal(f, {negate(order), z});
    return alternates ? negated(value) : value;
  }
  if (order.is_rational() && absolute(order) == half()) {
    const bool positive = sign_of_real(order) > 0;
    const Expr root = times(square_root(times(ratio(2, 1), power(pi(), minus_one()))), power(square_root(z), minus_one()));
    if (f == sym::BesselJ) return times(root, call_of(positive ? sym::Sin : sym::Cos, z));
    if (f == sym::BesselY) return positive ? negated(times(root, call_of(sym::Cos, z))) : times(root, call_of(sym::Sin, z));
    if (f == sym::BesselI) return times(root, call_of(positive ? sym::Sinh : sym::Cosh, z));
    return make_normal(sym::Times, {power(sym::E, negated(z)), square_root(times(half(), pi())), power(square_root(z), minus_one())});
  }
  return std::nullopt;
}
MaybeExpr builtin_SphericalBessel(Call& call) {
  if (MaybeExpr value = inexact_value(called(call), call.args())) return value;
  if (call.head().is(sym::SphericalBesselJ) && is_exact_zero(call.arg(1))) {
    return call.arg(0).is_integer() ? MaybeExpr(Expr::integer(is_exact_zero(call.arg(0)) ? 1 : 0)) : std::nullopt;
  }
  return std::nullopt;
}

/// Airy functions: values at 0 by gamma functions, limits.
MaybeExpr builtin_Airy(Call& call) {
  const Expr& z = call.arg(0);
  if (MaybeExpr value = inexact_value(called(call), call.args())) return value;
  if (is_exact_zero(z)) {
    if (call.head().is(sym::AiryAi)) return value_of_text("1/(3^(2/3) Gamma[2/3])");
    if (call.head().is(sym::AiryBi)) return value_of_text("1/(3^(1/6) Gamma[2/3])");
    if (call.head().is(sym::AiryAiPrime)) return value_of_text("-1/(3^(1/3) Gamma[1/3])");
    return value_of_text("3^(1/6)/Gamma[1/3]");
  }
  const bool ai = call.head().is(sym::AiryAi) || call.head().is(sym::AiryAiPrime);
  if (is_infinity(z)) return ai ? Expr::integer(0) : infinity();
  if (is_negative_infinity(z) && (call.head().is(sym::AiryAi) || call.head().is(sym::AiryBi))) return Expr::integer(0);
  return std::nullopt;
}

// ---- elliptic integrals
MaybeExpr builtin_EllipticK(Call& call) {
  const Expr& m = call.arg(0);
  if (MaybeExpr value = inexact_value(sym::EllipticK, call.args())) return value;
  if (is_exact_zero(m)) return times(half(), pi());
  if (is_exact(m, 1)) return complex_infinity();
  if (m == half()) return value_of_text("8 Pi^(3/2)/Gamma[-1/4]^2");
  return std::nullopt;
}
MaybeExpr builtin_EllipticE(Call& call) {
  if (MaybeExpr value = inexact_value(sym::EllipticE, call.args())) return value;
  if (call.size() == 1) {
    if (is_exact_zero(call.arg(0))) return times(half(), pi());
    if (is_exact(call.arg(0), 1)) return Expr::integer(1);
    return std::nullopt;
  }
  if (is_exact_zero(call.arg(0))) return Expr::integer(0);
  if (is_exact_zero(call.arg(1))) return call.arg(0);
  if (call.arg(0) == evaluate(times(half(), pi()))) return call_of(sym::EllipticE, call.arg(1));
  return std::nullopt;
}
MaybeExpr builtin_EllipticF(Call& call) {
  if (MaybeExpr value = inexact_value(sym::EllipticF, call.args())) return value;
  if (is_exact_zero(call.arg(0))) return Expr::integer(0);
  if (is_exact_zero(call.arg(1))) return call.arg(0);
  if (call.arg(0) == evaluate(times(half(), pi()))) return call_of(sym::EllipticK, call.arg(1));
  return std::nullopt;
}
MaybeExpr builtin_EllipticPi(Call& call) {
  if (MaybeExpr value = inexact_value(sym::EllipticPi, call.args())) return value;
  if (is_exact_zero(call.arg(0)) && call.size() == 2) return call_of(sym::EllipticK, call.arg(1));
  if (is_exact_zero(call.arg(0)) && call.size() == 3) return make_normal(sym::EllipticF, {call.arg(1), call.arg(2)});
  return std::nullopt;
}

/// Jacobi's functions by the arithmetic-geometric mean, for real machine arguments with 0 <= m <= 1 (Abramowitz-Stegun 16.4).
struct JacobiValues {
  double sn, cn, dn, am;
};
std::optional<JacobiValues> jacobi_functions(double u, double m) {
  if (m < 0 || m > 1) return std::nullopt;
  if (m == 1) {
    const double sech = 1 / std::cosh(u);
    return JacobiValues{std::tanh(u), sech, sech, 2 * std::atan(std::tanh(u / 2))};
  }
  std::array<double, 32> a{}, c{};
  a[0] = 1;
  double b = std::sqrt(1 - m);
  c[0] = std::sqrt(m);
  std::size_t n = 0;
  while (std::fabs(c[n]) > 1e-17 && n + 1 < a.size()) {
    a[n + 1] = (a[n] + b) / 2;
    c[n + 1] = (a[n] - b) / 2;
    b = std::sqrt(a[n] * b);
    ++n;
  }
  double phi = std::ldexp(a[n] * u, static_cast<int>(n));
  for (std::size_t k = n; k > 0; --k) phi = (phi + std::asin(c[k] * std::sin(phi) / a[k])) / 2;
  const double sn = std::sin(phi);
  return JacobiValues{sn, std::cos(phi), std::sqrt(1 - m * sn * sn), phi};
}
// JacobiSN[u, m], JacobiCN[u, m], JacobiDN[u, m], JacobiAmplitude[u, m].
MaybeExpr builtin_Jacobi(Call& call) {
  const Expr &u = call.arg(0), &m = call.arg(1);
  const bool sn = call.head().is(sym::JacobiSN), cn = call.head().is(sym::JacobiCN), dn = call.head().is(sym::JacobiDN);
  if (wants_numeric(call.args())) {
    const bool machine = !(u.is_big_real() || m.is_big_real() || u.is_complex() || m.is_complex());
    const auto x = machine ? numeric_double(u) : std::nullopt, k = machine ? numeric_double(m) : std::nullopt;
    if (x && k) {
      if (const auto value = jacobi_functions(*x, *k)) return Expr::real(sn ? value->sn : cn ? value->cn : dn ? value->dn : value->am);
    }
    return sn || cn || dn ? inexact_value(called(call), call.args()) : std::nullopt;
  }
  if (sn || cn || dn) return std::nullopt;
  if (is_exact_zero(u)) return u;
  if (is_exact_zero(m)) return u;
  if (is_exact(m, 1)) return call_of(sym::Gudermannian, u);
  return std::nullopt;
}

MaybeExpr builtin_ArithmeticGeometricMean(Call& call) {
  const Expr &a = call.arg(0), &b = call.arg(1);
  if (MaybeExpr value = inexact_value(sym::ArithmeticGeometricMean, call.args())) return value;
  if (is_exact_zero(a) || is_exact_zero(b)) return Expr::integer(0);
  if (a == b) return a;
  return std::nullopt;
}

// ---- hypergeometric functions

/// pFq with a non-positive integer above is a polynomial: Sum[(a)_k .../(b)_k ... z^k/k!].
MaybeExpr terminating_series(std::span<const Expr> above, std::span<const Expr> below, const Expr& z) {
  std::int64_t degree = -1;
  for (const Expr& a : above) {
    if (a.is_small_integer() && a.small_integer() <= 0 && a.small_integer() > -2000) {
      if (degree < 0 || -a.small_integer() < degree) degree = -a.small_integer();
    }
  }
  if (degree < 0) return std::nullopt;
  for (const Expr& b : below) {
    if (b.is_integer() && sign_of_real(b) <= 0) return std::nullopt;
  }
  const auto all_numbers = [](std::span<const Expr> list) {
    for (const Expr& e : list) {
      if (!e.is_number()) return false;
    }
    return true;
  };
  if (!all_numbers(above) || !all_numbers(below)) return std::nullopt;
  std::vector<Expr> terms;
  Expr coefficient = Expr::integer(1);
  for (std::int64_t k = 0; k <= degree; ++k) {
    terms.push_back(k == 0 ? coefficient : times(coefficient, power(z, Expr::integer(k))));
    for (const Expr& a : above) coefficient = multiply(coefficient, add(a, Expr::integer(k)));
    for (const Expr& b : below) coefficient = divide(coefficient, add(b, Expr::integer(k)));
    coefficient = divide(coefficient, Expr::integer(k + 1));
  }
  return make_normal(sym::Plus, std::move(terms));
}

MaybeExpr builtin_Hypergeometric0F1(Call& call) {
  if (MaybeExpr value = inexact_value(sym::Hypergeometric0F1, call.args())) return value;
  if (is_exact_zero(call.arg(1))) return Expr::integer(1);
  return std::nullopt;
}
MaybeExpr builtin_Hypergeometric1F1(Call& call) {
  const std::span<const Expr> args = call.args();
  if (MaybeExpr value = inexact_value(sym::Hypergeometric1F1, args)) return value;
  if (is_exact_zero(args[2]) || is_exact_zero(args[0])) return Expr::integer(1);
  if (args[0] == args[1]) return power(sym::E, args[2]);
  return terminating_series(args.subspan(0, 1), args.subspan(1, 1), args[2]);
}
MaybeExpr builtin_Hypergeometric2F1(Call& call) {
  const std::span<const Expr> args = call.args();
  if (MaybeExpr value = inexact_value(sym::Hypergeometric2F1, args)) return value;
  if (is_exact_zero(args[3]) || is_exact_zero(args[0]) || is_exact_zero(args[1])) return Expr::integer(1);
  if (args[1] == args[2]) return power(plus(Expr::integer(1), negated(args[3])), negated(args[0]));
  if (args[0] == args[2]) return power(plus(Expr::integer(1), negated(args[3])), negated(args[1]));
  if (MaybeExpr value = terminating_series(args.subspan(0, 2), args.subspan(2, 1), args[3])) return value;
  if (is_exact(args[0], 1) && is_exact(args[1], 1) && is_exact(args[2], 2)) {
    return negated(times(call_of(sym::Log, plus(Expr::integer(1), negated(args[3]))), power(args[3], minus_one())));
  }
  if (is_exact(args[3], 1)) {  // Gauss: Gamma[c] Gamma[c - a - b]/(Gamma[c - a] Gamma[c - b])
    const Expr excess = evaluate(plus(args[2], negated(plus(args[0], args[1]))));
    if (numeric_sign(excess) == 1) {
      return make_normal(sym::Times, {call_of(sym::Gamma, args[2]), call_of(sym::Gamma, excess),
                                      power(call_of(sym::Gamma, plus(args[2], negated(args[0]))), minus_one()),
                                      power(call_of(sym::Gamma, plus(args[2], negated(args[1]))), minus_one())});
    }
  }
  return std::nullopt;
}

/// The value of pFq at numbers by balls.
MaybeExpr numeric_pfq(std::span<const Expr> above, std::span<const Expr> below, const Expr& z, bool regularized = false) {
  std::vector<Expr> all(above.begin(), above.end());
  all.insert(all.end(), below.begin(), below.end());
  all.push_back(z);
  if (!wants_numeric(all)) return std::nullopt;
  bool machine = false;
  bool real = true;
  double digits = 1e9;
  for (const Expr& e : all) {
    if (e.is_number() && is_inexact_number(e)) digits = std::min(digits, precision_of(e));
    machine = machine || e.is_real() || (e.is_complex() && e.re().is_real());
    real = real && !e.is_complex();
  }
  const std::size_t p = above.size(), q = below.size();
  for (slong bits = machine ? 80 : working_bits(digits) + 32;; bits *= 2) {
    acb_ptr values = _acb_vec_init(static_cast<slong>(all.size() + 1));
    bool good = true;
    for (std::size_t i = 0; i < all.size(); ++i) {
      if (all[i].is_number()) {
        ball_from_number(values + i, all[i], bits, true);
      } else {
        good = good && ball_from_expr(values + i, all[i], bits);
      }
    }
    Ball result;
    if (good) {
      acb_hypgeom_pfq(result, values, static_cast<slong>(p), values + p, static_cast<slong>(q), values + p + q, regularized ? 1 : 0, bits);
    }
    _acb_vec_clear(values, static_cast<slong>(all.size() + 1));
    if (!good) return std::nullopt;
    check_interrupt();
    if (!machine) return acb_is_finite(result) ? big_from_ball(result, real, digits) : std::nullopt;
    if (acb_is_finite(result) && acb_rel_accuracy_bits(result) >= 53) return machine_from_ball(result, real);
    if (bits > 3000) return std::nullopt;
  }
}

// HypergeometricPFQ[{a1, ...}, {b1, ...}, z].
MaybeExpr builtin_HypergeometricPFQ(Call& call) {
  const Expr &above = call.arg(0), &below = call.arg(1), &z = call.arg(2);
  if (!above.is_list() || !below.is_list()) return std::nullopt;
  const std::span<const Expr> a = above.args(), b = below.args();
  // Equal parameters above and below cancel.
  for (std::size_t i = 0; i < a.size(); ++i) {
    for (std::size_t j = 0; j < b.size(); ++j) {
      if (!(a[i] == b[j])) continue;
      std::vector<Expr> rest_a(a.begin(), a.end()), rest_b(b.begin(), b.end());
      rest_a.erase(rest_a.begin() + static_cast<std::ptrdiff_t>(i));
      rest_b.erase(rest_b.begin() + static_cast<std::ptrdiff_t>(j));
      return make_normal(sym::HypergeometricPFQ, {make_list(std::move(rest_a)), make_list(std::move(rest_b)), z});
    }
  }
  if (MaybeExpr value = numeric_pfq(a, b, z)) return value;
  if (is_exact_zero(z)) return Expr::integer(1);
  if (a.empty() && b.empty()) return power(sym::E, z);
  if (a.size() == 1 && b.empty()) return power(plus(Expr::integer(1), negated(z)), negated(a[0]));
  if (a.empty() && b.size() == 1) return make_normal(sym::Hypergeometric0F1, {b[0], z});
  if (a.size() == 1 && b.size() == 1) return make_normal(sym::Hypergeometric1F1, {a[0], b[0], z});
  if (a.size() == 2 && b.size() == 1) return make_normal(sym::Hypergeometric2F1, {a[0], a[1], b[0], z});
  return terminating_series(a, b, z);
}

// HypergeometricPFQRegularized[{a1, ...}, {b1, ...}, z]: divided by Gamma[b1] ....
MaybeExpr builtin_HypergeometricPFQRegularized(Call& call) {
  const Expr &above = call.arg(0), &below = call.arg(1), &z = call.arg(2);
  if (!above.is_list() || !below.is_list()) return std::nullopt;
  const std::span<const Expr> a = above.args(), b = below.args();
  if (MaybeExpr value = numeric_pfq(a, b, z, true)) return value;
  if (b.empty()) return make_normal(sym::HypergeometricPFQ, {above, below, z});
  if (a.empty() && b.size() == 1) return make_normal(sym::Hypergeometric0F1Regularized, {b[0], z});
  if (a.size() == 1 && b.size() == 1) return make_normal(sym::Hypergeometric1F1Regularized, {a[0], b[0], z});
  if (a.size() == 2 && b.size() == 1) return make_normal(sym::Hypergeometric2F1Regularized, {a[0], a[1], b[0], z});
  if (is_exact_zero(z)) {
    std::vector<Expr> factors;
    for (const Expr& parameter : b) factors.push_back(power(call_of(sym::Gamma, parameter), minus_one()));
    return make_normal(sym::Times, std::move(factors));
  }
  return std::nullopt;
}

constexpr Attributes kNumeric = kListable | kNumericFunction | kProtected;
#define LYKOS_ROW(NAME, FUNCTION, ARITY, TEXT) {.name = NAME, .fn = FUNCTION, .arity = ARITY, .attributes = kNumeric, .usage = TEXT}
constexpr Builtin kBuiltins[] = {
    LYKOS_ROW("Erf", builtin_Erf, between(1, 2), "Erf[z] is the error function.\nErf[z0, z1] is Erf[z1] - Erf[z0]."),
    LYKOS_ROW("Erfc", builtin_Erfc, exactly(1), "Erfc[z] is the complementary error function 1 - Erf[z]."),
    LYKOS_ROW("Erfi", builtin_Erfi, exactly(1), "Erfi[z] is the imaginary error function -I Erf[I z]."),
    LYKOS_ROW("InverseErf", builtin_InverseErf, between(1, 2), "InverseErf[s] is the solution x of s == Erf[x].\nInverseErf[z0, s] is the solution x of s == Erf[z0, x]."),
    LYKOS_ROW("InverseErfc", builtin_InverseErfc, exactly(1), "InverseErfc[s] is the solution x of s == Erfc[x]."),
    LYKOS_ROW("FresnelS", or_exact<builtin_Fresnel>, exactly(1), "FresnelS[z] is the Fresnel integral of Sin[Pi t^2/2]."),
    LYKOS_ROW("FresnelC", or_exact<builtin_Fresnel>, exactly(1), "FresnelC[z] is the Fresnel integral of Cos[Pi t^2/2]."),
    LYKOS_ROW("SinIntegral", builtin_SinIntegral, exactly(1), "SinIntegral[z] is the integral of Sin[t]/t from 0 to z."),
    LYKOS_ROW("SinhIntegral", builtin_SinhIntegral, exactly(1), "SinhIntegral[z] is the integral of Sinh[t]/t from 0 to z."),
    LYKOS_ROW("CosIntegral", builtin_CosIntegral, exactly(1), "CosIntegral[z] is the cosine integral."),
    LYKOS_ROW("CoshIntegral", builtin_CosIntegral, exactly(1), "CoshIntegral[z] is the hyperbolic cosine integral."),
    LYKOS_ROW("ExpIntegralEi", builtin_ExpIntegralEi, exactly(1), "ExpIntegralEi[z] is the exponential integral Ei(z)."),
    LYKOS_ROW("ExpIntegralE", builtin_ExpIntegralE, exactly(2), "ExpIntegralE[n, z] is the exponential integral E_n(z)."),
    LYKOS_ROW("LogIntegral", builtin_LogIntegral, exactly(1), "LogIntegral[z] is the logarithmic integral li(z)."),
    LYKOS_ROW("ProductLog", builtin_ProductLog, between(1, 2),
              "ProductLog[z] is the principal solution w of z == w E^w.\nProductLog[k, z] is the k-th solution."),
    LYKOS_ROW("Zeta", or_exact<builtin_Zeta>, between(1, 2), "Zeta[s] is the Riemann zeta function.\nZeta[s, a] is the generalized (Hurwitz) zeta function."),
    LYKOS_ROW("HurwitzZeta", builtin_HurwitzZeta, exactly(2), "HurwitzZeta[s, a] is the Hurwitz zeta function."),
    LYKOS_ROW("DirichletEta", builtin_DirichletEta, exactly(1), "DirichletEta[s] is the alternating zeta function."),
    LYKOS_ROW("RiemannSiegelZ", builtin_numeric_only, exactly(1), "RiemannSiegelZ[t] is the Riemann-Siegel function Z(t)."),
    LYKOS_ROW("RiemannSiegelTheta", builtin_numeric_only, exactly(1), "RiemannSiegelTheta[t] is the Riemann-Siegel theta function."),
    LYKOS_ROW("PolyGamma", or_exact<builtin_PolyGamma>, between(1, 2),
              "PolyGamma[z] is the digamma function.\nPolyGamma[n, z] is its n-th derivative."),
    LYKOS_ROW("PolyLog", or_exact<builtin_PolyLog>, between(2, 3), "PolyLog[n, z] is the polylogarithm of order n."),
    LYKOS_ROW("LerchPhi", or_exact<builtin_LerchPhi>, exactly(3), "LerchPhi[z, s, a] is Lerch's transcendent."),
    LYKOS_ROW("BesselJ", or_exact<bessel>, exactly(2), "BesselJ[n, z] is the Bessel function of the first kind."),
    LYKOS_ROW("BesselY", or_exact<bessel>, exactly(2), "BesselY[n, z] is the Bessel function of the second kind."),
    LYKOS_ROW("BesselI", or_exact<bessel>, exactly(2), "BesselI[n, z] is the modified Bessel function of the first kind."),
    LYKOS_ROW("BesselK", or_exact<bessel>, exactly(2), "BesselK[n, z] is the modified Bessel function of the second kind."),
    LYKOS_ROW("HankelH1", or_exact<builtin_numeric_only>, exactly(2), "HankelH1[n, z] is BesselJ[n, z] + I BesselY[n, z]."),
    LYKOS_ROW("HankelH2", or_exact<builtin_numeric_only>, exactly(2), "HankelH2[n, z] is BesselJ[n, z] - I BesselY[n, z]."),
    LYKOS_ROW("SphericalBesselJ", or_exact<builtin_SphericalBessel>, exactly(2), "SphericalBesselJ[n, z] is the spherical Bessel function of the first kind."),
    LYKOS_ROW("SphericalBesselY", builtin_SphericalBessel, exactly(2), "SphericalBesselY[n, z] is the spherical Bessel function of the second kind."),
    LYKOS_ROW("AiryAi", builtin_Airy, exactly(1), "AiryAi[z] is the Airy function Ai(z)."),
    LYKOS_ROW("AiryBi", builtin_Airy, exactly(1), "AiryBi[z] is the Airy function Bi(z)."),
    LYKOS_ROW("AiryAiPrime", builtin_Airy, exactly(1), "AiryAiPrime[z] is the derivative of AiryAi."),
    LYKOS_ROW("AiryBiPrime", builtin_Airy, exactly(1), "AiryBiPrime[z] is the derivative of AiryBi."),
    LYKOS_ROW("EllipticK", or_exact<builtin_EllipticK>, exactly(1), "EllipticK[m] is the complete elliptic integral of the first kind."),
    LYKOS_ROW("EllipticE", or_exact<builtin_EllipticE>, between(1, 2),
              "EllipticE[m] is the complete elliptic integral of the second kind.\nEllipticE[phi, m] is the incomplete one."),
    LYKOS_ROW("EllipticF", or_exact<builtin_EllipticF>, exactly(2), "EllipticF[phi, m] is the elliptic integral of the first kind."),
    LYKOS_ROW("EllipticPi", or_exact<builtin_EllipticPi>, between(2, 3),
              "EllipticPi[n, m] is the complete elliptic integral of the third kind.\nEllipticPi[n, phi, m] is the incomplete one."),
    LYKOS_ROW("EllipticTheta", or_exact<builtin_numeric_only>, between(2, 3), "EllipticTheta[k, u, q] is the theta function of kind k (1 to 4) with nome q.\nEllipticTheta[k, q] is the one at u = 0."),
    LYKOS_ROW("JacobiSN", or_exact<builtin_Jacobi>, exactly(2), "JacobiSN[u, m] is the Jacobi elliptic function sn."),
    LYKOS_ROW("JacobiCN", or_exact<builtin_Jacobi>, exactly(2), "JacobiCN[u, m] is the Jacobi elliptic function cn."),
    LYKOS_ROW("JacobiDN", or_exact<builtin_Jacobi>, exactly(2), "JacobiDN[u, m] is the Jacobi elliptic function dn."),
    LYKOS_ROW("JacobiAmplitude", or_exact<builtin_Jacobi>, exactly(2), "JacobiAmplitude[u, m] is the amplitude of the Jacobi elliptic functions."),
    LYKOS_ROW("ArithmeticGeometricMean", builtin_ArithmeticGeometricMean, exactly(2), "ArithmeticGeometricMean[a, b] is the arithmetic-geometric mean of a and b."),
    LYKOS_ROW("Hypergeometric0F1", or_exact<builtin_Hypergeometric0F1>, exactly(2), "Hypergeometric0F1[a, z] is the confluent hypergeometric limit function."),
    LYKOS_ROW("Hypergeometric0F1Regularized", or_exact<builtin_numeric_only>, exactly(2), "Hypergeometric0F1Regularized[a, z] is Hypergeometric0F1[a, z]/Gamma[a]."),
    LYKOS_ROW("Hypergeometric1F1", or_exact<builtin_Hypergeometric1F1>, exactly(3), "Hypergeometric1F1[a, b, z] is Kummer's confluent hypergeometric function."),
    LYKOS_ROW("Hypergeometric1F1Regularized", or_exact<builtin_numeric_only>, exactly(3), "Hypergeometric1F1Regularized[a, b, z] is Hypergeometric1F1[a, b, z]/Gamma[b]."),
    LYKOS_ROW("Hypergeometric2F1", or_exact<builtin_Hypergeometric2F1>, exactly(4), "Hypergeometric2F1[a, b, c, z] is the Gauss hypergeometric function."),
    LYKOS_ROW("Hypergeometric2F1Regularized", or_exact<builtin_numeric_only>, exactly(4), "Hypergeometric2F1Regularized[a, b, c, z] is Hypergeometric2F1[a, b, c, z]/Gamma[c]."),
    LYKOS_ROW("HypergeometricU", or_exact<builtin_numeric_only>, exactly(3), "HypergeometricU[a, b, z] is Tricomi's confluent hypergeometric function."),
    {.name = "HypergeometricPFQ", .fn = or_exact<builtin_HypergeometricPFQ>, .arity = exactly(3), .attributes = kNumericFunction | kProtected,
     .usage = "HypergeometricPFQ[{a1, ..., ap}, {b1, ..., bq}, z] is the generalized hypergeometric function."},
    {.name = "HypergeometricPFQRegularized", .fn = builtin_HypergeometricPFQRegularized, .arity = exactly(3), .attributes = kNumericFunction | kProtected,
     .usage = "HypergeometricPFQRegularized[{a1, ..., ap}, {b1, ..., bq}, z] is the regularized generalized hypergeometric function."},
};
#undef LYKOS_ROW

}  // namespace

void register_special_functions(Registry& r) { r.add(kBuiltins); }

}  // namespace lykos::builtins
