#pragma once
// Reading what notes, checkpoints and proofs are made of: lines that end in a line feed, decimal
// numbers in one form only, hashes in base64 (C2SP tlog-checkpoint, tlog-proof, tlog-witness).

#include <cstdint>
#include <optional>
#include <string_view>

#include "events/digest.hpp"
#include "events/result.hpp"

namespace verloop {

/// The next line without its line feed, taken off `rest`; none, and nothing taken, when there is no
/// whole one.
std::optional<std::string_view> take_line(std::string_view& rest);

/// A decimal number without sign or leading zeros.
std::optional<std::uint64_t> decimal_in(std::string_view text);

/// A line that is one hash. The error says what the line is: "a line that is no hash in base64".
Result<Digest> hash_in(std::string_view line);

}  // namespace verloop
