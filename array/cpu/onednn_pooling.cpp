// Pooling by oneDNN, taken when the data is already in one of its layouts (it follows a convolution); in row-major order our own loops
// serve. The places of maxima are then oneDNN's workspace, so they may be read by nothing but the matching scatter.
#include "array/cpu/onednn_internal.h"

namespace lykos::array::cpu::onednn {
namespace {

struct Geometry {
  Dims large, small, stride, kernel, before, after;
};

bool geometry_of(const Shape& large, const Shape& small, const Window& window, Geometry& g) {
  g.large = dims_of(large);
  g.small = dims_of(small);
  for (int i = 0; i < window.kernel.rank(); ++i) {
    if (window.dilation[i] != 1) return false;
    g.stride.push_back(window.stride[i]);
    g.kernel.push_back(window.kernel[i]);
    g.before.push_back(window.before[i]);
    g.after.push_back((small[i + 2] - 1) * window.stride[i] + window.kernel[i] - large[i + 2] - window.before[i]);
    if (g.after.back() >= window.kernel[i]) return false;
  }
  return true;
}

}  // namespace

LaidOutKernel make_pooling(const Program& program, const Instruction& instruction, const std::vector<LayoutPointer>& current) {
  if (!current[0] && !(instruction.op == Op::MaxPoolScatter && current[1])) return {};
  const bool forward = instruction.op == Op::MaxPool || instruction.op == Op::AveragePool;
  const ValueId large = forward ? instruction.inputs[0] : instruction.outputs[0];
  const ValueId small = forward ? instruction.outputs[0] : instruction.inputs[0];
  const Attributes& a = instruction.attributes;
  Geometry g;
  if (!geometry_of(program.shape(large), program.shape(small), a.window, g)) return {};
  const bool is_max = instruction.op == Op::MaxPool || instruction.op == Op::MaxPoolScatter;
  if (!is_max && !a.flag) return {};  // sums
  const auto algorithm = is_max          ? dnnl::algorithm::pooling_max
                         : a.second_flag ? dnnl::algorithm::pooling_avg_include_padding
                                         : dnnl::algorithm::pooling_avg_exclude_padding;
  const auto forward_of = [&](dnnl::prop_kind kind, const Descriptor& source) {
    return dnnl::pooling_forward::primitive_desc(
        dnnl::pooling_forward::desc(kind, algorithm, source, any(g.small), g.stride, g.kernel, g.before, g.after), engine());
  };
  LaidOutKernel result;
  if (forward) {
    const bool places = is_max && !is_unused(program, instruction.outputs[1]);
    if (places && !read_only_by(program, instruction.outputs[1], Op::MaxPoolScatter)) return {};
    const Descriptor source = descriptor_of(current[0], g.large);
    const auto pd = forward_of(places || (!is_max && !program.parameter_gradients.empty()) ? dnnl::prop_kind::forward_training : dnnl::prop_kind::forward_inference, source);
    std::vector<Argument> arguments = {{DNNL_ARG_SRC, large, source}, {DNNL_ARG_DST, small, pd.dst_desc()}};
    result.inputs = {current[0]};
    result.outputs = {layout_of(pd.dst_desc())};
    if (places) {
      arguments.push_back({DNNL_ARG_WORKSPACE, instruction.outputs[1], pd.workspace_desc()});
      // Always a layout object, even where the bytes happen to be in row-major order: they are not places.
      result.outputs.push_back(std::make_shared<OneDnnLayout>(pd.workspace_desc()));
    } else if (is_max) {
      result.outputs.push_back(nullptr);
    }
    result.kernel = std::make_unique<PrimitiveKernel>(dnnl::pooling_forward(pd), arguments, pd.impl_info_str());
    return result;
  }
  if (is_max && !current[1]) return {};
  // The forward hint must be the one whose workspace this is: its source had the layout of the operand's producer. Its result has the
  // layout that oneDNN gives to the small side, which is recovered from the workspace's own order.
  Descriptor small_descriptor = current[0] ? descriptor_of(current[0], g.small) : any(g.small);
  if (!current[0]) {
    const auto& workspace = descriptor_of(current[1], g.small);
    small_descriptor = workspace;
    small_descriptor.data.data_type = dnnl_f32;
  }
  // The large side takes the same block structure.
  Descriptor large_descriptor = small_descriptor;
  {
    auto& blocking = small_descriptor.data.format_desc.blocking;
    if (small_descriptor.data.format_kind != dnnl_blocked) return {};
    // Rebuilt from a format tag: channels in blocks of the same size, or innermost.
    const int rank = static_cast<int>(g.large.size());
    using Tag = dnnl::memory::format_tag;
    Tag tag = Tag::undef;
    if (blocking.inner_nblks == 1 && blocking.inner_idxs[0] == 1) {
      const auto size = blocking.inner_blks[0];
      if (size == 16) tag = rank == 3 ? Tag::nCw16c : rank == 4 ? Tag::nChw16c : Tag::nCdhw16c;
      if (size == 8) tag = rank == 3 ? Tag::nCw8c : rank == 4 ? Tag::nChw8c : Tag::nCdhw8c;
    } else if (blocking.inner_nblks == 0) {
      tag = blocking.strides[1] == 1 ? (rank == 3 ? Tag::nwc : rank == 4 ? Tag::nhwc : Tag::ndhwc) : (rank == 3 ? Tag::ncw : rank == 4 ? Tag::nchw : Tag::ncdhw);
    }
    if (tag == Tag::undef) return {};
    large_descriptor = Descriptor(g.large, dnnl::memory::data_type::f32, tag);
    small_descriptor = Descriptor(g.small, dnnl::memory::data_type::f32, tag);
  }
  const auto hint = forward_of(dnnl::prop_kind::forward_training, large_descriptor);
  const dnnl::pooling_backward::primitive_desc pd(dnnl::pooling_backward::desc(algorithm, large_descriptor, small_descriptor, g.stride, g.kernel, g.before, g.after), engine(), hint);
  std::vector<Argument> arguments = {{DNNL_ARG_DIFF_DST, small, small_descriptor}, {DNNL_ARG_DIFF_SRC, large, large_descriptor}};
  result.inputs = {layout_of(small_descriptor)};
  if (is_max) {
    if (hint.workspace_desc() != descriptor_of(current[1], g.small)) return {};
    arguments.push_back({DNNL_ARG_WORKSPACE, instruction.inputs[1], hint.workspace_desc()});
    result.inputs.push_back(current[1]);
  }
  result.outputs = {layout_of(large_descriptor)};
  result.kernel = std::make_unique<PrimitiveKernel>(dnnl::pooling_backward(pd), arguments, pd.impl_info_str());
  return result;
}

}  // namespace lykos::array::cpu::onednn
