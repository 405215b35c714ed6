(* Order of building libraries from what they need. Expected output: from an independent Python program. *)
needs = {"des" -> {"std", "ieee", "dw02"}, "dw01" -> {"ieee", "dware"}, "dw02" -> {"ieee", "dware"}, "dware" -> {"ieee"}, "ieee" -> {}, "std" -> {}, "ramlib" -> {"std", "ieee"}};
order = {};
visit[x_] := If[! MemberQ[order, x], Scan[visit, x /. needs]; AppendTo[order, x]];
Scan[visit, Keys[needs]]
Print[order]
Print[AcyclicGraphQ[Graph[Flatten[Map[Thread[Last[#] -> First[#]] &, Select[needs, Last[#] =!= {} &]]]]]]
