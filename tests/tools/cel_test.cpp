// Trying an expression at the command line.

#include "tests/support/run_program.hpp"

namespace verloop::test {
namespace {

using testing::HasSubstr;

class Cel : public testing::Test {
 protected:
  Ran cel(const std::string& expression, Program::Words more = {}) const {
    Program::Words words{"cel", expression};
    words.insert(words.end(), more.begin(), more.end());
    return program.run(words);
  }
  std::string value(const std::string& expression, Program::Words more = {}) const {
    const Ran ran = cel(expression, std::move(more));
    EXPECT_EQ(ran.status, 0) << ran.all();
    return ran.out;
  }
  Program program;
};

TEST_F(Cel, ComesToAValueAndItsType) {
  EXPECT_EQ(value("1 + 2"), "3  (int)\n");
  EXPECT_EQ(value("date('2026-01-12') + days(42)"), "\"2026-02-23\"  (date)\n");
  EXPECT_EQ(value("[1u, 2u].map(x, x * 2u)"), "[2,4]  (list(dyn))\n");
  EXPECT_EQ(value("duration('90m')"), "\"5400s\"  (duration)\n");
  EXPECT_EQ(value("{1: 'a'}"), "[[1,\"a\"]]  (map(dyn, dyn))\n");
  EXPECT_EQ(value("0.0 / 0.0"), "\"NaN\"  (double)\n");
  EXPECT_EQ(value("b'ab'"), "\"YWI\"  (bytes)\n");
  EXPECT_EQ(value("type(1)"), "\"int\"  (type)\n");
  EXPECT_EQ(value("null"), "null  (null_type)\n");
}

TEST_F(Cel, SpeaksOfTheVariablesOfAFile) {
  program.write("case.json",
                R"({"case": {"members": [{"oppOn": "2026-01-13"}, {}]}, "most": 1.5})");
  EXPECT_EQ(value("case.members.filter(m, has(m.oppOn)).size()", {"--bindings", "case.json"}),
            "1  (int)\n");
  EXPECT_EQ(value("most", {"--bindings", "case.json"}), "1.5  (double)\n");
  const std::string json = value("case.members[0].oppOn", {"--bindings", "case.json", "--json"});
  EXPECT_THAT(json, HasSubstr(R"("paths":["case.members[].oppOn"],"type":"string")"));
  EXPECT_THAT(json, HasSubstr(R"("value":"2026-01-13")"));
}

TEST_F(Cel, PointsAtWhatIsWrong) {
  const Ran wrong = cel("1 +\n  sise([1])");
  EXPECT_EQ(wrong.status, 2);
  EXPECT_THAT(wrong.err, HasSubstr("2:3: "));
  EXPECT_THAT(wrong.err, HasSubstr("  sise([1])\n  ^"));
  EXPECT_THAT(wrong.err, HasSubstr("size"));
  EXPECT_EQ(cel("wrong_name").status, 2);
  EXPECT_EQ(cel("").status, 2);
}

TEST_F(Cel, ShowsOfALongLineWhatIsAroundTheMistake) {
  std::string ones = "1";
  while (ones.size() < 2000) ones += ", 1";
  const Ran wrong = cel("[" + ones + "].all(é, é == 1) && sise([" + ones + "])");
  EXPECT_EQ(wrong.status, 2);
  const std::size_t caret = wrong.err.find("^");
  ASSERT_NE(caret, std::string::npos) << wrong.err;
  const std::size_t below = wrong.err.rfind('\n', caret);
  const std::size_t line = wrong.err.rfind('\n', below - 1) + 1;
  EXPECT_THAT(wrong.err.substr(line, below - line),
              testing::AllOf(testing::StartsWith("..."), HasSubstr("].all(é, é == 1) && sise(["),
                             testing::EndsWith("...")));
  EXPECT_LT(wrong.err.size(), 400U);
}

TEST_F(Cel, SaysWhyThereIsNoValue) {
  const Ran none = cel("1 / 0");
  EXPECT_EQ(none.status, 1);
  EXPECT_THAT(none.err, HasSubstr("zero"));
  program.write("some.json", R"({"case": {"a": 1}})");
  EXPECT_EQ(cel("case.b", {"--bindings", "some.json"}).status, 1);
}

TEST_F(Cel, SaysItInDutchToo) {
  EXPECT_THAT(cel("sise(1)", {"--lang", "nl"}).err,
              HasSubstr("1:1: de functie 'sise' bestaat niet; bedoelt u 'size'?"));
  EXPECT_THAT(cel("1 / 0", {"--lang", "nl"}).err, HasSubstr("deling door nul (regel 1, kolom 3)"));
  EXPECT_THAT(cel("1 + 'a'", {"--lang", "nl"}).err, HasSubstr("'+' neemt geen (int, string)"));
}

TEST_F(Cel, RefusesAFileThatHoldsNoVariables) {
  program.write("list.json", "[1]");
  program.write("twice.json", R"({"a": 1, "a": 2})");
  EXPECT_THAT(cel("1", {"--bindings", "list.json"}).err, HasSubstr("expected a JSON object"));
  EXPECT_EQ(cel("1", {"--bindings", "twice.json"}).status, 2);
  EXPECT_EQ(cel("1", {"--bindings", "missing.json"}).status, 2);
}

}  // namespace
}  // namespace verloop::test
