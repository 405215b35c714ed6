(* Rows of the triangle of Pascal, by sums of neighbours and by binomials. Expected output: from an independent Python program. *)
next[row_] := Join[{1}, Most[row] + Rest[row], {1}];
rows = NestList[next, {1}, 7];
Scan[Print, rows]
Print[rows === Table[Binomial[n, k], {n, 0, 7}, {k, 0, n}]]
Print[Total /@ rows]
