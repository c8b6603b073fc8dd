#include "engine/working_days.hpp"

#include <algorithm>

namespace verloop {
namespace {

/// The day on which the holiday of a year is kept; a shift may take it into the year beside it.
Date day_of(const Holiday& holiday, std::chrono::year year) {
  if (!holiday.fixed) return add_days(easter_sunday(year), holiday.easter_offset);
  const Date day(year, holiday.fixed->month(), holiday.fixed->day());
  if (!day.ok()) return day;  // 29 February, in a year that has none.
  return weekday_of(day) == std::chrono::Sunday ? add_days(day, holiday.on_sunday_shift) : day;
}

}  // namespace

Date easter_sunday(std::chrono::year year) {
  const int y = static_cast<int>(year);
  const int a = y % 19, b = y / 100, c = y % 100;
  const int d = b / 4, e = b % 4, f = (b + 8) / 25, g = (b - f + 1) / 3;
  const int h = (19 * a + b - d - g + 15) % 30;
  const int i = c / 4, k = c % 4;
  const int l = (32 + 2 * e + 2 * i - h - k) % 7;
  const int m = (a + 11 * h + 22 * l) / 451;
  const int month = (h + l - 7 * m + 114) / 31;
  const int day = (h + l - 7 * m + 114) % 31 + 1;
  return Date(year, std::chrono::month(static_cast<unsigned>(month)),
              std::chrono::day(static_cast<unsigned>(day)));
}

bool is_working_day(Date day, const std::vector<Holiday>& holidays) {
  const auto weekday = weekday_of(day);
  if (weekday == std::chrono::Saturday || weekday == std::chrono::Sunday) return false;
  const std::chrono::years one(1);
  return std::none_of(holidays.begin(), holidays.end(), [day, one](const Holiday& holiday) {
    return day_of(holiday, day.year()) == day || day_of(holiday, day.year() - one) == day ||
           day_of(holiday, day.year() + one) == day;
  });
}

Date roll_to_working_day(Date day, const std::vector<Holiday>& holidays) {
  while (!is_working_day(day, holidays)) day = add_days(day, 1);
  return day;
}

}  // namespace verloop
