(* shapes.wl - what is known of each kind of region: one normal form, dimension, membership, measure, center of mass, bounds, nearest point. The
   functions on regions (regions.wl) and on figures (figures.wl) rest on it. An answer that is not known is $Failed. *)

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
dim[FullRegion[n_]] := n; dim[EmptyRegion[_]] := -Infinity; dim[BooleanRegion[_, rs_List]] := Max[dim /@ norm /@ rs];
dim[HalfSpace[n_List, ___]] := Length[n]; dim[Hyperplane[n_List, ___]] := Length[n] - 1; dim[ParametricRegion[_, p_]] := Length[p];
dim[Interval[{a_, a_} ..]] := 0; dim[Interval[__List]] := 1;
(* each equation of a condition takes a dimension away *)
dim[r : ImplicitRegion[_, v_List]] := Module[{all = in[r, bare[v]], parts},
  parts = If[Head[all] === And, List @@ all, {all}];
  If[MemberQ[parts, False], -Infinity, Max[0, Length[v] - Count[parts, _Equal]]]];
bare[v_List] := Replace[v, {s_, _, _} :> s, {1}];
dim[TransformedRegion[r_, _]] := dim[norm[r]];
dim[_] := $Failed;
space[Point[p_List]] := If[VectorQ[p], Length[p], Length[First[p]]]; space[Line[p_] | Polygon[p_] | Simplex[p_] | Hexahedron[p_] | Pyramid[p_] | Prism[p_]] := If[MatrixQ[p], Length[First[p]], Length[First[First[p]]]];
space[Circle[__] | Disk[__] | Annulus[__]] := 2; space[Rectangle[a_, _] | Cuboid[a_, _] | Ball[a_, _] | Sphere[a_, _] | Ellipsoid[a_, _] | Parallelepiped[a_, _]] := Length[a]; space[Cylinder[__] | Cone[__] | SphericalShell[__]] := 3;
space[(HalfLine | InfiniteLine)[a_, b_]] := Length[a]; space[(HalfLine | InfiniteLine | InfinitePlane)[p_]] := Length[First[p]]; space[(HalfPlane | InfinitePlane)[p_, __]] := Length[Flatten[{p}]]; space[(RegionUnion | RegionIntersection | RegionDifference)[r_, ___]] := space[norm[r]];
space[(HalfSpace | Hyperplane)[n_List, ___]] := Length[n]; space[Interval[__List]] := 1; space[ParametricRegion[g_List | {g_List, _}, _]] := Length[g];
space[FullRegion[n_] | EmptyRegion[n_]] := n; space[BooleanRegion[_, {r_, ___}]] := space[norm[r]]; space[ImplicitRegion[_, v_List]] := Length[v]; space[TransformedRegion[r_, _]] := space[norm[r]];
space[_] := $Failed;

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
measure[Interval[r__List]] := Total[Last[#] - First[#] & /@ {r}];
measure[(HalfSpace | Hyperplane)[__]] := Infinity;
measure[(HalfLine | InfiniteLine | InfinitePlane | HalfPlane)[__]] := Infinity;
measure[FullRegion[_]] := Infinity; measure[EmptyRegion[_]] := 0;
measure[r : ImplicitRegion[_, {_}]] := Module[{x}, lengthOf[Reduce[in[r, {x}], x, Reals], x]];
lengthOf[False | _Equal, _] := 0;
lengthOf[True, _] := Infinity;
lengthOf[s_Or, x_] := Total[lengthOf[#, x] & /@ List @@ s];
lengthOf[Inequality[a_, _, _, _, b_] | (Less | LessEqual)[a_, _, b_], _] := b - a;
lengthOf[(Greater | GreaterEqual)[b_, _, a_], _] := b - a;
lengthOf[(Less | LessEqual | Greater | GreaterEqual)[_, _], _] := Infinity;
lengthOf[_, _] := $Failed;
measure[ImplicitRegion[cond_, v_List]] := With[{r = Integrate[Boole[cond], Sequence @@ Map[{If[ListQ[#], First[#], #], If[ListQ[#], #[[2]], -Infinity], If[ListQ[#], #[[3]], Infinity]} &, v]]}, If[FreeQ[r, Integrate], r, $Failed]];
measure[RegionUnion[rs__]] := With[{l = norm /@ {rs}}, If[AllTrue[Subsets[l, {2}], apart], Total[measure /@ l], $Failed]];
measure[_] := $Failed;
apart[{a_, b_}] := With[{u = box[a], v = box[b]}, u =!= $Failed && v =!= $Failed && AnyTrue[Transpose[{u, v}], TrueQ[#[[1, 2]] <= #[[2, 1]] || #[[2, 2]] <= #[[1, 1]]] &]];

(* ---- centers of mass *)
centroid[(Disk | Circle)[c_, _] | (Ball | Sphere | Ellipsoid | Annulus | SphericalShell)[c_, _]] := c;
centroid[(Rectangle | Cuboid)[a_, b_]] := (a + b)/2;
centroid[Point[p_]] := If[VectorQ[p], p, Mean[Union[p]]];
centroid[Simplex[q_]] := Mean[q];
centroid[Parallelepiped[p_, v_]] := p + Total[v]/2;
centroid[Line[q_?MatrixQ]] := With[{s = Partition[q, 2, 1]}, Total[Norm[#2 - #1] (#1 + #2)/2 & @@@ s]/measure[Line[q]]];
centroid[Polygon[q_?MatrixQ]] := With[{s = Partition[Append[q, First[q]], 2, 1]}, Total[Det[#] Total[#] & /@ s]/(3 Total[Det /@ s])] /; flat[q];
centroid[Cylinder[{a_, b_}, _]] := (a + b)/2;
centroid[Cone[{a_, b_}, _]] := a + (b - a)/4;
centroid[Interval[r__List]] := {Total[(#[[2]]^2 - #[[1]]^2)/2 & /@ {r}]/measure[Interval[r]]};
centroid[_] := $Failed;

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
in[Interval[r__List], {x_}] := Or @@ (First[#] <= x <= Last[#] & /@ {r});
in[HalfSpace[n_, c_: 0], x_] := n . x <= If[ListQ[c], n . c, c];
in[Hyperplane[n_, c_: 0], x_] := n . x == If[ListQ[c], n . c, c];
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
near[Hyperplane[n_, c_: 0], x_] := x - (n . x - If[ListQ[c], n . c, c]) n/(n . n);
near[HalfSpace[n_, c_: 0], x_] := If[TrueQ[in[HalfSpace[n, c], x]], x, near[Hyperplane[n, c], x]];
near[Interval[r__List], {x_}] := First[MinimalBy[Clip[{x}, #] & /@ {r}, N[Norm[# - {x}]] &, 1]];
near[RegionUnion[rs__], x_] := With[{c = Map[near[norm[#], x] &, {rs}]}, If[MemberQ[c, $Failed], $Failed, First[MinimalBy[c, N[Norm[# - x]] &, 1]]]];
near[_, _] := $Failed;
