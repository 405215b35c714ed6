(* Truth tables of Boolean expressions. Expected output: from an independent Python program. *)
table[e_, vars_] := Module[{rows = Tuples[{True, False}, Length[vars]]},
  Scan[Print[StringRiffle[Append[#, e /. Thread[vars -> #]] /. {True -> "T", False -> "F"}, " "]] &, rows]];
table[p && ! q || r, {p, q, r}]
Print[BooleanMinimize[p && q || p && ! q]]
Print[TautologyQ[Equivalent[! (p && q), ! p || ! q]]]
