(* dsolve.wl - ordinary differential equations in closed form. First order: separable, linear, Bernoulli, exact, homogeneous; higher
   order linear: constant coefficients, Euler, reduction of order, the classical special functions; systems with constant matrices. *)

no = $Failed;

(* Simplify where it helps within a moment *)
simplified[e_] := Module[{s = Quiet[TimeConstrained[Simplify[e], 3, e]]}, If[! FreeQ[s, Simplify], s = e]; If[LeafCount[s] <= LeafCount[e] && s =!= e, s, pythagoras[e]]];
pythagoras[e_List] := pythagoras /@ e;
pythagoras[e_] := Module[{t = Quiet[Expand[Together[e] /. Power[Sin[g_], n_Integer?(# > 1 &)] :> (1 - Cos[g]^2)^Quotient[n, 2] Sin[g]^Mod[n, 2]]]}, If[LeafCount[t] < LeafCount[e], t, e]];

(* ---- the public functions *)
dsolveValue[eqn_, expr_, x_] := Module[{heads, r},
   heads = unknowns[eqn, x];
   If[heads === {}, Return[$Unevaluated]];
   r = Block[{$explicitOnly = True}, solve[eqn, heads, x]];
   If[r === no || r === {}, Return[$Unevaluated]];
   expr /. (rulesFor[#, heads, x] & /@ First[r]) // Identity];
rulesFor[r_, heads_, x_] := r[[1]] -> Function @@ {{x}, r[[2]]};
(* ---- first-order equations in two variables with constant coefficients: a u_x + b u_y + k u == 0 *)
dsolve[eqn_, unknown_, {x_Symbol, y_Symbol}] := Module[{h = Replace[unknown, f_[x, y] :> f], e, a, b, k, p, q, z, r},
   If[! MatchQ[h, _Symbol] || ! MatchQ[eqn, _Equal], Return[$Unevaluated]];
   e = Expand[eqn[[1]] - eqn[[2]] /. {Derivative[1, 0][h][x, y] -> p, Derivative[0, 1][h][x, y] -> q, h[x, y] -> z}];
   If[! FreeQ[e, Derivative[2, 0] | Derivative[1, 1] | Derivative[0, 2]], Return[secondOrderPde[eqn, h, unknown, x, y]]];
   If[! FreeQ[e, h | Derivative] || ! PolynomialQ[e, {p, q, z}], Return[$Unevaluated]];
   {a, b, k} = Coefficient[e, #] & /@ {p, q, z};
   If[a =!= 0 && ! FreeQ[{a, b}, x | y] && k === 0 && Expand[e - a p - b q] === 0, Return[characteristics[a, b, h, unknown, x, y]]];
   If[a === 0 || ! FreeQ[{a, b, k}, x | y | p | q | z] || Expand[e - a p - b q - k z] =!= 0, Return[$Unevaluated]];
   r = If[k === 0, 1, E^Together[-k x/a]] C[1][Expand[y - b x/a]];
   {{If[MatchQ[unknown, _Symbol], h -> Function @@ {{x, y}, r}, unknown -> r]}}];
givenPde[h_, unknown_, x_, y_, r_] := {{If[MatchQ[unknown, _Symbol], h -> Function @@ {{x, y}, r}, unknown -> r]}};
(* a(x, y) u_x + b(x, y) u_y == 0: u is constant along dy/dx = b/a *)
characteristics[a_, b_, h_, unknown_, x_, y_] := Module[{w = Unique["w"], r, c},
   r = Quiet[Block[{$explicitOnly = True}, solve[w'[x] == (b/a /. y -> w[x]), {w}, x]]];
   If[! MatchQ[r, {{_ -> _}, ___}], Return[$Unevaluated]];
   c = Quiet[Solve[y == r[[1, 1, 2]], C[1]]];
   If[! MatchQ[c, {{_ -> _}, ___}], Return[$Unevaluated]];
   givenPde[h, unknown, x, y, C[1][Simplify[c[[1, 1, 2]]]]]];
(* a u_xx + b u_xy + c u_yy == 0 with constant coefficients: functions of y + m x for the roots of a m^2 + b m + c *)
secondOrderPde[eqn_, h_, unknown_, x_, y_] := Module[{e, a, b, c, m, p, q, s, roots},
   e = Expand[eqn[[1]] - eqn[[2]] /. {Derivative[2, 0][h][x, y] -> p, Derivative[1, 1][h][x, y] -> q, Derivative[0, 2][h][x, y] -> s}];
   {a, b, c} = Coefficient[e, #] & /@ {p, q, s};
   If[Expand[e - a p - b q - c s] =!= 0 || ! FreeQ[{a, b, c}, x | y | h | p | q | s], Return[$Unevaluated]];
   If[a === 0 && c === 0, Return[givenPde[h, unknown, x, y, C[1][x] + C[2][y]]]];
   roots = If[a === 0, {-c/b}, m /. Quiet[Solve[a m^2 + b m + c == 0, m]]];
   roots = Simplify[PowerExpand[roots]];
   givenPde[h, unknown, x, y, Which[a === 0, C[1][x] + C[2][Expand[y + roots[[1]] x]],
     Together[roots[[1]] - roots[[2]]] === 0, C[1][Expand[y + roots[[1]] x]] + x C[2][Expand[y + roots[[1]] x]],
     True, C[1][Expand[y + roots[[1]] x]] + C[2][Expand[y + roots[[2]] x]]]]];
dsolve[eqn_, u_, x_] := Module[{asked = If[ListQ[u], u, {u}], heads, r},
   If[! MatchQ[x, _Symbol], Return[$Unevaluated]];
   heads = Replace[asked, h_[x] :> h, {1}];
   If[! AllTrue[Flatten[{eqn}], MatchQ[#, _Equal | _And | True] &], Message[DSolve::deqn, eqn, eqn]; Return[$Unevaluated]];
   r = Catch[solve[eqn, heads, x], "implicit"];
   If[MatchQ[r, implicit[__]], If[AnyTrue[Flatten[{eqn} /. And -> List], conditionQ[#, heads, x] &], Return[$Unevaluated], Return[Solve @@ r]]];
   If[r === no, Return[$Unevaluated]];
   Map[Function[s, MapThread[Function[{h, a}, If[a === h, a -> Function @@ {{x}, h /. s}, a -> (h /. s)]], {heads, asked}]], r]];
unknowns[eqn_, x_] := DeleteDuplicates[Cases[{eqn}, (Derivative[_][h_])[_] | h_Symbol[x] /; ! MemberQ[Attributes[Evaluate[h]], Protected] :> h, {0, Infinity}]];

(* {{h -> expression in x, ...}, ...} or no *)
solve[eqns_, heads_, x_] := Module[{list = Flatten[{eqns} /. And -> List], odes, conditions, general},
   list = DeleteCases[list, True];
   conditions = Select[list, conditionQ[#, heads, x] &];
   odes = Complement[list, conditions];
   odes = Select[list, ! conditionQ[#, heads, x] &];
   If[odes === {}, Return[no]];
   odes = (#[[1]] - #[[2]]) & /@ odes;
   general = TimeConstrained[If[Length[heads] == 1 && Length[odes] == 1, scalar[First[odes], First[heads], x], system[odes, heads, x]], 20, no];
   If[general === no || general === {}, Return[no]];
   If[conditions === {}, Return[general]];
   DeleteDuplicates[Join @@ (imposed[#, conditions, heads, x] & /@ general)]];
(* a condition mentions the functions at points only *)
conditionQ[e_, heads_, x_] := FreeQ[e, (h_)[x] /; MemberQ[heads, h]] && FreeQ[e, Derivative[__][h_][x] /; MemberQ[heads, h]];
imposed[s_, conditions_, heads_, x_] := Module[{f, eqs, vars, sol},
   f = Function @@ {{x}, #[[2]]} & /@ s;
   eqs = conditions /. MapThread[#1 -> #2 &, {heads, f}];
   vars = DeleteDuplicates[Cases[s, C[_], {0, Infinity}]];
   eqs = DeleteCases[eqs, True];
   If[MemberQ[eqs, False], Return[{}]];
   If[eqs === {}, Return[{s}]];
   (* of the many values of a logarithm the one without a period is enough *)
   sol = Quiet[Solve[eqs, vars, GeneratedParameters -> period]] /. ConditionalExpression[v_, _] :> v /. period[_] -> 0;
   If[Head[sol] === Solve, Return[{}]];
   (s /. #) & /@ sol /. (h_ -> e_) :> (h -> polish[e])];
polish[e_] := With[{f = simplified[e]}, If[LeafCount[f] <= LeafCount[e], f, e]];

(* ---- one equation for one function *)
scalar[ode_, y_, x_] := Module[{order, r, Y, e, vars},
   order = Max[0, Cases[{ode}, HoldPattern[Derivative[n_][y][x]] :> n, {0, Infinity}]];
   If[order == 0 || ! FreeQ[ode, y[z_] /; z =!= x], Return[no]];
   e = ode /. {HoldPattern[Derivative[n_][y][x]] :> Y[n], y[x] -> Y[0]};
   If[! FreeQ[e, y], Return[no]];
   r = linearOde[e, Y, order, y, x];
   If[r =!= no, Return[r]];
   If[order == 1, Return[firstOrder[e, Y, y, x]]];
   If[order == 2, Return[secondOrder[e, Y, y, x]]];
   no];
result[y_, list_List] := {y -> #} & /@ list;

(* ---- linear equations: {a0, ..., an} y's and the free term *)
linearOde[e_, Y_, n_, y_, x_] := Module[{a = Table[Coefficient[e, Y[k]] /. Y[_] -> 0, {k, 0, n}], rest, g, r},
   a = Table[D[e, Y[k]], {k, 0, n}];
   If[! FreeQ[a, Y], Return[no]];
   rest = e /. Y[_] -> 0;
   If[a[[n + 1]] === 0, Return[no]];
   g = Cancel[-rest/a[[n + 1]]];
   a = Together[Cancel[a/a[[n + 1]]]];
   If[n == 1, Return[linearFirst[a[[1]], g, y, x]]];
   r = Which[
     FreeQ[a, x], constantBasis[a, x],
     eulerQ[a, x], eulerBasis[a, x],
     n == 2, specialBasis[a, x],
     True, no];
   If[r === no, Return[no]];
   complete[r, g, y, x]];
(* y' + p y = g *)
linearFirst[p_, g_, y_, x_] := Module[{P = Integrate[p, x], f, q},
   If[! FreeQ[P, Integrate], Return[withIntegrals[p, g, y, x]]];
   If[p === 0 && ! FreeQ[Integrate[g, x], Integrate], Return[result[y, {C[1] + (Integrate[g /. x -> K[1], {K[1], 1, x}])}]]];
   f = expLog[-P];
   If[g === 0, Return[result[y, {f C[1]}]]];
   q = Integrate[cancelled[g/f], x];
   If[! FreeQ[q, Integrate], Return[result[y, {sumUp[f C[1], f Integrate[cancelled[g/f] /. x -> K[1], {K[1], 1, x}]]}]]];
   result[y, {sumUp[f C[1], particular[f q]]}]];
(* what has no antiderivative stays as an integral from 1 *)
withIntegrals[p_, g_, y_, x_] := With[{f = E^Integrate[-p /. x -> K[1], {K[1], 1, x}]},
   result[y, {If[g === 0, f C[1], f C[1] + f Integrate[(g /. x -> K[2]) E^-Integrate[-p /. x -> K[1], {K[1], 1, K[2]}], {K[2], 1, x}]]}]];
cancelled[e_] := Cancel[e] /. Power[E, a_] Power[E, b_] :> E^Expand[a + b];
particular[e_] := With[{t = Expand[e]}, With[{u = Quiet[Together[e]]}, If[LeafCount[u] < LeafCount[t], u, t]]];
sumUp[a_, b_] := a + b;
(* E^(a Log[u] + rest) with the logarithms resolved *)
expLog[e_] := Module[{t = If[Head[Expand[e]] === Plus, List @@ Expand[e], {Expand[e]}], logs},
   logs = Select[t, MatchQ[#, Log[_] | Times[___, Log[_], ___]] && (FreeQ[# /. Log[_] -> 1, _Symbol?(! NumericQ[#] &)] || True) &];
   (Times @@ (With[{u = First[Cases[{#}, Log[v_] :> v, {0, Infinity}]]}, u^Cancel[#/Log[u]]] & /@ logs)) E^Total[Complement[t, logs]]];

(* constant coefficients: exponentials of the roots of the characteristic polynomial, real pairs as cosine and sine *)
constantBasis[a_, x_] := Module[{r, p, roots, basis = {}, groups, z},
   p = Numerator[Together[a . z^Range[0, Length[a] - 1]]];
   roots = Flatten[Table[If[FreeQ[f[[1]], z], {}, With[{s = rootsOf[f[[1]], z]}, If[s === no, {no}, {#, f[[2]]} & /@ s]]], {f, FactorList[p]}], 1];
   If[MemberQ[roots, no], Return[no]];
   If[roots === {}, Return[no]];
   roots = DeleteDuplicates[roots];
   realBasis[roots, x]];
rootsOf[p_, z_] := Module[{n = Exponent[p, z], c = CoefficientList[p, z], s},
   Switch[n, 1, {-c[[1]]/c[[2]]},
    2, With[{d = Together[c[[2]]^2 - 4 c[[1]] c[[3]]]}, If[c[[2]] === 0, With[{q = rootOf[-c[[1]]/c[[3]]]}, {-q, q}], {-c[[2]]/(2 c[[3]]) - rootOf[d]/(2 c[[3]]), -c[[2]]/(2 c[[3]]) + rootOf[d]/(2 c[[3]])} // Map[Expand, #] &]],
    _, s = Quiet[Solve[p == 0, z]]; If[MatchQ[s, {{_ -> _} ..}], z /. s, no]]];
rootOf[d_] := If[NumericQ[d], Sqrt[d], Module[{f = FactorSquareFree[d], m},
    m = Times @@ Map[Replace[#, {Power[b_, k_Integer] :> b^(k/2), q_ :> Sqrt[q]}] &, If[Head[f] === Times, List @@ f, {f}]]; m /. Sqrt[-1] -> I]];
complexPart[r_] := With[{e = Expand[r]}, If[NumericQ[e] && FreeQ[e, _Complex] && Im[N[e]] != 0, {Re[e], Im[e]}, With[{u = e /. Complex[q_, w_] :> q + w unit}, {u /. unit -> 0, Coefficient[Expand[u], unit]}]]];
realBasis[roots_, x_] := Module[{real, complex, out = {}, parts},
   parts = {complexPart[#[[1]]], #[[2]], #[[1]]} & /@ roots;
   real = Select[parts, #[[1, 2]] === 0 &];
   complex = Select[parts, #[[1, 2]] =!= 0 &];
   real = If[AllTrue[real, NumericQ[#[[3]]] &], SortBy[real, N[#[[3]]] &], real];
   (* r and -r: the growing one first *)
   If[Length[real] == 2 && complex === {} && Expand[real[[1, 3]] + real[[2, 3]]] === 0, real = Reverse[real]];
   out = Flatten[Table[x^(k - 1) E^(r[[3]] x), {r, real}, {k, r[[2]]}]];
   (* one of each conjugate pair *)
   complex = If[AllTrue[complex, NumericQ[#[[3]]] &], Select[complex, TrueQ[N[#[[1, 2]]] > 0] &], DeleteDuplicates[complex, Expand[#1[[1, 2]] + #2[[1, 2]]] === 0 && #1[[1, 1]] === #2[[1, 1]] &]];
   complex = {#[[1, 1]], If[MatchQ[#[[1, 2]], Times[_?Negative, ___]], -#[[1, 2]], #[[1, 2]]], #[[2]]} & /@ complex;
   (* a lone damped pair names its constants the other way round *)
   If[out === {} && Length[complex] == 1 && complex[[1, 1]] =!= 0 && complex[[1, 3]] == 1,
     Return[With[{c = First[complex]}, {E^(c[[1]] x) Sin[c[[2]] x], E^(c[[1]] x) Cos[c[[2]] x]}]]];
   Join[out, Flatten[Table[{x^(k - 1) E^(c[[1]] x) Cos[c[[2]] x], x^(k - 1) E^(c[[1]] x) Sin[c[[2]] x]}, {c, complex}, {k, c[[3]]}]]]];
(* x^k y^(k) with constant coefficients *)
eulerQ[a_, x_] := AllTrue[Range[Length[a]], FreeQ[Cancel[a[[#]] x^(Length[a] - #)], x] &];
eulerBasis[a_, x_] := Module[{z, n = Length[a] - 1, p, roots, parts},
   p = Expand[Sum[Cancel[a[[k + 1]] x^(n - k)] Product[z - j, {j, 0, k - 1}], {k, 0, n}]];
   roots = Flatten[Table[If[FreeQ[f[[1]], z], {}, With[{s = rootsOf[f[[1]], z]}, If[s === no, {no}, {#, f[[2]]} & /@ s]]], {f, FactorList[p]}], 1];
   If[MemberQ[roots, no], Return[no]];
   parts = {complexPart[#[[1]]], #[[2]], #[[1]]} & /@ roots;
   Join[Flatten[Table[x^r[[3]] Log[x]^(k - 1), {r, With[{q = Select[parts, #[[1, 2]] === 0 &]}, If[AllTrue[q, NumericQ[#[[3]]] &], SortBy[q, N[#[[3]]] &], q]]}, {k, r[[2]]}]],
    Flatten[Table[{x^c[[1, 1]] Cos[c[[1, 2]] Log[x]], x^c[[1, 1]] Sin[c[[1, 2]] Log[x]]}, {c, Select[parts, NumericQ[#[[1, 2]]] && TrueQ[N[#[[1, 2]]] > 0] &]}]]]];
(* second order with named solutions *)
specialBasis[{q_, p_, 1}, x_] := Module[{n2, k, r, a, b},
   (* Airy *)
   If[p === 0 && PolynomialQ[q, x] && Exponent[q, x] == 1,
    b = Coefficient[q, x, 1]; a = Coefficient[q, x, 0];
    Return[With[{s = If[NumericQ[b], (-b)^(1/3), (-b)^(1/3)]}, If[TrueQ[b < 0] || b === -1, {AiryAi[-(a + b x)/(-b)^(2/3)], AiryBi[-(a + b x)/(-b)^(2/3)]}, {AiryAi[(-1)^(1/3) (a + b x)/b^(2/3)], AiryBi[(-1)^(1/3) (a + b x)/b^(2/3)]}] /. (-1)^(1/3) (0 + b x) :> (-1)^(1/3) b x // Map[Expand, #, {2}] &]]];
   (* Bessel: x^2 y'' + x y' + (k^2 x^2 - n^2) y *)
   If[Together[p - 1/x] === 0,
    r = Expand[Together[q x^2]];
    If[PolynomialQ[r, x] && Exponent[r, x] == 2 && Coefficient[r, x, 1] === 0,
     k = rootOf[Coefficient[r, x, 2]]; n2 = -Coefficient[r, x, 0];
     With[{n = rootOf[n2]}, Return[If[TrueQ[Coefficient[r, x, 2] < 0] || MatchQ[Coefficient[r, x, 2], Times[-1, __]], With[{m = rootOf[-Coefficient[r, x, 2]]}, If[m === 1, {BesselJ[n, -I x], BesselY[n, -I x]}, {BesselJ[n, -I m x], BesselY[n, -I m x]}]], {BesselJ[n, k x], BesselY[n, k x]}]]]]];
   (* Legendre: (1 - x^2) y'' - 2 x y' + n (n + 1) y *)
   If[Together[p + 2 x/(1 - x^2)] === 0,
    r = Together[q (1 - x^2)];
    If[FreeQ[r, x], With[{n = (-1 + rootOf[Factor[1 + 4 r]])/2 // Expand}, Return[{LegendreP[n, x], LegendreQ[n, x]}]]]];
   (* Hermite: y'' - 2 x y' + 2 n y *)
   If[Together[p + 2 x] === 0 && FreeQ[q, x], Return[{HermiteH[q/2, x], Hypergeometric1F1[-q/4, 1/2, x^2]}]];
   (* Chebyshev: (1 - x^2) y'' - x y' + n^2 y *)
   If[Together[p + x/(1 - x^2)] === 0,
    r = Together[q (1 - x^2)];
    If[FreeQ[r, x], With[{n = rootOf[r]}, Return[{ChebyshevT[n, x], Sqrt[1 - x^2] ChebyshevU[n - 1, x]}]]]];
   (* y'' + (a E^(k x) + b) y: Bessel functions of an exponential *)
   If[p === 0 && MatchQ[q, _. Power[E, _. x] | _ + _. Power[E, _. x]],
    With[{e = First[Cases[{q}, Power[E, g_] /; ! FreeQ[g, x] :> g, {0, Infinity}]]},
     With[{k = Cancel[e/x], c = Cancel[Coefficient[q, E^e]], d = q /. E^e -> 0},
      If[FreeQ[{k, c, d}, x], With[{nu = Cancel[2 rootOf[-d]/k], z = Cancel[2 rootOf[c]/k] E^(e/2)}, Return[{BesselJ[nu, z], BesselY[nu, z]}]]]]]];
   (* Lommel: x^2 y'' + a x y' + (b x^m + c) y *)
   r = Expand[Together[x^2 q]]; a = Together[x p];
   If[FreeQ[a, x] && MatchQ[r, _. Power[x, _.] | c_ + _. Power[x, _.] /; FreeQ[c, x]],
    With[{m = Exponent1[r, x] /. None -> 1, c = r /. x -> 0},
     k = Cancel[(r - c)/x^m];
     If[FreeQ[{k, m, c}, x] && m =!= 0 && ! (Together[p - 1/x] === 0 && m === 2),
      With[{nu = Cancel[rootOf[Together[(1 - a)^2 - 4 c]]/m], z = Cancel[2 rootOf[k]/m] x^(m/2), f = x^((1 - a)/2)}, Return[{f BesselJ[nu, z], f BesselY[nu, z]}]]]]];
   (* Kummer: x y'' + (b - k x) y' - a y *)
   a = Together[x q]; b = Together[x p];
   If[FreeQ[a, x] && PolynomialQ[b, x] && Exponent[b, x] === 1,
    With[{k = -Coefficient[b, x, 1], c = Coefficient[b, x, 0]}, Return[{HypergeometricU[Cancel[-a/k], c, k x], If[c === 1, LaguerreL[Cancel[a/k], k x], LaguerreL[Cancel[a/k], c - 1, k x]]}]]];
   (* Gauss: x (1 - x) y'' + (c - (a + b + 1) x) y' - a b y *)
   a = Together[x (1 - x) q]; b = Together[x (1 - x) p];
   If[FreeQ[a, x] && PolynomialQ[b, x] && Exponent[b, x] <= 1,
    r = gauss[-a, -Coefficient[b, x, 1] - 1, Coefficient[b, x, 0], x];
    If[r =!= no, Return[r]]];
   reduced[q, p, x]];
Exponent1[q_, x_] := First[Cases[{q}, Power[x, m_] :> m, {0, Infinity}], 1];
(* {a, b} from their product and sum; the second solution needs c that is no integer *)
gauss[product_, sum_, c_, x_] := Module[{z, r = z /. Quiet[Solve[z^2 - sum z + product == 0, z]]},
   If[! MatchQ[r, {_, _}] || IntegerQ[c], Return[no]];
   {Hypergeometric2F1[r[[1]], r[[2]], c, x], x^(1 - c) Hypergeometric2F1[1 - c + r[[1]], 1 - c + r[[2]], 2 - c, x]}];
(* a simple first solution, the second by reduction of order *)
reduced[q_, p_, x_] := Module[{candidates = {x, E^x, E^-x, x^2, 1/x, x - 1, x + 1, E^(x^2/2), E^(-x^2/2), E^(x^2), E^(-x^2), Sin[x], Cos[x], 1}, u, P, v},
   Do[If[Quiet[Expand[Together[D[c, {x, 2}] + p D[c, x] + q c]]] === 0,
     P = Integrate[p, x]; If[! FreeQ[P, Integrate], Return[no, Module]];
     v = Integrate[Cancel[expLog[-P]/c^2], x];
     If[! FreeQ[v, Integrate], Return[no, Module]];
     Return[{c, Expand[c v]}, Module]], {c, candidates}];
   no];
(* general solution from a basis and the right side, by variation of parameters *)
complete[basis_, g_, y_, x_] := Module[{n = Length[basis], general, w, particularPart},
   general = Sum[C[k] basis[[k]], {k, n}];
   If[g === 0, Return[result[y, {general}]]];
   particularPart = With[{t = If[Head[Expand[g]] === Plus, List @@ Expand[g], {g}]}, With[{q = special[basis, #, x] & /@ t}, If[MemberQ[q, no], no, Total[q]]]];
   If[particularPart === no, Return[no]];
   result[y, {general + particularPart}]];
special[basis_, g_, x_] := Module[{n = Length[basis], m, d, c, parts},
   m = Table[D[b, {x, k}], {k, 0, n - 1}, {b, basis}];
   d = reduceTrig[Det[m]];
   If[d === 0, Return[no]];
   parts = Table[
     c = reduceTrig[Det[ReplacePart[m, Table[{r, j} -> If[r == n, 1, 0], {r, n}]]]];
     c = Integrate[cancelTrig[c g/d], x];
     If[! FreeQ[c, Integrate], Return[no, Module]];
     c, {j, n}];
   tidySum[Total[parts basis], g, x]];
reduceTrig[e_] := simplified[e];
cancelTrig[e_] := With[{t = Expand[Cancel[e]]}, t];
tidySum[e_, g_, x_] := Module[{s = simplified[Expand[e]], t},
   t = Expand[s];
   If[LeafCount[t] <= LeafCount[s] + 4, t, s]];

(* ---- nonlinear first order: e(x, Y0, Y1) = 0 *)
firstOrder[e_, Y_, y_, x_] := Module[{f, sols, out = {}, r},
   (* Clairaut: y = x y' + f(y') *)
   f = With[{c = Coefficient[e, Y[0]]}, If[c =!= 0 && FreeQ[c, Y | x], Expand[-e/c + Y[0]], 0]];
   If[! FreeQ[f, x] && FreeQ[Expand[f - x Y[1]], x | Y[0]] && ! FreeQ[Expand[f - x Y[1]], Y[1]], Return[result[y, {f /. Y[1] -> C[1]}]]];
   sols = Quiet[Solve[e == 0, Y[1]]];
   If[! MatchQ[sols, {{_ -> _} ..}], Return[no]];
   Do[
    f = s[[1, 2]];
    r = explicitFirst[Together[f], Y[0], y, x];
    If[r === no, Return[no, Module]];
    out = Join[out, r], {s, sols}];
   out];
(* y' = f(x, u) with u for y *)
explicitFirst[f_, u_, y_, x_] := Module[{r, v = Unique["u"], g},
   g = f /. u -> v;
   Do[r = m[g, v, y, x]; If[r =!= no, Return[r, Module]], {m, {linearIn, higherBernoulli, separable, bernoulli, exact, homogeneous, shifted, riccati, exactFactor}}];
   no];
separable[f_, u_, y_, x_] := Module[{h, g, list},
   list = Join @@ (apart[#, u, x] & /@ FactorList1[f]);
   h = Times @@ Select[list, FreeQ[#, u] &]; g = Times @@ Select[list, ! FreeQ[#, u] &];
   If[! FreeQ[g, x], Return[no]];
   quadratures[1/g, h, u, y, x]];
(* b^(p(x) + q(u)) as two factors *)
apart[Power[b_, e_Plus], u_, x_] /; FreeQ[b, x | u] && ! FreeQ[e, u] && ! FreeQ[e, x] := {b^Select[e, FreeQ[#, u] &], b^Select[e, ! FreeQ[#, u] &]};
apart[f_, u_, x_] := {f};
FactorList1[f_] := With[{t = Factor[f]}, If[Head[t] === Times, List @@ t, {t}]];
(* Integral a(u) du = Integral b(x) dx + C[1] *)
quadratures[a_, b_, u_, y_, x_] := Module[{A = Integrate[a, u], B = Integrate[b, x], s},
   If[! FreeQ[{A, B}, Integrate], Return[no]];
   s = invert[A, u, B + C[1]];
   If[s === no, Return[implicitly[A == B + C[1], u, y, x]]];
   result[y, s]];
(* a solution that cannot be written out stays as an equation for y[x]; DSolve gives it inside Solve *)
implicitly[eqn_, u_, y_, x_] := If[TrueQ[$explicitOnly], no, Throw[implicit[eqn /. u -> y[x], y[x]], "implicit"]];
invert[A_, u_, rhs_] := Module[{s, a = Expand[A]},
   (* simple inverses first: c u^n, c Log[...], c ArcTan[...] *)
   s = simpleInverse[a, u, rhs];
   If[s =!= no, Return[s]];
   (* of the values of a logarithm the one without a period *)
   s = Quiet[Solve[A == rhs, u, GeneratedParameters -> period]] /. ConditionalExpression[v_, _] :> v /. period[_] -> 0;
   If[MatchQ[s, {{_ -> _} ..}], absorbed[u /. s], no]];
absorbed[l_] := l /. {Power[E, C[1] + r_.] :> C[1] E^r, Power[E, k_Integer C[1] + r_.] :> C[1] E^r};
simpleInverse[c_. Log[u_], u_, rhs_] /; FreeQ[c, u] := {E^Expand[(rhs - C[1])/c] C[1]};
simpleInverse[c_. Power[u_, n_], u_, rhs_] /; FreeQ[{c, n}, u] := If[n === -1, {1/Expand[rhs/c]}, If[IntegerQ[n] && EvenQ[n] || n === -2, With[{q = Expand[rhs/c]}, {-q^(1/n), q^(1/n)}], {If[IntegerQ[1/n], Together[Expand[Expand[rhs/c]^(1/n)]], Expand[rhs/c]^(1/n)]}]];
simpleInverse[u_, u_, rhs_] := {rhs};
simpleInverse[c_. ArcTan[u_], u_, rhs_] /; FreeQ[c, u] := {Tan[Expand[rhs/c]]};
simpleInverse[c_. ArcTan[k_. u_], u_, rhs_] /; FreeQ[{c, k}, u] := {Tan[Expand[rhs/c]]/k};
simpleInverse[c_. ArcTanh[k_. u_], u_, rhs_] /; FreeQ[{c, k}, u] := {Tanh[Expand[rhs/c]]/k};
simpleInverse[c_. ArcSin[u_], u_, rhs_] /; FreeQ[c, u] := {Sin[Expand[rhs/c]]};
simpleInverse[c_. Power[E, k_. u_], u_, rhs_] /; FreeQ[{c, k}, u] := {Log[Expand[rhs/c]]/k};
simpleInverse[c_. Log[a_] + d_. Log[b_], u_, rhs_] /; FreeQ[{c, d}, u] && (c === -d) := Module[{z, s, k = absorbing[rhs/c]},
   (* Log[a/b] = rhs/c; the constant is absorbed *)
   s = Quiet[Solve[a == k b, u]];
   If[MatchQ[s, {{_ -> _} ..}], u /. s, no]];
absorbing[r_] := E^Expand[r - (r /. C[1] -> 0 /. 0 -> 0) + (r /. C[1] -> 0)] /. Power[E, q_] :> E^q;
simpleInverse[_, _, _] := no;
linearIn[f_, u_, y_, x_] := If[PolynomialQ[f, u] && Exponent[f, u] == 1, linearFirst[-Coefficient[f, u, 1], Coefficient[f, u, 0], y, x], no];
(* y' = a y + b y^n *)
higherBernoulli[f_, u_, y_, x_] := If[PolynomialQ[f, u] && Exponent[f, u] > 2 && Length[DeleteCases[CoefficientList[f, u], 0]] === 2, bernoulli[f, u, y, x], no];
bernoulli[f_, u_, y_, x_] := Module[{t = If[Head[Expand[f]] === Plus, List @@ Expand[f], {Expand[f]}], a, rest, n, b, r},
   a = Coefficient[Expand[f], u, 1];
   rest = Factor[Together[f - a u]];
   If[! FreeQ[a, u], Return[no]];
   n = Cancel[Together[u D[rest, u]/rest]];
   If[! FreeQ[n, u] || ! FreeQ[n, x] || n === 1 || rest === 0, Return[no]];
   b = Cancel[rest/u^n];
   (* w = u^(1 - n): w' = (1 - n)(a w + b) *)
   r = linearFirst[-(1 - n) a, (1 - n) b, w, x];
   If[r === no, Return[no]];
   With[{s = r[[1, 1, 2]]}, result[y, If[n === 2, {Together[1/s]}, If[OddQ[n], {-Expand[s]^(1/(1 - n)), Expand[s]^(1/(1 - n))}, {Expand[s]^(1/(1 - n))}]]]]];
(* y' = F(y/x) *)
homogeneous[f_, u_, y_, x_] := Module[{v = Unique["v"], g, r},
   g = Together[f /. u -> v x];
   If[! FreeQ[g, x], g = Together[Simplify[PowerExpand[g], x > 0]]];
   If[! FreeQ[g, x], Return[no]];
   r = Catch[separable[Together[(g - v)/x], v, y, x], "implicit"];
   If[MatchQ[r, implicit[__]], Throw[r /. y[x] -> y[x]/x /. implicit[e_, _] :> implicit[e, y[x]], "implicit"]];
   If[r === no, no, r /. (y -> e_) :> (y -> x e)]];
(* y' = q0 + q1 y + q2 y^2 through w'' - (q1 + q2'/q2) w' + q0 q2 w = 0 with y = -w'/(q2 w) *)
riccati[f_, u_, y_, x_] := Module[{q, b, w},
   If[! PolynomialQ[f, u] || Exponent[f, u] =!= 2, Return[no]];
   q = CoefficientList[f, u];
   b = Together[{q[[1]] q[[3]], -(q[[2]] + D[q[[3]], x]/q[[3]]), 1}];
   b = Which[FreeQ[b, x], constantBasis[b, x], eulerQ[b, x], eulerBasis[b, x], True, specialBasis[b, x]];
   If[! MatchQ[b, {_, _}], Return[no]];
   w = b[[1]] C[1] + b[[2]];
   result[y, {simplified[-D[w, x]/(q[[3]] w)]}]];
(* M + N y' = 0 exact *)
exact[f_, u_, y_, x_] := Module[{M = -Numerator[f], n = Denominator[f], F, s},
   If[Together[D[M, u] - D[n, x]] =!= 0, Return[no]];
   F = Integrate[M, x];
   If[! FreeQ[F, Integrate], Return[no]];
   s = Integrate[Expand[n - D[F, u]], u];
   If[! FreeQ[s, Integrate], Return[no]];
   F = F + s;
   s = Quiet[Solve[F == C[1], u]];
   If[MatchQ[s, {{_ -> _} ..}], result[y, u /. s], implicitly[F == C[1], u, y, x]]];
(* exact after a factor that depends on x alone or on y alone *)
exactFactor[f_, u_, y_, x_] := Module[{M = -Numerator[f], n = Denominator[f], c, mu, v},
   c = Cancel[Together[(D[M, u] - D[n, x])/n]];
   If[FreeQ[c, u], mu = expLog[Integrate[c, x]],
    c = Cancel[Together[(D[n, x] - D[M, u])/M]];
    If[! FreeQ[c, x], Return[no]];
    mu = expLog[Integrate[c, u]]];
   If[! FreeQ[mu, Integrate], Return[no]];
   {M, n} = Expand[{mu M, mu n}];
   If[Simplify[D[M, u] - D[n, x]] =!= 0, Return[no]];
   v = Integrate[M, x];
   If[! FreeQ[v, Integrate], Return[no]];
   v = v + Integrate[Expand[n - D[v, u]], u];
   If[! FreeQ[v, Integrate], Return[no]];
   c = Quiet[Solve[v == C[1], u]];
   If[MatchQ[c, {{_ -> _} ..}], result[y, u /. c], implicitly[v == C[1], u, y, x]]];
(* y' = F(a x + b y + c) *)
shifted[f_, u_, y_, x_] := Module[{r = Cancel[Together[D[f, x]/D[f, u]]], w = Unique["w"], g, s},
   If[! FreeQ[r, x] || ! FreeQ[r, u] || r === 0, Return[no]];
   (* w = y + r x *)
   g = Together[Expand[Together[f /. u -> w - r x]]];
   If[! FreeQ[g, x], Return[no]];
   s = separable[g + r, w, y, x];
   If[s === no, no, s /. (y -> e_) :> (y -> e - r x)]];

(* ---- nonlinear second order without y or without x *)
secondOrder[e_, Y_, y_, x_] := Module[{r, p = Unique["p"], P, z = Unique["z"], u = Unique["u"], constant = Unique["c"]},
   If[FreeQ[e, Y[0]],
    r = firstOrder[e /. {Y[2] -> P[1], Y[1] -> P[0]}, P, p, x];
    If[r === no, Return[no]];
    Return[With[{i = Integrate[#[[1, 2]], x] & /@ r}, If[! FreeQ[i, Integrate], no, result[y, (# + C[2]) & /@ i]]]]];
   If[FreeQ[e, x],
    (* p = y' as a function of y: y'' = p p' *)
    r = Quiet[Block[{$explicitOnly = True}, firstOrder[e /. {Y[2] -> P[0] P[1], Y[1] -> P[0], Y[0] -> z}, P, p, z]]];
    If[r === no, Return[no]];
    r = DeleteDuplicates[#[[1, 2]] & /@ r];
    r = Quiet[Block[{$explicitOnly = True}, explicitFirst[Together[# /. C[1] -> constant /. z -> u], u, y, x] /. C[1] -> C[2] /. constant -> C[1]]] & /@ r;
    r = DeleteCases[r, no];
    If[r === {}, Return[no]];
    Return[Flatten[r, 1]]];
   no];

(* ---- systems y' = A y + b with constant A; else one after the other *)
system[odes_, heads_, x_] := Module[{n = Length[heads], d, A, b, sol, Y, e, vals},
   If[Length[odes] =!= n, Return[no]];
   If[! FreeQ[odes, HoldPattern[Derivative[m_][_][x]] /; m > 1], Return[higherSystem[odes, heads, x]]];
   e = odes /. Flatten[Map[Function[h, {HoldPattern[Derivative[1][h][x]] -> d[h], h[x] -> Y[h]}], heads]];
   If[! FreeQ[e, Derivative], Return[no]];
   sol = Quiet[Solve[Thread[e == 0], d /@ heads]];
   If[! MatchQ[sol, {{(_ -> _) ..}}], Return[no]];
   e = (d /@ heads) /. First[sol];
   A = Table[D[q, Y[h]], {q, e}, {h, heads}];
   If[! FreeQ[A, Y], Return[no]];
   b = e /. Y[_] -> 0;
   If[! FreeQ[A, x], Return[triangular[A, b, heads, x]]];
   linearSystem[A, b, heads, x]];
linearSystem[A_, b_, heads_, x_] := Module[{n = Length[heads], M, c, part},
   M = fundamental[A, x];
   If[M === no, Return[no]];
   c = Array[C, n];
   part = If[AllTrue[b, # === 0 &], ConstantArray[0, n], With[{q = Integrate[#, x] & /@ Expand[(M /. x -> -x) . b]}, If[! FreeQ[q, Integrate], Return[no]]; M . q]];
   {Thread[heads -> (Expand[M . c] + simplified[part])]}];
(* MatrixExp[A x] by Putzer's algorithm (1966), real where A is *)
fundamental[A_, x_] := Module[{n = Length[A], z, roots, p, P = IdentityMatrix[Length[A]], total, q, id = IdentityMatrix[Length[A]]},
   roots = Flatten[Table[If[FreeQ[f[[1]], z], {}, With[{s = rootsOf[f[[1]], z]}, If[s === no, {no}, Flatten[ConstantArray[s, f[[2]]]]]]], {f, FactorList[Numerator[Together[Det[A - z id]]]]}]];
   If[MemberQ[roots, no] || Length[roots] =!= n, Return[no]];
   p = E^(roots[[1]] x);
   total = p P;
   Do[P = P . (A - roots[[k - 1]] id);
    q = Integrate[Expand[E^(-roots[[k]] x) p], x];
    If[! FreeQ[q, Integrate], Return[no, Module]];
    p = Expand[E^(roots[[k]] x) (q - (q /. x -> 0))];
    total += p P, {k, 2, n}];
   realForm[total]];
realForm[m_] := With[{r = Map[realEntry, m, {2}]}, If[FreeQ[r, _Complex], r, simplified[r]]];
realEntry[e_] := Module[{t = Expand[e]}, If[FreeQ[t, _Complex], Collect[t, Power[E, _], Together] // Expand, Expand[t /. Power[E, g_] /; ! FreeQ[g, _Complex] :> With[{c = complexPart[g]}, E^c[[1]] (Cos[c[[2]]] + I Sin[c[[2]]])]]]];
(* equations that can be solved one after the other *)
triangular[A_, b_, heads_, x_] := Module[{n = Length[heads], known = {}, left, i, f, r, used = 0},
   left = Range[n];
   While[left =!= {},
    i = SelectFirst[left, Function[k, AllTrue[DeleteCases[left, k], A[[k, #]] === 0 &]], None];
    If[i === None, Return[no, Module]];
    f = b[[i]] + Total[A[[i, #]] (heads[[#]] /. known) & /@ Complement[Range[n], left]];
    r = linearFirst[-A[[i, i]], f, heads[[i]], x];
    If[! MatchQ[r, {{_ -> _}}], Return[no, Module]];
    used++;
    AppendTo[known, heads[[i]] -> (r[[1, 1, 2]] /. C[1] -> C[used + 100])];
    left = DeleteCases[left, i]];
   {Thread[heads -> (heads /. known /. C[k_ /; k > 100] :> C[k - 100])]}];
(* derivatives of functions as functions of their own; the system is of the first order then *)
higherSystem[odes_, heads_, x_] := Module[{orders, new, rules, extra, all, r},
   orders = Function[h, Max[0, Cases[odes, HoldPattern[Derivative[m_][h][x]] :> m, {0, Infinity}]]] /@ heads;
   If[AnyTrue[orders, # === 0 &], Return[no]];
   new = Association[Flatten[MapThread[Function[{h, m}, Table[{h, k} -> If[k === 0, h, Unique["d"]], {k, 0, m - 1}]], {heads, orders}]]];
   rules = Flatten[MapThread[Function[{h, m}, Append[Table[HoldPattern[Derivative[k][h][x]] -> new[{h, k}][x], {k, m - 1}] /. k_HoldPattern :> k, HoldPattern[Derivative[m][h][x]] -> Derivative[1][new[{h, m - 1}]][x]]], {heads, orders}]];
   extra = Flatten[MapThread[Function[{h, m}, Table[Derivative[1][new[{h, k - 1}]][x] - new[{h, k}][x], {k, m - 1}]], {heads, orders}]];
   all = Values[new];
   r = system[Join[odes /. rules, extra], all, x];
   If[r === no, no, (Cases[#, (h_ -> e_) /; MemberQ[heads, h]]) & /@ r]];
