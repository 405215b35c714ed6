(* Amicable pairs below 20000. Expected output: from an independent Python program. *)
d = Table[DivisorSigma[1, n] - n, {n, 20000}];
pairs = Select[Range[2, 20000], d[[#]] > # && d[[#]] <= 20000 && d[[d[[#]]]] == # &];
Scan[Print[#, " ", d[[#]]] &, pairs]
