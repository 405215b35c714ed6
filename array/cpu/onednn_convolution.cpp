// Convolution and its adjoints by oneDNN in the layouts it prefers, or by our own Winograd kernels (winograd.h) in oneDNN's blocked layouts.
#include <omp.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <deque>

#include "array/cpu/onednn_internal.h"
#include "array/cpu/parallel.h"
#include "array/cpu/winograd.h"

namespace lykos::array::cpu::onednn {
namespace {

// Multiply-adds below which the plain loops are faster than a primitive's start.
constexpr std::int64_t kSmallConvolution = 32 * 1024;
constexpr std::int64_t kChannelBlock = 16;
constexpr std::int64_t kFewPositions = 2048;  // of the whole batch

// The one place that chooses between direct and Winograd convolution. Winograd's results are looser by about one digit. It is faster from some
// channels on: in training once there are enough results to be worth the transforms of the weights, and in evaluation, where the weights are
// transformed once, always. The choice depends on the sizes alone, so that a seed always gives the same training. LYKOS_CONVOLUTION=direct switches
// it off.
constexpr std::int64_t kWinogradChannels3 = 32;  // for kernels of 3x3
constexpr std::int64_t kWinogradChannels5 = 16;  // and of 5x5
constexpr std::int64_t kWinogradExtent = 4;
constexpr std::int64_t kWinogradTrainingPositions = 512;   // of the whole batch; for kernels of 5x5 in evaluation as well
constexpr std::int64_t kWinogradEvaluationPositions = 64;

bool winograd_wanted(const Shape& x, const Shape& w, const Shape& y, const Window& window, bool training, bool forward) {
  const char* text = std::getenv("LYKOS_CONVOLUTION");
  if (text != nullptr && std::strcmp(text, "direct") == 0) return false;
  if (winograd_lanes() == 0 || x.rank() != 4 || window.groups != 1 || w[2] != w[3] || (w[2] != 3 && w[2] != 5)) return false;
  for (int i = 0; i < 2; ++i) {
    if (window.stride[i] != window.stride[0] || window.dilation[i] != 1 || y[i + 2] < kWinogradExtent) return false;
  }
  if (window.stride[0] != 1 && (window.stride[0] != 2 || w[2] != 3 || !forward)) return false;
  const std::int64_t channels = w[2] == 3 ? kWinogradChannels3 : kWinogradChannels5;
  const std::int64_t positions = training || w[2] == 5 ? kWinogradTrainingPositions : kWinogradEvaluationPositions;
  return x[1] >= channels && y[1] >= channels && y[0] * y[2] * y[3] >= positions;
}

constexpr auto kDirect = dnnl::algorithm::convolution_direct;

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
  if (bias) {
    return {dnnl::convolution_forward::desc(kind, kDirect, x, any(g.w), plain(g.bias), y, g.stride, g.dilation, g.before, g.after), attributes, engine()};
  }
  return {dnnl::convolution_forward::desc(kind, kDirect, x, any(g.w), y, g.stride, g.dilation, g.before, g.after), attributes, engine()};
}

bool is_reference(const char* name) { return std::strncmp(name, "ref", 3) == 0; }

// The gradient of the weights, summed over fixed pieces of the batch. Each piece is a primitive of one thread, and the pieces are added in order,
// so the result does not depend on the number of threads (oneDNN's own parallel form adds what each thread has).
class WeightsGradientKernel final : public Kernel {
 public:
  using Primitive = dnnl::convolution_backward_weights;
  struct Part {  // of one batch size; at most two sizes occur
    std::int64_t examples = 0;
    Primitive::primitive_desc description;
    Primitive primitive;
  };
  WeightsGradientKernel(ValueId x, ValueId y, ValueId weights, ValueId bias, std::int64_t pieces, std::int64_t examples, std::vector<Part> parts)
      : x_(x), y_(y), weights_(weights), bias_(bias), pieces_(pieces), examples_(examples), parts_(static_cast<std::vector<Part>&&>(parts)) {
    const Primitive::primitive_desc& pd = parts_[0].description;
    weight_count_ = static_cast<std::int64_t>(pd.diff_weights_desc().get_size() / sizeof(float));
    bias_count_ = bias == kNoValue ? 0 : pd.diff_bias_desc().dims()[0];
    stride_ = (weight_count_ + bias_count_ + 15) / 16 * 16;
  }

