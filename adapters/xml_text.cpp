#include "adapters/xml_text.hpp"

#include <algorithm>

namespace verloop {
namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD";  // U+FFFD

/// How many bytes a character of UTF-8 has that XML may hold; 0: none may begin here.
std::size_t character_at(std::string_view text) {
  const auto byte = [&text](std::size_t at) { return static_cast<unsigned char>(text[at]); };
  const unsigned char first = byte(0);
  if (first < 0x80U)
    return first >= 0x20U || first == '\t' || first == '\n' || first == '\r' ? 1 : 0;
  const std::size_t size = first >= 0xF0U ? 4 : first >= 0xE0U ? 3 : first >= 0xC2U ? 2 : 0;
  if (size == 0 || first > 0xF4U || text.size() < size) return 0;
  for (std::size_t i = 1; i < size; ++i)
    if ((byte(i) & 0xC0U) != 0x80U) return 0;
  const std::string_view own = text.substr(0, size);
  const bool is_none = own == "\xEF\xBF\xBE" || own == "\xEF\xBF\xBF";
  const bool is_surrogate = first == 0xEDU && byte(1) >= 0xA0U;
  const bool is_overlong =
      (first == 0xE0U && byte(1) < 0xA0U) || (first == 0xF0U && byte(1) < 0x90U);
  const bool is_beyond = first == 0xF4U && byte(1) >= 0x90U;
  return is_none || is_surrogate || is_overlong || is_beyond ? 0 : size;
}

void append_escaped(std::string_view one, std::string& out) {
  if (one == "&")
    out += "&amp;";
  else if (one == "<")
    out += "&lt;";
  else if (one == ">")
    out += "&gt;";
  else if (one == "\"")
    out += "&quot;";
  else if (one == "\t")
    out += "&#9;";
  else if (one == "\n")
    out += "&#10;";
  else if (one == "\r")
    out += "&#13;";
  else
    out += one;
}

}  // namespace

std::string xml_text(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const std::size_t size = character_at(text);
    if (size == 0) out += replacement;
    append_escaped(text.substr(0, size), out);
    text.remove_prefix(std::max<std::size_t>(size, 1));
  }
  return out;
}

}  // namespace verloop
