// polynomial.h - expressions as multivariate polynomials over the rationals, and quotients of them, computed by FLINT.
//
// The generators are the subexpressions that are not sums, products or integer powers: x, Sin[x], Sqrt[2], f[y]. A ring is made
// for a set of expressions; values of the ring convert back to expressions in the language's usual form.
#pragma once

#include <flint/fmpq_mpoly.h>

#include <optional>
#include <vector>

#include "evaluator/evaluator.h"

namespace lykos::builtins {

class PolynomialRing {
 public:
  /// The ring whose generators are those of the expressions, in canonical order.
  explicit PolynomialRing(std::span<const Expr> expressions);
  ~PolynomialRing();
  PolynomialRing(const PolynomialRing&) = delete;
  PolynomialRing& operator=(const PolynomialRing&) = delete;
  const std::vector<Expr>& generators() const { return generators_; }
  /// Index of a generator, or -1.
  int index_of(const Expr& generator) const;
  const fmpq_mpoly_ctx_struct* context() const { return context_; }

 private:
  std::vector<Expr> generators_;
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
