// What every log must do with the tiles of its tree, whatever it is built on.

#include <atomic>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "events/tile_proofs.hpp"
#include "events/verify_log.hpp"
#include "tests/events/contract/stores.hpp"
#include "tests/support/tiles_in_memory.hpp"

namespace verloop::test {
namespace {

using testing::IsEmpty;

template <class Stores>
class TilesContract : public testing::Test {
 protected:
  EventLog& log() { return stores_.log(); }

  /// Appends `count` events, in batches of many sizes.
  void grow(std::size_t count) {
    while (count > 0) {
      const std::size_t many =
          std::min<std::size_t>(count, 1 + static_cast<std::size_t>(++number_) % 97);
      std::vector<SealedEvent> events;
      for (std::size_t at = 0; at < many; ++at) {
        events.push_back(test_event(std::to_string(number_) + '-' + std::to_string(at)));
      }
      Batch next = batch("c1", {}, number_, std::move(events));
      next.any_version = true;
      append_one(log(), std::move(next)).value();
      count -= many;
    }
  }

  std::vector<Digest> leaves() {
    std::vector<Digest> hashes;
    for (Position at; at.value < log().tail().size; at = at.next())
      hashes.push_back(stores_.contents().stored_leaf(at).value().value());
    return hashes;
  }

  /// Each tile of the tree, full or not, against those made from all leaf hashes.
  void expect_all_tiles() {
    const std::uint64_t size = log().tail().size;
    TilesInMemory all(leaves());
    for (unsigned level = 0; hash_count(level, size) > 0; ++level) {
      for (TileId id{level, 0}; tile_width(id, size) > 0; ++id.index) {
        const std::size_t width = tile_width(id, size);
        EXPECT_EQ(log().tile(id, width).value(), all.source()(id, width).value())
            << level << ' ' << id.index << " of " << size;
      }
    }
  }

  Stores stores_;
  int number_ = 0;
};

using Implementations = testing::Types<MemoryStores, RocksStores>;
TYPED_TEST_SUITE(TilesContract, Implementations);

TYPED_TEST(TilesContract, GivesEachTileOfItsTree) {
  for (const std::size_t more : {1U, 200U, 54U, 1U, 1U, 255U, 300U}) {
    this->grow(more);
    this->expect_all_tiles();
  }
}

TYPED_TEST(TilesContract, GoesOnWithItsTilesWhenOpenedAgain) {
  for (const std::size_t more : {100U, 156U, 1U, 400U}) {
    this->grow(more);
    this->stores_.reopen();
    this->expect_all_tiles();
  }
  this->log().sign_checkpoint().value();
  EXPECT_THAT(verify_log(this->stores_.contents(), this->stores_.vault()).faults, IsEmpty());
}

TYPED_TEST(TilesContract, FillsTwoTilesAtOnce) {
  std::vector<SealedEvent> events;
  for (int at = 0; at < 600; ++at) events.push_back(test_event(std::to_string(at)));
  ASSERT_TRUE(append_one(this->log(), batch("c1", {}, 0, std::move(events))));
  this->expect_all_tiles();
}

TYPED_TEST(TilesContract, GivesAPartOfATile) {
  this->grow(300);
  const auto leaves = this->leaves();
  EXPECT_EQ(this->log().tile({0, 0}, 1).value(), std::vector<Digest>{leaves[0]});
  EXPECT_EQ(this->log().tile({0, 1}, 1).value(), std::vector<Digest>{leaves[256]});
}

TYPED_TEST(TilesContract, GivesItsTilesWhileItGrows) {
  this->grow(1);
  std::atomic<bool> is_grown = false;
  std::atomic<int> rounds = 0;
  std::vector<std::string> failures;
  std::thread reader([&] {
    while (!is_grown || rounds == 0) {
      ++rounds;
      const LogTail tail = this->log().tail();
      const auto edge = edge_at(tiles_of(this->log()), tail.size);
      if (!edge) failures.push_back(edge.error().detail);
      if (edge && edge->tree().root() != tail.root) failures.push_back("another root");
      const auto last = this->log().read({tail.size - 1}, 1);
      if (!last) failures.push_back(last.error().detail);
    }
  });
  this->grow(1500);
  is_grown = true;
  reader.join();
  EXPECT_THAT(failures, IsEmpty()) << rounds << " rounds";
}

TYPED_TEST(TilesContract, HasNoTileThatItsTreeHasNot) {
  EXPECT_EQ(code_of(this->log().tile({0, 0}, 1)), Errc::not_found);
  this->grow(300);
  EXPECT_EQ(code_of(this->log().tile({0, 0}, 0)), Errc::not_found);
  EXPECT_EQ(code_of(this->log().tile({0, 1}, 45)), Errc::not_found);
  EXPECT_EQ(code_of(this->log().tile({1, 0}, 2)), Errc::not_found);
  EXPECT_EQ(code_of(this->log().tile({9, 0}, 1)), Errc::not_found);
}

TYPED_TEST(TilesContract, ProvesItsRecordsAndItsGrowth) {
  std::map<std::uint64_t, Digest> roots;
  for (const std::size_t more : {1U, 250U, 5U, 1U, 90U, 200U}) {
    this->grow(more);
    roots[this->log().tail().size] = this->log().tail().root;
  }
  const TileSource source = tiles_of(this->log());
  const auto leaves = this->leaves();
  for (const auto& [size, root] : roots) {
    for (std::uint64_t at = 0; at < size; at += 7)
      EXPECT_TRUE(verify(prove_inclusion(source, Position{at}, size).value(), leaves[at], root));
    for (const auto& [before, root_before] : roots) {
      if (before > size) continue;
      EXPECT_TRUE(verify(prove_consistency(source, before, size).value(), root_before, root));
    }
  }
}

}  // namespace
}  // namespace verloop::test
