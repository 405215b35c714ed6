(* unfold.wl - nets with recurrent layers taken apart: one step as a graph (NetUnfold), and the whole with its states as ports (NetStateObject). *)

recurrentQ[layer_] := MemberQ[{BasicRecurrentLayer, GatedRecurrentLayer, LongShortTermMemoryLayer}, Head[layer]];
statePorts[layer_] := If[Head[layer] === LongShortTermMemoryLayer, {"State", "CellState"}, {"State"}];

(* parts[net]: layers by name, edges between names and options of a flat graph *)
parts[net_] := Module[{held = Information[NetFlatten[NetGraph[net]], "InputForm"], layers, edges, options, names},
  {layers, edges, options} = Replace[held, HoldForm[NetGraph[l_, e_, o___]] :> {l, e, {o}}];
  names = If[ListQ[layers], Table["layer" <> ToString[i], {i, Length[layers]}], Keys[layers]];
  {AssociationThread[names, If[ListQ[layers], layers, Values[layers]]], Map[Map[named[#, names] &], edges], options}];
named[i_Integer, names_] := names[[i]];
named[NetPort[{i_Integer, port_}], names_] := NetPort[{names[[i]], port}];
named[end_, _] := end;

(* The states of all recurrent layers: {layer, port} in order; numbered ports of the graph carry them in and out. *)
states[layers_] := Flatten[KeyValueMap[Function[{key, layer}, If[recurrentQ[layer], {key, #} & /@ statePorts[layer], {}]], layers], 1];
stateNodes[list_] := Association[Table["state" <> ToString[i] -> ElementwiseLayer[# &], {i, Length[list]}]];
stateEdges[list_] := Flatten[MapIndexed[Function[{state, i}, With[{n = ToString[First[i]]},
  {NetPort["State" <> n] -> NetPort[state], NetPort[state] -> "state" <> n, "state" <> n -> NetPort["OutState" <> n]}]], list]];

(* A layer again, without the shapes of its ports: lengths no longer vary, and the rest is inferred. *)
stripped[layer_] := ReleaseHold[DeleteCases[Information[layer, "InputForm"], _Rule?(MatchQ[First[#], "Input" | "Output"] &), {2}]];

(* exposed[net]: the net as a graph whose states are ports *)
exposed[net_] := Module[{layers, edges, options, list},
  {layers, edges, options} = parts[net];
  list = states[layers];
  If[list === {}, Return[None]];
  {NetGraph[Join[layers, stateNodes[list]], Join[edges, stateEdges[list]], Sequence @@ options], Length[list]}];

(* ---- one step *)
stepNodes[key_, layer_?recurrentQ] := With[{in = Last[Flatten[{NetExtract[layer, "Input"]}]], out = Last[Flatten[{NetExtract[layer, "Output"]}]]},
  {key <> ".in" -> ReshapeLayer[If[IntegerQ[in], {1, in}, {1, Automatic}]], key -> layer, key <> ".out" -> ReshapeLayer[If[IntegerQ[out], {out}, {Automatic}]]}];
stepNodes[key_, layer_] := {key -> Switch[Head[layer],
  NetMapOperator, NetExtract[layer, "Net"],
  SequenceLastLayer, ElementwiseLayer[# &],
  _, stripped[layer]]};

unfolded[net_] := Module[{layers, edges, options, list, to, from, inner},
  {layers, edges, options} = parts[net];
  list = states[layers];
  If[list === {}, Message[NetUnfold::nofold, net]; Return[$Failed]];
  to[end_] := With[{key = If[StringQ[end], end, Replace[end, {NetPort[{k_, "Input"}] :> k, _ -> None}]]}, If[key =!= None && recurrentQ[layers[key]], key <> ".in", end]];
  from[end_] := With[{key = If[StringQ[end], end, Replace[end, {NetPort[{k_, "Output"}] :> k, _ -> None}]]}, If[key =!= None && recurrentQ[layers[key]], key <> ".out", end]];
  inner = Flatten[KeyValueMap[Function[{key, layer}, If[recurrentQ[layer], {key <> ".in" -> NetPort[{key, "Input"}], NetPort[{key, "Output"}] -> key <> ".out"}, {}]], layers]];
  NetGraph[Join[Association[KeyValueMap[stepNodes, layers]], stateNodes[list]],
    Join[Map[from[First[#]] -> to[Last[#]] &, edges], inner, stateEdges[list]], Sequence @@ (stepOption /@ options)]];
stepOption[name_ -> {"Varying"}] := name -> "Real";
stepOption[name_ -> {"Varying", n_Integer}] := name -> n;
stepOption[name_ -> {"Varying", n__}] := name -> {n};
stepOption[name_ -> _NetEncoder] := Nothing;
stepOption[rule_ /; ! FreeQ[rule, "Varying"]] := Nothing;
stepOption[rule_] := rule;
