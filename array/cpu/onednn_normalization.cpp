// Batch normalisation of data in the layouts of oneDNN (it follows a convolution). In training our own loops work on these layouts: they give the same
// result on every number of threads, and join a Ramp. Evaluation that could not be folded into a convolution is oneDNN's. Row-major data goes to the
// loops of normalization.cpp.
#include "array/cpu/normalization_blocked.h"
#include "array/cpu/onednn_internal.h"

namespace lykos::array::cpu::onednn {
namespace {

// Channels in blocks of 8 or 16, or innermost and a multiple of 8. False for other layouts.
bool channel_blocks(const Descriptor& data, ChannelBlocks& blocks) {
  if (data.data.format_kind != dnnl_blocked) return false;
  const Dims dims = data.dims();
  const auto& blocking = data.data.format_desc.blocking;
  blocks.examples = dims[0];
  blocks.channels = dims[1];
  blocks.positions = 1;
  for (std::size_t i = 2; i < dims.size(); ++i) blocks.positions *= dims[i];
  blocks.example_step = blocking.strides[0];
  const bool blocked = blocking.inner_nblks == 1 && blocking.inner_idxs[0] == 1 && (blocking.inner_blks[0] == 8 || blocking.inner_blks[0] == 16);
  const bool innermost = blocking.inner_nblks == 0 && blocking.strides[1] == 1 && dims[1] % 8 == 0;
  if (blocked) {
    blocks.block = static_cast<int>(blocking.inner_blks[0]);
    blocks.block_step = blocking.strides[1];
  } else if (innermost) {
    blocks.block = dims[1] % 16 == 0 ? 16 : 8;
    blocks.block_step = blocks.block;
  } else {
    return false;
  }
  // Positions must follow one another at one distance.
  blocks.position_step = dims.size() > 2 ? blocking.strides[dims.size() - 1] : blocks.block;
  std::int64_t step = blocks.position_step;
  for (std::size_t i = dims.size(); i-- > 2; step *= dims[i]) {
    if (blocking.strides[i] != step) return false;
  }
  return true;
}

}  // namespace

LaidOutKernel make_normalization(const Program& program, const Instruction& instruction, const std::vector<LayoutPointer>& current) {
  if (!current[0] || instruction.attributes.axis != 1) return {};
  const ValueId x = instruction.inputs[0];
  const Dims dims = dims_of(program.shape(x));
  const Descriptor data = descriptor_of(current[0], dims);
  LaidOutKernel result;
  if (instruction.op != Op::BatchNormalizeEvaluate) {
    ChannelBlocks blocks;
    if (!channel_blocks(data, blocks)) return {};
    result.inputs.assign(instruction.inputs.size(), nullptr);
    result.inputs[0] = current[0];
    if (instruction.op == Op::BatchNormalizeBackward) result.inputs[1] = current[0];
    result.outputs = {current[0], nullptr, nullptr};
    result.kernel = make_blocked_normalization_kernel(instruction, blocks);
    return result;
  }
  const Descriptor channels = plain({dims[1]});
  const auto flags = dnnl::normalization_flags::use_scale | dnnl::normalization_flags::use_shift | dnnl::normalization_flags::use_global_stats;
  const dnnl::batch_normalization_forward::primitive_desc pd(
      dnnl::batch_normalization_forward::desc(dnnl::prop_kind::forward_inference, data, static_cast<float>(instruction.attributes.low), flags), engine());
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

}  // namespace lykos::array::cpu::onednn
