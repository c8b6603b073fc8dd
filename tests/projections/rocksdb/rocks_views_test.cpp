// What only the store on disk has: opening again, crashes, foreign and locked folders.

#include "projections/rocksdb/rocks_views.hpp"

#include <fstream>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rocksdb/db.h>

#include "projections/memory/memory_views.hpp"
#include "tests/projections/contract/temporary_folder.hpp"
#include "tests/projections/contract/view_store_fixture.hpp"

namespace verloop::test {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;
namespace fs = std::filesystem;

class RocksViewsTest : public testing::Test {
 protected:
  std::unique_ptr<RocksViews> open() { return RocksViews::open(folder_.path() / "views").value(); }

  /// The files as a killed process leaves them: copied while the store is open.
  fs::path crashed_copy() {
    const fs::path copy = folder_.path() / ("crashed" + std::to_string(++copies_));
    fs::copy(folder_.path() / "views", copy);
    fs::remove(copy / "LOCK");
    return copy;
  }

  TemporaryFolder folder_;
  int copies_ = 0;
};

/// The file with the newest commits: the only log of a store that is still small.
fs::path write_ahead_log(const fs::path& folder) {
  fs::path newest;
  for (const auto& entry : fs::directory_iterator(folder))
    if (entry.path().extension() == ".log" && entry.path() > newest) newest = entry.path();
  return newest;
}

/// Puts a value where RocksViews does not look before it opens.
void write_raw(const fs::path& folder, const std::string& key, const std::string& value) {
  rocksdb::Options options;
  options.create_if_missing = true;
  rocksdb::DB* raw = nullptr;
  ASSERT_TRUE(rocksdb::DB::Open(options, folder.string(), &raw).ok());
  const std::unique_ptr<rocksdb::DB> database(raw);
  ASSERT_TRUE(database->Put(rocksdb::WriteOptions(), key, value).ok());
}

TEST_F(RocksViewsTest, KeepsEverythingWhenOpenedAgain) {
  auto store = open();
  commit(*store, cases, {{"a", "1"}}, 3);
  const Digest before = store->fingerprint(cases).value();
  store.reset();
  store = open();
  EXPECT_EQ(applied(*store, cases), 3U);
  EXPECT_THAT(everything(*store, cases), ElementsAre(Pair("a", "1")));
  EXPECT_EQ(store->fingerprint(cases).value(), before);
}

TEST_F(RocksViewsTest, StaysDroppedWhenOpenedAgain) {
  auto store = open();
  commit(*store, cases, {{"a", "1"}}, 3);
  store->drop(cases).value();
  store = RocksViews::open(crashed_copy()).value();
  EXPECT_EQ(applied(*store, cases), 0U);
  EXPECT_THAT(everything(*store, cases), IsEmpty());
}

TEST_F(RocksViewsTest, GivesTheFingerprintThatMemoryGives) {
  auto store = open();
  MemoryViews memory;
  for (ViewStore* each : {static_cast<ViewStore*>(store.get()), static_cast<ViewStore*>(&memory)}) {
    commit(*each, cases, {{"a", "1"}, {std::string("\0\xff", 2), "2"}}, 2);
    commit(*each, cases, {{"a", std::nullopt}, {"b", ""}}, 4);
  }
  EXPECT_EQ(store->fingerprint(cases).value(), memory.fingerprint(cases).value());
}

TEST_F(RocksViewsTest, LosesNoCommitAndKeepsNoHalfOneWhenTheProcessDies) {
  auto store = open();
  commit(*store, cases, {{"a", "1"}, {"b", "1"}}, 1);
  const auto pending = begin(*store, cases, {{"a", "2"}, {"b", "2"}});
  const auto after = RocksViews::open(crashed_copy()).value();
  EXPECT_EQ(applied(*after, cases), 1U);
  EXPECT_THAT(everything(*after, cases), ElementsAre(Pair("a", "1"), Pair("b", "1")));
}

TEST_F(RocksViewsTest, StandsBetweenTwoCommitsWhereverTheMachineStops) {
  auto store = open();
  std::set<Digest> whole = {store->fingerprint(cases).value()};
  for (std::uint64_t next = 1; next <= 3; ++next) {
    commit(*store, cases, {{"a", std::to_string(next)}, {"b" + std::to_string(next), "x"}}, next);
    whole.insert(store->fingerprint(cases).value());
  }
  ASSERT_EQ(whole.size(), 4U);
  std::set<std::uint64_t> reached;
  const auto size = fs::file_size(write_ahead_log(folder_.path() / "views"));
  for (std::uintmax_t cut = 0; cut < size; cut += 13) {
    const fs::path copy = crashed_copy();
    fs::resize_file(write_ahead_log(copy), size - cut);
    const auto after = RocksViews::open(copy);
    ASSERT_TRUE(after.has_value()) << "cut off " << cut << ": " << after.error().detail;
    EXPECT_THAT(whole, Contains((*after)->fingerprint(cases).value())) << "cut off " << cut;
    reached.insert(applied(**after, cases));
  }
  EXPECT_THAT(reached, ElementsAre(0U, 1U, 2U, 3U));
}

TEST_F(RocksViewsTest, GoesOnFromWhereACrashLeftIt) {
  auto store = open();
  commit(*store, cases, {{"a", "1"}}, 1);
  const auto after = RocksViews::open(crashed_copy()).value();
  commit(*after, cases, {{"b", "2"}}, 2);
  commit(*store, cases, {{"b", "2"}}, 2);
  EXPECT_EQ(after->fingerprint(cases).value(), store->fingerprint(cases).value());
}

TEST_F(RocksViewsTest, RefusesAFolderThatIsOpen) {
  const auto store = open();
  const auto second = RocksViews::open(folder_.path() / "views");
  ASSERT_TRUE(second.has_error());
  EXPECT_EQ(second.error().code, Errc::locked);
}

TEST_F(RocksViewsTest, RefusesAForeignFolder) {
  write_raw(folder_.path() / "views", "somebody", "else");
  EXPECT_EQ(RocksViews::open(folder_.path() / "views").error().code, Errc::foreign_folder);
}

TEST_F(RocksViewsTest, RefusesTheViewsOfANewerVersion) {
  open().reset();
  write_raw(folder_.path() / "views", std::string("\0format", 7), "verloop views 2");
  EXPECT_EQ(RocksViews::open(folder_.path() / "views").error().code, Errc::foreign_folder);
}

TEST_F(RocksViewsTest, NamesAPlaceThatCannotHoldIt) {
  std::ofstream(folder_.path() / "views") << "a file";
  EXPECT_EQ(RocksViews::open(folder_.path() / "views").error().code, Errc::storage_failed);
}

TEST_F(RocksViewsTest, NamesADamagedPosition) {
  auto store = open();
  commit(*store, cases, {{"a", "1"}}, 1);
  store.reset();
  write_raw(folder_.path() / "views", std::string("cases\0\0\0\0\1\1", 11), "short");
  store = open();
  EXPECT_EQ(store->applied(cases).error().code, Errc::tampered);
  EXPECT_EQ(store->fingerprint(cases).error().code, Errc::tampered);
  EXPECT_EQ(store->commit(store->begin(cases), Position{2}).error().code, Errc::tampered);
}

TEST_F(RocksViewsTest, NamesADamagedLog) {
  auto store = open();
  for (std::uint64_t next = 1; next <= 3; ++next) commit(*store, cases, {{"a", "1"}}, next);
  const fs::path copy = crashed_copy();
  std::fstream file(write_ahead_log(copy), std::ios::in | std::ios::out | std::ios::binary);
  file.seekp(20);
  file.put('\x7f');
  file.close();
  const auto after = RocksViews::open(copy);
  ASSERT_TRUE(after.has_error());
  EXPECT_EQ(after.error().code, Errc::tampered);
}

}  // namespace
}  // namespace verloop::test
