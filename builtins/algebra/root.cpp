// root.cpp - Root, RootReduce, MinimalPolynomial, CountRoots, ToRadicals: exact algebraic numbers.
#include <algorithm>

#include "builtins/algebra/algebraic_numbers.h"
#include "builtins/algebra/register.h"
#include "builtins/arithmetic/numeric.h"
#include "builtins/library.h"
#include "builtins/support.h"
#include "expr/number.h"

namespace lykos::builtins {
namespace {

Expr variable() { return intern_symbol("System`Private`", "rootVariable"); }

// The body of a pure function with the variable in the place of its argument.
MaybeExpr body_of(const Expr& function) {
  if (!function.has_head(sym::Function) || function.size() == 0) return std::nullopt;
  return evaluate(make_normal(function, {variable()}));
}

// Root[f, k], Root[f, k, 0]: the k-th root of the polynomial f[x]; rational and quadratic ones become explicit, the others get the
// minimal polynomial of the root.
MaybeExpr builtin_Root(Call& call) {
  if (call.size() == 3 && !(call[2] == Expr::integer(0))) return std::nullopt;
  const MaybeExpr body = body_of(call[0]);
  if (!body) return std::nullopt;
  const auto p = integer_polynomial(*body, variable());
  if (!p) return std::nullopt;
  const auto k = machine_integer(call[1]);
  if (p->degree() < 1 || !k) return std::nullopt;
  if (*k < 1 || *k > p->degree()) return call.message("nuni", {call[0], call[1], Expr::integer(p->degree())});
  const auto factors = irreducible_factors(*p);
  if (factors.size() == 1 && factors[0].second == 1) {
    const AlgebraicNumber number{factors[0].first, static_cast<slong>(*k)};
    const Expr result = algebraic_expression(number);
    if (call.size() == 3 && result == call.expr()) return std::nullopt;
    return result;
  }
  IntegerPolynomial squarefree;
  fmpz_poly_one(squarefree.raw());
  for (const auto& [factor, exponent] : factors) fmpz_poly_mul(squarefree.raw(), squarefree.raw(), factor.raw());
  // Roots of all factors in one order, each with its factor and its number there, as often as it is a root.
  std::vector<std::pair<std::size_t, slong>> all;
  const std::vector<Ball> roots = ordered_roots(squarefree, 256);
  std::vector<std::vector<Ball>> own;
  for (const auto& [factor, exponent] : factors) own.push_back(ordered_roots(factor, 256));
  for (const Ball& root : roots) {
    for (std::size_t f = 0; f < own.size(); ++f)
      for (std::size_t i = 0; i < own[f].size(); ++i)
        if (acb_overlaps(root, own[f][i]) != 0)
          for (slong m = 0; m < factors[f].second; ++m) all.emplace_back(f, static_cast<slong>(i) + 1);
  }
  if (static_cast<slong>(all.size()) != p->degree()) return std::nullopt;
  const auto& [f, index] = all[static_cast<std::size_t>(*k - 1)];
  return algebraic_expression({factors[f].first, index});
}

bool is_container(const Expr& e) {
  return e.is_list() || e.has_head(sym::Equal) || e.has_head(sym::And) || e.has_head(sym::Or) || e.has_head(sym::Rule) || e.has_head(sym::Less) ||
         e.has_head(sym::Greater) || e.has_head(sym::LessEqual) || e.has_head(sym::GreaterEqual) || e.has_head(sym::Unequal);
}

Expr root_reduce(const Expr& e) {
  if (e.is_number() || e.is_symbol() || e.is_string()) return e;
  if (is_container(e)) {
    std::vector<Expr> args;
    for (const Expr& arg : e.args()) args.push_back(root_reduce(arg));
    return evaluate(make_normal(e.head(), std::move(args)));
  }
  if (e.has_head(sym::Root)) return e;
  if (const auto number = algebraic_number(e)) return algebraic_expression(*number);
  if (e.kind() == Kind::Normal && !e.has_head(sym::Function)) {
    // Algebraic parts of a symbolic expression.
    std::vector<Expr> args;
    for (const Expr& arg : e.args()) args.push_back(root_reduce(arg));
    return evaluate(make_normal(e.head(), std::move(args)));
  }
  return e;
}

MaybeExpr builtin_RootReduce(Call& call) { return root_reduce(call[0]); }

// MinimalPolynomial[s], MinimalPolynomial[s, x]
MaybeExpr builtin_MinimalPolynomial(Call& call) {
  if (call[0].is_list()) {
    Builder list(sym::List);
    for (const Expr& e : call[0].args()) {
      std::vector<Expr> args(call.args().begin(), call.args().end());
      args[0] = e;
      list.push(evaluate(make_normal(sym::MinimalPolynomial, std::move(args))));
    }
    return list.finish();
  }
  const auto number = algebraic_number(call[0]);
  if (!number) return call.message("nalg", {call[0]});
  if (call.size() == 2) return number->polynomial.to_expression(call[1]);
  return make_normal(sym::Function, {number->polynomial.to_expression(make_normal(sym::Slot, {Expr::integer(1)}))});
}

// CountRoots[poly, x], CountRoots[poly, {x, a, b}]: real roots, or those in the rectangle with corners a and b, with multiplicity.
MaybeExpr builtin_CountRoots(Call& call) {
  const bool bounded = call[1].is_list() && call[1].size() == 3;
  const Expr x = bounded ? call[1][0] : call[1];
  const auto p = integer_polynomial(call[0], x);
  if (!p) return call.message("mnpoly", {call[0], x});
  if (p->degree() < 0) return call.message("zrpol", {});
  const auto less_equal = [](const Expr& a, const Expr& b) {
    if (is_negative_infinity(a) || is_infinity(b)) return true;
    if (is_infinity(a) || is_negative_infinity(b)) return false;
    const auto order = numeric_compare(a, b);
    return order && *order <= 0;
  };
  std::int64_t count = 0;
  for (const auto& [factor, exponent] : irreducible_factors(*p)) {
    const std::vector<Ball> roots = ordered_roots(factor, 256);
    for (std::size_t i = 0; i < roots.size(); ++i) {
      const bool real = arb_is_zero(acb_imagref(roots[i].get())) != 0;
      const Expr value = algebraic_expression({factor, static_cast<slong>(i) + 1});
      bool inside = real;
      if (bounded) {
        const Expr re = real ? value : evaluate(make_normal(sym::Re, {value}));
        const Expr im = real ? Expr::integer(0) : evaluate(make_normal(sym::Im, {value}));
        const auto part = [](KnownSymbol f, const Expr& e) { return is_infinity(e) || is_negative_infinity(e) ? (f == sym::Re ? e : Expr::integer(0)) : evaluate(make_normal(f, {e})); };
        inside = less_equal(part(sym::Re, call[1][1]), re) && less_equal(re, part(sym::Re, call[1][2])) && less_equal(part(sym::Im, call[1][1]), im) && less_equal(im, part(sym::Im, call[1][2]));
      }
      if (inside) count += exponent;
    }
  }
  return Expr::integer(count);
}

MaybeExpr builtin_ToRadicals(Call& call) { return call_library(call, "solving/radicals", "toRadicals"); }

constexpr Builtin kBuiltins[] = {
    {.name = "Root", .fn = builtin_Root, .arity = between(2, 3), .attributes = kNHoldRest | kProtected,
     .usage = "Root[f, k] represents the exact k-th root of the polynomial equation f[x] == 0.", .options = "{ExactRootIsolation -> False}",
     .messages = {{"nuni", "`1` does not have `2` roots; it has only `3`."}}},
    {.name = "RootReduce", .fn = builtin_RootReduce, .arity = exactly(1), .attributes = kProtected,
     .usage = "RootReduce[expr] attempts to reduce expr to a single Root object.", .options = "{Method -> Automatic}"},
    {.name = "MinimalPolynomial", .fn = builtin_MinimalPolynomial, .arity = between(1, 2), .attributes = kProtected,
     .usage = "MinimalPolynomial[s, x] gives the minimal polynomial in x for which the algebraic number s is a root.\nMinimalPolynomial[s] gives a pure function representation of the minimal polynomial of s.",
     .messages = {{"nalg", "`1` is not an explicit algebraic number."}}},
    {.name = "CountRoots", .fn = builtin_CountRoots, .arity = exactly(2), .attributes = kProtected,
     .usage = "CountRoots[poly, x] gives the number of real roots of the polynomial poly in x.\nCountRoots[poly, {x, a, b}] gives the number of roots between a and b.",
     .messages = {{"mnpoly", "`1` is not a polynomial in `2` with exact numeric coefficients."}, {"zrpol", "The polynomial is identically zero."}}},
    {.name = "ToRadicals", .fn = builtin_ToRadicals, .arity = exactly(1), .attributes = kProtected,
     .usage = "ToRadicals[expr] attempts to express all Root objects in expr in terms of radicals."},
};

}  // namespace

void register_root(Registry& r) { r.add(kBuiltins); }

}  // namespace lykos::builtins
