(* families.wl - further parametric distributions: densities, cumulative functions, means, variances and draws where they have a closed form.
   The rest is derived by derived.wl, which reads this unit. Parameters as in the language's documentation. *)
pdf = System`Library`statistics`derived`pdf; cdf = System`Library`statistics`derived`cdf; quantile = System`Library`statistics`derived`quantile; mean = System`Library`statistics`derived`mean;
variance = System`Library`statistics`derived`variance; draw = System`Library`statistics`derived`draw; discreteQ = System`Library`statistics`derived`discreteQ; covariance = System`Library`statistics`derived`covariance;
multivariateQ = System`Library`statistics`derived`multivariateQ; mgf = System`Library`statistics`derived`mgf;
whole1 = System`Library`statistics`derived`whole;
positive[f_, x_] := Piecewise[{{f, x > 0}}, 0];
integer[f_, k_, low_] := Piecewise[{{f, k >= low && (IntegerQ[k] || ! NumericQ[k])}}, 0];

(* ---- noncentral *)
pdf[NoncentralStudentTDistribution[n_, d_], x_] := With[{z = d^2 x^2/(2 (n + x^2))}, n^(n/2) Gamma[1 + n] E^(-d^2/2)/(2^n (n + x^2)^(n/2) Gamma[n/2]) (Sqrt[2] d x Hypergeometric1F1[1 + n/2, 3/2, z]/((n + x^2) Gamma[(1 + n)/2]) + Hypergeometric1F1[(1 + n)/2, 1/2, z]/(Sqrt[n + x^2] Gamma[1 + n/2]))];
mean[NoncentralStudentTDistribution[n_, d_]] := Piecewise[{{d Sqrt[n/2] Gamma[(n - 1)/2]/Gamma[n/2], n > 1}}, Indeterminate];
variance[NoncentralStudentTDistribution[n_, d_]] := Piecewise[{{(1 + d^2) n/(n - 2) - d^2 n Gamma[(n - 1)/2]^2/(2 Gamma[n/2]^2), n > 2}}, Indeterminate];
draw[NoncentralStudentTDistribution[n_, d_], m_] := (RandomVariate[NormalDistribution[], m] + d)/Sqrt[RandomVariate[ChiSquareDistribution[n], m]/n];
pdf[NoncentralChiSquareDistribution[n_, l_], x_] := positive[E^(-(x + l)/2) (x/l)^(n/4 - 1/2) BesselI[n/2 - 1, Sqrt[l x]]/2, x];
mean[NoncentralChiSquareDistribution[n_, l_]] := l + n;
variance[NoncentralChiSquareDistribution[n_, l_]] := 2 (2 l + n);
mgf[NoncentralChiSquareDistribution[n_, l_], t_] := E^(l t/(1 - 2 t)) (1 - 2 t)^(-n/2);
draw[NoncentralChiSquareDistribution[n_, l_], m_] := Map[RandomVariate[ChiSquareDistribution[n + 2 #]] &, RandomVariate[PoissonDistribution[l/2], m]];
pdf[NoncentralFRatioDistribution[n_, m_, l_], x_] := positive[E^(-l/2) m^(m/2) n^(n/2) x^(n/2 - 1) (m + n x)^(-(m + n)/2) Hypergeometric1F1[(m + n)/2, n/2, n x l/(2 (m + n x))]/Beta[n/2, m/2], x];
mean[NoncentralFRatioDistribution[n_, m_, l_]] := Piecewise[{{m (l + n)/((m - 2) n), m > 2}}, Indeterminate];
variance[NoncentralFRatioDistribution[n_, m_, l_]] := Piecewise[{{2 m^2 ((l + n)^2 + (2 l + n) (m - 2))/((m - 4) (m - 2)^2 n^2), m > 4}}, Indeterminate];
draw[NoncentralFRatioDistribution[n_, m_, l_], k_] := (draw[NoncentralChiSquareDistribution[n, l], k]/n)/(RandomVariate[ChiSquareDistribution[m], k]/m);
pdf[NoncentralBetaDistribution[a_, b_, d_], x_] := Piecewise[{{E^(-d/2) x^(a - 1) (1 - x)^(b - 1) Hypergeometric1F1[a + b, a, d x/2]/Beta[a, b], 0 < x < 1}}, 0];
draw[NoncentralBetaDistribution[a_, b_, d_], m_] := With[{u = draw[NoncentralChiSquareDistribution[2 a, d], m], v = RandomVariate[ChiSquareDistribution[2 b], m]}, u/(u + v)];

(* ---- Beckmann: the length of a normal vector of two components *)
whole1[BeckmannDistribution[m_, n_, s_, t_]] := BeckmannDistribution[m, n, s, t, 0];
beckmann[{m_, n_, s_, t_, r_}] := MultinormalDistribution[{m, n}, {{s^2, r s t}, {r s t, t^2}}];
pdf[BeckmannDistribution[m_, n_, s_, t_, r_ : 0], x_?NumericQ] := If[x <= 0, 0, Module[{a, x1 = N[x]}, x1 Quiet[NIntegrate[PDF[BinormalDistribution[{m, n}, {s, t}, r], {x1 Cos[a], x1 Sin[a]}], {a, -Pi, Pi}]]]] /; VectorQ[{m, n, s, t, r}, NumericQ];
cdf[d : BeckmannDistribution[__], x_?NumericQ] := If[x <= 0, 0, Module[{u}, Quiet[NIntegrate[pdf[d, u], {u, 0, x}]]]] /; VectorQ[List @@ d, NumericQ];
mean[d : BeckmannDistribution[m_, n_, s_, t_, r_ : 0]] := Which[m === 0 && n === 0 && s === t && r === 0, s Sqrt[Pi/2], VectorQ[List @@ d, NumericQ], Module[{u, top = Norm[N[{m, n}]] + 12 N[s + t]}, NIntegrate[u pdf[d, u], {u, 0, top}]], True, $Failed];
variance[d : BeckmannDistribution[m_, n_, s_, t_, r_ : 0]] := With[{k = mean[d]}, If[k === $Failed, $Failed, m^2 + n^2 + s^2 + t^2 - k^2]];
draw[d : BeckmannDistribution[m_, n_, s_, t_, r_ : 0], k_] := Map[Norm, RandomVariate[beckmann[{m, n, s, t, r}], k]];
pdf[HoytDistribution[q_, w_], x_] := positive[(1 + q^2) x E^(-(1 + q^2)^2 x^2/(4 q^2 w)) BesselI[0, (1 - q^4) x^2/(4 q^2 w)]/(q w), x];
draw[HoytDistribution[q_, w_], k_] := With[{s = Sqrt[N[w/(1 + q^2)]]}, Sqrt[(s RandomVariate[NormalDistribution[], k])^2 + (q s RandomVariate[NormalDistribution[], k])^2]];
pdf[KDistribution[n_, w_], x_] := positive[4/Gamma[n] Sqrt[n/w] (x Sqrt[n/w])^n BesselK[n - 1, 2 x Sqrt[n/w]], x];
draw[KDistribution[n_, w_], k_] := Map[Sqrt, RandomVariate[GammaDistribution[n, w/n], k] RandomVariate[ExponentialDistribution[1], k]];
mean[KDistribution[n_, w_]] := Sqrt[Pi] Sqrt[w/n] Gamma[n + 1/2]/(2 Gamma[n]);
variance[KDistribution[n_, w_]] := w - Pi w Gamma[n + 1/2]^2/(4 n Gamma[n]^2);

(* ---- chi-square and gamma relatives *)
whole1[InverseChiSquareDistribution[n_]] := InverseChiSquareDistribution[n, 1/n];
pdf[InverseChiSquareDistribution[n_], x_] := pdf[InverseChiSquareDistribution[n, 1/n], x];
pdf[InverseChiSquareDistribution[n_, s_], x_] := positive[(n s/2)^(n/2) E^(-n s/(2 x)) x^(-1 - n/2)/Gamma[n/2], x];
cdf[InverseChiSquareDistribution[n_], x_] := cdf[InverseChiSquareDistribution[n, 1/n], x];
cdf[InverseChiSquareDistribution[n_, s_], x_] := positive[GammaRegularized[n/2, n s/(2 x)], x];
mean[InverseChiSquareDistribution[n_]] := Piecewise[{{1/(n - 2), n > 2}}, Indeterminate];
mean[InverseChiSquareDistribution[n_, s_]] := Piecewise[{{n s/(n - 2), n > 2}}, Indeterminate];
variance[InverseChiSquareDistribution[n_]] := Piecewise[{{2/((n - 4) (n - 2)^2), n > 4}}, Indeterminate];
variance[InverseChiSquareDistribution[n_, s_]] := Piecewise[{{2 n^2 s^2/((n - 4) (n - 2)^2), n > 4}}, Indeterminate];
draw[InverseChiSquareDistribution[n_], m_] := 1/RandomVariate[ChiSquareDistribution[n], m];
draw[InverseChiSquareDistribution[n_, s_], m_] := n s/RandomVariate[ChiSquareDistribution[n], m];
pdf[LogGammaDistribution[a_, b_, m_], x_] := Piecewise[{{(1 + x - m)^(-1 - 1/b) Log[1 + x - m]^(a - 1)/(b^a Gamma[a]), x > m}}, 0];
cdf[LogGammaDistribution[a_, b_, m_], x_] := Piecewise[{{GammaRegularized[a, 0, Log[1 + x - m]/b], x > m}}, 0];
mean[LogGammaDistribution[a_, b_, m_]] := Piecewise[{{(1 - b)^(-a) + m - 1, b < 1}}, Indeterminate];
draw[LogGammaDistribution[a_, b_, m_], n_] := m - 1 + Exp[RandomVariate[GammaDistribution[a, b], n]];
pdf[ExpGammaDistribution[k_, t_, m_], x_] := E^(k (x - m)/t - E^((x - m)/t))/(t Gamma[k]);
mean[ExpGammaDistribution[k_, t_, m_]] := m + t PolyGamma[0, k];
variance[ExpGammaDistribution[k_, t_, m_]] := t^2 PolyGamma[1, k];
cdf[ExpGammaDistribution[k_, t_, m_], x_] := GammaRegularized[k, 0, E^((x - m)/t)];
draw[ExpGammaDistribution[k_, t_, m_], n_] := m + t Log[RandomVariate[GammaDistribution[k, 1], n]];

(* ---- Beta relatives *)
pdf[BetaPrimeDistribution[p_, q_], x_] := positive[x^(p - 1) (1 + x)^(-p - q)/Beta[p, q], x];
pdf[BetaPrimeDistribution[p_, q_, b_], x_] := positive[x^(p - 1) (1 + x/b)^(-p - q)/(b^p Beta[p, q]), x];
pdf[BetaPrimeDistribution[p_, q_, a_, b_], x_] := positive[a (x/b)^(a p - 1) (1 + (x/b)^a)^(-p - q)/(b Beta[p, q]), x];
cdf[BetaPrimeDistribution[p_, q_, a_ : 1, b_ : 1], x_] := positive[BetaRegularized[1/(1 + (b/x)^a), p, q], x] /; True;
cdf[BetaPrimeDistribution[p_, q_, b_], x_] := positive[BetaRegularized[x/(b + x), p, q], x];
mean[BetaPrimeDistribution[p_, q_]] := Piecewise[{{p/(q - 1), q > 1}}, Indeterminate];
mean[BetaPrimeDistribution[p_, q_, b_]] := Piecewise[{{b p/(q - 1), q > 1}}, Indeterminate];
variance[BetaPrimeDistribution[p_, q_]] := Piecewise[{{p (p + q - 1)/((q - 2) (q - 1)^2), q > 2}}, Indeterminate];
draw[BetaPrimeDistribution[p_, q_], n_] := RandomVariate[GammaDistribution[p, 1], n]/RandomVariate[GammaDistribution[q, 1], n];
draw[BetaPrimeDistribution[p_, q_, b_], n_] := b draw[BetaPrimeDistribution[p, q], n];
draw[BetaPrimeDistribution[p_, q_, a_, b_], n_] := b draw[BetaPrimeDistribution[p, q], n]^(1/a);
pdf[PERTDistribution[r_, c_], x_] := pdf[PERTDistribution[r, c, 4], x];
pdf[PERTDistribution[{a_, b_}, c_, l_], x_] := With[{p = 1 + l (c - a)/(b - a), q = 1 + l (b - c)/(b - a)}, Piecewise[{{(x - a)^(p - 1) (b - x)^(q - 1)/((b - a)^(p + q - 1) Beta[p, q]), a < x < b}}, 0]];
cdf[PERTDistribution[{a_, b_}, c_, l_ : 4], x_] := Piecewise[{{BetaRegularized[(x - a)/(b - a), 1 + l (c - a)/(b - a), 1 + l (b - c)/(b - a)], a < x < b}, {1, x >= b}}, 0];
mean[PERTDistribution[{a_, b_}, c_, l_ : 4]] := (a + b + c l)/(2 + l);
variance[PERTDistribution[{a_, b_}, c_, l_ : 4]] := (b - a + (c - a) l) (b - a + (b - c) l)/((2 + l)^2 (3 + l));
draw[PERTDistribution[{a_, b_}, c_, l_ : 4], n_] := a + (b - a) RandomVariate[BetaDistribution[1 + l (c - a)/(b - a), 1 + l (b - c)/(b - a)], n];

(* ---- heavy tails and income *)
pdf[DagumDistribution[p_, a_, b_], x_] := positive[a p b^(-a p) x^(a p - 1) (1 + (x/b)^a)^(-1 - p), x];
cdf[DagumDistribution[p_, a_, b_], x_] := positive[(1 + (x/b)^(-a))^(-p), x];
quantile[DagumDistribution[p_, a_, b_], q_] := b (q^(-1/p) - 1)^(-1/a);
mean[DagumDistribution[p_, a_, b_]] := Piecewise[{{b Gamma[1 - 1/a] Gamma[1/a + p]/Gamma[p], a > 1}}, Indeterminate];
pdf[SinghMaddalaDistribution[q_, a_, b_], x_] := positive[a q b^(-a) x^(a - 1) (1 + (x/b)^a)^(-1 - q), x];
cdf[SinghMaddalaDistribution[q_, a_, b_], x_] := positive[1 - (1 + (x/b)^a)^(-q), x];
quantile[SinghMaddalaDistribution[q_, a_, b_], p_] := b ((1 - p)^(-1/q) - 1)^(1/a);
mean[SinghMaddalaDistribution[q_, a_, b_]] := Piecewise[{{b Gamma[1 + 1/a] Gamma[q - 1/a]/Gamma[q], a q > 1}}, Indeterminate];
pdf[BeniniDistribution[a_, b_, s_], x_] := Piecewise[{{E^(-a Log[x/s] - b Log[x/s]^2) (a + 2 b Log[x/s])/x, x > s}}, 0];
cdf[BeniniDistribution[a_, b_, s_], x_] := Piecewise[{{1 - E^(-a Log[x/s] - b Log[x/s]^2), x > s}}, 0];
quantile[BeniniDistribution[a_, b_, s_], q_] := s E^((Sqrt[a^2 - 4 b Log[1 - q]] - a)/(2 b));
pdf[TsallisQGaussianDistribution[m_, s_, q_], x_] := With[{u = (x - m)/s}, Which[q === 1, PDF[NormalDistribution[m, s], x], q < 1, Piecewise[{{Sqrt[1 - q] (3 - q) Gamma[(3 - q)/(2 (1 - q))]/(2 s Sqrt[2 Pi] Gamma[1/(1 - q)]) (1 - (1 - q) u^2/2)^(1/(1 - q)), (1 - q) u^2 < 2}}, 0],
   True, Sqrt[q - 1] Gamma[1/(q - 1)]/(s Sqrt[2 Pi] Gamma[(3 - q)/(2 (q - 1))]) (1 + (q - 1) u^2/2)^(-1/(q - 1))]] /; NumericQ[q];
mean[TsallisQGaussianDistribution[m_, _, q_]] := Piecewise[{{m, q < 2}}, Indeterminate];

(* ---- on the line *)
pdf[ExponentialPowerDistribution[k_, m_, s_], x_] := E^(-Abs[(x - m)/s]^k/k)/(2 k^(1/k) s Gamma[1 + 1/k]);
cdf[ExponentialPowerDistribution[k_, m_, s_], x_] := Piecewise[{{GammaRegularized[1/k, ((m - x)/s)^k/k]/2, x < m}}, 1 - GammaRegularized[1/k, ((x - m)/s)^k/k]/2];
mean[ExponentialPowerDistribution[_, m_, _]] := m;
variance[ExponentialPowerDistribution[k_, _, s_]] := k^(2/k) s^2 Gamma[3/k]/Gamma[1/k];
draw[ExponentialPowerDistribution[k_, m_, s_], n_] := m + s RandomChoice[{-1, 1}, n] (k RandomVariate[GammaDistribution[1/k, 1], n])^(1/k);
pdf[JohnsonDistribution[t_, g_, d_, m_, s_], x_] := With[{z = (x - m)/s}, Switch[t, "SU", d E^(-(g + d ArcSinh[z])^2/2)/(s Sqrt[2 Pi] Sqrt[1 + z^2]), "SB", Piecewise[{{d E^(-(g + d Log[z/(1 - z)])^2/2)/(s Sqrt[2 Pi] z (1 - z)), m < x < m + s}}, 0],
    "SL", Piecewise[{{d E^(-(g + d Log[z])^2/2)/(Sqrt[2 Pi] (x - m)), x > m}}, 0], "SN", d E^(-(g + d z)^2/2)/(s Sqrt[2 Pi]), _, $Failed]];
cdf[JohnsonDistribution[t_, g_, d_, m_, s_], x_] := With[{z = (x - m)/s, n = Function[u, Erfc[-u/Sqrt[2]]/2]}, Switch[t, "SU", n[g + d ArcSinh[z]], "SB", Piecewise[{{n[g + d Log[z/(1 - z)]], m < x < m + s}, {1, x >= m + s}}, 0], "SL", Piecewise[{{n[g + d Log[z]], x > m}}, 0], "SN", n[g + d z], _, $Failed]];
quantile[JohnsonDistribution[t_, g_, d_, m_, s_], q_] := With[{z = (Quantile[NormalDistribution[], q] - g)/d}, Switch[t, "SU", m + s Sinh[z], "SB", m + s/(1 + E^(-z)), "SL", m + s E^z, "SN", m + s z, _, $Failed]];
mean[JohnsonDistribution["SU", g_, d_, m_, s_]] := m - s E^(1/(2 d^2)) Sinh[g/d];
variance[JohnsonDistribution["SU", g_, d_, m_, s_]] := s^2 (E^(1/d^2) - 1) (E^(1/d^2) Cosh[2 g/d] + 1)/2;
mean[JohnsonDistribution["SN", g_, d_, m_, s_]] := m - s g/d;
variance[JohnsonDistribution["SN", g_, d_, m_, s_]] := s^2/d^2;
mean[JohnsonDistribution["SL", g_, d_, m_, s_]] := m + s E^((1 - 2 d g)/(2 d^2));
variance[JohnsonDistribution["SL", g_, d_, m_, s_]] := s^2 E^((1 - 2 d g)/d^2) (E^(1/d^2) - 1);
pdf[HyperbolicDistribution[a_, b_, d_, m_], x_] := Sqrt[a^2 - b^2] E^(b (x - m) - a Sqrt[d^2 + (x - m)^2])/(2 a d BesselK[1, d Sqrt[a^2 - b^2]]);
pdf[HyperbolicDistribution[l_, a_, b_, d_, m_], x_] := (Sqrt[a^2 - b^2]/d)^l E^(b (x - m)) BesselK[l - 1/2, a Sqrt[d^2 + (x - m)^2]]/(Sqrt[2 Pi] BesselK[l, d Sqrt[a^2 - b^2]] (Sqrt[d^2 + (x - m)^2]/a)^(1/2 - l));
mean[HyperbolicDistribution[a_, b_, d_, m_]] := mean[HyperbolicDistribution[1, a, b, d, m]];
mean[HyperbolicDistribution[l_, a_, b_, d_, m_]] := With[{g = Sqrt[a^2 - b^2]}, m + b d BesselK[1 + l, d g]/(g BesselK[l, d g])];
variance[HyperbolicDistribution[a_, b_, d_, m_]] := variance[HyperbolicDistribution[1, a, b, d, m]];
variance[HyperbolicDistribution[l_, a_, b_, d_, m_]] := With[{g = Sqrt[a^2 - b^2]}, d BesselK[1 + l, d g]/(g BesselK[l, d g]) + b^2 d^2/g^2 (BesselK[2 + l, d g]/BesselK[l, d g] - BesselK[1 + l, d g]^2/BesselK[l, d g]^2)];
pdf[VarianceGammaDistribution[l_, a_, b_, m_], x_] := (a^2 - b^2)^l Abs[x - m]^(l - 1/2) BesselK[l - 1/2, a Abs[x - m]] E^(b (x - m))/(Sqrt[Pi] Gamma[l] (2 a)^(l - 1/2));
mean[VarianceGammaDistribution[l_, a_, b_, m_]] := m + 2 b l/(a^2 - b^2);
variance[VarianceGammaDistribution[l_, a_, b_, m_]] := 2 l (1 + 2 b^2/(a^2 - b^2))/(a^2 - b^2);
draw[VarianceGammaDistribution[l_, a_, b_, m_], n_] := With[{g = RandomVariate[GammaDistribution[l, 2/(a^2 - b^2)], n]}, m + b g + Sqrt[g] RandomVariate[NormalDistribution[], n]];
pdf[SechDistribution[m_, s_], x_] := Sech[Pi (x - m)/(2 s)]/(2 s);
cdf[SechDistribution[m_, s_], x_] := 2 ArcTan[E^(Pi (x - m)/(2 s))]/Pi;
quantile[SechDistribution[m_, s_], q_] := m + 2 s Log[Tan[Pi q/2]]/Pi;
mean[SechDistribution[m_, _]] := m; variance[SechDistribution[_, s_]] := s^2;
pdf[MoyalDistribution[m_, s_], x_] := E^(-E^(-(x - m)/s)/2 - (x - m)/(2 s))/(Sqrt[2 Pi] s);
cdf[MoyalDistribution[m_, s_], x_] := Erfc[E^(-(x - m)/(2 s))/Sqrt[2]];
mean[MoyalDistribution[m_, s_]] := m + s (EulerGamma + Log[2]); variance[MoyalDistribution[_, s_]] := Pi^2 s^2/2;
draw[MoyalDistribution[m_, s_], n_] := m - s Log[RandomVariate[NormalDistribution[], n]^2];
pdf[WignerSemicircleDistribution[r_], x_] := pdf[WignerSemicircleDistribution[0, r], x];
pdf[WignerSemicircleDistribution[a_, r_], x_] := Piecewise[{{2 Sqrt[1 - (x - a)^2/r^2]/(Pi r), a - r < x < a + r}}, 0];
cdf[WignerSemicircleDistribution[r_], x_] := cdf[WignerSemicircleDistribution[0, r], x];
cdf[WignerSemicircleDistribution[a_, r_], x_] := With[{u = (x - a)/r}, Piecewise[{{1/2 + (u Sqrt[1 - u^2] + ArcSin[u])/Pi, a - r < x < a + r}, {1, x >= a + r}}, 0]];
mean[WignerSemicircleDistribution[_]] := 0; mean[WignerSemicircleDistribution[a_, _]] := a; variance[WignerSemicircleDistribution[r_]] := r^2/4; variance[WignerSemicircleDistribution[_, r_]] := r^2/4;
draw[WignerSemicircleDistribution[r_], n_] := draw[WignerSemicircleDistribution[0, r], n];
draw[WignerSemicircleDistribution[a_, r_], n_] := a + r (2 RandomVariate[BetaDistribution[3/2, 3/2], n] - 1);
quantile[TukeyLambdaDistribution[l_], q_] := If[l === 0, Log[q/(1 - q)], (q^l - (1 - q)^l)/l];
quantile[TukeyLambdaDistribution[l_, m_, s_], q_] := m + s quantile[TukeyLambdaDistribution[l], q];
mean[TukeyLambdaDistribution[_]] := 0; mean[TukeyLambdaDistribution[_, m_, _]] := m;
cdf[d : TukeyLambdaDistribution[l_, m_ : 0, s_ : 1], x_?NumericQ] := Module[{a = 10.^-12, b = 1 - 10.^-12, c}, Which[quantile[d, a] >= x, 0., quantile[d, b] <= x, 1., True, Do[c = (a + b)/2; If[quantile[d, c] < x, a = c, b = c], {60}]; (a + b)/2]] /; NumericQ[l];
pdf[d : TukeyLambdaDistribution[l_, m_ : 0, s_ : 1], x_?NumericQ] := With[{q = cdf[d, x]}, If[0 < q < 1, 1/(s (q^(l - 1) + (1 - q)^(l - 1))), 0]] /; NumericQ[l];
pdf[VoigtDistribution[d_, s_], x_] := Re[Exp[((I d + x)/(Sqrt[2] s))^2 (-1)] Erfc[-I (I d + x)/(Sqrt[2] s)]]/(Sqrt[2 Pi] s);
draw[VoigtDistribution[d_, s_], n_] := RandomVariate[NormalDistribution[0, s], n] + RandomVariate[CauchyDistribution[0, d], n];
mean[VoigtDistribution[__]] := Indeterminate;

(* ---- waiting times *)
pdf[GompertzMakehamDistribution[l_, k_], x_] := Piecewise[{{k l E^(l x + k (1 - E^(l x))), x >= 0}}, 0];
cdf[GompertzMakehamDistribution[l_, k_], x_] := Piecewise[{{1 - E^(k (1 - E^(l x))), x >= 0}}, 0];
quantile[GompertzMakehamDistribution[l_, k_], q_] := Log[1 - Log[1 - q]/k]/l;
mean[GompertzMakehamDistribution[l_, k_]] := E^k Gamma[0, k]/l;
pdf[LindleyDistribution[d_], x_] := positive[d^2 (1 + x) E^(-d x)/(1 + d), x];
cdf[LindleyDistribution[d_], x_] := positive[1 - (1 + d x/(1 + d)) E^(-d x), x];
mean[LindleyDistribution[d_]] := (2 + d)/(d (1 + d)); variance[LindleyDistribution[d_]] := 2/d^2 - 1/(1 + d)^2;
draw[LindleyDistribution[d_], n_] := Table[If[RandomReal[] < d/(1 + d), RandomVariate[ExponentialDistribution[d]], RandomVariate[GammaDistribution[2, 1/d]]], n];
pdf[BirnbaumSaundersDistribution[a_, l_], x_] := positive[E^(-(l x - 1)^2/(2 a^2 l x)) (1 + l x)/(2 a Sqrt[2 Pi l] x^(3/2)), x];
cdf[BirnbaumSaundersDistribution[a_, l_], x_] := positive[Erfc[(1 - l x)/(a Sqrt[2 l x])]/2, x];
mean[BirnbaumSaundersDistribution[a_, l_]] := (2 + a^2)/(2 l); variance[BirnbaumSaundersDistribution[a_, l_]] := a^2 (4 + 5 a^2)/(4 l^2);
draw[BirnbaumSaundersDistribution[a_, l_], n_] := With[{z = a RandomVariate[NormalDistribution[], n]/2}, (z + Sqrt[1 + z^2])^2/l];
pdf[HyperexponentialDistribution[w_List, l_List], x_] := positive[Total[w l E^(-l x)]/Total[w], x];
cdf[HyperexponentialDistribution[w_List, l_List], x_] := positive[1 - Total[w E^(-l x)]/Total[w], x];
mean[HyperexponentialDistribution[w_, l_]] := Total[w/l]/Total[w]; variance[HyperexponentialDistribution[w_, l_]] := 2 Total[w/l^2]/Total[w] - (Total[w/l]/Total[w])^2;
draw[HyperexponentialDistribution[w_, l_], n_] := Map[RandomVariate[ExponentialDistribution[#]] &, RandomChoice[N[w] -> l, n]];
pdf[ShiftedGompertzDistribution[l_, k_], x_] := positive[l E^(-l x - k E^(-l x)) (1 + k (1 - E^(-l x))), x];
cdf[ShiftedGompertzDistribution[l_, k_], x_] := positive[(1 - E^(-l x)) E^(-k E^(-l x)), x];
cdf[MaxStableDistribution[m_, s_, k_], x_] := If[k === 0, E^(-E^(-(x - m)/s)), Piecewise[{{E^(-(1 + k (x - m)/s)^(-1/k)), 1 + k (x - m)/s > 0}}, Boole[TrueQ[k < 0]]]];
pdf[MaxStableDistribution[m_, s_, k_], x_] := If[k === 0, E^(-E^(-(x - m)/s) - (x - m)/s)/s, Piecewise[{{E^(-(1 + k (x - m)/s)^(-1/k)) (1 + k (x - m)/s)^(-1 - 1/k)/s, 1 + k (x - m)/s > 0}}, 0]];
quantile[MaxStableDistribution[m_, s_, k_], q_] := If[k === 0, m - s Log[-Log[q]], m + s ((-Log[q])^(-k) - 1)/k];
mean[MaxStableDistribution[m_, s_, k_]] := If[k === 0, m + EulerGamma s, Piecewise[{{m + s (Gamma[1 - k] - 1)/k, k < 1}}, Infinity]];
cdf[MinStableDistribution[m_, s_, k_], x_] := 1 - cdf[MaxStableDistribution[-m, s, k], -x];
pdf[MinStableDistribution[m_, s_, k_], x_] := pdf[MaxStableDistribution[-m, s, k], -x];
quantile[MinStableDistribution[m_, s_, k_], q_] := -quantile[MaxStableDistribution[-m, s, k], 1 - q];
mean[MinStableDistribution[m_, s_, k_]] := -mean[MaxStableDistribution[-m, s, k]];

(* ---- counts *)
discreteQ[BetaBinomialDistribution[__] | PascalDistribution[__] | SkellamDistribution[__] | PolyaAeppliDistribution[__] | BorelTannerDistribution[__] | WaringYuleDistribution[__] | BetaNegativeBinomialDistribution[__] | PoissonConsulDistribution[__] | CompoundPoissonDistribution[__] | FisherHypergeometricDistribution[__]] := True;
pdf[BetaBinomialDistribution[a_, b_, n_], k_] := Piecewise[{{Binomial[n, k] Beta[a + k, b + n - k]/Beta[a, b], 0 <= k <= n && (IntegerQ[k] || ! NumericQ[k])}}, 0];
mean[BetaBinomialDistribution[a_, b_, n_]] := a n/(a + b); variance[BetaBinomialDistribution[a_, b_, n_]] := a b n (a + b + n)/((a + b)^2 (1 + a + b));
cdf[BetaBinomialDistribution[a_, b_, n_Integer], k_?NumericQ] := Which[k < 0, 0, k >= n, 1, True, Sum[pdf[BetaBinomialDistribution[a, b, n], j], {j, 0, Floor[k]}]];
draw[BetaBinomialDistribution[a_, b_, n_], m_] := Map[RandomVariate[BinomialDistribution[n, #]] &, RandomVariate[BetaDistribution[a, b], m]];
pdf[BetaNegativeBinomialDistribution[a_, b_, n_], k_] := integer[Binomial[k + n - 1, n - 1] Beta[a + n, b + k]/Beta[a, b], k, 0];
mean[BetaNegativeBinomialDistribution[a_, b_, n_]] := Piecewise[{{b n/(a - 1), a > 1}}, Infinity];
draw[BetaNegativeBinomialDistribution[a_, b_, n_], m_] := Map[RandomVariate[NegativeBinomialDistribution[n, #]] &, RandomVariate[BetaDistribution[a, b], m]];
pdf[PascalDistribution[n_, p_], k_] := integer[(1 - p)^(k - n) p^n Binomial[k - 1, n - 1], k, n];
cdf[PascalDistribution[n_, p_], k_] := Piecewise[{{BetaRegularized[p, n, 1 - n + Floor[k]], k >= n}}, 0];
mean[PascalDistribution[n_, p_]] := n/p; variance[PascalDistribution[n_, p_]] := n (1 - p)/p^2;
draw[PascalDistribution[n_, p_], m_] := n + RandomVariate[NegativeBinomialDistribution[n, p], m];
pdf[SkellamDistribution[a_, b_], k_] := Piecewise[{{E^(-a - b) (a/b)^(k/2) BesselI[k, 2 Sqrt[a b]], IntegerQ[k] || ! NumericQ[k]}}, 0];
mean[SkellamDistribution[a_, b_]] := a - b; variance[SkellamDistribution[a_, b_]] := a + b;
draw[SkellamDistribution[a_, b_], m_] := RandomVariate[PoissonDistribution[a], m] - RandomVariate[PoissonDistribution[b], m];
pdf[PolyaAeppliDistribution[t_, p_], k_] := Piecewise[{{E^(-t), k == 0}, {E^(-t) p^k Hypergeometric1F1[1 - k, 2, -t (1 - p)/p] t (1 - p)/p, k > 0}}, 0];
mean[PolyaAeppliDistribution[t_, p_]] := t/(1 - p); variance[PolyaAeppliDistribution[t_, p_]] := t (1 + p)/(1 - p)^2;
draw[PolyaAeppliDistribution[t_, p_], m_] := Map[If[# === 0, 0, # + RandomVariate[NegativeBinomialDistribution[#, 1 - p]]] &, RandomVariate[PoissonDistribution[t], m]];
pdf[BorelTannerDistribution[a_, n_], k_] := integer[n a^(k - n) E^(-a k) k^(k - n - 1)/(k - n)!, k, n];
mean[BorelTannerDistribution[a_, n_]] := n/(1 - a); variance[BorelTannerDistribution[a_, n_]] := a n/(1 - a)^3;
pdf[WaringYuleDistribution[a_], k_] := integer[a Beta[1 + a, 1 + k], k, 0];
pdf[WaringYuleDistribution[a_, b_], k_] := integer[a Pochhammer[b, k]/Pochhammer[a + b, k + 1], k, 0];
mean[WaringYuleDistribution[a_]] := Piecewise[{{1/(a - 1), a > 1}}, Indeterminate]; mean[WaringYuleDistribution[a_, b_]] := Piecewise[{{b/(a - 1), a > 1}}, Indeterminate];
pdf[PoissonConsulDistribution[m_, l_], k_] := integer[m E^(-m - k l) (m + k l)^(k - 1)/k!, k, 0];
mean[PoissonConsulDistribution[m_, l_]] := m/(1 - l); variance[PoissonConsulDistribution[m_, l_]] := m/(1 - l)^3;
mean[CompoundPoissonDistribution[l_, d_]] := l Mean[d]; variance[CompoundPoissonDistribution[l_, d_]] := l (Mean[d]^2 + Variance[d]);
draw[CompoundPoissonDistribution[l_, d_], m_] := Map[If[# === 0, 0, Total[RandomVariate[d, #]]] &, RandomVariate[PoissonDistribution[l], m]];

(* ---- several variables *)
multivariateQ[MultivariateHypergeometricDistribution[__] | NegativeMultinomialDistribution[__] | MultivariatePoissonDistribution[__] | LogMultinormalDistribution[__] | CopulaDistribution[__]] := True;
pdf[MultivariateHypergeometricDistribution[n_, m_List], x_List] := If[VectorQ[x, NumberQ], If[Total[x] === n && And @@ MapThread[0 <= #1 <= #2 &, {x, m}], Times @@ Binomial[m, x]/Binomial[Total[m], n], 0], Piecewise[{{Times @@ Binomial[m, x]/Binomial[Total[m], n], Total[x] == n && And @@ MapThread[0 <= #1 <= #2 &, {x, m}]}}, 0]];
mean[MultivariateHypergeometricDistribution[n_, m_]] := n m/Total[m];
covariance[MultivariateHypergeometricDistribution[n_, m_]] := With[{t = Total[m]}, n (t - n)/(t - 1) (DiagonalMatrix[m/t] - Outer[Times, m, m]/t^2)];
variance[d_MultivariateHypergeometricDistribution] := Diagonal[covariance[d]];
draw[MultivariateHypergeometricDistribution[n_, m_], k_] := Table[With[{c = Counts[RandomSample[Join @@ MapIndexed[ConstantArray[First[#2], #1] &, m], n]]}, Lookup[c, Range[Length[m]], 0]], k];
pdf[NegativeMultinomialDistribution[n_, p_List], x_List] := Piecewise[{{(Multinomial @@ Append[x, n - 1]) (1 - Total[p])^n Times @@ (p^x), And @@ Map[# >= 0 &, x]}}, 0];
mean[NegativeMultinomialDistribution[n_, p_]] := n p/(1 - Total[p]);
covariance[NegativeMultinomialDistribution[n_, p_]] := With[{q = 1 - Total[p]}, n (DiagonalMatrix[p/q] + Outer[Times, p, p]/q^2)];
variance[d_NegativeMultinomialDistribution] := Diagonal[covariance[d]];
draw[NegativeMultinomialDistribution[n_, p_], k_] := Map[Function[g, Map[RandomVariate[PoissonDistribution[# g]] &, p/(1 - Total[p])]], RandomVariate[GammaDistribution[n, 1], k]];
pdf[MultivariatePoissonDistribution[c_, m_List], x_List] := Sum[E^(-c) c^j/j! Product[E^(-m[[i]]) m[[i]]^(x[[i]] - j)/(x[[i]] - j)!, {i, Length[m]}], {j, 0, Min[x]}] /; VectorQ[x, IntegerQ[#] && # >= 0 &];
mean[MultivariatePoissonDistribution[c_, m_]] := c + m; variance[MultivariatePoissonDistribution[c_, m_]] := c + m;
covariance[MultivariatePoissonDistribution[c_, m_]] := c + DiagonalMatrix[m];
draw[MultivariatePoissonDistribution[c_, m_], k_] := Table[RandomVariate[PoissonDistribution[c]] + Map[RandomVariate[PoissonDistribution[#]] &, m], k];
pdf[LogMultinormalDistribution[m_List, s_], x_List] := Piecewise[{{PDF[MultinormalDistribution[m, s], Log[x]]/Times @@ x, And @@ Map[# > 0 &, x]}}, 0];
mean[LogMultinormalDistribution[m_, s_]] := E^(m + Diagonal[s]/2);
covariance[LogMultinormalDistribution[m_, s_]] := With[{v = E^(m + Diagonal[s]/2)}, Outer[Times, v, v] (E^s - 1)];
variance[d_LogMultinormalDistribution] := Diagonal[covariance[d]];
draw[LogMultinormalDistribution[m_, s_], n_] := Exp[RandomVariate[MultinormalDistribution[m, s], n]];

(* ---- copulas: a joint distribution of given margins. Kinds: "Product", "Maximal", "Minimal", {"FGM", a}, {"AMH", a}, {"Clayton", c}, {"Frank", a},
   {"GumbelHougaard", a}, {"Binormal", r}, {"Multinormal", s} *)
copula["Product", u_] := Times @@ u;
copula["Maximal", u_] := Min @@ u;
copula["Minimal", {u_, v_}] := Max[u + v - 1, 0];
copula[{"FGM", a_}, {u_, v_}] := u v (1 + a (1 - u) (1 - v));
copula[{"AMH", a_}, {u_, v_}] := u v/(1 - a (1 - u) (1 - v));
copula[{"Clayton", c_}, u_] := (Total[u^(-c)] - Length[u] + 1)^(-1/c);
copula[{"Frank", a_}, u_] := -Log[1 + Times @@ (E^(-a u) - 1)/(E^(-a) - 1)^(Length[u] - 1)]/a;
copula[{"GumbelHougaard", a_}, u_] := E^(-Total[(-Log[u])^a]^(1/a));
copula[{"Binormal", r_}, u_] := CDF[BinormalDistribution[{0, 0}, {1, 1}, r], Map[Quantile[NormalDistribution[], #] &, u]];
copula[{"Multinormal", s_}, u_] := CDF[MultinormalDistribution[0 First[s], s], Map[Quantile[NormalDistribution[], #] &, u]];
copula[__] := $Failed;
cdf[CopulaDistribution[k_, ds_List], x_List] := copula[k, MapThread[CDF, {ds, x}]];
pdf[CopulaDistribution["Product", ds_List], x_List] := Times @@ MapThread[PDF, {ds, x}];
pdf[CopulaDistribution[{"Binormal", r_}, ds_List], x_List] := With[{z = MapThread[Quantile[NormalDistribution[], CDF[#1, #2]] &, {ds, x}]}, Times @@ MapThread[PDF, {ds, x}] E^(-(r^2 (z . z) - 2 r Times @@ z)/(2 (1 - r^2)))/Sqrt[1 - r^2]];
pdf[CopulaDistribution[{"Multinormal", s_}, ds_List], x_List] := With[{z = MapThread[Quantile[NormalDistribution[], CDF[#1, #2]] &, {ds, x}]}, Times @@ MapThread[PDF, {ds, x}] E^(-z . (Inverse[s] - IdentityMatrix[Length[z]]) . z/2)/Sqrt[Det[s]]];
pdf[CopulaDistribution[k : {"FGM" | "AMH" | "Clayton" | "Frank" | "GumbelHougaard", _}, ds_List], x_List] := With[{us = Table[Unique["u"], Length[ds]]}, With[{f = D[copula[k, us], Sequence @@ us]}, (f /. Thread[us -> MapThread[CDF, {ds, x}]]) Times @@ MapThread[PDF, {ds, x}]]];
mean[CopulaDistribution[_, ds_]] := Mean /@ ds; variance[CopulaDistribution[_, ds_]] := Variance /@ ds;
uniforms["Product", d_, n_] := RandomReal[1, {n, d}];
uniforms["Maximal", d_, n_] := Map[ConstantArray[#, d] &, RandomReal[1, n]];
uniforms["Minimal", 2, n_] := Map[{#, 1 - #} &, RandomReal[1, n]];
uniforms[{"Binormal", r_}, 2, n_] := uniforms[{"Multinormal", {{1, r}, {r, 1}}}, 2, n];
uniforms[{"Multinormal", s_}, d_, n_] := Map[Erfc[-#/Sqrt[2.]]/2 &, RandomVariate[MultinormalDistribution[0 First[s], s], n]];
(* with a frailty: exponential variables over a common positive one (A. Marshall, I. Olkin, 1988) *)
uniforms[{"Clayton", c_}, d_, n_] := Map[Function[v, (1 + RandomVariate[ExponentialDistribution[1], d]/v)^(-1/c)], RandomVariate[GammaDistribution[1/c, 1], n]] /; c > 0;
(* by the conditional distribution of the second given the first *)
uniforms[k_, 2, n_] := Module[{u, v, f}, f = D[copula[k, {u, v}], u]; Table[With[{a = RandomReal[], w = RandomReal[]}, {a, Module[{lo = 0., hi = 1., m}, Do[m = (lo + hi)/2; If[N[f /. {u -> a, v -> m}] < w, lo = m, hi = m], {45}]; (lo + hi)/2]}], n]];
draw[CopulaDistribution[k_, ds_], n_] := Map[MapThread[Quantile, {ds, #}] &, uniforms[k, Length[ds], n]];

