(* Letters moved along the alphabet; the rest stays. *)
shift[c_String, k_] := With[{code = First[ToCharacterCode[c]]},
  Which[65 <= code <= 90, FromCharacterCode[Mod[code - 65 + k, 26] + 65],
   97 <= code <= 122, FromCharacterCode[Mod[code - 97 + k, 26] + 97],
   True, c]]
caesar[text_String, k_Integer] := StringJoin[shift[#, k] & /@ Characters[text]]
secret = caesar["The Quick Brown Fox, 1999!", 3];
Print[secret]
Print[caesar[secret, -3]]
Print[caesar["Hello", 13]]
