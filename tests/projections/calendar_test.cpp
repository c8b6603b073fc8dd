#include "projections/calendar.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/world.hpp"

namespace verloop::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

/// Permits with hearings, which can be moved.
std::shared_ptr<const Definition> hearings() {
  const std::string catalogue = permit_catalogue + R"yaml(
  HearingPlanned@1:
    label: {nl: Hoorzitting gepland, en: Hearing planned}
    sentence: {nl: "Hoorzitting op {plannedFor}.", en: "Hearing on {plannedFor}."}
    audience: governance
    fields:
      hearing: {type: name, required: true}
      plannedFor: {type: date, required: true}
      startsAt: {type: timestamp}
    fold:
      - entry: hearings
        key: hearing
        set: {plannedFor: data.plannedFor, startsAt: data.startsAt}
)yaml";
  std::string procedure = replaced(permit_procedure, "  decide:\n    label: {nl: Besluiten", R"yaml(
  planHearing:
    label: {nl: Hoorzitting plannen, en: Plan a hearing}
    by: [clerk]
    purpose: permits
    events: [HearingPlanned]
  decide:
    label: {nl: Besluiten)yaml");
  procedure = replaced(procedure, "      PermitDecided: [verdict]\n",
                       "      PermitDecided: [verdict]\n"
                       "      ObjectionFiled: [rule]\n"
                       "      HearingPlanned: [hearing, plannedFor, startsAt]\n");
  procedure = replaced(procedure, "by: [applicant]\n", "by: [clerk]\n");
  procedure += R"yaml(
calendar:
  hearing:
    label: {nl: Hoorzitting, en: Hearing}
    over: case.hearings
    as: hearing
    on: hearing.plannedFor
    stops: [case.decision.on]
  hour: {label: {nl: Uur, en: Hour}, over: case.hearings, as: hearing, on: hearing.startsAt}
)yaml";
  return loaded({{"permits.yaml", catalogue}, {"building-permit.yaml", procedure}});
}

/// An item in one line: name, entry, cycle, day or moment, status, sequence.
std::string line(const CalendarItem& item) {
  const Date* on = std::get_if<Date>(&item.at);
  const char* status = item.status == CalendarItem::Status::open   ? "open"
                       : item.status == CalendarItem::Status::done ? "done"
                                                                   : "off";
  return item.name + (item.entry.empty() ? "" : "/" + item.entry) + " " +
         std::to_string(item.cycle) + " " +
         (on != nullptr ? format(*on) : format(std::get<Timestamp>(item.at))) + " " + status + " " +
         std::to_string(item.sequence);
}

class CalendarOfACase : public testing::Test {
 protected:
  CalendarOfACase() {
    world_.enter("clerk-1", "clerk", "office-1");
    world_.enter("app-1", "applicant", "office-1", {"p-1"});
    act("clerk-1", "requestPermit", {{"applicant", "p-1"}, {"kind", "shed"}, {"plan", "a shed"}});
  }

  void act(const std::string& actor, const std::string& action, boost::json::object data = {}) {
    ASSERT_EQ(kind_of(world_.act(actor, action, std::move(data))), "accepted") << action;
  }
  void plan(const std::string& on, const std::string& hearing = "first") {
    act("clerk-1", "planHearing", {{"hearing", hearing}, {"plannedFor", on}});
  }
  std::vector<CalendarItem> items(const std::string& actor = "clerk-1",
                                  const std::optional<Date>& on = std::nullopt) {
    const auto reader =
        reader_of({actor}, std::nullopt, *world_.processor().find({"c1"}).value(),
                  world_.definition(), world_.directory().at(world_.now()), Language::en)
            .value();
    const Sources sources{world_.log(), world_.vault(), world_.definitions(), world_.directory()};
    return Calendars(sources).of(std::get<Reader>(reader), {"c1"}, on).value();
  }
  std::vector<std::string> lines(const std::string& actor = "clerk-1",
                                 const std::optional<Date>& on = std::nullopt) {
    std::vector<std::string> all;
    for (const CalendarItem& item : items(actor, on)) all.push_back(line(item));
    return all;
  }

  World world_{hearings()};
};

TEST_F(CalendarOfACase, HoldsWhatIsDueAndWhatIsPlanned) {
  plan("2026-04-01");
  EXPECT_THAT(lines(), ElementsAre("hearing/first 1 2026-04-01 open 0", "P-1 1 2026-04-28 open 0"));
  EXPECT_EQ(items().front().label, "Hearing");
  EXPECT_THAT(items().back().source, ElementsAre("BY-2"));
}

