#pragma once
// SHA-256 digests as values, and the two ways in which bytes are written as text.

#include <array>
#include <compare>
#include <cstddef>
#include <string>
#include <string_view>

#include "events/result.hpp"

namespace verloop {

struct Digest {
  std::array<std::byte, 32> bytes{};
  friend bool operator==(const Digest&, const Digest&) = default;
  friend auto operator<=>(const Digest&, const Digest&) = default;
};

Digest sha256(std::string_view bytes);
/// SHA-256 of the concatenation, without making it.
Digest sha256(std::string_view first, std::string_view second, std::string_view third = {});

std::string_view view(const Digest& digest);
Result<Digest> digest_from(std::string_view thirty_two_bytes);

std::string to_hex(std::string_view bytes);  // Lower case.
Result<std::string> from_hex(std::string_view text);
std::string to_base64url(std::string_view bytes);           // Without padding, RFC 4648 section 5.
Result<std::string> from_base64url(std::string_view text);  // Refuses padding and stray bits.
std::string to_base64(
    std::string_view bytes);  // With padding, RFC 4648 section 4: signed notes only.
Result<std::string> from_base64(std::string_view text);

}  // namespace verloop
