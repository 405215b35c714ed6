(* charts.wl - charts of data: bars, sectors, histograms, boxes, bubbles. *)
LoadUnit["graphics/common"];
say = System`Library`graphics`common`say; given = System`Library`graphics`common`given; option = System`Library`graphics`common`option;
finish = System`Library`graphics`common`finish; finish3D = System`Library`graphics`common`finish3D; color = System`Library`graphics`common`color; real = System`Library`graphics`common`real;
legended = System`Library`graphics`common`legended; chosen = System`Library`graphics`common`chosen; styled = System`Library`graphics`common`styled;
widened = System`Library`graphics`common`widened; fullRange = System`Library`graphics`common`fullRange;
SetAttributes[said, HoldRest];

(* ---- data: {{value, wrappers, label}, ...} for each set *)
wrappers = Style | Labeled | Legended | Tooltip | Callout | Annotation | StatusArea | Button | Mouseover | Hyperlink | PopupWindow | EventHandler | Placed;
bare[(wrappers)[x_, ___]] := bare[x];
bare[x_] := x;
chain[(w : wrappers)[x_, r___]] := Append[chain[x], {w, r}];
chain[_] := {};
item[x_] := {real[bare[x]], chain[x], None};
itemsOf[a_Association] := KeyValueMap[{real[bare[#2]], chain[#2], #1} &, a];
itemsOf[l_List] := item /@ l;
scalarQ[x_] := ! ListQ[bare[x]] && ! AssociationQ[bare[x]];
dataSets[d_] := With[{b = bare[d]}, Which[
   AssociationQ[b] && AllTrue[Values[b], scalarQ], {itemsOf[b]},
   AssociationQ[b], itemsOf /@ Map[bare, Values[b]],
   ListQ[b] && AllTrue[b, scalarQ], {itemsOf[b]},
   ListQ[b] && AllTrue[b, ! scalarQ[#] &], itemsOf[bare[#]] & /@ b,
   True, $Failed]];
severalQ[d_] := With[{b = bare[d]}, If[AssociationQ[b], ! AllTrue[Values[b], scalarQ], ! AllTrue[b, scalarQ]]];
own[ws_] := Join @@ Cases[ws, {Style, r___} :> Flatten[{r}]];
around[g_, ws_] := Fold[If[MemberQ[{Tooltip, Annotation}, First[#2]], First[#2][#1, Sequence @@ Rest[#2]], #1] &, g, ws];
labelOf[{_, ws_, key_}, given_, k_] := Replace[Cases[ws, {Labeled, l_, ___} :> l], {{l_, ___} :> l, {} :> Replace[given, {Automatic -> key, l_List :> If[k <= Length[l], l[[k]], None], _ -> None}]}];
legendOf[ws_] := Replace[Cases[ws, {Legended, l_, ___} :> l], {{l_, ___} :> l, {} -> None}];
face[spec_, i_] := styled[{EdgeForm[{Opacity[0.7], Thickness[Small]}]}, i, {}, Flatten[{chosen[spec, i]}]];
chartColors[spec_, n_] := If[StringQ[spec], Table[System`Library`graphics`common`shade[spec, If[n < 2, 0.5, (i - 1)/(n - 1)]], {i, n}], spec];
chartOptions[head_, rules_] := {AspectRatio -> option[head, rules, AspectRatio], Axes -> option[head, rules, Axes], DisplayFunction -> Identity, Frame -> option[head, rules, Frame],
   FrameTicks -> {{Automatic, Automatic}, {Automatic, Automatic}}, GridLines -> {None, None}, GridLinesStyle -> Directive[GrayLevel[0.5, 0.4]], PlotRangePadding -> {{Scaled[0.02], Scaled[0.02]}, {Scaled[0.02], Scaled[0.05]}}};
rangeOf[spec_, {xr_, yr_}] := Switch[spec, {{_?NumericQ, _?NumericQ}, {_?NumericQ, _?NumericQ}}, N[spec], {_, {_?NumericQ, _?NumericQ}}, {xr, N[Last[spec]]}, {{_?NumericQ, _?NumericQ}, _}, {N[First[spec]], yr}, {_?NumericQ, _?NumericQ}, {xr, N[spec]}, _, {xr, yr}];

(* ---- BarChart: groups of bars one unit wide; stacked, in percent or overlapping on request *)
barChart[d_, o : OptionsPattern[]] := bars[BarChart, d, given[o]];
barChart[___] := $Unevaluated;
spacings[spec_] := Switch[spec, None, {0., 0.}, {_, _}, N[spec /. {Automatic -> 0.1, None -> 0}], _?NumericQ, {N[spec], 1.2}, _, {0.1, 0.8}];
bars[head_, d_, rules_] := Module[{sets, several, layout, style, gap, wide, x = 0.5, rects = {}, ticks = {}, lows, highs, labels, legend, names, horizontal, flat, range, n, base, origin, legendStyles},
  sets = If[MatchQ[bare[d], _List | _Association], dataSets[d], $Failed];
  If[sets === $Failed, say[head, "ldata", d]; Return[$Unevaluated, Module]];
  several = severalQ[d]; n = Max[0, Length /@ sets];
  layout = option[head, rules, ChartLayout]; style = chartColors[option[head, rules, ChartStyle], If[several, n, Length[First[sets]]]];
  horizontal = MemberQ[{Left, Right}, option[head, rules, BarOrigin]];
  origin = If[MemberQ[{Top, Right}, option[head, rules, BarOrigin]], -1, 1];
  gap = spacings[option[head, rules, BarSpacing]];
  labels = option[head, rules, ChartLabels];
  Do[
    base = {0., 0.};
    flat = sets[[g]];
    If[layout === "Percentile" && Total[Abs[DeleteCases[flat[[All, 1]], $Failed]]] > 0, flat[[All, 1]] = Map[If[# === $Failed, #, #/Total[Abs[DeleteCases[flat[[All, 1]], $Failed]]]] &, flat[[All, 1]]]];
    Do[With[{v = flat[[k, 1]], i = If[several, k, If[style === Automatic, 1, k]], stacked = MemberQ[{"Stacked", "Percentile"}, layout]},
      If[v =!= $Failed,
        {lows, highs} = If[stacked, If[v >= 0, {base[[1]], base[[1]] += v}, {base[[2]] += v, base[[2]] - v}], {Min[0., v], Max[0., v]}];
        AppendTo[rects, {face[style, i], own[flat[[k, 2]]], {x, lows}, {x + 1., highs}, flat[[k, 2]], labelOf[flat[[k]], If[several || layout === "Stacked", labels /. Except[Automatic] -> None, labels], k]}]];
      If[! stacked && k < Length[flat], x += 1. + If[several || Length[sets] === 1, gap[[1]], 0.]]], {k, Length[flat]}];
    x += 1. + gap[[2]], {g, Length[sets]}];
  wide = If[rects === {}, {0., 1.}, {Min[rects[[All, 3, 1]]], Max[rects[[All, 4, 1]]]}];
  range = {wide, fullRange[Join[{0.}, rects[[All, 3, 2]], rects[[All, 4, 2]]]]};
  range = rangeOf[option[head, rules, PlotRange], range];
  rects = rects /. {};
  With[{turn = If[horizontal, Reverse[{1, origin} #] &, {1, origin} # &]},
    legendStyles = Table[face[style, i], {i, If[several || style =!= Automatic, n, 1]}];
    names = DeleteCases[Map[If[#[[6]] === None, Nothing, Text[Replace[#[[6]], Placed[l_, ___] :> l], turn[{(#[[3, 1]] + #[[4, 1]])/2, 0.}], If[horizontal, {1, 0}, {0, 1}]]] &, rects], Null];
    With[{g = finish[DeleteCases[rules, PlotRange -> _], {Map[around[Join[{#[[1]]}, #[[2]], {Rectangle @@ Transpose[Sort /@ Transpose[{turn[#[[3]]], turn[#[[4]]]}]]}], #[[5]]] &, rects], names},
       {PlotRange -> If[horizontal, Reverse[range], range] }, Join[{AxesOrigin -> If[horizontal, {0, First[wide] - 0.1}, {First[wide] - 0.1, 0}], FrameTicks -> {{Automatic, None}, {None, None}}, Ticks -> If[horizontal, {Automatic, None}, {None, Automatic}]}, chartOptions[head, rules]]]},
      legendFor[g, option[head, rules, ChartLegends], legendStyles, If[several && AssociationQ[bare[First[List @@ bare[d]]]], Keys[bare[First[List @@ bare[d]]]], If[AssociationQ[bare[d]] && ! several, Keys[bare[d]], Range[Length[legendStyles]]]], Map[legendOf, rects[[All, 5]]], rects[[All, 1]]]]]];
legendFor[g_, spec_, styles_, names_, given_, rectStyles_] := If[spec === None && DeleteCases[given, None] =!= {},
   With[{at = Flatten[Position[given, Except[None], {1}, Heads -> False]]}, legended[g, SwatchLegend[rectStyles[[at]], given[[at]]], {}, {}, SwatchLegend]], legended[g, spec, styles, names, SwatchLegend]];
pairedBarChart[a_, b_, o : OptionsPattern[]] := Module[{l = dataSets[a], r = dataSets[b], rules = given[o], put},
  If[l === $Failed || r === $Failed, say[PairedBarChart, "ldata", If[l === $Failed, a, b]]; Return[$Unevaluated]];
  put[s_, sign_, i_] := MapIndexed[{face[option[PairedBarChart, rules, ChartStyle], i], own[#1[[2]]], around[Rectangle @@ Transpose[Sort /@ Transpose[{{0., First[#2] - 0.5}, {sign #1[[1]], First[#2] + 0.4}}]], #1[[2]]]} &, Select[Join @@ s, First[#] =!= $Failed &]];
  finish[rules, {put[l, -1, 1], put[r, 1, 2]}, {}, Join[{Ticks -> {Automatic, None}, AxesOrigin -> {0, 0}}, chartOptions[PairedBarChart, rules]]]];
pairedBarChart[___] := $Unevaluated;
rectangleChart[d_, o : OptionsPattern[]] := Module[{rules = given[o], pairs, x = 0., rects},
  pairs = Map[{realPair[bare[#]], chain[#]} &, flatPairs[bare[d]]];
  If[MemberQ[pairs[[All, 1]], $Failed], say[RectangleChart, "ldata", d]; Return[$Unevaluated]];
  rects = MapIndexed[With[{from = x, p = First[#1]}, x += p[[1]] + 0.1; {face[option[RectangleChart, rules, ChartStyle], If[option[RectangleChart, rules, ChartStyle] === Automatic, 1, First[#2]]], own[#1[[2]]], around[Rectangle @@ Transpose[Sort /@ Transpose[{{from, 0.}, {from + p[[1]], p[[2]]}}]], #1[[2]]]}] &, pairs];
  finish[rules, rects, {}, Join[{Ticks -> {None, Automatic}, AxesOrigin -> {0, 0}}, chartOptions[RectangleChart, rules]]]];
rectangleChart[___] := $Unevaluated;
realPair[p : {_, _}] := With[{v = real /@ p}, If[MemberQ[v, $Failed], $Failed, v]];
realPair[_] := $Failed;
flatPairs[l : {{_?scalarQ, _?scalarQ} ..}] := l;
flatPairs[l_List] := If[AllTrue[l, MatchQ[bare[#], {_?scalarQ, _?scalarQ}] &], l, Join @@ Map[flatPairs[bare[#]] &, Select[l, ListQ[bare[#]] &]]];
flatPairs[a_Association] := flatPairs[Values[a]];
flatPairs[_] := {{$Failed}};
bubbleChart[d_, o : OptionsPattern[]] := Module[{rules = given[o], sets, all, big, box, size},
  sets = If[MatchQ[bare[d], {{_?scalarQ, _?scalarQ, _?scalarQ} ..}] || ListQ[bare[d]] && AllTrue[bare[d], MatchQ[bare[#], {_?scalarQ, _?scalarQ, _?scalarQ}] &], {bare[d]}, If[AssociationQ[bare[d]], Values[bare[d]], bare[d]]];
  sets = Map[Map[{If[ListQ[bare[#]] && Length[bare[#]] === 3, real /@ bare[#], {$Failed}], chain[#]} &, bare[#]] &, sets];
  all = Join @@ sets[[All, All, 1]];
  If[! MatrixQ[all] || MemberQ[all, $Failed, 2], say[BubbleChart, "ldata", d]; Return[$Unevaluated]];
  big = Max[Abs[all[[All, 3]]]]; box = Map[fullRange, Most[Transpose[all]]];
  size = option[BubbleChart, rules, BubbleSizes] /. Automatic -> {0.03, 0.14};
  finish[rules, MapIndexed[Function[{s, i}, {styled[{Opacity[0.7], EdgeForm[Directive[Opacity[0.7], GrayLevel[0.3]]]}, First[i], {}, chosen[option[BubbleChart, rules, ChartStyle], First[i]]],
      Map[With[{p = First[#]}, around[Join[own[Last[#]], {Disk[Most[p], Scaled[{1, 1} (size[[1]] + (size[[2]] - size[[1]]) Sqrt[If[big == 0, 0, Abs[Last[p]]/big]])/2]]}], Last[#]]] &, s]}], sets],
    {}, Join[{PlotRange -> Map[# + {-1, 1} 0.1 (Last[#] - First[#]) &, box]}, chartOptions[BubbleChart, rules]]]];
bubbleChart[___] := $Unevaluated;

(* ---- PieChart: sectors clockwise from the left, as high as the share; rings for several sets *)
pieChart[d_, o : OptionsPattern[]] := Module[{rules = given[o], sets, style, gap, rings, origin, shown, labels, names, n},
  sets = If[MatchQ[bare[d], _List | _Association], dataSets[d], $Failed];
  If[sets === $Failed, say[PieChart, "ldata", d]; Return[$Unevaluated]];
  n = Max[0, Length /@ sets];
  style = chartColors[option[PieChart, rules, ChartStyle], n];
  gap = Switch[option[PieChart, rules, SectorSpacing], None, {0., 0.}, _?NumericQ, {0., N[option[PieChart, rules, SectorSpacing]]}, {_, _}, N[option[PieChart, rules, SectorSpacing] /. {Automatic -> 0.2, None -> 0}], _, {0., 0.2}];
  origin = Replace[option[PieChart, rules, SectorOrigin], {{{a_?NumericQ, "Counterclockwise"}, _} :> {N[a], 1}, {a_?NumericQ, "Counterclockwise"} :> {N[a], 1}, {{a_?NumericQ, _}, _} :> {N[a], -1}, a_?NumericQ :> {N[a], -1}, {a_?NumericQ, _} :> {N[a], -1}, _ -> {N[Pi], -1}}];
  labels = option[PieChart, rules, ChartLabels];
  shown = Table[sectors[sets[[g]], If[Length[sets] === 1, 0., (g - 1) (1. + gap[[2]]) + 0.5], If[Length[sets] === 1, 1., (g - 1) (1. + gap[[2]]) + 1.5], style, origin, labels], {g, Length[sets]}];
  legendFor[finish[rules, shown, {}, {AspectRatio -> option[PieChart, rules, AspectRatio], Axes -> {False, False}, DisplayFunction -> Identity, PlotRange -> All, PlotRangePadding -> Scaled[0.02]}],
    option[PieChart, rules, ChartLegends], Table[face[style, i], {i, n}], Replace[First[sets, {}][[All, 3]], {None, ___} -> Range[n]], Map[legendOf, Join @@ sets[[All, All, 2]]], Join @@ Map[Table[face[style, i], {i, Length[#]}] &, sets]]];
pieChart[___] := $Unevaluated;
sectors[items_, r0_, r1_, style_, {start_, sign_}, labels_] := Module[{total = Total[Abs[DeleteCases[items[[All, 1]], $Failed]]], t = start},
  If[total == 0, Return[{}]];
  Table[If[items[[k, 1]] === $Failed, Nothing, With[{to = t + sign 2. Pi Abs[items[[k, 1]]]/total, from = t, l = labelOf[items[[k]], labels, k]}, t = to;
    {Join[{face[style, k]}, own[items[[k, 2]]], {around[If[r0 == 0., Disk[{0., 0.}, r1, Sort[{from, to}]], Annulus[{0., 0.}, {r0, r1}, Sort[{from, to}]]], items[[k, 2]]]}],
     If[l === None, Nothing, Text[Replace[l, Placed[x_, ___] :> x], 0.6 (r0 + r1) {Cos[(from + to)/2], Sin[(from + to)/2]}]]}]], {k, Length[items]}]];
sectorChart[d_, o : OptionsPattern[]] := Module[{rules = given[o], pairs, total, t = N[Pi]},
  pairs = Map[{realPair[bare[#]], chain[#]} &, flatPairs[bare[d]]];
  If[MemberQ[pairs[[All, 1]], $Failed] || Total[Abs[pairs[[All, 1, 1]]]] == 0, say[SectorChart, "ldata", d]; Return[$Unevaluated]];
  total = Total[Abs[pairs[[All, 1, 1]]]];
  finish[rules, MapIndexed[With[{from = t, to = t - 2. Pi Abs[#1[[1, 1]]]/total}, t = to; Join[{face[option[SectorChart, rules, ChartStyle], First[#2]]}, own[#1[[2]]], {around[Disk[{0., 0.}, Abs[#1[[1, 2]]], {to, from}], #1[[2]]]}]] &, pairs], {}, {AspectRatio -> 1, Axes -> {False, False}, PlotRange -> All}]];
sectorChart[___] := $Unevaluated;

(* ---- Histogram[data, bins, height]; the bins and heights are those of HistogramList *)
histogram[d_, o : OptionsPattern[]] := histogram[d, Automatic, "Count", o];
histogram[d_, b : Except[_Rule | _RuleDelayed], o : OptionsPattern[]] := histogram[d, b, "Count", o];
histogram[d_, b : Except[_Rule | _RuleDelayed], h : Except[_Rule | _RuleDelayed], o : OptionsPattern[]] := Module[{rules = given[o], sets, edges, heights, style, rects, shown, horizontal, opacity},
  sets = histogramSets[d];
  If[sets === $Failed, say[Histogram, "ldata", d]; Return[$Unevaluated]];
  edges = HistogramList[Join @@ sets[[All, 1]], b];
  If[! MatchQ[edges, {_List, _List}], say[Histogram, "hbins", b]; Return[$Unevaluated]];
  edges = N[First[edges]];
  heights = Map[heightsOf[First[#], edges, h] &, sets];
  If[MemberQ[heights, $Failed], say[Histogram, "hfun", h]; Return[$Unevaluated]];
  style = option[Histogram, rules, ChartStyle]; horizontal = MemberQ[{Left, Right}, option[Histogram, rules, BarOrigin]];
  opacity = If[Length[sets] > 1, {Opacity[0.6]}, {}];
  rects = Table[Join[{face[style, i]}, opacity, own[sets[[i, 2]]], MapThread[If[#3 == 0, Nothing, Rectangle @@ If[horizontal, {{0., #1}, {N[#3], #2}}, {{#1, 0.}, {#2, N[#3]}}]] &, If[edges === {}, {{}, {}, {}}, {Most[edges], Rest[edges], heights[[i]]}]]], {i, Length[sets]}];
  shown = finish[DeleteCases[rules, PlotRange -> _], {{}, rects}, {PlotRange -> With[{r = rangeOf[option[Histogram, rules, PlotRange], {If[edges === {}, {0., 1.}, {First[edges], Last[edges]}], {0., N[Max[0, heights /. {} -> 1]]}}]}, If[horizontal, Reverse[r], r]]},
    Join[{AxesOrigin -> {If[horizontal, 0, First[edges, 0]], If[horizontal, First[edges, 0], 0]}}, chartOptions[Histogram, rules]]];
  legendFor[shown, option[Histogram, rules, ChartLegends], Table[face[style, i], {i, Length[sets]}], Range[Length[sets]], Map[legendOf, sets[[All, 2]]], Table[face[style, i], {i, Length[sets]}]]];
histogram[___] := $Unevaluated;
histogramSets[d_] := With[{b = bare[d]}, Which[
   MatchQ[b, _WeightedData | _TimeSeries | _EventSeries], {{Cases[N[If[Head[b] === WeightedData, b["InputData"], b["Values"]]], _Real], chain[d]}},
   AssociationQ[b], histogramSets[Values[b]],
   ListQ[b] && AllTrue[b, scalarQ], {{Cases[N[bare /@ b] /. q_Quantity :> N[QuantityMagnitude[q]], _Real], chain[d]}},
   ListQ[b], With[{s = Map[histogramSets, b]}, If[MemberQ[s, $Failed], $Failed, Join @@ s]], True, $Failed]];
heightsOf[data_, edges_, h_] := Module[{counts = If[Length[edges] < 2, {}, BinCounts[data, {edges}]], n = Length[data], widths = Differences[edges]},
  Switch[h, "Count" | Automatic, counts, "Probability", counts/Max[n, 1], "PDF" | "ProbabilityDensity", counts/(Max[n, 1] widths), "CDF", Accumulate[counts]/Max[n, 1], "SF" | "Survival", 1 - Accumulate[counts]/Max[n, 1],
   "CumulativeCount", Accumulate[counts], "Intensity", counts/widths, "HF" | "Hazard", counts/(widths Map[Max[#, 1] &, n - Prepend[Most[Accumulate[counts]], 0]]),
   "LogCount", N[Log[counts /. 0 -> 1]], _Function | _Symbol, With[{r = h[Partition[edges, 2, 1], counts]}, If[ListQ[r] && Length[r] === Length[counts], r, $Failed]], _, $Failed]];
smoothHistogram[d_, o : OptionsPattern[]] := smoothHistogram[d, Automatic, "PDF", o];
smoothHistogram[d_, b : Except[_Rule | _RuleDelayed], o : OptionsPattern[]] := smoothHistogram[d, b, "PDF", o];
smoothHistogram[d_, b : Except[_Rule | _RuleDelayed], f : Except[_Rule | _RuleDelayed], o : OptionsPattern[]] := Module[{rules = given[o], sets = histogramSets[d], lines, styles},
  If[sets === $Failed || MemberQ[sets[[All, 1]], {} | {_}], say[SmoothHistogram, "ldata", d]; Return[$Unevaluated]];
  If[! MemberQ[{"PDF", "CDF", "SF"}, f], say[SmoothHistogram, "hfun", f]; Return[$Unevaluated]];
  lines = Map[smoothLine[First[#], b, f] &, sets];
  styles = Table[System`Library`graphics`common`lineStyle[option[SmoothHistogram, rules, PlotStyle], i], {i, Length[lines]}];
  legended[finish[DeleteCases[rules, PlotRange -> _], {MapThread[{#1, Line[#2]} &, {styles, lines}]}, {PlotRange -> rangeOf[option[SmoothHistogram, rules, PlotRange], {MinMax[Join @@ lines[[All, All, 1]]], {0., Max[lines[[All, All, 2]]]}}]},
     Join[{AxesOrigin -> {Min[lines[[All, All, 1]]], 0}}, chartOptions[SmoothHistogram, rules]]], option[SmoothHistogram, rules, PlotLegends], styles, Range[Length[lines]], LineLegend]];
smoothHistogram[___] := $Unevaluated;
(* A Gaussian kernel; its width is that of Silverman's rule unless a number is given. *)
width[data_, b_] := If[NumericQ[b], N[b], With[{s = StandardDeviation[data], q = InterquartileRange[data]/1.349}, With[{w = 0.9 If[q > 0, Min[s, q], s] Length[data]^(-1/5)}, If[w > 0, w, 1.]]]];
smoothLine[data_, b_, f_] := Module[{w = width[data, b], xs},
  xs = Subdivide[Min[data] - 3 w, Max[data] + 3 w, 200];
  Map[{#, Switch[f, "PDF", Mean[Exp[-((# - data)/w)^2/2]]/(w Sqrt[2. Pi]), "CDF", Mean[Erfc[(data - #)/(w Sqrt[2.])]]/2, _, 1 - Mean[Erfc[(data - #)/(w Sqrt[2.])]]/2]} &, xs]];

(* ---- BoxWhiskerChart[data, spec]: boxes from quartile to quartile, the median, whiskers to the extremes or to the last point within 1.5 interquartile ranges *)
boxWhiskerChart[d_, o : OptionsPattern[]] := boxWhiskerChart[d, Automatic, o];
boxWhiskerChart[d_, spec : Except[_Rule | _RuleDelayed], o : OptionsPattern[]] := Module[{rules = given[o], sets = histogramSets[d], outliers, style, horizontal, shown, labels, all},
  If[sets === $Failed || MemberQ[sets[[All, 1]], {}], say[BoxWhiskerChart, "ldata", d]; Return[$Unevaluated]];
  outliers = ! FreeQ[spec, "Outliers"];
  style = option[BoxWhiskerChart, rules, ChartStyle]; labels = option[BoxWhiskerChart, rules, ChartLabels];
  horizontal = MemberQ[{Left, Right}, option[BoxWhiskerChart, rules, BarOrigin]];
  shown = MapIndexed[around[Join[{face[style, If[style === Automatic, 1, First[#2]]]}, own[#1[[2]]], boxOf[First[#1], N[First[#2]], outliers, ! FreeQ[spec, "Notched"], If[horizontal, Reverse, Identity]]], #1[[2]]] &, sets];
  all = Join @@ sets[[All, 1]];
  finish[DeleteCases[rules, PlotRange -> _], {shown, If[ListQ[labels], MapIndexed[Text[#1, If[horizontal, Reverse, Identity][{First[#2], Min[all]}], {0, 2}] &, Take[labels, UpTo[Length[sets]]]], {}]},
    {PlotRange -> With[{r = rangeOf[option[BoxWhiskerChart, rules, PlotRange], {{0.3, Length[sets] + 0.7}, fullRange[all]}]}, If[horizontal, Reverse[r], r]]},
    Join[{FrameTicks -> If[horizontal, {{None, None}, {Automatic, Automatic}}, {{Automatic, Automatic}, {None, None}}]}, chartOptions[BoxWhiskerChart, rules]]]];
boxWhiskerChart[___] := $Unevaluated;
boxOf[data_, x_, outliers_, notched_, turn_] := Module[{q = Quantile[data, {1/4, 1/2, 3/4}, {{1/2, 0}, {0, 1}}], inside, lo, hi, far, w = 0.3},
  inside = If[outliers, Select[data, q[[1]] - 1.5 (q[[3]] - q[[1]]) <= # <= q[[3]] + 1.5 (q[[3]] - q[[1]]) &], data];
  {lo, hi} = MinMax[inside]; far = Complement[data, inside];
  {If[notched, With[{n = 1.57 (q[[3]] - q[[1]])/Sqrt[Length[data]]}, Polygon[turn /@ {{x - w, q[[1]]}, {x + w, q[[1]]}, {x + w, q[[2]] - n}, {x + w/2, q[[2]]}, {x + w, q[[2]] + n}, {x + w, q[[3]]}, {x - w, q[[3]]}, {x - w, q[[2]] + n}, {x - w/2, q[[2]]}, {x - w, q[[2]] - n}}]],
     Rectangle[turn[{x - w, q[[1]]}], turn[{x + w, q[[3]]}]]],
   GrayLevel[0.3], Line[Map[turn, {{{x, q[[3]]}, {x, hi}}, {{x, lo}, {x, q[[1]]}}, {{x - w/2, hi}, {x + w/2, hi}}, {{x - w/2, lo}, {x + w/2, lo}}}, {2}]],
   {GrayLevel[1], AbsoluteThickness[2], Line[turn /@ {{x - w, q[[2]]}, {x + w, q[[2]]}}]}, If[far === {}, Nothing, Point[Map[turn[{x, #}] &, far]]]}];
distributionChart[d_, o : OptionsPattern[]] := Module[{rules = given[o], sets = histogramSets[d], style},
  If[sets === $Failed || MemberQ[sets[[All, 1]], {} | {_}], say[DistributionChart, "ldata", d]; Return[$Unevaluated]];
  style = option[DistributionChart, rules, ChartStyle];
  finish[rules, MapIndexed[Join[{face[style, If[style === Automatic, 1, First[#2]]]}, own[#1[[2]]], {violin[smoothLine[First[#1], Automatic, "PDF"], First[#2]]}] &, sets], {},
    Join[{PlotRange -> {{0.3, Length[sets] + 0.7}, All}, FrameTicks -> {{Automatic, Automatic}, {None, None}}}, chartOptions[DistributionChart, rules]]]];
distributionChart[___] := $Unevaluated;
violin[line_, x_] := With[{m = Max[line[[All, 2]]]}, Polygon[Join[Map[{x + 0.4 #[[2]]/m, #[[1]]} &, line], Reverse[Map[{x - 0.4 #[[2]]/m, #[[1]]} &, line]]]]];
pairedHistogram[a_, b_, o : OptionsPattern[]] := pairedHistogram[a, b, Automatic, o];
pairedHistogram[a_, b_, bins : Except[_Rule | _RuleDelayed], o : OptionsPattern[]] := Module[{rules = given[o], l = histogramSets[a], r = histogramSets[b], edges},
  If[l === $Failed || r === $Failed, say[PairedHistogram, "ldata", If[l === $Failed, a, b]]; Return[$Unevaluated]];
  {l, r} = {Join @@ l[[All, 1]], Join @@ r[[All, 1]]};
  edges = N[First[HistogramList[Join[l, r], bins]]];
  finish[rules, {Join[{face[option[PairedHistogram, rules, ChartStyle], 1]}, MapThread[Rectangle[{-N[#3], #1}, {0., #2}] &, {Most[edges], Rest[edges], BinCounts[l, {edges}]}]],
    Join[{face[option[PairedHistogram, rules, ChartStyle], 2]}, MapThread[Rectangle[{0., #1}, {N[#3], #2}] &, {Most[edges], Rest[edges], BinCounts[r, {edges}]}]]}, {}, chartOptions[PairedHistogram, rules]]];
pairedHistogram[___] := $Unevaluated;

(* ---- QuantilePlot and ProbabilityPlot: data against data, or against a distribution (the normal one fitted to the data when none is given) *)
quantilePlot[d_, o : OptionsPattern[]] := quantilePlot[d, Automatic, o];
quantilePlot[d_, ref : Except[_Rule | _RuleDelayed], o : OptionsPattern[]] := Module[{rules = given[o], data = histogramSets[d], dist, n, pts, all, style},
  If[data === $Failed, say[QuantilePlot, "ldata", d]; Return[$Unevaluated]];
  pts = Map[Function[s, With[{x = Sort[First[s]]}, n = Length[x];
     dist = If[ref === Automatic, NormalDistribution[Mean[x], StandardDeviation[x]], ref];
     DeleteCases[Transpose[{If[ListQ[dist], Quantile[Sort[N[dist]], (Range[n] - 1/2)/n], N[Quantile[dist, (Range[n] - 1/2)/n]]], x}], {_?(! NumberQ[#] &), _}]]], data];
  all = Join @@ pts;
  If[all === {}, Return[$Unevaluated]];
  finish[rules, {{}, MapIndexed[{System`Library`graphics`common`pointStyle[option[QuantilePlot, rules, PlotStyle], First[#2], Length[#1]], Point[#1]} &, pts], {Directive[GrayLevel[0.5], Dashing[{Small, Small}]], Line[With[{r = MinMax[all]}, Map[{#, #} &, r]]]}}, {},
    Join[{Frame -> True, Axes -> False}, chartOptions[QuantilePlot, rules]]]];
quantilePlot[___] := $Unevaluated;
probabilityPlot[d_, o : OptionsPattern[]] := probabilityPlot[d, Automatic, o];
probabilityPlot[d_, ref : Except[_Rule | _RuleDelayed], o : OptionsPattern[]] := Module[{rules = given[o], data = histogramSets[d], pts},
  If[data === $Failed, say[ProbabilityPlot, "ldata", d]; Return[$Unevaluated]];
  pts = Map[Function[s, With[{x = Sort[First[s]]}, With[{dist = If[ref === Automatic, NormalDistribution[Mean[x], StandardDeviation[x]], ref], n = Length[x]},
     Transpose[{If[ListQ[dist], Map[Function[v, N[Count[dist, y_ /; y <= v]/Length[dist]]], x], N[Map[CDF[dist, #] &, x]]], N[(Range[n] - 1/2)/n]}]]]], data];
  finish[rules, {{}, MapIndexed[{System`Library`graphics`common`pointStyle[option[ProbabilityPlot, rules, PlotStyle], First[#2], Length[#1]], Point[#1]} &, pts], {Directive[GrayLevel[0.5], Dashing[{Small, Small}]], Line[{{0., 0.}, {1., 1.}}]}}, {},
    Join[{Frame -> True, Axes -> False}, chartOptions[ProbabilityPlot, rules]]]];
probabilityPlot[___] := $Unevaluated;

(* ---- bars in space *)
barChart3D[d_, o : OptionsPattern[]] := Module[{rules = given[o], sets = If[MatchQ[bare[d], _List | _Association], dataSets[d], $Failed], several},
  If[sets === $Failed, say[BarChart3D, "ldata", d]; Return[$Unevaluated]];
  several = Length[sets] > 1;
  finish3D[rules, Table[With[{v = sets[[g, k, 1]]}, If[v === $Failed, Nothing, Join[{face[option[BarChart3D, rules, ChartStyle], If[several || option[BarChart3D, rules, ChartStyle] =!= Automatic, k, 1]]}, own[sets[[g, k, 2]]],
     {around[Cuboid @@ Transpose[Sort /@ Transpose[{{1.2 k, 1.2 g, 0.}, {1.2 k + 1., 1.2 g + 1., v}}]], sets[[g, k, 2]]]}]]], {g, Length[sets]}, {k, Length[sets[[g]]]}], {},
    {BoxRatios -> {1, Min[1., 0.4 Length[sets]], 0.6}, Axes -> {False, False, True}, DisplayFunction -> Identity, PlotRange -> All}]];
barChart3D[___] := $Unevaluated;
pieChart3D[d_, o : OptionsPattern[]] := Module[{rules = given[o], sets = If[MatchQ[bare[d], _List | _Association], dataSets[d], $Failed], total, t = N[Pi]},
  If[sets === $Failed, say[PieChart3D, "ldata", d]; Return[$Unevaluated]];
  total = Total[Abs[DeleteCases[First[sets][[All, 1]], $Failed]]];
  finish3D[rules, MapIndexed[If[First[#1] === $Failed, Nothing, With[{from = t, to = t - 2. Pi Abs[First[#1]]/total}, t = to; Join[{face[option[PieChart3D, rules, ChartStyle], First[#2]]}, own[#1[[2]]], wedge[to, from]]]] &, First[sets]], {},
    {Boxed -> False, Axes -> False, BoxRatios -> Automatic, PlotRange -> All, DisplayFunction -> Identity}]];
pieChart3D[___] := $Unevaluated;
wedge[a_, b_] := With[{arc = Map[{Cos[#], Sin[#]} &, Subdivide[a, b, Max[2, Ceiling[16 (b - a)/Pi]]]]}, With[{ring = Prepend[arc, {0., 0.}]},
  {Polygon[Map[Append[#, 0.] &, ring]], Polygon[Map[Append[#, 0.3] &, ring]], Polygon[Map[Join[Map[Append[#, 0.] &, #], Reverse[Map[Append[#, 0.3] &, #]]] &, Partition[ring, 2, 1, 1]]]}]];
histogram3D[d_, o : OptionsPattern[]] := histogram3D[d, Automatic, o];
histogram3D[d_, b : Except[_Rule | _RuleDelayed], o : OptionsPattern[]] := Module[{rules = given[o], grid = binned[d, b]},
  If[grid === $Failed, say[Histogram3D, "ldata", d]; Return[$Unevaluated]];
  finish3D[rules, Join[{face[option[Histogram3D, rules, ChartStyle], 1]}, Map[Cuboid[Append[#[[1]], 0.], Append[#[[2]], N[#[[3]]]]] &, grid]], {}, {Axes -> True, BoxRatios -> {1, 1, 0.4}, PlotRange -> All, DisplayFunction -> Identity}]];
histogram3D[___] := $Unevaluated;
densityHistogram[d_, o : OptionsPattern[]] := densityHistogram[d, Automatic, o];
densityHistogram[d_, b : Except[_Rule | _RuleDelayed], o : OptionsPattern[]] := Module[{rules = given[o], grid = binned[d, b], top},
  If[grid === $Failed, say[DensityHistogram, "ldata", d]; Return[$Unevaluated]];
  top = Max[grid[[All, 3]]];
  finish[rules, Map[{System`Library`graphics`common`shade[option[DensityHistogram, rules, ColorFunction], N[#[[3]]/top]], Rectangle[#[[1]], #[[2]]]} &, grid], {}, Join[{PlotRange -> All}, chartOptions[DensityHistogram, rules]]]];
densityHistogram[___] := $Unevaluated;
(* {{lower corner, upper corner, count}, ...} of the cells that hold points *)
binned[d_, b_] := Module[{pts, xs, ys, cells},
  pts = If[ListQ[d] && d =!= {} && AllTrue[d, MatchQ[#, {_, _}] &], N[d], Return[$Failed]];
  If[! MatrixQ[pts, NumberQ], Return[$Failed]];
  {xs, ys} = MapThread[N[First[HistogramList[#1, #2]]] &, {Transpose[pts], If[MatchQ[b, {_, _}] && ! NumericQ[First[b]], b, {b, b}]}];
  cells = Tally[Map[{cell[xs, First[#]], cell[ys, Last[#]]} &, pts]];
  Map[With[{i = #[[1, 1]], j = #[[1, 2]]}, {{xs[[i]], ys[[j]]}, {xs[[i + 1]], ys[[j + 1]]}, #[[2]]}] &, Select[cells, FreeQ[#, 0] &]]];
cell[edges_, x_] := If[First[edges] <= x < Last[edges], LengthWhile[edges, # <= x &], 0];
