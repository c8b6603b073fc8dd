#include <gmock/gmock.h>

#include "tests/engine/cel/program.hpp"

namespace verloop::cel::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

std::string repeated(const std::string& text, int count) {
  std::string result;
  for (int i = 0; i < count; ++i) result += text;
  return result;
}

std::vector<std::string> paths_of(const std::string& text) {
  const auto program = compile(text, environment_of_a_case());
  EXPECT_TRUE(program.has_value()) << text;
  return program.has_value() ? program->paths() : std::vector<std::string>{"?"};
}

TEST(Compile, ErrorsOfSyntaxNameThePlace) {
  const std::pair<const char*, const char*> examples[] = {
      {"1 +", "1:4 expected a value, but the text ends"},
      {"(1", "1:3 expected ')', but the text ends"},
      {"1 2", "1:3 expected an operator or the end"},
      {"[1, 2", "1:6 expected ']', but the text ends"},
      {"{1: 2", "1:6 expected '}', but the text ends"},
      {"'é' ==\n  'abc", "2:3 this string has no end"},
      {"'abc\\", "1:1 this string has no end"},
      {"'é\\q'", "1:3 no such escape in this literal"},
      {"'\\ud800'", "1:2 no such escape in this literal"},
      {"b'\\u0041'", "1:3 no such escape in this literal"},
      {"1 = 1", "1:3 '=' is no operator; equality is '=='"},
      {"1 & 1", "1:3 conditions are joined by '&&' and '||'"},
      {"1 # 1", "1:3 this character has no place here"},
      {"12abc", "1:3 a number cannot end like this"},
      {"9223372036854775808", "1:1 this number is outside the range of int"},
      {"18446744073709551616u", "1:1 this number is outside the range of uint"},
      {"1e999", "1:1 this number is outside the range of double"},
      {"while", "1:1 'while' is a reserved word"},
      {"case.in", "1:6 expected the name of a field or a method"},
      {"case.`a b\nc`", "1:6 a name between backticks has letters"},
      {"Message{a: 1}", "1:8 message literals are not supported"},
      {"has(case)", "1:1 'has' takes one field selection"},
      {"[1].all(1, true)", "1:9 the first argument of 'all' must be a simple name"},
      {"true ? 1", "1:9 expected ':', but the text ends"}};
  for (const auto& [text, error] : examples) EXPECT_THAT(gives(text), StartsWith(error)) << text;
}

TEST(Compile, ErrorsOfTypeNameThePlace) {
  const std::pair<const char*, const char*> examples[] = {
      {"1 + 'a'", "1:3 '+' does not take (int, string)"},
      {"1 == 1.0", "1:3 '==' does not take (int, double)"},
      {"today < now", "1:7 '<' does not take (date, timestamp)"},
      {"today + 42", "1:7 '+' does not take (date, int)"},
      {"case.title == null",
       "1:12 '==' does not take (string, null_type); whether a field has a value is asked with "
       "has"},
      {"'a'.startsWith(1)", "1:5 string has no method startsWith(int)"},
      {"startsWith('a', 'b')", "1:1 'startsWith' does not take (string, string)"},
      {"!1", "1:1 '!' does not take (int)"},
      {"true && 1", "1:9 expected a bool, this is int"},
      {"1 ? 2 : 3", "1:1 expected a bool, this is int"},
      {"true ? 1 : 'a'", "1:6 both sides of ':' must have one type, they are int and string"},
      {"[1].all(x, x)", "1:12 expected a bool, this is int"},
      {"1.all(x, true)", "1:3 int has no elements"},
      {"case[0]", "1:5 case has no elements"},
      {"words['a']", "1:6 the index of list(string) cannot be string"},
      {"{1: 2}.a", "1:8 the keys of map(int, int) are no field names"},
      {"{1.5: 2}", "1:2 double cannot be the key of a map"},
      {"case.title.x", "1:12 string has no field 'x'"},
      {"'a'.matches('(')", "1:13 this is no regular expression"},
      {"date('2026-02-30') < today", "1:1 the text is no date"}};
  for (const auto& [text, error] : examples) EXPECT_THAT(gives(text), StartsWith(error)) << text;
}

TEST(Compile, UnknownNamesComeWithTheNearestOne) {
  EXPECT_EQ(gives("case.opnedOn"), "1:6 'case' has no field 'opnedOn'; did you mean 'openedOn'?");
  EXPECT_EQ(gives("has(case.goAhead.onn)"),
            "1:18 'case.goAhead' has no field 'onn'; did you mean 'on'?");
  EXPECT_EQ(gives("tody"), "1:1 there is no variable 'tody'; did you mean 'today'?");
  EXPECT_EQ(gives("[1].map(item, iten)"), "1:15 there is no variable 'iten'; did you mean 'item'?");
  EXPECT_EQ(gives("daysBetwen(today, today)"),
            "1:1 there is no function 'daysBetwen'; did you mean 'daysBetween'?");
  EXPECT_EQ(gives("'a'.startWith('a')"),
            "1:5 there is no function 'startWith'; did you mean 'startsWith'?");
  EXPECT_EQ(gives("[1].exist(x, true)"),
            "1:5 there is no function 'exist'; did you mean 'exists'?");
  EXPECT_EQ(gives("somethingElse"), "1:1 there is no variable 'somethingElse'");
}

