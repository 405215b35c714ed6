// calendar.h - dates and times as plain values: the proleptic Gregorian calendar, time zones, reading and writing of texts.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lykos::builtins {

struct CivilTime {
  std::int64_t year = 1900;
  std::int64_t month = 1;    // 1..12
  std::int64_t day = 1;
  std::int64_t hour = 0;
  std::int64_t minute = 0;
  double second = 0;
};

/// How fine a date is: {y} is a Year, {y, m, d} a Day, {y, m, d, h, m, s} an Instant.
enum class Granularity : unsigned char { Millennium, Century, Decade, Year, Quarter, Month, Week, Day, Hour, Minute, Second, Instant };
const char* granularity_name(Granularity granularity);
std::optional<Granularity> granularity_by_name(std::string_view name);

/// Days since 1970-01-01 (H. Hinnant, "chrono-compatible low-level date algorithms").
std::int64_t days_from_civil(std::int64_t year, std::int64_t month, std::int64_t day);
void civil_from_days(std::int64_t days, std::int64_t& year, std::int64_t& month, std::int64_t& day);
bool is_leap_year(std::int64_t year);
std::int64_t days_in_month(std::int64_t year, std::int64_t month);
int day_of_week(std::int64_t days);          ///< 0 Sunday ... 6 Saturday
std::int64_t day_of_year(const CivilTime& time);
/// ISO 8601 week of the year and the year it belongs to.
void iso_week(const CivilTime& time, std::int64_t& year, std::int64_t& week);

/// Seconds since 1900-01-01 00:00 in the zone of the date. Fields out of range carry over (month 13 is next January).
double absolute_seconds(const CivilTime& time);
CivilTime civil_from_seconds(double seconds);
inline constexpr std::int64_t kUnixEpoch = 2208988800;   ///< absolute seconds at 1970-01-01

/// Offset of a zone from UTC in hours at a moment given in Unix seconds. Zones are "Europe/Berlin" and the like; an empty name
/// is the local zone. nullopt for unknown names.
std::optional<double> zone_offset(std::string_view zone, double unix_seconds);
double current_unix_time();

const char* month_name(std::int64_t month);   ///< full English name
const char* day_name(int day);                ///< of day_of_week

/// A date written in one of the usual ways: ISO 8601, "15 Jan 2024", "January 15, 2024 10:30 PM", "1/15/2024" (month first).
struct ParsedDate {
  CivilTime time;
  Granularity granularity = Granularity::Day;
  std::optional<double> zone;                 // hours, when the text says
};
std::optional<ParsedDate> parse_date(std::string_view text);
/// By elements such as {"Day", "/", "Month", "/", "Year"}.
std::optional<ParsedDate> parse_date(std::string_view text, const std::vector<std::string>& elements);
/// The text of one element ("MonthName", "Hour12" ...); nullopt when the name is no element.
std::optional<std::string> date_element_text(std::string_view element, const CivilTime& time, double zone_hours);

}  // namespace lykos::builtins
