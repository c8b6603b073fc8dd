#include "engine/processor.hpp"

#include <boost/json/serialize.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/world.hpp"

namespace verloop::test {
namespace {

using testing::HasSubstr;

class ProcessorOfCommands : public testing::Test {
 protected:
  ProcessorOfCommands() {
    world_.enter("clerk-1", "clerk", "office-1");
    world_.enter("app-1", "applicant", "office-1", {"p-1"});
  }
  boost::json::object request() const {
    return {{"applicant", "p-1"}, {"kind", "shed"}, {"plan", "a shed"}};
  }
  Receipt open() { return std::get<Receipt>(world_.act("clerk-1", "requestPermit", request())); }
  std::uint64_t size() { return world_.log().tail().size; }

  World world_;
};

TEST_F(ProcessorOfCommands, RecordsAnAcceptedCommand) {
  const Receipt receipt = open();
  EXPECT_EQ(world_.types(), "PermitRequested FeeSet ApplicantsCounted");
  EXPECT_EQ(receipt.version, Version{2});
  EXPECT_EQ(boost::json::serialize(receipt.answer),
            R"({"events":["PermitRequested"],"findings":[]})")
      << "what a clerk may see";
  const Record record = world_.records().front().record;
  EXPECT_EQ(record.procedure, world_.definition().reference);
  EXPECT_EQ(record.purpose, "permits");
}

TEST_F(ProcessorOfCommands, RecordsNothingOfARefusedOne) {
  const auto before = size();
  EXPECT_EQ(kind_of(world_.act("clerk-1", "decide", {{"verdict", "granted"}})), "unknown");
  EXPECT_EQ(kind_of(world_.act("clerk-1", "requestPermit", {{"kind", "tower"}})), "payload");
  EXPECT_EQ(size(), before);
}

TEST_F(ProcessorOfCommands, AnswersARetryAsBefore) {
  const Command command = world_.command("clerk-1", "requestPermit", "c1", request());
  const auto first = std::get<Receipt>(world_.submit(command));
  world_.act("clerk-1", "decide", {{"verdict", "granted"}});
  const auto before = size();
  world_.at("2026-03-09");
  world_.restart();
  const auto again = std::get<Receipt>(world_.submit(command));
  EXPECT_TRUE(again.repeated);
  EXPECT_EQ(boost::json::serialize(again.answer), boost::json::serialize(first.answer));
  EXPECT_EQ(again.version, first.version);
  EXPECT_EQ(again.position, first.position);
  EXPECT_EQ(size(), before);
}

TEST_F(ProcessorOfCommands, RefusesAnIdThatWasUsedForSomethingElse) {
  Command command = world_.command("clerk-1", "requestPermit", "c1", request());
  world_.submit(command);
  const auto kind_after = [&](auto change) {
    Command other = command;
    change(other);
    return kind_of(world_.submit(other));
  };
  EXPECT_EQ(kind_after([](Command& c) { c.data["kind"] = "roof"; }), "duplicate");
  EXPECT_EQ(kind_after([](Command& c) { c.case_id = {"c2"}; }), "duplicate");
  EXPECT_EQ(kind_after([](Command& c) { c.action = {"decide"}; }), "duplicate");
  EXPECT_EQ(kind_after([](Command& c) { c.actor.id = {"clerk-2"}; }), "duplicate");
  EXPECT_EQ(kind_after([](Command& c) { c.expected_version = -1; }), "duplicate");
  EXPECT_EQ(kind_after([](Command& c) { c.motivation = {{"R-1", "x"}}; }), "duplicate");
  EXPECT_EQ(kind_after([](Command& c) { c.procedure = "other"; }), "duplicate");
  EXPECT_EQ(kind_after([](Command&) {}), "accepted");
}

TEST_F(ProcessorOfCommands, RefusesNamesOutOfForm) {
  Command command = world_.command("clerk-1", "requestPermit", "c1", request());
  command.id = {"1"};
  EXPECT_EQ(kind_of(world_.submit(command)), "payload");
  for (const char* name : {"", "-c", "@directory", "@definitions", "a b"}) {
    EXPECT_EQ(kind_of(world_.act("clerk-1", "requestPermit", request(), name)), "payload") << name;
  }
}

TEST_F(ProcessorOfCommands, KnowsNoCaseThatIsOutOfTheActorsReach) {
  open();
  world_.enter("clerk-2", "clerk", "office-2");
  const auto answer = [this](const char* action, const char* id) {
    Command command = world_.command("clerk-2", action, id, {{"verdict", "granted"}});
    command.expected_version = 0;
    const auto refusal = std::get<Refusal>(world_.submit(command));
    return std::string(name_of(refusal.kind)) + ": " + refusal.sentence.en;
  };
  EXPECT_EQ(answer("decide", "c1"), "unknown: There is no such case.");
  for (const char* action : {"decide", "object", "decid"})
    EXPECT_EQ(answer(action, "c1"), answer(action, "c9")) << action;
  EXPECT_EQ(world_.processor().find_for({"clerk-2"}, {"c1"}, world_.now()).error().code,
            Errc::not_found);
  EXPECT_TRUE(world_.processor().find_for({"clerk-1"}, {"c1"}, world_.now()).has_value());
}

TEST_F(ProcessorOfCommands, AConflictNamesBothVersions) {
  open();
  Command command = world_.command("clerk-1", "close", "c1");
  command.expected_version = 1;
  const auto refusal = std::get<Refusal>(world_.submit(command));
  EXPECT_EQ(refusal.kind, RefusalKind::conflict);
  EXPECT_EQ(refusal.expected, 1);
  EXPECT_EQ(refusal.actual, 2);
}

TEST_F(ProcessorOfCommands, RecordsFindingsWithWhatCausedThem) {
  open();
  world_.at("2026-05-20");
  const auto receipt = std::get<Receipt>(world_.act("clerk-1", "decide", {{"verdict", "granted"}}));
  EXPECT_EQ(world_.types("c1", 3), "PermitDecided FindingRaised");
  EXPECT_EQ(receipt.version, Version{3});
  const Record finding = world_.records().back().record;
  EXPECT_EQ(finding.occurred_on.text, "2026-04-29");
  EXPECT_EQ(finding.actor.id.text, "engine");
  EXPECT_EQ(finding.basis, Basis::derived);
  EXPECT_EQ(finding.data.at("evidence"),
            (boost::json::value{world_.records()[0].record.position.value,
                                world_.records()[3].record.position.value}));
}

TEST_F(ProcessorOfCommands, NoticesAfterDaysOnWhichItWasDown) {
  open();
  world_.at("2026-05-20");
  world_.restart();
  EXPECT_EQ(world_.processor().notice({"c1"}, world_.now()).value(), 1u);
  EXPECT_EQ(world_.processor().notice({"c1"}, world_.now()).value(), 0u);
  EXPECT_EQ(world_.types("c1", 3), "FindingRaised");
  EXPECT_EQ(world_.records().back().record.occurred_on.text, "2026-04-29");
  EXPECT_EQ(world_.state(), world_.replayed());
}

TEST_F(ProcessorOfCommands, NoticesNothingOfAClosedOrAbsentCase) {
  open();
  world_.act("clerk-1", "close");
  world_.at("2026-05-20");
  EXPECT_EQ(world_.processor().notice({"c1"}, world_.now()).value(), 0u);
  EXPECT_EQ(world_.processor().notice({"c9"}, world_.now()).error().code, Errc::not_found);
}

TEST_F(ProcessorOfCommands, RefusesAPayloadThatIsTooLargeAndRecordsNothing) {
  open();
  const auto before = size();
  const auto answer = world_.act("clerk-1", "decide",
                                 {{"verdict", "granted"}, {"reason", std::string(300'000, 'x')}});
  EXPECT_EQ(kind_of(answer), "tooLarge");
  EXPECT_EQ(size(), before);
  EXPECT_EQ(kind_of(world_.act("clerk-1", "decide", {{"verdict", "granted"}})), "accepted");
}

TEST_F(ProcessorOfCommands, FailsWhenTheLogFailsAndKnowsNothingOfIt) {
  open();
  world_.log().fail_next_append();
  const auto failed =
      world_.processor().submit(world_.command("clerk-1", "close", "c1"), world_.now());
  ASSERT_TRUE(failed.has_error());
  EXPECT_FALSE(world_.state().closed);
}

TEST_F(ProcessorOfCommands, RehearsesWithoutATrace) {
  const auto before = size();
  const auto decision = world_.processor().rehearse(
      world_.command("clerk-1", "requestPermit", "c1", request()), world_.now());
  EXPECT_TRUE(std::holds_alternative<Accepted>(*decision));
  EXPECT_EQ(size(), before);
}

TEST_F(ProcessorOfCommands, ChangesASettingForOneCase) {
  open();
  ASSERT_TRUE(world_.processor().change_setting(
      {"c1"}, {"termDays", cel::Value::of(std::int64_t{1}), {}, {}}, engine_actor(), world_.now()));
  EXPECT_EQ(world_.types("c1", 3), "SettingChanged");
  EXPECT_EQ(world_.state(), world_.replayed());
  world_.at("2026-03-05");
  EXPECT_EQ(world_.processor().notice({"c1"}, world_.now()).value(), 1u);
}

TEST_F(ProcessorOfCommands, ChangesNoSettingThatIsNoneOrOfAnotherType) {
  open();
  const auto before = size();
  const auto problem = [this](const char* setting, const cel::Value& value) {
    const auto changed = world_.processor().change_setting({"c1"}, {setting, value, {}, {}},
                                                           engine_actor(), world_.now());
    return changed.has_error() ? changed.error().detail : std::string("changed");
  };
  EXPECT_THAT(problem("termDay", cel::Value::of(std::int64_t{1})),
              HasSubstr("did you mean termDays?"));
  EXPECT_EQ(problem("termDays", cel::Value::of(true)), "setting termDays is a whole number");
  EXPECT_EQ(problem("rolls", cel::Value::of(std::int64_t{1})),
            "setting rolls is a boolean: true or false");
  EXPECT_EQ(size(), before);
}

TEST_F(ProcessorOfCommands, KnowsAMemberByItsSubjectAlsoAfterARestart) {
  open();
  EXPECT_EQ(world_.processor().find({"c1"}).value()->members.size(), 1u);
  world_.restart();
  const auto subject = world_.vault().find_subject("office-1", "p-1").value().value();
  EXPECT_EQ(world_.processor().find({"c1"}).value()->members.at(subject), 1);
}

/// What is derived is put off to the day on which the permit starts; more is derived after it.
std::shared_ptr<const Definition> put_off() {
  const std::string catalogue =
      replaced(permit_catalogue, "      - {set: decision.on, from: occurredOn}\n",
               "      - {set: decision.on, from: occurredOn}\n"
               "      - {set: startsOn, from: data.startsOn}\n");
  std::string procedure = replaced(permit_procedure, "    after: [PermitRequested]\n",
                                   "    after: [PermitDecided]\n    since: case.startsOn\n");
  procedure = replaced(procedure, "deadlines:\n",
                       "  - {event: FeeSet, after: [ApplicantsCounted], fields: {fee: \"1\"}}\n"
                       "deadlines:\n");
  return loaded({{"permits.yaml", catalogue}, {"building-permit.yaml", procedure}});
}

TEST(WhatIsPutOff, LiesOnNoDayToComeAndIsFoldedAtItsPlace) {
  World world(put_off());
  world.enter("clerk-1", "clerk", "office-1");
  world.act("clerk-1", "requestPermit", {{"applicant", "p-1"}, {"kind", "roof"}});
  world.at("2026-03-20");
  const auto days = [&world](const std::string& on, const std::string& starts) {
    Command decide =
        world.command("clerk-1", "decide", "c1", {{"verdict", "refused"}, {"startsOn", starts}});
    decide.occurred_on = parse_occurrence(on).value();
    EXPECT_EQ(kind_of(world.submit(decide)), "accepted");
    EXPECT_EQ(world.state(), world.replayed());
    std::string text;
    for (const StoredRecord& stored : world.records())
      if (stored.record.command == decide.id)
        text += stored.record.occurred_on.text.substr(5) + " ";
    return text;
  };
  EXPECT_EQ(days("2026-03-05", "2026-03-08"), "03-05 03-08 03-05 ");
  EXPECT_EQ(days("2026-03-06", "2026-03-12"), "03-06 03-12 03-06 ") << "of before the last";
  EXPECT_EQ(days("2026-03-20", "2026-05-01"), "03-20 03-20 03-20 ");
  EXPECT_EQ(days("2026-03-18", "2026-05-01"), "03-18 03-20 03-18 ");
}

TEST_F(ProcessorOfCommands, StopsAtACaseWhoseDefinitionIsNotThere) {
  open();
  const Definitions none{system_catalogue()};
  Processor processor(world_.log(), world_.vault(), none, world_.directory(), random_seed);
  const auto answer = processor.submit(world_.command("clerk-1", "close", "c1"), world_.now());
  ASSERT_TRUE(answer.has_error());
  EXPECT_EQ(answer.error().code, Errc::not_found);
  EXPECT_THAT(answer.error().detail, HasSubstr(world_.definition().reference));
}

}  // namespace
}  // namespace verloop::test
