(* text_cases.wl - TextCases and TextPosition: the parts of a text that are of some type.

   A type is found by positions[type, text]: a list of {first, last}. Types that need a dictionary of words, a grammar or a base of
   entities are not known. *)

patterns = <|
  "Whitespace" -> Whitespace,
  "Punctuation" -> PunctuationCharacter,
  "Character" -> _,
  "NonText" -> Except[LetterCharacter | DigitCharacter | PunctuationCharacter | WhitespaceCharacter] ..,
  "Number" -> RegularExpression["(?<![\\p{L}\\d.])[-+]?(?:\\d{1,3}(?:,\\d{3})+|\\d+)(?:\\.\\d+)?(?:[eE][-+]?\\d+)?(?![\\p{L}\\d])|(?<![\\p{L}\\d.])[-+]?\\.\\d+(?![\\p{L}\\d])"],
  "URL" -> RegularExpression["(?:https?|ftp)://[^\\s<>\"]*[^\\s<>\".,;:!?'()\\]}]|(?<![\\w.@/])www\\.[^\\s<>\"]*[^\\s<>\".,;:!?'()\\]}]"],
  "EmailAddress" -> RegularExpression["[A-Za-z0-9](?:[A-Za-z0-9._%+-]*[A-Za-z0-9_%+-])?@[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)+"],
  "IPAddress" -> RegularExpression["(?<![\\d.])(?:(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)\\.){3}(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?![\\d.]*\\d)"],
  "TwitterHandle" -> RegularExpression["(?<![\\w@.])@\\w{1,15}\\b"],
  "Hashtag" -> RegularExpression["(?<![\\w#&])#\\w*[\\p{L}_]\\w*"],
  "PhoneNumber" -> RegularExpression["(?<![\\d-])(?:\\+\\d{1,3}[ .-]?)?(?:\\(\\d{2,4}\\)[ .-]?|\\d{2,4}[ .-])\\d{3,4}[ .-]\\d{3,4}(?![\\d-])"],
  "ZIPCode" -> RegularExpression["(?<![\\d.,-])\\d{5}(?:-\\d{4})?(?![\\d.,-]*\\d)"],
  "CurrencyAmount" -> RegularExpression["[$\[Euro]\[Sterling]\[Yen]] ?\\d+(?:,\\d{3})*(?:\\.\\d+)?|\\d+(?:,\\d{3})*(?:\\.\\d+)? ?(?:USD|EUR|GBP|JPY|CHF|[$\[Euro]\[Sterling]\[Yen]]|dollars|euros|pounds|yen)(?!\\p{L})"],
  "Emoticon" -> RegularExpression["(?<!\\S)(?:[:;=8][-o']?[)(DPpO|/\\\\\\]\\[*3]|[)(][-o']?[:;=]|<3|[xX]D)(?!\\S)"],
  "Date" -> RegularExpression["\\d{4}-\\d{2}-\\d{2}|(?<!\\d)\\d{1,2}/\\d{1,2}/(?:\\d{4}|\\d{2})(?!\\d)|(?:(?:January|February|March|April|May|June|July|August|September|October|November|December)|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec)\\.?) \\d{1,2}(?:st|nd|rd|th)?,? \\d{4}(?!\\d)|(?<!\\d)\\d{1,2}(?:st|nd|rd|th)? (?:January|February|March|April|May|June|July|August|September|October|November|December|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec)\\.?,? \\d{4}(?!\\d)"],
  "Time" -> RegularExpression["(?<![\\d:])(?:[01]?\\d|2[0-3]):[0-5]\\d(?::[0-5]\\d)?(?: ?[AaPp]\\.?[Mm]\\.?)?(?![\\d:])"],
  "Quotation" -> RegularExpression["(?s)\"[^\"]+\"|\[OpenCurlyDoubleQuote][^\[CloseCurlyDoubleQuote]]+\[CloseCurlyDoubleQuote]"],
  "Line" -> RegularExpression["[^\\n]+"],
  "Paragraph" -> RegularExpression["(?s)\\S(?:(?!\\n[ \\t]*\\n).)*\\S|\\S"]|>;

