// Published cases: nst/JSONTestSuite, cyberphone/json-canonicalization, RFC 8785 appendix B.

#include <bit>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <set>
#include <string>

#include <boost/json.hpp>
#include <gtest/gtest.h>

#include "events/json/canonical_json.hpp"
#include "events/json/strict_json.hpp"
#include "tests/support/shared_data.hpp"

namespace verloop {
namespace {

namespace json = boost::json;
namespace fs = std::filesystem;

double from_bits(std::string_view hex) {
  std::uint64_t bits = 0;
  std::from_chars(hex.data(), hex.data() + hex.size(), bits, 16);
  return std::bit_cast<double>(bits);
}

/// What RFC 8259 lets pass and I-JSON forbids: a member that occurs twice has no one meaning, so
/// that what is signed and what is read could differ.
const std::set<std::string> duplicates = {"y_object_duplicated_key.json",
                                          "y_object_duplicated_key_and_value.json"};

/// Of the `i_` files, which a parser may take or leave, those that hold I-JSON. Their integers are
/// beyond 64 bits and become doubles.
const std::set<std::string> accepted_of_optional = {"i_number_too_big_neg_int.json",
                                                    "i_number_too_big_pos_int.json",
                                                    "i_number_very_big_negative_int.json"};

bool is_expected_to_be_accepted(const std::string& name) {
  if (name[0] == 'i') return accepted_of_optional.contains(name);
  return name[0] == 'y' && !duplicates.contains(name);
}

TEST(JsonVectors, OfJsonTestSuite) {
  VERLOOP_NEEDS_SHARED("vectors/json-parsing/test_parsing");
  int count = 0;
  for (const auto& entry :
       fs::directory_iterator(test::shared_data("vectors/json-parsing/test_parsing"))) {
    const std::string name = entry.path().filename();
    const auto value = parse_json(test::read_file(entry.path()));
    EXPECT_EQ(value.has_value(), is_expected_to_be_accepted(name)) << name;
    ++count;
  }
  EXPECT_EQ(count, 318);
}

TEST(JsonVectors, OfJsonTestSuiteAreWrittenSoThatTheyReadBackAlike) {
  VERLOOP_NEEDS_SHARED("vectors/json-parsing/test_transform");
  int accepted = 0;
  for (const auto* folder : {"test_parsing", "test_transform"})
    for (const auto& entry :
         fs::directory_iterator(test::shared_data("vectors/json-parsing") / folder)) {
      const auto value = parse_json(test::read_file(entry.path()));
      if (value.has_error()) continue;
      ++accepted;
      const std::string text = canonical_json(*value);
      EXPECT_EQ(canonical_json(parse_json(text).value()), text) << entry.path();
    }
  EXPECT_GT(accepted, 95);
}

TEST(JsonVectors, OfJsonCanonicalization) {
  VERLOOP_NEEDS_SHARED("vectors/jcs/testdata");
  const fs::path folder = test::shared_data("vectors/jcs/testdata");
  for (const auto* name : {"arrays", "french", "structures", "unicode", "values", "weird"}) {
    const std::string file = std::string(name) + ".json";
    const auto value = parse_json(test::read_file(folder / "input" / file));
    ASSERT_TRUE(value.has_value()) << name;
    EXPECT_EQ(canonical_json(*value), test::read_file(folder / "output" / file)) << name;
  }
}

TEST(JsonVectors, OfTenThousandEcmaScriptNumbers) {
  VERLOOP_NEEDS_SHARED("vectors/jcs/es6-numbers-10000.txt");
  std::ifstream file(test::shared_data("vectors/jcs/es6-numbers-10000.txt"));
  int count = 0;
  for (std::string line; std::getline(file, line); ++count) {
    const std::size_t comma = line.find(',');
    const double number = from_bits(std::string_view(line).substr(0, comma));
    const std::string text = line.substr(comma + 1);
    EXPECT_EQ(canonical_json(number), text) << line;
    EXPECT_EQ(parse_json(text).value().to_number<double>(), number) << line;
  }
  EXPECT_EQ(count, 10'000);
}

TEST(JsonVectors, OfRfc8785AppendixB) {
  VERLOOP_NEEDS_SHARED("vectors/jcs/rfc8785-appendix-b-numbers.json");
  const json::value document = json::parse(
      test::read_file(test::shared_data("vectors/jcs/rfc8785-appendix-b-numbers.json")));
  int count = 0;
  for (const auto& row : document.at("rows").as_array()) {
    if (row.at("json").is_null()) continue;  // NaN and infinities: a bug, tested apart.
    const double number = from_bits(json::value_to<std::string>(row.at("ieee754Hex")));
    EXPECT_EQ(canonical_json(number), json::value_to<std::string>(row.at("json")));
    ++count;
  }
  EXPECT_GT(count, 20);
}

}  // namespace
}  // namespace verloop
