(* The triangle of Sierpinski in text, by a cellular automaton. Expected output: from an independent Python program. *)
rows = CellularAutomaton[90, {{1}, 0}, 15];
Scan[Print[StringTrim[StringJoin[# /. {0 -> " ", 1 -> "*"}], " " .. ~~ EndOfString]] &, rows]
