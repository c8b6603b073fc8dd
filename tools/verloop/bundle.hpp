#pragma once
// What `verloop verify` does with an audit bundle: it is checked offline, with events/ alone.

#include <string>

#include "tools/verloop/trust.hpp"

namespace verloop {

/// By its first bytes: JSON, or a page for a browser.
bool is_bundle_file(const std::string& file);

enum class EmbeddedKey : std::uint8_t { not_trusted, trusted };

struct BundleToVerify {
  std::string file;
  Trust trust;  // Nobody: only the key that the bundle holds.
  EmbeddedKey embedded{};
};

/// Says whether all of it holds, naming each fault. Exit 1 when it does not, or when nobody but the
/// bundle itself says whose key it is.
void verify_bundle_file(Console& console, const BundleToVerify& what);

}  // namespace verloop
