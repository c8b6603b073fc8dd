#include "engine/judge.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/evidence.hpp"
#include "tests/support/given.hpp"

namespace verloop::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

/// A cluster case with its members included on the days, and the go-ahead on another.
Given cluster(const std::string& go_ahead, const std::vector<std::string>& included) {
  Given given(clusters());
  std::int64_t member = 0;
  for (const std::string& on : included)
    given.event("PupilIncludedInCluster", on, {{"member", ++member}, {"keepsClock", false}},
                {"pupil"});
  given.event("StartPermissionGiven", go_ahead, {{"route", 1}, {"onAgreedProposal", true}});
  return given;
}

Given& opp(Given& given, std::int64_t member, const std::string& on) {
  return given.event("OppDrawnUp", on, {{"member", member}}, {"pupil"});
}

std::string due(const Given& given, const std::string& deadline) {
  const auto judged = given.judged("2022-03-01");
  const auto at = judged.deadline(deadline)->due();
  return at ? format(*at) : "none";
}

std::string entries(const Given& given, const std::string& deadline, const std::string& today) {
  std::string text;
  const auto judged = given.judged(today);
  for (const Due& one : judged.deadline(deadline)->dues)
    text += one.entry + ":" + std::string(name_of(one.status)) + " ";
  return text + std::string(name_of(judged.deadline(deadline)->status));
}

// D-time.md, D-X1: the term crosses the clock change.
TEST(Judge, ATermEndsOnItsFortySecondDay) {
  Given given = cluster("2022-03-01", {"2022-02-01"});
  EXPECT_EQ(due(given, "D-01"), "2022-04-12");
  EXPECT_EQ(due(given, "D-02"), "2022-04-12");
  EXPECT_EQ(due(given, "D-04"), "2022-04-12");
  EXPECT_EQ(entries(given, "D-01", "2022-04-12"), "1:pending pending");
  EXPECT_EQ(entries(given, "D-01", "2022-04-13"), "1:violated violated");
}

TEST(Judge, DoneOnTheDueDayIsOnTimeAndADayLaterIsLateForEver) {
  Given on_time = cluster("2022-03-01", {"2022-02-01"});
  EXPECT_EQ(entries(opp(on_time, 1, "2022-04-12"), "D-01", "2022-04-20"), "1:satisfied satisfied");
  Given late = cluster("2022-03-01", {"2022-02-01"});
  EXPECT_EQ(entries(opp(late, 1, "2022-04-13"), "D-01", "2022-04-13"), "1:late late");
  EXPECT_EQ(entries(late, "D-01", "2032-04-13"), "1:late late");
}

// D-X2, D-X3, D-X4.
TEST(Judge, ATermMovesToAWorkingDayOnlyWhenSet) {
  const std::vector<std::array<const char*, 3>> days = {{"2022-04-25", "2022-06-06", "2022-06-07"},
                                                        {"2022-07-01", "2022-08-12", "2022-08-12"},
                                                        {"2022-03-05", "2022-04-16", "2022-04-19"}};
  for (const auto& [start, plain, rolled] : days) {
    Given given = cluster(start, {"2022-02-01"});
    EXPECT_EQ(due(given, "D-01"), plain);
    given.state().settings = {setting("rollToWorkingDay", true)};
    EXPECT_EQ(due(given, "D-01"), rolled);
  }
}

// D-Q10: the clock stops on the leaving day, unless the term was over by then.
TEST(Judge, WhoLeavesOnTheDayToWhichTheTermMovedOwesNothing) {
  Given given = cluster("2022-04-25", {"2022-02-01"});
  given.event("PupilLeftCluster", "2022-06-07", {{"member", 1}}, {"pupil"});
  EXPECT_EQ(entries(given, "D-01", "2022-06-20"), "1:violated violated");
  given.state().settings = {setting("rollToWorkingDay", true)};
  EXPECT_EQ(entries(given, "D-01", "2022-06-20"), "notApplicable");
}

