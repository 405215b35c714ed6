(* Fibonacci numbers by powers of a matrix, and their digits. Expected output: from an independent Python program. *)
f[n_] := MatrixPower[{{1, 1}, {1, 0}}, n][[1, 2]];
Print[f /@ Range[15]]
Print[f[300]]
Print[Fibonacci[1000] == f[1000], " ", IntegerLength[f[1000]]]
