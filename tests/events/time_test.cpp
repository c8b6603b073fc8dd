#include "events/time.hpp"

#include <gtest/gtest.h>

namespace verloop {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

Timestamp moment(std::string_view text) {
  return parse_timestamp(text).value();
}
Date day(std::string_view text) {
  return parse_date(text).value();
}

TEST(Time, WritesADayAsItWasRead) {
  for (const auto* text : {"1900-01-01", "2024-02-29", "2026-03-10", "2999-12-31"})
    EXPECT_EQ(format(day(text)), text);
}

TEST(Time, RefusesWhatIsNoDay) {
  for (const auto* text : {"", "2026", "2026-3-10", "2026-03-1", "2026/03/10", "2026-02-29",
                           "2026-00-10", "2026-13-01", "2026-04-31", "1899-12-31", "3000-01-01",
                           "2026-03-10 ", " 2026-03-10", "-026-03-10", "2026-03-1x", "20260310"})
    EXPECT_EQ(parse_date(text).error().code, Errc::malformed) << text;
}

TEST(Time, WritesAMomentInUtcWithSixDecimals) {
  EXPECT_EQ(format(moment("2026-03-10T11:00:00Z")), "2026-03-10T11:00:00.000000Z");
  EXPECT_EQ(format(moment("2026-03-10T11:00:00.5Z")), "2026-03-10T11:00:00.500000Z");
  EXPECT_EQ(format(moment("2026-03-10T11:00:00.123456Z")), "2026-03-10T11:00:00.123456Z");
  EXPECT_EQ(format(moment("1969-12-31T23:59:59.999999Z")), "1969-12-31T23:59:59.999999Z");
}

TEST(Time, ReadsOffsets) {
  EXPECT_EQ(moment("2026-03-10T00:30:00+02:00"), moment("2026-03-09T22:30:00Z"));
  EXPECT_EQ(moment("2026-03-10T23:30:00-05:45"), moment("2026-03-11T05:15:00Z"));
  EXPECT_EQ(moment("2026-03-10T12:00:00-00:00"), moment("2026-03-10T12:00:00Z"));
}

TEST(Time, RefusesWhatIsNoMoment) {
  for (const auto* text : {"",
                           "2026-03-10",
                           "2026-03-10T11:00Z",
                           "2026-03-10T11:00:00",
                           "2026-03-10 11:00:00Z",
                           "2026-03-10T24:00:00Z",
                           "2026-03-10T11:60:00Z",
                           "2026-03-10T11:00:60Z",
                           "2026-03-10T11:00:00.Z",
                           "2026-03-10T11:00:00.1234567Z",
                           "2026-03-10T11:00:00.5",
                           "2026-03-10T11:00:00.99999999999999999999999999Z",
                           "2026-03-10T11:00:00+1:00",
                           "2026-03-10T11:00:00+0100",
                           "2026-03-10T11:00:00+24:00",
                           "2026-03-10T11:00:00+01:60",
                           "2026-03-10T11:00:00+01:00Z",
                           "2026-03-10T11-00-00Z",
                           "2026-02-30T11:00:00Z",
                           "2026-03-10T-1:00:00Z",
                           "2026-03-10T11:00:00ZZ"})
    EXPECT_EQ(parse_timestamp(text).error().code, Errc::malformed) << text;
}

TEST(Time, QuotesNoInputInItsErrors) {
  EXPECT_EQ(parse_date("secret").error().detail.find("secret"), std::string::npos);
  EXPECT_EQ(parse_timestamp("secret").error().detail.find("secret"), std::string::npos);
  EXPECT_EQ(parse_occurrence("secret").error().detail.find("secret"), std::string::npos);
}

TEST(Time, TakesTheDayOfAnOccurrenceInAmsterdam) {
  EXPECT_EQ(parse_occurrence("2026-03-10").value(), (Occurrence{day("2026-03-10"), "2026-03-10"}));
  EXPECT_EQ(parse_occurrence("2026-03-10T23:30:00Z").value().day, day("2026-03-11"));
  EXPECT_EQ(parse_occurrence("2026-07-10T22:30:00Z").value().day, day("2026-07-11"));
  EXPECT_EQ(parse_occurrence("2026-03-10T23:30:00+01:00").value().day, day("2026-03-10"));
  EXPECT_EQ(parse_occurrence("2026-03-10T23:30:00Z").value().text, "2026-03-10T23:30:00Z");
  EXPECT_EQ(parse_occurrence("2026-02-30").error().code, Errc::malformed);
}

TEST(Time, StartsADayAtMidnightInWinterAndSummer) {
  EXPECT_EQ(in_amsterdam(day("2026-01-15"), minutes(0)), moment("2026-01-14T23:00:00Z"));
  EXPECT_EQ(in_amsterdam(day("2026-07-15"), minutes(0)), moment("2026-07-14T22:00:00Z"));
}

TEST(Time, MovesATimeThatTheClockSkipsForward) {
  const Date spring = day("2026-03-29");
  EXPECT_EQ(in_amsterdam(spring, minutes(119)), moment("2026-03-29T00:59:00Z"));
  EXPECT_EQ(in_amsterdam(spring, minutes(150)), moment("2026-03-29T03:30:00+02:00"));
  EXPECT_EQ(in_amsterdam(spring, minutes(180)), moment("2026-03-29T01:00:00Z"));
}

TEST(Time, TakesTheFirstOfTwoEqualClockTimes) {
  const Date autumn = day("2026-10-25");
  EXPECT_EQ(in_amsterdam(autumn, minutes(150)), moment("2026-10-25T02:30:00+02:00"));
  EXPECT_EQ(in_amsterdam(autumn, minutes(180)), moment("2026-10-25T03:00:00+01:00"));
}

TEST(Time, KnowsDaysOf23And25Hours) {
  const auto length = [](std::string_view text) {
    return in_amsterdam(add_days(day(text), 1), minutes(0)) - in_amsterdam(day(text), minutes(0));
  };
  EXPECT_EQ(length("2026-03-29"), hours(23));
  EXPECT_EQ(length("2026-10-25"), hours(25));
  EXPECT_EQ(length("2026-10-26"), hours(24));
}

TEST(Time, ChangesTheDayAtLocalMidnightOnClockChangeDays) {
  EXPECT_EQ(day_in_amsterdam(moment("2026-03-28T22:59:59.999999Z")), day("2026-03-28"));
  EXPECT_EQ(day_in_amsterdam(moment("2026-03-28T23:00:00Z")), day("2026-03-29"));
  EXPECT_EQ(day_in_amsterdam(moment("2026-03-29T22:00:00Z")), day("2026-03-30"));
  EXPECT_EQ(day_in_amsterdam(moment("2026-10-25T22:59:59Z")), day("2026-10-25"));
  EXPECT_EQ(day_in_amsterdam(moment("2026-10-25T23:00:00Z")), day("2026-10-26"));
}

TEST(Time, CountsDays) {
  EXPECT_EQ(add_days(day("2026-02-27"), 2), day("2026-03-01"));
  EXPECT_EQ(add_days(day("2024-03-01"), -1), day("2024-02-29"));
  EXPECT_EQ(days_between(day("2026-03-28"), day("2026-03-30")), 2);
  EXPECT_EQ(days_between(day("2026-03-30"), day("2026-03-28")), -2);
  EXPECT_EQ(weekday_of(day("2026-03-10")), std::chrono::Tuesday);
}

}  // namespace
}  // namespace verloop
