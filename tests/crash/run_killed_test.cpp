#include "tests/support/run_program.hpp"

namespace verloop::test {
namespace {

constexpr int polls_max = 2000;
const std::string scenarios = std::string(VERLOOP_ROOT) + "/tests/scenarios";

// All of them, so that it is still at work when it is killed, however slow the reader is.
const Program::Words play{"run", scenarios, "--data", "data"};

/// Beyond what is recorded of the actors of all scenarios, who are entered first, and far before
/// the end.
std::int64_t recorded_enough() {
  constexpr std::int64_t of_an_actor = 3;  // Itself, its role, and a link to a child of its own.
  constexpr std::int64_t of_cases = 300;
  std::int64_t actors = 0;
  for (const auto& file : std::filesystem::recursive_directory_iterator(scenarios)) {
    if (file.path().extension() != ".yaml") continue;
    const std::string text = read_file(file.path());
    for (std::size_t at = text.find("- {id: "); at != std::string::npos;
         at = text.find("- {id: ", at + 1))
      ++actors;
  }
  return of_an_actor * actors + of_cases;
}

/// How many events are in the log, asked of a reader beside the writer; -1 when it can't tell.
std::int64_t size_of_log(const Program& program) {
  // Its own folder for output, so that the two programs do not share files.
  const Program reader;
  const Ran ran = reader.run({"verify", (program / "data").string(), "--json"});
  boost::system::error_code failed;
  const auto report = boost::json::parse(ran.out, failed);
  return failed ? -1 : report.at("size").to_number<std::int64_t>();
}

TEST(KillNine, LosesNothingAndTheRunGoesOn) {
  const Program program;
  ASSERT_EQ(program.run({"init", "--data", "data"}).status, 0);
  const std::int64_t begun = size_of_log(program);
  ASSERT_GT(begun, 0);
  const std::int64_t enough = begun + recorded_enough();

  const pid_t child = program.start(play);
  int polls = 0;
  while (size_of_log(program) < enough && polls < polls_max) ++polls;
  ASSERT_LT(polls, polls_max);
  ASSERT_EQ(::kill(child, SIGKILL), 0);
  ASSERT_EQ(program.wait(child).status, -1) << "it was over before it could be killed";

  const Ran after = program.run({"verify", "data"});
  EXPECT_EQ(after.status, 0) << after.all();
  EXPECT_GE(size_of_log(program), enough);
  const Ran again = program.run(play);
  EXPECT_EQ(again.status, 0) << again.all();
  EXPECT_THAT(again.out, testing::HasSubstr("already played"));
  const Ran finally = program.run({"verify", "data"});
  EXPECT_EQ(finally.status, 0) << finally.all();
}

// A step that only waits has no command id: what it recorded before the kill is known again.
TEST(KillNine, ARunThatWasCutOffAfterAWaitKnowsWhatItRecorded) {
  const Program program;
  const std::string whole = read_file(scenario_file("two-opps-a-day-late"));
  const std::size_t end = whole.find("\n", whole.find("includes: [FindingRaised]"));
  ASSERT_NE(end, std::string::npos);
  program.write("late.yaml", whole.substr(0, end + 1));
  ASSERT_EQ(program.run({"init", "--data", "data"}).status, 0);
  ASSERT_EQ(program.run({"run", "late.yaml", "--data", "data"}).status, 0);

  program.write("late.yaml", whole);
  const Ran again = program.run({"run", "late.yaml", "--data", "data"});

  EXPECT_EQ(again.status, 0) << again.all();
}

}  // namespace
}  // namespace verloop::test
