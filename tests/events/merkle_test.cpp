#include "events/merkle.hpp"

#include <limits>

#include <gtest/gtest.h>

#include "tests/support/small_tree.hpp"

namespace verloop {
namespace {

using test::leaves;
using test::root_of;

constexpr std::size_t size_max = 17;

Digest flipped(Digest digest) {
  digest.bytes[31] ^= std::byte{1};
  return digest;
}

/// The proof with its path one node longer or shorter at either end.
template <class Proof>
std::vector<Proof> of_other_length(const Proof& proof) {
  std::vector<Proof> others(2, proof);
  others[0].path.push_back(Digest{});
  others[1].path.insert(others[1].path.begin(), Digest{});
  if (proof.path.empty()) return others;
  others.resize(4, proof);
  others[2].path.pop_back();
  others[3].path.erase(others[3].path.begin());
  return others;
}

/// Calls `check` with each proof of each tree up to size_max, its leaf hashes and root.
template <class Check>
void for_each_inclusion(Check check) {
  for (std::size_t size = 1; size <= size_max; ++size) {
    const auto hashes = leaves(size);
    for (std::size_t i = 0; i < size; ++i)
      check(prove_inclusion({i}, hashes), hashes[i], root_of(hashes));
  }
}

template <class Check>
void for_each_consistency(Check check) {
  for (std::size_t after = 1; after <= size_max; ++after)
    for (std::size_t before = 1; before <= after; ++before)
      check(prove_consistency(before, leaves(after)), root_of(leaves(before)),
            root_of(leaves(after)));
}

TEST(Merkle, HashesLeavesAndNodesApart) {
  EXPECT_EQ(to_hex(view(leaf_hash(""))),
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
  EXPECT_EQ(node_hash(sha256("a"), sha256("b")),
            sha256("\1" + std::string(view(sha256("a"))) + std::string(view(sha256("b")))));
}

TEST(Merkle, RootOfAnEmptyTreeIsTheDigestOfNothing) {
  EXPECT_EQ(CompactRange().root(), sha256(""));
}

TEST(Merkle, RootIsTheOneOfRfc6962) {
  const std::string entries[] = {"", std::string(1, '\0'), "\x10", "\x20\x21", "\x30\x31"};
  CompactRange range;
  for (const std::string& entry : entries) range.append(leaf_hash(entry));
  EXPECT_EQ(to_hex(view(range.root())),
            "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4");
}

TEST(Merkle, RangeGoesOnFromItsParts) {
  const auto hashes = leaves(size_max);
  for (std::size_t size = 0; size < size_max; ++size) {
    CompactRange range;
    for (std::size_t i = 0; i < size; ++i) range.append(hashes[i]);
    CompactRange again = CompactRange::from(range.size(), range.subtrees()).value();
    for (std::size_t i = size; i < size_max; ++i) again.append(hashes[i]);
    EXPECT_EQ(again.root(), root_of(hashes)) << size;
    EXPECT_EQ(again.size(), size_max);
  }
}

TEST(Merkle, RangeIsRefusedWithAWrongNumberOfSubtrees) {
  EXPECT_EQ(CompactRange::from(5, leaves(1)).error().code, Errc::malformed);
  EXPECT_EQ(CompactRange::from(5, leaves(3)).error().code, Errc::malformed);
  EXPECT_EQ(CompactRange::from(0, leaves(1)).error().code, Errc::malformed);
}

TEST(Merkle, AcceptsEachInclusionProof) {
  for_each_inclusion([](const auto& proof, const Digest& leaf, const Digest& root) {
    EXPECT_TRUE(verify(proof, leaf, root)) << proof.leaf.value << " of " << proof.tree_size;
  });
}

TEST(Merkle, RefusesAnInclusionProofWithAnyNodeChanged) {
  for_each_inclusion([](const auto& proof, const Digest& leaf, const Digest& root) {
    for (std::size_t i = 0; i < proof.path.size(); ++i) {
      auto other = proof;
      other.path[i] = flipped(other.path[i]);
      EXPECT_EQ(verify(other, leaf, root).error().code, Errc::tampered);
    }
    EXPECT_EQ(verify(proof, flipped(leaf), root).error().code, Errc::tampered);
    EXPECT_EQ(verify(proof, leaf, flipped(root)).error().code, Errc::tampered);
  });
}

TEST(Merkle, RefusesAnInclusionProofOfTheWrongLength) {
  for_each_inclusion([](const auto& proof, const Digest& leaf, const Digest& root) {
    for (const auto& other : of_other_length(proof))
      EXPECT_EQ(verify(other, leaf, root).error().code, Errc::malformed);
  });
}

TEST(Merkle, RefusesAnInclusionProofOfAnotherLeaf) {
  for_each_inclusion([](const auto& proof, const Digest& leaf, const Digest& root) {
    for (std::uint64_t i = 0; i < proof.tree_size + 2; ++i) {
      auto other = proof;
      other.leaf = {i};
      EXPECT_EQ(verify(other, leaf, root).has_value(), i == proof.leaf.value);
    }
  });
}

TEST(Merkle, RefusesALeafBeyondTheTree) {
  const InclusionProof at_end{{4}, 4, {}};
  const InclusionProof far{{std::numeric_limits<std::uint64_t>::max()}, 4, {}};
  const InclusionProof of_nothing{{0}, 0, {}};
  for (const auto& proof : {at_end, far, of_nothing})
    EXPECT_EQ(verify(proof, Digest{}, Digest{}).error().code, Errc::malformed);
}

TEST(Merkle, RefusesAProofThatIsTooShortForAHugeTree) {
  constexpr std::uint64_t huge = std::numeric_limits<std::uint64_t>::max();
  const InclusionProof inclusion{{huge - 1}, huge, leaves(3)};
  EXPECT_EQ(verify(inclusion, Digest{}, Digest{}).error().code, Errc::malformed);
  const ConsistencyProof consistency{huge - 1, huge, leaves(3)};
  EXPECT_EQ(verify(consistency, Digest{}, Digest{}).error().code, Errc::malformed);
}

TEST(Merkle, AcceptsEachConsistencyProof) {
  for_each_consistency([](const auto& proof, const Digest& before, const Digest& after) {
    EXPECT_TRUE(verify(proof, before, after)) << proof.size_before << " to " << proof.size_after;
  });
}

TEST(Merkle, RefusesAConsistencyProofWithAnyNodeChanged) {
  for_each_consistency([](const auto& proof, const Digest& before, const Digest& after) {
    for (std::size_t i = 0; i < proof.path.size(); ++i) {
      auto other = proof;
      other.path[i] = flipped(other.path[i]);
      EXPECT_EQ(verify(other, before, after).error().code, Errc::tampered);
    }
    EXPECT_EQ(verify(proof, flipped(before), after).error().code, Errc::tampered);
    EXPECT_EQ(verify(proof, before, flipped(after)).error().code, Errc::tampered);
  });
}

TEST(Merkle, RefusesAConsistencyProofOfTheWrongLength) {
  for_each_consistency([](const auto& proof, const Digest& before, const Digest& after) {
    for (const auto& other : of_other_length(proof))
      EXPECT_TRUE(verify(other, before, after).has_error())
          << proof.size_before << " to " << proof.size_after;
  });
}

TEST(Merkle, RefusesAConsistencyProofBetweenImpossibleSizes) {
  EXPECT_EQ(verify(ConsistencyProof{0, 0, {}}, sha256(""), sha256("")).error().code,
            Errc::malformed);
  EXPECT_EQ(verify(ConsistencyProof{0, 4, {}}, sha256(""), Digest{}).error().code, Errc::malformed);
  EXPECT_EQ(verify(ConsistencyProof{5, 4, leaves(2)}, Digest{}, Digest{}).error().code,
            Errc::malformed);
}

TEST(Merkle, RefusesARewrittenHistory) {
  auto rewritten = leaves(9);
  rewritten[2] = flipped(rewritten[2]);
  for (std::uint64_t before = 3; before <= 9; ++before)
    EXPECT_EQ(
        verify(prove_consistency(before, rewritten), root_of(leaves(before)), root_of(rewritten))
            .error()
            .code,
        Errc::tampered);
}

TEST(MerkleDeathTest, ProvesNothingThatIsNotThere) {
  EXPECT_DEATH(prove_inclusion({3}, leaves(3)), "leaf of the tree");
  EXPECT_DEATH(prove_consistency(0, leaves(3)), "two sizes");
  EXPECT_DEATH(prove_consistency(4, leaves(3)), "two sizes");
}

}  // namespace
}  // namespace verloop
