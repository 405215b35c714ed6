// trigonometry.cpp - the twelve circular and hyperbolic functions and their inverses, Sinc, Haversine, Gudermannian.
//
// One function serves each group; the row's name says which member. Exact values at rational multiples of Pi come from two tables
// (sine and tangent on [0, Pi/2]); angles are first reduced by periods, quarter turns and reflections. The inverse functions
// read the same tables backwards.
#include <array>
#include <cmath>
#include <vector>

#include "builtins/arithmetic/numeric.h"
#include "builtins/arithmetic/register.h"
#include "builtins/support.h"
#include "evaluator/apply_hooks.h"
#include "expr/symbol.h"

namespace lykos::builtins {
namespace {

enum class Trig { Sin, Cos, Tan, Cot, Sec, Csc };
constexpr KnownSymbol kCircular[] = {sym::Sin, sym::Cos, sym::Tan, sym::Cot, sym::Sec, sym::Csc};
constexpr KnownSymbol kHyperbolic[] = {sym::Sinh, sym::Cosh, sym::Tanh, sym::Coth, sym::Sech, sym::Csch};
constexpr KnownSymbol kArcCircular[] = {sym::ArcSin, sym::ArcCos, sym::ArcTan, sym::ArcCot, sym::ArcSec, sym::ArcCsc};
constexpr KnownSymbol kArcHyperbolic[] = {sym::ArcSinh, sym::ArcCosh, sym::ArcTanh, sym::ArcCoth, sym::ArcSech, sym::ArcCsch};

KnownSymbol symbol_of(const KnownSymbol (&group)[6], Trig f) { return group[static_cast<int>(f)]; }
Expr call_of(KnownSymbol f, const Expr& x) { return make_normal(f, {x}); }
Expr circular(Trig f, const Expr& x) { return call_of(symbol_of(kCircular, f), x); }
Expr hyperbolic(Trig f, const Expr& x) { return call_of(symbol_of(kHyperbolic, f), x); }
bool is_even(Trig f) { return f == Trig::Cos || f == Trig::Sec; }

// ---- exact values

struct TableRow {
  int numerator;
  int denominator;   // the angle is numerator/denominator * Pi
  const char* sine;
  const char* tangent;
  const char* cosecant;
};
constexpr TableRow kTable[] = {
    {0, 1, "0", "0", "ComplexInfinity"},
    {1, 12, "(Sqrt[3] - 1)/(2 Sqrt[2])", "2 - Sqrt[3]", "Sqrt[2] (1 + Sqrt[3])"},
    {1, 10, "(Sqrt[5] - 1)/4", "Sqrt[1 - 2/Sqrt[5]]", "1 + Sqrt[5]"},
    {1, 6, "1/2", "1/Sqrt[3]", "2"},
    {1, 5, "Sqrt[5/8 - Sqrt[5]/8]", "Sqrt[5 - 2 Sqrt[5]]", "Sqrt[2 + 2/Sqrt[5]]"},
    {1, 4, "1/Sqrt[2]", "1", "Sqrt[2]"},
    {3, 10, "(Sqrt[5] + 1)/4", "Sqrt[1 + 2/Sqrt[5]]", "Sqrt[5] - 1"},
    {1, 3, "Sqrt[3]/2", "Sqrt[3]", "2/Sqrt[3]"},
    {2, 5, "Sqrt[5/8 + Sqrt[5]/8]", "Sqrt[5 + 2 Sqrt[5]]", "Sqrt[2 - 2/Sqrt[5]]"},
    {5, 12, "(Sqrt[3] + 1)/(2 Sqrt[2])", "2 + Sqrt[3]", "Sqrt[2] (Sqrt[3] - 1)"},
    {1, 2, "1", "ComplexInfinity", "1"},
};

struct ExactRow {
  Rational angle;
  Expr sine, tangent, cosecant;
};
const std::vector<ExactRow>& exact_table() {
  static const std::vector<ExactRow> table = [] {
    std::vector<ExactRow> rows;
    for (const TableRow& row : kTable) {
      rows.push_back({Rational(Integer(row.numerator), Integer(row.denominator)), value_of_text(row.sine),
                      value_of_text(row.tangent), value_of_text(row.cosecant)});
    }
    return rows;
  }();
  return table;
}

Rational make_rational(std::int64_t p, std::int64_t q) { return Rational(Integer(p), Integer(q)); }

/// f at `angle` Pi with 0 <= angle <= 1/2, from the tables.
MaybeExpr table_value(Trig f, const Rational& angle) {
  const bool complement = f == Trig::Cos || f == Trig::Cot || f == Trig::Sec;
  const Rational looked_up = complement ? make_rational(1, 2) - angle : angle;
  for (const ExactRow& row : exact_table()) {
    if (Rational::compare(row.angle, looked_up) != 0) continue;
    switch (f) {
      case Trig::Sin:
      case Trig::Cos: return row.sine;
      case Trig::Tan:
      case Trig::Cot: return row.tangent;
      default: return row.cosecant;
    }
  }
  return std::nullopt;
}

Trig cofunction(Trig f) {
  switch (f) {
    case Trig::Sin: return Trig::Cos;
    case Trig::Cos: return Trig::Sin;
    case Trig::Tan: return Trig::Cot;
    case Trig::Cot: return Trig::Tan;
    case Trig::Sec: return Trig::Csc;
    default: return Trig::Sec;
  }
}

/// f(r Pi): a value, or f of an angle reduced to (0, Pi/4]; nullopt when the angle is reduced already.
MaybeExpr at_multiple_of_pi(Trig f, const Rational& r) {
  const Rational two(Integer(2)), one(Integer(1)), half_turn = make_rational(1, 2);
  // Reduce to [0, 2), then reflect into [0, 1/2], keeping the sign.
  Rational angle = r - two * Rational((r / two).floor());
  bool negative = false;
  if (Rational::compare(angle, one) >= 0) {
    angle = angle - one;
    if (f != Trig::Tan && f != Trig::Cot) negative = !negative;
  }
  if (Rational::compare(angle, half_turn) > 0) {
    angle = one - angle;
    if (f != Trig::Sin && f != Trig::Csc) negative = !negative;
  }
  if (MaybeExpr value = table_value(f, angle)) {
    if (directed_infinity(*value)) return value;
    return negative ? negated(*value) : *value;
  }
  Trig g = f;
  if (Rational::compare(angle, make_rational(1, 4)) > 0) {
    angle = half_turn - angle;
    g = cofunction(f);
  }
  if (g == f && !negative && Rational::compare(angle, r) == 0) return std::nullopt;
  const Expr value = circular(g, times(Expr::rational(angle), sym::Pi));
  return negative ? negated(value) : value;
}

Integer nearest_even(const Rational& r) {
  Integer below, remainder;
  floor_divide(r.numerator(), r.denominator(), below, remainder);
  const Integer twice = remainder * Integer(2);
  if (twice < r.denominator()) return below;
  if (r.denominator() < twice) return below + Integer(1);
  return below.to_int64() % 2 == 0 ? below : below + Integer(1);
}
/// f(x + r Pi): whole quarter turns are taken out of the rational multiple of Pi among the terms of a sum, so that what stays of it is
/// at most Pi/4; from halfway between two, to the even one.
MaybeExpr shift_by_quarter_turns(Trig f, const Expr& sum) {
  for (std::size_t i = 0; i < sum.size(); ++i) {
    const auto r = multiple_of_pi(sum[i]);
    if (!r) continue;
    const Integer quarters = nearest_even(*r * Rational(Integer(2)));
    if (quarters == Integer(std::int64_t{0})) return std::nullopt;
    Integer quotient, remainder;
    floor_divide(quarters, Integer(4), quotient, remainder);
    std::vector<Expr> rest;
    for (std::size_t j = 0; j < sum.size(); ++j) {
      if (j != i) rest.push_back(sum[j]);
    }
    const Rational left = *r - Rational(quarters, Integer(2));
    if (left.numerator().sign() != 0) rest.push_back(times(Expr::rational(left), sym::Pi));
    const Expr x = rest.size() == 1 ? rest[0] : make_normal(sym::Plus, std::move(rest));
    const auto turns = remainder.to_int64();
    Trig g = turns % 2 == 1 ? cofunction(f) : f;
    bool negative = false;
    switch (f) {
      case Trig::Sin:
      case Trig::Csc: negative = turns >= 2; break;
      case Trig::Cos:
      case Trig::Sec: negative = turns == 1 || turns == 2; break;
      default: negative = turns % 2 == 1; break;
    }
    return negative ? negated(circular(g, x)) : circular(g, x);
  }
  return std::nullopt;
}

/// Sine and cosine of an inverse circular function, as expressions in its argument.
struct SineCosine {
  Expr sine, cosine;
};
std::optional<SineCosine> of_inverse(const Expr& inner) {
  if (inner.has_head(sym::ArcTan, 2)) {  // the angle of a point
    const Expr two = Expr::integer(2);
    const Expr distance = power(square_root(plus(power(inner[0], two), power(inner[1], two))), minus_one());
    return SineCosine{times(inner[1], distance), times(inner[0], distance)};
  }
  if (inner.kind() != Kind::Normal || inner.size() != 1 || !inner.head().is_symbol()) return std::nullopt;
  const Expr& x = inner[0];
  const Expr one = Expr::integer(1);
  const auto one_minus_square = [&](const Expr& y) { return square_root(plus(one, negated(power(y, Expr::integer(2))))); };
  const auto one_plus_square = [&](const Expr& y) { return square_root(plus(one, power(y, Expr::integer(2)))); };
  const auto reciprocal_of = [](const Expr& y) { return power(y, minus_one()); };
  if (inner.has_head(sym::ArcSin)) return SineCosine{x, one_minus_square(x)};
  if (inner.has_head(sym::ArcCos)) return SineCosine{one_minus_square(x), x};
  if (inner.has_head(sym::ArcTan)) {
    return SineCosine{times(x, reciprocal_of(one_plus_square(x))), reciprocal_of(one_plus_square(x))};
  }
  const Expr y = reciprocal_of(x);
  if (inner.has_head(sym::ArcCot)) return SineCosine{times(y, reciprocal_of(one_plus_square(y))), reciprocal_of(one_plus_square(y))};
  if (inner.has_head(sym::ArcSec)) return SineCosine{one_minus_square(y), y};
  if (inner.has_head(sym::ArcCsc)) return SineCosine{y, one_minus_square(y)};
  return std::nullopt;
}
std::optional<SineCosine> of_inverse_hyperbolic(const Expr& inner) {
  if (inner.kind() != Kind::Normal || inner.size() != 1) return std::nullopt;
  const Expr& x = inner[0];
  const Expr one = Expr::integer(1), two = Expr::integer(2);
  const auto reciprocal_of = [](const Expr& y) { return power(y, minus_one()); };
  const auto cosh_sinh_of_arccosh = [&](const Expr& y) {
    const Expr sinh = times(square_root(times(plus(minus_one(), y), reciprocal_of(plus(one, y)))), plus(one, y));
    return SineCosine{sinh, y};
  };
  if (inner.has_head(sym::ArcSinh)) return SineCosine{x, square_root(plus(one, power(x, two)))};
  if (inner.has_head(sym::ArcCosh)) return cosh_sinh_of_arccosh(x);
  const auto from_tanh = [&](const Expr& y) {
    const Expr root = reciprocal_of(square_root(plus(one, negated(power(y, two)))));
    return SineCosine{times(y, root), root};
  };
  if (inner.has_head(sym::ArcTanh)) return from_tanh(x);
  const Expr y = reciprocal_of(x);
  if (inner.has_head(sym::ArcCoth)) return from_tanh(y);
  if (inner.has_head(sym::ArcSech)) return cosh_sinh_of_arccosh(y);
  if (inner.has_head(sym::ArcCsch)) return SineCosine{y, square_root(plus(one, power(y, two)))};
  return std::nullopt;
}

Expr combine(Trig f, const SineCosine& value) {
  switch (f) {
    case Trig::Sin: return value.sine;
    case Trig::Cos: return value.cosine;
    case Trig::Tan: return times(value.sine, power(value.cosine, minus_one()));
    case Trig::Cot: return times(value.cosine, power(value.sine, minus_one()));
    case Trig::Sec: return power(value.cosine, minus_one());
    default: return power(value.sine, minus_one());
  }
}

/// The direct inverse: Tan[ArcTan[x]] = x, which the general form would hide behind square roots.
bool is_inverse_pair(Trig f, const Expr& inner, const KnownSymbol (&inverses)[6]) {
  return inner.has_head(symbol_of(inverses, f), 1);
}

Trig member(const Call& call, const KnownSymbol (&group)[6]) {
  for (int i = 0; i < 6; ++i) {
    if (call.head().is(group[i])) return static_cast<Trig>(i);
  }
  return Trig::Sin;
}

// Sin[z], Cos[z], Tan[z], Cot[z], Sec[z], Csc[z].
MaybeExpr builtin_circular(Call& call) {
  const Trig f = member(call, kCircular);
  const Expr& z = call.arg(0);
  if (MaybeExpr value = inexact_value(symbol_of(kCircular, f), call.args())) return value;
  if (is_indeterminate(z)) return Expr(sym::Indeterminate);
  if (const auto d = directed_infinity(z)) {
    if (!d->complex && d->direction.is_real_number() && (f == Trig::Sin || f == Trig::Cos)) {
      return make_normal(sym::Interval, {make_list({minus_one(), Expr::integer(1)})});
    }
    if (!d->complex && d->direction.is_complex() && is_exact_zero(d->direction.re())) {
      return circular(f, times(imaginary_unit(), make_directed_infinity(d->direction.im())));
    }
    return Expr(sym::Indeterminate);
  }
  if (const auto r = multiple_of_pi(z)) return at_multiple_of_pi(f, *r);
  if (const MaybeExpr positive = extract_minus(z)) {
    return is_even(f) ? circular(f, *positive) : negated(circular(f, *positive));
  }
  if (const MaybeExpr y = extract_imaginary(z)) {  // f(I y) in hyperbolic functions
    const Expr value = hyperbolic(f, *y);
    if (is_even(f)) return value;
    const bool direct = f == Trig::Sin || f == Trig::Tan;
    return times(direct ? imaginary_unit() : negate(imaginary_unit()), value);
  }
  if (is_inverse_pair(f, z, kArcCircular)) return z[0];
  if (z.has_head(sym::Plus)) return shift_by_quarter_turns(f, z);
  if (const auto value = of_inverse(z)) return combine(f, *value);
  return std::nullopt;
}

// Sinh[z], Cosh[z], Tanh[z], Coth[z], Sech[z], Csch[z].
MaybeExpr builtin_hyperbolic(Call& call) {
  const Trig f = member(call, kHyperbolic);
  const Expr& z = call.arg(0);
  if (MaybeExpr value = inexact_value(symbol_of(kHyperbolic, f), call.args())) return value;
  if (is_indeterminate(z)) return Expr(sym::Indeterminate);
  if (const auto d = directed_infinity(z)) {
    if (d->complex || !d->direction.is_real_number()) return Expr(sym::Indeterminate);
    const int sign = sign_of_real(d->direction);
    switch (f) {
      case Trig::Sin: return z;
      case Trig::Cos: return infinity();
      case Trig::Tan:
      case Trig::Cot: return Expr::integer(sign);
      default: return Expr::integer(0);
    }
  }
  if (is_exact_zero(z)) {
    switch (f) {
      case Trig::Sin:
      case Trig::Tan: return Expr::integer(0);
      case Trig::Cos:
      case Trig::Sec: return Expr::integer(1);
      default: return complex_infinity();
    }
  }
  if (const MaybeExpr positive = extract_minus(z)) {
    return is_even(f) ? hyperbolic(f, *positive) : negated(hyperbolic(f, *positive));
  }
  if (const MaybeExpr y = extract_imaginary(z)) {
    const Expr value = circular(f, *y);
    if (is_even(f)) return value;
    const bool direct = f == Trig::Sin || f == Trig::Tan;
    return times(direct ? imaginary_unit() : negate(imaginary_unit()), value);
  }
  if (z.has_head(sym::Plus)) {  // f(x + I r Pi), when the turns are whole quarters
    for (std::size_t i = 0; i < z.size(); ++i) {
      const MaybeExpr angle = extract_imaginary(z[i]);
      const auto r = angle ? multiple_of_pi(*angle) : std::nullopt;
      if (!r || !((*r * Rational(Integer(2))).denominator() == Integer(1))) continue;
      // Sinh[x] = -I Sin[I x] and so on: turned as the circular function of I x.
      const MaybeExpr turned = shift_by_quarter_turns(f, evaluate(make_normal(sym::Expand, {times(imaginary_unit(), z)})));
      if (!turned) break;
      const bool even = is_even(f), direct = f == Trig::Sin || f == Trig::Tan;
      return even ? *turned : times(direct ? negate(imaginary_unit()) : imaginary_unit(), *turned);
    }
  }
  if (z.has_head(sym::Log, 1) && is_exact_number(z[0])) {  // Sinh[Log[2]] = 3/4
    const Expr inverse = reciprocal(z[0]);
    const SineCosine value{multiply(subtract(z[0], inverse), half()), multiply(add(z[0], inverse), half())};
    return combine(f, value);
  }
  if (is_inverse_pair(f, z, kArcHyperbolic)) return z[0];
  if (const auto value = of_inverse_hyperbolic(z)) return combine(f, *value);
  return std::nullopt;
}

Expr pi_times(const Rational& r) { return times(Expr::rational(r), sym::Pi); }

/// The angle in [0, Pi/2] whose sine (tangent) is this exact value.
MaybeExpr table_angle(const Expr& value, bool tangent) {
  for (const ExactRow& row : exact_table()) {
    if ((tangent ? row.tangent : row.sine) == value) return pi_times(row.angle);
  }
  return std::nullopt;
}

/// ArcSin[Sin[x]] for real numbers x: x itself in the principal range, elsewhere x moved or turned into it by multiples of Pi.
MaybeExpr undo(Trig f, const Expr& inner, const KnownSymbol (&group)[6]) {
  if (!inner.has_head(symbol_of(group, f), 1)) return std::nullopt;
  const auto x = numeric_double(inner[0]);
  constexpr double pi = 3.141592653589793, near_edge = 1e-9;
  if (!x || std::abs(*x) > 1e6) return std::nullopt;
  // The number of half turns; from_zero ranges are cut at multiples of Pi, the others halfway between them.
  const bool from_zero = is_even(f);
  const double turns = *x / pi + (from_zero ? 0 : 0.5), count = std::floor(turns);
  if (count != 0 && (turns - count < near_edge || turns - count > 1 - near_edge)) return std::nullopt;
  if (count == 0) return inner[0];
  const auto half_turns = static_cast<std::int64_t>(count);
  const bool odd = half_turns % 2 != 0;
  const Expr shift = times(Expr::integer(-half_turns), sym::Pi);
  if (f == Trig::Tan || f == Trig::Cot || !odd) return plus(inner[0], shift);
  return from_zero ? plus(times(Expr::integer(half_turns + 1), sym::Pi), negated(inner[0])) : plus(times(Expr::integer(half_turns), sym::Pi), negated(inner[0]));
}

// ArcSin[z], ArcCos[z], ArcTan[z], ArcCot[z], ArcSec[z], ArcCsc[z].
MaybeExpr inverse_circular(Call& call, Trig f) {
  const KnownSymbol symbol = symbol_of(kArcCircular, f);
  const Expr& z = call.arg(0);
  if (MaybeExpr value = inexact_value(symbol, call.args())) return value;
  if (is_indeterminate(z)) return Expr(sym::Indeterminate);
  const Expr quarter = pi_times(make_rational(1, 2));
  if (const auto d = directed_infinity(z)) {
    if (f == Trig::Cot || f == Trig::Csc) return Expr::integer(0);
    if (f == Trig::Sec) return quarter;
    if (f == Trig::Tan && !d->complex && d->direction.is_real_number()) {
      return sign_of_real(d->direction) > 0 ? quarter : negated(quarter);
    }
    if (d->complex || !d->direction.is_number()) return f == Trig::Tan ? MaybeExpr(sym::Indeterminate) : complex_infinity();
    if (f == Trig::Sin) return times(negate(imaginary_unit()), make_directed_infinity(d->direction));
    if (f == Trig::Cos) return times(imaginary_unit(), make_directed_infinity(d->direction));
    return std::nullopt;
  }
  if (f == Trig::Cot || f == Trig::Sec || f == Trig::Csc) {
    if (is_exact_zero(z)) return f == Trig::Cot ? quarter : complex_infinity();
    if (const MaybeExpr positive = extract_minus(z); positive && f != Trig::Sec) return negated(call_of(symbol, *positive));
    // The value at 1/z, if that is known in closed form.
    if (is_numeric(z)) {
      const Expr inverse = evaluate(power(z, minus_one()));
      const KnownSymbol partner = f == Trig::Cot ? sym::ArcTan : f == Trig::Sec ? sym::ArcCos : sym::ArcSin;
      const Expr value = evaluate(call_of(partner, inverse));
      if (!contains_symbol(value, partner) && is_numeric(value)) return value;
    }
    if (const MaybeExpr y = extract_imaginary(z); y && f != Trig::Sec) {
      return times(negate(imaginary_unit()), call_of(symbol_of(kArcHyperbolic, f), *y));
    }
    return undo(f, z, kCircular);
  }
  if (f == Trig::Cos) {
    if (MaybeExpr angle = table_angle(z, false)) return evaluate(plus(quarter, negated(*angle)));
    if (const MaybeExpr positive = extract_minus(z)) {
      if (MaybeExpr angle = table_angle(*positive, false)) return evaluate(plus(quarter, *angle));
    }
    return undo(f, z, kCircular);
  }
  const bool tangent = f == Trig::Tan;
  if (tangent && z.is_complex() && is_exact_zero(z.re()) && is_exact_number(z) && absolute(z.im()) == Expr::integer(1)) {
    return make_directed_infinity(z);
  }
  if (MaybeExpr angle = table_angle(z, tangent)) return angle;
  if (const MaybeExpr positive = extract_minus(z)) return negated(call_of(symbol, *positive));
  if (const MaybeExpr y = extract_imaginary(z)) return times(imaginary_unit(), call_of(symbol_of(kArcHyperbolic, f), *y));
  return undo(f, z, kCircular);
}
MaybeExpr builtin_inverse_circular(Call& call) { return inverse_circular(call, member(call, kArcCircular)); }

// ArcTan[z]; ArcTan[x, y] is the angle of the point {x, y}.
MaybeExpr builtin_ArcTan(Call& call) {
  if (call.size() == 1) return inverse_circular(call, Trig::Tan);
  const Expr &x = call.arg(0), &y = call.arg(1);
  if (x.is_real_number() && y.is_real_number() && (x.is_real() || y.is_real()) && !(is_zero(x) && is_zero(y))) {
    if (is_exact_zero(y) && sign_of_real(x) > 0) return Expr::integer(0);
    return Expr::real(std::atan2(to_double(y), to_double(x)));
  }
  const auto dx = directed_infinity(x);
  const auto dy = directed_infinity(y);
  if (dx || dy) {
    const auto real_sign = [](const std::optional<Direction>& d) {
      return d && !d->complex && d->direction.is_real_number() ? sign_of_real(d->direction) : 0;
    };
    if (dx && dy) return Expr(sym::Indeterminate);
    if (dx && real_sign(dx) > 0 && numeric_sign(y)) return Expr::integer(0);
    if (dx && real_sign(dx) < 0 && numeric_sign(y)) return numeric_sign(y) == -1 ? negated(sym::Pi) : Expr(sym::Pi);
    if (dy && real_sign(dy) != 0 && numeric_sign(x)) return pi_times(make_rational(real_sign(dy), 2));
    return std::nullopt;
  }
  const auto sx = numeric_sign(x);
  const auto sy = numeric_sign(y);
  if (sx && sy && *sx == 0 && *sy == 0) {
    call.message("indet", {call.expr()});
    return Expr(sym::Indeterminate);
  }
  if (MaybeExpr value = inexact_value(sym::ArcTan, call.args())) return value;
  if (!sx || !sy) return std::nullopt;
  if (*sy == 0) return *sx > 0 ? Expr::integer(0) : Expr(sym::Pi);
  if (*sx == 0) return pi_times(make_rational(*sy, 2));
  const Expr angle = call_of(sym::ArcTan, times(y, power(x, minus_one())));
  if (*sx > 0) return angle;
  return plus(*sy > 0 ? Expr(sym::Pi) : negated(sym::Pi), angle);
}

// ArcSinh[z], ArcCosh[z], ArcTanh[z], ArcCoth[z], ArcSech[z], ArcCsch[z].
MaybeExpr builtin_inverse_hyperbolic(Call& call) {
  const Trig f = member(call, kArcHyperbolic);
  const KnownSymbol symbol = symbol_of(kArcHyperbolic, f);
  const Expr& z = call.arg(0);
  if (z.is_real() && (f == Trig::Tan || f == Trig::Cot) && std::fabs(z.real_value()) == 1.0) {
    return make_directed_infinity(Expr::integer(z.real_value() > 0 ? 1 : -1));
  }
  if (MaybeExpr value = inexact_value(symbol, call.args())) return value;
  if (is_indeterminate(z)) return Expr(sym::Indeterminate);
  const Expr half_turn = times(make_complex(Expr::integer(0), half()), sym::Pi);  // I Pi/2
  if (const auto d = directed_infinity(z)) {
    switch (f) {
      case Trig::Sin: return d->complex || !d->direction.is_real_number() ? complex_infinity() : z;
      case Trig::Cos: return infinity();
      case Trig::Tan:
        if (d->complex || !d->direction.is_real_number()) return std::nullopt;
        return sign_of_real(d->direction) > 0 ? negated(half_turn) : half_turn;
      case Trig::Sec: return d->complex ? MaybeExpr(sym::Indeterminate) : half_turn;
      default: return Expr::integer(0);
    }
  }
  if (is_exact_zero(z)) {
    switch (f) {
      case Trig::Sin:
      case Trig::Tan: return Expr::integer(0);
      case Trig::Cos:
      case Trig::Cot: return half_turn;
      case Trig::Sec: return infinity();
      default: return complex_infinity();
    }
  }
  if (z.is_small_integer() && (z.small_integer() == 1 || z.small_integer() == -1)) {
    const bool positive = z.small_integer() == 1;
    if (f == Trig::Cos || f == Trig::Sec) return positive ? Expr::integer(0) : times(imaginary_unit(), sym::Pi);
    if (f == Trig::Tan || f == Trig::Cot) return make_directed_infinity(z);
  }
  if (is_even(f)) {
    // ArcCosh[x] = I ArcCos[x] for exact cosines of known angles.
    const Expr angle = evaluate(call_of(symbol_of(kArcCircular, f), z));
    if (is_numeric(z) && multiple_of_pi(angle) && numeric_compare(z, Expr::integer(f == Trig::Cos ? 1 : 1 << 30)) == -1 && f == Trig::Cos) {
      return times(imaginary_unit(), angle);
    }
    return std::nullopt;
  }
  if (const MaybeExpr positive = extract_minus(z)) return negated(call_of(symbol, *positive));
  if (const MaybeExpr y = extract_imaginary(z)) {
    const bool direct = f == Trig::Sin || f == Trig::Tan;
    return times(direct ? imaginary_unit() : negate(imaginary_unit()), call_of(symbol_of(kArcCircular, f), *y));
  }
  return std::nullopt;
}

// Sinc[z]: Sin[z]/z, 1 at 0.
MaybeExpr builtin_Sinc(Call& call) {
  const Expr& z = call.arg(0);
  if (MaybeExpr value = inexact_value(sym::Sinc, call.args())) return value;
  if (is_exact_zero(z)) return Expr::integer(1);
  if (const auto d = directed_infinity(z)) {
    if (d->complex) return Expr(sym::Indeterminate);
    return d->direction.is_real_number() ? Expr::integer(0) : d->direction.is_complex() && is_exact_zero(d->direction.re()) ? infinity() : Expr(sym::Indeterminate);
  }
  if (const MaybeExpr positive = extract_minus(z)) return call_of(sym::Sinc, *positive);
  if (const auto value = of_inverse(z)) return times(value->sine, power(z, minus_one()));
  if (const auto r = multiple_of_pi(z)) return times(circular(Trig::Sin, z), power(z, minus_one()));
  if (const MaybeExpr y = extract_imaginary(z)) return times(hyperbolic(Trig::Sin, *y), power(*y, minus_one()));
  return std::nullopt;
}

// Haversine[z]: Sin[z/2]^2. InverseHaversine[z]: 2 ArcSin[Sqrt[z]].
MaybeExpr builtin_Haversine(Call& call) {
  const Expr& z = call.arg(0);
  if (MaybeExpr value = inexact_value(sym::Haversine, call.args())) return value;
  if (const MaybeExpr positive = extract_minus(z)) return call_of(sym::Haversine, *positive);
  if (const auto r = multiple_of_pi(z)) {
    const Expr cosine = evaluate(circular(Trig::Cos, z));
    if (!contains_symbol(cosine, sym::Cos) && !contains_symbol(cosine, sym::Sin)) {
      return times(half(), plus(Expr::integer(1), negated(cosine)));
    }
  }
  return std::nullopt;
}
MaybeExpr builtin_InverseHaversine(Call& call) {
  const Expr& z = call.arg(0);
  if (MaybeExpr value = inexact_value(sym::InverseHaversine, call.args())) return value;
  if (!is_numeric(z)) return std::nullopt;
  const Expr angle = evaluate(call_of(sym::ArcSin, square_root(z)));
  if (multiple_of_pi(angle)) return times(Expr::integer(2), angle);
  return std::nullopt;
}
// Gudermannian[z]: 2 ArcTan[Tanh[z/2]], and its inverse.
MaybeExpr builtin_Gudermannian(Call& call) {
  const Expr& z = call.arg(0);
  const bool inverse = call.head().is(sym::InverseGudermannian);
  if (MaybeExpr value = inexact_value(inverse ? sym::InverseGudermannian : sym::Gudermannian, call.args())) return value;
  if (is_exact_zero(z)) return z;
  if (const MaybeExpr positive = extract_minus(z)) return negated(make_normal(call.head(), {*positive}));
  if (const auto d = directed_infinity(z); d && !inverse && d->direction.is_real_number() && !d->complex) {
    return pi_times(make_rational(sign_of_real(d->direction), 2));
  }
  return std::nullopt;
}

constexpr Attributes kElementary = kListable | kNumericFunction | kProtected;

#define LYKOS_ROW(NAME, FUNCTION, TEXT) \
  {.name = NAME, .fn = FUNCTION, .arity = exactly(1), .attributes = kElementary, .usage = TEXT, .packed_fn = packed_elementwise}
constexpr Builtin kBuiltins[] = {
    LYKOS_ROW("Sin", builtin_circular, "Sin[z] is the sine of z, in radians."),
    LYKOS_ROW("Cos", builtin_circular, "Cos[z] is the cosine of z, in radians."),
    LYKOS_ROW("Tan", builtin_circular, "Tan[z] is the tangent of z, in radians."),
    LYKOS_ROW("Cot", builtin_circular, "Cot[z] is the cotangent of z, in radians."),
    LYKOS_ROW("Sec", builtin_circular, "Sec[z] is the secant of z, in radians."),
    LYKOS_ROW("Csc", builtin_circular, "Csc[z] is the cosecant of z, in radians."),
    LYKOS_ROW("Sinh", builtin_hyperbolic, "Sinh[z] is the hyperbolic sine of z."),
    LYKOS_ROW("Cosh", builtin_hyperbolic, "Cosh[z] is the hyperbolic cosine of z."),
    LYKOS_ROW("Tanh", builtin_hyperbolic, "Tanh[z] is the hyperbolic tangent of z."),
    LYKOS_ROW("Coth", builtin_hyperbolic, "Coth[z] is the hyperbolic cotangent of z."),
    LYKOS_ROW("Sech", builtin_hyperbolic, "Sech[z] is the hyperbolic secant of z."),
    LYKOS_ROW("Csch", builtin_hyperbolic, "Csch[z] is the hyperbolic cosecant of z."),
    LYKOS_ROW("ArcSin", builtin_inverse_circular, "ArcSin[z] is the angle whose sine is z, between -Pi/2 and Pi/2 for real z in [-1, 1]."),
    LYKOS_ROW("ArcCos", builtin_inverse_circular, "ArcCos[z] is the angle whose cosine is z, between 0 and Pi for real z in [-1, 1]."),
    {.name = "ArcTan",
     .fn = builtin_ArcTan,
     .arity = between(1, 2),
     .attributes = kElementary,
     .usage = "ArcTan[z] is the angle whose tangent is z, between -Pi/2 and Pi/2 for real z.\n"
              "ArcTan[x, y] is the angle of the point {x, y}, between -Pi and Pi.",
     .messages = {{"indet", "Indeterminate expression `1` encountered."}},
     .packed_fn = packed_elementwise},
    LYKOS_ROW("ArcCot", builtin_inverse_circular, "ArcCot[z] is the angle whose cotangent is z, between -Pi/2 and Pi/2 for real z."),
    LYKOS_ROW("ArcSec", builtin_inverse_circular, "ArcSec[z] is the angle whose secant is z."),
    LYKOS_ROW("ArcCsc", builtin_inverse_circular, "ArcCsc[z] is the angle whose cosecant is z."),
    LYKOS_ROW("ArcSinh", builtin_inverse_hyperbolic, "ArcSinh[z] is the inverse hyperbolic sine of z."),
    LYKOS_ROW("ArcCosh", builtin_inverse_hyperbolic, "ArcCosh[z] is the inverse hyperbolic cosine of z."),
    LYKOS_ROW("ArcTanh", builtin_inverse_hyperbolic, "ArcTanh[z] is the inverse hyperbolic tangent of z."),
    LYKOS_ROW("ArcCoth", builtin_inverse_hyperbolic, "ArcCoth[z] is the inverse hyperbolic cotangent of z."),
    LYKOS_ROW("ArcSech", builtin_inverse_hyperbolic, "ArcSech[z] is the inverse hyperbolic secant of z."),
    LYKOS_ROW("ArcCsch", builtin_inverse_hyperbolic, "ArcCsch[z] is the inverse hyperbolic cosecant of z."),
    LYKOS_ROW("Sinc", builtin_Sinc, "Sinc[z] is Sin[z]/z, and 1 at z = 0."),
    LYKOS_ROW("Haversine", builtin_Haversine, "Haversine[z] is Sin[z/2]^2."),
    LYKOS_ROW("InverseHaversine", builtin_InverseHaversine, "InverseHaversine[z] is 2 ArcSin[Sqrt[z]]."),
    LYKOS_ROW("Gudermannian", builtin_Gudermannian, "Gudermannian[z] is 2 ArcTan[Tanh[z/2]]."),
    LYKOS_ROW("InverseGudermannian", builtin_Gudermannian, "InverseGudermannian[z] is 2 ArcTanh[Tan[z/2]]."),
};
#undef LYKOS_ROW

}  // namespace

void register_trigonometry(Registry& r) {
  r.add(kBuiltins);
  for (const KnownSymbol f : kCircular) set_machine_function(f, machine_function(f));
  for (const KnownSymbol f : kHyperbolic) set_machine_function(f, machine_function(f));
}

}  // namespace lykos::builtins
