// continued_fractions.cpp - ContinuedFraction, FromContinuedFraction, Convergents; exact periods for quadratic irrationals.
#include <algorithm>
#include <cmath>
#include <vector>

#include "builtins/arithmetic/numeric.h"
#include "builtins/number_theory/flint_integers.h"
#include "builtins/number_theory/register.h"
#include "builtins/support.h"

namespace lykos::builtins {
namespace {

Integer whole(std::int64_t n) { return Integer(n); }

/// Terms of a rational, rounding toward zero first so that negative numbers mirror positive ones.
std::vector<Expr> rational_terms(Rational q, std::int64_t limit) {
  const bool negative = q.sign() < 0;
  if (negative) q = -q;
  std::vector<Expr> terms;
  while (static_cast<std::int64_t>(terms.size()) < limit) {
    const Integer a = q.floor();
    terms.push_back(Expr::integer(negative ? -a : a));
    const Rational rest = q - Rational(a);
    if (rest.sign() == 0) break;
    q = Rational(whole(1)) / rest;
  }
  return terms;
}

/// Terms that all numbers within the error bound share.
std::vector<Expr> inexact_terms(const Rational& exact, const Rational& error, std::int64_t limit) {
  const bool negative = exact.sign() < 0;
  Rational low = (negative ? -exact : exact) - error, high = (negative ? -exact : exact) + error;
  std::vector<Expr> terms;
  while (static_cast<std::int64_t>(terms.size()) < limit) {
    const Integer a = low.floor();
    if (!(high.floor() == a)) break;
    terms.push_back(Expr::integer(negative ? -a : a));
    const Rational low_rest = low - Rational(a), high_rest = high - Rational(a);
    if (low_rest.sign() <= 0 || high_rest.sign() <= 0) break;
    low = Rational(whole(1)) / high_rest;
    high = Rational(whole(1)) / low_rest;
  }
  return terms;
}

/// (p + s Sqrt[d])/q with integers, for expressions of that form.
struct Quadratic {
  Integer p, s, d, q;
};
std::optional<Quadratic> quadratic_form(const Expr& x) {
  // Collect rational part and one multiple of one square root.
  Rational rational, coefficient;
  std::optional<Rational> radicand;
  const auto add_term = [&](const Expr& term) {
    if (term.is_exact_real()) {
      rational = rational + to_rational(term);
      return true;
    }
    const Term split = split_term(term);
    if (!split.coefficient.is_exact_real()) return false;
    const Expr& root = split.rest;
    if (!root.has_head(sym::Power, 2) || !root[0].is_exact_real() || !root[1].is_rational()) return false;
    if (!(root[1].rational_value().denominator() == whole(2)) || sign_of_real(root[0]) <= 0) return false;
    Rational value = to_rational(root[0]);
    Rational factor = to_rational(split.coefficient);
    const Integer twice = root[1].rational_value().numerator();
    if (twice == whole(-1)) {
      factor = factor / value;
    } else if (!(twice == whole(1))) {
      return false;
    }
    if (radicand && Rational::compare(*radicand, value) != 0) return false;
    radicand = value;
    coefficient = coefficient + factor;
    return true;
  };
  if (x.is(sym::GoldenRatio)) return Quadratic{whole(1), whole(1), whole(5), whole(2)};
  if (x.has_head(sym::Plus)) {
    for (const Expr& term : x.args()) {
      if (!add_term(term)) return std::nullopt;
    }
  } else if (x.has_head(sym::Times, 2) && x[0].is_exact_real() && x[1].has_head(sym::Plus)) {
    for (const Expr& term : x[1].args()) {
      if (!add_term(evaluate(times(x[0], term)))) return std::nullopt;
    }
  } else if (!add_term(x)) {
    return std::nullopt;
  }
  if (!radicand || coefficient.sign() == 0) return std::nullopt;
  // Sqrt[u/v] = Sqrt[u v]/v; bring all to one denominator.
  const Integer d = radicand->numerator() * radicand->denominator();
  coefficient = coefficient / Rational(radicand->denominator());
  const Integer common = lcm(rational.denominator(), coefficient.denominator());
  const Rational scale(common);
  return Quadratic{(rational * scale).numerator(), (coefficient * scale).numerator(), d, common};
}

/// The eventually periodic expansion of (p + Sqrt[d])/q (Lagrange): {a0, ..., {period}}.
MaybeExpr periodic_terms(const Quadratic& z) {
  // Normalise to (P + Sqrt[D])/Q with Q dividing D - P^2.
  Integer D = z.d * z.s * z.s, P = z.p, Q = z.q;
  if (z.s.sign() < 0) {
    P = -P;
    Q = -Q;
  }
  bool exact = false;
  integer_root(D, 2, exact);
  if (exact) return std::nullopt;
  if (((D - P * P) % Q).sign() != 0) {
    const Integer size = abs(Q);
    P = P * size;
    D = D * size * size;
    Q = Q * size;
  }
  const Integer root = integer_root(D, 2, exact);
  struct State {
    Integer P, Q;
  };
  std::vector<State> states;
  std::vector<Expr> terms;
  while (states.size() < 100000) {
    for (std::size_t i = 0; i < states.size(); ++i) {
      if (states[i].P == P && states[i].Q == Q) {
        std::vector<Expr> period(terms.begin() + static_cast<std::ptrdiff_t>(i), terms.end());
        terms.resize(i);
        if (terms.empty()) {  // a purely periodic expansion still shows its first term: {1, {1}}
          terms.push_back(period.front());
          std::rotate(period.begin(), period.begin() + 1, period.end());
        }
        terms.push_back(make_list(std::move(period)));
        return make_list(std::move(terms));
      }
      if (states.size() > 4000 && i > 50) break;  // the period's start lies early: only early states are compared then
    }
    states.push_back({P, Q});
    // floor((P + Sqrt[D])/Q): the root rounds down for Q > 0 and up for Q < 0.
    Integer a, rest;
    floor_divide(Q.sign() > 0 ? P + root : P + root + whole(1), Q, a, rest);
    terms.push_back(Expr::integer(a));
    P = a * Q - P;
    Q = (D - P * P) / Q;
    check_interrupt();
  }
  return std::nullopt;
}

// ContinuedFraction[x], ContinuedFraction[x, n].
MaybeExpr builtin_ContinuedFraction(Call& call) {
  const Expr& x = call.arg(0);
  std::optional<std::int64_t> limit;
  if (call.size() == 2) {
    limit = count_argument(call.arg(1));
    if (!limit || *limit < 1) return call.message("intpm", {call.expr(), Expr::integer(2)});
  }
  const std::int64_t most = limit.value_or(INT64_MAX);
  if (x.is_exact_real()) return make_list(rational_terms(to_rational(x), most));
  if (x.is_real()) {
    const Rational error = Rational::from_double(std::ldexp(std::fabs(x.real_value()), -53));
    return make_list(inexact_terms(Rational::from_double(x.real_value()), error, most));
  }
  if (x.is_big_real()) {
    const Rational error = Rational::from_double(std::pow(10.0, std::max(-300.0, -x.big_real_value().accuracy())));
    return make_list(inexact_terms(x.big_real_value().to_rational(), error, most));
  }
  if (!is_numeric(x) || !is_real_numeric(x)) return std::nullopt;
  if (const auto sign = numeric_sign(x); sign && *sign < 0) {  // the terms of the positive number, all negative
    const Expr terms = evaluate(call.size() == 2 ? make_normal(call.head(), {negated(x), call.arg(1)}) : make_normal(call.head(), {negated(x)}));
    return terms.is_list() ? MaybeExpr(negated(terms)) : std::nullopt;
  }
  if (!limit) {
    if (const auto form = quadratic_form(x)) return periodic_terms(*form);
    return call.message("noterms", {x});
  }
  for (double digits = 20 + 1.2 * static_cast<double>(*limit); digits < 1e7; digits *= 2) {
    const Expr value = numeric_digits(x, digits);
    if (!value.is_big_real()) return std::nullopt;
    Integer scale = pow(whole(10), static_cast<std::uint64_t>(std::max(0.0, value.big_real_value().accuracy() - 1)));
    std::vector<Expr> terms = inexact_terms(value.big_real_value().to_rational(), Rational(whole(1), scale), *limit);
    if (static_cast<std::int64_t>(terms.size()) >= *limit) return make_list(std::move(terms));
    check_interrupt();
  }
  return std::nullopt;
}

/// Value of a periodic block y = [b1; b2, ..., bk, y] as the positive root of its quadratic.
Expr periodic_value(const Expr& block) {
  Integer p0 = whole(0), p1 = whole(1), q0 = whole(1), q1 = whole(0);
  for (const Expr& b : block.args()) {
    const Integer a = b.to_integer();
    const Integer p2 = a * p1 + p0, q2 = a * q1 + q0;
    p0 = p1;
    q0 = q1;
    p1 = p2;
    q1 = q2;
  }
  // y = (p1 y + p0)/(q1 y + q0): q1 y^2 + (q0 - p1) y - p0 = 0.
  const Integer b = q0 - p1;
  const Integer discriminant = b * b + whole(4) * q1 * p0;
  return evaluate(times(plus(Expr::integer(-b), square_root(Expr::integer(discriminant))),
                        Expr::rational(Rational(whole(1), whole(2) * q1))));
}

// FromContinuedFraction[{a1, a2, ...}], FromContinuedFraction[{a1, ..., {b1, ...}}].
MaybeExpr builtin_FromContinuedFraction(Call& call) {
  const Expr& list = call.arg(0);
  if (!list.is_list()) return call.message("list", {call.expr(), Expr::integer(1)});
  if (list.size() == 0) return infinity();
  std::size_t count = list.size();
  MaybeExpr value;
  if (list[count - 1].is_list()) {
    const Expr& block = list[count - 1];
    if (block.size() == 0) return std::nullopt;
    const auto negative = [](const Expr& b) { return b.is_integer() && sign_of_real(b) < 0; };
    if (std::all_of(block.args().begin(), block.args().end(), negative)) {  // all terms negative: the number of the positive ones, negated
      return negated(evaluate(make_normal(call.head(), {negated(list)})));
    }
    for (const Expr& b : block.args()) {
      if (!b.is_integer() || sign_of_real(b) <= 0) return std::nullopt;
    }
    value = periodic_value(block);
    --count;
  }
  bool integers = true;
  for (std::size_t i = 0; i < count; ++i) integers = integers && list[i].is_integer();
  if (integers) {
    // a1 + 1/(a2 + ...) by convergents; a periodic tail y closes it as (p1 y + p0)/(q1 y + q0).
    Integer p0 = whole(0), p1 = whole(1), q0 = whole(1), q1 = whole(0);
    for (std::size_t i = 0; i < count; ++i) {
      const Integer a = list[i].to_integer();
      const Integer p2 = a * p1 + p0, q2 = a * q1 + q0;
      p0 = p1;
      q0 = q1;
      p1 = p2;
      q1 = q2;
    }
    if (!value) return q1.sign() == 0 ? complex_infinity() : Expr::rational(Rational(p1, q1));
    if (count == 0) return value;
    // Rationalise the denominator: y = u + v Sqrt[D].
    Expr nested = *value;
    for (std::size_t i = count; i-- > 0;) {
      const auto form = quadratic_form(nested);
      if (!form) return plus(list[i], power(nested, minus_one()));
      // 1/((p + s r)/q) = q (p - s r)/(p^2 - s^2 d)
      const Integer norm = form->p * form->p - form->s * form->s * form->d;
      const Rational re = Rational(form->q * form->p, norm) + Rational(list[i].to_integer());
      const Rational im(-(form->q * form->s), norm);
      nested = evaluate(plus(Expr::rational(re), times(Expr::rational(im), square_root(Expr::integer(form->d)))));
    }
    return nested;
  }
  Expr nested = value ? *value : list[--count];
  for (std::size_t i = count; i-- > 0;) nested = evaluate(plus(list[i], power(nested, minus_one())));
  return nested;
}

// Convergents[list], Convergents[x], Convergents[x, n].
MaybeExpr builtin_Convergents(Call& call) {
  Expr terms = call.arg(0);
  if (!terms.is_list()) {
    std::vector<Expr> args(call.args().begin(), call.args().end());
    terms = evaluate(make_normal(sym::ContinuedFraction, std::move(args)));
    if (!terms.is_list()) return std::nullopt;
  }
  Expr p0 = Expr::integer(0), p1 = Expr::integer(1), q0 = Expr::integer(1), q1 = Expr::integer(0);
  std::vector<Expr> list;
  for (const Expr& a : terms.args()) {
    if (a.is_list()) break;  // the convergents of a periodic tail have no end
    const Expr p2 = evaluate(plus(times(a, p1), p0)), q2 = evaluate(plus(times(a, q1), q0));
    p0 = p1;
    q0 = q1;
    p1 = p2;
    q1 = q2;
    list.push_back(evaluate(times(p1, power(q1, minus_one()))));
  }
  return make_list(std::move(list));
}

constexpr Builtin kBuiltins[] = {
    {.name = "ContinuedFraction", .fn = builtin_ContinuedFraction, .arity = between(1, 2), .attributes = kListable | kProtected,
     .usage = "ContinuedFraction[x] is the list of all terms of the continued fraction of x that are known.\nContinuedFraction[x, n] gives n terms.",
     .messages = {{"noterms", "`1` has no terminating or periodic continued fraction; give the number of terms."}}},
    {.name = "FromContinuedFraction", .fn = builtin_FromContinuedFraction, .arity = exactly(1),
     .usage = "FromContinuedFraction[list] is the number with the continued fraction terms list; a last list repeats."},
    {.name = "Convergents", .fn = builtin_Convergents, .arity = between(1, 2),
     .usage = "Convergents[list] is the list of convergents of continued fraction terms.\nConvergents[x, n] gives the first n for the number x.\n"
              "Convergents[x] gives all that are known."},
};

}  // namespace

void register_continued_fractions(Registry& r) { r.add(kBuiltins); }

}  // namespace lykos::builtins
