(* functions.wl - PowerExpand, ComplexExpand. *)

(* ---- PowerExpand: as if all were positive. *)
powerExpand[e_] := e //. powerRules
powerExpand[e_, vars_] := Module[{v = If[ListQ[vars], Alternatives @@ vars, vars]}, e //. (rule : Power[Power[_, _] | _Times, _] /; ! FreeQ[rule, v] :> powerStep[rule]) /. (l : Log[_Times | Power[_, _]] /; ! FreeQ[l, v] :> (l //. powerRules))]
powerStep[e_] := e /. powerRules
powerRules = {
  Power[e_Times, p_] /; ! IntegerQ[p] && ! NumericQ[e] :> Times @@ (Power[#, p] & /@ List @@ e),
  Power[Power[a_, b_], c_] /; ! IntegerQ[c] || ! NumericQ[a] :> a^Expand[b c],
  Log[e_Times] /; ! NumericQ[e] || MatchQ[e, Times[_Rational | _Integer, __]] :> Total[Log /@ (List @@ e)],
  Log[Power[a_, b_]] :> b Log[a],
  Log[n_Integer] /; n > 1 && ! PrimeQ[n] :> Total[#[[2]] Log[#[[1]]] & /@ FactorInteger[n]],
  Log[r_Rational] /; r > 0 :> Log[Numerator[r]] - Log[Denominator[r]],
  Log[Power[E, x_]] :> x,
  ArcTan[Tan[x_]] :> x, ArcSin[Sin[x_]] :> x, ArcCos[Cos[x_]] :> x,
  Abs[x_Times] :> Times @@ (Abs /@ List @@ x)}

(* ---- ComplexExpand: real variables except the given ones. *)
complexExpand[e_, vars_] := complexExpand[e, vars, Automatic]
complexExpand[e_List, vars_, t_] := complexExpand[#, vars, t] & /@ e
complexExpand[e : (Equal | Unequal)[__], vars_, t_] := complexExpand[#, vars, t] & /@ e
complexExpand[e_, vars_, t_] := Block[{complexes = If[ListQ[vars], vars, {vars}], targets = If[t === Automatic || ListQ[t], t, {t}]},
  Module[{p = parts[e]}, inTargets[Expand[p[[1]]] + If[p[[2]] === 0, 0, Expand[I p[[2]]]]]]]
(* the functions of the complex variables that the result may have *)
inTargets[e_] := Which[targets === Automatic || ! FreeQ[targets, Re | Im], e,
  ! FreeQ[targets, Conjugate], Expand[e /. {Re[z_] :> (z + Conjugate[z])/2, Im[z_] :> (z - Conjugate[z])/(2 I)}],
  ! FreeQ[targets, Abs | Arg], e /. {Re[z_] :> Abs[z] Cos[Arg[z]], Im[z_] :> Abs[z] Sin[Arg[z]]},
  True, e]
parts[e_?NumericQ] /; NumberQ[e] := {Re[e], Im[e]}
parts[e_] /; complexes =!= {} && AnyTrue[complexes, MatchQ[e, #] &] := {Re[e], Im[e]}
parts[e_] /; FreeQ[e, _Complex | Abs | Re | Im | Arg | Conjugate | Sign] && FreeQ[e, Alternatives @@ complexes] && realForm[e] := {e, 0}
realForm[e_Symbol] := True
realForm[e_?NumberQ] := True
realForm[e_Plus | e_Times] := AllTrue[List @@ e, realForm]
realForm[Power[a_, n_Integer]] := realForm[a]
realForm[Power[a_?NumericQ, b_]] := TrueQ[a > 0] && realForm[b]
realForm[(Sin | Cos | Tan | Cot | Sec | Csc | Sinh | Cosh | Tanh | Sech | Csch | Coth | ArcTan | ArcSinh | Erf | Gamma)[u_]] := realForm[u]
realForm[f_Symbol[u__]] := ! MemberQ[Attributes[f], NumericFunction]
realForm[_] := False
parts[e_Symbol] := {e, 0}
parts[e_Plus] := Total[parts /@ List @@ e]
parts[e_Times] := Fold[multiply, {1, 0}, parts /@ List @@ e]
multiply[{a_, b_}, {c_, d_}] := {a c - b d, a d + b c}
parts[Power[a_, n_Integer]] := Module[{p = parts[a]},
  If[p[[2]] === 0, Return[{p[[1]]^n, 0}]];
  If[n > 0, Expand[Fold[multiply, {1, 0}, ConstantArray[p, n]]],
    With[{q = Fold[multiply, {1, 0}, ConstantArray[p, -n]], m = (p[[1]]^2 + p[[2]]^2)^-n}, {Expand[q[[1]]]/m, -Expand[q[[2]]]/m} /. Times[c_, Power[d_, k_]] :> c d^k] // distributeOver]]
distributeOver[{a_, b_}] := {spread[a], spread[b]}
spread[Times[s_Plus, r__]] := # Times[r] & /@ s
spread[Times[-1, s_Plus, r__]] := -# Times[r] & /@ s
spread[e_] := e
parts[Power[E, u_]] := With[{p = parts[u]}, {E^p[[1]] Cos[p[[2]]], E^p[[1]] Sin[p[[2]]]}]
parts[Power[a_, u_]] := Module[{p = parts[a], q = parts[u], size, angle},
  If[p[[2]] === 0 && TrueQ[p[[1]] > 0],
    Return[{p[[1]]^q[[1]] Cos[q[[2]] Log[p[[1]]]], p[[1]]^q[[1]] Sin[q[[2]] Log[p[[1]]]]}]];
  angle = argument[p];
  If[p[[2]] === 0 && NumericQ[p[[1]]], Return[With[{r = Abs[p[[1]]]}, If[q[[2]] === 0, r^q[[1]] {Cos[q[[1]] angle], Sin[q[[1]] angle]}, With[{m = r^q[[1]] E^(-q[[2]] angle), t = q[[1]] angle + q[[2]] Log[r]}, {m Cos[t], m Sin[t]}]]]]];
  size = If[p[[2]] === 0, (p[[1]]^2), p[[1]]^2 + p[[2]]^2];
  If[q[[2]] === 0,
    {size^(q[[1]]/2) Cos[q[[1]] angle], size^(q[[1]]/2) Sin[q[[1]] angle]},
    With[{m = size^(q[[1]]/2) E^(-q[[2]] angle), t = q[[1]] angle + q[[2]] Log[size]/2}, {m Cos[t], m Sin[t]}]]]
argument[{x_, 0}] := Arg[x]
argument[{c_. Re[z_], c_. Im[z_]}] /; TrueQ[c > 0] := Arg[z]
argument[{x_, y_}] := If[NumericQ[x] && NumericQ[y] || MatchQ[targets, {Re, Im} | {Im, Re}], ArcTan[x, y], Arg[x + I y]]
parts[Sin[u_]] := With[{p = parts[u]}, {Sin[p[[1]]] Cosh[p[[2]]], Cos[p[[1]]] Sinh[p[[2]]]}]
parts[Cos[u_]] := With[{p = parts[u]}, {Cos[p[[1]]] Cosh[p[[2]]], -Sin[p[[1]]] Sinh[p[[2]]]}]
parts[Tan[u_]] := With[{p = parts[u]}, With[{d = Cos[2 p[[1]]] + Cosh[2 p[[2]]]}, {Sin[2 p[[1]]]/d, Sinh[2 p[[2]]]/d}]]
parts[Cot[u_]] := With[{p = parts[u]}, With[{d = Cos[2 p[[1]]] - Cosh[2 p[[2]]]}, {-Sin[2 p[[1]]]/d, Sinh[2 p[[2]]]/d}]]
parts[Sec[u_]] := With[{p = parts[u]}, With[{d = Cos[2 p[[1]]] + Cosh[2 p[[2]]]}, {2 Cos[p[[1]]] Cosh[p[[2]]]/d, 2 Sin[p[[1]]] Sinh[p[[2]]]/d}]]
parts[Csc[u_]] := With[{p = parts[u]}, With[{d = Cos[2 p[[1]]] - Cosh[2 p[[2]]]}, {-2 Cosh[p[[2]]] Sin[p[[1]]]/d, 2 Cos[p[[1]]] Sinh[p[[2]]]/d}]]
parts[Sech[u_]] := With[{p = parts[u]}, With[{d = Cos[2 p[[2]]] + Cosh[2 p[[1]]]}, {2 Cos[p[[2]]] Cosh[p[[1]]]/d, -2 Sin[p[[2]]] Sinh[p[[1]]]/d}]]
parts[Csch[u_]] := With[{p = parts[u]}, With[{d = Cos[2 p[[2]]] - Cosh[2 p[[1]]]}, {-2 Cos[p[[2]]] Sinh[p[[1]]]/d, 2 Cosh[p[[1]]] Sin[p[[2]]]/d}]]
parts[Coth[u_]] := With[{p = parts[u]}, With[{d = Cos[2 p[[2]]] - Cosh[2 p[[1]]]}, {-Sinh[2 p[[1]]]/d, Sin[2 p[[2]]]/d}]]
(* inverse functions of what is not real, by logarithms *)
parts[ArcTan[u_]] /; parts[u][[2]] =!= 0 := arcTangent[parts[u]]
arcTangent[p_] := {argument[{1 - p[[2]], p[[1]]}]/2 - argument[{1 + p[[2]], -p[[1]]}]/2, Log[p[[1]]^2 + (1 + p[[2]])^2]/4 - Log[p[[1]]^2 + (1 - p[[2]])^2]/4}
parts[ArcCot[u_]] /; parts[u][[2]] =!= 0 := arcTangent[parts[1/u]]
parts[ArcTanh[u_]] /; parts[u][[2]] =!= 0 := parts[Log[1 + u]/2 - Log[1 - u]/2]
parts[ArcCoth[u_]] /; parts[u][[2]] =!= 0 := With[{q = arcTangent[{-1, 1} Reverse[parts[1/u]]]}, {q[[2]], -q[[1]]}]
parts[ArcSinh[u_]] /; parts[u][[2]] =!= 0 := parts[Log[u + Sqrt[1 + u^2]]]
parts[ArcCosh[u_]] /; parts[u][[2]] =!= 0 := parts[Log[u + Sqrt[u - 1] Sqrt[u + 1]]]
parts[ArcSin[u_]] /; parts[u][[2]] =!= 0 := parts[-I Log[I u + Sqrt[1 - u^2]]]
parts[ArcCos[u_]] /; parts[u][[2]] =!= 0 := {Pi/2, 0} - parts[ArcSin[u]]
parts[Sinh[u_]] := With[{p = parts[u]}, {Sinh[p[[1]]] Cos[p[[2]]], Cosh[p[[1]]] Sin[p[[2]]]}]
parts[Cosh[u_]] := With[{p = parts[u]}, {Cosh[p[[1]]] Cos[p[[2]]], Sinh[p[[1]]] Sin[p[[2]]]}]
parts[Tanh[u_]] := With[{p = parts[u]}, With[{d = Cosh[2 p[[1]]] + Cos[2 p[[2]]]}, {Sinh[2 p[[1]]]/d, Sin[2 p[[2]]]/d}]]
parts[Log[Times[c_?NumericQ, u__]]] /; TrueQ[c > 0] := {Log[c], 0} + parts[Log[Times[u]]]
parts[Log[u_]] := With[{p = parts[u]}, {If[p[[2]] === 0, Log[Abs[p[[1]]]] /. Log[Abs[x_]] /; ! NumericQ[x] :> Log[x^2]/2, Log[p[[1]]^2 + p[[2]]^2]/2], argument[p]}]
parts[Re[u_]] := {parts[u][[1]], 0}
parts[Im[u_]] := {parts[u][[2]], 0}
parts[Conjugate[u_]] := parts[u] {1, -1}
parts[Abs[u_Times]] := {Times @@ (First[parts[Abs[#]]] & /@ List @@ u), 0}
parts[Abs[Power[a_, u_]]] /; TrueQ[a > 0] := {a^First[parts[u]], 0}
parts[Abs[u_]] := With[{p = parts[u]}, {If[p[[2]] === 0, If[NumericQ[p[[1]]], Abs[p[[1]]], Sqrt[p[[1]]^2]], Sqrt[p[[1]]^2 + p[[2]]^2]], 0}]
parts[Arg[u_]] := {argument[parts[u]], 0}
parts[Sign[u_]] := With[{p = parts[u]}, With[{m = Sqrt[p[[1]]^2 + p[[2]]^2]}, {p[[1]]/m, p[[2]]/m}]]
parts[f_[u__]] /; AllTrue[{u}, parts[#][[2]] === 0 &] := {f @@ (First /@ parts /@ {u}), 0}
parts[e_] := {Re[e], Im[e]}
