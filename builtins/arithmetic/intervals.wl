(* intervals.wl - Interval: arithmetic and functions of sets of real numbers given as unions of closed ranges; Around: numbers with
   uncertainty. *)

realNumber[x_] := MatchQ[x, Infinity | -Infinity] || (NumericQ[x] && Head[N[x]] === Real) || IntegerQ[x] || Head[x] === Rational
lessEqual[a_, b_] := TrueQ[a <= b]

(* Interval[...] with ordered, merged ranges; $Unevaluated when it is in order already. *)
interval[args_List] := Module[{r = Replace[args, x_ /; ! ListQ[x] :> {x, x}, {1}], s},
  If[! MatchQ[r, {{_?realNumber, _?realNumber} ...}], Return[$Unevaluated]];
  s = merge[Sort[If[lessEqual[#[[1]], #[[2]]], #, Reverse[#]] & /@ r, lessEqual[#1[[1]], #2[[1]]] &]];
  If[s === args, $Unevaluated, Interval @@ s]]
merge[{}] := {}
merge[l_] := Fold[Function[{done, next}, If[lessEqual[next[[1]], done[[-1, 2]]], Append[Most[done], {done[[-1, 1]], If[lessEqual[next[[2]], done[[-1, 2]]], done[[-1, 2]], next[[2]]]}], Append[done, next]]], {First[l]}, Rest[l]]

lists[Interval[r___List]] := {r}
lists[x_] := {{x, x}}
combine[f_, a_, b_] := Interval @@ Join @@ Outer[f, lists[a], lists[b], 1]
extremes[l_] := {Min[l], Max[l]}
plus[{a_, b_}, {c_, d_}] := {a + c, b + d}
times[{a_, b_}, {c_, d_}] := extremes[{product[a, c], product[a, d], product[b, c], product[b, d]}]
product[0 | 0., _] := 0
product[_, 0 | 0.] := 0
product[a_, b_] := a b
reciprocal[{a_, b_}] := Which[
  TrueQ[a > 0] || TrueQ[b < 0], {{1/b, 1/a}},
  a == 0 && b == 0, {{-Infinity, Infinity}},
  a == 0, {{If[b === Infinity, 0, 1/b], Infinity}}, b == 0, {{-Infinity, If[a === -Infinity, 0, 1/a]}},
  True, {{-Infinity, If[a === -Infinity, 0, 1/a]}, {If[b === Infinity, 0, 1/b], Infinity}}]
power[i_, n_Integer] := Which[
  n == 0, 1,
  n < 0, power[Interval @@ Join @@ (reciprocal /@ lists[i]), -n],
  EvenQ[n], Interval @@ (Function[r, Which[TrueQ[r[[1]] >= 0], r^n, TrueQ[r[[2]] <= 0], Reverse[r^n], True, {0, Max[r^n]}]] /@ lists[i]),
  True, Interval @@ (#^n & /@ lists[i])]
power[i_, p_] := If[AllTrue[lists[i], TrueQ[#[[1]] >= 0] &], If[TrueQ[p > 0], Interval @@ (#^p & /@ lists[i]), Interval @@ (Reverse[#^p] & /@ lists[i])], $Failed]

monotone[f_, i_] := Interval @@ (extremes[f /@ #] & /@ lists[i])
(* Sin on [a, b]: the values at the ends and the extrema between. *)
wave[f_, i_, top_, bottom_] := Interval @@ (Function[r, If[! FreeQ[r, DirectedInfinity] || TrueQ[r[[2]] - r[[1]] >= 2 Pi], {-1, 1},
   {If[holds[r, bottom], -1, Min[f /@ r]], If[holds[r, top], 1, Max[f /@ r]]}]] /@ lists[i])
holds[{a_, b_}, place_] := TrueQ[place + 2 Pi Ceiling[(a - place)/(2 Pi)] <= b]

Unprotect[Interval];
Interval /: Plus[i_Interval, j_Interval] := combine[plus, i, j];
Interval /: Plus[x_?realNumber, i_Interval] := combine[plus, x, i];
Interval /: Times[i_Interval, j_Interval] := combine[times, i, j];
Interval /: Times[x_?realNumber, i_Interval] := combine[times, x, i];
Interval /: Power[i_Interval, n_?realNumber] := With[{r = power[i, n]}, r /; r =!= $Failed];
Interval /: Power[x_?realNumber, i_Interval] /; TrueQ[x > 0] := monotone[x^# &, i];
Do[With[{f = f}, Interval /: f[i_Interval] := monotone[f, i]], {f, {ArcTan, ArcSinh, Sinh, Tanh, Floor, Ceiling, Round, IntegerPart, Sign, UnitStep, Erf, ArcSin, CubeRoot}}];
Interval /: Log[i_Interval] /; AllTrue[lists[i], TrueQ[#[[1]] >= 0] &] := monotone[If[# === 0, -Infinity, Log[#]] &, i];
Interval /: Abs[i_Interval] := Interval @@ (Function[r, If[TrueQ[r[[1]] <= 0 <= r[[2]]], {0, Max[Abs[r]]}, extremes[Abs[r]]]] /@ lists[i]);
Interval /: ArcCos[i_Interval] := monotone[ArcCos, i];
Interval /: Cosh[i_Interval] := Interval @@ (Function[r, If[TrueQ[r[[1]] <= 0 <= r[[2]]], {1, Max[Cosh[r]]}, extremes[Cosh[r]]]] /@ lists[i]);
Interval /: Sin[i_Interval] := wave[Sin, i, Pi/2, -Pi/2];
Interval /: Cos[i_Interval] := wave[Cos, i, 0, Pi];
Interval /: Tan[i_Interval] := Interval @@ (Function[r, If[! FreeQ[r, DirectedInfinity] || TrueQ[r[[2]] - r[[1]] >= Pi] || TrueQ[Pi/2 + Pi Ceiling[(r[[1]] - Pi/2)/Pi] <= r[[2]]], {-Infinity, Infinity}, Tan[r]]] /@ lists[i]);
Interval /: Max[i_Interval, rest___?realNumber] := With[{m = Max[lists[i][[All, 2]]]}, If[{rest} === {}, m, monotone[Max[#, rest] &, i]]];
Interval /: Min[i_Interval, rest___?realNumber] := With[{m = Min[lists[i][[All, 1]]]}, If[{rest} === {}, m, monotone[Min[#, rest] &, i]]];
decided[a_, b_, yes_, no_] := Which[yes[low[a], high[a], low[b], high[b]], True, no[low[a], high[a], low[b], high[b]], False, True, $Failed]
low[i_Interval] := Min[lists[i][[All, 1]]]; low[x_] := x
high[i_Interval] := Max[lists[i][[All, 2]]]; high[x_] := x
Do[With[{f = spec[[1]], yes = spec[[2]], no = spec[[3]]},
   Interval /: f[i_Interval, x_?realNumber | x_Interval] := With[{r = decided[i, x, yes, no]}, r /; r =!= $Failed];
   Interval /: f[x_?realNumber, i_Interval] := With[{r = decided[x, i, yes, no]}, r /; r =!= $Failed]],
  {spec, {{Less, TrueQ[#2 < #3] &, TrueQ[#1 >= #4] &}, {Greater, TrueQ[#1 > #4] &, TrueQ[#2 <= #3] &}, {LessEqual, TrueQ[#2 <= #3] &, TrueQ[#1 > #4] &}, {GreaterEqual, TrueQ[#1 >= #4] &, TrueQ[#2 < #3] &}}}];
Protect[Interval];

member[i_Interval, j_Interval] := AllTrue[lists[j], Function[r, AnyTrue[lists[i], lessEqual[#[[1]], r[[1]]] && lessEqual[r[[2]], #[[2]]] &]]]
member[i_Interval, x_?realNumber] := AnyTrue[lists[i], lessEqual[#[[1]], x] && lessEqual[x, #[[2]]] &]
member[i_, l_List] := member[i, #] & /@ l
member[_, _] := $Unevaluated
union[is : {___Interval}] := Interval @@ Join @@ (lists /@ is)
union[_] := $Unevaluated
intersection[is : {__Interval}] := Interval @@ Fold[Function[{a, b}, Select[Join @@ Outer[Function[{r, s}, {Max[r[[1]], s[[1]]], Min[r[[2]], s[[2]]]}], a, b, 1], lessEqual[#[[1]], #[[2]]] &]], lists /@ is]
intersection[_] := $Unevaluated

(* ---- Around[x, u]: first-order propagation for independent values *)
Unprotect[Around];
Around /: Plus[a_Around, rest__] := With[{r = propagate[Plus, {a, rest}]}, r /; r =!= $Failed];
Around /: Times[a_Around, rest__] := With[{r = propagate[Times, {a, rest}]}, r /; r =!= $Failed];
Around /: Power[a_Around, n_] := With[{r = propagate[Power, {a, n}]}, r /; r =!= $Failed];
Around /: Power[n_?realNumber, a_Around] := With[{r = propagate[Power, {n, a}]}, r /; r =!= $Failed];
Do[With[{f = f}, Around /: f[a_Around] := With[{r = propagate[f, {a}]}, r /; r =!= $Failed]], {f, {Sin, Cos, Tan, ArcSin, ArcCos, ArcTan, Sinh, Cosh, Tanh, Log, Abs}}];
Around /: Around[x_, _]["Value"] := x;
Around /: Around[_, u_]["Uncertainty"] := u;
Protect[Around];
propagate[f_, args_] := Module[{xs = Replace[args, Around[x_, _] :> x, {1}], us = Replace[args, {Around[_, u_] :> u, _ -> 0}, {1}], vs, d},
  If[! VectorQ[xs, realNumber] || ! VectorQ[us, realNumber], Return[$Failed]];
  vs = Table[Unique["a"], {Length[xs]}];
  d = (D[f @@ vs, #] & /@ vs) /. Thread[vs -> xs];
  d = MapThread[If[#2 === 0, 0, #1] &, {d, us}];
  Around[N[f @@ xs], N[Sqrt[Total[(d us)^2]]]]]
around[x_List] := If[VectorQ[x, NumericQ] && Length[x] > 1, Around[N[Mean[x]], N[StandardDeviation[x]]], $Unevaluated]
around[Interval[{a_, b_}]] := Around[(a + b)/2, (b - a)/2]
around[s_String] := With[{p = StringSplit[s, "\[PlusMinus]" | "+-"]}, If[Length[p] == 2, Around @@ ToExpression[p], $Unevaluated]]
around[x_, Scaled[s_]] := Around[x, Abs[s x]]
around[x_, u_?realNumber] /; TrueQ[u < 0] := Around[x, -u]
around[x_?realNumber, 0] := x
around[___] := $Unevaluated
