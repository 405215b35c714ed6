(* A Huffman code for a sentence. Expected output: from an independent Python program. *)
text = "this is an example for huffman encoding";
leaves = KeyValueMap[{#2, #1} &, KeySort[Counts[Characters[text]]]];
join[{a_, b_, rest___}] := SortBy[{rest, {a[[1]] + b[[1]], {a[[2]], b[[2]]}}}, First];
tree = Nest[join, SortBy[leaves, First], Length[leaves] - 1][[1, 2]];
code[c_String, path_] := {c -> path};
code[{a_, b_}, path_] := Join[code[a, path <> "0"], code[b, path <> "1"]];
table = Association[code[tree, ""]];
bits = StringJoin[table /@ Characters[text]];
Print[StringLength[bits]]
rules = Normal[AssociationMap[Reverse, table]];
Print[StringReplace[bits, rules] === text]
Print[Total[Map[2^-StringLength[#] &, Values[table]]]]
