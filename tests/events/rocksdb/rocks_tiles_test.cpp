// How tiles lie in the database, and what happens when they are damaged there.

#include "events/rocksdb/rocks_tiles.hpp"

#include <atomic>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "events/rocksdb/keys.hpp"
#include "events/verify_log.hpp"
#include "tests/events/contract/stores.hpp"
#include "tests/events/rocksdb/tampering.hpp"

namespace verloop::test {
namespace {

using testing::HasSubstr;

/// A signed log of 600 events: two full tiles, 88 leaf hashes and 2 hashes of level 1 at the edge.
class RocksTilesTest : public testing::Test {
 protected:
  RocksTilesTest() {
    append_hundreds(stores_.log(), 6);
    stores_.close();
  }
  std::filesystem::path database() const { return stores_.path() / "log"; }

  std::size_t count_keys(char kind) const {
    std::size_t count = 0;
    const auto log = Database::open(database(), OpenMode::read_only).value();
    const std::string prefix(1, kind);
    log.scan(prefix, prefix, [&](std::string_view, std::string_view) { return ++count > 0; })
        .value();
    return count;
  }

  /// The faults at a position that verification names, as one text.
  std::string faults_at(std::uint64_t position) {
    stores_.reopen(OpenMode::read_only);
    std::string texts;
    for (const Fault& fault : verify_log(stores_.contents(), stores_.vault()).faults)
      if (fault.position == Position{position}) texts += fault.text + '\n';
    stores_.close();
    return texts;
  }

  RocksStores stores_;
};

TEST_F(RocksTilesTest, StoresEachHashOnce) {
  EXPECT_EQ(count_keys(keys::tile_kind), 2U);
  EXPECT_EQ(count_keys(keys::hash_kind), 88U + 2U);
  EXPECT_EQ(value_at(database(), keys::tile({0, 1})).size(), 8192U);
}

TEST_F(RocksTilesTest, FindsAChangedHashInAFullTile) {
  flip_byte(database(), keys::tile({0, 1}), 32 * 10 + 5);
  EXPECT_THAT(faults_at(266), HasSubstr("does not match its leaf hash"));
  EXPECT_THAT(faults_at(256), HasSubstr("positions 256 to 511 on level 1"));
  stores_.reopen();
  EXPECT_EQ(code_of(stores_.log().read({260}, 10)), Errc::tampered);
}

TEST_F(RocksTilesTest, FindsAChangedHashAboveTheLeaves) {
  flip_byte(database(), keys::hash(1, 1), 3);
  EXPECT_THAT(faults_at(256), HasSubstr("positions 256 to 511 on level 1"));
  const auto opened = stores_.try_open();
  EXPECT_EQ(code_of(opened), Errc::tampered);
  EXPECT_THAT(opened.error().detail, HasSubstr("from position 0 on"));
}

TEST_F(RocksTilesTest, RefusesToGoOnFromADamagedEdge) {
  flip_byte(database(), keys::leaf({590}), 3);
  const auto opened = stores_.try_open();
  EXPECT_EQ(code_of(opened), Errc::tampered);
  EXPECT_THAT(opened.error().detail, HasSubstr("from position 576 on"));
  EXPECT_THAT(faults_at(590), HasSubstr("does not match its leaf hash"));
}

TEST_F(RocksTilesTest, FindsATileThatIsMissingOrCutShort) {
  const std::string whole = value_at(database(), keys::tile({0, 0}));
  put_value(database(), keys::tile({0, 0}), whole.substr(32));
  EXPECT_THAT(faults_at(0), HasSubstr("leaf hash"));
  remove_key(database(), keys::tile({0, 0}));
  EXPECT_THAT(faults_at(255), HasSubstr("lost its leaf hash"));
  stores_.reopen(OpenMode::read_only);
  EXPECT_EQ(code_of(stores_.log().tile({0, 0}, 256)), Errc::tampered);
}

TEST_F(RocksTilesTest, FindsALostHashAboveTheLeaves) {
  remove_key(database(), keys::hash(1, 0));
  EXPECT_THAT(faults_at(0), HasSubstr("tile 0 of level 1"));
}

TEST_F(RocksTilesTest, FindsHashesThatTheTreeDoesNotHave) {
  const std::string hash(32, 'x');
  put_value(database(), keys::leaf({3}), hash);
  EXPECT_THAT(faults_at(0), HasSubstr("tile 0 of level 0"));
  put_value(database(), keys::leaf({600}), hash);
  EXPECT_THAT(faults_at(512), HasSubstr("tile 2 of level 0"));
  put_value(database(), keys::tile({1, 4}), hash);
  EXPECT_THAT(faults_at(std::uint64_t{4} << 16), HasSubstr("tile 4 of level 1"));
  put_value(database(),
            "h\x99"
            "12345678",
            hash);
  EXPECT_THAT(faults_at(0), HasSubstr("tile 0 of level 0"));
}

TEST(RocksTiles, AreReadWhileTheyFill) {
  TemporaryFolder folder;
  Database database = Database::open(folder / "log", OpenMode::create).value();
  std::atomic<std::uint64_t> size = 0;
  constexpr std::uint64_t size_end = 400 * tile_width_full;
  std::vector<std::string> failures;
  std::thread reader([&] {
    for (std::uint64_t seen = 0; seen < size_end; seen = size) {
      const TileId last = leaf_tile({seen - 1});
      const auto tile = seen == 0 ? Result<std::vector<Digest>>(std::vector<Digest>())
                                  : read_tile(database, last, tile_width(last, seen));
      if (!tile) failures.push_back(tile.error().detail);
      const auto leaf = seen == 0 ? Result<std::optional<Digest>>(Digest{})
                                  : read_leaf(database, {seen - 1}, seen);
      if (!leaf || !*leaf) failures.push_back("no leaf at " + std::to_string(seen - 1));
    }
  });
  TileEdge edge;
  while (edge.size() < size_end) {
    const TileEdge before = edge;
    std::vector<Tile> filled;
    for (int at = 0; at < 32; ++at) edge.append(Digest{}, filled);
    rocksdb::WriteBatch batch;
    put_growth(batch, before, edge, filled);
    database.write_lazily(std::move(batch), "growing").value();
    size = edge.size();
  }
  reader.join();
  EXPECT_THAT(failures, testing::IsEmpty());
}

TEST_F(RocksTilesTest, FindsWhereAHistoryDiffersFromItsAnchor) {
  stores_.reopen();
  Batch next = batch("c1", {}, 9, {test_event("more")});
  next.any_version = true;
  append_one(stores_.log(), std::move(next)).value();
  stores_.close();
  remove_key(database(), keys::checkpoint(600));
  flip_byte(database(), keys::leaf({599}), 3);
  const auto opened = stores_.try_open();
  EXPECT_EQ(code_of(opened), Errc::tampered);
  EXPECT_THAT(opened.error().detail, HasSubstr("from position 0 on, up to position 600"));
}

}  // namespace
}  // namespace verloop::test
