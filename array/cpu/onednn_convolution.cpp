// Convolution and its adjoints by oneDNN, in the layouts it prefers.
#include <cstdlib>
#include <cstring>

#include "array/cpu/onednn_internal.h"

namespace lykos::array::cpu::onednn {
namespace {

// Multiply-adds below which the plain loops are faster than a primitive's start.
constexpr std::int64_t kSmallConvolution = 32 * 1024;

// The one place that chooses between direct and Winograd convolution. Winograd is 1.35 times faster on 3x3 kernels here, with gradients
// that are looser by two digits; LYKOS_CONVOLUTION = auto or winograd asks for it.
dnnl::algorithm convolution_algorithm() {
  const char* text = std::getenv("LYKOS_CONVOLUTION");
  if (text != nullptr && std::strcmp(text, "auto") == 0) return dnnl::algorithm::convolution_auto;
  if (text != nullptr && std::strcmp(text, "winograd") == 0) return dnnl::algorithm::convolution_winograd;
  return dnnl::algorithm::convolution_direct;
}

struct Geometry {
  Dims x, w, y, bias;  // w with a leading axis for groups when there are several
  Dims stride, dilation, before, after;
};

Geometry geometry_of(const Shape& x, const Shape& w, const Shape& y, const Window& window) {
  Geometry g;
  g.x = dims_of(x);
  g.w = dims_of(w);
  g.y = dims_of(y);
  g.bias = {w[0]};
  if (window.groups > 1) {
    g.w.insert(g.w.begin(), window.groups);
    g.w[1] /= window.groups;
  }
  g.stride = dims_of(window.stride);
  g.before = dims_of(window.before);
  for (int i = 0; i < window.stride.rank(); ++i) {
    g.dilation.push_back(window.dilation[i] - 1);
    // oneDNN derives nothing: padding after must make the extents come out exactly.
    const std::int64_t kernel = window.dilation[i] * (w[i + 2] - 1) + 1;
    g.after.push_back((y[i + 2] - 1) * window.stride[i] + kernel - x[i + 2] - window.before[i]);
  }
  return g;
}

dnnl::convolution_forward::primitive_desc forward_descriptor(const Geometry& g, dnnl::prop_kind kind, const Descriptor& x, const Descriptor& y, bool bias,
                                                             const dnnl::primitive_attr& attributes) {
  const auto algorithm = convolution_algorithm();
  if (bias) {
    return {dnnl::convolution_forward::desc(kind, algorithm, x, any(g.w), plain(g.bias), y, g.stride, g.dilation, g.before, g.after), attributes, engine()};
  }
  return {dnnl::convolution_forward::desc(kind, algorithm, x, any(g.w), y, g.stride, g.dilation, g.before, g.after), attributes, engine()};
}

bool is_reference(const char* name) { return std::strncmp(name, "ref", 3) == 0; }

LaidOutKernel convolution_in(const Program& program, const Instruction& instruction, const std::vector<LayoutPointer>& current, bool& reference) {
  const bool is_forward = instruction.op == Op::Convolution;
  const bool is_data = instruction.op == Op::ConvolutionBackwardData;
  const ValueId x = is_data ? instruction.outputs[0] : instruction.inputs[0];
  const ValueId w = is_forward || is_data ? instruction.inputs[1] : instruction.outputs[0];
  const ValueId y = is_forward ? instruction.outputs[0] : (is_data ? instruction.inputs[0] : instruction.inputs[1]);
  const Geometry g = geometry_of(program.shape(x), program.shape(w), program.shape(y), instruction.attributes.window);
  const bool foreign = current[0] || current[1];
  if (!foreign && program.shape(y).element_count() * program.shape(w).element_count() / program.shape(w)[0] <= kSmallConvolution) return {};
  reference = false;

  // An operand that already has a layout keeps it; row-major ones are left to oneDNN's choice.
  const auto wish = [](const LayoutPointer& layout, const Dims& dims) { return layout ? descriptor_of(layout, dims) : any(dims); };
  LaidOutKernel result;
  if (is_forward) {
    const ValueId bias = instruction.inputs[2];
    const auto kind = program.parameter_gradients.empty() ? dnnl::prop_kind::forward_inference : dnnl::prop_kind::forward_training;
    const auto pd = forward_descriptor(g, kind, wish(current[0], g.x), any(g.y), bias != kNoValue, attributes_with_post(instruction));
    reference = is_reference(pd.impl_info_str());
    std::vector<Argument> arguments = {{DNNL_ARG_SRC, x, pd.src_desc()}, {DNNL_ARG_WEIGHTS, w, pd.weights_desc()}, {DNNL_ARG_DST, y, pd.dst_desc()}};
    if (bias != kNoValue) arguments.push_back({DNNL_ARG_BIAS, bias, plain(g.bias)});
    result.inputs = {layout_of(pd.src_desc()), layout_of(pd.weights_desc()), nullptr};
    result.outputs = {layout_of(pd.dst_desc())};
    result.kernel = std::make_unique<PrimitiveKernel>(dnnl::convolution_forward(pd), arguments, pd.impl_info_str());
    return result;
  }
  const auto hint = forward_descriptor(g, dnnl::prop_kind::forward_training, any(g.x), any(g.y), false, {});
  if (is_data) {
    const dnnl::convolution_backward_data::primitive_desc pd(
        dnnl::convolution_backward_data::desc(convolution_algorithm(), any(g.x), any(g.w), wish(current[0], g.y), g.stride, g.dilation, g.before, g.after), engine(), hint);
    reference = is_reference(pd.impl_info_str());
    result.inputs = {layout_of(pd.diff_dst_desc()), layout_of(pd.weights_desc())};
    result.outputs = {layout_of(pd.diff_src_desc())};
    result.kernel = std::make_unique<PrimitiveKernel>(
        dnnl::convolution_backward_data(pd),
        std::vector<Argument>{{DNNL_ARG_DIFF_DST, y, pd.diff_dst_desc()}, {DNNL_ARG_WEIGHTS, w, pd.weights_desc()}, {DNNL_ARG_DIFF_SRC, x, pd.diff_src_desc()}}, pd.impl_info_str());
    return result;
  }
  const bool bias = instruction.outputs.size() > 1;
  const auto x_wish = wish(current[0], g.x);
  const auto y_wish = wish(current[1], g.y);
  const auto description = bias ? dnnl::convolution_backward_weights::desc(convolution_algorithm(), x_wish, any(g.w), plain(g.bias), y_wish, g.stride, g.dilation, g.before, g.after)
                                : dnnl::convolution_backward_weights::desc(convolution_algorithm(), x_wish, any(g.w), y_wish, g.stride, g.dilation, g.before, g.after);
  const dnnl::convolution_backward_weights::primitive_desc pd(description, engine(), hint);
  reference = is_reference(pd.impl_info_str());
  std::vector<Argument> arguments = {{DNNL_ARG_SRC, x, pd.src_desc()}, {DNNL_ARG_DIFF_DST, y, pd.diff_dst_desc()}, {DNNL_ARG_DIFF_WEIGHTS, w, pd.diff_weights_desc()}};
  result.outputs = {layout_of(pd.diff_weights_desc())};
  if (bias) {
    arguments.push_back({DNNL_ARG_DIFF_BIAS, instruction.outputs[1], plain(g.bias)});
    result.outputs.push_back(nullptr);
  }
  result.inputs = {layout_of(pd.src_desc()), layout_of(pd.diff_dst_desc())};
  result.kernel = std::make_unique<PrimitiveKernel>(dnnl::convolution_backward_weights(pd), arguments, pd.impl_info_str());
  return result;
}

}  // namespace

LaidOutKernel make_convolution(const Program& program, const Instruction& instruction, const std::vector<LayoutPointer>& current) {
  // oneDNN's reference loops are slower than ours. An operand's present layout may be what keeps it from a fast kernel, so a free choice
  // is tried as well.
  bool reference = false;
  LaidOutKernel kernel = convolution_in(program, instruction, current, reference);
  if (kernel.kernel && reference) kernel = convolution_in(program, instruction, std::vector<LayoutPointer>(current.size()), reference);
  return kernel.kernel && reference ? LaidOutKernel{} : static_cast<LaidOutKernel&&>(kernel);
}

}  // namespace lykos::array::cpu::onednn
