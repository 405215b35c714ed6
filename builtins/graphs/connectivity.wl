(* connectivity.wl - cuts and connectivity by flows, polynomials of graphs by deletion and contraction, colourings, matchings, centralities. *)
LoadUnit["graphs/families"];
LoadUnit["graphs/further"];
graph = System`Library`graphs`families`graph; isGraph = System`Library`graphs`families`isGraph; saturated = System`Library`graphs`further`saturated;
ones[h_] := Normal[AdjacencyMatrix[h]];
weights[h_] := Normal[WeightedAdjacencyMatrix[h]];
(* the places that can still be reached from i when the flow to j is full *)
side[c_, i_] := Module[{seen = {i}, new = {i}}, While[new =!= {}, new = Complement[Union @@ Map[Function[u, Flatten[Position[c[[u]], _?Positive]]], new], seen]; seen = Union[seen, new]]; seen];

(* ---- edges: the least flow from one vertex to any other, or back *)
leastCut[m_, directed_] := Module[{n = Length[m], best = {Infinity, {}}, r},
  Do[Do[r = saturated[m, p[[1]], p[[2]]]; If[r[[1]] < best[[1]], best = {r[[1]], side[r[[2]], p[[1]]]}], {p, If[directed, {{1, j}, {j, 1}}, {{1, j}}]}], {j, 2, n}];
  best];
