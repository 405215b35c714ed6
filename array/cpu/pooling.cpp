// MaxPool, AveragePool and their adjoints in plain loops over channels; each channel of each example is a plane of its own. Spatial axes
// are brought to three by leading extents of 1.
#include <algorithm>
#include <cstring>

#include "array/cpu/kernel.h"
#include "array/cpu/parallel.h"

namespace lykos::array::cpu {
namespace {

template <typename T>
class PoolingKernel final : public Kernel {
 public:
  PoolingKernel(const Program& program, const Instruction& instruction) : instruction_(instruction) {
    const bool from_large = instruction.op == Op::MaxPool || instruction.op == Op::MaxPoolGather || instruction.op == Op::AveragePool;
    const Shape& large = program.shape(from_large ? instruction.inputs[0] : instruction.outputs[0]);
    const Shape& small = program.shape(from_large ? instruction.outputs[0] : instruction.inputs[0]);
    const Window& window = instruction.attributes.window;
    planes_ = large[0] * large[1];
    const int spatial = large.rank() - 2;
    for (int i = 0; i < spatial; ++i) {
      const int d = 3 - spatial + i;
      in_[d] = large[i + 2];
      out_[d] = small[i + 2];
      kernel_[d] = window.kernel[i];
      stride_[d] = window.stride[i];
      before_[d] = window.before[i];
      dilation_[d] = window.dilation[i];
    }
    in_plane_ = in_[0] * in_[1] * in_[2];
    out_plane_ = out_[0] * out_[1] * out_[2];
    window_size_ = kernel_[0] * kernel_[1] * kernel_[2];
  }

  void bind(const Addresses& addresses, int) override {
    in_data_ = addresses.of<const T>(instruction_.inputs[0]);
    out_data_ = addresses.of<T>(instruction_.outputs[0]);
    if (instruction_.op == Op::MaxPool) places_out_ = addresses.of<std::int32_t>(instruction_.outputs[1]);
    if (instruction_.inputs.size() > 1) places_ = addresses.of<const std::int32_t>(instruction_.inputs[1]);
  }
  bool can_be_bound_again() const override { return true; }

  void run(const RunContext& context) noexcept override {
    parallel_ranges(context.threads, planes_, 1, planes_ * (out_plane_ * window_size_ + in_plane_), [this](std::int64_t first, std::int64_t last, int) {
      for (std::int64_t plane = first; plane < last; ++plane) run_plane(plane);
    });
  }

  std::string describe() const override { return "plane loops"; }

 private:
  void run_plane(std::int64_t plane) {
    switch (instruction_.op) {
      case Op::MaxPool: max_plane(plane); break;
      case Op::MaxPoolScatter: {
        T* out = out_data_ + plane * in_plane_;
        std::memset(out, 0, static_cast<std::size_t>(in_plane_) * sizeof(T));
        const T* values = in_data_ + plane * out_plane_;
        const std::int32_t* places = places_ + plane * out_plane_;
        for (std::int64_t i = 0; i < out_plane_; ++i) out[places[i]] += values[i];
        break;
      }
      case Op::MaxPoolGather: {
        const T* source = in_data_ + plane * in_plane_;
        const std::int32_t* places = places_ + plane * out_plane_;
        T* out = out_data_ + plane * out_plane_;
        for (std::int64_t i = 0; i < out_plane_; ++i) out[i] = source[places[i]];
        break;
      }
      case Op::AveragePool: {
        const T* source = in_data_ + plane * in_plane_;
        T* out = out_data_ + plane * out_plane_;
        for_each_window([&](std::int64_t i, std::int64_t inside, auto&& for_each_element) {
          T total = 0;
          for_each_element([&](std::int64_t place) { total += source[place]; });
          out[i] = total / divisor(inside);
        });
        break;
      }
      default: {  // AveragePoolBackward
        const T* values = in_data_ + plane * out_plane_;
        T* out = out_data_ + plane * in_plane_;
        std::memset(out, 0, static_cast<std::size_t>(in_plane_) * sizeof(T));
        for_each_window([&](std::int64_t i, std::int64_t inside, auto&& for_each_element) {
          const T share = values[i] / divisor(inside);
          for_each_element([&](std::int64_t place) { out[place] += share; });
        });
        break;
      }
    }
  }

