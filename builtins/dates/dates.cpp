// dates.cpp - what the language does with dates: numbers, lists, texts, differences.
#include <unistd.h>

#include <cmath>
#include <ctime>

#include "builtins/dates/date_arithmetic.h"
#include "builtins/dates/date_value.h"
#include "builtins/strings/text.h"
#include "builtins/support.h"

namespace lykos::builtins {
namespace {

const double kStart = current_unix_time();

MaybeExpr builtin_AbsoluteTime(Call& call) {
  if (MaybeExpr many = thread_over_dates(call)) return many;
  const auto date = date_or_now(call, 0);
  if (!date) return std::nullopt;
  return seconds_expr(date->seconds, date->exact);
}

MaybeExpr builtin_UnixTime(Call& call) {
  if (MaybeExpr many = thread_over_dates(call)) return many;
  const auto date = date_or_now(call, 0);
  if (!date) return std::nullopt;
  return Expr::integer(static_cast<std::int64_t>(std::floor(date->unix_seconds())));
}

MaybeExpr from_seconds(Call& call, double epoch, bool utc) {
  if (call.arg(0).is_list()) {
    Builder dates(sym::List);
    for (const Expr& part : call.arg(0).args()) {
      std::vector<Expr> args(call.all_args().begin(), call.all_args().end());
      args[0] = part;
      dates.push(evaluate(make_normal(call.expr().head(), std::move(args))));
    }
    return dates.finish();
  }
  const auto seconds = machine_real(call.arg(0));
  if (!seconds || !std::isfinite(*seconds)) return call.message("arg", {call.arg(0)});
  DateValue date;
  date.exact = call.arg(0).is_exact_real();
  const double unix_seconds = *seconds + epoch - static_cast<double>(kUnixEpoch);
  date.zone = local_zone(unix_seconds);
  date.seconds = *seconds + epoch + (utc ? date.zone * 3600.0 : 0.0);
  apply_zone_option(call, date);
  return date_object(date);
}
MaybeExpr builtin_FromUnixTime(Call& call) { return from_seconds(call, static_cast<double>(kUnixEpoch), true); }
MaybeExpr builtin_FromAbsoluteTime(Call& call) { return from_seconds(call, 0.0, false); }

// FromJulianDate[jd]: days since noon of 1 January 4713 BC; the Unix epoch is day 2440587.5.
MaybeExpr builtin_FromJulianDate(Call& call) {
  const auto days = machine_real(call.arg(0));
  if (!days) return call.message("arg", {call.arg(0)});
  std::vector<Expr> args{Expr::real((*days - 2440587.5) * 86400.0)};
  for (std::size_t i = 1; i < call.all_args().size(); ++i) args.push_back(call.all_args()[i]);
  return evaluate(make_normal(Expr(sym::FromUnixTime), std::move(args)));
}

MaybeExpr builtin_DateList(Call& call) {
  if (MaybeExpr many = thread_over_dates(call)) return many;
  const auto date = date_or_now(call, 0);
  if (!date) return std::nullopt;
  return date_list(*date);
}

// ---- DateObject

MaybeExpr builtin_DateObject(Call& call) {
  load_date_arithmetic();
  const auto all = call.all_args();
  // A zone may be unknown: DateObject[{2024, 1, 1, 12, 0, 0}, "Instant", "Gregorian", None].
  if (all.size() == 4 && all[0].is_list() && all[3].is(sym::None) && try_read_date(call.expr())) return std::nullopt;
  std::vector<Expr> positional;
  for (const Expr& arg : all) {
    if (!arg.is_rule()) positional.push_back(arg);
  }
  auto date = positional.empty() ? std::optional(current_date()) : try_read_date(call.expr());
  if (!date) return call.message(positional[0].is_string() ? "str" : "arg", {positional[0]});
  if (positional.empty()) apply_zone_option(call, *date);
  const Expr result = date_object(*date);
  if (result == call.expr()) return std::nullopt;   // in its final form
  return result;
}

MaybeExpr builtin_DateObjectQ(Call& call) {
  return Expr::boolean(call.arg(0).has_head(sym::DateObject) && call.arg(0).size() >= 2 && try_read_date(call.arg(0)).has_value());
}

Expr day_object(double days_from_today) {
  DateValue date = current_date();
  date.seconds = std::floor(date.seconds / 86400.0) * 86400.0 + days_from_today * 86400.0;
  date.granularity = Granularity::Day;
  date.exact = true;
  return date_object(date);
}
Expr value_Now() { return date_object(current_date()); }
Expr value_Today() { return day_object(0); }
Expr value_Tomorrow() { return day_object(1); }
Expr value_Yesterday() { return day_object(-1); }
Expr value_TimeZone() { return Expr::real(zone_offset("", current_unix_time()).value_or(0.0)); }

// TimeObject[{h, m, s}], TimeObject["10:30"], TimeObject[]
MaybeExpr builtin_TimeObject(Call& call) {
  load_date_arithmetic();
  if (call.size() >= 2) return std::nullopt;
  DateValue date = current_date();
  std::size_t fields = 3;
  if (call.size() == 1) {
    const Expr& arg = call.arg(0);
    if (arg.is_list() && arg.size() >= 1 && arg.size() <= 3) {
      fields = arg.size();
      date.seconds = 0;
      date.exact = true;
      double scale = 3600.0;
      for (const Expr& field : arg.args()) {
        const auto value = machine_real(field);
        if (!value) return call.message("arg", {arg});
        date.seconds += *value * scale;
        date.exact = date.exact && field.is_exact_real();
        scale /= 60.0;
      }
    } else {
      const auto given = read_date(call, arg);
      if (!given) return std::nullopt;
      date = *given;
    }
  }
  const CivilTime t = date.civil();
  std::vector<Expr> parts = {Expr::integer(t.hour), Expr::integer(t.minute), date.exact ? seconds_expr(t.second, true) : Expr::real(t.second)};
  parts.resize(fields);
  static constexpr const char* kNames[] = {"Hour", "Minute", "Instant"};
  return make_normal(Expr(sym::TimeObject), {make_list(std::move(parts)), Expr::string(kNames[fields - 1])});
}

// ---- arithmetic

enum class Unit : unsigned char { Year, Quarter, Month, Week, Day, BusinessDay, Hour, Minute, Second, Millisecond };
struct UnitName {
  const char* name;
  Unit unit;
  double seconds;
};
constexpr UnitName kUnits[] = {{"Year", Unit::Year, 31556952.0}, {"Quarter", Unit::Quarter, 7889238.0}, {"Month", Unit::Month, 2629746.0},
                               {"Week", Unit::Week, 604800.0},   {"Day", Unit::Day, 86400.0},           {"BusinessDay", Unit::BusinessDay, 86400.0},
                               {"Weekday", Unit::BusinessDay, 86400.0}, {"Hour", Unit::Hour, 3600.0},   {"Minute", Unit::Minute, 60.0},
                               {"Second", Unit::Second, 1.0},    {"Millisecond", Unit::Millisecond, 0.001}};

const UnitName* find_unit(const Expr& expr) {
  if (!expr.is_string()) return nullptr;
  std::string name = expr.string_value();
  if (name.size() > 1 && name.back() == 's') name.pop_back();
  for (const UnitName& unit : kUnits) {
    if (name == unit.name) return &unit;
  }
  return nullptr;
}

void add_months(DateValue& date, std::int64_t months) {
  CivilTime t = date.civil();
  const std::int64_t total = t.year * 12 + t.month - 1 + months;
  t.year = total >= 0 ? total / 12 : -((11 - total) / 12);
  t.month = total - t.year * 12 + 1;
  t.day = std::min(t.day, days_in_month(t.year, t.month));
  date.seconds = absolute_seconds(t);
}

bool add_units(DateValue& date, const Expr& amount, const UnitName& unit) {
  const auto n = machine_real(amount);
  if (!n || std::fabs(*n) > 1e12) return false;
  switch (unit.unit) {
    case Unit::Year:
    case Unit::Quarter:
    case Unit::Month: {
      if (*n != std::floor(*n)) return false;
      add_months(date, static_cast<std::int64_t>(*n) * (unit.unit == Unit::Year ? 12 : unit.unit == Unit::Quarter ? 3 : 1));
      return true;
    }
    case Unit::BusinessDay: {
      if (*n != std::floor(*n) || std::fabs(*n) > 1e7) return false;
      const int direction = *n < 0 ? -1 : 1;
      for (auto left = static_cast<std::int64_t>(std::fabs(*n)); left > 0;) {
        date.seconds += 86400.0 * direction;
        const int weekday = day_of_week(static_cast<std::int64_t>(std::floor((date.seconds - static_cast<double>(kUnixEpoch)) / 86400.0)));
        if (weekday != 0 && weekday != 6) --left;
      }
      return true;
    }
    default: date.seconds += *n * unit.seconds; return true;
  }
}

// Adds n (days), {n, unit}, {{n1, unit1}, ...} or Quantity[n, unit].
bool add_step(DateValue& date, const Expr& step) {
  if (step.is_real_number()) return add_units(date, step, kUnits[4]);
  if ((step.is_list() || step.has_head(sym::Quantity)) && step.size() == 2 && step[1].is_string()) {
    const UnitName* unit = find_unit(step[1]);
    return unit != nullptr && add_units(date, step[0], *unit);
  }
  if (step.has_head(sym::Quantity, 2) && step[0].has_head(sym::MixedMagnitude, 1) && step[1].has_head(sym::MixedUnit, 1)) {
    const Expr amounts = step[0][0];
    const Expr units = step[1][0];
    for (std::size_t i = 0; i < amounts.size() && i < units.size(); ++i) {
      if (!add_step(date, make_list({amounts[i], units[i]}))) return false;
    }
    return amounts.size() == units.size();
  }
  if (!step.is_list()) return false;
  for (const Expr& part : step.args()) {
    if (!add_step(date, part)) return false;
  }
  return true;
}

// k steps at once; nullopt for what is no step.
MaybeExpr multiple_of_step(const Expr& step, std::int64_t k) {
  const auto times = [k](const Expr& n) { return apply(Expr(sym::Times), {Expr::integer(k), n}); };
  if (step.is_real_number()) return times(step);
  if (find_unit(step) != nullptr) return make_list({Expr::integer(k), step});
  if ((step.is_list() || step.has_head(sym::Quantity)) && step.size() == 2 && find_unit(step[1]) != nullptr) return make_list({times(step[0]), step[1]});
  if (!step.is_list() || step.size() == 0) return std::nullopt;
  Builder parts(sym::List);
  for (const Expr& part : step.args()) {
    MaybeExpr one = multiple_of_step(part, k);
    if (!one) return std::nullopt;
    parts.push(std::move(*one));
  }
  return parts.finish();
}

Expr in_form(const DateValue& date, DateValue::Form form) {
  switch (form) {
    case DateValue::Form::Number: return seconds_expr(date.seconds, date.exact);
    case DateValue::Form::List: {
      DateValue shown = date;
      // A date that has come to hold a time of day shows it.
      if (shown.granularity <= Granularity::Day && std::fmod(shown.seconds, 86400.0) != 0.0) shown.granularity = Granularity::Instant;
      return date_list(shown, false);
    }
    default: return date_object(date);
  }
}

MaybeExpr builtin_DatePlus(Call& call) {
  if (call.size() == 2) {
    if (MaybeExpr many = thread_over_dates(call)) return many;
  }
  DateValue date;
  if (call.size() == 2) {
    const auto given = read_date(call, call.arg(0));
    if (!given) return std::nullopt;
    date = *given;
  } else {
    date = current_date();
    date.seconds = std::floor(date.seconds / 86400.0) * 86400.0;
    date.granularity = Granularity::Day;
  }
  const Expr& given_step = call.arg(call.size() - 1);
  const Expr step = find_unit(given_step) != nullptr ? make_list({Expr::integer(1), given_step}) : given_step;
  if (!add_step(date, step)) return call.message("inc", {step});
  return in_form(date, date.form);
}

// Whole months (and what is left) between two dates, the way birthdays are counted.
double months_between(const DateValue& from, const DateValue& to) {
  const CivilTime a = from.civil();
  const CivilTime b = to.civil();
  auto months = (b.year - a.year) * 12 + b.month - a.month;
  DateValue reached = from;
  add_months(reached, months);
  if (reached.seconds > to.seconds) {
    --months;
    reached = from;
    add_months(reached, months);
  }
  DateValue next = from;
  add_months(next, months + 1);
  return static_cast<double>(months) + (to.seconds - reached.seconds) / (next.seconds - reached.seconds);
}

double difference_in(const DateValue& from, const DateValue& to, const UnitName& unit) {
  if (unit.unit == Unit::Year || unit.unit == Unit::Quarter || unit.unit == Unit::Month) {
    const bool backwards = to.seconds < from.seconds;
    const double months = backwards ? -months_between(to, from) : months_between(from, to);
    return months / (unit.unit == Unit::Year ? 12.0 : unit.unit == Unit::Quarter ? 3.0 : 1.0);
  }
  return (to.seconds - to.zone * 3600.0 - from.seconds + from.zone * 3600.0) / unit.seconds;
}

Expr plural(const UnitName& unit) { return Expr::string(std::string(unit.name) + "s"); }

// DateDifference[d1, d2], [d1, d2, unit], [d1, d2, {unit1, unit2, ...}]
MaybeExpr builtin_DateDifference(Call& call) {
  const auto from = read_date(call, call.arg(0));
  const auto to = from ? read_date(call, call.arg(1)) : std::nullopt;
  if (!to) return std::nullopt;
  // Days are counted by the calendar: a change of the clocks between the dates is no difference.
  DateValue a = *from;
  DateValue b = *to;
  if (a.granularity <= Granularity::Day && b.granularity <= Granularity::Day) a.zone = b.zone = 0;
  const bool exact = a.exact && b.exact;
  const auto quantity = [&](double amount, const UnitName& unit) {
    return make_normal(Expr(sym::Quantity), {seconds_expr(amount, exact || amount == std::floor(amount)), plural(unit)});
  };
  if (call.size() == 2) return quantity(difference_in(a, b, kUnits[4]), kUnits[4]);
  const Expr& units = call.arg(2);
  if (!units.is_list()) {
    const UnitName* unit = find_unit(units);
    if (unit == nullptr) return call.message("unit", {units});
    return quantity(difference_in(a, b, *unit), *unit);
  }
  Builder magnitudes(sym::List);
  Builder names(sym::List);
  for (std::size_t i = 0; i < units.size(); ++i) {
    const UnitName* unit = find_unit(units[i]);
    if (unit == nullptr) return call.message("unit", {units[i]});
    double amount = difference_in(a, b, *unit);
    if (i + 1 < units.size()) {
      amount = amount < 0 ? std::ceil(amount) : std::floor(amount);
      add_units(a, Expr::real(amount), *unit);
    }
    magnitudes.push(seconds_expr(amount, exact || amount == std::floor(amount)));
    names.push(plural(*unit));
  }
  return make_normal(Expr(sym::Quantity), {make_normal(Expr(sym::MixedMagnitude), {magnitudes.finish()}), make_normal(Expr(sym::MixedUnit), {names.finish()})});
}

// ---- days

Expr weekday_symbol(int day) { return Expr::symbol(day_name(day)); }

MaybeExpr builtin_DayName(Call& call) {
  if (MaybeExpr many = thread_over_dates(call)) return many;
  const auto date = date_or_now(call, 0);
  if (!date) return std::nullopt;
  return weekday_symbol(weekday_of(*date));
}

// The days a type allows: Monday ... Sunday, "Weekday", "Weekend", "BusinessDay", "EndOfMonth" and the like, All, or a list of them.
bool day_is(const Expr& type, const DateValue& date, bool& known) {
  const int weekday = weekday_of(date);
  if (type.is_list()) {
    for (const Expr& part : type.args()) {
      if (day_is(part, date, known)) return true;
    }
    return false;
  }
  std::string name;
  if (type.is_string()) name = type.string_value();
  else if (type.is_symbol()) name = type.symbol_node().name;
  if (name == "All") return true;
  if (name == "Weekday" || name == "BusinessDay") return weekday != 0 && weekday != 6;
  const CivilTime t = date.civil();
  if (name == "BeginningOfMonth") return t.day == 1;
  if (name == "EndOfMonth") return t.day == days_in_month(t.year, t.month);
  if (name == "LeapDay") return t.month == 2 && t.day == 29;
  if (name == "Weekend" || name == "WeekendDay") return weekday == 0 || weekday == 6;
  for (int i = 0; i < 7; ++i) {
    if (name == day_name(i)) return i == weekday;
  }
  known = false;
  return false;
}

MaybeExpr builtin_DayMatchQ(Call& call) {
  const auto date = read_date(call, call.arg(0));
  if (!date) return std::nullopt;
  bool known = true;
  const bool result = day_is(call.arg(1), *date, known);
  if (!known) return call.message("daytype", {call.arg(1)});
  return Expr::boolean(result);
}

// DayCount[d1, d2], DayCount[d1, d2, type]: days after d1 up to d2.
MaybeExpr builtin_DayCount(Call& call) {
  const auto from = read_date(call, call.arg(0));
  const auto to = from ? read_date(call, call.arg(1)) : std::nullopt;
  if (!to) return std::nullopt;
  const double first = std::floor(from->seconds / 86400.0);
  const double last = std::floor(to->seconds / 86400.0);
  if (call.size() == 2) return Expr::integer(static_cast<std::int64_t>(last - first));
  std::int64_t count = 0;
  const double low = std::min(first, last);
  const double high = std::max(first, last);
  DateValue day = *from;
  for (double d = low + 1; d <= high; ++d) {
    day.seconds = d * 86400.0;
    bool known = true;
    if (day_is(call.arg(2), day, known)) ++count;
    if (!known) return call.message("daytype", {call.arg(2)});
    check_interrupt();
  }
  return Expr::integer(first <= last ? count : -count);
}

// DateRange[d1, d2], DateRange[d1, d2, step]; DayRange[d1, d2, type]
MaybeExpr range_of_dates(Call& call, bool days) {
  const auto from = read_date(call, call.arg(0));
  const auto to = from ? read_date(call, call.arg(1)) : std::nullopt;
  if (!to) return std::nullopt;
  const Expr step = !days && call.size() == 3 ? call.arg(2) : Expr::integer(1);
  Builder dates(sym::List);
  for (std::int64_t k = 0;; ++k) {
    // Counted from the start each time, so that the 31st stays the 31st where a month has one.
    DateValue date = *from;
    const MaybeExpr total = multiple_of_step(step, k);
    if (!total || (k > 0 && !add_step(date, *total))) return call.message("inc", {step});
    const double direction = to->seconds >= from->seconds ? 1.0 : -1.0;
    if ((date.seconds - to->seconds) * direction > 0 || (k > 0 && date.seconds == from->seconds)) break;
    if (k > 0 && (date.seconds - from->seconds) * direction < 0) break;
    bool known = true;
    if (!days || call.size() < 3 || day_is(call.arg(2), date, known)) dates.push(in_form(date, date.form));
    if (!known) return call.message("daytype", {call.arg(2)});
    check_interrupt();
  }
  return dates.finish();
}
MaybeExpr builtin_DateRange(Call& call) { return range_of_dates(call, false); }
MaybeExpr builtin_DayRange(Call& call) { return range_of_dates(call, true); }

MaybeExpr builtin_DayPlus(Call& call) {
  auto date = read_date(call, call.arg(0));
  if (!date) return std::nullopt;
  if (call.size() == 2) {
    if (!add_units(*date, call.arg(1), kUnits[4])) return call.message("inc", {call.arg(1)});
    return in_form(*date, date->form);
  }
  // The nth day of the type after the date (before it for negative n).
  const auto n = machine_integer(call.arg(1));
  if (!n || std::llabs(*n) > 1000000) return call.message("inc", {call.arg(1)});
  const double direction = *n < 0 ? -1.0 : 1.0;
  bool known = true;
  std::int64_t without = 0;
  for (std::int64_t left = std::llabs(*n); left > 0 && known;) {
    date->seconds += 86400.0 * direction;
    if (day_is(call.arg(2), *date, known)) --left, without = 0;
    else if (++without > 4000) known = false;   // no such day ever comes
    check_interrupt();
  }
  if (!known) return call.message("daytype", {call.arg(2)});
  return in_form(*date, date->form);
}

MaybeExpr builtin_LeapYearQ(Call& call) {
  const Expr& arg = call.arg(0);
  if (arg.is_integer() && machine_integer(arg) && std::llabs(*machine_integer(arg)) < 100000) return Expr::boolean(is_leap_year(*machine_integer(arg)));
  const auto date = read_date(call, arg);
  if (!date) return std::nullopt;
  return Expr::boolean(is_leap_year(date->civil().year));
}

// JulianDate[date]: days since noon of -4712-01-01 (proleptic: -4713-11-24), in universal time.
MaybeExpr builtin_JulianDate(Call& call) {
  if (MaybeExpr many = thread_over_dates(call)) return many;
  const auto date = date_or_now(call, 0);
  if (!date) return std::nullopt;
  return Expr::real(date->unix_seconds() / 86400.0 + 2440587.5);
}

MaybeExpr builtin_CurrentDate(Call& call) {
  DateValue date = current_date();
  if (call.size() == 1) {
    const auto name = string_argument(call.arg(0));
    const auto granularity = name ? granularity_by_name(*name) : std::nullopt;
    if (!granularity) return call.message("fmt", {call.arg(0)});
    date.granularity = *granularity;
  }
  return date_object(date);
}

// ---- the clock of the program

MaybeExpr builtin_Pause(Call& call) {
  const auto seconds = machine_real(call.arg(0));
  if (!seconds || *seconds < 0 || !std::isfinite(*seconds)) return call.message("numnm", {Expr::integer(1), call.expr()});
  const double end = current_unix_time() + *seconds;
  for (double left = *seconds; left > 0; left = end - current_unix_time()) {
    check_interrupt();   // Ctrl-C and time limits work while waiting
    usleep(static_cast<useconds_t>(std::min(left, 0.02) * 1e6));
  }
  return Expr();
}

MaybeExpr builtin_SessionTime(Call&) { return Expr::real(current_unix_time() - kStart); }
MaybeExpr builtin_TimeUsed(Call&) { return Expr::real(static_cast<double>(std::clock()) / CLOCKS_PER_SEC); }

constexpr MessageTexts kMessages = {{"arg", "Argument `1` cannot be interpreted as a date or time input."},
                                    {"str", "String \"`1`\" cannot be interpreted as a date."},
                                    {"zone", "`1` is not a number of hours or the name of a time zone."},
                                    {"fmt", "`1` is not a valid date format."},
                                    {"inc", "Time increment `1` is not a number of days, a {number, unit} pair, or a list of such pairs."},
                                    {"unit", "`1` is not a unit of time."},
                                    {"daytype", "`1` is not a type of day."},
                                    {"numnm", "Non-negative machine-sized number expected at position `1` in `2`."}};
constexpr const char* kZoneOption = "{TimeZone -> Automatic}";

constexpr Builtin kBuiltins[] = {
    {.name = "AbsoluteTime",
     .fn = builtin_AbsoluteTime,
     .arity = between(0, 1),
     .usage = "AbsoluteTime[] gives the number of seconds since the beginning of January 1, 1900, in your time zone.\n"
              "AbsoluteTime[date] gives it for a date list, string or DateObject.\n"
              "AbsoluteTime[{\"string\", {e1, e2, ...}}] takes the string to contain the elements ei.",
     .options = kZoneOption,
     .messages = kMessages},
    {.name = "UnixTime",
     .fn = builtin_UnixTime,
     .arity = between(0, 1),
     .usage = "UnixTime[] gives the number of seconds since January 1, 1970 in UTC.\nUnixTime[date] gives it for a date.",
     .options = kZoneOption,
     .messages = kMessages},
    {.name = "FromUnixTime", .fn = builtin_FromUnixTime, .arity = exactly(1), .usage = "FromUnixTime[time] gives the DateObject of a Unix time.", .options = kZoneOption, .messages = kMessages},
    {.name = "FromJulianDate", .fn = builtin_FromJulianDate, .arity = exactly(1), .usage = "FromJulianDate[jd] gives the DateObject of a Julian date.", .options = kZoneOption, .messages = kMessages},
    {.name = "FromAbsoluteTime", .fn = builtin_FromAbsoluteTime, .arity = exactly(1), .usage = "FromAbsoluteTime[time] gives the DateObject of an absolute time.", .options = kZoneOption, .messages = kMessages},
    {.name = "DateList",
     .fn = builtin_DateList,
     .arity = between(0, 1),
     .usage = "DateList[] gives the current local date and time in the form {year, month, day, hour, minute, second}.\n"
              "DateList[time] gives the date list of an absolute time, string or DateObject.\n"
              "DateList[{\"string\", {e1, e2, ...}}] takes the string to contain the elements ei.",
     .options = kZoneOption,
     .messages = kMessages},
    {.name = "DateObject",
     .fn = builtin_DateObject,
     .usage = "DateObject[] gives the current date and time.\n"
              "DateObject[{y, m, d, h, m, s}] represents a date; shorter lists represent whole minutes, hours, days, months or years.\n"
              "DateObject[\"string\"] reads a date from a string.\nDateObject[date, \"gran\"] has the granularity gran.",
     .options = kZoneOption,
     .messages = kMessages,
     .sub_fn = date_property},
    {.name = "DateObjectQ", .fn = builtin_DateObjectQ, .arity = exactly(1), .usage = "DateObjectQ[expr] gives True if expr is a valid DateObject."},
    {.name = "TimeObject",
     .fn = builtin_TimeObject,
     .usage = "TimeObject[] gives the current time of day.\nTimeObject[{h, m, s}] represents a time of day.\nTimeObject[\"string\"] reads a time from a string.",
     .messages = kMessages,
     .sub_fn = date_property},
    {.name = "Now", .usage = "Now gives the current date and time as a DateObject.", .value = value_Now},
    {.name = "Today", .usage = "Today gives the current day as a DateObject.", .value = value_Today},
    {.name = "Tomorrow", .usage = "Tomorrow gives the day after Today.", .value = value_Tomorrow},
    {.name = "Yesterday", .usage = "Yesterday gives the day before Today.", .value = value_Yesterday},
    {.name = "$TimeZone", .usage = "$TimeZone gives the current time zone as hours to add to UTC. It may be set.", .value = value_TimeZone},
    {.name = "DatePlus",
     .fn = builtin_DatePlus,
     .arity = between(1, 2),
     .usage = "DatePlus[date, n] gives the date n days after date.\n"
              "DatePlus[date, {n, unit}] gives the date n units after date.\n"
              "DatePlus[date, {{n1, unit1}, ...}] adds several steps.\nDatePlus[n] adds to the current day.",
     .messages = kMessages},
    {.name = "DateDifference",
     .fn = builtin_DateDifference,
     .arity = between(2, 3),
     .usage = "DateDifference[d1, d2] gives the number of days from d1 to d2 as a Quantity.\n"
              "DateDifference[d1, d2, unit] gives the difference in the unit.\n"
              "DateDifference[d1, d2, {u1, u2, ...}] gives it in mixed units.",
     .messages = kMessages},
    {.name = "DayName", .fn = builtin_DayName, .arity = between(0, 1), .usage = "DayName[date] gives the day of the week of a date.\nDayName[] gives the current day of the week.", .options = kZoneOption, .messages = kMessages},
    {.name = "DayMatchQ", .fn = builtin_DayMatchQ, .arity = exactly(2), .usage = "DayMatchQ[date, type] tells whether a date is a day of the type, such as Monday, \"Weekday\" or \"Weekend\".", .messages = kMessages},
    {.name = "DayCount",
     .fn = builtin_DayCount,
     .arity = between(2, 3),
     .usage = "DayCount[d1, d2] gives the number of days from d1 to d2.\nDayCount[d1, d2, type] counts only days of the type.",
     .messages = kMessages},
    {.name = "DayPlus", .fn = builtin_DayPlus, .arity = between(2, 3), .usage = "DayPlus[date, n] gives the date n days after date.\nDayPlus[date, n, \"BusinessDay\"] counts business days.", .messages = kMessages},
    {.name = "DateRange",
     .fn = builtin_DateRange,
     .arity = between(2, 3),
     .usage = "DateRange[d1, d2] gives the days from d1 to d2.\nDateRange[d1, d2, step] gives dates in steps of n days, {n, unit} or a unit.",
     .messages = kMessages},
    {.name = "DayRange", .fn = builtin_DayRange, .arity = between(2, 3), .usage = "DayRange[d1, d2] gives the days from d1 to d2.\nDayRange[d1, d2, type] gives days of the type.", .messages = kMessages},
    {.name = "LeapYearQ", .fn = builtin_LeapYearQ, .arity = exactly(1), .usage = "LeapYearQ[date] tells whether the year of a date is a leap year.", .messages = kMessages},
    {.name = "JulianDate", .fn = builtin_JulianDate, .arity = between(0, 1), .usage = "JulianDate[date] gives the number of days since noon on November 24, -4713.", .options = kZoneOption, .messages = kMessages},
    {.name = "CurrentDate", .fn = builtin_CurrentDate, .arity = between(0, 1), .usage = "CurrentDate[] gives the current date and time.\nCurrentDate[gran] gives it with a granularity.", .messages = kMessages},
    {.name = "Pause", .fn = builtin_Pause, .arity = exactly(1), .usage = "Pause[n] pauses for at least n seconds.", .messages = kMessages},
    {.name = "SessionTime", .fn = builtin_SessionTime, .arity = exactly(0), .usage = "SessionTime[] gives the number of seconds since the program was started."},
    {.name = "TimeUsed", .fn = builtin_TimeUsed, .arity = exactly(0), .usage = "TimeUsed[] gives the number of seconds of processor time the program has used."},
};

}  // namespace

void register_date_functions(Registry& r) { r.add(kBuiltins); }
}  // namespace lykos::builtins
