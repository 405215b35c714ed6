// algebraic_numbers.cpp - see algebraic_numbers.h. Sums, products and powers of algebraic numbers are found by resultants: the
// polynomial of all combinations of conjugates is factored, and the factor that vanishes at the value itself, known to any
// precision, is the minimal polynomial.
#include "builtins/algebra/algebraic_numbers.h"

#include <arb_fmpz_poly.h>
#include <flint/fmpq.h>
#include <flint/fmpz_mpoly.h>
#include <flint/fmpz_poly_factor.h>

#include <algorithm>
#include <unordered_map>

#include "builtins/arithmetic/numeric.h"
#include "builtins/support.h"
#include "evaluator/evaluator.h"
#include "expr/number.h"

namespace lykos::builtins {
namespace {

constexpr slong kLargestDegree = 120;   // of minimal polynomials that are looked for
constexpr slong kSeparationBits = 8192;

Expr from_fmpz(const fmpz_t value) {
  mpz_t z;
  mpz_init(z);
  fmpz_get_mpz(z, value);
  const Expr result = Expr::integer(Integer(z));
  mpz_clear(z);
  return result;
}

// Primitive, with a positive leading coefficient.
void normalize(fmpz_poly_t p) {
  fmpz_poly_primitive_part(p, p);
  if (fmpz_poly_degree(p) >= 0 && fmpz_sgn(fmpz_poly_lead(p)) < 0) fmpz_poly_neg(p, p);
}

// Order of two roots; 0 when the enclosures do not tell.
int compare_roots(const Ball& a, const Ball& b) {
  const bool real_a = arb_is_zero(acb_imagref(a.get())) != 0;
  const bool real_b = arb_is_zero(acb_imagref(b.get())) != 0;
  if (real_a != real_b) return real_a ? -1 : 1;
  if (arb_lt(acb_realref(a.get()), acb_realref(b.get()))) return -1;
  if (arb_gt(acb_realref(a.get()), acb_realref(b.get()))) return 1;
  Ball size_a, size_b;
  arb_abs(acb_realref(size_a.get()), acb_imagref(a.get()));
  arb_abs(acb_realref(size_b.get()), acb_imagref(b.get()));
  if (arb_lt(acb_realref(size_a.get()), acb_realref(size_b.get()))) return -1;
  if (arb_gt(acb_realref(size_a.get()), acb_realref(size_b.get()))) return 1;
  if (arb_is_negative(acb_imagref(a.get())) && arb_is_positive(acb_imagref(b.get()))) return -1;
  if (arb_is_positive(acb_imagref(a.get())) && arb_is_negative(acb_imagref(b.get()))) return 1;
  return 0;
}

}  // namespace

Expr IntegerPolynomial::coefficient(slong i) const {
  fmpz_t c;
  fmpz_init(c);
  fmpz_poly_get_coeff_fmpz(c, value_, i);
  const Expr result = from_fmpz(c);
  fmpz_clear(c);
  return result;
}

Expr IntegerPolynomial::to_expression(const Expr& variable) const {
  std::vector<Expr> terms;
  for (slong i = 0; i <= degree(); ++i) terms.push_back(times(coefficient(i), power(variable, Expr::integer(i))));
  return evaluate(make_normal(sym::Plus, std::move(terms)));
}

std::optional<IntegerPolynomial> integer_polynomial(const Expr& expr, const Expr& x) {
  const Expr list = evaluate(make_normal(sym::CoefficientList, {expr, x}));
  if (!list.is_list()) return std::nullopt;
  Integer common(std::int64_t{1});
  for (const Expr& c : list.args()) {
    if (!c.is_exact_real()) return std::nullopt;
    common = lcm(common, to_rational(c).denominator());
  }
  IntegerPolynomial result;
  fmpz_t c;
  fmpz_init(c);
  for (std::size_t i = 0; i < list.size(); ++i) {
    const Rational scaled = to_rational(list[i]) * Rational(common);
    fmpz_set_mpz(c, scaled.numerator().gmp());
    fmpz_poly_set_coeff_fmpz(result.raw(), static_cast<slong>(i), c);
  }
  fmpz_clear(c);
  return result;
}

std::vector<std::pair<IntegerPolynomial, slong>> irreducible_factors(const IntegerPolynomial& p) {
  std::vector<std::pair<IntegerPolynomial, slong>> result;
  fmpz_poly_factor_t factors;
  fmpz_poly_factor_init(factors);
  fmpz_poly_factor(factors, p.raw());
  for (slong i = 0; i < factors->num; ++i) {
    IntegerPolynomial factor;
    fmpz_poly_set(factor.raw(), factors->p + i);
    normalize(factor.raw());
    result.emplace_back(std::move(factor), factors->exp[i]);
  }
  fmpz_poly_factor_clear(factors);
  return result;
}

std::vector<Ball> ordered_roots(const IntegerPolynomial& squarefree, slong bits) {
  const slong n = squarefree.degree();
  std::vector<Ball> roots(static_cast<std::size_t>(std::max<slong>(n, 0)));
  if (n < 1) return roots;
  acb_ptr values = _acb_vec_init(n);
  // Twice the bits keep roots apart whose real parts are close; parts that still overlap are taken to be equal.
  arb_fmpz_poly_complex_roots(values, squarefree.raw(), 0, std::max<slong>(bits, 256));
  for (slong i = 0; i < n; ++i) acb_set(roots[static_cast<std::size_t>(i)], values + i);
  _acb_vec_clear(values, n);
  std::stable_sort(roots.begin(), roots.end(), [](const Ball& a, const Ball& b) { return compare_roots(a, b) < 0; });
  return roots;
}

Expr root_expression(const IntegerPolynomial& polynomial, slong index) {
  const Expr slot = make_normal(sym::Slot, {Expr::integer(1)});
  const Expr body = polynomial.to_expression(slot);
  return make_normal(sym::Root, {make_normal(sym::Function, {body}), Expr::integer(index), Expr::integer(0)});
}

namespace {

// The squarefree polynomial under Root[f, k]'s pure function, without content.
std::optional<IntegerPolynomial> root_polynomial(const Expr& function) {
  if (!function.has_head(sym::Function) || function.size() == 0) return std::nullopt;
  const Expr variable = intern_symbol("System`Private`", "rootVariable");
  const Expr slot = make_normal(sym::Slot, {Expr::integer(1)});
  Expr body;
  if (function.size() == 1) body = replace_all(function[0], make_rule(slot, variable));
  else body = evaluate(make_normal(function, {variable}));
  auto p = integer_polynomial(body, variable);
  if (p && p->degree() >= 1) normalize(p->raw());
  return p;
}

}  // namespace

bool is_numeric_root(const Expr& expr) {
  if (!expr.has_head(sym::Root) || expr.size() < 2 || !expr[1].is_small_integer()) return false;
  return expr.size() == 3 && expr[2] == Expr::integer(0) && expr[0].has_head(sym::Function, 1);
}

bool root_ball(acb_ptr result, const Expr& root, slong bits) {
  if (!is_numeric_root(root)) return false;
  struct Known {
    slong bits = 0;
    std::vector<Ball> roots;
  };
  static std::unordered_map<Expr, Known, ExprHash> cache;
  if (cache.size() > 200) cache.clear();
  Known& known = cache[root[0]];
  if (known.bits < bits) {
    const auto p = root_polynomial(root[0]);
    if (!p || p->degree() < 1 || fmpz_poly_is_squarefree(p->raw()) == 0) return false;
    known.roots = ordered_roots(*p, bits + 32);
    known.bits = bits;
  }
  const std::int64_t k = root[1].small_integer();
  if (k < 1 || k > static_cast<std::int64_t>(known.roots.size())) return false;
  acb_set(result, known.roots[static_cast<std::size_t>(k - 1)]);
  return true;
}

namespace {

// The number of the root of an irreducible polynomial that a value is; nullopt when the enclosure is too wide.
std::optional<slong> index_of_root(const IntegerPolynomial& p, const Expr& value) {
  for (slong bits = 128; bits <= kSeparationBits; bits *= 2) {
    check_interrupt();
    Ball ball;
    if (!ball_from_expr(ball, value, bits)) return std::nullopt;
    const std::vector<Ball> roots = ordered_roots(p, bits);
    std::optional<slong> found;
    int count = 0;
    for (std::size_t i = 0; i < roots.size(); ++i) {
      if (acb_overlaps(roots[i], ball) == 0) continue;
      ++count;
      found = static_cast<slong>(i) + 1;
    }
    if (count == 1) return found;
    if (count == 0) return std::nullopt;
  }
  return std::nullopt;
}

// The one irreducible factor that vanishes at the value.
std::optional<AlgebraicNumber> select_factor(const IntegerPolynomial& p, const Expr& value) {
  auto factors = irreducible_factors(p);
  for (slong bits = 128; bits <= kSeparationBits; bits *= 2) {
    check_interrupt();
    Ball ball, image;
    if (!ball_from_expr(ball, value, bits)) return std::nullopt;
    std::erase_if(factors, [&](const auto& factor) {
      arb_fmpz_poly_evaluate_acb(image, factor.first.raw(), ball, bits);
      return acb_contains_zero(image) == 0;
    });
    if (factors.empty()) return std::nullopt;
    if (factors.size() == 1) {
      const auto index = index_of_root(factors[0].first, value);
      if (!index) return std::nullopt;
      return AlgebraicNumber{factors[0].first, *index};
    }
  }
  return std::nullopt;
}

// Res_y(p(y), q(x - y)) for sums; Res_y(p(y), y^m q(x / y)) for products, through bivariate polynomials.
std::optional<IntegerPolynomial> combined(const IntegerPolynomial& p, const IntegerPolynomial& q, bool sum) {
  if (p.degree() * q.degree() > kLargestDegree) return std::nullopt;
  fmpz_mpoly_ctx_t context;
  fmpz_mpoly_ctx_init(context, 2, ORD_LEX);   // variables x, y
  fmpz_mpoly_t a, b, x, y, term, base;
  for (fmpz_mpoly_struct* m : {a, b, x, y, term, base}) fmpz_mpoly_init(m, context);
  fmpz_mpoly_gen(x, 0, context);
  fmpz_mpoly_gen(y, 1, context);
  fmpz_t c;
  fmpz_init(c);
  for (slong i = 0; i <= p.degree(); ++i) {
    fmpz_poly_get_coeff_fmpz(c, p.raw(), i);
    const ulong exponents[2] = {0, static_cast<ulong>(i)};
    fmpz_mpoly_set_coeff_fmpz_ui(a, c, exponents, context);
  }
  const slong m = q.degree();
  if (sum) fmpz_mpoly_sub(base, x, y, context);
  for (slong i = 0; i <= m; ++i) {
    fmpz_poly_get_coeff_fmpz(c, q.raw(), i);
    if (sum) {
      fmpz_mpoly_pow_ui(term, base, static_cast<ulong>(i), context);
      fmpz_mpoly_scalar_mul_fmpz(term, term, c, context);
      fmpz_mpoly_add(b, b, term, context);
    } else {
      const ulong exponents[2] = {static_cast<ulong>(i), static_cast<ulong>(m - i)};
      fmpz_mpoly_set_coeff_fmpz_ui(b, c, exponents, context);
    }
  }
  IntegerPolynomial result;
  const bool done = fmpz_mpoly_resultant(term, a, b, 1, context) != 0;
  if (done) {
    for (slong i = 0; i < fmpz_mpoly_length(term, context); ++i) {
      fmpz_mpoly_get_term_coeff_fmpz(c, term, i, context);
      fmpz_poly_set_coeff_fmpz(result.raw(), static_cast<slong>(fmpz_mpoly_get_term_var_exp_ui(term, i, 0, context)), c);
    }
    normalize(result.raw());
  }
  fmpz_clear(c);
  for (fmpz_mpoly_struct* m_ : {a, b, x, y, term, base}) fmpz_mpoly_clear(m_, context);
  fmpz_mpoly_ctx_clear(context);
  if (!done || result.degree() < 1) return std::nullopt;
  return result;
}

// The polynomial whose roots are 1/r, r^n or the n-th roots of r for the roots r of p.
IntegerPolynomial reversed(const IntegerPolynomial& p) {
  IntegerPolynomial result;
  fmpz_poly_reverse(result.raw(), p.raw(), p.degree() + 1);
  normalize(result.raw());
  return result;
}
IntegerPolynomial inflated(const IntegerPolynomial& p, std::int64_t n) {
  IntegerPolynomial result;
  fmpz_poly_inflate(result.raw(), p.raw(), static_cast<ulong>(n));
  return result;
}

std::optional<AlgebraicNumber> rational_number(const Expr& value) {
  AlgebraicNumber result;
  const Rational q = to_rational(value);
  fmpz_t c;
  fmpz_init(c);
  fmpz_set_mpz(c, q.denominator().gmp());
  fmpz_poly_set_coeff_fmpz(result.polynomial.raw(), 1, c);
  fmpz_set_mpz(c, q.numerator().gmp());
  fmpz_neg(c, c);
  fmpz_poly_set_coeff_fmpz(result.polynomial.raw(), 0, c);
  fmpz_clear(c);
  return result;
}

std::optional<AlgebraicNumber> combine(const Expr& whole, const AlgebraicNumber& a, const AlgebraicNumber& b, bool sum) {
  const auto p = combined(a.polynomial, b.polynomial, sum);
  return p ? select_factor(*p, whole) : std::nullopt;
}

bool is_zero_number(const AlgebraicNumber& a) {
  return a.polynomial.degree() == 1 && fmpz_is_zero(fmpz_poly_get_coeff_ptr(a.polynomial.raw(), 0));
}

std::optional<AlgebraicNumber> algebraic_power(const Expr& expr) {
  if (!expr[1].is_exact_real()) return std::nullopt;
  auto base = algebraic_number(expr[0]);
  if (!base) return std::nullopt;
  const Rational exponent = to_rational(expr[1]);
  const Integer top = exponent.numerator();
  const Integer bottom = exponent.denominator();
  if (!top.fits_int64() || !bottom.fits_int64()) return std::nullopt;
  std::int64_t n = top.to_int64();
  const std::int64_t d = bottom.to_int64();
  if (std::abs(n) > 1000 || d * base->polynomial.degree() > kLargestDegree) return std::nullopt;
  if (is_zero_number(*base)) return n > 0 ? base : std::nullopt;
  IntegerPolynomial p = base->polynomial;
  if (n < 0) {
    p = reversed(p);
    n = -n;
  }
  // Powers by resultants one at a time through squaring: r^n of degree at most that of r.
  Expr value = n == 1 ? evaluate(power(expr[0], Expr::integer(top.sign()))) : Expr();
  if (n > 1) {
    value = make_normal(sym::Power, {expr[0], Expr::integer(top)});
    // Res_y(p(y), x - y^n)
    fmpz_mpoly_ctx_t context;
    fmpz_mpoly_ctx_init(context, 2, ORD_LEX);
    fmpz_mpoly_t a, b, r;
    for (fmpz_mpoly_struct* m : {a, b, r}) fmpz_mpoly_init(m, context);
    fmpz_t c;
    fmpz_init(c);
    for (slong i = 0; i <= p.degree(); ++i) {
      fmpz_poly_get_coeff_fmpz(c, p.raw(), i);
      const ulong exponents[2] = {0, static_cast<ulong>(i)};
      fmpz_mpoly_set_coeff_fmpz_ui(a, c, exponents, context);
    }
    const ulong of_x[2] = {1, 0};
    const ulong of_y[2] = {0, static_cast<ulong>(n)};
    fmpz_mpoly_set_coeff_si_ui(b, 1, of_x, context);
    fmpz_mpoly_set_coeff_si_ui(b, -1, of_y, context);
    const bool done = fmpz_mpoly_resultant(r, a, b, 1, context) != 0;
    IntegerPolynomial image;
    if (done) {
      for (slong i = 0; i < fmpz_mpoly_length(r, context); ++i) {
        fmpz_mpoly_get_term_coeff_fmpz(c, r, i, context);
        fmpz_poly_set_coeff_fmpz(image.raw(), static_cast<slong>(fmpz_mpoly_get_term_var_exp_ui(r, i, 0, context)), c);
      }
      normalize(image.raw());
    }
    fmpz_clear(c);
    for (fmpz_mpoly_struct* m : {a, b, r}) fmpz_mpoly_clear(m, context);
    fmpz_mpoly_ctx_clear(context);
    if (!done || image.degree() < 1) return std::nullopt;
    p = image;
  }
  if (d > 1) p = inflated(p, d);
  return select_factor(p, expr);
}

}  // namespace

// Cos[turn Pi]: twice the cosine is a root of a polynomial known by the denominator of half the turn.
std::optional<AlgebraicNumber> cosine_of_turn(const Rational& turn) {
  const Integer denominator = (turn / Rational(2)).denominator();
  constexpr std::int64_t kMost = 2000;
  if (!denominator.fits_int64() || denominator.to_int64() > kMost) return std::nullopt;
  IntegerPolynomial p;
  fmpz_poly_cos_minpoly(p.raw(), static_cast<ulong>(denominator.to_int64()));
  for (slong i = 0; i <= p.degree(); ++i) fmpz_mul_2exp(fmpz_poly_get_coeff_ptr(p.raw(), i), fmpz_poly_get_coeff_ptr(p.raw(), i), static_cast<ulong>(i));
  normalize(p.raw());
  const Expr value = make_normal(sym::Cos, {make_normal(sym::Times, {Expr::rational(turn), sym::Pi})});
  if (p.degree() == 1) return select_factor(p, evaluate(value));
  const auto index = index_of_root(p, value);
  if (!index) return std::nullopt;
  return AlgebraicNumber{std::move(p), *index};
}

// The circular functions of rational multiples of Pi.
std::optional<AlgebraicNumber> circular_number(const Expr& expr) {
  if (expr.kind() != Kind::Normal || expr.size() != 1) return std::nullopt;
  const auto inverse = [&](KnownSymbol head) { return algebraic_number(make_normal(sym::Power, {make_normal(head, {expr[0]}), Expr::integer(-1)})); };
  const auto quotient = [&](KnownSymbol above, KnownSymbol below) {
    return algebraic_number(make_normal(sym::Times, {make_normal(above, {expr[0]}), make_normal(sym::Power, {make_normal(below, {expr[0]}), Expr::integer(-1)})}));
  };
  const bool sine = expr.has_head(sym::Sin, 1);
  if (sine || expr.has_head(sym::Cos, 1)) {
    const Expr turn = evaluate(make_normal(sym::Times, {expr[0], power(sym::Pi, Expr::integer(-1))}));
    if (!turn.is_exact_real()) return std::nullopt;
    const Rational r = to_rational(turn);
    return cosine_of_turn(sine ? Rational(1) / Rational(2) - r : r);
  }
  if (expr.has_head(sym::Sec, 1)) return inverse(sym::Cos);
  if (expr.has_head(sym::Csc, 1)) return inverse(sym::Sin);
  if (expr.has_head(sym::Tan, 1)) return quotient(sym::Sin, sym::Cos);
  if (expr.has_head(sym::Cot, 1)) return quotient(sym::Cos, sym::Sin);
  return std::nullopt;
}

std::optional<AlgebraicNumber> algebraic_number(const Expr& expr) {
  check_interrupt();
  RecursionGuard guard;
  if (expr.is_exact_real()) return rational_number(expr);
  if (expr.is_complex()) {
    if (!is_exact_number(expr)) return std::nullopt;
    // x^2 - 2 re x + re^2 + im^2
    const Expr x = intern_symbol("System`Private`", "rootVariable");
    const Expr square = evaluate(plus(power(plus(x, negate(expr.re())), Expr::integer(2)), power(expr.im(), Expr::integer(2))));
    auto p = integer_polynomial(square, x);
    if (!p) return std::nullopt;
    normalize(p->raw());
    return select_factor(*p, expr);
  }
  if (expr.is(sym::GoldenRatio)) return algebraic_number(evaluate(value_of_text("(1 + Sqrt[5])/2")));
  if (is_numeric_root(expr)) {
    auto p = root_polynomial(expr[0]);
    if (!p) return std::nullopt;
    return AlgebraicNumber{std::move(*p), static_cast<slong>(expr[1].small_integer())};
  }
  if (expr.has_head(sym::Power, 2)) return algebraic_power(expr);
  if (const auto circular = circular_number(expr)) return circular;
  if (expr.has_head(sym::Plus) || expr.has_head(sym::Times)) {
    const bool sum = expr.has_head(sym::Plus);
    std::optional<AlgebraicNumber> total;
    std::vector<Expr> parts;
    for (const Expr& arg : expr.args()) {
      auto next = algebraic_number(arg);
      if (!next) return std::nullopt;
      parts.push_back(arg);
      if (!total) {
        total = std::move(next);
      } else {
        total = combine(make_normal(expr.head(), std::span<const Expr>(parts)), *total, *next, sum);
        if (!total) return std::nullopt;
      }
    }
    return total;
  }
  return std::nullopt;
}

Expr algebraic_expression(const AlgebraicNumber& number) {
  const IntegerPolynomial& p = number.polynomial;
  if (p.degree() == 1) return divide(negate(p.coefficient(0)), p.coefficient(1));
  if (p.degree() > 2) return root_expression(p, number.index);
  // (-b -+ Sqrt[b^2 - 4 a c])/(2 a): the first root has the smaller real part or the negative imaginary part.
  const Expr a = p.coefficient(2), b = p.coefficient(1), c = p.coefficient(0);
  const Expr discriminant = subtract(multiply(b, b), multiply(Expr::integer(4), multiply(a, c)));
  const Expr root = times(number.index == 1 ? minus_one() : Expr::integer(1), evaluate(square_root(discriminant)));
  const Expr twice = multiply(Expr::integer(2), a);
  // A common factor of both parts is cancelled: (2 + 2 Sqrt[3])/4 is (1 + Sqrt[3])/2.
  return evaluate(make_normal(sym::Together, {times(plus(negate(b), root), power(twice, minus_one()))}));
}

}  // namespace lykos::builtins
