#include "projections/could_see.hpp"

#include <boost/json.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/world.hpp"

namespace verloop::test {
namespace {

namespace json = boost::json;

using testing::HasSubstr;
using testing::Not;

class CouldSeeThen : public testing::Test {
 protected:
  CouldSeeThen() {
    world_.enter("ib-1", "ib", "school-1");
    world_.enter("adm-1", "swv-admin", "swv");
    world_.enter("con-1", "consultant", "swv");
    world_.enter("con-2", "consultant", "swv");
    world_.at("2026-03-03");
    accept(world_.act("ib-1", "openCase", {{"title", "cluster"}}));
    accept(world_.act("ib-1", "includePupil", {{"pupil", "pup-1"}, {"name", "Noor"}}));
    world_.at("2026-03-05");
    accept(world_.act("adm-1", "assignConsultant", {{"consultant", "con-1"}}));
  }
  static void accept(const Answer& answer) { ASSERT_EQ(kind_of(answer), "accepted"); }

  json::object asked(const std::string& actor, const std::string& on) {
    const Sources sources{world_.log(), world_.vault(), world_.definitions(), world_.directory()};
    return could_see_answer(sources, {{actor}, day(on), std::nullopt}).value();
  }
  /// `<role> of <case>: <type> <fields>...`
  std::string seen(const std::string& actor, const std::string& on) {
    std::string text;
    const json::object answer = asked(actor, on);
    for (const json::value& row : answer.at("cases").as_array()) {
      text += std::string(row.at("role").as_string()) +
              (row.as_object().contains("emergency") ? " in emergency" : "") + ":";
      for (const json::value& event : row.at("events").as_array())
        text +=
            " " + std::string(event.at("type").as_string()) + json::serialize(event.at("fields"));
      text += "\n";
    }
    return text;
  }

  World world_{clusters()};
};

TEST_F(CouldSeeThen, IsWhatHadBeenRecordedByThatDay) {
  EXPECT_EQ(seen("ib-1", "2026-03-02"), "");
  EXPECT_THAT(seen("ib-1", "2026-03-03"), HasSubstr("PupilIncludedInCluster@1"));
  EXPECT_THAT(seen("ib-1", "2026-03-04"), Not(HasSubstr("ConsultantAssigned")));
  EXPECT_THAT(seen("ib-1", "2026-03-05"), HasSubstr("ConsultantAssigned@1[\"consultant\"]"));
}

TEST_F(CouldSeeThen, NamesFieldsAndNoValue) {
  const std::string all = json::serialize(asked("ib-1", "2026-03-05"));
  EXPECT_THAT(all, HasSubstr("\"name\""));
  for (const char* value : {"Noor", "pup-1", "\"cluster\""})
    EXPECT_THAT(all, Not(HasSubstr(value)));
}

TEST_F(CouldSeeThen, FollowsTheLinkToTheCase) {
  EXPECT_EQ(seen("con-1", "2026-03-04"), "");
  EXPECT_THAT(seen("con-1", "2026-03-05"), HasSubstr("consultant: "));
  EXPECT_EQ(seen("con-2", "2026-03-05"), "");
}

TEST_F(CouldSeeThen, KnowsARoleThatWasWithdrawnSince) {
  world_.at("2026-03-06");
  std::vector<Event> events;
  events.push_back(
      directory_event("RoleWithdrawn@1", world_.now(),
                      {{"person", "ib-1"}, {"as", "ib"}, {"organisation", "school-1"}}));
  world_.directory()
      .record(std::move(events), "withdrawRole", engine_actor(), world_.log(), *system_catalogue(),
              world_.seed(), world_.now())
      .value();
  EXPECT_THAT(seen("ib-1", "2026-03-05"), HasSubstr("ib: "));
  EXPECT_THAT(seen("ib-1", "2026-03-06"), HasSubstr("ib: ")) << "that morning it still could";
  EXPECT_EQ(seen("ib-1", "2026-03-07"), "");
  EXPECT_EQ(asked("ib-1", "2026-03-07").at("roles").as_array().size(), 0U);
  EXPECT_THAT(json::serialize(asked("ib-1", "2026-03-06").at("roles")), HasSubstr("withdrawn"));
  EXPECT_THAT(json::serialize(asked("ib-1", "2026-03-05").at("roles")),
              Not(HasSubstr("withdrawn")));
}

TEST_F(CouldSeeThen, KnowsAnEmergencyOfThatDay) {
  world_.at("2026-03-08");
  const auto checked =
      world_.processor().check_emergency({{"c1"}, {"con-2"}, "ill", {}}, world_.now()).value();
  ASSERT_TRUE(world_.processor().open_emergency(std::get<Emergency>(checked), world_.now()));
  EXPECT_EQ(seen("con-2", "2026-03-07"), "");
  EXPECT_THAT(seen("con-2", "2026-03-08"), HasSubstr("consultant in emergency: "));
  EXPECT_EQ(seen("con-2", "2026-03-09"), "");
}

}  // namespace
}  // namespace verloop::test
