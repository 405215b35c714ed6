(* tensors.wl - symmetries of arrays: projections onto them, exterior products, duals;
   expansion and reduction of symbolic tensors. Arrays are lists; symmetric ones are not kept apart. *)

(* the permutations of the slots 1, ..., d that a symmetry names, each with the factor under which the array does not change *)
elements[Symmetric[s_List], d_] := {#, 1} & /@ placed[s, d];
elements[Antisymmetric[s_List], d_] := {#, Signature[Ordering[#]]} & /@ placed[s, d];
elements[h : Symmetric | Antisymmetric, d_] := elements[h[Range[d]], d];
elements[(h : Symmetric | Antisymmetric)[All], d_] := elements[h[Range[d]], d];
elements[ZeroSymmetric[_], d_] := {{Range[d], 0}};
elements[{}, d_] := {{Range[d], 1}};
elements[syms : {(Symmetric | Antisymmetric)[_] ..}, d_] := Fold[products, elements[First[syms], d], elements[#, d] & /@ Rest[syms]];
elements[gens : {{_List, _} ..}, d_] := generated[{PadRight[#1, d, Range[d]], #2} & @@@ gens, d];
elements[___] := $Failed;
placed[s_, d_] := Map[ReplacePart[Range[d], Thread[s -> #]] &, Permutations[s]] /; SubsetQ[Range[d], s];
placed[___] := Throw[$Failed, slots];
products[a_, b_] := Flatten[Outer[{#1[[1]][[#2[[1]]]], #1[[2]] #2[[2]]} &, a, b, 1], 1];
generated[gens_, d_] := Module[{all = {{Range[d], 1}}, new},
  new = all;
  While[new =!= {}, new = Complement[Union[products[new, gens]], all]; all = Join[all, new]];
  If[AnyTrue[GatherBy[all, First], Length[Union[#[[All, 2]]]] > 1 &], {{Range[d], 0}}, all]];

symmetrize[t_] := symmetrize[t, Symmetric[All]];
symmetrize[t_?ArrayQ, sym_] := Module[{d = ArrayDepth[t], group},
  group = Catch[elements[sym, d], slots];
  If[! ListQ[group] || Length[Union[Dimensions[t]]] > 1 && group =!= elements[{}, d], Return[$Unevaluated]];
  Total[Map[#[[2]] Transpose[Normal[t], #[[1]]] &, group]]/Length[group]];
symmetrize[___] := $Unevaluated;

tensorDimensions[t_] /; ArrayQ[t] := Dimensions[t];
tensorDimensions[t_?NumericQ] := {};
tensorDimensions[HoldPattern[TensorProduct[ts__]]] := With[{ds = tensorDimensions /@ {ts}}, Join @@ ds /; FreeQ[ds, $Unevaluated]];
tensorDimensions[t_Symbol] := With[{domain = FirstCase[Flatten[{$Assumptions} /. And -> List], HoldPattern[Element[t, d_]] :> d]},
  Switch[domain, Arrays[_List, ___], First[domain], Matrices[{_, _}, ___], First[domain], Vectors[_, ___], {First[domain]}, _, $Unevaluated]];
tensorDimensions[___] := $Unevaluated;

(* the symmetry under all permutations, or under exchanges of neighbouring slots that form blocks *)
tensorSymmetry[t_?ArrayQ] := Module[{d = ArrayDepth[t], a = Normal[t], swaps, blocks},
  If[d < 2, Return[{}]];
  If[AllTrue[Flatten[a], PossibleZeroQ], Return[ZeroSymmetric[{}]]];
  swaps = Table[With[{p = ReplacePart[Range[d], {i -> i + 1, i + 1 -> i}]},
     If[Dimensions[a][[i]] =!= Dimensions[a][[i + 1]], 0, With[{b = Transpose[a, p]}, Which[same[a, b], 1, same[a, -b], -1, True, 0]]]], {i, d - 1}];
  blocks = SplitBy[Transpose[{Range[d - 1], swaps}], Last];
  blocks = Cases[blocks, l : {{_, s : 1 | -1} ..} :> If[s === 1, Symmetric, Antisymmetric][Range[l[[1, 1]], l[[-1, 1]] + 1]]];
  Switch[Length[blocks], 0, {}, 1, First[blocks], _, blocks]];
same[a_, b_] := AllTrue[Flatten[a - b], PossibleZeroQ];
tensorSymmetry[___] := $Unevaluated;

(* the antisymmetric part of the product of antisymmetrized factors, times (p + q)!/(p! q!) *)
tensorWedge[] := 1;
tensorWedge[t_] := t;
tensorWedge[ts__] /; AllTrue[{ts}, ArrayQ[#] || NumericQ[#] &] && Length[Union[Flatten[Dimensions /@ {ts}]]] <= 1 := Module[{ranks = ArrayDepth /@ {ts}, parts},
  parts = Map[If[ArrayDepth[#] < 2, #, symmetrize[#, Antisymmetric[All]]] &, {ts}];
  If[Total[ranks] < 2, Times @@ parts,
    Expand[Total[ranks]!/Times @@ (ranks!) symmetrize[TensorProduct @@ parts, Antisymmetric[All]]]]];
tensorWedge[___] := $Unevaluated;

hodgeDual[t_?ArrayQ] := With[{n = First[Dimensions[t]]}, hodgeDual[t, n, Range[ArrayDepth[t]]]];
hodgeDual[t_?ArrayQ, n_Integer] := hodgeDual[t, n, Range[ArrayDepth[t]]];
hodgeDual[x_?NumericQ, n_Integer?Positive] := x Normal[LeviCivitaTensor[n]];
hodgeDual[t_?ArrayQ, n_Integer, slots : {__Integer}] /; AllTrue[Dimensions[t][[slots]], # === n &] && Length[slots] <= n := Module[{d = ArrayDepth[t], k = Length[slots]},
  Expand[TensorContract[TensorProduct[Normal[t], Normal[LeviCivitaTensor[n]]], Transpose[{slots, d + Range[k]}]]/k!]];
hodgeDual[___] := $Unevaluated;

(* TensorExpand: sums and numeric factors come out of everything that is linear in its arguments *)
multilinear = TensorProduct | TensorWedge | Dot | Cross;
linear = {
  (h : multilinear)[a___, b_Plus, c___] :> Map[h[a, #, c] &, b],
  (h : multilinear)[a___, k_?NumericQ b_, c___] :> k h[a, b, c],
  (h : TensorTranspose | TensorContract | Transpose | Tr | HodgeDual)[b_Plus, more___] :> Map[h[#, more] &, b],
  (h : TensorTranspose | TensorContract | Transpose | Tr | HodgeDual)[k_?NumericQ b_, more___] :> k h[b, more]};
expanded[e_] := FixedPoint[Expand[# //. linear] &, e, 20];
assuming[opts___] := Replace[Lookup[{opts}, Assumptions, True], {l_List :> And @@ l}];
tensorExpand[e_, opts___Rule] := expanded[e];

(* TensorReduce: besides, arguments in order where a product is symmetric or antisymmetric, and transposes under which a tensor does not
   change. What symbols stand for is said by assumptions such as Element[a, Vectors[3]] or Element[m, Arrays[{3, 3}, Reals, Symmetric[{1, 2}]]]. *)
tensorReduce[e_, opts___Rule] := Block[{$Assumptions = $Assumptions && assuming[opts]}, FixedPoint[expanded[# //. ordering] &, expanded[e], 20]];
domainOf[t_] := FirstCase[Flatten[{$Assumptions} /. And -> List], HoldPattern[Element[s_, d_]] /; MemberQ[Flatten[{s /. Alternatives -> List}], t] :> d];
vectorQ[t_] := MatchQ[domainOf[t], Vectors[__] | Arrays[{_}, ___]];
symmetryOf[t_] := Replace[domainOf[t], {(Matrices | Arrays)[_, _, s_] :> s, _ -> {}}];
signed[h_, args_] := If[DuplicateFreeQ[args], Signature[args] h @@ Sort[args], 0];
ordering = {
  HoldPattern[Cross[a_, b_]] /; ! OrderedQ[{a, b}] || a === b :> signed[Cross, {a, b}],
  HoldPattern[TensorWedge[a__]] /; AllTrue[{a}, vectorQ] && (! OrderedQ[{a}] || ! DuplicateFreeQ[{a}]) :> signed[TensorWedge, {a}],
  HoldPattern[Dot[a_, b_]] /; vectorQ[a] && vectorQ[b] && ! OrderedQ[{a, b}] :> Dot[b, a],
  HoldPattern[TensorTranspose[t_, p_List]] /; ListQ[known[t, p]] :> Last[known[t, p]] t,
  HoldPattern[Transpose[t_]] /; ListQ[known[t, {2, 1}]] :> Last[known[t, {2, 1}]] t,
  HoldPattern[TensorContract[t_, {{i_, j_}}]] /; MatchQ[symmetryOf[t], Antisymmetric[s_List] /; SubsetQ[s, {i, j}]] :> 0};
known[t_, p_] := With[{group = Catch[elements[symmetryOf[t], Length[p]], slots]}, If[ListQ[group], SelectFirst[group, First[#] === p &], $Failed]];
