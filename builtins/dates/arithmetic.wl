(* arithmetic.wl - dates in sums and comparisons, and the questions about spans of dates. *)

Unprotect[DateObject, TimeObject, DateInterval];

DateObject /: Plus[d_DateObject, q_Quantity, rest___] := DatePlus[d, q] + rest /; CompatibleUnitQ[q, "Seconds"];
DateObject /: Plus[Times[-1, d_DateObject], e_DateObject, rest___] := DateDifference[d, e] + rest;
Do[With[{f = f}, DateObject /: f[ds__DateObject] := f @@ (AbsoluteTime /@ {ds}) /; Length[{ds}] > 1], {f, {Less, LessEqual, Greater, GreaterEqual}}];
DateObject /: Equal[ds__DateObject] := (SameQ @@ (First /@ {ds}) || Equal @@ (AbsoluteTime /@ {ds}) && SameQ @@ ((#[[2]]) & /@ {ds})) /; Length[{ds}] > 1;
DateObject /: Unequal[d_DateObject, e_DateObject] := ! (d == e);
DateObject /: Max[ds__DateObject] := First[MaximalBy[{ds}, AbsoluteTime]];
DateObject /: Min[ds__DateObject] := First[MinimalBy[{ds}, AbsoluteTime]];

clock[TimeObject[{h_, m_: 0, s_: 0}, ___]] := 3600 h + 60 m + s;
TimeObject /: Plus[t_TimeObject, q_Quantity, rest___] := timeOf[clock[t] + QuantityMagnitude[q, "Seconds"], Length[First[t]]] + rest /; CompatibleUnitQ[q, "Seconds"];
TimeObject /: Plus[Times[-1, t_TimeObject], u_TimeObject] := Quantity[clock[u] - clock[t], "Seconds"];
Do[With[{f = f}, TimeObject /: f[ts__TimeObject] := f @@ (clock /@ {ts}) /; Length[{ts}] > 1], {f, {Less, LessEqual, Greater, GreaterEqual, Equal}}];
(* a sum is as fine as the time was, if that shows all of it *)
timeOf[s_, fields_] := With[{r = Mod[s, 86400]}, TimeObject[Which[
   fields == 1 && Mod[r, 3600] == 0, {Quotient[r, 3600]},
   fields <= 2 && Mod[r, 60] == 0, {Quotient[r, 3600], Quotient[Mod[r, 3600], 60]},
   True, {Quotient[r, 3600], Quotient[Mod[r, 3600], 60], Mod[r, 60]}]]];

(* intervals of dates: sums move them, and they unite and meet like intervals of numbers *)
DateInterval /: Plus[DateInterval[ps : {{_List, _List} ..}, g_, r___], q_Quantity] := DateInterval[Map[DatePlus[#, q] &, ps, {2}], g, r] /; CompatibleUnitQ[q, "Seconds"];
DateInterval /: Min[DateInterval[ps : {{_List, _List} ..}, g_, ___]] := DateObject[ps[[1, 1]], g];
DateInterval /: Max[DateInterval[ps : {{_List, _List} ..}, g_, ___]] := DateObject[ps[[-1, 2]], g];
DateInterval /: IntervalUnion[i_DateInterval, is___DateInterval] := With[{f = finest[#[[2]] & /@ {i, is}]}, DateInterval[Join @@ (refined[#, f] & /@ {i, is}), f]];
DateInterval /: IntervalIntersection[i_DateInterval, is___DateInterval] := Fold[common, i, {is}];
DateInterval /: IntervalMemberQ[i_DateInterval, d_] := dateWithinQ[i, d];
refined[DateInterval[ps_, g_, ___], f_] := {First[fine[#1, g, f, First]], First[fine[#2, g, f, Last]]} & @@@ ps;
common[i_DateInterval, j_DateInterval] := With[{f = finest[{i[[2]], j[[2]]}]}, DateInterval[Flatten[Table[
    With[{s = later[DateObject[p[[1]], f], DateObject[q[[1]], f]], e = earlier[DateObject[p[[2]], f], DateObject[q[[2]], f]]}, If[AbsoluteTime[s] <= AbsoluteTime[e], {First[s], First[e]}, Nothing]],
    {p, refined[i, f]}, {q, refined[j, f]}], 1], f]];
(* the first or the last span of granularity f within a span of granularity g *)
fine[d_, g_, f_, First] := DateObject[DateList[start[DateObject[d, g]]], f];
fine[d_, g_, g_, Last] := DateObject[d, g];
fine[d_, g_, f_, Last] := DateObject[DateList[last[DateObject[d, g]] - If[f === "Instant", 0, 1]], f];
later[a_, b_] := If[AbsoluteTime[a] >= AbsoluteTime[b], a, b];
earlier[a_, b_] := If[AbsoluteTime[a] <= AbsoluteTime[b], a, b];
Protect[DateObject, TimeObject, DateInterval];

dateProperty[t_TimeObject, "Granularity"] := t[[2]];
dateProperty[t_TimeObject, "TimeZone"] := None;
dateProperty[t_TimeObject, p_] := DateValue[t, p];
dateProperty[d_, "Granularity"] := d[[2]];
dateProperty[d_, "Calendar" | "CalendarType"] := If[Length[d] > 2, d[[3]], "Gregorian"];
dateProperty[d_, "TimeZone"] := If[Length[d] > 3, d[[4]], None];
dateProperty[d_, "DateList"] := DateList[d];
dateProperty[d_, "Date"] := DateObject[Take[DateList[d], 3]];
dateProperty[d_, "Time"] := With[{l = DateList[d]}, TimeObject[If[d[[2]] === "Instant", Drop[First[d], 3], Take[l, {4, 5}]]]];
dateProperty[d_, p_] := DateValue[d, p];

(* ---- spans: a date with a granularity is the time until the next date of it *)
next = <|"Millennium" -> {1000, "Year"}, "Century" -> {100, "Year"}, "Decade" -> {10, "Year"}, "Year" -> {1, "Year"}, "Quarter" -> {3, "Month"}, "Month" -> {1, "Month"}, "Week" -> {7, "Day"}, "Day" -> {1, "Day"}, "Hour" -> {1, "Hour"},
   "Minute" -> {1, "Minute"}, "Second" -> {1, "Second"}, "Instant" -> {0, "Second"}|>;
start[d_] := With[{o = DateObject[d]}, AbsoluteTime[If[o[[2]] === "Week", DatePlus[First[o], -Mod[weekday[First[o]], 7]], First[o]]]];
weekday[l_] := Mod[Floor[AbsoluteTime[Take[l, 3]]/86400], 7];
spans[DateInterval[ps_List, g_String, ___]] := {start[DateObject[#1, g]], last[DateObject[#2, g]]} & @@@ ps;
spans[d_] := {span[d]};
span[d_] := {start[d], last[d]};
last[d_] := Module[{o = DateObject[d]}, AbsoluteTime[DatePlus[DateObject[DateList[If[o[[2]] === "Week", start[o], First[o]]]], next[o[[2]]]]]];
dateWithinQ[a_, b_] := With[{ss = spans[a]}, AllTrue[spans[b], Function[t, AnyTrue[ss, #[[1]] <= t[[1]] && t[[2]] <= #[[2]] &]]]];
dateOverlapsQ[a_, b_] := With[{ss = spans[a], ts = spans[b]}, AnyTrue[ss, Function[s, AnyTrue[ts, Function[t, s[[1]] < t[[2]] && t[[1]] < s[[2]] || s === t]]]]];

(* ---- DateInterval[{{{start, end}, ...}, granularity, ...}]: dates of one granularity, in order, without overlaps *)
$fineness = {"Millennium", "Century", "Decade", "Year", "Quarter", "Month", "Week", "Day", "Hour", "Minute", "Second", "Instant"};
finest[gs_List] := $fineness[[Max[FirstPosition[$fineness, #][[1]] & /@ gs]]];
dateQ[d_DateObject] := DateObjectQ[d];
dateQ[l_List] := l =!= {} && VectorQ[l, NumericQ];
dateQ[s_String] := DateObjectQ[Quiet[DateObject[s]]];
dateQ[x_] := NumericQ[x];
pairQ[{_?dateQ, _?dateQ}] := True;
pairQ[_] := False;
dateInterval[d_DateObject, rest___] := With[{s = span[d]}, DateInterval[DateList /@ s, rest]];
dateInterval[p_?pairQ, rest___] := DateInterval[{p}, rest];
dateInterval[ps : {__?pairQ}] := normalized[ps, finest[Flatten[Map[DateObject[#][[2]] &, ps, {2}]]], {ps}];
dateInterval[ps : {__?pairQ}, g_String, r___] := normalized[ps, g, {ps, g, r}] /; MemberQ[$fineness, g];
dateInterval[___] := $Unevaluated;
(* an end that is coarser counts with its last part *)
normalized[ps_, g_, given_] := Module[{ds, merged = {}, args},
  ds = Map[With[{p = SortBy[#, AbsoluteTime[DateObject[#]] &]}, {DateObject[p[[1]], g], fine[p[[2]], DateObject[p[[2]]][[2]], g, Last]}] &, ps];
  ds = SortBy[ds, AbsoluteTime[First[#]] &];
  Do[If[merged =!= {} && start[d[[1]]] <= last[merged[[-1, 2]]],
    If[AbsoluteTime[d[[2]]] > AbsoluteTime[merged[[-1, 2]]], merged[[-1, 2]] = d[[2]]], AppendTo[merged, d]], {d, ds}];
  args = Join[{Map[First, merged, {2}]}, Rest[List @@ merged[[1, 1]]]];
  If[args === given, $Unevaluated, DateInterval @@ args]];
dateIntervalProperty[DateInterval[ps_, g_, ___], p_] := Switch[p,
  "Granularity", g, "CalendarType", "Gregorian", "Min", DateObject[ps[[1, 1]], g], "Max", DateObject[ps[[-1, 2]], g],
  "DateBounds", {DateObject[ps[[1, 1]], g], DateObject[ps[[-1, 2]], g]}, "Dates", Map[DateObject[#, g] &, ps, {2}],
  "Duration", With[{days = Total[(last[DateObject[#2, g]] - start[DateObject[#1, g]]) & @@@ ps]/86400}, Quantity[If[days == Round[days], Round[days], days], "Days"]],
  _, $Unevaluated];
dateBounds[ds_List] := {First[MinimalBy[ds, AbsoluteTime]], First[MaximalBy[ds, AbsoluteTime]]};
dateSelect[ds_List, f_] := Select[ds, TrueQ[f[parts[#]]] &];
parts[d_] := Association[Map[# -> DateValue[d, #] &, {"Year", "Quarter", "Month", "MonthName", "Week", "Day", "DayOfYear", "DayName", "Hour", "Minute", "Second"}]];

$days = {Monday, Tuesday, Wednesday, Thursday, Friday, Saturday, Sunday};
dayNumber[s_] := With[{n = FirstPosition[Map[ToString, $days], ToString[s]]}, If[MissingQ[n], $Failed, First[n]]];
like[d_DateObject, l_] := DateObject[Take[l, 3]];
like[_, l_] := Take[l, 3];
step[d_, name_, by_] := Module[{n = dayNumber[name], at = DateList[d], tries = 0},
  If[n === $Failed, Return[$Unevaluated]];
  at = DatePlus[Take[at, 3], by];
  While[dayNumber[DayName[at]] =!= n, at = DatePlus[at, by]];
  DateObject[at]];
unit[s_String] := MemberQ[{"Millennium", "Century", "Decade", "Week", "Year", "Quarter", "Month", "Day", "Hour", "Minute", "Second"}, s];
nextDate[g_] := nextDate[g, Today];
nextDate[g_?unit, d_] := DateObject[DatePlus[DateObject[d, g], next[g]], g];
nextDate[g_, d_] := step[d, g, 1];
previousDate[g_] := previousDate[g, Today];
previousDate[g_?unit, d_] := DateObject[DatePlus[DateObject[d, g], {-First[next[g]], Last[next[g]]}], g];
previousDate[g_, d_] := step[d, g, -1];

businessDayQ[] := businessDayQ[Today];
businessDayQ[d_] := DayMatchQ[d, "Weekday"];

timeZoneConvert[d_DateObject] := timeZoneConvert[d, $TimeZone];
timeZoneConvert[d_DateObject, z_?NumericQ] := FromUnixTime[UnixTime[d], TimeZone -> z];
timeZoneConvert[d_DateObject, z_String] := FromUnixTime[UnixTime[d], TimeZone -> z];
timeZoneConvert[ds : {__DateObject}, z___] := Map[timeZoneConvert[#, z] &, ds];
timeZoneConvert[___] := $Unevaluated;
