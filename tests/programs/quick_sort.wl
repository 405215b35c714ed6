(* Sorting by quicksort, merge sort and insertion, written with patterns. Expected output: from an independent Python program. *)
quick[{}] := {};
quick[{p_, rest___}] := Join[quick[Select[{rest}, # < p &]], {p}, quick[Select[{rest}, # >= p &]]];
merge[{}, b_] := b;
merge[a_, {}] := a;
merge[{a_, as___}, {b_, bs___}] := If[a <= b, Prepend[merge[{as}, {b, bs}], a], Prepend[merge[{a, as}, {bs}], b]];
mergeSort[l_] := If[Length[l] < 2, l, merge @@ mergeSort /@ TakeDrop[l, Quotient[Length[l], 2]]];
insert[l_, x_] := Insert[l, x, LengthWhile[l, # < x &] + 1];
data = {170, 45, 75, -90, 802, 24, 2, 66, 45};
Print[quick[data]]
Print[mergeSort[data] === quick[data] && Fold[insert, {}, data] === quick[data]]
Print[data //. {a___, x_, y_, b___} /; x > y :> {a, y, x, b}]
