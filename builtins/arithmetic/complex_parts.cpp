// complex_parts.cpp - Abs, Sign, Re, Im, Conjugate, Arg, AbsArg, ReIm and their real relatives.
//
// Numeric expressions are split into exact real and imaginary parts where their form shows them; symbolic ones give up numeric
// factors and signs (Abs[-2 x] is 2 Abs[x]) and otherwise stay.
#include <cmath>
#include <vector>

#include "builtins/arithmetic/numeric.h"
#include "builtins/arithmetic/register.h"
#include "builtins/support.h"

namespace lykos::builtins {
namespace {

Expr call_of(KnownSymbol f, const Expr& x) { return make_normal(f, {x}); }
bool is_exact_one(const Expr& e) { return e.is_small_integer() && e.small_integer() == 1; }

/// A real number or constant above zero, such as E or 2.
bool is_positive_number(const Expr& e) { return is_real_numeric(e) && numeric_sign(e) == 1; }

Expr modulus(const Parts& parts) {
  const Expr two = Expr::integer(2);
  return square_root(plus(power(parts.re, two), power(parts.im, two)));
}

Expr product(std::vector<Expr> factors) {
  return factors.size() == 1 ? factors[0] : make_normal(sym::Times, std::move(factors));
}

/// f[c x y] with the numeric factors c out in front as g(c), for multiplicative f.
template <typename G>
MaybeExpr pull_numeric_factors(KnownSymbol f, const Expr& z, G&& g) {
  if (!z.has_head(sym::Times)) return std::nullopt;
  std::vector<Expr> outside, inside;
  for (const Expr& factor : z.args()) {
    if (is_numeric(factor)) {
      outside.push_back(g(factor));
    } else {
      inside.push_back(factor);
    }
  }
  if (outside.empty() || inside.empty()) return std::nullopt;
  outside.push_back(call_of(f, product(std::move(inside))));
  return make_normal(sym::Times, std::move(outside));
}

// Abs[z].
MaybeExpr builtin_Abs(Call& call) {
  const Expr& z = call.arg(0);
  if (z.is_real_number()) return absolute(z);
  if (z.is_complex()) {
    if (is_exact_number(z)) return modulus({z.re(), z.im()});
    if (z.re().is_real() && z.im().is_real()) {
      if (MaybeExpr value = finite_real(std::hypot(z.re().real_value(), z.im().real_value()))) return value;
    }
    return inexact_value(sym::Abs, call.args());
  }
  if (is_indeterminate(z)) return z;
  if (directed_infinity(z)) return infinity();
  if (is_numeric(z)) {
    if (const auto sign = numeric_sign(z)) return *sign >= 0 ? z : negated(z);
    if (z.has_head(sym::Power, 2) && is_real_numeric(z[1])) {  // |b^r| = |b|^r
      if (!is_real_numeric(z[0]) || numeric_sign(z[0]) == -1) return power(call_of(sym::Abs, z[0]), z[1]);
    }
    if (z.has_head(sym::Times)) {
      std::vector<Expr> factors;
      for (const Expr& factor : z.args()) factors.push_back(call_of(sym::Abs, factor));
      return make_normal(sym::Times, std::move(factors));
    }
    if (const auto parts = split_numeric(z)) return modulus(*parts);
    return std::nullopt;
  }
  if (z.has_head(sym::Abs, 1)) return z;
  if (MaybeExpr value = pull_numeric_factors(sym::Abs, z, [](const Expr& c) { return call_of(sym::Abs, c); })) return value;
  if (z.has_head(sym::Power, 2) && is_real_numeric(z[1])) return power(call_of(sym::Abs, z[0]), z[1]);
  if (z.has_head(sym::Power, 2) && is_positive_number(z[0])) return power(z[0], call_of(sym::Re, z[1]));  // |b^w| = b^Re[w]
  if (z.has_head(sym::Conjugate, 1)) return call_of(sym::Abs, z[0]);
  return std::nullopt;  // unlike the even functions, Abs leaves the signs of sums: Abs[-1 + x] and Abs[1 - x] both stay
}

// RealAbs[x], RealSign[x]: for real arguments only.
MaybeExpr builtin_RealAbs(Call& call) {
  const Expr& x = call.arg(0);
  if (x.is_real_number()) return absolute(x);
  if (directed_infinity(x)) return infinity();
  if (const auto sign = numeric_sign(x)) return *sign >= 0 ? x : negated(x);
  if (x.has_head(sym::RealAbs, 1)) return x;
  if (const MaybeExpr positive = extract_minus(x)) return call_of(sym::RealAbs, *positive);
  return std::nullopt;
}
MaybeExpr builtin_RealSign(Call& call) {
  if (const auto sign = numeric_sign(call.arg(0))) return Expr::integer(*sign);
  if (is_infinity(call.arg(0))) return Expr::integer(1);
  if (is_negative_infinity(call.arg(0))) return minus_one();
  return std::nullopt;
}

// Sign[z]: z/Abs[z], 0 at 0.
MaybeExpr builtin_Sign(Call& call) {
  const Expr& z = call.arg(0);
  if (z.is_real_number()) return Expr::integer(sign_of_real(z));
  if (z.is_complex()) {
    if (is_exact_number(z)) return times(z, power(modulus({z.re(), z.im()}), minus_one()));
    return inexact_value(sym::Sign, call.args());
  }
  if (is_indeterminate(z)) return z;
  if (const auto d = directed_infinity(z)) {
    if (d->complex) return Expr(sym::Indeterminate);
    return call_of(sym::Sign, d->direction);
  }
  if (is_numeric(z)) {
    if (const auto sign = numeric_sign(z)) return Expr::integer(*sign);
    return times(z, power(call_of(sym::Abs, z), minus_one()));
  }
  if (z.has_head(sym::Sign, 1)) return z;
  return pull_numeric_factors(sym::Sign, z, [](const Expr& c) { return call_of(sym::Sign, c); });
}

/// A number, or a product with an exact imaginary coefficient: a term that Re, Im and Conjugate take out of a sum.
bool is_separable_term(const Expr& term) { return is_numeric(term) || extract_imaginary(term); }

/// f of a sum with its separable terms taken out, the others kept together; nullopt when there are none.
MaybeExpr separate_sum(KnownSymbol f, const Expr& sum) {
  std::vector<Expr> known, rest;
  for (const Expr& term : sum.args()) {
    if (is_separable_term(term)) {
      known.push_back(call_of(f, term));
    } else {
      rest.push_back(term);
    }
  }
  if (known.empty()) return std::nullopt;
  if (!rest.empty()) known.push_back(call_of(f, rest.size() == 1 ? rest[0] : make_normal(sym::Plus, std::move(rest))));
  return make_normal(sym::Plus, std::move(known));
}

/// Re and Im of sums and of products with one real or imaginary numeric factor.
MaybeExpr part_of(KnownSymbol f, const Expr& z) {
  const bool real = f == sym::Re;
  if (z.is_number()) {
    if (real) return real_part(z);
    if (z.is_real_number()) return Expr::integer(0);
    return z.im();
  }
  if (is_indeterminate(z)) return z;
  if (const auto d = directed_infinity(z)) {
    if (d->complex) return Expr(sym::Indeterminate);
    const auto parts = split_numeric(d->direction);
    if (!parts) return std::nullopt;
    const Expr part = evaluate(real ? parts->re : parts->im);
    return is_exact_zero(part) ? part : make_directed_infinity(part);
  }
  if (const auto parts = split_numeric(z)) return real ? parts->re : parts->im;
  const bool known_real = z.has_head(sym::Abs) || z.has_head(sym::Re) || z.has_head(sym::Im) || z.has_head(sym::Arg);
  if (known_real) return real ? z : Expr::integer(0);
  if (z.has_head(sym::Conjugate, 1)) return real ? call_of(sym::Re, z[0]) : negated(call_of(sym::Im, z[0]));
  if (z.has_head(sym::Plus)) return separate_sum(f, z);
  if (z.has_head(sym::Times)) {
    std::vector<Expr> outside, inside;
    bool imaginary = false;
    for (const Expr& factor : z.args()) {
      const auto parts = is_numeric(factor) ? split_numeric(factor) : std::nullopt;
      if (parts && is_exact_zero(parts->im)) {
        outside.push_back(parts->re);
      } else if (parts && is_exact_zero(parts->re) && !imaginary) {
        outside.push_back(parts->im);
        imaginary = true;
      } else {
        inside.push_back(factor);
      }
    }
    if (outside.empty() || inside.empty()) return std::nullopt;
    const Expr rest = product(std::move(inside));
    if (imaginary) {  // Re[I x] = -Im[x], Im[I x] = Re[x]
      outside.push_back(call_of(real ? sym::Im : sym::Re, rest));
      if (real) outside.push_back(minus_one());
    } else {
      outside.push_back(call_of(f, rest));
    }
    return make_normal(sym::Times, std::move(outside));
  }
  return std::nullopt;
}
// Re[z], Im[z].
MaybeExpr builtin_Re(Call& call) { return part_of(sym::Re, call.arg(0)); }
MaybeExpr builtin_Im(Call& call) { return part_of(sym::Im, call.arg(0)); }

/// Meromorphic functions with real values on the real axis: Conjugate[f[z]] is f[Conjugate[z]] everywhere.
bool commutes_with_conjugation(const Expr& f) {
  return f.is(sym::Sin) || f.is(sym::Cos) || f.is(sym::Tan) || f.is(sym::Cot) || f.is(sym::Sec) || f.is(sym::Csc) || f.is(sym::Sinh) ||
         f.is(sym::Cosh) || f.is(sym::Tanh) || f.is(sym::Coth) || f.is(sym::Sech) || f.is(sym::Csch) || f.is(sym::Erf) || f.is(sym::Erfc) ||
         f.is(sym::Erfi) || f.is(sym::Gamma) || f.is(sym::Factorial) || f.is(sym::Zeta) || f.is(sym::SinIntegral) || f.is(sym::FresnelS) ||
         f.is(sym::FresnelC);
}

// Conjugate[z].
MaybeExpr builtin_Conjugate(Call& call) {
  const Expr& z = call.arg(0);
  if (z.is_real_number() || is_indeterminate(z)) return z;
  if (z.is_complex()) return Expr::complex(z.re(), negate(z.im()));
  if (const auto d = directed_infinity(z)) {
    return d->complex ? z : make_directed_infinity(call_of(sym::Conjugate, d->direction));
  }
  if (is_real_numeric(z)) return z;
  if (z.has_head(sym::Power, 2) && is_positive_number(z[0])) return power(z[0], call_of(sym::Conjugate, z[1]));
  if (z.has_head(sym::Times)) {  // a real factor apart, so that powers of E keep their form
    for (std::size_t i = 0; i < z.size(); ++i) {
      if (!is_real_numeric(z[i])) continue;
      std::vector<Expr> others(z.args().begin(), z.args().end());
      others.erase(others.begin() + static_cast<std::ptrdiff_t>(i));
      return times(z[i], call_of(sym::Conjugate, make_normal(sym::Times, std::move(others))));
    }
  }
  if (const auto parts = split_numeric(z)) return plus(parts->re, times(negate(imaginary_unit()), parts->im));
  if (z.has_head(sym::Conjugate, 1)) return z[0];
  if (z.has_head(sym::Abs) || z.has_head(sym::Re) || z.has_head(sym::Im) || z.has_head(sym::Arg)) return z;
  if (z.has_head(sym::Plus)) return separate_sum(sym::Conjugate, z);
  if (z.has_head(sym::Power, 2)) {
    if (z[1].is_integer()) return power(call_of(sym::Conjugate, z[0]), z[1]);
  }
  if (z.is_normal() && z.size() == 1 && commutes_with_conjugation(z.head())) {
    return make_normal(z.head(), {call_of(sym::Conjugate, z[0])});
  }
  return pull_numeric_factors(sym::Conjugate, z, [](const Expr& c) { return call_of(sym::Conjugate, c); });
}

// Arg[z]: the angle in (-Pi, Pi].
MaybeExpr builtin_Arg(Call& call) {
  const Expr& z = call.arg(0);
  if (z.is_real_number()) {
    if (sign_of_real(z) >= 0) return Expr::integer(0);
    return is_inexact_number(z) ? numeric_like(sym::Pi, z) : Expr(sym::Pi);
  }
  if (z.is_complex() && !is_exact_number(z)) {
    if (z.re().is_real() && z.im().is_real()) return Expr::real(std::atan2(z.im().real_value(), z.re().real_value()));
    return inexact_value(sym::Arg, call.args());
  }
  if (is_indeterminate(z)) return z;
  if (const auto d = directed_infinity(z)) {
    if (d->complex) return make_normal(sym::Interval, {make_list({negated(sym::Pi), Expr(sym::Pi)})});
    return call_of(sym::Arg, d->direction);
  }
  if (const auto sign = numeric_sign(z)) return *sign >= 0 ? Expr::integer(0) : Expr(sym::Pi);
  if (z.has_head(sym::Power, 2) && z[0].is(sym::E)) {  // the imaginary part of the exponent, brought into the range
    const Expr angle = evaluate(call_of(sym::Im, z[1]));
    if (const auto value = is_real_numeric(angle) && !is_inexact_number(angle) ? numeric_double(angle) : std::nullopt; value && std::abs(*value) < 1e6) {
      const double turns = std::ceil((*value / 3.141592653589793 - 1) / 2);
      return plus(angle, times(Expr::integer(static_cast<std::int64_t>(-2 * turns)), sym::Pi));
    }
  }
  if (const auto parts = split_numeric(z)) return make_normal(sym::ArcTan, {parts->re, parts->im});
  // A positive numeric factor does not turn the number.
  const Term term = split_term(z);
  if (term.coefficient.is_real_number() && sign_of_real(term.coefficient) > 0 && !is_exact_one(term.coefficient)) {
    return call_of(sym::Arg, term.rest);
  }
  if (term.coefficient.is_real_number() && sign_of_real(term.coefficient) < 0 && compare_real(term.coefficient, minus_one()) != 0) {
    return call_of(sym::Arg, negated(term.rest));
  }
  return std::nullopt;
}

// AbsArg[z]: {Abs[z], Arg[z]}. ReIm[z]: {Re[z], Im[z]}.
MaybeExpr builtin_AbsArg(Call& call) { return make_list({call_of(sym::Abs, call.arg(0)), call_of(sym::Arg, call.arg(0))}); }
MaybeExpr builtin_ReIm(Call& call) { return make_list({call_of(sym::Re, call.arg(0)), call_of(sym::Im, call.arg(0))}); }

constexpr Attributes kElementary = kListable | kNumericFunction | kProtected;
#define LYKOS_ROW(NAME, TEXT) \
  {.name = #NAME, .fn = builtin_##NAME, .arity = exactly(1), .attributes = kElementary, .usage = TEXT, .packed_fn = packed_elementwise}
constexpr Builtin kBuiltins[] = {
    LYKOS_ROW(Abs, "Abs[z] is the absolute value of the real or complex number z."),
    LYKOS_ROW(RealAbs, "RealAbs[x] is the absolute value of the real number x."),
    LYKOS_ROW(Sign, "Sign[x] is -1, 0 or 1 as x is negative, zero or positive; Sign[z] is z/Abs[z] for complex z."),
    LYKOS_ROW(RealSign, "RealSign[x] is -1, 0 or 1 as the real number x is negative, zero or positive."),
    LYKOS_ROW(Re, "Re[z] is the real part of z."),
    LYKOS_ROW(Im, "Im[z] is the imaginary part of z."),
    LYKOS_ROW(Conjugate, "Conjugate[z] is the complex conjugate of z."),
    LYKOS_ROW(Arg, "Arg[z] is the argument of the complex number z, in (-Pi, Pi]."),
    {.name = "AbsArg", .fn = builtin_AbsArg, .arity = exactly(1), .attributes = kListable | kProtected,
     .usage = "AbsArg[z] is the list {Abs[z], Arg[z]}."},
    {.name = "ReIm", .fn = builtin_ReIm, .arity = exactly(1), .attributes = kListable | kProtected,
     .usage = "ReIm[z] is the list {Re[z], Im[z]}."},
};
#undef LYKOS_ROW

}  // namespace

void register_complex_parts(Registry& r) { r.add(kBuiltins); }

}  // namespace lykos::builtins
