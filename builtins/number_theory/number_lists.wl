(* number_lists.wl - figurate numbers, numbers as sums of units or digits, roots modulo a number, sequences and lists of number theory. *)

polygonalNumber[n_] := n (n + 1)/2;
polygonalNumber[r_, n_] := n (n (r - 2) - r + 4)/2;

(* by the largest unit first; the last coefficient takes what is left *)
numberDecompose[x_?NumericQ, us : {__?NumericQ}] := Module[{left = Abs[x], c},
  If[AnyTrue[us, # <= 0 &], Return[$Unevaluated]];
  c = Map[With[{q = Floor[left/#]}, left = left - q #; q] &, Most[us]];
  Sign[x] Append[c, left/Last[us]]];
numberDecompose[___] := $Unevaluated;
numberCompose[cs_List, us_List] /; Length[cs] === Length[us] := cs . us;
numberCompose[___] := $Unevaluated;

numberExpand[x_] := numberExpand[x, 10];
numberExpand[x_Integer, b_Integer /; b > 1] := With[{d = IntegerDigits[x, b]}, Sign[x] DeleteCases[d b^Range[Length[d] - 1, 0, -1], 0]] /; x =!= 0;
numberExpand[0, _Integer] := {0};
numberExpand[x_?ExactNumberQ, b_Integer, n_Integer?Positive] := places[x, RealDigits[x, b, n], b];
numberExpand[x_Real, b_Integer /; b > 1] := places[x, RealDigits[x, b], b];
numberExpand[x_Real, b_Integer, n_Integer?Positive] := places[x, RealDigits[x, b, n], b];
numberExpand[___] := $Unevaluated;
places[x_, {d_List, e_}, b_] := Sign[x] DeleteCases[d If[InexactNumberQ[x], SetPrecision[b, Precision[x]], b]^Range[e - 1, e - Length[d], -1], 0 | 0.];

(* the x with x^r == a^s modulo m *)
powerModList[a_Integer, s_Integer, m_Integer] := With[{p = PowerMod[a, s, m]}, If[IntegerQ[p], {p}, {}]];
powerModList[a_Integer, e_Rational, m_Integer /; m > 0] := Module[{r = Denominator[e], target = PowerMod[a, Numerator[e], m], parts},
  If[! IntegerQ[target], Return[{}]];
  parts = Map[primePowerRoots[target, r, #] &, If[m === 1, {}, FactorInteger[m]]];
  If[MemberQ[parts, $Failed], Return[$Unevaluated]];
  If[m === 1, {0}, Sort[Map[ChineseRemainder[#, Power @@@ FactorInteger[m]] &, Tuples[parts]]]]];
powerModList[___] := $Unevaluated;
(* roots modulo p by trial, lifted one power at a time *)
primePowerRoots[t_, r_, {p_, k_}] := Module[{roots},
  If[p > 10^6, Return[$Failed]];
  roots = Select[Range[0, p - 1], PowerMod[#, r, p] === Mod[t, p] &];
  Do[roots = Select[Flatten[Outer[#1 + p^(j - 1) #2 &, roots, Range[0, p - 1]]], PowerMod[#, r, p^j] === Mod[t, p^j] &], {j, 2, k}];
  Sort[roots]];

fareySequence[n_Integer?Positive] /; n <= 3000 := Union[Flatten[Table[a/b, {b, n}, {a, 0, b}]]];
fareySequence[n_Integer?Positive, k_Integer] := With[{f = fareySequence[n]}, If[1 <= k <= Length[f], f[[k]], $Unevaluated]];
fareySequence[___] := $Unevaluated;
thueMorse[n_Integer?NonNegative] := Mod[DigitCount[n, 2, 1], 2];
thueMorse[___] := $Unevaluated;
rudinShapiro[n_Integer?NonNegative] := (-1)^Count[Partition[IntegerDigits[n, 2], 2, 1], {1, 1}];
rudinShapiro[___] := $Unevaluated;
fibonorial[n_Integer?NonNegative] := Times @@ Fibonacci[Range[n]];
fibonorial[___] := $Unevaluated;

(* OEIS A000043: the exponents whose place in the sequence is proved *)
exponents = {2, 3, 5, 7, 13, 17, 19, 31, 61, 89, 107, 127, 521, 607, 1279, 2203, 2281, 3217, 4253, 4423, 9689, 9941, 11213, 19937, 21701, 23209, 44497, 86243,
  110503, 132049, 216091, 756839, 859433, 1257787, 1398269, 2976221, 3021377, 6972593, 13466917, 20996011, 24036583, 25964951, 30402457, 32582657, 37156667,
  42643801, 43112609, 57885161};
mersennePrimeExponent[n_Integer?Positive] := If[n <= Length[exponents], exponents[[n]], $Unevaluated];
mersennePrimeExponent[___] := $Unevaluated;
perfectNumber[n_Integer?Positive] := If[n <= Length[exponents], With[{p = exponents[[n]]}, 2^(p - 1) (2^p - 1)], $Unevaluated];
perfectNumber[___] := $Unevaluated;

dirichletConvolve[f_, g_, n_, m_Integer?Positive] := DivisorSum[m, (f /. n -> #) (g /. n -> m/#) &];
dirichletConvolve[___] := $Unevaluated;

(* every word of length n over the alphabet once, read cyclically: the Lyndon words whose length divides n, in order (H. Fredricksen, J. Maiorana, 1978) *)
deBruijnSequence[k_Integer?Positive, n_] := deBruijnSequence[Range[0, k - 1], n];
deBruijnSequence[s_String, n_] := With[{l = deBruijnSequence[Characters[s], n]}, If[ListQ[l], StringJoin[l], l]];
deBruijnSequence[l_List, n_Integer?Positive] /; l =!= {} && n Log[Length[l]] < Log[10^6] := Module[{k = Length[l], a = ConstantArray[0, n + 1], out = {}, db},
  db[t_, p_] := If[t > n, If[Mod[n, p] === 0, out = Join[out, a[[2 ;; p + 1]]]],
    a[[t + 1]] = a[[t - p + 1]]; db[t + 1, p]; Do[a[[t + 1]] = j; db[t + 1, t], {j, a[[t - p + 1]] + 1, k - 1}]];
  db[1, 1];
  l[[out + 1]]];
deBruijnSequence[___] := $Unevaluated;

(* integers, not all zero, whose combination of the numbers vanishes, by a reduced lattice *)
findIntegerNullVector[xs : {__?NumericQ}] := findIntegerNullVector[xs, 10^Floor[digits[xs]/2]];
findIntegerNullVector[xs : {__?NumericQ}, bound_?NumericQ] := Module[{p = digits[xs], n = Length[xs], parts, lattice, found},
  parts = Transpose[Map[Round[10^p ReIm[#]] &, N[xs, p + 10]]];
  If[AllTrue[Last[parts], # === 0 &], parts = Most[parts]];
  lattice = LatticeReduce[Transpose[Join[IdentityMatrix[n], parts]]];
  found = SelectFirst[lattice, Take[#, n] =!= ConstantArray[0, n] && Norm[N[Take[#, n]]] <= bound && AllTrue[Drop[#, n], Abs[#] <= 10^(p/5 + 1) &] &];
  If[ListQ[found] && vanishes[xs, Take[found, n]], With[{v = Take[found, n]}, v Sign[First[DeleteCases[v, 0]]]], $Unevaluated]];
findIntegerNullVector[___] := $Unevaluated;
digits[xs_] := With[{p = Precision[xs]}, Which[p === Infinity, 50, p === MachinePrecision, 14, True, Floor[p] - 1]];
vanishes[xs_, v_] := If[Precision[xs] === Infinity, PossibleZeroQ[xs . v], Abs[xs . v] < 10^-(digits[xs] - 3) Max[1, Max[Abs[xs]]] Max[Abs[v]]];

(* generalized Bernoulli polynomials, from their generating function (t/(E^t - 1))^a E^(x t) *)
norlundB[n_, a_] := norlundB[n, a, 0];
norlundB[n_Integer?NonNegative, a_, x_] := Module[{t}, Together[n! SeriesCoefficient[(t/(Exp[t] - 1))^a Exp[x t], {t, 0, n}]]];
norlundB[___] := $Unevaluated;

(* the sum of p^-s over the primes, by Moebius inversion of the logarithm of Zeta (H. Cohen, High precision computation of Hardy-Littlewood constants) *)
primeZetaP[s_] /; Precision[s] < Infinity && Re[s] > 1 := Module[{p = Precision[s], d, k = 1, sum = 0, term = 1},
  d = If[p === MachinePrecision, 17, p + 5];
  While[Abs[term] > 10^-d, If[MoebiusMu[k] =!= 0, term = MoebiusMu[k]/k Log[Zeta[k SetPrecision[s, d + 10]]]; sum += term]; k++];
  SetPrecision[sum, p]];
primeZetaP[___] := $Unevaluated;
