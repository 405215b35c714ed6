// distributions.cpp - PDF, CDF, SurvivalFunction, InverseCDF, and Mean, Variance, ... of parametric distributions.
//
// What is known of the distributions is one table of rules, written in the language itself and parsed on first use; a property of
// a distribution is looked up by applying the table. Where only the density is known, nothing is made up: the call stays.
#include <vector>

#include "builtins/library.h"
#include "builtins/statistics/register.h"
#include "builtins/statistics/sample.h"
#include "parser/parser.h"

namespace lykos::builtins {
namespace {

// Names in lower case are pattern variables; the others are System` symbols.
constexpr const char* kRules = R"wl({
PDF[NormalDistribution[m_, s_], x_] :> E^(-(x - m)^2/(2 s^2))/(Sqrt[2 Pi] s),
CDF[NormalDistribution[m_, s_], x_] :> Erfc[(m - x)/(Sqrt[2] s)]/2,
Quantile[NormalDistribution[m_, s_], q_] :> m - Sqrt[2] s InverseErfc[2 q],
Mean[NormalDistribution[m_, s_]] :> m, Median[NormalDistribution[m_, s_]] :> m, Variance[NormalDistribution[m_, s_]] :> s^2,
Skewness[NormalDistribution[_, _]] :> 0, Kurtosis[NormalDistribution[_, _]] :> 3,

PDF[UniformDistribution[{a_, b_}], x_] :> Piecewise[{{1/(b - a), a <= x <= b}}, 0],
CDF[UniformDistribution[{a_, b_}], x_] :> Piecewise[{{(x - a)/(b - a), a <= x <= b}, {1, x > b}}, 0],
Quantile[UniformDistribution[{a_, b_}], q_] :> a + (b - a) q,
Mean[UniformDistribution[{a_, b_}]] :> (a + b)/2, Median[UniformDistribution[{a_, b_}]] :> (a + b)/2,
Variance[UniformDistribution[{a_, b_}]] :> (b - a)^2/12, Skewness[UniformDistribution[_]] :> 0, Kurtosis[UniformDistribution[_]] :> 9/5,

PDF[ExponentialDistribution[r_], x_] :> Piecewise[{{r E^(-r x), x >= 0}}, 0],
CDF[ExponentialDistribution[r_], x_] :> Piecewise[{{1 - E^(-r x), x >= 0}}, 0],
Quantile[ExponentialDistribution[r_], q_] :> Piecewise[{{-Log[1 - q]/r, q < 1}}, Infinity],
Mean[ExponentialDistribution[r_]] :> 1/r, Median[ExponentialDistribution[r_]] :> Log[2]/r, Variance[ExponentialDistribution[r_]] :> 1/r^2,
Skewness[ExponentialDistribution[_]] :> 2, Kurtosis[ExponentialDistribution[_]] :> 9,

PDF[GammaDistribution[a_, b_], x_] :> Piecewise[{{x^(a - 1) E^(-x/b)/(b^a Gamma[a]), x > 0}}, 0],
CDF[GammaDistribution[a_, b_], x_] :> Piecewise[{{GammaRegularized[a, 0, x/b], x > 0}}, 0],
Mean[GammaDistribution[a_, b_]] :> a b, Variance[GammaDistribution[a_, b_]] :> a b^2,
Skewness[GammaDistribution[a_, _]] :> 2/Sqrt[a], Kurtosis[GammaDistribution[a_, _]] :> 3 + 6/a,

PDF[ErlangDistribution[k_, r_], x_] :> Piecewise[{{r^k x^(k - 1) E^(-r x)/Gamma[k], x > 0}}, 0],
CDF[ErlangDistribution[k_, r_], x_] :> Piecewise[{{GammaRegularized[k, 0, r x], x > 0}}, 0],
Mean[ErlangDistribution[k_, r_]] :> k/r, Variance[ErlangDistribution[k_, r_]] :> k/r^2,

PDF[ChiSquareDistribution[n_], x_] :> Piecewise[{{x^(n/2 - 1) E^(-x/2)/(2^(n/2) Gamma[n/2]), x > 0}}, 0],
CDF[ChiSquareDistribution[n_], x_] :> Piecewise[{{GammaRegularized[n/2, 0, x/2], x > 0}}, 0],
Mean[ChiSquareDistribution[n_]] :> n, Variance[ChiSquareDistribution[n_]] :> 2 n,
Skewness[ChiSquareDistribution[n_]] :> 2 Sqrt[2/n], Kurtosis[ChiSquareDistribution[n_]] :> 3 + 12/n,

PDF[BetaDistribution[a_, b_], x_] :> Piecewise[{{(1 - x)^(b - 1) x^(a - 1)/Beta[a, b], 0 < x < 1}}, 0],
CDF[BetaDistribution[a_, b_], x_] :> Piecewise[{{BetaRegularized[x, a, b], 0 < x < 1}, {1, x >= 1}}, 0],
Mean[BetaDistribution[a_, b_]] :> a/(a + b), Variance[BetaDistribution[a_, b_]] :> a b/((a + b)^2 (1 + a + b)),

PDF[StudentTDistribution[n_], x_] :> (n/(n + x^2))^((1 + n)/2)/(Sqrt[n] Beta[n/2, 1/2]),
CDF[StudentTDistribution[n_], x_] :> Piecewise[{{BetaRegularized[n/(n + x^2), n/2, 1/2]/2, x <= 0}}, (1 + BetaRegularized[x^2/(n + x^2), 1/2, n/2])/2],
Mean[StudentTDistribution[n_]] :> Piecewise[{{0, n > 1}}, Indeterminate], Median[StudentTDistribution[_]] :> 0,
Variance[StudentTDistribution[n_]] :> Piecewise[{{n/(n - 2), n > 2}}, Indeterminate],

PDF[FRatioDistribution[n_, m_], x_] :> Piecewise[{{m^(m/2) n^(n/2) x^(n/2 - 1) (m + n x)^(-(m + n)/2)/Beta[n/2, m/2], x > 0}}, 0],
CDF[FRatioDistribution[n_, m_], x_] :> Piecewise[{{BetaRegularized[n x/(m + n x), n/2, m/2], x > 0}}, 0],
Mean[FRatioDistribution[n_, m_]] :> Piecewise[{{m/(m - 2), m > 2}}, Indeterminate],
Variance[FRatioDistribution[n_, m_]] :> Piecewise[{{2 m^2 (m + n - 2)/((m - 4) (m - 2)^2 n), m > 4}}, Indeterminate],

PDF[LogNormalDistribution[m_, s_], x_] :> Piecewise[{{E^(-(Log[x] - m)^2/(2 s^2))/(Sqrt[2 Pi] s x), x > 0}}, 0],
CDF[LogNormalDistribution[m_, s_], x_] :> Piecewise[{{Erfc[(m - Log[x])/(Sqrt[2] s)]/2, x > 0}}, 0],
Quantile[LogNormalDistribution[m_, s_], q_] :> E^(m - Sqrt[2] s InverseErfc[2 q]),
Mean[LogNormalDistribution[m_, s_]] :> E^(m + s^2/2), Median[LogNormalDistribution[m_, _]] :> E^m,
Variance[LogNormalDistribution[m_, s_]] :> E^(2 m + s^2) (E^(s^2) - 1),

PDF[CauchyDistribution[a_, b_], x_] :> 1/(b Pi (1 + (x - a)^2/b^2)), CDF[CauchyDistribution[a_, b_], x_] :> 1/2 + ArcTan[(x - a)/b]/Pi,
Quantile[CauchyDistribution[a_, b_], q_] :> a + b Tan[Pi (q - 1/2)],
Mean[CauchyDistribution[_, _]] :> Indeterminate, Median[CauchyDistribution[a_, _]] :> a, Variance[CauchyDistribution[_, _]] :> Indeterminate,

PDF[WeibullDistribution[a_, b_], x_] :> Piecewise[{{a E^(-(x/b)^a) (x/b)^(a - 1)/b, x > 0}}, 0],
CDF[WeibullDistribution[a_, b_], x_] :> Piecewise[{{1 - E^(-(x/b)^a), x > 0}}, 0],
Quantile[WeibullDistribution[a_, b_], q_] :> b (-Log[1 - q])^(1/a),
Mean[WeibullDistribution[a_, b_]] :> b Gamma[1 + 1/a], Median[WeibullDistribution[a_, b_]] :> b Log[2]^(1/a),
Variance[WeibullDistribution[a_, b_]] :> b^2 (Gamma[1 + 2/a] - Gamma[1 + 1/a]^2),

PDF[LaplaceDistribution[m_, b_], x_] :> Piecewise[{{E^(-(x - m)/b)/(2 b), x >= m}}, E^(-(m - x)/b)/(2 b)],
CDF[LaplaceDistribution[m_, b_], x_] :> Piecewise[{{1 - E^(-(x - m)/b)/2, x >= m}}, E^(-(m - x)/b)/2],
Mean[LaplaceDistribution[m_, _]] :> m, Median[LaplaceDistribution[m_, _]] :> m, Variance[LaplaceDistribution[_, b_]] :> 2 b^2,

PDF[LogisticDistribution[m_, b_], x_] :> E^(-(x - m)/b)/(b (1 + E^(-(x - m)/b))^2), CDF[LogisticDistribution[m_, b_], x_] :> 1/(1 + E^(-(x - m)/b)),
Quantile[LogisticDistribution[m_, b_], q_] :> m - b Log[1/q - 1],
Mean[LogisticDistribution[m_, _]] :> m, Median[LogisticDistribution[m_, _]] :> m, Variance[LogisticDistribution[_, b_]] :> b^2 Pi^2/3,

PDF[GumbelDistribution[a_, b_], x_] :> E^(-E^((x - a)/b) + (x - a)/b)/b, CDF[GumbelDistribution[a_, b_], x_] :> 1 - E^(-E^((x - a)/b)),
Mean[GumbelDistribution[a_, b_]] :> a - b EulerGamma, Variance[GumbelDistribution[_, b_]] :> b^2 Pi^2/6,
PDF[ExtremeValueDistribution[a_, b_], x_] :> E^(-E^((a - x)/b) + (a - x)/b)/b, CDF[ExtremeValueDistribution[a_, b_], x_] :> E^(-E^((a - x)/b)),
Mean[ExtremeValueDistribution[a_, b_]] :> a + b EulerGamma, Variance[ExtremeValueDistribution[_, b_]] :> b^2 Pi^2/6,

PDF[ParetoDistribution[k_, a_], x_] :> Piecewise[{{a k^a x^(-1 - a), x >= k}}, 0], CDF[ParetoDistribution[k_, a_], x_] :> Piecewise[{{1 - (k/x)^a, x >= k}}, 0],
Mean[ParetoDistribution[k_, a_]] :> Piecewise[{{a k/(a - 1), a > 1}}, Indeterminate], Median[ParetoDistribution[k_, a_]] :> 2^(1/a) k,
Variance[ParetoDistribution[k_, a_]] :> Piecewise[{{a k^2/((a - 2) (a - 1)^2), a > 2}}, Indeterminate],

PDF[RayleighDistribution[s_], x_] :> Piecewise[{{x E^(-x^2/(2 s^2))/s^2, x > 0}}, 0], CDF[RayleighDistribution[s_], x_] :> Piecewise[{{1 - E^(-x^2/(2 s^2)), x > 0}}, 0],
Mean[RayleighDistribution[s_]] :> s Sqrt[Pi/2], Median[RayleighDistribution[s_]] :> s Sqrt[Log[4]], Variance[RayleighDistribution[s_]] :> (2 - Pi/2) s^2,

PDF[MaxwellDistribution[s_], x_] :> Piecewise[{{Sqrt[2/Pi] x^2 E^(-x^2/(2 s^2))/s^3, x > 0}}, 0],
Mean[MaxwellDistribution[s_]] :> 2 Sqrt[2/Pi] s, Variance[MaxwellDistribution[s_]] :> (3 Pi - 8) s^2/Pi,
PDF[HalfNormalDistribution[t_], x_] :> Piecewise[{{2 t E^(-t^2 x^2/Pi)/Pi, x > 0}}, 0], CDF[HalfNormalDistribution[t_], x_] :> Piecewise[{{Erf[t x/Sqrt[Pi]], x > 0}}, 0],
Mean[HalfNormalDistribution[t_]] :> 1/t, Variance[HalfNormalDistribution[t_]] :> (Pi - 2)/(2 t^2),
PDF[InverseGammaDistribution[a_, b_], x_] :> Piecewise[{{(b/x)^a E^(-b/x)/(x Gamma[a]), x > 0}}, 0],
Mean[InverseGammaDistribution[a_, b_]] :> Piecewise[{{b/(a - 1), a > 1}}, Indeterminate],
Variance[InverseGammaDistribution[a_, b_]] :> Piecewise[{{b^2/((a - 2) (a - 1)^2), a > 2}}, Indeterminate],
PDF[InverseGaussianDistribution[m_, l_], x_] :> Piecewise[{{Sqrt[l/x^3] E^(-l (x - m)^2/(2 m^2 x))/Sqrt[2 Pi], x > 0}}, 0],
Mean[InverseGaussianDistribution[m_, _]] :> m, Variance[InverseGaussianDistribution[m_, l_]] :> m^3/l,
PDF[ChiDistribution[n_], x_] :> Piecewise[{{2^(1 - n/2) x^(n - 1) E^(-x^2/2)/Gamma[n/2], x > 0}}, 0], CDF[ChiDistribution[n_], x_] :> Piecewise[{{GammaRegularized[n/2, 0, x^2/2], x > 0}}, 0],
Mean[ChiDistribution[n_]] :> Sqrt[2] Gamma[(1 + n)/2]/Gamma[n/2], Variance[ChiDistribution[n_]] :> n - 2 Gamma[(1 + n)/2]^2/Gamma[n/2]^2,
PDF[TriangularDistribution[{a_, b_}, c_], x_] :> Piecewise[{{2 (x - a)/((b - a) (c - a)), a <= x <= c}, {2 (b - x)/((b - a) (b - c)), c < x <= b}}, 0],
CDF[TriangularDistribution[{a_, b_}, c_], x_] :> Piecewise[{{(x - a)^2/((b - a) (c - a)), a <= x <= c}, {1 - (b - x)^2/((b - a) (b - c)), c < x <= b}, {1, x > b}}, 0],
Mean[TriangularDistribution[{a_, b_}, c_]] :> (a + b + c)/3, Variance[TriangularDistribution[{a_, b_}, c_]] :> (a^2 + b^2 + c^2 - a b - a c - b c)/18,
PDF[ArcSinDistribution[{a_, b_}], x_] :> Piecewise[{{1/(Pi Sqrt[(b - x) (x - a)]), a < x < b}}, 0], Mean[ArcSinDistribution[{a_, b_}]] :> (a + b)/2,
Variance[ArcSinDistribution[{a_, b_}]] :> (b - a)^2/8,
PDF[VonMisesDistribution[m_, k_], x_] :> Piecewise[{{E^(k Cos[x - m])/(2 Pi BesselI[0, k]), m - Pi <= x <= m + Pi}}, 0], Mean[VonMisesDistribution[m_, _]] :> m,

PDF[PoissonDistribution[m_], k_] :> Piecewise[{{E^(-m) m^k/k!, k >= 0 && (IntegerQ[k] || !NumericQ[k])}}, 0],
CDF[PoissonDistribution[m_], k_] :> Piecewise[{{GammaRegularized[1 + Floor[k], m], k >= 0}}, 0],
Mean[PoissonDistribution[m_]] :> m, Variance[PoissonDistribution[m_]] :> m, Skewness[PoissonDistribution[m_]] :> 1/Sqrt[m], Kurtosis[PoissonDistribution[m_]] :> 3 + 1/m,
PDF[BernoulliDistribution[p_], k_] :> Piecewise[{{1 - p, k == 0}, {p, k == 1}}, 0],
CDF[BernoulliDistribution[p_], k_] :> Piecewise[{{0, k < 0}, {1 - p, 0 <= k < 1}}, 1],
Mean[BernoulliDistribution[p_]] :> p, Variance[BernoulliDistribution[p_]] :> (1 - p) p,
PDF[BinomialDistribution[n_, p_], k_] :> Piecewise[{{(1 - p)^(n - k) p^k Binomial[n, k], 0 <= k <= n && (IntegerQ[k] || !NumericQ[k])}}, 0],
CDF[BinomialDistribution[n_, p_], k_] :> Piecewise[{{BetaRegularized[1 - p, n - Floor[k], 1 + Floor[k]], 0 <= k < n}, {1, k >= n}}, 0],
Mean[BinomialDistribution[n_, p_]] :> n p, Variance[BinomialDistribution[n_, p_]] :> n (1 - p) p,
Skewness[BinomialDistribution[n_, p_]] :> (1 - 2 p)/Sqrt[n (1 - p) p], Kurtosis[BinomialDistribution[n_, p_]] :> 3 + (1 - 6 (1 - p) p)/(n (1 - p) p),
PDF[GeometricDistribution[p_], k_] :> Piecewise[{{(1 - p)^k p, k >= 0 && (IntegerQ[k] || !NumericQ[k])}}, 0],
CDF[GeometricDistribution[p_], k_] :> Piecewise[{{1 - (1 - p)^(1 + Floor[k]), k >= 0}}, 0],
Mean[GeometricDistribution[p_]] :> -1 + 1/p, Variance[GeometricDistribution[p_]] :> (1 - p)/p^2,
PDF[NegativeBinomialDistribution[n_, p_], k_] :> Piecewise[{{(1 - p)^k p^n Binomial[n + k - 1, n - 1], k >= 0 && (IntegerQ[k] || !NumericQ[k])}}, 0],
CDF[NegativeBinomialDistribution[n_, p_], k_] :> Piecewise[{{BetaRegularized[p, n, 1 + Floor[k]], k >= 0}}, 0],
Mean[NegativeBinomialDistribution[n_, p_]] :> n (1 - p)/p, Variance[NegativeBinomialDistribution[n_, p_]] :> n (1 - p)/p^2,
PDF[DiscreteUniformDistribution[{a_, b_}], k_] :> Piecewise[{{1/(1 - a + b), a <= k <= b && (IntegerQ[k] || !NumericQ[k])}}, 0],
CDF[DiscreteUniformDistribution[{a_, b_}], k_] :> Piecewise[{{(1 - a + Floor[k])/(1 - a + b), a <= k < b}, {1, k >= b}}, 0],
Mean[DiscreteUniformDistribution[{a_, b_}]] :> (a + b)/2, Variance[DiscreteUniformDistribution[{a_, b_}]] :> ((1 - a + b)^2 - 1)/12,
PDF[HypergeometricDistribution[n_, s_, t_], k_] :> Piecewise[{{Binomial[s, k] Binomial[t - s, n - k]/Binomial[t, n], 0 <= k <= n && n + s - t <= k <= n && 0 <= k <= s && n + s - t <= k <= s}}, 0],
Mean[HypergeometricDistribution[n_, s_, t_]] :> n s/t, Variance[HypergeometricDistribution[n_, s_, t_]] :> n s/t (1 - s/t) (t - n)/(t - 1),
PDF[LogSeriesDistribution[p_], k_] :> Piecewise[{{-p^k/(k Log[1 - p]), k >= 1 && (IntegerQ[k] || !NumericQ[k])}}, 0], Mean[LogSeriesDistribution[p_]] :> -p/((1 - p) Log[1 - p]),

PDF[MultinormalDistribution[m_, s_], x_List] :> E^(-(x - m) . Inverse[s] . (x - m)/2)/Sqrt[(2 Pi)^Length[m] Det[s]],
Mean[MultinormalDistribution[m_, _]] :> m, Covariance[MultinormalDistribution[_, s_]] :> s, Variance[MultinormalDistribution[_, s_]] :> Diagonal[s],

(f:PDF|CDF|Quantile)[(d:NormalDistribution|LaplaceDistribution|LogisticDistribution|CauchyDistribution|GumbelDistribution|ExtremeValueDistribution)[], x_] :> f[d[0, 1], x],
(f:Mean|Variance|Median|Skewness|Kurtosis)[(d:NormalDistribution|LaplaceDistribution|LogisticDistribution|CauchyDistribution|GumbelDistribution|ExtremeValueDistribution)[]] :> f[d[0, 1]],
(f:PDF|CDF|Quantile)[(d:UniformDistribution|ArcSinDistribution)[], x_] :> f[d[{0, 1}], x],
(f:Mean|Variance|Median|Skewness|Kurtosis)[(d:UniformDistribution|ArcSinDistribution)[]] :> f[d[{0, 1}]],
(f:PDF|CDF)[TriangularDistribution[{a_, b_}], x_] :> f[TriangularDistribution[{a, b}, (a + b)/2], x],
(f:Mean|Variance)[TriangularDistribution[{a_, b_}]] :> f[TriangularDistribution[{a, b}, (a + b)/2]],
Median[d_] :> Quantile[d, 1/2] /; MemberQ[{UniformDistribution, LogNormalDistribution}, Head[d]],
Moment[d_, 1] :> Mean[d], CentralMoment[d_, 2] :> Variance[d], CentralMoment[_, 1] :> 0
})wl";

