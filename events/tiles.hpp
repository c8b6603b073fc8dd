#pragma once
// The tree cut into tiles (C2SP tlog-tiles): level 0 holds the leaf hashes, each level above one
// hash for every 256 of the level below. A tile is 256 hashes that follow each other on one level;
// the last one of a level may be partial. Hash i of level L is the root of the leaves
// [i * 256^L, (i + 1) * 256^L). Pure; stores nothing.
//   tile bytes   hash(32)*, 256 of them, or fewer in a partial tile
//   tile path    "tile/" level "/" index [".p/" width]
//   bundle path  "tile/entries/" index [".p/" width]
//   index        groups of three digits, each but the last with an x before and a "/" behind it

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "events/digest.hpp"
#include "events/ids.hpp"
#include "events/merkle.hpp"

namespace verloop {

constexpr unsigned tile_height = 8;
constexpr std::size_t tile_width_full = 256;
constexpr unsigned tile_levels_max = 8;  // 2^64 leaves fill no more.

struct TileId {
  unsigned level = 0;
  std::uint64_t index = 0;
  friend bool operator==(const TileId&, const TileId&) = default;
  friend auto operator<=>(const TileId&, const TileId&) = default;
};

/// The tile of level 0 that holds a position's leaf hash, and where in it.
TileId leaf_tile(Position position);
std::size_t leaf_slot(Position position);
/// The first position below a tile.
Position first_position(TileId tile);

/// How many hashes a level has when the tree has `size` leaves.
std::uint64_t hash_count(unsigned level, std::uint64_t size);
/// How many of them lie in this tile: 0 when there is no such tile yet.
std::size_t tile_width(TileId tile, std::uint64_t size);

std::string tile_path(TileId tile, std::size_t width);
std::string bundle_path(std::uint64_t index, std::size_t width);

std::string tile_bytes(const std::vector<Digest>& hashes);
/// Fails with `malformed` unless the bytes are 1 to 256 hashes.
Result<std::vector<Digest>> tile_from(std::string_view bytes);

/// The root of the subtree that a full tile spans: the hash on the level above.
Digest tile_root(const std::vector<Digest>& hashes);

struct Tile {
  TileId id;
  std::vector<Digest> hashes;
};

/// The right edge of a tree: on each level the hashes that are in no full tile yet. All that is
/// needed to append and to know which tiles that fills.
class TileEdge {
 public:
  TileEdge() = default;
  /// `levels` as levels() gives them. Fails with `malformed` when their widths are not those of
  /// `size`.
  static Result<TileEdge> from(std::uint64_t size, std::vector<std::vector<Digest>> levels);

  /// Adds a leaf; the tiles that it fills are added to `filled`, the lowest first.
  void append(const Digest& leaf, std::vector<Tile>& filled);

  std::uint64_t size() const { return size_; }
  /// From level 0 on; a level may be empty, the last one is not.
  const std::vector<std::vector<Digest>>& levels() const { return levels_; }
  CompactRange tree() const;

 private:
  std::uint64_t size_ = 0;
  std::vector<std::vector<Digest>> levels_;
};

}  // namespace verloop
