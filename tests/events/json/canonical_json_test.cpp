#include "events/json/canonical_json.hpp"

#include <cmath>
#include <limits>

#include <boost/json.hpp>
#include <gtest/gtest.h>

#include "events/json/strict_json.hpp"

namespace verloop {
namespace {

namespace json = boost::json;

TEST(CanonicalJson, SortsMembersByUtf16CodeUnits) {
  // U+1F600 is D83D DE00 there, before U+E000 and U+FB33, but after them in UTF-8.
  const json::object object = {{"\xef\xac\xb3", 1},
                               {"\xf0\x9f\x98\x80", 2},
                               {"\xee\x80\x80", 3},
                               {"\xed\x9f\xbf", 4},
                               {"b", 5},
                               {"a", 6},
                               {"aa", 7},
                               {"", 8},
                               {"\r", 9}};
  EXPECT_EQ(canonical_json(object),
            "{\"\":8,\"\\r\":9,\"a\":6,\"aa\":7,\"b\":5,\"\xed\x9f\xbf\":4,\"\xf0\x9f\x98\x80\":2,"
            "\"\xee\x80\x80\":3,\"\xef\xac\xb3\":1}");
}

TEST(CanonicalJson, EscapesOnlyWhatItMust) {
  const json::string text("\b\t\n\f\r\"\\/\x01\x1f\x7f\xc3\xa9");
  EXPECT_EQ(canonical_json(text), "\"\\b\\t\\n\\f\\r\\\"\\\\/\\u0001\\u001f\x7f\xc3\xa9\"");
  EXPECT_EQ(canonical_json(json::string("a\0b", 3)), "\"a\\u0000b\"");
}

TEST(CanonicalJson, KeepsTheOrderOfArrays) {
  EXPECT_EQ(canonical_json(json::array{3, 1, json::array(), json::object(), nullptr, false}),
            "[3,1,[],{},null,false]");
}

TEST(CanonicalJson, WritesNumbersAsEcmaScriptDoes) {
  const std::pair<double, const char*> cases[] = {
      {0.0, "0"},
      {-0.0, "0"},
      {1.0, "1"},
      {-1.5, "-1.5"},
      {100.0, "100"},
      {1e20, "100000000000000000000"},
      {1e21, "1e+21"},
      {1.5e300, "1.5e+300"},
      {999999999999999900000.0, "999999999999999900000"},
      {0.000001, "0.000001"},
      {1e-7, "1e-7"},
      {1.25e-7, "1.25e-7"},
      {0.1 + 0.2, "0.30000000000000004"},
      {333333333.33333343, "333333333.33333343"},
      {-0.0000033333333333333333, "-0.0000033333333333333333"},
      {5e-324, "5e-324"},
      {1.7976931348623157e308, "1.7976931348623157e+308"},
  };
  for (const auto& [number, text] : cases) EXPECT_EQ(canonical_json(number), text);
}

TEST(CanonicalJson, WritesLargeIntegersAsTheNearestDouble) {
  EXPECT_EQ(canonical_json(std::int64_t{9007199254740991}), "9007199254740991");
  EXPECT_EQ(canonical_json(std::int64_t{-9007199254740992}), "-9007199254740992");
  EXPECT_EQ(canonical_json(std::int64_t{9007199254740993}), "9007199254740992");
  EXPECT_EQ(canonical_json(std::numeric_limits<std::int64_t>::min()), "-9223372036854776000");
  EXPECT_EQ(canonical_json(std::numeric_limits<std::uint64_t>::max()), "18446744073709552000");
  EXPECT_EQ(canonical_json(std::uint64_t{7}), "7");
}

TEST(CanonicalJsonDeathTest, StopsAtANumberThatJsonHasNot) {
  EXPECT_DEATH(canonical_json(std::nan("")), "finite");
  EXPECT_DEATH(canonical_json(std::numeric_limits<double>::infinity()), "finite");
}

}  // namespace
}  // namespace verloop
