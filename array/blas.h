// The one door to BLAS. Declared here rather than by <cblas.h> so that the choice of BLAS package stays a link-time matter, and the
// thread control of OpenBLAS is used when it is there.
#pragma once

#include <cstdint>

namespace lykos::array::blas {

// Row-major c {n, m} = alpha op(a) op(b) + beta c, with leading dimensions of the stored matrices.
void gemm(std::int64_t n, std::int64_t m, std::int64_t k, double alpha, const double* a, std::int64_t lda, bool transpose_a, const double* b,
          std::int64_t ldb, bool transpose_b, double beta, double* c, std::int64_t ldc);
void gemm(std::int64_t n, std::int64_t m, std::int64_t k, float alpha, const float* a, std::int64_t lda, bool transpose_a, const float* b,
          std::int64_t ldb, bool transpose_b, float beta, float* c, std::int64_t ldc);
// The same on complex matrices given as pairs of reals.
void gemm_complex(std::int64_t n, std::int64_t m, std::int64_t k, const double* a, const double* b, double* c);
// Row-major y {n} = a {n, m} x {m}.
void gemv(std::int64_t n, std::int64_t m, const double* a, const double* x, double* y);
double dot(std::int64_t n, const double* x, const double* y);

// How many threads the library itself may use from now on. The executor asks for 1, because it splits work itself; linear algebra asks
// for all.
void set_threads(int count);

}  // namespace lykos::array::blas
