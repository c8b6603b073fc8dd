#pragma once
// Where a subcommand may write what it was asked for: nowhere in the data folder, and not over the
// key file.

#include <cstdint>

#include "tools/verloop/console.hpp"

namespace verloop {

enum class Output : std::uint8_t { file, folder };

/// False after a message: what is written to `output` would lie in the data folder, or would
/// replace the key file, or a file is to be written where a folder is. An empty `output` is none.
bool check_output(Console& console, const std::string& option, const std::string& output,
                  Output what = Output::file);

}  // namespace verloop
