(* summaries.wl - figures of samples: contraharmonic means, entropy, ranks, dates; thresholding of data. *)

columns[f_, m_?MatrixQ] := f /@ Transpose[m];
contraharmonicMean[data_] := contraharmonicMean[data, 2];
contraharmonicMean[data_Association, p_] := contraharmonicMean[Values[data], p];
contraharmonicMean[data_?MatrixQ, p_] := columns[contraharmonicMean[#, p] &, data];
contraharmonicMean[data_?VectorQ, p_] /; data =!= {} := Total[data^p]/Total[data^(p - 1)];
contraharmonicMean[dist_?DistributionParameterQ, p_] := With[{a = Moment[dist, p], b = Moment[dist, p - 1]}, a/b /; FreeQ[{a, b}, Moment]];
contraharmonicMean[___] := $Unevaluated;

(* with the relative frequencies of equal elements *)
entropy[l_] := entropy[E, l];
entropy[base_, s_String] := entropy[base, Characters[s]];
entropy[base_, a_Association] := entropy[base, Values[a]];
entropy[base_, l_List] /; l =!= {} := With[{p = Values[Counts[l]]/Length[l]}, If[base === E, Total[p Log[1/p]], Total[p Log[base, 1/p]]]];
entropy[___] := $Unevaluated;

(* Threshold[data, {"Hard", d}] and the other functions, of every number of an array; d may be a function of the data *)
threshold[data_] := threshold[data, {"Hard", 10^-10}];
threshold[data_, name_String] := threshold[data, {name}];
threshold[data_, {"LargestValues", k_Integer?NonNegative}] := With[{n = Length[Flatten[data]]}, If[k >= n, data,
  With[{keep = Take[Ordering[-Abs[Flatten[data]]], k], flat = Flatten[data]}, ArrayReshape[ReplacePart[ConstantArray[0, n], Thread[keep -> flat[[keep]]]], Dimensions[data]]]]];
threshold[data_?(ArrayQ[#, _, NumericQ] &), {name_String, d_, more___}] := With[{f = shrinking[name, limit[d, data], more]}, Map[f, data, {-1}] /; f =!= $Failed];
threshold[___] := $Unevaluated;
limit[d_?NumericQ, _] := d;
limit["Mean", data_] := Mean[Flatten[data]];
limit["Median", data_] := Median[Flatten[data]];
limit[d_, data_] := With[{v = d[data]}, If[NumericQ[v], v, $Failed]];
shrinking[_, $Failed, ___] := $Failed;
shrinking[_, d_, ___] /; ! TrueQ[d >= 0] := $Failed;
shrinking["Hard", d_] := Function[x, If[Abs[x] <= d, 0 x, x]];
shrinking["Soft", d_] := Function[x, If[Abs[x] <= d, 0 x, Sign[x] (Abs[x] - d)]];
shrinking["Firm", d_, r_?Positive, p_ /; 0 <= p <= 1] := Function[x, Which[Abs[x] <= d - d p r, 0 x,
  Abs[x] <= d - d p r + d r, Sign[x] (d + d r - d p r) (Abs[x] - d + d p r)/(d r), True, x]];
shrinking["PiecewiseGarrote", d_] := Function[x, If[Abs[x] <= d, 0 x, x - d^2/x]];
shrinking["SmoothGarrote", d_, n_Integer?Positive] := Function[x, If[x == 0, 0 x, x^(2 n + 1)/(x^(2 n) + d^(2 n))]];
shrinking["Hyperbola", d_] := Function[x, If[Abs[x] <= d, 0 x, Sign[x] Sqrt[x^2 - d^2]]];
shrinking[___] := $Failed;

(* statistics of dates: those of their absolute times; places are dates again, spreads are durations *)
ofDates[f_, dates_, more___] := Module[{v = f[AbsoluteTime /@ dates, more], days},
  days = AllTrue[dates, #["Granularity"] === "Day" &];
  Switch[f,
    Variance, Quantity[v/86400^2, "Days"^2],
    StandardDeviation | InterquartileRange | MeanDeviation | MedianDeviation, Quantity[v/86400, "Days"],
    _, If[ListQ[v], dateOf[#, days] & /@ v, dateOf[v, days]]]];
dateOf[t_, days_] := If[days && TrueQ[Mod[t, 86400] == 0], DateObject[Round[Take[DateList[t], 3]]], FromAbsoluteTime[t]];

(* ranks, equal values sharing the mean of theirs *)
ranks[l_] := With[{sorted = Sort[l]}, With[{at = Map[Mean, PositionIndex[sorted]]}, Lookup[at, l]]];
spearmanRho[v_?(VectorQ[#, NumericQ] &), w_?(VectorQ[#, NumericQ] &)] /; Length[v] === Length[w] && Length[v] > 1 := Correlation[ranks[v], ranks[w]];
spearmanRho[m_?(MatrixQ[#, NumericQ] &)] := With[{c = Transpose[m]}, Outer[spearmanRho, c, c, 1]];
spearmanRho[m_?MatrixQ, n_?MatrixQ] := Outer[spearmanRho, Transpose[m], Transpose[n], 1];
spearmanRho[___] := $Unevaluated;
(* tau-b: concordant less discordant pairs over the root of the numbers of pairs untied in either *)
kendallTau[v_?(VectorQ[#, NumericQ] &), w_?(VectorQ[#, NumericQ] &)] /; Length[v] === Length[w] && Length[v] > 1 := With[{p = Map[Sign[Subtract @@ #] &, Subsets[v, {2}]], q = Map[Sign[Subtract @@ #] &, Subsets[w, {2}]]},
  p . q/Sqrt[Total[p^2] Total[q^2]]];
kendallTau[m_?(MatrixQ[#, NumericQ] &)] := With[{c = Transpose[m]}, Outer[kendallTau, c, c, 1]];
kendallTau[m_?MatrixQ, n_?MatrixQ] := Outer[kendallTau, Transpose[m], Transpose[n], 1];
kendallTau[___] := $Unevaluated;
meanAround[l_List] /; Length[l] > 1 && VectorQ[l, NumericQ] := Around[N[Mean[l]], N[StandardDeviation[l]/Sqrt[Length[l]]]];
meanAround[m_?MatrixQ] := meanAround /@ Transpose[m];
meanAround[___] := $Unevaluated;

(* rows of the values of the basis functions, with a constant first *)
designMatrix[data_, fs_, vars_, opts___Rule] := Module[{v = Flatten[{vars}], f = Flatten[{fs}], points, ones},
  points = Which[VectorQ[data] && data =!= {}, List /@ Range[Length[data]], MatrixQ[data], Most /@ data, True, {}];
  If[points === {} || Length[First[points]] =!= Length[v], Return[$Unevaluated]];
  ones = If[TrueQ[Lookup[{opts}, IncludeConstantBasis, True]] && ! MemberQ[f, 1], {1}, {}];
  Map[Join[ones, f] /. Thread[v -> #] &, points]];

(* ---- variances of trimmed and winsorized data; skewness by quartiles *)
cuts[n_, f_?NumericQ] := cuts[n, {f, f}];
cuts[n_, {a_?NumericQ, b_?NumericQ}] := Floor[n {a, b} + 10^-12] /; 0 <= a && 0 <= b && a + b < 1;
cuts[___] := $Failed;
trimmedVariance[l_] := trimmedVariance[l, 1/20];
trimmedVariance[m_?MatrixQ, f_] := columns[trimmedVariance[#, f] &, m];
trimmedVariance[l_?VectorQ, f_] := With[{c = cuts[Length[l], f]}, Variance[SortBy[l, N][[1 + c[[1]] ;; Length[l] - c[[2]]]]] /; ListQ[c]];
trimmedVariance[___] := $Unevaluated;
winsorizedVariance[l_] := winsorizedVariance[l, 1/20];
winsorizedVariance[m_?MatrixQ, f_] := columns[winsorizedVariance[#, f] &, m];
winsorizedVariance[l_?VectorQ, f_] := With[{c = cuts[Length[l], f], s = SortBy[l, N]}, Variance[Join[ConstantArray[s[[1 + c[[1]]]], c[[1]]], s[[1 + c[[1]] ;; Length[s] - c[[2]]]], ConstantArray[s[[-1 - c[[2]]]], c[[2]]]]] /; ListQ[c]];
winsorizedVariance[___] := $Unevaluated;
quartileSkewness[m_?MatrixQ] := columns[quartileSkewness, m];
quartileSkewness[l_] := With[{q = Quartiles[l]}, (q[[1]] - 2 q[[2]] + q[[3]])/(q[[3]] - q[[1]]) /; ListQ[q] && Length[q] === 3];
quartileSkewness[___] := $Unevaluated;
