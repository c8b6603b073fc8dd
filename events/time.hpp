#pragma once
// Moments in UTC and calendar days in Europe/Amsterdam. The only file that knows a time zone.
// Formats: RFC 3339 for moments, YYYY-MM-DD for days (spec of the record: docs/log_format.md).

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "events/result.hpp"

namespace verloop {

using Timestamp = std::chrono::sys_time<std::chrono::microseconds>;  // UTC.
using Date = std::chrono::year_month_day;                            // In Europe/Amsterdam.

/// When something happened, as the actor said it: a whole day or a moment. `text` is what is
/// recorded.
struct Occurrence {
  Date day{};
  std::string text;
  friend bool operator==(const Occurrence&, const Occurrence&) = default;
};

Result<Date> parse_date(std::string_view text);  // `2026-03-10`, an existing day from 1900 to 2999.
Result<Timestamp> parse_timestamp(
    std::string_view text);  // RFC 3339 with an offset or Z, at most 6 decimals.
Result<Occurrence> parse_occurrence(std::string_view text);  // Either of the two.

std::string format(Date day);          // `2026-03-10`
std::string format(Timestamp moment);  // `2026-03-10T11:00:00.000000Z`, always six decimals.

Date day_in_amsterdam(Timestamp moment);
/// The moment of local clock time on a day. A time that the clock change skips is moved forward, of
/// two the first.
Timestamp in_amsterdam(Date day, std::chrono::minutes since_midnight);

Date add_days(Date day, std::int64_t count);
std::int64_t days_between(Date from, Date to);  // Positive when `to` is later.
std::chrono::weekday weekday_of(Date day);

}  // namespace verloop
