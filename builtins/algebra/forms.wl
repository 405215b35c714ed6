(* forms.wl - polynomials in other forms: coefficient rules, monomials, Horner form, decomposition, symmetric reduction; factors over
   extensions; inverse functions. *)

varsOf[p_] := Variables[p]
listOf[v_] := If[ListQ[v], v, {v}]
terms[e_] := If[Head[e] === Plus, List @@ e, {e}]

(* ---- coefficients *)
coefficientRules[p_] := coefficientRules[p, varsOf[p], "Lexicographic"]
coefficientRules[p_, v_] := coefficientRules[p, v, "Lexicographic"]
coefficientRules[p_, v_, order_] := Module[{vars = listOf[v], e = Expand[p], r},
  If[! PolynomialQ[p, vars], Message[CoefficientRules::poly, p, vars]; Return[$Unevaluated]];
  If[e === 0, Return[{}]];
  r = GatherBy[{Exponent[#, vars], # /. Thread[vars -> 1]} & /@ terms[e], First];
  r = (#[[1, 1]] -> Total[#[[All, 2]]]) & /@ r;
  ordered[r, order]]
ordered[r_, order_] := Switch[ToString[order],
  "DegreeLexicographic", Reverse[SortBy[r, {Total[First[#]] &, First}]],
  "DegreeReverseLexicographic", Reverse[SortBy[r, {Total[First[#]] &, -Reverse[First[#]] &}]],
  _, Reverse[SortBy[r, First]]]
fromCoefficientRules[r_List, v_] := With[{vars = listOf[v]}, Total[#[[2]] Times @@ (vars^First[#]) & /@ r]]
monomialList[p_] := monomialList[p, varsOf[p], "Lexicographic"]
monomialList[p_, v_] := monomialList[p, v, "Lexicographic"]
monomialList[p_, v_, order_] := With[{vars = listOf[v], r = coefficientRules[p, v, order]}, If[ListQ[r], #[[2]] Times @@ (vars^First[#]) & /@ r, $Unevaluated]]

factorTermsList[0] := {1, 0}
factorTermsList[p_?NumberQ] := {p, 1}
factorTermsList[p_] := Module[{l = polynomialFactors[p]}, If[ListQ[l], {l[[1, 1]], Expand[p/l[[1, 1]]]}, numericContent[Expand[p]]]]
(* With variables: the number, the factors free of them all, then those free of all but the last, and so on to those with the first. *)
factorTermsList[p_, {x___}] := Module[{base = factorTermsList[p], vars = DeleteCases[{x}, _?NumberQ], factors, out},
  factors = polynomialFactors[base[[2]]];
  If[NumberQ[p] || ! ListQ[factors] || FreeQ[p, Alternatives @@ vars], Return[base]];
  out = {factors[[1, 1]] base[[1]]};
  factors = Power @@@ Rest[factors];
  Do[
    With[{free = Select[factors, FreeQ[#, Alternatives @@ Take[vars, k]] &]},
      AppendTo[out, Expand[Times @@ free]];
      factors = Complement[factors, free]],
    {k, Length[vars], 0, -1}];
  out]
factorTermsList[p_, x_] := factorTermsList[p, {x}]
polynomialFactors[p_] := With[{l = Quiet[FactorList[p]]}, If[MatchQ[l, {{_, _?NonNegative} ...}], l]]
(* Of what is no polynomial: the common divisor of the numbers before its terms, with the sign of the last. *)
numericContent[p_] := Module[{numbers = Replace[If[Head[p] === Plus, List @@ p, {p}], {c_?NumberQ :> c, Times[c_?NumberQ, _] :> c, _ -> 1}, {1}], c},
  If[! AllTrue[numbers, MatchQ[#, _Integer | _Rational] &], Return[{1, p}]];
  c = GCD @@ numbers Sign[Last[numbers]];
  {c, Expand[p/c]}]
factorTerms[p_] := If[NumberQ[p] || ! ListQ[polynomialFactors[p]], p, Times @@ factorTermsList[p]]
factorTerms[p_, x_] := Module[{c = CoefficientList[p, x], g},
  If[! ListQ[c], Return[$Unevaluated]];
  g = Fold[PolynomialGCD, First[c], Rest[c]];
  If[NumericQ[g], factorTerms[p], With[{n = FactorList[p][[1, 1]]}, n Factor[g/FactorList[g][[1, 1]]] Expand[Cancel[p/(n g/FactorList[g][[1, 1]])]]]]]
factorSquareFreeList[p_] := Module[{l = FactorList[p]}, Prepend[Sort[{Expand[Times @@ #[[All, 1]]], #[[1, 2]]} & /@ GatherBy[Rest[l], Last]], First[l]]]
factorSquareFree[p_] := With[{l = factorSquareFreeList[p]}, Times @@ (#[[1]]^#[[2]] & /@ l)]

hornerForm[p_] := With[{v = varsOf[p]}, If[v === {}, p, hornerForm[p, First[v]]]]
hornerForm[p_, {x_, rest___}] := nest[CoefficientList[p, x], x, If[{rest} === {}, Identity, hornerForm[#, {rest}] &]]
hornerForm[p_, {}] := p
hornerForm[p_, x_] := If[PolynomialQ[p, x], nest[CoefficientList[p, x], x, Identity], $Unevaluated]
nest[c_, x_, f_] := If[c === {}, 0, Fold[f[#2] + x #1 &, f[Last[c]], Reverse[Most[c]]]]

(* p = g(h(x)) with h monic and h(0) = 0: h is the polynomial part of the root of p (Kozen and Landau). *)
decompose[p_, x_] := Module[{n = Exponent[p, x], g, h, parts = None, c},
  If[! PolynomialQ[p, x], Return[$Unevaluated]];
  If[n < 2, Return[{p}]];
  Do[
    h = inner[p, x, r];
    g = outer[p, h, x];
    If[g =!= None, parts = Join[decompose[g, x], {h}]; Break[]],
    {r, DeleteCases[Divisors[n], 1 | n]}];
  If[parts === None, {p}, parts]]
inner[p_, x_, r_] := Module[{n = Exponent[p, x], s, lead = Coefficient[p, x, Exponent[p, x]], h = x^r, c, q},
  s = n/r;
  q = Expand[p/lead];
  Do[c = Together[(Coefficient[q, x, n - k] - Coefficient[Expand[h^s], x, n - k])/s]; h = h + c x^(r - k), {k, 1, r - 1}];
  h]
outer[p_, h_, x_] := Module[{q = p, c = {}, qr},
  While[q =!= 0,
    qr = PolynomialQuotientRemainder[q, h, x];
    If[! FreeQ[qr[[2]], x], Return[None, Module]];
    AppendTo[c, qr[[2]]]; q = qr[[1]]];
  Sum[c[[i]] x^(i - 1), {i, Length[c]}]]

polynomialMod[p_List, m_] := polynomialMod[#, m] & /@ p
polynomialMod[p_, m_Integer] := Module[{vars = varsOf[p]}, If[vars === {}, modNumber[p, m], Total[modNumber[#[[2]], m] Times @@ (vars^First[#]) & /@ coefficientRules[p, vars, "Lexicographic"]]]]
modNumber[q_Integer, m_] := Mod[q, m]
modNumber[q_Rational, m_] := Mod[Numerator[q] PowerMod[Denominator[q], -1, m], m]
modNumber[q_, _] := q
polynomialMod[p_, m_List] := Fold[polynomialMod, p, SortBy[m, IntegerQ]]
polynomialMod[p_, m_] := With[{v = varsOf[m]}, If[Length[v] == 1, PolynomialRemainder[p, m, First[v]], Last[PolynomialReduce[p, {m}, v]]]]

(* Symmetric polynomials in terms of the elementary ones, leading monomial by leading monomial (Gauss). *)
symmetricReduction[f_, vars_List] := Module[{n = Length[vars], s, r}, s = Table[elementary[k, vars], {k, n}]; reduceSymmetric[f, vars, s]]
symmetricReduction[f_, vars_List, s_List] := reduceSymmetric[f, vars, s]
elementary[k_, vars_] := Total[Times @@@ Subsets[vars, {k}]]
reduceSymmetric[f_, vars_, s_] := Module[{p = Expand[f], n = Length[vars], result = 0, rest = 0, lead, e, c, d},
  While[p =!= 0,
    lead = First[coefficientRules[p, vars, "Lexicographic"]];
    e = First[lead]; c = Last[lead];
    If[AllTrue[Differences[e], # <= 0 &],
      d = MapThread[Subtract, {e, Append[Rest[e], 0]}];
      result += c Times @@ (s^d);
      p = Expand[p - c Times @@ (Table[elementary[k, vars], {k, n}]^d)],
      rest += c Times @@ (vars^e); p = Expand[p - c Times @@ (vars^e)]]];
  {result, rest}]

polynomialExtendedGCD[a_, b_, x_] := Module[{r0 = a, r1 = b, u0 = 1, u1 = 0, v0 = 0, v1 = 1, q, lead},
  While[r1 =!= 0,
    q = PolynomialQuotientRemainder[r0, r1, x];
    {r0, r1} = {r1, Together[q[[2]]]};
    {u0, u1} = {u1, Expand[Together[u0 - q[[1]] u1]]};
    {v0, v1} = {v1, Expand[Together[v0 - q[[1]] v1]]}];
  lead = Coefficient[r0, x, Exponent[r0, x]];
  {Expand[r0/lead], {Expand[u0/lead], Expand[v0/lead]}}]

cyclotomic[n_Integer?Positive, x_] := Module[{t, p}, p = Fold[PolynomialQuotient[#1, #2, t] &, t^n - 1, cyclotomic[#, t] & /@ Most[Divisors[n]]]; p /. t -> x]

(* ---- factors over Q(alpha), alpha = Sqrt[d] or I, of polynomials in one variable: the norm is factored over the rationals (Trager). *)
factorExtension[e_, extension_] := Module[{alphas = If[ListQ[extension], extension, {extension}], t, n, d},
  t = Together[e];
  If[! AllTrue[alphas, MatchQ[#, Power[_Integer | _Rational, 1/2] | I | Times[I, Power[_, 1/2]]] &], Return[$Unevaluated]];
  n = Fold[Function[{factors, a}, Join @@ (splitFactor[#, a] & /@ factors)], factorPairs[Numerator[t]], alphas];
  d = Fold[Function[{factors, a}, Join @@ (splitFactor[#, a] & /@ factors)], factorPairs[Denominator[t]], alphas];
  (Times @@ (#[[1]]^#[[2]] & /@ n))/(Times @@ (#[[1]]^#[[2]] & /@ d))]
factorPairs[p_] := With[{l = FactorList[p]}, If[ListQ[l], l, {{p, 1}}]]
splitFactor[{f_, k_}, alpha_] := Module[{vars = DeleteCases[varsOf[f], alpha], x, y, parts},
  Which[
    vars === {}, {{f, k}},
    Length[vars] == 1, {#, k} & /@ split[f, First[vars], alpha],
    Length[vars] == 2 && Length[Union[Total /@ (Exponent[#, vars] & /@ terms[Expand[f]])]] == 1,
      (* Homogeneous in two variables. *)
      {x, y} = vars;
      parts = split[f /. y -> 1, x, alpha];
      {Expand[y^Exponent[#, x] (# /. x -> x/y)], k} & /@ parts,
    True, {{f, k}}]]
conjugate[e_, alpha_] := If[FreeQ[alpha, _Complex], e /. alpha -> -alpha, e /. Complex[a_, b_] :> Complex[a, -b]]
split[f_, x_, alpha_] := Module[{n = Exponent[f, x], s = 1, norm, factors, parts, lead, g},
  If[n < 2, Return[{f}]];
  g = gcd[f, D[f, x], x, alpha];
  If[Exponent[g, x] > 0, Return[Join[split[quotient[f, g, x, alpha], x, alpha], split[g, x, alpha]]]];
  norm = Expand[Expand[f /. x -> x - s alpha] Expand[conjugate[Expand[f /. x -> x - s alpha], alpha]]];
  While[s < 6 && PolynomialGCD[norm, D[norm, x]] =!= 1 && Exponent[PolynomialGCD[norm, D[norm, x]], x] > 0, s++; norm = Expand[Expand[f /. x -> x - s alpha] Expand[conjugate[Expand[f /. x -> x - s alpha], alpha]]]];
  factors = Rest[FactorList[norm]];
  If[Length[factors] < 2, Return[{f}]];
  lead = Coefficient[f, x, n];
  parts = gcd[f, Expand[First[#] /. x -> x + s alpha], x, alpha] & /@ factors;
  If[Total[Exponent[#, x] & /@ parts] =!= n, Return[{f}]];
  If[lead === 1, parts, Prepend[parts, lead]]]
divide[u_, v_, alpha_] := If[FreeQ[v, alpha] && FreeQ[v, _Complex], Expand[u/v], With[{c = conjugate[v, alpha]}, Expand[Expand[u c]/Expand[v c]]]]
gcd[a_, b_, x_, alpha_] := Module[{r0 = a, r1 = b, r},
  While[r1 =!= 0, r = remainder[r0, r1, x, alpha]; r0 = r1; r1 = r];
  Expand[Total[MapIndexed[divide[#1, Last[CoefficientList[r0, x]], alpha] x^(First[#2] - 1) &, CoefficientList[r0, x]]]]]
quotient[a_, b_, x_, alpha_] := Module[{u = CoefficientList[a, x], v = CoefficientList[b, x], q, result = {}},
  While[Length[u] >= Length[v], q = divide[Last[u], Last[v], alpha]; PrependTo[result, q]; u = Most[Expand[u - Join[ConstantArray[0, Length[u] - Length[v]], q v]]]];
  result . x^Range[0, Length[result] - 1]]
remainder[a_, b_, x_, alpha_] := Module[{u = CoefficientList[a, x], v = CoefficientList[b, x], q, m},
  m = Length[v];
  While[Length[u] >= m,
    q = divide[Last[u], Last[v], alpha];
    u = Expand[u - Join[ConstantArray[0, Length[u] - m], q v]];
    u = Most[u];
    While[u =!= {} && Last[u] === 0, u = Most[u]]];
  If[u === {}, 0, Sum[u[[i]] x^(i - 1), {i, Length[u]}]]]

(* ---- inverse functions *)
inverses = {Sin -> ArcSin, Cos -> ArcCos, Tan -> ArcTan, Cot -> ArcCot, Sec -> ArcSec, Csc -> ArcCsc, Sinh -> ArcSinh, Cosh -> ArcCosh, Tanh -> ArcTanh, Coth -> ArcCoth, Sech -> ArcSech, Csch -> ArcCsch,
  Exp -> Log, Log -> Exp, Erf -> InverseErf, Erfc -> InverseErfc, Identity -> Identity, Minus -> Minus, Gudermannian -> InverseGudermannian, Haversine -> InverseHaversine};
inverseFunction[InverseFunction[f_]] := f
inverseFunction[f_Symbol] := Replace[f, Join[inverses, Reverse /@ inverses, {Sqrt -> (#^2 &), _ -> $Unevaluated}]]
inverseFunction[f_Function] := Module[{x, y, s}, s = Quiet[Solve[f[x] == y, x]];
  If[! MatchQ[s, {{_ -> _}, ___}], Return[$Unevaluated]];
  s = Last[Last[Last[s]]] /. ConditionalExpression[v_, _] :> v;
  If[! FreeQ[s, C[_]], s = s /. C[_] -> 0];
  With[{b = s /. y -> Slot[1]}, Function[b]]]
inverseFunction[___] := $Unevaluated
