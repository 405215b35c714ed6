// Chains and graphs: from what the user wrote to a container with ports, edges and inferred shapes.
#include "nets/graph.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "nets/draft.h"
#include "nets/shape_inference.h"

namespace lykos::nets {

std::vector<int> topological_order(const NetNode& container) {
  const std::size_t n = container.children.size();
  std::vector<int> waiting(n), order;
  for (const Edge& e : container.edges) {
    if (e.from.node >= 0 && e.to.node >= 0) ++waiting[static_cast<std::size_t>(e.to.node)];
  }
  std::set<int> ready;  // smallest position first, so the order is stable
  for (std::size_t i = 0; i < n; ++i) {
    if (waiting[i] == 0) ready.insert(static_cast<int>(i));
  }
  while (!ready.empty()) {
    const int child = *ready.begin();
    ready.erase(ready.begin());
    order.push_back(child);
    for (const Edge& e : container.edges) {
      if (e.from.node == child && e.to.node >= 0 && --waiting[static_cast<std::size_t>(e.to.node)] == 0) ready.insert(e.to.node);
    }
  }
  return order;
}

namespace {

const char* head_of(NetKind kind) { return kind == NetKind::Chain ? "NetChain" : "NetGraph"; }

std::string child_words(const Draft& d, int child) {
  const PathKey key = d.names.empty() ? PathKey(std::int64_t{child} + 1) : PathKey(d.names[static_cast<std::size_t>(child)]);
  return path_words({key}) + " (" + std::string(d.children[static_cast<std::size_t>(child)].head()) + ")";
}

// Words at the start of a sentence.
std::string sentence(std::string words) {
  if (!words.empty() && words[0] >= 'a' && words[0] <= 'z') words[0] = static_cast<char>(words[0] - 'a' + 'A');
  return words;
}

// A port of the container before naming: explicit names are kept, others numbered where they clash.
struct OpenPort {
  std::pair<int, int> place;  // child and port that decide the order; child -1: named, then the place among the named ones
  std::string name;
  bool is_explicit;
  Port port;
  std::vector<std::pair<int, int>> ends;  // child ports joined to it
};

void name_ports(std::vector<OpenPort>& ports) {
  std::stable_sort(ports.begin(), ports.end(), [](const OpenPort& a, const OpenPort& b) { return a.place < b.place; });
  std::map<std::string, int> uses;
  std::set<std::string> taken;
  for (const OpenPort& p : ports) {
    if (p.is_explicit) taken.insert(p.name);
    else ++uses[p.name];
  }
  std::map<std::string, int> next;
  for (OpenPort& p : ports) {
    if (!p.is_explicit && (uses[p.name] > 1 || taken.count(p.name))) {
      std::string name;
      do name = p.name + std::to_string(++next[p.name]);
      while (taken.count(name));
      p.name = name;
      taken.insert(name);
    }
    p.port.name = p.name;
  }
}

void apply_port_options(const Draft& d, NetNode& node, std::vector<PortConstraint>& constraints) {
  for (const Option& option : d.options) {
    if (option.name == "LearningRateMultipliers") {
      node.learning_rate_multipliers = option.value;
      continue;
    }
    bool output = false;
    auto position = [&](const std::vector<Port>& ports) {
      const auto it = std::find_if(ports.begin(), ports.end(), [&](const Port& p) { return p.name == option.name; });
      return it == ports.end() ? -1 : static_cast<int>(it - ports.begin());
    };
    int port = position(node.inputs);
    if (port < 0) {
      port = position(node.outputs);
      output = port >= 0;
    }
    if (port < 0) {
      std::string list;
      for (const auto* ports : {&node.inputs, &node.outputs}) {
        for (const Port& p : *ports) list += (list.empty() ? "\"" : ", \"") + p.name + '"';
      }
      throw NetError("netinvgport", "\"" + option.name + "\" is not a port of this " + head_of(d.kind) + "; its ports are " + list + ".", {}, head_of(d.kind));
    }
    Port& target = (output ? node.outputs : node.inputs)[static_cast<std::size_t>(port)];
    if (option.value.is_none()) {
      target.coder = nullptr;
      continue;
    }
    if (auto coder = parse_port_coder(option.value, option.name)) target.coder = std::move(coder);
    if (!option.value.is_automatic()) constraints.push_back({output, port, parse_port_type(option.value, option.name)});
  }
}

}  // namespace

Net assemble(Draft d) {
  const std::string head = head_of(d.kind);
  if (d.children.empty()) throw NetError("netempty", head + " needs at least one layer.", {}, head);
  {
    std::set<std::string> seen;
    for (const std::string& name : d.names) {
      if (name.empty()) throw NetError("notstrkey", "Names of layers must be non-empty strings.", {}, head);
      if (!seen.insert(name).second) throw NetError("netdupkey", "Two layers are called \"" + name + "\".", {}, head);
    }
  }
  const int count = static_cast<int>(d.children.size());
  std::vector<std::vector<bool>> fed(d.children.size()), used(d.children.size());
  for (int i = 0; i < count; ++i) {
    fed[static_cast<std::size_t>(i)].resize(d.children[static_cast<std::size_t>(i)].inputs().size());
    used[static_cast<std::size_t>(i)].resize(d.children[static_cast<std::size_t>(i)].outputs().size());
  }
  auto feed = [&](int child, int port) {
    auto slot = fed[static_cast<std::size_t>(child)].begin() + port;
    if (*slot) {
      throw NetError("dupedges", "The \"" + d.children[static_cast<std::size_t>(child)].inputs()[static_cast<std::size_t>(port)].name + "\" port of " +
                                     child_words(d, child) + " is connected twice.", {}, head);
    }
    *slot = true;
  };
  for (const Draft::Inner& e : d.inner) {
    feed(e.to, e.to_port);
    used[static_cast<std::size_t>(e.from)][static_cast<std::size_t>(e.from_port)] = true;
  }
  for (const auto& [child, port] : d.muted) used[static_cast<std::size_t>(child)][static_cast<std::size_t>(port)] = true;

  // Ports of the container.
  std::vector<OpenPort> inputs, outputs;
  const auto named_place = [](const std::vector<std::string>& order, const std::string& name) {
    return std::pair(-1, static_cast<int>(std::find(order.begin(), order.end(), name) - order.begin()));
  };
  auto open_input = [&](const std::string& name) -> OpenPort& {
    for (OpenPort& p : inputs) {
      if (p.is_explicit && p.name == name) return p;
    }
    inputs.push_back({named_place(d.input_order, name), name, true, {}, {}});
    return inputs.back();
  };
  for (const Draft::GraphInput& e : d.inputs) {
    feed(e.child, e.port);
    OpenPort& p = open_input(e.name);
    if (p.ends.empty()) p.port.role = d.children[static_cast<std::size_t>(e.child)].inputs()[static_cast<std::size_t>(e.port)].role;
    p.ends.emplace_back(e.child, e.port);
  }
  for (const Draft::Through& t : d.through) open_input(t.input);
  for (const Draft::GraphOutput& e : d.outputs) {
    used[static_cast<std::size_t>(e.child)][static_cast<std::size_t>(e.port)] = true;
    for (const OpenPort& p : outputs) {
      if (p.name == e.name) throw NetError("outportconfl", "More than one layer is connected to the output port \"" + e.name + "\".", {}, head);
    }
    outputs.push_back({named_place(d.output_order, e.name), e.name, true, {}, {{e.child, e.port}}});
    outputs.back().port.role = d.children[static_cast<std::size_t>(e.child)].outputs()[static_cast<std::size_t>(e.port)].role;
  }
  for (const Draft::Through& t : d.through) outputs.push_back({named_place(d.output_order, t.output), t.output, true, {}, {}});
  for (int i = 0; i < count; ++i) {
    const Net& child = d.children[static_cast<std::size_t>(i)];
    if (child.is_layer() && child->spec->variadic && child->variadic_inputs < 0) {
      throw NetError("invincnt", sentence(child_words(d, i)) + " needs at least one connection to its inputs.", {}, head);
    }
    for (std::size_t p = 0; p < child.inputs().size(); ++p) {
      // Recurrent states that nobody feeds start at zero, and final states that nobody reads stay inside.
      if (fed[static_cast<std::size_t>(i)][p] || child.inputs()[p].role == PortRole::State) continue;
      // Open inputs of one name are one port of the container; outputs of one name get numbers.
      const std::pair<int, int> place{i, static_cast<int>(p)};
      const auto same = std::find_if(inputs.begin(), inputs.end(), [&](const OpenPort& open) { return open.name == child.inputs()[p].name; });
      if (same == inputs.end()) {
        inputs.push_back({place, child.inputs()[p].name, false, {}, {place}});
        inputs.back().port.role = child.inputs()[p].role;
      } else {
        same->ends.push_back(place);
      }
    }
    for (std::size_t p = 0; p < child.outputs().size(); ++p) {
      if (used[static_cast<std::size_t>(i)][p] || child.outputs()[p].role == PortRole::State) continue;
      outputs.push_back({{i, static_cast<int>(p)}, child.outputs()[p].name, false, {}, {{i, static_cast<int>(p)}}});
      outputs.back().port.role = child.outputs()[p].role;
    }
  }
  name_ports(inputs);
  name_ports(outputs);

  auto node = std::make_shared<NetNode>();
  node->kind = d.kind;
  node->children = std::move(d.children);
  node->named = !d.names.empty();
  node->names = d.names;
  d.children = node->children;  // for the words of errors below
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    for (const auto& [child, port] : inputs[i].ends) {
      node->edges.push_back({{EdgeEnd::kSelf, static_cast<int>(i)}, {child, port}});
      const auto& coder = node->children[static_cast<std::size_t>(child)].inputs()[static_cast<std::size_t>(port)].coder;
      auto& joint = inputs[i].port.coder;
      if (coder && joint && !coder->equals(*joint)) {
        throw NetError("nettypeinc", sentence(child_words(d, child)) + " has another encoder at its \"" + inputs[i].name + "\" port than a layer it shares the port with; NetPort[\"name\"] -> layer gives it a port of its own.",
                       {}, head);
      }
      if (coder && !joint) joint = coder;
    }
    node->inputs.push_back(inputs[i].port);
  }
  for (const Draft::Inner& e : d.inner) node->edges.push_back({{e.from, e.from_port}, {e.to, e.to_port}});
  for (std::size_t i = 0; i < outputs.size(); ++i) {
    for (const auto& [child, port] : outputs[i].ends) {
      node->edges.push_back({{child, port}, {EdgeEnd::kSelf, static_cast<int>(i)}});
      outputs[i].port.coder = node->children[static_cast<std::size_t>(child)].outputs()[static_cast<std::size_t>(port)].coder;
    }
    node->outputs.push_back(outputs[i].port);
  }
  for (const Draft::Through& t : d.through) {
    auto position = [](const std::vector<OpenPort>& ports, const std::string& name) {
      return static_cast<int>(std::find_if(ports.begin(), ports.end(), [&](const OpenPort& p) { return p.name == name; }) - ports.begin());
    };
    node->edges.push_back({{EdgeEnd::kSelf, position(inputs, t.input)}, {EdgeEnd::kSelf, position(outputs, t.output)}});
  }
  // One order for all ways to say the same: by the end of the edge, so that a graph written out edge by edge is read back as it was.
  std::sort(node->edges.begin(), node->edges.end(), [](const Edge& a, const Edge& b) {
    const auto rank = [](const Edge& e) { return std::tuple(e.to.node == EdgeEnd::kSelf, e.to.node, e.to.port); };
    return rank(a) < rank(b);
  });
  if (const std::vector<int> order = topological_order(*node); order.size() != node->children.size()) {
    std::string list;
    for (int i = 0; i < count; ++i) {
      if (std::find(order.begin(), order.end(), i) == order.end()) list += (list.empty() ? "" : ", ") + path_words({node->key(i)});
    }
    throw NetError("acyclic", "The connections form a cycle that " + list + (list.find(',') == std::string::npos ? " is" : " are") + " part of or depend on; a NetGraph must be acyclic.", {}, head);
  }
  std::vector<PortConstraint> constraints;
  apply_port_options(d, *node, constraints);
  for (std::size_t i = 0; i < node->inputs.size(); ++i) {
    if (node->inputs[i].coder) constraints.push_back({false, static_cast<int>(i), node->inputs[i].coder->type()});
  }
  for (std::size_t i = 0; i < node->outputs.size(); ++i) {
    if (node->outputs[i].coder) constraints.push_back({true, static_cast<int>(i), node->outputs[i].coder->type()});
  }
  try {
    return infer_shapes(Net(std::move(node)), constraints);
  } catch (const ShapeError& e) {
    throw ShapeError(e.what(), e.path(), e.port(), e.given(), e.expected(), head, e.tag());
  } catch (const NetError& e) {
    throw NetError(e.tag(), e.what(), e.path(), head);
  }
}

