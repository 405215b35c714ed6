// numeric_roots.cpp - all roots of a polynomial with numeric coefficients to any precision, multiplicities found exactly (Arb, FLINT).
#include <acb_poly.h>
#include <arb_fmpz_poly.h>

#include <algorithm>

#include "builtins/algebra/algebraic_numbers.h"
#include "builtins/arithmetic/numeric.h"
#include "builtins/solving/register.h"
#include "builtins/support.h"
#include "expr/number.h"

namespace lykos::builtins {
namespace {

// Any finite real number as the rational number it stands for.
MaybeExpr exact_value(const Expr& number) {
  if (number.is_exact_real()) return number;
  if (number.is_real()) return Expr::rational(Rational::from_double(number.real_value()));
  if (number.is_big_real()) {
    const Expr exact = evaluate(make_normal(Expr::symbol("SetPrecision"), {number, infinity()}));
    if (exact.is_exact_real()) return exact;
  }
  return std::nullopt;
}

struct Root {
  Ball value;
  slong multiplicity;
};

std::optional<std::vector<Root>> real_coefficient_roots(const std::vector<Expr>& coefficients, slong bits) {
  const Expr x = intern_symbol("System`Private`", "rootVariable");
  std::vector<Expr> terms;
  for (std::size_t i = 0; i < coefficients.size(); ++i) {
    const MaybeExpr c = exact_value(coefficients[i]);
    if (!c) return std::nullopt;
    terms.push_back(times(*c, power(x, Expr::integer(static_cast<std::int64_t>(i)))));
  }
  const auto p = integer_polynomial(evaluate(make_normal(sym::Plus, std::move(terms))), x);
  if (!p) return std::nullopt;
  std::vector<Root> roots;
  if (p->degree() < 1) return roots;
  fmpz_poly_factor_t factors;
  fmpz_poly_factor_init(factors);
  fmpz_poly_factor_squarefree(factors, p->raw());
  for (slong f = 0; f < factors->num; ++f) {
    IntegerPolynomial factor;
    fmpz_poly_set(factor.raw(), factors->p + f);
    for (Ball& root : ordered_roots(factor, bits)) roots.push_back({root, factors->exp[f]});
  }
  fmpz_poly_factor_clear(factors);
  return roots;
}

std::optional<std::vector<Root>> complex_coefficient_roots(const std::vector<Expr>& coefficients, slong bits) {
  acb_poly_t p;
  acb_poly_init(p);
  Ball c;
  const auto degree = static_cast<slong>(coefficients.size()) - 1;
  for (slong i = 0; i <= degree; ++i) {
    ball_from_number(c, coefficients[static_cast<std::size_t>(i)], 8 * bits, true);
    acb_poly_set_coeff_acb(p, i, c);
  }
  acb_ptr values = _acb_vec_init(degree);
  std::vector<Root> roots;
  bool done = false;
  for (slong working = 2 * bits; working <= 64 * bits && !done; working *= 2) {
    check_interrupt();
    done = acb_poly_find_roots(values, p, nullptr, 0, working) >= degree;
    for (slong i = 0; done && i < degree; ++i) done = acb_rel_accuracy_bits(values + i) >= bits;
  }
  for (slong i = 0; i < degree; ++i) {
    Root root{Ball(), 1};
    acb_set(root.value, values + i);
    roots.push_back(root);
  }
  _acb_vec_clear(values, degree);
  acb_poly_clear(p);
  return roots;
}

// NumericRoots[{c0, c1, ..., cn}, digits]: the roots by real part; digits 0 asks for machine numbers.
MaybeExpr builtin_NumericRoots(Call& call) {
  const auto digits = machine_real(call[1]);
  if (!call[0].is_list() || !digits) return std::nullopt;
  std::vector<Expr> coefficients(call[0].args().begin(), call[0].args().end());
  bool real = true;
  for (Expr& c : coefficients) {
    if (!c.is_number()) c = *digits == 0 ? numeric_digits(c, 30) : numeric_digits(c, *digits + 10);
    if (!c.is_number()) return std::nullopt;
    real = real && !c.is_complex();
  }
  while (!coefficients.empty() && is_zero(coefficients.back())) coefficients.pop_back();
  if (coefficients.size() < 2) return make_list({});
  const slong bits = *digits == 0 ? 64 : working_bits(*digits) + 16;
  auto roots = real ? real_coefficient_roots(coefficients, bits) : complex_coefficient_roots(coefficients, bits);
  if (!roots) return std::nullopt;
  std::stable_sort(roots->begin(), roots->end(), [](const Root& a, const Root& b) {
    if (arb_lt(acb_realref(a.value.get()), acb_realref(b.value.get()))) return true;
    if (arb_gt(acb_realref(a.value.get()), acb_realref(b.value.get()))) return false;
    return arf_cmp(arb_midref(acb_imagref(a.value.get())), arb_midref(acb_imagref(b.value.get()))) < 0;
  });
  Builder list(sym::List);
  for (const Root& root : *roots) {
    const bool is_real = arb_is_zero(acb_imagref(root.value.get())) != 0 || (!real && arb_contains_zero(acb_imagref(root.value.get())) != 0);
    MaybeExpr value = *digits == 0 ? machine_from_ball(root.value, is_real) : MaybeExpr(rounded_from_ball(root.value, is_real, *digits));
    for (slong m = 0; value && m < root.multiplicity; ++m) list.push(*value);
  }
  return list.finish();
}

constexpr Builtin kBuiltins[] = {
    {.name = "System`Library`NumericRoots", .fn = builtin_NumericRoots, .arity = exactly(2), .usage = "NumericRoots[{c0, c1, ...}, digits] gives all roots of a polynomial by its coefficients."},
};

}  // namespace

void register_numeric_roots(Registry& r) { r.add(kBuiltins); }

}  // namespace lykos::builtins
