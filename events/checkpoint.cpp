#include "events/checkpoint.hpp"

#include <charconv>

namespace verloop {
namespace {

Error malformed(const char* problem) {
  return {Errc::malformed, problem};
}

/// The next line without its line feed. `rest` ends with one.
std::string_view take_line(std::string_view& rest) {
  const std::size_t end = rest.find('\n');
  const std::string_view line = rest.substr(0, end);
  rest.remove_prefix(end + 1);
  return line;
}

Result<std::uint64_t> parse_size(std::string_view text) {
  std::uint64_t size = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, fault] = std::from_chars(text.data(), end, size);
  const bool is_padded = text.size() > 1 && text.front() == '0';
  if (fault != std::errc() || stop != end || is_padded)
    return malformed("a checkpoint's size is no decimal number without leading zeros");
  return size;
}

Result<Digest> parse_root(std::string_view text) {
  const auto bytes = from_base64(text);
  if (bytes.has_error()) return bytes.error();
  return digest_from(*bytes);
}

}  // namespace

std::string checkpoint_text(const Checkpoint& checkpoint) {
  const bool is_line =
      !checkpoint.origin.empty() && checkpoint.origin.find('\n') == std::string::npos;
  ensure(is_line, "a log's origin is one line");
  return checkpoint.origin + '\n' + std::to_string(checkpoint.size) + '\n' +
         to_base64(view(checkpoint.root)) + '\n';
}

Result<Checkpoint> parse_checkpoint_text(std::string_view text) {
  constexpr int line_count = 3;
  if (!text.ends_with('\n')) return malformed("a checkpoint does not end with a line feed");
  std::string_view lines[line_count];
  for (std::string_view& line : lines) {
    if (text.empty()) return malformed("a checkpoint has fewer than three lines");
    line = take_line(text);
  }
  while (!text.empty())
    if (take_line(text).empty()) return malformed("a checkpoint has an empty extension line");
  if (lines[0].empty()) return malformed("a checkpoint has no origin");
  const auto size = parse_size(lines[1]);
  if (size.has_error()) return size.error();
  const auto root = parse_root(lines[2]);
  if (root.has_error()) return malformed("a checkpoint's root is not base64 of 32 bytes");
  return Checkpoint{std::string(lines[0]), *size, *root};
}

std::string sign_checkpoint(const Checkpoint& checkpoint, std::string_view seed) {
  return sign_note(checkpoint_text(checkpoint), checkpoint.origin, seed);
}

Result<Checkpoint> open_checkpoint(std::string_view note, const VerifierKey& key) {
  const auto opened = open_note(note, key);
  if (opened.has_error()) return opened.error();
  auto checkpoint = parse_checkpoint_text(opened->text);
  if (checkpoint.has_error()) return checkpoint;
  if (checkpoint->origin != key.name)
    return Error{Errc::wrong_key, "the checkpoint is of another log than that of the key"};
  return checkpoint;
}

}  // namespace verloop
