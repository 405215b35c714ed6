// The net value: equality, hashing, and building layers from rows of the table.
#include "nets/net.h"

#include <algorithm>
#include <functional>
#include <limits>
#include <stdexcept>

#include "nets/layer_spec.h"
#include "nets/layers/support.h"
#include "nets/scalar_expression.h"
#include "nets/shape_inference.h"

namespace lykos::nets {

// ---- values

bool Port::operator==(const Port& other) const {
  if (name != other.name || type != other.type || role != other.role) return false;
  if (coder == other.coder) return true;
  return coder && other.coder && coder->equals(*other.coder);
}

bool ArraySlot::operator==(const ArraySlot& other) const {
  return state == other.state && type == other.type && shared_name == other.shared_name && fill == other.fill &&
         (state != ArrayState::Given || same_array(value, other.value));
}

NetNode::NetNode(const NetNode& other)
    : kind(other.kind), inputs(other.inputs), outputs(other.outputs), spec(other.spec), parameters(other.parameters),
      arrays(other.arrays), learning_rate_multipliers(other.learning_rate_multipliers), variadic_inputs(other.variadic_inputs),
      named(other.named), names(other.names), children(other.children), edges(other.edges) {}

const Value& NetNode::parameter(std::string_view name) const {
  const int i = spec->parameter_index(name);
  if (i < 0) throw std::out_of_range("[net] " + spec->name + " has no parameter " + std::string(name));
  return parameters[static_cast<std::size_t>(i)];
}

int NetNode::array_index(std::string_view name) const { return spec ? spec->array_index(name) : -1; }

PathKey NetNode::key(int child) const {
  if (named) return PathKey(names[static_cast<std::size_t>(child)]);
  return PathKey(std::int64_t{child} + 1);
}

NetKind Net::kind() const { return node_->kind; }

std::string_view Net::head() const {
  switch (node_->kind) {
    case NetKind::Layer:
    case NetKind::Operator: return node_->spec->name;
    case NetKind::Chain: return "NetChain";
    case NetKind::Graph: return "NetGraph";
  }
  return {};
}

const std::vector<Port>& Net::inputs() const { return node_->inputs; }
const std::vector<Port>& Net::outputs() const { return node_->outputs; }

namespace {

int find_port(const std::vector<Port>& ports, std::string_view name) {
  for (std::size_t i = 0; i < ports.size(); ++i) {
    if (ports[i].name == name) return static_cast<int>(i);
  }
  return -1;
}

bool same_node(const NetNode& a, const NetNode& b) {
  return a.kind == b.kind && a.spec == b.spec && a.variadic_inputs == b.variadic_inputs && a.named == b.named && a.names == b.names &&
         a.edges == b.edges && a.parameters == b.parameters && a.inputs == b.inputs && a.outputs == b.outputs &&
         a.learning_rate_multipliers == b.learning_rate_multipliers && a.arrays == b.arrays && a.children == b.children;
}

}  // namespace

int Net::find_input(std::string_view name) const { return find_port(node_->inputs, name); }
int Net::find_output(std::string_view name) const { return find_port(node_->outputs, name); }

bool Net::operator==(const Net& other) const {
  if (node_ == other.node_) return true;
  if (!node_ || !other.node_) return false;
  return hash() == other.hash() && same_node(*node_, *other.node_);
}

std::size_t Net::hash() const {
  if (!node_) return 0;
  if (const std::size_t cached = node_->cached_hash.load(std::memory_order_relaxed)) return cached;
  std::size_t h = static_cast<std::size_t>(node_->kind) + 1;
  if (node_->spec) h = hash_combine(h, std::hash<std::string>{}(node_->spec->name));
  for (const Value& v : node_->parameters) h = hash_combine(h, v.hash());
  for (const ArraySlot& a : node_->arrays) {
    h = hash_combine(h, static_cast<std::size_t>(a.state));
    h = hash_combine(h, a.type.hash());
    if (a.state == ArrayState::Given) h = hash_combine(h, hash_array(a.value));
    h = hash_combine(h, std::hash<std::string>{}(a.shared_name));
  }
  for (const auto* ports : {&node_->inputs, &node_->outputs}) {
    for (const Port& p : *ports) {
      h = hash_combine(hash_combine(h, std::hash<std::string>{}(p.name)), p.type.hash());
      if (p.coder) h = hash_combine(h, p.coder->hash());
    }
  }
  for (const std::string& name : node_->names) h = hash_combine(h, std::hash<std::string>{}(name));
  for (const Net& child : node_->children) h = hash_combine(h, child.hash());
  for (const Edge& e : node_->edges) {
    h = hash_combine(h, static_cast<std::size_t>(((e.from.node * 31 + e.from.port) * 31 + e.to.node) * 31 + e.to.port));
  }
  if (h == 0) h = 1;
  node_->cached_hash.store(h, std::memory_order_relaxed);
  return h;
}

bool is_initialized(const Net& net) {
  for (const ArraySlot& a : net->arrays) {
    if (a.state == ArrayState::Missing) return false;
  }
  return std::all_of(net->children.begin(), net->children.end(), [](const Net& child) { return is_initialized(child); });
}

std::string output_form(const Net& net) {
  switch (net.kind()) {
    case NetKind::Layer:
    case NetKind::Operator: return net->spec->name + "[<>]";
    case NetKind::Chain: return "NetChain[<" + std::to_string(net->children.size()) + ">]";
    case NetKind::Graph:
      return "NetGraph[<" + std::to_string(net->children.size()) + ">, <" + std::to_string(net->edges.size()) + ">]";
  }
  return {};
}

// ---- building layers

namespace {

int edit_distance(std::string_view a, std::string_view b) {
  std::vector<int> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = static_cast<int>(j);
  for (std::size_t i = 1; i <= a.size(); ++i) {
    int diagonal = row[0];
    row[0] = static_cast<int>(i);
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const int above = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1)});
      diagonal = above;
    }
  }
  return row[b.size()];
}

