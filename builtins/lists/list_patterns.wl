(* list_patterns.wl - repetitions in lists, folds over several elements, ordered subsequences, operations on the sides of equations. *)

(* the shortest beginning that, repeated, gives the whole; the last repetition may be cut *)
period[l_, n_] := SelectFirst[Range[Length[l]], Function[p, Length[l] >= n p && AllTrue[Range[p + 1, Length[l]], l[[#]] === l[[# - p]] &]], 0];
findRepeat[l_] := findRepeat[l, 1];
findRepeat[s_String, n_] := With[{r = findRepeat[Characters[s], n]}, If[ListQ[r], StringJoin[r], r]];
findRepeat[l_List, n_Integer?Positive] := Take[l, period[l, n]];
findRepeat[___] := $Unevaluated;
findTransientRepeat[s_String, n_] := With[{r = findTransientRepeat[Characters[s], n]}, If[ListQ[r], StringJoin /@ r, r]];
findTransientRepeat[l_List, n_Integer?Positive] := Module[{at = SelectFirst[Range[0, Length[l] - 1], period[Drop[l, #], n] > 0 &]},
  If[! IntegerQ[at], {l, {}}, {Take[l, at], Take[Drop[l, at], period[Drop[l, at], n]]}]];
findTransientRepeat[___] := $Unevaluated;

(* f[x1, ..., xn, a, ...]: the last n values and the next k elements *)
sequenceFoldList[f_, l_List, n_Integer?Positive] /; Length[l] >= n := sequenceFoldList[f, Take[l, n], Drop[l, n]];
sequenceFoldList[f_, xs_List, as_List] := sequenceFoldList[f, xs, as, 1];
sequenceFoldList[f_, xs_List, as_List, k_Integer?Positive] := Fold[Append[#1, f @@ Join[Take[#1, -Length[xs]], #2]] &, xs, Partition[as, k]];
sequenceFoldList[___] := $Unevaluated;
sequenceFold[args__] := With[{l = sequenceFoldList[args]}, If[ListQ[l], Last[l], $Unevaluated]];

longestOrderedSequence[l_List] := longestOrderedSequence[l, OrderedQ[{#1, #2}] &];
longestOrderedSequence[l_List, p_] := Module[{best = {}, b},
  Do[b = Select[best, TrueQ[p[Last[#], l[[i]]] /. {1 | 0 -> True, -1 -> False}] &];
    AppendTo[best, Append[If[b === {}, {}, First[MaximalBy[b, Length, 1]]], l[[i]]]], {i, Length[l]}];
  If[best === {}, {}, First[MaximalBy[best, Length, 1]]]];
longestOrderedSequence[___] := $Unevaluated;

relation = Equal | Unequal | Less | LessEqual | Greater | GreaterEqual;
applySides[f_, e : (h : relation)[_, __]] := Map[f, e];
applySides[f_, e : (And | Or)[__]] := Map[applySides[f, #] &, e];
applySides[___] := $Unevaluated;
addSides[e : (h : relation)[_, __], x_] /; ! MatchQ[Head[x], relation] := Map[# + x &, e];
addSides[e : (h : relation)[__], f : (g : relation)[__]] /; Length[e] === Length[f] && (h === g || h === Equal || g === Equal) := (If[h === Equal, g, h]) @@ (List @@ e + List @@ f);
addSides[___] := $Unevaluated;
subtractSides[e : (h : relation)[a_, b_]] := h[a - b, 0];
subtractSides[e : Equal[a_, b_], f : Equal[c_, d_]] := a - c == b - d;
subtractSides[e : (h : relation)[_, __], x_] /; ! MatchQ[Head[x], relation] := Map[# - x &, e];
subtractSides[___] := $Unevaluated;
reversed = {Less -> Greater, Greater -> Less, LessEqual -> GreaterEqual, GreaterEqual -> LessEqual};
multiplySides[e : (h : relation)[__], x_?NumericQ] := Which[TrueQ[x == 0], $Unevaluated, h === Equal || h === Unequal || TrueQ[x > 0], Map[# x &, e],
  TrueQ[x < 0], (h /. reversed) @@ (x List @@ e), True, $Unevaluated];
multiplySides[Equal[a_, b_], Equal[c_, d_]] := a c == b d;
multiplySides[___] := $Unevaluated;
divideSides[e : (h : relation)[__], x_?NumericQ] /; ! TrueQ[x == 0] := multiplySides[e, 1/x];
divideSides[___] := $Unevaluated;
