// polynomial.cpp - conversion between expressions and FLINT's multivariate polynomials.
#include "builtins/algebra/polynomial.h"

#include <flint/fmpq_mpoly_factor.h>

#include <algorithm>

#include "expr/number.h"

namespace lykos::builtins {
namespace {

constexpr std::int64_t kLargestExponent = 1 << 20;

void collect_generators(const Expr& e, std::vector<Expr>& found) {
  if (e.is_exact_real()) return;
  RecursionGuard guard;
  if (e.has_head(sym::Plus) || e.has_head(sym::Times)) {
    for (const Expr& arg : e.args()) collect_generators(arg, found);
    return;
  }
  if (e.has_head(sym::Power, 2) && e[1].is_small_integer()) return collect_generators(e[0], found);
  if (std::none_of(found.begin(), found.end(), [&](const Expr& g) { return g == e; })) found.push_back(e);
}

bool set_rational(fmpq_t out, const Expr& number) {
  if (number.is_integer()) {
    fmpz_set_mpz(fmpq_numref(out), number.to_integer().gmp());
    fmpz_one(fmpq_denref(out));
    return true;
  }
  if (!number.is_rational()) return false;
  fmpq_set_mpq(out, number.rational_value().gmp());
  return true;
}

Expr from_fmpz(const fmpz_t value) {
  mpz_t z;
  mpz_init(z);
  fmpz_get_mpz(z, value);
  const Expr result = Expr::integer(Integer(z));
  mpz_clear(z);
  return result;
}

Expr from_fmpq(const fmpq_t value) {
  return divide(from_fmpz(fmpq_numref(value)), from_fmpz(fmpq_denref(value)));
}

}  // namespace

PolynomialRing::PolynomialRing(std::span<const Expr> expressions) {
  for (const Expr& e : expressions) collect_generators(e, generators_);
  std::sort(generators_.begin(), generators_.end(), [](const Expr& a, const Expr& b) { return canonical_compare(a, b) < 0; });
  fmpq_mpoly_ctx_init(context_, static_cast<slong>(std::max<std::size_t>(generators_.size(), 1)), ORD_LEX);
}
PolynomialRing::~PolynomialRing() { fmpq_mpoly_ctx_clear(context_); }

int PolynomialRing::index_of(const Expr& generator) const {
  for (std::size_t i = 0; i < generators_.size(); ++i)
    if (generators_[i] == generator) return static_cast<int>(i);
  return -1;
}

Polynomial::Polynomial(const PolynomialRing& ring) : ring_(&ring) { fmpq_mpoly_init(value_, ring.context()); }
Polynomial::Polynomial(const Polynomial& other) : ring_(other.ring_) {
  fmpq_mpoly_init(value_, ring_->context());
  fmpq_mpoly_set(value_, other.value_, ring_->context());
}
Polynomial::Polynomial(Polynomial&& other) noexcept : ring_(other.ring_) {
  fmpq_mpoly_init(value_, ring_->context());
  fmpq_mpoly_swap(value_, other.value_, ring_->context());
}
Polynomial& Polynomial::operator=(Polynomial other) noexcept {
  std::swap(ring_, other.ring_);
  std::swap(value_[0], other.value_[0]);
  return *this;
}
Polynomial::~Polynomial() { fmpq_mpoly_clear(value_, ring_->context()); }

bool Polynomial::is_zero() const { return fmpq_mpoly_is_zero(value_, ring_->context()) != 0; }
bool Polynomial::is_one() const { return fmpq_mpoly_is_one(value_, ring_->context()) != 0; }
bool Polynomial::is_constant() const { return fmpq_mpoly_is_fmpq(value_, ring_->context()) != 0; }
std::size_t Polynomial::term_count() const { return static_cast<std::size_t>(fmpq_mpoly_length(value_, ring_->context())); }

Expr Polynomial::to_expression() const {
  const auto& generators = ring_->generators();
  std::vector<ulong> exponents(std::max<std::size_t>(generators.size(), 1));
  fmpq_t coefficient;
  fmpq_init(coefficient);
  std::vector<Expr> terms;
  for (slong i = 0; i < fmpq_mpoly_length(value_, ring_->context()); ++i) {
    fmpq_mpoly_get_term_coeff_fmpq(coefficient, value_, i, ring_->context());
    fmpq_mpoly_get_term_exp_ui(exponents.data(), value_, i, ring_->context());
    std::vector<Expr> factors{from_fmpq(coefficient)};
    for (std::size_t g = 0; g < generators.size(); ++g) {
      if (exponents[g] == 0) continue;
      factors.push_back(exponents[g] == 1 ? generators[g] : make_normal(sym::Power, {generators[g], Expr::integer(static_cast<std::int64_t>(exponents[g]))}));
    }
    terms.push_back(evaluate(make_normal(sym::Times, std::move(factors))));
  }
  fmpq_clear(coefficient);
  return evaluate(make_normal(sym::Plus, std::move(terms)));
}

Polynomial multiply(const Polynomial& a, const Polynomial& b) {
  Polynomial result(a.ring());
  fmpq_mpoly_mul(result.raw(), a.raw(), b.raw(), a.ring().context());
  return result;
}
Polynomial add(const Polynomial& a, const Polynomial& b) {
  Polynomial result(a.ring());
  fmpq_mpoly_add(result.raw(), a.raw(), b.raw(), a.ring().context());
  return result;
}
std::optional<Polynomial> divide_exactly(const Polynomial& a, const Polynomial& b) {
  Polynomial result(a.ring());
  if (fmpq_mpoly_divides(result.raw(), a.raw(), b.raw(), a.ring().context()) == 0) return std::nullopt;
  return result;
}
Polynomial greatest_common_divisor(const Polynomial& a, const Polynomial& b) {
  Polynomial result(a.ring());
  if (fmpq_mpoly_gcd(result.raw(), a.raw(), b.raw(), a.ring().context()) == 0) fmpq_mpoly_one(result.raw(), a.ring().context());
  return result;
}

std::optional<Polynomial> to_polynomial(const Expr& expr, const PolynomialRing& ring) {
  check_interrupt();
  RecursionGuard guard;
  Polynomial result(ring);
  if (expr.is_exact_real()) {
    fmpq_t value;
    fmpq_init(value);
    set_rational(value, expr);
    fmpq_mpoly_set_fmpq(result.raw(), value, ring.context());
    fmpq_clear(value);
    return result;
  }
  if (expr.has_head(sym::Plus)) {
    for (const Expr& term : expr.args()) {
      auto p = to_polynomial(term, ring);
      if (!p) return std::nullopt;
      result = add(result, *p);
    }
    return result;
  }
  if (expr.has_head(sym::Times)) {
    fmpq_mpoly_one(result.raw(), ring.context());
    for (const Expr& factor : expr.args()) {
      auto p = to_polynomial(factor, ring);
      if (!p) return std::nullopt;
      result = multiply(result, *p);
    }
    return result;
  }
  if (expr.has_head(sym::Power, 2) && expr[1].is_small_integer() && expr[1].small_integer() >= 0) {
    const std::int64_t n = expr[1].small_integer();
    if (n > kLargestExponent) return std::nullopt;
    auto base = to_polynomial(expr[0], ring);
    if (!base || fmpq_mpoly_pow_ui(result.raw(), base->raw(), static_cast<ulong>(n), ring.context()) == 0) return std::nullopt;
    return result;
  }
  const int index = ring.index_of(expr);
  if (index < 0) return std::nullopt;
  fmpq_mpoly_gen(result.raw(), index, ring.context());
  return result;
}

namespace {

RationalFunction cancelled(const Polynomial& numerator, const Polynomial& denominator) {
  const Polynomial common = greatest_common_divisor(numerator, denominator);
  auto n = divide_exactly(numerator, common);
  auto d = divide_exactly(denominator, common);
  if (!n || !d) return {numerator, denominator};
  return {std::move(*n), std::move(*d)};
}

}  // namespace

std::optional<RationalFunction> to_rational_function(const Expr& expr, const PolynomialRing& ring) {
  check_interrupt();
  RecursionGuard guard;
  Polynomial one(ring);
  fmpq_mpoly_one(one.raw(), ring.context());
  if (expr.has_head(sym::Plus)) {
    RationalFunction total{Polynomial(ring), one};
    for (const Expr& term : expr.args()) {
      auto f = to_rational_function(term, ring);
      if (!f) return std::nullopt;
      total = cancelled(add(multiply(total.numerator, f->denominator), multiply(f->numerator, total.denominator)),
                        multiply(total.denominator, f->denominator));
    }
    return total;
  }
  if (expr.has_head(sym::Times)) {
    RationalFunction total{one, one};
    for (const Expr& factor : expr.args()) {
      auto f = to_rational_function(factor, ring);
      if (!f) return std::nullopt;
      total = cancelled(multiply(total.numerator, f->numerator), multiply(total.denominator, f->denominator));
    }
    return total;
  }
  if (expr.has_head(sym::Power, 2) && expr[1].is_small_integer()) {
    const std::int64_t n = expr[1].small_integer();
    if (n > kLargestExponent || -n > kLargestExponent) return std::nullopt;
    auto base = to_rational_function(expr[0], ring);
    if (!base) return std::nullopt;
    RationalFunction result{Polynomial(ring), Polynomial(ring)};
    const auto power = static_cast<ulong>(n < 0 ? -n : n);
    if (fmpq_mpoly_pow_ui(result.numerator.raw(), base->numerator.raw(), power, ring.context()) == 0) return std::nullopt;
    if (fmpq_mpoly_pow_ui(result.denominator.raw(), base->denominator.raw(), power, ring.context()) == 0) return std::nullopt;
    if (n < 0) {
      std::swap(result.numerator, result.denominator);
      if (result.denominator.is_zero()) return std::nullopt;
    }
    return result;
  }
  auto p = to_polynomial(expr, ring);
  if (!p) return std::nullopt;
  return RationalFunction{std::move(*p), one};
}

std::optional<Polynomial::Factors> Polynomial::factor() const {
  Factors result;
  fmpq_mpoly_factor_t factors;
  fmpq_mpoly_factor_init(factors, ring_->context());
  const bool done = fmpq_mpoly_factor(factors, value_, ring_->context()) != 0 && fmpq_mpoly_factor_make_integral(factors, ring_->context()) != 0;
  if (done) {
    fmpq_t content;
    fmpq_init(content);
    fmpq_mpoly_factor_get_constant_fmpq(content, factors, ring_->context());
    result.content = from_fmpq(content);
    fmpq_clear(content);
    for (slong i = 0; i < fmpq_mpoly_factor_length(factors, ring_->context()); ++i) {
      Polynomial base(*ring_);
      fmpq_mpoly_factor_get_base(base.raw(), factors, i, ring_->context());
      result.factors.emplace_back(std::move(base), fmpq_mpoly_factor_get_exp_si(factors, i, ring_->context()));
    }
  }
  fmpq_mpoly_factor_clear(factors, ring_->context());
  if (!done) return std::nullopt;
  // The language writes a factor so that its leading term is positive: 1 - x becomes -(-1 + x).
  fmpq_t leading;
  fmpq_init(leading);
  for (auto& [base, exponent] : result.factors) {
    fmpq_mpoly_get_term_coeff_fmpq(leading, base.raw(), 0, ring_->context());
    if (fmpq_sgn(leading) >= 0) continue;
    fmpq_mpoly_neg(base.raw(), base.raw(), ring_->context());
    if (exponent % 2 != 0) result.content = negate(result.content);
  }
  fmpq_clear(leading);
  std::stable_sort(result.factors.begin(), result.factors.end(), [](const auto& a, const auto& b) {
    return canonical_compare(a.first.to_expression(), b.first.to_expression()) < 0;
  });
  return result;
}

Expr factors_to_expression(const Polynomial::Factors& factors) {
  std::vector<Expr> parts{factors.content};
  for (const auto& [base, exponent] : factors.factors)
    parts.push_back(make_normal(sym::Power, {base.to_expression(), Expr::integer(exponent)}));
  return evaluate(make_normal(sym::Times, std::move(parts)));
}

}  // namespace lykos::builtins
