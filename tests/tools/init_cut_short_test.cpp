// A process that dies anywhere in `init` leaves a folder that the next `init` makes whole. The
// calls by which files are made durable, named and removed count its steps: they are those of this
// program here, also for the databases. The child is this program again, as it has no threads yet.

#include <atomic>
#include <cstdlib>
#include <sys/stat.h>
#include <sys/syscall.h>

#include "tests/support/run_program.hpp"
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

constexpr int ends_tried = 6;     // Each step at the beginning and at the end,
constexpr int middle_tried = 10;  // and so many in between.

class InitCutShort : public testing::Test {
 protected:
  /// Whether it died on the way.
  bool init_until(int step, const std::string& name) const {
    const pid_t child = ::fork();
    if (child == 0) {
      const int output = ::open("/dev/null", O_WRONLY);
      ::dup2(output, STDOUT_FILENO);
      ::setenv("VERLOOP_INIT", name.c_str(), 1);
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

  Program program;
};

/// Makes a data folder of the name in VERLOOP_INIT, dies before step VERLOOP_STOP, and else says
/// how many steps there were.
TEST_F(InitCutShort, DISABLED_Child) {
  const char* name = std::getenv("VERLOOP_INIT");
  ASSERT_NE(name, nullptr);
  stop_before = std::stoi(std::getenv("VERLOOP_STOP"));
  Console console;
  CLI::App app;
  add_init(app, console);
  steps_done = 0;
  app.parse("init --data " + std::string(name));
  EXPECT_EQ(console.status, Exit::done);
  std::ofstream("steps") << steps_done.load();
}

TEST_F(InitCutShort, IsMadeWholeByTheNextInit) {
  ASSERT_FALSE(init_until(-1, "whole"));
  const int steps = std::stoi(read_file(program / "steps"));
  ASSERT_GT(steps, 2 * ends_tried);
  for (int step = 0; step < steps;) {
    SCOPED_TRACE("before step " + std::to_string(step) + " of " + std::to_string(steps));
    const std::string name = "d" + std::to_string(step);
    ASSERT_TRUE(init_until(step, name));
    is_made_whole(name);
    const bool is_end = step < ends_tried || step >= steps - ends_tried;
    step += is_end ? 1 : std::max(1, (steps - 2 * ends_tried) / middle_tried);
  }
}

}  // namespace
}  // namespace verloop::test
