// What an Executable is made of: shared by compile.cpp, which fills it, and executor.cpp, which runs it.
#pragma once

#include <sys/mman.h>

#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <new>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "array/bulk.h"
#include "array/cpu/kernel.h"
#include "array/cpu/layout.h"
#include "array/executor.h"

namespace lykos::array {
// A zeroed block of memory; large ones are mapped directly and use huge pages where the system allows.
class Region {
 public:
  Region() = default;
  explicit Region(std::int64_t bytes) : bytes_((std::max<std::int64_t>(bytes, 64) + 63) / 64 * 64) {
    constexpr std::int64_t kMapFrom = std::int64_t{1} << 20;
    if (bytes_ >= kMapFrom) {
      void* memory = mmap(nullptr, static_cast<std::size_t>(bytes_), PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
      if (memory == MAP_FAILED) throw std::bad_alloc();
      madvise(memory, static_cast<std::size_t>(bytes_), MADV_HUGEPAGE);
      data_ = static_cast<std::byte*>(memory);
      mapped_ = true;
    } else {
      data_ = static_cast<std::byte*>(std::aligned_alloc(64, static_cast<std::size_t>(bytes_)));
      if (data_ == nullptr) throw std::bad_alloc();
      std::memset(data_, 0, static_cast<std::size_t>(bytes_));
    }
  }
  Region(Region&& other) noexcept { swap(other); }
  Region& operator=(Region&& other) noexcept {
    swap(other);
    return *this;
  }
  ~Region() {
    if (mapped_) munmap(data_, static_cast<std::size_t>(bytes_));
    else std::free(data_);
  }
  std::byte* data() const { return data_; }

 private:
  void swap(Region& other) noexcept {
    std::swap(data_, other.data_);
    std::swap(bytes_, other.bytes_);
    std::swap(mapped_, other.mapped_);
  }
  std::byte* data_ = nullptr;
  std::int64_t bytes_ = 0;
  bool mapped_ = false;
};

struct Call {
  cpu::KernelPointer kernel;
  std::string name;
  std::vector<ValueId> inputs, outputs;
  bool in_place = false;  // an output may take over the memory of an operand of equal size that dies here
};

struct Executable::Implementation {
  Program program;  // extended by conversions
  CompileOptions options;
  std::unique_ptr<cpu::KernelLibrary> library;
  std::vector<cpu::LayoutPointer> layouts;  // per value; null: row-major
  std::vector<Call> prologue, calls;
  std::vector<cpu::Kernel*> run_list;
  std::vector<std::byte*> addresses;  // per value
  // An input or output that may lie in the caller's memory: the values that share its place, the calls that touch them, and its own place.
  struct Movable {
    std::vector<ValueId> values;
    std::vector<cpu::Kernel*> kernels;
    std::byte* own = nullptr;
    bool can_move = false;
  };
  std::vector<Movable> movable_inputs, movable_outputs;
  Region arena, input_region, parameter_region, gradient_region, state_region;
  std::int64_t arena_size = 0;
  std::vector<ArenaSegment> segments;
  std::int64_t parameter_elements = 0;
  DType parameter_dtype = DType::Real32;
  bool has_gradients = false;
  std::vector<std::byte*> gradient_addresses;  // per parameter; null: none
  struct Copy {
    std::byte* to;
    const std::byte* from;
    std::size_t bytes;
  };
  std::vector<Copy> state_copies;  // when the run ends
  std::vector<ValueId> output_values;  // row-major
  bool parameters_changed = true;
  bool may_be_parallel = false;  // some value is large enough for a kernel to use threads
  cpu::RunContext context;
  std::vector<std::int64_t> profile;  // nanoseconds spent in each call, with LYKOS_PROFILE=1 (reported by the destructor)
  std::int64_t profiled_runs = 0;

  ~Implementation();
  struct Profiled;
  void report_profile() const;
  void run_profiled(const cpu::RunContext& run_context) noexcept;

  std::int64_t bytes_of(ValueId id) const {
    const auto& layout = layouts[static_cast<std::size_t>(id)];
    return layout ? layout->byte_count() : program.shape(id).element_count() * size_of(program.dtype(id));
  }

  void set_value(ValueId id, const Array& value, const char* what) {
    const Value& slot = program.value(id);
    if (!value.valid() || value.dtype() != slot.dtype || !(value.shape() == slot.shape)) {
      throw std::invalid_argument(std::string("[executable] ") + what + " " + slot.name + " takes " + name_of(slot.dtype) + " " + to_text(slot.shape) +
                                  ", not " + (value.valid() ? name_of(value.dtype()) : "nothing") + " " + to_text(value.shape()));
    }
    const auto& layout = layouts[static_cast<std::size_t>(id)];
    if (layout) {
      library->convert(value.bytes(), nullptr, addresses[static_cast<std::size_t>(id)], layout, slot.dtype, slot.shape);
    } else if (value.byte_count() > 0) {
      copy_bytes(addresses[static_cast<std::size_t>(id)], value.bytes(), static_cast<std::size_t>(value.byte_count()));
    }
  }

  void find_movable(const std::vector<ValueId>& roots);
  bool move(Movable& movable, std::byte* to) {
    if (!movable.can_move) return false;
    if (addresses[static_cast<std::size_t>(movable.values[0])] == to) return true;
    for (ValueId id : movable.values) addresses[static_cast<std::size_t>(id)] = to;
    for (cpu::Kernel* kernel : movable.kernels) kernel->bind(cpu::Addresses(addresses), context.threads);
    return true;
  }

  // The steps of compilation, in this order.
  void choose_kernels();
  void split_prologue();
  void plan_and_bind();

  ValueId add_value(DType dtype, const Shape& shape, cpu::LayoutPointer layout);
  ValueId in_layout(ValueId id, const cpu::LayoutPointer& layout);
  std::vector<std::pair<ValueId, ValueId>> conversions;  // (original, converted), all still valid

  Array get_value(ValueId id, const std::byte* address) const {
    const Value& slot = program.value(id);
    Array result(slot.dtype, slot.shape);
    const auto& layout = layouts[static_cast<std::size_t>(id)];
    if (layout) {
      library->convert(address, layout, result.bytes(), nullptr, slot.dtype, slot.shape);
    } else if (result.byte_count() > 0) {
      copy_bytes(result.bytes(), address, static_cast<std::size_t>(result.byte_count()));
    }
    return result;
  }
};

}  // namespace lykos::array
