// piecewise_steps.cpp - step-like functions of real numbers: UnitStep, HeavisideTheta, UnitBox, Ramp, Unitize, Boole,
// KroneckerDelta, waves, and LogisticSigmoid.
#include <cmath>
#include <vector>

#include "builtins/arithmetic/numeric.h"
#include "builtins/arithmetic/register.h"
#include "builtins/support.h"

namespace lykos::builtins {
namespace {

/// Sign of a real value or infinity.
std::optional<int> sign_of(const Expr& x) {
  if (is_infinity(x)) return 1;
  if (is_negative_infinity(x)) return -1;
  return numeric_sign(x);
}

// UnitStep[x1, x2, ...]: 1 when no xi is negative.
MaybeExpr builtin_UnitStep(Call& call) {
  std::vector<Expr> open;
  for (const Expr& x : call.args()) {
    const auto sign = sign_of(x);
    if (sign && *sign < 0) return Expr::integer(0);
    if (!sign) open.push_back(x);
  }
  if (open.empty()) return Expr::integer(1);
  if (open.size() == call.size()) return std::nullopt;
  return make_normal(call.head(), std::move(open));
}

// HeavisideTheta[x1, ...]: as UnitStep, but left alone at 0.
MaybeExpr builtin_HeavisideTheta(Call& call) {
  std::vector<Expr> open;
  for (const Expr& x : call.args()) {
    const auto sign = sign_of(x);
    if (sign && *sign < 0) return Expr::integer(0);
    if (!sign || *sign == 0) open.push_back(x);
  }
  if (open.empty()) return Expr::integer(1);
  if (open.size() == call.size()) return std::nullopt;
  return make_normal(call.head(), std::move(open));
}

// DiracDelta[x1, ...]: 0 where some xi is a non-zero number.
MaybeExpr builtin_DiracDelta(Call& call) {
  for (const Expr& x : call.args()) {
    const auto sign = sign_of(x);
    if (sign && *sign != 0) return Expr::integer(0);
  }
  return std::nullopt;
}

/// Sign of |x| - 1/2 or |x| - 1.
std::optional<int> compare_size(const Expr& x, const Expr& limit) {
  if (is_infinity(x) || is_negative_infinity(x)) return 1;
  const auto sign = numeric_sign(x);
  if (!sign) return std::nullopt;
  return numeric_compare(*sign < 0 ? evaluate(negated(x)) : x, limit);
}

// UnitBox[x1, ...]: 1 for |xi| <= 1/2. HeavisidePi: the same, open at the edges.
MaybeExpr box(Call& call, bool open_edge) {
  bool all = true;
  for (const Expr& x : call.args()) {
    const auto side = compare_size(x, half());
    if (side && *side > 0) return Expr::integer(0);
    if (!side || (open_edge && *side == 0)) all = false;
  }
  return all ? MaybeExpr(Expr::integer(1)) : std::nullopt;
}
MaybeExpr builtin_UnitBox(Call& call) { return box(call, false); }
MaybeExpr builtin_HeavisidePi(Call& call) { return box(call, true); }

// UnitTriangle[x]: 1 - |x| for |x| <= 1, else 0; HeavisideLambda is the same as a distribution.
MaybeExpr builtin_triangle(Call& call) {
  std::vector<Expr> factors;
  for (const Expr& x : call.args()) {
    const auto side = compare_size(x, Expr::integer(1));
    if (!side) return std::nullopt;
    if (*side >= 0) return Expr::integer(0);
    factors.push_back(plus(Expr::integer(1), negated(numeric_sign(x) == -1 ? negated(x) : x)));
  }
  return make_normal(sym::Times, std::move(factors));
}

// Ramp[x]: x for x >= 0, else 0.
MaybeExpr builtin_Ramp(Call& call) {
  const Expr& x = call.arg(0);
  const auto sign = sign_of(x);
  if (!sign) return std::nullopt;
  if (*sign >= 0) return x;
  return x.is_real() ? Expr::real(0) : Expr::integer(0);
}

// Unitize[x], Unitize[x, dx]: 0 where x is zero (within dx), else 1.
MaybeExpr builtin_Unitize(Call& call) {
  const Expr& x = call.arg(0);
  if (call.size() == 2) {
    const auto side = compare_size(x, call.arg(1));
    if (!side) return std::nullopt;
    return Expr::integer(*side >= 0 ? 1 : 0);
  }
  if (x.is_number()) return Expr::integer(is_zero(x) ? 0 : 1);
  if (directed_infinity(x)) return Expr::integer(1);
  if (is_numeric(x)) {
    const auto zero = numeric_equal(x, Expr::integer(0));
    if (zero) return Expr::integer(*zero ? 0 : 1);
  }
  return std::nullopt;
}

// Boole[expr]: 1 for True, 0 for False.
MaybeExpr builtin_Boole(Call& call) {
  if (call.arg(0).is_true()) return Expr::integer(1);
  if (call.arg(0).is_false()) return Expr::integer(0);
  return std::nullopt;
}

// KroneckerDelta[n1, n2, ...]: 1 when all are equal; DiscreteDelta[n1, ...]: 1 when all are zero.
MaybeExpr builtin_KroneckerDelta(Call& call) {
  const std::span<const Expr> args = call.args();
  if (args.empty()) return Expr::integer(1);
  const bool single = args.size() == 1;
  bool all = true;
  for (std::size_t i = single ? 0 : 1; i < args.size(); ++i) {
    const Expr other = single ? Expr::integer(0) : args[0];
    const auto same = is_numeric(args[i]) && is_numeric(other)
                          ? numeric_equal(evaluate(plus(args[i], negated(other))), Expr::integer(0))
                          : (args[i] == other ? std::optional<bool>(true) : std::nullopt);
    if (same == std::optional<bool>(false)) return Expr::integer(0);
    if (!same) all = false;
  }
  return all ? MaybeExpr(Expr::integer(1)) : std::nullopt;
}
MaybeExpr builtin_DiscreteDelta(Call& call) {
  bool all = true;
  for (const Expr& x : call.args()) {
    const auto sign = is_numeric(x) ? numeric_equal(x, Expr::integer(0)) : std::nullopt;
    if (sign == std::optional<bool>(false)) return Expr::integer(0);
    if (!sign) all = false;
  }
  return all ? MaybeExpr(Expr::integer(1)) : std::nullopt;
}

// LogisticSigmoid[z]: 1/(1 + E^-z).
MaybeExpr builtin_LogisticSigmoid(Call& call) {
  const Expr& z = call.arg(0);
  if (MaybeExpr value = inexact_value(sym::LogisticSigmoid, call.args())) return value;
  if (is_exact_zero(z)) return half();
  if (is_infinity(z)) return Expr::integer(1);
  if (is_negative_infinity(z)) return Expr::integer(0);
  return std::nullopt;
}

// Piecewise[{{v1, c1}, {v2, c2}, ...}], Piecewise[{...}, default]: the value of the first condition that is True. Conditions are
// tried in order; the ones that are False vanish, and one that is True ends the list as the default.
MaybeExpr builtin_Piecewise(Call& call) {
  const Expr cases = call.arg(0).is_list() ? call.arg(0) : evaluate(call.arg(0));
  if (!cases.is_list()) return std::nullopt;
  Expr fallback = call.size() == 2 ? call.arg(1) : Expr::integer(0);
  std::vector<Expr> open;
  for (const Expr& given : cases.args()) {
    const Expr pair = given.is_list() ? given : evaluate(given);
    if (!pair.is_list() || pair.size() != 2) return call.message("pairs", {given, call.expr()});
    const Expr condition = evaluate(pair[1]);
    if (condition.is_false()) continue;
    if (condition.is_true()) {
      fallback = pair[0];
      break;
    }
    open.push_back(make_list({evaluate(pair[0]), condition}));
  }
  if (open.empty()) return fallback;
  fallback = evaluate(fallback);
  while (!open.empty() && open.back()[0] == fallback) open.pop_back();  // a last case that gives the default anyway
  if (open.empty()) return fallback;
  Expr result = make_normal(sym::Piecewise, {make_list(std::move(open)), fallback});
  if (result == call.expr()) return std::nullopt;
  return result;
}

// SquareWave[x], TriangleWave[x], SawtoothWave[x], and with a range {min, max}: waves of period 1.
MaybeExpr builtin_wave(Call& call) {
  const Expr& x = call.arg(call.size() - 1);
  if (!is_numeric(x) || !is_real_numeric(x)) return std::nullopt;
  const MaybeExpr whole = numeric_floor(x);
  if (!whole) return std::nullopt;
  const Expr phase = evaluate(plus(x, negate(*whole)));  // in [0, 1)
  Expr value;
  if (call.head().is(sym::SawtoothWave)) {
    value = phase;
  } else if (call.head().is(sym::SquareWave)) {
    const auto side = numeric_compare(phase, half());
    if (!side) return std::nullopt;
    value = Expr::integer(*side < 0 ? 1 : -1);
  } else {  // triangle: 0, 1, 0, -1, 0 at quarters
    const auto first = numeric_compare(phase, ratio(1, 4)), third = numeric_compare(phase, ratio(3, 4));
    if (!first || !third) return std::nullopt;
    const Expr four = times(Expr::integer(4), phase);
    value = *first <= 0 ? four : *third <= 0 ? plus(Expr::integer(2), negated(four)) : plus(Expr::integer(-4), four);
  }
  if (call.size() == 1) return value;
  if (!call.arg(0).is_list() || call.arg(0).size() != 2) return std::nullopt;
  const Expr &low = call.arg(0)[0], &high = call.arg(0)[1];
  if (call.head().is(sym::SawtoothWave)) return plus(low, times(plus(high, negated(low)), value));
  return plus(times(half(), plus(low, high)), times(times(half(), plus(high, negated(low))), value));
}

constexpr Attributes kNumeric = kListable | kNumericFunction | kProtected;
constexpr Builtin kBuiltins[] = {
    {.name = "UnitStep", .fn = builtin_UnitStep, .attributes = kListable | kNumericFunction | kOrderless | kProtected,
     .usage = "UnitStep[x] is 0 for x < 0 and 1 for x >= 0.\nUnitStep[x1, x2, ...] is 1 only if no xi is negative.", .packed_fn = packed_elementwise},
    {.name = "HeavisideTheta", .fn = builtin_HeavisideTheta, .attributes = kListable | kNumericFunction | kOrderless | kProtected,
     .usage = "HeavisideTheta[x] is the Heaviside function: 0 for x < 0, 1 for x > 0."},
    {.name = "DiracDelta", .fn = builtin_DiracDelta, .attributes = kListable | kNumericFunction | kOrderless | kProtected,
     .usage = "DiracDelta[x] is the Dirac delta function."},
    {.name = "UnitBox", .fn = builtin_UnitBox, .attributes = kListable | kNumericFunction | kOrderless | kProtected,
     .usage = "UnitBox[x] is 1 for Abs[x] <= 1/2 and 0 otherwise."},
    {.name = "HeavisidePi", .fn = builtin_HeavisidePi, .attributes = kListable | kNumericFunction | kOrderless | kProtected,
     .usage = "HeavisidePi[x] is the box function: 1 for Abs[x] < 1/2 and 0 for Abs[x] > 1/2."},
    {.name = "UnitTriangle", .fn = builtin_triangle, .attributes = kListable | kNumericFunction | kOrderless | kProtected,
     .usage = "UnitTriangle[x] is 1 - Abs[x] for Abs[x] <= 1 and 0 otherwise."},
    {.name = "HeavisideLambda", .fn = builtin_triangle, .attributes = kListable | kNumericFunction | kOrderless | kProtected,
     .usage = "HeavisideLambda[x] is the triangle distribution: 1 - Abs[x] for Abs[x] < 1 and 0 otherwise."},
    {.name = "Ramp", .fn = builtin_Ramp, .arity = exactly(1), .attributes = kNumeric,
     .usage = "Ramp[x] is x for x >= 0 and 0 otherwise.", .packed_fn = packed_elementwise},
    {.name = "Unitize", .fn = builtin_Unitize, .arity = between(1, 2), .attributes = kNumeric,
     .usage = "Unitize[x] is 0 when x is zero and 1 for any other number.\nUnitize[x, dx] is 0 for Abs[x] < dx.", .packed_fn = packed_elementwise},
    {.name = "Piecewise", .fn = builtin_Piecewise, .arity = between(1, 2), .attributes = kHoldAll | kProtected,
     .usage = "Piecewise[{{v1, c1}, {v2, c2}, ...}] is the first vi whose condition ci is True, and 0 if none is.\n"
              "Piecewise[{{v1, c1}, ...}, default] gives default if none is.",
     .messages = {{"pairs", "The element `1` of the first argument of `2` is not a pair {value, condition}."}}},
    {.name = "Boole", .fn = builtin_Boole, .arity = exactly(1), .attributes = kListable | kProtected,
     .usage = "Boole[expr] is 1 if expr is True and 0 if it is False."},
    {.name = "KroneckerDelta", .fn = builtin_KroneckerDelta, .attributes = kNumericFunction | kOrderless | kProtected,
     .usage = "KroneckerDelta[n1, n2, ...] is 1 if all the ni are equal and 0 otherwise.\nKroneckerDelta[n] is 1 if n is zero."},
    {.name = "DiscreteDelta", .fn = builtin_DiscreteDelta, .attributes = kListable | kNumericFunction | kOrderless | kProtected,
     .usage = "DiscreteDelta[n1, n2, ...] is 1 if all the ni are zero and 0 otherwise."},
    {.name = "LogisticSigmoid", .fn = builtin_LogisticSigmoid, .arity = exactly(1), .attributes = kNumeric,
     .usage = "LogisticSigmoid[z] is 1/(1 + E^-z).", .packed_fn = packed_elementwise},
    {.name = "SquareWave", .fn = builtin_wave, .arity = between(1, 2), .attributes = kNumericFunction | kProtected,
     .usage = "SquareWave[x] is a square wave of period 1 between -1 and 1.\nSquareWave[{y1, y2}, x] alternates between y1 and y2."},
    {.name = "TriangleWave", .fn = builtin_wave, .arity = between(1, 2), .attributes = kNumericFunction | kProtected,
     .usage = "TriangleWave[x] is a triangle wave of period 1 between -1 and 1.\nTriangleWave[{min, max}, x] varies between min and max."},
    {.name = "SawtoothWave", .fn = builtin_wave, .arity = between(1, 2), .attributes = kNumericFunction | kProtected,
     .usage = "SawtoothWave[x] is a sawtooth wave of period 1 from 0 to 1.\nSawtoothWave[{min, max}, x] varies from min to max."},
};

}  // namespace

void register_piecewise_steps(Registry& r) { r.add(kBuiltins); }

}  // namespace lykos::builtins
