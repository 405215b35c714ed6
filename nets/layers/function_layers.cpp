// FunctionLayer, and the nodes it needs besides the layers of the language.
//
// A FunctionLayer is an operator whose net was made from a function (builtins/nets/function_layer.cpp): its ports are those of the net, its
// lowering is that of the net. What no public layer computes is a FunctionNode with an operation: constants, lengths, running sums.
// A FunctionGradient is the gradient of a net's outputs with respect to one of its inputs, as a net itself, so that it can be trained through.
#include <algorithm>

#include "array/gradients.h"
#include "nets/layers/families.h"
#include "nets/layers/operators.h"
#include "nets/layers/support.h"

namespace lykos::nets {
namespace {

using array::Reduction;

// ---- FunctionLayer[f]

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

// ---- FunctionGradient: like the net, but its output is the gradient of the sum of the net's outputs with respect to one input

void prepare_gradient(NetNode& node) {
  const Net& net = node.children[0];
  node.inputs.clear();
  for (const Port& p : net.inputs()) node.inputs.push_back({p.name, PortType::any(), p.role, nullptr});
  if (net.find_input(node.parameter("Port").word()) < 0) {
    throw NetError("invoutport", "NetPortGradient[" + node.parameter("Port").text() + "] does not name an input of " + output_form(net) + ".", {}, node.spec->name);
  }
}

void infer_gradient(InferenceContext& c) {
  for (int i = 0; i < c.input_count(); ++i) {
    c.refine_net_input(0, i, c.input(i));
    c.refine_input(i, c.net_input(0, i));
  }
  const int port = c.layer().children[0].find_input(c.parameter("Port").word());
  if (c.net_input(0, port).element == ElementKind::Integer) c.fail("There is no gradient with respect to an integer.", c.parameter("Port").word());
  PortType shape = c.net_input(0, port);
  shape.element = ElementKind::Any;
  c.refine_output(0, shape);
  shape = c.output();
  shape.element = ElementKind::Any;
  c.refine_net_input(0, port, shape);
}

void lower_gradient(LoweringContext& c) {
  const Net& net = c.layer().children[0];
  const int port = net.find_input(c.parameter("Port").word());
  std::vector<ValueId> inputs;
  for (int i = 0; i < c.input_count(); ++i) inputs.push_back(i == port ? c.input(i) : c.raw_input(i));
  std::vector<ValueId> outputs;
  for (const ValueId v : c.apply_net(0, inputs)) {
    if (array::is_real(c.builder().dtype(v))) outputs.push_back(v);
  }
  const ValueId wrt[] = {inputs[static_cast<std::size_t>(port)]};
  const std::vector<ValueId> ones(outputs.size(), array::kNoValue);
  const ValueId gradient = array::append_gradients(c.builder().program(), outputs, ones, wrt)[0];
  c.set_output(gradient == array::kNoValue ? c.builder().fill(0, c.real(), c.builder().shape(wrt[0])) : gradient);
}

// ---- FunctionNode[operation, argument]

struct NodeOperation {
  const char* name;
  int inputs;
  void (*infer)(InferenceContext&);
  void (*lower)(LoweringContext&);
};

void infer_constant(InferenceContext& c) {
  const Array& a = c.parameter("Argument").array();
  c.refine_output(0, PortType::of_dimensions({a.shape().begin(), a.shape().end()}));
}

void lower_constant(LoweringContext& c) {
  array::Builder& b = c.builder();
  const Array& a = c.parameter("Argument").array();
  std::vector<std::int64_t> one = c.output_dimensions();
  one.insert(one.begin(), 1);
  const ValueId v = b.reshape(b.constant(a.dtype() == c.real() ? a : a.convert(c.real())), array::Shape(std::span<const std::int64_t>(one)));
  c.set_output(c.batch() == 1 ? v : b.broadcast_to(v, c.batched(c.output_dimensions())));
}

// The size of level `Argument`.
void infer_length(InferenceContext& c) {
  c.refine_input(0, PortType::rank_at_least(static_cast<int>(c.parameter("Argument").integer()), ElementKind::Any));
  c.refine_output(0, PortType::real());
}

void lower_length(LoweringContext& c) {
  const std::int64_t n = c.input_dimensions()[static_cast<std::size_t>(c.parameter("Argument").integer() - 1)];
  c.set_output(c.builder().fill(static_cast<double>(n), c.real(), {c.batch()}));
}

// The numbers 1, 2, ... along the first level.
void infer_positions(InferenceContext& c) {
  c.refine_input(0, PortType::rank_at_least(1, ElementKind::Any));
  if (c.output().rank_known && c.input().rank_known) {
    PortType in = PortType::of_rank(c.input().rank(), ElementKind::Any);
    in.extents[0] = c.output().extents[0];
    c.refine_input(0, in);
  }
  c.refine_output(0, PortType::of_rank(1));
  if (c.input().rank_known) c.refine_output(0, PortType::shaped({c.input().extents[0]}));
}

void lower_positions(LoweringContext& c) { c.set_output(c.builder().shift(c.builder().iota(c.real(), c.batched(c.output_dimensions()), 1), 1)); }

void infer_same(InferenceContext& c) {
  c.refine_input(0, PortType::rank_at_least(1, ElementKind::Any));
  c.same_shape();
}

void lower_accumulate(LoweringContext& c) { c.set_output(c.builder().cumulate(Reduction::Sum, c.input(), 1)); }

void infer_sort(InferenceContext& c) {
  c.refine_input(0, PortType::of_rank(1, ElementKind::Any));
  c.same_shape();
}

void lower_sort(LoweringContext& c) { c.set_output(c.builder().sort(c.input(), 1)); }

void infer_trace(InferenceContext& c) {
  c.refine_input(0, PortType::of_rank(2, ElementKind::Any));
  c.refine_output(0, PortType::real());
}

void lower_trace(LoweringContext& c) {
  array::Builder& b = c.builder();
  const auto d = c.input_dimensions();
  const std::int64_t n = std::min(d[0], d[1]);
  // The diagonal is every (columns + 1)-th element.
  const ValueId flat = b.reshape(c.input(), {c.batch(), d[0] * d[1]});
  c.set_output(b.reduce(Reduction::Sum, b.slice_axis(flat, 1, 0, (n - 1) * (d[1] + 1) + 1, d[1] + 1), {1}));
}

// An element whose place is computed.
void infer_part(InferenceContext& c) {
  c.refine_input(0, PortType::rank_at_least(1, ElementKind::Any));
  c.refine_input(1, PortType::shaped({}, ElementKind::Any));
  if (c.input(0).rank_known) c.refine_output(0, PortType::shaped({c.input(0).extents.begin() + 1, c.input(0).extents.end()}));
}

void lower_part(LoweringContext& c) {
  array::Builder& b = c.builder();
  const ValueId x = c.input(0);
  array::Shape shape = b.shape(x), one = array::Shape::filled(shape.rank(), 1);
  shape[1] = 1;
  one[0] = c.batch();
  const ValueId index = b.broadcast_to(b.reshape(c.index_input(1), one), shape);
  c.set_output(b.reshape(b.gather_along(x, index, 1, 1), c.batched(c.output_dimensions())));
}

constexpr NodeOperation kOperations[] = {
    {"Constant", 0, infer_constant, lower_constant}, {"Length", 1, infer_length, lower_length},
    {"Positions", 1, infer_positions, lower_positions}, {"Accumulate", 1, infer_same, lower_accumulate},
    {"Sort", 1, infer_sort, lower_sort}, {"Tr", 1, infer_trace, lower_trace}, {"Part", 2, infer_part, lower_part},
};

const NodeOperation& operation_of(const NetNode& node) {
  const std::string name = node.parameter("Operation").word();
  for (const NodeOperation& operation : kOperations) {
    if (name == operation.name) return operation;
  }
  throw NetError("netinvparam2", name + " is not an operation of FunctionNode.", {}, node.spec->name);
}

void prepare_node(NetNode& node) {
  const int count = operation_of(node).inputs;
  node.variadic_inputs = count;
  node.inputs.clear();
  for (int i = 0; i < count; ++i) node.inputs.push_back({count == 1 ? "Input" : "Input" + std::to_string(i + 1), PortType::any(), PortRole::Data, nullptr});
}

void infer_node(InferenceContext& c) { operation_of(c.layer()).infer(c); }
void lower_node(LoweringContext& c) { operation_of(c.layer()).lower(c); }

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

std::vector<LayerSpec> function_nodes() {
  return {
      {.name = "FunctionNode",
       .parameters = {{.name = "Operation", .positional = true, .required = true, .option = false}, {.name = "Argument", .positional = true, .option = false}},
       .outputs = {{.name = "Output"}},
       .variadic = true,
       .prepare = prepare_node,
       .infer = infer_node,
       .lower = lower_node},
      {.name = "FunctionGradient",
       .parameters = {{.name = "Net", .kind = ParameterKind::Net, .positional = true, .required = true, .option = false},
                      {.name = "Port", .positional = true, .required = true, .option = false}},
       .outputs = {{.name = "Output"}},
       .nets = {"Net"},
       .prepare = prepare_gradient,
       .infer = infer_gradient,
       .lower = lower_gradient},
  };
}

}  // namespace lykos::nets
