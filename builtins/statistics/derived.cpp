// derived.cpp - distributions made from densities, other distributions or data, generating functions, estimates and tests: the rows.
// The work is in derived.wl and estimation.wl.
#include <set>
#include <string_view>

#include "builtins/library.h"
#include "builtins/statistics/register.h"
#include "builtins/statistics/sample.h"

namespace lykos::builtins {
namespace {

MaybeExpr builtin_of_derived(Call& call) { return call_library(call, "statistics/derived"); }
MaybeExpr builtin_of_estimation(Call& call) { return call_library(call, "statistics/estimation"); }

#define LYKOS_MADE(wl_name, text) {.name = #wl_name, .fn = builtin_of_derived, .attributes = kProtected | kReadProtected, .usage = text}
#define LYKOS_PLAIN(wl_name, text) {.name = #wl_name, .attributes = kProtected | kReadProtected, .usage = text}
#define LYKOS_TEST(wl_name, low, high, text) {.name = #wl_name, .fn = builtin_of_estimation, .arity = between(low, high), .usage = text, \
   .options = "{AlternativeHypothesis -> \"Unequal\", MaxIterations -> Automatic, Method -> Automatic, SignificanceLevel -> 0.05, VerifyTestAssumptions -> Automatic}", .messages = kTests}
#define LYKOS_GENERATING(wl_name, text) {.name = #wl_name, .fn = builtin_of_derived, .arity = exactly(2), .usage = text}

constexpr MessageTexts kTests = {{"nopr", "The property `1` is not a property of this test."}, {"zerovar", "The sample has zero variance."}};
constexpr MessageTexts kEstimates = {{"pest", "`1` is not a known parameter estimator here; \"MaximumLikelihood\" and \"MethodOfMoments\" are."},
                                     {"nest", "Cannot find the parameters of `1` from the data."}};

constexpr Builtin kDistributionRows[] = {
    {.name = "ProbabilityDistribution", .attributes = kProtected | kReadProtected, .usage = "ProbabilityDistribution[f, {x, a, b}] is the distribution with the density f.\nProbabilityDistribution[f, {x, a, b, 1}] is a discrete one.", .options = "{Assumptions :> $Assumptions, Method -> Automatic}"},
    LYKOS_MADE(TransformedDistribution, "TransformedDistribution[expr, Distributed[x, dist]] is the distribution of expr."),
    LYKOS_PLAIN(MixtureDistribution, "MixtureDistribution[{w1, w2, ...}, {dist1, dist2, ...}] takes each distribution with its weight."),
    LYKOS_PLAIN(ParameterMixtureDistribution, "ParameterMixtureDistribution[dist, Distributed[p, dist2]] is dist with a parameter that is random itself."),
    LYKOS_MADE(TruncatedDistribution, "TruncatedDistribution[{a, b}, dist] is dist between a and b."),
    LYKOS_PLAIN(CensoredDistribution, "CensoredDistribution[{a, b}, dist] takes values outside a to b as a and b."),
    LYKOS_MADE(EmpiricalDistribution, "EmpiricalDistribution[{x1, x2, ...}] is the distribution of the values of data."),
    LYKOS_MADE(HistogramDistribution, "HistogramDistribution[data] has the density of a histogram of data.\nHistogramDistribution[data, bins] takes other bins."),
    LYKOS_MADE(SmoothKernelDistribution, "SmoothKernelDistribution[data] is a kernel estimate of the distribution of data.\nSmoothKernelDistribution[data, bandwidth, kernel] says how."),
    LYKOS_MADE(KernelMixtureDistribution, "KernelMixtureDistribution[data] is a mixture of kernels at the values of data."),
    LYKOS_PLAIN(DataDistribution, "DataDistribution[...] is a distribution made from data."),
    LYKOS_MADE(BinormalDistribution, "BinormalDistribution[{m1, m2}, {s1, s2}, r] is the normal distribution of two variables with correlation r."),
    LYKOS_PLAIN(MultinomialDistribution, "MultinomialDistribution[n, {p1, p2, ...}] counts the outcomes of n trials."),
    LYKOS_PLAIN(MultivariateTDistribution, "MultivariateTDistribution[m, s, n] is the multivariate t distribution."),
    LYKOS_PLAIN(DirichletDistribution, "DirichletDistribution[{a1, ..., ak}] is the Dirichlet distribution of k - 1 variables."),
    LYKOS_MADE(ProductDistribution, "ProductDistribution[dist1, dist2, ...] is the joint distribution of independent variables."),
    LYKOS_MADE(MarginalDistribution, "MarginalDistribution[dist, k] is the distribution of the k-th variable."),
    LYKOS_MADE(OrderDistribution, "OrderDistribution[{dist, n}, k] is the distribution of the k-th smallest of n values."),
    LYKOS_PLAIN(HypoexponentialDistribution, "HypoexponentialDistribution[{l1, l2, ...}] is the distribution of a sum of exponential variables."),
    LYKOS_PLAIN(SkewNormalDistribution, "SkewNormalDistribution[m, s, a] is the skew normal distribution."),
    LYKOS_PLAIN(ZipfDistribution, "ZipfDistribution[r] is the Zipf distribution.\nZipfDistribution[n, r] has values up to n."),
    LYKOS_PLAIN(BenfordDistribution, "BenfordDistribution[b] is the distribution of leading digits in base b."),
    LYKOS_PLAIN(UniformSumDistribution, "UniformSumDistribution[n, {min, max}] is the distribution of a sum of n uniform variables."),
    LYKOS_PLAIN(BatesDistribution, "BatesDistribution[n, {min, max}] is the distribution of the mean of n uniform variables."),
    LYKOS_PLAIN(PowerDistribution, "PowerDistribution[k, a] is the power distribution."),
    LYKOS_PLAIN(KumaraswamyDistribution, "KumaraswamyDistribution[a, b] is the Kumaraswamy distribution."),
    LYKOS_PLAIN(LogLogisticDistribution, "LogLogisticDistribution[g, s] is the log-logistic distribution."),
    LYKOS_PLAIN(FrechetDistribution, "FrechetDistribution[a, b] is the Frechet distribution."),
    LYKOS_PLAIN(LevyDistribution, "LevyDistribution[m, s] is the Levy distribution."),
    LYKOS_PLAIN(NakagamiDistribution, "NakagamiDistribution[m, w] is the Nakagami distribution."),
    LYKOS_PLAIN(RiceDistribution, "RiceDistribution[a, b] is the Rice distribution."),
};

constexpr Builtin kBuiltins[] = {
    LYKOS_GENERATING(MomentGeneratingFunction, "MomentGeneratingFunction[dist, t] is the expectation of E^(t x)."),
    LYKOS_GENERATING(CharacteristicFunction, "CharacteristicFunction[dist, t] is the expectation of E^(I t x)."),
    LYKOS_GENERATING(CumulantGeneratingFunction, "CumulantGeneratingFunction[dist, t] is the logarithm of the moment-generating function."),
    LYKOS_GENERATING(CentralMomentGeneratingFunction, "CentralMomentGeneratingFunction[dist, t] generates the central moments."),
    LYKOS_GENERATING(FactorialMomentGeneratingFunction, "FactorialMomentGeneratingFunction[dist, t] is the expectation of t^x."),
    LYKOS_GENERATING(FactorialMoment, "FactorialMoment[dist, r] is the expectation of x (x - 1) ... (x - r + 1).\nFactorialMoment[list, r] is that of a list."),
    LYKOS_GENERATING(Cumulant, "Cumulant[dist, r] is the r-th cumulant.\nCumulant[list, r] is that of a list."),
    LYKOS_GENERATING(InverseSurvivalFunction, "InverseSurvivalFunction[dist, q] is the inverse of the survival function at q."),
    {.name = "FindDistributionParameters", .fn = builtin_of_estimation, .arity = exactly(2), .usage = "FindDistributionParameters[data, dist] gives rules for the parameters of dist that fit data.", .options = "{AccuracyGoal -> Automatic, ParameterEstimator -> \"MaximumLikelihood\", PrecisionGoal -> Automatic, WorkingPrecision -> Automatic}", .messages = kEstimates},
    {.name = "EstimatedDistribution", .fn = builtin_of_estimation, .arity = exactly(2), .usage = "EstimatedDistribution[data, dist] is dist with the parameters that fit data.", .options = "{AccuracyGoal -> Automatic, ParameterEstimator -> \"MaximumLikelihood\", PrecisionGoal -> Automatic, WorkingPrecision -> Automatic}", .messages = kEstimates},
    LYKOS_TEST(TTest, 1, 3, "TTest[data] tests whether the mean is zero.\nTTest[data, m, \"property\"] tests whether it is m.\nTTest[{data1, data2}] compares two means."),
    LYKOS_TEST(PairedTTest, 1, 3, "PairedTTest[{data1, data2}] tests whether the mean of the differences is zero."),
    LYKOS_TEST(ZTest, 1, 4, "ZTest[data, variance, m] tests whether the mean is m when the variance is known."),
    LYKOS_TEST(FisherRatioTest, 1, 3, "FisherRatioTest[{data1, data2}] tests whether two variances are equal."),
    LYKOS_TEST(KolmogorovSmirnovTest, 1, 3, "KolmogorovSmirnovTest[data, dist] tests whether data come from dist.\nKolmogorovSmirnovTest[data1, data2, \"property\"] compares two samples."),
    LYKOS_TEST(PearsonChiSquareTest, 2, 3, "PearsonChiSquareTest[data, dist] tests whether data come from dist."),
    LYKOS_TEST(SignTest, 1, 3, "SignTest[data, m] tests whether the median is m."),
    {.name = "AlternativeHypothesis", .usage = "AlternativeHypothesis -> \"Less\" says what is tested against."},
    {.name = "VerifyTestAssumptions", .usage = "VerifyTestAssumptions -> {\"EqualVariance\" -> True} says what a test takes for granted."},
};

}  // namespace

