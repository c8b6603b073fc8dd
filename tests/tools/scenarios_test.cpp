// The shipped scenarios are the acceptance tests of the shipped procedures: each is played here,
// alone and all together in one data folder; and the demonstration is told twice alike.

#include <algorithm>

#include "tests/support/run_program.hpp"

namespace verloop::test {
namespace {

using testing::HasSubstr;

std::vector<std::string> shipped_scenarios() {
  std::vector<std::string> names;
  const std::filesystem::path folder = std::filesystem::path(VERLOOP_ROOT) / "tests/scenarios";
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (entry.path().extension() != ".yaml") continue;
    names.push_back(entry.path().lexically_relative(folder).replace_extension().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

class ShippedScenario : public testing::TestWithParam<std::string> {};

TEST_P(ShippedScenario, Holds) {
  const Ran ran = Program().run({"run", scenario_file(GetParam())});
  EXPECT_EQ(ran.status, 0) << ran.all();
}

INSTANTIATE_TEST_SUITE_P(All, ShippedScenario, testing::ValuesIn(shipped_scenarios()),
                         [](const auto& file) {
                           std::string name = file.param;
                           std::replace_if(
                               name.begin(), name.end(),
                               [](unsigned char c) { return std::isalnum(c) == 0; }, '_');
                           return name;
                         });

TEST(ShippedScenarios, HoldTogetherInOneFolderThatVerifiesAndRebuilds) {
  const Program program;
  ASSERT_EQ(program.run({"init", "--data", "data"}).status, 0);
  const std::string all = std::string(VERLOOP_ROOT) + "/tests/scenarios";
  const Ran ran = program.run({"run", all, "--data", "data", "--keep-going"});
  EXPECT_EQ(ran.status, 0) << ran.all();
  EXPECT_EQ(program.run({"verify", "data"}).status, 0);
  EXPECT_EQ(program.run({"rebuild", "--data", "data"}).status, 0);
  const Ran verified = program.run({"verify", "data"});
  EXPECT_EQ(verified.status, 0) << verified.all();
  EXPECT_THAT(verified.out, HasSubstr("0 faults"));
}

std::string before_the_marks(const std::string& told) {
  return told.substr(0, told.find("== Marks"));
}

TEST(Demonstration, IsTheSameEveryTimeButForTheMarksAtItsEnd) {
  const Program program;
  const Ran first = program.run({"demo", "--lang", "en"});
  const Ran second = program.run({"demo", "--lang", "en"});
  EXPECT_EQ(first.status, 0) << first.all();
  EXPECT_THAT(first.out, HasSubstr("== Marks"));
  const std::size_t erased = first.out.find("== A pupil is forgotten ==");
  ASSERT_NE(erased, std::string::npos);
  EXPECT_THAT(first.out.substr(0, erased), HasSubstr("sealed values (0 erased); the projections"));
  EXPECT_THAT(first.out.substr(erased), HasSubstr("Verified: "));
  EXPECT_THAT(first.out.substr(erased), HasSubstr("1 [erased on "));
  EXPECT_EQ(before_the_marks(first.out), before_the_marks(second.out));
}

}  // namespace
}  // namespace verloop::test
