(* Strings: numbers written out and joined, a string grown in a loop, replacement and reversal. *)
{seconds, result} = AbsoluteTiming[
   Module[{joined, grown = "", replaced},
     joined = StringJoin[Table[ToString[i] <> ",", {i, 20000}]];
     Do[grown = grown <> FromCharacterCode[97 + Mod[i, 26]], {i, 5000}];
     replaced = StringReplace[joined, "7" -> "seven"];
     {StringLength[joined], StringLength[replaced], StringTake[StringReverse[replaced], 20], StringTake[grown, -5],
      StringCount[grown, "abc"]}]];
Print["result ", StringRiffle[Map[ToString, result], " "]];
Print["nanoseconds ", Round[10^9 seconds]];
