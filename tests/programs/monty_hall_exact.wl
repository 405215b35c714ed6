(* Exact chances: birthdays, doors and dice. Expected output: from an independent Python program. *)
Print[N[1 - Product[(365 - k)/365, {k, 0, 22}], 6] > 1/2]
doors = Flatten[Table[{car, pick, If[car == pick, 0, 1]}, {car, 3}, {pick, 3}], 1];
Print[Mean[Last /@ doors]]
sums = Counts[Total /@ Tuples[Range[6], 2]];
Print[sums]
Print[Probability[x + y > 9, {Distributed[x, DiscreteUniformDistribution[{1, 6}]], Distributed[y, DiscreteUniformDistribution[{1, 6}]]}]]
