(* permutations.wl - permutations in cyclic form and as lists, and what they do to lists; a few list constructions. *)

cyclesOf[p_List] := Module[{seen = {}, all = {}, c, k},
  Do[If[! MemberQ[seen, i], c = {i}; k = p[[i]];
      While[k =!= i, AppendTo[c, k]; k = p[[k]]];
      seen = Join[seen, c];
      If[Length[c] > 1, AppendTo[all, c]]], {i, Length[p]}];
  Cycles[all]];
listOf[p_List, n_: 0] := Join[p, Range[Length[p] + 1, n]];
listOf[Cycles[cs_], n_: 0] := Module[{l = Range[Max[n, Max[Flatten[{cs, 0}]]]]}, Do[Do[l[[c[[i]]]] = c[[Mod[i, Length[c]] + 1]], {i, Length[c]}], {c, cs}]; l];
isPermutation[p_List] := Sort[p] === Range[Length[p]];
isPermutation[Cycles[_List]] := True;
isPermutation[_] := False;
cycles[cs : {___List}] := With[{c = canonicalCycles[cs]}, If[c === cs, $Unevaluated, Cycles[c]]] /; DuplicateFreeQ[Flatten[cs]];
cycles[cs : {___List}] := (Message[Cycles::reppoint, HoldForm[Cycles[cs]]]; $Unevaluated) /; ! DuplicateFreeQ[Flatten[cs]];
cycles[_] := $Unevaluated;
canonicalCycles[cs_] := SortBy[Map[RotateLeft[#, First[Ordering[#, 1]] - 1] &, Select[cs, Length[#] > 1 &]], First];
permutationCycles[p_?isPermutation] := cyclesOf[listOf[p]];
permutationCycles[p_?isPermutation, f_] := f[First[cyclesOf[listOf[p]]]] /; f =!= Cycles;
permutationList[p_?isPermutation] := listOf[p];
permutationList[p_?isPermutation, n_Integer] := listOf[p, n];
permutationListQ[p_] := ListQ[p] && isPermutation[p];
permutationCyclesQ[p_] := Head[p] === Cycles && isPermutation[p];
permute[l_, p_?isPermutation] := With[{q = listOf[p, Length[l]]}, l[[Ordering[q]]]];
permutationReplace[k_Integer, p_?isPermutation] := With[{q = listOf[p]}, If[1 <= k <= Length[q], q[[k]], k]];
permutationReplace[l_List, p_?isPermutation] := Map[permutationReplace[#, p] &, l];
inversePermutation[p_List?isPermutation] := Ordering[p];
inversePermutation[Cycles[cs_]] := Cycles[canonicalCycles[Reverse /@ cs]];
permutationProduct[] := Cycles[{}];
permutationProduct[ps__?isPermutation] := Module[{n = Max[Length[listOf[#]] & /@ {ps}], r},
  r = Fold[#2[[#1]] &, Map[listOf[#, n] &, {ps}]];
  If[AllTrue[{ps}, ListQ], r, cyclesOf[r]]];
permutationPower[p_?isPermutation, k_Integer] := Module[{q = listOf[p], r},
  r = If[k >= 0, Nest[q[[#]] &, Range[Length[q]], k], With[{i = Ordering[q]}, Nest[i[[#]] &, Range[Length[q]], -k]]];
  If[ListQ[p], r, cyclesOf[r]]];
permutationOrder[p_?isPermutation] := LCM @@ Prepend[Length /@ First[cyclesOf[listOf[p]]], 1];
permutationSupport[p_?isPermutation] := Sort[Flatten[First[cyclesOf[listOf[p]]]]];
permutationMax[p_?isPermutation] := Max[permutationSupport[p], 0];
permutationLength[p_?isPermutation] := Length[permutationSupport[p]];
findPermutation[a_List, b_List] := Module[{used = {}, q},
  If[Sort[a] =!= Sort[b], Return[$Unevaluated]];
  q = Map[Function[e, With[{k = First[Select[Flatten[Position[b, e, {1}, Heads -> False]], ! MemberQ[used, #] &]]}, AppendTo[used, k]; k]], a];
  cyclesOf[q]];
findPermutation[a_List] := findPermutation[Sort[a], a];
permutationCycles[___] := $Unevaluated; permutationList[___] := $Unevaluated; permute[___] := $Unevaluated; permutationReplace[___] := $Unevaluated;
inversePermutation[___] := $Unevaluated; permutationProduct[___] := $Unevaluated; permutationOrder[___] := $Unevaluated;

composeList[fs_List, x_] := FoldList[#2[#1] &, x, fs];
composeList[___] := $Unevaluated;

(* SubstitutionSystem[rules, init, t]: strings, lists of symbols *)
substitutionSystem[rules_, init_, t_] := Module[{f, steps},
  f = If[StringQ[init], StringReplace[#, rules] &, Flatten[Replace[#, Append[listed[rules], e_ :> {e}], {1}], 1] &];
  steps = If[IntegerQ[t], t, Last[Flatten[{t}]]];
  If[! IntegerQ[steps], Return[$Unevaluated]];
  With[{all = NestList[f, init, steps]}, If[IntegerQ[t], all, Switch[t, {_Integer}, {Last[all]}, {{_Integer}}, {Last[all]}, {_, _}, all[[First[t] + 1 ;;]], _, all]]]];
substitutionSystem[rules_, init_] := Last[substitutionSystem[rules, init, 1]];
listed[rules_] := Replace[rules, (a_ -> b_) :> (a -> If[ListQ[b], b, {b}]), {1}];
