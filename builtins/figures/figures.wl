(* figures.wl - boundaries, bounding figures, nearest and random points of the geometric primitives. *)

LoadUnit["figures/shapes"];
norm = System`Library`figures`shapes`norm;
flat = System`Library`figures`shapes`flat;
dim = System`Library`figures`shapes`dim;
space = System`Library`figures`shapes`space;
measure = System`Library`figures`shapes`measure;
gram = System`Library`figures`shapes`gram;
shoelace = System`Library`figures`shapes`shoelace;
box = System`Library`figures`shapes`box;
extent = System`Library`figures`shapes`extent;
in = System`Library`figures`shapes`in;
near = System`Library`figures`shapes`near;
winding = System`Library`figures`shapes`winding;

given[$Failed] := $Unevaluated; given[x_] := x;
known[r_] := dim[norm[r]] =!= $Failed && space[norm[r]] =!= $Failed;
constantRegionQ[r_] := known[r] && FreeQ[N[r], _Symbol?(! NumericQ[#] && Context[#] =!= "System`" &)];

perimeter[r_] := With[{q = norm[r]}, Switch[q, Simplex[p_] /; Length[p] === 3, Total[Map[Norm[#[[2]] - #[[1]]] &, Partition[q[[1]], 2, 1, 1]]], Polygon[_?MatrixQ], Total[Map[Norm[#[[2]] - #[[1]]] &, Partition[q[[1]], 2, 1, 1]]], Rectangle[_, _], 2 Total[Abs[q[[2]] - q[[1]]]],
  Disk[_, _], measure[Circle @@ q], Annulus[_, {_, _}], 2 Pi Total[q[[2]]], Parallelepiped[_, {_, _}], 2 Total[Norm /@ q[[2]]], Disk[_, _, {_, _}], If[ListQ[q[[2]]], $Unevaluated, 2 q[[2]] + q[[2]] (q[[3, 2]] - q[[3, 1]])], _, $Unevaluated]];
surfaceArea[r_] := With[{q = norm[r]}, Switch[q, Cuboid[{_, _, _}, _], With[{d = Abs[q[[2]] - q[[1]]]}, 2 (d[[1]] d[[2]] + d[[2]] d[[3]] + d[[1]] d[[3]])], Ball[_, _], measure[Sphere @@ q], Cylinder[__], With[{h = Norm[q[[1, 2]] - q[[1, 1]]], s = q[[2]]}, 2 Pi s h + 2 Pi s^2], Cone[__], With[{h = Norm[q[[1, 2]] - q[[1, 1]]], s = q[[2]]}, Pi s (s + Sqrt[h^2 + s^2])],
  Simplex[p_] /; Length[p] === 4, Total[Map[measure[Simplex[#]] &, Subsets[q[[1]], {3}]]], Parallelepiped[_, {_, _, _}], 2 Total[Map[gram, Subsets[q[[2]], {2}]]], _, $Unevaluated]];


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
