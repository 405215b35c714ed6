// Layers that sample images anew: ResizeLayer, SpatialTransformationLayer, ImageAugmentationLayer.
//
// Resizing is linear along each axis, hence a product with a matrix of weights per axis. The other two take elements at computed places.
#include <algorithm>
#include <cmath>

#include "nets/layers/families.h"
#include "nets/layers/support.h"

namespace lykos::nets {
namespace {

using array::ScalarExpression;
using array::ScalarFunction;
using array::ScalarTerm;
using array::Shape;

// ---- ResizeLayer[{d1, ...}]: a size, Scaled[r] or All for each dimension but that of channels

bool is_scaled(const Value& v) { return v.is_list() && v.list().size() == 2 && v.list()[0].is_word("Scaled") && v.list()[1].is_number() && v.list()[1].number() > 0; }

void prepare_resize(NetNode& layer) {
  const Value& v = layer.parameter("Dimensions");
  const bool fine = v.is_list() && !v.list().empty() && !is_scaled(v) && std::all_of(v.list().begin(), v.list().end(), [](const Value& d) {
    return d.is_word("All") || (d.is_integer() && d.integer() > 0) || is_scaled(d);
  });
  if (!fine) throw NetError("netinvparam2", "The dimensions " + v.text() + " of ResizeLayer are not a list of positive integers, Scaled[r] and All.");
}

bool interleaved(const NetNode& layer) { return layer.parameter("Interleaving").boolean(); }

// Axis of the i-th resized dimension.
int resized_axis(const NetNode& layer, int i) { return i + (interleaved(layer) ? 0 : 1); }

Extent resized(const Value& d, Extent from) {
  if (d.is_integer()) return Extent(d.integer());
  if (d.is_word("All")) return from;
  if (from.known()) return Extent(std::max<std::int64_t>(1, static_cast<std::int64_t>(std::floor(static_cast<double>(from.size()) * d.list()[1].number() + 0.5))));
  return from.is_varying() ? Extent::varying() : Extent();
}

void infer_resize(InferenceContext& c) {
  const ValueList& dimensions = c.parameter("Dimensions").list();
  const int rank = static_cast<int>(dimensions.size()) + 1;
  c.refine_input(0, PortType::of_rank(rank, ElementKind::Any));
  c.refine_output(0, PortType::of_rank(rank));
  std::vector<Extent> out = c.input().extents, in = c.output().extents;
  for (std::size_t i = 0; i < dimensions.size(); ++i) {
    const auto axis = static_cast<std::size_t>(resized_axis(c.layer(), static_cast<int>(i)));
    out[axis] = resized(dimensions[i], c.input().extents[axis]);
    if (!dimensions[i].is_word("All")) in[axis] = Extent();
  }
  c.refine_output(0, PortType::shaped(out));
  c.refine_input(0, PortType::shaped(in, ElementKind::Any));
}

// The share of each of `from` elements in each of `to` results. "Point" samples from the first element to the last; "Bin" cuts the range
// into equal bins and samples their middles.
Array resize_matrix(std::int64_t from, std::int64_t to, bool nearest, bool bins) {
  Array matrix = Array::zeros(array::DType::Real64, Shape{to, from});
  for (std::int64_t i = 0; i < to; ++i) {
    const double place = bins ? (static_cast<double>(i) + 0.5) * static_cast<double>(from) / static_cast<double>(to) - 0.5
                         : to == 1 ? 0
                                   : static_cast<double>(i) * static_cast<double>(from - 1) / static_cast<double>(to - 1);
    double* row = matrix.data<double>() + i * from;
    const auto inside = [from](double x) { return std::clamp<std::int64_t>(static_cast<std::int64_t>(x), 0, from - 1); };
    if (nearest) {
      row[inside(std::floor(place + 0.5))] = 1;
      continue;
    }
    const double low = std::floor(std::clamp(place, 0.0, static_cast<double>(from - 1))), fraction = std::clamp(place, 0.0, static_cast<double>(from - 1)) - low;
    row[inside(low)] += 1 - fraction;
    row[inside(low + 1)] += fraction;
  }
  return matrix;
}

void lower_resize(LoweringContext& c) {
  array::Builder& b = c.builder();
  const ValueList& dimensions = c.parameter("Dimensions").list();
  const auto in = c.input_dimensions(), out = c.output_dimensions();
  const bool nearest = c.parameter("Resampling").is_word("Nearest");
  const Value& scheme = c.parameter("Scheme");
  const bool bins = scheme.is_word("Bin") || (!scheme.is_word("Point") && nearest);
  ValueId x = c.input();
  for (std::size_t i = 0; i < dimensions.size(); ++i) {
    const int axis = resized_axis(c.layer(), static_cast<int>(i));
    const std::int64_t from = in[static_cast<std::size_t>(axis)], to = out[static_cast<std::size_t>(axis)];
    if (from == to) continue;  // both schemes leave it as it is
    const ValueId matrix = b.constant(resize_matrix(from, to, nearest, bins).convert(c.real()));
    const int last = b.rank(x) - 1;
    if (axis + 1 != last) x = b.swap_axes(x, axis + 1, last);
    x = b.linear(x, matrix);
    if (axis + 1 != last) x = b.swap_axes(x, axis + 1, last);
  }
  c.set_output(x);
}

// ---- pixels at computed places

// x {batch, channels, h w}, places {batch, m} in row-major order (reals, whole numbers inside the image) -> {batch, channels, m}.
ValueId pixels(LoweringContext& c, ValueId x, ValueId places) {
  array::Builder& b = c.builder();
  const std::int64_t m = b.shape(places)[1], channels = b.shape(x)[1];
  const ValueId indices = b.cast(places, array::DType::Integer64);
  return b.gather_along(x, b.broadcast_to(b.reshape(indices, {c.batch(), 1, m}), {c.batch(), channels, m}), 2);
}

// A {1, count} constant.
ValueId row_of(LoweringContext& c, const std::vector<double>& values) {
  return c.builder().constant(Array::from(values.data(), Shape{1, static_cast<std::int64_t>(values.size())}).convert(c.real()));
}

std::optional<std::pair<std::int64_t, std::int64_t>> two_sizes(const Value& v) {
  const auto list = v.integer_list();
  if (!list || list->size() != 2 || (*list)[0] < 1 || (*list)[1] < 1) return std::nullopt;
  return std::pair((*list)[0], (*list)[1]);
}

void prepare_sizes(NetNode& layer) {
  if (two_sizes(layer.parameter("Dimensions"))) return;
  throw NetError("netinvparam2", "The size " + layer.parameter("Dimensions").text() + " of " + layer.spec->name + " is not a list {h, w} of two positive integers.");
}

// Input {c, h0, w0}, output {c, h, w}.
void infer_image(InferenceContext& c) {
  const auto [h, w] = *two_sizes(c.parameter("Dimensions"));
  const Extent channels = c.join(c.input(0).extents[0], c.output().extents[0], "numbers of channels of \"Input\" and \"Output\"");
  c.refine_input(0, PortType::shaped({channels, Extent(), Extent()}, ElementKind::Any));
  c.refine_output(0, PortType::shaped({channels, Extent(h), Extent(w)}));
}

// ---- SpatialTransformationLayer[{h, w}]: bilinear samples at an affine map of the output's grid (Jaderberg et al. 2015)
//
// Both grids reach from -1 to 1, edge elements at the ends; outside of the image there are zeros.

void lower_spatial(LoweringContext& c) {
  array::Builder& b = c.builder();
  const auto in = c.input_dimensions(0);
  const std::int64_t channels = in[0], height = in[1], width = in[2];
  const auto [h, w] = *two_sizes(c.parameter("Dimensions"));
  std::vector<double> across, down;
  auto coordinate = [](std::int64_t i, std::int64_t n) { return n == 1 ? 0 : 2 * static_cast<double>(i) / static_cast<double>(n - 1) - 1; };
  for (std::int64_t i = 0; i < h; ++i) {
    for (std::int64_t j = 0; j < w; ++j) {
      across.push_back(coordinate(j, w));
      down.push_back(coordinate(i, h));
    }
  }
  const ValueId gx = row_of(c, across), gy = row_of(c, down), theta = c.input(1);
  // (a x + b y + t + 1) (n - 1) / 2
  auto place = [&](int first, std::int64_t extent) {
    ScalarExpression f;
    f.set_result((f.input(0) * f.input(3) + f.input(1) * f.input(4) + f.input(2) + 1.0) * (static_cast<double>(extent - 1) / 2));
    const ValueId operands[] = {b.slice_axis(theta, 1, first, first + 1), b.slice_axis(theta, 1, first + 1, first + 2), b.slice_axis(theta, 1, first + 2, first + 3), gx, gy};
    return b.elementwise(f, operands);
  };
  const ValueId px = place(0, width), py = place(3, height);
  const ValueId image = b.reshape(c.input(0), {c.batch(), channels, height * width});
  ValueId sum = array::kNoValue;
  for (int dy = 0; dy < 2; ++dy) {
    for (int dx = 0; dx < 2; ++dx) {
      // The corner's place, kept inside for reading, and its weight, 0 when it lies outside.
      ScalarExpression at, weight;
      auto corner = [](ScalarExpression& f, ScalarTerm p, int d) { return f.call(ScalarFunction::Floor, {p}) + static_cast<double>(d); };
      auto clipped = [&](ScalarExpression& f, ScalarTerm q, std::int64_t n) { return f.call(ScalarFunction::Clip, {q, f.constant(0), f.constant(static_cast<double>(n - 1))}); };
      at.set_result(clipped(at, corner(at, at.input(1), dy), height) * static_cast<double>(width) + clipped(at, corner(at, at.input(0), dx), width));
      auto share = [&](ScalarTerm p, int d, std::int64_t n) {
        const ScalarTerm q = corner(weight, p, d), fraction = p - weight.call(ScalarFunction::Floor, {p});
        const ScalarTerm inside = weight.call(ScalarFunction::And, {weight.call(ScalarFunction::GreaterEqual, {q, weight.constant(0)}),
                                                                    weight.call(ScalarFunction::LessEqual, {q, weight.constant(static_cast<double>(n - 1))})});
        return weight.call(ScalarFunction::Select, {inside, d == 1 ? fraction : 1.0 - fraction, weight.constant(0)});
      };
      weight.set_result(share(weight.input(0), dx, width) * share(weight.input(1), dy, height));
      const ValueId operands[] = {px, py};
      const ValueId values = pixels(c, image, b.elementwise(at, operands));
      const ValueId term = b.multiply(values, b.reshape(b.elementwise(weight, operands), {c.batch(), 1, h * w}));
      sum = sum == array::kNoValue ? term : b.add(sum, term);
    }
  }
  c.set_output(b.reshape(sum, c.batched(c.output_dimensions())));
}

// ---- ImageAugmentationLayer[{h, w}]: the middle of an image; in training a random part, perhaps reflected

void prepare_augmentation(NetNode& layer) {
  prepare_sizes(layer);
  const Value& v = layer.parameter("ReflectionProbabilities");
  const bool fine = v.is_list() && v.list().size() == 2 && std::all_of(v.list().begin(), v.list().end(), [](const Value& p) { return p.is_number() && p.number() >= 0 && p.number() <= 1; });
  if (!fine) throw NetError("netinvparam2", "The value " + v.text() + " of parameter \"ReflectionProbabilities\" of ImageAugmentationLayer is not a pair of probabilities, for vertical and for horizontal reflection.");
}

void infer_augmentation(InferenceContext& c) {
  infer_image(c);
  const std::vector<Extent> &in = c.input().extents, &out = c.output().extents;
  for (std::size_t i = 1; i < 3; ++i) {
    if (in[i].known() && in[i].size() < out[i].size()) {
      c.fail("Images of size " + std::to_string(out[1].size()) + "×" + std::to_string(out[2].size()) + " can't be cut out of the \"Input\", " + describe(c.input()) + ".", "Input", describe(c.input()));
    }
  }
}

void lower_augmentation(LoweringContext& c) {
  array::Builder& b = c.builder();
  const auto in = c.input_dimensions();
  const auto [h, w] = *two_sizes(c.parameter("Dimensions"));
  if (!c.train()) {
    c.set_output(b.slice(c.input(), {0, 0, (in[1] - h) / 2, (in[2] - w) / 2}, {c.batch(), in[0], h, w}, {1, 1, 1, 1}));
    return;
  }
  std::vector<double> across, down;
  for (std::int64_t i = 0; i < h; ++i) {
    for (std::int64_t j = 0; j < w; ++j) {
      across.push_back(static_cast<double>(j));
      down.push_back(static_cast<double>(i));
    }
  }
  const ValueList& probabilities = c.parameter("ReflectionProbabilities").list();
  // One offset and one decision for each example and direction: offset + (i or n - 1 - i).
  auto places = [&](const std::vector<double>& along, std::int64_t size, std::int64_t extent, double probability) {
    ScalarExpression f;
    const ScalarTerm offset = f.call(ScalarFunction::Floor, {f.input(0) * static_cast<double>(extent - size + 1)});
    const ScalarTerm reflected = f.call(ScalarFunction::Less, {f.input(1), f.constant(probability)});
    f.set_result(offset + f.call(ScalarFunction::Select, {reflected, static_cast<double>(size - 1) - f.input(2), f.input(2)}));
    const ValueId operands[] = {b.random_uniform(c.real(), {c.batch(), 1}, 0, 1, c.next_stream()), b.random_uniform(c.real(), {c.batch(), 1}, 0, 1, c.next_stream()),
                                row_of(c, along)};
    return b.elementwise(f, operands);
  };
  const ValueId y = places(down, h, in[1], probabilities[0].number()), x = places(across, w, in[2], probabilities[1].number());
  ScalarExpression join;
  join.set_result(join.input(0) * static_cast<double>(in[2]) + join.input(1));
  const ValueId operands[] = {y, x};
  const ValueId image = b.reshape(c.input(), {c.batch(), in[0], in[1] * in[2]});
  c.set_output(b.reshape(pixels(c, image, b.elementwise(join, operands)), c.batched(c.output_dimensions())));
}

}  // namespace

std::vector<LayerSpec> resampling_layers() {
  const PortType image = PortType::of_rank(3, ElementKind::Any);
  return {
      {.name = "ResizeLayer",
       .parameters = {{.name = "Dimensions", .positional = true, .required = true, .option = false},
                      {.name = "Interleaving", .kind = ParameterKind::Boolean, .default_value = false, .symbol = true},
                      {.name = "Resampling", .kind = ParameterKind::Choice, .symbol = true, .choices = {"Linear", "Nearest"}},
                      {.name = "Scheme", .kind = ParameterKind::Choice, .choices = {"Point", "Bin"}}},
       .inputs = {{.name = "Input", .type = PortType::rank_at_least(2, ElementKind::Any)}},
       .outputs = {{.name = "Output", .type = PortType::rank_at_least(2)}},
       .usage = "ResizeLayer[{d1, ...}] resamples its input to the dimensions d1, ... behind the channels; a size may be n, Scaled[r] or All.",
       .prepare = prepare_resize,
       .infer = infer_resize,
       .lower = lower_resize},
      {.name = "SpatialTransformationLayer",
       .parameters = {{.name = "Dimensions", .positional = true, .required = true, .option = false}},
       .inputs = {{.name = "Input", .type = image}, {.name = "Parameters", .type = PortType::of_dimensions({6})}},
       .outputs = {{.name = "Output", .type = PortType::of_rank(3)}},
       .usage = "SpatialTransformationLayer[{h, w}] samples images of height h and width w at an affine map of its input, given at the port \"Parameters\".",
       .prepare = prepare_sizes,
       .infer = infer_image,
       .lower = lower_spatial},
      {.name = "ImageAugmentationLayer",
       .parameters = {{.name = "Dimensions", .positional = true, .required = true, .option = false},
                      {.name = "ReflectionProbabilities", .default_value = Value::list({0, 0})}},
       .inputs = {{.name = "Input", .type = image}},
       .outputs = {{.name = "Output", .type = PortType::of_rank(3)}},
       .is_random = true,
       .mode_dependent = true,
       .usage = "ImageAugmentationLayer[{h, w}] cuts images of height h and width w out of its input: the middle, or in training a random part.",
       .prepare = prepare_augmentation,
       .infer = infer_augmentation,
       .lower = lower_augmentation},
  };
}

}  // namespace lykos::nets
