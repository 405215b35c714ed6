// Large Real32 matrix products, by oneDNN's generated kernels (onednn_gemm.cpp). Small ones go to the plain loops of loops.h.
#pragma once

#include <cstdint>

namespace lykos::array::cpu {

// Row-major c {n, m} = op(a) op(b) + beta c, leading dimensions of the stored matrices. Stays on the calling thread, so that
// the result does not depend on the number of threads; callers cut large products into pieces.
void sgemm(std::int64_t n, std::int64_t m, std::int64_t k, const float* a, std::int64_t lda, bool transpose_a, const float* b, std::int64_t ldb,
           bool transpose_b, float beta, float* c, std::int64_t ldc);

}  // namespace lykos::array::cpu
