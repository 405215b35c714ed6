(* figures.wl - boundaries, bounding figures, nearest and random points of the geometric primitives. *)

(* ---- one form of each: simplices, balls and their like *)
plain[Rectangle[]] := Rectangle[{0, 0}, {1, 1}]; plain[Rectangle[p_List]] := Rectangle[p, p + 1];
plain[Cuboid[]] := Cuboid[{0, 0, 0}, {1, 1, 1}]; plain[Cuboid[p_List]] := Cuboid[p, p + 1];
plain[Disk[]] := Disk[{0, 0}, 1]; plain[Disk[c_List]] := Disk[c, 1];
plain[Circle[]] := Circle[{0, 0}, 1]; plain[Circle[c_List]] := Circle[c, 1];
plain[Ball[]] := Ball[{0, 0, 0}, 1]; plain[Ball[c_List]] := Ball[c, 1];
plain[Sphere[]] := Sphere[{0, 0, 0}, 1]; plain[Sphere[c_List]] := Sphere[c, 1];
plain[Cylinder[]] := Cylinder[{{0, 0, -1}, {0, 0, 1}}, 1]; plain[Cylinder[p_List]] := Cylinder[p, 1];
plain[Cone[]] := Cone[{{0, 0, -1}, {0, 0, 1}}, 1]; plain[Cone[p_List]] := Cone[p, 1];
plain[Triangle[]] := Triangle[{{0, 0}, {1, 0}, {0, 1}}];
plain[Tetrahedron[p : {_, _, _, _}]] := Simplex[p]; plain[Triangle[p : {_List, _List, _List}]] := Simplex[p];
plain[Annulus[]] := Annulus[{0, 0}, {1/2, 1}]; plain[Annulus[c_List]] := Annulus[c, {1/2, 1}];
plain[Simplex[n_Integer]] := Simplex[Prepend[IdentityMatrix[n], ConstantArray[0, n]]];
plain[Parallelogram[p_List, {u_, v_}]] := Parallelepiped[p, {u, v}];
plain[Interval[{a_, b_}]] := Simplex[{{a}, {b}}];
plain[Polygon[p_List]] := If[MatrixQ[p] && Length[p] === 3, Simplex[p], Polygon[p]];
plain[Line[{p_List, q_List}]] := Simplex[{p, q}] /; VectorQ[p];
plain[r_] := With[{q = r}, q];
norm[r_] := FixedPoint[plain, r, 3];
flat[p_List] := Length[First[p]] === 2;

