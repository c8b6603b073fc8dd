#pragma once
// Whether one place on disk lies in another.

#include <filesystem>

namespace verloop {

/// Whether a path is the folder or leads into it, whatever links it goes by: a file is replaced
/// where its name stands, a folder is written where it leads.
bool lies_within(const std::filesystem::path& path, const std::filesystem::path& folder);

}  // namespace verloop
