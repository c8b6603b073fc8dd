#include "engine/case_schema.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "events/yaml/catalogue_load.hpp"
#include "tests/engine/permit_definition.hpp"

namespace verloop {
namespace {

using testing::HasSubstr;

Catalogue catalogue_of(const std::string& text) {
  Catalogue catalogue;
  std::vector<YamlFault> faults;
  load_catalogue(*parse_yaml(text), CatalogueKind::domain, catalogue, faults);
  EXPECT_TRUE(faults.empty()) << format(faults, "catalogue");
  return catalogue;
}

CaseSchema permit_schema() {
  std::vector<SchemaFault> faults;
  CaseSchema schema = CaseSchema::from(catalogue_of(test::permit_catalogue), faults);
  EXPECT_TRUE(faults.empty());
  return schema;
}

const cel::RecordValue& record(const cel::Value& value) {
  return **value.get_if<std::shared_ptr<const cel::RecordValue>>();
}

const cel::List& list(const cel::Value& value) {
  return **value.get_if<std::shared_ptr<const cel::List>>();
}

std::string json(const cel::Value& value) {
  const auto made = to_json(value);
  return made.has_value() ? boost::json::serialize(*made) : "failed: " + made.error().detail;
}

TEST(CaseSchema, HasThePathsThatTheFoldsWrite) {
  const CaseSchema schema = permit_schema();
  EXPECT_EQ(schema.find("request.on")->type.kind, cel::Kind::date);
  EXPECT_EQ(schema.find("request.kind")->type.kind, cel::Kind::string);
  EXPECT_TRUE(schema.find("request.plan")->sealed);
  EXPECT_EQ(schema.find("fee")->type.kind, cel::Kind::integer);
  EXPECT_EQ(schema.find("applicants")->kind, SchemaNode::Kind::entries);
  EXPECT_EQ(schema.find("applicants")->key, "member");
  EXPECT_EQ(schema.find("applicants.active")->type.kind, cel::Kind::boolean);
  EXPECT_TRUE(schema.find("applicants.name")->sealed);
  EXPECT_EQ(schema.find("verdicts")->key, "");
  EXPECT_EQ(schema.find("request.off"), nullptr);
  EXPECT_THAT(schema.paths(), testing::Contains("applicants.since"));
}

TEST(CaseSchema, KnowsWhoWritesAPath) {
  const CaseSchema schema = permit_schema();
  EXPECT_EQ(schema.find("request.kind")->writers, (std::set<Writer>{{"PermitRequested", "kind"}}));
  EXPECT_EQ(schema.find("request.on")->writers, (std::set<Writer>{{"PermitRequested", ""}}));
  EXPECT_EQ(schema.find("applicants.member")->writers,
            (std::set<Writer>{{"PermitRequested", "member"}}));
}

TEST(CaseSchema, DeclaresTheCaseAndLeavesSealedLeavesOut) {
  cel::Environment environment;
  permit_schema().declare(environment, {"permit"});
  EXPECT_EQ(environment.variables.at("case"), cel::record_named("case"));
  const auto& fields = environment.records.at("case");
  EXPECT_EQ(fields.at("id").kind, cel::Kind::string);
  EXPECT_EQ(fields.at("cycle").kind, cel::Kind::integer);
  EXPECT_EQ(fields.at("version").kind, cel::Kind::integer);
  EXPECT_EQ(fields.at("applicants"), cel::list_of(cel::record_named("case.applicants[]")));
  EXPECT_EQ(environment.records.at("case.tracks").at("permit").kind, cel::Kind::string);
  EXPECT_FALSE(environment.records.at("case.request").contains("plan"));
  EXPECT_FALSE(environment.records.at("case.applicants[]").contains("name"));
  permit_schema().declare(environment, {"permit"}, Sealed::declared);
  EXPECT_TRUE(environment.records.at("case.request").contains("plan"));
}

TEST(CaseSchema, TurnsFoldedFieldsIntoARecord) {
  const auto folded = boost::json::parse(R"({"request":{"on":"2026-03-10","kind":"roof",
      "plan":[3,"plan"]},"applicants":[{"member":1,"since":"2026-03-10","active":true,
      "name":[3,"applicant"]}]})");
  const cel::Value value =
      permit_schema().to_cel(folded.as_object(), {{"cycle", cel::Value::of(std::int64_t{2})}});
  EXPECT_EQ(json(value),
            R"({"applicants":[{"active":true,"member":1,"since":"2026-03-10"}],"cycle":2,)"
            R"("decision":{},"request":{"kind":"roof","on":"2026-03-10"},"verdicts":[]})");
  EXPECT_EQ(record(value).type, "case");
  const cel::Value& on = record(record(value).fields.at("request")).fields.at("on");
  EXPECT_EQ(*on.get_if<Date>(), *parse_date("2026-03-10"));
  EXPECT_EQ(record(list(record(value).fields.at("applicants"))[0]).type, "case.applicants[]");
}

