(* series.wl - power series: Series, the arithmetic of SeriesData, reversion, composition, coefficients, residues.

   Inside this unit a series in t (t = x - x0, or t = 1/x at infinity) is s[c, n, m, d]: the coefficients c of t^(n/d), t^((n+1)/d), ...
   and an error of order t^(m/d); m is Infinity for a series known completely. The first coefficient is never zero unless c is {}.
   The symbol tau stands for t where a logarithm or an essential singularity leaves it in a coefficient. *)

(* ---- what counts as zero *)
zero[0] = True;
zero[_Integer | _Rational] = False;
zero[c_?NumberQ] := TrueQ[c == 0];
zero[c_Symbol] = False;
zero[c_?NumericQ] := TrueQ[PossibleZero[c]];
zero[c_] := zero[c] = With[{e = Quiet[TimeConstrained[Together[c], 2, c]]}, e === 0 || (LeafCount[e] < 400 && trigQ[e] && trigZero[e])];
PossibleZero[c_] := With[{v = Quiet[N[c, 30]]}, NumberQ[v] && Abs[v] < 10^-24] && Quiet[Abs[N[c, 60]] < 10^-50];
trigQ[e_] := ! FreeQ[e, Sin | Cos | Tan | Cot | Sec | Csc | Sinh | Cosh | Tanh | Log | E | Power[_, _Rational]];
(* A symbolic coefficient is taken for zero when it vanishes at random points to many digits. *)
trigZero[e_] := Module[{v = Select[variablesOf[e], True &]},
   v =!= {} && AllTrue[{1, 2, 3}, Function[k, With[{value = Quiet[N[e /. MapIndexed[#1 -> (Prime[k + 3 + First[#2]]/Prime[k + 11 + First[#2]]) &, v], 40]]},
       NumberQ[value] && Abs[value] < 10^-30]]]];
variablesOf[e_] := DeleteDuplicates[Cases[e, y_Symbol /; ! NumericQ[y], {0, Infinity}]];

(* ---- making and trimming *)
trim[c_List, n_, m_, d_] := Module[{k = 1, l = Length[c], w = c},
   If[m < Infinity && n + l > m, w = Take[c, Max[0, m - n]]; l = Length[w]];
   While[k <= l && zero[w[[k]]], k++];
   If[k > l, Return[s[{}, If[m === Infinity, 0, m], m, d]]];
   While[l > k && zero[w[[l]]], l--];
   s[w[[k ;; l]], n + k - 1, m, d]];
const[c_] := If[zero[c], s[{}, 0, Infinity, 1], s[{c}, 0, Infinity, 1]];
coefficient[s[c_, n_, m_, d_], k_] := If[n <= k < n + Length[c], c[[k - n + 1]], 0];
rescale[a : s[c_, n_, m_, d_], d] := a;
rescale[s[c_, n_, m_, d_], e_] := With[{f = e/d}, If[f === 1, s[c, n, m, d],
    s[If[c === {}, {}, Most[Flatten[Transpose[Prepend[ConstantArray[0, {f - 1, Length[c]}], c]], 1]][[1 ;; (Length[c] - 1) f + 1]]], n f, m f, e]]];
common[a_s, b_s] := With[{d = LCM[a[[4]], b[[4]]]}, {rescale[a, d], rescale[b, d]}];
limited[s[c_, n_, m_, d_], order_] := If[m > order d, trim[c, n, order d, d], s[c, n, m, d]];

(* ---- arithmetic *)
add[a_s, b_s] := Module[{p, q, n, m, l},
   {p, q} = common[a, b];
   m = Min[p[[3]], q[[3]]];
   If[p[[1]] === {}, Return[trim[q[[1]], q[[2]], m, q[[4]]]]];
   If[q[[1]] === {}, Return[trim[p[[1]], p[[2]], m, p[[4]]]]];
   n = Min[p[[2]], q[[2]]];
   l = Max[p[[2]] + Length[p[[1]]], q[[2]] + Length[q[[1]]]] - n;
   trim[PadRight[Join[ConstantArray[0, p[[2]] - n], p[[1]]], l] + PadRight[Join[ConstantArray[0, q[[2]] - n], q[[1]]], l], n, m, p[[4]]]];
scale[c_, s[a_, n_, m_, d_]] := If[zero[c], s[{}, 0, Infinity, 1], trim[c a, n, m, d]];
mul[a_s, b_s] := Module[{p, q, m, l, x, y},
   {p, q} = common[a, b];
   If[(p[[1]] === {} && p[[3]] === Infinity) || (q[[1]] === {} && q[[3]] === Infinity), Return[s[{}, 0, Infinity, 1]]];
   m = Min[p[[3]] + q[[2]], q[[3]] + p[[2]]];
   x = p[[1]]; y = q[[1]];
   If[x === {} || y === {}, Return[s[{}, m, m, p[[4]]]]];
   l = Min[Length[x] + Length[y] - 1, m - p[[2]] - q[[2]]];
   trim[Table[product[x, y, k], {k, l}], p[[2]] + q[[2]], m, p[[4]]]];
product[x_, y_, k_] := Total[Table[x[[i]] y[[k + 1 - i]], {i, Max[1, k + 1 - Length[y]], Min[k, Length[x]]}]];

(* (1 + u)^p with u of positive order, to order t^(m/d): the recurrence k a_k = Sum (p j - (k - j)) u_j a_(k-j). *)
binomialPower[u_List, p_, l_] := Module[{a = {1}, uu = PadRight[u, l]},
   Do[AppendTo[a, If[NumericQ[p], Expand, Factor][Sum[If[uu[[j]] === 0, 0, (p j - (k - j)) uu[[j]] a[[k - j + 1]]], {j, k}]/k]], {k, l - 1}];
   a];
(* The length to which an infinite expansion is carried when the argument is known completely. *)
lengthOf[m_, n_, d_] := If[m === Infinity, $order d + 1, m - n];
pow[a : s[c_, n_, m_, d_], p_Integer] /; p >= 0 && (m === Infinity && (Length[c] - 1) p <= 4 $order d || p <= 1) :=
  Which[p == 0, const[1], p == 1, a, True, Fold[mul, a, ConstantArray[a, p - 1]]];
pow[s[{}, n_, m_, d_], p_] := If[NumericQ[p] && Re[p] > 0, If[m === Infinity, s[{}, 0, Infinity, 1], With[{q = n p}, s[{}, Floor[q], Floor[q], d]]], Throw[If[m === Infinity, $Failed, more], tag]];
pow[s[c_, n_, m_, d_], p_] := Module[{l = lengthOf[m, n, d], q = n p/d, e, r},
   If[Length[c] === 1 && m === Infinity, l = Infinity];
   r = If[l === Infinity, {1}, binomialPower[Together[Rest[c]/First[c]], p, Max[l, 1]]];
   If[MatchQ[q, _Integer | _Rational],
    e = LCM[d, Denominator[q]];
    mul[s[{leadPower[First[c], p]}, q e, Infinity, e], rescale[If[l === Infinity, s[r, 0, Infinity, d], trim[r, 0, l, d]], e]],
    mul[s[{leadPower[First[c], p] tau^q}, 0, Infinity, 1], If[l === Infinity, s[r, 0, Infinity, d], trim[r, 0, l, d]]]]];
leadPower[c_, p_] := c^p;

(* The part of positive order, as coefficients of t^(1/d), t^(2/d), ..., and the constant term. *)
split[s[c_, n_, m_, d_]] := With[{l = lengthOf[m, 0, d]},
   {coefficient[s[c, n, m, d], 0], Table[coefficient[s[c, n, m, d], k], {k, 1, Max[l - 1, 0]}], Max[l, 0]}];

expU[u_List, l_] := Module[{a = {1}}, Do[AppendTo[a, Sum[If[u[[j]] === 0, 0, j u[[j]] a[[k - j + 1]]], {j, k}]/k], {k, l - 1}]; a];
sincosU[u_List, l_, sign_] := Module[{si = {0}, co = {1}},
   Do[AppendTo[si, Sum[If[u[[j]] === 0, 0, j u[[j]] co[[k - j + 1]]], {j, k}]/k];
    AppendTo[co, sign Sum[If[u[[j]] === 0, 0, j u[[j]] si[[k - j + 1]]], {j, k}]/k], {k, l - 1}];
   {si, co}];
exp[a : s[c_, n_, m_, d_]] := Module[{polar, rest, u, l, c0},
   If[n < 0 && c =!= {},
    polar = Sum[coefficient[a, k] tau^(k/d), {k, n, -1}];
    If[m <= 0, Throw[more, tag]];
    rest = trim[Drop[c, Min[-n, Length[c]]], 0, m, d];
    Return[mul[const[expOf[polar]], exp[rest]]]];
   If[m <= 0, Throw[more, tag]];
   {c0, u, l} = split[a];
   scale[expOf[c0], If[m === Infinity && AllTrue[u, zero], const[1], trim[expU[u, l], 0, If[m === Infinity, l, m], d]]]];
(* how E^c is written in a coefficient; limits keep it apart from other powers *)
expOf = E^# &;
log[s[{}, _, m_, _]] := Throw[If[m === Infinity, $Failed, more], tag];
log[s[c_, n_, m_, d_]] := Module[{l = lengthOf[m, n, d], u, a = {0}},
   u = PadRight[Together[Rest[c]/First[c]], Max[l - 1, 0]];
   Do[AppendTo[a, u[[k]] - Sum[If[u[[j]] === 0, 0, (k - j) u[[j]] a[[k - j + 1]]], {j, k - 1}]/k], {k, l - 1}];
   add[const[logLead[First[c]] + (n/d) logTau], If[Length[c] === 1 && m === Infinity, s[{}, 0, Infinity, 1], trim[a, 0, l, d]]]];
logLead[c_] := Log[c];
trig[{f_, g_, sign_, which_}, a : s[c_, n_, m_, d_]] := Module[{c0, u, l, si, co, mm},
   If[n < 0 && c =!= {}, Throw[$Failed, tag]];
   If[m <= 0, Throw[more, tag]];
   {c0, u, l} = split[a];
   If[m === Infinity && AllTrue[u, zero], Return[const[If[which === 1, f[c0], g[c0]]]]];
   {si, co} = sincosU[u, l, sign];
   mm = If[m === Infinity, l, m];
   {si, co} = {trim[si, 0, mm, d], trim[co, 0, mm, d]};
   If[which === 1, add[scale[f[c0], co], scale[g[c0], si]], add[scale[g[c0], co], scale[sign f[c0], si]]]];
sin[a_] := trig[{Sin, Cos, -1, 1}, a];
cos[a_] := trig[{Sin, Cos, -1, 2}, a];
sinh[a_] := trig[{Sinh, Cosh, 1, 1}, a];
cosh[a_] := trig[{Sinh, Cosh, 1, 2}, a];
reciprocal[a_] := pow[a, -1];

derivative[s[c_, n_, m_, d_]] := trim[c Range[n, n + Length[c] - 1]/d, n - d, m - d, d];
integral[s[c_, n_, m_, d_], constant_] := Module[{k = Range[n, n + Length[c] - 1] + d, logs = 0, v = c},
   If[MemberQ[k, 0], logs = coefficient[s[c, n, m, d], -d]; v = ReplacePart[c, -d - n + 1 -> 0]];
   add[const[constant + logs logTau], trim[v d/(k /. 0 -> 1), n + d, m + d, d]]];

(* ---- functions of a series: those with an own expansion, then Taylor's formula *)
rules = <|
   Sin -> sin, Cos -> cos, Sinh -> sinh, Cosh -> cosh, Log -> log,
   Tan -> (mul[sin[#], reciprocal[cos[#]]] &), Cot -> (mul[cos[#], reciprocal[sin[#]]] &),
   Sec -> (reciprocal[cos[#]] &), Csc -> (reciprocal[sin[#]] &),
   Tanh -> (mul[sinh[#], reciprocal[cosh[#]]] &), Coth -> (mul[cosh[#], reciprocal[sinh[#]]] &),
   Sech -> (reciprocal[cosh[#]] &), Csch -> (reciprocal[sinh[#]] &),
   Sinc -> (mul[sin[#], reciprocal[#]] &),
   ArcTan -> arcTan, ArcCot -> (add[const[Pi/2], scale[-1, arcTan[#]]] &),
   ArcSin -> viaDerivative[ArcSin], ArcCos -> viaDerivative[ArcCos], ArcSinh -> arcSinh, ArcCosh -> arcCosh, ArcTanh -> arcTanh,
   Gamma -> gamma, Factorial -> (gamma[add[#, const[1]]] &), LogGamma -> logGamma,
   ExpIntegralEi -> ei, SinIntegral -> si, CosIntegral -> ci, Abs -> absolute, Sign -> (const[sgn[#]] &), Erf -> erf, Erfc -> (add[const[1], scale[-1, erf[#]]] &),
   EllipticK -> ellipticK, EllipticE -> ellipticE, Zeta -> zeta, ProductLog -> productLog, ArcCoth -> (arcTanh[reciprocal[#]] &), ArcCsc -> (viaDerivative[ArcSin][reciprocal[#]] &), ArcSec -> (viaDerivative[ArcCos][reciprocal[#]] &)
   |>;
constantTerm[a : s[c_, n_, m_, d_]] := Which[n < 0 && c =!= {}, Throw[$Failed, tag], m <= 0, Throw[more, tag], True, coefficient[a, 0]];
(* f(a) = f(a0) + Integral f'(a) a', for f whose derivative is algebraic. *)
viaDerivative[f_][a_s] := Module[{c0 = constantTerm[a], y, r},
   r = expand[f'[y], y -> a];
   integral[mul[r, derivative[a]], f[c0]]];
realSign[c_] := Which[TrueQ[c > 0], 1, TrueQ[c < 0], -1, True, With[{v = Quiet[N[c]]}, If[NumberQ[v] && Im[v] == 0 && v != 0, Sign[v], With[{q = Quiet[Sign[c]]}, If[MatchQ[q, 1 | -1], q, assumedSign[c]]]]]];
assumedSign[c_] := Which[TrueQ[Quiet[Simplify[c > 0]]], 1, TrueQ[Quiet[Simplify[c < 0]]], -1, True, Throw[$Failed, tag]];
arcTan[a : s[c_, n_, m_, d_]] := If[n < 0 && c =!= {}, add[const[realSign[First[c]] Pi/2], scale[-1, arcTan[reciprocal[a]]]],
   If[MemberQ[{I, -I}, constantTerm[a]], scale[I/2, add[log[add[const[1], scale[-I, a]]], scale[-1, log[add[const[1], scale[I, a]]]]]], viaDerivative[ArcTan][a]]];
arcTanh[a : s[c_, n_, m_, d_]] := If[(n < 0 && c =!= {}) || MemberQ[{1, -1}, coefficient[a, 0]],
   scale[1/2, add[log[add[const[1], a]], scale[-1, log[add[const[1], scale[-1, a]]]]]], viaDerivative[ArcTanh][a]];
arcSinh[a : s[c_, n_, m_, d_]] := If[n < 0 && c =!= {}, If[realSign[First[c]] < 0, scale[-1, arcSinh[scale[-1, a]]], log[add[a, pow[add[const[1], mul[a, a]], 1/2]]]], viaDerivative[ArcSinh][a]];
arcCosh[a : s[c_, n_, m_, d_]] := If[(n < 0 && c =!= {}) || coefficient[a, 0] === 1, log[add[a, mul[pow[add[a, const[-1]], 1/2], pow[add[a, const[1]], 1/2]]]], viaDerivative[ArcCosh][a]];
gamma[a : s[c_, n_, m_, d_]] := Module[{c0},
   If[n < 0 && c =!= {}, If[realSign[First[c]] < 0, Throw[$Failed, tag]]; Return[exp[logGamma[a]]]];
   c0 = constantTerm[a];
   If[IntegerQ[c0] && c0 <= 0,
    mul[taylor[Gamma, add[a, const[1 - c0]]], Fold[mul, const[1], Table[reciprocal[add[a, const[k]]], {k, 0, -c0}]]],
    taylor[Gamma, a]]];
(* Stirling's series (DLMF 5.11.1). *)
logGamma[a : s[c_, n_, m_, d_]] := If[n < 0 && c =!= {},
   Module[{r = reciprocal[a], total},
    total = add[add[mul[add[a, const[-1/2]], log[a]], scale[-1, a]], const[Log[2 Pi]/2]];
    Do[total = add[total, scale[BernoulliB[2 k]/(2 k (2 k - 1)), pow[r, 2 k - 1]]], {k, 1, Ceiling[$order/2] + 1}];
    add[total, s[{}, -n ($order + 1), -n ($order + 1), d]]],
   With[{c0 = constantTerm[a]}, If[IntegerQ[c0] && c0 <= 0, log[gamma[a]], taylor[LogGamma, a]]]];
ei[a_] := With[{c0 = constantTerm[a]}, If[zero[c0], integral[mul[mul[exp[a], reciprocal[a]], derivative[a]], EulerGamma + logLead[First[a[[1]]]]], taylor[ExpIntegralEi, a]]];
ci[a_] := With[{c0 = constantTerm[a]}, If[zero[c0], integral[mul[mul[cos[a], reciprocal[a]], derivative[a]], EulerGamma + logLead[First[a[[1]]]]], taylor[CosIntegral, a]]];
si[a_] := With[{c0 = constantTerm[a]}, If[zero[c0], integral[mul[mul[sin[a], reciprocal[a]], derivative[a]], 0], taylor[SinIntegral, a]]];
erf[a : s[c_, n_, m_, d_]] := If[n < 0 && c =!= {},
   Module[{sign = realSign[First[c]], r, total, k},
    r = reciprocal[mul[a, a]];
    total = Fold[add, const[1], Table[scale[(-1)^k (2 k - 1)!!/2^k, pow[r, k]], {k, 1, Ceiling[$order/2] + 1}]];
    add[const[sign], scale[-1/Sqrt[Pi], mul[mul[exp[scale[-1, mul[a, a]]], reciprocal[a]], total]]]],
   taylor[Erf, a]];
absolute[a : s[c_, n_, m_, d_]] := If[c === {}, a, scale[realSign[First[c]], a]];
sgn[s[c_, n_, m_, d_]] := If[c === {}, Throw[$Failed, tag], realSign[First[c]]];
fromCoefficients[f_, a_s] := Module[{l = Ceiling[lengthOf[a[[3]], 0, a[[4]]]/Max[1, a[[2]]]], power = const[1], total = const[0]},
   Do[total = add[total, scale[f[k], power]]; power = mul[power, a], {k, 0, l}];
   add[total, If[a[[3]] === Infinity, s[{}, (l + 1) a[[2]], (l + 1) a[[2]], a[[4]]], s[{}, a[[3]], a[[3]], a[[4]]]]]];
ellipticK[a_] := If[zero[constantTerm[a]], fromCoefficients[(Pi/2) (Binomial[2 #, #]/4^#)^2 &, a], taylor[EllipticK, a]];
ellipticE[a_] := If[zero[constantTerm[a]], fromCoefficients[(Pi/2) (Binomial[2 #, #]/4^#)^2/(1 - 2 #) &, a], taylor[EllipticE, a]];
productLog[a_] := If[zero[constantTerm[a]], fromCoefficients[If[# == 0, 0, (-#)^(# - 1)/#!] &, a], taylor[ProductLog, a]];
zeta[a_] := With[{c0 = constantTerm[a]}, If[c0 === 1, With[{u = add[a, const[-1]]}, add[reciprocal[u], fromCoefficients[If[# == 0, EulerGamma, (-1)^# StieltjesGamma[#]/#!] &, u]]], taylor[Zeta, a]]];

(* Taylor's formula for f at the constant term of a. *)
taylor[f_, a_s] := Module[{c0 = constantTerm[a], u, l, y, g, power = const[1], total, m, value},
   u = add[a, const[-c0]];
   If[u[[1]] === {} && u[[3]] === Infinity, Return[const[f[c0]]]];
   If[u[[1]] === {}, Return[add[const[f[c0]], u]]];
   l = Ceiling[lengthOf[u[[3]], 0, u[[4]]]/u[[2]]];
   g = f[y];
   total = const[finite[f[c0]]];
   Do[g = D[g, y]; power = mul[power, u];
    value = finite[Quiet[g /. y -> c0]];
    total = add[total, scale[value/k!, power]], {k, 1, l - 1}];
   m = If[u[[3]] === Infinity, l u[[2]], u[[3]]];
   add[total, s[{}, m, m, u[[4]]]]];
finite[v_] := If[FreeQ[v, DirectedInfinity | Indeterminate | ComplexInfinity], v, Throw[$Failed, tag]];

(* ---- an expression in x as a series; `point` is x -> series of x *)
expand[e_, _[x_, a_]] /; FreeQ[e, x] := const[e];
expand[x_, _[x_, a_]] := a;
expand[e_Plus, p_] := Fold[add, expand[First[e], p], expand[#, p] & /@ Rest[List @@ e]];
expand[e_Times, p_] := mulAll[expand[#, p] & /@ List @@ e];
mulAll[l_] := Fold[mul, First[l], Rest[l]];
expand[Power[E, f_], p_] := exp[expand[f, p]];
expand[Power[f_, q_], p : _[x_, a_]] := Module[{b},
   If[FreeQ[q, x], Return[pow[expand[f, p], q]]];
   If[FreeQ[f, x], Return[exp[scale[Log[f], expand[q, p]]]]];
   exp[mul[expand[q, p], expand[Log[f], p]]]];
expand[Exp[f_], p_] := exp[expand[f, p]];
expand[Log[b_, f_], p_] := mul[expand[Log[f], p], reciprocal[expand[Log[b], p]]];
expand[e : SeriesData[x_, 0, c_, n_, m_, d_], _[x_, a : s[{1}, 1, Infinity, 1]]] := s[c, n, m, d];
expand[f_[g_], p_] /; KeyExistsQ[rules, f] := rules[f][expand[g, p]];
expand[f_[g_], p_] := taylor[f, expand[g, p]];
(* A function of several arguments: one that varies is a function of one; else the derivatives of the whole. *)
expand[e : f_[args__], p : _[x_, a_]] := Module[{vary = Select[Range[Length[{args}]], ! FreeQ[{args}[[#]], x] &], y, c0, g},
   If[Length[vary] == 1, taylor[With[{h = f @@ ReplacePart[{args}, First[vary] -> y]}, Function[z, h /. y -> z]], expand[{args}[[First[vary]]], p]],
    If[a[[2]] < 0, Throw[$Failed, tag]];
    taylor[Function[z, e /. x -> z], a]]];
expand[e_, _] := Throw[$Failed, tag];

(* The series of e in x at x0 with every power up to order; or $Failed. *)
compute[e_, x_, x0_, order_] := Module[{a, r, extra = 0, wanted, tries = 0},
   a = Which[x0 === Infinity || x0 === -Infinity || x0 === DirectedInfinity[] , s[{1}, -1, Infinity, 1], x0 === 0, s[{1}, 1, Infinity, 1], True, trim[{x0, 1}, 0, Infinity, 1]];
   While[True,
    r = Block[{$order = Max[order, 0] + 1 + extra}, Catch[expand[e, x -> a], tag]];
    If[r === more && ++tries <= 7, extra += 2; Continue[]];
    If[Head[r] =!= s, Return[$Failed, Module]];
    wanted = order r[[4]] + 1;
    If[r[[3]] >= wanted, Break[]];
    If[++tries > 7, Break[]];
    extra += Max[Ceiling[(wanted - r[[3]])/r[[4]]], 1]];
   trim[r[[1]], r[[2]], Min[r[[3]], wanted], r[[4]]]];

back[e_, x_, x0_] := With[{t = Which[MatchQ[x0, _DirectedInfinity], 1/x, True, x - x0]},
   e /. {logTau -> If[MatchQ[x0, _DirectedInfinity], -Log[x], Log[t]], tau -> t}];
toData[s[c_, n_, m_, d_], x_, x0_] := Module[{e = d, k},
   (* the smallest denominator that writes all the powers *)
   SeriesData[x, x0, back[c, x, x0], n, m, d]];

(* ---- Series *)
series[e_, specs__, opts___Rule] := Module[{all = {specs}},
   If[Length[all] > 1,
    With[{inner = series[e, Sequence @@ Rest[all], opts]}, Return[If[inner === $Unevaluated, inner, mapSeries[inner, First[all]]]]]];
   single[e, First[all]]];
mapSeries[e_SeriesData, spec : {x_, x0_, n_}] := nested[e, spec];
mapSeries[e_, spec_] := single[e, spec];
(* The expansion in the first variable is outermost: its coefficients are expanded in the others. *)
series[e_, first : {_, _, _}, rest : {_, _, _} ..] := Module[{outer = single[e, first]},
   If[Head[outer] =!= SeriesData, Return[If[outer === $Unevaluated, outer, series[outer, rest]]]];
   ReplacePart[outer, 3 -> Map[With[{r = series[#, rest]}, If[r === $Unevaluated, #, r]] &, outer[[3]]]]];
single[e_List, spec_] := With[{r = single[#, spec] & /@ e}, If[MemberQ[r, $Unevaluated], $Unevaluated, r]];
single[e_, {x_, x0_, n_Integer}] := Module[{r},
   If[FreeQ[e, x], Return[e]];
   r = compute[e, x, x0, n];
   If[r === $Failed, Return[essential[e, x, x0, n]]];
   (* an exact monomial or polynomial that ends before the order still carries its error term *)
   toData[trim[r[[1]], r[[2]], Min[r[[3]], n r[[4]] + 1], r[[4]]], x, x0]];
single[e_, x_ -> x0_] := Module[{k = 0, r},
   If[FreeQ[e, x], Return[e]];
   While[k < 12, r = compute[e, x, x0, k]; If[r === $Failed, Return[$Unevaluated, Module]]; If[r[[1]] =!= {}, Break[]]; k++];
   If[r[[1]] === {}, Return[$Unevaluated]];
   r = compute[e, x, x0, Ceiling[r[[2]]/r[[4]]]];
   toData[trim[{First[r[[1]]]}, r[[2]], r[[2]] + If[r[[4]] === 1, 1, 1], r[[4]]], x, x0]];
single[e_, _] := $Unevaluated;
essential[e_, x_, x0_, n_] := $Unevaluated;

(* ---- arithmetic on SeriesData *)
inner[SeriesData[x_, x0_, c_, n_, m_, d_]] := trim[c, n, m, d];
order[SeriesData[x_, x0_, c_, n_, m_, d_]] := m/d;
plusData[a : SeriesData[x_, x0_, __], b : SeriesData[x_, x0_, __]] := toData[add[inner[a], inner[b]], x, x0];
plusData[a_SeriesData, b_SeriesData] := If[FreeQ[b[[3]], a[[1]]] && Order[a[[1]], b[[1]]] >= 0, toData[add[inner[a], const[b]], a[[1]], a[[2]]], toData[add[inner[b], const[a]], b[[1]], b[[2]]]];
plusData[a : SeriesData[x_, x0_, __], b_] := toData[add[inner[a], other[a, b, order[a]]], x, x0];
timesData[a : SeriesData[x_, x0_, __], b : SeriesData[x_, x0_, __]] := toData[mul[inner[a], inner[b]], x, x0];
timesData[a_SeriesData, b_SeriesData] := If[Order[a[[1]], b[[1]]] >= 0, toData[mul[inner[a], const[b]], a[[1]], a[[2]]], toData[mul[inner[b], const[a]], b[[1]], b[[2]]]];
timesData[a : SeriesData[x_, x0_, __], b_] := toData[mul[inner[a], other[a, b, Max[order[a] - a[[4]]/a[[6]], 1]]], x, x0];
(* b as a series in the variable of a, exactly when b is a Laurent polynomial in it *)
other[SeriesData[x_, x0_, __], b_, n_] := If[FreeQ[b, x], const[b], With[{r = compute[b, x, x0, Ceiling[n]]}, If[r === $Failed, const[b], If[PolynomialQ[b, x], Block[{$order = Ceiling[n] + 1}, Catch[expand[b, x -> If[x0 === 0, s[{1}, 1, Infinity, 1], If[MatchQ[x0, _DirectedInfinity], s[{1}, -1, Infinity, 1], s[{x0, 1}, 0, Infinity, 1]]]], tag]], r]]]];
powerData[a : SeriesData[x_, x0_, __], p_] := Module[{r},
   If[! FreeQ[p, x], Return[$Failed]];
   r = Block[{$order = Ceiling[order[a]]}, Catch[pow[inner[a], p], tag]];
   If[Head[r] === s, toData[r, x, x0], $Failed]];
functionData[f_, a : SeriesData[x_, x0_, __]] := Module[{r},
   r = Block[{$order = Ceiling[order[a]] + 1}, Catch[If[KeyExistsQ[rules, f], rules[f][inner[a]], taylor[f, inner[a]]], tag]];
   If[Head[r] === s, toData[r, x, x0], $Failed]];
expData[a : SeriesData[x_, x0_, __]] := Module[{r = Block[{$order = Ceiling[order[a]] + 1}, Catch[exp[inner[a]], tag]]}, If[Head[r] === s, toData[r, x, x0], $Failed]];
derivativeData[a : SeriesData[x_, x0_, c_, n_, m_, d_], x_] := If[MatchQ[x0, _DirectedInfinity],
   toData[trim[-c Range[n, n + Length[c] - 1]/d, n + d, m + d, d], x, x0],
   With[{r = derivative[s[c, n, m, d]], q = If[FreeQ[c, x], 0, D[c, x]]}, If[q === 0, toData[r, x, x0], toData[add[r, trim[q, n, m - d, d]], x, x0]]]];
derivativeData[a : SeriesData[x_, x0_, c_, n_, m_, d_], y_] := If[FreeQ[x0, y], SeriesData[x, x0, D[#, y] & /@ c, n, m, d], $Failed];
integrateData[a : SeriesData[x_, x0_, c_, n_, m_, d_], x_] := toData[integral[inner[a], 0], x, x0];

canonical[x_, x0_, c_List, n_Integer, m_Integer, d_Integer] := Module[{r = trim[c, n, m, d]},
   If[{r[[1]], r[[2]]} === {c, n} && Length[c] + n <= m, $Unevaluated,
    If[r[[1]] === {} && c === {} && n === m, $Unevaluated, SeriesData @@ {x, x0, r[[1]], r[[2]], m, d}]]];
canonical[___] := $Unevaluated;

oh[x_] := oh[x, 0];
oh[x_, x0_] := SeriesData[x, x0, {}, 1, 1, 1];
oh[Power[x_Symbol, n_Integer], 0] := SeriesData[x, 0, {}, n, n, 1];

Unprotect[SeriesData];
SeriesData /: Plus[before___, a_SeriesData, after___] := With[{rest = Plus[before, after]}, If[rest === 0, a, plusData[a, rest]]];
SeriesData /: Times[before___, a_SeriesData, after___] := With[{rest = Times[before, after]}, timesData[a, rest]];
SeriesData /: Power[E, a_SeriesData] := With[{r = expData[a]}, r /; r =!= $Failed];
SeriesData /: Power[b_, a_SeriesData] /; FreeQ[b, SeriesData] && FreeQ[b, a[[1]]] := With[{r = expData[timesData[a, Log[b]]]}, r /; r =!= $Failed];
SeriesData /: Power[a_SeriesData, p_] /; FreeQ[p, SeriesData] := With[{r = powerData[a, p]}, r /; r =!= $Failed];
SeriesData /: D[a_SeriesData, x_Symbol] := With[{r = derivativeData[a, x]}, r /; r =!= $Failed];
SeriesData /: D[a_SeriesData, {x_Symbol, k_Integer}] := Nest[D[#, x] &, a, k];
SeriesData /: Integrate[a : SeriesData[x_, __], x_] := integrateData[a, x];
Scan[Function[f, SeriesData /: f[a_SeriesData] := With[{r = functionData[f, a]}, r /; r =!= $Failed]],
  {Sin, Cos, Tan, Cot, Sec, Csc, Sinh, Cosh, Tanh, Coth, Sech, Csch, ArcSin, ArcCos, ArcTan, ArcCot, ArcSinh, ArcCosh, ArcTanh, Log, Gamma, Erf, Erfc, ExpIntegralEi, SinIntegral, CosIntegral, LogGamma, ProductLog, EllipticK, EllipticE}];
SeriesData /: SeriesCoefficient[a_SeriesData, q_] := With[{r = coefficientOf[a, q]}, r /; r =!= $Failed];
(* a series applied to another through a replacement of its variable *)
Protect[SeriesData];

(* ---- coefficients *)
coefficientOf[SeriesData[x_, x0_, c_, n_, m_, d_], q : (_Integer | _Rational)] := With[{k = q d},
   Which[k >= m, Indeterminate, ! IntegerQ[k], 0, k < n || k >= n + Length[c], 0, True, c[[k - n + 1]]]];
coefficientOf[___] := $Failed;
seriesCoefficient[a_SeriesData, q_] := With[{r = coefficientOf[a, q]}, If[r === $Failed, $Unevaluated, r]];
seriesCoefficient[a_SeriesData, q_List] := With[{r = Fold[If[Head[#1] === SeriesData, seriesCoefficient[#1, #2], If[#2 === 0, #1, 0]] &, a, q]}, r];
seriesCoefficient[e_, {x_, x0_, q : (_Integer | _Rational)}, opts___] := Module[{r = compute[e, x, x0, Ceiling[q]]},
   If[r === $Failed, Return[$Unevaluated]];
   With[{k = q r[[4]]}, If[IntegerQ[k], back[coefficient[r, k], x, x0], 0]]];
seriesCoefficient[e_, first : {_, _, _}, rest : {_, _, _} ..] := With[{r = seriesCoefficient[e, first]}, If[r === $Unevaluated, r, seriesCoefficient[r, rest]]];
seriesCoefficient[e_, {x_, x0_, n_Symbol}, opts___] := Module[{r = general[e, x, x0, n]}, If[r === $Failed, $Unevaluated, r]];
seriesCoefficient[___] := $Unevaluated;
(* Closed forms of the n-th coefficient for the classical functions. *)
general[Tan[x_], x_, 0, n_] := Piecewise[{{(-1 + (-1)^n) 2^n (-1 + 2^(1 + n)) I^(1 + n) BernoulliB[1 + n]/(1 + n)!, n >= 1}}, 0];
general[ArcTan[x_], x_, 0, n_] := Piecewise[{{I ((-I)^n - I^n)/(2 n), n >= 1}}, 0];
general[Sinh[x_], x_, 0, n_] := Piecewise[{{(1 - (-1)^n)/(2 n!), n >= 0}}, 0];
general[Cosh[x_], x_, 0, n_] := Piecewise[{{(1 + (-1)^n)/(2 n!), n >= 0}}, 0];
(* at any point: the n-th derivatives are known *)
general[(f : Sin | Cos)[x_], x_, x0_, n_] /; FreeQ[x0, DirectedInfinity] && x0 =!= 0 := Piecewise[{{f[x0 + n Pi/2]/n!, n >= 0}}, 0];
general[Power[b_, x_], x_, x0_, n_] /; FreeQ[b, x] && b =!= E && FreeQ[x0, DirectedInfinity] := Piecewise[{{b^x0 Log[b]^n/n!, n >= 0}}, 0];
general[Power[E, x_], x_, x0_, n_] /; FreeQ[x0, DirectedInfinity] && x0 =!= 0 := Piecewise[{{E^x0/n!, n >= 0}}, 0];
general[Power[x_, p_], x_, x0_, n_] /; FreeQ[p, x] && ! MatchQ[p, _Integer?Negative] && FreeQ[x0, DirectedInfinity] && x0 =!= 0 := Piecewise[{{x0^(p - n) Binomial[p, n], n >= 0}}, 0];
general[e_, x_, 0, n_] := Switch[e,
   Power[E, x], Piecewise[{{1/n!, n >= 0}}, 0],
   a_ Power[E, _. x] /; FreeQ[e/Power[E, x], x], With[{a = e/Power[E, x]}, Piecewise[{{a/n!, n >= 0}}, 0]],
   Power[E, _. x] /; FreeQ[e[[2]]/x, x], With[{a = e[[2]]/x}, Piecewise[{{a^n/n!, n >= 0}}, 0]],
   Power[1 + x, -1], Piecewise[{{(-1)^n, n >= 0}}, 0],
   Power[1 - x, -1], Piecewise[{{1, n >= 0}}, 0],
   Power[1 + _. x, -1] /; FreeQ[(1/e - 1)/x, x], With[{a = -(1/e - 1)/x}, Piecewise[{{a^n, n >= 0}}, 0]],
   Sin[x], Piecewise[{{(I*I^n*(-1 + (-1)^n))/(2*n!), n >= 0}}, 0],
   Cos[x], Piecewise[{{(I^n*(1 + (-1)^n))/(2*n!), n >= 0}}, 0],
   Log[1 + x], Piecewise[{{(-1)^(1 + n)/n, n >= 1}}, 0],
   Log[1 - x], Piecewise[{{-n^(-1), n >= 1}}, 0],
   Power[1 + x, a_] /; FreeQ[e[[2]], x], Piecewise[{{Binomial[e[[2]], n], n >= 0}}, 0],
   _, With[{t = Together[e]}, If[PolynomialQ[Numerator[t], x] && PolynomialQ[Denominator[t], x] && Exponent[Denominator[t], x] > 0, rationalCoefficient[t, x, n], $Failed]]];
general[e_, x_, x0_, n_] /; FreeQ[x0, DirectedInfinity] && x0 =!= 0 := general[Together[ExpandAll[e /. x -> x + x0]], x, 0, n];
general[___] := $Failed;
(* By partial fractions: c/(a + b x)^k and quadratic denominators. A polynomial part changes the first coefficients. *)
rationalCoefficient[t_, x_, n_] := Module[{num = Numerator[t], den = Denominator[t], q, terms, parts, value, d},
   If[(den /. x -> 0) === 0, Return[$Failed]];
   {q, num} = PolynomialQuotientRemainder[num, den, x];
   terms = With[{a = Apart[num/den, x]}, If[Head[a] === Plus, List @@ a, {a}]];
   parts = fractionCoefficient[#, x, n] & /@ terms;
   If[! FreeQ[parts, $Failed], Return[$Failed]];
   value = Total[parts];
   value = Simplify[If[FreeQ[value, Fibonacci], value, Collect[value, _Fibonacci]]];
   If[q === 0, Return[Piecewise[{{value, n >= 0}}, 0]]];
   d = Exponent[q, x];
   Piecewise[Append[DeleteCases[Table[{Simplify[(value /. n -> k) + Coefficient[q, x, k]], n == k}, {k, 0, d}], {0, _}], {value, n >= d + 1}], 0]];
fractionCoefficient[f_, x_, n_] := Module[{num = Numerator[f], den = Denominator[f], list, p, k, a, b, c, d, roots},
   list = Select[FactorList[den], ! FreeQ[First[#], x] &];
   If[Length[list] =!= 1, Return[$Failed]];
   {p, k} = First[list];
   c = Cancel[num p^k/den];
   Which[
     Exponent[p, x] == 1 && FreeQ[c, x], {a, b} = CoefficientList[p, x]; c a^-k If[k == 1, 1, FunctionExpand[Binomial[n + k - 1, k - 1]]] (-b/a)^n,
     Exponent[p, x] == 2 && k == 1,
       d = CoefficientList[p, x]; c = PadRight[CoefficientList[c, x], 2];
       Which[
         d/First[d] === {1, -1, -1}, (c[[1]] Fibonacci[n + 1] + c[[2]] Fibonacci[n])/First[d],
         True,
           roots = x /. Solve[p == 0, x];
           (* c/(p'(r) (x - r)) has the coefficients -c/(p'(r) r^(n+1)) *)
           Total[Function[r, Simplify[-(c[[1]] + c[[2]] r)/(d[[2]] + 2 d[[3]] r)/r] RootReduce[1/r]^n] /@ roots]],
     True, $Failed]];

(* ---- reversion: Newton's iteration on the coefficients, through Lagrange's formula n b_n = [t^(n-1)] (t/f)^n *)
inverseSeries[a : SeriesData[x_, __]] := inverseSeries[a, x];
inverseSeries[SeriesData[x_, x0_, c_, n_, m_, 1], y_] := Module[{f, c0 = 0, p, l, r, k, w, d},
   f = trim[c, n, m, 1];
   If[f[[2]] == 0, c0 = First[f[[1]]]; f = add[f, const[-c0]]];
   p = f[[2]];
   If[p < 1 || f[[1]] === {}, Return[$Unevaluated]];
   l = m - p;
   (* f = a t^p (1 + ...): t/f^(1/p) to the powers *)
   w = pow[s[f[[1]]/First[f[[1]]], 0, l, 1], -1/p];
   d = p;
   r = Table[coefficient[pow[w, k], k - 1]/k*First[f[[1]]]^(-k/p), {k, 1, l}];
   If[MatchQ[x0, _DirectedInfinity], Return[$Unevaluated]];
   toData[add[const[x0], trim[Together[r], 1, l + 1, d]], y, c0]];
inverseSeries[___] := $Unevaluated;

composeSeries[a_SeriesData] := a;
composeSeries[a_SeriesData, b_SeriesData, rest__] := composeSeries[composeSeries[a, b], rest];
composeSeries[a : SeriesData[x_, x0_, c_, n_, m_, d_], b : SeriesData[y_, y0_, c2_, n2_, m2_, d2_]] := Module[{u, r},
   If[MatchQ[x0, _DirectedInfinity], Return[$Unevaluated]];
   u = add[inner[b], const[-x0]];
   If[u[[2]] < 1, Return[$Unevaluated]];
   r = Block[{$order = Ceiling[m2/d2]}, Catch[Fold[add, const[0], MapIndexed[scale[#1, pow[u, (n + First[#2] - 1)/d]] &, c]], tag]];
   If[Head[r] =!= s, Return[$Unevaluated]];
   r = add[r, With[{k = If[d === 1, u[[2]] m + If[u[[2]] > 1, u[[2]] - 1 - (u[[2]] - 1) m + (u[[2]] - 1) (m - 1), 0], Floor[u[[2]] m/d]]}, s[{}, If[u[[2]] == 1, m, u[[2]] + m - 1], If[u[[2]] == 1, m, u[[2]] + m - 1], u[[4]]]]];
   toData[r, y, y0]];
composeSeries[___] := $Unevaluated;

(* ---- residues *)
residue[e_, {x_, x0_}, opts___] := Module[{r},
   If[FreeQ[e, x], Return[0]];
   r = compute[e, x, x0, -1];
   If[r === $Failed, Return[$Unevaluated]];
   If[r[[3]] <= -r[[4]], Return[$Unevaluated]];
   If[! FreeQ[r[[1]], tau | logTau], Return[$Unevaluated]];
   With[{c = coefficient[r, -r[[4]]]}, tidy[If[MatchQ[x0, _DirectedInfinity], r = compute[e, x, x0, 1]; -coefficient[r, r[[4]]], c]]]];
residue[___] := $Unevaluated;
tidy[c_] := If[NumericQ[c], c, Quiet[Together[c]]];

(* ---- rational approximation: PadeApproximant[f, {x, x0, {m, n}}] *)
pade[e_, {x_, x0_, n_Integer}] := pade[e, {x, x0, {n, n}}];
pade[e_, {x_, x0_, {p_Integer, q_Integer}}] := Module[{r = compute[e, x, x0, p + q], c, a, b, t = x - x0, shift},
   If[r === $Failed || r[[4]] =!= 1, Return[$Unevaluated]];
   shift = Min[r[[2]], 0];
   c = Table[coefficient[r, k + shift], {k, 0, p + q}];
   If[q > 0,
    b = Quiet[LinearSolve[Table[If[p + i - j >= 0, c[[p + i - j + 1]], 0], {i, q}, {j, q}], -Table[c[[p + i + 1]], {i, q}]]];
    If[Head[b] =!= List, Return[$Unevaluated]], b = {}];
   b = Prepend[b, 1];
   a = Table[Sum[b[[j + 1]] c[[k - j + 1]], {j, 0, Min[k, q]}], {k, 0, p}];
   t^shift (a . Table[t^k, {k, 0, p}])/(b . Table[t^k, {k, 0, q}])];
pade[___] := $Unevaluated;
