(* developer.wl - functions of the contexts Developer` and Internal` that packages use: tests of arguments, and names for what System` has, too. *)

(* ---- Developer`: tests *)
machineIntegerQ[n_] := IntegerQ[n] && -2^63 <= n < 2^63;
machineRealQ[x_] := MatchQ[x, _Real] && MachineNumberQ[x];
machineComplexQ[z_] := MatchQ[z, _Complex] && MachineNumberQ[z];
realQ[x_] := MatchQ[x, _Real];
complexQ[z_] := MatchQ[z, _Complex];
rationalQ[x_] := MatchQ[x, _Rational];
zeroQ[x_] := TrueQ[x == 0];
symbolQ[s_] := MatchQ[Unevaluated[s], _Symbol];
SetAttributes[holdSymbolQ, HoldAllComplete];
holdSymbolQ[s_] := AtomQ[Unevaluated[s]] && Head[Unevaluated[s]] === Symbol;
emptyQ[e_] := Length[e] === 0 && ! AtomQ[e] || AssociationQ[e] && Length[e] === 0;
listOrAssociationQ[e_] := ListQ[e] || AssociationQ[e];
stringOrStringVectorQ[e_] := StringQ[e] || VectorQ[e, StringQ];
stringVectorQ[e_] := VectorQ[e, StringQ];
associationVectorQ[e_] := ListQ[e] && AllTrue[e, AssociationQ];
ruleQ[e_] := MatchQ[e, _Rule | _RuleDelayed];

(* ---- Developer`: values *)
toList[e_List] := e;
toList[e_] := {e};
partitionMap[f_, list_, n_] := Map[f, Partition[list, n]];
partitionMap[f_, list_, n_, d_] := Map[f, Partition[list, n, d]];
encodeBase64[e_String] := BaseEncode[StringToByteArray[e]];
encodeBase64[e_ByteArray] := BaseEncode[e];
encodeBase64[e_List] := BaseEncode[ByteArray[e]];
decodeBase64[s_String] := ByteArrayToString[BaseDecode[s]];
decodeBase64ToByteArray[s_String] := BaseDecode[s];
readRawJSONString[s : _String | _ByteArray] := ImportString[If[StringQ[s], s, ByteArrayToString[s]], "RawJSON"];
readRawJSONFile[f_] := Import[f, "RawJSON"];
writeRawJSONString[e_, o___] := ExportString[e, "RawJSON", o];
writeRawJSONFile[f_, e_, o___] := Export[f, e, "RawJSON", o];
toFloat[x_] := N[x];
checkArgumentCount[e_, least_, most_] := With[{n = Length[Unevaluated[e]], head = Head[Unevaluated[e]]}, Which[
  least <= n <= most, True,
  least === most && least === 1, Message[head::argx, head, n]; False,
  least === most && n === 1, Message[head::argr, head, least]; False,
  least === most, Message[head::argrx, head, n, least]; False,
  most === Infinity && n === 1, Message[head::argmu, head, n, least]; False,
  most === Infinity, Message[head::argm, head, n, least]; False,
  n === 1, Message[head::argbu, head, n, least, most]; False,
  True, Message[head::argb, head, n, least, most]; False]];
SetAttributes[checkArgumentCount, HoldFirst];

(* ---- Internal` *)
positiveIntegerQ[n_] := IntegerQ[n] && n > 0;
nonNegativeIntegerQ[n_] := IntegerQ[n] && n >= 0;
negativeIntegerQ[n_] := IntegerQ[n] && n < 0;
nonPositiveIntegerQ[n_] := IntegerQ[n] && n <= 0;
positiveMachineIntegerQ[n_] := machineIntegerQ[n] && n > 0;
nonNegativeMachineIntegerQ[n_] := machineIntegerQ[n] && n >= 0;
symbolNameQ[s_] := StringQ[s] && StringMatchQ[s, RegularExpression["(\\p{L}|\\$)(\\p{L}|\\p{N}|\\$)*"]];
syntacticNegativeQ[x_?NumberQ] := TrueQ[x < 0] || MatchQ[x, Complex[r_, i_] /; r < 0 || r == 0 && i < 0];
syntacticNegativeQ[x_Times] := syntacticNegativeQ[First[x]];
syntacticNegativeQ[x_Plus] := AllTrue[List @@ x, syntacticNegativeQ];
syntacticNegativeQ[_] := False;
patternPresentQ[e_] := ! patternFreeQ[e];
patternFreeQ[e_] := FreeQ[e, _Pattern | _Blank | _BlankSequence | _BlankNullSequence | _Alternatives | _Repeated | _RepeatedNull | _Optional | _Except | _PatternTest | _Condition];
stringToDouble[s_String] := With[{x = Interpreter["Number"][s]}, If[NumberQ[x], N[x], $Failed]];
stringToMReal[s_String] := stringToDouble[s];
deflatten[list_, dims_] := ArrayReshape[list, dims];
partitionRagged[list_, lengths_] := TakeList[list, lengths];
copyList[list_] := list;
SetAttributes[usingFrontEnd, HoldAllComplete];
usingFrontEnd[e_] := e;

