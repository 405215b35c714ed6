(* Solving a linear system exactly, step by step. Expected output: from an independent Python program. *)
solve[m_, b_] := Module[{a = MapThread[Append, {m, b}], n = Length[m], p},
  Do[p = First[Select[Range[k, n], a[[#, k]] != 0 &]];
    a[[{k, p}]] = a[[{p, k}]];
    a[[k]] = a[[k]]/a[[k, k]];
    Do[If[i != k, a[[i]] -= a[[i, k]] a[[k]]], {i, n}], {k, n}];
  a[[All, -1]]];
m = {{2, 1, -1}, {-3, -1, 2}, {-2, 1, 2}};
Print[solve[m, {8, -11, -3}], " ", LinearSolve[m, {8, -11, -3}]]
hilbert = Table[1/(i + j - 1), {i, 4}, {j, 4}];
Print[solve[hilbert, {1, 0, 0, 0}]]
Print[Det[hilbert]]