(* ---- dimension *)
dim[Point[_]] := 0; dim[Line[_] | Circle[__] | HalfLine[__] | InfiniteLine[__]] := 1;
dim[Disk[__] | Polygon[_] | Rectangle[__] | Annulus[__] | InfinitePlane[__] | HalfPlane[__]] := 2;
dim[Sphere[c_List, _]] := Length[c] - 1; dim[Ball[c_List, _]] := Length[c]; dim[Cylinder[__] | Cone[__] | SphericalShell[__] | Hexahedron[_] | Pyramid[_] | Prism[_]] := 3; dim[Ellipsoid[c_List, _]] := Length[c];
dim[Cuboid[a_, _]] := Length[a]; dim[Simplex[p_]] := MatrixRank[Map[# - First[p] &, Rest[p]]]; dim[Parallelepiped[_, v_]] := MatrixRank[v];
dim[(RegionUnion)[rs__]] := Max[dim /@ norm /@ {rs}]; dim[(RegionIntersection | RegionDifference)[r_, ___]] := dim[norm[r]];
dim[FullRegion[n_]] := n; dim[EmptyRegion[_]] := -Infinity; dim[BooleanRegion[_, {r_, ___}]] := dim[norm[r]];
dim[ImplicitRegion[_, v_List]] := Length[v]; dim[TransformedRegion[r_, _]] := dim[norm[r]];
dim[_] := $Failed;
space[Point[p_List]] := If[VectorQ[p], Length[p], Length[First[p]]]; space[Line[p_] | Polygon[p_] | Simplex[p_] | Hexahedron[p_] | Pyramid[p_] | Prism[p_]] := If[MatrixQ[p], Length[First[p]], Length[First[First[p]]]];
space[Circle[__] | Disk[__] | Annulus[__]] := 2; space[Rectangle[a_, _] | Cuboid[a_, _] | Ball[a_, _] | Sphere[a_, _] | Ellipsoid[a_, _] | Parallelepiped[a_, _]] := Length[a]; space[Cylinder[__] | Cone[__] | SphericalShell[__]] := 3;
space[(HalfLine | InfiniteLine)[a_, b_]] := Length[a]; space[(HalfLine | InfiniteLine | InfinitePlane)[p_]] := Length[First[p]]; space[(HalfPlane | InfinitePlane)[p_, __]] := Length[Flatten[{p}]]; space[(RegionUnion | RegionIntersection | RegionDifference)[r_, ___]] := space[norm[r]];
space[FullRegion[n_] | EmptyRegion[n_]] := n; space[BooleanRegion[_, {r_, ___}]] := space[norm[r]]; space[ImplicitRegion[_, v_List]] := Length[v]; space[TransformedRegion[r_, _]] := space[norm[r]];
space[_] := $Failed;
given[$Failed] := $Unevaluated; given[x_] := x;
regionQ[r_] := dim[norm[r]] =!= $Failed && space[norm[r]] =!= $Failed;
constantRegionQ[r_] := regionQ[r] && FreeQ[N[r], _Symbol?(! NumericQ[#] && Context[#] =!= "System`" &)];

(* ---- measure *)
gram[v_] := Sqrt[Det[v . Transpose[v]]];
measure[Point[p_]] := If[VectorQ[p], 1, Length[DeleteDuplicates[p]]];
measure[Simplex[p_]] := With[{v = Map[# - First[p] &, Rest[p]]}, If[Length[v] === 0, 1, If[Length[v] === Length[First[p]], Abs[Det[v]], gram[v]]/Length[v]!]];
measure[Line[p_]] := If[MatrixQ[p], Total[Map[Norm[#[[2]] - #[[1]]] &, Partition[p, 2, 1]]], Total[measure[Line[#]] & /@ p]];
measure[Polygon[p_]] := Which[! MatrixQ[p], Total[measure[Polygon[#]] & /@ p], flat[p], Abs[shoelace[p]], True, Norm[Total[Map[Cross[#[[1]], #[[2]]] &, Partition[p, 2, 1, 1]]]]/2];
shoelace[p_] := Total[Map[Det, Partition[p, 2, 1, 1]]]/2;
measure[Rectangle[a_, b_] | Cuboid[a_, b_]] := Times @@ Abs[b - a];
measure[Parallelepiped[_, v_]] := If[Length[v] === Length[First[v]], Abs[Det[v]], gram[v]];
measure[Disk[_, {a_, b_}]] := Pi a b; measure[Disk[_, r_]] := Pi r^2; measure[Disk[_, {a_, b_}, {s_, t_}]] := a b (t - s)/2; measure[Disk[_, r_, {s_, t_}]] := r^2 (t - s)/2;
measure[Circle[_, {a_, b_}]] := 4 a EllipticE[1 - b^2/a^2]; measure[Circle[_, r_]] := 2 Pi r; measure[Circle[_, r_, {s_, t_}]] := r (t - s) /; ! ListQ[r];
measure[Annulus[_, {a_, b_}]] := Pi (b^2 - a^2); measure[Annulus[_, {a_, b_}, {s_, t_}]] := (b^2 - a^2) (t - s)/2;
measure[Ball[c_, r_]] := With[{n = Length[c]}, Pi^(n/2) r^n/Gamma[n/2 + 1]];
measure[Sphere[c_, r_]] := With[{n = Length[c]}, 2 Pi^(n/2) r^(n - 1)/Gamma[n/2]];
measure[Ellipsoid[c_, l_List]] := If[VectorQ[l], Pi^(Length[c]/2)/Gamma[Length[c]/2 + 1] Times @@ l, Pi^(Length[c]/2)/Gamma[Length[c]/2 + 1] Sqrt[Det[l]]];
measure[Cylinder[{p_, q_}, r_]] := Pi r^2 Norm[q - p];
measure[Cone[{p_, q_}, r_]] := Pi r^2 Norm[q - p]/3;
measure[SphericalShell[_, {a_, b_}]] := 4 Pi (b^3 - a^3)/3;
measure[(HalfLine | InfiniteLine | InfinitePlane | HalfPlane)[__]] := Infinity;
measure[FullRegion[_]] := Infinity; measure[EmptyRegion[_]] := 0;
measure[ImplicitRegion[cond_, v_List]] := With[{r = Integrate[Boole[cond], Sequence @@ Map[{If[ListQ[#], First[#], #], If[ListQ[#], #[[2]], -Infinity], If[ListQ[#], #[[3]], Infinity]} &, v]]}, If[FreeQ[r, Integrate], r, $Failed]];
measure[RegionUnion[rs__]] := With[{l = norm /@ {rs}}, If[AllTrue[Subsets[l, {2}], apart], Total[measure /@ l], $Failed]];
measure[_] := $Failed;
apart[{a_, b_}] := With[{u = box[a], v = box[b]}, u =!= $Failed && v =!= $Failed && AnyTrue[Transpose[{u, v}], TrueQ[#[[1, 2]] <= #[[2, 1]] || #[[2, 2]] <= #[[1, 1]]] &]];
perimeter[r_] := With[{q = norm[r]}, Switch[q, Simplex[p_] /; Length[p] === 3, Total[Map[Norm[#[[2]] - #[[1]]] &, Partition[q[[1]], 2, 1, 1]]], Polygon[_?MatrixQ], Total[Map[Norm[#[[2]] - #[[1]]] &, Partition[q[[1]], 2, 1, 1]]], Rectangle[_, _], 2 Total[Abs[q[[2]] - q[[1]]]],
  Disk[_, _], measure[Circle @@ q], Annulus[_, {_, _}], 2 Pi Total[q[[2]]], Parallelepiped[_, {_, _}], 2 Total[Norm /@ q[[2]]], Disk[_, _, {_, _}], If[ListQ[q[[2]]], $Unevaluated, 2 q[[2]] + q[[2]] (q[[3, 2]] - q[[3, 1]])], _, $Unevaluated]];
surfaceArea[r_] := With[{q = norm[r]}, Switch[q, Cuboid[{_, _, _}, _], With[{d = Abs[q[[2]] - q[[1]]]}, 2 (d[[1]] d[[2]] + d[[2]] d[[3]] + d[[1]] d[[3]])], Ball[_, _], measure[Sphere @@ q], Cylinder[__], With[{h = Norm[q[[1, 2]] - q[[1, 1]]], s = q[[2]]}, 2 Pi s h + 2 Pi s^2], Cone[__], With[{h = Norm[q[[1, 2]] - q[[1, 1]]], s = q[[2]]}, Pi s (s + Sqrt[h^2 + s^2])],
  Simplex[p_] /; Length[p] === 4, Total[Map[measure[Simplex[#]] &, Subsets[q[[1]], {3}]]], Parallelepiped[_, {_, _, _}], 2 Total[Map[gram, Subsets[q[[2]], {2}]]], _, $Unevaluated]];


(* ---- bounds *)
extent[p_] := Map[MinMax, Transpose[p]];
box[Point[p_]] := If[VectorQ[p], Transpose[{p, p}], extent[p]];
box[Simplex[p_] | Polygon[p_?MatrixQ] | Line[p_?MatrixQ]] := extent[p];
box[Polygon[p_] | Line[p_]] := extent[Flatten[p, 1]];
box[Rectangle[a_, b_] | Cuboid[a_, b_]] := extent[{a, b}];
box[Parallelepiped[p_, v_]] := extent[Map[p + Total[#] &, Subsets[v]]];
box[Disk[c_, {a_, b_}] | Circle[c_, {a_, b_}]] := {{c[[1]] - a, c[[1]] + a}, {c[[2]] - b, c[[2]] + b}};
box[Disk[c_, r_] | Circle[c_, r_] | Ball[c_, r_] | Sphere[c_, r_]] := Map[{# - r, # + r} &, c];
box[Annulus[c_, {_, r_}] | SphericalShell[c_, {_, r_}]] := Map[{# - r, # + r} &, c];
box[Ellipsoid[c_, l_?VectorQ]] := MapThread[{#1 - #2, #1 + #2} &, {c, l}];
box[Cylinder[{p_, q_}, r_]] := With[{u = (q - p)/Norm[q - p]}, MapThread[{Min[#1, #2] - r Sqrt[1 - #3^2], Max[#1, #2] + r Sqrt[1 - #3^2]} &, {p, q, u}]];
box[Cone[{p_, q_}, r_]] := With[{u = (q - p)/Norm[q - p]}, MapThread[{Min[#1 - r Sqrt[1 - #3^2], #2], Max[#1 + r Sqrt[1 - #3^2], #2]} &, {p, q, u}]];
box[RegionUnion[rs__]] := With[{b = box /@ norm /@ {rs}}, If[MemberQ[b, $Failed], $Failed, MapThread[{Min[{##}[[All, 1]]], Max[{##}[[All, 2]]]} &, b]]];
box[RegionDifference[r_, _]] := box[norm[r]];
box[FullRegion[n_]] := ConstantArray[{-Infinity, Infinity}, n];
box[_] := $Failed;
boundingRegion[p_?MatrixQ] := boundingRegion[p, Automatic];
boundingRegion[p_?MatrixQ, "MinBox" | Automatic | "MinCuboid" | "MinRectangle" | "FastCuboid"] := With[{e = extent[p]}, If[Length[e] === 2, Rectangle, Cuboid] @@ Transpose[e]];
boundingRegion[p_?MatrixQ, "MinDisk" | "MinBall"] := With[{c = smallest[p]}, If[Length[First[p]] === 2, Disk, Ball] @@ c];
boundingRegion[r_, s_: Automatic] := With[{b = box[norm[r]]}, If[b === $Failed || ! MemberQ[{Automatic, "MinBox", "MinCuboid", "MinRectangle"}, s], $Unevaluated, If[Length[b] === 2, Rectangle, Cuboid] @@ Transpose[b]]];
(* the smallest ball: the circumsphere of two to d + 1 of the points that holds all of them *)
smallest[p_] := Module[{q = DeleteDuplicates[p], d = Length[First[p]], best = $Failed, c}, If[Length[q] === 1, Return[{First[q], 0}]];
  If[Length[q] > 25, q = outer[q]];
  Do[Do[c = sphereOf[s]; If[c =!= $Failed && AllTrue[q, N[(# - c[[1]]) . (# - c[[1]])] <= N[c[[2]]^2] (1 + 10.^-10) &] && (best === $Failed || N[c[[2]]] < N[best[[2]]]), best = c], {s, Subsets[q, {k}]}]; If[best =!= $Failed, Break[]], {k, 2, d + 1}]; best];
outer[q_] := Union[Join @@ Table[With[{v = N[{Cos[t], Sin[t]}]}, {First[MaximalBy[q, Take[#, 2] . v &]]}], {t, 0, 2 Pi, Pi/12}], Join @@ Table[{First[MaximalBy[q, #[[k]] &]], First[MinimalBy[q, #[[k]] &]]}, {k, Length[First[q]]}]];
sphereOf[{p_}] := {p, 0};
sphereOf[s_] := Module[{v = Map[# - First[s] &, Rest[s]], g, a}, g = v . Transpose[v]; If[Det[g] == 0, Return[$Failed]]; a = LinearSolve[2 g, Diagonal[g]]; {First[s] + a . v, Sqrt[(a . v) . (a . v)]}];
circumsphere[p_?MatrixQ] := With[{c = sphereOf[p]}, If[c === $Failed || Length[p] =!= Length[First[p]] + 1, $Unevaluated, If[Length[First[p]] === 2, Circle, Sphere] @@ Simplify[c]]];
circumsphere[(Triangle | Tetrahedron | Simplex | Polygon)[p_?MatrixQ]] := circumsphere[p];
circumsphere[___] := $Unevaluated;
insphere[(Triangle | Polygon | Simplex | Tetrahedron)[p_?MatrixQ]] := insphere[p];
insphere[p_?MatrixQ] := If[Length[p] =!= Length[First[p]] + 1, $Unevaluated, With[{w = Table[measure[Simplex[Delete[p, k]]], {k, Length[p]}]}, If[Length[First[p]] === 2, Circle, Sphere] @@ Simplify[{w . p/Total[w], Length[First[p]] measure[Simplex[p]]/Total[w]}]]];
insphere[___] := $Unevaluated;
circleThrough[p_?MatrixQ] := Switch[Length[p], 1, Circle[First[p], 0], 2, Circle[Mean[p], Norm[p[[2]] - p[[1]]]/2], _, With[{c = sphereOf[Take[p, 3]]}, If[c === $Failed, EmptyRegion[2], If[AllTrue[p, TrueQ[Simplify[(# - c[[1]]) . (# - c[[1]]) - c[[2]]^2] == 0] &], Circle @@ Simplify[c], EmptyRegion[2]]]]] /; Length[First[p]] === 2;
circleThrough[___] := $Unevaluated;

(* ---- membership: conditions that are exact *)
in[Point[p_], x_] := If[VectorQ[p], And @@ Thread[x == p], Or @@ Map[And @@ Thread[x == #] &, p]];
in[Rectangle[a_, b_] | Cuboid[a_, b_], x_] := And @@ MapThread[Min[#1, #2] <= #3 <= Max[#1, #2] &, {a, b, x}];
in[Disk[c_, {a_, b_}], x_] := (x[[1]] - c[[1]])^2/a^2 + (x[[2]] - c[[2]])^2/b^2 <= 1;
in[Disk[c_, r_] | Ball[c_, r_], x_] := Total[(x - c)^2] <= r^2;
in[Circle[c_, {a_, b_}], x_] := (x[[1]] - c[[1]])^2/a^2 + (x[[2]] - c[[2]])^2/b^2 == 1;
in[Circle[c_, r_] | Sphere[c_, r_], x_] := Total[(x - c)^2] == r^2;
in[Annulus[c_, {a_, b_}] | SphericalShell[c_, {a_, b_}], x_] := a^2 <= Total[(x - c)^2] <= b^2;
in[Ellipsoid[c_, l_?VectorQ], x_] := Total[(x - c)^2/l^2] <= 1;
in[Ellipsoid[c_, m_?MatrixQ], x_] := (x - c) . Inverse[m] . (x - c) <= 1;
in[Simplex[p_], x_] := Module[{v = Map[# - First[p] &, Rest[p]], a}, If[Length[v] === Length[First[p]], a = LinearSolve[Transpose[v], x - First[p]]; And @@ Map[# >= 0 &, a] && Total[a] <= 1,
   a = PseudoInverse[Transpose[v]] . (x - First[p]); And @@ Thread[a . v == x - First[p]] && And @@ Map[# >= 0 &, a] && Total[a] <= 1]];
in[Parallelepiped[p_, v_], x_] := With[{a = LinearSolve[Transpose[v], x - p]}, And @@ Map[0 <= # <= 1 &, a]] /; Length[v] === Length[First[v]];
in[Polygon[p_?MatrixQ], x_?(VectorQ[#, NumericQ] &)] := winding[p, x] /; flat[p];
in[Line[p_?MatrixQ], x_] := Or @@ Map[in[Simplex[#], x] &, Partition[p, 2, 1]];
in[Cylinder[{p_, q_}, r_], x_] := With[{u = q - p, w = x - p}, With[{t = (w . u)/(u . u)}, 0 <= t <= 1 && (w - t u) . (w - t u) <= r^2]];
in[Cone[{p_, q_}, r_], x_] := With[{u = q - p, w = x - p}, With[{t = (w . u)/(u . u)}, 0 <= t <= 1 && (w - t u) . (w - t u) <= r^2 (1 - t)^2]];
in[InfiniteLine[{p_List, q_List}], x_] := in[InfiniteLine[p, q - p], x];
in[InfiniteLine[p_, v_], x_] := With[{t = ((x - p) . v)/(v . v)}, And @@ Thread[x - p == t v]];
in[HalfLine[{p_List, q_List}], x_] := in[HalfLine[p, q - p], x];
in[HalfLine[p_, v_], x_] := With[{t = ((x - p) . v)/(v . v)}, t >= 0 && And @@ Thread[x - p == t v]];
in[RegionUnion[rs__], x_] := Or @@ Map[in[norm[#], x] &, {rs}];
in[RegionIntersection[rs__], x_] := And @@ Map[in[norm[#], x] &, {rs}];
in[RegionDifference[a_, b_], x_] := in[norm[a], x] && ! in[norm[b], x];
in[BooleanRegion[f_, rs_List], x_] := f @@ Map[in[norm[#], x] &, rs];
in[ImplicitRegion[c_, v_List], x_] := (c && And @@ Cases[v, {u_, a_, b_} :> a <= u <= b]) /. Thread[Map[If[ListQ[#], First[#], #] &, v] -> x];
in[FullRegion[n_], x_] := Length[x] === n; in[EmptyRegion[_], _] := False;
in[_, _] := $Failed;
winding[p_, {x_, y_}] := Module[{inside = False, edge = False}, Do[With[{a = e[[1]], b = e[[2]]},
    If[in[Simplex[{a, b}], {x, y}] === True, edge = True]; If[(a[[2]] > y) =!= (b[[2]] > y) && x < (b[[1]] - a[[1]]) (y - a[[2]])/(b[[2]] - a[[2]]) + a[[1]], inside = ! inside]], {e, Partition[p, 2, 1, 1]}]; inside || edge];

(* ---- nearest point and distance *)
near[Point[p_], x_] := If[VectorQ[p], p, First[MinimalBy[p, N[Norm[# - x]] &, 1]]];
near[Rectangle[a_, b_] | Cuboid[a_, b_], x_] := MapThread[Min[Max[#1, Min[#2, #3]], Max[#2, #3]] &, {x, a, b}];
near[Disk[c_, r_] | Ball[c_, r_], x_] := With[{d = Norm[x - c]}, If[TrueQ[d <= r], x, c + r (x - c)/d]] /; ! ListQ[r];
near[Circle[c_, r_] | Sphere[c_, r_], x_] := With[{d = Norm[x - c]}, If[TrueQ[d == 0], c + r UnitVector[Length[c], 1], c + r (x - c)/d]] /; ! ListQ[r];
near[Annulus[c_, {a_, b_}] | SphericalShell[c_, {a_, b_}], x_] := With[{d = Norm[x - c]}, Which[TrueQ[d > b], c + b (x - c)/d, TrueQ[d < a], c + a (x - c)/d, True, x]];
near[Simplex[{p_}], x_] := p;
near[Simplex[p_], x_] := Module[{v = Map[# - First[p] &, Rest[p]], a, y}, a = PseudoInverse[Transpose[v]] . (x - First[p]); y = First[p] + a . v;
  If[AllTrue[a, TrueQ[# >= 0] &] && TrueQ[Total[a] <= 1], y, First[MinimalBy[Table[near[Simplex[Delete[p, k]], x], {k, Length[p]}], N[Norm[# - x]] &, 1]]]];
near[Line[p_?MatrixQ], x_] := First[MinimalBy[Map[near[Simplex[#], x] &, Partition[p, 2, 1]], N[Norm[# - x]] &, 1]];
near[Polygon[p_?MatrixQ], x_] := If[winding[p, x], x, near[Line[Append[p, First[p]]], x]] /; flat[p];
near[InfiniteLine[{p_List, q_List}], x_] := near[InfiniteLine[p, q - p], x];
near[InfiniteLine[p_, v_], x_] := p + ((x - p) . v)/(v . v) v;
near[HalfLine[{p_List, q_List}], x_] := near[HalfLine[p, q - p], x];
near[HalfLine[p_, v_], x_] := p + Max[0, ((x - p) . v)/(v . v)] v;
near[InfinitePlane[{p_, q_, s_}], x_] := near[InfinitePlane[p, {q - p, s - p}], x];
near[InfinitePlane[p_, v_], x_] := p + (PseudoInverse[Transpose[v]] . (x - p)) . v;
near[Cylinder[{p_, q_}, r_], x_] := Module[{u = q - p, t, w}, t = Clip[((x - p) . u)/(u . u), {0, 1}]; w = x - p - ((x - p) . u)/(u . u) u; p + t u + If[TrueQ[Norm[w] <= r], w, r w/Norm[w]]];
near[RegionUnion[rs__], x_] := With[{c = Map[near[norm[#], x] &, {rs}]}, If[MemberQ[c, $Failed], $Failed, First[MinimalBy[c, N[Norm[# - x]] &, 1]]]];
near[_, _] := $Failed;
regionNearest[r_, x_?(VectorQ[#, NumericQ] &)] := given[near[norm[r], x]];
regionNearest[r_, x_?MatrixQ] := Map[RegionNearest[r, #] &, x];
signedRegionDistance[r_, x_?(VectorQ[#, NumericQ] &)] := Module[{q = norm[r], p, b}, If[dim[q] =!= space[q], Return[$Unevaluated]];
  If[! TrueQ[in[q, x]], p = near[q, x]; Return[If[p === $Failed, $Unevaluated, Norm[x - p]]]];
  b = Switch[q, Disk[_, _] | Ball[_, _], q[[2]] - Norm[x - q[[1]]], Rectangle[_, _] | Cuboid[_, _], Min[MapThread[Min[Abs[#1 - #2], Abs[#3 - #1]] &, {x, q[[1]], q[[2]]}]], Annulus[_, _] | SphericalShell[_, _], Min[q[[2, 2]] - Norm[x - q[[1]]], Norm[x - q[[1]]] - q[[2, 1]]],
    Simplex[_], Min[Table[With[{y = near[Simplex[Delete[q[[1]], k]], x]}, Norm[x - y]], {k, Length[q[[1]]]}]], Polygon[_?MatrixQ], With[{y = near[Line[Append[q[[1]], q[[1, 1]]]], x]}, Norm[x - y]], _, $Failed];
  If[b === $Failed, $Unevaluated, -b]];
signedRegionDistance[r_, x_?MatrixQ] := Map[SignedRegionDistance[r, #] &, x];
regionNearest[___] := $Unevaluated; signedRegionDistance[___] := $Unevaluated;

(* ---- random points, uniform in the region *)
one[Point[p_]] := N[If[VectorQ[p], p, RandomChoice[p]]];
one[Rectangle[a_, b_] | Cuboid[a_, b_]] := MapThread[RandomReal[{##}] &, N[{a, b}]];
one[Simplex[p_]] := With[{w = RandomVariate[ExponentialDistribution[1], Length[p]]}, w . N[p]/Total[w]];
one[Disk[c_, r_]] := With[{t = RandomReal[2 Pi], s = Sqrt[RandomReal[]]}, N[c + r s {Cos[t], Sin[t]}]];
one[Disk[c_, r_, {a_, b_}]] := With[{t = RandomReal[N[{a, b}]], s = Sqrt[RandomReal[]]}, N[c + r s {Cos[t], Sin[t]}]];
one[Circle[c_, r_]] := With[{t = RandomReal[2 Pi]}, N[c + r {Cos[t], Sin[t]}]] /; ! ListQ[r];
one[Annulus[c_, {a_, b_}]] := With[{t = RandomReal[2 Pi], s = Sqrt[RandomReal[N[{a^2, b^2}]]]}, N[c + s {Cos[t], Sin[t]}]];
one[Ball[c_, r_]] := With[{v = RandomVariate[NormalDistribution[], Length[c]]}, N[c + r RandomReal[]^(1/Length[c]) v/Norm[v]]];
one[Sphere[c_, r_]] := With[{v = RandomVariate[NormalDistribution[], Length[c]]}, N[c + r v/Norm[v]]];
one[Ellipsoid[c_, l_?VectorQ]] := c + l one[Ball[0 c, 1]];
one[Parallelepiped[p_, v_]] := N[p + RandomReal[1, Length[v]] . v];
one[Line[p_?MatrixQ]] := With[{s = Partition[N[p], 2, 1]}, With[{e = RandomChoice[Map[Norm[#[[2]] - #[[1]]] &, s] -> s], t = RandomReal[]}, (1 - t) e[[1]] + t e[[2]]]];
one[Cylinder[{p_, q_}, r_]] := Module[{u = N[q - p], x}, x = Orthogonalize[Join[{u}, IdentityMatrix[3]]]; x = Select[x, Norm[#] > 0.5 &][[2 ;; 3]]; N[p] + RandomReal[] u + one[Disk[{0, 0}, r]] . x];
one[q_] := Module[{b = box[q], x, k = 0}, If[b === $Failed || ! FreeQ[b, DirectedInfinity] || dim[q] =!= space[q], Return[$Failed]]; While[x = Map[RandomReal, N[b]]; k++ < 10000 && ! TrueQ[in[q, x]]]; If[k > 10000, $Failed, x]];
randomPoint[r_] := given[one[norm[r]]];
randomPoint[r_, n_Integer] := With[{l = Table[one[norm[r]], n]}, If[MemberQ[l, $Failed], $Unevaluated, l]];
randomPoint[r_, {n__Integer}] := With[{l = Table[one[norm[r]], Times @@ {n}]}, If[MemberQ[l, $Failed], $Unevaluated, ArrayReshape[l, {n, Length[First[l]]}]]];
randomPoint[___] := $Unevaluated;

(* ---- transformed regions and triangles *)
transformedRegion[r_, f_TransformationFunction] := With[{q = norm[r]}, Switch[q, Point[_?VectorQ], Point[f[q[[1]]]], Simplex[_], If[Length[q[[1]]] === 3, Triangle, If[Length[q[[1]]] === 2, Line, Simplex]][f /@ q[[1]]], Polygon[_?MatrixQ] | Line[_?MatrixQ], Head[q][f /@ q[[1]]],
   Rectangle[_, _], With[{o = f[q[[1]]], a = f[{q[[2, 1]], q[[1, 2]]}], b = f[{q[[1, 1]], q[[2, 2]]}]}, Parallelogram[o, {a - o, b - o}]], Parallelepiped[_, _], With[{o = f[q[[1]]]}, If[Length[q[[2]]] === 2, Parallelogram, Parallelepiped][o, Map[f[q[[1]] + #] - o &, q[[2]]]]], _, $Unevaluated]];
transformedRegion[___] := $Unevaluated;
(* the triangle with sides a, b, c: the corner opposite to a at the origin, the side c along the axis *)
sSSTriangle[a_, b_, c_] := If[VectorQ[{a, b, c}, NumericQ] && (Min[a, b, c] <= 0 || 2 Max[a, b, c] >= a + b + c), $Unevaluated, With[{x = (b^2 + c^2 - a^2)/(2 c)}, Triangle[{{0, 0}, {c, 0}, {x, Sqrt[(a + b - c) (a - b + c) (-a + b + c) (a + b + c)]/(2 c)}}]]];
sASTriangle[a_, g_, b_] := With[{c = Sqrt[a^2 + b^2 - 2 a b Cos[g]]}, Triangle[{{0, 0}, {c, 0}, {(b^2 - a b Cos[g])/c, a b Sin[g]/c}}]];
