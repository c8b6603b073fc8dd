#pragma once
// How the tree lies in the log's database: full tiles as one value each, and of each level the
// hashes that are in no full tile yet under a key each. A hash is stored once: when its tile is
// full, the keys of its own go.

#include <optional>
#include <vector>

#include "events/rocksdb/database.hpp"
#include "events/tiles.hpp"

namespace verloop {

/// What turns the stored edge `before` into `after`, `filled` being the tiles that were filled.
void put_growth(rocksdb::WriteBatch& batch, const TileEdge& before, const TileEdge& after,
                const std::vector<Tile>& filled);

/// The first `width` hashes of a tile. Fails with `tampered` when they are missing or damaged. Safe
/// while another thread appends.
Result<std::vector<Digest>> read_tile(const Database& database, TileId tile, std::size_t width);

/// The leaf hash of a position below `size`; none when it is missing.
Result<std::optional<Digest>> read_leaf(const Database& database, Position position,
                                        std::uint64_t size);

/// The leaf hashes from a position on, at most `count_max` of one tile; ends before one that is
/// missing or can't be read.
std::vector<Digest> read_leaves(const Database& database, Position from, std::uint64_t count_max,
                                std::uint64_t size);

/// Tiles of which something is stored that a tree of `size` has elsewhere or not at all.
Result<std::vector<TileId>> find_stray_tiles(const Database& database, std::uint64_t size);

}  // namespace verloop