TEST_F(CalendarOfACase, HoldsWhatIsPlannedForAMoment) {
  act("clerk-1", "planHearing",
      {{"hearing", "first"},
       {"plannedFor", "2026-04-01"},
       {"startsAt", "2026-04-01T10:00:00+02:00"}});
  EXPECT_EQ(lines().at(1), "hour/first 1 2026-04-01T08:00:00.000000Z open 0");
}

TEST_F(CalendarOfACase, KeepsAnItemThatIsMovedAndRaisesItsSequence) {
  plan("2026-04-01");
  plan("2026-04-01", "second");
  EXPECT_EQ(items().front().changed_at, noon("2026-03-02"));
  world_.at("2026-03-09");
  plan("2026-04-08");
  EXPECT_THAT(lines(),
              ElementsAre("hearing/first 1 2026-04-08 open 1", "hearing/second 1 2026-04-01 open 0",
                          "P-1 1 2026-04-28 open 0"));
  EXPECT_EQ(items().at(0).changed_at, noon("2026-03-09"));
  EXPECT_EQ(items().at(1).changed_at, noon("2026-03-02"));
}

TEST_F(CalendarOfACase, SaysWhatIsDoneAndWhatIsOff) {
  plan("2026-04-08");
  world_.at("2026-04-01");
  act("clerk-1", "decide", {{"verdict", "granted"}});
  EXPECT_THAT(lines(), ElementsAre("hearing/first 1 2026-04-08 off 1", "P-1 1 2026-04-28 done 0"));
  EXPECT_EQ(items().back().changed_at, noon("2026-04-01"));
}

TEST_F(CalendarOfACase, CallsOffWhatIsLeftWhenTheCaseIsClosed) {
  plan("2026-03-20");
  plan("2026-04-08", "second");
  world_.at("2026-04-01");
  act("clerk-1", "close");
  EXPECT_THAT(lines(), ElementsAre("hearing/first 1 2026-03-20 open 0",
                                   "hearing/second 1 2026-04-08 off 1", "P-1 1 2026-04-28 off 1"));
}

TEST_F(CalendarOfACase, KeepsWhatAFormerCycleHad) {
  world_.at("2026-04-01");
  act("clerk-1", "decide", {{"verdict", "granted"}});
  act("clerk-1", "object");
  EXPECT_THAT(lines(), ElementsAre("P-1 1 2026-04-28 done 0", "P-1 2 2026-04-28 open 0"));
}

TEST_F(CalendarOfACase, MovesWithASettingThatIsChanged) {
  world_.at("2026-03-05");
  const NewSetting setting{"termDays", cel::Value::of(std::int64_t{14}), day("2026-03-01"), {}};
  ASSERT_TRUE(world_.definitions().change_setting("building-permit", setting, engine_actor(),
                                                  world_.log(), world_.seed(), world_.now()));
  EXPECT_THAT(lines(), ElementsAre("P-1 1 2026-03-16 open 1"));
  EXPECT_EQ(items().front().changed_at, noon("2026-03-05"));
  world_.at("2026-03-06");
  plan("2026-04-08");
  EXPECT_EQ(lines().back(), "P-1 1 2026-03-16 open 1") << "counted once";
  EXPECT_EQ(items().back().changed_at, noon("2026-03-05"));
}

TEST_F(CalendarOfACase, ShowsNobodyWhatItsViewDoesNot) {
  plan("2026-04-01");
  EXPECT_THAT(lines("app-1"), ElementsAre("P-1 1 2026-04-28 open 0"));
}

TEST_F(CalendarOfACase, TellsAnApplicantOfNoDecisionItDoesNotSee) {
  world_.at("2026-04-01");
  act("clerk-1", "decide", {{"verdict", "granted"}});
  EXPECT_THAT(lines("app-1"), ElementsAre("P-1 1 2026-04-28 done 0")) << "as its rule tells it";
}

TEST_F(CalendarOfACase, OfADayRestsOnWhatHadOccurredByThen) {
  world_.at("2026-03-09");
  plan("2026-04-01");
  EXPECT_THAT(lines("clerk-1", day("2026-03-01")), IsEmpty());
  EXPECT_THAT(lines("clerk-1", day("2026-03-08")), ElementsAre("P-1 1 2026-04-28 open 0"));
  EXPECT_EQ(lines("clerk-1", day("2026-03-09")), lines());
}

}  // namespace
}  // namespace verloop::test
