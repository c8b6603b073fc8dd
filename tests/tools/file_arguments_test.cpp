// What stands where a file was asked for: pipes, folders, devices, and what can't be read.

#include <sys/stat.h>

#include "tests/tools/played.hpp"

namespace verloop::test {
namespace {

using testing::HasSubstr;

class FileArguments : public Played {
 protected:
  void SetUp() override {
    Played::SetUp();
    ASSERT_EQ(::mkfifo((program / "pipe").c_str(), 0600), 0);
    ASSERT_EQ(::mkfifo((program / "pipe.tlog-proof").c_str(), 0600), 0);
  }

  /// Stopped, with status 124, when it waits for somebody to write.
  Ran run(const Program::Words& arguments, const Program::Words& environment = {}) const {
    Program::Words words{"timeout", "20", VERLOOP_PROGRAM};
    words.insert(words.end(), arguments.begin(), arguments.end());
    return program.wait(program.start_other(words, environment));
  }
};

TEST_F(FileArguments, ThatArePipesAreRefused) {
  const Program::Words wrong[] = {{"cases", "--data", "data", "--key-file", "pipe"},
                                  {"key", "rotate", "--data", "data", "--key-file", "pipe"},
                                  {"run", "pipe"},
                                  {"procedure", "validate", "pipe"},
                                  {"do", case_name, "logContact", "--data", "data", "--as",
                                   name + ".ib-1", "--data-file", "pipe"},
                                  {"export", "oso", case_name, "--member", "1", "--data", "data",
                                   "--details", "pipe", "-o", "out.xml"},
                                  {"verify", "data", "--checkpoint", "pipe"},
                                  {"verify", "pipe"}};
  for (const Program::Words& words : wrong) {
    const Ran ran = run(words);
    EXPECT_EQ(ran.status, 2) << words.front() << ": " << ran.all();
    EXPECT_THAT(ran.err, HasSubstr("pipe")) << words.front();
  }
  const Ran named = run({"cases", "--data", "data"}, {"VERLOOP_KEY=pipe"});
  EXPECT_EQ(named.status, 2) << named.all();
  EXPECT_THAT(named.err, HasSubstr("pipe is a pipe; expected a regular file"));
}

TEST_F(FileArguments, ThatArePipesAreRefusedForProofsToo) {
  const auto told = boost::json::parse(program.run({"checkpoint", "--data", "data", "--json"}).out);
  const std::string log_key(told.at("verifierKey").as_string());
  const Ran proof = run({"verify", "pipe.tlog-proof", "--key", log_key, "--record", "data.key"});
  EXPECT_NE(proof.status, 124);
  EXPECT_THAT(proof.all(), HasSubstr("is a pipe; expected a regular file"));
  const Ran record = run({"verify", "data.tlog-proof", "--key", log_key, "--record", "pipe"});
  EXPECT_EQ(record.status, 2) << record.all();
  EXPECT_THAT(record.err, HasSubstr("is a pipe; expected a regular file"));
}

TEST_F(FileArguments, ThatAreFoldersOrDevicesAreRefused) {
  for (const std::string& file : Program::Words{"data", "/dev/zero"}) {
    const Ran ran = run({"cases", "--data", "data", "--key-file", file});
    EXPECT_EQ(ran.status, 2) << ran.all();
    EXPECT_THAT(ran.err, HasSubstr("expected a regular file"));
  }
  EXPECT_THAT(run({"run", "/dev/zero"}).err, HasSubstr("/dev/zero is a device"));
  EXPECT_THAT(run({"cases", "--data", "data", "--key-file", "/dev/zero", "--lang", "nl"}).err,
              HasSubstr("/dev/zero is een apparaat; verwacht een gewoon bestand"));
}

TEST_F(FileArguments, AFolderWithALinkThatLeadsNowhereIsNotPlayed) {
  std::filesystem::create_directories(program / "mine/below");
  std::filesystem::copy_file(scenario_file("withdrawn"), program / "mine/withdrawn.yaml");
  ASSERT_EQ(run({"run", "mine"}).status, 0);
  for (const char* target : {"loop.yaml", "gone"}) {
    std::filesystem::create_symlink(target, program / "mine/below/loop.yaml");
    const Ran ran = run({"run", "mine"});
    EXPECT_EQ(ran.status, 2) << ran.all();
    EXPECT_THAT(ran.err, HasSubstr("can't read mine/below/loop.yaml"));
    EXPECT_EQ(ran.out, "");
    std::filesystem::remove(program / "mine/below/loop.yaml");
  }
}

// Root reads what it may not: there the program runs as another user.
TEST_F(FileArguments, AFolderThatMayNotBeReadIsNamed) {
  namespace fs = std::filesystem;
  constexpr uid_t nobody = 65534;
  const uid_t user = ::getuid() == 0 ? nobody : 0;
  fs::permissions(program.folder(), fs::perms::others_read | fs::perms::others_exec,
                  fs::perm_options::add);
  fs::create_directories(program / "mine/below");
  fs::permissions(program / "mine/below", fs::perms::none);
  if (user != 0 && program.run({"--version"}, {}, user).status != 0)
    GTEST_SKIP() << "running as root, and another user can't run the program where it was built";
  const Ran ran = program.run({"run", "mine"}, {}, user);
  EXPECT_EQ(ran.status, 2) << ran.all();
  EXPECT_THAT(ran.err, HasSubstr("mine: this folder, or one in it, can't be read"));
  fs::permissions(program / "mine/below", fs::perms::owner_all);
}

TEST_F(FileArguments, TheDemonstrationSaysWhereItCanNotBe) {
  const Ran ran = run({"demo"}, {"TMPDIR=/nowhere/at/all"});
  EXPECT_EQ(ran.status, 3) << ran.all();
  EXPECT_THAT(ran.err, HasSubstr("making a temporary folder failed"));
  EXPECT_THAT(ran.err, HasSubstr("TMPDIR"));
}

}  // namespace
}  // namespace verloop::test
