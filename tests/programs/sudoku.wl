(* A sudoku solved by search with the fewest choices first. Expected output: from an independent Python program. *)
grid = ToExpression[Characters /@ {"530070000", "600195000", "098000060", "800060003", "400803001", "700020006", "060000280", "000419005", "000080079"}];
free[g_, {i_, j_}] := Complement[Range[9], g[[i]], g[[All, j]], Flatten[g[[3 Quotient[i - 1, 3] + {1, 2, 3}, 3 Quotient[j - 1, 3] + {1, 2, 3}]]]];
solve[g_] := Module[{open = Position[g, 0, {2}], at},
  If[open === {}, Throw[g]];
  at = First[SortBy[open, Length[free[g, #]] &]];
  Scan[solve[ReplacePart[g, at -> #]] &, free[g, at]]];
Scan[Print[StringJoin[ToString /@ #]] &, Catch[solve[grid]]]
