#pragma once
// Texts and attributes of XML.

#include <string>
#include <string_view>

namespace verloop {

/// For text and attributes alike; line breaks are kept in both. Characters that XML can't hold
/// become a replacement character.
std::string xml_escaped(std::string_view text);

/// ` name="value"`, escaped.
std::string attribute(std::string_view name, std::string_view value);
std::string attribute(std::string_view name, int value);

}  // namespace verloop
