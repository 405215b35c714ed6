(* A busy beaver with three states. Expected output: from an independent Python program. *)
rules = <|{"A", 0} -> {1, 1, "B"}, {"A", 1} -> {1, -1, "C"}, {"B", 0} -> {1, -1, "A"}, {"B", 1} -> {1, 1, "B"}, {"C", 0} -> {1, -1, "B"}, {"C", 1} -> {1, 1, "H"}|>;
tape = <||>; pos = 0; state = "A"; steps = 0;
While[state =!= "H",
  {write, move, next} = rules[{state, Lookup[tape, pos, 0]}];
  tape[pos] = write; pos += move; state = next; steps++];
Print[Total[tape], " ones after ", steps, " steps"]
Print[Values[KeySort[tape]]]