  void bind(const Addresses& addresses, int threads) override {
    weights_out_ = addresses.of<float>(weights_);
    bias_out_ = addresses.of<float>(bias_);
    partial_.resize(static_cast<std::size_t>(pieces_ * stride_ + 16));
    auto* x = addresses.of<float>(x_);
    auto* y = addresses.of<float>(y_);
    std::int64_t done = 0;
    for (std::int64_t piece = 0; piece < pieces_; ++piece) {
      const std::int64_t count = examples_ * (piece + 1) / pieces_ - done;
      const Part& part = parts_[parts_[0].examples == count ? 0 : 1];
      const Primitive::primitive_desc& pd = part.description;
      Call call;
      call.primitive = part.primitive.get();
      float* partial = partial_of(piece);
      add(call, DNNL_ARG_SRC, pd.src_desc(), x + done * pd.src_desc().data.format_desc.blocking.strides[0]);
      add(call, DNNL_ARG_DIFF_DST, pd.diff_dst_desc(), y + done * pd.diff_dst_desc().data.format_desc.blocking.strides[0]);
      add(call, DNNL_ARG_DIFF_WEIGHTS, pd.diff_weights_desc(), partial);
      if (bias_count_ > 0) add(call, DNNL_ARG_DIFF_BIAS, pd.diff_bias_desc(), partial + weight_count_);
      calls_.push_back(static_cast<Call&&>(call));
      done += count;
    }
    std::size_t scratch = 64;
    for (const Part& part : parts_) scratch = std::max(scratch, part.description.scratchpad_desc().get_size());
    scratch_.resize(static_cast<std::size_t>(threads) * (scratch + 64));
    for (int thread = 0; thread < threads; ++thread) {
      auto address = reinterpret_cast<std::uintptr_t>(scratch_.data() + static_cast<std::size_t>(thread) * (scratch + 64));
      for (const Part& part : parts_) {
        scratch_memories_.emplace_back(part.description.scratchpad_desc(), engine(), reinterpret_cast<void*>((address + 63) / 64 * 64));
      }
      streams_.emplace_back(engine());
    }
  }

  void run(const RunContext& context) noexcept override {
    const std::int64_t work = examples_ * weight_count_;
    const std::size_t sizes = parts_.size();
    parallel_ranges(context.threads, pieces_, 1, std::max(work, kParallelWork), [&](std::int64_t first, std::int64_t last, int thread) {
      for (std::int64_t piece = first; piece < last; ++piece) {
        const Call& call = calls_[static_cast<std::size_t>(piece)];
        dnnl_exec_arg_t arguments[6];
        std::copy(call.arguments.begin(), call.arguments.end(), arguments);
        const std::size_t size = call.primitive == parts_[0].primitive.get() ? 0 : 1;
        arguments[call.arguments.size()] = {DNNL_ARG_SCRATCHPAD, scratch_memories_[static_cast<std::size_t>(thread) * sizes + size].get()};
        dnnl_primitive_execute(call.primitive, streams_[static_cast<std::size_t>(thread)].get(), static_cast<int>(call.arguments.size()) + 1, arguments);
      }
    });
    add_up(context.threads, weights_out_, 0, weight_count_);
    if (bias_count_ > 0) add_up(1, bias_out_, weight_count_, bias_count_);
  }

  std::string describe() const override { return std::string(parts_[0].description.impl_info_str()) + ", " + std::to_string(pieces_) + " pieces"; }

