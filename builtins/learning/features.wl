(* features.wl - examples and features: the forms of data the learners take, and how inputs become rows of numbers.

   An encoder is <|"Form" -> "Single" | "List" | "Association", "Keys" -> {...}, "Features" -> {feature ...}|>; a feature knows its type and
   what is needed to turn a column of values into columns of numbers. Numbers are standardized (missing ones count as the mean), names become
   indicators, text the usual weights of words (tf-idf, rows of length 1), pictures and arrays their numbers. *)

learned = {ClassifierFunction, ClassifierMeasurementsObject, PredictorFunction, PredictorMeasurementsObject, DimensionReducerFunction, FeatureExtractorFunction};
Unprotect @@ learned;
Map[Function[h, Format[h[_Association]] := SymbolName[h]["<>"]], learned];
Protect @@ learned;

given[opts___] := Replace[Flatten[{opts}], (r : Rule | RuleDelayed)[s_String, v_] :> r[Symbol[s], v], {1}];
option[head_, rules_, name_] := Replace[name, Join[rules, Options[head]]];
methodName[m_] := Replace[m, {n_String, ___} :> n];
methodOptions[{_String, o___}] := Association[Replace[Flatten[{o}], (n_Symbol -> v_) :> SymbolName[n] -> v, {1}]];
methodOptions[_] := <||>;
seed[rules_, head_] := Replace[option[head, rules, RandomSeeding], {Automatic | Inherited -> 1234, n_Integer :> Abs[n], other_ :> Hash[other]}];

