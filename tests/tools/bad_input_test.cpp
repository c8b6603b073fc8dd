#include <algorithm>
#include <sys/file.h>

#include "tests/support/run_program.hpp"

namespace verloop::test {
namespace {

using testing::HasSubstr;

constexpr uid_t nobody = 65534;

class BadInput : public testing::Test {
 protected:
  void SetUp() override { ASSERT_EQ(program.run({"init", "--data", "data"}).status, 0); }

  /// Each way in is refused with `status` and `says`, and the folder is as it was.
  void refused(const std::string& data, int status, const std::string& says,
               const Program::Words& more = {}) const {
    const auto before = contents_of(program / "");
    for (Program::Words words :
         std::vector<Program::Words>{{"run", scenario_file("withdrawn"), "--data", data},
                                     {"cases", "--data", data},
                                     {"verify", data}}) {
      words.insert(words.end(), more.begin(), more.end());
      const Ran ran = program.run(words);
      EXPECT_EQ(ran.status, status) << words.front() << ": " << ran.all();
      EXPECT_THAT(ran.err, HasSubstr(says)) << words.front();
    }
    auto after = contents_of(program / "");
    for (const char* own : {"stdout", "stderr"}) after[program / own] = before.at(program / own);
    EXPECT_EQ(after, before);
  }

