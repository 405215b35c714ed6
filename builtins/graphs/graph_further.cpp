// graph_further.cpp - flows, embeddings, communities, random graphs by distribution, annotations, paths as functions: the rows; the work is in
// further.wl.
#include "builtins/graphs/graph_value.h"
#include "builtins/graphs/register.h"
#include "builtins/library.h"

namespace lykos::builtins {
namespace {

MaybeExpr builtin_of_further(Call& call) { return call_library(call, "graphs/further"); }

// GraphOptions[g]: the options a graph was made with.
MaybeExpr builtin_GraphOptions(Call& call) {
  if (!call.arg(0).is_opaque() || !call.arg(0).head().is(sym::Graph)) return std::nullopt;
  const auto& graph = static_cast<const GraphValue&>(call.arg(0).opaque());
  return make_list(std::vector<Expr>(graph.options().begin(), graph.options().end()));
}

// ShortestPathFunction[g, s, t][v]: All is the end that is still open; both may be.
MaybeExpr apply_ShortestPathFunction(Call& call) {
  const Expr function = call.expr().head();
  if (function.size() != 3 || call.size() < 1 || call.size() > 2) return std::nullopt;
  std::vector<Expr> args(function.args().begin(), function.args().end());
  std::size_t next = 0;
  for (std::size_t i = 1; i < 3; ++i)
    if (args[i].is(sym::All) && next < call.size()) args[i] = call[next++];
  if (next != call.size()) return std::nullopt;
  return make_normal(Expr::symbol("FindShortestPath"), std::move(args));
}

constexpr MessageTexts kMessages = {
    {"nprop", "`1` is not one of the properties `2`."},
    {"bdmtd", "`1` is not a known embedding."},
};

#define LYKOS_FURTHER(wl_name, low, high, options_, text) {.name = #wl_name, .fn = builtin_of_further, .arity = between(low, high), .usage = text, .options = options_, .messages = kMessages}
#define LYKOS_DRAWN(wl_name, text) {.name = #wl_name, .attributes = kProtected | kReadProtected, .usage = text}

constexpr Builtin kBuiltins[] = {
    LYKOS_FURTHER(AnnotationValue, 2, 2, "", "AnnotationValue[{g, item}, key] gives what is noted under key of a vertex or an edge of g.\nAnnotationValue[g, key] gives what is noted of g."),
    LYKOS_FURTHER(FindGraphCommunities, 1, 2, "{Method -> Automatic, PerformanceGoal -> Automatic, WeightedEdges -> True}", "FindGraphCommunities[g] groups the vertices of g so that most edges are within the groups."),
    LYKOS_FURTHER(FindMaximumFlow, 3, 4, "{EdgeCapacity -> Automatic, VertexCapacity -> Automatic}",
                  "FindMaximumFlow[g, s, t] gives the largest flow from s to t, with edge weights as capacities.\nFindMaximumFlow[g, s, t, \"prop\"] gives a property, as \"EdgeList\" or \"FlowMatrix\".\nFindMaximumFlow[g, {s1, ...}, {t1, ...}] takes several sources and sinks."),
    LYKOS_FURTHER(GraphAssortativity, 1, 1, "", "GraphAssortativity[g] gives the correlation of the degrees at the ends of edges."),
    LYKOS_FURTHER(GraphEmbedding, 1, 3, "", "GraphEmbedding[g] gives the coordinates of the vertices.\nGraphEmbedding[g, \"emb\", d] gives those of an embedding in d dimensions."),
    LYKOS_FURTHER(KatzCentrality, 2, 3, "", "KatzCentrality[g, a] gives the Katz centralities of the vertices with the factor a.\nKatzCentrality[g, a, b] takes the constant b."),
    {.name = "ShortestPathFunction", .usage = "ShortestPathFunction[g, s, All][t] gives a shortest path from s to t.", .sub_fn = apply_ShortestPathFunction},
    LYKOS_DRAWN(BarabasiAlbertGraphDistribution, "BarabasiAlbertGraphDistribution[n, k] is the distribution of graphs where new vertices choose k others by their degrees."),
    LYKOS_DRAWN(DegreeGraphDistribution, "DegreeGraphDistribution[{d1, d2, ...}] is the distribution of simple graphs with these degrees."),
    LYKOS_DRAWN(PriceGraphDistribution, "PriceGraphDistribution[n, k, a] is the distribution of graphs of citations by de Solla Price."),
    LYKOS_DRAWN(SpatialGraphDistribution, "SpatialGraphDistribution[n, r] is the distribution of graphs of n random points with edges up to the length r.\nSpatialGraphDistribution[n, r, d] is in d dimensions."),
    LYKOS_DRAWN(UniformGraphDistribution, "UniformGraphDistribution[n, m] is the distribution of graphs with n vertices and m edges."),
    LYKOS_DRAWN(WattsStrogatzGraphDistribution, "WattsStrogatzGraphDistribution[n, p] is the distribution of rings whose edges are moved with probability p.\nWattsStrogatzGraphDistribution[n, p, k] joins 2 k neighbours."),
    {.name = "EdgeCapacity", .usage = "EdgeCapacity -> {c1, c2, ...} gives the capacities of edges."},
    {.name = "VertexCapacity", .usage = "VertexCapacity is an option for the capacities of vertices."},
    {.name = "EdgeCost", .usage = "EdgeCost is an option for the costs of edges."},
    {.name = "WeightedEdges", .usage = "WeightedEdges is an option for whether edge weights count."},
    {.name = "System`Library`GraphOptions", .fn = builtin_GraphOptions, .arity = exactly(1), .usage = "GraphOptions[g] gives the options of a graph."},
};

}  // namespace

void register_graph_further(Registry& r) { r.add(kBuiltins); }

}  // namespace lykos::builtins
