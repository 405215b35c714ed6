// Loops<T>: the vector loops of the executor, compiled once per instruction set (loops_avx512.cpp, loops_avx2.cpp, loops_baseline.cpp,
// all from loops.inc) and chosen once at run time.
//
// The multi-versioned files contain raw loops over pointers only; no library template may be instantiated there, because the linker
// could pick its AVX-512 copy for the whole program.
#pragma once

#include <cstdint>

#include "array/scalar_expression.h"

namespace lykos::array::cpu {

template <typename T>
struct Loops {
  // out[i] = f(a[i], b[i], c[i]); out may be one of the operands.
  using Function = void (*)(T* out, const T* a, const T* b, const T* c, std::int64_t count);
  Function functions[96];

  T (*sum)(const T* a, std::int64_t count);
  T (*product)(const T* a, std::int64_t count);
  T (*maximum)(const T* a, std::int64_t count);  // NaN wins
  T (*minimum)(const T* a, std::int64_t count);
  // out[i] = out[i] op a[i]
  void (*add_to)(T* out, const T* a, std::int64_t count);
  void (*multiply_to)(T* out, const T* a, std::int64_t count);
  void (*max_to)(T* out, const T* a, std::int64_t count);
  void (*min_to)(T* out, const T* a, std::int64_t count);
  // out[i] += factor * a[i]
  void (*scaled_add_to)(T* out, const T* a, T factor, std::int64_t count);
  T (*dot)(const T* a, const T* b, std::int64_t count);

  // Rows of softmax: out = Exp[a - Max[a]] / Total, and the logarithm; backward from the result.
  void (*softmax_row)(T* out, const T* a, std::int64_t count);
  void (*log_softmax_row)(T* out, const T* a, std::int64_t count);
  void (*softmax_backward_row)(T* out, const T* y, const T* dy, std::int64_t count);
  void (*log_softmax_backward_row)(T* out, const T* y, const T* dy, std::int64_t count);

  // Matrix products in plain loops, for small sizes and for types without a library: c {n, m} = op(a) op(b) (+ bias per column, may be
  // null). Leading dimensions are those of the stored matrices.
  void (*matmul)(T* c, const T* a, const T* b, const T* bias, std::int64_t n, std::int64_t m, std::int64_t k, bool transpose_a, bool transpose_b);

  // Batch normalisation pieces on contiguous runs: two-moment sums around a shift, affine map, and the backward sums.
  void (*centred_moments)(const T* a, T centre, std::int64_t count, double* sum, double* sum_of_squares);
  void (*affine)(T* out, const T* a, T shift, T factor, T offset, std::int64_t count);
  void (*product_sums)(const T* dy, const T* x, T centre, std::int64_t count, double* sum, double* sum_of_products);
  // out = p * dy + q * x + r
  void (*affine2)(T* out, const T* dy, const T* x, T p, T q, T r, std::int64_t count);

  // Optimiser passes; the formulas are in optimizer.h. Limits of 0 mean none.
  void (*adam)(T* w, const T* g, T* m, T* v, std::int64_t count, T step, T beta1, T beta2, T epsilon, T l2, T gradient_clip, T weight_clip, T scale);
  void (*sgd)(T* w, const T* g, T* m, std::int64_t count, T rate, T momentum, bool sign, T l2, T gradient_clip, T weight_clip, T scale);
  void (*rmsprop)(T* w, const T* g, T* n, T* a, T* m, std::int64_t count, T rate, T beta, T momentum, T epsilon, T l2, T gradient_clip, T weight_clip, T scale);
};

// The loops for this processor.
template <typename T>
const Loops<T>& loops();
template <> const Loops<float>& loops<float>();
template <> const Loops<double>& loops<double>();

// "avx512", "avx2" or "baseline".
const char* loops_name();

}  // namespace lykos::array::cpu
