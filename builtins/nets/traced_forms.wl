(* traced_forms.wl - functions that FunctionLayer takes because they are made of those that have operations: the symbol f of the language is defined
   here by what is called f with a small first letter. Right sides are interpreted on arrays that are not there yet: tests of shape and known lengths
   are decided when the layer is made. *)

(* ---- linear algebra *)
inner[f_, u_, v_] := inner[f, u, v, Plus];
inner[Times, u_, v_, Plus] := u . v;
inner[f_, u_, v_, g_] := Which[
  ArrayDepth[u] > 1, Map[Function[row, inner[f, row, v, g]], u],
  ArrayDepth[v] > 1, Map[Function[column, inner[f, u, column, g]], Transpose[v]],
  True, Apply[g, MapThread[f, {u, v}]]];
matrixPower[m_, n_Integer] := Which[n > 0, Nest[Function[p, p . m], m, n - 1], n < 0, matrixPower[Inverse[m], -n], True, DiagonalMatrix[0 Diagonal[m] + 1]];
cross[u_, v_] := {u[[2]] v[[3]] - u[[3]] v[[2]], u[[3]] v[[1]] - u[[1]] v[[3]], u[[1]] v[[2]] - u[[2]] v[[1]]};
projection[u_, v_] := (u . v)/(v . v) v;
tensorProduct[a_, b_] := Outer[Times, a, b];
kroneckerProduct[a_, b_] := Flatten[Outer[Times, a, b], {{1, 3}, {2, 4}}];
vectorAngle[u_, v_] := ArcCos[(u . v)/(Norm[u] Norm[v])];

(* ---- statistics *)
geometricMean[x_] := Exp[Mean[Log[x]]];
harmonicMean[x_] := 1/Mean[1/x];
contraharmonicMean[x_] := Total[x^2]/Total[x];
moment[x_, r_] := Mean[x^r];
covariance[u_, v_] := Total[(u - Mean[u]) (v - Mean[v])]/(Length[u] - 1);
covariance[m_] := With[{d = Transpose[Map[Function[column, column - Mean[column]], Transpose[m]]]}, Transpose[d] . d/(Length[m] - 1)];
correlation[u_, v_] := covariance[u, v]/Sqrt[covariance[u, u] covariance[v, v]];
quantile[x_, q_] := Sort[x][[Max[1, Ceiling[q Length[x]]]]];
minMax[x_] := {Min[x], Max[x]};
rescale[x_] := rescale[x, {Min[x], Max[x]}];
rescale[x_, {a_, b_}] := (x - a)/(b - a);
rescale[x_, {a_, b_}, {c_, d_}] := c + (d - c) (x - a)/(b - a);

(* ---- order *)
reverseSort[x_] := Reverse[Sort[x]];
takeLargest[x_, n_] := reverseSort[x][[;; n]];
takeSmallest[x_, n_] := Sort[x][[;; n]];
rankedMax[x_, n_] := Sort[x][[-n]];
rankedMin[x_, n_] := Sort[x][[n]];
sort[x_, f_] := Which[f === Greater || f === GreaterEqual, reverseSort[x], f === Less || f === LessEqual, Sort[x]];

(* ---- places and windows *)
mapAt[f_, x_, n_Integer] := ReplacePart[x, n -> f[x[[n]]]];
subdivide[n_Integer] := subdivide[0, 1, n];
subdivide[b_, n_] := subdivide[0, b, n];
subdivide[a_, b_, n_] := Table[a + (b - a) i/n, {i, 0, n}];
movingAverage[x_, n_Integer] := Map[Mean, Partition[x, n, 1]];
movingMedian[x_, n_Integer] := Map[Median, Partition[x, n, 1]];
movingMap[f_, x_, n_Integer] := Map[f, Partition[x, n + 1, 1]];
blockMap[f_, x_, n_] := Map[f, Partition[x, n]];
blockMap[f_, x_, n_, d_] := Map[f, Partition[x, n, d]];
listCorrelate[k_, x_] := Partition[x, Length[k], 1] . k;
listConvolve[k_, x_] := Partition[x, Length[k], 1] . Reverse[k];
