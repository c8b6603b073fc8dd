#include "tests/support/run_program.hpp"

namespace verloop::test {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(Init, MakesAFolderThatVerifies) {
  const Program program;
  const Ran made = program.run({"init", "--data", "data", "--json"});
  ASSERT_EQ(made.status, 0) << made.err;
  const auto answer = boost::json::parse(made.out).as_object();
  EXPECT_TRUE(answer.at("token").as_string().starts_with("vl_"));
  EXPECT_EQ(answer.at("keyFile").as_string(), "data.key");
  EXPECT_TRUE(answer.at("origin").as_string().starts_with("verloop.invalid/"));
  const Ran verified = program.run({"verify", "data"});
  EXPECT_EQ(verified.status, 0) << verified.all();
}

TEST(Init, BringsOneWayOfWorkingWithClustersAndTheOtherOnRequest) {
  const Program program;
  ASSERT_EQ(program.run({"init", "--data", "data"}).status, 0);
  const auto listed = [&program] {
    return program.run({"procedure", "list", "--data", "data"}).out;
  };
  EXPECT_THAT(listed(), HasSubstr("clusterarrangement-top@1#"));
  EXPECT_THAT(listed(), Not(HasSubstr("clusterarrangement-ot@1#")));
  const Program::Words deploy{"procedure", "deploy", "clusterarrangement-ot", "--data", "data"};
  ASSERT_EQ(program.run(deploy).status, 0);
  EXPECT_THAT(listed(), HasSubstr("clusterarrangement-ot@1#"));
}

TEST(Init, LeavesTheOtherToTheScenarioThatRequestsIt) {
  const Program program;
  ASSERT_EQ(program.run({"init", "--data", "data"}).status, 0);
  program.write("faulty.yaml",
                "scenario: s\nprocedure: clusterarrangement-ot\nactors:\n  - {id: ib-1, role: ib, "
                "school: s-1}\nsteps:\n  - {on: 2026-01-12, by: ib-1, do: openCas, case: c1}\n");
  EXPECT_EQ(program.run({"run", "faulty.yaml", "--data", "data"}).status, 2);
  EXPECT_THAT(program.run({"procedure", "list", "--data", "data"}).out,
              Not(HasSubstr("clusterarrangement-ot@1#")))
      << "nothing is deployed for what is not played";
  const Ran ran = program.run({"run", scenario_file("ot/ot-days"), "--data", "data"});
  ASSERT_EQ(ran.status, 0) << ran.all();
  EXPECT_THAT(program.run({"procedure", "list", "--data", "data"}).out,
              HasSubstr("clusterarrangement-ot@1#"));
  EXPECT_EQ(program.run({"verify", "data"}).status, 0);
}

TEST(Init, KeepsTheKeyFileToItsOwner) {
  const Program program;
  ASSERT_EQ(program.run({"init", "--data", "data"}).status, 0);
  const auto mode = std::filesystem::status(program / "data.key").permissions();
  EXPECT_EQ(mode, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
}

TEST(Init, KeepsTheFolderToItsOwner) {
  const Program program;
  std::filesystem::create_directory(program / "there");
  for (const std::string name : {"data", "there"}) {
    ASSERT_EQ(program.run({"init", "--data", name}).status, 0);
    EXPECT_EQ(std::filesystem::status(program / name).permissions(),
              std::filesystem::perms::owner_all);
    const auto others = std::filesystem::perms::group_all | std::filesystem::perms::others_all;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(program / name))
      EXPECT_EQ(entry.status().permissions() & others, std::filesystem::perms::none) << entry;
  }
}

TEST(Init, SpeaksTheLanguageThatIsAsked) {
  const Program program;
  EXPECT_THAT(program.run({"init", "--data", "a", "--lang", "nl"}).out,
              HasSubstr("Gegevensmap gemaakt"));
  EXPECT_THAT(program.run({"init", "--data", "b", "--lang", "en"}).out,
              HasSubstr("Data folder made"));
}

TEST(Init, LeavesAFolderThatHoldsSomethingAlone) {
  const Program program;
  std::filesystem::create_directory(program / "other");
  program.write("other/file.txt", "theirs");
  const auto before = contents_of(program / "other");
  const Ran ran = program.run({"init", "--data", "other"});
  EXPECT_EQ(ran.status, 2);
  EXPECT_THAT(ran.err, HasSubstr("not empty"));
  EXPECT_EQ(contents_of(program / "other"), before);
  EXPECT_FALSE(std::filesystem::exists(program / "other.key"));
}

TEST(Init, NeverReplacesAKeyFile) {
  const Program program;
  program.write("data.key", "precious");
  const Ran ran = program.run({"init", "--data", "data"});
  EXPECT_NE(ran.status, 0);
  EXPECT_THAT(ran.err, HasSubstr("never replaced"));
  EXPECT_EQ(read_file(program / "data.key"), "precious");
  EXPECT_FALSE(std::filesystem::exists(program / "data"));
}

TEST(Init, SaysInDutchThatTheKeyFileIsThere) {
  const Program program;
  program.write("data.key", "precious");
  const Ran ran = program.run({"init", "--data", "data", "--lang", "nl"});
  EXPECT_EQ(ran.status, 2);
  EXPECT_THAT(ran.err, HasSubstr("de hoofdsleutel is er al: data.key"));
}

TEST(Init, ChangesNothingForAnOriginThatCantBe) {
  const Program program;
  for (const char* origin : {"bad origin+x", "a b", "\n"}) {
    const Ran ran = program.run({"init", "--data", "data", "--origin", origin});
    EXPECT_EQ(ran.status, 2);
    EXPECT_THAT(ran.err, HasSubstr("--origin: an origin is 1 to 255 visible ASCII characters"));
  }
  for (const char* made : {"data", "data.key"})
    EXPECT_FALSE(std::filesystem::exists(program / made)) << made;
}

TEST(Init, SaysWhatToDoAboutAFolderThatCantBeLookedAt) {
  const Program program;
  std::filesystem::create_symlink("loop", program / "loop");
  for (const std::string& folder : {std::string("loop"), std::string(300, 'x')}) {
    for (const Program::Words& words : std::vector<Program::Words>{
             {"init", "--data", folder}, {"cases", "--data", folder}, {"verify", folder}}) {
      const Ran ran = program.run(words);
      EXPECT_EQ(ran.status, 3) << ran.all();
      EXPECT_THAT(ran.err, HasSubstr("looking at " + folder + " failed: "));
      EXPECT_THAT(ran.err, HasSubstr("; name another folder"));
      EXPECT_THAT(ran.err, testing::Not(HasSubstr("filesystem error")));
    }
  }
}

TEST(Help, OfEverySubcommandShowsAnExample) {
  const Program program;
  for (const char* name : {"init", "run", "do", "cases", "show", "actions", "replay", "compliance",
                           "verify", "checkpoint", "rebuild", "demo"}) {
    const Ran help = program.run({name, "--help"});
    EXPECT_EQ(help.status, 0);
    EXPECT_THAT(help.out, HasSubstr("Example:\n  verloop " + std::string(name)));
  }
}

}  // namespace
}  // namespace verloop::test
