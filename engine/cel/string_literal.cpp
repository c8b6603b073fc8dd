#include "engine/cel/string_literal.hpp"

#include <charconv>

#include "engine/cel/utf8.hpp"

namespace verloop::cel {
namespace {

/// The character that `\c` stands for; 0 when it is none of the simple ones.
char simple_escape(char c) {
  switch (c) {
    case 'a':
      return '\a';
    case 'b':
      return '\b';
    case 'f':
      return '\f';
    case 'n':
      return '\n';
    case 'r':
      return '\r';
    case 't':
      return '\t';
    case 'v':
      return '\v';
    case '\\':
    case '?':
    case '"':
    case '\'':
    case '`':
      return c;
    default:
      return 0;
  }
}

struct Numeric {
  std::size_t skip = 0;  // Characters after the backslash, before the digits.
  std::size_t length = 0;
  int base = 16;
};

Numeric numeric_escape(char c) {
  if (c == 'x' || c == 'X') return {1, 2, 16};
  if (c == 'u') return {1, 4, 16};
  if (c == 'U') return {1, 8, 16};
  if (c >= '0' && c <= '3') return {0, 3, 8};
  return {};
}

/// Appends what the escape at `at` (behind its backslash) stands for; its length, or 0.
std::size_t append_escape(std::string& out, std::string_view content, std::size_t at,
                          Escapes escapes) {
  const char c = content[at];
  if (const char plain = simple_escape(c); plain != 0) {
    out += plain;
    return 1;
  }
  const Numeric form = numeric_escape(c);
  if (form.length == 0 || (escapes == Escapes::of_bytes && (c == 'u' || c == 'U'))) return 0;
  const std::string_view digits = content.substr(at + form.skip, form.length);
  std::uint32_t code = 0;
  const auto [end, error] =
      std::from_chars(digits.data(), digits.data() + digits.size(), code, form.base);
  const bool whole = digits.size() == form.length && end == digits.data() + digits.size();
  if (error != std::errc() || !whole) return 0;
  if (escapes == Escapes::of_bytes)
    out += static_cast<char>(code);
  else if (!append_utf8(out, code))
    return 0;
  return form.skip + form.length;
}

}  // namespace

boost::system::result<std::string, Fault> unescape(std::string_view content, Escapes escapes) {
  std::string out;
  out.reserve(content.size());
  for (std::size_t at = 0; at < content.size();) {
    if (content[at] != '\\') {
      out += content[at++];
      continue;
    }
    const std::size_t from = at++;
    const std::size_t length = at < content.size() ? append_escape(out, content, at, escapes) : 0;
    if (length == 0)
      return Fault{static_cast<std::uint32_t>(from), "no such escape in this literal"};
    at += length;
  }
  return out;
}

}  // namespace verloop::cel