TEST(Judge, AnEarlierClockStandsWhenItHadRunOutBeforeItWasStopped) {
  const auto given_anew = [](const char* withdrawn) {
    Given given = cluster("2022-04-25", {"2022-02-01"});
    given.event("StartPermissionWithdrawn", withdrawn,
                {{"givenOn", "2022-04-25"}, {"route", 1}, {"afterTerm", true}});
    given.event("StartPermissionGiven", "2022-07-01", {{"route", 1}, {"onAgreedProposal", true}});
    given.state().settings = {setting("rollToWorkingDay", true)};
    return given;
  };
  Given on_the_moved_day = given_anew("2022-06-07");
  EXPECT_EQ(entries(on_the_moved_day, "D-01", "2022-07-02"), "1:pending pending");
  Given later = given_anew("2022-06-08");
  EXPECT_EQ(entries(later, "D-01", "2022-07-02"), "1:violated violated");
  EXPECT_EQ(entries(opp(later, 1, "2022-07-02"), "D-01", "2022-07-02"), "1:late late");
}

// D-X7: of three members one is a day late.
TEST(Judge, TheWorstEntryCountsForTheCase) {
  Given given = cluster("2022-03-01", {"2022-02-01", "2022-02-01", "2022-02-01"});
  opp(given, 1, "2022-03-11");
  opp(given, 2, "2022-04-12");
  EXPECT_EQ(entries(given, "D-01", "2022-04-13"), "1:satisfied 2:satisfied 3:violated violated");
  opp(given, 3, "2022-04-13");
  EXPECT_EQ(entries(given, "D-01", "2022-04-13"), "1:satisfied 2:satisfied 3:late late");
}

// D-X8: who joins on day 30 has a term of its own.
TEST(Judge, AMemberThatJoinsLaterHasItsOwnTerm) {
  Given given = cluster("2022-03-01", {"2022-02-01", "2022-03-31"});
  opp(given, 1, "2022-03-11");
  EXPECT_EQ(due(given, "D-01"), "2022-05-12");
  opp(given, 2, "2022-04-30");
  EXPECT_EQ(entries(given, "D-01", "2022-05-13"), "1:satisfied 2:satisfied satisfied");
}

TEST(Judge, SaysSinceWhenByTheEntriesThatMakeItSo) {
  Given given = cluster("2022-03-01", {"2022-02-01", "2022-03-31"});
  const auto since = [&given](const std::string& today) {
    const auto at = given.judged(today).rule("K-OP-01")->since;
    return at ? format(*at) : "none";
  };
  EXPECT_EQ(since("2022-04-12"), "none");
  EXPECT_EQ(since("2022-04-13"), "2022-04-13");
  opp(given, 1, "2022-04-20");
  EXPECT_EQ(since("2022-04-20"), "2022-04-13");
  EXPECT_EQ(since("2022-05-14"), "2022-05-13") << "the first entry is late, the second missed";
}

TEST(Judge, NamesAnEntryByItsKey) {
  Given given(clusters());
  given.event("EvaluationPlanned", "2022-03-01",
              {{"kind", "final"}, {"evaluation", "final-1"}, {"plannedFor", "2023-03-15"}});
  const auto judged = given.judged("2022-03-01");
  ASSERT_EQ(judged.deadline("D-14")->dues.size(), 1u);
  EXPECT_EQ(judged.deadline("D-14")->dues.front().entry, "final-1");
  EXPECT_EQ(format(*judged.deadline("D-14")->dues.front().due), "2023-03-08");
}

TEST(Judge, DoesNotApplyBeforeTheTermBegins) {
  Given given(clusters());
  given.event("PupilIncludedInCluster", "2022-02-01", {{"member", 1}, {"keepsClock", false}},
              {"pupil"});
  EXPECT_EQ(entries(given, "D-01", "2022-12-31"), "notApplicable");
}

std::string with_rule(const std::string& strength, const std::string& judgement) {
  return replaced(permit_procedure,
                  "strength: explicit\n    audience: shared\n    judge: {satisfied: "
                  "has(case.decision.on)}",
                  "strength: " + strength + "\n    audience: shared\n    judge: {" + judgement +
                      "}\n    motivatedBy: [clerk]");
}

