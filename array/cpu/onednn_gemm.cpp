// sgemm through oneDNN.
#include <dnnl.h>
#include <omp.h>

#include "array/cpu/gemm.h"

namespace lykos::array::cpu {

void sgemm(std::int64_t n, std::int64_t m, std::int64_t k, const float* a, std::int64_t lda, bool transpose_a, const float* b, std::int64_t ldb,
           bool transpose_b, float beta, float* c, std::int64_t ldc) {
  // oneDNN would cut the inner dimension among threads, and the result would depend on their number.
  const int threads = omp_in_parallel() ? 1 : omp_get_max_threads();
  if (threads > 1) omp_set_num_threads(1);
  dnnl_sgemm(transpose_a ? 'T' : 'N', transpose_b ? 'T' : 'N', n, m, k, 1.0f, a, lda, b, ldb, beta, c, ldc);
  if (threads > 1) omp_set_num_threads(threads);
}

}  // namespace lykos::array::cpu
