// Recurrent and RecurrentBackward. Examples are independent, so each thread runs all steps of its examples: one fork for the whole
// sequence. A step is a product of the state with the (once packed) weights, and one loop over the units of each example. The
// gradient of the weights is one product over all steps at the end.
#include <algorithm>
#include <vector>

#include "array/blas.h"
#include "array/cpu/gemm.h"
#include "array/cpu/kernel.h"
#include "array/cpu/parallel.h"

namespace lykos::array::cpu {
namespace {

using Cell = Builder::Cell;

// Sizes, addresses and masks that both directions share.
template <typename T>
struct RecurrentOperands {
  RecurrentOperands(const Program& program, const Instruction& i) : instruction(i), kind(static_cast<Cell>(i.attributes.base)) {
    const Shape& weight_shape = program.shape(i.inputs[3]);
    batch = program.shape(i.inputs[0])[0];
    length = program.shape(i.inputs[0])[1];
    wide = weight_shape[0];
    size = weight_shape[1];
  }

  void bind(const Addresses& a) {
    driven = a.of<const T>(instruction.inputs[0]);
    state = a.of<const T>(instruction.inputs[1]);
    cell = a.of<const T>(instruction.inputs[2]);
    weights = a.of<const T>(instruction.inputs[3]);
    state_mask = a.of<const T>(instruction.inputs[4]);
    update_mask = a.of<const T>(instruction.inputs[5]);
  }

  std::int64_t row(std::int64_t example, std::int64_t t) const { return example * length + t; }
  const T* update(std::int64_t example, std::int64_t t) const { return update_mask == nullptr ? nullptr : update_mask + row(example, t) * size; }

  Instruction instruction;
  Cell kind;
  std::int64_t batch = 0, length = 0, wide = 0, size = 0;  // wide: gates times size
  const T* driven = nullptr;
  const T* state = nullptr;
  const T* cell = nullptr;
  const T* weights = nullptr;
  const T* state_mask = nullptr;
  const T* update_mask = nullptr;
};

// Examples that go through the steps together; a multiple of the rows of a tile of Loops::matmul_packed.
constexpr std::int64_t kTogether = 24;

template <typename T>
class RecurrentKernel final : public Kernel {
 public:
  RecurrentKernel(const Program& program, const Instruction& instruction) : o_(program, instruction) {}

  void bind(const Addresses& addresses, int threads) override {
    o_.bind(addresses);
    states_ = addresses.of<T>(o_.instruction.outputs[0]);
    kept_ = addresses.of<T>(o_.instruction.outputs[1]);
    gates_ = addresses.of<T>(o_.instruction.outputs[2]);
    packed_.resize(static_cast<std::size_t>(Loops<T>::matmul_packed_size(o_.wide, o_.size)));
    scratch_size_ = kTogether * (o_.size + o_.wide);
    scratch_.resize(static_cast<std::size_t>(threads * scratch_size_));
  }

  void run(const RunContext& context) noexcept override {
    loops<T>().matmul_pack(packed_.data(), o_.weights, o_.wide, o_.size, 1, o_.size);
    const std::int64_t grain = std::min(kTogether, (o_.batch + context.threads - 1) / context.threads);
    parallel_ranges(context.threads, o_.batch, grain, o_.batch * o_.length * o_.wide * o_.size, [this](std::int64_t first, std::int64_t last, int thread) {
      for (std::int64_t e = first; e < last; e += kTogether) run_examples(e, std::min(e + kTogether, last), scratch_.data() + thread * scratch_size_);
    });
  }
  std::string describe() const override { return "all steps, " + std::to_string(o_.length); }

