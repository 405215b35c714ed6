(* regions.wl - regions of space: which points lie in them, their measures, centroids, bounds and distances, and integrals over them. What is known
   of each kind of region stands in shapes.wl. *)

LoadUnit["figures/shapes"];
norm = System`Library`figures`shapes`norm;
dim = System`Library`figures`shapes`dim;
space = System`Library`figures`shapes`space;
in = System`Library`figures`shapes`in;
near = System`Library`figures`shapes`near;
measureOf = System`Library`figures`shapes`measure;
centroidOf = System`Library`figures`shapes`centroid;
boxOf = System`Library`figures`shapes`box;

real[p_] := AllTrue[p, NumericQ[#] && TrueQ[Im[N[#]] == 0] &]
answer[$Failed] := $Unevaluated
answer[x_] := x

regionQ[r_] := With[{q = norm[r]}, dim[q] =!= $Failed && space[q] =!= $Failed]
regionDimension[r_] := answer[dim[norm[r]]]
regionEmbeddingDimension[r_] := answer[space[norm[r]]]

(* ---- membership *)
regionMember[r_, p : {__List}] /; space[norm[r]] === Length[First[p]] := regionMember[r, #] & /@ p
regionMember[r_, x_] /; space[norm[r]] === 1 && ! ListQ[x] := regionMember[r, {x}]
regionMember[r_, p_List] := Module[{c, q = norm[r]},
  If[space[q] === $Failed, Message[RegionMember::reg, r]; Return[$Unevaluated, Module]];
  If[space[q] =!= Length[p], If[real[p], Return[False, Module]]; Return[$Unevaluated, Module]];
  c = in[q, p];
  If[! FreeQ[c, $Failed], Return[$Unevaluated, Module]];
  If[real[p], decided[c], reals[p] && c]]
(* Numbers decide a condition; approximate ones may miss an equation by rounding. *)
decided[c_] := If[MemberQ[{True, False}, c], c, Simplify[c]]
reals[p_] := With[{s = Select[p, ! NumericQ[#] &]}, Switch[Length[s], 0, True, 1, Element[First[s], Reals], _, Element[Alternatives @@ s, Reals]]]
regionMember[r_] := If[regionQ[r], RegionMemberFunction[r], $Unevaluated]
regionMember[___] := $Unevaluated

(* ---- unions and the like *)
combine[f_, rs_] := BooleanRegion[f, rs]
regionUnion[r_] := r
regionUnion[rs__] := combine[Or, {rs}]
regionIntersection[r_] := r
regionIntersection[rs__] := If[AllTrue[{rs}, MatchQ[#, ImplicitRegion[_, v_ /; v === First[{rs}][[2]]]] &], ImplicitRegion[And @@ (First /@ {rs}), First[{rs}][[2]]], combine[And, {rs}]]
regionDifference[a_, b_] := combine[#1 && ! #2 &, {a, b}]
regionSymmetricDifference[rs__] := combine[Xor, {rs}]

(* ---- measures, centers, bounds *)
regionMeasure[r_] := answer[measureOf[norm[r]]]
area[r_] := If[dim[norm[r]] === 2, regionMeasure[r], $Unevaluated]
volume[r_] := If[dim[norm[r]] === 3, regionMeasure[r], $Unevaluated]
arcLength[r_] := If[dim[norm[r]] === 1, regionMeasure[r], $Unevaluated]
regionCentroid[r_] := With[{c = centroidOf[norm[r]]}, If[c =!= $Failed, c, momentCentroid[r]]]
(* the mean of the coordinates *)
momentCentroid[r_] := Module[{n = space[norm[r]], x, m, v},
  If[n === $Failed, Return[$Unevaluated]];
  x = Table[Unique["x"], {n}];
  m = over[1, x, r];
  v = over[#, x, r] & /@ x;
  If[! FreeQ[{m, v}, $Failed] || m === 0, $Unevaluated, Simplify[v/m]]]
regionBounds[r_] := Module[{q = norm[r], n, p, c, b},
  b = boxOf[q];
  If[b =!= $Failed, Return[b, Module]];
  n = space[q];
  If[n === $Failed, Return[$Unevaluated, Module]];
  p = Table[Unique["x"], {n}];
  c = in[q, p];
  If[! FreeQ[c, $Failed], $Unevaluated, Quiet[Table[{MinValue[{x, c}, p], MaxValue[{x, c}, p]}, {x, p}], {MinValue::natt, MaxValue::natt}]]]

(* ---- distances *)
distance[r_, p_] := Module[{q = norm[r], x = Table[Unique["x"], {Length[p]}], c, d},
  d = near[q, p];
  If[d =!= $Failed, Return[Norm[p - d], Module]];
  If[TrueQ[regionMember[r, p]], Return[0, Module]];
  c = in[q, x];
  If[! FreeQ[c, $Failed], Return[$Failed, Module]];
  d = Quiet[MinValue[{Total[(x - p)^2], c}, x], {MinValue::natt}];
  If[NumericQ[d], Sqrt[d], $Failed]]
regionDistance[r_, p_List] /; real[p] && space[norm[r]] === Length[p] := answer[distance[r, p]]
regionDistance[___] := $Unevaluated

(* ---- integrals over regions: a map of a box onto the region, with the measure of its derivative *)
over[f_, x_List, r_] := overShape[f, x, norm[r]]
overShape[f_, x_, r : RegionUnion[rs__]] := If[AllTrue[Subsets[norm /@ {rs}, {2}], System`Library`figures`shapes`apart], With[{v = over[f, x, #] & /@ {rs}}, If[FreeQ[v, $Failed], Total[v], $Failed]], $Failed]
overShape[f_, x_, Point[p_]] := If[VectorQ[p], f /. Thread[x -> p], Total[(f /. Thread[x -> #]) & /@ DeleteDuplicates[p]]]
overShape[f_, {x_}, Interval[r__List]] := whole[Total[Integrate[f, {x, First[#], Last[#]}] & /@ {r}]]
overShape[f_, x_, (Rectangle | Cuboid)[a_, b_]] := whole[Integrate[f, Sequence @@ MapThread[{#1, Min[#2, #3], Max[#2, #3]} &, {x, a, b}]]]
overShape[f_, x_, Line[p_?MatrixQ]] := sum[overShape[f, x, Simplex[#]] & /@ Partition[p, 2, 1]]
overShape[f_, x_, Polygon[p_?MatrixQ]] := sum[overShape[f, x, Simplex[#]] Sign[signedArea[#]] & /@ (Join[{First[p]}, #] & /@ Partition[Rest[p], 2, 1])] Sign[signedArea[p]] /; Length[First[p]] === 2
signedArea[p_] := Total[Det /@ Partition[p, 2, 1, 1]]
overShape[f_, x_, ImplicitRegion[c_, v_List]] := Module[{u = If[ListQ[#], First[#], #] & /@ v, ranges},
  ranges = MapThread[Function[{s, y}, If[ListQ[s], {y, s[[2]], s[[3]]}, {y, -Infinity, Infinity}]], {v, x}];
  whole[Integrate[f Boole[c /. Thread[u -> x]], Sequence @@ ranges]]]
overShape[f_, x_, FullRegion[n_]] := whole[Integrate[f, Sequence @@ ({#, -Infinity, Infinity} & /@ x)]]
overShape[f_, x_, EmptyRegion[_]] := 0
overShape[f_, x_, ParametricRegion[g_List, p : {{_, _, _} ..}]] := mapped[f, x, g, p]
overShape[f_, x_, q_] := With[{m = chart[q]}, If[m === $Failed, $Failed, mapped[f, x, m[[1]], m[[2]]]]]
mapped[f_, x_, map_, ranges_] := Module[{j = D[map, {ranges[[All, 1]]}], w},
  w = If[Length[map] === Length[ranges], Det[j], Sqrt[Det[Transpose[j] . j]]];
  w = Simplify[If[Length[map] === Length[ranges], Abs[w], w], And @@ (#[[2]] < #[[1]] < #[[3]] & /@ ranges)] /. Abs[e_] :> e;
  whole[iterated[Simplify[(f /. Thread[x -> map]) w], ranges]]]
(* the last variable first, simplified between the steps *)
iterated[e_, ranges_] := Fold[Function[{g, s}, Simplify[Integrate[TrigReduce[Expand[g]], s], And @@ (#[[2]] < #[[1]] < #[[3]] & /@ ranges)]], e, Reverse[ranges]]
whole[e_] := If[FreeQ[e, Integrate | ConditionalExpression], Simplify[e], $Failed]
sum[l_] := If[FreeQ[l, $Failed], Total[l], $Failed]
{u$, v$, w$} = {Unique["u"], Unique["v"], Unique["w"]};
chart[Disk[c_, {a_, b_}]] := {c + v$ {a Cos[u$], b Sin[u$]}, {{u$, 0, 2 Pi}, {v$, 0, 1}}}
chart[Disk[c_, r_]] := {c + v$ {Cos[u$], Sin[u$]}, {{u$, 0, 2 Pi}, {v$, 0, r}}}
chart[Disk[c_, r_, {s_, t_}]] /; ! ListQ[r] := {c + v$ {Cos[u$], Sin[u$]}, {{u$, s, t}, {v$, 0, r}}}
chart[Annulus[c_, {a_, b_}]] := {c + v$ {Cos[u$], Sin[u$]}, {{u$, 0, 2 Pi}, {v$, a, b}}}
chart[Circle[c_, {a_, b_}]] := {c + {a Cos[u$], b Sin[u$]}, {{u$, 0, 2 Pi}}}
chart[Circle[c_, r_]] := {c + r {Cos[u$], Sin[u$]}, {{u$, 0, 2 Pi}}}
chart[Circle[c_, r_, {s_, t_}]] /; ! ListQ[r] := {c + r {Cos[u$], Sin[u$]}, {{u$, s, t}}}
chart[Ball[c_, r_]] /; Length[c] === 3 := {c + w$ direction, {{u$, 0, 2 Pi}, {v$, 0, Pi}, {w$, 0, r}}}
chart[Ball[c_, r_]] /; Length[c] === 2 := chart[Disk[c, r]]
chart[SphericalShell[c_, {a_, b_}]] := {c + w$ direction, {{u$, 0, 2 Pi}, {v$, 0, Pi}, {w$, a, b}}}
chart[Sphere[c_, r_]] /; Length[c] === 3 := {c + r direction, {{u$, 0, 2 Pi}, {v$, 0, Pi}}}
chart[Sphere[c_, r_]] /; Length[c] === 2 := chart[Circle[c, r]]
chart[Ellipsoid[c_, l_?VectorQ]] /; Length[c] === 3 := {c + w$ l direction, {{u$, 0, 2 Pi}, {v$, 0, Pi}, {w$, 0, 1}}}
chart[Ellipsoid[c_, l_?VectorQ]] /; Length[c] === 2 := chart[Disk[c, l]]
direction := {Cos[u$] Sin[v$], Sin[u$] Sin[v$], Cos[v$]}
chart[Cylinder[{p_, q_}, r_]] := With[{e = across[q - p]}, {p + u$ (q - p) + w$ (Cos[v$] e[[1]] + Sin[v$] e[[2]]), {{v$, 0, 2 Pi}, {u$, 0, 1}, {w$, 0, r}}}]
chart[Cone[{p_, q_}, r_]] := With[{e = across[q - p]}, {p + u$ (q - p) + w$ (1 - u$) r (Cos[v$] e[[1]] + Sin[v$] e[[2]]), {{v$, 0, 2 Pi}, {u$, 0, 1}, {w$, 0, 1}}}]
across[d_] := With[{k = First[Ordering[Abs[N[d]], 1]]}, With[{a = Normalize[Cross[d, UnitVector[3, k]]]}, {a, Normalize[Cross[d, a]]}]]
chart[Simplex[p_]] := Module[{t = Table[Unique["t"], {Length[p] - 1}], map, k = 1, weights = {}},
  (* the simplex as a cube folded together *)
  Do[AppendTo[weights, k s]; k = k (1 - s), {s, t}];
  {First[p] + weights . (# - First[p] & /@ Rest[p]), {#, 0, 1} & /@ t}]
chart[Parallelepiped[p_, v_]] := With[{t = Table[Unique["t"], {Length[v]}]}, {p + t . v, {#, 0, 1} & /@ t}]
chart[_] := $Failed

(* Integrate[f, {x, y, ...} ∈ region]; a single symbol stands for the list of coordinates *)
integral[f_, v_, r_] := Module[{x = coordinates[v, r], g = f},
  If[x === $Failed, Return[$Failed]];
  If[! ListQ[v] && space[norm[r]] > 1, g = f /. v -> x];
  over[g, x, r]]
coordinates[v_List, r_] := If[Length[v] === space[norm[r]], v, $Failed]
coordinates[v_, r_] := With[{n = space[norm[r]]}, Which[n === $Failed, $Failed, n === 1, {v}, True, Table[Unique["x"], {n}]]]

SetAttributes[numericalIntegral, HoldAll];
numericalIntegral[f_, Element[v_, r_], o___] := Module[{x, reg = norm[r], m, g, w, j},
  x = coordinates[Unevaluated[v], reg];
  If[x === $Failed, Message[NIntegrate::vars, HoldForm[Element[v, r]]]; Return[$Unevaluated]];
  g = If[ListQ[Unevaluated[v]] || Length[x] === 1, f, f /. v -> x];
  m = Which[MatchQ[reg, (Rectangle | Cuboid)[_, _]], {x, MapThread[{#1, Min[#2, #3], Max[#2, #3]} &, {x, reg[[1]], reg[[2]]}]}, MatchQ[reg, Interval[_]], {x, {Prepend[reg[[1]], x[[1]]]}}, True, chart[reg]];
  If[m === $Failed && MatchQ[reg, Line[_?MatrixQ] | Polygon[_?MatrixQ] | RegionUnion[__] | Point[_]], With[{e = integral[f, v, reg]}, Return[If[e === $Failed, byMembership[g, x, reg, o], N[e]]]]];
  If[m === $Failed, Return[byMembership[g, x, reg, o]]];
  j = D[m[[1]], {m[[2, All, 1]]}];
  w = If[Length[m[[1]]] === Length[m[[2]]], Abs[Det[j]], Sqrt[Det[Transpose[j] . j]]];
  With[{h = (g /. Thread[x -> m[[1]]]) w, ranges = Sequence @@ m[[2]]}, NIntegrate[h, ranges, o]]]
byMembership[g_, x_, reg_, o___] := Module[{b = regionBounds[reg], c = in[reg, x]},
  If[! MatchQ[b, {{_, _} ..}] || ! FreeQ[c, $Failed] || dim[reg] =!= Length[x], Return[$Unevaluated]];
  With[{h = g Boole[c], ranges = Sequence @@ MapThread[Prepend, {b, x}]}, NIntegrate[h, ranges, o]]]
