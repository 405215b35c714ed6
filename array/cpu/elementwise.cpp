// Elementwise and Cast.
//
// A scalar expression runs block by block: each node of it is one vector loop over a block of 512 elements whose temporaries stay in
// the first-level cache, so the whole chain costs one pass over memory. Operands that broadcast are first spread into block-sized
// scratch; contiguous ones are read in place.
#include <cmath>
#include <cstring>
#include <limits>
#include <utility>

#include "array/cpu/kernel.h"
#include "array/cpu/layout.h"
#include "array/cpu/loops.h"
#include "array/cpu/parallel.h"

namespace lykos::array::cpu {
namespace {

constexpr std::int64_t kBlock = 512;

// How an operand is laid out over the flat index of the result: axes coalesced, innermost first.
struct Spread {
  enum class Kind { Contiguous, Scalar, Strided } kind = Kind::Contiguous;
  std::vector<std::int64_t> extents;
  std::vector<std::int64_t> strides;
};

Spread make_spread(const Shape& operand, const Shape& result) {
  Spread spread;
  if (operand.element_count() == 1) {
    spread.kind = Spread::Kind::Scalar;
    return spread;
  }
  const Shape strides = contiguous_strides(operand);
  for (int i = result.rank() - 1; i >= 0; --i) {
    if (result[i] == 1) continue;
    const int own = i - (result.rank() - operand.rank());
    const std::int64_t stride = own < 0 || operand[own] == 1 ? 0 : strides[own];
    if (!spread.extents.empty()) {
      const std::int64_t last_extent = spread.extents.back();
      const std::int64_t last_stride = spread.strides.back();
      if (stride == last_stride * last_extent && (stride != 0 || last_stride == 0)) {
        spread.extents.back() *= result[i];
        continue;
      }
    }
    spread.extents.push_back(result[i]);
    spread.strides.push_back(stride);
  }
  spread.kind = spread.extents.size() == 1 && spread.strides[0] == 1 ? Spread::Kind::Contiguous : Spread::Kind::Strided;
  return spread;
}

// Writes elements first .. first+count-1 of the spread operand to `out`.
template <typename T>
void spread_block(T* out, const T* source, const Spread& spread, std::int64_t first, std::int64_t count) {
  std::int64_t coordinates[32];
  const std::size_t axes = spread.extents.size();
  std::int64_t rest = first;
  std::int64_t offset = 0;
  for (std::size_t i = 0; i < axes; ++i) {
    coordinates[i] = rest % spread.extents[i];
    rest /= spread.extents[i];
    offset += coordinates[i] * spread.strides[i];
  }
  const std::int64_t inner = spread.extents[0];
  const std::int64_t stride = spread.strides[0];
  std::int64_t done = 0;
  while (true) {
    const std::int64_t left = inner - coordinates[0];
    const std::int64_t run = left < count - done ? left : count - done;
    if (stride == 0) {
      const T value = source[offset];
      for (std::int64_t i = 0; i < run; ++i) out[done + i] = value;
    } else {
      for (std::int64_t i = 0; i < run; ++i) out[done + i] = source[offset + i * stride];
    }
    done += run;
    if (done >= count) return;
    offset -= coordinates[0] * stride;
    coordinates[0] = 0;
    for (std::size_t i = 1; i < axes; ++i) {
      offset += spread.strides[i];
      if (++coordinates[i] < spread.extents[i]) break;
      offset -= spread.strides[i] * spread.extents[i];
      coordinates[i] = 0;
    }
  }
}

template <typename T>
class ElementwiseKernel final : public Kernel {
 public:
  // With `flat_count` >= 0 all operands are runs of that many elements, in whatever order they lie.
  ElementwiseKernel(const Program& program, const Instruction& instruction, std::int64_t flat_count)
      : instruction_(instruction),
        expression_(*instruction.attributes.expression),
        count_(flat_count >= 0 ? flat_count : program.shape(instruction.outputs[0]).element_count()) {
    for (ValueId id : instruction.inputs) {
      spreads_.push_back(flat_count >= 0 ? Spread{} : make_spread(program.shape(id), program.shape(instruction.outputs[0])));
    }
    plan();
  }

