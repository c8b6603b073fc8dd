// Proofs from tiles against those that are made from all leaf hashes, and against every lie of one
// node, one length and one swap.

#include "events/tile_proofs.hpp"

#include <algorithm>
#include <random>

#include <gtest/gtest.h>

#include "tests/support/small_tree.hpp"
#include "tests/support/tiles_in_memory.hpp"

namespace verloop {
namespace {

using test::root_of;
using test::TilesInMemory;

constexpr std::size_t size_max = 600;
constexpr std::size_t large = 70'123;

const std::vector<Digest>& hashes() {
  static const std::vector<Digest> all = [] {
    std::vector<Digest> made;
    for (std::size_t at = 0; at < large; ++at) made.push_back(leaf_hash(std::to_string(at)));
    return made;
  }();
  return all;
}

std::vector<Digest> first(std::size_t count) {
  return {hashes().begin(), hashes().begin() + static_cast<std::ptrdiff_t>(count)};
}

/// The root of each size from 0 to `size`.
std::vector<Digest> roots_to(std::size_t size) {
  CompactRange range;
  std::vector<Digest> roots{range.root()};
  for (std::size_t at = 0; at < size; ++at) {
    range.append(hashes()[at]);
    roots.push_back(range.root());
  }
  return roots;
}

TEST(TileProofs, OfInclusionAreThoseOfTheWholeTree) {
  TilesInMemory tiles(hashes());
  for (std::size_t size = 1; size <= size_max; ++size) {
    const auto leaves = first(size);
    for (std::size_t leaf = size % 7; leaf < size; leaf += 1 + size / 9) {
      const auto proof = prove_inclusion(tiles.source(), Position{leaf}, size).value();
      ASSERT_EQ(proof.path, prove_inclusion({leaf}, leaves).path) << leaf << " of " << size;
      ASSERT_EQ(proof.leaf, Position{leaf});
      ASSERT_EQ(proof.tree_size, size);
    }
  }
}

/// How far apart the cases of a size lie: every one beyond the first full tile, then every seventh.
std::size_t step(std::size_t size) {
  return size <= 280 ? 1 : 7;
}

TEST(TileProofs, OfInclusionVerifyForEverySize) {
  TilesInMemory tiles(hashes());
  const auto roots = roots_to(size_max);
  for (std::size_t size = 1; size <= size_max; ++size) {
    for (std::size_t leaf = size % step(size); leaf < size; leaf += step(size)) {
      const auto proof = prove_inclusion(tiles.source(), Position{leaf}, size).value();
      ASSERT_TRUE(verify(proof, hashes()[leaf], roots[size])) << leaf << " of " << size;
    }
  }
}

TEST(TileProofs, OfConsistencyVerifyBetweenTwoSizes) {
  TilesInMemory tiles(hashes());
  const auto roots = roots_to(size_max);
  for (std::size_t after = 1; after <= size_max; ++after) {
    for (std::size_t before = after; before >= 1; before -= std::min(before, step(after))) {
      const auto proof = prove_consistency(tiles.source(), before, after).value();
      ASSERT_TRUE(verify(proof, roots[before], roots[after])) << before << " to " << after;
    }
  }
}

TEST(TileProofs, OfConsistencyAreThoseOfTheWholeTree) {
  TilesInMemory tiles(hashes());
  for (std::size_t after = 1; after <= size_max; after += 13) {
    const auto leaves = first(after);
    for (std::size_t before = 1; before <= after; before += 1 + after / 9) {
      ASSERT_EQ(prove_consistency(tiles.source(), before, after)->path,
                prove_consistency(before, leaves).path);
    }
  }
}

TEST(TileProofs, OfLargeTreesVerifyAndReadFewTiles) {
  TilesInMemory tiles(hashes());
  const auto roots = roots_to(large);
  std::mt19937_64 random(20260324);
  for (int round = 0; round < 3000; ++round) {
    const std::size_t size = 1 + random() % large;
    const std::size_t leaf = random() % size;
    const std::size_t before = 1 + random() % size;
    tiles.reads = 0;
    const auto included = prove_inclusion(tiles.source(), Position{leaf}, size).value();
    ASSERT_TRUE(verify(included, hashes()[leaf], roots[size])) << leaf << " of " << size;
    const auto consistent = prove_consistency(tiles.source(), before, size).value();
    ASSERT_TRUE(verify(consistent, roots[before], roots[size])) << before << " to " << size;
    ASSERT_LE(tiles.reads, 12) << leaf << ", " << before << " of " << size;
  }
}

TEST(TileProofs, EdgeHasTheTreeOfItsSize) {
  TilesInMemory tiles(hashes());
  const auto roots = roots_to(large);
  for (std::size_t size = 0; size <= large; size += size < size_max ? 1 : 1021) {
    tiles.reads = 0;
    ASSERT_EQ(edge_at(tiles.source(), size)->tree().root(), roots[size]) << size;
    ASSERT_LE(tiles.reads, 3);
  }
}

TEST(TileProofs, FailAsTheirSourceDoes) {
  const TileSource broken = [](TileId, std::size_t) -> Result<std::vector<Digest>> {
    return Error{Errc::tampered, "this tile is gone"};
  };
  EXPECT_EQ(prove_inclusion(broken, Position{3}, 300).error().code, Errc::tampered);
  EXPECT_EQ(prove_consistency(broken, 3, 300).error().detail, "this tile is gone");
  EXPECT_EQ(edge_at(broken, 300).error().code, Errc::tampered);
}

/// Each way to lie about the nodes of a proof: a bit of each node, each node left out or doubled,
/// neighbours swapped.
template <class Proof>
std::vector<Proof> lies(const Proof& proof) {
  std::vector<Proof> forged;
  for (std::size_t at = 0; at < proof.path.size(); ++at) {
    const auto here = static_cast<std::ptrdiff_t>(at);
    forged.push_back(proof);
    forged.back().path[at].bytes[at % 32] ^= std::byte{1};
    forged.push_back(proof);
    forged.back().path.erase(forged.back().path.begin() + here);
    forged.push_back(proof);
    forged.back().path.insert(forged.back().path.begin() + here, proof.path[at]);
    if (at + 1 == proof.path.size()) continue;
    forged.push_back(proof);
    std::swap(forged.back().path[at], forged.back().path[at + 1]);
  }
  forged.push_back(proof);
  forged.back().path.push_back(Digest{});
  return forged;
}

TEST(TileProofs, OfInclusionAreRefusedWhenAnythingIsChanged) {
  TilesInMemory tiles(hashes());
  for (const std::size_t size : {2U, 7U, 256U, 257U, 600U, 65'536U, 70'001U}) {
    const Digest root = root_of(first(size));
    for (const std::size_t leaf : {std::size_t{0}, size / 3, size - 1}) {
      const auto proof = prove_inclusion(tiles.source(), Position{leaf}, size).value();
      ASSERT_TRUE(verify(proof, hashes()[leaf], root));
      for (const InclusionProof& lie : lies(proof))
        EXPECT_FALSE(verify(lie, hashes()[leaf], root)) << leaf << " of " << size;
      EXPECT_FALSE(verify(proof, hashes()[leaf + 1], root));
      InclusionProof moved = proof;
      moved.leaf.value ^= 1;
      EXPECT_FALSE(verify(moved, hashes()[leaf], root)) << leaf << " of " << size;
    }
  }
}

TEST(TileProofs, OfConsistencyAreRefusedWhenAnythingIsChanged) {
  TilesInMemory tiles(hashes());
  for (const std::size_t after : {7U, 257U, 600U, 70'001U}) {
    const Digest root = root_of(first(after));
    for (const std::size_t before : {std::size_t{1}, std::size_t{4}, after / 2, after - 1}) {
      const auto proof = prove_consistency(tiles.source(), before, after).value();
      const Digest earlier = root_of(first(before));
      ASSERT_TRUE(verify(proof, earlier, root));
      for (const ConsistencyProof& lie : lies(proof))
        EXPECT_FALSE(verify(lie, earlier, root)) << before << " to " << after;
      EXPECT_FALSE(verify(proof, root, earlier));
    }
  }
}

TEST(TileProofs, AreRefusedForAnotherLeafOrSize) {
  TilesInMemory tiles(hashes());
  const std::size_t size = 601;
  const Digest root = root_of(first(size));
  const auto proof = prove_inclusion(tiles.source(), Position{258}, size).value();
  for (std::size_t other = 0; other < size; ++other) {
    if (other == 258) continue;
    EXPECT_FALSE(verify(proof, hashes()[other], root));
    const auto theirs = prove_inclusion(tiles.source(), Position{other}, size).value();
    EXPECT_FALSE(verify(theirs, hashes()[258], root)) << other;
  }
}

}  // namespace
}  // namespace verloop