Draft draft_of(const Net& container, bool port_types) {
  Draft d;
  const NetNode& node = container.node();
  d.kind = node.kind;
  d.children = node.children;
  d.names = node.names;
  for (const Port& p : node.inputs) d.input_order.push_back(p.name);
  for (const Port& p : node.outputs) d.output_order.push_back(p.name);
  std::set<std::pair<int, int>> used;
  for (const Edge& e : node.edges) {
    if (e.from.node == EdgeEnd::kSelf && e.to.node == EdgeEnd::kSelf) {
      d.through.push_back({node.inputs[static_cast<std::size_t>(e.from.port)].name, node.outputs[static_cast<std::size_t>(e.to.port)].name});
    } else if (e.from.node == EdgeEnd::kSelf) {
      d.inputs.push_back({node.inputs[static_cast<std::size_t>(e.from.port)].name, e.to.node, e.to.port});
    } else if (e.to.node == EdgeEnd::kSelf) {
      d.outputs.push_back({e.from.node, e.from.port, node.outputs[static_cast<std::size_t>(e.to.port)].name});
    } else {
      d.inner.push_back({e.from.node, e.from.port, e.to.node, e.to.port});
    }
    if (e.from.node >= 0) used.insert({e.from.node, e.from.port});
  }
  for (std::size_t i = 0; i < node.children.size(); ++i) {
    for (std::size_t p = 0; p < node.children[i].outputs().size(); ++p) {
      const std::pair<int, int> end{static_cast<int>(i), static_cast<int>(p)};
      if (!used.count(end)) d.muted.push_back(end);
    }
  }
  for (const auto* ports : {&node.inputs, &node.outputs}) {
    for (const Port& p : *ports) {
      if (p.coder) d.options.push_back({p.name, Value(p.coder)});
      else if (port_types && p.type.rank_known) d.options.push_back({p.name, port_type_value(p.type)});
    }
  }
  if (!node.learning_rate_multipliers.is_automatic()) d.options.push_back({"LearningRateMultipliers", node.learning_rate_multipliers});
  return d;
}