TEST(Compile, ACaretStandsBelowThePlace) {
  const std::string text = "today > now ||\n  'é' == case.titel";
  const auto program = compile("true ||\n  'é' == case.titel", environment_of_a_case());
  ASSERT_TRUE(program.has_error());
  EXPECT_EQ(with_caret(program.error(), text), "  'é' == case.titel\n              ^");
}

TEST(Compile, PointsIntoALongLineWithoutShowingAllOfIt) {
  const std::string front(200, 'a');
  const std::string back(200, 'b');
  EXPECT_EQ(with_caret({1, 201, ""}, front + "é" + back), "..." + front.substr(0, 60) + "é" +
                                                              back.substr(0, 39) + "...\n" +
                                                              std::string(63, ' ') + "^");
  EXPECT_EQ(with_caret({1, 3, ""}, back), back.substr(0, 100) + "...\n  ^");
  EXPECT_EQ(with_caret({1, 201, ""}, back),
            "..." + back.substr(0, 60) + "\n" + std::string(63, ' ') + "^");
}

TEST(Compile, InfersTypes) {
  EXPECT_EQ(type_of("[1, 2]"), "list(int)");
  EXPECT_EQ(type_of("[1, 'a']"), "list(dyn)");
  EXPECT_EQ(type_of("[]"), "list(dyn)");
  EXPECT_EQ(type_of("{'a': [1u]}"), "map(string, list(uint))");
  EXPECT_EQ(type_of("[[], [1]]"), "list(list(int))");
  EXPECT_EQ(type_of("case.members.filter(m, m.active).map(m, m.name)"), "list(string)");
  EXPECT_EQ(type_of("case.members[0]"), "case.members[]");
  EXPECT_EQ(type_of("true ? today : case.openedOn"), "date");
  EXPECT_EQ(type_of("true ? [] : words"), "list(string)");
  EXPECT_EQ(type_of("anything.a[0].b"), "dyn");
  EXPECT_EQ(type_of("anything == 1 ? anything : 'a'"), "dyn");
  EXPECT_EQ(type_of("now - now"), "duration");
  EXPECT_EQ(type_of("type(1)"), "type");
  EXPECT_EQ(type_of("words + []"), "list(string)");
}

TEST(Compile, FollowsPrecedence) {
  EXPECT_EQ(gives("1 + 2 * 3 == 7 && !false || 1 / 0 > 0"), "true");
  EXPECT_EQ(gives("false ? 1 : true ? 2 : 3"), "2");
  EXPECT_EQ(gives("-2.size() == 1 || true", Checking::syntax_only), "true");
  EXPECT_EQ(gives("10 - 2 - 3"), "5");
  EXPECT_EQ(gives("[1, 2,] // a remark\n + [3]"), "[1, 2, 3]");
  EXPECT_EQ(gives("{'a': 1,}.a + .anything"), "8");
  EXPECT_EQ(gives("[5].map(anything, anything + .anything)"), "[12]");
}

TEST(Compile, LimitsSizeAndNesting) {
  EXPECT_EQ(gives("'" + std::string(16 * 1024, 'a') + "'"), "1:1 the text is longer than 16 KiB");
  EXPECT_EQ(gives("'\xff'"), "1:1 the text is not UTF-8");
  EXPECT_EQ(gives(repeated("(", 60) + "1" + repeated(")", 60)), "1");
  EXPECT_THAT(gives(repeated("(", 70) + "1" + repeated(")", 70)), HasSubstr("more than 64 levels"));
  EXPECT_THAT(gives(repeated("[", 8000)), HasSubstr("more than 64 levels"));
  EXPECT_THAT(gives(repeated("-", 8000) + "1"), HasSubstr("more than 64 levels"));
  EXPECT_THAT(gives(repeated("!", 100) + "true"), HasSubstr("more than 64 levels"));
  EXPECT_THAT(gives("anything" + repeated(".a", 4000)), HasSubstr("too long a chain"));
  EXPECT_THAT(gives("1" + repeated(" + 1", 4000)), HasSubstr("too long a chain"));
  EXPECT_EQ(gives("1" + repeated(" + 1", 200)), "201");
  EXPECT_EQ(gives("false" + repeated(" || false", 1000) + " || true"), "true");
}

