(* exact_forms.wl - normal forms of exact matrices, lattices, special matrices, logarithms of matrices. *)

square[m_] := MatrixQ[m] && Length[m] === Length[First[m]];
adjugate[m_?square] := With[{n = Length[m]}, If[n === 1, {{1}}, Table[(-1)^(i + j) Det[Drop[m, {j}, {i}]], {i, n}, {j, n}]]];
permanent[m_?square] := With[{n = Length[m]}, Expand[(-1)^n Sum[(-1)^Length[s] Times @@ Map[Total[#[[s]]] &, m], {s, Subsets[Range[n]]}]]];
blockDiagonalMatrix[bs : {__?MatrixQ}] := Module[{rows, cols},
  {rows, cols} = Transpose[Dimensions /@ bs];
  ArrayFlatten[Table[If[i === j, bs[[i]], ConstantArray[0, {rows[[i]], cols[[j]]}]], {i, Length[bs]}, {j, Length[bs]}]]];
fourierMatrix[n_Integer?Positive] := Table[Exp[2 Pi I j k/n]/Sqrt[n], {j, 0, n - 1}, {k, 0, n - 1}];
(* list.m is the transform of list *)
fourierDCTMatrix[n_] := fourierDCTMatrix[n, 2];
fourierDCTMatrix[1, 1] := {{1}};
fourierDCTMatrix[n_Integer?Positive, 1] := Sqrt[2/(n - 1)] Table[If[r === 1 || r === n, 1/2, 1] Cos[Pi (r - 1) (s - 1)/(n - 1)], {r, n}, {s, n}];
fourierDCTMatrix[n_Integer?Positive, 2] := Table[Cos[Pi (r - 1/2) (s - 1)/n], {r, n}, {s, n}]/Sqrt[n];
fourierDCTMatrix[n_Integer?Positive, 3] := Table[If[r === 1, 1, 2] Cos[Pi (r - 1) (s - 1/2)/n], {r, n}, {s, n}]/Sqrt[n];
fourierDCTMatrix[n_Integer?Positive, 4] := Sqrt[2/n] Table[Cos[Pi (r - 1/2) (s - 1/2)/n], {r, n}, {s, n}];
fourierDSTMatrix[n_] := fourierDSTMatrix[n, 2];
fourierDSTMatrix[n_Integer?Positive, 1] := Sqrt[2/(n + 1)] Table[Sin[Pi r s/(n + 1)], {r, n}, {s, n}];
fourierDSTMatrix[n_Integer?Positive, 2] := Table[Sin[Pi (r - 1/2) s/n], {r, n}, {s, n}]/Sqrt[n];
fourierDSTMatrix[n_Integer?Positive, 3] := Table[If[r === n, 1, 2] Sin[Pi r (s - 1/2)/n], {r, n}, {s, n}]/Sqrt[n];
fourierDSTMatrix[n_Integer?Positive, 4] := Sqrt[2/n] Table[Sin[Pi (r - 1/2) (s - 1/2)/n], {r, n}, {s, n}];
fourierDCTMatrix[___] := $Unevaluated; fourierDSTMatrix[___] := $Unevaluated;
hadamardMatrix[n_Integer?Positive] := Module[{k = Log2[n], h}, If[! IntegerQ[k], Return[$Unevaluated]];
  h = Nest[ArrayFlatten[{{#, #}, {#, -#}}] &, {{1}}, k];
  SortBy[h, Count[Partition[#, 2, 1], {a_, b_} /; a != b] &]/Sqrt[n]];
adjugate[___] := $Unevaluated; permanent[___] := $Unevaluated; blockDiagonalMatrix[___] := $Unevaluated; fourierMatrix[___] := $Unevaluated; hadamardMatrix[___] := $Unevaluated;

(* {u, r} with u.m == r and r upper triangular, entries above a pivot reduced *)
integers[m_] := MatrixQ[m, IntegerQ];
hermiteDecomposition[m_?integers] := Module[{a = m, u = IdentityMatrix[Length[m]], row = 1, n, c, p, q},
  {n, c} = Dimensions[m];
  Do[
    While[Count[Drop[a[[All, j]], row - 1], Except[0]] > 1,
      p = row - 1 + First[Ordering[Replace[Abs[Drop[a[[All, j]], row - 1]], 0 -> Infinity, {1}], 1]];
      {a[[{row, p}]], u[[{row, p}]]} = {a[[{p, row}]], u[[{p, row}]]};
      Do[q = Quotient[a[[i, j]], a[[row, j]]]; a[[i]] -= q a[[row]]; u[[i]] -= q u[[row]], {i, row + 1, n}]];
    p = FirstPosition[Drop[a[[All, j]], row - 1], Except[0], {0}, {1}, Heads -> False][[1]];
    If[p > 0, p += row - 1;
      {a[[{row, p}]], u[[{row, p}]]} = {a[[{p, row}]], u[[{p, row}]]};
      If[a[[row, j]] < 0, a[[row]] = -a[[row]]; u[[row]] = -u[[row]]];
      Do[q = Floor[a[[i, j]]/a[[row, j]]]; a[[i]] -= q a[[row]]; u[[i]] -= q u[[row]], {i, row - 1}];
      row++];
    If[row > n, Break[]], {j, c}];
  {u, a}];
hermiteDecomposition[___] := $Unevaluated;

(* {u, r, v} with u.m.v == r diagonal, each entry dividing the next *)
smithDecomposition[m_?integers] := Module[{a = m, u, v, n, c, k = 1, at, done, q},
  {n, c} = Dimensions[m];
  u = IdentityMatrix[n]; v = IdentityMatrix[c];
  While[k <= Min[n, c] && AnyTrue[Flatten[a[[k ;;, k ;;]]], # != 0 &],
    at = First[SortBy[Select[Tuples[{Range[k, n], Range[k, c]}], a[[#[[1]], #[[2]]]] != 0 &], Abs[a[[#[[1]], #[[2]]]]] &]];
    {a[[{k, at[[1]]}]], u[[{k, at[[1]]}]]} = {a[[{at[[1]], k}]], u[[{at[[1]], k}]]};
    {a[[All, {k, at[[2]]}]], v[[All, {k, at[[2]]}]]} = {a[[All, {at[[2]], k}]], v[[All, {at[[2]], k}]]};
    Do[q = Quotient[a[[i, k]], a[[k, k]]]; a[[i]] -= q a[[k]]; u[[i]] -= q u[[k]], {i, k + 1, n}];
    Do[q = Quotient[a[[k, j]], a[[k, k]]]; a[[All, j]] -= q a[[All, k]]; v[[All, j]] -= q v[[All, k]], {j, k + 1, c}];
    If[AllTrue[a[[k + 1 ;;, k]], # == 0 &] && AllTrue[a[[k, k + 1 ;;]], # == 0 &],
      at = FirstPosition[a[[k + 1 ;;, k + 1 ;;]], x_Integer /; Mod[x, a[[k, k]]] != 0, {}, {2}, Heads -> False];
      If[at === {} || MissingQ[at],
        If[a[[k, k]] < 0, a[[k]] = -a[[k]]; u[[k]] = -u[[k]]]; k++,
        a[[k]] += a[[k + at[[1]]]]; u[[k]] += u[[k + at[[1]]]]]]];
  {u, a, v}];
smithDecomposition[___] := $Unevaluated;

(* rational vectors over their common denominator *)
latticeReduce[m_ /; MatrixQ[m, MatchQ[#, _Integer | _Rational] &]] := With[{d = LCM @@ Flatten[Denominator[m]]}, With[{r = ReduceLattice[d m]}, If[r === $Failed, $Unevaluated, r/d]]];
latticeReduce[___] := $Unevaluated;

(* f of a Jordan block is a triangular matrix of derivatives *)
onJordan[f_, m_] := Module[{s, j, n = Length[m], blocks, x, out, at = 1, k},
  {s, j} = JordanDecomposition[m];
  out = ConstantArray[0, {n, n}];
  While[at <= n,
    k = 1; While[at + k <= n && j[[at + k - 1, at + k]] === 1, k++];
    Do[out[[at + r, at + r + d]] = (D[f[x], {x, d}] /. x -> j[[at, at]])/d!, {d, 0, k - 1}, {r, 0, k - 1 - d}];
    at += k];
  Simplify[s . out . Inverse[s]]];
matrixLog[m_?square] := With[{r = Quiet[onJordan[Log, m]]}, If[MatrixQ[r] && FreeQ[r, Indeterminate | DirectedInfinity], r, $Unevaluated]];
matrixLog[___] := $Unevaluated;
matrixFunction[f_, m_?square] := With[{r = Quiet[onJordan[f, m]]}, If[MatrixQ[r] && FreeQ[r, Indeterminate | DirectedInfinity | JordanDecomposition], r, $Unevaluated]];
matrixExp[m_?square] := matrixFunction[Exp, m];
(* exponentials of conjugate imaginary eigenvalues of a real matrix as sines and cosines *)
realForm[r_, m_] := Module[{t},
   If[FreeQ[r, _Complex] || ! FreeQ[m, _Complex], Return[$Unevaluated]];
   t = Expand[ExpToTrig[r]];
   If[FreeQ[t, _Complex], t, $Unevaluated]];

(* along v, with the normal n *)
shearingMatrix[a_, v_List, n_List] /; VectorQ[v] && VectorQ[n] && Length[v] === Length[n] && PossibleZeroQ[v . n] := IdentityMatrix[Length[v]] + Tan[a] Outer[Times, v, n]/(Norm[v] Norm[n]);
shearingMatrix[___] := $Unevaluated;

(* tests of matrices; inexact entries are compared up to their rounding *)
vanishing[m_] := AllTrue[Flatten[m], If[InexactNumberQ[#], Chop[#] === 0, PossibleZeroQ[#]] &];
antihermitianMatrixQ[m_] := TrueQ[square[m] && vanishing[m + ConjugateTranspose[m]]];
normalMatrixQ[m_] := TrueQ[square[m] && vanishing[m . ConjugateTranspose[m] - ConjugateTranspose[m] . m]];
indefiniteMatrixQ[m_] := TrueQ[square[m] && MatrixQ[m, NumericQ] && With[{e = N[Eigenvalues[(m + ConjugateTranspose[m])/2]]}, Min[e] < 0 < Max[e]]];
