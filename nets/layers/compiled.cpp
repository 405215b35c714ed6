// CompiledLayer[forward, backward]: code of the language applied to arrays, in evaluation and in training.
//
// The gradient is the backward code's. With Automatic, it is that of the net which FunctionLayer would make of the forward code, if it can:
// the value is the code's own, and the net adds nothing but its gradient.
#include "nets/host_code.h"
#include "nets/layers/families.h"
#include "nets/layers/operators.h"
#include "nets/layers/support.h"

namespace lykos::nets {
namespace {

const HostCode& code_of(const NetNode& node) {
  const Value& v = node.parameter("Function");
  const auto* code = v.is(Value::Kind::Foreign) ? dynamic_cast<const HostCode*>(v.foreign().get()) : nullptr;
  if (!code) throw NetError("netinvparam2", "The value " + v.text() + " of parameter \"Function\" of CompiledLayer is not a function.", {}, "CompiledLayer");
  return *code;
}

void prepare_compiled(NetNode& node) { code_of(node); }

void infer_compiled(InferenceContext& c) {
  const HostCode& code = code_of(c.layer());
  const int rank = code.argument_rank();
  if (rank >= 0 && c.input().rank_known && c.input().rank() != rank && c.input().rank() + 1 != rank) {
    c.fail("The function takes an array of rank " + std::to_string(rank) + ", which is neither the rank of an example nor of a batch of examples, the \"Input\" port being " +
               describe(c.input()) + ".", "Input", describe(c.input()));
  }
  if (!c.layer().children.empty()) {
    c.refine_net_input(0, 0, c.input());
    c.refine_input(0, c.net_input(0, 0));
    c.refine_net_output(0, 0, c.output());
    c.refine_output(0, c.net_output(0, 0));
  }
  if (!c.input().shape_known() || c.output().shape_known()) return;
  c.refine_output(0, PortType::of_dimensions(code.result_dimensions(c.input().dimensions())));
}

void settle_compiled(InferenceContext& c) {
  const int rank = code_of(c.layer()).argument_rank();
  if (rank >= 0 && !c.input().rank_known) c.refine_input(0, PortType::of_rank(rank, ElementKind::Any));
}

void lower_compiled(LoweringContext& c) {
  array::Builder& b = c.builder();
  const ValueId operands[] = {c.input()};
  const Value& gradient = c.parameter("Gradient");
  const std::shared_ptr<const ForeignValue> backward = gradient.is(Value::Kind::Foreign) ? gradient.foreign() : nullptr;
  const ValueId y = b.callback(code_of(c.layer()).function(backward), operands, c.batched(c.output_dimensions()));
  if (c.layer().children.empty()) return c.set_output(y);
  const ValueId net = c.apply_net(0, {operands[0]})[0];
  c.set_output(b.add(b.stop_gradient(y), b.subtract(net, b.stop_gradient(net))));
}

}  // namespace

std::vector<LayerSpec> compiled_layers() {
  return {
      {.name = "CompiledLayer",
       .parameters = {{.name = "Function", .positional = true, .required = true, .option = false},
                      {.name = "Gradient", .positional = true, .option = false},
                      {.name = "Net", .kind = ParameterKind::Net, .option = false}},
       .inputs = {{.name = "Input"}},
       .outputs = {{.name = "Output"}},
       .nets = {"Net"},
       .usage = "CompiledLayer[f] is a layer that applies the function f to its input array.\n"
                "CompiledLayer[f, g] takes the gradient from g[input, gradient of the output] or g[input, gradient of the output, output].\n"
                "CompiledLayer[f, None] has no gradient; with Automatic it is found by compiling f as FunctionLayer does.",
       .prepare = prepare_compiled,
       .infer = infer_compiled,
       .settle = settle_compiled,
       .lower = lower_compiled},
  };
}

}  // namespace lykos::nets
