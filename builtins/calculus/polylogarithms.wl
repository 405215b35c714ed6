(* polylogarithms.wl - integrands whose integrals are polylogarithms: a polynomial times a rational function of an exponential (and so of
   circular and hyperbolic functions), logarithms times rational functions, powers of the arc tangent. *)

no = $Failed;
int = System`Library`calculus`integrate`int;
linear = System`Library`calculus`integrate`linear;
rationalQ = System`Library`calculus`rational`rationalQ;
circular = Sin | Cos | Tan | Cot | Sec | Csc;
hyperbolic = Sinh | Cosh | Tanh | Coth | Sech | Csch;

integrate[f_, x_] := Module[{r},
   Do[r = m[f, x]; If[r =!= no, Return[r, Module]], {m, {exponentials, logarithms, twoLogarithms, arcTangents}}];
   no];
factors[f_] := If[Head[f] === Times, List @@ f, {f}];

(* ---- p(x) R(E^(k x)) *)
exponentials[f_, x_] := Module[{t = factors[f], p, rest, form, k, n, y},
   p = Times @@ Select[t, PolynomialQ[#, x] &];
   rest = Times @@ Select[t, ! PolynomialQ[#, x] &];
   If[FreeQ[p, x] || Exponent[p, x] > 4, Return[no]];
   form = inExponential[rest, x];
   If[form === no, Return[no]];
   {rest, k, y} = form;
   integrateExponential[Expand[p], rest, k, y, x]];
(* {R, k, y}: the function is R with y = E^(k x) *)
inExponential[f_, x_] := Module[{args, l, k, e, y = Unique["y"], c},
   args = DeleteDuplicates[Join[Cases[{f}, Power[b_, g_] /; FreeQ[b, x] && ! FreeQ[g, x] :> g Log[b], {0, Infinity}],
      Cases[{f}, circular[g_] /; ! FreeQ[g, x] :> I g, {0, Infinity}], Cases[{f}, hyperbolic[g_] /; ! FreeQ[g, x] :> g, {0, Infinity}]]];
   If[args === {}, Return[no]];
   l = linear[#, x] & /@ args;
   If[MemberQ[l, no] || ! AllTrue[l[[All, 1]], # === 0 &], Return[no]];
   c = Cancel[l[[All, 2]]/l[[1, 2]]];
   If[! AllTrue[c, MatchQ[#, _Integer | _Rational] &], Return[no]];
   k = l[[1, 2]] (GCD @@ c);
   (* tangents alone are functions of the square *)
   If[FreeQ[f, Sin | Cos | Sec | Csc | Sinh | Cosh | Sech | Csch] && FreeQ[f, Power[b_, g_] /; FreeQ[b, x] && ! FreeQ[g, x]] ||
      FreeQ[f, Tan | Cot | Tanh | Coth] && FreeQ[f /. Power[(Sin | Cos | Sec | Csc | Sinh | Cosh | Sech | Csch)[_], _?EvenQ] -> 1, x], k = 2 k];
   e = f /. {Power[b_, g_] /; FreeQ[b, x] && ! FreeQ[g, x] :> y^Cancel[g Log[b]/(k x)], (h : circular)[g_] /; ! FreeQ[g, x] :> circularForm[h, y^Cancel[I g/(k x)]],
      (h : hyperbolic)[g_] /; ! FreeQ[g, x] :> hyperbolicForm[h, y^Cancel[g/(k x)]]};
   e = Together[PowerExpand[Together[e]]];
   If[FreeQ[e, x] && rationalQ[e, y], {e, k, y}, no]];
circularForm[h_, z_] := Switch[h, Sin, (z - 1/z)/(2 I), Cos, (z + 1/z)/2, Tan, -I (z^2 - 1)/(z^2 + 1), Cot, I (z^2 + 1)/(z^2 - 1), Sec, 2 z/(z^2 + 1), Csc, 2 I z/(z^2 - 1)];
hyperbolicForm[h_, z_] := Switch[h, Sinh, (z - 1/z)/2, Cosh, (z + 1/z)/2, Tanh, (z^2 - 1)/(z^2 + 1), Coth, (z^2 + 1)/(z^2 - 1), Sech, 2 z/(z^2 + 1), Csch, 2 z/(z^2 - 1)];
integrateExponential[p_, r_, k_, y_, x_] := Module[{num = Numerator[r], den = Denominator[r], list, poly, total = 0, lead, w = Exponent[p, x], g, c},
   If[FreeQ[den, y] || MatchQ[den, _. y^_.] && FreeQ[Cancel[den/y^Exponent[den, y]], y], Return[no]];
   list = poles[den, y];
   If[list === no, Return[no]];
   lead = Cancel[den/Times @@ (Power @@@ ({y - #[[1]], #[[2]]} & /@ list))] // Simplify;
   If[! FreeQ[lead, y], Return[no]];
   poly = PolynomialQuotient[num, Expand[den], y];
   If[poly =!= 0, Do[c = Coefficient[poly, y, j]; If[c =!= 0, total += c exponentialTimes[p, j k, x]], {j, 0, Exponent[poly, y]}]];
   Do[g = num/(lead Times @@ (Power @@@ ({y - #[[1]], #[[2]]} & /@ DeleteCases[list, q])));
    Do[c = residue[D[g, {y, q[[2]] - j}]/(q[[2]] - j)! /. y -> q[[1]]];
     If[c =!= 0, total += If[j === 1 && q[[1]] =!= 0, residue[c/q[[1]]], c] Which[q[[1]] === 0, exponentialTimes[p, -j k, x],
        j === 1, Sum[Coefficient[p, x, n] (polylogarithms[n, q[[1]], k, x] - x^(n + 1)/(n + 1)), {n, 0, w}],
        True, Sum[Coefficient[p, x, n] pole[n, j, q[[1]], k, x], {n, 0, w}]]], {j, q[[2]]}], {q, list}];
   gathered[total, x]];
(* {root, multiplicity} of each root of a polynomial, when all can be written by radicals *)
poles[den_, y_] := Module[{list = Select[FactorList[den], ! FreeQ[#, y] &], r},
   r = Flatten[Function[q, With[{s = Quiet[Solve[q[[1]] == 0, y]]}, If[MatchQ[s, {{_ -> _} ..}] && FreeQ[s, Root | ConditionalExpression], {#, q[[2]]} & /@ (y /. s), {no}]]] /@ list, 1];
   If[MemberQ[r, no], no, r]];
residue[c_] := If[NumericQ[c] && ! FreeQ[c, Power[_, _Rational]], ToRadicals[RootReduce[c]], Simplify[c]];
exponentialTimes[p_, 0, x_] := Integrate[p, x];
exponentialTimes[p_, k_, x_] := E^(k x) Expand[Sum[(-1)^j D[p, {x, j}]/k^(j + 1), {j, 0, Exponent[p, x]}]];
(* the integral of x^n/(y - r)^j: by parts down to simple poles, and those by polylogarithms of y/r *)
pole[n_, 1, r_, k_, x_] := (polylogarithms[n, r, k, x] - x^(n + 1)/(n + 1))/r;
pole[n_, j_, r_, k_, x_] := -(pole[n, j - 1, r, k, x] + (x^n/(E^(k x) - r)^(j - 1) - If[n === 0, 0, n pole[n - 1, j - 1, r, k, x]])/(k (j - 1)))/r;
polylogarithms[n_, r_, k_, x_] := Sum[(-1)^j n!/(n - j)! If[n === j, 1, x^(n - j)]/k^(j + 1) If[j === 0, Log[1 - E^(k x)/r], -PolyLog[j + 1, E^(k x)/r]], {j, 0, n}];
(* equal logarithms and powers of x are put together *)
gathered[e_, x_] := Module[{t = ExpandAll[e] /. Power[g_Plus, n_Integer?Negative] :> Power[Factor[g], n], keys},
   keys = DeleteDuplicates[Cases[t, (Log | PolyLog)[__], {0, Infinity}]];
   Collect[t, keys, If[FreeQ[#, Power[E, _]], Factor[#], Simplify[#]] &]];

(* ---- Log[a x + b] R(x) *)
logarithms[f_, x_] := Module[{t = factors[f], logs, r, l, list, total = 0, c},
   logs = Cases[t, Log[g_] /; linear[g, x] =!= no];
   If[Length[logs] =!= 1, Return[no]];
   r = Cancel[f/logs[[1]]]; l = linear[logs[[1, 1]], x];
   If[! rationalQ[r, x] || PolynomialQ[r, x], Return[no]];
   r = Together[r];
   list = poles[Denominator[r], x];
   If[list === no, Return[no]];
   dilogarithms[Numerator[r], Denominator[r], list, logs[[1]], l, x]];
dilogarithms[num_, den_, list_, log_, {b_, a_}, x_] := Module[{lead, g, c, q0, total, s, u = log[[1]], poly = PolynomialQuotient[num, Expand[den], x]},
   lead = Simplify[Cancel[den/Times @@ (Power @@@ ({x - #[[1]], #[[2]]} & /@ list))]];
   If[! FreeQ[lead, x], Return[no]];
   total = If[poly === 0, 0, int[poly log, x]];
   If[total === no, Return[no]];
   Do[g = num/(lead Times @@ (Power @@@ ({x - #[[1]], #[[2]]} & /@ DeleteCases[list, q]))); s = Together[a q[[1]] + b];
    Do[c = residue[D[g, {x, q[[2]] - j}]/(q[[2]] - j)! /. x -> q[[1]]];
     If[c === 0, Continue[]];
     total += c If[j === 1, If[s === 0, log^2/2, log Log[Expand[Cancel[Together[1 - u/s]]]] + PolyLog[2, Expand[Cancel[u/s]]]],
        With[{rest = int[a/(u (x - q[[1]])^(j - 1)), x]}, If[rest === no, Return[no, Module]]; (rest - log/(x - q[[1]])^(j - 1))/(j - 1)]], {j, q[[2]]}], {q, list}];
   total];
(* p(x) Log[u] Log[v]: by parts *)
twoLogarithms[f_, x_] := Module[{t = factors[f], logs, p, q, r},
   logs = Flatten[Replace[Cases[t, Log[_] | Log[_]^2], Log[g_]^2 :> {Log[g], Log[g]}, {1}]];
   If[Length[logs] =!= 2 || ! AllTrue[logs, linear[First[#], x] =!= no &] || logs[[1]] === logs[[2]], Return[no]];
   p = Cancel[f/(Times @@ logs)];
   If[! PolynomialQ[p, x], Return[no]];
   q = Integrate[p, x];
   r = int[#, x] & /@ List @@ Expand[Apart[q D[logs[[1]], x], x] logs[[2]] + Apart[q D[logs[[2]], x], x] logs[[1]]];
   If[MemberQ[r, no], no, q Times @@ logs - Total[r]]];

(* ---- R(x) ArcTan[x]^n: x = Tan[t] *)
arcTangents[f_, x_] := Module[{n = Cases[factors[f], Power[ArcTan[x], m_Integer] :> m], r, t = Unique["t"], g},
   If[Length[n] =!= 1 || First[n] < 2, Return[no]];
   r = Cancel[f/ArcTan[x]^First[n]];
   If[! rationalQ[r, x], Return[no]];
   g = Together[(r /. x -> t) (1 + t^2)] /. t -> Tan[t] /. 1 + Tan[t]^2 -> Sec[t]^2;
   g = If[r === 1, int[t^First[n] Sec[t]^2, t], int[t^First[n] g/Sec[t]^2 /. Sec[t]^-2 -> 1/(1 + Tan[t]^2), t]];
   If[g === no, no, g /. Tan[t] -> x /. t -> ArcTan[x]]];
