// Indexing: Gather, ScatterAdd, GatherAlong, ScatterAddAlong, OneHot, Iota.
//
// Indices are checked here, at run time: reading out of range gives NaN (0 for integers), and adding out of range does nothing.
#include <cstring>
#include <limits>
#include <type_traits>

#include "array/cpu/indices.h"
#include "array/cpu/kernel.h"
#include "array/cpu/lines.h"
#include "array/cpu/loops.h"
#include "array/cpu/parallel.h"

namespace lykos::array::cpu {
namespace {

template <typename T>
T missing() {
  return std::numeric_limits<T>::quiet_NaN();  // 0 for integers
}

// out rows <- table rows
template <typename T>
class GatherKernel final : public Kernel {
 public:
  GatherKernel(const Program& program, const Instruction& instruction)
      : instruction_(instruction), indices_(program.dtype(instruction.inputs[1]), instruction.attributes.base) {
    const Shape& table = program.shape(instruction.inputs[0]);
    rows_ = table[0];
    width_ = table.slice(1, table.rank()).element_count();
    count_ = program.shape(instruction.inputs[1]).element_count();
  }
  void bind(const Addresses& addresses, int) override {
    table_ = addresses.of<const T>(instruction_.inputs[0]);
    indices_.bind(addresses.of<const void>(instruction_.inputs[1]));
    out_ = addresses.of<T>(instruction_.outputs[0]);
  }
  void run(const RunContext& context) noexcept override {
    parallel_ranges(context.threads, count_, 1, count_ * width_, [this](std::int64_t first, std::int64_t last, int) {
      for (std::int64_t i = first; i < last; ++i) {
        const std::int64_t row = indices_[i];
        T* out = out_ + i * width_;
        if (row >= 0 && row < rows_) {
          std::memcpy(out, table_ + row * width_, static_cast<std::size_t>(width_) * sizeof(T));
        } else {
          for (std::int64_t k = 0; k < width_; ++k) out[k] = missing<T>();
        }
      }
    });
  }
  std::string describe() const override { return "row copies"; }

 private:
  Instruction instruction_;
  IndexReader indices_;
  std::int64_t rows_, width_, count_;
  const T* table_ = nullptr;
  T* out_ = nullptr;
};

// Rows are added in index order; with several threads each takes a range of columns, so that no two write to one element and the
// order of additions stays the same.
template <typename T>
class ScatterAddKernel final : public Kernel {
 public:
  ScatterAddKernel(const Program& program, const Instruction& instruction)
      : instruction_(instruction), indices_(program.dtype(instruction.inputs[0]), instruction.attributes.base) {
    const Shape& table = program.shape(instruction.outputs[0]);
    rows_ = table[0];
    width_ = table.slice(1, table.rank()).element_count();
    count_ = program.shape(instruction.inputs[0]).element_count();
  }
  void bind(const Addresses& addresses, int) override {
    indices_.bind(addresses.of<const void>(instruction_.inputs[0]));
    updates_ = addresses.of<const T>(instruction_.inputs[1]);
    out_ = addresses.of<T>(instruction_.outputs[0]);
  }
  void run(const RunContext& context) noexcept override {
    std::memset(out_, 0, static_cast<std::size_t>(rows_ * width_) * sizeof(T));
    parallel_ranges(context.threads, width_, 16, count_ * width_, [this](std::int64_t first, std::int64_t last, int) {
      for (std::int64_t i = 0; i < count_; ++i) {
        const std::int64_t row = indices_[i];
        if (row >= 0 && row < rows_) loops<T>().add_to(out_ + row * width_ + first, updates_ + i * width_ + first, last - first);
      }
    });
  }
  std::string describe() const override { return "row additions"; }

 private:
  Instruction instruction_;
  IndexReader indices_;
  std::int64_t rows_, width_, count_;
  const T* updates_ = nullptr;
  T* out_ = nullptr;
};

template <typename T>
class GatherAlongKernel final : public Kernel {
 public:
  GatherAlongKernel(const Program& program, const Instruction& instruction)
      : instruction_(instruction),
        indices_(program.dtype(instruction.inputs[1]), instruction.attributes.base),
        source_(program.shape(instruction.inputs[0]), instruction.attributes.axis),
        target_(program.shape(instruction.outputs[0]), instruction.attributes.axis) {}
  void bind(const Addresses& addresses, int) override {
    in_ = addresses.of<const T>(instruction_.inputs[0]);
    indices_.bind(addresses.of<const void>(instruction_.inputs[1]));
    out_ = addresses.of<T>(instruction_.outputs[0]);
  }
  void run(const RunContext& context) noexcept override {
    parallel_ranges(context.threads, target_.count(), 1, target_.count() * target_.extent * 2, [this](std::int64_t first, std::int64_t last, int) {
      for (std::int64_t line = first; line < last; ++line) {
        const std::int64_t from = source_.start(line);
        const std::int64_t to = target_.start(line);
        for (std::int64_t i = 0; i < target_.extent; ++i) {
          const std::int64_t place = to + i * target_.inner;
          const std::int64_t index = indices_[place];
          out_[place] = index >= 0 && index < source_.extent ? in_[from + index * source_.inner] : missing<T>();
        }
      }
    });
  }
  std::string describe() const override { return "line loop"; }

