// Orthogonal and spectral decompositions: QR, SVD, eigensystems, Schur form.
#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <vector>

#include "array/bulk.h"
#include "array/lapack.h"
#include "array/linear_algebra.h"

namespace lykos::array {
namespace {

using namespace lapack;
using Complex = std::complex<double>;

bool is_hermitian(const Array& a) {
  const std::int64_t n = a.shape()[0];
  for (std::int64_t i = 0; i < n; ++i) {
    for (std::int64_t j = 0; j <= i; ++j) {
      if (is_complex(a.dtype())) {
        if (complex_data(a)[i * n + j] != std::conj(complex_data(a)[j * n + i])) return false;
      } else if (a.data<double>()[i * n + j] != a.data<double>()[j * n + i]) {
        return false;
      }
    }
  }
  return true;
}

// Sorts by descending absolute value and drops imaginary parts when all are zero. `columns` holds eigenvectors as columns {n, n}.
EigenResult assemble(const std::vector<Complex>& values, const std::vector<Complex>& columns, bool vectors) {
  const auto n = static_cast<std::int64_t>(values.size());
  std::vector<std::int64_t> order(values.size());
  std::iota(order.begin(), order.end(), std::int64_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::int64_t i, std::int64_t j) {
    const double x = std::abs(values[static_cast<std::size_t>(i)]);
    const double y = std::abs(values[static_cast<std::size_t>(j)]);
    // Conjugate pairs have absolute values that agree up to rounding; they keep their order. Of two real ones the negative comes first.
    if (std::abs(x - y) > 1e-14 * std::max(x, y)) return x > y;
    const Complex a = values[static_cast<std::size_t>(i)], b = values[static_cast<std::size_t>(j)];
    return a.imag() == 0 && b.imag() == 0 && a.real() < 0 && b.real() > 0;
  });
  const auto real_number = [](Complex z) { return z.imag() == 0; };
  EigenResult result;
  const bool real_values = std::all_of(values.begin(), values.end(), real_number);
  result.values = Array(real_values ? DType::Real64 : DType::ComplexReal64, {n});
  for (std::int64_t i = 0; i < n; ++i) {
    const Complex value = values[static_cast<std::size_t>(order[static_cast<std::size_t>(i)])];
    if (real_values) result.values.data<double>()[i] = value.real();
    else complex_data(result.values)[i] = value;
  }
  if (!vectors) return result;
  const bool real_vectors = real_values && std::all_of(columns.begin(), columns.end(), real_number);
  result.vectors = Array(real_vectors ? DType::Real64 : DType::ComplexReal64, {n, n});
  for (std::int64_t i = 0; i < n; ++i) {
    const std::int64_t column = order[static_cast<std::size_t>(i)];
    double norm = 0;
    for (std::int64_t k = 0; k < n; ++k) norm += std::norm(columns[static_cast<std::size_t>(k * n + column)]);
    norm = norm > 0 ? std::sqrt(norm) : 1;
    for (std::int64_t k = 0; k < n; ++k) {
      const Complex entry = columns[static_cast<std::size_t>(k * n + column)] / norm;
      if (real_vectors) result.vectors.data<double>()[i * n + k] = entry.real();
      else complex_data(result.vectors)[i * n + k] = entry;
    }
  }
  return result;
}

// LAPACK returns eigenvectors of real matrices as real columns, a conjugate pair as its real and imaginary parts side by side.
std::vector<Complex> unpack_real_vectors(const std::vector<double>& packed, const std::vector<double>& imaginary, int n) {
  const auto extent = static_cast<std::size_t>(n);
  std::vector<Complex> columns(extent * extent);
  for (std::size_t j = 0; j < extent; ++j) {
    const bool pair = imaginary[j] != 0 && j + 1 < extent;
    for (std::size_t k = 0; k < extent; ++k) {
      const double re = packed[k * extent + j];
      if (pair) {
        const double im = packed[k * extent + j + 1];
        columns[k * extent + j] = {re, im};
        columns[k * extent + j + 1] = {re, -im};
      } else {
        columns[k * extent + j] = re;
      }
    }
    if (pair) ++j;
  }
  return columns;
}

EigenResult failed() {
  EigenResult result;
  result.converged = false;
  return result;
}

}  // namespace

