// A process that dies anywhere in `init`, `backup`, `restore` or `key rotate --signing` leaves what
// the next one makes whole. The calls by which files are made durable, named and removed count its
// steps: they are those of this program here, also for the databases. The child is this program
// again, as it has no threads yet.

#include <atomic>
#include <cstdlib>
#include <functional>
#include <sys/stat.h>
#include <sys/syscall.h>

#include "events/note.hpp"
#include "tests/support/run_program.hpp"
#include "tools/verloop/backup.hpp"
#include "tools/verloop/subcommands.hpp"

namespace {

std::atomic<int> steps_done = 0;
std::atomic<int> stop_before = -1;

void step() {
  if (steps_done++ == stop_before) ::kill(::getpid(), SIGKILL);
}

}  // namespace

extern "C" {
int fsync(int file) {
  step();
  return static_cast<int>(::syscall(SYS_fsync, file));
}
int fdatasync(int file) {
  step();
  return static_cast<int>(::syscall(SYS_fdatasync, file));
}
int rename(const char* from, const char* to) noexcept {
  step();
  return static_cast<int>(::syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0));
}
int link(const char* from, const char* to) noexcept {
  step();
  return static_cast<int>(::syscall(SYS_linkat, AT_FDCWD, from, AT_FDCWD, to, 0));
}
int unlink(const char* name) noexcept {
  step();
  return static_cast<int>(::syscall(SYS_unlinkat, AT_FDCWD, name, 0));
}
int mkdir(const char* name, mode_t mode) noexcept {
  step();
  return static_cast<int>(::syscall(SYS_mkdirat, AT_FDCWD, name, mode));
}
}

namespace verloop::test {
namespace {

using testing::HasSubstr;

constexpr int ends_tried = 4;    // Each step at the beginning and at the end,
constexpr int middle_tried = 7;  // and so many in between.

class InitCutShort : public testing::Test {
 protected:
  /// Whether it died on the way.
  bool run_until(int step, const std::string& line) const {
    const pid_t child = ::fork();
    if (child == 0) {
      const int output = ::open("/dev/null", O_WRONLY);
      ::dup2(output, STDOUT_FILENO);
      ::setenv("VERLOOP_LINE", line.c_str(), 1);
      ::setenv("VERLOOP_STOP", std::to_string(step).c_str(), 1);
      if (::chdir(program.folder().c_str()) == 0) {
        ::execl("/proc/self/exe", "tests", "--gtest_filter=InitCutShort.DISABLED_Child",
                "--gtest_also_run_disabled_tests", nullptr);
      }
      ::_exit(127);
    }
    int how = 0;
    ::waitpid(child, &how, 0);
    EXPECT_TRUE(WIFSIGNALED(how) || WEXITSTATUS(how) == 0) << how;
    return WIFSIGNALED(how);
  }

  void is_made_whole(const std::string& name) const {
    const bool is_made = std::filesystem::exists(program / name / "verloop.json");
    if (!is_made && std::filesystem::exists(program / name / "verloop.json.unfinished")) {
      EXPECT_THAT(program.run({"cases", "--data", name}).err,
                  HasSubstr("verloop init --data " + name));
    }
    const Ran again = program.run({"init", "--data", name});
    EXPECT_EQ(again.status, is_made ? 2 : 0) << again.all();
    const Ran verified = program.run({"verify", name});
    EXPECT_EQ(verified.status, 0) << verified.all();
    EXPECT_FALSE(std::filesystem::exists(program / (name + ".key.unfinished")));
    EXPECT_EQ(program.run({"token", "administrator", "--data", name}).status, 0);
  }

  /// At the beginning, at the end and here and there between, of a run that said how many. An
  /// attempt says whether its process died on the way: how many steps the databases take varies a
  /// little, so that one of the last may be beyond the end.
  void try_steps(const std::function<bool(int)>& attempt) const {
    const int steps = std::stoi(read_file(program / "steps"));
    ASSERT_GT(steps, 2 * ends_tried);
    int tried = 0, died = 0;
    for (int step = 0; step < steps;) {
      SCOPED_TRACE("before step " + std::to_string(step) + " of " + std::to_string(steps));
      ++tried;
      if (attempt(step)) ++died;
      const bool is_end = step < ends_tried || step >= steps - ends_tried;
      step += is_end ? 1 : std::max(1, (steps - 2 * ends_tried) / middle_tried);
    }
    EXPECT_GE(died, tried - ends_tried);
  }

