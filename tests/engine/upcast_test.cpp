// An event type's next version, and an upcaster that lifts what was recorded before into its shape:
// in the fold of a case that goes on under it, and never in the log.

#include "events/upcast.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/rehearsal.hpp"
#include "events/yaml/catalogue_load.hpp"
#include "tests/support/world.hpp"

namespace verloop::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Pair;

/// The request in a second version: other names, words, and a unit of another size.
const std::string second_request = R"yaml(
  PermitRequested@2:
    label: {nl: Aangevraagd, en: Requested}
    sentence: {nl: "{what} gevraagd: {drawing}.", en: "{what} requested: {drawing}."}
    audience: shared
    admits: true
    fields:
      member: {type: member, of: applicant}
      applicant: {type: ref, to: subject, class: personal, subject: applicant, required: true}
      what: {type: enum, values: [roof, outbuilding], required: true}
      drawing: {type: text, class: confidential, subject: case, max: 200}
      area: {type: integer, min: 0}
      urgent: {type: boolean, required: true}
    upcast:
      rename: {kind: what, plan: drawing, size: area}
      values: {what: {shed: outbuilding}}
      multiply: {area: 100}
      set: {urgent: false}
    fold:
      - {set: request.on, from: occurredOn}
      - {set: request.what, from: data.what}
      - {set: request.drawing, from: sealed.drawing}
      - {set: request.area, from: data.area}
      - {set: request.urgent, from: data.urgent}
      - {first: office, from: org}
      - {add: requests, from: =1}
      - entry: applicants
        key: member
        set: {since: occurredOn, active: =true, name: sealed.applicant}
  FeeSet@1:)yaml";

/// Permits in which the clerk corrects entries.
std::string first_procedure() {
  return replaced(permit_procedure, "  close:\n", R"yaml(  correct:
    label: {nl: Corrigeren, en: Correct}
    by: [clerk]
    purpose: permits
    events: [EntryCorrected]
  close:
)yaml");
}

std::string next_procedure() {
  std::string text = replaced(first_procedure(), "version: 3", "version: 4");
  text = replaced(text, "urgent: \"data.kind == 'shed'\"", "urgent: data.what == 'outbuilding'");
  text = replaced(text, "data.plan == ''", "data.drawing == ''");
  text = replaced(text, "PermitRequested: [kind, plan, applicant]",
                  "PermitRequested: [what, drawing, applicant]");
  return replaced(text, "PermitRequested: [kind", "PermitRequested: [what");
}

std::shared_ptr<const Definition> next_permits() {
  return loaded({{"permits.yaml", replaced(permit_catalogue, "\n  FeeSet@1:", second_request)},
                 {"building-permit.yaml", next_procedure()}});
}

class Upcasting : public testing::Test {
 protected:
  Upcasting() {
    world_.enter("clerk-1", "clerk", "office-1");
    EXPECT_EQ(kind_of(world_.act(
                  "clerk-1", "requestPermit",
                  {{"applicant", "p-1"}, {"kind", "shed"}, {"plan", "a shed"}, {"size", 12}})),
              "accepted");
    world_.definitions().deploy(next_, world_.log(), world_.seed(), world_.now()).value();
  }
  const Definition& next() { return *world_.definitions().find(next_->reference); }
  void migrate() {
    const auto rehearsed = std::get<RehearsedCase>(
        world_.processor().rehearse_migration({"c1"}, next(), world_.now()).value());
    EXPECT_FALSE(rehearsed.is_stuck);
    ASSERT_EQ(world_.processor().migrate(rehearsed, "", steward_, world_.now()).value(),
              std::nullopt);
  }
  /// What is wrong with a correction of the request; "accepted" when nothing is.
  std::string correct(boost::json::object fields) {
    const Answer answer = world_.act(
        "clerk-1", "correct", {{"entry", 0}, {"reason", "wrong"}, {"fields", std::move(fields)}});
    const auto* refusal = std::get_if<Refusal>(&answer);
    return refusal == nullptr ? "accepted" : refusal->path + ": " + refusal->sentence.en;
  }
  const boost::json::object& request() { return world_.state().fields.at("request").as_object(); }

  World world_{permits(first_procedure())};
  const std::shared_ptr<const Definition> next_ = next_permits();
  const Actor steward_{{"adm-1"}, {"administrator"}, {"verloop"}, {}};
};

TEST_F(Upcasting, GivesTheFoldTheShapeOfTheNextVersion) {
  EXPECT_EQ(world_.state().fields.at("request").as_object().if_contains("what"), nullptr);
  migrate();
  const auto& request = world_.state().fields.at("request").as_object();
  EXPECT_EQ(request.at("what").as_string(), "outbuilding");
  EXPECT_EQ(request.at("area"), boost::json::value(1200));
  EXPECT_EQ(request.at("urgent"), boost::json::value(false));
  EXPECT_EQ(request.if_contains("kind"), nullptr);
  EXPECT_EQ(world_.state().fields.at("requests"), boost::json::value(1));
  EXPECT_EQ(world_.state().tracks.at("permit"), "filed");
  EXPECT_EQ(world_.state().members, 1);
}

