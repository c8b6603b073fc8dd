// What would have to happen before an action can be taken.

#include "engine/what_first.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/given.hpp"

namespace verloop::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

/// With two actions more: a draft is filed again, and a filed one is heard before it is decided.
std::string longer_procedure() {
  const std::string close = "  close:\n    label: {nl: Sluiten, en: Close}\n";
  const std::string more =
      "  refile:\n    label: {nl: Opnieuw indienen, en: File again}\n    by: [applicant, clerk]\n"
      "    from: {permit: [draft]}\n    purpose: permits\n    events: [PermitRequested]\n";
  return replaced(replaced(permit_procedure, close, more + close), "    events: [PermitClosed]\n",
                  "    from: {permit: [decided]}\n    events: [PermitClosed]\n");
}

std::vector<std::string> first_of(const Decision& decision) {
  std::vector<std::string> names;
  for (const ActionId& id : std::get<Refusal>(decision).first) names.push_back(id.text);
  return names;
}

std::string sentence(const Decision& decision) {
  return std::get<Refusal>(decision).sentence.en;
}

class WhatFirst : public testing::Test {
 protected:
  void SetUp() override {
    given.requested();
    given.state().fields["office"] = "office-1";
  }
  Given given{permits(longer_procedure())};
};

TEST_F(WhatFirst, IsTheShortestRowOfActions) {
  given.state().tracks["permit"] = "draft";
  EXPECT_THAT(first_of(given.when(command("decide"))), ElementsAre("refile"));
  const Decision close = given.when(command("close"));
  EXPECT_THAT(first_of(close), ElementsAre("refile", "decide"));
  EXPECT_THAT(
      sentence(close),
      HasSubstr("Shortest way there: \"File again\" (Applicant, Clerk), then \"Decide\" (Clerk)."));
  EXPECT_THAT(std::get<Refusal>(close).sentence.nl,
              HasSubstr("Kortste weg daarheen: \"Opnieuw indienen\""));
}

TEST_F(WhatFirst, IsSaidOnlyWhenThereIsAWay) {
  given.state().tracks["permit"] = "decided";
  const Decision decision = given.when(command("decide"));
  EXPECT_EQ(outcome(decision), "state");
  EXPECT_THAT(first_of(decision), ElementsAre("object", "refile"))
      << "an objection begins a cycle, in draft";
  given.state().closed = true;
  EXPECT_THAT(first_of(given.when(command("decide"))), IsEmpty());
}

TEST_F(WhatFirst, NeverClosesTheCase) {
  const WaysAhead ways(given.state(), given.definition().procedure);
  for (const Action& action : given.definition().procedure.actions)
    for (const Action* step : ways.to(action)) EXPECT_NE(step->id.text, "close");
}

TEST_F(WhatFirst, NamesWhatRecordsTheValueThatARuleWaitsFor) {
  const std::string waits = "until: has(case.request.on) && has(case.decision.on)";
  Given held(permits(replaced(permit_procedure, "until: has(case.request.on)", waits)));
  held.requested();
  const Decision decision = held.when(command("close"));
  EXPECT_EQ(outcome(decision), "rule R-2");
  EXPECT_THAT(first_of(decision), ElementsAre("decide"));
  EXPECT_THAT(sentence(decision),
              HasSubstr("What counts for it is recorded by: \"Decide\" (Clerk)."));
}

TEST_F(WhatFirst, TellsARoleOfNoEventThatItsViewDoesNotShow) {
  const std::string waits = "until: has(case.decision.on)";
  Given held(permits(replaced(replaced(permit_procedure, "until: has(case.request.on)", waits),
                              "      PermitDecided: [verdict]\n", "")));
  held.requested();
  const Decision decision = held.when(command("close"));
  EXPECT_EQ(outcome(decision), "rule R-2");
  EXPECT_THAT(first_of(decision), IsEmpty());
  EXPECT_THAT(sentence(decision), Not(HasSubstr("What counts")));
}

TEST_F(WhatFirst, NamesNothingForAValueThatIsThere) {
  const std::string waits = "until: case.applicantCount > 4";
  Given held(permits(replaced(permit_procedure, "until: has(case.request.on)", waits)));
  held.requested().event("ApplicantsCounted", "2026-03-03", {{"count", 1}});
  EXPECT_THAT(first_of(held.when(command("close"))), IsEmpty());
}

}  // namespace
}  // namespace verloop::test
