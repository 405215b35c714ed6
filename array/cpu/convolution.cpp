// Convolution and its two adjoints in plain loops: the reference for tests, and the path of Real64 and of small Real32 convolutions.
//
// All three are matrix products over unfolded patches. For one example and one group, the patches form a matrix
// {channels/groups * kernel, output positions}: the forward product is weights . patches, the gradient for the weights is
// dy . Transpose[patches], and the gradient for the data folds Transpose[weights] . dy back into the image. Spatial axes are
// brought to three by leading extents of 1.
#include <algorithm>
#include <cstring>

#include "array/blas.h"
#include "array/cpu/gemm.h"
#include "array/cpu/kernel.h"
#include "array/cpu/loops.h"
#include "array/cpu/parallel.h"

namespace lykos::array::cpu {
namespace {

template <typename T>
void small_or_blas(std::int64_t n, std::int64_t m, std::int64_t k, const T* a, bool transpose_a, const T* b, bool transpose_b, T beta, T* c, T* scratch) {
  const std::int64_t lda = transpose_a ? n : k;
  const std::int64_t ldb = transpose_b ? k : m;
  if (n * m * k <= 16 * 1024) {
    T* target = beta == T(0) ? c : scratch;
    loops<T>().matmul(target, a, b, nullptr, n, m, k, transpose_a, transpose_b);
    if (beta != T(0)) loops<T>().add_to(c, scratch, n * m);
  } else if constexpr (sizeof(T) == 4) {
    sgemm(n, m, k, a, lda, transpose_a, b, ldb, transpose_b, beta, c, m);
  } else {
    blas::gemm(n, m, k, T(1), a, lda, transpose_a, b, ldb, transpose_b, beta, c, m);
  }
}

template <typename T>
class ConvolutionKernel final : public Kernel {
 public:
  ConvolutionKernel(const Program& program, const Instruction& instruction) : instruction_(instruction) {
    // x, w and y stand in different places for the three operations.
    switch (instruction.op) {
      case Op::Convolution:
        x_id_ = instruction.inputs[0];
        w_id_ = instruction.inputs[1];
        bias_id_ = instruction.inputs[2];
        y_id_ = instruction.outputs[0];
        break;
      case Op::ConvolutionBackwardData:
        y_id_ = instruction.inputs[0];
        w_id_ = instruction.inputs[1];
        x_id_ = instruction.outputs[0];
        break;
      default:
        x_id_ = instruction.inputs[0];
        y_id_ = instruction.inputs[1];
        w_id_ = instruction.outputs[0];
        break;
    }
    post_ = post_function<T>(instruction);
    const Shape& x = program.shape(x_id_);
    const Shape& w = program.shape(w_id_);
    const Shape& y = program.shape(y_id_);
    const Window& window = instruction.attributes.window;
    examples_ = x[0];
    groups_ = window.groups;
    in_channels_ = x[1] / groups_;
    out_channels_ = y[1] / groups_;
    const int spatial = x.rank() - 2;
    for (int i = 0; i < spatial; ++i) {
      const int d = 3 - spatial + i;
      in_[d] = x[i + 2];
      out_[d] = y[i + 2];
      kernel_[d] = w[i + 2];
      stride_[d] = window.stride[i];
      before_[d] = window.before[i];
      dilation_[d] = window.dilation[i];
    }
    in_plane_ = in_[0] * in_[1] * in_[2];
    positions_ = out_[0] * out_[1] * out_[2];
    patch_ = in_channels_ * kernel_[0] * kernel_[1] * kernel_[2];
  }

  void bind(const Addresses& addresses, int threads) override {
    x_ = addresses.of<T>(x_id_);
    w_ = addresses.of<T>(w_id_);
    y_ = addresses.of<T>(y_id_);
    bias_ = addresses.of<const T>(bias_id_);
    scratch_per_thread_ = patch_ * positions_ + std::max(patch_ * positions_, out_channels_ * std::max(patch_, positions_));
    if (instruction_.outputs.size() > 1) bias_sums_ = addresses.of<T>(instruction_.outputs[1]);
    if (instruction_.op == Op::ConvolutionBackwardWeights) {
      // One partial sum per fixed group of examples, joined in order.
      pieces_ = std::min<std::int64_t>(examples_, 8);
      partial_.resize(static_cast<std::size_t>(pieces_ * weight_count()));
    }
    scratch_.resize(static_cast<std::size_t>(scratch_per_thread_ * threads));
  }

