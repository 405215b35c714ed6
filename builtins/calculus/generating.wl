(* generating.wl - series and sequences as wholes: convergence of sums, generating functions, continued fractions, leading terms, periods. *)

(* ---- SumConvergence: the ratio test, then Raabe's, then Bertrand's; alternating sums by Leibniz *)
sumConvergence[f_, n_Symbol, opts___Rule] := Module[{a = f /. Cos[n Pi] :> (-1)^n, g},
   If[FreeQ[a, n], Return[a === 0]];
   If[Head[a] === Times, a = Select[a, ! FreeQ[#, n] &]];
   If[! FreeQ[a, Power[-1, _]],
     g = Simplify[a/(-1)^n, Element[n, Integers]];
     If[FreeQ[g, Power[-1, _]], Return[Module[{l = Limit[g, n -> Infinity]}, If[l === 0, True, If[NumericQ[l] || ! FreeQ[l, DirectedInfinity | Indeterminate], False, $Unevaluated]]]]]];
   converges[a, n]];
sumConvergence[f_, {n_, rest__}, opts___] := $Unevaluated;
converges[a_, n_] := Module[{q, l, r},
   q = Simplify[FullSimplify[(a /. n -> n + 1)/a]];
   l = Limit[q, n -> Infinity];
   Which[
     ! FreeQ[l, Limit], $Unevaluated,
     ! FreeQ[l, Indeterminate | Interval], False,
     ! FreeQ[l, DirectedInfinity], False,
     l === 1, r = Limit[n (1/q - 1), n -> Infinity]; raabe[r, q, n],
     NumericQ[l], If[TrueQ[Abs[l] == 1], leibniz[a, n], TrueQ[Abs[l] < 1]],
     True, Simplify[Abs[l] < 1]]];
raabe[r_, q_, n_] := Which[
   ! FreeQ[r, Limit], $Unevaluated,
   r === Infinity, True,
   r === -Infinity, False,
   r === 1, With[{b = Limit[Log[n] (n (1/q - 1) - 1), n -> Infinity]}, If[NumericQ[b], TrueQ[b > 1], If[b === Infinity, True, False]]],
   NumericQ[r], TrueQ[Re[r] > 1],
   True, Simplify[Re[r] > 1]];
leibniz[a_, n_] := TrueQ[Limit[Abs[a], n -> Infinity] === 0];

(* ---- generating functions *)
generatingFunction[f_, {n_, m__}, {x_, y__}, opts___] := generatingFunction[GeneratingFunction[f, n, x, opts], {m}, {y}];
generatingFunction[f_, {n_}, {x_}, opts___] := GeneratingFunction[f, n, x, opts];
generatingFunction[f_, n_Symbol, x_, opts___Rule] := ordinary[Expand[f], n, x];
ordinary[f_, n_, x_] /; FreeQ[f, n] := f/(1 - x);
ordinary[f_Plus, n_, x_] := GeneratingFunction[#, n, x] & /@ f;
ordinary[c_ f_, n_, x_] /; FreeQ[c, n] := c GeneratingFunction[f, n, x];
ordinary[Power[c_, n_] f_., n_, x_] /; FreeQ[c, n] := With[{y = Unique["y"]}, With[{g = GeneratingFunction[f, n, y]}, If[FreeQ[g, GeneratingFunction], g /. y -> c x, $Unevaluated]]];
ordinary[Power[c_, k_ + n_] f_., n_, x_] /; FreeQ[{c, k}, n] := c^k GeneratingFunction[c^n f, n, x];
ordinary[Fibonacci[n_], n_, x_] := -(x/(-1 + x + x^2));
ordinary[LucasL[n_], n_, x_] := (-2 + x)/(-1 + x + x^2);
ordinary[HarmonicNumber[n_], n_, x_] := Log[1 - x]/(-1 + x);
ordinary[CatalanNumber[n_], n_, x_] := 2/(1 + Sqrt[1 - 4 x]);
ordinary[Binomial[Times[2, n_], n_], n_, x_] := 1/Sqrt[1 - 4 x];
ordinary[Binomial[k_, n_], n_, x_] /; FreeQ[k, n] := (1 + x)^k;
ordinary[Binomial[n_, k_], n_, x_] /; FreeQ[k, n] := x^k/(1 - x)^(k + 1);
ordinary[1/Factorial[n_], n_, x_] := E^x;
ordinary[KroneckerDelta[n_] | DiscreteDelta[n_], n_, x_] := 1;
ordinary[UnitStep[n_], n_, x_] := 1/(1 - x);
ordinary[h_[n_ + k_Integer?Positive], n_, x_] /; Head[h] === Symbol && ! MemberQ[Attributes[h], NumericFunction] :=
   (GeneratingFunction[h[n], n, x] - Sum[h[j] x^j, {j, 0, k - 1}])/x^k;
ordinary[f_, n_, x_] := With[{s = Quiet[Sum[f x^n, {n, 0, Infinity}]]}, If[FreeQ[s, Sum], s, $Unevaluated]];
exponentialGeneratingFunction[f_, n_Symbol, x_, opts___Rule] := With[{s = exponential[f, n, x]}, If[FreeQ[s, Sum], s, $Unevaluated]];
exponential[f_, n_, x_] /; FreeQ[f, n] := f E^x;
exponential[f_, n_, x_] /; PolynomialQ[f, n] := Module[{c = CoefficientList[f, n]}, Factor[Sum[c[[k + 1]] Sum[StirlingS2[k, j] x^j, {j, 0, k}], {k, 0, Length[c] - 1}]] E^x];
exponential[f_ Power[c_, n_], n_, x_] /; FreeQ[c, n] := exponential[f, n, c x];
exponential[Power[c_, n_], n_, x_] /; FreeQ[c, n] := E^(c x);
exponential[n_!, n_, x_] := 1/(1 - x);
exponential[BernoulliB[n_], n_, x_] := x/(-1 + E^x);
exponential[EulerE[n_], n_, x_] := Sech[x];
exponential[BellB[n_], n_, x_] := E^(-1 + E^x);
exponential[f_, n_, x_] := Quiet[Sum[f x^n/n!, {n, 0, Infinity}]];

(* ---- DifferenceQuotient *)
differenceQuotient[f_, {x_, h_}] := Simplify[Cancel[Together[Expand[(f /. x -> x + h) - f]/h]]];
differenceQuotient[f_, {x_, n_Integer?NonNegative, h_}] := Simplify[Cancel[Together[Expand[Sum[(-1)^(n - k) Binomial[n, k] (f /. x -> x + k h), {k, 0, n}]]/h^n]]];
differenceQuotient[f_, specs : {_, __} ..] /; Length[{specs}] > 1 := Fold[DifferenceQuotient, f, {specs}];

(* ---- Asymptotic[f, x -> x0] and [f, {x, x0, n}]: terms of the series *)
asymptotic[f_, x_ -> x0_] := Module[{}, Do[With[{s = Quiet[Series[f, {x, x0, k}]]}, If[Head[s] =!= SeriesData, Return[If[FreeQ[s, Series], s, $Unevaluated], Module]];
    If[s[[3]] =!= {}, Return[Normal[SeriesData[s[[1]], s[[2]], {First[s[[3]]]}, s[[4]], s[[4]] + 1, s[[6]]]], Module]]], {k, 1, 12}]; $Unevaluated];
asymptotic[f_, {x_, x0_, n_Integer}] := With[{s = Quiet[Series[f, {x, x0, n}]]}, If[FreeQ[s, Series], Normal[s], $Unevaluated]];

(* ---- FunctionPeriod: of sums and products of functions with commensurable periods *)
functionPeriod[f_, x_, domain_ : Reals] := With[{p = period[f, x, domain]}, If[p === $Failed, $Unevaluated, p]];
periodTable = <|Sin -> 2 Pi, Cos -> 2 Pi, Sec -> 2 Pi, Csc -> 2 Pi, Tan -> Pi, Cot -> Pi, Exp -> 2 Pi I, Sinh -> 2 Pi I, Cosh -> 2 Pi I, Tanh -> Pi I, SquareWave -> 1,
   TriangleWave -> 1, SawtoothWave -> 1, FractionalPart -> 1|>;
period[f_, x_, _] /; FreeQ[f, x] := Infinity;
period[h_[g_], x_, d_] /; KeyExistsQ[periodTable, h] && PolynomialQ[g, x] && Exponent[g, x] === 1 := domained[periodTable[h]/Coefficient[Expand[g], x, 1], d];
period[Power[E, g_], x_, d_] /; PolynomialQ[g, x] && Exponent[g, x] === 1 := domained[2 Pi I/Coefficient[Expand[g], x, 1], d];
period[Mod[x_, m_], x_, _] := m;
period[Power[-1, x_], x_, Integers] := 2;
period[f_Plus | f_Times, x_, d_] := Module[{p = DeleteCases[period[#, x, d] & /@ List @@ f, Infinity], r, s, q},
   If[MemberQ[p, $Failed | 0], Return[If[MemberQ[p, $Failed], $Failed, 0]]];
   r = Cancel[p/First[p]];
   If[! AllTrue[r, MatchQ[#, _Integer | _Rational] &], Return[0]];
   s = Abs[First[p]] LCM @@ Abs[r] /. Abs[y_] :> y;
   Do[If[TrueQ[Simplify[(f /. x -> x + s/k) - f] === 0], s = s/k; Break[]], {k, {6, 4, 3, 2}}];
   s];
period[Power[f_, n_Integer], x_, d_] := With[{p = period[f, x, d]}, If[MemberQ[{$Failed, 0, Infinity}, p], p, If[EvenQ[n] && TrueQ[Simplify[(f /. x -> x + p/2)^n - f^n] === 0], p/2, p]]];
period[h_[g_], x_, d_] := period[g, x, d];
period[_, _, _] := 0;
domained[p_, Complexes] := p /. Times[-1, q_] :> q;
domained[p_, _] := With[{q = Simplify[p]}, If[FreeQ[q, _Complex], If[TrueQ[q < 0], -q, q], 0]];

(* ---- ContinuedFractionK *)
continuedFractionK[g_, {k_, a_, b_}] := continuedFractionK[1, g, {k, a, b}];
continuedFractionK[f_, g_, {k_, a_Integer, b_Integer}] := If[b < a, 0, Fold[Function[{tail, j}, (f /. k -> j)/((g /. k -> j) + tail)], 0, Range[b, a, -1]]];
continuedFractionK[f_, g_, {k_, a_Integer, Infinity}] := Which[
   FreeQ[{f, g}, k], (Sqrt[g^2 + 4 f] - g)/2,
   f === 1 && g === k && a === 1, BesselI[1, 2]/BesselI[0, 2],
   True, $Unevaluated];
