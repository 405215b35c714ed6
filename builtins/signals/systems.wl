(* systems.wl - linear systems: transfer functions and state-space models, their connections, poles and zeros, responses and regulators.

   A transfer function is TransferFunctionModel[{numerators, denominator}, var, options] with a matrix of numerators over one denominator; a
   state-space model StateSpaceModel[{a, b, c, d}, options]. SamplingPeriod -> T makes them systems in discrete time. *)
given[o_] := Flatten[{o}];
period[o_] := Replace[SamplingPeriod, Append[given[o], SamplingPeriod -> None]];
matrix[m_] := Which[MatrixQ[m], m, VectorQ[m], {m}, True, {{m}}];
tfQ[x_] := MatchQ[x, TransferFunctionModel[{_?MatrixQ, _}, _, ___Rule]];
ssQ[x_] := MatchQ[x, StateSpaceModel[{_?MatrixQ, _?MatrixQ, _?MatrixQ, _?MatrixQ}, ___Rule]];
systemQ[x_] := tfQ[x] || ssQ[x];
extras[TransferFunctionModel[_, _, o___]] := {o};
extras[StateSpaceModel[_, o___]] := {o};
(* a matrix of rational functions over the least common denominator *)
common[g_, s_] := Module[{t = Map[Together, g, {2}], d}, d = PolynomialLCM @@ Flatten[Map[Denominator, t, {2}]]; {Map[Cancel[# d] &, t, {2}], d}];
tidy[p_, s_] := If[FreeQ[p, s], p, Collect[p, s]];
transferFunctionModel[g_, s_, o___Rule] := Module[{c}, c = common[matrix[g], s]; If[! PolynomialQ[c[[2]], s] || ! AllTrue[Flatten[c[[1]]], PolynomialQ[#, s] &], Message[TransferFunctionModel::bdtf, g]; Return[$Unevaluated, Module]];
   TransferFunctionModel[{Map[tidy[Expand[#], s] &, c[[1]], {2}], tidy[Expand[c[[2]]], s]}, s, o]] /; ! systemQ[g] && ! MatchQ[g, {_?MatrixQ, _}] && ! MatchQ[s, _Rule];
transferFunctionModel[m_?ssQ, s : Except[_Rule], o___Rule] := transferFunctionModel[rational[m, s], s, Sequence @@ extras[m]];
transferFunctionModel[m_?ssQ] := transferFunctionModel[m, If[period[extras[m]] === None, \[FormalS], \[FormalZ]]];
transferFunctionModel[{zeros_List, poles_List, gain_}, s_, o___Rule] := transferFunctionModel[{{First[Flatten[{gain}]] Times @@ (s - Flatten[zeros])/Times @@ (s - Flatten[poles])}}, s, o] /; ! MatrixQ[{zeros, poles}] || VectorQ[zeros] && VectorQ[poles];
transferFunctionModel[___] := $Unevaluated;
applyTransfer[TransferFunctionModel[{n_, d_}, s_, ___], {x_}] := Map[Together, n/d, {2}] /. s -> x;
applyTransfer[___] := $Unevaluated;
rational[TransferFunctionModel[{n_, d_}, v_, ___], s_] := n/d /. v -> s;
rational[StateSpaceModel[{a_, b_, c_, d_}, ___], s_] := Map[Together, c . Inverse[s IdentityMatrix[Length[a]] - a] . b + d, {2}];
variable[TransferFunctionModel[_, s_, ___]] := s;
variable[m_] := If[period[extras[m]] === None, \[FormalS], \[FormalZ]];

(* ---- state space: matrices of the right sizes; from transfer functions in controllable companion form, one block for each input *)
stateSpaceModel[{a_?MatrixQ, b_?MatrixQ}, o___Rule] := StateSpaceModel[{a, b, IdentityMatrix[Length[a]], ConstantArray[0, {Length[a], Length[First[b]]}]}, o];
stateSpaceModel[{a_?MatrixQ, b_?MatrixQ, c_?MatrixQ}, o___Rule] := StateSpaceModel[{a, b, c, ConstantArray[0, {Length[c], Length[First[b]]}]}, o];
stateSpaceModel[{a_?MatrixQ, b_?MatrixQ, c_?MatrixQ, d_?MatrixQ}, o___Rule] := (If[Length[a] =!= Length[First[a]] || Length[b] =!= Length[a] || Length[First[c]] =!= Length[a] || Dimensions[d] =!= {Length[c], Length[First[b]]}, Message[StateSpaceModel::bdss, {a, b, c, d}]]; $Unevaluated);
stateSpaceModel[m_?tfQ, o___Rule] := Module[{n = m[[1, 1]], d = m[[1, 2]], s = m[[2]], blocks, lead, k, a, b, c, e}, k = Exponent[d, s]; lead = Coefficient[d, s, k];
   If[! AllTrue[Flatten[n], Exponent[#, s] <= k &], Message[StateSpaceModel::improper, m]; Return[$Unevaluated, Module]];
   e = Map[Coefficient[#, s, k]/lead &, n, {2}];
   If[k === 0, Message[StateSpaceModel::improper, m]; Return[$Unevaluated, Module]];
   With[{den = Table[Coefficient[d, s, i]/lead, {i, 0, k - 1}], q = Length[First[n]]},
     a = Table[If[i === k, -den[[j]], If[j === i + 1, 1, 0]], {i, k}, {j, k}];
     blocks = KroneckerProduct[IdentityMatrix[q], a]; b = Flatten[Table[If[i === k && p === r, 1, 0], {p, q}, {i, k}, {r, q}], 1];
     c = Map[Function[row, Join @@ Map[Function[f, Table[Coefficient[f, s, i]/lead - (Coefficient[f, s, k]/lead) den[[i + 1]], {i, 0, k - 1}]], row]], n];
     StateSpaceModel[{blocks, b, Map[Together, c, {2}], e}, Sequence @@ extras[m], o]]];
(* equations of a linear system: derivatives in terms of states and inputs *)
stateSpaceModel[eqs_List, states_List, inputs_, outputs_, t_, o___Rule] := Module[{x, u, y = If[ListQ[outputs], outputs, {outputs}], us = If[ListQ[inputs], inputs, {inputs}], xs, sol, at0, names},
   xs = Map[If[ListQ[#], First[#], #] &, states]; us = Map[If[ListQ[#], First[#], #] &, us];
   sol = Solve[eqs, D[xs, t]]; If[! MatchQ[sol, {{__Rule}, ___}], Message[StateSpaceModel::bdeq, eqs]; Return[$Unevaluated, Module]];
   names = Join[Table[x[i], {i, Length[xs]}], Table[u[i], {i, Length[us]}]];
   With[{f = (D[xs, t] /. First[sol]) /. Thread[Join[xs, us] -> names], g = (y /. First[sol]) /. Thread[Join[xs, us] -> names], zero = Thread[names -> 0]},
     StateSpaceModel[{D[f, {names[[;; Length[xs]]]}], D[f, {names[[Length[xs] + 1 ;;]]}], D[g, {names[[;; Length[xs]]]}], D[g, {names[[Length[xs] + 1 ;;]]}]} /. zero, o]]];
stateSpaceModel[___] := $Unevaluated;
asState[m_?ssQ] := m;
asState[m_?tfQ] := stateSpaceModel[m];
asState[_] := $Failed;
parts[m_] := With[{s = asState[m]}, If[s === $Failed || ! ssQ[s], $Failed, s[[1]]]];

(* ---- poles and zeros *)
roots[p_, s_] := If[FreeQ[p, s], {}, If[FreeQ[p, _Real], s /. Solve[p == 0, s], s /. {ToRules[NRoots[p == 0, s]]}]];
transferFunctionPoles[m_?systemQ] := Module[{s = variable[m], g}, g = rational[m, s]; Map[roots[Denominator[Together[#]], s] &, g, {2}]];
transferFunctionZeros[m_?systemQ] := Module[{s = variable[m], g}, g = rational[m, s]; Map[roots[Numerator[Together[#]], s] &, g, {2}]];
transferFunctionPoles[___] := $Unevaluated; transferFunctionZeros[___] := $Unevaluated;
transferFunctionExpand[TransferFunctionModel[{n_, d_}, s_, o___]] := TransferFunctionModel[{Map[Expand, n, {2}], Expand[d]}, s, o];
transferFunctionFactor[TransferFunctionModel[{n_, d_}, s_, o___]] := TransferFunctionModel[{Map[Factor, n, {2}], Factor[d]}, s, o];
transferFunctionCancel[m : TransferFunctionModel[{n_, d_}, s_, o___]] := transferFunctionModel[Map[Cancel, n/d, {2}], s, o];
transferFunctionExpand[___] := $Unevaluated; transferFunctionFactor[___] := $Unevaluated; transferFunctionCancel[___] := $Unevaluated;

(* ---- connections; both models as transfer functions unless both are in state space *)
both[f_, g_, a_, b_, h_] := If[ssQ[a] && ssQ[b], f[a, b], Module[{s = If[tfQ[a], variable[a], variable[b]]}, transferFunctionModel[Map[Together, h[rational[a, s], rational[b, s]], {2}], s, Sequence @@ DeleteDuplicates[Join[extras[a], extras[b]]]]]];
systemsModelSeriesConnect[a_?systemQ, b_?systemQ] := both[seriesStates, None, a, b, #2 . #1 &];
seriesStates[StateSpaceModel[{a_, b_, c_, d_}, o___], StateSpaceModel[{e_, f_, g_, h_}, ___]] := StateSpaceModel[{ArrayFlatten[{{e, f . c}, {0, a}}], Join[f . d, b], MapThread[Join, {g, h . c}], h . d}, o];
systemsModelParallelConnect[a_?systemQ, b_?systemQ] := both[parallelStates, None, a, b, #1 + #2 &];
parallelStates[StateSpaceModel[{a_, b_, c_, d_}, o___], StateSpaceModel[{e_, f_, g_, h_}, ___]] := StateSpaceModel[{ArrayFlatten[{{a, 0}, {0, e}}], Join[b, f], MapThread[Join, {c, g}], d + h}, o];
systemsModelFeedbackConnect[a_?systemQ] := Module[{s = variable[a], g}, g = rational[a, s]; closed[a, g, IdentityMatrix[Length[g]], s]];
systemsModelFeedbackConnect[a_?systemQ, b_?systemQ] := Module[{s = If[tfQ[a], variable[a], variable[b]]}, closed[a, rational[a, s], rational[b, s], s]];
closed[a_, g_, h_, s_] := With[{r = Map[Together, Inverse[IdentityMatrix[Length[g]] + g . h] . g, {2}]}, With[{t = transferFunctionModel[r, s, Sequence @@ extras[a]]}, If[ssQ[a], stateSpaceModel[t], t]]];
systemsModelSeriesConnect[___] := $Unevaluated; systemsModelParallelConnect[___] := $Unevaluated; systemsModelFeedbackConnect[___] := $Unevaluated;

(* ---- structure *)
controllabilityMatrix[m_] := With[{p = parts[m]}, If[p === $Failed, $Unevaluated, Join[Sequence @@ NestList[p[[1]] . # &, p[[2]], Length[p[[1]]] - 1], 2]]];
observabilityMatrix[m_] := With[{p = parts[m]}, If[p === $Failed, $Unevaluated, Join @@ NestList[# . p[[1]] &, p[[3]], Length[p[[1]]] - 1]]];
controllableModelQ[m_] := With[{c = controllabilityMatrix[m]}, If[c === $Unevaluated, c, MatrixRank[c] === Length[c]]];
observableModelQ[m_] := With[{c = observabilityMatrix[m]}, If[c === $Unevaluated, c, MatrixRank[c] === Length[First[c]]]];
(* J. Ackermann's formula for one input *)
stateFeedbackGains[m_, poles_List] := Module[{p = parts[m], a, b, n, c, q}, If[p === $Failed, Return[$Unevaluated, Module]]; {a, b} = Take[p, 2]; n = Length[a];
   If[Length[First[b]] =!= 1 || Length[poles] =!= n, Message[StateFeedbackGains::bdpoles, poles]; Return[$Unevaluated, Module]];
   c = controllabilityMatrix[m]; If[MatrixRank[c] < n, Message[StateFeedbackGains::uncon]; Return[$Unevaluated, Module]];
   q = Fold[#1 . (a - #2 IdentityMatrix[n]) &, IdentityMatrix[n], poles]; {Expand[UnitVector[n, n] . Inverse[c] . q]}];
stateFeedbackGains[___] := $Unevaluated;
(* the stabilizing solution by the stable subspace of the Hamiltonian matrix (J. Potter, 1966) *)
riccatiSolve[{a_?MatrixQ, b_?MatrixQ}, {q_?MatrixQ, r_?MatrixQ}] := Module[{n = Length[a], h, v, u, pick, x}, h = N[ArrayFlatten[{{a, -b . Inverse[r] . Transpose[b]}, {-q, -Transpose[a]}}]]; {v, u} = Eigensystem[h];
   pick = Select[Range[2 n], Re[v[[#]]] < -10.^-12 &]; If[Length[pick] =!= n, Message[RiccatiSolve::nostab]; Return[$Unevaluated, Module]]; x = Transpose[u[[pick]]]; x = Transpose[LinearSolve[Transpose[x[[;; n]]], Transpose[x[[n + 1 ;;]]]]]; With[{y = Chop[x, 10.^-9]}, Re[(y + Transpose[y])/2]]];
riccatiSolve[___] := $Unevaluated;
lQRegulatorGains[m_, {q_?MatrixQ, r_?MatrixQ}] := With[{p = parts[m]}, If[p === $Failed, $Unevaluated, With[{x = riccatiSolve[p[[;; 2]], {q, r}]}, If[x === $Unevaluated, x, Inverse[N[r]] . Transpose[p[[2]]] . x]]]];
lQRegulatorGains[___] := $Unevaluated;
(* ---- responses *)
inputs[u_] := If[ListQ[u], u, {u}];
starts[{m_, x0_}] := {m, x0};
starts[m_] := {m, None};
outputResponse[spec_, u_, t_Symbol] := Module[{m, x0, s, g, r}, {m, x0} = starts[spec]; If[! systemQ[m] || period[extras[m]] =!= None, Return[$Unevaluated, Module]];
   g = rational[m, s]; If[Length[First[g]] =!= Length[inputs[u]], Message[OutputResponse::bdin, u]; Return[$Unevaluated, Module]];
   r = g . Map[LaplaceTransform[#, t, s] &, inputs[u]];
   If[x0 =!= None, With[{p = parts[m]}, r = r + p[[3]] . Inverse[s IdentityMatrix[Length[p[[1]]]] - p[[1]]] . x0]];
   r = Map[InverseLaplaceTransform[Apart[Together[#], s], s, t] &, r]; If[FreeQ[r, LaplaceTransform | InverseLaplaceTransform], Map[Simplify, r], $Unevaluated]];
outputResponse[spec_, u_, {t_Symbol, a_?NumericQ, b_?NumericQ}] := Module[{m, x0, p, n, x, eqs, sol}, {m, x0} = starts[spec]; p = parts[m]; If[p === $Failed || period[extras[m]] =!= None, Return[$Unevaluated, Module]]; n = Length[p[[1]]]; x = Table[Unique["x"], n];
   eqs = Join[Thread[Map[#'[t] &, x] == p[[1]] . Map[#[t] &, x] + p[[2]] . inputs[u]], Thread[Map[#[a] &, x] == If[x0 === None, ConstantArray[0, n], x0]]];
   sol = NDSolve[eqs, x, {t, a, b}]; If[! MatchQ[sol, {{__Rule}}], $Unevaluated, p[[3]] . (Map[#[t] &, x] /. First[sol]) + p[[4]] . inputs[u]]];
(* discrete: a list of input values, or one for each input *)
outputResponse[spec_, u_List] := Module[{m, x0, p, us, x, out}, {m, x0} = starts[spec]; p = parts[m]; If[p === $Failed || period[extras[m]] === None, Return[$Unevaluated, Module]]; us = If[MatrixQ[u], Transpose[u], List /@ u]; x = If[x0 === None, ConstantArray[0, Length[p[[1]]]], x0];
   out = Map[Function[w, With[{y = p[[3]] . x + p[[4]] . w}, x = p[[1]] . x + p[[2]] . w; y]], us]; Transpose[out]];
outputResponse[___] := $Unevaluated;
stateResponse[spec_, u_, t_] := Module[{m, x0, p}, {m, x0} = starts[spec]; p = parts[m]; If[p === $Failed, Return[$Unevaluated, Module]]; With[{full = StateSpaceModel[{p[[1]], p[[2]], IdentityMatrix[Length[p[[1]]]], ConstantArray[0, {Length[p[[1]]], Length[First[p[[2]]]]}]}, Sequence @@ extras[m]]}, outputResponse[If[x0 === None, full, {full, x0}], u, t]]];
stateResponse[___] := $Unevaluated;
(* to discrete time by the bilinear rule *)
toDiscreteTimeModel[m_?systemQ, h_, z_ : Automatic, o___Rule] := Module[{s, w = Replace[z, Automatic -> \[FormalZ]], how = Replace[Method, Append[{o}, Method -> Automatic]], p},
   If[ssQ[m] && how === "ZeroOrderHold", p = parts[m]; With[{n = Length[p[[1]]]}, With[{e = MatrixExp[h ArrayFlatten[{{p[[1]], p[[2]]}, {ConstantArray[0, {Length[First[p[[2]]]], n + Length[First[p[[2]]]]}]}}]]}, Return[StateSpaceModel[{e[[;; n, ;; n]], e[[;; n, n + 1 ;;]], p[[3]], p[[4]]}, SamplingPeriod -> h], Module]]]];
   With[{t = transferFunctionModel[Map[Together, rational[m, s] /. s -> Switch[how, "ForwardRectangularRule", (w - 1)/h, "BackwardRectangularRule", (w - 1)/(h w), _, 2 (w - 1)/(h (w + 1))], {2}], w, SamplingPeriod -> h]}, If[ssQ[m], stateSpaceModel[t], t]]];
toDiscreteTimeModel[___] := $Unevaluated;
(* coefficients of a discrete transfer function for RecurrenceFilter *)
recurrence[TransferFunctionModel[{{{n_}}, d_}, z_, ___]] := With[{k = Exponent[d, z]}, {Reverse[CoefficientList[d, z]], PadLeft[Reverse[CoefficientList[n, z]], k + 1]}] /; Exponent[n, z] <= Exponent[d, z];
recurrence[_] := $Failed;
