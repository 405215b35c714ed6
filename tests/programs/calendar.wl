(* A month as a table. Expected output: from an independent Python program. *)
month[y_, m_] := Module[{first = DateList[{y, m, 1}], days, start},
  days = DayCount[{y, m, 1}, DatePlus[{y, m, 1}, {1, "Month"}]];
  start = First[FirstPosition[{Monday, Tuesday, Wednesday, Thursday, Friday, Saturday, Sunday}, DayName[{y, m, 1}]]];
  Partition[Join[ConstantArray["", start - 1], Range[days]], UpTo[7]]];
Print["Mo Tu We Th Fr Sa Su"]
Scan[Print[StringRiffle[StringPadLeft[ToString[#], 2] & /@ #, " "]] &, month[2024, 2]]
