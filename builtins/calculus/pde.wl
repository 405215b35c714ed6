(* pde.wl - partial differential equations by differences of the fourth order on a uniform grid: evolution in one space dimension by the
   method of lines, whose ordinary equations go to IntegrateODE; linear stationary equations on a rectangle by one linear system. *)

no = $Failed;
option[o_, name_, default_] := name /. Flatten[{o}] /. name -> default;

ndsolve[eqns_, u_, ranges_, opts_] := Module[{asked = Flatten[{u}], r},
   r = solve[eqns, Replace[asked, h_[__] :> h, {1}], ranges, opts];
   If[r === no, $Unevaluated, {MapThread[#1 -> If[MatchQ[#1, _Symbol], #2, #2 @@ (List @@ #1)] &, {asked, r}]}]];
ndsolveValue[eqns_, expr_, ranges_, opts_] := Module[{vars = ranges[[All, 1]], heads, r},
   heads = DeleteDuplicates[Cases[{eqns}, HoldPattern[Derivative[__][h_][__]] :> h, {0, Infinity}]];
   r = solve[eqns, heads, ranges, opts];
   If[r === no, $Unevaluated, expr /. Thread[heads -> r]]];

solve[eqns_, heads_, ranges_, opts_] := Module[{list, vars = ranges[[All, 1]], pdes, conditions, time, dirichlet},
   If[! AllTrue[Flatten[N[ranges[[All, 2 ;; 3]]]], NumberQ], Message[NDSolve::ndlim, SelectFirst[ranges, ! VectorQ[N[Rest[#]], NumberQ] &]]; Return[no]];
   list = DeleteCases[Flatten[{eqns} /. And -> List], True];
   If[! AllTrue[list, MatchQ[#, _Equal | _DirichletCondition] &], Message[NDSolve::deqn, eqns, eqns]; Return[no]];
   list = Flatten[If[Head[#] === Equal && Length[#] > 2, Equal @@@ Partition[List @@ #, 2, 1], #] & /@ list];
   {dirichlet, list} = {Cases[list, _DirichletCondition], DeleteCases[list, _DirichletCondition]};
   pdes = Select[list, ! FreeQ[#, (h_ @@ vars) /; MemberQ[heads, h]] || ! FreeQ[#, HoldPattern[Derivative[__][h_]] @@ vars /; MemberQ[heads, h]] &];
   conditions = DeleteCases[list, Alternatives @@ pdes];
   If[Length[pdes] =!= Length[heads], Message[NDSolve::ntdv]; Return[no]];
   time = SelectFirst[vars, timeQ[#, vars, pdes, conditions, heads] &, none];
   conditions = Join[conditions, Flatten[sides[#, DeleteCases[ranges, {time, __}], ranges] & /@ dirichlet]];
   Which[
    time =!= none && Length[vars] === 2, evolution[pdes, conditions, heads, ranges, First[FirstPosition[vars, time]], opts],
    time === none && Length[vars] === 2 && Length[heads] === 1, stationary[First[pdes], conditions, First[heads], ranges, opts],
    True, no]];
(* DirichletCondition[u == g, where]: the sides of the rectangle where it holds *)
sides[DirichletCondition[e_, where_], space_, ranges_] := Flatten[Table[
    With[{mid = Thread[ranges[[All, 1]] -> N[(ranges[[All, 2]] + ranges[[All, 3]])/2 + 0.0123]]},
     If[TrueQ[where /. r[[1]] -> end /. mid], {e /. r[[1]] -> end}, {}]], {r, space}, {end, r[[2 ;; 3]]}]];
(* all conditions in the variable lie at one point, and there are as many as the order in it *)
timeQ[t_, vars_, pdes_, conditions_, heads_] := Module[{k = First[FirstPosition[vars, t]], at, order},
   at = Join[Cases[conditions, h_[a__] /; MemberQ[heads, h] && Length[{a}] === Length[vars] && NumericQ[{a}[[k]]] :> {h, {a}[[k]]}, {0, Infinity}],
     Cases[conditions, HoldPattern[Derivative[__][h_][a__]] /; NumericQ[{a}[[k]]] :> {h, {a}[[k]]}, {0, Infinity}]];
   at =!= {} && Length[DeleteDuplicates[at[[All, 2]]]] === 1 && AllTrue[heads, Function[h,
     order = Max[0, Cases[pdes, HoldPattern[Derivative[n__][h][__]] :> {n}[[k]], {0, Infinity}]];
     order > 0 && Count[conditions, c_ /; ! FreeQ[c, (h[a__] | HoldPattern[Derivative[__][h][a__]]) /; NumericQ[{a}[[k]]]]] === order]]];

(* ---- differences: the weights of the n-th derivative at x0 on the given points (B. Fornberg, 1988) *)
weights[n_, x0_, points_] := Module[{m = Length[points], c1 = 1, c4 = points[[1]] - x0, c = Table[0, {Length[points]}, {n + 1}], c2, c3, c5, mn},
   c[[1, 1]] = 1;
   Do[mn = Min[i, n]; c2 = 1; c5 = c4; c4 = points[[i + 1]] - x0;
    Do[c3 = points[[i + 1]] - points[[j + 1]]; c2 = c2 c3;
     If[j == i - 1,
      Do[c[[i + 1, k + 1]] = c1 (k c[[i, k]] - c5 c[[i, k + 1]])/c2, {k, mn, 1, -1}];
      c[[i + 1, 1]] = -c1 c5 c[[i, 1]]/c2];
     Do[c[[j + 1, k + 1]] = (c4 c[[j + 1, k + 1]] - k c[[j + 1, k]])/c3, {k, mn, 1, -1}];
     c[[j + 1, 1]] = c4 c[[j + 1, 1]]/c3, {j, 0, i - 1}];
    c1 = c2, {i, m - 1}];
   c[[All, n + 1]]];
(* the matrix of the n-th derivative on a uniform grid of the given length; on a circle for periodic functions *)
differences[n_, size_, h_, periodic_] := Module[{half = 2 + Quotient[n - 1, 2], w},
   w = weights[n, 0, Range[-half, half]]/h^n // N;
   If[periodic, Return[Developer`ToPackedArray[N[Table[With[{d = Mod[j - i + half, size]}, If[d <= 2 half, w[[d + 1]], 0]], {i, size}, {j, size}]]]]];
   Developer`ToPackedArray[Table[
     If[half < i <= size - half, N[ReplacePart[ConstantArray[0., size], Thread[Range[i - half, i + half] -> w]]],
      With[{first = If[i <= half, 1, size - 2 half - 1]}, N[ReplacePart[ConstantArray[0., size], Thread[Range[first, first + 2 half + 1] -> N[weights[n, i, Range[first, first + 2 half + 1]]/h^n]]]]]], {i, size}]]];
gridSize[opts_, default_] := Module[{m = option[opts, Method, Automatic], least, most},
   least = Replace[FirstCase[{m}, ("MinPoints" -> k_Integer) :> k, 0, {0, Infinity}], Except[_Integer] -> 0];
   most = FirstCase[{m}, ("MaxPoints" -> k_Integer) :> k, Infinity, {0, Infinity}];
   Max[Min[Max[default, least], most], 9]];

(* ---- evolution: k is the place of the time *)
evolution[pdes_, conditions_, heads_, ranges_, k_, opts_] := Module[{t, x, a, b, t0, t1, n, h, grid, order, top, sol, initial, boundary, periodic, fields, offsets, state, rhs, right, goals, r, stiff, values, times},
   {t, t0, t1} = ranges[[k]]; {x, a, b} = ranges[[3 - k]]; {t0, t1} = N[{t0, t1}];
   order = Function[u, Max[Cases[pdes, HoldPattern[Derivative[m__][u][__]] :> {m}[[k]], {0, Infinity}]]] /@ heads;
   {initial, boundary} = {Select[conditions, ! FreeQ[#, x] && ! FreeQ[#, initialPattern[heads, k]] &], Select[conditions, FreeQ[#, initialPattern[heads, k]] &]};
   initial = Select[conditions, ! FreeQ[#, initialPattern[heads, k]] &];
   periodic = AnyTrue[boundary, periodicQ[#, heads, k, a, b] &];
   n = gridSize[opts, 101]; h = N[(b - a)/(n - 1)];
   If[periodic, n = n - 1];
   grid = Table[N[a] + (i - 1) h, {i, n}];
   (* the highest time derivatives *)
   sol = explicitFor[(#[[1]] - #[[2]]) & /@ pdes /. HoldPattern[Derivative[m__][u_][__]] /; MemberQ[heads, u] :> d[u, {m}[[k]], {m}[[3 - k]]] /. u_[__] /; MemberQ[heads, u] :> d[u, 0, 0],
     MapThread[d[#1, #2, 0] &, {heads, order}]];
   If[sol === no, Message[NDSolve::ntdv]; Return[no]];
   fields = Table[ends[heads[[i]], boundary, heads, k, x, a, b, periodic, n, h, t], {i, Length[heads]}];
   If[MemberQ[fields, no], Message[NDSolve::bcart, x]; Return[no]];
   values = MapThread[Function[{u, q}, Table[initialValues[u, j, initial, heads, k, x, grid], {j, 0, q - 1}]], {heads, order}];
   If[! FreeQ[values, no], Message[NDSolve::ndnco, Length[initial], Total[order]]; Return[no]];
   state = Flatten[MapThread[Function[{f, v}, part[f, #] & /@ v], {fields, values}]];
   rhs = compiled[heads, order, fields, sol, t, x, grid, n, h, periodic];
   If[! VectorQ[rhs[t0, state], NumberQ], Message[NDSolve::ndnum, t, t0]; Return[no]];
   right = With[{f = rhs}, Function[f[#1, {##2}]]];
   stiff = AnyTrue[order, # === 1 &] && Max[0, Cases[sol, d[_, _, m_] :> m, {0, Infinity}]] >= 2;
   goals = {If[NumberQ[option[opts, PrecisionGoal, Automatic]], 10.^-option[opts, PrecisionGoal, 6], 1.*^-6], If[NumberQ[option[opts, AccuracyGoal, Automatic]], 10.^-option[opts, AccuracyGoal, 7], 1.*^-7],
     With[{mx = option[opts, MaxStepSize, Automatic]}, If[NumericQ[mx], N[mx], N[(t1 - t0)/60]]], 0, With[{ms = option[opts, MaxSteps, Automatic]}, If[IntegerQ[ms], ms, 100000]], stiff};
   r = IntegrateODE[right, {t0, t1}, state, goals, {}];
   If[r === no || ! System`Library`calculus`ndsolve`said[r, t], Return[no]];
   times = Normal[r[[1]]];
   full[fields, order, r[[2]], times, grid, k, b, periodic]];
initialPattern[heads_, k_] := If[k === 1, (u_[p_?NumericQ, _] /; MemberQ[heads, u]) | (HoldPattern[Derivative[__][u_][p_?NumericQ, _]] /; MemberQ[heads, u]), (u_[_, p_?NumericQ] /; MemberQ[heads, u]) | (HoldPattern[Derivative[__][u_][_, p_?NumericQ]] /; MemberQ[heads, u])];
spaceOf[{u_, v_}, k_] := If[k === 1, v, u];
periodicQ[e_, heads_, k_, a_, b_] := Module[{at = DeleteDuplicates[Cases[e, u_[p_, q_] /; MemberQ[heads, u] :> spaceOf[{p, q}, k], {0, Infinity}]]}, Length[at] === 2 && TrueQ[Chop[Max[Abs[Sort[N[at]] - Sort[N[{a, b}]]]]] == 0]];
explicitFor[system_, top_] := Module[{m = Table[D[e, v], {e, system}, {v, top}], s},
   If[! FreeQ[m, Alternatives @@ top], Return[no]];
   s = Quiet[LinearSolve[m, -(system /. Thread[top -> 0])]];
   If[Head[s] === List, Thread[top -> s], no]];
initialValues[u_, j_, initial_, heads_, k_, x_, grid_] := Module[{e, y, r, v},
   e = SelectFirst[initial, ! FreeQ[#, If[j === 0, u[__], HoldPattern[Derivative[m__][u][__]] /; {m}[[k]] === j]] && (j > 0 || FreeQ[#, HoldPattern[Derivative[__][u][__]]]) &, no];
   If[e === no, Return[no]];
   e = e[[1]] - e[[2]] /. If[j === 0, u[__] -> y, HoldPattern[Derivative[__][u][__]] -> y];
   r = Quiet[Solve[e == 0, y]];
   If[! MatchQ[r, {{_ -> _}}], Return[no]];
   v = N[Table[y /. First[r] /. x -> p, {p, grid}]];
   If[VectorQ[v, NumberQ], v, no]];
(* what holds at an end: {alpha, beta, gamma} of alpha u + beta u_x == gamma, Free, for both ends *)
ends[u_, boundary_, heads_, k_, x_, a_, b_, periodic_, n_, h_, t_] := Module[{one},
   If[periodic, Return[{"periodic", "periodic"}]];
   one[p_] := Module[{c = Select[boundary, ! FreeQ[#, (u[q__] | HoldPattern[Derivative[__][u][q__]]) /; NumericQ[spaceOf[{q}, k]] && Chop[N[spaceOf[{q}, k] - p]] == 0] &], e, al, be, y, z},
     If[c === {}, Return["free"]];
     If[Length[c] > 1, Return[no]];
     e = c[[1, 1]] - c[[1, 2]] /. {HoldPattern[Derivative[m__][u][__]] /; spaceOf[{m}, k] === 1 && {m}[[k]] === 0 -> z, u[__] -> y};
     If[! FreeQ[e, Derivative | Alternatives @@ heads] || ! PolynomialQ[e, {y, z}], Return[no]];
     {al, be} = {D[e, y], D[e, z]};
     If[! FreeQ[{al, be}, y | z], Return[no]];
     {al, be, -(e /. {y -> 0, z -> 0})}];
   With[{r = {one[a], one[b]}}, If[MemberQ[r, no], no, Append[r, {n, h, t}]]]];
(* the values that are integrated *)
part[{"periodic", _}, v_] := v;
part[{l_, r_, _}, v_] := v[[If[l === "free", 1, 2] ;; If[r === "free", -1, -2]]];
(* the function of the time and the integrated values that gives the whole vector; the j-th time derivative of a condition is meant for j > 0 *)
ender[{"periodic", _}, j_] := Function[{s, v}, v];
ender[{l_, r_, {n_, h_, t_}}, j_] := With[{a = endValue[l, h, t, 1, j], b = endValue[r, h, t, -1, j]},
   Which[l === "free" && r === "free", Function[{s, v}, v],
    l === "free", Function[{s, v}, Append[v, b[s, v[[-1 ;; -5 ;; -1]]]]],
    r === "free", Function[{s, v}, Prepend[v, a[s, v[[1 ;; 5]]]]],
    True, Function[{s, v}, Join[{a[s, v[[1 ;; 5]]]}, v, {b[s, v[[-1 ;; -5 ;; -1]]]}]]]];
(* u_x at the end from one-sided differences of the fourth order *)
endWeights = N[weights[1, 0, Range[0, 5]]];
endValue["free", __] := None;
endValue[{al_, be_, ga_}, h_, t_, sign_, j_] := With[{w = sign endWeights/h, time = Unique["t"]},
   With[{g = N[If[j === 0, ga, D[ga, {t, j}]] /. t -> time], a = N[al /. t -> time], b = N[be /. t -> time], rest = w[[2 ;; 6]], w1 = w[[1]]},
    If[b === 0 || b === 0., Function @@ {{time, Unique["v"]}, g/a}, With[{v = Unique["v"]}, Function @@ {{time, v}, Hold[(g - b rest . v)/(a + b w1)]} /. Hold[e_] :> e]]]];
(* the right side as a function of the time and the vector of all values; the fields and their derivatives go in as lists *)
compiled[heads_, order_, fields_, sol_, t_, x_, grid_, n_, h_, periodic_] := Module[{lengths, pieces, used, wanted, names, tops, make, time = Unique["t"], ahead},
   lengths = Flatten[MapThread[ConstantArray[Length[part[#1, grid]], #2] &, {fields, order}]];
   pieces = With[{e = Accumulate[lengths]}, Transpose[{e - lengths + 1, e}]];
   wanted = Flatten[Table[d[heads[[i]], j, m], {i, Length[heads]}, {j, 0, order[[i]] - 1}, {m, DeleteDuplicates[Prepend[Cases[sol[[All, 2]], d[_, _, k_] :> k, {0, Infinity}], 0]]}]];
   names = Table[Unique["u"], {Length[wanted]}];
   used = DeleteDuplicates[wanted[[All, 3]]];
   ahead = Accumulate[Prepend[Most[order], 0]];
   make = Table[With[{w = ender[fields[[i]], j], p = pieces[[ahead[[i]] + j + 1]], mats = Table[If[m === 0, None, differences[m, n, h, periodic]], {m, used}]},
      Function[{s, v}, With[{u = w[s, v[[p[[1]] ;; p[[2]]]]]}, Map[If[# === None, u, # . u] &, mats]]]], {i, Length[heads]}, {j, 0, order[[i]] - 1}] // Flatten;
   names = Table[names[[First[FirstPosition[wanted, d[heads[[i]], j, m]]]]], {i, Length[heads]}, {j, 0, order[[i]] - 1}, {m, used}] // Flatten;
   wanted = Flatten[Table[d[heads[[i]], j, m], {i, Length[heads]}, {j, 0, order[[i]] - 1}, {m, used}]];
   tops = sol[[All, 2]] /. Thread[wanted -> names];
   tops = MapThread[Function[{e, f}, With[{args = Prepend[names, time], whole = e /. {t -> time, x -> grid}, point = e /. t -> time, xs = grid},
        {Function @@ {args, N[whole]}, Function @@ {Append[args, x], N[point]}, f}]], {tops, fields}];
   Function[{s, v0}, Module[{v = Developer`ToPackedArray[N[v0]], env, out},
     env = Join @@ Map[#[s, v] &, make];
     out = Map[part[#[[3]], spread[#[[1]][s, Sequence @@ env], #[[2]], s, env, grid]] &, tops];
     Join @@ Flatten[Table[Append[Table[v[[pieces[[ahead[[i]] + j + 1, 1]] ;; pieces[[ahead[[i]] + j + 1, 2]]]], {j, 1, order[[i]] - 1}], out[[i]]], {i, Length[heads]}], 1]]]];
(* on the grid at once where the equation is made of listable functions, else point by point *)
spread[r_, f_, s_, env_, grid_] := Which[VectorQ[r, NumberQ] && Length[r] === Length[grid], r, NumericQ[r], ConstantArray[N[r], Length[grid]],
   True, MapThread[f[s, ##] &, Append[env, grid]]];
full[fields_, order_, ys_, times_, grid_, k_, b_, periodic_] := Module[{g = If[periodic, Append[grid, N[b]], grid], start = 0, out, cols},
   Table[
    cols = Length[part[fields[[i]], grid]];
    out = With[{f = ender[fields[[i]], 0]}, Table[With[{w = f[times[[s]], ys[[s, start + 1 ;; start + cols]]]}, If[periodic, Append[w, First[w]], w]], {s, Length[times]}]];
    start += cols order[[i]];
    If[k === 1, surface[times, g, out], surface[g, times, Transpose[out]]], {i, Length[fields]}]];
surface[s_, t_, v_] := InterpolatingFunction[{{First[s], Last[s]}, {First[t], Last[t]}}, {5, 0, {0, 0}, {3, 3}}, {s, t}, Developer`ToPackedArray[N[v]]];

(* ---- linear stationary equations on a rectangle with values given on its sides *)
stationary[pde_, conditions_, u_, {{x_, a_, b_}, {y_, c_, e_}}, opts_] := Module[{n = Min[gridSize[opts, 33], 45], hx, hy, gx, gy, L, terms, dx, dy, id, A, rhs, value, known, inner, index, sol, bound, z, g, inside},
   {hx, hy} = N[{(b - a)/(n - 1), (e - c)/(n - 1)}];
   {gx, gy} = {Table[N[a] + (i - 1) hx, {i, n}], Table[N[c] + (i - 1) hy, {i, n}]};
   L = Expand[pde[[1]] - pde[[2]] /. HoldPattern[Derivative[p_, q_][u][x, y]] :> z[p, q] /. u[x, y] -> z[0, 0]];
   terms = DeleteDuplicates[Cases[L, _z, {0, Infinity}]];
   If[! FreeQ[L, u] || terms === {} || ! FreeQ[D[L, #] & /@ terms, z], Return[no]];
   bound = Table[SelectFirst[conditions, ! FreeQ[#, side] &, no], {side, {u[a, y], u[b, y], u[x, c], u[x, e]}}];
   If[MemberQ[bound, no], Return[no]];
   value[k_, p_] := With[{s = {u[a, y], u[b, y], u[x, c], u[x, e]}[[k]]}, N[(v /. First[Solve[(bound[[k]] /. s -> v), v]]) /. If[k < 3, y, x] -> p]];
   known = Table[Null, {n}, {n}];
   Do[known[[1, j]] = value[1, gy[[j]]]; known[[n, j]] = value[2, gy[[j]]], {j, n}];
   Do[known[[i, 1]] = value[3, gx[[i]]]; known[[i, n]] = value[4, gx[[i]]], {i, n}];
   If[! AllTrue[DeleteCases[Flatten[known], Null], NumberQ], Return[no]];
   dx[p_] := dx[p] = If[p === 0, IdentityMatrix[n], differences[p, n, hx, False]];
   dy[p_] := dy[p] = If[p === 0, IdentityMatrix[n], differences[p, n, hy, False]];
   inside = Flatten[Table[(i - 1) n + j, {i, 2, n - 1}, {j, 2, n - 1}]];
   g[f_] := Flatten[Table[N[f /. {x -> gx[[i]], y -> gy[[j]]}], {i, 2, n - 1}, {j, 2, n - 1}]];
   A = Sum[g[D[L, t]] KroneckerProduct[dx[t[[1]]], dy[t[[2]]]][[inside]], {t, terms}];
   rhs = -g[L /. _z -> 0] - A . (Flatten[known] /. Null -> 0.);
   sol = Quiet[LinearSolve[A[[All, inside]], rhs]];
   If[! VectorQ[sol, NumberQ], Return[no]];
   known[[2 ;; n - 1, 2 ;; n - 1]] = Partition[sol, n - 2];
   {surface[gx, gy, known]}];
