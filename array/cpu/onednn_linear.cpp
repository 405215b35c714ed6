// Linear layers by oneDNN's inner product when a program only evaluates: weights then take the kernel's layout once. In training the
// gradients need the same weights in other orders, and row-major sgemm for all three products is as fast.
#include "array/cpu/onednn_internal.h"

namespace lykos::array::cpu::onednn {
namespace {

constexpr std::int64_t kSmallLinear = 16 * 1024;

}  // namespace

LaidOutKernel make_linear(const Program& program, const Instruction& instruction, const std::vector<LayoutPointer>&) {
  const Shape& x = program.shape(instruction.inputs[0]);
  const Shape& w = program.shape(instruction.inputs[1]);
  if (!program.parameter_gradients.empty() || x.element_count() * w[0] <= kSmallLinear) return {};
  const Dims source{x.element_count() / w[1], w[1]};
  const Dims weights{w[0], w[1]};
  const Dims target{source[0], w[0]};
  const ValueId bias = instruction.inputs[2];
  const auto kind = dnnl::prop_kind::forward_inference;
  const auto description = bias != kNoValue ? dnnl::inner_product_forward::desc(kind, plain(source), any(weights), plain({w[0]}), plain(target))
                                            : dnnl::inner_product_forward::desc(kind, plain(source), any(weights), plain(target));
  const dnnl::inner_product_forward::primitive_desc pd(description, attributes_with_post(instruction), engine());
  std::vector<Argument> arguments = {{DNNL_ARG_SRC, instruction.inputs[0], plain(source)},
                                     {DNNL_ARG_WEIGHTS, instruction.inputs[1], pd.weights_desc()},
                                     {DNNL_ARG_DST, instruction.outputs[0], plain(target)}};
  if (bias != kNoValue) arguments.push_back({DNNL_ARG_BIAS, bias, plain({w[0]})});
  LaidOutKernel result;
  result.inputs = {nullptr, layout_of(pd.weights_desc()), nullptr};
  result.outputs = {nullptr};
  result.kernel = std::make_unique<PrimitiveKernel>(dnnl::inner_product_forward(pd), arguments, pd.impl_info_str());
  return result;
}

}  // namespace lykos::array::cpu::onednn
