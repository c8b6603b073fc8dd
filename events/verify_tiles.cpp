#include "events/verify_tiles.hpp"

namespace verloop {
namespace {

/// `positions 256 to 511`: what lies below a full tile.
std::string span(TileId tile) {
  const std::uint64_t count = tile_width_full << (tile_height * tile.level);
  const std::uint64_t first = first_position(tile).value;
  return "positions " + std::to_string(first) + " to " + std::to_string(first + count - 1);
}

/// One tile above the leaf hashes against those that it was made of.
void verify_tile(const LogContents& log, TileId id, std::size_t width, std::vector<Fault>& faults) {
  const auto hashes = log.tile(id, width);
  if (!hashes) {
    faults.push_back({first_position(id), hashes.error().detail});
    return;
  }
  for (std::size_t slot = 0; slot < width; ++slot) {
    const TileId below{id.level - 1, id.index * tile_width_full + slot};
    const auto lower = log.tile(below, tile_width_full);
    if (!lower)
      continue;  // Reported on its own level, or with the record whose leaf hash it holds.
    if (tile_root(*lower) != (*hashes)[slot]) {
      faults.push_back({first_position(below), "the hash over " + span(below) + " on level " +
                                                   std::to_string(id.level) +
                                                   " is not that of the tile below it"});
    }
  }
}

}  // namespace

void verify_tiles(const LogContents& log, std::vector<Fault>& faults) {
  const std::uint64_t size = log.tail().size;
  for (unsigned level = 1; hash_count(level, size) > 0; ++level) {
    for (TileId id{level, 0}; tile_width(id, size) > 0; ++id.index)
      verify_tile(log, id, tile_width(id, size), faults);
  }
  const auto strays = log.stray_tiles();
  if (!strays) {
    faults.push_back({std::nullopt, strays.error().detail});
    return;
  }
  for (const TileId& stray : *strays) {
    faults.push_back({first_position(stray), "hashes of tile " + std::to_string(stray.index) +
                                                 " of level " + std::to_string(stray.level) +
                                                 " are stored that the tree does not have there"});
  }
}

}  // namespace verloop
