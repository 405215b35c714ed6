// algebraic_numbers.h - exact algebraic numbers: irreducible integer polynomials with one root singled out (FLINT, Arb).
//
// The roots of a polynomial are numbered as in Root[f, k]: the real ones by value, then the others by real part and size of the
// imaginary part, of a conjugate pair the one below the axis first.
#pragma once

#include <acb.h>
#include <flint/fmpz_poly.h>

#include <optional>
#include <vector>

#include "builtins/arithmetic/ball.h"
#include "expr/expr.h"

namespace lykos::builtins {

/// A polynomial with integer coefficients (RAII around fmpz_poly).
class IntegerPolynomial {
 public:
  IntegerPolynomial() { fmpz_poly_init(value_); }
  IntegerPolynomial(const IntegerPolynomial& other) {
    fmpz_poly_init(value_);
    fmpz_poly_set(value_, other.value_);
  }
  IntegerPolynomial(IntegerPolynomial&& other) noexcept {
    fmpz_poly_init(value_);
    fmpz_poly_swap(value_, other.value_);
  }
  IntegerPolynomial& operator=(IntegerPolynomial other) noexcept {
    fmpz_poly_swap(value_, other.value_);
    return *this;
  }
  ~IntegerPolynomial() { fmpz_poly_clear(value_); }
  fmpz_poly_struct* raw() { return value_; }
  const fmpz_poly_struct* raw() const { return value_; }
  slong degree() const { return fmpz_poly_degree(value_); }
  Expr coefficient(slong i) const;
  /// The sum of terms in a variable.
  Expr to_expression(const Expr& variable) const;

 private:
  fmpz_poly_t value_;
};

/// The polynomial with the coefficients of expr in x, multiplied by their common denominator; nullopt when they are not rational.
std::optional<IntegerPolynomial> integer_polynomial(const Expr& expr, const Expr& x);
/// The distinct irreducible factors with exponents, primitive with positive leading coefficients.
std::vector<std::pair<IntegerPolynomial, slong>> irreducible_factors(const IntegerPolynomial& p);
/// Enclosures of all roots of a squarefree polynomial in Root's order, to about `bits`.
std::vector<Ball> ordered_roots(const IntegerPolynomial& squarefree, slong bits);

/// One root of an irreducible polynomial.
struct AlgebraicNumber {
  IntegerPolynomial polynomial;
  slong index = 1;   // 1-based, Root's order
};
/// An exact expression made of rational numbers, I, roots, sums, products and rational powers as an algebraic number.
std::optional<AlgebraicNumber> algebraic_number(const Expr& expr);
/// The usual form: a rational number, a quadratic radical, else Root[f, k, 0].
Expr algebraic_expression(const AlgebraicNumber& number);
/// Root[f &, k, 0] whatever the degree.
Expr root_expression(const IntegerPolynomial& polynomial, slong index);
/// Enclosure of the value of Root[f, k] or Root[f, k, 0]; false when it is no such thing.
bool root_ball(acb_ptr result, const Expr& root, slong bits);
/// Root[f, k] with numeric coefficients.
bool is_numeric_root(const Expr& expr);

}  // namespace lykos::builtins
