#include "events/rocksdb/rocks_tiles.hpp"

#include <algorithm>
#include <optional>
#include <set>

#include "events/rocksdb/keys.hpp"

namespace verloop {
namespace {

constexpr std::size_t digest_size = 32;

Error bad_tile(TileId tile, const std::string& what) {
  return {Errc::tampered, "tile " + std::to_string(tile.index) + " of level " +
                              std::to_string(tile.level) + " (position " +
                              std::to_string(first_position(tile).value) + " and on) " + what};
}

Error unreadable(TileId tile, const Error& cause) {
  return bad_tile(tile, "can't be read: " + cause.detail);
}

/// `width` hashes of a full tile's bytes, from `slot` on.
Result<std::vector<Digest>> part_of(TileId tile, std::string_view bytes, std::size_t slot,
                                    std::size_t width) {
  if (bytes.size() != tile_width_full * digest_size) return bad_tile(tile, "is damaged");
  return tile_from(bytes.substr(slot * digest_size, width * digest_size));
}

/// The hashes at the tile's start that have a key each, at most `width`.
Result<std::vector<Digest>> read_edge(const Database& database, TileId tile, std::size_t width) {
  std::vector<Digest> hashes;
  const std::uint64_t first = tile.index * tile_width_full;
  const auto visit = [&](std::string_view key, std::string_view value) {
    const Result<Digest> hash = digest_from(value);
    const TileId next{tile.level, first + hashes.size()};
    if (!hash || hashes.size() == width || keys::hash_place_of(key) != next) return false;
    hashes.push_back(*hash);
    return true;
  };
  const std::string start = keys::hash(tile.level, first);
  const auto scanned = database.scan(start.substr(0, 2), start, visit);
  if (!scanned) return unreadable(tile, scanned.error());
  return hashes;
}

}  // namespace

void put_growth(rocksdb::WriteBatch& batch, const TileEdge& before, const TileEdge& after,
                const std::vector<Tile>& filled) {
  for (const Tile& tile : filled) {
    batch.Put(keys::tile(tile.id), tile_bytes(tile.hashes));
    const std::uint64_t first = tile.id.index * tile_width_full;
    const std::uint64_t stored = hash_count(tile.id.level, before.size());
    for (std::uint64_t at = first; at < std::min(stored, first + tile_width_full); ++at)
      batch.Delete(keys::hash(tile.id.level, at));
  }
  for (unsigned level = 0; level < after.levels().size(); ++level) {
    const std::vector<Digest>& edge = after.levels()[level];
    const std::uint64_t first = hash_count(level, after.size()) - edge.size();
    const std::uint64_t stored = hash_count(level, before.size());
    for (std::size_t slot = stored > first ? stored - first : 0; slot < edge.size(); ++slot)
      batch.Put(keys::hash(level, first + slot), std::string(view(edge[slot])));
  }
}

Result<std::vector<Digest>> read_tile(const Database& database, TileId tile, std::size_t width) {
  // An append may fill the tile between two looks, so the first one is repeated at the end.
  for (const bool is_last : {false, true}) {
    const auto full = database.get(keys::tile(tile));
    if (!full) return unreadable(tile, full.error());
    if (*full) return part_of(tile, **full, 0, width);
    if (is_last) break;
    auto edge = read_edge(database, tile, width);
    if (!edge || edge->size() == width) return edge;
  }
  return bad_tile(tile, "is missing or damaged");
}

Result<std::optional<Digest>> read_leaf(const Database& database, Position position,
                                        std::uint64_t size) {
  const TileId tile = leaf_tile(position);
  if (tile_width(tile, size) < tile_width_full) {
    const auto bytes = database.get(keys::leaf(position));
    if (!bytes) return bytes.error();
    if (*bytes) {
      const Result<Digest> leaf = digest_from(**bytes);
      if (!leaf) return leaf.error();
      return std::optional<Digest>(*leaf);
    }
  }
  const auto full = database.get(keys::tile(tile));
  if (!full) return unreadable(tile, full.error());
  if (!*full) return std::optional<Digest>();
  const auto leaf = part_of(tile, **full, leaf_slot(position), 1);
  if (!leaf) return leaf.error();
  return std::optional<Digest>(leaf->front());
}

std::vector<Digest> read_leaves(const Database& database, Position from, std::uint64_t count_max,
                                std::uint64_t size) {
  std::vector<Digest> leaves;
  const TileId tile = leaf_tile(from);
  const std::size_t width = tile_width(tile, size);
  const std::size_t slot = leaf_slot(from);
  if (slot >= width) return leaves;
  const std::size_t count = std::min<std::uint64_t>(count_max, width - slot);
  if (width == tile_width_full) {
    const auto full = database.get(keys::tile(tile));
    if (!full || !*full) return leaves;
    auto part = part_of(tile, **full, slot, count);
    return part ? std::move(*part) : leaves;
  }
  while (leaves.size() < count) {
    const auto leaf = read_leaf(database, Position{from.value + leaves.size()}, size);
    if (!leaf || !*leaf) break;
    leaves.push_back(**leaf);
  }
  return leaves;
}

Result<std::vector<TileId>> find_stray_tiles(const Database& database, std::uint64_t size) {
  std::set<TileId> found;
  const auto visit_hash = [&](std::string_view key, std::string_view) {
    const std::optional<TileId> place = keys::hash_place_of(key);
    const std::uint64_t count = place ? hash_count(place->level, size) : 0;
    const bool is_edge = place && place->index < count &&  //
                         place->index >= count - count % tile_width_full;
    if (is_edge) return true;
    const TileId at = place.value_or(TileId{});
    found.insert({at.level, at.index / tile_width_full});
    return true;
  };
  const auto visit_tile = [&](std::string_view key, std::string_view) {
    const std::optional<TileId> tile = keys::hash_place_of(key);
    const bool is_full = tile && tile_width(*tile, size) == tile_width_full;
    if (!is_full) found.insert(tile.value_or(TileId{}));
    return true;
  };
  const std::string hashes(1, keys::hash_kind);
  const std::string tiles(1, keys::tile_kind);
  if (auto scanned = database.scan(hashes, hashes, visit_hash); !scanned) return scanned.error();
  if (auto scanned = database.scan(tiles, tiles, visit_tile); !scanned) return scanned.error();
  return std::vector<TileId>(found.begin(), found.end());
}

}  // namespace verloop
