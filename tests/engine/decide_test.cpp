#include "engine/decide.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/given.hpp"

namespace verloop::test {
namespace {

using testing::HasSubstr;

/// Decisions need a reason when refused, and a fee that was set.
std::string strict_procedure() {
  const std::string lenient =
      R"x(refuse: {actions: [requestPermit], when: "has(case.decision.on) && data.plan == ''"})x";
  const std::string strict =
      R"x(refuse: {actions: [decide], when: "data.verdict == 'refused' && !has(data.reason)"})x";
  return replaced(replaced(permit_procedure, lenient, strict), "until: has(case.request.on)",
                  "until: has(case.fee)");
}

Command request(const Actor& actor = clerk) {
  return command("requestPermit", {{"applicant", "p-1"}, {"kind", "shed"}, {"plan", "a shed"}},
                 actor);
}

TEST(Decide, ChecksInItsFixedOrder) {
  Given given(permits(strict_procedure()));
  const Actor stranger{{"clerk-9"}, {"clerk"}, {"office-9"}, {}};
  Command wrong = command("dcide", {{"verdict", "refused"}, {"colour", 1}}, stranger);
  wrong.occurred_on = parse_occurrence("2026-03-11").value();
  wrong.expected_version = 7;
  wrong.motivation = {{"R-9", "because"}};
  EXPECT_EQ(outcome(given.when(wrong)), "unknown");
  wrong.action = {"decide"};
  EXPECT_EQ(outcome(given.when(wrong)), "unknown") << "no case";
  given.event("PermitDecided", "2026-03-02", {{"verdict", "refused"}});
  given.state().fields["office"] = "office-1";
  EXPECT_EQ(outcome(given.when(wrong)), "unauthorised");
  wrong.actor = clerk;
  EXPECT_EQ(outcome(given.when(wrong)), "conflict");
  wrong.expected_version = 0;
  EXPECT_EQ(outcome(given.when(wrong)), "state");
  given.state().tracks["permit"] = "filed";
  EXPECT_EQ(outcome(given.when(wrong)), "payload colour");
  wrong.data.erase("colour");
  EXPECT_EQ(outcome(given.when(wrong)), "payload occurredOn");
  wrong.occurred_on.reset();
  EXPECT_EQ(outcome(given.when(wrong)), "rule R-2") << "refused by";
  wrong.data["reason"] = "too high";
  EXPECT_EQ(outcome(given.when(wrong)), "rule R-2") << "held back by";
  Command imported = wrong;
  imported.basis = Basis::imported;
  imported.motivation.clear();
  EXPECT_EQ(outcome(given.when(imported)), "PermitDecided") << "what happened was not held back";
  given.state().fields["fee"] = 1;
  EXPECT_EQ(outcome(given.when(wrong)), "payload motivation.R-9");
  wrong.motivation.clear();
  EXPECT_EQ(outcome(given.when(wrong)), "PermitDecided");
}

TEST(Decide, SuggestsTheActionThatIsNear) {
  const Decision decision = Given().requested().when(command("decid"));
  EXPECT_THAT(std::get<Refusal>(decision).sentence.en, HasSubstr("Did you mean decide?"));
}

TEST(Decide, RefusesToMakeACaseTwice) {
  EXPECT_EQ(outcome(Given().requested().when(request())), "state");
}

TEST(Decide, AConflictNamesBothVersions) {
  Command late = command("close");
  late.expected_version = -1;
  const Decision decision = Given().requested().when(late);
  EXPECT_EQ(std::get<Refusal>(decision).expected, -1);
  EXPECT_EQ(std::get<Refusal>(decision).actual, 0);
}

TEST(Decide, RefusesAfterTheClosingWhatIsNotForThen) {
  Given given;
  given.requested().event("PermitClosed", "2026-03-03");
  EXPECT_EQ(outcome(given.when(command("close"))), "state");
  given.knows("applicant", {SubjectId{"s-1"}, 1, true});
  Command object = command("object", {}, applicant);
  EXPECT_EQ(outcome(given.when(object)), "unauthorised") << "it names no subject of its own";
}

TEST(Decide, RefusesWhatLiesInTheFuture) {
  const std::vector<std::pair<const char*, const char*>> cases = {
      {"2026-03-10", "PermitClosed"},
      {"2026-03-11", "payload occurredOn"},
      {"2026-03-10T11:59:00+01:00", "PermitClosed"},
      {"2026-03-10T12:01:00+01:00", "payload occurredOn"},
      {"2026-03-10T23:30:00Z", "payload occurredOn"}};
  for (const auto& [on, expected] : cases) {
    Command close = command("close");
    close.occurred_on = parse_occurrence(on).value();
    EXPECT_EQ(outcome(Given().requested().when(close, "2026-03-10")), expected) << on;
  }
}

TEST(Decide, FillsComputedFieldsAndDerivesEvents) {
  Given given;
  given.knows("applicant", {});
  const Decision decision = given.when(request());
  ASSERT_EQ(outcome(decision), "PermitRequested FeeSet ApplicantsCounted");
  EXPECT_EQ(event_of(decision, 0).fields.at("member"), boost::json::value(1));
  EXPECT_EQ(event_of(decision, 1).fields, (boost::json::object{{"fee", 56}, {"urgent", true}}));
  EXPECT_EQ(event_of(decision, 2).fields, (boost::json::object{{"count", 1}}));
  EXPECT_EQ(event_of(decision, 2).basis, Basis::derived);
}

TEST(Decide, ComputesByTheCaseAsItWasOnTheDayOfTheCommand) {
  Given given(permits(replaced(permit_procedure, "events: [PermitDecided]",
                               "events: [{PermitDecided: {startsOn: case.decision.on}}]")));
  given.requested().event("PermitDecided", "2026-03-08", {{"verdict", "refused"}});
  given.event("FeeSet", "2026-03-09", {{"fee", 1}});
  Command again = command("decide", {{"verdict", "refused"}});
  again.occurred_on = parse_occurrence("2026-03-08").value();
  EXPECT_EQ(event_of(given.when(again), 0).fields.at("startsOn"), "2026-03-08");
  again.occurred_on = parse_occurrence("2026-03-07").value();
  EXPECT_FALSE(event_of(given.when(again), 0).fields.contains("startsOn"));
}

TEST(Decide, AcceptsWhatWasPossibleOnTheDayOfTheCommand) {
  Given given;
  given.requested("2026-03-02").event("PermitDecided", "2026-03-08", {{"verdict", "granted"}});
  Command late = command("decide", {{"verdict", "refused"}});
  late.occurred_on = parse_occurrence("2026-03-08").value();
  EXPECT_EQ(outcome(given.when(late)), "state") << "it was decided on that day";
  late.occurred_on = parse_occurrence("2026-03-07").value();
  EXPECT_EQ(outcome(given.when(late)), "PermitDecided");
  late.occurred_on = parse_occurrence("2026-03-01").value();
  EXPECT_EQ(outcome(given.when(late)), "state") << "nothing was filed by then";
  given.event("PermitClosed", "2026-03-09");
  late.occurred_on = parse_occurrence("2026-03-07").value();
  EXPECT_EQ(outcome(given.when(late)), "state") << "closed is closed";
}

TEST(Decide, DerivesNothingOfBeforeTheDaySinceWhichItHolds) {
  Given given(permits(replaced(permit_procedure, "    after: [PermitRequested]\n",
                               "    after: [PermitDecided]\n    since: case.decision.on\n")));
  given.requested("2026-03-02").event("PermitDecided", "2026-03-08", {{"verdict", "refused"}});
  Command late = command("decide", {{"verdict", "refused"}});
  late.occurred_on = parse_occurrence("2026-03-05").value();
  const Decision decision = given.when(late);
  ASSERT_EQ(outcome(decision), "PermitDecided ApplicantsCounted");
  EXPECT_EQ(event_of(decision, 0).occurred_on.text, "2026-03-05");
  EXPECT_EQ(event_of(decision, 1).occurred_on.text, "2026-03-08");
}

TEST(Decide, GivesEachSealedFieldItsSubject) {
  Given known, unknown;
  known.knows("applicant", {SubjectId{"s-7"}, std::nullopt, false});
  unknown.knows("applicant", {});
  const Decision decision = known.when(request());
  EXPECT_EQ(event_of(decision, 0).subjects.at("applicant").text, "s-7");
  EXPECT_EQ(event_of(decision, 0).subjects.at("plan").text, "case/c1");
  EXPECT_EQ(event_of(unknown.when(request()), 0).subjects.at("applicant").text, "handle:p-1");
}

TEST(Decide, KeepsTheNumberOfAMember) {
  const auto twice = permits(replaced(permit_procedure, "      - PermitRequested\n",
                                      "      - PermitRequested\n      - PermitRequested\n"));
  Given given(twice);
  given.knows("applicant", {});
  const Decision decision = given.when(request());
  EXPECT_EQ(event_of(decision, 0).fields.at("member"), boost::json::value(1));
  EXPECT_EQ(event_of(decision, 1).fields.at("member"), boost::json::value(1));
}

TEST(Decide, RefusesASubjectThatIsNoMember) {
  Given given(clusters());
  given.event("ClusterCaseOpened", "2026-03-02", {{"school", "school-1"}});
  given.knows("pupil", {SubjectId{"s-1"}, std::nullopt, false});
  const Actor ib{{"ib-1"}, {"ib"}, {"school-1"}, {}};
  EXPECT_EQ(outcome(given.when(command("drawUpOpp", {{"pupil", "p-1"}}, ib))), "payload pupil");
  given.knows("pupil", {SubjectId{"s-1"}, 4, false});
  const Decision decision = given.when(command("drawUpOpp", {{"pupil", "p-1"}}, ib));
  EXPECT_EQ(event_of(decision, 0).fields.at("member"), boost::json::value(4));
}

TEST(Decide, RefusesAComputedFieldThatCannotBe) {
  const auto broken = permits(
      replaced(permit_procedure, "fee: settings.termDays", "fee: 1 / (settings.termDays - 56)"));
  Given given(broken);
  EXPECT_EQ(outcome(given.knows("applicant", {}).when(request())), "payload fee");
}

TEST(Decide, NotesAMotivation) {
  Command close = command("close");
  close.motivation = {{"R-1", "it was ill"}};
  const Decision decision = Given().requested().when(close, "2026-06-10");
  ASSERT_EQ(outcome(decision), "PermitClosed");
  EXPECT_EQ(event_of(decision, 0).deviations, (std::vector<Deviation>{{{"R-1"}, "it was ill"}}));
  EXPECT_EQ(event_of(decision, 0).subjects.at("motivation/R-1").text, "actor/clerk-1");
}

TEST(Decide, OpensAGateForWhoSaysWhyItDeviatesAndMay) {
  const auto permitted = permits(replaced(
      replaced(permit_procedure, "judge: {satisfied: has(case.decision.on)}",
               "judge: {satisfied: has(case.decision.on), violated: \"!has(case.decision.on)\"}\n"
               "    motivatedBy: [clerk]"),
      "until: has(case.request.on)", "until: has(case.decision.on)"));
  Command close = command("close");
  EXPECT_EQ(outcome(Given(permitted).requested().when(close, "2026-03-10")), "rule R-2");
  close.motivation = {{"R-1", "it was ill"}};
  EXPECT_EQ(outcome(Given(permitted).requested().when(close, "2026-06-10")), "rule R-2")
      << "of another rule";
  close.motivation = {{"R-2", "it was ill"}};
  EXPECT_EQ(outcome(Given(permitted).requested().when(close, "2026-03-10")), "PermitClosed");
}

TEST(Decide, RefusesAMotivationThatWouldBeLost) {
  Command close = command("close");
  const auto with = [&close](const char* rule, const char* today) {
    close.motivation = {{rule, "it was ill"}};
    return outcome(Given().requested().when(close, today));
  };
  EXPECT_EQ(with("R-1", "2026-03-10"), "payload motivation.R-1") << "no deviation";
  EXPECT_EQ(with("R-2", "2026-06-10"), "payload motivation.R-2") << "nobody may";
  EXPECT_EQ(with("R-3", "2026-06-10"), "payload motivation.R-3") << "no such rule";
}

TEST(Decide, NamesTheRulesThatARoleMayDeviateFromWhenNoneIsNear) {
  Command close = command("close");
  const auto sentence = [&close](const char* rule) {
    close.motivation = {{rule, "it was ill"}};
    return std::get<Refusal>(Given().requested().when(close, "2026-06-10")).sentence.en;
  };
  EXPECT_EQ(sentence("r1"), "There is no rule. Did you mean R-1?");
  EXPECT_EQ(sentence("fire hazard"),
            "There is no rule. This role can motivate a deviation from: R-1.");
}

TEST(Decide, GivesTheSameDecisionAgain) {
  Given given;
  given.knows("applicant", {});
  EXPECT_EQ(std::get<Accepted>(given.when(request())).events,
            std::get<Accepted>(given.when(request())).events);
}

TEST(Decide, SaysWhatIsPossible) {
  Given given;
  const auto possible = [&given](const char* action, const Actor& actor) {
    const auto refusal = check_possible(given.state(), *given.definition().procedure.action(action),
                                        actor, given.circumstances("2026-03-10"));
    return refusal ? std::string(name_of(refusal->kind)) : std::string("yes");
  };
  EXPECT_EQ(possible("decide", clerk), "unknown");
  EXPECT_EQ(possible("requestPermit", clerk), "yes");
  given.requested();
  EXPECT_EQ(possible("decide", clerk), "yes");
  EXPECT_EQ(possible("decide", applicant), "unauthorised");
  EXPECT_EQ(possible("requestPermit", clerk), "state");
  EXPECT_EQ(possible("requestPermit", {{"m"}, {"mayor"}, {"town"}, {}}), "unauthorised")
      << "who may not make one does not learn of it";
  given.state().tracks["permit"] = "draft";
  EXPECT_EQ(possible("decide", clerk), "state");
}

TEST(Decide, NamesEachRefusal) {
  std::vector<std::string> names;
  for (int kind = 0; kind <= static_cast<int>(RefusalKind::too_large); ++kind)
    names.emplace_back(name_of(static_cast<RefusalKind>(kind)));
  EXPECT_THAT(names, testing::ElementsAre("payload", "unauthorised", "state", "rule", "conflict",
                                          "unknown", "duplicate", "tooLarge"));
}

}  // namespace
}  // namespace verloop::test
