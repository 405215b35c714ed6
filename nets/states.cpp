// States as ports: every container passes those of its children through ports of its own.
#include "nets/states.h"

#include <algorithm>

#include "nets/layer_spec.h"

namespace lykos::nets {

namespace {

bool connected(const NetNode& container, int child, int port) {
  return std::any_of(container.edges.begin(), container.edges.end(), [&](const Edge& e) { return e.to == EdgeEnd{child, port}; });
}

std::string joined(const PathKey& key, const std::string& rest) { return (key.is_index() ? std::to_string(key.index) : key.name) + "/" + rest; }

// The output of a layer or operator that gives the last value of a state, or -1. The sequence a folded net gives may have the name of its state:
// the last value has another then.
int last_value(const Net& net, const std::string& state) {
  const int out = net.find_output(state);
  if (out >= 0 && net.outputs()[static_cast<std::size_t>(out)].role != PortRole::State) return net.find_output("Final" + state);
  return out;
}

// The states of a net; names are those of its ports when it is taken by itself.
std::vector<RecurrentState> states_of(const Net& net) {
  std::vector<RecurrentState> states;
  if (!net.is_container()) {
    for (const Port& p : net.inputs()) {
      if (p.role != PortRole::State) continue;
      const int out = last_value(net, p.name);
      const std::string name = out < 0 ? "" : net.outputs()[static_cast<std::size_t>(out)].name;
      states.push_back({{PathKey(p.name)}, name.empty() ? Path{} : Path{PathKey(name)}, p.name, name, p.type});
    }
    return states;
  }
  for (std::size_t i = 0; i < net->children.size(); ++i) {
    const int child = static_cast<int>(i);
    for (RecurrentState& s : states_of(net->children[i])) {
      // A layer's own state may come from elsewhere.
      if (s.path.size() == 1 && connected(net.node(), child, net->children[i].find_input(s.port))) continue;
      s.path.insert(s.path.begin(), net->key(child));
      if (!s.last.empty()) s.last.insert(s.last.begin(), net->key(child));
      s.port = joined(net->key(child), s.port);
      if (!s.output.empty()) s.output = s.port;
      states.push_back(std::move(s));
    }
  }
  return states;
}

}  // namespace

std::vector<RecurrentState> recurrent_states(const Net& net) { return states_of(net); }

Net with_state_ports(const Net& net) {
  if (!net.is_container()) return net;
  auto node = std::make_shared<NetNode>(*net.pointer());
  bool any = false;
  for (std::size_t i = 0; i < node->children.size(); ++i) {
    const Net child = with_state_ports(node->children[i]);
    const int index = static_cast<int>(i);
    for (int in = 0; in < static_cast<int>(child.inputs().size()); ++in) {
      const Port& state = child.inputs()[static_cast<std::size_t>(in)];
      if (state.role != PortRole::State || connected(*node, index, in)) continue;
      any = true;
      const std::string name = joined(node->key(index), state.name);
      node->edges.push_back({{EdgeEnd::kSelf, static_cast<int>(node->inputs.size())}, {index, in}});
      node->inputs.push_back({name, state.type, PortRole::State, nullptr});
      const int out = last_value(child, state.name);
      if (out < 0) continue;
      node->edges.push_back({{index, out}, {EdgeEnd::kSelf, static_cast<int>(node->outputs.size())}});
      node->outputs.push_back({name, child.outputs()[static_cast<std::size_t>(out)].type, PortRole::State, nullptr});
    }
    node->children[i] = child;
  }
  return any ? Net(std::move(node)) : net;
}

}  // namespace lykos::nets
