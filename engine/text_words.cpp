#include "engine/text_words.hpp"

#include <algorithm>
#include <array>

#include "events/utf8.hpp"

namespace verloop {
namespace {

constexpr std::size_t letters_min = 3;  // Shorter words are no sign of a name.

/// Latin letters with marks, U+00C0 to U+017F, without them; two letters where one stands for two.
constexpr char32_t table_first = 0xC0;
constexpr std::array<const char*, 192> plain_letters = {
    // clang-format off
    "a", "a", "a", "a", "a", "a", "ae", "c", "e", "e", "e", "e", "i", "i", "i", "i",  // C0
    "d", "n", "o", "o", "o", "o", "o", "", "o", "u", "u", "u", "u", "y", "th", "ss",  // D0
    "a", "a", "a", "a", "a", "a", "ae", "c", "e", "e", "e", "e", "i", "i", "i", "i",  // E0
    "d", "n", "o", "o", "o", "o", "o", "", "o", "u", "u", "u", "u", "y", "th", "y",  // F0
    "a", "a", "a", "a", "a", "a", "c", "c", "c", "c", "c", "c", "c", "c", "d", "d",  // 100
    "d", "d", "e", "e", "e", "e", "e", "e", "e", "e", "e", "e", "g", "g", "g", "g",  // 110
    "g", "g", "g", "g", "h", "h", "h", "h", "i", "i", "i", "i", "i", "i", "i", "i",  // 120
    "i", "i", "ij", "ij", "j", "j", "k", "k", "k", "l", "l", "l", "l", "l", "l", "l",  // 130
    "l", "l", "l", "n", "n", "n", "n", "n", "n", "n", "n", "n", "o", "o", "o", "o",  // 140
    "o", "o", "oe", "oe", "r", "r", "r", "r", "r", "r", "s", "s", "s", "s", "s", "s",  // 150
    "s", "s", "t", "t", "t", "t", "t", "t", "u", "u", "u", "u", "u", "u", "u", "u",  // 160
    "u", "u", "u", "u", "w", "w", "y", "y", "y", "z", "z", "z", "z", "z", "z", "s",  // 170
    // clang-format on
};

bool is_mark(char32_t c) {
  return c >= 0x300 && c <= 0x36F;
}  // Combining, behind its letter.

/// A letter or digit; of other scripts all that is no space and no punctuation in general use.
bool is_word_character(char32_t c) {
  if (c < 0x80) return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
  if (c < table_first || c == 0xD7 || c == 0xF7) return false;
  const bool is_punctuation = (c >= 0x2000 && c <= 0x2BFF) || (c >= 0x3000 && c <= 0x303F);
  return !is_punctuation && !is_space(c);
}

bool is_capital(char32_t c) {
  if (c < 0x80) return c >= 'A' && c <= 'Z';
  if (c >= 0xC0 && c <= 0xDE) return true;
  if ((c >= 0x139 && c <= 0x148) || (c >= 0x178 && c <= 0x17E)) return c % 2 == 1 || c == 0x178;
  return c >= 0x100 && c <= 0x177 && c % 2 == 0;
}

/// `character` is as it stands in the text.
void add_folded(std::string& word, char32_t c, std::string_view character) {
  if (is_mark(c)) return;
  if (c >= table_first && c < table_first + plain_letters.size()) {
    word += plain_letters[c - table_first];
  } else if (c >= 'A' && c <= 'Z') {
    word += static_cast<char>(c - 'A' + 'a');
  } else {
    word += character;
  }
}

std::vector<std::string> phrase_of(const std::vector<TextWord>& words) {
  std::vector<std::string> phrase;
  for (const TextWord& word : words) phrase.push_back(word.folded);
  return phrase;
}

bool is_telling(const TextWord& word) {
  std::string_view rest = word.folded;
  std::size_t letters = 0;
  while (!rest.empty()) {
    const auto c = take_character(rest);
    if (!c) break;
    if (*c < '0' || *c > '9') ++letters;
  }
  return letters >= letters_min;
}

}  // namespace

std::vector<TextWord> words_of(std::string_view text) {
  std::vector<TextWord> words;
  bool in_word = false;
  for (std::string_view rest = text; !rest.empty();) {
    const std::size_t from = text.size() - rest.size();
    const auto c = take_character(rest);
    if (!c) rest.remove_prefix(1);
    const bool continues = c && (is_word_character(*c) || (in_word && is_mark(*c)));
    if (continues && !in_word) words.push_back({{}, from, from, is_capital(*c)});
    in_word = continues;
    if (!continues) continue;
    words.back().to = text.size() - rest.size();
    add_folded(words.back().folded, *c, text.substr(from, words.back().to - from));
  }
  return words;
}

std::string folded(std::string_view word) {
  std::string whole;
  for (const TextWord& one : words_of(word)) whole += one.folded;
  return whole;
}

void add_name(NamePhrases& names, std::string_view name, const std::set<std::string>& particles) {
  const std::vector<TextWord> words = words_of(name);
  const auto is_capitalised = [](const TextWord& word) { return word.is_capitalised; };
  const bool any = std::any_of(words.begin(), words.end(), is_capitalised);
  if (words.size() > 1) names.insert(phrase_of(words));
  for (const TextWord& word : words)
    if (is_telling(word) && (!any || word.is_capitalised) && !particles.contains(word.folded))
      names.insert({word.folded});
}

void add_identifier(NamePhrases& names, std::string_view identifier) {
  const std::vector<TextWord> words = words_of(identifier);
  if (words.size() > 1 || (words.size() == 1 && is_telling(words.front())))
    names.insert(phrase_of(words));
}

}  // namespace verloop
