#include "projections/diagram/text_box.hpp"

namespace verloop {
namespace {

constexpr int units = 1000;  // Of an em.

bool continues(char byte) {
  return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U;
}

/// The bytes of the character that starts here.
std::size_t character_length(std::string_view text, std::size_t at) {
  std::size_t length = 1;
  while (at + length < text.size() && continues(text[at + length])) ++length;
  return length;
}

/// In thousandths of an em; between those of Arial and of the wider DejaVu Sans.
int character_width(std::string_view character) {
  if (character.size() > 2) return units;
  if (character.size() == 2) return 650;
  const char c = character.front();
  constexpr std::string_view narrow = "ijlI.,:;'|!()[] ft", wide = "mwMW@%";
  if (narrow.find(c) != std::string_view::npos) return 380;
  if (wide.find(c) != std::string_view::npos) return 950;
  return c >= 'A' && c <= 'Z' ? 710 : 610;
}

/// As many characters of a word as fit on a line, at least one.
std::size_t fitting(std::string_view word, int width_max, int font_size) {
  std::size_t length = character_length(word, 0);
  while (length < word.size()) {
    const std::size_t more = length + character_length(word, length);
    if (text_width(word.substr(0, more), font_size) > width_max) break;
    length = more;
  }
  return length;
}

}  // namespace

int text_width(std::string_view text, int font_size) {
  int width = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = character_length(text, at);
    width += character_width(text.substr(at, length));
    at += length;
  }
  return (width * font_size + units - 1) / units;
}

std::vector<std::string> wrapped(std::string_view text, int width_max, int font_size) {
  std::vector<std::string> lines(1);
  while (!text.empty()) {
    const std::size_t space = text.find(' ');
    std::string_view word = text.substr(0, space);
    text.remove_prefix(space == std::string_view::npos ? text.size() : space + 1);
    while (!word.empty()) {
      const std::string longer =
          (lines.back().empty() ? "" : lines.back() + " ") + std::string(word);
      if (text_width(longer, font_size) <= width_max) {
        lines.back() = longer;
        break;
      }
      if (!lines.back().empty()) lines.emplace_back();
      if (text_width(word, font_size) <= width_max) continue;
      const std::size_t part = fitting(word, width_max, font_size);
      lines.back() = std::string(word.substr(0, part));
      word.remove_prefix(part);
    }
  }
  return lines;
}

}  // namespace verloop
