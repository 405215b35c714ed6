(* curves.wl - plots of functions of one variable: Plot and its logarithmic forms, ParametricPlot and PolarPlot of curves, DiscretePlot. *)
LoadUnit["graphics/common"];
say = System`Library`graphics`common`say; given = System`Library`graphics`common`given; option = System`Library`graphics`common`option;
finish = System`Library`graphics`common`finish; curveOptions = System`Library`graphics`common`curveOptions; color = System`Library`graphics`common`color;
lineStyle = System`Library`graphics`common`lineStyle; pointStyle = System`Library`graphics`common`pointStyle; real = System`Library`graphics`common`real;
realPoint = System`Library`graphics`common`realPoint; plotRange = System`Library`graphics`common`plotRange; pointRange = System`Library`graphics`common`pointRange;
sample = System`Library`graphics`common`sample; legended = System`Library`graphics`common`legended; shade = System`Library`graphics`common`shade;
unit = System`Library`graphics`common`unit; pieces = System`Library`graphics`common`pieces;

SetAttributes[{plot, logPlot, logLogPlot, logLinearPlot, reImPlot, absArgPlot, parametricPlot, polarPlot, discretePlot, scaled, heldParts, rangeOf, sampledParts}, HoldAll];

(* ---- the range {x, a, b}: {Hold[x], a, b}, or $Failed when it has been said what is wrong *)
rangeOf[head_, {x_Symbol, a_, b_}] := With[{lo = real[a], hi = real[b], v = Hold[x]},
  Which[lo === $Failed, say[head, "plln", a, HoldForm[{x, a, b}]]; $Failed,
    hi === $Failed, say[head, "plln", b, HoldForm[{x, a, b}]]; $Failed,
    lo == hi, say[head, "plld", HoldForm[x], HoldForm[{x, a, b}]]; $Failed,
    True, {v, lo, hi}]];
rangeOf[head_, {x_, a_, b_}] := (If[AtomQ[Unevaluated[x]], say[head, "itraw", HoldForm[x]], say[head, "ivar", HoldForm[x]]]; $Failed);
rangeOf[head_, r_] := (say[head, "pllim", HoldForm[r]]; $Failed);

