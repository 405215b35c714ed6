(* integrate.wl - Integrate: which method suits an integrand. Methods are tried from the special to the general; each answers no when
   it does not apply. An answer that was not computed by an algorithm is checked by differentiating it at a point. *)

LoadUnit["calculus/rational"]; LoadUnit["calculus/elementary"]; LoadUnit["calculus/algebraic"];
LoadUnit["calculus/polylogarithms"]; LoadUnit["calculus/elliptic"]; LoadUnit["calculus/broken"];
rational = System`Library`calculus`rational`integrate;
rationalQ = System`Library`calculus`rational`rationalQ;
no = $Failed;

(* ---- the public function *)
integrate[f_, Element[v_, reg_], opts : (_Rule | _RuleDelayed) ...] := (LoadUnit["figures/regions"];
   With[{r = System`Library`figures`regions`integral[f, v, reg]}, If[r === $Failed, $Unevaluated, r]]);
integrate[f_, specs__, opts : (_Rule | _RuleDelayed) ...] := Module[{assume = True, given = Assumptions /. {opts}, r},
   If[MemberQ[{specs}, _Rule | _RuleDelayed], Return[$Unevaluated]];
   assume = If[given === Assumptions, True, given];
   If[ValueQ[$Assumptions] && $Assumptions =!= True, assume = assume && $Assumptions];
   r = Block[{$assume = assume, $generate = (GenerateConditions /. {opts}) =!= False, $principal = TrueQ[PrincipalValue /. {opts}], $depth = 0},
     multiple[f, {specs}]];
   If[r === no, Return[$Unevaluated]];
   (* what the assumptions say of integers and signs is used in the value *)
   If[assume =!= True && Length[First[{specs}]] === 3 && ! FreeQ[r, Alternatives @@ Cases[{assume}, y_Symbol /; ! NumericQ[y], {0, Infinity}]], Simplify[r, assume], r]];
