#pragma once
// Whether a log's database holds the history that its size anchor signed.

#include "events/rocksdb/database.hpp"
#include "events/rocksdb/keys.hpp"
#include "events/size_anchor.hpp"
#include "events/tiles.hpp"

namespace verloop {

/// Fails with `tampered` and names the position from which on events are missing or differ.
/// The tree at the anchor's size, so that the caller can store the anchor's note again.
Result<CompactRange> check_anchor(const Database& database, const values::Tail& tail,
                                  const Checkpoint& anchor);

/// The hashes at the tree's right edge, from which its tiles grow. Fails with `tampered` when they
/// do not give the tail's tree, and names the position from which on they differ.
Result<TileEdge> check_edge(const Database& database, const values::Tail& tail);

}  // namespace verloop
