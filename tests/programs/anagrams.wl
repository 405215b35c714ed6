(* Words grouped by their letters. Expected output: from an independent Python program. *)
words = StringSplit["listen silent enlist google elgoog abc cab bca tinsel rat tar art solo"];
groups = GatherBy[words, Sort[Characters[#]] &];
Scan[Print[StringRiffle[#, " "]] &, Select[groups, Length[#] > 1 &]]
Print[Length[groups]]
