#include "tests/tools/played.hpp"

namespace verloop::test {
namespace {

using testing::HasSubstr;

class Questions : public Played {};

TEST_F(Questions, AnswerInJsonThatParses) {
  for (const char* question : {"show", "actions", "replay", "compliance"}) {
    const Ran ran = ask(question, "con-1", {"--json"});
    ASSERT_EQ(ran.status, 0) << question << ran.err;
    boost::system::error_code failed;
    boost::json::parse(ran.out, failed);
    EXPECT_FALSE(failed) << question;
  }
}

TEST_F(Questions, SayWhatDoesNotExistAndWhatIsNearest) {
  const Ran unknown = program.run({"show", "two-opps-a-day-lat.c1", "--data", "data"});
  EXPECT_EQ(unknown.status, 1);
  EXPECT_THAT(unknown.err, HasSubstr("did you mean " + case_name));
  const Ran nobody = program.run({"cases", "--data", "data", "--as", name + ".ib-2"});
  EXPECT_EQ(nobody.status, 1);
  EXPECT_THAT(nobody.err, HasSubstr("not in the directory; did you mean " + name + ".ib-1"));
  const Ran command = program.run({"complience"});
  EXPECT_EQ(command.status, 2);
  EXPECT_THAT(command.err, HasSubstr("did you mean \"compliance\"?"));
}

TEST_F(Questions, DoNotTellACaseOutOfReachFromNone) {
  ASSERT_EQ(program.run({"run", scenario_file("wrong-role"), "--data", "data"}).status, 0);
  const std::string none = "two-opps-a-day-late.c2";
  const auto asked = [this](Program::Words words, const std::string& about) {
    words.insert(words.begin() + 1, about);
    for (const char* word : {"--data", "data", "--as", "wrong-role.con-2"}) words.push_back(word);
    const Ran ran = program.run(words);
    std::string said = std::to_string(ran.status) + ran.all();
    for (auto at = said.find(about); at != std::string::npos; at = said.find(about))
      said.replace(at, about.size(), "CASE");
    return said;
  };
  for (const Program::Words& words : std::vector<Program::Words>{{"show"},
                                                                 {"actions"},
                                                                 {"replay"},
                                                                 {"compliance"},
                                                                 {"do", "logContact", "--dry-run"},
                                                                 {"do", "logContact"},
                                                                 {"do", "openCase", "--dry-run"}}) {
    EXPECT_EQ(asked(words, case_name), asked(words, none)) << words.back();
  }
  EXPECT_EQ(asked({"show"}, case_name), "1verloop: there is no case CASE\n");
}

TEST_F(Questions, KnowNothingOfACaseBeforeItBegan) {
  for (const char* question : {"show", "replay", "compliance"}) {
    const Ran ran = ask(question, "con-1", {"--until", "2020-01-01"});
    EXPECT_EQ(ran.status, 1);
    EXPECT_THAT(ran.err, HasSubstr("did not exist yet"));
  }
}

TEST_F(Questions, ShowOnADayWhatHadOccurredByThen) {
  const Ran early = ask("show", "con-1", {"--on", "2026-09-15", "--json"});
  ASSERT_EQ(early.status, 0) << early.all();
  const auto then = boost::json::parse(early.out);
  const auto now = boost::json::parse(ask("show", "con-1", {"--json"}).out);
  EXPECT_LT(then.at("version").as_int64(), now.at("version").as_int64());
  EXPECT_EQ(ask("show", "con-1", {"--on", "2020-01-01"}).status, 1);
  EXPECT_EQ(ask("compliance", "con-1", {"--as-of", "2020-01-01"}).status, 1);
  const Ran all = program.run({"compliance", "--all", "--data", "data", "--as", name + ".con-1",
                               "--as-of", "2020-01-01", "--json"});
  EXPECT_EQ(all.status, 0) << all.all();
  EXPECT_EQ(all.out, "{}\n");
}

TEST_F(Questions, AreJudgedOnTheDayThatAMomentHasInAmsterdam) {
  // Half past midnight there, the evening before in UTC.
  const Ran ran = ask("show", "con-1", {"--until", "2099-10-29T23:30:00.000000Z", "--json"});
  ASSERT_EQ(ran.status, 0) << ran.all();
  EXPECT_EQ(boost::json::parse(ran.out).at("on").as_string(), "2099-10-30");
}

TEST_F(Questions, RefuseADayThatIsNone) {
  EXPECT_EQ(ask("show", "con-1", {"--on", "banana"}).status, 2);
  EXPECT_EQ(ask("compliance", "con-1", {"--as-of", "2026-02-30"}).status, 2);
  EXPECT_EQ(ask("replay", "con-1", {"--until", "banana"}).status, 2);
}

TEST_F(Questions, JudgeOnlyTheCasesThatTheActorMaySee) {
  const Ran all =
      program.run({"compliance", "--all", "--data", "data", "--as", name + ".con-1", "--json"});
  ASSERT_EQ(all.status, 0) << all.err;
  EXPECT_TRUE(boost::json::parse(all.out).as_object().contains(case_name));
}

// For programs a state is what --at takes; its words stand beside it.
TEST_F(Questions, ListCasesWithTheNamesOfTheirStates) {
  const auto rows =
      boost::json::parse(program.run({"cases", "--data", "data", "--json", "--lang", "nl"}).out);
  const boost::json::value& row = rows.as_array().at(0);
  EXPECT_EQ(row.at("tracks").at("decision"), "startAllowed");
  EXPECT_EQ(row.at("labels").at("decision"), "kan starten");
}

TEST_F(Questions, ListTheCasesThatAreAskedFor) {
  const auto list = [this](Program::Words more) {
    Program::Words words{"cases", "--data", "data", "--json"};
    words.insert(words.end(), more.begin(), more.end());
    return program.run(words);
  };
  EXPECT_THAT(list({"--at", "decision=startAllowed", "--open"}).out, HasSubstr(case_name));
  EXPECT_EQ(boost::json::parse(list({"--closed"}).out), boost::json::array());
  EXPECT_EQ(boost::json::parse(list({"--at", "decision=granted"}).out), boost::json::array());
  const Ran wrong = list({"--at", "decision=grantd"});
  EXPECT_EQ(wrong.status, 2);
  EXPECT_THAT(wrong.err, HasSubstr("like decision=granted"));
  EXPECT_EQ(list({"--open", "--closed"}).status, 2);
}

TEST_F(Questions, RebuiltProjectionsEqualTheLiveOnes) {
  ASSERT_EQ(program.run({"verify", "data"}).status, 0);  // Compares live ones with a rebuild.
  const Ran first = program.run({"rebuild", "--data", "data", "--json"});
  ASSERT_EQ(first.status, 0) << first.err;
  EXPECT_EQ(program.run({"rebuild", "--data", "data", "--json"}).out, first.out);
  EXPECT_EQ(program.run({"verify", "data"}).status, 0);
  EXPECT_EQ(program.run({"rebuild", "casis", "--data", "data"}).status, 2);
}

TEST_F(Questions, SayWhenTheListOfCasesIsBehind) {
  const auto views = program / "data/projections";
  const Program::Words asked{"cases", "--data", "data", "--as", name + ".ib-1"};
  EXPECT_EQ(program.run(asked).err, "");
  std::filesystem::copy(views, program / "old", std::filesystem::copy_options::recursive);
  ASSERT_EQ(program
                .run({"do", case_name, "logContact", "--data", "data", "--as", name + ".ib-1",
                      "with=consultant", "note=n"})
                .status,
            0);
  std::filesystem::remove_all(views);
  std::filesystem::rename(program / "old", views);
  const Ran ran = program.run(asked);
  EXPECT_EQ(ran.status, 0);
  EXPECT_THAT(ran.err, HasSubstr("this list is behind: it knows "));
}

TEST_F(Questions, AnEarlierCheckpointStillHolds) {
  program.write("early.note", program.run({"checkpoint", "--data", "data"}).out);
  const Ran done = program.run({"do", case_name, "logContact", "--data", "data", "--as",
                                name + ".ib-1", "with=consultant", "note=n"});
  ASSERT_EQ(done.status, 0) << done.all();
  EXPECT_EQ(program.run({"verify", "data", "--checkpoint", "early.note"}).status, 0);
}

TEST_F(Questions, ADryRunWritesNothing) {
  const auto before = contents_of(program / "data");
  const Ran ran = program.run({"do", case_name, "recordStartConversation", "--data", "data", "--as",
                               name + ".ib-1", "rolesPresent=ib,consultant", "--dry-run"});
  EXPECT_EQ(ran.status, 0) << ran.all();
  EXPECT_THAT(ran.out, HasSubstr("StartConversationHeld"));
  EXPECT_EQ(contents_of(program / "data"), before);
}

TEST_F(Questions, TheSameIdTwiceIsRecordedOnce) {
  const Program::Words words{"do",
                             case_name,
                             "logContact",
                             "--data",
                             "data",
                             "--as",
                             name + ".ib-1",
                             "with=consultant",
                             "note=n",
                             "--id",
                             "11111111-1111-4111-8111-111111111111"};
  ASSERT_EQ(program.run(words).status, 0);
  EXPECT_THAT(program.run(words).out, HasSubstr("was recorded before"));
  Program::Words other = words;
  other[8] = "note=another";
  const Ran refused = program.run(other);
  EXPECT_EQ(refused.status, 1);
  EXPECT_THAT(refused.out, HasSubstr("duplicate"));
}

TEST_F(Questions, ABadCommandIsRefusedWithItsReason) {
  const auto submit = [this](Program::Words more) {
    Program::Words words{"do", case_name, "drawUpOpp", "--data", "data", "--as", name + ".ib-1"};
    words.insert(words.end(), more.begin(), more.end());
    return program.run(words);
  };
  const std::string pupil = "pupil=" + name + ".pup-noor";
  EXPECT_THAT(submit({"pupl=x"}).out, HasSubstr("Did you mean pupil?"));
  EXPECT_THAT(submit({pupil, "level=high"}).out, HasSubstr("one of: lightSupport extraSupport"));
  EXPECT_THAT(submit({pupil, "--occurred-on", "2999-01-01"}).out, HasSubstr("future"));
  EXPECT_THAT(submit({pupil, "--motivate", "K-XX-99=w"}).out, HasSubstr("no rule K-XX-99"));
  EXPECT_EQ(submit({pupil, "--on", "banana"}).status, 2);
  EXPECT_EQ(submit({pupil, "--on", "2999-12-31"}).status, 2);
  EXPECT_EQ(submit({"pupil"}).status, 2);
  EXPECT_EQ(submit({pupil, "--data-file", "missing.json"}).status, 2);
}

TEST(History, TellsWhyACommandDeviates) {
  const Program program;
  ASSERT_EQ(program.run({"init", "--data", "data"}).status, 0);
  ASSERT_EQ(program.run({"run", scenario_file("motivated-quote"), "--data", "data"}).status, 0);
  const auto told = [&program](const std::string& actor) {
    return program
        .run({"replay", "motivated-quote.c1", "--data", "data", "--lang", "en", "--as", actor})
        .out;
  };
  EXPECT_THAT(told("motivated-quote.con-1"), HasSubstr("deviates from K-QU-09: De groep oefent"));
  EXPECT_THAT(told("motivated-quote.aud-1"), testing::Not(HasSubstr("De groep oefent")));
}

}  // namespace
}  // namespace verloop::test
