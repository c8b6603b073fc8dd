// Entries that are retracted or corrected, through the processor.

#include "engine/alteration.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "events/disclosure.hpp"
#include "events/open_values.hpp"
#include "tests/support/world.hpp"

namespace verloop::test {
namespace {

namespace json = boost::json;

using testing::ElementsAre;
using testing::HasSubstr;

/// Permits, with two actions more.
std::string altering_procedure() {
  const std::string seen = replaced(permit_procedure, "      PermitDecided: [verdict]\n",
                                    "      PermitDecided: [verdict]\n      FeeSet: []\n"
                                    "      PermitClosed: []\n");
  return replaced(seen, "  close:\n", R"yaml(  retract:
    label: {nl: Intrekken, en: Retract}
    by: [clerk]
    purpose: permits
    afterClosing: true
    events: [EntryRetracted]
  correct:
    label: {nl: Corrigeren, en: Correct}
    by: [clerk]
    purpose: permits
    afterClosing: true
    events: [EntryCorrected]
  close:
)yaml");
}

class Altering : public testing::Test {
 protected:
  Altering() {
    world_.enter("clerk-1", "clerk", "office-1");
    world_.enter("app-1", "applicant", "office-1", {"p-1"});
    world_.at("2026-03-02");
    world_.act("clerk-1", "requestPermit",
               {{"applicant", "p-1"}, {"kind", "roof"}, {"plan", "a roof"}});
    world_.at("2026-03-10");
    world_.act("clerk-1", "decide", {{"verdict", "granted"}, {"reason", "it fits"}});
  }
  std::string alter(const std::string& action, json::object data) {
    data["reason"] = "it was wrong";
    const Answer answer = world_.act("clerk-1", action, std::move(data));
    const auto* refusal = std::get_if<Refusal>(&answer);
    if (refusal == nullptr) {
      EXPECT_EQ(world_.state(), world_.replayed());
      world_.restart();
      EXPECT_EQ(world_.state(), world_.replayed());
    }
    return refusal == nullptr
               ? "accepted"
               : std::string(name_of(refusal->kind)) + ' ' + refusal->path + refusal->sentence.en;
  }
  Record last(std::size_t back = 1) const {
    const auto records = world_.records();
    return records.at(records.size() - back).record;
  }
  /// What the case holds sealed at a path, opened.
  std::string opened(const json::value& pointer) {
    const json::array& cells = pointer.as_array();
    const auto page = world_.log().read({cells[0].to_number<std::uint64_t>()}, 1).value();
    Looks looks;
    const std::string field(cells[1].as_string());
    auto values = open_values(world_.log(), world_.vault(), page.front().record, {field}, looks);
    return std::string(values.value().at(field)->as_string());
  }

