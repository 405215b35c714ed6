// factor.cpp - Factor, FactorList, Together, Cancel, Apart and arithmetic of polynomials.
#include <flint/nmod_poly.h>

#include "builtins/algebra/algebraic_numbers.h"
#include "builtins/algebra/expand.h"
#include "builtins/algebra/polynomial.h"
#include "builtins/algebra/register.h"
#include "builtins/algebra/rings.h"
#include "builtins/library.h"
#include "builtins/lists/scalar.h"
#include "builtins/support.h"
#include "expr/number.h"

namespace lykos::builtins {
namespace {

using Transform = Expr (*)(const Expr&);

// Lists, equations and logical combinations are transformed element by element.
MaybeExpr threaded(const Expr& e, Transform transform) {
  static constexpr KnownSymbol kContainers[] = {sym::List, sym::Equal, sym::Unequal, sym::Less, sym::LessEqual, sym::Greater, sym::GreaterEqual, sym::And, sym::Or, sym::Not, sym::Rule};
  for (KnownSymbol head : kContainers) {
    if (!e.has_head(head)) continue;
    std::vector<Expr> args;
    for (const Expr& arg : e.args()) args.push_back(transform(arg));
    return evaluate(make_normal(head, std::move(args)));
  }
  return std::nullopt;
}

Expr factor(const Expr& e) {
  if (MaybeExpr list = threaded(e, factor)) return *list;
  if (e.is_number()) return e;
  const PolynomialRing ring(std::span<const Expr>(&e, 1));
  const auto f = to_rational_function(e, ring);
  if (!f) return e;
  const auto n = f->numerator.factor();
  const auto d = f->denominator.factor();
  if (!n || !d) return e;
  // One product, so that a sign stays outside: -((-1 + x)/y).
  std::vector<Expr> parts{divide(n->content, d->content)};
  for (const auto& [base, exponent] : n->factors) parts.push_back(make_normal(sym::Power, {base.to_expression(), Expr::integer(exponent)}));
  for (const auto& [base, exponent] : d->factors) parts.push_back(make_normal(sym::Power, {base.to_expression(), Expr::integer(-exponent)}));
  return evaluate(make_normal(sym::Times, std::move(parts)));
}

Expr together(const Expr& e);

// Of a product of sums and powers of sums each factor is put over its own denominator, and the product is not multiplied out;
// nullopt when something cancels between them.
MaybeExpr together_by_factors(const Expr& e) {
  if (!e.has_head(sym::Times) && !e.has_head(sym::Power, 2)) return std::nullopt;
  std::vector<Expr> factors;
  bool sums = false;
  for (const Expr& factor : e.has_head(sym::Times) ? std::vector<Expr>(e.args().begin(), e.args().end()) : std::vector<Expr>{e}) {
    const bool power = factor.has_head(sym::Power, 2);
    if (power && !factor[1].is_integer() && factor[0].has_head(sym::Plus)) return std::nullopt;
    const Expr base = power && factor[1].is_integer() ? factor[0] : factor;
    sums = sums || base.has_head(sym::Plus);
    const Expr whole = base.has_head(sym::Plus) ? together(base) : base;
    factors.push_back(power && factor[1].is_integer() ? make_normal(sym::Power, {whole, factor[1]}) : whole);
  }
  if (!sums) return std::nullopt;
  const Expr product = evaluate(make_normal(sym::Times, std::move(factors)));
  const Expr above = evaluate(make_normal(sym::Numerator, {product})), below = evaluate(make_normal(sym::Denominator, {product}));
  if (below.is_number()) return product;
  return evaluate(make_normal(sym::Quiet, {make_normal(sym::PolynomialGCD, {above, below})})).is_number() ? MaybeExpr(product) : std::nullopt;
}

// One fraction: the numerator expanded with its rational content outside, the denominator factored.
Expr together(const Expr& e) {
  if (MaybeExpr list = threaded(e, together)) return *list;
  if (!e.is_normal()) return e;
  if (MaybeExpr product = together_by_factors(e)) return *product;
  const PolynomialRing ring(std::span<const Expr>(&e, 1));
  const auto f = to_rational_function(e, ring);
  if (!f) return e;
  const auto d = f->denominator.factor();
  const auto n = f->numerator.factor();
  if (!d || !n) return e;
  // Keep monomial factors and the content apart from the expanded remainder.
  Expr rest = Expr::integer(1);
  std::vector<Expr> outside{divide(n->content, d->content)};
  for (const auto& [base, exponent] : n->factors) {
    const Expr power = make_normal(sym::Power, {base.to_expression(), Expr::integer(exponent)});
    if (base.term_count() == 1) outside.push_back(power);
    else rest = evaluate(make_normal(sym::Times, {rest, power}));
  }
  outside.push_back(expand(rest));
  std::vector<Expr> below;
  for (const auto& [base, exponent] : d->factors) below.push_back(make_normal(sym::Power, {base.to_expression(), Expr::integer(exponent)}));
  const Expr numerator = evaluate(make_normal(sym::Times, std::move(outside)));
  return below.empty() ? numerator : quotient(numerator, evaluate(make_normal(sym::Times, std::move(below))));
}

// Common factors of numerator and denominator of each term are removed.
Expr cancel(const Expr& e) {
  if (MaybeExpr list = threaded(e, cancel)) return *list;
  if (e.has_head(sym::Plus)) {
    std::vector<Expr> terms;
    for (const Expr& term : e.args()) terms.push_back(cancel(term));
    return evaluate(make_normal(sym::Plus, std::move(terms)));
  }
  const Expr denominator = evaluate(make_normal(sym::Denominator, {e}));
  if (denominator.is_number()) {  // (2 + 2 x)/4: a number below cancels against the contents of sums above
    if (!e.has_head(sym::Times) || denominator == Expr::integer(1)) return e;
    std::vector<Expr> factors;
    for (const Expr& factor : e.args()) factors.push_back(factor.has_head(sym::Plus) ? evaluate(make_normal(sym::FactorTerms, {factor})) : factor);
    return evaluate(make_normal(sym::Times, std::move(factors)));
  }
  const PolynomialRing ring(std::span<const Expr>(&e, 1));
  const auto f = to_rational_function(e, ring);
  if (!f) return e;
  const Expr below = f->denominator.to_expression();
  if (below == expand(denominator) && (denominator.has_head(sym::Power) || denominator.has_head(sym::Times))) return e;  // nothing in common
  return quotient(f->numerator.to_expression(), below);
}

// The factors modulo a prime of a polynomial in one variable (FLINT); nullopt for others.
MaybeExpr factor_modulo(const Expr& e, const Expr& modulus) {
  const auto p = machine_integer(modulus);
  if (!p || *p < 2 || !evaluate(make_normal(sym::PrimeQ, {modulus})).is_true()) return std::nullopt;
  const PolynomialRing ring(std::span<const Expr>(&e, 1));
  if (ring.generators().size() != 1) return std::nullopt;
  const auto integral = integer_polynomial(e, ring.generators()[0]);
  if (!integral) return std::nullopt;
  nmod_poly_t reduced;
  nmod_poly_init(reduced, static_cast<mp_limb_t>(*p));
  fmpz_poly_get_nmod_poly(reduced, integral->raw());
  nmod_poly_factor_t factors;
  nmod_poly_factor_init(factors);
  const mp_limb_t lead = nmod_poly_degree(reduced) < 0 ? 0 : nmod_poly_factor(factors, reduced);
  std::vector<std::pair<Expr, slong>> bases;
  for (slong i = 0; i < factors->num; ++i) {
    std::vector<Expr> terms;
    for (slong k = 0; k <= nmod_poly_degree(factors->p + i); ++k)
      terms.push_back(make_normal(sym::Times, {Expr::integer(static_cast<std::int64_t>(nmod_poly_get_coeff_ui(factors->p + i, k))), make_normal(sym::Power, {ring.generators()[0], Expr::integer(k)})}));
    bases.emplace_back(evaluate(make_normal(sym::Plus, std::move(terms))), factors->exp[i]);
  }
  nmod_poly_factor_clear(factors);
  nmod_poly_clear(reduced);
  std::vector<Expr> parts{Expr::integer(static_cast<std::int64_t>(lead))};
  for (const auto& [base, exponent] : bases) parts.push_back(make_normal(sym::Power, {base, Expr::integer(exponent)}));
  return evaluate(make_normal(sym::Times, std::move(parts)));
}

// Factor[poly] over the rationals, or as Modulus, Extension, GaussianIntegers and Trig say.
MaybeExpr builtin_Factor(Call& call) {
  const Expr modulus = call.option(sym::Modulus);
  if (modulus.is_integer() && !(modulus == Expr::integer(0))) return factor_modulo(call[0], modulus).value_or(factor(call[0]));
  Expr extension = call.option(Expr::symbol("Extension"));
  if (call.option(Expr::symbol("GaussianIntegers")).is_true()) extension = Expr::complex(Expr::integer(0), Expr::integer(1));
  if (!extension.is(sym::None) && !extension.is(sym::Automatic)) {
    const Expr args[2] = {call[0], extension};
    if (MaybeExpr result = call_library("algebra/forms", "factorExtension", args)) return result;
  }
  if (call.option(Expr::symbol("Trig")).is_true()) return make_normal(sym::TrigFactor, {call[0]});
  return factor(call[0]);
}
MaybeExpr builtin_Together(Call& call) { return together(call[0]); }
MaybeExpr builtin_Cancel(Call& call) { return cancel(call[0]); }

// FactorList[poly]: {{content, 1}, {factor, exponent}, ...}
MaybeExpr builtin_FactorList(Call& call) {
  const PolynomialRing ring(call.args());
  const auto p = to_polynomial(call[0], ring);
  if (!p) {
    const auto fraction = to_rational_function(call[0], ring);
    const auto above = fraction ? fraction->numerator.factor() : std::nullopt;
    const auto below = fraction ? fraction->denominator.factor() : std::nullopt;
    if (!above || !below) return call.message("poly", {call[0]});
    Builder list(sym::List);
    list.push(make_list({divide(above->content, below->content), Expr::integer(1)}));
    for (const auto& [base, exponent] : above->factors) list.push(make_list({base.to_expression(), Expr::integer(exponent)}));
    for (const auto& [base, exponent] : below->factors) list.push(make_list({base.to_expression(), Expr::integer(-exponent)}));
    return list.finish();
  }
  const auto factors = p->factor();
  if (!factors) return std::nullopt;
  Builder list(sym::List);
  list.push(make_list({factors->content, Expr::integer(1)}));
  for (const auto& [base, exponent] : factors->factors) list.push(make_list({base.to_expression(), Expr::integer(exponent)}));
  return list.finish();
}

using Combine = Polynomial (*)(const Polynomial&, const Polynomial&);

MaybeExpr combine(Call& call, Combine operation) {
  const PolynomialRing ring(call.args());
  std::optional<Polynomial> total;
  for (const Expr& e : call.args()) {
    auto p = to_polynomial(e, ring);
    if (!p) return call.message("poly", {e});
    total = total ? operation(*total, *p) : std::move(*p);
  }
  // Polynomials that are given as products have a product as the result.
  const bool products = call.size() > 1 && std::all_of(call.args().begin(), call.args().end(), [](const Expr& e) {
                          return (e.has_head(sym::Times) || e.has_head(sym::Power, 2)) &&
                                 std::any_of(e.args().begin(), e.args().end(), [](const Expr& factor) { return factor.has_head(sym::Plus) || (factor.has_head(sym::Power, 2) && factor[0].has_head(sym::Plus)); });
                        });
  const Expr result = total->to_expression();
  return products ? evaluate(make_normal(sym::Factor, {result})) : result;
}

// FLINT's gcd is monic over the rationals; the language wants the primitive one with integer coefficients.
Polynomial primitive_gcd(const Polynomial& a, const Polynomial& b) {
  Polynomial g = greatest_common_divisor(a, b);
  fmpq_mpoly_struct* raw = g.raw();
  if (!g.is_zero()) fmpq_one(raw->content);
  return g;
}

MaybeExpr builtin_PolynomialGCD(Call& call) { return combine(call, primitive_gcd); }
MaybeExpr builtin_PolynomialLCM(Call& call) {
  return combine(call, [](const Polynomial& a, const Polynomial& b) {
    const auto reduced = divide_exactly(a, primitive_gcd(a, b));
    return reduced ? multiply(*reduced, b) : multiply(a, b);
  });
}

// Division with remainder in one variable; coefficients may be any rational functions of the others.
struct Division {
  Expr quotient;
  Expr remainder;
};
std::optional<Division> divide_in(const Expr& a, const Expr& b, const Expr& x) {
  const auto coefficients = [&](const Expr& e) { return evaluate(make_normal(sym::CoefficientList, {e, x})); };
  Expr top = coefficients(a);
  const Expr bottom = coefficients(b);
  if (!top.is_list() || !bottom.is_list() || bottom.size() == 0) return std::nullopt;
  std::vector<Expr> r(top.args().begin(), top.args().end());
  std::vector<Expr> q;
  const std::size_t n = bottom.size();
  const Expr lead = bottom[n - 1];
  if (r.size() >= n) q.assign(r.size() - n + 1, Expr::integer(0));
  while (r.size() >= n) {
    check_interrupt();
    const std::size_t shift = r.size() - n;
    const Expr factor = together(quotient(r.back(), lead));
    q[shift] = factor;
    for (std::size_t i = 0; i + 1 < n; ++i) {
      const Expr product = make_normal(sym::Times, {Expr::integer(-1), factor, bottom[i]});
      r[shift + i] = together(evaluate(make_normal(sym::Plus, {r[shift + i], product})));
    }
    r.pop_back();
  }
  const auto rebuild_sum = [&](const std::vector<Expr>& c) {
    std::vector<Expr> terms;
    for (std::size_t i = 0; i < c.size(); ++i)
      terms.push_back(make_normal(sym::Times, {c[i], make_normal(sym::Power, {x, Expr::integer(static_cast<std::int64_t>(i))})}));
    return expand(evaluate(make_normal(sym::Plus, std::move(terms))));
  };
  return Division{rebuild_sum(q), rebuild_sum(r)};
}

MaybeExpr builtin_PolynomialQuotient(Call& call) {
  const auto d = divide_in(call[0], call[1], call[2]);
  return d ? MaybeExpr(d->quotient) : std::nullopt;
}
MaybeExpr builtin_PolynomialRemainder(Call& call) {
  const auto d = divide_in(call[0], call[1], call[2]);
  return d ? MaybeExpr(d->remainder) : std::nullopt;
}
MaybeExpr builtin_PolynomialQuotientRemainder(Call& call) {
  const auto d = divide_in(call[0], call[1], call[2]);
  return d ? MaybeExpr(make_list({d->quotient, d->remainder})) : std::nullopt;
}

// The coefficients c with Sum[c_i vector_i] = target, by elimination over rational functions; empty when there are none.
std::vector<Expr> combination_of(const std::vector<Expr>& vectors, const Expr& target) {
  const std::size_t n = vectors.size();
  std::vector<std::vector<Expr>> rows(target.size());
  for (std::size_t i = 0; i < target.size(); ++i) {
    for (const Expr& v : vectors) rows[i].push_back(v[i]);
    rows[i].push_back(target[i]);
  }
  const auto is_zero_entry = [](const Expr& e) { return e.is_number() && is_zero(e); };
  std::size_t done = 0;
  for (std::size_t column = 0; column < n; ++column) {
    check_interrupt();
    std::size_t pivot = done;
    while (pivot < rows.size() && is_zero_entry(rows[pivot][column])) ++pivot;
    if (pivot == rows.size()) return {};
    std::swap(rows[pivot], rows[done]);
    const Expr scale = rows[done][column];
    for (Expr& entry : rows[done]) entry = together(quotient(entry, scale));
    for (std::size_t i = 0; i < rows.size(); ++i) {
      if (i == done || is_zero_entry(rows[i][column])) continue;
      const Expr factor_of_row = rows[i][column];
      for (std::size_t j = column; j <= n; ++j)
        rows[i][j] = together(evaluate(make_normal(sym::Plus, {rows[i][j], make_normal(sym::Times, {Expr::integer(-1), factor_of_row, rows[done][j]})})));
    }
    ++done;
  }
  std::vector<Expr> solution;
  for (std::size_t i = 0; i < n; ++i) solution.push_back(rows[i][n]);
  return solution;
}

bool has_complex(const Expr& e) {
  if (!e.is_normal()) return e.is_complex();
  return std::any_of(e.args().begin(), e.args().end(), has_complex);
}

// Apart[expr, x]: for each power of a factor p^e of the denominator, numerators of lower degree, found from the equations
// between coefficients (undetermined coefficients, solved exactly).
MaybeExpr builtin_Apart(Call& call) {
  const Expr e = together(call[0]);
  if (MaybeExpr list = threaded(call[0], [](const Expr& part) { return evaluate(make_normal(sym::Apart, {part})); })) return *list;
  if (has_complex(e)) {
    const Expr variables = evaluate(make_normal(sym::Variables, {e}));
    if (variables.is_list() && variables.size() == 1) {
      const Expr args[2] = {e, call.size() == 2 ? call[1] : variables[0]};
      return call_library("algebra/rings", "apartGaussian", args);
    }
  }
  const PolynomialRing ring(std::span<const Expr>(&e, 1));
  const auto f = to_rational_function(e, ring);
  if (!f) return e;
  Expr x;
  if (call.size() == 2) {
    x = call[1];
  } else {
    if (ring.generators().empty()) return e;
    x = ring.generators()[0];
  }
  const auto factors = f->denominator.factor();
  if (!factors) return e;
  const Expr numerator = f->numerator.to_expression();
  const Expr denominator = f->denominator.to_expression();
  const auto division = divide_in(numerator, denominator, x);
  if (!division) return e;
  std::vector<Expr> terms{division->quotient};
  const auto degree = [&](const Expr& p) {
    const Expr list = evaluate(make_normal(sym::CoefficientList, {p, x}));
    return list.is_list() ? static_cast<std::int64_t>(list.size()) - 1 : 0;
  };
  struct Part {
    Expr base;
    std::int64_t exponent, degree;
  };
  std::vector<Part> parts;
  for (const auto& [base, exponent] : factors->factors) {
    const Expr b = base.to_expression();
    if (degree(b) >= 1)
      for (std::int64_t k = 1; k <= exponent; ++k) parts.push_back({b, k, degree(b)});
  }
  const std::int64_t unknowns = degree(denominator);
  if (unknowns <= 0 || parts.empty()) return e;
  // Columns: x^j * denominator / base^k; solve for their combination that gives the remainder.
  std::vector<Expr> columns;
  std::vector<std::pair<const Part*, std::int64_t>> meaning;
  for (const Part& part : parts) {
    for (std::int64_t j = 0; j < part.degree; ++j) {
      const Expr cofactor = cancel(quotient(denominator, make_normal(sym::Power, {part.base, Expr::integer(part.exponent)})));
      columns.push_back(expand(evaluate(make_normal(sym::Times, {cofactor, make_normal(sym::Power, {x, Expr::integer(j)})}))));
      meaning.emplace_back(&part, j);
    }
  }
  const auto padded = [&](const Expr& p) {
    const Expr list = evaluate(make_normal(sym::CoefficientList, {p, x}));
    std::vector<Expr> c(list.args().begin(), list.args().end());
    c.resize(static_cast<std::size_t>(unknowns), Expr::integer(0));
    return make_list(std::move(c));
  };
  std::vector<Expr> vectors;
  for (const Expr& column : columns) vectors.push_back(padded(column));
  const std::vector<Expr> solution = combination_of(vectors, padded(division->remainder));
  if (solution.size() != columns.size()) return e;
  for (const Part& part : parts) {
    std::vector<Expr> top;
    for (std::size_t i = 0; i < meaning.size(); ++i)
      if (meaning[i].first == &part) top.push_back(make_normal(sym::Times, {solution[i], make_normal(sym::Power, {x, Expr::integer(meaning[i].second)})}));
    const Expr n = together(evaluate(make_normal(sym::Plus, std::move(top))));
    terms.push_back(quotient(n, make_normal(sym::Power, {part.base, Expr::integer(part.exponent)})));
  }
  return evaluate(make_normal(sym::Plus, std::move(terms)));
}

constexpr MessageTexts kPolynomial = {{"poly", "`1` is not a polynomial with rational coefficients."}};
constexpr Builtin kBuiltins[] = {
    {.name = "Factor", .fn = builtin_Factor, .arity = exactly(1), .attributes = kListable | kProtected, .usage = "Factor[poly] factors a polynomial over the integers.",
     .options = "{Extension -> None, GaussianIntegers -> False, Modulus -> 0, Trig -> False}"},
    {.name = "FactorList", .fn = over_any_ring<builtin_FactorList>, .arity = exactly(1), .attributes = kProtected, .usage = "FactorList[poly] gives a list of the factors of a polynomial, together with their exponents.", .options = "{Extension -> None, GaussianIntegers -> False, Modulus -> 0}", .messages = kPolynomial},
    {.name = "Together", .fn = over_any_ring<builtin_Together>, .arity = exactly(1), .attributes = kListable | kProtected, .usage = "Together[expr] puts terms in a sum over a common denominator, and cancels factors in the result.", .options = "{Extension -> None, Modulus -> 0, Trig -> False}"},
    {.name = "Cancel", .fn = over_any_ring<builtin_Cancel>, .arity = exactly(1), .attributes = kListable | kProtected, .usage = "Cancel[expr] cancels out common factors in the numerator and denominator of expr.", .options = "{Extension -> None, Modulus -> 0, Trig -> False}"},
    {.name = "Apart", .fn = over_any_ring<builtin_Apart>, .arity = between(1, 2), .attributes = kListable | kProtected, .usage = "Apart[expr] rewrites a rational expression as a sum of terms with minimal denominators.\nApart[expr, var] treats all variables other than var as constants.", .options = "{Modulus -> 0}"},
    {.name = "PolynomialGCD", .fn = over_any_ring<builtin_PolynomialGCD>, .arity = at_least(1), .attributes = kListable | kProtected, .usage = "PolynomialGCD[poly1, poly2, ...] gives the greatest common divisor of the polynomials polyi.", .options = "{Extension -> None, Modulus -> 0, Trig -> False}", .messages = kPolynomial},
    {.name = "PolynomialLCM", .fn = over_any_ring<builtin_PolynomialLCM>, .arity = at_least(1), .attributes = kListable | kProtected, .usage = "PolynomialLCM[poly1, poly2, ...] gives the least common multiple of the polynomials polyi.", .options = "{Extension -> None, Modulus -> 0, Trig -> False}", .messages = kPolynomial},
    {.name = "PolynomialQuotient", .fn = over_any_ring<builtin_PolynomialQuotient>, .arity = exactly(3), .attributes = kProtected, .usage = "PolynomialQuotient[p, q, x] gives the quotient of p and q, treated as polynomials in x, with any remainder dropped.", .options = "{Modulus -> 0}"},
    {.name = "PolynomialRemainder", .fn = over_any_ring<builtin_PolynomialRemainder>, .arity = exactly(3), .attributes = kProtected, .usage = "PolynomialRemainder[p, q, x] gives the remainder from dividing p by q, treated as polynomials in x.", .options = "{Modulus -> 0}"},
    {.name = "PolynomialQuotientRemainder", .fn = over_any_ring<builtin_PolynomialQuotientRemainder>, .arity = exactly(3), .attributes = kProtected, .usage = "PolynomialQuotientRemainder[p, q, x] gives a list of the quotient and remainder of p and q, treated as polynomials in x.", .options = "{Modulus -> 0}"},
};

}  // namespace

void register_factor(Registry& r) { r.add(kBuiltins); }

}  // namespace lykos::builtins
