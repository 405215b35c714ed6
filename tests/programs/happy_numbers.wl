(* The first happy numbers, and where the others end. Expected output: from an independent Python program. *)
step[n_] := Total[IntegerDigits[n]^2];
happyQ[n_] := NestWhile[step, n, # != 1 && # != 4 &] == 1;
Print[Select[Range[100], happyQ]]
Print[NestWhileList[step, 4, # != 4 &, 1, 20] // Length]
cycle = NestList[step, 4, 8];
Print[cycle]
