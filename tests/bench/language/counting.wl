(* Counting and grouping with associations: letters, lengths and pairs of words. *)
words = Table[FromCharacterCode[97 + Mod[{i, i i, 3 i + 1, Quotient[i, 7]}, 26]], {i, 4000}];
{seconds, result} = AbsoluteTiming[
   Module[{letters = <||>, first, pairs = <||>, best},
     Do[letters[c] = Lookup[letters, c, 0] + 1, {w, words}, {c, Characters[w]}];
     first = GroupBy[words, StringTake[#, 1] &, Length];
     Do[If[KeyExistsQ[pairs, words[[i]]], pairs[words[[i]]] += 1, pairs[words[[i]]] = 1], {i, Length[words]}];
     best = First[ReverseSort[letters]];
     {Length[letters], Total[letters], best, letters["q"], first["q"], Length[pairs], Max[pairs]}]];
Print["result ", StringRiffle[Map[ToString, result], " "]];
Print["nanoseconds ", Round[10^9 seconds]];
