// domains.cpp - Element and NotElement for the domains Integers, Rationals, Reals, Complexes, Algebraics, Primes, Booleans.
//
// Membership is decided for numbers, numeric constants and truth values; anything symbolic stays.
#include <cmath>

#include "builtins/algebra/register.h"
#include "builtins/support.h"
#include "expr/number.h"

namespace lykos::builtins {
namespace {

enum class Decision { Yes, No, Unknown };

Decision decide(bool known, bool value) { return !known ? Decision::Unknown : value ? Decision::Yes : Decision::No; }

// The numeric value of an expression without variables, at machine precision.
MaybeExpr numeric_value(const Expr& e) {
  if (!evaluate(make_normal(sym::NumericQ, {e})).is_true()) return std::nullopt;
  const Expr value = evaluate(make_normal(sym::N, {e}));
  return value.is_number() ? MaybeExpr(value) : std::nullopt;
}

Decision member(const Expr& e, const Expr& domain) {
  const bool truth = e.is_true() || e.is_false();
  if (domain.is(sym::Booleans)) return decide(truth || e.is_number(), truth);
  if (truth || e.is_string()) return Decision::No;
  if (domain.is(sym::Complexes)) return decide(numeric_value(e).has_value(), true);
  if (domain.is(sym::Reals)) {
    const MaybeExpr value = numeric_value(e);
    return decide(value.has_value(), value && value->is_real_number());
  }
  if (e.is_number()) {
    // An inexact number is not known to be an integer or a rational, as in the original.
    if (!is_exact_number(e)) return domain.is(sym::Integers) || domain.is(sym::Rationals) || domain.is(sym::Primes) ? Decision::Unknown : Decision::Yes;
    if (domain.is(sym::Integers)) return decide(true, e.is_integer());
    if (domain.is(sym::Rationals)) return decide(true, e.is_exact_real());
    if (domain.is(sym::Algebraics)) return Decision::Yes;
    if (domain.is(sym::Primes)) return decide(true, e.is_integer() && evaluate(make_normal(sym::PrimeQ, {e})).is_true());
  }
  // A numeric constant that is visibly not whole: Pi, Sqrt[2].
  if (domain.is(sym::Integers) || domain.is(sym::Primes)) {
    const MaybeExpr value = numeric_value(e);
    if (value && value->is_real()) {
      const double x = value->real_value();
      if (x > -1e15 && x < 1e15 && std::abs(x - std::round(x)) > 1e-9) return Decision::No;
    }
    if (value && value->is_complex()) return Decision::No;
  }
  return Decision::Unknown;
}

bool is_domain(const Expr& e) {
  return e.is(sym::Integers) || e.is(sym::Rationals) || e.is(sym::Reals) || e.is(sym::Complexes) || e.is(sym::Algebraics) || e.is(sym::Primes) ||
         e.is(sym::Booleans);
}

// x in dom, (x | y) in dom
MaybeExpr element(Call& call, bool wanted) {
  if (!is_domain(call[1])) return std::nullopt;
  const Expr& subject = call[0];
  if (subject.has_head(sym::Alternatives) || subject.is_list()) {
    std::vector<Expr> open;
    for (const Expr& e : subject.args()) {
      const Decision d = member(e, call[1]);
      if (d == Decision::No) return Expr::boolean(!wanted);
      if (d == Decision::Unknown) open.push_back(e);
    }
    if (open.empty()) return Expr::boolean(wanted);
    if (open.size() == subject.size()) return std::nullopt;
    return make_normal(call.head(), {open.size() == 1 ? open[0] : make_normal(subject.head(), std::move(open)), call[1]});
  }
  const Decision d = member(subject, call[1]);
  if (d == Decision::Unknown) return std::nullopt;
  return Expr::boolean((d == Decision::Yes) == wanted);
}
MaybeExpr builtin_Element(Call& call) { return element(call, true); }
MaybeExpr builtin_NotElement(Call& call) { return element(call, false); }

constexpr Builtin kBuiltins[] = {
    {.name = "Element", .fn = builtin_Element, .arity = exactly(2), .attributes = kProtected, .usage = "Element[x, dom] or x \\[Element] dom asserts that x is an element of the domain dom.\nElement[x1 | x2 | ..., dom] asserts that all the xi are elements of dom."},
    {.name = "NotElement", .fn = builtin_NotElement, .arity = exactly(2), .attributes = kProtected, .usage = "NotElement[x, dom] asserts that x is not an element of the domain dom."},
    {.name = "Integers", .attributes = kProtected, .usage = "Integers represents the domain of integers, as in x \\[Element] Integers."},
    {.name = "Rationals", .attributes = kProtected, .usage = "Rationals represents the domain of rational numbers."},
    {.name = "Reals", .attributes = kProtected, .usage = "Reals represents the domain of real numbers."},
    {.name = "Complexes", .attributes = kProtected, .usage = "Complexes represents the domain of complex numbers."},
    {.name = "Algebraics", .attributes = kProtected, .usage = "Algebraics represents the domain of algebraic numbers."},
    {.name = "Primes", .attributes = kProtected, .usage = "Primes represents the domain of prime numbers."},
    {.name = "Booleans", .attributes = kProtected, .usage = "Booleans represents the domain of truth values."},
};

}  // namespace

void register_domains(Registry& r) { r.add(kBuiltins); }

}  // namespace lykos::builtins
