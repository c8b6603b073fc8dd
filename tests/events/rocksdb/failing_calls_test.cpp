// Each call to the disk fails in turn, once or from then on: what was acknowledged is there, what
// was not is there whole or not at all, and the folder opens and goes on.

#include <optional>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "events/documents.hpp"
#include "events/rocksdb/folder_backup.hpp"
#include "events/verify_log.hpp"
#include "tests/events/contract/stores.hpp"
#include "tests/events/rocksdb/tampering.hpp"
#include "tests/support/failing_disk.hpp"

namespace verloop::test {
namespace {

using testing::AnyOf;

constexpr int commands = 3;

class FailingCalls : public testing::TestWithParam<Failing> {
 protected:
  /// Appends, each with a new key, and signs; what came of it. Fails from `call` on.
  std::vector<Errc> write_until(RocksStores& stores, int call) {
    const FailingDisk disk(call, GetParam());
    std::vector<Errc> outcomes;
    for (int number = 0; number < commands; ++number) {
      Batch next =
          batch("c1", {}, number, {test_event("a", "words", subject(number)), test_event("b")});
      next.any_version = true;
      outcomes.push_back(code_of(append_one(stores.log(), std::move(next))));
    }
    outcomes.push_back(code_of(stores.log().sign_checkpoint()));
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

/// That the newest backup is whole and holds at least so many events.
void expect_restored(const TemporaryFolder& place, const BackupPlaces& from, std::uint64_t size_min,
                     const std::string& name) {
  const auto newest = find_log_backup(from.log, std::nullopt);
  ASSERT_TRUE(newest.has_value());
  auto restored = begin_restored(place / name, *newest, from, test_key);
  ASSERT_TRUE(restored.has_value()) << restored.error().detail;
  const VerifyReport report = verify_log(restored->contents(), restored->vault());
  EXPECT_GE(report.size, size_min);
  for (const Fault& fault : report.faults) ADD_FAILURE() << fault.text;
}

TEST_P(FailingCalls, LoseNothingThatWasAcknowledged) {
  int call = 0;
  for (bool was_reached = true; was_reached; ++call) {
    SCOPED_TRACE("call " + std::to_string(call) +
                 (GetParam() == Failing::once ? "" : " and those after it"));
    RocksStores stores;
    const std::vector<Errc> outcomes = write_until(stores, call);
    was_reached = FailingDisk::was_reached();
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

const SealedPlace document_place{{0}, "words", {"s-noor"}};

std::string bytes_of(RocksStores& stores, std::uint64_t parts) {
  std::string bytes;
  for (std::uint64_t number = 0; number < parts; ++number) {
    const auto part = stores.documents().part({0}, "words", number);
    bytes += part.value().value_or("(missing)");
  }
  return bytes;
}

/// Of the document at that place; empty: there is none.
std::string document_in(RocksStores& stores) {
  const auto found = stores.documents().find({0}, "words");
  return found.value() ? bytes_of(stores, found.value()->parts) : "";
}

TEST_P(FailingCalls, LeaveADocumentWholeOrAsItWas) {
  const std::vector<std::string> before = {"old "}, after = {"new ", "document"};
  int call = 0;
  for (bool was_reached = true; was_reached; ++call) {
    SCOPED_TRACE("call " + std::to_string(call));
    RocksStores stores;
    stores.documents().put(document_place, before).value();
    Errc outcome{};
    {
      const FailingDisk disk(call, GetParam());
      outcome = code_of(stores.documents().put(document_place, after));
    }
    was_reached = FailingDisk::was_reached();
    EXPECT_THAT(outcome, AnyOf(Errc{}, Errc::storage_failed));
    if (!was_reached) {
      EXPECT_EQ(outcome, Errc{});
    }
    EXPECT_TRUE(stores.documents().recover());
    stores.reopen();
    const std::string left = document_in(stores);
    if (outcome == Errc{}) {
      EXPECT_EQ(left, "new document") << "it was acknowledged";
    } else {
      EXPECT_THAT(left, AnyOf("old ", "new document"));
    }
    EXPECT_TRUE(stores.documents().put(document_place, after));
    EXPECT_EQ(document_in(stores), "new document");
  }
  EXPECT_GT(call, 2) << "calls that were made to fail";
}

TEST_P(FailingCalls, LeaveNoErasedDocumentThatWasSaidToBeGone) {
  int call = 0;
  for (bool was_reached = true; was_reached; ++call) {
    SCOPED_TRACE("call " + std::to_string(call));
    RocksStores stores;
    stores.documents().put(document_place, {"canary 7f3a"}).value();
    ASSERT_TRUE(lies_in(stores.path(), "canary 7f3a"));
    Errc outcome{};
    {
      const FailingDisk disk(call, GetParam());
      outcome = code_of(stores.documents().remove_all({{"s-noor"}}));
    }
    was_reached = FailingDisk::was_reached();
    EXPECT_THAT(outcome, AnyOf(Errc{}, Errc::storage_failed));
    if (outcome == Errc{}) {
      EXPECT_FALSE(lies_in(stores.path(), "canary 7f3a")) << "it was said to be gone";
    }
    stores.documents().recover().value();
    stores.reopen();
    if (outcome != Errc{}) stores.documents().remove_all({{"s-noor"}}).value();
    EXPECT_EQ(document_in(stores), "");
    stores.close();
    EXPECT_FALSE(lies_in(stores.path(), "canary 7f3a"));
  }
  EXPECT_GT(call, 2) << "calls that were made to fail";
}

TEST_P(FailingCalls, LeaveTheBackupsThatWereAndTheNextIsMade) {
  int call = GetParam() == Failing::once ? 0 : 4;
  // Each for itself would take minutes.
  for (bool was_reached = true; was_reached; call += 9) {
    SCOPED_TRACE("call " + std::to_string(call));
    const TemporaryFolder place;
    std::optional<DataFolder> folder(
        DataFolder::create(place / "data", test_origin, test_key).value());
    const BackupPlan plan{{place / "log", place / "vault"}, std::chrono::days(30)};
    folder->vault().create_keys({SubjectId{"s-noor"}}).value();
    append_one(folder->log(), plain_batch("c1", {}, 1)).value();
    back_up(*folder, plan, {}).value();
    append_one(folder->log(), plain_batch("c2", {}, 2)).value();
    Errc outcome{};
    {
      const FailingDisk disk(call, GetParam());
      outcome = code_of(back_up(*folder, plan, {}));
    }
    was_reached = FailingDisk::was_reached();
    EXPECT_THAT(outcome, AnyOf(Errc{}, Errc::storage_failed, Errc::read_only));
    folder.reset();  // In one that is open, RocksDB sees after some seconds that there is room.
    folder.emplace(DataFolder::open(place / "data", test_key, OpenMode::read_write).value());
    expect_restored(place, plan.to, outcome == Errc{} ? 2 : 1, "one");
    const auto next = back_up(*folder, plan, {});
    EXPECT_TRUE(next.has_value()) << next.error().detail;
    expect_restored(place, plan.to, 2, "two");
    if (HasFatalFailure()) return;
  }
  EXPECT_GT(call, 20) << "calls that were made to fail";
}

INSTANTIATE_TEST_SUITE_P(OnceAndFromThenOn, FailingCalls,
                         testing::Values(Failing::once, Failing::from_then_on));

}  // namespace
}  // namespace verloop::test
