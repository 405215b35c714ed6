// Products and linear systems: dot, solve, least squares, inverse, determinant, LU, Cholesky. Spectral decompositions are in
// linear_algebra_spectral.cpp.
//
// LAPACK works on columns. Every routine here transposes once on the way in and once on the way out (by LAPACKE's row-major mode or by
// hand), which is negligible beside the cubic work.
#include "array/linear_algebra.h"

#include <algorithm>
#include <cmath>
#include <complex>
#include <limits>
#include <stdexcept>
#include <vector>

#include "array/blas.h"
#include "array/lapack.h"

namespace lykos::array {

namespace lapack {

void require(bool condition, const char* op, const std::string& text) {
  if (!condition) throw std::invalid_argument(std::string("[") + op + "] " + text);
}

Array as_working_type(const Array& a) { return a.convert(is_complex(a.dtype()) ? DType::ComplexReal64 : DType::Real64); }

Array as_complex(const Array& a) { return a.convert(DType::ComplexReal64); }

int square_extent(const Array& a, const char* op) {
  require(a.rank() == 2 && a.shape()[0] == a.shape()[1], op, "a square matrix is expected, not " + to_text(a.shape()));
  return matrix_extent(a.shape()[0], op);
}

int matrix_extent(std::int64_t extent, const char* op) {
  require(extent > 0, op, "the matrix is empty");
  require(extent <= std::numeric_limits<int>::max() / 2, op, "the matrix is too large");
  return static_cast<int>(extent);
}

double one_norm(const Array& a) {
  const std::int64_t rows = a.shape()[0];
  const std::int64_t columns = a.shape()[1];
  double best = 0;
  for (std::int64_t j = 0; j < columns; ++j) {
    double total = 0;
    for (std::int64_t i = 0; i < rows; ++i) {
      const std::int64_t place = i * columns + j;
      total += is_complex(a.dtype()) ? std::hypot(a.data<double>()[2 * place], a.data<double>()[2 * place + 1]) : std::fabs(a.data<double>()[place]);
    }
    best = total > best || total != total ? total : best;
  }
  return best;
}

}  // namespace lapack

namespace {

using namespace lapack;

// Puts both operands into one working type.
void unify(Array& a, Array& b) {
  a = as_working_type(a);
  b = as_working_type(b);
  if (a.dtype() != b.dtype()) {
    a = as_complex(a);
    b = as_complex(b);
  }
}

// The LU factors of a copy of `a` with pivots; info > 0 means an exact zero pivot.
struct Factored {
  Array factors;
  std::vector<lapack_int> pivots;
  lapack_int info = 0;
  double reciprocal_condition = 0;
};

Factored factor(const Array& a, const char* op) {
  const int n = square_extent(a, op);
  use_all_threads();
  Factored result;
  result.factors = a.clone();
  result.pivots.resize(static_cast<std::size_t>(n));
  const double norm = one_norm(a);
  if (is_complex(a.dtype())) {
    result.info = LAPACKE_zgetrf(LAPACK_ROW_MAJOR, n, n, complex_data(result.factors), n, result.pivots.data());
    if (result.info == 0) LAPACKE_zgecon(LAPACK_ROW_MAJOR, '1', n, complex_data(result.factors), n, norm, &result.reciprocal_condition);
  } else {
    result.info = LAPACKE_dgetrf(LAPACK_ROW_MAJOR, n, n, result.factors.data<double>(), n, result.pivots.data());
    if (result.info == 0) LAPACKE_dgecon(LAPACK_ROW_MAJOR, '1', n, result.factors.data<double>(), n, norm, &result.reciprocal_condition);
  }
  return result;
}

}  // namespace

Array dot(const Array& first, const Array& second) {
  Array a = first;
  Array b = second;
  require(a.rank() >= 1 && b.rank() >= 1 && a.shape().back() == b.shape()[0], "dot", to_text(a.shape()) + " with " + to_text(b.shape()));
  unify(a, b);
  use_all_threads();
  const std::int64_t k = b.shape()[0];
  const Shape left = a.shape().slice(0, a.rank() - 1);
  const Shape right = b.shape().slice(1, b.rank());
  const std::int64_t n = left.element_count();
  const std::int64_t m = right.element_count();
  Array result = Array::zeros(a.dtype(), left.joined(right));
  if (n == 0 || m == 0 || k == 0) return result;
  require(std::max({n, m, k}) <= std::numeric_limits<int>::max(), "dot", "the arrays are too large");
  if (is_complex(a.dtype())) {
    blas::gemm_complex(n, m, k, a.data<double>(), b.data<double>(), result.data<double>());
  } else if (n == 1 && m == 1) {
    *result.data<double>() = blas::dot(k, a.data<double>(), b.data<double>());
  } else if (m == 1) {
    blas::gemv(n, k, a.data<double>(), b.data<double>(), result.data<double>());
  } else {
    blas::gemm(n, m, k, 1.0, a.data<double>(), k, false, b.data<double>(), m, false, 0.0, result.data<double>(), m);
  }
  return result;
}

SolveResult linear_solve(const Array& matrix, const Array& right) {
  Array a = matrix;
  Array b = right;
  unify(a, b);
  const int n = square_extent(a, "solve");
  require((b.rank() == 1 || b.rank() == 2) && b.shape()[0] == n, "solve", "a right-hand side of shape " + to_text(b.shape()) + " for a matrix " + to_text(a.shape()));
  Factored lu = factor(a, "solve");
  SolveResult result;
  result.singular = lu.info > 0;
  result.reciprocal_condition = lu.reciprocal_condition;
  if (result.singular) return result;
  result.solution = b.clone();
  const int m = b.rank() == 1 ? 1 : static_cast<int>(b.shape()[1]);
  if (m == 0) return result;
  if (is_complex(a.dtype())) {
    LAPACKE_zgetrs(LAPACK_ROW_MAJOR, 'N', n, m, complex_data(lu.factors), n, lu.pivots.data(), complex_data(result.solution), m);
  } else {
    LAPACKE_dgetrs(LAPACK_ROW_MAJOR, 'N', n, m, lu.factors.data<double>(), n, lu.pivots.data(), result.solution.data<double>(), m);
  }
  return result;
}

SolveResult least_squares(const Array& matrix, const Array& right) {
  Array a = matrix;
  Array b = right;
  unify(a, b);
  require(a.rank() == 2, "least_squares", "a matrix is expected, not " + to_text(a.shape()));
  const int n = matrix_extent(a.shape()[0], "least_squares");
  const int m = matrix_extent(a.shape()[1], "least_squares");
  require((b.rank() == 1 || b.rank() == 2) && b.shape()[0] == n, "least_squares", "a right-hand side of shape " + to_text(b.shape()) + " for a matrix " + to_text(a.shape()));
  use_all_threads();
  const int columns = b.rank() == 1 ? 1 : static_cast<int>(b.shape()[1]);
  const int rows = std::max(n, m);
  Array work = a.clone();
  Array padded = Array::zeros(a.dtype(), {rows, columns});
  std::copy(static_cast<const std::byte*>(b.bytes()), static_cast<const std::byte*>(b.bytes()) + b.byte_count(), static_cast<std::byte*>(padded.bytes()));
  std::vector<double> values(static_cast<std::size_t>(std::min(n, m)));
  lapack_int rank = 0;
  lapack_int info = 0;
  if (is_complex(a.dtype())) {
    info = LAPACKE_zgelsd(LAPACK_ROW_MAJOR, n, m, columns, complex_data(work), m, complex_data(padded), columns, values.data(), -1, &rank);
  } else {
    info = LAPACKE_dgelsd(LAPACK_ROW_MAJOR, n, m, columns, work.data<double>(), m, padded.data<double>(), columns, values.data(), -1, &rank);
  }
  SolveResult result;
  result.singular = info != 0;
  result.reciprocal_condition = values.front() > 0 ? values.back() / values.front() : 0;
  result.solution = padded.slice(0, m).clone();
  if (b.rank() == 1) result.solution = result.solution.reshape({m});
  return result;
}

SolveResult inverse(const Array& matrix) {
  const Array a = as_working_type(matrix);
  const int n = square_extent(a, "inverse");
  Factored lu = factor(a, "inverse");
  SolveResult result;
  result.singular = lu.info > 0;
  result.reciprocal_condition = lu.reciprocal_condition;
  if (result.singular) return result;
  result.solution = lu.factors;
  if (is_complex(a.dtype())) {
    LAPACKE_zgetri(LAPACK_ROW_MAJOR, n, complex_data(result.solution), n, lu.pivots.data());
  } else {
    LAPACKE_dgetri(LAPACK_ROW_MAJOR, n, result.solution.data<double>(), n, lu.pivots.data());
  }
  return result;
}

Array determinant(const Array& matrix) {
  const Array a = as_working_type(matrix);
  const int n = square_extent(a, "determinant");
  const Factored lu = factor(a, "determinant");
  std::complex<double> product = 1;
  for (int i = 0; i < n; ++i) {
    const std::int64_t place = static_cast<std::int64_t>(i) * n + i;
    if (is_complex(a.dtype())) product *= std::complex<double>(lu.factors.data<double>()[2 * place], lu.factors.data<double>()[2 * place + 1]);
    else product *= lu.factors.data<double>()[place];
    if (lu.pivots[static_cast<std::size_t>(i)] != i + 1) product = -product;
  }
  Array result(a.dtype(), {});
  result.data<double>()[0] = product.real();
  if (is_complex(a.dtype())) result.data<double>()[1] = product.imag();
  return result;
}

LUResult lu_decomposition(const Array& matrix) {
  const Array a = as_working_type(matrix);
  const int n = square_extent(a, "lu");
  Factored lu = factor(a, "lu");
  LUResult result;
  result.factors = lu.factors;
  result.singular = lu.info > 0;
  result.reciprocal_condition = lu.reciprocal_condition;
  result.permutation = Array(DType::Integer64, {n});
  auto* order = result.permutation.data<std::int64_t>();
  for (int i = 0; i < n; ++i) order[i] = i;
  for (int i = 0; i < n; ++i) std::swap(order[i], order[lu.pivots[static_cast<std::size_t>(i)] - 1]);
  return result;
}

CholeskyResult cholesky(const Array& matrix) {
  const Array a = as_working_type(matrix);
  const int n = square_extent(a, "cholesky");
  use_all_threads();
  CholeskyResult result;
  result.factor = a.clone();
  const bool complex = is_complex(a.dtype());
  const lapack_int info = complex ? LAPACKE_zpotrf(LAPACK_ROW_MAJOR, 'U', n, complex_data(result.factor), n)
                                  : LAPACKE_dpotrf(LAPACK_ROW_MAJOR, 'U', n, result.factor.data<double>(), n);
  result.positive_definite = info == 0;
  const int width = complex ? 2 : 1;
  auto* data = result.factor.data<double>();
  for (std::int64_t i = 0; i < n; ++i) std::fill(data + i * n * width, data + (i * n + i) * width, 0.0);
  return result;
}

}  // namespace lykos::array
