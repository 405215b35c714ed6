// number_predicates.cpp - NumberQ, NumericQ, IntegerQ and their kin; Numerator, Denominator, Complex, Rational.
#include <vector>

#include "builtins/arithmetic/numeric.h"
#include "builtins/arithmetic/register.h"
#include "builtins/support.h"

namespace lykos::builtins {
namespace {

MaybeExpr builtin_NumberQ(Call& call) { return Expr::boolean(call.arg(0).is_number()); }
MaybeExpr builtin_NumericQ(Call& call) { return Expr::boolean(is_numeric(call.arg(0))); }
MaybeExpr builtin_IntegerQ(Call& call) { return Expr::boolean(call.arg(0).is_integer()); }
MaybeExpr builtin_ExactNumberQ(Call& call) { return Expr::boolean(call.arg(0).is_number() && is_exact_number(call.arg(0))); }
MaybeExpr builtin_InexactNumberQ(Call& call) { return Expr::boolean(call.arg(0).is_number() && is_inexact_number(call.arg(0))); }
MaybeExpr builtin_RealValuedNumberQ(Call& call) { return Expr::boolean(call.arg(0).is_real_number()); }
MaybeExpr builtin_RealValuedNumericQ(Call& call) { return Expr::boolean(is_real_numeric(call.arg(0))); }

bool is_odd(const Expr& integer) {
  return integer.is_small_integer() ? (integer.small_integer() & 1) != 0 : integer.big_integer().is_odd();
}
// EvenQ[n], OddQ[n]: False for anything that is not an integer (Gaussian integers: even when divisible by 2 as a whole).
MaybeExpr builtin_EvenQ(Call& call) { return Expr::boolean(call.arg(0).is_integer() && !is_odd(call.arg(0))); }
MaybeExpr builtin_OddQ(Call& call) { return Expr::boolean(call.arg(0).is_integer() && is_odd(call.arg(0))); }

/// Moves a factor to the numerator or denominator; nullopt when it belongs above.
MaybeExpr below_the_line(const Expr& factor) {
  if (factor.is_rational()) {
    return Expr::integer(factor.rational_value().denominator());
  }
  if (factor.has_head(sym::Power, 2)) {
    if (const MaybeExpr positive = extract_minus(factor[1])) {
      if (factor[1].has_head(sym::Plus)) return std::nullopt;
      return power(factor[0], *positive);
    }
  }
  return std::nullopt;
}

struct Fraction {
  Expr numerator, denominator;
};
Fraction split_fraction(const Expr& expr) {
  if (expr.is_rational()) {
    return {Expr::integer(expr.rational_value().numerator()), Expr::integer(expr.rational_value().denominator())};
  }
  if (expr.is_complex() && is_exact_number(expr)) {
    const Integer common = lcm(to_rational(expr.re()).denominator(), to_rational(expr.im()).denominator());
    const Expr denominator = Expr::integer(common);
    return {multiply(expr, denominator), denominator};
  }
  if (expr.has_head(sym::Times)) {
    std::vector<Expr> above, below;
    for (const Expr& factor : expr.args()) {
      if (factor.is_number()) {
        const Fraction parts = split_fraction(factor);
        above.push_back(parts.numerator);
        below.push_back(parts.denominator);
      } else if (const MaybeExpr moved = below_the_line(factor)) {
        below.push_back(*moved);
      } else if (factor.has_head(sym::Power, 2) && factor[0].is_rational() && factor[1].is_exact_real()) {
        above.push_back(power(Expr::integer(factor[0].rational_value().numerator()), factor[1]));
        below.push_back(power(Expr::integer(factor[0].rational_value().denominator()), factor[1]));
      } else {
        above.push_back(factor);
      }
    }
    return {make_normal(sym::Times, std::move(above)), make_normal(sym::Times, std::move(below))};
  }
  if (const MaybeExpr moved = below_the_line(expr)) return {Expr::integer(1), *moved};
  if (expr.has_head(sym::Power, 2) && expr[0].is_rational() && expr[1].is_exact_real()) {
    return {power(Expr::integer(expr[0].rational_value().numerator()), expr[1]),
            power(Expr::integer(expr[0].rational_value().denominator()), expr[1])};
  }
  return {expr, Expr::integer(1)};
}
// Numerator[expr], Denominator[expr].
MaybeExpr builtin_Numerator(Call& call) { return split_fraction(call.arg(0)).numerator; }
MaybeExpr builtin_Denominator(Call& call) { return split_fraction(call.arg(0)).denominator; }
MaybeExpr builtin_NumeratorDenominator(Call& call) {
  const Fraction parts = split_fraction(call.arg(0));
  return make_list({parts.numerator, parts.denominator});
}

// Complex[x, y]: x + I y for real numbers. Rational[n, d]: n/d for integers.
MaybeExpr builtin_Complex(Call& call) {
  if (!call.arg(0).is_real_number() || !call.arg(1).is_real_number()) return std::nullopt;
  return make_complex(call.arg(0), call.arg(1));
}
MaybeExpr builtin_Rational(Call& call) {
  if (!call.arg(0).is_integer() || !call.arg(1).is_integer()) return std::nullopt;
  if (is_exact_zero(call.arg(1))) return times(call.arg(0), power(call.arg(1), minus_one()));
  return divide(call.arg(0), call.arg(1));
}

#define LYKOS_ROW(NAME, ATTRIBUTES, TEXT) \
  {.name = #NAME, .fn = builtin_##NAME, .arity = exactly(1), .attributes = ATTRIBUTES, .usage = TEXT}
constexpr Builtin kBuiltins[] = {
    LYKOS_ROW(NumberQ, kProtected, "NumberQ[expr] is True if expr is a number, and False otherwise."),
    LYKOS_ROW(NumericQ, kProtected, "NumericQ[expr] is True if expr is a numeric quantity: N[expr] gives a number."),
    LYKOS_ROW(IntegerQ, kProtected, "IntegerQ[expr] is True if expr is an integer, and False otherwise."),
    LYKOS_ROW(ExactNumberQ, kProtected, "ExactNumberQ[expr] is True if expr is an exact real or complex number."),
    LYKOS_ROW(InexactNumberQ, kProtected, "InexactNumberQ[expr] is True if expr is an inexact real or complex number."),
    LYKOS_ROW(EvenQ, kListable | kProtected, "EvenQ[expr] is True if expr is an even integer, and False otherwise."),
    LYKOS_ROW(OddQ, kListable | kProtected, "OddQ[expr] is True if expr is an odd integer, and False otherwise."),
    {.name = "Internal`RealValuedNumberQ", .fn = builtin_RealValuedNumberQ, .arity = exactly(1),
     .usage = "Internal`RealValuedNumberQ[expr] is True if expr is a number that is not complex."},
    {.name = "Internal`RealValuedNumericQ", .fn = builtin_RealValuedNumericQ, .arity = exactly(1),
     .usage = "Internal`RealValuedNumericQ[expr] is True if expr is a numeric quantity with a real value."},
    LYKOS_ROW(Numerator, kListable | kProtected, "Numerator[expr] is the numerator of expr."),
    LYKOS_ROW(Denominator, kListable | kProtected, "Denominator[expr] is the denominator of expr."),
    LYKOS_ROW(NumeratorDenominator, kListable | kProtected, "NumeratorDenominator[expr] is the list of numerator and denominator of expr."),
    {.name = "Complex", .fn = builtin_Complex, .arity = exactly(2), .usage = "Complex is the head of complex numbers; Complex[x, y] is x + I y."},
    {.name = "Rational", .fn = builtin_Rational, .arity = exactly(2), .usage = "Rational is the head of rational numbers; Rational[n, d] is n/d."},
};
#undef LYKOS_ROW

}  // namespace

void register_number_predicates(Registry& r) { r.add(kBuiltins); }

}  // namespace lykos::builtins
