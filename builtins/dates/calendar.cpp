// calendar.cpp - calendar arithmetic, time zones, and dates as text.
#include "builtins/dates/calendar.h"

#include <sys/time.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>

#include "builtins/strings/text.h"

namespace lykos::builtins {

namespace {

constexpr const char* kMonths[] = {"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"};
constexpr const char* kDays[] = {"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"};
constexpr std::pair<const char*, Granularity> kGranularities[] = {
    {"Millennium", Granularity::Millennium}, {"Century", Granularity::Century}, {"Decade", Granularity::Decade},
    {"Year", Granularity::Year}, {"Quarter", Granularity::Quarter}, {"Month", Granularity::Month},   {"Week", Granularity::Week}, {"Day", Granularity::Day},
    {"Hour", Granularity::Hour}, {"Minute", Granularity::Minute},   {"Second", Granularity::Second}, {"Instant", Granularity::Instant}};

std::string padded(std::int64_t value, int width) {
  char buffer[32];
  std::snprintf(buffer, sizeof buffer, "%0*lld", width, static_cast<long long>(value));
  return buffer;
}

std::int64_t floor_divide(std::int64_t a, std::int64_t b) { return a / b - (a % b < 0 ? 1 : 0); }

// The local zone is asked of the C library; other zones by setting TZ for the moment of the question.
double offset_at(std::time_t moment) {
  std::tm broken{};
  localtime_r(&moment, &broken);
  return static_cast<double>(broken.tm_gmtoff) / 3600.0;
}

}  // namespace

const char* granularity_name(Granularity granularity) { return kGranularities[static_cast<std::size_t>(granularity)].first; }
std::optional<Granularity> granularity_by_name(std::string_view name) {
  for (const auto& [text, value] : kGranularities) {
    if (name == text) return value;
  }
  return std::nullopt;
}

std::int64_t days_from_civil(std::int64_t year, std::int64_t month, std::int64_t day) {
  year -= month <= 2 ? 1 : 0;
  const std::int64_t era = floor_divide(year, 400);
  const std::int64_t year_of_era = year - era * 400;
  const std::int64_t day_of_shifted_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  const std::int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_shifted_year;
  return era * 146097 + day_of_era - 719468;
}

void civil_from_days(std::int64_t days, std::int64_t& year, std::int64_t& month, std::int64_t& day) {
  days += 719468;
  const std::int64_t era = floor_divide(days, 146097);
  const std::int64_t day_of_era = days - era * 146097;
  const std::int64_t year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  const std::int64_t day_of_shifted_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const std::int64_t shifted_month = (5 * day_of_shifted_year + 2) / 153;
  day = day_of_shifted_year - (153 * shifted_month + 2) / 5 + 1;
  month = shifted_month + (shifted_month < 10 ? 3 : -9);
  year = year_of_era + era * 400 + (month <= 2 ? 1 : 0);
}

bool is_leap_year(std::int64_t year) { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0); }

std::int64_t days_in_month(std::int64_t year, std::int64_t month) {
  static constexpr int kLengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return month == 2 && is_leap_year(year) ? 29 : kLengths[month - 1];
}

int day_of_week(std::int64_t days) { return static_cast<int>(((days + 4) % 7 + 7) % 7); }

std::int64_t day_of_year(const CivilTime& time) {
  return days_from_civil(time.year, time.month, time.day) - days_from_civil(time.year, 1, 1) + 1;
}

void iso_week(const CivilTime& time, std::int64_t& year, std::int64_t& week) {
  // The week belongs to the year of its Thursday.
  const std::int64_t days = days_from_civil(time.year, time.month, time.day);
  const std::int64_t weekday = (day_of_week(days) + 6) % 7;
  const std::int64_t thursday = days - weekday + 3;
  std::int64_t month = 0;
  std::int64_t day = 0;
  civil_from_days(thursday, year, month, day);
  week = (thursday - days_from_civil(year, 1, 1)) / 7 + 1;
}

double absolute_seconds(const CivilTime& time) {
  const std::int64_t months = time.year * 12 + time.month - 1;
  const std::int64_t year = floor_divide(months, 12);
  const std::int64_t days = days_from_civil(year, months - year * 12 + 1, 1) + time.day - 1;
  return static_cast<double>(days) * 86400.0 + static_cast<double>(kUnixEpoch) + static_cast<double>(time.hour * 3600 + time.minute * 60) + time.second;
}

