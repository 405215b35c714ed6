(* elementary.wl - integrands made of exponentials, logarithms, trigonometric and hyperbolic functions, and the special functions that
   are their integrals. *)

no = $Failed;
int = System`Library`calculus`integrate`int;
linear = System`Library`calculus`integrate`linear;
rationalQ = System`Library`calculus`rational`rationalQ;

free[e_, x_] := FreeQ[e, x];

(* ---- single forms *)
table[f_, x_] := entry[f, x];
entry[Power[(h : Sec | Csc | Sech | Csch)[g_], 2], x_] := lin[g, x, Switch[h, Sec, Tan[g], Csc, -Cot[g], Sech, Tanh[g], Csch, -Coth[g]]];
entry[Sec[g_] Tan[g_], x_] := lin[g, x, Sec[g]];
entry[Csc[g_] Cot[g_], x_] := lin[g, x, -Csc[g]];
entry[Sech[g_] Tanh[g_], x_] := lin[g, x, -Sech[g]];
entry[Csch[g_] Coth[g_], x_] := lin[g, x, -Csch[g]];
entry[Cos[g_] Sin[g_], x_] /; g =!= x := With[{l = linear[g, x]}, If[l === no, no, -Cos[Expand[2 g]]/(4 l[[2]])]];
entry[Power[Tan[g_], 2], x_] := lin[g, x, Tan[g] - ArcTan[Tan[g]]];
entry[Power[Cot[g_], 2], x_] := lin[g, x, -Cot[g] - ArcTan[Tan[g]]];
entry[Power[Tanh[g_], 2], x_] := lin[g, x, ArcTanh[Tanh[g]] - Tanh[g]];
entry[Power[Coth[g_], 2], x_] := lin[g, x, ArcTanh[Tanh[g]] - Coth[g]];
entry[Power[(h : Sec | Csc)[g_], n_Integer], x_] /; n > 2 := With[{l = linear[g, x], low = int[h[g]^(n - 2), x]},
   If[l === no || low === no, no, If[n == 3,
     If[h === Sec, (ArcTanh[Sin[g]] + Sec[g] Tan[g])/2, (-ArcTanh[Cos[g]] - Cot[g] Csc[g])/2]/l[[2]],
     If[h === Sec, h[g]^(n - 2) Tan[g], -h[g]^(n - 2) Cot[g]]/(l[[2]] (n - 1)) + Expand[(n - 2)/(n - 1) low]]]];
