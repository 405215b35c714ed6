(* All ways to put n queens on a board so that none attacks another. *)
safe[placed_, column_] := And @@ MapIndexed[
  With[{distance = Length[placed] + 1 - First[#2]}, #1 != column && Abs[#1 - column] != distance] &, placed]
extend[n_][placed_] := Append[placed, #] & /@ Select[Range[n], safe[placed, #] &]
queens[n_] := Nest[Join @@ (extend[n] /@ #) &, {{}}, n]
Print[queens[4]]
Print[Length[queens[6]]]
Print[Length[queens[7]], " ", First[queens[8]]]
