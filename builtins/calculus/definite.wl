(* definite.wl - definite integrals: known forms over infinite ranges first, then the antiderivative at the limits with every
   singularity between them examined. A numeric value guards against branch jumps. *)

no = $Failed;
LoadUnit["calculus/integrate"];
indefinite = System`Library`calculus`integrate`indefinite;
linear = System`Library`calculus`integrate`linear;
rationalQ = System`Library`calculus`rational`rationalQ;
assumed := System`Library`calculus`integrate`$assume;
generate := System`Library`calculus`integrate`$generate;

infiniteQ[e_] := MatchQ[e, _DirectedInfinity];
determinate[v_] := FreeQ[v, DirectedInfinity | Indeterminate | ComplexInfinity | Overflow | Interval];
realNumeric[e_] := infiniteQ[e] && MatchQ[e, DirectedInfinity[1 | -1]] || NumericQ[e] && TrueQ[Im[N[e]] == 0];
below[a_, b_] := Which[a === b, False, a === -Infinity || b === Infinity, True, a === Infinity || b === -Infinity, False, True, TrueQ[N[a] < N[b]]];

(* ---- entry: constants, sums, piecewise parts, deltas *)
definite[f_, x_, a_, a_] := If[determinate[f], 0, Indeterminate];
definite[f_, x_, a_, b_] := Module[{c, g, r},
   If[MatchQ[f, _DirectedInfinity] , Return[If[realNumeric[a] && realNumeric[b], If[below[a, b], f, -f], no]]];
   If[FreeQ[f, x], Return[If[infiniteQ[a] || infiniteQ[b], If[f === 0, 0, divergent[f, x, a, b]], (b - a) f]]];
   If[realNumeric[a] && realNumeric[b] && below[b, a], r = definite[f, x, b, a]; Return[If[r === no, no, -r]]];
   If[! FreeQ[f, _Real] && FreeQ[{a, b}, _Real] || ! FreeQ[{a, b}, _Real],
    r = definite[Rationalize[f, 0], x, Rationalize[a, 0], Rationalize[b, 0]];
    Return[If[r === no, no, N[r]]]];
   {c, g} = If[Head[f] === Times, {Select[f, FreeQ[#, x] &], Select[f, ! FreeQ[#, x] &]}, {1, f}];
   If[c =!= 1, r = definite[g, x, a, b]; Return[If[r === no, no, scaled[c, r]]]];
   If[System`Library`calculus`integrate`$principal && realNumeric[a] && realNumeric[b], r = principal[f, x, a, b]; If[r =!= no, Return[r]]];
   TimeConstrained[dispatch[f, x, a, b], 25, no]];
(* a constant root as in c = 1/Sqrt[2 Pi] cancels against every term *)
scaled[c_, r_] /; ! FreeQ[c, Power[_, _Rational]] && Head[Expand[r]] === Plus := With[{q = Cancel[Map[PowerExpand[c #] &, Expand[r]]]}, If[LeafCount[q] < LeafCount[c r], gatheredTerms[q], c r]];
scaled[c_, ConditionalExpression[r_, k_]] := ConditionalExpression[c r, k];
scaled[c_, r_] := c r;
(* Cauchy's principal value: the real antiderivative passes over simple poles; double ones show in it and are left to diverge *)
principal[f_, x_, a_, b_] := Module[{F = indefinite[f, x], r},
   If[F === no || ! FreeQ[F, Integrate], Return[no]];
   F = F /. {Log[g_] /; ! FreeQ[g, x] :> Log[Abs[g]], (ArcTanh | ArcCoth)[g_] /; ! FreeQ[g, x] :> Log[Abs[(1 + g)/(1 - g)]]/2};
   If[Cases[singular[f, F /. Log[_] -> 0, x, a, b], p_ /; ! determinate[Quiet[(F /. Log[_] -> 0) /. x -> p]]] =!= {}, Return[no]];
   r = If[a === -Infinity && b === Infinity, Quiet[Limit[(F /. x -> t) - (F /. x -> -t), t -> Infinity]],
     (If[infiniteQ[b], Quiet[Limit[F, x -> b]], F /. x -> b]) - (If[infiniteQ[a], Quiet[Limit[F, x -> a]], F /. x -> a])];
   If[determinate[r] && FreeQ[r, Limit], If[NumericQ[r], Simplify[r], r], no]];
dispatch[f_, x_, a_, b_] /; ! FreeQ[f, Mod] := dispatch[f //. HoldPattern[Mod[u_, m_]] :> u - m Floor[u/m], x, a, b];
dispatch[f_, x_, a_, b_] := Module[{r},
   If[! FreeQ[f, DiracDelta], Return[delta[f, x, a, b]]];
   If[! FreeQ[f, Piecewise | Abs | Sign | RealSign | UnitStep | HeavisideTheta | Max | Min | UnitBox | UnitTriangle | HeavisidePi | Ramp | Boole | Floor | Ceiling], r = broken[f, x, a, b]; If[r =!= no, Return[r]]];
   Do[r = m[f, x, a, b]; If[r =!= no, Return[r, Module]], {m, {known, termwise, frullani, hyperbolic, scaledEnds, reflectedConstant, fundamental, reflected, laplace, symmetric}}];
   no];
divergent[f_, x_, a_, b_] := (Message[Integrate::idiv, f, {a, b}]; Throw[no, divergeTag]);

(* Terms with parameters that are known forms one by one *)
termwise[f_, x_, a_, b_] := Module[{e = Expand[f], rs},
   If[Head[e] =!= Plus || Length[e] > 6 || AllTrue[Cases[e, _Symbol, {-1}], # === x || NumericQ[#] &], Return[no]];
   rs = Function[t, With[{c = If[Head[t] === Times, Select[t, FreeQ[#, x] &], 1]}, With[{g = Cancel[t/c]}, If[FreeQ[g, x], no, With[{r = Catch[known[g, x, a, b], divergeTag]}, If[r === no, no, scaled[c, r]]]]]]] /@ List @@ e;
   If[! FreeQ[rs, no], Return[no]];
   With[{conditions = DeleteDuplicates[Cases[rs, ConditionalExpression[_, c_] :> c]], v = Together[Total[rs /. ConditionalExpression[r_, _] :> r]]}, If[conditions === {}, v, ConditionalExpression[v, And @@ conditions]]]];

(* c (E^(-p x) - E^(-q x))/x over the half line *)
frullani[f_, x_, 0, Infinity] := Replace[Expand[x f], {
   c_. E^(p_ x) + d_. E^(q_ x) /; FreeQ[{c, d, p, q}, x] && Expand[c + d] === 0 :> condition[If[VectorQ[{p, q}, NumericQ], c Log[q/p], c (Log[-q] - Log[-p])], And @@ (If[NumericQ[#], TrueQ[Re[N[#]] > 0], Re[#] > 0] & /@ {-p, -q})], _ -> no}];
frullani[___] := no;

(* powers times Csch and Sech over the half line *)
hyperbolic[f_, x_, 0, Infinity] := Replace[f, {
   Power[x, n_.] Csch[k_. x] /; IntegerQ[n] && FreeQ[k, x] && positiveQ[k] :> 2 (1 - 2^-(n + 1)) n! Zeta[n + 1]/k^(n + 1),
   Power[x, n_.] Sech[k_. x] /; EvenQ[n] && n > 0 && FreeQ[k, x] && positiveQ[k] :> Abs[EulerE[n]] (Pi/(2 k))^(n + 1),
   x Sech[k_. x] /; FreeQ[k, x] && positiveQ[k] :> 2 Catalan/k^2, _ -> no}];
hyperbolic[___] := no;
(* from 0 or -c to c, where c is in roots too: x == c t *)
scaledEnds[f_, x_, a_, c_Symbol] /; (a === 0 || a === -c) && ! NumericQ[c] && ! FreeQ[Cases[f, Power[g_, _Rational] :> g, {0, Infinity}], c] := Module[{t, g, r},
   g = Simplify[f /. x -> c t, c > 0 && 0 < t < 1];
   If[! FreeQ[If[Head[g] === Times, Select[g, ! FreeQ[#, t] &], g], c], Return[no]];
   r = definite[c g, t, a/c, 1];
   If[r === no, no, condition[r, c > 0]]];
scaledEnds[___] := no;

(* x -> a + b - x: half the integral of the sum of both, where that is simpler; a constant at once *)
reflectedConstant[f_, x_, a_, b_] := If[infiniteQ[a] || infiniteQ[b] || ! NumericQ[a] || ! NumericQ[b] || LeafCount[f] > 60 || FreeQ[f, Sin | Cos | Tan | Cot | Sec | Csc | Log | Power[E, _]], no,
   If[MatchQ[f, Log[_]], With[{k = TimeConstrained[Simplify[TrigExpand[First[f] (First[f] /. x -> a + b - x)]], 2, x]}, If[FreeQ[k, x] && positiveQ[k], Return[(b - a) Log[k]/2]]]];
   With[{h = TimeConstrained[Simplify[f + (f /. x -> a + b - x)], 2, x]}, If[FreeQ[h, x] && determinate[h] && NumericQ[h], (b - a) h/2, no]]];
reflected[f_, x_, a_, b_] := Module[{h},
   If[TrueQ[$reflected] || infiniteQ[a] || infiniteQ[b] || ! NumericQ[a] || ! NumericQ[b] || LeafCount[f] > 80, Return[no]];
   h = TimeConstrained[Simplify[f + (f /. x -> a + b - x), a < x < b], 3, no];
   If[h === no || LeafCount[h] > LeafCount[f], Return[no]];
   Block[{$reflected = True}, With[{r = definite[h, x, a, b]}, If[r === no, no, r/2]]]];
(* E^(-k x) g over the half line is the Laplace transform of g at k *)
laplace[f_, x_, 0, Infinity] := Module[{e = Cases[If[Head[f] === Times, List @@ f, {f}], Power[E, g_] /; linear[g, x] =!= no :> {Power[E, g], linear[g, x]}], s = Unique["s"], r, k},
   If[Length[e] =!= 1, Return[no]];
   k = -e[[1, 2, 2]];
   If[! positiveQ[k], Return[no]];
   r = Quiet[LaplaceTransform[Cancel[f/e[[1, 1]]], x, s]];
   If[! FreeQ[r, LaplaceTransform | ConditionalExpression], Return[no]];
   r = Quiet[Limit[r, s -> k]] E^e[[1, 2, 1]];
   If[determinate[r] && FreeQ[r, Limit] && (! NumericQ[r] || trustworthy[r, f, x, 0, Infinity]), r, no]];
laplace[_, _, _, _] := no;
(* even functions over the whole line *)
symmetric[f_, x_, a_, b_] := If[a === -Infinity && b === Infinity && TrueQ[Simplify[f - (f /. x -> -x)] === 0], With[{r = definite[f, x, 0, Infinity]}, If[r === no, no, 2 r]], no];

(* ---- DiracDelta[g] h *)
delta[f_, x_, a_, b_] := Module[{e = Expand[f, x], d, h, g, l, p, v},
   If[Head[f] === Plus, Return[With[{r = definite[#, x, a, b] & /@ List @@ f}, If[MemberQ[r, no], no, Total[r]]]]];
   d = Cases[{f}, DiracDelta[q_] /; ! FreeQ[q, x] :> q, {0, Infinity}];
   If[Length[d] =!= 1, Return[no]];
   g = First[d]; l = linear[g, x];
   h = Cancel[f/DiracDelta[g]];
   If[l === no || ! FreeQ[h, DiracDelta], Return[no]];
   p = -l[[1]]/l[[2]]; v = (h /. x -> p)/Abs[l[[2]]];
   Which[
    a === -Infinity && b === Infinity, If[NumericQ[p] || holds[Element[p, Reals]] || ! generate, v, ConditionalExpression[v, Element[p, Reals]]],
    realNumeric[a] && realNumeric[b] && NumericQ[p], Which[below[a, p] && below[p, b], v, p === a || p === b, v HeavisideTheta[0], True, 0],
    True, v (If[a === -Infinity, 1, HeavisideTheta[p - a]] - If[b === Infinity, 0, HeavisideTheta[p - b]])]];
holds[c_] := c === True || MemberQ[Flatten[{assumed /. And -> List}], c] || TrueQ[Quiet[Simplify[c, assumed]]];

(* ---- functions that change at points: split the range there *)
broken[f_, x_, a_, b_] := Module[{points, list, r, total = 0},
   If[! realNumeric[a] || ! realNumeric[b], Return[symbolicBreaks[f, x, a, b]]];
   points = breaks[f, x, a, b];
   If[points === no, Return[symbolicBreaks[f, x, a, b]]];
   If[Length[points] > 60, Return[no]];
   points = Join[{a}, points, {b}];
   list = Table[definite[chosen[f, x, sample[points[[i]], points[[i + 1]]]], x, points[[i]], points[[i + 1]]], {i, Length[points] - 1}];
   If[MemberQ[list, no], no, Total[list]]];
sample[a_, b_] := Which[a === -Infinity && b === Infinity, 1/3, a === -Infinity, b - 1, b === Infinity, a + 1, True, (a + b)/2];
breaks[f_, x_, a_, b_] := Module[{g, pts},
   g = Join[Cases[{f}, (Abs | Sign | RealSign | UnitStep | HeavisideTheta | Ramp)[q_] :> q, {0, Infinity}],
     Flatten[Cases[{f}, (Max | Min)[q__] :> Flatten[Outer[Subtract, {q}, {q}]], {0, Infinity}]],
     Flatten[Cases[{f}, (UnitBox | HeavisidePi)[q_] :> {q - 1/2, q + 1/2}, {0, Infinity}]], Flatten[Cases[{f}, (UnitTriangle)[q_] :> {q - 1, q, q + 1}, {0, Infinity}]],
     Cases[Cases[{f}, Piecewise[c_, ___] :> c[[All, 2]], {0, Infinity}] // Flatten, (Less | LessEqual | Greater | GreaterEqual | Equal | Unequal)[u_, v_] :> u - v, {0, Infinity}],
     Flatten[Cases[Cases[{f}, Piecewise[c_, ___] :> c[[All, 2]], {0, Infinity}] // Flatten, (h : Less | LessEqual | Greater | GreaterEqual | Inequality)[u__] /; Length[{u}] > 2 :> (Subtract @@@ Partition[DeleteCases[{u}, Less | LessEqual | Greater | GreaterEqual], 2, 1]), {0, Infinity}]],
     Cases[Cases[{f}, Boole[c_] :> c, {0, Infinity}], (Less | LessEqual | Greater | GreaterEqual)[u_, v_] :> u - v, {0, Infinity}],
     Flatten[Cases[Cases[{f}, Boole[c_] :> c, {0, Infinity}], (Less | LessEqual | Greater | GreaterEqual)[u_, v_, w_] :> {u - v, v - w}, {0, Infinity}]]];
   pts = Join[zeros[#, x, a, b] & /@ g, integerBreaks[#, x, a, b] & /@ Cases[{f}, (Floor | Ceiling)[q_] :> q, {0, Infinity}]];
   If[MemberQ[pts, no], Return[no]];
   pts = DeleteDuplicates[Flatten[pts]];
   SortBy[Select[pts, below[a, #] && below[#, b] &], N]];
integerBreaks[g_, x_, a_, b_] := Module[{l = linear[g, x], lo, hi},
   If[l === no || infiniteQ[a] || infiniteQ[b], Return[no]];
   {lo, hi} = Sort[{g /. x -> a, g /. x -> b}, N[#1] <= N[#2] &];
   If[hi - lo > 50, Return[no]];
   Table[(k - l[[1]])/l[[2]], {k, Ceiling[lo], Floor[hi]}]];
(* real zeros of g between a and b: polynomials to degree two and trigonometric functions of linear arguments *)
zeros[g_, x_, a_, b_] := Module[{e = Together[g], n, roots, f, l},
   If[FreeQ[g, x], Return[{}]];
   If[PolynomialQ[Numerator[e], x] && PolynomialQ[Denominator[e], x],
    roots = Flatten[rootsOf[#[[1]], x] & /@ FactorList[Numerator[e] Denominator[e]]];
    Return[If[! AllTrue[roots, NumericQ], no, Select[roots, realNumeric]]]];
   If[MatchQ[g, (Sin | Cos | Tan | Cot)[_]] || MatchQ[g, Times[_?(FreeQ[#, x] &), (Sin | Cos | Tan | Cot)[_]]],
    f = First[Cases[{g}, (Sin | Cos | Tan | Cot)[_], {0, Infinity}]]; l = linear[First[f], x];
    If[l === no || infiniteQ[a] || infiniteQ[b], Return[no]];
    Return[periodic[If[MemberQ[{Sin, Tan}, Head[f]], 0, Pi/2], l, a, b]]];
   If[MatchQ[g, Log[_]], Return[zeros[First[g] - 1, x, a, b]]];
   If[MatchQ[g, Power[_, _?Positive]], Return[zeros[First[g], x, a, b]]];
   If[infiniteQ[a] || infiniteQ[b], Return[no]];
   With[{s = Quiet[TimeConstrained[Solve[g == 0 && a <= x <= b, x, Reals], 4, no]]}, If[MatchQ[s, {{_ -> _?NumericQ} ...}], x /. s /. x -> {}, no]]];
periodic[start_, l_, a_, b_] := Module[{u = Sort[{l[[1]] + l[[2]] a, l[[1]] + l[[2]] b}, N[#1] <= N[#2] &]},
   Table[(start + k Pi - l[[1]])/l[[2]], {k, Ceiling[N[(u[[1]] - start)/Pi] - 10^-9], Floor[N[(u[[2]] - start)/Pi] + 10^-9]}]];
rootsOf[p_, x_] := Module[{n = If[PolynomialQ[p, x], Exponent[p, x], -1], c, d, sol},
   Which[
    n <= 0, {},
    n == 1, {-Coefficient[p, x, 0]/Coefficient[p, x, 1]},
    n == 2, c = CoefficientList[p, x]; d = c[[2]]^2 - 4 c[[3]] c[[1]]; {(-c[[2]] - Sqrt[d])/(2 c[[3]]), (-c[[2]] + Sqrt[d])/(2 c[[3]])},
    True, sol = Quiet[Solve[p == 0, x]]; If[MatchQ[sol, {{_ -> _} ..}], x /. sol, {no}]]];
(* Floor of a monotone function *)
integerBreaks[g_, x_, a_, b_] /; linear[g, x] === no && ! infiniteQ[a] && ! infiniteQ[b] := Module[{lo, hi, d = zeros[D[g, x], x, a, b]},
   If[d === no || AnyTrue[d, below[a, #] && below[#, b] &], Return[no]];
   {lo, hi} = Sort[{g /. x -> a, g /. x -> b}, N[#1] <= N[#2] &];
   If[! realNumeric[lo] || ! realNumeric[hi] || hi - lo > 50, Return[no]];
   With[{p = zeros[g - #, x, a, b] & /@ Range[Ceiling[lo], Floor[hi]]}, If[MemberQ[p, no], no, Flatten[p]]]];
(* the expression as it is near the point c *)
chosen[f_, x_, c_] := f /. {
    Abs[g_] /; ! FreeQ[g, x] :> signAt[g, x, c] g, (Sign | RealSign)[g_] /; ! FreeQ[g, x] :> signAt[g, x, c],
    (UnitStep | HeavisideTheta)[g_] /; ! FreeQ[g, x] :> (1 + signAt[g, x, c])/2, Ramp[g_] /; ! FreeQ[g, x] :> g (1 + signAt[g, x, c])/2,
    (UnitBox | HeavisidePi)[g_] /; ! FreeQ[g, x] :> (1 - signAt[Abs[g /. x -> c] - 1/2, x, c])/2, UnitTriangle[g_] /; ! FreeQ[g, x] :> If[N[Abs[g /. x -> c]] < 1, 1 - signAt[g, x, c] g, 0],
    HoldPattern[Max[q__]] /; ! FreeQ[{q}, x] :> First[MaximalBy[{q}, N[# /. x -> c] &]], HoldPattern[Min[q__]] /; ! FreeQ[{q}, x] :> First[MinimalBy[{q}, N[# /. x -> c] &]],
    HoldPattern[Boole[q_]] :> If[TrueQ[q /. x -> c], 1, 0], (h : Floor | Ceiling)[g_] /; ! FreeQ[g, x] :> h[g /. x -> c],
    Piecewise[cases_, default_ : 0] :> pick[cases, default, x, c]};
signAt[g_, x_, c_] := Sign[N[g /. x -> c]] // Round;
pick[cases_, default_, x_, c_] := Module[{r = default}, Do[If[TrueQ[q[[2]] /. x -> c], r = q[[1]]; Break[]], {q, cases}]; r];
(* symbolic limits: the continuous antiderivatives of Abs and the like of a linear argument *)
symbolicBreaks[f_, x_, a_, b_] := Module[{F = continuous[f, x]}, If[F === no, no, If[FreeQ[F, Piecewise], (F /. x -> b) - (F /. x -> a), With[{r = Simplify[(F /. x -> b) - (F /. x -> a), assumed]}, If[FreeQ[r, Piecewise], r, no]]]]];
continuous[f_, x_] /; holds[True] && ! FreeQ[f, Abs | UnitStep | HeavisideTheta | Sign] && FreeQ[f, Max | Min | Piecewise | Boole | Floor | Ceiling] && assumed =!= True := signed[f, x];
(* Abs, UnitStep ... of g linear in x: F(x) + (what changes at the zero p of g) Sign[x - p] *)
signed[f_, x_] := Module[{g = DeleteDuplicates[Cases[{f}, (Abs | UnitStep | HeavisideTheta | Sign)[q_] /; ! FreeQ[q, x] :> q, {0, Infinity}]], l, p, up, down},
   If[Length[g] =!= 1, Return[no]];
   l = linear[First[g], x];
   If[l === no || ! NumericQ[l[[2]]], Return[no]];
   p = -l[[1]]/l[[2]];
   {up, down} = Table[indefinite[f /. {Abs[First[g]] -> s First[g], Sign[First[g]] -> s, (UnitStep | HeavisideTheta)[First[g]] -> (1 + s)/2}, x], {s, If[l[[2]] > 0, {1, -1}, {-1, 1}]}];
   If[! FreeQ[{up, down}, no | Integrate], Return[no]];
   Piecewise[{{down, x <= p}}, up - (up /. x -> p) + (down /. x -> p)]];
continuous[UnitStep[x_], x_] := x UnitStep[x];
continuous[(Sign | RealSign)[x_], x_] := Abs[x];
continuous[HeavisideTheta[x_], x_] := x HeavisideTheta[x];
continuous[_, _] := no;

(* ---- known forms over (0, Infinity) and the line *)
known[f : Power[x_, q_], x_, a_, b_] /; FreeQ[q, x] && ! NumericQ[q] && (a === 0 && ! infiniteQ[b] || b === Infinity && ! infiniteQ[a] && a =!= 0) && ! (NumericQ[a] && ! TrueQ[a >= 0]) && ! (NumericQ[b] && ! TrueQ[b > 0]) :=
   If[a === 0, condition[If[b === 1, Simplify[1/(1 + q)], b^(1 + q)/(1 + q)], realBound[q, Greater]], condition[If[a === 1, Simplify[-1/(1 + q)], -a^(1 + q)/(1 + q)], realBound[q, Less]]];
(* Re[q] > -1 or < -1, said of the parameter *)
realBound[q_, h_] := Module[{v = Variables[q], c},
   If[Length[v] =!= 1 || ! PolynomialQ[q, v] || Exponent[q, First[v]] =!= 1, Return[h[Re[q], -1]]];
   c = CoefficientList[q, First[v]];
   If[! VectorQ[c, realNumeric], Return[h[Re[q], -1]]];
   If[TrueQ[c[[2]] > 0], h, h /. {Greater -> Less, Less -> Greater}][Re[First[v]], (-1 - c[[1]])/c[[2]]]];
known[f_, x_, a_, b_] := Module[{r},
   Which[
    a === 0 && b === Infinity, halfLine[f, x],
    a === -Infinity && b === Infinity, wholeLine[f, x],
    a === 0 && b === 1, unit[f, x],
    True, table[f, x, a, b]]];
condition[r_, c_] := If[c === True || ! generate || holds[c] || impliedBy[c], r, ConditionalExpression[r, c]];
impliedBy[And[c__]] := AllTrue[{c}, holds[#] || impliedBy[#] &];
impliedBy[Re[e_] > n_] := holds[e > n] || (n === 0 && positiveQ[e]) || (NumericQ[n] && n < 0 && positiveQ[e]);
impliedBy[Re[e_] < n_] := holds[e < n];
impliedBy[e_ > 0] := positiveQ[e];
impliedBy[_] := False;
positiveQ[e_?NumericQ] := TrueQ[N[e] > 0];
positiveQ[e_Times] := AllTrue[List @@ e, positiveQ];
positiveQ[e_Plus] := AllTrue[List @@ e, positiveQ];
positiveQ[Power[e_, n_]] := positiveQ[e] || IntegerQ[n/2] && realQ[e];
positiveQ[e_] := holds[e > 0] || MemberQ[Flatten[{assumed /. And -> List}], Greater[e, _?NonNegative] | GreaterEqual[e, _?Positive] | Less[_?NonNegative, e] | Element[e, PositiveIntegers | PositiveReals]];
realQ[e_] := holds[Element[e, Reals]] || MemberQ[Flatten[{assumed /. And -> List}], (Greater | Less | GreaterEqual | LessEqual)[e, _] | Element[e, Reals | Integers]];
(* {c, s, k, p}: f = c x^(s - 1) E^(-k x^p), or no *)
gammaShape[f_, x_] := Module[{t = If[Head[f] === Times, List @@ f, {f}], e, s = 1, c = 1, k = 0, p = 1},
   e = Cases[t, Power[E, _]];
   If[Length[e] =!= 1, Return[no]];
   Do[Which[q === e[[1]], Null, q === x, s += 1, MatchQ[q, Power[x, n_ /; FreeQ[n, x]]], s += q[[2]], FreeQ[q, x], c *= q, True, Return[no, Module]], {q, t}];
   With[{g = Expand[e[[1, 2]]]},
    If[Head[g] === Plus, Return[no]];
    p = If[FreeQ[g, Power[x, _]], 1, First[Cases[{g}, Power[x, n_] :> n, {0, Infinity}]]];
    If[! FreeQ[p, x], Return[no]];
    k = -Cancel[g/x^p];
    If[! FreeQ[k, x], Return[no]]];
   {c, s, k, p}];
halfLine[f_, x_] := Module[{g = gammaShape[f, x], c, s, k, p, r},
   If[g =!= no,
    {c, s, k, p} = g;
    If[NumericQ[p] && TrueQ[p > 0],
     If[NumericQ[k] && ! TrueQ[Re[N[k]] > 0], Return[no]];
     If[NumericQ[s] && ! TrueQ[Re[N[s]] > 0], Return[no]];
     r = Switch[s/p, 1/2, Sqrt[Pi]/If[NumericQ[k], 1, Sqrt[k]], _, If[s === 1 && NumericQ[p] && p > 1 && NumericQ[k], p Gamma[1 + 1/p], Gamma[s/p]]];
     r = If[s/p === 1/2 && NumericQ[k], Sqrt[Pi/k]/p, If[s/p === 1/2, r/p, If[NumericQ[k], r k^(-s/p)/p, r/(p k^(s/p))]]];
     Return[condition[c r, joined[{If[NumericQ[k], True, Re[k] > 0], If[NumericQ[s], True, positivePart[s]]}]]]]];
   halfTable[f, x]];
(* Re[n + 1] > 0 is written Re[n] > -1 *)
positivePart[s_] := With[{c = Replace[s, {n_?NumberQ + _ :> n, _ -> 0}]}, Re[s - c] > -c];
(* low < Re[s] < high, for s = n + a number *)
strip[s_, low_, high_] := With[{c = Replace[s, {n_?NumberQ + _ :> n, _ -> 0}]}, low - c < Re[s - c] < high - c];
joined[l_] := With[{q = DeleteCases[l, True]}, Which[q === {}, True, Length[q] == 1, First[q], True, And @@ q]];
halfTable[Power[x_, n_.]/(-1 + Power[E, a_. x_]), x_] /; FreeQ[{a, n}, x] := condition[Gamma[n + 1] Zeta[n + 1]/a^(n + 1), joined[{cond[a], If[NumericQ[n], True, Re[n] > 0]}]];
halfTable[Power[x_, n_.]/(1 + Power[E, a_. x_]), x_] /; FreeQ[{a, n}, x] := condition[(1 - 2^-n) Gamma[n + 1] Zeta[n + 1]/a^(n + 1), joined[{cond[a], If[NumericQ[n], True, Re[n] > -1]}]];
cond[a_] := If[NumericQ[a], True, Re[a] > 0];
halfTable[Power[x_, s_]/(1 + x_), x_] /; FreeQ[s, x] := condition[Pi Csc[Expand[Pi (s + 1)]], If[NumericQ[s], True, strip[s, -1, 0]]];
halfTable[Sin[a_. x_]/x_, x_] /; FreeQ[a, x] := If[positiveQ[a], Pi/2, condition[Pi Sign[a]/2, Element[a, Reals]]];
halfTable[Power[E, p_] (h : Sin | Cos)[q_], x_] /; FreeQ[Cancel[{p, q}/x], x] && ! NumericQ[Cancel[p q/x^2]] := With[{c = Cancel[p/x], b = Cancel[q/x]}, condition[If[h === Sin, b, -c]/(b^2 + c^2), If[NumericQ[c], True, If[realQ[b] || positiveQ[b], Re[-c] > 0, Abs[Im[b]] < Re[-c]]]]];
halfTable[Log[x_] Power[E, -x_], x_] := -EulerGamma;
(* Gradshteyn and Ryzhik 3.471.9, 3.325, 3.434.2, 3.761, 4.261 *)
halfTable[Power[x_, s_.] Power[E, a_. x_ + b_. Power[x_, -1]], x_] /; FreeQ[{a, b, s}, x] && positiveQ[-a] && positiveQ[-b] := 2 (b/a)^((s + 1)/2) BesselK[s + 1, 2 Sqrt[a b]];
halfTable[Power[E, a_. x_ + b_. Power[x_, -1]], x_] /; FreeQ[{a, b}, x] && positiveQ[-a] && positiveQ[-b] := 2 Sqrt[b/a] BesselK[1, 2 Sqrt[a b]];
halfTable[Power[E, a_. Power[x_, 2] + b_. Power[x_, -2]], x_] /; FreeQ[{a, b}, x] && positiveQ[-a] && positiveQ[-b] := Sqrt[Pi/-a]/2 E^(-2 Sqrt[a b]);
halfTable[(Power[E, a_. x_] - Power[E, b_. x_])/x_, x_] /; FreeQ[{a, b}, x] && positiveQ[-a] && positiveQ[-b] := Log[b/a];
halfTable[Power[x_, s_] (h : Sin | Cos)[a_. x_], x_] /; FreeQ[{a, s}, x] && positiveQ[a] && NumericQ[s] && ! IntegerQ[s] && If[h === Sin, -2, -1] < s < 0 := Gamma[s + 1] h[Pi (s + 1)/2]/a^(s + 1);
halfTable[Power[Log[x_], n_Integer]/(1 + Power[x_, 2]), x_] /; n > 1 := If[OddQ[n], 0, Abs[EulerE[n]] (Pi/2)^(n + 1)];
halfTable[Power[1 + Power[x_, n_], -1], x_] /; FreeQ[n, x] && ! NumericQ[n] := condition[Pi Csc[Pi/n]/n, Re[n] > 1];
halfTable[Power[x_, m_.] Power[1 + Power[x_, n_], -1], x_] /; FreeQ[{m, n}, x] && ! NumericQ[n] := condition[Pi Csc[Together[Pi (m + 1)/n]]/n, 0 < Re[m + 1] < Re[n]];
halfTable[Cos[a_. x_]/(c_ + Power[x_, 2]), x_] /; FreeQ[{a, c}, x] && positiveQ[c] := With[{s = Sqrt[c]}, If[positiveQ[a], Pi E^(-a s)/(2 s), condition[Pi E^(-Abs[a] s)/(2 s), Element[a, Reals]]]];
halfTable[x_ Sin[a_. x_]/(c_ + Power[x_, 2]), x_] /; FreeQ[{a, c}, x] && positiveQ[c] && positiveQ[a] := Pi E^(-a Sqrt[c])/2;
halfTable[Log[x_]/(1 + Power[x_, 2]), x_] := 0;
halfTable[Log[x_]/(c_ + Power[x_, 2]), x_] /; FreeQ[c, x] && positiveQ[c] := Pi Log[Sqrt[c]]/(2 Sqrt[c]);
(* Gradshteyn and Ryzhik 3.241.2 and 3.896.4 *)
halfTable[p_. Power[a_ + c_. Power[x_, n_], -1], x_] /; NumericQ[n] && n > 2 && positiveQ[a] && positiveQ[c] && FreeQ[{a, c}, x] && MatchQ[p, 1 | x | Power[x, _?NumericQ]] :=
  With[{m = Switch[p, 1, 1, x, 2, _, p[[2]] + 1]}, If[0 < m < n, Pi Csc[Pi m/n]/(n a) (a/c)^(m/n), no]];
halfTable[Power[E, a_. Power[x_, 2]] Cos[b_. x_], x_] /; FreeQ[{a, b}, x] && positiveQ[-a] && (positiveQ[b] || realQ[b]) := Sqrt[Pi/-a]/2 E^(b^2/(4 a));
halfTable[BesselJ[n_, a_. x_], x_] /; FreeQ[{n, a}, x] && NumericQ[n] && positiveQ[a] := 1/a;
halfTable[1/(a_ + Power[x_, 2]), x_] /; FreeQ[a, x] && ! NumericQ[a] := With[{s = System`Library`calculus`rational`root[a]}, condition[Pi/(2 s), Re[s] > 0]];
halfTable[_, _] := no;
wholeLine[1/(a_ + Power[x_, 2]), x_] /; FreeQ[a, x] && ! NumericQ[a] := With[{s = System`Library`calculus`rational`root[a]}, condition[Pi/s, Re[s] > 0]];
wholeLine[f_, x_] := Module[{t = If[Head[f] === Times, List @@ f, {f}], e, p, q, a, b, c, r, trig, k},
   e = Cases[t, Power[E, _]];
   If[Length[e] == 1 && PolynomialQ[e[[1, 2]], x] && Exponent[e[[1, 2]], x] == 2,
    p = Cancel[f/e[[1]]];
    If[PolynomialQ[p, x],
     {c, b, a} = Table[Coefficient[Expand[e[[1, 2]]], x, i], {i, 0, 2}];
     a = -a;
     If[NumericQ[a] && ! TrueQ[Re[N[a]] > 0], Return[no]];
     (* shift x = y + b/(2a) *)
     p = CoefficientList[Expand[p /. x -> x + b/(2 a)], x];
     r = Sum[p[[i + 1]] If[OddQ[i], 0, (i - 1)!!/(2 a)^(i/2)], {i, 0, Length[p] - 1}];
     r = r E^Together[c + b^2/(4 a)];
     r = If[NumericQ[a], r Sqrt[Pi/a], r Sqrt[Pi]/Sqrt[a]];
     Return[condition[r, If[NumericQ[a], True, Re[a] > 0]]]]];
   trig = Select[t, MatchQ[#, (Sin | Cos)[_]] && FreeQ[Cancel[First[#]/x], x] || MatchQ[#, Power[E, _]] && MatchQ[Cancel[#[[2]]/x], Complex[0, _] | Times[Complex[0, _], ___]] && FreeQ[Cancel[#[[2]]/x], x] &];
   If[Length[trig] == 1,
    p = Cancel[f/trig[[1]]];
    If[rationalQ[p, x], Return[fourierResidues[p, trig[[1]], x]]]];
   no];
(* rational times cos(k x) or sin(k x) by residues in the upper half plane *)
fourierResidues[p_, t_, x_] := Module[{k, poles, q = Together[p], sum, g, h = Head[t]},
   k = If[h === Power, Cancel[t[[2]]/(I x)], Cancel[First[t]/x]];
   If[! NumericQ[k] && ! positiveQ[k], Return[no]];
   If[Exponent[Denominator[q], x] - Exponent[Numerator[q], x] < 1, Return[no]];
   poles = Flatten[rootsOf[#[[1]], x] & /@ Select[FactorList[Denominator[q]], ! FreeQ[#, x] &]];
   If[MemberQ[poles, no], Return[no]];
   If[! AllTrue[poles, NumericQ] , poles = poles /. Sqrt[-c_^2] :> I c /. Sqrt[-4 c_^2] :> 2 I c;
    If[! AllTrue[poles, MatchQ[#, Complex[0, _] _?positiveQ] &], Return[no]]];
   If[AnyTrue[poles, NumericQ[#] && Im[N[#]] == 0 &], Return[no]];
   poles = DeleteDuplicates[Select[poles, If[NumericQ[#], Im[N[#]] > 0, MatchQ[#, Complex[0, _?Positive] _]] &]];
   sum = Total[Residue[q E^(I k x), {x, #}] & /@ poles];
   If[! FreeQ[sum, Residue], Return[no]];
   g = 2 Pi I sum;
   g = Switch[h, Cos, realPart[g], Sin, imagPart[g], _, g];
   Together[g]];
realPart[g_] := Module[{e = ExpandAll[g]}, If[FreeQ[e, _Complex], e, Simplify[ComplexExpand[Re[e]]]]];
imagPart[g_] := Module[{e = ExpandAll[-I g]}, If[FreeQ[e, _Complex], e, Simplify[ComplexExpand[Im[g]]]]];
unit[f_, x_] := unitTable[f, x];
unitTable[Power[x_, a_.] Power[1 - x_, b_.], x_] /; FreeQ[{a, b}, x] && ! (IntegerQ[a] && IntegerQ[b]) && ! (NumericQ[a] && TrueQ[a <= -1]) && ! (NumericQ[b] && TrueQ[b <= -1]) :=
  condition[If[NumericQ[a] && NumericQ[b], Beta[a + 1, b + 1], Gamma[a + 1] Gamma[b + 1]/Gamma[a + b + 2]], joined[{If[NumericQ[a], True, positivePart[a + 1]], If[NumericQ[b], True, positivePart[b + 1]]}]];
unitTable[Power[x_, a_], x_] /; FreeQ[a, x] && ! NumericQ[a] := condition[1/(1 + a), Re[a] > -1];
unitTable[(Power[x_, a_.] - Power[x_, b_.])/Log[x_], x_] /; FreeQ[{a, b}, x] && NumericQ[a] && NumericQ[b] && a > -1 && b > -1 := Log[(1 + a)/(1 + b)];
unitTable[(Power[x_, a_.] - 1)/Log[x_], x_] /; FreeQ[a, x] && NumericQ[a] && a > -1 := Log[1 + a];
unitTable[Log[x_]/(1 + x_), x_] := -Pi^2/12;
unitTable[Log[1 + x_]/x_, x_] := Pi^2/12;
unitTable[Log[x_]^n_./(1 - x_), x_] /; IntegerQ[n] && n > 0 := (-1)^n n! Zeta[n + 1];
unitTable[Log[x_]/(-1 + x_), x_] := Pi^2/6;
unitTable[Power[-Log[x_], s_], x_] /; FreeQ[s, x] := condition[Gamma[s + 1], If[NumericQ[s], True, Re[s] > -1]];
unitTable[ArcTan[x_]/x_, x_] := Catalan;
unitTable[Power[x_, x_], x_] := no;
unitTable[_, _] := no;
table[Log[(h : Sin | Cos)[x_]], x_, 0, Pi/2] := -Pi Log[2]/2;
table[Log[Tan[x_] | Cot[x_]], x_, 0, Pi/2] := 0;
table[Log[Sin[x_]], x_, 0, Pi] := -Pi Log[2];
table[Cos[z_. Sin[x_]], x_, 0, Pi] /; FreeQ[z, x] := Pi BesselJ[0, z];
table[Cos[n_. x_ - z_. Sin[x_]], x_, 0, Pi] /; IntegerQ[n] && FreeQ[z, x] := Pi BesselJ[n, z];
table[Power[E, z_. Cos[x_]], x_, 0, Pi] /; FreeQ[z, x] := Pi BesselI[0, z];
table[Power[E, z_. (Cos | Sin)[x_]], x_, 0, 2 Pi] /; FreeQ[z, x] := 2 Pi BesselI[0, z];
table[Power[Sin[x_] | Cos[x_], n_], x_, 0, Pi/2] /; FreeQ[n, x] && ! IntegerQ[n] := condition[Sqrt[Pi] Gamma[(1 + n)/2]/(2 Gamma[1 + n/2]), If[NumericQ[n], True, Re[n] > -1]];
table[Power[1 - m_. Sin[x_]^2, -1/2], x_, 0, Pi/2] /; FreeQ[m, x] := EllipticK[m];
table[Power[1 - m_. Sin[x_]^2, 1/2], x_, 0, Pi/2] /; FreeQ[m, x] := EllipticE[m];
table[Power[Sin[x_], n_], x_, 0, Pi] /; FreeQ[n, x] && ! IntegerQ[n] := condition[Sqrt[Pi] Gamma[(1 + n)/2]/Gamma[1 + n/2], If[NumericQ[n], True, Re[n] > -1]];
(* 1/(p + q Cos[x]) over a period: p > |q| *)
table[Power[p_ + q_. (Cos | Sin)[x_], -1], x_, a_, b_] /; FreeQ[{p, q}, x] && ! NumericQ[p/q] && Expand[b - a - 2 Pi] === 0 := overPeriod[2, p, q];
table[Power[p_ + q_. Cos[x_], -1], x_, 0, Pi] /; FreeQ[{p, q}, x] && ! NumericQ[p/q] := overPeriod[1, p, q];
overPeriod[k_, p_, q_] := Which[holds[p > Abs[q]] || NumericQ[q] && holds[p > Abs[q]] || holds[p^2 > q^2 && p > 0], k Pi/Sqrt[Expand[p^2 - q^2]], holds[p < -Abs[q]], -k Pi/Sqrt[Expand[p^2 - q^2]], True, no];
table[_, _, _, _] := no;

(* ---- the antiderivative at the limits *)
fundamental[f_, x_, a_, b_] := Module[{F = indefinite[f, x], points, r, check},
   If[F === no || ! FreeQ[F, Integrate], Return[byParts[f, x, a, b]]];
   If[! realNumeric[a] || ! realNumeric[b], Return[symbolicLimits[f, F, x, a, b]]];
   points = singular[f, F, x, a, b];
   points = SortBy[DeleteDuplicates[points, TrueQ[N[#1 - #2] == 0] &], N];
   r = Total[Table[between[f, F, x, p[[1]], p[[2]], a, b], {p, Partition[Join[{a}, points, {b}], 2, 1]}]];
   If[! FreeQ[r, no], Return[no]];
   r = presentable[r];
   If[NumericQ[r] && ! trustworthy[r, f, x, a, b], Return[no]];
   r];
byParts[f_, x_, a_, b_] := If[Head[f] === Plus, With[{r = definite[#, x, a, b] & /@ List @@ f}, If[MemberQ[r, no], no, Total[r]]],
   With[{e = Expand[f]}, If[Head[e] === Plus && e =!= f, byParts[e, x, a, b], no]]];
between[f_, F0_, x_, p_, q_, a_, b_] := Module[{F = realOn[F0, x, sample[p, q]], u, v},
   {u, v} = {at[F, x, q, "FromBelow"], at[F, x, p, "FromAbove"]};
   If[infiniteQ[u] || infiniteQ[v] || MatchQ[{u, v}, {___, Indeterminate | _Interval, ___}],
    If[(infiniteQ[u] || infiniteQ[v]) && Head[f] === Plus === False, divergent[f, x, a, b], If[MatchQ[{u, v}, {___, Indeterminate | _Interval, ___}] || infiniteQ[u] || infiniteQ[v], divergent[f, x, a, b], no]]];
   If[u === no || v === no, no, u - v]];
(* logarithms and inverse hyperbolic functions as they are real at c; they differ by constants *)
realOn[F_, x_, c_] := F /. {
    Log[g_] /; ! FreeQ[g, x] && negativeAt[g, x, c] :> Log[Expand[-g]],
    ArcTanh[g_] /; ! FreeQ[g, x] && negativeAt[1 - g^2, x, c] :> ArcCoth[g], ArcCoth[g_] /; ! FreeQ[g, x] && negativeAt[g^2 - 1, x, c] :> ArcTanh[g]};
negativeAt[g_, x_, c_] := With[{v = Quiet[N[g /. x -> N[c]]]}, NumberQ[v] && Im[v] == 0 && Re[v] < 0];
at[F_, x_, p_, dir_] := Module[{v, l},
   If[! infiniteQ[p],
    v = Quiet[Check[F /. x -> p, Indeterminate, {Power::infy, Infinity::indet}]];
    If[determinate[v] && smoothAt[F, x, p], Return[v]]];
   l = If[infiniteQ[p], Quiet[Limit[F, x -> p]], Quiet[Limit[F, x -> p, Direction -> dir]]];
   If[Head[l] === Limit, termwise[F, x, p], l]];
(* the limit term by term: polylogarithms are continuous at 1, and a logarithm loses against a factor that vanishes *)
termwise[F_Plus, x_, p_] /; ! FreeQ[F, PolyLog | Sin | Cos] := With[{l = oneTerm[#, x, p] & /@ List @@ Expand[F]}, If[FreeQ[l, no], Total[l], no]];
termwise[F_, x_, p_] /; ! FreeQ[F, PolyLog | Sin | Cos] := With[{e = Expand[F]}, If[Head[e] === Plus, termwise[e, x, p], oneTerm[e, x, p]]];
termwise[_, _, _] := no;
oneTerm[t_, x_, p_] := Module[{v = Quiet[t /. x -> p], logs, rest, l},
   If[determinate[v], Return[v]];
   logs = Cases[If[Head[t] === Times, List @@ t, {t}], Log[_] | Log[_]^_Integer | (Sin | Cos)[_]];
   logs = Select[logs, ! determinate[Quiet[# /. x -> p]] &];
   rest = Quiet[Cancel[t/(Times @@ logs)] /. x -> p];
   If[logs =!= {} && rest === 0, Return[0]];
   l = Quiet[Limit[t, x -> p]];
   If[FreeQ[l, Limit] && determinate[l], l, no]];
(* branch points of the antiderivative need the side *)
smoothAt[F_, x_, p_] := AllTrue[Cases[{F}, Log[g_] | (ArcTan | ArcCot | ArcTanh | ArcCoth)[g_] | Tan[g_] | Floor[g_] :> g, {0, Infinity}],
    With[{v = Quiet[Check[# /. x -> p, Indeterminate]]}, determinate[v]] &] && FreeQ[F, ArcCoth | ArcCot];
(* numbers over a common denominator where that is shorter: (Pi - Log[4])/4 *)
presentable[r_] /; NumericQ[r] && ! FreeQ[r, _Complex] && Abs[Im[N[r]]] < 10^-10 := With[{s = TimeConstrained[Simplify[ComplexExpand[Re[dilogarithmValues[r]]]], 5, r]},
   If[NumericQ[s] && Abs[N[s] - N[r]] < 10^-9 (1 + Abs[N[r]]) && FreeQ[s, Re | Im | Arg], s, r]];
(* Li2 at 1 + I and (1 + I)/2 and their conjugates (L. Lewin, Polylogarithms, 1.6) *)
dilogarithmValues[e_] := e /. {PolyLog[2, Complex[1, s : 1 | -1]] :> Pi^2/16 + s I (Catalan + Pi Log[2]/4), PolyLog[2, Complex[1/2, s : 1/2 | -1/2]] :> 5 Pi^2/96 - Log[2]^2/8 + 2 s I (Catalan - Pi Log[2]/8)};
presentable[r_] := If[NumericQ[r] && Head[r] === Plus && FreeQ[r, _Real | _Complex | Root] && LeafCount[r] < 60, With[{s = oneLogarithm[TimeConstrained[Simplify[r], 3, r]]}, If[LeafCount[s] <= LeafCount[r], s, r]], r];
(* inside a quotient 2 Log[2] is Log[4] *)
oneLogarithm[e : Times[_Rational, _Plus]] := e /. Times[n_Integer, Log[m_Integer]] /; Abs[n] > 1 && m^Abs[n] < 100 :> Sign[n] Log[m^Abs[n]];
oneLogarithm[e_] := e;
trustworthy[r_, f_, x_, a_, b_] := Module[{v = Quiet[Check[TimeConstrained[NIntegrate[f, {x, a, b}, MaxRecursion -> 6], 2, $Failed], $Failed]], w = N[r]},
   ! NumberQ[v] || ! NumberQ[w] || Abs[v - w] <= 10^-3 (1 + Abs[v]) || (infiniteQ[a] || infiniteQ[b]) && ! FreeQ[f, Sin | Cos]];

(* points between a and b where f or F is not smooth *)
singular[f_, F_, x_, a_, b_] := Module[{dens, pts},
   dens = Join[
     Cases[{f, F}, Power[g_, n_ /; TrueQ[N[Re[n]] < 0] || Head[n] === Times] /; ! FreeQ[g, x] :> g, {0, Infinity}],
     Cases[{f, F}, Log[g_] /; ! FreeQ[g, x] :> g, {0, Infinity}],
     Cases[{f, F}, (Tan | Sec)[g_] /; ! FreeQ[g, x] :> Cos[g], {0, Infinity}], Cases[{f, F}, (Cot | Csc)[g_] /; ! FreeQ[g, x] :> Sin[g], {0, Infinity}],
     Cases[{F}, (ArcTan | ArcCot)[g_] /; ! FreeQ[g, x] :> Denominator[Together[g]], {0, Infinity}], Cases[{F}, (ArcCoth | ArcTanh)[g_] /; ! FreeQ[g, x] :> g^2 - 1, {0, Infinity}], Cases[{F}, ArcCot[g_] /; ! FreeQ[g, x] :> g, {0, Infinity}],
     Cases[{f, F}, (ExpIntegralEi | CosIntegral | LogIntegral | Gamma)[___, g_] /; ! FreeQ[g, x] :> If[FreeQ[f, LogIntegral], g, g - 1], {0, Infinity}]];
   pts = DeleteCases[Flatten[Quiet[zeros[#, x, a, b]] & /@ DeleteDuplicates[dens]], no];
   Select[pts, realNumeric[#] && below[a, #] && below[#, b] &]];

(* symbolic limits: the antiderivative must be finite there; infinite limits through Limit with the assumptions *)
symbolicLimits[f_, F0_, x_, a_, b_] := Module[{F = realUnder[F0, x], u, v},
   u = If[infiniteQ[b] || realNumeric[b], limitAt[F, x, b, "FromBelow"], F /. x -> b];
   v = If[infiniteQ[a] || realNumeric[a], limitAt[F, x, a, "FromAbove"], F /. x -> a];
   If[infiniteQ[u] || infiniteQ[v] , If[NumericQ[u] || infiniteQ[u] || NumericQ[v] || infiniteQ[v], divergent[f, x, a, b], no]];
   If[u === no || v === no || ! FreeQ[{u, v}, Indeterminate | DirectedInfinity | Interval], no, shape[u, v, F]]];
(* ArcTan[k x/Sqrt[c - k^2 x^2]] is ArcSin[k x/Sqrt[c]], which has no jump at the ends, where c is known to be positive *)
realUnder[F_, x_] := F /. ArcTan[k_. x Power[c_ + d_. x^2, -1/2]] /; FreeQ[{k, c, d}, x] && Expand[d + k^2] === 0 && positiveQ[c] :> ArcSin[k x/PowerExpand[Sqrt[c]]];
limitAt[F_, x_, p_, dir_] := Module[{v, l},
   If[! infiniteQ[p], v = Quiet[Check[F /. x -> p, Indeterminate]]; If[determinate[v], Return[v]]];
   l = Quiet[Limit[F, x -> p, If[infiniteQ[p], Assumptions -> assumed, Sequence @@ {Direction -> dir, Assumptions -> assumed}]]];
   If[Head[l] === Limit, no, l]];
shape[u_, v_, F_] := gatheredTerms[u - v];
(* terms with one denominator are put over it: (-a^3 + b^3)/3 *)
gatheredTerms[r_Plus] := Module[{c = Denominator[Replace[List @@ r, {Times[n : (_Integer | _Rational), __] :> n, n : (_Integer | _Rational) :> n, _ -> 1}, {1}]]},
   If[SameQ @@ c && First[c] > 1, Map[First[c] # &, r]/First[c], r]];
gatheredTerms[r_] := r;
