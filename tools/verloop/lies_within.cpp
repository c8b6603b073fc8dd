#include "tools/verloop/lies_within.hpp"

#include <algorithm>

namespace verloop {

bool lies_within(const std::filesystem::path& path, const std::filesystem::path& folder) {
  namespace fs = std::filesystem;
  std::error_code ignored;  // What can't be followed is taken as it is written.
  const auto followed = [&ignored](const fs::path& one) {
    const fs::path whole = fs::absolute(one, ignored);
    const fs::path real = fs::weakly_canonical(whole, ignored);
    const fs::path plain = (real.empty() ? whole : real).lexically_normal();
    return plain.has_filename() ? plain : plain.parent_path();
  };
  const fs::path outer = followed(folder);
  const fs::path beside = path.has_parent_path() ? path.parent_path() : fs::path(".");
  for (const fs::path& inner : {followed(path), followed(beside) / path.filename()}) {
    const auto parts = std::mismatch(outer.begin(), outer.end(), inner.begin(), inner.end());
    if (parts.first == outer.end()) return true;
  }
  return false;
}

}  // namespace verloop
