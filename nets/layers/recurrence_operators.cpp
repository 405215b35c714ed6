// Operators that apply a net again and again: NetNestOperator, NetFoldOperator, NetBidirectionalOperator.
//
// They are unrolled: each application appends the net's operations to the program once more, with the same arrays.
#include <algorithm>

#include "nets/layers/families.h"
#include "nets/layers/operators.h"
#include "nets/layers/support.h"
#include "nets/scalar_expression.h"

namespace lykos::nets {
namespace {

using array::Shape;

// ---- NetNestOperator[net, n]

void prepare_nest(NetNode& node) {
  // Each application is written out in the program.
  constexpr std::int64_t kMost = 100000;
  if (node.parameter("Count").integer() > kMost) {
    throw NetError("netinvparam2", "The value " + node.parameter("Count").text() + " of parameter \"Count\" of NetNestOperator is more than " + std::to_string(kMost) + ".", {}, node.spec->name);
  }
  fix_variadic(node, 0, 1);
  require_ports(node, 0, 1, 1);
}

void infer_nest(InferenceContext& c) {
  const int in = data_ports(c.layer().children[0].inputs())[0], out = data_ports(c.layer().children[0].outputs())[0];
  c.refine_net_input(0, in, c.input());
  c.refine_input(0, c.net_input(0, in));
  if (c.parameter("Count").integer() > 0) {
    c.refine_net_output(0, out, c.output());
    c.refine_output(0, c.net_output(0, out));
  }
  if (c.parameter("Count").integer() != 1) c.same_shape();
}

void lower_nest(LoweringContext& c) {
  const int in = data_ports(c.layer().children[0].inputs())[0], out = data_ports(c.layer().children[0].outputs())[0];
  ValueId x = c.raw_input();
  for (std::int64_t i = 0; i < c.parameter("Count").integer(); ++i) {
    std::vector<ValueId> inputs(c.layer().children[0].inputs().size(), array::kNoValue);
    inputs[static_cast<std::size_t>(in)] = x;
    x = c.apply_net(0, inputs)[static_cast<std::size_t>(out)];
  }
  c.set_output(x);
}

// ---- NetFoldOperator[net, {out -> state, ...}, {constant, ...}, {output, ...}]

std::vector<std::string> words_of(const Value& v) {
  std::vector<std::string> words;
  if (v.is_list()) {
    for (const Value& item : v.list()) words.push_back(item.word());
  } else if (!v.word().empty()) {
    words.push_back(v.word());
  }
  return words;
}

// How the ports of the folded net are used. Positions are those of the net.
struct Folding {
  struct Input {
    enum class Use { Sequence, Constant, State, Hidden } use = Use::Sequence;
    int feedback = -1;  // State: the output that comes back
    int port = -1;      // of the operator
  };
  std::vector<Input> inputs;
  std::vector<int> sequences;   // outputs whose values at every step are given
  std::vector<int> states;      // net inputs that are states, in order: their last values are outputs too
  std::vector<std::string> state_names;
};

Folding read_folding(const NetNode& node) {
  const Net& net = node.children[0];
  const std::string& head = node.spec->name;
  auto fail = [&](const std::string& text) { throw NetError("netfoldspec", text, {}, head); };
  auto list_ports = [](const std::vector<Port>& ports) {
    std::string list;
    for (const Port& p : ports) list += (list.empty() ? "\"" : ", \"") + p.name + '"';
    return list.empty() ? std::string("none") : list;
  };
  Folding f;
  f.inputs.resize(net.inputs().size());
  const Value& given = node.parameter("Feedback");
  const ValueList feedback = given.is_automatic() ? ValueList{Value(RulePair("Output", "State"))} : given.is_list() ? given.list() : ValueList{given};
  std::vector<std::string> fed_back;
  for (const Value& rule : feedback) {
    if (!rule.is(Value::Kind::Rule)) fail(rule.text() + " is not a connection \"output\" -> \"state\".");
    const std::string from = rule.rule().first.word(), to = rule.rule().second.word();
    const int out = net.find_output(from), in = net.find_input(to);
    if (out < 0) fail("The net has no output \"" + from + "\" that could be fed back; its outputs are " + list_ports(net.outputs()) + ".");
    if (in < 0) fail("The net has no input \"" + to + "\" for the state; its inputs are " + list_ports(net.inputs()) + ".");
    if (f.inputs[static_cast<std::size_t>(in)].use == Folding::Input::Use::State) fail("The state \"" + to + "\" is fed by two outputs.");
    f.inputs[static_cast<std::size_t>(in)].use = Folding::Input::Use::State;
    f.inputs[static_cast<std::size_t>(in)].feedback = out;
    fed_back.push_back(from);
  }
  for (const std::string& name : words_of(node.parameter("Constants"))) {
    const int in = net.find_input(name);
    if (in < 0) fail("The net has no input \"" + name + "\" that could be constant; its inputs are " + list_ports(net.inputs()) + ".");
    if (f.inputs[static_cast<std::size_t>(in)].use == Folding::Input::Use::State) fail("The input \"" + name + "\" is a state and can't be constant.");
    f.inputs[static_cast<std::size_t>(in)].use = Folding::Input::Use::Constant;
  }
  bool sequence = false;
  for (std::size_t i = 0; i < f.inputs.size(); ++i) {
    Folding::Input& in = f.inputs[i];
    if (in.use == Folding::Input::Use::Sequence && net.inputs()[i].role == PortRole::State) in.use = Folding::Input::Use::Hidden;
    sequence |= in.use == Folding::Input::Use::Sequence;
    if (in.use == Folding::Input::Use::State) {
      f.states.push_back(static_cast<int>(i));
      f.state_names.push_back(net.inputs()[i].name);
    }
  }
  if (!sequence) fail("The net has no input left that could take the sequence: all of " + list_ports(net.inputs()) + " are states or constants.");
  const Value& outputs = node.parameter("Outputs");
  auto is_state_name = [&](const std::string& name) { return std::find(f.state_names.begin(), f.state_names.end(), name) != f.state_names.end(); };
  if (outputs.is_automatic() || outputs.is_word("All")) {
    for (int i : data_ports(net.outputs())) {
      if (!is_state_name(net.outputs()[static_cast<std::size_t>(i)].name)) f.sequences.push_back(i);
    }
    if (f.sequences.empty()) f.sequences = data_ports(net.outputs());
  } else {
    for (const std::string& name : words_of(outputs)) {
      const int out = net.find_output(name);
      if (out < 0) fail("The net has no output \"" + name + "\"; its outputs are " + list_ports(net.outputs()) + ".");
      f.sequences.push_back(out);
    }
  }
  if (f.sequences.empty()) fail("The net has no output.");
  // Ports of the operator: sequences and constants first, states behind.
  int port = 0;
  for (Folding::Input& in : f.inputs) {
    if (in.use == Folding::Input::Use::Sequence || in.use == Folding::Input::Use::Constant) in.port = port++;
  }
  for (int i : f.states) f.inputs[static_cast<std::size_t>(i)].port = port++;
  return f;
}

// The output port that gives a state's last value: behind the sequences, in the order of the states.
int state_output(const Folding& f, std::size_t state) { return static_cast<int>(f.sequences.size() + state); }

void prepare_fold(NetNode& node) {
  fix_variadic(node, 0, 2);
  const Folding f = read_folding(node);
  const Net& net = node.children[0];
  node.inputs.clear();
  node.outputs.clear();
  for (std::size_t i = 0; i < f.inputs.size(); ++i) {
    if (f.inputs[i].port >= 0 && f.inputs[i].use != Folding::Input::Use::State) {
      node.inputs.push_back({net.inputs()[i].name, PortType::any(), net.inputs()[i].role, nullptr});
    }
  }
  for (const std::string& name : f.state_names) node.inputs.push_back({name, PortType::any(), PortRole::State, nullptr});
  for (int i : f.sequences) node.outputs.push_back({net.outputs()[static_cast<std::size_t>(i)].name, PortType::any(), net.outputs()[static_cast<std::size_t>(i)].role == PortRole::State ? PortRole::Data : net.outputs()[static_cast<std::size_t>(i)].role, nullptr});
  for (const std::string& name : f.state_names) {
    // Where the sequence itself has the name of the state, the last value takes another.
    const bool taken = std::any_of(node.outputs.begin(), node.outputs.end(), [&](const Port& p) { return p.name == name; });
    node.outputs.push_back({taken ? "Final" + name : name, PortType::any(), PortRole::State, nullptr});
  }
}

void infer_fold(InferenceContext& c) {
  const NetNode& node = c.layer();
  const Folding f = read_folding(node);
  Extent length;
  auto collect = [&](const PortType& type) {
    if (type.rank_known && type.rank() > 0) length = c.join(length, type.extents[0], "lengths of the sequences");
  };
  for (const Folding::Input& in : f.inputs) {
    if (in.use != Folding::Input::Use::Sequence) continue;
    c.refine_input(in.port, PortType::rank_at_least(1, ElementKind::Any));
    collect(c.input(in.port));
  }
  for (std::size_t i = 0; i < f.sequences.size(); ++i) {
    c.refine_output(static_cast<int>(i), PortType::rank_at_least(1, ElementKind::Any));
    collect(c.output(static_cast<int>(i)));
  }
  for (std::size_t i = 0; i < f.inputs.size(); ++i) {
    const Folding::Input& in = f.inputs[i];
    const int inner = static_cast<int>(i);
    if (in.use == Folding::Input::Use::Sequence) {
      c.refine_net_input(0, inner, without_levels(c.input(in.port), 1));
      c.refine_input(in.port, with_levels({length}, c.net_input(0, inner)));
    } else if (in.use != Folding::Input::Use::Hidden) {
      c.refine_net_input(0, inner, c.input(in.port));
      c.refine_input(in.port, c.net_input(0, inner));
    }
  }
  for (std::size_t i = 0; i < f.sequences.size(); ++i) {
    c.refine_net_output(0, f.sequences[i], without_levels(c.output(static_cast<int>(i)), 1));
    c.refine_output(static_cast<int>(i), with_levels({length}, c.net_output(0, f.sequences[i])));
  }
  for (std::size_t s = 0; s < f.states.size(); ++s) {
    const int in = f.states[s], out = f.inputs[static_cast<std::size_t>(in)].feedback;
    PortType shape = c.net_output(0, out);
    // A state that is open to any numbers gets reals where reals come back; one that takes indices keeps to them.
    const bool real = shape.element == ElementKind::Real && c.net_input(0, in).element == ElementKind::Any;
    shape.element = real ? ElementKind::Real : ElementKind::Any;
    c.refine_net_input(0, in, shape);
    shape = c.net_input(0, in);
    shape.element = ElementKind::Any;
    c.refine_net_output(0, out, shape);
    const int port = state_output(f, s);
    c.refine_output(port, c.net_output(0, out));
    c.refine_net_output(0, out, c.output(port));
  }
}

void lower_fold(LoweringContext& c) {
  const NetNode& node = c.layer();
  array::Builder& b = c.builder();
  const Folding f = read_folding(node);
  const std::int64_t length = c.output_dimensions(0)[0];
  std::vector<ValueId> inputs(f.inputs.size(), array::kNoValue);
  for (std::size_t i = 0; i < f.inputs.size(); ++i) {
    if (f.inputs[i].use == Folding::Input::Use::Constant || f.inputs[i].use == Folding::Input::Use::State) inputs[i] = c.raw_input(f.inputs[i].port);
  }
  std::vector<std::vector<ValueId>> steps(f.sequences.size());
  for (std::int64_t t = 0; t < length; ++t) {
    for (std::size_t i = 0; i < f.inputs.size(); ++i) {
      if (f.inputs[i].use == Folding::Input::Use::Sequence) inputs[i] = b.part(c.raw_input(f.inputs[i].port), 1, t);
    }
    const std::vector<ValueId> results = c.apply_net(0, inputs);
    for (std::size_t i = 0; i < f.sequences.size(); ++i) {
      const ValueId value = results[static_cast<std::size_t>(f.sequences[i])];
      Shape shape = b.shape(value);
      shape.insert(1, 1);
      steps[i].push_back(b.reshape(value, shape));
    }
    for (int in : f.states) inputs[static_cast<std::size_t>(in)] = results[static_cast<std::size_t>(f.inputs[static_cast<std::size_t>(in)].feedback)];
  }
  for (std::size_t i = 0; i < steps.size(); ++i) c.set_output(static_cast<int>(i), steps[i].size() == 1 ? steps[i][0] : b.concatenate(steps[i], 1));
  for (std::size_t s = 0; s < f.states.size(); ++s) c.set_output(state_output(f, s), inputs[static_cast<std::size_t>(f.states[s])]);
}

// ---- NetBidirectionalOperator[{forward, backward}, aggregation]

constexpr const char* kDirections[] = {"Forward", "Backward"};
constexpr int kAggregation = 2;  // the net that combines the two results

// Catenate joins the elements of the two sequences, Total adds them, Mean takes the middle.
std::optional<Net> aggregation_net(std::string_view name) {
  if (name == "Catenate") return make_layer("CatenateLayer", {2});
  if (name == "Total") return make_layer("TotalLayer");
  if (name == "Mean") {
    const ScalarExpression sum = ScalarExpression::apply("Plus", {ScalarExpression::slot(0), ScalarExpression::slot(1)});
    return make_layer("ThreadingLayer", {Value(ScalarExpression::apply("Times", {ScalarExpression::constant(0.5), sum}))});
  }
  return std::nullopt;
}

std::string aggregation_name(const Net& net) {
  if (!net.is_layer()) return "";
  for (const char* name : {"Catenate", "Total", "Mean"}) {
    const Net known = *aggregation_net(name);
    if (net->spec == known->spec && net->parameters == known->parameters) return name;
  }
  return "";
}

void prepare_bidirectional(NetNode& node) {
  node.inputs.resize(1);
  node.outputs.resize(1);
  for (int k = 0; k < 2; ++k) {
    fix_variadic(node, k, 1);
    require_ports(node, k, 1, 1);
    const Net& net = node.children[static_cast<std::size_t>(k)];
    for (int i : state_ports(net.inputs())) node.inputs.push_back({kDirections[k] + net.inputs()[static_cast<std::size_t>(i)].name, PortType::any(), PortRole::State, nullptr});
    for (int i : state_ports(net.outputs())) node.outputs.push_back({kDirections[k] + net.outputs()[static_cast<std::size_t>(i)].name, PortType::any(), PortRole::State, nullptr});
  }
  fix_variadic(node, kAggregation, 2);
  require_ports(node, kAggregation, 2, 1);
}

void infer_bidirectional(InferenceContext& c) {
  const NetNode& node = c.layer();
  const Net& aggregation = node.children[kAggregation];
  const std::vector<int> parts = data_ports(aggregation.inputs());
  int in_port = 1, out_port = 1;
  for (int k = 0; k < 2; ++k) {
    const Net& net = node.children[static_cast<std::size_t>(k)];
    const int in = data_ports(net.inputs())[0], out = data_ports(net.outputs())[0], part = parts[static_cast<std::size_t>(k)];
    c.refine_net_input(k, in, c.input());
    c.refine_input(0, c.net_input(k, in));
    for (int i : state_ports(net.inputs())) {
      c.refine_net_input(k, i, c.input(in_port));
      c.refine_input(in_port++, c.net_input(k, i));
    }
    for (int i : state_ports(net.outputs())) {
      c.refine_net_output(k, i, c.output(out_port));
      c.refine_output(out_port++, c.net_output(k, i));
    }
    c.refine_net_input(kAggregation, part, c.net_output(k, out));
    c.refine_net_output(k, out, c.net_input(kAggregation, part));
  }
  const int result = data_ports(aggregation.outputs())[0];
  c.refine_net_output(kAggregation, result, c.output());
  c.refine_output(0, c.net_output(kAggregation, result));
}

void lower_bidirectional(LoweringContext& c) {
  const NetNode& node = c.layer();
  array::Builder& b = c.builder();
  const Net& aggregation = node.children[kAggregation];
  const std::vector<int> parts = data_ports(aggregation.inputs());
  std::vector<ValueId> results(aggregation.inputs().size(), array::kNoValue);
  int in_port = 1, out_port = 1;
  for (int k = 0; k < 2; ++k) {
    const Net& net = node.children[static_cast<std::size_t>(k)];
    std::vector<ValueId> inputs(net.inputs().size(), array::kNoValue);
    inputs[static_cast<std::size_t>(data_ports(net.inputs())[0])] = k == 0 ? c.raw_input() : b.reverse(c.raw_input(), 1);
    for (int i : state_ports(net.inputs())) inputs[static_cast<std::size_t>(i)] = c.raw_input(in_port++);
    const std::vector<ValueId> outputs = c.apply_net(k, inputs, 0, true);
    for (int i : state_ports(net.outputs())) c.set_output(out_port++, outputs[static_cast<std::size_t>(i)]);
    const ValueId out = outputs[static_cast<std::size_t>(data_ports(net.outputs())[0])];
    results[static_cast<std::size_t>(parts[static_cast<std::size_t>(k)])] = k == 0 ? out : b.reverse(out, 1);
  }
  c.set_output(c.apply_net(kAggregation, results, 0, true)[static_cast<std::size_t>(data_ports(aggregation.outputs())[0])]);
}

}  // namespace

std::vector<LayerSpec> recurrence_operators() {
  const ParameterSpec net{.name = "Net", .kind = ParameterKind::Net, .positional = true, .required = true, .option = false};
  return {
      {.name = "NetNestOperator",
       .parameters = {net, {.name = "Count", .kind = ParameterKind::Natural, .positional = true, .required = true, .option = false}},
       .inputs = {{.name = "Input"}},
       .outputs = {{.name = "Output"}},
       .nets = {"Net"},
       .usage = "NetNestOperator[net, n] is a net that applies net n times, with the same arrays each time.",
       .prepare = prepare_nest,
       .infer = infer_nest,
       .lower = lower_nest},
      {.name = "NetFoldOperator",
       .parameters = {net,
                      {.name = "Feedback", .positional = true, .option = false, .rules = true},
                      {.name = "Constants", .default_value = ValueList{}, .positional = true, .option = false},
                      {.name = "Outputs", .positional = true, .option = false}},
       .nets = {"Net"},
       .usage = "NetFoldOperator[net] folds net over a sequence; its \"Output\" at each step is its \"State\" at the next.\n"
                "NetFoldOperator[net, {out1 -> in1, ...}] feeds the outputs back to the inputs given.\n"
                "NetFoldOperator[net, feedback, {const1, ...}] gives some inputs whole to every step.\n"
                "NetFoldOperator[net, feedback, constants, {out1, ...}] gives the sequences of certain outputs.",
       .prepare = prepare_fold,
       .infer = infer_fold,
       .lower = lower_fold},
      {.name = "NetBidirectionalOperator",
       .parameters = {{.name = "Nets", .kind = ParameterKind::Nets, .positional = true, .required = true, .option = false},
                      {.name = "Aggregation", .kind = ParameterKind::Net, .default_value = "Catenate", .positional = true, .option = false}},
       .inputs = {{.name = "Input", .type = PortType::rank_at_least(1, ElementKind::Any)}},
       .outputs = {{.name = "Output", .type = PortType::rank_at_least(1)}},
       .nets = {"ForwardNet", "BackwardNet", "Aggregation"},
       .usage = "NetBidirectionalOperator[net] applies net to a sequence, a copy of it to the reversed sequence, and joins the elements of both results.\n"
                "NetBidirectionalOperator[{fnet, bnet}] takes bnet for the reversed sequence.\n"
                "NetBidirectionalOperator[nets, aggregation] combines the results by Catenate, Total, Mean, or a net with two inputs.",
       .prepare = prepare_bidirectional,
       .infer = infer_bidirectional,
       .lower = lower_bidirectional,
       .named_net = aggregation_net,
       .net_name = aggregation_name},
  };
}

}  // namespace lykos::nets
