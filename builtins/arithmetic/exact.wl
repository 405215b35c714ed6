(* exact.wl - exact values of special functions: arguments where they become elementary or simpler functions. The C++ builtins come here when
   neither a number nor one of their own rules answers. Each function has the builtin's name with a small first letter. *)

negative[x_] := MatchQ[x, _?Negative | Times[_?Negative, ___]];
halfInteger[n_] := MatchQ[n, Rational[_, 2]];
imaginaryPart[x_] := Replace[x, {Times[Complex[0, c_], r___] :> Times[c, r], _ :> $Failed}];

(* ---- Bessel functions: half-integer orders, parity, imaginary arguments *)
trigonometric[1/2, x_] := Sin[x];
trigonometric[-1/2, x_] := Cos[x];
trigonometric[n_ /; n > 0, x_] := trigonometric[n, x] = Expand[(2 n - 2)/x trigonometric[n - 1, x] - trigonometric[n - 2, x]];
trigonometric[n_, x_] := trigonometric[n, x] = Expand[(2 n + 2)/x trigonometric[n + 1, x] - trigonometric[n + 2, x]];
hyperbolic[1/2, x_] := Sinh[x];
hyperbolic[-1/2, x_] := Cosh[x];
hyperbolic[n_ /; n > 0, x_] := hyperbolic[n, x] = Expand[hyperbolic[n - 2, x] - (2 n - 2)/x hyperbolic[n - 1, x]];
hyperbolic[n_, x_] := hyperbolic[n, x] = Expand[hyperbolic[n + 2, x] + (2 n + 2)/x hyperbolic[n + 1, x]];
decaying[1/2 | -1/2, x_] := 1;
decaying[n_ /; n > 0, x_] := decaying[n, x] = Expand[decaying[n - 2, x] + (2 n - 2)/x decaying[n - 1, x]];
decaying[n_, x_] := decaying[-n, x];

besselJ[n_?halfInteger, x_] /; Abs[n] < 20 := Sqrt[2/Pi] trigonometric[n, x]/Sqrt[x];
besselY[n_?halfInteger, x_] /; Abs[n] < 20 := (-1)^(n + 1/2) Sqrt[2/Pi] trigonometric[-n, x]/Sqrt[x];
besselI[n_?halfInteger, x_] /; Abs[n] < 20 := Sqrt[2/Pi] hyperbolic[n, x]/Sqrt[x];
besselK[n_?halfInteger, x_] /; Abs[n] < 20 := Sqrt[Pi/2] decaying[n, x]/(E^x Sqrt[x]);
besselJ[n_Integer, x_?negative] := (-1)^n BesselJ[n, -x];
besselI[n_Integer, x_?negative] := (-1)^n BesselI[n, -x];
besselJ[n_Integer, x_] := With[{y = imaginaryPart[x]}, If[y === $Failed, $Unevaluated, I^n BesselI[n, y]]];
besselI[n_Integer, x_] := With[{y = imaginaryPart[x]}, If[y === $Failed, $Unevaluated, I^n BesselJ[n, y]]];
besselK[Times[-1, n_], x_] := BesselK[n, x];
hankelH1[n_?halfInteger, x_] := BesselJ[n, x] + I BesselY[n, x];
hankelH2[n_?halfInteger, x_] := BesselJ[n, x] - I BesselY[n, x];
sphericalBesselJ[n_Integer, x_?negative] := (-1)^n SphericalBesselJ[n, -x];

kelvinBer[z_] := KelvinBer[0, z];
kelvinBei[z_] := KelvinBei[0, z];
kelvinKer[z_] := KelvinKer[0, z];
kelvinKei[z_] := KelvinKei[0, z];
kelvinBer[0, 0] := 1;
kelvinBei[0, 0] := 0;
kelvinBer[n_Integer, 0] := 0;
kelvinBei[n_Integer, 0] := 0;
kelvinKer[0, 0] := Infinity;
kelvinKei[0, 0] := -Pi/4;
struveH[n_, 0] /; TrueQ[n > -1] := 0;
struveL[n_, 0] /; TrueQ[n > -1] := 0;
struveH[1/2, x_] := Sqrt[2/Pi] (1 - Cos[x])/Sqrt[x];
struveH[-1/2, x_] := Sqrt[2/Pi] Sin[x]/Sqrt[x];
struveL[1/2, x_] := Sqrt[2/Pi] (-1 + Cosh[x])/Sqrt[x];
struveL[-1/2, x_] := Sqrt[2/Pi] Sinh[x]/Sqrt[x];
dawsonF[0] := 0;
dawsonF[x_?negative] := -DawsonF[-x];
dawsonF[Infinity] := 0;
fresnelC[x_] := With[{y = imaginaryPart[x]}, If[y === $Failed, $Unevaluated, I FresnelC[y]]];
fresnelS[x_] := With[{y = imaginaryPart[x]}, If[y === $Failed, $Unevaluated, -I FresnelS[y]]];
parabolicCylinderD[0, z_] := E^(-z^2/4);
parabolicCylinderD[n_Integer?Positive, z_] /; n < 100 := Expand[2^(-n/2) HermiteH[n, z/Sqrt[2]]]/E^(z^2/4);
stieltjesGamma[0] := EulerGamma;
zetaZero[0] := $Unevaluated;

(* ---- orthogonal polynomials at special points, Legendre functions of the second kind *)
legendreP[n_, 1] := 1;
legendreP[n_, -1] /; IntegerQ[n] := (-1)^n;
chebyshevT[n_, 1] := 1;
chebyshevT[n_, 0] := Cos[n Pi/2];
chebyshevU[n_, 1] := 1 + n;
laguerreL[n_, 0] := 1;
gegenbauerC[0, x_] := ComplexInfinity;
jacobiP[n_Integer?NonNegative, a_, b_, x_] /; n < 30 := jacobiSum[n, a, b, x];
jacobiSum[0, _, _, _] := 1;
jacobiSum[n_, a_, b_, x_] := Sum[Product[a + j, {j, k + 1, n}] Product[a + b + n + j, {j, 1, k}] Binomial[n, k]/n! ((x - 1)/2)^k, {k, 0, n}];
legendreQ[n_Integer?NonNegative, x_] /; n < 30 := With[{log = -Log[1 - x]/2 + Log[1 + x]/2},
   -Expand[Sum[LegendreP[k - 1, x] LegendreP[n - k, x]/k, {k, 1, n}]] + LegendreP[n, x] log];
hermiteH[-1, x_] := E^x^2 Sqrt[Pi] Erfc[x]/2;

(* ---- zeta and polygamma functions *)
zeta[s_Integer, 1/2] /; s > 1 := (2^s - 1) Zeta[s];
zeta[2, 1/4] := 8 Catalan + Pi^2;
zeta[2, 3/4] := -8 Catalan + Pi^2;
zeta[s_, n_Integer] /; 1 < n < 50 := Zeta[s] - Sum[k^-s, {k, 1, n - 1}];
polyGamma[0, 1/2] := -EulerGamma - Log[4];
polyGamma[0, 1/4] := -EulerGamma - Pi/2 - Log[8];
polyGamma[0, 3/4] := -EulerGamma + Pi/2 - Log[8];
polyGamma[1, 1/4] := 8 Catalan + Pi^2;
polyGamma[1, 3/4] := -8 Catalan + Pi^2;
polyGamma[0, n_?halfInteger] /; 1/2 < n < 50 := Sum[2/(2 k - 1), {k, 1, n - 1/2}] - EulerGamma - Log[4];
polyGamma[m_Integer?Positive, n_?halfInteger] /; 1/2 < n < 50 && OddQ[m] := PolyGamma[m, 1/2] + (-1)^m m! Sum[(k - 1/2)^(-m - 1), {k, 1, n - 1/2}];
harmonicNumber[n_?halfInteger] /; 0 < n < 50 := Sum[2/(2 k - 1), {k, 1, n + 1/2}] - Log[4];
harmonicNumber[n_, 1] := HarmonicNumber[n];
harmonicNumber[n_, 0] := n;
harmonicNumber[n_, k_Integer?Negative] /; -50 < k && ! NumericQ[n] := Factor[(BernoulliB[1 - k, n + 1] - BernoulliB[1 - k])/(1 - k)];
polyLog[n_Integer?Negative, z_] /; n > -60 := z eulerian[-n, z]/(1 - z)^(1 - n);
eulerian[n_, z_] := Sum[Sum[(-1)^j Binomial[n + 1, j] (k + 1 - j)^n, {j, 0, k}] z^k, {k, 0, n - 1}];
polyLog[n_?NumericQ, 1] := Zeta[n];
polyLog[n_, -1] := (-1 + 2^(1 - n)) Zeta[n];
polyLog[3, 1/2] := (-2 Pi^2 Log[2] + 4 Log[2]^3 + 21 Zeta[3])/24;
polyLog[2, I] := I Catalan - Pi^2/48;
polyLog[2, -I] := -I Catalan - Pi^2/48;
polyLog[2, 2] := Pi^2/4 - I Pi Log[2];
lerchPhi[z_, s_, 1] := PolyLog[s, z]/z;
hurwitzLerchPhi[z_, s_, 1] := PolyLog[s, z]/z;
hurwitzLerchPhi[0, s_, a_] := (a^2)^(-s/2);
hurwitzLerchPhi[1, s_, a_] := HurwitzZeta[s, a];
dirichletBeta[0] := 1/2;
dirichletBeta[1] := Pi/4;
dirichletBeta[2] := Catalan;
dirichletBeta[3] := Pi^3/32;
dirichletLambda[s_Integer] /; s > 1 := (1 - 2^-s) Zeta[s];

(* ---- hypergeometric functions *)
hypergeometric0F1[1/2, z_] := Cosh[2 Sqrt[z]];
hypergeometric0F1[3/2, z_] := Sinh[2 Sqrt[z]]/(2 Sqrt[z]);
hypergeometric1F1[a_Integer?NonPositive, b_, z_] /; a > -30 && ! (IntegerQ[b] && b <= 0) := finite[{a}, {b}, z];
hypergeometric1F1[1, n_Integer, z_] /; 1 < n < 30 := (n - 1)! (E^z - Sum[z^k/k!, {k, 0, n - 2}])/z^(n - 1);
hypergeometric1F1[1/2, 3/2, z_] := Sqrt[Pi] Erfi[Sqrt[z]]/(2 Sqrt[z]);
finite[a_, b_, z_] := Sum[Times @@ (rising[#, k] & /@ a) z^k/(Times @@ (rising[#, k] & /@ b) k!), {k, 0, -Max[Cases[a, _Integer?NonPositive]]}];
rising[a_, k_] := Product[a + j, {j, 0, k - 1}];
hypergeometric2F1[a_Integer?NonPositive, b_, c_, z_] /; a > -30 && ! (IntegerQ[c] && c <= 0) := finite[{a, b}, {c}, z];
hypergeometric2F1[a_, b_Integer?NonPositive, c_, z_] /; b > -30 && ! (IntegerQ[c] && c <= 0) := finite[{a, b}, {c}, z];
hypergeometric2F1[1/2, 1/2, 1, z_] := 2 EllipticK[z]/Pi;
hypergeometric2F1[1/2, -1/2, 1, z_] := 2 EllipticE[z]/Pi;
hypergeometric2F1[-1/2, 1/2, 1, z_] := 2 EllipticE[z]/Pi;
hypergeometric2F1[1/2, 1/2, 3/2, z_] := ArcSin[Sqrt[z]]/Sqrt[z];
hypergeometric2F1[1/2, 1, 3/2, z_] := ArcTanh[Sqrt[z]]/Sqrt[z];
hypergeometric2F1[1, 1/2, 3/2, z_] := ArcTanh[Sqrt[z]]/Sqrt[z];
hypergeometric2F1[1, 1, 3/2, z_] := ArcSin[Sqrt[z]]/(Sqrt[1 - z] Sqrt[z]);
hypergeometric2F1[1, 2, 3/2, z_] := (Sqrt[1 - z] Sqrt[z] + ArcSin[Sqrt[z]])/(2 (1 - z)^(3/2) Sqrt[z]);
hypergeometric2F1[2, 1, 3/2, z_] := Hypergeometric2F1[1, 2, 3/2, z];
hypergeometricPFQ[{1, 1, 1}, {3/2, 2}, z_] := ArcSin[Sqrt[z]]^2/z;
hypergeometric2F1[1, 2, 3, z_] := -2 (z + Log[1 - z])/z^2;
hypergeometric2F1[2, 1, 3, z_] := -2 (z + Log[1 - z])/z^2;
hypergeometric2F1[a_, b_, c_, 1] /; ! NumericQ[a + b + c] := Gamma[c] Gamma[c - a - b]/(Gamma[c - a] Gamma[c - b]);
hypergeometric1F1Regularized[a_, b_, z_] := regularized[Hypergeometric1F1[a, b, z], Hypergeometric1F1, b];
hypergeometric2F1Regularized[a_, b_, c_, z_] := regularized[Hypergeometric2F1[a, b, c, z], Hypergeometric2F1, c];
hypergeometric0F1Regularized[b_, 0] := 1/Gamma[b];
hypergeometric0F1Regularized[b_, z_] := regularized[Hypergeometric0F1[b, z], Hypergeometric0F1, b];
regularized[value_, f_, b_] := If[Head[value] === f || IntegerQ[b] && b <= 0, $Unevaluated, value/Gamma[b]];
hypergeometricPFQ[{1, 1, 1}, {2, 2}, z_] := PolyLog[2, z]/z;
hypergeometricU[a_, b_, 0] /; TrueQ[Re[b] >= 1] && ! MatchQ[a, _Integer?NonPositive] := ComplexInfinity;
hypergeometricU[0, b_, z_] := 1;
hypergeometricU[a_, b_, z_] := If[Expand[a + 1 - b] === 0, z^-a, $Unevaluated];
whittakerM[k_, m_, 0] /; TrueQ[m > -1/2] := 0;
appellF1[a_, b_, c_, d_, 0, 0] := 1;
appellF1[a_, b1_, b2_, c_, x_, 0] := Hypergeometric2F1[a, b1, c, x];
appellF1[a_, b1_, b2_, c_, 0, y_] := Hypergeometric2F1[a, b2, c, y];
appellF1[a_, b1_, b2_, c_, x_, x_] := Hypergeometric2F1[a, b1 + b2, c, x];

(* ---- incomplete gamma and beta functions *)
gammaRegularized[a_, 0] /; ! NumericQ[a] || TrueQ[a > 0] := 1;
gammaRegularized[a_, Infinity] := 0;
gammaRegularized[n_Integer?NonPositive, _] := 0;
gammaRegularized[1, z_] := E^-z;
gammaRegularized[a_, z_, z_] := 0;
gammaRegularized[n_Integer?Positive, z_?NumericQ] /; n < 100 := E^-z Sum[z^k/k!, {k, 0, n - 1}];
betaRegularized[0, a_, b_] := If[TrueQ[Re[a] < 0], ComplexInfinity, 0];
betaRegularized[1, a_, b_] := 1;
betaRegularized[z_, 1, 1] := z;
betaRegularized[z_, 1, b_] := 1 - (1 - z)^b;
betaRegularized[z_, a_, 1] := z^a;
betaRegularized[z_?NumericQ, a_Integer?Positive, b_Integer?Positive] /; a + b < 100 := Sum[Binomial[a + b - 1, j] z^j (1 - z)^(a + b - 1 - j), {j, a, a + b - 1}];
betaRegularized[z_, a_Symbol, n_Integer?NonPositive] := 0;
beta[z_, 1, b_] := (1 - (1 - z)^b)/b;
beta[z_, a_, 1] := z^a/a;
inverseGammaRegularized[a_, 0, s_] := Switch[s, 0, 0, 1, Infinity, _, $Unevaluated];
inverseBetaRegularized[0, s_, a_, b_] := InverseBetaRegularized[s, a, b];
inverseGammaRegularized[a_, 0] := Infinity;
inverseGammaRegularized[a_, 1] := 0;
inverseGammaRegularized[1, s_] := -Log[s];
inverseBetaRegularized[0, a_, b_] := 0;
inverseBetaRegularized[1, a_, b_] := 1;
inverseBetaRegularized[s_, 1, 1] := s;

(* ---- elliptic functions: name of the function -> {value at u = 0, at m = 0, at m = 1, parity} *)
jacobiTable = <|JacobiSN -> {0, Sin, Tanh, -1}, JacobiCN -> {1, Cos, Sech, 1}, JacobiDN -> {1, 1 &, Sech, 1}, JacobiSC -> {0, Tan, Sinh, -1},
   JacobiSD -> {0, Sin, Sinh, -1}, JacobiNS -> {ComplexInfinity, Csc, Coth, -1}, JacobiNC -> {1, Sec, Cosh, 1}, JacobiND -> {1, 1 &, Cosh, 1},
   JacobiCS -> {ComplexInfinity, Cot, Csch, -1}, JacobiCD -> {1, Cos, 1 &, 1}, JacobiDS -> {ComplexInfinity, Csc, Csch, -1}, JacobiDC -> {1, Sec, 1 &, 1}|>;
quarterPeriod = <|JacobiSN -> (1 &), JacobiCN -> (0 &), JacobiDN -> (Sqrt[1 - #] &), JacobiCD -> (0 &), JacobiSD -> (1/Sqrt[1 - #] &), JacobiND -> (1/Sqrt[1 - #] &),
   JacobiNS -> (1 &), JacobiCS -> (0 &), JacobiDS -> (Sqrt[1 - #] &), JacobiSC -> (ComplexInfinity &), JacobiNC -> (ComplexInfinity &), JacobiDC -> (ComplexInfinity &)|>;
jacobi[f_, u_, m_] := With[{row = jacobiTable[f]}, Which[
   u === 0, row[[1]],
   m === 0, row[[2]][u],
   m === 1, row[[3]][u],
   u === EllipticK[m], quarterPeriod[f][m],
   negative[u], row[[4]] f[-u, m],
   True, $Unevaluated]];
jacobiSN[u_, m_] := jacobi[JacobiSN, u, m];
jacobiCN[u_, m_] := jacobi[JacobiCN, u, m];
jacobiDN[u_, m_] := jacobi[JacobiDN, u, m];
jacobiSC[u_, m_] := jacobi[JacobiSC, u, m];
jacobiSD[u_, m_] := jacobi[JacobiSD, u, m];
jacobiNS[u_, m_] := jacobi[JacobiNS, u, m];
jacobiNC[u_, m_] := jacobi[JacobiNC, u, m];
jacobiND[u_, m_] := jacobi[JacobiND, u, m];
jacobiCS[u_, m_] := jacobi[JacobiCS, u, m];
jacobiCD[u_, m_] := jacobi[JacobiCD, u, m];
jacobiDS[u_, m_] := jacobi[JacobiDS, u, m];
jacobiDC[u_, m_] := jacobi[JacobiDC, u, m];
jacobiAmplitude[u_?negative, m_] := -JacobiAmplitude[-u, m];
jacobiAmplitude[EllipticK[m_], m_] := Pi/2;
jacobiZeta[0, m_] := 0;
jacobiZeta[x_, 0] := 0;
jacobiZeta[x_?negative, m_] := -JacobiZeta[-x, m];
inverseJacobiSN[0, m_] := 0;
inverseJacobiSN[1, m_] := EllipticK[m];
inverseJacobiSN[v_, 0] := ArcSin[v];
inverseJacobiSN[v_, 1] := ArcTanh[v];
inverseJacobiCN[0, m_] := EllipticK[m];
inverseJacobiCN[1, m_] := 0;
inverseJacobiCN[v_, 0] := ArcCos[v];
inverseJacobiCN[v_, 1] := ArcSech[v];
inverseJacobiDN[1, m_] := 0;
inverseJacobiSC[0, m_] := 0;
inverseJacobiSC[v_, 0] := ArcTan[v];
inverseJacobiSC[v_, 1] := ArcSinh[v];
inverseJacobiSD[0, m_] := 0;
ellipticPi[n_, 0] := Pi/(2 Sqrt[1 - n]);
ellipticPi[1, m_] := ComplexInfinity;
ellipticPi[n_, Pi/2, m_] := EllipticPi[n, m];
ellipticPi[n_, 0, m_] := 0;
ellipticK[-1] := Gamma[1/4]^2/(4 Sqrt[2 Pi]);
ellipticF[x_?negative, m_] := -EllipticF[-x, m];
ellipticE[x_?negative, m_] := -EllipticE[-x, m];
ellipticTheta[k_Integer, q_] /; 1 <= k <= 4 := EllipticTheta[k, 0, q];
ellipticTheta[1, 0, q_] := 0;
ellipticTheta[1 | 2, x_, 0] := 0;
ellipticTheta[3 | 4, x_, 0] := 1;
ellipticThetaPrime[2 | 3 | 4, 0, q_] := 0;
ellipticThetaPrime[k_Integer, q_] /; 2 <= k <= 4 := 0;
ellipticNomeQ[0] := 0;
ellipticNomeQ[1] := 1;
ellipticNomeQ[1/2] := E^-Pi;
inverseEllipticNomeQ[0] := 0;
inverseEllipticNomeQ[1] := 1;
kleinInvariantJ[I] := 1;
modularLambda[I] := 1/2;
weierstrassP[0, {g2_, g3_}] := ComplexInfinity;
weierstrassP[u_, {0, 0}] := 1/u^2;
weierstrassP[u_?negative, g_] := WeierstrassP[-u, g];
weierstrassPPrime[0, {g2_, g3_}] := ComplexInfinity;
weierstrassPPrime[u_, {0, 0}] := -2/u^3;
weierstrassPPrime[u_?negative, g_] := -WeierstrassPPrime[-u, g];
weierstrassZeta[0, {g2_, g3_}] := ComplexInfinity;
weierstrassZeta[u_, {0, 0}] := 1/u;
weierstrassSigma[0, {g2_, g3_}] := 0;
weierstrassSigma[u_, {0, 0}] := u;

(* ---- functions with a base q *)
qPochhammer[a_, q_, 0] := 1;
qPochhammer[a_, q_, n_Integer?Positive] /; n < 1000 := Product[1 - a q^k, {k, 0, n - 1}];
qPochhammer[a_, q_, n_Integer?Negative] /; n > -1000 := 1/Product[1 - a q^-k, {k, 1, -n}];
qPochhammer[0, q_] := 1;
qPochhammer[1, q_] := 0;
qPochhammer[a_, 0] := 1 - a;
qFactorial[n_, 1] := n!;
qFactorial[n_Integer?NonNegative, q_] /; n < 1000 := Product[Sum[q^j, {j, 0, k - 1}], {k, 1, n}];
qFactorial[n_?NumericQ, q_?NumericQ] /; Precision[{n, q}] < Infinity := QGamma[n + 1, q];
qGamma[z_, 1] := Gamma[z];
qGamma[n_Integer?Positive, q_] /; n < 1000 := QFactorial[n - 1, q];
qGamma[z_?NumericQ, q_?NumericQ] /; Precision[{z, q}] < Infinity && Abs[q] < 1 := (1 - q)^(1 - z) QPochhammer[q, q]/QPochhammer[q^z, q];
qBinomial[n_, 0, q_] := 1;
qBinomial[n_, k_, 1] := Binomial[n, k];
qBinomial[n_Integer, k_Integer, q_] /; 0 <= k <= n < 300 := Cancel[Product[(1 - q^(n - k + j))/(1 - q^j), {j, 1, k}]];
qBinomial[n_Integer?NonNegative, k_Integer, q_] /; k < 0 || k > n := 0;

(* ---- coupling of angular momenta: Racah's formula *)
triangle[a_, b_, c_] := (a + b - c)! (a - b + c)! (-a + b + c)!/(a + b + c + 1)!;
triangular[a_, b_, c_] := Abs[a - b] <= c <= a + b && IntegerQ[a + b + c];
spin[j_] := MatchQ[j, _Integer?NonNegative] || MatchQ[j, Rational[_?Positive, 2]];
projection[{j_, m_}] := spin[j] && IntegerQ[j - m] && Abs[m] <= j;
threeJSymbol[{a_, x_}, {b_, y_}, {c_, z_}] := Module[{low, high},
   If[! AllTrue[{a, b, c, x, y, z}, MatchQ[#, _Integer | Rational[_, 2]] &], Return[$Unevaluated]];
   If[! AllTrue[{{a, x}, {b, y}, {c, z}}, projection] || ! triangular[a, b, c],
     Message[ThreeJSymbol::phy, HoldForm[ThreeJSymbol[{a, x}, {b, y}, {c, z}]]]; Return[0]];
   If[x + y + z =!= 0, Message[ThreeJSymbol::phy, HoldForm[ThreeJSymbol[{a, x}, {b, y}, {c, z}]]]; Return[0]];
   low = Max[0, b - c - x, a + y - c]; high = Min[a + b - c, a - x, b + y];
   (-1)^(a - b - z) Sqrt[triangle[a, b, c] (a + x)! (a - x)! (b + y)! (b - y)! (c + z)! (c - z)!] *
     Sum[(-1)^k/(k! (c - b + k + x)! (c - a + k - y)! (a + b - c - k)! (a - k - x)! (b - k + y)!), {k, low, high}]];
clebschGordan[{a_, x_}, {b_, y_}, {c_, z_}] := (
   If[! AllTrue[{a, b, c, x, y, z}, MatchQ[#, _Integer | Rational[_, 2]] &], Return[$Unevaluated]];
   If[! AllTrue[{{a, x}, {b, y}, {c, z}}, projection] || ! triangular[a, b, c] || x + y =!= z,
     Message[ClebschGordan::phy, With[{w = -z}, HoldForm[ThreeJSymbol[{a, x}, {b, y}, {c, w}]]]]; Return[0]];
   (-1)^(a - b + z) Sqrt[2 c + 1] threeJSymbol[{a, x}, {b, y}, {c, -z}]);
sixJSymbol[{a_, b_, c_}, {d_, e_, f_}] := Module[{low, high},
   If[! AllTrue[{a, b, c, d, e, f}, MatchQ[#, _Integer | Rational[_, 2]] &], Return[$Unevaluated]];
   If[! AllTrue[{a, b, c, d, e, f}, spin] || ! (triangular[a, b, c] && triangular[a, e, f] && triangular[d, b, f] && triangular[d, e, c]),
     Message[SixJSymbol::tri, HoldForm[SixJSymbol[{a, b, c}, {d, e, f}]]]; Return[0]];
   low = Max[a + b + c, a + e + f, d + b + f, d + e + c]; high = Min[a + b + d + e, b + c + e + f, c + a + f + d];
   Sqrt[triangle[a, b, c] triangle[a, e, f] triangle[d, b, f] triangle[d, e, c]] *
     Sum[(-1)^k (k + 1)!/((k - a - b - c)! (k - a - e - f)! (k - d - b - f)! (k - d - e - c)! (a + b + d + e - k)! (b + c + e + f - k)! (c + a + f + d - k)!), {k, low, high}]];

(* ---- Fibonacci and Lucas polynomials of any degree, for inexact numbers *)
fibonacci[n_, x_] := With[{r = Sqrt[4 + x^2]}, (((x + r)/2)^n - Cos[n Pi] ((x + r)/2)^-n)/r];
lucasL[n_, x_] := With[{r = (x + Sqrt[4 + x^2])/2}, r^n + Cos[n Pi] r^-n];
