(* estimate.wl - correlation functions and spectra of processes and data, parameters of processes from data, models of time series and forecasts. *)
LoadUnit["processes/simulate"];
whole = System`Library`processes`processes`whole; covariance = System`Library`processes`processes`covariance; meanOf = System`Library`processes`processes`meanOf; stationaryQ = System`Library`processes`processes`stationaryQ;
processQ = System`Library`processes`processes`processQ; armaCovariance = System`Library`processes`processes`armaCovariance; valuesOf = System`Library`processes`series`valuesOf; seriesQ = System`Library`processes`series`seriesQ; data = System`Library`processes`series`data; build = System`Library`processes`series`build;

(* ---- lags: h, {max}, {min, max}, {min, max, step} *)
lags[{a_Integer}, first_] := Range[first, a];
lags[{a_Integer, b_Integer}, _] := Range[a, b];
lags[{a_Integer, b_Integer, d_Integer}, _] := Range[a, b, d];
lags[___] := $Failed;
over[f_, h_, first_] := With[{l = lags[h, first]}, If[l === $Failed, $Unevaluated, With[{v = f /@ l}, If[MemberQ[v, $Failed], $Unevaluated, TemporalData[TimeSeries, <|"Times" -> {l}, "Values" -> {v}, "Options" -> {ResamplingMethod -> None}, "Dates" -> False|>]]]]];
sample[x_] := With[{v = valuesOf[x]}, If[v =!= $Failed && VectorQ[v] && Length[v] > 0 && FreeQ[v, _Missing], v, $Failed]];
crossed[u_, v_, h_] := With[{n = Length[u]}, If[Abs[h] >= n, 0, Drop[u, -Abs[h]] . Drop[v, Abs[h]]/n]];
covarianceFunction[p_?processQ, s_, t_] := result[covariance[whole[p], s, t]];
covarianceFunction[p_?processQ, h_] := With[{w = whole[p]}, If[! stationaryQ[w], $Unevaluated, If[ListQ[h], over[covariance[w, 0, #] &, h, 0], result[covariance[w, 0, h] /. Abs[-u_] :> Abs[u]]]]];
covarianceFunction[x_, h_] := With[{v = sample[x]}, If[v === $Failed, $Unevaluated, With[{d = v - Mean[v]}, If[ListQ[h], over[crossed[d, d, #] &, h, 0], If[IntegerQ[h], crossed[d, d, h], $Unevaluated]]]]];
covarianceFunction[___] := $Unevaluated;
result[$Failed] := $Unevaluated;
result[x_] := x;
correlationFunction[p_?processQ, s_, t_] := With[{w = whole[p]}, With[{c = covariance[w, s, t], a = covariance[w, s, s], b = covariance[w, t, t]}, If[MemberQ[{a, b, c}, $Failed], $Unevaluated, Simplify[c/Sqrt[a b]]]]];
correlationFunction[p_?processQ, h_] := With[{w = whole[p]}, If[! stationaryQ[w], $Unevaluated, With[{v = covariance[w, 0, 0]}, If[ListQ[h], over[ratio[covariance[w, 0, #], v] &, h, 0], With[{c = covariance[w, 0, h]}, If[c === $Failed, $Unevaluated, Simplify[c/v]]]]]]];
ratio[$Failed, _] := $Failed;
ratio[a_, b_] := Together[a/b];
correlationFunction[x_, h_] := With[{v = sample[x]}, If[v === $Failed, $Unevaluated, With[{d = v - Mean[v]}, With[{s = crossed[d, d, 0]}, If[ListQ[h], over[crossed[d, d, #]/s &, h, 0], If[IntegerQ[h], crossed[d, d, h]/s, $Unevaluated]]]]]];
correlationFunction[___] := $Unevaluated;
absoluteCorrelationFunction[p_?processQ, s_, t_] := With[{w = whole[p]}, With[{c = covariance[w, s, t]}, If[c === $Failed, $Unevaluated, c + meanOf[w, s] meanOf[w, t]]]];
absoluteCorrelationFunction[p_?processQ, h_] := With[{w = whole[p]}, If[! stationaryQ[w], $Unevaluated, If[ListQ[h], over[covariance[w, 0, #] + meanOf[w, 0]^2 &, h, 0], result[covariance[w, 0, h]] + meanOf[w, 0]^2]]];
absoluteCorrelationFunction[x_, h_] := With[{v = sample[x]}, If[v === $Failed, $Unevaluated, If[ListQ[h], over[crossed[v, v, #] &, h, 0], If[IntegerQ[h], crossed[v, v, h], $Unevaluated]]]];
absoluteCorrelationFunction[___] := $Unevaluated;
(* J. Durbin's recursion *)
partials[r_, n_] := Module[{phi = {}, out = {}, k}, Do[k = If[m === 1, r[1], (r[m] - Sum[phi[[j]] r[m - j], {j, m - 1}])/(1 - Sum[phi[[j]] r[j], {j, m - 1}])]; k = Together[k]; phi = Append[phi - k Reverse[phi], k]; AppendTo[out, k], {m, n}]; out];
partialCorrelationFunction[p_?processQ, h_] := With[{w = whole[p]}, If[! MatchQ[w, System`ARIMAProcess[_, _, 0, _, _] | _WhiteNoiseProcess], $Unevaluated, partialOver[Function[k, covariance[w, 0, k]/covariance[w, 0, 0]], h]]];
partialCorrelationFunction[x_, h_] := With[{v = sample[x]}, If[v === $Failed, $Unevaluated, With[{d = v - Mean[v]}, partialOver[Function[k, crossed[d, d, k]/crossed[d, d, 0]], h]]]];
partialCorrelationFunction[___] := $Unevaluated;
partialOver[r_, h_] := Which[IntegerQ[h] && h >= 1, Last[partials[r, h]], ListQ[h], With[{l = lags[h, 1]}, If[l === $Failed || l === {} || Min[l] < 1, $Unevaluated, With[{v = partials[r, Max[l]]}, over[v[[#]] &, h, 1]]]], True, $Unevaluated];
(* the transform of the covariances; FourierParameters {1, 1} *)
square[c_, w_] := Sum[c[[i]] c[[j]] If[i === j, 1, Cos[Abs[i - j] w]], {i, Length[c]}, {j, Length[c]}];
powerSpectralDensity[p_?processQ, w_, ___Rule] := With[{q = whole[p]}, Switch[q, ARIMAProcess[_, _, 0, _, _], q[[5]] square[Prepend[q[[4]], 1], w]/square[Prepend[-q[[2]], 1], w], _WhiteNoiseProcess, Variance[q[[1]]], OrnsteinUhlenbeckProcess[_, _, _], q[[2]]^2/(q[[3]]^2 + w^2), _, $Unevaluated]];
powerSpectralDensity[x_, w_, ___Rule] := With[{v = sample[x]}, If[v === $Failed, $Unevaluated, With[{d = v - Mean[v]}, crossed[d, d, 0] + 2 Sum[crossed[d, d, h] Cos[h w], {h, Length[v] - 1}]]]];
powerSpectralDensity[___] := $Unevaluated;

(* ---- parameters. fit[process, paths] gives rules for the symbols in it *)
paths[x_] := Which[seriesQ[x], With[{a = data[x]}, Transpose[{a["Times"], a["Values"]}]], MatchQ[x, {{_?NumericQ, _?NumericQ} ..}] && Length[x] > 2, {Transpose[x]}, VectorQ[x, NumericQ] && Length[x] > 1, {{Range[0, Length[x] - 1], x}}, True, $Failed];
increments[ps_] := Join @@ Map[Transpose[{Differences[N[#[[1]]]], Differences[N[#[[2]]]]}] &, ps];
drifts[d_] := With[{m = Total[d[[All, 2]]]/Total[d[[All, 1]]]}, {m, Mean[(d[[All, 2]] - m d[[All, 1]])^2/d[[All, 1]]]}];
fit[WienerProcess[m_, s_], ps_] := With[{r = drifts[increments[ps]]}, match[{m, s}, {r[[1]], Sqrt[r[[2]]]}, Function[c, Sqrt[Mean[Map[(#[[2]] - c[[1]] #[[1]])^2/#[[1]] &, increments[ps]]]]]]];
fit[GeometricBrownianMotionProcess[m_, s_, x_], ps_] := With[{r = drifts[increments[Map[{#[[1]], Log[N[#[[2]]]]} &, ps]]]}, match[{m, s, x}, {r[[1]] + r[[2]]/2, Sqrt[r[[2]]], N[ps[[1, 2, 1]]]}]] /; AllTrue[Flatten[ps[[All, 2]]], Positive];
fit[PoissonProcess[m_], ps_] := match[{m}, {Total[Map[Last[#[[2]]] - First[#[[2]]] &, ps]]/Total[Map[Last[#[[1]]] - First[#[[1]]] &, ps]]}];
fit[BernoulliProcess[p_], ps_] := match[{p}, {Mean[Join @@ ps[[All, 2]]]}];
fit[BinomialProcess[p_], ps_] := match[{p}, {Total[Map[Last[#[[2]]] - First[#[[2]]] &, ps]]/Total[Map[Last[#[[1]]] - First[#[[1]]] &, ps]]}];
fit[RandomWalkProcess[p_, ___], ps_] := match[{p}, {Mean[Map[(1 + #) / 2 &, Join @@ Map[Differences[#[[2]]] &, ps]]]}];
fit[WhiteNoiseProcess[s_Symbol], ps_] := match[{s}, {Sqrt[Mean[N[Join @@ ps[[All, 2]]]^2]]}];
fit[OrnsteinUhlenbeckProcess[m_, s_, r_, ___], ps_] := Module[{x = N[Join @@ Map[Most[#[[2]]] &, ps]], y = N[Join @@ Map[Rest[#[[2]]] &, ps]], d = N[ps[[1, 1, 2]] - ps[[1, 1, 1]]], a, b, v},
   {b, a} = LeastSquares[Map[{1., #} &, x], y]; If[! 0 < a < 1, Return[$Failed, Module]]; v = Mean[(y - b - a x)^2]; match[{m, s, r}, {b/(1 - a), Sqrt[-2 Log[a] v/(d (1 - a^2))], -Log[a]/d}]];
fit[ARProcess[a_List, v_], ps_] := autoregression[a, v, ps, None];
fit[ARProcess[c : Except[_List], a_List, v_], ps_] := autoregression[a, v, ps, c];
fit[MAProcess[b_List, v_], ps_] := maximal[None, {}, b, v, ps];
fit[MAProcess[c : Except[_List], b_List, v_], ps_] := maximal[c, {}, b, v, ps];
fit[ARMAProcess[a_List, b_List, v_], ps_] := maximal[None, a, b, v, ps];
fit[ARMAProcess[c : Except[_List], a_List, b_List, v_], ps_] := maximal[c, a, b, v, ps];
fit[ARIMAProcess[a_List, d_Integer, b_List, v_], ps_] := maximal[None, a, b, v, Map[{Drop[#[[1]], d], Differences[#[[2]], d]} &, ps]];
fit[ARIMAProcess[c : Except[_List], a_List, d_Integer, b_List, v_], ps_] := maximal[c, a, b, v, Map[{Drop[#[[1]], d], Differences[#[[2]], d]} &, ps]];
fit[_, _] := $Failed;
(* symbols get the values, given numbers stay *)
match[names_, values_] := Thread[Pick[names, Map[MatchQ[#, _Symbol] && ! NumericQ[#] &, names]] -> Pick[values, Map[MatchQ[#, _Symbol] && ! NumericQ[#] &, names]]];
match[names_, values_, second_] := If[NumericQ[names[[1]]] && ! NumericQ[names[[2]]], {names[[2]] -> second[names]}, match[names, values]];
(* least squares, the likelihood given the first values *)
autoregression[a_, v_, ps_, c_] := Module[{p = Length[a], x, y, w, rows}, rows = Join @@ Map[Function[q, Partition[N[q[[2]]], p + 1, 1]], ps];
   If[Length[rows] < p + 2 || ! AllTrue[a, MatchQ[#, _Symbol] &], Return[If[AllTrue[a, MatchQ[#, _Symbol] &], $Failed, maximal[c, a, {}, v, ps]], Module]];
   x = Map[Reverse[Most[#]] &, rows]; y = Last /@ rows; If[c =!= None, x = Prepend[#, 1.] & /@ x]; w = LeastSquares[x, y];
   match[Join[If[c === None, {}, {c}], a, {v}], Append[w, Mean[(y - x . w)^2]]]];
(* the exact Gaussian likelihood by Kalman's filter: {sum of squares, sum of logs} of the innovations for unit variance *)
companion[a_, b_] := With[{r = Max[Length[a], Length[b] + 1]}, {Table[If[j === 1, If[i <= Length[a], a[[i]], 0.], If[j === i + 1, 1., 0.]], {i, r}, {j, r}], PadRight[Prepend[b, 1.], r]}];
steady[{t_, h_}] := Partition[LinearSolve[IdentityMatrix[Length[h]^2] - KroneckerProduct[t, t], Flatten[Outer[Times, h, h]]], Length[h]];
innovations[a_, b_, x_] := With[{c = companion[a, b]}, ArmaInnovations[c[[1]], c[[2]], steady[c], N[x]]];
inside[a_] := a === {} || AllTrue[Map[Abs, \[FormalZ] /. {ToRules[NRoots[\[FormalZ]^Length[a] - a . \[FormalZ]^Range[Length[a] - 1, 0, -1] == 0, \[FormalZ]]]}], # < 0.9999 &];
deviance[m_, a_, b_, ps_] := If[! inside[a] || ! inside[-b], 10.^10, Module[{n = Total[Map[Length[#[[2]]] &, ps]], q = Map[innovations[a, b, N[#[[2]]] - m] &, ps]}, n Log[Total[q[[All, 1]]]/n] + Total[q[[All, 2]]]]];
(* J. Nelder and R. Mead's simplex: the likelihood has no simple derivatives *)
simplex[f_, x0_, d_] := Module[{n = Length[x0], s, v, o, c, r, fr, e, fe, k = 0}, s = Prepend[Table[x0 + d UnitVector[n, i], {i, n}], x0]; v = f /@ s;
   While[k++ < 200 n, o = Ordering[v]; s = s[[o]]; v = v[[o]]; If[Abs[Last[v] - First[v]] < 10.^-10 (1 + Abs[First[v]]) && Max[Abs[Last[s] - First[s]]] < 10.^-7, Break[]];
     c = Mean[Most[s]]; r = 2 c - Last[s]; fr = f[r];
     Which[fr < First[v], e = 3 c - 2 Last[s]; fe = f[e]; If[fe < fr, s[[-1]] = e; v[[-1]] = fe, s[[-1]] = r; v[[-1]] = fr], fr < v[[-2]], s[[-1]] = r; v[[-1]] = fr,
       True, e = If[fr < Last[v], (c + r)/2, (c + Last[s])/2]; fe = f[e]; If[fe < Min[fr, Last[v]], s[[-1]] = e; v[[-1]] = fe, s = Map[(# + First[s])/2 &, s]; v = f /@ s]]];
   s[[First[Ordering[v, 1]]]]];
(* starting values: a long autoregression gives residuals, then least squares (E. Hannan, J. Rissanen, 1982) *)
start[p_, q_, x_] := Module[{n = Length[x], k, rows, w, e, y, m}, If[q === 0 && p === 0, Return[{}, Module]];
   k = If[q === 0, 0, Min[Max[p, q] + 8, Floor[n/4]]];
   If[k > 0, rows = Partition[x, k + 1, 1]; w = LeastSquares[Map[Reverse[Most[#]] &, rows], Last /@ rows]; e = Join[ConstantArray[0., k], (Last /@ rows) - Map[Reverse[Most[#]] &, rows] . w], e = 0. x];
   m = Max[p, q] + k; If[n - m < p + q + 2, Return[ConstantArray[0.1, p + q], Module]];
   w = LeastSquares[Table[Join[Table[x[[i - j]], {j, p}], Table[e[[i - j]], {j, q}]], {i, m + 1, n}], Drop[x, m]];
   {If[inside[Take[w, p]], Take[w, p], 0.5 ^ Range[p] 0.2], If[inside[-Drop[w, p]], Drop[w, p], ConstantArray[0.1, q]]} // Flatten];
maximal[c_, a_List, b_List, v_, ps_] := Module[{p = Length[a], q = Length[b], all = Join[a, b], free, x = N[Join @@ ps[[All, 2]]], m0, values, f, best, m, full, s2, n, place},
   m0 = If[c === None, 0., If[NumericQ[c], 0., Mean[x]]]; n = Length[x]; If[n < p + q + 3, Return[$Failed, Module]];
   values = start[p, q, N[ps[[1, 2]]] - m0];
   free = Flatten[Position[all, _Symbol?(! NumericQ[#] &), {1}, Heads -> False]];
   full[u_] := With[{w = ReplacePart[Map[If[NumericQ[#], N[#], 0.] &, all], Thread[free -> Take[u, Length[free]]]]}, {Take[w, p], Drop[w, p]}];
   m[u_] := If[c === None, 0., If[NumericQ[c], N[c]/(1 - Total[First[full[u]]]), Last[u]]];
   f[u_] := With[{w = full[u]}, deviance[m[u], w[[1]], w[[2]], ps]];
   (* the likelihood has local maxima: the search starts from the best of a few places, and from the estimate by least squares *)
   values = DeleteDuplicates[Join[{values[[free]]}, If[Length[free] <= 3, N[Tuples[{-1/2, 0, 1/2}, Length[free]]], N[{0 values[[free]], 0 values[[free]] + 1/5}]]]];
   values = Map[Join[#, If[c === None || NumericQ[c], {}, {m0}]] &, values];
   best = If[First[values] === {}, {}, First[MinimalBy[Map[simplex[f, simplex[f, #, 0.1], 0.02] &, Prepend[TakeSmallestBy[Rest[values], f, UpTo[2]], First[values]]], f, 1]]];
   With[{w = full[best]}, s2 = Total[Map[First[innovations[w[[1]], w[[2]], N[#[[2]]] - m[best]]] &, ps]]/n;
     match[Join[If[c === None, {}, {c}], a, b, {v}], Join[If[c === None, {}, {m[best] (1 - Total[w[[1]]])}], w[[1]], w[[2]], {s2}]]]];
logLikelihood[ARIMAProcess[c_, a_, 0, b_, v_], x_] := With[{q = innovations[N[a], N[b], N[x] - c/(1 - Total[a])]}, -(Length[x] Log[2 Pi v] + q[[2]] + q[[1]]/v)/2];
markovFit[n_, ps_] := Module[{m = ConstantArray[0, {n, n}], first = ConstantArray[0, n]}, Do[first[[q[[2, 1]]]] += 1; Do[m[[q[[2, i]], q[[2, i + 1]]]] += 1, {i, Length[q[[2]]] - 1}], {q, ps}];
   DiscreteMarkovProcess[If[Length[ps] === 1, First[First[Position[first, 1]]], first/Total[first]], MapIndexed[If[Total[#1] == 0, UnitVector[n, First[#2]], #1/Total[#1]] &, m]]];
estimatedProcess[x_, DiscreteMarkovProcess[n_Integer], ___Rule] := With[{ps = paths[x]}, If[ps === $Failed || ! AllTrue[Flatten[ps[[All, 2]]], IntegerQ[#] && 1 <= # <= n &], Message[EstimatedProcess::bdpath, x]; $Unevaluated, markovFit[n, ps]]];
(* orders: ARProcess[p] and its like have symbols made for them *)
expanded[ARProcess[p_Integer]] := ARProcess[Array[Unique["a"] &, p], Unique["v"]];
expanded[MAProcess[p_Integer]] := MAProcess[Array[Unique["b"] &, p], Unique["v"]];
expanded[ARMAProcess[p_Integer, q_Integer]] := ARMAProcess[Array[Unique["a"] &, p], Array[Unique["b"] &, q], Unique["v"]];
expanded[ARIMAProcess[p_Integer, d_Integer, q_Integer]] := ARIMAProcess[Array[Unique["a"] &, p], d, Array[Unique["b"] &, q], Unique["v"]];
expanded[WienerProcess[]] := WienerProcess[Unique["m"], Unique["s"]];
expanded[p_] := p;
findProcessParameters[x_, p_, ___Rule] := With[{ps = paths[x]}, If[ps === $Failed, Message[FindProcessParameters::bdpath, x]; $Unevaluated, With[{r = fit[p, ps]}, If[MatchQ[r, {___Rule}], r, Message[FindProcessParameters::nest, p]; $Unevaluated]]]];
findProcessParameters[___] := $Unevaluated;
estimatedProcess[x_, p_, ___Rule] := With[{ps = paths[x], q = expanded[p]}, If[ps === $Failed, Message[EstimatedProcess::bdpath, x]; $Unevaluated, With[{r = fit[q, ps]}, If[MatchQ[r, {___Rule}], q /. r, Message[EstimatedProcess::nest, p]; $Unevaluated]]]];
estimatedProcess[___] := $Unevaluated;

(* ---- models of time series: the order by the criterion of Akaike *)
families = {"AR", "ARIMA", "ARMA", "MA"};
modelOf[x_, p_, d_, q_] := Module[{ps, a = Array[Unique["a"] &, p], b = Array[Unique["b"] &, q], v = Unique["v"], c = Unique["c"], r, l, k = p + q + If[d === 0, 2, 1]}, ps = {{Range[Length[x]], N[x]}};
   r = If[d === 0, fit[ARMAProcess[c, a, b, v], ps], fit[ARIMAProcess[a, d, b, v], ps]]; If[! MatchQ[r, {___Rule}], Return[$Failed, Module]];
   With[{w = whole[If[d === 0, ARMAProcess[c, a, b, v], ARIMAProcess[a, d, b, v]] /. r], y = Differences[N[x], d]}, l = logLikelihood[ReplacePart[w, 3 -> 0], y];
     <|"Process" -> If[d === 0, named[w], ARIMAProcess[w[[2]], d, w[[4]], w[[5]]]], "Whole" -> w, "LogLikelihood" -> l, "Parameters" -> k, "AIC" -> 2 k - 2 l, "BIC" -> k Log[Length[y]] - 2 l, "AICc" -> 2 k - 2 l + 2. k (k + 1)/Max[1, Length[y] - k - 1], "Order" -> {p, d, q}|>]];
named[ARIMAProcess[c_, a_, 0, b_, v_]] := Which[b === {}, ARProcess[c, a, v], a === {}, MAProcess[c, b, v], True, ARMAProcess[c, a, b, v]];
timeSeriesModelFit[x_, o___Rule] := timeSeriesModelFit[x, Automatic, o];
timeSeriesModelFit[x_, spec : Except[_Rule], ___Rule] := Module[{ps = paths[x], v, orders, models},
   If[ps === $Failed || Length[ps] =!= 1 || Length[ps[[1, 2]]] < 8, Message[TimeSeriesModelFit::bdpath, x]; Return[$Unevaluated, Module]]; v = ps[[1, 2]];
   orders = Switch[spec, Automatic | "ARMA", Join @@ Table[{p, 0, q}, {p, 0, 2}, {q, 0, 2}], "AR", Table[{p, 0, 0}, {p, 0, 5}], "MA", Table[{0, 0, q}, {q, 0, 4}], "ARIMA", Join @@ Join @@ Table[{p, d, q}, {d, 0, 1}, {p, 0, 2}, {q, 0, 2}],
     {"AR", _Integer}, {{spec[[2]], 0, 0}}, {"MA", _Integer}, {{0, 0, spec[[2]]}}, {"ARMA", {_Integer, _Integer}}, {{spec[[2, 1]], 0, spec[[2, 2]]}}, {"ARIMA", {_Integer, _Integer, _Integer}}, {spec[[2]]}, _, $Failed];
   If[orders === $Failed, Message[TimeSeriesModelFit::bdfam, spec, families]; Return[$Unevaluated, Module]];
   models = DeleteCases[Map[modelOf[v, Sequence @@ #] &, orders], $Failed];
   If[models === {}, Message[TimeSeriesModelFit::bdpath, x]; Return[$Unevaluated, Module]];
   TimeSeriesModel[Join[First[MinimalBy[models, #["AICc"] &, 1]], <|"Times" -> ps[[1, 1]], "Values" -> v, "Family" -> If[StringQ[spec], spec, If[ListQ[spec], First[spec], "ARMA"]], "Candidates" -> Map[{#["Process"], #["AIC"]} &, models]|>]]];
timeSeriesModelFit[___] := $Unevaluated;
(* one-step predictions and the state after the data *)
filtered[w_, x_] := Module[{a = N[w[[2]]], b = N[w[[4]]], m = w[[1]]/(1 - Total[w[[2]]]), y = N[x], t, h, p, s, k, out = {}, f}, y = y - m; {t, h} = companion[a, b]; p = steady[{t, h}]; s = 0. h;
   Do[AppendTo[out, m + s[[1]]]; f = p[[1, 1]]; k = p[[All, 1]]/f; s = t . (s + k (u - s[[1]])); p = t . (p - Outer[Times, k, p[[1]]]) . Transpose[t] + Outer[Times, h, h], {u, y}];
   {out, m, s, p, t, h}];
(* forecasts for steps 1 .. n and their mean squared errors *)
forecasts[w0_, x_, n_] := Module[{d = w0[[3]], w = ReplacePart[w0, 3 -> 0], y, f, s, p, out = {}, errors = {}, psi, lasts}, y = Differences[N[x], d]; f = filtered[w, y]; s = f[[3]];
   Do[AppendTo[out, f[[2]] + s[[1]]]; s = f[[5]] . s, {n}];
   psi = {1.}; With[{full = Rest[CoefficientList[Expand[(1 - w[[2]] . \[FormalZ]^Range[Length[w[[2]]]]) (1 - \[FormalZ])^d], \[FormalZ]]]}, Do[AppendTo[psi, If[j <= Length[w[[4]]], N[w[[4, j]]], 0.] - Sum[full[[i]] psi[[j - i + 1]], {i, Min[Length[full], j]}]], {j, n - 1}]];
   Do[lasts = Last[Differences[N[x], d - i]]; out = lasts + Accumulate[out], {i, d}];
   {out, N[w[[5]]] Accumulate[psi^2]}];
steps[k_Integer] := {k, k}; steps[{k_Integer}] := {1, k}; steps[{a_Integer, b_Integer}] := {a, b}; steps[Automatic] := {1, 1}; steps[_] := $Failed;
timeSeriesForecast[TimeSeriesModel[m_Association], k_: Automatic, ___Rule] := forecast[m["Whole"], m["Times"], m["Values"], k];
timeSeriesForecast[p_?processQ, x_, k_: Automatic, ___Rule] := With[{ps = paths[x], w = whole[p]}, If[ps === $Failed || ! MatchQ[w, ARIMAProcess[_, _List, _Integer, _List, _?NumericQ]], Message[TimeSeriesForecast::bdmod, p]; $Unevaluated, forecast[w, ps[[1, 1]], ps[[1, 2]], k]]];
timeSeriesForecast[___] := $Unevaluated;
forecast[w_, t_, x_, k_] := Module[{ab = steps[k], f, dt = If[Length[t] > 1, t[[-1]] - t[[-2]], 1]}, If[ab === $Failed || ! 1 <= ab[[1]] <= ab[[2]], Message[TimeSeriesForecast::bdstep, k]; Return[$Unevaluated, Module]];
   f = forecasts[w, x, ab[[2]]]; If[IntegerQ[k] || k === Automatic, f[[1, -1]], TemporalData[TimeSeries, <|"Times" -> {Last[t] + dt Range @@ ab}, "Values" -> {f[[1, Span @@ ab]]}, "Options" -> {MetaInformation -> {"MeanSquaredErrors" -> f[[2, Span @@ ab]]}}, "Dates" -> False|>]]];
modelNames = {"AIC", "AICc", "BestFit", "BestFitParameters", "BIC", "CandidateModels", "ErrorVariance", "FitResiduals", "ModelFamily", "LogLikelihood", "Order", "PredictedValues", "Process", "Properties", "TemporalData"};
applyModel[TimeSeriesModel[m_Association], {p_String}] := Switch[p, "BestFit" | "Process", m["Process"], "BestFitParameters", List @@ m["Process"], "AIC" | "AICc" | "BIC" | "LogLikelihood" | "Order", m[p], "ErrorVariance", m["Whole"][[5]], "ModelFamily", m["Family"], "CandidateModels", m["Candidates"],
   "PredictedValues", predicted[m], "FitResiduals", N[m["Values"]] - predicted[m], "TemporalData", build[TimeSeries, {m["Times"]}, {m["Values"]}, False, {}], "Properties", modelNames, _, Message[TimeSeriesModel::notprop, p, TimeSeriesModel]; $Unevaluated];
predicted[m_] := With[{w = m["Whole"]}, If[w[[3]] === 0, First[filtered[w, m["Values"]]], With[{d = w[[3]], y = Differences[N[m["Values"]], w[[3]]]}, Join[N[Take[m["Values"], d]], Drop[N[m["Values"]], d] - (y - First[filtered[ReplacePart[w, 3 -> 0], y]])]]]];
applyModel[TimeSeriesModel[m_Association], {k_Integer}] := If[k > 0 , forecast[m["Whole"], m["Times"], m["Values"], k], $Unevaluated];
applyModel[___] := $Unevaluated;
Unprotect[TimeSeriesModel]; Format[TimeSeriesModel[m_Association]] := "TimeSeriesModel"["<>"]; Protect[TimeSeriesModel];
