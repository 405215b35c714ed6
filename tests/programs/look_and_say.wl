(* The look-and-say sequence. Expected output: from an independent Python program. *)
say[s_] := StringJoin[{ToString[Length[#]], First[#]} & /@ Split[Characters[s]]];
Scan[Print, NestList[say, "1", 9]]
Print[StringLength[Nest[say, "1", 25]]]
