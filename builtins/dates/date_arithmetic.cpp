// date_arithmetic.cpp - dates in sums and comparisons, spans of dates, properties of a date: the rows; the work is in arithmetic.wl.
#include "builtins/dates/date_arithmetic.h"

#include "builtins/dates/register.h"
#include "builtins/library.h"

namespace lykos::builtins {

void load_date_arithmetic() {
  static bool loaded = false;
  if (loaded) return;
  loaded = true;  // the unit itself evaluates dates while it is read
  library_function("dates/arithmetic", "span");
}

MaybeExpr date_property(Call& call) {
  if (call.size() != 1) return std::nullopt;
  const Expr args[] = {call.expr().head(), call.arg(0)};
  return call_library("dates/arithmetic", "dateProperty", args);
}

namespace {

MaybeExpr builtin_of_spans(Call& call) { return call_library(call, "dates/arithmetic"); }

// DateInterval[...]["Duration"]
MaybeExpr interval_property(Call& call) {
  if (call.size() != 1) return std::nullopt;
  const Expr args[] = {call.expr().head(), call.arg(0)};
  return call_library("dates/arithmetic", "dateIntervalProperty", args);
}

constexpr Builtin kBuiltins[] = {
    {.name = "DateWithinQ", .fn = builtin_of_spans, .arity = exactly(2), .usage = "DateWithinQ[date1, date2] gives True if date2 lies within date1."},
    {.name = "DateOverlapsQ", .fn = builtin_of_spans, .arity = exactly(2), .usage = "DateOverlapsQ[date1, date2] gives True if the two spans of time overlap."},
    {.name = "DateBounds", .fn = builtin_of_spans, .arity = exactly(1), .usage = "DateBounds[{date1, ...}] gives the earliest and the latest of the dates."},
    {.name = "DateSelect", .fn = builtin_of_spans, .arity = exactly(2), .usage = "DateSelect[{date1, ...}, crit] gives the dates whose parts satisfy crit."},
    {.name = "NextDate", .fn = builtin_of_spans, .arity = between(1, 2), .usage = "NextDate[gran, date] gives the next span of a granularity, or the next day of a name."},
    {.name = "PreviousDate", .fn = builtin_of_spans, .arity = between(1, 2), .usage = "PreviousDate[gran, date] gives the previous span of a granularity, or the previous day of a name."},
    {.name = "BusinessDayQ", .fn = builtin_of_spans, .arity = between(0, 1), .usage = "BusinessDayQ[date] gives True for the days from Monday to Friday."},
    {.name = "TimeZoneConvert", .fn = builtin_of_spans, .arity = between(1, 2), .usage = "TimeZoneConvert[date, zone] gives the same moment in another time zone."},
    {.name = "DateInterval",
     .fn = builtin_of_spans,
     .arity = between(1, 4),
     .usage = "DateInterval[{start, end}] represents the span of time from start to end.\n"
              "DateInterval[{{start1, end1}, {start2, end2}, ...}] represents several spans.\n"
              "DateInterval[{start, end}, gran] gives the dates the granularity gran.\nDateInterval[date] gives the span of a date.",
     .sub_fn = interval_property},
};

}  // namespace

void register_date_arithmetic(Registry& r) { r.add(kBuiltins); }
}  // namespace lykos::builtins
