// Operations that only move elements: Transpose, BroadcastTo, Slice, Unslice, Concatenate, Pad.
//
// Each is one or more strided copies (plus, for the last ones, a fill of the border). A copy is described by extents with a source
// and a target stride per axis; neighbouring axes are merged, then the two innermost axes run as a plain or blocked loop.
#include <algorithm>
#include <cstring>
#include <numeric>

#include "array/cpu/kernel.h"
#include "array/cpu/parallel.h"

namespace lykos::array::cpu {
namespace {

struct CopyAxis {
  std::int64_t extent;
  std::int64_t source;  // strides in elements
  std::int64_t target;
};

struct StridedCopy {
  ValueId source = kNoValue;
  std::int64_t source_offset = 0;
  std::int64_t target_offset = 0;
  std::vector<CopyAxis> axes;  // outermost first
  const std::byte* address = nullptr;

  // Drops axes of extent 1, puts the axis with the smallest target stride innermost, and merges axes that are contiguous in both.
  void simplify() {
    std::vector<CopyAxis> kept;
    for (const CopyAxis& axis : axes) {
      if (axis.extent != 1) kept.push_back(axis);
    }
    std::stable_sort(kept.begin(), kept.end(), [](const CopyAxis& a, const CopyAxis& b) { return std::abs(a.target) > std::abs(b.target); });
    axes.clear();
    for (const CopyAxis& axis : kept) {
      if (!axes.empty() && axes.back().source == axis.source * axis.extent && axes.back().target == axis.target * axis.extent) {
        axes.back() = {axes.back().extent * axis.extent, axis.source, axis.target};
      } else {
        axes.push_back(axis);
      }
    }
    if (axes.empty()) axes.push_back({1, 1, 1});
  }
  std::int64_t count() const {
    return std::accumulate(axes.begin(), axes.end(), std::int64_t{1}, [](std::int64_t n, const CopyAxis& axis) { return n * axis.extent; });
  }
};

template <typename T>
void copy_line(T* target, std::int64_t target_stride, const T* source, std::int64_t source_stride, std::int64_t count) {
  if (target_stride == 1 && source_stride == 1) {
    std::memcpy(target, source, static_cast<std::size_t>(count) * sizeof(T));
  } else if (target_stride == 1 && source_stride == 0) {
    std::fill(target, target + count, *source);
  } else if (target_stride == 1) {
    for (std::int64_t i = 0; i < count; ++i) target[i] = source[i * source_stride];
  } else {
    for (std::int64_t i = 0; i < count; ++i) target[i * target_stride] = source[i * source_stride];
  }
}

// Rows first..last-1 of the flattened outer axes (all but the innermost one or two).
template <typename T>
void copy_range(T* target, const T* source, const std::vector<CopyAxis>& axes, std::size_t outer, std::int64_t first, std::int64_t last) {
  std::int64_t coordinates[32] = {};
  std::int64_t rest = first;
  const T* from = source;
  T* to = target;
  for (std::size_t i = outer; i-- > 0;) {
    coordinates[i] = rest % axes[i].extent;
    rest /= axes[i].extent;
    from += coordinates[i] * axes[i].source;
    to += coordinates[i] * axes[i].target;
  }
  const CopyAxis inner = axes.back();
  const bool plane = axes.size() - outer == 2;
  for (std::int64_t row = first; row < last; ++row) {
    if (plane) {
      // A transposition of the last two axes goes in squares that fit the cache.
      const CopyAxis across = axes[outer];
      constexpr std::int64_t kSquare = 16;
      for (std::int64_t i0 = 0; i0 < across.extent; i0 += kSquare) {
        const std::int64_t i1 = std::min(i0 + kSquare, across.extent);
        for (std::int64_t j0 = 0; j0 < inner.extent; j0 += kSquare) {
          const std::int64_t j1 = std::min(j0 + kSquare, inner.extent);
          for (std::int64_t i = i0; i < i1; ++i) {
            for (std::int64_t j = j0; j < j1; ++j) to[i * across.target + j * inner.target] = from[i * across.source + j * inner.source];
          }
        }
      }
    } else {
      copy_line(to, inner.target, from, inner.source, inner.extent);
    }
    for (std::size_t i = outer; i-- > 0;) {
      from += axes[i].source;
      to += axes[i].target;
      if (++coordinates[i] < axes[i].extent) break;
      from -= axes[i].source * axes[i].extent;
      to -= axes[i].target * axes[i].extent;
      coordinates[i] = 0;
    }
  }
}

template <typename T>
void run_copy(const StridedCopy& copy, T* target, int threads) {
  const T* source = static_cast<const T*>(static_cast<const void*>(copy.address)) + copy.source_offset;
  target += copy.target_offset;
  const auto& axes = copy.axes;
  const bool plane = axes.size() >= 2 && axes.back().source != 1 && axes.back().source != 0 && std::abs(axes[axes.size() - 2].source) == 1;
  const std::size_t outer = axes.size() - (plane ? 2 : 1);
  std::int64_t rows = 1;
  for (std::size_t i = 0; i < outer; ++i) rows *= axes[i].extent;
  const std::int64_t count = copy.count();
  if (count == 0) return;
  if (rows == 1 && !plane && count >= kParallelWork) {
    const CopyAxis inner = axes.back();
    parallel_ranges(threads, inner.extent, 4096, count, [&](std::int64_t first, std::int64_t last, int) {
      copy_line(target + first * inner.target, inner.target, source + first * inner.source, inner.source, last - first);
    });
    return;
  }
  parallel_ranges(threads, rows, 1, count, [&](std::int64_t first, std::int64_t last, int) { copy_range(target, source, axes, outer, first, last); });
}

class CopyKernel final : public Kernel {
 public:
  CopyKernel(const Program& program, const Instruction& instruction)
      : out_id_(instruction.outputs[0]), count_(program.shape(out_id_).element_count()), element_size_(size_of(program.dtype(out_id_))) {
    const Attributes& a = instruction.attributes;
    const Shape& target = program.shape(out_id_);
    const Shape target_strides = contiguous_strides(target);
    const auto add = [&](ValueId source, auto&& axis_of, std::int64_t source_offset, std::int64_t target_offset, const Shape& extents) {
      StridedCopy copy;
      copy.source = source;
      copy.source_offset = source_offset;
      copy.target_offset = target_offset;
      for (int i = 0; i < extents.rank(); ++i) copy.axes.push_back(axis_of(i));
      copy.simplify();
      copies_.push_back(static_cast<StridedCopy&&>(copy));
    };
    const ValueId source = instruction.inputs[0];
    const Shape& shape = program.shape(source);
    const Shape strides = contiguous_strides(shape);
    switch (instruction.op) {
      case Op::Transpose:
        add(source, [&](int i) { return CopyAxis{target[i], strides[static_cast<int>(a.axes[i])], target_strides[i]}; }, 0, 0, target);
        break;
      case Op::BroadcastTo:
        add(source,
            [&](int i) {
              const int own = i - (target.rank() - shape.rank());
              return CopyAxis{target[i], own < 0 || shape[own] == 1 ? 0 : strides[own], target_strides[i]};
            },
            0, 0, target);
        break;
      case Op::Slice: {
        std::int64_t offset = 0;
        for (int i = 0; i < shape.rank(); ++i) offset += a.starts[i] * strides[i];
        add(source, [&](int i) { return CopyAxis{target[i], strides[i] * a.steps[i], target_strides[i]}; }, offset, 0, target);
        break;
      }
      case Op::Unslice:
      case Op::Pad: {
        const bool pad = instruction.op == Op::Pad;
        fill_ = true;
        fill_value_ = a.low;
        std::int64_t offset = 0;
        for (int i = 0; i < shape.rank(); ++i) offset += a.starts[i] * target_strides[i];
        add(source, [&](int i) { return CopyAxis{shape[i], strides[i], target_strides[i] * (pad ? 1 : a.steps[i])}; }, 0, offset, shape);
        break;
      }
      default: {  // Concatenate
        std::int64_t first = 0;
        const int axis = static_cast<int>(a.axis);
        for (ValueId id : instruction.inputs) {
          const Shape& piece = program.shape(id);
          const Shape piece_strides = contiguous_strides(piece);
          add(id, [&](int i) { return CopyAxis{piece[i], piece_strides[i], target_strides[i]}; }, 0, first * target_strides[axis], piece);
          first += piece[axis];
        }
        break;
      }
    }
    dtype_ = program.dtype(out_id_);
  }

