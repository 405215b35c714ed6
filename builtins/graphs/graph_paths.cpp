// graph_paths.cpp - distances, shortest paths, all simple paths, cycles, components, spanning trees, isomorphism.
#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <numeric>
#include <queue>

#include "builtins/graphs/graph_value.h"
#include "builtins/graphs/register.h"

namespace lykos::builtins {
namespace {

using Direction = GraphValue::Direction;
constexpr double kFar = std::numeric_limits<double>::infinity();
constexpr std::uint32_t kNone = ~0U;

struct Reach {
  std::vector<double> distance;
  std::vector<std::uint32_t> before;   // the vertex before this one on a shortest path
};

// Dijkstra 1959; without weights the queue is served in the order of a breadth-first search.
Reach reach_from(const GraphValue& g, std::uint32_t source) {
  Reach reach{std::vector<double>(g.size(), kFar), std::vector<std::uint32_t>(g.size(), kNone)};
  using Entry = std::tuple<double, std::uint64_t, std::uint32_t>;
  std::priority_queue<Entry, std::vector<Entry>, std::greater<>> open;
  std::uint64_t ticket = 0;
  reach.distance[source] = 0;
  open.emplace(0, ticket++, source);
  std::vector<bool> done(g.size(), false);
  while (!open.empty()) {
    const auto [d, order, v] = open.top();
    open.pop();
    if (done[v]) continue;
    done[v] = true;
    check_interrupt();
    for (const GraphArc& arc : g.arcs(Direction::Out)[v]) {
      const double next = d + g.weight(arc.edge);
      if (next >= reach.distance[arc.to]) continue;
      reach.distance[arc.to] = next;
      reach.before[arc.to] = v;
      open.emplace(next, ticket++, arc.to);
    }
  }
  return reach;
}

Expr distance_expr(const GraphValue& g, double d) {
  if (std::isinf(d)) return infinity();
  if (g.weighted()) return Expr::real(d);
  return Expr::integer(static_cast<std::int64_t>(d));
}

std::vector<std::uint32_t> path_to(const Reach& reach, std::uint32_t target) {
  std::vector<std::uint32_t> path;
  if (std::isinf(reach.distance[target])) return path;
  for (std::uint32_t v = target; v != kNone; v = reach.before[v]) path.push_back(v);
  std::reverse(path.begin(), path.end());
  return path;
}

Expr vertices_expr(const GraphValue& g, const std::vector<std::uint32_t>& numbers) {
  Builder list(sym::List, numbers.size());
  for (const std::uint32_t v : numbers) list.push(g.vertices()[v]);
  return list.finish();
}

// FindShortestPath[g, s, t]; All for an end gives a function of it.
MaybeExpr builtin_FindShortestPath(Call& call) {
  const GraphArgument g(call);
  if (!g) return std::nullopt;
  if (call[1].is(sym::All) || call[2].is(sym::All)) return make_normal(Expr::symbol("ShortestPathFunction"), {call[0], call[1], call[2]});
  const auto s = vertex_argument(call, *g.graph, 1);
  if (!s) return std::nullopt;
  const auto t = vertex_argument(call, *g.graph, 2);
  if (!t) return std::nullopt;
  return vertices_expr(*g.graph, path_to(reach_from(*g.graph, *s), *t));
}

// GraphDistance[g, s, t]; GraphDistance[g, s] to all vertices.
MaybeExpr builtin_GraphDistance(Call& call) {
  const GraphArgument g(call);
  if (!g) return std::nullopt;
  const auto s = vertex_argument(call, *g.graph, 1);
  if (!s) return std::nullopt;
  if (call.size() == 3) {
    const auto t = vertex_argument(call, *g.graph, 2);
    if (!t) return std::nullopt;
    return distance_expr(*g.graph, reach_from(*g.graph, *s).distance[*t]);
  }
  Builder list(sym::List);
  for (const double d : reach_from(*g.graph, *s).distance) list.push(distance_expr(*g.graph, d));
  return list.finish();
}

MaybeExpr builtin_GraphDistanceMatrix(Call& call) {
  const GraphArgument g(call);
  if (!g) return std::nullopt;
  Builder rows(sym::List);
  for (std::uint32_t v = 0; v < g->size(); ++v) {
    Builder row(sym::List);
    for (const double d : reach_from(*g.graph, v).distance) row.push(distance_expr(*g.graph, d));
    rows.push(row.finish());
  }
  return rows.finish();
}

// VertexEccentricity[g, v]: the distance to the vertex farthest from v.
double eccentricity(const GraphValue& g, std::uint32_t v) {
  const auto distance = reach_from(g, v).distance;
  return *std::max_element(distance.begin(), distance.end());
}
MaybeExpr builtin_VertexEccentricity(Call& call) {
  const GraphArgument g(call);
  if (!g) return std::nullopt;
  const auto v = vertex_argument(call, *g.graph, 1);
  if (!v) return std::nullopt;
  return distance_expr(*g.graph, eccentricity(*g.graph, *v));
}

struct Eccentricities {
  std::vector<double> of;
  double least = kFar, most = 0;
};
Eccentricities eccentricities(const GraphValue& g) {
  Eccentricities all;
  for (std::uint32_t v = 0; v < g.size(); ++v) {
    all.of.push_back(eccentricity(g, v));
    all.least = std::min(all.least, all.of.back());
    all.most = std::max(all.most, all.of.back());
  }
  return all;
}
MaybeExpr builtin_GraphDiameter(Call& call) {
  const GraphArgument g(call);
  if (!g || g->size() == 0) return std::nullopt;
  return distance_expr(*g.graph, eccentricities(*g.graph).most);
}
MaybeExpr builtin_GraphRadius(Call& call) {
  const GraphArgument g(call);
  if (!g || g->size() == 0) return std::nullopt;
  return distance_expr(*g.graph, eccentricities(*g.graph).least);
}
MaybeExpr extreme_vertices(Call& call, bool least) {
  const GraphArgument g(call);
  if (!g) return std::nullopt;
  const Eccentricities all = eccentricities(*g.graph);
  Builder list(sym::List);
  for (std::uint32_t v = 0; v < g->size(); ++v)
    if (all.of[v] == (least ? all.least : all.most)) list.push(g->vertices()[v]);
  return list.finish();
}
MaybeExpr builtin_GraphCenter(Call& call) { return extreme_vertices(call, true); }
MaybeExpr builtin_GraphPeriphery(Call& call) { return extreme_vertices(call, false); }

// ---- components
std::vector<std::uint32_t> reached(const GraphValue& g, const std::vector<std::uint32_t>& from, Direction direction) {
  std::vector<bool> seen(g.size(), false);
  std::vector<std::uint32_t> order;
  for (const std::uint32_t v : from)
    if (!seen[v]) {
      seen[v] = true;
      order.push_back(v);
    }
  for (std::size_t next = 0; next < order.size(); ++next)
    for (const GraphArc& arc : g.arcs(direction)[order[next]])
      if (!seen[arc.to]) {
        seen[arc.to] = true;
        order.push_back(arc.to);
      }
  return order;
}

using Components = std::vector<std::vector<std::uint32_t>>;

void largest_first(Components& components) {
  for (auto& c : components) std::sort(c.begin(), c.end());
  std::stable_sort(components.begin(), components.end(), [](const auto& a, const auto& b) { return a.size() > b.size(); });
}

Components weak_components(const GraphValue& g) {
  Components components;
  std::vector<bool> seen(g.size(), false);
  for (std::uint32_t v = 0; v < g.size(); ++v) {
    if (seen[v]) continue;
    components.push_back(reached(g, {v}, Direction::Both));
    for (const std::uint32_t u : components.back()) seen[u] = true;
  }
  largest_first(components);
  return components;
}

// Kosaraju's two passes: by falling finishing time, against the arcs.
Components strong_components(const GraphValue& g) {
  std::vector<std::uint32_t> finished;
  std::vector<bool> seen(g.size(), false);
  for (std::uint32_t start = 0; start < g.size(); ++start) {
    if (seen[start]) continue;
    std::vector<std::pair<std::uint32_t, std::size_t>> stack{{start, 0}};
    seen[start] = true;
    while (!stack.empty()) {
      auto& [v, next] = stack.back();
      const auto& out = g.arcs(Direction::Out)[v];
      if (next == out.size()) {
        finished.push_back(v);
        stack.pop_back();
        continue;
      }
      const std::uint32_t to = out[next++].to;
      if (!seen[to]) {
        seen[to] = true;
        stack.emplace_back(to, 0);
      }
    }
  }
  Components components;
  std::vector<bool> placed(g.size(), false);
  for (auto v = finished.rbegin(); v != finished.rend(); ++v) {
    if (placed[*v]) continue;
    std::vector<std::uint32_t> component{*v};
    placed[*v] = true;
    for (std::size_t next = 0; next < component.size(); ++next)
      for (const GraphArc& arc : g.arcs(Direction::In)[component[next]])
        if (!placed[arc.to]) {
          placed[arc.to] = true;
          component.push_back(arc.to);
        }
    components.push_back(std::move(component));
  }
  largest_first(components);
  return components;
}

Components components_of(const GraphValue& g) { return g.has_directed() ? strong_components(g) : weak_components(g); }

MaybeExpr list_components(Call& call, Components (*find)(const GraphValue&)) {
  const GraphArgument g(call);
  if (!g) return std::nullopt;
  Components components = find(*g.graph);
  if (call.size() == 2) {  // only those with the given vertices
    std::vector<std::uint32_t> wanted;
    if (call.arg(1).is_list())
      for (const Expr& v : call.arg(1).args())
        if (const auto number = g->find(v)) wanted.push_back(*number);
    std::erase_if(components, [&](const auto& c) {
      return std::none_of(wanted.begin(), wanted.end(), [&](std::uint32_t v) { return std::binary_search(c.begin(), c.end(), v); });
    });
  }
  Builder list(sym::List);
  for (const auto& c : components) list.push(vertices_expr(*g.graph, c));
  return list.finish();
}
MaybeExpr builtin_ConnectedComponents(Call& call) { return list_components(call, components_of); }
MaybeExpr builtin_WeaklyConnectedComponents(Call& call) { return list_components(call, weak_components); }
MaybeExpr builtin_ConnectedGraphQ(Call& call) {
  const GraphArgument g(call, false);
  return Expr::boolean(g && components_of(*g.graph).size() <= 1);
}

MaybeExpr component_at(Call& call, Direction direction) {
  const GraphArgument g(call);
  if (!g) return std::nullopt;
  std::vector<std::uint32_t> start;
  if (call.arg(1).is_list() && !g->find(call.arg(1))) {
    for (const Expr& v : call.arg(1).args())
      if (const auto number = g->find(v)) start.push_back(*number);
  } else {
    const auto v = vertex_argument(call, *g.graph, 1);
    if (!v) return std::nullopt;
    start.push_back(*v);
  }
  return vertices_expr(*g.graph, reached(*g.graph, start, direction));
}
MaybeExpr builtin_VertexOutComponent(Call& call) { return component_at(call, Direction::Out); }
MaybeExpr builtin_VertexInComponent(Call& call) { return component_at(call, Direction::In); }

// ---- simple paths and cycles, by depth-first search with lengths between the bounds
struct LengthBounds {
  std::int64_t least = 1, most = INT64_MAX;
  static std::optional<LengthBounds> read(const Expr& spec) {
    if (spec.is_list() && spec.size() == 1) {
      const auto n = count_argument(spec[0]);
      return n ? std::optional(LengthBounds{*n, *n}) : std::nullopt;
    }
    if (spec.is_list() && spec.size() == 2) {
      const auto least = count_argument(spec[0]);
      const auto most = count_argument(spec[1], true);
      return least && most ? std::optional(LengthBounds{*least, *most}) : std::nullopt;
    }
    const auto most = count_argument(spec, true);
    return most ? std::optional(LengthBounds{1, *most}) : std::nullopt;
  }
};

class PathSearch {
 public:
  PathSearch(const GraphValue& g, LengthBounds bounds, std::function<bool(const std::vector<std::uint32_t>&)> found)
      : g_(g), bounds_(bounds), found_(std::move(found)), used_(g.size(), false) {}
  void paths(std::uint32_t from, std::uint32_t to) {
    target_ = to;
    path_ = {from};
    used_[from] = true;
    step();
  }
  // Cycles whose smallest vertex is `start`; in undirected graphs each is found in one of its two directions.
  void cycles(std::uint32_t start) {
    target_ = start;
    smallest_ = start;
    cycle_ = true;
    path_ = {start};
    used_.assign(g_.size(), false);
    step();
  }
  bool stopped() const { return stopped_; }