const Expr& rule_table() {
  static const Expr table = [] {
    const ParseResult parsed = parse_one(kRules, [](std::string_view name) {
      const bool variable = name.size() == 1 && name[0] >= 'a' && name[0] <= 'z';
      return Expr::symbol(variable ? "Statistics`Private`" + std::string(name) : std::string(name));
    });
    return parsed.expressions.empty() ? make_list({}) : parsed.expressions.back().value;
  }();
  return table;
}

constexpr KnownSymbol kDistributions[] = {
    sym::NormalDistribution, sym::UniformDistribution, sym::ExponentialDistribution, sym::GammaDistribution, sym::ErlangDistribution,
    sym::ChiSquareDistribution, sym::ChiDistribution, sym::BetaDistribution, sym::StudentTDistribution, sym::FRatioDistribution,
    sym::LogNormalDistribution, sym::CauchyDistribution, sym::WeibullDistribution, sym::LaplaceDistribution, sym::LogisticDistribution,
    sym::GumbelDistribution, sym::ExtremeValueDistribution, sym::ParetoDistribution, sym::RayleighDistribution, sym::MaxwellDistribution,
    sym::HalfNormalDistribution, sym::InverseGammaDistribution, sym::InverseGaussianDistribution, sym::TriangularDistribution,
    sym::ArcSinDistribution, sym::VonMisesDistribution, sym::PoissonDistribution, sym::BernoulliDistribution, sym::BinomialDistribution,
    sym::GeometricDistribution, sym::NegativeBinomialDistribution, sym::DiscreteUniformDistribution, sym::HypergeometricDistribution,
    sym::LogSeriesDistribution, sym::MultinormalDistribution};

