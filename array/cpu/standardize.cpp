// Standardize and StandardizeBackward: rows of contiguous elements (layer normalisation), each read a few times while it is in the cache.
//
// A row's moments are taken around its first element and then around the mean, so that a mean far from zero costs no digits.
#include <cmath>

#include "array/cpu/kernel.h"
#include "array/cpu/loops.h"
#include "array/cpu/parallel.h"

namespace lykos::array::cpu {
namespace {

template <typename T>
class StandardizeKernel final : public Kernel {
 public:
  StandardizeKernel(const Program& program, const Instruction& instruction) : instruction_(instruction) {
    const Shape& shape = program.shape(instruction.inputs[0]);
    const int axis = static_cast<int>(instruction.attributes.axis);
    rows_ = shape.slice(0, axis).element_count();
    length_ = shape.slice(axis, shape.rank()).element_count();
  }

  void bind(const Addresses& addresses, int) override {
    x_ = addresses.of<const T>(instruction_.inputs[0]);
    dy_ = instruction_.op == Op::StandardizeBackward ? addresses.of<const T>(instruction_.inputs[1]) : nullptr;
    out_ = addresses.of<T>(instruction_.outputs[0]);
  }
  bool can_be_bound_again() const override { return true; }

  void run(const RunContext& context) noexcept override {
    if (length_ == 0) return;
    parallel_ranges(context.threads, rows_, 1, rows_ * length_ * 4, [this](std::int64_t first, std::int64_t last, int) {
      for (std::int64_t row = first; row < last; ++row) {
        if (dy_ == nullptr) forward(row * length_);
        else backward(row * length_);
      }
    });
  }

  std::string describe() const override { return "row loops"; }

 private:
  struct Moments {
    T mean = 0;
    double inverse = 0;  // of the deviation
  };

  Moments moments(const T* x) const {
    const double n = static_cast<double>(length_);
    Moments result;
    double sum = 0;
    double squares = 0;
    if (instruction_.attributes.flag) {
      loops<T>().centred_moments(x, x[0], length_, &sum, &squares);
      result.mean = static_cast<T>(static_cast<double>(x[0]) + sum / n);
      sum = squares = 0;
    }
    loops<T>().centred_moments(x, result.mean, length_, &sum, &squares);
    result.inverse = 1 / std::sqrt(instruction_.attributes.high * squares / n + instruction_.attributes.low);
    return result;
  }

  void forward(std::int64_t start) const {
    const Moments m = moments(x_ + start);
    loops<T>().affine(out_ + start, x_ + start, m.mean, static_cast<T>(m.inverse), T(0), length_);
  }

  // dx = r (dy - Mean[dy]) - r^3 correction (x - mean) Mean[dy (x - mean)]
  void backward(std::int64_t start) const {
    const double n = static_cast<double>(length_);
    const Moments m = moments(x_ + start);
    double sum = 0;
    double products = 0;
    loops<T>().product_sums(dy_ + start, x_ + start, m.mean, length_, &sum, &products);
    const double slope = -m.inverse * m.inverse * m.inverse * instruction_.attributes.high * products / n;
    const double offset = instruction_.attributes.flag ? -m.inverse * sum / n : 0;
    loops<T>().affine2(out_ + start, dy_ + start, x_ + start, m.mean, static_cast<T>(m.inverse), static_cast<T>(slope), static_cast<T>(offset), length_);
  }

  Instruction instruction_;
  std::int64_t rows_ = 0, length_ = 0;
  const T* x_ = nullptr;
  const T* dy_ = nullptr;
  T* out_ = nullptr;
};

}  // namespace

KernelPointer make_standardize_kernel(const Program& program, const Instruction& instruction) {
  if (program.dtype(instruction.outputs[0]) == DType::Real32) return std::make_unique<StandardizeKernel<float>>(program, instruction);
  return std::make_unique<StandardizeKernel<double>>(program, instruction);
}

}  // namespace lykos::array::cpu
