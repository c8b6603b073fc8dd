#pragma once
// Proofs from stored tiles: O(log n) of them, wherever they lie. What a source gives is not
// trusted: whoever hands out a proof verifies it first.

#include <functional>

#include "events/tiles.hpp"

namespace verloop {

/// The first `width` hashes of a tile that has at least so many. Fails with `tampered` when they
/// are missing or damaged, else as its storage does.
using TileSource = std::function<Result<std::vector<Digest>>(TileId tile, std::size_t width)>;

/// The tiles of a log, which outlives the source.
template <class Log>
TileSource tiles_of(const Log& log) {
  return [&log](TileId tile, std::size_t width) { return log.tile(tile, width); };
}

/// The right edge of the tree of `size` leaves: one tile read a level.
Result<TileEdge> edge_at(const TileSource& source, std::uint64_t size);

/// Fail as the source does; `leaf` lies in the tree, and 0 < `size_before` <= `size_after`.
Result<InclusionProof> prove_inclusion(const TileSource& source, Position leaf,
                                       std::uint64_t tree_size);
Result<ConsistencyProof> prove_consistency(const TileSource& source, std::uint64_t size_before,
                                           std::uint64_t size_after);

}  // namespace verloop
