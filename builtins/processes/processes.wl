(* processes.wl - random processes: their slices as distributions, means and covariances, and simulation.

   slice[process, t] is a distribution, covariance[process, s, t] an expression, path[process, times] one path at the times asked for. *)
LoadUnit["processes/series"];
build = System`Library`processes`series`build;

(* ---- parameters *)
whole[WienerProcess[]] := WienerProcess[0, 1];
whole[FractionalBrownianMotionProcess[h_]] := FractionalBrownianMotionProcess[0, 1, h];
whole[FractionalGaussianNoiseProcess[h_]] := FractionalGaussianNoiseProcess[0, 1, h];
whole[BrownianBridgeProcess[]] := BrownianBridgeProcess[1, {0, 0}, {1, 0}];
whole[BrownianBridgeProcess[t1_, t2_]] := BrownianBridgeProcess[1, {t1, 0}, {t2, 0}];
whole[BrownianBridgeProcess[{t1_, a_}, {t2_, b_}]] := BrownianBridgeProcess[1, {t1, a}, {t2, b}];
whole[BrownianBridgeProcess[s_, t1_, t2_]] := BrownianBridgeProcess[s, {t1, 0}, {t2, 0}] /; ! ListQ[t1];
whole[WhiteNoiseProcess[]] := WhiteNoiseProcess[NormalDistribution[0, 1]];
whole[WhiteNoiseProcess[s_]] := WhiteNoiseProcess[NormalDistribution[0, s]] /; ! distributionQ[s];
whole[RandomWalkProcess[p_]] := RandomWalkProcess[p, 1 - p];
whole[ARProcess[c : Except[_List], a_List, v_]] := ARIMAProcess[c, a, 0, {}, v];
whole[ARProcess[a_List, v_, ___]] := ARIMAProcess[0, a, 0, {}, v];
whole[ARProcess[c : Except[_List], a_List, v_, ___]] := ARIMAProcess[c, a, 0, {}, v];
whole[MAProcess[b_List, v_, ___]] := ARIMAProcess[0, {}, 0, b, v];
whole[MAProcess[c : Except[_List], b_List, v_, ___]] := ARIMAProcess[c, {}, 0, b, v];
whole[ARMAProcess[a_List, b_List, v_, ___]] := ARIMAProcess[0, a, 0, b, v];
whole[ARMAProcess[c : Except[_List], a_List, b_List, v_, ___]] := ARIMAProcess[c, a, 0, b, v];
whole[ARIMAProcess[a_List, d_, b_List, v_, ___]] := ARIMAProcess[0, a, d, b, v];
whole[SARMAProcess[a_List, b_List, {s_, sa_List, sb_List}, v_, ___]] := whole[SARIMAProcess[a, 0, b, {s, sa, 0, sb}, v]];
whole[SARIMAProcess[a_List, d_, b_List, {s_Integer, sa_List, sd_, sb_List}, v_, ___]] := Module[{z, ar, ma},
   ar = Rest[CoefficientList[Expand[(1 - a . z^Range[Length[a]]) (1 - sa . z^(s Range[Length[sa]])) (1 - z^s)^sd], z]]; ma = Rest[CoefficientList[Expand[(1 + b . z^Range[Length[b]]) (1 + sb . z^(s Range[Length[sb]]))], z]];
   ARIMAProcess[0, -ar, d, ma, v]] /; IntegerQ[sd];