 private:
  void step() {
    check_interrupt();
    const auto length = static_cast<std::int64_t>(path_.size());   // edges with the next one
    if (length > bounds_.most || stopped_) return;
    for (const GraphArc& arc : g_.arcs(Direction::Out)[path_.back()]) {
      if (stopped_) return;
      if (arc.to == target_ && (cycle_ || path_.back() != target_)) {
        if (length < bounds_.least || (cycle_ && !closes())) continue;
        std::vector<std::uint32_t> whole = path_;
        whole.push_back(arc.to);
        if (!found_(whole)) stopped_ = true;
        continue;
      }
      if (used_[arc.to] || (cycle_ && arc.to <= smallest_)) continue;
      used_[arc.to] = true;
      path_.push_back(arc.to);
      step();
      path_.pop_back();
      used_[arc.to] = false;
    }
  }
  bool closes() const { return g_.has_directed() || (path_.size() > 2 && path_[1] < path_.back()); }

  const GraphValue& g_;
  LengthBounds bounds_;
  std::function<bool(const std::vector<std::uint32_t>&)> found_;
  std::vector<bool> used_;
  std::vector<std::uint32_t> path_;
  std::uint32_t target_ = 0, smallest_ = 0;
  bool cycle_ = false, stopped_ = false;
};

std::optional<std::int64_t> how_many(const Expr& spec) {
  if (spec.is(sym::All)) return INT64_MAX;
  return count_argument(spec, true);
}

// FindPath[g, s, t, lengths, count]
MaybeExpr builtin_FindPath(Call& call) {
  const GraphArgument g(call);
  if (!g) return std::nullopt;
  const auto s = vertex_argument(call, *g.graph, 1);
  if (!s) return std::nullopt;
  const auto t = vertex_argument(call, *g.graph, 2);
  if (!t) return std::nullopt;
  LengthBounds bounds;
  if (call.size() > 3) {
    const auto read = LengthBounds::read(call.arg(3));
    if (!read) return std::nullopt;
    bounds = *read;
  }
  std::int64_t count = 1;
  if (call.size() > 4) {
    const auto read = how_many(call.arg(4));
    if (!read) return std::nullopt;
    count = *read;
  }
  Builder paths(sym::List);
  if (count == 1 && call.size() < 4) {
    const auto path = path_to(reach_from(*g.graph, *s), *t);
    if (!path.empty()) paths.push(vertices_expr(*g.graph, path));
    return paths.finish();
  }
  std::vector<std::vector<std::uint32_t>> found;
  PathSearch search(*g.graph, bounds, [&](const std::vector<std::uint32_t>& path) {
    found.push_back(path);
    return static_cast<std::int64_t>(found.size()) < count;
  });
  search.paths(*s, *t);
  std::stable_sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.size() < b.size(); });
  for (const auto& path : found) paths.push(vertices_expr(*g.graph, path));
  return paths.finish();
}