  void bind(const Addresses& addresses, int threads) override {
    out_ = addresses.of<T>(instruction_.outputs[0]);
    for (std::size_t i = 0; i < spreads_.size(); ++i) sources_[i] = addresses.of<const T>(instruction_.inputs[i]);
    scratch_.assign(static_cast<std::size_t>(slot_count_ * block() * threads) + 16, T(0));
    auto* start = reinterpret_cast<T*>((reinterpret_cast<std::uintptr_t>(scratch_.data()) + 63) / 64 * 64);
    scratch_start_ = start;
    for (int thread = 0; thread < threads; ++thread) {
      for (const auto& [slot, value] : constants_) {
        T* block_start = start + (thread * slot_count_ + slot) * block();
        for (std::int64_t i = 0; i < block(); ++i) block_start[i] = value;
      }
    }
    if (steps_.size() == 1 && count_ <= kBlock) prepare_single();
  }

  void run(const RunContext& context) noexcept override {
    if (single_ != nullptr) {
      single_(out_, single_operands_[0], single_operands_[1], single_operands_[2], count_);
      return;
    }
    parallel_ranges(context.threads, count_, kBlock, count_ * work_per_element_, [this](std::int64_t first, std::int64_t last, int thread) {
      run_range(first, last, thread);
    });
  }

  bool can_be_bound_again() const override { return true; }
  std::string describe() const override { return "blocked loops, " + std::to_string(steps_.size()) + " steps"; }

 private:
  // Where a step finds an operand: a block-sized slot of scratch, an operand read in place, or the result itself.
  struct Place {
    enum class Kind : std::uint8_t { Slot, Operand, Result } kind = Kind::Slot;
    int index = 0;
  };
  struct BlockStep {
    typename Loops<T>::Function function;
    Place out;
    Place arguments[3];
  };

  std::int64_t block() const { return count_ < kBlock ? (count_ + 15) / 16 * 16 : kBlock; }

  void plan() {
    const auto& nodes = expression_.nodes();
    const std::size_t result = static_cast<std::size_t>(expression_.result());
    std::vector<int> last_use(nodes.size(), -1);
    for (std::size_t i = 0; i <= result; ++i) {
      for (std::int32_t argument : nodes[i].arguments) {
        if (argument >= 0) last_use[static_cast<std::size_t>(argument)] = static_cast<int>(i);
      }
    }
    std::vector<Place> places(nodes.size());
    std::vector<int> free_slots;
    // Slots for spread operands and constants live for the whole run; temporaries are recycled after their last use.
    operand_slots_.assign(spreads_.size(), -1);
    for (std::size_t i = 0; i < spreads_.size(); ++i) {
      if (spreads_[i].kind != Spread::Kind::Contiguous) operand_slots_[i] = slot_count_++;
    }
    work_per_element_ = 2 + 2 * static_cast<std::int64_t>(slot_count_);
    for (std::size_t i = 0; i <= result; ++i) {
      const ScalarNode& node = nodes[i];
      if (node.kind == ScalarNode::Kind::Constant) {
        places[i] = {Place::Kind::Slot, slot_count_};
        constants_.push_back({slot_count_++, static_cast<T>(node.constant)});
      } else if (node.kind == ScalarNode::Kind::Input) {
        const int slot = operand_slots_[static_cast<std::size_t>(node.input)];
        places[i] = slot >= 0 ? Place{Place::Kind::Slot, slot} : Place{Place::Kind::Operand, node.input};
      } else {
        BlockStep step;
        step.function = loops<T>().functions[static_cast<int>(node.function)];
        for (int k = 0; k < 3; ++k) {
          if (node.arguments[k] >= 0) step.arguments[k] = places[static_cast<std::size_t>(node.arguments[k])];
          else if (k > 0) step.arguments[k] = step.arguments[0];
        }
        for (std::int32_t argument : node.arguments) {
          if (argument < 0) continue;
          const auto a = static_cast<std::size_t>(argument);
          if (last_use[a] == static_cast<int>(i) && nodes[a].kind == ScalarNode::Kind::Call) {
            last_use[a] = -2;  // an argument used twice is released once
            free_slots.push_back(places[a].index);
          }
        }
        if (i == result) {
          step.out = {Place::Kind::Result, 0};
        } else if (!free_slots.empty()) {
          step.out = {Place::Kind::Slot, free_slots.back()};
          free_slots.pop_back();
        } else {
          step.out = {Place::Kind::Slot, slot_count_++};
        }
        places[i] = step.out;
        steps_.push_back(step);
        work_per_element_ += cost_of(node.function);
      }
    }
    result_place_ = places[result];
    sources_.resize(spreads_.size());
  }

