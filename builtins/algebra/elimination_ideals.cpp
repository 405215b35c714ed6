// elimination_ideals.cpp - GroebnerBasis, PolynomialReduce, Resultant, Discriminant.
#include <algorithm>

#include "builtins/algebra/groebner.h"
#include "builtins/algebra/register.h"
#include "builtins/arithmetic/numeric.h"
#include "builtins/support.h"
#include "expr/number.h"

namespace lykos::builtins {
namespace {

// Equations are read as differences of their sides.
Expr as_polynomial(const Expr& e) {
  if (e.has_head(sym::Equal, 2)) return evaluate(plus(e[0], negated(e[1])));
  return e;
}
std::vector<Expr> polynomial_list(const Expr& e) {
  std::vector<Expr> result;
  if (e.is_list() || e.has_head(sym::And)) {
    for (const Expr& p : e.args())
      if (!p.is_true()) result.push_back(as_polynomial(p));
  } else {
    result.push_back(as_polynomial(e));
  }
  return result;
}
std::vector<Expr> variable_list(const Expr& e) {
  if (e.is_list()) return {e.args().begin(), e.args().end()};
  return {e};
}

std::optional<ordering_t> monomial_order(const Expr& name) {
  if (name == Expr::symbol("Lexicographic")) return ORD_LEX;
  if (name == Expr::symbol("DegreeLexicographic")) return ORD_DEGLEX;
  if (name == Expr::symbol("DegreeReverseLexicographic")) return ORD_DEGREVLEX;
  return std::nullopt;
}

std::optional<std::vector<Polynomial>> polynomials_of(Call& call, std::span<const Expr> expressions, const PolynomialRing& ring) {
  std::vector<Polynomial> result;
  for (const Expr& e : expressions) {
    auto f = to_rational_function(e, ring);
    if (!f || !f->denominator.is_constant()) {
      call.message("ivar", {e});
      return std::nullopt;
    }
    auto p = divide_exactly(f->numerator, f->denominator);
    if (!p) return std::nullopt;
    if (!p->is_zero()) result.push_back(std::move(*p));
  }
  return result;
}

// GroebnerBasis[{poly1, ...}, {x1, ...}], GroebnerBasis[polys, main variables, variables to eliminate]
MaybeExpr builtin_GroebnerBasis(Call& call) {
  const std::vector<Expr> expressions = polynomial_list(call[0]);
  const bool eliminate = call.size() == 3;
  const std::vector<Expr> main = variable_list(call[1]);
  std::vector<Expr> variables = eliminate ? variable_list(call[2]) : std::vector<Expr>{};
  const std::size_t eliminated = variables.size();
  variables.insert(variables.end(), main.begin(), main.end());
  const auto order = monomial_order(call.option(Expr::symbol("MonomialOrder")));
  // Elimination wants a lexicographic order whatever the order of the result.
  const PolynomialRing ring(variables, expressions, eliminate || !order ? ORD_LEX : *order);
  auto polynomials = polynomials_of(call, expressions, ring);
  if (!polynomials) return std::nullopt;
  Builder list(sym::List);
  for (const Polynomial& p : groebner_basis(std::move(*polynomials))) {
    bool kept = true;
    for (std::size_t v = 0; v < eliminated; ++v) {
      const int index = ring.index_of(variables[v]);
      if (index >= 0 && fmpq_mpoly_degree_si(p.raw(), index, ring.context()) > 0) kept = false;
    }
    if (kept) list.push(p.to_expression());
  }
  return list.finish();
}

// PolynomialReduce[poly, {poly1, ...}, {x1, ...}]: {{a1, ...}, b}
MaybeExpr builtin_PolynomialReduce(Call& call) {
  std::vector<Expr> all = polynomial_list(call[1]);
  all.push_back(call[0]);
  const std::vector<Expr> variables = call.size() >= 3 ? variable_list(call[2]) : std::vector<Expr>{};
  const auto order = monomial_order(call.option(Expr::symbol("MonomialOrder")));
  const PolynomialRing ring(variables, all, order.value_or(ORD_LEX));
  std::vector<Polynomial> divisors;
  std::optional<Polynomial> dividend;
  for (std::size_t i = 0; i < all.size(); ++i) {
    auto p = to_polynomial(all[i], ring);
    if (!p) return call.message("ivar", {all[i]});
    if (i + 1 == all.size()) dividend = std::move(*p);
    else if (p->is_zero()) return call.message("zero", {all[i]});
    else divisors.push_back(std::move(*p));
  }
  std::vector<Polynomial> quotients;
  const Polynomial remainder = normal_form(*dividend, divisors, &quotients);
  Builder list(sym::List);
  for (const Polynomial& q : quotients) list.push(q.to_expression());
  const Expr coefficients = list.finish();
  return make_list({coefficients, remainder.to_expression()});
}

std::optional<Expr> ring_operation(Call& call, std::span<const Expr> expressions, const Expr& x,
                                   int (*operation)(fmpq_mpoly_t, std::span<const Polynomial>, slong, const fmpq_mpoly_ctx_t)) {
  const PolynomialRing ring(std::span<const Expr>(&x, 1), expressions, ORD_LEX);
  const int index = ring.index_of(x);
  std::vector<Polynomial> polynomials;
  for (const Expr& e : expressions) {
    auto p = to_polynomial(e, ring);
    if (!p) {
      call.message("polynomial", {e, x});
      return std::nullopt;
    }
    polynomials.push_back(std::move(*p));
  }
  Polynomial result(ring);
  if (index < 0 || operation(result.raw(), polynomials, index, ring.context()) == 0) return std::nullopt;
  ring.reduce(result);
  return result.to_expression();
}

// Resultant[p, q, x]
MaybeExpr builtin_Resultant(Call& call) {
  const std::vector<Expr> both{as_polynomial(call[0]), as_polynomial(call[1])};
  return ring_operation(call, both, call[2], [](fmpq_mpoly_t r, std::span<const Polynomial> p, slong x, const fmpq_mpoly_ctx_t context) {
    return fmpq_mpoly_resultant(r, p[0].raw(), p[1].raw(), x, context);
  });
}

// Discriminant[p, x]
MaybeExpr builtin_Discriminant(Call& call) {
  const Expr p = as_polynomial(call[0]);
  return ring_operation(call, std::span<const Expr>(&p, 1), call[1], [](fmpq_mpoly_t r, std::span<const Polynomial> q, slong x, const fmpq_mpoly_ctx_t context) {
    return fmpq_mpoly_discriminant(r, q[0].raw(), x, context);
  });
}

constexpr Builtin kBuiltins[] = {
    {.name = "GroebnerBasis", .fn = builtin_GroebnerBasis, .arity = between(2, 3), .attributes = kProtected,
     .usage = "GroebnerBasis[{poly1, poly2, ...}, {x1, x2, ...}] gives a list of polynomials that form a Groebner basis for the set of polynomials polyi.\nGroebnerBasis[{poly1, ...}, {x1, ...}, {y1, ...}] finds a Groebner basis in which the yi have been eliminated.",
     .options = "{CoefficientDomain -> Automatic, Method -> Automatic, Modulus -> 0, MonomialOrder -> Lexicographic, ParameterVariables -> {}, Sort -> False, Tolerance -> 0}",
     .messages = {{"ivar", "`1` is not a polynomial."}}},
    {.name = "PolynomialReduce", .fn = builtin_PolynomialReduce, .arity = between(2, 3), .attributes = kProtected,
     .usage = "PolynomialReduce[poly, {poly1, poly2, ...}, {x1, x2, ...}] yields a list representing a reduction of poly in terms of the polyi.",
     .options = "{CoefficientDomain -> Rationals, Modulus -> 0, MonomialOrder -> Lexicographic, ParameterVariables -> {}}",
     .messages = {{"ivar", "`1` is not a polynomial."}, {"zero", "Zero polynomial `1` cannot be a divisor."}}},
    {.name = "Resultant", .fn = builtin_Resultant, .arity = exactly(3), .attributes = kListable | kProtected,
     .usage = "Resultant[poly1, poly2, var] computes the resultant of the polynomials poly1 and poly2 with respect to the variable var.",
     .options = "{Method -> Automatic, Modulus -> 0}", .messages = {{"polynomial", "`1` is not a polynomial in `2`."}}},
    {.name = "Discriminant", .fn = builtin_Discriminant, .arity = exactly(2), .attributes = kListable | kProtected,
     .usage = "Discriminant[poly, var] computes the discriminant of the polynomial poly with respect to the variable var.",
     .options = "{Method -> Automatic, Modulus -> 0}", .messages = {{"polynomial", "`1` is not a polynomial in `2`."}}},
};

}  // namespace

void register_elimination_ideals(Registry& r) { r.add(kBuiltins); }

}  // namespace lykos::builtins