CivilTime civil_from_seconds(double seconds) {
  CivilTime time;
  const double unix_seconds = seconds - static_cast<double>(kUnixEpoch);
  const double days = std::floor(unix_seconds / 86400.0);
  civil_from_days(static_cast<std::int64_t>(days), time.year, time.month, time.day);
  double rest = unix_seconds - days * 86400.0;
  time.hour = static_cast<std::int64_t>(rest / 3600.0);
  rest -= static_cast<double>(time.hour) * 3600.0;
  time.minute = static_cast<std::int64_t>(rest / 60.0);
  time.second = rest - static_cast<double>(time.minute) * 60.0;
  return time;
}

std::optional<double> zone_offset(std::string_view zone, double unix_seconds) {
  const auto moment = static_cast<std::time_t>(std::floor(unix_seconds));
  if (zone.empty()) return offset_at(moment);
  if (zone == "UTC" || zone == "GMT" || zone == "Z") return 0.0;
  if (zone.find("..") != std::string_view::npos) return std::nullopt;
  std::error_code error;
  if (!std::filesystem::is_regular_file("/usr/share/zoneinfo/" + std::string(zone), error)) return std::nullopt;
  const char* before = std::getenv("TZ");
  const std::string saved = before == nullptr ? "" : before;
  setenv("TZ", (":" + std::string(zone)).c_str(), 1);
  tzset();
  const double offset = offset_at(moment);
  if (before == nullptr) unsetenv("TZ");
  else setenv("TZ", saved.c_str(), 1);
  tzset();
  return offset;
}

double current_unix_time() {
  timeval now{};
  gettimeofday(&now, nullptr);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_usec) * 1e-6;
}

const char* month_name(std::int64_t month) { return kMonths[month - 1]; }
const char* day_name(int day) { return kDays[day]; }

// ---- writing

std::optional<std::string> date_element_text(std::string_view e, const CivilTime& t, double zone_hours) {
  const std::int64_t days = days_from_civil(t.year, t.month, t.day);
  const std::string weekday = kDays[day_of_week(days)];
  const std::string month = kMonths[t.month - 1];
  const std::int64_t hour12 = t.hour % 12 == 0 ? 12 : t.hour % 12;
  const auto second = static_cast<std::int64_t>(t.second);
  const std::int64_t quarter = (t.month - 1) / 3 + 1;
  const auto join = [&](std::initializer_list<std::string_view> parts) {
    std::string text;
    for (const std::string_view part : parts) {
      if (const auto one = date_element_text(part, t, zone_hours)) text += *one;
      else text += part;
    }
    return text;
  };
  if (e == "Year") return padded(t.year, 4);
  if (e == "YearShort") return padded(((t.year % 100) + 100) % 100, 2);
  if (e == "Quarter" || e == "QuarterShort") return padded(quarter, 1);
  if (e == "QuarterName") return "Quarter " + padded(quarter, 1);
  if (e == "QuarterNameShort") return "Q" + padded(quarter, 1);
  if (e == "Month") return padded(t.month, 2);
  if (e == "MonthShort") return padded(t.month, 1);
  if (e == "MonthName") return month;
  if (e == "MonthNameShort") return month.substr(0, 3);
  if (e == "MonthNameInitial") return month.substr(0, 1);
  if (e == "Day") return padded(t.day, 2);
  if (e == "DayShort") return padded(t.day, 1);
  if (e == "DayName") return weekday;
  if (e == "DayNameShort") return weekday.substr(0, 3);
  if (e == "DayNameInitial") return weekday.substr(0, 1);
  if (e == "DayOfYear" || e == "YearDay") return padded(day_of_year(t), 3);
  if (e == "Hour" || e == "Hour24") return padded(t.hour, 2);
  if (e == "HourShort" || e == "Hour24Short") return padded(t.hour, 1);
  if (e == "Hour12") return padded(hour12, 2);
  if (e == "Hour12Short") return padded(hour12, 1);
  if (e == "AMPM") return std::string(t.hour < 12 ? "AM" : "PM");
  if (e == "AMPMLowerCase") return std::string(t.hour < 12 ? "am" : "pm");
  if (e == "Minute") return padded(t.minute, 2);
  if (e == "MinuteShort") return padded(t.minute, 1);
  if (e == "Second") return padded(second, 2);
  if (e == "SecondShort") return padded(second, 1);
  if (e == "SecondExact") {
    char buffer[32];
    std::snprintf(buffer, sizeof buffer, "%06.3f", t.second);
    return std::string(buffer);
  }
  if (e == "Millisecond") return padded(static_cast<std::int64_t>((t.second - static_cast<double>(second)) * 1000.0), 3);
  if (e == "MillisecondShort") return padded(static_cast<std::int64_t>((t.second - static_cast<double>(second)) * 1000.0), 1);
  if (e == "Time") return join({"Hour", ":", "Minute", ":", "Second"});
  if (e == "Date") return join({"DayName", " ", "DayShort", " ", "MonthName", " ", "Year"});
  if (e == "DateShort") return join({"DayNameShort", " ", "DayShort", " ", "MonthNameShort", " ", "Year"});
  if (e == "DateTime") return join({"Date", " ", "Time"});
  if (e == "DateTimeShort") return join({"DateShort", " ", "Time"});
  if (e == "ISODate") return join({"Year", "-", "Month", "-", "Day"});
  if (e == "ISODateTime") return join({"ISODate", "T", "Time"});
  if (e == "ISOYearDay" || e == "ISOOrdinalDate") return join({"Year", "-", "DayOfYear"});
  if (e == "ISOWeekDay" || e == "WeekDay") return padded((day_of_week(days) + 6) % 7 + 1, 1);
  if (e == "ISOWeek" || e == "Week" || e == "ISOWeekDate") {
    std::int64_t year = 0;
    std::int64_t week = 0;
    iso_week(t, year, week);
    if (e == "Week") return padded(week, 2);
    const std::string text = padded(year, 4) + "-W" + padded(week, 2);
    return e == "ISOWeek" ? text : text + "-" + padded((day_of_week(days) + 6) % 7 + 1, 1);
  }
  if (e == "TimeZone" || e == "ISOTimeZone" || e == "TimeZoneName") {
    const auto minutes = static_cast<std::int64_t>(std::llround(std::fabs(zone_hours) * 60.0));
    const std::string sign = zone_hours < 0 ? "-" : "+";
    if (e == "TimeZoneName") return "GMT" + sign + padded(minutes / 60, 1);
    return sign + padded(minutes / 60, 2) + (e == "ISOTimeZone" ? ":" : "") + padded(minutes % 60, 2);
  }
  return std::nullopt;
}

