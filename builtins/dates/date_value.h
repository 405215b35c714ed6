// date_value.h - date expressions (lists, numbers, strings, DateObject) read into one value, and written back.
#pragma once

#include <optional>
#include <string>

#include "builtins/dates/calendar.h"
#include "evaluator/evaluator.h"
#include "expr/expr.h"

namespace lykos::builtins {

struct DateValue {
  double seconds = 0;            ///< since 1900-01-01 in its own zone
  Granularity granularity = Granularity::Instant;
  double zone = 0;               ///< hours
  std::string zone_name;         ///< "Europe/Berlin", when the zone was given so
  bool zone_given = false;       ///< by the date itself or an option
  bool clock_only = false;       ///< a TimeObject: the day is today
  bool exact = true;             ///< whole seconds given exactly: AbsoluteTime is then an Integer
  enum class Form : unsigned char { Number, List, Text, Object } form = Form::Object;
  CivilTime civil() const { return civil_from_seconds(seconds); }
  double unix_seconds() const { return seconds - static_cast<double>(kUnixEpoch) - zone * 3600.0; }
};

DateValue current_date();
/// The zone of $TimeZone at a moment.
double local_zone(double unix_seconds);
/// TimeZone -> hours or "Continent/City" for a date whose local time is known. False when it is neither.
bool set_zone(DateValue& date, const Expr& zone);
/// Says AbsoluteTime::arg-like messages on the call when the expression is no date.
std::optional<DateValue> read_date(const Call& call, const Expr& expr);
std::optional<DateValue> try_read_date(const Expr& expr);
/// The date at a position of the call, or the current one when the call has fewer; the option TimeZone is applied.
std::optional<DateValue> date_or_now(const Call& call, std::size_t index);
void apply_zone_option(const Call& call, DateValue& date);
/// f[{date1, date2, ...}, ...] -> {f[date1, ...], ...}, when the first argument is such a list.
MaybeExpr thread_over_dates(Call& call);
int weekday_of(const DateValue& date);   ///< 0 Sunday ... 6 Saturday
Expr date_object(const DateValue& date);
Expr date_list(const DateValue& date, bool six = true);
/// Whole numbers as Integers, others as machine reals.
Expr seconds_expr(double seconds, bool exact);

}  // namespace lykos::builtins
