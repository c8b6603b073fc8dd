#include "events/checkpoint.hpp"

#include "events/text_lines.hpp"

namespace verloop {
namespace {

Error malformed(const char* problem) {
  return {Errc::malformed, problem};
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
    line = take_line(text).value_or("");
  }
  while (!text.empty())
    if (take_line(text) == "") return malformed("a checkpoint has an empty extension line");
  if (lines[0].empty()) return malformed("a checkpoint has no origin");
  const auto size = decimal_in(lines[1]);
  if (!size) return malformed("a checkpoint's size is no decimal number without leading zeros");
  const auto root = hash_in(lines[2]);
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
