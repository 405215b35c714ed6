(* minimize.wl - Minimize and Maximize: exact minima of linear programs, of functions of one variable by critical points, and of polynomials
   in several variables by the equations of Lagrange and of Karush, Kuhn and Tucker. *)

LoadUnit["optimization/minima"];
LoadUnit["optimization/linear"];
constraints = System`Library`optimization`minima`constraints;
inequalities = System`Library`optimization`minima`inequalities;
equations = System`Library`optimization`minima`equations;
linearProblem = System`Library`optimization`minima`linearProblem;
say = System`Library`optimization`minima`say;

minimize[head_, f0_, vars0_, dom_, sign_] := Module[{f = f0, cons = {}, vars = If[ListQ[vars0], vars0, {vars0}], domains, r, inexact},
  If[ListQ[f], {f, cons} = {First[f], Rest[f]}];
  inexact = ! FreeQ[{f, cons}, _Real];
  If[inexact, {f, cons} = Rationalize[{f, cons}, 0]];
  domains = Cases[Flatten[{cons} /. And -> List], Element[_, Integers]];
  cons = constraints[DeleteCases[Flatten[{cons} /. And -> List], _Element]];
  If[cons === False, say[head, "infeas", f0]; Return[{sign Infinity, Thread[vars -> Indeterminate]}]];
  If[dom === Integers || domains =!= {}, Return[integerMinimum[head, f, cons, vars, sign]]];
  r = Quiet[minimum[sign f, cons, vars]];
  If[r === $Failed, Return[$Unevaluated]];
  r = Which[
    r[[1]] === Infinity, say[head, "infeas", f0]; {sign Infinity, Thread[vars -> Indeterminate]},
    ! FreeQ[r[[1]], DirectedInfinity], say[head, "natt"]; {sign r[[1]], Thread[vars -> r[[2]]]},
    MemberQ[r[[2]], Indeterminate], say[head, "natt"]; {sign r[[1]], Thread[vars -> r[[2]]]},
    True,
      If[AnyTrue[Cases[cons, _Less | _Greater], (# /. Thread[vars -> r[[2]]]) === False &], say[head, "natt"]];
      {tidy[sign r[[1]]], Thread[vars -> tidy /@ r[[2]]]}];
  If[inexact, N[r], r]]
tidy[e_] := If[NumberQ[e], e, Module[{s = Quiet[RootReduce[e]]}, If[FreeQ[s, Root] || ! FreeQ[e, Root], s, Simplify[e]]]]

minimum[f_, cons_, vars_] := Which[
  linearProblem[f, cons, vars], linear[f, cons, vars],
  Length[vars] == 1, univariate[f, cons, First[vars]],
  True, multivariate[f, cons, vars]]
linear[f_, cons_, vars_] := Module[{l = System`Library`optimization`linear`linearMinimum[f, cons, vars]}, {First[l], If[First[l] === -Infinity, Last /@ Last[l], Last /@ Last[l]]}]

(* ---- one variable: critical points, boundary points and limits *)
univariate[f_, cons_, x_] := Module[{region, d, crit, candidates, ends, values, best, limits, inf},
  region = If[cons === {}, True, Reduce[And @@ cons, x, Reals]];
  If[region === False, Return[{Infinity, {Indeterminate}}]];
  If[Head[region] === Reduce, Return[$Failed]];
  If[FreeQ[f, x], Return[{f, {instance[region, x]}}]];
  If[region === True && ! FreeQ[f, Sin | Cos | Tan | Cot | Sec | Csc], With[{p = periodicMinimum[f, x]}, If[p =!= $Failed, Return[p]]]];
  d = Together[D[f, x]];
  crit = If[PolynomialQ[Numerator[d], x], x /. Solve[Numerator[d] == 0, x, Reals], Module[{s = Solve[d == 0 && If[region === True, True, region], x, Reals]}, If[ListQ[s], x /. s, $Failed]]];
  If[crit === $Failed, Return[$Failed]];
  If[! ListQ[crit] || crit === x, crit = {}];
  crit = crit /. ConditionalExpression[v_, _] :> (v /. C[_] -> 0);
  If[! VectorQ[crit, NumericQ], Return[$Failed]];
  If[! FreeQ[f, Abs | RealAbs], crit = Join[crit, Flatten[Cases[f, (Abs | RealAbs)[u_] :> (x /. Solve[u == 0, x, Reals]), {0, Infinity}]] // Select[NumericQ]]];
  ends = endPoints[region, x];
  candidates = Select[DeleteDuplicates[Join[crit, Cases[ends, {v_, True} :> v]]], inside[region, x, #] &];
  values = {f /. x -> #, #} & /@ candidates;
  values = Select[values, NumericQ[First[#]] && Im[N[First[#]]] == 0 &];
  (* Open ends and infinity only bound the values. *)
  limits = limitAt[f, x, #] & /@ Cases[ends, {v_, False | 1 | -1} :> v];
  If[MemberQ[limits, $Failed], Return[$Failed]];
  best = If[values === {}, None, First[SortBy[values, {N[First[#], 20] &, N[Last[#]] &}]]];
  inf = If[limits === {}, None, First[SortBy[limits, N[First[#] /. {-Infinity -> -10^300, Infinity -> 10^300}] &]]];
  Which[
    best === None && inf === None, $Failed,
    inf =!= None && (best === None || lessThan[First[inf], First[best]]), {First[inf], {If[First[inf] === -Infinity || ! FreeQ[Last[inf], DirectedInfinity], Last[inf], Last[inf]]}},
    True, {First[best], {Last[best]}}]]
(* over one period about 0; of equal values the nearest one to 0 is taken *)
periodicMinimum[f_, x_] := Module[{period = Quiet[FunctionPeriod[f, x]], crit, values},
  If[! (NumericQ[period] && period > 0) || Denominator[Together[f /. {Tan[u_] :> Sin[u]/Cos[u], Cot[u_] :> Cos[u]/Sin[u], Sec[u_] :> 1/Cos[u], Csc[u_] :> 1/Sin[u]}]] =!= 1 && ! NumericQ[Denominator[Together[f]]], Return[$Failed]];
  crit = Quiet[Solve[D[f, x] == 0 && -period/2 <= x <= period/2, x, Reals]];
  If[! MatchQ[crit, {{_ -> _?NumericQ} ..}], Return[$Failed]];
  values = {Simplify[f /. x -> #], #} & /@ (x /. crit);
  If[! AllTrue[values[[All, 1]], NumericQ], Return[$Failed]];
  values = SortBy[values, {Round[N[#[[1]], 20], 10^-15] &, Abs[N[#[[2]]]] &, -N[#[[2]]] &}];
  {values[[1, 1]], {values[[1, 2]]}}]
lessThan[a_, b_] := a === -Infinity || (a =!= Infinity && N[a, 25] < N[b, 25])
inside[True, _, _] := True
inside[region_, x_, v_] := TrueQ[Quiet[region /. x -> v]] || TrueQ[Quiet[N[region /. x -> N[v, 30]]]]
instance[True, _] := 0
instance[region_, x_] := x /. First[FindInstance[region, x, Reals]]
(* {point, belongs to the region} *)
endPoints[True, x_] := {{-Infinity, False}, {Infinity, False}}
endPoints[r_Or, x_] := Join @@ (endPoints[#, x] & /@ List @@ r)
endPoints[Equal[_, v_], x_] := {{v, True}}
endPoints[Less[a_, _, b_], _] := {{a, False}, {b, False}}
endPoints[LessEqual[a_, _, b_], _] := {{a, True}, {b, True}}
endPoints[Inequality[a_, Less, _, LessEqual, b_], _] := {{a, False}, {b, True}}
endPoints[Inequality[a_, LessEqual, _, Less, b_], _] := {{a, True}, {b, False}}
endPoints[Less[x_, b_], x_] := {{-Infinity, False}, {b, False}}
endPoints[LessEqual[x_, b_], x_] := {{-Infinity, False}, {b, True}}
endPoints[Greater[x_, b_], x_] := {{b, False}, {Infinity, False}}
endPoints[GreaterEqual[x_, b_], x_] := {{b, True}, {Infinity, False}}
endPoints[_, _] := {}
limitAt[f_, x_, v_] := Module[{l},
  l = If[PolynomialQ[f, x] && ! NumericQ[v], polynomialLimit[f, x, v], Quiet[Limit[f, x -> v]]];
  If[MatchQ[l, _Limit], l = numericLimit[f, x, v]];
  If[l === $Failed || ! (NumericQ[l] || MatchQ[l, Infinity | -Infinity]), If[Head[l] === Interval, {First[First[l]], v}, $Failed], {l, v}]]
polynomialLimit[f_, x_, v_] := With[{n = Exponent[f, x], c = Coefficient[f, x, Exponent[f, x]]}, If[n == 0, f, Sign[c] If[v === -Infinity && OddQ[n], -1, 1] Infinity]]
numericLimit[f_, x_, v_] := $Failed

(* ---- several variables *)
multivariate[f_, cons_, vars_] := Module[{g = inequalities[cons], h = equations[cons], candidates, values, best, subsets, numeric},
  If[! AllTrue[Join[{f}, g, h], PolynomialQ[Numerator[Together[#]], vars] &] || Length[g] > 6, Return[$Failed]];
  (* Unbounded below along some line or curve, as far as the leading form tells. *)
  If[cons === {} && PolynomialQ[f, vars] && unboundedBelow[f, vars], Return[{-Infinity, ConstantArray[Indeterminate, Length[vars]]}]];
  subsets = Subsets[g];
  subsets = Select[subsets, Length[#] + Length[h] <= Length[vars] &];
  candidates = Join @@ (criticalPoints[f, Join[h, #], vars] & /@ subsets);
  If[! FreeQ[candidates, $Failed], Return[$Failed]];
  candidates = Select[DeleteDuplicates[candidates], VectorQ[#, NumericQ] && AllTrue[#, Abs[Im[N[#, 20]]] < 10^-15 &] && AllTrue[g, Function[q, N[q /. Thread[vars -> #], 20] < 10^-12]] && AllTrue[h, Function[q, Abs[N[q /. Thread[vars -> #], 20]] < 10^-10]] &];
  If[candidates === {}, Return[$Failed]];
  values = {f /. Thread[vars -> #], #} & /@ candidates;
  best = First[SortBy[values, {Round[N[First[#], 20], 10^-12] &, N[Last[#]] &}]];
  (* A numerical search must not find anything lower. *)
  numeric = Quiet[System`Library`optimization`minima`nminimize[NMinimize, If[cons === {}, f, {f, And @@ cons}], vars, 1, {}]];
  If[MatchQ[numeric, {_?NumberQ, _}] && First[numeric] < N[First[best]] - 10^-4 (1 + Abs[N[First[best]]]), Return[If[First[numeric] < -10^8, {-Infinity, ConstantArray[Indeterminate, Length[vars]]}, $Failed]]];
  best]
criticalPoints[f_, active_, vars_] := Module[{ms = Table[Unique["m"], {Length[active]}], system, s},
  system = Join[D[f + ms.active, {vars}], active];
  s = Quiet[Solve[# == 0 & /@ system, Join[vars, ms]]];
  If[! ListQ[s], Return[{$Failed}]];
  (* Free variables of a whole set of critical points are set to 0. *)
  (vars /. #) /. Thread[Join[vars, ms] -> 0] & /@ s]
unboundedBelow[f_, vars_] := Module[{t, e},
  AnyTrue[Select[Tuples[{-1, 0, 1}, Length[vars]], # =!= ConstantArray[0, Length[vars]] &],
    (e = Expand[f /. Thread[vars -> t #]]; Exponent[e, t] > 0 && polynomialLimit[e, t, Infinity] === -Infinity) &]]

integerMinimum[head_, f_, cons_, vars_, sign_] := Module[{r = Reduce[And @@ cons, vars, Integers], points, best},
  If[r === False, say[head, "infeas", f]; Return[{sign Infinity, Thread[vars -> Indeterminate]}]];
  points = If[Head[r] === Or, List @@ r, {r}];
  If[! AllTrue[points, AllTrue[If[Head[#] === And, List @@ #, {#}], Function[q, MatchQ[q, Equal[_, _Integer]]]] &],
    With[{n = System`Library`optimization`minima`nminimize[head, {f, And @@ cons, Element[Alternatives @@ vars, Integers]}, vars, sign, {}]},
      Return[If[MatchQ[n, {_, {__Rule}}], {f /. n[[2]], n[[2]]}, $Unevaluated]]]];
  points = vars /. (Rule @@@ If[Head[#] === And, List @@ #, {#}]) & /@ points;
  best = First[SortBy[points, N[sign f /. Thread[vars -> #]] &]];
  {f /. Thread[vars -> best], Thread[vars -> best]}]