TEST_F(Upcasting, LeavesTheRecordAsItWas) {
  migrate();
  const Record record = world_.records().front().record;
  EXPECT_EQ(record.type.text, "PermitRequested@1");
  EXPECT_EQ(record.data.at("kind").as_string(), "shed");
  EXPECT_EQ(record.data.at("size"), boost::json::value(12));
}

TEST_F(Upcasting, PointsToASealedValueByTheNameThatItHasInTheLog) {
  migrate();
  const auto& pointer = world_.state().fields.at("request").as_object().at("drawing").as_array();
  const Record record = world_.records().front().record;
  EXPECT_EQ(pointer.at(0).to_number<std::uint64_t>(), record.position.value);
  EXPECT_EQ(pointer.at(1).as_string(), "plan");
}

TEST_F(Upcasting, IsTheSameAfterARestart) {
  migrate();
  const CaseState live = world_.state();
  world_.restart();
  EXPECT_EQ(world_.state(), live);
}

TEST_F(Upcasting, ComesAfterACorrectionOfWhatWasRecorded) {
  migrate();
  std::vector<Record> records;
  for (const StoredRecord& stored : world_.records()) records.push_back(stored.record);
  Record correction = records.back();
  correction.type.text = "EntryCorrected@1";
  correction.position = correction.position.next();
  correction.version = correction.version.next();
  correction.links = {records.front().position};
  correction.data = {{"entry", 0}, {"entryType", "PermitRequested@1"}, {"fields", {{"size", 20}}}};
  correction.sealed = {{"fields/plan", Digest{}}};
  records.push_back(correction);
  const CaseState state = fold_case(records, next());
  const auto& request = state.fields.at("request").as_object();
  EXPECT_EQ(request.at("area"), boost::json::value(2000));
  const auto& pointer = request.at("drawing").as_array();
  EXPECT_EQ(pointer.at(0).to_number<std::uint64_t>(), correction.position.value);
  EXPECT_EQ(pointer.at(1).as_string(), "fields/plan");
}

TEST_F(Upcasting, LetsAnEntryBeCorrectedByTheNamesAndTypesThatItHad) {
  migrate();
  EXPECT_EQ(correct({{"kind", "roof"}, {"size", 20}, {"plan", "a roof"}}), "accepted");
  EXPECT_EQ(request().at("what").as_string(), "roof");
  EXPECT_EQ(request().at("area"), boost::json::value(2000));
  const CaseState live = world_.state();
  world_.restart();
  EXPECT_EQ(world_.state(), live);
}

TEST_F(Upcasting, RefusesACorrectionByNamesAndWordsOfToday) {
  migrate();
  const std::size_t before = world_.records().size();
  EXPECT_THAT(correct({{"what", "roof"}}), HasSubstr("fields.what: "));
  EXPECT_THAT(correct({{"urgent", true}}), HasSubstr("fields.urgent: "));
  EXPECT_THAT(correct({{"kind", "outbuilding"}}), HasSubstr("fields.kind: "));
  EXPECT_THAT(correct({{"size", "large"}}), HasSubstr("fields.size: "));
  EXPECT_THAT(correct({{"applicant", "p-2"}}), HasSubstr("fields.applicant: "));
  EXPECT_EQ(world_.records().size(), before);
}

/// A field that bears the name of one that was dropped is another.
std::shared_ptr<const Definition> name_given_anew() {
  std::string request = replaced(second_request, "      area: {type: integer, min: 0}\n",
                                 "      size: {type: text, class: confidential, subject: case}\n");
  request = replaced(request, "plan: drawing, size: area}", "plan: drawing}\n      drop: [size]");
  request = replaced(request, "      multiply: {area: 100}\n", "");
  request = replaced(request, "{set: request.area, from: data.area}",
                     "{set: request.words, from: sealed.size}");
  return loaded(
      {{"permits.yaml", replaced(permit_catalogue, "\n  FeeSet@1:", request)},
       {"building-permit.yaml", replaced(replaced(next_procedure(), "version: 4", "version: 5"),
                                         "[what, drawing, applicant]", "[what, size]")}});
}

TEST_F(Upcasting, NeverRecordsATextInTheClearForAFieldThatWasOpenThen) {
  const auto other = name_given_anew();
  world_.definitions().deploy(other, world_.log(), world_.seed(), world_.now()).value();
  const auto rehearsed = std::get<RehearsedCase>(
      world_.processor()
          .rehearse_migration({"c1"}, *world_.definitions().find(other->reference), world_.now())
          .value());
  ASSERT_EQ(world_.processor().migrate(rehearsed, "", steward_, world_.now()).value(),
            std::nullopt);
  EXPECT_THAT(correct({{"size", "a text about somebody"}}), HasSubstr("fields.size: "));
  EXPECT_EQ(request().if_contains("words"), nullptr);
  const RoleView& view = other->procedure.views.at("clerk");
  EXPECT_THAT(view.former, ElementsAre(Pair("PermitRequested@1", ElementsAre("kind"))));
}

