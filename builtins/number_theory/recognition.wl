(* recognition.wl - from values to what makes them: linear recurrences, generating functions, sequence functions, algebraic numbers.

   Every search works on a first part of the data and is accepted only when it gives all of the data, with at least one value to spare. *)

zeroQ[e_] := If[NumberQ[e], e == 0, Together[e] === 0]
numberDataQ[list_] := AllTrue[list, NumberQ]
exactDataQ[list_] := FreeQ[list, _Real]

(* ---- linear recurrences: Berlekamp and Massey over the field of the data *)
findLinearRecurrence[list_List] := findLinearRecurrence[list, Infinity]
findLinearRecurrence[list_List, d : (_Integer?Positive | Infinity)] := Module[{kernel = shortestKernel[list]},
  If[ListQ[kernel] && 0 < Length[kernel] <= d && 2 Length[kernel] <= Length[list], kernel, $Unevaluated]]
findLinearRecurrence[___] := $Unevaluated

(* The c of a[n] = c1 a[n - 1] + ... + cL a[n - L] with the smallest L. *)
shortestKernel[s_] := Module[{c = {1}, b = {1}, len = 0, m = 1, bd = 1, d, t},
  If[! exactDataQ[s], Return[None, Module]];
  Do[
    d = tidy[s[[n]] + Sum[coefficientAt[c, i + 1] s[[n - i]], {i, 1, Min[len, n - 1]}]];
    Which[
      zeroQ[d], m++,
      2 len <= n - 1, t = c; c = combine[c, b, d/bd, m]; len = n - len; b = t; bd = d; m = 1,
      True, c = combine[c, b, d/bd, m]; m++],
    {n, Length[s]}];
  tidy[-PadRight[Rest[c], len]]]
coefficientAt[c_, i_] := If[i <= Length[c], c[[i]], 0]
combine[c_, b_, q_, m_] := Module[{shifted = Join[ConstantArray[0, m], q b], n},
  n = Max[Length[c], Length[shifted]];
  tidy[PadRight[c, n] - PadRight[shifted, n]]]
tidy[e_List] := tidy /@ e
tidy[e_] := If[NumberQ[e], e, Together[e]]

(* ---- generating functions *)
findGeneratingFunction[list_List, x_] := Module[{values = valuesFromZero[list], kernel, f},
  If[values === None || ! exactDataQ[values] || Length[values] < 3, Return[$Unevaluated, Module]];
  kernel = shortestKernel[values];
  If[ListQ[kernel] && 2 Length[kernel] < Length[values], Return[rationalSeries[values, kernel, x], Module]];
  f = hypergeometricSeries[values, x];
  If[f =!= None, f, $Unevaluated]]
