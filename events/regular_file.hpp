#pragma once
// Files that somebody names, whole, up to a limit. What is no regular file is refused before it is
// read: a pipe that nobody writes to would be waited for, and a device never ends.

#include <cstddef>
#include <filesystem>
#include <string>

#include "events/result.hpp"

namespace verloop {

/// Fails with `not_found` when it can't be read, with `malformed` when it is no regular file, with
/// `too_large` above the limit.
Result<std::string> read_regular_file(const std::filesystem::path& file, std::size_t bytes_max);

}  // namespace verloop
