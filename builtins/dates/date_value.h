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
  bool exact = true;             ///< whole seconds given exactly: AbsoluteTime is then an Integer
  enum class Form : unsigned char { Number, List, Text, Object } form = Form::Object;
  CivilTime civil() const { return civil_from_seconds(seconds); }
  double unix_seconds() const { return seconds - static_cast<double>(kUnixEpoch) - zone * 3600.0; }
};

DateValue current_date();
/// The zone of $TimeZone at a moment.
double local_zone(double unix_seconds);
/// Says AbsoluteTime::arg-like messages on the call when the expression is no date.
std::optional<DateValue> read_date(const Call& call, const Expr& expr);
std::optional<DateValue> try_read_date(const Expr& expr);
Expr date_object(const DateValue& date);
Expr date_list(const DateValue& date, bool six = true);
/// Whole numbers as Integers, others as machine reals.
Expr seconds_expr(double seconds, bool exact);

}  // namespace lykos::builtins
