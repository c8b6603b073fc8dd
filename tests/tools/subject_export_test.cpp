// What a person is given: all that is recorded of it, and who looked, and nothing of anybody else.

#include <boost/json.hpp>

#include "tests/tools/played.hpp"

namespace verloop::test {
namespace {

namespace json = boost::json;

using testing::HasSubstr;
using testing::Not;

class SubjectExport : public Played {
 protected:
  Ran exported(const std::string& actor, Program::Words more = {}) const {
    Program::Words words{"subject", "export", "--pupil", name + ".pup-noor", "--org", "school-12",
                         "--data",  "data",   "--as",    name + "." + actor};
    words.insert(words.end(), more.begin(), more.end());
    return program.run(words);
  }

  json::object parsed(const std::string& actor) const {
    const Ran ran = exported(actor, {"--json"});
    EXPECT_EQ(ran.status, 0) << ran.all();
    return json::parse(ran.out).as_object();
  }
};

TEST_F(SubjectExport, HoldsAllOfThePersonAndNothingOfTheOthers) {
  const Ran ran = exported("ib-1");
  ASSERT_EQ(ran.status, 0) << ran.all();
  EXPECT_THAT(ran.out, HasSubstr("Noor Vermeulen"));
  EXPECT_THAT(ran.out, HasSubstr("OPP of pupil 1 drawn up"));
  for (const char* other : {"Daan", "Bakker", "Jansen", "pup-daan", "pup-sem", "pupil 2"})
    EXPECT_THAT(ran.out, Not(HasSubstr(other)));
  for (const char* colleague : {"ib-1", "con-1", "adm-1"})
    EXPECT_THAT(ran.out, Not(HasSubstr(colleague)));
}

TEST_F(SubjectExport, HoldsEveryPlaceThatTheSubjectHasInTheCase) {
  const Ran shown = program.run({"subject", "show", "--pupil", name + ".pup-noor", "--org",
                                 "school-12", "--data", "data", "--as", name + ".ib-1", "--json"});
  std::set<std::pair<std::int64_t, std::string>> places;
  const json::value listed = json::parse(shown.out);
  for (const json::value& place : listed.at("places").as_array()) {
    if (place.as_object().contains("value"))
      places.emplace(place.at("position").as_int64(), place.at("field").as_string());
  }
  std::set<std::pair<std::int64_t, std::string>> given;
  const json::object answer = parsed("ib-1");
  for (const json::value& event : answer.at("events").as_array()) {
    for (const json::value& value : event.at("values").as_array())
      given.emplace(event.at("position").as_int64(), value.at("field").as_string());
  }
  EXPECT_GE(places.size(), 3U);
  EXPECT_EQ(given, places);
}

TEST_F(SubjectExport, TellsEveryLookByRoleAndIsEnteredItself) {
  ASSERT_EQ(ask("show", "ib-1").status, 0);
  const std::size_t before = parsed("ib-1").at("looks").as_array().size();
  EXPECT_GE(before, 1U);
  const json::object after = parsed("ib-1");
  const json::array& looks = after.at("looks").as_array();
  ASSERT_EQ(looks.size(), before + 1) << "the first export is a look in the second";
  EXPECT_EQ(looks.back().at("type").as_string(), "Exported@1");
  EXPECT_EQ(looks.back().at("role").as_string(), "ib");
  EXPECT_FALSE(looks.back().as_object().contains("subjects"));
}

TEST_F(SubjectExport, IsForWhoSeesThePersonsCases) {
  for (const std::string form : {"--lang=en", "--json"}) {
    const Ran consultant = exported("con-1", {form});
    EXPECT_EQ(consultant.status, 1) << consultant.all();
    EXPECT_THAT(consultant.all(), Not(HasSubstr("Noor")));
  }
  const Ran administrator = program.run(
      {"subject", "export", "--pupil", name + ".pup-noor", "--org", "school-12", "--data", "data"});
  EXPECT_EQ(administrator.status, 1);
  EXPECT_THAT(administrator.err, HasSubstr("--as"));
  EXPECT_EQ(program.run({"subject", "export", "case/" + case_name, "--data", "data"}).status, 2);
}

TEST_F(SubjectExport, OfStaffIsForThemselvesAlone) {
  const Ran other = program.run(
      {"subject", "export", "actor/" + name + ".con-1", "--data", "data", "--as", name + ".ib-1"});
  EXPECT_EQ(other.status, 1) << other.all();
}

TEST_F(SubjectExport, SaysWhatWasErasedAndGoesToAFile) {
  const std::string subject(parsed("ib-1").at("subject").as_string());
  ASSERT_EQ(program.run({"subject", "erase", subject, "--data", "data"}).status, 0);
  const Ran ran = program.run(
      {"subject", "export", subject, "--data", "data", "--as", name + ".ib-1", "-o", "noor.txt"});
  ASSERT_EQ(ran.status, 0) << ran.all();
  EXPECT_THAT(ran.out, HasSubstr("Written to noor.txt"));
  const std::string text = read_file(program / "noor.txt");
  EXPECT_THAT(text, HasSubstr("erased on"));
  EXPECT_THAT(text, Not(HasSubstr("Noor")));
}

TEST_F(SubjectExport, IsNotWrittenIntoTheDataFolder) {
  EXPECT_EQ(exported("ib-1", {"-o", "data/log/noor.txt"}).status, 2);
}

}  // namespace
}  // namespace verloop::test
