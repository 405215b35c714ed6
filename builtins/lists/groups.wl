(* groups.wl - permutation groups: named groups, generators, elements and order by Schreier and Sims' stabilizer chains, orbits, Cayley graphs.

   Inside, a permutation is the list of images of 1 ... n. *)

cyclesOf[p_] := PermutationCycles[p];
listOf[Cycles[c_], n_] := Module[{p = Range[n]}, Do[Do[p[[k[[i]]]] = k[[Mod[i, Length[k]] + 1]], {i, Length[k]}], {k, c}]; p];
times[a_, b_] := b[[a]];   (* first a, then b *)
inverse[a_] := Ordering[a];

(* ---- generators *)
generators[SymmetricGroup[n_Integer]] := Which[n < 2, {}, n == 2, {Cycles[{{1, 2}}]}, True, {Cycles[{{1, 2}}], Cycles[{Range[n]}]}];
generators[AlternatingGroup[n_Integer]] := Which[n < 3, {}, n == 3, {Cycles[{{1, 2, 3}}]}, OddQ[n], {Cycles[{{1, 2, 3}}], Cycles[{Range[3, n]}]}, True, {Cycles[{{1, 2, 3}}], Cycles[{Range[2, n]}]}];
generators[CyclicGroup[n_Integer]] := If[n < 2, {}, {Cycles[{Range[n]}]}];
generators[DihedralGroup[1]] := {Cycles[{{1, 2}}]};
generators[DihedralGroup[2]] := {Cycles[{{1, 2}}], Cycles[{{3, 4}}]};
generators[DihedralGroup[n_Integer]] := {Cycles[Table[{k, n + 1 - k}, {k, Quotient[n, 2]}]], Cycles[{Range[n]}]};
generators[AbelianGroup[ns : {__Integer}]] := MapThread[If[#1 == 1, Nothing, Cycles[{#2 + Range[#1]}]] &, {ns, Most[FoldList[Plus, 0, ns]]}];
generators[PermutationGroup[l : {___Cycles}]] := DeleteCases[l, Cycles[{}]];
generators[MathieuGroupM11[]] := {Cycles[{{2, 10}, {4, 11}, {5, 7}, {8, 9}}], Cycles[{{1, 4, 3, 8}, {2, 5, 6, 9}}]};

generators[_] := $Failed;
groupGenerators[g_] := With[{l = generators[g]}, If[l === $Failed, $Unevaluated, l]];
degree[gens_] := Max[0, Flatten[gens /. Cycles[c_] :> c]];
lists[gens_] := With[{n = degree[gens]}, Map[listOf[#, n] &, gens]];

(* ---- a base and strong generating set: chain = {{base point, transversal}, ...}, a transversal maps points of the orbit to permutations *)
chain[{}] := {};
chain[gens_] := chainOf[gens, Length[First[gens]]];
chainOf[gens_, n_] := Module[{levels = {}, insert, sift, work, extend},
  (* levels: {point, generators, transversal} *)
  sift[p_, from_] := Module[{q = p, k = from, img}, While[k <= Length[levels], img = q[[levels[[k, 1]]]];
     If[! KeyExistsQ[levels[[k, 3]], img], Return[{q, k}, Module]]; q = times[q, inverse[levels[[k, 3]][img]]]; k++]; {q, k}];
  insert[p_, k_] := Module[{r},
    If[k > Length[levels], AppendTo[levels, {First[Select[Range[n], p[[#]] =!= # &]], {}, <||>}]; levels[[k, 3]] = <|levels[[k, 1]] -> Range[n]|>];
    levels[[k, 2]] = Append[levels[[k, 2]], p];
    extend[k]];
  extend[k_] := Module[{t, queue, pt, img, s, r},
    t = <|levels[[k, 1]] -> Range[n]|>; queue = {levels[[k, 1]]};
    While[queue =!= {}, pt = First[queue]; queue = Rest[queue];
     Do[img = g[[pt]]; If[! KeyExistsQ[t, img], t[img] = times[t[pt], g]; AppendTo[queue, img]], {g, levels[[k, 2]]}]];
    levels[[k, 3]] = t;
    Do[Do[s = times[times[t[q], g], inverse[t[g[[q]]]]];
      If[s =!= Range[n], r = sift[s, k + 1]; If[First[r] =!= Range[n], Do[insert[First[r], j], {j, k + 1, Min[Last[r], Length[levels] + 1]}]]], {g, levels[[k, 2]]}], {q, Keys[t]}]];
  Do[With[{r = sift[g, 1]}, If[First[r] =!= Range[n], Do[insert[First[r], j], {j, 1, Min[Last[r], Length[levels] + 1]}]]], {g, gens}];
  levels[[All, {1, 3}]]];
groupOrder[SymmetricGroup[n_]] := n! /; n =!= 0 || True;
groupOrder[AlternatingGroup[n_]] := If[IntegerQ[n] && n < 2, 1, n!/2];
groupOrder[CyclicGroup[n_]] := n;
groupOrder[DihedralGroup[n_]] := 2 n;
groupOrder[AbelianGroup[ns_List]] := Times @@ ns;
groupOrder[g_] := With[{l = generators[g]}, If[l === $Failed, $Unevaluated, Times @@ (Length[Last[#]] & /@ chain[lists[l]])]];
elements[l_] := Module[{n = degree[l], c}, If[l === {}, Return[{{}}]]; c = chain[lists[l]];
  Sort[Fold[Function[{acc, level}, Join @@ Map[Function[u, Map[times[#, u] &, acc]], Values[Last[level]]]], {Range[n]}, Reverse[c]]]];
groupElements[g_] := With[{l = generators[g]}, If[l === $Failed, $Unevaluated, cyclesOf /@ elements[l]]];
groupElements[g_, k_List] := With[{e = groupElements[g]}, If[e === $Unevaluated, e, e[[k]]]];
groupElementQ[g_, p_Cycles] := Module[{l = generators[g], n, c, q}, If[l === $Failed, Return[$Unevaluated]]; n = degree[l];
  If[degree[{p}] > n, Return[False]]; If[l === {}, Return[p === Cycles[{}]]]; q = listOf[p, n];
  Do[With[{img = q[[level[[1]]]]}, If[! KeyExistsQ[level[[2]], img], Return[False, Module]]; q = times[q, inverse[level[[2]][img]]]], {level, chain[lists[l]]}]; q === Range[n]];
groupElementQ[_, _] := False;
groupElementPosition[g_, p_Cycles] := With[{e = groupElements[g]}, If[e === $Unevaluated, e, FirstCase[Position[e, p], {k_} :> k, $Unevaluated]]];
groupElementPosition[g_, ps_List] := Map[GroupElementPosition[g, #] &, ps];
orbit[gens_, x_, act_] := Module[{seen = {x}, k = 1, y}, While[k <= Length[seen], Do[y = act[seen[[k]], g]; If[! MemberQ[seen, y], AppendTo[seen, y]], {g, gens}]; k++]; seen];
image[x_Integer, Cycles[c_]] := With[{k = FirstCase[c, l_ /; MemberQ[l, x], None]}, If[k === None, x, k[[Mod[Position[k, x][[1, 1]], Length[k]] + 1]]]];
image[l_List, p_] := Map[image[#, p] &, l];
image[x_, _] := x;
groupOrbits[g_] := With[{l = generators[g]}, If[l === $Failed, $Unevaluated, groupOrbits[g, Range[degree[l]]]]];
groupOrbits[g_, points_List] := groupOrbits[g, points, image];
groupOrbits[g_, points_List, f_] := Module[{l = generators[g], out = {}}, If[l === $Failed, Return[$Unevaluated]];
  Do[If[! MemberQ[Flatten[out, 1], x], AppendTo[out, With[{o = orbit[l, x, f]}, If[f === image, Sort[o], o]]]], {x, points}]; out];
groupStabilizer[g_, points_List] := Module[{l = generators[g], e}, If[l === $Failed, Return[$Unevaluated]]; e = Select[elements[l], Function[p, AllTrue[points, # > Length[p] || p[[#]] == # &]]]; PermutationGroup[small[cyclesOf /@ e]]];
groupSetwiseStabilizer[g_, points_List] := Module[{l = generators[g], e}, If[l === $Failed, Return[$Unevaluated]]; e = Select[elements[l], Function[p, Sort[p[[points]]] === Sort[points]]]; PermutationGroup[small[cyclesOf /@ e]]];
groupCentralizer[g_, p_Cycles] := Module[{l = generators[g], n, q, e}, If[l === $Failed, Return[$Unevaluated]]; n = Max[degree[l], degree[{p}]]; q = listOf[p, n];
  e = Select[Map[Join[#, Range[Length[#] + 1, n]] &, elements[l]], times[#, q] === times[q, #] &]; PermutationGroup[small[cyclesOf /@ e]]];
(* few of the elements that generate all of them *)
small[es_] := Module[{gens = {}, order = 1}, Do[If[order < Length[es] && e =!= Cycles[{}], With[{k = groupOrder[PermutationGroup[Append[gens, e]]]}, If[k > order, AppendTo[gens, e]; order = k]]], {e, es}]; gens];
groupMultiplicationTable[g_] := Module[{l = generators[g], e, at}, If[l === $Failed, Return[$Unevaluated]]; e = elements[l]; at = AssociationThread[e, Range[Length[e]]]; Table[at[times[a, b]], {a, e}, {b, e}]];
cayleyGraph[g_, o___] := Module[{l = generators[g], e, at, gens}, If[l === $Failed, Return[$Unevaluated]]; e = elements[l]; at = AssociationThread[e, Range[Length[e]]]; gens = lists[l];
  Graph[Range[Length[e]], Join @@ Table[DirectedEdge[at[a], at[times[a, s]]], {a, e}, {s, gens}], o]];
groupStabilizer[___] := $Unevaluated; groupSetwiseStabilizer[___] := $Unevaluated; groupCentralizer[___] := $Unevaluated; groupElementPosition[___] := $Unevaluated; groupOrbits[___] := $Unevaluated; groupElements[___] := $Unevaluated;
