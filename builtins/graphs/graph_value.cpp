// graph_value.cpp - making graphs from vertices and edges, and the questions every graph function asks of one.
#include "builtins/graphs/graph_value.h"

#include <algorithm>

#include "builtins/graphs/register.h"
#include "formatting/formatting.h"

namespace lykos::builtins {

GraphValue::GraphValue(std::vector<Expr> vertices, std::vector<GraphEdge> edges, std::vector<Expr> options)
    : vertices_(std::move(vertices)), edges_(std::move(edges)), options_(std::move(options)) {
  index_.reserve(vertices_.size());
  for (std::size_t i = 0; i < vertices_.size(); ++i) index_.emplace(vertices_[i], static_cast<std::uint32_t>(i));
  const Expr weights = option(sym::EdgeWeight);
  if (!weights.is_list() || weights.size() != edges_.size() || edges_.empty()) return;
  for (const Expr& w : weights.args()) {
    const auto value = machine_real(w);
    if (!value) {
      weights_.clear();
      return;
    }
    weights_.push_back(*value);
  }
}

bool GraphValue::equals(const OpaqueNode& other) const {
  const auto& that = static_cast<const GraphValue&>(other);
  const auto same = [](const GraphEdge& a, const GraphEdge& b) { return a.from == b.from && a.to == b.to && a.directed == b.directed; };
  return vertices_ == that.vertices_ && edges_.size() == that.edges_.size() && std::equal(edges_.begin(), edges_.end(), that.edges_.begin(), same) &&
         options_ == that.options_;
}

std::uint64_t GraphValue::hash_value() const {
  std::uint64_t h = 0x9E3779B97F4A7C15ULL ^ edges_.size();
  for (const Expr& v : vertices_) h = h * 1099511628211ULL + lykos::hash(v);
  for (const GraphEdge& e : edges_) h = h * 1099511628211ULL + (std::uint64_t{e.from} << 32U) + e.to;
  return h;
}

std::string GraphValue::summary() const {
  return "Graph[<" + std::to_string(vertices_.size()) + ">, <" + std::to_string(edges_.size()) + ">]";
}

std::string GraphValue::input_form() const { return to_input_form(*reconstruct()); }

MaybeExpr GraphValue::reconstruct() const {
  std::vector<Expr> edges;
  edges.reserve(edges_.size());
  for (std::size_t i = 0; i < edges_.size(); ++i) edges.push_back(edge_expr(i));
  Builder graph(sym::Graph);
  graph.push(make_list(vertices_));
  graph.push(make_list(std::move(edges)));
  graph.append(options_);
  return graph.finish();
}

std::optional<std::uint32_t> GraphValue::find(const Expr& vertex) const {
  const auto at = index_.find(vertex);
  if (at == index_.end()) return std::nullopt;
  return at->second;
}

Expr GraphValue::edge_expr(std::size_t edge) const {
  const GraphEdge& e = edges_[edge];
  return make_normal(e.directed ? sym::DirectedEdge : sym::UndirectedEdge, {vertices_[e.from], vertices_[e.to]});
}

bool GraphValue::has_directed() const {
  return std::ranges::any_of(edges_, [](const GraphEdge& e) { return e.directed; });
}
bool GraphValue::has_undirected() const {
  return std::ranges::any_of(edges_, [](const GraphEdge& e) { return !e.directed; });
}

Expr GraphValue::option(const Expr& name) const {
  for (const Expr& rule : options_)
    if (rule[0] == name) return rule[1];
  return {};
}

const std::vector<std::vector<GraphArc>>& GraphValue::arcs(Direction direction) const {
  auto& all = arcs_[static_cast<std::size_t>(direction)];
  if (!all.empty() || vertices_.empty()) return all;
  all.resize(vertices_.size());
  for (std::uint32_t i = 0; i < edges_.size(); ++i) {
    const GraphEdge& e = edges_[i];
    const bool forward = !e.directed || direction != Direction::In;
    const bool backward = !e.directed || direction != Direction::Out;
    if (forward) all[e.from].push_back({e.to, i});
    if (backward && e.from != e.to) all[e.to].push_back({e.from, i});
    if (backward && e.from == e.to && !forward) all[e.to].push_back({e.from, i});
  }
  return all;
}

Expr make_graph(std::vector<Expr> vertices, std::vector<GraphEdge> edges, std::vector<Expr> options) {
  return make_opaque(new GraphValue(std::move(vertices), std::move(edges), std::move(options)));
}

namespace {

// Annotation[x, ...], Labeled[x, ...], Style[x, ...] and the like around a vertex or an edge say how it is drawn.
const Expr& bare(const Expr& expr) {
  const Expr* at = &expr;
  while (at->kind() == Kind::Normal && at->size() >= 1 &&
         (at->has_head(sym::Labeled) || at->has_head(sym::Style) || at->has_head(sym::Annotation) || at->has_head(sym::Tooltip) ||
          at->has_head(sym::Button)))
    at = &at->args()[0];
  return *at;
}

struct EdgeEnds {
  Expr from, to;
  bool directed = false;
};

std::optional<EdgeEnds> read_edge(const Expr& given) {
  const Expr& e = bare(given);
  if (e.kind() != Kind::Normal || e.size() < 2) return std::nullopt;
  if (e.has_head(sym::DirectedEdge) || e.has_head(sym::Rule, 2)) return EdgeEnds{e[0], e[1], true};
  if (e.has_head(sym::UndirectedEdge) || e.has_head(sym::TwoWayRule, 2)) return EdgeEnds{e[0], e[1], false};
  return std::nullopt;
}

struct GraphParts {
  std::vector<Expr> vertices;
  std::vector<GraphEdge> edges;
  std::unordered_map<Expr, std::uint32_t, ExprHash> index;
  std::uint32_t vertex(const Expr& v) {
    const auto [at, fresh] = index.emplace(v, static_cast<std::uint32_t>(vertices.size()));
    if (fresh) vertices.push_back(v);
    return at->second;
  }
  bool add_edges(const Expr& list, bool undirect) {
    for (const Expr& given : list.args()) {
      const auto ends = read_edge(given);
      if (!ends) return false;
      const std::uint32_t from = vertex(ends->from);
      const std::uint32_t to = vertex(ends->to);
      edges.push_back({from, to, ends->directed && !undirect});
    }
    return true;
  }
};

bool all_edges(const Expr& list) {
  return list.is_list() && std::ranges::all_of(list.args(), [](const Expr& e) { return read_edge(e).has_value(); });
}

// Graph[{e1, ...}], Graph[{v1, ...}, {e1, ...}], Graph[graph, options], Graph[v, e, options]
MaybeExpr builtin_Graph(Call& call) {
  std::vector<Expr> options;
  auto all = call.all_args();
  while (!all.empty() && all.back().is_rule() && all.back()[0].is_symbol()) {
    options.insert(options.begin(), all.back());
    all = all.first(all.size() - 1);
  }
  if (all.empty() || all.size() > 2) return std::nullopt;
  bool undirect = false;
  for (const Expr& rule : options) undirect = undirect || (rule[0].is(sym::DirectedEdges) && rule[1].is_false());
  std::erase_if(options, [](const Expr& rule) { return rule[0].is(sym::DirectedEdges); });
  GraphParts parts;
  if (all.size() == 1 && all[0].is_opaque() && all[0].head().is(sym::Graph)) {
    const auto& old = static_cast<const GraphValue&>(all[0].opaque());
    for (const Expr& rule : old.options())
      if (std::ranges::none_of(options, [&](const Expr& given) { return given[0] == rule[0]; })) options.push_back(rule);
    std::vector<GraphEdge> edges = old.edges();
    if (undirect)
      for (GraphEdge& e : edges) e.directed = false;
    return make_graph(old.vertices(), std::move(edges), std::move(options));
  }
  if (all.size() == 2) {
    if (!all[0].is_list() || !all[1].is_list()) return std::nullopt;
    for (const Expr& v : all[0].args()) parts.vertex(bare(v));
  }
  const Expr& edges = all.back();
  if (!edges.is_list()) return std::nullopt;
  if (!parts.add_edges(edges, undirect)) return call.message("edge", {edges, call.expr()});
  return make_graph(std::move(parts.vertices), std::move(parts.edges), std::move(options));
}

MaybeExpr builtin_GraphQ(Call& call) { return Expr::boolean(call.arg(0).is_opaque() && call.arg(0).head().is(sym::Graph)); }

constexpr Builtin kBuiltins[] = {
    {.name = "Graph",
     .fn = builtin_Graph,
     .usage = "Graph[{e1, e2, ...}] is the graph with the edges ei.\nGraph[{v1, v2, ...}, {e1, e2, ...}] is the graph with the vertices vi and the edges ei.",
     .messages = {{"edge", "`1` in `2` is not a list of edges."}}},
    {.name = "GraphQ", .fn = builtin_GraphQ, .arity = exactly(1), .usage = "GraphQ[g] gives True if g is a graph."},
    {.name = "UndirectedEdge", .usage = "UndirectedEdge[u, v] or u \\[UndirectedEdge] v is an edge between u and v."},
    {.name = "DirectedEdge", .usage = "DirectedEdge[u, v] or u \\[DirectedEdge] v is an edge from u to v."},
    {.name = "EdgeWeight", .usage = "EdgeWeight is an option of graphs that gives the weights of the edges."},
};

}  // namespace

const GraphValue* graph_of(const Expr& expr, Expr& holder) {
  if (expr.is_opaque() && expr.head().is(sym::Graph)) return &static_cast<const GraphValue&>(expr.opaque());
  if (!all_edges(expr) || expr.size() == 0) return nullptr;
  GraphParts parts;
  parts.add_edges(expr, false);
  holder = make_graph(std::move(parts.vertices), std::move(parts.edges));
  return &static_cast<const GraphValue&>(holder.opaque());
}

std::optional<std::uint32_t> vertex_argument(const Call& call, const GraphValue& graph, std::size_t position) {
  const auto v = graph.find(call.arg(position));
  if (!v) call.message("inv", {call.arg(position), call.arg(0), Expr::string("vertex")});
  return v;
}

void register_graph_value(Registry& r) { r.add(kBuiltins); }

}  // namespace lykos::builtins
