#include "tests/support/run_program.hpp"

namespace verloop::test {
namespace {

using testing::HasSubstr;
using testing::Not;

class RunData : public testing::Test {
 protected:
  void SetUp() override { ASSERT_EQ(program.run({"init", "--data", "data"}).status, 0); }

  static std::string scenario(const std::string& expect) {
    return "scenario: one\nprocedure: clusterarrangement-top\nactors:\n"
           "  - {id: ib-1, role: ib, school: school-12}\nsteps:\n"
           "  - {on: 2026-01-12, by: ib-1, do: openCase, case: c1, expect: {" +
           expect + "}}\n";
  }

  Program program;
};

TEST_F(RunData, PutsTheFilesNameBeforeTheNamesInIt) {
  const Ran ran = program.run(
      {"run", scenario_file("opp-in-time"), scenario_file("wrong-role"), "--data", "data"});
  ASSERT_EQ(ran.status, 0) << ran.all();
  const Ran cases = program.run({"cases", "--data", "data", "--as", "opp-in-time.ib-1"});
  EXPECT_THAT(cases.out, HasSubstr("opp-in-time.c1"));
  EXPECT_THAT(cases.out, HasSubstr("wrong-role.c1"));
  EXPECT_EQ(program.run({"verify", "data"}).status, 0);
}

TEST_F(RunData, PlaysNothingTwice) {
  const Program::Words words{"run", scenario_file("withdrawn"), "--data", "data"};
  ASSERT_EQ(program.run(words).status, 0);
  const std::string size = program.run({"verify", "data", "--json"}).out;
  const Ran again = program.run(words);
  EXPECT_EQ(again.status, 0) << again.all();
  EXPECT_THAT(again.out, HasSubstr("already played"));
  EXPECT_EQ(program.run({"verify", "data", "--json"}).out, size);
}

TEST_F(RunData, SaysThatTheLogIsLater) {
  EXPECT_THAT(program.run({"run", scenario_file("withdrawn"), "--data", "data"}).out,
              HasSubstr("later than these scenarios"));
}

TEST_F(RunData, RefusesTwoFilesOfOneName) {
  std::filesystem::create_directory(program / "other");
  program.write("a.yaml", scenario("events: [ClusterCaseOpened]"));
  program.write("other/a.yaml", scenario("events: [ClusterCaseOpened]"));
  const Ran ran = program.run({"run", "a.yaml", "other/a.yaml", "--data", "data"});
  EXPECT_EQ(ran.status, 2);
  EXPECT_THAT(ran.err, HasSubstr("two files of the same name"));
}

TEST_F(RunData, NamesThePlaceOfAnExpectationThatDoesNotHold) {
  program.write("a.yaml", scenario("refused: state"));
  const Ran ran = program.run({"run", "a.yaml"});
  EXPECT_EQ(ran.status, 1);
  EXPECT_THAT(ran.out, HasSubstr("a.yaml:6:64:\n  expected: refused: state\n  came:     accepted"));
}

TEST_F(RunData, GivesFailuresAsJson) {
  program.write("a.yaml", scenario("refused: state"));
  const Ran ran = program.run({"run", "a.yaml", "--json"});
  EXPECT_EQ(ran.status, 1);
  const auto failure = boost::json::parse(ran.out).at(0).at("failures").at(0);
  EXPECT_EQ(failure.at("line").to_number<int>(), 6);
  EXPECT_EQ(failure.at("expected").as_string(), "refused: state");
}

TEST_F(RunData, StopsAtTheFirstFailureUnlessToldToGoOn) {
  program.write("a.yaml", scenario("refused: state"));
  program.write("b.yaml", scenario("refused: state"));
  EXPECT_THAT(program.run({"run", "a.yaml", "b.yaml"}).out, Not(HasSubstr("b.yaml:6")));
  EXPECT_THAT(program.run({"run", "a.yaml", "b.yaml", "--keep-going"}).out, HasSubstr("b.yaml:6"));
}

}  // namespace
}  // namespace verloop::test