/// What is asked of the parameters, one letter each: p positive, r real; one entry for each number of parameters.
struct Signature {
  KnownSymbol head;
  std::string_view letters;
};
constexpr Signature kSignatures[] = {
    {sym::NormalDistribution, "rp"}, {sym::ExponentialDistribution, "p"}, {sym::GammaDistribution, "pp"}, {sym::GammaDistribution, "pppr"},
    {sym::ErlangDistribution, "pp"}, {sym::ChiSquareDistribution, "p"}, {sym::ChiDistribution, "p"}, {sym::BetaDistribution, "pp"},
    {sym::StudentTDistribution, "p"}, {sym::StudentTDistribution, "rpp"}, {sym::FRatioDistribution, "pp"}, {sym::LogNormalDistribution, "rp"},
    {sym::CauchyDistribution, "rp"}, {sym::WeibullDistribution, "pp"}, {sym::WeibullDistribution, "ppr"}, {sym::LaplaceDistribution, "rp"},
    {sym::LogisticDistribution, "rp"}, {sym::GumbelDistribution, "rp"}, {sym::ExtremeValueDistribution, "rp"}, {sym::ParetoDistribution, "pp"},
    {sym::ParetoDistribution, "ppr"}, {sym::ParetoDistribution, "pppr"}, {sym::RayleighDistribution, "p"}, {sym::MaxwellDistribution, "p"},
    {sym::HalfNormalDistribution, "p"}, {sym::InverseGammaDistribution, "pp"}, {sym::InverseGaussianDistribution, "pp"}, {sym::PoissonDistribution, "p"},
    {sym::VonMisesDistribution, "rp"}};

