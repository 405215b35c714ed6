(* Run-length coding of a string, and back. Expected output: from an independent Python program. *)
encode[s_] := StringJoin[{ToString[Length[#]], First[#]} & /@ Split[Characters[s]]];
decode[s_] := StringReplace[s, n : DigitCharacter .. ~~ c_ :> StringRepeat[c, ToExpression[n]]];
text = "WWWWWWWWWWWWBWWWWWWWWWWWWBBBWWWWWWWWWWWWWWWWWWWWWWWWBWWWWWWWWWWWWWW";
Print[encode[text]]
Print[decode[encode[text]] === text]
