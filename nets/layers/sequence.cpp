// Layers along the first level, read as a sequence: SequenceLastLayer, SequenceMostLayer, SequenceRestLayer, SequenceReverseLayer,
// SequenceIndicesLayer, OrderingLayer.
#include <algorithm>

#include "nets/layers/families.h"
#include "nets/layers/support.h"

namespace lykos::nets {
namespace {

PortType with_first(const PortType& t, Extent first, ElementKind element) {
  std::vector<Extent> extents = t.extents;
  extents[0] = first;
  return PortType::shaped(extents, element);
}

void infer_last(InferenceContext& c) {
  if (c.output().rank_known) {
    std::vector<Extent> in = c.output().extents;
    in.insert(in.begin(), Extent());
    c.refine_input(0, PortType::shaped(in, ElementKind::Any));
  }
  if (!c.input().rank_known) return;
  if (c.input().extents[0] == Extent(0)) c.fail("An empty sequence has no last element.", "Input", describe(c.input()));
  c.refine_output(0, PortType::shaped({c.input().extents.begin() + 1, c.input().extents.end()}));
}

void lower_last(LoweringContext& c) { c.set_output(c.builder().part(c.input(), 1, c.input_dimensions()[0] - 1)); }

void infer_shorter(InferenceContext& c) {
  if (c.output().rank_known) {
    const Extent n = c.output().extents[0];
    c.refine_input(0, with_first(c.output(), n.known() ? Extent(n.size() + 1) : Extent(), ElementKind::Any));
  }
  if (!c.input().rank_known) return;
  const Extent n = c.input().extents[0];
  if (n.known() && n.size() < 2) c.fail("A sequence of length " + std::to_string(n.size()) + " has nothing left without one element.", "Input", describe(c.input()));
  c.refine_output(0, with_first(c.input(), n.known() ? Extent(n.size() - 1) : n.is_varying() ? Extent::varying() : Extent(), ElementKind::Real));
}

void lower_most(LoweringContext& c) { c.set_output(c.builder().slice_axis(c.input(), 1, 0, c.input_dimensions()[0] - 1)); }
void lower_rest(LoweringContext& c) { c.set_output(c.builder().slice_axis(c.input(), 1, 1, c.input_dimensions()[0])); }

void infer_reverse(InferenceContext& c) { c.same_shape(); }
void lower_reverse(LoweringContext& c) { c.set_output(c.builder().reverse(c.input(), 1)); }

// ---- SequenceIndicesLayer[]: {1, 2, ..., length}, none greater than "Maximum"

void prepare_indices(NetNode& layer) {
  const Value& v = layer.parameter("Maximum");
  if (!v.is_word("Infinity") && (!v.is_integer() || v.integer() < 1)) {
    throw NetError("netinvparam2", "The value " + v.text() + " of parameter \"Maximum\" of SequenceIndicesLayer is not a positive integer or Infinity.");
  }
}

void infer_indices(InferenceContext& c) {
  const Value& maximum = c.parameter("Maximum");
  Extent length = c.input().rank_known ? c.input().extents[0] : Extent();
  if (c.output().rank_known) length = c.join(length, c.output().extents[0], "lengths of \"Input\" and \"Output\"");
  if (c.input().rank_known) {
    PortType t = PortType::shaped(c.input().extents, ElementKind::Any);
    t.extents[0] = length;
    c.refine_input(0, t);
  }
  c.refine_output(0, PortType::index(maximum.is_integer() ? maximum.integer() : 0, {length}));
}

void lower_indices(LoweringContext& c) {
  array::Builder& b = c.builder();
  const Value& maximum = c.parameter("Maximum");
  const std::int64_t length = c.output_dimensions()[0];
  ValueId indices = b.shift(b.iota(c.real(), {c.batch(), length}, 1), 1);
  if (maximum.is_integer() && maximum.integer() < length) {
    indices = b.apply(array::ScalarFunction::Min, indices, b.fill(static_cast<double>(maximum.integer()), c.real(), {c.batch(), length}));
  }
  c.set_output(indices);
}

// ---- OrderingLayer[], OrderingLayer[n], OrderingLayer[-n]: positions of the n smallest (largest) elements of a vector

void prepare_ordering(NetNode& layer) {
  Value& v = layer.parameters[0];
  if (v.is_automatic()) v = Name{"All"};
  if (v.is_word("All") || (v.is_integer() && v.integer() != 0)) return;
  throw NetError("netinvparam2", "The number " + v.text() + " of OrderingLayer is not a positive or negative integer or All.", {}, layer.spec->name);
}

void infer_ordering(InferenceContext& c) {
  const Extent n = c.input().extents[0];
  const Value& count = c.parameter("Count");
  Extent length = n;
  if (count.is_integer()) {
    const std::int64_t wanted = count.integer() < 0 ? -count.integer() : count.integer();
    if (wanted == 0 || (n.known() && wanted > n.size())) c.fail_parameter("Count", "does not suit " + describe(c.input()) + ".");
    length = Extent(wanted);
  }
  c.refine_output(0, PortType::index(n.known() ? n.size() : 0, {length}));
}

void lower_ordering(LoweringContext& c) {
  array::Builder& b = c.builder();
  const std::int64_t n = c.input_dimensions()[0], count = c.output_dimensions()[0];
  ValueId order = b.order(c.input(), 1);
  const Value& spec = c.parameter("Count");
  const bool largest = spec.is_integer() && spec.integer() < 0;
  if (count != n) order = b.slice_axis(order, 1, largest ? n - count : 0, largest ? n : count);
  c.set_output(b.shift(b.cast(order, c.real()), 1));
}

}  // namespace

std::vector<LayerSpec> sequence_layers() {
  const PortType sequence = PortType::rank_at_least(1, ElementKind::Any), result = PortType::rank_at_least(1);
  return {
      {.name = "SequenceLastLayer",
       .inputs = {{.name = "Input", .type = sequence}},
       .outputs = {{.name = "Output", .type = PortType::rank_at_least(0)}},
       .usage = "SequenceLastLayer[] gives the last element of a sequence.",
       .infer = infer_last,
       .lower = lower_last},
      {.name = "SequenceMostLayer",
       .inputs = {{.name = "Input", .type = sequence}},
       .outputs = {{.name = "Output", .type = result}},
       .usage = "SequenceMostLayer[] gives a sequence without its last element.",
       .infer = infer_shorter,
       .lower = lower_most},
      {.name = "SequenceRestLayer",
       .inputs = {{.name = "Input", .type = sequence}},
       .outputs = {{.name = "Output", .type = result}},
       .usage = "SequenceRestLayer[] gives a sequence without its first element.",
       .infer = infer_shorter,
       .lower = lower_rest},
      {.name = "SequenceReverseLayer",
       .inputs = {{.name = "Input", .type = sequence}},
       .outputs = {{.name = "Output", .type = result}},
       .usage = "SequenceReverseLayer[] reverses a sequence.",
       .infer = infer_reverse,
       .lower = lower_reverse},
      {.name = "SequenceIndicesLayer",
       .parameters = {{.name = "Maximum", .default_value = Name{"Infinity"}, .positional = true}},
       .inputs = {{.name = "Input", .type = sequence}},
       .outputs = {{.name = "Output", .type = PortType::index(0, {Extent()})}},
       .usage = "SequenceIndicesLayer[] gives the indices {1, 2, ..., n} of a sequence of length n.\n"
                "SequenceIndicesLayer[\"Maximum\" -> max] gives max instead of greater ones.",
       .prepare = prepare_indices,
       .infer = infer_indices,
       .lower = lower_indices},
      {.name = "OrderingLayer",
       .parameters = {{.name = "Count", .default_value = Name{"All"}, .positional = true, .option = false}},
       .inputs = {{.name = "Input", .type = PortType::of_rank(1, ElementKind::Any)}},
       .outputs = {{.name = "Output", .type = PortType::index(0, {Extent()})}},
       .usage = "OrderingLayer[] gives the positions that sort a vector.\n"
                "OrderingLayer[n] gives the first n of them, OrderingLayer[-n] the last n.",
       .prepare = prepare_ordering,
       .infer = infer_ordering,
       .lower = lower_ordering},
  };
}

}  // namespace lykos::nets
