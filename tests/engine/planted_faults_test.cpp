// Faults that only the whole of a definition shows, each planted into one that is right: found at
// its place, and nothing is found in the right one.

#include "tests/engine/planted_faults.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/scrutiny.hpp"
#include "tests/support/definitions.hpp"

namespace verloop {
namespace {

using test::Planted;

std::vector<DefinitionFault> found_in(const std::string& catalogue, const std::string& procedure) {
  const auto loaded = test::load(catalogue, procedure);
  EXPECT_TRUE(loaded.has_value()) << (loaded.has_error() ? format(loaded.error()) : "");
  return loaded.has_value() ? scrutinise(**loaded) : std::vector<DefinitionFault>();
}

class PlantedFault : public testing::TestWithParam<Planted> {};

TEST_P(PlantedFault, IsFoundAtItsPlace) {
  const Planted& fault = GetParam();
  const std::string text = test::plant(test::right_procedure, fault);
  const auto found = found_in(test::right_catalogue, text);
  const YamlPlace place = test::planted_place(text, fault);
  EXPECT_TRUE(test::has_fault(found, "building-permit.yaml", place, fault.says))
      << "expected at " << place.line << ':' << place.column << ": " << fault.says << "\nfound:\n"
      << format(found);
}

std::string named(const testing::TestParamInfo<Planted>& planted) {
  return planted.param.name;
}

INSTANTIATE_TEST_SUITE_P(Reach, PlantedFault, testing::ValuesIn(test::reach_faults()), named);

INSTANTIATE_TEST_SUITE_P(Conditions, PlantedFault, testing::ValuesIn(test::condition_faults()),
                         named);

INSTANTIATE_TEST_SUITE_P(Absence, PlantedFault, testing::ValuesIn(test::absence_faults()), named);

INSTANTIATE_TEST_SUITE_P(Flow, PlantedFault, testing::ValuesIn(test::flow_faults()), named);

INSTANTIATE_TEST_SUITE_P(Outlets, PlantedFault, testing::ValuesIn(test::outlet_faults()), named);

TEST(Scrutiny, FindsNothingInWhatIsRight) {
  EXPECT_EQ(format(found_in(test::right_catalogue, test::right_procedure)), "");
}

TEST(Scrutiny, FindsAnEndThatNobodyCanMake) {
  std::string text =
      test::plant(test::right_procedure, {"", test::withdrawing, test::withdrawn, "", ""});
  text = test::plant(text, {"", "closes: PermitClosed", "closes: PermitWithdrawn", "", ""});
  EXPECT_TRUE(test::has_fault(found_in(test::right_catalogue, text), "building-permit.yaml",
                              test::place_of(text, text.find("PermitWithdrawn\n")),
                              "closes: nothing that can be done makes PermitWithdrawn"));
}

TEST(Scrutiny, FindsNothingInWhatIsShipped) {
  EXPECT_EQ(format(scrutinise(*test::clusters())), "");
  EXPECT_EQ(format(scrutinise(*test::former_clusters())), "");
  EXPECT_EQ(format(scrutinise(*test::receipts())), "");
}

/// What is right as well, and looks like what is not.
class Fine : public testing::TestWithParam<Planted> {};

TEST_P(Fine, IsTakenForRight) {
  const std::string text = test::plant(test::right_procedure, GetParam());
  EXPECT_EQ(format(found_in(test::right_catalogue, text)), "");
}

INSTANTIATE_TEST_SUITE_P(
    Facts, Fine,
    testing::Values(
        Planted{"size_of_a_sealed_text", "amount: \"0\"", "amount: size(data.plan)", "", ""},
        Planted{"word_about_a_sealed_text", "urgency: \"'low'\"",
                "urgency: \"data.plan.contains('fire') ? 'high' : 'low'\"", "", ""},
        Planted{"name_about_a_sealed_text", "tag: \"'public'\"",
                "tag: \"has(data.reason) && data.reason.contains('fire') ? 'fire' : 'other'\"", "",
                ""},
        Planted{"limit_of_a_sealed_number", "heavy: \"false\"", "heavy: data.budget > 1000", "",
                ""},
        Planted{"sealed_fact", "heavy: \"false\"", "heavy: data.listed", "", ""},
        Planted{"count_of_a_narrower_event", "number: size(case.verdicts)",
                "number: size(case.verdicts) + 1", "", ""},
        Planted{"word_about_a_narrower_event", "tag: \"'public'\"",
                "tag: \"has(case.decision.inspector) ? 'seen' : 'unseen'\"", "", ""}),
    named);

INSTANTIATE_TEST_SUITE_P(
    Conditions, Fine,
    testing::Values(
        Planted{"one_of_two_ways", "when: data.kind == 'shed'",
                "when: data.kind == 'shed' || data.size > 400 || data.urgent", "", ""},
        Planted{"at_its_limit", "when: data.kind == 'shed'", "when: data.size >= 400", "", ""},
        Planted{"between", "when: data.kind == 'shed'", "when: data.size > 3 && data.size < 5", "",
                ""},
        Planted{"not_there_or_more", "when: data.kind == 'shed'",
                "when: \"!has(data.size) || data.size > 3\"", "", ""},
        Planted{"two_entries", "applies: has(case.decision.on)",
                "applies: \"case.verdicts.exists(v, v.verdict == 'granted') && "
                "case.verdicts.exists(v, v.verdict == 'refused')\"",
                "", ""},
        Planted{"refusal_that_may_lack_its_value", "when: data.kind == 'shed'",
                "when: data.size >= 0", "", ""},
        Planted{"days_that_are_the_same", "applies: has(case.decision.on)",
                "applies: case.decision.on <= case.request.on && case.request.on <= "
                "case.decision.on",
                "", ""},
        Planted{"too_many_ways_to_tell", "when: data.kind == 'shed'",
                "when: (data.size == 1 || data.size == 2) && (data.size == 3 || data.size == 4) && "
                "(data.size == 5 || data.size == 6) && (data.size == 7 || data.size == 8) && "
                "(data.size == 9 || data.size == 10) && (data.size == 11 || data.size == 12) && "
                "(data.size == 13 || data.size == 14) && (data.size == 15 || data.size == 16) && "
                "(data.size == 17 || data.size == 18)",
                "", ""}),
    named);

// The cases of a later version may hold what only a former one could record.
TEST(Scrutiny, LeavesToALaterVersionWhatAFormerOneMayHaveRecorded) {
  const Planted fault{"", "applies: has(case.decision.on)", "applies: has(case.shelved.on)", "",
                      ""};
  std::string text = test::plant(test::right_procedure, fault);
  EXPECT_THAT(format(found_in(test::right_catalogue, text)), testing::HasSubstr("case.shelved.on"));
  text = test::plant(text, {"", "version: 1", "version: 2", "", ""});
  EXPECT_EQ(format(found_in(test::right_catalogue, text)), "");
}

/// (a || b) && (a || b) && ..., in every rule.
TEST(Scrutiny, GivesUpOnConditionsWithTooManyWays) {
  std::string condition = "(data.size == 1 || data.urgent)";
  while (condition.size() < 15'000) condition += " && (data.size == 1 || data.urgent)";
  std::string rules = "rules:\n";
  for (int i = 10; i < 60; ++i)
    rules += "  R-" + std::to_string(i) +
             ":\n    label: {nl: a, en: a}\n    sentence: {nl: a, en: a}\n    strength: legal\n"
             "    audience: shared\n    refuse:\n      actions: [requestPermit]\n      when: " +
             condition + "\n";
  const std::string text = test::plant(test::right_procedure, {"", "rules:\n", rules, "", ""});
  EXPECT_EQ(format(found_in(test::right_catalogue, text)), "");
}

}  // namespace
}  // namespace verloop
