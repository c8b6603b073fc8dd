#include "engine/evolve.hpp"

#include <algorithm>

#include <boost/json/serialize.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/given.hpp"

namespace verloop::test {
namespace {

using testing::IsEmpty;

Record finding(const Given& given, const std::string& type, boost::json::object data) {
  Record record = given.next(type, "2026-06-01");
  record.data = std::move(data);
  return record;
}

TEST(Evolve, BeginsACaseInTheInitialStates) {
  const Given given = std::move(Given().event("FeeSet", "2026-03-02", {{"fee", 1}}));
  EXPECT_EQ(given.state().definition, given.definition().reference);
  EXPECT_EQ(given.state().tracks.at("permit"), "draft");
  EXPECT_EQ(given.state().version, Version{0});
  EXPECT_EQ(given.state().position, Position{10});
}

TEST(Evolve, MovesTracksWhenTheConditionHolds) {
  Given given;
  EXPECT_EQ(given.requested().state().tracks.at("permit"), "filed");
  given.event("PermitDecided", "2026-03-03", {{"verdict", "refused"}});
  EXPECT_EQ(given.state().tracks.at("permit"), "filed");
  given.event("PermitDecided", "2026-03-04", {{"verdict", "granted"}});
  EXPECT_EQ(given.state().tracks.at("permit"), "decided");
}

TEST(Evolve, OpensACycleAndClearsTheOld) {
  Given given;
  given.requested().event("PermitDecided", "2026-03-03", {{"verdict", "granted"}});
  given.fold(
      finding(given, "FindingRaised", {{"rule", "R-1"}, {"status", "violated"}, {"cycle", 1}}));
  given.event("ObjectionFiled", "2026-03-05");
  EXPECT_EQ(given.state().cycle, 2);
  EXPECT_EQ(given.state().tracks.at("permit"), "draft");
  EXPECT_FALSE(given.state().fields.contains("decision"));
  EXPECT_FALSE(given.state().origins.contains("decision.on"));
  EXPECT_THAT(given.state().findings, IsEmpty());
  EXPECT_TRUE(given.state().origins.contains("request.on"));
}

TEST(Evolve, CountsForACycleOnlyWhatOccurredSinceItBegan) {
  Given given;
  given.requested().event("ObjectionFiled", "2026-03-05");
  given.event("PermitDecided", "2026-03-04", {{"verdict", "granted"}});
  EXPECT_FALSE(given.state().fields.contains("decision"));
  given.event("PermitDecided", "2026-03-05", {{"verdict", "granted"}});
  EXPECT_TRUE(given.state().fields.contains("decision"));
}

TEST(Evolve, LetsWhatOccurredLaterStandWhateverIsEnteredLast) {
  Given given;
  given.requested("2026-03-02").event("PermitDecided", "2026-03-09", {{"verdict", "granted"}});
  given.event("FeeSet", "2026-03-08", {{"fee", 5}, {"urgent", false}});
  given.event("FeeSet", "2026-03-06", {{"fee", 3}, {"urgent", false}});
  given.event("PermitRequested", "2026-03-05", {{"kind", "roof"}, {"member", 1}});
  EXPECT_EQ(given.state().fields.at("fee"), 5);
  EXPECT_EQ(given.state().fields.at("requests"), 2);
  EXPECT_EQ(given.state().tracks.at("permit"), "decided");
  EXPECT_EQ(given.state().version, Version{4});
  EXPECT_EQ(given.state().last_day, day("2026-03-05"));
}

TEST(Evolve, BeginsACycleOnItsDayEvenWhenThatIsEnteredLate) {
  Given given;
  given.requested("2026-03-02").event("PermitDecided", "2026-03-03", {{"verdict", "granted"}});
  given.fold(finding(given, "FindingRaised", {{"rule", "R-1"}, {"status", "late"}, {"cycle", 1}}));
  given.event("PermitDecided", "2026-03-12", {{"verdict", "granted"}});
  given.event("ObjectionFiled", "2026-03-10");
  EXPECT_EQ(given.state().cycle, 2);
  EXPECT_EQ(given.state().cycle_since, day("2026-03-10"));
  EXPECT_EQ(given.state().tracks.at("permit"), "decided");
  EXPECT_EQ(given.state().fields.at("decision").at("on"), "2026-03-12");
  EXPECT_THAT(given.state().findings, IsEmpty());
}

TEST(Evolve, LetsTheDerivedEventThatWasRecordedLastStand) {
  Given given;
  given.requested("2026-03-02");
  const auto counted = [&given](int count, const char* on) {
    Record record = given.next("ApplicantsCounted", on);
    record.basis = Basis::derived;
    record.data = {{"count", count}};
    given.fold(record);
  };
  counted(2, "2026-03-09");
  counted(1, "2026-03-04");
  EXPECT_EQ(given.state().fields.at("applicantCount"), 1);
}

TEST(Evolve, IsTheSameForAnyOrderOfEnteringDifferentDays) {
  const std::vector<std::pair<const char*, boost::json::object>> told = {
      {"PermitRequested", {{"member", 1}, {"kind", "shed"}}},
      {"FeeSet", {{"fee", 5}, {"urgent", false}}},
      {"PermitDecided", {{"verdict", "granted"}}},
      {"FeeSet", {{"fee", 7}, {"urgent", false}}},
      {"ObjectionFiled", {}}};
  const char* days[] = {"2026-03-02", "2026-03-03", "2026-03-04", "2026-03-05", "2026-03-06"};
  std::vector<std::size_t> order = {0, 1, 2, 3, 4};
  std::optional<boost::json::object> fields;
  do {
    Given given;
    for (const std::size_t at : order) given.event(told[at].first, days[at], told[at].second);
    boost::json::object made = given.state().fields;
    made.erase("verdicts");  // Holds positions.
    if (!fields) fields = made;
    EXPECT_EQ(made, *fields);
    EXPECT_EQ(given.state().tracks.at("permit"), "draft");
    EXPECT_EQ(given.state().cycle, 2);
  } while (std::next_permutation(order.begin(), order.end()));
}

TEST(Evolve, ClosesTheCase) {
  Given given;
  EXPECT_FALSE(given.requested().state().closed);
  EXPECT_TRUE(given.event("PermitClosed", "2026-03-03").state().closed);
}

TEST(Evolve, KeepsTheHighestMemberNumber) {
  Given given;
  given.event("PermitRequested", "2026-03-02", {{"member", 2}});
  EXPECT_EQ(given.requested().state().members, 2);
}

TEST(Evolve, CountsAFindingPerTimeThatItIsRaised) {
  Given given;
  given.requested();
  const auto known = [&given] { return given.state().findings.at("R-1"); };
  given.fold(finding(given, "FindingRaised", {{"rule", "R-1"}, {"status", "violated"}}));
  EXPECT_EQ(known(), (FindingState{"violated", true, 1}));
  given.fold(finding(given, "FindingCleared", {{"rule", "R-1"}, {"how", "met"}}));
  EXPECT_EQ(known(), (FindingState{"violated", false, 1}));
  given.fold(finding(given, "FindingRaised", {{"rule", "R-1"}, {"status", "late"}}));
  EXPECT_EQ(known(), (FindingState{"late", false, 2}));
}

TEST(Evolve, LeavesTheLastDayToWhatPeopleDid) {
  Given given;
  given.requested("2026-03-02");
  given.fold(finding(given, "FindingRaised", {{"rule", "R-1"}, {"status", "violated"}}));
  EXPECT_EQ(given.state().last_day, day("2026-03-02"));
}

TEST(Evolve, NotesMotivationsOnEventsAndByTheirOwnEvent) {
  Given given;
  given.requested();
  Record record = given.next("FeeSet", "2026-03-03");
  record.findings = {{"R-1"}};
  given.fold(record).event("ObjectionFiled", "2026-03-04", {{"rule", "R-2"}});
  EXPECT_EQ(given.state().motivated.size(), 1u) << "the objection opened a cycle";
  EXPECT_EQ(given.state().motivated.at("R-2").until, Position{12});
}

TEST(Evolve, ChangesASettingForTheCase) {
  Given given;
  given.requested();
  given.fold(finding(given, "SettingChanged", {{"setting", "termDays"}, {"integer", 7}}));
  given.fold(finding(given, "SettingChanged", {{"setting", "rolls"}, {"boolean", false}}));
  given.fold(finding(given, "SettingChanged", {{"setting", "nothing"}}));
  ASSERT_THAT(given.state().settings, testing::SizeIs(2));
  EXPECT_EQ(given.state().settings[0].value, 7);
  EXPECT_EQ(given.state().settings[1].value, false);
}

TEST(Evolve, OfAnUnknownTypeMovesOnlyTheVersion) {
  Given given;
  given.requested();
  CaseState expected = given.state();
  given.event("Unheard", "2026-03-09", {{"member", 9}});
  expected.version = Version{1};
  expected.position = {11};
  EXPECT_EQ(given.state(), expected);
}

TEST(CaseState, IsReadAsItWasWritten) {
  Given given;
  given.requested().event("PermitDecided", "2026-03-03", {{"verdict", "granted"}});
  given.fold(finding(given, "FindingRaised", {{"rule", "R-1"}, {"status", "violated"}}));
  given.fold(finding(given, "SettingChanged", {{"setting", "termDays"}, {"integer", 7}}));
  EXPECT_EQ(case_state_from(to_json(given.state())).value(), given.state());
}

TEST(CaseState, IsRefusedWithoutOneOfItsMembers) {
  Given given;
  boost::json::object whole = to_json(given.requested().state());
  for (const auto& member : whole) {
    if (member.key() == "lastDay" || member.key() == "lastSeen") continue;
    boost::json::object broken = whole;
    broken.erase(member.key());
    const auto read = case_state_from(broken);
    ASSERT_TRUE(read.has_error()) << member.key();
    EXPECT_EQ(read.error().code, Errc::malformed);
  }
}

}  // namespace
}  // namespace verloop::test
