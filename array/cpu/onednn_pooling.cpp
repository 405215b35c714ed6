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

// The layout of a workspace: opaque bytes, with the descriptors of the pooling that wrote them, which its adjoint needs again.
class WorkspaceLayout final : public Layout {
 public:
  WorkspaceLayout(const dnnl::pooling_forward::primitive_desc& forward, const Descriptor& large) : forward_(forward), large_(large) {}
  const dnnl::pooling_forward::primitive_desc& forward() const { return forward_; }
  const Descriptor& large() const { return large_; }
  std::int64_t byte_count() const override { return static_cast<std::int64_t>(forward_.workspace_desc().get_size()); }
  bool padded() const override { return true; }
  bool equals(const Layout& other) const override { return this == &other; }
  std::string describe() const override { return "workspace"; }

 private:
  dnnl::pooling_forward::primitive_desc forward_;
  Descriptor large_;
};

LaidOutKernel make_scatter(const Instruction& instruction, const LayoutPointer& places, const Geometry& g) {
  const auto* workspace = dynamic_cast<const WorkspaceLayout*>(places.get());
  if (workspace == nullptr) return {};
  const Descriptor small = workspace->forward().dst_desc();
  const dnnl::pooling_backward::primitive_desc pd(
      dnnl::pooling_backward::desc(dnnl::algorithm::pooling_max, workspace->large(), small, g.stride, g.kernel, g.before, g.after), engine(), workspace->forward());
  LaidOutKernel result;
  result.inputs = {layout_of(small), places};
  result.outputs = {layout_of(workspace->large())};
  result.kernel = std::make_unique<PrimitiveKernel>(dnnl::pooling_backward(pd),
                                                    std::vector<Argument>{{DNNL_ARG_DIFF_DST, instruction.inputs[0], small},
                                                                          {DNNL_ARG_WORKSPACE, instruction.inputs[1], workspace->forward().workspace_desc()},
                                                                          {DNNL_ARG_DIFF_SRC, instruction.outputs[0], workspace->large()}},
                                                    pd.impl_info_str());
  return result;
}

// {n, c, spatial..} in the format of `like`, whose extents differ: channels in blocks, innermost, or row-major. False for other formats.
bool same_format(const Descriptor& like, const Dims& dims, Descriptor& result) {
  if (like.data.format_kind != dnnl_blocked) return false;
  const auto& blocking = like.data.format_desc.blocking;
  const std::size_t rank = dims.size();
  using Tag = dnnl::memory::format_tag;
  Tag tag = Tag::undef;
  if (blocking.inner_nblks == 1 && blocking.inner_idxs[0] == 1) {
    if (blocking.inner_blks[0] == 16) tag = rank == 3 ? Tag::nCw16c : rank == 4 ? Tag::nChw16c : Tag::nCdhw16c;
    if (blocking.inner_blks[0] == 8) tag = rank == 3 ? Tag::nCw8c : rank == 4 ? Tag::nChw8c : Tag::nCdhw8c;
  } else if (blocking.inner_nblks == 0) {
    tag = blocking.strides[1] == 1 ? (rank == 3 ? Tag::nwc : rank == 4 ? Tag::nhwc : Tag::ndhwc) : (rank == 3 ? Tag::ncw : rank == 4 ? Tag::nchw : Tag::ncdhw);
  }
  if (tag == Tag::undef) return false;
  result = Descriptor(dims, dnnl::memory::data_type::f32, tag);
  return true;
}

}  // namespace

LaidOutKernel make_pooling(const Program& program, const Instruction& instruction, const std::vector<LayoutPointer>& current) {
  const bool forward = instruction.op == Op::MaxPool || instruction.op == Op::AveragePool;
  const ValueId large = forward ? instruction.inputs[0] : instruction.outputs[0];
  const ValueId small = forward ? instruction.outputs[0] : instruction.inputs[0];
  const Attributes& a = instruction.attributes;
  Geometry g;
  if (!geometry_of(program.shape(large), program.shape(small), a.window, g)) return {};
  if (instruction.op == Op::MaxPoolScatter) return make_scatter(instruction, current[1], g);
  if (!current[0]) return {};
  const bool is_max = instruction.op == Op::MaxPool;
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
      result.outputs.push_back(std::make_shared<WorkspaceLayout>(pd, source));
    } else if (is_max) {
      result.outputs.push_back(nullptr);
    }
    result.kernel = std::make_unique<PrimitiveKernel>(dnnl::pooling_forward(pd), arguments, pd.impl_info_str());
    return result;
  }
  // The adjoint of the mean: the large side takes the format the small side has.
  const Descriptor small_descriptor = descriptor_of(current[0], g.small);
  Descriptor large_descriptor;
  if (!same_format(small_descriptor, g.large, large_descriptor)) return {};
  const auto hint = forward_of(dnnl::prop_kind::forward_training, large_descriptor);
  const dnnl::pooling_backward::primitive_desc pd(dnnl::pooling_backward::desc(algorithm, large_descriptor, small_descriptor, g.stride, g.kernel, g.before, g.after), engine(), hint);
  result.inputs = {current[0]};
  result.outputs = {layout_of(large_descriptor)};
  result.kernel = std::make_unique<PrimitiveKernel>(
      dnnl::pooling_backward(pd), std::vector<Argument>{{DNNL_ARG_DIFF_DST, small, small_descriptor}, {DNNL_ARG_DIFF_SRC, large, large_descriptor}}, pd.impl_info_str());
  return result;
}

}  // namespace lykos::array::cpu::onednn
