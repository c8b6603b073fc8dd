#include "projections/sentences.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/given.hpp"

namespace verloop::test {
namespace {

TEST(Sentences, SayMoneyAndDaysInBothLanguages) {
  EXPECT_EQ(euros(8500, Language::nl), "\u20ac 85,00");
  EXPECT_EQ(euros(8505, Language::en), "\u20ac 85.05");
  EXPECT_EQ(euros(-7, Language::nl), "\u20ac -0,07");
  EXPECT_EQ(in_words(day("2026-03-09"), Language::nl), "9 maart 2026");
  EXPECT_EQ(in_words(day("2026-12-31"), Language::en), "31 December 2026");
}

TEST(Sentences, SayHoursAndMinutes) {
  FieldType minutes;
  minutes.kind = FieldKind::minutes;
  const std::vector<std::pair<int, const char*>> cases = {
      {0, "0 min"}, {45, "45 min"}, {60, "1 uur"}, {150, "2 uur 30 min"}};
  for (const auto& [count, words] : cases)
    EXPECT_EQ(in_words(boost::json::value(count), minutes, Language::nl), words);
  EXPECT_EQ(in_words(boost::json::value(90), minutes, Language::en), "1 h 30 min");
}

/// The permits with other words for a request, and who may read which of its fields.
class SentenceOf : public testing::Test {
 protected:
  std::string say(const std::string& english, const std::set<std::string>& fields,
                  const OpenedValues& opened = {{"plan", "a plan"}, {"applicant", "p-1"}}) {
    const auto files = loaded(
        {{"permits.yaml", replaced(permit_catalogue, "Permit {kind} requested: {plan}.", english)},
         {"building-permit.yaml", permit_procedure}});
    Record record = Given(files).next("PermitRequested", "2026-03-09");
    record.data = {{"member", 1}, {"kind", "shed"}, {"size", 4}};
    for (const auto& [field, value] : opened) record.sealed[field] = Digest{};
    RoleView view{{"clerk"}, false, false, true, {}, {}, {{"PermitRequested", fields}}, {}};
    const Reader reader{clerk, &view, {}, Language::en};
    return sentence(record, opened, reader, *files);
  }
};

TEST_F(SentenceOf, LeavesOutWhatIsHiddenAndReadsWell) {
  const std::vector<std::array<const char*, 2>> cases = {
      {"Permit {kind} requested: {plan}.", "Permit shed requested."},
      {"Requested by {plan}, {kind}.", "Requested by, shed."},
      {"Permit ({plan}) of {kind}. {plan}", "Permit of shed."},
      {"Plans: {plan}; {applicant}", "Plans."},
      {"{plan} {kind}", "shed."}};
  for (const auto& [pattern, words] : cases) EXPECT_EQ(say(pattern, {"kind"}), words) << pattern;
}

TEST_F(SentenceOf, LeavesWhatPeopleWroteAsItIs) {
  const std::set<std::string> all = {"kind", "plan", "applicant"};
  const std::vector<std::array<const char*, 2>> cases = {
      {"a  b , c :) ...", "Plan: a  b , c :) ..."},
      {"is it high?", "Plan: is it high?"},
      {"it ends.", "Plan: it ends."},
      {"no end", "Plan: no end."}};
  for (const auto& [plan, words] : cases)
    EXPECT_EQ(say("Plan: {plan}.", all, {{"plan", plan}}), words);
}

TEST_F(SentenceOf, SaysThatAValueWasErased) {
  EXPECT_EQ(say("Plan: {plan}.", {"plan"}, {{"plan", std::nullopt}}), "Plan: [erased].");
  EXPECT_EQ(say("Plan: {plan}.", {}, {{"plan", std::nullopt}}), "Plan.");
}

TEST_F(SentenceOf, NamesActorRoleOrganisationAndDay) {
  EXPECT_EQ(say("{actor} ({role}, {org}) on {occurredOn}", {}),
            "clerk-1 (Clerk, office-1) on 9 March 2026.");
}

}  // namespace
}  // namespace verloop::test
