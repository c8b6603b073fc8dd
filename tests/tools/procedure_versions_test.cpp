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
            "  17:39     settings.oppTermDays.value: 42 > 56\n"
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

class ProcedureTest : public ProcedureVersions {
 protected:
  Ran test(Program::Words words) const {
    words.insert(words.begin(), {"procedure", "test", "next.yaml", "--lang", "en"});
    return program.run(words);
  }
  /// A plan is due so many days after the start permission of 17 September 2026.
  void write_scenario(const std::string& file, const std::string& due,
                      const std::string& of = "clusterarrangement-top") const {
    program.write(file, "scenario: a plan\nprocedure: " + of + R"(
actors:
  - {id: ib-1, role: ib, school: school-12}
  - {id: con-1, role: consultant}
  - {id: adm-1, role: swv-admin}
steps:
  - {on: 2026-09-15, by: ib-1, do: openCase, case: c1, data: {title: cluster}}
  - {on: 2026-09-15, by: adm-1, do: assignConsultant, case: c1, data: {consultant: con-1}}
  - {on: 2026-09-16, by: ib-1, do: includePupil, case: c1, data: {pupil: pup-1, name: Noor}}
  - {on: 2026-09-17, by: con-1, do: giveStartPermission, case: c1, data: {route: 1},
     expect: {due: {D-01: )" +
                            due + "}}}\n");
  }
};

TEST_F(ProcedureTest, PlaysScenariosUnderWhatIsDeployedNowhere) {
  write_scenario("new.yaml", "2026-11-12");
  const Ran ran = test({"--scenarios", "new.yaml"});
  EXPECT_EQ(ran.status, 0) << ran.all();
  EXPECT_EQ(ran.out, "ok    new.yaml (4 steps)\n");
  EXPECT_EQ(program.run({"run", "new.yaml"}).status, 1);
}

TEST_F(ProcedureTest, NamesTheExpectationThatDoesNotHoldUnderIt) {
  write_scenario("old.yaml", "2026-10-29");
  const Ran ran = test({"--scenarios", "old.yaml"});
  EXPECT_EQ(ran.status, 1) << ran.all();
  EXPECT_THAT(ran.out, HasSubstr("old.yaml:12:14:\n  expected: D-01 due on 2026-10-29"));
}

TEST_F(ProcedureTest, LeavesScenariosOfOtherProceduresOut) {
  std::filesystem::create_directory(program / "course");
  write_scenario("course/other.yaml", "2026-11-12", "permit-receipt");
  const Ran none = test({"--scenarios", "course"});
  EXPECT_EQ(none.status, 2);
  EXPECT_THAT(none.err, HasSubstr("no scenarios of clusterarrangement-top found"));
  write_scenario("course/own.yaml", "2026-11-12");
  EXPECT_EQ(test({"--scenarios", "course"}).out, "ok    course/own.yaml (4 steps)\n");
}

/// A quote with a rate of 110 euro and something to expect of it, under the shipped version and the
/// next one.
struct Change {
  const char* what;
  const char* old;
  const char* with;
  const char* before;  // `expect` of the step, or a step of its own.
  const char* after;
};

class YamlAlone : public ProcedureTest, public testing::WithParamInterface<Change> {};

TEST_P(YamlAlone, ChangesWhatAPartnershipChanges) {
  const Change& change = GetParam();
  write_next(change.old, change.with);
  const auto write = [this](const std::string& file, const std::string& expected) {
    program.write(file, R"(scenario: a quote
procedure: clusterarrangement-top
actors:
  - {id: ib-1, role: ib, school: school-12}
  - {id: con-1, role: consultant}
  - {id: adm-1, role: swv-admin}
  - {id: tea-1, role: teacher, school: school-12}
steps:
  - {on: 2026-09-15, by: ib-1, do: openCase, case: c1, data: {title: cluster}}
  - {on: 2026-09-15, by: adm-1, do: assignConsultant, case: c1, data: {consultant: con-1}}
  - {on: 2026-09-16, by: ib-1, do: attachQuote, case: c1,
     data: {kind: quote, hourlyRate: 11000}, )" +
                            expected + "\n");
  };
  write("before.yaml", change.before);
  write("after.yaml", change.after);
  EXPECT_EQ(program.run({"run", "before.yaml"}).status, 0) << change.what;
  const Ran after = test({"--scenarios", "after.yaml"});
  EXPECT_EQ(after.status, 0) << change.what << after.all();
  EXPECT_EQ(test({"--scenarios", "before.yaml"}).status, 1) << change.what;
}

INSTANTIATE_TEST_SUITE_P(
    Versions, YamlAlone,
    testing::Values(Change{"a ceiling", "hourlyRateMaxCents: {type: integer, value: 10000",
                           "hourlyRateMaxCents: {type: integer, value: 12000",
                           "expect: {rules: {K-QU-06: violated}}}",
                           "expect: {rules: {K-QU-06: satisfied}}}"},
                    Change{"an attachment that must be there", "\nrules:\n", R"yaml(
rules:
  K-QU-90:
    label: {nl: Met document, en: With a document}
    sentence: {nl: Bij een offerte hoort het document., en: A quote comes with its document.}
    source: [NEW]
    strength: explicit
    audience: shared
    judge: {satisfied: has(case.quote.on)}
    refuse: {actions: [attachQuote], when: "!has(data.quote)"}
)yaml",
                           "expect: {events: [QuoteAttached]}}", "expect: {refused: K-QU-90}}"},
                    Change{"what a role sees", "K-PR-13, K-PR-14, F-23, F-24]\n    events:\n",
                           "K-PR-13, K-PR-14, F-23, F-24]\n    events:\n      "
                           "QuoteAttached: [hourlyRate]\n",
                           "}\n  - {see: c1, by: tea-1, expect: {hides: ['11000']}}",
                           "}\n  - {see: c1, by: tea-1, expect: {shows: ['11000']}}"}));

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

TEST_F(ProcedureVersions, ToldOfInTheHistoryWithTheReasonForThoseWhoMayKnowIt) {
  deploy();
  ASSERT_EQ(migrate({case_name, "--reason", "the board decided"}).status, 0);
  const auto history = [this](const std::string& actor) {
    return ask("replay", actor, {"--lang", "en"}).out;
  };
  const std::string told = "Case migrated from clusterarrangement-top@1";
  EXPECT_THAT(history("ib-1"), HasSubstr(told));
  EXPECT_THAT(history("con-1"), HasSubstr("the board decided"));
  EXPECT_THAT(history("adm-1"), HasSubstr(told));
  EXPECT_THAT(history("adm-1"), Not(HasSubstr("the board decided")));
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
