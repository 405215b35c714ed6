(* Numbers that are the sum of their digits to the power of their length. Expected output: from an independent Python program. *)
armstrongQ[n_] := With[{d = IntegerDigits[n]}, Total[d^Length[d]] == n];
Print[Select[Range[0, 10000], armstrongQ]]
