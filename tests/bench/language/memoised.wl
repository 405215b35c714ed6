(* A function that remembers its values: the number of paths in a grid with obstacles. *)
blocked[i_, j_] := Mod[i i + 3 j, 11] == 0;
paths[0, 0] = 1;
paths[i_, j_] := paths[i, j] = If[blocked[i, j], 0, Mod[If[i > 0, paths[i - 1, j], 0] + If[j > 0, paths[i, j - 1], 0], 1000003]];
{seconds, result} = AbsoluteTiming[Block[{$RecursionLimit = Infinity}, paths[120, 120]]];
Print["result ", result, " ", Total[Table[paths[i, 120], {i, 0, 120}]]];
Print["nanoseconds ", Round[10^9 seconds]];
