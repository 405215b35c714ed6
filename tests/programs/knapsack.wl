(* The knapsack of whole items by dynamic programming. Expected output: from an independent Python program. *)
items = {{"map", 9, 150}, {"compass", 13, 35}, {"water", 153, 200}, {"sandwich", 50, 160}, {"glucose", 15, 60}, {"tin", 68, 45}, {"banana", 27, 60}, {"apple", 39, 40}, {"cheese", 23, 30}, {"beer", 52, 10}};
best[0, _] = {0, {}};
best[k_, room_] := best[k, room] = Module[{name, weight, value, without, with},
   {name, weight, value} = items[[k]];
   without = best[k - 1, room];
   If[weight > room, Return[without]];
   with = best[k - 1, room - weight];
   If[with[[1]] + value > without[[1]], {with[[1]] + value, Append[with[[2]], name]}, without]];
Print[best[Length[items], 200]]
Print[best[Length[items], 100]]
