#pragma once
// The words of a text, as names are compared with them: in small letters, without accents. Pure.

#include <cstddef>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace verloop {

struct TextWord {
  std::string folded;
  std::size_t from = 0, to = 0;  // Bytes of the text, `to` left out.
  bool is_capitalised = false;
};

/// Rows of letters and digits, in order. What is no UTF-8 separates.
std::vector<TextWord> words_of(std::string_view text);

/// One word, folded; other characters are left out.
std::string folded(std::string_view word);

/// Names, each as the row of its folded words.
using NamePhrases = std::set<std::vector<std::string>>;

/// Adds a name: whole, and each word of it that may stand for the person, one of three letters or
/// more that is no particle. Where some words are capitalised, the others only belong between them.
/// `particles`: folded words that never stand for a person by themselves.
void add_name(NamePhrases& names, std::string_view name,
              const std::set<std::string>& particles = {});
/// Adds an identifier: whole only.
void add_identifier(NamePhrases& names, std::string_view identifier);

}  // namespace verloop
