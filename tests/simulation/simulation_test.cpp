// Random procedures and the shipped one, with random commands: live state, replay, restart and
// rebuild agree, and what must hold does. `--rounds 1000 --seed N` runs a thousand seeds from N on.

#include <array>
#include <csignal>
#include <cstdio>
#include <numeric>
#include <unistd.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/simulation/course.hpp"
#include "tests/simulation/made_procedure.hpp"
#include "tests/support/definitions.hpp"
#include "tests/support/rounds.hpp"

namespace verloop::test {
namespace {

constexpr std::uint64_t rounds = 50;        // In an ordinary run.
constexpr std::size_t told_steps_max = 40;  // That are shown of a course that went wrong.
constexpr std::uint64_t on_disk_every = 20;

/// How the round that runs now is run again; also told when the process is stopped by `ensure`.
std::array<char, 200> again{};

void tell_how_to_repeat(int signal) {
  ssize_t written =
      ::write(STDERR_FILENO, again.data(), std::char_traits<char>::length(again.data()));
  static_cast<void>(written);
  std::signal(signal, SIG_DFL);
  std::raise(signal);
}

void note_round(const char* test, std::uint64_t seed) {
  std::snprintf(again.data(), again.size(),
                "seed %llu: tests_simulation --gtest_filter=Simulation.%s --rounds 1 --seed %llu\n",
                static_cast<unsigned long long>(seed), test, static_cast<unsigned long long>(seed));
}

std::string text_of(const std::vector<SourceFile>& files) {
  std::string text;
  for (const SourceFile& file : files) text += "# " + file.name + "\n" + file.text;
  return text;
}

std::string last_of(const std::vector<std::string>& steps) {
  std::string text;
  const std::size_t first = steps.size() > told_steps_max ? steps.size() - told_steps_max : 0;
  for (std::size_t at = first; at < steps.size(); ++at)
    text += std::to_string(at) + " " + steps[at] + "\n";
  return text;
}

CourseCounts& operator+=(CourseCounts& sum, const CourseCounts& more) {
  sum.accepted += more.accepted;
  sum.refused += more.refused;
  sum.findings += more.findings;
  sum.altered += more.altered;
  sum.erased += more.erased;
  sum.repeated += more.repeated;
  sum.restarts += more.restarts;
  sum.answers += more.answers;
  sum.records += more.records;
  sum.migrated += more.migrated;
  return sum;
}

class Simulation : public testing::Test {
 public:
  void SetUp() override { before_ = std::signal(SIGABRT, tell_how_to_repeat); }
  void TearDown() override { std::signal(SIGABRT, before_); }

  /// Ends with the first seed on which something is wrong.
  void run(const char* test, std::uint64_t rounds_now, void (Simulation::*round)(std::uint64_t)) {
    const std::uint64_t first = printed_seed();
    for (std::uint64_t seed = first; seed < first + rounds_now && !HasFailure(); ++seed) {
      note_round(test, seed);
      SCOPED_TRACE(again.data());
      try {
        (this->*round)(seed);
      } catch (const std::exception& thrown) {
        ADD_FAILURE() << thrown.what();
      }
    }
    std::cout << "accepted " << sum_.accepted << ", refused " << sum_.refused << ", findings "
              << sum_.findings << ", altered " << sum_.altered << ", erased " << sum_.erased
              << ", repeated " << sum_.repeated << ", restarts " << sum_.restarts << ", answers "
              << sum_.answers << ", records " << sum_.records << ", migrated " << sum_.migrated
              << "\n";
    EXPECT_GT(sum_.accepted, static_cast<int>(rounds_now));
  }

  void take(const CoursePlan& plan, const std::string& text) {
    Course course(plan);
    Faults faults;
    try {
      faults = course.run();
    } catch (const std::exception& thrown) {
      faults.push_back(std::string("thrown: ") + thrown.what());
    }
    EXPECT_THAT(faults, testing::IsEmpty()) << last_of(course.steps()) << text;
    sum_ += course.counts();
  }

  void made(std::uint64_t seed) {
    Dice dice(seed);
    const std::vector<SourceFile> files = make_definition(dice);
    const SourceFile system{"system.yaml", system_catalogue()->text};
    const auto definition = load_definition(files, system);
    ASSERT_TRUE(definition.has_value()) << format(definition.error()) << text_of(files);
    CoursePlan plan{seed, *definition, loaded(next_version(files))};
    if (seed % on_disk_every == 0) plan.kept = Kept::on_disk;
    take(plan, text_of(files));
  }

  void shipped(std::uint64_t seed) {
    CoursePlan plan{seed, clusters(), nullptr};
    plan.steps = 120;
    if (seed % on_disk_every == 0) plan.kept = Kept::on_disk;
    take(plan, "");
  }

 private:
  CourseCounts sum_;
  void (*before_)(int) = nullptr;
};

TEST_F(Simulation, OfMadeProceduresGoesAsItIsReplayed) {
  run("OfMadeProceduresGoesAsItIsReplayed", rounds_or(rounds), &Simulation::made);
}

TEST_F(Simulation, OfTheShippedProcedureGoesAsItIsReplayed) {
  run("OfTheShippedProcedureGoesAsItIsReplayed", rounds_or(rounds / 4), &Simulation::shipped);
}

}  // namespace
}  // namespace verloop::test
