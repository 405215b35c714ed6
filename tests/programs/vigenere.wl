(* The cipher of Vigenere, there and back. Expected output: from an independent Python program. *)
shift[c_, k_, sign_] := FromCharacterCode[65 + Mod[ToCharacterCode[c][[1]] - 65 + sign (ToCharacterCode[k][[1]] - 65), 26]];
apply[text_, key_, sign_] := Module[{t = Select[Characters[ToUpperCase[text]], LetterQ], k},
  k = Characters[ToUpperCase[key]];
  StringJoin[MapIndexed[shift[#1, k[[Mod[First[#2] - 1, Length[k]] + 1]], sign] &, t]]];
secret = apply["Beware the Jabberwock, my son! The jaws that bite, the claws that catch!", "VIGENERECIPHER", 1];
Print[secret]
Print[apply[secret, "VIGENERECIPHER", -1]]
