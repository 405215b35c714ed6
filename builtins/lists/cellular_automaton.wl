(* cellular_automaton.wl - CellularAutomaton: rules by number, totalistic rules, rules with weights and ranges, in one and two dimensions, and functions.

   A rule is read into {kind, colors, weights or function, offsets}; states evolve as arrays with a background that evolves beside them. *)

(* next state of a cell from the weighted sum of its neighbourhood: digit `sum` of the number in base k *)
rule[n_Integer] := rule[{n, 2, 1}];
rule[{n_Integer, k_Integer}] := rule[{n, k, 1}];
rule[{n_Integer, k_Integer, r_?NumericQ}] := {"table", k, k^Range[2 r, 0, -1], table[n, k, k^(2 r + 1)]};
rule[{n_Integer, {k_Integer, 1}}] := rule[{n, {k, 1}, 1}];
rule[{n_Integer, {k_Integer, 1}, r_?NumericQ}] := {"table", k, ConstantArray[1, 2 r + 1], table[n, k, (2 r + 1) (k - 1) + 1]};
rule[{n_Integer, {k_Integer, w_List}, r_?NumericQ}] := {"table", k, w, table[n, k, Total[Abs[w], 2] (k - 1) + 1]} /; VectorQ[w];
rule[{n_Integer, {k_Integer, 1}, {r_, s_}}] := {"table", k, ConstantArray[1, {2 r + 1, 2 s + 1}], table[n, k, (2 r + 1) (2 s + 1) (k - 1) + 1]};
rule[{n_Integer, k_Integer, {r_, s_}}] := {"table", k, ArrayReshape[k^Range[(2 r + 1) (2 s + 1) - 1, 0, -1], {2 r + 1, 2 s + 1}], table[n, k, k^((2 r + 1) (2 s + 1))]};
rule[{n_Integer, {k_Integer, w_?MatrixQ}, {_, _}}] := {"table", k, w, table[n, k, Total[w, 2] (k - 1) + 1]};
rule["GameOfLife"] := rule[{224, {2, {{2, 2, 2}, {2, 1, 2}, {2, 2, 2}}}, {1, 1}}];
rule["Rule30"] := rule[30];
rule["Rule110"] := rule[110];
rule[{f_, {}, r_?NumericQ}] := {"function", f, r};
rule[a_Association] := Which[KeyExistsQ[a, "RuleNumber"], rule[{a["RuleNumber"], Lookup[a, "Colors", 2], Lookup[a, "Range", 1]}],
   KeyExistsQ[a, "OuterTotalisticCode"], rule[{a["OuterTotalisticCode"], {Lookup[a, "Colors", 2], {{2, 2, 2}, {2, 1, 2}, {2, 2, 2}}}, {1, 1}}],
   KeyExistsQ[a, "TotalisticCode"], rule[{a["TotalisticCode"], {Lookup[a, "Colors", 2], 1}, Lookup[a, "Range", 1]}], True, $Failed];
rule[rs : {(_List -> _) ..}] := {"function", Function[{cells}, Replace[cells, rs]], (Length[rs[[1, 1]]] - 1)/2} /; VectorQ[rs[[1, 1]]];
rule[_] := $Failed;
table[n_, k_, size_] := Reverse[IntegerDigits[Mod[n, k^size], k, size]];

reach[{"table", _, w_, _}] := (Dimensions[w] - 1)/2;
reach[{"function", _, r_}] := {r};

