// An emergency look: who may have one, what it shows, and when it is over.

#include <boost/json.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "projections/case_answers.hpp"
#include "tests/support/accessed.hpp"
#include "tests/support/world.hpp"

namespace verloop::test {
namespace {

using testing::HasSubstr;
using testing::Not;

class EmergencyLook : public testing::Test {
 protected:
  EmergencyLook() {
    world_.enter("ib-1", "ib", "school-1");
    world_.enter("ib-2", "ib", "school-2");
    world_.enter("adm-1", "swv-admin", "swv");
    world_.enter("con-1", "consultant", "swv");
    world_.enter("con-2", "consultant", "swv");
    world_.enter("guard", "privacy-officer", "swv");
    accept(world_.act("ib-1", "openCase", {{"title", "cluster"}}));
    accept(world_.act("ib-1", "includePupil", {{"pupil", "pup-1"}, {"name", "Noor"}}));
    accept(world_.act("adm-1", "assignConsultant", {{"consultant", "con-1"}}));
  }
  static void accept(const Answer& answer) { ASSERT_EQ(kind_of(answer), "accepted"); }

  Result<std::variant<Emergency, Refusal>> asked(const std::string& actor,
                                                 const std::string& id = "c1",
                                                 std::optional<std::int64_t> minutes = {}) {
    return world_.processor().check_emergency({{id}, {actor}, "colleague-is-ill", minutes},
                                              world_.now());
  }
  std::string refused(const std::string& actor, const std::string& id = "c1",
                      std::optional<std::int64_t> minutes = {}) {
    const auto outcome = asked(actor, id, minutes).value();
    const auto* refusal = std::get_if<Refusal>(&outcome);
    return refusal == nullptr ? "" : std::string(name_of(refusal->kind));
  }
  void open(const std::string& actor, std::optional<std::int64_t> minutes = {}) {
    const auto outcome = asked(actor, "c1", minutes).value();
    ASSERT_TRUE(world_.processor().open_emergency(std::get<Emergency>(outcome), world_.now()));
  }
  std::optional<Reader> reader(const std::string& actor, std::chrono::seconds later) {
    const LoadedCase& loaded = *world_.processor().find({"c1"}).value();
    return emergency_reader({actor}, loaded, world_.definition(),
                            world_.directory().at(world_.now() + later), Language::en);
  }
  Sources sources() {
    return {world_.log(), world_.vault(), world_.definitions(), world_.directory()};
  }
  std::string history(const Reader& reader, AccessLog& access) {
    const auto answer =
        access.hand_out(history_answer(sources(), reader, {"c1"}, {}, Detail::events), {"show"});
    return boost::json::serialize(answer.value());
  }

