#pragma once
// Where a subcommand may write what it was asked for: nowhere in the data folder, and not over the
// key file.

#include "tools/verloop/console.hpp"

namespace verloop {

/// False after a message: what is written to `output` would lie in the data folder, or would
/// replace the key file. An empty `output` is none.
bool check_output(Console& console, const std::string& option, const std::string& output);

}  // namespace verloop
