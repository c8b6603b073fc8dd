// Settings that are changed without another version: from which day on, for which cases, and what
// of it was known when.

#include "engine/settings.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/used_settings.hpp"
#include "tests/support/given.hpp"
#include "tests/support/world.hpp"

namespace verloop::test {
namespace {

using testing::HasSubstr;
using testing::SizeIs;

/// The permits, with changes of their settings as a log would have them.
std::shared_ptr<const Definition> permits_with(const SettingChanges& changes) {
  auto definition = std::make_shared<Definition>(*permits());
  definition->changes = std::make_shared<const SettingChanges>(changes);
  return definition;
}

std::int64_t term_on(const CaseState& state, const Definition& definition, const std::string& on,
                     std::optional<Position> before = {}) {
  const Setting& term = definition.procedure.settings.at("termDays");
  return *setting_in_force(term, state, definition, {day(on), before}).value.get_if<std::int64_t>();
}

std::string due(const Given& given, const std::string& today) {
  return format(given.judged(today).deadline("P-1")->due().value());
}

TEST(Settings, HoldFromTheirDayOnAndTheLatestDayCounts) {
  const auto definition = permits_with({setting("termDays", 42, "2026-09-01", 5),
                                        setting("termDays", 49, "2026-06-01", 7),
                                        setting("termDays", 30, "2026-09-01", 9)});
  EXPECT_EQ(term_on({}, *definition, "2026-05-31"), 56);
  EXPECT_EQ(term_on({}, *definition, "2026-06-01"), 49);
  EXPECT_EQ(term_on({}, *definition, "2026-08-31"), 49);
  EXPECT_EQ(term_on({}, *definition, "2026-09-01"), 30) << "of one day the last that was recorded";
}

TEST(Settings, CountAsFarAsTheyWereKnown) {
  const auto definition = permits_with(
      {setting("termDays", 42, "2026-01-01", 5), setting("termDays", 30, "2026-01-01", 9)});
  EXPECT_EQ(term_on({}, *definition, "2026-06-01", Position{9}), 42);
  EXPECT_EQ(term_on({}, *definition, "2026-06-01", Position{5}), 56);
  CaseState earlier;
  earlier.known_until.position = Position{6};
  EXPECT_EQ(term_on(earlier, *definition, "2026-06-01"), 42);
}

TEST(Settings, OfACaseGoBeforeThoseOfItsProcedure) {
  const auto definition = permits_with({setting("termDays", 42, "2026-06-01", 9)});
  CaseState state;
  state.settings = {setting("termDays", 14, "2026-03-01", 5)};
  EXPECT_EQ(term_on(state, *definition, "2026-02-28"), 56);
  EXPECT_EQ(term_on(state, *definition, "2026-07-01"), 14);
}

TEST(Settings, OfAnotherTypeThanTheDefinitionHasAreNone) {
  const auto definition = permits_with({setting("termDays", true, "2026-01-01", 5)});
  EXPECT_EQ(term_on({}, *definition, "2026-06-01"), 56);
}

TEST(Settings, GiveADeadlineTheTermOfTheDayOnWhichItStarts) {
  const auto definition = permits_with({setting("termDays", 14, "2026-03-10", 5)});
  EXPECT_EQ(due(Given(definition).requested("2026-03-09"), "2026-06-01"), "2026-05-04")
      << "a running term is not shortened";
  EXPECT_EQ(due(Given(definition).requested("2026-03-10"), "2026-03-11"), "2026-03-24");
}

TEST(Settings, AreNamedWithTheEventThatSetThem) {
  const auto definition = permits_with({setting("termDays", 14, "2026-03-10", 5)});
  Given given(definition);
  given.requested("2026-03-10");
  const auto used = settings_of(*given.judged("2026-03-11").deadline("P-1"), given.state(),
                                *definition, day("2026-03-11"));
  ASSERT_THAT(used, SizeIs(2));
  EXPECT_EQ(used[0].setting, "rolls");
  EXPECT_FALSE(used[0].in_force.position) << "as the definition has it";
  EXPECT_EQ(used[1].setting, "termDays");
  EXPECT_EQ(used[1].in_force.position, Position{5});
  EXPECT_EQ(used[1].in_force.from, day("2026-03-10"));
}

TEST(Settings, OfACaseSurviveBeingWritten) {
  Given given;
  given.requested();
  given.state().settings = {setting("termDays", 14, "2026-03-01", 5), setting("rolls", false)};
  EXPECT_EQ(case_state_from(to_json(given.state())).value(), given.state());
}

/// A clerk's case c1, requested on 2 March, and settings changed while the log grows.
class ChangedSettings : public testing::Test {
 protected:
  ChangedSettings() {
    world_.enter("clerk-1", "clerk", "office-1");
    open("c1");
  }
  void open(const std::string& id) { EXPECT_EQ(kind_of(request(id)), "accepted"); }
  Answer request(const std::string& id, const std::string& occurred = {}) {
    Command command = world_.command("clerk-1", "requestPermit", id,
                                     {{"applicant", "p-1"}, {"kind", "roof"}, {"plan", "a roof"}});
    if (!occurred.empty()) command.occurred_on = parse_occurrence(occurred).value();
    return world_.submit(command);
  }
  Result<Position> change(const std::string& name, cel::Value value, const std::string& from,
                          const std::string& procedure = "building-permit") {
    return world_.definitions().change_setting(procedure,
                                               {name, std::move(value), day(from), "by decree"},
                                               steward_, world_.log(), world_.seed(), world_.now());
  }
  Result<Position> change_term(std::int64_t days, const std::string& from) {
    return change("termDays", cel::Value::of(days), from);
  }
  std::string problem(const Result<Position>& changed) {
    return changed.has_error() ? changed.error().detail : "changed";
  }
  std::string due(const std::string& id = "c1") {
    const Judgements judged =
        judge(world_.state(id), world_.definition(), day_in_amsterdam(world_.now()));
    return format(judged.deadline("P-1")->due().value());
  }
  boost::json::value fee(const std::string& id) {
    for (const StoredRecord& stored : world_.records(id))
      if (stored.record.type.text == "FeeSet@1") return stored.record.data.at("fee");
    return nullptr;
  }