Expr cycle_expr(const GraphValue& g, const std::vector<std::uint32_t>& cycle) {
  Builder edges(sym::List);
  for (std::size_t i = 0; i + 1 < cycle.size(); ++i) {
    for (const GraphArc& arc : g.arcs(Direction::Out)[cycle[i]])
      if (arc.to == cycle[i + 1]) {
        edges.push(make_normal(g.edges()[arc.edge].directed ? sym::DirectedEdge : sym::UndirectedEdge, {g.vertices()[cycle[i]], g.vertices()[cycle[i + 1]]}));
        break;
      }
  }
  return edges.finish();
}

// FindCycle[g, lengths, count]: cycles as lists of edges.
MaybeExpr builtin_FindCycle(Call& call) {
  const GraphArgument g(call);
  if (!g) return std::nullopt;
  LengthBounds bounds;
  if (call.size() > 1) {
    const auto read = LengthBounds::read(call.arg(1));
    if (!read) return std::nullopt;
    bounds = *read;
  }
  std::int64_t count = 1;
  if (call.size() > 2) {
    const auto read = how_many(call.arg(2));
    if (!read) return std::nullopt;
    count = *read;
  }
  std::vector<std::vector<std::uint32_t>> found;
  PathSearch search(*g.graph, bounds, [&](const std::vector<std::uint32_t>& cycle) {
    found.push_back(cycle);
    return static_cast<std::int64_t>(found.size()) < count;
  });
  for (std::uint32_t v = 0; v < g->size() && !search.stopped(); ++v) search.cycles(v);
  std::stable_sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.size() < b.size(); });
  Builder cycles(sym::List);
  for (const auto& cycle : found) cycles.push(cycle_expr(*g.graph, cycle));
  return cycles.finish();
}

