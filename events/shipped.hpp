#pragma once
// The files that the program carries with it: catalogue, procedures, pages, the demonstration's
// scenarios. Generated at build time from the folders that the top CMakeLists names.

#include <string_view>
#include <vector>

namespace verloop {

struct ShippedFile {
  std::string_view path;  // From the project's root, with forward slashes.
  std::string_view text;
};

/// Sorted by path. Lives as long as the program.
const std::vector<ShippedFile>& shipped_files();

}  // namespace verloop
