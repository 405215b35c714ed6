(* binning.wl - histograms as data, moving statistics. *)

real[data_] := Select[data, NumericQ];

(* A width of the form {1, 2, 5} 10^k nearest to what Sturges' or Freedman and Diaconis' rule asks for. *)
niceWidth[w_] := With[{k = Floor[Log10[w]]}, First[MinimalBy[Flatten[Table[{1, 2, 5} 10^j, {j, k - 1, k + 1}]], Abs[Log[N[#]/w]] &]]];
automaticWidth[data_] := Module[{n = Length[data], iqr, w, s},
  iqr = N[Quantile[data, 3/4] - Quantile[data, 1/4]];
  s = N[Max[data] - Min[data]];
  w = If[iqr > 0, 2 iqr/n^(1/3), If[s > 0, s/(Log2[n] + 1), 1]];
  niceWidth[w]];
edges[data_, w_] := Module[{a = Floor[Min[data], w], b = Ceiling[Max[data], w]}, If[Max[data] >= b, b += w]; Range[a, b, w]];
binEdges[data_, Automatic] := edges[data, automaticWidth[data]];
binEdges[data_, {w_}] := edges[data, w];
binEdges[data_, n_Integer] := edges[data, niceWidth[(Max[data] - Min[data])/n]];
binEdges[data_, {a_, b_, w_}] := Range[a, b, w];
binEdges[data_, {l_List}] := l;
binEdges[data_, "Sturges"] := edges[data, niceWidth[N[Max[data] - Min[data]]/(Log2[Length[data]] + 1)]];
binEdges[data_, "Scott"] /; StandardDeviation[data] > 0 := edges[data, niceWidth[N[7/2 StandardDeviation[data]]/Length[data]^(1/3)]];
(* K. Knuth, "Optimal data-based binning for histograms", 2006: the number of equal bins with the greatest posterior probability *)
binEdges[data_, "Knuth"] := Module[{n = Length[data], lo = N[Min[data]], hi = N[Max[data]], best}, If[hi == lo, Return[binEdges[data, Automatic], Module]];
  best = First[MaximalBy[Range[Min[n, 50]], Function[m, With[{c = BinCounts[data, {lo, hi + (hi - lo) 10.^-12, (hi - lo) (1 + 10.^-12)/m}]}, n Log[N[m]] + LogGamma[m/2.] - m LogGamma[0.5] - LogGamma[n + m/2.] + Total[LogGamma[c + 0.5]]]], 1]]; edges[data, niceWidth[(hi - lo)/best]]];
(* M. Wand, "Data-based choice of histogram bin width", 1997: the one-stage rule, the roughness of the density estimated with a normal kernel *)
binEdges[data_, "Wand"] := Module[{x = N[data], n = Length[data], s, g, psi}, s = Min[StandardDeviation[x], InterquartileRange[x]/1.349]; If[! TrueQ[s > 0], Return[binEdges[data, Automatic], Module]];
  g = s (2./(3 n))^(1/5) ; psi = With[{d = Flatten[Outer[Subtract, x, x]]/g}, Total[(d^2 - 1) Exp[-Clip[d^2/2, {0., 700.}]]]/(Sqrt[2 Pi] n^2 g^3)]; If[psi >= 0, binEdges[data, "Scott"], edges[data, niceWidth[(-6/(psi n))^(1/3)]]]];
binEdges[data_, _] := binEdges[data, Automatic];
tally[data_, e_] := BinCounts[data, {e}];
heights[c_, e_, n_, "Count" | Automatic] := c;
heights[c_, e_, n_, "CumulativeCount"] := Accumulate[c];
heights[c_, e_, n_, "Probability"] := c/n;
heights[c_, e_, n_, "PDF" | "ProbabilityDensity"] := c/(n Differences[e]);
heights[c_, e_, n_, "CDF"] := Accumulate[c]/n;
heights[c_, e_, n_, "Intensity"] := c/Differences[e];
(* several coordinates: the edges of each, and the array of heights *)
histogramList[data : {{__} ..}, spec_: Automatic, h_: "Count"] /; MatrixQ[data, NumericQ] := Module[{n = Length[First[data]], specs, e, c},
  specs = If[MatchQ[spec, {_, _} | {_, _, _}] && Length[spec] == n && ! VectorQ[spec, NumericQ], spec, ConstantArray[spec, n]];
  e = MapThread[binEdges, {Transpose[data], specs}];
  c = BinCounts[data, Sequence @@ List /@ e];
  {e, Switch[h, "Count" | Automatic, c, "Probability", c/Total[c, Infinity],
    "PDF" | "ProbabilityDensity", c/(Total[c, Infinity] Outer[Times, Sequence @@ Differences /@ e]), "Intensity", c/Outer[Times, Sequence @@ Differences /@ e], _, c]}];
histogramList[data_List] := histogramList[data, Automatic];
histogramList[data_List, spec_, h_: "Count"] := Module[{d = real[data], e, c},
  If[d === {}, Return[{{}, {}}]];
  e = binEdges[d, spec];
  c = tally[d, e];
  {e, heights[c, e, Total[c], h]}];
histogramList[___] := $Unevaluated;

exponentialMovingAverage[l_List, a_] := FoldList[#1 + a (#2 - #1) &, l];
exponentialMovingAverage[___] := $Unevaluated;
movingMedian[l_List, r_Integer] := Map[Median, Partition[l, r, 1]];
movingMedian[___] := $Unevaluated;
linearRecurrence[k_List, init_List, n_Integer] := Take[If[n <= Length[init], init, Nest[Append[#, Reverse[k] . Take[#, -Length[k]]] &, init, n - Length[init]]], n];
linearRecurrence[k_List, init_List, {n_Integer}] := Last[linearRecurrence[k, init, n]];
linearRecurrence[k_List, init_List, {a_Integer, b_Integer}] := Take[linearRecurrence[k, init, b], {a, b}];
linearRecurrence[___] := $Unevaluated;
winsorizedMean[l_List, f_] := With[{s = Sort[l], k = Floor[f Length[l]]}, Mean[Clip[l, {s[[k + 1]], s[[-k - 1]]}]]];
winsorizedMean[___] := $Unevaluated;

(* FindPeaks[list]: {position, height} of the elements greater than what is around; a flat top counts at its middle *)
findPeaks[l_List] := Module[{runs = Split[Transpose[{Range[Length[l]], l}], #1[[2]] == #2[[2]] &], v},
  v = runs[[All, 1, 2]];
  Map[{With[{m = Mean[runs[[#, All, 1]]]}, If[IntegerQ[m], m, N[m]]], v[[#]]} &,
    Select[Range[Length[v]], (# == 1 || v[[#]] > v[[# - 1]]) && (# == Length[v] || v[[#]] > v[[# + 1]]) && Length[v] > 1 &]]];
