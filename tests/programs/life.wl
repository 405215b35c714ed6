(* The game of life on a torus: a blinker turns, a glider comes back one step further after four generations. *)
neighbours[g_] := Sum[If[{i, j} == {0, 0}, 0*g, RotateRight[g, {i, j}]], {i, -1, 1}, {j, -1, 1}]
step[g_] := MapThread[If[#2 == 3 || (#1 == 1 && #2 == 2), 1, 0] &, {g, neighbours[g]}, 2]
show[g_] := Scan[Print[StringJoin[# /. {0 -> ".", 1 -> "#"}]] &, g]
blinker = {{0, 0, 0, 0, 0}, {0, 0, 0, 0, 0}, {0, 1, 1, 1, 0}, {0, 0, 0, 0, 0}, {0, 0, 0, 0, 0}};
show[step[blinker]]
Print[Nest[step, blinker, 2] === blinker]
glider = PadRight[{{0, 1, 0}, {0, 0, 1}, {1, 1, 1}}, {6, 6}];
Print[Nest[step, glider, 4] === RotateRight[glider, {1, 1}]]
