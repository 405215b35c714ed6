(* derived.wl - distributions made from densities, other distributions or data, and properties found by general means.

   property[PDF, d, x] is asked when the table of distributions.cpp has no answer. A distribution says what it knows (density, cumulative,
   mean, draws ...); what it does not know is derived: moments by Expectation, quantiles by solving for the cumulative function. *)

(* ---- normal forms: held by the head itself when nothing simpler is known *)
affine[NormalDistribution[m_, s_], a_, b_] := NormalDistribution[a m + b, Abs[a] s] /. Abs[c_?Positive] :> c;
affine[UniformDistribution[{l_, h_}], a_?Positive, b_] := UniformDistribution[{a l + b, a h + b}];
affine[UniformDistribution[{l_, h_}], a_?Negative, b_] := UniformDistribution[{a h + b, a l + b}];
affine[ExponentialDistribution[r_], a_?Positive, b_] := ExponentialDistribution[r/a] /; b === 0;
affine[GammaDistribution[k_, s_], a_?Positive, b_] := GammaDistribution[k, a s] /; b === 0;
affine[CauchyDistribution[l_, s_], a_?NumericQ, b_] := CauchyDistribution[a l + b, Abs[a] s];
affine[LaplaceDistribution[l_, s_], a_?NumericQ, b_] := LaplaceDistribution[a l + b, Abs[a] s];
affine[LogisticDistribution[l_, s_], a_?NumericQ, b_] := LogisticDistribution[a l + b, Abs[a] s];
affine[___] := $Failed;
whole[NormalDistribution[]] := NormalDistribution[0, 1];
whole[UniformDistribution[]] := UniformDistribution[{0, 1}];
whole[d : (CauchyDistribution | LaplaceDistribution | LogisticDistribution | GumbelDistribution | ExtremeValueDistribution)[]] := Head[d][0, 1];
whole[ArcSinDistribution[]] := ArcSinDistribution[{0, 1}];
whole[d_] := d;
transformedDistribution[e_, Distributed[x_Symbol, d0_]] := Module[{d = whole[d0], c, r},
  If[FreeQ[e, x], Return[$Unevaluated]];
  If[e === x, Return[d0]];
  If[PolynomialQ[e, x] && Exponent[e, x] === 1, c = CoefficientList[e, x]; r = affine[d, c[[2]], c[[1]]]; If[r =!= $Failed, Return[r]]];
  If[e === x^2 && d === NormalDistribution[0, 1], Return[ChiSquareDistribution[1]]];
  If[e === E^x && MatchQ[d, _NormalDistribution], Return[LogNormalDistribution @@ d]];
  If[e === Log[x] && MatchQ[d, _LogNormalDistribution], Return[NormalDistribution @@ d]];
  $Unevaluated];