// FindHamiltonianCycle[g]: a cycle through every vertex.
MaybeExpr builtin_FindHamiltonianCycle(Call& call) {
  const GraphArgument g(call);
  if (!g) return std::nullopt;
  Builder cycles(sym::List);
  const auto n = static_cast<std::int64_t>(g->size());
  if (n == 0) return cycles.finish();
  PathSearch search(*g.graph, {n, n}, [&](const std::vector<std::uint32_t>& cycle) {
    cycles.push(cycle_expr(*g.graph, cycle));
    return false;
  });
  search.cycles(0);
  return cycles.finish();
}

// Hierholzer: a closed walk through every edge; nullopt when there is none.
std::optional<std::vector<std::uint32_t>> euler_walk(const GraphValue& g) {
  std::vector<std::int64_t> balance(g.size(), 0);
  for (const GraphEdge& e : g.edges()) {
    balance[e.from] += 1;
    balance[e.to] += e.directed ? -1 : 1;
  }
  for (const std::int64_t b : balance)
    if (g.has_directed() ? b != 0 : b % 2 != 0) return std::nullopt;
  if (g.edges().empty()) return std::nullopt;
  std::vector<bool> used(g.edges().size(), false);
  std::vector<std::size_t> next(g.size(), 0);
  std::vector<std::uint32_t> stack{g.edges()[0].from};
  std::vector<std::uint32_t> walk;
  while (!stack.empty()) {
    const std::uint32_t v = stack.back();
    const auto& out = g.arcs(Direction::Out)[v];
    while (next[v] < out.size() && used[out[next[v]].edge]) ++next[v];
    if (next[v] == out.size()) {
      walk.push_back(v);
      stack.pop_back();
      continue;
    }
    used[out[next[v]].edge] = true;
    stack.push_back(out[next[v]].to);
  }
  if (walk.size() != g.edges().size() + 1) return std::nullopt;
  std::reverse(walk.begin(), walk.end());
  return walk;
}
MaybeExpr builtin_FindEulerianCycle(Call& call) {
  const GraphArgument g(call);
  if (!g) return std::nullopt;
  Builder cycles(sym::List);
  if (const auto walk = euler_walk(*g.graph)) cycles.push(cycle_expr(*g.graph, *walk));
  return cycles.finish();
}
MaybeExpr builtin_EulerianGraphQ(Call& call) {
  const GraphArgument g(call, false);
  return Expr::boolean(g && euler_walk(*g.graph).has_value());
}
MaybeExpr builtin_HamiltonianGraphQ(Call& call) {
  const GraphArgument g(call, false);
  if (!g || g->size() == 0) return Expr::boolean(false);
  bool any = false;
  const auto n = static_cast<std::int64_t>(g->size());
  PathSearch search(*g.graph, {n, n}, [&](const auto&) {
    any = true;
    return false;
  });
  search.cycles(0);
  return Expr::boolean(any);
}

