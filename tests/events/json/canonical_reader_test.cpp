#include "events/json/canonical_reader.hpp"

#include <optional>

#include <gtest/gtest.h>

#include "events/json/canonical_json.hpp"

namespace verloop {
namespace {

/// Whether the whole of a document is taken as one value.
bool takes(std::string_view document) {
  CanonicalReader reader(document);
  const boost::json::value value = reader.value();
  if (!reader.is_whole()) return false;
  EXPECT_EQ(canonical_json(value), document);
  return true;
}

TEST(CanonicalReader, TakesWhatIsInTheForm) {
  for (const std::string_view document :
       {"null", "true", "false", "0", "-7", "9007199254740991", "-9007199254740991", "[]", "{}",
        R"("")", R"("\b\t\n\f\r\"\\/\u0000\u001f")", "\"\x7f\xc3\xa9\xf0\x9f\x98\x80\"",
        R"([1,[2,{"a":[]}],"x"])",
        "{\"\":8,\"a\":6,\"aa\":7,\"\xf0\x9f\x98\x80\":2,\"\xee\x80\x80\":3}"})
    EXPECT_TRUE(takes(document)) << document;
}

TEST(CanonicalReader, RefusesEveryOtherSpelling) {
  for (const std::string_view document : {"",
                                          " 1",
                                          "1 ",
                                          "01",
                                          "-0",
                                          "-01",
                                          "+1",
                                          "-",
                                          "--1",
                                          "1.0",
                                          "1.5",
                                          "1e3",
                                          "9007199254740992",
                                          "-9007199254740992",
                                          "99999999999999999999",
                                          "nul",
                                          "True",
                                          "[1,]",
                                          "[,1]",
                                          "[1 ,2]",
                                          "[1",
                                          "]",
                                          R"({"a":1,})",
                                          R"({,"a":1})",
                                          R"({"a" :1})",
                                          R"({"a":1,"a":1})",
                                          R"({"b":1,"a":1})",
                                          R"({"a":1)",
                                          R"({"a"})",
                                          R"({a:1})",
                                          R"("\/")",
                                          R"("\u000a")",
                                          R"("\u001F")",
                                          R"("\u0020")",
                                          R"("\u00e9")",
                                          R"("\u0)",
                                          R"("\)",
                                          R"("\x")",
                                          R"("a)",
                                          "\"\n\"",
                                          "\"\xff\"",
                                          "\"\xc3\"",
                                          "\"\xed\xa0\x80\"",
                                          "\"\xc0\x80\"",
                                          "{\"\xee\x80\x80\":3,\"\xf0\x9f\x98\x80\":2}"})
    EXPECT_FALSE(takes(document)) << document;
}

TEST(CanonicalReader, LeavesDeepDocumentsToOthers) {
  EXPECT_TRUE(takes(std::string(16, '[') + std::string(16, ']')));
  EXPECT_FALSE(takes(std::string(17, '[') + std::string(17, ']')));
  EXPECT_FALSE(takes(std::string(100'000, '[')));
}

/// What is read of the document where a text of plain ASCII is expected; none when it is refused.
std::optional<std::string_view> plain_in(std::string_view document) {
  CanonicalReader reader(document);
  const std::string_view text = reader.plain_text();
  return reader.is_whole() ? std::optional(text) : std::nullopt;
}

TEST(CanonicalReader, TakesAPlainTextAsItLies) {
  EXPECT_EQ(plain_in(R"("")"), "");
  EXPECT_EQ(plain_in("\"2026-03-10 _/\x7f\""), "2026-03-10 _/\x7f");
}

TEST(CanonicalReader, RefusesAPlainTextThatNeedsMore) {
  for (const std::string_view document :
       {"", "\"", "a", "7", R"("a)", R"("\n")", R"("a\"b")", R"("\u0041")", R"("a" )", "\"\x1f\"",
        "\"\n\"", "\"\x80\"", "\"\xc3\xa9\"", "\"\xff\""})
    EXPECT_FALSE(plain_in(document)) << document;
}

TEST(CanonicalReader, GivesNothingMoreAfterItRefused) {
  CanonicalReader reader(R"(["a","b"])");
  reader.expect("{");
  EXPECT_EQ(reader.text(), "");
  EXPECT_EQ(reader.integer(), 0);
  EXPECT_FALSE(reader.take("["));
  EXPECT_FALSE(reader.is_whole());
}

}  // namespace
}  // namespace verloop