transformedDistribution[e_, vs : {__Distributed}] := Module[{names = vs[[All, 1]], ds = whole /@ vs[[All, 2]], c},
  If[Length[vs] === 1, Return[With[{r = transformedDistribution[e, First[vs]]}, If[r === $Unevaluated, TransformedDistribution[e, First[vs]], r]]]];
  If[PolynomialQ[e, names] && Exponent[e, names] === ConstantArray[1, Length[names]] && FreeQ[D[e, {names, 1}], Alternatives @@ names] && AllTrue[ds, MatchQ[#, _NormalDistribution] &],
    c = D[e, {names, 1}]; Return[NormalDistribution[(e /. Thread[names -> ds[[All, 1]]]), Sqrt[Total[c^2 ds[[All, 2]]^2]]]]];
  If[e === Plus @@ names, Which[
    AllTrue[ds, MatchQ[#, _PoissonDistribution] &], Return[PoissonDistribution[Total[ds[[All, 1]]]]],
    AllTrue[ds, MatchQ[#, _ChiSquareDistribution] &], Return[ChiSquareDistribution[Total[ds[[All, 1]]]]],
    AllTrue[ds, MatchQ[#, _GammaDistribution] &] && SameQ @@ ds[[All, 2]], Return[GammaDistribution[Total[ds[[All, 1]]], ds[[1, 2]]]],
    AllTrue[ds, MatchQ[#, _BinomialDistribution] &] && SameQ @@ ds[[All, 2]], Return[BinomialDistribution[Total[ds[[All, 1]]], ds[[1, 2]]]]]];
  $Unevaluated];
transformedDistribution[___] := $Unevaluated;
truncatedDistribution[{-Infinity, Infinity}, d_] := d;
truncatedDistribution[___] := $Unevaluated;
binormalDistribution[r_] := BinormalDistribution[{0, 0}, {1, 1}, r] /; ! ListQ[r];
binormalDistribution[s : {_, _}, r_] := BinormalDistribution[{0, 0}, s, r];
binormalDistribution[___] := $Unevaluated;
orderDistribution[{d_, 1}, 1] := d;
orderDistribution[{ExponentialDistribution[l_], n_}, 1] := ExponentialDistribution[l n];
orderDistribution[{UniformDistribution[{0, 1}] | UniformDistribution[], n_}, k_] := BetaDistribution[k, 1 - k + n];
orderDistribution[___] := $Unevaluated;
productDistribution[ds___] := With[{l = Flatten[Map[Replace[#, {d_, n_Integer} :> ConstantArray[d, n]] &, {ds}]]}, ProductDistribution @@ l /; l =!= {ds}];
productDistribution[___] := $Unevaluated;
marginalDistribution[BinormalDistribution[m_, s_, _], k : 1 | 2] := NormalDistribution[m[[k]], s[[k]]];
marginalDistribution[MultinormalDistribution[m_List, s_], k_Integer] := NormalDistribution[m[[k]], Sqrt[s[[k, k]]]];
marginalDistribution[MultinormalDistribution[m_List, s_], k : {__Integer}] := MultinormalDistribution[m[[k]], s[[k, k]]];
marginalDistribution[MultinomialDistribution[n_, p_], k_Integer] := BinomialDistribution[n, p[[k]]];
marginalDistribution[d_ProductDistribution, k_Integer] := d[[k]];
marginalDistribution[d_ProductDistribution, k : {__Integer}] := d[[k]];
marginalDistribution[ProbabilityDistribution[f_, r__List], k_Integer] := With[{rs = {r}}, ProbabilityDistribution[Integrate[f, Sequence @@ Delete[rs, k]], rs[[k]]]];
marginalDistribution[___] := $Unevaluated;
(* from data *)
numbers[data_] := Cases[N[If[Head[data] === WeightedData, data[[1]], data]], _Real];
empiricalDistribution[data : {__?NumericQ}] := With[{t = SortBy[Tally[data], N[First[#]] &]}, DataDistribution["Empirical", {t[[All, 2]]/Length[data], t[[All, 1]], False}, 1, Length[data]]];
empiricalDistribution[(w : {__?NumericQ}) -> (x : {__?NumericQ})] := With[{t = SortBy[Normal[GroupBy[Transpose[{x, w/Total[w]}], First -> Last, Total]], N[First[#]] &]}, DataDistribution["Empirical", {t[[All, 2]], t[[All, 1]], False}, 1, Length[x]]];
empiricalDistribution[___] := $Unevaluated;
histogramDistribution[data : {__?NumericQ}, bins_: Automatic] := With[{h = HistogramList[data, bins]}, DataDistribution["Histogram", {N[h[[2]]/(Length[data] Differences[h[[1]]])], N[h[[1]]]}, 1, Length[data]]];
histogramDistribution[___] := $Unevaluated;
bandwidth[data_, b_] := If[NumericQ[b], N[b], With[{s = StandardDeviation[data], q = InterquartileRange[data]/1.349}, With[{w = 0.9 If[q > 0, Min[s, q], s] Length[data]^(-1/5)}, If[w > 0, w, 1.]]]];
smoothKernelDistribution[data : {_?NumericQ, __?NumericQ}, b_: Automatic, k_: "Gaussian"] := With[{x = N[data]}, DataDistribution["SmoothKernel", {x, bandwidth[x, b], k}, 1, Length[x]]] /; MemberQ[{Automatic, "Silverman"}, b] || NumericQ[b];
smoothKernelDistribution[___] := $Unevaluated;
kernelMixtureDistribution[data : {_?NumericQ, __?NumericQ}, b_: Automatic, k_: "Gaussian"] := With[{x = N[data]}, DataDistribution["KernelMixture", {x, bandwidth[x, b], k}, 1, Length[x]]] /; MemberQ[{Automatic, "Silverman"}, b] || NumericQ[b];
kernelMixtureDistribution[___] := $Unevaluated;

(* ---- what each knows: density, cumulative *)
discreteQ[BernoulliDistribution[_] | BinomialDistribution[__] | PoissonDistribution[_] | GeometricDistribution[_] | NegativeBinomialDistribution[__] | DiscreteUniformDistribution[_] | HypergeometricDistribution[__] | LogSeriesDistribution[_] | ZipfDistribution[__] | BenfordDistribution[_]] := True;
discreteQ[ProbabilityDistribution[_, {_, _, _, _}, ___]] := True;
discreteQ[DataDistribution["Empirical", __]] := True;
discreteQ[MixtureDistribution[_, ds_]] := AllTrue[ds, discreteQ];
discreteQ[(TruncatedDistribution | CensoredDistribution)[_, d_]] := discreteQ[d];
discreteQ[OrderDistribution[{d_, _}, _]] := discreteQ[d];
discreteQ[TransformedDistribution[_, Distributed[_, d_]]] := discreteQ[d];
discreteQ[TransformedDistribution[_, vs_List]] := AllTrue[vs[[All, 2]], discreteQ];
discreteQ[ParameterMixtureDistribution[d_, _]] := discreteQ[d];
discreteQ[_] := False;
kernel["Gaussian"] := {Exp[-#^2/2]/Sqrt[2. Pi] &, Erfc[-#/Sqrt[2.]]/2 &, RandomVariate[NormalDistribution[], #] &};
kernel["Rectangular"] := {UnitBox[#/2]/2. &, Clip[(# + 1)/2., {0, 1}] &, RandomReal[{-1, 1}, #] &};
kernel["Triangular"] := {UnitTriangle[#] &, Function[u, With[{c = Clip[u, {-1., 1.}]}, If[c < 0, (1 + c)^2/2, 1 - (1 - c)^2/2]]], RandomReal[{-1/2, 1/2}, #] + RandomReal[{-1/2, 1/2}, #] &};
kernel["Epanechnikov"] := {0.75 (1 - #^2) UnitBox[#/2] &, Function[u, With[{c = Clip[u, {-1., 1.}]}, 0.5 + 0.75 (c - c^3/3)]], Table[With[{t = RandomReal[{-1, 1}, 3]}, If[Abs[t[[3]]] >= Abs[t[[2]]] && Abs[t[[3]]] >= Abs[t[[1]]], t[[2]], t[[3]]]], #] &};
kernel[_] := kernel["Gaussian"];

pdf[ProbabilityDistribution[f_, {x_, a_, b_}, o___], t_] := Piecewise[{{normalized[f, {x, a, b}, {o}] /. x -> t, a < t < b}}, 0] /; FreeQ[{a, b}, DirectedInfinity];
pdf[ProbabilityDistribution[f_, {x_, a_, b_}, o___], t_] := With[{g = normalized[f, {x, a, b}, {o}] /. x -> t}, Which[a === -Infinity && b === Infinity, g, b === Infinity, Piecewise[{{g, t > a}}, 0], True, Piecewise[{{g, t < b}}, 0]]];
pdf[ProbabilityDistribution[f_, {x_, a_, b_, s_}, o___], t_] := With[{g = If[MemberQ[{o}, Method -> "Normalize"], f/Sum[f, {x, a, b, s}], f] /. x -> t}, If[NumericQ[t], If[a <= t <= b && IntegerQ[(t - a)/s], g, 0], Piecewise[{{g, a <= t <= b}}, 0]]];
pdf[ProbabilityDistribution[f_, r : {_, _, _} .., o___Rule], t_List] := Piecewise[{{f /. Thread[{r}[[All, 1]] -> t], And @@ MapThread[#1[[2]] < #2 < #1[[3]] &, {{r}, t}]}}, 0] /; Length[t] === Length[{r}];
normalized[f_, r_, {___, Method -> "Normalize", ___}] := f/Integrate[f, r];
normalized[f_, _, _] := f;
pdf[MixtureDistribution[w_, ds_], x_] := Total[w Map[PDF[#, x] &, ds]]/Total[w];
pdf[TruncatedDistribution[{a_, b_}, d_], x_] := With[{mass = cdf1[d, b] - cdf1[d, a] + If[discreteQ[d] && a =!= -Infinity, PDF[d, a] 0, 0]}, inside[PDF[d, x]/mass, a, b, x]];
inside[g_, a_, b_, x_] := Which[a === -Infinity && b === Infinity, g, a === -Infinity, Piecewise[{{g, x <= b}}, 0], b === Infinity, Piecewise[{{g, x > a}}, 0], True, Piecewise[{{g, a < x <= b}}, 0]];
cdf1[_, Infinity] := 1; cdf1[_, -Infinity] := 0; cdf1[d_, x_] := CDF[d, x];
pdf[OrderDistribution[{d_, n_}, k_], x_] := k Binomial[n, k] CDF[d, x]^(k - 1) (1 - CDF[d, x])^(n - k) PDF[d, x] /; ! discreteQ[d];
pdf[d_ProductDistribution, x_List] := Times @@ MapThread[PDF, {List @@ d, x}];
pdf[BinormalDistribution[{m_, n_}, {s_, t_}, r_], {x_, y_}] := E^(-((x - m)^2/s^2 - 2 r (x - m) (y - n)/(s t) + (y - n)^2/t^2)/(2 (1 - r^2)))/(2 Pi Sqrt[1 - r^2] s t);
pdf[MultinomialDistribution[n_, p_], x_List] := If[VectorQ[x, NumberQ], If[VectorQ[x, IntegerQ[#] && # >= 0 &] && Total[x] === n, Multinomial @@ x Times @@ (p^x), 0], Piecewise[{{Multinomial @@ x Times @@ (p^x), Total[x] == n && And @@ Map[# >= 0 &, x]}}, 0]];
pdf[DataDistribution["Empirical", {w_, v_, _}, __], x_?NumericQ] := Total[Pick[w, Map[# == x &, v]]];
pdf[DataDistribution["Histogram", {h_, e_}, __], x_?NumericQ] := If[First[e] <= x < Last[e], h[[LengthWhile[e, # <= x &]]], 0];
pdf[DataDistribution["SmoothKernel" | "KernelMixture", {x_, b_, k_}, __], t_?NumericQ] := Mean[Map[kernel[k][[1]], (t - x)/b]]/b;
pdf[HypoexponentialDistribution[l_List], x_] := Piecewise[{{Sum[With[{li = l[[i]]}, Times @@ Map[#/(# - li) &, Delete[l, i]] li E^(-li x)], {i, Length[l]}], x >= 0}}, 0] /; DuplicateFreeQ[l];
pdf[SkewNormalDistribution[m_, s_, a_], x_] := E^(-(x - m)^2/(2 s^2)) Erfc[-a (x - m)/(Sqrt[2] s)]/(Sqrt[2 Pi] s);
pdf[ZipfDistribution[r_], k_] := Piecewise[{{k^(-1 - r)/Zeta[1 + r], k >= 1 && (IntegerQ[k] || ! NumericQ[k])}}, 0];
pdf[ZipfDistribution[n_, r_], k_] := Piecewise[{{k^(-1 - r)/HarmonicNumber[n, 1 + r], 1 <= k <= n && (IntegerQ[k] || ! NumericQ[k])}}, 0];
pdf[BenfordDistribution[b_], k_] := Piecewise[{{Log[b, 1 + 1/k], 1 <= k <= b - 1 && (IntegerQ[k] || ! NumericQ[k])}}, 0];
pdf[UniformSumDistribution[n_, {a_, b_}], x_] := Piecewise[{{Sum[(-1)^k Binomial[n, k] ((x - n a)/(b - a) - k)^(n - 1) UnitStep[(x - n a)/(b - a) - k], {k, 0, n}]/((n - 1)! (b - a)), n a <= x <= n b}}, 0];
pdf[BatesDistribution[n_, {a_, b_}], x_] := n pdf[UniformSumDistribution[n, {a, b}], n x];
pdf[PowerDistribution[k_, a_], x_] := Piecewise[{{a k^a x^(a - 1), 0 < x <= 1/k}}, 0];
pdf[KumaraswamyDistribution[a_, b_], x_] := Piecewise[{{a b x^(a - 1) (1 - x^a)^(b - 1), 0 < x < 1}}, 0];
pdf[LogLogisticDistribution[g_, s_], x_] := Piecewise[{{g (x/s)^(g - 1)/(s (1 + (x/s)^g)^2), x > 0}}, 0];
pdf[FrechetDistribution[a_, b_], x_] := Piecewise[{{a E^(-(x/b)^(-a)) (x/b)^(-1 - a)/b, x > 0}}, 0];
pdf[LevyDistribution[m_, s_], x_] := Piecewise[{{Sqrt[s/(2 Pi)] E^(-s/(2 (x - m))) (x - m)^(-3/2), x > m}}, 0];
pdf[NakagamiDistribution[m_, w_], x_] := Piecewise[{{2 (m/w)^m x^(2 m - 1) E^(-m x^2/w)/Gamma[m], x > 0}}, 0];
pdf[RiceDistribution[a_, b_], x_] := Piecewise[{{x E^(-(a^2 + x^2)/(2 b^2)) BesselI[0, a x/b^2]/b^2, x > 0}}, 0];
pdf[DirichletDistribution[a_List], x_List] := With[{k = Length[a] - 1}, Piecewise[{{Gamma[Total[a]]/Times @@ (Gamma /@ a) Times @@ (x^(Most[a] - 1)) (1 - Total[x])^(Last[a] - 1), And @@ Map[# > 0 &, x] && Total[x] < 1}}, 0] /; Length[x] === k];
pdf[MultivariateTDistribution[m_List, s_, n_], x_List] := Gamma[(n + Length[x])/2]/(Gamma[n/2] (n Pi)^(Length[x]/2) Sqrt[Det[s]]) (1 + (x - m) . Inverse[s] . (x - m)/n)^(-(n + Length[x])/2);
pdf[MultivariateTDistribution[s_, n_], x_List] := pdf[MultivariateTDistribution[ConstantArray[0, Length[x]], s, n], x];
pdf[ParameterMixtureDistribution[d_, Distributed[t_, w_]], x_] := With[{r = Expectation[PDF[d, x], Distributed[t, w]]}, r /; FreeQ[r, Expectation]];
(* by solving for the variable, where it is a function of the value *)
pdf[TransformedDistribution[e_, Distributed[v_Symbol, d_]], y_] := Module[{s, z}, s = Quiet[Solve[e == z, v, Reals]];
  If[! MatchQ[s, {{_ -> _} ..}], Return[$Failed]];
  (Total[Map[With[{x = v /. #}, Replace[x, {ConditionalExpression[u_, c_] :> Piecewise[{{PDF[d, u] Abs[D[u, z]], c}}, 0], u_ :> PDF[d, u] Abs[D[u, z]]}]] &, s]]) /. z -> y] /; ! discreteQ[d];
pdf[TransformedDistribution[e_, vs_], y_] := With[{r = Probability[e == y, vs]}, r /; FreeQ[r, Probability]] /; discreteQ[TransformedDistribution[e, vs]];
pdf[___] := $Failed;

cdf[MixtureDistribution[w_, ds_], x_] := Total[w Map[CDF[#, x] &, ds]]/Total[w];
cdf[TruncatedDistribution[{a_, b_}, d_], x_] := With[{mass = cdf1[d, b] - cdf1[d, a]}, With[{g = (CDF[d, x] - cdf1[d, a])/mass}, Which[a === -Infinity, Piecewise[{{g, x <= b}}, 1], b === Infinity, Piecewise[{{g, x > a}}, 0], True, Piecewise[{{g, a < x <= b}, {1, x > b}}, 0]]]];
cdf[CensoredDistribution[{a_, b_}, d_], x_] := Piecewise[{{0, x < a}, {1, x >= b}}, CDF[d, x]];
cdf[OrderDistribution[{d_, n_Integer}, k_Integer], x_] := With[{f = CDF[d, x]}, Sum[Binomial[n, j] f^j (1 - f)^(n - j), {j, k, n}]];
cdf[OrderDistribution[{d_, n_}, k_], x_] := BetaRegularized[CDF[d, x], k, n - k + 1];
cdf[d_ProductDistribution, x_List] := Times @@ MapThread[CDF, {List @@ d, x}];
cdf[DataDistribution["Empirical", {w_, v_, _}, __], x_?NumericQ] := Total[Pick[w, Map[# <= x &, v]]];
cdf[DataDistribution["Histogram", {h_, e_}, __], x_?NumericQ] := Total[MapThread[#1 (Clip[x, {#2, #3}] - #2) &, {h, Most[e], Rest[e]}]];
cdf[DataDistribution["SmoothKernel" | "KernelMixture", {x_, b_, k_}, __], t_?NumericQ] := Mean[Map[kernel[k][[2]], (t - x)/b]];
cdf[SkewNormalDistribution[m_, s_, a_], x_] := Erfc[(m - x)/(Sqrt[2] s)]/2 - 2 OwenT[(x - m)/s, a];
cdf[ZipfDistribution[r_], k_] := Piecewise[{{HarmonicNumber[Floor[k], 1 + r]/Zeta[1 + r], k >= 1}}, 0];
cdf[ZipfDistribution[n_, r_], k_] := Piecewise[{{HarmonicNumber[Floor[k], 1 + r]/HarmonicNumber[n, 1 + r], 1 <= k < n}, {1, k >= n}}, 0];
cdf[BenfordDistribution[b_], k_] := Piecewise[{{Log[b, 1 + Floor[k]], 1 <= k < b - 1}, {1, k >= b - 1}}, 0];
cdf[PowerDistribution[k_, a_], x_] := Piecewise[{{(k x)^a, 0 < x <= 1/k}, {1, x > 1/k}}, 0];
cdf[KumaraswamyDistribution[a_, b_], x_] := Piecewise[{{1 - (1 - x^a)^b, 0 < x < 1}, {1, x >= 1}}, 0];
cdf[LogLogisticDistribution[g_, s_], x_] := Piecewise[{{1/(1 + (x/s)^(-g)), x > 0}}, 0];
cdf[FrechetDistribution[a_, b_], x_] := Piecewise[{{E^(-(x/b)^(-a)), x > 0}}, 0];
cdf[LevyDistribution[m_, s_], x_] := Piecewise[{{Erfc[Sqrt[s/(2 (x - m))]], x > m}}, 0];
cdf[NakagamiDistribution[m_, w_], x_] := Piecewise[{{GammaRegularized[m, 0, m x^2/w], x > 0}}, 0];
cdf[HypoexponentialDistribution[l_List], x_] := Piecewise[{{1 - Sum[With[{li = l[[i]]}, Times @@ Map[#/(# - li) &, Delete[l, i]] E^(-li x)], {i, Length[l]}], x >= 0}}, 0] /; DuplicateFreeQ[l];
cdf[ProbabilityDistribution[f_, {x_, a_, b_}, o___], t_] := With[{g = normalized[f, {x, a, b}, {o}]}, Which[NumericQ[t], Which[t <= a, 0, t >= b, 1, True, Integrate[g, {x, a, t}]],
   True, With[{i = Integrate[g, {x, a, t}, Assumptions -> (a < t < b)]}, Which[a === -Infinity && b === Infinity, i, b === Infinity, Piecewise[{{i, t > a}}, 0], True, Piecewise[{{i, a < t < b}, {1, t >= b}}, 0]]]]];
cdf[ProbabilityDistribution[f_, {x_, a_, b_, s_}, o___], t_?NumericQ] := If[t < a, 0, Sum[pdf[ProbabilityDistribution[f, {x, a, b, s}, o], k], {k, a, Min[t, b], s}]];
cdf[TransformedDistribution[e_, vs_], y_] := With[{r = Probability[e <= y, vs]}, r /; FreeQ[r, Probability]];
LoadUnit["statistics/families"];
LoadUnit["statistics/closed_forms"];
(* numbers: by integrating or adding up the density *)
cdf[d_, x_?NumericQ] := Module[{t, r}, If[discreteQ[d], $Failed, r = Quiet[NIntegrate[PDF[d, t], {t, -Infinity, x}]]; If[NumberQ[r], r, $Failed]]] /; derivedQ[d] || numericQ[d];
cdf[___] := $Failed;
numericQ[d_] := AllTrue[Flatten[List @@ d], NumericQ];
derivedQ[d_] := MemberQ[{ProbabilityDistribution, TransformedDistribution, MixtureDistribution, TruncatedDistribution, CensoredDistribution, OrderDistribution, DataDistribution, ParameterMixtureDistribution}, Head[d]];

(* ---- quantiles: by inversion *)
quantile[DataDistribution["Empirical", {w_, v_, _}, __], q_?NumericQ] := v[[Min[1 + LengthWhile[Accumulate[w], # < q &], Length[v]]]];
quantile[PowerDistribution[k_, a_], q_] := q^(1/a)/k;
quantile[KumaraswamyDistribution[a_, b_], q_] := (1 - (1 - q)^(1/b))^(1/a);
quantile[LogLogisticDistribution[g_, s_], q_] := s (q/(1 - q))^(1/g);
quantile[FrechetDistribution[a_, b_], q_] := b (-Log[q])^(-1/a);
quantile[TruncatedDistribution[{a_, b_}, d_], q_] := With[{r = Quantile[d, cdf1[d, a] + q (cdf1[d, b] - cdf1[d, a])]}, r /; FreeQ[r, Quantile]];
quantile[OrderDistribution[{d_, n_}, k_], q_] := With[{r = Quantile[d, InverseBetaRegularized[q, k, n - k + 1]]}, r /; FreeQ[r, Quantile]];
quantile[d_, q_?NumericQ] := Which[! 0 <= q <= 1, $Failed, discreteQ[d], stepping[d, q], True, inverted[d, N[q]]];
quantile[___] := $Failed;
stepping[d_, q_] := Module[{k = 0, c}, If[q == 1, Return[$Failed]]; c = CDF[d, k]; If[! NumericQ[c], Return[$Failed]];
  If[N[c] >= q, While[N[CDF[d, k - 1]] >= q && k > -10^6, k--]; Return[k]];
  While[N[CDF[d, 2 k + 1]] < q && k < 10^12, k = 2 k + 1];
  With[{lo = k}, Module[{a = lo, b = 2 lo + 1}, While[b - a > 1, With[{m = Quotient[a + b, 2]}, If[N[CDF[d, m]] >= q, b = m, a = m]]]; b]]];
inverted[d_, q_] := Module[{a = -1., b = 1., f, m, k = 0}, f[x_] := N[CDF[d, x]];
  If[! NumberQ[f[0.5]], Return[$Failed]];
  If[q == 0. || q == 1., Return[If[q == 0., If[f[-10.^6] == 0., edge[f, 0.], -Infinity], If[f[10.^6] == 1., edge[f, 1.], Infinity]]]];
  While[f[a] > q && k++ < 1000, a *= 2.]; While[f[b] < q && k++ < 1000, b *= 2.];
  Do[m = (a + b)/2; If[f[m] < q, a = m, b = m]; If[b - a <= 4.*^-16 Max[Abs[a], Abs[b]], Break[]], {200}];
  (a + b)/2];
edge[f_, q_] := Module[{a = -10.^6, b = 10.^6, m}, Do[m = (a + b)/2; If[If[q == 0., f[m] > 0., f[m] < 1.] === (q == 0.), b = m, a = m], {100}]; Round[(a + b)/2, 10.^-9]];

(* ---- means and moments *)
mean[MixtureDistribution[w_, ds_]] := Total[w Map[Mean, ds]]/Total[w];
mean[d_ProductDistribution] := Mean /@ List @@ d;
mean[BinormalDistribution[m_, _, _]] := m;
mean[MultinomialDistribution[n_, p_]] := n p;
mean[MultivariateTDistribution[m_List, _, _]] := m;
mean[DirichletDistribution[a_]] := Most[a]/Total[a];
mean[HypoexponentialDistribution[l_]] := Total[1/l];
mean[SkewNormalDistribution[m_, s_, a_]] := m + Sqrt[2/Pi] a s/Sqrt[1 + a^2];
mean[UniformSumDistribution[n_, {a_, b_}]] := n (a + b)/2;
mean[BatesDistribution[n_, {a_, b_}]] := (a + b)/2;
mean[PowerDistribution[k_, a_]] := a/(k + a k);
mean[LogLogisticDistribution[g_, s_]] := Piecewise[{{Pi s Csc[Pi/g]/g, g > 1}}, Indeterminate];
mean[FrechetDistribution[a_, b_]] := Piecewise[{{b Gamma[1 - 1/a], a > 1}}, Infinity];
mean[LevyDistribution[_, _]] := Infinity;
mean[ZipfDistribution[r_]] := Piecewise[{{Zeta[r]/Zeta[1 + r], r > 1}}, Indeterminate];
mean[ZipfDistribution[n_, r_]] := HarmonicNumber[n, r]/HarmonicNumber[n, 1 + r];
mean[KumaraswamyDistribution[a_, b_]] := b Beta[1 + 1/a, b];
mean[NakagamiDistribution[m_, w_]] := Sqrt[w/m] Pochhammer[m, 1/2];
mean[DataDistribution["Empirical", {w_, v_, _}, __]] := w . v;
mean[DataDistribution["SmoothKernel" | "KernelMixture", {x_, _, _}, __]] := Mean[x];
mean[DataDistribution["Histogram", {h_, e_}, __]] := Total[h Differences[e] (Most[e] + Rest[e])/2];
mean[TransformedDistribution[e_, vs_]] := With[{r = Expectation[e, vs]}, If[FreeQ[r, Expectation], r, $Failed]];
mean[d_] := raw[d, 1];
variance[MixtureDistribution[w_, ds_]] := With[{m = Map[Mean, ds]}, Simplify[Total[w (Map[Variance, ds] + m^2)]/Total[w] - (Total[w m]/Total[w])^2]];
variance[d_ProductDistribution] := Variance /@ List @@ d;
variance[BinormalDistribution[_, s_, _]] := s^2;
variance[MultinomialDistribution[n_, p_]] := n p (1 - p);
variance[DirichletDistribution[a_]] := With[{t = Total[a]}, Most[a] (t - Most[a])/(t^2 (1 + t))];
variance[HypoexponentialDistribution[l_]] := Total[1/l^2];
variance[SkewNormalDistribution[m_, s_, a_]] := s^2 (1 - 2 a^2/(Pi (1 + a^2)));
variance[UniformSumDistribution[n_, {a_, b_}]] := n (b - a)^2/12;
variance[BatesDistribution[n_, {a_, b_}]] := (b - a)^2/(12 n);
variance[PowerDistribution[k_, a_]] := a/((1 + a)^2 (2 + a) k^2);
variance[NakagamiDistribution[m_, w_]] := w - w Pochhammer[m, 1/2]^2/m;
variance[DataDistribution["Empirical", {w_, v_, _}, __]] := w . v^2 - (w . v)^2;
variance[DataDistribution["KernelMixture" | "SmoothKernel", {x_, b_, k_}, __]] := Mean[x^2] - Mean[x]^2 + b^2 Switch[k, "Rectangular", 1/3, "Triangular", 1/6, "Epanechnikov", 1/5, _, 1];
variance[d_] := With[{m = If[derivedQ[d], mean[d], Mean[d]], r = raw[d, 2]}, If[MemberQ[{m, r}, $Failed] || ! FreeQ[m, Mean], $Failed, Simplify[r - m^2]]];
(* E[x^n] *)
raw[DataDistribution["Empirical", {w_, v_, _}, __], n_] := w . v^n;
raw[DataDistribution["Histogram", {h_, e_}, __], n_] := Total[h (Rest[e]^(n + 1) - Most[e]^(n + 1))]/(n + 1);
raw[MixtureDistribution[w_, ds_], n_] := Total[w Map[Moment[#, n] &, ds]]/Total[w];
raw[ProbabilityDistribution[f_, {x_, a_, b_}, o___], n_] := settled[Integrate[x^n normalized[f, {x, a, b}, {o}], {x, a, b}]];
raw[ProbabilityDistribution[f_, {x_, a_, b_, s_}, o___], n_] := settled[Sum[x^n f, {x, a, b, s}]/If[MemberQ[{o}, Method -> "Normalize"], Sum[f, {x, a, b, s}], 1]];
raw[TransformedDistribution[e_, vs_], n_] := settled[Expectation[e^n, vs]];
raw[TruncatedDistribution[{a_, b_}, d_], n_] := Module[{x, r}, If[discreteQ[d], r = If[FreeQ[{a, b}, DirectedInfinity], Sum[x^n PDF[d, x], {x, Floor[a] + 1, Floor[b]}]/(CDF[d, b] - CDF[d, a]), $Failed], r = Integrate[x^n within[PDF[d, x]], {x, Max[a, low[d]], Min[b, high[d]]}]/(cdf1[d, b] - cdf1[d, a])]; settled[r]];
within[p_] := If[Head[p] === Piecewise, p[[1, 1, 1]], p];
raw[ParameterMixtureDistribution[d_, w_], n_] := settled[Expectation[Moment[d, n], w]];
raw[d_, n_] := Module[{x, r = moment[d, n]}, If[r =!= $Failed, Return[r]]; If[! IntegerQ[n], Return[$Failed]]; r = mgfMoment[d, n]; If[r =!= $Failed, Return[r]];
  If[discreteQ[d], settled[Sum[x^n PDF[d, x], {x, 0, Infinity}]], settled[integrated[x^n, PDF[d, x], x]]]];
(* over the pieces of a density *)
integrated[f_, Piecewise[ps_List, 0], x_] := Total[Map[With[{r = span[#[[2]], x]}, If[r === $Failed, $Failed, Integrate[f #[[1]], {x, r[[1]], r[[2]]}]]] &, ps]];
integrated[f_, p_, x_] := If[FreeQ[p, Piecewise], Integrate[f p, {x, -Infinity, Infinity}], $Failed];
span[(Less | LessEqual)[a_, x_, b_], x_] := {a, b};
span[Inequality[a_, _, x_, _, b_], x_] := {a, b};
span[(Greater | GreaterEqual)[x_, a_], x_] := {a, Infinity};
span[(Less | LessEqual)[x_, b_], x_] := {-Infinity, b};
span[___] := $Failed;
mgfMoment[d_, n_Integer] := With[{g = mgf[d, \[FormalT]]}, If[g === $Failed || n > 12, $Failed, With[{r = Quiet[D[g, {\[FormalT], n}] /. \[FormalT] -> 0]}, If[FreeQ[r, Indeterminate | ComplexInfinity | DirectedInfinity], Simplify[r], $Failed]]]];
mgfMoment[__] := $Failed;
settled[r_] := If[FreeQ[r, Integrate | Sum | Expectation | PDF | Moment | $Failed], r, $Failed];
low[d_] := Which[MatchQ[d, UniformDistribution[_List]], d[[1, 1]], MemberQ[{ExponentialDistribution, GammaDistribution, WeibullDistribution, LogNormalDistribution, ChiSquareDistribution, BetaDistribution, RayleighDistribution, HalfNormalDistribution, MaxwellDistribution, ErlangDistribution}, Head[d]], 0, Head[d] === ParetoDistribution, d[[1]], True, -Infinity];
high[d_] := Which[MatchQ[d, UniformDistribution[_List]], d[[1, 2]], Head[d] === BetaDistribution, 1, True, Infinity];
moment[__] := $Failed;
central[d_, n_Integer] := Module[{ms = Table[Moment[d, k], {k, 0, n}]}, If[FreeQ[ms, Moment], Simplify[Sum[Binomial[n, k] ms[[k + 1]] (-ms[[2]])^(n - k), {k, 0, n}]], $Failed]];
central[__] := $Failed;
covariance[d_ProductDistribution] := DiagonalMatrix[Variance /@ List @@ d];
covariance[BinormalDistribution[_, {s_, t_}, r_]] := {{s^2, r s t}, {r s t, t^2}};
covariance[MultinomialDistribution[n_, p_]] := n (DiagonalMatrix[p] - Outer[Times, p, p]);
covariance[_] := $Failed;

(* ---- generating functions *)
mgf[NormalDistribution[m_, s_], t_] := E^(m t + s^2 t^2/2);
mgf[UniformDistribution[{a_, b_}], t_] := (E^(b t) - E^(a t))/((b - a) t);
mgf[ExponentialDistribution[l_], t_] := l/(l - t);
mgf[GammaDistribution[a_, b_], t_] := (1 - b t)^(-a);
mgf[ErlangDistribution[k_, l_], t_] := (1 - t/l)^(-k);
mgf[ChiSquareDistribution[n_], t_] := (1 - 2 t)^(-n/2);
mgf[LaplaceDistribution[m_, b_], t_] := E^(m t)/(1 - b^2 t^2);
mgf[LogisticDistribution[m_, b_], t_] := E^(m t) Pi b t Csc[Pi b t];
mgf[ExtremeValueDistribution[a_, b_], t_] := E^(a t) Gamma[1 - b t];
mgf[GumbelDistribution[a_, b_], t_] := E^(a t) Gamma[1 + b t];
mgf[BetaDistribution[a_, b_], t_] := Hypergeometric1F1[a, a + b, t];
mgf[PoissonDistribution[m_], t_] := E^((E^t - 1) m);
mgf[BernoulliDistribution[p_], t_] := 1 - p + E^t p;
mgf[BinomialDistribution[n_, p_], t_] := (1 + (E^t - 1) p)^n;
mgf[GeometricDistribution[p_], t_] := p/(1 - E^t (1 - p));
mgf[NegativeBinomialDistribution[n_, p_], t_] := (p/(1 - E^t (1 - p)))^n;
mgf[DiscreteUniformDistribution[{a_, b_}], t_] := (E^(a t) - E^((1 + b) t))/((1 - E^t) (1 - a + b));
mgf[HypoexponentialDistribution[l_], t_] := Times @@ (l/(l - t));
mgf[MixtureDistribution[w_, ds_], t_] := With[{g = Map[mgf[whole[#], t] &, ds]}, If[MemberQ[g, $Failed], $Failed, Total[w g]/Total[w]]];
mgf[MultinormalDistribution[m_List, s_], t_List] := E^(m . t + t . s . t/2);
mgf[BinormalDistribution[m_, {s_, u_}, r_], t_List] := mgf[MultinormalDistribution[m, {{s^2, r s u}, {r s u, u^2}}], t];
mgf[d : DataDistribution["Empirical", {w_, v_, _}, __], t_] := w . E^(t v);
mgf[NormalDistribution[], t_] := E^(t^2/2);
mgf[UniformDistribution[], t_] := (E^t - 1)/t;
mgf[___] := $Failed;
momentGeneratingFunction[d_, t_] := Module[{g = mgf[d, t], x}, If[g =!= $Failed, g, If[MemberQ[{CauchyDistribution, LogNormalDistribution, StudentTDistribution, ParetoDistribution}, Head[d]], Indeterminate, With[{r = settled[Expectation[E^(t x), Distributed[x, d]]]}, If[r === $Failed, $Unevaluated, r]]]]];
characteristicFunction[CauchyDistribution[a_, b_], t_] := E^(I a t - b Abs[t]);
characteristicFunction[CauchyDistribution[], t_] := E^(-Abs[t]);
characteristicFunction[d_, t_] := Module[{g = mgf[d, I t], x}, If[g =!= $Failed, g, With[{r = settled[Expectation[E^(I t x), Distributed[x, d]]]}, If[r === $Failed, $Unevaluated, r]]]];
cumulantGeneratingFunction[d_, t_] := With[{g = momentGeneratingFunction[d, t]}, If[g === $Unevaluated, g, PowerExpand[Log[g]]]];
centralMomentGeneratingFunction[d_, t_] := With[{g = momentGeneratingFunction[d, t], m = Mean[d]}, If[g === $Unevaluated || ! FreeQ[m, Mean], $Unevaluated, Simplify[E^(-m t) g]]];
factorialMomentGeneratingFunction[d_, t_] := With[{g = mgf[d, Log[t]]}, If[g === $Failed, $Unevaluated, Simplify[g, t > 0]]];
factorialMoment[d_List, n_] := Mean[FactorialPower[d, n]];
factorialMoment[d_, n_Integer] := With[{ms = Table[Moment[d, k], {k, 0, n}]}, If[FreeQ[ms, Moment], Simplify[ms . CoefficientList[FunctionExpand[Product[\[FormalX] - k, {k, 0, n - 1}]], \[FormalX]]], $Unevaluated]];
factorialMoment[___] := $Unevaluated;
cumulant[d_List, n_Integer] := fromMoments[Table[Mean[d^k], {k, n}], n];
cumulant[NormalDistribution[m_, s_], n_Integer] := Switch[n, 1, m, 2, s^2, _, 0];
cumulant[PoissonDistribution[m_], _] := m;
cumulant[d_, n_Integer] := With[{ms = Table[Moment[d, k], {k, n}]}, If[FreeQ[ms, Moment], Simplify[fromMoments[ms, n]], $Unevaluated]];
cumulant[___] := $Unevaluated;
fromMoments[ms_, n_] := Module[{k = {}}, Do[AppendTo[k, ms[[i]] - Sum[Binomial[i - 1, j - 1] k[[j]] ms[[i - j]], {j, i - 1}]], {i, n}]; Last[k]];
inverseSurvivalFunction[d_, q_] := Quantile[d, 1 - q];
inverseSurvivalFunction[d_, q_List] := Quantile[d, 1 - q];

(* ---- the entry: property[head, distribution, more...] *)
points[f_, d_, x_List] := Map[f[d, #] &, x];
multivariateQ[BinormalDistribution[__] | MultinomialDistribution[__] | ProductDistribution[__] | DirichletDistribution[_] | MultivariateTDistribution[__] | ProbabilityDistribution[_, _List, _List, ___]] := True;
multivariateQ[_] := False;
answer[$Failed] := $Unevaluated;
answer[r_] := r;
property[PDF, d_, x_] := answer[pdf[d, x]];
property[CDF, d_, x_] := answer[cdf[d, x]];
property[Quantile, d_, q_] := answer[quantile[whole[d], q]];
property[Median, d_] := With[{r = Quantile[d, 1/2]}, If[FreeQ[r, Quantile], r, $Unevaluated]];
property[Mean, d_] := answer[mean[d]];
property[Variance, d_] := answer[variance[d]];
property[Covariance, d_] := answer[covariance[d]];
property[Correlation, BinormalDistribution[_, _, r_]] := {{1, r}, {r, 1}};
property[Moment, d_, 0] := 1;
property[Moment, d_, n_] := answer[raw[whole[d], n]];
property[CentralMoment, d_, 0] := 1;
property[CentralMoment, d_, n_] := answer[central[whole[d], n]];
skewness[d_] := With[{m = CentralMoment[d, 3], v = Variance[d]}, If[FreeQ[{m, v}, CentralMoment | Variance], Simplify[m/v^(3/2)], $Failed]];
kurtosis[d_] := With[{m = CentralMoment[d, 4], v = Variance[d]}, If[FreeQ[{m, v}, CentralMoment | Variance], Simplify[m/v^2], $Failed]];
property[Skewness, d_] := answer[skewness[d]];
property[Kurtosis, d_] := answer[kurtosis[d]];
property[InterquartileRange, d_] := With[{a = Quantile[d, 1/4], b = Quantile[d, 3/4]}, If[FreeQ[{a, b}, Quantile], b - a, $Unevaluated]];
property[Quartiles, d_] := With[{l = Quantile[d, {1/4, 1/2, 3/4}]}, If[FreeQ[l, Quantile], l, $Unevaluated]];
property[StandardDeviation, d_] := With[{v = Variance[d]}, If[FreeQ[v, Variance], root[v], $Unevaluated]];
property[SurvivalFunction, d_, x_] := With[{c = CDF[d, \[FormalX]]}, Which[FreeQ[c, CDF], complement[c] /. \[FormalX] -> x, FreeQ[CDF[d, x], CDF], complement[CDF[d, x]], True, $Unevaluated]];
property[HazardFunction, d_, x_] := With[{p = PDF[d, x], s = SurvivalFunction[d, x]}, If[FreeQ[{p, s}, PDF | CDF | SurvivalFunction], quotient[p, s], $Unevaluated]];
property[LogLikelihood, d_, data_List] := logLikelihood[PDF[d, \[FormalX]], data, d];
property[___] := $Unevaluated;
(* parameters of scale are positive: the root of a square is its base *)
root[Piecewise[ps_List, e_]] := Piecewise[Map[{root[#[[1]]], #[[2]]} &, ps], root[e]];
root[v_] := With[{fs = If[Head[v] === Times, List @@ v, {v}]}, With[{even = Select[fs, MatchQ[#, Power[_, _Integer?EvenQ]] &]}, Sqrt[Times @@ DeleteCases[fs, Alternatives @@ even]] Times @@ Map[#[[1]]^(#[[2]]/2) &, even]]];
(* one less a distribution function, over its pieces *)
complement[Piecewise[ps_List, e_]] := Piecewise[Map[{complement[#[[1]]], #[[2]]} &, ps], complement[e]];
complement[Erfc[u_]/2] := Erfc[-u]/2;
complement[GammaRegularized[a_, 0, z_]] := GammaRegularized[a, z];
complement[GammaRegularized[a_, z_]] := GammaRegularized[a, 0, z];
complement[e_] := 1 - e;
quotient[Piecewise[ps_List, 0], Piecewise[qs_List, e_]] := Piecewise[Map[{simpler[#[[1]], First[Append[Cases[qs, {v_, c_} /; c === #[[2]] :> v], e]]], #[[2]]} &, ps], 0];
quotient[p_, s_] := simpler[p, s];
simpler[p_, s_] := If[NumericQ[p] || NumericQ[s], p/s, Simplify[p/s]];
(* the logarithm of the density first, so that small densities do not vanish *)
logLikelihood[Piecewise[{{f_, c_}}, 0], data_, _] := With[{holds = And @@ Map[c /. \[FormalX] -> # &, data], sum = logSum[f, data]}, Which[holds === True, sum, holds === False, -Infinity, True, Piecewise[{{sum, holds}}, -Infinity]]];
logLikelihood[f_, data_, d_] := If[FreeQ[f, Piecewise | PDF], logSum[f, data], Total[Map[Log[PDF[d, #]] &, data]]];
logSum[f_, data_] := With[{g = Expand[PowerExpand[Log[f]]]}, Simplify[Total[Map[g /. \[FormalX] -> # &, data]]]];

(* ---- draws: a list of n values, or $Failed *)
draw[TransformedDistribution[e_, Distributed[x_, d_]], n_] := With[{s = RandomVariate[d, n]}, If[ListQ[s], Map[Function[v, e /. x -> v], s], $Failed]];
draw[TransformedDistribution[e_, vs : {__Distributed}], n_] := With[{s = Map[RandomVariate[Last[#], n] &, vs]}, If[MatrixQ[s], Map[Function[v, e /. Thread[vs[[All, 1]] -> v]], Transpose[s]], $Failed]];
draw[MixtureDistribution[w_, ds_], n_] := With[{k = RandomChoice[N[w] -> Range[Length[ds]], n]}, With[{s = Map[RandomVariate[#, n] &, ds]}, MapIndexed[s[[#1, First[#2]]] &, k]]];
draw[CensoredDistribution[{a_, b_}, d_], n_] := Clip[RandomVariate[d, n], {a, b}];
draw[OrderDistribution[{d_, m_Integer}, k_Integer], n_] := Table[Sort[RandomVariate[d, m]][[k]], n];
draw[d_ProductDistribution, n_] := Transpose[Map[RandomVariate[#, n] &, List @@ d]];
draw[BinormalDistribution[m_, {s_, t_}, r_], n_] := RandomVariate[MultinormalDistribution[m, {{s^2, r s t}, {r s t, t^2}}], n];
draw[MultinomialDistribution[m_Integer, p_], n_] := Table[With[{c = Counts[RandomChoice[N[p] -> Range[Length[p]], m]]}, Map[Lookup[c, #, 0] &, Range[Length[p]]]], n];
draw[DirichletDistribution[a_], n_] := Table[With[{g = Map[RandomVariate[GammaDistribution[#, 1]] &, a]}, Most[g]/Total[g]], n];
draw[MultivariateTDistribution[m_List, s_, v_], n_] := Table[m + RandomVariate[MultinormalDistribution[0 m, s]]/Sqrt[RandomVariate[ChiSquareDistribution[v]]/v], n];
draw[DataDistribution["Empirical", {w_, v_, _}, __], n_] := RandomChoice[N[w] -> v, n];
draw[DataDistribution["Histogram", {h_, e_}, __], n_] := With[{k = RandomChoice[h Differences[e] -> Range[Length[h]], n]}, Map[RandomReal[{e[[#]], e[[# + 1]]}] &, k]];
draw[DataDistribution["SmoothKernel" | "KernelMixture", {x_, b_, k_}, __], n_] := RandomChoice[x, n] + b kernel[k][[3]][n];
draw[HypoexponentialDistribution[l_], n_] := Total[Map[RandomVariate[ExponentialDistribution[#], n] &, l]];
draw[SkewNormalDistribution[m_, s_, a_], n_] := Table[With[{z = RandomVariate[NormalDistribution[], 2], d = a/Sqrt[1. + a^2]}, m + s (d Abs[z[[1]]] + Sqrt[1 - d^2] z[[2]])], n];
draw[UniformSumDistribution[k_, r_], n_] := Total[RandomReal[r, {k, n}]];
draw[BatesDistribution[k_, r_], n_] := Mean[RandomReal[r, {k, n}]];
draw[ParameterMixtureDistribution[d_, Distributed[t_, w_]], n_] := Map[RandomVariate[d /. t -> #] &, RandomVariate[w, n]];
draw[ZipfDistribution[r_], n_] := Table[quantile[ZipfDistribution[r], RandomReal[]], n];
draw[d_, n_] := With[{s = Map[Quantile[d, #] &, RandomReal[1, n]]}, If[FreeQ[s, Quantile], s, $Failed]];
drawn[d_, n_] := With[{s = draw[d, n]}, If[ListQ[s] && FreeQ[s, RandomVariate | Quantile], s, $Unevaluated]];
