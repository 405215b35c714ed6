(* sampling.wl - lists at other rates, matrices of distances. *)

downsample[l_List, n_Integer?Positive] := Take[l, {1, -1, n}];
downsample[l_List, n_Integer?Positive, o_Integer] := Take[l, {o, -1, n}];
downsample[l_List, ns : {__Integer}] := Take[l, Sequence @@ Map[{1, -1, #} &, ns]];
downsample[___] := $Unevaluated;
upsample[l_List, n_Integer?Positive] := upsample[l, n, 1];
upsample[l_List, n_Integer?Positive, o_Integer] := Module[{z = ConstantArray[0 First[l], n Length[l]]}, z[[o ;; ;; n]] = l; z] /; 1 <= o <= n;
upsample[___] := $Unevaluated;
arrayResample[l_List, n_Integer] := arrayResample[l, {n}] /; ArrayDepth[l] === 1;
arrayResample[l_List, {n_Integer}] := With[{f = Interpolation[Transpose[{Subdivide[0, 1, Length[l] - 1], l}], InterpolationOrder -> 1]}, Map[f, Subdivide[0, 1, n - 1]]] /; ArrayDepth[l] === 1 && n > 1 && Length[l] > 1;
arrayResample[m_List, {n_Integer, k_Integer}] := Transpose[Map[arrayResample[#, {n}] &, Transpose[Map[arrayResample[#, {k}] &, m]]]] /; ArrayDepth[m] === 2;
arrayResample[___] := $Unevaluated;
distanceMatrix[l_List, o___Rule] := distanceMatrix[l, l, o];
distanceMatrix[a_List, b : Except[_Rule, _List], OptionsPattern[]] := With[{f = If[VectorQ[a, NumericQ], Abs[#1 - #2] &, If[VectorQ[a, StringQ], EditDistance, EuclideanDistance]]}, Outer[f, a, b, 1]];
distanceMatrix[a_List, b : Except[_Rule, _List], DistanceFunction -> f_] := Outer[If[f === Automatic, If[VectorQ[a, NumericQ], Abs[#1 - #2] &, EuclideanDistance], f], a, b, 1];
distanceMatrix[___] := $Unevaluated;
nearestNeighborGraph[l_List, o___Rule] := nearestNeighborGraph[l, 1, o];
nearestNeighborGraph[l_List, k_Integer, o___Rule] := With[{d = distanceMatrix[l, l]}, Graph[l, DeleteDuplicates[Join @@ Table[Map[DirectedEdge[l[[i]], l[[#]]] &, Take[DeleteCases[Ordering[d[[i]]], i], UpTo[k]]], {i, Length[l]}]], o]];
nearestNeighborGraph[___] := $Unevaluated;
