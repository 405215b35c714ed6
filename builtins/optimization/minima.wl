(* minima.wl - FindMinimum, NMinimize and their kin: problems are read here, searched for local minima by SearchMinima (search.cpp), and the
   results sharpened; global minima by searches from many starting points. *)

LoadUnit["optimization/roots"];
heldNames = System`Library`optimization`roots`heldNames;
SetAttributes[{find, heldVariables}, HoldAll];
heldVariables[{specs : {_, ___} ..}] := DeleteDuplicates[Join @@ (names /@ Hold[specs] /. Hold[l___] :> {l})]
heldVariables[{s_Symbol, rest___}] := If[MatchQ[Unevaluated[{s, rest}], {_Symbol ..}] && Length[Unevaluated[{s, rest}]] > 1 && symbolic[{rest}], Hold /@ Unevaluated[{s, rest}], {Hold[s]}]
heldVariables[s_Symbol] := {Hold[s]}
heldVariables[_] := {}
SetAttributes[{names, symbolic}, HoldAll];
names[{s_Symbol, ___}] := {Hold[s]}
names[_] := {}
symbolic[{l___}] := And @@ (MatchQ[#, Hold[_Symbol]] && ! MatchQ[#, Hold[s_] /; NumericQ[s]] & /@ (List @@ (Hold /@ Hold[l])))

find[head_, f_, spec_, sign_, options_List] := Module[{locals = Select[heldVariables[spec], ! MatchQ[#, Hold[s_] /; MemberQ[Attributes[s], Protected]] &]},
  locals = DeleteDuplicates[locals];
  If[locals === {}, run[head, f, spec, sign, options], (Join @@ locals) /. Hold[s__] :> Block[{s}, run[head, f, spec, sign, options]]]]

say[head_, tag_, args___] := Message[MessageName[head, tag], args]

run[head_, f0_, spec0_, sign_, options_] := Module[{f = f0, cons = {}, spec = spec0, vars, starts, digits, wp, max, r, problem},
  {wp, max} = {WorkingPrecision, MaxIterations} /. options /. {WorkingPrecision -> MachinePrecision, MaxIterations -> 500};
  If[ListQ[f], {f, cons} = {First[f], constraints[Rest[f]]}];
  If[! ListQ[spec], spec = {{spec}}, If[! ListQ[First[spec]], spec = If[Length[spec] > 1 && ! NumericQ[spec[[2]]], List /@ spec, {spec}]]];
  vars = First /@ spec;
  With[{bad = Select[vars, ! variableQ[#] &]}, If[bad =!= {}, say[head, "ivar", First[bad]]; Return[$Unevaluated]]];
  digits = workingDigits[wp];
  starts = N[If[Length[#] > 1, #[[2]], 1] & /@ spec];
  If[! VectorQ[starts, NumberQ], say[head, "srect", starts, spec]; Return[$Unevaluated]];
  If[cons === False, say[head, "nsol"]; Return[$Unevaluated]];
  problem = Append[problemOf[sign f, cons, vars], heldOption[options, #] & /@ {EvaluationMonitor, StepMonitor}];
  max = If[IntegerQ[max], max, 500];
  r = First[search[problem, {starts}, max]];
  Switch[r[[1]],
    "NoValue", say[head, "nrnum", Quiet[N[f /. Thread[vars -> starts]]], vars, starts]; Return[$Unevaluated],
    "NoGradient", say[head, "nrgnum", Quiet[N[problem[[4]] /. Thread[vars -> starts]]], vars, starts]; Return[$Unevaluated],
    "Unbounded", say[head, "ubnd"],
    "TooManyIterations", say[head, "cvmit", max]];
  r = If[r[[1]] === "Unbounded", r[[3]], polish[problem, r, digits]];
  If[violation[problem, r] > 10^-4 (1 + norm[r]), say[head, "nosat"]];
  {If[digits == 0, N[f /. Thread[vars -> r]], N[f /. Thread[vars -> SetPrecision[r, digits]], digits]], Thread[vars -> r]}]
workingDigits[wp_] := If[wp === MachinePrecision || ! NumericQ[wp] || wp < 16, 0, wp]
(* An option's value as given, not evaluated: Hold[value] or None. *)
heldOption[options_, name_] := FirstCase[options, (Rule | RuleDelayed)[name, m_] :> Hold[m], None] /. Hold[None] -> None

constraints[c_] := Module[{l = Flatten[{c} /. And -> List /. Inequality[a_, r1_, b_, r2_, d_] :> {r1[a, b], r2[b, d]} /. (r : Less | LessEqual | Greater | GreaterEqual)[a_, b_, d_] :> {r[a, b], r[b, d]}]},
  l = DeleteCases[l, True];
  If[MemberQ[l, False], False, DeleteCases[l, Element[_, Reals]]]]

(* g <= 0 and h == 0 *)
inequalities[cons_] := Cases[cons, (LessEqual | Less)[a_, b_] :> a - b] ~Join~ Cases[cons, (GreaterEqual | Greater)[a_, b_] :> b - a]
equations[cons_] := Cases[cons, Equal[a_, b_] :> a - b]

(* {{f, g's, h's}, number of g's, variables, gradients or None, {{lower, upper}, ...}}: what the searches work on. Bounds of single
   variables are no g's. *)
problemOf[f_, cons_, vars_] := Module[{g = inequalities[cons], box = variableBox[cons, vars], parts},
  g = Select[g, ! boundQ[#, vars] &];
  parts = Join[{f}, g, equations[cons]];
  {parts, Length[g], vars, gradientsOf[parts, vars], box}]
gradientsOf[parts_, vars_] := With[{g = exactGradient[#, vars] & /@ parts}, If[MemberQ[g, None], None, g]]
exactGradient[f_, vars_] := Module[{g = Quiet[D[f, {vars}]]}, If[FreeQ[g, Derivative | D | Indeterminate | Abs' | Sign'], g, None]]
(* Variables that are no symbols, such as x[1], get names for the machine. *)
search[{parts_, n_, vars_, gradients_, box_, monitors_ : {None, None}}, starts_, max_] := Module[{names = vars, rules},
  names = If[Head[#] === Symbol, #, Unique["v"]] & /@ vars;
  rules = DeleteCases[Thread[vars -> names], v_ -> v_];
  SearchMinima[names, parts /. rules, If[gradients === None, None, Flatten[gradients] /. rules], n, N[Transpose[box]], starts, max, monitors /. rules]]
violation[{parts_, n_, vars_, ___}, x_] := With[{v = Quiet[N[Rest[parts] /. Thread[vars -> x]]]}, If[VectorQ[v, realNumber], Max[0, Take[v, n], Abs[Drop[v, n]]], Infinity]]

norm[v_] := Sqrt[Total[Abs[v]^2]]
realNumber[v_] := NumberQ[v] && Head[v] =!= Complex

(* Newton's method sharpens what a search has found, {status, value, point, violation, multipliers}: on the gradient inside, on the
   equations of the active constraints and their multipliers else. *)
polish[{parts_, n_, vars_, gradients_, box_, ___}, {_, _, x_, _, m_}, digits_] := Module[{atBounds = Pick[MapThread[#1 - If[#2 <= #3[[1]], #3[[1]], #3[[2]]] &, {vars, x, box}], MapThread[#1 <= #2[[1]] || #1 >= #2[[2]] &, {x, box}]], y},
  If[gradients === None, Return[If[digits > 0, SetPrecision[x, digits], x]]];
  y = If[Length[parts] == 1 && atBounds === {}, sharpen[First[parts], First[gradients], vars, x, digits],
    activePolish[First[parts], Join[Drop[parts, n + 1], Pick[parts[[2 ;; n + 1]], # > 10^-7 & /@ Take[m, n]], atBounds], vars, x, digits]];
  If[Max[0, Quiet[N[parts[[2 ;; n + 1]] /. Thread[vars -> y]]]] > 10^-7 (1 + norm[y]) || ! And @@ MapThread[#2[[1]] <= #1 <= #2[[2]] &, {y, box}], y = x];
  (* what is left of a zero by rounding *)
  If[digits > 0, SetPrecision[y, digits], With[{least = $MachineEpsilon norm[y]}, If[Abs[#] < least, 0., #] & /@ y]]]
(* as long as the steps do not raise the function *)
sharpen[f_, grad_, vars_, x0_, p_] := Module[{x = x0, fx, hess, at, m, g, dx, y, fy},
  hess = Quiet[D[grad, {vars}]];
  If[! FreeQ[hess, Derivative | D | Indeterminate] || LeafCount[hess] > 3000, Return[x]];
  If[p > 0, x = SetPrecision[x, 2 p]];
  at[e_, v_] := Quiet[If[p == 0, N[e /. Thread[vars -> v]], N[e /. Thread[vars -> v], 2 p]]];
  fx = at[f, x];
  Do[
    m = at[hess, x]; g = at[grad, x];
    If[! MatrixQ[m, NumberQ] || ! VectorQ[g, NumberQ] || Det[m] == 0, Break[]];
    dx = Quiet[LinearSolve[m, -g]];
    If[! VectorQ[dx, realNumber] || norm[dx] > 10^-3 (1 + norm[x]), Break[]];
    y = x + dx; fy = at[f, y];
    If[! realNumber[fy] || fy > fx + 10^-12 (1 + Abs[fx]), Break[]];
    x = y; fx = fy;
    If[p == 0 && norm[dx] <= 10^-16 (1 + norm[x]), Break[]], {If[p == 0, 3, 10]}];
  x]
activePolish[f_, all_, vars_, x0_, p_] := Module[{ms = Table[Unique["m"], {Length[all]}], at, system, unknowns, start, j, dx, y},
  at[e_, v_] := Quiet[If[p == 0, N[e /. v], N[e /. v, 2 p]]];
  system = Join[D[f + ms.all, {vars}], all];
  unknowns = Join[vars, ms];
  j = Quiet[D[system, {unknowns}]];
  If[! FreeQ[j, Derivative | D | Indeterminate] || LeafCount[j] > 3000, Return[x0]];
  y = If[p > 0, SetPrecision[x0, 2 p], x0];
  start = If[all === {}, {}, Quiet[LeastSquares[Transpose[at[D[#, {vars}] & /@ all, Thread[vars -> y]]], -at[D[f, {vars}], Thread[vars -> y]]]]];
  If[! VectorQ[start, realNumber], Return[x0]];
  y = Join[y, start];
  Do[
    dx = Quiet[Check[LinearSolve[at[j, Thread[unknowns -> y]], -at[system, Thread[unknowns -> y]]], $Failed]];
    If[! VectorQ[dx, realNumber] || norm[dx] > 10^-2 (1 + norm[y]), Break[]];
    y = y + dx;
    If[p == 0 && norm[dx] < 10^-15 (1 + norm[y]), Break[]], {If[p == 0, 5, 10]}];
  y = Take[y, Length[vars]];
  If[norm[y - x0] < 10^-2 (1 + norm[x0]), y, x0]]

(* ---- global: local searches from the best of many points *)
nminimize[head_, f0_, vars0_, sign_, options_List] := Module[{f = f0, cons = {}, vars = vars0, integers, best, points, box, digits, n, problem, found},
  If[ListQ[f], {f, cons} = {First[f], Rest[f]}];
  vars = If[ListQ[vars], vars, {vars}];
  vars = vars /. Element[v_, d_] :> (AppendTo[cons, Element[v, d]]; v) /. {v_, a_?NumericQ, b_?NumericQ} :> v;
  digits = workingDigits[WorkingPrecision /. options /. WorkingPrecision -> MachinePrecision];
  integers = Flatten[Cases[Flatten[{cons} /. And -> List], Element[v_, Integers] :> If[MatchQ[v, _Alternatives], List @@ v, v]]];
  cons = constraints[DeleteCases[Flatten[{cons} /. And -> List], _Element]];
  With[{bad = Select[vars, ! variableQ[#] &]}, If[bad =!= {} || vars === {}, say[head, "ivar", If[bad === {}, vars, First[bad]]]; Return[$Unevaluated]]];
  If[ListQ[cons], With[{bad = Select[cons, ! MatchQ[#, _Equal | _Less | _LessEqual | _Greater | _GreaterEqual | _Or] &]}, If[bad =!= {}, say[head, "bcons", bad]; Return[$Unevaluated]]]];
  If[! FreeQ[cons, Or], Return[ofAlternatives[head, f, LogicalExpand[And @@ cons && And @@ (Element[#, Integers] & /@ integers)], vars, sign, options]]];
  If[cons === False, say[head, "nsol", f0]; Return[{If[sign == 1, Infinity, -Infinity], Thread[vars -> Indeterminate]}]];
  n = Length[vars];
  box = variableBox[cons, vars];
  If[integers =!= {}, Return[integerSearch[head, sign f, f, cons, vars, box, integers]]];
  (* A linear problem is solved exactly. *)
  If[linearProblem[sign f, cons, vars], Module[{l = System`Library`optimization`linear`linearMinimum[Rationalize[sign f, 0], Rationalize[cons, 0], vars]},
    If[MatchQ[l, {_, _List}], Return[If[FreeQ[l, DirectedInfinity | Indeterminate], N[{sign First[l], Last[l]}], If[! FreeQ[First[l], -Infinity], say[head, "ubnd"]; {sign First[l], Last[l]}, say[head, "nsol", cons]; {sign First[l], Last[l]}]]]]]];
  problem = Append[problemOf[sign f, cons, vars], heldOption[options, #] & /@ {EvaluationMonitor, StepMonitor}];
  points = samplePoints[box, n];
  points = SortBy[DeleteCases[Transpose[{penalties[problem, points], points}], {Indeterminate, _}], First];
  If[points === {}, say[head, "nnum", f, vars]; Return[$Unevaluated]];
  points = Take[points[[All, 2]], UpTo[If[n == 1, 20, 30]]];
  found = Select[search[problem, points, 300], #[[1]] =!= "NoValue" && #[[1]] =!= "NoGradient" && feasible[cons, vars, #[[3]]] &];
  If[found === {}, say[head, "nosat", cons]; Return[$Unevaluated]];
  (* Of equal values the one from the better start is taken. *)
  best = Fold[If[#2[[2]] < #1[[2]] - 10^-8 (10^-4 + Abs[#1[[2]]]), #2, #1] &, found];
  If[norm[best[[3]]] > 10^9, say[head, "cvdiv"]];
  best = polish[problem, best, digits];
  {If[digits == 0, N[f /. Thread[vars -> best]], N[f /. Thread[vars -> best], digits]], Thread[vars -> best]}]
variableQ[v_] := ! NumericQ[v] && ! StringQ[v] && ! MatchQ[v, _List | _Plus | _Times | _Power] && FreeQ[v, Blank | BlankSequence | BlankNullSequence]
(* The best over alternatives of constraints. *)
ofAlternatives[head_, f_, cons_, vars_, sign_, options_] := Module[{r = Quiet[nminimize[head, {f, #}, vars, sign, options]] & /@ List @@ cons},
  r = Select[r, MatchQ[#, {_?realNumber, _}] &];
  If[r === {}, say[head, "nsol", cons]; $Unevaluated, First[SortBy[r, sign First[#] &]]]]
(* the function with a penalty for what violates the constraints *)
penalties[{parts_, n_, vars_, ___}, points_] := Module[{names = Unique["v"] & /@ vars},
  If[MemberQ[#, Indeterminate], Indeterminate, First[#] + 100 (Total[(Max[0, #] & /@ #[[2 ;; n + 1]])^2] + Total[Drop[#, n + 1]^2])] & /@ MachineValues[names, parts /. Thread[vars -> names], points]]
feasible[cons_, vars_, x_] := AllTrue[inequalities[cons], Quiet[N[# /. Thread[vars -> x]]] < If[Count[vars, v_ /; ! FreeQ[#, v]] == 1, 10^-9, 10^-5] size[#, vars, x] &] && AllTrue[equations[cons], Abs[N[# /. Thread[vars -> x]]] < 10^-5 size[#, vars, x] &]
(* of the terms of a constraint *)
size[g_, vars_, x_] := With[{v = Quiet[N[If[Head[g] === Plus, List @@ g, {g}] /. Thread[vars -> x]]]}, 1 + If[VectorQ[v, NumberQ], Total[Abs[v]], norm[x]]]
variableBox[cons_, vars_] := Function[v, Module[{lo = -Infinity, hi = Infinity},
  Do[If[boundQ[e, vars] && ! FreeQ[e, v], With[{c = Coefficient[e, v], b = -(e /. v -> 0)/Coefficient[e, v]}, If[c > 0, hi = Min[hi, b], lo = Max[lo, b]]]], {e, Expand[inequalities[cons]]}];
  {lo, hi}]] /@ vars
(* a g that bounds one variable *)
boundQ[g_, vars_] := With[{v = Select[vars, ! FreeQ[g, #] &]}, Length[v] == 1 && PolynomialQ[g, v[[1]]] && Exponent[g, v[[1]]] === 1 && NumericQ[g /. v[[1]] -> 0] && NumericQ[Coefficient[g, v[[1]]]]]
finiteRange[{lo_, hi_}] := Which[lo === -Infinity && hi === Infinity, {-10., 10.}, lo === -Infinity, {hi - 10., hi}, hi === Infinity, {lo, lo + 10.}, True, N[{lo, hi}]]
(* Low-discrepancy points (Halton), the middle first. *)
samplePoints[box_, n_] := Module[{ranges = finiteRange /@ box, count = If[n == 1, 200, 500]},
  Prepend[Table[MapThread[#1[[1]] + (#1[[2]] - #1[[1]]) radical[#2][[i]] &, {ranges, Range[n]}], {i, count}], (#[[1]] + #[[2]])/2 + 0.01 & /@ ranges]]
radical[k_] := radical[k] = N[FromDigits[{Reverse[IntegerDigits[#, Prime[k]]], 0}, Prime[k]]] & /@ Range[500]
linearProblem[f_, cons_, vars_] := cons =!= {} && AllTrue[Join[{f}, inequalities[cons], equations[cons]], PolynomialQ[#, vars] && Max[0, Total /@ (Exponent[#, vars] & /@ With[{e = Expand[#]}, If[Head[e] === Plus, List @@ e, {e}]])] <= 1 &]
LoadUnit["optimization/linear"];

integerSearch[head_, f_, original_, cons_, vars_, box_, integers_] := Module[{ranges, all, best},
  ranges = MapThread[If[MemberQ[integers, #1], Module[{r = #2}, Range[If[r[[1]] === -Infinity, If[r[[2]] === Infinity, -20, Floor[r[[2]]] - 40], Ceiling[r[[1]]]], If[r[[2]] === Infinity, If[r[[1]] === -Infinity, 20, Ceiling[r[[1]]] + 40], Floor[r[[2]]]]]], None] &, {vars, box}];
  If[MemberQ[ranges, None] || Times @@ (Length /@ ranges) > 300000, say[head, "nsol", cons]; Return[$Unevaluated]];
  all = Select[Tuples[ranges], feasibleExactly[cons, vars, #] &];
  If[all === {}, say[head, "nsol", cons]; Return[{Infinity, Thread[vars -> Indeterminate]}]];
  best = First[SortBy[all, N[f /. Thread[vars -> #]] &]];
  {N[original /. Thread[vars -> best]], Thread[vars -> best]}]
feasibleExactly[cons_, vars_, x_] := AllTrue[cons, TrueQ[# /. Thread[vars -> x]] &]
