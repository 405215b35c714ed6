// expand.cpp - Expand, ExpandAll, ExpandNumerator, ExpandDenominator, Distribute-like products of sums.
#include "builtins/algebra/expand.h"

#include <algorithm>

#include "builtins/algebra/polynomial.h"
#include "builtins/algebra/register.h"
#include "builtins/algebra/rings.h"
#include "builtins/algebra/terms.h"
#include "builtins/support.h"
#include "expr/number.h"

namespace lykos::builtins {
namespace {

bool is_container(const Expr& e) {
  return e.is_list() || e.has_head(sym::Equal) || e.has_head(sym::Unequal) || e.has_head(sym::Less) || e.has_head(sym::LessEqual) ||
         e.has_head(sym::Greater) || e.has_head(sym::GreaterEqual) || e.has_head(sym::And) || e.has_head(sym::Or) || e.has_head(sym::Not) ||
         e.has_head(sym::Rule);
}

bool has_inexact(const Expr& e) {
  if (e.is_number()) return !is_exact_number(e);
  if (e.has_head(sym::Plus) || e.has_head(sym::Times) || e.has_head(sym::Power))
    return std::any_of(e.args().begin(), e.args().end(), has_inexact);
  return false;
}

Expr sum_of(std::vector<Expr>&& terms) { return evaluate(make_normal(sym::Plus, std::move(terms))); }

// The product of two expanded expressions, term by term.
Expr multiply_out(const Expr& a, const Expr& b) {
  const std::vector<Expr> xs = terms_of(a);
  const std::vector<Expr> ys = terms_of(b);
  if (xs.size() == 1 && ys.size() == 1) return evaluate(make_normal(sym::Times, {a, b}));
  std::vector<Expr> products;
  products.reserve(xs.size() * ys.size());
  for (const Expr& x : xs) {
    check_interrupt();
    for (const Expr& y : ys) products.push_back(evaluate(make_normal(sym::Times, {x, y})));
  }
  return sum_of(std::move(products));
}

// For coefficients that FLINT does not have (inexact numbers).
Expr expand_by_terms(const Expr& e) {
  if (e.has_head(sym::Plus)) {
    std::vector<Expr> terms;
    for (const Expr& term : e.args()) terms.push_back(expand_by_terms(term));
    return sum_of(std::move(terms));
  }
  if (e.has_head(sym::Times)) {
    Expr product = Expr::integer(1);
    for (const Expr& factor : e.args()) product = multiply_out(product, expand_by_terms(factor));
    return product;
  }
  if (e.has_head(sym::Power, 2) && e[1].is_small_integer() && e[1].small_integer() > 1 && e[0].has_head(sym::Plus)) {
    const Expr base = expand_by_terms(e[0]);
    Expr power = base;
    for (std::int64_t i = 1; i < e[1].small_integer(); ++i) power = multiply_out(power, base);
    return power;
  }
  return e;
}

bool needs_expansion(const Expr& e) {
  if (e.has_head(sym::Plus)) return std::any_of(e.args().begin(), e.args().end(), needs_expansion);
  if (e.has_head(sym::Times))
    return std::any_of(e.args().begin(), e.args().end(), [](const Expr& f) { return f.has_head(sym::Plus) || needs_expansion(f); });
  return e.has_head(sym::Power, 2) && e[1].is_small_integer() && e[1].small_integer() > 1 && (e[0].has_head(sym::Plus) || needs_expansion(e[0]));
}

// Negative powers of sums are left alone: they become opaque generators of the ring.
Expr protect_denominators(const Expr& e, std::vector<Expr>& from, std::vector<Expr>& to) {
  if (e.has_head(sym::Power, 2) && e[1].is_small_integer() && e[1].small_integer() < 0) {
    for (std::size_t i = 0; i < to.size(); ++i)
      if (to[i] == e) return from[i];
    from.push_back(intern_symbol("System`Private`", "denominator" + std::to_string(from.size())));
    to.push_back(e);
    return from.back();
  }
  if (!e.has_head(sym::Plus) && !e.has_head(sym::Times) && !e.has_head(sym::Power, 2)) return e;
  std::vector<Expr> args;
  for (const Expr& arg : e.args()) args.push_back(protect_denominators(arg, from, to));
  return make_normal(e.head(), std::move(args));
}

}  // namespace

Expr expand(const Expr& e) {
  RecursionGuard guard;
  if (is_container(e)) {
    std::vector<Expr> args;
    for (const Expr& arg : e.args()) args.push_back(expand(arg));
    return evaluate(make_normal(e.head(), std::move(args)));
  }
  if (!needs_expansion(e)) return e;
  if (has_inexact(e)) return expand_by_terms(e);
  std::vector<Expr> from;
  std::vector<Expr> to;
  const Expr polynomial_part = protect_denominators(e, from, to);
  const PolynomialRing ring(std::span<const Expr>(&polynomial_part, 1), PolynomialRing::Powers::Opaque);
  const auto polynomial = to_polynomial(polynomial_part, ring);
  if (!polynomial) return expand_by_terms(e);
  const Expr expanded = polynomial->to_expression();
  return from.empty() ? expanded : evaluate(substitute(expanded, from, to));
}

Expr expand_all(const Expr& e) {
  if (!e.is_normal() && !e.is_association()) return e;
  RecursionGuard guard;
  if (e.is_association()) return e;
  if (e.has_head(sym::Power, 2) && e[1].is_small_integer() && e[1].small_integer() < -1 && e[0].has_head(sym::Plus)) {
    const Expr below = expand(evaluate(make_normal(sym::Power, {expand_all(e[0]), Expr::integer(-e[1].small_integer())})));
    return evaluate(make_normal(sym::Power, {below, Expr::integer(-1)}));
  }
  std::vector<Expr> args;
  for (const Expr& arg : e.args()) args.push_back(expand_all(arg));
  return expand(evaluate(make_normal(e.head(), std::move(args))));
}

namespace {

bool mentions(const Expr& e, const Expr& pattern) {
  bool found = false;
  const Matcher matcher(pattern);
  for_each_level(e, LevelSpec{0, LevelSpec::kInfinity}, true, [&](const Expr& part, std::int64_t) {
    found = matcher(part);
    return !found;
  });
  return found;
}

// Expand[expr, patt] leaves parts free of the pattern alone: they are put aside as symbols.
Expr expand_matching(const Expr& e, const Expr& pattern) {
  if (e.has_head(sym::Plus) || e.has_head(sym::Times)) {
    std::vector<Expr> args;
    std::vector<Expr> from;
    std::vector<Expr> to;
    for (const Expr& arg : e.args()) {
      if (mentions(arg, pattern)) {
        args.push_back(arg);
      } else {
        from.push_back(intern_symbol("System`Private`", "kept" + std::to_string(from.size())));
        to.push_back(arg);
        args.push_back(from.back());
      }
    }
    const Expr result = expand(evaluate(make_normal(e.head(), std::move(args))));
    return from.empty() ? result : evaluate(substitute(result, from, to));
  }
  return mentions(e, pattern) ? expand(e) : e;
}

// Expand[expr], Expand[expr, patt]
MaybeExpr builtin_Expand(Call& call) {
  const Expr modulus = call.option(sym::Modulus);
  if (modulus.is_integer() && !(modulus == Expr::integer(0))) return make_normal(sym::PolynomialMod, {expand(call[0]), modulus});
  if (call.option(Expr::symbol("Trig")).is_true()) return make_normal(sym::TrigExpand, {call[0]});
  return call.size() == 2 ? expand_matching(call[0], call[1]) : expand(call[0]);
}
MaybeExpr builtin_ExpandAll(Call& call) { return expand_all(call[0]); }

// The factors of a product that are in the numerator (or the denominator), expanded.
Expr expand_part(const Expr& e, bool denominator) {
  if (is_container(e) || e.has_head(sym::Plus)) {
    std::vector<Expr> args;
    for (const Expr& arg : e.args()) args.push_back(expand_part(arg, denominator));
    return evaluate(make_normal(e.head(), std::move(args)));
  }
  const Expr n = evaluate(make_normal(sym::Numerator, {e}));
  const Expr d = evaluate(make_normal(sym::Denominator, {e}));
  return evaluate(make_normal(sym::Times, {denominator ? n : expand(n), make_normal(sym::Power, {denominator ? expand(d) : d, Expr::integer(-1)})}));
}
MaybeExpr builtin_ExpandNumerator(Call& call) { return expand_part(call[0], false); }
MaybeExpr builtin_ExpandDenominator(Call& call) { return expand_part(call[0], true); }

constexpr const char* kOptions = "{Modulus -> 0, Trig -> False}";
constexpr Builtin kBuiltins[] = {
    {.name = "Expand", .fn = over_any_ring<builtin_Expand>, .arity = between(1, 2), .attributes = kProtected,
     .usage = "Expand[expr] expands out products and positive integer powers in expr.\nExpand[expr, patt] leaves unexpanded any parts of expr that are free of the pattern patt.", .options = kOptions},
    {.name = "ExpandAll", .fn = over_any_ring<builtin_ExpandAll>, .arity = between(1, 2), .attributes = kProtected,
     .usage = "ExpandAll[expr] expands out all products and integer powers in any part of expr.", .options = kOptions},
    {.name = "ExpandNumerator", .fn = builtin_ExpandNumerator, .arity = exactly(1), .attributes = kProtected,
     .usage = "ExpandNumerator[expr] expands out products and powers that appear in the numerator of expr.", .options = kOptions},
    {.name = "ExpandDenominator", .fn = builtin_ExpandDenominator, .arity = exactly(1), .attributes = kProtected,
     .usage = "ExpandDenominator[expr] expands out products and powers that appear as denominators in expr.", .options = kOptions},
};

}  // namespace

void register_expand(Registry& r) { r.add(kBuiltins); }

}  // namespace lykos::builtins
