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
complexExpand[e_List, vars_] := complexExpand[#, vars] & /@ e
complexExpand[e : (Equal | Unequal)[__], vars_] := complexExpand[#, vars] & /@ e
complexExpand[e_, vars_] := Block[{complexes = If[ListQ[vars], vars, {vars}]},
  Module[{p = parts[e]}, Expand[p[[1]]] + If[p[[2]] === 0, 0, Expand[I p[[2]]]]]]

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
  size = If[p[[2]] === 0, (p[[1]]^2), p[[1]]^2 + p[[2]]^2];
  angle = argument[p];
  If[q[[2]] === 0,
    {size^(q[[1]]/2) Cos[q[[1]] angle], size^(q[[1]]/2) Sin[q[[1]] angle]},
    With[{m = size^(q[[1]]/2) E^(-q[[2]] angle), t = q[[1]] angle + q[[2]] Log[size]/2}, {m Cos[t], m Sin[t]}]]]
argument[{x_, 0}] := If[NumericQ[x], Arg[x], Arg[x]]
argument[{x_, y_}] := If[NumericQ[x] && NumericQ[y], ArcTan[x, y], Arg[x + I y]]
parts[Sin[u_]] := With[{p = parts[u]}, {Sin[p[[1]]] Cosh[p[[2]]], Cos[p[[1]]] Sinh[p[[2]]]}]
parts[Cos[u_]] := With[{p = parts[u]}, {Cos[p[[1]]] Cosh[p[[2]]], -Sin[p[[1]]] Sinh[p[[2]]]}]
parts[Tan[u_]] := With[{p = parts[u]}, With[{d = Cos[2 p[[1]]] + Cosh[2 p[[2]]]}, {Sin[2 p[[1]]]/d, Sinh[2 p[[2]]]/d}]]
parts[Cot[u_]] := With[{p = parts[u]}, With[{d = Cos[2 p[[1]]] - Cosh[2 p[[2]]]}, {-Sin[2 p[[1]]]/d, Sinh[2 p[[2]]]/d}]]
parts[Sec[u_]] := parts[1/Cos[u] /. Power[Cos[v_], -1] :> inverseOf[Cos[v]]]
parts[Csc[u_]] := parts[inverseOf[Sin[u]]]
parts[inverseOf[f_]] := With[{p = parts[f]}, With[{m = p[[1]]^2 + p[[2]]^2}, {p[[1]]/m, -p[[2]]/m}]]
parts[Sinh[u_]] := With[{p = parts[u]}, {Sinh[p[[1]]] Cos[p[[2]]], Cosh[p[[1]]] Sin[p[[2]]]}]
parts[Cosh[u_]] := With[{p = parts[u]}, {Cosh[p[[1]]] Cos[p[[2]]], Sinh[p[[1]]] Sin[p[[2]]]}]
parts[Tanh[u_]] := With[{p = parts[u]}, With[{d = Cosh[2 p[[1]]] + Cos[2 p[[2]]]}, {Sinh[2 p[[1]]]/d, Sin[2 p[[2]]]/d}]]
parts[Log[u_]] := With[{p = parts[u]}, {If[p[[2]] === 0, Log[Abs[p[[1]]]] /. Log[Abs[x_]] /; ! NumericQ[x] :> Log[x^2]/2, Log[p[[1]]^2 + p[[2]]^2]/2], argument[p]}]
parts[Re[u_]] := {parts[u][[1]], 0}
parts[Im[u_]] := {parts[u][[2]], 0}
parts[Conjugate[u_]] := parts[u] {1, -1}
parts[Abs[u_]] := With[{p = parts[u]}, {If[p[[2]] === 0, If[NumericQ[p[[1]]], Abs[p[[1]]], Sqrt[p[[1]]^2]], Sqrt[p[[1]]^2 + p[[2]]^2]], 0}]
parts[Arg[u_]] := {argument[parts[u]], 0}
parts[Sign[u_]] := With[{p = parts[u]}, With[{m = Sqrt[p[[1]]^2 + p[[2]]^2]}, {p[[1]]/m, p[[2]]/m}]]
parts[f_[u__]] /; AllTrue[{u}, parts[#][[2]] === 0 &] := {f @@ (First /@ parts /@ {u}), 0}
parts[e_] := {Re[e], Im[e]}
