// matrix.cpp - elimination over exact, arbitrary-precision, symbolic and modular entries.
//
// Numbers are eliminated with their own arithmetic. Symbolic entries are brought over one denominator (Together) after each step, so that an
// entry that is zero is seen to be zero; determinants and inverses of symbolic matrices are expanded by minors instead, which gives the
// polynomial form people expect.
#include "builtins/linear_algebra/matrix.h"

#include <algorithm>
#include <unordered_map>

#include "builtins/lists/collection.h"
#include "builtins/lists/scalar.h"
#include "builtins/lists/sparse_array.h"
#include "expr/number.h"

namespace lykos::builtins {

using array::Array;
using array::DType;

Matrix Matrix::identity(std::size_t n) {
  Matrix result(n, n);
  for (std::size_t i = 0; i < n; ++i) result.at(i, i) = Expr::integer(1);
  return result;
}

Expr dense(const Expr& expr) {
  if (expr.is_numeric_array() || expr.has_head(sym::SparseArray)) return evaluate(make_normal(sym::Normal, {expr}));
  return expr;
}

std::optional<Matrix> read_matrix(const Expr& given) {
  const Expr expr = dense(given);
  if (!expr.is_list() || expr.size() == 0) return std::nullopt;
  const std::vector<std::int64_t> dims = dimensions_of(expr, 2);
  if (dims.size() != 2 || dims[1] == 0) return std::nullopt;
  Matrix matrix;
  matrix.rows = static_cast<std::size_t>(dims[0]);
  matrix.columns = static_cast<std::size_t>(dims[1]);
  matrix.entries.reserve(matrix.rows * matrix.columns);
  for (const Expr& row : expr.args()) {
    for (const Expr& entry : row.args()) {
      if (entry.is_list()) return std::nullopt;
      matrix.entries.push_back(entry);
    }
  }
  return matrix;
}

std::optional<std::vector<Expr>> read_vector(const Expr& given) {
  const Expr expr = dense(given);
  if (!expr.is_list() || expr.size() == 0) return std::nullopt;
  if (expr.is_packed() && expr.array().rank() != 1) return std::nullopt;
  for (const Expr& e : expr.args()) {
    if (e.is_list()) return std::nullopt;
  }
  return elements_of(expr);
}

Expr matrix_to_list(const Matrix& matrix) {
  Builder out(sym::List, matrix.rows);
  for (std::size_t i = 0; i < matrix.rows; ++i) {
    out.push(make_list(std::span<const Expr>(matrix.entries).subspan(i * matrix.columns, matrix.columns)));
  }
  return out.finish();
}

Expr array_to_list(const Array& values) {
  if (values.rank() == 0) return array_number(values, 0);
  if (array::is_integer(values.dtype())) return packed_list(values.convert(DType::Integer64));
  return packed_list(array::is_complex(values.dtype()) ? values.convert(DType::ComplexReal64) : values.convert(DType::Real64));
}

std::optional<Array> machine_matrix(const Expr& given, int rank) {
  const Expr expr = dense(given);
  const auto values = machine_array(expr);
  if (!values || array::is_integer(values->dtype()) || (rank != 0 && values->rank() != rank)) return std::nullopt;
  return values;
}

bool all_numbers(const Matrix& matrix) {
  return std::all_of(matrix.entries.begin(), matrix.entries.end(), [](const Expr& e) { return e.is_number(); });
}

bool require_square(const Call& call, std::size_t index) {
  const auto dims = dimensions_of(dense(call.arg(index)), 2);
  if (dims.size() == 2 && dims[0] == dims[1] && dims[0] > 0) return true;
  call.message("matsq", {call.arg(index), Expr::integer(static_cast<std::int64_t>(index) + 1)});
  return false;
}

// ---- arithmetic

std::optional<EntryArithmetic> EntryArithmetic::with_modulus(const Expr& modulus) {
  EntryArithmetic result;
  if (!modulus.is_integer() || sign_of_real(modulus) < 0) return modulus.is_null() ? std::optional(result) : std::nullopt;
  if (!is_exact_zero(modulus)) result.modulus_ = modulus;
  return result;
}

Expr EntryArithmetic::reduce(const Expr& a) const {
  if (modulus_) {
    // Fractions mean their value in the modulus.
    if (a.is_rational()) {
      const Expr inverse = evaluate(make_normal(sym::PowerMod, {Expr::integer(a.rational_value().denominator()), Expr::integer(-1), *modulus_}));
      return evaluate(make_normal(sym::Mod, {times(Expr::integer(a.rational_value().numerator()), inverse), *modulus_}));
    }
    return evaluate(make_normal(sym::Mod, {a, *modulus_}));
  }
  if (a.is_number()) return a;
  return evaluate(make_normal(sym::Together, {a}));
}

Expr EntryArithmetic::add(const Expr& a, const Expr& b) const { return reduce(plus(a, b)); }
Expr EntryArithmetic::multiply(const Expr& a, const Expr& b) const { return reduce(times(a, b)); }
Expr EntryArithmetic::subtract_product(const Expr& a, const Expr& f, const Expr& b) const { return reduce(minus(a, times(f, b))); }

MaybeExpr EntryArithmetic::divide(const Expr& a, const Expr& b) const {
  if (modulus_) {
    const Expr inverse = evaluate(make_normal(sym::PowerMod, {b, Expr::integer(-1), *modulus_}));
    if (!inverse.is_integer()) return std::nullopt;
    return reduce(times(a, inverse));
  }
  return reduce(quotient(a, b));
}

bool EntryArithmetic::is_zero(const Expr& a) const {
  if (a.is_number()) return lykos::is_zero(a);
  return is_zero_element(reduce(a));
}

// ---- elimination

namespace {
// Inexact entries take the largest pivot of the column, exact ones the first that is not zero (integers of small size come out that way).
std::size_t find_pivot(const Matrix& m, std::size_t from, std::size_t column, const EntryArithmetic& arithmetic) {
  std::size_t best = m.rows;
  double best_size = 0;
  for (std::size_t i = from; i < m.rows; ++i) {
    const Expr& e = m.at(i, column);
    if (arithmetic.is_zero(e)) continue;
    if (!is_inexact_number(e) && e.is_number()) {
      if (best == m.rows) return i;
      continue;
    }
    double size = 1;
    if (e.is_real_number()) {
      size = std::abs(to_double(e));
    } else if (e.is_complex()) {
      size = std::abs(to_double(e.re())) + std::abs(to_double(e.im()));
    }
    if (best == m.rows || size > best_size) {
      best = i;
      best_size = size;
    }
    if (!e.is_number()) return best;
  }
  return best;
}

void swap_rows(Matrix& m, std::size_t a, std::size_t b) {
  if (a == b) return;
  for (std::size_t j = 0; j < m.columns; ++j) std::swap(m.at(a, j), m.at(b, j));
}
}  // namespace

std::optional<std::vector<std::size_t>> row_reduce(Matrix& m, std::size_t columns, const EntryArithmetic& arithmetic) {
  for (Expr& e : m.entries) e = arithmetic.reduce(e);
  std::vector<std::size_t> pivots;
  std::size_t row = 0;
  for (std::size_t column = 0; column < columns && row < m.rows; ++column) {
    check_interrupt();
    const std::size_t pivot_row = find_pivot(m, row, column, arithmetic);
    if (pivot_row == m.rows) {
      for (std::size_t i = row; i < m.rows; ++i) m.at(i, column) = Expr::integer(0);
      continue;
    }
    swap_rows(m, row, pivot_row);
    const Expr pivot = m.at(row, column);
    m.at(row, column) = Expr::integer(1);
    for (std::size_t j = column + 1; j < m.columns; ++j) {
      const MaybeExpr scaled = arithmetic.divide(m.at(row, j), pivot);
      if (!scaled) return std::nullopt;
      m.at(row, j) = *scaled;
    }
    for (std::size_t i = 0; i < m.rows; ++i) {
      if (i == row || arithmetic.is_zero(m.at(i, column))) {
        if (i != row) m.at(i, column) = Expr::integer(0);
        continue;
      }
      const Expr factor = m.at(i, column);
      m.at(i, column) = Expr::integer(0);
      for (std::size_t j = column + 1; j < m.columns; ++j) m.at(i, j) = arithmetic.subtract_product(m.at(i, j), factor, m.at(row, j));
    }
    pivots.push_back(column);
    ++row;
  }
  return pivots;
}

namespace {

// Bareiss' fraction-free elimination: every division is exact, so integers stay integers.
Expr bareiss(Matrix m) {
  const std::size_t n = m.rows;
  const EntryArithmetic plain;
  Expr previous = Expr::integer(1);
  bool negative = false;
  for (std::size_t k = 0; k + 1 < n; ++k) {
    const std::size_t pivot = find_pivot(m, k, k, plain);
    if (pivot == n) return Expr::integer(0);
    if (pivot != k) {
      swap_rows(m, k, pivot);
      negative = !negative;
    }
    for (std::size_t i = k + 1; i < n; ++i) {
      for (std::size_t j = k + 1; j < n; ++j) {
        m.at(i, j) = quotient(minus(times(m.at(k, k), m.at(i, j)), times(m.at(i, k), m.at(k, j))), previous);
      }
    }
    previous = m.at(k, k);
    check_interrupt();
  }
  return negative ? negate(m.at(n - 1, n - 1)) : m.at(n - 1, n - 1);
}

// Expansion by minors: the minor of the last rows in a set of columns is computed once.
class MinorExpansion {
 public:
  explicit MinorExpansion(const Matrix& m) : m_(m) {}
  Expr minor(std::uint32_t columns, std::size_t row) {
    if (row == m_.rows) return Expr::integer(1);
    const auto found = known_.find(columns);
    if (found != known_.end()) return found->second;
    std::vector<Expr> terms;
    bool positive = true;
    for (std::size_t j = 0; j < m_.columns; ++j) {
      if ((columns >> j & 1) == 0) continue;
      const Expr& entry = m_.at(row, j);
      if (!is_zero_element(entry)) {
        const Expr product = times(entry, minor(columns & ~(1U << j), row + 1));
        terms.push_back(positive ? product : times(Expr::integer(-1), product));
      }
      positive = !positive;
    }
    check_interrupt();
    Expr value = evaluate(make_normal(sym::Expand, {sum(terms)}));
    known_.emplace(columns, value);
    return value;
  }

