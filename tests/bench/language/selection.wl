(* Choosing with pure functions: Select, Map, Fold and their kin over a list of records. *)
records = Table[{i, Mod[i i, 1013], Mod[7 i, 31]}, {i, 20000}];
{seconds, result} = AbsoluteTiming[
   Module[{chosen, keys, folded, positions},
     chosen = Select[records, #[[2]] > 500 && OddQ[#[[1]]] &];
     keys = Map[#[[3]] + 2 #[[1]] &, chosen];
     folded = Fold[Mod[31 #1 + #2, 1000003] &, 7, keys];
     positions = Count[records, {_, x_, y_} /; x < y];
     {Length[chosen], Total[keys], folded, positions, LengthWhile[records, #[[2]] != 1012 &]}]];
Print["result ", StringRiffle[Map[ToString, result], " "]];
Print["nanoseconds ", Round[10^9 seconds]];