namespace {

// The output a connection without a port name means.
int main_output(const Net& net, const std::string& words, const char* head) {
  if (net.outputs().size() == 1) return 0;
  if (const int i = net.find_output("Output"); i >= 0) return i;
  std::string list;
  for (const Port& p : net.outputs()) list += (list.empty() ? "\"" : ", \"") + p.name + '"';
  throw NetError("indmultiport", sentence(words) + (list.empty() ? " has no output." : " has several outputs (" + list + "); say which with NetPort[layer, \"port\"]."), {}, head);
}

}  // namespace

Net make_chain(const Children& children, const std::vector<Option>& options) {
  Draft d;
  d.kind = NetKind::Chain;
  d.names = children.names;
  d.options = options;
  for (std::size_t i = 0; i < children.nets.size(); ++i) {
    d.children.push_back(i == 0 && children.nets[i].is_layer() && children.nets[i]->variadic_inputs > 1 ? children.nets[i]
                                                                                                      : with_input_count(children.nets[i], 1));
  }
  for (std::size_t i = 0; i + 1 < d.children.size(); ++i) {
    const int from = static_cast<int>(i), to = from + 1;
    const Net& next = d.children[i + 1];
    int target = -1;
    for (std::size_t p = 0; p < next.inputs().size(); ++p) {
      if (next.inputs()[p].role != PortRole::Data) continue;
      if (target >= 0) {
        throw NetError("netinvcport", sentence(child_words(d, to)) + " has more than one input and can't be part of a NetChain; use NetGraph.", {}, "NetChain");
      }
      target = static_cast<int>(p);
    }
    if (target < 0) throw NetError("netinvcport", sentence(child_words(d, to)) + " has no input and can't follow another layer in a NetChain.", {}, "NetChain");
    d.inner.push_back({from, main_output(d.children[i], child_words(d, from), "NetChain"), to, target});
    // Further outputs of a layer inside a chain (masks) lead nowhere.
    for (std::size_t p = 0; p < d.children[i].outputs().size(); ++p) {
      if (static_cast<int>(p) != d.inner.back().from_port && d.children[i].outputs()[p].role == PortRole::Data) d.muted.emplace_back(from, static_cast<int>(p));
    }
  }
  return assemble(std::move(d));
}

