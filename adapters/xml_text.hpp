#pragma once
// Text in XML 1.0, in UTF-8, whatever it is: for elements and for attributes in double quotes.

#include <string>
#include <string_view>

namespace verloop {

/// Escaped; what no XML may hold becomes U+FFFD.
std::string xml_text(std::string_view text);

}  // namespace verloop
