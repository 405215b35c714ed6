(* elliptic.wl - elliptic integrals in Legendre's form: square roots of even quartics, of quotients of such quadratics and of a + b Cos[x];
   square roots of 1 + Sin[x] and the like, which are not elliptic; powers with symbolic exponents. *)

no = $Failed;
linear = System`Library`calculus`integrate`linear;
root = System`Library`calculus`rational`root;

integrate[f_, x_] := Module[{r},
   Do[r = m[f, x]; If[r =!= no, Return[r, Module]], {m, {halfAngle, modulus, quartic, symbolicPower}}];
   no];

(* ---- (a + a Cos[g])^(n/2): a Cos[g/2]^2 2 under the root *)
halfAngle[f_, x_] := Module[{c = DeleteDuplicates[Cases[{f}, Power[q_, n_Rational] /; ! FreeQ[q, x] && Denominator[n] === 2 :> {q, n}, {0, Infinity}]], q, n, h, g, a, s, rest, r, l},
   If[Length[c] =!= 1, Return[no]];
   {q, n} = First[c];
   h = DeleteDuplicates[Cases[{q}, (Sin | Cos)[_], {0, Infinity}]];
   If[Length[h] =!= 1, Return[no]];
   h = First[h]; g = First[h]; l = linear[g, x];
   a = q /. h -> 0;
   If[l === no || ! FreeQ[a, x] || n === -1/2 && f =!= q^n, Return[no]];
   s = Which[Expand[q - a (1 + h)] === 0, 1, Expand[q - a (1 - h)] === 0, -1, True, Return[no]];
   rest = Cancel[f/q^n];
   If[rest =!= 1, Return[no]];
   If[n === 1/2, Return[2/l[[2]] Sqrt[q] If[Head[h] === Cos, If[s === 1, Tan[g/2], -Cot[g/2]],
       If[s === 1, (Sin[g/2] - Cos[g/2])/(Cos[g/2] + Sin[g/2]), (Cos[g/2] + Sin[g/2])/(Cos[g/2] - Sin[g/2])]]]];
   If[n =!= -1/2, Return[no]];
   2/l[[2]]/Sqrt[q] If[Head[h] === Cos, If[s === 1, ArcTanh[Sin[g/2]] Cos[g/2], Log[Tan[g/4]] Sin[g/2]],
      If[s === 1, ArcTanh[Sin[g/2 - Pi/4]] Cos[g/2 - Pi/4], ArcTanh[Sin[g/2 + Pi/4]] Cos[g/2 + Pi/4]]]];

(* ---- (a + b Cos[g])^(1/2), ^(-1/2) and the same with Sin[g] *)
modulus[f_, x_] := Module[{q, n, h, g, a, b, l, m, phase},
   If[! MatchQ[f, Power[_, 1/2 | -1/2]], Return[no]];
   {q, n} = List @@ f;
   h = DeleteDuplicates[Cases[{q}, (Sin | Cos)[_], {0, Infinity}]];
   If[Length[h] =!= 1, Return[no]];
   h = First[h]; g = First[h]; l = linear[g, x];
   If[l === no || ! PolynomialQ[q, h] || Exponent[q, h] =!= 1, Return[no]];
   {a, b} = {Coefficient[q, h, 0], Coefficient[q, h, 1]};
   If[! FreeQ[{a, b}, x] || a === 0, Return[no]];
   m = Together[2 b/(a + b)];
   phase = If[Head[h] === Cos, g/2, -(Pi/2 - g)/2];
   phase = If[Head[h] === Cos, phase, (Pi/2 - g)/2];
   If[Head[h] === Sin, l[[2]] = -l[[2]]];
   If[NumericQ[a + b] && TrueQ[a + b > 0],
    If[n === 1/2, 2 Sqrt[a + b] EllipticE[phase, m]/l[[2]], 2 EllipticF[phase, m]/(Sqrt[a + b] l[[2]])],
    If[n === 1/2, 2 Sqrt[q] EllipticE[phase, m]/(l[[2]] Sqrt[q/(a + b)]), 2 Sqrt[q/(a + b)] EllipticF[phase, m]/(l[[2]] Sqrt[q])]]];

