(* number_names.wl - mantissas, ranges of powers, names of integers, degrees-minutes-seconds. *)

mantissaExponent[x_] := mantissaExponent[x, 10];
mantissaExponent[x_List, b___] := Map[MantissaExponent[#, b] &, x];
mantissaExponent[x_ /; x == 0, b_?NumericQ] := {x, 0};
mantissaExponent[x_?NumericQ, b_?NumericQ] := Module[{e},
  If[Im[x] =!= 0, Return[$Unevaluated]];
  e = Floor[Log[b, Abs[x]]] + 1;
  If[Abs[x] >= b^e, e++]; If[Abs[x] < b^(e - 1), e--];
  {x/If[MachineNumberQ[x], N[b^e], b^e], e}];
mantissaExponent[x_, b_, n_] := {x/b^n, n};
mantissaExponent[___] := $Unevaluated;
realExponent[x_] := realExponent[x, 10];
realExponent[x_?NumericQ, b_?NumericQ] := If[x == 0, -Infinity, N[Log[b, Abs[x]]]];
realExponent[___] := $Unevaluated;

powerRange[b_] := powerRange[1, b, 10];
powerRange[a_, b_] := powerRange[a, b, 10];
powerRange[a_?NumericQ, b_?NumericQ, r_?NumericQ] := Module[{l = {}, x = a},
  If[a == 0 || Abs[r] == 1 || r == 0, Return[$Unevaluated]];
  While[If[Abs[r] > 1, Abs[x] <= Abs[b], Abs[x] >= Abs[b]], AppendTo[l, x]; x = x*r];
  l];
powerRange[___] := $Unevaluated;

numericalSort[l_List] := SortBy[l, {If[NumericQ[#], N[#], Infinity] &}];
numericalSort[a_Association] := a[[Ordering[N[Values[a]]]]];
numericalSort[___] := $Unevaluated;
between[x_, rs : {{_, _} ..}] := Or @@ Map[between[x, #] &, rs];
between[x_, Interval[rs__List]] := between[x, {rs}];
between[x_?NumericQ, {a_, b_}] := a <= x <= b;
between[x_, {a_, b_}] := a <= x <= b;
between[___] := $Unevaluated;

fromDMS[{d_, m_: 0, s_: 0}] := Sign[If[d == 0, 1, d]] (Abs[d] + m/60 + s/3600);
fromDMS[___] := $Unevaluated;

(* ---- names of integers *)
$ones = {"one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen",
  "seventeen", "eighteen", "nineteen"};
$tens = {"", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"};
$scales = {"thousand", "million", "billion", "trillion", "quadrillion", "quintillion", "sextillion", "septillion", "octillion", "nonillion", "decillion"};
$ordinals = <|"one" -> "first", "two" -> "second", "three" -> "third", "five" -> "fifth", "eight" -> "eighth", "nine" -> "ninth", "twelve" -> "twelfth"|>;
(* the hyphen of twenty-one is the character that is printed there, \[Hyphen] *)
below100[n_] := If[n < 20, $ones[[n]], $tens[[Quotient[n, 10]]] <> If[Mod[n, 10] > 0, "\[Hyphen]" <> $ones[[Mod[n, 10]]], ""]];
below1000[n_] := StringRiffle[DeleteCases[{If[n >= 100, $ones[[Quotient[n, 100]]] <> " hundred", ""], If[Mod[n, 100] > 0, below100[Mod[n, 100]], ""]}, ""], " "];
words[0] := "zero";
words[n_] := "negative " <> words[-n] /; n < 0;
words[n_] := Module[{groups = IntegerDigits[n, 1000], k},
  k = Length[groups];
  StringRiffle[DeleteCases[MapIndexed[If[#1 == 0, "", below1000[#1] <> If[k - First[#2] > 0, " " <> $scales[[k - First[#2]]], ""]] &, groups], ""], " "]];
digitsForm[n_] := If[Abs[n] < 1000, words[n], If[n < 0, "negative ", ""] <> Module[{groups = IntegerDigits[Abs[n], 1000], k}, k = Length[groups];
   StringRiffle[DeleteCases[MapIndexed[If[#1 == 0, "", If[Length[groups] == First[#2] && #1 < 1000, ToString[#1], ToString[#1]] <> If[k - First[#2] > 0, " " <> $scales[[k - First[#2]]], ""]] &, groups], ""], " "]]];
ordinal[s_] := StringReplace[s, RegularExpression["([a-z]+)$"] :> ordinalWord["$1"]];
ordinalWord[w_] := Which[KeyExistsQ[$ordinals, w], $ordinals[w], StringEndsQ[w, "y"], StringDrop[w, -1] <> "ieth", True, w <> "th"];
known[n_] := Abs[n] < 10^36;
integerName[n_List, f___] := Map[IntegerName[#, f] &, n];
integerName[n_Integer?known] := digitsForm[n];
integerName[n_Integer?known, "Words"] := words[n];
integerName[n_Integer?known, "DigitsWords"] := digitsForm[n];
integerName[n_Integer?known, "Ordinal"] := ordinal[words[n]];
integerName[n_Integer?known, "Cardinal"] := words[n];
integerName[n_Integer?known, Automatic | "English"] := digitsForm[n];
integerName[n_Integer?known, "Year"] := yearName[n];
(* several qualifiers: a language, a form of the words and their kind *)
integerName[n_Integer?known, l : {___String}] := With[{q = DeleteCases[l, "English" | "Cardinal" | "Masculine" | "Feminine"]}, Switch[Sort[q],
  {}, If[MemberQ[l, "Cardinal"], words[n], digitsForm[n]], {_}, integerName[n, First[q]],
  {"DigitsWords" | "Ordinal", "Words" | "Ordinal"}, integerName[n, "Ordinal"], _, $Unevaluated]];
integerName[n_Integer?known, f_: Automatic, Language -> "English"] := integerName[n, f];
(* years are read in pairs of digits: nineteen ninety-nine, nineteen oh-five, twenty ten; but two thousand five *)
yearName[n_] := If[n < 1010 || n >= 10000 || MemberQ[Range[0, 9], Mod[n, 1000]], words[n],
  words[Quotient[n, 100]] <> " " <> Which[Mod[n, 100] == 0, "hundred", Mod[n, 100] < 10, "oh\[Hyphen]" <> words[Mod[n, 100]], True, words[Mod[n, 100]]]];
integerName[___] := $Unevaluated;

(* ---- divisions of an interval by short numbers *)
findDivisions[{a_?NumericQ, b_?NumericQ}, n_Integer?Positive] := findDivisions[{a, b}, n, 10]
findDivisions[{a_?NumericQ, b_?NumericQ}, n_Integer?Positive, k_Integer /; k > 1] := marks[a, b, niceStep[(b - a)/n, k]]
findDivisions[{a_?NumericQ, b_?NumericQ, d_?NumericQ}, n_Integer?Positive, k_: 10] := marks[a, b, d multiple[(b - a)/(n d), k]]
findDivisions[{a_?NumericQ, b_?NumericQ}, ns : {__Integer?Positive}, k_: 10] := Module[{step = niceStep[(b - a)/First[ns], k], steps, lists},
  steps = FoldList[divided[#1, #2, k] &, step, Rest[ns]];
  lists = marks[a, b, #] & /@ steps;
  withoutEarlier[lists]]
findDivisions[{a_?NumericQ, b_?NumericQ, ds : {__?NumericQ}}, ns : {__Integer?Positive}, k_: 10] /; Length[ds] === Length[ns] := Module[{counts = FoldList[Times, ns]},
  withoutEarlier[MapThread[marks[a, b, #1 multiple[(b - a)/(#2 #1), k]] &, {ds, counts}]]]
findDivisions[{a_?NumericQ, b_?NumericQ, ds : {__?NumericQ}}] := withoutEarlier[Select[marks[a, b, #], a <= # <= b &] & /@ ds]
findDivisions[___] := $Unevaluated
withoutEarlier[lists_] := Table[Select[lists[[i]], Function[x, ! AnyTrue[Join @@ lists[[;; i - 1]], # == x &]]], {i, Length[lists]}]
marks[a_, b_, step_] := With[{low = Floor[a/step], high = Ceiling[b/step]}, If[Precision[{a, b}] < Infinity, N[step Range[low, high]], step Range[low, high]]]
(* The number of the form m k^e nearest to the step wanted, with m dividing the base or twice it. *)
digits[k_] := Select[Range[k - 1], Divisible[k, #] &]
niceStep[w_, k_] := nearestOf[Flatten[Outer[Times, digits[k], k^Range[#1 - 1, #1 + 1]]] &[Floor[Log[k, N[w]]]], w]
nearestOf[list_, w_] := First[MinimalBy[list, Abs[Log[N[#]/N[w]]] &]]
multiple[w_, k_] := Max[1, If[w < 1, 1, nearestOf[Join[{1}, Flatten[Outer[Times, digits[k], k^Range[0, Max[0, Floor[Log[k, N[w]]] + 1]]]]], w]]]
divided[step_, n_, k_] := step/nearestOf[Select[Range[2, Max[2, 2 n]], IntegerQ[step/niceStep[step/#, k]] || # === n &], n]
