(* common.wl - what all plots share: options, colours of series, adaptive sampling of curves, ranges, legends, the finished Graphics. *)

say[head_, tag_, args___] := Message[MessageName[head, tag], args];

(* ---- options: a flat list of the rules given, with symbols for names *)
given[opts___] := Replace[Flatten[{opts}], (r : Rule | RuleDelayed)[s_String, v_] :> r[Symbol[s], v], {1}];
option[head_, rules_, name_] := Replace[name, Join[rules, Options[head]]];
names2D := names2D = First /@ Options[Graphics];
names3D := names3D = First /@ Options[Graphics3D];
firstOfEach[rules_] := DeleteDuplicatesBy[rules, First];
(* forced options stand before those given, usual ones after them *)
finish[rules_, primitives_, forced_, usual_] := Graphics[primitives, firstOfEach[Join[forced, Select[rules, MemberQ[names2D, First[#]] &], usual]]];
finish3D[rules_, primitives_, forced_, usual_] := Graphics3D[primitives, firstOfEach[Join[forced, Select[rules, MemberQ[names3D, First[#]] &], usual]]];
frameOptions = {FrameLabel -> {{None, None}, {None, None}}, FrameTicks -> {{Automatic, Automatic}, {Automatic, Automatic}}};
curveOptions[head_, rules_] := Join[
  {AspectRatio -> option[head, rules, AspectRatio], Axes -> axes[option[head, rules, Axes]], AxesLabel -> {None, None}, AxesOrigin -> Automatic,
   DisplayFunction -> Identity, Frame -> frame[option[head, rules, Frame]]}, frameOptions,
  {GridLines -> {None, None}, GridLinesStyle -> Directive[GrayLevel[0.5, 0.4]], ImagePadding -> All, PlotRangeClipping -> True,
   PlotRangePadding -> {{Scaled[0.02], Scaled[0.02]}, {Scaled[0.05], Scaled[0.05]}}, Ticks -> {Automatic, Automatic}}];
fieldOptions[head_, rules_] := {AspectRatio -> option[head, rules, AspectRatio], Axes -> option[head, rules, Axes], DisplayFunction -> Identity,
   Frame -> option[head, rules, Frame], FrameTicks -> {{Automatic, Automatic}, {Automatic, Automatic}}, PlotRangeClipping -> True,
   PlotRangePadding -> {{Scaled[0.02], Scaled[0.02]}, {Scaled[0.02], Scaled[0.02]}}};
axes[b : True | False] := {b, b};
axes[other_] := other;
frame[b : True | False] := {{b, b}, {b, b}};
frame[other_] := other;

(* ---- styles of series *)
colors = {RGBColor[0.368417, 0.506779, 0.709798], RGBColor[0.880722, 0.611041, 0.142051], RGBColor[0.560181, 0.691569, 0.194885],
   RGBColor[0.922526, 0.385626, 0.209179], RGBColor[0.528488, 0.470624, 0.701351], RGBColor[0.772079, 0.431554, 0.102387],
   RGBColor[0.363898, 0.618501, 0.782349], RGBColor[1, 0.75, 0], RGBColor[0.647624, 0.37816, 0.614037], RGBColor[0.571589, 0.586483, 0.],
   RGBColor[0.915, 0.3325, 0.2125], RGBColor[0.400822, 0.522007, 0.85], RGBColor[0.972829, 0.621644, 0.073362],
   RGBColor[0.736783, 0.358, 0.503027], RGBColor[0.280264, 0.715, 0.429209]};
color[i_] := colors[[Mod[i - 1, Length[colors]] + 1]];
(* PlotStyle: one style for all, or a list that is used in turn *)
chosen[spec_, i_] := Switch[spec, Automatic | {}, {}, None, {Opacity[0]}, _List, With[{s = spec[[Mod[i - 1, Length[spec]] + 1]]}, If[s === Automatic || s === {}, {}, Flatten[{s}]]], _, {spec}];
(* a colour that is given takes the place of the usual one *)
styled[before_, i_, after_, own_] := Directive @@ Join[before, If[MemberQ[own, _RGBColor | _GrayLevel | _Hue | _CMYKColor | _Directive], {}, {color[i]}], after, Flatten[own /. Directive -> List]];
lineStyle[spec_, i_] := styled[{Opacity[1.]}, i, {AbsoluteThickness[1.6]}, chosen[spec, i]];
pointStyle[spec_, i_, n_] := styled[{PointSize[N[Which[n < 100, 0.012833333333333334, n < 500, 0.009166666666666668, True, 0.006999999999999999]]]}, i, {AbsoluteThickness[1.6]}, chosen[spec, i]];
faceStyle[spec_, i_, opacity_] := styled[{Opacity[opacity], EdgeForm[None]}, i, {}, chosen[spec, i]];

(* ---- numbers *)
real[e_] := With[{v = N[e]}, Which[Head[v] === Real, v, Head[v] === Complex && Abs[Im[v]] <= 1.*^-10 (1 + Abs[Re[v]]), Re[v], Head[v] === Quantity, real[First[v]], True, $Failed]];
realPoint[e_List] := With[{v = real /@ e}, If[MemberQ[v, $Failed], $Failed, v]];
realPoint[_] := $Failed;
finite[x_] := Head[x] === Real && Abs[x] < 1.*^300;

(* The range that shows what is typical: values far beyond the middle of them are cut off. *)
automaticRange[{}] := {-1., 1.};
automaticRange[values_] := Module[{s = Sort[values], n = Length[values], low, high, d},
  If[n < 10, Return[widened[{First[s], Last[s]}]]];
  {low, high} = {s[[Ceiling[0.1 n]]], s[[Ceiling[0.9 n]]]}; d = high - low;
  widened[If[d == 0, {First[s], Last[s]}, {Max[First[s], low - d], Min[Last[s], high + d]}]]];
widened[{a_, b_}] := If[a == b, If[a == 0, {-1., 1.}, Sort[{0., 2. a}]], {a, b}];
fullRange[{}] := {-1., 1.};
fullRange[values_] := widened[MinMax[values]];
oneRange[spec_, values_, typical_] := Switch[spec,
  Automatic | Scaled[_], automaticRange[typical], All | Full, fullRange[values], {_?NumericQ, _?NumericQ}, N[spec],
  {_?NumericQ, _}, {N[First[spec]], Last[fullRange[values]]}, {_, _?NumericQ}, {First[fullRange[values]], N[Last[spec]]},
  _?NumericQ, {-N[spec], N[spec]}, _, fullRange[values]];
(* PlotRange for a plot with given ranges of x; y values to show, and those that decide what is typical *)
plotRange[spec_, xrange_, ys_, typical_] := Switch[spec,
  {{_, _}, _} | {Full | All | Automatic, _}, {If[ListQ[First[spec]] && VectorQ[First[spec], NumericQ], N[First[spec]], N[xrange]], oneRange[Last[spec], ys, typical]},
  _, {N[xrange], oneRange[spec, ys, typical]}];
(* PlotRange for points *)
pointRange[spec_, points_] := pointRange[spec, points, All];
pointRange[spec_, points_, usual_] := With[{two = If[MatchQ[spec, {_, _}] && ! VectorQ[spec, NumericQ], spec, {If[VectorQ[spec] && Length[spec] === 2, usual, spec], spec}]},
  {oneRange[First[two], points[[All, 1]], points[[All, 1]]], oneRange[Last[two], points[[All, 2]], points[[All, 2]]]}] /; points =!= {};
pointRange[spec_, {}, _] := {{0., 1.}, {0., 1.}};

(* ---- adaptive sampling: {{t, point}, ...} in pieces. p maps a machine number to a point or $Failed. *)
sample[p_, a_, b_, n_, depth_, split_] := Module[{step = (b - a)/(n - 1.), ts, pts, good, box, least},
  ts = Join[{a + 1.*^-6 step}, a + step Range[1., n - 2.], {b - 1.*^-6 step}];
  pts = p /@ ts;
  good = DeleteCases[pts, $Failed];
  If[good === {}, If[n < 200, Return[{}]]];
  box = Map[(Last[#] - First[#] &)[automaticRange[#]] &, Transpose[If[good === {}, {{0., 0.}, {1., 1.}}, good]]];
  Do[least = 0.9 step/2^(k - 1); {ts, pts} = refined[p, ts, pts, box, least], {k, depth}];
  pieces[If[split && depth > 0, broken[p, ts, pts, box, 1.1 step/2^depth], Transpose[{ts, pts}]]]];
refined[p_, ts_, pts_, box_, least_] := Module[{n = Length[ts], marks, at, new},
  marks = ConstantArray[False, n - 1];
  Do[If[pts[[k]] =!= $Failed && pts[[k - 1]] =!= $Failed && pts[[k + 1]] =!= $Failed && bent[(pts[[k]] - pts[[k - 1]])/box, (pts[[k + 1]] - pts[[k]])/box],
    marks[[k - 1]] = marks[[k]] = True], {k, 2, n - 1}];
  Do[If[(pts[[k]] === $Failed) =!= (pts[[k + 1]] === $Failed), marks[[k]] = True], {k, n - 1}];
  at = Select[Flatten[Position[marks, True, {1}]], Abs[ts[[# + 1]] - ts[[#]]] > Abs[least] &];
  If[at === {}, Return[{ts, pts}]];
  new = Map[(ts[[#]] + ts[[# + 1]])/2 &, at];
  With[{order = Ordering[Join[Range[n], at + 0.5]]}, {Join[ts, new][[order]], Join[pts, p /@ new][[order]]}]];
bent[u_, v_] := With[{d = u . v}, Norm[u] + Norm[v] > 0.002 && (d <= 0 || u . u v . v - d^2 > 0.0064 d^2)];
(* A jump stays as high however near its two sides are: there the curve is broken. *)
broken[p_, ts_, pts_, box_, least_] := Module[{out = {}, a, b, pa, pb, jump, tm, pm},
  out = Reap[
    Sow[{First[ts], First[pts]}, curve];
    Do[
      {a, b, pa, pb} = {ts[[k]], ts[[k + 1]], pts[[k]], pts[[k + 1]]};
      If[pa =!= $Failed && pb =!= $Failed && Abs[b - a] <= Abs[least] && Max[Abs[(pb - pa)/box]] > 0.04,
        jump = Max[Abs[(pb - pa)/box]];
        Do[tm = (a + b)/2; pm = p[tm];
          If[pm === $Failed, Break[]];
          If[Max[Abs[(pm - pa)/box]] > Max[Abs[(pb - pm)/box]], {b, pb} = {tm, pm}, {a, pa} = {tm, pm}], {16}];
        If[pm === $Failed || Max[Abs[(pb - pa)/box]] > 0.5 jump, Sow[{a, pa}, curve]; Sow[{(a + b)/2, $Failed}, curve]; Sow[{b, pb}, curve]]];
      Sow[{ts[[k + 1]], pts[[k + 1]]}, curve], {k, Length[ts] - 1}], curve][[2, 1]];
  out];
pieces[list_] := Select[Map[DeleteCases[#, {_, $Failed}] &, Split[list, Last[#1] =!= $Failed && Last[#2] =!= $Failed &]], Length[#] > 1 &];

(* ---- legends *)
(* labels may be HoldForm of what was plotted; kind is LineLegend, PointLegend or SwatchLegend *)
legended[g_, None | False, __] := g;
legended[g_, Placed[spec_, place_], rest__] := Replace[legended[g, spec, rest], Legended[x_, Placed[l_, ___]] :> Legended[x, Placed[l, place]]];
legended[g_, spec_, styles_, labels_, kind_] := Legended[g, Placed[Switch[spec,
   Automatic | "Expressions" | True, kind[styles, labels],
   _List, kind[Take[styles, UpTo[Length[spec]]], spec],
   (LineLegend | PointLegend | SwatchLegend)[Automatic | "Expressions", ___], Join[Head[spec][styles, labels], Rest[spec]],
   (LineLegend | PointLegend | SwatchLegend)[_List, OptionsPattern[]], Join[Head[spec][styles, First[spec]], Rest[spec]],
   LineLegend[__] | PointLegend[__] | SwatchLegend[__] | BarLegend[__], spec,
   _, kind[Take[styles, UpTo[1]], {spec}]], After, Identity]];

(* ---- ColorFunction: values scaled to 0..1 unless that is switched off *)
gradients = <|"Rainbow" -> {RGBColor[0.471412, 0.108766, 0.527016], RGBColor[0.274, 0.346, 0.79], RGBColor[0.35, 0.63, 0.67], RGBColor[0.6, 0.74, 0.44], RGBColor[0.89, 0.68, 0.26], RGBColor[0.857359, 0.131106, 0.132128]},
   "TemperatureMap" -> {RGBColor[0.178927, 0.305394, 0.933501], RGBColor[0.6, 0.8, 0.98], RGBColor[0.96, 0.96, 0.85], RGBColor[0.98, 0.76, 0.4], RGBColor[0.817319, 0.134127, 0.164218]},
   "BlueGreenYellow" -> {RGBColor[0.122103, 0.00901023, 0.386627], RGBColor[0.19, 0.47, 0.52], RGBColor[0.96, 0.95, 0.6]},
   "SunsetColors" -> {RGBColor[0., 0., 0.], RGBColor[0.37, 0.14, 0.53], RGBColor[0.86, 0.28, 0.31], RGBColor[0.98, 0.66, 0.2], RGBColor[1., 1., 1.]},
   "GrayTones" -> {GrayLevel[0.1], GrayLevel[0.95]}|>;
usualField = {RGBColor[0.293416, 0.0574044, 0.529412], RGBColor[0.563821, 0.527565, 0.909499], RGBColor[0.80532, 0.847431, 0.929167], RGBColor[0.941176, 0.906538, 0.834043], RGBColor[0.931237, 0.755227, 0.457137], RGBColor[0.894637, 0.6, 0.3]};
shade[Automatic | None, t_] := Blend[usualField, t];
shade[s_String, t_] := Which[s === "Hue" , Hue[t], s === "GrayTones", GrayLevel[0.1 + 0.85 t], KeyExistsQ[gradients, s], Blend[gradients[s], t], True, Blend[usualField, t]];
shade[Hue, t_] := Hue[t];
shade[GrayLevel, t_] := GrayLevel[t];
shade[f_, t__] := f[t];
unit[v_, {a_, b_}] := If[b == a, 0.5, Clip[(v - a)/(b - a), {0., 1.}]];