 private:
  Instruction instruction_;
  IndexReader indices_;
  Lines source_, target_;
  const T* in_ = nullptr;
  T* out_ = nullptr;
};

template <typename T>
class ScatterAddAlongKernel final : public Kernel {
 public:
  ScatterAddAlongKernel(const Program& program, const Instruction& instruction)
      : instruction_(instruction),
        indices_(program.dtype(instruction.inputs[0]), instruction.attributes.base),
        source_(program.shape(instruction.inputs[1]), instruction.attributes.axis),
        target_(program.shape(instruction.outputs[0]), instruction.attributes.axis) {}
  void bind(const Addresses& addresses, int) override {
    indices_.bind(addresses.of<const void>(instruction_.inputs[0]));
    updates_ = addresses.of<const T>(instruction_.inputs[1]);
    out_ = addresses.of<T>(instruction_.outputs[0]);
  }
  void run(const RunContext& context) noexcept override {
    parallel_ranges(context.threads, target_.count(), 1, target_.count() * (source_.extent * 2 + target_.extent), [this](std::int64_t first, std::int64_t last, int) {
      for (std::int64_t line = first; line < last; ++line) {
        const std::int64_t from = source_.start(line);
        const std::int64_t to = target_.start(line);
        for (std::int64_t i = 0; i < target_.extent; ++i) out_[to + i * target_.inner] = T(0);
        for (std::int64_t i = 0; i < source_.extent; ++i) {
          const std::int64_t place = from + i * source_.inner;
          const std::int64_t index = indices_[place];
          if (index >= 0 && index < target_.extent) out_[to + index * target_.inner] += updates_[place];
        }
      }
    });
  }
  std::string describe() const override { return "line loop"; }

 private:
  Instruction instruction_;
  IndexReader indices_;
  Lines source_, target_;
  const T* updates_ = nullptr;
  T* out_ = nullptr;
};

template <typename T>
class OneHotKernel final : public Kernel {
 public:
  OneHotKernel(const Program& program, const Instruction& instruction)
      : instruction_(instruction),
        indices_(program.dtype(instruction.inputs[0]), instruction.attributes.base),
        classes_(program.shape(instruction.outputs[0]).back()),
        count_(program.shape(instruction.inputs[0]).element_count()) {}
  void bind(const Addresses& addresses, int) override {
    indices_.bind(addresses.of<const void>(instruction_.inputs[0]));
    out_ = addresses.of<T>(instruction_.outputs[0]);
  }
  void run(const RunContext&) noexcept override {
    std::memset(out_, 0, static_cast<std::size_t>(count_ * classes_) * sizeof(T));
    for (std::int64_t i = 0; i < count_; ++i) {
      const std::int64_t index = indices_[i];
      if (index >= 0 && index < classes_) out_[i * classes_ + index] = T(1);
    }
  }
  std::string describe() const override { return "loop"; }

 private:
  Instruction instruction_;
  IndexReader indices_;
  std::int64_t classes_, count_;
  T* out_ = nullptr;
};

template <typename T>
class IotaKernel final : public Kernel {
 public:
  IotaKernel(const Program& program, const Instruction& instruction)
      : id_(instruction.outputs[0]), lines_(program.shape(id_), instruction.attributes.axis) {}
  void bind(const Addresses& addresses, int) override { out_ = addresses.of<T>(id_); }
  void run(const RunContext&) noexcept override {
    for (std::int64_t line = 0; line < lines_.count(); ++line) {
      const std::int64_t start = lines_.start(line);
      for (std::int64_t i = 0; i < lines_.extent; ++i) out_[start + i * lines_.inner] = static_cast<T>(i);
    }
  }
  std::string describe() const override { return "loop"; }

 private:
  ValueId id_;
  Lines lines_;
  T* out_ = nullptr;
};

// Kernels that only move elements exist for every element size; reals keep their type so that a missing entry is NaN.
template <template <typename> class K>
KernelPointer make_for_type(DType dtype, const Program& program, const Instruction& instruction) {
  if (dtype == DType::Real32) return std::make_unique<K<float>>(program, instruction);
  if (dtype == DType::Real64) return std::make_unique<K<double>>(program, instruction);
  switch (size_of(dtype)) {
    case 1: return std::make_unique<K<std::int8_t>>(program, instruction);
    case 2: return std::make_unique<K<std::int16_t>>(program, instruction);
    case 4: return std::make_unique<K<std::int32_t>>(program, instruction);
    default: return std::make_unique<K<std::int64_t>>(program, instruction);
  }
}

template <template <typename> class K>
KernelPointer make_for_real(DType dtype, const Program& program, const Instruction& instruction) {
  if (dtype == DType::Real32) return std::make_unique<K<float>>(program, instruction);
  return std::make_unique<K<double>>(program, instruction);
}

}  // namespace

KernelPointer make_index_kernel(const Program& program, const Instruction& instruction) {
  const DType dtype = program.dtype(instruction.outputs[0]);
  switch (instruction.op) {
    case Op::Gather: return make_for_type<GatherKernel>(dtype, program, instruction);
    case Op::ScatterAdd: return make_for_real<ScatterAddKernel>(dtype, program, instruction);
    case Op::GatherAlong: return make_for_type<GatherAlongKernel>(dtype, program, instruction);
    case Op::ScatterAddAlong: return make_for_real<ScatterAddAlongKernel>(dtype, program, instruction);
    case Op::OneHot: return make_for_real<OneHotKernel>(dtype, program, instruction);
    default: return make_for_type<IotaKernel>(dtype, program, instruction);
  }
}

}  // namespace lykos::array::cpu
