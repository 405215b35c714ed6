// ConvolutionLayer, DeconvolutionLayer and PoolingLayer over one to three spatial axes.
//
// All three share the arithmetic of windows: kernel, stride, padding and dilation per axis, and the same rules in both directions.
// Arrays are channels first; with Interleaving the data are channels last and are transposed around the operation.
#include <algorithm>

#include "nets/layers/families.h"
#include "nets/layers/support.h"

namespace lykos::nets {
namespace {

struct Axis {
  std::int64_t kernel = 1, stride = 1, dilation = 1, before = 0, after = 0;
  bool same = false;
  std::int64_t reach() const { return dilation * (kernel - 1) + 1; }
  // "Same" keeps ceil(extent / stride) outputs; the odd element of the padding goes after.
  void resolve_same(std::int64_t extent) {
    if (!same) return;
    const std::int64_t out = (extent + stride - 1) / stride;
    const std::int64_t total = std::max<std::int64_t>(0, (out - 1) * stride + reach() - extent);
    before = total / 2;
    after = total - before;
  }
};

// A length given by a list parameter fixes the number of spatial axes.
int list_length(const Value& v) { return v.is_list() ? static_cast<int>(v.list().size()) : 0; }

const Value* find(const NetNode& layer, std::string_view name) {
  const int i = layer.spec->parameter_index(name);
  return i < 0 ? nullptr : &layer.parameters[static_cast<std::size_t>(i)];
}

// Number of spatial axes as far as known, 0 if not.
int dimensionality(InferenceContext& c, bool weights) {
  int axes = 0;
  auto take = [&](int n, std::string_view what) {
    if (n == 0) return;
    if (axes != 0 && axes != n) {
      c.fail("The " + std::string(what) + " has " + std::to_string(n) + (n == 1 ? " spatial dimension" : " spatial dimensions") + ", but others of the layer have " + std::to_string(axes) + ".");
    }
    axes = n;
  };
  for (const char* name : {"KernelSize", "Stride", "PaddingSize", "Dilation"}) {
    if (const Value* v = find(c.layer(), name)) {
      const int n = list_length(*v);
      // A list of length 1 also serves all axes, except for the kernel, where {s} means one dimension.
      if (n > 1 || (n == 1 && std::string_view(name) == "KernelSize")) take(n, std::string("parameter \"") + name + "\"");
    }
  }
  if (c.parameter("Dimensionality").is_integer()) take(static_cast<int>(c.parameter("Dimensionality").integer()), "parameter \"Dimensionality\"");
  if (axes == 0 && weights && c.array("Weights").rank_known) take(c.array("Weights").rank() - 2, "array \"Weights\"");
  if (axes == 0 && c.input().rank_known) take(c.input().rank() - 1, "\"Input\" port");
  if (axes == 0 && c.output().rank_known) take(c.output().rank() - 1, "\"Output\" port");
  if (axes > 3) c.fail("At most three spatial dimensions are possible, but " + std::to_string(axes) + " were given.");
  return axes;
}

// The parameters per axis; problems are reported through `fail(parameter)`.
template <typename Fail>
std::vector<Axis> window_axes(const NetNode& layer, int axes, const Fail& fail) {
  std::vector<Axis> result(static_cast<std::size_t>(axes));
  auto read = [&](const char* name, std::int64_t Axis::*member) {
    const Value* v = find(layer, name);
    if (!v || v->is_automatic()) return;
    const auto list = per_axis(*v, axes);
    if (!list) fail(name);
    for (int i = 0; i < axes; ++i) result[static_cast<std::size_t>(i)].*member = (*list)[static_cast<std::size_t>(i)];
  };
  read("KernelSize", &Axis::kernel);
  read("Stride", &Axis::stride);
  read("Dilation", &Axis::dilation);
  const Value& padding = *find(layer, "PaddingSize");
  if (padding.is_word("Same")) {
    for (Axis& a : result) a.same = true;
  } else if (padding.is_integer()) {
    for (Axis& a : result) a.before = a.after = padding.integer();
  } else {
    const ValueList& list = padding.list();
    if (list.size() != 1 && static_cast<int>(list.size()) != axes) fail("PaddingSize");
    for (int i = 0; i < axes; ++i) {
      const Value& item = list.size() == 1 ? list[0] : list[static_cast<std::size_t>(i)];
      Axis& a = result[static_cast<std::size_t>(i)];
      a.before = item.is_integer() ? item.integer() : item.list()[0].integer();
      a.after = item.is_integer() ? item.integer() : item.list()[1].integer();
    }
  }
  return result;
}

bool interleaved(const NetNode& layer) { return find(layer, "Interleaving")->boolean(); }

// Extent after a window moved over `in`; unknown or varying input gives the like.
Extent window_output(InferenceContext& c, Extent in, Axis a, int axis) {
  if (!in.known()) {
    if (!in.is_varying()) return Extent();
    const bool keeps = a.stride == 1 && (a.same || a.before + a.after + 1 == a.reach());
    return keeps ? in : Extent::varying();
  }
  a.resolve_same(in.size());
  const std::int64_t room = in.size() + a.before + a.after - a.reach();
  if (room < 0) {
    c.fail("The kernel reaches over " + std::to_string(a.reach()) + " elements along spatial dimension " + std::to_string(axis + 1) +
               ", but the padded \"Input\" has only " + std::to_string(in.size() + a.before + a.after) + ". Use a smaller kernel or PaddingSize -> \"Same\".",
           "Input", describe(c.input()));
  }
  return Extent(room / a.stride + 1);
}

// The only input extent that gives `out`, where there is only one.
Extent window_input(Extent out, const Axis& a) {
  if (!out.known() || a.stride != 1) return Extent();
  return a.same ? out : Extent(out.size() - 1 + a.reach() - a.before - a.after);
}

Extent deconvolution_output(Extent in, const Axis& a) {
  if (!in.known()) return in.is_varying() ? Extent::varying() : Extent();
  if (a.same) return Extent(in.size() * a.stride);
  return Extent(a.stride * (in.size() - 1) + a.reach() - a.before - a.after);
}

Extent deconvolution_input(Extent out, const Axis& a) {
  if (!out.known()) return Extent();
  const std::int64_t n = a.same ? out.size() : out.size() + a.before + a.after - a.reach();
  if (n < 0 || n % a.stride != 0) return Extent();
  return Extent(a.same ? n / a.stride : n / a.stride + 1);
}

PortType data_type(Extent channels, std::vector<Extent> spatial, bool last, ElementKind element) {
  spatial.insert(last ? spatial.end() : spatial.begin(), channels);
  return PortType::shaped(std::move(spatial), element);
}

Extent channels_of(const PortType& t, bool last) { return last ? t.extents.back() : t.extents.front(); }
Extent spatial_of(const PortType& t, int axis, bool last) { return t.extents[static_cast<std::size_t>(axis + (last ? 0 : 1))]; }

// Fills spatial extents of input and output from each other.
template <typename Forward, typename Backward>
void infer_spatial(InferenceContext& c, const std::vector<Axis>& axes, bool last, const Forward& forward, const Backward& backward) {
  std::vector<Extent> out, in;
  for (std::size_t i = 0; i < axes.size(); ++i) out.push_back(forward(spatial_of(c.input(), static_cast<int>(i), last), axes[i], static_cast<int>(i)));
  c.refine_output(0, data_type(Extent(), out, last, ElementKind::Real));
  for (std::size_t i = 0; i < axes.size(); ++i) in.push_back(backward(spatial_of(c.output(), static_cast<int>(i), last), axes[i]));
  c.refine_input(0, data_type(Extent(), in, last, ElementKind::Any));
}

void check_channels(InferenceContext& c, Extent channels, std::int64_t groups, const char* port) {
  if (channels.known() && channels.size() % groups != 0) {
    c.fail("The number of channels at the \"" + std::string(port) + "\" port (" + std::to_string(channels.size()) +
           ") is not a multiple of \"ChannelGroups\" (" + std::to_string(groups) + ").", port);
  }
}

void refine_channels(InferenceContext& c, bool output, Extent channels, int axes, bool last) {
  PortType t = data_type(channels, std::vector<Extent>(static_cast<std::size_t>(axes)), last, output ? ElementKind::Real : ElementKind::Any);
  if (output) c.refine_output(0, t);
  else c.refine_input(0, t);
}

Extent times(Extent e, std::int64_t n) { return e.known() ? Extent(e.size() * n) : Extent(); }
Extent over(Extent e, std::int64_t n) { return e.known() ? Extent(e.size() / n) : Extent(); }

// ---- ConvolutionLayer and DeconvolutionLayer

void infer_convolutional(InferenceContext& c, bool transposed) {
  const Value& n = c.parameter("OutputChannels");
  const Extent count = n.is_integer() ? Extent(n.integer()) : Extent();
  c.refine_array("Biases", {count});
  const int axes = dimensionality(c, true);
  if (axes == 0) return;
  const bool last = interleaved(c.layer());
  const std::int64_t groups = c.parameter("ChannelGroups").integer();
  c.refine_input(0, PortType::of_rank(axes + 1, ElementKind::Any));
  c.refine_output(0, PortType::of_rank(axes + 1));
  const auto window = window_axes(c.layer(), axes, [&](const char* name) {
    c.fail_parameter(name, "does not suit " + std::to_string(axes) + (axes == 1 ? " spatial dimension." : " spatial dimensions."));
  });
  // Weights: {out, in/groups, kernel...}, and {in, out/groups, kernel...} for the transposed layer.
  std::vector<Extent> kernel;
  for (const Axis& a : window) kernel.push_back(Extent(a.kernel));
  auto weights = [&](Extent first, Extent second) {
    std::vector<Extent> w{first, second};
    w.insert(w.end(), kernel.begin(), kernel.end());
    c.refine_array("Weights", w);
  };
  weights(Extent(), Extent());
  Extent in = channels_of(c.input(), last), out = c.join(channels_of(c.output(), last), count, "number of output channels");
  if (c.has_array("Biases")) out = c.join(out, c.array("Biases").extents[0], "number of output channels and the length of \"Biases\"");
  const std::vector<Extent> w = c.array("Weights").extents;
  in = c.join(in, transposed ? w[0] : times(w[1], groups), "number of input channels");
  out = c.join(out, transposed ? times(w[1], groups) : w[0], "number of output channels");
  if (in.is_varying()) {
    c.fail_varying("The channels of the \"Input\" port (" + describe(c.input()) + ") vary in number." +
                       std::string(last ? "" : " If the channels come last, use Interleaving -> True."), "Input");
  }
  check_channels(c, in, groups, "Input");
  check_channels(c, out, groups, "Output");
  refine_channels(c, false, in, axes, last);
  refine_channels(c, true, out, axes, last);
  if (transposed) weights(in, over(out, groups));
  else weights(out, over(in, groups));
  c.refine_array("Biases", {out});
  if (transposed) {
    infer_spatial(c, window, last, [&](Extent e, const Axis& a, int) {
      const Extent r = deconvolution_output(e, a);
      if (r.known() && r.size() < 1) c.fail("The padding removes the whole output.", "Output");
      return r;
    }, deconvolution_input);
  } else {
    infer_spatial(c, window, last, [&](Extent e, const Axis& a, int i) { return window_output(c, e, a, i); }, window_input);
  }
}

void infer_convolution(InferenceContext& c) { infer_convolutional(c, false); }
void infer_deconvolution(InferenceContext& c) { infer_convolutional(c, true); }

// Channels-last data to channels-first and back.
ValueId channels_first(LoweringContext& c, ValueId x) {
  if (!interleaved(c.layer())) return x;
  array::Shape p{0, c.builder().rank(x) - 1};
  for (int i = 1; i + 1 < c.builder().rank(x); ++i) p.push_back(i);
  return c.builder().transpose(x, p);
}

void set_channels_first(LoweringContext& c, ValueId y) {
  if (interleaved(c.layer())) {
    array::Shape p{0};
    for (int i = 2; i < c.builder().rank(y); ++i) p.push_back(i);
    p.push_back(1);
    y = c.builder().transpose(y, p);
  }
  c.set_output(y);
}

// The engine's window for known sizes. `forward_extents`: the larger side, over which the window moves.
array::Window engine_window(const NetNode& layer, const std::vector<std::int64_t>& forward_extents) {
  auto axes = window_axes(layer, static_cast<int>(forward_extents.size()), [](const char* name) {
    throw NetError("netinvparam2", std::string("parameter \"") + name + "\" does not suit the number of spatial dimensions");
  });
  array::Window w;
  for (std::size_t i = 0; i < axes.size(); ++i) {
    axes[i].resolve_same(forward_extents[i]);
    w.kernel.push_back(axes[i].kernel);
    w.stride.push_back(axes[i].stride);
    w.dilation.push_back(axes[i].dilation);
    w.before.push_back(axes[i].before);
    w.after.push_back(axes[i].after);
  }
  if (const Value* groups = find(layer, "ChannelGroups")) w.groups = groups->integer();
  return w;
}

std::vector<std::int64_t> spatial_dimensions(const std::vector<std::int64_t>& dimensions, bool last) {
  return last ? std::vector<std::int64_t>(dimensions.begin(), dimensions.end() - 1) : std::vector<std::int64_t>(dimensions.begin() + 1, dimensions.end());
}

void lower_convolution(LoweringContext& c) {
  const auto window = engine_window(c.layer(), spatial_dimensions(c.input_dimensions(), interleaved(c.layer())));
  set_channels_first(c, c.builder().convolution(channels_first(c, c.input()), c.array("Weights"),
                                                c.has_array("Biases") ? c.array("Biases") : array::kNoValue, window));
}

void lower_deconvolution(LoweringContext& c) {
  const auto spatial = spatial_dimensions(c.output_dimensions(), interleaved(c.layer()));
  const auto window = engine_window(c.layer(), spatial);
  ValueId y = c.builder().convolution_backward_data(channels_first(c, c.input()), c.array("Weights"), window,
                                                    array::Shape(std::span<const std::int64_t>(spatial)));
  if (c.has_array("Biases")) y = c.builder().add(y, c.array_at("Biases", {0}, static_cast<int>(spatial.size()) + 1));
  set_channels_first(c, y);
}

// ---- PoolingLayer

void infer_pooling(InferenceContext& c) {
  const int axes = dimensionality(c, false);
  if (axes == 0) return;
  const bool last = interleaved(c.layer());
  c.refine_input(0, PortType::of_rank(axes + 1, ElementKind::Any));
  c.refine_output(0, PortType::of_rank(axes + 1));
  const auto window = window_axes(c.layer(), axes, [&](const char* name) {
    c.fail_parameter(name, "does not suit " + std::to_string(axes) + (axes == 1 ? " spatial dimension." : " spatial dimensions."));
  });
  const Extent channels = c.join(channels_of(c.input(), last), channels_of(c.output(), last), "number of channels");
  refine_channels(c, false, channels, axes, last);
  refine_channels(c, true, channels, axes, last);
  infer_spatial(c, window, last, [&](Extent e, const Axis& a, int i) { return window_output(c, e, a, i); }, window_input);
}

void lower_pooling(LoweringContext& c) {
  const auto window = engine_window(c.layer(), spatial_dimensions(c.input_dimensions(), interleaved(c.layer())));
  const ValueId x = channels_first(c, c.input());
  const Value& function = c.parameter("Function");
  if (function.is_word("Max")) set_channels_first(c, c.builder().max_pool(x, window).maxima);
  else set_channels_first(c, c.builder().average_pool(x, window, function.is_word("Mean"), true));  // padding counts as zeros
}

// Channels and kernel that are not given are those of the weights: {out, in, k...}, transposed {in, out, k...}.
template <bool transposed>
void prepare_convolution(NetNode& layer) {
  Value& channels = layer.parameters[static_cast<std::size_t>(layer.spec->parameter_index("OutputChannels"))];
  Value& kernel = layer.parameters[static_cast<std::size_t>(layer.spec->parameter_index("KernelSize"))];
  const PortType& weights = layer.arrays[static_cast<std::size_t>(layer.array_index("Weights"))].type;
  if (weights.shape_known() && weights.rank() > 2) {
    const std::vector<std::int64_t> sizes = weights.dimensions();
    if (channels.is_automatic()) channels = Value(transposed ? sizes[1] * find(layer, "ChannelGroups")->integer() : sizes[0]);
    if (kernel.is_automatic()) kernel = Value(ValueList(sizes.begin() + 2, sizes.end()));
  }
  for (const char* name : {"OutputChannels", "KernelSize"}) {
    if (find(layer, name)->is_automatic()) throw NetError("netnargs", layer.spec->name + " needs a value for \"" + name + "\".", {}, layer.spec->name);
  }
}

std::vector<ParameterSpec> convolution_parameters() {
  return {{.name = "OutputChannels", .kind = ParameterKind::PositiveInteger, .positional = true, .option = false},
          {.name = "KernelSize", .kind = ParameterKind::PerAxis, .positional = true, .option = false},
          {.name = "Stride", .kind = ParameterKind::PerAxis, .default_value = 1, .positional = true},
          {.name = "PaddingSize", .kind = ParameterKind::Padding, .default_value = 0, .positional = true, .symbol = true},
          {.name = "Dilation", .kind = ParameterKind::PerAxis, .default_value = 1},
          {.name = "ChannelGroups", .kind = ParameterKind::PositiveInteger, .default_value = 1},
          {.name = "Dimensionality", .kind = ParameterKind::PositiveInteger, .default_value = Automatic{}},
          {.name = "Interleaving", .kind = ParameterKind::Boolean, .default_value = false, .symbol = true}};
}

}  // namespace

std::vector<LayerSpec> convolution_layers() {
  return {
      {.name = "ConvolutionLayer",
       .parameters = convolution_parameters(),
       .arrays = {{.name = "Weights"}, {.name = "Biases", .init = ArrayInit::Zeros, .may_be_none = true}},
       .inputs = {{.name = "Input", .type = PortType::rank_at_least(2, ElementKind::Any)}},
       .outputs = {{.name = "Output", .type = PortType::rank_at_least(2)}},
       .usage = "ConvolutionLayer[n, s] is a trainable layer with n output channels and kernels of size s in every dimension.\n"
                "ConvolutionLayer[n, {s}], ConvolutionLayer[n, {h, w}] and ConvolutionLayer[n, {h, w, d}] convolve in one, two and three dimensions.",
       .prepare = prepare_convolution<false>,
       .infer = infer_convolution,
       .lower = lower_convolution},
      {.name = "DeconvolutionLayer",
       .parameters = convolution_parameters(),
       .arrays = {{.name = "Weights"}, {.name = "Biases", .init = ArrayInit::Zeros, .may_be_none = true}},
       .inputs = {{.name = "Input", .type = PortType::rank_at_least(2, ElementKind::Any)}},
       .outputs = {{.name = "Output", .type = PortType::rank_at_least(2)}},
       .usage = "DeconvolutionLayer[n, s] is a trainable transposed convolution with n output channels and kernels of size s.",
       .prepare = prepare_convolution<true>,
       .infer = infer_deconvolution,
       .lower = lower_deconvolution},
      {.name = "PoolingLayer",
       .parameters = {{.name = "KernelSize", .kind = ParameterKind::PerAxis, .positional = true, .required = true, .option = false},
                      {.name = "Stride", .kind = ParameterKind::PerAxis, .default_value = 1, .positional = true},
                      {.name = "PaddingSize", .kind = ParameterKind::Padding, .default_value = 0, .positional = true, .symbol = true},
                      {.name = "Function", .kind = ParameterKind::Choice, .default_value = Name{"Max"}, .choices = {"Max", "Mean", "Total"}},
                      {.name = "Dimensionality", .kind = ParameterKind::PositiveInteger, .default_value = Automatic{}},
                      {.name = "Interleaving", .kind = ParameterKind::Boolean, .default_value = false, .symbol = true}},
       .inputs = {{.name = "Input", .type = PortType::rank_at_least(2, ElementKind::Any)}},
       .outputs = {{.name = "Output", .type = PortType::rank_at_least(2)}},
       .usage = "PoolingLayer[s] takes the maximum over windows of size s in every spatial dimension.\n"
                "PoolingLayer[s, t] moves the window in steps of t.",
       .infer = infer_pooling,
       .lower = lower_pooling},
  };
}

}  // namespace lykos::nets