  // Rough cost in elementary operations, for the decision to use threads.
  static std::int64_t cost_of(ScalarFunction function) {
    switch (function) {
      case ScalarFunction::Plus:
      case ScalarFunction::Subtract:
      case ScalarFunction::Times:
      case ScalarFunction::Minus:
      case ScalarFunction::Ramp:
      case ScalarFunction::Max:
      case ScalarFunction::Min:
      case ScalarFunction::Square: return 1;
      case ScalarFunction::Exp:
      case ScalarFunction::Tanh:
      case ScalarFunction::LogisticSigmoid:
      case ScalarFunction::Log:
      case ScalarFunction::Erf: return 8;
      default: return arity_of(function) == 1 ? 20 : 2;
    }
  }

  // One function on operands that all can be read in place: no slots to look up.
  void prepare_single() {
    const BlockStep& step = steps_[0];
    for (int k = 0; k < 3; ++k) {
      const Place place = step.arguments[k];
      if (place.kind == Place::Kind::Operand) {
        single_operands_[k] = sources_[static_cast<std::size_t>(place.index)];
      } else {
        for (int slot : operand_slots_) {
          if (slot == place.index) return;  // a spread operand changes at each run
        }
        single_operands_[k] = scratch_start_ + place.index * block();
      }
    }
    single_ = step.function;
  }

  void run_range(std::int64_t first, std::int64_t last, int thread) {
    T* const slots = scratch_start_ + thread * slot_count_ * block();
    const std::int64_t width = block();
    for (std::size_t i = 0; i < spreads_.size(); ++i) {
      if (spreads_[i].kind == Spread::Kind::Scalar) {
        T* slot = slots + operand_slots_[i] * width;
        const T value = sources_[i][0];
        for (std::int64_t k = 0; k < width; ++k) slot[k] = value;
      }
    }
    for (std::int64_t start = first; start < last; start += kBlock) {
      const std::int64_t count = last - start < kBlock ? last - start : kBlock;
      for (std::size_t i = 0; i < spreads_.size(); ++i) {
        if (spreads_[i].kind == Spread::Kind::Strided) spread_block(slots + operand_slots_[i] * width, sources_[i], spreads_[i], start, count);
      }
      const auto address = [&](Place place) -> const T* {
        switch (place.kind) {
          case Place::Kind::Slot: return slots + place.index * width;
          case Place::Kind::Operand: return sources_[static_cast<std::size_t>(place.index)] + start;
          case Place::Kind::Result: break;
        }
        return out_ + start;
      };
      for (const BlockStep& step : steps_) {
        step.function(const_cast<T*>(address(step.out)), address(step.arguments[0]), address(step.arguments[1]), address(step.arguments[2]), count);
      }
      if (steps_.empty()) std::memmove(out_ + start, address(result_place_), static_cast<std::size_t>(count) * sizeof(T));
    }
  }

  Instruction instruction_;
  ScalarExpression expression_;
  std::int64_t count_;
  std::vector<Spread> spreads_;
  std::vector<int> operand_slots_;
  std::vector<std::pair<int, T>> constants_;
  std::vector<BlockStep> steps_;
  Place result_place_;
  int slot_count_ = 0;
  std::int64_t work_per_element_ = 1;