  World world_{clusters()};
};

constexpr std::chrono::seconds hour(3600);

TEST_F(EmergencyLook, IsForTheRolesThatTheProcedureNamesAlone) {
  EXPECT_EQ(refused("con-2"), "");
  EXPECT_EQ(refused("ib-2"), "unauthorised");
  EXPECT_EQ(refused("nobody"), "unauthorised");
  EXPECT_EQ(refused("con-1"), "state") << "it has access";
  EXPECT_EQ(refused("con-2", "c9"), "unknown");
  EXPECT_EQ(refused("con-2", "@directory"), "unknown");
}

TEST_F(EmergencyLook, IsRefusedBeforeAnythingIsEnteredOnceTheCaseWasErased) {
  ASSERT_EQ(refused("con-2"), "");
  ASSERT_TRUE(world_.vault().destroy({"case/c1"}));
  EXPECT_EQ(refused("con-2"), "state");
}

TEST_F(EmergencyLook, LastsAsLongAsAskedAndNeverLongerThanTheProcedureSays) {
  EXPECT_EQ(refused("con-2", "c1", 0), "payload");
  EXPECT_EQ(refused("con-2", "c1", 61), "payload");
  open("con-2", 5);
  EXPECT_TRUE(reader("con-2", std::chrono::seconds(299)));
  EXPECT_FALSE(reader("con-2", std::chrono::seconds(301)));
}

TEST_F(EmergencyLook, IsRefusedAgainAfterAnHour) {
  EXPECT_FALSE(reader("con-2", {}));
  open("con-2");
  EXPECT_TRUE(reader("con-2", hour - std::chrono::seconds(1)));
  EXPECT_FALSE(reader("con-2", hour + std::chrono::seconds(1)));
  EXPECT_FALSE(reader("con-1", {})) << "another's look is not theirs";
}

TEST_F(EmergencyLook, IsCountedFromWhenItWasRecorded) {
  world_.at("2026-03-01");  // The clock was set back behind what is recorded.
  open("con-2", 1);
  EXPECT_TRUE(reader("con-2", std::chrono::hours(24)));
  EXPECT_FALSE(reader("con-2", std::chrono::hours(24) + std::chrono::seconds(61)));
}

TEST_F(EmergencyLook, EndsWithTheRole) {
  open("con-2");
  std::vector<Event> events;
  events.push_back(
      directory_event("RoleWithdrawn@1", world_.now(),
                      {{"person", "con-2"}, {"as", "consultant"}, {"organisation", "swv"}}));
  world_.directory()
      .record(std::move(events), "withdrawRole", engine_actor(), world_.log(), *system_catalogue(),
              world_.seed(), world_.now())
      .value();
  EXPECT_FALSE(reader("con-2", {}));
}

TEST_F(EmergencyLook, ShowsTheViewOfTheProcedureAndNoMore) {
  open("con-2");
  Accessed accessed;
  const std::string seen = history(*reader("con-2", {}), accessed.access());
  EXPECT_THAT(seen, HasSubstr("ClusterSizeStated"));
  EXPECT_THAT(seen, Not(HasSubstr("Noor")));
  EXPECT_THAT(seen, Not(HasSubstr("colleague-is-ill")));
}

TEST_F(EmergencyLook, EndsWithTheRoleInWhichItWasOpened) {
  open("con-2");
  ASSERT_TRUE(reader("con-2", {}).has_value());
  std::vector<Event> events;
  events.push_back(
      directory_event("RoleWithdrawn@1", world_.now(),
                      {{"person", "con-2"}, {"as", "consultant"}, {"organisation", "swv"}}));
  world_.directory()
      .record(std::move(events), "withdrawRole", engine_actor(), world_.log(), *system_catalogue(),
              world_.seed(), world_.now())
      .value();
  EXPECT_FALSE(reader("con-2", {}).has_value());
  world_.enter("con-2", "consultant", "another");
  EXPECT_FALSE(reader("con-2", {}).has_value()) << "another role revives nothing";
  open("con-2");
  EXPECT_EQ(reader("con-2", {})->actor.org.text, "another") << "but one that is opened in it holds";
}

TEST_F(EmergencyLook, IsNoRightToAct) {
  open("con-2");
  EXPECT_EQ(kind_of(world_.act("con-2", "confirmCostInsight")), "unknown");
}

TEST_F(EmergencyLook, IsToldToThePrivacyOfficerWithItsReason) {
  open("con-2");
  const LoadedCase& loaded = *world_.processor().find({"c1"}).value();
  const auto guard = reader_of({"guard"}, std::nullopt, loaded, world_.definition(),
                               world_.directory().at(world_.now()), Language::en);
  Accessed accessed;
  const std::string seen = history(std::get<Reader>(guard.value()), accessed.access());
  EXPECT_THAT(seen, HasSubstr("Emergency look by con-2"));
  EXPECT_THAT(seen, HasSubstr("colleague-is-ill"));
  EXPECT_THAT(world_.records().back().bytes, Not(HasSubstr("colleague-is-ill")));
}

TEST_F(EmergencyLook, LeavesTheCaseAsItWas) {
  const CaseState before = world_.state();
  open("con-2");
  CaseState after = world_.state();
  EXPECT_EQ(after.emergencies.size(), 1U);
  EXPECT_EQ(after, world_.replayed());
  EXPECT_EQ(case_state_from(to_json(after)).value(), after);
  after.emergencies.clear();
  after.version = before.version;
  after.position = before.position;
  EXPECT_EQ(after, before);
}

TEST_F(EmergencyLook, MarksWhatWasSeenInTheAccessLog) {
  open("con-2");
  Accessed accessed;
  const auto emergency = std::get<Emergency>(asked("con-2").value());
  ASSERT_EQ(emergency.subjects.size(), 1U);
  ASSERT_TRUE(accessed.access().emergency_opened(
      emergency.by, {emergency.case_id, emergency.view, emergency.until, emergency.subjects},
      {"break-glass"}));
  static_cast<void>(history(*reader("con-2", {}), accessed.access()));
  const auto entries = accessed.entries();
  ASSERT_GE(entries.size(), 2U);
  EXPECT_EQ(entries[0].type.text, "EmergencyOpened@1");
  EXPECT_THAT(boost::json::serialize(entries[0].data), HasSubstr("\"s-"));
  EXPECT_EQ(entries[1].purpose, "emergency");
  EXPECT_EQ(entries[1].data.at("view"), "consultant");
}

}  // namespace
}  // namespace verloop::test
