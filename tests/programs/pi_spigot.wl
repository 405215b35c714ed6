(* Digits of pi by a spigot, against N. Expected output: from an independent Python program. *)
digits[n_] := Module[{q = 1, r = 0, t = 1, k = 1, m = 3, x = 3, out = {}},
  While[Length[out] < n,
    If[4 q + r - t < m t,
      AppendTo[out, m];
      {q, r, m} = {10 q, 10 (r - m t), Quotient[10 (3 q + r), t] - 10 m},
      {q, r, t, k, m, x} = {q k, (2 q + r) x, t x, k + 1, Quotient[q (7 k + 2) + r x, t x], x + 2}]];
  out];
d = digits[60];
Print[StringJoin[ToString /@ d]]
Print[d === First[RealDigits[Pi, 10, 60]]]
