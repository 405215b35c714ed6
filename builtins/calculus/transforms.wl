(* transforms.wl - Laplace, Fourier and Z transforms by linearity, shift rules and a table; Fourier series by integration. *)

no = $Failed;
LoadUnit["calculus/dsolve"];
rootOf = System`Library`calculus`dsolve`rootOf;
complexPart = System`Library`calculus`dsolve`complexPart;
splitConstant[f_, t_] := If[Head[f] === Times, {Select[f, FreeQ[#, t] &], Select[f, ! FreeQ[#, t] &]}, {1, f}];
linear[g_, x_] := With[{e = Expand[g]}, If[PolynomialQ[e, x] && Exponent[e, x] == 1, {Coefficient[e, x, 0], Coefficient[e, x, 1]}, no]];

(* ---- Laplace transform *)
(* at a number: the value of the transform, or the integral *)
laplace[f_, t_, s_?NumericQ, opts___Rule] := Module[{v, r},
   r = laplace[f, t, v];
   If[r =!= $Unevaluated && FreeQ[r, LaplaceTransform | no], Return[r /. v -> s]];
   If[Precision[s] === Infinity, Return[$Unevaluated]];
   r = Quiet[NIntegrate[f E^(-s t), {t, 0, Infinity}]];
   If[NumberQ[r], r, $Unevaluated]];
laplace[f_, t_, s_, opts___Rule] := With[{r = L[f, t, s]}, If[r === no, $Unevaluated, r]];
L[f_List, t_, s_] := L[#, t, s] & /@ f;
L[a_ == b_, t_, s_] := inertL[a, t, s] == inertL[b, t, s];
inertL[f_, t_, s_] := With[{r = L[f, t, s]}, If[r === no, LaplaceTransform[f, t, s], r]];
L[f_, t_, s_] /; FreeQ[f, t] := f/s;
L[f_Plus, t_, s_] := With[{r = L[#, t, s] & /@ List @@ f}, If[AllTrue[r, # === no &], no, Total[MapThread[If[#1 === no, LaplaceTransform[#2, t, s], #1] &, {r, List @@ f}]]]];
L[f_, t_, s_] := Module[{c, g, r},
   {c, g} = splitConstant[f, t];
   If[c =!= 1, r = L[g, t, s]; Return[If[r === no, no, c r]]];
   lookup[f, t, s]];
lookup[t_, t_, s_] := s^(-2);
lookup[Power[t_, n_], t_, s_] /; FreeQ[n, t] := If[IntegerQ[n] && n < 0, no, Gamma[n + 1] s^(-n - 1)];
lookup[Power[b_, g_], t_, s_] /; FreeQ[b, t] && linear[g, t] =!= no := With[{l = linear[g, t]}, b^l[[1]]/(s - l[[2]] Log[b])];
lookup[(h : Sin | Cos | Sinh | Cosh)[g_], t_, s_] /; linear[g, t] =!= no := With[{c = linear[g, t][[1]], a = linear[g, t][[2]]},
   Switch[h, Sin, (a Cos[c] + s Sin[c])/(a^2 + s^2), Cos, (s Cos[c] - a Sin[c])/(a^2 + s^2), Sinh, (a Cosh[c] + s Sinh[c])/(-a^2 + s^2), Cosh, (s Cosh[c] + a Sinh[c])/(-a^2 + s^2)]];
lookup[(UnitStep | HeavisideTheta)[g_], t_, s_] /; linear[g, t] =!= no := step[1, linear[g, t], t, s];
lookup[DiracDelta[g_], t_, s_] /; linear[g, t] =!= no := impulse[1, linear[g, t], t, s];
lookup[BesselJ[n_, g_], t_, s_] /; FreeQ[n, t] && linear[g, t] =!= no && linear[g, t][[1]] === 0 := With[{a = linear[g, t][[2]]}, a^n/(Sqrt[a^2 + s^2] (s + Sqrt[a^2 + s^2])^n)];
lookup[Log[t_], t_, s_] := -((EulerGamma + Log[s])/s);
lookup[Log[t_]^2, t_, s_] := (6 EulerGamma^2 + Pi^2 + 6 Log[s] (2 EulerGamma + Log[s]))/(6 s);
lookup[Erf[Sqrt[t_]], t_, s_] := 1/(s Sqrt[1 + s]);
lookup[Tanh[t_], t_, s_] := (PolyGamma[0, (2 + s)/4] - PolyGamma[0, s/4] - 2/s)/2;
lookup[Erf[t_], t_, s_] := E^(s^2/4) Erfc[s/2]/s;
lookup[Power[E, -t_^2], t_, s_] := E^(s^2/4) Sqrt[Pi] Erfc[s/2]/2;
lookup[Sin[t_]/t_, t_, s_] := ArcTan[1/s];
lookup[Sinc[t_], t_, s_] := ArcTan[1/s];
lookup[SinIntegral[t_], t_, s_] := ArcCot[s]/s;
lookup[HoldPattern[Derivative[n_][y_][t_]], t_, s_] := s^n LaplaceTransform[y[t], t, s] - Sum[s^(n - 1 - k) Derivative[k][y][0], {k, 0, n - 1}];
lookup[f_, t_, s_] := Module[{factors = If[Head[f] === Times, List @@ f, {f}], e, u, d, p, l, r, g},
   (* e^(a t): shift in s *)
   e = Select[factors, MatchQ[#, Power[b_, q_] /; FreeQ[b, t] && linear[q, t] =!= no] &];
   If[e =!= {} && Length[factors] > 1,
    l = linear[e[[1, 2]], t];
    r = L[Cancel[f/e[[1]]], t, s];
    Return[If[r === no, no, e[[1, 1]]^l[[1]] shifted[r, s, l[[2]] Log[e[[1, 1]]]]]]];
   u = Select[factors, MatchQ[#, (UnitStep | HeavisideTheta | DiracDelta)[q_] /; linear[q, t] =!= no] &];
   If[u =!= {} && Length[factors] > 1,
    g = Cancel[f/u[[1]]];
    Return[If[Head[u[[1]]] === DiracDelta, impulse, step][g, linear[u[[1, 1]], t], t, s]]];
   (* t^n: derivatives in s *)
   p = Times @@ Select[factors, MatchQ[#, t | Power[t, _Integer?Positive]] &];
   If[p =!= 1 && p =!= f,
    r = L[Cancel[f/p], t, s];
    If[r === no, Return[no]];
    Return[neat[(-1)^Exponent[p, t] D[r, {s, Exponent[p, t]}]]]];
   (* products of sines and cosines *)
   LoadUnit["calculus/elementary"];
   r = System`Library`calculus`elementary`multiple[f, t];
   If[r =!= no && r =!= f && Head[r] === Plus, Return[neat[L[r, t, s]]]];
   If[Head[Expand[f]] === Plus && Expand[f] =!= f, Return[L[Expand[f], t, s]]];
   no];
shifted[r_, s_, a_] := (r /. s -> s - a) // If[PolynomialQ[Denominator[Together[#]], s] && NumericQ[a], Numerator[#]/Denominator[#], #] &;
neat[e_] := With[{t = Quiet[Factor[Together[e]]]}, If[FreeQ[e, Sqrt | Log | ArcTan | Power[_, _Rational]], t, e]];
step[g_, {b_, a_}, t_, s_] := Module[{p = -b/a, r},
   If[TrueQ[a < 0], Return[no]];
   If[NumericQ[p] && p <= 0, Return[L[g, t, s]]];
   r = L[Expand[g /. t -> t + p], t, s];
   If[r === no, no, E^(-p s) r]];
impulse[g_, {b_, a_}, t_, s_] := Module[{p = -b/a}, If[NumericQ[p] && p < 0, 0, (g /. t -> p) E^(-p s)/Abs[a]]];

(* ---- inverse Laplace transform *)
inverseLaplace[f_, s_, t_, opts___Rule] := With[{r = IL[f, s, t]}, If[r === no, $Unevaluated, r]];
IL[f_List, s_, t_] := IL[#, s, t] & /@ f;
IL[f_, s_, t_] /; FreeQ[f, s] := f DiracDelta[t];
IL[f_, s_, t_] := Module[{c, g, r, e},
   {c, g} = splitConstant[f, s];
   If[c =!= 1, r = IL[g, s, t]; Return[If[r === no, no, If[Head[r] === Plus && NumericQ[c], Expand[c r], c r]]]];
   If[MatchQ[f, HoldPattern[LaplaceTransform[_, _, s]]], Return[f[[1]] /. f[[2]] -> t]];
   e = If[Head[f] === Times, Select[List @@ f, MatchQ[#, Power[E, q_] /; linear[q, s] =!= no] &], If[MatchQ[f, Power[E, q_] /; linear[q, s] =!= no], {f}, {}]];
   If[e =!= {}, With[{l = linear[e[[1, 2]], s]},
     g = Cancel[f/e[[1]]];
     If[FreeQ[g, s], Return[g E^l[[1]] DiracDelta[t + l[[2]]]]];
     r = IL[g, s, t];
     Return[If[r === no, no, E^l[[1]] (r /. t -> t + l[[2]]) HeavisideTheta[t + l[[2]]]]]]];
   g = Together[f];
   If[PolynomialQ[Numerator[g], s] && PolynomialQ[Denominator[g], s], Return[rationalInverse[g, s, t]]];
   r = tableInverse[f, s, t];
   If[r =!= no, Return[r]];
   If[Head[Expand[f]] === Plus, With[{q = IL[#, s, t] & /@ List @@ Expand[f]}, Return[If[AllTrue[q, # === no &], no, Total[MapThread[If[#1 === no, InverseLaplaceTransform[#2, s, t], #1] &, {q, List @@ Expand[f]}]]]]]];
   no];
tableInverse[Power[s_, n_], s_, t_] /; FreeQ[n, s] := t^(-n - 1)/Gamma[-n];
tableInverse[Power[s_^2 + c_, -1/2], s_, t_] /; FreeQ[c, s] := BesselJ[0, rootOf[c] t];
tableInverse[Power[s_ + a_, n_], s_, t_] /; FreeQ[{a, n}, s] := E^(-a t) t^(-n - 1)/Gamma[-n];
tableInverse[ArcTan[Power[s_, -1]], s_, t_] := Sin[t]/t;
tableInverse[ArcTan[a_. Power[s_, -1]], s_, t_] /; FreeQ[a, s] := Sin[a t]/t;
tableInverse[Log[s_]/s_, s_, t_] := -EulerGamma - Log[t];
tableInverse[Power[E, a_. Sqrt[s_]], s_, t_] /; FreeQ[a, s] := -a/(2 E^(a^2/(4 t)) Sqrt[Pi] t^(3/2));
tableInverse[Power[E, a_. Sqrt[s_]]/s_, s_, t_] /; FreeQ[a, s] := Erfc[-a/(2 Sqrt[t])];
tableInverse[_, _, _] := no;
rationalInverse[g_, s_, t_] := Module[{p = PolynomialQuotient[Numerator[g], Denominator[g], s], f, list, r},
   f = Together[g - p];
   r = If[p === 0, 0, Sum[Coefficient[p, s, k] If[k == 0, DiracDelta[t], Derivative[k][DiracDelta][t]], {k, 0, Exponent[p, s]}]];
   If[f === 0, Return[r]];
   list = Apart[f, s];
   list = If[Head[list] === Plus, List @@ list, {list}];
   list = simplePart[#, s, t] & /@ list;
   If[MemberQ[list, no], no, r + Total[list]]];
(* {base, exponent} of the part of a denominator that depends on s *)
varying[d_, s_] := Replace[If[Head[d] === Times, Times @@ Select[List @@ d, ! FreeQ[#, s] &], d], {Power[u_, m_Integer] :> {u, m}, u_ :> {u, 1}}];
simplePart[f_, s_, t_] := Module[{d = Denominator[f], n = Numerator[f], base, k, c, l, q, a, b, roots, lead},
   {base, k} = varying[d, s];
   lead = Cancel[d/base^k];
   l = linear[base, s];
   If[l =!= no, Return[Cancel[n/lead/l[[2]]^k] t^(k - 1)/(k - 1)! E^(-(l[[1]]/l[[2]]) t)]];
   If[Exponent[base, s] == 2,
    q = CoefficientList[base, s];
    a = Cancel[q[[2]]/(2 q[[3]])]; b = rootOf[Together[q[[1]]/q[[3]] - a^2]];
    If[k == 1,
     With[{m = Coefficient[n, s, 1]/(lead q[[3]]), w = Coefficient[n, s, 0]/(lead q[[3]])},
      Return[If[FreeQ[b, _Complex], E^(-a t) (m Cos[b t] + Cancel[Together[(w - m a)/b]] Sin[b t]), With[{bb = b/I}, E^(-a t) (m Cosh[bb t] + Together[(w - m a)/bb] Sinh[bb t])]]]]];
    (* repeated: twice the real part of the residue at -a + I b *)
    With[{r = Residue[n/lead/((s - (-a + I b)) (s - (-a - I b)))^k/q[[3]]^k E^(s t), {s, -a + I b}]},
     If[Head[r] === Residue, Return[no]];
     Return[realTwice[r, t]]]];
   roots = Quiet[Solve[base == 0, s]];
   If[! MatchQ[roots, {{_ -> _} ..}] || k > 1, Return[no]];
   Total[With[{z = s /. #}, Cancel[(n/lead/D[base, s]) /. s -> z] E^(z t)] & /@ roots]];
realTwice[r_, t_] := Module[{e = Expand[r] /. Power[E, g_] /; ! FreeQ[g, t] :> With[{c = complexPart[g]}, E^c[[1]] (Cos[c[[2]]] + I Sin[c[[2]]])]}, With[{x = Expand[2 e]}, Collect[complexPart[x][[1]], {Cos[_], Sin[_]}, Together]]];

(* ---- Fourier transform, F(w) = Sqrt[|b|/(2 Pi)^(1 - a)] Integral f e^(i b w t) dt *)
fourier[f_, t_, w_, opts___Rule] := Module[{p = FourierParameters /. {opts} /. FourierParameters -> {0, 1}, r},
   r = FT[f, t, w];
   If[r === no, Return[$Unevaluated]];
   If[p === {0, 1}, r, With[{a = p[[1]], b = p[[2]]}, scaled[r, w, Sqrt[Abs[b] (2 Pi)^a], b]]]];
scaled[r_, w_, k_, b_] := Expand[k (r /. w -> b w)];
inverseFourier[f_, w_, t_, opts___Rule] := Module[{p = FourierParameters /. {opts} /. FourierParameters -> {0, 1}, r},
   r = FT[f, w, t];
   If[r === no, Return[$Unevaluated]];
   r = even[r /. t -> -t];
   If[p === {0, 1}, r, With[{a = p[[1]], b = p[[2]]}, Expand[Sqrt[Abs[b]/(2 Pi)^a] (r /. t -> b t)]]]];
even[e_] := e /. {DiracDelta[Times[-1, x_]] :> DiracDelta[x], DiracDelta[Plus[a_, Times[-1, x_]]] :> DiracDelta[-a + x], Abs[Times[-1, x_]] :> Abs[x], Sign[Times[-1, x_]] :> -Sign[x]};
FT[f_Plus, t_, w_] := With[{r = FT[#, t, w] & /@ List @@ f}, If[AllTrue[r, # === no &], no, Total[MapThread[If[#1 === no, FourierTransform[#2, t, w], #1] &, {r, List @@ f}]]]];
FT[f_, t_, w_] /; FreeQ[f, t] := f Sqrt[2 Pi] DiracDelta[w];
FT[f_, t_, w_] := Module[{c, g, r},
   {c, g} = splitConstant[f, t];
   If[c =!= 1, r = FT[g, t, w]; Return[If[r === no, no, If[Head[r] === Plus, Map[c # &, r], c r]]]];
   F[f, t, w]];
F[DiracDelta[g_], t_, w_] /; linear[g, t] =!= no := With[{l = linear[g, t]}, E^(-I l[[1]]/l[[2]] w)/(Abs[l[[2]]] Sqrt[2 Pi])];
F[Power[E, g_], t_, w_] /; PolynomialQ[Expand[g], t] && Exponent[Expand[g], t] == 2 := Module[{q = CoefficientList[Expand[g], t], a},
   a = -q[[3]];
   E^Together[q[[1]] + (q[[2]] + I w)^2/(4 a)]/Sqrt[2 a]];
F[Power[E, g_], t_, w_] /; linear[g, t] =!= no && MatchQ[linear[g, t][[2]], Complex[0, _] | Times[Complex[0, _], __]] := With[{l = linear[g, t]}, E^l[[1]] Sqrt[2 Pi] DiracDelta[w + l[[2]]/I]];
F[Power[E, g_], t_, w_] /; ! FreeQ[g, Abs[t]] && FreeQ[Cancel[g/Abs[t]], t] := With[{a = Cancel[g/Abs[t]]}, -a Sqrt[2/Pi]/(a^2 + w^2)];
F[Cos[g_], t_, w_] /; linear[g, t] =!= no && linear[g, t][[1]] === 0 := With[{a = linear[g, t][[2]]}, Sqrt[Pi/2] DiracDelta[-a + w] + Sqrt[Pi/2] DiracDelta[a + w]];
F[Sin[g_], t_, w_] /; linear[g, t] =!= no && linear[g, t][[1]] === 0 := With[{a = linear[g, t][[2]]}, I Sqrt[Pi/2] DiracDelta[-a + w] - I Sqrt[Pi/2] DiracDelta[a + w]];
F[Power[t_, -1], t_, w_] := I Sqrt[Pi/2] Sign[w];
F[Power[Abs[t_], -1/2], t_, w_] := 1/Sqrt[Abs[w]];
F[Sign[t_], t_, w_] := I Sqrt[2/Pi]/w;
F[UnitStep[t_] | HeavisideTheta[t_], t_, w_] := I/(Sqrt[2 Pi] w) + Sqrt[Pi/2] DiracDelta[w];
F[Power[E, g_] (UnitStep | HeavisideTheta)[t_], t_, w_] /; linear[g, t] =!= no := With[{l = linear[g, t]}, E^l[[1]]/(Sqrt[2 Pi] (-l[[2]] - I w))];
F[UnitBox[g_] | HeavisidePi[g_], t_, w_] /; linear[g, t] =!= no && linear[g, t][[1]] === 0 := With[{a = 1/linear[g, t][[2]]}, If[NumericQ[a], Sqrt[a^2/(2 Pi)], a/Sqrt[2 Pi]] Sinc[a w/2]];
F[UnitTriangle[t_], t_, w_] := Sinc[w/2]^2/Sqrt[2 Pi];
F[Sinc[t_], t_, w_] := Sqrt[Pi/2] (Sign[1 - w] + Sign[1 + w])/2;
F[Sin[t_]/t_, t_, w_] := Sqrt[Pi/2] (Sign[1 - w] + Sign[1 + w])/2;
F[Power[a_ + t_^2, -1], t_, w_] /; FreeQ[a, t] := With[{s = rootOf[a]}, Sqrt[Pi/2] E^(-s Abs[w])/s];
F[Sech[t_], t_, w_] := Sqrt[Pi/2] Sech[Pi w/2];
F[HoldPattern[Derivative[n_][y_][t_]], t_, w_] := (-I w)^n FourierTransform[y[t], t, w];
F[f_, t_, w_] := Module[{factors = If[Head[f] === Times, List @@ f, {f}], p, e, r, n},
   p = Times @@ Select[factors, MatchQ[#, t | Power[t, _Integer?Positive]] &];
   n = Exponent[p, t];
   If[p === f, Return[(-I)^n Sqrt[2 Pi] Derivative[n][DiracDelta][w]]];
   e = Select[factors, MatchQ[#, Power[E, q_] /; linear[q, t] =!= no && MatchQ[linear[q, t][[2]], Complex[0, _] | Times[Complex[0, _], __]]] &];
   If[e =!= {}, With[{l = linear[e[[1, 2]], t]}, r = FT[Cancel[f/e[[1]]], t, w]; Return[If[r === no, no, E^l[[1]] (r /. w -> w + l[[2]]/I)]]]];
   If[p =!= 1, r = FT[Cancel[f/p], t, w]; Return[If[r === no, no, (-I)^n D[r, {w, n}]]]];
   e = Select[factors, MatchQ[#, (Sin | Cos)[q_] /; linear[q, t] =!= no && linear[q, t][[1]] === 0] &];
   If[e =!= {} && Length[factors] > 1, With[{a = linear[e[[1, 1]], t][[2]]},
     r = FT[Cancel[f/e[[1]]], t, w];
     Return[If[r === no, no, If[Head[e[[1]]] === Cos, ((r /. w -> w + a) + (r /. w -> w - a))/2, ((r /. w -> w + a) - (r /. w -> w - a))/(2 I)]]]]];
   no];
fourierCos[f_, t_, w_, opts___Rule] := half[f, t, w, Cos];
fourierSin[f_, t_, w_, opts___Rule] := half[f, t, w, Sin];
half[f_, t_, w_, h_] := Module[{c, g, r},
   {c, g} = splitConstant[f, t];
   If[Head[g] === Plus, r = half[#, t, w, h] & /@ List @@ g; Return[If[MemberQ[r, $Unevaluated], $Unevaluated, c Total[r]]]];
   r = halfTable[g, t, w, h];
   If[r === no, $Unevaluated, c r]];
halfTable[Power[E, g_], t_, w_, h_] /; linear[g, t] =!= no && linear[g, t][[1]] === 0 := With[{a = linear[g, t][[2]]}, If[h === Cos, -a, w] Sqrt[2/Pi]/(a^2 + w^2)];
halfTable[Power[E, a_. t_^2], t_, w_, Cos] /; FreeQ[a, t] := E^(w^2/(4 a))/Sqrt[-2 a];
halfTable[Power[t_, -1/2], t_, w_, _] := 1/Sqrt[w];
halfTable[Power[t_, -1], t_, w_, Sin] := Sqrt[Pi/2] Sign[w];
halfTable[Power[a_ + t_^2, -1], t_, w_, Cos] /; FreeQ[a, t] := With[{s = rootOf[a]}, Sqrt[Pi/2] E^(-s w)/s];
halfTable[t_/(a_ + t_^2), t_, w_, Sin] /; FreeQ[a, t] := With[{s = rootOf[a]}, Sqrt[Pi/2] E^(-s w)];
halfTable[_, _, _, _] := no;

(* ---- Z transform *)
zTransform[f_, n_, z_, opts___Rule] := With[{r = Z[f, n, z]}, If[r === no, $Unevaluated, r]];
Z[f_Plus, n_, z_] := With[{r = Z[#, n, z] & /@ List @@ f}, If[MemberQ[r, no], no, Total[r]]];
Z[f_, n_, z_] := Module[{c, g, r, factors, e, b, p},
   If[FreeQ[f, n], Return[f z/(-1 + z)]];
   {c, g} = splitConstant[f, n];
   If[c =!= 1, r = Z[g, n, z]; Return[If[r === no, no, c r]]];
   Which[
    MatchQ[f, KroneckerDelta[n] | DiscreteDelta[n] | KroneckerDelta[0, n] | KroneckerDelta[n, 0]], Return[1],
    MatchQ[f, DiscreteDelta[n - _] | DiscreteDelta[n + _]], Return[z^(f[[1]] - n)],
    MatchQ[f, UnitStep[n]], Return[z/(-1 + z)],
    MatchQ[f, Power[Factorial[n], -1]], Return[E^(1/z)],
    MatchQ[f, Sin[_]] && linear[f[[1]], n] =!= no && linear[f[[1]], n][[1]] === 0, With[{a = linear[f[[1]], n][[2]]}, Return[z Sin[a]/(1 + z^2 - 2 z Cos[a])]],
    MatchQ[f, Cos[_]] && linear[f[[1]], n] =!= no && linear[f[[1]], n][[1]] === 0, With[{a = linear[f[[1]], n][[2]]}, Return[z (z - Cos[a])/(1 + z^2 - 2 z Cos[a])]],
    MatchQ[f, HoldPattern[_Symbol[n + _Integer?Positive]]], With[{k = f[[1]] - n, h = Head[f]}, Return[z^k ZTransform[h[n], n, z] - Sum[h[j] z^(k - j), {j, 0, k - 1}]]]];
   factors = If[Head[f] === Times, List @@ f, {f}];
   e = Select[factors, MatchQ[#, Power[q_, g0_] /; FreeQ[q, n] && linear[g0, n] =!= no] &];
   b = Times @@ (#[[1]]^linear[#[[2]], n][[2]] & /@ e);
   p = Cancel[f/(Times @@ e)];
   c = Times @@ (#[[1]]^linear[#[[2]], n][[1]] & /@ e);
   If[PolynomialQ[p, n],
    r = Module[{co = CoefficientList[p, n], cur = z/(z - b), total = 0}, Do[total += co[[k]] cur; cur = Together[-z D[cur, z]], {k, Length[co]}]; total];
    Return[c Factor[Together[r]]]];
   If[MatchQ[p, Power[Factorial[n], -1]], Return[c E^(b/z)]];
   no];
inverseZ[f_, z_, n_, opts___Rule] := Module[{g = Together[f/z], p, list, r},
   If[! PolynomialQ[Numerator[g], z] || ! PolynomialQ[Denominator[g], z], Return[$Unevaluated]];
   list = Apart[g, z];
   list = If[Head[list] === Plus, List @@ list, {list}];
   r = inverseTerm[#, z, n] & /@ list;
   If[MemberQ[r, no], $Unevaluated, With[{t = Total[r]}, Quiet[Factor[t]]]]];
inverseTerm[f_, z_, n_] := Module[{d = Denominator[f], c, base, k, l, lead},
   If[FreeQ[d, z], Return[no]];
   {base, k} = varying[d, z];
   lead = Cancel[d/base^k]; l = linear[base, z];
   If[l === no, Return[no]];
   If[l[[1]] === 0, Return[Cancel[Numerator[f]/lead/l[[2]]^k] DiscreteDelta[n - k + 1]]];
   With[{a = -l[[1]]/l[[2]]}, Cancel[Numerator[f]/lead/l[[2]]^k] Product[n - j, {j, 0, k - 2}]/(k - 1)! a^(n - k + 1)]];

(* ---- Fourier series on (-Pi, Pi) *)
coefficient[f_, t_, k_] := Integrate[f E^(-I k t), {t, -Pi, Pi}]/(2 Pi) // Expand;
fourierSeries[f_, t_, n_Integer, opts___Rule] := Module[{c = Table[coefficient[f, t, k], {k, -n, n}]}, If[! FreeQ[c, Integrate], $Unevaluated, Sum[c[[k + n + 1]] E^(I k t), {k, -n, n}]]];
fourierSeries[___] := $Unevaluated;
fourierTrigSeries[f_, t_, n_Integer, opts___Rule] := Module[{a = Table[Integrate[f Cos[k t], {t, -Pi, Pi}]/Pi, {k, 0, n}], b = Table[Integrate[f Sin[k t], {t, -Pi, Pi}]/Pi, {k, n}]},
   If[! FreeQ[{a, b}, Integrate], $Unevaluated, Expand[a[[1]]/2] + Sum[Expand[a[[k + 1]]] Cos[k t] + Expand[b[[k]]] Sin[k t], {k, n}]]];
fourierTrigSeries[___] := $Unevaluated;
fourierSinSeries[f_, t_, n_Integer, opts___Rule] := Module[{b = Table[2 Integrate[f Sin[k t], {t, 0, Pi}]/Pi, {k, n}]}, If[! FreeQ[b, Integrate], $Unevaluated, Sum[Expand[b[[k]]] Sin[k t], {k, n}]]];
fourierSinSeries[___] := $Unevaluated;
fourierCosSeries[f_, t_, n_Integer, opts___Rule] := Module[{a = Table[2 Integrate[f Cos[k t], {t, 0, Pi}]/Pi, {k, 0, n}]}, If[! FreeQ[a, Integrate], $Unevaluated, Expand[a[[1]]/2] + Sum[Expand[a[[k + 1]]] Cos[k t], {k, n}]]];
fourierCosSeries[___] := $Unevaluated;
integral[e_, n_] := Expand[e] //. {Sin[k_. n Pi] /; IntegerQ[k] :> 0, Cos[k_. n Pi] /; IntegerQ[k] :> (-1)^(k n), Power[E, Times[Complex[0, k_], n, Pi]] /; IntegerQ[k] :> (-1)^n} /. Power[-1, k_Integer?EvenQ n] :> 1;
general[e_, zero_, n_] := With[{g = Together[integral[e, n]]}, If[FreeQ[g, n] || zero === 0 && (g /. n -> 0) === 0, g, Piecewise[{{g, n != 0}}, zero]]];
fourierCoefficient[f_, t_, n_Integer, opts___Rule] := With[{c = coefficient[f, t, n]}, If[FreeQ[c, Integrate], c, $Unevaluated]];
fourierCoefficient[f_, t_, n_Symbol, opts___Rule] := Quiet[Module[{re = Integrate[f Cos[n t], {t, -Pi, Pi}], im = Integrate[f Sin[n t], {t, -Pi, Pi}], z = coefficient[f, t, 0]},
   If[! FreeQ[{re, im, z}, Integrate], $Unevaluated, general[(re - I im)/(2 Pi), z, n]]]];
fourierSinCoefficient[f_, t_, n_, opts___Rule] := With[{b = 2 Integrate[f Sin[n t], {t, 0, Pi}]/Pi}, If[! FreeQ[b, Integrate], $Unevaluated, If[IntegerQ[n], Expand[b], Together[integral[b, n]]]]];
fourierCosCoefficient[f_, t_, n_, opts___Rule] := Module[{a = 2 Integrate[f Cos[n t], {t, 0, Pi}]/Pi, z = Integrate[f, {t, 0, Pi}]/Pi},
   If[! FreeQ[{a, z}, Integrate], $Unevaluated, If[IntegerQ[n], If[n == 0, Expand[z], Expand[a]], general[a, Expand[z], n]]]];