QRResult qr_decomposition(const Array& matrix) {
  const Array a = as_working_type(matrix);
  require(a.rank() == 2, "qr", "a matrix is expected, not " + to_text(a.shape()));
  const int n = matrix_extent(a.shape()[0], "qr");
  const int m = matrix_extent(a.shape()[1], "qr");
  const int k = std::min(n, m);
  use_all_threads();
  Array work = a.clone();
  QRResult result;
  result.r = Array::zeros(a.dtype(), {k, m});
  result.q = Array(a.dtype(), {n, k});
  const bool complex = is_complex(a.dtype());
  if (complex) {
    std::vector<Complex> tau(static_cast<std::size_t>(k));
    LAPACKE_zgeqrf(LAPACK_ROW_MAJOR, n, m, complex_data(work), m, tau.data());
    for (std::int64_t i = 0; i < k; ++i) std::copy(complex_data(work) + i * m + i, complex_data(work) + (i + 1) * m, complex_data(result.r) + i * m + i);
    for (std::int64_t i = 0; i < n; ++i) std::copy(complex_data(work) + i * m, complex_data(work) + i * m + k, complex_data(result.q) + i * k);
    LAPACKE_zungqr(LAPACK_ROW_MAJOR, n, k, k, complex_data(result.q), k, tau.data());
  } else {
    std::vector<double> tau(static_cast<std::size_t>(k));
    double* w = work.data<double>();
    LAPACKE_dgeqrf(LAPACK_ROW_MAJOR, n, m, w, m, tau.data());
    for (std::int64_t i = 0; i < k; ++i) std::copy(w + i * m + i, w + (i + 1) * m, result.r.data<double>() + i * m + i);
    for (std::int64_t i = 0; i < n; ++i) std::copy(w + i * m, w + i * m + k, result.q.data<double>() + i * k);
    LAPACKE_dorgqr(LAPACK_ROW_MAJOR, n, k, k, result.q.data<double>(), k, tau.data());
  }
  return result;
}

SVDResult singular_value_decomposition(const Array& matrix, bool thin) {
  const Array a = as_working_type(matrix);
  require(a.rank() == 2, "svd", "a matrix is expected, not " + to_text(a.shape()));
  const int n = matrix_extent(a.shape()[0], "svd");
  const int m = matrix_extent(a.shape()[1], "svd");
  const int k = std::min(n, m);
  SVDResult result;
  result.u = Array::zeros(a.dtype(), {n, thin ? k : n});
  result.values = Array::zeros(DType::Real64, {k});
  result.vt = Array::zeros(a.dtype(), {thin ? k : m, m});
  if (!all_finite(a)) {
    result.converged = false;
    return result;
  }
  use_all_threads();
  Array work = a.clone();
  const char job = thin ? 'S' : 'A';
  const lapack_int info =
      is_complex(a.dtype())
          ? LAPACKE_zgesdd(LAPACK_ROW_MAJOR, job, n, m, complex_data(work), m, result.values.data<double>(), complex_data(result.u), thin ? k : n, complex_data(result.vt), m)
          : LAPACKE_dgesdd(LAPACK_ROW_MAJOR, job, n, m, work.data<double>(), m, result.values.data<double>(), result.u.data<double>(), thin ? k : n, result.vt.data<double>(), m);
  result.converged = info == 0;
  return result;
}

Array singular_values(const Array& matrix) {
  const Array a = as_working_type(matrix);
  require(a.rank() == 2, "svd", "a matrix is expected, not " + to_text(a.shape()));
  const int n = matrix_extent(a.shape()[0], "svd");
  const int m = matrix_extent(a.shape()[1], "svd");
  use_all_threads();
  Array work = a.clone();
  Array values = Array::zeros(DType::Real64, {std::min(n, m)});
  lapack_int info = -1;
  if (all_finite(a)) {
    info = is_complex(a.dtype()) ? LAPACKE_zgesdd(LAPACK_ROW_MAJOR, 'N', n, m, complex_data(work), m, values.data<double>(), nullptr, n, nullptr, m)
                                 : LAPACKE_dgesdd(LAPACK_ROW_MAJOR, 'N', n, m, work.data<double>(), m, values.data<double>(), nullptr, n, nullptr, m);
  }
  return info == 0 ? values : Array();
}

