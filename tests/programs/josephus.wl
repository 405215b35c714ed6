(* The problem of Josephus, by simulation and by recurrence. Expected output: from an independent Python program. *)
last[n_, k_] := First[Nest[Rest[RotateLeft[#, k - 1]] &, Range[0, n - 1], n - 1]];
rec[1, _] = 0; rec[n_, k_] := Mod[rec[n - 1, k] + k, n];
Print[last[41, 3], " ", rec[41, 3]]
Print[Table[last[n, 2] + 1, {n, 1, 16}]]
