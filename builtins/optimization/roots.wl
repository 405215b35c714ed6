(* roots.wl - FindRoot: Newton's method with line search, the secant method from two starting values, Brent's method between two. *)

SetAttributes[{findRoot, heldNames, names, one}, HoldAll];

(* The names in a held variable specification. *)
heldNames[{specs : {_, __} ..}] := Join @@ (one /@ Hold[specs] /. Hold[l___] :> {l})
heldNames[{s_, __}] := one[{s}]
heldNames[_] := {}
one[{s_Symbol, ___}] := {Hold[s]}
one[_] := {}

findRoot[f_, spec_, options_List] := Module[{locals = heldNames[spec]},
  locals = DeleteDuplicates[Select[locals, ! MatchQ[#, Hold[s_] /; MemberQ[Attributes[s], Protected]] &]];
  If[locals === {}, run[f, spec, options], (Join @@ locals) /. Hold[s__] :> Block[{s}, run[f, spec, options]]]]

run[f0_, spec0_, options_] := Module[{spec = spec0, vars, starts, eqs, wp, ag, pg, max, method, single, digits, monitor, step, jac, bounds, fs, vectorValued},
  {wp, ag, pg, max, method, jac} = {WorkingPrecision, AccuracyGoal, PrecisionGoal, MaxIterations, Method, Jacobian} /. options /.
    {WorkingPrecision -> MachinePrecision, AccuracyGoal -> Automatic, PrecisionGoal -> Automatic, MaxIterations -> 100, Method -> Automatic, Jacobian -> Automatic};
  monitor = heldOption[options, EvaluationMonitor];
  step = heldOption[options, StepMonitor];
  single = ! MatchQ[spec, {{_, __} ..}];
  If[! ListQ[spec] || Length[spec] < 2, Message[FindRoot::fdss, spec]; Return[$Unevaluated]];
  If[single, spec = {spec}];
  vars = First /@ spec;
  digits = If[wp === MachinePrecision || ! NumericQ[wp] || wp < 16, 0, wp];
  starts = If[digits == 0, N[Rest[#]], SetPrecision[Rest[#], digits]] & /@ spec;
  Do[If[! VectorQ[s, NumberQ] && ! VectorQ[Flatten[s], NumberQ], Message[FindRoot::srect, First[Select[s, ! NumberQ[#] &]], First[Select[spec, MemberQ[N[#], First[s]] &] /. {} -> {spec}]]; Return[$Unevaluated, Module]], {s, starts}];
  eqs = f0;
  eqs = If[MatchQ[eqs, _And], List @@ eqs, eqs];
  If[eqs === True, Return[If[single, {First[vars] -> starts[[1, 1]]}, Thread[vars -> starts[[All, 1]]]]]];
  eqs = Flatten[{eqs} /. Equal[a_List, b_List] :> Thread[a == b]] /. Equal[a_, b_] :> a - b;
  If[digits > 0 && Precision[eqs] < digits, Message[FindRoot::precw, f0, N[digits]]; eqs = SetPrecision[eqs, digits]];
  (* One vector variable. *)
  If[single && VectorQ[starts[[1, 1]]], Return[vectorRoot[eqs, vars[[1]], starts[[1, 1]], options]]];
  If[Length[eqs] =!= Length[vars], Message[FindRoot::nveq, Length[eqs], Length[vars]]; Return[$Unevaluated]];
  ag = If[NumericQ[ag], ag, If[digits == 0, 8, digits/2]];
  pg = If[NumericQ[pg], pg, If[digits == 0, 8, digits/2]];
  max = If[IntegerQ[max], max, 100];
  Block[{value, monitorOf = monitor, number = If[digits == 0, N, Function[e, N[SetPrecision[e, digits], digits]]]},
    value[x_List] := Module[{v}, runMonitor[monitorOf, vars, x]; v = If[digits == 0, N[eqs /. Thread[vars -> x]], N[eqs /. Thread[vars -> SetPrecision[x, digits + 5]], digits]]; v];
    If[! VectorQ[value[starts[[All, 1]]], NumberQ],
      Message[FindRoot::nlnum, value[starts[[All, 1]]], Length[vars], vars, starts[[All, 1]]]; Return[$Unevaluated]];
    Module[{sol},
      sol = Which[
        single && (Length[First[starts]] == 2 && (method === "Brent" || method === {"Brent"} || bracketed[value, starts])), brent[value, starts[[1, 1]], starts[[1, 2]], ag, pg, max, digits],
        single && Length[First[starts]] == 2, secant[value, starts[[1, 1]], starts[[1, 2]], ag, pg, max],
        True, newton[value, vars, starts[[All, 1]], eqs, jac, ag, pg, max, digits, If[Length[First[starts]] == 3, Rest /@ starts, None], step]];
      If[sol === $Failed, $Unevaluated, Thread[vars -> If[digits == 0, sol, SetPrecision[sol, digits]]]]]]]

(* An option's value as given, not evaluated: Hold[value] or None. *)
heldOption[options_, name_] := FirstCase[options, (Rule | RuleDelayed)[name, m_] :> Hold[m], None] /. Hold[None] -> None
runMonitor[m_, vars_, x_] := If[m =!= None, ReleaseHold[m /. Thread[vars -> x]]]

bracketed[value_, starts_] := Module[{a = value[{starts[[1, 1]]}][[1]], b = value[{starts[[1, 2]]}][[1]]}, Im[a] == 0 && Im[b] == 0 && a b <= 0]

norm[v_] := Sqrt[Total[Abs[v]^2]]

(* Exact derivatives where the function can be differentiated, else differences. *)
jacobian[eqs_, vars_, jac_] := Module[{j},
  If[MatchQ[jac, _List], Return[jac]];
  j = Quiet[Outer[D, eqs, vars]];
  If[FreeQ[j, Derivative | D | Indeterminate], j, None]]
numericJacobian[value_, x_, f0_, digits_] := Module[{h = If[digits == 0, 10^-8., 10^-(digits/3)]},
  Transpose[Table[With[{d = h Max[1, Abs[x[[i]]]]}, (value[MapAt[# + d &, x, i]] - value[MapAt[# - d &, x, i]])/(2 d)], {i, Length[x]}]]]

newton[value_, vars_, x0_, eqs_, jac_, ag_, pg_, max_, digits_, bounds_, stepMonitor_] := Module[{x = x0, f, j, dx, t, y, g, n = 0, symbolic = jacobian[eqs, vars, jac], size, done = False, m, last = Infinity},
  f = value[x];
  size = norm[f];
  If[size == 0, Return[x]];
  While[! done && n < max,
    n++;
    m = If[symbolic === None, numericJacobian[value, x, f, digits], Quiet[If[digits == 0, N[symbolic /. Thread[vars -> x]], N[symbolic /. Thread[vars -> SetPrecision[x, digits + 5]], digits]]]];
    If[! MatrixQ[m, NumberQ], m = numericJacobian[value, x, f, digits]];
    If[! MatrixQ[m, NumberQ], Message[FindRoot::nlnum, f, Length[vars], vars, x]; Return[$Failed, Module]];
    dx = Quiet[If[Length[x] == 1, If[m[[1, 1]] == 0, $Failed, -f/m[[1, 1]]], LinearSolve[m, -f]]];
    If[! VectorQ[dx, NumberQ],
      Message[FindRoot::jsing, vars, x];
      Return[x, Module]];
    t = 1;
    While[True,
      y = x + t dx;
      If[bounds =!= None, y = MapThread[Clip[#1, Sort[#2]] &, {y, bounds}]];
      g = Quiet[value[y]];
      If[VectorQ[g, NumberQ] && norm[g] <= (1 - t/10^4) size, Break[]];
      If[VectorQ[g, NumberQ] && norm[g] <= size (1 + 10^-12) && norm[t dx] < 10^-pg (1 + norm[x]), Break[]];
      t = t/2;
      If[t < 10^-10,
        If[size < 10^-ag || norm[dx] < 10^(-pg/2) norm[x], y = x; g = f; done = True; Break[]];
        Message[FindRoot::lstol, If[digits == 0, MachinePrecision, digits]];
        Return[x, Module]]];
    If[bounds =!= None && y === x && ! done, Message[FindRoot::reged, vars, x]; Return[x, Module]];
    runMonitor[stepMonitor, vars, y];
    last = norm[y - x];
    x = y; f = g;
    size = norm[f];
    If[size == 0, done = True];
    If[size < 10^-ag && last <= 10^-ag + 10^-pg norm[x], done = True]];
  (* Quadratic convergence makes the next step exact to working precision. *)
  x = finish[value, vars, x, f, symbolic, digits, eqs];
  If[! done, Message[FindRoot::cvmit, max]];
  x]
finish[value_, vars_, x_, f_, symbolic_, digits_, eqs_] := Module[{y = x, g = f, m, dx, z, h},
  If[symbolic === None, Return[x]];
  Do[
    m = Quiet[If[digits == 0, N[symbolic /. Thread[vars -> y]], N[symbolic /. Thread[vars -> SetPrecision[y, digits + 5]], digits]]];
    dx = Quiet[If[Length[y] == 1, If[m[[1, 1]] == 0, $Failed, -g/m[[1, 1]]], LinearSolve[m, -g]]];
    If[! VectorQ[dx, NumberQ], Break[]];
    z = y + dx; h = Quiet[value[z]];
    If[VectorQ[h, NumberQ] && norm[h] < norm[g], y = z; g = h, Break[]], {2}];
  y]

secant[value_, a0_, b0_, ag_, pg_, max_] := Module[{a = a0, b = b0, fa = value[{a0}][[1]], fb = value[{b0}][[1]], c, n = 0},
  While[n < max,
    n++;
    If[fb == 0, Return[{b}, Module]];
    If[fa == fb, Message[FindRoot::jsing, "variable", b]; Return[{b}, Module]];
    c = b - fb (b - a)/(fb - fa);
    {a, fa} = {b, fb};
    {b, fb} = {c, value[{c}][[1]]};
    If[! NumberQ[fb], Return[$Failed, Module]];
    If[Abs[b - a] <= 10^(-2 ag + 1) + 10^(-2 pg + 1) Abs[b], Break[]]];
  If[n >= max, Message[FindRoot::cvmit, max]];
  {b}]

(* Brent, Algorithms for minimization without derivatives, ch. 4 *)
brent[value_, a0_, b0_, ag_, pg_, max_, digits_] := Module[{a = a0, b = b0, c, d, e, fa, fb, fc, p, q, r, s, tol, m, n = 0, eps = If[digits == 0, $MachineEpsilon, 10^-digits]},
  fa = value[{a}][[1]]; fb = value[{b}][[1]];
  If[fa == 0, Return[{a}]]; If[fb == 0, Return[{b}]];
  If[Im[fa] != 0 || Im[fb] != 0 || fa fb > 0, Message[FindRoot::brbr, a0, b0]; Return[secant[value, a0, b0, ag, pg, max]]];
  {c, fc} = {a, fa}; d = e = b - a;
  While[n < Max[max, 100],
    n++;
    If[fb fc > 0, {c, fc} = {a, fa}; d = e = b - a];
    If[Abs[fc] < Abs[fb], {a, b, c} = {b, c, b}; {fa, fb, fc} = {fb, fc, fb}];
    tol = 2 eps Abs[b] + eps/2; m = (c - b)/2;
    If[Abs[m] <= tol || fb == 0, Break[]];
    If[Abs[e] < tol || Abs[fa] <= Abs[fb], d = e = m,
      s = fb/fa;
      If[a == c, p = 2 m s; q = 1 - s, q = fa/fc; r = fb/fc; p = s (2 m q (q - r) - (b - a) (r - 1)); q = (q - 1) (r - 1) (s - 1)];
      If[p > 0, q = -q, p = -p];
      If[2 p < Min[3 m q - Abs[tol q], Abs[e q]], e = d; d = p/q, d = e = m]];
    {a, fa} = {b, fb};
    b = b + If[Abs[d] > tol, d, If[m > 0, tol, -tol]];
    fb = value[{b}][[1]]];
  {b}]

vectorRoot[eqs_, x_, start_, options_] := Module[{n = Length[start], us, f, r},
  us = Table[Unique["v"], {n}];
  f = Flatten[{eqs /. x -> us}];
  r = If[Length[f] == n, run[f, MapThread[List, {us, start}], options], $Unevaluated];
  If[MatchQ[r, {__Rule}], {x -> (us /. r)}, $Unevaluated]]
