(* simplify.wl - Simplify and FullSimplify: bottom up, at each part the smallest of the forms that the transformations give, as long as one
   is smaller. Forms of parts are remembered during a call; expensive transformations are left out for large parts. *)

LoadUnit["simplification/assumptions"];
LoadUnit["simplification/trigonometry"];
LoadUnit["simplification/functions"];
LoadUnit["simplification/function_expansion"];
refineTop = System`Library`simplification`assumptions`refineTop;
refineAtom = System`Library`simplification`assumptions`refineAtom;
under = System`Library`simplification`assumptions`under;
SetAttributes[under, HoldRest];

simplify[e_, assumptions_, isFull_, complexity_, functions_, excluded_, time_, trig_: True] :=
  System`Library`simplification`assumptions`under[assumptions,
    Block[{memo = <||>, full = isFull, facts = assumptions =!= True, count, transformations, user, kept = excluded, useTrig = trig =!= False},
      count = If[complexity === Automatic, System`Library`SimplifyCount, complexity];
      user = Switch[functions, Automatic, {}, _List, DeleteCases[functions, Automatic], _, {functions}];
      transformations = functions === Automatic || MemberQ[functions, Automatic];
      If[NumericQ[time] && time < 10^6, TimeConstrained[core[e], time, e], core[e]]]]