  void max_plane(std::int64_t plane) {
    const T* source = in_data_ + plane * in_plane_;
    T* out = out_data_ + plane * out_plane_;
    std::int32_t* places = places_out_ + plane * out_plane_;
    for_each_window([&](std::int64_t i, std::int64_t, auto&& for_each_element) {
      std::int64_t best = -1;
      T top = 0;
      for_each_element([&](std::int64_t place) {
        const T value = source[place];
        if (best < 0 || value > top || (value != value && top == top)) {
          best = place;
          top = value;
        }
      });
      out[i] = top;
      places[i] = static_cast<std::int32_t>(best);
    });
  }

  T divisor(std::int64_t inside) const {
    if (!instruction_.attributes.flag) return T(1);
    return static_cast<T>(instruction_.attributes.second_flag ? window_size_ : std::max<std::int64_t>(inside, 1));
  }

  // The kernel positions along axis d that fall inside the plane for output position o.
  void valid_range(int d, std::int64_t o, std::int64_t& first, std::int64_t& last) const {
    const std::int64_t start = o * stride_[d] - before_[d];
    first = start >= 0 ? 0 : (-start + dilation_[d] - 1) / dilation_[d];
    const std::int64_t room = in_[d] - 1 - start;
    last = room < 0 ? 0 : std::min(kernel_[d], room / dilation_[d] + 1);
    if (last < first) last = first;
  }

  // body(output place, elements inside, iterate), where iterate(f) calls f(place in the plane) in row-major order.
  template <typename F>
  void for_each_window(F&& body) const {
    std::int64_t index = 0;
    for (std::int64_t a = 0; a < out_[0]; ++a) {
      std::int64_t f0, l0;
      valid_range(0, a, f0, l0);
      for (std::int64_t b = 0; b < out_[1]; ++b) {
        std::int64_t f1, l1;
        valid_range(1, b, f1, l1);
        for (std::int64_t c = 0; c < out_[2]; ++c, ++index) {
          std::int64_t f2, l2;
          valid_range(2, c, f2, l2);
          body(index, (l0 - f0) * (l1 - f1) * (l2 - f2), [&](auto&& element) {
            for (std::int64_t k0 = f0; k0 < l0; ++k0) {
              const std::int64_t i0 = a * stride_[0] - before_[0] + k0 * dilation_[0];
              for (std::int64_t k1 = f1; k1 < l1; ++k1) {
                const std::int64_t i1 = b * stride_[1] - before_[1] + k1 * dilation_[1];
                const std::int64_t base = (i0 * in_[1] + i1) * in_[2] + c * stride_[2] - before_[2];
                for (std::int64_t k2 = f2; k2 < l2; ++k2) element(base + k2 * dilation_[2]);
              }
            }
          });
        }
      }
    }
  }

  Instruction instruction_;
  std::int64_t planes_ = 0, in_plane_ = 0, out_plane_ = 0, window_size_ = 1;
  std::int64_t in_[3] = {1, 1, 1}, out_[3] = {1, 1, 1}, kernel_[3] = {1, 1, 1}, stride_[3] = {1, 1, 1}, before_[3] = {0, 0, 0}, dilation_[3] = {1, 1, 1};
  const T* in_data_ = nullptr;
  const std::int32_t* places_ = nullptr;
  T* out_data_ = nullptr;
  std::int32_t* places_out_ = nullptr;
};

}  // namespace

KernelPointer make_pooling_kernel(const Program& program, const Instruction& instruction) {
  if (program.dtype(instruction.outputs[0]) == DType::Real32) return std::make_unique<PoolingKernel<float>>(program, instruction);
  return std::make_unique<PoolingKernel<double>>(program, instruction);
}

}  // namespace lykos::array::cpu
