#pragma once
// A source of tiles: all hashes of a tree, in memory.

#include "events/tile_proofs.hpp"

namespace verloop::test {

/// Every tile of the tree over `leaves`, made level by level without TileEdge.
class TilesInMemory {
 public:
  explicit TilesInMemory(std::vector<Digest> leaves) {
    for (levels_.push_back(std::move(leaves)); levels_.back().size() >= tile_width_full;)
      levels_.push_back(level_above(levels_.back()));
  }

  TileSource source() {
    return [this](TileId tile, std::size_t width) -> Result<std::vector<Digest>> {
      ++reads;
      const auto first = levels_.at(tile.level).begin() +
                         static_cast<std::ptrdiff_t>(tile.index * tile_width_full);
      return std::vector<Digest>(first, first + static_cast<std::ptrdiff_t>(width));
    };
  }
  int reads = 0;

 private:
  static std::vector<Digest> level_above(const std::vector<Digest>& below) {
    std::vector<Digest> above;
    for (std::size_t at = 0; at + tile_width_full <= below.size(); at += tile_width_full) {
      std::vector<Digest> hashes(below.begin() + static_cast<std::ptrdiff_t>(at),
                                 below.begin() + static_cast<std::ptrdiff_t>(at + tile_width_full));
      while (hashes.size() > 1) {
        for (std::size_t i = 0; i < hashes.size() / 2; ++i)
          hashes[i] = node_hash(hashes[2 * i], hashes[2 * i + 1]);
        hashes.resize(hashes.size() / 2);
      }
      above.push_back(hashes[0]);
    }
    return above;
  }

  std::vector<std::vector<Digest>> levels_;
};

}  // namespace verloop::test
