// matrix.h - matrices of expressions, and the elimination that exact, symbolic and modular linear algebra share.
//
// Machine matrices go to the array engine (array/linear_algebra.h) and never come here.
#pragma once

#include <optional>
#include <vector>

#include "array/array.h"
#include "builtins/support.h"

namespace lykos::builtins {

struct Matrix {
  std::size_t rows = 0, columns = 0;
  std::vector<Expr> entries;  // row-major
  Matrix() = default;
  Matrix(std::size_t r, std::size_t c, const Expr& fill = Expr::integer(0)) : rows(r), columns(c), entries(r * c, fill) {}
  Expr& at(std::size_t i, std::size_t j) { return entries[i * columns + j]; }
  const Expr& at(std::size_t i, std::size_t j) const { return entries[i * columns + j]; }
  static Matrix identity(std::size_t n);
};

/// A nonempty rectangular list of lists (or a rank-2 numeric or sparse array); nullopt for anything else.
std::optional<Matrix> read_matrix(const Expr& expr);
/// A nonempty list whose elements are not lists.
std::optional<std::vector<Expr>> read_vector(const Expr& expr);
Expr matrix_to_list(const Matrix& matrix);
/// Lists for sparse and numeric arrays, anything else as it is.
Expr dense(const Expr& expr);

/// The Real64 or ComplexReal64 array of a list with at least one machine number and otherwise real or complex numbers; nullopt for
/// exact, symbolic and arbitrary-precision entries. `rank` 0 accepts any.
std::optional<array::Array> machine_matrix(const Expr& expr, int rank = 2);

/// Arithmetic on entries: over all expressions, or over the integers modulo a number.
class EntryArithmetic {
 public:
  EntryArithmetic() = default;
  /// From a Modulus option; 0 means none. nullopt for anything that is not a non-negative integer.
  static std::optional<EntryArithmetic> with_modulus(const Expr& modulus);
  Expr reduce(const Expr& a) const;                       ///< into the modulus; symbolic entries are brought over one denominator
  Expr add(const Expr& a, const Expr& b) const;
  Expr multiply(const Expr& a, const Expr& b) const;
  /// a - f b
  Expr subtract_product(const Expr& a, const Expr& f, const Expr& b) const;
  MaybeExpr divide(const Expr& a, const Expr& b) const;   ///< nullopt when b has no inverse in the modulus
  bool is_zero(const Expr& a) const;
  bool modular() const { return modulus_.has_value(); }

 private:
  std::optional<Expr> modulus_;
};

/// Brings the first `columns` columns to reduced row echelon form; gives the pivot columns, and the determinant's sign changes when
/// asked. nullopt when a pivot has no inverse (modular arithmetic with a composite modulus).
std::optional<std::vector<std::size_t>> row_reduce(Matrix& matrix, std::size_t columns, const EntryArithmetic& arithmetic);
/// The determinant: fraction-free elimination for numbers, expansion by minors for symbols.
Expr determinant_of(const Matrix& matrix, const EntryArithmetic& arithmetic);
/// The basis of the null space, the last free column first; denominators of rational vectors are cleared.
std::vector<std::vector<Expr>> null_space_of(Matrix matrix, const EntryArithmetic& arithmetic);
std::optional<Matrix> inverse_of(const Matrix& matrix, const EntryArithmetic& arithmetic);
Matrix multiply(const Matrix& a, const Matrix& b);
bool all_numbers(const Matrix& matrix);

/// Exact eigenvalues in the language's order; nullopt when they cannot be written down.
std::optional<std::vector<Expr>> exact_eigenvalues(const Matrix& matrix);
/// Eigenvectors for these eigenvalues (repeated ones adjacent), zero vectors where the matrix is defective.
std::vector<std::vector<Expr>> exact_eigenvectors(const Matrix& matrix, const std::vector<Expr>& values);
/// Eigenvalues, and eigenvectors when asked, of a matrix of numbers some of which have arbitrary precision, the largest first; nullopt
/// for other matrices.
struct PreciseSystem {
  std::vector<Expr> values;
  std::vector<std::vector<Expr>> vectors;
};
std::optional<PreciseSystem> precise_eigensystem(const Matrix& matrix, bool vectors);
/// Coefficients of Det[matrix - x I] times (-1)^n, constant term first, leading coefficient 1 (Faddeev-LeVerrier).
std::vector<Expr> characteristic_coefficients(const Matrix& matrix);

/// A machine array as a list (packed).
Expr array_to_list(const array::Array& values);

/// Says head::matsq unless the argument is a nonempty square matrix.
bool require_square(const Call& call, std::size_t index = 0);

}  // namespace lykos::builtins