(* words and sentences, one after the other *)
inOrder[text_, parts_] := Module[{at = 1, p},
  Map[(p = First[StringPosition[StringDrop[text, at - 1], #, 1]] + at - 1; at = Last[p] + 1; p) &, parts]]

positions["Word", text_] := inOrder[text, TextWords[text]]
positions["Sentence", text_] := inOrder[text, TextSentences[text]]
positions[type_String, text_] := StringPosition[text, patterns[type], Overlaps -> False]
positions[Verbatim[s_String], text_] := StringPosition[text, s, Overlaps -> False]
positions[a_Alternatives, text_] := Union[Join @@ (positions[#, text] & /@ List @@ a)]
positions[Containing[outer_, inner_], text_] := With[{in = positions[inner, text]},
  Select[positions[outer, text], Function[p, AnyTrue[in, First[p] <= First[#] && Last[#] <= Last[p] &]]]]
positions[patt_, text_] := StringPosition[text, patt, Overlaps -> False]

knownQ["Word" | "Sentence"] := True
knownQ[s_String] := KeyExistsQ[patterns, s]
knownQ[a_Alternatives] := AllTrue[List @@ a, knownQ]
knownQ[Containing[a_, b_]] := knownQ[a] && knownQ[b]
knownQ[_Verbatim | _StringExpression | _RegularExpression] := True
knownQ[_] := False

properties = {"String", "Position", "Probability", "Interpretation", "Snippet", "HighlightedSnippet"};
property["String", _, text_, p_] := StringTake[text, p]
property["Position", _, _, p_] := p
property["Probability", _, _, _] := 1.
property["Snippet", _, text_, {a_, b_}] := StringTake[text, {Max[1, a - 20], Min[StringLength[text], b + 20]}]
property["HighlightedSnippet", _, text_, {a_, b_}] := Row[{StringTake[text, {Max[1, a - 20], a - 1}], Style[StringTake[text, {a, b}], Bold], StringTake[text, {b + 1, Min[StringLength[text], b + 20]}]}]
property["Interpretation", form_, text_, p_] := interpretation[form, StringTake[text, p]]
property[l_List, form_, text_, p_] := property[#, form, text, p] & /@ l
property[f_, form_, text_, p_] := f[Association[# -> property[#, form, text, p] & /@ properties]]
interpretation["Number", s_] := Interpreter["Number"][s]
interpretation["Date", s_] := DateObject[StringDelete[s, RegularExpression["(?<=\\d)(?:st|nd|rd|th)"]]]
interpretation["Time", s_] := TimeObject[s]
interpretation["URL", s_] := URL[s]
interpretation[_, s_] := s
okProperty[l_List] := AllTrue[l, okProperty]
okProperty[s_String] := MemberQ[properties, s]
okProperty[_] := True

textOf[s_String] := s
textOf[f_File] := With[{s = Import[f, "Text"]}, If[StringQ[s], s, $Failed]]
textOf[_] := $Failed

cases[head_, text_, spec_, n_, prop_] := Module[{s = textOf[text]},
  If[! StringQ[s], Message[MessageName[head, "text"], text]; Return[$Unevaluated, Module]];
  If[! knownQ[spec], Message[MessageName[head, "form"], spec]; Return[$Unevaluated, Module]];
  If[! okProperty[prop], Message[MessageName[head, "prop"], prop]; Return[$Unevaluated, Module]];
  property[prop, spec, s, #] & /@ If[n === Infinity || n === All, positions[spec, s], Take[positions[spec, s], UpTo[n]]]]

(* $Unevaluated in one part is $Unevaluated for all *)
whole[l_] := If[MemberQ[l, $Unevaluated], $Unevaluated, l]
countQ[n_] := n === Infinity || n === All || IntegerQ[n] && n >= 0

textCases[text_, spec_] := textCases[text, spec, Infinity]
textCases[texts_List, spec_, n_] := whole[textCases[#, spec, n] & /@ texts]
textCases[text_, specs_List, n_?countQ] := With[{r = textCases[text, #, n] & /@ specs}, If[MemberQ[r, $Unevaluated], $Unevaluated, AssociationThread[Replace[specs, (s_ -> _) :> s, {1}], r]]]
textCases[text_, specs_List -> prop_, n_?countQ] := textCases[text, Map[# -> prop &, specs], n]
textCases[text_, spec_ -> prop_, n_?countQ] := cases[TextCases, text, spec, n, prop]
textCases[text_, spec_, n_?countQ] := cases[TextCases, text, spec, n, "String"]
textCases[___] := $Unevaluated

textPosition[text_, spec_] := textPosition[text, spec, Infinity]
textPosition[texts_List, spec_, n_] := whole[textPosition[#, spec, n] & /@ texts]
textPosition[text_, specs_List, n_?countQ] := With[{r = textPosition[text, #, n] & /@ specs}, If[MemberQ[r, $Unevaluated], $Unevaluated, AssociationThread[specs, r]]]
textPosition[text_, spec_, n_?countQ] := cases[TextPosition, text, spec, n, "Position"]
textPosition[___] := $Unevaluated
