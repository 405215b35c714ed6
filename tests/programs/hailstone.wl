(* The longest hailstone sequence below a bound. Expected output: from an independent Python program. *)
length[1] = 1;
length[n_] := length[n] = 1 + length[If[EvenQ[n], n/2, 3 n + 1]];
Print[NestWhileList[If[EvenQ[#], #/2, 3 # + 1] &, 27, # != 1 &] // {Length[#], Take[#, 4], Take[#, -4], Max[#]} &]
Print[Last[SortBy[Range[3000], length]], " ", Max[length /@ Range[3000]]]