  World world_{permits(altering_procedure())};
};

TEST_F(Altering, TakesNoMotivationWhichWouldNotCount) {
  Command command = world_.command("clerk-1", "retract", "c1", {{"entry", 3}, {"reason", "wrong"}});
  command.motivation["R-1"] = "it had to be";
  const Answer answer = world_.submit(command);
  const auto* refusal = std::get_if<Refusal>(&answer);
  ASSERT_NE(refusal, nullptr);
  EXPECT_EQ(refusal->kind, RefusalKind::payload);
  EXPECT_EQ(refusal->path, "motivation");
}

TEST_F(Altering, TakesARetractedEntryOutOfTheCaseAndKeepsItsRecord) {
  ASSERT_EQ(world_.types(), "PermitRequested FeeSet ApplicantsCounted PermitDecided");
  EXPECT_EQ(world_.state().tracks.at("permit"), "decided");
  EXPECT_EQ(alter("retract", {{"entry", 3}}), "accepted");
  EXPECT_EQ(world_.state().tracks.at("permit"), "filed");
  EXPECT_FALSE(world_.state().fields.contains("decision"));
  EXPECT_EQ(world_.records().at(3).record.type.text, "PermitDecided@1");
  const Record record = last();
  EXPECT_EQ(record.type.text, "EntryRetracted@1");
  EXPECT_EQ(record.data, (json::object{{"entry", 3}, {"entryType", "PermitDecided"}}));
  EXPECT_THAT(record.links, ElementsAre(world_.records().at(3).record.position));
  EXPECT_TRUE(record.sealed.contains("reason"));
}

TEST_F(Altering, RetractsNothingTwiceNorWhatTheEngineSaid) {
  EXPECT_EQ(alter("retract", {{"entry", 3}}), "accepted");
  EXPECT_THAT(alter("retract", {{"entry", 3}}), HasSubstr("state"));
  EXPECT_THAT(alter("correct", {{"entry", 3}, {"occurredOn", "2026-03-09"}}), HasSubstr("state"));
  for (const int entry : {2, 4, 5, 99})
    EXPECT_THAT(alter("retract", {{"entry", entry}}), HasSubstr("payload entry")) << entry;
  for (const int entry : {0, 1})
    EXPECT_THAT(alter("retract", {{"entry", entry}}), HasSubstr("What the case began with"))
        << entry;
  EXPECT_EQ(kind_of(world_.act("clerk-1", "retract", {{"entry", 3}})), "payload") << "no reason";
}

TEST_F(Altering, MovesACorrectedEntryToItsDay) {
  EXPECT_EQ(alter("correct", {{"entry", 3}, {"occurredOn", "2026-03-04"}}), "accepted");
  EXPECT_EQ(world_.state().fields.at("decision").at("on"), "2026-03-04");
  EXPECT_EQ(alter("correct", {{"entry", 3}, {"occurredOn", "2026-03-05"}}), "accepted");
  EXPECT_EQ(world_.state().fields.at("decision").at("on"), "2026-03-05") << "the last word counts";
  EXPECT_THAT(alter("correct", {{"entry", 3}, {"occurredOn", "2026-03-11"}}),
              HasSubstr("payload occurredOn"));
}

TEST_F(Altering, PutsCorrectedFieldsInTheirPlaceAndComputesWithThem) {
  EXPECT_TRUE(world_.state().fields.contains("fee")) << "roofs are not urgent, and charged";
  const json::object fields{{"kind", "shed"}, {"plan", "a shed"}};
  EXPECT_EQ(alter("correct", {{"entry", 0}, {"fields", fields}}), "accepted");
  const Record record = last();
  EXPECT_EQ(record.data.at("fields"), (json::object{{"kind", "shed"}}));
  EXPECT_TRUE(record.sealed.contains("fields/plan"));
  EXPECT_EQ(world_.state().fields.at("request").at("kind"), "shed");
  EXPECT_EQ(opened(world_.state().fields.at("request").at("plan")), "a shed");
  EXPECT_FALSE(world_.state().fields.contains("fee")) << "sheds are";
}

TEST_F(Altering, SealsACorrectedFieldUnderItsOwnSubject) {
  ASSERT_EQ(alter("correct", {{"entry", 0}, {"fields", {{"plan", "another"}}}}), "accepted");
  const auto subject_of = [this](const Record& record, const std::string& field) {
    for (const SealedValue& value : world_.log().sealed_values(record.position).value())
      if (value.field == field) return value.subject.text;
    return std::string();
  };
  EXPECT_EQ(subject_of(last(), "fields/plan"), "case/c1");
  EXPECT_EQ(subject_of(last(), "reason"), "case/c1");
}

TEST_F(Altering, RefusesACorrectionThatSaysNothingOrTooMuch) {
  const auto correct = [this](json::object fields) {
    return alter("correct", {{"entry", 0}, {"fields", std::move(fields)}});
  };
  EXPECT_THAT(alter("correct", {{"entry", 0}}), HasSubstr("nothing to correct"));
  EXPECT_THAT(correct({}), HasSubstr("nothing to correct"));
  EXPECT_THAT(correct({{"kindd", "shed"}}), HasSubstr("Did you mean kind?"));
  EXPECT_THAT(correct({{"kind", "tower"}}), HasSubstr("payload fields.kind"));
  EXPECT_THAT(correct({{"applicant", "p-2"}}), HasSubstr("payload fields"))
      << "who it is about is no slip of the pen";
  EXPECT_THAT(correct({{"fee", 3}}), HasSubstr("payload fields")) << "computed";
  EXPECT_THAT(correct({{"member", 3}}), HasSubstr("payload fields")) << "the engine's";
}

TEST_F(Altering, NamesWhatNoLongerFits) {
  EXPECT_EQ(kind_of(world_.act("clerk-1", "close")), "accepted");
  ASSERT_TRUE(world_.state().closed);
  EXPECT_EQ(alter("correct", {{"entry", 4}, {"occurredOn", "2026-03-05"}}), "accepted");
  EXPECT_EQ(last().data.at("unfit"), (json::array{3})) << "decided after it was closed";
  EXPECT_TRUE(world_.state().closed);
  EXPECT_EQ(alter("retract", {{"entry", 4}}), "accepted") << "and opened again";
  EXPECT_FALSE(last().data.contains("unfit"));
  EXPECT_FALSE(world_.state().closed);
}

TEST_F(Altering, ClearsAFindingAsCorrected) {
  world_.at("2026-06-10");
  EXPECT_EQ(alter("correct", {{"entry", 3}, {"occurredOn", "2026-06-09"}}), "accepted");
  EXPECT_THAT(world_.types("c1", 4), HasSubstr("FindingRaised"));
  EXPECT_EQ(alter("correct", {{"entry", 3}, {"occurredOn", "2026-03-09"}}), "accepted");
  EXPECT_EQ(last().type.text, "FindingCleared@1");
  EXPECT_EQ(last().data.at("how"), "corrected");
  const auto count = world_.records().size();
  EXPECT_EQ(alter("correct", {{"entry", 3}, {"occurredOn", "2026-03-08"}}), "accepted");
  EXPECT_EQ(world_.records().size(), count + 1) << "cleared once";
  EXPECT_EQ(alter("correct", {{"entry", 3}, {"occurredOn", "2026-06-08"}}), "accepted");
  EXPECT_EQ(last().type.text, "FindingRaised@1") << "and raised again";
}

TEST(AlteredCluster, IsStatedOfTheDaySinceWhichItIsSo) {
  World world(clusters());
  world.enter("ib-1", "ib", "school-1");
  world.act("ib-1", "openCase", {{"title", "a cluster"}});
  world.at("2026-03-10");
  world.act("ib-1", "includePupil", {{"pupil", "p-1"}, {"name", "One"}});
  world.act("ib-1", "includePupil", {{"pupil", "p-2"}, {"name", "Two"}});
  const json::object wrong{{"entry", 1}, {"reason", "wrong"}};
  json::object earlier = wrong;
  earlier["occurredOn"] = "2026-03-05";
  ASSERT_EQ(kind_of(world.act("ib-1", "correctEntry", earlier)), "accepted");
  ASSERT_EQ(kind_of(world.act("ib-1", "retractEntry", wrong)), "accepted");
  const Record last = world.records().back().record;
  EXPECT_EQ(last.type.text, "ClusterSizeStated@1");
  EXPECT_EQ(last.data.at("members"), 1);
  EXPECT_EQ(last.occurred_on.text, "2026-03-10") << "the second pupil came then";
  EXPECT_EQ(world.state(), world.replayed());
}

TEST(AlteringProcedure, IsRefusedWhereItsActionsAreNotMeant) {
  const auto fault_of = [](const std::string& old, const std::string& with) {
    const auto made = load(permit_catalogue, replaced(altering_procedure(), old, with));
    return made.has_value() ? std::string() : format(made.error());
  };
  EXPECT_THAT(fault_of("events: [EntryRetracted]", "events: [EntryRetracted, PermitDecided]"),
              HasSubstr("stands alone"));
  EXPECT_THAT(fault_of("    by: [clerk]\n    purpose: permits\n    afterClosing: true\n    events: "
                       "[EntryRetracted]",
                       "    by: [applicant]\n    purpose: permits\n    events: [EntryRetracted]"),
              HasSubstr("can't alter entries"));
}

}  // namespace
}  // namespace verloop::test
