// Rights from the command line: actors, roles, mandates, emergency looks, and what somebody could
// see.

#include "events/time.hpp"
#include "tests/support/run_python.hpp"
#include "tests/tools/played.hpp"

namespace verloop::test {
namespace {

namespace json = boost::json;

using testing::HasSubstr;
using testing::Not;

class RightsCommands : public Played {
 protected:
  Ran run(Program::Words words) const {
    words.insert(words.end(), {"--data", "data"});
    return program.run(words);
  }
  void done(Program::Words words) const {
    const Ran ran = run(std::move(words));
    ASSERT_EQ(ran.status, 0) << ran.all();
  }
  std::string refused(Program::Words words) const {
    const Ran ran = run(std::move(words));
    EXPECT_EQ(ran.status, 1) << ran.all();
    return ran.all();
  }
  std::string id(const std::string& actor) const { return name + "." + actor; }

  /// A consultant who is linked to no case.
  void enter_consultant(const std::string& actor) const {
    done({"actor", "add", actor});
    done({"role", "give", actor, "consultant", "--organisation", "swv"});
  }
  std::string entries(Program::Words more = {}) const {
    more.insert(more.begin(), {"audit", "--access", "--json"});
    return run(more).out;
  }
};

TEST_F(RightsCommands, EnterAnActorWhoseNameIsKeptSealed) {
  program.write("name.txt", "Josephine Vermeer\n");
  done({"actor", "add", "ib-9", "--name-file", "name.txt"});
  done({"role", "give", "ib-9", "ib", "--organisation", "school-12", "--until", "2099-07-31"});
  const Ran shown = run({"actor", "show", "ib-9"});
  EXPECT_THAT(shown.out, HasSubstr("name: Josephine Vermeer\n"));
  EXPECT_THAT(shown.out, HasSubstr("ib at school-12, until 31 July 2099\n"));
  EXPECT_THAT(run({"actor", "list"}).out, HasSubstr("ib-9"));
  EXPECT_THAT(run({"actor", "list"}).out, Not(HasSubstr("Josephine")));
  EXPECT_THAT(run({"role", "list", "--lang", "nl"}).out,
              HasSubstr("ib bij school-12, tot en met 31 juli 2099"));
  const std::string all = entries();
  for (const char* asked : {"actor add", "role give", "actor show", "actor list"})
    EXPECT_THAT(all, HasSubstr("\"asked\":\"" + std::string(asked) + "\"")) << asked;
  EXPECT_THAT(all, Not(HasSubstr("Josephine")));
  EXPECT_EQ(program.run({"verify", "data"}).status, 0);
}

TEST_F(RightsCommands, DenyWhatAWithdrawnRoleGave) {
  ASSERT_EQ(ask("show", "ib-1").status, 0);
  done({"role", "withdraw", id("ib-1"), "ib", "--organisation", "school-12", "--reason",
        "word-of-farewell"});
  EXPECT_EQ(ask("show", "ib-1").status, 1);
  EXPECT_THAT(refused({"do", case_name, "includePupil", "--as", id("ib-1"), "pupil=p"}),
              HasSubstr("no case"));
  EXPECT_THAT(run({"actor", "show", id("ib-1")}).out, HasSubstr("withdrawn at"));
  EXPECT_THAT(entries(), Not(HasSubstr("word-of-farewell")));
}

TEST_F(RightsCommands, AreForTheAdministratorWhoIsNeverTheLastToGo) {
  EXPECT_THAT(
      refused({"role", "withdraw", "administrator", "administrator", "--organisation", "verloop"}),
      HasSubstr("the last who looks after"));
  EXPECT_THAT(refused({"role", "give", id("con-1"), "ib", "--organisation", "school-12", "--as",
                       id("con-1")}),
              HasSubstr("for the administrator"));
  EXPECT_THAT(entries({"--type", "Refused"}), HasSubstr("\"asked\":\"role give\""));
  done({"actor", "add", "chief"});
  done({"role", "give", "chief", "administrator", "--organisation", "verloop"});
  done({"role", "withdraw", "administrator", "administrator", "--organisation", "verloop"});
  EXPECT_EQ(run({"actor", "list"}).status, 0) << "the other one asks where nobody is named";
}

TEST_F(RightsCommands, SayWhatIsWrongWithThem) {
  EXPECT_THAT(refused({"role", "give", id("ib-1"), "ibb", "--organisation", "school-12"}),
              HasSubstr("Did you mean ib?"));
  EXPECT_THAT(
      refused({"role", "give", "nobody", "ib", "--organisation", "school-12", "--lang", "nl"}),
      HasSubstr("staat niet in het register"));
  EXPECT_EQ(run({"role", "give", id("ib-1"), "ib", "--organisation", "s", "--from", "soon"}).status,
            2);
  EXPECT_EQ(run({"mandate", "give", "a", "b", "--role", "ib", "--from", "2026-01-01", "--until",
                 "2026-01-02"})
                .status,
            2)
      << "no reason";
  EXPECT_EQ(program.run({"actor", "list"}).status, 2) << "neither folder nor server";
}

TEST_F(RightsCommands, LinkAParentToAChildAndUnlink) {
  program.write("child.txt", name + ".pup-noor");
  done({"actor", "add", "par-9"});
  done({"role", "give", "par-9", "parent", "--organisation", "school-12"});
  const Program::Words more{"--subject-file", "child.txt", "--organisation", "school-12"};
  const auto with = [&more](Program::Words words) {
    words.insert(words.end(), more.begin(), more.end());
    return words;
  };
  EXPECT_EQ(run({"show", case_name, "--as", "par-9"}).status, 1);
  done(with({"actor", "link", "par-9"}));
  EXPECT_THAT(run({"show", case_name, "--as", "par-9"}).out, HasSubstr("Noor"));
  done(with({"actor", "unlink", "par-9"}));
  EXPECT_EQ(run({"show", case_name, "--as", "par-9"}).status, 1);
  EXPECT_EQ(program.run({"verify", "data"}).status, 0);
  EXPECT_THAT(entries(), Not(HasSubstr("pup-noor")));
}

TEST_F(RightsCommands, LetSomebodyActForAnotherUnderAMandateAlone) {
  enter_consultant("con-9");
  const Program::Words act{"do",    case_name,   "addProcessNote", "--as",       "con-9",
                           "--for", id("con-1"), "topic=planning", "note=spoken"};
  EXPECT_THAT(refused(act), HasSubstr("no mandate"));
  done({"mandate", "give", id("con-1"), "con-9", "--role", "consultant", "--from", "2020-01-01",
        "--until", "2099-12-31", "--reason", "word-of-leave"});
  done(act);
  EXPECT_EQ(run({"show", case_name, "--as", "con-9"}).status, 1) << "to act, not to read";
  EXPECT_THAT(run({"replay", case_name, "--as", id("con-1")}).out,
              HasSubstr("Process note by con-9 (for "));
  const json::array mandates = json::parse(run({"mandate", "list", "--json"}).out).as_array();
  ASSERT_EQ(mandates.size(), 1U);
  const std::string number = json::serialize(mandates[0].at("entry"));
  ASSERT_EQ(ask("bundle", "con-1", {"-o", "made.bundle"}).status, 0);
  EXPECT_EQ(program.run({"verify", "made.bundle", "--trust-embedded"}).status, 0);
  if (has_python()) {
    const Ran ran = run_python(program, "tests/independent/verify_bundle.py", {"made.bundle"});
    EXPECT_THAT(ran.out, HasSubstr("CONSISTENT IN ITSELF"));
  }
  done({"mandate", "withdraw", number});
  EXPECT_THAT(refused(act), HasSubstr("no mandate"));
  EXPECT_EQ(run({"mandate", "list", "--json"}).out, "[]\n");
  EXPECT_THAT(entries(), Not(HasSubstr("word-of-leave")));
  EXPECT_EQ(program.run({"verify", "data"}).status, 0);
}

TEST_F(RightsCommands, OpenAnEmergencyLookThatIsReported) {
  enter_consultant("con-9");
  const Program::Words look{"show", case_name, "--as", "con-9"};
  EXPECT_EQ(run(look).status, 1);
  EXPECT_THAT(refused({"break-glass", case_name, "--as", id("ib-1"), "--reason", "r"}),
              HasSubstr("No role of this actor"));
  program.write("reason.txt", "word-of-illness");
  done({"break-glass", case_name, "--as", "con-9", "--reason-file", "reason.txt"});
  const Ran seen = run(look);
  ASSERT_EQ(seen.status, 0) << seen.all();
  EXPECT_THAT(seen.out, Not(HasSubstr("Noor")));
  EXPECT_EQ(run({"replay", case_name, "--as", "con-9"}).status, 0);
  EXPECT_THAT(refused({"do", case_name, "confirmCostInsight", "--as", "con-9"}),
              HasSubstr("no case"));
  EXPECT_EQ(run({"bundle", case_name, "--as", "con-9", "-o", "made.bundle"}).status, 1);
  const std::string opened = entries({"--type", "EmergencyOpened"});
  EXPECT_THAT(opened, HasSubstr("con-9"));
  EXPECT_THAT(entries(), HasSubstr("\"purpose\":\"emergency\""));
  EXPECT_THAT(entries(), Not(HasSubstr("word-of-illness")));
  const Ran person = run({"subject", "show", "--pupil", name + ".pup-noor", "--org", "school-12",
                          "--case", case_name, "--as", id("ib-1")});
  EXPECT_THAT(person.out, HasSubstr("Emergency looks:"));
  EXPECT_EQ(program.run({"verify", "data"}).status, 0);
}

TEST_F(RightsCommands, TellAnAuditorAloneWhatSomebodyCouldSee) {
  done({"actor", "add", "aud-9"});
  done({"role", "give", "aud-9", "auditor", "--organisation", "verloop"});
  const json::array roles = json::parse(run({"role", "list", "--json"}).out).as_array();
  const auto since = parse_timestamp(roles.back().at("since").as_string());
  const std::string today = format(day_in_amsterdam(since.value()));
  const Program::Words question{"audit", "--could-see", id("con-1"), "--day", today};
  EXPECT_THAT(refused(question), HasSubstr("for the auditor"));
  Program::Words asked = question;
  asked.insert(asked.end(), {"--as", "aud-9"});
  const Ran answer = run(asked);
  ASSERT_EQ(answer.status, 0) << answer.all();
  EXPECT_THAT(answer.out, HasSubstr("Role: consultant at swv"));
  EXPECT_THAT(answer.out, HasSubstr(case_name + ": consultant at swv"));
  EXPECT_THAT(answer.out, Not(HasSubstr("PupilIncludedInCluster")));
  EXPECT_THAT(answer.out, Not(HasSubstr("Noor")));
  EXPECT_THAT(entries(), HasSubstr("\"asked\":\"audit could-see\""));
  asked[4] = "2099-01-01";
  EXPECT_EQ(run(asked).status, 2);
}

}  // namespace
}  // namespace verloop::test
