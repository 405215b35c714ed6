(* The Mandelbrot set in text. Expected output: from an independent Python program. *)
escapes[c_] := Length[NestWhileList[#^2 + c &, 0. + 0. I, Abs[#] <= 2 &, 1, 20]] - 1;
Do[Print[StringJoin[Table[If[escapes[x + I y] >= 20, "*", "."], {x, -2., 0.5, 0.0625}]]], {y, 1., -1., -0.25}]
