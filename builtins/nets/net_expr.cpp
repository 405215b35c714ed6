// Nets and coders as expressions, and the constructor calls that rebuild them.
#include "builtins/nets/net_expr.h"

#include <algorithm>
#include <limits>
#include <utility>
#include <vector>

#include "builtins/nets/coders.h"
#include "builtins/nets/layers.h"
#include "builtins/nets/values.h"
#include "expr/association.h"
#include "formatting/formatting.h"
#include "nets/layer_spec.h"

namespace lykos::builtins {
namespace {

using nets::Net;
using nets::NetNode;

// The name of an option as its constructor writes it: a symbol for Interleaving and its kin, a string otherwise.
Expr option_name_expression(const Net& net, const std::string& name) {
  if (name == "LearningRateMultipliers") return sym::LearningRateMultipliers;
  if (net->spec) {
    const int index = net->spec->parameter_index(name);
    if (index >= 0 && net->spec->parameters[static_cast<std::size_t>(index)].symbol) return Expr::symbol(name);
  }
  return Expr::string(name);
}

// FunctionLayer[f], with the types of its ports where they were given, and the net itself where its arrays have changed since.
Expr function_layer_constructor(const Net& net, const nets::ConstructorCall& call) {
  std::vector<Expr> args{value_to_expr(call.positional[0])};
  for (const nets::Option& option : call.options) {
    args.push_back(make_rule(option.name == "LearningRateMultipliers" ? Expr(sym::LearningRateMultipliers) : Expr::string(option.name), value_to_expr(option.value)));
  }
  const auto rebuilds = [&](const std::vector<Expr>& candidate) {
    try {
      return construct_function_layer(*nets::find_layer("FunctionLayer"), candidate) == net;
    } catch (const nets::NetError&) {
      return false;
    }
  };
  std::vector<Expr> typed = args;
  for (const nets::Port& port : net.inputs()) {
    const Expr type = port_to_expr(port);
    const bool given = std::any_of(call.options.begin(), call.options.end(), [&](const nets::Option& o) { return o.name == port.name; });
    if (!given && !type.is(sym::Automatic)) typed.push_back(make_rule(Expr::string(port.name), type));
  }
  if (!rebuilds(args)) {
    if (rebuilds(typed)) args = typed;
    else args.push_back(make_rule(Expr::string("Net"), value_to_expr(call.positional[1])));
  }
  return make_normal(sym::FunctionLayer, std::move(args));
}

// CompiledLayer[f, g], with the types of its ports where they do not follow from the function; the net for its gradient always does.
Expr compiled_layer_constructor(const Net& net, const nets::ConstructorCall& call) {
  std::vector<Expr> args, rules;
  for (const nets::Value& value : call.positional) args.push_back(value_to_expr(value));
  for (const nets::Option& option : call.options) {
    if (option.name == "LearningRateMultipliers") args.push_back(make_rule(sym::LearningRateMultipliers, value_to_expr(option.value)));
  }
  for (const std::vector<nets::Port>* ports : {&net.inputs(), &net.outputs()}) {
    const Expr type = port_to_expr((*ports)[0]);
    if (!type.is(sym::Automatic)) rules.push_back(make_rule(Expr::string((*ports)[0].name), type));
  }
  // As few as do.
  for (std::size_t count = 0; count <= rules.size(); ++count) {
    std::vector<Expr> candidate = args;
    candidate.insert(candidate.end(), rules.begin(), rules.begin() + static_cast<std::ptrdiff_t>(count));
    try {
      if (count == rules.size() || construct_compiled_layer(*nets::find_layer("CompiledLayer"), candidate) == net) return make_normal(Expr::symbol("CompiledLayer"), std::move(candidate));
    } catch (const nets::NetError&) {
    }
  }
  return make_normal(Expr::symbol("CompiledLayer"), std::move(args));
}

Expr layer_constructor(const Net& net) {
  nets::ConstructorCall call = nets::constructor_call(net);
  if (net.head() == "FunctionLayer") return function_layer_constructor(net, call);
  if (net.head() == "CompiledLayer") return compiled_layer_constructor(net, call);
  std::vector<Expr> args;
  for (const nets::Value& value : call.positional) args.push_back(value_to_expr(value));
  for (const nets::Option& option : call.options) {
    args.push_back(make_rule(option_name_expression(net, option.name), value_to_expr(option.value)));
  }
  return make_normal(head_symbol(net), std::move(args));
}

Expr children_expression(const NetNode& node) {
  std::vector<Expr> children;
  for (const Net& child : node.children) children.push_back(constructor_expression(child));
  if (!node.named) return make_list(std::move(children));
  std::vector<AssociationEntry> entries;
  for (std::size_t i = 0; i < children.size(); ++i) entries.push_back({Expr::string(node.names[i]), children[i]});
  return make_association(std::move(entries));
}

// Ports of a container whose type or coder does not follow from its children alone.
void add_port_options(const NetNode& node, std::vector<Expr>& args) {
  for (const nets::Port& port : node.inputs) {
    // A type whose kind of numbers is open was inferred from the children, and will be again.
    if (port.type.element == nets::ElementKind::Any && !port.coder) continue;
    const Expr type = port_to_expr(port);
    if (!type.is(sym::Automatic)) args.push_back(make_rule(Expr::string(port.name), type));
  }
  for (const nets::Port& port : node.outputs) {
    if (port.coder) args.push_back(make_rule(Expr::string(port.name), wrap_coder(port.coder)));
  }
  if (!node.learning_rate_multipliers.is_automatic()) {
    args.push_back(make_rule(sym::LearningRateMultipliers, value_to_expr(node.learning_rate_multipliers)));
  }
}

// The edges in an order that says in which order the inputs are ports: where they do not come in that order by themselves, those from
// inputs come first.
std::vector<nets::Edge> edges_in_order(const NetNode& node) {
  std::vector<nets::Edge> edges = node.edges;
  int next = 0;
  bool in_order = true;
  for (const nets::Edge& edge : edges) {
    if (edge.from.node != nets::EdgeEnd::kSelf || edge.from.port < next) continue;
    in_order &= edge.from.port == next;
    ++next;
  }
  if (!in_order) {
    std::stable_sort(edges.begin(), edges.end(), [](const nets::Edge& a, const nets::Edge& b) {
      const auto rank = [](const nets::Edge& e) { return e.from.node == nets::EdgeEnd::kSelf ? e.from.port : std::numeric_limits<int>::max(); };
      return rank(a) < rank(b);
    });
  }
  return edges;
}

Expr edge_end(const NetNode& node, const nets::EdgeEnd& end, bool source) {
  if (end.node == nets::EdgeEnd::kSelf) {
    const nets::Port& port = source ? node.inputs[static_cast<std::size_t>(end.port)] : node.outputs[static_cast<std::size_t>(end.port)];
    return make_normal(sym::NetPort, {Expr::string(port.name)});
  }
  const Expr key = key_to_expr(node.key(end.node));
  const Net& child = node.children[static_cast<std::size_t>(end.node)];
  const std::vector<nets::Port>& ports = source ? child.outputs() : child.inputs();
  // A child with a single port needs no port name, nor do the growing inputs of a variadic layer if the edges come in their order.
  const auto from_input = [&](const nets::Edge& edge) { return edge.to.node == end.node && edge.from.node == nets::EdgeEnd::kSelf; };
  const bool variadic = !source && child.is_layer() && child->spec->variadic && std::none_of(node.edges.begin(), node.edges.end(), from_input);
  if (ports.size() == 1 || variadic) return key;
  return make_normal(sym::NetPort, {make_list({key, Expr::string(ports[static_cast<std::size_t>(end.port)].name)})});
}

Expr graph_constructor(const Net& net) {
  const NetNode& node = net.node();
  std::vector<Expr> rules;
  for (const nets::Edge& edge : edges_in_order(node)) rules.push_back(make_rule(edge_end(node, edge.from, true), edge_end(node, edge.to, false)));
  // An output that goes nowhere would become one of the graph.
  for (std::size_t i = 0; i < node.children.size(); ++i) {
    for (std::size_t p = 0; p < node.children[i].outputs().size(); ++p) {
      if (node.children[i].outputs()[p].role == nets::PortRole::State) continue;
      const nets::EdgeEnd end{static_cast<int>(i), static_cast<int>(p)};
      const bool used = std::any_of(node.edges.begin(), node.edges.end(), [&](const nets::Edge& edge) { return edge.from == end; });
      if (!used) rules.push_back(make_rule(edge_end(node, end, true), sym::None));
    }
  }
  std::vector<Expr> args{children_expression(node), make_list(std::move(rules))};
  add_port_options(node, args);
  return make_normal(sym::NetGraph, std::move(args));
}

}  // namespace

Expr head_symbol(const Net& net) { return Expr::symbol(net.head()); }

Expr constructor_expression(const Net& net) {
  switch (net.kind()) {
    case nets::NetKind::Layer:
    case nets::NetKind::Operator: return layer_constructor(net);
    case nets::NetKind::Chain: {
      std::vector<Expr> args{children_expression(net.node())};
      add_port_options(net.node(), args);
      return make_normal(sym::NetChain, std::move(args));
    }
    case nets::NetKind::Graph: return graph_constructor(net);
  }
  return Expr();
}

bool NetExpr::equals(const OpaqueNode& other) const { return net_ == static_cast<const NetExpr&>(other).net_; }
std::uint64_t NetExpr::hash_value() const { return net_.hash(); }
std::string NetExpr::summary() const { return nets::output_form(net_); }
std::string NetExpr::input_form() const { return to_input_form(constructor_expression(net_)); }
MaybeExpr NetExpr::reconstruct() const { return constructor_expression(net_); }

Expr CoderExpr::head() const { return coder_->is_decoder() ? sym::NetDecoder : sym::NetEncoder; }
bool CoderExpr::equals(const OpaqueNode& other) const { return coder_->equals(*static_cast<const CoderExpr&>(other).coder_); }
std::uint64_t CoderExpr::hash_value() const { return coder_->hash(); }
std::string CoderExpr::summary() const { return coder_->summary(); }
std::string CoderExpr::input_form() const { return to_input_form(coder_->constructor()); }
MaybeExpr CoderExpr::reconstruct() const { return coder_->constructor(); }

Expr wrap_net(Net net) { return make_opaque(new NetExpr(std::move(net))); }

const Net* as_net(const Expr& expr) {
  if (!expr.is_opaque()) return nullptr;
  const auto* node = dynamic_cast<const NetExpr*>(&expr.opaque());
  return node ? &node->net() : nullptr;
}

Expr wrap_coder(std::shared_ptr<const nets::PortCoder> coder) {
  return make_opaque(new CoderExpr(std::static_pointer_cast<const Coder>(std::move(coder))));
}

std::shared_ptr<const Coder> as_coder(const Expr& expr) {
  if (!expr.is_opaque()) return nullptr;
  const auto* node = dynamic_cast<const CoderExpr*>(&expr.opaque());
  return node ? node->coder() : nullptr;
}

}  // namespace lykos::builtins
