(* rings.wl - polynomials modulo a prime (Modulus) and over algebraic numbers (Extension, GaussianIntegers); partial fractions over the Gaussian rationals. *)
LoadUnit["algebra/forms"];
number = System`Library`algebra`forms`modNumber; varsOf = System`Library`algebra`forms`varsOf; factorExtension = System`Library`algebra`forms`factorExtension;

(* ---- coefficient lists modulo p, lowest power first, without trailing zeros *)
trim[l_] := Module[{n = Length[l]}, While[n > 0 && l[[n]] === 0, n--]; Take[l, n]]
coefficients[f_, x_, p_] := With[{l = number[#, p] & /@ CoefficientList[f, x]}, If[AllTrue[l, IntegerQ], trim[l], Throw[$Unevaluated, notModular]]]
poly[l_, x_] := If[l === {}, 0, Total[l x^Range[0, Length[l] - 1]]]
plus[a_, b_, p_] := With[{n = Max[Length[a], Length[b]]}, trim[Mod[PadRight[a, n] + PadRight[b, n], p]]]
times[{}, _, _] := {}
times[_, {}, _] := {}
times[a_, b_, p_] := trim[Mod[ListConvolve[a, b, {1, -1}, 0], p]]
divide[a_, b_, p_] := Module[{r = a, q = {}, n = Length[b], inv, c, k},
  If[b === {}, Throw[$Unevaluated, notModular]];
  inv = PowerMod[Last[b], -1, p];
  If[Length[a] < n, Return[{{}, a}]];
  q = ConstantArray[0, Length[a] - n + 1];
  While[Length[r] >= n, k = Length[r] - n; c = Mod[Last[r] inv, p]; q[[k + 1]] = c; r = trim[Mod[r - PadRight[Join[ConstantArray[0, k], c b], Length[r]], p]]];
  {q, r}]
monic[a_, p_] := If[a === {}, {}, Mod[a PowerMod[Last[a], -1, p], p]]
gcd[a_, b_, p_] := monic[NestWhile[{Last[#], divide[First[#], Last[#], p][[2]]} &, {a, b}, Last[#] =!= {} &][[1]], p]
extendedGcd[a_, b_, p_] := Module[{r0 = a, r1 = b, u0 = {1}, u1 = {}, v0 = {}, v1 = {1}, q, c},
  While[r1 =!= {}, q = divide[r0, r1, p]; {r0, r1} = {r1, q[[2]]};
    {u0, u1} = {u1, plus[u0, times[{p - 1}, times[q[[1]], u1, p], p], p]}; {v0, v1} = {v1, plus[v0, times[{p - 1}, times[q[[1]], v1, p], p], p]}];
  c = If[r0 === {}, {1}, {PowerMod[Last[r0], -1, p]}];
  times[c, #, p] & /@ {r0, u0, v0}]

modular[f_, p_, args__] := Catch[modulo[f, p, args], notModular]
one[es_] := With[{v = Union @@ (varsOf /@ es)}, If[Length[v] === 1, First[v], Throw[$Unevaluated, notModular]]]
modulo[PolynomialGCD, p_, e__] := With[{x = one[{e}]}, poly[Fold[gcd[#1, coefficients[#2, x, p], p] &, {}, {e}], x]]
modulo[PolynomialLCM, p_, e__] := With[{x = one[{e}]}, poly[Fold[Function[{a, b}, monic[divide[times[a, b, p], gcd[a, b, p], p][[1]], p]], coefficients[#, x, p] & /@ {e}], x]]
modulo[PolynomialQuotientRemainder, p_, a_, b_, x_] := poly[#, x] & /@ divide[coefficients[a, x, p], coefficients[b, x, p], p]
modulo[PolynomialQuotient, p_, args__] := modulo[PolynomialQuotientRemainder, p, args][[1]]
modulo[PolynomialRemainder, p_, args__] := modulo[PolynomialQuotientRemainder, p, args][[2]]
modulo[PolynomialExtendedGCD, p_, a_, b_, x_] := With[{r = poly[#, x] & /@ extendedGcd[coefficients[a, x, p], coefficients[b, x, p], p]}, {r[[1]], Rest[r]}]
modulo[Resultant | Discriminant, p_, args__] := $Unevaluated
modulo[f : CoefficientList | Coefficient | Expand | ExpandAll | FactorTerms, p_, args__] := PolynomialMod[f[args], p]
modulo[Exponent, p_, e_, rest__] := Exponent[PolynomialMod[Expand[e], p], rest]
modulo[f : Together | Cancel | Apart, p_, e_List, rest___] := modulo[f, p, #, rest] & /@ e
modulo[Together | Cancel, p_, e_] := With[{nd = NumeratorDenominator[Together[e]]}, If[FreeQ[nd, _Symbol?(! MemberQ[{List, Plus, Times, Power}, #] &)], Throw[number[e, p], notModular]]; lowest[nd, one[nd], p]]
lowest[{n_, d_}, x_, p_] := Module[{a = coefficients[n, x, p], b = coefficients[d, x, p], g}, If[b === {}, Return[ComplexInfinity]]; g = gcd[a, b, p]; a = divide[a, g, p][[1]]; b = divide[b, g, p][[1]];
  a = times[a, {PowerMod[Last[b], -1, p]}, p]; poly[a, x]/Factor[poly[monic[b, p], x], Modulus -> p]]
modulo[Apart, p_, e_] := modulo[Apart, p, e, one[NumeratorDenominator[Together[e]]]]
modulo[Apart, p_, e_, x_] := Module[{nd = NumeratorDenominator[Together[e]], a, b, factors, q, parts},
  a = coefficients[nd[[1]], x, p]; b = coefficients[nd[[2]], x, p];
  a = times[a, {PowerMod[Last[b], -1, p]}, p]; b = monic[b, p];
  q = divide[a, b, p];
  factors = {coefficients[#[[1]], x, p], #[[2]]} & /@ Rest[modulo[FactorList, p, poly[b, x]]];
  parts = Map[Function[f, Module[{whole = Nest[times[#, f[[1]], p] &, {1}, f[[2]]], rest, r, digits = {}},
     rest = divide[b, whole, p][[1]];
     r = divide[times[q[[2]], extendedGcd[rest, whole, p][[2]], p], whole, p][[2]];
     Do[With[{s = divide[r, f[[1]], p]}, AppendTo[digits, s[[2]]]; r = s[[1]]], {f[[2]]}];
     Total[MapIndexed[poly[#1, x]/poly[f[[1]], x]^(f[[2]] - #2[[1]] + 1) &, digits]]]], factors];
  poly[q[[1]], x] + Total[parts]]
modulo[FactorList, p_, e_] := With[{f = If[NumberQ[e], number[e, p], Factor[e, Modulus -> p]]}, If[NumberQ[f], {{f, 1}}, If[NumberQ[#[[1, 1]]], #, Prepend[#, {1, 1}]] &[pairs[f]]]]
modulo[FactorSquareFreeList, p_, e_] := With[{l = modulo[FactorList, p, e]}, Prepend[SortBy[{Fold[Function[{a, b}, Expand[a b, Modulus -> p]], First /@ #], #[[1, 2]]} & /@ GatherBy[Rest[l], Last], Last], First[l]]]
modulo[FactorSquareFree, p_, e_] := Times @@ Power @@@ modulo[FactorSquareFreeList, p, e]
pairs[e_Times] := SortBy[pair /@ List @@ e, ! NumberQ[First[#]] &]
pairs[e_] := {pair[e]}
pair[Power[b_, k_Integer]] := {b, k}
pair[b_] := {b, 1}

(* ---- over algebraic numbers: common factors of the factorizations, monic in the main variable *)
extended[f_, Automatic, args__] := extended[f, algebraics[{args}], args]
algebraics[e_] := Union[Cases[e, Power[b : _Integer | _Rational, 1/2 | -1/2] :> Sqrt[b], {0, Infinity}], If[FreeQ[e, _Complex], {}, {I}]]
extended[f_, a_, args__] := Catch[over[f, If[ListQ[a], a, {a}], args], notModular]
factored[e_, a_] := Module[{f = If[a === {}, Factor[e], factorExtension[e, a]], l, x},
  If[f === $Unevaluated, Throw[$Unevaluated, notModular]];
  x = varsOf[e] /. {v_, ___} :> v;
  l = If[ListQ[x], {{f, 1}}, Function[g, If[FreeQ[g[[1]], x], {{Expand[g[[1]]^g[[2]]], 1}}, With[{c = Coefficient[g[[1]], x, Exponent[g[[1]], x]]}, If[varsOf[c] === {}, {{Expand[c^g[[2]]], 1}, {Collect[Expand[g[[1]]/c], x, simple], g[[2]]}}, {g}]]]] /@ pairs[f] // Apply[Join]];
  {Times @@ Power @@@ Select[l, varsOf[First[#]] === {} &], {#[[1, 1]], Total[Last /@ #]} & /@ GatherBy[Select[l, varsOf[First[#]] =!= {} &], First]}]
simple[c_] := RootReduce[c]
over[Factor, a_, e_] := factorExtension[e, a]
over[FactorList, a_, e_] := With[{f = factored[e, a]}, Prepend[f[[2]], {f[[1]], 1}]]
over[PolynomialGCD, a_, e__] := With[{l = factored[#, a][[2]] & /@ {e}}, Times @@ (#^Min[Function[f, Replace[SelectFirst[f, Function[q, First[q] === #]], {{_, k_} :> k, _ -> 0}]] /@ l] & /@ First /@ First[l])] // Expand
over[PolynomialLCM, a_, e__] := With[{l = factored[#, a][[2]] & /@ {e}}, Times @@ (#^Max[Function[f, Replace[SelectFirst[f, Function[q, First[q] === #]], {{_, k_} :> k, _ -> 0}]] /@ l] & /@ Union[First /@ Join @@ l])]
over[f : Together | Cancel, a_, e_List] := over[f, a, #] & /@ e
over[Together | Cancel, a_, e_] := Module[{nd = NumeratorDenominator[Together[e]], n, d, x, common},
  If[varsOf[nd[[2]]] === {}, Return[Together[e]]];
  n = factored[nd[[1]], a]; d = factored[nd[[2]], a];
  common = Intersection[First /@ n[[2]], First /@ d[[2]]];
  If[common === {}, Return[Together[e]]];
  whole[Expand[simple[n[[1]]/d[[1]]] Times @@ (#[[1]]^lowered[#, common, d[[2]]] & /@ n[[2]])]/Times @@ (#[[1]]^lowered[#, common, n[[2]]] & /@ d[[2]])]]
whole[e_] := If[FreeQ[e, _Rational | Complex[_Rational, _] | Complex[_, _Rational]], e, Together[e]]
lowered[{b_, k_}, common_, other_] := If[MemberQ[common, b], k - Min[k, SelectFirst[other, First[#] === b &][[2]]], k]

(* ---- partial fractions over the Gaussian rationals *)
apartGaussian[e_, x_] := Module[{nd = NumeratorDenominator[Together[e]], n, d, c, parts, q, r, size, columns, solution},
  If[! PolynomialQ[nd[[1]], x] || ! PolynomialQ[nd[[2]], x] || FreeQ[nd[[2]], x] || ! MatchQ[varsOf[nd[[2]]], {x}], Return[e]];
  d = Catch[factored[nd[[2]], {I}], notModular];
  If[! ListQ[d], Return[e]];
  n = Expand[nd[[1]]/d[[1]]]; c = Expand[Times @@ Power @@@ d[[2]]];
  {q, r} = PolynomialQuotientRemainder[n, c, x];
  parts = Flatten[Map[Function[f, Table[x^j/f[[1]]^k, {k, f[[2]]}, {j, 0, Exponent[f[[1]], x] - 1}]], d[[2]]]];
  size = Exponent[c, x];
  columns = PadRight[CoefficientList[#, x], size] & /@ Flatten[Map[Function[f, Table[Expand[x^j Times @@ (If[First[#] === f[[1]], #[[1]]^(#[[2]] - k), #[[1]]^#[[2]]] & /@ d[[2]])], {k, f[[2]]}, {j, 0, Exponent[f[[1]], x] - 1}]], d[[2]]]];
  solution = Quiet[LinearSolve[Transpose[columns], PadRight[CoefficientList[r, x], size]]];
  If[! ListQ[solution], e, q + solution . parts]]