TEST(CaseSchema, ACaseWithoutEventsHasItsListsAndRecords) {
  EXPECT_EQ(json(permit_schema().to_cel({}, {})),
            R"({"applicants":[],"decision":{},"request":{},"verdicts":[]})");
}

std::string shape_faults(const std::string& fold_of_second) {
  const std::string text = R"yaml(catalogue: c
types:
  First@1:
    label: {nl: a, en: a}
    sentence: {nl: a, en: a}
    audience: shared
    fields:
      day: {type: date}
      id: {type: name}
      parts: {type: list, of: {type: record, fields: {n: {type: integer}}}}
    fold:
      - {set: a.day, from: data.day}
      - {entry: rows, key: id, set: {day: data.day}}
      - {append: notes, set: {day: data.day}}
      - {set: parts, from: data.parts}
  Second@1:
    label: {nl: a, en: a}
    sentence: {nl: a, en: a}
    audience: shared
    fields:
      word: {type: name}
      n: {type: integer}
      text: {type: text, class: personal, subject: case}
      parts: {type: list, of: {type: record, fields: {m: {type: integer}}}}
    fold:
      - )yaml" + fold_of_second +
                           "\n";
  std::vector<SchemaFault> faults;
  CaseSchema::from(catalogue_of(text), faults);
  std::string told;
  for (const SchemaFault& fault : faults)
    told += fault.event + " " + std::to_string(fault.step) + ": " + fault.message + "\n";
  return told;
}

struct Misfit {
  const char* name;
  const char* step;
  const char* says;
};

class FoldsThatDoNotFit : public testing::TestWithParam<Misfit> {};

TEST_P(FoldsThatDoNotFit, AreRefusedByThePath) {
  EXPECT_THAT(shape_faults(GetParam().step), HasSubstr(GetParam().says));
}

INSTANTIATE_TEST_SUITE_P(
    All, FoldsThatDoNotFit,
    testing::Values(
        Misfit{"another_type", "{set: a.day, from: data.word}",
               "Second@1 0: path \"a.day\" is of type string here, but of type date in First"},
        Misfit{"sealed_and_open", "{set: a.day, from: sealed.text}",
               "is open in one event and sealed in another"},
        Misfit{"value_and_record", "{set: a, from: data.word}",
               "path \"a\" is a single value here, but a record"},
        Misfit{"through_a_value", "{set: a.day.x, from: data.word}",
               "path \"a.day.x\" goes through \"a.day\", which is a single value in First"},
        Misfit{"list_and_value", "{append: a.day, set: {x: data.word}}",
               "path \"a.day\" is a list of entries here, but a single value in First"},
        Misfit{"value_and_list", "{set: rows, from: data.word}",
               "path \"rows\" is a single value here, but a list of entries in First"},
        Misfit{"another_key", "{entry: rows, key: word, set: {day: occurredOn}}",
               "path \"rows\" is kept by another key"},
        Misfit{"no_key", "{append: rows, set: {day: occurredOn}}",
               "path \"rows\" is kept by another key, or by none"},
        Misfit{"column_type", "{append: notes, set: {day: data.n}}",
               "path \"notes.day\" is of type int here, but of type date in First"},
        Misfit{"record_of_another_shape", "{set: parts, from: data.parts}",
               "path \"parts\" is of type"},
        Misfit{"added_word", "{add: total, from: data.word}",
               "path \"total\" can only be added an integer"},
        Misfit{"cleared_by_a_wrong_name", "{clear: a.dya}",
               "path \"a.dya\" is cleared, but no step writes it; did you mean \"a.day\"?"},
        Misfit{"name_of_the_engine", "{set: tracks.x, from: data.word}",
               "begins with a name that the engine itself"}),
    [](const auto& misfit) { return misfit.param.name; });

