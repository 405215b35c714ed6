(* The reflected binary code and its inverse. Expected output: from an independent Python program. *)
gray[n_] := BitXor[n, BitShiftRight[n, 1]];
inverse[g_] := Module[{n = 0, x = g}, While[x > 0, n = BitXor[n, x]; x = BitShiftRight[x, 1]]; n];
Do[Print[IntegerString[n, 2, 4], " ", IntegerString[gray[n], 2, 4]], {n, 0, 15}]
Print[AllTrue[Range[0, 255], inverse[gray[#]] == # &]]
