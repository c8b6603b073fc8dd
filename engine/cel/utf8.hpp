#pragma once
// The little of UTF-8 that CEL needs.

#include <cstdint>
#include <string>
#include <string_view>

namespace verloop::cel {

bool is_utf8(std::string_view text);
std::size_t count_characters(std::string_view text);  // Of valid UTF-8.
/// False, and nothing appended, when `code` is no Unicode scalar value.
bool append_utf8(std::string& text, std::uint32_t code);

}  // namespace verloop::cel
