(* simulate.wl - RandomFunction: paths of random processes at given times, and ItoProcess in its forms. *)
LoadUnit["processes/processes"];
whole = System`Library`processes`processes`whole; discrete = System`Library`processes`processes`discrete; jumping = System`Library`processes`processes`jumping; processQ = System`Library`processes`processes`processQ;
matrixOf = System`Library`processes`processes`matrixOf; queue = System`Library`processes`processes`queue; slice = System`Library`processes`processes`slice; build = System`Library`processes`series`build;

randomFunction[p_, times_, o___Rule] := one[p, times, None];
randomFunction[p_, times_, n_Integer?Positive, o___Rule] := one[p, times, n];
randomFunction[p_, _, n_, ___Rule] := (Message[RandomFunction::bdnum, n]; $Unevaluated) /; Head[n] =!= Rule;
randomFunction[___] := $Unevaluated;
one[p0_, spec_, n_] := Module[{p = whole[p0], times, paths},
  If[! processQ[p], Message[RandomFunction::bdproc, p0]; Return[$Unevaluated, Module]];
  times = grid[p, spec];
  If[times === $Failed, Message[RandomFunction::bdtime, spec]; Return[$Unevaluated, Module]];
  paths = Table[path[p, times], Replace[n, None -> 1]];
  If[! AllTrue[paths, MatchQ[#, {_List, _List}] && FreeQ[#[[2]], RandomVariate] &] , Message[RandomFunction::bdproc, p0]; Return[$Unevaluated, Module]];
  build[If[n === None, TimeSeries, Automatic], paths[[All, 1]], paths[[All, 2]], False, If[MatchQ[Head[p], jumping], {ResamplingMethod -> {"HoldFromLeft"}}, If[MatchQ[Head[p], discrete], {ResamplingMethod -> None}, {}]]] /. TemporalData[TimeSeries, a_] :> TemporalData[Automatic, a]];
(* a list of times, or Interval[{a, b}] for processes that jump *)
grid[p_, {a_?NumericQ, b_?NumericQ}] := Which[! TrueQ[b >= a], $Failed, MatchQ[Head[p], discrete], If[IntegerQ[a] && IntegerQ[b], Range[a, b], $Failed], MatchQ[Head[p], jumping], Interval[{a, b}], True, $Failed];
grid[p_, {a_?NumericQ, b_?NumericQ, d_?NumericQ}] := If[TrueQ[b >= a && d > 0] && (b - a)/d < 10^8 && (! MatchQ[Head[p], discrete] || IntegerQ[a] && IntegerQ[d]), Range[a, b, d], $Failed];
grid[p_, {ts_List}] := If[VectorQ[ts, NumericQ] && OrderedQ[N[ts]] && Length[ts] > 0, ts, $Failed];
grid[p_, {a_?NumericQ}] := grid[p, {0, a}];
grid[p_, t_?NumericQ] := grid[p, {0, t}];
grid[___] := $Failed;
normals[n_] := If[n > 0, RandomVariate[NormalDistribution[], n], {}];
path[WienerProcess[m_, s_], t_] := With[{w = brownian[N[t]]}, {t, N[m] N[t] + N[s] w}];
brownian[t_] := Accumulate[Prepend[Sqrt[Differences[t]] normals[Length[t] - 1], If[First[t] > 0, Sqrt[First[t]] First[normals[1]], 0.]]];
path[GeometricBrownianMotionProcess[m_, s_, x_], t_] := {t, N[x] Exp[(N[m] - N[s]^2/2) N[t] + N[s] brownian[N[t]]]};
path[OrnsteinUhlenbeckProcess[m_, s_, r_], t_] := ornstein[N[m], N[s], N[r], t, N[m] + N[s]/Sqrt[2. r] First[normals[1]]];
path[OrnsteinUhlenbeckProcess[m_, s_, r_, x_], t_] := ornstein[N[m], N[s], N[r], t, N[m] + Exp[-r N[First[t]]] (N[x] - m) + If[First[t] > 0, N[s] Sqrt[(1 - Exp[-2. r First[t]])/(2 r)] First[normals[1]], 0.]];
ornstein[m_, s_, r_, t_, x_] := With[{d = Differences[N[t]]}, {t, m + FoldList[#1 #2[[1]] + #2[[2]] &, x - m, Transpose[{Exp[-r d], s Sqrt[(1 - Exp[-2 r d])/(2 r)] normals[Length[d]]}]]}];
path[BrownianBridgeProcess[s_, {t1_, a_}, {t2_, b_}], t_] := With[{all = Append[N[t], N[t2]]}, With[{w = Prepend[Accumulate[Sqrt[Differences[Prepend[all, N[t1]]]] normals[Length[all]]], 0.]}, {t, N[a] + N[b - a] (N[t] - t1)/(t2 - t1) + N[s] (Most[Rest[w]] - (N[t] - t1)/(t2 - t1) Last[w])}]];
path[CoxIngersollRossProcess[m_, s_, r_, x0_], t_] := Module[{x = N[x0], out = {}, last = 0., c, k, d = 4. r m/s^2}, (* noncentral chi-square steps, mixed over a Poisson number *)
   Do[With[{dt = N[u] - last}, If[dt > 0, c = s^2 (1 - Exp[-r dt])/(4. r); k = RandomVariate[PoissonDistribution[x Exp[-r dt]/(2 c)]]; x = c RandomVariate[ChiSquareDistribution[d + 2 k]]]; last = N[u]; AppendTo[out, x]], {u, t}]; {t, out}];
path[FractionalGaussianNoiseProcess[m_, s_, h_], t_] := {t, N[m] + N[s] noise[Length[t], N[h]]} /; regular[t];
path[FractionalBrownianMotionProcess[m_, s_, h_], t_] := With[{d = If[Length[t] > 1, N[t[[2]] - t[[1]]], 1.]}, {t, N[m] N[t] + N[s] d^h Accumulate[Prepend[noise[Length[t] - 1, N[h]], 0.]]}] /; regular[t] && First[t] == 0;
regular[t_] := Length[t] < 3 || With[{d = Differences[N[t]]}, Max[d] - Min[d] < 10.^-9 Max[d]];
(* the circulant method: R. Davies, D. Harte, 1987 *)
noise[n_, h_] := Module[{g, l, z, m = Max[n, 2]}, If[n < 1, Return[{}, Module]]; g = Table[(Abs[k - 1.]^(2 h) - 2 Abs[N[k]]^(2 h) + (k + 1.)^(2 h))/2, {k, 0, m}];
   l = Map[Max[#, 0.] &, Re[Fourier[Join[g, Reverse[g[[2 ;; -2]]]], FourierParameters -> {1, 1}]]];
   z = Sqrt[l] (normals[2 m] + I normals[2 m]); Take[Re[Fourier[z, FourierParameters -> {0, 1}]], n]];
(* jumps: with an interval the times of jumps, else the values at the times *)
stepped[Interval[{a_, b_}], ts_, vs_, first_] := With[{in = Map[a < # <= b &, ts]}, {Join[{a}, Pick[ts, in], If[Pick[ts, in] === {} || Last[Pick[ts, in]] < b, {N[b]}, {}]], With[{before = Last[Prepend[Pick[vs, Map[# <= a &, ts]], first]]}, With[{v = Prepend[Pick[vs, in], before]}, If[Pick[ts, in] === {} || Last[Pick[ts, in]] < b, Append[v, Last[v]], v]]]}];
stepped[t_List, ts_, vs_, first_] := {t, Module[{k = 0, n = Length[ts], cur = first}, Map[Function[u, While[k < n && ts[[k + 1]] <= u, k++; cur = vs[[k]]]; cur], t]]};
endOf[Interval[{_, b_}]] := N[b]; endOf[t_List] := N[Last[t]];
path[PoissonProcess[m_], t_] := With[{ts = Sort[RandomReal[{0, endOf[t]}, If[endOf[t] > 0, RandomVariate[PoissonDistribution[m endOf[t]]], 0]]]}, stepped[t, ts, Range[Length[ts]], 0]];
path[InhomogeneousPoissonProcess[f_, u_], t_] := Module[{top, ts, e = endOf[t]}, top = 1.05 Max[N[Table[f /. u -> v, {v, Subdivide[0., e, 500]}]]]; ts = Sort[RandomReal[{0, e}, RandomVariate[PoissonDistribution[top e]]]];
   ts = Select[ts, RandomReal[top] < N[f /. u -> #] &]; stepped[t, ts, Range[Length[ts]], 0]];
path[CompoundPoissonProcess[l_, d_], t_] := With[{ts = Sort[RandomReal[{0, endOf[t]}, If[endOf[t] > 0, RandomVariate[PoissonDistribution[l endOf[t]]], 0]]]}, stepped[t, ts, If[ts === {}, {}, Accumulate[RandomVariate[d, Length[ts]]]], 0]];
renewals[d_, e_] := Module[{ts = {}, x = 0.}, While[(x += RandomVariate[d]) <= e, AppendTo[ts, x]]; ts];
path[RenewalProcess[d_], t_] := With[{ts = renewals[d, endOf[t]]}, stepped[t, ts, Range[Length[ts]], 0]];
path[CompoundRenewalProcess[r_, d_], t_] := With[{ts = renewals[r, endOf[t]]}, stepped[t, ts, If[ts === {}, {}, Accumulate[RandomVariate[d, Length[ts]]]], 0]];
path[TelegraphProcess[m_], t_] := With[{ts = Sort[RandomReal[{0, endOf[t]}, If[endOf[t] > 0, RandomVariate[PoissonDistribution[m endOf[t]]], 0]]]}, stepped[t, ts, Map[(-1)^# &, Range[Length[ts]]], 1]];
path[BernoulliProcess[p_], t_] := {t, RandomVariate[BernoulliDistribution[p], Length[t]]};
path[BinomialProcess[p_], t_] := {t, counted[BernoulliDistribution[p], t]};
counted[d_, t_] := With[{total = Prepend[Accumulate[RandomVariate[d, Max[Last[t], 1]]], 0]}, total[[t + 1]]];
path[RandomWalkProcess[p_, q_], t_] := {t, With[{s = Prepend[Accumulate[RandomChoice[N[{p, q, Max[0, 1 - p - q]}] -> {1, -1, 0}, Max[Last[t], 1]]], 0]}, s[[t + 1]]]};
path[WhiteNoiseProcess[d_], t_] := {t, RandomVariate[d, Length[t]]};
(* ARMA: a run before the first time lets the start be forgotten; integration sums from there *)
path[ARIMAProcess[c_, a_List, d_, b_List, v_], t_] := Module[{n = Last[t] - First[t] + 1, lead, e, x, p = Length[a], q = Length[b], r}, lead = If[p + q === 0, 0, Max[50, 10 (p + q)]];
   If[p > 0, r = Max[Abs[\[FormalZ] /. {ToRules[NRoots[\[FormalZ]^p - N[a] . \[FormalZ]^Range[p - 1, 0, -1] == 0, \[FormalZ]]]}]]; If[r < 1, lead = Min[20000, Max[lead, Ceiling[20./-Log[r]]]]]];
   e = Sqrt[N[v]] normals[n + lead + q];
   x = N[c] + If[q > 0, ListConvolve[Prepend[N[b], 1.], e], e];
   If[p > 0, x = Module[{past = ConstantArray[0., p], w = N[a]}, Map[Function[u, With[{y = u + w . past}, past = Prepend[Most[past], y]; y]], x]]];
   x = Take[x, -n]; Do[x = Accumulate[x], {d}];
   {t, If[Length[t] === n, x, x[[t - First[t] + 1]]]}] /; AllTrue[t, IntegerQ];
path[ARCHProcess[k_, a_List, ___], t_] := path[GARCHProcess[k, a, {}], t];
path[GARCHProcess[k_, a_List, b_List, ___], t_] := Module[{n = Last[t] - First[t] + 1, x = {}, h = {}, z, p = Length[a], q = Length[b], h0 = k/Max[1 - Total[a] - Total[b], 0.05], now}, z = normals[n + 200];
   Do[now = k + Sum[a[[j]] If[i > j, x[[i - j]]^2, h0], {j, p}] + Sum[b[[j]] If[i > j, h[[i - j]], h0], {j, q}]; AppendTo[h, now]; AppendTo[x, Sqrt[now] z[[i]]], {i, n + 200}]; {t, Take[x, -n][[t - First[t] + 1]]}] /; AllTrue[t, IntegerQ];
path[p_DiscreteMarkovProcess, t_] := Module[{m = matrixOf[p], s, k}, If[m === $Failed, Return[$Failed, Module]]; m = N[m]; k = Range[Length[m[[1]]]]; s = NestList[RandomChoice[m[[2, #]] -> k] &, RandomChoice[m[[1]] -> k], Last[t]]; {t, s[[t + 1]]}];
path[p_ContinuousMarkovProcess, t_] := Module[{m = matrixOf[p], s, k, u = 0., ts = {}, vs = {}, e = endOf[t], first, r}, If[m === $Failed, Return[$Failed, Module]]; m = N[m]; k = Range[Length[m[[1]]]]; first = s = RandomChoice[m[[1]] -> k];
   While[(r = -m[[2, s, s]]) > 0 && (u += RandomVariate[ExponentialDistribution[r]]) <= e, s = RandomChoice[ReplacePart[m[[2, s]], s -> 0.] -> k]; AppendTo[ts, u]; AppendTo[vs, s]]; stepped[t, ts, vs, first]];
path[p_QueueingProcess, t_] := Module[{q = queue[p], n = 0, u = 0., ts = {}, vs = {}, e = endOf[t], l, m, c, k, up, down}, {l, m, c, k} = q; If[Length[p] === 5, n = p[[5]]]; With[{first = n},
   While[up = If[n < k, N[l], 0.]; down = N[m] Min[n, c]; up + down > 0 && (u += RandomVariate[ExponentialDistribution[up + down]]) <= e, If[RandomReal[up + down] < up, n++, n--]; AppendTo[ts, u]; AppendTo[vs, n]]; stepped[t, ts, vs, first]]];

(* ---- stochastic differential equations: ItoProcess[{drift, diffusion, output}, {variables, starts}, {t, t0}] *)
wrapList[x_] := If[ListQ[x], x, {x}];
itoProcess[{a_, b_}, {x_, x0_}, t_] := itoProcess[{a, b, x}, {x, x0}, t];
itoProcess[{a_, b_}, x_Symbol, t_] := itoProcess[{a, b, x}, {x, 0}, t];
itoProcess[{a_, b_, c_}, x_Symbol, t_] := itoProcess[{a, b, c}, {x, 0}, t];
itoProcess[{a_, b_, c_}, {x_, x0_}, t_Symbol] := ItoProcess[{a, b, c}, {x, x0}, {t, 0}];
itoProcess[eqs_, c_, x_, t_, w_] := Module[{es = wrapList[eqs], xs, starts, ws, tt, t0, funs, rhs, vars, noise, corr}, 
   {tt, t0} = If[ListQ[t], t, {t, 0}];
   xs = If[MatchQ[x, {_Symbol, Except[_Symbol | _List]}] , {{x[[1]]}, {x[[2]]}}, If[MatchQ[x, {_List, _List}], x, With[{l = wrapList[x]}, {l, ConstantArray[0, Length[l]]}]]];
   starts = xs[[2]]; xs = xs[[1]]; ws = wrapList[w]; noise = ws[[All, 1]];
   rhs = Map[Function[v, With[{e = FirstCase[es, (DifferentialD[v[tt]] == r_) :> r, $Failed]}, e]], xs];
   If[MemberQ[rhs, $Failed] || ! AllTrue[ws, MatchQ[Last[#], _WienerProcess] &], Return[$Unevaluated, Module]];
   rhs = Expand[rhs]; vars = Map[#[tt] &, xs];
   With[{drift = Map[Coefficient[#, DifferentialD[tt]] &, rhs] + Total[Map[Function[u, With[{p = whole[Last[u]]}, p[[1]] Map[Coefficient[#, DifferentialD[First[u][tt]]] &, rhs]]], ws]], diff = Map[Function[r, Map[Function[u, whole[Last[u]][[2]] Coefficient[r, DifferentialD[First[u][tt]]]], ws]], rhs], back = Thread[vars -> xs]},
     ItoProcess[{drift /. back, diff /. back, c /. back}, {xs, starts}, {tt, t0}]]] /; MatchQ[w, Distributed[_, _] | {__Distributed}];
itoProcess[WienerProcess[m_, s_]] := ItoProcess[{{m}, {{s}}, \[FormalX]}, {{\[FormalX]}, {0}}, {\[FormalT], 0}];
itoProcess[GeometricBrownianMotionProcess[m_, s_, x_]] := ItoProcess[{{m \[FormalX]}, {{s \[FormalX]}}, \[FormalX]}, {{\[FormalX]}, {x}}, {\[FormalT], 0}];
itoProcess[OrnsteinUhlenbeckProcess[m_, s_, r_, x_]] := ItoProcess[{{r (m - \[FormalX])}, {{s}}, \[FormalX]}, {{\[FormalX]}, {x}}, {\[FormalT], 0}];
itoProcess[CoxIngersollRossProcess[m_, s_, r_, x_]] := ItoProcess[{{r (m - \[FormalX])}, {{s Sqrt[\[FormalX]]}}, \[FormalX]}, {{\[FormalX]}, {x}}, {\[FormalT], 0}];
itoProcess[StratonovichProcess[{a_, b_, c_}, {x_, x0_}, t_]] := Module[{xs = wrapList[x], bs, as}, bs = If[MatrixQ[b], b, List /@ wrapList[b]]; as = wrapList[a]; ItoProcess[{as + Table[Sum[bs[[j, k]] D[bs[[i, k]], xs[[j]]], {j, Length[xs]}, {k, Length[bs[[1]]]}]/2, {i, Length[xs]}], bs, c}, {xs, wrapList[x0]}, t]];
itoProcess[___] := $Unevaluated;
stratonovichProcess[a___] := With[{i = itoProcess[a]}, If[MatchQ[i, _ItoProcess], fromIto @@ i, $Unevaluated]];
fromIto[{a_, b_, c_}, {x_, x0_}, t_] := If[MatchQ[Head[x], List], StratonovichProcess[{a, b, c}, {x, x0}, t], StratonovichProcess[{a, b, c}, {x, x0}, t]];
path[s_StratonovichProcess, t_] := path[itoProcess[s], t];
path[ItoProcess[{a_, b_, c_}, {x_, x0_}, {tt_, t0_}], t_] := Module[{xs = wrapList[x], as, bs, f, g, state, now = N[First[t]], out = {}, n, k, milstein, corr},
   as = wrapList[a]; bs = If[MatrixQ[b], b, If[Length[xs] === 1, {wrapList[b]}, List /@ b]]; n = Length[xs]; k = Length[bs[[1]]];
   milstein = If[n === 1 && k === 1, bs[[1, 1]] D[bs[[1, 1]], xs[[1]]]/2, 0];   (* one state and one noise: strong order 1 *)
   f = Function @@ {Append[xs, tt], {as, bs, {milstein}, c}};
   state = N[wrapList[x0]];
   Do[With[{v = N[f @@ Append[state, N[t[[i]]]]]}, AppendTo[out, v[[4]]];
      If[i < Length[t], With[{d = N[t[[i + 1]] - t[[i]]]}, With[{w = Sqrt[d] normals[k]}, state = state + v[[1]] d + v[[2]] . w + If[milstein === 0, 0, v[[3]] (w[[1]]^2 - d)]]]]], {i, Length[t]}]; {t, out}];
path[_, _] := $Failed;
