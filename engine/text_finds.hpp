#pragma once
// Finding in a text what a procedure looks for: known names, numbers that pass the eleven test,
// dates of long ago, patterns. Pure, and linear in the length of the text.

#include <string_view>
#include <vector>

#include "engine/procedure.hpp"
#include "engine/text_words.hpp"

namespace verloop {

/// Of one thing in one text as many are told, the first ones.
constexpr std::size_t found_max = 16;

/// Bytes of the text, `to` left out.
using TextPlace = cel::RegexPlace;

/// Where the text holds what `find` looks for. Names count as whole words, also with an s behind
/// them, in whatever letters.
std::vector<TextPlace> found_in(std::string_view text, const TextFind& find,
                                const NamePhrases& names, Date today);

/// Numbers of eight or nine digits whose digits, times nine to two and minus one, add up to a
/// multiple of eleven: in one piece, or in groups that dots or spaces set apart. Not what belongs
/// to a longer number, to a code with letters, or is an amount.
std::vector<TextPlace> eleven_test_numbers(std::string_view text);

/// Dates on `latest` or before: 31-12-2016, 31/12/16, 31.12.2016, 2016-12-31, 31 december 2016.
std::vector<TextPlace> dates_until(std::string_view text, Date latest,
                                   const std::map<std::string, unsigned>& months);

}  // namespace verloop
