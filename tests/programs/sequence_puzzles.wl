(* Sequences by recurrences: Lucas, tribonacci, Padovan, Stern. Expected output: from an independent Python program. *)
Print[LinearRecurrence[{1, 1}, {2, 1}, 12]]
Print[RecurrenceTable[{t[n] == t[n - 1] + t[n - 2] + t[n - 3], t[1] == 0, t[2] == 0, t[3] == 1}, t, {n, 1, 12}]]
p[0] = p[1] = p[2] = 1; p[n_] := p[n] = p[n - 2] + p[n - 3];
Print[p /@ Range[0, 15]]
stern[1] = 1; stern[n_] := stern[n] = If[EvenQ[n], stern[n/2], stern[(n - 1)/2] + stern[(n + 1)/2]];
Print[stern /@ Range[20]]
