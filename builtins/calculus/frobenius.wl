(* frobenius.wl - AsymptoticDSolveValue: power series solutions of ordinary differential equations at a regular point, and Frobenius'
   series of linear equations of the second order at a regular singular one. *)

no = $Failed;

asymptoticDSolveValue[eqns_, expr_, {x_, x0_, n_Integer}, ___] := With[{y = unknown[eqns, x]}, If[y === no, $Unevaluated, series[Flatten[{eqns} /. And -> List], expr, y, x, x0, n]]];
series[list_, expr_, y_, x_, x0_, n_] := Module[{odes, conditions, order, e, Y, r},
   odes = Select[list, ! FreeQ[#, y[x]] || ! FreeQ[#, HoldPattern[Derivative[_][y][x]]] &];
   conditions = Complement[list, odes];
   If[Length[odes] =!= 1 || ! AllTrue[list, MatchQ[#, _Equal] &], Return[$Unevaluated]];
   order = Max[Cases[odes, HoldPattern[Derivative[k_][y][x]] :> k, {0, Infinity}]];
   e = odes[[1, 1]] - odes[[1, 2]] /. {HoldPattern[Derivative[k_][y][x]] :> Y[k], y[x] -> Y[0]};
   If[! FreeQ[e, y], Return[$Unevaluated]];
   r = regular[e, Y, order, conditions, y, x, x0, n];
   If[r === no && order === 2 && conditions === {}, r = frobenius[e, Y, x, x0, n]];
   If[r === no, $Unevaluated, Which[expr === y[x], r, expr === y, Function @@ {{x}, r}, True, expr /. y -> (Function @@ {{x}, r})]]];
asymptoticDSolveValue[eqns_, expr_, x_ -> x0_, o___] := asymptoticDSolveValue[eqns, expr, {x, x0, 1}, o];
asymptoticDSolveValue[___] := $Unevaluated;
unknown[eqns_, x_] := First[DeleteDuplicates[Cases[{eqns}, HoldPattern[Derivative[_][h_][x]] :> h, {0, Infinity}]], no];

(* y^(m) = F(x, y, ..., y^(m - 1)): the derivatives at x0 one after the other *)
regular[e_, Y_, m_, conditions_, y_, x_, x0_, n_] := Module[{sol, F, values, start, given, vars, s, total, d},
   sol = Quiet[Solve[e == 0, Y[m]]];
   If[! MatchQ[sol, {{_ -> _}, ___}], Return[no]];
   F = Last[sol][[1, 2]];
   vars = Table[Y[k], {k, 0, m - 1}];
   given = conditions /. {HoldPattern[Derivative[k_][y][x0]] :> Y[k], y[x0] -> Y[0]};
   If[! FreeQ[given, y], Return[no]];
   start = If[given === {}, {{}}, Quiet[Solve[given, vars]]];
   If[! MatchQ[start, {{___Rule}, ___}], Return[no]];
   values = vars /. First[start];
   values = values /. MapThread[Rule, {vars, Array[C, m]}];
   Do[
    d = Quiet[Check[F /. Append[Thread[vars -> values[[;; m]]], x -> x0], no]];
    If[! FreeQ[d, no | DirectedInfinity | Indeterminate], Return[no, Module]];
    AppendTo[values, Simplify[d]];
    (* the total derivative of F along the solution *)
    F = Together[D[F, x] + Sum[D[F, Y[j]] Y[j + 1], {j, 0, m - 1}] /. Y[m] -> Last[sol][[1, 2]]], {Max[n - m + 1, 0]}];
   total = Sum[values[[k + 1]] (x - x0)^k/k!, {k, 0, Min[n, Length[values] - 1]}];
   collected[total, x, x0]];
(* the general solution linear in its constants: C[1] times one series plus C[2] times the other *)
collected[e_, x_, x0_] := Module[{c = DeleteDuplicates[Cases[e, _C, {0, Infinity}]], d},
   d = D[e, #] & /@ c;
   If[c === {} || ! FreeQ[d, C], e, Total[Append[c d, e /. Thread[c -> 0]]]]];

(* x^2 y'' + x p(x) y' + q(x) y: exponents that do not differ by an integer *)
frobenius[e_, Y_, x_, x0_, n_] := Module[{a, p, q, z, r, t, series, one},
   a = Table[D[e, Y[k]], {k, 0, 2}];
   If[! FreeQ[a, Y] || Together[e - a . {Y[0], Y[1], Y[2]}] =!= 0, Return[no]];
   a = a /. x -> t + x0;
   {p, q} = {Normal[Series[Together[t a[[2]]/a[[3]]], {t, 0, n}]], Normal[Series[Together[t^2 a[[1]]/a[[3]]], {t, 0, n}]]};
   If[! PolynomialQ[p, t] || ! PolynomialQ[q, t], Return[no]];
   {p, q} = PadRight[CoefficientList[#, t], n + 1] & /@ {p, q};
   r = z /. Quiet[Solve[z (z - 1) + p[[1]] z + q[[1]] == 0, z]];
   If[! MatchQ[r, {_, _}] || IntegerQ[Simplify[r[[1]] - r[[2]]]], Return[no]];
   If[AllTrue[r, NumericQ], r = SortBy[r, -N[#] &]];
   one[s_] := Module[{c = {1}, f},
     f[u_] := u (u - 1) + p[[1]] u + q[[1]];
     Do[AppendTo[c, Simplify[-Sum[((s + j) p[[k - j + 1]] + q[[k - j + 1]]) c[[j + 1]], {j, 0, k - 1}]/f[s + k]]], {k, n}];
     (x - x0)^s Sum[c[[k + 1]] (x - x0)^k, {k, 0, n}]];
   C[1] one[r[[1]]] + C[2] one[r[[2]]]];