  Program program;
};

TEST_F(BadInput, AFolderOfAnotherProgram) {
  std::filesystem::create_directory(program / "other");
  program.write("other/file.txt", "theirs");
  refused("other", 2, "is not a data folder of this program");
}

TEST_F(BadInput, AnEmptyFolderAFileAndNoFolder) {
  std::filesystem::create_directory(program / "empty");
  refused("empty", 2, "is not a data folder of this program");
  program.write("file", "text");
  refused("file", 2, "it is a file");
  refused("nothing", 2, "verloop init --data nothing");
}

TEST_F(BadInput, AMissingKeyFile) {
  std::filesystem::rename(program / "data.key", program / "elsewhere");
  refused("data", 2, "name the key file");
  EXPECT_EQ(program.run({"verify", "data", "--key-file", "elsewhere"}).status, 0);
}

TEST_F(BadInput, AWrongKey) {
  ASSERT_EQ(program.run({"init", "--data", "second"}).status, 0);
  refused("data", 2, "is not the one that this vault was made with", {"--key-file", "second.key"});
  program.write("short.key", "abc\n");
  refused("data", 2, "holds no key-encryption key", {"--key-file", "short.key"});
}

TEST_F(BadInput, ALockedFolder) {
  const int lock = ::open((program / "data/lock").c_str(), O_RDWR | O_CLOEXEC);
  ASSERT_EQ(::flock(lock, LOCK_EX | LOCK_NB), 0);
  const Ran ran = program.run({"run", scenario_file("withdrawn"), "--data", "data"});
  EXPECT_EQ(ran.status, 3);
  EXPECT_THAT(ran.err, HasSubstr("in use by another process"));
  EXPECT_THAT(ran.err, HasSubstr("over its socket"));
  ::close(lock);
}

// Root writes where it may not: there the program runs as another user.
TEST_F(BadInput, AReadOnlyFolderIsReadAndNotWritten) {
  namespace fs = std::filesystem;
  const uid_t user = ::getuid() == 0 ? nobody : 0;
  const auto readable = fs::perms::group_read | fs::perms::others_read;
  const auto reachable = fs::perms::group_exec | fs::perms::others_exec;
  fs::permissions(program.folder(), readable | reachable, fs::perm_options::add);
  fs::permissions(program / "data.key", readable, fs::perm_options::add);
  const auto writable = fs::perms::owner_write | fs::perms::group_write | fs::perms::others_write;
  for (const auto& entry : fs::recursive_directory_iterator(program / "data")) {
    fs::permissions(entry.path(), entry.is_directory() ? readable | reachable : readable,
                    fs::perm_options::add);
    fs::permissions(entry.path(), writable, fs::perm_options::remove);
  }
  fs::permissions(program / "data", readable | reachable, fs::perm_options::add);
  fs::permissions(program / "data", writable, fs::perm_options::remove);
  const auto before = contents_of(program / "data");

  if (user != 0 && program.run({"--version"}, {}, user).status != 0)
    GTEST_SKIP() << "running as root, and another user can't run the program where it was built";
  EXPECT_EQ(program.run({"verify", "data"}, {}, user).status, 0);
  const Ran ran = program.run({"run", scenario_file("withdrawn"), "--data", "data"}, {}, user);
  EXPECT_EQ(ran.status, 3) << ran.all();
  EXPECT_THAT(ran.err, HasSubstr("no permission to write"));
  const Ran rotated = program.run({"key", "rotate", "--signing", "--data", "data"}, {}, user);
  EXPECT_EQ(rotated.status, 3) << rotated.all();
  EXPECT_THAT(rotated.err, HasSubstr("no permission to write"));
  EXPECT_EQ(contents_of(program / "data"), before);
  fs::permissions(program / "data", fs::perms::owner_all, fs::perm_options::add);
  for (const auto& entry : fs::recursive_directory_iterator(program / "data"))
    fs::permissions(entry.path(), fs::perms::owner_write, fs::perm_options::add);
}

TEST_F(BadInput, MissingOrDamagedProjectionsAreMadeAnewByRebuild) {
  const auto damages = std::vector<std::function<void(const std::filesystem::path&)>>{
      [](const auto& folder) { std::filesystem::remove_all(folder); },
      [](const auto& folder) { std::filesystem::remove(folder / "CURRENT"); },
      [](const auto& folder) {
        for (const auto& entry : std::filesystem::directory_iterator(folder))
          if (entry.is_regular_file()) std::filesystem::resize_file(entry.path(), 0);
      }};
  for (const auto& damage : damages) {
    damage(program / "data/projections");
    const Ran ran = program.run({"cases", "--data", "data"});
    EXPECT_EQ(ran.status, 3);
    EXPECT_THAT(ran.err, HasSubstr("verloop rebuild --data data"));
    EXPECT_EQ(program.run({"verify", "data"}).status, 1);
    const Ran rebuilt = program.run({"rebuild", "--data", "data"});
    EXPECT_EQ(rebuilt.status, 0) << rebuilt.all();
    EXPECT_EQ(program.run({"verify", "data"}).status, 0);
  }
}

TEST_F(BadInput, ThatIsRefusedIsAnsweredInFullForPrograms) {
  const Ran ran = program.run({"do", "c1", "openCase", "--data", "data", "--json"});
  EXPECT_EQ(ran.status, 1);
  EXPECT_EQ(ran.err, "");
  const auto refusal = boost::json::parse(ran.out).as_object();
  EXPECT_EQ(refusal.at("kind").as_string(), "unauthorised");
  EXPECT_EQ(refusal.at("title").as_string(), "Not allowed");
  EXPECT_THAT(std::string(refusal.at("detail").as_string()), HasSubstr("is for"));
  EXPECT_EQ(refusal.at("exit"), boost::json::value(1));
}

TEST_F(BadInput, IsOneJsonObjectForPrograms) {
  const std::pair<Program::Words, const char*> wrong[] = {
      {{"cases", "--data", "nothing"}, "unknown"},
      {{"cases", "--data", "data", "--key-file", "nothing"}, "wrongKey"},
      {{"cases", "--datum", "data"}, "usage"},
      {{"kases"}, "usage"},
      {{"run", "nothing.yaml"}, "usage"},
      {{"do", "c1", "openCase", "--data", "data", "--as", "nobody"}, "no"}};
  for (auto [words, kind] : wrong) {
    words.emplace_back("--json");
    const Ran ran = program.run(words);
    EXPECT_EQ(ran.out, "");
    const auto error = boost::json::parse(ran.err).as_object();
    EXPECT_EQ(error.at("kind").as_string(), kind) << ran.err;
    EXPECT_EQ(error.at("exit").to_number<int>(), ran.status);
    EXPECT_FALSE(error.at("title").as_string().empty());
    EXPECT_FALSE(error.at("detail").as_string().empty());
  }
}

TEST_F(BadInput, IsSaidInDutch) {
  const std::pair<Program::Words, const char*> wrong[] = {
      {{"cases", "--data", "nothing"}, "er is geen gegevensmap nothing"},
      {{"cases", "--data", "data", "--key-file", "nothing"}, "er kon geen hoofdsleutel"},
      {{"cases", "--datum", "data"}, "--data ontbreekt; zie: verloop cases --help"},
      {{"prove", "x", "--data", "data"}, "position: x is geen geheel getal vanaf 0"},
      {{"kases"}, "dat is geen opdracht; bedoelt u \"cases\"?"},
      {{"rebuild", "nix", "--data", "data"}, "er is geen projectie nix; er zijn: cases"},
      {{"run", "nix.yaml"}, "nix.yaml bestaat niet"}};
  for (auto [words, says] : wrong) {
    words.insert(words.end(), {"--lang", "nl"});
    EXPECT_THAT(program.run(words).err, HasSubstr(says));
  }
  const Ran refused = program.run({"do", "c1", "openCase", "--data", "data", "--lang", "nl"});
  EXPECT_EQ(refused.status, 1) << refused.all();
  EXPECT_THAT(refused.out, HasSubstr("Geweigerd (Niet toegestaan): "));
}

class BadDefinitions : public testing::Test {
 protected:
  /// The shipped file with the first `from` replaced.
  static std::string changed(const std::string& file, const std::string& from,
                             const std::string& to) {
    std::string text = read_file(std::filesystem::path(VERLOOP_ROOT) / file);
    const std::size_t at = text.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    return at == std::string::npos ? text : text.replace(at, from.size(), to);
  }

