(* series_functions.wl - functions by their series: MeijerG and RiemannR.

   MeijerG is a known function where it is one, otherwise it has numbers by residues.

   G[z] is the sum over the residues at the poles of Gamma[b1 + s] ... Gamma[bm + s] (Slater): with parameters b that do not differ by integers, a sum of
   hypergeometric functions. Parameters that do are moved apart by a little, at a precision that makes up for it. *)

meijerG[{{an___}, {ap___}}, {{bm___}, {bq___}}, z_] := Module[{a1 = {an}, a2 = {ap}, b1 = {bm}, b2 = {bq}, r},
  If[poleQ[a1, b1], Message[MeijerG::hdiv, HoldForm[MeijerG[{{an}, {ap}}, {{bm}, {bq}}, z]]]; Return[$Unevaluated, Module]];
  {a1, b2} = cancel[a1, b2]; {b1, a2} = cancel[b1, a2];
  If[z === 0, Return[$Unevaluated, Module]];
  If[Precision[{a1, a2, b1, b2, z}] < Infinity && AllTrue[Flatten[{a1, a2, b1, b2, z}], NumericQ], Return[numeric[a1, a2, b1, b2, z], Module]];
  r = known[a1, a2, b1, b2, z];
  Which[
    r =!= None, r,
    Length[{an}] + Length[{bq}] > Length[a1] + Length[b2] || Length[{ap}] + Length[{bm}] > Length[a2] + Length[b1], MeijerG[{a1, a2}, {b1, b2}, z],
    True, $Unevaluated]]
(* The generalised form: the integrand has r s for s, and so the function z^(1/r) for z. *)
meijerG[a : {_List, _List}, b : {_List, _List}, z_, r_] := meijerG[a, b, If[r === 1, z, z^(1/r)]]
meijerG[_, _, _] := (Message[MeijerG::hform]; $Unevaluated)
meijerG[___] := $Unevaluated