std::string quoted(const std::string& name, bool symbol) { return symbol ? name : '"' + name + '"'; }

[[noreturn]] void unknown_option(const LayerSpec& spec, const NetNode& node, const std::string& name) {
  std::string list, nearest;
  int best = 4;
  auto mention = [&](const std::string& candidate, bool symbol) {
    list += (list.empty() ? "" : ", ") + quoted(candidate, symbol);
    if (const int d = edit_distance(candidate, name); d < best) {
      best = d;
      nearest = quoted(candidate, symbol);
    }
  };
  for (const DefaultOption& option : default_options(spec)) mention(option.name, option.symbol);
  for (const Port& p : node.inputs) {
    if (list.find('"' + p.name + '"') == std::string::npos) mention(p.name, false);
  }
  throw NetError("netunkparam", "\"" + name + "\" is not a parameter of " + spec.name + "." +
                                    (nearest.empty() ? "" : " Did you mean " + nearest + "?") + " Possible parameters are " + list + ".",
                 {}, spec.name);
}

[[noreturn]] void bad_parameter(const LayerSpec& spec, const ParameterSpec& p, const Value& v, const std::string& need) {
  throw NetError("netinvparam2", "The value " + v.text() + " of parameter " + quoted(p.name, p.symbol) + " of " + spec.name + " is not " +
                                     need + ".", {}, spec.name);
}

// Sizes of windows, strides and the like are multiplied with one another.
constexpr std::int64_t kGreatestStep = std::int64_t{1} << 30;

bool positive_sizes(const Value& v, bool may_be_empty = false, std::int64_t greatest = std::numeric_limits<std::int64_t>::max()) {
  const auto list = v.integer_list();
  return list && (may_be_empty || !list->empty()) && std::all_of(list->begin(), list->end(), [&](std::int64_t n) { return n > 0 && n <= greatest; });
}

