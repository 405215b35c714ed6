// The list of passes, their switches, and the two that everything else relies on: dead code and common subexpressions.
#include "array/passes.h"

#include <cstdlib>
#include <stdexcept>
#include <unordered_map>

#include "array/passes_fusion.h"

namespace lykos::array {
namespace {

void renumber_producers(Program& program) {
  for (std::size_t i = 0; i < program.instructions.size(); ++i) {
    for (ValueId id : program.instructions[i].outputs) program.values[static_cast<std::size_t>(id)].instruction = static_cast<std::int32_t>(i);
  }
}

std::uint64_t hash_of(const Instruction& instruction) {
  std::uint64_t state = static_cast<std::uint64_t>(instruction.op) * 0x9E3779B97F4A7C15u;
  const auto mix = [&state](std::uint64_t word) {
    state = (state ^ word) * 0xFF51AFD7ED558CCDu;
    state ^= state >> 32;
  };
  for (ValueId id : instruction.inputs) mix(static_cast<std::uint64_t>(id));
  const Attributes& a = instruction.attributes;
  for (const Shape* shape : {&a.axes, &a.starts, &a.steps}) {
    for (std::int64_t extent : *shape) mix(static_cast<std::uint64_t>(extent));
  }
  mix(static_cast<std::uint64_t>(a.axis));
  mix(static_cast<std::uint64_t>(a.reduction));
  if (a.expression) mix(a.expression->hash());
  return state;
}

// Equal instructions on equal operands are computed once. Random operations with equal streams are equal too: the numbers of one run
// depend on nothing else.
void share_common_subexpressions(Program& program) {
  std::vector<ValueId> replacement(program.values.size());
  for (std::size_t i = 0; i < replacement.size(); ++i) replacement[i] = static_cast<ValueId>(i);
  std::unordered_multimap<std::uint64_t, std::size_t> seen;
  for (std::size_t i = 0; i < program.instructions.size(); ++i) {
    Instruction& instruction = program.instructions[i];
    for (ValueId& id : instruction.inputs) {
      if (id != kNoValue) id = replacement[static_cast<std::size_t>(id)];
    }
    const std::uint64_t key = hash_of(instruction);
    bool found = false;
    const auto range = seen.equal_range(key);
    for (auto it = range.first; it != range.second && !found; ++it) {
      const Instruction& other = program.instructions[it->second];
      if (other.op != instruction.op || other.inputs != instruction.inputs || !(other.attributes == instruction.attributes)) continue;
      bool same = other.outputs.size() == instruction.outputs.size();
      for (std::size_t k = 0; same && k < other.outputs.size(); ++k) {
        same = program.shape(other.outputs[k]) == program.shape(instruction.outputs[k]) && program.dtype(other.outputs[k]) == program.dtype(instruction.outputs[k]);
      }
      if (!same) continue;
      for (std::size_t k = 0; k < other.outputs.size(); ++k) replacement[static_cast<std::size_t>(instruction.outputs[k])] = other.outputs[k];
      found = true;
    }
    if (!found) seen.emplace(key, i);
  }
  replace_uses(program, replacement);
  remove_dead_code(program);
}

struct Switches {
  bool none = false;
  std::vector<std::string> off, on;
  bool enabled(const std::string& name) const {
    for (const std::string& other : off) {
      if (other == name) return false;
    }
    if (!none) return true;
    for (const std::string& other : on) {
      if (other == name) return true;
    }
    return false;
  }
};

Switches read_switches() {
  Switches switches;
  const char* text = std::getenv("LYKOS_PASSES");
  if (text == nullptr) return switches;
  std::string word;
  for (const char* c = text;; ++c) {
    if (*c != ',' && *c != '\0') {
      word += *c;
      continue;
    }
    if (word == "none") switches.none = true;
    else if (!word.empty() && word[0] == '-') switches.off.push_back(word.substr(1));
    else if (!word.empty()) switches.on.push_back(word);
    word.clear();
    if (*c == '\0') break;
  }
  return switches;
}

}  // namespace

void replace_uses(Program& program, const std::vector<ValueId>& replacement) {
  const auto renew = [&](ValueId& id) {
    if (id != kNoValue && static_cast<std::size_t>(id) < replacement.size()) id = replacement[static_cast<std::size_t>(id)];
  };
  for (Instruction& instruction : program.instructions) {
    for (ValueId& id : instruction.inputs) renew(id);
  }
  for (NamedOutput& output : program.outputs) renew(output.value);
  for (StateUpdate& update : program.state_updates) renew(update.value);
  for (ParameterGradient& pair : program.parameter_gradients) renew(pair.gradient);
}

std::vector<int> count_uses(const Program& program) {
  std::vector<int> uses(program.values.size(), 0);
  const auto use = [&](ValueId id) {
    if (id != kNoValue) ++uses[static_cast<std::size_t>(id)];
  };
  for (const Instruction& instruction : program.instructions) {
    for (ValueId id : instruction.inputs) use(id);
  }
  for (const NamedOutput& output : program.outputs) use(output.value);
  for (const StateUpdate& update : program.state_updates) use(update.value);
  for (const ParameterGradient& pair : program.parameter_gradients) use(pair.gradient);
  return uses;
}

void remove_dead_code(Program& program) {
  std::vector<bool> needed(program.values.size(), false);
  const auto need = [&](ValueId id) {
    if (id != kNoValue) needed[static_cast<std::size_t>(id)] = true;
  };
  for (const NamedOutput& output : program.outputs) need(output.value);
  for (const StateUpdate& update : program.state_updates) need(update.value);
  for (const ParameterGradient& pair : program.parameter_gradients) need(pair.gradient);
  std::vector<Instruction> kept;
  for (std::size_t i = program.instructions.size(); i-- > 0;) {
    Instruction& instruction = program.instructions[i];
    bool used = false;
    for (ValueId id : instruction.outputs) used = used || needed[static_cast<std::size_t>(id)];
    if (!used) continue;
    for (ValueId id : instruction.inputs) need(id);
    kept.push_back(static_cast<Instruction&&>(instruction));
  }
  program.instructions.assign(std::make_move_iterator(kept.rbegin()), std::make_move_iterator(kept.rend()));
  renumber_producers(program);
}

void fuse_softmax_cross_entropy(Program& program) {
  for (std::size_t i = 0; i < program.instructions.size(); ++i) {
    if (program.instructions[i].op != Op::CrossEntropyIndex) continue;
    const ValueId source_id = program.instructions[i].inputs[0];
    const Value& source = program.value(source_id);
    if (source.kind != ValueKind::Result) continue;
    const Instruction& softmax = program.instructions[static_cast<std::size_t>(source.instruction)];
    if (softmax.op != Op::Softmax || softmax.attributes.axis != source.shape.rank() - 1) continue;
    // The loss keeps its value number; the probabilities become a second result.
    Value probabilities;
    probabilities.dtype = source.dtype;
    probabilities.shape = source.shape;
    probabilities.position = 1;
    probabilities.instruction = static_cast<std::int32_t>(i);
    const ValueId logits = softmax.inputs[0];
    Instruction& instruction = program.instructions[i];
    instruction.op = Op::SoftmaxCrossEntropy;
    instruction.inputs[0] = logits;
    instruction.outputs.push_back(static_cast<ValueId>(program.values.size()));
    program.values.push_back(static_cast<Value&&>(probabilities));
    // Later readers of the softmax take the second result instead; if there are no earlier ones, the softmax is dead.
    const ValueId old = source_id;
    const ValueId fresh = instruction.outputs.back();
    for (std::size_t k = i + 1; k < program.instructions.size(); ++k) {
      for (ValueId& id : program.instructions[k].inputs) id = id == old ? fresh : id;
    }
    for (NamedOutput& output : program.outputs) output.value = output.value == old ? fresh : output.value;
    for (StateUpdate& update : program.state_updates) update.value = update.value == old ? fresh : update.value;
    for (ParameterGradient& pair : program.parameter_gradients) pair.gradient = pair.gradient == old ? fresh : pair.gradient;
  }
}

const std::vector<Pass>& all_passes() {
  static const std::vector<Pass> passes = {
      {"dead-code", "drops instructions nobody needs", &remove_dead_code},
      {"common-subexpressions", "computes equal instructions once", &share_common_subexpressions},
      {"softmax-cross-entropy", "joins Softmax with the loss that follows", &fuse_softmax_cross_entropy},
      {"fold-normalization", "multiplies evaluated batch normalisation into the convolution or linear layer before it", &fold_normalization},
      {"fuse-elementwise", "composes chains of elementwise operations into one expression", &fuse_elementwise},
      {"fuse-bias-gradient", "computes the gradients of a convolution's weights and biases together", &fuse_bias_gradient},
      {"fuse-activation", "lets convolution and linear apply the function that follows", &fuse_activation},
      {"fuse-normalization-ramp", "lets batch normalisation in training apply the Ramp that follows, and its adjoint undo it", &fuse_normalization_ramp},
      {"absorb-transposes", "lets matrix products read and write transposed arrays in place", &absorb_transposes},
      {"final-dead-code", "drops what the passes before left over", &remove_dead_code},
  };
  return passes;
}

void run_passes(Program& program) {
  const Switches switches = read_switches();
  for (const Pass& pass : all_passes()) {
    if (switches.enabled(pass.name)) pass.run(program);
  }
}

void run_pass(Program& program, const std::string& name) {
  for (const Pass& pass : all_passes()) {
    if (name == pass.name) return pass.run(program);
  }
  throw std::invalid_argument("[passes] there is no pass named " + name);
}

}  // namespace lykos::array
