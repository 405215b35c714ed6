(* eigenproblems.wl - eigenvalues and eigenfunctions of linear differential operators on intervals and rectangles: exact for constant coefficients and
   the harmonic oscillator, by collocation at Chebyshev points (L. N. Trefethen, Spectral Methods in MATLAB, 2000) otherwise; Green's functions of
   equations of the second order. *)

no = $Failed;

(* ---- {operator, boundary conditions}: an end without a condition has slope 0 *)
split[l_List] := {First[l], Rest[l]};
split[e_] := {e, {}};
function[u_, x_List] := Replace[u, h_[__] :> h];
(* the coefficients {c0, c1, c2} of the operator in one variable *)
coefficients[op_, u_, x_] := Module[{n, z, e, c},
   n = Max[0, Cases[{op}, HoldPattern[Derivative[k_][u][x]] :> k, {0, Infinity}]];
   e = Expand[op /. HoldPattern[Derivative[k_][u][x]] :> z[k] /. u[x] -> z[0]];
   c = Table[Coefficient[e, z[k]], {k, 0, n}];
   If[! FreeQ[c, z] || Expand[e - c . Table[z[k], {k, 0, n}]] =!= 0, no, c]];
(* "Dirichlet" or "Neumann" at a and b *)
ends[conditions_, u_, x_, a_, b_] := Map[Function[p, Which[
     AnyTrue[conditions, MatchQ[#, DirichletCondition[_, _]] && TrueQ[#[[2]] /. x -> p] && homogeneous[#[[1]], u[x]] &], "Dirichlet",
     AnyTrue[conditions, MatchQ[#, _Equal] && ! FreeQ[#, u[p]] && homogeneous[#, u[p]] &], "Dirichlet",
     True, "Neumann"]], {a, b}];
homogeneous[e_Equal, v_] := With[{d = e[[1]] - e[[2]]}, TrueQ[(d /. v -> 0) == 0]];

(* ---- exact *)
dEigensystem[l_, u0_, {x_, a_, b_}, n_Integer, ___] := Module[{op, bc, u = function[u0, {x}], c, e, k, L = b - a, list},
   {op, bc} = split[l];
   c = coefficients[op, u, x];
   If[c === no || Length[c] =!= 3, Return[$Unevaluated]];
   If[a === -Infinity && b === Infinity, Return[oscillator[c, x, n]]];
   If[! FreeQ[c, x] || c[[2]] =!= 0 || ! FreeQ[L, DirectedInfinity], Return[$Unevaluated]];
   e = ends[bc, u, x, a, b];
   k = -c[[3]] (Pi/L)^2;
   list = Switch[e,
     {"Dirichlet", "Dirichlet"}, Table[{k j^2 + c[[1]], Sin[j Pi (x - a)/L]}, {j, n}],
     {"Neumann", "Neumann"}, Table[{k j^2 + c[[1]], Cos[j Pi (x - a)/L]}, {j, 0, n - 1}],
     {"Dirichlet", "Neumann"}, Table[{k (j - 1/2)^2 + c[[1]], Sin[(j - 1/2) Pi (x - a)/L]}, {j, n}],
     _, Table[{k (j - 1/2)^2 + c[[1]], Cos[(j - 1/2) Pi (x - a)/L]}, {j, n}]];
   Transpose[Simplify[list]]];
dEigensystem[l_, u0_, r : {x_, _, _}, s : {y_, _, _}, n_Integer, ___] := onRectangle[split[l], function[u0, {x, y}], r, s, n];
onRectangle[{op_, bc_}, u_, {x_, a_, b_}, {y_, c_, d_}, n_] := Module[{z, e, k, sides, list, m},
   e = Expand[op /. {HoldPattern[Derivative[2, 0][u][x, y]] -> z[1], HoldPattern[Derivative[0, 2][u][x, y]] -> z[2], u[x, y] -> z[0]}];
   k = Coefficient[e, z[#]] & /@ {0, 1, 2};
   If[Expand[e - k . {z[0], z[1], z[2]}] =!= 0 || ! FreeQ[k, x | y] || ! FreeQ[e, u], Return[$Unevaluated]];
   sides = If[AnyTrue[bc, MatchQ[#, DirichletCondition[q_, True] /; homogeneous[q, u[x, y]]] &], "Dirichlet", If[bc === {}, "Neumann", Return[$Unevaluated]]];
   m = n + 1;
   list = Flatten[Table[{k[[1]] - k[[2]] (i Pi/(b - a))^2 - k[[3]] (j Pi/(d - c))^2, If[sides === "Dirichlet", Sin[i Pi (x - a)/(b - a)] Sin[j Pi (y - c)/(d - c)], Cos[i Pi (x - a)/(b - a)] Cos[j Pi (y - c)/(d - c)]]},
      {i, If[sides === "Dirichlet", 1, 0], m}, {j, If[sides === "Dirichlet", 1, 0], m}], 1];
   list = Take[SortBy[list, Abs[N[#[[1]]]] &], n];
   Transpose[Simplify[list]]];
(* -p u'' + q x^2 u: Hermite functions *)
oscillator[c_, x_, n_] := Module[{p = -c[[3]], q, w},
   q = Cancel[c[[1]]/x^2];
   If[c[[2]] =!= 0 || ! FreeQ[{p, q}, x], Return[$Unevaluated]];
   w = PowerExpand[Sqrt[q/p]];
   Transpose[Table[{p w (2 j + 1), E^(-w x^2/2) HermiteH[j, Sqrt[w] x]}, {j, 0, n - 1}]]];
dEigensystem[___] := $Unevaluated;
dEigenvalues[args__] := With[{r = dEigensystem[args]}, If[r === $Unevaluated, r, First[r]]];

(* ---- numerical *)
nDEigensystem[l_, u0_, r : {_, _, _}, n_Integer, opts___] := Module[{s = interval[l, u0, r, n, 40 + 4 n]}, If[s === no, $Unevaluated, {s[[1]], (interpolant[s[[2]], #][r[[1]]]) & /@ s[[3]]}]];
nDEigensystem[l_, u0_, r : {_, _, _}, s : {_, _, _}, n_Integer, opts___] := With[{v = rectangle[l, u0, r, s, n, 24]}, If[v === no, $Unevaluated, {v[[1]], (surface[v[[2]], v[[3]], #][r[[1]], s[[1]]]) & /@ v[[4]]}]];
nDEigensystem[___] := $Unevaluated;
nDEigenvalues[l_, u0_, r : {_, _, _}, n_Integer, opts___] := With[{s = interval[l, u0, r, n, 40 + 4 n]}, If[s === no, $Unevaluated, First[s]]];
nDEigenvalues[l_, u0_, r : {_, _, _}, s : {_, _, _}, n_Integer, opts___] := With[{v = rectangle[l, u0, r, s, n, 24]}, If[v === no, $Unevaluated, First[v]]];
nDEigenvalues[___] := $Unevaluated;
interpolant[x_, v_] := InterpolatingFunction[{{First[x], Last[x]}}, {5, 0, {0}, {5}}, {x}, v];
surface[x_, y_, v_] := InterpolatingFunction[{{First[x], Last[x]}, {First[y], Last[y]}}, {5, 0, {0, 0}, {5, 5}}, {x, y}, v];
(* points on [a, b] and the matrix of the derivative there *)
chebyshev[n_, a_, b_] := Module[{t = N[-Cos[Pi Range[0, n]/n]], c, d, m},
   c = Table[If[i == 0 || i == n, 2., 1.] (-1)^i, {i, 0, n}];
   m = Table[If[i == j, 0., c[[i]]/(c[[j]] (t[[i]] - t[[j]]))], {i, n + 1}, {j, n + 1}];
   d = m - DiagonalMatrix[Total[m, {2}]];
   {(a + b)/2 + (b - a)/2 t, 2 d/(b - a)}];
(* the matrix that gives all values from those inside, by the conditions at the ends *)
fromInside[d_, {left_, right_}] := Module[{n = Length[d], rows, A, B},
   rows = {If[left === "Dirichlet", UnitVector[n, 1], d[[1]]], If[right === "Dirichlet", UnitVector[n, n], d[[n]]]};
   A = rows[[All, {1, n}]]; B = rows[[All, 2 ;; n - 1]];
   With[{e = -LinearSolve[A, B]}, Join[{e[[1]]}, IdentityMatrix[n - 2], {e[[2]]}]]];
interval[l_, u0_, {x_, a_, b_}, n_, size_] := Module[{op, bc, u = function[u0, {x}], c, e, p, d, F, m, pw, vals, vecs, order},
   {op, bc} = split[l];
   c = coefficients[op, u, x];
   If[c === no || ! VectorQ[N[{a, b}], NumberQ] || n < 1, Return[no]];
   e = ends[bc, u, x, a, b];
   {p, d} = chebyshev[size, N[a], N[b]];
   F = fromInside[d, e];
   pw = IdentityMatrix[size + 1];
   m = Sum[With[{v = N[c[[k + 1]] /. x -> p]}, With[{r = (If[ListQ[v], v, ConstantArray[v, size + 1]]) MatrixPower[d, k]}, r]], {k, 0, Length[c] - 1}];
   If[! MatrixQ[m, NumberQ], Return[no]];
   m = (m . F)[[2 ;; -2]];
   {vals, vecs} = Eigensystem[m];
   order = Take[Ordering[Abs[vals]], UpTo[n]];
   vecs = (F . #) & /@ vecs[[order]];
   {clean /@ vals[[order]], p, normalized[#, p] & /@ vecs}];
clean[v_] := Module[{w = If[Abs[Im[v]] < 10.^-7 (1 + Abs[v]), Re[v], v]}, If[Abs[w] < 10.^-8, 0., w]];
(* the square of the function has the integral 1; the first value that counts is positive *)
(* the weights of Clenshaw and Curtis for n + 1 points, n even *)
weights[n_] := N[Table[If[j == 0 || j == n, 1, 2]/n (1 - Sum[If[k == n/2, 1, 2]/(4 k^2 - 1) Cos[2 k j Pi/n], {k, n/2}]), {j, 0, n}]];
normalized[v0_, p_] := Module[{v = v0/First[MaximalBy[v0, Abs, 1]]},
   v = If[Max[Abs[Im[v]]] < 10.^-7, Re[v], v];
   v = v/Sqrt[(Last[p] - First[p])/2 Total[weights[Length[p] - 1] Abs[v]^2]];
   If[TrueQ[Re[SelectFirst[v, Abs[#] > 10.^-3 Max[Abs[v]] &]] < 0], -v, v]];
rectangle[l_, u0_, r : {x_, _, _}, s : {y_, _, _}, n_, size_] := collocated[split[l], function[u0, {x, y}], r, s, n, size];
collocated[{op_, bc_}, u_, {x_, a_, b_}, {y_, c_, d_}, n_, size_] := Module[{z, e, terms, p, q, dx, dy, fx, fy, sides, m, vals, vecs, order},
   e = Expand[op /. HoldPattern[Derivative[i_, j_][u][x, y]] :> z[i, j] /. u[x, y] -> z[0, 0]];
   terms = DeleteDuplicates[Cases[e, _z, {0, Infinity}]];
   If[terms === {} || ! FreeQ[e, u] || Expand[e - Total[Coefficient[e, #] # & /@ terms]] =!= 0 || ! VectorQ[N[{a, b, c, d}], NumberQ], Return[no]];
   sides = If[AnyTrue[bc, MatchQ[#, DirichletCondition[g_, True] /; homogeneous[g, u[x, y]]] &], "Dirichlet", If[bc === {}, "Neumann", Return[no]]];
   {p, dx} = chebyshev[size, N[a], N[b]]; {q, dy} = chebyshev[size, N[c], N[d]];
   fx = fromInside[dx, {sides, sides}]; fy = fromInside[dy, {sides, sides}];
   m = Sum[With[{v = Flatten[Table[N[Coefficient[e, t] /. {x -> s, y -> r}], {s, p[[2 ;; -2]]}, {r, q[[2 ;; -2]]}]]},
       v KroneckerProduct[(MatrixPower[dx, t[[1]]] . fx)[[2 ;; -2]], (MatrixPower[dy, t[[2]]] . fy)[[2 ;; -2]]]], {t, terms}];
   If[! MatrixQ[m, NumberQ], Return[no]];
   {vals, vecs} = Eigensystem[m];
   order = Take[Ordering[Abs[vals]], UpTo[n]];
   vecs = (fx . Partition[#, size - 1] . Transpose[fy]) & /@ Re[vecs[[order]]];
   {clean /@ vals[[order]], p, q, #/Max[Abs[#]] & /@ vecs}];

(* ---- GreenFunction[{L[u[x]], conditions}, u[x], {x, a, b}, y]: L G == DiracDelta[x - y] *)
greenFunction[{op_, conditions__}, u0_, r : {x_, _, _}, y_] := green[op, Flatten[{conditions}], function[u0, {x}], r, y];
green[op_, bc_, u_, {x_, a_, b_}, y_] := Module[{c, basis, left, right, w, p, q},
   c = coefficients[op, u, x];
   If[c === no || Length[c] =!= 3, Return[$Unevaluated]];
   basis = Quiet[DSolve[op == 0, u, x]];
   If[! MatchQ[basis, {{_ -> _Function}}], Return[$Unevaluated]];
   basis = u[x] /. First[basis];
   basis = {Coefficient[Expand[basis], C[1]], Coefficient[Expand[basis], C[2]]};
   {left, right} = Function[e, Select[bc, ! FreeQ[#, u[e]] || ! FreeQ[#, Derivative[_][u][e]] &]] /@ {a, b};
   Which[
    Length[left] === 1 && Length[right] === 1, {p, q} = {annihilated[basis, First[left], u, x], annihilated[basis, First[right], u, x]},
    Length[left] === 2 && right === {}, Return[causal[basis, c, x, y]],
    True, Return[$Unevaluated]];
   If[MemberQ[{p, q}, no], Return[$Unevaluated]];
   w = Simplify[(c[[3]] (p D[q, x] - q D[p, x])) /. x -> y];
   If[w === 0, Return[$Unevaluated]];
   Piecewise[{{Simplify[p (q /. x -> y)/w], a <= x <= y}, {Simplify[(p /. x -> y) q/w], Inequality[y, Less, x, LessEqual, b]}}, Indeterminate]];
(* the combination of the basis that a condition sends to 0 *)
annihilated[{f_, g_}, eqn_, u_, x_] := Module[{l, value},
   l = eqn[[1]] - eqn[[2]];
   value[h_] := Simplify[l /. {u -> Function @@ {{x}, h}}];
   If[value[f] === 0 && value[g] === 0, no, Simplify[f value[g] - g value[f]]]];
causal[{f_, g_}, c_, x_, y_] := Module[{w = Simplify[(c[[3]] (f D[g, x] - g D[f, x])) /. x -> y]}, HeavisideTheta[x - y] Simplify[TrigReduce[((f /. x -> y) g - (g /. x -> y) f)/w]]];
greenFunction[___] := $Unevaluated;