entry[Power[(h : Tan | Cot)[g_], n_Integer], x_] /; n > 2 := With[{l = linear[g, x]},
   If[l === no, no, If[EvenQ[n], With[{low = int[h[g]^(n - 2), x]}, If[h === Tan, 1, -1] h[g]^(n - 1)/(l[[2]] (n - 1)) - low // Expand],
     Expand[evenSec[h, g, n]/l[[2]]]]]];
(* odd powers of the tangent through the secant *)
evenSec[h_, g_, n_] := Module[{k = (n - 1)/2, q = If[h === Tan, Sec[g], Csc[g]], s = If[h === Tan, 1, -1]},
   s Sum[Binomial[k, j] (-1)^(k - j) If[j == 0, If[h === Tan, -Log[Cos[g]], -Log[Sin[g]]], q^(2 j)/(2 j)], {j, 0, k}]];
entry[Power[(h : Sech | Csch)[g_], n_Integer], x_] /; n > 2 := With[{l = linear[g, x], low = int[h[g]^(n - 2), x]},
   If[l === no || low === no, no, If[h === Sech, h[g]^(n - 2) Tanh[g]/(n - 1)/l[[2]] + Expand[(n - 2)/(n - 1) low], -h[g]^(n - 2) Coth[g]/(n - 1)/l[[2]] - Expand[(n - 2)/(n - 1) low]]]];
entry[Power[Log[x_], -1], x_] := LogIntegral[x];
entry[Power[Log[g_], -1], x_] := lin[g, x, LogIntegral[g]];
(* x^k/Log[x]^n: by parts down to the logarithmic integral of x^(k + 1) *)
entry[Power[Log[x_], n_Integer], x_] /; n < -1 := With[{low = entry[Power[Log[x], n + 1], x]}, (x Log[x]^(n + 1) - low)/(n + 1) // Expand];
entry[Power[x_, k_.] Power[Log[x_], n_Integer], x_] /; n < 0 && free[k, x] && k =!= -1 :=
  If[n === -1, ExpIntegralEi[Expand[(k + 1) Log[x]]], With[{low = entry[x^k Log[x]^(n + 1), x]}, Expand[(x^(k + 1) Log[x]^(n + 1) - (k + 1) low)/(n + 1)]]];
entry[Log[g_], x_] := With[{l = linear[g, x]}, If[l === no, no, If[l[[1]] === 0, x Log[g] - x, -x + Expand[g] Log[g]/l[[2]] // splitLog[#, g, l, x] &]]];
splitLog[e_, g_, l_, x_] := -x + l[[1]]/l[[2]] Log[g] + x Log[g];
entry[Log[x_]^n_Integer, x_] /; n > 1 := Expand[x Sum[(-1)^(n - k) n!/k! Log[x]^k, {k, 0, n}]];
entry[(m : _. Power[x_, k_.]) Log[x_]^n_., x_] /; free[k, x] && k =!= -1 && IntegerQ[n] && n > 0 && m === x^k :=
  Expand[x^(k + 1) Sum[(-1)^(n - j) n!/j! Log[x]^j/(k + 1)^(n - j + 1), {j, 0, n}]];
entry[Log[1 - x_]/x_, x_] := -PolyLog[2, x];
entry[Log[1 + a_. x_]/x_, x_] /; free[a, x] := -PolyLog[2, -a x];
entry[Log[x_]/(1 - x_), x_] := PolyLog[2, 1 - x];
entry[Log[x_]/(-1 + x_), x_] := -PolyLog[2, 1 - x];
entry[Log[x_]/(1 + a_. x_), x_] /; free[a, x] := (Log[x] Log[1 + a x] + PolyLog[2, -a x])/a;
entry[PolyLog[n_, a_. x_]/x_, x_] /; free[{a, n}, x] := PolyLog[n + 1, a x];
entry[ArcTan[x_]/x_, x_] := (I/2) (PolyLog[2, -I x] - PolyLog[2, I x]);
entry[ArcTanh[x_]/x_, x_] := (PolyLog[2, x] - PolyLog[2, -x])/2;
entry[Sinc[g_], x_] := lin[g, x, SinIntegral[g]];
entry[UnitStep[g_], x_] := With[{l = linear[g, x]}, If[l === no, no, Expand[g]/l[[2]] UnitStep[g]]];
entry[HeavisideTheta[g_], x_] := With[{l = linear[g, x]}, If[l === no, no, Expand[g]/l[[2]] HeavisideTheta[g]]];
entry[DiracDelta[g_], x_] := With[{l = linear[g, x]}, If[l === no, no, HeavisideTheta[g]/l[[2]]]];
entry[Abs[g_], x_] := With[{l = linear[g, x]}, If[l === no || ! realAssumed[x], no, If[g === x, Piecewise[{{-x^2/2, x <= 0}}, x^2/2], no]]];
realAssumed[x_] := ! FreeQ[$assumeNow, Element[x, Reals] | Element[x | _, Reals]];
$assumeNow := System`Library`calculus`integrate`$assume;
entry[Sign[x_], x_] := no;
entry[BesselJ[1, g_], x_] := lin[g, x, -BesselJ[0, g]];
entry[BesselJ[0, x_] x_, x_] := x BesselJ[1, x];
entry[BesselJ[n_, x_] Power[x_, n_], x_] /; False := no;
entry[BesselI[1, g_], x_] := lin[g, x, BesselI[0, g]];
entry[BesselK[1, g_], x_] := lin[g, x, -BesselK[0, g]];
entry[ProductLog[x_], x_] := x (-1 + ProductLog[x] + 1/ProductLog[x]) // Expand;
entry[PolyGamma[0, g_], x_] := lin[g, x, LogGamma[g]];
entry[PolyGamma[n_Integer, g_], x_] /; n > 0 := lin[g, x, PolyGamma[n - 1, g]];
entry[HoldPattern[Derivative[n_Integer][f_][g_]], x_] := lin[g, x, Derivative[n - 1][f][g]];
entry[HoldPattern[Derivative[n__][f_][a___, x_, b___]], x_] /; free[{a, b}, x] && {n}[[Length[{a}] + 1]] > 0 := Derivative[Sequence @@ MapAt[# - 1 &, {n}, Length[{a}] + 1]][f][a, x, b];
entry[Power[1 - m_. Sin[x_]^2, -1/2], x_] /; free[m, x] := EllipticF[x, m];
entry[Power[1 - m_. Sin[x_]^2, 1/2], x_] /; free[m, x] := EllipticE[x, m];
entry[Power[1 + m_. Sin[x_]^2, -1/2], x_] /; free[m, x] := EllipticF[x, -m];
entry[Power[1 + m_. Sin[x_]^2, 1/2], x_] /; free[m, x] := EllipticE[x, -m];
entry[Power[(h : Sin | Cos)[x_], 1/2], x_] := If[h === Sin, -2 EllipticE[(Pi/2 - x)/2, 2], 2 EllipticE[x/2, 2]];
entry[Power[(h : Sin | Cos)[x_], -1/2], x_] := If[h === Sin, -2 EllipticF[(Pi/2 - x)/2, 2], 2 EllipticF[x/2, 2]];
entry[Power[x_, x_] (1 + Log[x_]), x_] := x^x;
entry[_, _] := no;
lin[g_, x_, r_] := With[{l = linear[g, x]}, If[l === no, no, If[l[[2]] === 1, r, If[Head[r] === Plus, #/l[[2]] & /@ r, r/l[[2]]]]]];

(* ---- exponentials *)
(* b^(a x + c) with its rate; {b, rate, whole} *)
exponentials[f_, x_] := DeleteDuplicates[Cases[{f}, Power[b_, g_] /; free[b, x] && ! free[g, x], {0, Infinity}]];
exponential[f_, x_] := Module[{e = exponentials[f, x], r},
   If[e === {}, Return[no]];
   Do[r = m[f, x, e]; If[r =!= no, Return[r, Module]], {m, {polynomialTimes, timesTrig, gaussian, integralOver, trigOverPower, rationalIn, gammaForm}}];
   no];
factors[f_] := If[Head[f] === Times, List @@ f, {f}];
(* p(x) b^(a x + c) *)
polynomialTimes[f_, x_, e_] := Module[{p, l, k, n, c, q},
   If[Length[e] > 1, Return[unlikeBases[f, x, e]]];
   If[Length[e] =!= 1 || ! MemberQ[factors[f], e[[1]]], Return[no]];
   p = Cancel[f/e[[1]]];
   l = linear[e[[1, 2]], x];
   If[l === no || ! PolynomialQ[p, x], Return[no]];
   k = l[[2]] Log[e[[1, 1]]];
   n = Exponent[p, x];
   q = Sum[(-1)^j D[p, {x, j}]/k^(j + 1), {j, 0, n}];
   e[[1]] If[e[[1, 1]] === E && NumericQ[k], Expand[q], With[{t = Together[q]}, Expand[Numerator[t]]/Denominator[t]]]];
(* p(x) b^(k x) c^(l x): the rates add *)
unlikeBases[f_, x_, e_] := Module[{p, k, l = linear[#[[2]], x] & /@ e, t},
   If[! SubsetQ[factors[f], e] || MemberQ[l, no], Return[no]];
   p = Cancel[f/(Times @@ e)]; k = Total[MapThread[#2[[2]] Log[#1[[1]]] &, {e, l}]];
   If[! PolynomialQ[p, x], Return[no]];
   t = Together[Sum[(-1)^j D[p, {x, j}]/k^(j + 1), {j, 0, Exponent[p, x]}]];
   (Times @@ e) Expand[Numerator[t]]/Denominator[t]];
(* p(x) e^(a x) sin(b x), cos *)
timesTrig[f_, x_, e_] := Module[{t = factors[f], s, l, m, p, a, b, r, g},
   If[Length[e] =!= 1 || ! MemberQ[t, e[[1]]] || e[[1, 1]] =!= E, Return[no]];
   s = Cases[t, (Sin | Cos)[_]];
   If[Length[s] =!= 1, Return[With[{red = multiple[Cancel[f/e[[1]]], x]}, If[red === no || Head[red] =!= Plus, no, sumOf[(e[[1]] # &) /@ List @@ red, x]]]]];
   s = First[s]; g = First[s];
   l = linear[e[[1, 2]], x]; m = linear[g, x];
   p = Cancel[f/e[[1]]/s];
   If[l === no || m === no || ! PolynomialQ[p, x], Return[no]];
   a = l[[2]]; b = m[[2]];
   If[free[p, x], Return[p e[[1]] If[Head[s] === Sin, -b Cos[g] + a Sin[g], a Cos[g] + b Sin[g]]/(a^2 + b^2)]];
   (* by parts: repeated, with the integrals of e^(a x) (cos, sin) *)
   r = Module[{cc = If[Head[s] === Sin, {-b/(a^2 + b^2), a/(a^2 + b^2)}, {a/(a^2 + b^2), b/(a^2 + b^2)}], total = 0, q = p, sign = 1, M},
     M[{u_, v_}] := {(a u - b v)/(a^2 + b^2), (b u + a v)/(a^2 + b^2)};
     While[q =!= 0, total += sign q cc; cc = M[cc]; q = D[q, x]; sign = -sign];
     total];
   With[{u = Together[r]}, e[[1]] Module[{d = LCM @@ (Denominator /@ u)}, (Expand[Cancel[d u[[1]]]] Cos[g] + Expand[Cancel[d u[[2]]]] Sin[g])/d]]];
sumOf[l_, x_] := Module[{r = int[#, x] & /@ l}, If[MemberQ[r, no], no, Total[r]]];
(* e^(a x^2 + b x + c) times a polynomial *)
gaussian[f_, x_, e_] := Module[{q, p, a, b, c, s, r, n, base},
   If[Length[e] =!= 1 || ! MemberQ[factors[f], e[[1]]], Return[no]];
   q = Expand[e[[1, 2]] Log[e[[1, 1]]]];
   If[! PolynomialQ[q, x] || Exponent[q, x] =!= 2, Return[no]];
   p = Cancel[f/e[[1]]];
   If[! PolynomialQ[p, x], Return[no]];
   {c, b, a} = Table[Coefficient[q, x, i], {i, 0, 2}];
   base = If[negative[a],
     s = root[-a];
     If[b === 0, E^c If[NumericQ[a], Sqrt[Pi/-a]/2, Sqrt[Pi]/(2 s)] Erf[s x], E^(c - b^2/(4 a)) If[NumericQ[a], Sqrt[Pi/-a]/2, Sqrt[Pi]/(2 s)] Erf[Together[(-2 a x - b)/2]/s]],
     s = root[a];
     If[b === 0, E^c If[NumericQ[a], Sqrt[Pi/a]/2, Sqrt[Pi]/(2 s)] Erfi[s x], E^(c - b^2/(4 a)) If[NumericQ[a], Sqrt[Pi/a]/2, Sqrt[Pi]/(2 s)] Erfi[Together[(2 a x + b)/2]/s]]];
   (* x^n e^q = (x^(n-1) e^q/(2a))' - ((n-1) x^(n-2) + b x^(n-1)) e^q/(2a) *)
   r = 0;
   While[(n = Exponent[p, x]) > 0,
    With[{k = Coefficient[p, x, n]/(2 a)}, r += k x^(n - 1); p = Expand[p - k (2 a x^n + b x^(n - 1) + (n - 1) x^(n - 2))]]];
   Expand[r] e[[1]] + p base];
root = System`Library`calculus`rational`root;
negative[a_] := If[NumericQ[a], Im[N[a]] == 0 && TrueQ[Re[N[a]] < 0], MatchQ[a, Times[_?Negative, ___]] || MatchQ[a, _?Negative]];
(* e^(a x)/(x + c)^n *)
integralOver[f_, x_, e_] := Module[{p, l, k, list, c, n, t},
   If[Length[e] =!= 1 || ! MemberQ[factors[f], e[[1]]], Return[no]];
   p = Cancel[f/e[[1]]];
   l = linear[e[[1, 2]], x];
   If[l === no || ! rationalQ[p, x], Return[no]];
   t = Apart[p, x];
   If[Head[t] === Plus, Return[combined[(e[[1]] # &) /@ List @@ t, x]]];
   k = l[[2]] Log[e[[1, 1]]];
   c = linear[Denominator[t] /. Power[g_, m_] :> g, x];
   If[! MatchQ[t, _. Power[_?(linear[#, x] =!= no &), _Integer?Negative]], Return[no]];
   With[{m = Cases[{t}, Power[g_, q_Integer?Negative] /; ! free[g, x] :> {g, -q}, {0, Infinity}]},
    If[Length[m] =!= 1, Return[no]];
    {c, n} = m[[1]];
    With[{lc = linear[c, x], coefficient = Cancel[t c^n]},
     If[n == 1, coefficient E^(Expand[(l[[1]] - l[[2]] lc[[1]]/lc[[2]]) Log[e[[1, 1]]]]) ExpIntegralEi[If[lc[[1]] === 0, k x, k (x + lc[[1]]/lc[[2]])]]/lc[[2]],
      With[{low = int[e[[1]]/c^(n - 1), x]}, If[low === no, no, coefficient (-e[[1]]/((n - 1) lc[[2]] c^(n - 1)) + k low/((n - 1) lc[[2]]))]]]]]];
(* e^(a x) times a sine or cosine over a power of a linear function: complex exponentials *)
trigOverPower[f_, x_, e_] := Module[{s = Cases[factors[f], (Sin | Cos)[_]], p, t},
   If[Length[e] =!= 1 || e[[1, 1]] =!= E || Length[s] =!= 1 || ! MemberQ[factors[f], e[[1]]] || linear[s[[1, 1]], x] === no, Return[no]];
   p = Cancel[f/e[[1]]/s[[1]]];
   If[! rationalQ[p, x] || PolynomialQ[p, x], Return[no]];
   t = int[p E^Expand[e[[1, 2]] + # I s[[1, 1]]], x] & /@ {1, -1};
   If[MemberQ[t, no], no, If[Head[s[[1]]] === Sin, (t[[1]] - t[[2]])/(2 I), (t[[1]] + t[[2]])/2]]];
(* the sum may be an exact derivative though its terms are not elementary *)
combined[l_, x_] := sumOf[l, x];
(* rational in e^(a x) *)
rationalIn[f_, x_, e_] := Module[{rates, g, y = Unique["y"], h, base, r},
   If[! free[f /. Power[b_, q_] /; free[b, x] && ! free[q, x] -> y, x], Return[no]];
   rates = (linear[#[[2]] Log[#[[1]]], x] &) /@ e;
   If[MemberQ[rates, no], Return[no]];
   base = rates[[1, 2]];
   g = Cancel[rates[[All, 2]]/base];
   If[! AllTrue[g, MatchQ[#, _Integer | _Rational] &], Return[no]];
   g = GCD @@ g;
   base = base g;
   h = f /. Power[b_, q_] /; free[b, x] && ! free[q, x] :> With[{l = linear[q Log[b], x]}, E^l[[1]] y^Cancel[l[[2]]/base]];
   r = int[Together[h/(base y)], y];
   If[r === no, Return[no]];
   With[{u = If[Length[e] == 1 && e[[1, 1]] =!= E && rates[[1, 2]] === base, e[[1]], E^(base x)]}, r /. y -> u /. Log[E^q_] :> q /. Log[b_^q_] /; NumericQ[b] && ! free[q, x] :> q Log[b]]];
(* x^m e^(a x^n) *)
gammaForm[f_, x_, e_] := Module[{p, q, n, a, m},
   If[Length[e] =!= 1 || ! MemberQ[factors[f], e[[1]]], Return[no]];
   q = e[[1, 2]] Log[e[[1, 1]]]; p = Cancel[f/e[[1]]];
   Which[MatchQ[q, a0_. Power[x, n0_] /; free[{a0, n0}, x]], n = Cases[{q}, Power[x, n0_] :> n0, {0, Infinity}][[1]]; a = Cancel[q/x^n],
    MatchQ[q, a0_. x /; free[a0, x]], n = 1; a = Cancel[q/x],
    True, Return[no]];
   m = Switch[p, 1, 0, x, 1, Power[x, _?(free[#, x] &)], p[[2]], _, Return[no]];
   If[n === -2 && m === 0 && a === -1, Return[x e[[1]] + Sqrt[Pi] Erf[1/x]]];
   If[n === -1 && m === 0, Return[x e[[1]] - a ExpIntegralEi[a/x]]];
   If[n === 1, Return[x^m (-a x)^-m Gamma[1 + m, -a x]/a]];
   -x^(m + 1) Gamma[(m + 1)/n, -a x^n]/(n (-a x^n)^((m + 1)/n))];

(* ---- products of sines and cosines as sums of multiples *)
multiple[f_, x_] := Module[{t, r},
   If[free[f, Sin | Cos | Sinh | Cosh], Return[no]];
   t = f //. {Power[Sin[g_], n_Integer?Positive] /; ! free[g, x] :> sinPower[g, n], Power[Cos[g_], n_Integer?Positive] /; ! free[g, x] :> cosPower[g, n],
      Power[Sinh[g_], n_Integer?Positive] /; ! free[g, x] :> sinhPower[g, n], Power[Cosh[g_], n_Integer?Positive] /; ! free[g, x] :> coshPower[g, n]};
   r = Expand[t];
   r = FixedPoint[ordered[#, x] &, r, 40];
   r];
ordered[e_, x_] := Expand[e /. {
        Sin[a_] Sin[b_] :> (Cos[Expand[a - b]] - Cos[Expand[a + b]])/2, Cos[a_] Cos[b_] :> (Cos[Expand[a - b]] + Cos[Expand[a + b]])/2,
        Sin[a_] Cos[b_] :> (Sin[Expand[a + b]] + Sin[Expand[a - b]])/2, Power[Sin[a_], 2] :> (1 - Cos[Expand[2 a]])/2, Power[Cos[a_], 2] :> (1 + Cos[Expand[2 a]])/2,
        Sinh[a_] Sinh[b_] :> (Cosh[Expand[a + b]] - Cosh[Expand[a - b]])/2, Cosh[a_] Cosh[b_] :> (Cosh[Expand[a + b]] + Cosh[Expand[a - b]])/2,
        Sinh[a_] Cosh[b_] :> (Sinh[Expand[a + b]] + Sinh[Expand[a - b]])/2, Power[Sinh[a_], 2] :> (Cosh[Expand[2 a]] - 1)/2, Power[Cosh[a_], 2] :> (1 + Cosh[Expand[2 a]])/2} /. (h : Sin | Cos | Sinh | Cosh)[g_Plus] :> h[Collect[g, x]]];
sinPower[g_, n_] := If[EvenQ[n], Binomial[n, n/2]/2^n + 2/2^n Sum[(-1)^(n/2 - k) Binomial[n, k] Cos[Expand[(n - 2 k) g]], {k, 0, n/2 - 1}],
   2/2^n Sum[(-1)^((n - 1)/2 - k) Binomial[n, k] Sin[Expand[(n - 2 k) g]], {k, 0, (n - 1)/2}]];
cosPower[g_, n_] := If[EvenQ[n], Binomial[n, n/2]/2^n, 0] + 2/2^n Sum[Binomial[n, k] Cos[Expand[(n - 2 k) g]], {k, 0, Ceiling[n/2] - 1}];
sinhPower[g_, n_] := If[EvenQ[n], (-1)^(n/2) Binomial[n, n/2]/2^n + 2/2^n Sum[(-1)^k Binomial[n, k] Cosh[Expand[(n - 2 k) g]], {k, 0, n/2 - 1}],
   2/2^n Sum[(-1)^k Binomial[n, k] Sinh[Expand[(n - 2 k) g]], {k, 0, (n - 1)/2}]];
coshPower[g_, n_] := If[EvenQ[n], Binomial[n, n/2]/2^n, 0] + 2/2^n Sum[Binomial[n, k] Cosh[Expand[(n - 2 k) g]], {k, 0, Ceiling[n/2] - 1}];

(* ---- trigonometric integrands *)
trigHeads = Sin | Cos | Tan | Cot | Sec | Csc | Sinh | Cosh | Tanh | Coth | Sech | Csch;
trigonometric[f_, x_] := Module[{r},
   If[free[f, trigHeads], Return[no]];
   Do[r = m[f, x]; If[r =!= no, Return[r, Module]], {m, {quotient, powersOfSinCos, polynomialTrig, mixed, tangentForm}}];
   no];
(* sin^p/cos and cos^p/sin of one argument *)
quotient[f_, x_] := Module[{g = DeleteDuplicates[Cases[{f}, (Sin | Cos | Tan | Cot | Sec | Csc)[h_] /; ! free[h, x] :> h, {0, Infinity}]], l, s, c, e, p, q, u},
   If[Length[g] =!= 1, Return[no]];
   g = First[g]; l = linear[g, x];
   If[l === no, Return[no]];
   e = f /. {Tan[g] -> s/c, Cot[g] -> c/s, Sec[g] -> 1/c, Csc[g] -> 1/s, Sin[g] -> s, Cos[g] -> c};
   If[! free[e, x], Return[no]];
   e = Together[e];
   If[! MatchQ[e, _. s^p_. c^q_.] && ! MatchQ[e, _. s^_.] && ! MatchQ[e, _. c^_.], Return[no]];
   p = Exponent[e, s]; q = Exponent[e, c];
   If[! IntegerQ[p] || ! IntegerQ[q], {p, q} = {exponentIn[e, s], exponentIn[e, c]}];
   If[p >= 0 && q >= 0 || ! IntegerQ[p] || ! IntegerQ[q], Return[no]];
   Which[
    p == -q && p > 0, int[Tan[g]^p, x],
    p == -q, int[Cot[g]^q, x],
    p >= 0 && q == -1 && EvenQ[p], over[ArcTanh[Sin[g]] - Sum[Sin[g]^(2 k - 1)/(2 k - 1), {k, 1, p/2}], l],
    p >= 0 && q == -1, over[-Log[Cos[g]] + Sum[-(-1)^k Binomial[(p - 1)/2, k] Cos[g]^(2 k)/(2 k), {k, 1, (p - 1)/2}], l],
    q >= 0 && p == -1 && EvenQ[q], over[Log[Tan[g/2]] + Sum[Cos[g]^(2 k - 1)/(2 k - 1), {k, 1, q/2}], l],
    q >= 0 && p == -1, over[Log[Sin[g]] + Sum[(-1)^k Binomial[(q - 1)/2, k] Sin[g]^(2 k)/(2 k), {k, 1, (q - 1)/2}], l],
    OddQ[p] , u = Unique["u"]; With[{r = int[Expand[-(1 - u^2)^((p - 1)/2)] u^q // Together // Apart1, u]}, If[r === no || p < 0, no, over[r /. u -> Cos[g], l]]],
    True, no]];
Apart1[e_] := Expand[e];
exponentIn[e_, s_] := Module[{c = Cases[{e}, Power[s, n_] :> n, {0, Infinity}]}, If[c =!= {}, First[c], If[free[e, s], 0, 1]]];
over[r_, l_] := If[l[[2]] === 1, r, Expand[r/l[[2]]]];
(* products of powers of sine and cosine *)
powersOfSinCos[f_, x_] := Module[{r = multiple[f, x]},
   If[r === no || r === f, Return[no]];
   If[! free[r, Power[(Sin | Cos | Sinh | Cosh)[g_], _] /; ! free[g, x]], Return[no]];
   If[Head[r] === Plus, sumOf[List @@ r, x], int[r, x]]];
(* circular times hyperbolic sines and cosines: the hyperbolic ones as exponentials *)
mixed[f_, x_] := Module[{r},
   If[free[f, Sin | Cos] || free[f, Sinh | Cosh] || ! free[f, Tan | Cot | Sec | Csc | Tanh | Coth | Sech | Csch], Return[no]];
   r = int[Expand[f /. {Sinh[g_] :> (E^g - E^-g)/2, Cosh[g_] :> (E^g + E^-g)/2}], x];
   If[r === no, no, Simplify[r /. E^g_ :> Cosh[g] + Sinh[g]]]];
(* p(x) sin(a x + b); sin(a x)/x^n; sin(a x^2) *)
polynomialTrig[f_, x_] := Module[{t = factors[f], s, p, l, g, h, c},
   s = Cases[t, (Sin | Cos | Sinh | Cosh)[_]];
   If[Length[s] =!= 1, Return[no]];
   s = First[s]; g = First[s]; h = Head[s];
   p = Cancel[f/s];
   If[! rationalQ[p, x], Return[no]];
   l = linear[g, x];
   If[l =!= no,
    If[PolynomialQ[p, x], Return[polynomialTimesTrig[p, h, g, l[[2]], x]]];
    Return[trigOver[p, h, g, l, x]]];
   If[free[p, x] && PolynomialQ[g, x] && Exponent[g, x] == 2 && MemberQ[{Sin, Cos}, h], Return[p fresnel[h, Expand[g], x]]];
   no];
polynomialTimesTrig[p_, h_, g_, a_, x_] := Module[{r, q = p, sign = 1, k = 1, cs = 0, sn = 0, cur = h, coefficient = 1},
   (* integrate h repeatedly: {coefficient, function} *)
   While[q =!= 0,
    {coefficient, cur} = Switch[cur, Sin, {-coefficient/a, Cos}, Cos, {coefficient/a, Sin}, Sinh, {coefficient/a, Cosh}, Cosh, {coefficient/a, Sinh}];
    If[MemberQ[{Cos, Cosh}, cur], cs += sign coefficient q, sn += sign coefficient q];
    q = D[q, x]; sign = -sign];
   With[{c1 = If[MemberQ[{Sin, Cos}, h], Cos, Cosh][g], s1 = If[MemberQ[{Sin, Cos}, h], Sin, Sinh][g]},
    present[cs, c1] + present[sn, s1]]];
present[p_, t_] := Module[{e = Expand[p], l, d}, If[Head[e] =!= Plus, e t, l = List @@ e; Total[# t & /@ l]]];
trigOver[p_, h_, g_, l_, x_] := Module[{t = Apart[p, x], m, c, n, a = l[[2]], lc, shift, si, ci, k},
   If[Head[t] === Plus, Return[sumOf[(h[g] # &) /@ List @@ t, x]]];
   m = Cases[{t}, Power[q_, e_Integer?Negative] /; ! free[q, x] :> {q, -e}, {0, Infinity}];
   If[Length[m] =!= 1 || linear[m[[1, 1]], x] === no, Return[no]];
   {c, n} = m[[1]]; k = Cancel[t c^n];
   If[! free[k, x], Return[no]];
   lc = linear[c, x];
   If[n > 1,
    With[{low = int[D[h[g], x]/c^(n - 1), x]}, Return[If[low === no, no, k (-h[g]/((n - 1) lc[[2]] c^(n - 1)) + low/((n - 1) lc[[2]]))]]]];
   shift = Expand[l[[1]] - a lc[[1]]/lc[[2]]];
   With[{u = If[lc[[1]] === 0, a x, Expand[a (x + lc[[1]]/lc[[2]])]]},
    {si, ci} = If[MemberQ[{Sin, Cos}, h], {SinIntegral[u], CosIntegral[u]}, {SinhIntegral[u], CoshIntegral[u]}];
    k/lc[[2]] Switch[h,
      Sin, Cos[shift] si + Sin[shift] ci, Cos, Cos[shift] ci - Sin[shift] si,
      Sinh, Cosh[shift] si + Sinh[shift] ci, Cosh, Cosh[shift] ci + Sinh[shift] si]]];
fresnel[h_, g_, x_] := Module[{a, b, c, s, u, phase, F, G, sign},
   {c, b, a} = Table[Coefficient[g, x, i], {i, 0, 2}];
   If[negative[a], Return[If[h === Sin, -1, 1] fresnel[h, Expand[-g], x]]];
   (* a (x + b/(2a))^2 + phase *)
   phase = Together[c - b^2/(4 a)];
   s = If[NumericQ[a], Sqrt[2 a/Pi], root[a] Sqrt[2/Pi]];
   u = If[b === 0, s x, s Together[x + b/(2 a)]];
   (If[NumericQ[a], Sqrt[Pi/(2 a)], Sqrt[Pi/2]/root[a]]) If[h === Sin, Cos[phase] FresnelS[u] + Sin[phase] FresnelC[u], Cos[phase] FresnelC[u] - Sin[phase] FresnelS[u]]];
(* rational in sin^2, cos^2, sin cos and tan: t = tan x *)
tangentForm[f_, x_] := Module[{g = arguments[f, x], l, s, c, e, t = Unique["t"], r},
   If[Length[g] =!= 1, Return[no]];
   g = First[g]; l = linear[g, x];
   If[l === no, Return[no]];
   e = f /. {Tan[g] -> s/c, Cot[g] -> c/s, Sec[g] -> 1/c, Csc[g] -> 1/s, Sin[g] -> s, Cos[g] -> c};
   If[! free[e, x], Return[no]];
   (* invariant under (s, c) -> (-s, -c) *)
   If[Together[e - (e /. {s -> -s, c -> -c})] =!= 0, Return[no]];
   e = Together[e /. s -> t c];
   If[! free[Exponent[Numerator[e], c], Exponent] , Return[no]];
   e = Together[e /. c -> 1/Sqrt[1 + t^2]];
   If[! rationalQ[e, t] && ! rationalQ[e /. Power[t, _Rational] -> t, t], Return[no]];
   r = int[Together[e/(l[[2]] (1 + t^2))], t];
   If[r === no, no, r /. ArcTan[t] -> ArcTan[Tan[g]] /. t -> Tan[g] /. ArcTan[Tan[g]] -> g]];
arguments[f_, x_] := DeleteDuplicates[Cases[{f}, (Sin | Cos | Tan | Cot | Sec | Csc)[h_] /; ! free[h, x] :> h, {0, Infinity}]];
(* rational in sin and cos: t = tan(x/2); hyperbolic through exponentials *)
half[f_, x_] := Module[{g = arguments[f, x], l, t = Unique["t"], e, r, u, k},
   If[g === {} , Return[hyperbolic[f, x]]];
   l = linear[#, x] & /@ g;
   If[MemberQ[l, no], Return[no]];
   If[Length[g] > 1,
    (* multiples of one argument *)
    k = Cancel[l[[All, 2]]/l[[1, 2]]];
    If[! AllTrue[k, MatchQ[#, _Integer | _Rational] &] || ! AllTrue[l[[All, 1]], # === 0 &], Return[no]];
    u = l[[1, 2]] (GCD @@ k) x;
    e = f /. {(h : Sin | Cos | Tan | Cot | Sec | Csc)[q_] /; ! free[q, x] :> multipleAngle[h, Cancel[q/u], u]};
    Return[If[Length[arguments[e, x]] == 1, int[e, x], no]]];
   g = First[g]; l = First[l];
   e = f /. {Sin[g] -> 2 t/(1 + t^2), Cos[g] -> (1 - t^2)/(1 + t^2), Tan[g] -> 2 t/(1 - t^2), Cot[g] -> (1 - t^2)/(2 t), Sec[g] -> (1 + t^2)/(1 - t^2), Csc[g] -> (1 + t^2)/(2 t)};
   If[! free[e, x] || ! rationalQ[e, t], Return[no]];
   r = int[Together[2 e/(l[[2]] (1 + t^2))], t];
   If[r === no, no, r /. ArcTan[t] -> g/2 /. t -> Tan[g/2]]];
multipleAngle[h_, n_Integer, u_] := Module[{s, c},
   c = ChebyshevT[n, Cos[u]]; s = Sin[u] ChebyshevU[n - 1, Cos[u]];
   Switch[h, Sin, s, Cos, c, Tan, s/c, Cot, c/s, Sec, 1/c, Csc, 1/s]];
multipleAngle[h_, n_, u_] := h[n u];
hyperbolic[f_, x_] := Module[{e, g, l, t = Unique["t"], r},
   If[free[f, Sinh | Cosh | Tanh | Coth | Sech | Csch], Return[no]];
   g = DeleteDuplicates[Cases[{f}, (Sinh | Cosh | Tanh | Coth | Sech | Csch)[h_] /; ! free[h, x] :> h, {0, Infinity}]];
   If[Length[g] == 1,
    g = First[g]; l = linear[g, x];
    e = f /. {Sinh[g] -> 2 t/(1 - t^2), Cosh[g] -> (1 + t^2)/(1 - t^2), Tanh[g] -> 2 t/(1 + t^2), Coth[g] -> (1 + t^2)/(2 t), Sech[g] -> (1 - t^2)/(1 + t^2), Csch[g] -> (1 - t^2)/(2 t)};
    If[l =!= no && free[e, x] && rationalQ[e, t],
     r = int[Together[2 e/(l[[2]] (1 - t^2))], t];
     If[r =!= no, Return[r /. t -> Tanh[g/2]]]]];
   e = f /. {Sinh[g_] :> (E^g - E^-g)/2, Cosh[g_] :> (E^g + E^-g)/2, Tanh[g_] :> (E^g - E^-g)/(E^g + E^-g), Coth[g_] :> (E^g + E^-g)/(E^g - E^-g), Sech[g_] :> 2/(E^g + E^-g), Csch[g_] :> 2/(E^g - E^-g)};
   If[free[e, Sinh | Cosh | Tanh | Coth | Sech | Csch] && e =!= f && free[e, Sin | Cos], With[{t = Expand[e]}, int[If[rationalQ[f /. (Sinh | Cosh | Tanh | Coth | Sech | Csch)[_] -> 1, x], t, e], x]], no]];

(* ---- the rest: special functions of powers *)
special[f_, x_] := rest[f, x];
rest[(h : Sin | Cos)[a_. Power[x_, n_]], x_] /; free[{a, n}, x] && n =!= 2 := incomplete[h, a, n, 0, x];
rest[Power[x_, m_.] (h : Sin | Cos)[a_. Power[x_, n_]], x_] /; free[{a, n, m}, x] && n =!= 2 && n =!= 1 := incomplete[h, a, n, m, x];
(* x^m Sin[a x^n] through incomplete gamma functions of imaginary arguments *)
incomplete[h_, a_, n_, m_, x_] := With[{s = (m + 1)/n},
   If[IntegerQ[s] && s > 0 || ! NumericQ[n] || TrueQ[n < 0], no,
    If[h === Sin, I, -1] x^(m + 1)/(2 n) (If[h === Sin, 1, 1] Gamma[s, -I a x^n]/(-I a x^n)^s + If[h === Sin, -1, 1] Gamma[s, I a x^n]/(I a x^n)^s)]];
rest[LogGamma[x_], x_] := PolyGamma[-2, x];
rest[HarmonicNumber[x_], x_] := EulerGamma x + LogGamma[1 + x];
rest[BesselJ[0, x_], x_] := x HypergeometricPFQ[{1/2}, {1, 3/2}, -x^2/4];
rest[Power[x_, m_.] BesselJ[n_, x_], x_] /; IntegerQ[m] && IntegerQ[n] && n >= 0 && (m === n + 1 || m > n + 1 && EvenQ[m - n - 1]) :=
  If[m === n + 1, x^m BesselJ[n + 1, x], With[{low = int[x^(m - 1) BesselJ[n + 1, x], x]}, If[low === no, no, Expand[x^m BesselJ[n + 1, x] - (m - n - 1) low]]]];
rest[EllipticK[x_], x_] := 2 (EllipticE[x] + (-1 + x) EllipticK[x]);
rest[EllipticE[x_], x_] := 2/3 ((1 + x) EllipticE[x] + (-1 + x) EllipticK[x]);
rest[_, _] := no;
