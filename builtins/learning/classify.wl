(* classify.wl - Classify, ClassifierFunction and ClassifierMeasurements. *)
LoadUnit["learning/models"];
examples = System`Library`learning`features`examples; learnEncoder = System`Library`learning`features`learnEncoder; encode = System`Library`learning`features`encode;
option = System`Library`learning`features`option; netExamples = System`Library`learning`features`netExamples; given = System`Library`learning`features`given; methodName = System`Library`learning`features`methodName;
methodOptions = System`Library`learning`features`methodOptions; seed = System`Library`learning`features`seed; batchQ = System`Library`learning`features`batchQ; typesOf = System`Library`learning`features`typesOf;
fitClass = System`Library`learning`models`fitClass; probabilities = System`Library`learning`models`probabilities; classMethods = System`Library`learning`models`classMethods;


classify[data_Rule | data_List | data_Association | data_Dataset, o : OptionsPattern[]] := trained[data, given[o]];
classify[data_Rule | data_List | data_Association | data_Dataset, input : Except[_Rule | _RuleDelayed], o : OptionsPattern[]] := With[{c = trained[data, given[o]]}, If[c === $Unevaluated, c, c[input]]];
classify[data_Rule | data_List | data_Association | data_Dataset, input : Except[_Rule | _RuleDelayed], property : Except[_Rule | _RuleDelayed], o : OptionsPattern[]] := With[{c = trained[data, given[o]]}, If[c === $Unevaluated, c, c[input, property]]];
classify[name_String, ___] := (Message[Classify::builtin, name]; $Unevaluated);
classify[___] := $Unevaluated;

