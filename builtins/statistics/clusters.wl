(* clusters.wl - FindClusters and ClusteringComponents: agglomeration, spanning trees, k-means, k-medoids, density, mean shift. A method is
   a function of the distances (and the points, for means) that gives the groups as lists of positions. *)

defaultDistance[data_] := Which[VectorQ[data, NumericQ], Abs[#1 - #2] &, VectorQ[data, StringQ], EditDistance,
  MatrixQ[data, BooleanQ], Total[Boole[MapThread[Xor, {#1, #2}]]] &, True, EuclideanDistance];
ruled[data_] := Which[MatchQ[data, {__Rule}], {data[[All, 1]], data[[All, 2]]}, MatchQ[data, _List -> _List], {First[data], Last[data]},
  MatchQ[data, _List -> Automatic], {First[data], Range[Length[First[data]]]}, AssociationQ[data], {Values[data], Keys[data]}, True, {data, data}];
options[rest_] := Association[Flatten[Cases[rest, _Rule | {___Rule}]]];
count[rest_, n_] := Replace[FirstCase[rest, _Integer | UpTo[_] | Automatic, Automatic], {UpTo[k_] :> Min[k, n], k_Integer :> Min[k, n]}];

grouped[keys_, given_, opts_] := Module[{f, method, sub, d},
  f = Replace[Lookup[opts, DistanceFunction, Automatic], Automatic :> defaultDistance[keys]];
  {method, sub} = Replace[Lookup[opts, Method, Automatic], {{m_, s___} :> {m, Association[s]}, m_ :> {m, <||>}}];
  If[KeyExistsQ[opts, ClusterDissimilarityFunction], sub = Append[sub, "Linkage" -> opts[ClusterDissimilarityFunction]]; If[method === Automatic, method = "Agglomerate"]];
  d = N[Outer[f, keys, keys, 1]];
  If[! MatrixQ[d, NumericQ], Return[$Failed]];
  groups[method, d, keys, given, sub]];

findClusters[data_, rest___] := Module[{keys, values, found},
  {keys, values} = ruled[data];
  If[! ListQ[keys] || keys === {}, Return[$Unevaluated]];
  found = grouped[keys, count[{rest}, Length[keys]], options[{rest}]];
  If[found === $Failed, Return[$Unevaluated]];
  found = SortBy[Sort /@ found, First];
  If[AssociationQ[data], Map[data[[#]] &, found], Map[values[[#]] &, found]]];
findClusters[___] := $Unevaluated;

(* ClusteringComponents[array, n, level]: the elements at that level replaced by the numbers of their clusters *)
clusteringComponents[a_List, rest___] := Module[{positional = DeleteCases[{rest}, _Rule | {___Rule}], n, level, elements, found, labels},
  n = Replace[positional, {{k_Integer | k_UpTo, ___} :> k, _ -> Automatic}];
  level = Replace[positional, {{_, l_Integer, ___} :> l, _ :> If[ArrayQ[a, _, NumericQ], ArrayDepth[a], 1]}];
  elements = Level[a, {level}];
  If[elements === {}, Return[$Unevaluated]];
  found = grouped[elements, count[{n}, Length[elements]], options[{rest}]];
  If[found === $Failed, Return[$Unevaluated]];
  found = SortBy[Sort /@ found, First];
  labels = SparseArray[Flatten[MapIndexed[Thread[#1 -> First[#2]] &, found]], Length[elements]];
  Module[{i = 0}, Map[(i++; labels[[i]]) &, a, {level}]]];
clusteringComponents[___] := $Unevaluated;

(* without a number: the largest gap between the heights at which clusters join decides *)
cut[heights_, n_, k_Integer] := Min[k, n];
cut[heights_, n_, _] := With[{gaps = Most[heights] - Rest[heights]},
  If[gaps === {} || Max[gaps] <= 0.5 Mean[heights], 1, First[First[Position[gaps, Max[gaps]]]] + 1]];

(* Automatic: the clusters of least variance, when the spanning tree has edges that stand out *)
groups[Automatic, d_, keys_, k_, sub_] := If[k === Automatic && Length[groups["SpanningTree", d, keys, k, sub]] === 1, {Range[Length[d]]},
  If[Length[d] > 250, groups["KMedoids", d, keys, k, sub], groups["Agglomerate", d, keys, k, <|"Linkage" -> "Ward"|>]]];   (* agglomeration is cubic *)
groups["SpanningTree", d_, _, k_, _] := Module[{n = Length[d], tree},
  If[n == 1, Return[{{1}}]];
  tree = spanning[d];     (* single linkage is the minimum spanning tree cut at its longest edges *)
  components[n, Take[SortBy[tree, Last], n - cut[Reverse[Sort[tree[[All, 3]]]], n, k]]]];
spanning[d_] := Module[{n = Length[d], out, best, edges = {}, j},
  best = Table[{d[[1, i]], 1}, {i, n}]; out = Range[2, n];
  While[out =!= {},
    j = First[MinimalBy[out, best[[#, 1]] &, 1]];
    AppendTo[edges, {best[[j, 2]], j, best[[j, 1]]}];
    out = DeleteCases[out, j];
    Do[If[d[[j, i]] < best[[i, 1]], best[[i]] = {d[[j, i]], j}], {i, out}]];
  edges];
components[n_, edges_] := Map[Sort, ConnectedComponents[Graph[Range[n], UndirectedEdge[#[[1]], #[[2]]] & /@ edges]]];

(* agglomeration: the distance of a joined cluster to the others by the formula of Lance and Williams *)
groups["Agglomerate" | "Agglomerative", d_, _, k_, sub_] := Module[{linkage = Lookup[sub, "Linkage", "Average"], n = Length[d], dist, sets, size, history = {}, m, i, j, active},
  If[linkage === "Single", Return[groups["SpanningTree", d, {}, k, sub]]];
  If[! MemberQ[{"Complete", "Average", "WeightedAverage", "Centroid", "Median", "Ward"}, linkage], Return[$Failed]];
  dist = If[MemberQ[{"Centroid", "Median", "Ward"}, linkage], d^2, d]; sets = List /@ Range[n]; active = Range[n];
  While[Length[active] > 1,
    {i, j} = First[MinimalBy[Subsets[active, {2}], dist[[#[[1]], #[[2]]]] &, 1]];
    m = dist[[i, j]];
    AppendTo[history, {m, sets[[active]]}];
    Do[If[q =!= i && q =!= j, dist[[i, q]] = dist[[q, i]] = joined[linkage, dist[[i, q]], dist[[j, q]], m, Length[sets[[i]]], Length[sets[[j]]], Length[sets[[q]]]]], {q, active}];
    sets[[i]] = Join[sets[[i]], sets[[j]]];
    active = DeleteCases[active, j]];
  AppendTo[history, {Infinity, sets[[active]]}];
  With[{c = cut[Reverse[Sort[Most[history[[All, 1]]]]], n, k]}, history[[n - c + 1, 2]]]];
joined["Complete", a_, b_, ___] := Max[a, b];
joined["Average", a_, b_, _, m_, n_, _] := (m a + n b)/(m + n);
joined["WeightedAverage", a_, b_, ___] := (a + b)/2;
joined["Centroid", a_, b_, c_, m_, n_, _] := (m a + n b)/(m + n) - m n c/(m + n)^2;
joined["Median", a_, b_, c_, ___] := (a + b)/2 - c/4;
joined["Ward", a_, b_, c_, m_, n_, q_] := ((m + q) a + (n + q) b - q c)/(m + n + q);

(* centres as far from each other as the points allow, the first the one nearest to all: the result depends on no chance *)
seeds[d_, k_] := Nest[Append[#, First[MaximalBy[Range[Length[d]], Function[i, Min[d[[i, #]]]], 1]]] &, {First[MinimalBy[Range[Length[d]], Total[d[[#]]] &, 1]]}, k - 1];
number[d_, k_] := If[IntegerQ[k], k, Length[groups[Automatic, d, {}, Automatic, <||>]]];
groups["KMeans", d_, keys_, k_, _] /; VectorQ[keys, NumericQ] || MatrixQ[keys, NumericQ] := Module[{points = N[keys], centres, label, next},
  centres = points[[seeds[d, number[d, k]]]];
  label = {};
  Do[next = Map[Function[p, First[Ordering[Map[Norm[p - #] &, centres], 1]]], points];
    If[next === label, Break[]]; label = next;
    centres = Table[With[{own = Pick[points, label, c]}, If[own === {}, centres[[c]], Mean[own]]], {c, Length[centres]}], {200}];
  Values[PositionIndex[label]]];
groups["KMedoids", d_, _, k_, _] := Module[{centres = seeds[d, number[d, k]], label, next},
  label = {};
  Do[next = Map[First[Ordering[d[[#, centres]], 1]] &, Range[Length[d]]];
    If[next === label, Break[]]; label = next;
    centres = Table[With[{own = Flatten[Position[label, c]]}, own[[First[Ordering[Total[d[[own, own]]], 1]]]]], {c, Length[centres]}], {200}];
  Values[PositionIndex[label]]];

(* DBSCAN (Ester and others, 1996): points that are not dense, and near no dense one, are clusters of their own *)
radius[d_, sub_, least_] := Replace[Lookup[sub, "NeighborhoodRadius", Automatic], Automatic :> 1.5 Mean[Map[Sort[#][[Min[least + 1, Length[#]]]] &, d]]];
groups["DBSCAN", d_, _, _, sub_] := Module[{least = Lookup[sub, "NeighborsNumber", 3], r, n = Length[d], near, dense, label, c = 0, queue, i},
  r = radius[d, sub, least]; near = Map[Flatten[Position[#, x_ /; x <= r]] &, d];
  dense = Map[Length[#] > least &, near]; label = ConstantArray[0, n];
  Do[If[dense[[s]] && label[[s]] === 0, c++; label[[s]] = c; queue = {s};
      While[queue =!= {}, i = First[queue]; queue = Rest[queue];
        If[dense[[i]], Do[If[label[[q]] === 0, label[[q]] = c; AppendTo[queue, q]], {q, near[[i]]}]]]], {s, n}];
  Join[Values[KeyDrop[PositionIndex[label], 0]], List /@ Flatten[Position[label, 0]]]];
groups["MeanShift", d_, keys_, _, sub_] /; VectorQ[keys, NumericQ] || MatrixQ[keys, NumericQ] := Module[{points = N[keys], r = radius[d, sub, 3], ends},
  ends = Map[FixedPoint[Function[p, Mean[Select[points, Norm[# - p] <= r &]]], #, 100, SameTest -> (Norm[#1 - #2] < 10^-6 r &)] &, points];
  groups["SpanningTree", N[Outer[Norm[#1 - #2] &, ends, ends, 1]], {}, Length[Union[ends, SameTest -> (Norm[#1 - #2] < r/2 &)]], <||>]];
groups[___] := $Failed;