// FindSpanningTree[g]: Kruskal 1956 with the edges in order of weight.
MaybeExpr builtin_FindSpanningTree(Call& call) {
  const GraphArgument g(call);
  if (!g) return std::nullopt;
  std::vector<std::size_t> order(g->edges().size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return g->weight(a) < g->weight(b); });
  std::vector<std::uint32_t> parent(g->size());
  std::iota(parent.begin(), parent.end(), 0U);
  const std::function<std::uint32_t(std::uint32_t)> root = [&](std::uint32_t v) {
    while (parent[v] != v) v = parent[v] = parent[parent[v]];
    return v;
  };
  std::vector<std::size_t> chosen;
  for (const std::size_t i : order) {
    const std::uint32_t a = root(g->edges()[i].from);
    const std::uint32_t b = root(g->edges()[i].to);
    if (a == b) continue;
    parent[a] = b;
    chosen.push_back(i);
  }
  std::sort(chosen.begin(), chosen.end());
  std::vector<GraphEdge> edges;
  Builder weights(sym::List);
  const Expr given = g->option(sym::EdgeWeight);
  for (const std::size_t i : chosen) {
    edges.push_back(g->edges()[i]);
    if (g->weighted()) weights.push(given[i]);
  }
  std::vector<Expr> options;
  if (g->weighted()) options.push_back(make_rule(sym::EdgeWeight, weights.finish()));
  return make_graph(g->vertices(), std::move(edges), std::move(options));
}

