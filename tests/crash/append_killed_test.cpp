// A process that is killed while it appends loses nothing that it had reported as durable. The
// child is this program again, since a forked RocksDB has no threads.

#include <csignal>
#include <cstdlib>
#include <sys/wait.h>
#include <unistd.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "events/verify_log.hpp"
#include "tests/events/contract/stores.hpp"

namespace verloop::test {
namespace {

const char* const folder_variable = "VERLOOP_KILL_FOLDER";
constexpr int report_descriptor = 3;
constexpr int appends_max = 100'000;
constexpr std::size_t reports_wanted = 40;

/// Appends until it is killed, and reports each position when it is durable.
TEST(KillNine, DISABLED_Child) {
  const char* folder = std::getenv(folder_variable);
  ASSERT_NE(folder, nullptr);
  DataFolder data = DataFolder::open(folder, test_key, OpenMode::read_write).value();
  for (int number = 0; number < appends_max; ++number) {
    Batch next = batch("c1", {}, number, {test_event("a", "x"), test_event("b", "y")});
    next.any_version = true;
    const std::uint64_t position = append_one(data.log(), std::move(next))->position.value;
    ASSERT_EQ(::write(report_descriptor, &position, sizeof position), ssize_t{sizeof position});
    if (number % 7 != 0) continue;
    ASSERT_TRUE(data.log().sign_checkpoint().has_value());
  }
}

pid_t start_child(const std::filesystem::path& folder, int pipe_end) {
  const pid_t child = ::fork();
  if (child != 0) return child;
  ::dup2(pipe_end, report_descriptor);
  ::setenv(folder_variable, folder.c_str(), 1);
  ::execl("/proc/self/exe", "tests", "--gtest_filter=KillNine.DISABLED_Child",
          "--gtest_also_run_disabled_tests", "--gtest_brief=1", nullptr);
  ::_exit(127);
}

/// The last position that the child reported before it was killed.
std::uint64_t kill_while_appending(const std::filesystem::path& folder, std::size_t reports) {
  int ends[2];
  EXPECT_EQ(::pipe(ends), 0);
  const pid_t child = start_child(folder, ends[1]);
  ::close(ends[1]);
  std::uint64_t position = 0;
  std::uint64_t last = 0;
  for (std::size_t count = 0; ::read(ends[0], &position, sizeof position) == sizeof position;) {
    last = position;
    if (++count == reports) ::kill(child, SIGKILL);
  }
  ::close(ends[0]);
  int status = 0;
  ::waitpid(child, &status, 0);
  EXPECT_TRUE(WIFSIGNALED(status));
  return last;
}

TEST(KillNine, LosesNothingThatWasReported) {
  TemporaryFolder folder;
  const auto path = folder / "data";
  DataFolder::create(path, test_origin, test_key).value();
  for (const std::size_t reports : {reports_wanted, std::size_t{5}, std::size_t{11}}) {
    // Each round starts with repeats of the commands that are known.
    const std::uint64_t last = kill_while_appending(path, reports);
    DataFolder opened = DataFolder::open(path, test_key, OpenMode::read_write).value();
    EXPECT_GT(opened.log().tail().size, last);
    EXPECT_EQ(opened.log().tail().size % 2, 0u) << "a batch was recorded by half";
    EXPECT_THAT(verify_log(opened.contents(), opened.vault()).faults, testing::IsEmpty());
  }
}

}  // namespace
}  // namespace verloop::test