bool is_derived_distribution(const Expr& head) {
  static const std::set<std::string_view> names = [] {
    std::set<std::string_view> all;
    for (const Builtin& row : kDistributionRows) all.insert(row.name);
    for (const Builtin& row : distribution_families()) all.insert(row.name);
    return all;
  }();
  return names.contains(head.symbol_node().name);
}

bool takes_points(const Expr& distribution, const Expr& x) {
  const auto is_point = [&](const char* name) { return distribution.head().is_symbol() && distribution.head().symbol_node().name == name; };
  const bool several = is_point("BinormalDistribution") || is_point("MultinomialDistribution") || is_point("MultivariateTDistribution") || is_point("DirichletDistribution") ||
                       is_point("ProductDistribution") || is_point("CopulaDistribution") || is_point("LogMultinormalDistribution") || is_point("MultivariateHypergeometricDistribution") ||
                       is_point("MultivariatePoissonDistribution") || is_point("NegativeMultinomialDistribution") || (is_point("ProbabilityDistribution") && distribution.size() > 2 && distribution[2].is_list());
  return several && x.is_list() && (x.size() == 0 || !x[0].is_list());
}

void register_derived(Registry& r) {
  r.add(kDistributionRows);
  r.add(kBuiltins);
}
}  // namespace lykos::builtins
