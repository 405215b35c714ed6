(* The end of the song. *)
bottles[1] := "1 bottle"
bottles[0] := "No bottles"
bottles[n_] := ToString[n] <> " bottles"
verse[n_] := StringJoin[bottles[n], " of beer on the wall, ", ToLowerCase[bottles[n]], " of beer.\n",
  "Take one down, pass it around, ", ToLowerCase[bottles[n - 1]], " of beer on the wall."]
lines = verse /@ Range[99, 1, -1];
Print[Length[lines]]
Print[First[lines]]
Scan[Print, Take[lines, -2]]
