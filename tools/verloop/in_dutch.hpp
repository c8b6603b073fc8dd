#pragma once
// The libraries below speak English; here is what people who asked for Dutch read instead. A phrase
// book, not a translator: what it has no phrase for is quoted as it is, named as a message.

#include <optional>
#include <string>
#include <string_view>

#include "events/catalogue.hpp"

namespace verloop {

/// The sentence in Dutch; none when the book has no phrase for it.
std::optional<std::string> in_dutch(std::string_view english);

/// The same for what CLI11 says of a command line.
std::optional<std::string> wrong_use_in_dutch(std::string_view english);

/// For a reader: the sentence itself in English, in Dutch by the book, else quoted.
std::string said(std::string_view english, Language language);

/// `english` with a `{}` for each part that differs; `dutch` with `{1}` where such a part goes, and
/// `{1:}` where it goes in words of its own, in Dutch by the book or quoted.
struct Phrase {
  std::string_view english;
  std::string_view dutch;
};

}  // namespace verloop