/// Says which parameter of the distribution is out of its range; false when none is.
bool bad_parameter(const Expr& distribution) {
  if (distribution.kind() != Kind::Normal) return false;
  for (const Signature& signature : kSignatures) {
    if (!distribution.head().is(signature.head) || distribution.size() != signature.letters.size()) continue;
    for (std::size_t i = 0; i < distribution.size(); ++i) {
      const Expr& parameter = distribution[i];
      if (!is_numeric(parameter)) continue;
      const auto value = numeric_double(parameter);
      const bool positive = signature.letters[i] == 'p';
      if (value ? !positive || *value > 0 : !parameter.is_complex()) continue;
      message(distribution.head(), positive ? "posprm" : "realprm", {parameter, Expr::integer(static_cast<std::int64_t>(i) + 1), distribution});
      return true;
    }
  }
  return false;
}

/// f[dist] as a listable function of a formal variable, where f[dist, x] has a value for a symbol x.
MaybeExpr as_function(const Call& call) {
  const Expr variable = Expr::symbol("\xEF\xA0\x97");  // \[FormalX]
  if (!is_distribution_expr(call.arg(0)) || takes_points(call.arg(0), make_list({variable})) || call.arg(0).has_head(sym::MultinormalDistribution)) return std::nullopt;
  const Expr at_variable = make_normal(call.head(), {call.arg(0), variable});
  const Expr value = evaluate(at_variable);
  if (value == at_variable || contains_symbol(value, call.head())) return std::nullopt;
  return make_normal(sym::Function, {variable, value, Expr(sym::Listable)});
}
/// f[dist, x], for a list of points at each.
MaybeExpr at_points(const Call& call) {
  const Expr& x = call.arg(1);
  if (x.is_list() && !call.arg(0).has_head(sym::MultinormalDistribution) && !takes_points(call.arg(0), x)) {
    std::vector<Expr> values;
    for (const Expr& point : x.args()) values.push_back(evaluate(make_normal(call.head(), {call.arg(0), point})));
    return values.size() >= 16 ? pack(make_list(std::move(values))) : make_list(std::move(values));
  }
  return distribution_value(call.expr());
}
// PDF[dist, x], CDF[dist, x], also SurvivalFunction and HazardFunction: 1 - CDF and PDF over it. PDF[dist] ...: as functions.
MaybeExpr builtin_at_points(Call& call) {
  if (call.size() == 1) return as_function(call);
  if (!is_distribution_expr(call.arg(0))) return std::nullopt;
  return at_points(call);
}
// PDF[dist][x]
MaybeExpr builtin_curried(Call& call) {
  const Expr& head = call.expr().head();
  if (head.size() != 1 || call.size() != 1) return std::nullopt;
  return make_normal(head.head(), {head[0], call.arg(0)});
}
// InverseCDF[dist, q]: Quantile[dist, q].
MaybeExpr builtin_InverseCDF(Call& call) {
  if (call.size() == 1) return as_function(call);
  if (!is_distribution_expr(call.arg(0))) return std::nullopt;
  return make_normal(sym::Quantile, {call.arg(0), call.arg(1)});
}
// LogLikelihood[dist, data], Likelihood[dist, data].
MaybeExpr builtin_Likelihood(Call& call) {
  if (!is_distribution_expr(call.arg(0)) || !call.arg(1).is_list()) return std::nullopt;
  std::vector<Expr> terms;
  const bool logarithm = call.head().is(sym::LogLikelihood);
  if (logarithm) {
    if (MaybeExpr value = distribution_value(call.expr())) return value;
  }
  for (const Expr& x : call.arg(1).args()) {
    const Expr density = make_normal(sym::PDF, {call.arg(0), x});
    terms.push_back(logarithm ? make_normal(sym::Log, {density}) : density);
  }
  return make_normal(logarithm ? sym::Plus : sym::Times, std::move(terms));
}

