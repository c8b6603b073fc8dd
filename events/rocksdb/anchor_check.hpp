#pragma once
// Whether a log's database holds the history that its size anchor signed.

#include "events/rocksdb/database.hpp"
#include "events/rocksdb/keys.hpp"
#include "events/size_anchor.hpp"

namespace verloop {

/// Fails with `tampered` and names the position from which on events are missing or differ.
/// The tree at the anchor's size, so that the caller can store the anchor's note again.
Result<CompactRange> check_anchor(const Database& database, const values::Tail& tail,
                                  const Checkpoint& anchor);

}  // namespace verloop
