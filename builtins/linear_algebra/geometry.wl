(* geometry.wl - rotations, reflections and other geometric transformations, coordinates, tensors, Jordan form. *)

rotationMatrix[t_] := {{Cos[t], -Sin[t]}, {Sin[t], Cos[t]}} /; Head[t] =!= List;
rotationMatrix[t_, {x_, y_, z_}] := Module[{u = {x, y, z}/Sqrt[x^2 + y^2 + z^2], c = Cos[t], s = Sin[t]},
  c IdentityMatrix[3] + s {{0, -u[[3]], u[[2]]}, {u[[3]], 0, -u[[1]]}, {-u[[2]], u[[1]], 0}} + (1 - c) Outer[Times, u, u]];
rotationMatrix[{u_List, v_List}] := Module[{a = Normalize[u], b = Normalize[v], c, w},
  c = a . b;
  If[Length[u] === 2, Return[{{c, -(a[[1]] b[[2]] - a[[2]] b[[1]])}, {a[[1]] b[[2]] - a[[2]] b[[1]], c}}]];
  IdentityMatrix[Length[u]] + Outer[Times, b, a] - Outer[Times, a, b] + (1/(1 + c)) MatrixPower[Outer[Times, b, a] - Outer[Times, a, b], 2]];
rotationMatrix[___] := $Unevaluated;
scalingMatrix[s_List] := DiagonalMatrix[s];
reflectionMatrix[v_List] := IdentityMatrix[Length[v]] - 2 Outer[Times, v, v]/(v . v);
eulerMatrix[{a_, b_, c_}] := eulerMatrix[{a, b, c}, {3, 2, 3}];
eulerMatrix[{a_, b_, c_}, {i_, j_, k_}] := RotationMatrix[a, UnitVector[3, i]] . RotationMatrix[b, UnitVector[3, j]] . RotationMatrix[c, UnitVector[3, k]];
pauliMatrix[0] := IdentityMatrix[2];
pauliMatrix[1] := {{0, 1}, {1, 0}};
pauliMatrix[2] := {{0, -I}, {I, 0}};
pauliMatrix[3] := {{1, 0}, {0, -1}};
pauliMatrix[4] := IdentityMatrix[2];
pauliMatrix[l_List] := Map[PauliMatrix, l];
pauliMatrix[___] := $Unevaluated;

