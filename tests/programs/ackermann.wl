(* The Ackermann function for small arguments, and its closed forms. Expected output: from an independent Python program. *)
ack[0, n_] := n + 1;
ack[m_, 0] := ack[m, 0] = ack[m - 1, 1];
ack[m_, n_] := ack[m, n] = ack[m - 1, ack[m, n - 1]];
$RecursionLimit = Infinity;
Do[Print[m, ": ", Table[ack[m, n], {n, 0, 5}]], {m, 0, 3}]
Print[ack[2, 20] == 2*20 + 3 && ack[3, 6] == 2^9 - 3]
