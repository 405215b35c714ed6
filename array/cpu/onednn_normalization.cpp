// Batch normalisation by oneDNN on blocked data (it follows a convolution). Row-major data goes to our own loops, which are faster there.
#include "array/cpu/onednn_internal.h"

namespace lykos::array::cpu::onednn {

LaidOutKernel make_normalization(const Program& program, const Instruction& instruction, const std::vector<LayoutPointer>& current) {
  if (!current[0] || instruction.attributes.axis != 1) return {};
  const ValueId x = instruction.inputs[0];
  const Dims dims = dims_of(program.shape(x));
  const Descriptor data = descriptor_of(current[0], dims);
  const Descriptor channels = plain({dims[1]});
  const auto epsilon = static_cast<float>(instruction.attributes.low);
  const auto flags = dnnl::normalization_flags::use_scale | dnnl::normalization_flags::use_shift;
  LaidOutKernel result;
  if (instruction.op == Op::BatchNormalize) {
    const dnnl::batch_normalization_forward::primitive_desc pd(dnnl::batch_normalization_forward::desc(dnnl::prop_kind::forward_training, data, epsilon, flags), engine());
    result.inputs = {current[0], nullptr, nullptr};
    result.outputs = {current[0], nullptr, nullptr};
    result.kernel = std::make_unique<PrimitiveKernel>(dnnl::batch_normalization_forward(pd),
                                                      std::vector<Argument>{{DNNL_ARG_SRC, x, data},
                                                                            {DNNL_ARG_SCALE, instruction.inputs[1], channels},
                                                                            {DNNL_ARG_SHIFT, instruction.inputs[2], channels},
                                                                            {DNNL_ARG_DST, instruction.outputs[0], data},
                                                                            {DNNL_ARG_MEAN, instruction.outputs[1], channels},
                                                                            {DNNL_ARG_VARIANCE, instruction.outputs[2], channels}},
                                                      pd.impl_info_str());
    return result;
  }
  if (instruction.op == Op::BatchNormalizeEvaluate) {
    const dnnl::batch_normalization_forward::primitive_desc pd(
        dnnl::batch_normalization_forward::desc(dnnl::prop_kind::forward_inference, data, epsilon, flags | dnnl::normalization_flags::use_global_stats), engine());
    result.inputs = {current[0], nullptr, nullptr, nullptr, nullptr};
    result.outputs = {current[0]};
    result.kernel = std::make_unique<PrimitiveKernel>(dnnl::batch_normalization_forward(pd),
                                                      std::vector<Argument>{{DNNL_ARG_SRC, x, data},
                                                                            {DNNL_ARG_SCALE, instruction.inputs[1], channels},
                                                                            {DNNL_ARG_SHIFT, instruction.inputs[2], channels},
                                                                            {DNNL_ARG_MEAN, instruction.inputs[3], channels},
                                                                            {DNNL_ARG_VARIANCE, instruction.inputs[4], channels},
                                                                            {DNNL_ARG_DST, instruction.outputs[0], data}},
                                                      pd.impl_info_str());
    return result;
  }
  const dnnl::batch_normalization_forward::primitive_desc hint(dnnl::batch_normalization_forward::desc(dnnl::prop_kind::forward_training, data, epsilon, flags), engine());
  const dnnl::batch_normalization_backward::primitive_desc pd(dnnl::batch_normalization_backward::desc(dnnl::prop_kind::backward, data, data, epsilon, flags), engine(), hint);
  // Operands: x, dy, mean, variance, scaling; the biases do not matter to the gradients.
  result.inputs = {current[0], current[0], nullptr, nullptr, nullptr};
  result.outputs = {current[0], nullptr, nullptr};
  result.kernel = std::make_unique<PrimitiveKernel>(dnnl::batch_normalization_backward(pd),
                                                    std::vector<Argument>{{DNNL_ARG_SRC, x, data},
                                                                          {DNNL_ARG_DIFF_DST, instruction.inputs[1], data},
                                                                          {DNNL_ARG_MEAN, instruction.inputs[2], channels},
                                                                          {DNNL_ARG_VARIANCE, instruction.inputs[3], channels},
                                                                          {DNNL_ARG_SCALE, instruction.inputs[4], channels},
                                                                          {DNNL_ARG_SHIFT, instruction.inputs[4], channels},
                                                                          {DNNL_ARG_DIFF_SRC, instruction.outputs[0], data},
                                                                          {DNNL_ARG_DIFF_SCALE, instruction.outputs[1], channels},
                                                                          {DNNL_ARG_DIFF_SHIFT, instruction.outputs[2], channels}},
                                                    pd.impl_info_str());
  return result;
}

}  // namespace lykos::array::cpu::onednn
