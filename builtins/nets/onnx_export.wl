(* onnx_export.wl - a net as a model of the Open Neural Network Exchange, operator set 13.

   The net is flattened; every layer becomes one operator or a few. Tensors of the model have the batch as their first dimension.
   modelOf[net] gives the association that onnx_file.cpp writes, or a text that says what could not be written. *)

modelOf[net_] := Catch[build[net], cannot];
fail[text___] := Throw[StringJoin[text], cannot];
opset = 13;

build[net0_] := Block[{net = bare[net0], nodes = {}, initializers = <||>, made = <||>, layers, edges, sources, counter = 0, current},
  {layers, edges} = parts[net];
  sources = sourcesOf[layers, edges];
  Scan[(current = #; addLayer[#, layers[#]]) &, order[layers, edges]];
  With[{inputs = KeyValueMap[info[#1, #2] &, Information[net, "InputPorts"]], outputs = outputsOf[net, edges]},
    <|"Opset" -> opset, "Name" -> "net", "Inputs" -> inputs, "Outputs" -> outputs, "Nodes" -> nodes, "Initializers" -> initializers|>]];

(* without encoders and decoders *)
bare[net_] := With[{coders = Select[Join[Information[net, "InputPorts"], Information[net, "OutputPorts"]], MemberQ[{NetEncoder, NetDecoder}, Head[#]] &]}, If[coders === <||>, net, NetReplacePart[net, Map[# -> None &, Keys[coders]]]]];
parts[net_] := Module[{flat = NetFlatten[NetGraph[net]], ls, es, names},
  If[! FreeQ[Values[Information[net, "Arrays"]], Automatic], fail["the net is not initialized"]];
  {ls, es} = Replace[Information[flat, "InputForm"], HoldForm[NetGraph[l_, e_, ___]] :> {l, e}];
  names = If[ListQ[ls], Table["layer" <> ToString[i], {i, Length[ls]}], Keys[ls]];
  {AssociationThread[names, Map[NetExtract[flat, #] &, Keys[flat]]], Map[Map[named[#, names] &], es]}];
named[i_Integer, names_] := names[[i]];
named[NetPort[{i_Integer, p_}], names_] := NetPort[{names[[i]], p}];
named[end_, _] := end;
nodeOf[NetPort[{n_, _}]] := n;
nodeOf[n_String] := n;
nodeOf[NetPort[p_String]] := None;
(* the layers, each after those that feed it *)
order[layers_, edges_] := Module[{left = Keys[layers], done = {}, before = GroupBy[DeleteCases[Map[nodeOf[Last[#]] -> nodeOf[First[#]] &, edges], None -> _], First -> Last], ready},
  While[left =!= {}, ready = Select[left, SubsetQ[Append[done, None], Lookup[before, #, {}]] &]; done = Join[done, ready]; left = Complement[left, ready]]; done];
(* what feeds each input of each layer *)
sourcesOf[layers_, edges_] := Association[KeyValueMap[Function[{name, layer}, name -> Module[{ports = Information[layer, "InputPortNames"], into = Select[edges, nodeOf[Last[#]] === name &], at = <||>, free},
    Scan[If[MatchQ[Last[#], NetPort[{_, _}]], at[Last[#][[1, 2]]] = tensor[First[#]]] &, into];
    free = Select[ports, ! KeyExistsQ[at, #] &]; into = Select[into, StringQ[Last[#]] &];
    MapThread[(at[#1] = #2) &, {Take[free, UpTo[Length[into]]], Map[tensor[First[#]] &, Take[into, UpTo[Length[free]]]]}];
    Map[Lookup[at, #, ""] &, ports]]], layers]];
tensor[NetPort[p_String]] := p;
tensor[n_String] := n;
tensor[NetPort[{n_, p_}]] := If[p === "Output", n, n <> "." <> p];
shapeOf["Real"] := {};
shapeOf[n_Integer] := {n};
shapeOf[l_List] := Map[If[IntegerQ[#], #, "n"] &, l];
shapeOf["Varying"] := {"n"};
shapeOf[Restricted["Integer", ___] | "Integer"] := {};
shapeOf[x_] := fail["a port has the shape ", ToString[x]];
indexQ[s_] := ! FreeQ[s, "Integer" | _Restricted];
info[name_, s_] := <|"Name" -> name, "Type" -> If[indexQ[s], 7, 1], "Dimensions" -> Prepend[shapeOf[Replace[s, {l_List, _Restricted} :> l]], "batch"]|>;
outputsOf[net_, edges_] := KeyValueMap[Function[{name, s}, With[{from = tensor[First[SelectFirst[edges, Last[#] === NetPort[name] &]]]}, If[from =!= name, emit["Identity", {from}, name]]; info[name, s]]], Information[net, "OutputPorts"]];

(* ---- making nodes *)
fresh[] := current <> "." <> ToString[++counter];
emit[op_, ins_List, out_String, attributes_: <||>] := (AppendTo[nodes, <|"Operator" -> op, "Name" -> out, "Inputs" -> ins, "Outputs" -> {out}, "Attributes" -> attributes|>]; out);
emit[op_, ins_List, attributes_Association: <||>] := emit[op, ins, fresh[], attributes];
store[value_] := With[{name = fresh[]}, initializers[name] = value; name];
real[x_] := NumericArray[x, "Real32"];
number[x_] := real[{N[x]}];
array[layer_, name_] := NetExtract[layer, name];
dims[layer_, port_: "Input"] := With[{d = shapeOf[NetExtract[layer, port]]}, d];
dimsOut[layer_] := dims[layer, "Output"];
reshape[x_, d_, out_] := emit["Reshape", {x, store[Prepend[d /. "n" -> -1, 0]]}, out];
reshape[x_, d_] := reshape[x, d, fresh[]];

addLayer[name_, layer_] := operator[Head[layer], layer, sources[name], name];
operator[head_, layer_, _, name_] := fail["the layer \"", name, "\" (", SymbolName[head], ") has no counterpart among operators here"];

operator[LinearLayer, l_, {x_}, out_] := Module[{d = dims[l], o = dimsOut[l], y = x, b = array[l, "Biases"], last},
  If[Length[d] =!= 1, y = reshape[x, {Times @@ d}]];
  last = If[Length[o] === 1, out, fresh[]];
  emit["Gemm", Join[{y, store[array[l, "Weights"]]}, If[b === None, {}, {store[b]}]], last, <|"transB" -> 1|>];
  If[last =!= out, reshape[last, o, out]]];
pairs[p_, n_] := Switch[p, _Integer, ConstantArray[{p, p}, n], {_}, If[ListQ[First[p]], ConstantArray[First[p], n], ConstantArray[{First[p], First[p]}, n]], _, Map[If[ListQ[#], #, {#, #}] &, p]];
each[v_, n_] := If[IntegerQ[v], ConstantArray[v, n], If[Length[v] === 1, ConstantArray[First[v], n], v]];
windowed[l_, n_] := Join[<|"kernel_shape" -> each[NetExtract[l, "KernelSize"], n], "strides" -> each[NetExtract[l, "Stride"], n]|>, With[{p = NetExtract[l, PaddingSize]}, If[p === "Same", <|"auto_pad" -> "SAME_UPPER"|>, <|"pads" -> Flatten[Transpose[pairs[p, n]]]|>]]];
plain[l_, name_] := If[TrueQ[NetExtract[l, Interleaving]], fail["the layer \"", name, "\" has its channels last"]];
operator[head : ConvolutionLayer | DeconvolutionLayer, l_, {x_}, out_] := Module[{n = Length[dims[l]] - 1, b = array[l, "Biases"], a},
  plain[l, out]; a = windowed[l, n];
  If[head === DeconvolutionLayer && KeyExistsQ[a, "auto_pad"], fail["the layer \"", out, "\" has the padding \"Same\""]];
  emit[If[head === ConvolutionLayer, "Conv", "ConvTranspose"], Join[{x, store[array[l, "Weights"]]}, If[b === None, {}, {store[b]}]], out,
    Join[a, <|"dilations" -> each[NetExtract[l, "Dilation"], n], "group" -> NetExtract[l, "ChannelGroups"]|>]]];
operator[PoolingLayer, l_, {x_}, out_] := Module[{n = Length[dims[l]] - 1, a, f = ToString[NetExtract[l, "Function"]], y = x},
  plain[l, out]; a = windowed[l, n];
  Switch[f,
   "Max", If[Max[Lookup[a, "pads", 0]] > 0, (* padding counts as zeros *)
     y = emit["Pad", {x, store[Join[{0, 0}, a["pads"][[;; n]], {0, 0}, a["pads"][[n + 1 ;;]]]]}]; a["pads"] = ConstantArray[0, 2 n]];
    emit["MaxPool", {y}, out, a],
   "Mean", emit["AveragePool", {x}, out, Append[a, "count_include_pad" -> 1]],
   _, emit["Mul", {emit["AveragePool", {x}, Append[a, "count_include_pad" -> 1]], store[number[Times @@ a["kernel_shape"]]]}, out]]];
operator[BatchNormalizationLayer, l_, {x_}, out_] := (plain[l, out]; emit["BatchNormalization", Prepend[Map[store[array[l, #]] &, {"Scaling", "Biases", "MovingMean", "MovingVariance"}], x], out, <|"epsilon" -> N[NetExtract[l, "Epsilon"]], "momentum" -> N[NetExtract[l, "Momentum"]]|>]);
operator[SoftmaxLayer, l_, {x_}, out_] := emit["Softmax", {x}, out, <|"axis" -> NetExtract[l, "Level"]|>];
operator[DropoutLayer, _, {x_}, out_] := emit["Identity", {x}, out];
operator[FlattenLayer | ReshapeLayer, l_, {x_}, out_] := reshape[x, dimsOut[l], out];
operator[TransposeLayer, l_, {x_}, out_] := Module[{r = Length[dims[l]], spec = NetExtract[l, "Specification"], p},
  p = Which[VectorQ[spec, IntegerQ], Ordering[Join[spec, Range[Length[spec] + 1, r]]], True, Fold[exchange, Range[r], Flatten[{spec}]]];
  emit["Transpose", {x}, out, <|"perm" -> Prepend[p, 0]|>]];
exchange[list_, a_ <-> b_] := ReplacePart[list, {a -> list[[b]], b -> list[[a]]}];
exchange[list_, a_ -> b_] := exchange[list, a <-> b];
operator[CatenateLayer, l_, xs_, out_] := emit["Concat", xs, out, <|"axis" -> NetExtract[l, "Level"]|>];
operator[NetArrayLayer, l_, _, out_] := (initializers[out] = real[{Normal[array[l, "Array"]]}]);
operator[ConstantTimesLayer, l_, {x_}, out_] := emit["Mul", {x, store[real[{Normal[array[l, "Scaling"]]}]]}, out];
operator[ConstantPlusLayer, l_, {x_}, out_] := emit["Add", {x, store[real[{Normal[array[l, "Biases"]]}]]}, out];
operator[ParametricRampLayer, l_, {x_}, out_] := With[{s = Normal[array[l, "Slope"]], r = Length[dims[l]]}, emit["PRelu", {x, store[real[ArrayReshape[s, PadRight[Dimensions[s], r, 1]]]]}, out]];
operator[LocalResponseNormalizationLayer, l_, {x_}, out_] := emit["LRN", {x}, out, <|"alpha" -> N[NetExtract[l, "Alpha"]], "beta" -> N[NetExtract[l, "Beta"]], "bias" -> N[NetExtract[l, "Bias"]], "size" -> 2 NetExtract[l, "ChannelWindowSize"] + 1|>];
levels[spec_, r_] := Sort[Map[If[# < 0, # + r + 1, #] &, Which[spec === All, Range[r], IntegerQ[spec], {spec}, ListQ[spec], spec, MatchQ[spec, _Span], Range[r][[spec]], True, fail["levels ", ToString[spec]]]]];
reductions = <|"Mean" -> "ReduceMean", "Max" -> "ReduceMax", "Min" -> "ReduceMin", "Times" -> "ReduceProd"|>;
operator[AggregationLayer, l_, {x_}, out_] := Module[{f = ToString[NetExtract[l, "Function"]], a = levels[NetExtract[l, "Levels"], Length[dims[l]]]},
  Which[f === "Total", emit["ReduceSum", {x, store[a]}, out, <|"keepdims" -> 0|>], KeyExistsQ[reductions, f], emit[reductions[f], {x}, out, <|"axes" -> a, "keepdims" -> 0|>], True, fail["the layer \"", out, "\" aggregates by ", f]]];
operator[SummationLayer, l_, {x_}, out_] := emit["ReduceSum", {x, store[Range[Length[dims[l]]]]}, out, <|"keepdims" -> 0|>];
operator[NormalizationLayer, l_, {x_}, out_] := Module[{r = Length[dims[l]], a, s, b, g, m, c, y},
  If[NetExtract[l, "Method"] =!= "Standardize" || NetExtract[l, "GroupNumber"] =!= None || TrueQ[NetExtract[l, "Unbiased"]], fail["the layer \"", out, "\" normalizes in another way than by mean and variance"]];
  a = levels[NetExtract[l, "AggregationLevels"], r]; s = NetExtract[l, "ScalingLevels"];
  s = Switch[s, "Same", a, "Complement", Complement[Range[r], a], _, levels[s, r]];
  m = emit["ReduceMean", {x}, <|"axes" -> a, "keepdims" -> 1|>]; c = emit["Sub", {x, m}];
  y = emit["Div", {c, emit["Sqrt", {emit["Add", {emit["ReduceMean", {emit["Mul", {c, c}]}, <|"axes" -> a, "keepdims" -> 1|>], store[number[NetExtract[l, "Epsilon"]]]}]}]}];
  {g, b} = Map[array[l, #] &, {"Scaling", "Biases"}];
  If[g =!= None, y = emit["Mul", {y, store[placed[g, s, r]]}]]; If[b =!= None, y = emit["Add", {y, store[placed[b, s, r]]}]];
  emit["Identity", {y}, out]];
placed[v_, at_, r_] := With[{a = Normal[v]}, real[ArrayReshape[a, Prepend[ReplacePart[ConstantArray[1, r], Thread[at -> Dimensions[a]]], 1]]]];
operator[PaddingLayer, l_, {x_}, out_] := Module[{p = NetExtract[l, "Specification"], v = NetExtract[l, "Padding"], r = Length[dims[l]]},
  If[! NumberQ[v], fail["the layer \"", out, "\" repeats the border"]]; p = PadRight[p, {r, 2}];
  emit["Pad", {x, store[Join[{0}, p[[All, 1]], {0}, p[[All, 2]]]], store[number[v]]}, out]];
operator[PartLayer, l_, {x_}, out_] := Module[{d = dims[l], spec = Flatten[{NetExtract[l, "Specification"]}, 1, List], y = x, axis = 0},
  MapIndexed[Function[{s, i}, axis++; With[{n = d[[First[i]]]}, Which[s === All, Null,
     IntegerQ[s], y = emit["Gather", {y, store[If[s < 0, s + n, s - 1]]}, <|"axis" -> axis|>]; axis--,
     ListQ[s], y = emit["Gather", {y, store[Map[If[# < 0, # + n, # - 1] &, s]]}, <|"axis" -> axis|>],
     MatchQ[s, _Span], With[{k = Range[n][[s]]}, y = emit["Gather", {y, store[k - 1]}, <|"axis" -> axis|>]], True, fail["the part ", ToString[s]]]]], spec];
  emit["Identity", {y}, out]];
operator[ResizeLayer, l_, {x_}, out_] := emit["Resize", {x, "", store[real[Prepend[N[Rest[dimsOut[l]]/Rest[dims[l]]], 1.] // Prepend[1.]]]}, out,
  If[NetExtract[l, "Resampling"] === "Nearest", <|"mode" -> "nearest", "coordinate_transformation_mode" -> "asymmetric", "nearest_mode" -> "floor"|>, <|"mode" -> "linear", "coordinate_transformation_mode" -> "align_corners"|>]];
operator[EmbeddingLayer, l_, {x_}, out_] := emit["Gather", {store[array[l, "Weights"]], emit["Sub", {emit["Cast", {x}, <|"to" -> 7|>], store[{1}]}]}, out, <|"axis" -> 0|>];
operator[DotLayer, l_, {a_, b_}, out_] := If[Length[dims[l, "Input1"]] === 2 && Length[dims[l, "Input2"]] === 2, emit["MatMul", {a, b}, out], fail["the layer \"", out, "\" multiplies other things than matrices"]];
operator[NetMapOperator, l_, {x_}, out_] := Module[{inner = NetExtract[l, "Net"], b},
  If[Head[inner] =!= LinearLayer || Length[dims[l]] =!= 2, fail["the layer \"", out, "\" maps another net than a LinearLayer over vectors"]];
  b = array[inner, "Biases"]; With[{y = If[b === None, out, fresh[]]}, emit["MatMul", {x, store[real[Transpose[Normal[array[inner, "Weights"]]]]]}, y]; If[b =!= None, emit["Add", {y, store[b]}, out]]]];

(* ---- functions of elements *)
operator[ElementwiseLayer, l_, {x_}, out_] := emit["Identity", {expression[NetExtract[l, "Function"], {x}]}, out];
operator[TotalLayer, l_, xs_, out_] := emit["Sum", xs, out];
operator[ThreadingLayer, l_, xs_, out_] := Module[{f = NetExtract[l, "Function"], ports = Information[l, "InputPortNames"], o = Length[dimsOut[l]], spec = NetExtract[l, "Broadcast"], ins},
  ins = MapThread[Function[{x, p}, With[{d = dims[l, p]}, Which[Length[d] === o, x, MemberQ[{None, Automatic, 1}, spec], reshape[x, Join[ConstantArray[1, o - Length[d]], d]], spec === -1, reshape[x, Join[d, ConstantArray[1, o - Length[d]]]], True, fail["the layer \"", out, "\" has the broadcast specification ", ToString[spec]]]]], {xs, ports}];
  emit["Identity", {expression[f, ins]}, out]];
unary = <|Exp -> "Exp", Log -> "Log", Tanh -> "Tanh", LogisticSigmoid -> "Sigmoid", Ramp -> "Relu", Abs -> "Abs", Sqrt -> "Sqrt", Erf -> "Erf", Sin -> "Sin", Cos -> "Cos", Tan -> "Tan", ArcSin -> "Asin", ArcCos -> "Acos", ArcTan -> "Atan",
   Sinh -> "Sinh", Cosh -> "Cosh", Floor -> "Floor", Ceiling -> "Ceil", Round -> "Round", Sign -> "Sign"|>;
expression[f_, xs_] := Block[{values = xs}, operand[body[f, Length[xs]]]];
body[f_String, n_] := body[namedFunctions[f], n];
body[HoldPattern[f_Function], n_] := f @@ Array[slot, n];
body[f_, n_] := f @@ Array[slot, n];
namedFunctions = <|"RectifiedLinearUnit" -> Ramp, "ReLU" -> Ramp, "ExponentialLinearUnit" -> (If[# < 0, Exp[#] - 1, #] &), "ELU" -> (If[# < 0, Exp[#] - 1, #] &), "ScaledExponentialLinearUnit" -> (If[# < 0, 1.758099340847161 (Exp[#] - 1), 1.0507009873554805 #] &),
   "SELU" -> (If[# < 0, 1.758099340847161 (Exp[#] - 1), 1.0507009873554805 #] &), "GaussianErrorLinearUnit" -> (0.5 # (1 + Erf[#/1.4142135623730951]) &), "GELU" -> (0.5 # (1 + Erf[#/1.4142135623730951]) &), "Swish" -> (# LogisticSigmoid[#] &),
   "HardSwish" -> (# Min[Max[# + 3, 0], 6]/6 &), "Mish" -> (# Tanh[Log[1 + Exp[#]]] &), "SoftSign" -> (#/(1 + Abs[#]) &), "SoftPlus" -> (Log[Exp[#] + 1] &), "HardTanh" -> (Clip[#, {-1, 1}] &), "HardSigmoid" -> (Clip[(# + 1)/2, {0, 1}] &), "Sigmoid" -> LogisticSigmoid|>;
operand[slot[k_]] := values[[k]];
operand[n_?NumericQ] := store[number[n]];
operand[Plus[a_, b__]] := Fold[emit["Add", {#1, operand[#2]}] &, operand[a], {b}];
operand[Times[a_, b__]] := Fold[emit["Mul", {#1, operand[#2]}] &, operand[a], {b}];
operand[Power[E, a_]] := emit["Exp", {operand[a]}];
operand[Power[a_, -1]] := emit["Reciprocal", {operand[a]}];
operand[Power[a_, 1/2 | 0.5]] := emit["Sqrt", {operand[a]}];
operand[Power[a_, b_]] := emit["Pow", {operand[a], operand[b]}];
operand[(h : Max | Min)[a__]] := emit[SymbolName[h], Map[operand, {a}]];
operand[Clip[a_]] := operand[Clip[a, {-1, 1}]];
operand[Clip[a_, {low_, high_}]] := emit["Max", {emit["Min", {operand[a], operand[high]}], operand[low]}];
operand[If[c_, a_, b_]] := emit["Where", {condition[c], operand[a], operand[b]}];
operand[f_[a_]] /; KeyExistsQ[unary, f] := emit[unary[f], {operand[a]}];
operand[x_] := fail["the function ", ToString[x /. slot[k_] :> Slot[k]], " of the layer \"", current, "\" has no counterpart among operators here"];
condition[Less[a_, b_]] := emit["Less", {operand[a], operand[b]}];
condition[Greater[a_, b_]] := emit["Greater", {operand[a], operand[b]}];
condition[LessEqual[a_, b_]] := emit["LessOrEqual", {operand[a], operand[b]}];
condition[GreaterEqual[a_, b_]] := emit["GreaterOrEqual", {operand[a], operand[b]}];
condition[x_] := fail["the condition ", ToString[x /. slot[k_] :> Slot[k]], " of the layer \"", current, "\" has no counterpart among operators here"];
