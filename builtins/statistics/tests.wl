(* tests.wl - further tests of hypotheses, measures of dependence, and the choice of a distribution for data. *)
LoadUnit["statistics/estimation"];
LoadUnit["statistics/derived"];
option = System`Library`statistics`estimation`option; reported = System`Library`statistics`estimation`reported; sided = System`Library`statistics`estimation`sided; alternative = System`Library`statistics`estimation`alternative;
words = System`Library`statistics`estimation`words; sampleQ = System`Library`statistics`estimation`sampleQ; ksCDF = System`Library`statistics`estimation`ksCDF;
positional[args_] := TakeWhile[args, ! MatchQ[#, _Rule | _RuleDelayed | {__Rule}] &];
rulesOf[args_] := Flatten[Drop[args, Length[positional[args]]]];
samplesQ[x_] := MatchQ[x, {_?sampleQ, __?sampleQ}];

(* ---- goodness of fit: the statistic of the values of the cumulative function *)
estimatedFrom[x_, d_] := With[{u = System`Library`statistics`estimation`unknowns[d]}, If[u === {}, {d, False}, {EstimatedDistribution[x, d], True}]];
target[x_, Automatic | None] := {NormalDistribution[Mean[x], StandardDeviation[x]], True};
target[x_, d_] := estimatedFrom[x, d];
transformed[x_, d_] := With[{u = Map[N[CDF[d, #]] &, Sort[N[x]]]}, If[VectorQ[u, NumberQ], Map[Clip[#, {10.^-16, 1 - 10.^-16}] &, u], $Failed]];
anderson[u_] := With[{n = Length[u]}, -n - Total[(2 Range[n] - 1) (Log[u] + Log[1 - Reverse[u]])]/n];
cramer[u_] := With[{n = Length[u]}, 1/(12 n) + Total[(u - (2 Range[n] - 1)/(2 n))^2]];
kuiper[u_] := With[{n = Length[u]}, Max[Range[n]/n - u] + Max[u - (Range[n] - 1)/n]];
watson[u_] := cramer[u] - Length[u] (Mean[u] - 1/2)^2;
kolmogorov[u_] := With[{n = Length[u]}, Max[Range[n]/n - u, u - (Range[n] - 1)/n]];
(* G. Marsaglia, J. Marsaglia, "Evaluating the Anderson-Darling distribution", 2004 *)
adLimit[z_] := Which[z <= 0, 0., z < 2, Exp[-1.2337141/z]/Sqrt[z] (2.00012 + (.247105 - (.0649821 - (.0347962 - (.011672 - .00168691 z) z) z) z) z), True, Exp[-Exp[1.0776 - (2.30695 - (.43424 - (.082433 - (.008056 - .0003146 z) z) z) z) z]]];
adFix[n_, x_] := Module[{c = .01265 + .1757/n, t}, Which[x > .8, (-130.2137 + (745.2337 - (1705.091 - (1950.646 - (1116.360 - 255.7844 x) x) x) x) x)/n,
   x < c, t = x/c; Sqrt[t] (1 - t) (49 t - 102) (.0037/n^3 + .00078/n^2 + .00006/n), True, t = (x - c)/(.8 - c); (-.00022633 + (6.54034 - (14.6538 - (14.458 - (8.259 - 1.91864 t) t) t) t) t) (.04213 + .01365/n)/n]];
adP[n_, a_] := With[{x = adLimit[a]}, Clip[1 - x - adFix[n, x], {0., 1.}]];
(* M. Stephens, 1986: a normal distribution with both parameters from the data *)
adNormal[n_, a0_] := With[{a = a0 (1 + 0.75/n + 2.25/n^2)}, Clip[Which[a < 0.2, 1 - Exp[-13.436 + 101.14 a - 223.73 a^2], a < 0.34, 1 - Exp[-8.318 + 42.796 a - 59.938 a^2], a < 0.6, Exp[0.9177 - 4.279 a - 1.38 a^2], True, Exp[1.2937 - 5.709 a + 0.0186 a^2]], {0., 1.}]];
cvmNormal[n_, w0_] := With[{w = w0 (1 + 0.5/n)}, Clip[Which[w < 0.0275, 1 - Exp[-13.953 + 775.5 w - 12542.61 w^2], w < 0.051, 1 - Exp[-5.903 + 179.546 w - 1515.29 w^2], w < 0.092, Exp[0.886 - 31.62 w + 10.897 w^2], True, Exp[1.111 - 34.242 w + 12.832 w^2]], {0., 1.}]];
(* the limit (T. Anderson, D. Darling, 1952) and its correction (S. Csorgo, J. Faraway, 1996) *)
cvmLimit[x_] := If[x <= 0, 0., Sum[With[{y = 4 k + 1., g = (4 k + 1.)^2/(16 x)}, If[g > 600, 0., Gamma[k + 1/2.]/(Pi^(3/2) Sqrt[x] k!) Sqrt[y] Exp[-g] BesselK[1/4, g]]], {k, 0, 12}]];
cvmP[n_, w_] := Clip[1 - cvmLimit[w] (1 + 1/(12. n)) - cvmCorrection[w]/n, {0., 1.}];
cvmCorrection[x_] := Module[{total = 0., term, ed2, ed3, a1, a2, a3, z, b}, If[x <= 0, Return[0., Module]];
  ed2[y_] := With[{q = y^2/4}, If[q > 600, 0., Exp[-q] (y/2)^(3/2)/Sqrt[Pi] (BesselK[1/4, q] + BesselK[3/4, q])]];
  ed3[y_] := With[{q = y^2/4}, If[q > 600, 0., Exp[-q]/Sqrt[Pi] (y/2)^(5/2) (2 BesselK[1/4, q] + 3 BesselK[3/4, q] - BesselK[5/4, q])]];
  Do[With[{m = 2 j + 1., sx = 2 Sqrt[x], y1 = x^(3/4), y2 = x^(5/4)}, With[{e1 = m Gamma[j + 1/2.] ed2[(4 j + 3.)/sx]/(9 y1), e2 = Gamma[j + 1/2.] ed3[(4 j + 1.)/sx]/(72 y2), e3 = 2 (m + 2) Gamma[j + 3/2.] ed3[(4 j + 5.)/sx]/(12 y2), e4 = 7 m Gamma[j + 1/2.] ed2[(4 j + 1.)/sx]/(144 y1), e5 = 7 m Gamma[j + 1/2.] ed2[(4 j + 5.)/sx]/(144 y1)},
     total += -(e1 + e2 + e3 + e4 + e5)/(Pi j!)]], {j, 0, 12}]; total];
tiny[u_] := If[u > 700, 0., Exp[-u]];
kuiperP[n_, v_] := With[{l = v (Sqrt[n] + 0.155 + 0.24/Sqrt[N[n]])}, If[l < 0.4, 1., Clip[2 Sum[(4 j^2 l^2 - 1) tiny[2 j^2 l^2], {j, 1, 60}], {0., 1.}]]];
watsonP[n_, u_] := With[{m = (u - 0.1/n + 0.1/n^2) (1 + 0.8/n)}, If[m <= 0.01, 1., Clip[2 Sum[(-1)^(j - 1) tiny[2 j^2 Pi^2 m], {j, 1, 60}], {0., 1.}]]];
fitWords[p_, rules_, d_] := words[p, rules, Row[{"the data is distributed according to the ", d}]];
goodness[head_, x_, d0_, spec_, rules_, stat_, prob_] := Module[{t = target[N[x], d0], u, s, p}, u = transformed[x, t[[1]]]; If[u === $Failed, Return[$Unevaluated, Module]];
  s = stat[u]; p = prob[Length[x], s, MatchQ[t, {_NormalDistribution, True}]];
  reported[head, s, p, None, spec, rules, fitWords[p, rules, If[t[[2]], Head[t[[1]]], t[[1]]]]]];
fitArguments[head_, args_, stat_, prob_] := With[{a = positional[args], r = rulesOf[args]}, Switch[a, {_?sampleQ}, goodness[head, a[[1]], Automatic, "PValue", r, stat, prob], {_?sampleQ, _}, goodness[head, a[[1]], a[[2]], "PValue", r, stat, prob], {_?sampleQ, _, _}, goodness[head, a[[1]], a[[2]], a[[3]], r, stat, prob], _, $Unevaluated]];
andersonDarlingTest[args__] := fitArguments[AndersonDarlingTest, {args}, anderson, If[#3, adNormal, adP][#1, #2] &];
cramerVonMisesTest[args__] := fitArguments[CramerVonMisesTest, {args}, cramer, If[#3, cvmNormal, cvmP][#1, #2] &];
kuiperTest[args__] := fitArguments[KuiperTest, {args}, kuiper, kuiperP[#1, #2] &];
watsonUSquareTest[args__] := fitArguments[WatsonUSquareTest, {args}, watson, watsonP[#1, #2] &];
(* DistributionFitTest: the test chosen is Pearson's for counts, else Cramer's and von Mises'; "HypothesisTestData" and lists of names work as properties *)
fitTests = <|"AndersonDarling" -> andersonDarlingTest, "CramerVonMises" -> cramerVonMisesTest, "Kuiper" -> kuiperTest, "WatsonUSquare" -> watsonUSquareTest, "KolmogorovSmirnov" -> System`Library`statistics`estimation`kolmogorovSmirnovTest, "PearsonChiSquare" -> System`Library`statistics`estimation`pearsonChiSquareTest,
   "JarqueBeraALM" -> (jarqueBeraALMTest[#1, #3] &), "ShapiroWilk" -> (shapiroWilkTest[#1, #3] &)|>;
automaticTest[x_, d_] := If[TrueQ[System`Library`statistics`derived`discreteQ[d]], "PearsonChiSquare", "CramerVonMises"];
distributionFitTest[args__] := With[{a = positional[{args}], r = rulesOf[{args}]}, Switch[a, {_?sampleQ}, fitTest[a[[1]], Automatic, "PValue", r], {_?sampleQ, _}, fitTest[a[[1]], a[[2]], "PValue", r], {_?sampleQ, _, _}, fitTest[a[[1]], a[[2]], a[[3]], r],
    {_?sampleQ, _?sampleQ}, System`Library`statistics`estimation`kolmogorovSmirnovTest[a[[1]], a[[2]]], _, $Unevaluated]];
fitTest[x_, d_?sampleQ, spec_, r_] := System`Library`statistics`estimation`kolmogorovSmirnovTest[x, d, spec];
fitTest[x_, d_, spec_, r_] := Module[{name = option[r, Method, Automatic], t}, Which[
   MatchQ[spec, "AllTests"], Keys[fitTests], MatchQ[spec, "AutomaticTest"], automaticTest[x, d], MatchQ[spec, "FittedDistribution"], target[N[x], d][[1]], MatchQ[spec, "FittedDistributionParameters"], With[{u = System`Library`statistics`estimation`unknowns[d]}, FindDistributionParameters[x, d]],
   MatchQ[spec, "HypothesisTestData"], HypothesisTestData[<|"Data" -> x, "Distribution" -> d, "Options" -> r|>],
   KeyExistsQ[fitTests, spec], one[spec, x, d, "TestData", r], MatchQ[spec, {_String, _String} /; KeyExistsQ[fitTests, spec[[1]]]], one[spec[[1]], x, d, spec[[2]], r],
   True, t = If[KeyExistsQ[fitTests, name], name, automaticTest[x, d]]; one[t, x, d, spec, r]]];
one[t_, x_, d_, spec_, r_] := With[{e = If[MemberQ[{"KolmogorovSmirnov", "PearsonChiSquare"}, t], target[N[x], d][[1]], d]}, fitTests[t][x, e, spec]];
applyTestData[HypothesisTestData[a_Association], {p_}] := fitTest[a["Data"], a["Distribution"], p, a["Options"]];
applyTestData[HypothesisTestData[a_Association], {p_, q_}] := fitTest[a["Data"], a["Distribution"], {p, q}, a["Options"]];

(* ---- normality *)
jarqueBeraALMTest[args__] := With[{a = positional[{args}], r = rulesOf[{args}]}, If[MatchQ[a, {_?sampleQ} | {_?sampleQ, _}] && Length[a[[1]]] > 3, Module[{x = N[a[[1]]], n = Length[a[[1]]], m2, b1, b2, v1, e2, v2, s, p}, m2 = CentralMoment[x, 2]; b1 = CentralMoment[x, 3]/m2^(3/2); b2 = CentralMoment[x, 4]/m2^2;
     (* C. Urzua's form with the exact moments, 1996 *)
     v1 = 6 (n - 2)/((n + 1.) (n + 3)); e2 = 3 (n - 1.)/(n + 1); v2 = 24. n (n - 2) (n - 3)/((n + 1)^2 (n + 3) (n + 5)); s = b1^2/v1 + (b2 - e2)^2/v2; p = N[SurvivalFunction[ChiSquareDistribution[2], s]];
     reported[JarqueBeraALMTest, s, p, 2, If[Length[a] > 1, a[[2]], "PValue"], r, words[p, r, "the data is normally distributed"]]], $Unevaluated]];
(* P. Royston, algorithm AS R94, 1995 *)
shapiroWilkTest[args__] := With[{a = positional[{args}], r = rulesOf[{args}]}, If[MatchQ[a, {_?sampleQ} | {_?sampleQ, _}] && 3 <= Length[a[[1]]] <= 5000, Module[{x = Sort[N[a[[1]]]], n = Length[a[[1]]], m, c, u, w, p, coefficients, an, an1, phi, g, mu, sd, s},
     If[First[x] == Last[x], Message[ShapiroWilkTest::zerovar]; Return[$Unevaluated, Module]];
     m = Map[Quantile[NormalDistribution[], N[#]] &, (Range[n] - 3/8)/(n + 1/4)]; u = 1/Sqrt[N[n]]; c = m/Sqrt[m . m];
     an = c[[n]] + 0.221157 u - 0.147981 u^2 - 2.071190 u^3 + 4.434685 u^4 - 2.706056 u^5; an1 = c[[n - 1]] + 0.042981 u - 0.293762 u^2 - 1.752461 u^3 + 5.682633 u^4 - 3.582633 u^5;
     w = If[n === 3, {-Sqrt[0.5], 0., Sqrt[0.5]}, If[n <= 5, phi = (m . m - 2 m[[n]]^2)/(1 - 2 an^2); Join[{-an}, m[[2 ;; n - 1]]/Sqrt[phi], {an}], phi = (m . m - 2 m[[n]]^2 - 2 m[[n - 1]]^2)/(1 - 2 an^2 - 2 an1^2); Join[{-an, -an1}, m[[3 ;; n - 2]]/Sqrt[phi], {an1, an}]]];
     s = Min[(w . x)^2/Total[(x - Mean[x])^2], 1.];
     p = Which[n === 3, 6/Pi (ArcSin[Sqrt[s]] - ArcSin[Sqrt[0.75]]),
       n <= 11, g = -2.273 + 0.459 n; mu = 0.544 - 0.39978 n + 0.025054 n^2 - 0.0006714 n^3; sd = Exp[1.3822 - 0.77857 n + 0.062767 n^2 - 0.0020322 n^3]; If[Log[1 - s] >= g, 0., N[SurvivalFunction[NormalDistribution[], (-Log[g - Log[1 - s]] - mu)/sd]]],
       True, With[{l = Log[N[n]]}, mu = -1.5861 - 0.31082 l - 0.083751 l^2 + 0.0038915 l^3; sd = Exp[-0.4803 - 0.082676 l + 0.0030302 l^2]; If[s == 1., 1., N[SurvivalFunction[NormalDistribution[], (Log[1 - s] - mu)/sd]]]]];
     reported[ShapiroWilkTest, s, Clip[p, {0., 1.}], None, If[Length[a] > 1, a[[2]], "PValue"], r, words[p, r, "the data is normally distributed"]]], $Unevaluated]];

(* ---- ranks: equal values share their mean rank *)
ranks[x_] := Module[{o = Ordering[N[x]], r = ConstantArray[0, Length[x]], k = 0}, Do[With[{n = Length[g]}, r[[o[[k + 1 ;; k + n]]]] = k + (n + 1)/2; k += n], {g, Split[N[x[[o]]], Equal]}]; r];
ties[x_] := Total[Map[#^3 - # &, Values[Counts[N[x]]]]];
normalP[z_, alt_] := Switch[alt, "Less", N[CDF[NormalDistribution[], z]], "Greater", N[SurvivalFunction[NormalDistribution[], z]], _, N[Min[1, 2 SurvivalFunction[NormalDistribution[], Abs[z]]]]];
corrected[d_, alt_] := Switch[alt, "Less", d + 1/2, "Greater", d - 1/2, _, Sign[d] Max[Abs[d] - 1/2, 0]];
spread[args_, m_] := With[{a = positional[args]}, {a[[1]], If[Length[a] > 1 && ! StringQ[a[[2]]] && ! MatchQ[a[[2]], {__String}], Replace[a[[2]], Automatic -> m], m], If[Length[a] > 2, a[[3]], If[Length[a] === 2 && (StringQ[a[[2]]] || MatchQ[a[[2]], {__String}]), a[[2]], "PValue"]], rulesOf[args]}];
mannWhitneyTest[args__] := Module[{a = spread[{args}, 0], x, y, n, m, r, u, s, p}, If[! MatchQ[a[[1]], {_?sampleQ, _?sampleQ}], Return[$Unevaluated, Module]]; {x, y} = a[[1]]; x = x - a[[2]]; n = Length[x]; m = Length[y];
  r = ranks[Join[x, y]]; u = Total[Take[r, n]] - n (n + 1)/2; s = Sqrt[N[n m/12 ((n + m + 1) - ties[Join[x, y]]/((n + m) (n + m - 1)))]];
  If[s == 0., Message[MannWhitneyTest::zerovar]; Return[$Unevaluated, Module]];
  p = normalP[corrected[u - n m/2, alternative[a[[4]]]]/s, alternative[a[[4]]]];
  reported[MannWhitneyTest, N[u], p, None, a[[3]], a[[4]], words[p, a[[4]], Row[{"the median difference is ", a[[2]]}]]]];
signedRankTest[args__] := Module[{a = spread[{args}, 0], x, r, t, n, s, p}, x = Which[sampleQ[a[[1]]], a[[1]], MatchQ[a[[1]], {_?sampleQ, _?sampleQ}] && SameQ @@ Length /@ a[[1]], a[[1, 1]] - a[[1, 2]], True, Return[$Unevaluated, Module]];
  x = DeleteCases[x - a[[2]], 0 | 0.]; n = Length[x]; If[n === 0, Message[SignedRankTest::zerovar]; Return[$Unevaluated, Module]]; r = ranks[Abs[x]]; t = Total[Pick[r, Positive[x]]];
  s = Sqrt[N[n (n + 1) (2 n + 1)/24 - ties[Abs[x]]/48]]; p = normalP[corrected[t - n (n + 1)/4, alternative[a[[4]]]]/s, alternative[a[[4]]]];
  reported[SignedRankTest, N[t], p, None, a[[3]], a[[4]], words[p, a[[4]], Row[{"the median of the population is equal to ", a[[2]]}]]]];
kruskalWallisTest[args__] := Module[{a = spread[{args}, None], all, r, n, k, h, p, groups}, If[! samplesQ[a[[1]]], Return[$Unevaluated, Module]]; all = Join @@ a[[1]]; n = Length[all]; groups = TakeList[ranks[all], Length /@ a[[1]]]; k = Length[groups];
  h = N[(12/(n (n + 1)) Total[Map[Total[#]^2/Length[#] &, groups]] - 3 (n + 1))/(1 - ties[all]/(n^3 - n))]; p = N[SurvivalFunction[ChiSquareDistribution[k - 1], h]];
  reported[KruskalWallisTest, h, p, k - 1, a[[3]], a[[4]], words[p, a[[4]], "the medians of the populations are all equal"]]];
(* ---- variances *)
centred[head_][x_] := N[Abs[x - Switch[head, LeveneTest, Mean[x], BrownForsytheTest, Median[x], _, Mean[x]]]];
analysis[groups_] := Module[{n = Length[Join @@ groups], k = Length[groups], m = Mean[Join @@ groups]}, {(Total[Map[Length[#] (Mean[#] - m)^2 &, groups]]/(k - 1))/(Total[Map[Total[(# - Mean[#])^2] &, groups]]/(n - k)), k - 1, n - k}];
deviations[head_, args_] := Module[{a = spread[args, 1], g, s, p}, If[! samplesQ[a[[1]]], Return[$Unevaluated, Module]]; g = MapAt[#/Sqrt[a[[2]]] &, a[[1]], 1]; s = analysis[centred[head] /@ g]; p = N[SurvivalFunction[FRatioDistribution[s[[2]], s[[3]]], s[[1]]]];
  reported[head, s[[1]], p, Rest[s], a[[3]], a[[4]], words[p, a[[4]], "the variances of the populations are equal"]]];
leveneTest[args__] := deviations[LeveneTest, {args}];
brownForsytheTest[args__] := deviations[BrownForsytheTest, {args}];
conoverTest[args__] := Module[{a = spread[{args}, 1], g, all, r, n, d, s, p, groups}, If[! samplesQ[a[[1]]], Return[$Unevaluated, Module]]; g = Map[Abs[# - Mean[#]] &, N[a[[1]]]]; all = Join @@ g; n = Length[all]; r = ranks[all]^2; groups = TakeList[r, Length /@ g];
  d = (Total[r^2] - n Mean[r]^2)/(n - 1); s = N[(Total[Map[Total[#]^2/Length[#] &, groups]] - n Mean[r]^2)/d]; p = N[SurvivalFunction[ChiSquareDistribution[Length[g] - 1], s]]; reported[ConoverTest, s, p, Length[g] - 1, a[[3]], a[[4]], words[p, a[[4]], "the variances of the populations are equal"]]];
varianceTest[args__] := Module[{a = spread[{args}, Automatic], x, s, p, n}, Which[sampleQ[a[[1]]], x = a[[1]]; n = Length[x]; With[{v = Replace[a[[2]], Automatic -> 1]}, s = N[(n - 1) Variance[x]/v]; p = sided[ChiSquareDistribution[n - 1], s, alternative[a[[4]]]];
      reported[VarianceTest, s, p, n - 1, a[[3]], a[[4]], words[p, a[[4]], Row[{"the variance of the population is equal to ", v}]]]],
     MatchQ[a[[1]], {_?sampleQ, _?sampleQ}], If[AllTrue[a[[1]], normalEnough], FisherRatioTest[a[[1]], Replace[a[[2]], Automatic -> 1], a[[3]], Sequence @@ a[[4]]], brownForsytheTest[a[[1]], Replace[a[[2]], Automatic -> 1], a[[3]], Sequence @@ a[[4]]]], True, $Unevaluated]];
normalEnough[x_] := Length[x] < 4 || Variance[N[x]] > 0 && shapiroWilkTest[x] > 0.05;
varianceEquivalenceTest[args__] := Module[{a = spread[{args}, None]}, If[! samplesQ[a[[1]]], Return[$Unevaluated, Module]]; If[AllTrue[a[[1]], normalEnough], bartlett[a[[1]], a[[3]], a[[4]]], brownForsytheTest[a[[1]], 1, a[[3]], Sequence @@ a[[4]]]]];
bartlett[g_, spec_, r_] := Module[{n = Length /@ g, k = Length[g], v = N[Variance /@ g], t, pooled, s, p}, t = Total[n]; pooled = Total[(n - 1) v]/(t - k); s = ((t - k) Log[pooled] - Total[(n - 1) Log[v]])/(1 + (Total[1./(n - 1)] - 1/(t - k))/(3 (k - 1))); p = N[SurvivalFunction[ChiSquareDistribution[k - 1], s]];
  reported[VarianceEquivalenceTest, s, p, k - 1, spec, r, words[p, r, "the variances of the populations are equal"]]];
(* ---- locations *)
locationTest[args__] := Module[{a = spread[{args}, 0]}, Which[sampleQ[a[[1]]], If[normalEnough[a[[1]]], TTest[a[[1]], a[[2]], a[[3]], Sequence @@ a[[4]]], signedRankTest[a[[1]], a[[2]], a[[3]], Sequence @@ a[[4]]]],
   MatchQ[a[[1]], {_?sampleQ, _?sampleQ}], If[AllTrue[a[[1]], normalEnough], TTest[a[[1]], a[[2]], a[[3]], Sequence @@ a[[4]]], mannWhitneyTest[a[[1]], a[[2]], a[[3]], Sequence @@ a[[4]]]], True, $Unevaluated]];
locationEquivalenceTest[args__] := Module[{a = spread[{args}, None], s, p}, If[! samplesQ[a[[1]]], Return[$Unevaluated, Module]]; If[AllTrue[a[[1]], normalEnough], s = N[analysis[a[[1]]]]; p = N[SurvivalFunction[FRatioDistribution @@ Rest[s], s[[1]]]]; reported[LocationEquivalenceTest, s[[1]], p, Round[Rest[s]], a[[3]], a[[4]], words[p, a[[4]], "the means of the populations are all equal"]],
   kruskalWallisTest[a[[1]], None, a[[3]], Sequence @@ a[[4]]]]];
pairedZTest[args__] := With[{a = positional[{args}], r = rulesOf[{args}]}, If[MatchQ[First[a], {_?sampleQ, _?sampleQ}] && SameQ @@ Length /@ First[a], System`Library`statistics`estimation`zTest[a[[1, 1]] - a[[1, 2]], Sequence @@ Rest[a], Sequence @@ r], If[sampleQ[First[a]], System`Library`statistics`estimation`zTest[args], $Unevaluated]]];
(* ---- dependence *)
pairQ[x_, y_] := sampleQ[x] && sampleQ[y] && Length[x] === Length[y];
blomqvistBeta[x_, y_] := N[Mean[Sign[x - Median[x]] Sign[y - Median[y]]]] /; pairQ[x, y];
hoeffdingD[x_, y_] := Module[{n = Length[x], r, s, q, d1, d2, d3}, r = ranks[x]; s = ranks[y]; q = Table[1 + Sum[If[j === i, 0, kernelD[x[[i]] - x[[j]]] kernelD[y[[i]] - y[[j]]]], {j, n}], {i, n}];
   d1 = Total[(q - 1) (q - 2)]; d2 = Total[(r - 1) (r - 2) (s - 1) (s - 2)]; d3 = Total[(r - 2) (s - 2) (q - 1)]; 30 ((n - 2) (n - 3) d1 + d2 - 2 (n - 2) d3)/(n (n - 1) (n - 2) (n - 3) (n - 4))] /; pairQ[x, y] && Length[x] > 4;
kernelD[d_] := Which[d > 0, 1, d == 0, 1/2, True, 0];
blomqvistBeta[___] := $Unevaluated; hoeffdingD[___] := $Unevaluated;
correlated[head_, args_, rho_, null_] := Module[{a = positional[args], rules = rulesOf[args], x, y, n, r, t, p}, If[Length[a] < 2 || ! pairQ[a[[1]], a[[2]]] || Length[a[[1]]] < 3, Return[$Unevaluated, Module]]; {x, y} = N[Take[a, 2]]; n = Length[x]; r = N[rho[x, y]]; If[! NumberQ[r], Return[$Unevaluated, Module]];
  t = If[Abs[r] >= 1., Sign[r] 10.^10, r Sqrt[(n - 2)/(1 - r^2)]]; p = sided[StudentTDistribution[n - 2], t, alternative[rules]]; reported[head, r, Clip[p, {0., 1.}], n - 2, If[Length[a] > 2, Last[a], "PValue"], rules, words[p, rules, null]]];
pearsonCorrelationTest[args__] := correlated[PearsonCorrelationTest, {args}, Correlation, "the vectors are uncorrelated"];
spearmanRankTest[args__] := correlated[SpearmanRankTest, {args}, SpearmanRho, "the vectors are independent"];
correlationTest[args__] := Module[{a = positional[{args}], r0, rules = rulesOf[{args}], x, y, n, r, z, p}, If[MatchQ[a[[1]], _?MatrixQ] && Length[First[a[[1]]]] === 2, a = Join[Transpose[a[[1]]], Rest[a]]]; If[Length[a] < 2 || ! pairQ[a[[1]], a[[2]]] || Length[a[[1]]] < 4, Return[$Unevaluated, Module]];
  r0 = If[Length[a] > 2 && NumericQ[a[[3]]], a[[3]], 0]; n = Length[a[[1]]]; r = N[Correlation[a[[1]], a[[2]]]]; z = (ArcTanh[r] - ArcTanh[N[r0]]) Sqrt[n - 3]; p = normalP[z, alternative[rules]]; reported[CorrelationTest, r, p, None, If[Length[a] > 2 && ! NumericQ[Last[a]], Last[a], "PValue"], rules, words[p, rules, Row[{"the correlation is ", r0}]]]];
independenceTest[args__] := Module[{a = positional[{args}]}, If[Length[a] >= 2 && pairQ[a[[1]], a[[2]]], If[AllTrue[Take[a, 2], normalEnough], pearsonCorrelationTest[args], spearmanRankTest[args]], $Unevaluated]];

(* ---- FindDistribution: the family whose likelihood is best for its number of parameters *)
families[x_] := Join[If[VectorQ[x, IntegerQ] && Min[x] >= 0, {PoissonDistribution, GeometricDistribution, BinomialDistribution, NegativeBinomialDistribution, DiscreteUniformDistribution}, {}],
   If[VectorQ[x, IntegerQ] && Min[x] >= 0, {}, Join[{NormalDistribution, UniformDistribution, LaplaceDistribution, LogisticDistribution, CauchyDistribution}, If[Min[x] > 0, {ExponentialDistribution, GammaDistribution, LogNormalDistribution, WeibullDistribution}, {}], If[Min[x] > 0 && Max[x] < 1, {BetaDistribution}, {}]]]];
symbols[d_] := Switch[d, UniformDistribution | DiscreteUniformDistribution, d[{\[FormalA], \[FormalB]}], PoissonDistribution | GeometricDistribution | ExponentialDistribution, d[\[FormalA]], BinomialDistribution, With[{n = Automatic}, d[\[FormalN], \[FormalA]]], _, d[\[FormalA], \[FormalB]]];
binomial[x_] := With[{m = Mean[x], v = Variance[x]}, If[v >= m || v == 0, $Failed, With[{n = Max[Max[x], Round[m/(1 - v/m)]]}, BinomialDistribution[n, N[m/n]]]]];
candidate[x_, BinomialDistribution] := binomial[x];
candidate[x_, NegativeBinomialDistribution] := With[{m = N[Mean[x]], v = N[Variance[x]]}, If[v <= m, $Failed, NegativeBinomialDistribution[m^2/(v - m), m/v]]];
candidate[x_, d_] := With[{r = Quiet[EstimatedDistribution[x, symbols[d]]]}, If[Head[r] === EstimatedDistribution || ! FreeQ[r, \[FormalA] | \[FormalB]], $Failed, N[r]]];
scored[x_, d_] := With[{l = Quiet[N[LogLikelihood[d, x]]], k = Length[Flatten[List @@ d]]}, If[NumberQ[l] && Im[l] == 0, {l - k/2 Log[N[Length[x]]], d}, Nothing]];
findDistribution[args__] := Module[{a = positional[{args}], rules = rulesOf[{args}], x, fs, ds, n, prop}, If[! sampleQ[First[a]], Message[FindDistribution::baddata, First[a]]; Return[$Unevaluated, Module]]; x = First[a];
  fs = Replace[option[rules, TargetFunctions, Automatic], {Automatic | All :> families[x], "Continuous" :> families[N[x]], "Discrete" :> families[Round[x]], l_List :> l, s_Symbol :> {s}}];
  ds = Reverse[SortBy[Map[With[{c = candidate[x, #]}, If[c === $Failed, Nothing, scored[x, c]]] &, fs], First]];
  If[ds === {}, Message[FindDistribution::nodist, x]; Return[$Unevaluated, Module]];
  n = If[Length[a] > 1, a[[2]], None]; prop = If[Length[a] > 2, a[[3]], None];
  ds = Take[ds, UpTo[Replace[n, {None -> 1, UpTo[k_] :> k, All -> Infinity /. Infinity -> 1000}]]];
  ds = If[prop === None, ds[[All, 2]], Map[#[[2]] -> measures[x, #[[2]], prop] &, ds]];
  If[n === None, First[ds], ds]];
measures[x_, d_, l_List] := AssociationMap[measures[x, d, #] &, l];
measures[x_, d_, All] := measures[x, d, {"AIC", "BIC", "LogLikelihood", "CramerVonMises", "Complexity"}];
measures[x_, d_, p_] := With[{l = N[LogLikelihood[d, x]], k = Length[Flatten[List @@ d]]}, Switch[p, "LogLikelihood", l, "AIC", 2 k - 2 l, "BIC", k Log[N[Length[x]]] - 2 l, "Complexity", k, _, distributionFitTest[x, d, p]]];

(* ---- what parameters a distribution may have *)
distributionParameterAssumptions[d_] := Replace[d, {
   NormalDistribution[m_, s_] | LaplaceDistribution[m_, s_] | LogisticDistribution[m_, s_] | CauchyDistribution[m_, s_] | GumbelDistribution[m_, s_] | ExtremeValueDistribution[m_, s_] | LogNormalDistribution[m_, s_] :> Element[m, Reals] && s > 0,
   ExponentialDistribution[l_] | PoissonDistribution[l_] | RayleighDistribution[l_] | ChiSquareDistribution[l_] | StudentTDistribution[l_] | MaxwellDistribution[l_] | HalfNormalDistribution[l_] | ChiDistribution[l_] :> l > 0,
   GammaDistribution[a_, b_] | WeibullDistribution[a_, b_] | BetaDistribution[a_, b_] | ParetoDistribution[a_, b_] | FRatioDistribution[a_, b_] | InverseGammaDistribution[a_, b_] | InverseGaussianDistribution[a_, b_] :> a > 0 && b > 0,
   BernoulliDistribution[p_] :> 0 <= p <= 1, GeometricDistribution[p_] :> 0 < p <= 1, LogSeriesDistribution[p_] :> 0 < p < 1,
   BinomialDistribution[n_, p_] :> Element[n, Integers] && n > 0 && 0 <= p <= 1, NegativeBinomialDistribution[n_, p_] :> n > 0 && 0 < p <= 1,
   UniformDistribution[{a_, b_}] :> Element[a, Reals] && Element[b, Reals] && a < b, DiscreteUniformDistribution[{a_, b_}] :> Element[a, Integers] && Element[b, Integers] && a <= b,
   NakagamiDistribution[a_, b_] | LogLogisticDistribution[a_, b_] | FrechetDistribution[a_, b_] | BetaPrimeDistribution[a_, b_] | KumaraswamyDistribution[a_, b_] | BirnbaumSaundersDistribution[a_, b_] | PowerDistribution[a_, b_] | LogGammaDistribution[a_, b_] | GompertzMakehamDistribution[a_, b_] | SkellamDistribution[a_, b_] | NoncentralChiSquareDistribution[a_, b_] | InverseChiSquareDistribution[a_, b_] :> a > 0 && b > 0,
   LevyDistribution[m_, s_] | MoyalDistribution[m_, s_] | SechDistribution[m_, s_] :> Element[m, Reals] && s > 0, VonMisesDistribution[m_, k_] :> Element[m, Reals] && k >= 0, RiceDistribution[a_, b_] :> a >= 0 && b > 0,
   DagumDistribution[a_, b_, c_] :> a > 0 && b > 0 && c > 0, ExpGammaDistribution[a_, b_, c_] :> a > 0 && b > 0 && Element[c, Reals], InverseChiSquareDistribution[a_] | ZipfDistribution[a_] | WaringYuleDistribution[a_] :> a > 0,
   ZipfDistribution[n_, r_] :> Element[n, Integers] && n > 0 && r > 0, BorelTannerDistribution[a_, n_] :> 0 < a < 1 && Element[n, Integers] && n > 0, BetaBinomialDistribution[a_, b_, n_] :> a > 0 && b > 0 && Element[n, Integers] && n > 0,
   PascalDistribution[n_, p_] :> Element[n, Integers] && n > 0 && 0 < p <= 1, HypergeometricDistribution[n_, s_, t_] :> And @@ Map[Element[#, Integers] &, {n, s, t}] && 0 < n <= t && 0 <= s <= t && t > 0,
   DirichletDistribution[a_List] :> And @@ Thread[a > 0], MultinomialDistribution[n_, p_List] :> Element[n, Integers] && n >= 0 && And @@ Map[0 <= # <= 1 &, p] && Total[p] == 1,
   TriangularDistribution[{a_, b_}] | ArcSinDistribution[{a_, b_}] :> Element[a, Reals] && Element[b, Reals] && a < b,
   TriangularDistribution[{a_, b_}, c_] :> a < b && a <= c <= b, ErlangDistribution[k_, l_] :> Element[k, Integers] && k > 0 && l > 0, _ :> $Unevaluated}];
distributionParameterQ[d_] := With[{a = distributionParameterAssumptions[d]}, If[a === $Unevaluated, $Unevaluated, ! MatchQ[Quiet[Simplify[a]], False]]];
