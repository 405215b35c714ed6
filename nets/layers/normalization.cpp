// BatchNormalizationLayer, NormalizationLayer and LocalResponseNormalizationLayer.
#include <algorithm>

#include "nets/layers/families.h"
#include "nets/layers/support.h"

namespace lykos::nets {
namespace {

using array::Reduction;
using array::ScalarFunction;

// ---- BatchNormalizationLayer[]
//
//   Test:  y = (x - MovingMean) / Sqrt[MovingVariance + Epsilon] Scaling + Biases
//   Train: the same with mean and biased variance of the batch, over the batch and all axes but the channels;
//          moving = Momentum moving + (1 - Momentum) batch, once per training batch.

constexpr const char* kBatchArrays[] = {"Biases", "Scaling", "MovingMean", "MovingVariance"};

void infer_batch_normalization(InferenceContext& c) {
  c.same_shape();
  const bool last = c.parameter("Interleaving").boolean();
  Extent channels;
  for (const char* name : kBatchArrays) {
    c.refine_array(name, PortType::of_rank(1));
    channels = c.join(channels, c.array(name).extents[0], "number of channels");
  }
  if (c.input().rank_known) {
    PortType input = PortType::shaped(c.input().extents, ElementKind::Any);
    Extent& own = last ? input.extents.back() : input.extents.front();
    if (own.is_varying()) {
      c.fail_varying("The channels of the \"Input\" port (" + describe(c.input()) + ") vary in number." +
                         std::string(last ? "" : " If the channels come last, use Interleaving -> True."), "Input");
    }
    if (own.known() && channels.known() && own != channels) {
      c.fail("The arrays have length " + std::to_string(channels.size()) + ", but the \"Input\" port is " + describe(c.input()) + ", which has " +
                 std::to_string(own.size()) + " channels" + (last ? " along its last dimension." : " along its first dimension."),
             "Input", describe(c.input()), std::to_string(channels.size()) + " channels");
    }
    if (channels.known()) own = channels;
    else channels = own;
    c.refine_input(0, input);
    c.refine_output(0, PortType::shaped(input.extents));
  }
  for (const char* name : kBatchArrays) c.refine_array(name, {channels});
}

void settle_batch_normalization(InferenceContext& c) {
  if (!c.input().rank_known && c.array("Biases").extents[0].known()) c.refine_input(0, PortType::shaped({c.array("Biases").extents[0]}, ElementKind::Any));
}

void lower_batch_normalization(LoweringContext& c) {
  array::Builder& b = c.builder();
  const ValueId x = c.input();
  const int axis = c.parameter("Interleaving").boolean() ? c.input_rank() : 1;
  const double epsilon = c.parameter("Epsilon").number();
  if (!c.train()) {
    c.set_output(b.batch_normalize_evaluate(x, c.array("Scaling"), c.array("Biases"), c.array("MovingMean"), c.array("MovingVariance"), epsilon, axis));
    return;
  }
  const auto result = b.batch_normalize(x, c.array("Scaling"), c.array("Biases"), epsilon, axis);
  c.set_output(result.y);
  const double momentum = c.parameter("Momentum").number();
  if (momentum == 1) return;  // the moving values stay bit for bit
  for (const auto& [name, value] : {std::pair{"MovingMean", result.mean}, std::pair{"MovingVariance", result.variance}}) {
    if (!c.updates(name)) continue;
    array::ScalarExpression f;
    f.set_result(momentum * f.input(0) + (1 - momentum) * f.input(1));
    const ValueId operands[] = {c.array(name), b.stop_gradient(value)};
    c.update_array(name, b.elementwise(f, operands));
  }
}

// ---- NormalizationLayer[aggregation levels, scaling levels]

std::optional<std::vector<int>> scaling_axes(const Value& spec, const std::vector<int>& aggregation, int rank) {
  if (spec.is_word("Complement")) return complement(aggregation, rank);
  if (spec.is_word("Same")) return aggregation;
  if (spec.is_none()) return std::vector<int>{};
  return resolve_levels(spec, rank);
}

void prepare_normalization(NetNode& layer) {
  const Value& groups = layer.parameter("GroupNumber");
  if (groups.is_none() || (groups.is_integer() && groups.integer() > 0)) return;
  throw NetError("netinvparam2", "The value " + groups.text() + " of parameter \"GroupNumber\" of NormalizationLayer is not None or a positive integer.", {}, layer.spec->name);
}

void infer_normalization(InferenceContext& c) {
  c.same_shape();
  if (!c.input().rank_known) return;
  const int rank = c.input().rank();
  const auto aggregation = resolve_levels(c.parameter("AggregationLevels"), rank);
  if (!aggregation) c.fail("The levels " + c.parameter("AggregationLevels").text() + " do not exist in " + describe(c.input()) + ".", "Input", describe(c.input()));
  const auto scaling = scaling_axes(c.parameter("ScalingLevels"), *aggregation, rank);
  if (!scaling) c.fail("The levels " + c.parameter("ScalingLevels").text() + " do not exist in " + describe(c.input()) + ".", "Input", describe(c.input()));
  const Value& groups = c.parameter("GroupNumber");
  const Extent channels = c.input().extents.empty() ? Extent() : c.input().extents[0];
  if (groups.is_integer() && channels.known() && channels.size() % groups.integer() != 0) {
    c.fail_parameter("GroupNumber", "does not divide the " + std::to_string(channels.size()) + " channels of the \"Input\" port.");
  }
  PortType input = PortType::shaped(c.input().extents, ElementKind::Any);
  for (const char* name : {"Biases", "Scaling"}) {
    if (!c.has_array(name)) continue;
    std::vector<Extent> extents;
    for (int a : *scaling) extents.push_back(input.extents[static_cast<std::size_t>(a)]);
    c.refine_array(name, extents);
    for (std::size_t i = 0; i < scaling->size(); ++i) input.extents[static_cast<std::size_t>((*scaling)[i])] = c.array(name).extents[i];
    c.refine_input(0, input);
  }
}

// Whether the axes are the last ones, so that what is normalised together lies together in memory.
bool is_tail(const array::Shape& axes, int rank) {
  std::vector<std::int64_t> sorted(axes.begin(), axes.end());
  std::sort(sorted.begin(), sorted.end());
  for (std::size_t i = 0; i < sorted.size(); ++i) {
    if (sorted[i] != rank - static_cast<std::int64_t>(sorted.size() - i)) return false;
  }
  return !sorted.empty();
}

void lower_normalization(LoweringContext& c) {
  array::Builder& b = c.builder();
  ValueId x = c.input();
  const array::Shape original = b.shape(x);
  const int rank = c.input_rank();
  const auto aggregation = *resolve_levels(c.parameter("AggregationLevels"), rank);
  array::Shape axes = program_axes(aggregation);
  if (c.parameter("GroupNumber").is_integer()) {
    // {c, ...} becomes {groups, c / groups, ...}: the second axis joins the aggregation, later ones move by one.
    const std::int64_t groups = c.parameter("GroupNumber").integer();
    array::Shape grouped = original;
    grouped[1] = groups;
    grouped.insert(2, original[1] / groups);
    x = b.reshape(x, grouped);
    axes = array::Shape{2};
    for (int a : aggregation) {
      if (a > 0) axes.push_back(a + 2);
    }
  }
  const bool rms = c.parameter("Method").is_word("RMS");
  ValueId y = x;
  std::int64_t count = 1;
  for (std::int64_t a : axes) count *= b.shape(x)[static_cast<int>(a)];
  const double correction = c.parameter("Unbiased").boolean() && count > 1 ? static_cast<double>(count) / static_cast<double>(count - 1) : 1;
  const double epsilon = c.parameter("Epsilon").number();
  if (is_tail(axes, b.rank(x))) {
    y = b.standardize(x, {.axis = b.rank(x) - axes.rank(), .epsilon = epsilon, .correction = correction, .centred = !rms});
  } else if (!axes.empty()) {
    const ValueId centred = rms ? x : b.subtract(x, b.reduce(Reduction::Mean, x, axes, true));
    ValueId variance = b.reduce(Reduction::Mean, b.apply(ScalarFunction::Square, centred), axes, true);
    if (correction != 1) variance = b.scale(variance, correction);
    y = b.multiply(centred, b.apply(ScalarFunction::ReciprocalSqrt, b.shift(variance, epsilon)));
  }
  if (!(b.shape(y) == original)) y = b.reshape(y, original);
  const auto scaling = *scaling_axes(c.parameter("ScalingLevels"), aggregation, rank);
  if (c.has_array("Scaling")) y = b.multiply(y, c.array_at("Scaling", scaling, rank));
  if (c.has_array("Biases")) y = b.add(y, c.array_at("Biases", scaling, rank));
  c.set_output(y);
}

// ---- LocalResponseNormalizationLayer[] (Krizhevsky, Sutskever, Hinton 2012)

void infer_local_response(InferenceContext& c) { c.same_shape(); }

void lower_local_response(LoweringContext& c) {
  array::Builder& b = c.builder();
  const ValueId x = c.input();
  const array::Shape shape = b.shape(x);
  const std::int64_t window = c.parameter("ChannelWindowSize").integer(), reach = std::min(window, shape[1] - 1);
  array::Shape border = array::Shape::filled(shape.rank(), 0);
  border[1] = reach;
  const ValueId squares = b.pad(b.apply(ScalarFunction::Square, x), border, border);
  ValueId sum = b.slice_axis(squares, 1, 0, shape[1]);
  for (std::int64_t i = 1; i <= 2 * reach; ++i) sum = b.add(sum, b.slice_axis(squares, 1, i, i + shape[1]));
  array::ScalarExpression f;
  const double factor = c.parameter("Alpha").number() / static_cast<double>(2 * window + 1);
  f.set_result(f.input(0) / f.call(ScalarFunction::Power, {factor * f.input(1) + c.parameter("Bias").number(), f.constant(c.parameter("Beta").number())}));
  const ValueId operands[] = {x, sum};
  c.set_output(b.elementwise(f, operands));
}

}  // namespace

std::vector<LayerSpec> normalization_layers() {
  return {
      {.name = "BatchNormalizationLayer",
       .parameters = {{.name = "Epsilon", .kind = ParameterKind::NonNegativeReal, .default_value = 0.001},
                      {.name = "Interleaving", .kind = ParameterKind::Boolean, .default_value = false, .symbol = true},
                      {.name = "Momentum", .kind = ParameterKind::Probability, .default_value = 0.9}},
       .arrays = {{.name = "Biases", .init = ArrayInit::Zeros},
                  {.name = "Scaling", .init = ArrayInit::Ones},
                  {.name = "MovingMean", .role = ArrayRole::Auxiliary, .init = ArrayInit::Zeros},
                  {.name = "MovingVariance", .role = ArrayRole::Auxiliary, .init = ArrayInit::Ones}},
       .inputs = {{.name = "Input", .type = PortType::rank_at_least(1, ElementKind::Any)}},
       .outputs = {{.name = "Output", .type = PortType::rank_at_least(1)}},
       .mode_dependent = true,
       .usage = "BatchNormalizationLayer[] is a trainable layer that normalises each channel by a running mean and variance learned in training.",
       .infer = infer_batch_normalization,
       .settle = settle_batch_normalization,
       .lower = lower_batch_normalization,
       .old_names = {{"Gamma", "Scaling"}, {"Beta", "Biases"}}},
      {.name = "NormalizationLayer",
       .parameters = {{.name = "AggregationLevels", .kind = ParameterKind::Levels, .default_value = Span{2, -1, 1}, .positional = true, .option = false},
                      {.name = "ScalingLevels", .kind = ParameterKind::Levels, .default_value = "Complement", .positional = true, .option = false,
                       .choices = {"Complement", "Same", "None"}},
                      {.name = "Epsilon", .kind = ParameterKind::NonNegativeReal, .default_value = 0.001},
                      {.name = "GroupNumber", .default_value = None{}},
                      {.name = "Method", .kind = ParameterKind::Choice, .default_value = "Standardize", .symbol = true, .choices = {"Standardize", "RMS"}},
                      {.name = "Unbiased", .kind = ParameterKind::Boolean, .default_value = false}},
       .arrays = {{.name = "Biases", .init = ArrayInit::Zeros, .may_be_none = true}, {.name = "Scaling", .init = ArrayInit::Ones, .may_be_none = true}},
       .inputs = {{.name = "Input", .type = PortType::rank_at_least(1, ElementKind::Any)}},
       .outputs = {{.name = "Output", .type = PortType::rank_at_least(1)}},
       .usage = "NormalizationLayer[] normalises its input over all levels but the first.\n"
                "NormalizationLayer[levels, scaling] normalises over levels and scales along others.",
       .prepare = prepare_normalization,
       .infer = infer_normalization,
       .lower = lower_normalization},
      {.name = "LocalResponseNormalizationLayer",
       .parameters = {{.name = "Alpha", .kind = ParameterKind::Real, .default_value = 1.0},
                      {.name = "Beta", .kind = ParameterKind::Real, .default_value = 0.5},
                      {.name = "Bias", .kind = ParameterKind::Real, .default_value = 1.0},
                      {.name = "ChannelWindowSize", .kind = ParameterKind::Natural, .default_value = 2}},
       .inputs = {{.name = "Input", .type = PortType::of_rank(3, ElementKind::Any)}},
       .outputs = {{.name = "Output", .type = PortType::of_rank(3)}},
       .usage = "LocalResponseNormalizationLayer[] divides each channel by a power of the mean square of its neighbours.",
       .infer = infer_local_response,
       .lower = lower_local_response},
  };
}

}  // namespace lykos::nets