 private:
  void run_examples(std::int64_t first, std::int64_t last, T* scratch) {
    const std::int64_t h = o_.size, wide = o_.wide;
    T* previous = scratch;              // {examples, h}
    T* sums = scratch + kTogether * h;  // {examples, wide}
    std::copy_n(o_.state + first * h, (last - first) * h, previous);
    for (std::int64_t t = 0; t < o_.length; ++t) {
      loops<T>().matmul_packed({sums, previous, last - first, wide, h, wide, h, 1}, packed_.data());
      if (o_.state_mask != nullptr) loops<T>().multiply_to(sums, o_.state_mask + first * wide, (last - first) * wide);
      for (std::int64_t e = first; e < last; ++e) {
        const std::int64_t row = o_.row(e, t);
        const T* driven = o_.driven + row * wide;
        const T* sum = sums + (e - first) * wide;
        T* before = previous + (e - first) * h;
        T* state = states_ + row * h;
        T* gates = gates_ + row * wide;
        switch (o_.kind) {
          case Cell::Basic: loops<T>().basic_step(h, driven, sum, o_.update(e, t), gates, state); break;
          case Cell::Gated: loops<T>().gated_step(h, driven, sum, o_.update(e, t), before, gates, kept_ + row * h, state); break;
          case Cell::LongShortTerm: {
            const T* cell = t == 0 ? o_.cell + e * h : kept_ + (row - 1) * h;
            loops<T>().long_short_term_step(h, driven, sum, o_.update(e, t), cell, gates, kept_ + row * h, state);
            break;
          }
        }
        std::copy_n(state, h, before);
      }
    }
  }

  RecurrentOperands<T> o_;
  T* states_ = nullptr;
  T* kept_ = nullptr;
  T* gates_ = nullptr;
  std::vector<T> packed_, scratch_;
  std::int64_t scratch_size_ = 0;
};

template <typename T>
class RecurrentBackwardKernel final : public Kernel {
 public:
  RecurrentBackwardKernel(const Program& program, const Instruction& instruction) : o_(program, instruction) {}

  void bind(const Addresses& addresses, int threads) override {
    o_.bind(addresses);
    const auto& in = o_.instruction.inputs;
    states_ = addresses.of<const T>(in[6]);
    kept_ = addresses.of<const T>(in[7]);
    gates_ = addresses.of<const T>(in[8]);
    dstates_ = addresses.of<const T>(in[9]);
    dcells_ = addresses.of<const T>(in[10]);
    ddriven_ = addresses.of<T>(o_.instruction.outputs[0]);
    dstate_ = addresses.of<T>(o_.instruction.outputs[1]);
    dcell_ = addresses.of<T>(o_.instruction.outputs[2]);
    dweights_ = addresses.of<T>(o_.instruction.outputs[3]);
    // The state's contributions have gradients of their own where a gate or a mask scales them.
    own_sums_ = o_.kind == Cell::Gated || o_.state_mask != nullptr;
    if (own_sums_) dsums_.resize(static_cast<std::size_t>(o_.batch * o_.length * o_.wide));
    packed_.resize(static_cast<std::size_t>(Loops<T>::matmul_packed_size(o_.size, o_.wide)));
    before_.resize(static_cast<std::size_t>(o_.batch * o_.length * o_.size));
    scratch_size_ = kTogether * (2 * o_.size + o_.size + o_.wide);
    scratch_.resize(static_cast<std::size_t>(threads * scratch_size_));
  }

  void run(const RunContext& context) noexcept override {
    loops<T>().matmul_pack(packed_.data(), o_.weights, o_.size, o_.wide, o_.size, 1);
    const std::int64_t grain = std::min(kTogether, (o_.batch + context.threads - 1) / context.threads);
    parallel_ranges(context.threads, o_.batch, grain, o_.batch * o_.length * o_.wide * o_.size, [this](std::int64_t first, std::int64_t last, int thread) {
      for (std::int64_t e = first; e < last; e += kTogether) run_examples(e, std::min(e + kTogether, last), scratch_.data() + thread * scratch_size_);
    });
    weight_gradient(context.threads);
  }
  std::string describe() const override { return "all steps, " + std::to_string(o_.length); }

