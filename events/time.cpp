#include "events/time.hpp"

#include <algorithm>
#include <cstdio>

#include <date/tz.h>

namespace verloop {
namespace {

constexpr int year_min = 1900;
constexpr int year_max = 2999;

const date::time_zone* amsterdam() {
  static const date::time_zone* zone = date::locate_zone("Europe/Amsterdam");
  return zone;
}

/// Exactly `width` digits at `at`; -1 when there is anything else.
int digits(std::string_view text, std::size_t at, std::size_t width) {
  if (at + width > text.size()) return -1;
  int value = 0;
  for (std::size_t i = at; i < at + width; ++i) {
    if (text[i] < '0' || text[i] > '9') return -1;
    value = value * 10 + (text[i] - '0');
  }
  return value;
}

Error malformed(const char* problem) {
  return {Errc::malformed, problem};
}

/// Microseconds of the decimals that start at `at` (a point there); `at` moves behind them. -1 when
/// malformed.
std::int64_t fraction(std::string_view text, std::size_t& at) {
  if (at >= text.size() || text[at] != '.') return 0;
  const std::size_t first = ++at;
  constexpr std::size_t count_max = 6;
  std::int64_t value = 0;
  while (at < text.size() && at - first < count_max && text[at] >= '0' && text[at] <= '9')
    value = value * 10 + (text[at++] - '0');
  const std::size_t count = at - first;
  if (count == 0) return -1;
  for (std::size_t i = count; i < count_max; ++i) value *= 10;
  return value;
}

/// With zeros in front up to the width.
void append_number(std::string& text, int number, std::size_t width) {
  const std::string digits = std::to_string(number);
  text.append(width - std::min(width, digits.size()), '0').append(digits);
}

/// Minutes east of UTC of `Z` or `+hh:mm` that fills the rest from `at`; -10000 when malformed.
int offset_minutes(std::string_view text, std::size_t at) {
  constexpr int wrong = -10000;
  if (text.substr(at) == "Z") return 0;
  if (text.size() != at + 6 || (text[at] != '+' && text[at] != '-') || text[at + 3] != ':')
    return wrong;
  const int hours = digits(text, at + 1, 2);
  const int minutes = digits(text, at + 4, 2);
  if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59) return wrong;
  return (text[at] == '-' ? -1 : 1) * (hours * 60 + minutes);
}

}  // namespace

Result<Date> parse_date(std::string_view text) {
  const int y = digits(text, 0, 4);
  const int m = digits(text, 5, 2);
  const int d = digits(text, 8, 2);
  const bool shaped =
      text.size() == 10 && y >= 0 && m >= 0 && d >= 0 && text[4] == '-' && text[7] == '-';
  if (!shaped) return malformed("not a date of the form YYYY-MM-DD");
  const Date day{std::chrono::year(y), std::chrono::month(static_cast<unsigned>(m)),
                 std::chrono::day(static_cast<unsigned>(d))};
  if (!day.ok() || y < year_min || y > year_max)
    return malformed("no such day between 1900 and 2999");
  return day;
}

Result<Timestamp> parse_timestamp(std::string_view text) {
  const char* const expected = "not a moment of the form YYYY-MM-DDTHH:MM:SS with Z or an offset";
  if (text.size() < 20 || (text[10] != 'T' && text[10] != 't')) return malformed(expected);
  const auto day = parse_date(text.substr(0, 10));
  if (day.has_error()) return day.error();
  const int hour = digits(text, 11, 2);
  const int minute = digits(text, 14, 2);
  const int second = digits(text, 17, 2);
  const bool shaped = hour >= 0 && hour < 24 && minute >= 0 && minute < 60 && second >= 0 &&
                      second < 60 && text[13] == ':' && text[16] == ':';
  if (!shaped) return malformed(expected);
  std::size_t at = 19;
  const std::int64_t micros = fraction(text, at);
  const int offset = at < text.size() ? offset_minutes(text, at) : -10000;
  if (micros < 0 || offset == -10000) return malformed(expected);
  return std::chrono::sys_days(*day) + std::chrono::hours(hour) +
         std::chrono::minutes(minute - offset) + std::chrono::seconds(second) +
         std::chrono::microseconds(micros);
}

Result<Occurrence> parse_occurrence(std::string_view text) {
  if (text.size() == 10) {
    const auto day = parse_date(text);
    if (day.has_error()) return day.error();
    return Occurrence{*day, std::string(text)};
  }
  const auto moment = parse_timestamp(text);
  if (moment.has_error()) return moment.error();
  return Occurrence{day_in_amsterdam(*moment), std::string(text)};
}

std::string format(Date day) {
  std::string text;
  append_number(text, static_cast<int>(day.year()), 4);
  append_number(text += '-', static_cast<int>(static_cast<unsigned>(day.month())), 2);
  append_number(text += '-', static_cast<int>(static_cast<unsigned>(day.day())), 2);
  return text;
}

std::string format(Timestamp moment) {
  const auto day = std::chrono::floor<std::chrono::days>(moment);
  const std::chrono::hh_mm_ss time(moment - day);
  char buffer[48];
  std::snprintf(buffer, sizeof buffer, "T%02d:%02d:%02d.%06dZ",
                static_cast<int>(time.hours().count()), static_cast<int>(time.minutes().count()),
                static_cast<int>(time.seconds().count()),
                static_cast<int>(time.subseconds().count()));
  return format(Date(day)) + buffer;
}

Date day_in_amsterdam(Timestamp moment) {
  const auto local = amsterdam()->to_local(moment);
  return Date(std::chrono::sys_days(date::floor<date::days>(local).time_since_epoch()));
}

Timestamp in_amsterdam(Date day, std::chrono::minutes since_midnight) {
  const date::local_time<std::chrono::microseconds> local(
      std::chrono::sys_days(day).time_since_epoch() + since_midnight);
  const auto info = amsterdam()->get_info(local);
  return Timestamp(local.time_since_epoch() - info.first.offset);
}

Date add_days(Date day, std::int64_t count) {
  return Date(std::chrono::sys_days(day) + std::chrono::days(count));
}

std::int64_t days_between(Date from, Date to) {
  return (std::chrono::sys_days(to) - std::chrono::sys_days(from)).count();
}

std::chrono::weekday weekday_of(Date day) {
  return std::chrono::weekday(std::chrono::sys_days(day));
}

}  // namespace verloop
