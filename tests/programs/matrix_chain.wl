(* The cheapest order of a chain of matrix products. Expected output: from an independent Python program. *)
cost[d_, i_, i_] := {0, i};
cost[d_, i_, j_] := cost[d, i, j] = First[SortBy[Table[With[{a = cost[d, i, k], b = cost[d, k + 1, j]},
     {a[[1]] + b[[1]] + d[[i]] d[[k + 1]] d[[j + 1]], {a[[2]], b[[2]]}}], {k, i, j - 1}], First]];
Print[cost[{30, 35, 15, 5, 10, 20, 25}, 1, 6]]
Print[First[cost[{10, 20, 30, 40, 30}, 1, 4]]]