 private:
  void run_examples(std::int64_t first, std::int64_t last, T* scratch) {
    const std::int64_t h = o_.size, wide = o_.wide, count = last - first;
    T* dstate = scratch;                   // {examples, h}: of the state after the present step
    T* direct = dstate + kTogether * h;    // {examples, h}: what goes round the weights, or the cell's gradient
    T* through = direct + kTogether * h;   // {examples, h}: what goes through them
    T* rows = through + kTogether * h;     // {examples, wide}: gradients of the sums, side by side
    std::fill_n(dstate, count * h, T(0));
    std::fill_n(direct, count * h, T(0));
    for (std::int64_t t = o_.length; t-- > 0;) {
      for (std::int64_t e = first; e < last; ++e) {
        const std::int64_t row = o_.row(e, t), local = e - first;
        T* ds = dstate + local * h;
        if (dstates_ != nullptr) loops<T>().add_to(ds, dstates_ + row * h, h);
        T* ddriven = ddriven_ + row * wide;
        const T* gates = gates_ + row * wide;
        const T* before = t == 0 ? o_.state + e * h : states_ + (row - 1) * h;
        std::copy_n(before, h, before_.data() + row * h);
        T* sums = rows + local * wide;
        switch (o_.kind) {
          case Cell::Basic: loops<T>().basic_step_backward(h, gates, o_.update(e, t), ds, ddriven); break;
          case Cell::Gated:
            loops<T>().gated_step_backward(h, gates, kept_ + row * h, o_.update(e, t), before, ds, ddriven, sums, direct + local * h);
            break;
          case Cell::LongShortTerm: {
            T* dc = direct + local * h;
            if (dcells_ != nullptr) loops<T>().add_to(dc, dcells_ + row * h, h);
            const T* cell = t == 0 ? o_.cell + e * h : kept_ + (row - 1) * h;
            loops<T>().long_short_term_step_backward(h, gates, kept_ + row * h, o_.update(e, t), cell, ds, dc, ddriven);
            break;
          }
        }
        if (o_.kind != Cell::Gated) std::copy_n(ddriven, wide, sums);
        if (o_.state_mask != nullptr) loops<T>().multiply_to(sums, o_.state_mask + e * wide, wide);
        if (own_sums_) std::copy_n(sums, wide, dsums_.data() + row * wide);
      }
      loops<T>().matmul_packed({through, rows, count, h, wide, h, wide, 1}, packed_.data());
      std::copy_n(through, count * h, dstate);
      if (o_.kind == Cell::Gated) loops<T>().add_to(dstate, direct, count * h);
    }
    std::copy_n(dstate, count * h, dstate_ + first * h);
    if (o_.kind == Cell::LongShortTerm) std::copy_n(direct, count * h, dcell_ + first * h);
  }

  // dweights {wide, h} = Transpose[dsums {batch length, wide}] . before {batch length, h}
  void weight_gradient(int threads) {
    const T* sums = own_sums_ ? dsums_.data() : ddriven_;
    const std::int64_t rows = o_.batch * o_.length;
    if constexpr (sizeof(T) == 8) blas::set_threads(1);
    const std::int64_t piece = ((o_.wide + 3) / 4 + 15) / 16 * 16;  // every piece packs all of `before` again
    parallel_ranges(threads, o_.wide, piece, rows * o_.wide * o_.size, [&](std::int64_t first, std::int64_t last, int) {
      for (std::int64_t start = first; start < last; start += piece) {
        const std::int64_t count = std::min(piece, last - start);
        T* out = dweights_ + start * o_.size;
        if constexpr (sizeof(T) == 4) {
          sgemm(count, o_.size, rows, sums + start, o_.wide, true, before_.data(), o_.size, false, 0.0f, out, o_.size);
        } else {
          blas::gemm(count, o_.size, rows, 1.0, sums + start, o_.wide, true, before_.data(), o_.size, false, 0.0, out, o_.size);
        }
      }
    });
  }

  RecurrentOperands<T> o_;
  const T* states_ = nullptr;
  const T* kept_ = nullptr;
  const T* gates_ = nullptr;
  const T* dstates_ = nullptr;
  const T* dcells_ = nullptr;
  T* ddriven_ = nullptr;
  T* dstate_ = nullptr;
  T* dcell_ = nullptr;
  T* dweights_ = nullptr;
  bool own_sums_ = false;
  std::vector<T> packed_, dsums_, before_, scratch_;
  std::int64_t scratch_size_ = 0;
};

template <typename T>
KernelPointer make_for(const Program& program, const Instruction& instruction) {
  if (instruction.op == Op::Recurrent) return std::make_unique<RecurrentKernel<T>>(program, instruction);
  return std::make_unique<RecurrentBackwardKernel<T>>(program, instruction);
}

}  // namespace

KernelPointer make_recurrent_kernel(const Program& program, const Instruction& instruction) {
  return program.dtype(instruction.inputs[0]) == DType::Real32 ? make_for<float>(program, instruction) : make_for<double>(program, instruction);
}

}  // namespace lykos::array::cpu
