// Element-by-element layers: ElementwiseLayer, ThreadingLayer, TotalLayer, ParametricRampLayer, ConstantPlusLayer, ConstantTimesLayer.
#include <algorithm>

#include "nets/layers/families.h"
#include "nets/layers/support.h"
#include "nets/scalar_expression.h"

namespace lykos::nets {
namespace {

using array::ScalarFunction;

// ---- ElementwiseLayer[f]

void infer_elementwise(InferenceContext& c) { c.same_shape(); }

void lower_elementwise(LoweringContext& c) {
  const ValueId x = c.input();
  c.set_output(c.builder().elementwise_to(c.parameter("Function").function().body(), std::span<const ValueId>(&x, 1), c.real(),
                                          c.batched(c.output_dimensions())));
}

// ---- ThreadingLayer[f, broadcast]

// Number of inputs f fixes, or -1 if it takes any number (Plus, Times, Max, Min, And, Or).
int fixed_arity(const Value& f) {
  if (f.is(Value::Kind::Function)) return std::max(1, f.function().slot_count());
  const std::string head = f.word();
  if (ScalarExpression::accepts(head, 2) && ScalarExpression::accepts(head, 4)) return -1;
  return 2;
}

void prepare_threading(NetNode& layer) {
  const Value& spec = layer.parameter("Broadcast");
  const auto levels = spec.integer_list();
  const bool broadcast = spec.is_none() || spec.is_automatic() || (spec.is_integer() && spec.integer() != 0) || (levels && !levels->empty() && std::find(levels->begin(), levels->end(), 0) == levels->end());
  if (!broadcast) throw NetError("netinvparam2", "The broadcast specification " + spec.text() + " of ThreadingLayer is not None, Automatic, a level n or -n, or a list of levels.", {}, layer.spec->name);
  const Value& f = layer.parameters[0];
  const int arity = fixed_arity(f);
  if (arity < 0) return;
  if (layer.variadic_inputs >= 0 && layer.variadic_inputs != arity) {
    throw NetError("invincnt", "The function " + f.text() + " of ThreadingLayer takes " + std::to_string(arity) + " inputs, but " +
                                   std::to_string(layer.variadic_inputs) + " were connected.");
  }
  if (layer.variadic_inputs == arity) return;
  layer.variadic_inputs = arity;
  layer.inputs.resize(static_cast<std::size_t>(arity));
  for (int i = 0; i < arity; ++i) {
    std::string name = "Input" + (arity == 1 ? "" : std::to_string(i + 1));
    if (f.is(Value::Kind::Function) && i < static_cast<int>(f.function().slot_names().size())) name = f.function().slot_names()[static_cast<std::size_t>(i)];
    layer.inputs[static_cast<std::size_t>(i)].name = name;
  }
}

// Axes of the result that an input of lower rank keeps, for a broadcast specification: where the missing dimensions are inserted.
//   Automatic or 1: before the others (aligned at the right)     -1: after the others (aligned at the left)
//   n: the first missing dimension becomes level n               {l1, ...}: the levels of the result that are missing
std::optional<std::vector<int>> kept_axes(const Value& spec, int own_rank, int rank) {
  const int missing = rank - own_rank;
  std::vector<int> inserted;
  if (missing == 0) return complement(inserted, rank);
  if (spec.is_integer() && spec.integer() != 0) {
    const std::int64_t n = spec.integer();
    const int first = n > 0 ? static_cast<int>(n) - 1 : own_rank + static_cast<int>(n) + 1;
    if (first < 0 || first > own_rank) return std::nullopt;
    for (int i = 0; i < missing; ++i) inserted.push_back(first + i);
  } else if (const auto list = spec.integer_list()) {
    for (std::int64_t n : *list) inserted.push_back(static_cast<int>(n > 0 ? n - 1 : rank + n));
    if (static_cast<int>(inserted.size()) != missing) return std::nullopt;
  } else {
    for (int i = 0; i < missing; ++i) inserted.push_back(i);
  }
  std::vector<int> kept = complement(inserted, rank);
  if (static_cast<int>(kept.size()) != own_rank) return std::nullopt;
  return kept;
}

void infer_threading(InferenceContext& c) {
  if (c.input_count() == 0) return;
  const Value& spec = c.parameter("Broadcast");
  if (spec.is_none()) {
    for (int i = 0; i < c.input_count(); ++i) {
      for (int j = 0; j < c.input_count(); ++j) {
        PortType shape = c.input(i);
        shape.element = ElementKind::Any;
        const auto joined = unify(shape, c.input(j));
        if (!joined) {
          c.fail("The inputs must have the same shape, but \"" + c.layer().inputs[static_cast<std::size_t>(i)].name + "\" is " + describe(c.input(i)) +
                     " and \"" + c.layer().inputs[static_cast<std::size_t>(j)].name + "\" is " + describe(c.input(j)) +
                     ". ThreadingLayer[f, 1] repeats the one of lower rank along the leading dimensions, ThreadingLayer[f, -1] along the trailing ones.",
                 c.layer().inputs[static_cast<std::size_t>(j)].name, describe(c.input(j)), describe(c.input(i)));
        }
        c.refine_input(j, shape);
      }
      c.same_shape(i, 0);
    }
    return;
  }
  int rank = 0;
  for (int i = 0; i < c.input_count(); ++i) {
    if (!c.input(i).rank_known) return;
    rank = std::max(rank, c.input(i).rank());
  }
  std::vector<Extent> out(static_cast<std::size_t>(rank), Extent(1));
  for (int i = 0; i < c.input_count(); ++i) {
    const auto kept = kept_axes(spec, c.input(i).rank(), rank);
    if (!kept) c.fail("The broadcast specification " + spec.text() + " does not suit " + describe(c.input(i)) + " and a result of rank " + std::to_string(rank) + ".");
    for (std::size_t k = 0; k < kept->size(); ++k) {
      Extent& e = out[static_cast<std::size_t>((*kept)[k])];
      const Extent own = c.input(i).extents[k];
      if (own == Extent(1)) continue;
      if (e == Extent(1)) {
        e = own;
      } else if (const auto joined = unify(e, own)) {
        e = *joined;
      } else {
        std::string given;
        for (int j = 0; j < c.input_count(); ++j) given += (j ? j + 1 == c.input_count() ? " and " : ", " : "") + describe(c.input(j));
        c.fail("The inputs " + given + " can't be combined with the broadcast specification " + spec.text() + ".",
               c.layer().inputs[static_cast<std::size_t>(i)].name, describe(c.input(i)));
      }
    }
  }
  c.refine_output(0, PortType::shaped(out));
}

ScalarExpression threading_function(const Value& f, int inputs) {
  if (f.is(Value::Kind::Function)) return f.function();
  std::vector<ScalarExpression> slots;
  for (int i = 0; i < inputs; ++i) slots.push_back(ScalarExpression::slot(i));
  return ScalarExpression::apply(f.word(), slots);
}

void lower_threading(LoweringContext& c) {
  const auto out = c.output_dimensions();
  std::vector<ValueId> operands;
  for (int i = 0; i < c.input_count(); ++i) {
    ValueId x = c.input(i);
    const auto own = c.input_dimensions(i);
    if (own.size() != out.size()) {
      const auto kept = kept_axes(c.parameter("Broadcast"), static_cast<int>(own.size()), static_cast<int>(out.size()));
      std::vector<std::int64_t> widened(out.size(), 1);
      for (std::size_t k = 0; k < own.size(); ++k) widened[static_cast<std::size_t>((*kept)[k])] = own[k];
      x = c.builder().reshape(x, c.batched(widened));
    }
    operands.push_back(x);
  }
  const ScalarExpression f = threading_function(c.parameter("Function"), c.input_count());
  c.set_output(c.builder().elementwise_to(f.body(), operands, c.real(), c.batched(out)));
}

// ---- TotalLayer[]

void infer_total(InferenceContext& c) {
  for (int i = 0; i < c.input_count(); ++i) c.same_shape(i, 0);
}

void lower_total(LoweringContext& c) {
  ValueId sum = c.input(0);
  for (int i = 1; i < c.input_count(); ++i) sum = c.builder().add(sum, c.input(i));
  c.set_output(sum);
}

// ---- ParametricRampLayer[levels]: x for x > 0, slope x otherwise, one slope for each place of the levels (default: the first level)

void infer_ramp(InferenceContext& c) {
  c.same_shape();
  const Value& levels = c.parameter("Levels");
  c.refine_input(0, PortType::rank_at_least(least_rank(levels), ElementKind::Any));
  if (!c.input().rank_known) return;
  const auto axes = resolve_levels(levels, c.input().rank());
  if (!axes) c.fail("The levels " + levels.text() + " do not exist in " + describe(c.input()) + ".", "Input", describe(c.input()));
  std::vector<Extent> extents;
  for (int a : *axes) extents.push_back(c.input().extents[static_cast<std::size_t>(a)]);
  c.refine_array("Slope", extents);
  PortType input = PortType::shaped(c.input().extents, ElementKind::Any);
  for (std::size_t i = 0; i < axes->size(); ++i) input.extents[static_cast<std::size_t>((*axes)[i])] = c.array("Slope").extents[i];
  c.refine_input(0, input);
}

void lower_ramp(LoweringContext& c) {
  array::ScalarExpression f;
  const auto x = f.input(0), slope = f.input(1);
  f.set_result(f.call(ScalarFunction::Select, {f.call(ScalarFunction::Greater, {x, f.constant(0)}), x, slope * x}));
  const ValueId operands[] = {c.input(), c.array_at("Slope", *resolve_levels(c.parameter("Levels"), c.input_rank()), c.input_rank())};
  c.set_output(c.builder().elementwise(f, operands));
}

// ---- ConstantPlusLayer, ConstantTimesLayer: an array of the input's own shape

template <const char* kArray>
void infer_constant(InferenceContext& c) {
  c.same_shape();
  PortType shape = c.input();
  shape.element = ElementKind::Real;
  c.refine_array(kArray, shape);
  shape = c.array(kArray);
  shape.element = ElementKind::Any;
  c.refine_input(0, shape);
}

constexpr char kBiases[] = "Biases";
constexpr char kScaling[] = "Scaling";

void lower_constant_plus(LoweringContext& c) { c.set_output(c.builder().add(c.input(), c.array("Biases"))); }
void lower_constant_times(LoweringContext& c) { c.set_output(c.builder().multiply(c.input(), c.array("Scaling"))); }

}  // namespace

std::vector<LayerSpec> elementwise_layers() {
  return {
      {.name = "ElementwiseLayer",
       .parameters = {{.name = "Function", .kind = ParameterKind::Function, .positional = true, .required = true, .option = false}},
       .inputs = {{.name = "Input"}},
       .outputs = {{.name = "Output", .type = PortType::rank_at_least(0)}},
       .usage = "ElementwiseLayer[f] applies the function f to every element of its input.\n"
                "ElementwiseLayer[\"name\"] applies a named function, such as \"ReLU\", \"GELU\" or \"Swish\".",
       .infer = infer_elementwise,
       .lower = lower_elementwise},
      {.name = "ThreadingLayer",
       .parameters = {{.name = "Function", .kind = ParameterKind::FunctionN, .positional = true, .required = true, .option = false},
                      {.name = "Broadcast", .default_value = None{}, .positional = true, .option = false}},
       .outputs = {{.name = "Output", .type = PortType::rank_at_least(0)}},
       .variadic = true,
       .usage = "ThreadingLayer[f] applies f to corresponding elements of several inputs of the same shape.\n"
                "ThreadingLayer[f, n] inserts the dimensions that an input of lower rank lacks at level n.",
       .prepare = prepare_threading,
       .infer = infer_threading,
       .lower = lower_threading},
      {.name = "TotalLayer",
       .outputs = {{.name = "Output", .type = PortType::rank_at_least(0)}},
       .variadic = true,
       .usage = "TotalLayer[] adds up its inputs, which have the same shape.",
       .infer = infer_total,
       .lower = lower_total},
      {.name = "ParametricRampLayer",
       .parameters = {{.name = "Levels", .kind = ParameterKind::Levels, .default_value = 1, .positional = true, .option = false}},
       .arrays = {{.name = "Slope", .init = ArrayInit::Constant, .constant = 0.1}},
       .inputs = {{.name = "Input", .type = PortType::rank_at_least(1, ElementKind::Any)}},
       .outputs = {{.name = "Output", .type = PortType::rank_at_least(1)}},
       .usage = "ParametricRampLayer[] is a leaky ramp with one trainable slope for each channel.",
       .infer = infer_ramp,
       .lower = lower_ramp},
      {.name = "ConstantPlusLayer",
       .arrays = {{.name = "Biases", .init = ArrayInit::Zeros}},
       .inputs = {{.name = "Input"}},
       .outputs = {{.name = "Output", .type = PortType::rank_at_least(0)}},
       .usage = "ConstantPlusLayer[] adds a trainable array of its input's shape.",
       .infer = infer_constant<kBiases>,
       .lower = lower_constant_plus},
      {.name = "ConstantTimesLayer",
       .arrays = {{.name = "Scaling", .init = ArrayInit::Ones}},
       .inputs = {{.name = "Input"}},
       .outputs = {{.name = "Output", .type = PortType::rank_at_least(0)}},
       .usage = "ConstantTimesLayer[] multiplies by a trainable array of its input's shape.",
       .infer = infer_constant<kScaling>,
       .lower = lower_constant_times},
  };
}

}  // namespace lykos::nets
