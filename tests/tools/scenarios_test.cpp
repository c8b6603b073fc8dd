// The shipped scenarios are the acceptance tests of the shipped procedures: each is played here,
// alone and all together in one data folder; and the demonstration is told twice alike.

#include <algorithm>
#include <sstream>

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

std::size_t times(const std::string& text, const std::string& what) {
  std::size_t count = 0;
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + 1))
    ++count;
  return count;
}

TEST(Demonstration, TellsThreeCasesInTheTwoWaysOfWorking) {
  const Ran ran = Program().run({"demo", "--lang", "en"});
  EXPECT_EQ(ran.status, 0) << ran.all();
  const std::size_t full = ran.out.find("== The course of groep7, event by event ==");
  ASSERT_NE(full, std::string::npos) << ran.out;
  const std::string overview = ran.out.substr(0, full);
  EXPECT_THAT(overview, HasSubstr("Case groep7: Cluster arrangement in TOP dossier"));
  EXPECT_THAT(overview, HasSubstr("Case groep5: Cluster arrangement in TOP dossier"));
  EXPECT_THAT(overview, HasSubstr("Case groep8: Cluster arrangement in Onderwijs Transparant"));
  EXPECT_EQ(times(overview, "cycle 1, closed"), 2U);
  EXPECT_EQ(times(overview, "cycle 2, open"), 1U);
  EXPECT_EQ(times(overview, " violated"), 0U) << "what was violated is done late in the end";
  const std::string told = ran.out.substr(full);
  EXPECT_THAT(told, HasSubstr("Finding K-OP-01, violated"));
  EXPECT_THAT(told, HasSubstr("deviates from K-QU-09"));
  EXPECT_THAT(told, HasSubstr("Fenna de Boer"));
  EXPECT_EQ(times(told, "\nSeen by "), 4U);
}

/// The lines of the blocks that a part of a Markdown file shows as text.
std::vector<std::string> shown_lines(const std::string& part) {
  std::vector<std::string> lines;
  std::istringstream text(part);
  bool is_shown = false;
  for (std::string line; std::getline(text, line);) {
    if (line.starts_with("```"))
      is_shown = line == "```text";
    else if (is_shown)
      lines.push_back(line);
  }
  return lines;
}

TEST(Demonstration, SaysWhatTheReadmeShowsOfIt) {
  const std::string readme = read_file(std::filesystem::path(VERLOOP_ROOT) / "README.md");
  const std::size_t from = readme.find("\n## Try it\n");
  ASSERT_NE(from, std::string::npos);
  const auto lines = shown_lines(readme.substr(from, readme.find("\n## ", from + 1) - from));
  EXPECT_GT(lines.size(), 10U);
  const Ran ran = Program().run({"demo", "--lang", "en"});
  for (const std::string& line : lines) EXPECT_THAT(ran.out, HasSubstr("\n" + line + "\n"));
}

TEST(Demonstration, SaysTheSameAsOneObject) {
  const Ran ran = Program().run({"demo", "--json"});
  EXPECT_EQ(ran.status, 0) << ran.err;
  const auto told = boost::json::parse(ran.out);
  ASSERT_EQ(told.at("cases").as_array().size(), 3U);
  EXPECT_EQ(told.at("cases").at(2).at("case").at("case"), "groep8");
  EXPECT_EQ(told.at("views").as_object().size(), 4U);
  EXPECT_EQ(told.at("verified"), true);
  EXPECT_EQ(told.at("verifiedAfterErasure"), true);
}

TEST(Demonstration, SpeaksDutch) {
  const Ran ran = Program().run({"demo", "--lang", "nl"});
  EXPECT_EQ(ran.status, 0) << ran.all();
  EXPECT_THAT(ran.out, HasSubstr("Zaak groep8: Clusterarrangement in Onderwijs Transparant"));
  EXPECT_THAT(ran.out, HasSubstr("Een leerling wordt vergeten"));
  EXPECT_EQ(ran.out.find("satisfied"), std::string::npos);
}

}  // namespace
}  // namespace verloop::test
