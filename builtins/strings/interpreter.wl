(* interpreter.wl - Interpreter[form][text]: values from what people write.

   A form is read by read[form, text]: {value} or a failure. *)

read[form_, text_] := $Failed
failure[form_, text_, words_] := Failure["InterpretationFailure", <|"MessageTemplate" -> words, "MessageParameters" -> <|"Input" -> text|>, "Interpreter" -> form, "Input" -> text|>]
expected[form_String] := Lookup[$expected, form, "Please enter a valid input."]
$expected = <|"Integer" -> "Please enter a whole number (integer).", "Real" -> "Please enter a real number.", "Number" -> "Please enter a number.", "Boolean" -> "Please enter a true or false value.",
  "Date" -> "Please enter a date.", "DateTime" -> "Please enter a date and a time.", "Time" -> "Please enter a time of day.", "Quantity" -> "Please enter a quantity with units.", "Color" -> "Please enter a color.",
  "Expression" -> "Please enter a valid expression.", "HeldExpression" -> "Please enter a valid expression.", "MathExpression" -> "Please enter a valid expression.", "Symbol" -> "Please enter the name of a symbol.",
  "URL" -> "Please enter a valid URL.", "EmailAddress" -> "Please enter a valid email address.", "IPAddress" -> "Please enter a valid IP address.", "UUID" -> "Please enter a valid UUID.", "Ordinal" -> "Please enter an ordinal number."|>;

