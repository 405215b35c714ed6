(* sum.wl - sums and products in closed form: polynomials (Faulhaber), polynomials times powers, rational functions (partial fractions,
   harmonic numbers, zeta values), Gosper's algorithm for hypergeometric terms, and the classical infinite series. *)

no = $Failed;
SetAttributes[{sum, product}, HoldAll];

(* ---- the public functions: the variable is local while the bounds and terms are evaluated *)
sum[f_, spec_, opts : (_Rule | _RuleDelayed) ...] := With[{r = optional[spec, Hold[f], {opts}]}, If[r === no, $Unevaluated, r]];
SetAttributes[optional, HoldFirst];
optional[spec : {i_, a_, Infinity}, Hold[f_], options_] /; MemberQ[options, _[Regularization, Except[None]]] := Block[{i}, regularized[Regularization /. options, f, i, a]];
optional[spec : {i_, a_, Infinity}, Hold[f_], options_] /; MemberQ[options, _[GenerateConditions, True]] := With[{r = local[spec, Hold[f], series, options]},
   If[r === no, no, With[{c = Block[{i}, SumConvergence[f, i]]}, If[c === True || ! FreeQ[c, SumConvergence] || c === False, r, ConditionalExpression[r, c]]]]];
optional[spec_, h_, options_] := local[spec, h, series, options];
SetAttributes[regularized, HoldRest];
(* Abel's and Cesaro's means, Borel's and Euler's summation agree with the power series at 1; Dirichlet's with the zeta function at 0 *)
regularized["Dirichlet", f_, i_, a_] := Module[{t = Expand[f], c},
   If[! PolynomialQ[t, i], Return[no]];
   c = CoefficientList[t, i];
   Sum[c[[k + 1]] Zeta[-k], {k, 0, Length[c] - 1}] - Which[a === 1, 0, IntegerQ[a] && a > 1, Sum[t, {i, 1, a - 1}], IntegerQ[a], -Sum[t, {i, a, 0}], True, no]];
regularized["Abel" | "Borel" | "Cesaro" | "Euler", f_, i_, a_] := Module[{x = Unique["x"], g, l},
   g = Quiet[Catch[definite[f x^i, i, a, Infinity], divergence]];
   If[g === no || ! FreeQ[g, no], Return[no]];
   l = Quiet[Limit[g, x -> 1, Direction -> "FromBelow"]];
   If[FreeQ[l, Limit | DirectedInfinity | Indeterminate], l, no]];
regularized[__] := no;
sum[f_, first_, rest__] := With[{r = nested[Hold[f], Hold[first], Hold[rest], Sum]}, If[r === no, $Unevaluated, r]];
product[f_, spec_, opts : (_Rule | _RuleDelayed) ...] := With[{r = local[spec, Hold[f], factors, {opts}]}, If[r === no, $Unevaluated, r]];
product[f_, first_, rest__] := With[{r = nested[Hold[f], Hold[first], Hold[rest], Product]}, If[r === no, $Unevaluated, r]];
SetAttributes[local, HoldFirst];
local[i_Symbol, Hold[f_], how_, _] := Block[{i}, Catch[If[how === series, indefinite[f, i], indefiniteProduct[f, i]], divergence]];
local[{i_, b_}, rest__] := local[{i, 1, b}, rest];
local[{i_, a_, b_}, Hold[f_], how_, o_] := Block[{i}, Catch[TimeConstrained[bounded[how, f, i, a, b], 20, no], divergence]];
local[{i_, a_, b_, d_}, Hold[f_], how_, o_] := Block[{i}, If[d === 0, no, With[{g = f /. i -> a + d i}, Catch[bounded[how, g, i, 0, Floor[(b - a)/d]], divergence]]]];
local[___] := no;
(* the inner sums first, with the outer variables free *)
nested[Hold[f_], Hold[first_], Hold[rest__], h_] := Module[{v = Cases[Hold[first], s_Symbol :> Hold[s], {1, 2}], inner},
   blockFirst[first, Hold[f], Hold[rest], h]];
SetAttributes[blockFirst, HoldFirst];
blockFirst[spec : {i_, b___}, Hold[f_], Hold[rest__], h_] := Block[{i}, With[{inner = h[f, rest]}, If[! FreeQ[inner, h], no, h[inner, spec]]]];
blockFirst[i_Symbol, Hold[f_], Hold[rest__], h_] := Block[{i}, With[{inner = h[f, rest]}, If[! FreeQ[inner, h], no, h[inner, i]]]];
bounded[series, f_, i_, a_, b_] := definite[f, i, a, b];
bounded[factors, f_, i_, a_, b_] := definiteProduct[f, i, a, b];
diverges := (Message[Sum::div]; Throw[no, divergence]);

infinite[b_] := b === Infinity;
definite[f_, i_, a_, b_] /; a === -Infinity && b === Infinity := With[{r = definite[f, i, 0, Infinity], l = definite[f /. i -> -i, i, 1, Infinity]}, If[r === no || l === no, no, Expand[r + l]]];
definite[f_, i_, a_, b_] /; a === -Infinity := definite[f /. i -> -i, i, -b, Infinity];
definite[f_, i_, a_, b_] := Module[{c, g, r},
   If[FreeQ[f, i], Return[If[infinite[b], If[f === 0, 0, diverges], f (b - a + 1)]]];
   {c, g} = If[Head[f] === Times, {Select[f, FreeQ[#, i] &], Select[f, ! FreeQ[#, i] &]}, {1, f}];
   If[c =!= 1, r = definite[g, i, a, b]; Return[If[r === no, no, c r]]];
   Do[r = m[f, i, a, b]; If[r =!= no, Return[r, Module]], {m, If[infinite[b], {infiniteTable, infiniteRational, alternating, powerSeries, hypergeometric, telescoped, termwise, circular}, {finiteTable, polynomial, finiteRational, polynomialGeometric, trigonometric, telescoped, termwise}]}];
   no];
termwise[f_, i_, a_, b_] := With[{e = Expand[f]}, If[Head[e] === Plus, With[{r = definite[#, i, a, b] & /@ List @@ e}, If[MemberQ[r, no], no, Total[r]]], no]];

(* sines and cosines by exponentials; real numbers stay real *)
circular[f_, i_, a_, b_] := Module[{g, r},
   If[FreeQ[f, (Sin | Cos)[u_] /; ! FreeQ[u, i]], Return[no]];
   g = Expand[f /. {Sin[u_] /; ! FreeQ[u, i] :> (E^(I Expand[u]) - E^(-I Expand[u]))/(2 I), Cos[u_] /; ! FreeQ[u, i] :> (E^(I Expand[u]) + E^(-I Expand[u]))/2}];
   r = termwise[g, i, a, b];
   If[r === no, Return[no]];
   If[NumericQ[r], Simplify[ComplexExpand[Re[r]]], Simplify[ExpToTrig[Simplify[r]]]]];

(* ---- finite sums *)
polynomial[f_, i_, a_, b_] := If[PolynomialQ[f, i], Module[{c = CoefficientList[Expand[f], i]},
    Factor[Sum[c[[k + 1]] (power[k, b] - power[k, a - 1]), {k, 0, Length[c] - 1}]]], no];
(* 1^k + ... + n^k *)
power[0, n_] := n;
power[k_, n_] := Expand[Sum[Binomial[k + 1, j] If[j == 1, 1/2, BernoulliB[j]] n^(k + 1 - j), {j, 0, k}]/(k + 1)];
finiteTable[Binomial[n_, i_], i_, 0, n_] := 2^n;
finiteTable[Power[-1, i_] Binomial[n_, i_], i_, 0, n_] := KroneckerDelta[n];
finiteTable[Binomial[n_, i_] Power[x_, i_], i_, 0, n_] /; FreeQ[x, i] := (1 + x)^n;
finiteTable[Binomial[n_, i_] Power[x_, i_] Power[y_, Plus[n_, Times[-1, i_]]], i_, 0, n_] /; FreeQ[{x, y}, i] := (x + y)^n;
finiteTable[i_ Binomial[n_, i_], i_, 0 | 1, n_] := 2^(-1 + n) n;
finiteTable[Binomial[n_, i_]^2, i_, 0, n_] := Binomial[2 n, n];
finiteTable[Power[i_, -1], i_, 1, n_] := HarmonicNumber[n];
finiteTable[Power[i_, s_], i_, 1, n_] /; FreeQ[s, i] && ! (IntegerQ[s] && s >= 0) := HarmonicNumber[n, -s];
finiteTable[Log[i_], i_, 1, n_] := Log[Pochhammer[1, n]] /. Pochhammer[1, q_] :> q!;
finiteTable[Fibonacci[i_], i_, 1 | 0, n_] := -1 + Fibonacci[2 + n];
finiteTable[i_ Factorial[i_], i_, 1 | 0, n_] := -1 + (1 + n)!;
finiteTable[HarmonicNumber[i_], i_, 1, n_] := -n + (1 + n) HarmonicNumber[n];
finiteTable[_, _, _, _] := no;
trigonometric[(h : Sin | Cos)[g_], i_, a_, n_] := Module[{e = Expand[g], t, c},
   If[! PolynomialQ[e, i] || Exponent[e, i] =!= 1, Return[no]];
   t = Coefficient[e, i, 1]; c = Coefficient[e, i, 0];
   If[a === 1 && c === 0, If[h === Sin, Csc[t/2] Sin[n t/2] Sin[(1 + n) t/2], Cos[(1 + n) t/2] Csc[t/2] Sin[n t/2]],
    Csc[t/2] Sin[(n - a + 1) t/2] h[c + (a + n) t/2]]];
trigonometric[_, _, _, _] := no;
(* p(i) r^i *)
polynomialGeometric[f_, i_, a_, n_] := Module[{g = geometricParts[f, i], p, r, q, u, k, eq, sol, d},
   If[g === no, Return[no]];
   {p, r} = g;
   If[FreeQ[p, i], Return[If[a === 0, p (-1 + r^(1 + n))/(-1 + r), If[a === 1 && True, p r (-1 + r^n)/(-1 + r), p (-r^a + r^(1 + n))/(-1 + r)]] // tidyGeometric]];
   d = Exponent[p, i];
   u = Array[k, d + 1, 0];
   q = u . i^Range[0, d];
   eq = CoefficientList[Expand[r (q /. i -> i + 1) - q - p], i];
   sol = Quiet[LinearSolve[Outer[D, eq, u], -(eq /. Thread[u -> 0])]];
   If[Head[sol] =!= List, Return[no]];
   q = Together[sol . i^Range[0, d]];
   With[{up = Together[(q /. i -> n + 1) r], low = Together[(q /. i -> a) r^a]}, Factor[r^n up - low]]];
tidyGeometric[e_] := With[{t = Together[e]}, If[NumericQ[Denominator[t]] && Denominator[t] === 1, Expand[e], e]];
(* {p, r} with f = p(i) r^i *)
geometricParts[f_, i_] := Module[{t = If[Head[f] === Times, List @@ f, {f}], e, p, r = 1, c = 1, ok = True},
   e = Select[t, MatchQ[#, Power[b_, g_] /; FreeQ[b, i] && PolynomialQ[g, i] && Exponent[g, i] == 1] &];
   If[e === {}, Return[no]];
   Do[r *= q[[1]]^Coefficient[q[[2]], i, 1]; c *= q[[1]]^Coefficient[q[[2]], i, 0], {q, e}];
   p = Times @@ Complement[t, e];
   p = Cancel[f/(Times @@ e)];
   If[PolynomialQ[p, i] && r =!= 1, {p c, r}, no]];
(* rational functions: c/(i + s)^m summed by harmonic numbers *)
linearTerms[f_, i_] := Module[{t = Apart[f, i], list, out = {}},
   list = If[Head[t] === Plus, List @@ t, {t}];
   Do[Module[{den = Denominator[q], num = Numerator[q], b, m, lc},
     If[FreeQ[den, i], Return[no, Module]];
     {b, m} = With[{c = Cases[{den}, Power[g_, k_Integer] /; ! FreeQ[g, i] :> {g, k}, {0, Infinity}]}, If[c === {}, {If[Head[den] === Times, Times @@ Select[List @@ den, ! FreeQ[#, i] &], den], 1}, First[c]]];
     If[! PolynomialQ[b, i] || Exponent[b, i] =!= 1, Return[no, Module]];
     lc = Coefficient[b, i, 1];
     AppendTo[out, {Cancel[q (b)^m/lc^m], Cancel[Coefficient[b, i, 0]/lc], m}]], {q, list}];
   If[AllTrue[out, FreeQ[#, i] &], out, no]];
finiteRational[f_, i_, a_, n_] := Module[{t, p, q = Together[f], groups, total},
   If[! PolynomialQ[Numerator[q], i] || ! PolynomialQ[Denominator[q], i] || FreeQ[Denominator[q], i], Return[no]];
   p = PolynomialQuotient[Numerator[q], Denominator[q], i];
   t = linearTerms[Cancel[q - p], i];
   If[t === no || ! ListQ[t], Return[no]];
   total = telescope[t, a, n];
   If[p =!= 0, total += polynomial[p, i, a, n]];
   total];
(* terms whose shifts differ by integers: the sum of their coefficients counts; the rest is rational *)
telescope[t_, a_, n_] := Module[{left = t, total = 0, g, base, c},
   While[left =!= {},
    g = Select[left, #[[3]] === left[[1, 3]] && IntegerQ[Expand[#[[2]] - left[[1, 2]]]] &];
    left = Complement[left, g];
    base = First[SortBy[g, Expand[#[[2]] - g[[1, 2]]] &]];
    c = Together[Total[g[[All, 1]]]];
    (* everything moved to the shift of base *)
    total += Sum[With[{k = Expand[u[[2]] - base[[2]]]}, u[[1]] (Sum[1/(n + j + base[[2]])^u[[3]], {j, 1, k}] - Sum[1/(a - 1 + j + base[[2]])^u[[3]], {j, 1, k}])], {u, g}];
    If[c =!= 0, total = total + c harmonic[n, a, base[[2]], base[[3]]]]];
   If[FreeQ[total, HarmonicNumber | PolyGamma | Zeta], Factor[total], total]];
harmonic[n_, a_, s_, 1] := If[IntegerQ[a + s] && a + s >= 1, HarmonicNumber[n + s] - HarmonicNumber[a + s - 1], PolyGamma[0, 1 + n + s] - PolyGamma[0, a + s]];
harmonic[n_, a_, s_, m_] := If[IntegerQ[a + s] && a + s >= 1, HarmonicNumber[n + s, m] - HarmonicNumber[a + s - 1, m], Zeta[m, a + s] - Zeta[m, 1 + n + s]];

(* ---- Gosper: t(i+1)/t(i) rational and the sum a multiple of t *)
ratioOf[f_, i_] := Module[{r},
   r = (f /. i -> i + 1)/f //. {Factorial[g_] :> Gamma[g + 1], Binomial[u_, v_] :> Gamma[u + 1]/(Gamma[v + 1] Gamma[u - v + 1]), Pochhammer[u_, v_] :> Gamma[u + v]/Gamma[u], Beta[u_, v_] :> Gamma[u] Gamma[v]/Gamma[u + v], CatalanNumber[u_] :> Gamma[2 u + 1]/(Gamma[u + 1] Gamma[u + 2])};
   r = gammaRatio[r];
   r = Together[r //. {Power[b_, u_] Power[b_, v_] /; FreeQ[b, i] :> b^Expand[u + v], Power[b_, u_] /; FreeQ[b, i] && ! FreeQ[u, i] && Expand[u] =!= u :> b^Expand[u], Power[b_, u_Plus] /; FreeQ[b, i] && ! FreeQ[u, i] :> Times @@ (b^# & /@ List @@ u)}];
   If[FreeQ[r, Gamma | Power[_, _?(! FreeQ[#, i] &)]] && PolynomialQ[Numerator[r], i] && PolynomialQ[Denominator[r], i], r, no]];
(* Gamma[u]^p Gamma[v]^-q with u - v an integer becomes a rational function *)
gammaRatio[r_] := Module[{t = If[Head[r] === Times, List @@ r, {r}], g, rest, out = 1, changed = True, i, j, k},
   g = Replace[t, {Gamma[u_] :> {Expand[u], 1}, Power[Gamma[u_], p_Integer] :> {Expand[u], p}, _ -> Nothing}, {1}];
   rest = Times @@ DeleteCases[t, Gamma[_] | Power[Gamma[_], _Integer]];
   While[changed,
    changed = False;
    Do[If[i =!= j && g[[i, 2]] > 0 && g[[j, 2]] < 0 && IntegerQ[k = Expand[g[[i, 1]] - g[[j, 1]]]],
      out *= If[k >= 0, Product[g[[j, 1]] + m, {m, 0, k - 1}], 1/Product[g[[i, 1]] + m, {m, 0, -k - 1}]];
      g[[i, 2]] -= 1; g[[j, 2]] += 1; changed = True], {i, Length[g]}, {j, Length[g]}]];
   rest out Times @@ (Gamma[#[[1]]]^#[[2]] & /@ g)];
(* the antidifference T with T(i+1) - T(i) = f, or no *)
gosper[f_, i_] := Module[{r = ratioOf[f, i], a, b, c = 1, g, h, roots, d, x, k, eq, sol, u, deg},
   If[r === no, Return[no]];
   a = Numerator[r]; b = Denominator[r];
   (* shifts j with gcd(a(i), b(i + j)) not constant *)
   roots = Quiet[Select[Flatten[Table[shifts[p[[1]], q[[1]], i], {p, FactorList[a]}, {q, FactorList[b]}]], IntegerQ[#] && # >= 0 &]];
   Do[g = PolynomialGCD[a, Expand[b /. i -> i + j]];
    If[! FreeQ[g, i],
     a = Cancel[a/g]; b = Cancel[b/(g /. i -> i - j)];
     c = c Product[g /. i -> i - m, {m, 1, j}]], {j, Union[roots]}];
   (* a(i) x(i+1) - b(i-1) x(i) = c(i) *)
   a = Expand[a]; b = Expand[b /. i -> i - 1]; c = Expand[c];
   deg = degreeBound[a, b, c, i];
   If[deg === no || deg < 0 || deg > 12, Return[no]];
   u = Array[k, deg + 1, 0];
   x = u . i^Range[0, deg];
   eq = CoefficientList[Expand[a (x /. i -> i + 1) - b x - c], i];
   sol = Quiet[LinearSolve[Outer[D, eq, u], -(eq /. Thread[u -> 0])]];
   If[Head[sol] =!= List, Return[no]];
   Together[b (sol . i^Range[0, deg])/c] f];
shifts[p_, q_, i_] := If[FreeQ[p, i] || FreeQ[q, i] || Exponent[p, i] =!= Exponent[q, i], {}, Module[{n = Exponent[p, i], j},
    j = Together[(Coefficient[p, i, n - 1]/Coefficient[p, i, n] - Coefficient[q, i, n - 1]/Coefficient[q, i, n])/n];
    {j}]];
degreeBound[a_, b_, c_, i_] := Module[{p = Expand[a - b], q = Expand[a + b], dp, dq, dc = Exponent[c, i], n},
   dp = Exponent[p, i]; dq = Exponent[q, i];
   If[dp === -Infinity, dp = -1];
   If[dp >= dq, Return[dc - dp]];
   n = Together[-2 Coefficient[p, i, dq - 1]/Coefficient[q, i, dq]];
   If[IntegerQ[n] && n >= 0, Max[n, dc - dq + 1], dc - dq + 1]];
telescoped[f_, i_, a_, b_] := Module[{t = gosper[f, i], up},
   If[t === no, Return[no]];
   If[infinite[b],
    up = Quiet[Limit[t, i -> Infinity]];
    If[Head[up] === Limit || ! FreeQ[up, DirectedInfinity | Indeterminate], Return[If[MatchQ[up, _DirectedInfinity], diverges, no]]];
    Return[Together[up - (t /. i -> a)]]];
   With[{r = (t /. i -> b + 1) - (t /. i -> a)}, shorten[r]]];
shorten[e_] := e /. {Gamma[g_] :> (g - 1)!} // Together;

indefinite[f_, i_] := Module[{r},
   If[FreeQ[f, i], Return[f i]];
   If[PolynomialQ[f, i], Return[Factor[definite[f, i, 0, i - 1]]]];
   Which[
    MatchQ[f, Power[_, i]], Return[f/(First[f] - 1)],
    True, r = gosper[f, i]; If[r =!= no, Return[r]]];
   If[MatchQ[f, Power[i, _Integer?Negative]], If[f[[2]] === -1, PolyGamma[0, i], -Zeta[-f[[2]], i]], no]];

(* ---- infinite series *)
infiniteTable[Power[i_, s_], i_, 1, Infinity] /; FreeQ[s, i] := If[NumericQ[s] && TrueQ[Re[N[s]] >= -1], diverges, Zeta[-s]];
infiniteTable[Log[i_] Power[i_, s_], i_, 1, Infinity] /; NumericQ[s] && TrueQ[Re[N[s]] < -1] := -Derivative[1][Zeta][-s];
infiniteTable[Power[i_ + c_, s_], i_, a_, Infinity] /; FreeQ[{s, c}, i] && ! NumericQ[s] := Zeta[-s, a + c];
infiniteTable[Power[-1, e_. + i_] Power[i_, s_], i_, 1, Infinity] /; FreeQ[{s, e}, i] && ! NumericQ[s] := (-1)^(e + 1) (1 - 2^(1 + s)) Zeta[-s];
infiniteTable[Power[Factorial[i_], -1], i_, 0, Infinity] := E;
infiniteTable[Power[Factorial[i_], -1], i_, 1, Infinity] := -1 + E;
infiniteTable[Power[2 i_ + 1, -1] Power[-1, i_], i_, 0, Infinity] := Pi/4;
infiniteTable[Power[1 + 2 i_, -2] Power[-1, i_], i_, 0, Infinity] := Catalan;
infiniteTable[Power[1 + 2 i_, n_Integer] Power[-1, i_], i_, 0, Infinity] /; OddQ[n] && n < -1 := Module[{m = -n - 1}, Abs[EulerE[m]] Pi^(m + 1)/(4^(m/2 + 1) m!) // # &];
infiniteTable[HarmonicNumber[i_] Power[x_, i_], i_, 1, Infinity] /; FreeQ[x, i] := -Log[1 - x]/(1 - x);
infiniteTable[(h : Sin | Cos)[i_ x_.] Power[i_, -1], i_, 1, Infinity] /; FreeQ[x, i] := If[h === Sin, (I/2) (Log[1 - E^(I x)] - Log[1 - E^(-I x)]), -Log[1 - E^(I x)]/2 - Log[1 - E^(-I x)]/2];
infiniteTable[_, _, _, _] := no;
infiniteRational[f_, i_, a_, _] := Module[{q = Together[f], n, d, t, total, extra},
   n = Numerator[q]; d = Denominator[q];
   If[! PolynomialQ[n, i] || ! PolynomialQ[d, i], Return[no]];
   If[Exponent[d, i] - Exponent[n, i] < 2, diverges];
   t = linearTerms[q, i];
   If[t === no || ! ListQ[t], Return[quadraticRational[q, i, a]]];
   total = Sum[u[[1]] hurwitz[u[[3]], a + u[[2]]], {u, Select[t, #[[3]] > 1 &]}];
   t = Select[t, #[[3]] == 1 &];
   total += digammas[t, a];
   If[FreeQ[total, PolyGamma | Log | Zeta[_, _]], Expand[total], total]];
hurwitz[m_, s_Integer] /; s >= 1 := Zeta[m] - Sum[1/k^m, {k, 1, s - 1}];
hurwitz[m_, s_Rational] /; Denominator[s] == 2 && s > 0 := (2^m - 1) Zeta[m] - Sum[1/(k + 1/2)^m, {k, 0, s - 3/2}];
hurwitz[2, s_] := PolyGamma[1, s];
hurwitz[m_, s_] := Zeta[m, s];
(* -Sum c PolyGamma[0, s] with Sum c = 0 *)
digammas[{}, _] := 0;
digammas[t_, a_] := Module[{s = t[[All, 2]] + a, c = t[[All, 1]], base, v},
   If[AllTrue[s, MatchQ[#, _Integer | _Rational] && # > 0 &],
    v = Expand[-c . (gauss /@ s)];
    Return[v /. EulerGamma -> 0]];
   (* shifts that differ by integers *)
   If[SameQ @@ (Mod[Expand[# - First[s]], 1] & /@ s) && AllTrue[Expand[# - First[s]] & /@ s, IntegerQ],
    base = First[SortBy[s, Expand[# - First[s]] &]];
    Return[Factor[-Sum[c[[j]] Sum[1/(base + m), {m, 0, Expand[s[[j]] - base] - 1}], {j, Length[s]}]]]];
   -c . (PolyGamma[0, #] & /@ s)];
gauss[s_Integer] := -EulerGamma + HarmonicNumber[s - 1];
gauss[s_Rational] := If[s > 1, gauss[s - 1] + 1/(s - 1), Switch[Denominator[s], 2, -EulerGamma - 2 Log[2], 3, -EulerGamma - 3 Log[3]/2 + If[s === 1/3, -1, 1] Pi/(2 Sqrt[3]), 4, -EulerGamma - 3 Log[2] + If[s === 1/4, -1, 1] Pi/2,
    6, -EulerGamma - 2 Log[2] - 3 Log[3]/2 + If[s === 1/6, -1, 1] Sqrt[3] Pi/2, _, PolyGamma[0, s]]];
(* 1/(i^2 + k^2) and the like over all i >= 0 or 1 *)
quadraticRational[q_, i_, a_] := Module[{n = Numerator[q], d = Denominator[q], c, k, base},
   If[FreeQ[n, i] && PolynomialQ[d, i] && Exponent[d, i] == 2 && Coefficient[d, i, 1] === 0 && IntegerQ[a] && a >= 0,
    c = Coefficient[d, i, 2]; k = Sqrt[Cancel[Coefficient[d, i, 0]/c]] /. Sqrt[s_Symbol^2] :> s;
    base = If[MatchQ[k, Times[I, _] | Complex[0, _] _. | Complex[0, _]], With[{m = k/I}, (1 - m Pi Cot[m Pi])/(2 m^2) (-1) (-1)], (-1 + k Pi Coth[k Pi])/(2 k^2)];
    Return[(n/c) (base + If[a == 0, 1/k^2, 0] - Sum[1/(j^2 + k^2), {j, 1, a - 1}]) // Together]];
   no];
(* (-1)^i r(i) *)
alternating[f_, i_, a_, _] := Module[{t = If[Head[f] === Times, List @@ f, {f}], sign, r, terms, c = 1},
   sign = Select[t, MatchQ[#, Power[-1, _?(! FreeQ[#, i] &)]] &];
   If[Length[sign] =!= 1 || ! PolynomialQ[sign[[1, 2]], i] || Coefficient[sign[[1, 2]], i, 1] =!= 1, Return[no]];
   c = (-1)^(sign[[1, 2]] - i // Expand);
   r = Cancel[f/sign[[1]]];
   If[! PolynomialQ[Numerator[Together[r]], i] || ! PolynomialQ[Denominator[Together[r]], i], Return[no]];
   If[Exponent[Numerator[Together[r]], i] >= Exponent[Denominator[Together[r]], i], diverges];
   terms = linearTerms[r, i];
   If[terms === no || ! ListQ[terms], Return[no]];
   If[! AllTrue[terms[[All, 2]], MatchQ[#, _Integer | _Rational] &], Return[no]];
   Expand[c Sum[u[[1]] eta[u[[3]], a, u[[2]]], {u, terms}]]];
(* Sum over i >= a of (-1)^i/(i + s)^m *)
eta[m_, a_, s_] := Module[{q = a + s}, (-1)^a alt[m, q]];
alt[1, q_Integer] := (-1)^(q - 1) (Log[2] - Sum[(-1)^(k + 1)/k, {k, 1, q - 1}]);
alt[m_, q_Integer] := (-1)^(q - 1) ((1 - 2^(1 - m)) Zeta[m] - Sum[(-1)^(k + 1)/k^m, {k, 1, q - 1}]);
alt[1, q_Rational] := Expand[(gauss[(q + 1)/2] - gauss[q/2])/2] /. EulerGamma -> 0;
alt[m_, q_Rational] := (hurwitz[m, q/2] - hurwitz[m, (q + 1)/2])/2^m;
(* p(i) x^i, p(i) x^i/i!, x^i/i^m *)
powerSeries[f_, i_, a_, _] := Module[{t = If[Head[f] === Times, List @@ f, {f}], e, x, c, p, fact, r, y, k},
   e = Select[t, MatchQ[#, Power[b_, g_] /; FreeQ[b, i] && PolynomialQ[g, i] && Exponent[g, i] == 1] &];
   If[e === {}, If[! MemberQ[t, Power[Factorial[i], -1]], Return[no]]];
   x = Times @@ (#[[1]]^Coefficient[#[[2]], i, 1] & /@ e); c = Times @@ (#[[1]]^Coefficient[#[[2]], i, 0] & /@ e);
   p = Cancel[f/(Times @@ e)];
   fact = ! FreeQ[p, Factorial];
   If[fact, p = Cancel[p i!]];
   If[! IntegerQ[a] || a < 0, Return[no]];
   If[PolynomialQ[p, i],
    If[! fact && NumericQ[x] && TrueQ[Abs[N[x]] >= 1], diverges];
    y = Unique["y"];
    r = If[fact, E^y, 1/(1 - y)];
    If[! fact && FreeQ[p, i] && a == 0, Return[c p/(1 - x)]];
    r = Module[{co = CoefficientList[p, i], total = 0, cur = r}, Do[total += co[[j]] cur; cur = y D[cur, y], {j, Length[co]}]; total];
    r = If[fact, Collect[Expand[r/E^y], y, Factor], Factor[Together[r]]];
    r = If[fact, E^x Factor[r /. y -> x], r /. y -> x];
    Return[c lessFirst[r, p, x, fact, i, a]]];
   If[! fact && MatchQ[p, Power[i, _]] && a === 1,
    With[{m = -p[[2]]}, Return[c If[m === 1, -Log[1 - x], PolyLog[m, x]]]]];
   If[! fact && a === 0 && MatchQ[p, Power[i + 1, -1]], Return[-c Log[1 - x]/x]];
   no];
lessFirst[r_, p_, x_, fact_, i_, a_] := If[a == 0, r, With[{q = r - Sum[(p /. i -> j) x^j If[fact, 1/j!, 1], {j, 0, a - 1}]}, If[fact, q, Factor[Together[q]]]]];
(* a hypergeometric series in general *)
hypergeometric[f_, i_, a_, _] := Module[{g = f /. i -> i + a, r, t0, n, d, z, up, low, ur, lr},
   r = ratioOf[g, i];
   If[r === no, Return[no]];
   t0 = Quiet[Check[g /. i -> 0, no]];
   If[t0 === 0 || t0 === no || ! FreeQ[t0, Indeterminate | DirectedInfinity], Return[no]];
   n = FactorList[Numerator[r]]; d = FactorList[Denominator[r]];
   If[AnyTrue[Join[n, d], Exponent[#[[1]], i] > 1 &], Return[no]];
   z = Times @@ (If[FreeQ[#[[1]], i], #[[1]], Coefficient[#[[1]], i, 1]]^#[[2]] & /@ n)/Times @@ (If[FreeQ[#[[1]], i], #[[1]], Coefficient[#[[1]], i, 1]]^#[[2]] & /@ d);
   up = Flatten[If[FreeQ[#[[1]], i], {}, ConstantArray[Cancel[Coefficient[#[[1]], i, 0]/Coefficient[#[[1]], i, 1]], #[[2]]]] & /@ n];
   low = Flatten[If[FreeQ[#[[1]], i], {}, ConstantArray[Cancel[Coefficient[#[[1]], i, 0]/Coefficient[#[[1]], i, 1]], #[[2]]]] & /@ d];
   If[MemberQ[low, 1], low = DeleteCases[low, 1, 1, 1], up = Append[up, 1]];
   If[Length[up] > Length[low] + 1 || Length[up] == Length[low] + 1 && NumericQ[z] && TrueQ[Abs[N[z]] > 1], diverges];
   If[Length[up] == Length[low] + 1 && NumericQ[z] && Abs[z] == 1 && ! TrueQ[N[Total[low] - Total[up]] > 0], Return[no]];
   t0 closed[Sort[up], Sort[low], z]];
closed[{}, {}, z_] := E^z;
closed[{u_}, {}, z_] := (1 - z)^(-u);
closed[{}, {1/2}, z_] := Cosh[2 Sqrt[z]] /. Cosh[2 Sqrt[Times[q_Rational, Power[y_, 2]]]] :> Cosh[2 Sqrt[q] y] // trigCosh;
closed[{}, {3/2}, z_] := (Sinh[2 Sqrt[z]]/(2 Sqrt[z])) // trigCosh;
closed[{}, {1}, z_] := BesselI[0, 2 Sqrt[z]] // trigCosh;
closed[{1, 1}, {2}, z_] := -Log[1 - z]/z;
closed[{1/2, 1}, {3/2}, z_] := ArcTanh[Sqrt[z]]/Sqrt[z] // trigCosh;
closed[{1/2}, {}, z_] := 1/Sqrt[1 - z];
closed[{1/2, 1/2}, {3/2}, z_] := ArcSin[Sqrt[z]]/Sqrt[z] // trigCosh;
closed[{u_}, {l_}, z_] := Hypergeometric1F1[u, l, z];
closed[{u_, v_}, {l_}, z_] := Hypergeometric2F1[u, v, l, z];
closed[up_, low_, z_] := HypergeometricPFQ[up, low, z];
(* Sqrt[-x^2/4] as I x/2: the even or odd function makes the branch immaterial *)
trigCosh[e_] := e /. {Power[Times[q_?NumberQ, Power[y_, 2]], h : 1/2 | -1/2] :> (Sqrt[q] y)^(2 h), Power[Power[y_, 2], h : 1/2 | -1/2] :> y^(2 h)};

(* ---- products *)
definiteProduct[f_, i_, a_, b_] := Module[{c, g, r, e},
   If[FreeQ[f, i], Return[If[infinite[b], Which[f === 1, 1, f === 0, 0, True, no], f^(b - a + 1)]]];
   If[Head[f] === Times,
    r = definiteProduct[#, i, a, b] & /@ List @@ f;
    If[! infinite[b], Return[If[MemberQ[r, no], no, simplifyFactorials[Times @@ r]]]]];
   If[MatchQ[f, Power[_, _]] && ! infinite[b],
    If[FreeQ[f[[2]], i], r = definiteProduct[f[[1]], i, a, b]; If[r =!= no, Return[r^f[[2]]]]];
    If[FreeQ[f[[1]], i], r = definite[f[[2]], i, a, b]; If[r =!= no, Return[f[[1]]^r]]]];
   e = Together[f];
   If[PolynomialQ[Numerator[e], i] && PolynomialQ[Denominator[e], i], Return[rationalProduct[e, i, a, b]]];
   If[MatchQ[f, Factorial[i]] && a === 1 && ! infinite[b], Return[BarnesG[2 + b]]];
   If[infinite[b] && MatchQ[f, Power[_, _]] && FreeQ[f[[1]], i], r = definite[f[[2]], i, a, b]; If[r =!= no, Return[f[[1]]^r]]];
   no];
rationalProduct[e_, i_, a_, b_] := Module[{n = FactorList[Numerator[e]], d = FactorList[Denominator[e]], list, lead, r, bad = False, roots},
   list = Join[n, {#[[1]], -#[[2]]} & /@ d];
   lead = 1; roots = {};
   Do[Which[
     FreeQ[q[[1]], i], lead *= q[[1]]^q[[2]],
     Exponent[q[[1]], i] == 1, lead *= Coefficient[q[[1]], i, 1]^q[[2]]; AppendTo[roots, {Cancel[Coefficient[q[[1]], i, 0]/Coefficient[q[[1]], i, 1]], q[[2]]}],
     Exponent[q[[1]], i] == 2, With[{co = CoefficientList[q[[1]], i]}, lead *= co[[3]]^q[[2]];
       With[{s = Sqrt[co[[2]]^2 - 4 co[[1]] co[[3]]]}, roots = Join[roots, {{(co[[2]] + s)/(2 co[[3]]), q[[2]]}, {(co[[2]] - s)/(2 co[[3]]), q[[2]]}}]]],
     True, bad = True], {q, list}];
   If[bad, Return[no]];
   If[infinite[b],
    If[lead =!= 1 || Total[roots[[All, 2]]] =!= 0, Return[no]];
    If[Together[Total[roots[[All, 1]] roots[[All, 2]]]] =!= 0, Return[If[TrueQ[N[Total[roots[[All, 1]] roots[[All, 2]]]] > 0], diverges, 0]]];
    Return[gammaProduct[roots, a]]];
   lead^(b - a + 1) Times @@ (With[{s = #[[1]], k = #[[2]]}, If[IntegerQ[s + a] && s + a > 0, (Factorial[b + s]/Factorial[a + s - 1])^k, Pochhammer[a + s, b - a + 1]^k]] & /@ roots) // simplifyFactorials];
(* quotients of factorials that differ by integers *)
simplifyFactorials[e_] := With[{g = gammaRatio[e /. Factorial[u_] :> Gamma[u + 1]]}, If[FreeQ[g, Gamma], g, If[LeafCount[g] < LeafCount[e], g /. Gamma[u_] :> Factorial[Expand[u - 1]], e]]];
gammaProduct[roots_, a_] := Module[{g = Times @@ (Gamma[a + #[[1]]]^(-#[[2]]) & /@ roots)}, reflect[g]];
(* Gamma[1 + z] Gamma[1 - z] = Pi z/Sin[Pi z] *)
reflect[g_] := g //. {Gamma[u_]^p_. Gamma[v_]^q_. /; p === q && Expand[u + v] === 2 :> (Pi (u - 1)/Sin[Pi (u - 1)])^p, Gamma[u_]^p_. Gamma[v_]^q_. /; p === q && Expand[u + v] === 1 :> (Pi/Sin[Pi u])^p};
indefiniteProduct[f_, i_] := Which[f === i, Gamma[i], FreeQ[f, i], f^i, MatchQ[f, i + _?(FreeQ[#, i] &)], Gamma[f], MatchQ[f, Power[_, i]], f[[1]]^(i (i - 1)/2), True, no];
