#include <gmock/gmock.h>

#include "tests/engine/cel/program.hpp"

namespace verloop::cel::test {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

struct Example {
  std::string text;
  std::string value;
};

void expect_each(const std::vector<Example>& examples) {
  for (const auto& [text, value] : examples) EXPECT_EQ(gives(text), value) << text;
}

TEST(Evaluate, Arithmetic) {
  expect_each({{"1 + 2 * 3 - 4", "3"},
               {"-7 / 2", "-3"},
               {"-7 % 2", "-1"},
               {"7u / 2u", "3u"},
               {"1.5 * 2.0", "3d"},
               {"1.0 / 0.0", "infd"},
               {"'a' + 'b'", "'ab'"},
               {"b'a' + b'b'", "b'ab'"},
               {"[1] + [2, 3]", "[1, 2, 3]"},
               {"-9223372036854775808", "-9223372036854775808"},
               {"--1", "1"},
               {"0x10 + 0xFf", "271"}});
}

TEST(Evaluate, OverflowAndDivisionByZeroFail) {
  EXPECT_THAT(gives("9223372036854775807 + 1"), StartsWith("failed: the result is outside"));
  EXPECT_THAT(gives("0u - 1u"), StartsWith("failed: the result is outside"));
  EXPECT_THAT(gives("-(-9223372036854775808)"), StartsWith("failed: the result is outside"));
  EXPECT_EQ(gives("1 / 0"), "failed: division by zero (line 1, column 3)");
  EXPECT_EQ(gives("1 % 0"), "failed: division by zero (line 1, column 3)");
  EXPECT_THAT(gives("int(1e30)"), StartsWith("failed: the value is outside the range"));
  EXPECT_THAT(gives("uint(-1)"), StartsWith("failed: the value is outside the range"));
}

TEST(Evaluate, Comparison) {
  expect_each({{"1 < 2 && 2 <= 2 && 3 > 2 && 3 >= 3 && 1 == 1 && 1 != 2", "true"},
               {"1 < 1.5 && 2u > 1 && 1.0 <= 1u", "true"},
               {"dyn(1) == 1.0 && dyn(1u) == 1", "true"},
               {"dyn('1') == 1", "false"},
               {"[1, [2]] == [1, [2]]", "true"},
               {"{'a': 1, 'b': 2} == {'b': 2, 'a': 1}", "true"},
               {"0.0 / 0.0 == 0.0 / 0.0", "false"},
               {"false < true && 'a' < 'b' && b'a' < b'b'", "true"},
               {"case.members[0] == case.members[0]", "true"},
               {"case.members[0] == case.members[1]", "false"}});
}

TEST(Evaluate, Membership) {
  expect_each({{"2 in [1, 2]", "true"},
               {"'days' in settings", "true"},
               {"'x' in settings", "false"},
               {"settings['days']", "42"},
               {"settings.days", "42"},
               {"has(settings.days) && !has(settings.weeks)", "true"},
               {"words[1]", "'two'"},
               {"[[1, 2], [3]][0][1]", "2"},
               {"{'a': [5]}.a[0]", "5"}});
  EXPECT_THAT(gives("words[2]"), StartsWith("failed: the list has no element at this index"));
  EXPECT_THAT(gives("settings.weeks"), StartsWith("failed: there is no key 'weeks'"));
  EXPECT_THAT(gives("{1: 1, 1u: 2}"), StartsWith("failed: the map has this key twice"));
}

TEST(Evaluate, ADecidingSideMakesFailuresOfTheOtherVoid) {
  expect_each({{"1 / 0 == 1 || true", "true"},
               {"true || 1 / 0 == 1", "true"},
               {"1 / 0 == 1 && false", "false"},
               {"case.title == 'x' || true", "true"},
               {"false && case.title == 'x'", "false"},
               {"true ? 1 : 1 / 0", "1"}});
  EXPECT_THAT(gives("1 / 0 == 1 || false"), StartsWith("failed: division by zero"));
  EXPECT_THAT(gives("1 / 0 == 1 ? 1 : 2"), StartsWith("failed: division by zero"));
  EXPECT_THAT(gives("false || case.title == 'x' || 1 / 0 == 1"), StartsWith("absent: case.title"));
}

TEST(Evaluate, Macros) {
  expect_each({{"[1, 2].all(x, x > 0)", "true"},
               {"[1, 2].exists(x, x == 2)", "true"},
               {"[1, 2].exists_one(x, x > 0)", "false"},
               {"[1, 2].map(x, x * x)", "[1, 4]"},
               {"[1, 2, 3].map(x, x > 1, x * 10)", "[20, 30]"},
               {"[1, 2, 3].filter(x, x != 2)", "[1, 3]"},
               {"{'a': 1, 'b': 2}.map(k, k)", "['a', 'b']"},
               {"settings.all(k, settings[k] == 42)", "true"},
               {"[0, 1].exists(x, 1 / x == 1)", "true"},
               {"[0, 1].all(x, 1 / x == 2)", "false"},
               {"[[1], [2, 3]].map(x, x.map(y, y + x.size()))", "[[2], [4, 5]]"},
               {"[1, 2].map(x, [x].map(x, x + 1)[0])", "[2, 3]"},
               {"[[1], [2]].filter(x, x[0] > 1)[0]", "[2]"}});
  EXPECT_THAT(gives("[0, 1].exists_one(x, 1 / x == 1)"), StartsWith("failed: division by zero"));
  EXPECT_THAT(gives("[0].map(x, 1 / x)"), StartsWith("failed: division by zero"));
  EXPECT_THAT(gives("[0].filter(x, 1 / x > 1)"), StartsWith("failed: division by zero"));
  EXPECT_THAT(gives("anything.all(x, x)"), StartsWith("failed: only a list or a map"));
}

TEST(Evaluate, Texts) {
  expect_each({{"'fête'.size() + size(b'\\xff')", "5"},
               {"'abc'.contains('b') && 'abc'.startsWith('ab') && 'abc'.endsWith('c')", "true"},
               {"'abc'.matches('^a.c$') && matches('xabcx', 'b+')", "true"},
               {"words.exists(w, w.matches('t' + 'w'))", "true"},
               {"'\\u00e9\\x41\\101\\n' + r'\\n'", "'\u00e9AA\n\\n'"},
               {"'''it's'''", "'it's'"},
               {"\"\"\"two\nlines\"\"\"", "'two\nlines'"},
               {"string(b'abc') + string(1) + string(true) + string(1.5)", "'abc1true1.5'"}});
  EXPECT_THAT(gives("'a'.matches('(' + words[0])"),
              StartsWith("failed: the pattern is no regular"));
  EXPECT_THAT(gives("string(b'\\xff')"), StartsWith("failed: the bytes are no UTF-8"));
}

TEST(Evaluate, Conversions) {
  expect_each({{"int('12') + int(3u) + int(1.9)", "16"},
               {"uint('3')", "3u"},
               {"double('1.5') + double(2)", "3.5d"},
               {"bool('true')", "true"},
               {"bytes('ab')", "b'ab'"},
               {"type(1) == int && type('') == string && type(date) == type", "true"},
               {"type(today) == date", "true"},
               {"type(now) == google.protobuf.Timestamp", "true"},
               {"type(case)", "case"},
               {"dyn(anything) + 1", "8"}});
  EXPECT_THAT(gives("int('x')"), StartsWith("failed: the text is no such number"));
  EXPECT_THAT(gives("bool('yes')"), StartsWith("failed: the text is neither true nor false"));
}

TEST(Evaluate, TimestampsAndDurations) {
  expect_each({{"timestamp('2026-03-10T12:00:00+01:00')", "@1773140400+0"},
               {"timestamp('1969-12-31T23:59:59.5Z')", "@-1+500000000"},
               {"duration('1h30m') + duration('500ms')", "5400s500000000"},
               {"duration('-1.5s')", "-1s-500000000"},
               {"string(duration('-0.25s'))", "'-0.25s'"},
               {"string(timestamp(0) - duration('1ns'))", "'1969-12-31T23:59:59.999999999Z'"},
               {"timestamp(60) - timestamp(0) == duration('1m')", "true"},
               {"now.getHours() == 22 && now.getHours('Europe/Amsterdam') == 0", "true"},
               {"now.getDate('+02:00')", "21"},
               {"now.getMonth() + now.getFullYear()", "2029"},
               {"duration('90m').getHours() + duration('90m').getMinutes()", "91"},
               {"duration('1.25s').getMilliseconds() + duration('61s').getSeconds()", "311"}});
  EXPECT_THAT(gives("timestamp('2026-02-30T00:00:00Z')"), StartsWith("failed: the value is no ti"));
  EXPECT_THAT(gives("duration('1 day')"), StartsWith("failed: the text is no duration"));
  EXPECT_THAT(gives("now.getHours('Nowhere/Land')"), StartsWith("failed: there is no such time z"));
  EXPECT_THAT(gives("timestamp(253402300799) + duration('1s')"), HasSubstr("outside the range"));
}

TEST(Evaluate, Dates) {
  expect_each(
      {{"date('2026-03-10') + days(42)", "2026-04-21"},
       {"today - days(42) == case.openedOn", "true"},
       {"days(1) + today", "2026-04-22"},
       {"case.openedOn < today && today >= date('2026-04-21')", "true"},
       {"daysBetween(case.openedOn, today)", "42"},
       {"daysBetween(today, case.openedOn)", "-42"},
       {"latest(today, case.openedOn) == today && latest(case.openedOn, today) == today", "true"},
       {"dayOf(now)", "2026-04-21"},
       {"string(today)", "'2026-04-21'"},
       {"today.getFullYear()", "2026"},
       {"today.getMonth()", "3"},
       {"today.getDayOfMonth()", "20"},
       {"today.getDayOfWeek()", "2"},
       {"date('2024-02-28') + days(1)", "2024-02-29"},
       {"dyn(today) == dyn(now)", "false"}});
  EXPECT_THAT(gives("date('2999-12-31') + days(1)"), StartsWith("failed: there is no such day"));
  EXPECT_THAT(gives("today + duration('1h')"), StartsWith("failed: a date moves by whole days"));
  EXPECT_THAT(gives("days(200000)"), StartsWith("failed: the result is outside the range"));
  EXPECT_THAT(gives("date(words[0])"), StartsWith("failed: the text is no date"));
}

TEST(Evaluate, ADynOfTheWrongKindFails) {
  EXPECT_EQ(gives("anything + 'a'"), "failed: '+' does not take (int, string) (line 1, column 10)");
  EXPECT_THAT(gives("anything && true"), StartsWith("failed: expected a bool, this is int"));
  EXPECT_THAT(gives("anything.field"), StartsWith("failed: int has no field 'field'"));
  EXPECT_THAT(gives("has(anything.field)"), StartsWith("failed: int has no field 'field'"));
  EXPECT_THAT(gives("anything[0]"), StartsWith("failed: int has no elements"));
  EXPECT_THAT(gives("words[dyn('a')]"), StartsWith("failed: the index of a list is a whole"));
  EXPECT_THAT(gives("settings[dyn(null)]"), StartsWith("failed: null_type cannot be the key"));
}

TEST(Evaluate, WithoutCheckingNamesAreLookedUpLate) {
  EXPECT_THAT(gives("unknown", Checking::syntax_only), StartsWith("failed: there is no variable"));
  EXPECT_THAT(gives("unknown(1)", Checking::syntax_only), StartsWith("failed: there is no func"));
  EXPECT_EQ(gives("unknown || true", Checking::syntax_only), "true");
  EXPECT_THAT(gives("size(1, 2, 3, 4)", Checking::syntax_only), StartsWith("failed: too many arg"));
  EXPECT_EQ(gives("1 == 1.0", Checking::syntax_only), "true");
  EXPECT_THAT(gives("not.given"), StartsWith("failed: the variable 'not.given' is not given"));
}

TEST(Evaluate, MacrosMayBeOff) {
  const auto program = compile("[1].all(x, true)", {}, Checking::syntax_only, Macros::off);
  ASSERT_TRUE(program.has_value());
  EXPECT_TRUE(program->evaluate({}).has_error());
}

TEST(Evaluate, APathMayBeAQualifiedVariable) {
  Environment environment;
  environment.variables = {{"a.b", map_of(Type{Kind::string, {}, {}}, Type{})}, {"a", Type{}}};
  const auto program = compile("a.b.c + [{'b': 1}].map(a, a.b)[0] + a.x", environment);
  ASSERT_TRUE(program.has_value()) << program.error().message;
  const auto one = Value::of(std::int64_t{1});
  const auto value =
      program->evaluate({{"a.b", Value::of(Map{{Value::of("c"), Value::of(std::int64_t{40})}})},
                         {"a", Value::of(Map{{Value::of("x"), one}})}});
  ASSERT_TRUE(value.has_value()) << value.error().message;
  EXPECT_EQ(shown(*value), "42");
}

}  // namespace
}  // namespace verloop::cel::test