(* ---- square roots of even quartics a (1 - p x^2) (1 - q x^2) *)
quartic[f_, x_] := Module[{c = Cases[{f}, Power[g_, n_Rational] /; ! FreeQ[g, x] :> {g, n}, {0, Infinity}], g, p, q, rest, k, e},
   If[c === {} || ! AllTrue[c[[All, 2]], Denominator[#] === 2 &], Return[no]];
   e = Together[Times @@ (Power @@@ ({#[[1]], 2 #[[2]]} & /@ c))];
   rest = Cancel[f/(Times @@ (Power @@@ c))];
   If[rest =!= 1 && ! MatchQ[rest, x^2], Return[no]];
   {p, q} = {Expand[Numerator[e]], Expand[Denominator[e]]};
   If[! PolynomialQ[p, x] || ! PolynomialQ[q, x], Return[no]];
   Which[
    (* 1/Sqrt[quartic] and x^2/Sqrt[quartic] *)
    FreeQ[p, x] && Exponent[q, x] === 4 && Coefficient[q, x, 1] === 0 && Coefficient[q, x, 3] === 0,
     k = shape[q, x];
     If[k === no, Return[no]];
     Sqrt[p] If[rest === 1, EllipticF[angle[k[[2]], x], Cancel[k[[3]]/k[[2]]]]/radical[k[[1]] k[[2]]],
       (EllipticF[angle[k[[2]], x], Cancel[k[[3]]/k[[2]]]] - EllipticE[angle[k[[2]], x], Cancel[k[[3]]/k[[2]]]]) radical[k[[2]]]/(radical[k[[1]]] Cancel[k[[2]] k[[3]]])],
    (* Sqrt[(1 - p x^2)/(1 - q x^2)] *)
    rest === 1 && Exponent[p, x] === 2 && Exponent[q, x] === 2 && Coefficient[p, x, 1] === 0 && Coefficient[q, x, 1] === 0,
     With[{u = -Cancel[Coefficient[p, x, 2]/Coefficient[p, x, 0]], v = -Cancel[Coefficient[q, x, 2]/Coefficient[q, x, 0]]},
      If[! (NumericQ[v] && TrueQ[v > 0]), Return[no]];
      radical[Coefficient[p, x, 0]/Coefficient[q, x, 0]] EllipticE[angle[v, x], Cancel[u/v]]/radical[v]],
    True, no]];
(* {a, p, q}; p is the positive or the simpler root *)
shape[g_, x_] := Module[{a, b, c, d, p, q, y, list},
   {c, b, a} = {Coefficient[g, x, 4], Coefficient[g, x, 2], Coefficient[g, x, 0]};
   If[a === 0 || ! FreeQ[{a, b, c}, x], Return[no]];
   list = y /. Quiet[Solve[y^2 + (b/a) y + c/a == 0, y]];
   If[! MatchQ[list, {_, _}], Return[no]];
   list = Simplify[list];
   If[AllTrue[list, NumericQ], list = SortBy[list, {Boole[Im[N[#]] =!= 0. && Im[N[#]] != 0], -Sign[N[Re[#]]], Abs[N[#]], N[Im[#]]} &], list = SortBy[list, LeafCount]];
   {a, list[[1]], list[[2]]}];
radical[e_] := If[NumericQ[e], Sqrt[e], root[e]];
angle[p_, x_] := Which[p === 1, ArcSin[x], p === -I, I ArcSinh[(-1)^(1/4) x], NumericQ[p] && TrueQ[p < 0], I ArcSinh[Sqrt[-p] x], True, ArcSin[radical[p] x]];

(* ---- powers with symbolic exponents *)
symbolicPower[x_^b_. (1 + c_. x_^n_.)^a_, x_] /; FreeQ[{a, b, c, n}, x] && ! IntegerQ[a] && ! VectorQ[{a, b, n}, NumericQ] := If[n === 1 && c === -1, Beta[x, 1 + b, 1 + a], x^(1 + b) Hypergeometric2F1[-a, (1 + b)/n, 1 + (1 + b)/n, -c x^n]/(1 + b)];
symbolicPower[(d_ + c_. x_^n_)^a_, x_] /; FreeQ[{a, c, d, n}, x] && ! NumericQ[n] := d^a x Hypergeometric2F1[-a, 1/n, 1 + 1/n, Cancel[-c x^n/d]];
symbolicPower[Cos[x_]^n_, x_] /; FreeQ[n, x] && ! IntegerQ[n] := -Cos[x]^(1 + n) Hypergeometric2F1[1/2, (1 + n)/2, (3 + n)/2, Cos[x]^2] Sin[x]/((1 + n) Sqrt[Sin[x]^2]);
symbolicPower[Sin[x_]^n_, x_] /; FreeQ[n, x] && ! IntegerQ[n] := -Cos[x] Hypergeometric2F1[1/2, (1 - n)/2, 3/2, Cos[x]^2] Sin[x]^(1 + n) (Sin[x]^2)^((-1 - n)/2);
symbolicPower[_, _] := no;
