// Softmax, LogSoftmax, their gradients, and the cross-entropy losses by index. Along the last axis the vector loops work on contiguous
// rows; along another axis a line is first gathered into scratch.
#include <cmath>
#include <cstring>
#include <limits>

#include "array/cpu/indices.h"
#include "array/cpu/kernel.h"
#include "array/cpu/lines.h"
#include "array/cpu/loops.h"
#include "array/cpu/parallel.h"

namespace lykos::array::cpu {
namespace {

template <typename T>
class SoftmaxKernel final : public Kernel {
 public:
  SoftmaxKernel(const Program& program, const Instruction& instruction)
      : instruction_(instruction), lines_(program.shape(instruction.outputs[0]), instruction.attributes.axis) {}

  void bind(const Addresses& addresses, int threads) override {
    a_ = addresses.of<const T>(instruction_.inputs[0]);
    b_ = instruction_.inputs.size() > 1 ? addresses.of<const T>(instruction_.inputs[1]) : nullptr;
    out_ = addresses.of<T>(instruction_.outputs[0]);
    if (lines_.inner > 1) scratch_.resize(static_cast<std::size_t>(lines_.extent * 3 * threads));
  }
  bool can_be_bound_again() const override { return true; }

  void run(const RunContext& context) noexcept override {
    if (lines_.extent == 0) return;
    parallel_ranges(context.threads, lines_.count(), 1, lines_.count() * lines_.extent * 12, [this](std::int64_t first, std::int64_t last, int thread) {
      for (std::int64_t line = first; line < last; ++line) {
        const std::int64_t start = lines_.start(line);
        if (lines_.inner == 1) {
          row(out_ + start, a_ + start, b_ != nullptr ? b_ + start : nullptr);
          continue;
        }
        T* out = scratch_.data() + thread * lines_.extent * 3;
        T* a = out + lines_.extent;
        T* b = a + lines_.extent;
        for (std::int64_t i = 0; i < lines_.extent; ++i) {
          a[i] = a_[start + i * lines_.inner];
          if (b_ != nullptr) b[i] = b_[start + i * lines_.inner];
        }
        row(out, a, b);
        for (std::int64_t i = 0; i < lines_.extent; ++i) out_[start + i * lines_.inner] = out[i];
      }
    });
  }

  std::string describe() const override { return "row loops"; }

 private:
  void row(T* out, const T* a, const T* b) {
    switch (instruction_.op) {
      case Op::Softmax: loops_.softmax_row(out, a, lines_.extent); break;
      case Op::LogSoftmax: loops_.log_softmax_row(out, a, lines_.extent); break;
      case Op::SoftmaxBackward: loops_.softmax_backward_row(out, a, b, lines_.extent); break;
      default: loops_.log_softmax_backward_row(out, a, b, lines_.extent); break;
    }
  }

  Instruction instruction_;
  Lines lines_;
  const Loops<T>& loops_ = loops<T>();
  std::vector<T> scratch_;
  const T* a_ = nullptr;
  const T* b_ = nullptr;
  T* out_ = nullptr;
};

// CrossEntropyIndex, SoftmaxCrossEntropy and their gradients: rows of classes with one index each.
template <typename T>
class CrossEntropyKernel final : public Kernel {
 public:
  CrossEntropyKernel(const Program& program, const Instruction& instruction)
      : instruction_(instruction), indices_(program.dtype(instruction.inputs[1]), instruction.attributes.base) {
    const Shape& shape = program.shape(instruction.inputs[0]);
    classes_ = shape.back();
    rows_ = program.shape(instruction.inputs[1]).element_count();
  }

  void bind(const Addresses& addresses, int) override {
    in_ = addresses.of<const T>(instruction_.inputs[0]);
    indices_.bind(addresses.of<const void>(instruction_.inputs[1]));
    dloss_ = instruction_.inputs.size() > 2 ? addresses.of<const T>(instruction_.inputs[2]) : nullptr;
    out_ = addresses.of<T>(instruction_.outputs[0]);
    probabilities_ = instruction_.outputs.size() > 1 ? addresses.of<T>(instruction_.outputs[1]) : nullptr;
  }
  bool can_be_bound_again() const override { return true; }

  void run(const RunContext& context) noexcept override {
    parallel_ranges(context.threads, rows_, 1, rows_ * classes_ * (probabilities_ != nullptr ? 12 : 2), [this](std::int64_t first, std::int64_t last, int) {
      for (std::int64_t i = first; i < last; ++i) row(i);
    });
  }

  std::string describe() const override { return "row loops"; }

 private:
  void row(std::int64_t i) {
    const T* a = in_ + i * classes_;
    const std::int64_t index = indices_[i];
    const bool inside = index >= 0 && index < classes_;
    const T nan = std::numeric_limits<T>::quiet_NaN();
    switch (instruction_.op) {
      case Op::CrossEntropyIndex: out_[i] = inside ? -std::log(a[index]) : nan; break;
      case Op::CrossEntropyIndexBackward: {
        T* out = out_ + i * classes_;
        std::memset(out, 0, static_cast<std::size_t>(classes_) * sizeof(T));
        if (inside) out[index] = -dloss_[i] / a[index];
        break;
      }
      case Op::SoftmaxCrossEntropy: {
        T* p = probabilities_ + i * classes_;
        loops_.softmax_row(p, a, classes_);
        // -Log[p] = Log[Total] - (a - Max): from the probability of the largest entry, which is exactly 1/Total.
        const T top = loops_.maximum(a, classes_);
        const T largest = loops_.maximum(p, classes_);
        out_[i] = inside ? (top - a[index]) - std::log(largest) : nan;
        break;
      }
      default: {  // SoftmaxCrossEntropyBackward
        T* out = out_ + i * classes_;
        const T factor = dloss_[i];
        for (std::int64_t k = 0; k < classes_; ++k) out[k] = a[k] * factor;
        if (inside) out[index] -= factor;
        break;
      }
    }
  }

  Instruction instruction_;
  IndexReader indices_;
  std::int64_t classes_, rows_;
  const Loops<T>& loops_ = loops<T>();
  const T* in_ = nullptr;
  const T* dloss_ = nullptr;
  T* out_ = nullptr;
  T* probabilities_ = nullptr;
};

}  // namespace

KernelPointer make_softmax_kernel(const Program& program, const Instruction& instruction) {
  const bool single = program.dtype(instruction.outputs[0]) == DType::Real32;
  switch (instruction.op) {
    case Op::Softmax:
    case Op::LogSoftmax:
    case Op::SoftmaxBackward:
    case Op::LogSoftmaxBackward:
      if (single) return std::make_unique<SoftmaxKernel<float>>(program, instruction);
      return std::make_unique<SoftmaxKernel<double>>(program, instruction);
    default:
      if (single) return std::make_unique<CrossEntropyKernel<float>>(program, instruction);
      return std::make_unique<CrossEntropyKernel<double>>(program, instruction);
  }
}

}  // namespace lykos::array::cpu
