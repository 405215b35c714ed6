(* ndsolve.wl - reads differential equations into a first-order system for the integrator (IntegrateODE), finds missing initial values
   by shooting, and returns InterpolatingFunction objects. *)

no = $Failed;
option[o_, name_, default_] := name /. Flatten[{o}] /. name -> default;

ndsolve[eqns_, u_, {x_, a_, b_}, opts : (_Rule | _RuleDelayed) ...] := With[{asked = Flatten[{u}]}, With[{r = solve[eqns, asked /. h_[x] :> h, x, a, b, {opts}]},
    If[r === no, $Unevaluated, {MapThread[#1 -> If[MatchQ[#1, _[x]], #2[x], #2] &, {asked, r}]}]]];
ndsolve[eqns_, u_, {x_, b_}, opts : (_Rule | _RuleDelayed) ...] := Module[{p = startingPoint[eqns, x]}, If[p === no, $Unevaluated, ndsolve[eqns, u, {x, Min[p, b], Max[p, b]}, opts]]];
ndsolve[eqns_, u_, ranges : Repeated[{_, _, _}, {2, Infinity}], opts : (_Rule | _RuleDelayed) ...] := (LoadUnit["calculus/pde"]; System`Library`calculus`pde`ndsolve[eqns, u, {ranges}, {opts}]);
ndsolve[eqns_, u_, range_, ___] := (Message[NDSolve::ndlim, range]; $Unevaluated);
startingPoint[eqns_, x_] := First[DeleteDuplicates[Cases[Flatten[{eqns}], (_Symbol | Derivative[_][_])[p_?NumericQ] :> p, {0, Infinity}]], no];
ndsolveValue[eqns_, expr_, {x_, a_, b_}, opts : (_Rule | _RuleDelayed) ...] := Module[{heads = unknowns[eqns, x], r},
   r = solve[eqns, heads, x, a, b, {opts}];
   If[r === no, Return[$Unevaluated]];
   expr /. Thread[heads -> r]];
ndsolveValue[eqns_, expr_, {x_, b_}, opts___] := With[{p = startingPoint[eqns, x]}, If[p === no, $Unevaluated, ndsolveValue[eqns, expr, {x, Min[p, b], Max[p, b]}, opts]]];
ndsolveValue[eqns_, expr_, ranges : Repeated[{_, _, _}, {2, Infinity}], opts : (_Rule | _RuleDelayed) ...] := (LoadUnit["calculus/pde"]; System`Library`calculus`pde`ndsolveValue[eqns, expr, {ranges}, {opts}]);
ndsolveValue[___] := $Unevaluated;
unknowns[eqns_, x_] := DeleteDuplicates[Join[Cases[{eqns}, HoldPattern[Derivative[_][h_][_]] :> h, {0, Infinity}], Cases[{eqns}, h_Symbol[x] /; ! MemberQ[Attributes[h], Protected] :> h, {0, Infinity}]]];

(* the interpolating functions of the heads, or no *)
solve[eqns_, heads_, x_, a_, b_, opts_] := Module[{list = Flatten[{eqns} /. And -> List], all, discrete = Replace[Flatten[{option[opts, DiscreteVariables, {}]}], {Element[h_[_] | h_, _] :> h, h_Symbol[_] :> h}, {1}], r},
   (* a discrete variable is constant between events *)
   discrete = Complement[discrete, {None, Automatic}];
   list = Join[list, (Derivative[1][#][x] == 0) & /@ discrete];
   all = Join[heads, Complement[discrete, heads]];
   r = With[{v = Select[all, vectorShape[list, #] =!= {} &]}, If[v === {}, scalars[list, all, x, a, b, opts], vectors[list, all, v, x, a, b, opts]]];
   If[r === no, no, Take[r, Length[heads]]]];
(* the shape of the starting value of a function, {} for a number *)
vectorShape[list_, h_] := First[Cases[list, Equal[h[_?NumericQ], v_List] | Equal[v_List, h[_?NumericQ]] :> Dimensions[v]], {}];
(* one function for every component *)
vectors[list_, heads_, v_, x_, a_, b_, opts_] := Module[{parts, rules, eqs, all, r},
   parts = Association[(# -> Array[Unique["v"] &, vectorShape[list, #]]) & /@ v];
   rules = Flatten[Function[h, With[{c = parts[h]}, {HoldPattern[Derivative[n_][h][q_]] :> Map[Derivative[n][#][q] &, c, {ArrayDepth[c]}], h[q_] :> Map[#[q] &, c, {ArrayDepth[c]}]}]] /@ v];
   eqs = list /. e_WhenEvent :> e /. rules;
   eqs = Flatten[If[MatchQ[#, Equal[_List, _List]], Thread[Flatten[#[[1]]] == Flatten[#[[2]]]], #] & /@ eqs];
   all = Join @@ (If[KeyExistsQ[parts, #], Flatten[parts[#]], {#}] & /@ heads);
   r = scalars[eqs, all, x, a, b, opts];
   If[r === no, Return[no]];
   r = Association[Thread[all -> r]];
   Function[h, If[! KeyExistsQ[parts, h], r[h], With[{c = parts[h]}, joined[r /@ Flatten[c], Dimensions[c]]]]] /@ heads];
joined[f_, shape_] := With[{first = First[f]}, InterpolatingFunction[first[[1]], first[[2]], first[[3]], {ArrayReshape[#, shape] & /@ Transpose[f[[All, 4, 1]]], ArrayReshape[#, shape] & /@ Transpose[f[[All, 4, 2]]]}]];
scalars[eqns_, heads_, x_, a_, b_, opts_] := Module[{list = Flatten[{eqns} /. And -> List], events, odes, conditions, orders, vars, first, y, system, rhs, initial, start, r, total, sol, low, high},
   With[{wp = option[opts, WorkingPrecision, MachinePrecision]}, If[NumericQ[wp] && wp > $MachinePrecision, Message[NDSolve::precn, wp]]];
   {low, high} = N[{a, b}];
   If[! NumberQ[low] || ! NumberQ[high], Message[NDSolve::ndlim, {x, a, b}]; Return[no]];
   events = Cases[list, _WhenEvent]; list = DeleteCases[list, _WhenEvent | True];
   If[! AllTrue[list, MatchQ[#, _Equal] &], Message[NDSolve::deqn, eqns, eqns]; Return[no]];
   (* a == b == c, and equations between lists *)
   list = Flatten[If[Length[#] > 2, Equal @@@ Partition[List @@ #, 2, 1], #] & /@ list];
   list = Flatten[If[ListQ[#[[1]]] && ListQ[#[[2]]], Thread[#], #] & /@ list];
   conditions = Select[list, FreeQ[#, x] || FreeQ[#, h_[x] /; MemberQ[heads, h]] && FreeQ[#, HoldPattern[Derivative[_][h_][x]] /; MemberQ[heads, h]] &];
   odes = DeleteCases[list, Alternatives @@ conditions];
   orders = Map[Function[h, Max[0, Cases[odes, HoldPattern[Derivative[n_][h][x]] :> n, {0, Infinity}]]], heads];
   If[Total[orders] == 0 || Length[odes] =!= Length[heads], Message[NDSolve::ntdv]; Return[no]];
   (* state variables y[h, k] for the k-th derivative of h *)
   vars = Flatten[MapThread[Function[{h, n}, Table[y[h, k], {k, 0, n - 1}]], {heads, orders}]];
   system = (#[[1]] - #[[2]]) & /@ odes;
   system = system /. {HoldPattern[Derivative[n_][h_][x]] /; MemberQ[heads, h] :> y[h, n], h_[x] /; MemberQ[heads, h] :> y[h, 0]};
   With[{top = MapThread[y[#1, #2] &, {heads, orders}]},
    sol = explicit[system, top];
    If[sol === no, Message[NDSolve::ntdv]; Return[no]];
    rhs = Flatten[MapThread[Function[{h, n}, Append[Table[y[h, k], {k, 1, n - 1}], y[h, n] /. sol]], {heads, orders}]]];
   total = Length[vars];
   start = point[conditions, heads, x, low, high];
   If[Length[conditions] =!= total && FreeQ[conditions, List], Message[NDSolve::ndnco, Length[conditions], total]; Return[no]];
   r = integrateSystem[rhs, vars, x, conditions, heads, y, start, low, high, events, opts];
   If[r === no, Return[no]];
   monitored[Cases[opts, (Rule | RuleDelayed)[StepMonitor, m_] :> Hold[m]], r, vars, y, x];
   functions[r, heads, orders, vars, y]];
(* StepMonitor: evaluated for each step, with the variable and the functions at their values there *)
monitored[{}, __] := Null;
monitored[{Hold[m_]}, {t_, ys_, _}, vars_, y_, x_] := Do[
   With[{rules = Join[{x -> t[[k]]}, MapThread[Replace[#1, {y[h_, 0] :> (h[x] -> #2), y[h_, n_] :> (Derivative[n][h][x] -> #2)}] &, {vars, ys[[k]]}]]},
    ReleaseHold[Hold[m] /. Reverse[rules]]], {k, 2, Length[t]}];
(* the highest derivatives: linear equations directly, else Solve's first real branch *)
explicit[system_, top_] := Module[{m = Table[D[e, t], {e, system}, {t, top}], c, s},
   If[FreeQ[m, Alternatives @@ top],
    c = system /. Thread[top -> 0];
    s = Quiet[LinearSolve[m, -c]];
    If[Head[s] === List, Return[Thread[top -> s]]]];
   s = Quiet[Solve[Thread[system == 0], top]];
   If[MatchQ[s, {{__Rule}, ___}], Last[s], no]];
point[conditions_, heads_, x_, low_, high_] := Module[{p = DeleteDuplicates[Join[Cases[conditions, h_[q_?NumericQ] /; MemberQ[heads, h] :> q, {0, Infinity}], Cases[conditions, HoldPattern[Derivative[_][h_][q_?NumericQ]] :> q, {0, Infinity}]]]},
   DeleteDuplicates[N[p]]];
integrateSystem[rhs_, vars_, x_, conditions_, heads_, y_, points_, low_, high_, events_, opts_] := Module[{slots, f, eqs, s, init, goals, ev, free, start, residual, guess, jac, delta, k, run},
   slots = Thread[vars -> Table[Unique["y"], {Length[vars]}]];
   f = With[{args = Prepend[vars /. slots, x], body = N[rhs /. slots]}, Function @@ {args, body}];
   goals = settings[opts, low, high];
   ev = event[#, vars, slots, x, heads, y] & /@ events;
   If[points === {}, Message[NDSolve::ndnco, 0, Length[vars]]; Return[no]];
   start = First[points];
   eqs = (#[[1]] - #[[2]]) & /@ conditions;
   run[y0_] := both[f, start, y0, low, high, goals, ev, x];
   If[Length[points] == 1,
    eqs = eqs /. {HoldPattern[Derivative[n_][h_][_?NumericQ]] /; MemberQ[heads, h] :> y[h, n], h_[_?NumericQ] /; MemberQ[heads, h] :> y[h, 0]};
    init = Quiet[Solve[Thread[eqs == 0], vars]];
    If[! MatchQ[init, {{__Rule}, ___}], init = Quiet[FindRoot[eqs, {#, 0.5} & /@ vars]]; If[! MatchQ[init, {__Rule}], Return[no]], init = First[init]];
    init = N[vars /. init];
    If[! VectorQ[init, NumberQ], Return[no]];
    Return[run[init]]];
   (* shooting: Newton's method on the initial values at the first point *)
   start = Min[points];
   residual[y0_] := Module[{r = run[y0], g},
     If[r === no, Return[ConstantArray[10.^6, Length[vars]]]];
     g = functionTable[r, vars];
     eqs /. {HoldPattern[Derivative[n_][h_][q_?NumericQ]] /; MemberQ[heads, h] :> g[y[h, n]][q], h_[q_?NumericQ] /; MemberQ[heads, h] :> g[y[h, 0]][q]}];
   guess = ConstantArray[0.1, Length[vars]];
   Do[
    k = N[residual[guess]];
    If[! VectorQ[k, NumberQ], Return[no, Module]];
    If[Max[Abs[k]] < 10^-9, Break[]];
    jac = Transpose[Table[delta = 10.^-5 (1 + Abs[guess[[j]]]); (residual[guess + delta UnitVector[Length[vars], j]] - k)/delta, {j, Length[vars]}]];
    s = Quiet[LeastSquares[jac, -k]];
    If[! VectorQ[s, NumberQ], Return[no, Module]];
    guess = guess + s, {25}];
   If[Max[Abs[k]] > 10^-4, Return[no]];
   run[guess]];
functionTable[{t_, ys_, dys_}, vars_] := Function[v, With[{j = First[Flatten[Position[vars, v, {1}]], 0]}, interpolant[t, ys[[All, j]], dys[[All, j]]]]];
settings[opts_, low_, high_] := Module[{pg = option[opts, PrecisionGoal, Automatic], ag = option[opts, AccuracyGoal, Automatic], mx = option[opts, MaxStepSize, Automatic], ms = option[opts, MaxSteps, Automatic], st = option[opts, StartingStepSize, Automatic], method = option[opts, Method, Automatic]},
   {10.^-If[NumberQ[pg], pg, 9], 10.^-If[NumberQ[ag], ag, 9], If[NumericQ[mx], N[mx], N[(high - low) option[opts, MaxStepFraction, 1/10]]], If[NumericQ[st], N[st], 0], If[IntegerQ[ms], ms, If[ms === Infinity, 10^7, 100000]],
    ! FreeQ[method, "BDF" | "StiffnessSwitching" | "ImplicitRungeKutta" | "LinearlyImplicitEuler"]}];
(* forwards and backwards from the starting point *)
both[f_, p_, y0_, low_, high_, goals_, ev_, x_] := Module[{r = {}, l = {}},
   If[high > p, r = IntegrateODE[f, {p, high}, y0, goals, ev]; If[r === no || ! said[r, x], Return[no]]];
   If[low < p, l = IntegrateODE[f, {p, low}, y0, goals, {}]; If[l === no || ! said[l, x], Return[no]]];
   If[r === {} && l === {}, Return[no]];
   If[l === {}, Return[Most[r]]];
   l = Reverse /@ Most[l];
   If[r === {}, l, MapThread[Join[Most[#1], #2] &, {l, Most[r]}]]];
said[r_, x_] := Switch[r[[4]],
   "NotNumeric", Message[NDSolve::ndnum, x, If[r[[1]] === {}, 0., Last[r[[1]]]]]; False,
   "TooManySteps", Message[NDSolve::mxst, Length[r[[1]]], x, Last[r[[1]]]]; Length[r[[1]]] > 1,
   "StepTooSmall", Message[NDSolve::ndsz, x, Last[r[[1]]]]; Length[r[[1]]] > 1,
   _, True];
(* WhenEvent[condition, action] *)
event[WhenEvent[c_, action_, ___], vars_, slots_, x_, heads_, y_] := Module[{g, direction = 0, put, list, body},
   {g, direction} = Switch[c, _Equal, {c[[1]] - c[[2]], 0}, _Greater | _GreaterEqual, {c[[1]] - c[[2]], 1}, _Less | _LessEqual, {c[[1]] - c[[2]], -1}, _, {c, 0}];
   put[e_] := e /. {HoldPattern[Derivative[n_][h_][x]] /; MemberQ[heads, h] :> y[h, n], h_[x] /; MemberQ[heads, h] :> y[h, 0]} /. slots;
   list = Flatten[{action}];
   body = If[MemberQ[list, "StopIntegration"], "Stop",
     vars /. (Cases[list, (l_ -> r_) :> ((l /. {HoldPattern[Derivative[n_][h_][x]] :> y[h, n], h_[x] :> y[h, 0]}) -> put[r])]) /. slots];
   With[{args = Prepend[vars /. slots, x], gg = put[g], bb = body}, {Function @@ {args, gg}, direction, Function @@ {args, bb}}]];
functions[{t_, ys_, dys_}, heads_, orders_, vars_, y_] := Map[Function[h, With[{j = First[Flatten[Position[vars, y[h, 0], {1}]]]}, interpolant[t, ys[[All, j]], dys[[All, j]]]]], heads];
interpolant[t_, v_, d_] := InterpolatingFunction[{{First[t], Last[t]}}, {5, 1, {0}, {3}}, {Developer`ToPackedArray[t]}, {Developer`ToPackedArray[v], Developer`ToPackedArray[d]}];

(* ---- parameters *)
parametric[eqns_, u_, range_, pars_List, opts___Rule] := With[{asked = Flatten[{u}]}, (# -> ParametricFunction[pars, eqns, #, range, {opts}]) & /@ asked];
parametricValue[eqns_, expr_, range_, pars_List, opts___Rule] := ParametricFunction[pars, eqns, expr, range, {opts}];
parametric[___] := $Unevaluated; parametricValue[___] := $Unevaluated;
parametricApply[pars_, eqns_, expr_, range_, opts_, values_] := If[VectorQ[values, NumericQ] && Length[values] == Length[pars],
   With[{p = pars /. {q_, __} :> q}, ndsolveValue[eqns /. Thread[pars -> values], expr /. Thread[pars -> values], range /. Thread[pars -> values], Sequence @@ opts]], $Unevaluated];
