(* truth.wl - Boolean functions given by their number, by counts or by runs of true arguments; minterms and maxterms; the
   forms of BooleanConvert beyond the two of boolean.wl. The k-th function of n variables has the binary digits of k as its values, for the
   variables in the order of BooleanTable: all true first. *)

(* tables of values double with every variable *)
most = 16;
bits[k_, n_] := (# === 1 & /@ IntegerDigits[k, 2, n]);
number[values_] := FromDigits[Boole[values], 2];
truthList[l_] := MatchQ[l, {(True | False | 0 | 1) ..}] && IntegerQ[Log2[Length[l]]];
truth[l_] := l /. {1 -> True, 0 -> False};
rows[n_] := Tuples[{True, False}, n];

(* BooleanFunction[k, n] stands for itself; values, rules from inputs to outputs, and variables are brought to it *)
booleanFunction[k_Integer?NonNegative, n_Integer?NonNegative] := $Unevaluated;
booleanFunction[values_?truthList] := BooleanFunction[number[truth[values]], Log2[Length[values]]];
booleanFunction[values_?truthList, n_Integer] /; Length[values] === 2^n := BooleanFunction[number[truth[values]], n];
booleanFunction[rules : {__Rule}, rest___] := With[{n = Length[rules[[1, 1]]]},
  booleanFunction[Map[Function[row, Replace[row, Append[truth[rules], _ -> False]]], rows[n]], rest]];
booleanFunction[k_Integer?NonNegative, vars_List] := booleanFunction[k, vars, "DNF"];
booleanFunction[k_Integer?NonNegative, vars_List, form_String] /; Length[vars] <= most := expression[bits[k, 2^Length[vars]], vars, form];
booleanFunction[values_?truthList, vars_List] := booleanFunction[values, vars, "DNF"];
booleanFunction[values_?truthList, vars_List, form_String] /; Length[values] === 2^Length[vars] := expression[truth[values], vars, form];
booleanFunction[___] := $Unevaluated;

(* the shortest two-level form over these variables, or another form of it *)
expression[values_, vars_, form_] := Module[{placeholders = Array[place, Length[vars]], e},
  LoadUnit["control/boolean"];
  e = System`Library`control`boolean`booleanMinimize[minterms[Pick[rows[Length[vars]], values], placeholders], If[MatchQ[form, "CNF" | "POS"], form, "DNF"]];
  If[! MatchQ[form, "DNF" | "SOP" | "CNF" | "POS"], e = converted[e, form]];
  If[e === $Unevaluated, Return[e]];
  e /. Thread[placeholders -> vars]];

applied[k_, n_, {args___}] /; Length[{args}] === n && MatchQ[{args}, {(True | False) ...}] :=
  bits[k, 2^n][[1 + FromDigits[1 - Boole[{args}], 2]]];
applied[___] := $Unevaluated;

(* BooleanCountingFunction[spec, n]: true when as many arguments as spec says are *)
countTest[m_Integer?NonNegative] := (# <= m &);
countTest[{m_Integer?NonNegative}] := (# === m &);
countTest[{a_Integer?NonNegative, b_Integer?NonNegative}] := (a <= # <= b &);
countTest[{a_Integer?NonNegative, b_Integer?NonNegative, d_Integer?Positive}] := (a <= # <= b && Mod[# - a, d] === 0 &);
countTest[{l : {__Integer}}] := (MemberQ[l, #] &);
countTest[_] := $Failed;
counting[f_, n_] := number[Map[f[Count[#, True]] &, rows[n]]];
booleanCountingFunction[spec_, n_Integer?NonNegative] /; n <= most := With[{f = countTest[spec]}, BooleanFunction[counting[f, n], n] /; f =!= $Failed];
booleanCountingFunction[spec_, vars_List] := booleanCountingFunction[spec, vars, "DNF"];
booleanCountingFunction[spec_, vars_List, form_String] /; Length[vars] <= most := With[{f = countTest[spec]},
  expression[Map[f[Count[#, True]] &, rows[Length[vars]]], vars, form] /; f =!= $Failed];
booleanCountingFunction[___] := $Unevaluated;

(* BooleanConsecutiveFunction[k, n]: true when k arguments in a row are; {k, r}: in r places at least that do not overlap *)
runs[row_, k_] := Total[Map[Quotient[Length[#], k] &, Select[Split[row], First]]];
consecutive[k_Integer?Positive] := (runs[#, k] >= 1 &);
consecutive[{k_Integer?Positive, r_Integer?Positive}] := (runs[#, k] >= r &);
consecutive[_] := $Failed;
booleanConsecutiveFunction[spec_, n_Integer?NonNegative] /; n <= most := With[{f = consecutive[spec]}, BooleanFunction[number[f /@ rows[n]], n] /; f =!= $Failed];
booleanConsecutiveFunction[spec_, vars_List] := booleanConsecutiveFunction[spec, vars, "DNF"];
booleanConsecutiveFunction[spec_, vars_List, form_String] /; Length[vars] <= most := With[{f = consecutive[spec]},
  expression[f /@ rows[Length[vars]], vars, form] /; f =!= $Failed];
booleanConsecutiveFunction[___] := $Unevaluated;

(* minterms and maxterms by number or by the values of the variables *)
inputs[k_Integer?NonNegative, n_] /; k < 2^n := {bits[k, n]};
inputs[ks : {__Integer?NonNegative}, n_] /; Max[ks] < 2^n && (n =!= Length[ks] || Max[ks] > 1) := bits[#, n] & /@ ks;
inputs[v : {(True | False | 0 | 1) ..}, n_] /; Length[v] === n := {truth[v]};
inputs[vs : {{(True | False | 0 | 1) ..} ..}, n_] /; MatchQ[Length /@ vs, {n ..}] := truth[vs];
inputs[__] := $Failed;
minterms[vs_, vars_] := Or @@ Map[And @@ MapThread[If[#2, #1, ! #1] &, {vars, #}] &, vs];
maxterms[vs_, vars_] := And @@ Map[Or @@ MapThread[If[#2, ! #1, #1] &, {vars, #}] &, vs];
booleanMinterms[spec_, vars_List] := With[{vs = inputs[spec, Length[vars]]}, minterms[vs, vars] /; vs =!= $Failed];
booleanMinterms[spec_, n_Integer?Positive] /; n <= most := With[{vs = inputs[spec, n]}, BooleanFunction[number[Map[MemberQ[vs, #] &, rows[n]]], n] /; vs =!= $Failed];
booleanMaxterms[spec_, vars_List] := With[{vs = inputs[spec, Length[vars]]}, maxterms[vs, vars] /; vs =!= $Failed];
booleanMaxterms[spec_, n_Integer?Positive] /; n <= most := With[{vs = inputs[spec, n]}, BooleanFunction[number[Map[! MemberQ[vs, #] &, rows[n]]], n] /; vs =!= $Failed];
booleanMinterms[___] := $Unevaluated; booleanMaxterms[___] := $Unevaluated;

(* BooleanConvert to algebraic, one-operator and conditional forms *)
variables[e_] := BooleanVariables[e];
converted[e_, "ANF"] := Module[{vs = variables[e], n, c},
  n = Length[vs];
  (* the Moebius transform of the values over the subsets of true variables *)
  c = Boole[Map[TrueQ[e /. Thread[vs -> #]] &, Reverse[rows[n]]]];
  Do[c = Flatten[Map[{#[[1]], Mod[#[[1]] + #[[2]], 2]} &, Map[Partition[#, 2^(n - j)] &, Partition[c, 2^(n - j + 1)]]]], {j, n}];
  Xor @@ Map[And @@ Pick[vs, IntegerDigits[# - 1, 2, n], 1] &, SortBy[Flatten[Position[c, 1]], {DigitCount[# - 1, 2, 1] &, -# &}]]];
converted[e_, "ESOP"] := Module[{d = BooleanConvert[e, "DNF"], terms, result = {}},
  terms = If[Head[d] === Or, List @@ d, {d}];
  (* disjoint terms may be joined by Xor as well as by Or *)
  Do[result = Join[result, disjoint[t, result]], {t, terms}];
  Xor @@ Map[If[Head[#] === And, And @@ SortBy[List @@ #, negationless], #] &, result]];
negationless[e_] := If[Head[e] === Not, First[e], e];
literals[t_] := If[Head[t] === And, List @@ t, {t}];
disjoint[t_, {}] := {t};
disjoint[t_, {u_, more___}] := Module[{tl = literals[t], ul = literals[u], free},
  If[AnyTrue[ul, MemberQ[tl, ! #] &], Return[disjoint[t, {more}]]];
  free = Complement[ul, tl];
  Join @@ Table[disjoint[And @@ Join[tl, Take[free, i - 1], {! free[[i]]}], {more}], {i, Length[free]}]];
converted[e_, "NAND"] := nands[BooleanConvert[e, "DNF"]];
converted[e_, "NOR"] := nors[BooleanConvert[e, "CNF"]];
nands[e_] := Switch[Head[e], Not, Nand[First[e], First[e]], And, Nand[#, #] &[Nand @@ (nands /@ List @@ e)], Or, Nand @@ (nandOfNot /@ List @@ e), _, e];
nandOfNot[e_] := Switch[Head[e], Not, First[e], And, Nand @@ (nands /@ List @@ e), _, Nand[e, e]];
nors[e_] := Switch[Head[e], Not, Nor[First[e], First[e]], Or, Nor[#, #] &[Nor @@ (nors /@ List @@ e)], And, Nor @@ (norOfNot /@ List @@ e), _, e];
norOfNot[e_] := Switch[Head[e], Not, First[e], Or, Nor @@ (nors /@ List @@ e), _, Nor[e, e]];
converted[e_, "AND"] := ands[BooleanConvert[e, "DNF"]];
ands[e_] := Switch[Head[e], Or, Not[And @@ Map[negation, ands /@ List @@ e]], And, And @@ (ands /@ List @@ e), _, e];
converted[e_, "OR"] := ors[BooleanConvert[e, "CNF"]];
ors[e_] := Switch[Head[e], And, Not[Or @@ Map[negation, ors /@ List @@ e]], Or, Or @@ (ors /@ List @@ e), _, e];
negation[e_] := If[Head[e] === Not, First[e], Not[e]];
converted[e_, "IMPLIES"] := implications[BooleanConvert[e, "DNF"]];
implications[e_] := Switch[Head[e],
  Or, Fold[Implies[negation[#2], #1] &, Reverse[implications /@ List @@ e]],
  And, With[{ls = implications /@ List @@ e}, negation[Fold[Implies[#2, #1] &, negation[Last[ls]], Reverse[Most[ls]]]]],
  _, e];
converted[e_, "IF" | "ITE"] := conditional[e, variables[e]];
conditional[e_, {}] := e;
conditional[e_, {v_, more___}] := With[{yes = conditional[e /. v -> True, {more}], no = conditional[e /. v -> False, {more}]},
  Which[yes === no, yes, yes === True && no === False, v, True, If[v, yes, no]]];
(* functions by number among the parts of an expression *)
expanded[e_] := e //. BooleanFunction[k_Integer, n_Integer][args__] /; Length[{args}] === n :> expression[bits[k, 2^n], {args}, "DNF"];
converted[e_, "BFF" | "BooleanFunction"] := With[{vs = variables[e]}, BooleanFunction[number[BooleanTable[e, vs]], Length[vs]] @@ vs];
converted[___] := $Unevaluated;

(* Majority: decided as soon as the known arguments are enough *)
majority[a___] := With[{n = Length[{a}], yes = Count[{a}, True], no = Count[{a}, False]}, Which[2 yes > n, True, 2 no >= n, False, True, $Unevaluated]];
