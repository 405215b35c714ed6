// families.cpp - further parametric distributions: the rows. What is known of them is in families.wl.
#include "builtins/statistics/register.h"
#include "builtins/statistics/sample.h"

namespace lykos::builtins {
namespace {

#define LYKOS_FAMILY(wl_name, text) {.name = #wl_name, .attributes = kProtected | kReadProtected, .usage = text}

constexpr Builtin kFamilies[] = {
    LYKOS_FAMILY(BeckmannDistribution, "BeckmannDistribution[m1, m2, s1, s2] is the distribution of the length of a normal vector with two components.\nBeckmannDistribution[m1, m2, s1, s2, r] has correlated components."),
    LYKOS_FAMILY(BeniniDistribution, "BeniniDistribution[a, b, s] is the Benini distribution."),
    LYKOS_FAMILY(BetaBinomialDistribution, "BetaBinomialDistribution[a, b, n] is the binomial distribution whose probability has a beta distribution."),
    LYKOS_FAMILY(BetaNegativeBinomialDistribution, "BetaNegativeBinomialDistribution[a, b, n] is the negative binomial distribution whose probability has a beta distribution."),
    LYKOS_FAMILY(BetaPrimeDistribution, "BetaPrimeDistribution[p, q] is the beta prime distribution.\nBetaPrimeDistribution[p, q, b] and BetaPrimeDistribution[p, q, a, b] have a scale and a second shape."),
    LYKOS_FAMILY(BirnbaumSaundersDistribution, "BirnbaumSaundersDistribution[a, l] is the Birnbaum-Saunders distribution."),
    LYKOS_FAMILY(BorelTannerDistribution, "BorelTannerDistribution[a, n] is the Borel-Tanner distribution."),
    LYKOS_FAMILY(CompoundPoissonDistribution, "CompoundPoissonDistribution[l, dist] is the distribution of a sum of a Poisson number of values of dist."),
    LYKOS_FAMILY(CopulaDistribution, "CopulaDistribution[ker, {dist1, dist2, ...}] is the joint distribution with these margins and the dependence ker, as {\"Clayton\", c}."),
    LYKOS_FAMILY(DagumDistribution, "DagumDistribution[p, a, b] is the Dagum distribution."),
    LYKOS_FAMILY(ExpGammaDistribution, "ExpGammaDistribution[k, t, m] is the distribution of the logarithm of a gamma variable."),
    LYKOS_FAMILY(ExponentialPowerDistribution, "ExponentialPowerDistribution[k, m, s] is the exponential power distribution."),
    LYKOS_FAMILY(GompertzMakehamDistribution, "GompertzMakehamDistribution[l, k] is the Gompertz distribution with scale l and frailty k."),
    LYKOS_FAMILY(HoytDistribution, "HoytDistribution[q, w] is the Hoyt distribution."),
    LYKOS_FAMILY(HyperbolicDistribution, "HyperbolicDistribution[a, b, d, m] is the hyperbolic distribution.\nHyperbolicDistribution[l, a, b, d, m] is the generalized one."),
    LYKOS_FAMILY(HyperexponentialDistribution, "HyperexponentialDistribution[{w1, ...}, {l1, ...}] is a mixture of exponential distributions."),
    LYKOS_FAMILY(InverseChiSquareDistribution, "InverseChiSquareDistribution[n] is the inverse chi-square distribution.\nInverseChiSquareDistribution[n, s] is the scaled one."),
    LYKOS_FAMILY(JohnsonDistribution, "JohnsonDistribution[\"type\", g, d, m, s] is the Johnson distribution; types are \"SB\", \"SL\", \"SN\" and \"SU\"."),
    LYKOS_FAMILY(KDistribution, "KDistribution[n, w] is the K distribution."),
    LYKOS_FAMILY(LindleyDistribution, "LindleyDistribution[d] is the Lindley distribution."),
    LYKOS_FAMILY(LogGammaDistribution, "LogGammaDistribution[a, b, m] is the distribution whose logarithm, shifted, is a gamma distribution."),
    LYKOS_FAMILY(LogMultinormalDistribution, "LogMultinormalDistribution[m, s] is the distribution of vectors whose logarithms are multinormal."),
    LYKOS_FAMILY(MaxStableDistribution, "MaxStableDistribution[m, s, k] is the generalized extreme value distribution of maxima."),
    LYKOS_FAMILY(MinStableDistribution, "MinStableDistribution[m, s, k] is the generalized extreme value distribution of minima."),
    LYKOS_FAMILY(MoyalDistribution, "MoyalDistribution[m, s] is the Moyal distribution."),
    LYKOS_FAMILY(MultivariateHypergeometricDistribution, "MultivariateHypergeometricDistribution[n, {m1, m2, ...}] counts the kinds in n draws without replacement."),
    LYKOS_FAMILY(MultivariatePoissonDistribution, "MultivariatePoissonDistribution[c, {m1, m2, ...}] is the distribution of Poisson variables with a common part."),
    LYKOS_FAMILY(NegativeMultinomialDistribution, "NegativeMultinomialDistribution[n, {p1, p2, ...}] is the negative multinomial distribution."),
    LYKOS_FAMILY(NoncentralBetaDistribution, "NoncentralBetaDistribution[a, b, d] is the noncentral beta distribution."),
    LYKOS_FAMILY(NoncentralChiSquareDistribution, "NoncentralChiSquareDistribution[n, l] is the noncentral chi-square distribution."),
    LYKOS_FAMILY(NoncentralFRatioDistribution, "NoncentralFRatioDistribution[n, m, l] is the noncentral F distribution."),
    LYKOS_FAMILY(NoncentralStudentTDistribution, "NoncentralStudentTDistribution[n, d] is the noncentral t distribution."),
    LYKOS_FAMILY(PascalDistribution, "PascalDistribution[n, p] is the distribution of the number of trials before n successes."),
    LYKOS_FAMILY(PERTDistribution, "PERTDistribution[{min, max}, c] is the PERT distribution with mode c.\nPERTDistribution[{min, max}, c, l] has the shape l."),
    LYKOS_FAMILY(PoissonConsulDistribution, "PoissonConsulDistribution[m, l] is the Poisson-Consul distribution."),
    LYKOS_FAMILY(PolyaAeppliDistribution, "PolyaAeppliDistribution[t, p] is the Polya-Aeppli distribution."),
    LYKOS_FAMILY(SechDistribution, "SechDistribution[m, s] is the hyperbolic secant distribution."),
    LYKOS_FAMILY(ShiftedGompertzDistribution, "ShiftedGompertzDistribution[l, k] is the shifted Gompertz distribution."),
    LYKOS_FAMILY(SinghMaddalaDistribution, "SinghMaddalaDistribution[q, a, b] is the Singh-Maddala distribution."),
    LYKOS_FAMILY(SkellamDistribution, "SkellamDistribution[m1, m2] is the distribution of the difference of two Poisson variables."),
    LYKOS_FAMILY(TsallisQGaussianDistribution, "TsallisQGaussianDistribution[m, s, q] is the q-Gaussian distribution of Tsallis."),
    LYKOS_FAMILY(TukeyLambdaDistribution, "TukeyLambdaDistribution[l] is Tukey's lambda distribution.\nTukeyLambdaDistribution[l, m, s] has a location and a scale."),
    LYKOS_FAMILY(VarianceGammaDistribution, "VarianceGammaDistribution[l, a, b, m] is the variance gamma distribution."),
    LYKOS_FAMILY(VoigtDistribution, "VoigtDistribution[d, s] is the distribution of the sum of a Cauchy and a normal variable."),
    LYKOS_FAMILY(WaringYuleDistribution, "WaringYuleDistribution[a] is the Yule distribution.\nWaringYuleDistribution[a, b] is the Waring distribution."),
    LYKOS_FAMILY(WignerSemicircleDistribution, "WignerSemicircleDistribution[r] is Wigner's semicircle distribution of radius r.\nWignerSemicircleDistribution[a, r] is centred at a."),
};

}  // namespace

std::span<const Builtin> distribution_families() { return kFamilies; }

void register_families(Registry& r) { r.add(kFamilies); }

}  // namespace lykos::builtins