// ---- reading

namespace {

std::optional<std::int64_t> month_by_name(std::string_view word) {
  if (word.size() < 3) return std::nullopt;
  const std::string lower = to_lower(word);
  for (int i = 0; i < 12; ++i) {
    const std::string name = to_lower(kMonths[i]);
    if (name == lower || name.substr(0, 3) == lower || (lower == "sept" && i == 8)) return i + 1;
  }
  return std::nullopt;
}

bool is_day_name(std::string_view word) {
  const std::string lower = to_lower(word);
  for (const char* day : kDays) {
    const std::string name = to_lower(day);
    if (lower.size() >= 3 && name.compare(0, lower.size(), lower) == 0) return true;
  }
  return false;
}

struct Token {
  std::string text;
  bool number = false;
  char before = 0;    // the character in front
};

std::vector<Token> tokens_of(std::string_view text) {
  std::vector<Token> tokens;
  const auto kind = [](char c) { return c >= '0' && c <= '9' ? 1 : (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ? 2 : 0; };
  for (std::size_t i = 0; i < text.size();) {
    const int here = kind(text[i]);
    if (here == 0) {
      ++i;
      continue;
    }
    std::size_t end = i;
    while (end < text.size() && kind(text[end]) == here) ++end;
    tokens.push_back({std::string(text.substr(i, end - i)), here == 1, i > 0 ? text[i - 1] : '\0'});
    i = end;
  }
  return tokens;
}

std::int64_t full_year(std::int64_t year, std::size_t digits) {
  if (digits > 2) return year;
  return year < 50 ? 2000 + year : 1900 + year;
}

bool valid(const CivilTime& t) {
  return t.month >= 1 && t.month <= 12 && t.day >= 1 && t.day <= days_in_month(t.year, t.month) && t.hour >= 0 && t.hour <= 24 && t.minute >= 0 &&
         t.minute < 60 && t.second >= 0 && t.second < 61;
}

}  // namespace

namespace {

// today, tomorrow, yesterday, now, noon, midnight
std::optional<ParsedDate> named_date(std::string_view text) {
  const double now = current_unix_time();
  const double local = now + static_cast<double>(kUnixEpoch) + 3600.0 * zone_offset("", now).value_or(0);
  const double today = std::floor(local / 86400.0) * 86400.0;
  struct Named {
    std::string_view name;
    double seconds;
    Granularity granularity;
  };
  const Named names[] = {{"today", today, Granularity::Day},           {"tomorrow", today + 86400.0, Granularity::Day}, {"yesterday", today - 86400.0, Granularity::Day},
                         {"now", local, Granularity::Instant},         {"noon", today + 43200.0, Granularity::Minute},  {"midnight", today, Granularity::Minute}};
  const std::string lower = to_lower(text);
  for (const Named& row : names) {
    if (lower == row.name) return ParsedDate{civil_from_seconds(row.seconds), row.granularity, std::nullopt};
  }
  return std::nullopt;
}

// The basic form of ISO 8601 with a time, 20240115T103000Z, written as the extended one.
std::string extended_form(std::string_view text) {
  const auto digits = [&](std::size_t from, std::size_t count) {
    return text.size() >= from + count && std::all_of(text.begin() + static_cast<std::ptrdiff_t>(from), text.begin() + static_cast<std::ptrdiff_t>(from + count), [](char c) { return c >= '0' && c <= '9'; });
  };
  if (!digits(0, 8) || text.size() < 13 || text[8] != 'T' || !digits(9, 4)) return std::string(text);
  std::string result = std::string(text.substr(0, 4)) + "-" + std::string(text.substr(4, 2)) + "-" + std::string(text.substr(6, 2)) + "T" + std::string(text.substr(9, 2)) + ":" + std::string(text.substr(11, 2));
  std::size_t rest = 13;
  if (digits(13, 2)) {
    result += ":" + std::string(text.substr(13, 2));
    rest = 15;
  }
  return result + std::string(text.substr(rest));
}

}  // namespace

std::optional<ParsedDate> parse_date(std::string_view given) {
  if (auto named = named_date(given)) return named;
  const std::string text = extended_form(given);
  ParsedDate result;
  std::vector<Token> tokens = tokens_of(text);
  std::vector<Token> numbers;
  std::optional<std::int64_t> month;
  bool month_first = false;
  bool has_time = false;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    const Token& token = tokens[i];
    const bool time_follows = token.number && i + 1 < tokens.size() && tokens[i + 1].number && tokens[i + 1].before == ':' && !has_time;
    if (time_follows) {
      has_time = true;
      result.time.hour = std::atoll(token.text.c_str());
      result.time.minute = std::atoll(tokens[++i].text.c_str());
      result.granularity = Granularity::Minute;
      if (i + 1 < tokens.size() && tokens[i + 1].number && tokens[i + 1].before == ':') {
        result.time.second = static_cast<double>(std::atoll(tokens[++i].text.c_str()));
        result.granularity = Granularity::Instant;
        if (i + 1 < tokens.size() && tokens[i + 1].number && tokens[i + 1].before == '.') {
          result.time.second += std::atof(("0." + tokens[++i].text).c_str());
        }
      }
      // An offset right behind the time: Z, +02:00, -0500.
      if (i + 1 < tokens.size() && tokens[i + 1].number && (tokens[i + 1].before == '+' || tokens[i + 1].before == '-')) {
        const bool negative = tokens[i + 1].before == '-';
        const std::string& digits = tokens[++i].text;
        double hours = std::atof(digits.substr(0, 2).c_str());
        if (digits.size() == 4) hours += std::atof(digits.substr(2).c_str()) / 60.0;
        else if (i + 1 < tokens.size() && tokens[i + 1].number && tokens[i + 1].before == ':') hours += std::atof(tokens[++i].text.c_str()) / 60.0;
        result.zone = negative ? -hours : hours;
      }
      continue;
    }
    if (token.number) {
      numbers.push_back(token);
      continue;
    }
    const std::string lower = to_lower(token.text);
    if (lower == "pm" || lower == "am") {
      if (!has_time && !numbers.empty()) {
        result.time.hour = std::atoll(numbers.back().text.c_str());
        numbers.pop_back();
        has_time = true;
        result.granularity = Granularity::Hour;
      }
      if (lower == "pm" && result.time.hour < 12) result.time.hour += 12;
      if (lower == "am" && result.time.hour == 12) result.time.hour = 0;
    } else if (lower == "z" || lower == "utc" || lower == "gmt") {
      result.zone = 0.0;
    } else if (const auto named = month_by_name(lower)) {
      if (month) return std::nullopt;
      month = *named;
      month_first = numbers.empty();
    } else if (!is_day_name(lower) && lower != "t" && lower != "th" && lower != "st" && lower != "nd" && lower != "rd" && lower != "of" && lower != "at") {
      return std::nullopt;
    }
  }
  const auto value = [&](std::size_t i) { return std::atoll(numbers[i].text.c_str()); };
  const auto length = [&](std::size_t i) { return numbers[i].text.size(); };
  Granularity date_part = Granularity::Day;
  if (month) {
    result.time.month = *month;
    if (numbers.size() == 1) {
      if (length(0) >= 3) {
        result.time.year = value(0);
        date_part = Granularity::Month;
      } else {
        result.time.day = value(0);
        result.time.year = civil_from_seconds(current_unix_time() + static_cast<double>(kUnixEpoch)).year;
      }
    } else if (numbers.size() == 2) {
      const std::size_t year = length(0) > 2 && !month_first ? 0 : 1;
      result.time.year = full_year(value(year), length(year));
      result.time.day = value(1 - year);
    } else {
      return std::nullopt;
    }
  } else if (numbers.size() == 3) {
    if (length(0) > 2) {
      result.time.year = value(0), result.time.month = value(1), result.time.day = value(2);
    } else {
      result.time.month = value(0), result.time.day = value(1), result.time.year = full_year(value(2), length(2));
      if (result.time.month > 12 || numbers[1].before == '.') std::swap(result.time.month, result.time.day);
    }
  } else if (numbers.size() == 2 && (length(0) > 2 || length(1) > 2)) {
    const std::size_t year = length(0) > 2 ? 0 : 1;
    result.time.year = value(year), result.time.month = value(1 - year);
    date_part = Granularity::Month;
  } else if (numbers.size() == 1 && length(0) == 8) {
    result.time.year = value(0) / 10000, result.time.month = value(0) / 100 % 100, result.time.day = value(0) % 100;
  } else if (numbers.size() == 1 && length(0) == 4) {
    result.time.year = value(0);
    date_part = Granularity::Year;
  } else if (numbers.empty() && has_time) {
    const CivilTime today = civil_from_seconds(current_unix_time() + static_cast<double>(kUnixEpoch) + 3600.0 * zone_offset("", current_unix_time()).value_or(0));
    result.time.year = today.year, result.time.month = today.month, result.time.day = today.day;
  } else {
    return std::nullopt;
  }
  if (!has_time) result.granularity = date_part;
  if (!valid(result.time)) return std::nullopt;
  return result;
}

