// Layers around indices and stored arrays: EmbeddingLayer, UnitVectorLayer, NetArrayLayer.
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
