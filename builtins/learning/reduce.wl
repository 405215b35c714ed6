(* reduce.wl - FeatureExtraction, DimensionReduction and FeatureNearest: examples as vectors of numbers, and as shorter ones. *)
LoadUnit["learning/cluster"];
option = System`Library`learning`features`option; given = System`Library`learning`features`given; methodName = System`Library`learning`features`methodName; methodOptions = System`Library`learning`features`methodOptions;
seed = System`Library`learning`features`seed; learnEncoder = System`Library`learning`features`learnEncoder; encode = System`Library`learning`features`encode; batchQ = System`Library`learning`features`batchQ; typesOf = System`Library`learning`features`typesOf;
scaled = System`Library`learning`cluster`scaled; squares = System`Library`learning`cluster`squares; pick = System`Library`learning`cluster`pick;

list[data_] := Which[MatchQ[data, _Dataset], Normal[data], ListQ[data], data, True, $Failed];

(* ---- reductions: a model is <|"Kind", "Mean", "Basis"|> for the linear ones, places of the examples for the others *)
reducers = {"AutoEncoder", "Isomap", "LatentSemanticAnalysis", "Linear", "LLE", "MultidimensionalScaling", "PrincipalComponentsAnalysis", "TSNE"};
signed[basis_] := Map[# Sign[#[[First[Ordering[-Abs[#], 1]]]]] &, basis];   (* the largest entry of each direction is positive *)
enough[v_, n_] := If[IntegerQ[n], Min[n, Length[v]], With[{t = Total[v]}, If[t == 0, 1, Max[1, LengthWhile[Accumulate[v], # < 0.9 t (1 - 10.^-9) &] + 1]]]];
linear[kind_, x_, n_] := Module[{m = If[kind === "LatentSemanticAnalysis", 0. Mean[x], Mean[x]], u, w, v, k}, {u, w, v} = SingularValueDecomposition[Map[# - m &, x], Min[Dimensions[x]]];
  k = enough[Diagonal[w]^2, n]; <|"Kind" -> kind, "Mean" -> m, "Basis" -> signed[Take[Transpose[v], k]], "Dimension" -> k|>];
reduction["PrincipalComponentsAnalysis" | "Linear", o_, x_, n_, s_] := linear["PrincipalComponentsAnalysis", x, n];
reduction["LatentSemanticAnalysis", o_, x_, n_, s_] := linear["LatentSemanticAnalysis", x, n];
placed[kind_, x_, y_] := <|"Kind" -> kind, "Inputs" -> x, "Places" -> Transpose[signed[Transpose[y]]], "Dimension" -> Length[First[y]]|>;
two[n_] := If[IntegerQ[n], n, 2];
fitted[y_, n_] := PadRight[Take[#, UpTo[n]], n, 0.] & /@ y;
reduction["MultidimensionalScaling", o_, x_, n_, s_] := placed["MultidimensionalScaling", x, fitted[scaled[Sqrt[squares[x]]], two[n]]];
reduction["Isomap", o_, x_, n_, s_] := Module[{d = Sqrt[squares[x]], k = Min[pick[o, "NeighborsNumber", Max[5, Ceiling[Sqrt[Length[x]]/2]]], Length[x] - 1], g},
  g = GraphDistanceMatrix[Graph[Range[Length[x]], First /@ #, EdgeWeight -> Last /@ #] &[DeleteDuplicatesBy[Join @@ Table[Map[UndirectedEdge @@ Sort[{i, #}] -> d[[i, #]] &, Rest[Take[Ordering[d[[i]]], k + 1]]], {i, Length[x]}], First]]];
  g = g /. Infinity -> 2. Max[Cases[Flatten[g], _Real]];
  placed["Isomap", x, fitted[scaled[N[g]], two[n]]]];
(* S. Roweis, L. Saul, 2000 *)
reduction["LLE", o_, x_, n_, s_] := Module[{d = squares[x], size = Length[x], k, w, m}, k = Min[pick[o, "NeighborsNumber", Max[two[n] + 2, Ceiling[Sqrt[size]]]], size - 1];
  w = Table[With[{near = Rest[Take[Ordering[d[[i]]], k + 1]]}, With[{c = Map[# - x[[i]] &, x[[near]]]}, With[{g = c . Transpose[c]}, With[{v = LinearSolve[g + 10.^-3 Max[Tr[g], 10.^-12] IdentityMatrix[k], ConstantArray[1., k]]}, ReplacePart[ConstantArray[0., size], Thread[near -> v/Total[v]]]]]]], {i, size}];
  m = IdentityMatrix[size] - w; m = Transpose[m] . m;
  placed["LLE", x, Transpose[Rest[Reverse[Eigenvectors[m]]][[;; two[n]]]] Sqrt[N[size]]]];
reduction["TSNE", o_, x_, n_, s_] := Module[{start = fitted[scaled[Sqrt[squares[x]]], two[n]]}, start = 10.^-2 start/Max[10.^-12, StandardDeviation[Flatten[start]]] + BlockRandom[SeedRandom[s]; RandomReal[{-1, 1} 10.^-6, Dimensions[start]]];
  placed["TSNE", x, NeighborEmbedding[x, start, N[pick[o, "Perplexity", 30]], pick[o, MaxIterations, pick[o, "MaxIterations", 750]]]]];
reduction["AutoEncoder", o_, x_, n_, s_] := Module[{d = Length[First[x]], k = two[n], net, h}, h = Clip[Round[Sqrt[d k]] + 8, {8, 128}];
  net = NetTrain[NetChain[{LinearLayer[h], ElementwiseLayer["SELU"], LinearLayer[k], LinearLayer[h], ElementwiseLayer["SELU"], LinearLayer[d]}, "Input" -> d], x -> x, MaxTrainingRounds -> 200, RandomSeeding -> s, LearningRate -> 0.005, TrainingProgressReporting -> None];
  <|"Kind" -> "AutoEncoder", "Net" -> NetTake[net, 3], "Back" -> NetDrop[net, 3], "Dimension" -> k|>];
reduced[m_, x_] := Switch[m["Kind"], "PrincipalComponentsAnalysis" | "LatentSemanticAnalysis", Map[# - m["Mean"] &, x] . Transpose[m["Basis"]], "AutoEncoder", N[Normal[m["Net"][x]]],
   _, If[x === m["Inputs"], m["Places"], Module[{near = NearestRows[m["Inputs"], x, 3]}, MapThread[If[First[#2] == 0., m["Places"][[First[#1]]], With[{w = 1/#2}, w . m["Places"][[#1]]/Total[w]]] &, near]]]];
(* back to vectors of the first kind *)
restored[m_, y_] := Switch[m["Kind"], "PrincipalComponentsAnalysis" | "LatentSemanticAnalysis", Map[# + m["Mean"] &, y . m["Basis"]], "AutoEncoder", N[Normal[m["Back"][y]]], _, $Failed];

dimensionReduction[data_, n : _Integer?Positive | Automatic : Automatic, o : OptionsPattern[]] := trained[DimensionReduction, list[data], n, given[o]];
dimensionReduction[___] := $Unevaluated;
trained[head_, data_, n_, rules_] := Module[{e, x, spec = option[head, rules, Method], name},
  If[data === $Failed || data === {}, Message[MessageName[head, "bdfmt"], data]; Return[$Unevaluated, Module]];
  e = learnEncoder[data, option[head, rules, FeatureTypes], option[head, rules, FeatureNames], option[head, rules, NominalVariables], Replace[option[head, rules, FeatureExtractor], Automatic | None | "Identity" | FeatureExtractor -> Identity]];
  x = encode[head, e, data]; If[x === $Failed, Return[$Unevaluated, Module]];
  name = Replace[methodName[spec], Automatic -> "Linear"];
  If[! MemberQ[reducers, name], Message[MessageName[head, "bdmtd"], spec, reducers]; Return[$Unevaluated, Module]];
  If[Length[data] < 2 && ! MemberQ[{"Linear", "PrincipalComponentsAnalysis", "LatentSemanticAnalysis"}, name], Message[MessageName[head, "bdfmt"], data]; Return[$Unevaluated, Module]];
  DimensionReducerFunction[<|"Method" -> name, "Encoder" -> e, "Model" -> reduction[name, methodOptions[spec], Developer`ToPackedArray[N[x]], n, seed[rules, head]], "ExampleNumber" -> Length[data]|>]];
dimensionReduce[data_, n : _Integer?Positive | Automatic : Automatic, o : OptionsPattern[]] := With[{f = trained[DimensionReduce, list[data], n, given[o]]}, If[f === $Unevaluated, f, reducedRows[f[[1]], list[data]]]];
dimensionReduce[___] := $Unevaluated;
reducedRows[a_, rows_] := With[{x = encode[DimensionReducerFunction, a["Encoder"], rows]}, If[x === $Failed || x === {}, x, reduced[a["Model"], Developer`ToPackedArray[N[x]]]]];
reducerProperties = {"OriginalData", "OriginalVectors", "Properties", "ReconstructedData", "ReducedVectors"};
applyReducer[DimensionReducerFunction[a_Association], {System`Library`InformationOf[p___]}] := facts[a, p];
applyReducer[DimensionReducerFunction[a_Association], {x_}] := applyReducer[DimensionReducerFunction[a], {x, "ReducedVectors"}];
applyReducer[DimensionReducerFunction[a_Association], {x0_, property_}] := Module[{x = Replace[x0, d_Dataset :> Normal[d]], batch, rows, v},
  If[property === "Properties", Return[reducerProperties, Module]];
  If[! MemberQ[reducerProperties, property], Message[DimensionReducerFunction::naprop, property, reducerProperties]; Return[$Failed, Module]];
  If[MemberQ[{"OriginalData", "OriginalVectors"}, property], (* back from reduced vectors *)
    batch = MatrixQ[x]; v = restored[a["Model"], N[If[batch, x, {x}]]]; If[v === $Failed, Message[DimensionReducerFunction::noinv, a["Method"]]; Return[$Failed, Module]];
    v = decoded[a["Encoder"], v]; Return[If[batch, v, First[v]], Module]];
  batch = batchQ[a["Encoder"], x]; v = reducedRows[a, If[batch, x, {x}]]; If[v === $Failed, Return[$Failed, Module]];
  If[property === "ReconstructedData", v = restored[a["Model"], v]; If[v === $Failed, Message[DimensionReducerFunction::noinv, a["Method"]]; Return[$Failed, Module]]; v = decoded[a["Encoder"], v]];
  If[batch, v, First[v]]];
applyReducer[___] := $Unevaluated;
(* rows of numbers back to values where that can be *)
decoded[e_, rows_] := Module[{f = e["Features"], spans = System`Library`learning`features`spans[e], cols}, cols = MapThread[Function[{g, span}, Map[Function[v, Switch[g["Type"], "Numerical", First[v] g["Deviation"] + g["Mean"], "NumericalVector" | "Image", ArrayReshape[v g["Deviation"] + g["Mean"], Lookup[g, "Dimensions", {16, 16}]],
      "Nominal" | "Boolean", g["Values"][[First[Ordering[-v, 1]]]], _, v]], rows[[All, span]]]], {f, spans}];
  Switch[e["Form"], "Single", First[cols], "List", Transpose[cols], _, Map[AssociationThread[e["Keys"], #] &, Transpose[cols]]]];
facts[a_] := facts[a, {"Method", "FeatureTypes", "ExampleNumber"}];
facts[a_, l_List] := AssociationMap[facts[a, #] &, l];
facts[a_, p_] := Switch[p, "Method", a["Method"], "FeatureTypes", typesOf[a["Encoder"]], "FeatureNumber", Length[a["Encoder"]["Features"]], "FeatureNames", a["Encoder"]["Names"], "ExampleNumber", a["ExampleNumber"], "OutputDimension", If[KeyExistsQ[a, "Model"], a["Model"]["Dimension"], Total[Lookup[a["Encoder"]["Features"], "Width"]]],
   "Properties", {"ExampleNumber", "FeatureNames", "FeatureNumber", "FeatureTypes", "Method", "OutputDimension", "Properties"}, _, Missing["UnknownProperty", p]];

(* ---- features *)
extractors = {"DimensionReducedVector", "Identity", "IndicatorVector", "MinMaxVector", "NumericVector", "StandardizedVector", "TFIDF"};
featureExtraction[data_, how : Except[_?OptionQ] : Automatic, o : OptionsPattern[]] := extraction[FeatureExtraction, list[data], how, given[o]];
featureExtraction[___] := $Unevaluated;
extraction[head_, data_, how0_, rules_] := Module[{how = If[ListQ[how0] && Length[how0] === 1, First[how0], how0], e, x, after = None, before = Identity},
  If[data === $Failed || data === {}, Message[MessageName[head, "bdfmt"], data]; Return[$Unevaluated, Module]];
  If[StringQ[how] && ! MemberQ[extractors, how] || ! StringQ[how] && how =!= Automatic && ListQ[how], Message[MessageName[head, "bdext"], how, extractors]; Return[$Unevaluated, Module]];
  If[! StringQ[how] && how =!= Automatic, before = how];
  e = learnEncoder[data, Replace[option[head, rules, FeatureTypes], Automatic :> Switch[how, "IndicatorVector", "Nominal", "TFIDF", "Text", _, Automatic]], option[head, rules, FeatureNames], option[head, rules, NominalVariables], before];
  If[how === "TFIDF" && ! MemberQ[Lookup[e["Features"], "Type"], "Text"], Message[MessageName[head, "bdext"], how, extractors]; Return[$Unevaluated, Module]];
  e["Features"] = Map[Which[how === "NumericVector" && KeyExistsQ[#, "Mean"], Join[#, <|"Mean" -> 0. #["Mean"], "Deviation" -> 0. #["Deviation"] + 1.|>],
      how === "MinMaxVector" && #["Type"] === "Numerical", With[{v = N[data]}, #], True, #] &, e["Features"]];
  x = encode[head, e, data]; If[x === $Failed, Return[$Unevaluated, Module]];
  Switch[how, "MinMaxVector", after = {"Scale", Min /@ Transpose[x], Map[If[# > 0, #, 1.] &, Max[#] - Min[#] & /@ Transpose[x]]}, "DimensionReducedVector", after = {"Reduce", linear["PrincipalComponentsAnalysis", N[x], Automatic]}];
  FeatureExtractorFunction[<|"Method" -> how, "Encoder" -> e, "After" -> after, "ExampleNumber" -> Length[data]|>]];
extracted[a_, rows_] := Module[{x = encode[FeatureExtractorFunction, a["Encoder"], rows]}, If[x === $Failed || x === {}, Return[x, Module]];
  Switch[a["After"], {"Scale", __}, Map[(# - a["After"][[2]])/a["After"][[3]] &, x], {"Reduce", _}, reduced[a["After"][[2]], N[x]], _, x]];
applyExtractor[FeatureExtractorFunction[a_Association], {System`Library`InformationOf[p___]}] := facts[Append[a, "Method" -> Replace[a["Method"], Automatic -> "Automatic"]], p];
applyExtractor[FeatureExtractorFunction[a_Association], {x0_}] := Module[{x = Replace[x0, d_Dataset :> Normal[d]], v},
  If[a["Method"] === "Identity", Return[x, Module]];
  If[batchQ[a["Encoder"], x], extracted[a, x], v = extracted[a, {x}]; If[v === $Failed, v, First[v]]]];
applyExtractor[___] := $Unevaluated;
featureExtract[data_, how : Except[_?OptionQ] : Automatic, o : OptionsPattern[]] := With[{f = extraction[FeatureExtract, list[data], how, given[o]]}, If[f === $Unevaluated, f, If[how === "Identity", list[data], extracted[f[[1]], list[data]]]]];
featureExtract[___] := $Unevaluated;

(* ---- nearest by features *)
featureNearest[data_, x_, n : Except[_?OptionQ] : Automatic, o : OptionsPattern[]] := Module[{keys, values, e, rows, batch, q, k, r = Infinity, near},
  {keys, values} = System`Library`learning`cluster`ruled[data];
  If[! ListQ[keys] || keys === {}, Message[FeatureNearest::bdfmt, data]; Return[$Unevaluated, Module]];
  e = learnEncoder[keys, option[FeatureNearest, given[o], FeatureTypes], Automatic, Automatic, Replace[option[FeatureNearest, given[o], FeatureExtractor], Automatic | None | "Identity" -> Identity]];
  rows = encode[FeatureNearest, e, keys]; batch = batchQ[e, x]; q = encode[FeatureNearest, e, If[batch, x, {x}]];
  If[rows === $Failed || q === $Failed, Return[$Failed, Module]];
  k = Replace[n, {{m_, radius_} :> (r = radius; m), UpTo[m_] :> m}]; k = Replace[k, {Automatic -> 1, All | Infinity -> Length[keys]}];
  near = NearestRows[N[rows], N[q], Min[If[n === Automatic, Length[keys], k], Length[keys]]];
  near = MapThread[Function[{p, d}, values[[Pick[p, Map[# <= If[n === Automatic, First[d], r] &, d]]]]], near];
  If[batch, near, First[near]]];
featureNearest[data_, o : OptionsPattern[]] := $Unevaluated;
featureNearest[___] := $Unevaluated;