interpret[form_, l_List] := interpret[form, #] & /@ l
interpret[form_, text_String] := Module[{r = read[form, StringTrim[text]]},
  If[MatchQ[r, {_}], First[r], If[Head[r] === Failure, r, failure[form, text, If[StringQ[form], expected[form], expectedOf[form]]]]]]
interpret[form_, x_] := interpret[form, ToString[x, InputForm]]
expectedOf[Restricted[f_String, ___]] := expected[f]
expectedOf[_] := "Please enter a valid input."

known = {"Integer", "Real", "Number", "String", "Boolean", "Date", "DateTime", "Time", "Expression", "HeldExpression", "MathExpression", "Symbol", "Color", "Quantity", "URL", "EmailAddress", "IPAddress", "UUID", "Ordinal", "Word", "Character", "StructuredInteger", "ComputedInteger", "ComputedReal", "ComputedNumber", "FileName"};
supportedQ[form_String] := MemberQ[known, form]
supportedQ[l_List | l_Alternatives] := AllTrue[List @@ l, supportedQ[#] || StringQ[#] || MatchQ[#, _Rule] &]
supportedQ[_Association] := True
supportedQ[(Restricted | DelimitedSequence | RepeatingElement)[f_, ___]] := supportedQ[f]
supportedQ[_] := False
interpreter[form_] := If[supportedQ[form], $Unevaluated, Message[Interpreter::unkform, form]; $Unevaluated]

(* ---- numbers: digits may be grouped by commas *)
$words = <|"zero" -> 0, "one" -> 1, "two" -> 2, "three" -> 3, "four" -> 4, "five" -> 5, "six" -> 6, "seven" -> 7, "eight" -> 8, "nine" -> 9, "ten" -> 10, "eleven" -> 11, "twelve" -> 12, "thirteen" -> 13, "fourteen" -> 14,
  "fifteen" -> 15, "sixteen" -> 16, "seventeen" -> 17, "eighteen" -> 18, "nineteen" -> 19, "twenty" -> 20, "thirty" -> 30, "forty" -> 40, "fifty" -> 50, "sixty" -> 60, "seventy" -> 70, "eighty" -> 80, "ninety" -> 90|>;
$scales = <|"hundred" -> 100, "thousand" -> 10^3, "million" -> 10^6, "billion" -> 10^9, "trillion" -> 10^12|>;
plain[text_] := StringDelete[text, ","]
grouped[text_] := StringFreeQ[text, ","] || StringMatchQ[text, RegularExpression["[+-]?\\d{1,3}(,\\d{3})+(\\.\\d*)?"]]
read["Integer" | "StructuredInteger", text_] := Which[
  grouped[text] && StringMatchQ[plain[text], RegularExpression["[+-]?\\d+"]], {FromDigits[StringDelete[plain[text], "+" | "-"]] If[StringStartsQ[text, "-"], -1, 1]},
  True, wordNumber[text]]
wordNumber[text_] := Module[{words = DeleteCases[StringSplit[ToLowerCase[text], " " | "-" | ","], "and" | "" | "a"], negative = False, total = 0, group = 0},
  If[words =!= {} && MemberQ[{"minus", "negative"}, First[words]], negative = True; words = Rest[words]];
  If[words === {}, Return[$Failed, Module]];
  Do[Which[
    KeyExistsQ[$words, w], group += $words[w],
    w === "hundred", group = Max[1, group] 100,
    KeyExistsQ[$scales, w], total += Max[1, group] $scales[w]; group = 0,
    True, Return[$Failed, Module]], {w, words}];
  {If[negative, -1, 1] (total + group)}]
realText[text_] := grouped[text] && StringMatchQ[plain[text], RegularExpression["[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?"]]
read["Real", text_] := If[realText[text], {N[ToExpression[StringReplace[plain[text], {StartOfString ~~ "+" -> "", "e" | "E" -> "*^", "^+" -> "^"}]]]}, With[{w = wordNumber[text]}, If[ListQ[w], N[w], $Failed]]]
read["Number", text_] := Module[{r = read["Integer", text], parts},
  If[MatchQ[r, {_}], Return[r, Module]];
  r = read["Real", text];
  If[MatchQ[r, {_}], Return[r, Module]];
  parts = StringSplit[text, "/"];
  If[Length[parts] === 2, parts = read["Integer", StringTrim[#]] & /@ parts; If[MatchQ[parts, {{_}, {Except[0]}}], Return[{parts[[1, 1]]/parts[[2, 1]]}, Module]]];
  If[StringMatchQ[text, RegularExpression["[\\d\\s.+*/I^-]+"]], r = Quiet[ToExpression[text]]; If[NumberQ[r], Return[{r}, Module]]];
  $Failed]
computed[text_, test_] := Module[{r}, If[! safe[text], Return[$Failed, Module]]; r = Quiet[ToExpression[text]]; If[test[r], {r}, $Failed]]
read["ComputedInteger", text_] := computed[text, IntegerQ]
read["ComputedReal", text_] := With[{r = computed[text, NumericQ[#] && TrueQ[Im[N[#]] == 0] &]}, If[ListQ[r], N[r], r]]
read["ComputedNumber", text_] := computed[text, NumericQ]
read["Ordinal", text_] := With[{m = StringCases[ToLowerCase[text], RegularExpression["^(\\d+)(st|nd|rd|th)$"] :> "$1"]}, If[m === {}, $Failed, {FromDigits[First[m]]}]]

read["String", text_] := {text}
read["Word", text_] := If[StringMatchQ[text, RegularExpression["\\w+"]], {text}, $Failed]
read["Character", text_] := If[StringLength[text] === 1, {text}, $Failed]
read["FileName", text_] := If[text =!= "", {text}, $Failed]
read["Boolean", text_] := Switch[ToLowerCase[text], "true" | "yes" | "y" | "t" | "on" | "1", {True}, "false" | "no" | "n" | "f" | "off" | "0", {False}, _, $Failed]

(* ---- expressions; only arithmetic is evaluated, so that text from outside can do nothing *)
safe[text_] := With[{held = Quiet[ToExpression[text, InputForm, HoldComplete]]}, MatchQ[held, HoldComplete[_]] && FreeQ[held, _Symbol ? (! MemberQ[$harmless, SymbolName[#]] &), {0, Infinity}, Heads -> True]]
$harmless = {"HoldComplete", "Plus", "Times", "Power", "Subtract", "Divide", "Minus", "Rational", "Complex", "Integer", "Real", "Sqrt", "Sin", "Cos", "Tan", "Exp", "Log", "Abs", "Floor", "Ceiling", "Round", "Max", "Min", "Mod", "GCD", "LCM", "Factorial", "Binomial", "Pi", "E", "I", "Degree", "GoldenRatio", "N"};
read["Expression" | "HeldExpression" | "MathExpression", text_] := Module[{held = Quiet[ToExpression[text, InputForm, HoldComplete]]}, If[MatchQ[held, HoldComplete[_]], {If[safe[text], First[held], Hold @@ held]}, $Failed]]
read["HeldExpression", text_] := Module[{held = Quiet[ToExpression[text, InputForm, Hold]]}, If[MatchQ[held, Hold[_]], {held}, $Failed]]
read["Symbol", text_] := If[StringMatchQ[text, RegularExpression["[A-Za-z$][A-Za-z0-9$]*(`[A-Za-z$][A-Za-z0-9$]*)*"]], {Symbol[text]}, $Failed]

(* ---- dates, quantities, colors *)
read["Date", text_] := dateOf[text, "Day"]
read["DateTime", text_] := dateOf[text, "Instant"]
dateOf[text_, granularity_] := Module[{l = If[StringMatchQ[text, RegularExpression[".*\\d.*"]], Quiet[DateList[text]], $Failed]},
  If[! MatchQ[l, {__?NumericQ}], $Failed, {If[granularity === "Day", DateObject[l[[;; 3]]], DateObject[l]]}]]
read["Time", text_] := Module[{m = StringCases[ToLowerCase[text], RegularExpression["^(\\d{1,2})(:(\\d{2}))?(:(\\d{2}))?\\s*(am|pm)?$"] :> {"$1", "$3", "$5", "$6"}], h},
  If[m === {}, Return[$Failed, Module]];
  m = First[m]; h = FromDigits[m[[1]]];
  If[m[[4]] =!= "", If[h < 1 || h > 12, Return[$Failed, Module]]; h = Mod[h, 12] + If[m[[4]] === "pm", 12, 0]];
  If[h > 23, $Failed, {TimeObject[{h, If[m[[2]] === "", 0, FromDigits[m[[2]]]], If[m[[3]] === "", 0, FromDigits[m[[3]]]]}]}]]
read["Quantity", text_] := Module[{q = Quiet[Quantity[text]], m = StringCases[text, RegularExpression["^([+-]?[\\d.,]+)\\s*(.+)$"] :> {"$1", "$2"}]},
  If[Head[q] === Quantity && ! StringQ[First[q]] , Return[{q}, Module]];
  If[m === {}, Return[$Failed, Module]];
  q = Quiet[Quantity[First[read["Number", m[[1, 1]]] /. $Failed -> {0}], m[[1, 2]]]];
  If[QuantityQ[q], {q}, $Failed]]
$colors = {"red" -> Red, "green" -> Green, "blue" -> Blue, "black" -> Black, "white" -> White, "gray" -> Gray, "grey" -> Gray, "cyan" -> Cyan, "magenta" -> Magenta, "yellow" -> Yellow, "brown" -> Brown, "orange" -> Orange, "pink" -> Pink, "purple" -> Purple};
read["Color", text_] := Module[{named = Lookup[$colors, ToLowerCase[text], None], hex},
  If[named =!= None, Return[{named}, Module]];
  hex = StringCases[text, RegularExpression["^#([0-9a-fA-F]{6})$"] :> "$1"];
  If[hex === {}, $Failed, {RGBColor @@ (FromDigits[#, 16]/255. & /@ StringPartition[First[hex], 2])}]]
read["URL", text_] := If[StringMatchQ[text, RegularExpression["(https?|ftp)://[^\\s/]+\\S*"]], {URL[text]}, If[StringMatchQ[text, RegularExpression["[\\w-]+(\\.[\\w-]+)*\\.[a-zA-Z]{2,}(/\\S*)?"]], {URL["http://" <> text]}, $Failed]]
read["EmailAddress", text_] := If[StringMatchQ[text, RegularExpression["[^@\\s]+@[^@\\s]+\\.[^@\\s]+"]], {text}, $Failed]
read["IPAddress", text_] := If[StringMatchQ[text, RegularExpression["\\d{1,3}(\\.\\d{1,3}){3}"]] && AllTrue[FromDigits /@ StringSplit[text, "."], # <= 255 &], {text}, $Failed]
read["UUID", text_] := If[StringMatchQ[text, RegularExpression["[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"]], {text}, $Failed]

(* ---- compound forms *)
read[Restricted[f : "Integer" | "Real" | "Number", a_, b_, d_: None], text_] := bounded[f, text, a, b, d]
read[Restricted[f : "Integer" | "Real" | "Number", {a_, b_, d_: None}], text_] := bounded[f, text, a, b, d]
read[Restricted[f : "Integer" | "Real" | "Number", b_?NumericQ], text_] := bounded[f, text, -Infinity, b, None]
bounded[f_, text_, a_, b_, d_] := Module[{r = read[f, text]},
  If[! MatchQ[r, {_}], Return[r, Module]];
  If[a <= First[r] <= b && (d === None || IntegerQ[(First[r] - a)/d]), r,
    failure[Restricted[f, a, b], text, "Please enter a value between " <> ToString[a] <> " and " <> ToString[b] <> "."]]]
read[Restricted["String", p_], text_] := If[StringMatchQ[text, p], {text}, $Failed]
read[DelimitedSequence[f_, sep_: ","], text_] := Module[{inner = sep, body = text, parts},
  If[MatchQ[sep, {_, _, _}], {inner, body} = {sep[[2]], StringReplace[text, {StartOfString ~~ sep[[1]] -> "", sep[[3]] ~~ EndOfString -> ""}]}];
  parts = read[f, StringTrim[#]] & /@ StringSplit[body, inner];
  If[AllTrue[parts, MatchQ[#, {_}] &], {First /@ parts}, $Failed]]
read[RepeatingElement[f_, ___], text_] := read[DelimitedSequence[f], text]
read[forms_Alternatives, text_] := SelectFirst[read[#, text] & /@ List @@ forms, MatchQ[#, {_}] &, $Failed]
read[choices_Association, text_] := read[Normal[choices], text]
read[choices_List, text_] := Module[{found = SelectFirst[choices, sameText[If[MatchQ[#, _Rule], First[#], #], text] &]},
  Which[MissingQ[found], failure[choices, text, "Please enter one of the choices."], MatchQ[found, _Rule], {Last[found]}, True, {found}]]
sameText[choice_, text_] := ToLowerCase[If[StringQ[choice], choice, ToString[choice, InputForm]]] === ToLowerCase[text]