namespace {

// Elements that stand for several others.
std::vector<std::string> simple_elements(const std::vector<std::string>& elements) {
  static const std::pair<const char*, std::vector<std::string>> kCompound[] = {
      {"Date", {"DayName", " ", "Day", " ", "MonthName", " ", "Year"}},
      {"DateShort", {"DayNameShort", " ", "Day", " ", "MonthNameShort", " ", "Year"}},
      {"Time", {"Hour", ":", "Minute", ":", "SecondExact"}},
      {"DateTime", {"Date", " ", "Time"}},
      {"DateTimeShort", {"DateShort", " ", "Time"}},
      {"ISODate", {"Year", "-", "Month", "-", "Day"}},
      {"ISODateTime", {"ISODate", "T", "Time"}},
      {"ISOOrdinalDate", {"Year", "-", "DayOfYear"}}};
  std::vector<std::string> result;
  for (const std::string& element : elements) {
    const auto* compound = std::find_if(std::begin(kCompound), std::end(kCompound), [&](const auto& row) { return element == row.first; });
    if (compound == std::end(kCompound)) {
      result.push_back(element);
      continue;
    }
    const std::vector<std::string> parts = simple_elements(compound->second);
    result.insert(result.end(), parts.begin(), parts.end());
  }
  return result;
}

}  // namespace

