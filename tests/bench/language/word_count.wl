(* Words of a text counted: lower case, split at what is not a letter, count, sort. *)
vocabulary = {"The", "quick", "brown", "fox", "jumps", "over", "a", "lazy", "dog", "and", "Then", "sleeps", "under", "every", "tree", "it", "finds"};
text = StringJoin[Table[vocabulary[[Mod[i i + Quotient[i, 7], 17] + 1]] <> If[Mod[i, 9] == 0, ". ", " "], {i, 50000}]];
{seconds, result} = AbsoluteTiming[
   Module[{words, counts},
     words = StringSplit[ToLowerCase[text], Except[LetterCharacter] ..];
     counts = KeySort[Counts[words]];
     {Length[words], Length[counts], StringRiffle[KeyValueMap[#1 <> "=" <> ToString[#2] &, counts], ","]}]];
Print["result ", StringRiffle[Map[ToString, result], " "]];
Print["nanoseconds ", Round[10^9 seconds]];