  void run(const RunContext& context) noexcept override {
    blas::set_threads(1);
    const std::int64_t work = examples_ * groups_ * out_channels_ * patch_ * positions_;
    if (instruction_.op == Op::ConvolutionBackwardWeights) {
      backward_weights(context.threads, work);
      return;
    }
    parallel_ranges(context.threads, examples_, 1, work, [this](std::int64_t first, std::int64_t last, int thread) {
      T* patches = scratch_.data() + thread * scratch_per_thread_;
      T* extra = patches + patch_ * positions_;
      for (std::int64_t e = first; e < last; ++e) {
        for (std::int64_t g = 0; g < groups_; ++g) {
          T* image = x_ + (e * groups_ + g) * in_channels_ * in_plane_;
          const T* weights = w_ + g * out_channels_ * patch_;
          T* result = y_ + (e * groups_ + g) * out_channels_ * positions_;
          if (instruction_.op == Op::Convolution) {
            unfold(patches, image);
            small_or_blas<T>(out_channels_, positions_, patch_, weights, false, patches, false, T(0), result, extra);
            if (bias_ != nullptr) {
              for (std::int64_t c = 0; c < out_channels_; ++c) loops<T>().affine(result + c * positions_, result + c * positions_, T(0), T(1), bias_[g * out_channels_ + c], positions_);
            }
            if (post_ != nullptr) post_(result, result, result, result, out_channels_ * positions_);
          } else {
            small_or_blas<T>(patch_, positions_, out_channels_, weights, true, result, false, T(0), patches, extra);
            std::memset(image, 0, static_cast<std::size_t>(in_channels_ * in_plane_) * sizeof(T));
            fold(image, patches);
          }
        }
      }
    });
  }

  std::string describe() const override { return "unfolded matrix product"; }

 private:
  std::int64_t weight_count() const { return groups_ * out_channels_ * patch_; }

  void backward_weights(int threads, std::int64_t work) {
    const std::int64_t count = weight_count();
    parallel_ranges(threads, pieces_, 1, work, [this, count](std::int64_t first, std::int64_t last, int thread) {
      T* patches = scratch_.data() + thread * scratch_per_thread_;
      T* extra = patches + patch_ * positions_;
      for (std::int64_t piece = first; piece < last; ++piece) {
        T* total = partial_.data() + piece * count;
        std::memset(total, 0, static_cast<std::size_t>(count) * sizeof(T));
        for (std::int64_t e = examples_ * piece / pieces_; e < examples_ * (piece + 1) / pieces_; ++e) {
          for (std::int64_t g = 0; g < groups_; ++g) {
            unfold(patches, x_ + (e * groups_ + g) * in_channels_ * in_plane_);
            small_or_blas<T>(out_channels_, patch_, positions_, y_ + (e * groups_ + g) * out_channels_ * positions_, false, patches, true, T(1),
                             total + g * out_channels_ * patch_, extra);
          }
        }
      }
    });
    std::memset(w_, 0, static_cast<std::size_t>(count) * sizeof(T));
    for (std::int64_t piece = 0; piece < pieces_; ++piece) loops<T>().add_to(w_, partial_.data() + piece * count, count);
    if (bias_sums_ == nullptr) return;
    const std::int64_t channels = groups_ * out_channels_;
    parallel_ranges(threads, channels, 1, examples_ * channels * positions_, [this, channels](std::int64_t first, std::int64_t last, int) {
      for (std::int64_t c = first; c < last; ++c) {
        T total = 0;
        for (std::int64_t e = 0; e < examples_; ++e) total += loops<T>().sum(y_ + (e * channels + c) * positions_, positions_);
        bias_sums_[c] = total;
      }
    });
  }

