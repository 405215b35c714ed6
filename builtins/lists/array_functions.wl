(* array_functions.wl - reductions of levels, functions of chosen elements, grids of coordinates, lexicographic order. *)

(* ArrayReduce[f, a, n]: f of every vector along level n; of several levels, f of the list of all elements along them *)
arrayReduce[f_, a_, n_Integer] := arrayReduce[f, a, {n}];
arrayReduce[f_, a_?ArrayQ, {n_Integer}] := reduced[f, a, {n}];
arrayReduce[f_, a_?ArrayQ, ns : {__Integer}] := reduced[f, a, ns];
arrayReduce[f_, a_?ArrayQ, groups : {{__Integer} ..}] := reduced[f, a, Flatten[groups], Length /@ groups];
arrayReduce[___] := $Unevaluated;
level[n_, d_] := If[n < 0, d + n + 1, n];
reduced[f_, a_, given_, groups_ : Automatic] := Module[{d = ArrayDepth[a], ns, dims, rest, last},
  ns = level[#, d] & /@ given;
  If[! DuplicateFreeQ[ns] || ! SubsetQ[Range[d], ns], Return[$Unevaluated]];
  dims = Dimensions[a];
  rest = Complement[Range[d], ns];
  last = Transpose[Normal[a], Ordering[Join[rest, ns]]];
  (* the levels to be reduced stand last: each subarray of them becomes the list of its elements, or of its groups' lists *)
  Map[f[If[groups === Automatic, Flatten[#, Length[ns] - 1], ArrayReshape[#, Times @@@ TakeList[dims[[ns]], groups]]]] &, last, {Length[rest]}]];

subsetMap[f_, l_, spec_] := Module[{positions, values, new},
  positions = Which[IntegerQ[spec] || MatchQ[spec, _Span | All], List /@ Flatten[{Range[Length[l]][[spec]]}],
    MatchQ[spec, {__Integer}], List /@ spec, MatchQ[spec, {{__Integer} ..}], spec, True, $Failed];
  If[positions === $Failed, Return[$Unevaluated]];
  values = Extract[l, positions];
  new = f[values];
  If[! ListQ[new] || Length[new] =!= Length[values], Return[$Unevaluated]];
  ReplacePart[l, Thread[positions -> new]]];
subsetMap[___] := $Unevaluated;

(* CoordinateBoundsArray[{{a1, b1}, ...}, steps, offsets, k] *)
coordinateBoundsArray[bounds_] := coordinateBoundsArray[bounds, 1];
coordinateBoundsArray[bounds_, steps_] := coordinateBoundsArray[bounds, steps, None];
coordinateBoundsArray[bounds_, steps_, offset_] := coordinateBoundsArray[bounds, steps, offset, 0];
coordinateBoundsArray[bounds : {{_, _} ..}, steps_, offset_, extra_] := Module[{n = Length[bounds], ds, os, ks, axes},
  ds = If[ListQ[steps], PadRight[steps, n, steps], ConstantArray[steps, n]];
  os = If[ListQ[offset], PadRight[offset, n, offset], ConstantArray[offset, n]];
  ks = If[ListQ[extra], PadRight[extra, n, extra], ConstantArray[extra, n]];
  axes = MapThread[axis, {bounds, ds, os, ks}];
  If[! FreeQ[axes, $Failed], Return[$Unevaluated]];
  Outer[List, Sequence @@ axes]];
axis[{a_, b_}, Into[n_Integer?Positive], offset_, k_] := axis[{a, b}, (b - a)/n, offset, k];
axis[{a_, b_}, d_, None | Automatic, k_] := Range[a - k d, b + k d, d];
axis[{a_, b_}, d_, Center, k_] := Range[a + d/2 - k d, b + k d, d];
axis[{a_, b_}, d_, Scaled[s_], k_] := Range[a + s d - k d, b + k d, d];
axis[{a_, b_}, d_, o_?NumericQ, k_] := Range[a + o - k d, b + k d, d];
axis[___] := $Failed;
coordinateBoundsArray[___] := $Unevaluated;

(* 1, 0 or -1: by the first elements that differ, shorter lists before longer ones *)
lexicographicOrder[a_, b_] := lexicographicOrder[a, b, Order];
lexicographicOrder[a_List, b_List, p_] := Module[{o = 0, i = 0, n = Min[Length[a], Length[b]]},
  While[i < n && o === 0, i++; o = p[a[[i]], b[[i]]] /. {True -> 1, False -> -1}; If[o =!= 0 && a[[i]] === b[[i]], o = 0]];
  If[o =!= 0, o, Sign[Length[b] - Length[a]]]];
lexicographicOrder[a_, b_, p_] := p[a, b];
lexicographicOrder[___] := $Unevaluated;
lexicographicSort[l_List] := Sort[l, lexicographicOrder[#1, #2] >= 0 &];
lexicographicSort[l_List, p_] := Sort[l, lexicographicOrder[#1, #2, p] >= 0 &];
lexicographicSort[___] := $Unevaluated;
