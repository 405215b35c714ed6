(* recurrences.wl - RecurrenceTable by stepping; RSolve for linear recurrences with constant coefficients and first-order ones. *)

equationsOf[e_List] := Join @@ (equationsOf /@ e)
equationsOf[e_And] := Join @@ (equationsOf /@ List @@ e)
equationsOf[True] := {}
equationsOf[Equal[a_List, b_List]] := equationsOf[Thread[a == b]]
equationsOf[e_Equal] := {e}
equationsOf[e_] := {e}

(* The functions of n in equations: heads f of f[n + k]. *)
functionsOf[eqs_, n_] := DeleteDuplicates[Cases[eqs, f_Symbol[k_] /; ! MemberQ[Attributes[f], Protected] && (! FreeQ[k, n] || IntegerQ[k]) :> f, {0, Infinity}]]
shifts[e_, f_, n_] := DeleteDuplicates[Cases[e, f[k_] /; ! FreeQ[k, n] :> Expand[k - n], {0, Infinity}]]

recurrenceTable[eqs0_, expr_, spec_] := Module[{eqs = equationsOf[eqs0], n, from, to, step = 1, fs, recs, inits, rules, known, start, asked, table, given},
  Switch[spec,
    {_, _}, {n, to} = spec; from = Automatic,
    {_, _, _}, {n, from, to} = spec,
    {_, _, _, _}, {n, from, to, step} = spec,
    _, Return[$Unevaluated]];
  If[! IntegerQ[to] || ! (from === Automatic || IntegerQ[from]), Return[$Unevaluated]];
  fs = functionsOf[eqs, n];
  inits = Select[eqs, FreeQ[#, n] &];
  recs = Select[eqs, ! FreeQ[#, n] &];
  given = Replace[inits, {Equal[f_Symbol[k_Integer], v_] :> {f, k, v}, Equal[v_, f_Symbol[k_Integer]] :> {f, k, v}}, {1}];
  rules = stepRule[#, fs, n] & /@ recs;
  If[fs === {} || ! MatchQ[given, {{_, _, _} ...}] || MemberQ[rules, None], Message[RecurrenceTable::deqx]; Return[$Unevaluated]];
  Do[known[t[[1]], t[[2]]] = t[[3]], {t, given}];
  known[f_, k_] := f[k];
  asked = If[ListQ[expr], expr, {expr}];
  If[AllTrue[asked, MemberQ[fs, #] &], asked = #[n] & /@ asked];
  start = Min[given[[All, 2]]];
  If[from === Automatic, from = start];
  (* Step by step from the first starting value; each place is kept. *)
  Do[
    Do[
      With[{f = r[[1]]},
        If[known[f, k] === f[k],
          With[{w = r[[2]] /. n -> k /. g_Symbol[j_Integer] /; MemberQ[fs, g] :> known[g, j]}, known[f, k] = w]]],
      {r, rules}],
    {k, start, to}];
  table = Table[asked /. n -> k /. f_Symbol[j_Integer] /; MemberQ[fs, f] :> known[f, j], {k, from, to, step}];
  If[ListQ[expr], table, First /@ table]]

(* {f, body}: f[n] in terms of earlier values. *)
stepRule[eq_Equal, fs_, n_] := Module[{f, top, solved, body},
  f = SelectFirst[Join[Cases[{First[eq]}, g_Symbol[_] /; MemberQ[fs, g] :> g, {0, Infinity}], fs], ! FreeQ[eq, #[_]] &];
  top = Max[shifts[eq, f, n]];
  If[! IntegerQ[top], Return[None]];
  If[MatchQ[First[eq], f[_]] && FreeQ[Last[eq], First[eq]] && Expand[eq[[1, 1]] - n] === top,
    body = Last[eq],
    Module[{u}, solved = Quiet[Solve[eq /. f[k_] /; Expand[k - n] === top :> u, u]];
      If[! MatchQ[solved, {{_ -> _}, ___}], Return[None]];
      body = solved[[1, 1, 2]]]];
  {f, body /. n -> n - top}]
stepRule[_, _, _] := None

(* ---- RSolve *)
rsolveValue[eqs_, expr_List, n_] := With[{r = rsolve[eqs, expr, n]}, If[MatchQ[r, {{__Rule}, ___}], expr /. First[r], $Unevaluated]]
rsolveValue[eqs_, expr_, n_] := Module[{f = If[MatchQ[expr, _Symbol], expr, Head[expr]], r},
  r = rsolve[eqs, f[n], n];
  If[! MatchQ[r, {{_ -> _}, ___}], Return[$Unevaluated]];
  expr /. f -> Function[Evaluate[{n}], Evaluate[r[[1, 1, 2]]]]]

rsolve[eqs0_, unknown_, n_] := Module[{eqs = equationsOf[eqs0], f, recs, inits, general, constants, sol, pure},
  pure = MatchQ[unknown, _Symbol];
  f = If[pure, unknown, If[MatchQ[unknown, {_}], Head[First[unknown]], Head[unknown]]];
  If[ListQ[unknown] && Length[unknown] > 1, Return[linearSystem[eqs, unknown, n]]];
  inits = Select[eqs, FreeQ[#, n] &];
  recs = Select[eqs, ! FreeQ[#, n] &];
  If[Length[recs] =!= 1 || ! MatchQ[First[recs], _Equal], Return[$Unevaluated]];
  general = generalSolution[First[recs], f, n];
  If[general === $Failed, Return[$Unevaluated]];
  constants = Union[Cases[general, C[_], {0, Infinity}]];
  If[inits =!= {},
    sol = Quiet[Solve[inits /. f[k_] :> (general /. n -> k), constants]];
    If[! MatchQ[sol, {{__Rule}, ___}], Return[If[sol === {}, {}, $Unevaluated]]];
    general = If[FreeQ[general, Fibonacci], Simplify[general /. First[sol], Element[n, Integers]], Together[general /. First[sol]]];
    general = nice[general, n]];
  {{If[pure, f -> Function[Evaluate[{n}], Evaluate[general]], f[n] -> general]}}]
(* f[n + 1] == m . f[n] + g[n] for several functions *)
linearSystem[eqs_, unknowns_, n_] := Module[{pure = MatchQ[unknowns, {__Symbol}], fs, recs, inits, low, now, next, sol, m, g, power, constants, general, c, k, p, values},
  fs = If[pure, unknowns, Head /@ unknowns];
  inits = Select[eqs, FreeQ[#, n] &];
  recs = Select[eqs, ! FreeQ[#, n] &];
  If[Length[recs] =!= Length[fs] || ! MatchQ[recs, {__Equal}], Return[$Unevaluated]];
  (* each equation from its own lowest place *)
  recs = Map[Function[e, With[{s = Flatten[shifts[e, #, n] & /@ fs]}, If[! VectorQ[s, IntegerQ] || s === {} || Max[s] - Min[s] > 1, $Failed,
     low = If[Max[s] === Min[s], Max[s] - 1, Min[s]]; (First[e] - Last[e]) /. n -> n - low /. (f : Alternatives @@ fs)[j_] :> f[Expand[j]]]]], recs];
  If[MemberQ[recs, $Failed], Return[$Unevaluated]];
  {now, next} = {Through[fs[n]], Through[fs[1 + n]]};
  sol = Quiet[Solve[# == 0 & /@ recs, next]];
  If[! MatchQ[sol, {{__Rule}}], Return[$Unevaluated]];
  sol = Expand[next /. First[sol]];
  m = Outer[Coefficient, sol, now];
  g = Expand[sol - m . now];
  If[! FreeQ[m, n] || ! FreeQ[g, Alternatives @@ fs], Return[$Unevaluated]];
  power = Quiet[MatrixPower[m, n]];
  If[! MatrixQ[power] || ! FreeQ[power, MatrixPower], Return[$Unevaluated]];
  c = C /@ Range[Length[fs]];
  p = Which[g === 0 g, 0 g,
    FreeQ[g, n] && Det[IdentityMatrix[Length[fs]] - m] =!= 0, LinearSolve[IdentityMatrix[Length[fs]] - m, g],
    True, Map[Function[e, Quiet[Sum[e, {k, 0, n - 1}]]], Expand[(power /. n -> n - 1 - k) . (g /. n -> k)]]];
  If[! VectorQ[p] || ! FreeQ[p, Sum], Return[$Unevaluated]];
  general = power . c + p;
  If[inits =!= {},
    values = Quiet[Solve[inits /. MapThread[#1[j_] :> (#2 /. n -> j) &, {fs, general}], c]];
    If[! MatchQ[values, {{__Rule}, ___}], Return[If[values === {}, {}, $Unevaluated]]];
    general = general /. First[values]];
  general = Map[If[FreeQ[#, C], Simplify[#, Element[n, Integers]], Collect[Expand[#], c, Simplify[#, Element[n, Integers]] &]] &, general];
  {If[pure, Thread[fs -> (Function[Evaluate[{n}], #] & /@ general)], Thread[unknowns -> general]]}]
nice[e_, n_] := Which[PolynomialQ[e, n] && VectorQ[CoefficientList[e, n], MatchQ[#, _Integer | _Rational] &], Factor[e], FreeQ[e, Fibonacci], Expand[e], True, e]

generalSolution[eq_, f_, n_] := Module[{s = shifts[eq, f, n], low, order, p, coefficients, rest, homogeneous, particular, u},
  If[! VectorQ[s, IntegerQ], Return[$Failed]];
  low = Min[s]; order = Max[s] - low;
  p = (First[eq] - Last[eq]) /. n -> n - low /. f[k_] :> f[Expand[k]];
  p = Expand[p /. f[k_] :> u[Expand[k - n]]];
  If[! PolynomialQ[p, Table[u[i], {i, 0, order}]] || Max[Total[Exponent[p, u[#]] & /@ Range[0, order]], 1] > order + 1, Return[$Failed]];
  coefficients = Coefficient[p, u[#]] & /@ Range[0, order];
  rest = p /. u[_] -> 0;
  If[! FreeQ[coefficients, u], Return[$Failed]];
  Which[
    FreeQ[coefficients, n],
      homogeneous = constantHomogeneous[coefficients, n];
      If[rest === 0, homogeneous,
        particular = constantParticular[coefficients, -rest, n];
        (* of the first order: the one that begins with 0 *)
        If[order === 1 && particular =!= $Failed, particular = particular - (particular /. n -> 0) (-coefficients[[1]]/coefficients[[2]])^n];
        If[particular === $Failed, $Failed, particular + homogeneous]],
    order == 1,
      (* f[n + 1] == q f[n] + g *)
      firstOrder[Together[-coefficients[[1]]/coefficients[[2]]], Together[-rest/coefficients[[2]]], n],
    True, $Failed]]

constantHomogeneous[c_, n_] := Module[{x, p, roots, groups, k = 0},
  p = Sum[c[[i]] x^(i - 1), {i, Length[c]}];
  If[Length[c] == 3 && Expand[c/Last[c]] === {-1, -1, 1}, Return[C[1] Fibonacci[n] + C[2] LucasL[n]]];
  roots = x /. Solve[p == 0, x];
  If[! ListQ[roots], Return[$Failed]];
  (* of the first order: the constant is the value at 1 *)
  If[Length[c] === 2 && roots =!= {0}, Return[If[roots === {1}, C[1], First[roots]^(n - 1) C[1]]]];
  groups = Tally[DeleteCases[roots, 0]];
  Sum[Sum[n^j First[g]^n C[++k], {j, 0, Last[g] - 1}], {g, groups}] /. 1^n -> 1]

(* Polynomial times exponential on the right: undetermined coefficients. *)
constantParticular[c_, g_, n_] := Module[{terms = Expand[g], parts},
  terms = If[Head[terms] === Plus, List @@ terms, {terms}];
  parts = particularTerm[c, #, n] & /@ terms;
  If[MemberQ[parts, $Failed], $Failed, Total[parts]]]
particularTerm[c_, term_, n_] := Module[{base = 1, poly = term, x, p, m, degree, unknowns, trial, eqs, a, sol},
  Replace[If[Head[term] === Times, List @@ term, {term}], Power[b_, e_] /; FreeQ[b, n] && ! FreeQ[e, n] :> (base = base b^Coefficient[e, n]; poly = poly/b^(Coefficient[e, n] n)), {1}];
  poly = Simplify[poly];
  If[! PolynomialQ[poly, n], Return[$Failed]];
  p = Sum[c[[i]] x^(i - 1), {i, Length[c]}];
  m = 0; While[TrueQ[Simplify[(D[p, {x, m}] /. x -> base)] == 0], m++];
  degree = Exponent[poly, n];
  unknowns = Table[a[i], {i, 0, degree}];
  trial[k_] := Sum[a[i] k^(i + m), {i, 0, degree}];
  eqs = Expand[Sum[c[[i]] base^(i - 1) trial[n + i - 1], {i, Length[c]}] - poly];
  sol = Solve[# == 0 & /@ CoefficientList[eqs, n], unknowns];
  If[! MatchQ[sol, {{__Rule}, ___}], Return[$Failed]];
  Expand[(trial[n] /. First[sol])] If[base === 1, 1, base^n]]

firstOrder[q_, g_, n_] := Module[{h, k, z},
  h = Product[q /. n -> k, {k, 0, n - 1}];
  (* where a factor is 0 or a pole, from the first place after which there is none: n a[n] gives Gamma[n] *)
  z = Cases[Flatten[{n /. Quiet[Solve[Numerator[Together[q]] Denominator[Together[q]] == 0, n]]}], _Integer?NonNegative];
  If[z =!= {}, h = With[{first = Max[z] + 1}, Product[q /. n -> k, {k, first, n - 1}]]];
  If[z =!= {}, h = h /. {Pochhammer[1, m_] :> Gamma[Expand[m + 1]], Factorial[m_] :> Gamma[Expand[m + 1]]}];
  If[! FreeQ[h, Product], Return[$Failed]];
  If[g === 0, Return[h C[1]]];
  (* variation of the constant *)
  With[{s = Quiet[Sum[Evaluate[Simplify[(g /. n -> k)/(h /. n -> k + 1)]], {k, 0, n - 1}]]}, If[FreeQ[s, Sum | Product], h C[1] + Simplify[h s], $Failed]]]
