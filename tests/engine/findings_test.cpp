#include "engine/findings.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "events/record.hpp"
#include "tests/support/given.hpp"

namespace verloop::test {
namespace {

/// What is noticed about rule R-1 of the permits, whose term ends on 2026-04-28 (the day after
/// King's Day).
class Findings : public testing::Test {
 protected:
  Findings() { given_.requested("2026-03-02"); }

  std::vector<Noticed> due(const std::string& today) const {
    return findings_due(given_.state(), given_.definition(), given_.judged(today), day(today),
                        "log.example");
  }
  /// Records all of them; `type rule status day` of each.
  std::string notice(const std::string& today) {
    std::string text;
    for (const Noticed& noticed : due(today)) {
      ids_.push_back(noticed.command.text);
      Record record = given_.next(noticed.event.type.text, noticed.event.occurred_on.text);
      record.data = noticed.event.fields;
      given_.fold(record);
      const auto& fields = noticed.event.fields;
      const bool raised = fields.contains("status");
      text += std::string(raised ? "raised " : "cleared ") +
              std::string(fields.at("rule").as_string()) + " " +
              std::string(fields.at(raised ? "status" : "how").as_string()) + " " +
              noticed.event.occurred_on.text + ";";
    }
    return text;
  }

  Given given_;
  std::vector<std::string> ids_;
};

TEST_F(Findings, AreRaisedOnceOnTheDayThatItBecameSo) {
  EXPECT_EQ(notice("2026-04-28"), "");
  EXPECT_EQ(notice("2026-05-20"), "raised R-1 violated 2026-04-29;");
  EXPECT_EQ(notice("2026-05-21"), "");
}

TEST_F(Findings, AreClearedWhenItIsDoneLate) {
  notice("2026-05-20");
  given_.event("PermitDecided", "2026-05-22", {{"verdict", "granted"}});
  EXPECT_EQ(notice("2026-05-22"), "cleared R-1 metLate 2026-05-22;");
  EXPECT_EQ(notice("2026-06-22"), "");
}

TEST_F(Findings, OfLatenessThatNobodySawAreRaisedOnce) {
  given_.event("PermitDecided", "2026-05-22", {{"verdict", "granted"}});
  EXPECT_EQ(notice("2026-05-22"), "raised R-1 late 2026-04-29;");
  EXPECT_EQ(notice("2026-06-22"), "");
}

TEST_F(Findings, RaisedAgainHaveAnotherCommand) {
  notice("2026-05-20");
  given_.state().settings = {setting("termDays", 200)};
  EXPECT_EQ(notice("2026-05-21"), "cleared R-1 notApplicable 2026-03-02;");
  given_.state().settings.clear();
  EXPECT_EQ(notice("2026-05-22"), "raised R-1 violated 2026-04-29;");
  ASSERT_EQ(ids_.size(), 3u);
  EXPECT_NE(ids_[0], ids_[2]);
  EXPECT_NE(ids_[0], ids_[1]);
}

TEST_F(Findings, NoticedTwiceHaveTheSameCommand) {
  const auto once = due("2026-05-20");
  const auto again = due("2026-06-20");
  ASSERT_EQ(once.size(), 1u);
  EXPECT_EQ(once.front().command, again.front().command);
  EXPECT_TRUE(is_uuid(once.front().command.text));
}

TEST_F(Findings, OfAnotherCaseOrLogHaveAnotherCommand) {
  const auto here = due("2026-05-20");
  const auto judged = given_.judged("2026-05-20");
  const auto elsewhere =
      findings_due(given_.state(), given_.definition(), judged, day("2026-05-20"), "other.example");
  given_.state().id = {"c2"};
  EXPECT_NE(here.front().command, elsewhere.front().command);
  EXPECT_NE(here.front().command, due("2026-05-20").front().command);
}

TEST_F(Findings, AreClearedByAMotivation) {
  notice("2026-05-20");
  given_.state().motivated["R-1"] = {{12}, ""};
  EXPECT_EQ(notice("2026-05-20"), "cleared R-1 motivated 2026-03-02;");
}

TEST_F(Findings, AreNotTouchedByAClockThatStandsBeforeTheCase) {
  notice("2026-05-20");
  EXPECT_EQ(notice("2026-01-05"), "");
}

TEST_F(Findings, AreDerivedAndNameTheirEvidenceAndCycle) {
  const auto noticed = due("2026-05-20");
  EXPECT_EQ(noticed.front().event.basis, Basis::derived);
  EXPECT_EQ(noticed.front().event.fields.at("cycle"), boost::json::value(1));
  EXPECT_EQ(noticed.front().event.fields.at("evidence"), (boost::json::value{10}));
}

TEST(FindingsOfTime, FallOnTheDayThatTheConditionTurned) {
  Given given(permits(replaced(permit_procedure, "judge: {satisfied: has(case.decision.on)}",
                               "judge: {violated: case.request.on + days(9) < today}")));
  given.requested("2026-03-02");
  const auto noticed = findings_due(given.state(), given.definition(), given.judged("2026-04-01"),
                                    day("2026-04-01"), "log.example");
  ASSERT_EQ(noticed.size(), 1u);
  EXPECT_EQ(noticed.front().event.occurred_on.text, "2026-03-12");
}

}  // namespace
}  // namespace verloop::test
