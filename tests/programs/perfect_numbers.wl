(* Perfect, deficient and abundant numbers up to 500. Expected output: from an independent Python program. *)
kind[n_] := Sign[DivisorSigma[1, n] - 2 n];
Print[Select[Range[500], kind[#] == 0 &]]
Print[Counts[kind /@ Range[500]] // KeySort]
Print[First[Select[Range[1, 2000, 2], kind[#] == 1 &]]]
