(* singular_values.wl - singular value decompositions of exact and arbitrary-precision matrices: the right vectors are the eigenvectors of
   m* m, the left ones their images; both are completed to bases. Arbitrary precision is worked with twice the digits, since m* m has the
   squares of the singular values. *)

adjoint[m_] := Conjugate[Transpose[m]];

(* an orthonormal basis that begins with the given orthonormal vectors; a unit vector may lie in their span *)
completed[vs_, n_, zero_] := Module[{basis = vs, next},
  Do[If[Length[basis] === n, Break[]];
    next = tidy[e - Total[Map[(Conjugate[#] . e) # &, basis]]];
    If[! zero[next], AppendTo[basis, tidy[next/Sqrt[tidy[Conjugate[next] . next]]]]],
    {e, IdentityMatrix[n]}];
  basis];
tidy[e_] := If[Precision[e] === Infinity, RootReduce[e] // ToRadicals, e];

decomposition[m_, zero_, small_] := Module[{r, c, values, vectors, sigma, v, u, rank},
  {r, c} = Dimensions[m];
  {values, vectors} = Eigensystem[tidy[adjoint[m] . m]];
  If[! ListQ[values] || ! ListQ[vectors], Return[$Unevaluated]];
  {values, vectors} = {values, vectors}[[All, Ordering[-N[Re[values], 20]]]];
  rank = Count[values, s_ /; ! small[s]];
  rank = Min[rank, r, c];
  sigma = tidy[Sqrt[Re[Take[values, rank]]]];
  v = If[rank === 0, {}, tidy[Orthogonalize[Take[vectors, rank]]]];
  u = MapThread[tidy[(m . #1)/#2] &, {v, sigma}];
  {Transpose[completed[u, r, zero]], PadRight[If[rank === 0, {{0}}, DiagonalMatrix[sigma]], {r, c}], Transpose[completed[v, c, zero]]}];

(* exact as long as the squares of the singular values are quadratic numbers: with roots of higher equations the vectors would fill pages *)
singularValues[m_] /; Precision[m] === Infinity := If[FreeQ[Eigenvalues[adjoint[m] . m], Root], decomposition[m, AllTrue[#, PossibleZeroQ] &, PossibleZeroQ],
  SingularValueDecomposition[N[m]]];
singularValues[m_] := With[{p = Precision[m], size = Max[Abs[m]]},
  Map[shown[#, p] &, decomposition[SetPrecision[m, 2 p + 30], Max[Abs[#]] < 10^(-p/2) &, (# <= size^2 10^(-2 p + 2)) &], {1}]];
shown[e_, p_] := Map[If[# === 0, SetAccuracy[0, p], SetPrecision[If[Abs[Im[#]] < 10^(-p - 5) && Im[#] =!= 0, Re[#], #], p]] &, e, {2}];
singularValues[___] := $Unevaluated;

(* SingularValueDecomposition[m, k]: the first k, or the last ones for a negative k *)
singularValueDecomposition[m_] := singularValues[m];
singularValueDecomposition[m_, k_] := With[{whole = singularValues[m]},
  If[! ListQ[whole], $Unevaluated,
    With[{most = Min[Dimensions[m]]}, With[{spec = Span @@ If[k > 0, {1, Min[k, most]}, {Max[most + k + 1, 1], most}]},
      {whole[[1, All, spec]], whole[[2, spec, spec]], whole[[3, All, spec]]}]]]];
singularValueDecomposition[___] := $Unevaluated;
