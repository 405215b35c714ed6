// polynomial.h - expressions as multivariate polynomials over the rationals, and quotients of them, computed by FLINT.
//
// The generators are the subexpressions that are not sums, products or integer powers: x, Sin[x], Sqrt[2], f[y]. Powers of one
// base share generators: Sqrt[x] and x, E^x and E^(2 x). I and roots of numbers or sums carry their relation (Sqrt[2]^2 = 2), which
// products reduce by. A ring is made for a set of expressions; values of the ring convert back to expressions in the usual form.
#pragma once

#include <flint/fmpq_mpoly.h>

#include <memory>
#include <optional>
#include <vector>

#include "evaluator/evaluator.h"

namespace lykos::builtins {

class PolynomialRing {
 public:
  /// How powers with exponents that are not integers are read: by base, or each as a generator of its own.
  enum class Powers { Related, Opaque };
  /// The ring whose generators are those of the expressions, in canonical order.
  explicit PolynomialRing(std::span<const Expr> expressions, Powers powers = Powers::Related);
  /// The given generators first, then the others of the expressions; a monomial order for Groebner bases.
  PolynomialRing(std::span<const Expr> first, std::span<const Expr> expressions, ordering_t order);
  ~PolynomialRing();
  PolynomialRing(const PolynomialRing&) = delete;
  PolynomialRing& operator=(const PolynomialRing&) = delete;
  const std::vector<Expr>& generators() const { return generators_; }
  /// Index of a generator, or -1.
  int index_of(const Expr& generator) const;
  const fmpq_mpoly_ctx_struct* context() const { return context_; }
  /// An expression that is no sum, product or integer power as a product of generators with exponents; false when it is none.
  struct GeneratorPower {
    std::size_t index;
    std::int64_t exponent;
  };
  bool as_generators(const Expr& e, std::vector<GeneratorPower>& powers) const;
  /// The polynomial modulo the relations of the generators.
  void reduce(class Polynomial& p) const;

 private:
  // base^(term/root) is the generator.
  struct Family {
    Expr base, term;
    std::int64_t root;
  };
  struct Relation {
    std::size_t index;
    std::int64_t exponent;   // generator^exponent = value
    std::shared_ptr<const class Polynomial> value;
  };
  void collect(const Expr& e);
  void add_family(const Expr& base, const Expr& term, std::int64_t root);
  void make_generators(std::span<const Expr> first);
  void make_relations();
  Powers powers_;
  std::vector<Family> families_;
  std::vector<Expr> generators_;
  std::vector<Relation> relations_;
  fmpq_mpoly_ctx_t context_;
};

/// A polynomial of a ring (RAII around fmpq_mpoly).
class Polynomial {
 public:
  explicit Polynomial(const PolynomialRing& ring);
  Polynomial(const Polynomial& other);
  Polynomial(Polynomial&& other) noexcept;
  Polynomial& operator=(Polynomial other) noexcept;
  ~Polynomial();
  const PolynomialRing& ring() const { return *ring_; }
  fmpq_mpoly_struct* raw() { return value_; }
  const fmpq_mpoly_struct* raw() const { return value_; }
  bool is_zero() const;
  bool is_one() const;
  bool is_constant() const;
  std::size_t term_count() const;
  /// The sum of terms; evaluated, so in canonical order.
  Expr to_expression() const;
  /// Factors with exponents after a rational content; nullopt when FLINT gives up.
  struct Factors;
  std::optional<Factors> factor() const;

 private:
  const PolynomialRing* ring_;
  fmpq_mpoly_t value_;
};

struct Polynomial::Factors {
  Expr content;   // an exact number
  std::vector<std::pair<Polynomial, std::int64_t>> factors;
};

/// numerator/denominator without common factors.
struct RationalFunction {
  Polynomial numerator;
  Polynomial denominator;
};

/// The expression as a polynomial of the ring; nullopt when a coefficient is not rational or an exponent too large.
std::optional<Polynomial> to_polynomial(const Expr& expr, const PolynomialRing& ring);
/// The expression over a common denominator, cancelled.
std::optional<RationalFunction> to_rational_function(const Expr& expr, const PolynomialRing& ring);
/// Product of content and factors as an expression.
Expr factors_to_expression(const Polynomial::Factors& factors);
/// a / b without remainder, when it is one.
std::optional<Polynomial> divide_exactly(const Polynomial& a, const Polynomial& b);
Polynomial greatest_common_divisor(const Polynomial& a, const Polynomial& b);
Polynomial multiply(const Polynomial& a, const Polynomial& b);
Polynomial add(const Polynomial& a, const Polynomial& b);

}  // namespace lykos::builtins
