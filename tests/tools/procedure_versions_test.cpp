// Another version of a procedure: what it changes, what it would do to running cases, and moving
// them there, from the command line.

#include "tests/tools/played.hpp"

namespace verloop::test {
namespace {

using testing::HasSubstr;
using testing::Not;

const std::string shipped =
    std::string(VERLOOP_ROOT) + "/engine/procedures/clusterarrangement-top.yaml";

class ProcedureVersions : public Played {
 protected:
  void SetUp() override {
    Played::SetUp();
    write_next("oppTermDays: {type: integer, value: 42", "oppTermDays: {type: integer, value: 56");
  }
  /// Version 2 with something replaced.
  void write_next(const std::string& old, const std::string& with) const {
    std::string text = read_file(shipped);
    for (const auto& [from, to] :
         std::map<std::string, std::string>{{"\nversion: 1\n", "\nversion: 2\n"}, {old, with}}) {
      const std::size_t at = text.find(from);
      ASSERT_NE(at, std::string::npos) << from;
      text.replace(at, from.size(), to);
    }
    program.write("next.yaml", text);
  }
  Ran procedure(Program::Words words) const {
    words.insert(words.begin(), "procedure");
    words.insert(words.end(), {"--data", "data", "--lang", "en"});
    return program.run(words);
  }
  void deploy() const { ASSERT_EQ(procedure({"deploy", "next.yaml"}).status, 0); }
  Ran migrate(Program::Words words) const {
    words.insert(words.begin(), "migrate");
    words.insert(words.end(), {"--to", "clusterarrangement-top@2"});
    return procedure(words);
  }
};

TEST_F(ProcedureVersions, DifferValueByValueWithTheirPlaces) {
  const Ran ran = procedure({"diff", "clusterarrangement-top", "next.yaml"});
  EXPECT_EQ(ran.status, 0) << ran.all();
  EXPECT_EQ(ran.out,
            "engine/procedures/clusterarrangement-top.yaml\n"
            "  16:39     settings.oppTermDays.value: 42 > 56\n"
            "  4:10      version: 1 > 2\n");
  EXPECT_EQ(procedure({"diff", "clusterarrangement-top", "clusterarrangement-top@1"}).out,
            "No difference.\n");
  EXPECT_THAT(procedure({"diff", "clusterarrangement-top", "next.yaml", "--json"}).out,
              HasSubstr(R"("after":"56","before":"42","column":39)"));
}

TEST_F(ProcedureVersions, AreShownAsTheyWereDeployed) {
  deploy();
  const std::string text = procedure({"show", "clusterarrangement-top@2"}).out;
  EXPECT_THAT(text, HasSubstr(read_file(program / "next.yaml")));
  EXPECT_THAT(procedure({"show", "clusterarrangement-top@1"}).out, HasSubstr("\nversion: 1\n"));
  const Ran unknown = procedure({"show", "clusterarrangement-top@7"});
  EXPECT_EQ(unknown.status, 1);
  EXPECT_THAT(unknown.all(),
              HasSubstr("there is: clusterarrangement-top@1, clusterarrangement-top@2."));
}

TEST_F(ProcedureVersions, AreRehearsedOnRunningCasesWithoutChangingAnything) {
  const std::string before = ask("replay", "ib-1").out;
  const Ran ran = procedure({"rehearse", "next.yaml"});
  EXPECT_EQ(ran.status, 0) << ran.all();
  EXPECT_THAT(ran.out, HasSubstr(case_name + "\n  due          D-01/1: "));
  EXPECT_THAT(ran.out, HasSubstr("rule         K-OP-01: late > satisfied"));
  EXPECT_THAT(ran.out, HasSubstr("1 change, 0 get stuck"));
  EXPECT_THAT(ran.out, Not(HasSubstr("Noor")));
  EXPECT_EQ(ask("replay", "ib-1").out, before);
  EXPECT_THAT(procedure({"rehearse", "next.yaml", "--json"}).out, HasSubstr(R"("changed":1)"));
  EXPECT_EQ(procedure({"rehearse", "next.yaml", "--as", name + ".ib-1"}).status, 1);
}

TEST_F(ProcedureVersions, MoveARunningCaseWhenItIsMigratedAndNotBefore) {
  deploy();
  const Program::Words judged{"compliance", case_name, "--data", "data", "--as", name + ".ib-1"};
  EXPECT_THAT(program.run(judged).out, testing::ContainsRegex("K-OP-01  done late"));
  const Ran ran = migrate({case_name, "--reason", "the board decided"});
  EXPECT_EQ(ran.status, 0) << ran.all();
  EXPECT_THAT(ran.out, HasSubstr("Moved to clusterarrangement-top@2#"));
  EXPECT_THAT(program.run(judged).out, testing::ContainsRegex("K-OP-01  satisfied"));
  const Ran verified = program.run({"verify", "data"});
  EXPECT_EQ(verified.status, 0) << verified.all() << "projections equal a rebuild too";
  EXPECT_EQ(migrate({case_name}).status, 1) << "it is there already";
  EXPECT_THAT(program.run({"audit", "--access", "--data", "data", "--type", "Administered"}).out,
              HasSubstr("procedure migrate"));
}

TEST_F(ProcedureVersions, ThatACaseWouldBeStuckUnderAreRefusedForIt) {
  write_next("\nversion: 1\n", "\nversion: 1\n");  // Nothing but the version.
  std::string catalogue =
      read_file(std::string(VERLOOP_ROOT) + "/events/catalogue/cluster-arrangement.yaml");
  const std::size_t at = catalogue.find("  ClusterCaseOpened@1:");
  ASSERT_NE(at, std::string::npos);
  catalogue.replace(at, 22, "  ClusterCaseOpened@2:");
  program.write("cluster-arrangement.yaml", catalogue);
  const std::string rest = std::string(VERLOOP_ROOT) + "/events/catalogue/cluster-";
  const Program::Words files{"next.yaml", "cluster-arrangement.yaml", rest + "execution.yaml",
                             rest + "filing.yaml", rest + "members.yaml"};
  const auto with_files = [&files](const std::string& verb) {
    Program::Words words{verb};
    words.insert(words.end(), files.begin(), files.end());
    return words;
  };
  const Ran rehearsed = procedure(with_files("rehearse"));
  EXPECT_EQ(rehearsed.status, 1);
  EXPECT_THAT(rehearsed.out, HasSubstr(case_name + ": gets stuck"));
  EXPECT_THAT(rehearsed.out, HasSubstr("unknown      ClusterCaseOpened@1"));
  ASSERT_EQ(procedure(with_files("deploy")).status, 0);
  const Ran ran = migrate({"--all"});
  EXPECT_EQ(ran.status, 1);
  EXPECT_THAT(ran.err, HasSubstr(case_name + ": The case could not go on under that version"));
}

TEST_F(ProcedureVersions, AreRefusedWithTheReason) {
  EXPECT_EQ(migrate({}).status, 2);
  EXPECT_EQ(migrate({case_name}).status, 1) << "not deployed";
  deploy();
  EXPECT_NE(migrate({"no-such-case"}).status, 0);
  EXPECT_EQ(migrate({case_name, "--as", name + ".ib-1"}).status, 1);
  EXPECT_EQ(procedure({"rehearse", "missing.yaml"}).status, 1);
}

}  // namespace
}  // namespace verloop::test
