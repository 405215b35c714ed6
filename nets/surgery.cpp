// Net surgery: extracting and replacing.
//
// Containers are turned back into drafts (draft.h), changed, and assembled again, so that every result has passed shape inference. When
// a replaced part changes sizes, types that were only inferred are forgotten first: what stays is what parameters, given arrays and
// coders say, and the sizes of the net's inputs.
#include <algorithm>
#include <functional>
#include <map>

#include "nets/draft.h"
#include "nets/graph.h"
#include "nets/shape_inference.h"

namespace lykos::nets {

// ---- extraction

void no_part(const Net& net, const Path& path) {
  throw NetError("netnopart", "There is no layer, array or port " + path_text(path) + " in the net.", path, std::string(net.head()));
}

namespace {

Net with_child(const Net& net, int child, Net replacement) {
  auto node = std::make_shared<NetNode>(*net.pointer());
  node->children[static_cast<std::size_t>(child)] = std::move(replacement);
  return Net(std::move(node));
}

// Applies an edit to the net at a path of layer keys; containers on the way are copied, shapes are the caller's business.
Net edit_at(const Net& net, const Path& path, std::size_t depth, const std::function<Net(const Net&)>& edit) {
  if (depth == path.size()) return edit(net);
  const int child = find_child(net, path[depth]);
  if (child < 0) no_part(net, path);
  Net changed = edit_at(net->children[static_cast<std::size_t>(child)], path, depth + 1, edit);
  if (changed.pointer() == net->children[static_cast<std::size_t>(child)].pointer()) return net;
  return with_child(net, child, std::move(changed));
}

// Every layer mapped by a function; structure and port types untouched.
Net map_layers(const Net& net, const Path& path, const std::function<Net(const Net&, const Path&)>& f) {
  if (net.is_layer()) return f(net, path);
  std::shared_ptr<NetNode> copy;
  for (std::size_t i = 0; i < net->children.size(); ++i) {
    Path child_path = path;
    child_path.push_back(net->key(static_cast<int>(i)));
    Net child = map_layers(net->children[i], child_path, f);
    if (child.pointer() == net->children[i].pointer()) continue;
    if (!copy) copy = std::make_shared<NetNode>(*net.pointer());
    copy->children[i] = std::move(child);
  }
  return copy ? Net(std::move(copy)) : net;
}

// All inferred types forgotten, except those of the net's own input ports when `keep_inputs`.
Net loosen(const Net& net, bool keep_inputs) {
  auto node = std::make_shared<NetNode>(*net.pointer());
  auto reset = [](Port& p, const PortType& type) { p.type = p.coder ? p.coder->type() : type; };
  if (net.is_layer()) {
    const LayerSpec& spec = *node->spec;
    std::vector<Port> inputs = node->inputs, outputs = node->outputs;
    for (std::size_t i = 0; i < inputs.size(); ++i) reset(inputs[i], i < spec.inputs.size() ? spec.inputs[i].type : PortType::any());
    for (std::size_t i = 0; i < outputs.size(); ++i) reset(outputs[i], i < spec.outputs.size() ? spec.outputs[i].type : PortType::any());
    node->inputs = inputs;
    node->outputs = outputs;
    for (ArraySlot& a : node->arrays) {
      if (a.state == ArrayState::Missing) a.type = PortType::any();
    }
    if (spec.prepare) spec.prepare(*node);
  } else {
    for (Net& child : node->children) child = loosen(child, false);
    for (Port& p : node->inputs) {
      if (!keep_inputs) reset(p, PortType::any());
    }
    for (Port& p : node->outputs) reset(p, PortType::any());
  }
  return Net(std::move(node));
}

// Shapes inferred with what is there; if that contradicts, with inferred types forgotten. The first error counts if both fail.
Net reinfer(const Net& net, const std::vector<PortConstraint>& constraints = {}, bool keep_inputs = true) {
  try {
    return infer_shapes(net, constraints);
  } catch (const ShapeError& first) {
    try {
      return infer_shapes(loosen(net, keep_inputs), constraints);
    } catch (const NetError&) {
      throw first;
    }
  }
}

}  // namespace

Extracted extract(const Net& net, const Path& path) {
  Extracted result;
  Net current = net;
  for (std::size_t i = 0; i < path.size(); ++i) {
    const PathKey& key = path[i];
    if (key.is_index() && key.index == 0) no_part(net, path);
    if (const int child = find_child(current, key); child >= 0) {
      current = current->children[static_cast<std::size_t>(child)];
      continue;
    }
    if (i + 1 != path.size() || key.is_index()) return result;
    if (key.name == "LearningRateMultipliers") {
      result.kind = Extracted::Kind::Parameter;
      result.parameter = current->learning_rate_multipliers;
      return result;
    }
    if (current->spec) {
      if (const int a = current->array_index(key.name); a >= 0) {
        result.kind = Extracted::Kind::Array;
        result.array = &current->arrays[static_cast<std::size_t>(a)];
        return result;
      }
      if (const int p = current->spec->parameter_index(key.name); p >= 0) {
        result.kind = Extracted::Kind::Parameter;
        result.parameter = current->parameters[static_cast<std::size_t>(p)];
        return result;
      }
    }
    int port = current.find_input(key.name);
    if (port >= 0) {
      result.port = current.inputs()[static_cast<std::size_t>(port)];
    } else if (port = current.find_output(key.name); port >= 0) {
      result.port = current.outputs()[static_cast<std::size_t>(port)];
    } else {
      return result;
    }
    result.kind = Extracted::Kind::Port;
    return result;
  }
  result.kind = Extracted::Kind::Net;
  result.net = current;
  return result;
}

const ArraySlot* find_shared_array(const Net& net, const std::string& name) {
  for (const ArrayEntry& e : array_entries(net)) {
    if (e.slot->shared_name == name) return e.slot;
  }
  return nullptr;
}

std::vector<std::string> shared_array_names(const Net& net) {
  std::vector<std::string> names;
  for (const ArrayEntry& e : array_entries(net)) {
    if (!e.slot->shared_name.empty() && std::find(names.begin(), names.end(), e.slot->shared_name) == names.end()) names.push_back(e.slot->shared_name);
  }
  return names;
}

namespace {

// The path with `name(net, child)` for every key that names a child of a net; other keys, those of arrays and ports, stay.
template <typename Name>
Path renamed_path(const Net& net, const Path& path, Name name) {
  Path result;
  Net current = net;
  for (const PathKey& key : path) {
    const int child = find_child(current, key);
    if (child < 0) {
      result.push_back(key);
      continue;
    }
    result.push_back(name(current, child));
    current = current->children[static_cast<std::size_t>(child)];
  }
  return result;
}

}  // namespace

Path canonical_path(const Net& net, const Path& path) {
  return renamed_path(net, path, [](const Net& parent, int child) { return parent->key(child); });
}

Path numbered_path(const Net& net, const Path& path) {
  return renamed_path(net, path, [](const Net&, int child) { return PathKey(std::int64_t{child} + 1); });
}

// ---- replacement

namespace {

// A layer with one parameter changed: built again with everything else as given.
Net with_parameter(const Net& layer, const std::string& name, const Value& value) {
  auto node = std::make_shared<NetNode>(*layer.pointer());
  const int i = node->spec->parameter_index(name);
  node->parameters[static_cast<std::size_t>(i)] = value;
  ConstructorCall call = constructor_call(Net(node));
  for (Option& o : call.options) {
    if (o.name == name) o.value = value;
  }
  try {
    return make_layer(*node->spec, call.positional, call.options);
  } catch (const ShapeError& first) {
    // Sizes that followed from the old value: outputs first, then inputs, are left to inference. Coders stay.
    for (const std::vector<Port>* ports : {&node->outputs, &node->inputs}) {
      for (const Port& p : *ports) {
        if (!p.coder) std::erase_if(call.options, [&](const Option& o) { return o.name == p.name; });
      }
      try {
        return make_layer(*node->spec, call.positional, call.options);
      } catch (const ShapeError&) {
      }
    }
    throw first;
  }
}

Net with_multipliers(const Net& net, const Value& value) {
  auto node = std::make_shared<NetNode>(*net.pointer());
  node->learning_rate_multipliers = value;
  return Net(std::move(node));
}

// New values for arrays; shared ones change wherever they are.
using ArrayEdit = std::function<std::optional<ArraySlot>(const ArraySlot&, const ArraySpec&, const Path&)>;

Net edit_arrays(const Net& net, const ArrayEdit& edit) {
  return map_layers(net, {}, [&](const Net& layer, const Path& path) {
    std::shared_ptr<NetNode> copy;
    for (std::size_t i = 0; i < layer->arrays.size(); ++i) {
      Path full = path;
      full.emplace_back(layer->spec->arrays[i].name);
      if (auto changed = edit(layer->arrays[i], layer->spec->arrays[i], full)) {
        if (!copy) copy = std::make_shared<NetNode>(*layer.pointer());
        copy->arrays[i] = std::move(*changed);
      }
    }
    return copy ? Net(std::move(copy)) : layer;
  });
}

void check_dimensions(const ArraySlot& slot, const Array& value, const Path& path) {
  PortType type = PortType::of_dimensions({value.shape().begin(), value.shape().end()});
  if (unify(slot.type, type)) return;
  Path layer(path.begin(), path.end() - 1);
  throw NetError("netarrdims", "Array \"" + path.back().name + "\"" + (layer.empty() ? "" : " of " + path_words(layer)) + " is " + describe(slot.type) +
                                   " and can't be replaced by " + describe(type) + ".", path);
}

Array as_array(const Value& v, const Path& path) {
  if (v.is(Value::Kind::Array) && !is_complex(v.array().dtype())) {
    return is_real(v.array().dtype()) ? v.array() : v.array().convert(array::DType::Real32);
  }
  throw NetError("netinvtensorvals", "The value specified for " + path.back().name + " should be a real-valued tensor.", path);
}

Net replace_array(const Net& net, const Path& path, const ArraySlot& old, const Value& v) {
  ArraySlot slot = old;
  if (v.is_automatic()) {
    slot.state = ArrayState::Missing;
    slot.value = Array();
  } else if (v.is_none()) {
    slot.state = ArrayState::Absent;
  } else if (v.is_number()) {
    slot.state = ArrayState::Missing;
    slot.fill = v.number();
  } else if (v.is(Value::Kind::SharedArray)) {
    slot.shared_name = v.shared_array()->name;
    if (v.shared_array()->value) {
      slot.value = *v.shared_array()->value;
      slot.state = ArrayState::Given;
    } else if (const ArraySlot* other = find_shared_array(net, slot.shared_name)) {
      slot.value = other->value;
      slot.state = other->state;
    }
  } else {
    slot.value = as_array(v, path);
    slot.state = ArrayState::Given;
  }
  if (slot.state == ArrayState::Given) {
    check_dimensions(old, slot.value, path);
    slot.type = PortType::of_dimensions({slot.value.shape().begin(), slot.value.shape().end()});
  }
  return edit_arrays(net, [&](const ArraySlot& candidate, const ArraySpec& spec, const Path& at) -> std::optional<ArraySlot> {
    if (at == path || (!slot.shared_name.empty() && candidate.shared_name == slot.shared_name)) {
      if (slot.state == ArrayState::Absent && !spec.may_be_none) {
        throw NetError("netinvparam2", "Array \"" + spec.name + "\" can't be None.", path);
      }
      return slot;
    }
    return std::nullopt;
  });
}

Net replace_port(const Net& net, const Path& layer_path, const std::string& name, const Value& v) {
  const Net owner = *net_at(net, layer_path);
  int port = owner.find_input(name);
  const bool output = port < 0;
  if (output) port = owner.find_output(name);
  auto set_coder = [&](const Net& n) {
    auto node = std::make_shared<NetNode>(*n.pointer());
    (output ? node->outputs : node->inputs)[static_cast<std::size_t>(port)].coder = parse_port_coder(v, name);
    return Net(std::move(node));
  };
  const bool coder_change = parse_port_coder(v, name) != nullptr || v.is_none();
  Net changed = coder_change ? edit_at(net, layer_path, 0, set_coder) : net;
  if (v.is_none()) return changed;
  const PortType type = parse_port_type(v, name);  // of Automatic: nothing is known, but what is inferred
  if (layer_path.empty()) {
    const auto anew = [&] {  // the new size replaces the old one; other inputs keep theirs
      auto node = std::make_shared<NetNode>(*loosen(changed, true).pointer());
      (output ? node->outputs : node->inputs)[static_cast<std::size_t>(port)].type = type;
      return infer_shapes(Net(std::move(node)));
    };
    try {
      Net refined = infer_shapes(changed, {{output, port, type}});
      // A known length agrees with a varying one, but is not what was asked for.
      const PortType& got = (output ? refined.outputs() : refined.inputs())[static_cast<std::size_t>(port)].type;
      return v.is_automatic() || (type.has_varying() && !got.has_varying()) ? anew() : refined;
    } catch (const ShapeError& first) {
      try {
        return anew();
      } catch (const NetError&) {
        throw first;
      }
    }
  }
  return reinfer(edit_at(changed, layer_path, 0, [&](const Net& n) {
    auto node = std::make_shared<NetNode>(*loosen(n, true).pointer());
    (output ? node->outputs : node->inputs)[static_cast<std::size_t>(port)].type = type;
    return Net(std::move(node));
  }));
}

}  // namespace

Net replace_part(const Net& net, const Path& given_path, const Value& replacement) {
  if (given_path.empty()) no_part(net, given_path);
  for (const PathKey& key : given_path) {
    if (key.is_index() && key.index == 0) no_part(net, given_path);
  }
  const Path path = canonical_path(net, given_path);
  const Extracted found = extract(net, path);
  const Path parent(path.begin(), path.end() - 1);
  switch (found.kind) {
    case Extracted::Kind::Missing: no_part(net, path);
    case Extracted::Kind::Array: return reinfer(replace_array(net, path, *found.array, replacement));
    case Extracted::Kind::Port: return replace_port(net, parent, path.back().name, replacement);
    case Extracted::Kind::Parameter:
      if (path.back().name == "LearningRateMultipliers") return edit_at(net, parent, 0, [&](const Net& part) { return with_multipliers(part, replacement); });
      return reinfer(edit_at(net, parent, 0, [&](const Net& layer) { return with_parameter(layer, path.back().name, replacement); }));
    case Extracted::Kind::Net: break;
  }
  if (!replacement.is(Value::Kind::Net)) throw NetError("netinvnodes", replacement.text() + " is not a net and can't replace " + path_words(path) + ".", path, std::string(net.head()));
  Net fresh = replacement.net();
  if (found.net.is_layer() && found.net->variadic_inputs >= 0) fresh = with_input_count(fresh, static_cast<int>(found.net.inputs().size()));
  if (fresh.inputs().empty() && !found.net.inputs().empty()) fresh = with_input_count(fresh, static_cast<int>(found.net.inputs().size()));
  if (fresh.inputs().size() != found.net.inputs().size() || fresh.outputs().size() != found.net.outputs().size()) {
    throw NetError("netinvnodes", "The replacement for " + path_words(path) + " must have as many inputs and outputs as the original (" +
                                      std::to_string(found.net.inputs().size()) + " and " + std::to_string(found.net.outputs().size()) + ").", path, std::string(net.head()));
  }
  // Coders of the replaced end of a net belong to the net's own ports, which keep them.
  return reinfer(edit_at(net, path, 0, [&](const Net&) { return fresh; }));
}

Net replace_parts(const Net& net, const std::vector<std::pair<Path, Value>>& replacements) {
  Net result = net;
  for (const auto& [path, value] : replacements) result = replace_part(result, path, value);
  return result;
}

Net replace_layers(const Net& net, const std::function<std::optional<Net>(const Net&)>& replace) {
  Net current = net;
  if (!net.is_layer()) {
    std::shared_ptr<NetNode> copy;
    for (std::size_t i = 0; i < net->children.size(); ++i) {
      Net child = replace_layers(net->children[i], replace);
      if (child.pointer() == net->children[i].pointer()) continue;
      if (child.inputs().empty() && !net->children[i].inputs().empty()) child = with_input_count(child, static_cast<int>(net->children[i].inputs().size()));
      if (!copy) copy = std::make_shared<NetNode>(*net.pointer());
      copy->children[i] = std::move(child);
    }
    if (copy) current = reinfer(Net(std::move(copy)));
  }
  if (auto replacement = replace(current)) return *replacement;
  return current;
}

Net with_arrays(const Net& net, const std::vector<std::pair<Path, Array>>& arrays) {
  std::map<Path, const Array*> by_path;
  std::map<std::string, const Array*> by_name;
  for (const auto& [path, value] : arrays) by_path[path] = &value;
  for (const ArrayEntry& e : array_entries(net)) {
    const auto it = by_path.find(e.path);
    if (it == by_path.end()) continue;
    check_dimensions(*e.slot, *it->second, e.path);
    if (!e.slot->shared_name.empty()) by_name[e.slot->shared_name] = it->second;
  }
  const Net changed = edit_arrays(net, [&](const ArraySlot& slot, const ArraySpec&, const Path& path) -> std::optional<ArraySlot> {
    const Array* value = nullptr;
    if (const auto it = by_path.find(path); it != by_path.end()) value = it->second;
    else if (const auto shared = by_name.find(slot.shared_name); !slot.shared_name.empty() && shared != by_name.end()) value = shared->second;
    if (!value || slot.state == ArrayState::Absent) return std::nullopt;
    ArraySlot fresh = slot;
    fresh.state = ArrayState::Given;
    fresh.value = *value;
    fresh.fill.reset();
    fresh.type = PortType::of_dimensions({value->shape().begin(), value->shape().end()});
    return fresh;
  });
  return changed.pointer() == net.pointer() ? net : infer_shapes(changed);
}

Net without_arrays(const Net& net) {
  return edit_arrays(net, [](const ArraySlot& slot, const ArraySpec&, const Path&) -> std::optional<ArraySlot> {
    if (slot.state != ArrayState::Given) return std::nullopt;
    ArraySlot fresh = slot;
    fresh.state = ArrayState::Missing;
    fresh.value = Array();
    return fresh;
  });
}

Net insert_shared_arrays(const Net& net, const std::string& prefix) {
  const auto taken = shared_array_names(net);
  bool any = false;
  const Net result = edit_arrays(net, [&](const ArraySlot& slot, const ArraySpec& spec, const Path& path) -> std::optional<ArraySlot> {
    if (spec.role == ArrayRole::Auxiliary || slot.state == ArrayState::Absent) return std::nullopt;
    any = true;
    if (!slot.shared_name.empty()) return std::nullopt;
    ArraySlot named = slot;
    named.shared_name = prefix;
    for (std::size_t i = 0; i < path.size(); ++i) {
      if (i) named.shared_name += '/';
      named.shared_name += path[i].is_index() ? std::to_string(path[i].index) : path[i].name;
    }
    if (std::find(taken.begin(), taken.end(), named.shared_name) != taken.end()) {
      throw NetError("nameclash", "A shared array called \"" + named.shared_name + "\" already exists; give another prefix.", path);
    }
    return named;
  });
  if (!any) throw NetError("noarr", "The net has no arrays that can be shared.");
  return result;
}

}  // namespace lykos::nets
