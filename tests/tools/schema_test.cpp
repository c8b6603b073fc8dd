// JSON Schemas say what the program itself says: of the languages that procedures are written in,
// and of what actions take. Checked by a validator that shares nothing with us.

#include <algorithm>
#include <sstream>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <gmock/gmock.h>

#include "engine/payload_schema.hpp"
#include "events/yaml/catalogue_load.hpp"
#include "tests/support/definitions.hpp"
#include "tests/support/run_python.hpp"
#include "tools/verloop/language_schema.hpp"
#include "tools/verloop/scenario.hpp"

namespace verloop::test {
namespace {

namespace json = boost::json;
using testing::Each;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

/// What the validator says of each instance; none when it is not there.
std::optional<std::vector<std::string>> said_of(const json::object& schema,
                                                const json::array& instances) {
  const Program program;
  program.write("schema.json", json::serialize(schema));
  program.write("instances.json", json::serialize(instances));
  const Ran ran =
      run_python(program, "tests/tools/check_schema.py", {"schema.json", "instances.json"});
  if (ran.status == 77) return std::nullopt;
  EXPECT_EQ(ran.status, 0) << ran.all();
  std::vector<std::string> lines;
  std::istringstream out(ran.out);
  for (std::string line; std::getline(out, line);) lines.push_back(line);
  EXPECT_EQ(lines.size(), instances.size());
  lines.resize(instances.size());
  return lines;
}

#define NEEDS_VALIDATOR(said) \
  if (!(said)) GTEST_SKIP() << "the package jsonschema of python3 not found"

YamlNode parsed(std::string_view text) {
  const auto root = parse_yaml(text);
  EXPECT_TRUE(root.has_value()) << (root.has_error() ? root.error().message : "");
  return root.has_value() ? *root : YamlNode();
}

json::object schema_of(const std::string& language) {
  return language_schema(language).value().schema;
}

json::value document(const std::string& language) {
  return to_json(parsed(shipped_text("engine/language/" + language + ".yaml")));
}

/// All that our reader says of a text in the language.
std::string read(const std::string& language, const std::string& text) {
  std::vector<YamlFault> faults;
  if (language == "scenario") {
    const auto scenario = parse_scenario(text);
    return scenario.has_value() ? "" : format(scenario.error(), "");
  }
  if (language == "catalogue") {
    Catalogue catalogue;
    load_catalogue(parsed(text), CatalogueKind::domain, catalogue, faults);
    return format(faults, "");
  }
  const auto definition =
      load_definition({{"a", shipped_text("engine/language/catalogue.yaml")}, {"b", text}},
                      {"system.yaml", system_catalogue()->text});
  return definition.has_value() ? "" : format(definition.error());
}

class SchemaOfALanguage : public testing::TestWithParam<const char*> {
 protected:
  const std::string language_ = GetParam();
};

TEST_P(SchemaOfALanguage, KnowsWhatEachKeyHolds) {
  EXPECT_THAT(language_schema(language_).value().untold, IsEmpty())
      << "use the new key in engine/language/" << language_ << ".yaml";
}

TEST_P(SchemaOfALanguage, TakesAllFilesThatTheProgramTakes) {
  json::array instances = {document(language_)};
  for (const ShippedFile& file : shipped_files()) {
    const std::string key = language_ + ":";
    const std::string text = std::string("\n") + std::string(file.text);
    const bool is_procedure = text.find("\nprocedure:") != std::string::npos;
    const bool is_other = language_ == "procedure" && text.find("\nscenario:") != std::string::npos;
    if (text.find("\n" + key) == std::string::npos || is_other) continue;
    if (language_ == "catalogue" && is_procedure) continue;
    instances.push_back(to_json(parsed(file.text)));
  }
  if (language_ == "scenario") {
    const std::filesystem::path folder = std::string(VERLOOP_ROOT) + "/tests/scenarios";
    for (const auto& file : std::filesystem::recursive_directory_iterator(folder))
      if (file.path().extension() == ".yaml")
        instances.push_back(to_json(parsed(read_file(file.path()))));
  }
  ASSERT_GE(instances.size(), 2u);
  const auto said = said_of(schema_of(language_), instances);
  NEEDS_VALIDATOR(said);
  EXPECT_THAT(*said, Each("valid"));
}

bool has_place(const YamlNode& node, const YamlRecording& recording) {
  const auto at = recording.maps.find({node.place.line, node.place.column});
  return at != recording.maps.end() && at->second.is_finished;
}

/// Calls `change` with each map of fixed keys in the copy that it is given, and with its words.
template <class Each>
void for_each_map(const YamlNode& node, const YamlRecording& recording, json::value& copy,
                  const Each& change) {
  if (node.kind == YamlNode::Kind::list)
    for (std::size_t at = 0; at < node.items.size(); ++at)
      for_each_map(node.items[at], recording, copy.as_array()[at], change);
  if (node.kind != YamlNode::Kind::map) return;
  for (const YamlNode::Entry& entry : node.entries)
    for_each_map(entry.value, recording, copy.as_object()[entry.key], change);
  if (has_place(node, recording))
    change(recording.maps.at({node.place.line, node.place.column}), copy.as_object());
}

YamlRecording recording_of(const std::string& language) {
  YamlRecording recording;
  const std::string text = shipped_text("engine/language/" + language + ".yaml");
  if (language == "scenario") {
    EXPECT_TRUE(parse_scenario(text, &recording).has_value());
    return recording;
  }
  const auto definition =
      load_definition({{"catalogue", shipped_text("engine/language/catalogue.yaml")},
                       {"procedure", shipped_text("engine/language/procedure.yaml")}},
                      {"system.yaml", system_catalogue()->text}, {{language, &recording}});
  EXPECT_TRUE(definition.has_value()) << format(definition.error());
  return recording;
}

TEST_P(SchemaOfALanguage, RefusesAnUnknownKeyWhereverTheProgramDoes) {
  const YamlRecording recording = recording_of(language_);
  const YamlNode root = parsed(shipped_text("engine/language/" + language_ + ".yaml"));
  json::value copy = to_json(root);
  json::array instances;
  for_each_map(root, recording, copy, [&](const YamlMapRead& read_as, json::object& map) {
    map["zzz"] = 1;
    instances.push_back(copy);
    EXPECT_THAT(read(language_, json::serialize(copy)), HasSubstr("unknown key \"zzz\""))
        << read_as.what;
    map.erase("zzz");
  });
  ASSERT_GE(instances.size(), 5u);
  EXPECT_EQ(read(language_, json::serialize(copy)), "");
  const auto said = said_of(schema_of(language_), instances);
  NEEDS_VALIDATOR(said);
  EXPECT_THAT(*said, Each(StartsWith("invalid")));
}

/// The schema may be more lenient than the program, where one key asks for another; never stricter.
TEST_P(SchemaOfALanguage, MissesNoKeyThatTheProgramCanDoWithout) {
  const YamlRecording recording = recording_of(language_);
  const YamlNode root = parsed(shipped_text("engine/language/" + language_ + ".yaml"));
  json::value copy = to_json(root);
  json::array instances;
  std::vector<std::string> without;
  for_each_map(root, recording, copy, [&](const YamlMapRead& read_as, json::object& map) {
    const json::object whole = map;
    for (const auto& member : whole) {
      map.erase(member.key());
      instances.push_back(copy);
      const std::string faults = read(language_, json::serialize(copy));
      without.push_back(faults.empty() ? "" : read_as.what + ": " + faults);
      map = whole;
    }
  });
  const auto said = said_of(schema_of(language_), instances);
  NEEDS_VALIDATOR(said);
  std::size_t missed = 0;
  for (std::size_t at = 0; at < said->size(); ++at) {
    if (without[at].empty()) {
      EXPECT_EQ(said->at(at), "valid");
    }
    missed += said->at(at) == "valid" ? 0 : 1;
  }
  EXPECT_GT(missed, 5u) << "the schema names what is required";
}

INSTANTIATE_TEST_SUITE_P(Each, SchemaOfALanguage,
                         testing::Values("catalogue", "procedure", "scenario"),
                         [](const auto& one) { return std::string(one.param); });

/// A type with a field of each kind, and what may stand in each.
constexpr const char* all_kinds = R"yaml(catalogue: kinds
types:
  AllTold@1:
    label: {nl: Alles, en: All}
    sentence: {nl: Alles., en: All.}
    audience: shared
    fields:
      text: {type: text, class: special, subject: case, min: 2, max: 4, label: {nl: t, en: words}}
      name: {type: name, required: true}
      date: {type: date}
      moment: {type: timestamp}
      integer: {type: integer, min: -3, max: 3}
      minutes: {type: minutes}
      cents: {type: cents, max: 500}
      boolean: {type: boolean}
      choice: {type: enum, values: {big: {nl: groot, en: big}, small: {nl: klein, en: small}}}
      who: {type: ref, to: actor}
      file: {type: document, class: personal, subject: case}
      list: {type: list, min: 1, max: 2, of: {type: integer}}
      record: {type: record, fields: {low: {type: integer, required: true}, high: {type: integer}}}
)yaml";

const EventType& all_told() {
  static const Catalogue catalogue = [] {
    Catalogue made;
    std::vector<YamlFault> faults;
    load_catalogue(parsed(all_kinds), CatalogueKind::domain, made, faults);
    EXPECT_EQ(format(faults, "kinds.yaml"), "");
    return made;
  }();
  return *catalogue.find("AllTold");
}

/// Payloads beside `name`, good and bad. Whether each is good, check_payload says.
const std::vector<std::string> payloads = {
    R"({})",
    R"({"text":"ab"})",
    R"({"text":"a"})",
    R"({"text":"abcde"})",
    R"({"text":"\u00e9\u00e9\u00e9\u00e9"})",
    R"({"text":7})",
    R"({"text":null})",
    R"({"name":"a b"})",
    R"({"name":""})",
    R"({"name":"a@b.c/d:e-f_9"})",
    R"({"date":"2026-03-10"})",
    R"({"date":"2026-02-30"})",
    R"({"date":"10-03-2026"})",
    R"({"date":20260310})",
    R"({"moment":"2026-03-10T09:30:00+01:00"})",
    R"({"moment":9})",
    R"({"integer":-3})",
    R"({"integer":4})",
    R"({"integer":"3"})",
    R"({"integer":1.5})",
    R"({"minutes":0})",
    R"({"minutes":-1})",
    R"({"minutes":9007199254740991})",
    R"({"minutes":9007199254740993})",
    R"({"cents":-5})",
    R"({"cents":501})",
    R"({"boolean":true})",
    R"({"boolean":"true"})",
    R"({"choice":"big"})",
    R"({"choice":"huge"})",
    R"({"who":"con-1"})",
    R"({"who":"con 1"})",
    R"({"file":{"id":"f","name":"a b","mediaType":"text/plain","size":3,"sha256":"abc"}})",
    R"({"file":{"id":"f","name":"a b","mediaType":"text/plain","size":-3,"sha256":"abc"}})",
    R"({"file":{"id":"f","name":"a b","size":3,"sha256":"abc"}})",
    R"({"file":{"id":"f","name":"n","mediaType":"t","size":3,"sha256":"abc","more":1}})",
    R"({"list":[1]})",
    R"({"list":[]})",
    R"({"list":[1,2,3]})",
    R"({"list":["1"]})",
    R"({"list":{}})",
    R"({"record":{"low":1}})",
    R"({"record":{"high":1}})",
    R"({"record":{"low":1,"lower":2}})",
    R"({"record":[]})",
    R"({"nothing":1})"};

TEST(SchemaOfAPayload, AgreesWithWhatIsTaken) {
  json::array instances = {json::object()};  // Without the name that is required.
  for (const std::string& text : payloads) {
    json::object payload = json::parse(text).as_object();
    if (!payload.contains("name")) payload["name"] = "n";
    instances.push_back(std::move(payload));
  }
  Action action;
  action.id = {"tellAll"};
  action.payload = all_told().fields;
  const auto said = said_of(payload_schema(action, *permits(), Language::en), instances);
  NEEDS_VALIDATOR(said);
  int good = 0;
  for (std::size_t at = 0; at < instances.size(); ++at) {
    const auto fault = check_payload(instances[at].as_object(), action.payload);
    EXPECT_EQ(said->at(at) == "valid", !fault) << json::serialize(instances[at]) << said->at(at);
    good += fault ? 0 : 1;
  }
  EXPECT_GT(good, 15);
  EXPECT_GT(static_cast<int>(instances.size()) - good, 25);
}

TEST(SchemaOfAPayload, NamesFieldsValuesAndClassesForAForm) {
  Action action;
  action.id = {"tellAll"};
  action.label = {"Vertel", "Tell"};
  action.payload = all_told().fields;
  const json::object schema = payload_schema(action, *permits(), Language::nl);
  EXPECT_EQ(schema.at("title"), "Vertel");
  EXPECT_EQ(schema.at("x-definition").as_string(), permits()->reference);
  EXPECT_EQ(json::serialize(schema.at("required")), R"(["name"])");
  const json::object& text = schema.at("properties").at("text").as_object();
  EXPECT_EQ(text.at("title"), "t");
  EXPECT_EQ(text.at("x-label").at("en"), "words");
  EXPECT_EQ(text.at("x-class"), "special");
  EXPECT_EQ(schema.at("properties").at("name").at("x-class"), "open");
  EXPECT_EQ(schema.at("properties").at("choice").at("x-labels").at("big").at("nl"), "groot");
  EXPECT_EQ(schema.at("properties").at("minutes").at("x-unit"), "minutes");
}

TEST(SchemaOfAPayload, OfTheShippedProcedureIsASchemaForEachActionAndEvent) {
  const auto definition = clusters();
  const json::object all = definition_schemas(*definition, Language::en);
  EXPECT_EQ(all.at("actions").as_object().size(), definition->procedure.actions.size());
  EXPECT_EQ(all.at("events").as_object().size(), definition->catalogue.types().size());
  for (const char* part : {"actions", "events"})
    for (const auto& schema : all.at(part).as_object())
      EXPECT_TRUE(schema.value().as_object().contains("additionalProperties")) << schema.key();
}

class SchemaCommand : public testing::Test {
 protected:
  Ran schema(Program::Words more) const {
    more.insert(more.begin(), {"procedure", "schema"});
    return program.run(more);
  }
  Program program;
};

TEST_F(SchemaCommand, PrintsThatOfALanguage) {
  for (const char* language : {"catalogue", "procedure", "scenario"}) {
    const Ran ran = schema({language});
    ASSERT_EQ(ran.status, 0) << ran.all();
    EXPECT_EQ(json::parse(ran.out).at("title").as_string(), std::string("Verloop: ") + language);
  }
  const Ran wrong = schema({"scenarios", "--lang", "nl"});
  EXPECT_EQ(wrong.status, 2);
  EXPECT_THAT(wrong.err, HasSubstr("bedoelt u scenario?"));
}

TEST_F(SchemaCommand, PrintsThatOfAnActionOrAnEvent) {
  const Program::Words of{"--procedure", "clusterarrangement-top"};
  const auto about = [&](const std::string& what) {
    Program::Words words{what};
    words.insert(words.end(), of.begin(), of.end());
    return schema(words);
  };
  EXPECT_THAT(about("fileRequest").out, HasSubstr("clusterarrangement-top@1:action:fileRequest"));
  EXPECT_THAT(about("RequestFiled").out, HasSubstr(":event:RequestFiled@1"));
  const Ran wrong = about("fileRequests");
  EXPECT_EQ(wrong.status, 1);
  EXPECT_THAT(wrong.err, HasSubstr("did you mean fileRequest?"));
  ASSERT_EQ(program.run({"init", "--data", "data"}).status, 0);
  EXPECT_EQ(
      schema({"fileRequest", "--procedure", "clusterarrangement-top@1", "--data", "data"}).out,
      about("fileRequest").out);
  EXPECT_EQ(schema({"--procedure", "nothing", "--data", "data"}).status, 1);
}

}  // namespace
}  // namespace verloop::test
