(* Bubble sort twice: with a loop over parts, and as a rule applied until nothing changes. *)
bubble[given_List] := Module[{list = given, swapped = True},
  While[swapped,
   swapped = False;
   Do[If[list[[i]] > list[[i + 1]], list[[{i, i + 1}]] = list[[{i + 1, i}]]; swapped = True], {i, Length[list] - 1}]];
  list]
byRule[list_List] := list //. {a___, x_, y_, b___} /; x > y :> {a, y, x, b}
data = {5, 3, 9, 1, 5, -2, 7};
Print[bubble[data]]
Print[byRule[data]]
Print[bubble[data] === Sort[data]]
Print[bubble[{}], bubble[{1}]]
