(* cells.wl - polynomial conditions in several real variables by cylindrical decomposition (Collins): the plane is cut over the critical points
   of the first variable, over each piece by the roots in the next, and the condition is tested once in each cell. Cells with the same
   description are joined. Quantified variables come last; their cells are folded by Or or And. *)

LoadUnit["solving/polynomial"];
polynomialRoots = System`Library`solving`polynomial`polynomialRoots;
failed = $Failed;
give[] := Throw[failed, "cells"];
precision = 40;

(* cad[condition, {x1, ...}, {quantifier of the last variables, ...}] gives a condition on the free variables, or $Failed *)
cad[cond_, vars_, quantifiers_ : {}] := Catch[TimeConstrained[Block[{levels, n = Length[vars], variables = vars, condition = cond, kinds = quantifiers, symbolic},
   levels = projections[cond, vars];
   symbolic[f_, x_] := symbolic[f, x] = With[{r = polynomialRoots[f, x]}, If[ListQ[r], DeleteDuplicates[r], give[]]];
   Quiet[stack[1, {}]]], 20, failed], "cells"];

(* ---- the polynomials of each level *)
relations = Less | LessEqual | Greater | GreaterEqual | Equal | Unequal;
projections[cond_, vars_] := Module[{polys, sets = {}},
   polys = DeleteDuplicates[Flatten[Cases[{cond}, relations[a_, b_] :> With[{t = Together[a - b]}, {Numerator[t], Denominator[t]}], {0, Infinity}]]];
   If[! AllTrue[polys, PolynomialQ[#, vars] && FreeQ[#, _Real | _Complex] &], give[]];
   If[! AllTrue[Flatten[CoefficientList[#, vars] & /@ polys], NumericQ], give[]];
   polys = factors[polys, vars];
   Do[
     PrependTo[sets, Select[polys, ! FreeQ[#, vars[[k]]] &]];
     If[k > 1, polys = factors[Join[Select[polys, FreeQ[#, vars[[k]]] &], projection[First[sets], vars[[k]]]], Take[vars, k - 1]]];
     If[Length[polys] > 60, give[]],
     {k, Length[vars], 1, -1}];
   sets];
factors[polys_, vars_] := DeleteDuplicates[Flatten[Function[p, Select[First /@ FactorList[p], ! FreeQ[#, Alternatives @@ vars] &]] /@ DeleteCases[polys, _?NumericQ]]];
projection[polys_, x_] := Join[
   Flatten[CoefficientList[#, x] & /@ polys],
   Discriminant[#, x] & /@ Select[polys, Exponent[#, x] > 1 &],
   Resultant[#[[1]], #[[2]], x] & /@ Subsets[polys, {2}]];

(* ---- the cells over a sample point; a coordinate is {value, whether it is an isolated point} *)
stack[k_, sample_] := Module[{x = variables[[k]], rules, roots, cells, subs},
   rules = Thread[Take[variables, k - 1] -> sample[[All, 1]]];
   roots = Join @@ (rootsOver[#, x, rules, Pick[rules, sample[[All, 2]]], AllTrue[sample, Last]] & /@ levels[[k]]);
   roots = Sort[roots, #1[[1]] < #2[[1]] &];
   roots = First /@ Split[roots, Abs[#1[[1]] - #2[[1]]] < 10^-20 &];
   cells = Riffle[{#, False} & /@ samples[roots[[All, 1]]], {#[[2]], True} & /@ roots];
   subs = Map[If[k === n, truth[condition /. rules /. x -> First[#]], stack[k + 1, Append[sample, #]]] &, cells];
   If[k > n - Length[kinds],
     If[kinds[[k - n + Length[kinds]]] === Exists, Or @@ subs, And @@ subs],
     joined[x, roots[[All, 3]], subs]]];
(* {number, exact value at the sample, expression in the earlier variables} *)
rootsOver[f_, x_, rules_, isolatedRules_, isolated_] := Module[{q = Expand[f /. rules], values},
   If[FreeQ[q, x] || zeroPolynomial[q, x], Return[{}]];
   If[isolated,
     values = polynomialRoots[q, x];
     If[! ListQ[values], give[]];
     Return[{N[#, precision], #, #} & /@ Select[DeleteDuplicates[values], realQ] // realParts]];
   values = symbolic[Expand[f /. isolatedRules], x];
   If[! FreeQ[values, Root], give[]];
   realParts[{N[# /. rules, precision], # /. rules, #} & /@ Select[values, determinate[# /. rules] && realQ[# /. rules] &]]];
realParts[l_] := {Re[#[[1]]], #[[2]], #[[3]]} & /@ l;
determinate[v_] := FreeQ[v, DirectedInfinity | Indeterminate | ComplexInfinity];
realQ[v_] := With[{w = Quiet[N[v, precision]]}, NumberQ[w] && Abs[Im[w]] < 10^-25];
zeroPolynomial[q_, x_] := AllTrue[Rest[CoefficientList[q, x]], Abs[N[#, precision]] < 10^-25 &];
samples[{}] := {0};
samples[v_] := Join[{Floor[First[v]] - 1}, Table[Rationalize[(v[[i]] + v[[i + 1]])/2, (v[[i + 1]] - v[[i]])/8], {i, Length[v] - 1}], {Ceiling[Last[v]] + 1}];

truth[e_And] := And @@ (truth /@ List @@ e);
truth[e_Or] := Or @@ (truth /@ List @@ e);
truth[Not[e_]] := Not[truth[e]];
truth[Implies[a_, b_]] := Implies[truth[a], truth[b]];
truth[(r : relations)[a_, b_]] := Module[{u = Quiet[N[a - b, precision]]},
   If[! NumberQ[u], Return[False]];
   If[Abs[Im[u]] > 10^-25, Return[False]];
   r[If[Abs[u] < 10^-25, 0, Re[u]], 0]];
truth[True] := True;
truth[False] := False;
truth[_] := give[];

(* ---- cells of one description in one range *)
joined[x_, points_, subs_] := Module[{pieces = {}, run = None, m = Length[points], add, f, g, next},
   If[SameQ @@ subs, Return[First[subs]]];
   add[{lo_, c_, formula_}, hi_, d_] := AppendTo[pieces, both[range[lo, c, hi, d, x], formula]];
   Do[
     f = subs[[2 i - 1]];
     If[run === None && f =!= False, run = {If[i == 1, -Infinity, points[[i - 1]]], False, f}];
     If[i <= m,
       g = subs[[2 i]]; next = subs[[2 i + 1]];
       Which[
         run =!= None && sameAt[f, x, points[[i]], g], If[next =!= f, add[run, points[[i]], g =!= False]; run = None],
         True,
           If[run =!= None, add[run, points[[i]], False]; run = None];
           Which[
             g === False, 0,
             next =!= False && sameAt[next, x, points[[i]], g], run = {points[[i]], True, next},
             True, AppendTo[pieces, both[x == points[[i]], g]]]]],
     {i, m + 1}];
   If[run =!= None, add[run, Infinity, False]];
   If[AllTrue[pieces, MatchQ[#, _Equal] && ! NumericQ[Last[#]] &], pieces = Sort[pieces]];
   Or @@ pieces];
both[True, f_] := f;
both[r_, True] := r;
both[r_, f_] := r && f;
range[-Infinity, _, Infinity, _, _] := True;
range[-Infinity, _, hi_, c_, x_] := If[c, x <= hi, x < hi];
range[lo_, c_, Infinity, _, x_] := If[c, x >= lo, x > lo];
range[lo_, c_, hi_, d_, x_] := Which[c && d, lo <= x <= hi, ! c && ! d, lo < x < hi, c, Inequality[lo, LessEqual, x, Less, hi], True, Inequality[lo, Less, x, LessEqual, hi]];
(* does the description f, taken at x = p, say what g says *)
sameAt[f_, x_, p_, g_] := f === g || normal[f /. x -> p] === normal[g];
normal[e_And] := And @@ (normal /@ List @@ e);
normal[e_Or] := Or @@ Union[normal /@ List @@ e];
normal[(r : Less | LessEqual)[a_?NumericQ, y_, b_?NumericQ]] := bounded[a, r, y, r, b];
normal[Inequality[a_?NumericQ, r_, y_, s_, b_?NumericQ]] := bounded[a, r, y, s, b];
normal[Equal[y_, v_?NumericQ]] := y == rounded[v];
normal[(r : Less | LessEqual | Greater | GreaterEqual)[y_, v_?NumericQ]] := r[y, rounded[v]];
normal[e_] := If[FreeQ[e, ComplexInfinity | Indeterminate], e, Unique["no"]];
bounded[a_, r_, y_, s_, b_] := If[rounded[a] === rounded[b], If[{r, s} === {LessEqual, LessEqual}, y == rounded[a], False], Inequality[rounded[a], r, y, s, rounded[b]]];
rounded[v_] := Round[N[v, 20] 10^12];
