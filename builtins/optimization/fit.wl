(* fit.wl - Fit, FindFit, LinearModelFit, NonlinearModelFit: least squares, linear by orthogonal decomposition, the rest by
   Levenberg-Marquardt steps. *)

(* Data as {x, y} rows; plain values have the places 1, 2, ... *)
rows[data_] := Module[{d = Normal[data]}, Which[VectorQ[d], Transpose[{Range[Length[d]], d}], MatrixQ[d], d, True, $Failed]]

fit[data_, funs_, vars_] := fit[data, funs, vars, "BestFit"]
fit[data0_, funs0_, vars0_, property_] := Module[{data = rows[data0], funs = If[ListQ[funs0], funs0, {funs0}], vars = If[ListQ[vars0], vars0, {vars0}], m, y, c},
  If[data === $Failed || ! MatrixQ[data, NumericQ] || Length[First[data]] =!= Length[vars] + 1, Message[Fit::fitd, data0]; Return[$Unevaluated]];
  data = N[data];
  m = Function[r, N[funs /. Thread[vars -> Most[r]]]] /@ data;
  y = Last /@ data;
  If[! MatrixQ[m, NumberQ], Message[Fit::fitm]; Return[$Unevaluated]];
  c = LeastSquares[m, y];
  fitProperty[property, c, funs, vars, m, y]]
