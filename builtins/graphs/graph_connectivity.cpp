// graph_connectivity.cpp - cuts, connectivity, polynomials, colourings and matchings of graphs: the rows; the work is in connectivity.wl.
#include "builtins/graphs/register.h"
#include "builtins/library.h"

namespace lykos::builtins {
namespace {

MaybeExpr builtin_of_connectivity(Call& call) { return call_library(call, "graphs/connectivity"); }

#define LYKOS_CONNECTED(wl_name, low, high, text) {.name = #wl_name, .fn = builtin_of_connectivity, .arity = between(low, high), .usage = text}

constexpr Builtin kBuiltins[] = {
    LYKOS_CONNECTED(ChromaticPolynomial, 2, 2, "ChromaticPolynomial[g, k] gives the number of colourings of the vertices of g with k colours."),
    LYKOS_CONNECTED(EccentricityCentrality, 1, 1, "EccentricityCentrality[g] gives the reciprocals of the eccentricities of the vertices."),
    LYKOS_CONNECTED(EdgeBetweennessCentrality, 1, 1, "EdgeBetweennessCentrality[g] gives how many shortest paths go through each edge."),
    LYKOS_CONNECTED(EdgeConnectivity, 1, 3, "EdgeConnectivity[g] gives the smallest number of edges whose removal disconnects g.\nEdgeConnectivity[g, s, t] gives that for separating s and t."),
    LYKOS_CONNECTED(EdgeCoverQ, 2, 2, "EdgeCoverQ[g, edges] gives True if every vertex of g is an end of one of the edges."),
    LYKOS_CONNECTED(FindEdgeCover, 1, 1, "FindEdgeCover[g] gives a smallest set of edges that meets all vertices."),
    LYKOS_CONNECTED(FindEdgeCut, 1, 3, "FindEdgeCut[g] gives a smallest set of edges that disconnects g.\nFindEdgeCut[g, s, t] gives one that separates s and t."),
    LYKOS_CONNECTED(FindIndependentEdgeSet, 1, 1, "FindIndependentEdgeSet[g] gives a largest set of edges without common ends."),
    LYKOS_CONNECTED(FindMinimumCut, 1, 1, "FindMinimumCut[g] gives the weight of a smallest cut of g and the parts it leaves."),
    LYKOS_CONNECTED(FindVertexColoring, 1, 2, "FindVertexColoring[g] gives colours of the vertices, as few as possible, different for neighbours.\nFindVertexColoring[g, {c1, c2, ...}] takes the colours from the list."),
    LYKOS_CONNECTED(FindVertexCut, 1, 3, "FindVertexCut[g] gives a smallest set of vertices that disconnects g.\nFindVertexCut[g, s, t] gives one that separates s and t."),
    LYKOS_CONNECTED(IndependentEdgeSetQ, 2, 2, "IndependentEdgeSetQ[g, edges] gives True if the edges of g have no common ends."),
    LYKOS_CONNECTED(IndependentVertexSetQ, 2, 2, "IndependentVertexSetQ[g, vertices] gives True if no two of the vertices of g are neighbours."),
    LYKOS_CONNECTED(TuttePolynomial, 2, 2, "TuttePolynomial[g, {x, y}] gives the Tutte polynomial of g."),
    LYKOS_CONNECTED(VertexChromaticNumber, 1, 1, "VertexChromaticNumber[g] gives the smallest number of colours for the vertices of g."),
    LYKOS_CONNECTED(VertexConnectivity, 1, 3, "VertexConnectivity[g] gives the smallest number of vertices whose removal disconnects g.\nVertexConnectivity[g, s, t] gives that for separating s and t."),
    LYKOS_CONNECTED(VertexCoverQ, 2, 2, "VertexCoverQ[g, vertices] gives True if every edge of g has an end among the vertices."),
};

}  // namespace

void register_graph_connectivity(Registry& r) { r.add(kBuiltins); }

}  // namespace lykos::builtins
