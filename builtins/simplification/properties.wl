(* properties.wl - ranges, continuity, monotonicity, convexity, sign, injectivity and singularities of functions of real variables.
   A condition that holds everywhere is decided by Resolve where the function is algebraic; else the zeros and the breaks of the expression
   cut the line into intervals on which one value tells the sign. *)

LoadUnit["simplification/piecewise"];
needs = System`Library`simplification`piecewise`needs;
poles = System`Library`simplification`piecewise`poles;
no = $Failed;

(* {function, constraint} *)
given[{f_, cons : (True | False | _And | _Or | _Not | _Less | _LessEqual | _Greater | _GreaterEqual | _Inequality | _Equal | _Unequal | _Element | _NotElement)}] := {f, cons}
given[f_] := {f, True}
single[x_List] := If[Length[x] === 1, First[x], x]
single[x_] := x
algebraicQ[e_, x_] := FreeQ[e, (h_)[a___] /; ! FreeQ[{a}, Alternatives @@ Flatten[{x}]] && ! MemberQ[{Plus, Times, Power, List, And, Or, Not, Equal, Unequal, Less, LessEqual, Greater, GreaterEqual, Inequality, Element}, h]] && FreeQ[e, Power[_, n_ /; ! MatchQ[n, _Integer | _Rational]]]
domainOf[f_, x_] := With[{d = FunctionDomain[f, x]}, If[Head[d] === FunctionDomain, True, d]]

(* ---- the sign of g where cons holds: 1, -1, 0, Indeterminate (both signs), or no *)
signWhere[g0_, x_, cons_] := Module[{g = Together[g0], r, always},
  If[Simplify[g, cons] === 0, Return[0]];
  always[c_] := TimeConstrained[Quiet[Resolve[ForAll[Evaluate[x], cons, c], Reals]], 5, no];
  If[algebraicQ[{g, cons}, x],
    If[always[g >= 0] === True, Return[1]];
    If[always[g <= 0] === True, Return[-1]];
    If[FreeQ[{always[g >= 0], always[g <= 0]}, ForAll | no], Return[Indeterminate]]];
  If[ListQ[x], Return[no]];
  signByCells[g, x, cons]]
