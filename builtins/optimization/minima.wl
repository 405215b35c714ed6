(* minima.wl - FindMinimum, NMinimize and their kin: quasi-Newton steps (BFGS) with line search; constraints by augmented Lagrangians;
   global search from many starting points. *)

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

run[head_, f0_, spec0_, sign_, options_] := Module[{f = f0, cons = {}, spec = spec0, vars, starts, digits, wp, max, r, ag},
  {wp, max, ag} = {WorkingPrecision, MaxIterations, AccuracyGoal} /. options /. {WorkingPrecision -> MachinePrecision, MaxIterations -> 500, AccuracyGoal -> Automatic};
  If[ListQ[f], {f, cons} = {First[f], constraints[Rest[f]]}];
  If[! ListQ[spec], spec = {{spec}}, If[! ListQ[First[spec]], spec = If[Length[spec] > 1 && ! NumericQ[spec[[2]]], List /@ spec, {spec}]]];
  vars = First /@ spec;
  digits = If[wp === MachinePrecision || ! NumericQ[wp] || wp < 16, 0, wp];
  starts = N[If[Length[#] > 1, #[[2]], 1] & /@ spec];
  If[! VectorQ[starts, NumberQ], say[head, "srect", starts, spec]; Return[$Unevaluated]];
  If[cons === False, say[head, "nsol"]; Return[$Unevaluated]];
  r = local[head, sign f, cons, vars, starts, If[IntegerQ[max], max, 500], digits];
  If[r === $Failed, Return[$Unevaluated]];
  {If[digits == 0, N[f /. Thread[vars -> r[[2]]]], N[f /. Thread[vars -> SetPrecision[r[[2]], digits]], digits]], Thread[vars -> r[[2]]]}]

constraints[c_] := Module[{l = Flatten[{c} /. And -> List /. Inequality[a_, r1_, b_, r2_, d_] :> {r1[a, b], r2[b, d]} /. (r : Less | LessEqual | Greater | GreaterEqual)[a_, b_, d_] :> {r[a, b], r[b, d]}]},
  l = DeleteCases[l, True];
  If[MemberQ[l, False], False, DeleteCases[l, Element[_, Reals]]]]

(* g <= 0 and h == 0 *)
inequalities[cons_] := Cases[cons, (LessEqual | Less)[a_, b_] :> a - b] ~Join~ Cases[cons, (GreaterEqual | Greater)[a_, b_] :> b - a]
equations[cons_] := Cases[cons, Equal[a_, b_] :> a - b]

local[head_, f_, cons_, vars_, x0_, max_, digits_] := Module[{g = inequalities[cons], h = equations[cons], r},
  If[g === {} && h === {}, unconstrained[head, f, vars, x0, max, digits, True], constrained[head, f, g, h, vars, x0, max]]]

norm[v_] := Sqrt[Total[Abs[v]^2]]
exactGradient[f_, vars_] := Module[{g = Quiet[D[f, {vars}]]}, If[FreeQ[g, Derivative | D | Indeterminate | Abs' | Sign'], g, None]]

(* {value, point} *)
unconstrained[head_, f_, vars_, x0_, max_, digits_, loud_] := Module[{grad = exactGradient[f, vars], value, gradient, x = x0, fx, gx, h, d, t, y, fy, gy, s, u, rho, n = Length[x0], iteration = 0, ok = False, im},
  value[p_] := Quiet[N[f /. Thread[vars -> p]]];
  gradient[p_] := Module[{v = If[grad === None, $Failed, Quiet[N[grad /. Thread[vars -> p]]]]},
    If[VectorQ[v, NumberQ] && FreeQ[v, _Complex], v, Table[With[{e = 6.*^-6 Max[1, Abs[p[[i]]]]}, (value[MapAt[# + e &, p, i]] - value[MapAt[# - e &, p, i]])/(2 e)], {i, n}]]];
  fx = value[x];
  If[! realNumber[fx], If[loud, say[head, "nrnum", fx, vars, x]]; Return[$Failed]];
  gx = gradient[x];
  If[! VectorQ[gx, realNumber], If[loud, say[head, "nrgnum", gx, vars, x]]; Return[$Failed]];
  h = IdentityMatrix[n] 1.;
  While[iteration < max,
    iteration++;
    If[norm[gx] < 10^-10 (1 + Abs[fx]), ok = True; Break[]];
    d = -h.gx;
    If[d.gx >= 0, h = IdentityMatrix[n] 1.; d = -gx];
    If[iteration == 1 && norm[d] > 1, d = d/norm[d]];
    t = 1.;
    While[True,
      y = x + t d; fy = value[y];
      If[realNumber[fy] && fy <= fx + 10^-4 t d.gx, Break[]];
      t = t/2;
      If[t < 10^-14, Break[]]];
    If[t < 10^-14,
      (* No further decrease: at the accuracy of the function. *)
      ok = norm[gx] < 10^-4 (1 + Abs[fx]) || h =!= IdentityMatrix[n] 1.;
      If[h =!= IdentityMatrix[n] 1. && norm[gx] > 10^-4 (1 + Abs[fx]), h = IdentityMatrix[n] 1.; Continue[]];
      Break[]];
    (* Long steps where the function keeps falling. *)
    If[t == 1. && fy < fx, Module[{k = 0, z, fz}, While[k < 30, z = x + 2 t d; fz = value[z]; If[realNumber[fz] && fz < fy && (Abs[gradient[z].d] > 0.1 Abs[gx.d] || k > 0 && gradient[z].d < 0), t = 2 t; y = z; fy = fz; k++, Break[]]]]];
    gy = gradient[y];
    If[! VectorQ[gy, realNumber], Break[]];
    s = y - x; u = gy - gx;
    x = y;
    If[Abs[fy - fx] <= 10^-17 Abs[fx] && norm[s] <= 10^-9 (1 + norm[x]), fx = fy; gx = gy; ok = True; Break[]];
    fx = fy; gx = gy;
    If[fx < -10^30 || norm[x] > 10^30, If[loud, say[head, "ubnd"]]; Return[{fx, x}, Module]];
    If[s.u > 10^-14 norm[s] norm[u] && norm[u] > 0,
      rho = 1/(s.u);
      If[iteration == 1, h = (s.u)/(u.u) IdentityMatrix[n]];
      With[{v = h.u}, h = h - rho (Outer[Times, s, v] + Outer[Times, v, s]) + rho (1 + rho u.v) Outer[Times, s, s]]]];
  {x, fx} = sharpen[f, vars, x, fx, grad, value, digits];
  If[loud && iteration >= max, say[head, "cvmit", max]];
  {fx, x}]
realNumber[v_] := NumberQ[v] && Head[v] =!= Complex

(* Newton steps on the gradient, as long as they do not raise the function. *)
sharpen[f_, vars_, x0_, fx0_, grad_, value_, digits_] := Module[{x = x0, fx = fx0, hess, m, g, dx, y, fy, p = digits},
  If[grad === None, Return[{x, fx}]];
  hess = Quiet[D[grad, {vars}]];
  If[! FreeQ[hess, Derivative | D | Indeterminate] || LeafCount[hess] > 3000, Return[{x, fx}]];
  If[p > 0, x = SetPrecision[x, 2 p]];
  Do[
    m = Quiet[If[p == 0, N[hess /. Thread[vars -> x]], N[hess /. Thread[vars -> x], 2 p]]];
    g = Quiet[If[p == 0, N[grad /. Thread[vars -> x]], N[grad /. Thread[vars -> x], 2 p]]];
    If[! MatrixQ[m, NumberQ] || ! VectorQ[g, NumberQ] || Det[m] == 0, Break[]];
    dx = Quiet[LinearSolve[m, -g]];
    If[! VectorQ[dx, realNumber] || norm[dx] > 10^-3 (1 + norm[x]), Break[]];
    y = x + dx; fy = Quiet[N[f /. Thread[vars -> y]]];
    If[! realNumber[fy] || fy > fx + 10^-12 (1 + Abs[fx]), Break[]];
    x = y; fx = fy;
    If[p == 0 && norm[dx] <= 10^-16 (1 + norm[x]), Break[]], {If[p == 0, 3, 10]}];
  If[p > 0, x = SetPrecision[x, p]];
  {x, fx}]

(* Augmented Lagrangian (Nocedal and Wright, 17.3). *)
constrained[head_, f_, g_, h_, vars_, x0_, max_] := Module[{x = x0, mu = 10., lg, lh, merit, r, vg, vh, viol, last = Infinity, k = 0, best = None, ag},
  lg = ConstantArray[0., Length[g]]; lh = ConstantArray[0., Length[h]];
  While[k < 40,
    k++;
    With[{mu0 = mu, lg0 = lg, lh0 = lh},
      merit = f + Sum[lh0[[i]] h[[i]] + mu0/2 h[[i]]^2, {i, Length[h]}] + Sum[With[{w = lg0[[i]] + mu0 g[[i]]}, Max[0, w]^2/(2 mu0)], {i, Length[g]}] - Total[lg0^2]/(2 mu0);
      r = smooth[f, g, h, lg0, lh0, mu0, vars, x]];
    If[r === $Failed, say[head, "nrnum", f /. Thread[vars -> x], vars, x]; Return[$Failed]];
    x = r;
    vg = N[g /. Thread[vars -> x]]; vh = N[h /. Thread[vars -> x]];
    If[! VectorQ[Join[vg, vh], realNumber], Return[$Failed]];
    viol = Max[0, Abs[vh], MapThread[Max[#1, -#2/mu] &, {vg, lg}]];
    If[norm[x] > 10^12, say[head, "ubnd"]; Return[{N[f /. Thread[vars -> x]], x}]];
    lh = lh + mu vh; lg = MapThread[Max[0, #1 + mu #2] &, {lg, vg}];
    If[viol < 10^-11, Break[]];
    If[viol > 0.25 last, mu = Min[5 mu, 10^9]];
    last = viol];
  x = activePolish[f, g, h, vars, x, lg];
  vg = N[g /. Thread[vars -> x]]; vh = N[h /. Thread[vars -> x]];
  If[Max[0, Abs[vh], vg] > 10^-4 (1 + norm[x]), say[head, "nosat"]];
  {N[f /. Thread[vars -> x]], x}]

(* BFGS on the augmented function with its gradient put together from those of the parts. *)
smooth[f_, g_, h_, lg_, lh_, mu_, vars_, x0_] := Module[{gf = exactGradient[f, vars], gg = exactGradient[#, vars] & /@ g, gh = exactGradient[#, vars] & /@ h, value, gradient, x = x0, fx, gx, fy, gy, d, t, y, s, u, hm, n = Length[x0], it = 0},
  value[p_] := Module[{rules = Thread[vars -> p], vg, vh}, vg = N[g /. rules]; vh = N[h /. rules];
    Quiet[N[f /. rules]] + lh.vh + mu/2 vh.vh + Total[(Max[0, #]^2 & /@ (lg + mu vg))]/(2 mu)];
  gradient[p_] := Module[{rules = Thread[vars -> p], vg, vh, w},
    If[MemberQ[{gf, gg, gh}, None, {1, 2}], Return[Table[With[{e = 6.*^-6 Max[1, Abs[p[[i]]]]}, (value[MapAt[# + e &, p, i]] - value[MapAt[# - e &, p, i]])/(2 e)], {i, n}]]];
    vg = N[g /. rules]; vh = N[h /. rules]; w = Max[0, #] & /@ (lg + mu vg);
    Quiet[N[gf /. rules]] + If[h === {}, 0, (lh + mu vh).N[gh /. rules]] + If[g === {}, 0, w.N[gg /. rules]]];
  fx = value[x]; 
  If[! realNumber[fx], Return[$Failed]];
  gx = gradient[x];
  If[! VectorQ[gx, realNumber], Return[$Failed]];
  hm = IdentityMatrix[n] 1.;
  While[it < 200,
    it++;
    If[norm[gx] < 10^-11 (1 + Abs[fx]), Break[]];
    d = -hm.gx;
    If[d.gx >= 0, hm = IdentityMatrix[n] 1.; d = -gx];
    If[it == 1 && norm[d] > 1, d = d/norm[d]];
    t = 1.;
    While[y = x + t d; fy = value[y]; ! (realNumber[fy] && fy <= fx + 10^-4 t d.gx) && t > 10^-14, t = t/2];
    If[t <= 10^-14, If[hm === IdentityMatrix[n] 1., Break[], hm = IdentityMatrix[n] 1.; Continue[]]];
    gy = gradient[y];
    If[! VectorQ[gy, realNumber], Break[]];
    s = y - x; u = gy - gx; x = y; fx = fy; gx = gy;
    If[norm[x] > 10^13, Break[]];
    If[s.u > 10^-14 norm[s] norm[u] && norm[u] > 0,
      With[{rho = 1/(s.u)}, If[it == 1, hm = (s.u)/(u.u) IdentityMatrix[n]]; With[{v = hm.u}, hm = hm - rho (Outer[Times, s, v] + Outer[Times, v, s]) + rho (1 + rho u.v) Outer[Times, s, s]]]]];
  x]

(* Newton steps on the equations of the active constraints and multipliers. *)
activePolish[f_, g_, h_, vars_, x0_, lg_] := Module[{active = Pick[g, # > 10^-7 & /@ lg], all, ms, lagrangian, system, unknowns, start, j, v, dx, y},
  all = Join[h, active];
  If[exactGradient[f, vars] === None || MemberQ[exactGradient[#, vars] & /@ all, None], Return[x0]];
  ms = Table[Unique["m"], {Length[all]}];
  lagrangian = f + ms.all;
  system = Join[D[lagrangian, {vars}], all];
  unknowns = Join[vars, ms];
  j = D[system, {unknowns}];
  start = Quiet[Module[{a = N[(D[#, {vars}] & /@ all) /. Thread[vars -> x0]], b = N[D[f, {vars}] /. Thread[vars -> x0]]}, If[all === {}, {}, LeastSquares[Transpose[a], -b]]]];
  If[! VectorQ[start, realNumber], Return[x0]];
  y = Join[x0, start];
  Do[
    v = Quiet[N[system /. Thread[unknowns -> y]]];
    dx = Quiet[Check[LinearSolve[N[j /. Thread[unknowns -> y]], -v], $Failed]];
    If[! VectorQ[dx, realNumber] || norm[dx] > 10^-2 (1 + norm[y]), Break[]];
    y = y + dx;
    If[norm[dx] < 10^-15 (1 + norm[y]), Break[]], {5}];
  y = Take[y, Length[vars]];
  If[norm[y - x0] < 10^-2 (1 + norm[x0]) && AllTrue[N[g /. Thread[vars -> y]], # < 10^-7 (1 + norm[y]) &], y, x0]]

(* ---- global: local searches from the best of many points *)
nminimize[head_, f0_, vars0_, sign_, options_List] := Module[{f = f0, cons = {}, vars = vars0, integers, r, best, points, box, wp, digits, starts, lo, hi, n},
  If[ListQ[f], {f, cons} = {First[f], Rest[f]}];
  vars = If[ListQ[vars], vars, {vars}];
  vars = vars /. Element[v_, d_] :> (AppendTo[cons, Element[v, d]]; v) /. {v_, a_?NumericQ, b_?NumericQ} :> v;
  wp = WorkingPrecision /. options /. WorkingPrecision -> MachinePrecision;
  digits = If[wp === MachinePrecision || ! NumericQ[wp] || wp < 16, 0, wp];
  integers = Flatten[Cases[Flatten[{cons} /. And -> List], Element[v_, Integers] :> If[MatchQ[v, _Alternatives], List @@ v, v]]];
  cons = constraints[DeleteCases[Flatten[{cons} /. And -> List], _Element]];
  If[cons === False, say[head, "nsol", f0]; Return[{If[sign == 1, Infinity, -Infinity], Thread[vars -> Indeterminate]}]];
  n = Length[vars];
  box = variableBox[cons, vars];
  If[integers =!= {}, Return[integerSearch[head, sign f, f, cons, vars, box, integers]]];
  (* A linear problem is solved exactly. *)
  If[linearProblem[sign f, cons, vars], Module[{l = System`Library`optimization`linear`linearMinimum[Rationalize[sign f, 0], Rationalize[cons, 0], vars]},
    If[MatchQ[l, {_, _List}], Return[If[FreeQ[l, DirectedInfinity | Indeterminate], N[{sign First[l], Last[l]}], If[! FreeQ[First[l], -Infinity], say[head, "ubnd"]; {sign First[l], Last[l]}, say[head, "nsol", cons]; {sign First[l], Last[l]}]]]]]];
  points = samplePoints[box, n];
  points = DeleteCases[{Quiet[penalty[sign f, cons, vars, #]], #} & /@ points, {v_, _} /; ! realNumber[v]];
  If[points === {}, say[head, "nnum", f, vars]; Return[$Unevaluated]];
  points = Take[SortBy[points, First], UpTo[Which[n == 1, 12, n == 2, 10, True, 8]]];
  best = None;
  Do[
    r = Quiet[local[head, sign f, cons, vars, p[[2]], 300, digits]];
    If[MatchQ[r, {_?realNumber, _}] && feasible[cons, vars, r[[2]]] && (best === None || r[[1]] < best[[1]] - 10^-12 Abs[best[[1]]]), best = r], {p, points}];
  If[best === None, best = inBox[head, sign f, cons, vars, box, points]];
  If[best === None, say[head, "nosat", cons]; Return[$Unevaluated]];
  If[best[[1]] < -10^25, say[head, "ubnd"]; Return[{-sign Infinity, Thread[vars -> best[[2]]]}]];
  {If[digits == 0, N[sign best[[1]]], N[f /. Thread[vars -> SetPrecision[best[[2]], digits]], digits]], Thread[vars -> best[[2]]]}]
feasible[cons_, vars_, x_] := AllTrue[inequalities[cons], Quiet[N[# /. Thread[vars -> x]]] < If[Count[vars, v_ /; ! FreeQ[#, v]] == 1, 10^-9, 10^-5] size[#, vars, x] &] && AllTrue[equations[cons], Abs[N[# /. Thread[vars -> x]]] < 10^-5 size[#, vars, x] &]
(* Bounds of single variables by substitution: lo + t^2, hi - t^2, and a sine between two. *)
inBox[head_, f_, cons_, vars_, box_, points_] := Module[{forms, rules, rest, best = None, r, x, start},
  If[AllTrue[box, # === {-Infinity, Infinity} &], Return[None]];
  forms = MapThread[Function[{v, b}, Which[b === {-Infinity, Infinity}, v, b[[2]] === Infinity, b[[1]] + v^2, b[[1]] === -Infinity, b[[2]] - v^2, True, b[[1]] + (b[[2]] - b[[1]]) Sin[v]^2]], {vars, box}];
  rules = Thread[vars -> forms];
  rest = Select[cons, Count[vars, v_ /; ! FreeQ[#, v]] =!= 1 || Head[#] === Equal &] /. rules;
  Do[
    start = MapThread[Function[{c, b}, Which[b === {-Infinity, Infinity}, c, b[[2]] === Infinity, Sqrt[Max[c - b[[1]], 0.1]], b[[1]] === -Infinity, Sqrt[Max[b[[2]] - c, 0.1]], True, ArcSin[Sqrt[Clip[(c - b[[1]])/(b[[2]] - b[[1]]), {0.01, 0.99}]]]]], {p[[2]], box}];
    r = Quiet[local[head, f /. rules, rest, vars, N[start], 300, 0]];
    If[MatchQ[r, {_?realNumber, _}], x = N[forms /. Thread[vars -> r[[2]]]];
      If[feasible[cons, vars, x] && (best === None || r[[1]] < best[[1]] - 10^-12 Abs[best[[1]]]), best = {r[[1]], x}]], {p, points}];
  best]
(* of the terms of a constraint *)
size[g_, vars_, x_] := With[{v = Quiet[N[If[Head[g] === Plus, List @@ g, {g}] /. Thread[vars -> x]]]}, 1 + If[VectorQ[v, NumberQ], Total[Abs[v]], norm[x]]]
penalty[f_, cons_, vars_, x_] := N[f /. Thread[vars -> x]] + 100 (Total[Max[0, N[# /. Thread[vars -> x]]]^2 & /@ inequalities[cons]] + Total[N[# /. Thread[vars -> x]]^2 & /@ equations[cons]])
variableBox[cons_, vars_] := Function[v, Module[{lo = -Infinity, hi = Infinity},
  Do[Module[{e = Expand[q]}, If[PolynomialQ[e, v] && Exponent[e, v] == 1 && FreeQ[e, Alternatives @@ DeleteCases[vars, v]], With[{c = Coefficient[e, v], b = -(e /. v -> 0)/Coefficient[e, v]}, If[c > 0, hi = Min[hi, b], lo = Max[lo, b]]]]], {q, inequalities[cons]}];
  {lo, hi}]] /@ vars
finiteRange[{lo_, hi_}] := Which[lo === -Infinity && hi === Infinity, {-10., 10.}, lo === -Infinity, {hi - 10., hi}, hi === Infinity, {lo, lo + 10.}, True, N[{lo, hi}]]
(* Low-discrepancy points (Halton), the middle first. *)
samplePoints[box_, n_] := Module[{ranges = finiteRange /@ box, count = Which[n == 1, 60, n == 2, 150, True, 200]},
  Prepend[Table[MapThread[#1[[1]] + (#1[[2]] - #1[[1]]) radical[i, Prime[#2]] &, {ranges, Range[n]}], {i, count}], (#[[1]] + #[[2]])/2 + 0.01 & /@ ranges]]
radical[i_, b_] := N[FromDigits[{Reverse[IntegerDigits[i, b]], 0}, b]]
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
