(* further.wl - flows edge by edge, embeddings, communities, random graphs by distribution, annotations of vertices and edges. *)
LoadUnit["graphs/families"];
graph = System`Library`graphs`families`graph; isGraph = System`Library`graphs`families`isGraph;

(* ---- maximum flow: Edmonds and Karp 1972 on the matrix of capacities; several sources or sinks are joined to one *)
capacities[h_, rules_] := Module[{c = Replace[EdgeCapacity, Append[rules, EdgeCapacity -> Automatic]], es = EdgeList[h], n = VertexCount[h], m, i, j},
  If[! ListQ[c], Normal[WeightedAdjacencyMatrix[h]],
    m = ConstantArray[0, {n, n}]; MapThread[Function[{e, w}, i = VertexIndex[h, First[e]]; j = VertexIndex[h, Last[e]]; m[[i, j]] += w; If[Head[e] === UndirectedEdge, m[[j, i]] += w]], {es, c}]; m]];
places[h_, v_] := If[ListQ[v] && ! MemberQ[VertexList[h], v], Map[VertexIndex[h, #] &, v], {VertexIndex[h, v]}];
augmented[c_, {s_}, {t_}] := {c, s, t};
augmented[c_, ss_, ts_] := Module[{n = Length[c], m = PadRight[c, {Length[c] + 2, Length[c] + 2}], big = Total[Flatten[c]] + 1}, m[[n + 1, ss]] = big; m[[ts, n + 2]] = big; {m, n + 1, n + 2}];
saturated[c0_, i_, j_] := Module[{c = c0, flow = 0, before, queue, u, step, v, n = Length[c0]},
  While[True, before = ConstantArray[0, n]; before[[i]] = i; queue = {i};
    While[queue =!= {} && before[[j]] === 0, u = First[queue]; queue = Rest[queue]; Do[If[before[[w]] === 0 && c[[u, w]] > 0, before[[w]] = u; AppendTo[queue, w]], {w, n}]];
    If[before[[j]] === 0, Break[]];
    step = Infinity; v = j; While[v =!= i, step = Min[step, c[[before[[v]], v]]]; v = before[[v]]];
    v = j; While[v =!= i, c[[before[[v]], v]] -= step; c[[v, before[[v]]]] += step; v = before[[v]]];
    flow += step];
  {flow, c}];
flowNames = {"EdgeList", "FlowGraph", "FlowMatrix", "FlowTable", "FlowValue", "ResidualGraph", "VertexList"};
findMaximumFlow[g_?isGraph, s_, t_, o___Rule] := flow[graph[g], s, t, "FlowValue", {o}];
findMaximumFlow[g_?isGraph, s_, t_, p : Except[_Rule], o___Rule] := flow[graph[g], s, t, p, {o}];
findMaximumFlow[m_?MatrixQ, s_, t_, o___] := findMaximumFlow[WeightedAdjacencyGraph[m /. 0 -> Infinity, DirectedEdges -> True], s, t, o] /; Length[m] === Length[First[m]];
findMaximumFlow[___] := $Unevaluated;
flow[h_, s_, t_, p_, rules_] := Module[{c = capacities[h, rules], vs = VertexList[h], ss, ts, a, r, f, n}, n = Length[vs]; ss = places[h, s]; ts = places[h, t];
  If[! VectorQ[Join[ss, ts], IntegerQ], Return[$Unevaluated, Module]];
  If[IntersectingQ[ss, ts], Return[If[p === "FlowValue", Infinity, $Unevaluated], Module]];
  a = augmented[c, ss, ts]; r = saturated @@ a; f = Map[Max[#, 0] &, c - r[[2, ;; n, ;; n]], {2}];
  If[ListQ[p], Return[Map[flow[h, s, t, #, rules] &, p], Module]];
  Switch[p, "FlowValue", r[[1]], "FlowMatrix", SparseArray[f], "EdgeList", Flatten[Table[If[f[[i, j]] > 0, DirectedEdge[vs[[i]], vs[[j]]], Nothing], {i, n}, {j, n}]], "VertexList", vs[[Select[Range[n], Total[f[[#]]] + Total[f[[All, #]]] > 0 &]]],
   "FlowTable", TableForm[Flatten[Table[If[f[[i, j]] > 0, {{DirectedEdge[vs[[i]], vs[[j]]], f[[i, j]]}}, Nothing], {i, n}, {j, n}], 2]],
   "FlowGraph", With[{e = Flatten[Table[If[f[[i, j]] > 0, {DirectedEdge[vs[[i]], vs[[j]]] -> f[[i, j]]}, Nothing], {i, n}, {j, n}]]}, Graph[vs, First /@ e, EdgeWeight -> Last /@ e]],
   "ResidualGraph", With[{w = r[[2, ;; n, ;; n]]}, With[{e = Flatten[Table[If[w[[i, j]] > 0, {DirectedEdge[vs[[i]], vs[[j]]] -> w[[i, j]]}, Nothing], {i, n}, {j, n}]]}, Graph[vs, First /@ e, EdgeWeight -> Last /@ e]]],
   _, Message[FindMaximumFlow::nprop, p, flowNames]; $Unevaluated]];

(* ---- places in the plane *)
graphEmbedding[g_?isGraph] := With[{h = graph[g]}, With[{c = Replace[VertexCoordinates, Append[GraphOptions[h], VertexCoordinates -> Automatic]]}, If[MatrixQ[c, NumericQ] && Length[c] === VertexCount[h], c, graphEmbedding[h, "SpringElectricalEmbedding"]]]];
graphEmbedding[g_?isGraph, m_] := graphEmbedding[g, m, 2];
graphEmbedding[g_?isGraph, m_, d : 2 | 3] := Module[{h = graph[g], n, name = Replace[m, {k_String, ___} :> k]}, n = VertexCount[h]; If[n === 0, Return[{}, Module]];
  Switch[name, "CircularEmbedding", Table[N[padded[{Cos[Pi/2 - 2 Pi (k - 1)/n - Pi/n - Pi], Sin[Pi/2 - 2 Pi (k - 1)/n - Pi/n - Pi]}, d]], {k, n}], "LinearEmbedding", Table[padded[{N[k - 1], 0.}, d], {k, n}],
   "GridEmbedding", With[{w = Ceiling[Sqrt[n]]}, Table[padded[N[{Mod[k - 1, w], -Quotient[k - 1, w]}], d], {k, n}]], "StarEmbedding", Prepend[Table[padded[N[{Cos[2 Pi k/(n - 1)], Sin[2 Pi k/(n - 1)]}], d], {k, n - 1}], ConstantArray[0., d]],
   "RandomEmbedding", RandomReal[1, {n, d}], "SpectralEmbedding", spectral[h, d], "SpringElectricalEmbedding" | "SpringEmbedding" | "StressEmbedding" | Automatic, stress[h, d], _, Message[GraphEmbedding::bdmtd, m]; $Unevaluated]];
graphEmbedding[___] := $Unevaluated;
padded[p_, d_] := PadRight[p, d, 0.];
spectral[h_, d_] := Module[{l = N[Normal[KirchhoffMatrix[UndirectedGraph[h]]]], v}, If[Length[l] <= d, Return[Table[padded[{N[k]}, d], {k, Length[l]}], Module]]; v = Reverse[Eigenvectors[l]][[2 ;; d + 1]]; Transpose[v]];
(* distances of paths as distances in the plane, by majorization (E. Gansner, Y. Koren, S. North, 2004), from classical scaling *)
stress[h_, d_] := Module[{n = VertexCount[h], dist, far, x, w, b, v, u, keep}, If[n === 1, Return[{ConstantArray[0., d]}, Module]]; dist = GraphDistanceMatrix[UndirectedGraph[h]]; far = Max[Cases[Flatten[dist], _?NumberQ], 1]; dist = N[dist /. Infinity -> far + 1.];
  b = -dist^2/2; b = b - ConstantArray[Mean[b], n]; b = Transpose[Transpose[b] - ConstantArray[Mean[Transpose[b]], n]]; {v, u} = Eigensystem[(b + Transpose[b])/2, Min[d, n]]; x = Transpose[Sqrt[Map[Max[Re[#], 0.] &, v]] Re[u]]; x = Map[padded[#, d] &, x] + BlockRandom[SeedRandom[1]; RandomReal[{-1, 1} 10.^-3, {n, d}]];
  Do[x = Table[Module[{p = ConstantArray[0., d], t = 0.}, Do[If[i =!= j, With[{e = x[[i]] - x[[j]], q = 1/dist[[i, j]]^2}, p += q (x[[j]] + dist[[i, j]] e/Max[Norm[e], 10.^-9]); t += q]], {j, n}]; p/t], {i, n}], {Which[n > 100, 5, n > 40, 15, True, 60]}]; x];

(* ---- communities: merging while the modularity grows (A. Clauset, M. Newman, C. Moore, 2004); then single moves *)
modularity[m_, parts_] := Module[{t = Total[Flatten[m]], k = Total[m]}, If[t == 0, 0, Total[Map[Total[Flatten[m[[#, #]]]]/t - (Total[k[[#]]]/t)^2 &, parts]]]];
findGraphCommunities[g_?isGraph, o___Rule] := Module[{h = graph[g], m, n, parts, k, t, gain, best, e, a}, n = VertexCount[h]; If[n === 0, Return[{}, Module]]; m = Normal[WeightedAdjacencyMatrix[UndirectedGraph[h]]]; m = N[(m + Transpose[m])/2]; t = Total[Flatten[m]];
  If[t == 0., Return[Map[List, VertexList[h]], Module]];
  parts = List /@ Range[n]; e = m/t; a = Total[e];
  While[Length[parts] > 1, gain = Table[If[i < j && e[[i, j]] > 0, 2 (e[[i, j]] - a[[i]] a[[j]]), -Infinity], {i, Length[parts]}, {j, Length[parts]}]; best = Max[gain]; If[! TrueQ[best > 10.^-12], Break[]];
    With[{p = First[Position[gain, best]]}, parts[[p[[1]]]] = Join[parts[[p[[1]]]], parts[[p[[2]]]]]; e[[p[[1]]]] += e[[p[[2]]]]; e[[All, p[[1]]]] += e[[All, p[[2]]]]; parts = Delete[parts, p[[2]]]; e = Delete[e, p[[2]]]; e = Transpose[Delete[Transpose[e], p[[2]]]]; a = Total[e]]];
  parts = refined[m, parts];
  Map[VertexList[h][[#]] &, SortBy[Sort /@ parts, {-Length[#] &, First}]]];
findGraphCommunities[g_?isGraph, vs_List, o___Rule] := Select[findGraphCommunities[g, o], IntersectingQ[#, vs] &];
findGraphCommunities[___] := $Unevaluated;
refined[m_, parts0_] := Module[{n = Length[m], l = ConstantArray[0, Length[m]], t = Total[Flatten[m]], k = Total[m], moved = True, rounds = 0, tot}, MapIndexed[(l[[#1]] = First[#2]) &, parts0]; tot = Table[Total[Pick[k, l, c]], {c, Length[parts0]}];
  While[moved && rounds++ < 20, moved = False; Do[Module[{own = l[[i]], links, cs, score, to}, links = Map[Total, GroupBy[Transpose[{l, ReplacePart[m[[i]], i -> 0.]}], First -> Last]]; cs = Select[Keys[links], links[#] > 0 &]; score[c_] := Lookup[links, c, 0.] - (tot[[c]] - If[c === own, k[[i]], 0.]) k[[i]]/t;
      If[cs =!= {}, to = First[MaximalBy[cs, score, 1]]; If[score[to] > score[own] + 10.^-9, tot[[own]] -= k[[i]]; tot[[to]] += k[[i]]; l[[i]] = to; moved = True]]], {i, n}]]; Values[GroupBy[Range[n], l[[#]] &]]];
graphAssortativity[g_?isGraph] := Module[{h = graph[g], d, e}, d = AssociationThread[VertexList[h], VertexDegree[h]]; e = Map[{d[First[#]], d[Last[#]]} &, EdgeList[h]]; If[e === {}, Return[Indeterminate, Module]]; If[UndirectedGraphQ[h], e = Join[e, Reverse /@ e]]; With[{x = e[[All, 1]], y = e[[All, 2]]}, If[Variance[x] == 0 || Variance[y] == 0, Indeterminate, Correlation[N[x], N[y]]]]];
graphAssortativity[___] := $Unevaluated;
katzCentrality[g_?isGraph, a_] := katzCentrality[g, a, 1];
katzCentrality[g_?isGraph, a_, b_] := With[{m = Normal[AdjacencyMatrix[graph[g]]]}, LinearSolve[IdentityMatrix[Length[m]] - N[a] Transpose[m], ConstantArray[N[b], Length[m]]]];
katzCentrality[___] := $Unevaluated;

(* ---- random graphs *)
draw[UniformGraphDistribution[n_Integer, m_Integer]] := RandomGraph[{n, m}];
draw[BarabasiAlbertGraphDistribution[n_Integer, k_Integer]] := Module[{ends = {}, es = {}, to}, Do[to = If[v <= k + 1, Range[v - 1], Module[{s = {}}, While[Length[s] < k, s = Union[s, {RandomChoice[ends]}]]; s]]; Do[AppendTo[es, UndirectedEdge[u, v]]; ends = Join[ends, {u, v}], {u, to}], {v, 2, n}]; Graph[Range[n], es]];
draw[WattsStrogatzGraphDistribution[n_Integer, p_]] := draw[WattsStrogatzGraphDistribution[n, p, 2]];
draw[WattsStrogatzGraphDistribution[n_Integer, p_, k_Integer]] := Module[{es = Union[Flatten[Table[Sort[{i, Mod[i + j - 1, n] + 1}], {i, n}, {j, Min[k, Quotient[n - 1, 2]]}], 1]], set, free}, set = AssociationMap[True &, es];
   Do[If[RandomReal[] < p, free = Select[Range[n], # =!= e[[1]] && ! KeyExistsQ[set, Sort[{e[[1]], #}]] &]; If[free =!= {}, set = KeyDrop[set, {e}]; set[Sort[{e[[1]], RandomChoice[free]}]] = True]], {e, es}]; Graph[Range[n], UndirectedEdge @@@ Sort[Keys[set]]]];
draw[SpatialGraphDistribution[n_Integer, r_]] := draw[SpatialGraphDistribution[n, r, 2]];
draw[SpatialGraphDistribution[n_Integer, r_, d_Integer]] := Module[{x = RandomReal[1, {n, d}]}, Graph[Range[n], UndirectedEdge @@@ Select[Subsets[Range[n], {2}], Norm[x[[#[[1]]]] - x[[#[[2]]]]] <= r &], VertexCoordinates -> x]];
(* the configuration by V. Havel and S. Hakimi, mixed by exchanges of ends *)
graphical[ds_] := Module[{d = ReverseSort[ds]}, AllTrue[d, # >= 0 &] && EvenQ[Total[d]] && AllTrue[Range[Length[d]], Total[Take[d, #]] <= # (# - 1) + Total[Map[Function[u, Min[u, #]], Drop[d, #]]] &]];
draw[DegreeGraphDistribution[ds_List]] := Module[{n = Length[ds], left, es = {}, o, v, to, a, b, set}, If[! graphical[ds], Return[$Failed, Module]]; left = ds;
   While[Max[left] > 0, v = First[Ordering[-left, 1]]; to = Take[DeleteCases[Ordering[-left], v], left[[v]]]; es = Join[es, Map[Sort[{v, #}] &, to]]; left[[to]] -= 1; left[[v]] = 0];
   set = AssociationMap[True &, es]; If[Length[es] > 1, Do[{a, b} = RandomSample[Keys[set], 2]; If[RandomReal[] < 0.5, b = Reverse[b]]; With[{c = Sort[{a[[1]], b[[2]]}], e = Sort[{b[[1]], a[[2]]}]}, If[c[[1]] =!= c[[2]] && e[[1]] =!= e[[2]] && c =!= e && ! KeyExistsQ[set, c] && ! KeyExistsQ[set, e], set = KeyDrop[set, {a, Sort[b]}]; set[c] = True; set[e] = True]], {10 Length[es]}]];
   Graph[Range[n], UndirectedEdge @@@ Sort[Keys[set]]]];
draw[PriceGraphDistribution[n_Integer, k_Integer, a_]] := Module[{in = {0}, es = {}, to}, Do[to = Union[RandomChoice[N[in + a] -> Range[v - 1], Min[k, v - 1]]]; Do[AppendTo[es, DirectedEdge[v, u]]; in[[u]]++, {u, to}]; AppendTo[in, 0], {v, 2, n}]; Graph[Range[n], es]];
draw[_] := $Failed;
randomGraph[d_, o___Rule] := With[{g = draw[d]}, If[g === $Failed, Message[RandomGraph::bdist, d]; $Unevaluated, If[{o} === {}, g, Graph[g, o]]]];
randomGraph[d_, k_Integer, o___Rule] := With[{g = Table[draw[d], k]}, If[MemberQ[g, $Failed], Message[RandomGraph::bdist, d]; $Unevaluated, If[{o} === {}, g, Map[Graph[#, o] &, g]]]];

(* ---- what is noted of a graph, its vertices and edges *)
optionsOf[g_] := GraphOptions[g];
listed = {VertexWeight, VertexCoordinates, VertexCapacity}; edgeListed = {EdgeWeight, EdgeCapacity, EdgeCost};
noted[g_, item_, key_] := Module[{r = Replace[key, Append[optionsOf[g], key -> $Failed]], p, edge = MatchQ[item, _DirectedEdge | _UndirectedEdge | _Rule | _TwoWayRule], e},
   e = Replace[item, {Rule[a_, b_] :> DirectedEdge[a, b], TwoWayRule[a_, b_] :> UndirectedEdge[a, b]}];
   If[r === $Failed, Return[$Failed, Module]];
   If[ListQ[r] && ! MatchQ[r, {___Rule}] && MemberQ[Join[listed, edgeListed], key], p = FirstPosition[If[edge, EdgeList[g], VertexList[g]], e, None, {1}]; Return[If[p === None, $Failed, r[[First[p]]]], Module]];
   If[MatchQ[r, {__Rule}], Replace[e, Append[r, _ -> $Failed]], If[r === Automatic, $Failed, r]]];
annotationValue[{g_?isGraph, items_List}, key_] := Map[annotationValue[{g, #}, key] &, items] /; ! MemberQ[VertexList[graph[g]], items];
annotationValue[{g_?isGraph, item_}, key_] := noted[graph[g], item, key];
annotationValue[g_?isGraph, key_] := With[{r = Replace[key, Append[optionsOf[graph[g]], key -> $Failed]]}, r];
annotationValue[Annotation[_, r___, key_ -> v_, ___], key_] := v;
annotationValue[___] := $Unevaluated;