  void bind(const Addresses& addresses, int) override {
    out_ = addresses.of<std::byte>(out_id_);
    for (StridedCopy& copy : copies_) copy.address = addresses.of<const std::byte>(copy.source);
  }
  bool can_be_bound_again() const override { return true; }

  void run(const RunContext& context) noexcept override {
    if (fill_) fill();
    for (const StridedCopy& copy : copies_) {
      switch (element_size_) {
        case 1: run_copy(copy, static_cast<std::uint8_t*>(static_cast<void*>(out_)), context.threads); break;
        case 2: run_copy(copy, static_cast<std::uint16_t*>(static_cast<void*>(out_)), context.threads); break;
        case 4: run_copy(copy, static_cast<std::uint32_t*>(static_cast<void*>(out_)), context.threads); break;
        default: run_copy(copy, static_cast<std::uint64_t*>(static_cast<void*>(out_)), context.threads); break;
      }
    }
  }

  std::string describe() const override { return std::to_string(copies_.size()) + " strided copies"; }

 private:
  void fill() {
    if (fill_value_ == 0) {
      std::memset(out_, 0, static_cast<std::size_t>(count_ * element_size_));
    } else if (dtype_ == DType::Real32) {
      auto* out = static_cast<float*>(static_cast<void*>(out_));
      std::fill(out, out + count_, static_cast<float>(fill_value_));
    } else if (dtype_ == DType::Real64) {
      auto* out = static_cast<double*>(static_cast<void*>(out_));
      std::fill(out, out + count_, fill_value_);
    } else {
      // Integers: little-endian low bytes of the 64-bit value.
      const auto value = static_cast<std::int64_t>(fill_value_);
      for (std::int64_t i = 0; i < count_; ++i) std::memcpy(out_ + i * element_size_, &value, static_cast<std::size_t>(element_size_));
    }
  }

  ValueId out_id_;
  std::int64_t count_;
  int element_size_;
  DType dtype_ = DType::Real32;
  bool fill_ = false;
  double fill_value_ = 0;
  std::vector<StridedCopy> copies_;
  std::byte* out_ = nullptr;
};

}  // namespace

KernelPointer make_copy_kernel(const Program& program, const Instruction& instruction) { return std::make_unique<CopyKernel>(program, instruction); }

}  // namespace lykos::array::cpu
