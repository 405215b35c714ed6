(* surfaces.wl - plots in space: surfaces over the plane, parametric surfaces and curves, lists of heights, implicit surfaces, vectors.

   A surface is a GraphicsComplex: the points, polygons of their indices, and lines of the mesh. Implicit surfaces come from tetrahedra. *)
LoadUnit["graphics/common"]; LoadUnit["graphics/curves"]; LoadUnit["graphics/fields"];
say = System`Library`graphics`common`say; given = System`Library`graphics`common`given; option = System`Library`graphics`common`option; finish = System`Library`graphics`common`finish;
finish3D = System`Library`graphics`common`finish3D; color = System`Library`graphics`common`color; real = System`Library`graphics`common`real; realPoint = System`Library`graphics`common`realPoint;
legended = System`Library`graphics`common`legended; shade = System`Library`graphics`common`shade; unit = System`Library`graphics`common`unit; automaticRange = System`Library`graphics`common`automaticRange;
chosen = System`Library`graphics`common`chosen; lineStyle = System`Library`graphics`common`lineStyle; pointStyle = System`Library`graphics`common`pointStyle; sample = System`Library`graphics`common`sample;
rangeOf = System`Library`graphics`curves`rangeOf; heldParts = System`Library`graphics`curves`heldParts; unwrapped = System`Library`graphics`curves`unwrapped; literal = System`Library`graphics`curves`literal;
pointParts = System`Library`graphics`curves`pointParts; wrapped = System`Library`graphics`curves`wrapped; function = System`Library`graphics`curves`function; curveOptions = System`Library`graphics`common`curveOptions;
of2 = System`Library`graphics`fields`of2; planar = System`Library`graphics`fields`planar; gridPoints = System`Library`graphics`fields`gridPoints; usable = System`Library`graphics`fields`usable;
gridTriangles = System`Library`graphics`fields`gridTriangles; surfaceData = System`Library`graphics`fields`surfaceData; corners = System`Library`graphics`fields`corners;
SetAttributes[{plot3D, parametricPlot3D, revolutionPlot3D, sphericalPlot3D, contourPlot3D, regionPlot3D, vectorPlot3D, discretePlot3D, complexPlot3D, densityPlot3D, planeRegion, spatial}, HoldAll];