(* ---- GeneralUtilities`: usage texts, and failures thrown to a function's outermost call *)
SetAttributes[{setUsage, throwFailure, catchFailure, catchFailureAndMessage}, HoldAll];
setUsage[text_String] := Replace[StringCases[StringTrim[text], StartOfString ~~ name : ((WordCharacter | "$" | "`") ..) :> name, 1], {name_} :> With[{symbol = Symbol[name]}, setUsage[symbol, text]]];
setUsage[symbol_Symbol, texts__] := (MessageName[symbol, "usage"] = StringRiffle[Map[plainUsage, Flatten[{texts}]], "\n"]; Null);
(* x$ is the variable x, x$1 the variable x1, x$$ a sequence, and * begins a line of a list *)
plainUsage[text_] := StringReplace[StringTrim[text], {name : (LetterCharacter ..) ~~ "$$" :> name <> "\[Ellipsis]", name : (LetterCharacter ..) ~~ "$" ~~ n : (DigitCharacter | LetterCharacter) ... :> name <> n}];

throwFailure[m_MessageName, args___] := Throw[{Hold[m], {args}}, failureTag];
throwFailure[tag_, args___] := With[{name = tag}, Throw[{name, {args}}, failureTag]];
catchFailureAndMessage[e_] := catchFailureAndMessage[General, e];
catchFailureAndMessage[head_, e_] := Catch[e, failureTag, Function[{thrown, tag}, say[thrown, head]; $Failed]];
say[{Hold[m_], args_}, _] := Message[m, Sequence @@ args];
say[{tag_, args_}, head_] := With[{symbol = head}, Message[MessageName[symbol, tag], Sequence @@ args]];
catchFailure[e_] := catchFailure[General, e];
catchFailure[head_, e_] := Catch[e, failureTag, Function[{thrown, tag}, failureOf[thrown, head]]];
failureOf[{Hold[m : MessageName[s_, t_]], args_}, _] := Failure[SymbolName[s], <|"MessageTemplate" :> m, "MessageParameters" -> args|>];
failureOf[{tag_, args_}, head_] := With[{symbol = head, name = tag}, Failure[SymbolName[symbol], <|"MessageTemplate" :> MessageName[symbol, name], "MessageParameters" -> args|>]];

(* ---- Language`: all that is known of a symbol, as data *)
SetAttributes[{extendedDefinition, extendedFullDefinition, definitionOf, hidden}, HoldAllComplete];
hidden[s_] := Context[s] === "System`" || MemberQ[Attributes[s], ReadProtected];
definitionOf[s_] := HoldForm[s] -> {OwnValues -> OwnValues[s], SubValues -> SubValues[s], UpValues -> UpValues[s], DownValues -> DownValues[s], NValues -> NValues[s], FormatValues -> FormatValues[s],
  DefaultValues -> DefaultValues[s], Messages -> Messages[s], Attributes -> Attributes[s]};
extendedDefinition[s_Symbol] := If[hidden[s], Language`DefinitionList[], Language`DefinitionList[definitionOf[s]]];
extendedFullDefinition[s_Symbol] := Module[{todo = {HoldForm[s]}, done = {}, found = {}, next, definition},
  While[todo =!= {},
    next = First[todo]; todo = Rest[todo]; AppendTo[done, next];
    definition = Replace[next, HoldForm[x_] :> If[hidden[x], Null, definitionOf[x]]];
    If[definition =!= Null,
      AppendTo[found, definition];
      todo = Join[todo, Complement[DeleteDuplicates[Cases[Last[definition], x_Symbol /; Context[x] =!= "System`" :> HoldForm[x], Infinity, Heads -> True]], done, todo]]]];
  Language`DefinitionList @@ Select[found, Head[First[#]] === HoldForm && (Flatten[Map[Last, Last[#]]] =!= {} || First[#] === HoldForm[s]) &]];

(* Language`ExtendedDefinition[f] = definitions *)
enterDefinitions[list_Language`DefinitionList] := (Scan[Replace[#, HoldPattern[HoldForm[s_] -> values_] :> enterValues[s, values]] &, List @@ list]; Null);
SetAttributes[enterValues, HoldFirst];
enterValues[s_, values_] := (ClearAll[s];
  Scan[Replace[#, {(OwnValues -> v_) :> If[v =!= {}, OwnValues[s] = v], (SubValues -> v_) :> If[v =!= {}, SubValues[s] = v], (UpValues -> v_) :> If[v =!= {}, UpValues[s] = v],
    (DownValues -> v_) :> If[v =!= {}, DownValues[s] = v], (NValues -> v_) :> If[v =!= {}, NValues[s] = v], (FormatValues -> v_) :> If[v =!= {}, FormatValues[s] = v],
    (DefaultValues -> v_) :> If[v =!= {}, DefaultValues[s] = v], (Messages -> v_) :> enterMessages[v]}] &, values];
  SetAttributes[s, Lookup[values, Attributes, {}]]);
enterMessages[messages_] := Scan[Replace[#, HoldPattern[Verbatim[HoldPattern][MessageName[f_, tag_]] :> text_] :> (MessageName[f, tag] = text)] &, messages];
