(* linear.wl - linear programs by the simplex method in exact arithmetic (Bland's rule). *)

(* minimize c.y, a.y == b, y >= 0 by two phases: {value, y}, Infinity (no point) or -Infinity (unbounded) *)
simplex[c_, a0_, b0_] := Module[{a = a0, b = b0, m = Length[a0], n = Length[c], t, basis, r, cost, art},
  Do[If[b[[i]] < 0, a[[i]] = -a[[i]]; b[[i]] = -b[[i]]], {i, m}];
  t = MapThread[Join[#1, #2, {#3}] &, {a, IdentityMatrix[m], b}];
  basis = Range[n + 1, n + m];
  cost = Join[ConstantArray[0, n], ConstantArray[1, m], {0}] - Total[t];
  {t, basis, cost} = pivotAll[t, basis, cost, n + m];
  If[cost === Infinity || cost[[-1]] =!= 0 && cost[[-1]] != 0, Return[Infinity]];
  (* Artificial variables leave the basis or their rows are redundant. *)
  Do[
    If[basis[[i]] > n,
      With[{j = SelectFirst[Range[n], t[[i, #]] != 0 &, None]},
        If[j =!= None, {t, basis, cost} = pivot[t, basis, cost, i, j]]]], {i, m}];
  r = Select[Range[m], basis[[#]] <= n &];
  t = t[[r]]; basis = basis[[r]];
  t = Join[#[[;; n]], {Last[#]}] & /@ t;
  cost = Append[c, 0];
  Do[cost = cost - cost[[basis[[i]]]] t[[i]], {i, Length[t]}];
  {t, basis, cost} = pivotAll[t, basis, cost, n];
  If[cost === Infinity, Return[-Infinity]];
  {-Last[cost], ReplacePart[ConstantArray[0, n], Thread[basis -> (Last /@ t)]]}]
pivotAll[t0_, basis0_, cost0_, n_] := Module[{t = t0, basis = basis0, cost = cost0, j, rows, i},
  While[True,
    j = SelectFirst[Range[n], cost[[#]] < 0 &, None];
    If[j === None, Return[{t, basis, cost}, Module]];
    rows = Select[Range[Length[t]], t[[#, j]] > 0 &];
    If[rows === {}, Return[{t, basis, Infinity}, Module]];
    i = First[SortBy[rows, {t[[#, -1]]/t[[#, j]] &, basis[[#]] &}]];
    {t, basis, cost} = pivot[t, basis, cost, i, j]]]
pivot[t0_, basis0_, cost_, i_, j_] := Module[{t = t0, basis = basis0, row},
  row = t[[i]]/t[[i, j]];
  t = MapIndexed[If[First[#2] == i, row, If[#1[[j]] === 0, #1, #1 - #1[[j]] row]] &, t];
  basis[[i]] = j;
  {t, basis, cost - cost[[j]] row}]

(* Free variables are differences of positive ones; inequalities get slack variables. *)
linearMinimum[f_, cons_, vars_] := Module[{le, eq, n = Length[vars], c, rows, rhs, k, a, s},
  le = Cases[cons, (LessEqual | Less)[a1_, b1_] :> Expand[a1 - b1]] ~Join~ Cases[cons, (GreaterEqual | Greater)[a1_, b1_] :> Expand[b1 - a1]];
  eq = Cases[cons, Equal[a1_, b1_] :> Expand[a1 - b1]];
  c = Coefficient[f, #] & /@ vars;
  rows = Function[e, Coefficient[e, #] & /@ vars] /@ Join[le, eq];
  rhs = -(# /. Thread[vars -> 0]) & /@ Join[le, eq];
  k = Length[le];
  If[rows === {}, Return[If[AllTrue[c, # === 0 &], {f, Thread[vars -> 0]}, {-Infinity, Thread[vars -> Indeterminate]}]]];
  a = MapIndexed[Join[#1, -#1, Table[If[i == First[#2], 1, 0], {i, k}]] &, rows];
  s = simplex[Join[c, -c, ConstantArray[0, k]], a, rhs];
  Which[
    s === Infinity, {Infinity, Thread[vars -> Indeterminate]},
    s === -Infinity, {-Infinity, Thread[vars -> Indeterminate]},
    True, {First[s] + (f /. Thread[vars -> 0]), Thread[vars -> (s[[2, ;; n]] - s[[2, n + 1 ;; 2 n]])]}]]

(* LinearProgramming[c, m, b]: minimize c.x with m.x >= b and x >= 0; b may be {{b, s}, ...} with s = -1, 0, 1. *)
linearProgramming[c_, m_, b_] := linearProgramming[c, m, b, 0]
linearProgramming[c_, m_, b_, l_] := Module[{vars = Table[Unique["x"], {Length[c]}], cons, low, r, inexact = ! FreeQ[{c, m, b, l}, _Real]},
  If[! VectorQ[c, NumericQ] || ! MatrixQ[m, NumericQ], Return[$Unevaluated]];
  cons = MapThread[With[{e = #1.vars}, If[ListQ[#2], Switch[#2[[2]], 1, e >= #2[[1]], 0, e == #2[[1]], _, e <= #2[[1]]], e >= #2]] &, {Rationalize[Normal[m], 0], Rationalize[b, 0]}];
  low = Switch[l, 0, # >= 0 & /@ vars, {__List}, Join @@ MapThread[Select[{#1 >= #2[[1]], #1 <= #2[[2]]}, FreeQ[#, DirectedInfinity] &] &, {vars, l}], _List, Select[MapThread[GreaterEqual, {vars, l}], FreeQ[#, DirectedInfinity] &], _, If[FreeQ[l, DirectedInfinity], # >= l & /@ vars, {}]];
  r = linearMinimum[Rationalize[c, 0].vars, Join[cons, low], vars];
  Which[
    First[r] === Infinity, Message[LinearProgramming::lpsnf]; $Unevaluated,
    First[r] === -Infinity, Message[LinearProgramming::lpsub]; ConstantArray[Indeterminate, Length[c]],
    inexact, N[Last /@ Last[r]], True, Last /@ Last[r]]]

linearOptimization[f_, cons0_, vars0_, property_] := Module[{vars = If[ListQ[vars0], vars0, {vars0}], cons = Flatten[{cons0} /. And -> List /. (h : Less | LessEqual | Greater | GreaterEqual)[a_, b_, c_] :> {h[a, b], h[b, c]}], r, inexact},
  inexact = ! FreeQ[{f, cons}, _Real];
  r = linearMinimum[Rationalize[f, 0], Rationalize[cons, 0], vars];
  If[First[r] === Infinity, Message[LinearOptimization::nsolc]; Return[If[property === "PrimalMinimumValue", Infinity, Thread[vars -> Indeterminate]]]];
  If[First[r] === -Infinity, Message[LinearOptimization::ubnd]; Return[If[property === "PrimalMinimumValue", -Infinity, Thread[vars -> Indeterminate]]]];
  If[inexact, r = N[r]];
  Switch[property, "PrimalMinimumValue", First[r], "PrimalMinimizer" | "PrimalMinimizerVector", Last /@ Last[r], "PrimalMinimizerRules" | Automatic, Last[r], _, $Unevaluated]]
