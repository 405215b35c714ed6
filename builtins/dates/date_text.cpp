// date_text.cpp - dates as texts and as single values: DateString and DateValue.
#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <functional>

#include "builtins/dates/date_value.h"
#include "builtins/dates/register.h"
#include "builtins/strings/text.h"
#include "builtins/support.h"
#include "expr/association.h"

namespace lykos::builtins {
namespace {

Expr weekday_symbol(const DateValue& date) { return Expr::symbol(day_name(weekday_of(date))); }

// ---- DateString

std::string default_text(const DateValue& date) {
  const CivilTime t = date.civil();
  const auto element = [&](std::string_view name) { return *date_element_text(name, t, date.zone); };
  if (date.clock_only) {
    return date.granularity == Granularity::Hour || date.granularity == Granularity::Minute ? element("Hour") + ":" + element("Minute") : element("Time");
  }
  switch (date.granularity) {
    case Granularity::Millennium:
    case Granularity::Century:
    case Granularity::Decade:
    case Granularity::Year: return element("Year");
    case Granularity::Quarter: return element("QuarterNameShort") + " " + element("Year");
    case Granularity::Month: return element("MonthNameShort") + " " + element("Year");
    case Granularity::Week:
    case Granularity::Day: return element("DateShort");
    case Granularity::Hour:
    case Granularity::Minute: return element("DateShort") + " " + element("Hour") + ":" + element("Minute");
    default: return element("DateTimeShort");
  }
}

bool is_element(std::string_view text) { return date_element_text(text, CivilTime(), 0.0).has_value(); }

// The list of elements a format stands for: a name, a list, or <|"Elements" -> {...}, "Delimiters" -> sep|>; nullopt for anything else.
std::optional<std::vector<std::string>> format_elements(const Expr& format) {
  std::vector<std::string> elements;
  if (format.is_association()) {
    const Expr* given = association_find(format, string_expr("Elements"));
    const Expr* delimiters = association_find(format, string_expr("Delimiters"));
    if (given == nullptr) return std::nullopt;
    auto parts = format_elements(*given);
    if (!parts) return std::nullopt;
    for (std::size_t i = 0; i < parts->size(); ++i) {
      if (i > 0 && delimiters != nullptr && !delimiters->is(sym::Automatic)) {
        const Expr delimiter = delimiters->is_list() && delimiters->size() > 0 ? Expr((*delimiters)[(i - 1) % delimiters->size()]) : *delimiters;
        if (!delimiter.is_string()) return std::nullopt;
        elements.push_back(delimiter.string_value());
      }
      elements.push_back((*parts)[i]);
    }
    return elements;
  }
  for (const Expr& part : format.is_list() ? elements_of(format) : std::vector<Expr>{format}) {
    if (!part.is_string()) return std::nullopt;
    elements.push_back(part.string_value());
  }
  return elements;
}

// DateString[], DateString[date], DateString[elements], DateString[date, elements]
MaybeExpr builtin_DateString(Call& call) {
  Expr format(sym::Automatic);
  std::size_t date_index = 0;
  if (call.size() == 2) {
    format = call.arg(1);
  } else if (call.size() == 1) {
    const Expr& only = call.arg(0);
    const bool strings = only.is_list() && only.size() > 0 && std::all_of(only.args().begin(), only.args().end(), [](const Expr& e) { return e.is_string(); });
    if ((only.is_string() && is_element(only.string_value())) || strings || only.is_association()) {
      format = only;
      date_index = 1;
    }
  }
  if (date_index == 0) {
    if (MaybeExpr many = thread_over_dates(call)) return many;
  }
  const auto date = date_or_now(call, date_index);
  if (!date) return std::nullopt;
  if (format.is(sym::Automatic)) {
    const Expr chosen = evaluate(Expr(sym::DollarDateStringFormat));
    if (chosen.is(sym::DollarDateStringFormat) || (chosen.is_string() && chosen.string_value() == "DateTimeShort")) return Expr::string(default_text(*date));
    format = chosen;
  }
  const auto elements = format_elements(format);
  if (!elements) return call.message("fmt", {format});
  const CivilTime t = date->civil();
  std::string text;
  for (const std::string& element : *elements) text += date_element_text(element, t, date->zone).value_or(element);
  return Expr::string(std::move(text));
}

Expr value_DateStringFormat() { return Expr::string("DateTimeShort"); }

// ---- DateValue

// The place of a moment within its year, month, day, hour or minute: "YearExact" is 2024.5 in the middle of 2024, "YearFraction" 0.5.
MaybeExpr exact_value(std::string_view name, const DateValue& date) {
  const CivilTime t = date.civil();
  const auto fraction_of = [&](const CivilTime& from, const CivilTime& to) {
    const double start = absolute_seconds(from);
    return (date.seconds - start) / (absolute_seconds(to) - start);
  };
  struct Part {
    std::string_view unit;
    double whole, fraction;
  };
  const Part parts[] = {
      {"Year", static_cast<double>(t.year), fraction_of({t.year, 1, 1, 0, 0, 0}, {t.year + 1, 1, 1, 0, 0, 0})},
      {"Month", static_cast<double>(t.month), fraction_of({t.year, t.month, 1, 0, 0, 0}, {t.year, t.month + 1, 1, 0, 0, 0})},
      {"Day", static_cast<double>(t.day), (static_cast<double>(t.hour * 3600 + t.minute * 60) + t.second) / 86400.0},
      {"Hour", static_cast<double>(t.hour), (static_cast<double>(t.minute * 60) + t.second) / 3600.0},
      {"Minute", static_cast<double>(t.minute), t.second / 60.0},
      {"Second", std::floor(t.second), t.second - std::floor(t.second)}};
  for (const Part& part : parts) {
    if (name.substr(0, part.unit.size()) != part.unit) continue;
    const std::string_view rest = name.substr(part.unit.size());
    if (rest == "Exact") return Expr::real(part.whole + part.fraction);
    if (rest == "Fraction") return Expr::real(part.fraction);
  }
  if (name == "YearUnsigned") return Expr::integer(std::llabs(t.year));
  return std::nullopt;
}

// DateValue[date, element, form]: the text of the element as a String, Integer, Real or the head of a number.
MaybeExpr value_in_form(std::string_view name, const Expr& form, const DateValue& date) {
  const auto text = date_element_text(name, date.civil(), date.zone);
  if (!text || !form.is_symbol()) return std::nullopt;
  if (form.is(sym::String)) return Expr::string(*text);
  char* end = nullptr;
  const double value = std::strtod(text->c_str(), &end);
  if (end != text->c_str() + text->size()) return std::nullopt;
  if (form.is(sym::Integer)) return Expr::integer(static_cast<std::int64_t>(std::floor(value)));
  if (form.is(sym::Real)) return Expr::real(value);
  return std::nullopt;
}

// DateValue[elements], DateValue[date, element], DateValue[date, {elements}]
MaybeExpr builtin_DateValue(Call& call) {
  if (call.size() >= 2) {
    if (MaybeExpr many = thread_over_dates(call)) return many;
  }
  const Expr& elements = call.arg(call.size() == 1 ? 0 : 1);
  const auto date = call.size() >= 2 ? read_date(call, call.arg(0)) : current_date();
  if (!date) return std::nullopt;
  const CivilTime t = date->civil();
  const std::function<MaybeExpr(const Expr&)> value = [&](const Expr& element) -> MaybeExpr {
    if (element.is_list()) {
      Builder values(sym::List);
      for (const Expr& part : element.args()) {
        MaybeExpr one = value(part);
        if (!one) return std::nullopt;
        values.push(std::move(*one));
      }
      return values.finish();
    }
    if (!element.is_string()) return call.message("fmt", {element});
    const std::string& name = element.string_value();
    if (call.size() == 3) {
      if (MaybeExpr formed = value_in_form(name, call.arg(2), *date)) return formed;
      return call.message("fmt", {call.arg(2)});
    }
    if (MaybeExpr exact = exact_value(name, *date)) return exact;
    if (name == "Year") return Expr::integer(t.year);
    if (name == "Quarter") return Expr::integer((t.month - 1) / 3 + 1);
    if (name == "Month") return Expr::integer(t.month);
    if (name == "Day") return Expr::integer(t.day);
    if (name == "Hour" || name == "Hour24") return Expr::integer(t.hour);
    if (name == "Hour12") return Expr::integer(t.hour % 12 == 0 ? 12 : t.hour % 12);
    if (name == "Minute") return Expr::integer(t.minute);
    if (name == "Second") return Expr::integer(static_cast<std::int64_t>(t.second));
    if (name == "SecondExact" || name == "SecondReal") return Expr::real(t.second);
    if (name == "Millisecond") return Expr::integer(static_cast<std::int64_t>((t.second - std::floor(t.second)) * 1000.0));
    if (name == "DayName") return weekday_symbol(*date);
    if (name == "DayOfYear" || name == "YearDay") return Expr::integer(day_of_year(t));
    if (name == "ISOWeekDay" || name == "WeekDay") return Expr::integer((weekday_of(*date) + 6) % 7 + 1);
    if (name == "Week" || name == "ISOWeek") {
      std::int64_t year = 0;
      std::int64_t week = 0;
      iso_week(t, year, week);
      return Expr::integer(week);
    }
    if (name == "TimeZone") return Expr::real(date->zone);
    if (auto text = date_element_text(name, t, date->zone)) return Expr::string(std::move(*text));
    return call.message("fmt", {element});
  };
  return value(elements);
}

constexpr MessageTexts kMessages = {{"arg", "Argument `1` cannot be interpreted as a date or time input."},
                                    {"str", "String \"`1`\" cannot be interpreted as a date."},
                                    {"zone", "`1` is not a number of hours or the name of a time zone."},
                                    {"fmt", "`1` is not a valid date format."}};

constexpr Builtin kBuiltins[] = {
    {.name = "DateString",
     .fn = builtin_DateString,
     .arity = between(0, 2),
     .usage = "DateString[] gives a string representing the current date and time.\n"
              "DateString[date] gives a string for a date.\n"
              "DateString[elem] gives elements such as \"ISODate\", \"Year\" or \"MonthName\" of the current date.\n"
              "DateString[date, {e1, e2, ...}] joins elements and other strings.\n"
              "DateString[date, <|\"Elements\" -> {e1, e2, ...}, \"Delimiters\" -> sep|>] puts sep between them.",
     .options = "{TimeZone -> Automatic}",
     .messages = kMessages},
    {.name = "DateValue",
     .fn = builtin_DateValue,
     .arity = between(1, 3),
     .usage = "DateValue[date, elem] gives a part of a date such as \"Year\" or \"DayName\".\n"
              "DateValue[date, {e1, e2, ...}] gives a list of parts.\nDateValue[elem] uses the current date.\n"
              "DateValue[date, elem, form] gives the part as a String, Integer or Real.",
     .messages = kMessages},
    {.name = "$DateStringFormat", .usage = "$DateStringFormat gives the format of dates that DateString uses by default. It may be set.", .value = value_DateStringFormat},
};

}  // namespace

void register_date_text(Registry& r) { r.add(kBuiltins); }
}  // namespace lykos::builtins