edgeConnectivity[g_?isGraph] := With[{h = graph[g]}, If[VertexCount[h] <= 1, 0, leastCut[ones[h], DirectedGraphQ[h]][[1]]]];
edgeConnectivity[g_?isGraph, s_, t_] := With[{h = graph[g]}, saturated[ones[h], VertexIndex[h, s], VertexIndex[h, t]][[1]] /; SubsetQ[VertexList[h], {s, t}] && s =!= t];
edgeConnectivity[___] := $Unevaluated;
findMinimumCut[g_?isGraph] := With[{h = graph[g]}, With[{r = leastCut[weights[h], DirectedGraphQ[h]], vs = VertexList[h]}, {r[[1]], {vs[[r[[2]]]], Delete[vs, List /@ r[[2]]]}}] /; VertexCount[h] > 1];
findMinimumCut[___] := $Unevaluated;
crossing[h_, part_] := With[{in = VertexList[h][[part]]}, Select[EdgeList[h], With[{a = MemberQ[in, #[[1]]], b = MemberQ[in, #[[2]]]}, If[Head[#] === DirectedEdge, a && ! b, Xor[a, b]]] &]];
findEdgeCut[g_?isGraph] := With[{h = graph[g]}, crossing[h, leastCut[ones[h], DirectedGraphQ[h]][[2]]] /; VertexCount[h] > 1];
findEdgeCut[g_?isGraph, s_, t_] := With[{h = graph[g]}, crossing[h, side[saturated[ones[h], VertexIndex[h, s], VertexIndex[h, t]][[2]], VertexIndex[h, s]]] /; SubsetQ[VertexList[h], {s, t}] && s =!= t];
findEdgeCut[___] := $Unevaluated;

(* ---- vertices: every vertex is an edge of capacity one between its two ends *)
parted[m_] := Module[{n = Length[m], p}, p = ConstantArray[0, {2 n, 2 n}]; Do[p[[i, n + i]] = 1; Do[If[m[[i, j]] > 0, p[[n + i, j]] = n], {j, n}], {i, n}]; p];
between[p_, n_, i_, j_] := With[{r = saturated[p, n + i, j]}, {r[[1]], With[{s = side[r[[2]], n + i]}, Select[Range[n], # =!= i && # =!= j && MemberQ[s, #] && ! MemberQ[s, n + #] &]]}];
leastVertexCut[m_, directed_] := Module[{n = Length[m], p = parted[m], best, r}, best = {n - 1, $Failed};
  Do[If[i =!= j && m[[i, j]] === 0 && (directed || i < j), r = between[p, n, i, j]; If[r[[1]] < best[[1]], best = r]], {i, n}, {j, n}];
  best];
simpleOnes[h_] := With[{m = Unitize[ones[h]]}, m - DiagonalMatrix[Diagonal[m]]];
vertexConnectivity[g_?isGraph] := With[{h = graph[g]}, If[VertexCount[h] <= 1, 0, leastVertexCut[simpleOnes[h], DirectedGraphQ[h]][[1]]]];
vertexConnectivity[g_?isGraph, s_, t_] := With[{h = graph[g]}, With[{m = simpleOnes[h], i = VertexIndex[h, s], j = VertexIndex[h, t]}, If[m[[i, j]] === 1, VertexCount[h] - 1, between[parted[m], Length[m], i, j][[1]]]] /; SubsetQ[VertexList[h], {s, t}] && s =!= t];
vertexConnectivity[___] := $Unevaluated;
findVertexCut[g_?isGraph] := With[{h = graph[g]}, With[{r = leastVertexCut[simpleOnes[h], DirectedGraphQ[h]][[2]]}, If[r === $Failed, Rest[VertexList[h]], VertexList[h][[r]]]] /; VertexCount[h] > 1];
findVertexCut[g_?isGraph, s_, t_] := With[{h = graph[g]}, With[{m = simpleOnes[h]}, VertexList[h][[between[parted[m], Length[m], VertexIndex[h, s], VertexIndex[h, t]][[2]]]]] /; SubsetQ[VertexList[h], {s, t}] && s =!= t];
findVertexCut[___] := $Unevaluated;

(* ---- polynomials: edges as pairs of numbers *)
pairs[h_] := Map[Sort[{VertexIndex[h, #[[1]]], VertexIndex[h, #[[2]]]}] &, EdgeList[h]];
numbered[es_] := With[{names = Union @@ es}, Sort[Map[Sort, es /. Thread[names -> Range[Length[names]]]]]];
(* the colourings of the vertices that have edges; the others are free *)
chromaticPolynomial[g_?isGraph, k_] := Block[{colours}, With[{h = graph[g]}, With[{es = Union[pairs[h]]},
   If[AnyTrue[es, SameQ @@ # &], 0, Expand[k^(VertexCount[h] - Length[Union @@ es]) colours[numbered[es], k]]]]] /. colours -> colourings];
colourings[{}, _] := 1;
colourings[es_, k_] := colourings[es, k] = Module[{n = Max[es], degrees = Tally[Flatten[es]], parts, e, less, joined, kept},
  e = First[es];
  If[Length[es] === n (n - 1)/2, Return[Product[k - i, {i, 0, n - 1}]]];
  (* a vertex with one neighbour has k - 1 colours *)
  With[{leaf = SelectFirst[degrees, Last[#] === 1 &]}, If[! MissingQ[leaf], kept = DeleteCases[es, {___, leaf[[1]], ___}];
    Return[Expand[(k - 1) k^(n - 1 - Length[Union @@ kept]) colourings[numbered[kept], k]]]]];
  less = Rest[es]; joined = Union[Map[Sort, less /. e[[2]] -> e[[1]]]];
  Expand[k^(n - Length[Union @@ less]) colourings[numbered[less], k] - k^(n - 1 - Length[Union @@ joined]) colourings[numbered[joined], k]]];
chromaticPolynomial[___] := $Unevaluated;
tuttePolynomial[g_?isGraph, {x_, y_}] := With[{h = graph[g]}, Expand[tutte[numbered[pairs[h]], x, y]]];
tutte[{}, _, _] := 1;
tutte[es_, x_, y_] := tutte[es, x, y] = Module[{e = First[es], rest = Rest[es], joined},
  If[SameQ @@ e, Return[Expand[y tutte[numbered[rest], x, y]]]];
  joined = rest /. e[[2]] -> e[[1]];
  If[! connected[rest, e], Expand[x tutte[numbered[joined], x, y]], Expand[tutte[numbered[rest], x, y] + tutte[numbered[joined], x, y]]]];
tuttePolynomial[___] := $Unevaluated;
connected[es_, {a_, b_}] := Module[{seen = {a}, new = {a}}, While[new =!= {} && ! MemberQ[seen, b], new = Complement[Flatten[Select[es, IntersectingQ[#, new] &]], seen]; seen = Union[seen, new]]; MemberQ[seen, b]];

(* ---- colours: as few as possible, by trying one more at a time *)
colouring[m_, k_] := Module[{n = Length[m], c, order, go}, c = ConstantArray[0, n]; order = Reverse[Ordering[Total[m]]];
  go[p_] := If[p > n, True, With[{v = order[[p]]}, Catch[Do[If[! MemberQ[c[[Flatten[Position[m[[v]], 1]]]], q], c[[v]] = q; If[go[p + 1], Throw[True]]; c[[v]] = 0], {q, Min[k, 1 + Max[c, 0]]}]; False]]];
  If[go[1], c, $Failed]];
fewest[h_] := Module[{m = With[{a = simpleOnes[h]}, Unitize[a + Transpose[a]]], k = 1, c}, If[m === {}, Return[{}]]; While[(c = colouring[m, k]) === $Failed, k++]; c];
findVertexColoring[g_?isGraph] := fewest[graph[g]];
findVertexColoring[g_?isGraph, colours_List] := With[{c = fewest[graph[g]]}, colours[[c]] /; Max[c, 0] <= Length[colours]];
findVertexColoring[___] := $Unevaluated;
vertexChromaticNumber[g_?isGraph] := Max[fewest[graph[g]], 0];
vertexChromaticNumber[___] := $Unevaluated;

(* ---- edges without common ends: independent vertices of the line graph *)
findIndependentEdgeSet[g_?isGraph] := With[{h = graph[g]}, With[{es = EdgeList[h]}, If[es === {}, {}, es[[Flatten[{Sort[matching[pairs[h]]]}]]]]]];
matching[ps_] := Module[{n = Length[ps], m}, m = Table[If[i < j && IntersectingQ[ps[[i]], ps[[j]]], {i, j}, Nothing], {i, n}, {j, n}];
  First[FindIndependentVertexSet[Graph[Range[n], UndirectedEdge @@@ Flatten[m, 1]]]]];
findIndependentEdgeSet[___] := $Unevaluated;
findEdgeCover[g_?isGraph] := With[{h = graph[g]}, Module[{m = findIndependentEdgeSet[h], left, es = EdgeList[h]}, left = Complement[VertexList[h], Flatten[List @@@ m]];
   Join[m, Map[Function[v, SelectFirst[es, MemberQ[List @@ #, v] &]], left]]] /; Min[VertexDegree[h]] > 0];
findEdgeCover[___] := $Unevaluated;
vertexCoverQ[g_?isGraph, vs_List] := AllTrue[EdgeList[graph[g]], IntersectingQ[List @@ Take[#, 2], vs] &] && SubsetQ[VertexList[graph[g]], vs];
independentVertexSetQ[g_?isGraph, vs_List] := SubsetQ[VertexList[graph[g]], vs] && NoneTrue[EdgeList[graph[g]], SubsetQ[vs, List @@ Take[#, 2]] &];
independentEdgeSetQ[g_?isGraph, es_List] := AllTrue[es, EdgeQ[graph[g], #] &] && DuplicateFreeQ[Join @@ (List @@@ es)];
edgeCoverQ[g_?isGraph, es_List] := AllTrue[es, EdgeQ[graph[g], #] &] && SubsetQ[Join @@ (List @@@ es), VertexList[graph[g]]];
vertexCoverQ[___] := False; independentVertexSetQ[___] := False; independentEdgeSetQ[___] := False; edgeCoverQ[___] := False;

(* ---- centralities *)
eccentricityCentrality[g_?isGraph] := Map[With[{d = Max[Cases[#, _?NumberQ]]}, If[d == 0, 0., 1./d]] &, GraphDistanceMatrix[graph[g]]];
eccentricityCentrality[___] := $Unevaluated;
(* shortest paths through an edge: of all pairs, the share that uses it (U. Brandes, 2001) *)
edgeBetweennessCentrality[g_?isGraph] := Module[{h = graph[g], n, d, count, es, directed, next}, n = VertexCount[h]; directed = DirectedGraphQ[h]; d = GraphDistanceMatrix[h]; es = pairsInOrder[h]; next = Unitize[ones[h]];
  count = Table[Module[{c = ConstantArray[0, n]}, c[[s]] = 1; Do[If[d[[s, v]] =!= Infinity && v =!= s, c[[v]] = Total[Table[If[next[[u, v]] === 1 && d[[s, u]] + 1 === d[[s, v]], c[[u]], 0], {u, n}]]], {v, Ordering[d[[s]] /. Infinity -> n + 1]}]; c], {s, n}];
  With[{sum = Function[{u, v}, Sum[If[s =!= t && d[[s, t]] =!= Infinity && d[[s, u]] =!= Infinity && d[[v, t]] =!= Infinity && d[[s, u]] + 1 + d[[v, t]] === d[[s, t]], count[[s, u]] count[[v, t]]/count[[s, t]], 0], {s, n}, {t, n}]]},
   Map[N[If[directed, sum @@ #, (sum @@ # + sum @@ Reverse[#])/2]] &, es]]];
pairsInOrder[h_] := Map[{VertexIndex[h, #[[1]]], VertexIndex[h, #[[2]]]} &, EdgeList[h]];
edgeBetweennessCentrality[___] := $Unevaluated;