  // Calls line(patch row, image offset of output position (a, b, 0), first valid, last valid) for every row of output positions.
  template <typename F>
  void for_each_line(F&& line) const {
    std::int64_t row = 0;
    for (std::int64_t c = 0; c < in_channels_; ++c) {
      for (std::int64_t k0 = 0; k0 < kernel_[0]; ++k0) {
        for (std::int64_t k1 = 0; k1 < kernel_[1]; ++k1) {
          for (std::int64_t k2 = 0; k2 < kernel_[2]; ++k2, ++row) {
            const std::int64_t shift = k2 * dilation_[2] - before_[2];
            // Positions i with 0 <= i stride + shift < extent.
            const std::int64_t first = shift >= 0 ? 0 : (-shift + stride_[2] - 1) / stride_[2];
            const std::int64_t room = in_[2] - 1 - shift;
            const std::int64_t last = room < 0 ? 0 : std::min(out_[2], room / stride_[2] + 1);
            for (std::int64_t a = 0; a < out_[0]; ++a) {
              const std::int64_t i0 = a * stride_[0] + k0 * dilation_[0] - before_[0];
              for (std::int64_t b = 0; b < out_[1]; ++b) {
                const std::int64_t i1 = b * stride_[1] + k1 * dilation_[1] - before_[1];
                const bool inside = i0 >= 0 && i0 < in_[0] && i1 >= 0 && i1 < in_[1] && first < last;
                const std::int64_t place = row * positions_ + (a * out_[1] + b) * out_[2];
                line(place, c * in_plane_ + (i0 * in_[1] + i1) * in_[2] + shift, inside ? first : 0, inside ? last : 0);
              }
            }
          }
        }
      }
    }
  }

  void unfold(T* patches, const T* image) const {
    for_each_line([&](std::int64_t place, std::int64_t offset, std::int64_t first, std::int64_t last) {
      T* out = patches + place;
      for (std::int64_t i = 0; i < first; ++i) out[i] = T(0);
      if (stride_[2] == 1 && last > first) {
        std::memcpy(out + first, image + offset + first, static_cast<std::size_t>(last - first) * sizeof(T));
      } else {
        for (std::int64_t i = first; i < last; ++i) out[i] = image[offset + i * stride_[2]];
      }
      for (std::int64_t i = last; i < out_[2]; ++i) out[i] = T(0);
    });
  }

  void fold(T* image, const T* patches) const {
    for_each_line([&](std::int64_t place, std::int64_t offset, std::int64_t first, std::int64_t last) {
      const T* in = patches + place;
      for (std::int64_t i = first; i < last; ++i) image[offset + i * stride_[2]] += in[i];
    });
  }

  Instruction instruction_;
  ValueId x_id_ = kNoValue, w_id_ = kNoValue, y_id_ = kNoValue, bias_id_ = kNoValue;
  std::int64_t examples_ = 0, groups_ = 1, in_channels_ = 0, out_channels_ = 0, in_plane_ = 0, positions_ = 0, patch_ = 0, pieces_ = 1;
  std::int64_t in_[3] = {1, 1, 1}, out_[3] = {1, 1, 1}, kernel_[3] = {1, 1, 1}, stride_[3] = {1, 1, 1}, before_[3] = {0, 0, 0}, dilation_[3] = {1, 1, 1};
  std::int64_t scratch_per_thread_ = 0;
  std::vector<T> scratch_, partial_;
  T* x_ = nullptr;
  T* w_ = nullptr;
  T* y_ = nullptr;
  const T* bias_ = nullptr;
  T* bias_sums_ = nullptr;  // the gradient of the biases, a second result (see fuse_bias_gradient)
  typename Loops<T>::Function post_ = nullptr;
};

}  // namespace

KernelPointer make_convolution_kernel(const Program& program, const Instruction& instruction) {
  if (program.dtype(instruction.outputs[0]) == DType::Real32) return std::make_unique<ConvolutionKernel<float>>(program, instruction);
  return std::make_unique<ConvolutionKernel<double>>(program, instruction);
}

}  // namespace lykos::array::cpu
