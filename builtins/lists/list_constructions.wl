(* list_constructions.wl - subsequences, groupings, differences of sets, positions of extremes, arrays of component numbers. *)

subsequences[l_List] := Join[{{}}, Join @@ Table[Partition[l, k, 1], {k, Length[l]}]];
subsequences[l_List, {n_Integer}] := If[n === 0, {{}}, Partition[l, n, 1]];
subsequences[l_List, n_Integer] := Join @@ Table[subsequences[l, {k}], {k, 0, n}];
subsequences[l_List, {a_Integer, b_}] := Join @@ Table[subsequences[l, {k}], {k, a, Min[b, Length[l]]}];
subsequences[___] := $Unevaluated;

(* all trees whose leaves are the elements in order: with k branches at every node, or with f around them *)
groupings[l_List, k_Integer] := trees[l, k, List];
groupings[l_List, f_ -> k_Integer] := trees[l, k, f];
groupings[n_Integer, k_] := groupings[Range[n], k];
trees[{x_}, _, _] := {x};
trees[l_, k_, f_] := {} /; Mod[Length[l] - 1, k - 1] =!= 0;
trees[l_, k_, f_] := Join @@ Map[f @@@ Tuples[Map[trees[#, k, f] &, #]] &, Map[TakeList[l, #] &, Reverse[Sort[Select[Join @@ (Permutations /@ IntegerPartitions[Length[l], {k}]), AllTrue[#, Mod[# - 1, k - 1] === 0 &] &]]]]];
groupings[___] := $Unevaluated;

symmetricDifference[ls__List] := With[{c = Counts[Join @@ (Union /@ {ls})]}, Sort[Keys[Select[c, OddQ]]]];
symmetricDifference[___] := $Unevaluated;
positionLargest[l_List] := Flatten[Position[l, Max[l], {1}, Heads -> False]];
positionSmallest[l_List] := Flatten[Position[l, Min[l], {1}, Heads -> False]];
positionLargest[l_List, n_] := With[{k = n /. UpTo[m_] :> Min[m, Length[l]]}, Take[Reverse[Ordering[l]], k]];
positionSmallest[l_List, n_] := With[{k = n /. UpTo[m_] :> Min[m, Length[l]]}, Take[Ordering[l], k]];
positionLargest[___] := $Unevaluated; positionSmallest[___] := $Unevaluated;
arrayComponents[a_List] := arrayComponents[a, Infinity];
arrayComponents[a_List, level_] := Module[{seen = <|0 -> 0|>, n = 0}, Map[Function[x, If[! KeyExistsQ[seen, x], n++; seen[x] = n]; seen[x]], a, {Min[ArrayDepth[a], level]}]];
arrayComponents[a_List, level_, rules_] := arrayComponents[a, level] /; rules === {};
arrayComponents[___] := $Unevaluated;
nearestTo[x_, n___] := Function[data, Nearest[data, x, n]];
