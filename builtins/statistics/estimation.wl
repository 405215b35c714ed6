(* estimation.wl - parameters of distributions from data, and tests of hypotheses. *)

option[rules_, name_, default_] := Replace[name, Append[rules, name -> default]];
(* ---- maximum likelihood in closed form where there is one *)
closed[NormalDistribution[m_, s_], x_] := {m -> Mean[x], s -> Sqrt[Mean[(x - Mean[x])^2]]};
closed[ExponentialDistribution[l_], x_] := {l -> 1/Mean[x]};
closed[PoissonDistribution[m_], x_] := {m -> Mean[x]};
closed[BernoulliDistribution[p_], x_] := {p -> Mean[x]};
closed[BinomialDistribution[n_Integer, p_], x_] := {p -> Mean[x]/n};
closed[GeometricDistribution[p_], x_] := {p -> 1/(1 + Mean[x])};
closed[UniformDistribution[{a_, b_}], x_] := {a -> Min[x], b -> Max[x]};
closed[DiscreteUniformDistribution[{a_, b_}], x_] := {a -> Min[x], b -> Max[x]};
closed[LogNormalDistribution[m_, s_], x_] := {m -> Mean[Log[x]], s -> Sqrt[Mean[(Log[x] - Mean[Log[x]])^2]]};
closed[LaplaceDistribution[m_, b_], x_] := {m -> Median[x], b -> Mean[Abs[x - Median[x]]]};
closed[RayleighDistribution[s_], x_] := {s -> Sqrt[Mean[x^2]/2]};
closed[MaxwellDistribution[s_], x_] := {s -> Sqrt[Mean[x^2]/3]};
closed[HalfNormalDistribution[t_], x_] := {t -> Sqrt[Pi/(2 Mean[x^2])]};
closed[ParetoDistribution[k_, a_], x_] := {k -> Min[x], a -> 1/Mean[Log[x/Min[x]]]};
closed[InverseGaussianDistribution[m_, l_], x_] := {m -> Mean[x], l -> 1/(Mean[1/x] - 1/Mean[x])};
closed[__] := $Failed;
(* ---- one equation in the shape, by Newton's method or the secant *)
shaped[GammaDistribution[a_, b_], x_] := Module[{s = Log[Mean[x]] - Mean[Log[x]], k}, k = (3 - s + Sqrt[(s - 3)^2 + 24 s])/(12 s);
  Do[k = k - (Log[k] - PolyGamma[0, k] - s)/(1/k - PolyGamma[1, k]), {12}]; {a -> k, b -> Mean[x]/k}];
shaped[WeibullDistribution[a_, b_], x_] := Module[{l = Log[x], k = 1.2/StandardDeviation[Log[x]], w, f, d},
  Do[w = x^k; f = (w . l)/Total[w] - 1/k - Mean[l]; d = (w . l^2)/Total[w] - ((w . l)/Total[w])^2 + 1/k^2; k = k - f/d, {30}]; {a -> k, b -> Mean[x^k]^(1/k)}];
shaped[BetaDistribution[a_, b_], x_] := Module[{m = Mean[x], v = Variance[x], p, q, g1 = Mean[Log[x]], g2 = Mean[Log[1 - x]], j},
  {p, q} = {m, 1 - m} (m (1 - m)/v - 1);
  Do[j = {{PolyGamma[1, p] - PolyGamma[1, p + q], -PolyGamma[1, p + q]}, {-PolyGamma[1, p + q], PolyGamma[1, q] - PolyGamma[1, p + q]}};
    {p, q} = {p, q} - LinearSolve[j, {PolyGamma[0, p] - PolyGamma[0, p + q] - g1, PolyGamma[0, q] - PolyGamma[0, p + q] - g2}], {30}]; {a -> p, b -> q}];
shaped[__] := $Failed;
unknowns[d_] := Select[DeleteDuplicates[Cases[d, _Symbol, {1, 2}]], ! NumericQ[#] &];
full[d_] := unknowns[d] === Flatten[List @@ d];
moments[d_, x_] := Module[{u = unknowns[d], eqs, s}, eqs = Table[Moment[d, k] == Mean[x^k], {k, Length[u]}];
  If[! FreeQ[eqs, Moment], Return[$Failed]]; s = Quiet[NSolve[eqs, u, Reals]]; If[MatchQ[s, {{__Rule}, ___}], FirstCase[s, r_ /; TrueQ[Quiet[NumericQ[PDF[d /. r, First[x]]]]] && FreeQ[r, _?Negative], First[s]], $Failed]];
numeric[d_, x_] := Module[{u = unknowns[d], start, r}, start = moments[d, x]; If[start === $Failed, start = Map[# -> 1. &, u]];
  r = Quiet[FindMaximum[LogLikelihood[d, x], Evaluate[List @@@ start]]]; If[MatchQ[r, {_?NumberQ, {__Rule}}], r[[2]], $Failed]];
fixedParts[d_, x_] := With[{r = closed[d, x]}, If[r === $Failed, $Failed, Select[r, MemberQ[unknowns[d], First[#]] &]]] /; AllTrue[Flatten[List @@ d], NumericQ[#] || MatchQ[#, _Symbol] &] && (full[d] || MatchQ[d, BinomialDistribution[_Integer, _]]);
fixedParts[__] := $Failed;
findDistributionParameters[data : {__?NumericQ}, d_, o___Rule] := findDistributionParameters[data, {d, Automatic}, o] /; Head[d] =!= List;
findDistributionParameters[data : {__?NumericQ}, {d_, _}, o___Rule] := Module[{x = If[MatrixQ[{data}, ExactNumberQ], data, N[data]], r, how = option[{o}, ParameterEstimator, "MaximumLikelihood"] /. {m_String, ___} :> m},
  If[unknowns[d] === {}, Return[{}]];
  r = Switch[how, "MethodOfMoments" | "MethodOfCentralMoments", moments[d, N[x]], "MaximumLikelihood" | Automatic, With[{c = fixedParts[d, N[x]]}, If[c =!= $Failed, c, With[{s = If[full[d], shaped[d, N[x]], $Failed]}, If[s =!= $Failed, s, numeric[d, N[x]]]]]], _, Message[FindDistributionParameters::pest, how]; Return[$Unevaluated, Module]];
  If[r === $Failed || ! MatchQ[r, {__Rule}], Message[FindDistributionParameters::nest, d]; $Unevaluated, r]];
findDistributionParameters[___] := $Unevaluated;
estimatedDistribution[data_, d_, o___Rule] := With[{r = findDistributionParameters[data, d, o]}, If[r === $Unevaluated, r, If[ListQ[d], First[d], d] /. r]] /; ! MatchQ[data, _TemporalData];
estimatedDistribution[___] := $Unevaluated;

(* ---- tests. Results: the p value, or properties "PValue", "TestStatistic", "DegreesOfFreedom", "TestData", "TestConclusion" ... *)
reported[head_, stat_, p_, df_, spec_, rules_, conclusion_] := Switch[spec, "PValue" | Automatic, p, "TestStatistic", stat, "TestData", {stat, p}, "DegreesOfFreedom", df,
  "TestConclusion", Row[conclusion], "ShortTestConclusion", If[p < option[rules, SignificanceLevel, 0.05], "Reject", "Do not reject"],
  "HypothesisTestData", {stat, p}, _List, Map[reported[head, stat, p, df, #, rules, conclusion] &, spec], "Properties", {"DegreesOfFreedom", "PValue", "ShortTestConclusion", "TestConclusion", "TestData", "TestStatistic"},
  _, Message[MessageName[head, "nopr"], spec]; $Unevaluated];
sided[d_, t_, alt_] := Switch[alt, "Less", N[CDF[d, t]], "Greater", N[1 - CDF[d, t]], _, N[2 Min[CDF[d, t], 1 - CDF[d, t]]]];
alternative[rules_] := option[rules, AlternativeHypothesis, "Unequal"];
words[p_, rules_, null_] := {"The null hypothesis that ", null, If[p < option[rules, SignificanceLevel, 0.05], " is rejected at the ", " is not rejected at the "], 100 option[rules, SignificanceLevel, 0.05], " percent level."};
sampleQ[x_] := VectorQ[x, NumericQ] && Length[x] > 1;
tTest[x_?sampleQ, o___Rule] := tTest[x, 0, "PValue", o];
tTest[{x_?sampleQ, y_?sampleQ}, o___Rule] := tTest[{x, y}, 0, "PValue", o];
tTest[d_, m : Except[_Rule | _String], o___Rule] := tTest[d, m, "PValue", o];
tTest[x_?sampleQ, m0_, spec : Except[_Rule], o___Rule] := Module[{n = Length[x], m = If[m0 === Automatic, 0, m0], t, p},
  If[N[Variance[x]] == 0., Message[TTest::zerovar]; Return[$Unevaluated]];
  t = N[(Mean[x] - m)/(StandardDeviation[x]/Sqrt[n])]; p = sided[StudentTDistribution[n - 1], t, alternative[{o}]];
  reported[TTest, t, p, n - 1, spec, {o}, words[p, {o}, Row[{"the mean of the population is equal to ", m}]]]];
tTest[{x_?sampleQ, y_?sampleQ}, m0_, spec : Except[_Rule], o___Rule] := Module[{n = Length[x], k = Length[y], m = If[m0 === Automatic, 0, m0], t, p, df, v, w, equal},
  {v, w} = N[{Variance[x], Variance[y]}];
  equal = Replace[option[{o}, VerifyTestAssumptions, Automatic], {"EqualVariance" -> e_ :> TrueQ[e], _ :> With[{f = v/w}, 2 Min[CDF[FRatioDistribution[n - 1, k - 1], f], 1 - CDF[FRatioDistribution[n - 1, k - 1], f]] >= 0.05]}];
  If[equal, df = n + k - 2; t = N[(Mean[x] - Mean[y] - m)]/Sqrt[((n - 1) v + (k - 1) w)/df (1/n + 1/k)],
    df = (v/n + w/k)^2/((v/n)^2/(n - 1) + (w/k)^2/(k - 1)); t = N[Mean[x] - Mean[y] - m]/Sqrt[v/n + w/k]];
  p = sided[StudentTDistribution[df], t, alternative[{o}]];
  reported[TTest, t, p, df, spec, {o}, words[p, {o}, Row[{"the mean difference is ", m}]]]];
(* several variables: the statistic of H. Hotelling, 1931 *)
rowsQ[x_] := MatrixQ[x, NumericQ] && Length[x] > Length[First[x]];
hotelling[t_, n_, d_, m_, spec_, rules_, null_] := Module[{f = t (n - d)/(d (n - 1)), p}, p = N[SurvivalFunction[FRatioDistribution[d, n - d], f]]; reported[TTest, t, p, n - 1, spec, rules, words[p, rules, null]]];
tTest[x_?rowsQ, m0_, spec : Except[_Rule], o___Rule] := Module[{n = Length[x], d = Length[First[x]], m = If[ListQ[m0], m0, ConstantArray[If[m0 === Automatic, 0, m0], Length[First[x]]]], c, e},
  c = Covariance[N[x]]; If[MatrixRank[c] < d, Message[TTest::zerovar]; Return[$Unevaluated, Module]]; e = N[Mean[x] - m]; hotelling[n e . LinearSolve[c, e], n, d, m, spec, {o}, Row[{"the mean of the population is equal to ", m}]]] /; Length[x] > 2;
tTest[{x_?rowsQ, y_?rowsQ}, m0_, spec : Except[_Rule], o___Rule] := Module[{n = Length[x], k = Length[y], d = Length[First[x]], m = If[ListQ[m0], m0, ConstantArray[If[m0 === Automatic, 0, m0], Length[First[x]]]], c, e},
  c = ((n - 1) Covariance[N[x]] + (k - 1) Covariance[N[y]])/(n + k - 2); If[MatrixRank[c] < d, Message[TTest::zerovar]; Return[$Unevaluated, Module]]; e = N[Mean[x] - Mean[y] - m];
  hotelling[n k/(n + k) e . LinearSolve[c, e], n + k - 1, d, m, spec, {o}, Row[{"the mean difference is ", m}]]] /; Length[First[x]] === Length[First[y]];
tTest[x_?rowsQ, o___Rule] := tTest[x, 0, "PValue", o] /; Length[x] > 2;
tTest[{x_?rowsQ, y_?rowsQ}, o___Rule] := tTest[{x, y}, 0, "PValue", o];
tTest[___] := $Unevaluated;
pairedTTest[x_?sampleQ, o___Rule] := tTest[x, o];
pairedTTest[{x_?sampleQ, y_?sampleQ}, r___] := With[{t = tTest[x - y, r]}, t] /; Length[x] === Length[y];
pairedTTest[___] := $Unevaluated;
zTest[x_?sampleQ, o___Rule] := zTest[x, Automatic, 0, "PValue", o];
zTest[x_?sampleQ, v : Except[_Rule], o___Rule] := zTest[x, v, 0, "PValue", o];
zTest[x_?sampleQ, v : Except[_Rule], m : Except[_Rule], o___Rule] := zTest[x, v, m, "PValue", o];
zTest[x_?sampleQ, v0_, m_, spec : Except[_Rule], o___Rule] := Module[{z = N[(Mean[x] - m)/Sqrt[If[v0 === Automatic, Variance[x], v0]/Length[x]]], p}, p = sided[NormalDistribution[], z, alternative[{o}]];
  reported[ZTest, z, p, None, spec, {o}, words[p, {o}, Row[{"the mean of the population is equal to ", m}]]]];
zTest[___] := $Unevaluated;
fisherRatioTest[{x_?sampleQ, y_?sampleQ}, o___Rule] := fisherRatioTest[{x, y}, 1, "PValue", o];
fisherRatioTest[{x_?sampleQ, y_?sampleQ}, r : Except[_Rule], o___Rule] := fisherRatioTest[{x, y}, r, "PValue", o];
fisherRatioTest[{x_?sampleQ, y_?sampleQ}, r_, spec : Except[_Rule], o___Rule] := Module[{f = N[Variance[x]/Variance[y]/r], p}, p = sided[FRatioDistribution[Length[x] - 1, Length[y] - 1], f, alternative[{o}]];
  reported[FisherRatioTest, f, p, {Length[x] - 1, Length[y] - 1}, spec, {o}, words[p, {o}, Row[{"the ratio of the population variances is equal to ", r}]]]];
fisherRatioTest[___] := $Unevaluated;
(* Kolmogorov and Smirnov: the exact distribution of Marsaglia, Tsang and Wang (2003) for one sample, the limiting one for two *)
kolmogorovSmirnovTest[x_?sampleQ, o___Rule] := kolmogorovSmirnovTest[x, NormalDistribution[Mean[N[x]], StandardDeviation[N[x]]], "PValue", o];
kolmogorovSmirnovTest[x_?sampleQ, d : Except[_Rule], o___Rule] := kolmogorovSmirnovTest[x, d, "PValue", o];
kolmogorovSmirnovTest[x_?sampleQ, y_?sampleQ, spec : Except[_Rule], o___Rule] := Module[{all = Sort[N[Join[x, y]]], s, p, e},
  s = Max[Map[Abs[N[Count[x, v_ /; v <= #]/Length[x] - Count[y, v_ /; v <= #]/Length[y]]] &, all]]; e = Sqrt[N[Length[x] Length[y]/(Length[x] + Length[y])]];
  p = Clip[2 Sum[(-1)^(k - 1) Exp[-2 k^2 (e s)^2], {k, 1, 100}], {0., 1.}]; If[s == 0., p = 1.];
  reported[KolmogorovSmirnovTest, s, p, None, spec, {o}, words[p, {o}, "the data have the same distribution"]]];
kolmogorovSmirnovTest[x_?sampleQ, d_, spec : Except[_Rule], o___Rule] := Module[{n = Length[x], u, s, p},
  u = Map[N[CDF[d, #]] &, Sort[N[x]]]; If[! VectorQ[u, NumberQ], Return[$Unevaluated]];
  s = Max[Range[n]/n - u, u - (Range[n] - 1)/n]; p = 1 - ksCDF[n, s];
  reported[KolmogorovSmirnovTest, s, p, None, spec, {o}, words[p, {o}, Row[{"the data is distributed according to the ", d}]]]];
kolmogorovSmirnovTest[___] := $Unevaluated;
ksCDF[n_, d_] := Module[{k, m, h, a, q}, If[n d^2 > 18., Return[1.]]; k = Floor[n d] + 1; m = 2 k - 1; h = k - n d;
  a = Table[If[i - j + 1 < 0, 0., 1.], {i, m}, {j, m}];
  Do[a[[i, 1]] -= h^i; a[[m, i]] -= h^(m - i + 1), {i, m}];
  a[[m, 1]] += If[2 h - 1 > 0, (2 h - 1)^m, 0.];
  a = Table[a[[i, j]]/If[i - j + 1 > 0, (i - j + 1)!, 1], {i, m}, {j, m}];
  q = SetPrecision[a, 30]; Clip[N[MatrixPower[q, n][[k, k]] n!/n^n], {0., 1.}]];
pearsonChiSquareTest[x_?sampleQ, d : Except[_Rule], o___Rule] := pearsonChiSquareTest[x, d, "PValue", o];
pearsonChiSquareTest[x_?sampleQ, d_, spec : Except[_Rule], o___Rule] := Module[{n = Length[x], k = Ceiling[2 Length[x]^(2/5)], edges, counts, s, p},
  edges = Map[N[Quantile[d, #]] &, Range[k - 1]/k]; If[! VectorQ[edges, NumberQ], Return[$Unevaluated]];
  counts = Differences[Join[{0}, Map[Function[e, Count[x, v_ /; v <= e]], edges], {n}]];
  s = N[Total[(counts - n/k)^2/(n/k)]]; p = N[1 - CDF[ChiSquareDistribution[k - 1], s]];
  reported[PearsonChiSquareTest, s, p, k - 1, spec, {o}, words[p, {o}, Row[{"the data is distributed according to the ", d}]]]];
pearsonChiSquareTest[___] := $Unevaluated;
signTest[x_?sampleQ, o___Rule] := signTest[x, 0, "PValue", o];
signTest[x_?sampleQ, m : Except[_Rule], o___Rule] := signTest[x, m, "PValue", o];
signTest[x_?sampleQ, m_, spec : Except[_Rule], o___Rule] := Module[{above = Count[x, v_ /; v > m], below = Count[x, v_ /; v < m], d, p},
  d = BinomialDistribution[above + below, 1/2];
  p = N[Switch[alternative[{o}], "Less", CDF[d, above], "Greater", 1 - CDF[d, above - 1], _, Min[1, 2 Min[CDF[d, above], 1 - CDF[d, above - 1]]]]];
  reported[SignTest, above, p, None, spec, {o}, words[p, {o}, Row[{"the median of the population is equal to ", m}]]]];
signTest[___] := $Unevaluated;
