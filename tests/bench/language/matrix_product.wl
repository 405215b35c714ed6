(* The product of two matrices of exact integers, as each language writes it. *)
a = Table[Mod[i j + 3, 11], {i, 100}, {j, 100}];
b = Table[Mod[i + 5 j, 13], {i, 100}, {j, 100}];
{seconds, result} = AbsoluteTiming[Total[Flatten[a . b . a]]];
Print["result ", result];
Print["nanoseconds ", Round[10^9 seconds]];
