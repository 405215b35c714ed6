// Layers around indices and stored arrays: EmbeddingLayer, UnitVectorLayer, ExtractLayer, NetArrayLayer.
#include "nets/layers/families.h"
#include "nets/layers/support.h"

namespace lykos::nets {
namespace {

Extent size_of(const Value& v) { return v.is_integer() ? Extent(v.integer()) : Extent(); }

// Output = input's shape followed by `tail`, in both directions; the input is an index with `classes` values.
void infer_index_shape(InferenceContext& c, Extent classes, Extent tail) {
  PortType index = PortType::rank_at_least(0, ElementKind::Integer);
  index.maximum = classes.known() ? classes.size() : 0;
  c.refine_input(0, index);
  if (c.output().rank_known) c.refine_input(0, PortType::shaped({c.output().extents.begin(), c.output().extents.end() - 1}, ElementKind::Integer));
  if (!c.input().rank_known) return;
  std::vector<Extent> out = c.input().extents;
  out.push_back(tail);
  c.refine_output(0, PortType::shaped(out));
}

Extent index_count(const InferenceContext& c) { return c.input().maximum > 0 ? Extent(c.input().maximum) : Extent(); }

void settle_scalar_index(InferenceContext& c) {
  if (!c.input().rank_known) c.refine_input(0, PortType::shaped({}, ElementKind::Integer));
}

// ---- EmbeddingLayer[size, classes]: row i of "Weights" for the index i, from 1

void infer_embedding(InferenceContext& c) {
  c.refine_output(0, PortType::rank_at_least(1));
  Extent classes = c.join(size_of(c.parameter("ClassCount")), c.array("Weights").extents.empty() ? Extent() : c.array("Weights").extents[0], "number of classes");
  Extent size = size_of(c.parameter("OutputDimension"));
  c.refine_array("Weights", PortType::of_rank(2));
  classes = c.join(c.join(classes, c.array("Weights").extents[0], "number of classes"), index_count(c), "number of classes and the range of the \"Input\" port");
  size = c.join(size, c.array("Weights").extents[1], "size of the vectors");
  if (c.output().rank_known) size = c.join(size, c.output().extents.back(), "size of the vectors");
  c.refine_array("Weights", {classes, size});
  infer_index_shape(c, classes, size);
}

void lower_embedding(LoweringContext& c) { c.set_output(c.builder().gather(c.array("Weights"), c.index_input(), 1)); }

// ---- UnitVectorLayer[n]

void infer_unit_vector(InferenceContext& c) {
  c.refine_output(0, PortType::rank_at_least(1));
  Extent classes = c.join(size_of(c.parameter("ClassCount")), index_count(c), "number of classes and the range of the \"Input\" port");
  if (c.output().rank_known) classes = c.join(classes, c.output().extents.back(), "number of classes");
  infer_index_shape(c, classes, classes);
}

void lower_unit_vector(LoweringContext& c) {
  c.set_output(c.builder().one_hot(c.index_input(), c.output_dimensions().back(), c.real(), 1));
}

// ---- ExtractLayer[]: the elements of Input at the places that Position gives, {m1, ..., s} with s indices for each

// Any integer: negative positions count from the end.
PortType position_type() {
  PortType t = PortType::rank_at_least(0, ElementKind::Integer);
  t.minimum = kAnyInteger;
  t.maximum = -1;
  return t;
}

void infer_extract(InferenceContext& c) {
  c.refine_input(0, PortType::rank_at_least(1, ElementKind::Any));
  if (!c.input(0).rank_known || !c.input(1).rank_known) return;
  const std::vector<Extent>& position = c.input(1).extents;
  Extent depth(1);
  std::vector<Extent> out;
  if (!position.empty()) {
    depth = position.back();
    out.assign(position.begin(), position.end() - 1);
  }
  if (depth.is_varying()) c.fail_varying("The last dimension of the \"Position\" port, " + describe(c.input(1)) + ", says how many indices a position has.", "Position");
  if (!depth.known()) return;
  if (depth.size() > c.input(0).rank()) {
    c.fail("Positions of " + std::to_string(depth.size()) + " indices do not exist in " + describe(c.input(0)) + ".", "Position", describe(c.input(1)));
  }
  out.insert(out.end(), c.input(0).extents.begin() + depth.size(), c.input(0).extents.end());
  c.refine_output(0, PortType::shaped(out));
}

void lower_extract(LoweringContext& c) {
  array::Builder& b = c.builder();
  const auto source = c.input_dimensions(0), position = c.input_dimensions(1);
  const std::int64_t depth = position.empty() ? 1 : position.back();
  std::int64_t count = 1, places = 1, rest = 1;
  for (std::size_t i = 0; i + 1 < position.size(); ++i) count *= position[i];
  for (std::size_t i = 0; i < source.size(); ++i) (static_cast<std::int64_t>(i) < depth ? places : rest) *= source[i];
  // The place in row-major order, or -1 where an index lies outside; doubles hold all of them.
  const ValueId indices = b.reshape(b.cast(c.index_input(1), array::DType::Real64), {c.batch(), count, depth});
  ValueId place = b.fill(0, array::DType::Real64, {c.batch(), count}), outside = place;
  for (std::int64_t i = 0; i < depth; ++i) {
    const auto n = static_cast<double>(source[static_cast<std::size_t>(i)]);
    array::ScalarExpression from_zero, bad, step;
    from_zero.set_result(from_zero.call(array::ScalarFunction::Select, {from_zero.call(array::ScalarFunction::Less, {from_zero.input(0), from_zero.constant(0)}),
                                                                        from_zero.input(0) + n, from_zero.input(0) - 1.0}));
    const ValueId column = b.part(indices, 2, i);
    const ValueId index = b.elementwise(from_zero, std::span<const ValueId>(&column, 1));
    bad.set_result(bad.call(array::ScalarFunction::Or, {bad.input(0), bad.call(array::ScalarFunction::Or, {bad.call(array::ScalarFunction::Less, {bad.input(1), bad.constant(0)}),
                                                                                               bad.call(array::ScalarFunction::GreaterEqual, {bad.input(1), bad.constant(n)})})}));
    const ValueId bad_operands[] = {outside, index};
    outside = b.elementwise(bad, bad_operands);
    step.set_result(step.input(0) * n + step.input(1));
    const ValueId step_operands[] = {place, index};
    place = b.elementwise(step, step_operands);
  }
  place = b.select(outside, b.fill(-1, array::DType::Real64, {c.batch(), count}), place);
  const ValueId flat = b.broadcast_to(b.reshape(b.cast(place, array::DType::Integer64), {c.batch(), count, 1}), {c.batch(), count, rest});
  c.set_output(b.reshape(b.gather_along(b.reshape(c.input(0), {c.batch(), places, rest}), flat, 1), c.batched(c.output_dimensions())));
}

// ---- NetArrayLayer["Array" -> a], NetArrayLayer["Output" -> dimensions], NetArrayLayer[dimensions]: a source

void infer_net_array(InferenceContext& c) {
  const Value& size = c.parameter("OutputDimensions");
  if (size.is_integer()) c.refine_output(0, PortType::shaped({Extent(size.integer())}));
  if (const auto list = size.integer_list()) c.refine_output(0, PortType::of_dimensions(*list));
  c.refine_array("Array", c.output());
  c.refine_output(0, c.array("Array"));
}

void lower_net_array(LoweringContext& c) {
  auto one = c.output_dimensions();
  one.insert(one.begin(), 1);
  const ValueId a = c.builder().reshape(c.array("Array"), array::Shape(std::span<const std::int64_t>(one)));
  c.set_output(c.batch() == 1 ? a : c.builder().broadcast_to(a, c.batched(c.output_dimensions())));
}

}  // namespace

std::vector<LayerSpec> indexing_layers() {
  return {
      {.name = "EmbeddingLayer",
       .parameters = {{.name = "OutputDimension", .kind = ParameterKind::PositiveInteger, .positional = true, .option = false},
                      {.name = "ClassCount", .kind = ParameterKind::PositiveInteger, .positional = true, .option = false}},
       .arrays = {{.name = "Weights"}},
       .inputs = {{.name = "Input", .type = PortType::rank_at_least(0, ElementKind::Integer)}},
       .outputs = {{.name = "Output", .type = PortType::rank_at_least(1)}},
       .usage = "EmbeddingLayer[size, n] is a trainable layer that turns an integer between 1 and n into a vector.",
       .infer = infer_embedding,
       .settle = settle_scalar_index,
       .lower = lower_embedding},
      {.name = "UnitVectorLayer",
       .parameters = {{.name = "ClassCount", .kind = ParameterKind::PositiveInteger, .positional = true, .option = false}},
       .inputs = {{.name = "Input", .type = PortType::rank_at_least(0, ElementKind::Integer)}},
       .outputs = {{.name = "Output", .type = PortType::rank_at_least(1)}},
       .usage = "UnitVectorLayer[n] turns an integer between 1 and n into a vector with a single 1.",
       .infer = infer_unit_vector,
       .settle = settle_scalar_index,
       .lower = lower_unit_vector},
      {.name = "ExtractLayer",
       .inputs = {{.name = "Input", .type = PortType::rank_at_least(1, ElementKind::Any)}, {.name = "Position", .type = position_type()}},
       .outputs = {{.name = "Output", .type = PortType::rank_at_least(0)}},
       .usage = "ExtractLayer[] is a layer with the inputs \"Input\" and \"Position\" that takes the elements at given positions.",
       .infer = infer_extract,
       .lower = lower_extract},
      {.name = "NetArrayLayer",
       .parameters = {{.name = "OutputDimensions", .kind = ParameterKind::Size, .positional = true, .option = false}},
       .arrays = {{.name = "Array"}},
       .outputs = {{.name = "Output", .type = PortType::rank_at_least(0)}},
       .usage = "NetArrayLayer[\"Array\" -> a] is a layer without inputs whose output is the trainable array a.",
       .infer = infer_net_array,
       .lower = lower_net_array},
  };
}

}  // namespace lykos::nets