// ---- isomorphism: backtracking over vertices of equal degree
class Isomorphism {
 public:
  Isomorphism(const GraphValue& a, const GraphValue& b) : a_(a), b_(b) {}
  std::optional<std::vector<std::uint32_t>> find() {
    if (a_.size() != b_.size() || a_.edges().size() != b_.edges().size()) return std::nullopt;
    count(a_, from_a_, degree_a_);
    count(b_, from_b_, degree_b_);
    auto sorted_a = degree_a_;
    auto sorted_b = degree_b_;
    std::sort(sorted_a.begin(), sorted_a.end());
    std::sort(sorted_b.begin(), sorted_b.end());
    if (sorted_a != sorted_b) return std::nullopt;
    map_.assign(a_.size(), kNone);
    taken_.assign(b_.size(), false);
    if (!extend(0)) return std::nullopt;
    return map_;
  }

 private:
  using Matrix = std::vector<std::vector<int>>;
  static void count(const GraphValue& g, Matrix& edges, std::vector<std::pair<int, int>>& degree) {
    edges.assign(g.size(), std::vector<int>(g.size(), 0));
    degree.assign(g.size(), {0, 0});
    for (const GraphEdge& e : g.edges()) {
      ++edges[e.from][e.to];
      if (!e.directed && e.from != e.to) ++edges[e.to][e.from];
    }
    for (std::size_t i = 0; i < g.size(); ++i)
      for (std::size_t j = 0; j < g.size(); ++j) {
        degree[i].first += edges[i][j];
        degree[i].second += edges[j][i];
      }
  }
  bool extend(std::uint32_t v) {
    check_interrupt();
    if (v == a_.size()) return true;
    for (std::uint32_t u = 0; u < b_.size(); ++u) {
      if (taken_[u] || degree_a_[v] != degree_b_[u] || from_a_[v][v] != from_b_[u][u]) continue;
      bool fits = true;
      for (std::uint32_t w = 0; w < v && fits; ++w) fits = from_a_[v][w] == from_b_[u][map_[w]] && from_a_[w][v] == from_b_[map_[w]][u];
      if (!fits) continue;
      map_[v] = u;
      taken_[u] = true;
      if (extend(v + 1)) return true;
      taken_[u] = false;
    }
    return false;
  }
  const GraphValue& a_;
  const GraphValue& b_;
  Matrix from_a_, from_b_;
  std::vector<std::pair<int, int>> degree_a_, degree_b_;
  std::vector<std::uint32_t> map_;
  std::vector<bool> taken_;
};