TEST_F(Upcasting, IsJudgedByRulesInTheShapeOfTheNextVersion) {
  const std::string rule = "when: \"has(case.decision.on) && data.drawing == ''\"";
  const auto strict = loaded(
      {{"permits.yaml", replaced(permit_catalogue, "\n  FeeSet@1:", second_request)},
       {"building-permit.yaml", replaced(replaced(next_procedure(), "version: 4", "version: 6"),
                                         rule, "when: \"has(data.area) && data.area > 3000\"")}});
  world_.definitions().deploy(strict, world_.log(), world_.seed(), world_.now()).value();
  const auto rehearsed = std::get<RehearsedCase>(
      world_.processor()
          .rehearse_migration({"c1"}, *world_.definitions().find(strict->reference), world_.now())
          .value());
  ASSERT_EQ(world_.processor().migrate(rehearsed, "", steward_, world_.now()).value(),
            std::nullopt);
  EXPECT_EQ(correct({{"size", 30}}), "accepted");
  EXPECT_THAT(correct({{"size", 31}}), HasSubstr("Not twice"));
}

TEST_F(Upcasting, LeavesACaseThatGoesOnUnderItsOwnVersionAlone) {
  world_.restart();
  const auto& request = world_.state().fields.at("request").as_object();
  EXPECT_EQ(request.at("kind").as_string(), "shed");
  EXPECT_EQ(request.if_contains("what"), nullptr);
}

TEST_F(Upcasting, LetsTheNextActionsGoOn) {
  migrate();
  EXPECT_EQ(kind_of(world_.act("clerk-1", "decide", {{"verdict", "granted"}})), "accepted");
  const Answer more = world_.act(
      "clerk-1", "requestPermit",
      {{"applicant", "p-2"}, {"what", "roof"}, {"drawing", "a roof"}, {"urgent", true}}, "c2");
  EXPECT_EQ(kind_of(more), "accepted");
  EXPECT_EQ(world_.records("c2").front().record.type.text, "PermitRequested@2");
}

TEST_F(Upcasting, ShowsByAViewWhatItsFieldsWereCalled) {
  const RoleView& view = next().procedure.views.at("clerk");
  EXPECT_THAT(view.former,
              ElementsAre(Pair("PermitRequested@1", ElementsAre("applicant", "kind", "plan"))));
  EXPECT_THAT(world_.definition().procedure.views.at("clerk").former, IsEmpty());
}

const std::string chain = R"yaml(catalogue: chain
types:
  ThingDone@1:
    label: {nl: a, en: a}
    sentence: {nl: a., en: a.}
    audience: shared
    fields: {a: {type: integer}, t: {type: text, class: personal, subject: actor}}
  ThingDone@3:
    label: {nl: a, en: a}
    sentence: {nl: a., en: a.}
    audience: shared
    fields: {c: {type: integer}, t: {type: text, class: personal, subject: actor}}
    upcast: {rename: {b: c, s: t}, multiply: {c: 1000000}}
  ThingDone@2:
    label: {nl: a, en: a}
    sentence: {nl: a., en: a.}
    audience: shared
    fields: {b: {type: integer}, s: {type: text, class: personal, subject: actor}}
    upcast: {rename: {a: b, t: s}, multiply: {b: 1000000}}
)yaml";

Catalogue chained() {
  Catalogue catalogue;
  std::vector<YamlFault> faults;
  load_catalogue(*parse_yaml(chain), CatalogueKind::domain, catalogue, faults);
  EXPECT_EQ(format(faults, "f"), "");
  return catalogue;
}

TEST(Upcast, GoesThroughEveryVersionBetween) {
  const Catalogue catalogue = chained();
  Record record;
  record.type.text = "ThingDone@1";
  record.data = {{"a", -3}};
  record.sealed["t"] = Digest{};
  const Upcasted lifted = upcast(record, *catalogue.find("ThingDone@1"), catalogue);
  EXPECT_EQ(lifted.type->id.text, "ThingDone@3");
  EXPECT_EQ(lifted.record.type.text, "ThingDone@3");
  EXPECT_EQ(lifted.record.data, (boost::json::object{{"c", -3'000'000'000'000}}));
  EXPECT_TRUE(lifted.record.sealed.contains("t"));
  EXPECT_THAT(lifted.stored_names, IsEmpty()) << "it is called as it was at first";
  EXPECT_EQ(upcast_name("a", *catalogue.find("ThingDone@1"), catalogue), "c");
}

TEST(Upcast, MultipliesNoFurtherThanJsonCounts) {
  const Catalogue catalogue = chained();
  constexpr std::int64_t most = (std::int64_t{1} << 53) - 1;
  for (const std::int64_t sign : {1, -1}) {
    Record record;
    record.type.text = "ThingDone@1";
    record.data = {{"a", sign * most}};
    const Upcasted lifted = upcast(record, *catalogue.find("ThingDone@1"), catalogue);
    EXPECT_EQ(lifted.record.data.at("c"), boost::json::value(sign * most));
  }
}

}  // namespace
}  // namespace verloop::test