// Words beside All are those of the row.
bool levels_value(const ParameterSpec& p, const Value& v) {
  if (v.is_integer()) return v.integer() != 0;
  if (v.is(Value::Kind::Span) || v.is_word("All")) return true;
  if (const auto list = v.integer_list()) return !list->empty() && std::find(list->begin(), list->end(), 0) == list->end();
  return std::any_of(p.choices.begin(), p.choices.end(), [&](const std::string& word) { return v.is_word(word) || (word == "None" && v.is_none()); });
}

bool padding_value(const Value& v) {
  const auto fits = [](std::int64_t n) { return n >= 0 && n <= kGreatestStep; };
  if (v.is_word("Same") || (v.is_integer() && fits(v.integer()))) return true;
  if (!v.is_list() || v.list().empty()) return false;
  return std::all_of(v.list().begin(), v.list().end(), [&](const Value& item) {
    if (item.is_integer()) return fits(item.integer());
    const auto pair = item.integer_list();
    return pair && pair->size() == 2 && fits((*pair)[0]) && fits((*pair)[1]);
  });
}

// Checks one parameter against its kind and brings it to its normal form (words to the spelling of the row, function names to functions).
void check_parameter(const LayerSpec& spec, const ParameterSpec& p, Value& v) {
  if (v == p.default_value) return;
  switch (p.kind) {
    case ParameterKind::Any: return;
    case ParameterKind::Boolean:
      if (!v.is(Value::Kind::Boolean)) bad_parameter(spec, p, v, "True or False");
      return;
    case ParameterKind::Integer:
      if (!v.is_integer()) bad_parameter(spec, p, v, "an integer");
      return;
    case ParameterKind::PositiveInteger:
      if (!v.is_integer() || v.integer() < 1) bad_parameter(spec, p, v, "a positive integer");
      return;
    case ParameterKind::Natural:
      if (!v.is_integer() || v.integer() < 0) bad_parameter(spec, p, v, "a non-negative integer");
      return;
    case ParameterKind::Real:
      if (!v.is_number()) bad_parameter(spec, p, v, "a real number");
      if (v.is_integer()) v = Value(static_cast<double>(v.integer()));
      return;
    case ParameterKind::NonNegativeReal:
      if (!v.is_number() || !(v.number() >= 0)) bad_parameter(spec, p, v, "a non-negative real number");
      return;
    case ParameterKind::Probability:
      if (!v.is_number() || !(v.number() >= 0 && v.number() <= 1)) bad_parameter(spec, p, v, "a number between 0 and 1");
      return;
    case ParameterKind::Size:
      if (v.is_word("Real") || v.is_word("Scalar")) v = Value(ValueList{});
      if (v.is_integer() ? v.integer() < 1 : !v.is_automatic() && !positive_sizes(v, true)) {
        bad_parameter(spec, p, v, "a positive integer, a list of positive integers, \"Real\" or Automatic");
      }
      return;
    case ParameterKind::PerAxis:
      if (v.is_integer() ? v.integer() < 1 || v.integer() > kGreatestStep : !positive_sizes(v, false, kGreatestStep)) bad_parameter(spec, p, v, "a positive integer or a list of positive integers");
      return;
    case ParameterKind::Padding:
      if (!padding_value(v)) {
        bad_parameter(spec, p, v, "a non-negative integer, a list {n1, ...}, a list {{before, after}, ...} or \"Same\"");
      }
      return;
    case ParameterKind::Levels:
      if (!levels_value(p, v)) bad_parameter(spec, p, v, "a level n, a span n ;; m, a list of levels or All");
      return;
    case ParameterKind::Choice: {
      for (const std::string& choice : p.choices) {
        if (!v.is_word(choice)) continue;
        return;
      }
      std::string list;
      for (std::size_t i = 0; i < p.choices.size(); ++i) list += (i == 0 ? "" : i + 1 == p.choices.size() ? " or " : ", ") + p.choices[i];
      bad_parameter(spec, p, v, list);
    }
    case ParameterKind::Function:
    case ParameterKind::FunctionN: {
      if (v.is(Value::Kind::String) || v.is(Value::Kind::Name)) {
        ScalarExpression f;
        const bool is_quoted = v.is(Value::Kind::String);
        if (!named_function(v.word(), is_quoted, f)) {
          if (p.kind == ParameterKind::FunctionN && ScalarExpression::accepts(v.word(), 2)) return;  // arity fixed later
          std::string names;
          for (const std::string& name : named_function_names()) names += (names.empty() ? "\"" : ", \"") + name + '"';
          bad_parameter(spec, p, v, "a function that can be applied element by element; named functions are " + names);
        }
        if (p.kind == ParameterKind::FunctionN && ScalarExpression::accepts(v.word(), 2)) return;
        v = Value(f);
      }
      if (!v.is(Value::Kind::Function)) bad_parameter(spec, p, v, "a function that can be applied element by element");
      if (p.kind == ParameterKind::Function && v.function().slot_count() > 1) bad_parameter(spec, p, v, "a function of one argument");
      return;
    }
    case ParameterKind::Net:
      if (!v.is(Value::Kind::Net) && !(spec.named_net && spec.named_net(v.word()))) bad_parameter(spec, p, v, "a net");
      return;
    case ParameterKind::Distribution:
      if (!v.is_list() || v.list().empty() || !v.list()[0].is(Value::Kind::Name)) bad_parameter(spec, p, v, "a distribution or a function that gives one");
      return;
    case ParameterKind::Nets:
      if (v.is(Value::Kind::Net)) v = Value::list({v});
      if (!v.is_list() || v.list().empty() || !std::all_of(v.list().begin(), v.list().end(), [](const Value& n) { return n.is(Value::Kind::Net); })) {
        bad_parameter(spec, p, v, "a net or a list of nets");
      }
      return;
  }
}

