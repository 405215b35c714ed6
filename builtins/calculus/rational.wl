(* rational.wl - integrals of rational functions: Horowitz' reduction to a square-free denominator, then logarithms and arc tangents
   of its linear and quadratic factors, of biquadratic ones with their square roots, and RootSum for the rest. *)

no = $Failed;

(* {numerator, denominator} as polynomials in x, or $Failed *)
parts[f_, x_] := Module[{t = Together[f], p, q},
   p = Numerator[t]; q = Denominator[t];
   If[PolynomialQ[p, x] && PolynomialQ[q, x], {Expand[p], q}, no]];
rationalQ[f_, x_] := PolynomialQ[f, x] || rationalForm[f, x];
rationalForm[f_, x_] := FreeQ[f, x] || f === x || MatchQ[f, _Plus | _Times] && AllTrue[List @@ f, rationalForm[#, x] &] ||
   MatchQ[f, Power[_, _Integer]] && rationalForm[First[f], x];

integrate[f_, x_] := Module[{p, q, r, whole, rest, c, k},
   r = parts[f, x];
   If[r === no, Return[no]];
   {p, q} = r;
   If[FreeQ[q, x], Return[polynomial[Expand[p/q], x]]];
   If[Exponent[q, x] == 2 && Exponent[p, x] < 2 && ! FreeQ[CoefficientList[Expand[q], x], _Symbol?(Not[NumericQ[#]] &)] && Coefficient[Expand[q], x, 1] === 0 && FreeQ[p, x],
    Return[quadratic[p, Expand[q], 1, x]]];
   (* N a multiple of the derivative of the denominator, or of a base of it *)
   c = logarithmic[p, q, x, f];
   If[c =!= no, Return[c]];
   (* a function of x^k times x^(k-1) *)
   k = commonPower[p, q, x];
   If[k > 1,
    c = Min[exponents[p x, x], exponents[q, x]];
    r = integrate[Cancel[lower[p x/x^c, k, x]/(x lower[q/x^c, k, x])], x];
    If[r =!= no, Return[Map[#/k &, (r /. Log[x] -> k Log[x] /. x -> x^k /. Log[x^k] -> Log[x]) + anchor] - anchor/k]]];
   whole = PolynomialQuotient[p, Expand[q], x];
   rest = PolynomialRemainder[p, Expand[q], x];
   add[polynomial[whole, x], proper[rest, q, x]]];
add[a_, b_] := If[a === no || b === no, no, a + b];
lower[p_, k_, x_] := With[{e = Expand[p]}, Total[Table[Coefficient[e, x, k i] x^i, {i, 0, Exponent[e, x]/k}]]];
polynomial[p_, x_] := Module[{c = CoefficientList[p, x]}, Sum[c[[i]] x^i/i, {i, Length[c]}]];
logarithmic[p_, q_, x_, f_] := Module[{list = FactorList[q], base, e, c, written},
   list = Select[list, ! FreeQ[#, x] &];
   If[list === {} || ! SameQ @@ list[[All, 2]], Return[no]];
   base = If[Length[list] == 1, list[[1, 1]], Expand[Times @@ list[[All, 1]]]];
   e = list[[1, 2]];
   If[Exponent[base, x] < 2 , Return[no]];
   c = Cancel[p base^e/q/D[base, x]];
   If[! FreeQ[c, x], Return[no]];
   (* the sign as it stands in the integrand *)
   written = Cases[{f}, Power[g_, _Integer?Negative] /; Expand[g + base] === 0 :> g, {0, Infinity}];
   If[written =!= {} && e == 1, base = First[written]];
   If[e == 1, c Log[base], c base^(1 - e)/(1 - e)]];
commonPower[p_, q_, x_] := Module[{a = exponents[p x, x], b = exponents[q, x], g},
   g = GCD @@ Join[b - b[[1]], a - a[[1]], {a[[1]] - b[[1]]}];
   If[g > 1 && Max[b] > 1, g, 1]];
exponents[p_, x_] := With[{c = CoefficientList[Expand[p], x]}, Select[Range[0, Length[c] - 1], c[[# + 1]] =!= 0 &]];

(* Horowitz: N/Q = (A/Q1)' + B/Q2 with Q1 = gcd(Q, Q'), Q2 = Q/Q1 *)
proper[p_, q_, x_] /; p === 0 := 0;
proper[p_, q0_, x_] := Module[{q = Expand[q0], q1, q2, h, n1, n2, a, b, eq, u, v, sol, ar, br},
   q1 = PolynomialGCD[q, D[q, x]];
   If[FreeQ[q1, x], Return[squarefree[p, q0, x]]];
   q2 = Cancel[q/q1];
   h = Cancel[q2 D[q1, x]/q1];
   n1 = Exponent[q1, x]; n2 = Exponent[q2, x];
   u = Array[a, n1, 0]; v = Array[b, n2, 0];
   ar = u . x^Range[0, n1 - 1]; br = v . x^Range[0, n2 - 1];
   eq = CoefficientList[Expand[p - (D[ar, x] q2 - ar h + br q1)], x];
   sol = Quiet[LinearSolve[Outer[D, -eq, Join[u, v]], eq /. Thread[Join[u, v] -> 0]]];
   If[Head[sol] =!= List, Return[no]];
   sol = Thread[Join[u, v] -> Together[sol]];
   add[rationalPart[ar /. sol, q1, x], With[{n = Together[br /. sol]}, If[n === 0, 0, squarefree[Numerator[n], Denominator[n] Factor[q2], x]]]]];
rationalPart[a_, q_, x_] := With[{t = Together[a]/Factor[q]}, If[Length[Select[FactorList[q], ! FreeQ[#, x] &]] > 1 && AllTrue[FactorList[q], Exponent[#[[1]], x] < 2 &], Apart[t, x], With[{c = Cancel[t]}, Numerator[c]/If[MatchQ[Denominator[c], Times[_Integer, __]], Denominator[c][[1]] Expand[Rest[Denominator[c]]], Expand[Denominator[c]]]]]];

(* partial fractions of a square-free denominator *)
squarefree[p_, q_, x_] := Module[{t = Apart[p/q, x], list, many},
   list = If[Head[t] === Plus, List @@ t, {t}];
   many = Count[Select[FactorList[Denominator[Together[p/q]]], ! FreeQ[#, x] &], {g_, _} /; Exponent[g, x] == 1] > 1 || Length[Select[FactorList[Denominator[Together[p/q]]], ! FreeQ[#, x] &]] > 1;
   Fold[add, 0, piece[#, x, many] & /@ list]];
piece[t_, x_, many_] := Module[{p = Numerator[t], q = Denominator[t], c, free, qq, n},
   If[FreeQ[q, x], Return[polynomial[Expand[t], x]]];
   (* constants out of the denominator *)
   free = Times @@ Cases[If[Head[q] === Times, List @@ q, {q}], g_ /; FreeQ[g, x]];
   qq = Expand[Cancel[q/free]];
   p = Expand[p];
   n = Exponent[qq, x];
   Switch[n,
    1, linear[p/free, qq, x, many],
    2, quadratic[p, qq, free, x],
    _, higher[p, qq, free, x]]];
linear[c_, q_, x_, many_] := Module[{b = Coefficient[q, x, 1], a = Coefficient[q, x, 0]},
   (c/b) Log[If[many && TrueQ[a/b < 0] , If[b < 0, q, -q], q]]];

(* (m x + n)/(c x^2 + b x + a) *)
quadratic[p_, q_, free_, x_] := Module[{a, b, c, m, n, disc, logs, k, s},
   {a, b, c} = Table[Coefficient[q, x, i], {i, 0, 2}];
   {n, m} = Table[Coefficient[p, x, i], {i, 0, 1}];
   logs = If[m === 0, 0, m/(2 c free) Log[q]];
   k = Together[(n - m b/(2 c))/free];
   If[k === 0, Return[logs]];
   add[logs, k reciprocal[a, b, c, x]]];
(* Integral of 1/(c x^2 + b x + a) *)
reciprocal[a_, b_, c_, x_] := Module[{disc = Expand[b^2 - 4 a c], s, r, v},
   If[disc === 0, Return[-2/(b + 2 c x)]];
   If[NumericQ[disc],
    If[TrueQ[disc < 0] || TrueQ[Im[N[disc]] == 0 && Re[N[disc]] < 0], Return[arcTangent[a, b, c, -disc, x]]];
    (* real roots r1 > r2 that are not rational *)
    s = Sqrt[disc];
    v = Sort[{(-b + s)/(2 c), (-b - s)/(2 c)}, N[#1] > N[#2] &] // Map[Expand, #] &;
    Return[Sign[c] (Log[v[[1]] - x] - Log[x - v[[2]]])/Abs[Expand[c (v[[1]] - v[[2]])]]]];
   If[b === 0,
    If[negativeQ[a] =!= negativeQ[c] , Return[hyperbolic[a, c, x]]];
    Return[symbolicArcTan[a, c, x]]];
   (* symbolic coefficients: 4 under the root belongs to a common factor 2 *)
   k = If[AllTrue[{b, disc}, IntegerQ[Denominator[Together[#]]] &] && Divisible4[disc] && evenCoefficients[b], 2, 1];
   With[{d = Expand[-disc/k^2], v = b/k + 2 c x/k}, (2/k) ArcTan[v/Sqrt[d]]/Sqrt[d]]];
evenCoefficients[b_] := AllTrue[Cases[If[Head[Expand[b]] === Plus, List @@ Expand[b], {Expand[b]}], t_ :> numericPart[t]], EvenQ];
Divisible4[d_] := AllTrue[Cases[If[Head[Expand[d]] === Plus, List @@ Expand[d], {Expand[d]}], t_ :> numericPart[t]], IntegerQ[#/4] &];
numericPart[t_] := Replace[t, {n : (_Integer | _Rational) :> n, Times[n : (_Integer | _Rational), __] :> n, _ -> 1}];
negativeQ[e_] := MatchQ[e, _?Negative | Times[_?Negative, ___]] || Head[e] === Plus && AllTrue[List @@ e, negativeQ];
symbolicArcTan[a_, c_, x_] := With[{r = root[c], s = root[a]}, ArcTan[r x/s]/(r s)];
hyperbolic[a_, c_, x_] := If[negativeQ[a],
   With[{r = root[c], s = root[-a]}, -ArcTanh[r x/s]/(r s)],
   With[{r = root[-c], s = root[a]}, ArcTanh[r x/s]/(r s)]];
(* the square root of a symbolic coefficient, squares taken out *)
root[e_] := With[{f = Factor[e]}, Times @@ Map[rootOfFactor, If[Head[f] === Times, List @@ f, {f}]]];
rootOfFactor[Power[b_, n_Integer]] := If[EvenQ[n], b^(n/2), b^((n - 1)/2) Sqrt[b]];
rootOfFactor[e_] := Sqrt[e];
arcTangent[a_, b_, c_, d_, x_] := Module[{s = Sqrt[d], arg, k},
   (* 2 ArcTan[(b + 2 c x)/s]/s with the common factors cancelled *)
   arg = If[b === 0, Sqrt[4 c^2/d] Sign[c] x, If[FreeQ[s, Power], Together[(b + 2 c x)/s], Cancel[(b + 2 c x)/s]]];
   If[b =!= 0 && ! FreeQ[s, Power],
    k = GCD[b, 2 c];
    If[IntegerQ[b] && IntegerQ[c], arg = If[k > 1, (b/k + 2 c x/k)/(s/k), (b + 2 c x)/s]]];
   (2/s) ArcTan[arg]];

(* irreducible of degree three and more *)
higher[p_, q_, free_, x_] := Module[{c = CoefficientList[q, x], r},
   If[Length[c] == 5 && c[[2]] === 0 && c[[4]] === 0 && AllTrue[c, MatchQ[#, _Integer | _Rational] &],
    r = biquadratic[p, c[[1]], c[[3]], c[[5]], x];
    If[r =!= no, Return[r/free]]];
   rootSum[p, q, x]/free];
(* c x^4 + b x^2 + a over the reals: two quadratics *)
biquadratic[p_, a_, b_, c_, x_] := Module[{A = a/c, B = b/c, disc, u, v, s, t, n = PadRight[CoefficientList[p, x], 4]/c, r1, r2},
   disc = B^2 - 4 A;
   If[n[[2]] =!= 0 || n[[4]] =!= 0, Return[oddBiquadratic[p, a, b, c, x]]];
   If[disc >= 0,
    (* (x^2 + u)(x^2 + v) with irrational u, v *)
    {u, v} = {(B + Sqrt[disc])/2, (B - Sqrt[disc])/2};
    r1 = (n[[1]] - n[[3]] u)/(v - u); r2 = (n[[1]] - n[[3]] v)/(u - v);
    Return[Together[r1] reciprocal[u, 0, 1, x] + Together[r2] reciprocal[v, 0, 1, x]]];
   (* x^4 + B x^2 + A = (x^2 + s x + t)(x^2 - s x + t) *)
   t = Sqrt[A]; s = Sqrt[2 t - B];
   If[! TrueQ[N[2 t - B] > 0], Return[no]];
   If[A =!= 1 && ! IntegerQ[t] && ! MatchQ[t, _Rational], Return[no]];
   (* (n1 + n3 x^2)/((x^2 + s x + t)(x^2 - s x + t)) *)
   r1 = (n[[1]] - n[[3]] t)/(4 s t); r2 = (n[[1]] + n[[3]] t)/(2 t Sqrt[2 t + B]);
   combine[r2 (ArcTan[(2 x + s)/Sqrt[2 t + B]] + ArcTan[(2 x - s)/Sqrt[2 t + B]]), r1 (Log[t + s x + x^2] - Log[t - s x + x^2]), x, s, t, B, r1, r2]];
combine[_, _, x_, s_, t_, B_, r1_, r2_] := Module[{w = Sqrt[2 t + B], l1, l2, a1, a2, k},
   l1 = t - s x + x^2; l2 = t + s x + x^2;
   {a1, a2} = If[w === s && t === 1 && s === Sqrt[2], {1 - Sqrt[2] x, 1 + Sqrt[2] x}, {(s - 2 x)/w, (s + 2 x)/w}];
   If[r1 === 0, Return[r2 (ArcTan[a2] - ArcTan[a1])]];
   k = Together[r2/r1];
   If[IntegerQ[k], (-k ArcTan[a1] + k ArcTan[a2] - Log[l1] + Log[l2]) r1, r2 (ArcTan[a2] - ArcTan[a1]) + r1 (Log[l2] - Log[l1])]];
oddBiquadratic[p_, a_, b_, c_, x_] := Module[{n = PadRight[CoefficientList[p, x], 4], y, odd, even},
   odd = integrate[(n[[2]] + n[[4]] x)/(2 (a + b x + c x^2)), x];
   even = If[n[[1]] === 0 && n[[3]] === 0, 0, biquadratic[n[[1]] + n[[3]] x^2, a, b, c, x]];
   If[odd === no || even === no, no, (odd /. x -> x^2) + even]];
(* the sum over the roots r of q of p(r)/q'(r) Log[x - r] *)
rootSum[p_, q_, x_] := Module[{g = Cancel[p/D[q, x]], num, den, n, d},
   num = Numerator[g]; den = Denominator[g];
   n = numericContent[num]; d = numericContent[den];
   num = Expand[num/n]; den = Expand[den/d];
   (n/d) RootSum[Function[Evaluate[q /. x -> Slot[1]]], rootBody[num, den, x]]];
rootBody[num_, den_, x_] := Module[{list = If[Head[num] === Plus, List @@ num, {num}]},
   With[{b = (Total[Map[Function[t, (t /. x -> hidden) Log[x - hidden]], list]]/(den /. x -> hidden)) /. hidden -> Slot[1]}, Function[b]]];
numericContent[e_] := Module[{c = Cases[If[Head[e] === Plus, List @@ e, {e}], t_ :> First[Replace[t, {n : (_Integer | _Rational) :> {n}, Times[n : (_Integer | _Rational), __] :> {n}, _ :> {1}}]]]},
   With[{g = GCD @@ c}, If[g === 0, 1, g]]];
