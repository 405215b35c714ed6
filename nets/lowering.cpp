// Nets to array programs.
#include "nets/lowering.h"

#include <algorithm>

#include "nets/initialize.h"

namespace lykos::nets {

using array::DType;
using array::kNoValue;
using array::Shape;

namespace {

Shape shape_of(const std::vector<std::int64_t>& dimensions) { return Shape(std::span<const std::int64_t>(dimensions)); }

}  // namespace

// ---- what a layer sees

ValueId LoweringContext::input(int i) {
  ValueId v = inputs_[static_cast<std::size_t>(i)];
  return is_real(builder_.dtype(v)) ? v : builder_.cast(v, real());
}

ValueId LoweringContext::index_input(int i) {
  ValueId v = inputs_[static_cast<std::size_t>(i)];
  return is_integer(builder_.dtype(v)) ? v : builder_.cast(v, DType::Integer64);
}

std::vector<std::int64_t> LoweringContext::input_dimensions(int i) const { return layer_.inputs[static_cast<std::size_t>(i)].type.dimensions(); }
std::vector<std::int64_t> LoweringContext::output_dimensions(int i) const { return layer_.outputs[static_cast<std::size_t>(i)].type.dimensions(); }

Shape LoweringContext::batched(const std::vector<std::int64_t>& dimensions) const {
  Shape shape;
  shape.push_back(options_.batch);
  for (std::int64_t d : dimensions) shape.push_back(d);
  return shape;
}

bool LoweringContext::has_array(std::string_view name) const {
  const int i = layer_.array_index(name);
  return i >= 0 && layer_.arrays[static_cast<std::size_t>(i)].state == ArrayState::Given;
}

ValueId LoweringContext::array(std::string_view name) {
  const int i = layer_.array_index(name);
  const ArraySlot& slot = layer_.arrays[static_cast<std::size_t>(i)];
  Path full = path_;
  full.emplace_back(std::string(name));
  std::string key(slot.shared_name.empty() ? "path " : "name ");
  key += slot.shared_name.empty() ? path_text(full) : slot.shared_name;
  if (const auto it = shared_.find(key); it != shared_.end()) {
    const LoweredArray& known = target_.arrays[static_cast<std::size_t>(it->second)];
    return known.latest == kNoValue ? known.value : known.latest;
  }
  const ArraySpec& row = layer_.spec->arrays[static_cast<std::size_t>(i)];
  LoweredArray a;
  a.path = full;
  a.role = row.role;
  a.initial = slot.value.dtype() == real() ? slot.value : slot.value.convert(real());
  if (options_.arrays == ArrayTreatment::Constants) {
    a.value = builder_.constant(a.initial);
  } else if (row.role == ArrayRole::Trainable) {
    a.parameter = static_cast<int>(target_.program.parameters.size());
    a.value = builder_.parameter(path_text(full), real(), a.initial.shape());
  } else {
    a.state = static_cast<int>(target_.program.states.size());
    a.value = builder_.state(path_text(full), real(), a.initial.shape());
  }
  shared_.emplace(key, static_cast<int>(target_.arrays.size()));
  target_.arrays.push_back(a);
  return a.value;
}

ValueId LoweringContext::array_at(std::string_view name, const std::vector<int>& axes, int rank) {
  const ValueId a = array(name);
  const Shape own = builder_.shape(a);
  Shape shape = Shape::filled(rank + 1, 1);
  for (std::size_t i = 0; i < axes.size(); ++i) shape[axes[i] + 1] = own[static_cast<int>(i)];
  return builder_.reshape(a, shape);
}

bool LoweringContext::updates(std::string_view array_name) const {
  if (!train() || options_.arrays != ArrayTreatment::Parameters) return false;
  Path full = path_;
  full.emplace_back(std::string(array_name));
  return !options_.frozen || !options_.frozen(full);
}

void LoweringContext::update_array(std::string_view name, ValueId value) {
  if (!updates(name)) return;
  array(name);  // there is an entry now
  Path full = path_;
  full.emplace_back(std::string(name));
  for (LoweredArray& a : target_.arrays) {
    if (a.path != full) continue;
    // A net applied again in the same run updates the array once more.
    std::erase_if(target_.program.state_updates, [&](const array::StateUpdate& u) { return u.state == a.value; });
    builder_.update_state(a.value, value);
    a.latest = value;
  }
}

std::vector<ValueId> LoweringContext::apply_net(int net, const std::vector<ValueId>& inputs, std::int64_t batch, bool record) {
  const Net& child = layer_.children[static_cast<std::size_t>(net)];
  if (batch == 0) batch = options_.batch;
  Path path = path_;
  path.push_back(layer_.key(net));
  return emitter_.emit_net(child, path, inputs, batch, record);
}

std::vector<ValueId> LoweringContext::apply_part(int net, const Path& part, const std::vector<ValueId>& inputs, std::int64_t batch) {
  Path path = path_;
  path.push_back(layer_.key(net));
  path.insert(path.end(), part.begin(), part.end());
  return emitter_.emit_net(*net_at(layer_.children[static_cast<std::size_t>(net)], part), path, inputs, batch, false);
}

std::int64_t LoweringContext::next_stream() {
  target_.random = true;
  return static_cast<std::int64_t>(target_.program.instructions.size()) + 1 - target_.views;
}

const array::Instruction* LoweringContext::producer(ValueId value) const {
  const array::Value& v = target_.program.value(value);
  return v.instruction < 0 ? nullptr : &target_.program.instructions[static_cast<std::size_t>(v.instruction)];
}

// ---- nets

namespace {

class Lowering final : public NetEmitter {
 public:
  Lowering(LoweredNet& target, const LowerOptions& options, std::map<std::string, int>& shared, bool record = true)
      : target_(target), options_(options), shared_(shared), record_(record) {}

