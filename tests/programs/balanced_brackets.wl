(* Balanced brackets by rewriting and by counting. Expected output: from an independent Python program. *)
balancedQ[s_] := StringReplace[s, "[" ~~ "]" -> ""] // If[# === s, s === "", balancedQ[#]] &;
counted[s_] := With[{a = Accumulate[Characters[s] /. {"[" -> 1, "]" -> -1}]}, a === {} || Min[a] >= 0 && Last[a] == 0];
tests = {"", "[]", "][", "[][]", "][][", "[[][]]", "[]][[]"};
Scan[Print[If[# === "", "(empty)", #], " ", balancedQ[#], " ", counted[#]] &, tests]