 private:
  const Matrix& m_;
  std::unordered_map<std::uint32_t, Expr> known_;
};

}  // namespace

Expr determinant_of(const Matrix& m, const EntryArithmetic& arithmetic) {
  if (arithmetic.modular()) return arithmetic.reduce(determinant_of(m, EntryArithmetic()));
  if (all_numbers(m)) return bareiss(m);
  if (m.rows <= 12) return MinorExpansion(m).minor((1U << m.columns) - 1U, 0);
  // Too large for minors: elimination over the field of fractions.
  Matrix work = m;
  Expr product = Expr::integer(1);
  for (std::size_t k = 0; k < m.rows; ++k) {
    const std::size_t pivot = find_pivot(work, k, k, arithmetic);
    if (pivot == m.rows) return Expr::integer(0);
    if (pivot != k) {
      swap_rows(work, k, pivot);
      product = times(Expr::integer(-1), product);
    }
    product = arithmetic.multiply(product, work.at(k, k));
    for (std::size_t i = k + 1; i < m.rows; ++i) {
      const Expr factor = *arithmetic.divide(work.at(i, k), work.at(k, k));
      for (std::size_t j = k + 1; j < m.columns; ++j) work.at(i, j) = arithmetic.subtract_product(work.at(i, j), factor, work.at(k, j));
    }
  }
  return product;
}

std::optional<Matrix> inverse_of(const Matrix& m, const EntryArithmetic& arithmetic) {
  const std::size_t n = m.rows;
  if (!all_numbers(m) && !arithmetic.modular() && n <= 6) {  // adjugate over determinant
    const Expr determinant = determinant_of(m, arithmetic);
    if (arithmetic.is_zero(determinant)) return std::nullopt;
    Matrix result(n, n);
    for (std::size_t i = 0; i < n; ++i) {
      for (std::size_t j = 0; j < n; ++j) {
        Matrix minor(n - 1, n - 1);
        for (std::size_t a = 0, r = 0; a < n; ++a) {
          if (a == j) continue;
          for (std::size_t b = 0, c = 0; b < n; ++b) {
            if (b == i) continue;
            minor.at(r, c++) = m.at(a, b);
          }
          ++r;
        }
        const Expr cofactor = n == 1 ? Expr::integer(1) : determinant_of(minor, arithmetic);
        const Expr value = quotient(cofactor, determinant);
        result.at(i, j) = (i + j) % 2 == 0 ? value : times(Expr::integer(-1), value);
      }
    }
    return result;
  }
  Matrix work(n, 2 * n);
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j < n; ++j) work.at(i, j) = m.at(i, j);
    work.at(i, n + i) = Expr::integer(1);
  }
  const auto pivots = row_reduce(work, n, arithmetic);
  if (!pivots || pivots->size() < n) return std::nullopt;
  Matrix result(n, n);
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j < n; ++j) result.at(i, j) = work.at(i, n + j);
  }
  return result;
}

