(* Farey sequences and their lengths. Expected output: from an independent Python program. *)
farey[n_] := Union[Flatten[Table[p/q, {q, n}, {p, 0, q}]]];
Do[Print[farey[n]], {n, 1, 5}]
Print[Table[Length[farey[n]], {n, 5, 40, 5}]]
Print[Table[1 + Sum[EulerPhi[k], {k, n}], {n, 5, 40, 5}]]
