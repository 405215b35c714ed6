// descriptive.cpp - descriptive statistics, written in the language itself: each is a line of mathematics over lists.
//
// A list of lists is taken column by column, as the original does, because Total and list arithmetic are.
#include "builtins/statistics/register.h"

namespace lykos::builtins {
namespace {

constexpr const char* kDefinitions = R"wl(
Mean[list_List] := Total[list]/Length[list] /; Length[list] > 0;
Mean[a_Association] := Mean[Values[a]];
Mean[NormalDistribution[m_, _]] := m;
Mean[NormalDistribution[]] := 0;
Mean[UniformDistribution[{a_, b_}]] := (a + b)/2;
Mean[ExponentialDistribution[l_]] := 1/l;
Mean[PoissonDistribution[m_]] := m;
Mean[BinomialDistribution[n_, p_]] := n p;
Mean[BernoulliDistribution[p_]] := p;
Variance[list_?VectorQ] := Total[Abs[list - Mean[list]]^2]/(Length[list] - 1) /; Length[list] > 1;
Variance[list_?MatrixQ] := Map[Variance, Transpose[list]];
Variance[a_Association] := Variance[Values[a]];
Variance[NormalDistribution[_, s_]] := s^2;
Variance[NormalDistribution[]] := 1;
Variance[UniformDistribution[{a_, b_}]] := (b - a)^2/12;
Variance[ExponentialDistribution[l_]] := 1/l^2;
Variance[PoissonDistribution[m_]] := m;
Variance[BinomialDistribution[n_, p_]] := n p (1 - p);
Variance[BernoulliDistribution[p_]] := p (1 - p);
StandardDeviation[x_List] := Sqrt[Variance[x]] /; Length[x] > 1;
StandardDeviation[a_Association] := StandardDeviation[Values[a]];
StandardDeviation[d : (_NormalDistribution | _UniformDistribution | _ExponentialDistribution | _PoissonDistribution | _BinomialDistribution | _BernoulliDistribution)] := Sqrt[Variance[d]];
Median[list_?MatrixQ] := Map[Median, Transpose[list]];
Median[list_List] := With[{s = SortBy[list, N], n = Length[list]}, If[OddQ[n], s[[(n + 1)/2]], (s[[n/2]] + s[[n/2 + 1]])/2]] /; Length[list] > 0;
Median[a_Association] := Median[Values[a]];
Quantile[list_List, q_List] := Map[Quantile[list, #] &, q];
Quantile[list_List, q_?NumericQ] := With[{s = SortBy[list, N], n = Length[list]}, s[[Clip[Ceiling[q n], {1, n}]]]] /; Length[list] > 0;
Quantile[list_List, q_?NumericQ, {{a_, b_}, {c_, d_}}] := With[{s = SortBy[list, N], n = Length[list]},
  With[{x = a + (n + b) q}, With[{lo = s[[Clip[Floor[x], {1, n}]]], hi = s[[Clip[Ceiling[x], {1, n}]]]}, lo + (hi - lo) (c + d (x - Floor[x]))]]] /; Length[list] > 0;
Quartiles[list_List] := Map[Quantile[list, #, {{1/2, 0}, {0, 1}}] &, {1/4, 1/2, 3/4}];
InterquartileRange[list_List] := With[{q = Quartiles[list]}, q[[3]] - q[[1]]];
MeanDeviation[list_List] := Mean[Abs[list - Mean[list]]];
MedianDeviation[list_List] := Median[Abs[list - Median[list]]];
RootMeanSquare[list_List] := Sqrt[Mean[list^2]];
GeometricMean[list_List] := (Times @@ list)^(1/Length[list]);
HarmonicMean[list_List] := Length[list]/Total[1/list];
CentralMoment[list_List, n_] := Mean[(list - Mean[list])^n];
Moment[list_List, n_] := Mean[list^n];
Skewness[list_List] := CentralMoment[list, 3]/CentralMoment[list, 2]^(3/2);
Kurtosis[list_List] := CentralMoment[list, 4]/CentralMoment[list, 2]^2;
Covariance[x_?VectorQ, y_?VectorQ] := Total[(x - Mean[x]) Conjugate[y - Mean[y]]]/(Length[x] - 1) /; Length[x] === Length[y] && Length[x] > 1;
Covariance[m_?MatrixQ] := With[{c = Map[# - Mean[#] &, Transpose[m]]}, c . ConjugateTranspose[c]/(Length[m] - 1)];
Correlation[x_?VectorQ, y_?VectorQ] := Covariance[x, y]/(StandardDeviation[x] StandardDeviation[y]) /; Length[x] === Length[y] && Length[x] > 1;
Correlation[m_?MatrixQ] := With[{c = Covariance[m], s = StandardDeviation[m]}, c/Outer[Times, s, s]];
Standardize[x_?VectorQ] := (x - Mean[x])/StandardDeviation[x];
Standardize[x_?MatrixQ] := Transpose[Map[Standardize, Transpose[x]]];
Standardize[x_?VectorQ, f_, g_] := (x - f[x])/g[x];
TrimmedMean[list_List, f_ : 1/20] := With[{k = Floor[f Length[list]]}, Mean[Take[Sort[list], {k + 1, -k - 1}]]];
PDF[NormalDistribution[m_, s_], x_] := 1/(E^((-m + x)^2/(2 s^2)) Sqrt[2 Pi] s);
PDF[NormalDistribution[], x_] := 1/(E^(x^2/2) Sqrt[2 Pi]);
PDF[ExponentialDistribution[l_], x_?NumericQ] := If[x >= 0, l/E^(l x), 0];
PDF[PoissonDistribution[m_], k_?NumericQ] := If[IntegerQ[k] && k >= 0, m^k/(E^m k!), 0];
PDF[BinomialDistribution[n_, p_], k_?NumericQ] := If[IntegerQ[k] && 0 <= k <= n, Binomial[n, k] p^k (1 - p)^(n - k), 0];
PDF[UniformDistribution[{a_, b_}], x_?NumericQ] := If[a <= x <= b, 1/(b - a), 0];
CDF[NormalDistribution[m_, s_], x_] := Erfc[(m - x)/(Sqrt[2] s)]/2;
CDF[NormalDistribution[], x_] := Erfc[-(x/Sqrt[2])]/2;
CDF[ExponentialDistribution[l_], x_?NumericQ] := If[x >= 0, 1 - E^(-l x), 0];
CDF[UniformDistribution[{a_, b_}], x_?NumericQ] := Which[x < a, 0, x > b, 1, True, (x - a)/(b - a)];
CDF[PoissonDistribution[m_], k_?NumericQ] := If[k >= 0, Sum[m^i/(E^m i!), {i, 0, Floor[k]}], 0];
CDF[BinomialDistribution[n_, p_], k_?NumericQ] := If[k >= 0, Sum[Binomial[n, i] p^i (1 - p)^(n - i), {i, 0, Min[n, Floor[k]]}], 0];
)wl";

constexpr Attributes kPlain = kProtected;

constexpr Builtin kBuiltins[] = {
    {.name = "Mean", .attributes = kPlain, .usage = "Mean[list] gives the statistical mean of the elements in list.\nMean[dist] gives the mean of the distribution dist.", .definition = kDefinitions},
    {.name = "Variance", .attributes = kPlain, .usage = "Variance[list] gives the sample variance of the elements in list.\nVariance[dist] gives the variance of the distribution dist.", .definition = kDefinitions},
    {.name = "StandardDeviation", .attributes = kPlain, .usage = "StandardDeviation[list] gives the sample standard deviation of the elements in list.", .definition = kDefinitions},
    {.name = "Median", .attributes = kPlain, .usage = "Median[list] gives the median of the elements in list.", .definition = kDefinitions},
    {.name = "Quantile", .attributes = kPlain, .usage = "Quantile[list, q] gives the qth quantile of list.\nQuantile[list, {q1, q2, ...}] gives a list of quantiles.\nQuantile[list, q, {{a, b}, {c, d}}] uses the quantile definition specified by parameters a, b, c, d.", .definition = kDefinitions},
    {.name = "Quartiles", .attributes = kPlain, .usage = "Quartiles[list] gives the 1/4, 1/2, and 3/4 quantiles of the elements in list.", .definition = kDefinitions},
    {.name = "InterquartileRange", .attributes = kPlain, .usage = "InterquartileRange[list] gives the difference between the upper and lower quartiles of list.", .definition = kDefinitions},
    {.name = "MeanDeviation", .attributes = kPlain, .usage = "MeanDeviation[list] gives the mean absolute deviation from the mean of the elements in list.", .definition = kDefinitions},
    {.name = "MedianDeviation", .attributes = kPlain, .usage = "MedianDeviation[list] gives the median absolute deviation from the median of the elements in list.", .definition = kDefinitions},
    {.name = "RootMeanSquare", .attributes = kPlain, .usage = "RootMeanSquare[list] gives the root mean square of values in list.", .definition = kDefinitions},
    {.name = "GeometricMean", .attributes = kPlain, .usage = "GeometricMean[list] gives the geometric mean of the values in list.", .definition = kDefinitions},
    {.name = "HarmonicMean", .attributes = kPlain, .usage = "HarmonicMean[list] gives the harmonic mean of the values in list.", .definition = kDefinitions},
    {.name = "CentralMoment", .attributes = kPlain, .usage = "CentralMoment[list, r] gives the order r central moment of the elements in list.", .definition = kDefinitions},
    {.name = "Moment", .attributes = kPlain, .usage = "Moment[list, r] gives the order r sample moment of the elements in list.", .definition = kDefinitions},
    {.name = "Skewness", .attributes = kPlain, .usage = "Skewness[list] gives the coefficient of skewness for the elements in list.", .definition = kDefinitions},
    {.name = "Kurtosis", .attributes = kPlain, .usage = "Kurtosis[list] gives the coefficient of kurtosis for the elements in list.", .definition = kDefinitions},
    {.name = "Covariance", .attributes = kPlain, .usage = "Covariance[v1, v2] gives the covariance between the vectors v1 and v2.\nCovariance[m] gives the sample covariance matrix for observations in matrix m.", .definition = kDefinitions},
    {.name = "Correlation", .attributes = kPlain, .usage = "Correlation[v1, v2] gives the correlation between the vectors v1 and v2.\nCorrelation[m] gives the sample correlation matrix for observations in matrix m.", .definition = kDefinitions},
    {.name = "Standardize", .attributes = kPlain, .usage = "Standardize[list] shifts and rescales the elements of list to have zero mean and unit sample variance.\nStandardize[list, f1, f2] shifts by f1[list] and rescales by f2[list].", .definition = kDefinitions},
    {.name = "TrimmedMean", .attributes = kPlain, .usage = "TrimmedMean[list, f] gives the mean of the elements in list after dropping a fraction f of the smallest and largest elements.", .definition = kDefinitions},
    {.name = "PDF", .attributes = kPlain, .usage = "PDF[dist, x] gives the probability density function for the distribution dist evaluated at x.", .definition = kDefinitions},
    {.name = "CDF", .attributes = kPlain, .usage = "CDF[dist, x] gives the cumulative distribution function for the distribution dist evaluated at x.", .definition = kDefinitions},
};

}  // namespace

void register_descriptive(Registry& r) { r.add(kBuiltins); }

}  // namespace lykos::builtins