std::vector<std::vector<Expr>> null_space_of(Matrix m, const EntryArithmetic& arithmetic) {
  std::vector<std::vector<Expr>> basis;
  const auto pivots = row_reduce(m, m.columns, arithmetic);
  if (!pivots) return basis;
  for (std::size_t free = m.columns; free-- > 0;) {
    if (std::find(pivots->begin(), pivots->end(), free) != pivots->end()) continue;
    std::vector<Expr> vector(m.columns, Expr::integer(0));
    vector[free] = Expr::integer(1);
    for (std::size_t i = 0; i < pivots->size(); ++i) vector[(*pivots)[i]] = arithmetic.reduce(times(Expr::integer(-1), m.at(i, free)));
    if (!arithmetic.modular()) {
      Integer common(1);
      bool exact = true;
      for (const Expr& e : vector) {
        if (e.is_rational()) {
          const Integer denominator = e.rational_value().denominator();
          Integer lcm_quotient, remainder;
          floor_divide(common, gcd(common, denominator), lcm_quotient, remainder);
          common = lcm_quotient * denominator;
        } else if (!e.is_integer()) {
          exact = false;
        }
      }
      if (exact && !(common == Integer(1))) {
        for (Expr& e : vector) e = times(Expr::integer(common), e);
      }
    }
    basis.push_back(std::move(vector));
  }
  return basis;
}

Matrix multiply(const Matrix& a, const Matrix& b) {
  Matrix result(a.rows, b.columns);
  std::vector<Expr> terms(a.columns);
  for (std::size_t i = 0; i < a.rows; ++i) {
    check_interrupt();
    for (std::size_t j = 0; j < b.columns; ++j) {
      for (std::size_t k = 0; k < a.columns; ++k) terms[k] = times(a.at(i, k), b.at(k, j));
      result.at(i, j) = sum(terms);
    }
  }
  return result;
}

}  // namespace lykos::builtins