namespace {

bool is_open_placeholder(const Net& net) {
  return net.is_layer() && net->spec->name == "PlaceholderLayer" && net->parameter("InputPorts").is_automatic() && net->parameter("OutputPorts").is_automatic();
}

Net with_placeholder_ports(const Net& layer, const std::vector<std::string>& inputs, const std::vector<std::string>& outputs) {
  const auto same = [](const std::vector<Port>& ports, const std::vector<std::string>& names) {
    return ports.size() == names.size() && std::equal(ports.begin(), ports.end(), names.begin(), [](const Port& p, const std::string& name) { return p.name == name; });
  };
  if (inputs.empty() || (same(layer.inputs(), inputs) && same(layer.outputs(), outputs))) return layer;
  ConstructorCall call = constructor_call(layer);
  std::erase_if(call.options, [](const Option& o) { return o.name == "InputPorts" || o.name == "OutputPorts"; });
  call.options.push_back({"InputPorts", Value(ValueList(inputs.begin(), inputs.end()))});
  call.options.push_back({"OutputPorts", Value(ValueList(outputs.begin(), outputs.end()))});
  return make_layer(*layer->spec, call.positional, call.options);
}

}  // namespace

namespace {

// Whether connections decide how many inputs a net has: it is a chain that begins with a layer of any number of inputs.
bool has_growing_head(const Net& net) {
  if (net.kind() != NetKind::Chain) return false;
  const Net& head = net->children[0];
  return head.is_layer() ? head->spec->variadic && head->variadic_inputs == 1 : has_growing_head(head);
}

// The chain with so many inputs for its first layer, which is made anew: what it knew, it knew from a single input.
Net with_head_inputs(const Net& net, int count) {
  if (net.is_layer()) {
    ConstructorCall call = constructor_call(net);
    std::erase_if(call.options, [&](const Option& o) { return net.find_input(o.name) >= 0 || net.find_output(o.name) >= 0 || o.name == "InputPorts"; });
    return with_input_count(make_layer(*net->spec, call.positional, call.options), count);
  }
  Draft d = draft_of(net, false);
  d.children[0] = with_head_inputs(d.children[0], count);
  std::erase_if(d.inputs, [](const Draft::GraphInput& e) { return e.child == 0; });
  d.input_order.clear();
  std::erase_if(d.options, [&](const Option& o) { return net.find_input(o.name) >= 0; });
  return assemble(std::move(d));
}

}  // namespace

