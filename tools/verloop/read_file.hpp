#pragma once
// Files that somebody hands in to be checked, whole, up to a limit.

#include <cstddef>
#include <istream>
#include <optional>
#include <string>

#include "events/result.hpp"
#include "tools/verloop/console.hpp"

namespace verloop {

/// Fail with `not_found` when it can't be read, with `too_large` above the limit.
Result<std::string> read_stream(std::istream& stream, const std::string& name,
                                std::size_t bytes_max);
/// A regular file only: see events/regular_file.hpp.
Result<std::string> read_file(const std::string& file, std::size_t bytes_max);

/// Scenarios, definitions, payloads and checkpoints.
constexpr std::size_t text_file_bytes_max = std::size_t{16} * 1024 * 1024;

/// A file that was named on the command line. None after a message.
std::optional<std::string> read_text(Console& console, const std::string& file);

}  // namespace verloop