std::optional<ParsedDate> parse_date(std::string_view text, const std::vector<std::string>& given_elements) {
  const std::vector<std::string> elements = simple_elements(given_elements);
  ParsedDate result;
  std::optional<std::int64_t> day_of_the_year;
  result.granularity = Granularity::Year;
  bool afternoon = false;
  bool morning = false;
  const auto finer = [&](Granularity granularity) { result.granularity = std::max(result.granularity, granularity); };
  for (const std::string& element : elements) {
    while (!text.empty() && (element.empty() || element[0] != ' ') && text[0] == ' ') text.remove_prefix(1);
    const auto number = [&](std::size_t most) -> std::optional<std::int64_t> {
      std::size_t end = 0;
      while (end < text.size() && end < most && text[end] >= '0' && text[end] <= '9') ++end;
      if (end == 0) return std::nullopt;
      const std::int64_t value = std::atoll(std::string(text.substr(0, end)).c_str());
      text.remove_prefix(end);
      return value;
    };
    const auto word = [&] {
      std::size_t end = 0;
      while (end < text.size() && ((text[end] | 0x20) >= 'a' && (text[end] | 0x20) <= 'z')) ++end;
      const std::string_view taken = text.substr(0, end);
      text.remove_prefix(end);
      return taken;
    };
    std::optional<std::int64_t> value = 0;
    if (element == "Year") {
      value = number(4);
      result.time.year = value.value_or(0);
    } else if (element == "YearShort") {
      value = number(2);
      result.time.year = full_year(value.value_or(0), 2);
    } else if (element == "Month" || element == "MonthShort") {
      value = number(2);
      result.time.month = value.value_or(0);
      finer(Granularity::Month);
    } else if (element == "MonthName" || element == "MonthNameShort") {
      value = month_by_name(word());
      result.time.month = value.value_or(0);
      finer(Granularity::Month);
    } else if (element == "Day" || element == "DayShort") {
      value = number(2);
      result.time.day = value.value_or(0);
      finer(Granularity::Day);
    } else if (element == "DayOfYear") {
      value = day_of_the_year = number(3);
      finer(Granularity::Day);
    } else if (element == "Millisecond" || element == "MillisecondShort") {
      value = number(3);
      result.time.second += static_cast<double>(value.value_or(0)) / 1000.0;
      finer(Granularity::Instant);
    } else if (element == "DayName" || element == "DayNameShort") {
      if (!is_day_name(word())) return std::nullopt;
    } else if (element.compare(0, 4, "Hour") == 0) {
      value = number(2);
      result.time.hour = value.value_or(0);
      finer(Granularity::Hour);
    } else if (element == "Minute" || element == "MinuteShort") {
      value = number(2);
      result.time.minute = value.value_or(0);
      finer(Granularity::Minute);
    } else if (element == "Second" || element == "SecondShort" || element == "SecondExact") {
      value = number(2);
      result.time.second += static_cast<double>(value.value_or(0));
      if (element == "SecondExact" && !text.empty() && text[0] == '.') {
        std::size_t end = 1;
        while (end < text.size() && text[end] >= '0' && text[end] <= '9') ++end;
        result.time.second += std::atof(("0" + std::string(text.substr(0, end))).c_str());
        text.remove_prefix(end);
      }
      finer(Granularity::Instant);
    } else if (element == "AMPM" || element == "AMPMLowerCase") {
      std::string mark = to_lower(word());
      if (mark.size() == 1 && text.size() >= 2 && text[0] == '.' && (text[1] | 0x20) == 'm') {   // a.m., p.m.
        mark += 'm';
        text.remove_prefix(2);
        if (!text.empty() && text[0] == '.') text.remove_prefix(1);
      }
      if (mark != "am" && mark != "pm") return std::nullopt;
      afternoon = mark == "pm";
      morning = mark == "am";
    } else if (text.compare(0, element.size(), element) == 0) {
      text.remove_prefix(element.size());
    } else if (element.size() == 1 && !text.empty() && std::string_view("-/.:, ").find(text[0]) != std::string_view::npos) {
      text.remove_prefix(1);   // another separator than the one named
    } else {
      return std::nullopt;
    }
    if (!value) return std::nullopt;
    // Elements given without separators between them allow any.
    while (!text.empty() && std::string_view("-/.:,").find(text[0]) != std::string_view::npos &&
           std::none_of(elements.begin(), elements.end(), [](const std::string& other) { return other.size() == 1; })) {
      text.remove_prefix(1);
    }
  }
  if (afternoon && result.time.hour < 12) result.time.hour += 12;
  if (morning && result.time.hour == 12) result.time.hour = 0;
  if (day_of_the_year) {
    if (*day_of_the_year < 1 || *day_of_the_year > (is_leap_year(result.time.year) ? 366 : 365)) return std::nullopt;
    civil_from_days(days_from_civil(result.time.year, 1, 1) + *day_of_the_year - 1, result.time.year, result.time.month, result.time.day);
  }
  if (!valid(result.time)) return std::nullopt;
  return result;
}

}  // namespace lykos::builtins
