// graph_families.cpp - named graphs, operations on graphs, measures: the rows; the work is in families.wl.
#include "builtins/graphs/graph_value.h"
#include "builtins/graphs/register.h"
#include "builtins/library.h"

namespace lykos::builtins {
namespace {

MaybeExpr builtin_of_families(Call& call) { return call_library(call, "graphs/families"); }

#define LYKOS_FAMILY(wl_name, arity_, text) {.name = wl_name, .fn = builtin_of_families, .arity = arity_, .usage = text, .messages = kGraphMessages}

constexpr Builtin kBuiltins[] = {
    LYKOS_FAMILY("CompleteGraph", at_least(1), "CompleteGraph[n] gives the complete graph with n vertices.\nCompleteGraph[{n1, n2, ...}] gives the complete multipartite graph."),
    LYKOS_FAMILY("CycleGraph", at_least(1), "CycleGraph[n] gives the cycle with n vertices."),
    LYKOS_FAMILY("PathGraph", at_least(1), "PathGraph[{v1, v2, ...}] gives the path through the vertices vi."),
    LYKOS_FAMILY("StarGraph", at_least(1), "StarGraph[n] gives the star with n vertices."),
    LYKOS_FAMILY("WheelGraph", at_least(1), "WheelGraph[n] gives the wheel with n vertices."),
    LYKOS_FAMILY("GridGraph", at_least(1), "GridGraph[{n1, n2, ...}] gives the grid graph with n1 n2 ... vertices."),
    LYKOS_FAMILY("PetersenGraph", any_arity(), "PetersenGraph[n, k] gives the generalized Petersen graph; PetersenGraph[] is that of 5 and 2."),
    LYKOS_FAMILY("HypercubeGraph", at_least(1), "HypercubeGraph[n] gives the graph of the n-dimensional cube."),
    LYKOS_FAMILY("CompleteKaryTree", at_least(1), "CompleteKaryTree[n, k] gives the complete k-ary tree with n levels."),
    LYKOS_FAMILY("KaryTree", at_least(1), "KaryTree[n, k] gives a k-ary tree with n vertices."),
    LYKOS_FAMILY("CirculantGraph", at_least(2), "CirculantGraph[n, {j1, ...}] gives the graph whose vertices i and i + jk are adjacent."),
    LYKOS_FAMILY("TuranGraph", at_least(2), "TuranGraph[n, k] gives the complete k-partite graph with n vertices in parts of nearly equal size."),
    LYKOS_FAMILY("RandomGraph", at_least(1), "RandomGraph[{n, m}] gives a random graph with n vertices and m edges.\nRandomGraph[{n, m}, k] gives a list of k of them."),
    LYKOS_FAMILY("AdjacencyGraph", at_least(1), "AdjacencyGraph[m] gives the graph with the adjacency matrix m.\nAdjacencyGraph[{v1, ...}, m] names its vertices."),
    LYKOS_FAMILY("WeightedAdjacencyGraph", at_least(1), "WeightedAdjacencyGraph[m] gives the graph with the matrix of edge weights m, where Infinity means no edge."),
    LYKOS_FAMILY("IncidenceGraph", at_least(1), "IncidenceGraph[m] gives the graph with the incidence matrix m."),
    LYKOS_FAMILY("RelationGraph", at_least(2), "RelationGraph[f, {v1, ...}] gives the graph with an edge from vi to vj when f[vi, vj] is True."),
    LYKOS_FAMILY("TreeGraph", at_least(1), "TreeGraph[{e1, ...}] gives the tree with the edges ei.\nTreeGraph[{v1, ...}, {u1, ...}] gives the tree in which ui comes before vi."),
    LYKOS_FAMILY("NestGraph", at_least(3), "NestGraph[f, expr, n] gives the graph of what n applications of f lead to."),
    LYKOS_FAMILY("Subgraph", exactly(2), "Subgraph[g, {v1, ...}] gives the part of g with the vertices vi."),
    LYKOS_FAMILY("VertexDelete", exactly(2), "VertexDelete[g, v] removes a vertex."),
    LYKOS_FAMILY("VertexAdd", exactly(2), "VertexAdd[g, v] adds a vertex."),
    LYKOS_FAMILY("EdgeAdd", exactly(2), "EdgeAdd[g, e] adds an edge."),
    LYKOS_FAMILY("EdgeDelete", exactly(2), "EdgeDelete[g, e] removes an edge."),
    LYKOS_FAMILY("VertexReplace", exactly(2), "VertexReplace[g, rules] renames vertices."),
    LYKOS_FAMILY("VertexContract", exactly(2), "VertexContract[g, {v1, ...}] makes one vertex of several."),
    LYKOS_FAMILY("ReverseGraph", exactly(1), "ReverseGraph[g] turns the directed edges around."),
    LYKOS_FAMILY("DirectedGraph", exactly(1), "DirectedGraph[g] makes two directed edges of every undirected one."),
    LYKOS_FAMILY("UndirectedGraph", exactly(1), "UndirectedGraph[g] makes the edges undirected."),
    LYKOS_FAMILY("SimpleGraph", exactly(1), "SimpleGraph[g] removes loops and repeated edges."),
    LYKOS_FAMILY("IndexGraph", between(1, 2), "IndexGraph[g] names the vertices 1, 2, ...."),
    LYKOS_FAMILY("GraphComplement", exactly(1), "GraphComplement[g] has the edges that g does not have."),
    LYKOS_FAMILY("GraphUnion", at_least(1), "GraphUnion[g1, g2, ...] has the vertices and edges of all."),
    LYKOS_FAMILY("GraphIntersection", at_least(1), "GraphIntersection[g1, g2, ...] has the edges that all have."),
    LYKOS_FAMILY("GraphDifference", exactly(2), "GraphDifference[g1, g2] has the edges of g1 that g2 does not have."),
    LYKOS_FAMILY("GraphDisjointUnion", at_least(1), "GraphDisjointUnion[g1, g2, ...] puts graphs beside each other."),
    LYKOS_FAMILY("LineGraph", exactly(1), "LineGraph[g] has the edges of g as vertices."),
    LYKOS_FAMILY("GraphPower", exactly(2), "GraphPower[g, k] joins vertices at a distance of at most k."),
    LYKOS_FAMILY("TransitiveClosureGraph", exactly(1), "TransitiveClosureGraph[g] joins every vertex with all that can be reached from it."),
    LYKOS_FAMILY("NeighborhoodGraph", between(2, 3), "NeighborhoodGraph[g, v, k] gives the part of g within the distance k of v."),
    LYKOS_FAMILY("HighlightGraph", at_least(2), "HighlightGraph[g, parts] is g with parts that are drawn highlighted."),
    LYKOS_FAMILY("GraphDensity", exactly(1), "GraphDensity[g] gives the share of possible edges that g has."),
    LYKOS_FAMILY("DegreeCentrality", exactly(1), "DegreeCentrality[g] gives the degrees of the vertices."),
    LYKOS_FAMILY("ClosenessCentrality", exactly(1), "ClosenessCentrality[g] gives the inverse mean distances of the vertices."),
    LYKOS_FAMILY("BetweennessCentrality", exactly(1), "BetweennessCentrality[g] gives how many shortest paths go through each vertex."),
    LYKOS_FAMILY("PageRankCentrality", between(1, 2), "PageRankCentrality[g, a] gives the page ranks of the vertices."),
    LYKOS_FAMILY("EigenvectorCentrality", exactly(1), "EigenvectorCentrality[g] gives the eigenvector centralities of the vertices."),
    LYKOS_FAMILY("LocalClusteringCoefficient", between(1, 2), "LocalClusteringCoefficient[g] gives the local clustering coefficients."),
    LYKOS_FAMILY("MeanClusteringCoefficient", exactly(1), "MeanClusteringCoefficient[g] gives their mean."),
    LYKOS_FAMILY("GlobalClusteringCoefficient", exactly(1), "GlobalClusteringCoefficient[g] gives the share of closed paths of length two."),
    LYKOS_FAMILY("KirchhoffMatrix", exactly(1), "KirchhoffMatrix[g] gives the degree matrix less the adjacency matrix."),
    LYKOS_FAMILY("FindIndependentVertexSet", exactly(1), "FindIndependentVertexSet[g] gives a largest set of vertices without edges between them."),
    LYKOS_FAMILY("FindVertexCover", exactly(1), "FindVertexCover[g] gives a smallest set of vertices that meets every edge."),
    LYKOS_FAMILY("FindShortestTour", exactly(1), "FindShortestTour[{p1, p2, ...}] gives the length and the order of a short tour."),
};

}  // namespace

void register_graph_families(Registry& r) { r.add(kBuiltins); }
}  // namespace lykos::builtins
