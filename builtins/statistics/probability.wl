(* probability.wl - Probability and Expectation: by enumeration where values are few, by distribution functions and moments, else by integrals and sums. *)

(* The values a discrete variable takes, when they are finitely many. *)
values[DiscreteUniformDistribution[{a_Integer, b_Integer}]] := Range[a, b];
values[BernoulliDistribution[_]] := {0, 1};
values[BinomialDistribution[n_Integer, _]] := Range[0, n];
values[HypergeometricDistribution[n_Integer, k_Integer, m_Integer]] := Range[Max[0, n + k - m], Min[n, k]];
values[DataDistribution["Empirical", {_, v_, _}, __]] := v;
values[_] := $Failed;
discrete[PoissonDistribution[_] | GeometricDistribution[_] | NegativeBinomialDistribution[_, _]] := True;
discrete[d : (MixtureDistribution | TruncatedDistribution | CensoredDistribution | OrderDistribution | ProbabilityDistribution | TransformedDistribution | ParameterMixtureDistribution | ZipfDistribution | BenfordDistribution)[___]] := (LoadUnit["statistics/derived"]; System`Library`statistics`derived`discreteQ[d]);
discrete[d_] := values[d] =!= $Failed;

vars[Distributed[x_, d_]] := {{x, d}};
vars[l_List] := Join @@ (vars /@ l);
vars[_] := {$Failed};

