// date_value.cpp - reading and writing date expressions.
#include "builtins/dates/date_value.h"

#include <cmath>

#include "builtins/strings/text.h"
#include "builtins/support.h"

namespace lykos::builtins {

double local_zone(double unix_seconds) {
  // $TimeZone may be set by the user to a number of hours or the name of a zone.
  const Expr zone = evaluate(Expr(sym::DollarTimeZone));
  if (const auto hours = machine_real(zone)) return *hours;
  if (zone.is_string()) {
    if (const auto hours = zone_offset(zone.string_value(), unix_seconds)) return *hours;
  }
  return zone_offset("", unix_seconds).value_or(0.0);
}

DateValue current_date() {
  DateValue now;
  const double unix_now = current_unix_time();
  now.zone = local_zone(unix_now);
  now.seconds = unix_now + static_cast<double>(kUnixEpoch) + now.zone * 3600.0;
  now.exact = false;
  return now;
}

Expr seconds_expr(double seconds, bool exact) {
  if (exact && seconds == std::floor(seconds) && std::fabs(seconds) < 9e15) return Expr::integer(static_cast<std::int64_t>(seconds));
  return Expr::real(seconds);
}

namespace {

Granularity granularity_of_size(std::size_t size) {
  switch (size) {
    case 1: return Granularity::Year;
    case 2: return Granularity::Month;
    case 3: return Granularity::Day;
    case 4: return Granularity::Hour;
    case 5: return Granularity::Minute;
    default: return Granularity::Instant;
  }
}

// The local zone of a moment known in local time: asked twice, since the offset depends on the answer.
double zone_of_local(double seconds) {
  const double first = local_zone(seconds - static_cast<double>(kUnixEpoch));
  return local_zone(seconds - static_cast<double>(kUnixEpoch) - first * 3600.0);
}

// TimeObject[{h, m, s}, ...]: that time of the current day.
std::optional<DateValue> read_clock(const Expr& time) {
  if (time.size() == 0 || !time[0].is_list() || time[0].size() == 0 || time[0].size() > 3) return std::nullopt;
  DateValue date = current_date();
  date.seconds = std::floor(date.seconds / 86400.0) * 86400.0;
  date.exact = true;
  double scale = 3600.0;
  for (const Expr& field : time[0].args()) {
    const auto value = machine_real(field);
    if (!value || !std::isfinite(*value)) return std::nullopt;
    date.seconds += *value * scale;
    date.exact = date.exact && field.is_exact_real();
    scale /= 60.0;
  }
  static constexpr Granularity kGranularities[] = {Granularity::Hour, Granularity::Minute, Granularity::Instant};
  date.granularity = kGranularities[time[0].size() - 1];
  date.clock_only = true;
  return date;
}

// The first moment of the span a date stands for, where that takes more than dropping fields.
void round_to_granularity(DateValue& date) {
  CivilTime t = date.civil();
  switch (date.granularity) {
    case Granularity::Millennium: t = {t.year - ((t.year % 1000) + 1000) % 1000, 1, 1, 0, 0, 0}; break;
    case Granularity::Century: t = {t.year - ((t.year % 100) + 100) % 100, 1, 1, 0, 0, 0}; break;
    case Granularity::Decade: t = {t.year - ((t.year % 10) + 10) % 10, 1, 1, 0, 0, 0}; break;
    case Granularity::Quarter: t = {t.year, (t.month - 1) / 3 * 3 + 1, 1, 0, 0, 0}; break;
    case Granularity::Week: {
      const std::int64_t days = days_from_civil(t.year, t.month, t.day);
      civil_from_days(days - (day_of_week(days) + 6) % 7, t.year, t.month, t.day);   // weeks begin on Monday
      t.hour = t.minute = 0;
      t.second = 0;
      break;
    }
    default: return;
  }
  date.seconds = absolute_seconds(t);
}

std::optional<DateValue> read_list(const Expr& list) {
  if (list.size() == 0 || list.size() > 6) return std::nullopt;
  CivilTime time;
  double fields[6] = {1900, 1, 1, 0, 0, 0};
  DateValue date;
  for (std::size_t i = 0; i < list.size(); ++i) {
    const auto value = machine_real(list[i]);
    if (!value || !std::isfinite(*value)) return std::nullopt;
    fields[i] = *value;
    if (!list[i].is_exact_real()) date.exact = false;
    if (i < 2 && *value != std::floor(*value)) return std::nullopt;
  }
  if (std::fabs(fields[0]) > 1e8 || std::fabs(fields[1]) > 1e9) return std::nullopt;
  time.year = static_cast<std::int64_t>(fields[0]);
  time.month = static_cast<std::int64_t>(fields[1]);
  // A fraction of a day or hour flows into the smaller fields.
  date.seconds = absolute_seconds(time) + (fields[2] - 1) * 86400.0 + fields[3] * 3600.0 + fields[4] * 60.0 + fields[5];
  date.granularity = granularity_of_size(list.size());
  date.form = DateValue::Form::List;
  date.zone = zone_of_local(date.seconds);
  return date;
}

std::optional<DateValue> from_parsed(const std::optional<ParsedDate>& parsed) {
  if (!parsed) return std::nullopt;
  DateValue date;
  date.seconds = absolute_seconds(parsed->time);
  date.granularity = parsed->granularity;
  date.form = DateValue::Form::Text;
  date.exact = parsed->time.second == std::floor(parsed->time.second);
  date.zone = parsed->zone ? *parsed->zone : zone_of_local(date.seconds);
  if (parsed->zone) {
    // A text with its own zone is shown in the local one.
    const double unix_seconds = date.unix_seconds();
    date.zone = local_zone(unix_seconds);
    date.seconds = unix_seconds + static_cast<double>(kUnixEpoch) + date.zone * 3600.0;
  }
  return date;
}

}  // namespace

std::optional<DateValue> try_read_date(const Expr& expr) {
  if (expr.is_string()) return from_parsed(parse_date(expr.string_value()));
  if (expr.has_head(sym::DateObject)) {
    std::vector<Expr> args;
    std::optional<Expr> zone;
    for (const Expr& arg : expr.args()) {
      if (arg.is_rule()) {
        if (arg[0].is(sym::TimeZone) && !arg[1].is(sym::Automatic)) zone = arg[1];
      } else {
        args.push_back(arg);
      }
    }
    if (args.empty()) return current_date();
    auto date = try_read_date(args[0]);
    if (!date) return std::nullopt;
    if (args.size() >= 2 && args[1].is_string()) {
      if (const auto granularity = granularity_by_name(args[1].string_value())) date->granularity = *granularity;
      if (date->granularity <= Granularity::Day && date->zone_name.empty()) date->zone_given = false;   // whole days need no zone
    }
    if (args.size() >= 2 && args[1].has_head(sym::TimeObject) && args[1].size() >= 1 && args[1][0].is_list()) {
      double scale = 3600.0;
      for (const Expr& field : args[1][0].args()) {
        date->seconds += machine_real(field).value_or(0.0) * scale;
        scale /= 60.0;
      }
      date->granularity = Granularity::Instant;
    }
    round_to_granularity(*date);
    if (args.size() >= 4) zone = args[3];
    if (zone && !zone->is(sym::None) && !set_zone(*date, *zone)) return std::nullopt;
    date->form = DateValue::Form::Object;
    date->clock_only = false;
    return date;
  }
  if (expr.has_head(sym::TimeObject)) return read_clock(expr);
  if (expr.is_list()) {
    if (expr.size() == 2 && expr[0].is_string() && expr[1].is_list()) {
      std::vector<std::string> elements;
      for (const Expr& element : expr[1].args()) {
        if (!element.is_string()) return std::nullopt;
        elements.push_back(element.string_value());
      }
      return from_parsed(parse_date(expr[0].string_value(), elements));
    }
    return read_list(expr);
  }
  if (expr.is_real_number() || expr.is_rational()) {
    const auto seconds = machine_real(expr);
    if (!seconds || !std::isfinite(*seconds) || std::fabs(*seconds) > 1e15) return std::nullopt;
    DateValue date;
    date.seconds = *seconds;
    date.exact = expr.is_exact_real();
    date.form = DateValue::Form::Number;
    date.zone = zone_of_local(date.seconds);
    return date;
  }
  return std::nullopt;
}

std::optional<DateValue> read_date(const Call& call, const Expr& expr) {
  auto date = try_read_date(expr);
  if (!date) call.message(expr.is_string() ? "str" : "arg", {expr});
  return date;
}

Expr date_list(const DateValue& date, bool six) {
  const CivilTime t = date.civil();
  std::vector<Expr> fields = {Expr::integer(t.year), Expr::integer(t.month), Expr::integer(t.day), Expr::integer(t.hour), Expr::integer(t.minute)};
  fields.push_back(Expr::real(t.second));
  if (six) return make_list(std::move(fields));
  std::size_t count = 6;
  switch (date.granularity) {
    case Granularity::Millennium:
    case Granularity::Century:
    case Granularity::Decade:
    case Granularity::Year: count = 1; break;
    case Granularity::Quarter:
    case Granularity::Month: count = 2; break;
    case Granularity::Week:
    case Granularity::Day: count = 3; break;
    case Granularity::Hour: count = 4; break;
    case Granularity::Minute: count = 5; break;
    default: break;
  }
  fields.resize(count);
  if (count == 6 && date.exact && t.second == std::floor(t.second)) fields[5] = Expr::integer(static_cast<std::int64_t>(t.second));
  return make_list(std::move(fields));
}

Expr date_object(const DateValue& date) {
  const Expr fields = date_list(date, false);
  const Expr granularity = Expr::string(granularity_name(date.granularity));
  if (date.granularity <= Granularity::Day && !date.zone_given) return make_normal(Expr(sym::DateObject), {fields, granularity});
  const Expr zone = date.zone_name.empty() ? Expr::real(date.zone) : Expr::string(date.zone_name);
  return make_normal(Expr(sym::DateObject), {fields, granularity, Expr::string("Gregorian"), zone});
}

int weekday_of(const DateValue& date) {
  return day_of_week(static_cast<std::int64_t>(std::floor((date.seconds - static_cast<double>(kUnixEpoch)) / 86400.0)));
}

bool set_zone(DateValue& date, const Expr& zone) {
  if (const auto hours = machine_real(zone)) {
    if (!std::isfinite(*hours) || std::fabs(*hours) > 24) return false;
    date.zone = *hours;
    date.zone_name.clear();
  } else if (zone.is_string()) {
    // The offset depends on the moment, and the moment on the offset.
    const double local = date.seconds - static_cast<double>(kUnixEpoch);
    const auto near = zone_offset(zone.string_value(), local);
    if (!near) return false;
    date.zone = zone_offset(zone.string_value(), local - *near * 3600.0).value_or(*near);
    date.zone_name = zone.string_value();
  } else {
    return false;
  }
  date.zone_given = true;
  return true;
}

// The zone asked for by TimeZone -> z; a date that is a moment is moved into that zone.
void apply_zone_option(const Call& call, DateValue& date) {
  const Expr zone = call.option(Expr(sym::TimeZone));
  if (zone.is_null() || zone.is(sym::Automatic)) return;
  DateValue moved = date;
  if (!set_zone(moved, zone)) {
    call.message("zone", {zone});
    return;
  }
  if (date.form == DateValue::Form::Object || date.form == DateValue::Form::Number) {
    if (zone.is_string()) moved.zone = zone_offset(zone.string_value(), date.unix_seconds()).value_or(moved.zone);
    moved.seconds = date.seconds + (moved.zone - date.zone) * 3600.0;
  }
  date = moved;
}

std::optional<DateValue> date_or_now(const Call& call, std::size_t index) {
  auto date = call.size() > index ? read_date(call, call.arg(index)) : current_date();
  if (date) apply_zone_option(call, *date);
  return date;
}

MaybeExpr thread_over_dates(Call& call) {
  if (call.size() == 0 || !call.arg(0).is_list() || call.arg(0).size() == 0) return std::nullopt;
  for (const Expr& part : call.arg(0).args()) {
    if (!part.is_list() && !part.has_head(sym::DateObject) && !part.has_head(sym::TimeObject)) return std::nullopt;
  }
  Builder results(sym::List);
  for (const Expr& part : call.arg(0).args()) {
    std::vector<Expr> args(call.all_args().begin(), call.all_args().end());
    args[0] = part;
    results.push(evaluate(make_normal(call.expr().head(), std::move(args))));
  }
  return results.finish();
}

}  // namespace lykos::builtins
