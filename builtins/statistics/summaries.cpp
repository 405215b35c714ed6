// summaries.cpp - contraharmonic means, rank correlations, entropy, thresholds, statistics of dates: the rows; the work is in summaries.wl.
#include <algorithm>

#include "builtins/library.h"
#include "builtins/statistics/register.h"
#include "builtins/statistics/sample.h"

namespace lykos::builtins {
namespace {

MaybeExpr builtin_of_summaries(Call& call) { return call_library(call, "statistics/summaries"); }

constexpr Builtin kBuiltins[] = {
    {.name = "ContraharmonicMean",
     .fn = builtin_of_summaries,
     .arity = between(1, 2),
     .usage = "ContraharmonicMean[list] gives the sum of the squares divided by the sum.\nContraharmonicMean[list, p] takes the powers p and p - 1."},
    {.name = "SpearmanRho",
     .fn = builtin_of_summaries,
     .arity = between(1, 2),
     .usage = "SpearmanRho[v, w] gives Spearman's rank correlation.\nSpearmanRho[m] gives that of the columns of a matrix."},
    {.name = "KendallTau",
     .fn = builtin_of_summaries,
     .arity = between(1, 2),
     .usage = "KendallTau[v, w] gives Kendall's rank correlation.\nKendallTau[m] gives that of the columns of a matrix."},
    {.name = "MeanAround", .fn = builtin_of_summaries, .arity = exactly(1), .usage = "MeanAround[list] gives the mean with its standard error, as an Around object."},
    {.name = "DesignMatrix",
     .fn = builtin_of_summaries,
     .arity = exactly(3),
     .usage = "DesignMatrix[data, {f1, f2, ...}, {x1, x2, ...}] gives the design matrix of a linear model.",
     .options = "{IncludeConstantBasis -> True}"},
    {.name = "Entropy", .fn = builtin_of_summaries, .arity = between(1, 2), .usage = "Entropy[list] gives the information entropy of the elements, in base E.\nEntropy[k, list] takes the base k."},
    {.name = "Threshold",
     .fn = builtin_of_summaries,
     .arity = between(1, 2),
     .usage = "Threshold[data] replaces values close to zero by zero.\nThreshold[data, {\"Hard\", d}] replaces those up to d; \"Soft\", \"Firm\", \"PiecewiseGarrote\", \"SmoothGarrote\" and "
              "\"Hyperbola\" make the others smaller too.\nThreshold[data, {\"LargestValues\", k}] keeps the k largest."},
    {.name = "TrimmedVariance",
     .fn = builtin_of_summaries,
     .arity = between(1, 2),
     .usage = "TrimmedVariance[list, f] gives the variance without the fraction f of the smallest and of the largest elements.\nTrimmedVariance[list, {f1, f2}] takes different fractions."},
    {.name = "WinsorizedVariance",
     .fn = builtin_of_summaries,
     .arity = between(1, 2),
     .usage = "WinsorizedVariance[list, f] gives the variance with the fraction f of the smallest and of the largest elements replaced by the extremes of the rest."},
    {.name = "QuartileSkewness", .fn = builtin_of_summaries, .arity = exactly(1), .usage = "QuartileSkewness[list] gives the skewness by quartiles."},
};

}  // namespace

MaybeExpr statistic_of_dates(const Call& call, const Expr& list) {
  const auto elements = list.is_packed() ? std::span<const Expr>() : list.args();
  if (elements.empty() || !std::all_of(elements.begin(), elements.end(), [](const Expr& e) { return e.has_head(sym::DateObject); })) return std::nullopt;
  std::vector<Expr> args{call.head(), list};
  for (std::size_t i = 1; i < call.size(); ++i) args.push_back(call.arg(i));
  return call_library("statistics/summaries", "ofDates", args);
}

void register_summaries(Registry& r) { r.add(kBuiltins); }
}  // namespace lykos::builtins
