#include "engine/procedure_check.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/engine/permit_definition.hpp"
#include "tests/support/definitions.hpp"

namespace verloop {
namespace {

using test::permit_catalogue;
using test::permit_procedure;
using test::Planted;

class PlantedName : public testing::TestWithParam<Planted> {};

TEST_P(PlantedName, IsFoundAtItsPlace) {
  const Planted& fault = GetParam();
  const std::string text = test::plant(permit_procedure, fault);
  const auto loaded = test::load(permit_catalogue, text);
  ASSERT_TRUE(loaded.has_error()) << "nothing was found";
  const YamlPlace place = test::planted_place(text, fault);
  EXPECT_TRUE(test::has_fault(loaded.error(), "building-permit.yaml", place, fault.says))
      << "expected at " << place.line << ':' << place.column << ": " << fault.says << "\nfound:\n"
      << format(loaded.error());
}

INSTANTIATE_TEST_SUITE_P(
    Unknown, PlantedName,
    testing::Values(
        Planted{"role_of_an_action", "by: [applicant, clerk]", "by: [applicant, clerc]", "clerc]",
                "unknown role \"clerc\"; did you mean \"clerk\"?"},
        Planted{"role_that_is_informed", "informs: [clerk]", "informs: [clerck]", "clerck",
                "did you mean \"clerk\"?"},
        Planted{"track_of_an_action", "from: {permit: [filed]}", "from: {permits: [filed]}",
                "permits", "unknown track \"permits\"; did you mean \"permit\"?"},
        Planted{"state_of_an_action", "from: {permit: [filed]}", "from: {permit: [field]}", "field",
                "has no state \"field\"; did you mean \"filed\"?"},
        Planted{"purpose", "purpose: permits\n    afterClosing",
                "purpose: permit\n    afterClosing", "permit\n",
                "unknown purpose \"permit\"; did you mean \"permits\"?"},
        Planted{"event_of_an_action", "events: [PermitClosed]", "events: [PermitClozed]",
                "PermitClozed", "unknown event \"PermitClozed\"; did you mean \"PermitClosed\"?"},
        Planted{"event_with_computed_fields", "- FeeSet: {", "- FeeSett: {", "FeeSett",
                "did you mean \"FeeSet\"?"},
        Planted{"event_with_its_version", "events: [PermitClosed]", "events: [PermitClosed@1]",
                "PermitClosed@1", "named without its version"},
        Planted{"event_of_a_move", "on: PermitRequested,", "on: PermitRequest,", "PermitRequest,",
                "did you mean \"PermitRequested\"?"},
        Planted{"state_of_a_move", "to: filed}", "to: fild}", "fild", "did you mean \"filed\"?"},
        Planted{"initial_state", "initial: draft", "initial: draff", "draff",
                "did you mean \"draft\"?"},
        Planted{"event_of_the_cycle", "opens: ObjectionFiled", "opens: ObjectionFild",
                "ObjectionFild", "did you mean \"ObjectionFiled\"?"},
        Planted{"path_that_is_cleared", "clears: [decision]", "clears: [decisions]", "decisions",
                "did you mean \"decision\"?"},
        Planted{"state_of_the_cycle", "tracks: {permit: draft}", "tracks: {permit: drat}", "drat",
                "did you mean \"draft\"?"},
        Planted{"event_that_closes", "closes: PermitClosed", "closes: PermitClose", "PermitClose",
                "did you mean \"PermitClosed\"?"},
        Planted{"field_that_motivates", "field: rule}", "field: rul}", "rul}",
                "did you mean \"rule\"?"},
        Planted{"derived_event", "event: ApplicantsCounted", "event: ApplicantCounted",
                "ApplicantCounted", "did you mean \"ApplicantsCounted\"?"},
        Planted{"cause_of_a_derived_event", "after: [PermitRequested]", "after: [PermitRequestd]",
                "PermitRequestd", "did you mean \"PermitRequested\"?"},
        Planted{"action_that_meets", "meets: [decide]", "meets: [decid]", "decid]",
                "unknown action \"decid\"; did you mean \"decide\"?"},
        Planted{"deadline_of_a_rule", "deadline: P-1", "deadline: P-3", "P-3",
                "unknown deadline \"P-3\"; did you mean \"P-1\"?"},
        Planted{"action_of_a_refusal", "actions: [requestPermit]", "actions: [requestPermits]",
                "requestPermits", "did you mean \"requestPermit\"?"},
        Planted{"action_of_a_gate", "actions: [decide, close]", "actions: [decide, clos]", "clos]",
                "did you mean \"close\"?"},
        Planted{"role_that_motivates", "motivatedBy: [clerk]", "motivatedBy: [clrk]", "clrk",
                "did you mean \"clerk\"?"},
        Planted{"role_of_a_view", "  clerk:\n    tracks", "  clerks:\n    tracks", "clerks",
                "unknown role \"clerks\"; did you mean \"clerk\"?"},
        Planted{"track_of_a_view", "own: true\n    tracks: [permit]",
                "own: true\n    tracks: [permt]", "permt]", "did you mean \"permit\"?"},
        Planted{"rule_of_a_view", "rules: [R-1]", "rules: [R-3]", "R-3", "unknown rule \"R-3\""},
        Planted{"event_of_a_view", "PermitDecided: [verdict]", "PermitDecide: [verdict]",
                "PermitDecide:", "did you mean \"PermitDecided\"?"},
        Planted{"field_of_a_view", "PermitDecided: [verdict]", "PermitDecided: [verdit]", "verdit",
                "did you mean \"verdict\"?"}),
    [](const auto& planted) { return planted.param.name; });

INSTANTIATE_TEST_SUITE_P(
    Impossible, PlantedName,
    testing::Values(
        Planted{"action_that_no_role_may_take",
                "  close:\n    label: {nl: Sluiten, en: Close}\n    by: [clerk]",
                "  close:\n    label: {nl: Sluiten, en: Close}\n    by: []", "close",
                "no role may take it"},
        Planted{"state_that_no_move_reaches", "      decided: {nl",
                "      shelved: {nl: Weg, en: Away}\n      decided: {nl", "shelved",
                "no move reaches state \"shelved\""},
        Planted{"engine_event_in_an_action", "events: [PermitClosed]",
                "events: [PermitClosed, FindingRaised]", "FindingRaised", "the engine's own"},
        Planted{
            "deadline_that_nothing_meets",
            "  P-2:\n    label: {nl: Per aanvrager, en: For each applicant}",
            "  P-9:\n    label: {nl: Een, en: One}\n    due: today\n    done: case.decision.on\n"
            "  P-2:\n    label: {nl: Per aanvrager, en: For each applicant}",
            "P-9", "no action meets it"},
        Planted{"role_without_a_view", "roles:\n",
                "roles:\n  mayor: {label: {nl: B, en: M}, organisation: council, access: own}\n",
                "mayor", "it has no view"},
        Planted{"emergency_role_that_is_none", "tracks:\n  permit:",
                "breakGlass: {by: [mayor], view: clerk, notifies: [clerk]}\ntracks:\n  permit:",
                "mayor", "unknown role"},
        Planted{"emergency_that_nobody_is_told_of", "tracks:\n  permit:",
                "breakGlass: {by: [clerk], view: clerk, notifies: [clerk]}\ntracks:\n  permit:",
                "clerk]}", "does not list EmergencyOpened"},
        Planted{"emergency_view_of_another_organisation", "tracks:\n  permit:",
                "breakGlass: {by: [applicant], view: clerk, notifies: [clerk]}\ntracks:\n  permit:",
                "applicant", "is of organisation resident"},
        Planted{"emergency_view_of_own_members", "tracks:\n  permit:",
                "breakGlass: {by: [clerk], view: applicant, notifies: [clerk]}\ntracks:\n  permit:",
                "applicant", "of its own members only"},
        Planted{"emergency_without_who_is_told", "tracks:\n  permit:",
                "breakGlass: {by: [clerk], view: clerk}\ntracks:\n  permit:", "breakGlass",
                "somebody must be told"},
        Planted{"emergency_that_is_too_long", "tracks:\n  permit:",
                "breakGlass: {by: [clerk], view: clerk, notifies: [clerk], minutes: 1441}\ntracks:"
                "\n  permit:",
                "minutes", "from 1 to 1440"},
        Planted{"view_beyond_the_audience", "    events:\n      PermitRequested: [kind]\n",
                "    events:\n      PermitDecided: [verdict]\n", "PermitDecided",
                "event PermitDecided is for governance"}),
    [](const auto& planted) { return planted.param.name; });

/// What a fault planted in the procedure makes the loader say, all of it.
std::string told(const std::string& old, const std::string& planted) {
  const auto loaded =
      test::load(permit_catalogue, test::plant(permit_procedure, {"", old, planted, "", ""}));
  return loaded.has_value() ? "" : format(loaded.error());
}

TEST(ProcedureCheck, RefusesAMoveOnAnEventThatNothingMakes) {
  EXPECT_THAT(told("events: [PermitDecided]", "events: [PermitClosed]"),
              testing::HasSubstr("building-permit.yaml:30:14: track permit, move: no action or "
                                 "derived event makes PermitDecided"));
}

TEST(ProcedureCheck, RefusesADerivedEventWithoutARequiredField) {
  EXPECT_THAT(told("    fields: {count: \"size(case.applicants)\"}\n", ""),
              testing::HasSubstr("no expression gives the required field \"count\""));
}

TEST(ProcedureCheck, RefusesAProcedureThatMakesNoCase) {
  EXPECT_THAT(told("creates: true", "creates: false"),
              testing::HasSubstr("building-permit.yaml:34:1: actions: none makes a case"));
}

TEST(ProcedureCheck, RefusesAMotivatedRuleThatIsSealed) {
  EXPECT_THAT(told("{event: ObjectionFiled, field: rule}", "{event: PermitDecided, field: reason}"),
              testing::HasSubstr("motivates: field \"reason\" is sealed"));
}

TEST(ProcedureCheck, LetsAReaderOfRecordsSeeEveryAudience) {
  EXPECT_EQ(told("    own: true\n    tracks: [permit]\n    rules: [R-1]\n    events:\n",
                 "    records: true\n    events:\n      PermitDecided: [verdict]\n"),
            "");
}

TEST(ProcedureCheck, AnAudienceAdmitsItsOwnKindOfOrganisation) {
  EXPECT_TRUE(is_open_to(Audience::shared, "resident"));
  EXPECT_TRUE(is_open_to(Audience::school, "school"));
  EXPECT_TRUE(is_open_to(Audience::swv, "swv"));
  EXPECT_TRUE(is_open_to(Audience::governance, "governance"));
  EXPECT_FALSE(is_open_to(Audience::school, "swv"));
  EXPECT_FALSE(is_open_to(Audience::swv, "school"));
}

TEST(ProcedureCheck, FindsARoleThatAFieldOfTheCatalogueAsksFor) {
  const std::string reason = "reason: {type: text, class: confidential, subject: case}";
  const auto loaded =
      test::load(test::replaced(permit_catalogue, reason,
                                reason + "\n      by: {type: ref, to: actor, role: clrk}"),
                 permit_procedure);
  ASSERT_TRUE(loaded.has_error());
  EXPECT_THAT(format(loaded.error()),
              testing::HasSubstr("field by: unknown role \"clrk\"; did you mean \"clerk\"?"));
}

}  // namespace
}  // namespace verloop
