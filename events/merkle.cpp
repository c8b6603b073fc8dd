#include "events/merkle.hpp"

#include <bit>
#include <span>

namespace verloop {
namespace {

constexpr std::string_view leaf_prefix("\0", 1);
constexpr std::string_view node_prefix("\1", 1);

using Leaves = std::span<const Digest>;

/// The largest power of two below `size`, which is at least 2: where a tree is split.
std::size_t split(std::size_t size) {
  return std::bit_floor(size - 1);
}

Digest root_of(Leaves leaves) {
  CompactRange range;
  for (const Digest& leaf : leaves) range.append(leaf);
  return range.root();
}

/// PATH(m, D[n]) of RFC 6962 section 2.1.1.
void inclusion_path(std::size_t leaf, Leaves leaves, std::vector<Digest>& path) {
  if (leaves.size() <= 1) return;
  const std::size_t middle = split(leaves.size());
  const Leaves left = leaves.first(middle);
  const Leaves right = leaves.subspan(middle);
  if (leaf < middle) {
    inclusion_path(leaf, left, path);
    path.push_back(root_of(right));
  } else {
    inclusion_path(leaf - middle, right, path);
    path.push_back(root_of(left));
  }
}

/// Whether the verifier has the root of the part at hand already, as the whole tree before.
enum class Known : bool { no, yes };

/// SUBPROOF(m, D[n], b) of RFC 6962 section 2.1.2.
void consistency_path(std::size_t before, Leaves leaves, Known known, std::vector<Digest>& path) {
  if (before == leaves.size()) {
    if (known == Known::no) path.push_back(root_of(leaves));
    return;
  }
  const std::size_t middle = split(leaves.size());
  const Leaves left = leaves.first(middle);
  const Leaves right = leaves.subspan(middle);
  if (before <= middle) {
    consistency_path(before, left, known, path);
    path.push_back(root_of(right));
  } else {
    consistency_path(before - middle, right, Known::no, path);
    path.push_back(root_of(left));
  }
}

/// Where a proof's next node stands: `node` and `last` (the right-most one) count from the left on
/// the level that was reached.
struct Climb {
  std::uint64_t node;
  std::uint64_t last;

  bool is_at_root() const { return last == 0; }
  bool sibling_is_left() const { return (node & 1) != 0 || node == last; }
  void up() {
    node >>= 1;
    last >>= 1;
  }
  /// A node without a sibling on the right is carried up until it has one on the left.
  void carry() {
    while ((node & 1) == 0 && node != 0) up();
  }
};

Error wrong_length() {
  return {Errc::malformed, "the proof has a wrong number of nodes"};
}

}  // namespace

Digest leaf_hash(std::string_view record_bytes) {
  return sha256(leaf_prefix, record_bytes);
}

Digest node_hash(const Digest& left, const Digest& right) {
  return sha256(node_prefix, view(left), view(right));
}

Result<CompactRange> CompactRange::from(std::uint64_t size, std::vector<Digest> subtrees) {
  if (subtrees.size() != static_cast<std::size_t>(std::popcount(size)))
    return Error{Errc::malformed, "a tree of size " + std::to_string(size) + " has not " +
                                      std::to_string(subtrees.size()) + " perfect subtrees"};
  CompactRange range;
  range.size_ = size;
  range.subtrees_ = std::move(subtrees);
  return range;
}

void CompactRange::append(const Digest& leaf) {
  Digest subtree = leaf;
  for (std::uint64_t rest = size_; (rest & 1) != 0; rest >>= 1) {
    subtree = node_hash(subtrees_.back(), subtree);
    subtrees_.pop_back();
  }
  subtrees_.push_back(subtree);
  ++size_;
}

Digest CompactRange::root() const {
  if (subtrees_.empty()) return sha256("");
  Digest root = subtrees_.back();
  for (std::size_t i = subtrees_.size() - 1; i-- > 0;) root = node_hash(subtrees_[i], root);
  return root;
}

InclusionProof prove_inclusion(Position leaf, const std::vector<Digest>& leaves) {
  ensure(leaf.value < leaves.size(), "an inclusion proof is of a leaf of the tree");
  InclusionProof proof{leaf, leaves.size(), {}};
  inclusion_path(leaf.value, leaves, proof.path);
  return proof;
}

ConsistencyProof prove_consistency(std::uint64_t size_before, const std::vector<Digest>& leaves) {
  ensure(size_before > 0 && size_before <= leaves.size(),
         "a consistency proof is between two sizes of one tree");
  ConsistencyProof proof{size_before, leaves.size(), {}};
  consistency_path(size_before, leaves, Known::yes, proof.path);
  return proof;
}

Result<> verify(const InclusionProof& proof, const Digest& leaf, const Digest& root) {
  const std::uint64_t index = proof.leaf.value;
  if (index >= proof.tree_size) return Error{Errc::malformed, "the leaf lies beyond the tree"};
  const int inner = static_cast<int>(std::bit_width(index ^ (proof.tree_size - 1)));
  const int border = inner < 64 ? std::popcount(index >> inner) : 0;
  if (proof.path.size() != static_cast<std::size_t>(inner + border)) return wrong_length();
  Climb climb{index, proof.tree_size - 1};
  Digest computed = leaf;
  for (const Digest& sibling : proof.path) {
    if (climb.sibling_is_left()) {
      computed = node_hash(sibling, computed);
      climb.carry();
    } else {
      computed = node_hash(computed, sibling);
    }
    climb.up();
  }
  ensure(climb.is_at_root(), "an inclusion proof of the right length ends at the root");
  if (computed != root) return Error{Errc::tampered, "the leaf is not in the tree of this root"};
  return {};
}

Result<> verify(const ConsistencyProof& proof, const Digest& root_before,
                const Digest& root_after) {
  const Error tampered{Errc::tampered, "the later tree does not extend the earlier one"};
  const bool possible = proof.size_before > 0 && proof.size_before <= proof.size_after;
  if (!possible) return Error{Errc::malformed, "no consistency proof is between such sizes"};
  if (proof.size_before == proof.size_after) {
    if (!proof.path.empty()) return wrong_length();
    if (root_before != root_after) return tampered;
    return {};
  }
  // A perfect tree before is itself the node to start from, and then left out of the proof.
  const bool perfect = std::has_single_bit(proof.size_before);
  if (!perfect && proof.path.empty()) return wrong_length();
  std::span<const Digest> rest(proof.path);
  Digest before = perfect ? root_before : rest.front();
  Digest after = before;
  if (!perfect) rest = rest.subspan(1);
  Climb climb{proof.size_before - 1, proof.size_after - 1};
  while ((climb.node & 1) != 0) climb.up();
  for (const Digest& node : rest) {
    if (climb.is_at_root()) return wrong_length();
    if (climb.sibling_is_left()) {
      before = node_hash(node, before);
      after = node_hash(node, after);
      climb.carry();
    } else {
      after = node_hash(after, node);
    }
    climb.up();
  }
  if (!climb.is_at_root()) return wrong_length();
  if (before != root_before || after != root_after) return tampered;
  return {};
}

}  // namespace verloop
