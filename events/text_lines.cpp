#include "events/text_lines.hpp"

#include <charconv>

namespace verloop {

std::optional<std::string_view> take_line(std::string_view& rest) {
  const std::size_t end = rest.find('\n');
  if (end == std::string_view::npos) return std::nullopt;
  const std::string_view line = rest.substr(0, end);
  rest.remove_prefix(end + 1);
  return line;
}

std::optional<std::uint64_t> decimal_in(std::string_view text) {
  std::uint64_t number = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, fault] = std::from_chars(text.data(), end, number);
  const bool is_padded = text.size() > 1 && text.front() == '0';
  if (fault != std::errc() || stop != end || is_padded) return std::nullopt;
  return number;
}

Result<Digest> hash_in(std::string_view line) {
  const Result<std::string> bytes = from_base64(line);
  if (!bytes) return Error{Errc::malformed, "a line that is no hash in base64"};
  const Result<Digest> hash = digest_from(*bytes);
  if (!hash) return Error{Errc::malformed, "a hash that is not 32 bytes"};
  return hash;
}

}  // namespace verloop
