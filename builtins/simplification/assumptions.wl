(* assumptions.wl - what follows from assumptions: domains, bounds and signs of expressions; Refine.

   $facts holds the assumed conditions one by one. Questions are answered True, False or None (not known). *)

$facts = {};
(* Runs a computation under assumptions. *)
SetAttributes[under, HoldRest];
under[assumptions_, body_] := Block[{$facts = factsOf[assumptions], known = <||>}, body]
factsOf[True] := {}
factsOf[a_And] := Join @@ (factsOf /@ List @@ a)
factsOf[a_List] := Join @@ (factsOf /@ a)
factsOf[(r : Less | LessEqual | Greater | GreaterEqual | Equal)[a_, b_, c__]] := Join[factsOf[r[a, b]], factsOf[r[b, c]]]
factsOf[Inequality[a_, r_, b_]] := {r[a, b]}
factsOf[Inequality[a_, r_, b_, rest__]] := Join[{r[a, b]}, factsOf[Inequality[b, rest]]]
factsOf[Element[a_Alternatives | a_List, d_]] := Join @@ (factsOf[Element[#, d]] & /@ List @@ a)
factsOf[Greater[a_, b_]] := {Less[b, a]}
factsOf[GreaterEqual[a_, b_]] := {LessEqual[b, a]}
factsOf[a_] := {a}

(* ---- domains *)
realQ[e_?NumericQ] := Im[N[e]] === 0 || Im[N[e]] == 0 || Head[N[e]] === Real || IntegerQ[e]
realQ[e_Symbol] := symbolIn[e, {Reals, Integers, Rationals, Primes, Algebraics}] || inequalityOn[e]
realQ[e_Plus | e_Times] := AllTrue[List @@ e, realQ]
realQ[Power[a_, n_Integer]] := realQ[a]
realQ[Power[a_, b_]] := (realQ[a] && realQ[b] && positiveQ[a]) || (realQ[b] && realQ[a] && TrueQ[nonnegativeQ[a]] && TrueQ[positiveQ[b]])
realQ[(Abs | Re | Im | Arg | RealAbs)[_]] := True
realQ[(Sin | Cos | Tan | Cot | Sec | Csc | Sinh | Cosh | Tanh | ArcTan | ArcSinh | Floor | Ceiling | Round | Sign | UnitStep | Conjugate | Max | Min | Mod | Erf | Factorial)[a__]] := AllTrue[{a}, realQ]
realQ[Log[a_]] := positiveQ[a]
realQ[e_] := symbolIn[e, {Reals, Integers, Rationals, Primes}] || inequalityOn[e]
symbolIn[e_, domains_] := AnyTrue[domains, MemberQ[$facts, Element[e, #]] &]
inequalityOn[e_] := AnyTrue[$facts, MatchQ[#, _Less | _LessEqual] && (! FreeQ[First[#], e, {0}] || mentionsDirectly[#, e]) &]
mentionsDirectly[r_, e_] := MatchQ[First[r], e] || MatchQ[Last[r], e] || AnyTrue[List @@ r, MatchQ[Head[#], Plus | Times] && MemberQ[#, e, Infinity] && PolynomialQ[#, e] &]

integerQ[e_Integer] := True
integerQ[e_?NumericQ] := False
integerQ[e_Symbol] := symbolIn[e, {Integers, Primes}]
integerQ[e_Plus | e_Times] := AllTrue[List @@ e, integerQ]
integerQ[Power[a_, n_]] := integerQ[a] && integerQ[n] && TrueQ[nonnegativeQ[n]]
integerQ[(Floor | Ceiling | Round)[_]] := True
integerQ[Factorial[n_]] := integerQ[n]
integerQ[e_] := symbolIn[e, {Integers, Primes}]
evenQ[e_] := Module[{t = Expand[e/2]}, integerQ[t] || If[Head[t] === Plus, AllTrue[List @@ t, integerQ], False] || AnyTrue[$facts, MatchQ[#, Equal[Mod[e, 2], 0]] &]]
oddQ[e_] := evenQ[e - 1] || AnyTrue[$facts, MatchQ[#, Equal[Mod[e, 2], 1]] &]

(* ---- signs: 1, -1, 0, "nonnegative", "nonpositive", None *)
positiveQ[e_] := sign[e] === 1
negativeQ[e_] := sign[e] === -1
nonnegativeQ[e_] := MemberQ[{1, 0, "nonnegative"}, sign[e]]
nonpositiveQ[e_] := MemberQ[{-1, 0, "nonpositive"}, sign[e]]
nonzeroQ[e_] := MemberQ[{1, -1}, sign[e]] || AnyTrue[$facts, MatchQ[#, Unequal[e, 0]] || MatchQ[#, Unequal[0, e]] &]

sign[e_?NumericQ] := Module[{v = Quiet[N[e, 20]]}, Which[! NumberQ[v], None, Im[v] != 0, None, v > 0, 1, v < 0, -1, e === 0 || PossibleZero[e], 0, True, None]]
PossibleZero[e_] := Quiet[Abs[N[e, 40]] < 10^-30]
sign[e_] := Module[{r = Lookup[known, Key[e], Missing[]]},
  If[! MissingQ[r], Return[r]];
  known[e] = None;
  r = computeSign[e];
  known[e] = r;
  r]
computeSign[e_Times] := Module[{s = sign /@ List @@ e}, productSign[s]]
productSign[s_] := Which[MemberQ[s, None], None, MemberQ[s, 0], 0, True,
  With[{weak = MemberQ[s, _String], p = Times @@ (s /. {"nonnegative" -> 1, "nonpositive" -> -1})}, If[weak, If[p == 1, "nonnegative", "nonpositive"], p]]]
computeSign[Power[a_, n_Integer]] := With[{s = sign[a]}, Which[
  EvenQ[n], Which[MemberQ[{1, -1}, s] || nonzeroQ[a] && realQ[a], 1, realQ[a] && n > 0, "nonnegative", True, None],
  True, If[n < 0 && MemberQ[{0, "nonnegative", "nonpositive"}, s], If[nonzeroQ[a], s /. {"nonnegative" -> 1, "nonpositive" -> -1}, None], s]]]
computeSign[Power[a_, b_]] := With[{s = sign[a]}, Which[s === 1 && realQ[b], 1, s === "nonnegative" && positiveQ[b], "nonnegative", s === 0 && positiveQ[b], 0, True, None]]
computeSign[Abs[a_]] := If[nonzeroQ[a], 1, "nonnegative"]
computeSign[(Cosh)[a_]] := If[realQ[a], 1, None]
computeSign[(Sinh | Tanh | ArcTan | ArcSinh | Sign)[a_]] := sign[a]
computeSign[Log[a_]] := Which[positiveQ[a - 1], 1, positiveQ[a] && negativeQ[a - 1], -1, True, None]
(* between two numbers the circular functions keep the sign they have in the middle, if no zero lies between *)
computeSign[(f : Sin | Cos | Tan)[a_]] := Module[{b = total[a], lo, hi, step, first},
  If[b === None || ! VectorQ[Take[b, 2], NumericQ], Return[None]];
  {lo, hi} = N[Take[b, 2]];
  {first, step} = Switch[f, Sin, {0, Pi}, Cos, {Pi/2, Pi}, Tan, {0, Pi/2}];
  If[hi - lo > N[step] + 10^-9 || lo >= hi, Return[None]];
  With[{k = Floor[(lo - N[first])/N[step] + 10^-9]},
    If[N[first + (k + 1) step] < hi - 10^-9, Return[None]];
    If[(N[first + k step] > lo - 10^-9 && ! b[[3]]) || (N[first + (k + 1) step] < hi + 10^-9 && ! b[[4]]), Return[With[{s = Sign[f[(lo + hi)/2]]}, If[s > 0, "nonnegative", "nonpositive"]]]];
    Round[Sign[f[(lo + hi)/2]]]]]
computeSign[Factorial[a_]] := If[integerQ[a] && nonnegativeQ[a], 1, None]
computeSign[Gamma[a_]] := If[positiveQ[a], 1, None]
computeSign[e_Plus] := Module[{s, d},
  d = factSign[e];
  If[d =!= None, Return[d]];
  s = boundSign[e];
  If[s =!= None, Return[s]];
  s = sign /@ List @@ e;
  If[MemberQ[s, None], Return[polynomialSign[e]]];
  Which[
    AllTrue[s, MemberQ[{1, 0, "nonnegative"}, #] &], If[MemberQ[s, 1], 1, "nonnegative"],
    AllTrue[s, MemberQ[{-1, 0, "nonpositive"}, #] &], If[MemberQ[s, -1], -1, "nonpositive"],
    True, polynomialSign[e]]]
computeSign[e_] := Module[{d = factSign[e]}, If[d =!= None, d, boundSign[e]]]

(* An assumed inequality about the very expression, or a positive multiple of it. *)
factSign[e_] := Module[{r = None},
  Do[
    Module[{d = Expand[Last[f] - First[f]], q},
      q = Quiet[Together[d/e]];
      If[NumericQ[q] && q =!= 0,
        r = Which[MatchQ[f, _Less], Sign[q], q > 0, "nonnegative", True, "nonpositive"];
        If[MatchQ[f, _Less], Break[]]]],
    {f, Cases[$facts, _Less | _LessEqual]}];
  If[r === None, Do[If[MatchQ[f, Equal[e, 0]] || MatchQ[f, Equal[0, e]], r = 0], {f, $facts}]];
  If[r === None && Head[e] === Plus, r = chainSign[e]];
  r]
(* A chain of assumed inequalities, a > c and c > b, adds up to one about a - b. *)
chainSign[e_] := Module[{facts = Cases[$facts, _Less | _LessEqual], d, q, v = Variables[e]},
  If[Length[facts] < 2 || Length[facts] > 8, Return[None]];
  Do[
    d = Expand[Total[Last[#] - First[#] & /@ f]];
    If[Variables[d] === v,
      q = Quiet[Together[d/e]];
      If[NumericQ[q] && q =!= 0, Return[Which[MemberQ[f, _Less], Sign[q], q > 0, "nonnegative", True, "nonpositive"], Module]]],
    {f, Subsets[facts, {2, 3}]}];
  None]

(* Bounds of an expression that is linear in one part with assumed bounds. *)
bounds[e_] := bounds[e] /; False
bounds[x_?NumericQ] := {x, x, False, False}
bounds[x_] := Module[{lo = -Infinity, hi = Infinity, ls = False, hs = False, found = False},
  Do[
    Which[
      Last[f] === x && NumericQ[First[f]], found = True; If[N[First[f]] > lo, lo = First[f]; ls = MatchQ[f, _Less]],
      First[f] === x && NumericQ[Last[f]], found = True; If[N[Last[f]] < hi, hi = Last[f]; hs = MatchQ[f, _Less]]],
    {f, Cases[$facts, _Less | _LessEqual]}];
  If[MemberQ[$facts, Element[x, Primes]] && N[lo] < 2, lo = 2; ls = False; found = True];
  (* An integer above a bound is at least the next one. *)
  If[integerQ[x],
    If[lo =!= -Infinity && ls, lo = Floor[lo] + 1; ls = False];
    If[hi =!= Infinity && hs, hi = Ceiling[hi] - 1; hs = False]];
  If[found, {lo, hi, ls, hs}, special[x]]]
special[(Sin | Cos)[u_]] := If[realQ[u], {-1, 1, False, False}, None]
special[Abs[_]] := {0, Infinity, False, False}
special[ArcTan[u_]] := If[realQ[u], {-Pi/2, Pi/2, True, True}, None]
special[Tanh[u_]] := If[realQ[u], {-1, 1, True, True}, None]
special[_] := None
(* the value of Floor or Ceiling between bounds where it is one only *)
constantStep[f_, a_] := Module[{b = total[a], least, most},
  If[b === None || ! VectorQ[Take[b, 2], NumericQ], Return[None]];
  {least, most} = If[f === Floor, {Floor[b[[1]]], If[b[[4]], Ceiling[b[[2]]] - 1, Floor[b[[2]]]]}, {If[b[[3]], Floor[b[[1]]] + 1, Ceiling[b[[1]]]], Ceiling[b[[2]]]}];
  If[least === most, least, None]]
total[e_] := Module[{terms = If[Head[e] === Plus, List @@ e, {e}], parts},
  parts = termBounds /@ terms;
  If[MemberQ[parts, None], None, {Total[parts[[All, 1]]], Total[parts[[All, 2]]], Or @@ parts[[All, 3]], Or @@ parts[[All, 4]]}]]
termBounds[q_?NumericQ] := {q, q, False, False}
termBounds[Times[q_?NumericQ, x_]] := With[{b = termBounds[x]}, If[b === None || Head[N[q]] =!= Real, None, If[q > 0, {q b[[1]], q b[[2]], b[[3]], b[[4]]}, {q b[[2]], q b[[1]], b[[4]], b[[3]]}]]]
termBounds[Power[x_, n_?EvenQ]] /; n > 0 := With[{b = bounds[x]}, Which[b === None, If[realQ[x], {0, Infinity, False, False}, None],
  N[b[[1]]] >= 0, {b[[1]]^n, b[[2]]^n, b[[3]], b[[4]]}, N[b[[2]]] <= 0, {b[[2]]^n, b[[1]]^n, b[[4]], b[[3]]}, True, {0, Max[Abs[b[[1]]], Abs[b[[2]]]]^n, False, False}]]
termBounds[Power[x_, n_?OddQ]] /; n > 0 := With[{b = bounds[x]}, If[b === None, None, {b[[1]]^n, b[[2]]^n, b[[3]], b[[4]]}]]
termBounds[x_] := bounds[x]
boundSign[e_] := Module[{b = total[e]},
  Which[b === None || ! FreeQ[b, Indeterminate], None,
    N[b[[1]]] > 0 || (N[b[[1]]] == 0 && b[[3]]), 1,
    N[b[[2]]] < 0 || (N[b[[2]]] == 0 && b[[4]]), -1,
    N[b[[1]]] == 0, "nonnegative", N[b[[2]]] == 0, "nonpositive", True, None]]

(* A polynomial in one real variable: the sign on the assumed range by exact reduction. *)
polynomialSign[e_] := Module[{vars = Variables[e], x, facts},
  If[Length[vars] =!= 1 || ! MatchQ[vars, {_Symbol}] || ! PolynomialQ[e, vars] || ! realQ[First[vars]] || Exponent[e, First[vars]] > 8, Return[None]];
  x = First[vars];
  facts = And @@ Select[$facts, MatchQ[#, _Less | _LessEqual] && Complement[Variables[List @@ #], vars] === {} && ! FreeQ[#, x] && PolynomialQ[First[#] - Last[#], x] &];
  Which[
    Quiet[Reduce[e <= 0 && facts, x, Reals]] === False, 1,
    Quiet[Reduce[e >= 0 && facts, x, Reals]] === False, -1,
    Quiet[Reduce[e < 0 && facts, x, Reals]] === False, "nonnegative",
    Quiet[Reduce[e > 0 && facts, x, Reals]] === False, "nonpositive",
    True, None]]

(* ---- Refine *)
refine[e_, assumptions_] := under[assumptions, refineParts[e]]
refineParts[e_] := Module[{r},
  If[AtomQ[e], Return[refineAtom[e]]];
  If[MatchQ[e, _HoldForm | _Hold | _Function | _Root], Return[e]];
  r = If[AssociationQ[e], Map[refineParts, e], Map[refineParts, e]];
  refineTop[r]]
refineAtom[e_] := With[{f = Cases[$facts, Equal[e, v_?NumericQ] :> v]}, If[f =!= {} && MatchQ[e, _Symbol], First[f], e]]
refineTop[e_] := Module[{r = rule[e]}, If[r === e, e, If[AtomQ[r], r, refineTop[r]]]]

rule[e_] /; MemberQ[$facts, e] && MatchQ[e, _Element | _Equal | _Less | _LessEqual | _Unequal] := True
rule[e : (Less | LessEqual | Greater | GreaterEqual | Equal | Unequal)[a_, b_]] := Module[{s = sign[Expand[a - b]]},
  Which[
    s === None, If[MatchQ[e, _Equal | _Unequal] && (realQ[a] && ! realQ[b] && NumericQ[b] || nonzeroQ[a - b]), MatchQ[e, _Unequal], implied[e]],
    s === 1, MatchQ[e, _Greater | _GreaterEqual | _Unequal],
    s === -1, MatchQ[e, _Less | _LessEqual | _Unequal],
    s === 0, MatchQ[e, _LessEqual | _GreaterEqual | _Equal],
    s === "nonnegative", Which[MatchQ[e, _GreaterEqual], True, MatchQ[e, _Less], False, True, e],
    s === "nonpositive", Which[MatchQ[e, _LessEqual], True, MatchQ[e, _Greater], False, True, e],
    True, e]]
implied[e_] := Module[{vars = Variables[List @@ e], facts},
  If[Length[vars] =!= 1 || ! MatchQ[vars, {_Symbol}] || ! realQ[First[vars]] || ! PolynomialQ[First[e] - Last[e], vars], Return[e]];
  facts = And @@ Select[$facts, MatchQ[#, _Less | _LessEqual] && Complement[Variables[List @@ #], vars] === {} && ! FreeQ[#, First[vars]] &];
  Which[
    Quiet[Reduce[Not[e] && facts, First[vars], Reals]] === False, True,
    Quiet[Reduce[e && facts, First[vars], Reals]] === False, False,
    True, e]]
rule[e : Element[a_, Reals]] := If[realQ[a], True, e]
rule[e : Element[a_, Complexes]] := If[realQ[a] || symbolIn[a, {Complexes}], True, e]
rule[e : Element[a_, Integers]] := If[integerQ[a], True, e]
rule[e : Element[a_, Rationals]] := If[integerQ[a] || symbolIn[a, {Rationals}], True, e]
rule[Power[Power[a_, p_], q_]] /; ! IntegerQ[q] && (positiveQ[a] && realQ[p] || MatchQ[p, _Rational | _Integer] && nonnegativeQ[a] && -1 < p) := a^(p q)
rule[Power[Power[a_, p_?EvenQ], q_Rational]] /; realQ[a] := If[nonpositiveQ[a], (-a)^(p q), Abs[a]^(p q)]
rule[Power[e_Times, q_]] /; ! IntegerQ[q] && AnyTrue[List @@ e, nonnegativeFactor] := Module[{out = Select[List @@ e, nonnegativeFactor], rest},
  rest = Times @@ Complement[List @@ e, out];
  (Times @@ (refineTop[#^q] & /@ out)) If[rest === 1, 1, refineTop[rest^q]]]
nonnegativeFactor[e_] := ! NumericQ[e] && (nonnegativeQ[e] || MatchQ[e, Power[_?realQ, _?EvenQ]])
rule[Power[e_Times, q_Rational]] /; AnyTrue[List @@ e, ! NumericQ[#] && negativeQ[#] &] && FreeQ[List @@ e, -1] && positiveQ[e] := Power[Times @@ Map[If[negativeQ[#] && ! NumericQ[#], -#, #] &, List @@ e] (-1)^Count[List @@ e, _?(negativeQ[#] && ! NumericQ[#] &)], q]
rule[Power[-1, n_]] /; evenQ[n] := 1
rule[Power[-1, n_]] /; oddQ[n] := -1
rule[Power[-1, n_Plus]] /; AnyTrue[List @@ n, evenQ] && integerQ[n] := (-1)^Select[n, ! evenQ[#] &]
rule[Power[Power[-1, n_], m_]] /; integerQ[n] && integerQ[m] := (-1)^Expand[n m]
rule[Power[Power[a_, n_], m_]] /; ! NumericQ[m] && integerQ[m] := a^(n m)
rule[Power[E, u_]] /; integerQ[Together[u/(2 I Pi)]] := 1
rule[Power[E, u_]] /; ! FreeQ[u, Pi] && integerQ[Together[u/(I Pi)]] := (-1)^Together[u/(I Pi)]
rule[Abs[a_]] /; nonnegativeQ[a] := a
rule[Abs[a_]] /; nonpositiveQ[a] := -a
rule[Abs[Times[a_, b__]]] /; nonnegativeQ[a] || nonpositiveQ[a] := refineTop[Abs[a]] refineTop[Abs[Times[b]]]
rule[Abs[Power[a_, n_]]] /; realQ[n] && ! IntegerQ[n] && realQ[a] := Abs[a]^n
rule[RealAbs[a_]] /; nonnegativeQ[a] := a
rule[Sign[a_]] /; positiveQ[a] := 1
rule[Sign[a_]] /; negativeQ[a] := -1
rule[Re[a_]] /; realQ[a] := a
rule[Im[a_]] /; realQ[a] := 0
rule[Re[a_Plus]] /; AnyTrue[List @@ a, realQ] := Total[Select[List @@ a, realQ]] + refineTop[Re[Total[Select[List @@ a, ! realQ[#] &]]]]
rule[Im[a_Plus]] /; AnyTrue[List @@ a, realQ] := refineTop[Im[Total[Select[List @@ a, ! realQ[#] &]]]]
rule[Re[Times[Complex[0, k_], a__]]] /; realQ[Times[a]] := 0
rule[Im[Times[Complex[0, k_], a__]]] /; realQ[Times[a]] := k Times[a]
rule[Conjugate[a_]] /; realQ[a] := a
rule[Conjugate[a_Plus | a_Times]] := refineTop[Conjugate[#]] & /@ a
rule[Arg[a_]] /; positiveQ[a] := 0
rule[Arg[a_]] /; negativeQ[a] := Pi
rule[Log[Power[a_, n_]]] /; (positiveQ[a] && realQ[n]) := n Log[a]
rule[Log[e_Times]] /; AllTrue[List @@ e, positiveQ] && ! NumericQ[e] := Total[Log /@ List @@ e]
rule[Log[e_]] /; negativeQ[e] && ! NumericQ[e] := I Pi + Log[-e]
rule[Floor[a_]] /; integerQ[a] := a
rule[Ceiling[a_]] /; integerQ[a] := a
rule[(f : Floor | Ceiling)[a_]] /; IntegerQ[constantStep[f, a]] := constantStep[f, a]
rule[Round[a_]] /; integerQ[a] := a
rule[IntegerPart[a_]] /; integerQ[a] := a
rule[FractionalPart[a_]] /; integerQ[a] := 0
rule[(f : Floor | Ceiling | Round)[a_Plus]] /; AnyTrue[List @@ a, integerQ] := Total[Select[List @@ a, integerQ]] + f[Total[Select[List @@ a, ! integerQ[#] &]]]
rule[Mod[a_, 2]] /; evenQ[a] := 0
rule[Mod[a_, 2]] /; oddQ[a] := 1
rule[Mod[a_, 1]] /; integerQ[a] := 0
rule[UnitStep[a_]] /; nonnegativeQ[a] := 1
rule[UnitStep[a_]] /; negativeQ[a] := 0
rule[HeavisideTheta[a_]] /; positiveQ[a] := 1
rule[HeavisideTheta[a_]] /; negativeQ[a] := 0
rule[DiracDelta[a_]] /; nonzeroQ[a] := 0
rule[KroneckerDelta[a_, b_]] /; nonzeroQ[a - b] := 0
rule[Boole[c_]] /; MemberQ[{True, False}, c] := If[c, 1, 0]
rule[Max[a_, b_]] /; nonnegativeQ[a - b] := a
rule[Max[a_, b_]] /; nonpositiveQ[a - b] := b
rule[Min[a_, b_]] /; nonnegativeQ[a - b] := b
rule[Min[a_, b_]] /; nonpositiveQ[a - b] := a
(* Whole multiples of Pi in circular functions. *)
piPart[u_] := Select[If[Head[u] === Plus, List @@ u, {u}], ! FreeQ[#, Pi] && integerQ[Together[#/Pi]] &]
rule[(f : Sin | Cos | Tan | Cot | Sec | Csc)[u_]] /; piPart[u] =!= {} && FreeQ[Total[piPart[u]]/Pi, Pi] := Module[{k = Expand[Total[piPart[u]]/Pi], rest},
  rest = Expand[u - Pi k];
  If[MemberQ[{Tan, Cot}, f], f[rest], refineTop[(-1)^k] f[rest]]]
rule[Cos[u_]] /; ! FreeQ[u, Pi] && integerQ[Together[u/Pi - 1/2]] := 0
rule[Sin[u_]] /; ! FreeQ[u, Pi] && integerQ[Together[u/Pi - 1/2]] := refineTop[(-1)^Together[u/Pi - 1/2]]
rule[ArcSin[Sin[u_]]] /; nonnegativeQ[u + Pi/2] && nonpositiveQ[u - Pi/2] := u
rule[ArcCos[Cos[u_]]] /; nonnegativeQ[u] && nonpositiveQ[u - Pi] := u
rule[ArcTan[Tan[u_]]] /; positiveQ[u + Pi/2] && negativeQ[u - Pi/2] := u
rule[ArcSinh[Sinh[u_]]] /; realQ[u] := u
rule[ArcTanh[Tanh[u_]]] /; realQ[u] := u
rule[ArcCosh[Cosh[u_]]] /; realQ[u] := refineTop[Abs[u]]
rule[Log[Power[E, u_]]] /; realQ[u] := u
rule[ArcTan[x_, y_]] /; positiveQ[x] && realQ[y] := ArcTan[y/x]
rule[ConditionalExpression[v_, c_]] := ConditionalExpression[v, c]
rule[Piecewise[l_List, d___]] := Piecewise[l, d]
rule[If[True, a_, ___]] := a
rule[If[False, _, b_, ___]] := b
rule[e_] := e
