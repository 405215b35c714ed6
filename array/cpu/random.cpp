// RandomUniform, RandomNormal, RandomDistribution, DropoutMask: filled from the key (seed, stream mixed with step), any part by any thread.
#include "array/random.h"

#include "array/cpu/kernel.h"
#include "array/cpu/parallel.h"

namespace lykos::array::cpu {
namespace {

template <typename T>
class RandomKernel final : public Kernel {
 public:
  RandomKernel(const Program& program, const Instruction& instruction)
      : op_(instruction.op), attributes_(instruction.attributes), id_(instruction.outputs[0]), count_(program.shape(id_).element_count()) {}
  void bind(const Addresses& addresses, int) override { out_ = addresses.of<T>(id_); }
  void run(const RunContext& context) noexcept override {
    const RandomKey key{context.seed, mix_stream(static_cast<std::uint64_t>(attributes_.stream), context.step)};
    parallel_ranges(context.threads, count_, 1024, count_ * 20, [this, key](std::int64_t first, std::int64_t last, int) {
      T* out = out_ + first;
      const std::int64_t count = last - first;
      const auto position = static_cast<std::uint64_t>(first);
      switch (op_) {
        case Op::RandomUniform: fill_uniform(out, count, key, position, attributes_.low, attributes_.high); break;
        case Op::RandomNormal: fill_normal(out, count, key, position, attributes_.low, attributes_.high); break;
        default: fill_dropout_mask(out, count, key, position, attributes_.low); break;
      }
    });
  }
  std::string describe() const override { return "philox"; }

 private:
  Op op_;
  Attributes attributes_;
  ValueId id_;
  std::int64_t count_;
  T* out_ = nullptr;
};

// Every element has a sequence of its own, because rejection consumes a varying number of random bits.
template <typename T>
class DistributionKernel final : public Kernel {
 public:
  DistributionKernel(const Program& program, const Instruction& instruction)
      : instruction_(instruction), count_(program.shape(instruction.outputs[0]).element_count()) {}
  void bind(const Addresses& addresses, int) override {
    first_ = addresses.of<const T>(instruction_.inputs[0]);
    second_ = instruction_.inputs.size() > 1 ? addresses.of<const T>(instruction_.inputs[1]) : nullptr;
    out_ = addresses.of<T>(instruction_.outputs[0]);
  }
  void run(const RunContext& context) noexcept override {
    const std::uint64_t stream = mix_stream(static_cast<std::uint64_t>(instruction_.attributes.stream), context.step);
    parallel_ranges(context.threads, count_, 64, count_ * 200, [this, &context, stream](std::int64_t first, std::int64_t last, int) {
      for (std::int64_t i = first; i < last; ++i) {
        const RandomKey key{context.seed, mix_stream(stream, static_cast<std::uint64_t>(i))};
        const auto a = static_cast<double>(first_[i]);
        switch (static_cast<Builder::Distribution>(instruction_.attributes.base)) {
          case Builder::Distribution::Gamma: out_[i] = static_cast<T>(draw_gamma(a, key)); break;
          case Builder::Distribution::Poisson: out_[i] = static_cast<T>(draw_poisson(a, key)); break;
          case Builder::Distribution::Binomial: out_[i] = static_cast<T>(draw_binomial(a, static_cast<double>(second_[i]), key)); break;
        }
      }
    });
  }
  std::string describe() const override { return "philox, rejection"; }

 private:
  Instruction instruction_;
  std::int64_t count_;
  const T* first_ = nullptr;
  const T* second_ = nullptr;
  T* out_ = nullptr;
};

}  // namespace

KernelPointer make_random_kernel(const Program& program, const Instruction& instruction) {
  if (instruction.op == Op::RandomDistribution) {
    if (program.dtype(instruction.outputs[0]) == DType::Real32) return std::make_unique<DistributionKernel<float>>(program, instruction);
    return std::make_unique<DistributionKernel<double>>(program, instruction);
  }
  if (program.dtype(instruction.outputs[0]) == DType::Real32) return std::make_unique<RandomKernel<float>>(program, instruction);
  return std::make_unique<RandomKernel<double>>(program, instruction);
}

}  // namespace lykos::array::cpu