  std::vector<ValueId> emit_net(const Net& net, const Path& path, const std::vector<ValueId>& inputs, std::int64_t batch, bool record) override {
    LowerOptions options = options_;
    options.batch = batch;
    return Lowering(target_, options, shared_, record_ && record).emit(net, path, inputs);
  }

  std::vector<ValueId> emit(const Net& net, const Path& path, const std::vector<ValueId>& given) {
    std::vector<ValueId> inputs = given;
    for (std::size_t i = 0; i < inputs.size(); ++i) {
      if (inputs[i] == kNoValue) inputs[i] = initial_state(net.inputs()[i], path);
      if (!record_) continue;
      inputs[i] = differentiable(path, net.inputs()[i].name, inputs[i]);
      target_.input_ports[{path, net.inputs()[i].name}] = inputs[i];
    }
    std::vector<ValueId> outputs = net.is_container() ? emit_container(net, path, inputs) : emit_layer(net, path, inputs);
    for (std::size_t i = 0; record_ && i < outputs.size(); ++i) {
      outputs[i] = differentiable(path, net.outputs()[i].name, outputs[i]);
      target_.output_ports[{path, net.outputs()[i].name}] = outputs[i];
    }
    return outputs;
  }

 private:
  ValueId differentiable(const Path& path, const std::string& port, ValueId value) {
    const auto& asked = options_.differentiated;
    const bool wanted = std::find(asked.begin(), asked.end(), std::pair(path, port)) != asked.end();
    array::Builder b(target_.program);
    if (!wanted || !is_real(b.dtype(value))) return value;
    ++target_.views;
    return b.view(value);
  }

