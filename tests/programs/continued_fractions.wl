(* Square roots as continued fractions, and the equation of Pell. Expected output: from an independent Python program. *)
period[n_] := If[IntegerQ[Sqrt[n]], 0, Length[Last[ContinuedFraction[Sqrt[n]]]]];
Print[Table[period[n], {n, 2, 20}]]
pell[n_] := SelectFirst[Table[With[{c = FromContinuedFraction[ContinuedFraction[Sqrt[n], k]]}, {Numerator[c], Denominator[c]}], {k, 1, 40}], #[[1]]^2 - n #[[2]]^2 == 1 &];
Scan[Print[#, " ", pell[#]] &, {2, 7, 13, 61}]
