// verloop setting: a number of a procedure is changed from a day on, without another version.

#include <gmock/gmock.h>

#include "tests/tools/played.hpp"

namespace verloop::test {
namespace {

using testing::HasSubstr;
using testing::Not;

class SettingOfAProcedure : public Played {
 protected:
  Ran set(const Program::Words& what, const Program::Words& more = {}) const {
    Program::Words words{"setting", "set", "clusterarrangement-top"};
    words.insert(words.end(), what.begin(), what.end());
    words.insert(words.end(), {"--data", "data", "--reason", "decision of the board 17"});
    words.insert(words.end(), more.begin(), more.end());
    return program.run(words);
  }
  Ran list(const Program::Words& more = {}) const {
    Program::Words words{"setting", "list", "clusterarrangement-top", "--data", "data"};
    words.insert(words.end(), more.begin(), more.end());
    return program.run(words);
  }
};

TEST_F(SettingOfAProcedure, IsChangedFromADayOnAndListed) {
  EXPECT_THAT(list().out, HasSubstr("oppTermDays               42"));
  const Ran ran = set({"oppTermDays", "56", "--from", "2026-01-01"});
  EXPECT_EQ(ran.status, 0) << ran.all();
  EXPECT_THAT(ran.out, HasSubstr("oppTermDays = 56 from 1 January 2026"));
  EXPECT_THAT(list().out, HasSubstr("oppTermDays               56"));
  EXPECT_THAT(list().out, HasSubstr("Changed:"));
  EXPECT_THAT(list({"--json"}).out, HasSubstr(R"("defined":42,"from":"2026-01-01")"));
  EXPECT_EQ(program.run({"verify", "data"}).status, 0);
  EXPECT_EQ(program.run({"rebuild", "--data", "data"}).status, 0);
  EXPECT_EQ(program.run({"verify", "data"}).status, 0);
}

TEST_F(SettingOfAProcedure, IsNoTermThatHasNoEndOrNoBeginning) {
  for (const char* setting : {"oppTermDays", "retentionDays"})
    for (const char* days : {"-1", "36526", "9007199254740991"}) {
      const Ran ran = set({setting, days});
      EXPECT_EQ(ran.status, 1) << setting << days;
      EXPECT_THAT(ran.err, HasSubstr("can be 0 to 36525"));
    }
  EXPECT_EQ(set({"hourlyRateMaxCents", "40000"}).status, 0);
  EXPECT_EQ(set({"hourlyRateMaxCents", "-1"}).status, 1);
}

TEST_F(SettingOfAProcedure, IsNotChangedForAllByAnEmptyName) {
  const Ran ran = set({"oppTermDays", "45"}, {"--case", ""});
  EXPECT_EQ(ran.status, 2);
  EXPECT_THAT(ran.err, HasSubstr("--case: must not be empty"));
  EXPECT_EQ(program
                .run({"setting", "set", "clusterarrangement-top", "oppTermDays", "45", "--data",
                      "data", "--reason", ""})
                .status,
            2);
  EXPECT_EQ(set({"oppTermDays", "45"}, {"--reason", std::string(2001, 'x')}).status, 2)
      << "said twice";
  EXPECT_THAT(list().out, HasSubstr("oppTermDays               42"));
}

TEST_F(SettingOfAProcedure, IsNamedByWhatIsJudgedByIt) {
  ASSERT_EQ(set({"oppTermDays", "56", "--from", "2026-01-01"}).status, 0);
  const Ran judged = ask("compliance", "ib-1", {"--lang", "nl"});
  EXPECT_THAT(judged.out, HasSubstr("Instelling oppTermDays = 56 vanaf 1 januari 2026 (positie "));
  const std::string json = ask("show", "ib-1", {"--json"}).out;
  EXPECT_THAT(json, HasSubstr(R"("setting":"oppTermDays","value":56)"));
}

TEST_F(SettingOfAProcedure, MayBeChangedForOneCaseAlone) {
  const Ran ran = set({"oppTermDays", "70", "--from", "2026-01-01"}, {"--case", case_name});
  EXPECT_EQ(ran.status, 0) << ran.all();
  EXPECT_THAT(ran.out, HasSubstr("for case " + case_name));
  EXPECT_THAT(list().out, HasSubstr("oppTermDays               42"));
  EXPECT_THAT(list({"--case", case_name}).out, HasSubstr("oppTermDays               70"));
  EXPECT_EQ(program.run({"verify", "data"}).status, 0);
}

TEST_F(SettingOfAProcedure, IsForTheStewardAndTellsTheAccessLogWho) {
  const Ran refused = set({"oppTermDays", "56"}, {"--as", name + ".con-1"});
  EXPECT_EQ(refused.status, 1);
  EXPECT_THAT(list({"--json"}).out, HasSubstr(R"("changes":[])"));
  ASSERT_EQ(set({"oppTermDays", "56"}).status, 0);
  const std::string entries = program.run({"audit", "--access", "--data", "data", "--json"}).out;
  EXPECT_THAT(entries, HasSubstr("setting set"));
  EXPECT_THAT(entries, Not(HasSubstr("decision of the board 17")));
  EXPECT_THAT(list().all(), Not(HasSubstr("decision of the board 17")));
}

TEST_F(SettingOfAProcedure, SaysWhatIsWrongAndRecordsNothing) {
  const auto says = [this](const Program::Words& what, const Program::Words& more = {}) {
    const Ran ran = set(what, more);
    EXPECT_NE(ran.status, 0) << ran.all();
    return ran.err;
  };
  EXPECT_THAT(says({"oppTermDay", "56"}), HasSubstr("did you mean oppTermDays?"));
  EXPECT_THAT(says({"oppTermDay", "56"}, {"--lang", "nl"}),
              HasSubstr("heeft die instelling niet; bedoelt u oppTermDays?"));
  EXPECT_THAT(says({"oppTermDays", "true"}, {"--lang", "nl"}),
              HasSubstr("instelling oppTermDays is een geheel getal"));
  EXPECT_THAT(says({"oppTermDays", "8 weeks"}), HasSubstr("is a whole number, true or false"));
  EXPECT_THAT(says({"oppTermDays", "56", "--from", "1 May"}), HasSubstr("--from"));
  EXPECT_THAT(says({"oppTermDays", "56"}, {"--case", "c9"}), HasSubstr("there is no case c9"));
  EXPECT_EQ(set({"oppTermDays", "56"}, {"--case", "c9"}).status, 1);
  EXPECT_THAT(list({"--json"}).out, HasSubstr(R"("changes":[])"));
}

}  // namespace
}  // namespace verloop::test
