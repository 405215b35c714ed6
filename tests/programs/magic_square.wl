(* Odd magic squares by the method of de la Loubere. Expected output: from an independent Python program. *)
magic[n_?OddQ] := Table[n Mod[i + j - 1 + Floor[n/2], n] + Mod[i + 2 j - 2, n] + 1, {i, n}, {j, n}];
Scan[Print, magic[5]]
sums[m_] := Union[Total[m], Total[m, {2}], {Tr[m]}, {Tr[Reverse[m]]}];
Print[sums /@ {magic[3], magic[5], magic[7]}]