(* Independent variables with finitely many values: {{assignment, probability}, ...} *)
outcomes[vs_] := Map[{Thread[vs[[All, 1]] -> #], Times @@ MapThread[weight, {vs[[All, 2]], #}]} &, Tuples[support /@ vs[[All, 2]]]];
support[d_List] := Union[d];
support[d_] := values[d];
weight[d_List, x_] := Count[d, x]/Length[d];
weight[d_, x_] := PDF[d, x];
finite[vs_] := AllTrue[vs[[All, 2]], support[#] =!= $Failed &] && Times @@ (Length[support[#]] & /@ vs[[All, 2]]) <= 10^6;

probability[Conditioned[p_, q_], spec_] := With[{a = Probability[p && q, spec], b = Probability[q, spec]}, a/b /; FreeQ[{a, b}, Probability]];
probability[p_, spec_] := Module[{vs = vars[spec]},
  Which[
    MemberQ[vs, $Failed], $Unevaluated,
    finite[vs], Total[Map[If[TrueQ[p /. First[#]], Last[#], 0] &, outcomes[vs]]],
    Length[vs] === 1, single[p, vs[[1, 1]], vs[[1, 2]]],
    True, $Unevaluated]];
probability[___] := $Unevaluated;

(* one variable: from the distribution function; F[a] is the probability of x <= a, P[a] that of x == a *)
cdf[d_, a_] := Which[a === Infinity, 1, a === -Infinity, 0, True, CDF[d, a]];
(* the probability of x > a, without the cancellation of 1 - CDF where there is a form for it *)
above[NormalDistribution[m_, s_], a_] /; FreeQ[a, DirectedInfinity] := Erfc[(a - m)/(Sqrt[2] s)]/2;
above[NormalDistribution[], a_] := above[NormalDistribution[0, 1], a];
above[d_, a_] := 1 - cdf[d, a];
point[d_, a_] := If[discrete[d], PDF[d, a], 0];
single[True, _, _] := 1;
single[False, _, _] := 0;
single[! p_, x_, d_] := 1 - single[p, x, d];
single[p_, x_, d_] := Switch[p,
   Less[x, _?(FreeQ[#, x] &)], cdf[d, Last[p]] - point[d, Last[p]],
   LessEqual[x, _?(FreeQ[#, x] &)], cdf[d, Last[p]],
   Greater[x, _?(FreeQ[#, x] &)], above[d, Last[p]],
   GreaterEqual[x, _?(FreeQ[#, x] &)], above[d, Last[p]] + point[d, Last[p]],
   (Less | LessEqual | Greater | GreaterEqual)[_?(FreeQ[#, x] &), x], single[turned[Head[p]][x, First[p]], x, d],
   Equal[x, _?(FreeQ[#, x] &)], point[d, Last[p]],
   Unequal[x, _?(FreeQ[#, x] &)], 1 - point[d, Last[p]],
   (Equal | Unequal)[_?(FreeQ[#, x] &), x], single[Reverse[p], x, d],
   Less[_, x, _], cdf[d, p[[3]]] - point[d, p[[3]]] - cdf[d, p[[1]]],
   LessEqual[_, x, _], cdf[d, p[[3]]] - cdf[d, p[[1]]] + point[d, p[[1]]],
   Greater[_, x, _], single[Less[p[[3]], x, p[[1]]], x, d],
   GreaterEqual[_, x, _], single[LessEqual[p[[3]], x, p[[1]]], x, d],
   Inequality[_, Less | LessEqual, x, Less | LessEqual, _],
     cdf[d, p[[5]]] - cdf[d, p[[1]]] - If[p[[4]] === Less, point[d, p[[5]]], 0] + If[p[[2]] === LessEqual, point[d, p[[1]]], 0],
   Less[Abs[x], _?NumericQ], single[Less[-p[[2]], x, p[[2]]], x, d],
   Greater[Abs[x], _?NumericQ], 1 - single[LessEqual[-p[[2]], x, p[[2]]], x, d],
   And[(Greater | GreaterEqual)[x, _?NumericQ], (Less | LessEqual)[x, _?NumericQ]],
     single[Last[p], x, d] - single[If[Head[First[p]] === Greater, LessEqual, Less][x, p[[1, 2]]], x, d],
   And[(Less | LessEqual)[x, _?NumericQ], (Greater | GreaterEqual)[x, _?NumericQ]], single[Reverse[p], x, d],
   _, With[{r = reduced[p, x]}, If[r === $Failed, expectationOf[Boole[p], x, d], Total[Map[single[#, x, d] &, r]]]]];
(* the parts of the set where p holds, as single relations of x that exclude each other; $Failed when Reduce cannot say so *)
reduced[p_, x_] := Module[{r = Quiet[Reduce[p, x, Reals]], parts},
  parts = If[Head[r] === Or, List @@ r, {r}];
  If[r =!= p && AllTrue[parts, simple[#, x] &], parts, $Failed]];
simple[True | False, _] := True;
simple[(Less | LessEqual | Greater | GreaterEqual | Equal)[x_, a_?NumericQ] | (Less | LessEqual)[_?NumericQ, x_, _?NumericQ] | Inequality[_?NumericQ, Less | LessEqual, x_, Less | LessEqual, _?NumericQ], x_] := True;
simple[_, _] := False;
turned[Less] = Greater; turned[Greater] = Less; turned[LessEqual] = GreaterEqual; turned[GreaterEqual] = LessEqual;

nProbability[p_, spec_] := With[{r = Probability[p, spec]}, If[FreeQ[r, Probability] && NumericQ[N[r]], N[r], numerical[Boole[p], spec]]];

expectation[Conditioned[f_, q_], spec_] := With[{a = Expectation[f Boole[q], spec], b = Probability[q, spec]}, a/b /; FreeQ[{a, b}, Probability | Expectation]];
expectation[f_, spec_] := Module[{vs = vars[spec], r},
  Which[
    MemberQ[vs, $Failed], $Unevaluated,
    FreeQ[f, Alternatives @@ vs[[All, 1]]], f,
    finite[vs], Total[Map[(f /. First[#]) Last[#] &, outcomes[vs]]],
    Length[vs] === 1, expectationOf[f, vs[[1, 1]], vs[[1, 2]]],
    True, independent[Expand[f], vs]]];
expectation[___] := $Unevaluated;
(* sums apart; products of functions of different variables apart *)
independent[f_Plus, vs_] := With[{parts = Map[independent[#, vs] &, List @@ f]}, If[MemberQ[parts, $Unevaluated], $Unevaluated, Plus @@ parts]];
independent[f_, vs_] := Module[{left = If[Head[f] === Times, List @@ f, {f}], groups, r},
  If[AnyTrue[left, Function[e, Count[vs[[All, 1]], v_ /; ! FreeQ[e, v]] > 1]], Return[$Unevaluated]];
  r = Map[With[{fs = Select[left, Function[e, ! FreeQ[e, First[#]]]]}, If[fs === {}, 1, expectationOf[Times @@ fs, First[#], Last[#]]]] &, vs];
  If[MemberQ[r, $Unevaluated], $Unevaluated, Times @@ r*Times @@ Select[left, FreeQ[#, Alternatives @@ vs[[All, 1]]] &]]];
expectationOf[f_, x_, d_List] := Mean[Map[f /. x -> # &, d]];
expectationOf[f_, x_, d_] := Module[{p, c, r},
  p = If[PolynomialQ[f, x], Exponent[f, x], Infinity];
  If[p <= 2, c = PadRight[CoefficientList[f, x], 3];
    r = c[[1]] + c[[2]] Mean[d] + c[[3]] If[c[[3]] === 0, 0, Variance[d] + Mean[d]^2];
    If[FreeQ[r, Mean | Variance], Return[r]]];
  If[p < Infinity, r = momentSum[f, x, d]; If[r =!= $Failed, Return[r]]];
  r = If[discrete[d], Sum[f PDF[d, x], {x, 0, Infinity}], integral[f, x, d]];
  If[FreeQ[r, Sum | Integrate | PDF], r, $Unevaluated]];
(* moments of the normal distribution of any order: E[(m + s z)^n] *)
momentSum[f_, x_, NormalDistribution[m_, s_]] := Module[{z}, With[{c = CoefficientList[Expand[f /. x -> m + s z], z]}, Expand[Sum[c[[k + 1]] If[OddQ[k], 0, (k - 1)!!], {k, 0, Length[c] - 1}]]]];
momentSum[f_, x_, ExponentialDistribution[l_]] := With[{c = CoefficientList[f, x]}, Sum[c[[k + 1]] k!/l^k, {k, 0, Length[c] - 1}]];
momentSum[f_, x_, UniformDistribution[{a_, b_}]] := With[{c = CoefficientList[f, x]}, Sum[c[[k + 1]] (b^(k + 1) - a^(k + 1))/((k + 1) (b - a)), {k, 0, Length[c] - 1}]];
momentSum[___] := $Failed;
integral[f_, x_, UniformDistribution[{a_, b_}]] := Integrate[f/(b - a), {x, a, b}];
integral[f_, x_, d : ExponentialDistribution[l_]] := Integrate[f l E^(-l x), {x, 0, Infinity}];
integral[f_, x_, d_] := Integrate[f PDF[d, x], {x, -Infinity, Infinity}];
nExpectation[f_, spec_] := With[{r = If[exactly[f, spec], Expectation[f, spec], $Failed]}, If[r =!= $Failed && FreeQ[r, Expectation] && NumericQ[N[r]], N[r], numerical[f, spec]]];
(* the exact way is short where a moment or a finite sum is asked *)
exactly[f_, spec_] := With[{vs = vars[spec]}, MemberQ[vs, $Failed] || Length[vs] > 1 || finite[vs] || PolynomialQ[f, vs[[1, 1]]]];
(* one variable: the integral over the pieces of the density, or the sum until its terms are negligible *)
numerical[f_, spec_] := Module[{vs = vars[spec], r},
  If[Length[vs] =!= 1 || MemberQ[vs, $Failed] || ListQ[vs[[1, 2]]], Return[$Unevaluated]];
  r = numericalOf[f, vs[[1, 1]], vs[[1, 2]]];
  If[NumberQ[r], r, $Unevaluated]];
numericalOf[f_, x_, d_] := If[isDiscrete[d], numericalSum[f, x, d], numericalIntegral[f, x, PDF[d, x]]];
isDiscrete[d_] := discrete[d] || (LoadUnit["statistics/derived"]; System`Library`statistics`derived`discreteQ[d]);
numericalIntegral[f_, x_, Piecewise[ps_List, 0]] := Total[Map[With[{r = (LoadUnit["statistics/derived"]; System`Library`statistics`derived`span[#[[2]], x])}, If[ListQ[r], Quiet[NIntegrate[f #[[1]], {x, r[[1]], r[[2]]}]], $Failed]] &, ps]];
numericalIntegral[f_, x_, p_] := Quiet[NIntegrate[f p, {x, -Infinity, Infinity}]];
(* from the median outwards; a term counts until forty in a row have been negligible *)
numericalSum[f_, x_, d_] := Module[{mid = Quantile[d, 1/2], up, down},
  If[! IntegerQ[mid], Return[$Failed]];
  up = tail[f PDF[d, x], x, mid, 1]; down = tail[f PDF[d, x], x, mid - 1, -1];
  up + down];
tail[g_, x_, start_, step_] := Module[{k = start, total = 0., small = 0, t, count = 0},
  While[small < 40 && count++ < 10^5, t = N[g /. x -> k]; If[! NumberQ[t], Return[$Failed]]; total += t; If[Abs[t] <= 10.^-18 Max[1, Abs[total]], small++, small = 0]; k += step];
  If[small < 40, $Failed, total]];