whole[p_] := p;
distributionQ[d_] := MemberQ[{NormalDistribution, UniformDistribution, StudentTDistribution, LaplaceDistribution, ExponentialDistribution, BernoulliDistribution, DiscreteUniformDistribution, GammaDistribution, PoissonDistribution, LogisticDistribution, CauchyDistribution, MixtureDistribution, ProbabilityDistribution}, Head[d]];
deviation[v_] := If[NumericQ[v], Sqrt[v], Sqrt[v]];
discrete = BernoulliProcess | BinomialProcess | RandomWalkProcess | WhiteNoiseProcess | ARIMAProcess | ARProcess | MAProcess | ARMAProcess | SARMAProcess | SARIMAProcess | DiscreteMarkovProcess | ARCHProcess | GARCHProcess;
jumping = PoissonProcess | CompoundPoissonProcess | ContinuousMarkovProcess | QueueingProcess | RenewalProcess | TelegraphProcess | InhomogeneousPoissonProcess | CompoundRenewalProcess;
processHeads = Join[List @@ discrete, List @@ jumping, {WienerProcess, GeometricBrownianMotionProcess, OrnsteinUhlenbeckProcess, BrownianBridgeProcess, FractionalBrownianMotionProcess, CoxIngersollRossProcess, ItoProcess, StratonovichProcess, FractionalGaussianNoiseProcess}];
processQ[p_] := MemberQ[processHeads, Head[p]] && ! AtomQ[p];

