// NetChain and NetGraph: reading their layers and edges, and NetPort, which names ports in edges.
#include <string>
#include <vector>

#include "builtins/nets/errors.h"
#include "builtins/nets/layers.h"
#include "builtins/nets/net_expr.h"
#include "builtins/nets/register.h"
#include "builtins/nets/values.h"
#include "nets/graph.h"

namespace lykos::builtins {

using nets::EdgeSpec;
using nets::Net;
using nets::NetError;

namespace {

// One end of an edge: 2, "name", NetPort["port"], NetPort[{2, "port"}], NetPort[2, "port"], None.
EdgeSpec::End read_end(const Expr& expr, bool source) {
  EdgeSpec::End end;
  if (expr.is(sym::None)) {
    if (source) throw NetError("invedgesrc", "None can't be the source of an edge; it only stands at the right of ->.", {}, "NetGraph");
    end.none = true;
    return end;
  }
  if (const auto key = read_path_key(expr); key && !expr.is_symbol()) {
    end.path = {*key};
    return end;
  }
  if (expr.has_head(sym::NetPort) && expr.size() >= 1) {
    std::vector<Expr> keys;
    for (const Expr& argument : expr.args()) {
      if (argument.is_list()) {
        keys.insert(keys.end(), argument.args().begin(), argument.args().end());
      } else {
        keys.push_back(argument);
      }
    }
    if (keys.size() == 1 && keys[0].is_string()) {
      end.graph_port = true;
      end.port = keys[0].string_value();
      return end;
    }
    if (keys.empty()) throw NetError("notuport", short_text(expr) + " does not name a port: NetPort[\"port\"] or NetPort[{layer, \"port\"}] does.", {}, "NetGraph");
    for (std::size_t i = 0; i < keys.size(); ++i) {
      const auto key = read_path_key(keys[i]);
      if (!key || (i + 1 == keys.size() && !keys[i].is_string())) {
        throw NetError("notuport", short_text(expr) + " does not name a port: NetPort[\"port\"] or NetPort[{layer, \"port\"}] does.", {}, "NetGraph");
      }
      if (i + 1 == keys.size()) {
        end.port = keys[i].string_value();
      } else {
        end.path.push_back(*key);
      }
    }
    return end;
  }
  throw NetError(source ? "invedgesrc" : "invedgedst", short_text(expr) + " is not a layer or port of the graph. Layers are given by position or name, ports by NetPort.",
                 {}, "NetGraph");
}

std::vector<EdgeSpec::End> read_ends(const Expr& expr, bool source) {
  std::vector<EdgeSpec::End> ends;
  if (expr.is_list()) {
    for (const Expr& element : expr.args()) ends.push_back(read_end(element, source));
  } else {
    ends.push_back(read_end(expr, source));
  }
  return ends;
}

// a -> b -> c is a -> b and b -> c; {a, b} -> c is a -> c and b -> c.
void read_edges(const Expr& expr, std::vector<EdgeSpec>& edges) {
  if (expr.is_list()) {
    for (const Expr& element : expr.args()) read_edges(element, edges);
    return;
  }
  if (!expr.is_rule() && !expr.has_head(sym::DirectedEdge, 2)) {
    throw NetError("netinvedge", short_text(expr) + " is not an edge; edges are rules such as 1 -> 2 or {\"a\", \"b\"} -> \"c\".", {}, "NetGraph");
  }
  const bool longer = expr[1].is_rule();
  const Expr& next = longer ? expr[1][0] : expr[1];
  for (const EdgeSpec::End& from : read_ends(expr[0], true)) {
    for (const EdgeSpec::End& to : read_ends(next, false)) edges.push_back({from, to});
  }
  if (longer) read_edges(expr[1], edges);
}

// NetChain[{l1, l2, ...}, options], NetChain[<|"name" -> l1, ...|>, options]
MaybeExpr builtin_NetChain(Call& call) {
  return guarded(call.head(), [&] { return wrap_net(construct_chain(call.all_args())); });
}

// NetGraph[{l1, ...}, {1 -> 2, ...}, options], NetGraph[<|...|>, {...}, options], NetGraph[net]
MaybeExpr builtin_NetGraph(Call& call) {
  return guarded(call.head(), [&] { return wrap_net(construct_graph(call.all_args())); });
}

constexpr Builtin kBuiltins[] = {
    {.name = "NetChain",
     .fn = builtin_NetChain,
     .arity = at_least(1),
     .attributes = kProtected | kReadProtected,
     .usage = "NetChain[{layer1, layer2, ...}] is a net in which each layer's output is the next layer's input.\n"
              "NetChain[<|\"name1\" -> layer1, ...|>] names the layers.\n"
              "NetChain[{...}, \"Input\" -> shape, \"Output\" -> shape] fixes shapes, encoders and decoders of its ports."},
    {.name = "NetGraph",
     .fn = builtin_NetGraph,
     .arity = at_least(1),
     .attributes = kProtected | kReadProtected,
     .usage = "NetGraph[{layer1, layer2, ...}, {m1 -> n1, ...}] is a net in which output of layer m goes to an input of layer n.\n"
              "NetGraph[<|\"name1\" -> layer1, ...|>, {\"name1\" -> \"name2\", ...}] names the layers.\n"
              "NetGraph[net] is a graph equal to a layer or chain."},
    {.name = "NetPort",
     .attributes = kProtected | kReadProtected,
     .usage = "NetPort[\"port\"] stands for a port of a net in edges and output specifications.\n"
              "NetPort[{layer, \"port\"}] stands for a port of a layer inside."},
};

}  // namespace

Net construct_chain(std::span<const Expr> args) {
  const std::span<const Expr> options = args.subspan(1);
  if (positional_count(options) != 0) {
    throw NetError("netinvnodes", "NetChain takes one list of layers and options; " + short_text(options[0]) + " is neither.", {}, "NetChain");
  }
  if (const Net* net = as_net(args[0]); net && net->kind() == nets::NetKind::Chain && options.empty()) return *net;
  return nets::make_chain(read_children(args[0], "NetChain"), read_container_options(options));
}

Net construct_graph(std::span<const Expr> args) {
  if (const Net* net = as_net(args[0])) {
    if (args.size() == 1) return nets::as_graph(*net);
    throw NetError("netinvnodes", "NetGraph[net] takes no further arguments; NetGraph[{layers}, {edges}] does.", {}, "NetGraph");
  }
  if (args.size() < 2 || !args[1].is_list()) {
    throw NetError("netinvedge", "NetGraph needs a list of edges as its second argument, as in NetGraph[{layer1, layer2}, {1 -> 2}].", {}, "NetGraph");
  }
  const std::span<const Expr> options = args.subspan(2);
  if (positional_count(options) != 0) {
    throw NetError("netinvnodes", "NetGraph takes layers, edges and options; " + short_text(options[0]) + " is none of these.", {}, "NetGraph");
  }
  std::vector<EdgeSpec> edges;
  read_edges(args[1], edges);
  return nets::make_graph(read_children(args[0], "NetGraph"), edges, read_container_options(options));
}

void register_containers(Registry& r) { r.add(kBuiltins); }

}  // namespace lykos::builtins
