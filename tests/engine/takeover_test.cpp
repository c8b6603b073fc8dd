// Cases that were taken over while they ran: what is unknown of them, and what is judged.

#include <gmock/gmock.h>

#include "engine/findings.hpp"
#include "tests/support/given.hpp"

namespace verloop::test {
namespace {

using testing::HasSubstr;

/// A case that was taken over on 12 January 2026, with a go-ahead of the day and one member.
Given taken_over(const std::string& go_ahead) {
  Given given(clusters());
  given.event("ClusterCaseOpened", go_ahead, {{"school", "school-1"}});
  given.event("PupilIncludedInCluster", go_ahead, {{"member", 1}, {"keepsClock", false}},
              {"pupil"});
  given.event("StartPermissionGiven", go_ahead, {{"route", 1}, {"onAgreedProposal", false}});
  given.event("RunningCaseTakenOver", "2026-01-12", {{"source", "schoolAdministration"}});
  return given;
}

std::string status(const Given& given, const std::string& rule, const std::string& today) {
  return std::string(name_of(given.judged(today).rule(rule)->status));
}

std::string deadline(const Given& given, const std::string& id, const std::string& today) {
  return std::string(name_of(given.judged(today).deadline(id)->status));
}

TEST(TakenOver, WhatWasDueBeforeAndIsNotToldIsUnknown) {
  const Given given = taken_over("2025-09-15");
  EXPECT_EQ(deadline(given, "D-01", "2026-02-01"), "unknown");
  EXPECT_EQ(status(given, "K-OP-01", "2026-02-01"), "unknown");
}

TEST(TakenOver, WhatIsDueAfterwardsIsJudged) {
  const Given given = taken_over("2025-12-15");
  EXPECT_EQ(deadline(given, "D-01", "2026-01-20"), "pending");
  EXPECT_EQ(deadline(given, "D-01", "2026-02-20"), "violated");
}

TEST(TakenOver, WhatIsToldOfBeforeIsJudgedByItsDay) {
  Given late = taken_over("2025-09-15");
  late.event("OppDrawnUp", "2025-12-01", {{"member", 1}}, {"pupil"});
  EXPECT_EQ(deadline(late, "D-01", "2026-02-01"), "late");
  Given in_time = taken_over("2025-09-15");
  in_time.event("OppDrawnUp", "2025-10-01", {{"member", 1}}, {"pupil"});
  EXPECT_EQ(deadline(in_time, "D-01", "2026-02-01"), "satisfied");
}

// What the takeover brings without a day of its own has that of the takeover.
TEST(TakenOver, WhatIsKnownSinceThatDayMayBeOlder) {
  Given given = taken_over("2025-09-15");
  given.event("OppDrawnUp", "2026-01-12", {{"member", 1}}, {"pupil"});
  EXPECT_EQ(deadline(given, "D-01", "2026-02-01"), "unknown");
}

TEST(TakenOver, ARuleThatLacksEvidenceOfBeforeIsUnknownUntilItIsThere) {
  Given given = taken_over("2025-09-15");
  EXPECT_EQ(status(given, "K-PV-09", "2026-02-01"), "unknown");
  given.event("CostInsightConfirmed", "2025-09-10", {});
  EXPECT_EQ(status(given, "K-PV-09", "2026-02-01"), "satisfied");
}

TEST(TakenOver, ARuleThatIsBrokenByWhatIsToldIsViolated) {
  Given given(clusters());
  given.event("ClusterCaseOpened", "2025-09-15", {{"school", "school-1"}});
  given.event("CostInsightConfirmed", "2025-09-20", {});
  given.event("StartPermissionGiven", "2025-09-15", {{"route", 1}, {"onAgreedProposal", false}});
  given.event("RunningCaseTakenOver", "2026-01-12", {{"source", "schoolAdministration"}});
  EXPECT_EQ(status(given, "K-PV-09", "2026-02-01"), "late");
}

TEST(TakenOver, WhatGoesWrongAfterwardsIsViolated) {
  Given given(clusters());
  given.event("ClusterCaseOpened", "2025-12-15", {{"school", "school-1"}});
  given.event("RunningCaseTakenOver", "2026-01-12", {{"source", "schoolAdministration"}});
  given.event("StartPermissionGiven", "2026-01-20", {{"route", 1}, {"onAgreedProposal", false}});
  EXPECT_EQ(status(given, "K-PV-09", "2026-02-01"), "violated");
}

TEST(TakenOver, RaisesNoFindingOfWhatIsUnknown) {
  const Given given = taken_over("2025-09-15");
  const CaseState state = given.state();
  const Date today = parse_date("2026-02-01").value();
  for (const Noticed& noticed : findings_due(state, *clusters(), judge(state, *clusters(), today),
                                             today, "origin", Cause::course))
    EXPECT_NE(noticed.event.fields.at("rule").as_string(), "K-OP-01");
}

TEST(TakenOver, StaysPartOfTheCaseWhenItIsWrittenAndRead) {
  const CaseState state = taken_over("2025-09-15").state();
  ASSERT_TRUE(state.taken_over);
  EXPECT_FALSE(state.taken_over->doubtful.empty());
  const auto again = case_state_from(to_json(state));
  ASSERT_TRUE(again.has_value());
  EXPECT_EQ(again->taken_over, state.taken_over);
}

}  // namespace
}  // namespace verloop::test
