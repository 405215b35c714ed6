(* splines.wl - Bezier and B-spline curves, frames of curves, angles of rotations. *)

(* ---- splines: Bernstein and B-spline bases, curves as functions of a parameter from 0 to 1 *)
bernsteinBasis[d_Integer, n_Integer, x_] := Which[! 0 <= n <= d, 0, NumericQ[x], If[0 <= x <= 1, Binomial[d, n] If[n == 0, 1, x^n] If[d == n, 1, (1 - x)^(d - n)], 0], True, $Unevaluated];
bernsteinBasis[___] := $Unevaluated;
uniformKnots[d_, n_] := Join[ConstantArray[0, d + 1], Range[n - d - 1]/(n - d), ConstantArray[1, d + 1]];
basis[0, k_, i_, x_] := Which[k[[i]] <= x < k[[i + 1]], 1, x == Last[k] && k[[i]] < k[[i + 1]] == Last[k], 1, True, 0];
basis[d_, k_, i_, x_] := ratio[x - k[[i]], k[[i + d]] - k[[i]]] basis[d - 1, k, i, x] + ratio[k[[i + d + 1]] - x, k[[i + d + 1]] - k[[i + 1]]] basis[d - 1, k, i + 1, x];
ratio[_, 0 | 0.] := 0;
ratio[a_, b_] := a/b;
bSplineBasis[d_Integer, x_] := bSplineBasis[d, 0, x];
bSplineBasis[d_Integer, n_Integer, x_?NumericQ] := basis[d, Range[0, d + 1]/(d + 1), 1, x - n];
bSplineBasis[{d_Integer, k_List}, n_Integer, x_?NumericQ] := If[0 <= n <= Length[k] - d - 2, basis[d, k, n + 1, x], 0];
bSplineBasis[___] := $Unevaluated;
bezierValue[p_, t_] := With[{d = Length[p] - 1}, Sum[Binomial[d, k] If[k == 0, 1, t^k] If[k == d, 1, (1 - t)^(d - k)] p[[k + 1]], {k, 0, d}]];
bSplineValue[p_, o_, t_] := Module[{d, k, w, n = Length[p], b}, d = Min[Replace[SplineDegree /. o /. SplineDegree -> 3, Automatic -> 3], n - 1]; k = Replace[SplineKnots /. o /. SplineKnots -> Automatic, Except[_List] :> uniformKnots[d, n]]; w = Replace[SplineWeights /. o /. SplineWeights -> Automatic, Except[_List] :> ConstantArray[1, n]];
  b = w Table[basis[d, k, i, t], {i, n}]; b . p/Total[b]];
evaluateCurve[BezierFunction[p_?MatrixQ, ___], t_?NumericQ] := bezierValue[N[p], t];
evaluateCurve[BSplineFunction[p_?MatrixQ, o___], t_?NumericQ] := bSplineValue[N[p], Flatten[{o}], N[t]];
evaluateCurve[BezierFunction[p_, ___], s_?NumericQ, t_?NumericQ] := bezierValue[Map[bezierValue[#, t] &, N[p]], s] /; ArrayDepth[p] === 3;
evaluateCurve[BSplineFunction[p_, o___], s_?NumericQ, t_?NumericQ] := bSplineValue[Map[bSplineValue[#, Flatten[{o}], N[t]] &, N[p]], Flatten[{o}], N[s]] /; ArrayDepth[p] === 3;
evaluateCurve[___] := $Unevaluated;

(* ---- curves in space and angles of rotations *)
frenetSerretSystem[x_List, t_] := Module[{v = D[x, t], s, frame, k}, s = Sqrt[v . v];
  frame = FoldList[Function[{e, j}, D[e, t]/s], v/s, Range[Length[x] - 1]];
  If[Length[x] === 2, With[{u = v/s}, k = Simplify[(v[[1]] D[v[[2]], t] - v[[2]] D[v[[1]], t])/s^3]; Return[{{k}, Simplify[{u, {-u[[2]], u[[1]]}}]}]]];
  If[Length[x] =!= 3, Return[$Unevaluated]];
  Module[{a = D[v, t], c, j}, c = Cross[v, a]; j = Sqrt[c . c]; Simplify[{{j/s^3, (c . D[a, t])/(c . c)}, {v/s, Cross[c, v]/(j s), c/j}}]]];
frenetSerretSystem[___] := $Unevaluated;
eulerAngles[m_?MatrixQ] := eulerAngles[m, {3, 2, 3}];
eulerAngles[m_?MatrixQ, {3, 2, 3}] := Which[TrueQ[Simplify[m[[3, 3]] == 1]], {ArcTan[m[[1, 1]], m[[2, 1]]], 0, 0}, TrueQ[Simplify[m[[3, 3]] == -1]], {ArcTan[-m[[1, 1]], -m[[2, 1]]], Pi, 0}, True, {ArcTan[m[[1, 3]], m[[2, 3]]], ArcCos[m[[3, 3]]], ArcTan[-m[[3, 1]], m[[3, 2]]]}] /; Dimensions[m] === {3, 3};
eulerAngles[m_?MatrixQ, {3, 1, 3}] := {ArcTan[-m[[2, 3]], m[[1, 3]]], ArcCos[m[[3, 3]]], ArcTan[m[[3, 2]], m[[3, 1]]]} /; Dimensions[m] === {3, 3};
eulerAngles[m_?MatrixQ, {3, 2, 1}] := {ArcTan[m[[1, 1]], m[[2, 1]]], -ArcSin[m[[3, 1]]], ArcTan[m[[3, 3]], m[[3, 2]]]} /; Dimensions[m] === {3, 3};
eulerAngles[___] := $Unevaluated;