(* ---- what is to be plotted: held bodies with their wrappers *)
heldParts[{fs___}] := List @@ Map[Hold, Hold[fs]];
heldParts[f_] := {Hold[f]};
wrappers = Tooltip | Style | Legended | Labeled | Callout | Annotation | StatusArea | Button | Mouseover | Hyperlink | PopupWindow | Highlighted | EventHandler;
unwrapped[Hold[(w : wrappers)[f_, r___]]] := With[{inner = unwrapped[Hold[f]]}, {First[inner], Append[Last[inner], {w, r}]}];
unwrapped[h_Hold] := {h, {}};
styleIn[ws_] := Join @@ Cases[ws, {Style, r___} :> {r}];
wrapped[g_, ws_] := Fold[Switch[First[#2], Tooltip, Tooltip[#1, Sequence @@ Rest[#2]], Annotation, Annotation[#1, Sequence @@ Rest[#2]], _, #1] &, g, ws];
monitor[rules_] := Replace[Cases[rules, (EvaluationMonitor :> e_) :> Hold[e]], {{h_, ___} :> h, {} -> Hold[Null]}];
function[Hold[f_], Hold[x_], Hold[m_], wp_] := If[wp === MachinePrecision, If[Hold[m] === Hold[Null], Function[t, Block[{x = t}, f]], Function[t, Block[{x = t}, m; f]]],
  Function[t, Block[{x = SetPrecision[t, wp]}, m; f]]];
(* A body that is no list as it stands may still give one: then each element is a curve in the same style. *)
expanded[h_Hold, var_, lo_, hi_] := Module[{v = Quiet[function[h, var, Hold[Null], MachinePrecision]][lo + 0.37 (hi - lo)]},
  If[ListQ[v], Table[With[{k = k}, Replace[h, Hold[f_] :> Hold[Part[f, k]]]], {k, Length[v]}], {h}]];
literal[Hold[_List]] := True; literal[_] := False;

(* ---- scaling of the axes *)
scaling["Log"] := {Log, Exp}; scaling["Log10"] := {Log10, 10.^# &}; scaling["Log2"] := {Log2, 2.^# &};
scaling["Reverse"] := {-# &, -# &}; scaling["Reciprocal"] := {1/# &, 1/# &}; scaling["SignedLog"] := {ArcSinh[#/2] &, 2 Sinh[#] &};
scaling[{f_, g_}] := {f, g}; scaling[_] := None;
scalings[spec_] := Switch[spec, None | Automatic, {None, None}, _String | {_Function | _Symbol, _Function | _Symbol} /; FreeQ[spec, None], {None, scaling[spec]},
  {_, _}, scaling /@ spec, {_}, {None, scaling[First[spec]]}, _, {None, None}];
to[None] := Identity; to[{f_, _}] := f; from[None] := Identity; from[{_, g_}] := g;
scaledTicks[None] := Automatic; scaledTicks[s_] := Charting`ScaledTicks[s];

plot[f_, r_, o : OptionsPattern[]] := scaled[Plot, f, r, Automatic, {o}];
logPlot[f_, r_, o : OptionsPattern[]] := scaled[LogPlot, f, r, {None, {Log, Exp}}, {o}];
logLogPlot[f_, r_, o : OptionsPattern[]] := scaled[LogLogPlot, f, r, {{Log, Exp}, {Log, Exp}}, {o}];
logLinearPlot[f_, r_, o : OptionsPattern[]] := scaled[LogLinearPlot, f, r, {{Log, Exp}, None}, {o}];
reImPlot[l_List, r_, o : OptionsPattern[]] := With[{both = Join @@ Map[Replace[#, Hold[f_] :> Hold[Re[f], Im[f]]] &, heldParts[l]]}, Replace[both, Hold[fs___] :> scaled[ReImPlot, {fs}, r, Automatic, {o}]]];
reImPlot[f_, r_, o : OptionsPattern[]] := reImPlot[{f}, r, o];
absArgPlot[l_List, r_, o : OptionsPattern[]] := With[{bodies = Hold @@ Map[Replace[#, Hold[f_] :> Hold[Abs[f]]] &, heldParts[l]]}, Replace[Flatten[bodies, 1, Hold], Hold[fs___] :> scaled[AbsArgPlot, {fs}, r, Automatic, {o}]]];
absArgPlot[f_, r_, o : OptionsPattern[]] := absArgPlot[{f}, r, o];

scaled[head_, f_, r_, fixed_, opts_] := Module[{rules = given @@ opts, range = rangeOf[head, r], parts},
  If[range === $Failed, Return[$Unevaluated]];
  parts = heldParts[f];
  drawn[head, rules, range, parts, literal[Hold[f]], If[fixed === Automatic, scalings[option[head, rules, ScalingFunctions]], fixed]]];

drawn[head_, rules_, {var_, lo_, hi_}, parts_, many_, {sx_, sy_}] := Module[
  {items, a, b, n, depth, region, curves, ys, range, shown, styles, fill, plotted, labels, mark, legend, wp, colour},
  {a, b} = Quiet[real /@ (to[sx] /@ {lo, hi})];
  If[MemberQ[{a, b}, $Failed], say[head, "plln", lo, {var /. Hold[x_] :> HoldForm[x], lo, hi}]; Return[$Unevaluated, Module]];
  n = Replace[option[head, rules, PlotPoints], {k_Integer /; k > 1 :> k, _ -> 50}];
  depth = Replace[option[head, rules, MaxRecursion], {k_Integer /; k >= 0 :> Min[k, 15], _ -> 6}];
  region = option[head, rules, RegionFunction];
  wp = option[head, rules, WorkingPrecision];
  items = Join @@ MapIndexed[Function[{h, i}, With[{u = unwrapped[h]}, Map[{#, Last[u], First[i]} &, If[MatchQ[First[u], Hold[None]], {First[u]}, expanded[First[u], var, lo, hi]]]]], parts];
  curves = Map[sampledCurve[function[#, var, monitor[rules], wp], sx, sy, region, a, b, n, depth, option[head, rules, Exclusions] =!= None] &, items[[All, 1]]];
  ys = Join @@ Map[#[[All, 2]] &, Join @@ curves];
  range = plotRange[option[head, rules, PlotRange], {a, b}, ys, sampledOf[curves, a, b, n]];
  range = MapThread[scaledRange, {range, option[head, rules, PlotRange] /. {q : {_, _} /; ! VectorQ[q, NumericQ] && Length[q] === 2 :> q, q_ :> {Automatic, q}}, {sx, sy}}];
  styles = Map[lineStyle[option[head, rules, PlotStyle], #[[3]]] &, items];
  styles = MapThread[If[#2 === {}, #1, Join[#1, Directive @@ #2]] &, {styles, styleIn[#[[2]]] & /@ items}];
  fill = filled[head, rules, curves, range, styles];
  colour = option[head, rules, ColorFunction];
  plotted = Table[wrapped[{styles[[i]], Sequence @@ Map[lineOf[#, colour, range, option[head, rules, ColorFunctionScaling]] &, curves[[i]]]}, items[[i, 2]]], {i, Length[items]}];
  mark = meshPoints[option[head, rules, Mesh], curves, n, a, b];
  labels = plotLabels[option[head, rules, PlotLabels], items, curves];
  shown = finish[DeleteCases[rules, PlotRange -> _], Join[{Join[{fill, mark}, plotted]}, {labels}] // pruned,
    {PlotRange -> range}, Join[{AxesOrigin -> origin[range]}, If[sx === None && sy === None, {}, {Ticks -> scaledTicks /@ {sx, sy}, FrameTicks -> {{scaledTicks[sy], Automatic}, {scaledTicks[sx], Automatic}}, CoordinatesToolOptions -> {"DisplayFunction" -> Function[{x}, x]}}], curveOptions[head, rules]]];
  legend = legended[shown, option[head, rules, PlotLegends], styles, Replace[items[[All, 1]], Hold[e_] :> HoldForm[e], {1}], LineLegend];
  With[{own = Cases[items, {_, ws_, _} :> Cases[ws, {Legended, l_, ___} :> l]]},
    If[Flatten[own] =!= {} && option[head, rules, PlotLegends] === None,
      With[{at = Flatten[Position[own, {__}, {1}]]}, legended[shown, LineLegend[styles[[at]], own[[at, 1]]], {}, {}, LineLegend]], legend]]];
pruned[{l_, {}}] := {l, {}};
pruned[l_] := l;
origin[{{a_, b_}, {c_, d_}}] := {If[a <= 0 <= b, 0, a], If[c <= 0 <= d, 0, c]};
scaledRange[{a_, b_}, spec_, None] := {a, b};
scaledRange[{a_, b_}, spec : {_?NumericQ, _?NumericQ}, s_] := Quiet[Replace[real /@ (to[s] /@ spec), {___, $Failed, ___} :> {a, b}]];
scaledRange[r_, _, _] := r;
sampledCurve[f_, sx_, sy_, region_, a_, b_, n_, depth_, split_] := Module[{p, back = from[sx], out = to[sy], free = MatchQ[region, True | Automatic | Function[True]]},
  p = If[sx === None && sy === None && free,
    Function[t, With[{y = real[f[t]]}, If[y === $Failed, $Failed, {t, y}]]],
    Function[t, With[{x = back[t]}, With[{y = real[f[x]]}, If[y === $Failed || ! free && ! TrueQ[region[x, y]], $Failed, With[{q = real[out[y]]}, If[q === $Failed, $Failed, {t, q}]]]]]]];
  Map[#[[All, 2]] &, Quiet[sample[p, a, b, n, depth, split]]]];
(* y values near the points of the first pass decide what is typical: finer steps crowd where the curve bends *)
sampledOf[curves_, a_, b_, n_] := Join @@ Map[Function[c, With[{pts = Join @@ c}, If[pts === {}, {}, With[{step = (b - a)/(n - 1)}, DeleteDuplicatesBy[pts, Round[(First[#] - a)/step] &][[All, 2]]]]]], curves];
lineOf[pts_, Automatic | None, _, _] := Line[pts];
lineOf[pts_, c_, {xr_, yr_}, scale_] := Line[pts, VertexColors -> Map[Function[p, With[{q = If[scale === False, p, {unit[p[[1]], xr], unit[p[[2]], yr]}]},
    If[StringQ[c] || MemberQ[{Hue, GrayLevel}, c], shade[c, Last[q]], c[First[q], Last[q]]]]], pts]];
meshPoints[None | False, __] := {};
meshPoints[All, curves_, __] := {Directive[AbsolutePointSize[6], GrayLevel[0]], Point[Join @@ Join @@ curves]};
meshPoints[spec_, curves_, n_, a_, b_] := With[{k = Replace[spec, {Full -> n - 2, {m_Integer} :> m, {l_List} :> l, Automatic -> 13}]},
  {Directive[AbsolutePointSize[6], GrayLevel[0]], Point[Join @@ Map[Function[c, Map[onLine[c, #] &, If[ListQ[k], k, Range[k] (b - a)/(k + 1) + a]] // DeleteCases[$Failed]], curves]]}];
onLine[c_, x_] := Module[{piece = SelectFirst[c, #[[1, 1]] <= x <= #[[-1, 1]] &, $Failed], i},
  If[piece === $Failed, Return[$Failed]];
  i = Min[LengthWhile[piece, First[#] <= x &], Length[piece] - 1];
  With[{p = piece[[i]], q = piece[[i + 1]]}, {x, p[[2]] + (q[[2]] - p[[2]]) (x - p[[1]])/(q[[1]] - p[[1]])}]];
plotLabels[None, _, _] := {};
plotLabels[spec_, items_, curves_] := With[{labels = Switch[spec, Automatic | "Expressions", Replace[items[[All, 1]], Hold[e_] :> HoldForm[e], {1}], _List, PadRight[spec, Length[items], None], _, PadRight[{spec}, Length[items], None]]},
  MapThread[If[#1 === None || #2 === {}, Nothing, Text[Replace[#1, Placed[l_, ___] :> l], Last[Last[#2]], {-1, 0}]] &, {labels, curves}]];

(* ---- Filling: polygons between a curve and a level or another curve *)
filled[head_, rules_, curves_, range_, styles_] := Module[{spec = option[head, rules, Filling], style = option[head, rules, FillingStyle]},
  Switch[spec, None | False, {}, {(_Integer -> _) ..}, Map[fillOne[#[[1]], #[[2]], curves, range, styles, style] &, spec],
   _Rule, {fillOne[spec[[1]], spec[[2]], curves, range, styles, style]}, _, Table[fillOne[i, spec, curves, range, styles, style], {i, Length[curves]}]]];
fillOne[i_, {to_, own_}, curves_, range_, styles_, style_] := fillOne[i, to, curves, range, styles, own] /; ! NumericQ[to] || ! NumericQ[own];
fillOne[i_, _, curves_, __] := {} /; ! 1 <= i <= Length[curves];
fillOne[i_, {j_Integer}, curves_, range_, styles_, style_] := If[! 1 <= j <= Length[curves], {}, {fillStyle[style, styles[[i]]], Polygon[Join[Join @@ curves[[i]], Reverse[Join @@ curves[[j]]]]]}];
fillOne[i_, level_, curves_, {xr_, {lo_, hi_}}, styles_, style_] := With[{y = Switch[level, Axis | True | Automatic, Clip[0., {lo, hi}], Bottom, lo, Top, hi, _?NumericQ, N[level], _, Clip[0., {lo, hi}]]},
  {fillStyle[style, styles[[i]]], Sequence @@ Map[Polygon[Join[#, {{#[[-1, 1]], y}, {#[[1, 1]], y}}]] &, curves[[i]]]}];
fillStyle[Automatic, s_] := Directive[FirstCase[Reverse[List @@ s], _RGBColor | _GrayLevel | _Hue | _CMYKColor], Opacity[0.2], EdgeForm[None]];
fillStyle[d_, s_] := Directive[FirstCase[Reverse[List @@ s], _RGBColor | _GrayLevel | _Hue | _CMYKColor], d, EdgeForm[None]];

plot[___] := $Unevaluated; logPlot[___] := $Unevaluated; logLogPlot[___] := $Unevaluated; logLinearPlot[___] := $Unevaluated; reImPlot[___] := $Unevaluated; absArgPlot[___] := $Unevaluated;

(* ---- ParametricPlot[{fx, fy}, {t, a, b}], several curves in a list; regions with two parameters are in surfaces.wl *)
parametricPlot[f_, r_, o : OptionsPattern[]] := parametric[ParametricPlot, Hold[f], Hold[r], {o}];
parametricPlot[f_, r_List, s_List, o : OptionsPattern[]] := (LoadUnit["graphics/surfaces"]; System`Library`graphics`surfaces`planeRegion[f, r, s, o]);
parametricPlot[___] := $Unevaluated;
polarPlot[l_List, r : {t_, _, _}, o : OptionsPattern[]] := With[{bodies = Flatten[Hold @@ Map[Replace[#, Hold[f_] :> Hold[{f Cos[t], f Sin[t]}]] &, heldParts[l]], 1, Hold]}, Replace[bodies, Hold[fs___] :> parametric[PolarPlot, Hold[{fs}], Hold[r], {o}]]];
polarPlot[f_, r : {t_, _, _}, o : OptionsPattern[]] := parametric[PolarPlot, Hold[{f Cos[t], f Sin[t]}], Hold[r], {o}];
polarPlot[f_, r_, o___] := (rangeOf[PolarPlot, r]; $Unevaluated);
polarPlot[___] := $Unevaluated;
pointParts[Hold[l : {__List}]] := heldParts[l];
pointParts[h : Hold[{_, _}]] := {h};
pointParts[Hold[l_List]] := heldParts[l];
pointParts[h_] := {h};
severalAt[h_, var_, t_] := With[{v = Quiet[function[h, var, Hold[Null], MachinePrecision]][t]},
  Which[MatrixQ[v] && Dimensions[v][[2]] === 2, Table[With[{k = k}, Replace[h, Hold[f_] :> Hold[Part[f, k]]]], {k, Length[v]}], True, {h}]];
parametricCurve[f_, region_, a_, b_, n_, depth_, split_] := With[{free = MatchQ[region, True | Automatic | Function[True]]},
  Map[#[[All, 2]] &, Quiet[sample[Function[t, With[{p = realPoint[f[t]]}, If[p === $Failed || Length[p] =!= 2 || ! free && ! TrueQ[region[p[[1]], p[[2]], t]], $Failed, p]]], a, b, n, depth, split]]]];
parametric[head_, body_, Hold[r_], opts_] := Module[{rules = given @@ opts, range = rangeOf[head, r], items, curves, region, n, depth, styles, pts, box, shown},
  If[range === $Failed, Return[$Unevaluated]];
  n = Replace[option[head, rules, PlotPoints], {k_Integer /; k > 1 :> k, _ -> 50}];
  depth = Replace[option[head, rules, MaxRecursion], {k_Integer /; k >= 0 :> Min[k, 15], _ -> 6}];
  region = option[head, rules, RegionFunction];
  items = Join @@ MapIndexed[Function[{h, i}, With[{u = unwrapped[h]}, Map[{#, Last[u], First[i]} &, severalAt[First[u], First[range], range[[2]] + 0.37 (range[[3]] - range[[2]])]]]], pointParts[body]];
  curves = Map[parametricCurve[function[#, First[range], monitor[rules], option[head, rules, WorkingPrecision]],
     region, range[[2]], range[[3]], n, depth, option[head, rules, Exclusions] =!= None] &, items[[All, 1]]];
  pts = Join @@ Join @@ curves;
  box = pointRange[option[head, rules, PlotRange], pts, option[head, rules, PlotRange]];
  styles = MapThread[If[#2 === {}, #1, Join[#1, Directive @@ #2]] &, {Map[lineStyle[option[head, rules, PlotStyle], #[[3]]] &, items], styleIn[#[[2]]] & /@ items}];
  shown = finish[DeleteCases[rules, PlotRange -> _], {{Join[{{}, {}}, Table[wrapped[{styles[[i]], Sequence @@ Map[lineOf[#, option[head, rules, ColorFunction], box, option[head, rules, ColorFunctionScaling]] &, curves[[i]]]}, items[[i, 2]]], {i, Length[items]}]]}},
    {PlotRange -> box}, Join[{AxesOrigin -> {0, 0}}, curveOptions[head, rules]]];
  legended[shown, option[head, rules, PlotLegends], styles, Replace[items[[All, 1]], Hold[e_] :> HoldForm[e], {1}], LineLegend]];

(* ---- DiscretePlot[f, {n, a, b, d}], DiscretePlot[f, {n, b}], DiscretePlot[f, {n, {values}}] *)
discretePlot[f_, r : {x_Symbol, __}, o : OptionsPattern[]] := Module[{rules = given[o], values, parts, sets, styles, box, level, joined, shown},
  values = Replace[Table[x, r], Except[_List] -> $Failed];
  If[values === $Failed, say[DiscretePlot, "pllim", HoldForm[r]]; Return[$Unevaluated]];
  parts = unwrapped /@ heldParts[f];
  sets = Map[With[{fn = function[First[#], Hold[x], monitor[rules], MachinePrecision]}, DeleteCases[Map[Function[t, realPoint[{t, fn[t]}]], values], $Failed]] &, parts];
  styles = Table[pointStyle[option[DiscretePlot, rules, PlotStyle], i, Length[values]], {i, Length[parts]}];
  box = With[{all = Join @@ sets}, If[all === {}, {{0., 1.}, {0., 1.}}, pointRange[option[DiscretePlot, rules, PlotRange], Join[all, {{all[[1, 1]], 0.}}], All]]];
  level = Switch[option[DiscretePlot, rules, Filling], None, None, Bottom, box[[2, 1]], Top, box[[2, 2]], _?NumericQ, N[option[DiscretePlot, rules, Filling]], _, 0.];
  joined = option[DiscretePlot, rules, Joined];
  shown = finish[DeleteCases[rules, PlotRange -> _], {{Table[{{},
      If[level === None, {}, {Directive[styles[[i, 2]], Opacity[0.6]], Line[Map[{#, {First[#], level}} &, sets[[i]]]]}],
      wrapped[{styles[[i]], If[TrueQ[joined], Line[sets[[i]]], Point[sets[[i]]]]}, parts[[i, 2]]]}, {i, Length[sets]}]}},
     {PlotRange -> box}, Join[{AxesOrigin -> {0, 0}}, curveOptions[DiscretePlot, rules]]];
  legended[shown, option[DiscretePlot, rules, PlotLegends], styles, Replace[parts[[All, 1]], Hold[e_] :> HoldForm[e], {1}], PointLegend]];
discretePlot[f_, r_, ___] := (rangeOf[DiscretePlot, r]; $Unevaluated);
discretePlot[___] := $Unevaluated;
