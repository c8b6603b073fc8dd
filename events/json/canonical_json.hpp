#pragma once
// RFC 8785 (JCS): the one form of JSON that is stored and hashed. Members sorted by UTF-16 code
// units, ECMAScript numbers, shortest escapes, no white space.

#include <string>
#include <string_view>

#include <boost/json/value.hpp>

namespace verloop {

/// The value must be I-JSON with finite numbers (what parse_json gives is); a NaN or infinity is a
/// bug. Integers beyond 2^53 are written as the double nearest to them, as RFC 8785 demands.
std::string canonical_json(const boost::json::value& value);
/// Adds a text as it stands in the canonical form, in quotes.
void append_canonical(std::string& out, std::string_view text);

/// The order of members: that of UTF-16 code units. Both are UTF-8.
bool before_in_utf16(std::string_view a, std::string_view b);

}  // namespace verloop
