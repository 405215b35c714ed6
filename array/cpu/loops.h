// Loops<T>: the vector loops of the executor, compiled once per instruction set (loops_avx512.cpp, loops_avx2.cpp, loops_baseline.cpp,
// all from loops.inc) and chosen once at run time.
//
// The multi-versioned files contain raw loops over pointers only; no library template may be instantiated there, because the linker
// could pick its AVX-512 copy for the whole program.
#pragma once

#include <cstdint>

#include "array/scalar_expression.h"

namespace lykos::array::cpu {

// c {n, m} with rows ldc apart, and the left factor a {n, k}, whose element (i, p) lies at a[i row_stride + p inner_stride].
template <typename T>
struct MatMulOperands {
  T* c;
  const T* a;
  std::int64_t n, m, k;
  std::int64_t ldc, row_stride, inner_stride;
};

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
  // c {n, m} = a {n, k} times a matrix {k, m} that is used often and was packed before, into matmul_packed_size(m, k) elements. Element (p, j) of
  // that matrix lies at b[p inner_stride + j column_stride].
  void (*matmul_pack)(T* packed, const T* b, std::int64_t m, std::int64_t k, std::int64_t inner_stride, std::int64_t column_stride);
  void (*matmul_packed)(const MatMulOperands<T>& operands, const T* packed);
  static std::int64_t matmul_packed_size(std::int64_t m, std::int64_t k) {
    constexpr auto kPanel = static_cast<std::int64_t>(128 / sizeof(T));
    return (m + kPanel - 1) / kPanel * kPanel * k;
  }

  // Batch normalisation pieces on contiguous runs: two-moment sums around a shift, affine map, and the backward sums.
  void (*centred_moments)(const T* a, T centre, std::int64_t count, double* sum, double* sum_of_squares);
  void (*affine)(T* out, const T* a, T shift, T factor, T offset, std::int64_t count);
  // The same with a factor of twice the precision, factor + factor_rest: the result is that of a single rounding but for rare cases. Says whether
  // all of it is finite, for which a pass of its own would cost as much again.
  bool (*affine_precise)(T* out, const T* a, T shift, T factor, T factor_rest, T offset, std::int64_t count);
  void (*product_sums)(const T* dy, const T* x, T centre, std::int64_t count, double* sum, double* sum_of_products);
  // out = p dy + q (x - shift) + r
  void (*affine2)(T* out, const T* dy, const T* x, T shift, T p, T q, T r, std::int64_t count);

  // One step of a recurrent cell for one example with h units; gates are laid out as in Builder::recurrent. `driven` and `sums` are the
  // contributions of input and state. `update` may be null. `kept`: the cell state, or for Gated the state's contribution to the memory.
  void (*basic_step)(std::int64_t h, const T* driven, const T* sums, const T* update, T* gates, T* state);
  void (*gated_step)(std::int64_t h, const T* driven, const T* sums, const T* update, const T* previous, T* gates, T* kept, T* state);
  void (*long_short_term_step)(std::int64_t h, const T* driven, const T* sums, const T* update, const T* previous_cell, T* gates, T* cell, T* state);
  // Their gradients from that of the new state: for `driven`, for `sums` (only Gated differs), and for the old state or cell directly.
  void (*basic_step_backward)(std::int64_t h, const T* gates, const T* update, const T* dstate, T* ddriven);
  void (*gated_step_backward)(std::int64_t h, const T* gates, const T* kept, const T* update, const T* previous, const T* dstate, T* ddriven, T* dsums,
                              T* dprevious);
  void (*long_short_term_step_backward)(std::int64_t h, const T* gates, const T* cell, const T* update, const T* previous_cell, const T* dstate, T* dcell,
                                        T* ddriven);
  // The same on blocks of 8 or 16 channels that lie together, position after position, `step` elements apart; every array but the data has
  // one entry per channel. With `ramp`, the result (and in the gradients dy) is cut off where the normalised value is not positive.
  void (*block_moments)(const T* a, std::int64_t step, std::int64_t count, int channels, const T* shift, double* sum, double* sum_of_squares);
  void (*block_affine)(T* out, const T* a, std::int64_t step, std::int64_t count, int channels, const T* shift, const T* factor, const T* offset, bool ramp);
  void (*block_product_sums)(const T* dy, const T* x, std::int64_t step, std::int64_t count, int channels, const T* shift, const T* factor, const T* offset,
                             bool ramp, double* sum, double* sum_of_products);
  void (*block_affine2)(T* out, const T* dy, const T* x, std::int64_t step, std::int64_t count, int channels, const T* shift, const T* factor, const T* offset,
                        bool ramp, const T* p, const T* q, const T* r);
  // out = dy where y > 0, else 0
  void (*mask_positive)(T* out, const T* dy, const T* y, std::int64_t count);

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
