(* Hailstone sequences. *)
collatz[n_] := NestWhileList[If[EvenQ[#], #/2, 3 # + 1] &, n, # != 1 &]
Print[collatz[6]]
Print[Length[collatz[27]], " ", Max[collatz[27]]]
longest = First[MaximalBy[Range[100], Length[collatz[#]] &]];
Print[longest, " ", Length[collatz[longest]]]