(* ---- one time *)
slice[WienerProcess[m_, s_], t_] := NormalDistribution[m t, s Sqrt[t]];
slice[GeometricBrownianMotionProcess[m_, s_, x_], t_] := LogNormalDistribution[(m - s^2/2) t + Log[x], s Sqrt[t]];
slice[OrnsteinUhlenbeckProcess[m_, s_, r_], t_] := NormalDistribution[m, s/Sqrt[2 r]];
slice[OrnsteinUhlenbeckProcess[m_, s_, r_, x_], t_] := NormalDistribution[m + E^(-r t) (x - m), s Sqrt[(1 - E^(-2 r t))/(2 r)]];
slice[BrownianBridgeProcess[s_, {t1_, a_}, {t2_, b_}], t_] := NormalDistribution[a + (b - a) (t - t1)/(t2 - t1), s Sqrt[(t - t1) (t2 - t)/(t2 - t1)]];
slice[FractionalBrownianMotionProcess[m_, s_, h_], t_] := NormalDistribution[m t, s t^h];
slice[FractionalGaussianNoiseProcess[m_, s_, h_], t_] := NormalDistribution[m, s];
slice[PoissonProcess[m_], t_] := PoissonDistribution[m t];
slice[InhomogeneousPoissonProcess[f_, u_], t_] := PoissonDistribution[Integrate[f, {u, 0, t}]];
slice[BinomialProcess[p_], t_] := BinomialDistribution[t, p];
slice[BernoulliProcess[p_], t_] := BernoulliDistribution[p];
slice[RandomWalkProcess[p_, q_], t_] := Module[{x}, TransformedDistribution[2 \[FormalX] - t, Distributed[\[FormalX], BinomialDistribution[t, p]]]] /; q === 1 - p;
slice[WhiteNoiseProcess[d_], t_] := d;
slice[TelegraphProcess[m_], t_] := ProbabilityDistribution[(1 + \[FormalX] E^(-2 m t))/2, {\[FormalX], -1, 1, 2}];
slice[p : ARIMAProcess[c_, a_, 0, b_, v_], t_] := With[{m = meanOf[p, t], s = covariance[p, t, t]}, NormalDistribution[m, Sqrt[s]] /; FreeQ[{m, s}, $Failed]];
slice[p : DiscreteMarkovProcess[__], t_] := With[{r = chain[p, t]}, weighted[r] /; VectorQ[r]];
slice[p : ContinuousMarkovProcess[__], t_] := With[{r = chain[p, t]}, weighted[r] /; VectorQ[r]];
slice[_, _] := $Failed;
weighted[p_] := If[VectorQ[p, NumericQ], EmpiricalDistribution[p -> Range[Length[p]]], ProbabilityDistribution[Piecewise[MapIndexed[{#1, \[FormalX] == First[#2]} &, p], 0], {\[FormalX], 1, Length[p], 1}]];
(* several times: normal processes *)
normalQ[p_] := MatchQ[p, _WienerProcess | _OrnsteinUhlenbeckProcess | _BrownianBridgeProcess | _FractionalBrownianMotionProcess | _FractionalGaussianNoiseProcess | ARIMAProcess[_, _, 0, _, _] | WhiteNoiseProcess[_NormalDistribution]];
slices[p_, ts_] := With[{m = Map[meanOf[p, #] &, ts], s = Outer[covariance[p, #1, #2] &, ts, ts]}, MultinormalDistribution[m, s] /; FreeQ[{m, s}, $Failed]] /; normalQ[p];
slices[p : (_BernoulliProcess | _WhiteNoiseProcess), ts_] := ProductDistribution @@ Map[slice[p, #] &, ts] /; DuplicateFreeQ[ts];
slices[_, _] := $Failed;
applyProcess[p_, {t_}] := With[{r = If[ListQ[t], slices[whole[p], t], slice[whole[p], t]]}, If[r === $Failed, $Unevaluated, r]] /; validQ[p];
applyProcess[___] := $Unevaluated;
sliceDistribution[p_, t_] := applyProcess[p, {t}] /; processQ[p];
sliceDistribution[___] := $Unevaluated;
validQ[p_] := processQ[p] && ! AtomQ[p];

(* ---- means, covariances *)
meanOf[ARIMAProcess[c_, a_, 0, _, _], _] := c/(1 - Total[a]);
meanOf[p_, t_] := With[{d = slice[p, t]}, If[d === $Failed, $Failed, Mean[d]]];
covariance[WienerProcess[_, s_], t_, u_] := s^2 Min[t, u];
covariance[GeometricBrownianMotionProcess[m_, s_, x_], t_, u_] := x^2 E^(m (t + u)) (E^(s^2 Min[t, u]) - 1);
covariance[OrnsteinUhlenbeckProcess[_, s_, r_], t_, u_] := s^2 E^(-r Abs[t - u])/(2 r);
covariance[OrnsteinUhlenbeckProcess[_, s_, r_, _], t_, u_] := s^2 (E^(-r Abs[t - u]) - E^(-r (t + u)))/(2 r);
covariance[BrownianBridgeProcess[s_, {t1_, _}, {t2_, _}], t_, u_] := s^2 (Min[t, u] - t1) (t2 - Max[t, u])/(t2 - t1);
covariance[FractionalBrownianMotionProcess[_, s_, h_], t_, u_] := s^2 (t^(2 h) + u^(2 h) - Abs[t - u]^(2 h))/2;
covariance[FractionalGaussianNoiseProcess[_, s_, h_], t_, u_] := s^2 (Abs[t - u - 1]^(2 h) - 2 Abs[t - u]^(2 h) + Abs[t - u + 1]^(2 h))/2;
covariance[PoissonProcess[m_], t_, u_] := m Min[t, u];
covariance[BinomialProcess[p_], t_, u_] := (1 - p) p Min[t, u];
covariance[RandomWalkProcess[p_, q_], t_, u_] := 4 p q Min[t, u] /; q === 1 - p;
covariance[BernoulliProcess[p_], t_, u_] := delta[t - u, (1 - p) p];
covariance[WhiteNoiseProcess[d_], t_, u_] := delta[t - u, Variance[d]];
covariance[TelegraphProcess[m_], t_, u_] := E^(-2 m Abs[t - u]) - E^(-2 m (t + u));
covariance[CompoundPoissonProcess[l_, d_], t_, u_] := l Min[t, u] (Variance[d] + Mean[d]^2);
covariance[p : ARIMAProcess[_, a_, 0, b_, v_], t_, u_] := armaCovariance[a, b, v, t - u];
covariance[___] := $Failed;
delta[h_, v_] := If[NumericQ[h], If[h == 0, v, 0], Piecewise[{{v, h == 0}}, 0]];
(* covariances of a weakly stationary ARMA process: the Yule-Walker equations with the moving part on the right *)
armaCovariance[a_, b_, v_, h0_] := Module[{h = Simplify[Abs[h0]], p = Length[a], q = Length[b], n, psi, rhs, gamma, g, theta},
  If[p === 0 && q === 0, Return[delta[h0, v], Module]];
  theta = Prepend[b, 1];
  If[p === 0, If[! IntegerQ[h], Return[Piecewise[Table[{v Sum[theta[[i]] theta[[i + k]], {i, q + 1 - k}], h == k}, {k, 0, q}], 0], Module]]; Return[If[h > q, 0, v Sum[theta[[i]] theta[[i + h]], {i, q + 1 - h}]], Module]];
  If[! IntegerQ[h], If[p === 1 && q === 0, Return[v a[[1]]^h/(1 - a[[1]]^2), Module]]; Return[$Failed, Module]];
  psi = {1}; Do[AppendTo[psi, If[j <= q, b[[j]], 0] + Sum[a[[i]] psi[[j - i + 1]], {i, Min[p, j]}]], {j, q}];
  rhs[k_] := v Sum[theta[[j + 1]] psi[[j - k + 1]], {j, k, q}];
  n = Max[p, q] + 1;
  g = Table[\[FormalG][k], {k, 0, Max[p, n - 1]}];
  gamma = g /. First[Solve[Table[\[FormalG][k] - Sum[a[[i]] \[FormalG][Abs[k - i]], {i, p}] == If[k <= q, rhs[k], 0], {k, 0, Max[p, n - 1]}], g]];
  While[Length[gamma] <= h, AppendTo[gamma, Sum[a[[i]] gamma[[-i]], {i, p}] + If[Length[gamma] <= q, rhs[Length[gamma]], 0]]];
  gamma = gamma[[h + 1]]; If[FreeQ[gamma, _Real], Together[gamma], gamma]];
stationaryQ[p_] := MatchQ[p, OrnsteinUhlenbeckProcess[_, _, _] | _WhiteNoiseProcess | _BernoulliProcess | _FractionalGaussianNoiseProcess] || MatchQ[p, ARIMAProcess[_, _, 0, _, _]] && With[{a = p[[2]]}, a === {} || If[VectorQ[a, NumericQ], AllTrue[Map[Abs, \[FormalZ] /. {ToRules[NRoots[\[FormalZ]^Length[a] - N[a] . \[FormalZ]^Range[Length[a] - 1, 0, -1] == 0, \[FormalZ]]]}], # < 1 &], True]];
weakStationarity[p_] := With[{w = whole[p]}, Which[! processQ[w], $Unevaluated, MatchQ[w, ARIMAProcess[_, a_List, 0, _, _] /; ! VectorQ[a, NumericQ]], condition[w[[2]]], True, stationaryQ[w]]];
condition[{a_}] := -1 < a < 1;
condition[{a_, b_}] := -1 < b < 1 && a + b < 1 && b - a < 1;
condition[_] := $Unevaluated;

(* ---- Markov chains *)
initial[i_Integer, n_] := UnitVector[n, i];
initial[p_List, _] := p/Total[p];
matrixOf[DiscreteMarkovProcess[i_, m_?MatrixQ, ___]] := {initial[i, Length[m]], m};
matrixOf[DiscreteMarkovProcess[i_, g_]] := Module[{w = Normal[WeightedAdjacencyMatrix[g]]}, {initial[i, Length[w]], MapIndexed[If[Total[#1] == 0, UnitVector[Length[w], First[#2]], #1/Total[#1]] &, w]}] /; GraphQ[g];
matrixOf[ContinuousMarkovProcess[i_, q_?MatrixQ]] := {initial[i, Length[q]], q};
matrixOf[ContinuousMarkovProcess[i_, m_?MatrixQ, r_List]] := {initial[i, Length[m]], r (m - IdentityMatrix[Length[m]])};
matrixOf[_] := $Failed;
chain[p_DiscreteMarkovProcess, t_] := With[{m = matrixOf[p]}, If[m === $Failed, $Failed, If[IntegerQ[t], m[[1]] . MatrixPower[m[[2]], t], If[NumericQ[t], $Failed, m[[1]] . MatrixPower[m[[2]], t]]]]];
chain[p_ContinuousMarkovProcess, t_] := With[{m = matrixOf[p]}, If[m === $Failed, $Failed, m[[1]] . MatrixExp[m[[2]] t]]];
classes[m_] := ConnectedComponents[AdjacencyGraph[Range[Length[m]], Map[If[TrueQ[# > 0], 1, 0] &, m - DiagonalMatrix[Diagonal[m]], {2}], DirectedEdges -> True]];
jump[p_ContinuousMarkovProcess] := With[{m = matrixOf[p]}, MapIndexed[With[{r = -#1[[First[#2]]]}, If[r == 0, UnitVector[Length[#1], First[#2]], ReplacePart[#1, First[#2] -> 0]/r]] &, m[[2]]]];
jump[p_DiscreteMarkovProcess] := matrixOf[p][[2]];
closedQ[m_, c_] := With[{out = Complement[Range[Length[m]], c]}, out === {} || AllTrue[Flatten[m[[c, out]]], # == 0 &]];
(* the limit of the distribution: absorbed mass times the balance of each closed class *)
limit[p_] := Module[{m = matrixOf[p], j = jump[p], cs, closed, n, transient, out, absorbed, mass}, n = Length[j]; cs = classes[j]; closed = Select[cs, closedQ[j, #] &]; transient = Complement[Range[n], Join @@ closed];
  absorbed = If[transient === {}, {}, m[[1, transient]] . Inverse[IdentityMatrix[Length[transient]] - j[[transient, transient]]]];
  out = ConstantArray[0, n];
  Do[mass = Total[m[[1, c]]] + If[transient === {}, 0, Total[absorbed . j[[transient, c]]]]; out[[c]] = mass balance[p, m[[2]], c], {c, closed}]; out];
balance[_DiscreteMarkovProcess, m_, c_] := With[{v = First[NullSpace[Transpose[m[[c, c]]] - IdentityMatrix[Length[c]]]]}, v/Total[v]];
balance[_ContinuousMarkovProcess, m_, c_] := With[{v = First[NullSpace[Transpose[m[[c, c]]]]]}, v/Total[v]];
stationaryDistribution[p : (_DiscreteMarkovProcess | _ContinuousMarkovProcess)] := If[matrixOf[p] === $Failed, $Unevaluated, weighted[limit[p]]];
stationaryDistribution[q_QueueingProcess] := queueDistribution[q];
stationaryDistribution[p_] := With[{w = whole[p]}, If[processQ[w] && stationaryQ[w], slice[w, \[FormalT]], $Unevaluated]];
markovNames = {"InitialProbabilities", "TransitionMatrix", "TransitionRateMatrix", "TransitionRateVector", "HoldingTimeMean", "CommunicatingClasses", "RecurrentClasses", "TransientClasses", "AbsorbingClasses", "PeriodicClasses", "Periods", "Irreducible", "Aperiodic", "Primitive", "FundamentalMatrix", "MeanTransitionCount", "LimitTransitionMatrix", "ReachabilityProbability", "Properties"};
period[m_, c_] := Module[{n = Length[c], level, g = 0, open}, level = ConstantArray[None, n]; level[[1]] = 0; open = {1};
  While[open =!= {}, With[{i = First[open]}, open = Rest[open]; Do[If[m[[c[[i]], c[[j]]]] != 0, If[level[[j]] === None, level[[j]] = level[[i]] + 1; AppendTo[open, j], g = GCD[g, level[[i]] + 1 - level[[j]]]]], {j, n}]]]; g];
markovProcessProperties[p_, name_] := Module[{m = matrixOf[p], j, cs, closed, transient, n}, If[m === $Failed, Return[$Unevaluated, Module]]; j = jump[p]; n = Length[j]; cs = Sort /@ classes[j]; cs = SortBy[cs, First]; closed = Select[cs, closedQ[j, #] &]; transient = Complement[Range[n], Join @@ closed];
  Switch[name, "InitialProbabilities", m[[1]], "TransitionMatrix", j, "TransitionRateMatrix", m[[2]], "TransitionRateVector", -Diagonal[m[[2]]], "HoldingTimeMean", Map[If[# == 0, Infinity, -1/#] &, Diagonal[If[Head[p] === ContinuousMarkovProcess, m[[2]], j - IdentityMatrix[n]]]],
   "CommunicatingClasses", cs, "RecurrentClasses", closed, "TransientClasses", Complement[cs, closed], "AbsorbingClasses", Select[closed, Length[#] === 1 &], "Irreducible", Length[cs] === 1, "Periods", Map[period[j, #] &, closed], "PeriodicClasses", Select[closed, period[j, #] > 1 &],
   "Aperiodic", AllTrue[closed, period[j, #] === 1 &], "Primitive", Length[cs] === 1 && period[j, First[cs]] === 1, "FundamentalMatrix", If[transient === {}, {}, Inverse[IdentityMatrix[Length[transient]] - j[[transient, transient]]]],
   "MeanTransitionCount", If[transient === {}, {}, Inverse[IdentityMatrix[Length[transient]] - j[[transient, transient]]] - IdentityMatrix[Length[transient]]],
   "LimitTransitionMatrix", Table[limit[ReplacePart[p, 1 -> i]], {i, n}], "Properties", markovNames, _, Message[MarkovProcessProperties::notprop, name, MarkovProcessProperties]; $Unevaluated]];
markovProcessProperties[p_] := AssociationMap[markovProcessProperties[p, #] &, {"InitialProbabilities", "TransitionMatrix", "CommunicatingClasses", "RecurrentClasses", "TransientClasses", "Irreducible", "Aperiodic"}] /; matrixOf[p] =!= $Failed;
markovProcessProperties[___] := $Unevaluated;
(* first passage to a set of states: the states become absorbing; time 0 when started there *)
passage[p_DiscreteMarkovProcess, set_, k_] := Module[{m = matrixOf[p], t, u}, t = Complement[Range[Length[m[[1]]]], set]; If[IntegerQ[k] && k >= 0, If[k === 0, Total[m[[1, set]]], m[[1, t]] . MatrixPower[m[[2, t, t]], k - 1] . (Total /@ m[[2, t, set]])], $Failed]];
passageMean[p_, set_] := Module[{m = matrixOf[p], t, a}, t = Complement[Range[Length[m[[1]]]], set]; If[t === {}, Return[0, Module]];
  a = If[Head[p] === ContinuousMarkovProcess, -m[[2, t, t]], IdentityMatrix[Length[t]] - m[[2, t, t]]]; If[TrueQ[Det[a] == 0], Infinity, m[[1, t]] . LinearSolve[a, ConstantArray[1, Length[t]]]]];
passageVariance[p_, set_] := Module[{m = matrixOf[p], t, a, w, i}, t = Complement[Range[Length[m[[1]]]], set]; If[t === {}, Return[0, Module]]; a = If[Head[p] === ContinuousMarkovProcess, -m[[2, t, t]], IdentityMatrix[Length[t]] - m[[2, t, t]]]; If[TrueQ[Det[a] == 0], Return[Indeterminate, Module]]; w = LinearSolve[a, ConstantArray[1, Length[t]]];
  With[{second = If[Head[p] === ContinuousMarkovProcess, 2 m[[1, t]] . LinearSolve[a, w], m[[1, t]] . (2 LinearSolve[a, w] - w)]}, second - (m[[1, t]] . w)^2]];

(* ---- queues: arrivals l, service m, c servers, room for k *)
queue[QueueingProcess[l_, m_]] := {l, m, 1, Infinity};
queue[QueueingProcess[l_, m_, c_]] := {l, m, c, Infinity};
queue[QueueingProcess[l_, m_, c_, k_]] := {l, m, c, k};
queue[QueueingProcess[l_, m_, c_, k_, _]] := {l, m, c, k};
queue[_] := $Failed;
empty[{l_, m_, 1, Infinity}] := 1 - l/m;
empty[{l_, m_, Infinity, _}] := E^(-l/m);
empty[{l_, m_, c_, Infinity}] := 1/(Sum[(l/m)^n/n!, {n, 0, c - 1}] + (l/m)^c/(c! (1 - l/(c m))));
empty[{l_, m_, c_, k_}] := 1/(Sum[(l/m)^n/n!, {n, 0, c}] + (l/m)^c/c! Sum[(l/(c m))^(n - c), {n, c + 1, k}]);
inSystem[q : {l_, m_, c_, _}, n_] := empty[q] If[n < c, (l/m)^n/n!, (l/m)^n/(c! c^(n - c))];
queueDistribution[p_] := Module[{q = queue[p]}, Which[q === $Failed, $Unevaluated, MatchQ[q, {_, _, 1, Infinity}], GeometricDistribution[1 - q[[1]]/q[[2]]], q[[3]] === Infinity, PoissonDistribution[q[[1]]/q[[2]]], IntegerQ[q[[4]]] && IntegerQ[q[[3]]], EmpiricalDistribution[Table[inSystem[q, n], {n, 0, q[[4]]}] -> Range[0, q[[4]]]],
   IntegerQ[q[[3]]], With[{l = q[[1]], m = q[[2]], c = q[[3]], p0 = empty[q]}, ProbabilityDistribution[p0 Piecewise[{{(l/m)^\[FormalN]/\[FormalN]!, \[FormalN] < c}}, (l/m)^\[FormalN]/(c! c^(\[FormalN] - c))], {\[FormalN], 0, Infinity, 1}]], True, $Unevaluated]];
queueNames = {"ArrivalRate", "MeanQueueSize", "MeanQueueTime", "MeanSystemSize", "MeanSystemTime", "Properties", "ServiceChannels", "ServiceRate", "SystemCapacity", "Throughput", "UtilizationFactor"};
queueProperties[p_QueueingProcess, name_] := Module[{q = queue[p], l, m, c, k, r, size, waiting, through}, If[q === $Failed, Return[$Unevaluated, Module]]; {l, m, c, k} = q; r = l/m;
  If[! MemberQ[queueNames, name], Message[QueueProperties::notprop, name, QueueProperties]; Return[$Unevaluated, Module]];
  waiting := Which[c === Infinity, 0, k === Infinity, empty[q] r^c (r/c)/(c! (1 - r/c)^2), True, Sum[(n - c) inSystem[q, n], {n, c, k}]];
  through := If[k === Infinity || c === Infinity, l, l (1 - inSystem[q, k])];
  size := Which[c === Infinity, r, k === Infinity, waiting + r, True, Sum[n inSystem[q, n], {n, 0, k}]];
  Simplify[Switch[name, "ArrivalRate", l, "ServiceRate", m, "ServiceChannels", c, "SystemCapacity", k, "UtilizationFactor", If[c === Infinity, r, r/c], "Throughput", through, "MeanQueueSize", waiting, "MeanSystemSize", size, "MeanQueueTime", waiting/through, "MeanSystemTime", size/through, "Properties", queueNames]]];
queueProperties[p_QueueingProcess] := With[{q = queue[p]}, AssociationMap[queueProperties[p, #] &, DeleteCases[queueNames, "Properties"]] /; q =!= $Failed];
queueProperties[___] := $Unevaluated;
