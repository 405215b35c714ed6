// polynomial.cpp - conversion between expressions and FLINT's multivariate polynomials.
#include "builtins/algebra/polynomial.h"

#include <flint/fmpq_mpoly_factor.h>

#include <algorithm>

#include "expr/number.h"

namespace lykos::builtins {
namespace {

constexpr std::int64_t kLargestExponent = 1 << 20;

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

namespace {

// base^(factor term): the parts of a power whose exponent is not an integer.
struct PowerPart {
  Expr base, term;
  Rational factor;
};

const Expr& one_expr() {
  static const Expr one = Expr::integer(1);
  return one;
}

// c t as rational factor and rest; an imaginary coefficient leaves I in the rest.
PowerPart split_exponent(const Expr& base, const Expr& e) {
  if (e.is_exact_real()) return {base, one_expr(), to_rational(e)};
  if (e.has_head(sym::Times) && e.size() >= 2 && e[0].is_number()) {
    const Expr& c = e[0];
    const auto rest = [&](const Expr& first) {
      std::vector<Expr> args(e.args().begin(), e.args().end());
      args[0] = first;
      return evaluate(make_normal(sym::Times, std::move(args)));
    };
    if (c.is_exact_real()) return {base, rest(one_expr()), to_rational(c)};
    if (c.is_complex() && is_exact_zero(c.re()) && c.im().is_exact_real()) return {base, rest(Expr::complex(Expr::integer(0), one_expr())), to_rational(c.im())};
  }
  return {base, e, Rational(Integer(std::int64_t{1}))};
}

std::vector<PowerPart> split_power(const Expr& e) {
  std::vector<PowerPart> parts;
  if (e.has_head(sym::Power, 2) && !e[1].is_integer()) {
    if (e[1].has_head(sym::Plus)) {
      for (const Expr& term : e[1].args()) parts.push_back(split_exponent(e[0], term));
    } else {
      parts.push_back(split_exponent(e[0], e[1]));
    }
  } else {
    parts.push_back({e, one_expr(), Rational(Integer(std::int64_t{1}))});
  }
  return parts;
}

bool is_ring_operation(const Expr& e) {
  return e.is_exact_real() || e.has_head(sym::Plus) || e.has_head(sym::Times) || (e.has_head(sym::Power, 2) && e[1].is_small_integer());
}

Expr imaginary_one() { return Expr::complex(Expr::integer(0), one_expr()); }

}  // namespace

void PolynomialRing::add_family(const Expr& base, const Expr& term, std::int64_t root) {
  for (Family& family : families_) {
    if (!(family.base == base) || !(family.term == term)) continue;
    family.root = lcm(Integer(family.root), Integer(root)).to_int64();
    return;
  }
  families_.push_back({base, term, root});
}

void PolynomialRing::collect(const Expr& e) {
  if (e.is_exact_real()) return;
  RecursionGuard guard;
  if (e.has_head(sym::Plus) || e.has_head(sym::Times)) {
    for (const Expr& arg : e.args()) collect(arg);
    return;
  }
  if (e.has_head(sym::Power, 2) && e[1].is_small_integer()) return collect(e[0]);
  if (e.is_complex() && is_exact_number(e)) return add_family(imaginary_one(), one_expr(), 1);
  if (powers_ == Powers::Opaque) return add_family(e, one_expr(), 1);
  for (const PowerPart& part : split_power(e)) {
    const Integer root = part.factor.denominator();
    add_family(part.base, part.term, root.fits_int64() && root.to_int64() < 1000 ? root.to_int64() : 1);
    // The base of a root of a sum: its generators are needed for the relation.
    if (part.term == one_expr() && part.base.has_head(sym::Plus)) collect(part.base);
  }
}

void PolynomialRing::make_generators(std::span<const Expr> first) {
  const auto generator_of = [](const Family& f) {
    if (f.term == one_expr() && f.root == 1) return f.base;
    return evaluate(make_normal(sym::Power, {f.base, make_normal(sym::Times, {f.term, make_normal(sym::Power, {Expr::integer(f.root), Expr::integer(-1)})})}));
  };
  const auto place = [&](const Family& f) {
    for (std::size_t i = 0; i < first.size(); ++i)
      if (f.base == first[i] || generator_of(f) == first[i]) return i;
    return first.size();
  };
  std::stable_sort(families_.begin(), families_.end(), [&](const Family& a, const Family& b) {
    const std::size_t at = place(a), bt = place(b);
    return at != bt ? at < bt : canonical_compare(generator_of(a), generator_of(b)) < 0;
  });
  for (const Family& f : families_) generators_.push_back(generator_of(f));
}

// Roots of numbers and sums: generator^root = base; I^2 = -1.
void PolynomialRing::make_relations() {
  for (std::size_t i = 0; i < families_.size(); ++i) {
    const Family& f = families_[i];
    const bool imaginary = f.base.is_complex() && is_exact_number(f.base);
    if (!imaginary && (f.root == 1 || !(f.term == one_expr()) || !is_ring_operation(f.base))) continue;
    auto value = imaginary ? to_polynomial(Expr::integer(-1), *this) : to_polynomial(f.base, *this);
    if (value) relations_.push_back({i, imaginary ? 2 : f.root, std::make_shared<const Polynomial>(std::move(*value))});
  }
}

PolynomialRing::PolynomialRing(std::span<const Expr> expressions, Powers powers) : powers_(powers) {
  for (const Expr& e : expressions) collect(e);
  make_generators({});
  fmpq_mpoly_ctx_init(context_, static_cast<slong>(std::max<std::size_t>(generators_.size(), 1)), ORD_LEX);
  make_relations();
}
PolynomialRing::PolynomialRing(std::span<const Expr> first, std::span<const Expr> expressions, ordering_t order) : powers_(Powers::Related) {
  for (const Expr& e : first) add_family(e, one_expr(), 1);
  for (const Expr& e : expressions) collect(e);
  make_generators(first);
  fmpq_mpoly_ctx_init(context_, static_cast<slong>(std::max<std::size_t>(generators_.size(), 1)), order);
  make_relations();
}
PolynomialRing::~PolynomialRing() {
  relations_.clear();
  fmpq_mpoly_ctx_clear(context_);
}

bool PolynomialRing::as_generators(const Expr& e, std::vector<GeneratorPower>& powers) const {
  if (powers_ == Powers::Opaque || (e.is_complex() && is_exact_number(e))) {
    const int index = index_of(e);
    if (index < 0) return false;
    powers.push_back({static_cast<std::size_t>(index), 1});
    return true;
  }
  for (const PowerPart& part : split_power(e)) {
    const auto family = std::find_if(families_.begin(), families_.end(), [&](const Family& f) { return f.base == part.base && f.term == part.term; });
    if (family == families_.end()) return false;
    const Rational exponent = part.factor * Rational(Integer(family->root));
    const Integer n = exponent.numerator();
    if (!(exponent.denominator() == Integer(std::int64_t{1})) || !n.fits_int64() || std::abs(n.to_int64()) > kLargestExponent) return false;
    powers.push_back({static_cast<std::size_t>(family - families_.begin()), n.to_int64()});
  }
  return true;
}

void PolynomialRing::reduce(Polynomial& p) const {
  const std::size_t count = std::max<std::size_t>(generators_.size(), 1);
  for (const Relation& relation : relations_) {
    bool found = true;
    while (found) {
      check_interrupt();
      found = false;
      std::vector<ulong> exponents(count);
      Polynomial kept(*this), moved(*this);
      fmpq_t coefficient;
      fmpq_init(coefficient);
      for (slong i = 0; i < fmpq_mpoly_length(p.raw(), context_); ++i) {
        fmpq_mpoly_get_term_exp_ui(exponents.data(), p.raw(), i, context_);
        const bool high = exponents[relation.index] >= static_cast<ulong>(relation.exponent);
        if (high && !found) {
          found = true;
          for (slong j = 0; j < i; ++j) {
            std::vector<ulong> before(count);
            fmpq_mpoly_get_term_exp_ui(before.data(), p.raw(), j, context_);
            fmpq_mpoly_get_term_coeff_fmpq(coefficient, p.raw(), j, context_);
            fmpq_mpoly_push_term_fmpq_ui(kept.raw(), coefficient, before.data(), context_);
          }
        }
        if (!found) continue;
        fmpq_mpoly_get_term_coeff_fmpq(coefficient, p.raw(), i, context_);
        if (high) exponents[relation.index] -= static_cast<ulong>(relation.exponent);
        fmpq_mpoly_push_term_fmpq_ui(high ? moved.raw() : kept.raw(), coefficient, exponents.data(), context_);
      }
      fmpq_clear(coefficient);
      if (!found) break;
      for (Polynomial* part : {&kept, &moved}) {
        fmpq_mpoly_sort_terms(part->raw(), context_);
        fmpq_mpoly_combine_like_terms(part->raw(), context_);
        fmpq_mpoly_reduce(part->raw(), context_);
      }
      Polynomial product(*this);
      fmpq_mpoly_mul(product.raw(), moved.raw(), relation.value->raw(), context_);
      fmpq_mpoly_add(p.raw(), kept.raw(), product.raw(), context_);
    }
  }
}

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
  a.ring().reduce(result);
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

namespace {

// A power like Sqrt[x] or E^(-x) as a quotient of monomials.
std::optional<RationalFunction> split_generators(const Expr& expr, const PolynomialRing& ring) {
  std::vector<PolynomialRing::GeneratorPower> powers;
  if (!ring.as_generators(expr, powers)) return std::nullopt;
  RationalFunction result{Polynomial(ring), Polynomial(ring)};
  std::vector<ulong> above(std::max<std::size_t>(ring.generators().size(), 1)), below(above.size());
  for (const auto& [index, exponent] : powers) (exponent < 0 ? below : above)[index] += static_cast<ulong>(std::abs(exponent));
  fmpq_t one;
  fmpq_init(one);
  fmpq_one(one);
  fmpq_mpoly_set_coeff_fmpq_ui(result.numerator.raw(), one, above.data(), ring.context());
  fmpq_mpoly_set_coeff_fmpq_ui(result.denominator.raw(), one, below.data(), ring.context());
  fmpq_clear(one);
  return result;
}

}  // namespace

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
    ring.reduce(result);
    return result;
  }
  if (expr.has_head(sym::Power, 2) && expr[1].is_small_integer()) return std::nullopt;
  if (expr.is_complex() && is_exact_number(expr)) {
    const auto re = to_polynomial(expr.re(), ring), im = to_polynomial(expr.im(), ring);
    const int unit = ring.index_of(imaginary_one());
    if (!re || !im || unit < 0) return std::nullopt;
    fmpq_mpoly_gen(result.raw(), unit, ring.context());
    return add(*re, multiply(*im, result));
  }
  auto split = split_generators(expr, ring);
  if (!split || !split->denominator.is_one()) return std::nullopt;
  return std::move(split->numerator);
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
    ring.reduce(result.numerator);
    ring.reduce(result.denominator);
    if (n < 0) {
      std::swap(result.numerator, result.denominator);
      if (result.denominator.is_zero()) return std::nullopt;
    }
    return result;
  }
  if (!expr.is_number()) return split_generators(expr, ring);
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