// Nested lists of numbers as an array; false if ragged or not numeric.
bool flatten_numbers(const Value& v, std::vector<std::int64_t>& dimensions, int level, std::vector<float>& out) {
  if (v.is_number()) {
    if (level != static_cast<int>(dimensions.size())) return false;
    out.push_back(static_cast<float>(v.number()));
    return true;
  }
  if (!v.is_list() || v.list().empty()) return false;
  const std::int64_t n = static_cast<std::int64_t>(v.list().size());
  if (level == static_cast<int>(dimensions.size())) {
    if (!out.empty()) return false;
    dimensions.push_back(n);
  } else if (dimensions[static_cast<std::size_t>(level)] != n) {
    return false;
  }
  for (const Value& item : v.list()) {
    if (!flatten_numbers(item, dimensions, level + 1, out)) return false;
  }
  return true;
}

Array storable(const LayerSpec& spec, const ArraySpec& row, const Array& a) {
  if (is_complex(a.dtype())) {
    throw NetError("netinvtensorvals", "The value specified for " + row.name + " should be a real-valued tensor.", {}, spec.name);
  }
  if (a.element_count() == 0) throw NetError("netinvtensorvals", "The value specified for " + row.name + " has no elements.", {}, spec.name);
  return is_real(a.dtype()) ? a : a.convert(array::DType::Real32);
}

