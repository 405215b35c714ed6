(* vector_calculus.wl - gradients, divergences, curls and Laplacians in orthogonal coordinates through their scale factors; Wronskians;
   arc length and curvature; differences. *)

(* ---- scale factors of the usual orthogonal charts, unit vectors as basis *)
scales[_, "Cartesian" | None, n_] := ConstantArray[1, n];
scales[{r_, _}, "Polar", 2] := {1, r};
scales[{r_, _, _}, "Cylindrical", 3] := {1, r, 1};
scales[{r_, th_, _}, "Spherical", 3] := {1, r, r Sin[th]};
scales[v_, "Spherical" | "Hyperspherical", n_] := Table[Product[If[k == 1, v[[1]], Sin[v[[k]]]], {k, 1, i - 1}], {i, n}];
scales[v_, {name_String, "Euclidean", n_}, n_] := scales[v, name, n];
scales[v_, chart_, n_] := (LoadUnit["calculus/coordinates"]; System`Library`calculus`coordinates`scales[chart, v]);
tensorRank[f_] := If[ListQ[f], ArrayDepth[f], 0];

grad[f_, v_List] := grad[f, v, "Cartesian"];
grad[f_, v_List, chart_] := Module[{h = scales[v, chart, Length[v]]},
   If[h === $Failed, Return[$Unevaluated]];
   If[ListQ[f] && Union[h] =!= {1}, If[ArrayDepth[f] =!= 1 || Length[f] =!= Length[v], Return[$Unevaluated]]; Return[vectorGradient[f, v, h]]];
   component[f, v, h]];