(* over a disk or an ellipse inside the given rectangle: the inner bounds are the roots of the quadratic *)
multiple[f_, {{x_, a_, b_}, {y_, c_, d_}}] /; ! FreeQ[f, Boole] := With[{r = overEllipse[f, {x, a, b}, {y, c, d}]}, If[r === no, iterated[f, {{x, a, b}, {y, c, d}}], r]];
overEllipse[f_, {x_, a_, b_}, {y_, c_, d_}] := Module[{cond = Cases[{f}, Boole[u_] :> u, {0, Infinity}], g, q, k, center, root, ends, low, high},
   If[Length[cond] =!= 1 || ! MatchQ[First[cond], (Less | LessEqual | Greater | GreaterEqual)[_, _]], Return[no]];
   g = f /. Boole[_] -> 1;
   q = Expand[If[MatchQ[First[cond], _Less | _LessEqual], cond[[1, 1]] - cond[[1, 2]], cond[[1, 2]] - cond[[1, 1]]]];
   If[! PolynomialQ[q, {x, y}] || Exponent[q, y] =!= 2, Return[no]];
   k = Coefficient[q, y, 2];
   If[! TrueQ[N[k] > 0], Return[no]];
   center = -Coefficient[q, y, 1]/(2 k); root = Expand[center^2 - Coefficient[q, y, 0]/k];
   If[Exponent[root, x] =!= 2 || ! TrueQ[N[Coefficient[root, x, 2]] < 0], Return[no]];
   ends = x /. Solve[root == 0, x];
   If[! AllTrue[ends, NumericQ[#] && Im[N[#]] == 0 &], Return[no]];
   {low, high} = SortBy[ends, N];
   If[! TrueQ[N[a] <= N[low] + 10^-12 && N[high] <= N[b] + 10^-12 &&
       Min[Table[N[center - Sqrt[Abs[root]] /. x -> low + t (high - low)], {t, 0, 1, 1/64}]] >= N[c] - 10^-12 &&
       Max[Table[N[center + Sqrt[Abs[root]] /. x -> low + t (high - low)], {t, 0, 1, 1/64}]] <= N[d] + 10^-12], Return[no]];
   iterated[g, {{x, low, high}, {y, center - Sqrt[root], center + Sqrt[root]}}]];
multiple[f_, specs_] := iterated[f, specs];
iterated[f_, {specs___, last_}] := Module[{r = one[f, last]},
   If[r === no, Return[no]];
   If[{specs} === {}, r, If[FreeQ[r, Integrate], iterated[r, {specs}], no]]];
one[f_List, spec_] := With[{r = one[#, spec] & /@ f}, If[MemberQ[r, no], MapThread[If[#1 === no, Integrate[#2, spec], #1] &, {r, f}], r]];
one[(h : Equal)[a_, b_], spec_] := h[Integrate[a, spec], Integrate[b, spec]];
one[f_, {x_, a_, b_}] := (LoadUnit["calculus/definite"]; Catch[System`Library`calculus`definite`definite[f, x, a, b], System`Library`calculus`definite`divergeTag]);
one[f_, x_] := Module[{r = TimeConstrained[indefinite[f, x], 15, no]},
   If[r =!= no, Return[r]];
   partial[f, x]];
(* what can be done of a sum is done *)
partial[f_, x_] := Module[{g, list, done},
   {list, g} = constants[f, x];
   If[list =!= 1, Return[list Integrate[g, x]]];
   If[Head[f] =!= Plus, Return[no]];
   done = indefinite[#, x] & /@ List @@ f;
   If[AllTrue[done, # === no &], Return[no]];
   Total[MapThread[If[#1 === no, inert[#2, x], #1] &, {done, List @@ f}]]];
inert[f_, x_] := Integrate[f, x];

indefinite[f_, x_] := Module[{r = Catch[Block[{$depth = 0}, int[f, x]], limitTag]},
   If[r === no || ! FreeQ[r, no], Return[no]];
   present[r]];
present[r_] := r;

(* ---- the chain of methods *)
int[f_, x_] := Block[{$depth = $depth + 1}, If[$depth > 14, no, method[f, x]]];
method[f_, x_] /; FreeQ[f, x] := f x;
method[x_, x_] := x^2/2;
method[f_, x_] := Module[{c, g, r},
   {c, g} = constants[f, x];
   If[c =!= 1, r = int[g, x]; Return[If[r === no, no, scaled[c, r]]]];
   r = simple[f, x];
   If[r =!= no, Return[r]];
   r = powerOf[f, x];
   If[r =!= no, Return[r]];
   If[rationalQ[f, x], Return[System`Library`calculus`rational`integrate[f, x] // gathered]];
   If[Head[f] === Plus, r = sum[f, x]; If[r =!= no, Return[r]]];
   Do[r = m[f, x]; If[r =!= no && FreeQ[r, no] && checked[r, f, x], Return[r, Module]],
    {m, {System`Library`calculus`elementary`table, divides, System`Library`calculus`elementary`exponential, System`Library`calculus`elementary`trigonometric,
      System`Library`calculus`elliptic`integrate, System`Library`calculus`algebraic`integrate, cofunction, parts, logarithmic, System`Library`calculus`elementary`special,
      System`Library`calculus`broken`integrate, System`Library`calculus`polylogarithms`integrate, expanded, System`Library`calculus`elementary`half, polynomialParts, exactDerivative}}];
   no];
(* x Sec[x]^2 and its like by parts, before exponentials are tried *)
cofunction[f_Times, x_] := Module[{p = Select[f, PolynomialQ[#, x] &], h = Select[f, ! PolynomialQ[#, x] &], F, r},
   If[Exponent[p, x] =!= 1 || ! MatchQ[h, Power[(Sec | Csc)[_], 2] | Power[_ + _. (Cos | Sin)[_], -1] | Sec[u_] Tan[u_] | Csc[u_] Cot[u_]], Return[no]];
   F = int[h, x];
   If[F === no || ! FreeQ[F, Log | ArcTan | ArcTanh], Return[no]];
   r = int[F, x];
   If[r === no, no, p F - D[p, x] r]];
cofunction[_, _] := no;
(* a power of a polynomial times its derivative *)
powerOf[f_Times, x_] := Module[{c, q = Cases[f, Power[g_, n_Integer] /; n > 1 && PolynomialQ[g, x] && Exponent[g, x] > 1]},
   If[Length[q] =!= 1 || ! PolynomialQ[f, x], Return[no]];
   q = First[q];
   c = Cancel[f/q/D[q[[1]], x]];
   If[FreeQ[c, x], c q[[1]]^(q[[2]] + 1)/(q[[2]] + 1), no]];
powerOf[_, _] := no;
(* constant factors *)
constants[f_Times, x_] := {Select[f, FreeQ[#, x] &], Select[f, ! FreeQ[#, x] &]};
constants[f_, x_] := {1, f};
scaled[c_, r_] := If[NumericQ[c] && Head[r] === Plus, distribute[c, r], c r];
(* a number joins the common factor of a sum, or its terms *)
distribute[c_, r_] := Map[c # &, r];
sum[f_, x_] := Module[{rat, rest, r},
   rat = Select[f, rationalQ[#, x] &]; rest = Select[f, ! rationalQ[#, x] &];
   r = If[rat === 0, {}, {int[rat, x]}];
   If[MemberQ[r, no], Return[no]];
   Do[With[{q = int[t, x]}, If[q === no, Return[no, Module]]; AppendTo[r, q]], {t, If[Head[rest] === Plus, List @@ rest, {rest}]}];
   Total[r]];

linear[g_, x_] := Module[{b}, If[! PolynomialQ[g, x], Return[no]]; b = Expand[g]; If[Exponent[b, x] =!= 1, no, {Coefficient[b, x, 0], Coefficient[b, x, 1]}]];
(* powers and elementary functions of a linear argument *)
simple[x_, x_] := x^2/2;
simple[Power[x_, n_], x_] /; FreeQ[n, x] := If[n === -1, Log[x], x^(n + 1)/(n + 1)];
simple[Power[g_, n_], x_] /; FreeQ[n, x] := Module[{l},
   If[MatchQ[n, 1 | 2], Return[no]];
   l = linear[g, x];
   If[l === no, Return[no]];
   If[n === -1, Return[With[{c = content[l]}, Log[Expand[g/c]]/l[[2]]]]];
   g^(n + 1)/(l[[2]] (n + 1))];
content[{a_, b_}] := If[MatchQ[{a, b}, {(_Integer | _Rational) ..}] && a =!= 0, GCD[a, b], 1];
simple[Power[b_, g_], x_] /; FreeQ[b, x] := With[{l = linear[g, x]}, If[l === no, no, b^g/(l[[2]] Log[b])]];
simple[f_[g_], x_] := Module[{l, t},
   If[! KeyExistsQ[elementaryTable, f], Return[no]];
   l = linear[g, x];
   If[l === no, no, elementaryTable[f][g]/l[[2]] // expandQuotient]];
simple[Derivative[n_Integer?Positive][f_][g_], x_] := With[{l = linear[g, x]}, If[l === no, no, Derivative[n - 1][f][g]/l[[2]]]];
simple[_, _] := no;
expandQuotient[e_] := e;
elementaryTable = <|Sin -> (-Cos[#] &), Cos -> (Sin[#] &), Tan -> (-Log[Cos[#]] &), Cot -> (Log[Sin[#]] &), Sec -> (ArcCoth[Sin[#]] &), Csc -> (-ArcTanh[Cos[#]] &),
   Sinh -> (Cosh[#] &), Cosh -> (Sinh[#] &), Tanh -> (Log[Cosh[#]] &), Coth -> (Log[Sinh[#]] &), Sech -> (-ArcCot[Sinh[#]] &), Csch -> (-ArcTanh[Cosh[#]] &)|>;

(* ---- a common rational factor of all terms *)
gathered[no] = no;
gathered[r_Plus] := Module[{t = List @@ r, c, k, out},
   If[AllTrue[t, MatchQ[#, _. Log[_]] &] && Length[t] < 3, Return[r]];
   c = coefficientOf /@ t;
   If[! AllTrue[c, MatchQ[#, _Integer | _Rational] &], Return[r]];
   k = 1/(LCM @@ Denominator[c]);
   If[k === 1, Return[r]];
   If[! FreeQ[t, Power[_Integer, _Rational]], Return[r]];
   (* worth it when nothing but the denominator is shared and no polynomial stands apart *)
   If[AnyTrue[t, PolynomialQ[#, variable[t]] &], Return[r]];
   out = k Total[t/k];
   If[LeafCount[out] < LeafCount[r], out, r]];
gathered[r_] := r;
variable[t_] := First[Cases[t, (Log | ArcTan)[g_] :> First[Cases[{g}, _Symbol?(Not[NumericQ[#]] &), {0, Infinity}], x$], {0, Infinity}], x$];
coefficientOf[c_Integer | c_Rational] := c;
coefficientOf[Times[c : (_Integer | _Rational), ___]] := c;
coefficientOf[_] := 1;

(* ---- substitution: f = h[u] u' *)
divides[f_, x_] := Module[{r},
   Do[r = substitute[f, u, x]; If[r =!= no, Return[r, Module]], {u, candidates[f, x]}];
   no];
candidates[f_, x_] := Module[{c},
   c = DeleteDuplicates[Cases[{f}, g_ /; ! FreeQ[g, x], {1, Infinity}]];
   c = DeleteCases[c, x | f | _List | _Function | _?(NumericQ)];
   c = Select[c, ! MatchQ[#, Times[_?NumericQ, x]] && Head[#] =!= Symbol &];
   (* functions before sums and powers; not powers of x alone unless they occur inside *)
   c = Join[Select[c, ! MatchQ[#, _Plus | _Times | _Power] &], Select[c, MatchQ[#, _Plus] &], Select[c, MatchQ[#, _Power] &], Select[c, MatchQ[#, _Times] &]];
   c = SortBy[c, MatchQ[#, Power[E, Times[_?Negative, ___]]] &];
   Take[c, UpTo[12]]];
substitute[f_, u_, x_] := Module[{d = D[u, x], q, y = Unique["u"], r},
   If[d === 0 || linear[u, x] =!= no && ! MatchQ[u, _Plus], Return[no]];
   If[linear[u, x] =!= no, Return[no]];
   q = Cancel[f/d];
   q = q /. u -> y;
   If[! FreeQ[q, x], q = powers[q, u, y, x]];
   If[! FreeQ[q, x], q = Together[Simplify1[f/d]] /. u -> y];
   If[! FreeQ[q, x], Return[no]];
   If[LeafCount[q] > 2 LeafCount[f] + 20, Return[no]];
   r = int[q, y];
   If[r === no, no, r /. y -> u /. Log[Power[E, g_]] :> g]];
(* powers of u = x^k written as powers of x *)
powers[q_, Power[x_, k_], y_, x_] /; FreeQ[k, x] := q /. {Power[x, n_] /; FreeQ[n, x] && IntegerQ[n/k] :> y^(n/k)};
powers[q_, Power[E, g_], y_, x_] := q /. {Power[E, h_] /; ! FreeQ[h, x] && FreeQ[Cancel[h/g], x] :> y^Cancel[h/g]};
powers[q_, _, _, _] := q;
Simplify1[e_] := e /. {Sec[g_] :> 1/Cos[g], Csc[g_] :> 1/Sin[g], Tan[g_] :> Sin[g]/Cos[g], Cot[g_] :> Cos[g]/Sin[g]};

(* ---- by parts: a logarithm, inverse or special function is differentiated, the rest integrated *)
partsHeads = Log | ArcSin | ArcCos | ArcTan | ArcCot | ArcSec | ArcCsc | ArcSinh | ArcCosh | ArcTanh | ArcCoth | ArcSech | ArcCsch |
   Erf | Erfc | Erfi | SinIntegral | CosIntegral | SinhIntegral | CoshIntegral | ExpIntegralEi | FresnelS | FresnelC | LogIntegral | PolyLog | Gamma;
parts[f_, x_] := Module[{factors = If[Head[f] === Times, List @@ f, {f}], u, dv, v, r, pick},
   pick = Select[factors, MatchQ[#, partsHeads[__] | Power[partsHeads[__], _Integer?Positive]] &];
   If[pick === {}, Return[no]];
   u = First[pick];
   dv = Times @@ DeleteCases[factors, u, 1, 1];
   If[! rationalQ[dv, x] && ! algebraicQ[dv, x] && ! MatchQ[dv, Power[E, _] | Sin[_] | Cos[_]], Return[no]];
   v = int[dv, x];
   If[v === no || ! FreeQ[v, Log | ArcTan | ArcTanh | RootSum | ArcSin], Return[no]];
   If[Head[v] === Plus, v = Together[v]];
   r = int[reduced[v D[u, x]], x];
   If[r === no, no, closed[v u, r, x]]];
closed[a_, r_, x_] := a - If[Head[r] === Times && NumericQ[First[r]] && Head[Rest[r]] === Plus || Head[r] === Times && Count[r, _Plus] == 1 && NumericQ[First[r]] && FreeQ[r, Power[_, _?Negative]], Distribute[r], r];
reduced[e_] := Module[{t = Cancel[e /. Sinc[g_] :> Sin[g]/g]}, If[FreeQ[t, Power[_, _Rational]], Apart1[t], radicals[t]]];
Apart1[e_] := e;
radicals[e_] := e //. {Power[1 - 1/(x_)^2, -1/2] Power[x_, n_Integer] :> x^(n + 1)/Sqrt[x^2 - 1], Power[1 - 1/(x_)^2, -1/2] :> x/Sqrt[x^2 - 1]};
algebraicQ[f_, x_] := FreeQ[f, x] || f === x || MatchQ[f, _Plus | _Times] && AllTrue[List @@ f, algebraicQ[#, x] &] || MatchQ[f, Power[_, _Integer | _Rational]] && algebraicQ[First[f], x];

(* a polynomial times a function whose repeated integrals are known *)
polynomialParts[f_, x_] := Module[{factors = If[Head[f] === Times, List @@ f, {f}], p, h, v, r},
   p = Times @@ Select[factors, PolynomialQ[#, x] &]; h = Times @@ Select[factors, ! PolynomialQ[#, x] &];
   If[p === 1 || Exponent[p, x] > 4 || rationalQ[h, x], Return[no]];
   v = int[h, x];
   If[v === no || ! FreeQ[v, Integrate], Return[no]];
   r = int[D[p, x] v, x];
   If[r === no, no, p v - r]];
(* functions of Log[x]: x = E^u *)
logarithmic[f_, x_] := Module[{u = Unique["u"], e, r},
   If[FreeQ[f, (Sin | Cos | Sqrt)[_. Log[x]] | Power[_, _. Log[x]] | Power[Log[x], _Rational]], Return[no]];
   e = f /. Log[x] -> u /. x -> E^u;
   If[! FreeQ[e, x], Return[no]];
   r = int[e E^u, u];
   If[r === no, no, r /. Power[E, k_. u] :> x^k /. u -> Log[x]]];

(* ---- a derivative of a product of unknown functions: f' g + f g' *)
exactDerivative[f_Plus, x_] := Module[{t = List @@ f, g, r, list},
   If[FreeQ[f, Derivative], Return[no]];
   list = DeleteDuplicates[Cases[f, HoldPattern[Derivative[n_][u_][x]] :> Derivative[n - 1][u][x], {0, Infinity}] /. HoldPattern[Derivative[0][u_][v_]] :> u[v]];
   Do[r = Coefficient[f, D[g, x]];
    If[r =!= 0 && FreeQ[r, D[g, x]] && (r = System`Library`calculus`integrate`primitive[r, g]) =!= no && Expand[f - D[r, x]] === 0, Return[r, Module]], {g, list}];
   no];
exactDerivative[_, _] := no;
primitive[r_, g_] := Module[{y = Unique["y"], q}, q = int[r /. g -> y, y]; If[q === no, no, q /. y -> g]];

(* ---- products multiplied out *)
expanded[f_, x_] := Module[{e = Expand[f]}, If[e =!= f && Head[e] === Plus, sum[e, x], e = Expand[f, x]; no]];

(* ---- is D[r, x] = f? at two points, when no more than numbers and parameters are there *)
checked[r_, f_, x_] := Module[{d, v, vars, pts},
   If[! FreeQ[r, Integrate | RootSum | Piecewise], Return[True]];
   d = D[r, x] - f;
   If[d === 0, Return[True]];
   vars = Complement[DeleteDuplicates[Cases[{f, x}, y_Symbol /; ! NumericQ[y], {0, Infinity}]], {List}];
   pts = Table[Thread[vars -> Table[0.37 + 0.113 i + 0.29 k, {i, Length[vars]}]], {k, 2}];
   v = Quiet[{d, f} /. pts];
   AnyTrue[v, NumberQ[#[[1]]] && Abs[#[[1]]] <= 10^-7 (1 + Abs[#[[2]]]) &] || AllTrue[v, ! NumberQ[#[[1]]] &]];
