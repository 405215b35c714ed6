(* Luhn check of card numbers. Expected output: from an independent Python program. *)
luhnQ[n_] := Module[{d = Reverse[IntegerDigits[n]]},
  Mod[Total[d[[1 ;; ;; 2]]] + Total[Flatten[IntegerDigits /@ (2 d[[2 ;; ;; 2]])]], 10] == 0];
Scan[Print[#, " ", luhnQ[#]] &, {49927398716, 49927398717, 1234567812345678, 1234567812345670}]
