#pragma once
// Files that somebody hands in to be checked, whole, up to a limit.

#include <cstddef>
#include <istream>
#include <string>

#include "events/result.hpp"

namespace verloop {

/// Fail with `not_found` when it can't be read, with `too_large` above the limit.
Result<std::string> read_stream(std::istream& stream, const std::string& name,
                                std::size_t bytes_max);
Result<std::string> read_file(const std::string& file, std::size_t bytes_max);

}  // namespace verloop
