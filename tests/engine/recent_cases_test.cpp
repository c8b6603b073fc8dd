#include "engine/recent_cases.hpp"

#include <memory>
#include <string>

#include <gtest/gtest.h>

namespace verloop::test {
namespace {

using Cases = RecentCases<std::string>;

CaseId name(std::size_t number) {
  return {"c" + std::to_string(number)};
}

std::size_t count_of(Cases& cases, std::size_t names) {
  std::size_t count = 0;
  for (std::size_t number = 0; number < names; ++number)
    count += cases.find(name(number)) != nullptr;
  return count;
}

TEST(RecentCases, GiveWhatWasPutIn) {
  Cases cases;
  EXPECT_EQ(cases.find(name(1)), nullptr);
  EXPECT_EQ(*cases.put(name(1), "one"), "one");
  EXPECT_EQ(*cases.put(name(1), "another"), "another");
  EXPECT_EQ(*cases.find(name(1)), "another");
  cases.erase(name(1));
  EXPECT_EQ(cases.find(name(1)), nullptr);
}

/// One case and so many others after it that it is the next to go.
Cases with_an_old_one() {
  Cases cases;
  cases.put(name(0), "old");
  for (std::size_t number = 1; number <= Cases::count_max / 2; ++number)
    cases.put(name(number), "");
  return cases;
}

TEST(RecentCases, ErasesOneThatWasNotAskedForLately) {
  Cases cases = with_an_old_one();
  cases.erase(name(0));
  EXPECT_EQ(cases.find(name(0)), nullptr);
}

TEST(RecentCases, TakesOneOutWhereverItLies) {
  Cases cases = with_an_old_one();
  cases.put(name(1), "new");
  EXPECT_EQ(cases.take(name(0)), "old");
  EXPECT_EQ(cases.take(name(1)), "new");
  EXPECT_EQ(cases.take(name(0)), std::nullopt);
  EXPECT_EQ(cases.find(name(1)), nullptr);
}

TEST(RecentCases, PutsOneInThePlaceOfOneThatWasNotAskedForLately) {
  Cases cases = with_an_old_one();
  cases.put(name(0), "new");
  for (std::size_t number = 1; number < Cases::count_max / 4; ++number) cases.find(name(number));
  EXPECT_EQ(*cases.find(name(0)), "new");
}

TEST(RecentCases, StayWithinTheirNumber) {
  Cases cases;
  constexpr std::size_t put = 3 * Cases::count_max;
  for (std::size_t number = 0; number < put; ++number) cases.put(name(number), "");
  const std::size_t left = count_of(cases, put);
  EXPECT_LE(left, Cases::count_max);
  EXPECT_GE(left, Cases::count_max / 2);
  EXPECT_NE(cases.find(name(put - 1)), nullptr) << "the newest";
}

TEST(RecentCases, KeepWhatIsAskedForAgainAndAgainWhereItLies) {
  Cases cases;
  const std::string* kept = cases.put(name(0), "kept");
  for (std::size_t number = 1; number < 3 * Cases::count_max; ++number) {
    cases.put(name(number), "");
    ASSERT_EQ(cases.find(name(0)), kept) << number;
  }
  EXPECT_EQ(*kept, "kept");
}

}  // namespace
}  // namespace verloop::test
