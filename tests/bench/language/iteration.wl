(* Iterating functions: the logistic map, the Collatz sequence and Newton's method. *)
collatz[n_] := Length[NestWhileList[If[EvenQ[#], Quotient[#, 2], 3 # + 1] &, n, # != 1 &]];
{seconds, result} = AbsoluteTiming[
   Module[{orbit, longest, roots},
     orbit = NestList[3.2 # (1 - #) &, 0.25, 40000];
     longest = Max[Table[collatz[n], {n, 600}]];
     roots = Table[FixedPoint[(# + a/#)/2 &, N[a], 60], {a, 500}];
     {Count[orbit, x_ /; x > 0.6], longest, Round[1000 Total[roots]]}]];
Print["result ", StringRiffle[Map[ToString, result], " "]];
Print["nanoseconds ", Round[10^9 seconds]];
