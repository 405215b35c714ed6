(* algebraic.wl - integrands with square roots of quadratics and with roots of linear functions. *)

no = $Failed;
int = System`Library`calculus`integrate`int;
rationalQ = System`Library`calculus`rational`rationalQ;

integrate[f_, x_] := Module[{r},
   If[FreeQ[f, Power[g_, _Rational] /; ! FreeQ[g, x]], Return[no]];
   Do[r = m[f, x]; If[r =!= no, Return[r, Module]], {m, {quadraticRoot, linearRoot, binomialPower, twoRoots, nestedRoots}}];
   no];

(* the one radicand under square roots, or no *)
radicand[f_, x_] := Module[{c = DeleteDuplicates[Cases[{f}, Power[g_, q_Rational] /; ! FreeQ[g, x] :> {g, Denominator[q]}, {0, Infinity}]]},
   If[Length[DeleteDuplicates[c[[All, 1]]]] =!= 1, no, {c[[1, 1]], LCM @@ c[[All, 2]]}]];

(* ---- R(x, Sqrt[quadratic]) *)
quadraticRoot[f_, x_] := Module[{q = radicand[f, x], g, s, y, e, p, r, m},
   If[q === no || q[[2]] =!= 2, Return[no]];
   g = Expand[q[[1]]];
   If[! PolynomialQ[g, x] || Exponent[g, x] =!= 2, Return[no]];
   (* f = A + B/s with s = Sqrt[g] *)
   y = Unique["y"];
   e = f /. Power[q[[1]], n_Rational] :> y^(2 n);
   If[! rationalQ[e, x] && ! rationalQ[e /. y -> 1, x] || ! rationalQ[e, y], Return[no]];
   e = Together[e];
   {p, r} = oddEven[Numerator[e], Denominator[e], y, g];
   s = Sqrt[q[[1]]];
   (* f = p + r/s *)
   If[p =!= 0, Return[With[{a = int[p, x], b = int[r/s, x]}, If[a === no || b === no, no, a + b]]]];
   If[PolynomialQ[r, x], Return[polynomialOver[r, g, s, x]]];
   rationalOver[r, g, s, x]];
oddEven[n_, d_, y_, g_] := Module[{a, b, c, e, den},
   {a, b} = pair[n, y, g]; {c, e} = pair[d, y, g];
   (* (a + b s)/(c + e s) = (a + b s)(c - e s)/(c^2 - e^2 g) *)
   den = Expand[c^2 - e^2 g];
   {Cancel[Together[(a c - b e g)/den]], Cancel[Together[(b c - a e) g/den]]}];
pair[p_, y_, g_] := Module[{c = CoefficientList[p, y]}, {Sum[If[EvenQ[i - 1], c[[i]] g^((i - 1)/2), 0], {i, Length[c]}], Sum[If[OddQ[i - 1], c[[i]] g^((i - 2)/2), 0], {i, Length[c]}]}];

(* Integral of p/s, p a polynomial: A s + k Integral 1/s by undetermined coefficients *)
polynomialOver[p_, g_, s_, x_] := Module[{n = Exponent[p, x], a, u, k, eq, sol, base},
   base = baseRoot[g, s, x];
   If[base === no, Return[no]];
   If[n < 1, Return[p base]];
   u = Array[a, n, 0];
   eq = CoefficientList[Expand[D[u . x^Range[0, n - 1], x] g + (u . x^Range[0, n - 1]) D[g, x]/2 + k - p], x];
   sol = Quiet[LinearSolve[Outer[D, eq, Append[u, k]], -(eq /. Thread[Append[u, k] -> 0])]];
   If[Head[sol] =!= List, Return[no]];
   gather[Together[Most[sol] . x^Range[0, n - 1]], s, Last[sol], base]];
gather[a_, s_, 0, base_] := a s;
gather[a_, s_, k_, base_] := Module[{kk = Together[k], c},
   c = Denominator[Together[a]];
   If[IntegerQ[c] && c > 1 && ! MatchQ[kk, _Integer | _Rational] && IntegerQ[Cancel[c/Denominator[kk]]] && Head[base] =!= Times, Return[(Expand[c a] s + Cancel[c kk] base)/c]];
   If[IntegerQ[c] && MatchQ[kk, _Integer | _Rational] && c > 1 && Mod[c, Denominator[kk]] == 0 && Head[base] =!= Times, (Expand[c a] s + c kk base)/c, a s + kk base]];
