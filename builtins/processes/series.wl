(* series.wl - TimeSeries, EventSeries and TemporalData: paths of values at times, what is asked of them, and functions of them.

   The value is TemporalData[kind, <|"Times" -> {times of each path}, "Values" -> {values of each path}, "Options" -> {rules}, "Dates" -> True | False|>];
   kind is TimeSeries, EventSeries or Automatic (several paths). Dates are kept as absolute times. *)
given[opts___] := Flatten[{opts}];
option[rules_, name_, default_] := Replace[name, Append[rules, name -> default]];
data[TemporalData[_, a_Association]] := a;
kind[TemporalData[k_, _]] := k;
seriesQ[x_] := MatchQ[x, TemporalData[_, _Association]];
(* Times of a path in order; equal times are kept as they come *)
sorted[{t_, v_}] := If[OrderedQ[N[t]], {t, v}, With[{o = Ordering[N[t]]}, {t[[o]], v[[o]]}]];
build[k_, times_, values_, dates_, opts_] := TemporalData[k, <|"Times" -> times, "Values" -> values, "Options" -> opts, "Dates" -> dates|>];
dateQ[t_] := MatchQ[t, _DateObject] || StringQ[t] || MatchQ[t, {_Integer, __Integer}];
moment[t_] := Which[MatchQ[t, _DateObject | {_Integer, __Integer}], AbsoluteTime[t], StringQ[t], AbsoluteTime[DateObject[t]], MatchQ[t, _Quantity], QuantityMagnitude[t], True, t];
readTimes[ts_] := {moment /@ ts, AnyTrue[ts, dateQ]};

(* ---- time specifications for values without times *)
units = "Year" | "Quarter" | "Month" | "Week" | "Day" | "Hour" | "Minute" | "Second";
timesFor[n_, spec_] := Switch[spec,
   None | Automatic, {Range[0, n - 1], False},
   {{___}}, If[Length[First[spec]] === n, readTimes[First[spec]], $Failed],
   {_}, With[{t = moment[First[spec]]}, If[dateQ[First[spec]], {Table[AbsoluteTime[DatePlus[DateObject[First[spec]], {k, "Day"}]], {k, 0, n - 1}], True}, {t + Range[0, n - 1], False}]],
   {_, _}, If[MatchQ[Last[spec], Automatic], timesFor[n, {First[spec]}], With[{a = moment[First[spec]], b = moment[Last[spec]]}, {If[n === 1, {a}, Table[a + (b - a) k/(n - 1), {k, 0, n - 1}]], dateQ[First[spec]]}]],
   {_, _, units}, With[{first = DateObject[First[spec]], u = Last[spec]}, {Table[AbsoluteTime[DatePlus[first, {k, u}]], {k, 0, n - 1}], True}],
   {_, _, {_Integer, units}}, With[{first = DateObject[First[spec]], u = spec[[3, 2]], m = spec[[3, 1]]}, {Table[AbsoluteTime[DatePlus[first, {k m, u}]], {k, 0, n - 1}], True}],
   {_, _, _}, With[{a = moment[First[spec]], d = moment[Last[spec]]}, {a + d Range[0, n - 1], dateQ[First[spec]]}],
   _, $Failed];