  Ran validated(const std::string& file, const std::string& text) const {
    program.write(file, text);
    return program.run({"procedure", "validate", file});
  }

  const std::string procedure = "engine/procedures/clusterarrangement-top.yaml";
  const std::string catalogue = "events/catalogue/cluster-arrangement.yaml";
  Program program;
};

TEST_F(BadDefinitions, AMisspeltFieldOfAProcedure) {
  const Ran ran = validated("p.yaml", changed(procedure, "    purpose: ", "    purpos: "));
  EXPECT_EQ(ran.status, 1);
  EXPECT_THAT(ran.out, testing::ContainsRegex("p\\.yaml:[0-9]+:5: .*purpos.*purpose"));
}

TEST_F(BadDefinitions, AWrongTypeInAProcedure) {
  const Ran ran = validated("p.yaml", changed(procedure, "    by: [ib]", "    by: {ib: 1}"));
  EXPECT_EQ(ran.status, 1);
  EXPECT_THAT(ran.out, testing::ContainsRegex("p\\.yaml:[0-9]+:9: .*must be a list of names"));
}

TEST_F(BadDefinitions, ABrokenExpression) {
  const Ran ran =
      validated("p.yaml", changed(procedure, "has(data.rolesPresent)", "has(data.rolesPresnt)"));
  EXPECT_EQ(ran.status, 1);
  EXPECT_THAT(ran.out, testing::ContainsRegex("p\\.yaml:[0-9]+:[0-9]+: .*rolesPresent"));
}

TEST_F(BadDefinitions, WhatCanNotBeRightAlthoughEachPartIs) {
  const std::string word = "\"data.verdict == 'agreed' && ";
  const std::string text = changed(procedure, word, "\"data.verdict == 'agred' && ");
  const Ran ran = validated("p.yaml", text);
  EXPECT_EQ(ran.status, 1);
  const std::string before = text.substr(0, text.find("'agred'"));
  const std::string place = std::to_string(std::count(before.begin(), before.end(), '\n') + 1) +
                            ":" + std::to_string(before.size() - before.rfind('\n'));
  EXPECT_EQ(ran.out, "p.yaml:" + place +
                         ": track filing, move on ApplicationReviewed: data.verdict can't be "
                         "'agred'; did you mean 'agreed'?\n");
  EXPECT_THAT(program.run({"procedure", "validate", "p.yaml", "--lang", "nl"}).out,
              HasSubstr("data.verdict kan niet 'agred' zijn; bedoelt u 'agreed'?"));
  ASSERT_EQ(program.run({"init", "--data", "data"}).status, 0);
  EXPECT_EQ(program.run({"procedure", "deploy", "p.yaml", "--data", "data"}).out, ran.out);
}

TEST_F(BadDefinitions, ACatalogueAloneIsChecked) {
  EXPECT_EQ(validated("c.yaml", changed(catalogue, "class:", "class:")).status, 0);
  const Ran misspelt = validated("c.yaml", changed(catalogue, "class:", "clas:"));
  EXPECT_EQ(misspelt.status, 1);
  EXPECT_THAT(misspelt.out, HasSubstr("did you mean \"class\"?"));
  EXPECT_THAT(misspelt.out, testing::ContainsRegex("c\\.yaml:[0-9]+:[0-9]+: "));
  const Ran mistyped = validated("c.yaml", changed(catalogue, "max: 200", "max: many"));
  EXPECT_EQ(mistyped.status, 1);
  EXPECT_THAT(mistyped.out, testing::ContainsRegex("c\\.yaml:[0-9]+:[0-9]+: "));
}

TEST_F(BadDefinitions, AreSaidInDutch) {
  program.write("p.yaml", changed(procedure, "    purpose: ", "    purpos: "));
  const Ran ran = program.run({"procedure", "validate", "p.yaml", "--lang", "nl"});
  EXPECT_EQ(ran.status, 1);
  EXPECT_THAT(ran.out, testing::ContainsRegex("p\\.yaml:[0-9]+:5: .*onbekende sleutel \"purpos\""));
  EXPECT_THAT(ran.out, HasSubstr("bedoelt u \"purpose\"?"));
}

TEST_F(BadDefinitions, AValueThatNoEventWritesHasNoLabel) {
  const Ran ran = validated("c.yaml", changed(catalogue, "  goAhead.on: {", "  goAhed.on: {"));
  EXPECT_EQ(ran.status, 0) << "alone, a catalogue does not know the events of the others";
  const std::string root = std::string(VERLOOP_ROOT) + "/";
  const Ran whole = program.run({"procedure", "validate", root + procedure, "c.yaml",
                                 root + "events/catalogue/cluster-members.yaml",
                                 root + "events/catalogue/cluster-execution.yaml",
                                 root + "events/catalogue/cluster-filing.yaml"});
  EXPECT_EQ(whole.status, 1);
  EXPECT_THAT(whole.out, testing::ContainsRegex(
                             "c\\.yaml:[0-9]+:3: labels: no event writes the path \"goAhed.on\""));
}

TEST_F(BadDefinitions, AReferenceDependsOnWhatIsWrittenAlone) {
  program.write("p.yaml", changed(procedure, "procedure:", "procedure:"));
  std::filesystem::create_directory(program / "elsewhere");
  program.write("elsewhere/other.yaml", changed(procedure, "procedure:", "procedure:"));
  const auto reference = [this](const std::string& file) {
    const Ran ran = program.run({"procedure", "validate", file, "--json"});
    EXPECT_EQ(ran.status, 0) << ran.all();
    return std::string(boost::json::parse(ran.out).at("reference").as_string());
  };
  const std::string expected = reference(std::string(VERLOOP_ROOT) + "/" + procedure);
  EXPECT_EQ(reference("p.yaml"), expected);
  EXPECT_EQ(reference((program / "p.yaml").string()), expected);
  EXPECT_EQ(reference("elsewhere/other.yaml"), expected);
  ASSERT_EQ(program.run({"init", "--data", "data"}).status, 0);
  EXPECT_THAT(program.run({"procedure", "list", "--data", "data"}).out, HasSubstr(expected));
}

TEST_F(BadDefinitions, TheShippedProcedureIsValid) {
  EXPECT_EQ(validated("p.yaml", changed(procedure, "procedure:", "procedure:")).status, 0);
}

}  // namespace
}  // namespace verloop::test
