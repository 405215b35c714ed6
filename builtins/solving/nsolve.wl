(* nsolve.wl - NSolve: numerical solutions of polynomial equations and systems; other equations through Solve. *)

LoadUnit["solving/solve"];
logical = System`Library`solving`solve`logical;
alternatives = System`Library`solving`solve`alternatives;
numericRoots = System`Library`NumericRoots;

nsolve[head_, eqs0_, vars0_, dom0_, options_List] := Block[{who = head, digits, wp, dom = dom0},
  wp = WorkingPrecision /. options /. WorkingPrecision -> Automatic;
  If[IntegerQ[dom] || MatchQ[dom, _Real], wp = dom; dom = Complexes];
  digits = If[wp === Automatic || wp === MachinePrecision, 0, N[wp]];
  Module[{vars = If[ListQ[vars0], vars0, {vars0}], eqs = logical[eqs0], systems, sols},
    If[digits > 10^7, Message[MessageName[#, "precbd"], wp] &[head]; Return[$Unevaluated]];
    If[eqs === True, Return[{{}}]];
    If[eqs === False, Return[{}]];
    Do[If[! System`Library`solving`solve`validVariable[v], Message[MessageName[#, "ivar"], v] &[head]; Return[$Unevaluated, Module]], {v, vars}];
    If[! System`Library`solving`solve`systemQ[eqs], Message[MessageName[#, "naqs"], eqs0] &[head]; Return[$Unevaluated]];
    systems = alternatives[eqs];
    sols = system[#, vars, dom] & /@ systems;
    If[! FreeQ[sols, $failed], Message[MessageName[#, "nsmet"], #] &[head]; Return[$Unevaluated]];
    (* roots of one system are repeated by their multiplicity *)
    If[Length[sols] === 1, First[sols], DeleteDuplicates[Join @@ sols]]]]

numeric[e_] := If[digits == 0, N[e], N[e, digits]]

system[conditions_, vars_, dom_] := Module[{eqs, sides, sols, polys},
  eqs = Cases[conditions, Equal[a_, b_] :> a - b];
  sides = DeleteCases[conditions, _Equal];
  polys = Quiet[Numerator[Together[#]]] & /@ eqs;
  sols = Which[
    Length[vars] == 1 && Length[eqs] == 1 && PolynomialQ[First[polys], First[vars]] && VectorQ[CoefficientList[First[polys], First[vars]], NumericQ],
      ({First[vars] -> #} & /@ polynomial[First[polys], First[vars], eqs]),
    eqs =!= {} && AllTrue[polys, PolynomialQ[#, vars] &] && AllTrue[polys, VectorQ[Flatten[{CoefficientList[#, vars]}], NumericQ] &] && Length[vars] > 1,
      polynomialSystem[polys, vars],
    True, exactly[conditions, vars, dom]];
  If[! ListQ[sols] || ! FreeQ[sols, $failed], Return[{$failed}]];
  If[dom === Reals, sols = Select[sols, FreeQ[Last /@ #, _Complex] &]];
  If[sides =!= {}, sols = Select[sols, Function[s, AllTrue[sides, TrueQ[Quiet[# /. s]] &]]]];
  sols]

polynomial[p_, x_, eqs_] := Module[{r = numericRoots[CoefficientList[p, x], digits], den = Quiet[Denominator[Together[First[eqs]]]]},
  If[FreeQ[den, x], r, Select[r, Abs[den /. x -> #] > 10^-10 &]]]

(* A Groebner basis of the exact system; roots of its polynomials one variable after the other, at extra precision. *)
polynomialSystem[polys_, vars_] := Module[{exact = Rationalize[Expand[polys], 0], basis, extra, sols},
  exact = exact /. e_?NumericQ /; ! NumberQ[e] && ! IntegerQ[e] :> Rationalize[N[e, 50], 10^-45] // Expand;
  basis = GroebnerBasis[exact, Reverse[vars]];
  If[! ListQ[basis], Return[$failed]];
  If[MemberQ[basis, _?NumericQ], Return[{}]];
  extra = 40 + 2 Max[digits, 20];
  sols = triangular[basis, vars, {}, extra];
  If[! FreeQ[sols, $failed], Return[exactly[# == 0 & /@ polys, vars, Complexes]]];
  Sort[Function[s, Thread[vars -> (chop /@ (vars /. s))]] /@ sols, lexicographic]]
chop[z_] := Module[{w = If[Abs[Im[z]] < 10^-18 Max[1, Abs[z]], Re[z], z]}, w = If[Abs[Re[w]] < 10^-25 && Head[w] === Complex, I Im[w], w]; If[Abs[w] < 10^-25, w = 0]; numeric[w]]
lexicographic[a_, b_] := Module[{d = SelectFirst[Thread[{Re[Last /@ a], Re[Last /@ b]}], Abs[#[[1]] - #[[2]]] > 10^-9 &, None]},
  If[d === None, OrderedQ[{a, b}], d[[1]] < d[[2]]]]

triangular[basis_, {}, sol_, _] := {sol}
triangular[basis_, {v_, rest___}, sol_, extra_] := Module[{candidates, usable, p, values},
  candidates = Select[basis, ! FreeQ[#, v] && FreeQ[#, Alternatives[rest]] &] /. sol;
  If[candidates === {}, Return[{$failed}]];
  candidates = Select[small[#, v] & /@ candidates, # =!= 0 &];
  If[candidates === {}, Return[{$failed}]];
  If[AnyTrue[candidates, FreeQ[#, v] &], Return[{}]];
  p = First[SortBy[candidates, Exponent[#, v] &]];
  values = DeleteDuplicates[numericRoots[CoefficientList[p, v], extra], Abs[#1 - #2] < 10^-20 &];
  values = Select[values, Function[z, AllTrue[candidates, Abs[# /. v -> z] < 10^-12 (1 + Total[Abs[CoefficientList[#, v]]]) (1 + Abs[z])^Exponent[#, v] &]]];
  Join @@ (triangular[basis, {rest}, Append[sol, v -> #], extra] & /@ values)]
small[p_, v_] := Module[{c = CoefficientList[Expand[p], v], m}, m = Max[Abs[c], 10^-30]; fromList[If[Abs[#] < 10^-22 m || Abs[#] < 10^-25, 0, #] & /@ c, v]]
fromList[c_, v_] := Sum[c[[i]] v^(i - 1), {i, Length[c]}]

(* Exact solutions made numeric; bounded real conditions by scanning. *)
exactly[conditions_, vars_, dom_] := Module[{s = Quiet[Solve[And @@ Rationalize[conditions, 0], vars, dom]]},
  If[ListQ[s] && (dom =!= Reals || FreeQ[s, ConditionalExpression]), Return[With[{v = numeric[s]}, If[dom === Reals && Length[vars] === 1, Sort[v], v]]]];
  If[Length[vars] == 1, scan[conditions, First[vars], dom], $failed]]

scan[conditions_, x_, dom_] := Module[{eq = Cases[conditions, Equal[a_, b_] :> a - b], lo, hi, f, points, values, found, bounds},
  If[Length[eq] =!= 1, Return[$failed]];
  bounds = DeleteCases[conditions, _Equal];
  lo = Max[Cases[bounds, (Greater | GreaterEqual)[x, b_] | (Less | LessEqual)[b_, x] :> b]];
  hi = Min[Cases[bounds, (Less | LessEqual)[x, b_] | (Greater | GreaterEqual)[b_, x] :> b]];
  If[bounds =!= {} && ! (NumericQ[lo] && NumericQ[hi]), Return[$failed]];
  f[t_?NumericQ] := Quiet[N[First[eq] /. x -> t]];
  (* without bounds: dense about 0 and ever sparser outwards *)
  points = If[bounds === {}, N[Sinh[Subdivide[-12, 12, 6001]]/8], Subdivide[N[lo], N[hi], 2000]];
  values = f /@ points;
  If[AllTrue[values, ! realQ[#] &], Return[$failed]];
  found = Join @@ MapThread[Function[{a, b, u, v}, Which[TrueQ[u == 0], {a}, realQ[u] && realQ[v] && u v < 0, {x /. Quiet[FindRoot[First[eq], {x, a, b}, Method -> "Brent"]]}, True, {}]], {Most[points], Rest[points], Most[values], Rest[values]}];
  (* a zero without a change of sign: where the values come near to 0 between two slopes *)
  found = Join[found, touching[First[eq], x, points, values]];
  found = Select[found, NumberQ[#] && Abs[f[#]] < 10^-8 (1 + Max[Abs[f[# + 0.01]], Abs[f[# - 0.01]]] /. _Indeterminate | _DirectedInfinity -> 0) &];
  found = Sort[DeleteDuplicates[found, Abs[#1 - #2] < 10^-9 (1 + Abs[#1]) &]];
  If[bounds === {} && Length[found] > 60, Return[$failed]];
  If[digits > 0, found = (x /. Quiet[FindRoot[First[eq], {x, SetPrecision[#, digits + 5]}, WorkingPrecision -> digits + 5]]) & /@ found; found = N[#, digits] & /@ found];
  If[bounds === {} && dom =!= Reals, Message[MessageName[#, "ifun"], #] &[who]];
  {x -> #} & /@ found]
realQ[v_] := NumberQ[v] && Im[v] == 0
touching[e_, x_, points_, values_] := Module[{n = Length[points], r},
  Join @@ Table[If[realQ[values[[i - 1]]] && realQ[values[[i]]] && realQ[values[[i + 1]]] && Sign[values[[i - 1]]] == Sign[values[[i]]] == Sign[values[[i + 1]]] && Abs[values[[i]]] <= Abs[values[[i - 1]]] && Abs[values[[i]]] <= Abs[values[[i + 1]]],
     r = x /. Quiet[FindMinimum[Sign[values[[i]]] e, {x, points[[i]], points[[i - 1]], points[[i + 1]]}]][[2]]; If[NumberQ[r] && Abs[Quiet[N[e /. x -> r]]] < 10^-10, {r}, {}], {}], {i, 2, n - 1}]]

