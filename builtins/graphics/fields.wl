(* fields.wl - plots of functions of two variables in the plane: contours, densities, regions, vectors and streamlines; the same for lists.

   A function is sampled on a grid of squares, cut into triangles. A contour crosses a triangle in a segment; segments that share an edge of
   the grid are joined to lines. Points where a contour crosses an edge are improved with further values of the function. *)
LoadUnit["graphics/common"]; LoadUnit["graphics/curves"];
say = System`Library`graphics`common`say; given = System`Library`graphics`common`given; option = System`Library`graphics`common`option;
finish = System`Library`graphics`common`finish; fieldOptions = System`Library`graphics`common`fieldOptions; color = System`Library`graphics`common`color;
real = System`Library`graphics`common`real; realPoint = System`Library`graphics`common`realPoint; legended = System`Library`graphics`common`legended; shade = System`Library`graphics`common`shade;
unit = System`Library`graphics`common`unit; automaticRange = System`Library`graphics`common`automaticRange; chosen = System`Library`graphics`common`chosen;
rangeOf = System`Library`graphics`curves`rangeOf; heldParts = System`Library`graphics`curves`heldParts; unwrapped = System`Library`graphics`curves`unwrapped;
SetAttributes[{contourPlot, densityPlot, regionPlot, vectorPlot, streamPlot, vectorDensityPlot, streamDensityPlot, complexPlot, complexContourPlot, complexRegionPlot, planar}, HoldAll];

of2[Hold[f_], Hold[x_], Hold[y_]] := Function[{s, t}, Block[{x = s, y = t}, f]];
gridSize[head_, rules_] := With[{n = Replace[option[head, rules, PlotPoints], {k_Integer /; k > 1 :> k, {k_Integer, ___} :> k, _ -> 15}], d = Replace[option[head, rules, MaxRecursion], {k_Integer /; k >= 0 :> Min[k, 5], _ -> 2}]}, (n - 1) 2^d + 1];
(* {{x, lo, hi}, {y, lo, hi}}, or $Failed *)
planar[head_, r_, s_] := Module[{a = rangeOf[head, r], b}, If[a === $Failed, Return[$Failed]]; b = rangeOf[head, s]; If[b === $Failed, $Failed, {a, b}]];

