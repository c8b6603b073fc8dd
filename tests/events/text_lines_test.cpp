#include "events/text_lines.hpp"

#include <gtest/gtest.h>

namespace verloop {
namespace {

TEST(TextLines, AreTakenOneByOne) {
  std::string_view rest = "a\n\nb";
  EXPECT_EQ(take_line(rest), "a");
  EXPECT_EQ(take_line(rest), "");
  EXPECT_EQ(take_line(rest), std::nullopt) << "a line ends in a line feed";
  EXPECT_EQ(rest, "b");
}

TEST(TextLines, HoldNumbersInOneFormOnly) {
  EXPECT_EQ(decimal_in("0"), 0U);
  EXPECT_EQ(decimal_in("18446744073709551615"), 18446744073709551615U);
  for (const char* text : {"", "00", "01", "-1", "+1", " 1", "1 ", "1a", "18446744073709551616"})
    EXPECT_EQ(decimal_in(text), std::nullopt) << text;
}

TEST(TextLines, HoldHashes) {
  const Digest hash = sha256("x");
  EXPECT_EQ(hash_in(to_base64(view(hash))).value(), hash);
  EXPECT_EQ(hash_in("%").error().detail, "a line that is no hash in base64");
  EXPECT_EQ(hash_in(to_base64("short")).error().detail, "a hash that is not 32 bytes");
}

}  // namespace
}  // namespace verloop
