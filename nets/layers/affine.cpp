// LinearLayer and DotLayer: matrix products.
#include "nets/layers/families.h"
#include "nets/layers/support.h"

namespace lykos::nets {
namespace {

// ---- LinearLayer[out]: y = W . Flatten[x] + b, reshaped to the output dimensions

void infer_linear(InferenceContext& c) {
  const Value& size = c.parameter("OutputDimensions");
  // LinearLayer[1] gives a vector of one number, or that number where a scalar is asked for.
  const bool scalar = c.output().rank_known && c.output().rank() == 0 && (size == Value(1) || size.integer_list() == std::vector<std::int64_t>{1});
  if (!scalar) {
    if (size.is_integer()) c.refine_output(0, PortType::shaped({Extent(size.integer())}));
    if (const auto list = size.integer_list()) c.refine_output(0, PortType::of_dimensions(*list));
  }
  c.refine_output(0, PortType::rank_at_least(0));
  c.refine_array("Weights", PortType::of_rank(2));
  c.refine_array("Biases", PortType::of_rank(1));

  Extent rows = c.array("Weights").extents[0];
  if (c.has_array("Biases")) rows = c.join(rows, c.array("Biases").extents[0], "number of rows of \"Weights\" and the length of \"Biases\"");
  if (c.output().rank_known) {
    const Extent count = product(c.output().extents);
    if (count.known() && rows.known() && count.size() != rows.size()) {
      c.fail("\"Weights\" and \"Biases\" give " + std::to_string(rows.size()) + (rows == Extent(1) ? " number" : " numbers") + ", but the \"Output\" port is " + describe(c.output()) + ".",
             "Output", describe(c.output()), "an array of " + std::to_string(rows.size()) + " elements");
    }
    if (count.known()) rows = count;
    if (c.output().rank() == 1) c.refine_output(0, PortType::shaped({rows}));
  } else if (rows.known()) {
    c.refine_output(0, PortType::shaped({rows}));  // LinearLayer["Weights" -> ...] gives a vector
  }
  Extent columns = c.array("Weights").extents[1];
  if (c.input().rank_known) {
    const Extent count = product(c.input().extents);
    if (count.known() && columns.known() && count.size() != columns.size()) {
      c.fail("\"Weights\" is " + describe(c.array("Weights")) + ", so the \"Input\" port takes " + std::to_string(columns.size()) +
                 " numbers; it was given " + describe(c.input()) + ".",
             "Input", describe(c.input()), "an array of " + std::to_string(columns.size()) + " elements");
    }
    if (count.known()) columns = count;
    if (c.input().rank() == 1) c.refine_input(0, PortType::shaped({columns}));
    for (const Extent& e : c.input().extents) {
      if (e.is_varying()) {
        c.fail_varying("The \"Input\" port is " + describe(c.input()) + ", but the size of \"Weights\" can't depend on a varying length; use "
                       "NetMapOperator[LinearLayer[...]] to apply the layer to each element.", "Input");
      }
    }
  }
  c.refine_array("Weights", {rows, columns});
  c.refine_array("Biases", {rows});
}

void settle_linear(InferenceContext& c) {
  if (!c.input().rank_known) c.refine_input(0, PortType::shaped({c.array("Weights").extents[1]}));
}

void lower_linear(LoweringContext& c) {
  array::Builder& b = c.builder();
  ValueId x = c.input();
  if (c.input_rank() != 1) {
    std::int64_t count = 1;
    for (std::int64_t d : c.input_dimensions()) count *= d;
    x = b.reshape(x, {c.batch(), count});
  }
  ValueId y = b.linear(x, c.array("Weights"), c.has_array("Biases") ? c.array("Biases") : array::kNoValue);
  const auto out = c.output_dimensions();
  c.set_output(out.size() == 1 ? y : b.reshape(y, c.batched(out)));
}

// ---- DotLayer[]: last axis of Input1 with the first axis of Input2

void infer_dot(InferenceContext& c) {
  c.refine_input(0, PortType::rank_at_least(1));
  c.refine_input(1, PortType::rank_at_least(1));
  Extent inner;
  if (c.input(0).rank_known) inner = c.input(0).extents.back();
  if (c.input(1).rank_known) {
    const auto joined = unify(inner, c.input(1).extents.front());
    if (!joined) {
      c.fail("The last dimension of \"Input1\" (" + describe(c.input(0)) + ") must equal the first dimension of \"Input2\" (" +
                 describe(c.input(1)) + ").", "Input2", describe(c.input(1)), "an array whose first dimension is " + std::to_string(inner.size()));
    }
    inner = *joined;
  }
  if (c.input(0).rank_known) {
    PortType t = PortType::shaped(c.input(0).extents, ElementKind::Any);
    t.extents.back() = inner;
    c.refine_input(0, t);
  }
  if (c.input(1).rank_known) {
    PortType t = PortType::shaped(c.input(1).extents, ElementKind::Any);
    t.extents.front() = inner;
    c.refine_input(1, t);
  }
  if (!c.input(0).rank_known || !c.input(1).rank_known) return;
  std::vector<Extent> out(c.input(0).extents.begin(), c.input(0).extents.end() - 1);
  const std::size_t split = out.size();
  out.insert(out.end(), c.input(1).extents.begin() + 1, c.input(1).extents.end());
  c.refine_output(0, PortType::shaped(out));
  const std::vector<Extent> o = c.output().extents;
  std::vector<Extent> first(o.begin(), o.begin() + static_cast<std::ptrdiff_t>(split)), second(o.begin() + static_cast<std::ptrdiff_t>(split), o.end());
  first.push_back(inner);
  second.insert(second.begin(), inner);
  c.refine_input(0, PortType::shaped(first, ElementKind::Any));
  c.refine_input(1, PortType::shaped(second, ElementKind::Any));
}

void lower_dot(LoweringContext& c) {
  array::Builder& b = c.builder();
  const auto first = c.input_dimensions(0), second = c.input_dimensions(1);
  std::int64_t rows = 1, columns = 1;
  for (std::size_t i = 0; i + 1 < first.size(); ++i) rows *= first[i];
  for (std::size_t i = 1; i < second.size(); ++i) columns *= second[i];
  const ValueId x = b.reshape(c.input(0), {c.batch(), rows, first.back()});
  const ValueId y = b.reshape(c.input(1), {c.batch(), second.front(), columns});
  c.set_output(b.reshape(b.matmul(x, y), c.batched(c.output_dimensions())));
}

}  // namespace

std::vector<LayerSpec> affine_layers() {
  return {
      {.name = "LinearLayer",
       .parameters = {{.name = "OutputDimensions", .kind = ParameterKind::Size, .positional = true, .option = false}},
       .arrays = {{.name = "Weights"}, {.name = "Biases", .init = ArrayInit::Zeros, .may_be_none = true}},
       .inputs = {{.name = "Input"}},
       .outputs = {{.name = "Output", .type = PortType::rank_at_least(0)}},
       .usage = "LinearLayer[n] is a trainable layer that computes w . x + b and gives a vector of size n.\n"
                "LinearLayer[{n1, n2, ...}] gives an array of the dimensions n1, n2, ....\n"
                "LinearLayer[] takes its output size from the net it becomes part of.",
       .infer = infer_linear,
       .settle = settle_linear,
       .lower = lower_linear},
      {.name = "DotLayer",
       .inputs = {{.name = "Input1", .type = PortType::rank_at_least(1)}, {.name = "Input2", .type = PortType::rank_at_least(1)}},
       .outputs = {{.name = "Output", .type = PortType::rank_at_least(0)}},
       .usage = "DotLayer[] is a layer with two inputs that computes their product Dot[a, b].",
       .infer = infer_dot,
       .lower = lower_dot},
  };
}

}  // namespace lykos::nets
