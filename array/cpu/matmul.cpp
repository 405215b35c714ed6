// MatMul and Linear in row-major order: plain loops below a measured size, otherwise oneDNN's sgemm (Real32) or BLAS dgemm (Real64). The products of
// a stack (the heads of attention) are mostly too narrow for the libraries: their right factor is packed and the tiles of loops_products.inc run over
// it, which also takes operands and results in permuted order.
//
// Products are cut into pieces that depend on the sizes alone, each one computed by a single-threaded call, so that results do not
// depend on the number of threads.
#include <algorithm>
#include <vector>

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

// Products in a stack keep the packed right factor of one of them in the cache while the rows of the left one pass; beyond these elements it would
// not stay there, and below these multiply-adds packing does not pay.
constexpr std::int64_t kPackedFactor = 64 * 1024;
constexpr std::int64_t kPackedProduct = 2 * 1024;

// A row-major array seen through a permutation of its axes.
struct View {
  Shape extents, strides;
  View(const Shape& shape, const Shape& order) {
    Shape steps = shape;
    std::int64_t step = 1;
    for (int i = shape.rank(); i-- > 0; step *= shape[i]) steps[i] = step;
    for (int i = 0; i < shape.rank(); ++i) {
      const int from = order.empty() ? i : static_cast<int>(order[i]);
      extents.push_back(shape[from]);
      strides.push_back(steps[from]);
    }
  }
  // From one row of a matrix to the next; columns lie together.
  std::int64_t row() const { return strides[strides.rank() - 2]; }
};

template <typename T>
class MatMulKernel final : public Kernel {
 public:
  MatMulKernel(const Program& program, const Instruction& instruction) : instruction_(instruction) {
    post_ = post_function<T>(instruction);
    const Shape& a = program.shape(instruction.inputs[0]);
    const Shape& b = program.shape(instruction.inputs[1]);
    if (instruction.op == Op::Linear) {
      transpose_b_ = true;
      m_ = b[0];
      k_ = b[1];
      n_ = k_ == 0 ? program.shape(instruction.outputs[0]).element_count() / std::max<std::int64_t>(m_, 1) : a.element_count() / k_;
      lda_ = ldb_ = k_;
      ldc_ = m_;
      places_.push_back({});
      method_ = small() ? Method::Loops : Method::Library;
      return;
    }
    const Attributes& attributes = instruction.attributes;
    transpose_a_ = attributes.transpose_left;
    transpose_b_ = attributes.transpose_right;
    const View left(a, attributes.left_order), right(b, attributes.right_order);
    const View result(program.shape(instruction.outputs[0]), attributes.result_order.empty() ? Shape() : inverse_permutation(attributes.result_order));
    const int rank = result.extents.rank();
    n_ = result.extents[rank - 2];
    m_ = result.extents[rank - 1];
    k_ = left.extents[left.extents.rank() - (transpose_a_ ? 2 : 1)];
    lda_ = left.row();
    ldb_ = right.row();
    ldc_ = result.row();
    const bool permuted = !attributes.left_order.empty() || !attributes.right_order.empty() || !attributes.result_order.empty();
    if (!permuted && right.extents.rank() == 2 && left.extents.rank() > 2 && !transpose_a_) {
      // Matrices stacked over one shared right factor are a single tall matrix.
      n_ *= result.extents.slice(0, rank - 2).element_count();
      places_.push_back({});
    } else {
      place_stack(left, right, result);
    }
    const std::int64_t product = n_ * m_ * k_;
    if ((permuted || (places_.size() > 1 && n_ >= 8 && product >= kPackedProduct)) && m_ * k_ <= kPackedFactor) method_ = Method::Packed;
    else method_ = small() && !permuted ? Method::Loops : Method::Library;
  }

  void bind(const Addresses& addresses, int threads) override {
    a_ = addresses.of<const T>(instruction_.inputs[0]);
    b_ = addresses.of<const T>(instruction_.inputs[1]);
    bias_ = instruction_.inputs.size() > 2 ? addresses.of<const T>(instruction_.inputs[2]) : nullptr;
    c_ = addresses.of<T>(instruction_.outputs[0]);
    packed_size_ = Loops<T>::matmul_packed_size(m_, k_);
    if (method_ == Method::Packed) packed_.resize(static_cast<std::size_t>(threads * packed_size_));
  }
  bool can_be_bound_again() const override { return true; }

  void run(const RunContext& context) noexcept override {
    const auto count = static_cast<std::int64_t>(places_.size());
    if (n_ == 0 || m_ == 0 || count == 0) return;
    if (k_ == 0) {
      std::fill(c_, c_ + count * n_ * m_, T(0));
      add_bias_and_post(context.threads);
    } else if (method_ == Method::Library && count == 1) {
      product(places_[0], context.threads);
      add_bias_and_post(context.threads);
    } else {
      // Only Linear has a bias and a function to apply, and it is no stack.
      parallel_ranges(context.threads, count, 1, count * n_ * m_ * k_, [this](std::int64_t first, std::int64_t last, int thread) {
        for (std::int64_t i = first; i < last; ++i) one_of_stack(places_[static_cast<std::size_t>(i)], thread);
      });
    }
  }

