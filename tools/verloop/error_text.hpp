#pragma once
// An error for people and for programs. The sentence is in their language; what a library said, is
// quoted behind it where the phrase book (tools/verloop/in_dutch.hpp) has no words for it.

#include <string>
#include <string_view>

#include "events/catalogue.hpp"
#include "events/result.hpp"

namespace verloop {

/// The stable name that programs go by: the kinds of the socket API where it has them.
std::string_view kind_of(const Error& error);

/// What failed, in a few words.
Label title_of(const Error& error);

/// The whole message. English is the library's own sentence.
std::string error_text(const Error& error, Language language);

}  // namespace verloop
