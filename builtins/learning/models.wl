(* models.wl - the methods of Classify and Predict on rows of numbers. fitClass[name, options, x, y, k, encoder, seed] takes classes 1 .. k,
   fitNumber[name, ..., y, ...] numbers; probabilities[model, x] and values[model, x] answer for new rows. *)
LoadUnit["learning/features"];
spans = System`Library`learning`features`spans;

classMethods = {"ClassDistributions", "DecisionTree", "GradientBoostedTrees", "LogisticRegression", "NaiveBayes", "NearestNeighbors", "NeuralNetwork", "RandomForest", "SupportVectorMachine"};
numberMethods = {"DecisionTree", "GaussianProcess", "GradientBoostedTrees", "LinearRegression", "NearestNeighbors", "NeuralNetwork", "RandomForest"};
option[o_, name_, default_] := Replace[Lookup[o, name, Automatic], Automatic -> default];
folds[n_, k_, s_] := BlockRandom[SeedRandom[s]; Mod[RandomSample[Range[n]], k] + 1];

(* ---- neighbours: the number is chosen by leaving each example out *)
counted[labels_, k_, smooth_] := With[{m = Length[First[labels]]}, Map[Function[l, (Table[N[Count[l, c]], {c, k}] + smooth)/(m + smooth k)], labels]];
nearestLabels[x_, y_, q_, m_] := Map[y[[#]] &, First[NearestRows[x, q, m]], {2}];
neighborChoices[n_] := Select[{1, 2, 3, 5, 7, 10, 15, 20, 30}, # < n/2 + 1 &];
fitClass["NearestNeighbors", o_, x_, y_, k_, e_, s_] := Module[{m = option[o, "NeighborsNumber", Automatic], smooth = N[option[o, "DistributionSmoothing", 0.5]], sample, near, choices = neighborChoices[Length[x]]},
  If[m === Automatic, m = If[Length[choices] < 2, 1,
     sample = If[Length[x] > 1000, BlockRandom[SeedRandom[s]; RandomSample[Range[Length[x]], 1000]], Range[Length[x]]];
     near = Map[y[[#]] &, Rest /@ First[NearestRows[x, x[[sample]], Min[Max[choices] + 1, Length[x]]]], {2}];
     First[MinimalBy[choices, Function[c, With[{p = counted[Take[#, UpTo[c]] & /@ near, k, smooth]}, -Total[Log[MapThread[#1[[#2]] &, {p, y[[sample]]}]]]]], 1]]]];
  <|"Name" -> "NearestNeighbors", "Inputs" -> x, "Labels" -> y, "Classes" -> k, "NeighborsNumber" -> Min[m, Length[x]], "Smoothing" -> smooth|>];
probabilities[m : KeyValuePattern["Name" -> "NearestNeighbors"], x_] := counted[nearestLabels[m["Inputs"], m["Labels"], x, m["NeighborsNumber"]], m["Classes"], m["Smoothing"]];
fitNumber["NearestNeighbors", o_, x_, y_, e_, s_] := Module[{m = option[o, "NeighborsNumber", Automatic], near, choices = neighborChoices[Length[x]], sample, best, errors},
  sample = If[Length[x] > 1000, BlockRandom[SeedRandom[s]; RandomSample[Range[Length[x]], 1000]], Range[Length[x]]];
  near = If[Length[x] > 1, Map[y[[#]] &, Rest /@ First[NearestRows[x, x[[sample]], Min[Max[choices, If[IntegerQ[m], m, 1]] + 1, Length[x]]]], {2}], {{First[y]}}];
  errors[c_] := Mean[(Map[Mean[Take[#, UpTo[c]]] &, near] - y[[sample]])^2];
  If[m === Automatic, m = If[Length[choices] < 2, 1, First[MinimalBy[choices, errors, 1]]]];
  <|"Name" -> "NearestNeighbors", "Inputs" -> x, "Outputs" -> y, "NeighborsNumber" -> Min[m, Length[x]], "Deviation" -> Sqrt[errors[m]]|>];
values[m : KeyValuePattern["Name" -> "NearestNeighbors"], x_] := With[{near = nearestLabels[m["Inputs"], m["Outputs"], x, m["NeighborsNumber"]]}, {Mean /@ near, ConstantArray[m["Deviation"], Length[x]]}];

(* ---- logistic regression; a penalty on the weights keeps separable classes finite *)
fitClass["LogisticRegression", o_, x_, y_, k_, e_, s_] := <|"Name" -> "LogisticRegression", "Classes" -> k, "L2Regularization" -> option[o, "L2Regularization", 1],
   "Weights" -> LogisticWeights[x, y, ConstantArray[1., Length[y]], k, N[option[o, "L2Regularization", 1]], option[o, "MaxIterations", 500]]|>;
(* exponents whose result would be below every machine number count as the smallest *)
expo[x_] := Exp[Clip[x, {-700., 700.}]];
softmax[scores_] := Map[With[{v = expo[# - Max[#]]}, v/Total[v]] &, scores];
probabilities[m : KeyValuePattern["Name" -> "LogisticRegression"], x_] := softmax[x . Transpose[m["Weights"][[All, ;; -2]]] + ConstantArray[m["Weights"][[All, -1]], Length[x]]];

(* the rows of a class (of all, should a part of the data lack it), and the frequencies of classes *)
of[rows_, y_, c_] := With[{r = Pick[rows, y, c]}, If[r === {}, rows, r]];
priors[y_, k_] := (N[Table[Count[y, c], {c, k}]] + 10.^-9)/Length[y];

(* ---- naive Bayes: normal densities for numbers, frequencies for names and words *)
fitClass["NaiveBayes", o_, x_, y_, k_, e_, s_] := Module[{smooth = N[option[o, "DistributionSmoothing", 1]], eps = 10.^-9 Max[Variance /@ Select[Transpose[x], Length[#] > 1 &], 10.^-3]},
  <|"Name" -> "NaiveBayes", "Classes" -> k, "Priors" -> priors[y, k],
   "Parts" -> MapThread[Function[{span, f}, With[{part = x[[All, span]]}, If[MemberQ[{"Nominal", "Boolean", "Text"}, f["Type"]],
       {span, "Frequency", Table[With[{t = Total[of[part, y, c]]}, Log[(t + smooth)/(Total[t] + smooth Length[t])]], {c, k}]},
       {span, "Normal", Table[With[{rows = of[part, y, c]}, With[{m = Mean[rows]}, {m, Map[Max[#, eps] &, Mean[Map[(# - m)^2 &, rows]] + eps]}]], {c, k}]}]]], {spans[e], e["Features"]}]|>];
probabilities[m : KeyValuePattern["Name" -> "NaiveBayes"], x_] := softmax[Transpose[Table[Log[m["Priors"][[c]]] + Total[Map[partScore[#, c, x] &, m["Parts"]]], {c, m["Classes"]}]]];
partScore[{span_, "Frequency", logs_}, c_, x_] := x[[All, span]] . logs[[c]];
partScore[{span_, "Normal", p_}, c_, x_] := With[{mean = p[[c, 1]], v = p[[c, 2]]}, Map[-Total[(# - mean)^2/v]/2 &, x[[All, span]]] - Total[Log[2 Pi v]]/2];

(* ---- a normal distribution for each class *)
fitClass["ClassDistributions", o_, x_, y_, k_, e_, s_] := Module[{n = Length[First[x]], pooled = covariance[x]},
  <|"Name" -> "ClassDistributions", "Classes" -> k, "Priors" -> priors[y, k],
   "Parts" -> Table[With[{rows = of[x, y, c]}, Module[{s2, w = n/(n + Length[rows])}, s2 = (1 - w) covariance[rows] + w (0.5 pooled + 0.5 DiagonalMatrix[Diagonal[pooled]]) + 10.^-9 IdentityMatrix[n];
       {Mean[rows], Inverse[s2], Log[Det[s2]]}]], {c, k}]|>];
covariance[rows_] := With[{m = Mean[rows]}, With[{d = Map[# - m &, rows]}, Transpose[d] . d/Length[rows]]];
probabilities[m : KeyValuePattern["Name" -> "ClassDistributions"], x_] := softmax[Transpose[MapThread[Function[{p, part}, Map[With[{d = # - part[[1]]}, Log[p] - (d . part[[2]] . d + part[[3]])/2] &, x]], {m["Priors"], m["Parts"]}]]];

(* ---- trees *)
treeModel[name_, o_, x_, y_, k_, s_] := Module[{forest = name === "RandomForest", d = Length[First[x]], n = Length[x]},
  <|"Name" -> name, "Classes" -> k, "Smoothing" -> N[option[o, "DistributionSmoothing", If[forest, 0.5, 1]]],
   "Trees" -> GrowTrees[x, N[y], k, {If[forest, option[o, "TreeNumber", 100], 1], option[o, "LeafSize", If[forest, If[k > 0, 1, 2], Max[1, Floor[Log[2., n]/2]]]], option[o, "MaxDepth", 64],
      If[forest, Max[1, Ceiling[d option[o, "FeatureFraction", If[k > 0, 1/Sqrt[d], 1/3]]]], 0], If[forest, 1, 0], s}]|>];
fitClass[name : "DecisionTree" | "RandomForest", o_, x_, y_, k_, e_, s_] := treeModel[name, o, x, y, k, s];
probabilities[m : KeyValuePattern["Name" -> "DecisionTree" | "RandomForest"], x_] := TreeValues[m["Trees"], x, m["Classes"], m["Smoothing"]];
fitNumber[name : "DecisionTree" | "RandomForest", o_, x_, y_, e_, s_] := With[{m = treeModel[name, o, x, y, 0, s]}, Append[m, "Deviation" -> held[name, o, x, y, e, s]]];
values[m : KeyValuePattern["Name" -> "DecisionTree" | "RandomForest"], x_] := {Mean /@ TreeValues[m["Trees"], x, 0, 0.], ConstantArray[m["Deviation"], Length[x]]};
(* the deviation of a method from what it has not seen, by three folds *)
held[name_, o_, x_, y_, e_, s_] := If[Length[x] < 6, spread[y], Module[{f = folds[Length[x], 3, s]}, Sqrt[Mean[Flatten[Table[With[{in = Pick[Range[Length[x]], f, Except[j, _Integer]], out = Pick[Range[Length[x]], f, j]},
     (Mean /@ TreeValues[treeModel[name, o, x[[in]], y[[in]], 0, s]["Trees"], x[[out]], 0, 0.] - y[[out]])^2], {j, 3}]]]]]];
spread[y_] := If[Length[y] > 1, Max[StandardDeviation[y], 10.^-9], 1.];

(* ---- boosted trees (J. Friedman, "Greedy function approximation", 2001), Newton's step in each leaf *)
boost[x_, gradient_, hessian_, start_, rounds_, rate_, depth_, leaf_, s_] := Module[{f = ConstantArray[start, Length[x]], trees = {}, g, h, tree, leaves, steps},
  Do[g = gradient[f]; h = hessian[f];
    tree = First[GrowTrees[x, g, 0, {1, leaf, depth, 0, 0, s + i}]];
    leaves = TreeLeaves[tree, x];
    steps = GroupBy[Transpose[{leaves, g, h}], First, Total[#[[All, 2]]]/(Total[#[[All, 3]]] + 10.^-9) &];
    tree[[5]] = MapIndexed[{rate Clip[Lookup[steps, First[#2], 0.], {-4 stepScale[g], 4 stepScale[g]}], #1[[2]]} &, tree[[5]]];
    AppendTo[trees, tree];
    f = f + tree[[5, leaves, 1]], {i, rounds}];
  trees];
stepScale[g_] := Max[1., Max[Abs[g]]];
fitClass["GradientBoostedTrees", o_, x_, y_, k_, e_, s_] := Module[{rounds = option[o, "MaxTrainingRounds", 50], rate = N[option[o, LearningRate, option[o, "LearningRate", 0.1]]], depth = option[o, "MaxDepth", 3], leaf = option[o, "LeafSize", Max[1, Floor[Length[x]/50]]]},
  <|"Name" -> "GradientBoostedTrees", "Classes" -> k, "Rounds" -> rounds, "Starts" -> Table[With[{p = Clip[N[Count[y, c]/Length[y]], {0.001, 0.999}]}, Log[p/(1 - p)]], {c, If[k === 2, {2}, Range[k]]}],
   "Trees" -> Table[With[{t = N[Map[Boole[# === c] &, y]]}, With[{p = Clip[Mean[t], {0.001, 0.999}]}, boost[x, t - LogisticSigmoid[#] &, With[{q = LogisticSigmoid[#]}, q (1 - q)] &, Log[p/(1 - p)], rounds, rate, depth, leaf, s]]], {c, If[k === 2, {2}, Range[k]]}]|>];
probabilities[m : KeyValuePattern["Name" -> "GradientBoostedTrees"], x_] := With[{p = MapThread[LogisticSigmoid[#2 + Total /@ TreeValues[#1, x, 0, 0.]] &, {m["Trees"], m["Starts"]}]},
   If[m["Classes"] === 2, Transpose[{1 - p[[1]], p[[1]]}], Map[#/Total[#] &, Transpose[p]]]];
fitNumber["GradientBoostedTrees", o_, x_, y_, e_, s_] := Module[{rounds = option[o, "MaxTrainingRounds", 50], rate = N[option[o, "LearningRate", 0.1]], depth = option[o, "MaxDepth", 3], leaf = option[o, "LeafSize", Max[1, Floor[Length[x]/50]]], fit, trees},
  fit[i_, rows_, out_] := boost[rows, out - # &, ConstantArray[1., Length[#]] &, Mean[out], rounds, rate, depth, leaf, i];
  trees = fit[s, x, y];
  <|"Name" -> "GradientBoostedTrees", "Start" -> Mean[y], "Trees" -> trees, "Deviation" -> If[Length[x] < 6, spread[y], Module[{f = folds[Length[x], 3, s]}, Sqrt[Mean[Flatten[Table[With[{in = Pick[Range[Length[x]], f, Except[j, _Integer]], out = Pick[Range[Length[x]], f, j]},
      (Mean[y[[in]]] + Total /@ TreeValues[fit[s, x[[in]], y[[in]]], x[[out]], 0, 0.] - y[[out]])^2], {j, 3}]]]]]]|>];
values[m : KeyValuePattern["Name" -> "GradientBoostedTrees"], x_] := {m["Start"] + Total /@ TreeValues[m["Trees"], x, 0, 0.], ConstantArray[m["Deviation"], Length[x]]};

(* ---- support vectors: each class against each other; J. Platt's sigmoid makes probabilities of the margins *)
kernelOf["Linear", _] := #1 . Transpose[#2] &;
kernelOf["Polynomial", {g_, d_}] := (g #1 . Transpose[#2] + 1)^d &;
kernelOf["Sigmoid", {g_, _}] := Tanh[g #1 . Transpose[#2]] &;
kernelOf[_, {g_, _}] := expo[-g Map[Max[#, 0.] &, Outer[Plus, Total[#1^2, {2}], Total[#2^2, {2}]] - 2 #1 . Transpose[#2], {2}]] &;
fitClass["SupportVectorMachine", o_, x_, y_, k_, e_, s_] := Module[{type = Replace[option[o, "KernelType", "RadialBasisFunction"], "RBF" -> "RadialBasisFunction"], g, c = N[option[o, "SoftMarginParameter", 1]], kernel},
  g = N[option[o, "GammaScalingParameter", 1/(Length[First[x]] Max[0.01, Variance[Flatten[x]]])]];
  kernel = {type, {g, option[o, "PolynomialDegree", 3]}};
  <|"Name" -> "SupportVectorMachine", "Classes" -> k, "Kernel" -> kernel,
   "Machines" -> Map[Function[pair, Module[{rows = Flatten[Position[y, pair[[1]] | pair[[2]], {1}, Heads -> False]], signs, a, b, f, keep, ab},
      signs = N[Map[If[# === pair[[1]], 1, -1] &, y[[rows]]]];
      {a, b} = SupportVectors[(kernelOf @@ kernel)[x[[rows]], x[[rows]]], signs, c];
      f = (kernelOf @@ kernel)[x[[rows]], x[[rows]]] . (a signs) - b;
      ab = sigmoid[f, signs];
      keep = Flatten[Position[a, v_ /; v > 10.^-9, {1}, Heads -> False]];
      {pair, x[[rows[[keep]]]], (a signs)[[keep]], b, ab}]], Subsets[Range[k], {2}]]|>];
(* the two parameters of 1/(1 + Exp[a f + b]), by Newton's method (H. Lin, C. Lin, R. Weng, 2007) *)
sigmoid[f_, signs_] := Module[{up = Count[signs, 1.], down = Count[signs, -1.], t, a = 0., b, p, g, h, d, cost, step},
  t = Map[If[# > 0, (up + 1.)/(up + 2.), 1/(down + 2.)] &, signs]; b = Log[(down + 1.)/(up + 1.)];
  cost[u_, v_] := Total[MapThread[With[{z = u #1 + v}, If[z >= 0, #2 z + Log[1 + Exp[-z]], (#2 - 1) z + Log[1 + Exp[z]]]] &, {f, t}]];
  Do[p = LogisticSigmoid[-(a f + b)]; d = t - p; g = {f . d, Total[d]};
    If[Max[Abs[g]] < 10.^-7, Break[]];
    h = With[{q = p (1 - p)}, {{f^2 . q + 10.^-9, f . q}, {f . q, Total[q] + 10.^-9}}];
    step = -LinearSolve[h, g]; With[{old = cost[a, b]}, Module[{l = 1.}, While[l > 10.^-8 && cost[a + l step[[1]], b + l step[[2]]] > old, l /= 2]; {a, b} += l step]], {100}];
  {a, b}];
probabilities[m : KeyValuePattern["Name" -> "SupportVectorMachine"], x_] := Module[{k = m["Classes"], votes = ConstantArray[0., {Length[x], m["Classes"]}]},
  Do[Module[{pair, sv, w, b, ab, p}, {pair, sv, w, b, ab} = machine;
    p = If[sv === {}, ConstantArray[0.5, Length[x]], LogisticSigmoid[-(ab[[1]] ((kernelOf @@ m["Kernel"])[x, sv] . w - b) + ab[[2]])]];
    votes[[All, pair[[1]]]] += p; votes[[All, pair[[2]]]] += 1 - p], {machine, m["Machines"]}];
  Map[#/Total[#] &, votes]];

(* ---- nets *)
rounds[o_, n_] := option[o, MaxTrainingRounds, option[o, "MaxTrainingRounds", Clip[Round[20000/Max[n, 1]], {30, 500}]]];
hidden[o_, d_] := With[{depth = option[o, "NetworkDepth", Automatic], width = Clip[Round[4 Sqrt[d] + 12], {16, 256}]}, Join @@ ConstantArray[{LinearLayer[width], ElementwiseLayer["SELU"]}, If[IntegerQ[depth], Max[depth - 1, 0], 2]]];
fitClass["NeuralNetwork", o_, x_, y_, k_, e_, s_] := <|"Name" -> "NeuralNetwork", "Classes" -> k,
   "Net" -> NetTrain[NetChain[Join[hidden[o, Length[First[x]]], {LinearLayer[k], SoftmaxLayer[]}], "Input" -> Length[First[x]], "Output" -> NetDecoder[{"Class", Range[k]}]], x -> y,
     MaxTrainingRounds -> rounds[o, Length[x]], RandomSeeding -> s, Method -> {"ADAM", "L2Regularization" -> 0.0001}, LearningRate -> 0.005, TrainingProgressReporting -> None]|>;
probabilities[m : KeyValuePattern["Name" -> "NeuralNetwork"], x_] := N[Map[Lookup[#, Range[m["Classes"]]] &, m["Net"][x, "Probabilities"]]];
fitNumber["NeuralNetwork", o_, x_, y_, e_, s_] := Module[{mean = Mean[y], d = spread[y], net, out},
  net = NetTrain[NetChain[Join[hidden[o, Length[First[x]]], {LinearLayer[1]}], "Input" -> Length[First[x]]], x -> List /@ ((y - mean)/d),
     MaxTrainingRounds -> rounds[o, Length[x]], RandomSeeding -> s, Method -> {"ADAM", "L2Regularization" -> 0.0001}, LearningRate -> 0.005, TrainingProgressReporting -> None];
  out = mean + d Flatten[Normal[net[x]]];
  <|"Name" -> "NeuralNetwork", "Net" -> net, "Mean" -> mean, "Scale" -> d, "Deviation" -> Max[Sqrt[Mean[(out - y)^2]], 10.^-6 d]|>];
values[m : KeyValuePattern["Name" -> "NeuralNetwork"], x_] := {m["Mean"] + m["Scale"] N[Flatten[Normal[m["Net"][x]]]], ConstantArray[m["Deviation"], Length[x]]};

(* ---- linear regression: least squares with a penalty on all weights but the constant *)
fitNumber["LinearRegression", o_, x_, y_, e_, s_] := Module[{l2 = N[option[o, "L2Regularization", 0]], mx = Mean[x], my = Mean[y], c, w, r, n = Length[x], d},
  d = Length[mx]; c = Map[# - mx &, x];
  w = If[l2 > 0, LinearSolve[Transpose[c] . c + l2 IdentityMatrix[d], Transpose[c] . (y - my)], LeastSquares[c, y - my]];
  r = y - my - c . w;
  <|"Name" -> "LinearRegression", "Weights" -> w, "Intercept" -> my - mx . w, "L2Regularization" -> l2, "Deviation" -> Max[Sqrt[Total[r^2]/Max[1, n - d - 1]], 10.^-9 Max[1., Abs[my]]]|>];
values[m : KeyValuePattern["Name" -> "LinearRegression"], x_] := {x . m["Weights"] + m["Intercept"], ConstantArray[m["Deviation"], Length[x]]};

(* ---- Gaussian process with a squared exponential kernel; length and noise by the marginal likelihood on a grid, refined once *)
squares[a_, b_] := Map[Max[#, 0.] &, Outer[Plus, Total[a^2, {2}], Total[b^2, {2}]] - 2 a . Transpose[b], {2}];
evidence[d2_, y_, {l_, noise_}] := Module[{k = expo[-d2/(2 l^2)] + noise IdentityMatrix[Length[y]], a, v, chol}, chol = Quiet[CholeskyDecomposition[k]]; If[! MatrixQ[chol, NumberQ], Return[-Infinity, Module]];
  a = LinearSolve[k, y]; v = y . a/Length[y]; -Length[y] Log[v]/2 - Total[Log[Diagonal[chol]]]];
fitNumber["GaussianProcess", o_, x_, y_, e_, s_] := Module[{rows = If[Length[x] > 1000, BlockRandom[SeedRandom[s]; Sort[RandomSample[Range[Length[x]], 1000]]], Range[Length[x]]], xs, ys, d2, m = Mean[y], best, k, a},
  xs = x[[rows]]; ys = y[[rows]] - m; d2 = squares[xs, xs];
  If[Max[Abs[ys]] == 0., ys = ys + 10.^-9];
  best = First[MaximalBy[Tuples[{{0.1, 0.3, 1., 3., 10.}, {10.^-6, 10.^-4, 0.01, 0.1, 1.}}], evidence[d2, ys, #] &, 1]];
  best = First[MaximalBy[Tuples[{best[[1]] {0.5, 0.7, 0.85, 1., 1.2, 1.4, 2.}, best[[2]] {0.1, 0.3, 0.6, 1., 2., 4., 10.}}], evidence[d2, ys, #] &, 1]];
  k = expo[-d2/(2 best[[1]]^2)] + best[[2]] IdentityMatrix[Length[ys]]; a = LinearSolve[k, ys];
  <|"Name" -> "GaussianProcess", "Inputs" -> xs, "Coefficients" -> a, "Inverse" -> Inverse[k], "Length" -> best[[1]], "Noise" -> best[[2]], "Variance" -> ys . a/Length[ys], "Mean" -> m|>];
values[m : KeyValuePattern["Name" -> "GaussianProcess"], x_] := Module[{k = expo[-squares[x, m["Inputs"]]/(2 m["Length"]^2)]},
  {m["Mean"] + k . m["Coefficients"], Map[Sqrt[m["Variance"] Max[1 + m["Noise"] - # . m["Inverse"] . #, 10.^-12]] &, k]}];

(* ---- Automatic: what foretells best by three folds *)
logLoss[p_, y_] := -Mean[Log[Map[Max[#, 10.^-12] &, MapThread[#1[[#2]] &, {p, y}]]]];
chooseClass[o_, x_, y_, k_, e_, s_] := Module[{n = Length[x], rows, f, candidates},
  If[k === 1 || n < 6, Return[If[n < 6 && k > 1, "NearestNeighbors", "NaiveBayes"], Module]];
  rows = If[n > 1500, BlockRandom[SeedRandom[s]; RandomSample[Range[n], 1500]], Range[n]];
  f = folds[Length[rows], 3, s];
  candidates = {"LogisticRegression", "NearestNeighbors", "RandomForest", "NaiveBayes"};
  First[MinimalBy[candidates, Function[name, Mean[Table[With[{in = Pick[rows, f, Except[j, _Integer]], out = Pick[rows, f, j]},
       logLoss[probabilities[Quiet[fitClass[name, If[name === "RandomForest", <|"TreeNumber" -> 30|>, <||>], x[[in]], y[[in]], k, e, s]], x[[out]]], y[[out]]]], {j, 3}]]], 1]]];
chooseNumber[o_, x_, y_, e_, s_] := Module[{n = Length[x], rows, f, candidates},
  If[n < 6, Return["LinearRegression", Module]];
  rows = If[n > 1500, BlockRandom[SeedRandom[s]; RandomSample[Range[n], 1500]], Range[n]];
  f = folds[Length[rows], 3, s];
  candidates = If[n <= 300, {"LinearRegression", "NearestNeighbors", "RandomForest", "GaussianProcess"}, {"LinearRegression", "NearestNeighbors", "RandomForest", "GradientBoostedTrees"}];
  First[MinimalBy[candidates, Function[name, Mean[Table[With[{in = Pick[rows, f, Except[j, _Integer]], out = Pick[rows, f, j]},
       Mean[(First[values[fitNumber[name, If[name === "RandomForest", <|"TreeNumber" -> 30|>, <||>], x[[in]], y[[in]], e, s], x[[out]]]] - y[[out]])^2]], {j, 3}]]], 1]]];
