#pragma once
// The escapes of CEL's string and bytes literals.

#include <string>
#include <string_view>

#include <boost/system/result.hpp>

#include "engine/cel/ast.hpp"

namespace verloop::cel {

/// In a text \xFF and \377 are the character U+00FF, in bytes the byte; \u and \U are for texts.
enum class Escapes : std::uint8_t { of_text, of_bytes };

/// The content between the quotes; the fault's offset counts from its start.
boost::system::result<std::string, Fault> unescape(std::string_view content, Escapes escapes);

}  // namespace verloop::cel
