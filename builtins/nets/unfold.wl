(* unfold.wl - NetUnfold: one step of a net that reads a sequence, as a graph whose states are ports.

   The net is flattened; every layer becomes what it does to one element. A layer with states keeps them in numbered ports: "State1" in, "OutState1"
   out. A folded net is its own step. Causal attention remembers the keys and values it has seen. *)

recurrentQ[layer_] := MemberQ[{BasicRecurrentLayer, GatedRecurrentLayer, LongShortTermMemoryLayer}, Head[layer]];
foldQ[layer_] := Head[layer] === NetFoldOperator;
causalQ[layer_] := Head[layer] === AttentionLayer && NetExtract[layer, "Mask"] === "Causal";
indicesQ[layer_] := Head[layer] === SequenceIndicesLayer;

(* parts[net]: layers by name, edges between names and options of a flat graph *)
parts[net_] := Module[{held = Information[NetFlatten[NetGraph[net]], "InputForm"], layers, edges, options, names},
  {layers, edges, options} = Replace[held, HoldForm[NetGraph[l_, e_, o___]] :> {l, e, {o}}];
  names = If[ListQ[layers], Table["layer" <> ToString[i], {i, Length[layers]}], Keys[layers]];
  {AssociationThread[names, If[ListQ[layers], layers, Values[layers]]], Map[Map[named[#, names] &], edges], options}];
named[i_Integer, names_] := names[[i]];
named[NetPort[{i_Integer, port_}], names_] := NetPort[{names[[i]], port}];
named[end_, _] := end;

(* The states of a layer: where each goes in and comes out. *)
feedback[layer_] := Replace[NetExtract[layer, "Feedback"], {Automatic -> {"Output" -> "State"}, rule_Rule :> {rule}}];
statesOf[key_, layer_] := Which[
  Head[layer] === LongShortTermMemoryLayer, Map[{NetPort[{key, #}], NetPort[{key, #}]} &, {"State", "CellState"}],
  recurrentQ[layer], {{NetPort[{key, "State"}], NetPort[{key, "State"}]}},
  foldQ[layer], Map[{NetPort[{key, Last[#]}], NetPort[{key, First[#]}]} &, feedback[layer]],
  causalQ[layer], Map[{NetPort[{key <> #, "Input"}], key <> #} &, {".keys", ".values"}],
  True, {}];
states[layers_] := Flatten[KeyValueMap[statesOf, layers], 1];
stateNodes[list_] := Association[Table["state" <> ToString[i] -> ElementwiseLayer[# &], {i, Length[list]}]];
stateEdges[list_] := Flatten[MapIndexed[Function[{ends, i}, With[{n = ToString[First[i]]},
  {NetPort["State" <> n] -> First[ends], Last[ends] -> "state" <> n, "state" <> n -> NetPort["OutState" <> n]}]], list]];

(* A layer again, without the shapes of its ports: lengths no longer vary, and the rest is inferred. *)
stripped[layer_] := ReleaseHold[DeleteCases[Information[layer, "InputForm"], _Rule?(portRuleQ[layer, First[#]] &), {2}]];
portRuleQ[layer_, name_] := MemberQ[Join[Information[layer, "InputPortNames"], Information[layer, "OutputPortNames"]], name];

(* Does a layer see the sequence, and not only what was made of it? *)
sequenceQ[layer_] := AnyTrue[Values[Information[layer, "InputPorts"]], ! FreeQ[#, "Varying"] &];

(* What a layer does to one element, where that is a layer as well. *)
step[layer_] := If[! sequenceQ[layer], stripped[layer], Switch[Head[layer],
  SequenceLastLayer, ElementwiseLayer[# &],
  NetMapOperator, NetExtract[layer, "Net"],
  NetMapThreadOperator, If[NetExtract[layer, "Levels"] === 1, NetExtract[layer, "Net"], Throw[layer, cannot]],
  ElementwiseLayer | EmbeddingLayer | UnitVectorLayer | DropoutLayer | TotalLayer, stripped[layer],
  ThreadingLayer, If[NetExtract[layer, "Broadcast"] === None, stripped[layer], Throw[layer, cannot]],
  SoftmaxLayer, If[NetExtract[layer, "Level"] === -1, stripped[layer], Throw[layer, cannot]],
  CatenateLayer, With[{n = NetExtract[layer, "Level"]}, If[n === 1, Throw[layer, cannot], CatenateLayer[If[n > 1, n - 1, n]]]],
  NormalizationLayer, With[{n = NetExtract[layer, "AggregationLevels"], held = stripped[layer]},
    If[MemberQ[{2, {2}, 2 ;; All, 2 ;; -1, 2 ;; 2, -1}, n] && NetExtract[layer, "ScalingLevels"] === "Same" && Length[NetExtract[layer, "Input"]] === 2,
      NormalizationLayer[1, "Same", Sequence @@ Map[# -> NetExtract[layer, #] &, {"Biases", "Scaling", "Epsilon", "Unbiased", Method}]], Throw[layer, cannot]]],
  AttentionLayer, If[FreeQ[Map[NetExtract[layer, #] &, {"Key", "Value"}], "Varying"], stripped[layer], Throw[layer, cannot]],
  _, Throw[layer, cannot]]];

(* The nodes of a layer in the step, and the edges among them. *)
stepNodes[key_, layer_] := Which[
  recurrentQ[layer], With[{in = Last[Flatten[{NetExtract[layer, "Input"]}]], out = Last[Flatten[{NetExtract[layer, "Output"]}]]},
    {key <> ".in" -> ReshapeLayer[If[IntegerQ[in], {1, in}, {1, Automatic}]], key -> layer, key <> ".out" -> ReshapeLayer[If[IntegerQ[out], {out}, {Automatic}]]}],
  foldQ[layer], {key -> NetExtract[layer, "Net"]},
  causalQ[layer], {key <> ".keys" -> AppendLayer[], key <> ".values" -> AppendLayer[],
    key -> AttentionLayer[NetExtract[layer, "ScoringNet"], Sequence @@ Map[# -> NetExtract[layer, #] &, {"Dropout", "MultiHead", "ScoreRescaling"}]]},
  indicesQ[layer], {},
  True, {key -> step[layer]}];
innerEdges[key_, layer_] := Which[
  recurrentQ[layer], {key <> ".in" -> NetPort[{key, "Input"}], NetPort[{key, "Output"}] -> key <> ".out"},
  foldQ[layer], With[{shown = Information[layer, "OutputPortNames"], used = First /@ feedback[layer]},
    Map[NetPort[{key, #}] -> None &, Complement[Information[NetExtract[layer, "Net"], "OutputPortNames"], shown, used]]],
  causalQ[layer], {key <> ".keys" -> NetPort[{key, "Key"}], key <> ".values" -> NetPort[{key, "Value"}]},
  True, {}];

(* Ends of the edges of the whole net, in the step. *)
toEnd[layers_, end_] := With[{key = Replace[end, NetPort[{k_, _}] :> k]}, If[! KeyExistsQ[layers, key], end, With[{layer = layers[key]}, Which[
  recurrentQ[layer] && MatchQ[end, key | NetPort[{key, "Input"}]], key <> ".in",
  foldQ[layer] && end === key, NetPort[{key, First[Information[layer, "InputPortNames"]]}],
  causalQ[layer], Switch[end, NetPort[{key, "Key"}], NetPort[{key <> ".keys", "Element"}], NetPort[{key, "Value"}], NetPort[{key <> ".values", "Element"}], _, end],
  True, end]]]];
fromEnd[layers_, end_] := With[{key = Replace[end, NetPort[{k_, _}] :> k]}, If[! KeyExistsQ[layers, key], end, With[{layer = layers[key]}, Which[
  recurrentQ[layer] && MatchQ[end, key | NetPort[{key, "Output"}]], key <> ".out",
  foldQ[layer] && end === key, NetPort[{key, First[Information[layer, "OutputPortNames"]]}],
  indicesQ[layer], NetPort["Index"],
  True, end]]]];
intoIndicesQ[layers_, end_] := With[{key = Replace[end, NetPort[{k_, _}] :> k]}, KeyExistsQ[layers, key] && indicesQ[layers[key]]];

(* A sequence of fixed or unknown length is one whose length varies: so the layers that see it are told from those that do not. *)
varying[net_] := If[! FreeQ[Information[net, "InputPorts"], "Varying"], net, Fold[lengthened, net, Information[net, "InputPortNames"]]];
lengthened[net_, port_] := Replace[Information[net, "InputPorts"][port], {
  {_Integer | Automatic, rest___} :> Quiet[Check[NetReplacePart[net, port -> {"Varying", rest}], net]],
  _ -> net}];

unfolded[net_] := Module[{layers, edges, options, list},
  {layers, edges, options} = parts[varying[net]];
  list = states[layers];
  If[list === {} && ! MemberQ[Head /@ Values[layers], NetBidirectionalOperator], Message[NetUnfold::nofold, net]; Return[$Failed, Module]];
  edges = DeleteCases[edges, _[_, end_?(intoIndicesQ[layers, #] &)]];
  Catch[NetGraph[Join[Association[KeyValueMap[stepNodes, layers]], stateNodes[list]],
    Join[Map[fromEnd[layers, First[#]] -> toEnd[layers, Last[#]] &, edges], Flatten[KeyValueMap[innerEdges, layers]], stateEdges[list]],
    Sequence @@ (stepOption /@ options), Sequence @@ seenOptions[layers]],
   cannot, Function[{layer, tag}, Message[NetUnfold::nostep, shownKey[First[Keys[Select[layers, # === layer &]]]], Head[layer]]; $Failed]]];
shownKey[key_] := If[StringMatchQ[key, "layer" ~~ DigitCharacter ..], ToExpression[StringDrop[key, 5]], "\"" <> key <> "\""];

(* The keys and values seen so far are sequences, empty at first. *)
seenOptions[layers_] := Module[{n = 0}, Flatten[KeyValueMap[Function[{key, layer}, With[{count = Length[statesOf[key, layer]]}, n += count;
  If[causalQ[layer], MapIndexed[Function[{port, i}, "State" <> ToString[n - 2 + First[i]] -> Join[{"Varying"}, Rest[Flatten[{NetExtract[layer, port]}]]]], {"Key", "Value"}], {}]]], layers]]];

(* The type of one element of a sequence. *)
stepOption[name_ -> {"Varying"}] := name -> "Real";
stepOption[name_ -> {"Varying", n_Integer}] := name -> n;
stepOption[name_ -> {"Varying", n__}] := name -> {n};
stepOption[name_ -> _NetEncoder] := Nothing;
stepOption[rule_ /; ! FreeQ[rule, "Varying"]] := Nothing;
stepOption[rule_] := rule;