  T* out_ = nullptr;
  std::vector<const T*> sources_;
  std::vector<T> scratch_;
  T* scratch_start_ = nullptr;
  typename Loops<T>::Function single_ = nullptr;
  const T* single_operands_[3] = {nullptr, nullptr, nullptr};
};

// --- Cast

template <typename T, typename U>
void cast_run(void* out, const void* in, std::int64_t count) {
  const T* source = static_cast<const T*>(in);
  U* target = static_cast<U*>(out);
  for (std::int64_t i = 0; i < count; ++i) {
    if constexpr (std::numeric_limits<U>::is_integer && !std::numeric_limits<T>::is_integer) {
      // Rounded, and clamped to what the type holds, because a conversion out of range is undefined.
      const double x = std::nearbyint(static_cast<double>(source[i]));
      const double low = static_cast<double>(std::numeric_limits<U>::min());
      const double high = static_cast<double>(std::numeric_limits<U>::max());
      target[i] = !(x > low) ? std::numeric_limits<U>::min() : (x >= high ? std::numeric_limits<U>::max() : static_cast<U>(x));
    } else {
      target[i] = static_cast<U>(source[i]);
    }
  }
}

using CastFunction = void (*)(void*, const void*, std::int64_t);

template <typename T>
CastFunction cast_from(DType target) {
  switch (target) {
    case DType::Integer8: return &cast_run<T, std::int8_t>;
    case DType::Integer16: return &cast_run<T, std::int16_t>;
    case DType::Integer32: return &cast_run<T, std::int32_t>;
    case DType::Integer64: return &cast_run<T, std::int64_t>;
    case DType::UnsignedInteger8: return &cast_run<T, std::uint8_t>;
    case DType::UnsignedInteger16: return &cast_run<T, std::uint16_t>;
    case DType::UnsignedInteger32: return &cast_run<T, std::uint32_t>;
    case DType::UnsignedInteger64: return &cast_run<T, std::uint64_t>;
    case DType::Real32: return &cast_run<T, float>;
    default: return &cast_run<T, double>;
  }
}

CastFunction cast_function(DType source, DType target) {
  switch (source) {
    case DType::Integer8: return cast_from<std::int8_t>(target);
    case DType::Integer16: return cast_from<std::int16_t>(target);
    case DType::Integer32: return cast_from<std::int32_t>(target);
    case DType::Integer64: return cast_from<std::int64_t>(target);
    case DType::UnsignedInteger8: return cast_from<std::uint8_t>(target);
    case DType::UnsignedInteger16: return cast_from<std::uint16_t>(target);
    case DType::UnsignedInteger32: return cast_from<std::uint32_t>(target);
    case DType::UnsignedInteger64: return cast_from<std::uint64_t>(target);
    case DType::Real32: return cast_from<float>(target);
    default: return cast_from<double>(target);
  }
}

class CastKernel final : public Kernel {
 public:
  CastKernel(const Program& program, const Instruction& instruction)
      : in_id_(instruction.inputs[0]),
        out_id_(instruction.outputs[0]),
        count_(program.shape(out_id_).element_count()),
        in_size_(size_of(program.dtype(in_id_))),
        out_size_(size_of(program.dtype(out_id_))),
        function_(cast_function(program.dtype(in_id_), program.dtype(out_id_))) {}
  void bind(const Addresses& addresses, int) override {
    in_ = addresses.of<const std::byte>(in_id_);
    out_ = addresses.of<std::byte>(out_id_);
  }
  bool can_be_bound_again() const override { return true; }
  void run(const RunContext& context) noexcept override {
    parallel_ranges(context.threads, count_, 4096, count_ * 2, [this](std::int64_t first, std::int64_t last, int) {
      function_(out_ + first * out_size_, in_ + first * in_size_, last - first);
    });
  }
  std::string describe() const override { return "loop"; }

 private:
  ValueId in_id_, out_id_;
  std::int64_t count_;
  std::int64_t in_size_, out_size_;
  CastFunction function_;
  const std::byte* in_ = nullptr;
  std::byte* out_ = nullptr;
};

}  // namespace

KernelPointer make_flat_elementwise_kernel(const Program& program, const Instruction& instruction, std::int64_t element_count) {
  if (program.dtype(instruction.outputs[0]) == DType::Real32) return std::make_unique<ElementwiseKernel<float>>(program, instruction, element_count);
  return std::make_unique<ElementwiseKernel<double>>(program, instruction, element_count);
}

KernelPointer make_elementwise_kernel(const Program& program, const Instruction& instruction) { return make_flat_elementwise_kernel(program, instruction, -1); }

KernelPointer make_cast_kernel(const Program& program, const Instruction& instruction) { return std::make_unique<CastKernel>(program, instruction); }

}  // namespace lykos::array::cpu
