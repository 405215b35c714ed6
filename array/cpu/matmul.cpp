// MatMul and Linear in row-major order: plain loops below a measured size, otherwise oneDNN's sgemm (Real32) or BLAS dgemm (Real64).
//
// Products are cut into pieces that depend on the sizes alone, each one computed by a single-threaded call, so that results do not
// depend on the number of threads.
#include <algorithm>

#include "array/blas.h"
#include "array/cpu/gemm.h"
#include "array/cpu/kernel.h"
#include "array/cpu/loops.h"
#include "array/cpu/parallel.h"

namespace lykos::array::cpu {
namespace {

// Multiply-adds below which the plain loops win (they start in nanoseconds). Products with b transposed run as dot products there,
// which are slower, so they leave earlier.
constexpr std::int64_t kSmallProduct = 48 * 1024;
constexpr std::int64_t kSmallTransposedProduct = 8 * 1024;
// Pieces that one product is cut into, and the number of rows from which rows are cut whatever the number of columns: every piece packs the
// whole other factor again, so few large pieces are best (measured from 2 to 8).
constexpr std::int64_t kPieces = 4;
constexpr std::int64_t kRowsWorthCutting = 256;

template <typename T>
class MatMulKernel final : public Kernel {
 public:
  MatMulKernel(const Program& program, const Instruction& instruction) : instruction_(instruction) {
    const Shape& a = program.shape(instruction.inputs[0]);
    const Shape& b = program.shape(instruction.inputs[1]);
    const Shape& c = program.shape(instruction.outputs[0]);
    if (instruction.op == Op::Linear) {
      transpose_b_ = true;
      m_ = b[0];
      k_ = b[1];
      n_ = k_ == 0 ? c.element_count() / std::max<std::int64_t>(m_, 1) : a.element_count() / k_;
    } else {
      transpose_a_ = instruction.attributes.transpose_left;
      transpose_b_ = instruction.attributes.transpose_right;
      n_ = c[c.rank() - 2];
      m_ = c[c.rank() - 1];
      k_ = a[a.rank() - (transpose_a_ ? 2 : 1)];
      batch_ = c.slice(0, c.rank() - 2).element_count();
      a_step_ = a.rank() > 2 ? n_ * k_ : 0;
      b_step_ = b.rank() > 2 ? k_ * m_ : 0;
      // Matrices stacked over one shared right factor are a single tall matrix.
      if (b_step_ == 0 && a_step_ != 0 && !transpose_a_) {
        n_ *= batch_;
        batch_ = 1;
      }
    }
    post_ = post_function<T>(instruction);
    small_ = n_ * m_ * k_ <= (transpose_b_ ? kSmallTransposedProduct : kSmallProduct);
  }

  void bind(const Addresses& addresses, int) override {
    a_ = addresses.of<const T>(instruction_.inputs[0]);
    b_ = addresses.of<const T>(instruction_.inputs[1]);
    bias_ = instruction_.inputs.size() > 2 ? addresses.of<const T>(instruction_.inputs[2]) : nullptr;
    c_ = addresses.of<T>(instruction_.outputs[0]);
  }
  bool can_be_bound_again() const override { return true; }

  void run(const RunContext& context) noexcept override {
    if (n_ == 0 || m_ == 0) return;
    if (k_ == 0) {
      std::fill(c_, c_ + batch_ * n_ * m_, T(0));
      add_bias_and_post(context.threads);
      return;
    }
    if (small_) {
      parallel_ranges(context.threads, batch_, 1, batch_ * n_ * m_ * k_, [this](std::int64_t first, std::int64_t last, int) {
        for (std::int64_t i = first; i < last; ++i) {
          loops<T>().matmul(c_ + i * n_ * m_, a_ + i * a_step_, b_ + i * b_step_, bias_, n_, m_, k_, transpose_a_, transpose_b_);
          if (post_ != nullptr) apply_post(i * n_ * m_, n_ * m_);
        }
      });
      return;
    }
    if (batch_ > 1) {
      parallel_ranges(context.threads, batch_, 1, batch_ * n_ * m_ * k_, [this](std::int64_t first, std::int64_t last, int) {
        for (std::int64_t i = first; i < last; ++i) product(c_ + i * n_ * m_, a_ + i * a_step_, b_ + i * b_step_, 1);
      });
    } else {
      product(c_, a_, b_, context.threads);
    }
    add_bias_and_post(context.threads);
  }

  std::string describe() const override { return small_ ? "plain loops" : (sizeof(T) == 4 ? "sgemm" : "dgemm"); }

 private:
  // One product, cut into pieces of rows or columns. The cut depends on the sizes alone, so the threads do not change the result.
  void product(T* c, const T* a, const T* b, int threads) {
    const std::int64_t lda = transpose_a_ ? n_ : k_;
    const std::int64_t ldb = transpose_b_ ? k_ : m_;
    if constexpr (sizeof(T) == 8) blas::set_threads(1);
    const bool rows = n_ >= kRowsWorthCutting || n_ >= m_;
    const std::int64_t side = rows ? n_ : m_;
    const std::int64_t piece = ((side + kPieces - 1) / kPieces + 15) / 16 * 16;
    parallel_ranges(threads, side, piece, n_ * m_ * k_, [&](std::int64_t first, std::int64_t last, int) {
      for (std::int64_t start = first; start < last; start += piece) {
        const std::int64_t count = std::min(piece, last - start);
        if (rows) {
          gemm(count, m_, a + start * (transpose_a_ ? 1 : lda), lda, b, ldb, c + start * m_);
        } else {
          gemm(n_, count, a, lda, b + start * (transpose_b_ ? ldb : 1), ldb, c + start);
        }
      }
    });
  }

  // A piece of the product, on the calling thread.
  void gemm(std::int64_t n, std::int64_t m, const T* a, std::int64_t lda, const T* b, std::int64_t ldb, T* c) {
    if constexpr (sizeof(T) == 4) {
      sgemm(n, m, k_, a, lda, transpose_a_, b, ldb, transpose_b_, 0.0f, c, m_);
    } else {
      blas::gemm(n, m, k_, 1.0, a, lda, transpose_a_, b, ldb, transpose_b_, 0.0, c, m_);
    }
  }

  void add_bias_and_post(int threads) {
    if (bias_ == nullptr && post_ == nullptr) return;
    parallel_ranges(threads, n_, 1, n_ * m_, [this](std::int64_t first, std::int64_t last, int) {
      for (std::int64_t i = first; i < last && bias_ != nullptr; ++i) loops<T>().add_to(c_ + i * m_, bias_, m_);
      if (post_ != nullptr) apply_post(first * m_, (last - first) * m_);
    });
  }

  void apply_post(std::int64_t first, std::int64_t count) { post_(c_ + first, c_ + first, c_ + first, c_ + first, count); }

  Instruction instruction_;
  bool transpose_a_ = false, transpose_b_ = false, small_ = true;
  std::int64_t n_ = 0, m_ = 0, k_ = 0, batch_ = 1, a_step_ = 0, b_step_ = 0;
  const T* a_ = nullptr;
  const T* b_ = nullptr;
  const T* bias_ = nullptr;
  T* c_ = nullptr;
  typename Loops<T>::Function post_ = nullptr;
};

}  // namespace

KernelPointer make_matmul_kernel(const Program& program, const Instruction& instruction) {
  if (program.dtype(instruction.outputs[0]) == DType::Real32) return std::make_unique<MatMulKernel<float>>(program, instruction);
  return std::make_unique<MatMulKernel<double>>(program, instruction);
}

}  // namespace lykos::array::cpu
