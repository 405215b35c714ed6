(* Replacement in a large text: a literal, a pattern with a name, and a function of what was matched. *)
text = StringJoin[Table["item" <> ToString[i] <> " costs " <> ToString[Mod[i i, 997]] <> " euro; ", {i, 8000}]];
{seconds, result} = AbsoluteTiming[
   Module[{renamed, marked, doubled},
     renamed = StringReplace[text, "euro" -> "EUR"];
     marked = StringReplace[renamed, "item" ~~ n : DigitCharacter .. :> "<" <> n <> ">"];
     doubled = StringReplace[marked, "costs " ~~ n : DigitCharacter .. :> "is " <> ToString[2 ToExpression[n]]];
     {StringLength[renamed], StringLength[marked], StringLength[doubled], StringTake[doubled, -24]}]];
Print["result ", StringRiffle[Map[ToString, result], " "]];
Print["nanoseconds ", Round[10^9 seconds]];
