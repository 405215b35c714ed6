(* predict.wl - Predict, PredictorFunction and PredictorMeasurements. *)
LoadUnit["learning/models"];
examples = System`Library`learning`features`examples; netExamples = System`Library`learning`features`netExamples; learnEncoder = System`Library`learning`features`learnEncoder; encode = System`Library`learning`features`encode;
option = System`Library`learning`features`option; given = System`Library`learning`features`given; methodName = System`Library`learning`features`methodName;
methodOptions = System`Library`learning`features`methodOptions; seed = System`Library`learning`features`seed; batchQ = System`Library`learning`features`batchQ; typesOf = System`Library`learning`features`typesOf;
numeric = System`Library`learning`features`numeric; fitNumber = System`Library`learning`models`fitNumber; values = System`Library`learning`models`values; numberMethods = System`Library`learning`models`numberMethods;


predict[data_Rule | data_List | data_Association | data_Dataset, o : OptionsPattern[]] := trained[data, given[o]];
predict[data_Rule | data_List | data_Association | data_Dataset, input : Except[_Rule | _RuleDelayed], o : OptionsPattern[]] := With[{p = trained[data, given[o]]}, If[p === $Unevaluated, p, p[input]]];
predict[data_, input : Except[_Rule | _RuleDelayed], property : Except[_Rule | _RuleDelayed], o : OptionsPattern[]] := With[{p = trained[data, given[o]]}, If[p === $Unevaluated, p, p[input, property]]];
predict[name_String, ___] := (Message[Predict::builtin, name]; $Unevaluated);
predict[___] := $Unevaluated;

