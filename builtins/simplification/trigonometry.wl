(* trigonometry.wl - TrigExpand, TrigReduce, TrigFactor, TrigToExp, ExpToTrig. *)

circular = Sin | Cos | Tan | Cot | Sec | Csc;
hyperbolic = Sinh | Cosh | Tanh | Coth | Sech | Csch;
trigQ[e_] := ! FreeQ[e, circular | hyperbolic]

(* Everything in sines and cosines, with names of our own: quotients of Sin and Cos would become Tan at once. *)
asSinCos[e_] := e /. {Sin -> sn, Cos -> cs, Tan[u_] :> sn[u]/cs[u], Cot[u_] :> cs[u]/sn[u], Sec[u_] :> 1/cs[u], Csc[u_] :> 1/sn[u],
  Sinh -> sh, Cosh -> ch, Tanh[u_] :> sh[u]/ch[u], Coth[u_] :> ch[u]/sh[u], Sech[u_] :> 1/ch[u], Csch[u_] :> 1/sh[u]}
back[e_] := e /. {sn -> Sin, cs -> Cos, sh -> Sinh, ch -> Cosh}
(* ---- TrigExpand *)
trigExpand[e_] := trigExpand[e, 1]
trigExpand[e_, _] := Module[{r = e, s},
  If[! trigQ[e], Return[e]];
  r = Expand[e];
  s = r /. f : (Sin | Cos | Tan | Cot | Sec | Csc | Sinh | Cosh | Tanh | Coth | Sech | Csch)[u_] :> expandAngle[Head[f], Expand[u]];
  s = Expand[s];
  If[! FreeQ[s, Power[_Plus, _?Negative]], s = s /. Times[a_., Power[d_Plus, n_?Negative]] :> Expand[a] Expand[d^-n]^-1 // Expand];
  s]
multiple[u_] := Replace[u, {Times[k_Integer, r__] /; Abs[k] > 1 :> {k, Times[r]}, _ :> None}]
expandAngle[f_, u_Plus] := sum[f, First[u], Rest[u]]
expandAngle[f_, u_] := With[{m = multiple[u]}, If[m === None || Abs[m[[1]]] > 60, f[u], times[f, m[[1]], m[[2]]]]]
sum[Sin, a_, b_] := Expand[expandAngle[Sin, a] expandAngle[Cos, b] + expandAngle[Cos, a] expandAngle[Sin, b]]
sum[Cos, a_, b_] := Expand[expandAngle[Cos, a] expandAngle[Cos, b] - expandAngle[Sin, a] expandAngle[Sin, b]]
sum[Sinh, a_, b_] := Expand[expandAngle[Sinh, a] expandAngle[Cosh, b] + expandAngle[Cosh, a] expandAngle[Sinh, b]]
sum[Cosh, a_, b_] := Expand[expandAngle[Cosh, a] expandAngle[Cosh, b] + expandAngle[Sinh, a] expandAngle[Sinh, b]]
times[Sin, n_, u_] := Sign[n] Sum[(-1)^((k - 1)/2) Binomial[Abs[n], k] Cos[u]^(Abs[n] - k) Sin[u]^k, {k, 1, Abs[n], 2}]
times[Cos, n_, u_] := Sum[(-1)^(k/2) Binomial[Abs[n], k] Cos[u]^(Abs[n] - k) Sin[u]^k, {k, 0, Abs[n], 2}]
times[Sinh, n_, u_] := Sign[n] Sum[Binomial[Abs[n], k] Cosh[u]^(Abs[n] - k) Sinh[u]^k, {k, 1, Abs[n], 2}]
times[Cosh, n_, u_] := Sum[Binomial[Abs[n], k] Cosh[u]^(Abs[n] - k) Sinh[u]^k, {k, 0, Abs[n], 2}]
quotient[Tan] = {Sin, Cos}; quotient[Cot] = {Cos, Sin}; quotient[Tanh] = {Sinh, Cosh}; quotient[Coth] = {Cosh, Sinh};
sum[f : Tan | Cot | Tanh | Coth, a_, b_] := Expand[sum[quotient[f][[1]], a, b] inverse[sum[quotient[f][[2]], a, b]]]
times[f : Tan | Cot | Tanh | Coth, n_, u_] := Expand[times[quotient[f][[1]], n, u] inverse[times[quotient[f][[2]], n, u]]]
inverse[d_] := 1/d
reciprocal[Sec] = Cos; reciprocal[Csc] = Sin; reciprocal[Sech] = Cosh; reciprocal[Csch] = Sinh;
sum[f : Sec | Csc | Sech | Csch, a_, b_] := 1/sum[reciprocal[f], a, b]
times[f : Sec | Csc | Sech | Csch, n_, u_] := 1/times[reciprocal[f], n, u]

(* ---- TrigReduce: products and powers become sums of functions of multiple angles. *)
trigReduce[e_List] := trigReduce /@ e
trigReduce[e : (Equal | Unequal | Less | Greater | LessEqual | GreaterEqual)[__]] := trigReduce /@ e
trigReduce[e_] := Module[{r},
  If[! trigQ[e], Return[e]];
  r = fractionReduce[e];
  r]
fractionReduce[e_] := Module[{t, n, d},
  (* Lone Tan, Sec ... stay; powers and products of them go through sines and cosines. *)
  If[FreeQ[e, Tan | Cot | Sec | Csc | Tanh | Coth | Sech | Csch] && FreeQ[e, Power[_, _?Negative]], Return[common[reduceSum[e]]]];
  t = Together[asSinCos[e]];
  n = common[reduceSum[back[Numerator[t]]]];
  d = back[Denominator[t]];
  d = If[trigQ[d], common[reduceSum[d]], d];
  n/d]
reduceSum[n_] := Module[{e = Expand[n]}, e = If[Head[e] === Plus, reduceTerm /@ e, reduceTerm[e]]; Expand[e]]
reduceTerm[t_] := Module[{factors = If[Head[t] === Times, List @@ t, {t}], list, rest},
  list = Join @@ Cases[factors, (f : (Sin | Cos | Sinh | Cosh)[_])^n_. /; IntegerQ[n] && n > 0 :> ConstantArray[f, n]];
  rest = Times @@ DeleteCases[factors, (f : (Sin | Cos | Sinh | Cosh)[_])^n_. /; IntegerQ[n] && n > 0];
  If[Length[list] < 2, Return[t]];
  Expand[rest Fold[multiplyTerms, First[list], Rest[list]]]]
multiplyTerms[a_, f_] := With[{e = Expand[a]}, If[Head[e] === Plus, multiplyOne[#, f] & /@ e, multiplyOne[e, f]]]
multiplyOne[c_. (g : (Sin | Cos | Sinh | Cosh)[u_]), f_] := Expand[c product[g, f]]
multiplyOne[c_, f_] := c f
product[Sin[a_], Sin[b_]] := (Cos[Expand[a - b]] - Cos[Expand[a + b]])/2
product[Cos[a_], Cos[b_]] := (Cos[Expand[a - b]] + Cos[Expand[a + b]])/2
product[Sin[a_], Cos[b_]] := (Sin[Expand[a - b]] + Sin[Expand[a + b]])/2
product[Cos[a_], Sin[b_]] := (Sin[Expand[a + b]] - Sin[Expand[a - b]])/2
product[Sinh[a_], Sinh[b_]] := (Cosh[Expand[a + b]] - Cosh[Expand[a - b]])/2
product[Cosh[a_], Cosh[b_]] := (Cosh[Expand[a - b]] + Cosh[Expand[a + b]])/2
product[Sinh[a_], Cosh[b_]] := (Sinh[Expand[a - b]] + Sinh[Expand[a + b]])/2
product[Cosh[a_], Sinh[b_]] := (Sinh[Expand[a + b]] - Sinh[Expand[a - b]])/2
product[a_, b_] := a b
(* A common denominator of the coefficients stands outside. *)
common[e_Plus] := Module[{d = LCM @@ (Denominator[numericFactor[#]] & /@ List @@ e)}, If[IntegerQ[d] && d > 1, Expand[d e]/d, e]]
common[e_] := e
numericFactor[Times[q_?NumberQ, ___]] := If[Head[q] === Complex, 1, q]
numericFactor[q_?NumberQ] := q
numericFactor[_] := 1

(* ---- TrigToExp *)
trigToExp[e_] := e /. {
  Sin[u_] :> With[{v = Expand[I u]}, I/2 Exp[-v] - I/2 Exp[v]],
  Cos[u_] :> With[{v = Expand[I u]}, Exp[-v]/2 + Exp[v]/2],
  Tan[u_] :> With[{v = Expand[I u]}, I (Exp[-v] - Exp[v])/(Exp[-v] + Exp[v])],
  Cot[u_] :> With[{v = Expand[I u]}, -I (Exp[-v] + Exp[v])/(Exp[-v] - Exp[v])],
  Sec[u_] :> With[{v = Expand[I u]}, 2/(Exp[-v] + Exp[v])],
  Csc[u_] :> With[{v = Expand[I u]}, -2 I/(Exp[-v] - Exp[v])],
  Sinh[u_] :> With[{v = Expand[u]}, Exp[v]/2 - Exp[-v]/2],
  Cosh[u_] :> With[{v = Expand[u]}, Exp[-v]/2 + Exp[v]/2],
  Tanh[u_] :> With[{v = Expand[u]}, Exp[v]/(Exp[-v] + Exp[v]) - Exp[-v]/(Exp[-v] + Exp[v])],
  Coth[u_] :> With[{v = Expand[u]}, Exp[-v]/(Exp[v] - Exp[-v]) + Exp[v]/(Exp[v] - Exp[-v])],
  Sech[u_] :> With[{v = Expand[u]}, 2/(Exp[-v] + Exp[v])],
  Csch[u_] :> With[{v = Expand[u]}, 2/(Exp[v] - Exp[-v])],
  ArcSin[u_] :> -I Log[I u + Sqrt[1 - u^2]],
  ArcCos[u_] :> Pi/2 + I Log[I u + Sqrt[1 - u^2]],
  ArcTan[u_] :> I/2 Log[1 - I u] - I/2 Log[1 + I u],
  ArcCot[u_] :> I/2 Log[1 - I/u] - I/2 Log[1 + I/u],
  ArcSec[u_] :> Pi/2 + I Log[Sqrt[1 - 1/u^2] + I/u],
  ArcCsc[u_] :> -I Log[Sqrt[1 - 1/u^2] + I/u],
  ArcSinh[u_] :> Log[u + Sqrt[1 + u^2]],
  ArcCosh[u_] :> Log[u + Sqrt[-1 + u] Sqrt[1 + u]],
  ArcTanh[u_] :> Log[1 + u]/2 - Log[1 - u]/2,
  ArcCoth[u_] :> Log[1 + 1/u]/2 - Log[1 - 1/u]/2,
  ArcSech[u_] :> Log[Sqrt[-1 + 1/u] Sqrt[1 + 1/u] + 1/u],
  ArcCsch[u_] :> Log[Sqrt[1 + 1/u^2] + 1/u]}

(* ---- ExpToTrig *)
expToTrig[e_] := e /. {
  Power[E, u_] :> fromExponent[Expand[u]],
  Power[-1, r_Rational] :> Cos[r Pi] + I Sin[r Pi],
  Power[a_?Negative, r_Rational] :> (-a)^r (Cos[r Pi] + I Sin[r Pi]),
  Power[a_, u_] /; NumericQ[a] && ! NumericQ[u] && a =!= E && TrueQ[a > 0] :> fromExponent[Expand[u Log[a]]]}
fromExponent[u_Plus] := Module[{im = Select[List @@ u, imaginaryPart[#] =!= None &], re},
  re = Total[Complement[List @@ u, im]];
  im = Total[imaginaryPart /@ im];
  If[im === 0, Cosh[re] + Sinh[re], If[re === 0, 1, Cosh[re] + Sinh[re]] (Cos[im] + I Sin[im]) // Expand]]
fromExponent[u_] := With[{v = imaginaryPart[u]}, If[v === None, Cosh[u] + Sinh[u], Cos[v] + I Sin[v]]]
imaginaryPart[Complex[0, k_]] := k
imaginaryPart[Times[Complex[0, k_], r__]] := k r
imaginaryPart[_] := None

(* ---- TrigFactor *)
trigFactor[e_List] := trigFactor /@ e
trigFactor[e_] := Module[{candidates},
  If[! trigQ[e], Return[Factor[e]]];
  candidates = {sumToProduct[e], Factor[e], Factor[pythagorean[trigExpand[e]]], Factor[trigExpand[e]], back[Factor[Together[asSinCos[e]]]]};
  With[{best = First[SortBy[candidates, {Head[#] === Plus &, LeafCount}]]}, If[Head[best] === Times, singleSine /@ best, singleSine[best]]]]
(* a sum of a sine and a cosine with one coefficient *)
singleSine[a_. Sin[u_] + a_. Cos[u_]] := Sqrt[2] a Sin[Pi/4 + u]
singleSine[e_] := e
sumToProduct[e_] := e //. {
  a_. Sin[u_] + a_. Sin[v_] :> 2 a Sin[Expand[(u + v)/2]] Cos[Expand[(u - v)/2]],
  a_. Sin[u_] + b_. Sin[v_] /; a === -b && OrderedQ[{u, v}] :> 2 a Cos[Expand[(u + v)/2]] Sin[Expand[(u - v)/2]],
  a_. Cos[u_] + a_. Cos[v_] :> 2 a Cos[Expand[(u + v)/2]] Cos[Expand[(u - v)/2]],
  a_. Cos[u_] + b_. Cos[v_] /; a === -b && OrderedQ[{u, v}] :> -2 a Sin[Expand[(u + v)/2]] Sin[Expand[(u - v)/2]],
  a_ + b_. Cos[u_] /; a === b :> 2 a Cos[Expand[u/2]]^2,
  a_ + b_. Cos[u_] /; a === -b :> 2 a Sin[Expand[u/2]]^2,
  a_ + b_. Sin[u_]^2 /; a === -b :> a Cos[u]^2,
  a_ + b_. Cos[u_]^2 /; a === -b :> a Sin[u]^2,
  a_. Sin[u_]^2 + a_. Cos[u_]^2 :> a}
(* Squares of Cos removed: Cos[u]^2 -> 1 - Sin[u]^2, Cosh[u]^2 -> 1 + Sinh[u]^2. *)
pythagorean[e_] := Expand[e /. {Power[(f : Cos | cs)[u_], n_Integer] /; n > 1 :> f[u]^Mod[n, 2] (1 - partner[f][u]^2)^Quotient[n, 2], Power[(f : Cosh | ch)[u_], n_Integer] /; n > 1 :> f[u]^Mod[n, 2] (1 + partner[f][u]^2)^Quotient[n, 2]}]
pythagoreanCos[e_] := Expand[e /. {Power[(f : Sin | sn)[u_], n_Integer] /; n > 1 :> f[u]^Mod[n, 2] (1 - partner[f][u]^2)^Quotient[n, 2], Power[(f : Sinh | sh)[u_], n_Integer] /; n > 1 :> f[u]^Mod[n, 2] (partner[f][u]^2 - 1)^Quotient[n, 2]}]
partner[Cos] = Sin; partner[cs] = sn; partner[Cosh] = Sinh; partner[ch] = sh; partner[Sin] = Cos; partner[sn] = cs; partner[Sinh] = Cosh; partner[sh] = ch;