  std::string describe() const override {
    if (method_ == Method::Packed) return "packed loops";
    return method_ == Method::Loops ? "plain loops" : sizeof(T) == 4 ? "sgemm" : "dgemm";
  }

 private:
  enum class Method { Loops, Packed, Library };
  // Where one product of a stack finds its operands and leaves its result, in elements from their beginnings.
  struct Place {
    std::int64_t a = 0, b = 0, c = 0;
  };

  bool small() const { return n_ * m_ * k_ <= (transpose_b_ ? kSmallTransposedProduct : kSmallProduct); }

  void place_stack(const View& left, const View& right, const View& result) {
    const int axes = result.extents.rank() - 2;
    const std::int64_t count = result.extents.slice(0, axes).element_count();
    places_.reserve(static_cast<std::size_t>(count));
    for (std::int64_t i = 0; i < count; ++i) {
      Place place;
      std::int64_t rest = i;
      for (int axis = axes; axis-- > 0; rest /= result.extents[axis]) {
        const std::int64_t index = rest % result.extents[axis];
        if (left.extents.rank() > 2) place.a += index * left.strides[axis];
        if (right.extents.rank() > 2) place.b += index * right.strides[axis];
        place.c += index * result.strides[axis];
      }
      places_.push_back(place);
    }
  }

  void one_of_stack(const Place& place, int thread) {
    const T* a = a_ + place.a;
    const T* b = b_ + place.b;
    T* c = c_ + place.c;
    if (method_ == Method::Packed) {
      T* packed = packed_.data() + thread * packed_size_;
      loops<T>().matmul_pack(packed, b, m_, k_, transpose_b_ ? 1 : ldb_, transpose_b_ ? ldb_ : 1);
      loops<T>().matmul_packed({c, a, n_, m_, k_, ldc_, transpose_a_ ? 1 : lda_, transpose_a_ ? lda_ : 1}, packed);
    } else if (method_ == Method::Loops) {
      loops<T>().matmul(c, a, b, bias_, n_, m_, k_, transpose_a_, transpose_b_);
      if (post_ != nullptr) post_(c, c, c, c, n_ * m_);
    } else {
      product(place, 1);
    }
  }

  // One product, cut into pieces of rows or columns. The cut depends on the sizes alone, so the threads do not change the result.
  void product(const Place& place, int threads) {
    const T* a = a_ + place.a;
    const T* b = b_ + place.b;
    T* c = c_ + place.c;
    if constexpr (sizeof(T) == 8) blas::set_threads(1);
    const bool rows = n_ >= kRowsWorthCutting || n_ >= m_;
    const std::int64_t side = rows ? n_ : m_;
    const std::int64_t piece = ((side + kPieces - 1) / kPieces + 15) / 16 * 16;
    parallel_ranges(threads, side, piece, n_ * m_ * k_, [&](std::int64_t first, std::int64_t last, int) {
      for (std::int64_t start = first; start < last; start += piece) {
        const std::int64_t count = std::min(piece, last - start);
        if (rows) {
          gemm(count, m_, a + start * (transpose_a_ ? 1 : lda_), b, c + start * ldc_);
        } else {
          gemm(n_, count, a, b + start * (transpose_b_ ? ldb_ : 1), c + start);
        }
      }
    });
  }

  // A piece of the product, on the calling thread.
  void gemm(std::int64_t n, std::int64_t m, const T* a, const T* b, T* c) {
    if constexpr (sizeof(T) == 4) {
      sgemm(n, m, k_, a, lda_, transpose_a_, b, ldb_, transpose_b_, 0.0f, c, ldc_);
    } else {
      blas::gemm(n, m, k_, 1.0, a, lda_, transpose_a_, b, ldb_, transpose_b_, 0.0, c, ldc_);
    }
  }

  void add_bias_and_post(int threads) {
    if (bias_ == nullptr && post_ == nullptr) return;
    parallel_ranges(threads, n_, 1, n_ * m_, [this](std::int64_t first, std::int64_t last, int) {
      for (std::int64_t i = first; i < last && bias_ != nullptr; ++i) loops<T>().add_to(c_ + i * m_, bias_, m_);
      if (post_ != nullptr) post_(c_ + first * m_, c_ + first * m_, c_ + first * m_, c_ + first * m_, (last - first) * m_);
    });
  }

  Instruction instruction_;
  Method method_ = Method::Loops;
  bool transpose_a_ = false, transpose_b_ = false;
  std::int64_t n_ = 0, m_ = 0, k_ = 0, lda_ = 0, ldb_ = 0, ldc_ = 0;
  std::vector<Place> places_;  // one for each product of the stack
  std::int64_t packed_size_ = 0;
  std::vector<T> packed_;      // for each thread
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
