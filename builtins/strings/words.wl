(* words.wl - palindromes, beginnings of texts, pairs of pieces, plurals. *)

palindromeQ[s_String] := s === StringReverse[s];
palindromeQ[l_List] := l === Reverse[l];
palindromeQ[n_Integer] := With[{d = IntegerDigits[n]}, d === Reverse[d]];
palindromeQ[___] := False;
stringTakeDrop[s_, n_] := {StringTake[s, n], StringDrop[s, n]};
snippet[s_String] := snippet[s, 1];
snippet[s_String, n_Integer] := StringRiffle[Take[StringSplit[s, "\n"], UpTo[n]], "\n"];
snippet[___] := $Unevaluated;

(* English plurals: the irregular words of daily use, then the rules of spelling. *)
$plurals = <|"man" -> "men", "woman" -> "women", "child" -> "children", "person" -> "people", "tooth" -> "teeth", "foot" -> "feet", "goose" -> "geese", "mouse" -> "mice", "louse" -> "lice", "ox" -> "oxen", "die" -> "dice",
   "matrix" -> "matrices", "vertex" -> "vertices", "index" -> "indices", "axis" -> "axes", "datum" -> "data", "medium" -> "media", "criterion" -> "criteria", "phenomenon" -> "phenomena", "nucleus" -> "nuclei", "radius" -> "radii",
   "stimulus" -> "stimuli", "cactus" -> "cacti", "fungus" -> "fungi", "alumnus" -> "alumni", "formula" -> "formulas", "quiz" -> "quizzes"|>;
$samePlurals = {"sheep", "fish", "deer", "moose", "series", "species", "aircraft", "means", "offspring", "news", "information", "equipment", "rice", "salmon", "trout"};
$ves = {"leaf", "knife", "life", "wife", "wolf", "half", "self", "calf", "loaf", "thief", "shelf", "elf", "sheaf", "scarf"};
$oes = {"potato", "tomato", "hero", "echo", "veto", "torpedo", "mango", "volcano"};
regularPlural[s_] := Which[
  MemberQ[$samePlurals, s], s,
  KeyExistsQ[$plurals, s], $plurals[s],
  MemberQ[$ves, s], StringReplace[s, ("f" | "fe") ~~ EndOfString -> "ves"],
  MemberQ[$oes, s], s <> "es",
  StringMatchQ[s, __ ~~ "sis"], StringDrop[s, -2] <> "es",
  StringMatchQ[s, ___ ~~ ("s" | "x" | "z" | "ch" | "sh")], s <> "es",
  StringMatchQ[s, ___ ~~ Except["a" | "e" | "i" | "o" | "u" | "A" | "E" | "I" | "O" | "U"] ~~ "y"], StringDrop[s, -1] <> "ies",
  True, s <> "s"];
(* of a phrase, the last word; capitals stay *)
plural[""] := "";
plural[s_String] := Module[{word = First[StringCases[s, LetterCharacter .. ~~ EndOfString], ""], p},
  If[word === "", Return[s <> "s", Module]];
  p = regularPlural[ToLowerCase[word]];
  p = If[StringStartsQ[p, ToLowerCase[word]], word <> StringDrop[p, StringLength[word]], If[UpperCaseQ[StringTake[word, 1]], Capitalize[p], p]];
  StringDrop[s, -StringLength[word]] <> p];
pluralize[l : {__String}] := plural /@ l;
pluralize[s_String] := plural[s];
pluralize[s_String, n_?NumberQ] := If[n == 1, s, plural[s]];
pluralize[{s_String}, n_?NumberQ] := pluralize[s, n];
pluralize[{s_String, p_String}, n_?NumberQ] := StringReplace[If[n == 1, s, p], "``" | "`1`" -> TextString[n]];
pluralize[{s_String, p_String, q_String}, n_?NumberQ] := StringReplace[Which[n == 1, s, n == 0, q, True, p], "``" | "`1`" -> TextString[n]];
pluralize[s_, l_List] := pluralize[s, Length[l]];
pluralize[___] := $Unevaluated;
