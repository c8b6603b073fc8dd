#pragma once
// Trees in which leaf i is the byte i.

#include <string>
#include <vector>

#include "events/merkle.hpp"

namespace verloop::test {

inline std::vector<Digest> leaves(std::size_t count) {
  std::vector<Digest> hashes;
  for (std::size_t i = 0; i < count; ++i)
    hashes.push_back(leaf_hash(std::string(1, static_cast<char>(i))));
  return hashes;
}

inline Digest root_of(const std::vector<Digest>& hashes) {
  CompactRange range;
  for (const Digest& hash : hashes) range.append(hash);
  return range.root();
}

}  // namespace verloop::test
