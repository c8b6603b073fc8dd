#include "events/utf8.hpp"

#include <string>

#include <gtest/gtest.h>

namespace verloop {
namespace {

TEST(Utf8, TakesOneCharacterAfterAnother) {
  std::string_view rest = "a\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80\xf4\x8f\xbf\xbf";
  for (const char32_t character : {U'a', U'\u00e9', U'\u20ac', U'\U0001F600', U'\U0010FFFF'})
    EXPECT_EQ(take_character(rest), character);
  EXPECT_EQ(take_character(rest), std::nullopt);
}

TEST(Utf8, RefusesWhatIsNotWellFormed) {
  for (const auto* text : {"\x80", "\xc3", "\xc0\x80", "\xc1\xbf", "\xe0\x9f\xbf", "\xed\xa0\x80",
                           "\xed\xbf\xbf", "\xe2\x82", "\xf0\x8f\xbf\xbf", "\xf4\x90\x80\x80",
                           "\xf5\x80\x80\x80", "\xff", "a\xc3(", "\xf8\x88\x80\x80\x80"})
    EXPECT_FALSE(is_utf8(text)) << text;
  EXPECT_TRUE(is_utf8(""));
  EXPECT_TRUE(is_utf8(std::string_view("\0\xee\x80\x80\xed\x9f\xbf", 7)));
}

TEST(Utf8, KnowsSpaces) {
  for (const char32_t space : {U'\t', U' ', U'\u0085', U'\u00a0', U'\u2003', U'\u3000'})
    EXPECT_TRUE(is_space(space));
  for (const char32_t other : {U'a', U'\u200b', U'\ufeff'}) EXPECT_FALSE(is_space(other));
}

}  // namespace
}  // namespace verloop