excludedQ[e_] := kept =!= {} && AnyTrue[kept, MatchQ[e, #] &]

core[e_] := Module[{r},
  If[AtomQ[e] && ! AssociationQ[e], Return[If[facts, refineAtom[e], e]]];
  r = Lookup[memo, Key[e], Missing[]];
  If[! MissingQ[r], Return[r]];
  memo[e] = e;
  r = node[e];
  memo[e] = r;
  r]

node[e_] := Module[{args, r},
  Which[
    excludedQ[e], e,
    MatchQ[e, _Function | _Hold | _HoldForm | _HoldComplete | _Root | _RootSum | _Slot | _Pattern | _Rational | _Complex], e,
    MatchQ[e, _Rule | _RuleDelayed | _List | _Association], If[AssociationQ[e], core /@ e, core /@ e],
    MatchQ[e, _Equal | _Unequal | _Less | _LessEqual | _Greater | _GreaterEqual], relation[e],
    MatchQ[e, _And | _Or | _Not | _Implies | _Xor], logic[e],
    MatchQ[e, ConditionalExpression[_, _] | Piecewise[_List, ___]], refined[Map[core, e]],
    (* A product or power as a whole first: parts could lose what it shares. *)
    True,
      r = best[oneSquare[e]];
      If[AtomQ[r] || MatchQ[r, _List | _Equal], Return[r]];
      args = Map[core, r];
      If[args =!= r, r = betterParts[r, best[refined[args]]]];
      If[r =!= e && MatchQ[r, _Plus | _Times | _Power] && LeafCount[r] < 300, r = better[r, best[Map[core, r]]]];
      r]]
(* a number less the square of a sine as the square of a cosine, which is as long: -1 + Sin[x]^2 *)
oneSquare[c_?NumericQ + d_. (f : Sin | Cos | Tanh | Sech)[u_]^2] /; useTrig && c + d === 0 := c (f /. {Sin -> Cos, Cos -> Sin, Tanh -> Sech, Sech -> Tanh})[u]^2;
oneSquare[e_] := e;
refined[e_] := If[facts && ! AtomQ[e], refineTop[e], e]
better[a_, b_] := If[count[b] < count[a], b, a]
(* what the assumptions made of the parts stands, even where it is no shorter: (-1)^n for Cos[n Pi] *)
betterParts[a_, b_] := If[count[b] < count[a] || facts && count[b] <= count[a], b, a]

relation[e_] := Module[{sides = core /@ (List @@ e), r, d, f},
  r = refined[Head[e] @@ sides];
  If[Head[r] =!= Head[e] || Length[r] =!= 2, Return[r]];
  (* Common factors of both sides, terms on the lighter side. *)
  If[! AllTrue[List @@ r, System`Library`simplification`simplify`arithmeticQ], Return[r]];
  d = core[r[[1]] - r[[2]]];
  If[NumericQ[d], With[{t = refined[Head[e][d, 0]]}, If[MemberQ[{True, False}, t], Return[t]]]];
  f = tidyRelation[Head[e], Expand[r[[1]] - r[[2]]]];
  If[f =!= None && count[f] < count[r], f, r]]
arithmeticQ[e_] := ! StringQ[e] && ! ListQ[e] && FreeQ[e, _String | _List | DirectedInfinity]
tidyRelation[h_, d_] := Module[{content, terms, constant, rest, x},
  If[! PolynomialQ[d, Variables[d]] || Variables[d] === {}, Return[None]];
  content = FactorList[d];
  If[! ListQ[content], Return[None]];
  content = content[[1, 1]];
  If[! NumberQ[content] || content === 0, Return[None]];
  If[! MatchQ[h, Equal | Unequal], content = Abs[content]];
  constant = (d /. Thread[Variables[d] -> 0])/content;
  rest = Expand[d/content - constant];
  If[! NumberQ[constant], Return[None]];
  x = core[rest];
  h[x, -constant]]

logic[e_] := Module[{r = refined[core /@ e], s},
  If[! MatchQ[r, _And | _Or | _Not | _Implies | _Xor], Return[r]];
  s = LogicalExpand[r];
  r = better[r, s];
  If[FreeQ[r, Less | LessEqual | Greater | GreaterEqual | Equal | Unequal | Element] && LeafCount[r] < 60, With[{m = Quiet[BooleanMinimize[r]]}, If[FreeQ[m, BooleanMinimize], r = better[r, m]]]];
  If[MatchQ[r, _And | _Or] && AllTrue[List @@ r, MatchQ[#, _Less | _LessEqual | _Greater | _GreaterEqual | _Equal | _Unequal] &], r = mergeBounds[r]];
  r]
mergeBounds[r_] := Module[{vars = Variables[Join @@ (List @@@ (List @@ r))], s},
  If[Length[vars] =!= 1 || ! MatchQ[vars, {_Symbol}] || FreeQ[r, Less | LessEqual | Greater | GreaterEqual], Return[r]];
  s = Quiet[Reduce[r, First[vars], Reals]];
  If[Head[s] === Reduce || count[s] >= count[r], r, s]]

(* The smallest form reached from e. *)
best[e0_] := Module[{e = refined[e0], current, rounds = 0, c, improved = True},
  If[AtomQ[e], Return[e]];
  current = e;
  While[improved && rounds < 5,
    improved = False; rounds++;
    Do[
      c = Quiet[transformation[current]];
      If[c =!= current && ! excludedBy[c],
        c = refined[c];
        If[count[c] < count[current] || (count[c] == count[current] && (transformation === gammas || transformation === rightAngles || transformation === Factor && Head[c] === Times && Head[current] === Plus)), current = c; improved = True]],
      {transformation, candidates[current]}]];
  current]
excludedBy[c_] := c === $Failed || ! FreeQ[c, Indeterminate | ComplexInfinity]

candidates[e_] := Module[{size = LeafCount[e], list = user, vars},
  If[! transformations, Return[list]];
  If[! MatchQ[e, _Plus | _Times | _Power], Return[Join[list, special[e]]]];
  If[size > 4000, Return[Join[list, {Together}]]];
  If[NumericQ[e], Return[Join[list, numericTransformations[e], special[e]]]];
  vars = Variables[e];
  list = Join[list, {Together, expandBelow, Expand, Factor, factorExpand, Cancel, partialFactor}];
  If[MatchQ[e, Power[_Plus, _]], AppendTo[list, expandedBase]];
  If[size < 1500 && Length[vars] <= 8, list = Join[list, Function[v, Collect[#, v] &] /@ vars, Function[v, Collect[#, v, Factor] &] /@ vars]];
  If[size < 300 && Length[vars] <= 2 && Head[e] === Plus && ! FreeQ[e, Power[_Plus, _?Negative]], list = Join[list, Function[v, Apart[#, v] &] /@ vars]];
  Join[list, special[e]]]

expandedBase[Power[b_Plus, n_]] := Expand[b]^n
expandedBase[e_] := e
expandBelow[e_] := Module[{t = Together[e]}, Numerator[t]/Expand[Denominator[t]]]
factorExpand[e_] := Module[{t = Together[e]}, Expand[Numerator[t]]/Denominator[t]]
(* A common factor of some of the terms. *)
partialFactor[e_Plus] := Module[{terms = List @@ e, vars = Variables[e], groups},
  If[Length[terms] > 40 || Length[terms] < 3, Return[e]];
  groups = SelectFirst[
    Table[With[{in = Select[terms, ! FreeQ[#, v] &]}, If[Length[in] > 1 && Length[in] < Length[terms], {in, Complement[terms, in]}, Nothing]], {v, vars}],
    With[{f = Factor[Total[#[[1]]]]}, Head[f] =!= Plus && count[f + Total[#[[2]]]] < count[e]] &, None];
  If[groups === None, e, Factor[Total[groups[[1]]]] + Total[groups[[2]]]]]
partialFactor[e_] := e

special[e_] := Module[{list = {}},
  If[useTrig && LeafCount[e] < 800 && System`Library`simplification`trigonometry`trigQ[e], list = Join[list, trigonometric]];
  If[! FreeQ[e, Power[E, _]] && LeafCount[e] < 500, list = Join[list, exponential[e]]];
  If[! FreeQ[e, Log], list = Join[list, {combineLogs}]];
  If[! FreeQ[e, _Abs | _Conjugate | _Re | _Im], list = Join[list, {absolutes, alignedAbsolutes}]];
  If[! FreeQ[e, Power[_, _Rational]], list = Join[list, {radicals}]];
  If[! FreeQ[e, Power[_Plus, _Rational]] && ! FreeQ[e, Power[u_ /; ! FreeQ[u, Power[_, _Rational]], _?Negative]] && LeafCount[e] < 200, AppendTo[list, rationalized]];
  If[facts && ! FreeQ[e, Power[_Times, _Rational]] && Head[e] === Plus, AppendTo[list, separatedRoots]];
  If[! FreeQ[e, Gamma | Factorial | Binomial | Pochhammer | Beta], list = Join[list, If[full, {gammas, functions, gammas[functions[#]] &}, {gammas}]]];
  If[full, list = Join[list, {functions, fullTrig, arcTangents, circularExponentials, rightAngles}]];
  If[facts && ! FreeQ[e, _Re | _Im | _Arg | _Conjugate], AppendTo[list, realParts]];
  list]

trigonometric = {
  System`Library`simplification`trigonometry`trigReduce,
  System`Library`simplification`trigonometry`trigExpand,
  pythagoras, Factor[pythagoras[#]] &, pythagorasCos, Factor[pythagorasCos[#]] &,
  tangents, System`Library`simplification`trigonometry`trigFactor,
  squares, halfAngles, Factor[System`Library`simplification`trigonometry`trigExpand[#]] &,
  quotientReduce}
pythagoras[e_] := fractionMap[System`Library`simplification`trigonometry`pythagorean, e]
pythagorasCos[e_] := fractionMap[System`Library`simplification`trigonometry`pythagoreanCos, e]
sines[e_] := Together[System`Library`simplification`trigonometry`asSinCos[e]]
back = System`Library`simplification`trigonometry`back;
fractionMap[f_, e_] := Module[{t = sines[e]}, back[Cancel[f[Numerator[t]]/f[Denominator[t]]]]]
tangents[e_] := back[sines[e]]
quotientReduce[e_] := Module[{t = sines[e], n, d},
  {n, d} = System`Library`simplification`trigonometry`trigFactor[System`Library`simplification`trigonometry`trigReduce[back[#]]] & /@ {Numerator[t], Denominator[t]};
  n/d]
(* Identities on squares inside sums. *)
squares[e_] := e //. {
  a_. Sin[u_]^2 + a_. Cos[u_]^2 :> a, a_. Cosh[u_]^2 + b_. Sinh[u_]^2 /; a === -b :> a,
  a_ + b_. Sin[u_]^2 /; a === -b :> a Cos[u]^2, a_ + b_. Cos[u_]^2 /; a === -b :> a Sin[u]^2,
  a_. + a_. Tan[u_]^2 :> a Sec[u]^2, a_. + a_. Cot[u_]^2 :> a Csc[u]^2, a_ + b_. Sec[u_]^2 /; a === -b :> b Tan[u]^2, a_ + b_. Csc[u_]^2 /; a === -b :> b Cot[u]^2,
  a_. + a_. Sinh[u_]^2 :> a Cosh[u]^2, a_ + b_. Cosh[u_]^2 /; a === -b :> b Sinh[u]^2, a_ + b_. Tanh[u_]^2 /; a === -b :> a Sech[u]^2,
  a_. Cos[u_]^2 + b_. Sin[u_]^2 /; a === -b :> a Cos[2 u],
  a_. Cosh[u_] + b_. Sinh[u_] /; a === b :> a E^u, a_. Cosh[u_] + b_. Sinh[u_] /; a === -b :> a E^-u,
  c_. Sin[u_] Cos[u_] :> c/2 Sin[2 u]}
(* Euler's formula, and inverse functions that make a right angle. *)
circularExponentials[e_] := e //. {a_. Cos[u_] + b_. Sin[u_] /; b === I a :> a E^(I u), a_. Cos[u_] + b_. Sin[u_] /; b === -I a :> a E^(-I u)}
rightAngles[e_] := e //. {a_. ArcSin[u_] + a_. ArcCos[u_] :> a Pi/2, a_. ArcSec[u_] + a_. ArcCsc[u_] :> a Pi/2,
  a_. ArcTan[u_] + a_. ArcTan[v_] /; Together[u v] === 1 && System`Library`simplification`assumptions`positiveQ[u] :> a Pi/2,
  a_. ArcTan[u_] + a_. ArcTan[v_] /; Together[u v] === 1 && System`Library`simplification`assumptions`negativeQ[u] :> -a Pi/2,
  a_. ArcTan[u_] + a_. ArcCot[u_] /; System`Library`simplification`assumptions`positiveQ[u] :> a Pi/2}
halfAngles[e_] := e /. {Power[Times[h : 1/2 | -1/2 | _Rational, Plus[1, Cos[u_]]], 1/2] :> Sqrt[2 h] Sqrt[Cos[u/2]^2]}
arcTangents[e_] := e //. a_. ArcTan[u_] + a_. ArcTan[v_] /; NumericQ[u] && NumericQ[v] && TrueQ[u v < 1] :> a ArcTan[Together[(u + v)/(1 - u v)]]
fullTrig[e_] := If[System`Library`simplification`trigonometry`trigQ[e] && LeafCount[e] < 200, System`Library`simplification`trigonometry`expToTrig[Together[System`Library`simplification`trigonometry`trigToExp[e]]], e]

exponential[e_] := {hyperbolics, Factor[hyperbolics[#]] &}
hyperbolics[e_] := Together[System`Library`simplification`trigonometry`expToTrig[Expand[e]]]

(* Sums of logarithms of positive numbers or positive symbols. *)
combineLogs[e_] := e //. {
  a_. Log[x_] + b_. Log[y_] /; IntegerQ[a] && IntegerQ[b] && Abs[a] < 50 && Abs[b] < 50 && logPositive[x] && logPositive[y] :> Log[x^a y^b],
  Times[c___, Log[x_Integer], d___, Power[Log[y_Integer], -1], r___] /; x > 1 && y > 1 && MatchQ[Log[y, x], _Integer | _Rational] :> Times[c, d, r] Log[y, x],
  a_Integer Log[x_] /; Abs[a] > 1 && Abs[a] < 50 && logPositive[x] && IntegerQ[x] :> Log[x^a]}
logPositive[x_] := If[NumericQ[x], TrueQ[x > 0], facts && System`Library`simplification`assumptions`positiveQ[x]]
(* Sqrt[x y] - Sqrt[x] Sqrt[y]: roots of products with positive factors taken apart, so that they can cancel *)
separatedRoots[e_] := Expand[e /. p : Power[_Times, _Rational] :> refineTop[p]]
(* Parts of an expression whose variables are all real. *)
realParts[e_] := With[{v = DeleteDuplicates[Cases[e, s_Symbol /; ! NumericQ[s], {0, Infinity}]]},
  If[LeafCount[e] < 200 && AllTrue[v, System`Library`simplification`assumptions`realQ], System`Library`simplification`functions`complexExpand[e, {}], e]]
(* Abs[a - b] and Abs[b - a] are one number: of the two sums, the one that stands first. *)
alignedAbsolutes[e_] := e /. Abs[p_Plus] :> Abs[First[Sort[{p, Expand[-p]}]]]
absolutes[e_] := e /. {Abs[a_]^n_?EvenQ /; facts && System`Library`simplification`assumptions`realQ[a] :> a^n, Conjugate[a_] a_ :> Abs[a]^2}

numericTransformations[e_] := Join[{Together, Expand, rootForm}, If[full, {Factor}, {}]]
radicals[e_] := If[NumericQ[e], rootForm[e], First[SortBy[{cancelRoots[e], cancelRoots[expandBelow[e]]}, count]]]
(* (a + b s)/(c + d s) with one square root s as A + B s *)
rationalized[e_] := Module[{g = DeleteDuplicates[Cases[{e}, Power[q_Plus, r_Rational] /; Denominator[r] === 2 :> q, {0, Infinity}]], s, t, n, d, a, b},
  If[Length[g] =!= 1 || ! FreeQ[e, Power[_, r_Rational] /; Denominator[r] =!= 2], Return[e]];
  g = First[g];
  t = Together[e /. Power[g, r_Rational] :> s^(2 r)];
  {n, d} = {Numerator[t], Denominator[t]};
  If[! PolynomialQ[n, s] || ! PolynomialQ[d, s] || ! FreeQ[{n, d}, Power[_, _Rational]], Return[e]];
  {n, d} = PolynomialRemainder[#, s^2 - g, s] & /@ {n, d};
  {a, b} = {Coefficient[d, s, 0], Coefficient[d, s, 1]};
  n = Expand[PolynomialRemainder[Expand[n (a - b s)], s^2 - g, s]];
  d = Expand[a^2 - b^2 g];
  If[d === 0, Return[e]];
  (* B s is (B g)/s where that cancels *)
  With[{A = Cancel[Coefficient[n, s, 0]/d], B = Cancel[Coefficient[n, s, 1]/d]}, First[SortBy[{A + B Sqrt[g], A + Cancel[B g]/Sqrt[g]}, count]]]]
(* Sqrt[1 - x^2]/(-1 + x^2) is -1/Sqrt[1 - x^2]. *)
cancelRoots[e_] := e //. {
  Times[Power[b_, r_Rational], Power[c_, n_Integer], rest___] /; Expand[b + c] === 0 && Abs[r + n] < Abs[n] + Abs[r] :> (-1)^n b^(r + n) rest,
  Times[Power[b_, r_Rational], b_, rest___] /; r < 0 :> b^(r + 1) rest}
(* An algebraic number of degree one or two is written plainly; nested square roots are resolved. *)
rootForm[e_] := Module[{r},
  If[! algebraicQ[e] || LeafCount[e] > 120, Return[e]];
  r = TimeConstrained[Quiet[RootReduce[e]], 2, e];
  If[FreeQ[r, Root], r, If[full, better[e, nested[e, r]], e]]]
algebraicQ[e_] := FreeQ[e, _Symbol?(NumericQ[#] && # =!= I &) | _Real] && FreeQ[e, Sin | Cos | Log | Tan | ArcTan | Gamma] && MatchQ[e, _Plus | _Times | _Power]
(* x^4 + b x^2 + c: sums of two square roots. *)
nested[e_, Root[f_, k_, _]] := Module[{t, c, b, s},
  c = CoefficientList[f[t], t];
  If[! MatchQ[c, {_, 0, _, 0, 1}], Return[e]];
  s = Sqrt[c[[1]]];
  If[! IntegerQ[s] && Head[s] =!= Rational, Return[e]];
  b = -c[[3]];
  First[SortBy[Select[Flatten[Table[u Sqrt[(b/2 + v s)/2] + w Sqrt[(b/2 - v s)/2], {u, {1, -1}}, {v, {1, -1}}, {w, {1, -1}}]], Abs[N[#, 30] - N[e, 30]] < 10^-20 &], count], e]]
nested[e_, _] := e

gammas[e_] := e //. {
  Times[x_, Gamma[x_], r___] :> Gamma[1 + x] r,
  Times[Gamma[a_], Power[Gamma[b_], -1], r___] /; IntegerQ[Expand[a - b]] && 0 < Expand[a - b] < 20 :> r Product[Expand[b + i], {i, 0, Expand[a - b] - 1}],
  Times[Gamma[a_], Power[Gamma[b_], -1], r___] /; IntegerQ[Expand[a - b]] && -20 < Expand[a - b] < 0 :> r/Product[Expand[a + i], {i, 0, Expand[b - a] - 1}],
  Times[Factorial[a_], Power[Factorial[b_], -1], r___] /; IntegerQ[Expand[a - b]] && 0 < Expand[a - b] < 20 :> r Product[Expand[b + i], {i, 1, Expand[a - b]}],
  Times[Factorial[a_], Power[Factorial[b_], -1], r___] /; IntegerQ[Expand[a - b]] && -20 < Expand[a - b] < 0 :> r/Product[Expand[a + i], {i, 1, Expand[b - a]}],
  Times[n_, Factorial[m_], r___] /; Expand[n - m] === 1 :> Factorial[n] r,
  Times[Gamma[x_], Gamma[y_], r___] /; Expand[x + y] === 1 && ! NumericQ[x] :> r Pi Csc[Pi If[LeafCount[x] < LeafCount[y], x, y]]}
functions[e_] := System`Library`simplification`function_expansion`functionExpand[e]