(* one step of an array that stands in its background, cyclic when there is none *)
step[{"table", k_, w_, t_}, a_] := t[[# + 1]] &[sums[w, a]];
sums[w_, a_] := Total[Flatten[Table[If[w[[Sequence @@ p]] === 0, Nothing, w[[Sequence @@ p]] RotateLeft[a, p - 1 - Floor[(Dimensions[w] - 1)/2]]], {p, Tuples[Range /@ Dimensions[w]]}], 0]];
step[{"table", k_, w_, t_}, a_?MatrixQ] := Map[t[[#]] &, sums[w, a] + 1, {1}];
step[{"function", f_, r_}, a_] := MapIndexed[f[#1] &, Partition[a, Round[2 r + 1], 1, {Floor[r] + 1, Floor[r] + 1}]];

(* background: a single value, changing with the steps *)
background[u_, b_] := First[Flatten[{step[u, ConstantArray[b, Max[3, 2 Ceiling[Max[reach[u]]] + 1] + 0 reach[u]]]}]];

cellularAutomaton[spec_, init_] := With[{r = evolve[spec, init, 1]}, If[r === $Failed, $Unevaluated, oneStep[r, init]]];
oneStep[{states_, backgrounds_}, {_List, _?AtomQ}] := {Last[states], {Last[backgrounds]}};
oneStep[{states_, _}, _] := Last[states];
cellularAutomaton[spec_, init_, tspec_] := Module[{t, window, u, r, steps, bare = False, list = False, last},
  {t, window} = If[ListQ[tspec], {First[tspec], Rest[tspec]}, {tspec, {}}];
  steps = Which[
    IntegerQ[t], Range[0, t],
    MatchQ[t, {{_Integer}}], bare = True; {t[[1, 1]]},
    MatchQ[t, {_Integer}], t,
    MatchQ[t, {_Integer, _Integer}], Range @@ t,
    MatchQ[t, {_Integer, _Integer, _Integer}], Range @@ t,
    True, $Failed];
  If[steps === $Failed, Return[$Unevaluated]];
  last = Max[steps];
  r = evolve[spec, init, last];
  If[r === $Failed, Return[$Unevaluated]];
  r = windowed[r, init, rule[spec], window, last, steps];
  If[bare, First[r], r]];
cellularAutomaton[___] := $Unevaluated;

(* {states, backgrounds}: with a background all states have the full width that t steps can reach *)
evolve[spec_, init_, t_] := Module[{u = rule[spec], a, b, d, bs},
  If[u === $Failed, Message[CellularAutomaton::nspecnl, spec]; Return[$Failed]];
  If[MatchQ[init, {_List, _?AtomQ}] || MatchQ[init, {_List, {_?AtomQ}}],
    {a, b} = {First[init], First[Flatten[{Last[init]}]]};
    bs = NestList[background[u, #] &, b, t];
    d = t Ceiling[reach[u]];
    a = ArrayPad[a, If[Length[d] === 1, First[d], Transpose[{d, d}]], b];
    {framed[u, a, bs], bs},
    a = init;
    {NestList[step[u, #] &, a, t], ConstantArray[0, t + 1]}]];
(* cells that wrap around come from the background, which is the same on both sides: the array is padded by one reach per step *)
framed[u_, a_, bs_] := Module[{d = Ceiling[reach[u]], pad},
  pad = If[Length[d] === 1, First[d], Transpose[{d, d}]];
  FoldList[Function[{state, b}, ArrayPad[step[u, ArrayPad[state, pad, b]], -pad]], a, Most[bs]]];

windowed[{states_, _}, init_, u_, {}, _, steps_] := states[[steps + 1]] /; ! withBackground[init];
windowed[{states_, _}, init_, u_, {}, last_, steps_] := states[[steps + 1]];
windowed[r_, init_, u_, {All ..}, last_, steps_] := windowed[r, init, u, {}, last, steps];
windowed[{states_, bs_}, init_, u_, {x_, ys___}, last_, steps_] := Module[{d = last Ceiling[reach[u]], back = withBackground[init], specs = {x, ys}},
  Map[Function[t, Fold[cut[#1, First[#2], If[back, d[[First[#2]]], 0], Last[#2], bs[[t + 1]], back] &, states[[t + 1]], Transpose[{Range[Length[specs]], specs}]]], steps]];
withBackground[init_] := MatchQ[init, {_List, _?AtomQ}] || MatchQ[init, {_List, {_?AtomQ}}];
cut[a_, level_, offset_, All, _, _] := a;
cut[a_, level_, offset_, n_Integer, b_, back_] := cut[a, level, offset, {0, n}, b, back];
cut[a_, level_, offset_, {x1_Integer, x2_Integer}, b_, back_] := Module[{n = Dimensions[a][[level]], pick},
  pick = Map[If[back, If[1 <= # <= n, #, 0], Mod[# - 1, n] + 1] &, Range[x1, x2] + offset + 1];
  If[level === 1, Map[If[# === 0, If[MatrixQ[a], ConstantArray[b, Length[First[a]]], b], a[[#]]] &, pick], Map[cut[#, 1, offset, {x1, x2}, b, back] &, a]]];
