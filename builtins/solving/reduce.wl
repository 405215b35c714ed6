(* reduce.wl - Reduce, FindInstance, Resolve: conditions in one real variable by sign tables, equations through Solve with the special
   cases of parameters; the integers are in integers.wl. *)

LoadUnit["solving/solve"];
logical = System`Library`solving`solve`logical;
alternatives = System`Library`solving`solve`alternatives;
systemQ = System`Library`solving`solve`systemQ;
zeroQ = System`Library`solving`solve`zeroQ;
LoadUnit["solving/cells"];
cad = System`Library`solving`cells`cad;
LoadUnit["solving/integers"];
integerReduce = System`Library`solving`integers`integerReduce;

reduce[head_, expr_, vars0_, dom_, options_List] := Block[{parameter = GeneratedParameters /. options /. GeneratedParameters -> C, modulus = Modulus /. options /. Modulus -> 0},
  Module[{vars = If[ListQ[vars0], vars0, {vars0}], cond, r},
    Do[If[! System`Library`solving`solve`validVariable[v], Message[Reduce::ivar, v]; Return[$Unevaluated, Module]], {v, vars}];
    cond = logical[If[FreeQ[expr, ForAll | Exists], expr, resolve[expr, dom]]];
    If[cond === True || cond === False, Return[cond]];
    If[dom === Booleans, Return[BooleanMinimize[cond]]];
    If[! systemQ[cond], Message[Reduce::naqs, expr]; Return[$Unevaluated]];
    If[modulus =!= 0, Return[modular[cond, vars, modulus]]];
    r = Catch[reduceCondition[cond, vars, dom], "reduce"];
    If[r === $failed, Message[Reduce::nsmet, Reduce]; Return[$Unevaluated]];
    r]]

fail[] := Throw[$failed, "reduce"]

