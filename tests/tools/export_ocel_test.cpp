// The export of objects and events as its users run it: it is whole, and nobody gets more than the
// view shows.

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <gmock/gmock.h>

#include "tests/support/run_python.hpp"
#include "tests/tools/played.hpp"

namespace verloop::test {
namespace {

namespace json = boost::json;
using testing::AnyOfArray;
using testing::Contains;
using testing::Each;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsSubsetOf;
using testing::Not;

class ExportOcel : public Played {
 protected:
  Ran ocel(Program::Words more = {}) const {
    Program::Words words{"export", "ocel", "--data", "data", "-o", "out.json"};
    words.insert(words.end(), more.begin(), more.end());
    return program.run(words);
  }
  std::string text() const { return read_file(program / "out.json"); }
  json::value log() const { return json::parse(text()); }

  /// The texts at `key` of each element of an array, in order.
  static std::vector<std::string> column(const json::value& elements, const char* key) {
    std::vector<std::string> texts;
    for (const json::value& element : elements.as_array())
      texts.emplace_back(element.at(key).as_string());
    return texts;
  }
  static std::vector<std::string> members_in(const json::value& log) {
    std::vector<std::string> members;
    for (const std::string& id : column(log.at("objects"), "id"))
      if (id.find(":member-") != id.npos) members.push_back(id);
    return members;
  }
};

TEST_F(ExportOcel, TellsOfCasesMembersActorsAndOrganisations) {
  const Ran ran = ocel();
  EXPECT_EQ(ran.status, 0) << ran.all();
  EXPECT_THAT(ran.out, HasSubstr("Written to out.json: 1 cases, 24 events"));
  EXPECT_THAT(column(log().at("objectTypes"), "name"),
              ElementsAre("actor", "clusterarrangement-top", "organisation", "pupil"));
  EXPECT_THAT(column(log().at("objects"), "id"), Contains("@organisation/school-12"));
  EXPECT_THAT(members_in(log()), ElementsAre(case_name + ":member-1", case_name + ":member-2",
                                             case_name + ":member-3"));
  EXPECT_EQ(log().at_pointer("/events/0/id").as_string(), case_name + "/0");
  EXPECT_EQ(log().at_pointer("/events/0/time").as_string(), "2026-09-14T22:00:00.000000Z");
  EXPECT_FALSE(std::filesystem::exists(program / "out.json.part"));
}

TEST_F(ExportOcel, DeclaresWhatItUsesAndHoldsAllThatIsPointedAt) {
  ASSERT_EQ(ocel().status, 0);
  const json::value all = log();
  const auto objects = column(all.at("objects"), "id");
  EXPECT_EQ(std::set<std::string>(objects.begin(), objects.end()).size(), objects.size());
  EXPECT_THAT(column(all.at("objects"), "type"),
              Each(AnyOfArray(column(all.at("objectTypes"), "name"))));
  std::map<std::string, std::vector<std::string>> declared;
  for (const json::value& type : all.at("eventTypes").as_array())
    declared[std::string(type.at("name").as_string())] = column(type.at("attributes"), "name");
  for (const json::value& event : all.at("events").as_array()) {
    EXPECT_THAT(column(event.at("relationships"), "objectId"), Each(AnyOfArray(objects)));
    EXPECT_THAT(column(event.at("attributes"), "name"),
                IsSubsetOf(declared[std::string(event.at("type").as_string())]));
  }
  for (const json::value& object : all.at("objects").as_array())
    EXPECT_THAT(column(object.at("relationships"), "objectId"), Each(AnyOfArray(objects)));
}

TEST_F(ExportOcel, HoldsNothingSealedAndNobodysIdWhoeverAsks) {
  for (const char* actor : {"ib-1", "con-1", "adm-1"}) {
    ASSERT_EQ(ocel({"--as", name + "." + actor}).status, 0);
    EXPECT_THAT(text(), HasSubstr("ClusterCaseOpened"));
    for (const char* kept : {"Noor", "Vermeulen", "Daan", "Bakker", "Jansen", "pup-noor",
                             "pup-daan", "pup-sem", ".ib-1", ".con-1", ".adm-1"})
      EXPECT_THAT(text(), Not(HasSubstr(kept))) << actor;
  }
}

TEST_F(ExportOcel, ShowsNoMembersToWhoMayNotKnowWhichThereAre) {
  ASSERT_EQ(ocel({"--as", name + ".ib-1"}).status, 0);
  EXPECT_EQ(members_in(log()).size(), 3U);
  ASSERT_EQ(ocel({"--as", name + ".con-1"}).status, 0);
  EXPECT_THAT(members_in(log()), testing::IsEmpty());
  EXPECT_THAT(text(), Not(HasSubstr("OppDrawnUp")));
}

TEST_F(ExportOcel, IsTheSameAgainUntilTheLogGrows) {
  const Program::Words as{"--as", name + ".ib-1"};
  ASSERT_EQ(ocel(as).status, 0);
  const std::string first = text();
  ASSERT_EQ(ocel(as).status, 0);
  EXPECT_EQ(text(), first);
  ASSERT_EQ(program.run({"procedure", "deploy", "permit-receipt", "--data", "data"}).status, 0);
  ASSERT_EQ(ocel(as).status, 0);
  EXPECT_NE(text(), first) << "pseudonyms of two moments can be laid beside each other";
}

TEST_F(ExportOcel, OfOneProcedureHasItsCasesOnly) {
  EXPECT_EQ(ocel({"--procedure", "permit-receipt"}).status, 2);
  ASSERT_EQ(program.run({"procedure", "deploy", "permit-receipt", "--data", "data"}).status, 0);
  ASSERT_EQ(ocel({"--procedure", "permit-receipt"}).status, 0);
  EXPECT_TRUE(log().at("events").as_array().empty());
  EXPECT_TRUE(log().at("objects").as_array().empty());
}

TEST_F(ExportOcel, IsEnteredInTheAccessLog) {
  ASSERT_EQ(ocel({"--as", name + ".ib-1"}).status, 0);
  const Ran audit = program.run({"audit", "--access", "--data", "data", "--json"});
  EXPECT_THAT(audit.out, HasSubstr("export ocel"));
}

TEST_F(ExportOcel, LeavesTheDataFolderAsItIs) {
  const auto before = contents_of(program / "data");
  const Ran inside = program.run({"export", "ocel", "--data", "data", "-o", "data/out.json"});
  EXPECT_EQ(inside.status, 2);
  EXPECT_EQ(contents_of(program / "data"), before);
  const Ran nowhere = program.run({"export", "ocel", "--data", "data", "-o", "no/such/f.json"});
  EXPECT_EQ(nowhere.status, 3);
}

TEST_F(ExportOcel, HoldsToThePublishedSchema) {
  VERLOOP_NEEDS_PYTHON;
  VERLOOP_NEEDS_SHARED("schemas/ocel20-schema-json.json");
  ASSERT_EQ(ocel().status, 0);
  program.write("logs.json", json::serialize(json::array{log(), json::object{{"events", 1}}}));
  const Ran ran =
      run_python(program, "tests/tools/check_schema.py",
                 {shared_data("schemas/ocel20-schema-json.json").string(), "logs.json"});
  if (ran.status == 77) GTEST_SKIP() << "the package jsonschema of python3 not found";
  EXPECT_EQ(ran.status, 0) << ran.all();
  EXPECT_THAT(ran.out, testing::StartsWith("valid\ninvalid"));
}

}  // namespace
}  // namespace verloop::test