TEST(CaseSchema, AcceptsStepsThatAgree) {
  EXPECT_EQ(shape_faults("{set: a.day, from: occurredOn}"), "");
  EXPECT_EQ(shape_faults("{add: total, from: =1}"), "");
  EXPECT_EQ(shape_faults("{clear: a}"), "");
}

FieldType type_of(FieldKind kind) {
  FieldType type;
  type.kind = kind;
  return type;
}

TEST(CaseValues, AFieldOfEachKindKeepsItsValue) {
  EXPECT_EQ(json(to_cel(boost::json::value("2026-03-10"), type_of(FieldKind::date))),
            "\"2026-03-10\"");
  EXPECT_EQ(json(to_cel(boost::json::value("2026-03-10T12:00:00.25+01:00"),
                        type_of(FieldKind::timestamp))),
            "\"2026-03-10T11:00:00.250000Z\"");
  EXPECT_EQ(json(to_cel(boost::json::value(7), type_of(FieldKind::minutes))), "7");
  EXPECT_EQ(json(to_cel(boost::json::value(true), type_of(FieldKind::boolean))), "true");
  EXPECT_EQ(json(to_cel(boost::json::value("x"), type_of(FieldKind::text))), "\"x\"");
  FieldType dates = type_of(FieldKind::list);
  dates.element = {type_of(FieldKind::date)};
  const cel::Value days = to_cel(boost::json::parse(R"(["2026-03-10"])"), dates);
  EXPECT_EQ(list(days)[0].kind(), cel::Kind::date);
}

TEST(CaseValues, APayloadIsARecordOfWhatIsGiven) {
  Field day{"day", type_of(FieldKind::date), false, {}, {}, {}};
  Field size{"size", type_of(FieldKind::integer), false, {}, {}, {}};
  const auto data = boost::json::parse(R"({"day":"2026-03-10"})");
  const cel::Value value = to_cel(data.as_object(), {day, size}, "data.file");
  EXPECT_EQ(record(value).type, "data.file");
  EXPECT_EQ(json(value), R"({"day":"2026-03-10"})");
}

TEST(CaseValues, ADocumentIsARecordWithItsParts) {
  cel::Environment environment;
  const cel::Type type = cel_type(type_of(FieldKind::document), "x", environment);
  EXPECT_EQ(type, cel::record_named("document"));
  EXPECT_EQ(environment.records.at("document").at("size").kind, cel::Kind::integer);
}

TEST(CaseValues, RefusesToWriteWhatNoFieldCanHold) {
  using Storage = cel::Value::Storage;
  const auto code = [](const cel::Value& value) { return to_json(value).error().code; };
  EXPECT_EQ(code(cel::Value(Storage(1.5))), Errc::malformed);
  EXPECT_EQ(code(cel::Value(Storage(cel::Bytes{"x"}))), Errc::malformed);
  EXPECT_EQ(code(cel::Value(Storage(cel::Type{}))), Errc::malformed);
  EXPECT_EQ(code(cel::Value(Storage(cel::Span{1, 0}))), Errc::malformed);
  EXPECT_EQ(code(cel::Value::of(std::int64_t{1} << 53)), Errc::malformed);
  EXPECT_EQ(code(cel::Value::of(cel::List{cel::Value(Storage(1.5))})), Errc::malformed);
  EXPECT_EQ(json(cel::Value(Storage(std::uint64_t{5}))), "5");
}

}  // namespace
}  // namespace verloop
