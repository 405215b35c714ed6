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
    std::optional<double> zone;
    for (const Expr& arg : expr.args()) {
      if (arg.is_rule()) {
        if (arg[0].is(sym::TimeZone)) {
          zone = machine_real(arg[1]);
          if (!zone && arg[1].is_string()) zone = zone_offset(arg[1].string_value(), current_unix_time());
        }
      } else {
        args.push_back(arg);
      }
    }
    if (args.empty()) return current_date();
    auto date = try_read_date(args[0]);
    if (!date) return std::nullopt;
    if (args.size() >= 2 && args[1].is_string()) {
      if (const auto granularity = granularity_by_name(args[1].string_value())) date->granularity = *granularity;
    }
    if (args.size() >= 2 && args[1].has_head(sym::TimeObject) && args[1].size() >= 1 && args[1][0].is_list()) {
      double scale = 3600.0;
      for (const Expr& field : args[1][0].args()) {
        date->seconds += machine_real(field).value_or(0.0) * scale;
        scale /= 60.0;
      }
      date->granularity = Granularity::Instant;
    }
    if (args.size() >= 4) {
      if (const auto hours = machine_real(args[3])) zone = *hours;
    }
    if (zone) date->zone = *zone;
    date->form = DateValue::Form::Object;
    return date;
  }
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
  if (date.granularity <= Granularity::Day) return make_normal(Expr(sym::DateObject), {fields, granularity});
  return make_normal(Expr(sym::DateObject), {fields, granularity, Expr::string("Gregorian"), Expr::real(date.zone)});
}

}  // namespace lykos::builtins
