(* onnx_import.wl - a model of the Open Neural Network Exchange as a net.

   Tensors of a model have the batch as their first dimension; those of a net do not. Every tensor of the model is here either a constant
   (its value) or a port of a layer (its dimensions without the batch, which counts as 1 where constants are made from it). Layers are made
   with the dimensions of their inputs, so that the dimensions of the outputs are known. netOf[model] gives the net, or a text that says what
   could not be read. *)

netOf[model_] := Catch[build[model], cannot];
fail[text___] := Throw[StringJoin[text], cannot];

(* ---- tensors: constant[value], port[end, dimensions] *)
numeric[x_NumericArray] := Normal[x];
numeric[x_] := x;
constantQ[t_] := Head[t] === constant;
portQ[t_] := Head[t] === port;
sizes[port[_, d_]] := d;
valueOf[node_, constant[v_]] := numeric[v];
valueOf[node_, _] := fail["the operator ", node["Operator"], " needs a constant where the model computes a value"];
integersOf[node_, t_] := Flatten[{Round[valueOf[node, t]]}];
attribute[node_, name_, default_] := Lookup[node["Attributes"], name, default];
input[t_, k_] := If[k <= Length[t], t[[k]], None];
axisOf[node_, axis_, rank_] := With[{a = If[axis < 0, axis + rank + 1, axis]}, If[a < 1 || a > rank, fail["the operator ", node["Operator"], " works along the batch, which nets do not"], a]];

