(* A knight goes round a 5 by 5 board by the rule of Warnsdorff. Expected output: from an independent Python program. *)
n = 5;
moves[{i_, j_}] := Select[{i, j} + # & /@ {{1, 2}, {2, 1}, {2, -1}, {1, -2}, {-1, -2}, {-2, -1}, {-2, 1}, {-1, 2}}, 1 <= Min[#] && Max[#] <= n &];
path = {{1, 1}};
extend[p_] := If[Length[p] == n^2, Throw[p], Scan[extend[Append[p, #]] &, SortBy[Complement[moves[Last[p]], p], {Length[Complement[moves[#], p]], #} &]]];
tour = Catch[extend[{{1, 1}}]];
Print[Length[tour], " ", DuplicateFreeQ[tour]]
Print[AllTrue[Partition[tour, 2, 1], Sort[Abs[#[[1]] - #[[2]]]] == {1, 2} &]]
