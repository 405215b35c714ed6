// Calls into the C interface of BLAS.
#include "array/blas.h"

#include <cblas.h>

// Present in OpenBLAS only.
extern "C" void openblas_set_num_threads(int count) __attribute__((weak));

namespace lykos::array::blas {
namespace {

CBLAS_TRANSPOSE flag(bool transpose) { return transpose ? CblasTrans : CblasNoTrans; }
int narrow(std::int64_t x) { return static_cast<int>(x); }

}  // namespace

void gemm(std::int64_t n, std::int64_t m, std::int64_t k, double alpha, const double* a, std::int64_t lda, bool transpose_a, const double* b, std::int64_t ldb,
          bool transpose_b, double beta, double* c, std::int64_t ldc) {
  cblas_dgemm(CblasRowMajor, flag(transpose_a), flag(transpose_b), narrow(n), narrow(m), narrow(k), alpha, a, narrow(lda), b, narrow(ldb), beta, c, narrow(ldc));
}

void gemm(std::int64_t n, std::int64_t m, std::int64_t k, float alpha, const float* a, std::int64_t lda, bool transpose_a, const float* b, std::int64_t ldb,
          bool transpose_b, float beta, float* c, std::int64_t ldc) {
  cblas_sgemm(CblasRowMajor, flag(transpose_a), flag(transpose_b), narrow(n), narrow(m), narrow(k), alpha, a, narrow(lda), b, narrow(ldb), beta, c, narrow(ldc));
}

void gemm_complex(std::int64_t n, std::int64_t m, std::int64_t k, const double* a, const double* b, double* c) {
  const double one[2] = {1, 0};
  const double zero[2] = {0, 0};
  cblas_zgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, narrow(n), narrow(m), narrow(k), one, a, narrow(k), b, narrow(m), zero, c, narrow(m));
}

void gemv(std::int64_t n, std::int64_t m, const double* a, const double* x, double* y) {
  cblas_dgemv(CblasRowMajor, CblasNoTrans, narrow(n), narrow(m), 1, a, narrow(m), x, 1, 0, y, 1);
}

double dot(std::int64_t n, const double* x, const double* y) { return cblas_ddot(narrow(n), x, 1, y, 1); }

void set_threads(int count) {
  static int current = 0;
  if (count == current) return;
  current = count;
  if (openblas_set_num_threads != nullptr) openblas_set_num_threads(count);
}

}  // namespace lykos::array::blas
