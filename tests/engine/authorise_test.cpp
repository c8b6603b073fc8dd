#include "engine/authorise.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/given.hpp"

namespace verloop::test {
namespace {

Command request(const Actor& actor) {
  return command("requestPermit", {{"applicant", "p-1"}, {"kind", "shed"}}, actor);
}

TEST(Authorise, ReachesACaseByTheConditionOfTheRole) {
  Given given;
  const auto circumstances = given.requested().circumstances("2026-03-10");
  EXPECT_TRUE(has_access(given.state(), clerk, circumstances));
  EXPECT_FALSE(has_access(given.state(), {{"c"}, {"clerk"}, {"office-2"}, {}}, circumstances));
  EXPECT_FALSE(has_access(given.state(), {{"c"}, {"mayor"}, {"office-1"}, {}}, circumstances));
}

TEST(Authorise, ReachesACaseByASubjectOfItsOwn) {
  Given given;
  given.requested();
  EXPECT_FALSE(has_access(given.state(), applicant, given.circumstances("2026-03-10")));
  given.knows("applicant", {SubjectId{"s-1"}, 1, true});
  EXPECT_TRUE(has_access(given.state(), applicant, given.circumstances("2026-03-10")));
}

TEST(Authorise, RefusesARoleThatTheActionDoesNotName) {
  const Decision decision = Given().requested().when(command("decide", {}, applicant));
  EXPECT_EQ(std::get<Refusal>(decision).kind, RefusalKind::unauthorised);
  EXPECT_THAT(std::get<Refusal>(decision).sentence.en, testing::HasSubstr("Clerk"));
}

TEST(Authorise, ActsForSubjectsOfItsOwnOnly) {
  const std::vector<std::pair<KnownSubject, const char*>> cases = {
      {{std::nullopt, std::nullopt, false}, "unauthorised"},
      {{SubjectId{"s-1"}, std::nullopt, false}, "unauthorised"},
      {{SubjectId{"s-1"}, std::nullopt, true}, "PermitRequested FeeSet ApplicantsCounted"}};
  for (const auto& [subject, expected] : cases) {
    Given given;
    given.knows("applicant", subject);
    EXPECT_EQ(outcome(given.when(request(applicant))), expected);
    EXPECT_EQ(outcome(given.when(request(clerk))), "PermitRequested FeeSet ApplicantsCounted");
  }
}

TEST(Authorise, AsksNoAccessToACaseThatIsStillToBeMade) {
  Given given;
  given.knows("applicant", {});
  EXPECT_EQ(outcome(given.when(request({{"c"}, {"clerk"}, {"anywhere"}, {}}))),
            "PermitRequested FeeSet ApplicantsCounted");
}

}  // namespace
}  // namespace verloop::test
