(* points.wl - plots of lists: ListPlot, ListLinePlot and their logarithmic, dated, polar, stepped and complex forms; NumberLinePlot. *)
LoadUnit["graphics/common"]; LoadUnit["graphics/curves"];
say = System`Library`graphics`common`say; given = System`Library`graphics`common`given; option = System`Library`graphics`common`option;
finish = System`Library`graphics`common`finish; curveOptions = System`Library`graphics`common`curveOptions; color = System`Library`graphics`common`color;
lineStyle = System`Library`graphics`common`lineStyle; pointStyle = System`Library`graphics`common`pointStyle; real = System`Library`graphics`common`real;
realPoint = System`Library`graphics`common`realPoint; pointRange = System`Library`graphics`common`pointRange; legended = System`Library`graphics`common`legended;
wrapped = System`Library`graphics`curves`wrapped; styleIn = System`Library`graphics`curves`styleIn; fillOne = System`Library`graphics`curves`fillOne;
fillStyle = System`Library`graphics`curves`fillStyle; lineOf = System`Library`graphics`curves`lineOf; to = System`Library`graphics`curves`to;
scalings = System`Library`graphics`curves`scalings; scaledTicks = System`Library`graphics`curves`scaledTicks; origin = System`Library`graphics`curves`origin;

(* ---- reading data: {{points, wrappers}, ...}; a point that is no pair of numbers (Missing, None ...) interrupts a line *)
wrappers = Tooltip | Style | Legended | Labeled | Callout | Annotation | StatusArea | Button | Mouseover | Hyperlink | PopupWindow | Highlighted | EventHandler;
bare[(wrappers)[x_, ___]] := bare[x];
bare[x_] := x;
pairQ[(wrappers)[x_, ___]] := pairQ[x];
pairQ[_Rule] := True;
pairQ[l_List] := Length[l] === 2 && ! MemberQ[l, _List | _Association];
pairQ[_] := False;
scalarQ[x_] := ! ListQ[bare[x]] && ! AssociationQ[bare[x]];
seriesQ[x_] := MatchQ[x, _TimeSeries | _EventSeries | _TemporalData];
sets[w : (h : wrappers)[x_, r___]] := Map[{First[#], Append[Last[#], {h, r}]} &, sets[x]];
sets[s_?seriesQ] := Map[{#, {}} &, If[MatchQ[s, _TemporalData], s["Paths"], {s["Path"]}]];
sets[a_Association] := Which[a === <||>, {{{}, {}}}, AllTrue[Values[a], scalarQ[#] || pairQ[#] &],
   If[AllTrue[Keys[a], real[#] =!= $Failed &] && AllTrue[Values[a], scalarQ], {{KeyValueMap[List, a], {}}}, sets[Values[a]]], True, keyed[a]];
keyed[a_] := Join @@ KeyValueMap[Function[{k, v}, Map[{First[#], Append[Last[#], {Legended, k}]} &, sets[v]]], a];
sets[{}] := {{{}, {}}};
sets[s_SparseArray] := sets[Normal[s]];
sets[q_QuantityArray] := sets[Normal[q]];
sets[l_List] := Which[
  AllTrue[l, scalarQ[#] && ! seriesQ[bare[#]] &], {{l, {}}},
  AllTrue[l, scalarQ[#] && ! seriesQ[bare[#]] || pairQ[#] &] && AnyTrue[l, pairQ], {{l, {}}},
  AllTrue[l, MatchQ[bare[#], _List | _Association | _?seriesQ] &], Join @@ Map[sets, l],
  True, $Failed];
sets[_] := $Failed;
xy[(w : wrappers)[p_, ___], x_] := xy[p, x];
xy[a_ -> b_, x_] := xy[a, x];
xy[p : {_, _}, _] := numbers[p];
xy[y_, x_] := numbers[{x, y}];
numbers[p_] := Replace[realPoint[p], $Failed :> $Failed];
positions[l_, Automatic | All] := MapIndexed[xy[#1, First[#2]] &, l];
positions[l_, {a_?NumericQ, b_?NumericQ}] := With[{n = Length[l]}, MapIndexed[If[pairQ[#1], xy[#1, 0], xy[#1, If[n == 1, a, a + (b - a) (First[#2] - 1)/(n - 1)]]] &, l]];
positions[l_, _] := positions[l, All];
runs[l_] := Select[Map[DeleteCases[$Failed], Split[l, #1 =!= $Failed && #2 =!= $Failed &]], # =!= {} &];

(* ---- interpolated lines: steps, or a smooth curve through the points *)
stepped[pts_, place_] := Append[Join @@ Map[Function[q, With[{a = q[[1]], b = q[[2]]}, Switch[place,
   Left, {a, {a[[1]], b[[2]]}}, Center, With[{m = (a[[1]] + b[[1]])/2}, {a, {m, a[[2]]}, {m, b[[2]]}}], _, {a, {b[[1]], a[[2]]}}]]], Partition[pts, 2, 1]], Last[pts]];
throughPoints[pts_, None | Automatic | 1] := pts;
throughPoints[pts_, 0] := stepped[pts, Right];
throughPoints[pts_, k_Integer] := If[Length[pts] <= k || ! Less @@ pts[[All, 1]], pts,
  With[{f = Interpolation[pts, InterpolationOrder -> k]}, Map[{#, f[#]} &, Union[pts[[All, 1]], Subdivide[pts[[1, 1]], pts[[-1, 1]], 10 Length[pts]]]]]];
throughPoints[pts_, _] := pts;

listPlot[d_, o : OptionsPattern[]] := drawn[ListPlot, d, Automatic, {o}];
listLinePlot[d_, o : OptionsPattern[]] := drawn[ListLinePlot, d, Automatic, {o}];
listLogPlot[d_, o : OptionsPattern[]] := drawn[ListLogPlot, d, {None, {Log, Exp}}, {o}];
listLogLogPlot[d_, o : OptionsPattern[]] := drawn[ListLogLogPlot, d, {{Log, Exp}, {Log, Exp}}, {o}];
listLogLinearPlot[d_, o : OptionsPattern[]] := drawn[ListLogLinearPlot, d, {{Log, Exp}, None}, {o}];
listStepPlot[d_, o : OptionsPattern[]] := listStepPlot[d, Right, o];
listStepPlot[d_, place : Left | Right | Center, o : OptionsPattern[]] := drawn[ListStepPlot, d, Automatic, {o}, Function[{run, order}, stepped[run, place]]];
listPolarPlot[d_, o : OptionsPattern[]] := Module[{s = sets[d]},
  If[s === $Failed, say[ListPolarPlot, "lpn", d]; Return[$Unevaluated]];
  drawnSets[ListPolarPlot, Map[With[{n = Length[First[#]]}, {Map[If[# === $Failed, #, {#[[2]] Cos[#[[1]]], #[[2]] Sin[#[[1]]]}] &, positions[First[#], Replace[option[ListPolarPlot, given[o], DataRange], Automatic -> {0, If[n < 2, 0, 2 Pi (n - 1)/n]}]]], Last[#]}] &, s], {None, None}, given[o], throughPoints]];
complexListPlot[d_, o : OptionsPattern[]] := Module[{l = If[VectorQ[d], {d}, d], s},
  s = Map[{Map[With[{z = N[bare[#]]}, If[NumberQ[z], N[{Re[z], Im[z]}], $Failed]] &, bare[#]], {}} &, l];
  If[! ListQ[l], say[ComplexListPlot, "lpn", d]; Return[$Unevaluated]];
  drawnSets[ComplexListPlot, s, {None, None}, given[o], throughPoints]];
dateListPlot[d_, o : OptionsPattern[]] := dated[DateListPlot, d, {None, None}, given[o]];
dateListLogPlot[d_, o : OptionsPattern[]] := dated[DateListLogPlot, d, {None, {Log, Exp}}, given[o]];
dateListStepPlot[d_, o : OptionsPattern[]] := dated[DateListStepPlot, d, {None, None}, given[o]];
dated[head_, d_, scale_, rules_] := Module[{s = dateSets[d], r},
  If[s === $Failed, say[head, "ldata", d]; Return[$Unevaluated]];
  r = Map[{Map[If[MatchQ[#, {_, _}], With[{t = moment[First[#]], y = real[bare[Last[#]]]}, If[t === $Failed || y === $Failed, $Failed, {t, y}]], $Failed] &, First[#]], Last[#]} &, s];
  drawnSets[head, r, scale, rules, If[head === DateListStepPlot, stepped[#1, Right] &, throughPoints]]];
moment[x_?NumericQ] := real[x];
moment[x_] := With[{t = Quiet[AbsoluteTime[x]]}, real[t]];
dateSets[w : (h : wrappers)[x_, r___]] := With[{s = dateSets[x]}, If[s === $Failed, s, Map[{First[#], Append[Last[#], {h, r}]} &, s]]];
dateSets[s_?seriesQ] := sets[s];
dateSets[a_Association] := If[AllTrue[Values[a], scalarQ], {{KeyValueMap[List, a], {}}}, With[{k = keyed[a]}, k]];
dateSets[l : {{Except[_?(ListQ[#] && ! VectorQ[#, NumericQ] &)], Except[_List]} ..}] := {{l, {}}};
dateSets[l_List] := With[{s = Map[dateSets, l]}, If[MemberQ[s, $Failed], $Failed, Join @@ s]];
dateSets[_] := $Failed;

drawn[head_, d_, scale_, opts_] := drawn[head, d, scale, opts, throughPoints];
drawn[head_, d_, scale_, opts_, join_] := Module[{rules = given @@ opts, s = sets[d]},
  If[s === $Failed || ! FreeQ[s, $Failed], say[head, "lpn", d]; Return[$Unevaluated]];
  drawnSets[head, Map[{positions[First[#], option[head, rules, DataRange]], Last[#]} &, s], If[scale === Automatic, scalings[option[head, rules, ScalingFunctions]], scale], rules, join]];

moved[$Failed, _, _] := $Failed;
moved[p_, None, None] := p;
moved[{x_, y_}, sx_, sy_] := With[{q = Quiet[realPoint[{to[sx][x], to[sy][y]}]]}, q];
(* {True, False, ...} or one value for all *)
each[spec_List, i_] := spec[[Mod[i - 1, Length[spec]] + 1]];
each[spec_, _] := spec;
drawnSets[head_, list_, {sx_, sy_}, rules_, join_] := Module[{data, all, n, box, joined, order, spec, style, marks, points, lines, fill, styles, shown, labels, legendLabels, isJoined},
  data = Map[Map[moved[#, sx, sy] &, First[#]] &, list];
  all = Join @@ Map[DeleteCases[#, $Failed] &, data];
  n = Length[all];
  joined = option[head, rules, Joined]; order = option[head, rules, InterpolationOrder]; spec = option[head, rules, PlotStyle];
  marks = option[head, rules, PlotMarkers];
  isJoined[i_] := TrueQ[each[joined, i]];
  box = usualRange[option[head, rules, PlotRange], all, ! MemberQ[{DateListPlot, DateListLogPlot, DateListStepPlot}, head] && sy === None];
  styles = Table[With[{own = styleIn[list[[i, 2]]]}, Join[If[isJoined[i], lineStyle[spec, i], pointStyle[spec, i, n]], Directive @@ own]], {i, Length[data]}];
  lines = Map[Map[join[#, order] &, runs[#]] &, data];
  fill = listFilling[option[head, rules, Filling], data, lines, isJoined, box, styles, option[head, rules, FillingStyle]];
  shown = Table[wrapped[{styles[[i]], Sequence @@ If[isJoined[i], Map[lineOf[#, option[head, rules, ColorFunction], box, True] &, lines[[i]]], {}],
      Sequence @@ Which[isJoined[i] && marks === None && ! MemberQ[{All, Full}, option[head, rules, Mesh]], {}, True, marked[marks, i, DeleteCases[data[[i]], $Failed], box, ! isJoined[i], option[head, rules, ColorFunction]]]}, list[[i, 2]]], {i, Length[data]}];
  labels = option[head, rules, PlotLabels];
  shown = finish[DeleteCases[rules, PlotRange -> _], {{}, {Join[{fill, {}}, shown]}, labelsAt[labels, data]},
    {PlotRange -> box}, Join[{AxesOrigin -> origin[box]}, If[sx === None && sy === None, {}, {Ticks -> scaledTicks /@ {sx, sy}, FrameTicks -> {{scaledTicks[sy], Automatic}, {scaledTicks[sx], Automatic}}}],
      If[MemberQ[{DateListPlot, DateListLogPlot, DateListStepPlot}, head], {FrameTicks -> {{Automatic, Automatic}, {Charting`getDateTicks, Charting`getDateTicks}}}, {}], curveOptions[head, rules]]];
  legendLabels = Map[Cases[#[[2]], {Legended, l_, ___} :> l] &, list];
  Which[option[head, rules, PlotLegends] =!= None && ! (option[head, rules, PlotLegends] === Automatic && Flatten[legendLabels, 1] =!= {}),
    legended[shown, option[head, rules, PlotLegends], styles, Range[Length[styles]], If[isJoined[1], LineLegend, PointLegend]],
    Flatten[legendLabels, 1] =!= {}, With[{at = Flatten[Position[legendLabels, {__}, {1}]]}, legended[shown, If[isJoined[1], LineLegend, PointLegend][styles[[at]], legendLabels[[at, 1]]], {}, {}, PointLegend]],
    True, shown]];
(* Automatic shows the axis when it is near, as counts and amounts are read against zero. *)
usualRange[spec_, {}, _] := {{0., 1.}, {0., 1.}};
usualRange[Automatic, pts_, zero_] := usualRange[{Automatic, Automatic}, pts, zero];
usualRange[{x_, y_}, pts_, zero_] := With[{b = pointRange[{Replace[x, Automatic -> All], y}, pts]}, If[zero, {If[x === Automatic, nearZero[b[[1]]], b[[1]]], If[y === Automatic, nearZero[b[[2]]], b[[2]]]}, b]] /; ! VectorQ[{x, y}, NumericQ];
usualRange[spec_, pts_, _] := pointRange[spec, pts];
nearZero[{a_, b_}] := Which[0 < a < 0.6 b, {0., b}, 0.6 a < b < 0, {a, 0.}, True, {a, b}];
standardMarkers = {"\[FilledCircle]", "\[FilledSquare]", "\[FilledDiamond]", "\[FilledUpTriangle]", "\[FilledDownTriangle]", "\[EmptyCircle]", "\[EmptySquare]", "\[EmptyDiamond]", "\[EmptyUpTriangle]", "\[EmptyDownTriangle]"};
marked[None, i_, pts_, box_, _, Automatic | None] := {Point[pts]};
marked[None, i_, pts_, box_, _, c_] := {Append[Point[pts], VertexColors -> Last[lineOf[pts, c, box, True]][[2]]]};
marked[spec_, i_, pts_, box_, _, _] := With[{m = markerOf[spec, i]}, If[m === None, {}, Map[Inset[m, #] &, pts]]];
markerOf[Automatic, i_] := Style[each[standardMarkers, i], FontSize -> 10];
markerOf[{Automatic, s_?NumericQ}, i_] := Style[each[standardMarkers, i], FontSize -> s];
markerOf[{m_, s_?NumericQ}, i_] := Style[m, FontSize -> s];
markerOf[l : {__List}, i_] := markerOf[each[l, i], i];
markerOf[l_List, i_] := markerOf[each[l, i], i];
markerOf[m_, _] := m;
labelsAt[None, _] := {};
labelsAt[spec_, data_] := With[{l = Switch[spec, Automatic, Range[Length[data]], _List, PadRight[spec, Length[data], None], _, PadRight[{spec}, Length[data], None]]},
  MapThread[With[{p = DeleteCases[#2, $Failed]}, If[#1 === None || p === {}, Nothing, Text[Replace[#1, Placed[x_, ___] :> x], Last[p], {-1, 0}]]] &, {l, data}]];
listFilling[None | False, __] := {};
listFilling[spec_, data_, lines_, isJoined_, box_, styles_, style_] := With[{rs = Switch[spec, {__Rule}, List @@@ spec, _Rule, {List @@ spec}, _, Table[{i, spec}, {i, Length[data]}]]},
  Map[If[! 1 <= First[#] <= Length[data], {}, If[isJoined[First[#]], fillOne[First[#], Last[#], lines, box, styles, style], stems[First[#], Last[#], data, box, styles, style]]] &, rs]];
stems[i_, {level_, own_}, data_, box_, styles_, _] := stems[i, level, data, box, styles, own] /; ! (NumericQ[level] && NumericQ[own]);
stems[i_, {j_Integer}, data_, box_, styles_, style_] := With[{m = AssociationThread @@ Transpose[DeleteCases[data[[j]], $Failed]]},
  {Replace[fillStyle[style, styles[[i]]], Directive[c_, Opacity[0.2], r___] :> Directive[c, Opacity[0.5], r]], Line[Cases[DeleteCases[data[[i]], $Failed], {x_, y_} /; KeyExistsQ[m, x] :> {{x, y}, {x, m[x]}}]]}] /; 1 <= j <= Length[data];
stems[i_, level_, data_, {_, {lo_, hi_}}, styles_, style_] := With[{y = Switch[level, Bottom, lo, Top, hi, _?NumericQ, N[level], _, Clip[0., {lo, hi}]]},
  {Replace[fillStyle[style, styles[[i]]], Directive[c_, Opacity[0.2], r___] :> Directive[c, Opacity[0.5], r]], Line[Map[{#, {First[#], y}} &, DeleteCases[data[[i]], $Failed]]]}];

listPlot[___] := $Unevaluated; listLinePlot[___] := $Unevaluated; listLogPlot[___] := $Unevaluated; listLogLogPlot[___] := $Unevaluated; listLogLinearPlot[___] := $Unevaluated;
listStepPlot[___] := $Unevaluated; listPolarPlot[___] := $Unevaluated; complexListPlot[___] := $Unevaluated; dateListPlot[___] := $Unevaluated; dateListLogPlot[___] := $Unevaluated; dateListStepPlot[___] := $Unevaluated;

(* ---- NumberLinePlot: numbers, intervals and inequalities on an axis, one row for each set *)
numberLinePlot[d : {(_?NumericQ) ..}, o : OptionsPattern[]] := lineRows[{d}, given[o]];
numberLinePlot[d : (_Interval | _?NumericQ), o : OptionsPattern[]] := lineRows[{d}, given[o]];
numberLinePlot[d_List, o : OptionsPattern[]] := lineRows[d, given[o]];
numberLinePlot[d_, x_Symbol, o : OptionsPattern[]] := lineRows[Map[inequalityInterval[#, x] &, Flatten[{d}]], given[o]];
numberLinePlot[___] := $Unevaluated;
inequalityInterval[e_, x_] := Replace[Reduce[e, x, Reals], {(Less | LessEqual)[a_, x, ___, b_] :> Interval[{a, b}], Inequality[a_, _, x, _, b_] :> Interval[{a, b}], (Less | LessEqual)[x, b_] :> Interval[{-Infinity, b}],
   (Greater | GreaterEqual)[x, a_] :> Interval[{a, Infinity}], r_Or :> Join @@ Map[Flatten[{inequalityInterval[#, x]}] &, List @@ r], x == a_ :> {a}, True -> Interval[{-Infinity, Infinity}], _ -> {}}];
lineRows[rows_, rules_] := Module[{ends, lo, hi, spec, shown},
  ends = N[Select[Flatten[rows /. Interval -> List], NumericQ[#] && Abs[#] =!= Infinity &]];
  If[! AllTrue[rows, MatchQ[#, _Interval | _?NumericQ | {(_?NumericQ | _Interval) ...}] &], Return[$Unevaluated]];
  {lo, hi} = Switch[option[NumberLinePlot, rules, PlotRange], {_?NumericQ, _?NumericQ}, N[option[NumberLinePlot, rules, PlotRange]], _, If[ends === {}, {-1., 1.}, If[Min[ends] == Max[ends], {Min[ends] - 1, Max[ends] + 1}, MinMax[ends, Scaled[If[FreeQ[rows, DirectedInfinity], 0, 0.1]]]]]];
  spec = option[NumberLinePlot, rules, Spacings] /. Automatic -> 1/4;
  shown = MapIndexed[With[{y = N[First[#2] spec], st = pointStyle[option[NumberLinePlot, rules, PlotStyle], First[#2], 10]}, {st, Map[onRow[#, y, lo, hi] &, Flatten[{#1}]]}] &, rows];
  finish[DeleteCases[rules, PlotRange -> _], shown, {PlotRange -> {{lo, hi}, {0, N[(Length[rows] + 1/2) spec]}}},
    {AspectRatio -> option[NumberLinePlot, rules, AspectRatio], Axes -> {True, False}, AxesOrigin -> {lo, 0}, DisplayFunction -> Identity, PlotRangePadding -> {{Scaled[0.02], Scaled[0.02]}, {Scaled[0.], Scaled[0.05]}}, Ticks -> {Automatic, Automatic}}]];
onRow[x_?NumericQ, y_, __] := Point[{N[x], y}];
onRow[Interval[ps___], y_, lo_, hi_] := Map[With[{a = Max[N[First[#]], lo], b = Min[N[Last[#]], hi]}, {Line[{{a, y}, {b, y}}], If[First[#] === -Infinity, Arrow[{{b, y}, {a, y}}], Point[{a, y}]], If[Last[#] === Infinity, Arrow[{{a, y}, {b, y}}], Point[{b, y}]]}] &, {ps}];