EigenResult eigensystem(const Array& matrix, bool vectors) {
  const Array a = as_working_type(matrix);
  const int n = square_extent(a, "eigensystem");
  if (!all_finite(a)) return failed();
  use_all_threads();
  const auto extent = static_cast<std::size_t>(n);
  const char job = vectors ? 'V' : 'N';
  Array work = a.clone();
  if (is_hermitian(a)) {
    std::vector<double> w(extent);
    const bool complex = is_complex(a.dtype());
    const lapack_int info = complex ? LAPACKE_zheevd(LAPACK_ROW_MAJOR, job, 'U', n, complex_data(work), n, w.data())
                                    : LAPACKE_dsyevd(LAPACK_ROW_MAJOR, job, 'U', n, work.data<double>(), n, w.data());
    if (info != 0) return failed();
    std::vector<Complex> columns;
    if (vectors) {
      columns.resize(extent * extent);
      for (std::size_t i = 0; i < columns.size(); ++i) columns[i] = complex ? complex_data(work)[i] : Complex(work.data<double>()[i]);
    }
    // LAPACK's order is ascending; reversed, equal absolute values of opposite sign keep the positive one first.
    std::vector<Complex> values(w.rbegin(), w.rend());
    if (vectors) {
      for (std::size_t i = 0; i < extent; ++i) std::reverse(columns.begin() + static_cast<std::ptrdiff_t>(i * extent), columns.begin() + static_cast<std::ptrdiff_t>((i + 1) * extent));
    }
    return assemble(values, columns, vectors);
  }
  std::vector<Complex> values(extent);
  std::vector<Complex> columns;
  if (is_complex(a.dtype())) {
    if (vectors) columns.resize(extent * extent);
    const lapack_int info = LAPACKE_zgeev(LAPACK_ROW_MAJOR, 'N', job, n, complex_data(work), n, values.data(), nullptr, n, columns.data(), n);
    if (info != 0) return failed();
  } else {
    std::vector<double> re(extent), im(extent), packed(vectors ? extent * extent : 0);
    const lapack_int info = LAPACKE_dgeev(LAPACK_ROW_MAJOR, 'N', job, n, work.data<double>(), n, re.data(), im.data(), nullptr, n, packed.data(), n);
    if (info != 0) return failed();
    for (std::size_t i = 0; i < extent; ++i) values[i] = {re[i], im[i]};
    if (vectors) columns = unpack_real_vectors(packed, im, n);
  }
  return assemble(values, columns, vectors);
}

EigenResult generalized_eigensystem(const Array& first, const Array& second, bool vectors) {
  Array a = as_working_type(first);
  Array b = as_working_type(second);
  const int n = square_extent(a, "eigensystem");
  require(a.shape() == b.shape(), "eigensystem", "matrices of shapes " + to_text(a.shape()) + " and " + to_text(b.shape()));
  if (a.dtype() != b.dtype()) {
    a = as_complex(a);
    b = as_complex(b);
  }
  if (!all_finite(a) || !all_finite(b)) return failed();
  use_all_threads();
  const auto extent = static_cast<std::size_t>(n);
  const char job = vectors ? 'V' : 'N';
  Array left = a.clone();
  Array right = b.clone();
  std::vector<Complex> values(extent);
  std::vector<Complex> columns;
  if (is_complex(a.dtype())) {
    std::vector<Complex> alpha(extent), beta(extent);
    if (vectors) columns.resize(extent * extent);
    const lapack_int info = LAPACKE_zggev(LAPACK_ROW_MAJOR, 'N', job, n, complex_data(left), n, complex_data(right), n, alpha.data(), beta.data(), nullptr, n, columns.data(), n);
    if (info != 0) return failed();
    for (std::size_t i = 0; i < extent; ++i) values[i] = beta[i] == 0.0 ? Complex(std::numeric_limits<double>::infinity()) : alpha[i] / beta[i];
  } else {
    std::vector<double> re(extent), im(extent), beta(extent), packed(vectors ? extent * extent : 0);
    const lapack_int info = LAPACKE_dggev(LAPACK_ROW_MAJOR, 'N', job, n, left.data<double>(), n, right.data<double>(), n, re.data(), im.data(), beta.data(), nullptr, n, packed.data(), n);
    if (info != 0) return failed();
    for (std::size_t i = 0; i < extent; ++i) values[i] = beta[i] == 0 ? Complex(std::numeric_limits<double>::infinity()) : Complex(re[i] / beta[i], im[i] / beta[i]);
    if (vectors) columns = unpack_real_vectors(packed, im, n);
  }
  return assemble(values, columns, vectors);
}

SchurResult schur_decomposition(const Array& matrix) {
  const Array a = as_working_type(matrix);
  const int n = square_extent(a, "schur");
  SchurResult result;
  result.t = a.clone();
  result.q = Array::zeros(a.dtype(), {n, n});
  if (!all_finite(a)) {
    result.converged = false;
    return result;
  }
  use_all_threads();
  lapack_int selected = 0;
  const auto extent = static_cast<std::size_t>(n);
  if (is_complex(a.dtype())) {
    std::vector<Complex> values(extent);
    result.converged = LAPACKE_zgees(LAPACK_ROW_MAJOR, 'V', 'N', nullptr, n, complex_data(result.t), n, &selected, values.data(), complex_data(result.q), n) == 0;
  } else {
    std::vector<double> re(extent), im(extent);
    result.converged = LAPACKE_dgees(LAPACK_ROW_MAJOR, 'V', 'N', nullptr, n, result.t.data<double>(), n, &selected, re.data(), im.data(), result.q.data<double>(), n) == 0;
  }
  return result;
}

}  // namespace lykos::array
