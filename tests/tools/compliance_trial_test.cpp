// A rule that is deployed nowhere, tried on what has happened.

#include <gmock/gmock.h>

#include "tests/support/definitions.hpp"
#include "tests/tools/played.hpp"

namespace verloop::test {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

/// All members of the case got their plan; K-NEW-01 wants it sooner than any was.
const char* const sooner = R"yaml(
settings:
  soonDays: {type: integer, value: 14, label: {nl: termijn, en: term}}
deadlines:
  D-NEW:
    label: {nl: plan binnen twee weken, en: plan within two weeks}
    source: [NEW]
    over: case.members
    as: member
    applies: member.active
    from: case.goAhead.on
    days: settings.soonDays
    done: member.oppOn
    meets: [drawUpOpp]
rules:
  K-NEW-01:
    label: {nl: plan binnen twee weken, en: plan within two weeks}
    sentence: {nl: "Het plan is er binnen twee weken.", en: "The plan is there within two weeks."}
    source: [NEW]
    strength: explicit
    audience: shared
    deadline: D-NEW
)yaml";

class ComplianceTrial : public Played {
 protected:
  Ran try_rules(const std::string& rules, Program::Words more = {"--all"}) const {
    program.write("rules.yaml", rules);
    Program::Words words{"compliance", "--try", "rules.yaml", "--data", "data", "--lang", "en"};
    words.insert(words.end(), more.begin(), more.end());
    return program.run(words);
  }
};

TEST_F(ComplianceTrial, NamesTheCasesThatWouldHaveFailedWithTheirEvidence) {
  const Ran ran = try_rules(sooner);
  EXPECT_EQ(ran.status, 0) << ran.all();
  EXPECT_THAT(ran.out, AllOf(HasSubstr(case_name), HasSubstr("K-NEW-01     done late since "),
                             HasSubstr("; position "), HasSubstr("K-NEW-01: 1 done late\n")));
  EXPECT_THAT(ran.out, Not(HasSubstr("Noor")));
  const Ran longer = try_rules(replaced(sooner, "value: 14", "value: 600"));
  EXPECT_EQ(longer.out, "K-NEW-01: 1 satisfied\n") << longer.all();
}

TEST_F(ComplianceTrial, ChangesNothing) {
  const std::string before = program.run({"compliance", case_name, "--data", "data"}).out;
  const std::string checkpoint = program.run({"checkpoint", "--data", "data"}).out;
  ASSERT_THAT(checkpoint, HasSubstr("verloop.invalid/"));
  ASSERT_EQ(try_rules(sooner).status, 0);
  EXPECT_EQ(program.run({"compliance", case_name, "--data", "data"}).out, before);
  EXPECT_EQ(program.run({"checkpoint", "--data", "data"}).out, checkpoint);
}

TEST_F(ComplianceTrial, OfARuleThatIsThereSaysWhatItWasToo) {
  const std::string rules = replaced(replaced(sooner, "K-NEW-01", "K-OP-01"), "14", "600");
  const Ran ran = try_rules(rules, {case_name});
  EXPECT_THAT(ran.out, HasSubstr("K-OP-01      done late > satisfied"));
  EXPECT_THAT(try_rules(rules, {"--all", "--json"}).out,
              AllOf(HasSubstr(R"("counts":{"K-OP-01":{"satisfied":1}})"),
                    HasSubstr(R"("status":"satisfied","was":"late")")));
}

TEST_F(ComplianceTrial, JudgesAsOfADay) {
  EXPECT_THAT(try_rules(sooner, {"--all", "--as-of", "2020-01-01"}).out,
              HasSubstr("There is no case to try"));
}

TEST_F(ComplianceTrial, NamesFaultsByLineAndColumn) {
  const Ran unknown = try_rules(replaced(sooner, "member.oppOn", "member.planOn"));
  EXPECT_EQ(unknown.status, 1);
  EXPECT_THAT(unknown.out, AllOf(HasSubstr("rules.yaml:13:18"), HasSubstr("planOn")));
  const Ran unjudged = try_rules(replaced(sooner, "    deadline: D-NEW\n", ""));
  EXPECT_EQ(unjudged.status, 1);
  EXPECT_THAT(unjudged.out, AllOf(HasSubstr("rules.yaml:16:3"), HasSubstr("`deadline`")));
  EXPECT_THAT(try_rules("rules: []\nviews: {}\n").out, HasSubstr("rules.yaml:2:1"));
  const std::string whole = shipped_text("engine/procedures/clusterarrangement-top.yaml");
  EXPECT_THAT(try_rules(whole).out, HasSubstr("tried with `verloop procedure rehearse`"));
  EXPECT_EQ(try_rules(": {").status, 1);
}

TEST_F(ComplianceTrial, IsForCasesOfTheProcedureThatItNames) {
  EXPECT_THAT(try_rules("procedure: permit-receipt" + std::string(sooner)).out,
              HasSubstr("There is no case to try"));
  EXPECT_THAT(try_rules("procedure: clusterarrangement-top" + std::string(sooner)).out,
              HasSubstr("1 done late"));
}

TEST_F(ComplianceTrial, IsForThoseWhoMayJudgeEveryCase) {
  const Ran ran = try_rules(sooner, {"--all", "--as", name + ".ib-1"});
  EXPECT_EQ(ran.status, 1);
  EXPECT_THAT(ran.err, HasSubstr("or an auditor"));
  EXPECT_EQ(try_rules(sooner, {"nowhere"}).status, 1);
}

}  // namespace
}  // namespace verloop::test