void set_array(const LayerSpec& spec, const ArraySpec& row, ArraySlot& slot, const Value& v) {
  auto give = [&](const Array& a) {
    slot.value = storable(spec, row, a);
    slot.state = ArrayState::Given;
    slot.type = PortType::of_dimensions({slot.value.shape().begin(), slot.value.shape().end()});
  };
  switch (v.kind()) {
    case Value::Kind::Automatic: return;
    case Value::Kind::None:
      if (!row.may_be_none) {
        throw NetError("netinvparam2", "Array \"" + row.name + "\" of " + spec.name + " can't be None; give a number or an array.", {}, spec.name);
      }
      slot.state = ArrayState::Absent;
      return;
    case Value::Kind::Integer:
    case Value::Kind::Real: slot.fill = v.number(); return;
    case Value::Kind::Array: give(v.array()); return;
    case Value::Kind::List: {
      std::vector<std::int64_t> dimensions;
      std::vector<float> elements;
      if (flatten_numbers(v, dimensions, 0, elements)) {
        give(Array::from(elements.data(), array::Shape(std::span<const std::int64_t>(dimensions))));
        return;
      }
      break;
    }
    case Value::Kind::SharedArray: {
      const SharedArray& shared = *v.shared_array();
      slot.shared_name = shared.name;
      if (shared.dimensions) slot.type = PortType::of_dimensions(*shared.dimensions);
      if (shared.value) give(*shared.value);
      return;
    }
    default: break;
  }
  throw NetError("netinvtensorvals", "The value specified for " + row.name + " should be a real-valued tensor.", {}, spec.name);
}

std::vector<Port> ports_of(const std::vector<PortSpec>& specs) {
  std::vector<Port> ports;
  for (const PortSpec& s : specs) ports.push_back({s.name, s.type, s.role, nullptr});
  return ports;
}

// A number after "Input": 3 for "Input3", 0 otherwise.
int input_number(const std::string& name) {
  if (name.size() < 6 || name.compare(0, 5, "Input") != 0) return 0;
  int n = 0;
  for (std::size_t i = 5; i < name.size(); ++i) {
    if (name[i] < '0' || name[i] > '9' || n > 100000) return 0;
    n = n * 10 + (name[i] - '0');
  }
  return n;
}

void fix_input_count(NetNode& node, int count) {
  if (node.variadic_inputs == count) return;
  node.variadic_inputs = count;
  node.inputs.resize(static_cast<std::size_t>(count));
  for (int i = 0; i < count; ++i) {
    if (node.inputs[static_cast<std::size_t>(i)].name.empty()) node.inputs[static_cast<std::size_t>(i)].name = "Input" + std::to_string(i + 1);
  }
}

}  // namespace

namespace {

// How many of an operator's nets a parameter of kind Nets gives: all that no parameter of kind Net does.
std::size_t nets_of_list(const LayerSpec& spec) {
  const auto single = std::count_if(spec.parameters.begin(), spec.parameters.end(), [](const ParameterSpec& p) { return p.kind == ParameterKind::Net; });
  return spec.nets.size() - static_cast<std::size_t>(single);
}

// The nets of an operator are its children; its parameters do not keep them a second time.
void take_nets(const LayerSpec& spec, NetNode& node) {
  for (std::size_t i = 0; i < spec.parameters.size(); ++i) {
    Value& v = node.parameters[i];
    if (v.is_automatic() && !spec.parameters[i].required) continue;  // an operator may do without its net
    if (spec.parameters[i].kind == ParameterKind::Net) {
      if (!v.is(Value::Kind::Net)) v = Value(*spec.named_net(v.word()));
      node.children.push_back(v.net());
    } else if (spec.parameters[i].kind == ParameterKind::Nets) {
      for (const Value& net : v.list()) node.children.push_back(net.net());
      if (v.list().size() == 1) node.children.resize(node.children.size() + nets_of_list(spec) - 1, node.children.back());  // independent copies
    } else {
      continue;
    }
    v = Value();
  }
  if (node.children.empty()) return;  // an operator without its net is as a layer
  node.kind = NetKind::Operator;
  if (node.children.size() != spec.nets.size()) {
    throw NetError("netinvparam2", spec.name + " takes " + std::to_string(spec.nets.size()) + " nets, but " + std::to_string(node.children.size()) + " were given.", {}, spec.name);
  }
  node.named = true;
  node.names = spec.nets;
}

}  // namespace

