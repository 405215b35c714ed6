(* generalized.wl - GeneralizedLinearModelFit, LogitModelFit, ProbitModelFit: maximum likelihood by weighted least squares, again and again
   (P. McCullagh, J. Nelder, "Generalized linear models", 1989). *)
LoadUnit["optimization/fit"];
rows = System`Library`optimization`fit`rows;
option[rules_, name_, default_] := Replace[name, Append[rules, name -> default]];

(* links: {function, inverse, derivative of the function}, all of m or e *)
links = <|"IdentityLink" -> {# &, # &, 1 &}, "LogLink" -> {Log, Exp, 1/# &}, "LogitLink" -> {Log[#/(1 - #)] &, 1/(1 + E^(-#)) &, 1/(# (1 - #)) &}, "ProbitLink" -> {InverseCDF[NormalDistribution[], #] &, Erfc[-#/Sqrt[2]]/2 &, 1/PDF[NormalDistribution[], InverseCDF[NormalDistribution[], #]] &},
   "ComplementaryLogLogLink" -> {Log[-Log[1 - #]] &, 1 - E^(-E^#) &, -1/((1 - #) Log[1 - #]) &}, "LogLogLink" -> {-Log[-Log[#]] &, E^(-E^(-#)) &, -1/(# Log[#]) &}, "ReciprocalLink" -> {1/# &, 1/# &, -1/#^2 &}, "InverseSquareLink" -> {1/#^2 &, 1/Sqrt[#] &, -2/#^3 &},
   "SquareRootLink" -> {Sqrt, #^2 &, 1/(2 Sqrt[#]) &}, "CauchitLink" -> {Tan[Pi (# - 1/2)] &, ArcTan[#]/Pi + 1/2 &, Pi Sec[Pi (# - 1/2)]^2 &}|>;
(* families: variance function, canonical link, unit deviance, start *)
xlog[a_, b_] := If[a == 0, 0., a Log[a/b]];
families = <|"Binomial" -> {# (1 - #) &, "LogitLink", 2 (xlog[#1, #2] + xlog[1 - #1, 1 - #2]) &, (# + 0.5)/2 &}, "Poisson" -> {# &, "LogLink", 2 (xlog[#1, #2] - (#1 - #2)) &, # + 0.1 &}, "Gaussian" -> {1 &, "IdentityLink", (#1 - #2)^2 &, # &},
   "Gamma" -> {#^2 &, "ReciprocalLink", 2 ((#1 - #2)/#2 - Log[#1/#2]) &, # &}, "InverseGaussian" -> {#^3 &, "InverseSquareLink", (#1 - #2)^2/(#2^2 #1) &, # &}|>;
dispersed = {"Gaussian", "Gamma", "InverseGaussian"};
logLikelihood[family_, y_, m_, phi_] := Switch[family, "Binomial", Total[MapThread[If[#1 == 0, Log[1 - #2], If[#1 == 1, Log[#2], #1 Log[#2] + (1 - #1) Log[1 - #2]]] &, {y, m}]], "Poisson", Total[y Log[m] - m - LogGamma[y + 1]], "Gaussian", -Length[y] Log[2 Pi phi]/2 - Total[(y - m)^2]/(2 phi),
   "Gamma", Total[MapThread[LogLikelihood[GammaDistribution[1/phi, #2 phi], {#1}] &, {y, m}]], "InverseGaussian", Total[MapThread[LogLikelihood[InverseGaussianDistribution[#2, 1/phi], {#1}] &, {y, m}]]];

generalizedLinearModelFit[data_, funs_, vars_, o : OptionsPattern[]] := fitted[GeneralizedLinearModelFit, data, funs, vars, Flatten[{o}], option[Flatten[{o}], ExponentialFamily, "Gaussian"], option[Flatten[{o}], LinkFunction, Automatic]];
logitModelFit[data_, funs_, vars_, o : OptionsPattern[]] := fitted[LogitModelFit, data, funs, vars, Flatten[{o}], "Binomial", "LogitLink"];
probitModelFit[data_, funs_, vars_, o : OptionsPattern[]] := fitted[ProbitModelFit, data, funs, vars, Flatten[{o}], "Binomial", "ProbitLink"];
generalizedLinearModelFit[___] := $Unevaluated; logitModelFit[___] := $Unevaluated; probitModelFit[___] := $Unevaluated;
fitted[head_, data0_, funs0_, vars0_, rules_, family0_, link0_] := Module[{vars = If[ListQ[vars0], vars0, {vars0}], funs = If[ListQ[funs0], funs0, {funs0}], data = rows[data0], family = Replace[family0, {Automatic -> "Gaussian", {n_, ___} :> n}], link, x, y, f, l, w0, r},
  If[data === $Failed || ! MatrixQ[data, NumericQ] || Length[First[data]] =!= Length[vars] + 1, Message[MessageName[head, "notdata"], data0]; Return[$Unevaluated, Module]];
  If[! KeyExistsQ[families, family], Message[MessageName[head, "fam"], family0, Keys[families]]; Return[$Unevaluated, Module]];
  f = families[family]; link = Replace[link0, Automatic -> f[[2]]];
  If[! KeyExistsQ[links, link], Message[MessageName[head, "link"], link0, Keys[links]]; Return[$Unevaluated, Module]];
  l = links[link];
  If[option[rules, IncludeConstantBasis, True] =!= False && ! MemberQ[funs, 1], funs = Prepend[funs, 1]];
  x = Map[Function[row, N[funs /. Thread[vars -> Most[row]]]], data]; y = N[Last /@ data];
  If[! MatrixQ[x, NumberQ] || family === "Binomial" && ! AllTrue[y, 0 <= # <= 1 &] || family === "Poisson" && ! AllTrue[y, # >= 0 &] || MemberQ[{"Gamma", "InverseGaussian"}, family] && ! AllTrue[y, # > 0 &], Message[MessageName[head, "notdata"], data0]; Return[$Unevaluated, Module]];
  w0 = Replace[option[rules, Weights, Automatic], {Automatic -> ConstantArray[1., Length[y]], v_List :> N[v]}];
  r = irls[x, y, w0, f, l, Replace[option[rules, MaxIterations, Automatic], Except[_Integer] -> 100]];
  If[r === $Failed, Message[MessageName[head, "cvmit"], 100]; Return[$Unevaluated, Module]];
  With[{e = r[[1]] . funs}, FittedModel[{"Generalized", {funs, r[[1]]}, l[[2]][e], vars, N[data], <|"Design" -> x, "Means" -> r[[2]], "Weights" -> r[[3]], "Prior" -> w0, "Family" -> family, "Link" -> link, "Iterations" -> r[[4]], "Linear" -> e|>}]]];
irls[x_, y_, w0_, f_, l_, max_] := Module[{m = f[[4]] /@ y, e, w, z, c = 0., old, k = 0, done = False},
  e = N[l[[1]] /@ m];
  While[k++ < max && ! done, With[{g = N[l[[3]] /@ m]}, w = w0/(N[f[[1]] /@ m] g^2); z = e + (y - m) g];
    If[! VectorQ[w, NumberQ[#] && Im[#] == 0 &], Return[$Failed, Module]];
    old = c; c = LeastSquares[Sqrt[w] x, Sqrt[w] z]; e = x . c; m = N[l[[2]] /@ e]; done = Max[Abs[c - old]] <= 10.^-12 (1 + Max[Abs[c]])];
  If[done || k > 5 && VectorQ[c, NumberQ], {c, m, w0/(N[f[[1]] /@ m] N[l[[3]] /@ m]^2), k}, $Failed]];
modelNames = {"AdjustedLikelihoodRatioIndex", "AIC", "BasisFunctions", "BestFit", "BestFitParameters", "BIC", "CorrelationMatrix", "CovarianceMatrix", "CoxSnellPseudoRSquared", "Data", "DesignMatrix", "DevianceResiduals", "Deviances", "EfronPseudoRSquared", "EstimatedDispersion", "FitResiduals", "Function", "LikelihoodRatioIndex", "LikelihoodRatioStatistic", "LinearPredictor", "LogLikelihood", "NullDeviance", "NullDegreesOfFreedom", "ParameterConfidenceIntervals", "ParameterErrors", "ParameterPValues", "ParameterZStatistics",
   "PearsonChiSquare", "PearsonResiduals", "PredictedResponse", "Properties", "ResidualDeviance", "ResidualDegreesOfFreedom", "Response", "WorkingResiduals"};
ask[m : {_, {funs_, c_}, best_, vars_, data_, a_}, l : {__String}] := Map[ask[m, #] &, l];
ask[m : {_, {funs_, c_}, best_, vars_, data_, a_}, p_] := Module[{y = Last /@ data, mu = a["Means"], n = Length[data], k = Length[c], dev, phi, cov, ll, null, w = a["Prior"], family = a["Family"], f},
  f = families[family]; dev := Total[w MapThread[f[[3]], {y, mu}]]; null := With[{b = w . y/Total[w]}, Total[w Map[f[[3]][#, b] &, y]]];
  phi := If[MemberQ[dispersed, family], Total[w (y - mu)^2/N[f[[1]] /@ mu]]/(n - k), 1];
  cov := phi Inverse[Transpose[a["Design"]] . (a["Weights"] a["Design"])];
  ll[u_] := logLikelihood[family, y, u, If[MemberQ[dispersed, family], If[family === "Gaussian", dev/n, phi], 1]];
  Switch[p, "BestFit", best, "BestFitParameters", c, "BasisFunctions", funs, "Data", data, "DesignMatrix", a["Design"], "Response", y, "PredictedResponse", mu, "FitResiduals", y - mu, "LinearPredictor", a["Linear"],
   "ResidualDeviance", dev, "NullDeviance", null, "ResidualDegreesOfFreedom", n - k, "NullDegreesOfFreedom", n - 1, "Deviances", w MapThread[f[[3]], {y, mu}], "DevianceResiduals", Sign[y - mu] Sqrt[Map[Max[#, 0.] &, w MapThread[f[[3]], {y, mu}]]],
   "PearsonResiduals", (y - mu) Sqrt[w]/Sqrt[N[f[[1]] /@ mu]], "PearsonChiSquare", Total[w (y - mu)^2/N[f[[1]] /@ mu]], "WorkingResiduals", (y - mu) N[links[a["Link"]][[3]] /@ mu], "EstimatedDispersion", phi,
   "CovarianceMatrix", cov, "CorrelationMatrix", With[{s = Sqrt[Diagonal[cov]]}, cov/Outer[Times, s, s]], "ParameterErrors", Sqrt[Diagonal[cov]], "ParameterZStatistics", c/Sqrt[Diagonal[cov]], "ParameterPValues", Map[Erfc[Abs[#]/Sqrt[2.]] &, c/Sqrt[Diagonal[cov]]],
   "ParameterConfidenceIntervals", With[{s = 1.959963984540054 Sqrt[Diagonal[cov]]}, Transpose[{c - s, c + s}]],
   "LogLikelihood", ll[mu], "AIC", 2 (k + If[MemberQ[dispersed, family], 1, 0]) - 2 ll[mu], "BIC", (k + If[MemberQ[dispersed, family], 1, 0]) Log[N[n]] - 2 ll[mu],
   "LikelihoodRatioStatistic", null - dev, "LikelihoodRatioIndex", With[{b = ConstantArray[w . y/Total[w], n]}, 1 - ll[mu]/ll[b]], "AdjustedLikelihoodRatioIndex", With[{b = ConstantArray[w . y/Total[w], n]}, 1 - (ll[mu] - k)/ll[b]],
   "CoxSnellPseudoRSquared", With[{b = ConstantArray[w . y/Total[w], n]}, 1 - Exp[2 (ll[b] - ll[mu])/n]], "EfronPseudoRSquared", 1 - Total[(y - mu)^2]/Total[(y - Mean[y])^2],
   "Function", With[{b = best /. MapIndexed[#1 -> Slot[First[#2]] &, vars]}, Function[b]], "Properties", modelNames, _String, Message[FittedModel::notprop, p, FittedModel]; $Unevaluated, _, $Unevaluated]];
