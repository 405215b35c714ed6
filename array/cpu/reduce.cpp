// Reduce: sums, means, products, maxima and minima over any set of axes.
//
// Axes of equal role are merged, which leaves an alternating list of kept and reduced axes. If the innermost one is reduced, each result
// is a sum over contiguous runs; if it is kept, whole rows are accumulated. A total over everything is cut into runs of fixed
// length whose results are joined in order, so the number of threads does not matter.
#include <algorithm>

#include "array/cpu/kernel.h"
#include "array/cpu/loops.h"
#include "array/cpu/parallel.h"

namespace lykos::array::cpu {
namespace {

constexpr std::int64_t kRun = 16 * 1024;

struct ReduceAxis {
  std::int64_t extent;
  std::int64_t stride;
};

// Offsets of all coordinate combinations of the axes, the last axis fastest.
std::vector<std::int64_t> offsets_of(const std::vector<ReduceAxis>& axes) {
  std::vector<std::int64_t> offsets{0};
  for (const ReduceAxis& axis : axes) {
    std::vector<std::int64_t> next;
    next.reserve(offsets.size() * static_cast<std::size_t>(axis.extent));
    for (std::int64_t base : offsets) {
      for (std::int64_t i = 0; i < axis.extent; ++i) next.push_back(base + i * axis.stride);
    }
    offsets = static_cast<std::vector<std::int64_t>&&>(next);
  }
  return offsets;
}

template <typename T>
class ReduceKernel final : public Kernel {
 public:
  ReduceKernel(const Program& program, const Instruction& instruction)
      : in_id_(instruction.inputs[0]), out_id_(instruction.outputs[0]), reduction_(instruction.attributes.reduction) {
    const Shape& shape = program.shape(in_id_);
    const Shape strides = contiguous_strides(shape);
    std::vector<bool> reduced(static_cast<std::size_t>(shape.rank()), false);
    for (std::int64_t axis : instruction.attributes.axes) reduced[static_cast<std::size_t>(axis)] = true;
    std::vector<ReduceAxis> kept_axes;
    std::vector<ReduceAxis> reduced_axes;
    bool previous_reduced = false;
    bool any = false;
    for (int i = 0; i < shape.rank(); ++i) {
      if (shape[i] == 1) continue;
      const bool is_reduced = reduced[static_cast<std::size_t>(i)];
      auto& list = is_reduced ? reduced_axes : kept_axes;
      if (any && previous_reduced == is_reduced) {
        list.back() = {list.back().extent * shape[i], strides[i]};
      } else {
        list.push_back({shape[i], strides[i]});
      }
      previous_reduced = is_reduced;
      any = true;
    }
    in_count_ = shape.element_count();
    out_count_ = program.shape(out_id_).element_count();
    reduced_count_ = 1;
    for (const ReduceAxis& axis : reduced_axes) reduced_count_ *= axis.extent;
    rows_ = !any || !previous_reduced;  // the innermost axis is kept
    auto& inner_list = rows_ ? kept_axes : reduced_axes;
    if (!inner_list.empty()) {
      inner_ = inner_list.back().extent;
      inner_list.pop_back();
    }
    if (in_count_ > 0) {
      kept_offsets_ = offsets_of(kept_axes);
      reduced_offsets_ = offsets_of(reduced_axes);
    }
    if (!rows_ && kept_offsets_.size() == 1 && reduced_offsets_.size() == 1 && inner_ > kRun) {
      partial_.assign(static_cast<std::size_t>((inner_ + kRun - 1) / kRun), T(0));
    }
  }

  void bind(const Addresses& addresses, int) override {
    in_ = addresses.of<const T>(in_id_);
    out_ = addresses.of<T>(out_id_);
  }
  bool can_be_bound_again() const override { return true; }

