(* words.wl - palindromes, beginnings of texts, pairs of pieces. *)

palindromeQ[s_String] := s === StringReverse[s];
palindromeQ[l_List] := l === Reverse[l];
palindromeQ[n_Integer] := With[{d = IntegerDigits[n]}, d === Reverse[d]];
palindromeQ[___] := False;
stringTakeDrop[s_, n_] := {StringTake[s, n], StringDrop[s, n]};
snippet[s_String] := snippet[s, 1];
snippet[s_String, n_Integer] := StringRiffle[Take[StringSplit[s, "\n"], UpTo[n]], "\n"];
snippet[___] := $Unevaluated;
