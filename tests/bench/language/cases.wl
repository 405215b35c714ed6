(* Searching a big expression: every point whose coordinates add up to something, at any depth. *)
tree[0, k_] := point[k, Mod[k k, 101]];
tree[n_, k_] := node[k, tree[n - 1, 2 k], tree[n - 1, 2 k + 1]];
big = tree[13, 1];
{seconds, result} = AbsoluteTiming[
   Module[{sums, odd},
     sums = Cases[big, point[a_, b_] /; b > 50 :> Mod[a + b, 1009], Infinity];
     odd = Count[big, node[_?OddQ, __], Infinity];
     {Length[sums], Total[sums], odd}]];
Print["result ", StringRiffle[Map[ToString, result], " "]];
Print["nanoseconds ", Round[10^9 seconds]];
