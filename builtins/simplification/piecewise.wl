(* piecewise.wl - functions that are defined by cases, and where functions are defined: PiecewiseExpand, FunctionDomain; PossibleZeroQ.

   A Piecewise function is handled as a list of {value, condition} whose conditions exclude one another and cover everything. *)

piecewiseExpand[e_] := piecewiseExpand[e, True, Complexes]
piecewiseExpand[e_, Reals] := piecewiseExpand[e, True, Reals]
piecewiseExpand[e_, Complexes] := piecewiseExpand[e, True, Complexes]
piecewiseExpand[e_, assum_] := piecewiseExpand[e, assum, Complexes]
piecewiseExpand[e_List, assum_, domain_] := piecewiseExpand[#, assum, domain] & /@ e
piecewiseExpand[(r : Equal | Unequal | Less | LessEqual | Greater | GreaterEqual)[a_, b_], assum_, domain_] := Module[{cases},
  cases = split[rewrite[a - b, known[assum, domain]], known[assum, domain], assum];
  If[Length[cases] < 2, Return[r[a, b], Module]];
  Or @@ (#[[2]] && r[#[[1]], 0] & /@ cases)]
piecewiseExpand[e_, assum_, domain_] := Module[{real = known[assum, domain], cases, body},
  body = rewrite[e, real];
  If[FreeQ[body, Piecewise], Return[e, Module]];
  cases = split[body, real, assum];
  assembled[cases, assum]]

(* Which expressions are real: all that are made of real symbols, when the domain or the assumptions say so. *)
known[assum_, Reals] := True &
known[assum_, _] := With[{symbols = realSymbols[assum]}, Function[x, SubsetQ[symbols, Cases[{x}, s_Symbol /; ! NumericQ[s], {-1}]]]]
realSymbols[a_And] := Union @@ (realSymbols /@ List @@ a)
realSymbols[Element[x_, Reals | Integers | Rationals | Primes]] := If[Head[x] === Alternatives || ListQ[x], List @@ x, {x}]
realSymbols[(Less | LessEqual | Greater | GreaterEqual)[a__]] := Cases[{a}, s_Symbol /; ! NumericQ[s], {0, Infinity}]
realSymbols[i_Inequality] := Cases[List @@ i, s_Symbol /; ! NumericQ[s] && ! MemberQ[{Less, LessEqual, Greater, GreaterEqual}, s], {1}]
realSymbols[l_List] := Union @@ (realSymbols /@ l)
realSymbols[_] := {}

(* ---- functions by cases as Piecewise, innermost first *)
rewrite[e_, real_] := e /. {
   p_Piecewise :> p,
   f : (Abs | RealAbs | Sign | RealSign | UnitStep | Ramp | Boole | If | Min | Max | Clip | KroneckerDelta | DiscreteDelta | HeavisideTheta | UnitBox | UnitTriangle | Which | Arg | Floor | Ceiling)[___] :> byCases[Map[rewrite[#, real] &, f], real]}
byCases[(Abs | RealAbs)[x_], real_] := If[real[x], Piecewise[{{-x, x < 0}}, x], Abs[x]]
byCases[(Sign | RealSign)[x_], real_] := If[real[x], Piecewise[{{-1, x < 0}, {1, x > 0}}, 0], Sign[x]]
byCases[UnitStep[x__], _] := Piecewise[{{1, And @@ (# >= 0 & /@ {x})}}, 0]
byCases[HeavisideTheta[x__], _] := Piecewise[{{1, And @@ (# > 0 & /@ {x})}}, 0]
byCases[Ramp[x_], _] := Piecewise[{{x, x >= 0}}, 0]
byCases[Boole[c_], _] := Piecewise[{{1, c}}, 0]
byCases[HoldPattern[If[c_, a_]], _] := Piecewise[{{a, c}}, Null]
byCases[HoldPattern[If[c_, a_, b_, ___]], _] := Piecewise[{{a, c}}, b]
byCases[HoldPattern[Which[c__]], _] := Piecewise[{Last[#], First[#]} & /@ Partition[{c}, 2], Null]
byCases[m_Max, _] := Fold[Piecewise[{{#2, #2 - #1 >= 0}}, #1] &, Reverse[List @@ m]]
byCases[m_Min, _] := Fold[Piecewise[{{#2, #2 - #1 <= 0}}, #1] &, Reverse[List @@ m]]
byCases[Clip[x_], _] := Piecewise[{{-1, x < -1}, {1, x > 1}}, x]
byCases[Clip[x_, {a_, b_}], _] := Piecewise[{{a, x < a}, {b, x > b}}, x]
byCases[Clip[x_, {a_, b_}, {l_, r_}], _] := Piecewise[{{l, x < a}, {r, x > b}}, x]
byCases[KroneckerDelta[x_], _] := Piecewise[{{1, x == 0}}, 0]
byCases[KroneckerDelta[x_, y__], _] := Piecewise[{{1, And @@ (x - # == 0 & /@ {y})}}, 0]
byCases[DiscreteDelta[x__], _] := Piecewise[{{1, And @@ (# == 0 & /@ {x})}}, 0]
byCases[UnitBox[x_], _] := Piecewise[{{1, -1/2 <= x <= 1/2}}, 0]
byCases[UnitTriangle[x_], _] := Piecewise[{{1 + x, -1 <= x <= 0}, {1 - x, 0 < x <= 1}}, 0]
byCases[Arg[x_], real_] := If[real[x], Piecewise[{{Pi, x < 0}}, 0], Arg[x]]
byCases[f_, _] := f

(* ---- nested Piecewise as a list of cases *)
split[e_, real_, assum_] := Module[{p = firstPiecewise[e], cases = {}, rest = True, condition, inner},
  If[p === None, Return[{{e, True}}, Module]];
  Do[
    condition = tidy[rest && case[[2]], assum];
    If[condition =!= False,
      Do[
        With[{c = tidy[condition && inner[[2]], assum]}, If[c =!= False, AppendTo[cases, {inner[[1]], c}]]],
        {inner, split[e /. p -> case[[1]], real, assum]}]];
    rest = tidy[rest && ! case[[2]], assum];
    If[rest === False, Break[]],
    {case, Append[First[p], {If[Length[p] > 1, Last[p], 0], True}]}];
  merged[cases]]
(* A Piecewise with none inside it. *)
firstPiecewise[e_] := With[{all = Cases[e, Piecewise[_List, ___], {0, Infinity}, Heads -> True]}, If[all === {}, None, First[SortBy[all, LeafCount]]]]

tidy[c_, assum_] := Module[{vars, r},
  If[MemberQ[{True, False}, c], Return[c, Module]];
  vars = Union[Cases[c, s_Symbol /; ! NumericQ[s] && ! MatchQ[s, True | False | Less | LessEqual | Greater | GreaterEqual | Reals | Integers], {0, Infinity}]];
  If[Quiet[TimeConstrained[Reduce[c && withoutElements[assum], vars, Reals], 1, c]] === False, Return[False, Module]];
  r = If[Length[vars] == 1 && MatchQ[First[vars], _Symbol], Quiet[TimeConstrained[Reduce[c, First[vars], Reals], 1, c]], c];
  If[! FreeQ[r, Reduce], r = c];
  r = If[assum === True, r, Quiet[Simplify[r, assum]]];
  If[Length[vars] == 1, r, Quiet[Simplify[r]]]]
withoutElements[assum_] := assum /. _Element -> True
merged[cases_] := Module[{values = DeleteDuplicates[First /@ cases]}, {#, Or @@ Cases[cases, {#, c_} :> c]} & /@ values]

(* The last case becomes the default. *)
assembled[{{v_, True}}, _] := v
assembled[cases_, assum_] := Module[{values = Expand /@ First /@ cases},
  If[Length[Union[values]] === 1, Return[First[values], Module]];
  Piecewise[Transpose[{Most[values], tidy[#, assum] & /@ Most[Last /@ cases]}], Last[values]]]
piecewiseExpand[___] := $Unevaluated

(* ---- where a real function is defined: one condition for each part that is not defined everywhere *)
functionDomain[f_, x_] := functionDomain[f, x, Reals]
functionDomain[f_, vars_, Reals] := Module[{v = Flatten[{vars}], conditions, result},
  conditions = Union[Flatten[needs[f, v]]];
  result = And @@ conditions;
  If[MemberQ[{True, False}, result], Return[result, Module]];
  If[! FreeQ[result, NotElement], Return[Simplify[result], Module]];
  result = Quiet[Reduce[result, v, Reals]];
  (* in several variables the conditions themselves say more than their cells *)
  If[! FreeQ[result, Reduce] || Length[v] > 1 && ! MemberQ[{True, False}, result], And @@ conditions, result]]
functionDomain[f_, vars_, Complexes] := Module[{v = Flatten[{vars}], result},
  result = And @@ Union[Flatten[poles[f, v]]];
  If[MemberQ[{True, False}, result] || ! FreeQ[result, NotElement], Return[result, Module]];
  result = Quiet[Reduce[result, v]];
  If[FreeQ[result, Reduce], result, And @@ Union[Flatten[poles[f, v]]]]]
functionDomain[___] := $Unevaluated

constantQ[e_, v_] := AllTrue[v, FreeQ[e, #] &]
needs[e_, v_] /; constantQ[e, v] := {}
needs[e_Symbol, v_] := {}
needs[(Plus | Times | List | Sin | Cos | Sinh | Cosh | Tanh | Sech | ArcTan | ArcCot | ArcSinh | Erf | Erfc | Abs | RealAbs | Sign | Floor | Ceiling | Round | Max | Min | UnitStep | Exp | SinIntegral | FresnelS | FresnelC | AiryAi | AiryBi | Sinc | Ramp)[a__], v_] := needs[#, v] & /@ {a}
needs[Power[a_, n_Integer], v_] := {needs[a, v], If[n < 0, a != 0, {}]}
needs[Power[a_, r_Rational], v_] := {needs[a, v], If[r > 0, a >= 0, a > 0]}
needs[Power[a_, b_], v_] /; constantQ[a, v] := {needs[b, v], a > 0}
needs[Power[a_, b_], v_] := {needs[a, v], needs[b, v], Which[constantQ[b, v] && TrueQ[b > 0], a >= 0, True, a > 0]}
needs[(Surd | CubeRoot)[a_], v_] := needs[a, v]
needs[Surd[a_, n_Integer], v_] := {needs[a, v], If[EvenQ[n], a >= 0, {}], If[n < 0, a != 0, {}]}
needs[Log[a_] | LogIntegral[a_] | CosIntegral[a_] | ExpIntegralEi[a_], v_] := {needs[a, v], a > 0}
needs[Log[b_, a_], v_] := {needs[a, v], needs[b, v], a > 0, If[constantQ[b, v], {}, b > 0 && b != 1]}
needs[(ArcSin | ArcCos)[a_], v_] := {needs[a, v], -1 <= a <= 1}
needs[ArcTanh[a_], v_] := {needs[a, v], -1 < a < 1}
needs[ArcCosh[a_], v_] := {needs[a, v], a >= 1}
needs[(ArcSec | ArcCsc)[a_], v_] := {needs[a, v], a <= -1 || a >= 1}
needs[ArcSech[a_], v_] := {needs[a, v], 0 < a <= 1}
needs[ArcCoth[a_], v_] := {needs[a, v], a < -1 || a > 1}
needs[ArcCsch[a_] | Coth[a_] | Csch[a_], v_] := {needs[a, v], a != 0}
needs[(Tan | Sec)[a_], v_] := {needs[a, v], NotElement[Expand[1/2 + a/Pi], Integers]}
needs[(Cot | Csc)[a_], v_] := {needs[a, v], NotElement[Expand[a/Pi], Integers]}
needs[(Gamma | LogGamma | PolyGamma)[a_], v_] := {needs[a, v], a > 0 || NotElement[a, Integers]}
needs[Factorial[a_], v_] := {needs[a, v], a >= 0 || NotElement[a, Integers]}
needs[Zeta[a_], v_] := {needs[a, v], a != 1}
needs[Piecewise[cases_, default_: 0], v_] := {Or @@ Append[#[[2]] && And @@ Flatten[{needs[#[[1]], v]}] & /@ cases, ! (Or @@ (Last /@ cases)) && And @@ Flatten[{needs[default, v]}]]}
needs[f_[a__], v_] := needs[#, v] & /@ {a}

poles[e_, v_] /; constantQ[e, v] := {}
poles[e_Symbol, v_] := {}
poles[Power[a_, n_?Negative], v_] := {poles[a, v], a != 0}
poles[Log[a_], v_] := {poles[a, v], a != 0}
poles[(Tan | Sec)[a_], v_] := {poles[a, v], NotElement[Expand[1/2 + a/Pi], Integers]}
poles[(Cot | Csc)[a_], v_] := {poles[a, v], NotElement[Expand[a/Pi], Integers]}
poles[(Gamma | LogGamma | PolyGamma)[a_], v_] := {poles[a, v], NotElement[a, Integers] || a > 0}
poles[f_[a__], v_] := poles[#, v] & /@ {a}

(* ---- is an expression zero? exactly where that is decided, else by values at a few places *)
possibleZeroQ[l_List, o___] := PossibleZeroQ[#, o] & /@ l
possibleZeroQ[e_?NumberQ] := TrueQ[e == 0]
possibleZeroQ[e_?NumericQ] := Module[{equal = Quiet[e == 0], value},
  If[MemberQ[{True, False}, equal], Return[equal, Module]];
  value = Quiet[N[e, 60]];
  TrueQ[Abs[value] < 10^-50]]
possibleZeroQ[e_] := Module[{vars, values},
  If[e === 0, Return[True, Module]];
  vars = Union[Cases[e, s_Symbol /; ! NumericQ[s] && ! MatchQ[s, True | False | Null | Infinity | ComplexInfinity | Indeterminate | DirectedInfinity], {0, Infinity}]];
  If[! FreeQ[e, Infinity | ComplexInfinity | Indeterminate | DirectedInfinity], Return[False, Module]];
  values = Quiet[Table[N[e /. Thread[vars -> RandomReal[{1/3, 2}, Length[vars], WorkingPrecision -> 40]], 30], {4}]];
  values = Select[values, NumberQ];
  If[values === {}, Return[TrueQ[Simplify[e] === 0], Module]];
  AllTrue[values, Abs[#] < 10^-20 &]]
