#pragma once
// Others' test data, found through the environment variable VERLOOP_SHARED (default: `../shared`
// beside the project). A test that needs it starts with VERLOOP_NEEDS_SHARED(path) and is reported
// as skipped, by name, where it is missing.

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include <gtest/gtest.h>

namespace verloop::test {

inline std::filesystem::path shared_data(const std::string& path) {
  const char* folder = std::getenv("VERLOOP_SHARED");
  const std::filesystem::path root = folder != nullptr
                                         ? std::filesystem::path(folder)
                                         : std::filesystem::path(VERLOOP_ROOT) / ".." / "shared";
  return root / path;
}

inline std::string read_file(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

}  // namespace verloop::test

#define VERLOOP_NEEDS_SHARED(path)                                \
  if (!std::filesystem::exists(verloop::test::shared_data(path))) \
  GTEST_SKIP() << "test data not found: " << verloop::test::shared_data(path)