pairsQ[x_] := MatchQ[x, {{_, _} ..}] && (AllTrue[x[[All, 1]], NumericQ[#] || dateQ[#] || MatchQ[#, _Quantity] || ! ListQ[#] && ! NumberQ[#] &]) && ! (MatrixQ[x] && AllTrue[x[[All, 1]], MatchQ[#, _Missing] &]);
onePath[x_, None] := Which[MatchQ[x, {}], $Failed, MatchQ[x, {__Rule}], onePath[List @@@ x, None], pairsQ[x], With[{r = readTimes[x[[All, 1]]]}, {First[r], x[[All, 2]], Last[r]}], True, onePath[x, Automatic]];
onePath[x_, spec_] := With[{r = timesFor[Length[x], spec]}, If[r === $Failed || x === {}, $Failed, {First[r], x, Last[r]}]];
(* missing values filled as the option says *)
filled[t_, v_, rules_] := With[{how = option[rules, MissingDataMethod, None]}, If[how === None || FreeQ[v, _Missing], v, With[{ok = Map[! MatchQ[#, _Missing] &, v]}, Switch[how,
     {"Constant", _}, v /. _Missing -> Last[how], "Interpolation" | {"Interpolation", ___}, Module[{f = at[Pick[t, ok], Pick[v, ok], order[how]]}, MapThread[If[MatchQ[#2, _Missing], f[#1], #2] &, {t, v}]], _, v]]]];
order[{"Interpolation", ___, InterpolationOrder -> k_, ___}] := k;
order[_] := 1;
made[k_, x_, spec_, rules_] := Module[{p = onePath[x, spec], s}, If[p === $Failed, Return[$Failed, Module]]; s = sorted[p[[;; 2]]];
   build[k, {s[[1]]}, {filled[s[[1]], s[[2]], rules]}, p[[3]], rules]];
own[rules_] := Select[rules, MemberQ[{MissingDataMethod, ResamplingMethod, MetaInformation, TemporalRegularity, CalendarType, HolidayCalendar, TimeZone, ValueDimensions}, First[#]] &];
construct[k_, td_?seriesQ, spec___, o : OptionsPattern[]] := build[k, data[td]["Times"], data[td]["Values"], data[td]["Dates"], Join[own[given[o]], data[td]["Options"]]] /; {spec} === {};
construct[k_, x_List, o : OptionsPattern[]] := made[k, x, None, own[given[o]]] /; x =!= {};
construct[k_, x_List, spec_List | spec : (Automatic | None), o : OptionsPattern[]] := With[{p = If[! ListQ[spec], None, spec]}, made[k, x, p, own[given[o]]]] /; ! MatchQ[spec, {__Rule}];
construct[k_, q_, o : OptionsPattern[]] := made[k, Normal[q], None, own[given[o]]] /; MatchQ[q, _Dataset | _QuantityArray | _SparseArray];
construct[___] := $Failed;
timeSeries[x___] := With[{r = construct[TimeSeries, x]}, If[r === $Failed, $Unevaluated, r]];
eventSeries[x___] := With[{r = construct[EventSeries, x]}, If[r === $Failed, $Unevaluated, r]];
(* TemporalData[{v1, v2, ...}, tspec]: several paths when the values are lists *)
temporalData[td_?seriesQ, o : OptionsPattern[]] := td;
temporalData[ss : {__?seriesQ}, o : OptionsPattern[]] := build[Automatic, Join @@ Map[data[#]["Times"] &, ss], Join @@ Map[data[#]["Values"] &, ss], data[First[ss]]["Dates"], own[given[o]]];
temporalData[x_List, o : OptionsPattern[]] := Which[x === {}, $Unevaluated, AllTrue[x, pairsQ], With[{ps = Map[made[TimeSeries, #, None, {}] &, x]}, temporalData[ps, o]], pairsQ[x], made[Automatic, x, None, own[given[o]]], AllTrue[x, ListQ], temporalData[x, Automatic, o], True, made[Automatic, x, Automatic, own[given[o]]]];
temporalData[x_List, spec_, o : OptionsPattern[]] := Module[{paths = If[AllTrue[x, ListQ], x, {x}], p}, p = Map[made[TimeSeries, #, If[spec === None, Automatic, spec], {}] &, paths]; If[MemberQ[p, $Failed], $Unevaluated, temporalData[p, o]]] /; ! MatchQ[spec, _Rule];
temporalData[___] := $Unevaluated;

(* ---- values between times *)
at[t_, v_, k_] := Which[Length[t] === 1, Function[u, First[v]], k === 0, Function[u, v[[Max[1, Count[t, w_ /; w <= u]]]]], MatrixQ[v], With[{fs = Map[Interpolation[Transpose[{t, #}], InterpolationOrder -> Min[k, Length[t] - 1]] &, Transpose[v]]}, Function[u, Map[#[u] &, fs]]],
   True, Interpolation[Transpose[{t, v}], InterpolationOrder -> Min[k, Length[t] - 1]]];
method[a_, kind_] := With[{m = option[a["Options"], ResamplingMethod, If[kind === EventSeries, None, Automatic]]}, Switch[m, Automatic | "Interpolation", 1, {"Interpolation", ___}, order[m], {"HoldFrom" | "HoldFromLeft", ___} | "HoldFromLeft", 0, None, None, _, 1]];
(* one value; times of the data give it without interpolation *)
valueAt[a_, kind_, i_, t_] := Module[{ts = a["Times"][[i]], vs = a["Values"][[i]], p, m = method[a, kind]}, p = FirstPosition[ts, u_ /; u == t, None, {1}, Heads -> False];
   Which[p =!= None, vs[[First[p]]], m === None, Missing[], True, at[ts, vs, m][t]]];
dateOf[a_, t_] := If[a["Dates"], DateObject[t], t];

(* ---- properties *)
names = {"Components", "DateList", "DatePath", "DatePaths", "Dates", "FirstDate", "FirstTime", "FirstValue", "LastDate", "LastTime", "LastValue", "MinimumTimeIncrement", "Part", "Path", "PathComponents", "PathCount", "PathFunction", "PathFunctions", "PathLength", "PathLengths", "PathTimes", "Paths", "Properties", "ResamplingMethod", "SliceData", "TimeList", "Times",
   "ValueDimensions", "ValueList", "Values"};
one[a_, k_, r_] := If[a["PathCount"] === 1 || Length[a["Values"]] === 1, r[[1]], r];
property[td_, p_, more___] := Module[{a = data[td], k = kind[td], t, v, n}, t = a["Times"]; v = a["Values"]; n = Length[v];
   Switch[p,
    "Path", If[{more} === {}, If[n === 1, Transpose[{t[[1]], v[[1]]}, {2, 1}], MapThread[pairs, {t, v}]], pick[MapThread[pairs, {t, v}], more]],
    "Paths", MapThread[pairs, {t, v}], "PathLength", If[n === 1, Length[v[[1]]], Length /@ v], "PathLengths", Length /@ v, "PathCount", n,
    "Values", If[{more} === {}, If[n === 1, v[[1]], Flatten[v, 1]], pick[v, more]], "ValueList", v, "Times", If[n === 1, t[[1]], Union @@ t], "TimeList", t, "PathTimes", If[n === 1, t[[1]], t],
    "FirstTime", Min[First /@ t], "LastTime", Max[Last /@ t], "FirstValue", If[n === 1, v[[1, 1]], First /@ v], "LastValue", If[n === 1, v[[1, -1]], Last /@ v],
    "FirstDate", DateObject[Min[First /@ t]], "LastDate", DateObject[Max[Last /@ t]], "Dates", DateObject /@ If[n === 1, t[[1]], Union @@ t], "DateList", Map[DateObject, t, {2}],
    "DatePath", If[n === 1, pairs[DateObject /@ t[[1]], v[[1]]], MapThread[pairs, {Map[DateObject, t, {2}], v}]], "DatePaths", MapThread[pairs, {Map[DateObject, t, {2}], v}],
    "PathFunction", With[{f = MapThread[at[#1, #2, Replace[method[a, k], None -> 0]] &, {t, v}]}, If[n === 1, f[[1]], f]], "PathFunctions", MapThread[at[#1, #2, Replace[method[a, k], None -> 0]] &, {t, v}],
    "MinimumTimeIncrement", Min[Map[If[Length[#] > 1, Min[Differences[#]], Infinity] &, t]], "ValueDimensions", If[ListQ[v[[1, 1]]], Length[v[[1, 1]]], 1],
    "ResamplingMethod", option[a["Options"], ResamplingMethod, If[k === EventSeries, None, {"Interpolation", InterpolationOrder -> 1}]],
    "Components" | "PathComponents", With[{d = If[ListQ[v[[1, 1]]], Length[v[[1, 1]]], 1]}, If[d === 1, {td}, Table[build[k, t, v[[All, All, j]], a["Dates"], a["Options"]], {j, d}]]],
    "Part", With[{i = {more}}, build[k, pick[t, Sequence @@ i] // wrapped, pick[v, Sequence @@ i] // wrapped, a["Dates"], a["Options"]]],
    "SliceData", slice[td, more], "Properties", names, _, Message[TemporalData::notprop, p, TemporalData]; $Unevaluated]];
pairs[t_, v_] := MapThread[List, {t, v}];
wrapped[x_] := If[ListQ[First[x]], x, {x}];
pick[l_, i_Integer] := If[1 <= Abs[i] <= Length[l], l[[i]], $Failed];
pick[l_, All] := l;
pick[l_, i_] := l[[i]];
slice[td_, t_List] := Map[slice[td, #] &, t];
slice[td_, t0_] := With[{a = data[td], t = moment[t0]}, Table[valueAt[a, kind[td], i, t], {i, Length[a["Values"]]}]];
applySeries[td : TemporalData[_, a_Association], {p_String, more___}] := property[td, p, more] /; MemberQ[names, p] || ! a["Dates"];
applySeries[td : TemporalData[_, a_Association], {t_}] := Which[ListQ[t] && ! dateQ[t], Map[applySeries[td, {#}] &, t], NumericQ[moment[t]], With[{s = slice[td, t]}, If[Length[s] === 1, First[s], s]], True, $Unevaluated];
applySeries[___] := $Unevaluated;

(* ---- functions on the values of each path *)
remade[td_, times_, values_] := With[{a = data[td]}, build[kind[td], times, values, a["Dates"], a["Options"]]];
onValues[td_, f_] := remade[td, data[td]["Times"], f /@ data[td]["Values"]];
(* f of each path's values and what becomes of the times *)
shorter[td_, f_, drop_] := With[{r = f /@ data[td]["Values"]}, remade[td, MapThread[drop[#1, Length[#2]] &, {data[td]["Times"], r}], r]];
lastTimes[t_, n_] := Take[t, -n];
(* several series on common times *)
common[{s_}] := {data[s]["Times"], {data[s]["Values"]}};
common[ss_] := Module[{as = data /@ ss, n, times}, n = Max[Length[#["Values"]] & /@ as];
  times = If[SameQ @@ Map[N[#["Times"]] &, as], First[as]["Times"], Table[Module[{ts = Map[#["Times"][[Min[i, Length[#["Times"]]]]] &, as], lo, hi}, lo = Max[First /@ ts]; hi = Min[Last /@ ts]; Select[Union @@ ts, lo <= # <= hi &]], {i, n}]];
  {times, MapThread[Function[{a, s}, Table[With[{j = Min[i, Length[a["Values"]]]}, If[N[times[[i]]] === N[a["Times"][[j]]], a["Values"][[j]], Map[valueAt[a, kind[s], j, #] &, times[[i]]]]], {i, Length[times]}]], {as, ss}]}];
threaded[head_, args_] := Module[{ss = Select[args, seriesQ], c, k}, c = common[ss]; If[MemberQ[c[[1]], {}], Return[$Unevaluated, Module]];
  build[kind[First[ss]], c[[1]], Table[k = 0; head @@ Map[If[seriesQ[#], c[[2, ++k, i]], #] &, args], {i, Length[c[[1]]]}], data[First[ss]]["Dates"], data[First[ss]]["Options"]]];
statistics = {Mean, Median, Variance, StandardDeviation, Total, Max, Min, Quantile, Quartiles, InterquartileRange, Skewness, Kurtosis, Moment, CentralMoment, MeanDeviation, MedianDeviation, RootMeanSquare, GeometricMean, HarmonicMean, TrimmedMean, MinMax, Commonest, Cumulant, FactorialMoment};
sameLength = {Accumulate, Standardize, Rescale, MeanFilter, MedianFilter, GaussianFilter, ExponentialMovingAverage, Clip, Normalize};
windows = {MovingAverage, MovingMedian, Differences, Ratios};
function[head_, args_] := Module[{first = First[args], a}, Which[
   head === Normal && seriesQ[first], a = data[first]; If[Length[a["Values"]] === 1, property[first, "Path"], property[first, "Paths"]],
   head === Plus || head === Times || MemberQ[Attributes[head], NumericFunction] && MemberQ[Attributes[head], Listable], threaded[head, args],
   MemberQ[statistics, head] && seriesQ[first], a = data[first]; If[Length[a["Values"]] === 1, head @@ Prepend[Rest[args], a["Values"][[1]]], acrossPaths[head, first, Rest[args]]],
   MemberQ[sameLength, head] && seriesQ[first], onValues[first, Function[v, head @@ Prepend[Rest[args], v]]],
   MemberQ[windows, head] && seriesQ[first], shorter[first, Function[v, head @@ Prepend[Rest[args], v]], lastTimes],
   MemberQ[{Covariance, Correlation}, head] && AllTrue[args, seriesQ], With[{c = common[args]}, head @@ c[[2, All, 1]]],
   MemberQ[{EmpiricalDistribution, HistogramDistribution, SmoothKernelDistribution, KernelMixtureDistribution, Tally, Counts, HistogramList, BinCounts, FindDistributionParameters, EstimatedDistribution, Fourier, ListConvolve, Interpolation, FindPeaks, Length}, head] && seriesQ[first],
     Which[head === Interpolation, head @@ Prepend[Rest[args], property[first, "Path"]], head === Length, $Unevaluated, True, head @@ Prepend[Rest[args], property[first, "Values"]]],
   head === MovingMap && seriesQ[args[[2]]], moving @@ args,
   True, $Unevaluated]];
(* the statistic of all paths at each time: a series *)
acrossPaths[head_, td_, rest_] := Module[{a = data[td], times}, times = If[SameQ @@ a["Times"], First[a["Times"]], Union @@ a["Times"]]; times = Select[times, Max[First /@ a["Times"]] <= # <= Min[Last /@ a["Times"]] &];
   If[SameQ @@ a["Times"], build[TimeSeries, {times}, {Map[head @@ Prepend[rest, #] &, Transpose[a["Values"]]]}, a["Dates"], {}],
    build[TimeSeries, {times}, {Map[Function[t, head @@ Prepend[rest, slice[td, t]]], times]}, a["Dates"], {}]]];
(* MovingMap[f, series, w]: f of the values in the window (t - w, t] that fit whole *)
moving[f_, td_, w_] := Module[{a = data[td], width = moment[Replace[w, {x_, ___} :> x]]}, remade[td, Sequence @@ Transpose[MapThread[Function[{t, v}, Transpose[Table[If[t[[i]] - First[t] >= width, {t[[i]], f[Pick[v, Map[t[[i]] - width <= # <= t[[i]] &, t]]]}, Nothing], {i, Length[t]}]]], {a["Times"], a["Values"]}]]]];
moving[___] := $Unevaluated;

(* ---- the TimeSeries functions; lists count as series *)
series[x_?seriesQ] := x;
series[x_List] := construct[TimeSeries, x];
series[_] := $Failed;
good[head_, x_, f_] := With[{s = series[x]}, If[s === $Failed, Message[MessageName[head, "nots"], x]; $Unevaluated, f[s]]];
timeSeriesMap[f_, x_] := good[TimeSeriesMap, x, onValues[#, Map[f, #] &] &];
timeSeriesMapThread[f_, x_] := good[TimeSeriesMapThread, x, remade[#, data[#]["Times"], MapThread[Function[{t, v}, MapThread[f, {t, v}]], {data[#]["Times"], data[#]["Values"]}]] &];
timeSeriesMapThread[f_, x_, l_List] := good[TimeSeriesMapThread, x, With[{t = data[#]["Times"][[1]], v = data[#]["Values"][[1]]}, If[Length[l] === Length[v], remade[#, {t}, {MapThread[f, {t, v, l}]}], $Unevaluated]] &];
timeSeriesThread[f_, l_List] := With[{ss = series /@ l}, If[MemberQ[ss, $Failed] || l === {}, Message[TimeSeriesThread::nots, l]; $Unevaluated,
   With[{c = common[ss]}, If[MemberQ[c[[1]], {}], Message[TimeSeriesThread::nots, l]; $Unevaluated, build[kind[First[ss]], c[[1]], Table[Map[f, Transpose[c[[2, All, i]]]], {i, Length[c[[1]]]}], data[First[ss]]["Dates"], data[First[ss]]["Options"]]]]]];
bounds[td_, {a_, b_}] := {Replace[a, {Automatic | None -> -Infinity, u_ :> moment[u]}], Replace[b, {Automatic | None -> Infinity, u_ :> moment[u]}]};
timeSeriesWindow[x_, w : {_, _}] := good[TimeSeriesWindow, x, Function[s, With[{ab = bounds[s, w]}, Module[{r = MapThread[Function[{t, v}, With[{keep = Map[ab[[1]] <= # <= ab[[2]] &, t]}, {Pick[t, keep], Pick[v, keep]}]], {data[s]["Times"], data[s]["Values"]}]},
     If[AnyTrue[r, First[#] === {} &], Message[TimeSeriesWindow::empty, w]; $Unevaluated, remade[s, r[[All, 1]], r[[All, 2]]]]]]]];
timeSeriesShift[x_, d_] := good[TimeSeriesShift, x, Function[s, remade[s, data[s]["Times"] + If[MatchQ[d, _Quantity], If[data[s]["Dates"], QuantityMagnitude[UnitConvert[d, "Seconds"]], QuantityMagnitude[d]], d], data[s]["Values"]]]] /; NumericQ[d] || MatchQ[d, _Quantity];
timeSeriesShift[x_, {n_Integer, u : units}] := good[TimeSeriesShift, x, Function[s, remade[s, Map[AbsoluteTime[DatePlus[DateObject[#], {n, u}]] &, data[s]["Times"], {2}], data[s]["Values"]]]];
timeSeriesShift[x_, u : units] := timeSeriesShift[x, {1, u}];
timeSeriesRescale[x_, {a_, b_}] := good[TimeSeriesRescale, x, Function[s, remade[s, Map[With[{lo = First[#], hi = Last[#]}, If[hi == lo, ConstantArray[moment[a], Length[#]], moment[a] + (# - lo) (moment[b] - moment[a])/(hi - lo)]] &, data[s]["Times"]], data[s]["Values"]]]];
resampled[s_, times_] := With[{a = data[s]}, remade[s, times, MapIndexed[Function[{ts, i}, With[{m = Replace[method[a, kind[s]], None -> 1]}, With[{f = at[a["Times"][[First[i]]], a["Values"][[First[i]]], m]}, Map[Function[t, With[{p = FirstPosition[a["Times"][[First[i]]], u_ /; u == t, None, {1}, Heads -> False]}, If[p === None, f[t], a["Values"][[First[i], First[p]]]]]], ts]]]], times]]];
step[d_, s_] := Which[MatchQ[d, _Quantity], If[data[s]["Dates"], QuantityMagnitude[UnitConvert[d, "Seconds"]], QuantityMagnitude[d]], True, d];
dated[a_, b_, u_, n_: 1] := Module[{first = DateObject[a], k = 0, l = {}, t}, While[(t = AbsoluteTime[DatePlus[first, {k n, u}]]) <= b, AppendTo[l, t]; k++]; l];
timeSeriesResample[x_, spec_: Automatic] := good[TimeSeriesResample, x, Function[s, With[{ts = data[s]["Times"]}, Switch[spec,
    Automatic, resampled[s, Map[Range[First[#], Last[#], If[Length[#] > 1, Min[Differences[#]], 1]] &, ts]],
    "Union", resampled[s, ConstantArray[Select[Union @@ ts, Max[First /@ ts] <= # <= Min[Last /@ ts] &], Length[ts]]],
    "Intersection", resampled[s, ConstantArray[Intersection @@ ts, Length[ts]]],
    units, resampled[s, Map[dated[First[#], Last[#], spec] &, ts]], {_Integer, units}, resampled[s, Map[dated[First[#], Last[#], spec[[2]], spec[[1]]] &, ts]],
    {_List}, resampled[s, ConstantArray[moment /@ First[spec], Length[ts]]],
    {_, _}, resampled[s, Map[Range[Sequence @@ MapThread[Replace, {bounds[s, spec], {-Infinity -> First[#], Infinity -> Last[#]}}], If[Length[#] > 1, Min[Differences[#]], 1]] &, ts]],
    {_, _, _}, resampled[s, Map[Range[Sequence @@ MapThread[Replace, {bounds[s, Most[spec]], {-Infinity -> First[#], Infinity -> Last[#]}}], step[Last[spec], s]] &, ts]],
    _?NumericQ | _Quantity, resampled[s, Map[Range[First[#], Last[#], step[spec, s]] &, ts]],
    _, Message[TimeSeriesResample::bdspec, spec]; $Unevaluated]]]];
timeSeriesInsert[x_, {t_, v_}] := good[TimeSeriesInsert, x, Function[s, Module[{r = MapThread[sorted[{Append[#1, moment[t]], Append[#2, v]}] &, {data[s]["Times"], data[s]["Values"]}]}, remade[s, r[[All, 1]], r[[All, 2]]]]]];
timeSeriesInsert[x_, l : {{_, _} ..}] := Fold[timeSeriesInsert, x, l];
timeSeriesInsert[x_, y_?seriesQ] := timeSeriesInsert[x, property[y, "Path"]];
(* windows of a width from the first time on; the value is at the start of the window *)
timeSeriesAggregate[x_, w_, f_: Mean] := good[TimeSeriesAggregate, x, Function[s, Module[{r}, r = MapThread[Function[{t, v}, Module[{starts, k}, starts = Switch[w, units, windowStarts[t, w, 1], {_Integer, units}, windowStarts[t, w[[2]], w[[1]]], _, Range[First[t], Last[t], step[w, s]]];
        k = Map[Function[u, Count[starts, q_ /; q <= u]], t]; With[{g = GroupBy[Transpose[{k, v}], First -> Last, f]}, {starts[[Keys[g]]], Values[g]}]]], {data[s]["Times"], data[s]["Values"]}]; remade[s, r[[All, 1]], r[[All, 2]]]]]];
windowStarts[t_, u_, n_] := dated[AbsoluteTime[Take[PadRight[DateList[First[t]], 6], 6] // floorDate[#, u] &], Last[t], u, n];
floorDate[d_, u_] := Switch[u, "Year", {d[[1]], 1, 1, 0, 0, 0}, "Quarter", {d[[1]], 3 Quotient[d[[2]] - 1, 3] + 1, 1, 0, 0, 0}, "Month", {d[[1]], d[[2]], 1, 0, 0, 0}, "Day" | "Week", {d[[1]], d[[2]], d[[3]], 0, 0, 0}, "Hour", Join[Take[d, 4], {0, 0}], "Minute", Join[Take[d, 5], {0}], _, d];
regularlySampledQ[x_] := With[{s = series[x]}, s =!= $Failed && AllTrue[data[s]["Times"], Length[#] < 3 || With[{d = Differences[N[#]]}, Max[d] - Min[d] <= 10.^-8 Max[Abs[d]]] &]];
(* what other units take: the values of a path of numbers *)
valuesOf[x_] := Which[seriesQ[x] && Length[data[x]["Values"]] === 1, data[x]["Values"][[1]], ListQ[x], x, True, $Failed];

Unprotect[TemporalData];
Format[TemporalData[k_, a_Association]] := If[k === Automatic, "TemporalData", SymbolName[k]]["<" <> ToString[If[Length[a["Values"]] === 1, Length[a["Values"][[1]]], Length[a["Values"]]]] <> ">"];
Protect[TemporalData];