  // A recurrent state that is not connected starts at zero.
  ValueId initial_state(const Port& port, const Path& path) {
    if (port.role != PortRole::State || !port.type.shape_known()) {
      throw NetError("nfspec", "The \"" + port.name + "\" port" + (path.empty() ? "" : " of " + path_words(path)) + " is " + describe(port.type) +
                                   " and is not connected.", path);
    }
    std::vector<std::int64_t> dimensions = port.type.dimensions();
    dimensions.insert(dimensions.begin(), options_.batch);
    return array::Builder(target_.program).fill(0, options_.precision == Precision::Real64 ? DType::Real64 : DType::Real32, shape_of(dimensions));
  }

  std::vector<ValueId> emit_layer(const Net& net, const Path& path, const std::vector<ValueId>& inputs) {
    auto check = [&](const Port& p) {
      if (p.type.shape_known()) return;
      throw NetError("nfspec", "The \"" + p.name + "\" port" + (path.empty() ? "" : " of " + path_words(path)) + " (" + std::string(net.head()) +
                                   ") is " + describe(p.type) + ": its size is not known. Give the input's shape with \"Input\" -> size.", path);
    };
    if (net->spec->infer) {  // a layer that infers nothing (PlaceholderLayer) says itself what is wrong
      for (const Port& p : net.inputs()) check(p);
      for (const Port& p : net.outputs()) check(p);
    }
    LoweringContext context(target_, options_, *net.pointer(), path, inputs, shared_, *this);
    net->spec->lower(context);
    std::vector<ValueId> outputs;
    for (std::size_t i = 0; i < net.outputs().size(); ++i) outputs.push_back(context.output(static_cast<int>(i)));
    return outputs;
  }

  std::vector<ValueId> emit_container(const Net& net, const Path& path, const std::vector<ValueId>& inputs) {
    const NetNode& node = net.node();
    std::vector<std::vector<ValueId>> results(node.children.size());
    auto source = [&](const EdgeEnd& from) {
      return from.node == EdgeEnd::kSelf ? inputs[static_cast<std::size_t>(from.port)]
                                         : results[static_cast<std::size_t>(from.node)][static_cast<std::size_t>(from.port)];
    };
    for (int child : topological_order(node)) {
      const Net& sub = node.children[static_cast<std::size_t>(child)];
      std::vector<ValueId> arguments(sub.inputs().size(), kNoValue);
      for (const Edge& e : node.edges) {
        if (e.to.node == child) arguments[static_cast<std::size_t>(e.to.port)] = source(e.from);
      }
      Path child_path = path;
      child_path.push_back(node.key(child));
      results[static_cast<std::size_t>(child)] = emit(sub, child_path, arguments);
    }
    std::vector<ValueId> outputs(node.outputs.size(), kNoValue);
    for (const Edge& e : node.edges) {
      if (e.to.node == EdgeEnd::kSelf) outputs[static_cast<std::size_t>(e.to.port)] = source(e.from);
    }
    return outputs;
  }

  LoweredNet& target_;
  const LowerOptions& options_;
  std::map<std::string, int>& shared_;
  bool record_;
};

}  // namespace

LoweredNet lower(const Net& net, const LowerOptions& options) {
  require_initialized(net);
  LoweredNet result;
  array::Builder builder(result.program);
  const DType real = options.precision == Precision::Real64 ? DType::Real64 : DType::Real32;
  for (const Port& p : net.inputs()) {
    if (!p.type.shape_known()) {
      throw NetError("nfspec", "The \"" + p.name + "\" port is " + describe(p.type) +
                                   ": its size is not known. Give it when the net is built, with \"" + p.name + "\" -> size.");
    }
    std::vector<std::int64_t> dimensions = p.type.dimensions();
    dimensions.insert(dimensions.begin(), options.batch);
    result.inputs.push_back(builder.input(p.name, p.type.element == ElementKind::Integer ? DType::Integer64 : real, shape_of(dimensions)));
  }
  std::map<std::string, int> shared;
  Lowering lowering(result, options, shared);
  result.outputs = lowering.emit(net, {}, result.inputs);
  return result;
}

}  // namespace lykos::nets
