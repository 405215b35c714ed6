(* Roman numerals, there and back. *)
steps = {{1000, "M"}, {900, "CM"}, {500, "D"}, {400, "CD"}, {100, "C"}, {90, "XC"}, {50, "L"}, {40, "XL"},
   {10, "X"}, {9, "IX"}, {5, "V"}, {4, "IV"}, {1, "I"}};
toRoman[0] = "";
toRoman[n_Integer] := With[{step = SelectFirst[steps, First[#] <= n &]}, Last[step] <> toRoman[n - First[step]]]
values = <|"I" -> 1, "V" -> 5, "X" -> 10, "L" -> 50, "C" -> 100, "D" -> 500, "M" -> 1000|>;
fromRoman[text_String] := With[{numbers = values /@ Characters[text]},
  Total[MapThread[If[#1 < #2, -#1, #1] &, {numbers, Append[Rest[numbers], 0]}]]]
Scan[Print[#, " = ", toRoman[#]] &, {4, 9, 14, 1666, 1994, 2024}]
Print[fromRoman["MCMXCIV"]]
Print[AllTrue[Range[300], fromRoman[toRoman[#]] == # &]]
