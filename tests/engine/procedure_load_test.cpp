#include "engine/procedure_load.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/value_labels.hpp"
#include "tests/engine/permit_definition.hpp"

namespace verloop {
namespace {

using test::permit_catalogue;
using test::permit_procedure;
using test::Planted;
using testing::HasSubstr;

std::shared_ptr<const Definition> permit() {
  auto loaded = test::load(permit_catalogue, permit_procedure);
  if (loaded.has_value()) return *loaded;
  ADD_FAILURE() << format(loaded.error());
  return nullptr;
}

std::vector<std::string> names(const std::vector<Field>& fields) {
  std::vector<std::string> result;
  for (const Field& field : fields) result.push_back(field.name);
  return result;
}

TEST(ProcedureLoad, ReadsADefinitionFromAnotherField) {
  const auto definition = permit();
  ASSERT_NE(definition, nullptr);
  const Procedure& procedure = definition->procedure;
  EXPECT_EQ(procedure.name, "building-permit");
  EXPECT_EQ(procedure.version, 3);
  EXPECT_EQ(procedure.roles.at("clerk").organisation, "governance");
  EXPECT_TRUE(procedure.roles.at("applicant").own);
  EXPECT_EQ(procedure.track("permit")->states.size(), 3U);
  EXPECT_EQ(procedure.track("permit")->moves[1].when->text(), "data.verdict == 'granted'");
  EXPECT_TRUE(procedure.action("object")->after_closing);
  EXPECT_EQ(procedure.deadline("P-2")->over->as, "one");
  EXPECT_EQ(procedure.rule("R-1")->deadline->text, "P-1");
  EXPECT_TRUE(procedure.views.at("clerk").all_rules);
}

TEST(ProcedureLoad, ReadsSettingsAndHolidays) {
  const auto definition = permit();
  ASSERT_NE(definition, nullptr);
  const Procedure& procedure = definition->procedure;
  EXPECT_EQ(*procedure.settings.at("termDays").value.get_if<std::int64_t>(), 56);
  EXPECT_EQ(*procedure.settings.at("rolls").value.get_if<bool>(), true);
  ASSERT_EQ(procedure.holidays.size(), 3U);
  EXPECT_EQ(procedure.holidays[0].fixed, std::chrono::January / 1);
  EXPECT_EQ(procedure.holidays[1].easter_offset, 1);
  EXPECT_EQ(procedure.holidays[2].on_sunday_shift, -1);
}

TEST(ProcedureLoad, APayloadHoldsTheFieldsThatNobodyElseGives) {
  const auto definition = permit();
  ASSERT_NE(definition, nullptr);
  const Action& action = *definition->procedure.action("requestPermit");
  EXPECT_EQ(names(action.payload), (std::vector<std::string>{"applicant", "kind", "plan", "size"}));
  EXPECT_TRUE(action.payload[0].required);
  EXPECT_TRUE(action.events[1].computed.contains("fee"));
  EXPECT_EQ(definition->environment.records.at("data.requestPermit").at("member").kind,
            cel::Kind::integer);
  EXPECT_FALSE(definition->environment.records.at("data.decide").contains("member"));
}

TEST(ProcedureLoad, AReferenceNamesTheTextOfAllFiles) {
  const auto definition = permit();
  ASSERT_NE(definition, nullptr);
  const std::string hex = to_hex(view(definition->digest));
  EXPECT_EQ(definition->reference, "building-permit@3#" + hex.substr(0, 16));
  EXPECT_EQ(definition->digest, definition_digest(definition->files));
  auto other = definition->files;
  other[0].text += "# changed\n";
  EXPECT_NE(definition_digest(other), definition->digest);
}

TEST(ProcedureLoad, TheOrderOfTheFilesDoesNotMatter) {
  const auto turned = load_definition(
      {{"building-permit.yaml", permit_procedure}, {"permits.yaml", permit_catalogue}},
      test::small_system);
  ASSERT_TRUE(turned.has_value());
  EXPECT_EQ((*turned)->reference, permit()->reference);
}

TEST(ProcedureLoad, ADigestIsThatOfTheCanonicalJsonOfNamesAndTexts) {
  EXPECT_EQ(definition_digest({{"a", "b"}}), sha256(R"([["a","b"]])"));
}

TEST(ProcedureLoad, RefusesNoProcedureAndTwo) {
  const auto none = load_definition({{"permits.yaml", permit_catalogue}}, test::small_system);
  ASSERT_TRUE(none.has_error());
  EXPECT_THAT(format(none.error()), HasSubstr("exactly one procedure; found 0"));
  const auto two = load_definition({{"permits.yaml", permit_catalogue},
                                    {"one.yaml", permit_procedure},
                                    {"two.yaml", permit_procedure}},
                                   test::small_system);
  ASSERT_TRUE(two.has_error());
  EXPECT_THAT(format(two.error()), HasSubstr("two.yaml:1:1: a definition holds exactly one"));
}

TEST(ProcedureLoad, RefusesAFileOfAnotherKindAndTwoOfOneName) {
  const auto other = load_definition({{"permits.yaml", permit_catalogue},
                                      {"permits.yaml", "scenario: x\n"},
                                      {"one.yaml", permit_procedure}},
                                     test::small_system);
  ASSERT_TRUE(other.has_error());
  EXPECT_THAT(format(other.error()), HasSubstr("first key must be `catalogue` or `procedure`"));
  EXPECT_THAT(format(other.error()), HasSubstr("permits.yaml:1:1: two files"));
}

TEST(ProcedureLoad, TellsAllFaultsOfAllFilesAtOnce) {
  const std::string catalogue = test::plant(
      permit_catalogue, {"", "{type: cents, required", "{type: cent, required", "", ""});
  std::string procedure =
      test::plant(permit_procedure, {"", "creates: true", "creates: yes", "", ""});
  procedure = test::plant(procedure, {"", "by: [clerk]", "by: [clark]", "", ""});
  const auto loaded = test::load(catalogue, procedure);
  ASSERT_TRUE(loaded.has_error());
  const std::string text = format(loaded.error());
  EXPECT_THAT(text, HasSubstr("permits.yaml:28:19: "));
  EXPECT_THAT(text, HasSubstr("did you mean \"clerk\"?"));
  EXPECT_THAT(text, HasSubstr("`creates` must be true or false"));
}

TEST(ProcedureLoad, RefusesAFieldThatIsSealedInOneEventAndOpenInAnotherOfOneAction) {
  const std::string sealed_in_the_second = test::plant(
      permit_catalogue, {"", "      urgent: {type: boolean}\n",
                         "      urgent: {type: boolean}\n"
                         "      kind: {type: enum, values: [roof, shed], class: personal, "
                         "subject: case}\n",
                         "", ""});
  const auto definition = test::load(sealed_in_the_second, permit_procedure);
  ASSERT_TRUE(definition.has_error());
  EXPECT_THAT(format(definition.error()),
              testing::HasSubstr("field \"kind\" is sealed in one event of the action and open in "
                                 "another; give it one class, or rename it"));
}

class PlantedInAProcedure : public testing::TestWithParam<Planted> {};

TEST_P(PlantedInAProcedure, IsFoundAtItsPlace) {
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
    Structure, PlantedInAProcedure,
    testing::Values(
        Planted{"misspelt_key", "creates: true", "createz: true", "createz",
                "unknown key \"createz\"; did you mean \"creates\"?"},
        Planted{"misspelt_key_of_the_file", "holidays:", "holydays:", "holydays",
                "did you mean \"holidays\"?"},
        Planted{"duplicate_key", "version: 3", "version: 3\nversion: 4", "version: 4",
                "duplicate key \"version\""},
        Planted{"missing_label_language", "{nl: Aanvragen, en: Request}", "{nl: Aanvragen}",
                "{nl: Aanvragen}", "`en` is missing"},
        Planted{"missing_label", "    label: {nl: Sluiten, en: Close}\n    by: [clerk]",
                "    by:   [clerk]", "by", "`label` is missing"},
        Planted{"setting_type", "{type: boolean,", "{type: bolean,", "bolean",
                "expected \"boolean\""},
        Planted{"setting_value", "value: 56", "value: many", "many", "must be a whole number"},
        Planted{"holiday_date", "date: 01-01", "date: 13-01", "13-01", "MM-DD"},
        Planted{"holiday_without_day", "{easter: 1,", "{onSunday: 1,", "{onSunday",
                "either a `date` (MM-DD) or `easter`"},
        Planted{"version_below_one", "version: 3", "version: 0", "version", "1 or more"},
        Planted{"strength", "strength: legal", "strength: legl", "legl", "expected \"legal\""},
        Planted{"audience", "audience: shared\n    deadline", "audience: sharde\n    deadline",
                "sharde", "expected \"shared\""},
        Planted{"map_as_text", "by: [clerk]", "by: {clerk: yes}", "{clerk", "list of names"},
        Planted{"no_decision", "judge: {satisfied: has(case.decision.on)}",
                "judge: {applies: has(case.decision.on)}", "{applies", "`satisfied`, `late` or"},
        Planted{"rule_that_does_nothing", "    deadline: P-1\n", "", "R-1",
                "a rule does something"},
        Planted{"judge_and_deadline", "judge: {sat", "deadline: P-1\n    judge: {sat", "deadline",
                "instead of `judge`"},
        Planted{"due_and_days", "days: settings.termDays\n", "days: 5\n    due: today\n", "due",
                "`due` stands instead of `days`"},
        Planted{"stops_no_list", "roll: settings.rolls", "stops: case.request.on",
                "case.request.on", "`stops` is a list of dates"},
        Planted{"earlier_no_list", "roll: settings.rolls", "earlier: case.request.on",
                "case.request.on", "`earlier` is a list of clocks"},
        Planted{"earlier_without_end", "roll: settings.rolls", "earlier: [{from: case.request.on}]",
                "{from: case.request.on}", "`until` is missing"},
        Planted{"expects_without_list", "roll: settings.rolls", "expects: settings.rolls",
                "settings.rolls", "add `over`"},
        Planted{"no_start", "    from: one.since\n", "", "P-2", "counts `from` a date"},
        Planted{"over_without_as", "    as: one\n    applies: one.active\n    from: one.since",
                "    from: case.request.on", "over", "`over` needs `as`"},
        Planted{"as_in_use", "as: one", "as: case", "case", "not in use"},
        Planted{"event_item", "events: [PermitClosed]", "events: [[PermitClosed]]",
                "[PermitClosed]", "an event is its name, or"}),
    [](const auto& planted) { return planted.param.name; });

INSTANTIATE_TEST_SUITE_P(
    Expressions, PlantedInAProcedure,
    testing::Values(
        Planted{"unknown_field", "from: case.request.on", "from: case.request.onn", "onn",
                "did you mean 'on'?"},
        Planted{"unknown_field_in_quotes", "access: \"case.office", "access: \"case.ofice", "ofice",
                "did you mean 'office'?"},
        Planted{"unknown_setting", "roll: settings.rolls", "roll: settings.rols", "rols",
                "did you mean 'rolls'?"},
        Planted{"in_a_block", "from: case.request.on", "from: >\n      case.request.onn", "onn",
                "did you mean 'on'?"},
        Planted{"behind_wide_letters", "{satisfied: has",
                "{satisfied: \"'é' == '' || casee.id == ''\", late: has", "casee",
                "variables here: case, settings, today"},
        Planted{"condition_that_is_no_boolean", "when: \"true\"", "when: 12", "12",
                "gives int, expected bool"},
        Planted{"date_that_is_none", "from: one.since", "from: one.active", "one.active",
                "gives bool, expected date"},
        Planted{"days_that_are_none", "days: settings.termDays", "days: settings.rolls",
                "settings.rolls", "gives bool, expected int"},
        Planted{"computed_of_another_type", "fee: settings.termDays", "fee: settings.rolls",
                "settings.rolls", "gives bool, expected int"},
        Planted{"stop_that_is_no_date", "roll: settings.rolls", "stops: [settings.rolls]",
                "settings.rolls]", "gives bool, expected date"},
        Planted{"over_no_list", "over: case.applicants", "over: case.office", "case.office",
                "gives string, expected list"},
        Planted{"sealed_in_a_deadline", "from: case.request.on", "from: case.request.plan", "plan",
                "reads what is sealed (case.request.plan)"},
        Planted{"sealed_in_a_move", "data.verdict == 'granted'", "data.reason == ''", "reason",
                "reads what is sealed (data.reason)"},
        Planted{"sealed_column", "applies: one.active", "applies: one.name == ''", "name",
                "reads what is sealed (one.name)"},
        Planted{"data_in_a_deadline", "applies: one.active", "applies: data.kind == ''", "data",
                "variables here: case, one, settings, today"},
        Planted{"now_in_a_derived_event", "when: \"true\"", "when: \"now == now\"", "now",
                "variables here: actor, case, settings, today"},
        Planted{"actor_in_a_judgement", "{satisfied: has(case.decision.on)}",
                "{satisfied: actor.id == ''}", "actor", "variables here: case, settings, today"},
        Planted{"computed_field_unknown", "{fee: settings.termDays", "{fees: settings.termDays",
                "fees", "did you mean \"fee\"?"},
        Planted{"computed_member", "      - PermitRequested\n",
                "      - PermitRequested: {member: \"1\"}\n", "member",
                "no field of PermitRequested that can be given"},
        Planted{"sealed_into_the_open", "events: [ObjectionFiled]",
                "events: [PermitRequested, {ObjectionFiled: {rule: data.plan}}]", "data.plan",
                "would write the sealed data.plan into the open field rule"},
        Planted{"sealed_within_the_open", "events: [ObjectionFiled]",
                "events: [PermitRequested, {ObjectionFiled: {rule: \"data.kind == 'roof' ? 'x' + "
                "data.plan : 'y'\"}}]",
                "data.kind", "would write the sealed data.plan into the open field rule"}),
    [](const auto& planted) { return planted.param.name; });

TEST(ProcedureLoad, ReadsWhatTheValuesOfACaseAreCalled) {
  const Planted label{"", "types:\n", "labels: {request.on: {nl: aanvraag, en: request}}\ntypes:\n",
                      "", ""};
  const auto loaded = test::load(test::plant(permit_catalogue, label), permit_procedure);
  ASSERT_TRUE(loaded.has_value()) << format(loaded.error());
  EXPECT_EQ(value_labels(**loaded).at("request.on").nl, "aanvraag");
}

TEST(ProcedureLoad, RefusesALabelForWhatNoEventWrites) {
  const Planted label{"", "types:\n",
                      "labels: {request.one: {nl: aanvraag, en: request}}\ntypes:\n", "", ""};
  const auto loaded = test::load(test::plant(permit_catalogue, label), permit_procedure);
  ASSERT_TRUE(loaded.has_error());
  EXPECT_THAT(format(loaded.error()),
              HasSubstr("no event writes the path \"request.one\"; did you mean \"request.on\"?"));
}

TEST(ProcedureLoad, RefusesOneNameOfTwoTypesInOnePayload) {
  const Planted rename{"", "startsOn: {type: date}",
                       "size: {type: text, class: special, subject: case}", "", ""};
  const Planted both{"", "events: [PermitDecided]", "events: [PermitRequested, PermitDecided]",
                     "PermitDecided]", ""};
  const std::string text = test::plant(permit_procedure, both);
  const auto loaded = test::load(test::plant(permit_catalogue, rename), text);
  ASSERT_TRUE(loaded.has_error());
  EXPECT_TRUE(test::has_fault(loaded.error(), "building-permit.yaml",
                              test::planted_place(text, both),
                              "\"size\" of PermitDecided has another"))
      << format(loaded.error());
}

}  // namespace
}  // namespace verloop
