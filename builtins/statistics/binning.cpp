// binning.cpp - histograms as data, moving statistics: the rows; the work is in binning.wl.
#include "builtins/statistics/register.h"
#include "builtins/library.h"

namespace lykos::builtins {
namespace {

MaybeExpr builtin_in_unit(Call& call) { return call_library(call, "statistics/binning"); }

constexpr Builtin kBuiltins[] = {
    {.name = "HistogramList", .fn = builtin_in_unit, .arity = between(1, 3), .usage = "HistogramList[data] gives the bin edges and the counts of a histogram.\nHistogramList[data, bspec, hspec] gives heights of another kind."},
    {.name = "ExponentialMovingAverage", .fn = builtin_in_unit, .arity = exactly(2), .usage = "ExponentialMovingAverage[list, a] gives the exponential moving average with the smoothing constant a."},
    {.name = "MovingMedian", .fn = builtin_in_unit, .arity = exactly(2), .usage = "MovingMedian[list, r] gives the medians of runs of r elements."},
    {.name = "LinearRecurrence", .fn = builtin_in_unit, .arity = exactly(3), .usage = "LinearRecurrence[ker, init, n] gives n terms of a linear recurrence."},
    {.name = "FindPeaks", .fn = builtin_in_unit, .arity = exactly(1), .usage = "FindPeaks[list] gives the positions and heights of the peaks."},
};

}  // namespace

void register_binning(Registry& r) { r.add(kBuiltins); }
}  // namespace lykos::builtins
