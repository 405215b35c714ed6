(* arithmetic.wl - dates in sums and comparisons, and the questions about spans of dates. *)

Unprotect[DateObject, TimeObject];

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
Protect[DateObject, TimeObject];

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
span[DateInterval[{{a_, b_}}, ___]] := {start[a], last[b]};
span[DateInterval[{a_, b_}, ___]] := {start[a], last[b]};
span[d_] := {start[d], last[d]};
last[d_] := Module[{o = DateObject[d]}, AbsoluteTime[DatePlus[DateObject[DateList[If[o[[2]] === "Week", start[o], First[o]]]], next[o[[2]]]]]];
dateWithinQ[a_, b_] := With[{s = span[a], t = span[b]}, s[[1]] <= t[[1]] && t[[2]] <= s[[2]]];
dateOverlapsQ[a_, b_] := With[{s = span[a], t = span[b]}, s[[1]] < t[[2]] && t[[1]] < s[[2]] || s === t];
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
