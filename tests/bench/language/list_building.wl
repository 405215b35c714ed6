(* Lists built in the three usual ways: a table, elements appended one by one, elements collected from a loop. *)
{seconds, result} = AbsoluteTiming[
   Module[{squares, appended = {}, collected, pairs},
     squares = Table[Mod[i^2, 1009], {i, 100000}];
     Do[AppendTo[appended, Mod[3 i, 17]], {i, 5000}];
     collected = Reap[Do[If[Mod[i, 3] == 0, Sow[i]], {i, 50000}]][[2, 1]];
     pairs = Flatten[Table[{i, j}, {i, 100}, {j, 100}], 1];
     Total[squares] + Total[appended] + Total[collected] + Total[Map[First[#] Last[#] &, pairs]]]];
Print["result ", result];
Print["nanoseconds ", Round[10^9 seconds]];