#define LYKOS_DISTRIBUTION(NAME, TEXT) {.name = NAME, .usage = TEXT}
constexpr Builtin kBuiltins[] = {
    {.name = "PDF", .fn = builtin_at_points, .arity = between(1, 2),
     .usage = "PDF[dist, x] is the probability density (or mass) of the distribution at x.\nPDF[dist] is the density as a pure function.", .sub_fn = builtin_curried},
    {.name = "CDF", .fn = builtin_at_points, .arity = between(1, 2),
     .usage = "CDF[dist, x] is the probability that a value of the distribution is at most x.\nCDF[dist] is the cumulative distribution as a pure function.", .sub_fn = builtin_curried},
    {.name = "SurvivalFunction", .fn = builtin_at_points, .arity = between(1, 2), .usage = "SurvivalFunction[dist, x] is the probability of a value above x."},
    {.name = "HazardFunction", .fn = builtin_at_points, .arity = between(1, 2), .usage = "HazardFunction[dist, x] is PDF[dist, x]/SurvivalFunction[dist, x]."},
    {.name = "InverseCDF", .fn = builtin_InverseCDF, .arity = between(1, 2), .usage = "InverseCDF[dist, q] is the inverse of the cumulative distribution function at q."},
    {.name = "LogLikelihood", .fn = builtin_Likelihood, .arity = exactly(2), .usage = "LogLikelihood[dist, {x1, x2, ...}] is the sum of Log[PDF[dist, xi]]."},
    {.name = "Likelihood", .fn = builtin_Likelihood, .arity = exactly(2), .usage = "Likelihood[dist, {x1, x2, ...}] is the product of PDF[dist, xi]."},
    LYKOS_DISTRIBUTION("NormalDistribution", "NormalDistribution[m, s] is the normal distribution with mean m and standard deviation s.\nNormalDistribution[] has mean 0 and deviation 1."),
    LYKOS_DISTRIBUTION("UniformDistribution", "UniformDistribution[{min, max}] is the uniform distribution between min and max.\nUniformDistribution[] is that between 0 and 1."),
    LYKOS_DISTRIBUTION("ExponentialDistribution", "ExponentialDistribution[r] is the exponential distribution with rate r."),
    LYKOS_DISTRIBUTION("GammaDistribution", "GammaDistribution[a, b] is the gamma distribution with shape a and scale b."),
    LYKOS_DISTRIBUTION("ErlangDistribution", "ErlangDistribution[k, r] is the Erlang distribution with shape k and rate r."),
    LYKOS_DISTRIBUTION("ChiSquareDistribution", "ChiSquareDistribution[n] is the chi-square distribution with n degrees of freedom."),
    LYKOS_DISTRIBUTION("ChiDistribution", "ChiDistribution[n] is the chi distribution with n degrees of freedom."),
    LYKOS_DISTRIBUTION("BetaDistribution", "BetaDistribution[a, b] is the beta distribution with shapes a and b."),
    LYKOS_DISTRIBUTION("StudentTDistribution", "StudentTDistribution[n] is Student's t distribution with n degrees of freedom."),
    LYKOS_DISTRIBUTION("FRatioDistribution", "FRatioDistribution[n, m] is the F distribution with n and m degrees of freedom."),
    LYKOS_DISTRIBUTION("LogNormalDistribution", "LogNormalDistribution[m, s] is the distribution whose logarithm is normal with mean m and deviation s."),
    LYKOS_DISTRIBUTION("CauchyDistribution", "CauchyDistribution[a, b] is the Cauchy distribution with location a and scale b."),
    LYKOS_DISTRIBUTION("WeibullDistribution", "WeibullDistribution[a, b] is the Weibull distribution with shape a and scale b."),
    LYKOS_DISTRIBUTION("LaplaceDistribution", "LaplaceDistribution[m, b] is the double exponential distribution with mean m and scale b."),
    LYKOS_DISTRIBUTION("LogisticDistribution", "LogisticDistribution[m, b] is the logistic distribution with mean m and scale b."),
    LYKOS_DISTRIBUTION("GumbelDistribution", "GumbelDistribution[a, b] is the Gumbel distribution of minima with location a and scale b."),
    LYKOS_DISTRIBUTION("ExtremeValueDistribution", "ExtremeValueDistribution[a, b] is the extreme value distribution of maxima with location a and scale b."),
    LYKOS_DISTRIBUTION("ParetoDistribution", "ParetoDistribution[k, a] is the Pareto distribution with minimum k and shape a."),
    LYKOS_DISTRIBUTION("RayleighDistribution", "RayleighDistribution[s] is the Rayleigh distribution with scale s."),
    LYKOS_DISTRIBUTION("MaxwellDistribution", "MaxwellDistribution[s] is the Maxwell distribution with scale s."),
    LYKOS_DISTRIBUTION("HalfNormalDistribution", "HalfNormalDistribution[t] is the half-normal distribution with inverse scale t."),
    LYKOS_DISTRIBUTION("InverseGammaDistribution", "InverseGammaDistribution[a, b] is the inverse gamma distribution with shape a and scale b."),
    LYKOS_DISTRIBUTION("InverseGaussianDistribution", "InverseGaussianDistribution[m, l] is the inverse Gaussian distribution with mean m and scale l."),
    LYKOS_DISTRIBUTION("TriangularDistribution", "TriangularDistribution[{min, max}, c] is the triangular distribution with mode c."),
    LYKOS_DISTRIBUTION("ArcSinDistribution", "ArcSinDistribution[{min, max}] is the arc sine distribution."),
    LYKOS_DISTRIBUTION("VonMisesDistribution", "VonMisesDistribution[m, k] is the von Mises distribution with mean m and concentration k."),
    LYKOS_DISTRIBUTION("PoissonDistribution", "PoissonDistribution[m] is the Poisson distribution with mean m."),
    LYKOS_DISTRIBUTION("BernoulliDistribution", "BernoulliDistribution[p] is the distribution of 1 with probability p and 0 otherwise."),
    LYKOS_DISTRIBUTION("BinomialDistribution", "BinomialDistribution[n, p] is the distribution of the successes in n trials with probability p."),
    LYKOS_DISTRIBUTION("GeometricDistribution", "GeometricDistribution[p] is the distribution of the failures before the first success."),
    LYKOS_DISTRIBUTION("NegativeBinomialDistribution", "NegativeBinomialDistribution[n, p] is the distribution of the failures before n successes."),
    LYKOS_DISTRIBUTION("DiscreteUniformDistribution", "DiscreteUniformDistribution[{min, max}] is the uniform distribution of the integers from min to max."),
    LYKOS_DISTRIBUTION("HypergeometricDistribution", "HypergeometricDistribution[n, s, t] is the distribution of the successes in n draws without replacement, s among t."),
    LYKOS_DISTRIBUTION("LogSeriesDistribution", "LogSeriesDistribution[p] is the logarithmic series distribution."),
    LYKOS_DISTRIBUTION("MultinormalDistribution", "MultinormalDistribution[m, s] is the multivariate normal distribution with mean m and covariance s."),
};
#undef LYKOS_DISTRIBUTION

}  // namespace

MaybeExpr distribution_value(const Expr& call) {
  if (bad_parameter(call[0])) return std::nullopt;
  if (MaybeExpr value = apply_rules(call, rule_table())) return value;
  std::vector<Expr> arguments{call.head()};
  arguments.insert(arguments.end(), call.args().begin(), call.args().end());
  return call_library("statistics/derived", "property", arguments);
}

bool is_distribution_expr(const Expr& expr) {
  if (expr.kind() != Kind::Normal || !expr.head().is_symbol() || expr.is_list()) return false;
  for (const KnownSymbol known : kDistributions) {
    if (expr.head().is(known)) return true;
  }
  return is_derived_distribution(expr.head());
}

void register_distributions(Registry& r) { r.add(kBuiltins); }

}  // namespace lykos::builtins
