#include "events/tiles.hpp"

#include <algorithm>

namespace verloop {
namespace {

constexpr std::size_t digest_size = 32;

/// 1234067 -> x001/x234/067
std::string index_path(std::uint64_t index) {
  constexpr std::uint64_t group = 1000;
  std::string path;
  for (bool is_last = true; is_last || index > 0; is_last = false, index /= group) {
    if (!is_last) path.insert(0, "/");
    path.insert(0, std::to_string(group + index % group).substr(1));
    if (!is_last) path.insert(0, "x");
  }
  return path;
}

std::string partial_suffix(std::size_t width) {
  ensure(width >= 1 && width <= tile_width_full, "a tile has 1 to 256 hashes");
  return width == tile_width_full ? "" : ".p/" + std::to_string(width);
}

}  // namespace

TileId leaf_tile(Position position) {
  return {0, position.value / tile_width_full};
}

std::size_t leaf_slot(Position position) {
  return position.value % tile_width_full;
}

Position first_position(TileId tile) {
  ensure(tile.level < tile_levels_max, "a tree has eight levels of tiles");
  // Shifted twice: together it may be all 64 bits.
  return Position{tile.index << (tile_height * tile.level) << tile_height};
}

std::uint64_t hash_count(unsigned level, std::uint64_t size) {
  return level < tile_levels_max ? size >> (tile_height * level) : 0;
}

std::size_t tile_width(TileId tile, std::uint64_t size) {
  const std::uint64_t count = hash_count(tile.level, size);
  if (tile.index > count / tile_width_full) return 0;
  return std::min<std::uint64_t>(count - tile.index * tile_width_full, tile_width_full);
}

std::string tile_path(TileId tile, std::size_t width) {
  return "tile/" + std::to_string(tile.level) + '/' + index_path(tile.index) +
         partial_suffix(width);
}

std::string bundle_path(std::uint64_t index, std::size_t width) {
  return "tile/entries/" + index_path(index) + partial_suffix(width);
}

std::string tile_bytes(const std::vector<Digest>& hashes) {
  std::string bytes;
  bytes.reserve(hashes.size() * digest_size);
  for (const Digest& hash : hashes) bytes.append(view(hash));
  return bytes;
}

Result<std::vector<Digest>> tile_from(std::string_view bytes) {
  const std::size_t width = bytes.size() / digest_size;
  if (bytes.size() % digest_size != 0 || width < 1 || width > tile_width_full)
    return Error{Errc::malformed, "a tile is not 1 to 256 hashes of 32 bytes"};
  std::vector<Digest> hashes;
  hashes.reserve(width);
  for (; !bytes.empty(); bytes.remove_prefix(digest_size))
    hashes.push_back(*digest_from(bytes.substr(0, digest_size)));
  return hashes;
}

Digest tile_root(const std::vector<Digest>& hashes) {
  ensure(hashes.size() == tile_width_full, "only a full tile has a hash on the level above");
  CompactRange range;
  for (const Digest& hash : hashes) range.append(hash);
  return range.root();
}

Result<TileEdge> TileEdge::from(std::uint64_t size, std::vector<std::vector<Digest>> levels) {
  TileEdge edge;
  edge.size_ = size;
  while (!levels.empty() && levels.back().empty()) levels.pop_back();
  for (unsigned level = 0; level < std::max<std::size_t>(levels.size(), tile_levels_max); ++level) {
    const std::size_t width = level < levels.size() ? levels[level].size() : 0;
    if (width != hash_count(level, size) % tile_width_full)
      return Error{Errc::malformed, "level " + std::to_string(level) + " of a tree of size " +
                                        std::to_string(size) + " has no edge of " +
                                        std::to_string(width) + " hashes"};
  }
  edge.levels_ = std::move(levels);
  return edge;
}

void TileEdge::append(const Digest& leaf, std::vector<Tile>& filled) {
  ++size_;
  Digest hash = leaf;
  for (unsigned level = 0;; ++level) {
    if (level == levels_.size()) levels_.emplace_back();
    std::vector<Digest>& edge = levels_[level];
    edge.push_back(hash);
    if (edge.size() < tile_width_full) return;
    hash = tile_root(edge);
    filled.push_back({{level, hash_count(level + 1, size_) - 1}, std::move(edge)});
    edge.clear();
  }
}

CompactRange TileEdge::tree() const {
  std::vector<Digest> subtrees;
  for (auto level = levels_.rbegin(); level != levels_.rend(); ++level) {
    CompactRange range;
    for (const Digest& hash : *level) range.append(hash);
    subtrees.insert(subtrees.end(), range.subtrees().begin(), range.subtrees().end());
  }
  return *CompactRange::from(size_, std::move(subtrees));
}

}  // namespace verloop