Net make_layer(const LayerSpec& spec, const std::vector<Value>& positional, const std::vector<Option>& options,
               std::vector<NetError>* warnings) {
  auto node = std::make_shared<NetNode>();
  node->kind = NetKind::Layer;
  node->spec = &spec;
  std::vector<bool> given(spec.parameters.size());
  for (const ParameterSpec& p : spec.parameters) node->parameters.push_back(p.default_value);
  node->arrays.resize(spec.arrays.size());
  node->inputs = ports_of(spec.inputs);
  node->outputs = ports_of(spec.outputs);

  std::size_t used = 0;
  for (std::size_t i = 0; i < spec.parameters.size() && used < positional.size(); ++i) {
    if (!spec.parameters[i].positional) continue;
    node->parameters[i] = positional[used++];
    given[i] = true;
  }
  if (used < positional.size()) {
    throw NetError("netnargs", spec.name + " was given " + std::to_string(positional.size()) + (positional.size() == 1 ? " argument" : " arguments") + " where " +
                                   (used == 0 ? "none is" : "at most " + std::to_string(used) + (used == 1 ? " is" : " are")) + " expected.", {}, spec.name);
  }

  std::vector<Option> port_options;
  for (const Option& option : options) {
    std::string name = option.name;
    for (const auto& [old_name, new_name] : spec.old_names) {
      if (name != old_name) continue;
      name = new_name;
      if (warnings) {
        warnings->emplace_back("depropt", "The option \"" + old_name + "\" of " + spec.name + " is now called \"" + new_name + "\".", Path{}, spec.name);
      }
    }
    if (const int i = spec.parameter_index(name); i >= 0) {
      if (given[static_cast<std::size_t>(i)]) continue;  // the first of several settings counts, as for any option
      node->parameters[static_cast<std::size_t>(i)] = option.value;
      given[static_cast<std::size_t>(i)] = true;
    } else if (const int a = spec.array_index(name); a >= 0) {
      set_array(spec, spec.arrays[static_cast<std::size_t>(a)], node->arrays[static_cast<std::size_t>(a)], option.value);
    } else if (name == "LearningRateMultipliers") {
      node->learning_rate_multipliers = option.value;
    } else {
      port_options.push_back({name, option.value});
    }
  }
  for (std::size_t i = 0; i < spec.parameters.size(); ++i) {
    const ParameterSpec& p = spec.parameters[i];
    if (p.required && !given[i]) {
      throw NetError("netnargs", spec.name + " needs a value for " + quoted(p.name, p.symbol) + ".", {}, spec.name);
    }
    if (!p.required && node->parameters[i].is_automatic()) node->parameters[i] = p.default_value;
    const bool chosen = p.kind == ParameterKind::Choice || p.kind == ParameterKind::Function || p.kind == ParameterKind::FunctionN || p.kind == ParameterKind::Net || p.kind == ParameterKind::Nets;
    if (p.required && chosen && node->parameters[i].is_automatic()) {
      throw NetError("netinvparam2", spec.name + " needs a value for " + quoted(p.name, p.symbol) + "; Automatic is none.", {}, spec.name);
    }
    check_parameter(spec, p, node->parameters[i]);
  }
  if (spec.is_operator()) take_nets(spec, *node);
  if (spec.prepare) spec.prepare(*node);

  std::vector<PortConstraint> constraints;
  auto constrain = [&](bool output, int port, const Value& value, const std::string& name) {
    if (auto coder = parse_port_coder(value, name)) (output ? node->outputs : node->inputs)[static_cast<std::size_t>(port)].coder = std::move(coder);
    if (!value.is_automatic()) constraints.push_back({output, port, parse_port_type(value, name)});
  };
  for (const Option& option : port_options) {
    if (option.name == "Inputs" && spec.numbered_inputs()) {
      if (option.value.is_automatic()) continue;
      if (!option.value.is_list()) {
        throw NetError("invtypehint", "The value " + option.value.text() + " of \"Inputs\" of " + spec.name + " should be a list with the shape of each input.", {}, spec.name);
      }
      const ValueList& shapes = option.value.list();
      if (spec.variadic && node->variadic_inputs < 0) fix_input_count(*node, static_cast<int>(shapes.size()));
      if (shapes.size() != node->inputs.size()) {
        throw NetError("invincnt", spec.name + " has " + std::to_string(node->inputs.size()) + " inputs, but \"Inputs\" gives " + std::to_string(shapes.size()) + ".", {}, spec.name);
      }
      for (std::size_t i = 0; i < shapes.size(); ++i) constrain(false, static_cast<int>(i), shapes[i], node->inputs[i].name);
      continue;
    }
    if (spec.variadic) {
      if (option.name == "InputPorts") {
        const std::vector<Port> ports = parse_ports(option.value, "Input", "InputPorts");
        if (node->variadic_inputs >= 0 && node->variadic_inputs != static_cast<int>(ports.size())) {
          throw NetError("invincnt", spec.name + " has " + std::to_string(node->variadic_inputs) + " inputs, but InputPorts gives " + std::to_string(ports.size()) + ".", {}, spec.name);
        }
        fix_input_count(*node, static_cast<int>(ports.size()));
        for (std::size_t i = 0; i < ports.size(); ++i) {
          node->inputs[i].name = ports.size() == 1 ? "Input1" : ports[i].name;
          node->inputs[i].coder = ports[i].coder;
          constraints.push_back({false, static_cast<int>(i), ports[i].type});
        }
        continue;
      }
      if (const int n = input_number(option.name); n > 0 && find_port(node->inputs, option.name) < 0 && node->variadic_inputs < n) {
        fix_input_count(*node, n);
      }
    }
    if (const int i = find_port(node->inputs, option.name); i >= 0) {
      constrain(false, i, option.value, option.name);
    } else if (const int o = find_port(node->outputs, option.name); o >= 0) {
      constrain(true, o, option.value, option.name);
    } else {
      unknown_option(spec, *node, option.name);
    }
  }
  try {
    return infer_shapes(Net(std::move(node)), constraints);
  } catch (const ShapeError& e) {
    throw ShapeError(e.what(), e.path(), e.port(), e.given(), e.expected(), spec.name, e.tag());
  } catch (const NetError& e) {
    throw NetError(e.tag(), e.what(), e.path(), spec.name);
  }
}

