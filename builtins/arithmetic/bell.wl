(* bell.wl - Bell polynomials by their recurrence (L. Comtet, Advanced Combinatorics, section 3.3). *)

partial[0, 0, _] := 1;
partial[n_, 0, _] := 0;
partial[n_, k_, _] /; k > n := 0;
partial[n_, k_, x_] := Sum[Binomial[n - 1, i - 1] x[[i]] partial[n - i, k - 1, x], {i, Min[n - k + 1, Length[x]]}];

(* the derivatives of f1[f2[...]] from the columns of those of f1, f2, ...: the composition rule of Faa di Bruno *)
composed[m_] := Fold[Function[{inner, outer}, Table[Sum[outer[[k]] partial[j, k, inner], {k, j}], {j, Length[inner]}]], Last[#], Rest[Reverse[#]]] &[Transpose[m]];

bellY[n_Integer?NonNegative, k_Integer?NonNegative, x_List] /; VectorQ[x] := Expand[partial[n, k, x]];
bellY[n_Integer?NonNegative, k_Integer?NonNegative, m_?MatrixQ] := Expand[partial[n, k, composed[m]]];
bellY[m_?MatrixQ] := Expand[Last[composed[m]]];
bellY[___] := $Unevaluated;
