#pragma once
// A data folder "data" in which one short scenario was played: case `two-opps-a-day-late.c1`.

#include "tests/support/run_program.hpp"

namespace verloop::test {

class Played : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_EQ(program.run({"init", "--data", "data"}).status, 0);
    const Ran ran = program.run({"run", scenario_file(name), "--data", "data"});
    ASSERT_EQ(ran.status, 0) << ran.all();
  }

  /// A question about the case, asked by an actor of the scenario.
  Ran ask(const std::string& question, const std::string& actor, Program::Words more = {}) const {
    Program::Words words{question, case_name, "--data", "data", "--as", name + "." + actor};
    words.insert(words.end(), more.begin(), more.end());
    return program.run(words);
  }

  const std::string name = "two-opps-a-day-late";
  const std::string case_name = name + ".c1";
  Program program;
};

}  // namespace verloop::test