(* ---- transformation functions: homogeneous matrices *)
affine[m_, v_] := TransformationFunction[Append[MapThread[Append, {m, v}], UnitVector[Length[v] + 1, Length[v] + 1]]];
rotationTransform[t_] := affine[RotationMatrix[t], {0, 0}];
rotationTransform[t_, p : {_, _}] := affine[RotationMatrix[t], p - RotationMatrix[t] . p];
rotationTransform[t_, w : {_, _, _}] := affine[RotationMatrix[t, w], {0, 0, 0}];
rotationTransform[t_, w : {_, _, _}, p_] := affine[RotationMatrix[t, w], p - RotationMatrix[t, w] . p];
translationTransform[v_List] := affine[IdentityMatrix[Length[v]], v];
scalingTransform[s_List] := affine[DiagonalMatrix[s], 0 s];
scalingTransform[s_List, p_List] := affine[DiagonalMatrix[s], p - s p];
reflectionTransform[v_List] := affine[ReflectionMatrix[v], 0 v];
reflectionTransform[v_List, p_List] := affine[ReflectionMatrix[v], p - ReflectionMatrix[v] . p];
shearingTransform[t_, v_List, n_List] := affine[IdentityMatrix[Length[v]] + Tan[t] Outer[Times, v, n], 0 v];
affineTransform[m_?MatrixQ] := affine[m, 0 First[m]];
affineTransform[{m_?MatrixQ, v_List}] := affine[m, v];
rescalingTransform[from_List] := rescalingTransform[from, ConstantArray[{0, 1}, Length[from]]];
rescalingTransform[from_List, to_List] := With[{s = MapThread[(#2[[2]] - #2[[1]])/(#1[[2]] - #1[[1]]) &, {from, to}]}, affine[DiagonalMatrix[s], to[[All, 1]] - s from[[All, 1]]]];
transformationMatrix[TransformationFunction[m_]] := m;
apply[m_, p_List] := Map[apply[m, #] &, p] /; MatrixQ[p];
apply[m_, p_List] := With[{r = m . Append[p, 1]}, If[Last[r] === 1, Most[r], Most[r]/Last[r]]] /; Length[p] + 1 === Length[m];
apply[___] := $Unevaluated;
Unprotect[TransformationFunction];
TransformationFunction /: Composition[TransformationFunction[a_], TransformationFunction[b_]] := TransformationFunction[a . b];
TransformationFunction /: InverseFunction[TransformationFunction[a_]] := TransformationFunction[Inverse[a]];
Protect[TransformationFunction];
rotationTransform[___] := $Unevaluated; translationTransform[___] := $Unevaluated; scalingTransform[___] := $Unevaluated; affineTransform[___] := $Unevaluated;

(* ---- coordinates *)
toPolarCoordinates[{x_, y_}] := {Sqrt[x^2 + y^2], ArcTan[x, y]};
toPolarCoordinates[l : {__List}] := Map[ToPolarCoordinates, l];
fromPolarCoordinates[{r_, t_}] := {r Cos[t], r Sin[t]};
fromPolarCoordinates[l : {__List}] := Map[FromPolarCoordinates, l];
toSphericalCoordinates[{x_, y_, z_}] := {Sqrt[x^2 + y^2 + z^2], ArcTan[z, Sqrt[x^2 + y^2]], ArcTan[x, y]};
fromSphericalCoordinates[{r_, t_, p_}] := {r Cos[p] Sin[t], r Sin[p] Sin[t], r Cos[t]};
toPolarCoordinates[___] := $Unevaluated; fromPolarCoordinates[___] := $Unevaluated; toSphericalCoordinates[___] := $Unevaluated; fromSphericalCoordinates[___] := $Unevaluated;
coordinateBoundingBox[points_, d___] := With[{b = CoordinateBounds[points, d]}, If[MatrixQ[b], Transpose[b], $Unevaluated]];
coordinateBounds[l_List] := Map[MinMax, Transpose[l]];
coordinateBounds[l_List, d_] := Map[# + {-d, d} &, coordinateBounds[l]];
circlePoints[n_Integer] := circlePoints[Sqrt[2]/Sqrt[2], n];
circlePoints[r_, n_Integer] := With[{a = -Pi/2 + Pi/n}, Table[r {Cos[a + 2 Pi k/n], Sin[a + 2 Pi k/n]}, {k, 0, n - 1}]];
circlePoints[{r_, t_}, n_Integer] := Table[r {Cos[t + 2 Pi k/n], Sin[t + 2 Pi k/n]}, {k, 0, n - 1}];
circlePoints[p_List, r_, n_Integer] := Map[# + p &, circlePoints[r, n]];
circlePoints[___] := $Unevaluated;
angleVector[t_] := {Cos[t], Sin[t]} /; Head[t] =!= List;
angleVector[{r_, t_}] := {r Cos[t], r Sin[t]};
angleVector[{x_, y_}, {r_, t_}] := {x + r Cos[t], y + r Sin[t]};
angleVector[{x_, y_}, t_] := {x + Cos[t], y + Sin[t]};
anglePath[ts_List] := Map[First, FoldList[Function[{s, t}, With[{a = s[[2]] + If[ListQ[t], t[[2]], t], r = If[ListQ[t], t[[1]], 1]}, {s[[1]] + r {Cos[a], Sin[a]}, a}]], {{0, 0}, 0}, ts]];

(* ---- tensors *)
tensorProduct[] := 1;
tensorProduct[a_] := a;
tensorProduct[as__] := Fold[Outer[Times, #1, #2] &, {as}] /; AllTrue[{as}, ListQ[#] || NumericQ[#] &];
tensorProduct[___] := $Unevaluated;
tensorRank[a_] := ArrayDepth[a] /; ListQ[a];
tensorRank[a_?NumericQ] := 0;
tensorRank[_] := $Unevaluated;
tensorTranspose[a_List, p_List] := Transpose[a, p];
tensorTranspose[___] := $Unevaluated;
tensorContract[a_List, pairs : {{_Integer, _Integer} ..}] := Fold[contract, a, {pairs}] /; Length[pairs] === 1;
tensorContract[a_List, pair : {_Integer, _Integer}] := contract[a, {pair}];
tensorContract[a_List, pairs : {{_Integer, _Integer} ..}] := Module[{b = a, left = pairs, p},
  While[left =!= {}, p = First[left]; b = contract[b, {p}]; left = Map[# - Count[p, _?(Function[q, q < #])] &, Rest[left], {2}]];
  b];
tensorContract[___] := $Unevaluated;
contract[a_, {{i_, j_}}] := Module[{n = ArrayDepth[a], rest, perm},
  rest = DeleteCases[Range[n], i | j];
  perm = Ordering[Join[{i, j}, rest]];
  Tr[Transpose[a, perm], Plus, 2]];
boxMatrix[r_Integer] := ConstantArray[1, {2 r + 1, 2 r + 1}];
boxMatrix[{r_, s_}] := ConstantArray[1, {2 r + 1, 2 s + 1}];
boxMatrix[r_Integer, w_Integer] := ArrayPad[boxMatrix[r], (w - 2 r - 1)/2];
diskMatrix[r_?NumericQ] := With[{k = Floor[r]}, Table[Boole[i^2 + j^2 <= (r + 1/2)^2], {i, -k, k}, {j, -k, k}]];
diamondMatrix[r_Integer] := Table[Boole[Abs[i] + Abs[j] <= r], {i, -r, r}, {j, -r, r}];
crossMatrix[r_Integer] := Table[Boole[i == 0 || j == 0], {i, -r, r}, {j, -r, r}];
principalComponents[m_?MatrixQ] := With[{c = # - Mean[m] & /@ m}, c . Last[SingularValueDecomposition[N[c]]]];

(* ---- Jordan form: chains from the null spaces of (m - a)^k *)
jordanDecomposition[m_?SquareMatrixQ] := Module[{n = Length[m], values, cols = {}, blocks = {}, chains},
  values = SortBy[DeleteDuplicates[Eigenvalues[m]], If[NumericQ[#], N[#], #] &];
  (* different roots of higher equations: null spaces of matrices with them are not seen to be there *)
  If[Length[values] === n && ! FreeQ[values, Root], With[{e = Eigensystem[m]}, With[{o = Ordering[N[First[e]]]},
    Return[{Transpose[e[[2, o]]], DiagonalMatrix[e[[1, o]]]}]]]];
  Do[
    chains = jordanChains[m - a IdentityMatrix[n], n];
    cols = Join[cols, Join @@ chains];
    blocks = Join[blocks, Map[block[a, Length[#]] &, chains]], {a, values}];
  If[Length[cols] =!= n, Return[$Unevaluated]];
  {Transpose[cols], joined[blocks]}];
jordanDecomposition[___] := $Unevaluated;
block[a_, k_] := DiagonalMatrix[ConstantArray[a, k]] + If[k > 1, DiagonalMatrix[ConstantArray[1, k - 1], 1], 0];
joined[bs_] := Module[{n = Total[Length /@ bs], out, at = 0}, out = ConstantArray[0, {n, n}];
  Do[out[[at + 1 ;; at + Length[b], at + 1 ;; at + Length[b]]] = b; at += Length[b], {b, bs}]; out];
jordanChains[a_, n_] := Module[{spaces = {{}}, p = a, k, chains = {}, used},
  While[True, With[{s = NullSpace[p]}, If[Length[s] === Length[Last[spaces]], Break[]]; AppendTo[spaces, s]]; p = p . a];
  Do[
    used = Join[spaces[[k]], Map[#[[k]] &, Select[chains, Length[#] >= k &]]];
    Do[If[MatrixRank[Append[used, v]] > If[used === {}, 0, MatrixRank[used]],
       AppendTo[chains, Reverse[NestList[a . # &, v, k - 1]]];
       AppendTo[used, v]], {v, spaces[[k + 1]]}], {k, Length[spaces] - 1, 1, -1}];
  SortBy[chains, Length]];
diagonalizableMatrixQ[m_?SquareMatrixQ] := With[{j = JordanDecomposition[m]}, ListQ[j] && DiagonalMatrixQ[j[[2]]]];
diagonalizableMatrixQ[_] := False;