(* ---- examples: {inputs, outputs}, or $Failed *)
table[d_Dataset] := Normal[d];
table[d_] := d;
withoutColumn[row_List, n_Integer] := With[{r = Delete[row, n]}, If[Length[r] === 1, First[r], r]];
withoutColumn[row_Association, k_] := KeyDrop[row, If[IntegerQ[k], Keys[row][[k]], k]];
valueOf[row_List, n_Integer] := row[[n]];
valueOf[row_Association, k_] := If[IntegerQ[k], Values[row][[k]], row[k]];
examples[data0_] := Module[{data = table[data0]}, Which[
   MatchQ[data, {__Rule}], {data[[All, 1]], data[[All, 2]]},
   MatchQ[data, _Rule] && ListQ[table[data[[1]]]] && ListQ[data[[2]]] && Length[table[data[[1]]]] === Length[data[[2]]] && data[[2]] =!= {}, {table[data[[1]]], data[[2]]},
   MatchQ[data, _Rule] && MatchQ[table[data[[1]]], {__List} | {__Association}] && MatchQ[data[[2]], _Integer | _String],
     With[{t = table[data[[1]]], k = data[[2]]}, If[AllTrue[t, If[ListQ[#], IntegerQ[k] && 1 <= Abs[k] <= Length[#], If[IntegerQ[k], 1 <= k <= Length[#], KeyExistsQ[#, k]]] &], {withoutColumn[#, k] & /@ t, valueOf[#, k] & /@ t}, $Failed]],
   AssociationQ[data] && Length[data] > 0 && AllTrue[Values[data], ListQ], {Join @@ Values[data], Join @@ KeyValueMap[ConstantArray[#1, Length[#2]] &, data]},
   True, $Failed]];

(* examples for a net with one input and one output: data by ports as well *)
netExamples[data0_, {{in_}, {out_}}] := Module[{data = Replace[data0, d_Dataset :> Normal[d]]}, Which[
   AssociationQ[data] && Sort[Keys[data]] === Sort[{in, out}], Lookup[data, {in, out}],
   MatchQ[data, {__Association}] && AllTrue[data, Sort[Keys[#]] === Sort[{in, out}] &], {Lookup[data, in], Lookup[data, out]},
   True, examples[data]]];

(* ---- the form of inputs *)
numericArrayQ[x_] := ArrayQ[x, _, NumericQ];
formOf[inputs_] := Which[AllTrue[inputs, AssociationQ], "Association", AllTrue[inputs, ListQ] && SameQ @@ Length /@ inputs && Length[First[inputs]] > 0 && AllTrue[inputs, AtomQ[First[#]] || ! numericArrayQ[#] &], "List", True, "Single"];
columnsOf["Single", _, inputs_] := {inputs};
columnsOf["List", _, inputs_] := If[inputs === {}, {}, Transpose[inputs]];
columnsOf["Association", keys_, inputs_] := Map[Function[k, Map[Lookup[#, k, Missing["KeyAbsent", k]] &, inputs]], keys];
batchQ[e_, x_] := Switch[e["Form"], "Single", ListQ[x] && With[{f = First[e["Features"]]}, f["Type"] =!= "NumericalVector" || ! VectorQ[x, NumericQ] && ArrayDepth[x] > Length[f["Dimensions"]] || x === {}],
   "List", ListQ[x] && (x === {} || AllTrue[x, ListQ]), _, ListQ[x] || MatchQ[x, _Dataset]];
(* a row in the encoder's form, or $Failed: lists may stand for associations and single values for lists of one *)
fitted[e_, x_] := Switch[e["Form"],
   "Association", Which[AssociationQ[x], x, ListQ[x] && Length[x] === Length[e["Keys"]], AssociationThread[e["Keys"], x], Length[e["Keys"]] === 1, <|First[e["Keys"]] -> x|>, True, $Failed],
   "List", Which[ListQ[x] && Length[x] === Length[e["Features"]], x, AssociationQ[x] && Length[x] === Length[e["Features"]], Values[x], ! ListQ[x] && Length[e["Features"]] === 1, {x}, True, $Failed],
   _, x];

(* ---- features *)
missingQ[x_] := MatchQ[x, _Missing | Indeterminate | Null | None];
numeric[x_] := Which[MatchQ[x, _DateObject], N[AbsoluteTime[x]], MatchQ[x, _Quantity], N[QuantityMagnitude[x]], True, N[x]];
wordsOf[s_] := StringCases[ToLowerCase[s], (WordCharacter | "'") ..];
typeOf[column_, single_] := Module[{v = DeleteCases[column, _?missingQ]}, Which[
   v === {}, "Numerical",
   AllTrue[v, NumericQ[#] && Im[N[#]] == 0 &] || AllTrue[v, MatchQ[#, _DateObject | _Quantity] &], "Numerical",
   AllTrue[v, BooleanQ], "Boolean",
   AllTrue[v, ImageQ], "Image",
   AllTrue[v, StringQ], If[single && AnyTrue[v, StringContainsQ[#, WhitespaceCharacter] &], "Text", "Nominal"],
   AllTrue[v, ListQ[#] && numericArrayQ[#] &] && SameQ @@ Dimensions /@ v, "NumericalVector",
   True, "Nominal"]];
spread[m_] := With[{d = Sqrt[Mean[(# - Mean[#])^2]]}, If[d > 10.^-12 Max[1, Abs[Mean[#]]], d, 1.]] &[m];
pixels[image_] := Flatten[ImageData[ImageResize[ColorConvert[image, "Grayscale"], {16, 16}]]];
learnFeature[column_, type_] := Module[{v = DeleteCases[column, _?missingQ], m, docs, words, n}, Switch[type,
   "Numerical", m = numeric /@ v; If[m === {}, m = {0.}]; <|"Type" -> type, "Mean" -> Mean[m], "Deviation" -> spread[m], "Width" -> 1|>,
   "Boolean" | "Nominal", <|"Type" -> type, "Values" -> Union[v], "Width" -> Length[Union[v]]|>,
   "NumericalVector", m = Flatten /@ N[v]; <|"Type" -> type, "Dimensions" -> Dimensions[First[v]], "Mean" -> Mean[m], "Deviation" -> spread /@ Transpose[m], "Width" -> Length[First[m]]|>,
   "Image", m = pixels /@ v; <|"Type" -> type, "Mean" -> Mean[m], "Deviation" -> ConstantArray[Max[0.05, StandardDeviation[Flatten[m]]], 256], "Width" -> 256|>,
   "Text", docs = Union[wordsOf[#]] & /@ v; n = Length[v];
     words = Keys[TakeLargest[Counts[Join @@ docs], UpTo[2000]]] // Sort;
     <|"Type" -> type, "Words" -> AssociationThread[words, Range[Length[words]]], "Weights" -> With[{c = Counts[Join @@ docs]}, N[Log[(1 + n)/(1 + c[#])] + 1] & /@ words], "Width" -> Max[1, Length[words]]|>]];
encodeText[f_, s_] := Module[{row = ConstantArray[0., f["Width"]], norm}, If[StringQ[s], Do[With[{p = f["Words"][w]}, If[IntegerQ[p], row[[p]] += f["Weights"][[p]]]], {w, wordsOf[s]}]]; norm = Norm[row]; If[norm > 0, row/norm, row]];
encodeFeature[f_, column_] := Switch[f["Type"],
   "Numerical", If[VectorQ[column, NumberQ], List /@ ((N[column] - f["Mean"])/f["Deviation"]), Map[{If[missingQ[#], 0., (numeric[#] - f["Mean"])/f["Deviation"]]} &, column]],
   "Boolean" | "Nominal", With[{place = AssociationThread[f["Values"], Range[f["Width"]]], none = ConstantArray[0., f["Width"]]}, Map[With[{p = place[#]}, If[IntegerQ[p], ReplacePart[none, p -> 1.], none]] &, column]],
   "NumericalVector", Map[If[missingQ[#], 0. f["Mean"], (Flatten[N[#]] - f["Mean"])/f["Deviation"]] &, column],
   "Image", Map[If[missingQ[#], 0. f["Mean"], (pixels[#] - f["Mean"])/f["Deviation"]] &, column],
   "Text", Map[encodeText[f, #] &, column]];
fitsQ[f_, v_] := missingQ[v] || Switch[f["Type"], "Numerical", NumericQ[v] || MatchQ[v, _DateObject | _Quantity], "Boolean" | "Nominal", True, "NumericalVector", ListQ[v] && numericArrayQ[v] && Dimensions[v] === f["Dimensions"], "Image", ImageQ[v], "Text", StringQ[v], _, False];

learnEncoder[inputs_, types0_: Automatic, names_: Automatic, nominal_: Automatic, before_: Identity] := Module[{ins = If[before === Identity, inputs, before /@ inputs], form, keys, cols, types},
  form = formOf[ins]; keys = If[form === "Association", Union @@ Keys /@ ins, {}];
  cols = columnsOf[form, keys, ins];
  types = MapIndexed[With[{k = First[#2]}, Replace[Which[StringQ[types0], types0, ListQ[types0] && k <= Length[types0], types0[[k]], AssociationQ[types0], Lookup[types0, If[keys === {}, k, keys[[k]]], Automatic], True, Automatic],
       Automatic | Except[_String] :> If[nominal === All || ListQ[nominal] && MemberQ[nominal, If[keys === {}, k, keys[[k]]]], "Nominal", typeOf[#1, form === "Single"]]]] &, cols];
  types = MapThread[If[MemberQ[{"Numerical", "NumericalVector", "Boolean", "Nominal", "Text", "Image"}, #1] && (MemberQ[{"Boolean", "Nominal"}, #1] || AllTrue[#2, Function[v, fitsQ[<|"Type" -> #1, "Dimensions" -> Dimensions[First[#2]]|>, v]]]), #1, typeOf[#2, form === "Single"]] &, {types, cols}];
  <|"Form" -> form, "Keys" -> keys, "Names" -> Replace[names, Automatic -> If[keys === {}, Table["f" <> ToString[k], {k, Length[cols]}], keys]], "Features" -> MapThread[learnFeature, {cols, types}], "Before" -> before|>];
(* the rows of numbers of inputs; the first input that does not fit is said and gives $Failed *)
encode[head_, e_, inputs0_] := Module[{inputs = Map[fitted[e, #] &, If[e["Before"] === Identity, inputs0, e["Before"] /@ inputs0]], cols, bad},
  bad = FirstPosition[inputs, $Failed, None, {1}, Heads -> False];
  If[bad =!= None, Message[MessageName[head, "mlincfttp"], e["Form"], inputs0[[First[bad]]]] ; Return[$Failed, Module]];
  If[inputs === {}, Return[{}, Module]];
  cols = columnsOf[e["Form"], e["Keys"], inputs];
  Do[With[{f = e["Features"][[k]]}, bad = FirstCase[cols[[k]], v_ /; ! fitsQ[f, v], None];
    If[bad =!= None, Message[MessageName[head, "mlincfttp"], f["Type"], bad]; Return[$Failed, Module]]], {k, Length[cols]}];
  Join[Sequence @@ MapThread[encodeFeature, {e["Features"], cols}], 2]];
typesOf[e_] := With[{t = Lookup[e["Features"], "Type"]}, If[e["Form"] === "Single", First[t], t]];
blocks[e_] := Map[{#["Type"], #["Width"]} &, e["Features"]];
(* columns of each block of an encoded matrix *)
spans[e_] := With[{w = Lookup[e["Features"], "Width"]}, MapThread[#1 ;; #2 &, {Accumulate[w] - w + 1, Accumulate[w]}]];
