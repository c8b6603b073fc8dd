// The commands of docs/operators/keys.md, each as it stands there, section by section: what to do
// when a key is lost or leaked was tried.

#include <sys/stat.h>

#include <CLI/CLI.hpp>
#include <boost/json.hpp>

#include "tests/support/run_program.hpp"

namespace verloop::test {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

using testing::HasSubstr;
using testing::Not;

const char* const copy = "A copy for the day it is lost";
const char* const key_lost = "The key-encryption key is lost";
const char* const key_leaked = "The key-encryption key leaked";
const char* const signing_leaked = "The signing key leaked";
const char* const trusts_old = "Whoever trusts the old verifier key";
const char* const signing_lost = "The signing key is lost";
const char* const witness_lost = "A witness's key is lost or leaked";

/// The indented lines of each section that has any, in their order.
std::map<std::string, std::vector<std::string>> commands_by_section() {
  std::map<std::string, std::vector<std::string>> commands;
  std::ifstream page(std::string(VERLOOP_ROOT) + "/docs/operators/keys.md");
  std::string section;
  for (std::string line; std::getline(page, line);) {
    if (line.starts_with("## ")) section = line.substr(3);
    if (line.starts_with("    ")) commands[section].push_back(line.substr(4));
  }
  return commands;
}

class KeysRunbook : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_EQ(program.run({"init", "--data", "school"}).status, 0);
    const Ran ran = program.run({"run", scenario_file("two-opps-a-day-late"), "--data", "school"});
    ASSERT_EQ(ran.status, 0) << ran.all();
    old_key_ = signing_key();
  }
  void TearDown() override {
    if (witness_ <= 0) return;
    ::kill(witness_, SIGKILL);
    ::waitpid(witness_, nullptr, 0);
  }

  /// All of a section. `words` stands in for what a command names by example.
  void follow(const std::string& section, const std::map<std::string, std::string>& words = {}) {
    const auto all = commands_by_section();
    ASSERT_TRUE(all.contains(section)) << section;
    for (const std::string& line : all.at(section)) follow_line(line, words);
  }
  void follow_line(const std::string& line, const std::map<std::string, std::string>& words) {
    Program::Words command = CLI::detail::split_up(line);
    for (std::string& word : command)
      if (words.contains(word)) word = words.at(word);
    std::string output;
    if (command.size() > 2 && command[command.size() - 2] == ">") {
      output = command.back();
      command.resize(command.size() - 2);
    }
    if (command.size() > 1 && command[1] == "witness") return start_witness(command);
    command.front() = command.front() == "verloop" ? VERLOOP_PROGRAM : command.front();
    const Ran ran = program.wait(program.start_other(command));
    EXPECT_EQ(ran.status, 0) << line << "\n" << ran.all();
    if (!output.empty()) program.write(output, ran.out);
  }
  /// Goes on when it listens, and writes the policy that names it.
  void start_witness(Program::Words command) {
    command.erase(command.begin());
    command.emplace_back("--json");
    fs::remove(program / "stdout");
    ASSERT_EQ(::mkfifo((program / "stdout").c_str(), 0600), 0);
    witness_ = program.start(command);
    std::ifstream out(program / "stdout");
    std::string line;
    std::getline(out, line);
    fs::remove(program / "stdout");
    ASSERT_FALSE(line.empty()) << read_file(program / "stderr");
    const json::value told = json::parse(line);
    program.write("policy.txt", "log " + old_key_ + "\nwitness w " +
                                    json::value_to<std::string>(told.at("witnessKey")) +
                                    " http://" + json::value_to<std::string>(told.at("listening")) +
                                    "\nquorum w\n");
  }

  std::string signing_key() const {
    const Ran ran = program.run({"checkpoint", "--data", "school", "--json"});
    return json::value_to<std::string>(json::parse(ran.out).at("verifierKey"));
  }
  void back_up() const {
    const Ran ran = program.run(
        {"backup", "--data", "school", "--to", "backup/log", "--vault-to", "safe/vault"});
    ASSERT_EQ(ran.status, 0) << ran.all();
  }
  std::string shown(const Program::Words& more = {}) const {
    Program::Words words{"show", "two-opps-a-day-late.c1",  "--data", "school",
                         "--as", "two-opps-a-day-late.ib-1"};
    words.insert(words.end(), more.begin(), more.end());
    return program.run(words).all();
  }

  std::string old_key_;
  pid_t witness_ = 0;
  Program program;
};

TEST_F(KeysRunbook, HasNoCommandThatIsNotTriedHere) {
  std::vector<std::string> sections;
  for (const auto& [section, commands] : commands_by_section()) sections.push_back(section);
  EXPECT_THAT(sections, testing::UnorderedElementsAre(copy, key_lost, key_leaked, signing_leaked,
                                                      trusts_old, signing_lost, witness_lost));
}

TEST_F(KeysRunbook, GivesTheFolderBackToWhoLostItsKey) {
  follow(copy);
  fs::remove(program / "school.key");
  EXPECT_THAT(shown(), Not(HasSubstr("Noor Vermeulen")));
  follow(key_lost);
  EXPECT_THAT(shown(), HasSubstr("Noor Vermeulen"));
  EXPECT_EQ(fs::status(program / "school.key").permissions(),
            fs::perms::owner_read | fs::perms::owner_write);
}

TEST_F(KeysRunbook, LeavesNothingToALeakedKey) {
  follow(copy);
  back_up();
  fs::rename(program / "escrow.key", program / "leaked.key");
  follow(key_leaked);
  EXPECT_THAT(shown(), HasSubstr("Noor Vermeulen"));
  EXPECT_THAT(shown({"--key-file", "leaked.key"}), Not(HasSubstr("Noor Vermeulen")));
  EXPECT_NE(signing_key(), old_key_);
  const auto restored_with = [&](const char* key) {
    return program
        .run({"restore", "--data", "again", "--key-file", key, "--from", "backup/log",
              "--vault-from", "safe/vault", "--checkpoint", "school/anchor"})
        .status;
  };
  EXPECT_EQ(restored_with("leaked.key"), 2);
  EXPECT_EQ(restored_with("school.key"), 0);
}

TEST_F(KeysRunbook, TakesAwayWhatALeakedSigningKeyIsWorth) {
  follow(signing_leaked);
  EXPECT_NE(signing_key(), old_key_);
}

TEST_F(KeysRunbook, TellsTheNewKeyToWhoTrustsTheOldOne) {
  const Ran ran = program.run({"key", "rotate", "--signing", "--data", "school", "--json"});
  const auto position = json::parse(ran.out).at("position").to_number<std::uint64_t>();
  follow(
      trusts_old,
      {{"57", std::to_string(position)}, {"58", std::to_string(position + 1)}, {"VKEY", old_key_}});
  EXPECT_THAT(read_file(program / "key.record"), HasSubstr("\"to\":\""));
}

TEST_F(KeysRunbook, BringsBackALogWhoseVaultWasLost) {
  back_up();
  program.write("newest.note", program.run({"checkpoint", "--data", "school"}).out);
  fs::remove_all(program / "school/vault");
  follow(signing_lost);
}

TEST_F(KeysRunbook, HasALogCosignedByAWitnessWithANewKey) {
  follow(witness_lost, {{"VKEY", old_key_}});
}

}  // namespace
}  // namespace verloop::test
