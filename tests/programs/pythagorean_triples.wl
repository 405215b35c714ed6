(* Pythagorean triples with perimeter up to 100. Expected output: from an independent Python program. *)
triples = Select[Flatten[Table[{a, b, Sqrt[a^2 + b^2]}, {a, 1, 50}, {b, a, 50}], 1], IntegerQ[Last[#]] && Total[#] <= 100 &];
Print[Length[triples], " ", Count[triples, t_ /; GCD @@ t == 1]]
Print[Select[triples, GCD @@ # == 1 &]]
