// Operations that walk along one axis: ArgReduce, Cumulate, Order.
#include <algorithm>
#include <numeric>

#include "array/cpu/kernel.h"
#include "array/cpu/lines.h"
#include "array/cpu/parallel.h"

namespace lykos::array::cpu {
namespace {

template <typename T>
class OrderKernel final : public Kernel {
 public:
  OrderKernel(const Program& program, const Instruction& instruction)
      : op_(instruction.op),
        attributes_(instruction.attributes),
        in_id_(instruction.inputs[0]),
        out_id_(instruction.outputs[0]),
        lines_(program.shape(in_id_), instruction.attributes.axis) {}

  void bind(const Addresses& addresses, int threads) override {
    in_ = addresses.of<const T>(in_id_);
    out_ = addresses.of<void>(out_id_);
    if (op_ == Op::Order) order_.resize(static_cast<std::size_t>(lines_.extent * threads));
  }

  void run(const RunContext& context) noexcept override {
    const std::int64_t work = lines_.count() * lines_.extent * (op_ == Op::Order ? 16 : 2);
    parallel_ranges(context.threads, lines_.count(), 1, work, [this](std::int64_t first, std::int64_t last, int thread) {
      for (std::int64_t line = first; line < last; ++line) {
        if (op_ == Op::ArgReduce) arg_reduce(line);
        else if (op_ == Op::Cumulate) cumulate(line);
        else order(line, thread);
      }
    });
  }

  std::string describe() const override { return "line loop"; }

 private:
  void arg_reduce(std::int64_t line) {
    const T* a = in_ + lines_.start(line);
    std::int64_t best = 0;
    for (std::int64_t i = 1; i < lines_.extent; ++i) {
      const T value = a[i * lines_.inner];
      const T record = a[best * lines_.inner];
      if (attributes_.flag ? value < record : value > record) best = i;
    }
    static_cast<std::int64_t*>(out_)[line] = best;
  }

  void cumulate(std::int64_t line) {
    const std::int64_t start = lines_.start(line);
    const T* a = in_ + start;
    T* out = static_cast<T*>(out_) + start;
    const bool product = attributes_.reduction == Reduction::Product;
    T total = product ? T(1) : T(0);
    for (std::int64_t i = 0; i < lines_.extent; ++i) {
      const std::int64_t place = (attributes_.second_flag ? lines_.extent - 1 - i : i) * lines_.inner;
      const T value = a[place];
      const T next = product ? total * value : total + value;
      out[place] = attributes_.flag ? total : next;
      total = next;
    }
  }

  // NaN sorts after all numbers, which keeps the comparison a strict order.
  void order(std::int64_t line, int thread) {
    const std::int64_t start = lines_.start(line);
    const T* a = in_ + start;
    const std::int64_t stride = lines_.inner;
    std::int64_t* indices = order_.data() + thread * lines_.extent;
    std::iota(indices, indices + lines_.extent, std::int64_t{0});
    const bool descending = attributes_.flag;
    std::sort(indices, indices + lines_.extent, [a, stride, descending](std::int64_t i, std::int64_t j) {
      const T x = a[i * stride];
      const T y = a[j * stride];
      const bool x_nan = x != x;
      const bool y_nan = y != y;
      if (x_nan || y_nan) return x_nan == y_nan ? i < j : y_nan;
      if (x != y) return descending ? x > y : x < y;
      return i < j;
    });
    std::int64_t* out = static_cast<std::int64_t*>(out_) + start;
    for (std::int64_t i = 0; i < lines_.extent; ++i) out[i * stride] = indices[i];
  }

  Op op_;
  Attributes attributes_;
  ValueId in_id_, out_id_;
  Lines lines_;
  std::vector<std::int64_t> order_;
  const T* in_ = nullptr;
  void* out_ = nullptr;
};

}  // namespace

KernelPointer make_order_kernel(const Program& program, const Instruction& instruction) {
  if (program.dtype(instruction.inputs[0]) == DType::Real32) return std::make_unique<OrderKernel<float>>(program, instruction);
  return std::make_unique<OrderKernel<double>>(program, instruction);
}

}  // namespace lykos::array::cpu