Net make_layer(std::string_view head, const std::vector<Value>& positional, const std::vector<Option>& options) {
  const LayerSpec* spec = find_layer(head);
  if (!spec) throw NetError("netunklayer", std::string(head) + " is not a layer.");
  return make_layer(*spec, positional, options);
}

Net with_input_count(const Net& net, int count) {
  if (!net.is_layer() || !net->spec->variadic || net->variadic_inputs == count) return net;
  if (net->variadic_inputs >= 0) {
    throw NetError("invincnt", net->spec->name + " has " + std::to_string(net->variadic_inputs) + " inputs, but " + std::to_string(count) +
                                   " were connected.", {}, net->spec->name);
  }
  auto node = std::make_shared<NetNode>(*net.pointer());
  fix_input_count(*node, count);
  if (node->spec->prepare) node->spec->prepare(*node);
  return infer_shapes(Net(std::move(node)));
}

ConstructorCall constructor_call(const Net& layer) {
  ConstructorCall call;
  const LayerSpec& spec = *layer->spec;
  std::vector<Value> parameters = layer->parameters;
  for (std::size_t i = 0, child = 0; i < spec.parameters.size(); ++i) {
    if (layer->children.empty()) break;
    if (spec.parameters[i].kind == ParameterKind::Net && spec.is_operator()) {
      const Net& net = layer->children[child++];
      parameters[i] = Value(net);
      if (spec.named_net && spec.net_name) {
        if (std::string name = spec.net_name(net); !name.empty()) parameters[i] = Value(std::move(name));
      }
    } else if (spec.parameters[i].kind == ParameterKind::Nets && spec.is_operator()) {
      const auto first = layer->children.begin() + static_cast<std::ptrdiff_t>(child);
      child += nets_of_list(spec);
      ValueList nets(first, layer->children.begin() + static_cast<std::ptrdiff_t>(child));
      parameters[i] = Value(std::move(nets));
    }
  }
  std::size_t last = 0;  // one past the last positional parameter that must be written
  std::size_t position = 0;
  for (std::size_t i = 0; i < spec.parameters.size(); ++i) {
    const ParameterSpec& p = spec.parameters[i];
    if (!p.positional) continue;
    ++position;
    if (!p.option && (p.required || parameters[i] != p.default_value)) last = position;
  }
  position = 0;
  for (std::size_t i = 0; i < spec.parameters.size(); ++i) {
    const ParameterSpec& p = spec.parameters[i];
    if (p.positional && ++position <= last) {
      call.positional.push_back(parameters[i]);
    } else if (parameters[i] != p.default_value) {
      call.options.push_back({p.name, parameters[i]});
    }
  }
  for (std::size_t i = 0; i < spec.arrays.size(); ++i) {
    const ArraySlot& slot = layer->arrays[i];
    Value v;
    if (!slot.shared_name.empty()) {
      auto shared = std::make_shared<SharedArray>();
      shared->name = slot.shared_name;
      if (slot.state == ArrayState::Given) shared->value = slot.value;
      v = Value(std::shared_ptr<const SharedArray>(std::move(shared)));
    } else if (slot.state == ArrayState::Given) {
      v = Value(slot.value);
    } else if (slot.state == ArrayState::Absent) {
      v = Value(None{});
    } else if (slot.fill) {
      v = Value(*slot.fill);
    } else {
      continue;
    }
    call.options.push_back({spec.arrays[i].name, v});
  }
  if (!layer->learning_rate_multipliers.is_automatic()) call.options.push_back({"LearningRateMultipliers", layer->learning_rate_multipliers});
  // Ports: only those that the rest of the call does not imply.
  auto add_ports = [&](ConstructorCall& to, bool output) {
    const std::vector<Port>& ports = output ? layer.outputs() : layer.inputs();
    for (std::size_t i = 0; i < ports.size(); ++i) {
      const Net rebuilt = make_layer(spec, to.positional, to.options);
      const std::vector<Port>& now = output ? rebuilt.outputs() : rebuilt.inputs();
      if (i < now.size() && now[i] == ports[i]) continue;
      Value v = ports[i].coder ? Value(ports[i].coder) : port_type_value(ports[i].type);
      if (!v.is_automatic() || spec.variadic) to.options.push_back({ports[i].name, v});
    }
  };
  ConstructorCall inputs_first = call;
  add_ports(inputs_first, false);
  add_ports(inputs_first, true);
  // The layer need not be consistent: with_parameter of surgery asks for the call of one with a parameter just changed.
  const auto rebuilds = [&](const ConstructorCall& candidate) {
    try {
      return make_layer(spec, candidate.positional, candidate.options) == layer;
    } catch (const NetError&) {
      return false;
    }
  };
  if (spec.variadic || rebuilds(inputs_first)) return inputs_first;
  // A size that was given from behind leaves open what kind of numbers come in; written at the input it would not.
  ConstructorCall outputs_first = std::move(call);
  try {
    add_ports(outputs_first, true);
    add_ports(outputs_first, false);
  } catch (const NetError&) {
    return inputs_first;
  }
  return rebuilds(outputs_first) ? outputs_first : inputs_first;
}

}  // namespace lykos::nets