MaybeExpr builtin_IsomorphicGraphQ(Call& call) {
  Expr holder_a;
  Expr holder_b;
  const GraphValue* a = graph_of(call.arg(0), holder_a);
  const GraphValue* b = graph_of(call.arg(1), holder_b);
  if (a == nullptr || b == nullptr) return Expr::boolean(false);
  return Expr::boolean(Isomorphism(*a, *b).find().has_value());
}

// FindGraphIsomorphism[g1, g2]: {<|v1 -> u1, ...|>} or {}.
MaybeExpr builtin_FindGraphIsomorphism(Call& call) {
  Expr holder_a;
  Expr holder_b;
  const GraphValue* a = graph_of(call.arg(0), holder_a);
  const GraphValue* b = graph_of(call.arg(1), holder_b);
  if (a == nullptr || b == nullptr) return call.message("graph", {Expr::integer(a == nullptr ? 1 : 2), call.expr()});
  const auto map = Isomorphism(*a, *b).find();
  if (!map) return make_list({});
  std::vector<AssociationEntry> entries;
  for (std::size_t v = 0; v < map->size(); ++v) entries.push_back({a->vertices()[v], b->vertices()[(*map)[v]], false});
  return make_list({make_association(std::move(entries))});
}

// FindClique[g]: a largest set of vertices that are all adjacent (Bron and Kerbosch 1973, with pivot).
class CliqueSearch {
 public:
  explicit CliqueSearch(const GraphValue& g) : near_(g.size(), std::vector<bool>(g.size(), false)) {
    for (const GraphEdge& e : g.edges())
      if (e.from != e.to) near_[e.from][e.to] = near_[e.to][e.from] = true;
  }
  std::vector<std::uint32_t> largest() {
    std::vector<std::uint32_t> all(near_.size());
    std::iota(all.begin(), all.end(), 0U);
    extend({}, all, {});
    return best_;
  }

 private:
  using Set = std::vector<std::uint32_t>;
  Set neighbours(const Set& s, std::uint32_t v) const {
    Set r;
    for (const std::uint32_t u : s)
      if (near_[v][u]) r.push_back(u);
    return r;
  }
  void extend(const Set& clique, Set candidates, Set excluded) {
    check_interrupt();
    if (clique.size() + candidates.size() <= best_.size()) return;
    if (candidates.empty()) {
      if (excluded.empty()) best_ = clique;
      return;
    }
    while (!candidates.empty()) {
      const std::uint32_t v = candidates.front();
      Set next = clique;
      next.push_back(v);
      extend(next, neighbours(candidates, v), neighbours(excluded, v));
      candidates.erase(candidates.begin());
      excluded.push_back(v);
    }
  }
  std::vector<std::vector<bool>> near_;
  Set best_;
};
MaybeExpr builtin_FindClique(Call& call) {
  const GraphArgument g(call);
  if (!g) return std::nullopt;
  return make_list({vertices_expr(*g.graph, CliqueSearch(*g.graph).largest())});
}