(* ---- the graph as it grows *)
build[model_] := Block[{tensors = <||>, layers = <||>, edges = {}, muted = {}, inputs = {}, names = <||>, constants = model["Initializers"]},
  KeyValueMap[(tensors[#1] = constant[#2]) &, constants];
  Scan[openInput, Select[model["Inputs"], ! KeyExistsQ[constants, #["Name"]] &]];
  Scan[addNode, model["Nodes"]];
  net[model]];
openInput[info_] := Module[{d = info["Dimensions"], name = info["Name"]},
  If[! ListQ[d] || d === {}, fail["the input \"", name, "\" has no known dimensions"]];
  d = Rest[d];
  If[! MatchQ[d, {___Integer}], fail["the input \"", name, "\" has the dimensions ", ToString[d], " behind the batch, which are not all known"]];
  AppendTo[inputs, name -> If[MemberQ[{6, 7}, info["Type"]], "Index", d]];
  tensors[name] = port[NetPort[name], d]];
unique[name_] := Module[{n = name, k = 1}, While[KeyExistsQ[layers, n], n = name <> "_" <> ToString[++k]]; n];
nameFor[node_] := unique[If[StringQ[node["Name"]] && node["Name"] =!= "", node["Name"], node["Operator"]]];

(* place[layer, ends]: a layer fed from the ends; gives the tensor it makes *)
place[node_, layer_, ends_List] := Module[{name = nameFor[node], d},
  If[! MatchQ[Head[layer], _Symbol] || FailureQ[layer] || layer === $Failed, fail["the layer for the operator ", node["Operator"], " can't be made"]];
  layers[name] = layer; edges = Join[edges, If[Length[ends] === 1, {First[ends] -> name}, {ends -> name}]];
  d = NetExtract[layer, "Output"];
  port[name, Replace[d, {"Real" -> {}, n_Integer :> {n}, l_List :> l, _ :> fail["the shape that the operator ", node["Operator"], " gives is not known"]}]]];
end[port[e_, _]] := e;
apply1[node_, make_, t_port] := place[node, make["Input" -> sizes[t]], {end[t]}];
element[node_, f_, t_port] := place[node, ElementwiseLayer[f, "Input" -> sizes[t]], {end[t]}];
element[node_, f_, constant[v_]] := constant[f /@ numeric[v]] /; VectorQ[numeric[v]];
element[node_, f_, constant[v_]] := constant[If[ListQ[numeric[v]], Map[f, numeric[v], {ArrayDepth[numeric[v]]}], f[numeric[v]]]];
reshaped[node_, t_port, d_] := If[sizes[t] === d, t, place[node, ReshapeLayer[d, "Input" -> sizes[t]], {end[t]}]];
asPort[t_port] := t;
asPort[constant[v_]] := With[{name = unique["constant"], d = Dimensions[numeric[v]]}, layers[name] = NetArrayLayer["Array" -> If[NumericArrayQ[v], v, N[v]]]; port[name, d]];

addNode[node_] := Module[{t = Map[If[# === "", None, Lookup[tensors, #, fail["the tensor \"", #, "\" is used before it is made"]]] &, node["Inputs"]], results},
  results = operator[node["Operator"], node, t];
  If[! ListQ[results], results = {results}];
  MapThread[(tensors[#1] = #2) &, {Take[node["Outputs"], UpTo[Length[results]]], Take[results, UpTo[Length[node["Outputs"]]]]}]];

net[model_] := Module[{outputs = Map[#["Name"] &, model["Outputs"]], ports, graph, chain},
  ports = Map[Function[name, With[{t = asPort[Lookup[tensors, name, fail["the output \"", name, "\" is never made"]]]}, end[t] -> NetPort[name]]], outputs];
  If[layers === <||>, fail["the model has no layers"]];
  chain = chainOf[ports];
  If[chain =!= None, Return[chain, Module]];
  graph = NetGraph[layers, Join[edges, ports], Sequence @@ DeleteCases[Map[First[#] -> If[Last[#] === "Index", Automatic, Last[#]] &, inputs], _ -> Automatic]];
  If[Head[graph] =!= NetGraph, fail["the layers can't be joined to a net"]];
  graph];
(* one input, one output, and every layer feeding the next: a chain *)
chainOf[ports_] := Module[{names = Keys[layers]},
  If[Length[inputs] =!= 1 || Length[ports] =!= 1 || Length[names] === 0, Return[None, Module]];
  If[edges =!= Join[{NetPort[inputs[[1, 1]]] -> First[names]}, MapThread[Rule, {Most[names], Rest[names]}]] || ports[[1, 1]] =!= Last[names], Return[None, Module]];
  With[{c = NetChain[layers]}, If[Head[c] === NetChain, c, None]]];

(* ---- elementwise *)
functions = <|"Relu" -> Ramp, "Sigmoid" -> LogisticSigmoid, "Tanh" -> Tanh, "Exp" -> Exp, "Log" -> Log, "Sqrt" -> Sqrt, "Abs" -> Abs, "Erf" -> Erf, "Floor" -> Floor, "Ceil" -> Ceiling,
   "Round" -> Round, "Sign" -> Sign, "Sin" -> Sin, "Cos" -> Cos, "Tan" -> Tan, "Asin" -> ArcSin, "Acos" -> ArcCos, "Atan" -> ArcTan, "Sinh" -> Sinh, "Cosh" -> Cosh|>;
operator[name_ /; KeyExistsQ[functions, name], node_, {x_}] := element[node, functions[name], x];
operator["Neg", node_, {x_}] := element[node, -# &, x];
operator["Reciprocal", node_, {x_}] := element[node, 1/# &, x];
operator["Softplus", node_, {x_}] := element[node, Log[Exp[#] + 1] &, x];
operator["Softsign", node_, {x_}] := element[node, #/(1 + Abs[#]) &, x];
operator["Gelu", node_, {x_}] := element[node, # (1 + Erf[#/Sqrt[2.]])/2 &, x];
operator["Mish", node_, {x_}] := element[node, # Tanh[Log[1 + Exp[#]]] &, x];
operator["HardSwish", node_, {x_}] := element[node, # Clip[#/6 + 0.5, {0, 1}] &, x];
operator["LeakyRelu", node_, {x_}] := With[{a = attribute[node, "alpha", 0.01]}, element[node, If[# < 0, a #, #] &, x]];
operator["Elu", node_, {x_}] := With[{a = attribute[node, "alpha", 1.]}, element[node, If[# < 0, a (Exp[#] - 1), #] &, x]];
operator["Selu", node_, {x_}] := With[{a = attribute[node, "alpha", 1.67326319217681884765625], g = attribute[node, "gamma", 1.05070102214813232421875]}, element[node, If[# < 0, g a (Exp[#] - 1), g #] &, x]];
operator["HardSigmoid", node_, {x_}] := With[{a = attribute[node, "alpha", 0.2], b = attribute[node, "beta", 0.5]}, element[node, Clip[a # + b, {0, 1}] &, x]];
operator["ThresholdedRelu", node_, {x_}] := With[{a = attribute[node, "alpha", 1.]}, element[node, If[# > a, #, 0] &, x]];
operator["Clip", node_, {x_, r___}] := Module[{low = attribute[node, "min", Automatic], high = attribute[node, "max", Automatic]},
  If[input[{r}, 1] =!= None, low = valueOf[node, input[{r}, 1]]]; If[input[{r}, 2] =!= None, high = valueOf[node, input[{r}, 2]]];
  With[{a = low, b = high}, element[node, Which[a === Automatic, Min[#, b] &, b === Automatic, Max[#, a] &, True, Clip[#, {a, b}] &], x]]];
operator["Identity" | "Dropout" | "Cast", node_, {x_, ___}] := {x};
operator["PRelu", node_, {x_, s_}] := With[{a = Flatten[{valueOf[node, s]}]},
  Which[Length[a] === 1, With[{v = First[a]}, element[node, If[# < 0, v #, #] &, x]],
   Length[a] === First[sizes[x]], place[node, ParametricRampLayer["Slope" -> a, "Input" -> sizes[x]], {end[x]}], True, fail["a PRelu has slopes for other things than channels"]]];

(* ---- two operands *)
binary = <|"Add" -> Plus, "Sub" -> Subtract, "Mul" -> Times, "Div" -> Divide, "Pow" -> Power, "Max" -> Max, "Min" -> Min|>;
operator[name : "Sum" | "Max" | "Min" | "Mean", node_, {a_}] := {a};
operator["Sum", node_, {a_, b_, r___}] := Fold[combine[node, Plus, #1, #2] &, a, {b, r}];
operator["Mean", node_, {a_, b_, r___}] := With[{n = Length[{a, b, r}]}, element[node, #/n &, Fold[combine[node, Plus, #1, #2] &, a, {b, r}]]];
operator[name : "Max" | "Min", node_, {a_, b_, c__}] := Fold[combine[node, binary[name], #1, #2] &, a, {b, c}];
operator[name_ /; KeyExistsQ[binary, name], node_, {a_, b_}] := combine[node, binary[name], a, b];
combine[node_, f_, constant[a_], constant[b_]] := constant[f[numeric[a], numeric[b]]];
combine[node_, f_, x_port, constant[c_]] /; scalarQ[c] := With[{v = First[Flatten[{numeric[c]}]]}, element[node, f[#, v] &, x]];
combine[node_, f_, constant[c_], x_port] /; scalarQ[c] := With[{v = First[Flatten[{numeric[c]}]]}, element[node, f[v, #] &, x]];
scalarQ[c_] := Length[Flatten[{numeric[c]}]] === 1;
(* a constant of the rank of the whole has 1 for the batch *)
combine[node_, f_, x_port, constant[c_]] := threaded[node, f, x, asPort[constant[unbatched[node, numeric[c], Length[sizes[x]]]]]];
combine[node_, f_, constant[c_], x_port] := threaded[node, f, asPort[constant[unbatched[node, numeric[c], Length[sizes[x]]]]], x];
combine[node_, f_, a_port, b_port] := threaded[node, f, a, b];
unbatched[node_, v_, rank_] := If[ArrayDepth[v] > rank, If[Length[v] === 1, First[v], fail["the operator ", node["Operator"], " has a constant for each example of a batch"]], v];
(* dimensions of 1 at the front or the end are those along which the smaller operand is repeated *)
threaded[node_, f_, a_port, b_port] /; sizes[a] === sizes[b] := place[node, ThreadingLayer[f, "Inputs" -> {sizes[a], sizes[b]}], {end[a], end[b]}];
threaded[node_, f_, a_port, b_port] := Module[{da = sizes[a], db = sizes[b], small, spec, d, x, y},
  {small, d} = If[Length[db] < Length[da] || Times @@ db < Times @@ da, {b, da}, {a, db}];
  x = sizes[small]; x = Join[ConstantArray[1, Length[d] - Length[x]], x];
  y = Replace[x, {1 ..., r : Except[1] ..., 1 ...} :> {r}];
  spec = Which[y =!= {} && Take[d, -Length[y]] === y, 1, y =!= {} && Take[d, Length[y]] === y, -1,
    True, With[{at = FirstPosition[Partition[d, Length[y], 1], y, {0}][[1]]}, If[at === 0, fail["the operator ", node["Operator"], " repeats ", ToString[sizes[small]], " over ", ToString[d]], Join[Range[at - 1], Range[at + Length[y], Length[d]]]]]];
  With[{s = reshaped[node, small, y]}, With[{ends = If[small === b, {a, s}, {s, b}]}, place[node, ThreadingLayer[f, spec, "Inputs" -> Map[sizes, ends]], Map[end, ends]]]]];

(* truth is 1 and falsity 0 *)
comparisons = <|"Greater" -> (If[#1 > #2, 1, 0] &), "Less" -> (If[#1 < #2, 1, 0] &), "GreaterOrEqual" -> (If[#1 >= #2, 1, 0] &), "LessOrEqual" -> (If[#1 <= #2, 1, 0] &)|>;
operator[name_ /; KeyExistsQ[comparisons, name], node_, {a_, b_}] := combine[node, comparisons[name], a, b];
operator["Where", node_, {c_port, a_, b_}] := Module[{ends = {c}, choice},
  choice[t_port] := (If[sizes[t] =!= sizes[c], fail["a Where chooses between arrays of other dimensions than its condition"]]; AppendTo[ends, t]; Slot[Length[ends]]);
  choice[constant[v_]] := If[scalarQ[v], First[Flatten[{numeric[v]}]], choice[asPort[constant[unbatched[node, numeric[v], Length[sizes[c]]]]]]];
  With[{x = choice[a], y = choice[b]}, place[node, ThreadingLayer[If[Slot[1] > 0.5, x, y] &, "Inputs" -> Map[sizes, ends]], Map[end, ends]]]];

(* ---- affine layers *)
operator["Gemm", node_, {x_port, w_, r___}] := Module[{m = valueOf[node, w], b = input[{r}, 1], alpha = attribute[node, "alpha", 1.], beta = attribute[node, "beta", 1.]},
  If[attribute[node, "transA", 0] =!= 0, fail["a Gemm with transA multiplies across the batch"]];
  If[attribute[node, "transB", 0] === 0, m = Transpose[m]];
  place[node, LinearLayer[Length[m], "Weights" -> alpha m, "Biases" -> If[b === None, None, beta Flatten[{valueOf[node, b]}] + ConstantArray[0., Length[m]]], "Input" -> sizes[x]], {end[x]}]];
operator["MatMul", node_, {x_port, constant[w_]}] := With[{m = numeric[w], r = Length[sizes[x]]},
  Which[r === 1 && MatrixQ[m], place[node, LinearLayer["Weights" -> Transpose[m], "Biases" -> None, "Input" -> sizes[x]], {end[x]}],
   r === 2 && MatrixQ[m], place[node, NetMapOperator[LinearLayer["Weights" -> Transpose[m], "Biases" -> None], "Input" -> sizes[x]], {end[x]}],
   True, With[{c = asPort[constant[w]]}, place[node, DotLayer["Inputs" -> {sizes[x], sizes[c]}], {end[x], end[c]}]]]];
operator["MatMul", node_, {constant[w_], x_port}] := With[{c = asPort[constant[w]]}, place[node, DotLayer["Inputs" -> {sizes[c], sizes[x]}], {end[c], end[x]}]];
operator["MatMul", node_, {a_port, b_port}] := Switch[{Length[sizes[a]], Length[sizes[b]]},
  {1 | 2, 1 | 2}, place[node, DotLayer["Inputs" -> {sizes[a], sizes[b]}], {end[a], end[b]}],
  {3, 3}, place[node, NetMapThreadOperator[DotLayer["Inputs" -> {Rest[sizes[a]], Rest[sizes[b]]}], "Inputs" -> {sizes[a], sizes[b]}], {end[a], end[b]}],
  _, fail["a MatMul multiplies arrays of the dimensions ", ToString[sizes[a]], " and ", ToString[sizes[b]]]];
operator["MatMul", node_, {constant[a_], constant[b_]}] := constant[numeric[a] . numeric[b]];
pads[node_, n_] := With[{p = attribute[node, "pads", ConstantArray[0, 2 n]]}, Transpose[Partition[p, n]]];
padding[node_, n_] := Switch[attribute[node, "auto_pad", "NOTSET"], "NOTSET" | "VALID", pads[node, n], "SAME_UPPER", "Same", other_, fail["the operator ", node["Operator"], " has the padding ", attribute[node, "auto_pad", ""]]];
operator["Conv", node_, {x_port, w_, r___}] := Module[{k = valueOf[node, w], n = Length[sizes[x]] - 1, b = input[{r}, 1]},
  place[node, ConvolutionLayer["Weights" -> k, "Biases" -> If[b === None, None, valueOf[node, b]], "Stride" -> attribute[node, "strides", 1], "Dilation" -> attribute[node, "dilations", 1], PaddingSize -> padding[node, n],
    "ChannelGroups" -> attribute[node, "group", 1], "Input" -> sizes[x]], {end[x]}]];
operator["ConvTranspose", node_, {x_port, w_, r___}] := Module[{k = valueOf[node, w], n = Length[sizes[x]] - 1, b = input[{r}, 1]},
  If[MemberQ[Flatten[{attribute[node, "output_padding", 0]}], Except[0]], fail["a ConvTranspose has an output_padding"]];
  place[node, DeconvolutionLayer["Weights" -> k, "Biases" -> If[b === None, None, valueOf[node, b]], "Stride" -> attribute[node, "strides", 1], "Dilation" -> attribute[node, "dilations", 1], PaddingSize -> padding[node, n],
    "ChannelGroups" -> attribute[node, "group", 1], "Input" -> sizes[x]], {end[x]}]];

(* ---- pooling *)
operator[name : "MaxPool" | "AveragePool", node_, {x_port}] := Module[{k = attribute[node, "kernel_shape", None], n = Length[sizes[x]] - 1, s, p, t = x, full},
  s = attribute[node, "strides", ConstantArray[1, n]]; p = padding[node, n];
  If[MemberQ[Flatten[{attribute[node, "dilations", 1]}], Except[1]], fail["a pooling has dilations"]];
  If[attribute[node, "ceil_mode", 0] =!= 0 && p =!= "Same", (* the last window may reach over the end *)
    full = MapThread[Mod[-(#1 + Total[#4] - #2), #3] &, {Rest[sizes[x]], k, s, p}];
    If[name === "AveragePool" && Max[full] > 0, fail["an AveragePool has windows that reach over the end"]]; p = MapThread[# + {0, #2} &, {p, full}]];
  If[p =!= "Same" && Max[p] > 0,
    If[name === "AveragePool" && attribute[node, "count_include_pad", 0] === 0, fail["an AveragePool does not count its padding"]];
    t = place[node, PaddingLayer[Prepend[p, {0, 0}], "Padding" -> If[name === "MaxPool", -10.^30, 0], "Input" -> sizes[x]], {end[x]}]; p = ConstantArray[{0, 0}, n]];
  place[node, PoolingLayer[k, s, PaddingSize -> p, "Function" -> If[name === "MaxPool", Max, Mean], "Input" -> sizes[t]], {end[t]}]];
operator["GlobalAveragePool", node_, {x_port}] := global[node, Mean, x];
operator["GlobalMaxPool", node_, {x_port}] := global[node, Max, x];
global[node_, f_, x_] := reshaped[node, place[node, AggregationLayer[f, "Input" -> sizes[x]], {end[x]}], Join[{First[sizes[x]]}, ConstantArray[1, Length[sizes[x]] - 1]]];

(* ---- normalization *)
operator["BatchNormalization", node_, {x_port, g_, b_, m_, v_}] := {place[node, BatchNormalizationLayer["Scaling" -> valueOf[node, g], "Biases" -> valueOf[node, b], "MovingMean" -> valueOf[node, m], "MovingVariance" -> valueOf[node, v],
   "Epsilon" -> attribute[node, "epsilon", 10.^-5], "Momentum" -> attribute[node, "momentum", 0.9], "Input" -> sizes[x]], {end[x]}]};
operator["InstanceNormalization", node_, {x_port, g_, b_}] := place[node, NormalizationLayer["Scaling" -> valueOf[node, g], "Biases" -> valueOf[node, b], "Epsilon" -> attribute[node, "epsilon", 10.^-5], "Input" -> sizes[x]], {end[x]}];
operator["LayerNormalization", node_, {x_port, g_, r___}] := Module[{rank = Length[sizes[x]], from, b = input[{r}, 1], levels},
  from = axisOf[node, attribute[node, "axis", -1], rank]; levels = If[from === rank, rank, from ;; rank];
  {place[node, NormalizationLayer[levels, "Same", "Scaling" -> valueOf[node, g], "Biases" -> If[b === None, None, valueOf[node, b]], "Epsilon" -> attribute[node, "epsilon", 10.^-5], "Input" -> sizes[x]], {end[x]}]}];
operator["LRN", node_, {x_port}] := With[{size = attribute[node, "size", 1]}, If[EvenQ[size], fail["an LRN has windows of even size"]];
  place[node, LocalResponseNormalizationLayer["Alpha" -> attribute[node, "alpha", 0.0001], "Beta" -> attribute[node, "beta", 0.75], "Bias" -> attribute[node, "bias", 1.], "ChannelWindowSize" -> (size - 1)/2, "Input" -> sizes[x]], {end[x]}]];
operator[name : "Softmax" | "LogSoftmax", node_, {x_port}] := Module[{r = Length[sizes[x]], t},
  t = place[node, SoftmaxLayer[axisOf[node, attribute[node, "axis", -1], r], "Input" -> sizes[x]], {end[x]}];
  If[name === "Softmax", t, element[node, Log, t]]];

(* ---- shapes *)
operator["Flatten", node_, {x_port}] := If[attribute[node, "axis", 1] =!= 1, fail["a Flatten begins at another level than 1"], place[node, FlattenLayer["Input" -> sizes[x]], {end[x]}]];
operator["Reshape", node_, {x_port, s_}] := Module[{d = integersOf[node, s], whole = Times @@ sizes[x], old = Prepend[sizes[x], 1]},
  d = MapIndexed[If[#1 === 0, old[[First[#2]]], #1] &, d];
  d = Rest[If[MemberQ[Rest[d], -1], d, ReplacePart[d, 1 -> 1]]];
  If[MemberQ[d, -1], d = d /. -1 -> whole/Times @@ DeleteCases[d, -1]];
  If[Times @@ d =!= whole, fail["a Reshape moves numbers between the batch and other dimensions"]];
  reshaped[node, x, d]];
operator["Reshape", node_, {constant[v_], s_}] := Module[{d = integersOf[node, s], flat = Flatten[{numeric[v]}]}, If[MemberQ[d, -1], d = d /. -1 -> Length[flat]/Times @@ DeleteCases[d, -1]]; constant[ArrayReshape[flat, d]]];
axesOf[node_, t_] := If[input[t, 2] =!= None, integersOf[node, t[[2]]], Flatten[{attribute[node, "axes", {}]}]];
operator["Squeeze", node_, t : {x_port, ___}] := Module[{a = axesOf[node, t], d = sizes[x]}, reshaped[node, x, If[a === {}, DeleteCases[d, 1], Delete[d, Map[List, Map[axisOf[node, #, Length[d]] &, a]]]]]];
operator["Unsqueeze", node_, t : {x_port, ___}] := Module[{a = axesOf[node, t], d = sizes[x]}, a = Sort[Map[If[# < 0, # + Length[d] + 1 + Length[a], #] &, a]]; If[MemberQ[a, 0], fail["an Unsqueeze makes a new batch"]];
  reshaped[node, x, Fold[Insert[#1, 1, #2] &, d, a]]];
operator["Squeeze" | "Unsqueeze", node_, {constant[v_], ___}] := constant[If[node["Operator"] === "Unsqueeze", {numeric[v]}, If[ListQ[numeric[v]] && Length[numeric[v]] === 1, First[numeric[v]], numeric[v]]]];
operator["Transpose", node_, {x_port}] := Module[{r = Length[sizes[x]], p}, p = attribute[node, "perm", Reverse[Range[0, r]]]; If[First[p] =!= 0, fail["a Transpose moves the batch"]];
  place[node, TransposeLayer[Ordering[Rest[p]], "Input" -> sizes[x]], {end[x]}]];
operator["Transpose", node_, {constant[v_]}] := With[{a = numeric[v]}, constant[Transpose[a, Ordering[attribute[node, "perm", Reverse[Range[0, ArrayDepth[a] - 1]]] + 1]]]];
operator["Concat", node_, t : {__constant}] := constant[Join @@ Map[Flatten[{valueOf[node, #]}] &, t]];
operator["Concat", node_, t_] := Module[{r = Length[sizes[SelectFirst[t, portQ]]], ends},
  ends = Map[If[portQ[#], #, asPort[constant[unbatched[node, valueOf[node, #], r]]]] &, t];
  place[node, CatenateLayer[axisOf[node, attribute[node, "axis", 1], r], "Inputs" -> Map[sizes, ends]], Map[end, ends]]];
operator["Slice", node_, {x_port, r___}] := Module[{d = sizes[x], starts, ends, axes, steps, spec},
  {starts, ends} = If[{r} === {}, {attribute[node, "starts", {}], attribute[node, "ends", {}]}, Map[integersOf[node, #] &, {r}[[;; 2]]]];
  axes = Which[input[{r}, 3] =!= None, integersOf[node, {r}[[3]]], KeyExistsQ[node["Attributes"], "axes"], attribute[node, "axes", {}], True, Range[0, Length[starts] - 1]];
  steps = If[input[{r}, 4] =!= None, integersOf[node, {r}[[4]]], ConstantArray[1, Length[starts]]];
  spec = ConstantArray[All, Length[d]];
  MapThread[Function[{a, b, e, s}, With[{k = axisOf[node, a, Length[d]]}, With[{n = d[[k]]}, If[s < 1, fail["a Slice runs backwards"]];
     spec[[k]] = Span[Clip[If[b < 0, b + n, b], {0, n}] + 1, Clip[If[e < 0, e + n, e], {0, n}], s]]]], {axes, starts, ends, steps}];
  place[node, PartLayer[spec, "Input" -> d], {end[x]}]];
operator["Slice", node_, {constant[v_], s_, e_, ___}] := With[{a = numeric[v]}, With[{n = Length[a], i = First[integersOf[node, s]], j = First[integersOf[node, e]]}, constant[Take[a, {If[i < 0, i + n, i] + 1, Min[n, If[j < 0, j + n, j]]}]]]];
operator["Split", node_, {x_port, r___}] := Module[{d = sizes[x], k, parts, stops},
  k = axisOf[node, attribute[node, "axis", 0], Length[d]];
  parts = Which[input[{r}, 1] =!= None, integersOf[node, First[{r}]], KeyExistsQ[node["Attributes"], "split"], attribute[node, "split", {}], True, ConstantArray[d[[k]]/Length[node["Outputs"]], Length[node["Outputs"]]]];
  stops = Accumulate[parts];
  MapThread[place[node, PartLayer[ReplacePart[ConstantArray[All, Length[d]], k -> Span[#2 - #1 + 1, #2]], "Input" -> d], {end[x]}] &, {parts, stops}]];
operator["Pad", node_, {x_port, r___}] := Module[{p = If[input[{r}, 1] =!= None, integersOf[node, First[{r}]], attribute[node, "pads", {}]], v = If[input[{r}, 2] =!= None, valueOf[node, {r}[[2]]], attribute[node, "value", 0.]]},
  If[attribute[node, "mode", "constant"] =!= "constant", fail["a Pad repeats the border"]];
  place[node, PaddingLayer[Rest[Transpose[Partition[p, Length[p]/2]]], "Padding" -> First[Flatten[{v}]], "Input" -> sizes[x]], {end[x]}]];
operator["Resize" | "Upsample", node_, {x_port, r___}] := Module[{d = sizes[x], scales, size, last = Last[{r}, None], mode = attribute[node, "mode", "nearest"], target},
  size = If[Length[{r}] >= 3, {r}[[3]], None]; scales = Which[node["Operator"] === "Upsample" && last =!= None, last, Length[{r}] >= 2, {r}[[2]], True, None];
  target = Which[size =!= None, Drop[integersOf[node, size], 2], scales =!= None && Flatten[{valueOf[node, scales]}] =!= {}, Floor[Rest[d] Drop[Flatten[{valueOf[node, scales]}], 2]], KeyExistsQ[node["Attributes"], "scales"], Floor[Rest[d] Drop[attribute[node, "scales", None], 2]], True, fail["a Resize has no size"]];
  If[! StringStartsQ[mode, "nearest" | "linear"], fail["a Resize works by the method ", mode]];
  If[StringStartsQ[mode, "linear"] && attribute[node, "coordinate_transformation_mode", "half_pixel"] =!= "align_corners", fail["a linear Resize does not align the corners"]];
  place[node, ResizeLayer[If[StringStartsQ[mode, "nearest"], MapThread[Scaled[#1/#2] &, {target, Rest[d]}], target], Resampling -> If[StringStartsQ[mode, "nearest"], "Nearest", "Linear"], "Input" -> d], {end[x]}]];
operator["Expand", node_, {x_port, s_}] := Module[{d = Rest[integersOf[node, s]]}, If[d === sizes[x] || AllTrue[d, # === 1 &], x, fail["an Expand repeats ", ToString[sizes[x]]]]];

(* ---- reductions *)
reductions = <|"ReduceMean" -> Mean, "ReduceSum" -> Total, "ReduceMax" -> Max, "ReduceMin" -> Min, "ReduceProd" -> Times|>;
operator[name_ /; KeyExistsQ[reductions, name], node_, t : {x_port, ___}] := Module[{d = sizes[x], a = axesOf[node, t], y},
  a = If[a === {}, Range[Length[d]], Sort[Map[axisOf[node, #, Length[d]] &, a]]];
  y = place[node, AggregationLayer[reductions[name], a, "Input" -> d], {end[x]}];
  If[attribute[node, "keepdims", 1] === 1, reshaped[node, y, ReplacePart[d, Map[# -> 1 &, a]]], y]];
operator["ReduceL2", node_, t : {x_port, ___}] := element[node, Sqrt, operator["ReduceSum", node, Prepend[Rest[t], element[node, #^2 &, x]]]];

(* ---- indices *)
operator["Gather", node_, {w_constant, x_port}] := Module[{m = valueOf[node, w], i},
  If[attribute[node, "axis", 0] =!= 0 || ArrayDepth[m] =!= 2, fail["a Gather looks up other things than the rows of a matrix"]];
  (* indices count from 0 there and from 1 here *)
  i = If[MemberQ[inputs, First[end[x]] -> "Index"] && MatchQ[end[x], NetPort[_]], place[node, FunctionLayer[# + 1 &, "Input" -> sizes[x], "Output" -> If[sizes[x] === {}, Restricted["Integer", Length[m]], Append[sizes[x], Restricted["Integer", Length[m]]]]], {end[x]}], x];
  place[node, EmbeddingLayer["Weights" -> m, "Input" -> sizes[x]], {end[i]}]];
operator["Gather", node_, {x_port, i_constant}] := Module[{d = sizes[x], k, v = Round[valueOf[node, i]]},
  k = axisOf[node, attribute[node, "axis", 0], Length[d]];
  place[node, PartLayer[ReplacePart[ConstantArray[All, Length[d]], k -> If[ListQ[v], Map[at[#, d[[k]]] &, v], at[v, d[[k]]]]], "Input" -> d], {end[x]}]];
at[i_, n_] := If[i < 0, i + n, i] + 1;
operator["Gather", node_, {constant[v_], i_constant}] := With[{k = Round[valueOf[node, i]], a = numeric[v]}, constant[If[ListQ[k], a[[at[#, Length[a]] & /@ k]], a[[at[k, Length[a]]]]]]];

(* ---- constants *)
operator["Constant", node_, {}] := constant[Lookup[node["Attributes"], "value", Lookup[node["Attributes"], "value_float", Lookup[node["Attributes"], "value_int", Lookup[node["Attributes"], "value_ints", fail["a Constant has no value"]]]]]];
operator["Shape", node_, {x_port}] := constant[Prepend[sizes[x], 1]];
operator["Shape", node_, {constant[v_]}] := constant[Dimensions[numeric[v]]];
operator["ConstantOfShape", node_, {s_}] := constant[ConstantArray[First[Flatten[{numeric[attribute[node, "value", 0.]]}]], integersOf[node, s]]];
operator[name_, ___] := fail["the operator ", name, " has no counterpart among layers here"];
