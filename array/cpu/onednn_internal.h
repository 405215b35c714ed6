// What the oneDNN files share: layouts over memory descriptors, and one kernel class that executes any primitive with prebuilt arguments.
// Written for oneDNN 2.6; version 3 changed how primitives are described, which is why all of it stays in these files.
#pragma once

#include <dnnl.hpp>

#include "array/cpu/layout.h"

namespace lykos::array::cpu::onednn {

using Descriptor = dnnl::memory::desc;
using Dims = dnnl::memory::dims;

dnnl::engine& engine();
dnnl::stream& stream();

class OneDnnLayout final : public Layout {
 public:
  explicit OneDnnLayout(const Descriptor& descriptor) : descriptor_(descriptor) {}
  const Descriptor& descriptor() const { return descriptor_; }
  std::int64_t byte_count() const override { return static_cast<std::int64_t>(descriptor_.get_size()); }
  bool padded() const override;
  bool equals(const Layout& other) const override;
  std::string describe() const override;

 private:
  Descriptor descriptor_;
};

Dims dims_of(const Shape& shape);
// Row-major order.
Descriptor plain(const Dims& dims, dnnl::memory::data_type type = dnnl::memory::data_type::f32);
// Left to the primitive.
Descriptor any(const Dims& dims);
// The layout object of a descriptor; null when it is row-major.
LayoutPointer layout_of(const Descriptor& descriptor);
// The descriptor of an operand: its present layout, or row-major over `dims`.
Descriptor descriptor_of(const LayoutPointer& layout, const Dims& dims);

struct Argument {
  int place;  // DNNL_ARG_...
  ValueId value;
  Descriptor descriptor;
};

class PrimitiveKernel final : public Kernel {
 public:
  PrimitiveKernel(dnnl::primitive primitive, std::vector<Argument> arguments, std::string text);
  void bind(const Addresses& addresses, int threads) override;
  bool can_be_bound_again() const override { return true; }
  void run(const RunContext& context) noexcept override;
  std::string describe() const override { return text_; }

 private:
  dnnl::primitive primitive_;
  std::vector<Argument> arguments_;
  std::vector<dnnl::memory> memories_;
  std::vector<dnnl_exec_arg_t> calls_;
  std::string text_;
};

// The families; each returns a null kernel when the plain loops should do the work.
LaidOutKernel make_convolution(const Program& program, const Instruction& instruction, const std::vector<LayoutPointer>& current);
LaidOutKernel make_pooling(const Program& program, const Instruction& instruction, const std::vector<LayoutPointer>& current);
LaidOutKernel make_normalization(const Program& program, const Instruction& instruction, const std::vector<LayoutPointer>& current);
LaidOutKernel make_linear(const Program& program, const Instruction& instruction, const std::vector<LayoutPointer>& current);

// The post-operation of a pass as oneDNN attributes.
dnnl::primitive_attr attributes_with_post(const Instruction& instruction);

}  // namespace lykos::array::cpu::onednn