(* A pole of Gamma[1 - a + s] on one of Gamma[b - s]: a - b a positive integer. *)
poleQ[a_, b_] := AnyTrue[Flatten[Outer[Subtract, a, b]], IntegerQ[#] && # > 0 &]
(* Equal parameters above and below drop out. *)
cancel[a_, b_] := Module[{x = a, y = b, p},
  Do[p = FirstPosition[y, e, None, {1}, Heads -> False]; If[p =!= None, y = Delete[y, p]; x = Delete[x, FirstPosition[x, e, None, {1}, Heads -> False]]], {e, a}];
  {x, y}]

(* ---- functions with names *)
known[{}, {}, {b_}, {}, z_] := z^b Exp[-z]
known[{a_}, {}, {b_}, {}, z_] := Gamma[1 - a + b] z^b (1 + z)^(a - b - 1)
known[{a_}, {}, {}, {}, z_] := z^(a - 1) Exp[-1/z]
known[{}, {}, {b_}, {c_}, z_] := z^((b + c)/2) BesselJ[b - c, 2 Sqrt[z]]
known[{}, {}, {b_, c_}, {}, z_] := 2 z^((b + c)/2) BesselK[b - c, 2 Sqrt[z]]
known[{a_}, {}, {b_, c_}, {}, z_] := Gamma[b - a + 1] Gamma[c - a + 1] z^b HypergeometricU[b - a + 1, b - c + 1, z]
known[{}, {a_}, {b_, c_}, {}, z_] := named[{a}, Sort[{b, c}], z]
named[{1}, {0, 0}, z_] := -ExpIntegralEi[-z]
named[{1}, {0, 1/2}, z_] := Sqrt[Pi] Erfc[Sqrt[z]]
named[{a_}, {0, b_}, z_] /; a === 1 := Gamma[b, z]
named[{a_}, {b_, c_}, z_] := Exp[-z] z^b HypergeometricU[a - c, b - c + 1, z]
known[{a_}, {}, {b_}, {c_}, z_] := lower[a, b, c, z]
lower[1, b_, 0, z_] := Gamma[b] - Gamma[b, z]
lower[a_, b_, c_, z_] := Gamma[1 - a + b] z^b Hypergeometric1F1Regularized[1 - a + b, 1 - c + b, -z]
known[{1, 1}, {}, {1}, {0}, z_] := Log[1 + z]
known[{1, 1/2}, {}, {1/2}, {0}, z_] := 2 ArcTan[Sqrt[z]]
known[{1/2, 1}, {}, {1/2}, {0}, z_] := 2 ArcTan[Sqrt[z]]
known[{1, 1}, {}, {1/2}, {0}, z_] := 2 Sqrt[Pi] ArcSinh[Sqrt[z]]
known[{}, {}, {0}, {1/2}, z_] := Cos[2 Sqrt[z]]/Sqrt[Pi]
known[{}, {}, {1/2}, {0}, z_] := Sin[2 Sqrt[z]]/Sqrt[Pi]
known[{a_}, {}, {b_}, {c_, d_}, z_] := hyper[{a}, {}, {b}, {c, d}, z]
known[{a_, c_}, {}, {b_}, {d_}, z_] := Gamma[1 - a + b] Gamma[1 - c + b] z^b Hypergeometric2F1Regularized[1 - a + b, 1 - c + b, 1 - d + b, -z]
(* fewer parameters b than a: by the inverse of the argument *)
known[a1_, a2_, b1_, b2_, z_] /; Length[a1] + Length[a2] > Length[b1] + Length[b2] := known[1 - b1, 1 - b2, 1 - a1, 1 - a2, 1/z]
(* one series of a small hypergeometric function *)
known[a1_, a2_, {b_}, b2_, z_] /; Length[a1] + Length[a2] <= Length[b2] + 1 && Length[a1] + Length[a2] <= 2 := hyper[a1, a2, {b}, b2, z]
known[___] := None
hyper[a1_, a2_, {b_}, b2_, z_] := With[{f = FunctionExpand[series[a1, a2, {b}, b2, z, 1]]}, If[FreeQ[f, HypergeometricPFQ], f, None]]

(* The series at the h-th parameter of b1. *)
series[a1_, a2_, b1_, b2_, z_, h_] := Module[{b = b1[[h]], others = Delete[b1, h]},
  Times @@ (Gamma /@ (others - b)) Times @@ (Gamma /@ (1 + b - a1))/(Times @@ (Gamma /@ (1 + b - b2)) Times @@ (Gamma /@ (a2 - b))) z^b *
   HypergeometricPFQ[1 + b - Join[a1, a2], 1 + b - Join[others, b2], (-1)^(Length[a2] - Length[b1]) z]]

(* ---- numbers *)
numeric[a1_, a2_, b1_, b2_, z_] := Module[{p = Length[a1] + Length[a2], q = Length[b1] + Length[b2]},
  If[p > q || p == q && Abs[N[z]] > 1,
    residues[1 - b1, 1 - b2, 1 - a1, 1 - a2, 1/z, Precision[{a1, a2, b1, b2, z}]],
    residues[a1, a2, b1, b2, z, Precision[{a1, a2, b1, b2, z}]]]]
residues[a1_, a2_, b1_, b2_, z_, precision_] := Module[{digits = If[precision === MachinePrecision, 17, Ceiling[precision]], work, h, b, value, e},
  If[b1 === {}, Return[If[precision === MachinePrecision, 0., N[0, precision]], Module]];
  work = 4 digits + 40;
  {e[1], e[2], e[3], e[4], e[5]} = {exact[a1], exact[a2], exact[b1], exact[b2], exact[z]};
  h = If[AnyTrue[Subsets[e[3], {2}], IntegerQ[#[[1]] - #[[2]]] &], 10^(-digits - 8), 0];
  b = e[3] + h Range[Length[e[3]]];
  (* The series are evaluated at high precision: the moved parameters make large terms that cancel. *)
  value = Sum[N[series[e[1], e[2], b, e[4], e[5], k], work], {k, Length[b]}];
  If[! NumberQ[value], Return[$Unevaluated, Module]];
  If[precision === MachinePrecision, N[If[real[{a1, a2, b1, b2, z}] && Abs[Im[value]] < 10^-15 Abs[value] , Re[value], value]], SetPrecision[value, precision]]]
exact[x_] := x /. r_Real :> SetPrecision[r, Infinity]
real[x_] := FreeQ[x, _Complex] && TrueQ[Last[Flatten[x]] > 0]

(* ---- RiemannR by Gram's series *)
riemannR[0] := 0
riemannR[1] := 1
riemannR[x_?InexactNumberQ] := If[x == 0, 0 x, gram[x]]
riemannR[___] := $Unevaluated
gram[x_] := Module[{machine = Precision[x] === MachinePrecision, digits, log, term = 1, sum = 1, k = 0, guard},
  digits = If[machine, 17, Ceiling[Precision[x]]];
  guard = 10 + Ceiling[Abs[N[Log[N[SetPrecision[x, 20]]]]]/2];
  log = N[Log[SetPrecision[x, Infinity]], digits + guard];
  While[k < 5 || Abs[term/(k Zeta[k + 1])] > 10^(-digits - 3) Abs[sum],
    k++;
    term = term log/k;
    sum = sum + term/(k N[Zeta[k + 1], digits + guard])];
  If[machine, N[sum], SetPrecision[sum, Precision[x]]]]
