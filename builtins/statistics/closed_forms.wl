(* closed_forms.wl - closed forms of properties beyond density, mean and variance: further parameters, distribution functions, quantiles,
   moments, skewness and kurtosis. derived.wl reads this unit; what is not here it derives by general means. The forms are those of
   N. Johnson, S. Kotz, N. Balakrishnan, Continuous and Univariate Discrete Distributions, in the language's parameters. *)
pdf = System`Library`statistics`derived`pdf; cdf = System`Library`statistics`derived`cdf; quantile = System`Library`statistics`derived`quantile; mean = System`Library`statistics`derived`mean;
variance = System`Library`statistics`derived`variance; skewness = System`Library`statistics`derived`skewness; kurtosis = System`Library`statistics`derived`kurtosis;
moment = System`Library`statistics`derived`moment; central = System`Library`statistics`derived`central;
above[f_, x_, m_] := Piecewise[{{f, x > m}}, 0];
from[f_, x_, m_] := Piecewise[{{f, x >= m}}, 0];
on[f_, q_, low_, high_] := Piecewise[{{f, 0 < q < 1}, {low, q <= 0}}, high];
holds[f_, c_] := Piecewise[{{f, c}}, Indeterminate];

(* ---- distributions with a location, a scale or a further shape *)
pdf[GammaDistribution[a_, b_, g_, d_], x_] := above[g E^(-((x - d)/b)^g) ((x - d)/b)^(a g - 1)/(b Gamma[a]), x, d];
cdf[GammaDistribution[a_, b_, g_, d_], x_] := above[GammaRegularized[a, 0, ((x - d)/b)^g], x, d];
quantile[GammaDistribution[a_, b_, g_, d_], q_] := on[d + b InverseGammaRegularized[a, 0, q]^(1/g), q, d, Infinity];
mean[GammaDistribution[a_, b_, g_, d_]] := d + b Gamma[a + 1/g]/Gamma[a];
variance[GammaDistribution[a_, b_, g_, _]] := b^2 (Gamma[a] Gamma[a + 2/g] - Gamma[a + 1/g]^2)/Gamma[a]^2;
pdf[StudentTDistribution[m_, s_, n_], x_] := (n/(n + (x - m)^2/s^2))^((1 + n)/2)/(Sqrt[n] s Beta[n/2, 1/2]);
cdf[StudentTDistribution[m_, s_, n_], x_] := Piecewise[{{BetaRegularized[n s^2/(n s^2 + (x - m)^2), n/2, 1/2]/2, x <= m}}, (1 + BetaRegularized[(x - m)^2/(n s^2 + (x - m)^2), 1/2, n/2])/2];
quantile[StudentTDistribution[m_, s_, n_], q_] := With[{low = -s Sqrt[n] Sqrt[1/InverseBetaRegularized[2 q, n/2, 1/2] - 1] + m, high = s Sqrt[n] Sqrt[1/InverseBetaRegularized[2 (1 - q), n/2, 1/2] - 1] + m},
  Piecewise[{{low, 0 < q < 1/2}, {m, q == 1/2}, {high, 1/2 < q < 1}, {-Infinity, q <= 0}}, Infinity]];
mean[StudentTDistribution[m_, _, n_]] := holds[m, n > 1];
variance[StudentTDistribution[_, s_, n_]] := holds[n s^2/(n - 2), n > 2];
pdf[WeibullDistribution[a_, b_, m_], x_] := above[a E^(-((x - m)/b)^a) ((x - m)/b)^(a - 1)/b, x, m];
cdf[WeibullDistribution[a_, b_, m_], x_] := above[1 - E^(-((x - m)/b)^a), x, m];
quantile[WeibullDistribution[a_, b_, m_], q_] := on[m + b (-Log[1 - q])^(1/a), q, m, Infinity];
mean[WeibullDistribution[a_, b_, m_]] := m + b Gamma[1 + 1/a];
variance[WeibullDistribution[a_, b_, _]] := Variance[WeibullDistribution[a, b]];
pdf[ParetoDistribution[k_, a_, m_], x_] := from[a ((k - m + x)/k)^(-1 - a)/k, x, m];
cdf[ParetoDistribution[k_, a_, m_], x_] := from[1 - (1 + (x - m)/k)^(-a), x, m];
quantile[ParetoDistribution[k_, a_, m_], q_] := on[m + k ((1 - q)^(-1/a) - 1), q, m, Infinity];
mean[ParetoDistribution[k_, a_, m_]] := holds[k/(a - 1) + m, a > 1];
variance[ParetoDistribution[k_, a_, _]] := holds[a k^2/((a - 1)^2 (a - 2)), a > 2];
pdf[ParetoDistribution[k_, a_, g_, m_], x_] := from[a k^(-1/g) (x - m)^(1/g - 1) (1 + ((x - m)/k)^(1/g))^(-1 - a)/g, x, m];
cdf[ParetoDistribution[k_, a_, g_, m_], x_] := from[1 - (1 + ((x - m)/k)^(1/g))^(-a), x, m];
quantile[ParetoDistribution[k_, a_, g_, m_], q_] := on[m + k ((1 - q)^(-1/a) - 1)^g, q, m, Infinity];
mean[ParetoDistribution[k_, a_, g_, m_]] := holds[m + k Gamma[a - g] Gamma[1 + g]/Gamma[a], a > g];
variance[ParetoDistribution[k_, a_, g_, _]] := holds[k^2 (Gamma[a] Gamma[a - 2 g] Gamma[1 + 2 g] - Gamma[a - g]^2 Gamma[1 + g]^2)/Gamma[a]^2, a > 2 g];
skewness[ParetoDistribution[k_, a_, _]] := skewness[ParetoDistribution[k, a]];
kurtosis[ParetoDistribution[k_, a_, _]] := kurtosis[ParetoDistribution[k, a]];

(* ---- distribution functions *)
cdf[MaxwellDistribution[s_], x_] := above[Erf[x/(Sqrt[2] s)] - Sqrt[2/Pi] x E^(-x^2/(2 s^2))/s, x, 0];
cdf[InverseGammaDistribution[a_, b_], x_] := above[GammaRegularized[a, b/x], x, 0];
cdf[InverseGaussianDistribution[m_, l_], x_] := above[Erfc[Sqrt[l/x] (m - x)/(Sqrt[2] m)]/2 + E^(2 l/m) Erfc[Sqrt[l/x] (m + x)/(Sqrt[2] m)]/2, x, 0];
cdf[ArcSinDistribution[{a_, b_}], x_] := Piecewise[{{2 ArcSin[Sqrt[(x - a)/(b - a)]]/Pi, a <= x < b}, {1, x >= b}}, 0];
cdf[LogSeriesDistribution[p_], k_] := Piecewise[{{1 + Beta[p, 1 + Floor[k], 0]/Log[1 - p], k >= 1}}, 0];
cdf[d : HypergeometricDistribution[n_Integer, s_Integer, t_Integer], k_?NumericQ] := Which[k < Max[0, n + s - t], 0, k >= Min[n, s], 1, True, Sum[PDF[d, j], {j, Max[0, n + s - t], Floor[k]}]];
cdf[HypergeometricDistribution[n_, s_, t_], k_] := Piecewise[{{1 - s! (t - s)! HypergeometricPFQRegularized[{1, 1 - n + Floor[k], 1 - s + Floor[k]}, {2 + Floor[k], 2 - n - s + t + Floor[k]}, 1]/
      (Binomial[t, n] (n - Floor[k] - 1)! (s - Floor[k] - 1)!), 0 <= k && n + s - t <= k && k < n && k < s}, {1, k >= n || k >= s}}, 0] /; ! NumericQ[k] || ! VectorQ[{n, s, t}, NumericQ];

(* ---- quantiles *)
quantile[GammaDistribution[a_, b_], q_] := on[b InverseGammaRegularized[a, 0, q], q, 0, Infinity];
quantile[ErlangDistribution[k_, r_], q_] := on[InverseGammaRegularized[k, 0, q]/r, q, 0, Infinity];
quantile[ChiSquareDistribution[n_], q_] := on[2 InverseGammaRegularized[n/2, 0, q], q, 0, Infinity];
quantile[ChiDistribution[n_], q_] := on[Sqrt[2] Sqrt[InverseGammaRegularized[n/2, 0, q]], q, 0, Infinity];
quantile[InverseGammaDistribution[a_, b_], q_] := on[b/InverseGammaRegularized[a, q], q, 0, Infinity];
quantile[InverseChiSquareDistribution[n_], q_] := on[1/(2 InverseGammaRegularized[n/2, q]), q, 0, Infinity];
quantile[MaxwellDistribution[s_], q_] := on[Sqrt[2] s Sqrt[InverseGammaRegularized[3/2, 0, q]], q, 0, Infinity];
quantile[NakagamiDistribution[m_, w_], q_] := on[Sqrt[w InverseGammaRegularized[m, 0, q]/m], q, 0, Infinity];
quantile[BetaDistribution[a_, b_], q_] := on[InverseBetaRegularized[q, a, b], q, 0, 1];
quantile[StudentTDistribution[n_], q_] := quantile[StudentTDistribution[0, 1, n], q];
quantile[FRatioDistribution[n_, m_], q_] := on[m (1/InverseBetaRegularized[1, -q, m/2, n/2] - 1)/n, q, 0, Infinity];
quantile[HalfNormalDistribution[t_], q_] := on[Sqrt[Pi] InverseErf[q]/t, q, 0, Infinity];
quantile[RayleighDistribution[s_], q_] := on[s Sqrt[-2 Log[1 - q]], q, 0, Infinity];
quantile[LaplaceDistribution[m_, b_], q_] := Piecewise[{{m + b Log[2 q], q <= 1/2}}, m - b Log[2 (1 - q)]];
quantile[GumbelDistribution[a_, b_], q_] := on[a + b Log[-Log[1 - q]], q, -Infinity, Infinity];
quantile[ExtremeValueDistribution[a_, b_], q_] := on[a - b Log[-Log[q]], q, -Infinity, Infinity];
quantile[ParetoDistribution[k_, a_], q_] := Piecewise[{{k (1 - q)^(-1/a), q < 1}}, Infinity];
quantile[ArcSinDistribution[{a_, b_}], q_] := a + (b - a) Sin[Pi q/2]^2;
quantile[LevyDistribution[m_, s_], q_] := on[m + s/(2 InverseErfc[q]^2), q, m, Infinity];
quantile[TriangularDistribution[{a_, b_}], q_] := quantile[TriangularDistribution[{a, b}, (a + b)/2], q];
quantile[TriangularDistribution[{a_, b_}, c_], q_] := Piecewise[{{a + Sqrt[q (b - a) (c - a)], q <= (c - a)/(b - a)}}, b - Sqrt[(1 - q) (b - a) (b - c)]];
quantile[BernoulliDistribution[p_], q_] := Piecewise[{{1, q > 1 - p}}, 0];
quantile[DiscreteUniformDistribution[{a_, b_}], q_] := on[a - 1 + Ceiling[q (1 - a + b)], q, a, b];
quantile[GeometricDistribution[p_], q_] := on[Ceiling[Log[1 - q]/Log[1 - p]] - 1, q, 0, Infinity];

(* ---- moments of any order *)
moment[ExponentialDistribution[l_], n_] := Gamma[1 + n]/l^n;
moment[GammaDistribution[a_, b_], n_] := b^n Pochhammer[a, n];
moment[ErlangDistribution[k_, l_], n_] := Pochhammer[k, n]/l^n;
moment[ChiSquareDistribution[v_], n_] := 2^n Pochhammer[v/2, n];
moment[ChiDistribution[v_], n_] := 2^(n/2) Gamma[(n + v)/2]/Gamma[v/2];
moment[BetaDistribution[a_, b_], n_] := Pochhammer[a, n]/Pochhammer[a + b, n];
moment[UniformDistribution[{a_, b_}], n_] := (b^(1 + n) - a^(1 + n))/((1 + n) (b - a));
moment[LogNormalDistribution[m_, s_], n_] := E^(n m + n^2 s^2/2);
moment[WeibullDistribution[a_, b_], n_] := b^n Gamma[1 + n/a];
moment[RayleighDistribution[s_], n_] := 2^(n/2) s^n Gamma[1 + n/2];
moment[MaxwellDistribution[s_], n_] := 2^(1 + n/2) s^n Gamma[(3 + n)/2]/Sqrt[Pi];
moment[HalfNormalDistribution[t_], n_] := Pi^((n - 1)/2) Gamma[(1 + n)/2]/t^n;
moment[NakagamiDistribution[m_, w_], n_] := (w/m)^(n/2) Pochhammer[m, n/2];
moment[ParetoDistribution[k_, a_], n_] := holds[a k^n/(a - n), a > n];
moment[InverseGammaDistribution[a_, b_], n_] := holds[b^n Gamma[a - n]/Gamma[a], a > n];
moment[StudentTDistribution[v_], n_Integer] := holds[If[OddQ[n], 0, v^(n/2) Gamma[(1 + n)/2] Gamma[(v - n)/2]/(Sqrt[Pi] Gamma[v/2])], v > n];
moment[FRatioDistribution[n_, m_], r_] := holds[(m/n)^r Gamma[m/2 - r] Gamma[n/2 + r]/(Gamma[m/2] Gamma[n/2]), m > 2 r];
moment[FrechetDistribution[a_, b_], n_] := Piecewise[{{b^n Gamma[1 - n/a], n < a}}, Infinity];
moment[KumaraswamyDistribution[a_, b_], n_] := b Beta[1 + n/a, b];
moment[PowerDistribution[k_, a_], n_] := a/(k^n (a + n));
moment[CauchyDistribution[_, _], n_Integer?Positive] := Indeterminate;
moment[BernoulliDistribution[p_], n_] := p;
moment[PoissonDistribution[m_], n_] := BellB[n, m];
central[NormalDistribution[_, s_], n_] := Piecewise[{{s^n (n - 1)!!, Mod[n, 2] == 0 && n >= 0}}, 0];
central[GammaDistribution[a_, b_], n_Symbol] := b^n Hypergeometric1F1[-n, 1 - a - n, -a] Pochhammer[a, n];

(* ---- skewness and kurtosis: the third and fourth central moments in units of the deviation *)
skewness[ErlangDistribution[k_, _]] := 2/Sqrt[k];
kurtosis[ErlangDistribution[k_, _]] := 3 + 6/k;
skewness[BetaDistribution[a_, b_]] := 2 (b - a) Sqrt[1 + a + b]/(Sqrt[a] Sqrt[b] (2 + a + b));
kurtosis[BetaDistribution[a_, b_]] := 3 (1 + a + b) (a b (a + b - 6) + 2 (a + b)^2)/(a b (2 + a + b) (3 + a + b));
skewness[StudentTDistribution[n_] | StudentTDistribution[_, _, n_]] := holds[0, n > 3];
kurtosis[StudentTDistribution[n_] | StudentTDistribution[_, _, n_]] := holds[3 + 6/(n - 4), n > 4];
skewness[FRatioDistribution[n_, m_]] := holds[2 Sqrt[2] Sqrt[m - 4] (m + 2 n - 2)/((m - 6) Sqrt[n] Sqrt[m + n - 2]), m > 6];
kurtosis[FRatioDistribution[n_, m_]] := holds[3 + 12 ((m - 4) (m - 2)^2 + n (5 m - 22) (m + n - 2))/((m - 8) (m - 6) n (m + n - 2)), m > 8];
skewness[LogNormalDistribution[_, s_]] := Sqrt[E^s^2 - 1] (2 + E^s^2);
kurtosis[LogNormalDistribution[_, s_]] := -3 + 3 E^(2 s^2) + 2 E^(3 s^2) + E^(4 s^2);
skewness[CauchyDistribution[___]] := Indeterminate;
kurtosis[CauchyDistribution[___]] := Indeterminate;
(* from the raw moments g[n] = E[x^n], where these have no simpler form *)
skew[{g1_, g2_, g3_}] := (2 g1^3 - 3 g1 g2 + g3)/(g2 - g1^2)^(3/2);
kurt[{g1_, g2_, g3_, g4_}] := (-3 g1^4 + 6 g1^2 g2 - 4 g1 g3 + g4)/(g2 - g1^2)^2;
skewness[WeibullDistribution[a_, _, ___]] := skew[Gamma[1 + {1, 2, 3}/a]];
kurtosis[WeibullDistribution[a_, _, ___]] := kurt[Gamma[1 + {1, 2, 3, 4}/a]];
skewness[FrechetDistribution[a_, _]] := holds[skew[Gamma[1 - {1, 2, 3}/a]], a > 3];
kurtosis[FrechetDistribution[a_, _]] := holds[kurt[Gamma[1 - {1, 2, 3, 4}/a]], a > 4];
skewness[ChiDistribution[n_]] := skew[Table[moment[ChiDistribution[n], k], {k, 3}]];
kurtosis[ChiDistribution[n_]] := kurt[Table[moment[ChiDistribution[n], k], {k, 4}]];
skewness[LaplaceDistribution[___] | LogisticDistribution[___] | ArcSinDistribution[___] | DiscreteUniformDistribution[_] | SechDistribution[__]] := 0;
kurtosis[LaplaceDistribution[___]] := 6;
kurtosis[LogisticDistribution[___]] := 21/5;
kurtosis[ArcSinDistribution[___]] := 3/2;
skewness[GumbelDistribution[___]] := -12 Sqrt[6] Zeta[3]/Pi^3;
skewness[ExtremeValueDistribution[___]] := 12 Sqrt[6] Zeta[3]/Pi^3;
kurtosis[GumbelDistribution[___] | ExtremeValueDistribution[___]] := 27/5;
skewness[ParetoDistribution[_, a_]] := holds[2 Sqrt[(a - 2)/a] (1 + a)/(a - 3), a > 3];
kurtosis[ParetoDistribution[_, a_]] := holds[3 (a - 2) (2 + a + 3 a^2)/((a - 4) (a - 3) a), a > 4];
skewness[RayleighDistribution[_]] := (Pi - 3) Sqrt[Pi/2]/(2 - Pi/2)^(3/2);
kurtosis[RayleighDistribution[_]] := (32 - 3 Pi^2)/(4 - Pi)^2;
skewness[MaxwellDistribution[_]] := 2 Sqrt[2] (16 - 5 Pi)/(3 Pi - 8)^(3/2);
kurtosis[MaxwellDistribution[_]] := (15 Pi^2 + 16 Pi - 192)/(3 Pi - 8)^2;
skewness[HalfNormalDistribution[_]] := Sqrt[2] (4 - Pi)/(Pi - 2)^(3/2);
kurtosis[HalfNormalDistribution[_]] := (3 Pi^2 - 4 Pi - 12)/(Pi - 2)^2;
skewness[InverseGammaDistribution[a_, _]] := holds[4 Sqrt[a - 2]/(a - 3), a > 3];
kurtosis[InverseGammaDistribution[a_, _]] := holds[3 (a - 2) (5 + a)/((a - 4) (a - 3)), a > 4];
skewness[InverseGaussianDistribution[m_, l_]] := 3 Sqrt[m/l];
kurtosis[InverseGaussianDistribution[m_, l_]] := 3 + 15 m/l;
skewness[TriangularDistribution[{_, _}]] := 0;
skewness[TriangularDistribution[{a_, b_}, c_]] := Sqrt[2] (a + b - 2 c) (2 a - b - c) (a - 2 b + c)/(5 (a^2 + b^2 + c^2 - a b - a c - b c)^(3/2));
kurtosis[TriangularDistribution[__]] := 12/5;
skewness[BernoulliDistribution[p_]] := (1 - 2 p)/Sqrt[(1 - p) p];
kurtosis[BernoulliDistribution[p_]] := 3 + (1 - 6 (1 - p) p)/((1 - p) p);
skewness[GeometricDistribution[p_]] := (2 - p)/Sqrt[1 - p];
kurtosis[GeometricDistribution[p_]] := 3 + (6 - 6 p + p^2)/(1 - p);
skewness[NegativeBinomialDistribution[n_, p_] | PascalDistribution[n_, p_]] := (2 - p)/Sqrt[n (1 - p)];
kurtosis[NegativeBinomialDistribution[n_, p_] | PascalDistribution[n_, p_]] := 3 + (6 - 6 p + p^2)/(n (1 - p));
kurtosis[DiscreteUniformDistribution[{a_, b_}]] := 3/5 (3 - 4/((1 - a + b)^2 - 1));
skewness[HypergeometricDistribution[n_, s_, t_]] := Sqrt[t - 1] (t - 2 n) (t - 2 s)/(Sqrt[n s (t - s) (t - n)] (t - 2));
variance[LogSeriesDistribution[p_]] := -p (p + Log[1 - p])/((1 - p)^2 Log[1 - p]^2);

(* ---- a location and a scale apart: moments of the base distribution by the binomial theorem *)
located[StudentTDistribution[m_, s_, n_]] := {m, s, StudentTDistribution[n]};
located[WeibullDistribution[a_, b_, m_]] := {m, 1, WeibullDistribution[a, b]};
located[GammaDistribution[a_, b_, g_, d_]] := {d, b, GammaDistribution[a, 1, g, 0]} /; d =!= 0;
located[_] := $Failed;
moment[GammaDistribution[a_, b_, g_, 0], n_] := b^n Gamma[a + n/g]/Gamma[a];
moment[d : StudentTDistribution[_, _, _] | WeibullDistribution[_, _, _] | GammaDistribution[_, _, _, _], n_Integer] := With[{l = located[d]}, Sum[Binomial[n, k] l[[1]]^(n - k) l[[2]]^k If[k === 0, 1, moment[l[[3]], k]], {k, 0, n}] /; l =!= $Failed];
skewness[GammaDistribution[a_, _, g_, _]] := skew[Gamma[a + {1, 2, 3}/g]/Gamma[a]];
kurtosis[GammaDistribution[a_, _, g_, _]] := kurt[Gamma[a + {1, 2, 3, 4}/g]/Gamma[a]];
moment[InverseGaussianDistribution[m_, l_], n_Integer?Positive] := Sum[(n - 1 + k)!/(k! (n - 1 - k)!) m^(n + k)/(2 l)^k, {k, 0, n - 1}];
moment[DiscreteUniformDistribution[{a_, b_}], n_Integer?NonNegative] := Together[(BernoulliB[n + 1, b + 1] - BernoulliB[n + 1, a])/((n + 1) (1 - a + b))];
(* from factorial moments: x^n is the sum of S(n, k) x (x - 1) ... (x - k + 1) *)
moment[HypergeometricDistribution[n_, s_, t_], r_Integer?Positive] := Together[Sum[StirlingS2[r, k] Product[(n - i) (s - i)/(t - i), {i, 0, k - 1}], {k, r}]];
moment[LogSeriesDistribution[p_], r_Integer?Positive] := -Sum[StirlingS2[r, k] (k - 1)! (p/(1 - p))^k, {k, r}]/Log[1 - p];
(* the even central moments of the logistic distribution are those of Bernoulli's numbers *)
central[LogisticDistribution[_, b_], n_Integer?NonNegative] := If[OddQ[n], 0, (b Pi)^n (2^n - 2) Abs[BernoulliB[n]]] /; n > 0;
moment[LogisticDistribution[m_, b_], n_Integer?Positive] := Sum[Binomial[n, k] m^(n - k) If[k === 0, 1, central[LogisticDistribution[m, b], k]], {k, 0, n}];
