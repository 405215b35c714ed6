// rounding.cpp - Floor, Ceiling, Round, IntegerPart, FractionalPart, Mod, Quotient, QuotientRemainder, Chop, Rationalize.
//
// Exact numeric expressions (Floor[Pi^100]) are rounded through balls with as many digits as it takes to be certain.
#include <array>
#include <cmath>
#include <functional>
#include <vector>

#include "array/array.h"
#include "builtins/arithmetic/numeric.h"
#include "builtins/arithmetic/register.h"
#include "builtins/support.h"

namespace lykos::builtins {
namespace {

using RealRounding = MaybeExpr (*)(const Expr&);

MaybeExpr floor_real(const Expr& x) { return numeric_floor(x); }
MaybeExpr ceiling_real(const Expr& x) {
  if (x.is_real_number()) return ceiling_of(x);
  const MaybeExpr value = numeric_floor(evaluate(negated(x)));
  return value ? MaybeExpr(negate(*value)) : std::nullopt;
}
MaybeExpr round_real(const Expr& x) {
  if (x.is_real_number()) return round_of(x);
  return numeric_floor(evaluate(plus(half(), x)));  // an irrational number is never half way
}
MaybeExpr integer_part_real(const Expr& x) {
  const auto sign = numeric_sign(x);
  if (!sign) return std::nullopt;
  return *sign < 0 ? ceiling_real(x) : floor_real(x);
}

/// Rounds real and imaginary part.
MaybeExpr round_number(const Expr& z, RealRounding round) {
  if (z.is_real_number()) return round(z);
  if (!is_numeric(z)) return std::nullopt;
  if (is_real_numeric(z)) return round(z);
  const auto parts = split_numeric(z);
  if (!parts) return std::nullopt;
  const MaybeExpr re = round(parts->re), im = round(parts->im);
  if (!re || !im) return std::nullopt;
  return make_complex(*re, *im);
}

/// f[x] for infinities, and f[n + x] = n + f[x] for whole terms n.
MaybeExpr round_symbolic(Call& call, const Expr& x) {
  if (directed_infinity(x) || is_indeterminate(x)) return x;
  if (x.kind() == Kind::Normal && x.size() == 1 &&
      (x.has_head(sym::Floor) || x.has_head(sym::Ceiling) || x.has_head(sym::Round) || x.has_head(sym::IntegerPart))) {
    return x;
  }
  if (const MaybeExpr positive = x.has_head(sym::Times) ? extract_minus(x) : std::nullopt) {  // Floor[-x] = -Ceiling[x]
    const Expr& f = call.head();
    return negated(make_normal(f.is(sym::Floor) ? Expr(sym::Ceiling) : f.is(sym::Ceiling) ? Expr(sym::Floor) : f, {*positive}));
  }
  if (!x.has_head(sym::Plus) || call.head().is(sym::IntegerPart) || call.head().is(sym::Round)) return std::nullopt;
  if (!x[0].is_integer()) return std::nullopt;
  std::vector<Expr> rest(x.args().begin() + 1, x.args().end());
  return plus(x[0], make_normal(call.head(), {rest.size() == 1 ? rest[0] : make_normal(sym::Plus, std::move(rest))}));
}

MaybeExpr round_call(Call& call, RealRounding round) {
  const Expr& x = call.arg(0);
  if (call.size() == 1) {
    if (MaybeExpr value = round_number(x, round)) return value;
    return round_symbolic(call, x);
  }
  const Expr& step = call.arg(1);
  if (x.is_number() && step.is_number()) {
    if (is_zero(step)) {
      call.message("indet", {call.expr()});
      return Expr(sym::Indeterminate);
    }
    // A machine step goes through the exact value of 1/step where it is decimal, so that Round[2.345, .01] has no dust.
    if (const MaybeExpr count = round_number(divide(x, step), round)) {
      if (step.is_real()) {
        const double inverse = 1 / step.real_value();
        if (std::fabs(inverse) >= 1 && std::fabs(inverse - std::nearbyint(inverse)) < 1e-9 * std::fabs(inverse)) {
          return to_machine(divide(to_machine(*count), Expr::real(std::nearbyint(inverse))));
        }
      }
      return multiply(*count, step);
    }
  }
  if (is_numeric(x) && is_numeric(step)) {
    if (const MaybeExpr count = round_number(evaluate(times(x, power(step, minus_one()))), round)) return times(*count, step);
  }
  return std::nullopt;
}

// Floor[x], Floor[x, a]; Ceiling; Round.
MaybeExpr builtin_Floor(Call& call) { return round_call(call, floor_real); }
MaybeExpr builtin_Ceiling(Call& call) { return round_call(call, ceiling_real); }
MaybeExpr builtin_Round(Call& call) { return round_call(call, round_real); }

// IntegerPart[x], FractionalPart[x].
MaybeExpr builtin_IntegerPart(Call& call) { return round_call(call, integer_part_real); }
MaybeExpr builtin_FractionalPart(Call& call) {
  const Expr& x = call.arg(0);
  if (x.is_real()) return Expr::real(x.real_value() - std::trunc(x.real_value()));
  if (const MaybeExpr whole = round_number(x, integer_part_real)) return plus(x, negate(*whole));
  if (const auto d = directed_infinity(x); d && !d->complex && d->direction.is_real_number()) {
    return make_normal(sym::Interval, {make_list({Expr::integer(0), Expr::integer(1)})});
  }
  return std::nullopt;
}

// ---- Mod and Quotient

/// Floor[(m - d)/n], the count of whole n between d and m.
MaybeExpr whole_quotient(const Expr& m, const Expr& n, const Expr& d) {
  if (m.is_small_integer() && n.is_small_integer() && is_exact_zero(d)) {
    const std::int64_t a = m.small_integer(), b = n.small_integer();
    std::int64_t q = a / b;
    if (a % b != 0 && (a < 0) != (b < 0)) --q;
    return Expr::integer(q);
  }
  if (m.is_integer() && n.is_integer() && is_exact_zero(d)) {
    Integer quotient, remainder;
    floor_divide(m.to_integer(), n.to_integer(), quotient, remainder);
    return Expr::integer(quotient);
  }
  const Expr difference = is_exact_zero(d) ? m : evaluate(plus(m, negated(d)));
  if (difference.is_number() && n.is_number()) {
    const Expr ratio_value = divide(difference, n);
    if (ratio_value.is_complex()) return round_number(ratio_value, round_real);
    return floor_real(ratio_value);
  }
  return round_number(evaluate(times(difference, power(n, minus_one()))), floor_real);
}

bool zero_divisor(Call& call, const Expr& n, MaybeExpr& result) {
  if (!n.is_number() || !is_zero(n)) return false;
  call.message("indet", {call.expr()});
  result = Expr(sym::Indeterminate);
  return true;
}

// Mod[m, n], Mod[m, n, d].
MaybeExpr builtin_Mod(Call& call) {
  const Expr &m = call.arg(0), &n = call.arg(1);
  const Expr d = call.size() == 3 ? call.arg(2) : Expr::integer(0);
  if (m.is_small_integer() && n.is_small_integer() && n.small_integer() > 0 && call.size() == 2) {
    const std::int64_t r = m.small_integer() % n.small_integer();
    return Expr::integer(r < 0 ? r + n.small_integer() : r);
  }
  MaybeExpr indeterminate;
  if (zero_divisor(call, n, indeterminate)) return indeterminate;
  if (!is_numeric(m) || !is_numeric(n) || !is_numeric(d)) {
    if (m == n && call.size() == 2) return Expr::integer(0);
    return std::nullopt;
  }
  const MaybeExpr quotient = whole_quotient(m, n, d);
  if (!quotient) return std::nullopt;
  if (m.is_number() && n.is_number()) {
    const Expr remainder = subtract(m, multiply(*quotient, n));
    // Rounding may leave a remainder equal to the divisor; fmod is exact for machine numbers.
    if (remainder.is_real() && m.is_real_number() && n.is_real_number() && is_exact_zero(d)) {
      const double divisor = to_double(n);
      double r = std::fmod(to_double(m), divisor);
      if (r != 0 && (r < 0) != (divisor < 0)) r += divisor;
      return Expr::real(r + 0.0);  // 0. rather than -0.
    }
    return remainder;
  }
  return plus(m, negated(times(*quotient, n)));
}

// Quotient[m, n], Quotient[m, n, d].
MaybeExpr builtin_Quotient(Call& call) {
  const Expr &m = call.arg(0), &n = call.arg(1);
  const Expr d = call.size() == 3 ? call.arg(2) : Expr::integer(0);
  if (n.is_number() && is_zero(n)) {
    call.message("infy", {call.expr()});
    return m.is_number() && is_zero(m) ? Expr(sym::Indeterminate) : complex_infinity();
  }
  const auto endless = [](const Expr& e) { return is_infinity(e) || is_negative_infinity(e); };
  if (call.size() == 2 && ((endless(m) && is_numeric(n)) || (is_numeric(m) && endless(n))))
    return make_normal(sym::Floor, {make_normal(sym::Times, {m, make_normal(sym::Power, {n, Expr::integer(-1)})})});
  if (!is_numeric(m) || !is_numeric(n) || !is_numeric(d)) return std::nullopt;
  return whole_quotient(m, n, d);
}

// QuotientRemainder[m, n]: {Quotient[m, n], Mod[m, n]}.
MaybeExpr builtin_QuotientRemainder(Call& call) {
  const Expr &m = call.arg(0), &n = call.arg(1);
  if (n.is_number() && is_zero(n)) return call.message("divz", {n, call.expr()});
  if (!is_numeric(m) || !is_numeric(n)) return std::nullopt;
  return make_list({make_normal(sym::Quotient, {m, n}), make_normal(sym::Mod, {m, n})});
}

// ---- Chop

Expr chop(const Expr& expr, double tolerance) {
  switch (expr.kind()) {
    case Kind::Real: return std::fabs(expr.real_value()) < tolerance ? Expr::integer(0) : expr;
    case Kind::BigReal: return std::fabs(expr.big_real_value().to_double()) < tolerance ? Expr::integer(0) : expr;
    case Kind::Complex: {
      const Expr re = chop(expr.re(), tolerance), im = chop(expr.im(), tolerance);
      if (is_exact_zero(im)) return re;
      if (re.identical(expr.re()) && im.identical(expr.im())) return expr;
      return is_exact_zero(re) && im.is_real() ? Expr::complex(0.0, im.real_value()) : Expr::complex(re, im);
    }
    case Kind::PackedArray: {
      const array::Array& values = expr.array();
      if (values.dtype() == array::DType::Integer64) return expr;
      const bool complex = values.dtype() == array::DType::ComplexReal64;
      const auto* data = static_cast<const double*>(values.bytes());
      const std::int64_t count = values.element_count() * (complex ? 2 : 1);
      bool small = false;
      for (std::int64_t i = 0; i < count; ++i) small = small || std::fabs(data[i]) < tolerance;
      if (!small) return expr;
      break;
    }
    case Kind::Normal: break;
    case Kind::Association: {
      std::vector<Expr> values;
      for (const AssociationEntry& entry : expr.association().entries) values.push_back(chop(entry.value, tolerance));
      return association_with_values(expr, std::move(values));
    }
    default: return expr;
  }
  RecursionGuard guard;
  std::vector<Expr> args;
  args.reserve(expr.size());
  bool changed = false;
  for (const Expr& arg : expr.args()) {
    args.push_back(chop(arg, tolerance));
    changed = changed || !args.back().identical(arg);
  }
  return changed ? make_normal(expr.head(), std::move(args)) : expr;
}

// Chop[expr], Chop[expr, delta].
MaybeExpr builtin_Chop(Call& call) {
  double tolerance = 1e-10;
  if (call.size() == 2) {
    const auto given = numeric_double(call.arg(1));
    if (!given || *given < 0) return call.message("tolnn", {call.arg(1)});
    tolerance = *given;
  }
  return chop(call.arg(0), tolerance);
}

// ---- Rationalize

/// Walks the continued fraction of `exact`; stops at the first convergent p/q that `accept` takes.
template <typename F>
std::optional<Rational> first_convergent(Rational exact, F&& accept) {
  Integer p0 = std::int64_t{0}, p1 = std::int64_t{1}, q0 = std::int64_t{1}, q1 = std::int64_t{0};
  for (int step = 0; step < 10000; ++step) {
    const Integer a = exact.floor();
    const Integer p2 = a * p1 + p0, q2 = a * q1 + q0;
    p0 = p1;
    q0 = q1;
    p1 = p2;
    q1 = q2;
    const Rational convergent(p1, q1);
    if (accept(convergent)) return convergent;
    const Rational rest = exact - Rational(a);
    if (rest.sign() == 0) return std::nullopt;
    exact = Rational(Integer(std::int64_t{1})) / rest;
  }
  return std::nullopt;
}

/// The rational of smallest denominator within [low, high] (Stern-Brocot descent by continued fractions).
Rational simplest_between(const Rational& low, const Rational& high) {
  const Rational one(Integer(std::int64_t{1}));
  if (low.sign() < 0) {
    if (high.sign() >= 0) return Rational();
    return -simplest_between(-high, -low);
  }
  const Integer whole = low.floor();
  if (Rational::compare(Rational(whole), low) == 0) return Rational(whole);
  if (Rational::compare(Rational(whole) + one, high) <= 0) return Rational(whole) + one;
  return Rational(whole) + one / simplest_between(one / (high - Rational(whole)), one / (low - Rational(whole)));
}

Rational exact_value(const Expr& real) {
  if (real.is_real()) return Rational::from_double(real.real_value());
  if (real.is_big_real()) return real.big_real_value().to_rational();
  return to_rational(real);
}

/// Rationalize[x]: the first convergent p/q with |x - p/q| < 10^-4/q^2, if any.
Expr rationalize_default(const Expr& x) {
  const Rational exact = exact_value(x);
  const Rational bound(Integer(std::int64_t{1}), Integer(std::int64_t{10000}));
  const auto found = first_convergent(exact, [&](const Rational& c) {
    Rational difference = exact - c;
    if (difference.sign() < 0) difference = -difference;
    const Rational q(c.denominator());
    return Rational::compare(difference * q * q, bound) < 0 && c.denominator().bit_length() < 45;
  });
  return found ? Expr::rational(*found) : x;
}

Expr rationalize_within(const Expr& x, const Expr& tolerance) {
  const Rational exact = exact_value(x);
  Rational delta = exact_value(tolerance);
  if (delta.sign() < 0) delta = -delta;
  if (delta.sign() == 0) {
    // As exact as the number is known: the simplest rational that rounds to it.
    const double error = x.is_real() ? std::fabs(x.real_value()) * 0x1p-53 : std::pow(10.0, -x.big_real_value().accuracy());
    delta = Rational::from_double(error / 2);
    if (delta.sign() == 0) return Expr::rational(exact);
  }
  return Expr::rational(simplest_between(exact - delta, exact + delta));
}

Expr rationalize(const Expr& expr, const MaybeExpr& tolerance) {
  if (expr.is_exact_real()) {
    if (tolerance && !is_zero(*tolerance)) return rationalize_within(expr, *tolerance);
    return expr;
  }
  if (expr.is_real() || expr.is_big_real()) {
    if (expr.is_real() && !std::isfinite(expr.real_value())) return expr;
    return tolerance ? rationalize_within(expr, *tolerance) : rationalize_default(expr);
  }
  if (expr.is_complex()) return make_complex(rationalize(expr.re(), tolerance), rationalize(expr.im(), tolerance));
  if (tolerance && !is_zero(*tolerance) && is_numeric(expr)) {
    const double digits = std::max(20.0, 10 - std::log10(std::fabs(to_double(*tolerance))));
    const Expr value = numeric_digits(expr, digits);
    if (value.is_real_number()) return rationalize_within(value, *tolerance);
  }
  if (!expr.is_normal()) return expr;
  RecursionGuard guard;
  std::vector<Expr> args;
  args.reserve(expr.size());
  bool changed = false;
  for (const Expr& arg : expr.args()) {
    args.push_back(rationalize(arg, tolerance));
    changed = changed || !args.back().identical(arg);
  }
  return changed ? make_normal(expr.head(), std::move(args)) : expr;
}

// Rationalize[x], Rationalize[x, dx].
MaybeExpr builtin_Rationalize(Call& call) {
  if (call.size() == 1) return rationalize(call.arg(0), std::nullopt);
  const auto sign = numeric_sign(call.arg(1));
  if (!sign || *sign < 0) return call.message("tolnn", {call.arg(1)});
  const Expr tolerance = call.arg(1).is_number() ? call.arg(1) : numeric_machine(call.arg(1));
  return rationalize(call.arg(0), tolerance);
}

constexpr Attributes kElementary = kListable | kNumericFunction | kProtected;
constexpr Builtin kBuiltins[] = {
    {.name = "Floor", .fn = builtin_Floor, .arity = between(1, 2), .attributes = kElementary,
     .usage = "Floor[x] is the greatest integer less than or equal to x.\nFloor[x, a] is the greatest multiple of a less than or equal to x.",
     .messages = {{"indet", "Indeterminate expression `1` encountered."}}, .packed_fn = packed_elementwise},
    {.name = "Ceiling", .fn = builtin_Ceiling, .arity = between(1, 2), .attributes = kElementary,
     .usage = "Ceiling[x] is the smallest integer greater than or equal to x.\nCeiling[x, a] is the smallest multiple of a greater than or equal to x.",
     .messages = {{"indet", "Indeterminate expression `1` encountered."}}, .packed_fn = packed_elementwise},
    {.name = "Round", .fn = builtin_Round, .arity = between(1, 2), .attributes = kElementary,
     .usage = "Round[x] is the integer nearest to x; half way goes to the even one.\nRound[x, a] is the multiple of a nearest to x.",
     .messages = {{"indet", "Indeterminate expression `1` encountered."}}, .packed_fn = packed_elementwise},
    {.name = "IntegerPart", .fn = builtin_IntegerPart, .arity = exactly(1), .attributes = kElementary,
     .usage = "IntegerPart[x] is the part of x before the decimal point.", .packed_fn = packed_elementwise},
    {.name = "FractionalPart", .fn = builtin_FractionalPart, .arity = exactly(1), .attributes = kElementary,
     .usage = "FractionalPart[x] is x - IntegerPart[x], with the sign of x.", .packed_fn = packed_elementwise},
    {.name = "Mod", .fn = builtin_Mod, .arity = between(2, 3), .attributes = kElementary,
     .usage = "Mod[m, n] is the remainder of m on division by n, with the sign of n.\nMod[m, n, d] is the remainder between d and d + n.",
     .messages = {{"indet", "Indeterminate expression `1` encountered."}}, .packed_fn = packed_elementwise},
    {.name = "Quotient", .fn = builtin_Quotient, .arity = between(2, 3), .attributes = kElementary,
     .usage = "Quotient[m, n] is the integer quotient of m and n, Floor[m/n].\nQuotient[m, n, d] is Floor[(m - d)/n].",
     .messages = {{"infy", "Infinite expression `1` encountered."}}, .packed_fn = packed_elementwise},
    {.name = "QuotientRemainder", .fn = builtin_QuotientRemainder, .arity = exactly(2), .attributes = kListable | kProtected,
     .usage = "QuotientRemainder[m, n] is the list of quotient and remainder of m on division by n.",
     .messages = {{"divz", "The argument `1` in `2` should be nonzero."}}},
    {.name = "Chop", .fn = builtin_Chop, .arity = between(1, 2),
     .usage = "Chop[expr] replaces inexact numbers in expr smaller than 10^-10 by the exact integer 0.\nChop[expr, delta] replaces those smaller than delta.",
     .messages = {{"tolnn", "Tolerance specification `1` must be a non-negative number."}}},
    {.name = "Rationalize", .fn = builtin_Rationalize, .arity = between(1, 2),
     .usage = "Rationalize[x] turns inexact numbers into nearby rationals of small denominator.\n"
              "Rationalize[x, dx] gives the rational of smallest denominator within dx of x; Rationalize[x, 0] always gives one.",
     .messages = {{"tolnn", "Tolerance specification `1` must be a non-negative number."}}},
};

}  // namespace

void register_rounding(Registry& r) { r.add(kBuiltins); }

}  // namespace lykos::builtins