trained[data_, rules_] := Module[{ex = examples[data], classes, e, x, y, spec, name, s, model, keep, time},
  If[ex === $Failed || ex[[1]] === {}, Message[Classify::bdfmt, data]; Return[$Unevaluated, Module]];
  keep = Flatten[Position[Map[MatchQ[#, _Missing] &, ex[[2]]], False, {1}]];   (* examples without a class teach nothing *)
  ex = Map[#[[keep]] &, ex]; If[keep === {}, Message[Classify::bdfmt, data]; Return[$Unevaluated, Module]];
  classes = Union[ex[[2]]];
  e = learnEncoder[ex[[1]], option[Classify, rules, FeatureTypes], option[Classify, rules, FeatureNames], option[Classify, rules, NominalVariables], Replace[option[Classify, rules, FeatureExtractor], Automatic | None | "Identity" -> Identity]];
  x = encode[Classify, e, ex[[1]]]; If[x === $Failed, Return[$Unevaluated, Module]];
  x = Developer`ToPackedArray[N[x]]; y = Map[AssociationThread[classes, Range[Length[classes]]], ex[[2]]];
  s = seed[rules, Classify];
  spec = option[Classify, rules, Method]; name = methodName[spec];
  If[name === Automatic, name = System`Library`learning`models`chooseClass[<||>, x, y, Length[classes], e, s]];
  If[! MemberQ[classMethods, name], Message[Classify::bdmtd, spec, classMethods]; Return[$Unevaluated, Module]];
  {time, model} = AbsoluteTiming[If[Length[classes] === 1, <|"Name" -> "Constant"|>, fitClass[name, methodOptions[spec], x, y, Length[classes], e, s]]];
  ClassifierFunction[<|"Method" -> name, "Classes" -> classes, "Encoder" -> e, "Model" -> model, "Counts" -> Counts[ex[[2]]], "TrainingTime" -> time,
    "ClassPriors" -> option[Classify, rules, ClassPriors], "IndeterminateThreshold" -> option[Classify, rules, IndeterminateThreshold], "UtilityFunction" -> option[Classify, rules, UtilityFunction]|>]];

(* ---- what a classifier says *)
rowsOf[KeyValuePattern["Name" -> "Constant"], x_] := ConstantArray[{1.}, Length[x]];
rowsOf[m_, x_] := probabilities[m, x];
setting[a_, rules_, name_] := Replace[Replace[name, Append[rules, name -> a[SymbolName[name]]]], {}];
chances[a_, inputs_, rules_] := Module[{x = encode[ClassifierFunction, a["Encoder"], inputs], p, priors},
  If[x === $Failed || x === {}, Return[x, Module]];
  p = rowsOf[a["Model"], Developer`ToPackedArray[N[x]]];
  priors = setting[a, rules, ClassPriors];
  If[AssociationQ[priors], With[{w = N[Lookup[priors, a["Classes"], 0]]/N[Lookup[a["Counts"], a["Classes"]]/Total[a["Counts"]]]}, p = Map[With[{v = w #}, If[Total[v] > 0, v/Total[v], v]] &, p]]];
  p];
utility[u_, actual_, predicted_] := Switch[u, Automatic | None, Boole[actual === predicted], _Association, Lookup[Lookup[u, actual, <||>], predicted, 0], _, u[actual, predicted]];
utilities[a_, p_, rules_] := With[{u = setting[a, rules, UtilityFunction], c = a["Classes"]}, If[MemberQ[{Automatic, None}, u], p, p . Outer[utility[u, #1, #2] &, c, c]]];
decision[a_, p_, rules_] := With[{u = utilities[a, p, rules], t = setting[a, rules, IndeterminateThreshold], k = a["Classes"]}, If[NumericQ[t] && t > 0 && Max[u] < t, Indeterminate, k[[First[Ordering[-u, 1]]]]]];
properties = {"Decision", "ExpectedUtilities", "Probabilities", "Probability", "Properties", "TopProbabilities"};
say[a_, p_, property_, rules_] := With[{c = a["Classes"]}, Switch[property,
   "Decision" | Automatic, decision[a, p, rules],
   "Probabilities", AssociationThread[c, p],
   "ExpectedUtilities", AssociationThread[c, utilities[a, p, rules]],
   "Probability" -> _, Lookup[AssociationThread[c, p], Key[Last[property]], 0.],
   "Probability", Max[p],
   "TopProbabilities", Normal[Select[TakeLargest[AssociationThread[c, p], Length[c]], # > 0.05 &]],
   "TopProbabilities" -> _Integer | UpTo[_Integer], Normal[TakeLargest[AssociationThread[c, p], UpTo[Replace[Last[property], UpTo[n_] :> n]]]],
   _, $Failed]];
knownQ[property_] := MemberQ[properties, property] || property === Automatic || MatchQ[property, ("Probability" -> _) | ("TopProbabilities" -> _Integer | UpTo[_Integer])];
applyClassifier[ClassifierFunction[a_Association], {System`Library`InformationOf[p___]}] := about[a, p];
applyClassifier[ClassifierFunction[a_Association], {input_, r : (_Rule | _RuleDelayed) ...}] /; MatchQ[{r}, {(Rule | RuleDelayed)[_Symbol, _] ...}] := respond[a, input, Automatic, given[r]];
applyClassifier[ClassifierFunction[a_Association], {input_, property_, r : (_Rule | _RuleDelayed) ...}] := If[property === "Properties", properties, respond[a, input, property, given[r]]];
applyClassifier[___] := $Unevaluated;
respond[a_, input0_, property_, rules_] := Module[{input = Replace[input0, d_Dataset :> Normal[d]], batch, p, ps = If[ListQ[property], property, {property}], answers, bad},
  bad = SelectFirst[ps, ! knownQ[#] &, None];
  If[bad =!= None, Message[ClassifierFunction::naprop, bad, properties]; Return[$Failed, Module]];
  batch = batchQ[a["Encoder"], input];
  p = chances[a, If[batch, input, {input}], rules];
  If[p === $Failed, Return[$Failed, Module]];
  answers = Map[Function[row, Map[say[a, row, #, rules] &, ps]], p];
  If[! ListQ[property], answers = answers[[All, 1]]];
  If[batch, answers, First[answers]]];
facts := {"Accuracy", "ClassNumber", "ClassPriors", "Classes", "ExampleNumber", "FeatureNames", "FeatureNumber", "FeatureTypes", "IndeterminateThreshold", "Method", "MethodDescription", "Properties", "TrainingTime", "UtilityFunction"};
about[a_] := about[a, {"Classes", "Method", "FeatureTypes", "ExampleNumber"}];
about[a_, list : {__String}] := AssociationMap[about[a, #] &, list];
about[a_, name_] := Switch[name,
   "Classes", a["Classes"], "ClassNumber", Length[a["Classes"]], "Method", a["Method"], "MethodDescription", a["Method"] <> " on rows of " <> ToString[Total[Lookup[a["Encoder"]["Features"], "Width"]]] <> " numbers.",
   "FeatureTypes", typesOf[a["Encoder"]], "FeatureNames", a["Encoder"]["Names"], "FeatureNumber", Length[a["Encoder"]["Features"]], "ExampleNumber", Total[a["Counts"]],
   "ClassPriors", Replace[a["ClassPriors"], Automatic :> N[a["Counts"]/Total[a["Counts"]]]], "IndeterminateThreshold", a["IndeterminateThreshold"], "UtilityFunction", a["UtilityFunction"],
   "TrainingTime", Quantity[a["TrainingTime"], "Seconds"], "Properties", facts, _, Missing["UnknownProperty", name]];

(* ---- measurements *)
classifierMeasurements[c : ClassifierFunction[a_Association], data_, o : OptionsPattern[]] := measured[c, a, data, None, given[o]];
classifierMeasurements[c : ClassifierFunction[a_Association], data_, property : Except[_?OptionQ], o : OptionsPattern[]] := measured[c, a, data, property, given[o]];
classifierMeasurements[net : _NetChain | _NetGraph, data_, o : OptionsPattern[]] := netMeasured[net, data, None, given[o]];
classifierMeasurements[net : _NetChain | _NetGraph, data_, property : Except[_?OptionQ], o : OptionsPattern[]] := netMeasured[net, data, property, given[o]];
classifierMeasurements[predictions_List, actual_List, property : Except[_Rule] : None] := Module[{classes = Union[predictions, actual]},
   If[Length[predictions] =!= Length[actual] || actual === {}, Message[ClassifierMeasurements::bdfmt, actual]; Return[$Unevaluated, Module]];
   object[<|"Classes" -> classes, "Inputs" -> actual, "Actual" -> actual, "Predicted" -> predictions, "Probabilities" -> None, "Utility" -> Automatic|>, property]];
classifierMeasurements[___] := $Unevaluated;
measured[c_, a_, data_, property_, rules_] := Module[{ex = examples[data], p, r = DeleteCases[rules, _[Weights | Uncertainty | ComputeUncertainty, _]]},
  If[ex === $Failed || ex[[1]] === {}, Message[ClassifierMeasurements::bdfmt, data]; Return[$Unevaluated, Module]];
  p = chances[a, ex[[1]], r]; If[p === $Failed, Return[$Failed, Module]];
  object[<|"Classes" -> Union[a["Classes"], ex[[2]]], "Known" -> a["Classes"], "Inputs" -> ex[[1]], "Actual" -> ex[[2]], "Predicted" -> Map[decision[a, #, r] &, p], "Probabilities" -> p,
    "Utility" -> setting[a, r, UtilityFunction], "Utilities" -> Map[utilities[a, #, r] &, p]|>, property]];
(* a net whose output is decoded to classes *)
netMeasured[net_, data_, property_, rules_] := Module[{ports = {Information[net, "InputPortNames"], Information[net, "OutputPortNames"]}, classes, ex, p},
  classes = If[Map[Length, ports] === {1, 1}, NetExtract[net, {ports[[2, 1]], "Labels"}], None];
  If[! ListQ[classes], Message[ClassifierMeasurements::netcls, net]; Return[$Unevaluated, Module]];
  ex = netExamples[data, ports]; If[ex === $Failed || ex[[1]] === {}, Message[ClassifierMeasurements::bdfmt, data]; Return[$Unevaluated, Module]];
  p = net[ex[[1]], "Probabilities"]; If[! ListQ[p], Return[$Failed, Module]];
  p = Map[Lookup[#, classes] &, p];
  object[<|"Classes" -> Union[classes, ex[[2]]], "Known" -> classes, "Inputs" -> ex[[1]], "Actual" -> ex[[2]], "Predicted" -> Map[classes[[First[Ordering[#, -1]]]] &, p], "Probabilities" -> p,
    "Utility" -> Automatic, "Utilities" -> p|>, property]];
object[m_, None] := ClassifierMeasurementsObject[m];
object[m_, property_] := With[{r = measure[m, property]}, If[r === $Failed, $Failed, r]];
applyMeasurements[ClassifierMeasurementsObject[m_Association], {property_}] := measure[m, property];
applyMeasurements[___] := $Unevaluated;

perClass[m_, f_] := AssociationMap[f, m["Classes"]];
count[m_, c_, actualIn_, predictedIn_] := Total[MapThread[Boole[(#1 === c) === actualIn && (#2 === c) === predictedIn] &, {m["Actual"], m["Predicted"]}]];
ratio[a_, b_] := If[b == 0, Indeterminate, N[a/b]];
assigned[m_] := Map[Max[#, 10.^-300] &, MapThread[With[{k = Position[m["Known"], #2, {1}, Heads -> False]}, If[k === {}, 0., #1[[k[[1, 1]]]]]] &, {m["Probabilities"], m["Actual"]}]];
confusion[m_] := With[{c = m["Classes"]}, With[{t = Counts[Transpose[{m["Actual"], m["Predicted"]}]]}, Outer[Lookup[t, Key[{#1, #2}], 0] &, c, c, 1]]];
fscore[m_, c_, b_] := With[{p = ratio[count[m, c, True, True], count[m, c, True, True] + count[m, c, False, True]], r = ratio[count[m, c, True, True], count[m, c, True, True] + count[m, c, True, False]]},
   If[MemberQ[{p, r}, Indeterminate] || p + r == 0, If[MemberQ[{p, r}, 0.] || p === r === 0., 0., Indeterminate], (1 + b^2) p r/(b^2 p + r)]];
agreement[m_] := N[Mean[MapThread[Boole[#1 === #2] &, {m["Actual"], m["Predicted"]}]]];
chance[m_, how_] := With[{n = Length[m["Actual"]], a = Lookup[Counts[m["Actual"]], m["Classes"], 0], p = Lookup[Counts[m["Predicted"]], m["Classes"], 0]}, N[If[how === "Cohen", a . p/n^2, Total[((a + p)/(2 n))^2]]]];
(* the area under the curve of true against false positives: how often a member gets a higher probability than another example *)
area[m_, c_] := Module[{k = Position[m["Known"], c, {1}, Heads -> False], p, up, down, ranks}, If[k === {}, Return[Indeterminate, Module]];
  p = m["Probabilities"][[All, k[[1, 1]]]]; up = Pick[p, Map[# === c &, m["Actual"]]]; down = Pick[p, Map[# =!= c &, m["Actual"]]];
  If[up === {} || down === {}, Return[Indeterminate, Module]];
  N[Mean[Flatten[Outer[Which[#1 > #2, 1, #1 == #2, 1/2, True, 0] &, up, down]]]]];
curve[m_, c_] := Module[{k = Position[m["Known"], c, {1}, Heads -> False], p, t}, If[k === {}, Return[Indeterminate, Module]];
  p = m["Probabilities"][[All, k[[1, 1]]]]; t = Map[# === c &, m["Actual"]];
  Prepend[Map[Function[v, {ratio[Total[Boole[MapThread[#1 >= v && ! #2 &, {p, t}]]], Count[t, False]], ratio[Total[Boole[MapThread[#1 >= v && #2 &, {p, t}]]], Count[t, True]]}], Reverse[Union[p]]], {0., 0.}]];
measureNames = {"Accuracy", "AccuracyBaseline", "ActualClasses", "AreaUnderROCCurve", "BestClassifiedExamples", "ClassMeanCrossEntropy", "CohenKappa", "ConfusionFunction", "ConfusionMatrix", "CorrectlyClassifiedExamples", "DecisionUtilities", "Error",
   "Examples", "ExampleProbabilities", "F1Score", "FalseDiscoveryRate", "FalseNegativeExamples", "FalseNegativeNumber", "FalseNegativeRate", "FalsePositiveExamples", "FalsePositiveNumber", "FalsePositiveRate", "FScore", "GeometricMeanProbability", "IndeterminateExamples", "LeastCertainExamples", "Likelihood", "LogLikelihood",
   "MatthewsCorrelationCoefficient", "MeanCrossEntropy", "MeanDecisionUtility", "MisclassifiedExamples", "MostCertainExamples", "NegativePredictiveValue", "Perplexity", "Precision", "PredictedClasses", "Probabilities", "Properties", "Recall", "RejectionRate", "ROCCurve", "ScottPi", "Specificity", "TopConfusions", "TrueNegativeExamples", "TrueNegativeNumber", "TrueNegativeRate",
   "TruePositiveExamples", "TruePositiveNumber", "TruePositiveRate", "WorstClassifiedExamples"};
probabilistic = {"AreaUnderROCCurve", "BestClassifiedExamples", "ClassMeanCrossEntropy", "DecisionUtilities", "ExampleProbabilities", "GeometricMeanProbability", "LeastCertainExamples", "Likelihood", "LogLikelihood", "MeanCrossEntropy", "MeanDecisionUtility", "MostCertainExamples", "Perplexity", "Probabilities", "ROCCurve", "WorstClassifiedExamples"};
rulesAt[m_, places_] := Map[m["Inputs"][[#]] -> m["Actual"][[#]] &, places];
where[m_, f_] := Select[Range[Length[m["Actual"]]], f[m["Actual"][[#]], m["Predicted"][[#]]] &];
measure[m_, l_List] := Map[measure[m, #] &, l];
measure[m_, property_] := Module[{name = Replace[property, {(n_String -> _) :> n, (n_String)[_] :> n}], of, r},
  If[m["Probabilities"] === None && MemberQ[probabilistic, name] || ! MemberQ[measureNames, name], Message[ClassifierMeasurementsObject::naprop, property, measureNames]; Return[$Failed, Module]];
  If[MatchQ[property, _String -> _] && ! MemberQ[{"FScore", "Examples", "TopConfusions", "BestClassifiedExamples", "WorstClassifiedExamples"}, name], (* one class of a property by classes *)
    r = measure[m, name]; Return[If[AssociationQ[r], Lookup[r, Key[Last[property]], Missing["KeyAbsent", Last[property]]], If[ListQ[r], r, $Failed]], Module]];
  Switch[name,
   "Properties", measureNames, "Accuracy", agreement[m], "Error", 1 - agreement[m], "AccuracyBaseline", N[Max[Counts[m["Actual"]]]/Length[m["Actual"]]],
   "ConfusionMatrix", confusion[m], "ConfusionFunction", With[{t = Counts[Transpose[{m["Actual"], m["Predicted"]}]]}, Function[Lookup[t, Key[{#1, #2}], 0]]],
   "ActualClasses", m["Actual"], "PredictedClasses", m["Predicted"], "Probabilities", Map[AssociationThread[m["Known"], #] &, m["Probabilities"]], "ExampleProbabilities", assigned[m],
   "Precision", perClass[m, ratio[count[m, #, True, True], count[m, #, True, True] + count[m, #, False, True]] &],
   "Recall" | "TruePositiveRate", perClass[m, ratio[count[m, #, True, True], count[m, #, True, True] + count[m, #, True, False]] &],
   "Specificity" | "TrueNegativeRate", perClass[m, ratio[count[m, #, False, False], count[m, #, False, False] + count[m, #, False, True]] &],
   "FalsePositiveRate", perClass[m, ratio[count[m, #, False, True], count[m, #, False, False] + count[m, #, False, True]] &],
   "FalseNegativeRate", perClass[m, ratio[count[m, #, True, False], count[m, #, True, True] + count[m, #, True, False]] &],
   "FalseDiscoveryRate", perClass[m, ratio[count[m, #, False, True], count[m, #, True, True] + count[m, #, False, True]] &],
   "NegativePredictiveValue", perClass[m, ratio[count[m, #, False, False], count[m, #, False, False] + count[m, #, True, False]] &],
   "TruePositiveNumber", perClass[m, count[m, #, True, True] &], "FalsePositiveNumber", perClass[m, count[m, #, False, True] &],
   "TrueNegativeNumber", perClass[m, count[m, #, False, False] &], "FalseNegativeNumber", perClass[m, count[m, #, True, False] &],
   "TruePositiveExamples", perClass[m, Function[c, rulesAt[m, where[m, #1 === c && #2 === c &]]]], "FalsePositiveExamples", perClass[m, Function[c, rulesAt[m, where[m, #1 =!= c && #2 === c &]]]],
   "TrueNegativeExamples", perClass[m, Function[c, rulesAt[m, where[m, #1 =!= c && #2 =!= c &]]]], "FalseNegativeExamples", perClass[m, Function[c, rulesAt[m, where[m, #1 === c && #2 =!= c &]]]],
   "F1Score", perClass[m, fscore[m, #, 1] &], "FScore", perClass[m, Function[c, fscore[m, c, If[MatchQ[property, _Rule], Last[property], 1]]]],
   "MatthewsCorrelationCoefficient", perClass[m, With[{tp = count[m, #, True, True], tn = count[m, #, False, False], fp = count[m, #, False, True], fn = count[m, #, True, False]}, ratio[tp tn - fp fn, Sqrt[(tp + fp) (tp + fn) (tn + fp) (tn + fn)]]] &],
   "CohenKappa", ratio[agreement[m] - chance[m, "Cohen"], 1 - chance[m, "Cohen"]], "ScottPi", ratio[agreement[m] - chance[m, "Scott"], 1 - chance[m, "Scott"]],
   "MeanCrossEntropy", -Mean[Log[assigned[m]]], "LogLikelihood", Total[Log[assigned[m]]], "Likelihood", Times @@ assigned[m], "Perplexity", Exp[-Mean[Log[assigned[m]]]], "GeometricMeanProbability", Exp[Mean[Log[assigned[m]]]],
   "ClassMeanCrossEntropy", perClass[m, Function[c, With[{v = Pick[assigned[m], Map[# === c &, m["Actual"]]]}, If[v === {}, Indeterminate, -Mean[Log[v]]]]]],
   "DecisionUtilities", MapThread[utility[m["Utility"], #1, #2] &, {m["Actual"], m["Predicted"]}], "MeanDecisionUtility", N[Mean[MapThread[utility[m["Utility"], #1, #2] &, {m["Actual"], m["Predicted"]}]]],
   "AreaUnderROCCurve", perClass[m, area[m, #] &], "ROCCurve", perClass[m, curve[m, #] &],
   "RejectionRate", N[Count[m["Predicted"], Indeterminate]/Length[m["Actual"]]], "IndeterminateExamples", rulesAt[m, where[m, #2 === Indeterminate &]],
   "CorrectlyClassifiedExamples", rulesAt[m, where[m, SameQ]], "MisclassifiedExamples", rulesAt[m, where[m, UnsameQ]],
   "Examples", If[MatchQ[property, _ -> {_, _}], rulesAt[m, where[m, {##} === Last[property] &]], rulesAt[m, Range[Length[m["Actual"]]]]],
   "TopConfusions", With[{t = Counts[Select[Transpose[{m["Actual"], m["Predicted"]}], UnsameQ @@ # &]]}, Take[SortBy[KeyValueMap[Rule @@ #1 -> #2 &, t], -Last[#] &], UpTo[If[MatchQ[property, _ -> _Integer], Last[property], 10]]]],
   "BestClassifiedExamples", rulesAt[m, Take[Reverse[Ordering[assigned[m]]], UpTo[If[MatchQ[property, _ -> _Integer], Last[property], 10]]]],
   "WorstClassifiedExamples", rulesAt[m, Take[Ordering[assigned[m]], UpTo[If[MatchQ[property, _ -> _Integer], Last[property], 10]]]],
   "LeastCertainExamples", rulesAt[m, Take[Ordering[-Map[entropy, m["Probabilities"]]], UpTo[10]]], "MostCertainExamples", rulesAt[m, Take[Ordering[Map[entropy, m["Probabilities"]]], UpTo[10]]],
   _, $Failed]];
entropy[p_] := -Total[Map[If[# > 0, # Log[#], 0] &, p]];
