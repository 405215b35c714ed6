(* cluster.wl - FindClusters, ClusteringComponents, ClusterClassify: a label for each element by one of many methods. *)
LoadUnit["learning/models"];
option = System`Library`learning`features`option; given = System`Library`learning`features`given; methodName = System`Library`learning`features`methodName; methodOptions = System`Library`learning`features`methodOptions;
seed = System`Library`learning`features`seed; learnEncoder = System`Library`learning`features`learnEncoder; encode = System`Library`learning`features`encode;

softmax = System`Library`learning`models`softmax; expo = System`Library`learning`models`expo;

methods = {"Agglomerate", "DBSCAN", "GaussianMixture", "JarvisPatrick", "KMeans", "KMedoids", "MeanShift", "NeighborhoodContraction", "SpanningTree", "Spectral"};
countless = {"DBSCAN", "JarvisPatrick", "MeanShift", "NeighborhoodContraction"};
linkages = <|"Single" -> "Single", "Complete" -> "Complete", "Average" -> "Average", "WeightedAverage" -> "WeightedAverage", "Ward" -> "Ward", "Centroid" -> "Centroid", "Median" -> "Median"|>;
linkage[o_] := Lookup[linkages, pick[o, "ClusterDissimilarityFunction", pick[o, "Linkage", "Single"]], "Single"];
pick[o_, name_, default_] := Replace[Lookup[o, name, Automatic], Automatic -> default];

(* elements and what stands for each in the answer *)
ruled[data_] := Which[AssociationQ[data], {Values[data], Keys[data]}, MatchQ[data, {__Rule}], {data[[All, 1]], data[[All, 2]]}, MatchQ[data, (_List -> _List)] && Length[First[data]] === Length[Last[data]], {First[data], Last[data]},
   MatchQ[data, (_List -> Automatic | "Index")], {First[data], Range[Length[First[data]]]}, MatchQ[data, _Dataset], {Normal[data], Normal[data]}, ListQ[data], {data, data}, True, {$Failed, $Failed}];