component[f_List, v_, h_] := component[#, v, h] & /@ f;
component[f_, v_, h_] := MapThread[D[f, #1]/#2 &, {v, h}];
(* covariant derivative of a vector in an orthonormal frame *)
vectorGradient[f_, v_, h_] := Table[D[f[[i]], v[[j]]]/h[[j]] + If[i == j, Sum[If[k == i, 0, f[[k]] D[h[[i]], v[[k]]]/(h[[i]] h[[k]])], {k, Length[v]}], -f[[j]] D[h[[j]], v[[i]]]/(h[[i]] h[[j]])], {i, Length[v]}, {j, Length[v]}];
div[f_List, v_List] := div[f, v, "Cartesian"];
div[f_List, v_List, chart_] := Module[{h = scales[v, chart, Length[v]], J},
   If[h === $Failed || Last[Dimensions[f]] =!= Length[v], Return[$Unevaluated]];
   If[ArrayDepth[f] > 1, Return[If[Union[h] === {1}, div[#, v, chart] & /@ f, $Unevaluated]]];
   If[Union[h] === {1}, Return[Total[MapThread[D, {f, v}]]]];
   J = Times @@ h;
   Expand[Sum[D[J f[[i]]/h[[i]], v[[i]]], {i, Length[v]}]/J]];
div[f_, v_List, ___] := (Message[Div::sclr, f]; $Unevaluated);
curl[f_List, v_List] := curl[f, v, "Cartesian"];
curl[f_List, v_List, chart_] := Module[{h = scales[v, chart, Length[v]], n = Length[v]},
   If[h === $Failed || Length[f] =!= n, Return[$Unevaluated]];
   Switch[n,
    2, If[Union[h] === {1}, -D[f[[1]], v[[2]]] + D[f[[2]], v[[1]]], Expand[(-D[h[[1]] f[[1]], v[[2]]] + D[h[[2]] f[[2]], v[[1]]])/(h[[1]] h[[2]])]],
    3, Table[With[{j = Mod[i, 3] + 1, k = Mod[i + 1, 3] + 1}, If[Union[h] === {1}, -D[f[[j]], v[[k]]] + D[f[[k]], v[[j]]], Expand[(-D[h[[j]] f[[j]], v[[k]]] + D[h[[k]] f[[k]], v[[j]]])/(h[[j]] h[[k]])]]], {i, 3}],
    _, $Unevaluated]];
curl[f_, {x_, y_}] := {-D[f, y], D[f, x]};
curl[___] := $Unevaluated;
laplacian[f_, v_List] := laplacian[f, v, "Cartesian"];
laplacian[f_List, v_List, chart_] := With[{h = scales[v, chart, Length[v]]}, If[h === $Failed, $Unevaluated, If[Union[h] === {1}, laplacian[#, v, chart] & /@ f, $Unevaluated]]];
laplacian[f_, v_List, chart_] := Module[{h = scales[v, chart, Length[v]], J},
   If[h === $Failed, Return[$Unevaluated]];
   If[Union[h] === {1}, Return[Total[D[f, {#, 2}] & /@ v]]];
   curvilinear[f, v, h]];
(* with the factors of each coordinate kept together, as in textbooks *)
curvilinear[f_, {r_, t_}, {1, r_}] := (D[f, {t, 2}]/r + D[f, r])/r + D[f, {r, 2}];
curvilinear[f_, {r_, t_, z_}, {1, r_, 1}] := (D[f, {t, 2}]/r + D[f, r])/r + D[f, {z, 2}] + D[f, {r, 2}];
curvilinear[f_, {r_, th_, ph_}, {1, r_, r_ Sin[th_]}] := (D[f, {th, 2}]/r + D[f, r])/r + (Csc[th] (Csc[th] D[f, {ph, 2}]/r + Cos[th] D[f, th]/r + D[f, r] Sin[th]))/r + D[f, {r, 2}];
curvilinear[f_, v_, h_] := With[{J = Times @@ h}, Expand[Sum[D[J D[f, v[[i]]]/h[[i]]^2, v[[i]]], {i, Length[v]}]/J]];

(* ---- determinants of functions *)
wronskian[f_List, x_Symbol] := tidy[Det[Table[D[g, {x, k}], {k, 0, Length[f] - 1}, {g, f}]]];
wronskian[eqn_Equal, y_[x_] | y_Symbol, x_Symbol] := Module[{e = eqn[[1]] - eqn[[2]], n, h = y},
   n = Max[Cases[e, HoldPattern[Derivative[k_][h][x]] :> k, {0, Infinity}]];
   C[1] E^(-Integrate[Cancel[Coefficient[e, Derivative[n - 1][h][x]]/Coefficient[e, Derivative[n][h][x]]], x])];
wronskian[___] := $Unevaluated;
casoratian[f_List, n_Symbol] := tidy[Det[Table[g /. n -> n + k, {k, 0, Length[f] - 1}, {g, f}]]];
casoratian[___] := $Unevaluated;
tidy[e_] := With[{s = Quiet[TimeConstrained[Simplify[e], 4, e]]}, If[FreeQ[s, Simplify], s, e]];

arcLength[f_List, {t_, a_, b_}, opts___] := Integrate[speed[D[f, t]], {t, a, b}];
arcLength[f_, {x_, a_, b_}, opts___] := Integrate[Sqrt[Together[1 + D[f, x]^2]], {x, a, b}];
arcLength[___] := $Unevaluated;
speed[v_] := With[{s = tidy[v . v]}, Sqrt[s] /. Sqrt[Power[q_, 2]] :> Abs[q]];
arcCurvature[f_List, t_] := Module[{d = D[f, t], e = D[f, {t, 2}]},
   If[Length[f] == 2, Abs[tidy[d[[1]] e[[2]] - d[[2]] e[[1]]]]/tidy[d . d]^(3/2), Sqrt[tidy[(d . d) (e . e) - (d . e)^2]]/tidy[d . d]^(3/2)] // tidy];
arcCurvature[f_, x_] := Abs[D[f, {x, 2}]]/(1 + D[f, x]^2)^(3/2);
arcCurvature[___] := $Unevaluated;

(* ---- differences *)
differenceDelta[f_List, i_] := differenceDelta[#, i] & /@ f;
differenceDelta[f_, i_Symbol] := differenceDelta[f, {i, 1, 1}];
differenceDelta[f_, {i_Symbol, n_}] := differenceDelta[f, {i, n, 1}];
differenceDelta[f_, {i_Symbol, n_, h_}] := With[{r = wave[f, i, n, h]}, Which[r =!= $Failed, r, IntegerQ[n] && n >= 0, Nest[shorter[(# /. i -> i + h) - #] &, f, n], True, $Unevaluated]];
(* differences of exponentials and waves: a factor and a shift *)
wave[c_ f_, i_, n_, h_] /; FreeQ[c, i] && ! FreeQ[f, i] := With[{r = wave[f, i, n, h]}, If[r === $Failed, r, c r]];
wave[b_^u_, i_, n_, h_] /; FreeQ[b, i] := With[{a = slope[u, i]}, If[a === $Failed, a, b^u (b^(a h) - 1)^n]];
wave[(f : Sin | Cos)[u_], i_, n_, h_] := With[{a = slope[u, i]}, If[a === $Failed, a, (2 Sin[a h/2])^n f[u + n/2 (a h + Pi)]]];
wave[(f : Sinh | Cosh)[u_], i_, n_Integer, h_] := With[{a = slope[u, i]}, If[a === $Failed, a, (2 Sinh[a h/2])^n If[EvenQ[n], f, f /. {Sinh -> Cosh, Cosh -> Sinh}][Expand[u + n a h/2]]]];
wave[___] := $Failed;
slope[u_, i_] := With[{a = D[u, i]}, If[a =!= 0 && FreeQ[a, i], a, $Failed]];
differenceDelta[f_, first_, rest__] := With[{r = differenceDelta[f, first]}, differenceDelta[r, rest]];
shorter[e_] := With[{x = Expand[e], t = Quiet[Together[e]]}, First[SortBy[{x, t, e}, LeafCount]]];
discreteShift[f_, i_Symbol] := f /. i -> i + 1;
discreteShift[f_, {i_Symbol, n_}] := f /. i -> i + n;
discreteShift[f_, {i_Symbol, n_, h_}] := f /. i -> i + n h;
discreteShift[f_, first_, rest__] := discreteShift[discreteShift[f, first], rest];
discreteRatio[f_, i_Symbol] := tidyRatio[(f /. i -> i + 1)/f];
discreteRatio[f_, {i_Symbol, n_Integer}] := Nest[tidyRatio[(# /. i -> i + 1)/#] &, f, n];
discreteRatio[___] := $Unevaluated;
tidyRatio[e_] := (LoadUnit["calculus/sum"]; Together[System`Library`calculus`sum`gammaRatio[e /. {Factorial[g_] :> Gamma[g + 1], Binomial[u_, v_] :> Gamma[u + 1]/(Gamma[v + 1] Gamma[u - v + 1])}] //. Power[b_, u_] Power[b_, v_] :> b^Expand[u + v]]);
