(* polynomial_systems.wl - Eliminate, SolveAlways, Roots and NRoots: polynomial equations as equations. *)

LoadUnit["solving/polynomial"];

list[e_List] := Join @@ (list /@ e)
list[e_And] := Join @@ (list /@ List @@ e)
list[True] := {}
list[Equal[a_, b_]] := {a - b}
list[e_] := {e}

(* p == 0 with the positive terms on the left and the negative ones on the right. *)
(* the term of lowest degree stands alone on the right when it is the only one of its degree *)
equation[p_] := Module[{terms = If[Head[p] === Plus, List @@ p, {p}], negative, v = Variables[p], degrees, low, rest, sign},
  degrees = Total[Exponent[#, v]] & /@ terms;
  If[Length[terms] > 2 && Count[degrees, Min[degrees]] == 1,
    low = First[Pick[terms, degrees, Min[degrees]]];
    rest = p - low;
    sign = If[MatchQ[Last[SortBy[Transpose[{degrees, Range[Length[terms]]}], {First, -Last[#] &}]], {_, k_} /; MatchQ[terms[[k]], _?Negative | Times[_?Negative, __]]], -1, 1];
    Return[Expand[sign rest] == -sign low]];
  negative = Select[terms, MatchQ[#, _?Negative | Times[_?Negative, __]] &];
  Total[Complement[terms, negative]] == Total[-negative]]

eliminate[eqs_, vars0_] := Module[{vars = If[ListQ[vars0], vars0, {vars0}], polys, others, basis},
  polys = Numerator[Together[#]] & /@ list[eqs];
  others = Complement[Variables[polys], vars];
  If[! AllTrue[polys, PolynomialQ[#, vars] &], Message[Eliminate::nsmet, Eliminate]; Return[$Unevaluated]];
  basis = GroebnerBasis[polys, others, vars];
  If[! ListQ[basis], Return[$Unevaluated]];
  If[MemberQ[basis, _?NumericQ], Return[False]];
  And @@ (equation /@ basis)]

solveAlways[eqs_, vars0_] := Module[{vars = If[ListQ[vars0], vars0, {vars0}], polys, coefficients, params},
  polys = Expand[Numerator[Together[#]]] & /@ list[eqs];
  If[! AllTrue[polys, PolynomialQ[#, vars] &], Message[SolveAlways::nsmet, SolveAlways]; Return[$Unevaluated]];
  coefficients = DeleteCases[DeleteDuplicates[Flatten[CoefficientList[#, vars] & /@ polys]], 0];
  params = Complement[Variables[coefficients], vars];
  If[coefficients === {}, Return[{{}}]];
  Solve[# == 0 & /@ coefficients, params]]

polynomialOf[Equal[a_, b_]] := a - b
polynomialOf[e_] := e

rootsAsEquations[eq_, x_, options_] := Module[{p = polynomialOf[eq], r, cubics, quartics},
  If[eq === True || eq === False, Return[eq]];
  If[! PolynomialQ[p, x], Message[Roots::nsmet, Roots]; Return[$Unevaluated]];
  {cubics, quartics} = {Cubics, Quartics} /. options /. {Cubics -> True, Quartics -> True};
  r = System`Library`solving`polynomial`polynomialRoots[p, x, cubics, quartics];
  If[r === {}, False, Or @@ (x == # & /@ r)]]

numericRootsAsEquations[eq_, x_, options_] := Module[{p = polynomialOf[eq], goal},
  goal = PrecisionGoal /. options /. PrecisionGoal -> MachinePrecision;
  If[! PolynomialQ[p, x] || ! VectorQ[CoefficientList[p, x], NumericQ], Message[NRoots::nsmet, NRoots]; Return[$Unevaluated]];
  Or @@ (x == # & /@ System`Library`NumericRoots[CoefficientList[p, x], If[NumericQ[goal] && goal =!= MachinePrecision, N[goal], 0]])]
