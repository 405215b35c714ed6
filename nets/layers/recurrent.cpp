// BasicRecurrentLayer, GatedRecurrentLayer, LongShortTermMemoryLayer: a cell run along a sequence of vectors.
//
// The three differ in their gates alone. A gate has a matrix for the input, a matrix for the state and a bias vector; the states are ports
// that start at zero. The program multiplies all inputs at once and leaves the steps to one operation.
#include "nets/layers/families.h"
#include "nets/layers/support.h"

namespace lykos::nets {
namespace {

using Cell = array::Builder::Cell;

struct Kind {
  Cell cell;
  std::vector<std::string> gates;  // in the order of the operation; a prefix of the names of arrays
};

const Kind& kind_of(const NetNode& layer) {
  static const Kind kBasic{Cell::Basic, {""}}, kGated{Cell::Gated, {"InputGate", "ResetGate", "MemoryGate"}},
      kLongShortTerm{Cell::LongShortTerm, {"InputGate", "OutputGate", "ForgetGate", "MemoryGate"}};
  return layer.spec->name == "BasicRecurrentLayer" ? kBasic : layer.spec->name == "GatedRecurrentLayer" ? kGated : kLongShortTerm;
}

// ---- "Dropout" -> None | p | {method -> p, ...}

struct RecurrentDropout {
  double weights = 0, input = 0, state = 0, update = 0;
};

RecurrentDropout read_dropout(const NetNode& layer) {
  const Value& v = layer.parameter("Dropout");
  RecurrentDropout d;
  auto refuse = [&] {
    throw NetError("netinvparam2", "The value " + v.text() + " of parameter \"Dropout\" of " + layer.spec->name +
                                       " is not None, a probability or a list of rules from \"VariationalWeights\", \"VariationalInput\", "
                                       "\"VariationalState\" and \"StateUpdate\" to probabilities.");
  };
  auto probability = [&](const Value& p) {
    if (!p.is_number() || p.number() < 0 || p.number() >= 1) refuse();
    return p.number();
  };
  if (v.is_none()) return d;
  if (v.is_number()) {
    d.weights = probability(v);  // the method that a plain probability means
    return d;
  }
  const ValueList rules = v.is(Value::Kind::Rule) ? ValueList{v} : v.is_list() ? v.list() : ValueList{};
  if (rules.empty()) refuse();
  for (const Value& rule : rules) {
    if (!rule.is(Value::Kind::Rule)) refuse();
    const Value& method = rule.rule().first;
    double* slot = method.is_word("VariationalWeights") ? &d.weights
                   : method.is_word("VariationalInput") ? &d.input
                   : method.is_word("VariationalState") ? &d.state
                   : method.is_word("StateUpdate")      ? &d.update
                                                        : nullptr;
    if (!slot) refuse();
    *slot = probability(rule.rule().second);
  }
  return d;
}

void prepare_recurrent(NetNode& layer) { read_dropout(layer); }

// ---- shapes

void infer_recurrent(InferenceContext& c) {
  const Kind& kind = kind_of(c.layer());
  const Value& n = c.parameter("OutputSize");
  Extent size = n.is_integer() ? Extent(n.integer()) : Extent(), width = c.input(0).extents[1];
  size = c.join(size, c.output(0).extents[1], "size of the output vectors");
  for (int i = 1; i < c.input_count(); ++i) size = c.join(size, c.input(i).extents[0], "sizes of output and state");
  for (int i = 1; i < c.output_count(); ++i) size = c.join(size, c.output(i).extents[0], "sizes of output and state");
  for (const std::string& gate : kind.gates) {
    c.refine_array(gate + "InputWeights", PortType::of_rank(2));
    c.refine_array(gate + "StateWeights", PortType::of_rank(2));
    c.refine_array(gate + "Biases", PortType::of_rank(1));
    const auto& input_weights = c.array(gate + "InputWeights").extents;
    const auto& state_weights = c.array(gate + "StateWeights").extents;
    width = c.join(width, input_weights[1], "size of the input vectors and the number of columns of \"" + gate + "InputWeights\"");
    size = c.join(size, input_weights[0], "size of the output vectors and the number of rows of \"" + gate + "InputWeights\"");
    size = c.join(c.join(size, state_weights[0], "size of the output vectors and of \"" + gate + "StateWeights\""), state_weights[1],
                  "size of the output vectors and of \"" + gate + "StateWeights\"");
    size = c.join(size, c.array(gate + "Biases").extents[0], "size of the output vectors and of \"" + gate + "Biases\"");
  }
  for (const std::string& gate : kind.gates) {
    c.refine_array(gate + "InputWeights", {size, width});
    c.refine_array(gate + "StateWeights", {size, size});
    c.refine_array(gate + "Biases", {size});
  }
  const Extent length = c.join(c.input(0).extents[0], c.output(0).extents[0], "lengths of input and output");
  if (length == Extent(0)) c.fail("The \"Input\" port can't be an empty sequence.", "Input", describe(c.input(0)));
  c.refine_input(0, PortType::shaped({length, width}, ElementKind::Any));
  c.refine_output(0, PortType::shaped({length, size}));
  for (int i = 1; i < c.input_count(); ++i) c.refine_input(i, PortType::shaped({size}));
  for (int i = 1; i < c.output_count(); ++i) c.refine_output(i, PortType::shaped({size}));
}

// ---- operations

void lower_recurrent(LoweringContext& c) {
  array::Builder& b = c.builder();
  const Kind& kind = kind_of(c.layer());
  auto all_gates = [&](const char* array) {
    std::vector<ValueId> parts;
    for (const std::string& gate : kind.gates) parts.push_back(c.array(gate + array));
    return parts.size() == 1 ? parts[0] : b.concatenate(parts, 0);
  };
  const RecurrentDropout dropout = c.train() ? read_dropout(c.layer()) : RecurrentDropout{};
  const std::int64_t length = c.input_dimensions(0)[0], size = c.output_dimensions(0)[1], wide = size * static_cast<std::int64_t>(kind.gates.size());
  const ValueId input_weights = all_gates("InputWeights"), biases = all_gates("Biases");
  ValueId state_weights = all_gates("StateWeights");
  ValueId driven = array::kNoValue, state_mask = array::kNoValue, update_mask = array::kNoValue;
  if (dropout.input > 0) {
    const ValueId mask = b.dropout_mask(c.real(), {c.batch(), 1, wide}, dropout.input, c.next_stream());
    driven = b.add(b.multiply(b.linear(c.input(0), input_weights), mask), biases);
  } else {
    driven = b.linear(c.input(0), input_weights, biases);
  }
  if (dropout.weights > 0) state_weights = b.multiply(state_weights, b.dropout_mask(c.real(), {wide, size}, dropout.weights, c.next_stream()));
  if (dropout.state > 0) state_mask = b.dropout_mask(c.real(), {c.batch(), wide}, dropout.state, c.next_stream());
  if (dropout.update > 0) update_mask = b.dropout_mask(c.real(), {c.batch(), length, size}, dropout.update, c.next_stream());
  const bool has_cell = kind.cell == Cell::LongShortTerm;
  const auto result = b.recurrent(kind.cell, driven, c.input(1), has_cell ? c.input(2) : array::kNoValue, state_weights, state_mask, update_mask);
  c.set_output(0, result.states);
  c.set_output(1, result.final_state);
  if (has_cell) c.set_output(2, result.final_cell);
}

// ---- rows

LayerSpec recurrent_row(const char* name, const std::vector<std::string>& gates, bool has_cell, const char* usage) {
  LayerSpec row;
  row.name = name;
  row.parameters = {{.name = "OutputSize", .kind = ParameterKind::PositiveInteger, .positional = true, .option = false},
                    {.name = "Dropout", .default_value = None{}}};
  for (const std::string& gate : gates) {
    row.arrays.push_back({.name = gate + "InputWeights"});
    row.arrays.push_back({.name = gate + "StateWeights"});
    // A forget gate that starts open lets gradients reach far back.
    if (gate == "ForgetGate") row.arrays.push_back({.name = gate + "Biases", .init = ArrayInit::Constant, .constant = 1});
    else row.arrays.push_back({.name = gate + "Biases", .init = ArrayInit::Zeros});
  }
  const PortType sequence = PortType::shaped({Extent::varying(), Extent()}), state = PortType::of_rank(1);
  row.inputs = {{.name = "Input", .type = PortType::shaped({Extent::varying(), Extent()}, ElementKind::Any)}, {.name = "State", .role = PortRole::State, .type = state}};
  row.outputs = {{.name = "Output", .type = sequence}, {.name = "State", .role = PortRole::State, .type = state}};
  if (has_cell) {
    row.inputs.push_back({.name = "CellState", .role = PortRole::State, .type = state});
    row.outputs.push_back({.name = "CellState", .role = PortRole::State, .type = state});
  }
  row.is_random = true;
  row.mode_dependent = true;
  row.usage = usage;
  row.prepare = prepare_recurrent;
  row.infer = infer_recurrent;
  row.lower = lower_recurrent;
  return row;
}

}  // namespace

std::vector<LayerSpec> recurrent_layers() {
  return {
      recurrent_row("BasicRecurrentLayer", {""}, false,
                    "BasicRecurrentLayer[n] is a trainable layer that turns a sequence of vectors into a sequence of states of size n, each computed from "
                    "a vector and the state before it."),
      recurrent_row("GatedRecurrentLayer", {"InputGate", "ResetGate", "MemoryGate"}, false,
                    "GatedRecurrentLayer[n] is a trainable recurrent layer with gates that decide what of its state of size n is kept and replaced."),
      recurrent_row("LongShortTermMemoryLayer", {"InputGate", "OutputGate", "ForgetGate", "MemoryGate"}, true,
                    "LongShortTermMemoryLayer[n] is a trainable recurrent layer that keeps a cell state of size n beside its output."),
  };
}

}  // namespace lykos::nets