Net make_graph(const Children& children, const std::vector<EdgeSpec>& edges, const std::vector<Option>& options) {
  Draft d;
  d.children = children.nets;
  d.names = children.names;
  d.options = options;
  if (d.children.empty()) throw NetError("netempty", "NetGraph needs at least one layer.", {}, "NetGraph");

  auto child_of = [&](EdgeSpec::End& end) {
    const PathKey& key = end.path[0];
    int child = -1;
    if (key.is_index()) {
      const std::int64_t n = static_cast<std::int64_t>(d.children.size());
      const std::int64_t i = key.index > 0 ? key.index - 1 : n + key.index;
      if (key.index != 0 && i >= 0 && i < n) child = static_cast<int>(i);
    } else {
      const auto it = std::find(d.names.begin(), d.names.end(), key.name);
      if (it != d.names.end()) child = static_cast<int>(it - d.names.begin());
    }
    if (child < 0 || end.path.size() > 2) {
      throw NetError("invnetvert", "The connection refers to " + (end.path.size() == 1 ? path_words(end.path) : path_text(end.path)) + ", which is not part of the NetGraph.", end.path, "NetGraph");
    }
    if (end.path.size() == 2 && end.port.empty()) end.port = end.path[1].name;  // NetPort[{"layer", "port"}]
    return child;
  };

  struct Wire {
    EdgeSpec::End from, to;
    int from_child = -1, to_child = -1;
  };
  std::vector<Wire> wires;
  std::vector<int> arrivals(d.children.size());  // connections to variadic layers without a port name
  const auto in_order = [](std::vector<std::string>& order, const std::string& name) {
    if (std::find(order.begin(), order.end(), name) == order.end()) order.push_back(name);
  };
  for (const EdgeSpec& e : edges) {
    if (e.from.graph_port) in_order(d.input_order, e.from.port);
    if (e.to.graph_port) in_order(d.output_order, e.to.port);
    Wire w{e.from, e.to};
    if (w.from.none) throw NetError("invedgesrc", "A connection can't start at None.", {}, "NetGraph");
    if (!w.from.graph_port) w.from_child = child_of(w.from);
    if (!w.to.graph_port && !w.to.none) {
      w.to_child = child_of(w.to);
      const Net& target = d.children[static_cast<std::size_t>(w.to_child)];
      if ((target.is_layer() && target->spec->variadic && target->variadic_inputs < 0) || has_growing_head(target)) {
        int& n = arrivals[static_cast<std::size_t>(w.to_child)];
        if (w.to.port.empty()) ++n;
        else if (w.to.port.compare(0, 5, "Input") == 0) n = std::max(n, std::atoi(w.to.port.c_str() + 5));
      }
    }
    wires.push_back(std::move(w));
  }
  for (std::size_t i = 0; i < arrivals.size(); ++i) {
    if (arrivals[i] > 0 && !d.children[i].is_container()) d.children[i] = with_input_count(d.children[i], arrivals[i]);
    if (arrivals[i] > 1 && d.children[i].is_container()) d.children[i] = with_head_inputs(d.children[i], arrivals[i]);
    if (!is_open_placeholder(d.children[i])) continue;
    // Nothing says how many ports an unknown operation has: they are those it is connected by.
    std::vector<std::string> inputs, outputs;
    int unnamed = 0;
    const auto mention = [](std::vector<std::string>& names, const std::string& name) {
      if (!name.empty() && std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
    };
    for (const Wire& w : wires) {
      if (w.to_child == static_cast<int>(i)) w.to.port.empty() ? void(++unnamed) : mention(inputs, w.to.port);
      if (w.from_child == static_cast<int>(i)) mention(outputs, w.from.port);
    }
    for (int k = 1; k <= unnamed; ++k) inputs.push_back(unnamed == 1 && inputs.empty() ? "Input" : "Input" + std::to_string(k));
    if (outputs.empty()) outputs = {"Output"};
    d.children[i] = with_placeholder_ports(d.children[i], inputs, outputs);
  }

  // Ports named explicitly are taken first; connections without a name fill the free inputs in order.
  std::vector<std::vector<bool>> taken(d.children.size());
  for (std::size_t i = 0; i < taken.size(); ++i) {
    for (const Port& p : d.children[i].inputs()) taken[i].push_back(p.role == PortRole::State);  // states are connected by name only
  }
  auto port_error = [&](int child, const std::string& port, const std::vector<Port>& ports) {
    std::string list;
    for (const Port& p : ports) list += (list.empty() ? "\"" : ", \"") + p.name + '"';
    throw NetError("invport", sentence(child_words(d, child)) + " has no port \"" + port + "\"; it has " + (list.empty() ? "none of this direction" : list) + ".", {}, "NetGraph");
  };
  for (const Wire& w : wires) {
    if (w.to_child < 0 || w.to.port.empty()) continue;
    const Net& child = d.children[static_cast<std::size_t>(w.to_child)];
    const int port = child.find_input(w.to.port);
    if (port < 0) port_error(w.to_child, w.to.port, child.inputs());
    taken[static_cast<std::size_t>(w.to_child)][static_cast<std::size_t>(port)] = true;
  }
  for (const Wire& w : wires) {
    int to_port = -1;
    if (w.to_child >= 0) {
      const Net& child = d.children[static_cast<std::size_t>(w.to_child)];
      auto& used = taken[static_cast<std::size_t>(w.to_child)];
      if (!w.to.port.empty()) {
        to_port = child.find_input(w.to.port);
      } else {
        const auto free = std::find(used.begin(), used.end(), false);
        if (free == used.end()) {
          throw NetError("invincnt", "Too many connections lead to " + child_words(d, w.to_child) + ", which has " + std::to_string(used.size()) +
                                         (used.size() == 1 ? " input." : " inputs."), {}, "NetGraph");
        }
        *free = true;
        to_port = static_cast<int>(free - used.begin());
      }
    }
    if (w.from.graph_port) {
      if (w.to_child >= 0) d.inputs.push_back({w.from.port, w.to_child, to_port});
      else if (w.to.graph_port) d.through.push_back({w.from.port, w.to.port});
      continue;
    }
    const Net& source = d.children[static_cast<std::size_t>(w.from_child)];
    int from_port = -1;
    if (w.from.port.empty()) {
      from_port = main_output(source, child_words(d, w.from_child), "NetGraph");
    } else {
      from_port = source.find_output(w.from.port);
      if (from_port < 0) port_error(w.from_child, w.from.port, source.outputs());
    }
    if (w.to.none) d.muted.emplace_back(w.from_child, from_port);
    else if (w.to.graph_port) d.outputs.push_back({w.from_child, from_port, w.to.port});
    else d.inner.push_back({w.from_child, from_port, w.to_child, to_port});
  }
  return assemble(std::move(d));
}

Net with_input_order(const Net& container, const std::vector<std::string>& names) {
  std::vector<int> place(names.size());  // old position -> new
  auto node = std::make_shared<NetNode>(*container.pointer());
  for (std::size_t i = 0; i < names.size(); ++i) {
    const int old = container.find_input(names[i]);
    place[static_cast<std::size_t>(old)] = static_cast<int>(i);
    node->inputs[i] = container.inputs()[static_cast<std::size_t>(old)];
  }
  for (Edge& e : node->edges) {
    if (e.from.node == EdgeEnd::kSelf) e.from.port = place[static_cast<std::size_t>(e.from.port)];
  }
  return Net(std::move(node));
}

Net as_graph(const Net& net) {
  if (net.kind() == NetKind::Graph) return net;
  if (net.kind() == NetKind::Operator && net.head() == "FunctionLayer") {  // the net it was compiled to, with the coders of its ports
    Draft d = draft_of(as_graph(net->children[0]), false);
    for (const auto* ports : {&net.inputs(), &net.outputs()}) {
      for (const Port& p : *ports) {
        if (p.coder) d.options.push_back({p.name, Value(p.coder)});
      }
    }
    return assemble(std::move(d));
  }
  if (!net.is_container()) return make_graph({{net}, {}}, {});
  Draft d = draft_of(net, false);
  d.kind = NetKind::Graph;
  return assemble(std::move(d));
}

// ---- looking inside

int length(const Net& net) { return !net.is_container() ? 1 : static_cast<int>(net->children.size()); }

int find_child(const Net& net, const PathKey& key) {
  if (net.is_layer()) return -1;
  const std::int64_t n = static_cast<std::int64_t>(net->children.size());
  if (key.is_index()) {
    const std::int64_t i = key.index > 0 ? key.index - 1 : n + key.index;
    return key.index != 0 && i >= 0 && i < n ? static_cast<int>(i) : -1;
  }
  const auto it = std::find(net->names.begin(), net->names.end(), key.name);
  return it == net->names.end() ? -1 : static_cast<int>(it - net->names.begin());
}

std::optional<Net> net_at(const Net& net, const Path& path) {
  Net current = net;
  for (const PathKey& key : path) {
    const int child = find_child(current, key);
    if (child < 0) return std::nullopt;
    current = current->children[static_cast<std::size_t>(child)];
  }
  return current;
}

namespace {

void collect_layers(const Net& net, const Path& path, std::vector<LeafLayer>& out) {
  if (net.is_layer()) {
    out.push_back({path, net});
    return;
  }
  for (std::size_t i = 0; i < net->children.size(); ++i) {
    Path child = path;
    child.push_back(net->key(static_cast<int>(i)));
    collect_layers(net->children[i], child, out);
  }
}

}  // namespace

std::vector<LeafLayer> leaf_layers(const Net& net) {
  std::vector<LeafLayer> result;
  collect_layers(net, {}, result);
  return result;
}

std::vector<ArrayEntry> array_entries(const Net& net, bool unique_shared) {
  std::vector<ArrayEntry> result;
  std::set<std::string> seen;
  for (const LeafLayer& leaf : leaf_layers(net)) {
    for (std::size_t i = 0; i < leaf.layer->arrays.size(); ++i) {
      const ArraySlot& slot = leaf.layer->arrays[i];
      if (slot.state == ArrayState::Absent) continue;
      if (unique_shared && !slot.shared_name.empty() && !seen.insert(slot.shared_name).second) continue;
      Path path = leaf.path;
      path.emplace_back(leaf.layer->spec->arrays[i].name);
      result.push_back({std::move(path), &slot, &leaf.layer->spec->arrays[i], leaf.layer.pointer().get()});
    }
  }
  return result;
}

}  // namespace lykos::nets
