#pragma once
// The Merkle tree of RFC 6962 section 2.1 / RFC 9162: hashes, appending, inclusion and consistency
// proofs and their verification. Pure; stores nothing.

#include <cstdint>
#include <functional>
#include <string_view>
#include <vector>

#include "events/digest.hpp"
#include "events/ids.hpp"

namespace verloop {

Digest leaf_hash(std::string_view record_bytes);            // SHA-256(0x00 || bytes)
Digest node_hash(const Digest& left, const Digest& right);  // SHA-256(0x01 || left || right)

/// The roots of the perfect subtrees that cover leaves [0, size), left to right: all that is needed
/// to append and to name the root. One digest per one-bit of `size`.
class CompactRange {
 public:
  CompactRange() = default;
  /// Fails with `malformed` when the number of subtrees is not that of one-bits in `size`.
  static Result<CompactRange> from(std::uint64_t size, std::vector<Digest> subtrees);

  void append(const Digest& leaf);
  std::uint64_t size() const { return size_; }
  const std::vector<Digest>& subtrees() const { return subtrees_; }
  Digest root() const;  // Of the empty tree: SHA-256 of nothing.

 private:
  std::uint64_t size_ = 0;
  std::vector<Digest> subtrees_;
};

struct InclusionProof {
  Position leaf;
  std::uint64_t tree_size = 0;
  std::vector<Digest> path;  // From the leaf up.
};

struct ConsistencyProof {
  std::uint64_t size_before = 0;
  std::uint64_t size_after = 0;
  std::vector<Digest> path;
};

/// Builds proofs from all leaf hashes in memory: for tests and small logs.
InclusionProof prove_inclusion(Position leaf, const std::vector<Digest>& leaves);
ConsistencyProof prove_consistency(std::uint64_t size_before, const std::vector<Digest>& leaves);

/// Fail with `malformed` when the proof can't be one (also a wrong length), with `tampered` when
/// the roots differ. A `size_before` of 0 is malformed: the caller decides what it means.
Result<> verify(const InclusionProof& proof, const Digest& leaf, const Digest& root);
Result<> verify(const ConsistencyProof& proof, const Digest& root_before, const Digest& root_after);

}  // namespace verloop
