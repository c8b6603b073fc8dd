#include "engine/working_days.hpp"

#include <gtest/gtest.h>

#include "tests/support/definitions.hpp"

namespace verloop::test {
namespace {

TEST(WorkingDays, EasterFallsOnThePublishedDays) {
  for (const char* text :
       {"1818-03-22", "1943-04-25", "1954-04-18", "1981-04-19", "2000-04-23", "2008-03-23",
        "2011-04-24", "2016-03-27", "2022-04-17", "2024-03-31", "2025-04-20", "2026-04-05",
        "2027-03-28", "2038-04-25", "2049-04-18", "2076-04-19", "2285-03-22"}) {
    const int year = std::stoi(text);
    EXPECT_EQ(format(easter_sunday(std::chrono::year(year))), text);
  }
}

TEST(WorkingDays, AreNoWeekendsAndNoHolidays) {
  const auto& holidays = clusters()->procedure.holidays;
  const std::vector<std::pair<const char*, bool>> days = {
      {"2026-01-01", false}, {"2026-01-02", true},  {"2026-01-03", false}, {"2026-01-04", false},
      {"2026-04-03", false}, {"2026-04-06", false}, {"2026-04-07", true},  {"2026-04-27", false},
      {"2026-05-05", false}, {"2026-05-14", false}, {"2026-05-25", false}, {"2026-12-25", false},
      {"2026-12-28", true},  {"2025-04-28", true},  {"2031-04-26", false}};
  for (const auto& [text, working] : days)
    EXPECT_EQ(is_working_day(day(text), holidays), working) << text;
}

TEST(WorkingDays, AHolidayMovesWhenItFallsOnASunday) {
  const auto& holidays = clusters()->procedure.holidays;
  std::vector<Holiday> kings_day;
  for (const Holiday& one : holidays)
    if (one.on_sunday_shift != 0) kings_day.push_back(one);
  ASSERT_EQ(kings_day.size(), 1u);
  kings_day.front().on_sunday_shift = 1;
  EXPECT_FALSE(is_working_day(day("2025-04-28"), kings_day));
  EXPECT_TRUE(is_working_day(day("2026-04-28"), kings_day));
  EXPECT_FALSE(is_working_day(day("2026-04-27"), kings_day));
}

/// A holiday on a fixed day that moves when it falls on a Sunday.
Holiday moving(unsigned month, unsigned date, int shift) {
  return {{}, std::chrono::month_day(std::chrono::month(month), std::chrono::day(date)), 0, shift};
}

TEST(WorkingDays, AHolidayMayMoveIntoTheYearBefore) {
  // 1 January 2034 is a Sunday; two days before it is Friday 30 December 2033.
  const std::vector<Holiday> new_year = {moving(1, 1, -2)};
  EXPECT_FALSE(is_working_day(day("2033-12-30"), new_year));
  EXPECT_TRUE(is_working_day(day("2032-12-30"), new_year));
}

TEST(WorkingDays, AHolidayMayMoveIntoTheYearAfter) {
  // 31 December 2034 is a Sunday.
  const std::vector<Holiday> old_year = {moving(12, 31, 1)};
  EXPECT_FALSE(is_working_day(day("2035-01-01"), old_year));
  EXPECT_TRUE(is_working_day(day("2036-01-01"), old_year));
}

TEST(WorkingDays, ADayFarFromEasterMayLieInAnotherYear) {
  const std::vector<Holiday> before = {{{}, std::nullopt, -100, 0}};
  const std::vector<Holiday> after = {{{}, std::nullopt, 281, 0}};
  EXPECT_FALSE(is_working_day(day("2025-12-26"), before));  // Easter is on 2026-04-05.
  EXPECT_FALSE(is_working_day(day("2026-01-26"), after));   // Easter was on 2025-04-20.
  EXPECT_TRUE(is_working_day(day("2025-12-29"), before));
}

TEST(WorkingDays, TheLastOfFebruaryIsNoHolidayInAYearThatHasNone) {
  const std::vector<Holiday> leap_day = {moving(2, 29, 1)};
  EXPECT_FALSE(is_working_day(day("2024-02-29"), leap_day));
  EXPECT_TRUE(is_working_day(day("2026-03-02"), leap_day));  // 1 March 2026 is a Sunday.
}

TEST(WorkingDays, RollToTheFirstOneFromTheDayOn) {
  const auto& holidays = clusters()->procedure.holidays;
  const std::vector<std::pair<const char*, const char*>> days = {
      {"2022-06-06", "2022-06-07"}, {"2022-04-16", "2022-04-19"}, {"2026-04-03", "2026-04-07"},
      {"2026-12-25", "2026-12-28"}, {"2026-03-10", "2026-03-10"}, {"2022-12-31", "2023-01-02"}};
  for (const auto& [from, to] : days)
    EXPECT_EQ(format(roll_to_working_day(day(from), holidays)), to) << from;
}

}  // namespace
}  // namespace verloop::test
