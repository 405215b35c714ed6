(* reductions.wl - unitary reductions of matrices: to Hessenberg form by Householder reflections, to triangular form of arbitrary-precision
   matrices from their eigenvectors; linear matrix equations; functions of matrices. *)

(* {p, h}: m == p . h . p*, h zero below the first subdiagonal *)
hessenbergDecomposition[m_] := Module[{h = N[m, Precision[m]], n = Length[m], p, v, size, zero},
  zero = 0 h[[1, 1]];
  p = IdentityMatrix[n] + zero;
  Do[
    v = h[[k + 1 ;;, k]]; size = Norm[v];
    If[TrueQ[size == 0] || AllTrue[Rest[v], # == 0 &], Continue[]];
    v[[1]] += If[v[[1]] == 0, 1, v[[1]]/Abs[v[[1]]]] size;
    v = v/Norm[v];
    h[[k + 1 ;;]] -= 2 Outer[Times, v, Conjugate[v] . h[[k + 1 ;;]]];
    h[[All, k + 1 ;;]] -= 2 Outer[Times, h[[All, k + 1 ;;]] . v, Conjugate[v]];
    p[[All, k + 1 ;;]] -= 2 Outer[Times, p[[All, k + 1 ;;]] . v, Conjugate[v]];
    h[[k + 2 ;;, k]] = ConstantArray[zero, n - k - 1],
    {k, n - 2}];
  {p, h}];

(* {q, t}: m == q . t . q*; the columns of q span the spaces of the first eigenvectors *)
schurDecomposition[m_] := Module[{p = Precision[m], a, q, t},
  a = SetPrecision[m, 2 p + 20];
  q = Transpose[Orthogonalize[Last[Eigensystem[a]]]];
  If[AnyTrue[Norm /@ Transpose[q], # < 1/2 &], Return[$Unevaluated]];
  t = Conjugate[Transpose[q]] . a . q;
  t = MapIndexed[If[#2[[1]] > #2[[2]], 0, #1] &, t, {2}];
  {shown[q, p], shown[t, p]}];
shown[e_, p_] := Map[If[# === 0 || Abs[#] < 10^(-p - 5), SetAccuracy[0, p], SetPrecision[If[Abs[Im[#]] < 10^(-p - 5) && Im[#] =!= 0, Re[#], #], p]] &, e, {2}];

(* a . x + x . b == c *)
lyapunovSolve[a_, c_] := lyapunovSolve[a, Conjugate[Transpose[a]], c];
lyapunovSolve[a_?MatrixQ, b_?MatrixQ, c_?MatrixQ] /; Dimensions[c] === {Length[a], Length[b]} := Module[{n = Length[a], k = Length[b], x},
  x = LinearSolve[KroneckerProduct[a, IdentityMatrix[k]] + KroneckerProduct[IdentityMatrix[n], Transpose[b]], Flatten[c]];
  If[ListQ[x], Partition[x, k], $Unevaluated]];
lyapunovSolve[___] := $Unevaluated;

(* A function of a matrix without a good basis of eigenvectors: a tiny perturbation makes the eigenvalues differ, and enough digits make up
   for the bad basis that it gives (N. Higham, X. Liu, A multiprecision derivative-free Schur-Parlett algorithm, 2021; E. Davies,
   Approximate diagonalization, 2007). *)
functionByPerturbation[f_, m_] := Module[{p = Precision[m], d, n = Length[m], a, v, s, r},
  d = If[p === MachinePrecision, 16, Ceiling[p]];
  a = SetPrecision[m, 6 d + 30] + 10^-(2 d + 10) Max[1, Ceiling[Max[Abs[m]]]] Table[N[Sin[i^2 + 3 j], 6 d + 30], {i, n}, {j, n}];
  {v, s} = Eigensystem[a];
  s = Transpose[s];
  r = s . DiagonalMatrix[f /@ v] . Inverse[s];
  If[! MatrixQ[r, NumericQ], Return[$Unevaluated]];
  If[FreeQ[m, Complex] && Max[Abs[Im[r]]] < 10^(-d + 2) Max[1, Max[Abs[r]]], r = Re[r]];
  If[p === MachinePrecision, N[r], Map[If[Abs[#] < 10^-(2 d), SetAccuracy[0, p], SetPrecision[#, p]] &, r, {2}]]];