#define LYKOS_GRAPH(wl_name, arity_, text) {.name = #wl_name, .fn = builtin_##wl_name, .arity = arity_, .usage = text, .messages = kGraphMessages}

constexpr Builtin kBuiltins[] = {
    LYKOS_GRAPH(FindShortestPath, exactly(3), "FindShortestPath[g, s, t] gives a shortest path from the vertex s to the vertex t.\nFindShortestPath[g, s, All] gives a function of t."),
    LYKOS_GRAPH(GraphDistance, between(2, 3), "GraphDistance[g, s, t] gives the length of a shortest path from s to t.\nGraphDistance[g, s] gives the distances to all vertices."),
    LYKOS_GRAPH(GraphDistanceMatrix, exactly(1), "GraphDistanceMatrix[g] gives the matrix of distances between the vertices of g."),
    LYKOS_GRAPH(VertexEccentricity, exactly(2), "VertexEccentricity[g, v] gives the largest distance from v to another vertex."),
    LYKOS_GRAPH(GraphDiameter, exactly(1), "GraphDiameter[g] gives the largest distance between two vertices of g."),
    LYKOS_GRAPH(GraphRadius, exactly(1), "GraphRadius[g] gives the smallest eccentricity of a vertex of g."),
    LYKOS_GRAPH(GraphCenter, exactly(1), "GraphCenter[g] gives the vertices with the smallest eccentricity."),
    LYKOS_GRAPH(GraphPeriphery, exactly(1), "GraphPeriphery[g] gives the vertices with the largest eccentricity."),
    LYKOS_GRAPH(ConnectedComponents, between(1, 2), "ConnectedComponents[g] gives the (strongly) connected components of g, the largest first."),
    LYKOS_GRAPH(WeaklyConnectedComponents, between(1, 2), "WeaklyConnectedComponents[g] gives the components of g when directions do not count."),
    LYKOS_GRAPH(ConnectedGraphQ, exactly(1), "ConnectedGraphQ[g] gives True if g is (strongly) connected."),
    LYKOS_GRAPH(VertexOutComponent, exactly(2), "VertexOutComponent[g, v] gives the vertices that can be reached from v."),
    LYKOS_GRAPH(VertexInComponent, exactly(2), "VertexInComponent[g, v] gives the vertices from which v can be reached."),
    LYKOS_GRAPH(FindPath, between(3, 5), "FindPath[g, s, t, k, n] gives n simple paths from s to t of length at most k."),
    LYKOS_GRAPH(FindCycle, between(1, 3), "FindCycle[g, k, n] gives n cycles of length at most k."),
    LYKOS_GRAPH(FindHamiltonianCycle, exactly(1), "FindHamiltonianCycle[g] gives a cycle through every vertex."),
    LYKOS_GRAPH(FindEulerianCycle, exactly(1), "FindEulerianCycle[g] gives a cycle through every edge."),
    LYKOS_GRAPH(EulerianGraphQ, exactly(1), "EulerianGraphQ[g] gives True if g has an Eulerian cycle."),
    LYKOS_GRAPH(HamiltonianGraphQ, exactly(1), "HamiltonianGraphQ[g] gives True if g has a Hamiltonian cycle."),
    LYKOS_GRAPH(FindSpanningTree, exactly(1), "FindSpanningTree[g] gives a spanning tree of least weight."),
    LYKOS_GRAPH(IsomorphicGraphQ, exactly(2), "IsomorphicGraphQ[g1, g2] gives True if the graphs are isomorphic."),
    LYKOS_GRAPH(FindGraphIsomorphism, exactly(2), "FindGraphIsomorphism[g1, g2] gives an isomorphism from g1 to g2."),
    LYKOS_GRAPH(FindClique, exactly(1), "FindClique[g] gives a largest clique of g."),
};

}  // namespace

void register_graph_paths(Registry& r) { r.add(kBuiltins); }
}  // namespace lykos::builtins
