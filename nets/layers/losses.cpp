// Losses: MeanSquaredLossLayer, MeanAbsoluteLossLayer, CrossEntropyLossLayer, CTCLossLayer, ContrastiveLossLayer.
//
// Each gives one number per example; training takes the mean over the batch. Where a cross entropy directly follows Softmax or
// LogisticSigmoid, it is computed from the arguments of these, which is exact where probabilities have rounded to 0 or 1.
#include "nets/layers/families.h"
#include "nets/layers/support.h"
#include "nets/scalar_expression.h"

namespace lykos::nets {
namespace {

using array::Reduction;
using array::ScalarFunction;

// Below this, logarithms of probabilities would be infinite: the least normal Real32.
constexpr double kLeastProbability = 1.1754943508222875e-38;

void infer_same(InferenceContext& c) {
  PortType input = c.input(0), target = c.input(1);
  input.element = target.element = ElementKind::Any;
  c.refine_input(1, input);
  c.refine_input(0, target);
  c.refine_output(0, PortType::real());
}

void lower_mean_squared(LoweringContext& c) {
  array::ScalarExpression f;
  f.set_result(f.call(ScalarFunction::Square, {f.input(0) - f.input(1)}));
  const ValueId operands[] = {c.input(0), c.input(1)};
  c.set_output(mean_per_example(c, c.builder().elementwise(f, operands)));
}

void lower_mean_absolute(LoweringContext& c) {
  array::ScalarExpression f;
  f.set_result(f.call(ScalarFunction::Abs, {f.input(0) - f.input(1)}));
  const ValueId operands[] = {c.input(0), c.input(1)};
  c.set_output(mean_per_example(c, c.builder().elementwise(f, operands)));
}

// ---- CrossEntropyLossLayer["Index" | "Probabilities" | "Binary"]

void prepare_cross_entropy(NetNode& layer) {
  Port& input = layer.inputs[0];
  Port& target = layer.inputs[1];
  const Value& form = layer.parameter("TargetForm");
  input.type = PortType::rank_at_least(form.is_word("Binary") ? 0 : 1);
  if (form.is_word("Index")) {
    target.type = PortType::rank_at_least(0, ElementKind::Integer);
  } else {
    target.type = input.type;
    target.type.element = ElementKind::Any;
  }
}

void infer_cross_entropy(InferenceContext& c) {
  c.refine_output(0, PortType::real());
  if (!c.parameter("TargetForm").is_word("Index")) {
    infer_same(c);
    return;
  }
  if (c.input(0).rank_known) {
    const std::vector<Extent>& in = c.input(0).extents;
    c.refine_input(1, PortType::index(in.back().known() ? in.back().size() : 0, {in.begin(), in.end() - 1}));
  }
  if (c.input(1).rank_known) {
    std::vector<Extent> in = c.input(1).extents;
    in.push_back(c.input(1).maximum > 0 ? Extent(c.input(1).maximum) : Extent());
    c.refine_input(0, PortType::shaped(in));
  }
}

// True if the value is f applied to one array and nothing else; `argument` is that array.
bool produced_by(LoweringContext& c, ValueId value, ScalarFunction f, ValueId& argument) {
  const array::Instruction* i = c.producer(value);
  if (!i || i->op != array::Op::Elementwise || i->inputs.size() != 1) return false;
  if (!(*i->attributes.expression == array::ScalarExpression::of(f))) return false;
  argument = i->inputs[0];
  return c.builder().shape(argument) == c.builder().shape(value);
}

void lower_cross_entropy(LoweringContext& c) {
  array::Builder& b = c.builder();
  const Value& form = c.parameter("TargetForm");
  const ValueId x = c.input(0);
  if (form.is_word("Index")) {
    c.set_output(mean_per_example(c, b.cross_entropy_index(x, c.index_input(1), 1)));
    return;
  }
  const ValueId t = c.input(1);
  array::ScalarExpression f;
  if (form.is_word("Probabilities")) {
    const array::Instruction* source = c.producer(x);
    const bool softmax = source && source->op == array::Op::Softmax &&
                         (source->attributes.axis == b.rank(x) - 1 || source->attributes.axis == -1);
    ValueId logarithm = x;
    if (softmax) {
      logarithm = b.log_softmax(source->inputs[0], -1);
      f.set_result(-(f.input(0) * f.input(1)));
    } else {
      f.set_result(-(f.input(0) * f.call(ScalarFunction::Log, {f.call(ScalarFunction::Max, {f.input(1), f.constant(kLeastProbability)})})));
    }
    const ValueId operands[] = {t, logarithm};
    const ValueId terms = b.elementwise(f, operands);
    c.set_output(mean_per_example(c, b.reduce(Reduction::Sum, terms, {b.rank(terms) - 1})));
    return;
  }
  ValueId logits;
  if (produced_by(c, x, ScalarFunction::LogisticSigmoid, logits)) {
    f.set_result(f.call(ScalarFunction::SoftPlus, {f.input(1)}) - f.input(0) * f.input(1));
    const ValueId operands[] = {t, logits};
    c.set_output(mean_per_example(c, b.elementwise(f, operands)));
    return;
  }
  const auto target = f.input(0), p = f.input(1);
  auto log = [&](array::ScalarTerm q) { return f.call(ScalarFunction::Log, {f.call(ScalarFunction::Max, {q, f.constant(kLeastProbability)})}); };
  f.set_result(-(target * log(p) + (1.0 - target) * log(1.0 - p)));
  const ValueId operands[] = {t, x};
  c.set_output(mean_per_example(c, b.elementwise(f, operands)));
}

// ---- ContrastiveLossLayer: (1 - t) x + t Max[0, margin - x]

void lower_contrastive(LoweringContext& c) {
  array::ScalarExpression f;
  const auto x = f.input(0), t = f.input(1);
  f.set_result((1.0 - t) * x + t * f.call(ScalarFunction::Ramp, {c.parameter("Margin").number() - x}));
  const ValueId operands[] = {c.input(0), c.input(1)};
  c.set_output(mean_per_example(c, c.builder().elementwise(f, operands)));
}

// ---- CTCLossLayer[]: probabilities {t, classes + 1}, the blank last, against a sequence of classes

void infer_ctc(InferenceContext& c) {
  c.refine_output(0, PortType::real());
  const Extent classes = c.input(0).extents[1];
  if (classes.known() && classes.size() < 2) c.fail("The \"Input\" port needs vectors of at least two probabilities, one class and the blank.", "Input", describe(c.input(0)));
  if (classes.known()) c.refine_input(1, PortType::index(classes.size() - 1, {Extent()}));
  if (c.input(1).maximum > 0) c.refine_input(0, PortType::shaped({Extent(), Extent(c.input(1).maximum + 1)}));
  const Extent length = c.input(0).extents[0], labels = c.input(1).extents[0];
  if (length.known() && labels.known() && labels.size() > length.size()) {
    c.fail("The \"Target\" sequence has " + std::to_string(labels.size()) + " elements and can't be longer than the \"Input\" sequence, which has " +
               std::to_string(length.size()) + ".", "Target", describe(c.input(1)));
  }
}

void lower_ctc(LoweringContext& c) { c.set_output(c.builder().ctc_loss(c.input(0), c.index_input(1), 1)); }

std::vector<PortSpec> loss_inputs() {
  return {{.name = "Input", .type = PortType::rank_at_least(0)}, {.name = "Target", .role = PortRole::Target, .type = PortType::rank_at_least(0, ElementKind::Any)}};
}

std::vector<PortSpec> loss_outputs() { return {{.name = "Loss", .role = PortRole::Loss, .type = PortType::real()}}; }

}  // namespace

std::vector<LayerSpec> loss_layers() {
  return {
      {.name = "MeanSquaredLossLayer",
       .inputs = loss_inputs(),
       .outputs = loss_outputs(),
       .is_loss = true,
       .usage = "MeanSquaredLossLayer[] is the mean of (input - target)^2 over all elements.",
       .infer = infer_same,
       .lower = lower_mean_squared},
      {.name = "MeanAbsoluteLossLayer",
       .inputs = loss_inputs(),
       .outputs = loss_outputs(),
       .is_loss = true,
       .usage = "MeanAbsoluteLossLayer[] is the mean of Abs[input - target] over all elements.",
       .infer = infer_same,
       .lower = lower_mean_absolute},
      {.name = "CrossEntropyLossLayer",
       .parameters = {{.name = "TargetForm", .kind = ParameterKind::Choice, .positional = true, .required = true, .option = false,
                       .choices = {"Index", "Probabilities", "Binary"}}},
       .inputs = loss_inputs(),
       .outputs = loss_outputs(),
       .is_loss = true,
       .usage = "CrossEntropyLossLayer[\"Index\"] compares probabilities with the index of a class.\n"
                "CrossEntropyLossLayer[\"Probabilities\"] compares probabilities with probabilities.\n"
                "CrossEntropyLossLayer[\"Binary\"] compares the probability of True with 0 or 1.",
       .prepare = prepare_cross_entropy,
       .infer = infer_cross_entropy,
       .lower = lower_cross_entropy},
      {.name = "CTCLossLayer",
       .inputs = {{.name = "Input", .type = PortType::shaped({Extent::varying(), Extent()})},
                  {.name = "Target", .role = PortRole::Target, .type = PortType::index(0, {Extent::varying()})}},
       .outputs = loss_outputs(),
       .is_loss = true,
       .usage = "CTCLossLayer[] compares a sequence of vectors of class probabilities, the last class being blank, with a shorter sequence of classes, "
                "whatever the alignment.",
       .infer = infer_ctc,
       .lower = lower_ctc},
      {.name = "ContrastiveLossLayer",
       .parameters = {{.name = "Margin", .kind = ParameterKind::Real, .default_value = 0.5}},
       .inputs = loss_inputs(),
       .outputs = loss_outputs(),
       .is_loss = true,
       .usage = "ContrastiveLossLayer[] is x for target False (0) and Max[0, margin - x] for target True (1), x being a distance.",
       .infer = infer_same,
       .lower = lower_contrastive},
  };
}

}  // namespace lykos::nets
