(* function_expansion.wl - FunctionExpand: special functions in terms of simpler ones. Formulas from the NIST Digital Library of Mathematical
   Functions, whose sections are named below. Rules apply until none does. *)

(* gamma and polyGamma stand for functions that came from a rule and are not expanded further: n! is Gamma[1 + n] *)
functionExpand[e_] := functionExpand[e, True];
functionExpand[e_, assumptions_] := (e /. assumed[assumptions]) //. expansions /. {gamma -> Gamma, polyGamma -> PolyGamma} /. ratios;
numeric[x__] := NumericQ[Plus[x]];
leading[n_Plus, s_] := MatchQ[First[n], _Integer?s];

(* ---- under assumptions *)
known[c_, a_] := TrueQ[Quiet[Simplify[c, a]]];
assumed[True] := {};
assumed[a_] := {
  LogGamma[x_] /; known[x > 0, a] :> Log[Gamma[x]],
  Abs[x_]^n_Integer /; EvenQ[n] && known[Element[x, Reals], a] :> x^n,
  ProductLog[Times[x_, Log[x_]]] /; known[x >= 1/E, a] :> Log[x],
  Fibonacci[Plus[k_Integer?Positive, n_]] /; k <= 30 && known[Element[n, Integers], a] :> Fibonacci[k - 1] Fibonacci[n] + Fibonacci[k] (Fibonacci[n] + LucasL[n])/2,
  Mod[Factorial[Plus[-1, p_]], p_] /; known[Element[p, Primes], a] :> p - 1};