(* Integral of 1/Sqrt[g] *)
baseRoot[g_, s_, x_] := Module[{a, b, c, disc, v},
   {a, b, c} = Table[Coefficient[g, x, i], {i, 0, 2}];
   If[b === 0,
    Which[
     positive[a] && positive[-c], ArcSin[Sqrt[-c/a] x]/Sqrt[-c],
     positive[a] && positive[c], ArcSinh[Sqrt[c/a] x]/Sqrt[c],
     positive[c] , ArcTanh[Sqrt[c] x/s]/Sqrt[c],
     MatchQ[c, -1] || positive[-c], ArcTan[Sqrt[-c] x/s]/Sqrt[-c],
     MatchQ[c, Times[-1, _]], ArcTan[root[-c] x/s]/root[-c],
     True, ArcTanh[root[c] x/s]/root[c]],
    disc = b^2 - 4 a c;
    Which[
     positive[-c] && positive[disc], -ArcSin[Together[(2 c x + b)/Sqrt[disc]]]/Sqrt[-c],
     positive[c] && positive[-disc], ArcSinh[Together[(2 c x + b)/Sqrt[-disc]]]/Sqrt[c],
     positive[c], Log[b + 2 c x + 2 Sqrt[c] s]/Sqrt[c],
     True, ArcTanh[(b + 2 c x)/(2 root[c] s)]/root[c]]]];
root = System`Library`calculus`rational`root;
positive[e_] := NumericQ[e] && TrueQ[e > 0];

