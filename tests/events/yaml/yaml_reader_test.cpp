#include "events/yaml/yaml_reader.hpp"

#include <boost/json/serialize.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace verloop {
namespace {

using testing::HasSubstr;

YamlNode parsed(std::string_view text) {
  auto node = parse_yaml(text);
  if (node.has_value()) return *node;
  ADD_FAILURE() << node.error().message;
  return {};
}

/// `line:column: message` of what is refused.
std::string refused(std::string_view text) {
  const auto node = parse_yaml(text);
  if (node.has_value()) return "accepted";
  const YamlFault& fault = node.error();
  return std::to_string(fault.place.line) + ':' + std::to_string(fault.place.column) + ": " +
         fault.message;
}

std::string json(std::string_view text) {
  return boost::json::serialize(to_json(parsed(text)));
}

TEST(YamlReader, ReadsBlockAndFlowMapsAndLists) {
  EXPECT_EQ(json("a: {b: [1, two, true]}\nc:\n  - x\n  - y: 2\n"),
            R"({"a":{"b":[1,"two",true]},"c":["x",{"y":2}]})");
}

TEST(YamlReader, ReadsQuotedAndBlockScalarsAsText) {
  EXPECT_EQ(json("- '12'\n- \"true\"\n- |\n  one\n  two\n- >\n  one\n  two\n"),
            R"(["12","true","one\ntwo\n","one two\n"])");
}

TEST(YamlReader, RefusesAZeroCharacterWhichWouldCutTheText) {
  for (const std::string escape : {R"(\0)", R"(\x00)", R"(\u0000)", R"(\U00000000)"}) {
    EXPECT_EQ(refused("a: 1\nb: \"x" + escape + "y\"\n").substr(0, 26),
              "2:4: a text holds a zero c")
        << escape;
    EXPECT_THAT(refused("\"k" + escape + "\": 1\n"), testing::StartsWith("1:1: a text holds"));
  }
  EXPECT_EQ(json("a: '\\0'\n"), R"({"a":"\\0"})");
}

TEST(YamlReader, ReadsNullsAndLeavesOtherWordsText) {
  EXPECT_EQ(json("[~, null, yes, 1.5, 01-01, -7, 99999999999999999999]"),
            R"([null,null,"yes","1.5","01-01",-7,"99999999999999999999"])");
  EXPECT_EQ(json(""), "null");
}

TEST(YamlReader, KeepsTheOrderAndThePlacesOfEntries) {
  const YamlNode root = parsed("b: 1\na:\n  é: {x: y}\n");
  ASSERT_EQ(root.entries.size(), 2U);
  EXPECT_EQ(root.entries[0].key, "b");
  EXPECT_EQ(root.entries[1].key_place, (YamlPlace{2, 1}));
  const YamlNode& inner = root.entries[1].value.entries[0].value;
  EXPECT_EQ(inner.place, (YamlPlace{3, 6})) << "columns count characters, not bytes";
  EXPECT_EQ(inner.find("x")->place, (YamlPlace{3, 10}));
  EXPECT_EQ(inner.find("z"), nullptr);
}

TEST(YamlReader, KnowsWhereTheTextOfAScalarBegins) {
  const YamlNode root = parsed("a: plain\nb: \"quoted\"\nc: |\n\n    block\n");
  EXPECT_EQ(root.find("a")->content, (YamlPlace{1, 4}));
  EXPECT_EQ(root.find("b")->content, (YamlPlace{2, 5}));
  EXPECT_EQ(root.find("c")->content, (YamlPlace{5, 5}));
}

TEST(YamlReader, FollowsAliasesOfWhatIsComplete) {
  EXPECT_EQ(json("a: &x {n: 1}\nb: *x\n"), R"({"a":{"n":1},"b":{"n":1}})");
}

TEST(YamlReader, RefusesDuplicateKeys) {
  EXPECT_EQ(refused("a: 1\nb: 2\na: 3\n"), "3:1: duplicate key \"a\"");
  EXPECT_EQ(refused("x: {a: 1, \"a\": 2}\n"), "1:11: duplicate key \"a\"");
}

TEST(YamlReader, RefusesTabsAsIndentation) {
  EXPECT_THAT(refused("a:\n\tb: 1\n"), HasSubstr("2:1: a tab"));
  EXPECT_THAT(refused("a:\n  \tb: 1\n"), HasSubstr("2:3: a tab"));
}

TEST(YamlReader, RefusesAnchorsThatReferToThemselves) {
  EXPECT_THAT(refused("a: &x\n  b: *x\n"), HasSubstr("2:6: an anchor refers to itself"));
}

TEST(YamlReader, RefusesSeveralDocuments) {
  EXPECT_THAT(refused("a: 1\n---\nb: 2\n"), HasSubstr("one document"));
}

TEST(YamlReader, RefusesDeepNesting) {
  EXPECT_EQ(refused(std::string(64, '[') + std::string(64, ']')), "accepted");
  EXPECT_THAT(refused(std::string(65, '[') + std::string(65, ']')), HasSubstr("64 levels"));
}

TEST(YamlReader, RefusesLargeFiles) {
  EXPECT_THAT(refused(std::string((1 << 20) + 1, '#')), HasSubstr("1 MiB"));
}

TEST(YamlReader, RefusesAliasesThatMultiply) {
  std::string text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
  for (int i = 1; i < 8; ++i) {
    const std::string before = "*a" + std::to_string(i - 1);
    std::string line = "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [" + before;
    for (int j = 1; j < 10; ++j) line += ", " + before;
    text += line + "]\n";
  }
  EXPECT_THAT(refused(text), HasSubstr("too many values"));
}

TEST(YamlReader, RefusesTagsAndKeysThatAreNoNames) {
  EXPECT_THAT(refused("a: !!str 1\n"), HasSubstr("1:4: tags are not used"));
  EXPECT_THAT(refused("? [a]\n: 1\n"), HasSubstr("a key must be a name"));
}

TEST(YamlReader, RefusesWhatIsNotUtf8) {
  EXPECT_THAT(refused("a: 1\nb: \xff\n"), HasSubstr("2:1: the line is not valid UTF-8"));
  EXPECT_THAT(refused("a: \xc0\xaf"), HasSubstr("UTF-8"));
  EXPECT_THAT(refused("a: \xed\xa0\x80"), HasSubstr("UTF-8"));
  EXPECT_THAT(refused(std::string_view("a: \0", 4)), HasSubstr("UTF-8"));
}

TEST(YamlReader, TellsThePlaceOfBrokenSyntax) {
  EXPECT_THAT(refused("a: [1, 2\nb: 3\n"), HasSubstr("2:2: "));
}

TEST(YamlReader, LocatesNamesKeysAndItems) {
  const YamlNode root = parsed("a:\n  b: [x, y]\n  c:\n    - E: {f: g}\n    - h\n");
  EXPECT_EQ(locate(root, {"a", "b"}), (YamlPlace{2, 3}));
  EXPECT_EQ(locate(root, {"a", "b", "y"}), (YamlPlace{2, 10}));
  EXPECT_EQ(locate(root, {"a", "c", "E", "f", "g"}), (YamlPlace{4, 14}));
  EXPECT_EQ(locate(root, {"a", "c", "1"}), (YamlPlace{5, 7}));
  EXPECT_EQ(locate(root, {"a", "nowhere", "x"}), (YamlPlace{1, 1})) << "the deepest that exists";
}

TEST(YamlMap, ReadsValuesOfEachKind) {
  const YamlNode root = parsed("t: text\nn: -3\nb: true\nl: [x, y]\no: one\nm: {k: v}\n");
  std::vector<YamlFault> faults;
  YamlMap map(root, "thing", faults);
  EXPECT_EQ(map.text("t"), "text");
  EXPECT_EQ(map.integer("n"), -3);
  EXPECT_TRUE(map.boolean("b", false));
  EXPECT_EQ(map.texts("l"), (std::vector<std::string>{"x", "y"}));
  EXPECT_EQ(map.texts("o"), (std::vector<std::string>{"one"}));
  EXPECT_EQ(map.one_of("o", {"one", "two"}), "one");
  EXPECT_NE(map.map("m"), nullptr);
  EXPECT_NE(map.list("l"), nullptr);
  EXPECT_EQ(map.text("absent", "fallback"), "fallback");
  EXPECT_EQ(map.integer("absent"), std::nullopt);
  map.finish();
  EXPECT_TRUE(faults.empty()) << format(faults, "file");
}

TEST(YamlMap, NotesEveryFaultWithItsPlace) {
  const YamlNode root =
      parsed("t: [x]\nn: \"3\"\nb: maybe\nl: [[x]]\no: tow\nm: v\ni: x\ntexx: 1\n");
  std::vector<YamlFault> faults;
  YamlMap map(root, "thing", faults);
  map.text("t");
  map.integer("n");
  map.boolean("b", false);
  map.texts("l");
  map.one_of("o", {"one", "two"});
  map.map("m");
  map.list("i");
  map.required_text("text");
  map.finish();
  EXPECT_EQ(format(faults, "f"),
            "f:1:4: thing: `t` must be a text\n"
            "f:2:4: thing: `n` must be a whole number\n"
            "f:3:4: thing: `b` must be true or false\n"
            "f:4:5: thing: `l` must hold names only\n"
            "f:5:4: thing: `o` cannot be \"tow\"; expected \"two\", or one of: one, two\n"
            "f:6:4: thing: `m` must be a map of names to values\n"
            "f:7:4: thing: `i` must be a list\n"
            "f:1:1: thing: `text` is missing; expected a value for it\n"
            "f:8:1: thing: unknown key \"texx\"; did you mean \"text\"? expected: t, n, b, l, o, "
            "m, i, text\n");
}

TEST(YamlMap, ExplainsATextThatACommaHasTorn) {
  const YamlNode root = parsed("{nl: een, en twee, en: one}");
  std::vector<YamlFault> faults;
  YamlMap map(root, "label", faults);
  map.required_text("nl");
  map.required_text("en");
  map.finish();
  EXPECT_THAT(format(faults, "f"), HasSubstr("f:1:11: label: unknown key \"en twee\""));
  EXPECT_THAT(format(faults, "f"), HasSubstr("a text with a comma needs quotes"));
}

TEST(YamlMap, RefusesWhatIsNoMap) {
  const YamlNode root = parsed("[1]");
  std::vector<YamlFault> faults;
  YamlMap(root, "thing", faults).finish();
  EXPECT_EQ(format(faults, "f"), "f:1:1: thing: expected a map of names to values\n");
}

}  // namespace
}  // namespace verloop
