#include "events/tiles.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/small_tree.hpp"
#include "tests/support/tiles_in_memory.hpp"

namespace verloop {
namespace {

using test::root_of;
using testing::IsEmpty;

/// As many leaf hashes that all differ.
std::vector<Digest> many(std::size_t count) {
  std::vector<Digest> hashes;
  for (std::size_t at = 0; at < count; ++at) hashes.push_back(leaf_hash(std::to_string(at)));
  return hashes;
}

TEST(Tiles, HaveThePathsOfC2sp) {
  EXPECT_EQ(tile_path({0, 5}, 256), "tile/0/005");
  EXPECT_EQ(tile_path({0, 0}, 1), "tile/0/000.p/1");
  EXPECT_EQ(tile_path({0, 273}, 112), "tile/0/273.p/112");
  EXPECT_EQ(tile_path({1, 999}, 255), "tile/1/999.p/255");
  EXPECT_EQ(tile_path({7, 1000}, 256), "tile/7/x001/000");
  EXPECT_EQ(tile_path({2, 1234067}, 256), "tile/2/x001/x234/067");
  EXPECT_EQ(tile_path({2, 1234067}, 17), "tile/2/x001/x234/067.p/17");
  EXPECT_EQ(tile_path({0, 12345678901}, 256), "tile/0/x012/x345/x678/901");
  EXPECT_EQ(bundle_path(1000, 256), "tile/entries/x001/000");
  EXPECT_EQ(bundle_path(0, 15), "tile/entries/000.p/15");
}

TEST(Tiles, OfATreeOf70000LeavesHaveTheWidthsOfC2sp) {
  const std::uint64_t size = 70'000;
  EXPECT_EQ(tile_width({0, 272}, size), 256U);
  EXPECT_EQ(tile_width({0, 273}, size), 112U);
  EXPECT_EQ(tile_width({0, 274}, size), 0U);
  EXPECT_EQ(tile_width({1, 0}, size), 256U);
  EXPECT_EQ(tile_width({1, 1}, size), 17U);
  EXPECT_EQ(tile_width({2, 0}, size), 1U);
  EXPECT_EQ(tile_width({3, 0}, size), 0U);
  EXPECT_EQ(tile_width({1, 0}, 256), 1U);
  EXPECT_EQ(tile_width({0, 1}, 256), 0U);
}

TEST(Tiles, KnowNoMoreThanEightLevels) {
  const std::uint64_t most = ~std::uint64_t{0};
  EXPECT_EQ(hash_count(7, most), 255U);
  EXPECT_EQ(hash_count(8, most), 0U);
  EXPECT_EQ(hash_count(70, most), 0U);
  EXPECT_EQ(tile_width({0, most / 256}, most), 255U);
  EXPECT_EQ(tile_width({0, most}, most), 0U);
}

TEST(Tiles, SayWhichPositionsTheySpan) {
  EXPECT_EQ(leaf_tile({70'000}), (TileId{0, 273}));
  EXPECT_EQ(leaf_slot({70'000}), 112U);
  EXPECT_EQ(first_position({0, 273}), Position{69'888});
  EXPECT_EQ(first_position({1, 1}), Position{65'536});
  EXPECT_EQ(first_position({7, 0}), Position{0});
}

TEST(Tiles, AreReadAsTheyWereWritten) {
  for (const std::size_t width : {1U, 2U, 255U, 256U})
    EXPECT_EQ(tile_from(tile_bytes(many(width))).value(), many(width));
}

TEST(Tiles, AreRefusedWithAWrongNumberOfBytes) {
  const std::string full = tile_bytes(many(256));
  EXPECT_EQ(tile_from("").error().code, Errc::malformed);
  EXPECT_EQ(tile_from(full.substr(1)).error().code, Errc::malformed);
  EXPECT_EQ(tile_from(full + "x").error().code, Errc::malformed);
  EXPECT_EQ(tile_from(full + full.substr(0, 32)).error().code, Errc::malformed);
}

TEST(TileEdge, HasTheRootOfTheTreeAtEachSize) {
  TileEdge edge;
  CompactRange tree;
  std::vector<Tile> filled;
  for (const Digest& leaf : many(70'000)) {
    edge.append(leaf, filled);
    tree.append(leaf);
    const bool is_looked_at = edge.size() < 1000 || edge.size() % 256 < 2;
    if (!is_looked_at) continue;
    ASSERT_EQ(edge.tree().subtrees(), tree.subtrees()) << edge.size();
  }
  EXPECT_EQ(edge.tree().root(), tree.root());
  EXPECT_EQ(edge.size(), 70'000U);
}

TEST(TileEdge, FillsEachTileOnceWithTheHashesOfItsLevel) {
  const auto hashes = many(66'000);
  test::TilesInMemory all(hashes);
  TileEdge edge;
  std::vector<Tile> filled;
  for (const Digest& leaf : hashes) edge.append(leaf, filled);
  ASSERT_EQ(filled.size(), 257U + 1U);
  const TileSource source = all.source();
  for (const Tile& tile : filled) {
    EXPECT_EQ(tile.hashes, source(tile.id, 256).value()) << tile.id.level << ' ' << tile.id.index;
  }
  EXPECT_EQ(filled[255].id, (TileId{0, 255}));
  EXPECT_EQ(filled[256].id, (TileId{1, 0}));
  EXPECT_EQ(edge.levels()[0].size(), 208U);
  EXPECT_EQ(edge.levels()[1].size(), 1U);
  EXPECT_EQ(edge.levels()[2].size(), 1U);
}

TEST(TileEdge, GoesOnFromItsParts) {
  const auto hashes = many(700);
  for (const std::size_t size : {0U, 1U, 255U, 256U, 257U, 512U, 699U}) {
    std::vector<Tile> filled;
    TileEdge edge;
    for (std::size_t at = 0; at < size; ++at) edge.append(hashes[at], filled);
    TileEdge again = TileEdge::from(edge.size(), edge.levels()).value();
    for (std::size_t at = size; at < hashes.size(); ++at) again.append(hashes[at], filled);
    EXPECT_EQ(again.tree().root(), root_of(hashes)) << size;
  }
}

TEST(TileEdge, IsRefusedWithWidthsOfAnotherSize) {
  EXPECT_EQ(TileEdge::from(5, {many(4)}).error().code, Errc::malformed);
  EXPECT_EQ(TileEdge::from(5, {}).error().code, Errc::malformed);
  EXPECT_EQ(TileEdge::from(256, {many(256)}).error().code, Errc::malformed);
  EXPECT_EQ(TileEdge::from(0, {many(1)}).error().code, Errc::malformed);
  EXPECT_EQ(TileEdge::from(1, std::vector<std::vector<Digest>>(9, many(1))).error().code,
            Errc::malformed);
  EXPECT_TRUE(TileEdge::from(256, {{}, many(1), {}}));
  EXPECT_THAT(TileEdge::from(0, {{}, {}}).value().levels(), IsEmpty());
}

}  // namespace
}  // namespace verloop