(* points: rows of numbers when distances are Euclidean, else None; and the matrix of distances, made when asked for *)
pointsOf[head_, keys_, extract_] := Which[extract =!= Automatic, Module[{e = learnEncoder[keys, Automatic, Automatic, Automatic, Replace[extract, s_String :> Identity]]}, encode[head, e, keys]],
   VectorQ[keys, NumericQ] && FreeQ[N[keys], Complex], List /@ N[keys], MatrixQ[keys, NumericQ], N[keys], AllTrue[keys, ListQ[#] && ArrayQ[#, _, NumericQ] &] && SameQ @@ Dimensions /@ keys, Flatten /@ N[keys],
   AllTrue[keys, StringQ], None, VectorQ[keys, ColorQ], Map[N[List @@ ColorConvert[#, "RGB"]] &, keys], AllTrue[keys, BooleanQ], List /@ N[Boole[keys]], True, encode[head, learnEncoder[keys], keys]];
distanceOf[x_, None, f_] := N[Outer[Replace[f, Automatic -> EditDistance], x, x, 1]];
distanceOf[x_, p_, Automatic | EuclideanDistance] := Sqrt[squares[p]];
distanceOf[x_, p_, SquaredEuclideanDistance] := squares[p];
distanceOf[x_, p_, f_] := N[Outer[f, x, x, 1]];
squares[p_] := Map[Max[#, 0.] &, Outer[Plus, Total[p^2, {2}], Total[p^2, {2}]] - 2 p . Transpose[p], {2}] (1. - IdentityMatrix[Length[p]]);

(* ---- labels by method; f has "Points", "Distances" *)
byMethod["KMeans", o_, f_, n_, s_] := First[KMeansLabels[places[f], n, 10, s]];
byMethod["GaussianMixture", o_, f_, n_, s_] := mixture[places[f], n, s][[1]];
byMethod["KMedoids", o_, f_, n_, s_] := medoids[f["Distances"], n];
byMethod["Agglomerate", o_, f_, n_, s_] := cut[Length[f["Distances"]], Agglomerate[f["Distances"], linkage[o]], n];
(* Automatic: the clusters of least variance *)
byMethod["Automatic", o_, f_, n_, s_] := cut[Length[f["Distances"]], Agglomerate[f["Distances"], "Ward"], n];
byMethod["SpanningTree", o_, f_, n_, s_] := cut[Length[f["Distances"]], Agglomerate[f["Distances"], "Single"], n];
byMethod["Spectral", o_, f_, n_, s_] := Module[{d = f["Distances"], sigma, a, r, u}, sigma = N[pick[o, "NeighborhoodRadius", neighborScale[d, 2]]];
  a = expo[-d^2/(2 sigma^2)] (1. - IdentityMatrix[Length[d]]); r = 1/Sqrt[Map[Max[#, 10.^-12] &, Total[a]]];
  u = Transpose[Eigenvectors[IdentityMatrix[Length[d]] + r Transpose[r Transpose[a]], n]]; u = Map[#/Max[Norm[#], 10.^-12] &, Re[u]]; First[KMeansLabels[N[u], n, 10, s]]];
byMethod["DBSCAN", o_, f_, _, s_] := Module[{d = f["Distances"], k = pick[o, "NeighborsNumber", Min[3, Length[f["Distances"]]]], l, top},
  l = DensityLabels[d, N[pick[o, "NeighborhoodRadius", 1.5 neighborScale[d, k]]], k + 1];
  If[TrueQ[pick[o, "DropNoise", False]], l, top = Max[l]; Map[If[# === 0, ++top, #] &, l]]];
byMethod["JarvisPatrick", o_, f_, _, s_] := Module[{d = f["Distances"], n = Length[f["Distances"]], k, shared, near}, k = Min[pick[o, "NeighborsNumber", Max[3, Ceiling[Sqrt[n]]]], n]; shared = pick[o, "SharedNeighborsNumber", Ceiling[k/2]];
  near = Map[Take[Ordering[#], k] &, d];
  components[n, Join @@ Table[If[MemberQ[near[[i]], j] && MemberQ[near[[j]], i] && Length[Intersection[near[[i]], near[[j]]]] >= shared, {i, j}, Nothing], {i, n}, {j, i + 1, n}]]];
byMethod[name : "MeanShift" | "NeighborhoodContraction", o_, f_, _, s_] := Module[{p = places[f], r, x, old, blurred = name === "NeighborhoodContraction"}, r = N[pick[o, "NeighborhoodRadius", 2.5 neighborScale[f["Distances"], Min[5, Max[1, Length[p] - 1]]]]];
  x = p;
  Do[old = x; x = Map[Function[q, With[{in = Select[If[blurred, old, p], (q - #) . (q - #) <= r^2 &]}, If[in === {}, q, Mean[in]]]], x]; If[Max[Abs[x - old]] < 10.^-6 r, Break[]], {100}];
  components[Length[x], With[{d = Sqrt[squares[x]]}, Join @@ Table[If[d[[i, j]] < r/2, {i, j}, Nothing], {i, Length[x]}, {j, i + 1, Length[x]}]]]];
places[f_] := If[f["Points"] === None, scaled[f["Distances"]], f["Points"]];
(* points with nearly these distances: classical scaling *)
scaled[d_] := Module[{n = Length[d], b, v, u, k}, b = -d^2/2; b = b - ConstantArray[Mean[b], n]; b = Transpose[Transpose[b] - ConstantArray[Mean[Transpose[b]], n]]; b = (b + Transpose[b])/2;
  {v, u} = Eigensystem[N[b], Min[n, 8]]; k = Select[Range[Length[v]], Re[v[[#]]] > 10.^-9 &]; If[k === {}, ConstantArray[{0.}, n], Transpose[Sqrt[v[[k]]] u[[k]]]]];
neighborScale[d_, k_] := With[{v = Map[Sort[#][[Min[k + 1, Length[#]]]] &, d]}, With[{m = Median[v]}, If[m > 0, m, Max[Mean[v], 10.^-9]]]];
components[n_, {}] := Range[n];
components[n_, edges_] := Module[{g = ConnectedComponents[Graph[Range[n], UndirectedEdge @@@ edges]], l = ConstantArray[0, n]}, MapIndexed[(l[[#1]] = First[#2]) &, g]; l];
(* the labels after all joins but the last n - 1 *)
cut[size_, joins_, n_] := Module[{members = AssociationThread[Range[size], List /@ Range[size]], l = ConstantArray[0, size]},
  Do[With[{a = Round[joins[[i, 1]]], b = Round[joins[[i, 2]]]}, members[size + i] = Join[members[a], members[b]]; members = KeyDrop[members, {a, b}]], {i, size - n}];
  MapIndexed[(l[[#1]] = First[#2]) &, Values[members]]; l];
cut[size_, {}, _] := Range[size];
medoids[d_, n_] := Module[{size = Length[d], m, l, cost, best, changed = True, k = 0}, (* building up, then swaps while they help (L. Kaufman, P. Rousseeuw, 1987) *)
  m = {First[Ordering[Total[d], 1]]};
  While[Length[m] < n, With[{near = Min /@ d[[All, m]]}, AppendTo[m, First[MaximalBy[Complement[Range[size], m], Function[c, Total[Map[Max[#, 0.] &, near - d[[c]]]]], 1]]]]];
  cost[v_] := Total[Min /@ d[[All, v]]]; best = cost[m];
  While[changed && k++ < 50, changed = False; Do[Do[If[! MemberQ[m, c], With[{v = ReplacePart[m, i -> c]}, With[{t = cost[v]}, If[t < best - 10.^-12, best = t; m = v; changed = True]]]], {c, size}], {i, n}]];
  Map[First[Ordering[#, 1]] &, d[[All, m]]]];
(* a mixture of normal distributions by expectation and maximisation: {labels, log likelihood, weights, means, covariances} *)
mixture[p_, n_, s_] := Module[{k = KMeansLabels[p, n, 5, s], size = Length[p], dim = Length[First[p]], w, m, c, r, log, ll = -Infinity, new, reg},
  reg = 10.^-6 Max[Mean[Map[If[Length[#] > 1, Variance[#], 0.] &, Transpose[p]]], 10.^-9] IdentityMatrix[dim];
  r = N[Map[UnitVector[n, Min[#, n]] &, k[[1]]]] + 10.^-9;
  Do[With[{t = Total[r]}, w = t/size; m = Transpose[r] . p/t; c = Table[With[{d = Map[# - m[[j]] &, p]}, Transpose[d] . (r[[All, j]] d)/t[[j]] + reg], {j, n}]];
    log = Transpose[Table[With[{i = Inverse[c[[j]]], det = Log[Det[c[[j]]]]}, Map[With[{d = # - m[[j]]}, Log[w[[j]]] - (d . i . d + det + dim Log[2. Pi])/2] &, p]], {j, n}]];
    With[{top = Map[Max, log]}, new = Total[top + Log[Total[expo[log - top], {2}]]]; r = softmax[log] + 10.^-12];
    If[Abs[new - ll] < 10.^-7 Abs[new], ll = new; Break[]]; ll = new, {200}];
  {Map[First[Ordering[-#, 1]] &, r], ll, w, m, c}];

(* ---- how many: the criterion is highest *)
silhouette[d_, l_] := Module[{groups = GroupBy[Range[Length[l]], l[[#]] &]}, If[Length[groups] < 2, Return[0., Module]];
  Mean[Table[With[{own = groups[l[[i]]]}, If[Length[own] === 1, 0., With[{a = Total[d[[i, own]]]/(Length[own] - 1), b = Min[Map[Mean[d[[i, #]]] &, Values[KeyDrop[groups, l[[i]]]]]]}, If[Max[a, b] == 0, 0., (b - a)/Max[a, b]]]]], {i, Length[l]}]]];
criterion["Silhouette" | Automatic, f_, l_] := silhouette[f["Distances"], l];
criterion["Dunn", f_, l_] := Module[{g = Values[GroupBy[Range[Length[l]], l[[#]] &]], d = f["Distances"]}, If[Length[g] < 2, 0., Min[Map[Min[d[[First[#], Last[#]]]] &, Subsets[g, {2}]]]/Max[10.^-12, Map[Max[d[[#, #]]] &, g]]]];
within[p_] := Total[Map[# - Mean[p] &, p]^2, 2];
criterion["CalinskiHarabasz" | "RSquared" | "StandardDeviation", f_, l_] := Module[{p = places[f], g, k, n = Length[l], w}, g = Values[GroupBy[Transpose[{l, p}], First -> Last]]; k = Length[g]; w = Max[Total[within /@ g], 10.^-12]; If[k < 2 || k === n, 0., ((within[p] - w)/(k - 1))/(w/(n - k))]];
criterion["DaviesBouldin", f_, l_] := Module[{g = Values[GroupBy[Transpose[{l, places[f]}], First -> Last]], m, s}, If[Length[g] < 2, Return[-Infinity, Module]]; m = Mean /@ g; s = MapThread[Function[{q, c}, Mean[Map[Norm[# - c] &, q]]], {g, m}];
  -Mean[Table[Max[Table[If[i === j, 0., (s[[i]] + s[[j]])/Max[Norm[m[[i]] - m[[j]]], 10.^-12]], {j, Length[g]}]], {i, Length[g]}]]];
criterion[h_, f_, l_] := criterion["Silhouette", f, l];
(* the largest gap between the heights of joins; one cluster when no gap stands out *)
gap[joins_, {low_, high_}] := Module[{h = Reverse[joins[[All, 3]]], gaps}, gaps = Most[h] - Rest[h];
  If[low === 1 && (gaps === {} || Max[gaps] <= 0.5 Mean[h]), 1, gaps = Take[PadRight[gaps, Max[Length[gaps], high - 1], 0.], {Max[low - 1, 1], Max[high - 1, 1]}]; First[Ordering[-gaps, 1]] + Max[low - 1, 1]]];
howMany[name_, o_, f_, {low_, high_}, rule_, s_] := Which[low >= high, low,
   name === "Automatic" && rule === Automatic, With[{one = low === 1 && gap[Agglomerate[f["Distances"], "Single"], {1, high}] === 1}, If[one, 1, Clip[gap[MapAt[#^2 &, Agglomerate[f["Distances"], "Ward"], {All, 3}], {Max[low, 2], high}], {low, high}]]],
   MemberQ[{"Agglomerate", "SpanningTree"}, name] && rule === Automatic && MemberQ[{"Single"}, If[name === "SpanningTree", "Single", linkage[o]]], Clip[gap[Agglomerate[f["Distances"], "Single"], {low, high}], {low, high}],
   True, Module[{top = Min[high, If[high > 12, 12, high], Length[f["Distances"]] - 1], scores}, If[top < 2, Return[Max[low, 1], Module]];
     scores = Table[criterion[rule, f, byMethod[name, o, f, n, s]], {n, Max[low, 2], top}];
     If[low === 1 && MemberQ[{Automatic, "Silhouette"}, rule] && Max[scores] < 0.35, 1, First[Ordering[-scores, 1]] + Max[low, 2] - 1]]];

(* ---- labels of elements, or $Failed *)
labels[head_, keys_, count0_, rules_] := Module[{spec = option[head, rules, Method], name, o, f = None, points, dist, count, s = seed[rules, head], n = Length[keys], l},
  name = methodName[spec]; o = methodOptions[spec];
  If[name === Automatic, name = If[option[head, rules, ClusterDissimilarityFunction] === Automatic, "Automatic", "Agglomerate"]];
  If[name === "Optimize", name = "KMedoids"];
  If[name === "Agglomerate" && option[head, rules, ClusterDissimilarityFunction] =!= Automatic, o = Append[o, "ClusterDissimilarityFunction" -> option[head, rules, ClusterDissimilarityFunction]]];
  If[name =!= "Automatic" && ! MemberQ[methods, name], Message[MessageName[head, "bdmtd"], spec, methods]; Return[$Failed, Module]];
  count = Replace[count0, {UpTo[k_Integer] :> {1, Min[k, n]}, Span[a_Integer, b_Integer] :> {Min[a, n], Min[b, n]}, k_Integer :> {Min[k, n], Min[k, n]}, Automatic -> {1, n}}];
  If[! MatchQ[count, {_Integer?Positive, _Integer?Positive}], Message[MessageName[head, "bdnum"], count0]; Return[$Failed, Module]];
  If[MemberQ[countless, name] && IntegerQ[count0], Message[MessageName[head, "nonum"], name]; Return[$Failed, Module]];
  points = pointsOf[head, keys, Replace[option[head, rules, FeatureExtractor], FeatureExtractor -> Automatic]];
  If[points === $Failed, Return[$Failed, Module]];
  dist = option[head, rules, DistanceFunction];
  If[name =!= "KMeans" && name =!= "GaussianMixture" || ! MemberQ[{Automatic, EuclideanDistance, SquaredEuclideanDistance}, dist] || count0 === Automatic || ! IntegerQ[count0] || points === None, f = distanceOf[keys, points, dist];
    If[! MatrixQ[f, NumberQ[#] && Im[#] == 0 &], Message[MessageName[head, "bddist"], dist]; Return[$Failed, Module]]];
  f = <|"Points" -> If[MemberQ[{Automatic, EuclideanDistance, SquaredEuclideanDistance}, dist], points, None], "Distances" -> f|>;
  If[n === 1, Return[{1}, Module]];
  l = byMethod[name, o, f, If[MemberQ[countless, name], 0, howMany[name, o, f, count, option[head, rules, CriterionFunction], s]], s];
  ordered[l]];
(* clusters are numbered as they come; 0 stays noise *)
ordered[l_] := With[{seen = DeleteCases[DeleteDuplicates[l], 0]}, l /. Dispatch[Thread[seen -> Range[Length[seen]]]]];

findClusters[data_, n : Except[_?OptionQ] : Automatic, o : OptionsPattern[]] := Module[{keys, values, l},
  {keys, values} = ruled[data];
  If[! ListQ[keys], Message[FindClusters::amtd, data]; Return[$Unevaluated, Module]];
  If[keys === {}, Return[{}, Module]];
  l = labels[FindClusters, keys, n, given[o]];
  If[l === $Failed, Return[$Unevaluated, Module]];
  Table[If[AssociationQ[data], AssociationThread[Pick[values, l, k], Pick[keys, l, k]], Pick[values, l, k]], {k, Max[l]}]];
findClusters[___] := $Unevaluated;
clusteringComponents[image_?ImageQ, n : Except[_?OptionQ] : Automatic, o : OptionsPattern[]] := With[{d = ImageData[image]}, onLevel[d, Replace[n, Automatic -> UpTo[5]], 2, {Method -> "KMeans", o}]];
clusteringComponents[a_List, n : Except[_?OptionQ] : Automatic, level : Except[_?OptionQ] : Automatic, o : OptionsPattern[]] := onLevel[a, n, Replace[level, Automatic :> ArrayDepth[a]], {o}];
clusteringComponents[___] := $Unevaluated;
onLevel[a_, n_, level_, o_] := Module[{cells, l},
  If[! IntegerQ[level] || level < 1 || level > Depth[a] - 1, Message[ClusteringComponents::level, level]; Return[$Unevaluated, Module]];
  cells = Level[a, {level}];
  If[cells === {}, Return[a, Module]];
  (* equal cells are grouped once *)
  With[{distinct = DeleteDuplicates[cells]}, l = labels[ClusteringComponents, If[Length[distinct] > 1 && Length[distinct] < Length[cells] && ! IntegerQ[n], distinct, cells], n, given[o]];
    If[l === $Failed, Return[$Unevaluated, Module]];
    If[Length[l] < Length[cells], l = Lookup[AssociationThread[distinct, l], cells]]];
  With[{k = ordered[l]}, Module[{i = 0}, Map[k[[++i]] &, a, {level}]]]];
clusterClassify[data_, n : Except[_?OptionQ] : Automatic, o : OptionsPattern[]] := Module[{keys, values, l, e, x},
  {keys, values} = ruled[data]; If[! ListQ[keys] || keys === {}, Message[ClusterClassify::amtd, data]; Return[$Unevaluated, Module]];
  l = labels[ClusterClassify, keys, n, given[o]]; If[l === $Failed, Return[$Unevaluated, Module]];
  e = learnEncoder[keys]; x = encode[ClusterClassify, e, keys];
  ClassifierFunction[<|"Method" -> Replace[methodName[option[ClusterClassify, given[o], Method]], Automatic -> "Agglomerate"], "Classes" -> Union[l], "Encoder" -> e,
    "Model" -> <|"Name" -> "NearestNeighbors", "Inputs" -> Developer`ToPackedArray[N[x]], "Labels" -> Map[AssociationThread[Union[l], Range[Length[Union[l]]]], l], "Classes" -> Length[Union[l]], "NeighborsNumber" -> 1, "Smoothing" -> 0.|>,
    "Counts" -> Counts[l], "TrainingTime" -> 0., "ClassPriors" -> Automatic, "IndeterminateThreshold" -> 0, "UtilityFunction" -> Automatic|>]];
clusterClassify[___] := $Unevaluated;