  const Actor steward_{{"admin"}, {"administrator"}, {"org"}, {}};
  World world_;
};

TEST_F(ChangedSettings, BearOnEachCaseOfTheProcedureFromTheirDayOn) {
  world_.at("2026-03-10");
  ASSERT_TRUE(change_term(14, "2026-03-10"));
  open("c2");
  EXPECT_EQ(due("c1"), "2026-04-28");
  EXPECT_EQ(due("c2"), "2026-03-24");
  EXPECT_EQ(world_.state("c1").version, Version{2}) << "no case has an event of it";
}

TEST_F(ChangedSettings, AreRecordedWithASealedReasonAndRaiseWhatFollows) {
  world_.at("2026-04-01");
  ASSERT_EQ(world_.processor().notice({"c1"}, world_.now()).value(), 0u);
  const Position position = change_term(14, "2026-03-01").value();
  const Record record = world_.log().read(position, 1).value().front().record;
  EXPECT_EQ(record.case_id.text, "@definitions");
  EXPECT_EQ(record.type, setting_changed);
  EXPECT_EQ(record.actor.id.text, "admin");
  EXPECT_FALSE(record.data.contains("reason"));
  EXPECT_TRUE(record.sealed.contains("reason"));
  EXPECT_EQ(world_.processor().notice({"c1"}, world_.now()).value(), 1u)
      << "the same case was judged today, before the change";
  EXPECT_EQ(world_.types("c1", 3), "FindingRaised");
  EXPECT_EQ(world_.records().back().record.occurred_on.text, "2026-03-17");
  ASSERT_TRUE(change_term(56, "2026-03-01"));
  EXPECT_EQ(world_.processor().notice({"c1"}, world_.now()).value(), 1u);
  EXPECT_EQ(world_.types("c1", 3), "FindingRaised FindingCleared");
  EXPECT_EQ(world_.state(), world_.replayed());
}

TEST_F(ChangedSettings, AreReadBackFromNothingButTheLog) {
  ASSERT_TRUE(change_term(14, "2026-03-01"));
  Definitions again(system_catalogue());
  ASSERT_TRUE(again.load(world_.log()));
  const Definition* read = again.find(world_.definition().reference);
  ASSERT_NE(read->changes, nullptr);
  EXPECT_EQ(*read->changes, *world_.definition().changes);
  EXPECT_EQ(read->digest, world_.definition().digest);
}

TEST_F(ChangedSettings, HoldForALaterVersionToo) {
  ASSERT_TRUE(change_term(14, "2026-03-01"));
  const auto next = permits(replaced(permit_procedure, "version: 3", "version: 4"));
  ASSERT_TRUE(world_.definitions().deploy(next, world_.log(), world_.seed(), world_.now()));
  EXPECT_EQ(term_on({}, *world_.definitions().find(next->reference), "2026-03-01"), 14);
  const auto other = permits(replaced(permit_procedure, "version: 3", "version: 5"));
  const auto rehearsed =
      world_.processor().rehearse_migration({"c1"}, *other, world_.now()).value();
  EXPECT_TRUE(std::get<RehearsedCase>(rehearsed).due.empty())
      << "a version that is not deployed is rehearsed with the settings as they are";
}

TEST_F(ChangedSettings, AreThoseOfTheDayThatACommandSpeaksOf) {
  world_.at("2026-03-20");
  ASSERT_TRUE(change_term(14, "2026-03-10"));
  ASSERT_EQ(kind_of(request("c2", "2026-03-09")), "accepted");
  ASSERT_EQ(kind_of(request("c3", "2026-03-10")), "accepted");
  EXPECT_EQ(fee("c2"), 56);
  EXPECT_EQ(fee("c3"), 14);
}

TEST_F(ChangedSettings, LeaveWhatWasComputedBeforeAsItWas) {
  world_.at("2026-03-20");
  Command later = world_.command("clerk-1", "decide", "c1", {{"verdict", "refused"}});
  ASSERT_EQ(kind_of(world_.submit(later)), "accepted");
  ASSERT_TRUE(change_term(14, "2026-03-01"));
  Command late = world_.command("clerk-1", "decide", "c1", {{"verdict", "refused"}});
  late.occurred_on = parse_occurrence("2026-03-05").value();
  ASSERT_EQ(kind_of(world_.submit(late)), "accepted") << "the case is folded anew";
  EXPECT_EQ(world_.state().fields.at("fee"), 56);
  EXPECT_EQ(world_.state(), world_.replayed());
  world_.restart();
  EXPECT_EQ(world_.state(), world_.replayed());
}

TEST_F(ChangedSettings, OfOneCaseBearOnThatCaseAlone) {
  open("c2");
  const auto changed = world_.processor().change_setting(
      {"c1"}, {"termDays", cel::Value::of(std::int64_t{14}), day("2026-03-01"), "agreed"}, steward_,
      world_.now());
  ASSERT_TRUE(changed);
  EXPECT_EQ(world_.records().back().record.position, *changed);
  EXPECT_TRUE(world_.records().back().record.sealed.contains("reason"));
  EXPECT_EQ(due("c1"), "2026-03-16");
  EXPECT_EQ(due("c2"), "2026-04-28");
  EXPECT_EQ(world_.state(), world_.replayed());
}

TEST_F(ChangedSettings, AreRefusedWhenTheyAreNoneOrOfAnotherType) {
  const std::uint64_t before = world_.log().tail().size;
  EXPECT_THAT(problem(change("termDay", cel::Value::of(std::int64_t{1}), "2026-03-01")),
              HasSubstr("did you mean termDays?"));
  EXPECT_EQ(problem(change("termDays", cel::Value::of(true), "2026-03-01")),
            "setting termDays is a whole number");
  EXPECT_EQ(
      change("termDays", cel::Value::of(std::int64_t{1}), "2026-03-01", "nothing").error().code,
      Errc::not_found);
  EXPECT_EQ(world_.log().tail().size, before);
}

}  // namespace
}  // namespace verloop::test
