// Layout: how the elements of a value lie in memory when it is not row-major order.
//
// Only the oneDNN files know what is inside. The executor compares layouts, asks for their size, and has conversions made where
// two instructions disagree. A null pointer stands for row-major order.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "array/cpu/kernel.h"

namespace lykos::array::cpu {

class Layout {
 public:
  virtual ~Layout() = default;
  virtual std::int64_t byte_count() const = 0;
  // True when the bytes exceed the elements; the surplus is kept at zero.
  virtual bool padded() const = 0;
  virtual bool equals(const Layout& other) const = 0;
  virtual std::string describe() const = 0;
};
using LayoutPointer = std::shared_ptr<const Layout>;

inline bool same_layout(const LayoutPointer& a, const LayoutPointer& b) { return a == b || (a && b && a->equals(*b)); }

// A kernel together with the layouts it wants and gives.
struct LaidOutKernel {
  KernelPointer kernel;
  std::vector<LayoutPointer> inputs;   // per operand
  std::vector<LayoutPointer> outputs;  // per result
};

// What a library of kernels offers to the executor. The only one at present is oneDNN (onednn.h).
class KernelLibrary {
 public:
  virtual ~KernelLibrary() = default;
  // A kernel for the instruction, or a null kernel when the library has none or the plain loops are better. `current` are the
  // operands' present layouts; `parameter[i]` tells that operand i is a parameter whose layout may still be chosen freely.
  virtual LaidOutKernel make(const Program& program, const Instruction& instruction, const std::vector<LayoutPointer>& current,
                             const std::vector<bool>& free_choice) = 0;
  // Converts value `from` to the layout of value `to`; both have the given type and shape.
  virtual KernelPointer make_conversion(ValueId from, const LayoutPointer& from_layout, ValueId to, const LayoutPointer& to_layout, DType dtype,
                                        const Shape& shape) = 0;
  // The same conversion at once, outside a program.
  virtual void convert(const void* from, const LayoutPointer& from_layout, void* to, const LayoutPointer& to_layout, DType dtype, const Shape& shape) = 0;
};

// An elementwise kernel that runs over all bytes of operands in one common layout, padding included.
KernelPointer make_flat_elementwise_kernel(const Program& program, const Instruction& instruction, std::int64_t element_count);

}  // namespace lykos::array::cpu
