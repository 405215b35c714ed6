// series.cpp - TimeSeries, EventSeries, TemporalData and the functions of time series: the rows. The work is in series.wl.
#include <algorithm>
#include <unordered_set>

#include "builtins/library.h"
#include "builtins/processes/register.h"
#include "builtins/support.h"
#include "evaluator/attributes.h"

namespace lykos::builtins {
namespace {

constexpr std::string_view kUnit = "processes/series";

bool is_series(const Expr& e) {
  static const Expr head = Expr::symbol("TemporalData");
  return e.kind() == Kind::Normal && e.head() == head && e.size() == 2 && e[1].is_association();
}
MaybeExpr builtin_of_series(Call& call) { return call_library(call, kUnit); }
// What makes series: from then on functions look for them among their arguments.
MaybeExpr builtin_making_series(Call& call) {
  enable_up_functions();
  return call_library(call, kUnit);
}
// TemporalData[kind, data] is the value itself; only lists and series are made into it.
MaybeExpr builtin_TemporalData(Call& call) {
  enable_up_functions();
  if (call.size() == 0 || !(call.arg(0).is_list() || is_series(call.arg(0)))) return std::nullopt;
  return call_library(call, kUnit);
}
MaybeExpr builtin_RegularlySampledQ(Call& call) { return call_library(call, kUnit); }
MaybeExpr apply_TemporalData(Call& call) { return call_library_of_object(call, kUnit, "applySeries"); }
// Functions of lists and numbers work on the values of series.
bool works_on_values(const Expr& head) {
  static const std::unordered_set<const SymbolNode*> known = [] {
    std::unordered_set<const SymbolNode*> made;
    for (const char* name : {"Normal", "Plus", "Times", "Mean", "Median", "Variance", "StandardDeviation", "Total", "Max", "Min", "Quantile", "Quartiles", "InterquartileRange", "Skewness", "Kurtosis", "Moment",
                             "CentralMoment", "MeanDeviation", "MedianDeviation", "RootMeanSquare", "GeometricMean", "HarmonicMean", "TrimmedMean", "MinMax", "Commonest", "Cumulant", "FactorialMoment", "Accumulate",
                             "Standardize", "Rescale", "MeanFilter", "MedianFilter", "GaussianFilter", "ExponentialMovingAverage", "Clip", "Normalize", "MovingAverage", "MovingMedian", "MovingMap", "Differences",
                             "Ratios", "Covariance", "Correlation", "EmpiricalDistribution", "HistogramDistribution", "SmoothKernelDistribution", "KernelMixtureDistribution", "Tally", "Counts", "HistogramList",
                             "BinCounts", "FindDistributionParameters", "EstimatedDistribution", "Fourier", "ListConvolve", "Interpolation", "FindPeaks"})
      made.insert(&Expr::symbol(name).symbol_node());
    return made;
  }();
  const Attributes attributes = attributes_of(head);
  return known.contains(&head.symbol_node()) || ((attributes & kListable) != 0 && (attributes & kNumericFunction) != 0);
}
MaybeExpr function_of_series(const Expr& head, std::span<const Expr> args) {
  if (!head.is_symbol() || args.empty() || !works_on_values(head) || std::none_of(args.begin(), args.end(), is_series)) return std::nullopt;
  return call_library(kUnit, "function", std::vector<Expr>{head, make_list(std::vector<Expr>(args.begin(), args.end()))});
}

constexpr const char* kOptions = "{CalendarType -> Automatic, HolidayCalendar -> Automatic, MetaInformation -> None, MissingDataMethod -> None, ResamplingMethod -> Automatic, TemporalRegularity -> Automatic, TimeZone -> Automatic, ValueDimensions -> Automatic}";
constexpr MessageTexts kMessages = {
    {"nots", "`1` is not a time series or a list of values."},
    {"notprop", "`1` is not a property of `2`."},
    {"empty", "There are no times in the window `1`."},
    {"bdspec", "`1` is not a specification of times."},
};

#define LYKOS_SERIES(wl_name, low, high, text) {.name = #wl_name, .fn = builtin_of_series, .arity = between(low, high), .usage = text, .messages = kMessages}

constexpr Builtin kBuiltins[] = {
    {.name = "TimeSeries", .fn = builtin_making_series, .arity = between(1, 2),
     .usage = "TimeSeries[{{t1, v1}, {t2, v2}, ...}] is the series of the values v_i at the times t_i.\nTimeSeries[{v1, v2, ...}, tspec] gives the times apart.", .options = kOptions, .messages = kMessages},
    {.name = "EventSeries", .fn = builtin_making_series, .arity = between(1, 2),
     .usage = "EventSeries[{{t1, v1}, {t2, v2}, ...}] is a series of events, without values between them.\nEventSeries[{v1, v2, ...}, tspec] gives the times apart.", .options = kOptions, .messages = kMessages},
    {.name = "TemporalData", .fn = builtin_TemporalData, .arity = between(1, 2),
     .usage = "TemporalData[{path1, path2, ...}] is a collection of paths {{t, v}, ...}.\nTemporalData[{values1, values2, ...}, tspec] gives the times apart.", .options = kOptions, .messages = kMessages,
     .sub_fn = apply_TemporalData, .up_fn = function_of_series},
    LYKOS_SERIES(TimeSeriesAggregate, 2, 3, "TimeSeriesAggregate[series, dt] gives the means of windows of width dt.\nTimeSeriesAggregate[series, dt, f] takes f."),
    LYKOS_SERIES(TimeSeriesInsert, 2, 2, "TimeSeriesInsert[series, {t, v}] inserts the value v at the time t."),
    LYKOS_SERIES(TimeSeriesMap, 2, 2, "TimeSeriesMap[f, series] applies f to the values."),
    LYKOS_SERIES(TimeSeriesMapThread, 2, 3, "TimeSeriesMapThread[f, series] gives the series of f[t, v]."),
    LYKOS_SERIES(TimeSeriesResample, 1, 2, "TimeSeriesResample[series, dt] gives the series at regular times.\nTimeSeriesResample[series, {tmin, tmax, dt}] and TimeSeriesResample[series, {{t1, t2, ...}}] take other times."),
    LYKOS_SERIES(TimeSeriesRescale, 2, 2, "TimeSeriesRescale[series, {tmin, tmax}] moves the times to run from tmin to tmax."),
    LYKOS_SERIES(TimeSeriesShift, 2, 2, "TimeSeriesShift[series, shift] moves all times by shift."),
    LYKOS_SERIES(TimeSeriesThread, 2, 2, "TimeSeriesThread[f, {series1, series2, ...}] gives the series of f[{v1, v2, ...}]."),
    LYKOS_SERIES(TimeSeriesWindow, 2, 2, "TimeSeriesWindow[series, {tmin, tmax}] gives the part between tmin and tmax."),
    {.name = "RegularlySampledQ", .fn = builtin_RegularlySampledQ, .arity = exactly(1), .usage = "RegularlySampledQ[series] gives True if the times have equal distances."},
    {.name = "MissingDataMethod", .usage = "MissingDataMethod -> {\"Interpolation\"} says how missing values of a series are filled."},
    {.name = "TemporalRegularity", .usage = "TemporalRegularity is an option for whether times count as regular."},
    {.name = "ValueDimensions", .usage = "ValueDimensions is an option for the number of components of values."},
    {.name = "CalendarType", .usage = "CalendarType is an option for the calendar of dates."},
    {.name = "HolidayCalendar", .usage = "HolidayCalendar is an option for the days that count as holidays."},
};

}  // namespace

void register_time_series(Registry& r) { r.add(kBuiltins); }

}  // namespace lykos::builtins
