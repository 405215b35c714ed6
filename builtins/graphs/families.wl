(* families.wl - named graphs, graphs made from graphs, and measures that read well as formulas.

   Named graphs list their edges in the order of an adjacency matrix: sorted, each from its smaller end. *)

opts = OptionsPattern[];
fromPairs[n_, pairs_, o___] := Graph[Range[n], UndirectedEdge @@@ Union[Sort /@ pairs], o];
positive[n_] := IntegerQ[n] && n > 0;

completeGraph[n_?positive, o___Rule] := fromPairs[n, Subsets[Range[n], {2}], o];
completeGraph[{n_?positive}, o___Rule] := completeGraph[n, o];
completeGraph[ns : {__?positive}, o___Rule] := Module[{ends = Accumulate[ns], parts},
  parts = MapThread[Range, {Prepend[Most[ends], 0] + 1, ends}];
  fromPairs[Last[ends], Join @@ (Tuples /@ Subsets[parts, {2}]), o]];
cycleGraph[1, o___Rule] := Graph[{1}, {UndirectedEdge[1, 1]}, o];
cycleGraph[n_?positive, o___Rule] := fromPairs[n, Append[Partition[Range[n], 2, 1], {1, n}], o];
pathGraph[vs_List, o___Rule] := Module[{edge = If[MemberQ[{o}, DirectedEdges -> True], DirectedEdge, UndirectedEdge]},
  If[vs =!= {} && AllTrue[vs, MatchQ[#, _Rule | _DirectedEdge | _UndirectedEdge | _TwoWayRule] &], Graph[vs, o],
    Graph[vs, edge @@@ Partition[vs, 2, 1], Sequence @@ DeleteCases[{o}, DirectedEdges -> _]]]];
starGraph[n_?positive, o___Rule] := fromPairs[n, Table[{1, k}, {k, 2, n}], o];
wheelGraph[n_Integer /; n > 3, o___Rule] := fromPairs[n, Join[Table[{1, k}, {k, 2, n}], Partition[Range[2, n], 2, 1], {{2, n}}], o];
gridGraph[ns : {__?positive}, o___Rule] := Module[{index, strides = Most[FoldList[Times, 1, ns]]},
  index[p_] := 1 + strides . (p - 1);
  fromPairs[Times @@ ns, Join @@ Table[Map[{index[#], index[#] + strides[[k]]} &, Select[Tuples[Range /@ ns], #[[k]] < ns[[k]] &]], {k, Length[ns]}], o]];
gridGraph[n_?positive, o___Rule] := gridGraph[{n}, o];
petersenGraph[o___Rule] := petersenGraph[5, 2, o];
petersenGraph[n_Integer, k_Integer, o___Rule] := fromPairs[2 n,
  Join[Table[{i, Mod[i, n] + 1}, {i, n}], Table[{i, i + n}, {i, n}], Table[{n + i, n + Mod[i - 1 + k, n] + 1}, {i, n}]], o];
hypercubeGraph[n_?positive, o___Rule] := fromPairs[2^n, Join @@ Table[{i + 1, BitXor[i, 2^k] + 1}, {i, 0, 2^n - 1}, {k, 0, n - 1}], o];
completeKaryTree[n_?positive, o___Rule] := completeKaryTree[n, 2, o];
completeKaryTree[n_?positive, k_?positive, o___Rule] := karyTree[If[k === 1, n, (k^n - 1)/(k - 1)], k, o];
karyTree[n_?positive, o___Rule] := karyTree[n, 2, o];
karyTree[n_?positive, k_?positive, o___Rule] := fromPairs[n, Table[{Quotient[i - 2, k] + 1, i}, {i, 2, n}], o];
circulantGraph[n_?positive, j_Integer, o___Rule] := circulantGraph[n, {j}, o];
circulantGraph[n_?positive, js : {__Integer}, o___Rule] := fromPairs[n, DeleteCases[Join @@ Table[{i, Mod[i - 1 + j, n] + 1}, {i, n}, {j, js}], {a_, a_}], o];
turanGraph[n_?positive, k_?positive, o___Rule] := Module[{sizes = Table[Quotient[n + k - i, k], {i, k}]}, completeGraph[DeleteCases[sizes, 0], o]];
completeGraph[___] := $Unevaluated; cycleGraph[___] := $Unevaluated; pathGraph[___] := $Unevaluated; starGraph[___] := $Unevaluated;
wheelGraph[___] := $Unevaluated; gridGraph[___] := $Unevaluated; petersenGraph[___] := $Unevaluated; hypercubeGraph[___] := $Unevaluated;
completeKaryTree[___] := $Unevaluated; karyTree[___] := $Unevaluated; circulantGraph[___] := $Unevaluated; turanGraph[___] := $Unevaluated;

(* RandomGraph[{n, m}], RandomGraph[{n, m}, k]: each set of m edges is as likely *)
randomGraph[{n_?positive, m_Integer}, o___Rule] := With[{all = n (n - 1)/2},
  Graph[Range[n], UndirectedEdge @@@ (pairNumber[#, n] & /@ Sort[RandomSample[Range[all], m]]), o] /; 0 <= m <= all];
randomGraph[{n_?positive, m_Integer}, k_Integer, o___Rule] := Table[randomGraph[{n, m}, o], k];
randomGraph[BernoulliGraphDistribution[n_, p_], o___Rule] := Graph[Range[n], UndirectedEdge @@@ Select[Subsets[Range[n], {2}], RandomReal[] < p &], o];
randomGraph[d : BernoulliGraphDistribution[_, _], k_Integer, o___Rule] := Table[randomGraph[d, o], k];
further = UniformGraphDistribution | BarabasiAlbertGraphDistribution | WattsStrogatzGraphDistribution | SpatialGraphDistribution | DegreeGraphDistribution | PriceGraphDistribution;
randomGraph[d_, r___] := (LoadUnit["graphs/further"]; System`Library`graphs`further`randomGraph[d, r]) /; MatchQ[Head[d], further];
randomGraph[___] := $Unevaluated;
pairNumber[k_, n_] := Module[{i = 1, left = k}, While[left > n - i, left -= n - i; i++]; {i, i + left}];

(* ---- from matrices and relations *)
adjacencyGraph[m_, o___Rule] := adjacencyGraph[Range[Length[m]], m, o] /; matrix[m];
adjacencyGraph[vs_List, given_, o___Rule] := Module[{m = Normal[given], symmetric, directed},
  If[! (matrix[m] && Length[m] === Length[vs]), Return[$Unevaluated]];
  directed = Lookup[{o}, DirectedEdges, Automatic];
  symmetric = Replace[directed, {True -> False, False -> True, _ :> m === Transpose[m]}];
  Graph[vs, Join @@ Flatten[Table[Table[If[symmetric, UndirectedEdge, DirectedEdge][vs[[i]], vs[[j]]], {m[[i, j]]}],
      {i, Length[vs]}, {j, If[symmetric, i, 1], Length[vs]}], 1], Sequence @@ DeleteCases[{o}, DirectedEdges -> _]]];
adjacencyGraph[___] := $Unevaluated;
matrix[m_] := MatrixQ[Normal[m]] && Length[m] === Length[First[Normal[m]]];
weightedAdjacencyGraph[m_, o___Rule] := weightedAdjacencyGraph[Range[Length[m]], m, o] /; matrix[m];
weightedAdjacencyGraph[vs_List, given_, o___Rule] := Module[{m = Normal[given], symmetric, at},
  symmetric = m === Transpose[m];
  at = Select[Join @@ Table[{i, j}, {i, Length[vs]}, {j, If[symmetric, i, 1], Length[vs]}], m[[#[[1]], #[[2]]]] =!= Infinity &];
  Graph[vs, Map[If[symmetric, UndirectedEdge, DirectedEdge][vs[[#[[1]]]], vs[[#[[2]]]]] &, at], EdgeWeight -> Map[m[[#[[1]], #[[2]]]] &, at], o]];
weightedAdjacencyGraph[___] := $Unevaluated;
incidenceGraph[m_?MatrixQ, o___Rule] := Graph[Range[Length[m]], Map[edgeOfColumn, Transpose[m]], o];
incidenceGraph[___] := $Unevaluated;
edgeOfColumn[c_] := Which[MemberQ[c, 2], UndirectedEdge @@ ({#, #} &[Position[c, 2][[1, 1]]]), MemberQ[c, -1], DirectedEdge[Position[c, -1][[1, 1]], Position[c, 1][[1, 1]]],
  True, UndirectedEdge @@ Flatten[Position[c, 1]]];
relationGraph[f_, vs_List, o___Rule] := adjacencyGraph[vs, Boole[Outer[TrueQ[f[#1, #2]] &, vs, vs, 1]], o];
relationGraph[___] := $Unevaluated;
treeGraph[vs_List, o___Rule] := With[{g = Graph[vs]}, g /; TreeGraphQ[g]];
treeGraph[vs_List, us_List, o___Rule] := Graph[vs, DeleteCases[MapThread[If[#1 === #2, Nothing, UndirectedEdge[#2, #1]] &, {vs, us}], Nothing], o];
treeGraph[___] := $Unevaluated;
nestGraph[f_, vs_List, n_Integer, o___] := Module[{edges = {}, level = vs, all = vs, next},
  Do[next = Map[# -> Replace[f[#], x : Except[_List] :> {x}] &, level];
    edges = Join[edges, Join @@ Map[Thread[DirectedEdge[First[#], Last[#]]] &, next]];
    level = Complement[Union @@ next[[All, 2]], all];
    level = DeleteDuplicates[Select[Join @@ next[[All, 2]], MemberQ[level, #] &]];
    all = Join[all, level], n];
  Graph[all, DeleteDuplicates[edges], o]];
nestGraph[f_, v_, n_Integer, o___] := nestGraph[f, {v}, n, o];
nestGraph[___] := $Unevaluated;

(* ---- graphs from graphs *)
graph[g_?GraphQ] := g;
graph[es : {__}] := Graph[es];
isGraph[g_] := GraphQ[g] || MatchQ[g, {(_Rule | _DirectedEdge | _UndirectedEdge | _TwoWayRule) ..}];
asEdge[a_ -> b_] := DirectedEdge[a, b];
asEdge[TwoWayRule[a_, b_]] := UndirectedEdge[a, b];
asEdge[e_] := e;
weights[g_] := Replace[Lookup[Cases[List @@ Replace[g, {}], _Rule], EdgeWeight, {}], Except[_List] -> {}];
sameEdge[UndirectedEdge[a_, b_]] := UndirectedEdge @@ Sort[{a, b}];
sameEdge[e_] := e;
listOf[x_List] := x;
listOf[x_] := {x};
ends[(DirectedEdge | UndirectedEdge)[a_, b_]] := {a, b};
subgraphOn[g_, vs_] := With[{keep = AssociationThread[vs, vs]},
  Graph[vs, Select[EdgeList[g], KeyExistsQ[keep, #[[1]]] && KeyExistsQ[keep, #[[2]]] &]]];
subgraph[g_?isGraph, what_] := Module[{h = graph[g], vs},
  If[Head[what] === List && what =!= {} && AllTrue[what, MatchQ[asEdge[#], _DirectedEdge | _UndirectedEdge] &] && FreeQ[VertexList[h], First[what]],
    Return[Graph[asEdge /@ what]]];
  vs = If[Head[what] === List, Select[what, MemberQ[VertexList[h], #] &], Cases[VertexList[h], what]];
  subgraphOn[h, vs]];
vertexDelete[g_?isGraph, what_] := Module[{h = graph[g], gone},
  gone = If[Head[what] === List && ! MemberQ[VertexList[h], what], what, Cases[VertexList[h], what]];
  If[Head[what] =!= Alternatives && FreeQ[what, Pattern | Blank] && ! SubsetQ[VertexList[h], gone] || gone === {}, Message[VertexDelete::inv, what, g, "vertex"]; Return[$Unevaluated]];
  subgraphOn[h, Select[VertexList[h], ! MemberQ[gone, #] &]]];
vertexAdd[g_?isGraph, v_] := With[{h = graph[g]}, Graph[DeleteDuplicates[Join[VertexList[h], listOf[v]]], EdgeList[h]]];
edgeAdd[g_?isGraph, e_] := With[{h = graph[g]}, Graph[VertexList[h], Join[EdgeList[h], asEdge /@ listOf[e]]]];
edgeDelete[g_?isGraph, what_] := Module[{h = graph[g], gone},
  gone = If[Head[what] === List, sameEdge[asEdge[#]] & /@ what, If[FreeQ[what, Pattern | Blank | Alternatives], {sameEdge[asEdge[what]]}, sameEdge /@ Cases[EdgeList[h], what]]];
  If[! SubsetQ[sameEdge /@ EdgeList[h], gone], Message[EdgeDelete::inv, what, g, "edge"]; Return[$Unevaluated]];
  Graph[VertexList[h], Select[EdgeList[h], ! MemberQ[gone, sameEdge[#]] &]]];
vertexReplace[g_?isGraph, rules_] := Module[{h = graph[g], new},
  new = Replace[#, rules] &;
  Graph[DeleteDuplicates[new /@ VertexList[h]], DeleteDuplicatesBy[Map[Head[#][new[#[[1]]], new[#[[2]]]] &, EdgeList[h]], sameEdge]]];
vertexContract[g_?isGraph, vs_List] := Module[{h = graph[g], to},
  to = If[MemberQ[vs, #], First[vs], #] &;
  Graph[DeleteDuplicates[to /@ VertexList[h]], DeleteDuplicatesBy[DeleteCases[Map[Head[#][to[#[[1]]], to[#[[2]]]] &, EdgeList[h]], _[a_, a_]], sameEdge]]];
reverseGraph[g_?isGraph] := With[{h = graph[g]}, Graph[VertexList[h], Replace[EdgeList[h], DirectedEdge[a_, b_] :> DirectedEdge[b, a], {1}]]];
directedGraph[g_?isGraph] := With[{h = graph[g]}, Graph[VertexList[h], Join @@ Replace[EdgeList[h], {UndirectedEdge[a_, b_] :> {DirectedEdge[a, b], DirectedEdge[b, a]}, e_ :> {e}}, {1}]]];
undirectedGraph[g_?isGraph] := With[{h = graph[g]}, Graph[VertexList[h], DeleteDuplicatesBy[Map[UndirectedEdge @@ # &, EdgeList[h]], sameEdge]]];
simpleGraph[g_?isGraph] := With[{h = graph[g]}, Graph[VertexList[h], DeleteDuplicatesBy[DeleteCases[EdgeList[h], _[a_, a_]], sameEdge]]];
indexGraph[g_?isGraph, first_: 1] := Module[{h = graph[g], number},
  number = AssociationThread[VertexList[h], Range[first, first + VertexCount[h] - 1]];
  Graph[Values[number], Map[Head[#][number[#[[1]]], number[#[[2]]]] &, EdgeList[h]]]];
graphComplement[g_?isGraph] := Module[{h = graph[g], vs, es},
  vs = VertexList[h];
  es = Association[Map[sameEdge[#] -> True &, EdgeList[h]]];
  If[DirectedGraphQ[h] && EdgeCount[h] > 0,
    Graph[vs, Select[DirectedEdge @@@ Select[Tuples[vs, 2], #[[1]] =!= #[[2]] &], ! KeyExistsQ[es, #] &]],
    Graph[vs, Select[UndirectedEdge @@@ Subsets[vs, {2}], ! KeyExistsQ[es, sameEdge[#]] &]]]];
graphUnion[gs__?isGraph] := With[{hs = graph /@ {gs}}, Graph[Union @@ (VertexList /@ hs), DeleteDuplicatesBy[Join @@ (EdgeList /@ hs), sameEdge]]];
graphIntersection[gs__?isGraph] := With[{hs = graph /@ {gs}}, Graph[Union @@ (VertexList /@ hs), Intersection @@ Map[sameEdge /@ EdgeList[#] &, hs]]];
graphDifference[g_?isGraph, h_?isGraph] := With[{hs = graph /@ {g, h}}, Graph[Union @@ (VertexList /@ hs), Complement @@ Map[sameEdge /@ EdgeList[#] &, hs]]];
graphDisjointUnion[gs__?isGraph] := Module[{hs = graph /@ {gs}, starts},
  starts = Prepend[Most[Accumulate[VertexCount /@ hs]], 0];
  hs = MapThread[indexGraph[#1, #2 + 1] &, {hs, starts}];
  Graph[Join @@ (VertexList /@ hs), Join @@ (EdgeList /@ hs)]];
lineGraph[g_?isGraph] := Module[{es = EdgeList[graph[g]], n},
  n = Length[es];
  If[MatchQ[es, {__DirectedEdge}],
    Graph[Range[n], DirectedEdge @@@ Select[Tuples[Range[n], 2], es[[#[[1]], 2]] === es[[#[[2]], 1]] &]],
    Graph[Range[n], UndirectedEdge @@@ Select[Subsets[Range[n], {2}], IntersectingQ[ends[es[[#[[1]]]]], ends[es[[#[[2]]]]]] &]]]];
graphPower[g_?isGraph, k_Integer] := Module[{h = graph[g], d},
  d = GraphDistanceMatrix[h];
  Graph[VertexList[h], If[DirectedGraphQ[h] && EdgeCount[h] > 0, DirectedEdge, UndirectedEdge] @@@
    Map[VertexList[h][[#]] &, Select[If[DirectedGraphQ[h] && EdgeCount[h] > 0, Select[Tuples[Range[Length[d]], 2], #[[1]] != #[[2]] &], Subsets[Range[Length[d]], {2}]], d[[#[[1]], #[[2]]]] <= k &]]]];
transitiveClosureGraph[g_?isGraph] := graphPower[g, Max[1, VertexCount[graph[g]]]];
neighborhoodGraph[g_?isGraph, v_, k_: 1] := Module[{h = graph[g], near, vs},
  vs = If[MemberQ[VertexList[h], v], {v}, listOf[v]];
  near = vs;
  Do[near = Union[near, Join @@ (AdjacencyList[h, #] & /@ near)], k];
  subgraphOn[h, Join[vs, DeleteCases[near, Alternatives @@ vs]]]];
highlightGraph[g_?isGraph, ___] := graph[g];

(* ---- measures *)
graphDensity[g_?isGraph] := With[{h = graph[g]}, With[{n = VertexCount[h], m = EdgeCount[h]}, If[DirectedGraphQ[h] && m > 0, m/(n (n - 1)), 2 m/(n (n - 1))]]];
degreeCentrality[g_?isGraph] := VertexDegree[graph[g]];
closenessCentrality[g_?isGraph] := Map[With[{d = DeleteCases[#, Infinity]}, If[Total[d] == 0, 0., N[(Length[d] - 1)/Total[d]]]] &, GraphDistanceMatrix[graph[g]]];
betweennessCentrality[g_?isGraph] := Module[{h = graph[g], n, d, count, total},
  n = VertexCount[h];
  d = GraphDistanceMatrix[h];
  count = pathCounts[h, d];
  total = Table[Sum[If[s != v && t != v && s != t && d[[s, t]] < Infinity && d[[s, v]] + d[[v, t]] == d[[s, t]], count[[s, v]] count[[v, t]]/count[[s, t]], 0], {s, n}, {t, n}], {v, n}];
  N[If[UndirectedGraphQ[h], total/2, total]]];
pathCounts[h_, d_] := Module[{a = Normal[AdjacencyMatrix[h]], n = Length[d], c},
  c = IdentityMatrix[n];
  Do[Do[If[d[[s, t]] === k, c[[s, t]] = Sum[If[d[[s, u]] === k - 1, c[[s, u]] a[[u, t]], 0], {u, n}]], {s, n}, {t, n}], {k, 1, Max[Cases[d, _Integer, 2]]}];
  c];
pageRankCentrality[g_?isGraph, alpha_: 0.85] := Module[{h = graph[g], a, n, out, p},
  a = N[Normal[AdjacencyMatrix[h]]];
  n = Length[a];
  out = Total[a, {2}];
  a = MapThread[If[#2 == 0, ConstantArray[1./n, n], #1/#2] &, {a, out}];
  p = ConstantArray[1./n, n];
  FixedPoint[alpha (# . a) + (1 - alpha)/n &, p, 1000, SameTest -> (Max[Abs[#1 - #2]] < 10.^-15 &)]];
eigenvectorCentrality[g_?isGraph] := Module[{a = N[Normal[AdjacencyMatrix[graph[g]]]], v}, v = Abs[First[Eigenvectors[Transpose[a], 1]]]; v/Total[v]];
triangles[a_, v_] := With[{near = Flatten[Position[a[[v]], 1]]}, {Sum[a[[i, j]], {i, near}, {j, near}]/2, Length[near] (Length[near] - 1)/2}];
localClusteringCoefficient[g_?isGraph] := With[{a = Unitize[Normal[AdjacencyMatrix[UndirectedGraph[graph[g]]]]]}, Table[With[{t = triangles[a, v]}, If[t[[2]] == 0, 0, t[[1]]/t[[2]]]], {v, Length[a]}]];
localClusteringCoefficient[g_?isGraph, v_] := localClusteringCoefficient[g][[VertexIndex[graph[g], v]]];
meanClusteringCoefficient[g_?isGraph] := Mean[localClusteringCoefficient[g]];
globalClusteringCoefficient[g_?isGraph] := With[{a = Unitize[Normal[AdjacencyMatrix[UndirectedGraph[graph[g]]]]]}, With[{t = Total[Table[triangles[a, v], {v, Length[a]}]]}, If[t[[2]] == 0, 0, t[[1]]/t[[2]]]]];
kirchhoffMatrix[g_?isGraph] := With[{a = Normal[AdjacencyMatrix[SimpleGraph[graph[g]]]]}, SparseArray[DiagonalMatrix[Total[a, {2}] + If[DirectedGraphQ[g], Total[a], 0]] - a]];

(* ---- sets of vertices; exact, by the largest clique of the complement *)
findIndependentVertexSet[g_?isGraph] := FindClique[GraphComplement[UndirectedGraph[SimpleGraph[graph[g]]]]];
findVertexCover[g_?isGraph] := With[{h = graph[g]}, Complement[VertexList[h], First[findIndependentVertexSet[h]]]];

(* ---- tours: exact for up to ten places, else nearest neighbour with exchanges *)
findShortestTour[ps : {__List}] := Module[{n = Length[ps], d},
  d = N[Outer[EuclideanDistance, ps, ps, 1]];
  tour[d, ps]];
findShortestTour[ps : {__?NumericQ}] := tour[N[Abs[Outer[Subtract, ps, ps]]], List /@ ps];
findShortestTour[g_?GraphQ] := With[{d = GraphDistanceMatrix[g]}, With[{r = best[d]}, {lengthOf[d, r], Append[#, First[#]] &[VertexList[g][[r]]]}]];
findShortestTour[___] := $Unevaluated;
tour[d_, ps_] := With[{r = best[d]}, {Total[MapThread[EuclideanDistance, {ps[[r]], ps[[RotateLeft[r]]]}]], Append[r, First[r]]}];
lengthOf[d_, r_] := Total[MapThread[d[[#1, #2]] &, {r, RotateLeft[r]}]];
best[d_] := {1} /; Length[d] === 1;
best[d_] := With[{n = Length[d]}, If[n <= 8,
  First[MinimalBy[Map[Prepend[#, 1] &, Permutations[Range[2, n]]], lengthOf[d, #] &]],
  improve[d, greedy[d]]]];
greedy[d_] := Module[{left = Range[2, Length[d]], r = {1}, next},
  While[left =!= {}, next = First[MinimalBy[left, d[[Last[r], #]] &]]; AppendTo[r, next]; left = DeleteCases[left, next]];
  r];
improve[d_, r0_] := Module[{r = r0, n = Length[r0], better = True},
  While[better, better = False;
    Do[If[d[[r[[i]], r[[j]]]] + d[[r[[i + 1]], r[[Mod[j, n] + 1]]]] < d[[r[[i]], r[[i + 1]]]] + d[[r[[j]], r[[Mod[j, n] + 1]]]] - 10.^-12,
        r = Join[r[[;; i]], Reverse[r[[i + 1 ;; j]]], r[[j + 1 ;;]]]; better = True], {i, 1, n - 1}, {j, i + 1, n}]];
  r];