signByCells[g_, x_, cons_] := Module[{period = periodOf[g, x], window = cons, zeros, breaks, points, samples, values},
  If[NumericQ[period] && period > 0 && cons === True, window = 0 <= x <= period];
  zeros = Join @@ (rootsWhere[#, x, window] & /@ Join[{Numerator[Together[g]]}, breakingPoints[{g, cons}, x]]);
  If[MemberQ[zeros, no], Return[no]];
  points = SortBy[DeleteDuplicates[zeros, TrueQ[Abs[N[#1 - #2]] < 10^-12] &], N];
  samples = Join[If[points === {}, {0, 1/2, -1/2, 3, -3}, Join[{First[points] - 1, First[points] - 1/3}, (Rest[points] + Most[points])/2, {Last[points] + 1/3, Last[points] + 1}]]];
  samples = Select[samples, TrueQ[Quiet[N[window /. x -> #]]] &];
  values = DeleteCases[Quiet[Chop[N[g /. x -> #]] & /@ samples], _?(! NumberQ[#] || Im[#] != 0 &)];
  Which[values === {}, no, AllTrue[values, # >= 0 &], 1, AllTrue[values, # <= 0 &], -1, True, Indeterminate]]
periodOf[g_, x_] := If[FreeQ[g, Sin | Cos | Tan | Cot | Sec | Csc], 0, Quiet[FunctionPeriod[g, x]]]
rootsWhere[e_, x_, window_] := Module[{s},
  If[FreeQ[e, x], Return[{}]];
  s = TimeConstrained[Quiet[Solve[If[window === True, e == 0, e == 0 && window], x, Reals]], 8, no];
  If[! MatchQ[s, {{_ -> _} ...}], Return[{no}]];
  If[s === {} || s === {{}}, Return[{}]];
  s = x /. s /. ConditionalExpression[v_, _] :> v;
  If[AllTrue[s, NumericQ], s, {no}]]
(* arguments whose zeros may break a function *)
breakingPoints[e_, x_] := DeleteDuplicates[Select[Join[Cases[e, Power[b_, n_?Negative | n_Rational] :> b, {0, Infinity}], Cases[e, (Log | Abs | RealAbs | Sign | UnitStep)[b_] :> b, {0, Infinity}],
    Cases[e, (Tan | Sec)[b_] :> Cos[b], {0, Infinity}], Cases[e, (Cot | Csc)[b_] :> Sin[b], {0, Infinity}], Cases[e, (Less | LessEqual | Greater | GreaterEqual)[a_, b_] :> a - b, {0, Infinity}]], ! FreeQ[#, x] &]]

functionSign[fc_, x0_, dom_: Reals] := Module[{f, cons, x = single[x0], r},
  {f, cons} = given[fc];
  r = signWhere[f, x, cons && domainOf[f, x]];
  If[r === no, $Unevaluated, r]]
functionMonotonicity[fc_, x0_, dom_: Reals] := Module[{f, cons, x = single[x0], r},
  {f, cons} = given[fc];
  If[ListQ[x], Return[$Unevaluated]];
  If[! intervalQ[cons && domainOf[f, x], x] || continuousWhere[f, x, cons && domainOf[f, x]] === False, Return[jumpsMonotone[f, x, cons]]];
  r = signWhere[D[f, x], x, cons && domainOf[f, x]];
  If[r === no, $Unevaluated, r]]
(* one piece of the line *)
intervalQ[True, x_] := True
intervalQ[c_, x_] := With[{r = If[FreeQ[c, NotElement], Quiet[Reduce[c, x, Reals]], False]}, MatchQ[r, True | _Less | _LessEqual | _Greater | _GreaterEqual | _Inequality]]
(* with breaks the pieces and the values beside the breaks decide; those are compared through the range of differences *)
jumpsMonotone[f_, x_, cons_] := Module[{y = Unique["y"], r},
  If[! algebraicQ[{f, cons}, x], Return[Indeterminate]];
  r[c_] := TimeConstrained[Quiet[Resolve[ForAll[{x, y}, x < y && cons && (cons /. x -> y) && domainOf[f, x] && (domainOf[f, x] /. x -> y), c], Reals]], 5, no];
  Which[r[f <= (f /. x -> y)] === True, 1, r[f >= (f /. x -> y)] === True, -1, True, Indeterminate]]
functionConvexity[fc_, x0_, dom_: Reals] := Module[{f, cons, x = single[x0], r, h},
  {f, cons} = given[fc];
  If[! ListQ[x],
    If[! FreeQ[f, Abs | RealAbs | Max | Min], Return[brokenConvexity[f, x, cons]]];
    If[! intervalQ[cons && domainOf[f, x], x] || continuousWhere[f, x, cons && domainOf[f, x]] === False, Return[Indeterminate]];
    r = signWhere[D[f, {x, 2}], x, cons && domainOf[f, x]];
    Return[If[r === no, $Unevaluated, r]]];
  (* several variables: the Hessian's definiteness through its leading and all principal minors *)
  h = D[f, {x, 2}];
  r[m_] := signWhere[#, x, cons] & /@ (Det[m[[#, #]]] & /@ Rest[Subsets[Range[Length[x]]]]);
  Which[AllTrue[Flatten[h], Simplify[#] === 0 &], 0, AllTrue[r[h], MemberQ[{0, 1}, #] &], 1, AllTrue[r[-h], MemberQ[{0, 1}, #] &], -1, True, Indeterminate]]
(* the signs of the second derivative on the pieces and of the changes of slope between them *)
brokenConvexity[f_, x_, cons_] := Module[{points, pieces, samples, signs},
  points = Flatten[rootsWhere[#, x, cons] & /@ kinks[f, x]];
  If[MemberQ[points, no], Return[$Unevaluated]];
  points = SortBy[DeleteDuplicates[points], N];
  If[points === {}, Return[$Unevaluated]];
  samples = Join[{First[points] - 1}, (Rest[points] + Most[points])/2, {Last[points] + 1}];
  pieces = smoothAt[f, x, #] & /@ samples;
  signs = Join[MapThread[signWhere[D[#1, {x, 2}], x, cons && #2] &, {pieces, Join[{x < First[points]}, Thread[Less[Most[points], x, Rest[points]]], {x > Last[points]}]}],
    Table[Sign[Simplify[D[pieces[[i + 1]], x] - D[pieces[[i]], x] /. x -> points[[i]]]], {i, Length[points]}]];
  Which[MemberQ[signs, no], $Unevaluated, AllTrue[signs, # === 0 &], 0, AllTrue[signs, MemberQ[{0, 1}, #] &], 1, AllTrue[signs, MemberQ[{0, -1}, #] &], -1, True, Indeterminate]]
(* where Abs, Max and Min change, and what they are near a point *)
kinks[f_, x_] := Select[Join[Cases[{f}, (Abs | RealAbs)[u_] :> u, {0, Infinity}], Flatten[Cases[{f}, (Max | Min)[u__] :> Subtract @@@ Subsets[{u}, {2}], {0, Infinity}]]], ! FreeQ[#, x] &]
smoothAt[f_, x_, c_] := f /. {(Abs | RealAbs)[u_] /; ! FreeQ[u, x] :> If[N[u /. x -> c] < 0, -u, u], HoldPattern[Max[u__]] :> First[MaximalBy[{u}, N[# /. x -> c] &]], HoldPattern[Min[u__]] :> First[MinimalBy[{u}, N[# /. x -> c] &]]}

(* ---- continuity *)
steps[f_, x_] := Flatten[{Cases[{f}, (Sign | RealSign | UnitStep | HeavisideTheta)[a_] /; ! FreeQ[a, x] :> a == 0, {0, Infinity}],
   Cases[{f}, (Floor | Ceiling | IntegerPart | FractionalPart)[a_] /; ! FreeQ[a, x] :> Element[a, Integers], {0, Infinity}], Cases[{f}, Round[a_] /; ! FreeQ[a, x] :> Element[a + 1/2, Integers], {0, Infinity}],
   Cases[{f}, Mod[a_, m_] /; ! FreeQ[a, x] :> Element[a/m, Integers], {0, Infinity}], Cases[{f}, (BesselY | AiryBi1)[_, a_] /; ! FreeQ[a, x] :> a <= 0, {0, Infinity}]}]
(* what must not hold: the negations of what the value needs *)
gaps[f_, x_] := DeleteCases[Flatten[{Not /@ DeleteDuplicates[Flatten[{needs[f, Flatten[{x}]]}]], steps[f, x], pieceGaps[f, x]}], False] /. Not[NotElement[a_, d_]] :> Element[a, d]
pieceGaps[f_, x_] := Flatten[Cases[{f}, p : Piecewise[c_, d_ : 0] /; ! FreeQ[p, x] && ! ListQ[x] :> pieceJumps[p, x], {0, Infinity}]]
pieceJumps[p_, x_] := Module[{points = DeleteDuplicates[Flatten[rootsWhere[#, x, True] & /@ breakingPoints[p[[1, All, 2]], x]]], v},
  If[MemberQ[points, no], Return[{}]];
  (x == #) & /@ Select[points, (v = {p /. x -> #, Quiet[Limit[p, x -> #, Direction -> "FromAbove"]], Quiet[Limit[p, x -> #, Direction -> "FromBelow"]]}; ! (SameQ @@ Simplify[v])) &]]
gapCondition[f_, x_, cons_] := Module[{g = gaps[f, x], r},
  If[g === {}, Return[False]];
  r = (Or @@ g) && cons;
  If[! FreeQ[r, Element | NotElement], Return[Simplify[r]]];
  With[{s = TimeConstrained[Quiet[Reduce[r, x, Reals]], 8, no]}, If[FreeQ[s, Reduce | no], s, r]]]
continuousWhere[f_, x_, cons_] := Module[{g = gapCondition[f, x, cons]},
  Which[g === False, True, g === True, False,
    ! FreeQ[g, Element] && cons =!= True,
     (* the arguments that must not be integers: are they in the part that cons leaves? *)
     With[{z = rootsWhere[#, x, cons] & /@ (Sin[Pi #] & /@ Cases[g, Element[a_, Integers] :> a, {0, Infinity}])}, If[Flatten[z] === {}, True, False]],
    True, False]]
functionContinuous[fc_, x0_, dom_: Reals] := Module[{f, cons, x = single[x0], r},
  {f, cons} = given[fc];
  If[ListQ[f], Return[AllTrue[f, TrueQ[functionContinuous[{#, cons}, x0, dom]] &]]];
  If[dom === Complexes, Return[functionAnalytic[fc, x0, Complexes] =!= False]];
  continuousWhere[f, x, cons]]
functionDiscontinuities[fc_, x0_, dom_: Reals] := Module[{f, cons}, {f, cons} = given[fc]; written[gapCondition[f, single[x0], cons]]]
(* singularities: where the function is not analytic, Abs and roots at zero included *)
functionSingularities[fc_, x0_, dom_: Reals] := Module[{f, cons, x = single[x0], g, v},
  {f, cons} = given[fc]; v = Flatten[{x}];
  g = If[dom === Complexes,
     Flatten[{Not /@ DeleteDuplicates[Flatten[{poles[f, v]}]], Cases[{f}, Power[b_, _Rational] /; ! FreeQ[b, Alternatives @@ v] :> (Im[b] == 0 && Re[b] <= 0), {0, Infinity}],
       Cases[{f}, Log[b_] /; ! FreeQ[b, Alternatives @@ v] :> (Im[b] == 0 && Re[b] <= 0), {0, Infinity}], Cases[{f}, (Abs | Conjugate | Re | Im | Arg | Sign)[b_] /; ! FreeQ[b, Alternatives @@ v] :> True, {0, Infinity}]}] /. Not[NotElement[a_, d_]] :> Element[a, d],
     Flatten[{gaps[f, x], Cases[{f}, (Abs | RealAbs)[b_] /; ! FreeQ[b, Alternatives @@ v] :> b == 0, {0, Infinity}], Cases[{f}, Power[b_, _Rational] /; ! FreeQ[b, Alternatives @@ v] :> b == 0, {0, Infinity}],
       Cases[{f}, (Max | Min)[a_, b_] :> a == b, {0, Infinity}]}]];
  g = DeleteCases[g, False];
  If[g === {}, Return[False]];
  g = (Or @@ g) && cons;
  If[! FreeQ[g, Element | Re | Im], Return[Simplify[g]]];
  written[With[{s = Quiet[If[dom === Complexes, Reduce[g, x], Reduce[g, x, Reals]]]}, If[FreeQ[s, Reduce], s, g]]]]
written[e_] := e
functionAnalytic[fc_, x0_, dom_: Reals] := Module[{s = functionSingularities[fc, x0, dom]}, Which[s === False, True, True, With[{e = Quiet[FindInstance[s, single[x0], If[dom === Reals, Reals, Complexes]]]}, If[e === {}, True, False]]]]
functionMeromorphic[fc_, x0_, ___] := Module[{f, cons, x = single[x0]},
  {f, cons} = given[fc];
  FreeQ[f, (Log | Abs | Arg | Re | Im | Conjugate | Sign | Floor | Ceiling | ArcSin | ArcCos | ArcTan | ArcSinh | ArcCosh | ArcTanh | ArcCot | ArcSec | ArcCsc | LogGamma | PolyLog | ProductLog | UnitStep | Max | Min | Piecewise | CosIntegral | ExpIntegralEi)[a__] /; ! FreeQ[{a}, x]] &&
   FreeQ[f, Power[b_, n_] /; ! FreeQ[b, x] && ! IntegerQ[n]] && essentialFree[f, x]]
(* an exponential or circular function of something with a pole has an essential singularity *)
essentialFree[f_, x_] := FreeQ[f, (Power[b_, g_] /; FreeQ[b, x] && ! FreeQ[g, x] && ! entireQ[g, x]) | ((Sin | Cos | Sinh | Cosh | Tan | Cot | Sec | Csc | Tanh | Coth | Sech | Csch | Gamma)[g_] /; ! entireQ[g, x])]
entireQ[g_, x_] := Flatten[{poles[g, {x}]}] === {}
functionPoles[fc_, x0_] := Module[{f, cons, x = single[x0], den, list},
  {f, cons} = given[fc];
  If[ListQ[x], Return[$Unevaluated]];
  den = Denominator[Together[f]];
  If[! PolynomialQ[den, x] || ! PolynomialQ[Numerator[Together[f]], x], Return[otherPoles[f, x, cons]]];
  list = Flatten[Function[q, If[FreeQ[q[[1]], x], {}, {x /. #, q[[2]]} & /@ Solve[q[[1]] == 0 && cons, x]]] /@ FactorList[den], 1];
  SortBy[list, {Re[N[#[[1]]]] &, Im[N[#[[1]]]] &}]]
(* zeros of the denominator, each with the order that the series has *)
otherPoles[f_, x_, cons_] := Module[{s = Quiet[Solve[Denominator[Together[f]] == 0 && cons, x]], v},
  If[! MatchQ[s, {{_ -> _} ...}] || ! FreeQ[s, ConditionalExpression], Return[$Unevaluated]];
  v = DeleteDuplicates[x /. s];
  If[v === x, Return[{}]];
  v = {#, order[f, x, #]} & /@ v;
  If[! FreeQ[v, no], $Unevaluated, Select[v, #[[2]] > 0 &]]]
order[f_, x_, p_] := Module[{s = Quiet[Series[f, {x, p, 1}]]}, If[Head[s] === SeriesData && s[[6]] === 1, -s[[4]], no]]

(* ---- injective, surjective, bijective *)
functionInjective[fc_, x0_, dom_: Reals] := Module[{f, cons, x = single[x0], y, m, r},
  {f, cons} = given[fc];
  If[ListQ[f] || ListQ[x], Return[manyInjective[Flatten[{f}], Flatten[{x}], cons, dom]]];
  If[FreeQ[f, x], Return[False]];
  y = Unique["y"];
  If[dom === Reals && NumericQ[periodOf[f, x]] && periodOf[f, x] > 0 && cons === True, Return[False]];
  If[algebraicQ[{f, cons}, x],
    r = TimeConstrained[Quiet[Resolve[ForAll[{x, y}, cons && (cons /. x -> y) && f == (f /. x -> y), x == y], dom]], 5, no];
    If[MemberQ[{True, False}, r], Return[r]]];
  If[dom === Complexes && PolynomialQ[f, x] && cons === True, Return[Exponent[f, x] === 1]];
  If[dom =!= Reals, Return[$Unevaluated]];
  If[continuousWhere[f, x, cons && domainOf[f, x]] =!= True, Return[$Unevaluated]];
  m = signWhere[D[f, x], x, cons && domainOf[f, x]];
  Switch[m, 1 | -1, True, 0 | Indeterminate, False, _, $Unevaluated]]
manyInjective[f_, x_, cons_, dom_] := Module[{y = Table[Unique["y"], {Length[x]}], r, m = D[f, {x}]},
  If[cons === True && FreeQ[m, Alternatives @@ x], Return[MatrixRank[m] === Length[x]]];
  r = TimeConstrained[Quiet[Resolve[ForAll[Evaluate[Join[x, y]], cons && (cons /. Thread[x -> y]) && And @@ Thread[f == (f /. Thread[x -> y])], And @@ Thread[x == y]], dom]], 8, no];
  If[MemberQ[{True, False}, r], r, $Unevaluated]]
functionSurjective[fc_, x0_, dom_: Reals] := Module[{r, y = Unique["y"]},
  If[dom === Complexes && PolynomialQ[First[given[fc]], single[x0]] && given[fc][[2]] === True, Return[! FreeQ[First[given[fc]], single[x0]]]];
  If[dom =!= Reals, Return[$Unevaluated]];
  r = functionRange[fc, x0, y, Reals];
  Which[r === $Unevaluated, $Unevaluated, r === True, True, True, False]]
functionBijective[fc_, x0_, dom_: Reals] := With[{a = functionInjective[fc, x0, dom], b = functionSurjective[fc, x0, dom]}, Which[a === False || b === False, False, a === True && b === True, True, True, $Unevaluated]]

(* ---- the range *)
functionRange[fc_, x0_, y0_, dom_: Reals] := Module[{f, cons, x = Flatten[{x0}], y = single[y0], r},
  {f, cons} = given[fc];
  If[ListQ[f] || ListQ[y], Return[manyRange[Flatten[{f}], x, Flatten[{y}], cons, dom]]];
  If[Intersection[x, Cases[{f}, _Symbol, {0, Infinity}]] === {}, Return[y == f]];
  If[algebraicQ[{f, cons}, x] || dom === Complexes,
    r = TimeConstrained[Quiet[Resolve[Exists[Evaluate[single[x]], y == f && cons && If[dom === Reals, domainOf[f, single[x]], True]], dom]], 8, no];
    If[FreeQ[r, Exists | no | Resolve], Return[If[r === True, True, With[{s = Quiet[Reduce[r, y, dom]]}, If[FreeQ[s, Reduce], s, r]]]]]];
  If[dom =!= Reals || Length[x] > 1, Return[$Unevaluated]];
  r = rangeByPieces[f, First[x], y, cons];
  If[r === no, $Unevaluated, r]]
manyRange[f_, x_, y_, cons_, dom_] := Module[{r},
  r = TimeConstrained[Quiet[Resolve[Exists[Evaluate[x], And @@ Thread[y == f] && cons], dom]], 8, no];
  If[FreeQ[r, Exists | no], r, $Unevaluated]]
(* on each interval of the domain: the values at the ends, at the turning points, and what lies between *)
rangeByPieces[f_, x_, y_, cons_] := Module[{period = periodOf[f, x], region, pieces, list},
  region = cons && domainOf[f, x];
  If[! FreeQ[region, NotElement], region = cons];
  If[cons === True && NumericQ[period] && period > 0, region = If[region === True, 0 <= x <= period, region && 0 <= x <= period]];
  region = If[region === True, True, Quiet[Reduce[region, x, Reals]]];
  If[region === False, Return[False]];
  If[! FreeQ[region, Reduce], Return[no]];
  pieces = If[region === True, {{-Infinity, False, Infinity, False}}, ending[#, x] & /@ If[Head[region] === Or, List @@ region, {region}]];
  If[! FreeQ[pieces, no], Return[no]];
  pieces = Join @@ (split[#, f, x] & /@ pieces);
  list = image[#, f, x] & /@ pieces;
  If[! FreeQ[list, no], Return[no]];
  joinedIntervals[list, y]]
ending[e_, x_] := Replace[e, {Equal[x, v_] :> {v, True, v, True}, Less[x, b_] :> {-Infinity, False, b, False}, LessEqual[x, b_] :> {-Infinity, False, b, True}, Greater[x, a_] :> {a, False, Infinity, False},
   GreaterEqual[x, a_] :> {a, True, Infinity, False}, Less[a_, x, b_] :> {a, False, b, False}, LessEqual[a_, x, b_] :> {a, True, b, True}, Inequality[a_, h_, x, k_, b_] :> {a, h === LessEqual, b, k === LessEqual}, Unequal[x, v_] :> no, _ :> no}]
(* at the poles of circular functions and at steps *)
split[{a_, ca_, b_, cb_}, f_, x_] /; kinks[f, x] =!= {} := Module[{r = SortBy[DeleteDuplicates[Flatten[rootsWhere[#, x, True] & /@ kinks[f, x]]], N], pts},
  If[MemberQ[r, no], Return[{no}]];
  r = Select[r, extended[a] < N[#] < extended[b] &];
  pts = Join[{a}, r, {b}];
  Table[{pts[[i]], If[i === 1, ca, True], pts[[i + 1]], If[i === Length[pts] - 1, cb, True]}, {i, Length[pts] - 1}]]
split[{a_, ca_, b_, cb_}, f_, x_] := Module[{p = Join[Cases[{f}, (Tan | Sec)[u_] :> Cos[u], {0, Infinity}], Cases[{f}, (Cot | Csc)[u_] :> Sin[u], {0, Infinity}]], r},
  If[p === {} || ! NumericQ[a] || ! NumericQ[b], Return[{{a, ca, b, cb}}]];
  r = SortBy[DeleteDuplicates[Flatten[rootsWhere[#, x, a <= x <= b] & /@ p]], N];
  If[MemberQ[r, no], Return[{no}]];
  r = Select[r, N[a] <= N[#] <= N[b] &];
  Module[{pts = DeleteDuplicates[Join[{a}, r, {b}], TrueQ[N[#1 - #2] == 0] &]}, Table[{pts[[i]], If[MemberQ[r, pts[[i]]], False, ca], pts[[i + 1]], If[MemberQ[r, pts[[i + 1]]], False, cb]}, {i, Length[pts] - 1}]]]
image[{a_, ca_, b_, cb_}, f0_, x_] := Module[{f = smoothAt[f0, x, Which[a === -Infinity && b === Infinity, 0, a === -Infinity, b - 1, b === Infinity, a + 1, True, (a + b)/2]], turns, values, low, high},
  If[a === b, Return[With[{v = f /. x -> a}, {v, True, v, True}]]];
  turns = rootsWhere[Numerator[Together[D[f, x]]], x, If[a === -Infinity && b === Infinity, True, If[a === -Infinity, x < b, If[b === Infinity, x > a, a < x < b]]]];
  If[MemberQ[turns, no], Return[no]];
  turns = Select[turns, N[a] < N[#] < N[b] &];
  values = {Simplify[f /. x -> #], True} & /@ turns;
  values = Join[values, {If[ca, {f /. x -> a, True}, {Quiet[If[a === -Infinity, Limit[f, x -> -Infinity], Limit[f, x -> a, Direction -> "FromAbove"]]], False}],
     If[cb, {f /. x -> b, True}, {Quiet[If[b === Infinity, Limit[f, x -> Infinity], Limit[f, x -> b, Direction -> "FromBelow"]]], False}]}];
  If[! FreeQ[values, Limit | Indeterminate | Interval] || ! AllTrue[values[[All, 1]], realQ], Return[no]];
  values = SortBy[values, extended[#[[1]]] &];
  low = values[[1, 1]]; high = values[[-1, 1]];
  {low, AnyTrue[values, TrueQ[#[[1]] == low] && #[[2]] &], high, AnyTrue[values, TrueQ[#[[1]] == high] && #[[2]] &]}]
realQ[v_] := v === Infinity || v === -Infinity || NumericQ[v] && Abs[Im[N[v]]] < 10^-12
extended[v_] := Which[v === Infinity, 10.^300, v === -Infinity, -10.^300, True, Re[N[v]]]
joinedIntervals[l_, y_] := Module[{s = SortBy[DeleteDuplicates[l], {extended[#[[1]]], If[#[[2]], 0, 1]} &], out = {}},
  Do[If[out =!= {} && (extended[i[[1]]] < extended[out[[-1, 3]]] || extended[i[[1]]] == extended[out[[-1, 3]]] && (i[[2]] || out[[-1, 4]])),
     If[extended[i[[3]]] > extended[out[[-1, 3]]] || extended[i[[3]]] == extended[out[[-1, 3]]] && i[[4]], out[[-1, 3 ;; 4]] = i[[3 ;; 4]]],
     AppendTo[out, i]], {i, s}];
  If[Length[out] === 1 && out[[1, 1]] === -Infinity && out[[1, 3]] === Infinity, True, Or @@ (interval[#, y] & /@ out)]]
interval[{a_, ca_, b_, cb_}, y_] := Which[a === b, y == a, a === -Infinity, If[cb, y <= b, y < b], b === Infinity, If[ca, y >= a, y > a], ca && cb, a <= y <= b, ! ca && ! cb, a < y < b, ca, Inequality[a, LessEqual, y, Less, b], True, Inequality[a, Less, y, LessEqual, b]]