modular[cond_, vars_, m_] := Module[{s = Solve[cond, vars, Modulus -> m]}, If[s === {}, False, Or @@ (And @@ Equal @@@ # & /@ s)]]

inequalityQ[e_] := MatchQ[e, _Less | _LessEqual | _Greater | _GreaterEqual]

reduceCondition[cond_, vars_, dom_?(KeyExistsQ[System`Library`solving`solve`signed, #] &)] := With[{row = System`Library`solving`solve`signed[dom]},
  reduceCondition[And[cond, And @@ (row[[2]] /@ vars)], vars, row[[1]]]]
reduceCondition[cond_, vars_, dom_] /; ! FreeQ[cond, Floor | Ceiling] := With[{c = unrounded[cond, vars]}, reduceCondition[c, vars, If[dom === Complexes, Reals, dom]] /; c =!= cond]
reduceCondition[cond_, vars_, dom_] := Module[{real},
  real = dom === Reals || (dom === Complexes && ! FreeQ[cond, _Less | _LessEqual | _Greater | _GreaterEqual]);
  Which[
    dom === Integers || (! FreeQ[cond, Element[_, Integers]] && dom =!= Reals && AllTrue[vars, ! FreeQ[Cases[cond, _Element, {0, Infinity}], #] &]),
      integerReduce[cond /. Element[_, Integers] -> True, vars],
    real && Length[vars] == 1 && univariateQ[cond, First[vars]], realUnivariate[cond, First[vars]],
    real && Length[vars] >= 1, realGeneral[cond, vars],
    True, complexReduce[cond, vars, dom]]]

(* Floor[u] and Ceiling[u] against a number are bounds of u. *)
unrounded[cond_, vars_] := cond /. r : (h : Equal | Unequal | Less | LessEqual | Greater | GreaterEqual)[a_, b_] :> With[{q = flat[h, Expand[a - b], vars]}, If[q === None, r, q]]
flat[h_, a_. Floor[u_] + b_., vars_] /; FreeQ[{a, b}, Alternatives @@ vars] && NumericQ[a] && NumericQ[b] := With[{c = -b/a, g = If[a < 0, Replace[h, {Less -> Greater, Greater -> Less, LessEqual -> GreaterEqual, GreaterEqual -> LessEqual}], h]},
  Switch[g, Equal, If[IntegerQ[c], c <= u && u < c + 1, False], Unequal, If[IntegerQ[c], u < c || u >= c + 1, True], Less, u < Ceiling[c], LessEqual, u < Floor[c] + 1, Greater, u >= Floor[c] + 1, GreaterEqual, u >= Ceiling[c]]]
flat[h_, a_. Ceiling[u_] + b_., vars_] /; FreeQ[{a, b}, Alternatives @@ vars] && NumericQ[a] && NumericQ[b] := With[{c = -b/a, g = If[a < 0, Replace[h, {Less -> Greater, Greater -> Less, LessEqual -> GreaterEqual, GreaterEqual -> LessEqual}], h]},
  Switch[g, Equal, If[IntegerQ[c], c - 1 < u && u <= c, False], Unequal, If[IntegerQ[c], u <= c - 1 || u > c, True], Less, u <= Ceiling[c] - 1, LessEqual, u <= Floor[c], Greater, u > Floor[c], GreaterEqual, u > Ceiling[c] - 1]]
flat[___] := None
univariateQ[cond_, x_] := Complement[System`Library`solving`variables`variablesOf[cond], {x}] === {} 
LoadUnit["solving/variables"];

(* ---- one real variable: the truth on the points and the intervals between the critical points *)
realUnivariate[cond_, x_] /; ! FreeQ[cond, (Max | Min)[a__] /; ! FreeQ[{a}, x]] := realUnivariate[byCases[cond, x], x]
(* Max[a, b] is a where a >= b *)
byCases[cond_, x_] := Module[{m = FirstCase[cond, q : (Max | Min)[a__] /; ! FreeQ[{a}, x] :> q, None, {0, Infinity}], r},
  If[m === None, Return[cond]];
  r = If[Head[m] === Max, GreaterEqual, LessEqual];
  byCases[Or @@ Table[And @@ Append[r[m[[i]], #] & /@ DeleteCases[List @@ m, m[[i]]], cond /. m -> m[[i]]], {i, Length[m]}], x]]
realUnivariate[cond_, x_] := Module[{atoms, crit, points, intervals, truthPoint, truthInterval, segments},
  atoms = Cases[{cond}, _Equal | _Unequal | _Less | _LessEqual | _Greater | _GreaterEqual, {0, Infinity}];
  If[! FreeQ[cond, Sin | Cos | Tan | Cot | Sec | Csc], Return[periodicReduce[cond, x]]];
  crit = DeleteDuplicates[Join @@ (critical[#, x] & /@ atoms), zeroQ[#1 - #2] &];
  crit = Sort[crit, N[#1, 20] < N[#2, 20] &];
  points = truthAt[cond, x, #] & /@ crit;
  intervals = truthAt[cond, x, #] & /@ samples[crit];
  If[! SubsetQ[{True, False}, Join[points, intervals]], fail[]];
  assemble[crit, points, intervals, x]]

(* Real zeros of both sides' difference and of denominators, radicands and arguments of logarithms. *)
critical[rel_, x_] := Module[{d = rel[[1]] - rel[[2]], parts},
  parts = Join[{Numerator[Together[d]], Denominator[Together[d]]}, Cases[d, Power[b_, _Rational] :> b, {0, Infinity}], Cases[d, Log[b_] :> b, {0, Infinity}], Cases[d, (Abs | RealAbs)[b_] :> b, {0, Infinity}]];
  parts = DeleteDuplicates[Select[parts, ! FreeQ[#, x] &]];
  Join @@ (realZeros[#, x] & /@ parts)]
realZeros[e_, x_] := Module[{s},
  If[PolynomialQ[e, x] && FreeQ[e, _Real], s = System`Library`solving`polynomial`polynomialRoots[e, x]; If[! ListQ[s], Return[{}]],
    s = Quiet[Solve[e == 0, x, Reals]];
    Which[s === {}, Return[{}], ! MatchQ[s, {{_ -> _} ..}], fail[]];
    s = x /. s];
  s = s /. ConditionalExpression[v_, _] :> v;
  If[! FreeQ[s, C], fail[]];
  DeleteDuplicates[Select[s, NumericQ[#] && Abs[Im[N[#, 25]]] < 10^-18 &]]]
(* A relation with a side that is not finite there (Log[0]) does not hold. *)
truthAt[cond_, x_, v_] := Quiet[truth[(cond /. (r : Less | LessEqual | Greater | GreaterEqual | Equal | Unequal)[a_, b_] :>
     With[{u = a /. x -> v, w = b /. x -> v}, If[FreeQ[{u, w}, DirectedInfinity | Indeterminate], truth[relation[r, u, w]], False]]) /. x -> v]]
truth[relation[r_, a_, b_]] := compare[r, a, b]
truth[e_And] := And @@ (truth /@ List @@ e)
truth[e_Or] := Or @@ (truth /@ List @@ e)
truth[Not[e_]] := Not[truth[e]]
truth[(r : Less | LessEqual | Greater | GreaterEqual | Equal | Unequal)[a_, b_]] := compare[r, a, b]
compare[r_, a_, b_] := Module[{u = N[a - b, 30]},
  Which[! NumberQ[u], If[NumberQ[Quiet[N[a - b]]], u = N[a - b], Return[False]]];
  If[! NumberQ[u] || Abs[Im[u]] > 10^-15, Return[r === Unequal && NumberQ[u]]];
  u = Re[u];
  If[Abs[u] < 10^-22, u = 0];
  r[u, 0]]
truth[Element[v_, Reals]] := NumberQ[N[v]] && Im[N[v]] == 0
truth[e_] := e

samples[{}] := {0}
samples[crit_] := Module[{n = Length[crit]}, Join[{Floor[N[First[crit]]] - 1}, Table[between[crit[[i]], crit[[i + 1]]], {i, n - 1}], {Ceiling[N[Last[crit]]] + 1}]]
between[a_, b_] := Rationalize[(N[a, 20] + N[b, 20])/2, (N[b, 20] - N[a, 20])/8]

(* Maximal runs of true pieces as conditions. *)
assemble[crit_, points_, intervals_, x_] := Module[{n = Length[crit], pieces = {}, i, open = None, ends},
  If[AllTrue[Join[points, intervals], TrueQ], Return[Element[x, Reals] /. Element[_, Reals] -> True]];
  (* Walk: interval 1, point 1, interval 2, ... *)
  Module[{run = None, add},
    add[lo_, loClosed_, hi_, hiClosed_] := AppendTo[pieces, piece[lo, loClosed, hi, hiClosed, x]];
    Do[
      If[intervals[[i]],
        If[run === None, run = {If[i == 1, -Infinity, crit[[i - 1]]], False}],
        If[run =!= None && ! (i > 1 && points[[i - 1]] && run[[1]] === crit[[i - 1]]), 0]];
      If[! intervals[[i]] && run =!= None,
        add[run[[1]], run[[2]], crit[[i - 1]], points[[i - 1]]]; run = None];
      If[i <= n,
        Which[
          points[[i]] && run === None, run = {crit[[i]], True},
          ! points[[i]] && run =!= None, add[run[[1]], run[[2]], crit[[i]], False]; run = None]],
      {i, n + 1}];
    If[run =!= None, add[run[[1]], run[[2]], Infinity, False]]];
  If[pieces === {}, False, Or @@ pieces]]
piece[-Infinity, _, hi_, c_, x_] := If[c, x <= hi, x < hi]
piece[lo_, c_, Infinity, _, x_] := If[c, x >= lo, x > lo]
piece[lo_, c_, hi_, d_, x_] := Which[lo === hi, x == lo, c && d, lo <= x <= hi, ! c && ! d, lo < x < hi, c, Inequality[lo, LessEqual, x, Less, hi], True, Inequality[lo, Less, x, LessEqual, hi]]

(* Equations with trigonometric functions: the complete solution. *)
periodicReduce[cond_, x_] := Module[{s},
  If[AnyTrue[Cases[{cond}, _Less | _LessEqual | _Greater | _GreaterEqual | _Unequal, {0, Infinity}], circularQ], Return[circularInequalities[cond, x]]];
  s = Quiet[Solve[cond, x, Reals]];
  If[! ListQ[s], fail[]];
  solutionsAsCondition[s, {x}]]
circularQ[e_] := ! FreeQ[e, Sin | Cos | Tan | Cot | Sec | Csc]

(* Inequalities with circular functions: the sign table over the interval that the other conditions leave, or over one period. *)
circularInequalities[cond_, x_] := Module[{atoms, plain, circular, ends, open, period, crit, pieces},
  atoms = Cases[{cond}, _Equal | _Unequal | _Less | _LessEqual | _Greater | _GreaterEqual, {0, Infinity}];
  circular = Select[atoms, circularQ]; plain = Complement[atoms, circular];
  ends = Sort[DeleteDuplicates[Join @@ (critical[#, x] & /@ plain), zeroQ[#1 - #2] &], N[#1, 20] < N[#2, 20] &];
  If[plain === {},
    period = FunctionPeriod[#[[1]] - #[[2]], x] & /@ circular;
    period = If[! AllTrue[period, NumericQ[#] && # > 0 &], fail[], First[period] LCM @@ (period/First[period] /. q_Rational :> q)];
    If[! NumericQ[period], fail[]];
    Return[everyPeriod[cond, x, period, signTable[cond && 0 <= x < period, x, zerosBetween[circular, x, 0, period], {0, period}]]]];
  open = cond /. Thread[circular -> True];
  If[ends === {} || TrueQ[truthAt[open, x, First[ends] - 1]] || TrueQ[truthAt[open, x, Last[ends] + 1]], fail[]];
  signTable[cond, x, zerosBetween[circular, x, First[ends], Last[ends]], ends]]
signTable[cond_, x_, zeros_, ends_] := Module[{crit = Sort[DeleteDuplicates[Join[zeros, ends], zeroQ[#1 - #2] &], N[#1, 20] < N[#2, 20] &], points, intervals},
  points = truthAt[cond, x, #] & /@ crit;
  intervals = truthAt[cond, x, #] & /@ samples[crit];
  If[! SubsetQ[{True, False}, Join[points, intervals]], fail[]];
  assemble[crit, points, intervals, x]]
(* zeros of both sides' difference and the poles of the functions *)
zerosBetween[atoms_, x_, a_, b_] := Module[{g},
  g = Join[(#[[1]] - #[[2]]) & /@ atoms, Cases[atoms, (Tan | Sec)[u_] :> Cos[u], {0, Infinity}], Cases[atoms, (Cot | Csc)[u_] :> Sin[u], {0, Infinity}]];
  Join @@ Function[e, With[{s = Quiet[Solve[e == 0 && a <= x <= b, x, Reals]]}, If[MatchQ[s, {{_ -> _?NumericQ} ...}], x /. s, fail[]] /. x -> Nothing]] /@ DeleteDuplicates[g]]
(* the pieces of one period, one that touches both ends joined across them *)
everyPeriod[_, _, _, False] := False
everyPeriod[cond_, x_, period_, r_] := Module[{pieces = If[Head[r] === Or, List @@ r, {r}], c = parameter[1], first, last, shift},
  If[MatchQ[pieces, {Inequality[0, LessEqual, x, Less, period]}], Return[True]];
  first = First[pieces]; last = Last[pieces];
  If[Length[pieces] > 1 && TrueQ[truthAt[cond, x, 0]] && upperEnd[last] === period,
    pieces = Prepend[pieces[[2 ;; -2]], joinedPiece[last, first, period, x]]];
  pieces = shifted[#, x, period c] & /@ pieces;
  Element[c, Integers] && If[Length[pieces] === 1, First[pieces], Or @@ pieces]]
upperEnd[(Less | LessEqual)[_, _, b_] | Inequality[_, _, _, _, b_]] := b
upperEnd[_] := None
joinedPiece[last_, first_, period_, x_] := Module[{lo, hi, c, d},
  {lo, c} = Replace[last, {Less[a_, _, _] :> {a, False}, LessEqual[a_, _, _] :> {a, True}, Inequality[a_, h_, __] :> {a, h === LessEqual}, Equal[_, a_] :> {a, True}}];
  {hi, d} = Replace[first, {Less[_, _, b_] :> {b, False}, LessEqual[_, _, b_] :> {b, True}, Inequality[__, h_, b_] :> {b, h === LessEqual}, Equal[_, b_] :> {b, True}}];
  piece[lo - period, c, hi, d, x]]
shifted[e_, x_, d_] := Replace[e, {Equal[x, v_] :> x == v + d, (h : Less | LessEqual)[a_, x, b_] :> h[a + d, x, b + d], Inequality[a_, h_, x, k_, b_] :> Inequality[a + d, h, x, k, b + d]}]

(* ---- equations over the complex numbers *)
complexReduce[cond_, vars_, dom_] := Module[{parts = alternatives[cond], r},
  r = complexConjunction[#, vars, dom] & /@ parts;
  Or @@ r]

complexConjunction[conditions_, vars_, dom_] := Module[{eqs = Cases[conditions, _Equal], rest, s, params, x = First[vars]},
  rest = DeleteCases[conditions, _Equal];
  (* A product vanishes with one of its factors. *)
  If[Length[eqs] == 1 && Length[vars] > 1 && PolynomialQ[eqs[[1, 1]] - eqs[[1, 2]], vars],
    With[{f = Select[First /@ FactorList[eqs[[1, 1]] - eqs[[1, 2]]], ! FreeQ[#, Alternatives @@ vars] &]},
      If[Length[f] > 1, Return[Or @@ Sort[complexConjunction[Prepend[rest, # == 0], vars, dom] & /@ f]]]]];
  If[eqs === {}, If[AllTrue[rest, MatchQ[#, _Unequal] &], Return[And @@ (inequation[#, vars] & /@ rest)], fail[]]];
  params = Complement[System`Library`solving`variables`variablesOf[conditions], vars];
  If[Length[vars] == 1 && Length[eqs] == 1 && PolynomialQ[eqs[[1, 1]] - eqs[[1, 2]], x],
    Return[conjoin[polynomialCases[Expand[eqs[[1, 1]] - eqs[[1, 2]]], x], rest]]];
  s = Quiet[Solve[And @@ conditions, vars]];
  If[! ListQ[s], fail[]];
  solutionsAsCondition[s, vars]]
inequation[Unequal[a_, b_], vars_] := Module[{r = complexConjunction[{a == b}, vars, Complexes]}, Not[r] /. Not[e_Or] :> And @@ (Not /@ List @@ e) /. Not[Equal[u_, v_]] :> Unequal[u, v]]
conjoin[r_, {}] := r
conjoin[r_, rest_] := LogicalExpand[r && And @@ rest] /. And[a___, Equal[v_, w_], b___] /; FreeQ[w, v] && ! FreeQ[{a, b}, v] :> And[Equal[v, w], And[a, b] /. v -> w]

(* a x^n + ... with symbolic coefficients: the leading coefficient may vanish. *)
polynomialCases[p_, x_] := Module[{c = CoefficientList[p, x], n, lead, general, r},
  n = Length[c] - 1;
  If[n < 0, Return[True]];
  lead = Last[c];
  If[n == 0, Return[zeroCondition[lead]]];
  r = System`Library`solving`polynomial`polynomialRoots[p, x, False, False];
  r = DeleteDuplicates[r];
  If[NumericQ[lead], Return[Or @@ (x == # & /@ r)]];
  general = conjunction[simplifyUnequal[lead], Or @@ (x == # & /@ r)];
  Module[{zero = zeroCondition[lead], special},
    special = If[MatchQ[zero, Equal[_Symbol, _]], polynomialCases[Expand[p /. Rule @@ zero], x], polynomialCases[Expand[p - lead x^n], x]];
    (* Lower degrees keep their own cases apart; the identically vanishing one names its conditions last coefficient first. *)
    special = caseOf[zero, #] & /@ If[Head[special] === Or, List @@ special, {special}];
    special = Or @@ If[n == 1, special, SortBy[special, vanishing]];
    If[n == 1, special || general, general || special]]]
caseOf[zero_, e_] := If[vanishing[e], e && zero, zero && e]
vanishing[e_] := AllTrue[If[Head[e] === And, List @@ e, {e}], MatchQ[#, Equal[_, 0]] &]
conjunction[a_, b_] := If[a === True, b, a && b]
expandAnd[e_] := LogicalExpand[e]
simplifyUnequal[e_] := Module[{f = Factor[e]}, If[Head[f] === Times, And @@ (simplifyUnequal /@ Select[List @@ f, ! NumericQ[#] &]), If[MatchQ[f, Power[_, _Integer?Positive]], simplifyUnequal[First[f]], f != 0]]]
zeroCondition[e_] := Module[{vars = Variables[e], s},
  If[vars === {}, Return[zeroQ[e]]];
  s = Quiet[Solve[e == 0, Last[vars]]];
  If[MatchQ[s, {{_ -> _} ..}] && Exponent[e, Last[vars]] == 1 && NumericQ[Coefficient[e, Last[vars]]], Or @@ (Equal @@ First[#] & /@ s), e == 0]]

solutionsAsCondition[{}, _] := False
solutionsAsCondition[s_, vars_] := Module[{parts = solutionAsCondition[#, vars] & /@ DeleteDuplicates[s], common},
  (* One condition on a parameter that all share stands in front. *)
  common = Cases[#, _Element] & /@ Replace[parts, {e_And :> List @@ e, e_ :> {e}}, {1}];
  If[Length[parts] > 1 && Length[First[common]] == 1 && SameQ @@ common,
    With[{c = common[[1, 1]]}, c && Or @@ (DeleteCases[#, c] & /@ parts)],
    Or @@ parts]]
solutionAsCondition[{}, _] := True
solutionAsCondition[rules_, vars_] := Module[{conditions = Cases[Last /@ rules, ConditionalExpression[_, c_] :> c], plain = rules /. ConditionalExpression[v_, _] :> v},
  conditions = DeleteDuplicates[Flatten[If[Head[#] === And, List @@ #, {#}] & /@ conditions]];
  And @@ Join[conditions, Equal @@@ plain]]

(* ---- several real variables *)
(* a1 Abs[u1] + ... < c with positive factors holds with every choice of signs, a1 Abs[u1] + ... > c with some; else Abs[u] by the sign of u *)
realGeneral[cond_, vars_] /; ! FreeQ[cond, (Abs | RealAbs)[u_] /; ! FreeQ[u, Alternatives @@ vars]] := Module[{c, q, r},
  c = cond /. (h : Less | LessEqual | Greater | GreaterEqual)[a_, b_] :> With[{w = signed[h, Expand[If[MatchQ[h, Less | LessEqual], a - b, b - a]]]}, w /; w =!= None];
  q = FirstCase[c, (Abs | RealAbs)[u_] /; ! FreeQ[u, Alternatives @@ vars], None, {0, Infinity}];
  If[q =!= None, Return[realGeneral[(First[q] >= 0 && (c /. q -> First[q])) || (First[q] < 0 && (c /. q -> -First[q])), vars]]];
  r = cad[c /. Element[_, Reals] -> True, Join[Complement[System`Library`solving`variables`variablesOf[c], vars], vars]];
  If[r === $Failed, realGeneral[c, vars], r]]
signed[h_, e_] := Module[{terms = If[Head[e] === Plus, List @@ e, {e}], own, rest, factors, strict = If[MatchQ[h, Less | Greater], Less, LessEqual]},
  own = Cases[terms, k_. (Abs | RealAbs)[u_] /; NumericQ[k] :> {k, u}];
  rest = Total[Select[terms, FreeQ[#, Abs | RealAbs] &]];
  factors = First /@ own;
  If[own === {} || Length[own] > 4 || ! FreeQ[DeleteCases[terms, k_. (Abs | RealAbs)[u_] /; NumericQ[k]], Abs | RealAbs], Return[None]];
  Which[
    AllTrue[factors, # > 0 &], And @@ (strict[# . (Times @@@ own) + rest, 0] & /@ Tuples[{1, -1}, Length[own]]),
    AllTrue[factors, # < 0 &], Or @@ (strict[# . (Times @@@ own) + rest, 0] & /@ Tuples[{1, -1}, Length[own]]),
    True, None]]
realGeneral[cond_, vars_] := Module[{parts = alternatives[cond], r, params = Complement[System`Library`solving`variables`variablesOf[cond], vars]},
  If[! AllTrue[parts, AllTrue[#, MatchQ[#, _Element] || (MatchQ[#, _[_, _]] && linearIn[#, vars]) &] &],
    r = cad[cond /. Element[_, Reals] -> True, Join[params, vars]];
    If[r =!= $Failed, Return[r]]];
  r = realConjunction[#, vars] & /@ parts;
  Or @@ r]
realConjunction[conditions_, vars_] := Module[{eqs = Cases[conditions, Equal[a_, b_] :> a - b], ineqs = DeleteCases[conditions, _Equal | Element[_, Reals]], s},
  Which[
    eqs =!= {} && ineqs === {},
      s = Quiet[Solve[And @@ conditions, vars, Reals]];
      If[! ListQ[s], fail[]];
      solutionsAsCondition[s, vars],
    eqs =!= {},
      s = Quiet[Solve[And @@ conditions, vars, Reals]];
      If[! ListQ[s], fail[], solutionsAsCondition[s, vars]],
    AllTrue[ineqs, linearIn[#, vars] &], fourierMotzkin[ineqs, vars],
    Length[vars] == 1 && Length[ineqs] == 1, parametric[First[ineqs], First[vars]],
    True, fail[]]]
linearIn[r_, vars_] := Module[{e = Expand[r[[1]] - r[[2]]]}, PolynomialQ[e, vars] && Max[0, Total /@ (Exponent[#, vars] & /@ If[Head[e] === Plus, List @@ e, {e}])] <= 1 && AllTrue[vars, NumericQ[Coefficient[e, #]] &]]

(* Bounds of the last variable in terms of the earlier ones; their compatibility restricts the earlier ones. *)
fourierMotzkin[ineqs_, {x_}] := Module[{b = bounds[ineqs, x]}, boundCondition[b, x]]
fourierMotzkin[ineqs_, vars_] := Module[{v = Last[vars], b, lower, upper, combined, others, first, symbolic},
  b = bounds[Select[ineqs, ! FreeQ[#, v] &], v];
  {lower, upper} = b;
  combined = Flatten[Outer[If[#1[[2]] && #2[[2]], #1[[1]] <= #2[[1]], #1[[1]] < #2[[1]]] &, lower, upper, 1]];
  others = Join[Select[ineqs, FreeQ[#, v] &], combined];
  (* without any variable left a comparison is decided *)
  others = DeleteCases[Replace[others, r : (h : Less | LessEqual | Greater | GreaterEqual)[a_, b_] :> With[{e = Expand[a - b]}, If[NumericQ[e], h[e, 0], r]], {1}], True];
  If[MemberQ[others, False], Return[False]];
  If[Length[lower] > 1 || Length[upper] > 1, fail[]];
  first = If[others === {}, True, fourierMotzkin[others, Most[vars]]];
  If[first === False, False, expandAnd[first && boundCondition[b, v]]]]
bounds[ineqs_, x_] := Module[{lower = {}, upper = {}},
  Do[
    Module[{e = Expand[r[[1]] - r[[2]]], c, v, strict = MatchQ[r, _Less | _Greater], up},
      c = Coefficient[e, x]; v = Expand[-(e - c x)/c] // Expand;
      up = Xor[MatchQ[r, _Less | _LessEqual], TrueQ[c < 0]];
      If[up, AppendTo[upper, {v, ! strict}], AppendTo[lower, {v, ! strict}]]],
    {r, ineqs}];
  {tightest[lower, Max], tightest[upper, Min]}]
tightest[{}, _] := {}
tightest[l_, f_] := If[VectorQ[First /@ l, NumericQ], With[{m = f[First /@ l]}, {{m, And @@ (Last /@ Select[l, First[#] == m &])}}], DeleteDuplicates[l]]
boundCondition[{lower_, upper_}, x_] := Module[{lo, hi, c, d},
  {lo, c} = If[lower === {}, {-Infinity, False}, First[lower]];
  {hi, d} = If[upper === {}, {Infinity, False}, First[upper]];
  If[lo === -Infinity && hi === Infinity, Return[True]];
  If[NumericQ[lo] && NumericQ[hi], If[lo > hi || (lo == hi && ! (c && d)), Return[False]]];
  piece[lo, c, hi, d, x]]
parametric[r_, x_] := Module[{e = Expand[r[[1]] - r[[2]]], c, v},
  If[! PolynomialQ[e, x] || Exponent[e, x] =!= 1, fail[]];
  c = Coefficient[e, x]; v = Together[-(e - c x)/c];
  If[NumericQ[c], Return[boundCondition[bounds[{r}, x], x]]];
  fail[]]

(* ---- instances *)
findInstance[cond_, vars0_, dom_, n_] := Module[{vars = If[ListQ[vars0], vars0, {vars0}], r, parts, found},
  If[cond === True, Return[{Thread[vars -> 0]}]];
  If[cond === False, Return[{}]];
  If[dom === Booleans, Return[With[{s = SatisfiabilityInstances[cond, vars, n]}, If[ListQ[s], Thread[vars -> #] & /@ s, $Unevaluated]]]];
  r = Quiet[Reduce[cond, vars, If[dom === Complexes && FreeQ[cond, _Less | _Greater | _LessEqual | _GreaterEqual], Complexes, If[dom === Complexes, Reals, dom]]]];
  If[Head[r] === Reduce,
    found = searchInstance[cond, vars, dom];
    If[found === None, Message[FindInstance::nsmet, FindInstance]; Return[$Unevaluated], Return[Take[found, UpTo[n]]]]];
  If[r === False, Return[{}]];
  parts = If[Head[r] === Or, List @@ r, {r}];
  found = DeleteDuplicates[Join @@ (instances[#, vars, dom, n] & /@ parts)];
  Take[found, UpTo[n]]]
instances[True, vars_, _, n_] := {Thread[vars -> 0]}
instances[part_, vars_, dom_, n_] := Module[{l = If[Head[part] === And, List @@ part, {part}], ps, first},
  ps = Union[Cases[l, C[_Integer], {0, Infinity}]];
  If[ps === {}, Return[instance[l, vars, dom]]];
  (* values of the parameters from their own conditions, for more instances further ones *)
  first = Table[Replace[pick[Select[l, ! FreeQ[#, p] && FreeQ[#, Alternatives @@ Join[vars, DeleteCases[ps, p]]] && Head[#] =!= Element &], p, Integers], None -> 0], {p, ps}];
  Join @@ Table[instance[l /. Thread[ps -> (first + Prepend[ConstantArray[0, Length[ps] - 1], k])], vars, dom], {k, 0, n - 1}]]
instance[l0_, vars_, dom_] := Module[{l = DeleteCases[l0, True], sol = {}, ok = True},
  If[MemberQ[l, False], Return[{}]];
  Do[
    Module[{own = Select[l /. sol, ! FreeQ[#, v] && FreeQ[#, Alternatives @@ Complement[vars, {v}]] &], value},
      value = pick[own, v, dom];
      If[value === None, ok = False; Break[]];
      AppendTo[sol, v -> If[FreeQ[value, Power[_Plus, _]], value, Simplify[value]]]],
    {v, vars}];
  If[ok, {sol}, {}]]
pick[{}, v_, _] := 0
pick[own_, v_, dom_] := Module[{eq = Cases[own, Equal[v, w_] :> w], lo, hi},
  If[eq =!= {}, Return[First[eq]]];
  With[{r = If[Length[own] == 1, First[own], And @@ own]},
    lo = Max[Cases[{r}, Inequality[a_, _, v, _, _] | (Less | LessEqual)[a_, v, _] | (Greater | GreaterEqual)[v, a_] :> a, {0, Infinity}]];
    hi = Min[Cases[{r}, Inequality[_, _, v, _, b_] | (Less | LessEqual)[_, v, b_] | (Less | LessEqual)[v, b_] :> b, {0, Infinity}]];
    SelectFirst[Join[{0, 1, -1}, candidates[lo, hi, dom]], TrueQ[r /. v -> #] && (dom =!= Integers || IntegerQ[#]) &, None]]]
candidates[lo_, hi_, dom_] := Which[
  NumericQ[lo] && NumericQ[hi], If[dom === Integers, {Ceiling[lo], Floor[lo] + 1, Floor[hi]}, {Ceiling[lo], Floor[lo] + 1, between[lo, hi], lo, hi}],
  NumericQ[lo], {Ceiling[lo], Floor[lo] + 1}, NumericQ[hi], {Floor[hi], Ceiling[hi] - 1}, True, {}]
searchInstance[cond_, vars_, dom_] := Module[{range = Which[Length[vars] == 1, Range[-200, 200], Length[vars] == 2, Range[-30, 30], Length[vars] == 3, Range[-10, 10], True, Return[None]], t},
  t = SelectFirst[SortBy[Tuples[range, Length[vars]], Total[Abs[#]] &], TrueQ[cond /. Thread[vars -> #]] &, None];
  If[t === None, None, {Thread[vars -> t]}]]

(* ---- quantifiers *)
resolve[e_, dom_] := (e /. c : (_Equal | _Less | _LessEqual | _Greater | _GreaterEqual | _Inequality) :> logical[c]) //. {
  Exists[x_, c_, p_] :> Exists[x, c && p],
  ForAll[x_, c_, p_] :> ForAll[x, Implies[c, p]]} /. {
  q : Exists[x_, p_] :> exists[x, resolve[p, dom], dom, q],
  q : ForAll[x_, p_] :> forAll[x, resolve[p, dom], dom, q]}
forAll[x_, p_, dom_, q_] /; dom === Reals && FreeQ[p, Exists | ForAll] := Module[{bound = If[ListQ[x], x, {x}], r},
  r = cad[p /. Element[_, Reals] -> True, Join[Complement[System`Library`solving`variables`variablesOf[p], bound], bound], ConstantArray[ForAll, Length[bound]]];
  If[r =!= $Failed, r, forAll[x, p, Other, q]]]
forAll[x_, p_, dom_, q_] := Module[{r = exists[x, LogicalExpand[Not[p]], dom /. Other -> Reals, q]}, If[r === q, q, LogicalExpand[Not[r]]]]
exists[x_List, p_, dom_, q_] := Fold[exists[#2, #1, dom, q] &, p, Reverse[x]]
exists[x_, p_, dom_, q_] := Module[{others = Complement[System`Library`solving`variables`variablesOf[p], {x}], r},
  If[FreeQ[p, x], Return[p]];
  If[others =!= {} && (dom === Reals || ! FreeQ[p, _Less | _Greater | _LessEqual | _GreaterEqual]) && FreeQ[p, Exists | ForAll],
    r = cad[p /. Element[_, Reals] -> True, Append[others, x], {Exists}];
    If[r =!= $Failed, Return[r]]];
  If[others === {},
    r = Quiet[Reduce[p, x, If[dom === Complexes && ! FreeQ[p, _Less | _Greater | _LessEqual | _GreaterEqual], Reals, dom]]];
    Return[If[Head[r] === Reduce, q, r =!= False]]];
  quadraticExists[x, p, dom, q]]
(* The real quadratic with parameters: the discriminant decides. *)
quadraticExists[x_, p_, dom_, q_] := Module[{e, c},
  If[MatchQ[p, _Equal] && (e = Expand[p[[1]] - p[[2]]]; PolynomialQ[e, x]),
    c = CoefficientList[e, x];
    Which[
      Length[c] == 3 && TrueQ[NumericQ[c[[3]]]] && dom === Reals, Return[Reduce[c[[2]]^2 - 4 c[[1]] c[[3]] >= 0, System`Library`solving`variables`variablesOf[c], Reals]],
      Length[c] >= 2 && NumericQ[Last[c]] && (dom === Complexes || EvenQ[Length[c]]), Return[True],
      Length[c] == 2, Return[Or[c[[2]] != 0, And[c[[1]] == 0, c[[2]] == 0]]]]];
  q]
