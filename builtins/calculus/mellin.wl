(* mellin.wl - Mellin transforms by linearity, scaling, shifts and a table (Erdelyi, Tables of Integral Transforms, chapter 6), and convolutions of
   functions given by pieces. *)

no = $Failed;

mellinTransform[f_, x_, s_, opts___Rule] := With[{r = M[f, x, s]}, If[r === no, $Unevaluated, r]];
M[f_Plus, x_, s_] := With[{r = M[#, x, s] & /@ List @@ f}, If[MemberQ[r, no], table[f, x, s], Total[r]]];
M[f_, x_, s_] := Module[{c, g, k, r},
   {c, g} = If[Head[f] === Times, {Select[f, FreeQ[#, x] &], Select[f, ! FreeQ[#, x] &]}, {1, f}];
   If[c =!= 1, r = M[g, x, s]; Return[If[r === no, no, c r]]];
   (* x^k g: s + k *)
   If[Head[f] === Times,
    k = Exponent1[f, x];
    If[k =!= 0, r = M[Cancel[f/x^k], x, s]; Return[If[r === no, no, r /. s -> s + k]]]];
   r = table[f, x, s];
   If[r =!= no, Return[r]];
   (* g(a x), g(x^p) *)
   r = scaled[f, x, s];
   If[r =!= no, Return[r]];
   r = Quiet[TimeConstrained[Integrate[x^(s - 1) f, {x, 0, Infinity}, GenerateConditions -> False], 8, no]];
   If[FreeQ[r, Integrate | no], r, no]];
Exponent1[f_Times, x_] := Total[Replace[List @@ f, {x -> 1, Power[x, k_ /; FreeQ[k, x]] :> k, _ -> 0}, {1}]];
(* f = g(a x^p) for an a or p that stands before every x *)
scaled[f_, x_, s_] := Module[{c = DeleteDuplicates[Cases[{f}, a_ x /; FreeQ[a, x] :> a, {0, Infinity}]], p = DeleteDuplicates[Cases[{f}, Power[x, q_] /; FreeQ[q, x] :> q, {0, Infinity}]], a, r},
   Which[
    Length[c] === 1 && (a = First[c]; FreeQ[f /. x -> x/a // Expand, a]), r = M[Cancel[f /. x -> x/a] // Expand, x, s]; If[r === no, no, r a^-s],
    Length[p] === 1 && First[p] =!= 1 && FreeQ[f /. Power[x, First[p]] -> hidden, x], r = M[f /. Power[x, First[p]] -> x, x, s]; If[r === no, no, (r /. s -> s/First[p])/Abs[First[p]]],
    Length[p] === 1 && (a = DeleteDuplicates[Cases[{f}, b_ Power[x, First[p]] /; FreeQ[b, x] :> b, {0, Infinity}]]; Length[a] === 1) && FreeQ[f /. Power[x, First[p]] -> x^First[p]/First[a] // Expand, First[a]],
     r = M[f /. Power[x, First[p]] -> x^First[p]/First[a] // Expand, x, s]; If[r === no, no, r First[a]^(-s/First[p])],
    True, no]];
table[Power[E, -x_], x_, s_] := Gamma[s];
table[Power[E, I x_], x_, s_] := E^(I Pi s/2) Gamma[s];
table[Power[E, -I x_], x_, s_] := E^(-I Pi s/2) Gamma[s];
table[Sin[x_], x_, s_] := Gamma[s] Sin[Pi s/2];
table[Cos[x_], x_, s_] := Cos[Pi s/2] Gamma[s];
table[Power[1 + x_, a_], x_, s_] /; FreeQ[a, x] := If[IntegerQ[a] && -8 < a < 0, Pi Csc[Pi s] Product[k - s, {k, 1, -a - 1}]/(-a - 1)!, Gamma[-a - s] Gamma[s]/Gamma[-a]];
table[Power[1 - x_, -1] | -Power[-1 + x_, -1], x_, s_] := Pi Cot[Pi s];
table[Log[1 + x_], x_, s_] := Pi Csc[Pi s]/s;
table[ArcTan[x_], x_, s_] := -Pi Sec[Pi s/2]/(2 s);
table[Erfc[x_], x_, s_] := Gamma[(1 + s)/2]/(Sqrt[Pi] s);
table[BesselJ[n_, x_], x_, s_] /; FreeQ[n, x] := 2^(s - 1) Gamma[(n + s)/2]/Gamma[1 + (n - s)/2];
table[BesselK[n_, x_], x_, s_] /; FreeQ[n, x] := 2^(s - 2) Gamma[(s - n)/2] Gamma[(s + n)/2];
table[BesselY[n_, x_], x_, s_] /; FreeQ[n, x] := -2^(s - 1) Cos[Pi (s - n)/2] Gamma[(s - n)/2] Gamma[(s + n)/2]/Pi;
table[ExpIntegralE[1, x_], x_, s_] := Gamma[s]/s;
table[(UnitStep | HeavisideTheta)[1 - x_], x_, s_] := 1/s;
table[(UnitStep | HeavisideTheta)[-1 + x_], x_, s_] := -1/s;
table[Power[-1 + Power[E, x_], -1], x_, s_] := Gamma[s] Zeta[s];
table[Power[1 + Power[E, x_], -1], x_, s_] := (1 - 2^(1 - s)) Gamma[s] Zeta[s];
table[DiracDelta[x_ + a_], x_, s_] /; FreeQ[a, x] := (-a)^(s - 1);
table[_, _, _] := no;

inverseMellinTransform[F_, s_, x_, opts___Rule] := With[{r = inverse[F, s, x]}, If[r === no, $Unevaluated, r]];
inverse[F_Plus, s_, x_] := With[{r = inverse[#, s, x] & /@ List @@ F}, If[MemberQ[r, no], no, Total[r]]];
inverse[F_, s_, x_] := Module[{c, g, r, p},
   {c, g} = If[Head[F] === Times, {Select[F, FreeQ[#, s] &], Select[F, ! FreeQ[#, s] &]}, {1, F}];
   If[c =!= 1, r = inverse[g, s, x]; Return[If[r === no, no, c r]]];
   (* a^s: x/a *)
   p = Cases[If[Head[F] === Times, List @@ F, {F}], Power[a_, k_. s] /; FreeQ[{a, k}, s] :> {a^k, a^(k s)}];
   If[p =!= {} && Head[F] === Times, r = inverse[Cancel[F/p[[1, 2]]], s, x]; Return[If[r === no, no, r /. x -> x/p[[1, 1]]]]];
   inverseTable[F, s, x]];
inverseTable[Gamma[s_], s_, x_] := E^-x;
inverseTable[Gamma[s_ + a_], s_, x_] /; FreeQ[a, s] := x^a E^-x;
inverseTable[Gamma[b_ s_], s_, x_] /; FreeQ[b, s] := E^(-x^(1/b))/b;
inverseTable[Csc[Pi s_], s_, x_] := 1/(Pi (1 + x));
inverseTable[Cos[Pi s_/2] Gamma[s_], s_, x_] := Cos[x];
inverseTable[Gamma[s_] Sin[Pi s_/2], s_, x_] := Sin[x];
inverseTable[Gamma[s_] Zeta[s_], s_, x_] := 1/(-1 + E^x);
inverseTable[Gamma[a_ - s_] Gamma[s_], s_, x_] /; FreeQ[a, s] := Gamma[a] (1 + x)^-a;
inverseTable[Power[s_, -1], s_, x_] := UnitStep[1 - x];
inverseTable[Power[s_ + a_, -1], s_, x_] /; FreeQ[a, s] := x^a UnitStep[1 - x];
inverseTable[_, _, _] := no;

(* ---- convolution: the product's pieces for y between the sums of the breaks *)
heads = UnitBox | UnitTriangle | UnitStep | HeavisideTheta | HeavisidePi | HeavisideLambda | Piecewise | Boole | Abs | Ramp | Max | Min | Clip | RealAbs | Sign;
convolve[UnitBox[x_], UnitBox[x_], x_, y_, ___Rule] := UnitTriangle[y];
convolve[f_, g_, x_, y_, opts___Rule] := Module[{r},
   If[! FreeQ[{f, g}, DiracDelta], Return[impulses[f, g, x, y]]];
   If[! FreeQ[{f, g}, heads], r = pieces[f, g, x, y]; If[r =!= no, Return[If[FreeQ[{f, g}, UnitStep], r, withStep[r, y]]]]];
   r = Quiet[TimeConstrained[Integrate[f (g /. x -> y - x), {x, -Infinity, Infinity}, Assumptions -> Element[y, Reals], GenerateConditions -> False], 12, no]];
   If[FreeQ[r, Integrate | no], r, $Unevaluated]];
(* one piece that starts from zero *)
withStep[Piecewise[{{e_, y_ > a_}}, 0], y_] /; Simplify[e /. y -> a] === 0 := e UnitStep[y - a];
withStep[r_, _] := r;
impulses[f_, g_, x_, y_] := Module[{a = f, b = g, r},
   If[FreeQ[a, DiracDelta], {a, b} = {b, a}];
   r = Quiet[Integrate[a (b /. x -> y - x), {x, -Infinity, Infinity}, Assumptions -> Element[y, Reals], GenerateConditions -> False]];
   If[FreeQ[r, Integrate], r, $Unevaluated]];
(* {breaks, expressions between them}, or no *)
cut[f_, x_] := Module[{p = Quiet[PiecewiseExpand[f /. {HeavisideTheta -> UnitStep, HeavisidePi -> UnitBox, HeavisideLambda -> UnitTriangle}, Element[x, Reals]]], points, samples},
   If[Head[p] =!= Piecewise, Return[{{}, {p}}]];
   LoadUnit["calculus/broken"];
   points = System`Library`calculus`broken`breakpoints[p[[1, All, 2]], x];
   If[points === no, Return[no]];
   samples = Join[{If[points === {}, 0, First[points] - 1]}, If[points === {}, {}, Append[(Rest[points] + Most[points])/2, Last[points] + 1]]];
   {points, System`Library`calculus`broken`pieceAt[p, x, #] & /@ samples}];
expressionAt[{points_, list_}, c_] := list[[1 + Count[points, q_ /; N[q] < N[c]]]];
pieces[f_, g_, x_, y_] := Module[{a = cut[f, x], b = cut[g, x], ends, values, conditions, samples},
   If[a === no || b === no || a[[1]] === {} || b[[1]] === {}, Return[no]];
   ends = SortBy[DeleteDuplicates[Flatten[Outer[Plus, a[[1]], b[[1]]]], TrueQ[N[#1 - #2] == 0] &], N];
   samples = Join[{First[ends] - 1}, (Rest[ends] + Most[ends])/2, {Last[ends] + 1}];
   values = onPiece[a, b, x, y, #] & /@ samples;
   If[! FreeQ[values, no | Integrate], Return[no]];
   values = Simplify /@ values;
   conditions = Join[{y <= First[ends]}, MapThread[Inequality[#1, Less, y, LessEqual, #2] &, {Most[ends], Rest[ends]}], {y > Last[ends]}];
   values = DeleteCases[Transpose[{values, conditions}], {0, _}];
   If[values === {}, 0, Piecewise[values]]];
onPiece[a_, b_, x_, y_, c_] := Module[{breaks, list},
   (* the breaks in x, as expressions in y, in the order they have at y = c *)
   breaks = SortBy[DeleteDuplicates[Join[a[[1]], y - # & /@ b[[1]]]], N[# /. y -> c] &];
   list = Partition[Join[{-Infinity}, breaks, {Infinity}], 2, 1];
   Total[Function[{lo, hi}, Module[{m = Which[lo === -Infinity, (hi /. y -> c) - 1, hi === Infinity, (lo /. y -> c) + 1, True, ((lo + hi)/2) /. y -> c], h},
      h = expressionAt[a, m] (expressionAt[b, c - m] /. x -> y - x);
      If[h === 0, 0, Quiet[Integrate[h, {x, lo, hi}, GenerateConditions -> False]]]]] @@@ list]];

(* ---- convolution of sequences: unit steps bound the sum *)
discreteConvolve[f_, g_, n_Symbol, m_, ___Rule] := Module[{a, b, low, high, r},
   {a, low} = stepped[f, n]; {b, high} = stepped[g, n];
   If[low === -Infinity && high === -Infinity, r = Sum[a (b /. n -> m - n), {n, -Infinity, Infinity}]; Return[If[FreeQ[r, Sum], r, $Unevaluated]]];
   (* from low to m - high *)
   r = Sum[a (b /. n -> m - n), {n, low, If[high === -Infinity, Infinity, m - high]}];
   If[! FreeQ[r, Sum | no], Return[$Unevaluated]];
   r = Simplify[r];
   If[high === -Infinity || low === -Infinity, r, r UnitStep[m - low - high]]];
discreteConvolve[___] := $Unevaluated;
stepped[f_, n_] := Module[{fs = If[Head[f] === Times, List @@ f, {f}], u}, u = Select[fs, MatchQ[#, UnitStep[n + _. ] | UnitStep[n]] &];
   If[Length[u] === 1, {f/First[u], n - First[u][[1]]}, {f, -Infinity}]];
