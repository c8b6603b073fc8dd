#pragma once
// Checks the levels of tiles above the leaf hashes: each hash against the tile below it, from the
// bottom up, and that nothing lies where the tree has no tile. That the leaf hashes are those of
// the records is verify_log's to check.

#include "events/verify_log.hpp"

namespace verloop {

/// Adds what it finds to `faults`.
void verify_tiles(const LogContents& log, std::vector<Fault>& faults);

}  // namespace verloop
