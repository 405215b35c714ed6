// FunctionLayer: a function of arrays as a layer.
//
// It is an operator whose net was made from the function (builtins/nets/function_layer.cpp): its ports are those of the net, its lowering is
// that of the net. What no public layer computes is a node of function_nodes.cpp.
#include "nets/layers/families.h"
#include "nets/layers/operators.h"

namespace lykos::nets {
namespace {

void prepare_function_layer(NetNode& node) {
  node.inputs.clear();
  node.outputs.clear();
  for (const Port& p : node.children[0].inputs()) node.inputs.push_back({p.name, PortType::any(), p.role, nullptr});
  for (const Port& p : node.children[0].outputs()) node.outputs.push_back({p.name, PortType::any(), p.role, nullptr});
}

void infer_function_layer(InferenceContext& c) {
  for (int i = 0; i < c.input_count(); ++i) {
    c.refine_net_input(0, i, c.input(i));
    c.refine_input(i, c.net_input(0, i));
  }
  for (int i = 0; i < c.output_count(); ++i) {
    c.refine_net_output(0, i, c.output(i));
    c.refine_output(i, c.net_output(0, i));
  }
}

void lower_function_layer(LoweringContext& c) {
  std::vector<ValueId> inputs;
  for (int i = 0; i < c.input_count(); ++i) inputs.push_back(c.raw_input(i));
  const std::vector<ValueId> outputs = c.apply_net(0, inputs, 0, true);
  for (std::size_t i = 0; i < outputs.size(); ++i) c.set_output(static_cast<int>(i), outputs[i]);
}

}  // namespace

std::vector<LayerSpec> function_layers() {
  return {
      {.name = "FunctionLayer",
       .parameters = {{.name = "Function", .positional = true, .required = true, .option = false},
                      {.name = "Net", .kind = ParameterKind::Net, .positional = true, .required = true, .option = false}},
       .nets = {"Net"},
       .usage = "FunctionLayer[f] is a layer that applies the function f to its input.\n"
                "FunctionLayer[#a + #b &] has an input port for each named slot, FunctionLayer[Apply[f]] one for each argument of f.\n"
                "FunctionLayer[f, \"port\" -> shape] gives shapes, encoders and decoders of ports.",
       .prepare = prepare_function_layer,
       .infer = infer_function_layer,
       .lower = lower_function_layer},
  };
}

}  // namespace lykos::nets
