(* Words of a text by frequency, with a report. Expected output: from an independent Python program. *)
text = "It was the best of times, it was the worst of times, it was the age of wisdom, it was the age of foolishness";
words = ToLowerCase[StringCases[text, LetterCharacter ..]];
counts = Counts[words];
Scan[Print[StringPadRight[First[#], 12, "."], Last[#]] &, Take[SortBy[Normal[counts], {-Last[#] &, First}], 5]];
Print[Length[counts], " ", Total[counts]]
Print[GroupBy[Union[words], StringLength]]
