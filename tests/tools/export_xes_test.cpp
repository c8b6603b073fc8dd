// The export of traces as its users run it: who sees what, and nothing sealed.

#include <gmock/gmock.h>

#include "tests/tools/played.hpp"

namespace verloop::test {
namespace {

using testing::HasSubstr;
using testing::Not;

class ExportXes : public Played {
 protected:
  Ran xes(Program::Words more = {}) const {
    Program::Words words{"export", "xes", "--data", "data", "-o", "out.xes"};
    words.insert(words.end(), more.begin(), more.end());
    return program.run(words);
  }
  std::string text() const { return read_file(program / "out.xes"); }
};

TEST_F(ExportXes, OfAnyProcedureNamesEventsByTheirLabels) {
  const Ran ran = xes();
  EXPECT_EQ(ran.status, 0) << ran.all();
  EXPECT_THAT(ran.out, HasSubstr("Written to out.xes: 1 traces, "));
  EXPECT_THAT(text(), HasSubstr("key=\"concept:name\" value=\"two-opps-a-day-late.c1\""));
  EXPECT_THAT(text(), HasSubstr("key=\"concept:name\" value=\"Pupil included in the cluster\""));
  EXPECT_THAT(text(), HasSubstr("key=\"org:resource\" value=\"two-opps-a-day-late.ib-1\""));
  EXPECT_THAT(text(), HasSubstr("key=\"lifecycle:transition\" value=\"complete\""));
  EXPECT_FALSE(std::filesystem::exists(program / "out.xes.part"));
}

TEST_F(ExportXes, SpeaksTheLanguageThatIsAskedFor) {
  ASSERT_EQ(xes({"--lang", "nl"}).status, 0);
  EXPECT_THAT(text(), HasSubstr("value=\"Leerling valt onder het arrangement\""));
}

TEST_F(ExportXes, HoldsNothingSealedWhoeverAsks) {
  for (const char* actor : {"ib-1", "con-1", "adm-1"}) {
    ASSERT_EQ(xes({"--as", name + "." + actor}).status, 0);
    EXPECT_THAT(text(), HasSubstr("ClusterCaseOpened"));
    for (const char* sealed :
         {"Noor", "Vermeulen", "Daan", "Bakker", "Jansen", "pup-noor", "pup-daan", "pup-sem"})
      EXPECT_THAT(text(), Not(HasSubstr(sealed))) << actor;
  }
}

TEST_F(ExportXes, ShowsWhatTheActorMaySeeAndNoMore) {
  ASSERT_EQ(xes().status, 0);
  const std::string all = text();
  ASSERT_EQ(xes({"--as", name + ".con-1"}).status, 0);
  EXPECT_LT(text().size(), all.size());
  const Ran unknown = xes({"--as", "nobody"});
  EXPECT_NE(unknown.status, 0);
  EXPECT_THAT(unknown.err, HasSubstr("nobody"));
}

TEST_F(ExportXes, OfOneProcedureHasItsCasesOnly) {
  const Ran none = xes({"--procedure", "permit-receipt"});
  EXPECT_EQ(none.status, 2);
  EXPECT_THAT(none.out, HasSubstr("There is no such procedure"));
  ASSERT_EQ(program.run({"procedure", "deploy", "permit-receipt", "--data", "data"}).status, 0);
  const Ran ran = xes({"--procedure", "permit-receipt"});
  EXPECT_EQ(ran.status, 0) << ran.all();
  EXPECT_THAT(ran.out, HasSubstr("0 traces"));
}

TEST_F(ExportXes, IsEnteredInTheAccessLog) {
  ASSERT_EQ(xes({"--as", name + ".ib-1"}).status, 0);
  const Ran audit = program.run({"audit", "--access", "--data", "data", "--json"});
  EXPECT_THAT(audit.out, HasSubstr("export xes"));
  EXPECT_THAT(audit.out, HasSubstr("Exported"));
}

TEST_F(ExportXes, LeavesTheDataFolderAsItIs) {
  const auto before = contents_of(program / "data");
  const Ran ran = program.run({"export", "xes", "--data", "data", "-o", "data/out.xes"});
  EXPECT_EQ(ran.status, 2);
  EXPECT_EQ(contents_of(program / "data"), before);
  EXPECT_EQ(program.run({"export", "xes", "--data", "data", "-o", "no/such/folder.xes"}).status, 3);
}

TEST_F(ExportXes, HoldsToThePublishedSchema) {
  VERLOOP_NEEDS_SHARED("schemas/xes-ieee-1849-2016.xsd");
  if (program.wait(program.start_other({"xmllint", "--version"})).status != 0)
    GTEST_SKIP() << "xmllint not found";
  ASSERT_EQ(xes().status, 0);
  const Ran ran = program.wait(
      program.start_other({"xmllint", "--noout", "--nonet", "--schema",
                           shared_data("schemas/xes-ieee-1849-2016.xsd").string(), "out.xes"}));
  EXPECT_EQ(ran.status, 0) << ran.all();
}

}  // namespace
}  // namespace verloop::test