options3D[head_, rules_] := {Axes -> option[head, rules, Axes], AxesLabel -> {None, None, None}, BoxRatios -> option[head, rules, BoxRatios], DisplayFunction -> Identity, FaceGrids -> None, PlotRangePadding -> {Scaled[0.02], Scaled[0.02], Scaled[0.02]}, Ticks -> {Automatic, Automatic, Automatic}};
surfaceStyle[spec_, i_] := Directive @@ Join[{Specularity[GrayLevel[1], 3], color[{2, 1, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15}[[Mod[i - 1, 15] + 1]]]}, chosen[spec, i]];
grid[head_, rules_] := With[{n = Replace[option[head, rules, PlotPoints], {k_Integer /; k > 1 :> {k, k}, {k_Integer, m_Integer} :> {k, m}, _ -> {15, 15}}], d = Replace[option[head, rules, MaxRecursion], {k_Integer /; k >= 0 :> Min[k, 4], _ -> 2}]}, (n - 1) 2^Min[d, 4] + 1];
zRange[spec_, zs_] := Switch[spec, All | Full | {_, _, All | Full}, If[zs === {}, {-1., 1.}, MinMax[zs]], {_, _, {_?NumericQ, _?NumericQ}}, N[Last[spec]], {_?NumericQ, _?NumericQ}, N[spec], _?NumericQ, {-N[spec], N[spec]}, _, automaticRange[zs]];
(* Mesh lines follow the parameters, at the rows and columns nearest to equal steps. *)
meshLines[None | False, _, _, _, _] := {};
meshLines[spec_, n_, m_, usual_, good_] := With[{k = Switch[spec, _Integer, spec, {_Integer, _Integer}, spec, All | Full | True, Infinity, _, usual]},
  With[{ks = If[ListQ[k], k, {k, k}]}, {GrayLevel[0], Opacity[0.5], Map[Line, Join[Join @@ Map[runs[Table[(j - 1) n + #, {j, m}], good] &, rowsAt[n, ks[[1]]]], Join @@ Map[runs[Range[(# - 1) n + 1, # n], good] &, rowsAt[m, ks[[2]]]]]]}]];
rowsAt[n_, Infinity] := Range[n];
rowsAt[n_, k_] := If[k <= 0, {}, Union[Round[1 + (n - 1) Range[k]/(k + 1)]]];
runs[idx_, good_] := Select[Select[Split[idx, good[[#1]] && good[[#2]] &], AllTrue[#, good[[#]] &] &], Length[#] > 1 &];

(* points (or $Failed) of an n by m grid of parameters *)
surface[pts_, n_, m_, params_, style_, mesh_, usual_, colors_] := Module[{good = Map[# =!= $Failed &, pts], tris, all},
  tris = usable[gridTriangles[n, m], pts];
  all = pts /. $Failed -> {0., 0., 0.};
  GraphicsComplex[all, {{{EdgeForm[], style, GraphicsGroup[{Polygon[tris]}]}}, meshLines[mesh, n, m, usual, good]}, Sequence @@ If[colors === None, {}, {VertexColors -> colors}], VertexNormals -> normals[all, tris]]];
normals[pts_, tris_] := Module[{sum = ConstantArray[{0., 0., 0.}, Length[pts]]},
  Do[With[{c = Cross[pts[[t[[2]]]] - pts[[t[[1]]]], pts[[t[[3]]]] - pts[[t[[1]]]]]}, sum[[t[[1]]]] += c; sum[[t[[2]]]] += c; sum[[t[[3]]]] += c], {t, tris}];
  Map[With[{w = Norm[#]}, If[w == 0., {0., 0., 1.}, #/w]] &, sum]];
colored[Automatic | None, _, _, _] := None;
colored[cf_, scale_, pts_, params_] := Module[{good = DeleteCases[pts, $Failed], rs},
  rs = Map[MinMax, Transpose[good]];
  MapThread[If[#1 === $Failed, GrayLevel[1], With[{q = If[scale === False, #1, MapThread[unit, {#1, rs}]]}, If[StringQ[cf] || MemberQ[{Hue, GrayLevel}, cf], shade[cf, Last[q]], cf @@ Join[q, #2]]]] &, {pts, params}]];

plot3D[f_, r_, s_, o : OptionsPattern[]] := plot3DOf[Plot3D, heldParts[f], literal[Hold[f]], planar[Plot3D, r, s], given[o]];
plot3D[___] := $Unevaluated;
plot3DOf[_, _, _, $Failed, _] := $Unevaluated;
plot3DOf[head_, parts_, many_, {{x_, a_, b_}, {y_, c_, d_}}, rules_] := Module[{nm = grid[head, rules], params, sets, zr, styles, region = option[head, rules, RegionFunction], items, free, shown},
  params = gridPoints[nm[[1]], nm[[2]], {a, b}, {c, d}];
  free = MatchQ[region, True | Automatic | Function[True]];
  items = unwrapped /@ parts;
  If[! many, With[{v = Quiet[of2[First[First[items]], x, y][a + 0.37 (b - a), c + 0.41 (d - c)]]}, If[ListQ[v], items = Table[With[{k = k}, {Replace[First[First[items]], Hold[e_] :> Hold[Part[e, k]]], {}}], {k, Length[v]}]]]];
  sets = Map[With[{g = of2[First[#], x, y]}, Quiet[Map[With[{z = real[g[#[[1]], #[[2]]]]}, If[z === $Failed || ! free && ! TrueQ[region[#[[1]], #[[2]], z]], $Failed, {#[[1]], #[[2]], z}]] &, params]]] &, items];
  zr = zRange[option[head, rules, PlotRange], Cases[Join @@ sets, {_, _, z_} :> z]];
  styles = Table[surfaceStyle[option[head, rules, PlotStyle], i], {i, Length[items]}];
  shown = finish3D[DeleteCases[rules, PlotRange -> _], If[Length[#] === 1, First[#], #] &[MapThread[wrapped[surface[#1, nm[[1]], nm[[2]], params, #2, option[head, rules, Mesh], 15, colored[option[head, rules, ColorFunction], option[head, rules, ColorFunctionScaling], #1, ConstantArray[{}, Length[#1]]]], Last[#3]] &, {sets, styles, items}]],
    {PlotRange -> {{a, b}, {c, d}, zr}}, options3D[head, rules]];
  legended[shown, option[head, rules, PlotLegends], styles, HoldForm @@@ items[[All, 1]], SwatchLegend]];
complexPlot3D[f_, {z_, lo_, hi_}, o : OptionsPattern[]] := Module[{rules = given[o], box = corners[N[lo], N[hi]], nm, params, v, pts},
  If[box === $Failed, say[ComplexPlot3D, "plln", lo, HoldForm[{z, lo, hi}]]; Return[$Unevaluated]];
  nm = grid[ComplexPlot3D, rules]; params = gridPoints[nm[[1]], nm[[2]], box[[1]], box[[2]]];
  v = Quiet[Map[N[Block[{z = Complex @@ #}, f]] &, params]];
  pts = MapThread[If[NumberQ[#2], Append[#1, Abs[#2]], $Failed] &, {params, v}];
  finish3D[DeleteCases[rules, PlotRange -> _], surface[pts, nm[[1]], nm[[2]], params, surfaceStyle[None, 1], option[ComplexPlot3D, rules, Mesh], 15, Map[If[NumberQ[#] && # != 0, Hue[Mod[Arg[#]/(2. Pi), 1]], GrayLevel[0]] &, v]], {PlotRange -> Append[box, zRange[option[ComplexPlot3D, rules, PlotRange], Cases[pts, {_, _, h_} :> h]]]}, options3D[ComplexPlot3D, rules]]];
complexPlot3D[___] := $Unevaluated;

(* ---- parametric: a curve with one parameter, a surface with two *)
parametricPlot3D[f_, r_, o : OptionsPattern[]] := curve3D[ParametricPlot3D, pointParts3D[Hold[f]], rangeOf[ParametricPlot3D, r], given[o]];
parametricPlot3D[f_, r_List, s_List, o : OptionsPattern[]] := patch3D[ParametricPlot3D, pointParts3D[Hold[f]], planar[ParametricPlot3D, r, s], given[o], None];
parametricPlot3D[___] := $Unevaluated;
pointParts3D[Hold[l : {__List}]] := heldParts[l];
pointParts3D[h : Hold[{_, _, _}]] := {h};
pointParts3D[Hold[l_List]] := heldParts[l];
pointParts3D[h_] := {h};
several[h_, values_] := If[MatrixQ[values] && Dimensions[values][[2]] === 3, Table[With[{k = k}, Replace[h, Hold[e_] :> Hold[Part[e, k]]]], {k, Length[values]}], {h}];
curve3D[_, _, $Failed, _] := $Unevaluated;
curve3D[head_, parts_, {t_, a_, b_}, rules_] := Module[{items, curves, styles, n = Replace[option[head, rules, PlotPoints], {k_Integer /; k > 1 :> k, _ -> 75}], depth = Replace[option[head, rules, MaxRecursion], {k_Integer /; k >= 0 :> Min[k, 10], _ -> 4}], region = option[head, rules, RegionFunction], all, shown, cf = option[head, rules, ColorFunction], rs},
  items = Join @@ Map[Function[u, Map[{#, Last[u]} &, several[First[u], Quiet[function[First[u], t, Hold[Null], MachinePrecision][a + 0.37 (b - a)]]]]], unwrapped /@ parts];
  curves = Map[With[{g = function[First[#], t, Hold[Null], MachinePrecision]}, Map[#[[All, 2]] &, Quiet[sample[Function[u, With[{p = realPoint[g[u]]}, If[p === $Failed || Length[p] =!= 3 || ! MatchQ[region, True | Automatic | Function[True]] && ! TrueQ[region[p[[1]], p[[2]], p[[3]], u]], $Failed, p]]], a, b, n, depth, option[head, rules, Exclusions] =!= None]]]] &, items];
  styles = Table[lineStyle[option[head, rules, PlotStyle], i], {i, Length[items]}];
  all = Join @@ Join @@ curves; rs = If[all === {}, ConstantArray[{0., 1.}, 3], MinMax /@ Transpose[all]];
  shown = finish3D[rules, {Table[wrapped[{styles[[i]], Sequence @@ Map[If[cf === Automatic, Line[#], Line[#, VertexColors -> Map[Function[p, With[{q = MapThread[unit, {p, rs}]}, If[StringQ[cf] || cf === Hue, shade[cf, Last[q]], cf @@ q]]], #]]] &, curves[[i]]]}, items[[i, 2]]], {i, Length[items]}]}, {}, Join[{PlotRange -> All}, options3D[head, rules]]];
  legended[shown, option[head, rules, PlotLegends], styles, HoldForm @@@ items[[All, 1]], LineLegend]];
patch3D[_, _, $Failed, _, _] := $Unevaluated;
patch3D[head_, parts_, {{u_, a_, b_}, {v_, c_, d_}}, rules_, map_] := Module[{nm = grid[head, rules], params, items, sets, styles, shown, region = option[head, rules, RegionFunction]},
  params = gridPoints[nm[[1]], nm[[2]], {a, b}, {c, d}];
  items = Join @@ Map[Function[w, Map[{#, Last[w]} &, If[map === None, several[First[w], Quiet[of2[First[w], u, v][a + 0.37 (b - a), c + 0.41 (d - c)]]], {First[w]}]]], unwrapped /@ parts];
  sets = Map[With[{g = of2[First[#], u, v]}, Quiet[Map[With[{p = realPoint[If[map === None, g[#[[1]], #[[2]]], map[g[#[[1]], #[[2]]], #[[1]], #[[2]]]]]}, If[p === $Failed || Length[p] =!= 3 || ! MatchQ[region, True | Automatic | Function[True]] && ! TrueQ[region[p[[1]], p[[2]], p[[3]], #[[1]], #[[2]]]], $Failed, p]] &, params]]] &, items];
  styles = Table[surfaceStyle[option[head, rules, PlotStyle], i], {i, Length[items]}];
  shown = finish3D[rules, If[Length[#] === 1, First[#], #] &[MapThread[wrapped[surface[#1, nm[[1]], nm[[2]], params, #2, option[head, rules, Mesh], 15, colored[option[head, rules, ColorFunction], option[head, rules, ColorFunctionScaling], #1, params]], Last[#3]] &, {sets, styles, items}]], {}, Join[{PlotRange -> All}, options3D[head, rules]]];
  legended[shown, option[head, rules, PlotLegends], styles, HoldForm @@@ items[[All, 1]], SwatchLegend]];
(* a curve turned about the z axis; heights over polar coordinates; radii over directions *)
revolutionPlot3D[f_, r_, o : OptionsPattern[]] := revolutionPlot3D[f, r, {\[FormalT], 0, 2 Pi}, o];
revolutionPlot3D[f_, r_List, s_List, o : OptionsPattern[]] := patch3D[RevolutionPlot3D, If[MatchQ[Hold[f], Hold[{_, _}] | Hold[{_, _, _}]], {Hold[f]}, heldParts[f]], planar[RevolutionPlot3D, r, s], given[o],
   Function[{z, t, p}, Which[ListQ[z] && Length[z] === 2, {z[[1]] Cos[p], z[[1]] Sin[p], z[[2]]}, ListQ[z] && Length[z] === 3, {z[[1]] Cos[p] - z[[2]] Sin[p], z[[1]] Sin[p] + z[[2]] Cos[p], z[[3]]}, True, {t Cos[p], t Sin[p], z}]]];
revolutionPlot3D[___] := $Unevaluated;
sphericalPlot3D[f_, t_Symbol, p_Symbol, o : OptionsPattern[]] := sphericalPlot3D[f, {t, 0, Pi}, {p, 0, 2 Pi}, o];
sphericalPlot3D[f_, r_List, s_List, o : OptionsPattern[]] := patch3D[SphericalPlot3D, heldParts[f], planar[SphericalPlot3D, r, s], given[o], Function[{q, t, p}, {q Sin[t] Cos[p], q Sin[t] Sin[p], q Cos[t]}]];
sphericalPlot3D[___] := $Unevaluated;
(* ParametricPlot of two parameters *)
planeRegion[f_, r_, s_, o___] := planeOf[If[MatchQ[Hold[f], Hold[{__List}]], heldParts[f], {Hold[f]}], planar[ParametricPlot, r, s], given[o]];
planeOf[_, $Failed, _] := $Unevaluated;
planeOf[parts_, {{u_, a_, b_}, {v_, c_, d_}}, rules_] := Module[{n = grid[ParametricPlot, rules], params, sets},
  params = gridPoints[n[[1]], n[[2]], {a, b}, {c, d}];
  sets = Map[With[{g = of2[First[unwrapped[#]], u, v]}, Quiet[Map[With[{p = realPoint[g[#[[1]], #[[2]]]]}, If[p === $Failed || Length[p] =!= 2, $Failed, p]] &, params]]] &, parts];
  finish[rules, MapIndexed[GraphicsComplex[#1 /. $Failed -> {0., 0.}, {{EdgeForm[], Directive @@ Join[{color[First[#2]], Opacity[0.3]}, chosen[option[ParametricPlot, rules, PlotStyle], First[#2]]], GraphicsGroup[{Polygon[usable[gridTriangles[n[[1]], n[[2]]], #1]]}]},
      meshLines[option[ParametricPlot, rules, Mesh] /. None -> Automatic, n[[1]], n[[2]], 15, Map[# =!= $Failed &, #1]]}] &, sets], {}, Join[{AxesOrigin -> {0, 0}, PlotRange -> All}, curveOptions[ParametricPlot, rules]]]];

(* ---- lists *)
listPlot3D[m : {__?MatrixQ}, o : OptionsPattern[]] := list3D[ListPlot3D, m, given[o]];
listPlot3D[m_, o : OptionsPattern[]] := list3D[ListPlot3D, {m}, given[o]];
listPlot3D[___] := $Unevaluated;
list3D[head_, ms_, rules_] := Module[{data = Map[surfaceData[#, rules, head] &, ms], zr},
  If[MemberQ[data, $Failed], say[head, "arrayerr", If[Length[ms] === 1, First[ms], ms]]; Return[$Unevaluated]];
  zr = zRange[option[head, rules, PlotRange], Join @@ Map[DeleteCases[#[[2]], $Failed] &, data]];
  finish3D[DeleteCases[rules, PlotRange -> _], If[Length[#] === 1, First[#], #] &[MapIndexed[With[{pts = MapThread[If[#2 === $Failed, {#1[[1]], #1[[2]], 0.}, Append[#1, #2]] &, {#1[[1]], #1[[2]]}]},
     GraphicsComplex[pts, {{EdgeForm[], surfaceStyle[option[head, rules, PlotStyle], First[#2]], GraphicsGroup[{Polygon[#1[[3]]]}]}, If[MemberQ[{None, False}, option[head, rules, Mesh]], {}, {GrayLevel[0], Opacity[0.5], Line[Union[Sort /@ Join @@ Map[Partition[#, 2, 1, 1] &, #1[[3]]]]]}]},
      Sequence @@ With[{c = colored[option[head, rules, ColorFunction], option[head, rules, ColorFunctionScaling], pts, ConstantArray[{}, Length[pts]]]}, If[c === None, {}, {VertexColors -> c}]], VertexNormals -> normals[pts, #1[[3]]]]] &, data]],
    {PlotRange -> Append[data[[1, 4]], zr]}, options3D[head, rules]]];
listPointPlot3D[m_, o : OptionsPattern[]] := Module[{rules = given[o], sets, pts, styles, fill, bottom},
  sets = Which[MatrixQ[m] && Length[First[m]] === 3, {Map[realPoint, m]}, MatrixQ[m], {Join @@ MapIndexed[realPoint[{Last[#2], First[#2], #1}] &, m, {2}]}, ListQ[m] && m =!= {} && AllTrue[m, MatrixQ[#] && Length[First[#]] === 3 &], Map[realPoint, m, {2}], True, $Failed];
  If[sets === $Failed, say[ListPointPlot3D, "arrayerr", m]; Return[$Unevaluated]];
  sets = Map[DeleteCases[$Failed], sets];
  styles = Table[pointStyle[option[ListPointPlot3D, rules, PlotStyle], i, Length[Join @@ sets]], {i, Length[sets]}];
  bottom = With[{z = (Join @@ sets)[[All, 3]]}, If[z === {}, 0., Switch[option[ListPointPlot3D, rules, Filling], Bottom, Min[z], Top, Max[z], _?NumericQ, N[option[ListPointPlot3D, rules, Filling]], _, Clip[0., MinMax[z]]]]];
  fill = If[option[ListPointPlot3D, rules, Filling] === None, {}, {Opacity[0.5], Line[Map[{#, {#[[1]], #[[2]], bottom}} &, Join @@ sets]]}];
  finish3D[rules, {fill, MapThread[{#1, Point[#2]} &, {styles, sets}]}, {}, Join[{PlotRange -> All}, options3D[ListPointPlot3D, rules]]]];
listPointPlot3D[___] := $Unevaluated;
discretePlot3D[f_, {x_Symbol, xs__}, {y_Symbol, ys__}, o : OptionsPattern[]] := Module[{rules = given[o], pts, bottom = 0.},
  pts = DeleteCases[Join @@ Table[realPoint[{x, y, f}], {x, xs}, {y, ys}], $Failed];
  finish3D[rules, {pointStyle[option[DiscretePlot3D, rules, PlotStyle], 1, Length[pts]], If[option[DiscretePlot3D, rules, Filling] === None, {}, Line[Map[{#, {#[[1]], #[[2]], bottom}} &, pts]]], Point[pts]}, {}, Join[{PlotRange -> All}, options3D[DiscretePlot3D, rules]]]];
discretePlot3D[___] := $Unevaluated;

(* ---- implicit surfaces and regions: each cube of the grid is cut into six tetrahedra *)
spatial[head_, r_, s_, t_] := Module[{a = rangeOf[head, r], b, c}, If[a === $Failed, Return[$Failed]]; b = rangeOf[head, s]; If[b === $Failed, Return[$Failed]]; c = rangeOf[head, t]; If[c === $Failed, $Failed, {a, b, c}]];
of3[Hold[f_], Hold[x_], Hold[y_], Hold[z_]] := Function[{r, s, t}, Block[{x = r, y = s, z = t}, f]];
contourPlot3D[f_, r_, s_, t_, o : OptionsPattern[]] := implicit[ContourPlot3D, heldParts[f], spatial[ContourPlot3D, r, s, t], given[o]];
regionPlot3D[f_, r_, s_, t_, o : OptionsPattern[]] := implicit[RegionPlot3D, heldParts[f], spatial[RegionPlot3D, r, s, t], given[o]];
contourPlot3D[___] := $Unevaluated; regionPlot3D[___] := $Unevaluated;
implicit[_, _, $Failed, _] := $Unevaluated;
implicit[head_, parts_, ranges_, rules_] := Module[{n = Replace[option[head, rules, PlotPoints], {k_Integer /; k > 1 :> Min[2 k - 1, 60], {k_Integer, ___} :> Min[2 k - 1, 60], _ -> 19}], vars = ranges[[All, 1]], boxes = ranges[[All, {2, 3}]], prims},
  prims = MapIndexed[implicitPart[head, First[unwrapped[#1]], vars, boxes, n, rules, First[#2]] &, parts];
  finish3D[DeleteCases[rules, PlotRange -> _], Join @@ prims, {PlotRange -> boxes}, options3D[head, rules]]];
implicitPart[head_, body_, vars_, boxes_, n_, rules_, i_] := Module[{f, kind, levels, pts, v, axes = Map[Subdivide[#[[1]], #[[2]], n - 1] &, boxes], eq},
  eq = Replace[body, {Hold[a_ == b_] :> Hold[a - b], _ :> $Failed}];
  If[eq === $Failed && head === ContourPlot3D, eq = Replace[List @@ vars, {Hold[x_], Hold[y_], Hold[z_]} :> With[{e = Quiet[Replace[body, Hold[q_] :> Block[{x, y, z}, q]]]}, If[Head[e] === Equal && Length[e] === 2, With[{d = First[e] - Last[e]}, Hold[d]], $Failed]]]];
  f = of3[If[eq === $Failed, body, eq], vars[[1]], vars[[2]], vars[[3]]];
  pts = Join @@ Join @@ Table[{x, y, z}, {x, axes[[1]]}, {y, axes[[2]]}, {z, axes[[3]]}];
  v = Quiet[If[head === RegionPlot3D, Map[If[TrueQ[f @@ #], 1., -1.] &, pts], Map[real[f @@ #] &, pts]]];
  levels = Which[head === RegionPlot3D || eq =!= $Failed, {0.}, True, With[{r = automaticRange[DeleteCases[v, $Failed]], c = option[head, rules, Contours]}, Which[ListQ[c], N[c], IntegerQ[c], Most[Rest[Subdivide[r[[1]], r[[2]], c + 1]]], True, Most[Rest[Subdivide[r[[1]], r[[2]], 4]]]]]];
  MapIndexed[With[{mesh = isosurface[pts, v, n, #1, If[head === RegionPlot3D, Function[{p, q}, Module[{s = p, t = q, m}, Do[m = (s + t)/2; If[TrueQ[f @@ m], s = m, t = m], {7}]; (s + t)/2]], None]]},
     {EdgeForm[], surfaceStyle[option[head, rules, If[head === RegionPlot3D, PlotStyle, ContourStyle]], i + First[#2] - 1], GraphicsComplex[mesh[[1]], {GraphicsGroup[{Polygon[mesh[[2]]]}]}, VertexNormals -> normals[mesh[[1]], mesh[[2]]]],
      If[head === RegionPlot3D, boxFaces[pts, v, n], Nothing]}] &, levels]];
tetrahedra = {{1, 2, 4, 8}, {1, 4, 3, 8}, {1, 3, 7, 8}, {1, 7, 5, 8}, {1, 5, 6, 8}, {1, 6, 2, 8}};
isosurface[pts_, v_, n_, c_, find_] := Module[{above = Map[If[# === $Failed, $Failed, # >= c] &, v], ids = <||>, coords = {}, tris = {}, corner, vertex, k, cube, s},
  vertex[i_, j_] := With[{key = {Min[i, j], Max[i, j]}}, If[KeyExistsQ[ids, key], ids[key], ids[key] = Length[ids] + 1; AppendTo[coords, If[find === None, pts[[i]] + (c - v[[i]])/(v[[j]] - v[[i]]) (pts[[j]] - pts[[i]]), If[above[[i]], find[pts[[i]], pts[[j]]], find[pts[[j]], pts[[i]]]]]]; ids[key]]];
  Do[k = ((x - 1) n + y - 1) n + z;
    cube = {k, k + 1, k + n, k + n + 1, k + n n, k + n n + 1, k + n n + n, k + n n + n + 1};
    s = above[[cube]];
    If[! MemberQ[s, $Failed] && MemberQ[s, True] && MemberQ[s, False],
     Do[With[{q = cube[[t]]}, With[{in = Select[q, above[[#]] &], out = Select[q, ! above[[#]] &]},
        Switch[Length[in], 1, AppendTo[tris, vertex[First[in], #] & /@ out], 3, AppendTo[tris, vertex[First[out], #] & /@ in],
         2, With[{a = vertex[in[[1]], out[[1]]], b = vertex[in[[1]], out[[2]]], e = vertex[in[[2]], out[[2]]], d = vertex[in[[2]], out[[1]]]}, AppendTo[tris, {a, b, e}]; AppendTo[tris, {a, e, d}]]]]], {t, tetrahedra}]], {x, n - 1}, {y, n - 1}, {z, n - 1}];
  {coords, tris}];
(* where a region meets the box, its faces are closed square by square *)
boxFaces[pts_, v_, n_] := Module[{at, quads},
  at[x_, y_, z_] := ((x - 1) n + y - 1) n + z;
  quads = Join @@ Join @@ Table[Join @@ {Map[{at[#, i, j], at[#, i + 1, j], at[#, i + 1, j + 1], at[#, i, j + 1]} &, {1, n}], Map[{at[i, #, j], at[i + 1, #, j], at[i + 1, #, j + 1], at[i, #, j + 1]} &, {1, n}], Map[{at[i, j, #], at[i + 1, j, #], at[i + 1, j + 1, #], at[i, j + 1, #]} &, {1, n}]}, {i, n - 1}, {j, n - 1}];
  Polygon[Map[pts[[#]] &, Select[quads, Min[v[[#]]] > 0 &]]]];
vectorPlot3D[f_, r_, s_, t_, o : OptionsPattern[]] := vectors3D[Hold[f], spatial[VectorPlot3D, r, s, t], given[o]];
vectorPlot3D[___] := $Unevaluated;
vectors3D[_, $Failed, _] := $Unevaluated;
vectors3D[body_, ranges_, rules_] := Module[{g = of3[body, ranges[[1, 1]], ranges[[2, 1]], ranges[[3, 1]]], n = Replace[option[VectorPlot3D, rules, VectorPoints], {k_Integer :> k, Coarse -> 5, Fine -> 12, _ -> 8}], pts, vs, big, cell},
  pts = If[MatrixQ[option[VectorPlot3D, rules, VectorPoints], NumericQ], N[option[VectorPlot3D, rules, VectorPoints]], N[Tuples[Map[Subdivide[#[[2]], #[[3]], n - 1] &, ranges]]]];
  vs = Quiet[Map[realPoint[g @@ #] &, pts]];
  If[AllTrue[vs, # === $Failed &], say[VectorPlot3D, "vfldata", HoldForm @@ body]; Return[$Unevaluated]];
  big = Max[10.^-300, Norm /@ DeleteCases[vs, $Failed]]; cell = 0.9 Min[Map[#[[3]] - #[[2]] &, ranges]]/n;
  finish3D[DeleteCases[rules, PlotRange -> _], {color[1], MapThread[If[#2 === $Failed || Norm[#2] == 0., Nothing, With[{h = #2 cell/(2 big)}, Arrow[{#1 - h, #1 + h}]]] &, {pts, vs}]}, {PlotRange -> ranges[[All, {2, 3}]]}, options3D[VectorPlot3D, rules]]];
