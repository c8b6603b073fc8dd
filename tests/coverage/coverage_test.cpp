// docs/coverage.yaml and docs/coverage.md as they are, held to the definitions and, where it is
// there, to the description of the domain.

#include <gtest/gtest.h>

#include "tests/coverage/checks.hpp"
#include "tests/coverage/document.hpp"
#include "tests/coverage/domain_lists.hpp"
#include "tests/support/shared_data.hpp"

namespace verloop::coverage {
namespace {

const std::filesystem::path root = VERLOOP_ROOT;

const Coverage& coverage() {
  static const Coverage read = [] {
    std::vector<std::string> faults;
    Coverage result = read_coverage(test::read_file(root / "docs/coverage.yaml"), faults);
    EXPECT_EQ(format(faults), "");
    return result;
  }();
  return read;
}

const Definitions& definitions() {
  static const Definitions loaded = [] {
    std::vector<std::string> faults;
    Definitions result = load_definitions(root, coverage().procedures, faults);
    EXPECT_EQ(format(faults), "");
    return result;
  }();
  return loaded;
}

std::string domain(const std::string& file) {
  return test::read_file(test::shared_data("domain/" + file));
}

TEST(Coverage, SaysWhatCoversAnEntryOrWhyNothingDoes) {
  EXPECT_EQ(format(check_entries(coverage())), "");
}

TEST(Coverage, LeadsToSomethingWithEachReference) {
  EXPECT_EQ(format(check_references(coverage(), definitions())), "");
}

TEST(Coverage, CoversASentenceByTheProcedureOfItsDocument) {
  EXPECT_EQ(format(check_documents(coverage(), definitions())), "");
}

TEST(Coverage, NamesWhatNamesASentenceAsItsSource) {
  EXPECT_EQ(format(check_sources(coverage(), definitions())), "");
}

TEST(Coverage, GivesEachRuleDeadlineSettingAndEventAHome) {
  EXPECT_EQ(format(check_homes(coverage(), definitions())), "");
}

TEST(Coverage, ShowsEachDifferenceInBothProcedures) {
  const MarkedScenarios scenarios = load_marks(root / "tests/scenarios");
  EXPECT_EQ(format(check_differences(coverage(), definitions(), scenarios)), "");
}

TEST(Coverage, IsTheDocumentThatIsWrittenFromIt) {
  EXPECT_TRUE(test::read_file(root / "docs/coverage.md") == render(coverage()))
      << "docs/coverage.md is not what docs/coverage.yaml gives; write it anew: "
         "build/release/tests_coverage --write";
}

TEST(CoverageOfTheDomain, HasEachSentence) {
  VERLOOP_NEEDS_SHARED("domain/L-trace.md");
  const auto ids = listed_ids(domain("L-trace.md"), {"HB-", "DK-"});
  EXPECT_EQ(ids.size(), 456U);
  EXPECT_EQ(format(check_ids(coverage().segments, ids)), "");
}

TEST(CoverageOfTheDomain, HasEachRule) {
  VERLOOP_NEEDS_SHARED("domain/K-compliance.md");
  const auto ids = listed_ids(domain("K-compliance.md"), {"K-"});
  EXPECT_EQ(ids.size(), 145U);
  EXPECT_EQ(format(check_ids(coverage().rules, ids)), "");
}

TEST(CoverageOfTheDomain, SaysWhatAProcedureLacksOfARule) {
  VERLOOP_NEEDS_SHARED("domain/K-compliance.md");
  const auto meant = meant_procedures(domain("K-compliance.md"));
  EXPECT_EQ(meant.size(), 145U);
  EXPECT_EQ(format(check_meant(coverage(), meant)), "");
}

TEST(CoverageOfTheDomain, HasEachRuleOfTime) {
  VERLOOP_NEEDS_SHARED("domain/D-time.md");
  const auto ids = listed_ids(domain("D-time.md"), {"D-0", "D-1", "D-2", "D-3"});
  EXPECT_EQ(ids.size(), 35U);
  EXPECT_EQ(format(check_ids(coverage().deadlines, ids)), "");
}

TEST(CoverageOfTheDomain, HasEachEvent) {
  VERLOOP_NEEDS_SHARED("domain/J-events.md");
  const auto events = listed_events(domain("J-events.md"));
  EXPECT_EQ(events.size(), 176U);
  EXPECT_EQ(format(check_ids(coverage().events, events)), "");
}

TEST(CoverageOfTheDomain, HasEachAmbiguity) {
  VERLOOP_NEEDS_SHARED("domain/I-ambiguities.md");
  const auto ids = listed_ids(domain("I-ambiguities.md"), {"I-"});
  EXPECT_EQ(ids.size(), 99U);
  EXPECT_EQ(format(check_ids(coverage().ambiguities, ids)), "");
}

TEST(CoverageOfTheDomain, HasEachDifferenceWithItsTreatment) {
  VERLOOP_NEEDS_SHARED("domain/G-differences.md");
  const auto ids = listed_ids(domain("G-differences.md"), {"G-"});
  EXPECT_EQ(ids.size(), 65U);
  EXPECT_EQ(format(check_ids(coverage().differences, ids)), "");
  const auto treatments = listed_treatments(domain("G-differences.md"));
  EXPECT_EQ(format(check_treatments(coverage(), treatments)), "");
}

}  // namespace
}  // namespace verloop::coverage
