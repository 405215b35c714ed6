(* Edit distance by dynamic programming against the builtin. Expected output: from an independent Python program. *)
distance[s_String, t_String] := distance[Characters[s], Characters[t]];
distance[{}, t_List] := Length[t];
distance[s_List, {}] := Length[s];
distance[s_List, t_List] := distance[s, t] = If[First[s] === First[t], distance[Rest[s], Rest[t]],
   1 + Min[distance[Rest[s], t], distance[s, Rest[t]], distance[Rest[s], Rest[t]]]];
pairs = {{"kitten", "sitting"}, {"rosettacode", "raisethysword"}, {"saturday", "sunday"}};
Scan[Print[#[[1]], " ", #[[2]], " ", distance @@ #, " ", EditDistance @@ #] &, pairs]
