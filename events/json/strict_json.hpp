#pragma once
// Reading foreign JSON: RFC 8259 narrowed to I-JSON (RFC 7493). Refused: invalid UTF-8, a byte
// order mark, lone surrogates, duplicate members, numbers beyond the double range, more than
// `depth_max` levels, trailing bytes. An integer literal within 64 bits stays an integer; other
// numbers are the nearest double.

#include <cstddef>
#include <string_view>

#include <boost/json/value.hpp>

#include "events/result.hpp"

namespace verloop {

struct JsonLimits {
  std::size_t depth_max = 32;
  std::size_t bytes_max = 1 << 20;
};

/// Errors are `malformed` or `too_large` and name the byte offset; they never quote the input.
Result<boost::json::value> parse_json(std::string_view text, JsonLimits limits = {});

}  // namespace verloop