TEST(Evaluate, StopsAtItsCostLimit) {
  EXPECT_EQ(gives("anything + 1", Checking::types, 3), "8");
  EXPECT_THAT(gives("anything + 1", Checking::types, 2), StartsWith("cost: "));
  EXPECT_THAT(gives("anything + 1 == 1 || true", Checking::types, 2), StartsWith("cost: "));
  const std::string ten = "[1,2,3,4,5,6,7,8,9,10]";
  std::string nested = "true";
  for (const char* name : {"a", "b", "c", "d", "e", "f", "g"})
    nested = ten + ".all(" + name + ", " + nested + ")";
  EXPECT_THAT(gives(nested), StartsWith("cost: the evaluation takes more steps"));
  std::string doubled = "words";
  for (int i = 0; i < 30; ++i) doubled = "[" + doubled + "].map(x, x + x)[0]";
  EXPECT_THAT(gives(doubled), StartsWith("cost: the evaluation takes more steps"));
}

TEST(Records, AFieldWithoutValueIsAbsent) {
  EXPECT_EQ(gives("case.title == 'x'"), "absent: case.title has no value yet (line 1, column 6)");
  EXPECT_EQ(gives("case.goAhead.on <= today"),
            "absent: case.goAhead.on has no value yet (line 1, column 14)");
  EXPECT_EQ(gives("case.goAhead.by.name"),
            "absent: case.goAhead.by.name has no value yet (line 1, column 17)");
  EXPECT_EQ(gives("case.members.all(m, m.oppOn < today)"),
            "absent: m.oppOn has no value yet (line 1, column 23)");
  EXPECT_EQ(gives("case.members[1].oppOn"),
            "absent: case.members[].oppOn has no value yet (line 1, column 17)");
}

TEST(Records, HasAsksForAValue) {
  EXPECT_EQ(gives("has(case.openedOn)"), "true");
  EXPECT_EQ(gives("has(case.title)"), "false");
  EXPECT_EQ(gives("has(case.goAhead)"), "false");
  EXPECT_EQ(gives("has(case.goAhead.on)"), "false");
  EXPECT_EQ(gives("has(case.goAhead.by.name)"), "false");
  EXPECT_EQ(gives("has(dyn(case).goAhead.on)"), "false");
  EXPECT_EQ(gives("case.members.exists(m, has(m.oppOn))"), "false");
  EXPECT_EQ(gives("!has(case.title) || case.title == 'x'"), "true");
  EXPECT_THAT(gives("has(case.members[5].name)"), StartsWith("failed: the list has no element"));
}

TEST(Records, AnUnsetRecordIsEmpty) {
  EXPECT_EQ(gives("case.goAhead"), "case.goAhead{}");
  EXPECT_EQ(gives("case.goAhead.by"), "case.goAhead.by{}");
}

TEST(Paths, AreWhatTheTextSelects) {
  EXPECT_THAT(paths_of("case.goAhead.on <= today"), ElementsAre("case.goAhead.on", "today"));
  EXPECT_THAT(paths_of("has(case.title)"), ElementsAre("case.title"));
  EXPECT_THAT(paths_of("1 + 2"), IsEmpty());
  EXPECT_THAT(paths_of("case.members.exists(m, m.oppOn > today)"),
              ElementsAre("case.members", "case.members[].oppOn", "today"));
  EXPECT_THAT(paths_of("case.members[case.count].name"),
              ElementsAre("case.count", "case.members[].name"));
  EXPECT_THAT(paths_of("settings['days'] + settings.weeks"),
              ElementsAre("settings.days", "settings.weeks"));
}

TEST(Paths, FollowAValueThatIsPassedOn) {
  EXPECT_THAT(paths_of("case.members.filter(m, m.active)[0].name"),
              ElementsAre("case.members", "case.members[].active", "case.members[].name"));
  EXPECT_THAT(paths_of("(case.count > 1 ? case.members[0] : case.members[1]).oppOn"),
              ElementsAre("case.count", "case.members[].oppOn"));
  EXPECT_THAT(paths_of("dyn(case).goAhead.by"), ElementsAre("case.goAhead.by"));
  EXPECT_THAT(paths_of("[case.goAhead].exists(g, has(g.on))"), ElementsAre("case.goAhead"));
}

TEST(Values, KnowTheirKind) {
  EXPECT_EQ(Value().kind(), Kind::null);
  EXPECT_EQ(Value::of(true).kind(), Kind::boolean);
  EXPECT_EQ(Value::of("text").kind(), Kind::string);
  EXPECT_EQ(Value::of(1.5).kind(), Kind::real);
  EXPECT_EQ(Value::of(RecordValue{}).kind(), Kind::record);
  EXPECT_EQ(Value::of(Map{}).kind(), Kind::map);
  EXPECT_EQ(shown(Value::of(Timestamp(std::chrono::microseconds(-1)))), "@-1+999999000");
}

}  // namespace
}  // namespace verloop::cel::test