(* p/(q s) with q not constant: odd in x through Sqrt[g], else Euler's substitution *)
rationalOver[r_, g_, s_, x_] := Module[{a, b, c, t, y = Unique["y"], res, list},
   {a, b, c} = Table[Coefficient[g, x, i], {i, 0, 2}];
   (* x^(2 k + 1) h(x^2) dx with s^2 = a + c x^2: x dx = s ds/c *)
   If[b === 0 && evenQ[Cancel[r/x], x],
    t = Together[(r/x /. x^n_ :> ((y^2 - a)/c)^(n/2))/c];
    If[FreeQ[t, x], res = int[t, y]; If[res =!= no, Return[inverse[res, y] /. y -> s]]]];
   list = Apart[r, x];
   If[Head[list] === Plus,
    res = int[#/s, x] & /@ List @@ list;
    Return[If[MemberQ[res, no], no, Total[res]]]];
   (* 1/((x^2 + e) s): u = x/s *)
   If[b === 0 && evenQ[r, x],
    (* u = x/s: x^2 = a u^2/(1 - c u^2), dx/s = du/(1 - c u^2) *)
    t = Together[(r /. x^n_ :> (a y^2/(1 - c y^2))^(n/2))/(1 - c y^2)];
    If[FreeQ[t, x], res = int[t, y]; If[res =!= no, Return[res /. y -> x/s]]]];
   euler[r, g, s, x, {a, b, c}]];
(* k Log[1 - y] - k Log[1 + y] as an inverse hyperbolic tangent *)
inverse[r_, y_] := r /. a_. k_. Log[1 - y] + b_. Log[1 + y] /; a k + b === 0 && FreeQ[{a, b, k}, y] :> 2 a k ArcTanh[y] (-1) /. a_. Log[-1 + y] + b_. Log[1 + y] /; a + b === 0 && FreeQ[{a, b}, y] :> -2 a ArcTanh[y];
evenQ[r_, x_] := Together[r - (r /. x -> -x)] === 0;
euler[r_, g_, s_, x_, {a_, b_, c_}] := Module[{y = Unique["y"], xx, ss, dx, t, res},
   (* s = Sqrt[c] x + y when c > 0, s = x y + Sqrt[a] when a > 0 *)
   Which[
    positive[c], xx = (y^2 - a)/(b - 2 Sqrt[c] y); ss = Sqrt[c] xx + y; t = s - Sqrt[c] x,
    positive[a], xx = (2 Sqrt[a] y - b)/(c - y^2); ss = xx y + Sqrt[a]; t = (s - Sqrt[a])/x,
    True, Return[reciprocalRoot[r, g, s, x]]];
   res = int[Together[(r /. x -> xx) D[xx, y]/Together[ss]], y];
   If[res === no, no, res /. y -> t]];
(* symbolic coefficients: 1/((x - e) s) by the reciprocal of x - e *)
reciprocalRoot[r_, g_, s_, x_] := Module[{d = Denominator[Together[r]], k, e, v},
   If[Exponent[d, x] =!= 1 || ! FreeQ[Numerator[Together[r]], x], Return[no]];
   e = -Coefficient[d, x, 0]/Coefficient[d, x, 1]; k = Numerator[Together[r]]/Coefficient[d, x, 1]; v = Together[g /. x -> e];
   If[v === 0, Return[no]];
   -k ArcTanh[Expand[2 v + (D[g, x] /. x -> e) (x - e)]/(2 root[v] s)]/root[v]];

(* ---- R(x, (a + b x)^(1/n)), also of a quotient of linear functions *)
linearRoot[f_, x_] := Module[{q = radicand[f, x], g, n, y = Unique["y"], xx, e, r},
   If[q === no, Return[no]];
   {g, n} = q;
   If[PolynomialQ[g, x] && Exponent[g, x] == 1,
    xx = (y^n - Coefficient[g, x, 0])/Coefficient[g, x, 1],
    With[{t = Together[g]}, If[Exponent[Numerator[t], x] > 1 || Exponent[Denominator[t], x] =!= 1 || ! rationalQ[g, x], Return[no]];
     With[{a = Coefficient[Numerator[t], x, 0], b = Coefficient[Numerator[t], x, 1], c = Coefficient[Denominator[t], x, 0], d = Coefficient[Denominator[t], x, 1]},
      xx = (a - c y^n)/(d y^n - b)]]];
   e = f /. Power[g, m_Rational] :> y^(n m);
   If[! FreeQ[e /. x -> 1, x] || ! rationalQ[e /. y -> 2, x], Return[no]];
   e = Together[(e /. x -> xx) D[xx, y]];
   r = int[e, y];
   If[r === no, Return[no]];
   r = r /. {y^m_Integer :> g^(m/n), y -> g^(1/n)};
   collect[r, g, n, x]];
(* powers of one linear function are put under one factor *)
collect[r_, g_, n_, x_] := If[Head[r] === Plus && FreeQ[r, Log | ArcTan | ArcTanh | RootSum],
   With[{low = Min[Cases[r, Power[g, q_] :> q, {0, Infinity}]]},
    If[low === Infinity, r, g^low Factor[Expand[Expand[r/g^low]]]]], r];

(* ---- x^m (a + b x^n)^p where a substitution makes it rational (Chebyshev) *)
binomialPower[f_, x_] := Module[{q = radicand[f, x], g, k, n, a, b, m, rest, p, y = Unique["y"], r},
   If[q === no, Return[no]];
   {g, k} = q;
   If[! MatchQ[Expand[g], Plus[_?(FreeQ[#, x] &), _. Power[x, _Integer]]], Return[no]];
   n = Exponent[g, x]; a = Coefficient[g, x, 0]; b = Coefficient[g, x, n];
   rest = Cancel[f /. Power[g, e_Rational] :> 1];
   p = Cases[{f}, Power[g, e_Rational] :> e, {0, Infinity}];
   If[Length[p] =!= 1, Return[no]];
   p = First[p];
   If[! MatchQ[rest, x | Power[x, _Integer] | 1], Return[no]];
   m = Switch[rest, 1, 0, x, 1, _, rest[[2]]];
   If[IntegerQ[(m + 1)/n],
    (* y^k = g *)
    r = int[Expand[y^(k p) ((y^k - a)/b)^((m + 1)/n - 1) k y^(k - 1)/(n b)], y];
    Return[If[r === no, no, collect[r /. {y^e_Integer :> g^(e/k), y -> g^(1/k)}, g, k, x]]]];
   If[IntegerQ[(m + 1)/n + p],
    (* y^k = a x^-n + b *)
    r = int[Together[-y^(k p) (a/(y^k - b))^((m + 1)/n + p + 1) k y^(k - 1)/(n a)], y];
    Return[If[r === no, no, r /. y -> g^(1/k)/x^(n/k)]]];
   If[m === 0 || IntegerQ[m], Return[x^(m + 1) a^p Hypergeometric2F1[(m + 1)/n, -p, 1 + (m + 1)/n, -b x^n/a]/(m + 1)]];
   no];

(* ---- two square roots of linear functions *)
twoRoots[f_, x_] := Module[{c = DeleteDuplicates[Cases[{f}, Power[g_, q_Rational] /; ! FreeQ[g, x] :> {g, Denominator[q]}, {0, Infinity}]], g1, g2, y = Unique["y"], e, xx, r},
   If[Length[c] =!= 2 || c[[All, 2]] =!= {2, 2} || ! AllTrue[c[[All, 1]], PolynomialQ[#, x] && Exponent[#, x] == 1 &], Return[no]];
   {g1, g2} = c[[All, 1]];
   xx = (y^2 - Coefficient[g1, x, 0])/Coefficient[g1, x, 1];
   e = Together[((f /. Power[g1, m_Rational] :> y^(2 m)) /. x -> xx) D[xx, y]];
   e = e /. Power[h_, m_Rational] :> Power[Expand[h], m];
   If[! FreeQ[e, x], Return[no]];
   r = int[e, y];
   If[r === no, no, r /. y -> Sqrt[g1]]];

(* ---- roots of roots of x: x = y^n *)
nestedRoots[f_, x_] := Module[{n = LCM @@ Append[Cases[{f}, Power[x, q_Rational] :> Denominator[q], {0, Infinity}], 1], y = Unique["y"], r},
   If[n < 2 || FreeQ[f, Power[g_ /; ! FreeQ[g, x] && g =!= x, _Rational]], Return[no]];
   r = int[n y^(n - 1) (f /. Power[x, q_] :> y^(n q) /. x -> y^n), y];
   If[r === no, no, r /. y -> x^(1/n)]];
