#include "events/json/strict_json.hpp"

#include <cmath>
#include <limits>

#include <gtest/gtest.h>

#include "events/json/canonical_json.hpp"

namespace verloop {
namespace {

std::string nested(std::size_t depth) {
  return std::string(depth, '[') + std::string(depth, ']');
}

boost::system::error_code fault(std::string_view text, JsonLimits limits = {}) {
  const auto value = parse_json(text, limits);
  return value.has_error() ? value.error().code : boost::system::error_code();
}

TEST(StrictJson, ReadsWhatCanonicalJsonWrites) {
  const std::string text = R"({"a":[1,-2,0.5,"x\n",null,true,{}],"b":18446744073709552000})";
  EXPECT_EQ(canonical_json(parse_json(text).value()), text);
}

TEST(StrictJson, TakesWhiteSpaceAroundAndBetween) {
  EXPECT_EQ(canonical_json(parse_json(" { \"a\" :\t[ 1 ,\r\n2 ] } \n").value()), R"({"a":[1,2]})");
}

TEST(StrictJson, RefusesDuplicateMembers) {
  for (const auto* text : {R"({"a":1,"a":1})", R"({"a":1,"\u0061":2})", R"([{"b":{"":0,"":0}}])"})
    EXPECT_EQ(fault(text), Errc::malformed) << text;
  EXPECT_TRUE(parse_json(R"({"a":{"a":1},"A":{"a":1}})").has_value());
}

TEST(StrictJson, RefusesADuplicateInALargeObject) {
  std::string text = "{";
  for (int i = 0; i < 100; ++i) text += '"' + std::to_string(i) + "\":0,";
  EXPECT_TRUE(parse_json(text + R"("100":0})").has_value());
  EXPECT_EQ(fault(text + R"("7":0})"), Errc::malformed);
}

TEST(StrictJson, RefusesWhatIsNoJson) {
  for (const auto* text :
       {"",         " ",       "{",         "[1,]", "{\"a\":1,}", "[1 2]", "nul",
        "'a'",      "\"a",     "// c\n1",   "[1]x", "1 2",        "{a:1}", "{\"a\"}",
        "[\"\t\"]", "\"\\x\"", "\"\\u12\"", "NaN",  "Infinity",   "-"})
    EXPECT_EQ(fault(text), Errc::malformed) << text;
}

TEST(StrictJson, RefusesNumbersInAnotherForm) {
  for (const auto* text : {"01", "-01", "1.", ".5", "+1", "0x10", "1e", "1e+", "1.e3", "- 1"})
    EXPECT_EQ(fault(text), Errc::malformed) << text;
}

TEST(StrictJson, RefusesTextThatIsNotUtf8) {
  for (const auto* text : {"\"\xff\"", "\"\xc0\x80\"", "\"\xe0\x80\x80\"", "\"\xed\xa0\x80\"",
                           "\"\xed\xbf\xbf\"", "\"\xf4\x90\x80\x80\"", "\"\xf0\x80\x80\x80\"",
                           "\"\xc3\"", "\"\xe2\x82\"", "\"\x80\"", "{\"\xff\":1}"})
    EXPECT_EQ(fault(text), Errc::malformed);
}

TEST(StrictJson, RefusesAByteOrderMark) {
  EXPECT_EQ(fault("\xef\xbb\xbf{}"), Errc::malformed);
}

TEST(StrictJson, RefusesLoneSurrogates) {
  for (const auto* text : {R"("\ud800")", R"("\udc00")", R"("\ud800\u0041")", R"("\ud800x")",
                           R"("\ud800\ud800")", R"("\udc00\ud800")", R"({"\ud800":1})"})
    EXPECT_EQ(fault(text), Errc::malformed) << text;
  EXPECT_EQ(parse_json(R"("\ud83d\ude00")").value(), "\xf0\x9f\x98\x80");
}

TEST(StrictJson, RefusesNumbersBeyondTheDoubleRange) {
  for (const auto* text : {"1e309", "-1e309", "1.8e308", "1e-400", "-1e-400", "1e99999999999",
                           "1e-99999999999", "123e-10000000", "0.1e999999999999999999999"})
    EXPECT_EQ(fault(text), Errc::malformed) << text;
  EXPECT_EQ(fault(std::string(400, '9')), Errc::malformed);
}

TEST(StrictJson, ReadsTheNearestDouble) {
  EXPECT_EQ(parse_json("1.7976931348623157e308").value().as_double(),
            std::numeric_limits<double>::max());
  EXPECT_EQ(parse_json("5e-324").value().as_double(), std::numeric_limits<double>::denorm_min());
  EXPECT_EQ(parse_json("1424953923781206.2").value().as_double(), 1424953923781206.2);
  EXPECT_EQ(parse_json("0e99999").value().as_double(), 0.0);
  EXPECT_TRUE(std::signbit(parse_json("-0.0").value().as_double()));
}

TEST(StrictJson, KeepsIntegersOf64Bits) {
  EXPECT_EQ(parse_json("9223372036854775807").value().as_int64(),
            std::numeric_limits<std::int64_t>::max());
  EXPECT_EQ(parse_json("-9223372036854775808").value().as_int64(),
            std::numeric_limits<std::int64_t>::min());
  EXPECT_EQ(parse_json("18446744073709551615").value().as_uint64(),
            std::numeric_limits<std::uint64_t>::max());
  EXPECT_EQ(parse_json("18446744073709551616").value().as_double(), 18446744073709551616.0);
  EXPECT_EQ(parse_json("-9223372036854775809").value().as_double(), -9223372036854775809.0);
  EXPECT_EQ(parse_json("-0").value().as_int64(), 0);
  EXPECT_TRUE(parse_json("1.0").value().is_double());
}

TEST(StrictJson, RefusesMoreLevelsThanTheLimit) {
  EXPECT_TRUE(parse_json(nested(32)).has_value());
  EXPECT_EQ(fault(nested(33)), Errc::too_large);
  EXPECT_EQ(fault(R"({"a":{"a":{}}})", {.depth_max = 2}), Errc::too_large);
  EXPECT_EQ(fault(std::string(100'000, '[')), Errc::too_large);
}

TEST(StrictJson, RefusesMoreBytesThanTheLimit) {
  EXPECT_TRUE(parse_json("[1]", {.bytes_max = 3}).has_value());
  EXPECT_EQ(fault("[10]", {.bytes_max = 3}), Errc::too_large);
}

TEST(StrictJson, NamesTheByteOffsetAndQuotesNothing) {
  const Error error = parse_json(R"({"name":"secret",])").error();
  EXPECT_NE(error.detail.find("byte 17"), std::string::npos) << error.detail;
  for (const auto* text : {R"({"secret":1,"secret":2})", "[secret]", R"("secret" secret)"})
    EXPECT_EQ(parse_json(text).error().detail.find("secret"), std::string::npos);
}

}  // namespace
}  // namespace verloop