 private:
  struct Call {
    dnnl_primitive_t primitive = nullptr;
    std::vector<dnnl_exec_arg_t> arguments;
  };
  float* partial_of(std::int64_t piece) {
    const auto base = (reinterpret_cast<std::uintptr_t>(partial_.data()) + 63) / 64 * 64;
    return reinterpret_cast<float*>(base) + piece * stride_;
  }
  void add(Call& call, int place, const Descriptor& descriptor, void* address) {
    memories_.emplace_back(descriptor, engine(), address);
    call.arguments.push_back({place, memories_.back().get()});
  }
  void add_up(int threads, float* out, std::int64_t offset, std::int64_t count) {
    parallel_ranges(threads, count, 1024, count * pieces_, [&](std::int64_t first, std::int64_t last, int) {
      std::memcpy(out + first, partial_of(0) + offset + first, static_cast<std::size_t>(last - first) * sizeof(float));
      for (std::int64_t piece = 1; piece < pieces_; ++piece) loops<float>().add_to(out + first, partial_of(piece) + offset + first, last - first);
    });
  }

  ValueId x_, y_, weights_, bias_;
  std::int64_t pieces_, examples_, weight_count_ = 0, bias_count_ = 0, stride_ = 0;
  std::vector<Part> parts_;
  std::vector<float> partial_;
  std::vector<std::byte> scratch_;
  std::vector<Call> calls_;
  std::deque<dnnl::memory> memories_;
  std::vector<dnnl::memory> scratch_memories_;
  std::vector<dnnl::stream> streams_;
  float* weights_out_ = nullptr;
  float* bias_out_ = nullptr;
};

// More pieces serve more threads, but every piece costs a pass over the weights. Powers of two divide evenly among most numbers of threads.
std::int64_t piece_count(const Geometry& g) {
  const auto count = [](const Dims& dims) {
    std::int64_t product = 1;
    for (std::int64_t extent : dims) product *= extent;
    return product;
  };
  const std::int64_t worth = (count(g.x) + count(g.y)) / std::max<std::int64_t>(count(g.w), 1);
  return worth >= 64 ? 8 : worth >= 6 ? 4 : 2;
}

LaidOutKernel weights_gradient(const Geometry& g, const Instruction& instruction, const Descriptor& x_wish, const Descriptor& y_wish, bool& reference) {
  const bool bias = instruction.outputs.size() > 1;
  const std::int64_t examples = g.x[0];
  const std::int64_t pieces = std::min(piece_count(g), examples);
  const int threads = omp_get_max_threads();
  const auto descriptor_for = [](const Descriptor& wish, const Dims& dims, std::int64_t count) {
    Descriptor descriptor = wish;
    if (descriptor.data.format_kind == dnnl_format_kind_any) {
      Dims part = dims;
      part[0] = count;
      return any(part);
    }
    // A batch of fewer examples in the same layout.
    descriptor.data.dims[0] = count;
    descriptor.data.padded_dims[0] = count;
    return descriptor;
  };
  std::vector<WeightsGradientKernel::Part> parts;
  dnnl::primitive_attr attributes;
  attributes.set_scratchpad_mode(dnnl::scratchpad_mode::user);
  std::vector<std::int64_t> sizes = {examples / pieces};
  if (examples % pieces != 0) sizes.push_back(examples / pieces + 1);
  omp_set_num_threads(1);  // primitives are made for a number of threads
  try {
    for (std::int64_t size : sizes) {
      Geometry part = g;
      part.x[0] = part.y[0] = size;
      // The second size must agree with what the first one chose.
      const Descriptor x = parts.empty() ? descriptor_for(x_wish, g.x, size) : descriptor_for(parts[0].description.src_desc(), g.x, size);
      const Descriptor y = parts.empty() ? descriptor_for(y_wish, g.y, size) : descriptor_for(parts[0].description.diff_dst_desc(), g.y, size);
      const Descriptor w = parts.empty() ? any(g.w) : parts[0].description.diff_weights_desc();
      const auto hint = forward_descriptor(part, dnnl::prop_kind::forward_training, any(part.x), any(part.y), false, {});
      const auto description = bias ? dnnl::convolution_backward_weights::desc(kDirect, x, w, plain(g.bias), y, g.stride, g.dilation, g.before, g.after)
                                    : dnnl::convolution_backward_weights::desc(kDirect, x, w, y, g.stride, g.dilation, g.before, g.after);
      const dnnl::convolution_backward_weights::primitive_desc pd(description, attributes, engine(), hint);
      reference = reference || is_reference(pd.impl_info_str());
      parts.push_back({size, pd, dnnl::convolution_backward_weights(pd)});
    }
  } catch (...) {
    omp_set_num_threads(threads);
    throw;
  }
  omp_set_num_threads(threads);
  const auto whole = [&](const Descriptor& part, const Dims& dims) { return layout_of(descriptor_for(part, dims, examples)); };
  LaidOutKernel result;
  result.inputs = {whole(parts[0].description.src_desc(), g.x), whole(parts[0].description.diff_dst_desc(), g.y)};
  result.outputs = {layout_of(parts[0].description.diff_weights_desc())};
  if (bias) result.outputs.push_back(nullptr);
  result.kernel = std::make_unique<WeightsGradientKernel>(instruction.inputs[0], instruction.inputs[1], instruction.outputs[0], bias ? instruction.outputs[1] : kNoValue,
                                                          pieces, examples, static_cast<std::vector<WeightsGradientKernel::Part>&&>(parts));
  return result;
}

// The operands of a convolution stand in different places for the three operations.
struct Operands {
  ValueId x, w, y;
};
Operands operands_of(const Instruction& instruction) {
  const auto& in = instruction.inputs;
  const auto& out = instruction.outputs;
  if (instruction.op == Op::Convolution) return {in[0], in[1], out[0]};
  if (instruction.op == Op::ConvolutionBackwardData) return {out[0], in[1], in[0]};
  return {in[0], out[0], in[1]};
}

// A null kernel where the sizes, the layer's function or the processor stand against it.
LaidOutKernel winograd_convolution(const Program& program, const Instruction& instruction) {
  const auto [x_id, w_id, y_id] = operands_of(instruction);
  const Shape &x = program.shape(x_id), &w = program.shape(w_id), &y = program.shape(y_id);
  const Window& window = instruction.attributes.window;
  const bool training = !program.parameter_gradients.empty();
  if (!winograd_wanted(x, w, y, window, training, instruction.op == Op::Convolution)) return {};
  const auto& post = instruction.attributes.post;
  if (post && post->nodes()[static_cast<std::size_t>(post->result())].function != ScalarFunction::Ramp) return {};
  const bool wide = winograd_lanes() == 16;
  using Tag = dnnl::memory::format_tag;
  const auto blocked = [](const Shape& shape, Tag tag) { return layout_of(Descriptor(dims_of(shape), dnnl::memory::data_type::f32, tag)); };
  const auto images = [&](const Shape& shape) { return blocked(shape, wide ? Tag::nChw16c : Tag::nChw8c); };
  LayoutPointer weights = blocked(w, wide ? Tag::OIhw16i16o : Tag::OIhw8i8o);
  const bool transformed = instruction.op == Op::Convolution && !training;
  if (transformed) weights = std::make_shared<WinogradWeightsLayout>(w[2], window.stride[0], w[0], w[1], weights);
  LaidOutKernel result;
  switch (instruction.op) {
    case Op::Convolution:
      result.inputs = {images(x), weights, nullptr};
      result.outputs = {images(y)};
      break;
    case Op::ConvolutionBackwardData:
      result.inputs = {images(y), weights};
      result.outputs = {images(x)};
      break;
    default:
      result.inputs = {images(x), images(y)};
      result.outputs = {weights};
      if (instruction.outputs.size() > 1) result.outputs.push_back(nullptr);
      break;
  }
  result.kernel = make_winograd_kernel(instruction, {w[2], window.stride[0], x[0], x[1], y[1], x[2], x[3], y[2], y[3], {window.before[0], window.before[1]}}, transformed);
  return result;
}

LaidOutKernel convolution_in(const Program& program, const Instruction& instruction, const std::vector<LayoutPointer>& current, bool& reference) {
  const bool is_forward = instruction.op == Op::Convolution;
  const bool is_data = instruction.op == Op::ConvolutionBackwardData;
  const auto [x, w, y] = operands_of(instruction);
  const Geometry g = geometry_of(program.shape(x), program.shape(w), program.shape(y), instruction.attributes.window);
  const bool foreign = current[0] || current[1];
  if (!foreign && program.shape(y).element_count() * program.shape(w).element_count() / program.shape(w)[0] <= kSmallConvolution) return {};
  reference = false;

  // An operand that already has a layout keeps it; row-major ones are left to oneDNN's choice.
  const auto wish = [](const LayoutPointer& layout, const Dims& dims) { return layout ? descriptor_of(layout, dims) : any(dims); };
  LaidOutKernel result;
  if (is_forward) {
    const ValueId bias = instruction.inputs[2];
    // A direct convolution keeps nothing for its gradients, and oneDNN offers its channels-last kernels to inference alone. They win where blocks of
    // channels would be filled up with zeros, the gradient of the weights included. Elsewhere training stays with blocks, for the sake of the layers
    // around, and so does in evaluation the first layer on images, which otherwise costs a change of layout after it: the next ones want blocks, but
    // for those on few positions.
    const bool evaluation = program.parameter_gradients.empty();
    const bool images = evaluation && g.x[1] < kChannelBlock;
    const bool filled_up = g.y[1] % kChannelBlock != 0;
    const bool inference = filled_up ? !images || program.shape(y).element_count() / g.y[1] < kFewPositions : evaluation && !images;
    const auto kind = inference ? dnnl::prop_kind::forward_inference : dnnl::prop_kind::forward_training;
    const auto pd = forward_descriptor(g, kind, wish(current[0], g.x), any(g.y), bias != kNoValue, attributes_with_post(instruction));
    reference = is_reference(pd.impl_info_str());
    std::vector<Argument> arguments = {{DNNL_ARG_SRC, x, pd.src_desc()}, {DNNL_ARG_WEIGHTS, w, pd.weights_desc()}, {DNNL_ARG_DST, y, pd.dst_desc()}};
    if (bias != kNoValue) arguments.push_back({DNNL_ARG_BIAS, bias, plain(g.bias)});
    result.inputs = {layout_of(pd.src_desc()), layout_of(pd.weights_desc()), nullptr};
    result.outputs = {layout_of(pd.dst_desc())};
    result.kernel = std::make_unique<PrimitiveKernel>(dnnl::convolution_forward(pd), arguments, pd.impl_info_str());
    return result;
  }
  if (is_data) {
    const auto hint = forward_descriptor(g, dnnl::prop_kind::forward_training, any(g.x), any(g.y), false, {});
    const dnnl::convolution_backward_data::primitive_desc pd(
        dnnl::convolution_backward_data::desc(kDirect, any(g.x), any(g.w), wish(current[0], g.y), g.stride, g.dilation, g.before, g.after), engine(), hint);
    reference = is_reference(pd.impl_info_str());
    result.inputs = {layout_of(pd.diff_dst_desc()), layout_of(pd.weights_desc())};
    result.outputs = {layout_of(pd.diff_src_desc())};
    result.kernel = std::make_unique<PrimitiveKernel>(
        dnnl::convolution_backward_data(pd),
        std::vector<Argument>{{DNNL_ARG_DIFF_DST, y, pd.diff_dst_desc()}, {DNNL_ARG_WEIGHTS, w, pd.weights_desc()}, {DNNL_ARG_DIFF_SRC, x, pd.diff_src_desc()}}, pd.impl_info_str());
    return result;
  }
  return weights_gradient(g, instruction, wish(current[0], g.x), wish(current[1], g.y), reference);
}

}  // namespace

LaidOutKernel make_convolution(const Program& program, const Instruction& instruction, const std::vector<LayoutPointer>& current) {
  if (LaidOutKernel kernel = winograd_convolution(program, instruction); kernel.kernel) return kernel;
  // oneDNN's reference loops are slower than ours. An operand's present layout may be what keeps it from a fast kernel, so a free choice
  // is tried as well.
  const std::vector<LayoutPointer> free_choice(current.size());
  for (const auto* layouts : {&current, &free_choice}) {
    try {
      bool reference = false;
      LaidOutKernel kernel = convolution_in(program, instruction, *layouts, reference);
      if (kernel.kernel && !reference) return kernel;
    } catch (const dnnl::error&) {
      // This processor, size or layout has no such kernel.
    }
  }
  return {};
}

}  // namespace lykos::array::cpu::onednn
