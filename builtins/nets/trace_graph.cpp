// Nodes and tokens of a function that is being compiled, and the net they make in the end.
#include "builtins/nets/trace_graph.h"

#include <algorithm>

#include "expr/association.h"
#include "nets/layer_spec.h"
#include "nets/shape_inference.h"

namespace lykos::builtins {

using nets::EdgeSpec;
using nets::Net;
using nets::PathKey;
using nets::PortType;

const TracedNode* as_token(const Expr& expr) { return expr.is_opaque() ? dynamic_cast<const TracedNode*>(&expr.opaque()) : nullptr; }

bool is_traced(const Expr& value) {
  if (value.is_opaque()) return as_token(value) != nullptr;
  if (value.is_association()) {
    for (const AssociationEntry& entry : value.association().entries) {
      if (is_traced(entry.value)) return true;
    }
    return false;
  }
  if (!value.is_normal() || value.is_packed()) return false;
  return is_traced(value.head()) || std::any_of(value.args().begin(), value.args().end(), is_traced);
}

TraceGraph::TraceGraph(TraceGraph* outer) : outer_(outer) {
  static std::uint64_t count = 0;
  id_ = ++count;
}

Expr TraceGraph::token(const Source& source, const PortType& type, const std::string& text) {
  values_.push_back({source, type});
  return make_opaque(new TracedNode(id_, static_cast<int>(values_.size()) - 1, text));
}

Expr TraceGraph::input(const std::string& name, const PortType& type, const std::string& text) {
  inputs_.push_back({name, type});
  return token({-1, static_cast<int>(inputs_.size()) - 1}, type, text);
}

// The number of a token's value in this graph; a value of an outer graph is captured.
int TraceGraph::import_value(const Expr& expr) {
  const TracedNode& node = *as_token(expr);
  if (node.graph() == id_) return node.value();
  if (!outer_) throw nets::NetError("compilerr", "A value of one function can't be used in another one.");
  for (std::size_t i = 0; i < captures_.size(); ++i) {
    if (captures_[i].outer == expr) return captured_values_[i];
  }
  const PortType type = outer_->type(expr);
  const std::string name = "Captured" + std::to_string(captures_.size() + 1);
  const Expr inner = input(name, type, node.summary());
  captures_.push_back({expr, name});
  captured_values_.push_back(as_token(inner)->value());
  return captured_values_.back();
}

const PortType& TraceGraph::type(const Expr& token) { return values_[static_cast<std::size_t>(import_value(token))].type; }

std::vector<Expr> TraceGraph::add(const Net& net, const std::vector<std::pair<std::string, Expr>>& inputs) {
  Node node{net, {}};
  std::vector<nets::PortConstraint> constraints;
  for (const auto& [name, value] : inputs) {
    const Traced& traced = values_[static_cast<std::size_t>(import_value(value))];
    node.inputs.emplace_back(name, traced.source);
    constraints.push_back({false, net.find_input(name), traced.type});
  }
  const Net typed = nets::infer_shapes(net, constraints);
  nodes_.push_back(std::move(node));
  std::vector<Expr> outputs;
  for (std::size_t i = 0; i < typed.outputs().size(); ++i) {
    outputs.push_back(token({static_cast<int>(nodes_.size()) - 1, static_cast<int>(i)}, typed.outputs()[i].type, "array"));
  }
  return outputs;
}

std::optional<Expr> TraceGraph::array_of_length(const Expr& expr) {
  const Source source = values_[static_cast<std::size_t>(import_value(expr))].source;
  if (source.node < 0) return std::nullopt;
  const Node& node = nodes_[static_cast<std::size_t>(source.node)];
  if (!node.net.is_layer() || node.net->spec->name != "FunctionNode" || !node.net->parameter("Operation").is_word("Length") || node.net->parameter("Argument") != nets::Value(1)) return std::nullopt;
  const Source array = node.inputs[0].second;
  for (std::size_t i = 0; i < values_.size(); ++i) {
    const Source& known = values_[i].source;
    if (known.node == array.node && known.port == array.port) return make_opaque(new TracedNode(id_, static_cast<int>(i), "array"));
  }
  return std::nullopt;
}

std::vector<bool> TraceGraph::needed_nodes(std::vector<Source> ends) const {
  std::vector<bool> needed(nodes_.size());
  for (const Source& end : ends) {
    if (end.node >= 0) needed[static_cast<std::size_t>(end.node)] = true;
  }
  for (std::size_t i = nodes_.size(); i-- > 0;) {
    if (!needed[i]) continue;
    for (const auto& [name, source] : nodes_[i].inputs) {
      if (source.node >= 0) needed[static_cast<std::size_t>(source.node)] = true;
    }
  }
  return needed;
}

std::vector<bool> TraceGraph::used_inputs(const std::vector<std::pair<std::string, Expr>>& outputs) {
  std::vector<bool> used(inputs_.size());
  std::vector<Source> ends;
  for (const auto& [name, value] : outputs) ends.push_back(values_[static_cast<std::size_t>(import_value(value))].source);
  const auto use = [&](const Source& source) {
    if (source.node < 0) used[static_cast<std::size_t>(source.port)] = true;
  };
  for (const Source& end : ends) use(end);
  const std::vector<bool> needed = needed_nodes(std::move(ends));
  for (std::size_t i = 0; i < nodes_.size(); ++i) {
    if (!needed[i]) continue;
    for (const auto& [name, source] : nodes_[i].inputs) use(source);
  }
  return used;
}

Net TraceGraph::finish(const std::vector<std::pair<std::string, Expr>>& outputs) {
  // An input that is an output as well, or the final state of a layer, passes through a node that does nothing.
  std::vector<std::pair<std::string, Source>> results;
  for (const auto& [name, value] : outputs) {
    Source source = values_[static_cast<std::size_t>(import_value(value))].source;
    const bool state = source.node >= 0 && nodes_[static_cast<std::size_t>(source.node)].net.outputs()[static_cast<std::size_t>(source.port)].role == nets::PortRole::State;
    if (source.node < 0 || state) {
      nodes_.push_back({nets::make_layer("ElementwiseLayer", {nets::Name{"Identity"}}), {{"Input", source}}});
      source = {static_cast<int>(nodes_.size()) - 1, 0};
    }
    results.emplace_back(name, source);
  }
  std::vector<Source> ends;
  for (const auto& [name, source] : results) ends.push_back(source);
  const std::vector<bool> needed = needed_nodes(std::move(ends));
  std::vector<int> place(nodes_.size(), -1);
  nets::Children children;
  std::vector<EdgeSpec> edges;
  std::vector<std::vector<bool>> used;
  std::vector<bool> used_inputs(inputs_.size());
  auto from = [&](const Source& source) {
    EdgeSpec::End end;
    if (source.node < 0) {
      end.graph_port = true;
      end.port = inputs_[static_cast<std::size_t>(source.port)].name;
      used_inputs[static_cast<std::size_t>(source.port)] = true;
    } else {
      const int child = place[static_cast<std::size_t>(source.node)];
      end.path = {PathKey(child + 1)};
      end.port = nodes_[static_cast<std::size_t>(source.node)].net.outputs()[static_cast<std::size_t>(source.port)].name;
      used[static_cast<std::size_t>(child)][static_cast<std::size_t>(source.port)] = true;
    }
    return end;
  };
  for (std::size_t i = 0; i < nodes_.size(); ++i) {
    if (!needed[i]) continue;
    place[i] = static_cast<int>(children.nets.size());
    children.nets.push_back(nodes_[i].net);
    used.emplace_back(nodes_[i].net.outputs().size());
    for (const auto& [name, source] : nodes_[i].inputs) edges.push_back({from(source), {{PathKey(place[i] + 1)}, name, false, false}});
  }
  for (const auto& [name, source] : results) edges.push_back({from(source), {{}, name, true, false}});
  for (std::size_t child = 0; child < used.size(); ++child) {
    for (std::size_t port = 0; port < used[child].size(); ++port) {
      if (!used[child][port]) edges.push_back({{{PathKey(static_cast<int>(child) + 1)}, children.nets[child].outputs()[port].name, false, false}, {{}, "", false, true}});
    }
  }
  std::vector<nets::Option> options;
  std::vector<std::string> names;
  for (std::size_t i = 0; i < inputs_.size(); ++i) {
    if (!used_inputs[i]) continue;
    names.push_back(inputs_[i].name);
    if (inputs_[i].type.rank_known) options.push_back({inputs_[i].name, nets::port_type_value(inputs_[i].type)});
  }
  const Net graph = nets::make_graph(children, edges, options);
  // A single layer with the same ports needs no graph around it.
  if (children.nets.size() == 1 && graph->children[0].is_layer() && graph->children[0]->spec->name != "FunctionNode") {
    const Net& layer = graph->children[0];
    auto same_names = [](const std::vector<nets::Port>& a, const std::vector<std::string>& b) {
      return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(), [](const nets::Port& p, const std::string& name) { return p.name == name; });
    };
    std::vector<std::string> output_names;
    for (const auto& [name, source] : results) output_names.push_back(name);
    const bool straight = std::all_of(nodes_.begin(), nodes_.end(), [&](const Node& n) {
      return place[static_cast<std::size_t>(&n - nodes_.data())] < 0 ||
             std::all_of(n.inputs.begin(), n.inputs.end(), [&](const auto& in) { return inputs_[static_cast<std::size_t>(in.second.port)].name == in.first; });
    });
    if (straight && same_names(layer.inputs(), names) && same_names(layer.outputs(), output_names)) return layer;
  }
  // States that nothing is connected to are no ports: only the names that are there are put in order.
  std::vector<std::string> order;
  for (const std::string& name : names) {
    if (graph.find_input(name) >= 0) order.push_back(name);
  }
  for (const nets::Port& port : graph.inputs()) {
    if (std::find(order.begin(), order.end(), port.name) == order.end()) order.push_back(port.name);
  }
  return order.empty() ? graph : nets::with_input_order(graph, order);
}

}  // namespace lykos::builtins
