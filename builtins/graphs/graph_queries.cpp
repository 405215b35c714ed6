// graph_queries.cpp - what a graph consists of: vertices, edges, degrees, matrices, and its simple properties.
#include <algorithm>
#include <map>
#include <set>

#include "builtins/graphs/graph_value.h"
#include "builtins/graphs/register.h"

namespace lykos::builtins {
namespace {

using Direction = GraphValue::Direction;

MaybeExpr builtin_VertexList(Call& call) {
  const GraphArgument g(call);
  if (!g) return std::nullopt;
  if (call.size() == 1) return make_list(g->vertices());
  Builder found(sym::List);
  const Matcher matcher(call.arg(1));
  for (const Expr& v : g->vertices())
    if (matcher(v)) found.push(v);
  return found.finish();
}

MaybeExpr builtin_EdgeList(Call& call) {
  const GraphArgument g(call);
  if (!g) return std::nullopt;
  Builder found(sym::List);
  std::optional<Matcher> matcher;
  if (call.size() == 2) matcher.emplace(call.arg(1));
  for (std::size_t i = 0; i < g->edges().size(); ++i) {
    Expr edge = g->edge_expr(i);
    if (!matcher || (*matcher)(edge)) found.push(std::move(edge));
  }
  return found.finish();
}

// EdgeRules[g]: the edges as rules.
MaybeExpr builtin_EdgeRules(Call& call) {
  const GraphArgument g(call);
  if (!g) return std::nullopt;
  Builder rules(sym::List);
  for (const GraphEdge& e : g->edges()) rules.push(make_rule(g->vertices()[e.from], g->vertices()[e.to]));
  return rules.finish();
}

MaybeExpr builtin_VertexCount(Call& call) {
  const GraphArgument g(call);
  if (!g) return std::nullopt;
  if (call.size() == 1) return Expr::integer(static_cast<std::int64_t>(g->size()));
  const Matcher matcher(call.arg(1));
  return Expr::integer(std::ranges::count_if(g->vertices(), [&](const Expr& v) { return matcher(v); }));
}

MaybeExpr builtin_EdgeCount(Call& call) {
  const GraphArgument g(call);
  if (!g) return std::nullopt;
  if (call.size() == 1) return Expr::integer(static_cast<std::int64_t>(g->edges().size()));
  const Matcher matcher(call.arg(1));
  std::int64_t count = 0;
  for (std::size_t i = 0; i < g->edges().size(); ++i) count += matcher(g->edge_expr(i)) ? 1 : 0;
  return Expr::integer(count);
}

// A loop counts twice.
std::vector<std::int64_t> degrees(const GraphValue& g, Direction direction) {
  std::vector<std::int64_t> count(g.size(), 0);
  for (const GraphEdge& e : g.edges()) {
    if (direction != Direction::In || !e.directed) ++count[e.from];
    if (direction != Direction::Out || !e.directed) ++count[e.to];
  }
  return count;
}

MaybeExpr degree(Call& call, Direction direction) {
  const GraphArgument g(call);
  if (!g) return std::nullopt;
  const auto all = degrees(*g.graph, direction);
  if (call.size() == 2) {
    const auto v = vertex_argument(call, *g.graph, 1);
    if (!v) return std::nullopt;
    return Expr::integer(all[*v]);
  }
  Builder list(sym::List);
  for (const std::int64_t d : all) list.push(Expr::integer(d));
  return list.finish();
}
MaybeExpr builtin_VertexDegree(Call& call) { return degree(call, Direction::Both); }
MaybeExpr builtin_VertexInDegree(Call& call) { return degree(call, Direction::In); }
MaybeExpr builtin_VertexOutDegree(Call& call) { return degree(call, Direction::Out); }

MaybeExpr builtin_VertexIndex(Call& call) {
  const GraphArgument g(call);
  if (!g) return std::nullopt;
  const auto v = vertex_argument(call, *g.graph, 1);
  if (!v) return std::nullopt;
  return Expr::integer(*v + 1);
}

// The number of an edge given as an edge, a rule or a two-way rule.
std::optional<std::size_t> find_edge(const GraphValue& g, const Expr& given) {
  if (given.kind() != Kind::Normal || given.size() != 2) return std::nullopt;
  const auto from = g.find(given[0]);
  const auto to = g.find(given[1]);
  if (!from || !to) return std::nullopt;
  const bool directed = given.has_head(sym::DirectedEdge) || given.has_head(sym::Rule);
  for (std::size_t i = 0; i < g.edges().size(); ++i) {
    const GraphEdge& e = g.edges()[i];
    if (e.directed != directed) continue;
    if (e.from == *from && e.to == *to) return i;
    if (!directed && e.from == *to && e.to == *from) return i;
  }
  return std::nullopt;
}

MaybeExpr builtin_EdgeIndex(Call& call) {
  const GraphArgument g(call);
  if (!g) return std::nullopt;
  const auto i = find_edge(*g.graph, call.arg(1));
  if (!i) return call.message("inv", {call.arg(1), call.arg(0), Expr::string("edge")});
  return Expr::integer(static_cast<std::int64_t>(*i) + 1);
}

MaybeExpr builtin_EdgeQ(Call& call) {
  const GraphArgument g(call, false);
  return Expr::boolean(g && find_edge(*g.graph, call.arg(1)).has_value());
}

MaybeExpr builtin_VertexQ(Call& call) {
  const GraphArgument g(call, false);
  return Expr::boolean(g && g->find(call.arg(1)).has_value());
}

Expr sparse_matrix(std::size_t rows, std::size_t columns, const std::map<std::pair<std::size_t, std::size_t>, Expr>& entries) {
  Builder rules(sym::List);
  for (const auto& [at, value] : entries)
    rules.push(make_rule(make_list({Expr::integer(static_cast<std::int64_t>(at.first) + 1), Expr::integer(static_cast<std::int64_t>(at.second) + 1)}), value));
  return evaluate(make_normal(sym::SparseArray, {rules.finish(), make_list({Expr::integer(static_cast<std::int64_t>(rows)),
                                                                            Expr::integer(static_cast<std::int64_t>(columns))})}));
}

// Entry {i, j} is the number of edges from i to j.
MaybeExpr builtin_AdjacencyMatrix(Call& call) {
  const GraphArgument g(call);
  if (!g) return std::nullopt;
  std::map<std::pair<std::size_t, std::size_t>, std::int64_t> count;
  for (const GraphEdge& e : g->edges()) {
    ++count[{e.from, e.to}];
    if (!e.directed && e.from != e.to) ++count[{e.to, e.from}];
  }
  std::map<std::pair<std::size_t, std::size_t>, Expr> entries;
  for (const auto& [at, n] : count) entries.emplace(at, Expr::integer(n));
  return sparse_matrix(g->size(), g->size(), entries);
}

MaybeExpr builtin_WeightedAdjacencyMatrix(Call& call) {
  const GraphArgument g(call);
  if (!g) return std::nullopt;
  const Expr weights = g->option(sym::EdgeWeight);
  const bool given = weights.is_list() && weights.size() == g->edges().size();
  std::map<std::pair<std::size_t, std::size_t>, Expr> entries;
  const auto add = [&](std::size_t i, std::size_t j, const Expr& w) {
    const auto [at, fresh] = entries.emplace(std::pair{i, j}, w);
    if (!fresh) at->second = evaluate(make_normal(sym::Plus, {at->second, w}));
  };
  for (std::size_t k = 0; k < g->edges().size(); ++k) {
    const GraphEdge& e = g->edges()[k];
    const Expr w = given ? weights[k] : Expr::integer(1);
    add(e.from, e.to, w);
    if (!e.directed && e.from != e.to) add(e.to, e.from, w);
  }
  return sparse_matrix(g->size(), g->size(), entries);
}

// Rows are vertices, columns are edges: -1 where a directed edge leaves, 1 where an edge ends, 2 for a loop.
MaybeExpr builtin_IncidenceMatrix(Call& call) {
  const GraphArgument g(call);
  if (!g) return std::nullopt;
  std::map<std::pair<std::size_t, std::size_t>, Expr> entries;
  for (std::size_t k = 0; k < g->edges().size(); ++k) {
    const GraphEdge& e = g->edges()[k];
    if (e.from == e.to) {
      entries[{e.from, k}] = Expr::integer(e.directed ? -2 : 2);
      continue;
    }
    entries[{e.from, k}] = Expr::integer(e.directed ? -1 : 1);
    entries[{e.to, k}] = Expr::integer(1);
  }
  return sparse_matrix(g->size(), g->edges().size(), entries);
}

// AdjacencyList[g] for all vertices; AdjacencyList[g, v]: vertices one edge away, in either direction.
MaybeExpr builtin_AdjacencyList(Call& call) {
  const GraphArgument g(call);
  if (!g) return std::nullopt;
  const auto& arcs = g->arcs(Direction::Both);
  const auto around = [&](std::uint32_t v) {
    std::set<std::uint32_t> near;
    for (const GraphArc& arc : arcs[v]) near.insert(arc.to);
    Builder list(sym::List);
    for (const std::uint32_t u : near) list.push(g->vertices()[u]);
    return list.finish();
  };
  if (call.size() == 2) {
    const auto v = vertex_argument(call, *g.graph, 1);
    if (!v) return std::nullopt;
    return around(*v);
  }
  Builder all(sym::List);
  for (std::uint32_t v = 0; v < g->size(); ++v) all.push(around(v));
  return all.finish();
}

MaybeExpr builtin_IncidenceList(Call& call) {
  const GraphArgument g(call);
  if (!g) return std::nullopt;
  const auto v = vertex_argument(call, *g.graph, 1);
  if (!v) return std::nullopt;
  Builder list(sym::List);
  for (std::size_t i = 0; i < g->edges().size(); ++i)
    if (g->edges()[i].from == *v || g->edges()[i].to == *v) list.push(g->edge_expr(i));
  return list.finish();
}

bool is_simple(const GraphValue& g) {
  std::set<std::pair<std::uint32_t, std::uint32_t>> seen;
  for (const GraphEdge& e : g.edges()) {
    if (e.from == e.to) return false;
    if (!seen.insert(e.directed ? std::pair{e.from, e.to} : std::pair{std::min(e.from, e.to), std::max(e.from, e.to)}).second) return false;
  }
  return true;
}

bool is_complete(const GraphValue& g) {
  const std::size_t n = g.size();
  if (g.has_directed() || !is_simple(g)) return false;
  return g.edges().size() == n * (n - 1) / 2;
}

std::size_t weak_component_count(const GraphValue& g) {
  std::vector<bool> seen(g.size(), false);
  std::size_t count = 0;
  for (std::uint32_t start = 0; start < g.size(); ++start) {
    if (seen[start]) continue;
    ++count;
    std::vector<std::uint32_t> stack{start};
    seen[start] = true;
    while (!stack.empty()) {
      const std::uint32_t v = stack.back();
      stack.pop_back();
      for (const GraphArc& arc : g.arcs(Direction::Both)[v])
        if (!seen[arc.to]) {
          seen[arc.to] = true;
          stack.push_back(arc.to);
        }
    }
  }
  return count;
}

// Two colours for the vertices so that no edge joins equal ones.
bool is_bipartite(const GraphValue& g) {
  std::vector<int> colour(g.size(), -1);
  for (std::uint32_t start = 0; start < g.size(); ++start) {
    if (colour[start] >= 0) continue;
    colour[start] = 0;
    std::vector<std::uint32_t> stack{start};
    while (!stack.empty()) {
      const std::uint32_t v = stack.back();
      stack.pop_back();
      for (const GraphArc& arc : g.arcs(Direction::Both)[v]) {
        if (colour[arc.to] == colour[v]) return false;
        if (colour[arc.to] >= 0) continue;
        colour[arc.to] = 1 - colour[v];
        stack.push_back(arc.to);
      }
    }
  }
  return true;
}

// Kahn's order; shorter than the graph when there is a cycle.
std::vector<std::uint32_t> topological_order(const GraphValue& g) {
  auto indegree = degrees(g, Direction::In);
  std::vector<std::uint32_t> order;
  for (std::uint32_t v = 0; v < g.size(); ++v)
    if (indegree[v] == 0) order.push_back(v);
  for (std::size_t next = 0; next < order.size(); ++next)
    for (const GraphArc& arc : g.arcs(Direction::Out)[order[next]])
      if (--indegree[arc.to] == 0) order.push_back(arc.to);
  return order;
}

bool is_acyclic(const GraphValue& g) {
  if (!g.has_directed()) return is_simple(g) && g.edges().size() + weak_component_count(g) == g.size();
  return !g.has_undirected() && topological_order(g).size() == g.size();
}

template <bool (*property)(const GraphValue&)>
MaybeExpr graph_property(Call& call) {
  const GraphArgument g(call, false);
  return Expr::boolean(g && property(*g.graph));
}

bool is_directed(const GraphValue& g) { return g.has_directed() && !g.has_undirected(); }
bool is_undirected(const GraphValue& g) { return !g.has_directed(); }
bool is_mixed(const GraphValue& g) { return g.has_directed() && g.has_undirected(); }
bool is_weighted(const GraphValue& g) { return !g.option(sym::EdgeWeight).is_null() || !g.option(sym::VertexWeight).is_null(); }
bool is_empty(const GraphValue& g) { return g.edges().empty(); }
bool is_weakly_connected(const GraphValue& g) { return weak_component_count(g) == 1; }
bool is_loop_free(const GraphValue& g) {
  return std::ranges::none_of(g.edges(), [](const GraphEdge& e) { return e.from == e.to; });
}
bool is_tree(const GraphValue& g) { return is_weakly_connected(g) && g.edges().size() + 1 == g.size() && is_loop_free(g); }
bool is_path(const GraphValue& g) {
  return is_tree(g) && std::ranges::all_of(degrees(g, Direction::Both), [](std::int64_t d) { return d <= 2; });
}
bool is_multigraph(const GraphValue& g) {
  std::set<std::tuple<std::uint32_t, std::uint32_t, bool>> seen;
  for (const GraphEdge& e : g.edges()) {
    const auto key = e.directed ? std::tuple{e.from, e.to, true} : std::tuple{std::min(e.from, e.to), std::max(e.from, e.to), false};
    if (!seen.insert(key).second) return true;
  }
  return false;
}

MaybeExpr builtin_TopologicalSort(Call& call) {
  const GraphArgument g(call);
  if (!g) return std::nullopt;
  const auto order = topological_order(*g.graph);
  if (order.size() != g->size() || g->has_undirected()) return call.message("dag", {call.arg(0)});
  Builder list(sym::List);
  for (const std::uint32_t v : order) list.push(g->vertices()[v]);
  return list.finish();
}

#define LYKOS_PROPERTY(wl_name, function, text) \
  {.name = wl_name, .fn = graph_property<function>, .arity = exactly(1), .usage = wl_name "[g] gives True if the graph g " text "."}

constexpr Builtin kBuiltins[] = {
    {.name = "VertexList", .fn = builtin_VertexList, .arity = between(1, 2), .usage = "VertexList[g] gives the vertices of the graph g.\nVertexList[g, patt] gives those that match a pattern.", .messages = kGraphMessages},
    {.name = "EdgeList", .fn = builtin_EdgeList, .arity = between(1, 2), .usage = "EdgeList[g] gives the edges of the graph g.\nEdgeList[g, patt] gives those that match a pattern.", .messages = kGraphMessages},
    {.name = "EdgeRules", .fn = builtin_EdgeRules, .arity = exactly(1), .usage = "EdgeRules[g] gives the edges of the graph g as rules.", .messages = kGraphMessages},
    {.name = "VertexCount", .fn = builtin_VertexCount, .arity = between(1, 2), .usage = "VertexCount[g] gives the number of vertices of the graph g.", .messages = kGraphMessages},
    {.name = "EdgeCount", .fn = builtin_EdgeCount, .arity = between(1, 2), .usage = "EdgeCount[g] gives the number of edges of the graph g.", .messages = kGraphMessages},
    {.name = "VertexDegree", .fn = builtin_VertexDegree, .arity = between(1, 2), .usage = "VertexDegree[g] gives the degrees of all vertices.\nVertexDegree[g, v] gives the degree of v.", .messages = kGraphMessages},
    {.name = "VertexInDegree", .fn = builtin_VertexInDegree, .arity = between(1, 2), .usage = "VertexInDegree[g] gives the in-degrees of all vertices.\nVertexInDegree[g, v] gives that of v.", .messages = kGraphMessages},
    {.name = "VertexOutDegree", .fn = builtin_VertexOutDegree, .arity = between(1, 2), .usage = "VertexOutDegree[g] gives the out-degrees of all vertices.\nVertexOutDegree[g, v] gives that of v.", .messages = kGraphMessages},
    {.name = "VertexIndex", .fn = builtin_VertexIndex, .arity = exactly(2), .usage = "VertexIndex[g, v] gives the place of v in VertexList[g].", .messages = kGraphMessages},
    {.name = "EdgeIndex", .fn = builtin_EdgeIndex, .arity = exactly(2), .usage = "EdgeIndex[g, e] gives the place of e in EdgeList[g].", .messages = kGraphMessages},
    {.name = "EdgeQ", .fn = builtin_EdgeQ, .arity = exactly(2), .usage = "EdgeQ[g, e] gives True if e is an edge of the graph g."},
    {.name = "VertexQ", .fn = builtin_VertexQ, .arity = exactly(2), .usage = "VertexQ[g, v] gives True if v is a vertex of the graph g."},
    {.name = "AdjacencyMatrix", .fn = builtin_AdjacencyMatrix, .arity = exactly(1), .usage = "AdjacencyMatrix[g] gives the vertex-vertex adjacency matrix of the graph g.", .messages = kGraphMessages},
    {.name = "WeightedAdjacencyMatrix", .fn = builtin_WeightedAdjacencyMatrix, .arity = exactly(1), .usage = "WeightedAdjacencyMatrix[g] gives the matrix of edge weights of the graph g.", .messages = kGraphMessages},
    {.name = "IncidenceMatrix", .fn = builtin_IncidenceMatrix, .arity = exactly(1), .usage = "IncidenceMatrix[g] gives the vertex-edge incidence matrix of the graph g.", .messages = kGraphMessages},
    {.name = "AdjacencyList", .fn = builtin_AdjacencyList, .arity = between(1, 2), .usage = "AdjacencyList[g, v] gives the vertices adjacent to v.\nAdjacencyList[g] gives them for all vertices.", .messages = kGraphMessages},
    {.name = "IncidenceList", .fn = builtin_IncidenceList, .arity = exactly(2), .usage = "IncidenceList[g, v] gives the edges at the vertex v.", .messages = kGraphMessages},
    {.name = "TopologicalSort", .fn = builtin_TopologicalSort, .arity = exactly(1), .usage = "TopologicalSort[g] gives the vertices so that every edge leads forward.", .messages = kGraphMessages},
    LYKOS_PROPERTY("DirectedGraphQ", is_directed, "is directed"),
    LYKOS_PROPERTY("UndirectedGraphQ", is_undirected, "is undirected"),
    LYKOS_PROPERTY("MixedGraphQ", is_mixed, "has both directed and undirected edges"),
    LYKOS_PROPERTY("WeightedGraphQ", is_weighted, "has weights"),
    LYKOS_PROPERTY("EmptyGraphQ", is_empty, "has no edges"),
    LYKOS_PROPERTY("SimpleGraphQ", is_simple, "has no loops and no repeated edges"),
    LYKOS_PROPERTY("LoopFreeGraphQ", is_loop_free, "has no loops"),
    LYKOS_PROPERTY("MultigraphQ", is_multigraph, "has repeated edges"),
    LYKOS_PROPERTY("CompleteGraphQ", is_complete, "has an edge between every two vertices"),
    LYKOS_PROPERTY("BipartiteGraphQ", is_bipartite, "is bipartite"),
    LYKOS_PROPERTY("AcyclicGraphQ", is_acyclic, "has no cycles"),
    LYKOS_PROPERTY("TreeGraphQ", is_tree, "is a tree"),
    LYKOS_PROPERTY("PathGraphQ", is_path, "is a path"),
    LYKOS_PROPERTY("WeaklyConnectedGraphQ", is_weakly_connected, "is connected when directions do not count"),
};

}  // namespace

void register_graph_queries(Registry& r) { r.add(kBuiltins); }
}  // namespace lykos::builtins
