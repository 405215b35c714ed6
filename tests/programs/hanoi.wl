(* The towers of Hanoi: the moves, and how many there are. *)
hanoi[0, _, _, _] := {}
hanoi[n_, from_, to_, by_] := Join[hanoi[n - 1, from, by, to], {from -> to}, hanoi[n - 1, by, to, from]]
Print[hanoi[3, a, c, b]]
Print[Table[Length[hanoi[n, a, c, b]], {n, 0, 8}]]