trained[data_, rules_] := Module[{ex = examples[data], e, x, y, spec, name, s, model, keep, time, unit},
  If[ex === $Failed || ex[[1]] === {}, Message[Predict::bdfmt, data]; Return[$Unevaluated, Module]];
  keep = Flatten[Position[Map[MatchQ[#, _Missing] &, ex[[2]]], False, {1}]]; ex = Map[#[[keep]] &, ex];
  unit = If[MatchQ[ex[[2]], {__Quantity}], QuantityUnit[ex[[2, 1]]], None];
  If[unit =!= None, ex[[2]] = Map[UnitConvert[#, unit] &, ex[[2]]]];
  y = Map[numeric, ex[[2]]];
  If[keep === {} || ! VectorQ[y, NumberQ[#] && Im[#] == 0 &], Message[Predict::bdout, ex[[2]]]; Return[$Unevaluated, Module]];
  e = learnEncoder[ex[[1]], option[Predict, rules, FeatureTypes], option[Predict, rules, FeatureNames], option[Predict, rules, NominalVariables], Replace[option[Predict, rules, FeatureExtractor], Automatic | None | "Identity" -> Identity]];
  x = encode[Predict, e, ex[[1]]]; If[x === $Failed, Return[$Unevaluated, Module]];
  x = Developer`ToPackedArray[N[x]]; s = seed[rules, Predict];
  spec = option[Predict, rules, Method]; name = methodName[spec];
  If[name === Automatic, name = System`Library`learning`models`chooseNumber[<||>, x, y, e, s]];
  If[! MemberQ[numberMethods, name], Message[Predict::bdmtd, spec, numberMethods]; Return[$Unevaluated, Module]];
  {time, model} = AbsoluteTiming[fitNumber[name, methodOptions[spec], x, y, e, s]];
  PredictorFunction[<|"Method" -> name, "Encoder" -> e, "Model" -> model, "ExampleNumber" -> Length[y], "Unit" -> unit, "Mean" -> Mean[y], "Deviation" -> If[Length[y] > 1, StandardDeviation[y], 0.], "TrainingTime" -> time,
    "IndeterminateThreshold" -> option[Predict, rules, IndeterminateThreshold], "UtilityFunction" -> option[Predict, rules, UtilityFunction]|>]];

(* {mean, deviation} of each input *)
foretold[a_, inputs_] := Module[{x = encode[PredictorFunction, a["Encoder"], inputs]}, If[x === $Failed || x === {}, x, Transpose[values[a["Model"], Developer`ToPackedArray[N[x]]]]]];
properties = {"Decision", "Distribution", "Properties"};
dressed[a_, v_] := If[a["Unit"] === None, v, Quantity[v, a["Unit"]]];
decided[a_, {m_, d_}, rules_] := With[{t = Replace[IndeterminateThreshold, Append[rules, IndeterminateThreshold -> a["IndeterminateThreshold"]]]}, If[NumericQ[t] && t > 0 && PDF[NormalDistribution[m, d], m] < t, Indeterminate, dressed[a, m]]];
say[a_, {m_, d_}, property_, rules_] := Switch[property, "Decision" | Automatic, decided[a, {m, d}, rules], "Distribution", If[a["Unit"] === None, NormalDistribution[m, Max[d, 10.^-12]], QuantityDistribution[NormalDistribution[m, Max[d, 10.^-12]], a["Unit"]]]];
applyPredictor[PredictorFunction[a_Association], {System`Library`InformationOf[p___]}] := about[a, p];
applyPredictor[PredictorFunction[a_Association], {input_, r : (Rule | RuleDelayed)[_Symbol, _] ...}] := respond[a, input, Automatic, given[r]];
applyPredictor[PredictorFunction[a_Association], {input_, property_, r : (Rule | RuleDelayed)[_Symbol, _] ...}] := If[property === "Properties", properties, respond[a, input, property, given[r]]];
applyPredictor[___] := $Unevaluated;
respond[a_, input0_, property_, rules_] := Module[{input = Replace[input0, d_Dataset :> Normal[d]], batch, p, ps = If[ListQ[property], property, {property}], answers, bad},
  bad = SelectFirst[ps, ! MemberQ[{"Decision", "Distribution", Automatic}, #] &, None];
  If[bad =!= None, Message[PredictorFunction::naprop, bad, properties]; Return[$Failed, Module]];
  batch = batchQ[a["Encoder"], input];
  p = foretold[a, If[batch, input, {input}]];
  If[p === $Failed, Return[$Failed, Module]];
  answers = Map[Function[row, Map[say[a, row, #, rules] &, ps]], p];
  If[! ListQ[property], answers = answers[[All, 1]]];
  If[batch, answers, First[answers]]];
facts = {"ExampleNumber", "FeatureNames", "FeatureNumber", "FeatureTypes", "Function", "IndeterminateThreshold", "Method", "Properties", "StandardDeviation", "TrainingTime", "UtilityFunction"};
about[a_] := about[a, {"Method", "FeatureTypes", "ExampleNumber"}];
about[a_, list : {__String}] := AssociationMap[about[a, #] &, list];
about[a_, name_] := Switch[name, "Method", a["Method"], "FeatureTypes", typesOf[a["Encoder"]], "FeatureNames", a["Encoder"]["Names"], "FeatureNumber", Length[a["Encoder"]["Features"]], "ExampleNumber", a["ExampleNumber"],
   "StandardDeviation", Lookup[a["Model"], "Deviation", a["Deviation"]], "IndeterminateThreshold", a["IndeterminateThreshold"], "UtilityFunction", a["UtilityFunction"], "TrainingTime", Quantity[a["TrainingTime"], "Seconds"],
   "Function", formula[a], "Properties", facts, _, Missing["UnknownProperty", name]];
(* a linear model of plain numbers as a function of them *)
formula[a_] := Module[{f = a["Encoder"]["Features"], w, b}, If[a["Method"] =!= "LinearRegression" || ! AllTrue[f, #["Type"] === "Numerical" &] || a["Encoder"]["Form"] === "Association", Return[Missing["NotAvailable"], Module]];
  w = a["Model"]["Weights"]/Lookup[f, "Deviation"]; b = a["Model"]["Intercept"] - w . Lookup[f, "Mean"];
  With[{body = b + w . Array[Slot, Length[w]]}, Function[body]]];

(* ---- measurements *)
predictorMeasurements[PredictorFunction[a_Association], data_, o : OptionsPattern[]] := measured[a, data, None, given[o]];
predictorMeasurements[PredictorFunction[a_Association], data_, property : Except[_?OptionQ], o : OptionsPattern[]] := measured[a, data, property, given[o]];
predictorMeasurements[net : _NetChain | _NetGraph, data_, o : OptionsPattern[]] := netMeasured[net, data, None];
predictorMeasurements[net : _NetChain | _NetGraph, data_, property : Except[_?OptionQ], o : OptionsPattern[]] := netMeasured[net, data, property];
predictorMeasurements[predicted_List, actual_List, property : Except[_Rule] : None] := If[VectorQ[Join[predicted, actual], NumericQ] && Length[predicted] === Length[actual] && actual =!= {},
   object[<|"Inputs" -> predicted, "Outputs" -> actual, "Actual" -> N[actual], "Predicted" -> N[predicted], "Deviations" -> None|>, property], Message[PredictorMeasurements::bdfmt, actual]; $Unevaluated];
predictorMeasurements[___] := $Unevaluated;
measured[a_, data_, property_, rules_] := Module[{ex = examples[data], p},
  If[ex === $Failed || ex[[1]] === {}, Message[PredictorMeasurements::bdfmt, data]; Return[$Unevaluated, Module]];
  p = foretold[a, ex[[1]]]; If[p === $Failed, Return[$Failed, Module]];
  object[<|"Inputs" -> ex[[1]], "Outputs" -> ex[[2]], "Actual" -> Map[numeric, ex[[2]]], "Predicted" -> p[[All, 1]], "Deviations" -> p[[All, 2]]|>, property]];
netMeasured[net_, data_, property_] := Module[{ports = {Information[net, "InputPortNames"], Information[net, "OutputPortNames"]}, ex, p},
  If[Map[Length, ports] =!= {1, 1} || ! MatchQ[NetExtract[net, ports[[2, 1]]], "Real" | 1 | {1}], Message[PredictorMeasurements::netval, net]; Return[$Unevaluated, Module]];
  ex = netExamples[data, ports]; If[ex === $Failed || ex[[1]] === {}, Message[PredictorMeasurements::bdfmt, data]; Return[$Unevaluated, Module]];
  p = net[ex[[1]]]; If[! ListQ[p], Return[$Failed, Module]];
  object[<|"Inputs" -> ex[[1]], "Outputs" -> ex[[2]], "Actual" -> N[Flatten[ex[[2]]]], "Predicted" -> Flatten[p], "Deviations" -> None|>, property]];
object[m_, None] := PredictorMeasurementsObject[m];
object[m_, property_] := measure[m, property];
applyMeasurements[PredictorMeasurementsObject[m_Association], {property_}] := measure[m, property];
applyMeasurements[___] := $Unevaluated;
names = {"ActualValues", "BestPredictedExamples", "Examples", "FractionVarianceUnexplained", "GeometricMeanProbabilityDensity", "LeastCertainExamples", "Likelihood", "LogLikelihood", "MeanCrossEntropy", "MeanDeviation", "MeanSquare", "MostCertainExamples",
   "Perplexity", "PredictedValues", "Properties", "RejectionRate", "Residuals", "RSquared", "StandardDeviation", "StandardDeviationBaseline", "WorstPredictedExamples"};
probabilistic = {"GeometricMeanProbabilityDensity", "LeastCertainExamples", "Likelihood", "LogLikelihood", "MeanCrossEntropy", "MostCertainExamples", "Perplexity"};
rulesAt[m_, places_] := Map[m["Inputs"][[#]] -> m["Outputs"][[#]] &, places];
measure[m_, l_List] := Map[measure[m, #] &, l];
measure[m_, property_] := Module[{name = Replace[property, (n_String -> _) :> n], r = m["Actual"] - m["Predicted"], log, many},
  If[! MemberQ[names, name] || m["Deviations"] === None && MemberQ[probabilistic, name], Message[PredictorMeasurementsObject::naprop, property, names]; Return[$Failed, Module]];
  log := -(r/m["Deviations"])^2/2 - Log[m["Deviations"]] - Log[2. Pi]/2;
  many = UpTo[If[MatchQ[property, _ -> _Integer], Last[property], 10]];
  Switch[name, "Properties", names, "ActualValues", m["Actual"], "PredictedValues", m["Predicted"], "Residuals", r, "MeanSquare", Mean[r^2], "StandardDeviation", Sqrt[Mean[r^2]], "MeanDeviation", Mean[Abs[r]],
   "StandardDeviationBaseline", Sqrt[Mean[(m["Actual"] - Mean[m["Actual"]])^2]],
   "RSquared", With[{t = Total[(m["Actual"] - Mean[m["Actual"]])^2]}, If[t == 0, Indeterminate, 1 - Total[r^2]/t]], "FractionVarianceUnexplained", With[{t = Total[(m["Actual"] - Mean[m["Actual"]])^2]}, If[t == 0, Indeterminate, Total[r^2]/t]],
   "LogLikelihood", Total[log], "MeanCrossEntropy", -Mean[log], "Likelihood", Exp[Total[log]], "Perplexity", Exp[-Mean[log]], "GeometricMeanProbabilityDensity", Exp[Mean[log]],
   "Examples", rulesAt[m, Range[Length[r]]], "BestPredictedExamples", rulesAt[m, Take[Ordering[Abs[r]], many]], "WorstPredictedExamples", rulesAt[m, Take[Ordering[-Abs[r]], many]],
   "LeastCertainExamples", rulesAt[m, Take[Ordering[-m["Deviations"]], many]], "MostCertainExamples", rulesAt[m, Take[Ordering[m["Deviations"]], many]],
   "RejectionRate", N[Count[m["Predicted"], Indeterminate]/Length[r]]]];
