// tests.cpp - further tests of hypotheses, measures of dependence, FindDistribution, Entropy: the rows. The work is in tests.wl.
#include "builtins/library.h"
#include "builtins/statistics/register.h"
#include "builtins/support.h"

namespace lykos::builtins {
namespace {

constexpr std::string_view kUnit = "statistics/tests";

MaybeExpr builtin_of_tests(Call& call) { return call_library(call, kUnit); }
MaybeExpr apply_HypothesisTestData(Call& call) { return call_library_of_object(call, kUnit, "applyTestData"); }

constexpr const char* kOptions = "{AlternativeHypothesis -> \"Unequal\", MaxIterations -> Automatic, Method -> Automatic, SignificanceLevel -> 0.05, VerifyTestAssumptions -> Automatic}";
constexpr MessageTexts kMessages = {
    {"nopr", "The property `1` is not a property of this test."},
    {"zerovar", "The sample has zero variance."},
    {"baddata", "The data `1` are not a list of numbers."},
    {"nodist", "No distribution fits the data `1`."},
};

#define LYKOS_TEST(wl_name, low, high, text) {.name = #wl_name, .fn = builtin_of_tests, .arity = between(low, high), .usage = text, .options = kOptions, .messages = kMessages}
#define LYKOS_MEASURE(wl_name, low, high, text) {.name = #wl_name, .fn = builtin_of_tests, .arity = between(low, high), .usage = text}

constexpr Builtin kBuiltins[] = {
    LYKOS_TEST(AndersonDarlingTest, 1, 3, "AndersonDarlingTest[data] tests whether data are normally distributed.\nAndersonDarlingTest[data, dist, \"property\"] tests whether they come from dist."),
    LYKOS_TEST(BrownForsytheTest, 1, 3, "BrownForsytheTest[{data1, data2, ...}] tests whether variances are equal by deviations from medians."),
    LYKOS_TEST(ConoverTest, 1, 3, "ConoverTest[{data1, data2, ...}] tests whether variances are equal by squared ranks."),
    LYKOS_TEST(CorrelationTest, 1, 4, "CorrelationTest[v1, v2, r] tests whether the correlation is r."),
    LYKOS_TEST(CramerVonMisesTest, 1, 3, "CramerVonMisesTest[data] tests whether data are normally distributed.\nCramerVonMisesTest[data, dist, \"property\"] tests whether they come from dist."),
    LYKOS_TEST(DistributionFitTest, 1, 3, "DistributionFitTest[data] tests whether data are normally distributed.\nDistributionFitTest[data, dist, \"property\"] tests whether they come from dist."),
    LYKOS_TEST(IndependenceTest, 1, 3, "IndependenceTest[v1, v2, \"property\"] tests whether two vectors are independent."),
    LYKOS_TEST(JarqueBeraALMTest, 1, 2, "JarqueBeraALMTest[data, \"property\"] tests whether data are normally distributed by skewness and kurtosis."),
    LYKOS_TEST(KruskalWallisTest, 1, 3, "KruskalWallisTest[{data1, data2, ...}] tests whether medians are equal by ranks."),
    LYKOS_TEST(KuiperTest, 1, 3, "KuiperTest[data, dist, \"property\"] tests whether data come from dist."),
    LYKOS_TEST(LeveneTest, 1, 3, "LeveneTest[{data1, data2, ...}] tests whether variances are equal by deviations from means."),
    LYKOS_TEST(LocationEquivalenceTest, 1, 3, "LocationEquivalenceTest[{data1, data2, ...}] tests whether locations are equal."),
    LYKOS_TEST(LocationTest, 1, 3, "LocationTest[data, m] tests whether the location is m.\nLocationTest[{data1, data2}, m, \"property\"] compares two locations."),
    LYKOS_TEST(MannWhitneyTest, 1, 3, "MannWhitneyTest[{data1, data2}, m] tests whether the medians differ by m."),
    LYKOS_TEST(PairedZTest, 1, 4, "PairedZTest[{data1, data2}, variance, m] tests whether the mean of the differences is m."),
    LYKOS_TEST(PearsonCorrelationTest, 1, 3, "PearsonCorrelationTest[v1, v2, \"property\"] tests whether the correlation is zero."),
    LYKOS_TEST(ShapiroWilkTest, 1, 2, "ShapiroWilkTest[data, \"property\"] tests whether data are normally distributed."),
    LYKOS_TEST(SignedRankTest, 1, 3, "SignedRankTest[data, m] tests whether the median is m by signed ranks.\nSignedRankTest[{data1, data2}] takes differences."),
    LYKOS_TEST(SpearmanRankTest, 1, 3, "SpearmanRankTest[v1, v2, \"property\"] tests whether two vectors are independent by ranks."),
    LYKOS_TEST(VarianceEquivalenceTest, 1, 3, "VarianceEquivalenceTest[{data1, data2, ...}] tests whether variances are equal."),
    LYKOS_TEST(VarianceTest, 1, 3, "VarianceTest[data, v] tests whether the variance is v.\nVarianceTest[{data1, data2}, r, \"property\"] compares two variances."),
    LYKOS_TEST(WatsonUSquareTest, 1, 3, "WatsonUSquareTest[data, dist, \"property\"] tests whether data come from dist."),
    {.name = "HypothesisTestData", .usage = "HypothesisTestData[...][prop] gives a property of a test.", .messages = kMessages, .sub_fn = apply_HypothesisTestData},
    {.name = "FindDistribution", .fn = builtin_of_tests, .arity = between(1, 3), .usage = "FindDistribution[data] gives a simple distribution that fits data.\nFindDistribution[data, n, prop] gives the n best ones with a property.",
     .options = "{PerformanceGoal -> Automatic, RandomSeeding -> 1234, TargetFunctions -> Automatic, TimeGoal -> Automatic, WorkingPrecision -> MachinePrecision}", .messages = kMessages},
    LYKOS_MEASURE(BlomqvistBeta, 1, 2, "BlomqvistBeta[v1, v2] gives Blomqvist's medial correlation."),
    LYKOS_MEASURE(HoeffdingD, 1, 2, "HoeffdingD[v1, v2] gives Hoeffding's measure of dependence."),
    LYKOS_MEASURE(DistributionParameterAssumptions, 1, 1, "DistributionParameterAssumptions[dist] gives what holds of the parameters of dist."),
    LYKOS_MEASURE(DistributionParameterQ, 1, 1, "DistributionParameterQ[dist] gives True if dist can have its parameters."),
};

}  // namespace

void register_tests(Registry& r) { r.add(kBuiltins); }

}  // namespace lykos::builtins
