(* A determinant by expansion along the first row, exact and symbolic. *)
minor[m_, j_] := Drop[#, {j}] & /@ Rest[m]
det[{{v_}}] := v
det[m_] := Sum[(-1)^(1 + j) m[[1, j]] det[minor[m, j]], {j, Length[m]}]
Print[det[{{1, 2}, {3, 4}}]]
Print[det[{{2, 0, 1}, {1, 3, 2}, {1, 1, 1}}]]
Print[ToString[Expand[det[{{a, b}, {c, d}}]], InputForm]]
(* Vandermonde: (2-1)(3-1)(4-1)(3-2)(4-2)(4-3) = 12 *)
Print[det[Table[i^j, {i, 4}, {j, 0, 3}]]]
