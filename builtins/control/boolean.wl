(* boolean.wl - truth tables, tautologies, satisfying values, normal forms by the method of Quine and McCluskey. *)

variables[e_] := Union[Cases[{e}, s_Symbol /; ! MemberQ[{True, False}, s] && Context[s] =!= "System`", {0, Infinity}], Cases[{e}, (f_Symbol)[__Integer] /; Context[f] =!= "System`", {0, Infinity}]];
assign[vs_, row_] := Thread[vs -> row];
rows[n_] := Tuples[{True, False}, n];
booleanVariables[BooleanFunction[_Integer, n_Integer]] := n;
booleanVariables[e_] := variables[e];
booleanTable[BooleanFunction[k_Integer, n_Integer]] := # === 1 & /@ IntegerDigits[k, 2, 2^n];
booleanTable[e_] := booleanTable[e, variables[e]];
booleanTable[e_, vs_List] := Map[e /. assign[vs, #] &, rows[Length[vs]]];
booleanTable[e_, v_] := booleanTable[e, {v}];
tautologyQ[e_] := tautologyQ[e, variables[e]];
tautologyQ[e_, vs_List] := AllTrue[booleanTable[e, vs], TrueQ];
satisfiableQ[e_] := satisfiableQ[e, variables[e]];
satisfiableQ[e_, vs_List] := AnyTrue[booleanTable[e, vs], TrueQ];
satisfiabilityCount[e_] := Count[booleanTable[e], True];
satisfiabilityCount[e_, vs_List] := Count[booleanTable[e, vs], True];
satisfiabilityInstances[e_] := satisfiabilityInstances[e, variables[e], 1];
satisfiabilityInstances[e_, vs_List] := satisfiabilityInstances[e, vs, 1];
satisfiabilityInstances[e_, vs_List, n_] := With[{all = Select[rows[Length[vs]], TrueQ[e /. assign[vs, #]] &]}, If[n === All, all, Take[all, UpTo[n]]]];
logicalEqual[a_, b_] := tautologyQ[Equivalent[a, b]];

(* Implicants are lists over True, False and Null (either). A truth table is an integer of 2^n bits, the first variable's True in the upper half.
   The primes of f are those of f0 && f1, and those of f0 and of f1 that are not among them, with a literal more. *)
primes[0, _] := {};
primes[f_, n_] /; f === 2^2^n - 1 := {ConstantArray[Null, n]};
primes[f_, n_] := Lookup[seen, Key[{f, n}], seen[{f, n}] = Module[{half = 2^(n - 1), f0, f1, both},
  f0 = BitAnd[f, 2^half - 1]; f1 = BitShiftRight[f, half];
  both = primes[BitAnd[f0, f1], n - 1];
  Join[Prepend[#, Null] & /@ both, Prepend[#, True] & /@ Complement[primes[f1, n - 1], both], Prepend[#, False] & /@ Complement[primes[f0, n - 1], both]]]];
primesOf[f_, n_] := Block[{seen = <||>}, primes[f, n]];
(* the truth table of an implicant *)
table[{}] := 1;
table[p_] := With[{t = table[Rest[p]], half = 2^(Length[p] - 1)}, Switch[First[p], True, BitShiftLeft[t, half], False, t, _, BitOr[t, BitShiftLeft[t, half]]]];
cover[f_, n_] := Module[{ps = SortBy[primesOf[f, n], Count[#, Null] &], ts, once = 0, twice = 0, left, chosen, i},
  ts = table /@ ps;
  Do[twice = BitOr[twice, BitAnd[once, t]]; once = BitOr[once, t], {t, ts}];
  chosen = Select[Range[Length[ps]], BitAnd[ts[[#]], once - twice] =!= 0 &];
  left = f - BitAnd[f, Fold[BitOr, 0, ts[[chosen]]]];
  While[left =!= 0, i = First[MaximalBy[Range[Length[ps]], {DigitCount[BitAnd[left, ts[[#]]], 2, 1], Count[ps[[#]], Null]} &]]; AppendTo[chosen, i]; left -= BitAnd[left, ts[[i]]]];
  ps[[chosen]]];
term[vs_, p_] := And @@ MapThread[Switch[#2, True, #1, False, ! #1, _, Nothing] &, {vs, p}];
clause[vs_, p_] := Or @@ MapThread[Switch[#2, True, ! #1, False, #1, _, Nothing] &, {vs, p}];
minimal[e_, value_, make_, join_] := Module[{vs = variables[e], f},
  f = FromDigits[If[(e /. assign[vs, #]) === value, 1, 0] & /@ rows[Length[vs]], 2];
  join @@ Map[make[vs, #] &, SortBy[cover[f, Length[vs]], Replace[#, {value -> 0, ! value -> 1, Null -> 2}, {1}] &]]];
booleanMinimize[e_] := booleanMinimize[e, "DNF"];
booleanMinimize[f : BooleanFunction[_Integer, _Integer], form_] := ofSlots[f, form];
booleanMinimize[e_, "DNF" | "SOP"] := minimal[e, True, term, Or];
booleanMinimize[e_, "CNF" | "POS"] := minimal[e, False, clause, And];
booleanMinimize[___] := $Unevaluated;

(* BooleanConvert: negations inward, then distribution; by heads, since And and Or are flat in patterns *)
nnf[e_] := Switch[Head[e],
  Not, negated[First[e]],
  And | Or, Map[nnf, e],
  Implies, Or[negated[e[[1]]], nnf[e[[2]]]],
  Equivalent, Or[And @@ (nnf /@ List @@ e), And @@ (negated /@ List @@ e)],
  Xor, Fold[Or[And[nnf[#1], negated[#2]], And[negated[#1], nnf[#2]]] &, List @@ e],
  Nand, Or @@ (negated /@ List @@ e),
  Nor, And @@ (negated /@ List @@ e),
  Majority, nnf[Or @@ (And @@@ Subsets[List @@ e, {Ceiling[(Length[e] + 1)/2]}])],
  _, e];
negated[e_] := Switch[Head[e],
  Not, nnf[First[e]],
  And, Or @@ (negated /@ List @@ e),
  Or, And @@ (negated /@ List @@ e),
  Implies, And[nnf[e[[1]]], negated[e[[2]]]],
  Equivalent | Xor | Majority | Nand | Nor, negated[nnf[e]],
  _, Not[e]];
spread[outer_, inner_, e_] := Switch[Head[e],
  outer, outer @@ (spread[outer, inner, #] & /@ List @@ e),
  inner, outer @@ (inner @@@ Tuples[Map[With[{p = spread[outer, inner, #]}, If[Head[p] === outer, List @@ p, {p}]] &, List @@ e]]),
  _, e];
clean[outer_, inner_, e_] := outer @@ absorb[DeleteCases[Map[DeleteDuplicates[If[Head[#] === inner, List @@ #, {#}]] &, If[Head[e] === outer, List @@ e, {e}]], l_ /; AnyTrue[l, MemberQ[l, ! #] &]], inner];
(* the terms in the order of a truth table, true first; in each the variables in order *)
literals[l_] := If[Head[#] === Not, First[#], #] & /@ l;
arranged[ls_] := With[{vs = Union[literals[Flatten[ls, 1]]]}, SortBy[Map[SortBy[#, Position[vs, If[Head[#] === Not, First[#], #], {1}, 1][[1, 1]] &] &, ls], Map[Function[v, Which[MemberQ[#, v], 0, MemberQ[#, ! v], 1, True, 2]], vs] &]];
absorb[ls_, inner_] := inner @@@ arranged[Select[DeleteDuplicatesBy[ls, Sort], Function[l, ! AnyTrue[ls, # =!= l && Sort[#] =!= Sort[l] && SubsetQ[l, #] &]]]];
booleanConvert[e_] := booleanConvert[e, "DNF"];
booleanConvert[f : BooleanFunction[_Integer, _Integer], form_] := ofSlots[f, form];
booleanConvert[Function[body_], "BFF" | "BooleanFunction"] := With[{n = Max[0, Cases[body, Slot[k_Integer] :> k, {0, Infinity}]]}, BooleanFunction[BooleanTable[body /. Slot[k_] :> place[k], Array[place, n]]]];
booleanConvert[Function[body_], form_] := With[{r = booleanConvert[body, form]}, Function[r] /; r =!= $Unevaluated];
ofSlots[BooleanFunction[k_, n_], form_] := (LoadUnit["control/truth"]; With[{r = System`Library`control`truth`booleanFunction[k, Array[Slot, n], form]}, If[r === $Unevaluated, r, Function[r]]]);
booleanConvert[e_, form_] /; ! FreeQ[e, BooleanFunction[_Integer, _Integer][__]] := (LoadUnit["control/truth"]; booleanConvert[System`Library`control`truth`expanded[e], form]);
booleanConvert[e_, "DNF" | "SOP"] := constant[clean[Or, And, spread[Or, And, nnf[e]]], True];
booleanConvert[e_, "CNF" | "POS"] := constant[clean[And, Or, spread[And, Or, nnf[e]]], False];
(* several terms may be true, or several clauses false, together *)
constant[r : _Or | _And, value_] := With[{vs = variables[r]}, If[1 <= Length[vs] <= 8 && AllTrue[booleanTable[r, vs], # === value &], value, r]];
constant[r_, _] := r;
booleanConvert[e_, form_String] := (LoadUnit["control/truth"]; System`Library`control`truth`converted[e, form]);
booleanConvert[___] := $Unevaluated;