  void run(const RunContext& context) noexcept override {
    if (in_count_ == 0) {
      std::fill(out_, out_ + out_count_, identity());
      return;
    }
    if (!partial_.empty()) {
      const auto pieces = static_cast<std::int64_t>(partial_.size());
      parallel_ranges(context.threads, pieces, 1, in_count_, [this](std::int64_t first, std::int64_t last, int) {
        for (std::int64_t i = first; i < last; ++i) partial_[static_cast<std::size_t>(i)] = reduce_run(in_ + i * kRun, std::min(kRun, inner_ - i * kRun));
      });
      out_[0] = finish(reduce_run(partial_.data(), pieces));
    } else if (rows_) {
      const auto kept = static_cast<std::int64_t>(kept_offsets_.size());
      if (kept > 1 || inner_ < 256) {
        parallel_ranges(context.threads, kept, 1, in_count_, [this](std::int64_t first, std::int64_t last, int) {
          for (std::int64_t i = first; i < last; ++i) accumulate_rows(i, 0, inner_);
        });
      } else {
        parallel_ranges(context.threads, inner_, 64, in_count_, [this](std::int64_t first, std::int64_t last, int) { accumulate_rows(0, first, last); });
      }
    } else {
      parallel_ranges(context.threads, static_cast<std::int64_t>(kept_offsets_.size()), 1, in_count_, [this](std::int64_t first, std::int64_t last, int) {
        for (std::int64_t i = first; i < last; ++i) {
          const T* start = in_ + kept_offsets_[static_cast<std::size_t>(i)];
          T total = reduce_run(start + reduced_offsets_[0], inner_);
          for (std::size_t k = 1; k < reduced_offsets_.size(); ++k) total = join(total, reduce_run(start + reduced_offsets_[k], inner_));
          out_[i] = finish(total);
        }
      });
    }
  }

  std::string describe() const override { return rows_ ? "row accumulation" : "contiguous runs"; }

 private:
  T identity() const { return reduction_ == Reduction::Product ? T(1) : T(0); }

  T reduce_run(const T* a, std::int64_t count) const {
    switch (reduction_) {
      case Reduction::Product: return loops_.product(a, count);
      case Reduction::Max: return loops_.maximum(a, count);
      case Reduction::Min: return loops_.minimum(a, count);
      default: return loops_.sum(a, count);
    }
  }

  T join(T a, T b) const {
    switch (reduction_) {
      case Reduction::Product: return a * b;
      case Reduction::Max: return b > a || b != b ? b : a;
      case Reduction::Min: return b < a || b != b ? b : a;
      default: return a + b;
    }
  }

  T finish(T total) const { return reduction_ == Reduction::Mean ? total / static_cast<T>(reduced_count_) : total; }

  void accumulate_rows(std::int64_t kept, std::int64_t first, std::int64_t last) {
    const T* start = in_ + kept_offsets_[static_cast<std::size_t>(kept)] + first;
    T* out = out_ + kept * inner_ + first;
    const std::int64_t count = last - first;
    std::copy(start + reduced_offsets_[0], start + reduced_offsets_[0] + count, out);
    for (std::size_t k = 1; k < reduced_offsets_.size(); ++k) {
      const T* row = start + reduced_offsets_[k];
      switch (reduction_) {
        case Reduction::Product: loops_.multiply_to(out, row, count); break;
        case Reduction::Max: loops_.max_to(out, row, count); break;
        case Reduction::Min: loops_.min_to(out, row, count); break;
        default: loops_.add_to(out, row, count); break;
      }
    }
    if (reduction_ == Reduction::Mean) {
      for (std::int64_t i = 0; i < count; ++i) out[i] = finish(out[i]);
    }
  }

  ValueId in_id_, out_id_;
  Reduction reduction_;
  const Loops<T>& loops_ = loops<T>();
  std::int64_t in_count_ = 0, out_count_ = 0, reduced_count_ = 1, inner_ = 1;
  bool rows_ = false;
  std::vector<std::int64_t> kept_offsets_{0};
  std::vector<std::int64_t> reduced_offsets_{0};
  std::vector<T> partial_;
  const T* in_ = nullptr;
  T* out_ = nullptr;
};

}  // namespace

KernelPointer make_reduce_kernel(const Program& program, const Instruction& instruction) {
  if (program.dtype(instruction.outputs[0]) == DType::Real32) return std::make_unique<ReduceKernel<float>>(program, instruction);
  return std::make_unique<ReduceKernel<double>>(program, instruction);
}

}  // namespace lykos::array::cpu