expansions = {
  (* constants *)
  Degree -> Pi/180, GoldenRatio -> (1 + Sqrt[5])/2, GoldenAngle -> (3 - Sqrt[5]) Pi,
  (* 5.5: gamma and its relatives *)
  Gamma[n_Plus] /; leading[n, Positive] && First[n] <= 30 :> With[{x = Rest[n], k = First[n]}, Product[Expand[x + i], {i, 0, k - 1}] Gamma[x]],
  Gamma[n_Plus] /; leading[n, Negative] && First[n] >= -30 :> With[{x = Rest[n], k = -First[n]}, Gamma[x]/Product[Expand[x - i], {i, 1, k}]],
  Factorial[n_] /; ! NumericQ[n] :> gamma[1 + n],
  Factorial2[n_] /; ! NumericQ[n] :> 2^(n/2 + (1 - Cos[n Pi])/4) Pi^((Cos[n Pi] - 1)/4) gamma[1 + n/2],
  Subfactorial[n_] /; ! NumericQ[n] :> gamma[1 + n, -1]/E,
  Binomial[n_, k_Integer] /; 0 <= k <= 12 && ! NumericQ[n] :> Product[n - i, {i, 0, k - 1}]/k!,
  Binomial[n_, k_] /; ! NumericQ[n] && IntegerQ[Expand[n - k]] && 0 <= Expand[n - k] <= 12 :> Product[n - i, {i, 0, Expand[n - k] - 1}]/Expand[n - k]!,
  Binomial[n_Integer, k_] /; 0 <= n <= 30 && ! NumericQ[k] :> n! Sin[k Pi]/(Pi (-1)^n Product[k - i, {i, 0, n}]),
  Binomial[n_, k_] /; ! NumericQ[{n, k}] && ! (NumericQ[n] && NumericQ[k]) :> gamma[1 + n]/(gamma[1 + k] gamma[1 + n - k]),
  Multinomial[n__] /; ! numeric[n] :> gamma[1 + Plus[n]]/Times @@ Map[gamma[1 + #] &, {n}],
  Pochhammer[a_, n_] /; ! (NumericQ[a] && NumericQ[n]) :> Gamma[a + n]/Gamma[a],
  FactorialPower[a_, b_] /; ! (IntegerQ[b] || numeric[a, b]) :> gamma[1 + a]/gamma[1 + a - b],
  FactorialPower[a_, b_, h_] /; ! (IntegerQ[b] || numeric[a, b, h]) :> h^b gamma[1 + a/h]/gamma[1 + a/h - b],
  CatalanNumber[n_] /; ! IntegerQ[n] :> 2^(2 n) gamma[1/2 + n]/(Sqrt[Pi] gamma[2 + n]),
  Beta[a_, b_] :> Gamma[a] Gamma[b]/Gamma[a + b],
  (* 8.17: incomplete *)
  Beta[z_, w_, a_, b_] :> Beta[w, a, b] - Beta[z, a, b],
  BetaRegularized[z_, a_, b_] :> Beta[z, a, b] gamma[a + b]/(gamma[a] gamma[b]),
  BetaRegularized[z_, w_, a_, b_] :> (Beta[w, a, b] - Beta[z, a, b]) gamma[a + b]/(gamma[a] gamma[b]),
  GammaRegularized[a_, z_] :> gamma[a, z]/gamma[a],
  GammaRegularized[a_, z_, w_] :> (gamma[a, z] - gamma[a, w])/gamma[a],
  Gamma[a_, z_, w_] :> gamma[a, z] - gamma[a, w],
  Gamma[a_Rational, z_] /; Denominator[a] == 2 && Abs[a] < 20 :> halfGamma[a, z],
  Gamma[n_Integer?NonPositive, z_] /; n > -20 :> integerGamma[n, z],
  Erf[z_, w_] :> Erf[w] - Erf[z],
  (* 8.19: generalized exponential integrals *)
  ExpIntegralE[n_Integer?NonPositive, z_] /; n > -20 :> Together[(-n)! Sum[z^k/k!, {k, 0, -n}]/z^(1 - n)] E^-z,
  ExpIntegralE[n_, z_] :> Expand[z^(n - 1) If[IntegerQ[n] && n < 20, integerGamma[1 - n, z], If[MatchQ[n, Rational[_, 2]] && Abs[n] < 20, halfGamma[1 - n, z], gamma[1 - n, z]]]],
  LogIntegral[z_] /; ! NumericQ[z] :> ExpIntegralEi[Log[z]] + (Log[1/Log[z]] + Log[Log[z]])/2,
  (* 4.45, 6, 7: elementary *)
  Haversine[x_] :> (1 - Cos[x])/2, InverseHaversine[x_] :> 2 ArcSin[Sqrt[x]],
  Gudermannian[x_] :> 2 ArcTan[Tanh[x/2]], InverseGudermannian[x_] :> 2 ArcTanh[Tan[x/2]],
  Sinc[x_] /; ! NumericQ[x] :> Sin[x]/x,
  LogisticSigmoid[x_] :> 1/(1 + Exp[-x]),
  (* 5.15, 25: polygamma, harmonic numbers, zeta *)
  PolyGamma[0, n_Plus] /; leading[n, Positive] && First[n] <= 20 :> With[{x = Rest[n], k = First[n]}, PolyGamma[0, x] + Sum[1/(x + i), {i, 0, k - 1}]],
  PolyGamma[m_Integer?Positive, n_Plus] /; leading[n, Positive] && First[n] <= 20 :> With[{x = Rest[n], k = First[n]}, PolyGamma[m, x] + (-1)^m m! Sum[(x + i)^(-m - 1), {i, 0, k - 1}]],
  PolyGamma[m_Integer?Positive, n_Integer?Positive] /; EvenQ[m] && m < 100 && n <= 1000 :> -m! (Zeta[m + 1] - Sum[k^(-m - 1), {k, 1, n - 1}]),
  PolyGamma[m_Integer?Positive, n_Rational?Positive] /; EvenQ[m] && m < 100 && Denominator[n] === 2 && n < 50 :> -m! (2^(m + 1) - 1) Zeta[m + 1] + m! Sum[(k - 1/2)^(-m - 1), {k, 1, n - 1/2}],
  PolyGamma[0, Times[-1, z_]] /; ! NumericQ[z] :> PolyGamma[0, z] + 1/z + Pi Cot[Pi z],
  PolyGamma[0, r_Rational] /; 0 < r < 1 && Denominator[r] <= 12 :> gaussDigamma[Numerator[r], Denominator[r]],
  PolyGamma[0, r_Rational] /; 1 < r < 50 && Denominator[r] <= 12 :> gaussDigamma[Mod[Numerator[r], Denominator[r]], Denominator[r]] + Sum[1/(r - i), {i, 1, Floor[r]}],
  HarmonicNumber[n_] /; ! NumericQ[n] :> EulerGamma + polyGamma[0, 1 + n],
  HarmonicNumber[r_Rational] /; -1 < r < 50 && Denominator[r] <= 12 :> Expand[EulerGamma + PolyGamma[0, 1 + r]],
  HarmonicNumber[n_, r_] /; ! NumericQ[n] :> Zeta[r] - Zeta[r, 1 + n],
  DirichletEta[s_] :> (1 - 2^(1 - s)) Zeta[s],
  DirichletLambda[s_] :> (1 - 2^-s) Zeta[s],
  DirichletBeta[s_] :> 4^-s (Zeta[s, 1/4] - Zeta[s, 3/4]),
  Derivative[1][Zeta][2] :> Pi^2 (EulerGamma + Log[2] - 12 Log[Glaisher] + Log[Pi])/6,
  Derivative[1][Zeta][n_Integer?Negative] /; EvenQ[n] && n > -100 :> (-1)^(n/2) (-n)! Zeta[1 - n]/(2 (2 Pi)^-n),
  (* numbers of sequences *)
  Fibonacci[n_] /; ! NumericQ[n] :> ((1/2 (1 + Sqrt[5]))^n - (2/(1 + Sqrt[5]))^n Cos[n Pi])/Sqrt[5],
  LucasL[n_] /; ! NumericQ[n] :> (1/2 (1 + Sqrt[5]))^n + (2/(1 + Sqrt[5]))^n Cos[n Pi],
  Fibonacci[n_, z_] /; ! NumericQ[n] :> With[{r = (z + Sqrt[4 + z^2])/2}, (r^n - Cos[n Pi]/r^n)/Sqrt[4 + z^2]],
  LucasL[n_, z_] /; ! NumericQ[n] :> With[{r = (z + Sqrt[4 + z^2])/2}, r^n + Cos[n Pi]/r^n],
  (* 18.5, 18.6: orthogonal polynomials of any degree *)
  ChebyshevT[n_, x_] /; ! IntegerQ[n] :> Cos[n ArcCos[x]],
  ChebyshevU[n_, Cos[t_]] /; ! IntegerQ[n] :> Csc[t] Sin[(1 + n) t],
  ChebyshevU[n_, x_] /; ! IntegerQ[n] :> Sin[(1 + n) ArcCos[x]]/(Sqrt[1 - x] Sqrt[1 + x]),
  JacobiP[n_, a_, b_, 1] :> gamma[1 + a + n]/(gamma[1 + a] gamma[1 + n]),
  SphericalHarmonicY[l_, m_, t_, p_] /; ! (IntegerQ[l] && IntegerQ[m]) :> E^(I m p) Sqrt[1 + 2 l] Sqrt[gamma[1 + l - m]] LegendreP[l, m, Cos[t]]/(2 Sqrt[Pi] Sqrt[gamma[1 + l + m]]),
  (* 10: Bessel functions *)
  HankelH1[n_, z_] :> BesselJ[n, z] + I BesselY[n, z],
  HankelH2[n_, z_] :> BesselJ[n, z] - I BesselY[n, z],
  SphericalBesselJ[n_Integer, z_] /; Abs[n] < 20 :> spherical[BesselJ[n + 1/2, z], z],
  SphericalBesselY[n_Integer, z_] /; Abs[n] < 20 :> spherical[BesselY[n + 1/2, z], z],
  SphericalBesselJ[n_, z_] :> Sqrt[Pi/2] BesselJ[(1 + 2 n)/2, z]/Sqrt[z],
  SphericalBesselY[n_, z_] :> Sqrt[Pi/2] BesselY[(1 + 2 n)/2, z]/Sqrt[z],
  SphericalHankelH1[n_Integer?NonNegative, z_] /; n < 20 :> E^(I z) sphericalSum[n, I, z],
  SphericalHankelH2[n_Integer?NonNegative, z_] /; n < 20 :> E^(-I z) sphericalSum[n, -I, z],
  SphericalHankelH1[n_, z_] :> SphericalBesselJ[n, z] + I SphericalBesselY[n, z],
  SphericalHankelH2[n_, z_] :> SphericalBesselJ[n, z] - I SphericalBesselY[n, z],
  BesselJ[1/2, z_] :> Sqrt[2/Pi] Sin[z]/Sqrt[z], BesselJ[-1/2, z_] :> Sqrt[2/Pi] Cos[z]/Sqrt[z],
  BesselY[1/2, z_] :> -Sqrt[2/Pi] Cos[z]/Sqrt[z], BesselI[1/2, z_] :> Sqrt[2/Pi] Sinh[z]/Sqrt[z], BesselI[-1/2, z_] :> Sqrt[2/Pi] Cosh[z]/Sqrt[z], BesselK[1/2, z_] :> Sqrt[Pi/2] Exp[-z]/Sqrt[z],
  BesselJ[r_Rational, z_] /; Denominator[r] == 2 && 1/2 < r < 12 :> 2 (r - 1)/z BesselJ[r - 1, z] - BesselJ[r - 2, z],
  (* 4.13: the product logarithm *)
  E^ProductLog[z_] :> z/ProductLog[z],
  E^(k_Integer ProductLog[z_]) :> (z/ProductLog[z])^k,
  (* 4.21, 4.23: multiples and halves of inverse functions are algebraic *)
  ArcCot[1/x_] /; ! NumericQ[x] :> ArcTan[x], ArcTan[1/x_] /; ! NumericQ[x] :> ArcCot[x],
  ArcSin[1/x_] /; ! NumericQ[x] :> ArcCsc[x], ArcCsc[1/x_] /; ! NumericQ[x] :> ArcSin[x],
  ArcCos[1/x_] /; ! NumericQ[x] :> ArcSec[x], ArcSec[1/x_] /; ! NumericQ[x] :> ArcCos[x],
  (h : Sin | Cos | Tan | Cot | Sec | Csc)[n_Integer (g : (ArcSin | ArcCos | ArcTan | ArcCot | ArcSec | ArcCsc)[_])] /; Abs[n] <= 12 :> Factor[Together[TrigExpand[h[n angle]] /. angle -> g]],
  (h : Sinh | Cosh | Tanh)[n_Integer (g : (ArcSinh | ArcCosh | ArcTanh)[_])] /; Abs[n] <= 12 :> Factor[Together[TrigExpand[h[n angle]] /. angle -> g]],
  Cos[ArcSin[x_]/2] :> Sqrt[1 + Sqrt[1 - x] Sqrt[1 + x]]/Sqrt[2], Cos[ArcCos[x_]/2] :> Sqrt[1 + x]/Sqrt[2], Sin[ArcCos[x_]/2] :> Sqrt[1 - x]/Sqrt[2],
  Sin[ArcSin[x_]/2] :> x/(Sqrt[2] Sqrt[1 + Sqrt[1 - x] Sqrt[1 + x]]), Tan[ArcSin[x_]/2] :> x/(1 + Sqrt[1 - x] Sqrt[1 + x]), Tan[ArcCos[x_]/2] :> Sqrt[1 - x]/Sqrt[1 + x],
  Tan[ArcTan[x_]/2] :> x/(1 + Sqrt[1 + x^2]), Cos[ArcTan[x_]/2] :> Sqrt[1 + 1/Sqrt[1 + x^2]]/Sqrt[2],
  E^ArcSinh[x_] :> x + Sqrt[1 + x^2], E^ArcCosh[x_] :> x + Sqrt[x - 1] Sqrt[1 + x], E^ArcTanh[x_] :> (1 + x)/Sqrt[1 - x^2],
  E^ArcCsch[x_] :> Sqrt[1 + 1/x^2] + 1/x, E^ArcSech[x_] :> Sqrt[1/x - 1] Sqrt[1 + 1/x] + 1/x, E^ArcCoth[x_] :> 1/Sqrt[(x - 1)/(1 + x)],
  (* even and odd functions of the root of a square *)
  (h : Cos | Cosh | Sec | Sech | Sinc)[Sqrt[x_^2]] :> h[x],
  (h : Sin | Tan | Sinh | Tanh | SinIntegral | Erf | Erfi | ArcTan | ArcSinh | ArcSin | ArcTanh)[Sqrt[x_^2]] :> Sqrt[x^2] h[x]/x,
  CosIntegral[Sqrt[x_^2]] :> CosIntegral[x] - Log[x] + Log[x^2]/2,
  Log[Sqrt[x_]] /; ! NumericQ[x] :> Log[x]/2,
  Log[Times[r_?Positive, E]] :> 1 + Log[r],
  Log[Times[r_?Positive, E^n_?NumericQ]] /; Im[n] == 0 :> n + Log[r],
  (* radicals: values at simple parts of the circle, nested roots *)
  (h : Sin | Cos)[Times[r_Rational, Pi]] :> With[{v = circle[h, r]}, v /; v =!= $Failed],
  (h : Tan | Cot | Sec | Csc)[Times[r_Rational, Pi]] :> With[{c = circle[Cos, r], s = circle[Sin, r]}, Switch[h, Tan, quotient[r], Cot, quotient[1/2 - r], Sec, 1/c, _, 1/s] /; c =!= $Failed],
  Power[a_Plus, Rational[1, 2]] /; NumericQ[a] && FreeQ[a, Power[_Plus, _]] :> With[{v = denested[a]}, v /; v =!= $Failed],
  (* 13, 15: hypergeometric *)
  Hypergeometric2F1[a_, b_, c_, z_] /; MatchQ[Expand[c - b], _Integer?NonPositive] && Expand[c - b] > -20 :> euler[a, b, c, z],
  Hypergeometric2F1[b_, a_, c_, z_] /; MatchQ[Expand[c - b], _Integer?NonPositive] && Expand[c - b] > -20 :> euler[a, b, c, z],
  LegendreQ[n_Rational, m_Rational, z_] /; Denominator[m] == 2 && IntegerQ[n - m] && n >= m > 0 :> (-1)^(m + 1/2) Pi/2 If[m === 1/2, 1, Gamma[1 + n + m]/Gamma[1 + n - m]] LegendreP[n, -m, z] /; m =!= 1/2};

(* a ratio of gamma functions whose arguments differ by an integer is a product: 5.5.1 *)
ratios = {
  Times[r___, Power[Gamma[a_], p_.], Power[Gamma[b_], q_]] /; IntegerQ[p] && p > 0 && IntegerQ[q] && q < 0 && IntegerQ[Expand[a - b]] && Abs[Expand[a - b]] <= 30 :>
    With[{k = Expand[a - b], m = Min[p, -q]}, Times[r] Gamma[a]^(p - m) Gamma[b]^(q + m) If[k >= 0, Product[Expand[b + i], {i, 0, k - 1}], 1/Product[Expand[a + i], {i, 0, -k - 1}]]^m]};
spherical[f_, z_] := Collect[Expand[Sqrt[Pi/2] f/Sqrt[z]], {Sin[z], Cos[z]}, Together];
(* 10.49.6 *)
sphericalSum[n_, i_, z_] := Together[(-i)^(n + 1) Sum[i^k (n + k)!/(k! (n - k)! 2^k z^(k + 1)), {k, 0, n}]];
(* 8.4, 8.8: from Gamma[1/2, z] and Gamma[0, z] up and down *)
halfGamma[1/2, z_] := Sqrt[Pi] Erfc[Sqrt[z]];
halfGamma[a_ /; a > 1/2, z_] := Expand[(a - 1) halfGamma[a - 1, z] + z^(a - 1) E^-z];
halfGamma[a_, z_] := Expand[(halfGamma[a + 1, z] - z^a E^-z)/a];
integerGamma[0, z_] := -ExpIntegralEi[-z] + (Log[-z] - Log[-1/z])/2 - Log[z];
integerGamma[n_, z_] := Expand[(integerGamma[n + 1, z] - z^n E^-z)/n];
(* 5.4.19, of Gauss *)
gaussDigamma[p_, q_] := Expand[-EulerGamma - Log[2 q] - Pi/2 Cot[Pi p/q] + 2 Sum[Cos[2 Pi k p/q] Log[Sin[Pi k/q]], {k, 1, Floor[(q - 1)/2]}]];
(* 15.8.1: with c - b a non-positive integer the transformed series ends *)
euler[a_, b_, c_, z_] := With[{n = Expand[b - c]}, (1 - z)^(-a - n) Sum[Product[(Expand[c - a] + i) (i - n)/((c + i) (i + 1)), {i, 0, k - 1}] z^k, {k, 0, n}]];

(* Cos and Sin of r Pi in square roots: by halving the angle, and for fifteenths as a difference of fifths and thirds; $Failed elsewhere *)
circle[h_, r_] /; r < 0 := With[{v = circle[h, -r]}, If[v === $Failed, v, If[h === Cos, v, -v]]];
circle[h_, r_] /; r >= 2 := circle[h, Mod[r, 2]];
circle[Sin, r_] := circle[Cos, 1/2 - r];
circle[Cos, r_] /; r > 1 := circle[Cos, 2 - r];
circle[Cos, r_] /; r > 1/2 := With[{v = circle[Cos, 1 - r]}, If[v === $Failed, v, -v]];
circle[Cos, r_] := Module[{v = Cos[r Pi], q = Denominator[r], c},
  If[FreeQ[v, Cos | Sin], Return[v]];
  If[EvenQ[q], c = circle[Cos, 2 r]; Return[If[c === $Failed, $Failed, halved[c]]]];
  If[q === 15, Return[With[{n = Numerator[r]}, With[{b = Mod[2 n, 5]}, With[{a = (n - 3 b)/5}, Expand[Cos[a Pi/3] Cos[b Pi/5] - Sin[a Pi/3] Sin[b Pi/5]]]]]]];
  $Failed];
(* Tan[a] is (1 - Cos[2 a])/Sin[2 a] *)
quotient[r_] := With[{c = circle[Cos, 2 r], s = circle[Sin, 2 r]}, If[FreeQ[{c, s}, Power[_Plus, _]], Simplify[(1 - c)/s], (1 - c)/s]];
halved[c_] := Module[{s = Together[2 + 2 c]}, Sqrt[Expand[s]]/2];

(* Sqrt[a + b Sqrt[c]] as a sum of two roots when a^2 - b^2 c is a square (A. Borodin and others, 1985) *)
denested[e : Plus[a : _Integer | _Rational, Times[b : _Integer | _Rational, Power[c_Integer | c_Rational, 1/2]] | Power[c_Integer | c_Rational, 1/2]]] := Module[{d, m, rest = e - a, p, q, sign},
  sign = If[MatchQ[rest, Times[_?Negative, _]], -1, 1];
  d = Sqrt[a^2 - rest^2];
  If[! MatchQ[d, _Integer | _Rational], Return[$Failed]];
  {p, q} = {(a + d)/2, (a - d)/2};
  If[Sign[p] < 0 && Sign[q] < 0, Return[I (Sqrt[-Min[p, q]] - sign Sqrt[-Max[p, q]])]];
  If[Min[p, q] < 0, Return[$Failed]];
  Sqrt[Max[p, q]] + sign Sqrt[Min[p, q]]];
denested[_] := $Failed;
