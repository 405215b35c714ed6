(* Permutations in order, with their signs and ranks. Expected output: from an independent Python program. *)
rank[p_] := Sum[Count[Drop[p, i], x_ /; x < p[[i]]] (Length[p] - i)!, {i, Length[p]}];
Scan[Print[#, " ", Signature[#], " ", rank[#]] &, Permutations[{1, 2, 3}]]
Print[rank /@ Permutations[Range[5]] === Range[0, 119]]