fitProperty[l_List, args__] := fitProperty[#, args] & /@ l
fitProperty[p_, c_, funs_, vars_, m_, y_] := Switch[p,
  "BestFit", c.funs, "BestFitParameters", c, "BasisFunctions", funs, "Coordinates", vars, "DesignMatrix", m, "Response", y,
  "PredictedResponse", m.c, "FitResiduals", y - m.c,
  "Function", With[{b = c.funs /. MapIndexed[#1 -> Slot[First[#2]] &, vars]}, Function[b]],
  _, Message[Fit::notprop, p, Fit]; $Unevaluated]

(* ---- FindFit[data, model, parameters, variables] *)
findFit[data0_, model0_, pars0_, vars0_, options_List] := Module[{r = parameters[FindFit, data0, model0, pars0, vars0, options]}, If[r === $Failed, $Unevaluated, Thread[r[[1]] -> r[[2]]]]]

parameters[head_, data0_, model0_, pars0_, vars0_, options_] := Module[{data = rows[data0], model = model0, cons = {}, pars, starts, vars = If[ListQ[vars0], vars0, {vars0}], y, max, linear, m, c, norm},
  If[ListQ[model], cons = Rest[model]; model = First[model]];
  pars = If[ListQ[pars0], If[MatchQ[pars0, {_, _?NumericQ}], {pars0}, pars0], {pars0}];
  starts = N[If[ListQ[#], #[[2]], 1] & /@ pars];
  pars = If[ListQ[#], First[#], #] & /@ pars;
  If[data === $Failed || ! MatrixQ[data, NumericQ] || Length[First[data]] =!= Length[vars] + 1, Message[MessageName[#, "fitd"], data0] &[head]; Return[$Failed]];
  data = N[data]; y = Last /@ data;
  max = MaxIterations /. options /. MaxIterations -> 100;
  linear = PolynomialQ[model, pars] && Max[0, Total /@ (Exponent[#, pars] & /@ With[{e = Expand[model]}, If[Head[e] === Plus, List @@ e, {e}]])] <= 1;
  If[linear && cons === {},
    m = Function[r, N[(Coefficient[Expand[model], #] & /@ pars) /. Thread[vars -> Most[r]]]] /@ data;
    c = N[(Expand[model] /. Thread[pars -> 0]) /. Thread[vars -> Most[#]]] & /@ data;
    If[! MatrixQ[m, NumberQ], Message[MessageName[#, "nrlnum"], model] &[head]; Return[$Failed]];
    Return[{pars, LeastSquares[m, y - c]}]];
  If[cons =!= {},
    With[{s = FindMinimum[Evaluate[{Total[(N[model /. Thread[vars -> Most[#]]] - Last[#])^2 & /@ data], And @@ Flatten[cons]}], Evaluate[Transpose[{pars, starts}]]]}, Return[If[MatchQ[s, {_, _List}], {pars, pars /. s[[2]]}, $Failed]]]];
  levenberg[head, model, pars, starts, vars, data, y, If[IntegerQ[max], max, 100]]]

levenberg[head_, model_, pars_, starts_, vars_, data_, y_, max_] := Module[{grad = Quiet[D[model, {pars}]], value, jac, p = starts, r, cost, j, a, g, lambda = 10^-3, n = 0, dp, q, rq, cq, small = 0, xs = Most /@ data},
  value[u_] := With[{e = model /. Thread[pars -> u]}, Quiet[N[e /. Thread[vars -> #]]] & /@ xs];
  jac[u_] := If[FreeQ[grad, Derivative | D],
    With[{e = grad /. Thread[pars -> u]}, Quiet[N[e /. Thread[vars -> #]]] & /@ xs],
    Transpose[Table[With[{h = 10.^-7 Max[1, Abs[u[[i]]]]}, (value[MapAt[# + h &, u, i]] - value[MapAt[# - h &, u, i]])/(2 h)], {i, Length[u]}]]];
  r = value[p] - y;
  If[! VectorQ[r, NumberQ], Message[MessageName[#, "nrlnum"], model] &[head]; Return[$Failed]];
  cost = Re[r.Conjugate[r]];
  While[n < max,
    n++;
    j = jac[p];
    If[! MatrixQ[j, NumberQ], Break[]];
    a = Transpose[j].j; g = Transpose[j].r;
    While[True,
      dp = Quiet[LinearSolve[a + lambda DiagonalMatrix[Max[#, 10^-12] & /@ Diagonal[a]], -g]];
      q = If[VectorQ[dp, NumberQ], p + dp, $Failed];
      rq = If[q === $Failed, $Failed, value[q] - y];
      cq = If[VectorQ[rq, NumberQ] && FreeQ[rq, _Complex], rq.rq, Infinity];
      If[cq <= cost, Break[]];
      lambda = 4 lambda;
      If[lambda > 10^20, Break[]]];
    If[lambda > 10^20, Break[]];
    small = If[Abs[cost - cq] <= 10^-15 cost || Sqrt[dp.dp] <= 10^-12 (1 + Sqrt[p.p]), small + 1, 0];
    p = q; r = rq; cost = cq;
    lambda = Max[lambda/10, 10^-15];
    If[small >= 2 || cost == 0, Break[]]];
  If[n >= max, Message[MessageName[#, "cvmit"], max] &[head]];
  {pars, p}]

Unprotect[FittedModel];
FittedModel /: Normal[FittedModel[m_List]] := m[[3]];
Format[FittedModel[{_, _, best_, ___}]] := "FittedModel"[best];
Protect[FittedModel];

(* ---- fitted models: FittedModel[{kind, {parameters, values}, best fit, variables, data}] *)
linearModel[data0_, funs0_, vars0_] := Module[{data = rows[data0], vars = If[ListQ[vars0], vars0, {vars0}], funs = If[ListQ[funs0], funs0, {funs0}], m, y, c},
  If[data === $Failed || ! MatrixQ[data, NumericQ] || Length[First[data]] =!= Length[vars] + 1, Message[LinearModelFit::notdata, data0]; Return[$Unevaluated]];
  If[! MemberQ[funs, 1], funs = Prepend[funs, 1]];
  m = Function[r, N[funs /. Thread[vars -> Most[r]]]] /@ data;
  y = N[Last /@ data];
  c = LeastSquares[m, y];
  FittedModel[{"Linear", {funs, c}, c.funs, vars, N[data], m}]]
nonlinearModel[data0_, model_, pars0_, vars0_, options_] := Module[{r = parameters[NonlinearModelFit, data0, model, pars0, vars0, options], vars = If[ListQ[vars0], vars0, {vars0}], m = If[ListQ[model], First[model], model]},
  If[r === $Failed, Return[$Unevaluated]];
  FittedModel[{"Nonlinear", {r[[1]], r[[2]]}, m /. Thread[r[[1]] -> r[[2]]], vars, N[rows[data0]],
    With[{g = D[m, {r[[1]]}] /. Thread[r[[1]] -> r[[2]]]}, N[g /. Thread[vars -> Most[#]]] & /@ N[rows[data0]]]}]]

properties = {"AdjustedRSquared", "AIC", "BestFit", "BestFitParameters", "BIC", "CovarianceMatrix", "CorrelationMatrix", "Data", "DesignMatrix", "EstimatedVariance", "FitResiduals", "Function", "ParameterConfidenceIntervals", "ParameterErrors", "ParameterPValues", "ParameterTable", "ParameterTableEntries", "ParameterTStatistics", "PredictedResponse", "Properties", "Response", "RSquared"};
ask[{kind_, {names_, values_}, best_, vars_, data_, design_}, property_] := Module[{y = Last /@ data, predicted, residuals, n = Length[data], p = Length[values], rss, tss, s2, cov},
  predicted = N[best /. Thread[vars -> Most[#]]] & /@ data;
  residuals = y - predicted;
  rss = residuals.residuals; tss = If[kind === "Linear", Total[(y - Mean[y])^2], y.y];
  s2 := rss/(n - p);
  cov := s2 Inverse[Transpose[design].design];
  Switch[property,
    "BestFit", best, "BestFitParameters", If[kind === "Linear", values, Thread[names -> values]],
    "FitResiduals", residuals, "PredictedResponse", predicted, "Response", y, "Data", data, "DesignMatrix", design,
    "RSquared", 1 - rss/tss, "AdjustedRSquared", 1 - (rss/(n - p))/(tss/If[kind === "Linear", n - 1, n]),
    "EstimatedVariance", s2, "CovarianceMatrix", cov, "ParameterErrors", Sqrt[Diagonal[cov]],
    "CorrelationMatrix", With[{d = Sqrt[Diagonal[cov]]}, cov/Outer[Times, d, d]],
    "ParameterTStatistics", values/Sqrt[Diagonal[cov]],
    "ParameterPValues", 2 (1 - CDF[StudentTDistribution[n - p], Abs[#]]) & /@ (values/Sqrt[Diagonal[cov]]),
    "ParameterConfidenceIntervals", With[{t = N[Quantile[StudentTDistribution[n - p], 0.975]]}, MapThread[{#1 - t #2, #1 + t #2} &, {values, Sqrt[Diagonal[cov]]}]],
    "ParameterTableEntries", With[{e = Sqrt[Diagonal[cov]]}, Transpose[{values, e, values/e, 2 (1 - CDF[StudentTDistribution[n - p], Abs[#]]) & /@ (values/e)}]],
    "ParameterTable", Grid[Prepend[MapThread[Prepend, {ask[{kind, {names, values}, best, vars, data, design}, "ParameterTableEntries"], names}], {"", "Estimate", "Standard Error", "t\[Hyphen]Statistic", "P\[Hyphen]Value"}]],
    "AIC", n Log[rss/n] + n (1 + Log[2 Pi]) + 2 (p + 1) // N, "BIC", n Log[rss/n] + n (1 + Log[2 Pi]) + Log[n] (p + 1) // N,
    "Function", Function[Evaluate[Slot /@ Range[Length[vars]]], Null] /. _Function -> With[{b = best /. MapIndexed[#1 -> Slot[First[#2]] &, vars]}, Function[b]],
    "Properties", properties,
    {__String}, ask[{kind, {names, values}, best, vars, data, design}, #] & /@ property,
    _String, Message[FittedModel::notprop, property, FittedModel]; $Unevaluated,
    _, $Unevaluated]]
generalized[m_, p_] := (LoadUnit["optimization/generalized"]; System`Library`optimization`generalized`ask[m, p])
applyModel[FittedModel[m : {"Generalized", __}], {p_String}] := generalized[m, p]
applyModel[FittedModel[m : {"Generalized", __}], {p : {__String}}] := generalized[m, p]
applyModel[FittedModel[m_List], {p_String}] := ask[m, p]
applyModel[FittedModel[m_List], {p : {__String}}] := ask[m, p]
applyModel[FittedModel[m_List], args_List] := If[Length[args] === Length[m[[4]]], m[[3]] /. Thread[m[[4]] -> args], $Unevaluated]