TEST(Judge, TakesTheFirstPartThatFits) {
  const std::vector<std::array<const char*, 3>> cases = {
      {"explicit", "applies: 'false', violated: 'true'", "notApplicable"},
      {"explicit", "applies: 'true', satisfied: 'true', violated: 'true'", "satisfied"},
      {"explicit", "late: 'true', violated: 'true'", "late"},
      {"explicit", "satisfied: case.decision.on <= today, violated: 'true'", "violated"},
      {"explicit", "satisfied: case.decision.on <= today", "pending"},
      {"explicit", "satisfied: 1 / case.requests == 1", "satisfied"},
      {"explicit", "satisfied: 1 / (case.requests - 1) == 1", "unknown"},
      {"explicit", "applies: 1 / (case.requests - 1) == 1, satisfied: 'true'", "unknown"},
      {"advice", "satisfied: 'true'", "followed"},
      {"advice", "late: 'true'", "notFollowed"},
      {"advice", "violated: 'true'", "notFollowed"},
      {"advice", "satisfied: 'false'", "pending"}};
  for (const auto& [strength, judgement, status] : cases) {
    Given given(permits(with_rule(strength, judgement)));
    EXPECT_EQ(given.requested().status("R-2", "2026-03-03"), status) << judgement;
  }
}

TEST(Judge, ADeviationThatIsMotivatedIsNoViolation) {
  Given given(permits(with_rule("advice", "violated: 'true'")));
  given.requested().state().motivated = {{"R-1", {{10}, ""}}, {"R-2", {{10}, ""}}};
  EXPECT_EQ(given.status("R-2", "2026-03-03"), "motivated");
  EXPECT_EQ(given.status("R-1", "2026-03-03"), "pending");
  EXPECT_EQ(given.status("R-1", "2027-03-03"), "motivated");
}

TEST(Judge, AMotivationDoesNotCoverALaterDeviation) {
  Given given(permits(with_rule("advice", "violated: case.fee > 0")));
  Record dear = given.requested().next("FeeSet", "2026-03-03");
  dear.data = {{"fee", 5}, {"urgent", false}};
  dear.findings = {{"R-2"}};
  given.fold(dear).event("ApplicantsCounted", "2026-03-03", {{"count", 1}});
  EXPECT_EQ(given.status("R-2", "2026-03-03"), "motivated");
  given.event("FeeSet", "2026-03-04", {{"fee", 6}, {"urgent", false}});
  EXPECT_EQ(given.status("R-2", "2026-03-04"), "notFollowed");
}

TEST(Judge, AMotivationCoversTheRestOfItsCommand) {
  Given given(permits(with_rule("advice", "violated: case.applicantCount > 0")));
  given.requested();
  Record first = given.next("FeeSet", "2026-03-03");
  first.findings = {{"R-2"}};
  given.fold(first);
  Record derived = given.next("ApplicantsCounted", "2026-03-03");
  derived.data = {{"count", 1}};
  derived.command = first.command;
  EXPECT_EQ(given.fold(derived).status("R-2", "2026-03-03"), "motivated");
}

TEST(Judge, CountsTheWorstOfTwo) {
  using enum Status;
  const std::vector<Status> order = {not_applicable, satisfied, motivated, pending,
                                     unknown,        late,      violated};
  for (std::size_t i = 0; i < order.size(); ++i)
    for (std::size_t k = 0; k < order.size(); ++k)
      EXPECT_EQ(worse(order[i], order[k]), order[std::max(i, k)]) << i << " " << k;
}

TEST(Judge, NamesEachStatusAndReadsItBack) {
  for (int number = 0; number <= static_cast<int>(Status::not_followed); ++number) {
    const auto status = static_cast<Status>(number);
    EXPECT_EQ(status_named(name_of(status)), status);
  }
  EXPECT_EQ(status_named("nothing"), std::nullopt);
}

TEST(Judge, NamesTheRecordsThatShowIt) {
  Given given;
  given.requested().event("PermitDecided", "2026-03-04", {{"verdict", "granted"}});
  const Procedure& procedure = given.definition().procedure;
  EXPECT_THAT(evidence_of(*procedure.rule("R-1"), given.state(), procedure),
              ElementsAre(Position{10}, Position{11}));
}

TEST(Judge, ASettingOfTheCaseCounts) {
  Given given;
  given.requested("2026-03-02").state().settings = {setting("termDays", 1)};
  EXPECT_EQ(given.status("R-1", "2026-03-04"), "violated");
}

}  // namespace
}  // namespace verloop::test
