// Each call to the disk fails in turn, once or from then on: what was acknowledged is there, what
// was not is there whole or not at all, and the folder opens and goes on. The calls by which
// anything is written, made durable or named are those of this program here, also for the
// databases.

#include <atomic>
#include <cerrno>
#include <fcntl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "events/verify_log.hpp"
#include "tests/events/contract/stores.hpp"

namespace {

std::atomic<bool> is_armed = false, goes_on = false;
std::atomic<int> calls = 0, failing = 0;

/// Whether this call is one that fails.
bool fails() {
  if (!is_armed) return false;
  const int call = calls++;
  if (call != failing && !(goes_on && call > failing)) return false;
  errno = ENOSPC;
  return true;
}

}  // namespace

extern "C" {
ssize_t write(int file, const void* bytes, size_t count) {
  return fails() ? -1 : ::syscall(SYS_write, file, bytes, count);
}
ssize_t pwrite(int file, const void* bytes, size_t count, off_t at) {
  return fails() ? -1 : ::syscall(SYS_pwrite64, file, bytes, count, at);
}
int fsync(int file) {
  return fails() ? -1 : static_cast<int>(::syscall(SYS_fsync, file));
}
int fdatasync(int file) {
  return fails() ? -1 : static_cast<int>(::syscall(SYS_fdatasync, file));
}
int ftruncate(int file, off_t size) noexcept {
  return fails() ? -1 : static_cast<int>(::syscall(SYS_ftruncate, file, size));
}
int rename(const char* from, const char* to) noexcept {
  return fails() ? -1 : static_cast<int>(::syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0));
}
}

namespace verloop::test {
namespace {

using testing::AnyOf;

constexpr int commands = 3;

class FailingCalls : public testing::TestWithParam<bool> {
 protected:
  /// Appends, each with a new key, and signs; what came of it. Fails from `call` on.
  std::vector<Errc> write_until(RocksStores& stores, int call) {
    calls = 0;
    failing = call;
    goes_on = GetParam();
    is_armed = true;
    std::vector<Errc> outcomes;
    for (int number = 0; number < commands; ++number) {
      Batch next =
          batch("c1", {}, number, {test_event("a", "words", subject(number)), test_event("b")});
      next.any_version = true;
      outcomes.push_back(code_of(append_one(stores.log(), std::move(next))));
    }
    outcomes.push_back(code_of(stores.log().sign_checkpoint()));
    is_armed = false;
    return outcomes;
  }
  static std::string subject(int number) { return "s-" + std::to_string(number); }

  /// That what was answered with a receipt is there with its value, and nothing half.
  void expect_kept(RocksStores& stores, const std::vector<Errc>& outcomes) {
    const std::uint64_t size = stores.log().tail().size;
    EXPECT_EQ(size % 2, 0U) << "half a commit";
    for (int number = 0; number < commands; ++number) {
      const auto known = stores.log().find_command(command_id(number),
                                                   sha256("content " + std::to_string(number)));
      ASSERT_TRUE(known.has_value());
      if (outcomes[static_cast<std::size_t>(number)] == Errc{}) {
        EXPECT_TRUE(known->has_value()) << "lost: command " << number;
      }
      if (*known) {
        const auto sealed = stores.log().sealed_values((*known)->first);
        EXPECT_EQ(sealed.value().size(), 1U);
      }
    }
    const VerifyReport report = verify_log(stores.contents(), stores.vault());
    for (const Fault& fault : report.faults) ADD_FAILURE() << fault.text;
  }
};

TEST_P(FailingCalls, LoseNothingThatWasAcknowledged) {
  int call = 0;
  for (bool was_reached = true; was_reached; ++call) {
    SCOPED_TRACE("call " + std::to_string(call) + (GetParam() ? " and those after it" : ""));
    RocksStores stores;
    const std::vector<Errc> outcomes = write_until(stores, call);
    was_reached = calls > call;
    for (const Errc outcome : outcomes)
      EXPECT_THAT(outcome, AnyOf(Errc{}, Errc::storage_failed, Errc::read_only));
    if (!was_reached) {
      EXPECT_EQ(outcomes, std::vector<Errc>(commands + 1, Errc{}));
    }
    stores.reopen();
    expect_kept(stores, outcomes);
    Batch next = batch("c2", {}, commands, {test_event("c", "words", "s-new")});
    EXPECT_TRUE(append_one(stores.log(), std::move(next)));
    EXPECT_TRUE(stores.log().sign_checkpoint());
    if (HasFatalFailure()) return;
  }
  EXPECT_GT(call, 10) << "calls that were made to fail";
}

TEST_P(FailingCalls, LeaveALogThatTakesWritesAgainWithoutBeingOpenedAnew) {
  for (const int call : {0, 1, 2, 3, 5, 8, 12}) {
    SCOPED_TRACE("call " + std::to_string(call));
    RocksStores stores;
    const std::vector<Errc> outcomes = write_until(stores, call);
    EXPECT_TRUE(stores.vault().recover());
    EXPECT_TRUE(stores.log().recover());
    expect_kept(stores, outcomes);
    Batch next = batch("c2", {}, commands, {test_event("c", "words", "s-new")});
    EXPECT_TRUE(append_one(stores.log(), std::move(next)));
  }
}

INSTANTIATE_TEST_SUITE_P(OnceAndFromThenOn, FailingCalls, testing::Bool());

}  // namespace
}  // namespace verloop::test
