#pragma once
// Reading text as Unicode characters (RFC 3629).

#include <optional>
#include <string_view>

namespace verloop {

/// Takes the first character off `rest`. None, and nothing taken, when `rest` is empty or does not
/// start with a well-formed one: no surrogates, no longer forms than needed, nothing above
/// U+10FFFF.
std::optional<char32_t> take_character(std::string_view& rest);

bool is_utf8(std::string_view text);

/// White_Space of the Unicode character database.
bool is_space(char32_t character);

}  // namespace verloop
