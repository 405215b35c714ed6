(* Catalan numbers in four ways. Expected output: from an independent Python program. *)
a[0] = 1; a[n_] := a[n] = Sum[a[k] a[n - 1 - k], {k, 0, n - 1}];
Print[Table[a[n], {n, 0, 12}]]
Print[Table[Binomial[2 n, n]/(n + 1), {n, 0, 12}] === Table[CatalanNumber[n], {n, 0, 12}]]
words[0, 0] = {""};
words[o_, c_] := Join[If[o > 0, "(" <> # & /@ words[o - 1, c + 1], {}], If[c > 0, ")" <> # & /@ words[o, c - 1], {}]];
Print[words[3, 0]]