(* ---- grids: points row by row, triangles as triples of indices *)
gridPoints[n_, m_, {a_, b_}, {c_, d_}] := With[{xs = Subdivide[a, b, n - 1], ys = Subdivide[c, d, m - 1]}, Join @@ Table[{x, y}, {y, ys}, {x, xs}]];
gridTriangles[n_, m_] := Join @@ Table[With[{k = (j - 1) n + i}, If[EvenQ[i + j], {{k, k + 1, k + n + 1}, {k, k + n + 1, k + n}}, {{k, k + 1, k + n}, {k + 1, k + n + 1, k + n}}]], {j, m - 1}, {i, n - 1}] // Flatten[#, 1] &;
usable[tris_, values_] := If[FreeQ[values, $Failed], tris, With[{bad = Association[Map[# -> True &, Flatten[Position[values, $Failed, {1}]]]]}, Select[tris, ! KeyExistsQ[bad, #[[1]]] && ! KeyExistsQ[bad, #[[2]]] && ! KeyExistsQ[bad, #[[3]]] &]]];

(* ---- a contour: {points on edges, lines of indices of edges}; improve[p, q, c] finds the crossing between two vertices *)
contour[pts_, values_, tris_, c_, improve_] := With[{found = LevelLines[values, tris, c]},
  {If[found[[1]] === {}, {}, With[{i = found[[1, All, 1]], j = found[[1, All, 2]]}, improve[pts[[i]], pts[[j]], values[[i]], values[[j]], c]]],
   found[[2]], AssociationThread[found[[1]], Range[Length[found[[1]]]]]}];
(* crossings on many edges at once: ends p and q with the values u and v *)
linear[p_, q_, u_, v_, c_] := p + ((c - u)/(v - u)) (q - p);
(* false position; the value of an end that stays twice is halved (the Illinois method) *)
improved[f_, steps_][p_, q_, u_, v_, c_] := Module[{a = p, b = q, fa = u - c, fb = v - c, m = p, w, k, d, last = 0},
  Do[d = fb - fa; d = d + Subtract[1, Unitize[d]];   (* both ends are on the contour: stay there *)
    m = a - (fa/d) (b - a);
    w = Map[With[{y = f[#]}, If[NumberQ[y], y - c, 0.]] &, m];
    k = UnitStep[w fa];
    a = a + k (m - a); b = b + (1 - k) (m - b);
    {fa, fb} = {fa + k (w - fa) , fb + (1 - k) (w - fb)};
    fb = fb (1 - k UnitStep[last - 1]/2); fa = fa (1 - (1 - k) UnitStep[-last - 1]/2);
    last = 2 k - 1, {steps}];
  m];
halved[in_, steps_][p_, q_, u_, _, _] := Module[{s = p, t = q, m, k}, Do[m = (s + t)/2; k = 1 - Abs[Map[in, m] - u]; s = s + k (m - s); t = t + (1 - k) (m - t), {steps}]; (s + t)/2];

(* ---- nice steps *)
niceStep[w_] := If[w <= 0, 1, With[{k = Floor[Log10[w]]}, SelectFirst[{1, 2, 5, 10}, # 10.^k >= 0.999 w &] 10^k]];
niceLevels[{a_, b_}, n_] := With[{s = niceStep[(b - a)/n]}, Select[N[s Range[Floor[a/s], Ceiling[b/s]]], a < # < b &]];
levelsOf[spec_, {a_, b_}, values_] := Switch[spec, Automatic, niceLevels[{a, b}, 10], _Integer, With[{n = spec}, If[n < 1, {}, niceLevels[{a, b}, n + 1]]], {_Integer}, Most[Rest[Subdivide[a, b, First[spec] + 1]]],
   _List, N[Map[If[ListQ[#], First[#], #] &, spec]], _Function, N[spec[a, b]], _, niceLevels[{a, b}, 10]];
lineStyles[spec_, k_] := Replace[spec, {Automatic -> Directive[GrayLevel[0], Opacity[0.5], CapForm["Butt"]], None -> None, l_List /; l =!= {} :> l[[Mod[k - 1, Length[l]] + 1]]}];
shiftLines[lines_, by_] := Map[# + by &, lines];
closed[l_] := l;

contourPlot[f_, r_, s_, o : OptionsPattern[]] := contourPlotOf[ContourPlot, heldParts[f], MatchQ[Hold[f], Hold[_List]], planar[ContourPlot, r, s], given[o]];
contourPlot[___] := $Unevaluated;
equations[Hold[a_ == b_], __] := Hold[a - b];
equations[Hold[e_], Hold[x_], Hold[y_]] := With[{v = Quiet[Block[{x, y}, e]]}, If[Head[v] === Equal && Length[v] === 2, With[{d = First[v] - Last[v]}, Hold[d]], $Failed]];
contourPlotOf[_, _, _, $Failed, _] := $Unevaluated;
contourPlotOf[head_, parts_, several_, {{x_, a_, b_}, {y_, c_, d_}}, rules_] := Module[{bodies = First[unwrapped[#]] & /@ parts, eqs, n = gridSize[head, rules], pts, tris, region = option[head, rules, RegionFunction], curves, at = 0, all = {}, prims = {}},
  eqs = Map[equations[#, x, y] &, bodies];
  If[FreeQ[eqs, $Failed],
    pts = gridPoints[n, n, {a, b}, {c, d}]; tris = gridTriangles[n, n];
    prims = Table[Module[{f = of2[eqs[[k]], x, y], value, v, cv},
       value = Function[p, With[{w = real[f[p[[1]], p[[2]]]]}, If[MatchQ[region, True | Automatic | Function[True]] || TrueQ[region[p[[1]], p[[2]], w]], w, $Failed]]];
       v = Quiet[value /@ pts];
       cv = Quiet[contour[pts, v, usable[tris, v], 0., improved[value, 4]]];
       at = Length[all]; all = Join[all, cv[[1]]];
       Tooltip[{Directive @@ Join[{color[k], AbsoluteThickness[1.6]}, chosen[option[head, rules, ContourStyle] /. Automatic -> Automatic, k]], Line[# + at] & /@ cv[[2]]}, HoldForm @@ bodies[[k]]]], {k, Length[eqs]}];
    legended[finish[DeleteCases[rules, PlotRange -> _], GraphicsComplex[all, {{}, {}, prims}], {PlotRange -> {{a, b}, {c, d}}}, fieldOptions[head, rules]], option[head, rules, PlotLegends], Table[color[k], {k, Length[eqs]}], HoldForm @@@ bodies, LineLegend],
    If[Length[bodies] === 1, levelPlot[head, First[bodies], {x, a, b}, {y, c, d}, n, rules],
      Show @@ Map[levelPlot[head, #, {x, a, b}, {y, c, d}, n, Prepend[rules, ContourShading -> None]] &, bodies]]]];
levelPlot[head_, body_, {x_, a_, b_}, {y_, c_, d_}, n_, rules_] := Module[{f = of2[body, x, y], region = option[head, rules, RegionFunction], pts, v, value},
  pts = gridPoints[n, n, {a, b}, {c, d}];
  value = Function[p, With[{w = real[f[p[[1]], p[[2]]]]}, If[w =!= $Failed && (MatchQ[region, True | Automatic | Function[True]] || TrueQ[region[p[[1]], p[[2]], w]]), w, $Failed]]];
  v = Quiet[value /@ pts];
  leveled[head, pts, v, usable[gridTriangles[n, n], v], {{a, b}, {c, d}}, rules, improved[value, 2]]];
leveled[head_, pts_, v_, tris_, box_, rules_, better_] := Module[{numbers = DeleteCases[v, $Failed], zr, levels, shading = option[head, rules, ContourShading], bands = {}, lines, all = pts, extra, style, spec = option[head, rules, PlotRange], bounds, cf = option[head, rules, ColorFunction], g, colors, lows, highs},
  zr = Switch[spec, All | Full | {_, _, All | Full}, If[numbers === {}, {0., 1.}, MinMax[numbers]], {_, _, {_?NumericQ, _?NumericQ}}, N[Last[spec]], {_?NumericQ, _?NumericQ}, N[spec], _, automaticRange[numbers]];
  levels = Union[levelsOf[option[head, rules, Contours], zr, numbers]];
  bounds = Join[{-1.*^300}, levels, {1.*^300}];
  {lows, highs} = If[tris === {}, {{}, {}}, Transpose[Map[MinMax[v[[#]]] &, tris]]];
  colors = Table[If[ListQ[shading], shading[[Mod[k - 1, Length[shading]] + 1]], shade[cf, N[Which[k === 1, 0, k === Length[levels] + 1, 1, True, unit[(levels[[k - 1]] + levels[[k]])/2, {First[levels], Last[levels]}]]]]], {k, Length[levels] + 1}];
  If[shading =!= None && shading =!= False,
    bands = Table[With[{r = LevelBand[pts, v, tris, bounds[[k]], bounds[[k + 1]]]},
       extra = Join @@ r[[2]];
       With[{from = Length[all]}, all = Join[all, extra];
        {EdgeForm[], colors[[k]], GraphicsGroup[{Polygon[r[[1]]], Polygon[If[r[[2]] === {}, {}, TakeList[Range[Length[extra]] + from, Length /@ r[[2]]]]]} /. Polygon[{}] -> Nothing]}]], {k, Length[levels] + 1}]];
  lines = Table[style = lineStyles[option[head, rules, ContourStyle], k]; If[style === None, Nothing, With[{cv = contour[pts, v, Pick[tris, UnitStep[levels[[k]] - lows] UnitStep[highs - levels[[k]]], 1], levels[[k]], better]}, With[{from = Length[all]}, all = Join[all, cv[[1]]]; Tooltip[{style, Line[# + from] & /@ cv[[2]]}, levels[[k]]]]]], {k, Length[levels]}];
  g = finish[DeleteCases[rules, PlotRange -> _], GraphicsComplex[all, {bands, lines}], {PlotRange -> box}, fieldOptions[head, rules]];
  legended[g, option[head, rules, PlotLegends] /. Automatic -> BarLegend[{cf, zr}, levels], {}, {}, LineLegend]];

(* ---- densities *)
densityPlot[f_, r_, s_, o : OptionsPattern[]] := densityPlotOf[DensityPlot, Hold[f], planar[DensityPlot, r, s], given[o]];
densityPlot[___] := $Unevaluated;
densityPlotOf[_, _, $Failed, _] := $Unevaluated;
densityPlotOf[head_, body_, {{x_, a_, b_}, {y_, c_, d_}}, rules_] := Module[{n = gridSize[head, rules], f = of2[body, x, y], pts, v, region = option[head, rules, RegionFunction]},
  pts = gridPoints[n, n, {a, b}, {c, d}];
  v = Quiet[Map[With[{w = real[f[#[[1]], #[[2]]]]}, If[w =!= $Failed && (MatchQ[region, True | Automatic | Function[True]] || TrueQ[region[#[[1]], #[[2]], w]]), w, $Failed]] &, pts]];
  dense[head, pts, v, usable[gridTriangles[n, n], v], {{a, b}, {c, d}}, rules]];
dense[head_, pts_, v_, tris_, box_, rules_] := Module[{numbers = DeleteCases[v, $Failed], zr, spec = option[head, rules, PlotRange], cf = option[head, rules, ColorFunction], scale = option[head, rules, ColorFunctionScaling], g},
  zr = Switch[spec, All | Full | {_, _, All | Full}, If[numbers === {}, {0., 1.}, MinMax[numbers]], {_, _, {_?NumericQ, _?NumericQ}}, N[Last[spec]], {_?NumericQ, _?NumericQ}, N[spec], _, automaticRange[numbers]];
  g = finish[DeleteCases[rules, PlotRange -> _], GraphicsComplex[pts, {{EdgeForm[], GraphicsGroup[{Polygon[tris]}]}}, VertexColors -> Map[If[# === $Failed, GrayLevel[1], shade[cf, If[scale === False, #, unit[#, zr]]]] &, v]], {PlotRange -> box}, fieldOptions[head, rules]];
  legended[g, option[head, rules, PlotLegends] /. Automatic -> BarLegend[{cf, zr}], {}, {}, LineLegend]];

(* ---- regions: the boundary is found by bisection on the edges *)
regionPlot[p_, r_, s_, o : OptionsPattern[]] := regionPlotOf[RegionPlot, heldParts[p], planar[RegionPlot, r, s], given[o]];
regionPlot[___] := $Unevaluated;
regionPlotOf[_, _, $Failed, _] := $Unevaluated;
regionPlotOf[head_, parts_, {{x_, a_, b_}, {y_, c_, d_}}, rules_] := Module[{n = gridSize[head, rules], pts, tris, all = {}, prims, styles},
  pts = gridPoints[n, n, {a, b}, {c, d}]; tris = gridTriangles[n, n];
  styles = Table[Directive @@ Join[{color[k], Opacity[0.3]}, chosen[option[head, rules, PlotStyle], k]], {k, Length[parts]}];
  prims = Table[Module[{f = of2[First[unwrapped[parts[[k]]]], x, y], in, v, cv, polys, from, edges, inside},
     in = Function[p, If[TrueQ[f[p[[1]], p[[2]]]], 1., 0.]];
     v = Quiet[in /@ pts];
     cv = Quiet[contour[pts, v, tris, 0.5, halved[in, 10]]];
     from = Length[all]; all = Join[all, pts, cv[[1]]]; edges = cv[[3]];
     inside = Select[tris, v[[#[[1]]]] + v[[#[[2]]]] + v[[#[[3]]]] == 3. &];
     polys = Map[Function[t, Join @@ Map[Function[e, Join[If[v[[e[[1]]]] == 1., {e[[1]]}, {}], If[v[[e[[1]]]] != v[[e[[2]]]], {Length[pts] + edges[{Min[e], Max[e]}]}, {}]]], Partition[t, 2, 1, 1]]], Select[tris, 0. < v[[#[[1]]]] + v[[#[[2]]]] + v[[#[[3]]]] < 3. &]];
     {{EdgeForm[], styles[[k]], GraphicsGroup[{Polygon[inside + from], Polygon[polys + from]} /. Polygon[{}] -> Nothing]},
      If[option[head, rules, BoundaryStyle] === None, Nothing, {Directive @@ Flatten[{color[k], option[head, rules, BoundaryStyle] /. Automatic -> {}}], Line[# + from + Length[pts]] & /@ cv[[2]]}]}], {k, Length[parts]}];
  legended[finish[DeleteCases[rules, PlotRange -> _], GraphicsComplex[all, prims], {PlotRange -> {{a, b}, {c, d}}}, fieldOptions[head, rules]], option[head, rules, PlotLegends], styles, HoldForm @@@ parts, SwatchLegend]];

(* ---- vectors: arrows on a grid, the longest as long as a cell; streams: lines kept apart by the cells they have passed *)
vectorPlot[f_, r_, s_, o : OptionsPattern[]] := vectorPlotOf[VectorPlot, Hold[f], planar[VectorPlot, r, s], given[o]];
vectorDensityPlot[f_, r_, s_, o : OptionsPattern[]] := vectorPlotOf[VectorDensityPlot, Hold[f], planar[VectorDensityPlot, r, s], given[o]];
streamPlot[f_, r_, s_, o : OptionsPattern[]] := vectorPlotOf[StreamPlot, Hold[f], planar[StreamPlot, r, s], given[o]];
streamDensityPlot[f_, r_, s_, o : OptionsPattern[]] := vectorPlotOf[StreamDensityPlot, Hold[f], planar[StreamDensityPlot, r, s], given[o]];
vectorPlot[___] := $Unevaluated; vectorDensityPlot[___] := $Unevaluated; streamPlot[___] := $Unevaluated; streamDensityPlot[___] := $Unevaluated;
vectorPlotOf[_, _, $Failed, _] := $Unevaluated;
vectorPlotOf[head_, body_, {{x_, a_, b_}, {y_, c_, d_}}, rules_] := Module[{f = of2[body, x, y], probe, fields, back = {}},
  probe = Quiet[f[a + 0.37 (b - a), c + 0.41 (d - c)]];
  If[! ListQ[probe], say[head, "vfldata", HoldForm @@ body]; Return[$Unevaluated]];
  fields = If[MatrixQ[probe] && Length[First[probe]] === 2, Table[With[{k = k}, Function[{s, t}, realPoint[f[s, t][[k]]]]], {k, Length[probe]}],
    If[MatchQ[probe, {{_, _}, _}], {Function[{s, t}, realPoint[First[f[s, t]]]]}, {Function[{s, t}, realPoint[f[s, t]]]}]];
  back = If[MemberQ[{VectorDensityPlot, StreamDensityPlot}, head], With[{scalar = If[MatchQ[probe, {{_, _}, _}] && ! MatrixQ[probe], Function[{s, t}, Last[f[s, t]]], Function[{s, t}, Norm[f[s, t]]]], pts = gridPoints[31, 31, {a, b}, {c, d}]},
     With[{v = Quiet[Map[real[scalar @@ #] &, pts]]}, {GraphicsComplex[pts, {EdgeForm[], Polygon[usable[gridTriangles[31, 31], v]]}, VertexColors -> Map[If[# === $Failed, GrayLevel[1], shade[option[head, rules, ColorFunction], unit[#, automaticRange[DeleteCases[v, $Failed]]]]] &, v]]}]], {}];
  finish[DeleteCases[rules, PlotRange -> _], {back, MapIndexed[If[MemberQ[{VectorPlot, VectorDensityPlot}, head], arrows, streams][#1, head, {a, b}, {c, d}, rules, First[#2]] &, fields]}, {PlotRange -> {{a, b}, {c, d}}}, fieldOptions[head, rules]]];
countOf[spec_, usual_] := Switch[spec, Automatic, usual, Coarse, Round[usual/2], Fine, 2 usual, _Integer, spec, {_Integer, _Integer}, spec, _, usual];
arrows[f_, head_, {a_, b_}, {c_, d_}, rules_, i_] := Module[{n = option[head, rules, VectorPoints], pts, vs, big, cell, scale, cf = option[head, rules, VectorColorFunction], style},
  pts = If[MatrixQ[n, NumericQ], N[n], With[{k = countOf[n, 15]}, gridPoints[If[ListQ[k], First[k], k], If[ListQ[k], Last[k], k], {a, b}, {c, d}]]];
  vs = Quiet[Map[f @@ # &, pts]];
  big = Max[0., Norm /@ DeleteCases[vs, $Failed]]; If[big == 0., big = 1.];
  cell = 0.9 Min[b - a, d - c]/If[ListQ[n], Sqrt[Length[pts]], countOf[n, 15]];
  style = Directive @@ Flatten[{chosen[option[head, rules, VectorStyle], i]}];
  {style, MapThread[If[#2 === $Failed || Norm[#2] == 0., Nothing, With[{h = If[option[head, rules, VectorScaling] === None || option[head, rules, VectorScale] === None, #2 cell/big, #2 cell/big]/2},
     {If[cf === None, color[i], shade[cf, Norm[#2]/big]], Arrow[{#1 - h, #1 + h}]}]] &, {pts, vs}]}];
streams[f_, head_, {a_, b_}, {c_, d_}, rules_, i_] := Module[{n = countOf[option[head, rules, StreamPoints], 15], w = b - a, h = d - c, taken = <||>, seeds, lines, key, m, style = Directive @@ Flatten[{chosen[option[head, rules, StreamStyle], i]}]},
  m = 2 If[ListQ[n], First[n], n];
  key[p_] := Floor[{m (p[[1]] - a)/w, m (p[[2]] - c)/h}];
  seeds = If[MatrixQ[option[head, rules, StreamPoints], NumericQ], N[option[head, rules, StreamPoints]], With[{g = gridPoints[If[ListQ[n], First[n], n] + 2, If[ListQ[n], Last[n], n] + 2, {a, b}, {c, d}]}, g[[Ordering[Mod[7919 Range[Length[g]], 104729]]]]]];
  lines = Reap[Do[If[! KeyExistsQ[taken, key[p]], With[{l = Join[Reverse[Rest[traced[f, p, -1, taken, key, {a, b}, {c, d}, {w, h}/(2 m)]]], traced[f, p, 1, taken, key, {a, b}, {c, d}, {w, h}/(2 m)]]},
      Scan[(taken[key[#]] = True) &, l]; If[Length[l] > 4, Sow[l, lines]]]], {p, seeds}], lines][[2]];
  {color[i], style, Map[Arrow, If[lines === {}, {}, First[lines]]]}];
traced[f_, start_, sign_, taken_, key_, {a_, b_}, {c_, d_}, step_] := Module[{p = start, out = {start}, g, own = {key[start]}, k1, k2, k3, k4, next, count = 0},
  g[q_] := With[{v = f @@ q}, If[v === $Failed, $Failed, With[{s = Norm[v/step]}, If[s == 0., $Failed, sign v/s]]]];
  While[count++ < 120,
    k1 = g[p]; If[k1 === $Failed, Break[]]; k2 = g[p + k1/2]; If[k2 === $Failed, Break[]]; k3 = g[p + k2/2]; If[k3 === $Failed, Break[]]; k4 = g[p + k3]; If[k4 === $Failed, Break[]];
    next = p + (k1 + 2 k2 + 2 k3 + k4)/6;
    If[! (a <= next[[1]] <= b && c <= next[[2]] <= d), Break[]];
    If[KeyExistsQ[taken, key[next]], Break[]];
    If[Last[own] =!= key[next], If[Count[own, key[next]] > 1, Break[]]; AppendTo[own, key[next]]];
    AppendTo[out, next]; p = next];
  out];

(* ---- functions of a complex variable: hue shows the argument, brightness the modulus *)
complexPlot[f_, {z_, lo_, hi_}, o : OptionsPattern[]] := complexOf[ComplexPlot, Hold[f], Hold[z], N[lo], N[hi], given[o]];
complexPlot[___] := $Unevaluated;
corners[l_, h_] := If[NumberQ[l] && NumberQ[h] && Re[l] < Re[h] && Im[l] < Im[h], {{Re[l], Re[h]}, {Im[l], Im[h]}}, $Failed];
complexOf[head_, Hold[f_], Hold[z_], lo_, hi_, rules_] := Module[{box = corners[lo, hi], n = gridSize[head, rules], pts, v},
  If[box === $Failed, say[head, "plln", lo, HoldForm[{z, lo, hi}]]; Return[$Unevaluated]];
  pts = gridPoints[n, n, box[[1]], box[[2]]];
  v = Quiet[Map[N[Block[{z = Complex @@ #}, f]] &, pts]];
  finish[DeleteCases[rules, PlotRange -> _], GraphicsComplex[pts, {{EdgeForm[], GraphicsGroup[{Polygon[gridTriangles[n, n]]}]}}, VertexColors -> Map[If[NumberQ[#], With[{m = Abs[#]}, Hue[Mod[If[m == 0, 0., Arg[#]]/(2. Pi), 1], 1/(1 + 0.3 Log[1 + m]), 1 - 1/(1.1 + 5 Log[1 + m])]], GrayLevel[1]] &, v]], {PlotRange -> box}, fieldOptions[head, rules]]];
complexContourPlot[f_, {z_, lo_, hi_}, o : OptionsPattern[]] := complexAs[ComplexContourPlot, Hold[f], Hold[z], N[lo], N[hi], given[o]];
complexRegionPlot[f_, {z_, lo_, hi_}, o : OptionsPattern[]] := complexAs[ComplexRegionPlot, Hold[f], Hold[z], N[lo], N[hi], given[o]];
complexContourPlot[___] := $Unevaluated; complexRegionPlot[___] := $Unevaluated;
complexAs[head_, Hold[f_], Hold[z_], lo_, hi_, rules_] := Module[{box = corners[lo, hi], s, t},
  If[box === $Failed, say[head, "plln", lo, HoldForm[{z, lo, hi}]]; Return[$Unevaluated]];
  With[{ranges = {{Hold[s], box[[1, 1]], box[[1, 2]]}, {Hold[t], box[[2, 1]], box[[2, 2]]}}},
   If[head === ComplexContourPlot, contourPlotOf[head, {Replace[Hold[f], {Hold[l_ == r_] :> Hold[Block[{z = s + I t}, l] == Block[{z = s + I t}, r]], Hold[e_] :> Hold[Block[{z = s + I t}, e]]}]}, False, ranges, rules],
     regionPlotOf[head, {Hold[Block[{z = s + I t}, f]]}, ranges, rules]]]];

(* ---- lists: a matrix of heights, or points {x, y, z} joined by the Delaunay triangulation *)
surfaceData[m_?MatrixQ, rules_, head_] := Module[{v, range = option[head, rules, DataRange], rows, cols, box},
  If[Length[First[m]] === 3 && ! (Length[m] === 3 && range === Automatic && False) && Length[m] > 3 && range =!= All && VectorQ[m[[All, 1]], real[#] =!= $Failed &] || Length[First[m]] === 3 && range === All,
    v = Map[realPoint, m]; v = DeleteCases[v, $Failed];
    Return[{Most /@ v, v[[All, 3]], System`Library`Delaunay[Most /@ v], MinMax /@ Transpose[Most /@ v]}]];
  {rows, cols} = Dimensions[m];
  If[rows < 2 || cols < 2, Return[$Failed]];
  box = Replace[range, {{{p_, q_}, {r_, s_}} :> N[{{p, q}, {r, s}}], _ -> {{1., N[cols]}, {1., N[rows]}}}];
  v = Map[real, Join @@ m];
  {gridPoints[cols, rows, box[[1]], box[[2]]], v, usable[gridTriangles[cols, rows], v], box}];
surfaceData[s_SparseArray, rules_, head_] := surfaceData[Normal[s], rules, head];
surfaceData[__] := $Failed;
listContourPlot[m_, o : OptionsPattern[]] := With[{s = surfaceData[m, given[o], ListContourPlot]}, If[s === $Failed, say[ListContourPlot, "arrayerr", m]; $Unevaluated, leveled[ListContourPlot, s[[1]], s[[2]], s[[3]], s[[4]], given[o], linear]]];
listDensityPlot[m_, o : OptionsPattern[]] := With[{s = surfaceData[m, given[o], ListDensityPlot]}, If[s === $Failed, say[ListDensityPlot, "arrayerr", m]; $Unevaluated, dense[ListDensityPlot, s[[1]], s[[2]], s[[3]], s[[4]], given[o]]]];
listContourPlot[___] := $Unevaluated; listDensityPlot[___] := $Unevaluated;
vectorData[m_, rules_, head_] := Which[
  ArrayQ[m, 3, NumericQ] && Last[Dimensions[m]] === 2 && ! MatchQ[Dimensions[m], {_, 2, 2}], Module[{k = Dimensions[m], box},
    box = Replace[option[head, rules, DataRange], {{{p_, q_}, {r_, s_}} :> N[{{p, q}, {r, s}}], _ -> N[{{1, k[[1]]}, {1, k[[2]]}}]}];
    {Join @@ Table[{box[[1, 1]] + (i - 1) (box[[1, 2]] - box[[1, 1]])/(k[[1]] - 1), box[[2, 1]] + (j - 1) (box[[2, 2]] - box[[2, 1]])/(k[[2]] - 1)}, {i, k[[1]]}, {j, k[[2]]}], N[Join @@ m], box}],
  ArrayQ[m, 3, NumericQ] && MatchQ[Dimensions[m], {_, 2, 2}], {N[m[[All, 1]]], N[m[[All, 2]]], MinMax /@ Transpose[N[m[[All, 1]]]]},
  True, $Failed];
listVectorPlot[m_, o : OptionsPattern[]] := Module[{rules = given[o], s = vectorData[m, given[o], ListVectorPlot], big, cell},
  If[s === $Failed, say[ListVectorPlot, "vfldata", m]; Return[$Unevaluated]];
  big = Max[10.^-300, Norm /@ s[[2]]]; cell = 0.9 Min[Map[Last[#] - First[#] &, s[[3]]]]/Max[1, Sqrt[Length[s[[1]]]] - 1];
  finish[DeleteCases[rules, PlotRange -> _], {color[1], Directive @@ chosen[option[ListVectorPlot, rules, VectorStyle], 1], MapThread[If[Norm[#2] == 0, Nothing, With[{h = #2 cell/(2 big)}, Arrow[{#1 - h, #1 + h}]]] &, Most[s]]}, {PlotRange -> Map[# + {-1, 1} cell/2 &, s[[3]]]}, fieldOptions[ListVectorPlot, rules]]];
listStreamPlot[m_, o : OptionsPattern[]] := Module[{rules = given[o], s = vectorData[m, given[o], ListStreamPlot], f},
  If[s === $Failed, say[ListStreamPlot, "vfldata", m]; Return[$Unevaluated]];
  f = Function[{x, y}, With[{w = Map[1./(10.^-12 + (#[[1]] - x)^2 + (#[[2]] - y)^2)^2 &, s[[1]]]}, w . s[[2]]/Total[w]]];
  finish[DeleteCases[rules, PlotRange -> _], streams[f, ListStreamPlot, s[[3, 1]], s[[3, 2]], rules, 1], {PlotRange -> s[[3]]}, fieldOptions[ListStreamPlot, rules]]];
listVectorPlot[___] := $Unevaluated; listStreamPlot[___] := $Unevaluated;

(* ---- arrays as squares of colour *)
arrayPlot[m_, o : OptionsPattern[]] := squares[ArrayPlot, m, given[o]];
matrixPlot[m_, o : OptionsPattern[]] := squares[MatrixPlot, m, given[o]];
reliefPlot[m_, o : OptionsPattern[]] := squares[ReliefPlot, m, given[o]];
arrayPlot[___] := $Unevaluated; matrixPlot[___] := $Unevaluated; reliefPlot[___] := $Unevaluated;
rows[s_SparseArray] := rows[Normal[s]];
rows[n_NumericArray] := rows[Normal[n]];
rows[l : {__List}] := With[{k = Max[Length /@ l]}, Map[PadRight[#, k, None] &, l]];
rows[{}] := {{}};
rows[_] := $Failed;
squares[head_, data_, rules_] := Module[{m = rows[data], v, zr, cf = option[head, rules, ColorFunction], cr = option[head, rules, ColorRules], numbers, spec = option[head, rules, PlotRange], colored, w, h, big, g, mesh, scale = option[head, rules, ColorFunctionScaling], dr},
  If[m === $Failed, say[head, "mat", data]; Return[$Unevaluated]];
  {h, w} = {Length[m], Length[First[m]]};
  v = Map[If[MatchQ[#, _RGBColor | _GrayLevel | _Hue | _CMYKColor], #, real[#]] &, m, {2}];
  numbers = Cases[Flatten[v], _Real];
  zr = If[numbers === {}, {0., 1.}, Switch[spec, {_?NumericQ, _?NumericQ}, N[spec], {_, _, {_?NumericQ, _?NumericQ}}, N[Last[spec]], _, If[head === ReliefPlot, MinMax[numbers], {Min[numbers], Max[numbers]}]]];
  big = If[numbers === {}, 1., Max[Abs[zr]]]; If[big == 0., big = 1.];
  colored = MapThread[Which[
     ListQ[cr] && ! MatchQ[#1, Alternatives @@ {}] && (Replace[#1, Append[Map[Replace[#, (l_ -> c_) :> (l -> tint[c])] &, cr], _ -> $Failed]] =!= $Failed), Replace[#1, cr],
     ! MatchQ[#2, _Real | $Failed], #2,
     #2 === $Failed, RGBColor[0.6, 0.4, 0.4, 0.],
     cf =!= Automatic && cf =!= None, shade[cf, If[scale === False, #2, unit[#2, zr]]],
     head === ArrayPlot, GrayLevel[1 - unit[#2, If[zr[[1]] == zr[[2]], {0., If[zr[[2]] == 0., 1., zr[[2]]]}, zr]]],
     head === MatrixPlot, Blend[{RGBColor[0.260487, 0.356, 0.891569], GrayLevel[1], RGBColor[1, 0.4, 0.15]}, (Clip[#2/big, {-1, 1}] + 1)/2],
     True, shade[Automatic, unit[#2, zr]]] &, {m, v}, 2];
  dr = Replace[option[head, rules, DataRange], {{{a_?NumericQ, b_?NumericQ}, {c_?NumericQ, d_?NumericQ}} :> Transpose[{{a, b}, {c, d}}], _ -> {{0, 0}, {w, h}}}];
  colored = evened[Map[channels, If[option[head, rules, DataReversed] === True || head === ReliefPlot, colored, Reverse[colored]], {2}]];
  mesh = If[MemberQ[{True, All}, option[head, rules, Mesh]], {GrayLevel[0.5], Line[Join[Table[{{i, 0}, {i, h}}, {i, 0, w}], Table[{{0, j}, {w, j}}, {j, 0, h}]]]}, {}];
  finish[DeleteCases[rules, PlotRange -> _], If[mesh === {}, Raster[colored, dr, {0, 1}], {Raster[colored, dr, {0, 1}], mesh}], {PlotRange -> Transpose[dr]},
    {AspectRatio -> option[head, rules, AspectRatio], Frame -> option[head, rules, Frame], FrameLabel -> {None, None}, FrameTicks -> If[head === ArrayPlot, {{None, None}, {None, None}}, {{Automatic, Automatic}, {Automatic, Automatic}}], GridLinesStyle -> Directive[GrayLevel[0.5, 0.4]], DisplayFunction -> Identity}]];
tint[c_] := c;
evened[m_] := If[AnyTrue[Flatten[m, 1], Length[#] === 4 &], Map[PadRight[#, 4, 1] &, m, {2}], m];
channels[GrayLevel[g_]] := {g, g, g};
channels[RGBColor[r_, g_, b_]] := {r, g, b};
channels[RGBColor[r_, g_, b_, a_]] := {r, g, b, a};
channels[c_] := With[{r = ColorConvert[c, "RGB"]}, If[Head[r] === RGBColor, List @@ r, {1., 1., 1.}]];