  Program program;
};

/// Does what the line in VERLOOP_LINE says, dies before step VERLOOP_STOP, and else says how many
/// steps there were.
TEST_F(InitCutShort, DISABLED_Child) {
  const char* line = std::getenv("VERLOOP_LINE");
  ASSERT_NE(line, nullptr);
  stop_before = std::stoi(std::getenv("VERLOOP_STOP"));
  Console console;
  CLI::App app;
  add_init(app, console);
  add_backup(app, console);
  add_restore(app, console);
  add_key(app, console);
  steps_done = 0;
  app.parse(line);
  EXPECT_EQ(console.status, Exit::done);
  std::ofstream("steps") << steps_done.load();
}

TEST_F(InitCutShort, IsMadeWholeByTheNextInit) {
  ASSERT_FALSE(run_until(-1, "init --data whole"));
  try_steps([&](int step) {
    const std::string name = "d" + std::to_string(step);
    const bool died = run_until(step, "init --data " + name);
    is_made_whole(name);
    return died;
  });
}

class BackupCutShort : public InitCutShort {
 protected:
  void SetUp() override { ASSERT_EQ(program.run({"init", "--data", "data"}).status, 0); }
  void back_up() const {
    const Ran ran =
        program.run({"backup", "--data", "data", "--to", "log", "--vault-to", "vault", "--json"});
    ASSERT_EQ(ran.status, 0) << ran.all();
    const boost::json::value note = boost::json::parse(ran.out).at("checkpoint");
    program.write("note", boost::json::value_to<std::string>(note));
  }
  const std::string restore_line =
      "restore --data again --key-file data.key --from log --vault-from vault --checkpoint note";
  const std::string continue_line =
      "restore --data again --key-file data.key --from log --vault-from vault "
      "--as-new-origin example.org/log-2";
  static std::string size_in(const std::string& note) {
    const std::size_t at = note.find('\n') + 1;
    return note.substr(at, note.find('\n', at) - at);
  }
  /// Restores, whatever is there, and checks all of it, which holds what was signed before.
  void is_restored() const { is_restored(restore_line); }
  void is_restored(const std::string& line) const {
    const bool is_made = std::filesystem::exists(program / "again" / "verloop.json");
    const Ran ran = program.run(CLI::detail::split_up(line));
    EXPECT_EQ(ran.status, is_made ? 2 : 0) << ran.all();
    // Projections that were not made yet are made by whatever writes next.
    EXPECT_EQ(program.run({"checkpoint", "--data", "again", "--key-file", "data.key"}).status, 0);
    const Ran verified =
        program.run({"verify", "again", "--key-file", "data.key", "--checkpoint", "note"});
    EXPECT_EQ(verified.status, 0) << verified.all();
    std::filesystem::remove_all(program / "again");
  }
};

TEST_F(BackupCutShort, LeavesTheBackupsThatWereAndIsDoneByTheNext) {
  const std::string line = "backup --data data --to log --vault-to vault";
  ASSERT_FALSE(run_until(-1, "backup --data data --to first --vault-to first-vault"));
  try_steps([&](int step) {
    for (const char* place : {"log", "vault"}) std::filesystem::remove_all(program / place);
    back_up();
    run_until(step, line);  // The next of a place takes fewer steps than the first.
    is_restored();
    back_up();
    is_restored();
    return true;
  });
}

TEST_F(BackupCutShort, OfARestoreLeavesAFolderThatTheNextMakesWhole) {
  back_up();
  ASSERT_FALSE(run_until(-1, restore_line));
  std::filesystem::remove_all(program / "again");
  try_steps([&](int step) {
    const bool died = run_until(step, restore_line);
    is_restored();
    return died;
  });
}

TEST_F(BackupCutShort, OfARestoreUnderAnotherNameLeavesAFolderThatTheNextMakesWhole) {
  back_up();
  ASSERT_FALSE(run_until(-1, continue_line));
  std::filesystem::remove_all(program / "again");
  try_steps([&](int step) {
    const bool died = run_until(step, continue_line);
    is_restored(continue_line);
    return died;
  });
}

TEST_F(BackupCutShort, OfARestoreToAPositionUnderAnotherNameLeavesAFolderThatTheNextMakesWhole) {
  back_up();
  const std::string note = read_file(program / "note");
  const std::string line = continue_line + " --position " + size_in(note);
  ASSERT_EQ(program.run({"token", "administrator", "--data", "data"}).status, 0);
  back_up();
  ASSERT_NE(read_file(program / "note"), note);
  program.write("note", note);
  ASSERT_FALSE(run_until(-1, line));
  std::filesystem::remove_all(program / "again");
  try_steps([&](int step) {
    const bool died = run_until(step, line);
    is_restored(line);
    return died;
  });
}

class SigningKeyCutShort : public InitCutShort {
 protected:
  void SetUp() override {
    ASSERT_EQ(program.run({"init", "--data", "data"}).status, 0);
    old_key_ = keep("old.note", {});
    keep("old-access.note", {"--access"});
  }
  std::string keep(const std::string& file, const Program::Words& more) const {
    Program::Words words{"checkpoint", "--data", "data", "--json"};
    words.insert(words.end(), more.begin(), more.end());
    const boost::json::value made = boost::json::parse(program.run(words).out);
    program.write(file, boost::json::value_to<std::string>(made.at("checkpoint")));
    return boost::json::value_to<std::string>(made.at("verifierKey"));
  }
  void copy_data() const {
    std::filesystem::remove_all(program / "again");
    std::filesystem::copy(program / "data", program / "again",
                          std::filesystem::copy_options::recursive);
    std::filesystem::copy_file(program / "data.key", program / "again.key",
                               std::filesystem::copy_options::overwrite_existing);
  }
  void expect_verified() const {
    const Ran ran = program.run({"verify", "again", "--key", old_key_, "--checkpoint", "old.note",
                                 "--checkpoint", "old-access.note"});
    EXPECT_EQ(ran.status, 0) << ran.all();
  }
  /// Whether the new key signed in both logs: then nothing is left to go on with.
  bool is_replaced() const {
    bool all = true;
    for (const char* anchor : {"anchor", "access.anchor"}) {
      const Note note = parse_note(read_file(program / "again" / anchor)).value();
      const std::string old = read_file(program / "data" / anchor);
      const auto by_old = parse_note(old).value().signatures.front().id;
      all = all && note.signatures.back().id != by_old;
    }
    return all;
  }
  const std::string line = "key rotate --signing --data again";
  std::string old_key_;
};

TEST_F(SigningKeyCutShort, GoesOnWithTheSameCommand) {
  copy_data();
  ASSERT_FALSE(run_until(-1, line));
  try_steps([&](int step) {
    copy_data();
    const bool died = run_until(step, line);
    if (step % 2 == 0) expect_verified();
    const bool was_replaced = is_replaced();
    const Ran ran = program.run({"key", "rotate", "--signing", "--data", "again", "--json"});
    EXPECT_EQ(ran.status, 0) << ran.all();
    if (ran.status != 0) return died;
    const boost::json::value former = boost::json::parse(ran.out).at("formerKey");
    EXPECT_TRUE(was_replaced || former == boost::json::value(old_key_)) << former;
    expect_verified();
    return died;
  });
}

TEST_F(SigningKeyCutShort, LeavesAFolderThatIsUsedAsIfNothingHadBeenBegun) {
  copy_data();
  ASSERT_FALSE(run_until(-1, line));
  try_steps([&](int step) {
    copy_data();
    const bool died = run_until(step, line);
    EXPECT_EQ(program.run({"token", "administrator", "--data", "again"}).status, 0);
    EXPECT_EQ(program.run({"checkpoint", "--data", "again"}).status, 0);
    expect_verified();
    EXPECT_EQ(program.run({"key", "rotate", "--signing", "--data", "again"}).status, 0);
    expect_verified();
    return died;
  });
}

}  // namespace
}  // namespace verloop::test