findGeneratingFunction[list_List] := With[{f = findGeneratingFunction[list, \[FormalX]]},
  If[f === $Unevaluated, f, Function[Evaluate[f /. \[FormalX] -> #]]]]
findGeneratingFunction[___] := $Unevaluated

(* {{n, a}, ...} and {n -> a, ...} with n = 0, 1, 2 ... mean the plain list. *)
valuesFromZero[list_] := Module[{pairs = pairsOf[list]},
  Which[pairs === None, list, pairs[[All, 1]] === Range[0, Length[pairs] - 1], pairs[[All, 2]], True, None]]
pairsOf[list : {(_Rule) ..}] := SortBy[List @@@ list, First]
pairsOf[list : {{_Integer, _} ..}] := SortBy[list, First]
pairsOf[_] := None

rationalSeries[values_, kernel_, x_] := Module[{den, num, len = Length[kernel]},
  den = 1 - Sum[kernel[[i]] x^i, {i, len}];
  num = Sum[(values[[j + 1]] - Sum[kernel[[i]] values[[j + 1 - i]], {i, 1, Min[j, len]}]) x^j, {j, 0, len - 1}];
  Factor[num/den]]

(* a[n + 1]/a[n] rational in n: a hypergeometric series, closed where its function closes. *)
hypergeometricSeries[values_, x_] := Module[{ratio, n, num, den, up, low, c},
  If[! numberDataQ[values] || MemberQ[values, 0], Return[None, Module]];
  ratio = rationalThrough[Rest[values]/Most[values], n, 0];
  If[ratio === None, Return[None, Module]];
  {num, den} = {Numerator[ratio], Denominator[ratio]};
  {up, low} = linearShifts[#, n] & /@ {num, den};
  If[up === None || low === None, Return[None, Module]];
  c = leading[num, n]/leading[den, n];
  If[MemberQ[low, 1], low = DeleteCases[low, 1, {1}, 1], up = Append[up, 1]];
  values[[1]] closedSeries[FunctionExpand[HypergeometricPFQ[Sort[up], Sort[low], c x]]]]
closedSeries[f_] := f /. Hypergeometric2F1[a_, b_, d_, z_] /; b == a + 1/2 && d == 2 a + 1 :> (2/(1 + Sqrt[1 - z]))^(2 a)
leading[p_, n_] := Coefficient[p, n, Exponent[p, n]]
(* The s of p = c (n + s1) (n + s2) ...; None when a factor is not linear. *)
linearShifts[p_, n_] := Module[{factors = Rest[FactorList[p]], shifts = {}},
  If[! FreeQ[p, n] && AnyTrue[factors, Exponent[First[#], n] > 1 &], Return[None, Module]];
  Do[If[! FreeQ[f[[1]], n], shifts = Join[shifts, ConstantArray[Coefficient[f[[1]], n, 0]/Coefficient[f[[1]], n, 1], f[[2]]]]], {f, factors}];
  shifts]

(* ---- the polynomial or rational function through values at n = start, start + 1 ..., with values to spare; None otherwise *)
polynomialThrough[values_, n_, start_] := Module[{rows = {values}, firsts},
  If[Length[values] < 2, Return[None, Module]];
  While[Length[Last[rows]] > 1 && ! AllTrue[Last[rows], zeroQ], AppendTo[rows, tidy[Differences[Last[rows]]]]];
  If[! AllTrue[Last[rows], zeroQ], Return[None, Module]];
  firsts = First /@ rows;
  Expand[Sum[firsts[[k + 1]] Product[n - start - j, {j, 0, k - 1}]/k!, {k, 0, Length[firsts] - 1}]]]

rationalThrough[values_, n_, start_] := Module[{size = Length[values], f, p},
  p = polynomialThrough[values, n, start];
  If[p =!= None, Return[p, Module]];
  If[! numberDataQ[values], Return[None, Module]];
  Do[
    f = quotientThrough[values, n, start, total - q, q];
    If[f =!= None, Return[f, Module]],
    {total, 1, size - 2}, {q, 1, total}];
  None]
quotientThrough[values_, n_, start_, p_, q_] := Module[{points = Range[start, start + Length[values] - 1], rows, kernel, num, den, f},
  rows = MapThread[Join[powers[#1, p], -#2 powers[#1, q]] &, {points, values}];
  kernel = NullSpace[rows];
  If[Length[kernel] =!= 1, Return[None, Module]];
  num = First[kernel][[;; p + 1]] . powers[n, p];
  den = First[kernel][[p + 2 ;;]] . powers[n, q];
  If[FreeQ[den, n], Return[None, Module]];
  If[AnyTrue[points, (den /. n -> #) == 0 &], Return[None, Module]];
  f = Factor[num/den];
  If[AllTrue[Transpose[{points, values}], (f /. n -> #[[1]]) == #[[2]] &], f, None]]
powers[x_, d_] := Prepend[Table[x^k, {k, d}], 1]

(* ---- sequence functions *)
findSequenceFunction[list_, n_] := Module[{pairs, values, start, step, f},
  pairs = pairsOf[list];
  If[pairs === None, If[! ListQ[list], Return[$Unevaluated, Module]]; pairs = Transpose[{Range[Length[list]], list}]];
  If[Length[pairs] < 3 || ! exactDataQ[pairs], Return[$Unevaluated, Module]];
  start = pairs[[1, 1]]; values = pairs[[All, 2]];
  step = Union[Differences[pairs[[All, 1]]]];
  If[Length[step] =!= 1, Return[gapped[pairs, n], Module]];
  f = sequenceThrough[values, \[FormalN], If[step === {1}, start, 1]];
  If[f === None && step =!= {1}, Return[gapped[pairs, n], Module]];
  If[f === None, Return[$Unevaluated, Module]];
  If[step === {1}, f /. \[FormalN] -> n, Simplify[Expand[f /. \[FormalN] -> Expand[(n - start)/First[step] + 1]]]]]
findSequenceFunction[list_] := With[{f = findSequenceFunction[list, \[FormalK]]},
  If[f === $Unevaluated, f, Function[Evaluate[f /. \[FormalK] -> #]]]]
findSequenceFunction[___] := $Unevaluated

(* Values at scattered places: an interpolating polynomial of low degree, or a known sequence. *)
gapped[pairs_, n_] := Module[{p, x = pairs[[All, 1]], y = pairs[[All, 2]], known},
  p = Expand[InterpolatingPolynomial[pairs[[;; -2]], \[FormalN]]];
  If[PolynomialQ[p, \[FormalN]] && zeroQ[(p /. \[FormalN] -> Last[x]) - Last[y]] , Return[p /. \[FormalN] -> n, Module]];
  known = SelectFirst[$known, Function[f, f[[2]] <= Min[x] && (f[[1]] /@ x) === y]];
  If[MissingQ[known], $Unevaluated, known[[1]][n]]]

sequenceThrough[values_, n_, start_] := Module[{f},
  f = polynomialThrough[values, n, start];
  If[f =!= None && fewer[Exponent[f, n], Length[values]], Return[f, Module]];
  If[AllTrue[values, NumberQ],
    f = geometricThrough[values, n, start]; If[f =!= None, Return[f, Module]];
    f = knownSequence[values, n, start]; If[f =!= None, Return[f, Module]];
    f = rationalThrough[values, n, start]; If[f =!= None, Return[f, Module]];
    f = hypergeometricTerm[values, n, start]; If[f =!= None, Return[f, Module]]];
  f = recurrentThrough[values, n, start];
  If[f =!= None, Return[f, Module]];
  If[AllTrue[values, IntegerQ] && AllTrue[values, # > 0 &] || AllTrue[values, NumberQ], nestedPower[values, n, start], None]]

(* Enough values speak for a polynomial of this degree: chance periods are easily taken for one. *)
fewer[degree_, size_] := degree <= size - 2 && (degree <= 3 || 2 degree <= size)

geometricThrough[values_, n_, start_] := Module[{ratios},
  If[MemberQ[values, 0] || Length[values] < 3, Return[None, Module]];
  ratios = Union[Rest[values]/Most[values]];
  If[Length[ratios] =!= 1, Return[None, Module]];
  With[{r = First[ratios], a = values[[1]]}, scaledPower[a/r^start, r, n]]]
(* a r^n, with a power of r inside a moved into the exponent. *)
scaledPower[a_, r_, n_] := Module[{k = If[IntegerQ[r] && Abs[r] > 1 && a =!= 0, IntegerExponent[Numerator[a], r] - IntegerExponent[Denominator[a], r], 0]},
  If[k =!= 0 && Abs[a] === Abs[r]^k, (a/r^k) r^(n + k), a r^n]]

(* Sequences with names, {function, first index}: found with an offset of up to two. *)
$known = {{Fibonacci, 0}, {LucasL, 0}, {Factorial, 0}, {Prime, 1}, {CatalanNumber, 0}, {PartitionsP, 0}, {PartitionsQ, 0}, {BellB, 0}, {HarmonicNumber, 0},
  {Subfactorial, 0}, {EulerPhi, 1}, {DivisorSigma[0, #] &, 1}, {DivisorSigma[1, #] &, 1}, {MoebiusMu, 1}, {PrimePi, 1}, {PrimeOmega, 1}, {PrimeNu, 1}, {LiouvilleLambda, 1},
  {BernoulliB, 0}, {EulerE, 0}, {Factorial2, 0}, {Binomial[2 #, #] &, 0}, {Hyperfactorial, 0}, {BarnesG, 1}, {ThueMorse, 0}, {DigitCount[#, 2, 1] &, 0}, {IntegerExponent[#, 2] &, 1},
  {Factorial[2 #] &, 0}, {Fibonacci[2 #] &, 0}, {Fibonacci[2 # + 1] &, 0}};
knownSequence[values_, n_, start_] := Module[{size = Length[values], found, scale},
  If[size < 5 || Length[Union[values]] < 3, Return[None, Module]];
  found = None;
  Do[
    If[start + shift >= f[[2]] && found === None,
      With[{first = f[[1]][start + shift]},
        Which[
          first === values[[1]] && (f[[1]] /@ Range[start + shift, start + shift + size - 1]) === values, found = f[[1]][n + shift],
          first =!= 0 && (scale = values[[1]]/first; IntegerQ[scale] && Abs[scale] > 1) && scale f[[1]] /@ Range[start + shift, start + shift + size - 1] === values,
            found = scale f[[1]][n + shift]]]],
    {shift, {0, -1, 1, -2, 2}}, {f, $known}];
  found]

(* a[n + 1]/a[n] a rational function with linear factors: a product of Pochhammer symbols and a power. *)
hypergeometricTerm[values_, n_, start_] := Module[{ratio, num, den, up, low, c, term},
  If[MemberQ[values, 0] || Length[values] < 5, Return[None, Module]];
  ratio = rationalThrough[Rest[values]/Most[values], n, start];
  If[ratio === None, Return[None, Module]];
  {num, den} = {Numerator[ratio], Denominator[ratio]};
  {up, low} = linearShifts[#, n] & /@ {num, den};
  If[up === None || low === None, Return[None, Module]];
  c = leading[num, n]/leading[den, n];
  term = c^(n - start) Times @@ (shifted[#, n, start] & /@ up)/Times @@ (shifted[#, n, start] & /@ low);
  term = Simplify[values[[1]] term];
  If[AllTrue[Range[0, Length[values] - 1], (term /. n -> start + #) === values[[# + 1]] &], term, None]]
(* (start + s) (start + 1 + s) ... (n - 1 + s) *)
shifted[s_Integer, n_, start_] /; s + start > 0 := Factorial[n + s - 1]/Factorial[start + s - 1]
shifted[s_, n_, start_] := Pochhammer[s + start, n - start]

(* The closed form of a linear recurrence with constant coefficients; a periodic sequence is one. *)
recurrentThrough[values_, n_, start_] := Module[{kernel, f, a, equations},
  kernel = shortestKernel[values];
  If[! ListQ[kernel] || Length[kernel] == 0 || 2 Length[kernel] >= Length[values] || Length[kernel] > 8, Return[None, Module]];
  f = closedRecurrence[kernel, values, n, start];
  If[f === None, Return[None, Module]];
  If[AllTrue[Range[0, Length[values] - 1], zeroQ[FullSimplify[(f /. n -> start + #) - values[[# + 1]]]] &], f, None]]
closedRecurrence[kernel_, values_, n_, start_] := Module[{x, poly, roots, len = Length[kernel], basis, c, solution},
  If[kernel === {1, 1}, Return[Simplify[values[[1]] Fibonacci[n - start - 1] + values[[2]] Fibonacci[n - start]], Module]];
  If[Last[kernel] === 0, Return[None, Module]];
  poly = x^len - Sum[kernel[[i]] x^(len - i), {i, len}];
  roots = Tally[x /. Solve[poly == 0, x]];
  If[! FreeQ[roots, Root | Solve] || Total[roots[[All, 2]]] =!= len, Return[None, Module]];
  basis = Flatten[Table[n^k r[[1]]^n, {r, roots}, {k, 0, r[[2]] - 1}]];
  c = Quiet[LinearSolve[Table[basis /. n -> start + i, {i, 0, len - 1}], values[[;; len]]]];
  If[! VectorQ[c], Return[None, Module]];
  Simplify[Simplify[c] . basis]]

(* Values like p(n)^n or b^p(n): the logarithms to a common base are a polynomial. *)
nestedPower[values_, n_, start_] := Module[{base, exponents, p},
  If[! AllTrue[values, Head[#] === Integer || Head[#] === Rational &] || MemberQ[values, 0] || AnyTrue[values, # < 0 &], Return[None, Module]];
  base = Union[Flatten[FactorInteger[#][[All, 1]] & /@ values]];
  base = DeleteCases[base, 1];
  If[Length[base] =!= 1, Return[None, Module]];
  exponents = IntegerExponent[Numerator[#], First[base]] - IntegerExponent[Denominator[#], First[base]] & /@ values;
  p = sequenceThrough[exponents, n, start];
  If[p === None, None, First[base]^p]]

(* ---- algebraic numbers near a number: a short vector of the lattice of (coefficients, value of the polynomial) *)
rootApproximant[x_List, n___] := Map[RootApproximant[#, n] &, x]
rootApproximant[x_] := rootApproximant[x, Automatic]
rootApproximant[x_, n : (_Integer?Positive | Automatic)] := Module[{value, digits, best = None, found},
  value = If[NumberQ[x] && Precision[x] < Infinity, x, N[x, 40]];
  If[! NumberQ[value], Return[$Unevaluated, Module]];
  If[value == 0, Return[0, Module]];
  digits = If[MachineNumberQ[value], 15, Floor[Precision[value]] - 1];
  value = If[MachineNumberQ[value] || MachineNumberQ[Re[value]], SetPrecision[value, digits + 10], value];
  Do[
    found = smallPolynomial[value, d, digits];
    If[found =!= None && (best === None || found[[2]] < best[[2]] - 1), best = found];
    If[best =!= None && best[[2]] < 6/10 digits, Break[]],
    {d, 1, If[n === Automatic, Max[4, Min[12, Quotient[digits, 2]]], n]}];
  If[best === None, $Unevaluated, nearestRoot[best[[1]], value]]]
(* {coefficients, decimal digits it takes to write them}; None when no short vector is there. *)
smallPolynomial[value_, d_, digits_] := Module[{scale = 10^digits, rows, short},
  rows = Table[Join[UnitVector[d + 1, k + 1], Round[scale {Re[value^k], Im[value^k]}]], {k, 0, d}];
  If[Im[value] == 0, rows = Most /@ rows];
  short = First[LatticeReduce[rows]][[;; d + 1]];
  If[Last[short] == 0 && d > 1 || AllTrue[Rest[short], # == 0 &], None, {short, Total[Log[10., 1 + Abs[short]]]}]]
nearestRoot[coefficients_, value_] := Module[{x, factors, poly, roots},
  poly = coefficients . Table[x^k, {k, 0, Length[coefficients] - 1}];
  factors = Select[First /@ FactorList[poly], ! FreeQ[#, x] &];
  poly = First[SortBy[factors, Abs[N[# /. x -> value, 20]] &]];
  roots = x /. Solve[poly == 0, x];
  If[Exponent[poly, x] > 2, roots = Table[Root[Function[Evaluate[poly /. x -> #]], k], {k, Exponent[poly, x]}]];
  First[MinimalBy[roots, Abs[N[#, 20] - value] &]]]

(* ---- non-negative integer solutions of a1 x1 + ... + an xn == b, in lexicographic order *)
frobeniusSolve[a : {__Integer?Positive}, b_Integer] := frobeniusSolve[a, b, All]
frobeniusSolve[a : {__Integer?Positive}, b_Integer, m : (_Integer?Positive | All)] := Module[{found = Internal`Bag[], count = 0},
  Catch[solveRest[{}, a, b, Function[solution, Internal`StuffBag[found, solution]; If[++count === m, Throw[Null, frobeniusSolve]]]], frobeniusSolve];
  Internal`BagPart[found, All]]
frobeniusSolve[___] := $Unevaluated
solveRest[chosen_, {last_}, rest_, take_] := If[rest >= 0 && Mod[rest, last] == 0, take[Append[chosen, rest/last]]]
solveRest[chosen_, {first_, others__}, rest_, take_] := With[{divisor = GCD[others]},
  Do[If[Mod[rest - k first, divisor] == 0, solveRest[Append[chosen, k], {others}, rest - k first, take]], {k, 0, Quotient[rest, first]}]]
