(* regions.wl - regions of space: which points lie in them, their measures, centroids, bounds and distances.

   Everything rests on condition[region, {x, y, ...}]: the equations and inequalities of membership. *)

real[p_] := AllTrue[p, NumericQ[#] && TrueQ[Im[N[#]] == 0] &]
dot[u_] := Total[u^2]
equal[a_, b_] := MapThread[Equal, {a, b}]

nonnegative[x_] := x >= 0

(* ---- the kinds of region: coordinates they take, and their own dimension *)
embedding[ImplicitRegion[_, v_List]] := Length[v]
embedding[ParametricRegion[f_List | {f_List, _}, _]] := Length[f]
embedding[(Disk | Circle | Rectangle)[___]] := 2
embedding[Triangle[p_?MatrixQ]] := Length[First[p]]
embedding[Triangle[]] := 2
embedding[(Ball | Sphere | Cuboid)[c : {__}, ___]] := Length[c]
embedding[(Ball | Sphere | Cuboid)[]] := 3
embedding[(Cylinder | Cone)[___]] := 3
embedding[Point[p_?MatrixQ] | (Line | Polygon | Simplex | InfiniteLine | HalfLine)[p_?MatrixQ]] := Length[First[p]]
embedding[Point[p_List]] := Length[p]
embedding[(InfiniteLine | HalfLine)[p_List, _List]] := Length[p]
embedding[(HalfSpace | Hyperplane)[n_List, ___]] := Length[n]
embedding[Ellipsoid[c_List, _]] := Length[c]
embedding[Parallelepiped[p_List, _]] := Length[p]
embedding[Interval[___]] := 1
embedding[FullRegion[n_] | EmptyRegion[n_]] := n
embedding[BooleanRegion[_, {r_, ___}]] := embedding[r]
embedding[_] := None

dimension[r : (Disk | Rectangle | Polygon | Triangle)[___]] := 2
dimension[Circle[___] | Line[_] | InfiniteLine[___] | HalfLine[___]] := 1
dimension[Point[_]] := 0
dimension[r : (Ball | Cuboid | Ellipsoid | HalfSpace)[___]] := embedding[r]
dimension[r : (Sphere | Hyperplane)[___]] := embedding[r] - 1
dimension[(Cylinder | Cone)[___]] := 3
dimension[Simplex[p_?MatrixQ]] := Length[p] - 1
dimension[Parallelepiped[_, v_]] := MatrixRank[v]
dimension[Interval[{a_, a_} ..]] := 0
dimension[Interval[___]] := 1
dimension[FullRegion[n_]] := n
dimension[EmptyRegion[_]] := -Infinity
dimension[ParametricRegion[_, p_]] := Length[p]
dimension[r : ImplicitRegion[c_, v_]] := Module[{all = condition[r, bare[v]], parts},
  parts = If[Head[all] === And, List @@ all, {all}];
  If[MemberQ[parts, False], Return[-Infinity, Module]];
  Max[0, Length[v] - Count[parts, _Equal]]]
dimension[BooleanRegion[_, rs_List]] := Max[dimension /@ rs]
dimension[_] := None
bare[v_List] := Replace[v, {s_, _, _} :> s, {1}]

regionQ[r_] := embedding[r] =!= None
regionDimension[r_] := With[{d = dimension[r]}, If[d === None, $Unevaluated, d]]
regionEmbeddingDimension[r_] := With[{d = embedding[r]}, If[d === None, $Unevaluated, d]]

(* ---- membership *)
condition[ImplicitRegion[c_, v_List], p_] := (And @@ Join[{c}, Cases[v, {s_, a_, b_} :> a <= s <= b]]) /. Thread[bare[v] -> p]
condition[Disk[c_: {0, 0}, r_: 1], p_] := within[p - c, r, LessEqual]
condition[Circle[c_: {0, 0}, r_: 1], p_] := within[p - c, r, Equal]
condition[Ball[], p_] := condition[Ball[{0, 0, 0}], p]
condition[Ball[c_, r_: 1], p_] := within[p - c, r, LessEqual]
condition[Sphere[], p_] := condition[Sphere[{0, 0, 0}], p]
condition[Sphere[c_, r_: 1], p_] := within[p - c, r, Equal]
within[d_, r_List, compare_] := compare[Total[d^2/r^2], 1]
within[d_, r_, compare_] := compare[dot[d], r^2]
condition[Ellipsoid[c_, r_?VectorQ], p_] := Total[(p - c)^2/r^2] <= 1
condition[Ellipsoid[c_, m_?MatrixQ], p_] := (p - c) . Inverse[m] . (p - c) <= 1
condition[Rectangle[], p_] := condition[Rectangle[{0, 0}], p]
condition[Cuboid[], p_] := condition[Cuboid[{0, 0, 0}], p]
condition[(Rectangle | Cuboid)[a_], p_] := box[a, a + 1, p]
condition[(Rectangle | Cuboid)[a_, b_], p_] := box[a, b, p]
box[a_, b_, p_] := And @@ MapThread[Min[#1, #2] <= #3 <= Max[#1, #2] &, {a, b, p}]
condition[Interval[r__List], {x_}] := Or @@ (First[#] <= x <= Last[#] & /@ {r})
condition[Point[q_?MatrixQ], p_] := Or @@ (And @@ equal[p, #] & /@ q)
condition[Point[q_], p_] := And @@ equal[p, q]
condition[HalfSpace[n_, c_], p_] := n . p <= If[ListQ[c], n . c, c]
condition[HalfSpace[n_], p_] := n . p <= 0
condition[Hyperplane[n_, c_], p_] := n . p == If[ListQ[c], n . c, c]
condition[Hyperplane[n_], p_] := n . p == 0
condition[FullRegion[_], _] := True
condition[EmptyRegion[_], _] := False
condition[InfiniteLine[{a_, b_}], p_] := condition[InfiniteLine[a, b - a], p]
condition[InfiniteLine[a_List, v_List], p_] := along[a, v, p, True &]
condition[HalfLine[{a_, b_}], p_] := condition[HalfLine[a, b - a], p]
condition[HalfLine[a_List, v_List], p_] := along[a, v, p, # >= 0 &]
condition[Line[q : {{__}, {__}, ___}], p_] := Or @@ (along[#[[1]], #[[2]] - #[[1]], p, 0 <= # <= 1 &] & /@ Partition[q, 2, 1])
(* p = a + t v with a condition on t *)
along[a_, v_, p_, test_] := Module[{t = (p - a) . v/dot[v]}, And @@ Append[equal[p, a + t v], test[t]]]
condition[Triangle[], p_] := condition[Triangle[{{0, 0}, {1, 0}, {0, 1}}], p]
condition[Triangle[q_], p_] := condition[Simplex[q], p]
condition[Simplex[q_], p_] := barycentric[First[q], Rest[q], p, And @@ Append[Map[nonnegative, #], Total[#] <= 1] &]
condition[Parallelepiped[q_, v_], p_] := barycentric[q, q + # & /@ v, p, And @@ (0 <= # <= 1 & /@ #) &]
(* p = o + t1 (q1 - o) + ...; the conditions on t, and that p lies in their plane *)
barycentric[o_, q_, p_, test_] := Module[{m = Transpose[# - o & /@ q], t},
  t = If[SquareMatrixQ[m], Inverse[m], PseudoInverse[m]] . (p - o);
  If[SquareMatrixQ[m], test[t], And @@ Append[equal[p, o + m . t], test[t]]]]
condition[Cylinder[], p_] := condition[Cylinder[{{0, 0, -1}, {0, 0, 1}}], p]
condition[Cylinder[{a_, b_}, r_: 1], p_] := Module[{v = b - a, t}, t = (p - a) . v/dot[v]; 0 <= t <= 1 && dot[p - a - t v] <= r^2]
condition[Cone[], p_] := condition[Cone[{{0, 0, -1}, {0, 0, 1}}], p]
condition[Cone[{a_, b_}, r_: 1], p_] := Module[{v = b - a, t}, t = (p - a) . v/dot[v]; 0 <= t <= 1 && dot[p - a - t v] <= (r (1 - t))^2]
condition[BooleanRegion[f_, rs_List], p_] := f @@ (condition[#, p] & /@ rs)
condition[_, _] := None

(* A polygon by crossings of its edges; points of the border belong to it. *)
insidePolygon[q_, p_] := Module[{edges = Partition[Append[q, First[q]], 2, 1]},
  AnyTrue[edges, TrueQ[along[#[[1]], #[[2]] - #[[1]], p, 0 <= # <= 1 &]] &] || OddQ[Count[edges, {{x1_, y1_}, {x2_, y2_}} /; (y1 > p[[2]]) =!= (y2 > p[[2]]) &&
      p[[1]] < x1 + (p[[2]] - y1) (x2 - x1)/(y2 - y1)]]]

regionMember[r_, p : {__List}] /; embedding[r] === Length[First[p]] := regionMember[r, #] & /@ p
regionMember[Polygon[q_?MatrixQ], p_List] /; Length[p] === 2 && real[p] := insidePolygon[q, p]
regionMember[r_, x_] /; embedding[r] === 1 && ! ListQ[x] := regionMember[r, {x}]
regionMember[r_, p_List] := Module[{c},
  If[embedding[r] === None, Message[RegionMember::reg, r]; Return[$Unevaluated, Module]];
  If[embedding[r] =!= Length[p], If[real[p], Return[False, Module]]; Return[$Unevaluated, Module]];
  c = condition[r, p];
  If[c === None, Return[$Unevaluated, Module]];
  If[real[p], decided[c], reals[p] && c]]
(* Numbers decide a condition; approximate ones may miss an equation by rounding. *)
decided[c_] := Module[{value = c},
  If[! MemberQ[{True, False}, value], value = Simplify[c]];
  value]
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

(* ---- measures and centroids of the simple kinds *)
measure[Point[p_?MatrixQ]] := Length[Union[p]]
measure[Point[_]] := 1
measure[Disk[c_: {0, 0}, r_: 1]] := If[ListQ[r], Pi Times @@ r, Pi r^2]
measure[Circle[c_: {0, 0}, r_: 1]] := If[ListQ[r], 4 Max[r] EllipticE[1 - (Min[r]/Max[r])^2], 2 Pi r]
measure[Ball[]] := 4 Pi/3
measure[Ball[c_, r_: 1]] := With[{n = Length[c]}, Pi^(n/2) r^n/Gamma[n/2 + 1]]
measure[Sphere[]] := 4 Pi
measure[Sphere[c_, r_: 1]] := With[{n = Length[c]}, 2 Pi^(n/2) r^(n - 1)/Gamma[n/2]]
measure[Ellipsoid[c_, r_?VectorQ]] := measure[Ball[c, 1]] Times @@ r
measure[Ellipsoid[c_, m_?MatrixQ]] := measure[Ball[c, 1]] Sqrt[Det[m]]
measure[Rectangle[] | Rectangle[_] | Cuboid[] | Cuboid[_]] := 1
measure[(Rectangle | Cuboid)[a_, b_]] := Abs[Times @@ (b - a)]
measure[Line[q_?MatrixQ]] := Total[Norm[#2 - #1] & @@@ Partition[q, 2, 1]]
measure[Triangle[]] := 1/2
measure[Triangle[q_]] := measure[Simplex[q]]
measure[Simplex[q_]] := With[{m = # - First[q] & /@ Rest[q]}, If[SquareMatrixQ[m], Abs[Det[m]], Sqrt[Det[m . Transpose[m]]]]/Length[m]!]
measure[Parallelepiped[_, m_]] := If[SquareMatrixQ[m], Abs[Det[m]], Sqrt[Det[m . Transpose[m]]]]
measure[Polygon[q_?MatrixQ]] /; Length[First[q]] === 2 := Abs[Total[Det /@ Partition[Append[q, First[q]], 2, 1]]]/2
measure[Cylinder[]] := 2 Pi
measure[Cylinder[{a_, b_}, r_: 1]] := Pi r^2 Norm[b - a]
measure[Cone[]] := 2 Pi/3
measure[Cone[{a_, b_}, r_: 1]] := Pi r^2 Norm[b - a]/3
measure[Interval[r__List]] := Total[Last[#] - First[#] & /@ {r}]
measure[EmptyRegion[_]] := 0
measure[FullRegion[_] | (HalfSpace | Hyperplane | InfiniteLine | HalfLine)[___]] := Infinity
measure[r : ImplicitRegion[_, {_}]] := Module[{x, s = Reduce[condition[r, {x}], x, Reals]}, lengthOf[s, x]]
measure[_] := None
lengthOf[False, _] := 0
lengthOf[True, _] := Infinity
lengthOf[s_Or, x_] := Total[lengthOf[#, x] & /@ List @@ s]
lengthOf[_Equal, _] := 0
lengthOf[Inequality[a_, _, _, _, b_] | (Less | LessEqual)[a_, _, b_], _] := b - a
lengthOf[(Greater | GreaterEqual)[b_, _, a_], _] := b - a
lengthOf[(Less | LessEqual | Greater | GreaterEqual)[_, _], _] := Infinity
lengthOf[_, _] := None
regionMeasure[r_] := With[{m = measure[r]}, If[m === None, $Unevaluated, m]]
area[r_] := If[dimension[r] === 2, regionMeasure[r], $Unevaluated]
volume[r_] := If[dimension[r] === 3, regionMeasure[r], $Unevaluated]
arcLength[r_] := If[dimension[r] === 1, regionMeasure[r], $Unevaluated]

centroid[(Disk | Circle)[c_: {0, 0}, ___]] := c
centroid[Ball[] | Sphere[] | Cylinder[]] := {0, 0, 0}
centroid[(Ball | Sphere | Ellipsoid)[c_, ___]] := c
centroid[Rectangle[]] := {1/2, 1/2}
centroid[Cuboid[]] := {1/2, 1/2, 1/2}
centroid[(Rectangle | Cuboid)[a_]] := a + 1/2
centroid[(Rectangle | Cuboid)[a_, b_]] := (a + b)/2
centroid[Point[p_?MatrixQ]] := Mean[Union[p]]
centroid[Point[p_]] := p
centroid[Triangle[]] := {1/3, 1/3}
centroid[(Triangle | Simplex)[q_]] := Mean[q]
centroid[Parallelepiped[p_, v_]] := p + Total[v]/2
centroid[Line[q_?MatrixQ]] := With[{s = Partition[q, 2, 1]}, Total[Norm[#2 - #1] (#1 + #2)/2 & @@@ s]/measure[Line[q]]]
centroid[Polygon[q_?MatrixQ]] := With[{s = Partition[Append[q, First[q]], 2, 1]}, Total[Det[#] Total[#] & /@ s]/(3 Total[Det /@ s])]
centroid[Cylinder[{a_, b_}, ___]] := (a + b)/2
centroid[Cone[{a_, b_}, ___]] := a + (b - a)/4
centroid[Cone[]] := {0, 0, -1/2}
centroid[_] := None
regionCentroid[r_] := With[{c = centroid[r]}, If[c === None, $Unevaluated, c]]

(* ---- bounds: closed forms, else the extrema of the coordinates under the conditions *)
regionBounds[(Disk | Circle)[c_: {0, 0}, r_: 1]] := Transpose[{c - r, c + r}]
regionBounds[Ball[] | Sphere[]] := {{-1, 1}, {-1, 1}, {-1, 1}}
regionBounds[(Ball | Sphere)[c_, r_: 1]] := Transpose[{c - r, c + r}]
regionBounds[(Triangle | Simplex | Polygon | Line | Point)[q_?MatrixQ]] := MinMax /@ Transpose[q]
regionBounds[(Rectangle | Cuboid)[a_, b_]] := MinMax /@ Transpose[{a, b}]
regionBounds[r_] := Module[{n = embedding[r], p, c},
  If[n === None, Return[$Unevaluated, Module]];
  p = Table[Unique["x"], {n}];
  c = condition[r, p];
  If[c === None, $Unevaluated, Quiet[Table[{MinValue[{x, c}, p], MaxValue[{x, c}, p]}, {x, p}], {MinValue::natt, MaxValue::natt}]]]

(* ---- distances *)
distance[Point[q_?MatrixQ], p_] := Min[Norm[p - #] & /@ q]
distance[Point[q_], p_] := Norm[p - q]
distance[(Disk | Ball)[c_, r_: 1], p_] /; ! ListQ[r] := Max[0, Norm[p - c] - r]
distance[Disk[], p_] := Max[0, Norm[p] - 1]
distance[(Circle | Sphere)[c_, r_: 1], p_] /; ! ListQ[r] := Abs[Norm[p - c] - r]
distance[Circle[], p_] := Abs[Norm[p] - 1]
distance[Rectangle[] | Cuboid[], p_] := Norm[MapThread[Max[0, -#1, #1 - 1] &, {p}]]
distance[(Rectangle | Cuboid)[a_, b_], p_] := Norm[MapThread[Max[0, Min[#1, #2] - #3, #3 - Max[#1, #2]] &, {a, b, p}]]
distance[InfiniteLine[{a_, b_}], p_] := distance[InfiniteLine[a, b - a], p]
distance[InfiniteLine[a_, v_], p_] := Norm[p - a - ((p - a) . v/dot[v]) v]
distance[Line[q_], p_] := Min[segment[#1, #2, p] & @@@ Partition[q, 2, 1]]
segment[a_, b_, p_] := Norm[p - a - Clip[(p - a) . (b - a)/dot[b - a], {0, 1}] (b - a)]
distance[Hyperplane[n_, c_: 0], p_] := Abs[n . p - If[ListQ[c], n . c, c]]/Norm[n]
distance[HalfSpace[n_, c_: 0], p_] := Max[0, n . p - If[ListQ[c], n . c, c]]/Norm[n]
distance[r_, p_] := Module[{x = Table[Unique["x"], {Length[p]}], c, d},
  If[TrueQ[regionMember[r, p]], Return[0, Module]];
  c = condition[r, x];
  If[c === None, Return[None, Module]];
  d = Quiet[MinValue[{dot[x - p], c}, x], {MinValue::natt}];
  If[NumericQ[d], Sqrt[d], None]]
regionDistance[r_, p_List] /; real[p] && embedding[r] === Length[p] := With[{d = distance[r, p]}, If[d === None, $Unevaluated, d]]
regionDistance[___] := $Unevaluated
