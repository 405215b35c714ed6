(* The most frequent words of a text; words seen equally often in alphabetical order. *)
text = "the cat and the dog saw the bird and the bird saw a cat";
counts = Counts[StringSplit[text]];
ordered = SortBy[Normal[counts], {-Last[#] &, First}];
Do[Print[First[rule], ": ", Last[rule]], {rule, ordered}]
Print[Total[counts], " words, ", Length[counts], " different"]
