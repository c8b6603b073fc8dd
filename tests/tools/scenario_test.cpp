#include "tools/verloop/scenario.hpp"

#include "tools/verloop/instance.hpp"
#include "tools/verloop/scenario_check.hpp"

namespace verloop {
namespace {

const std::string head =
    "scenario: a start\n"
    "procedure: clusterarrangement-top\n"
    "actors:\n"
    "  - {id: ib-1, role: ib, school: school-12}\n"
    "steps:\n";
const std::string opens = "{on: 2026-01-12, by: ib-1, do: openCase, case: c1}";

std::string with_step(const std::string& step) {
  return head + "  - " + step + "\n";
}

/// `line:column: message` of the first fault, found by reading or by comparing with the procedure.
std::string first_fault(const std::string& text) {
  auto scenario = parse_scenario(text);
  std::vector<YamlFault> faults;
  if (scenario.has_error()) {
    faults = scenario.error();
  } else {
    const auto instance = Instance::in_memory("verloop.invalid/test", Timestamp{});
    faults = check_scenario(*scenario, (*instance)->definitions());
  }
  if (faults.empty()) return "";
  const YamlFault& fault = faults.front();
  return std::to_string(fault.place.line) + ":" + std::to_string(fault.place.column) + ": " +
         fault.message;
}

TEST(Scenario, ReadsActorsStepsAndExpectations) {
  const auto scenario = parse_scenario(
      with_step("{on: 2026-01-12, by: ib-1, do: openCase, case: c1, data: {title: t}, "
                "expect: {events: [ClusterCaseOpened], rules: {K-OP-01: pending}}}"));
  ASSERT_TRUE(scenario.has_value());
  EXPECT_EQ(scenario->actors.front().org.text, "school-12");
  const Step& step = scenario->steps.front();
  EXPECT_EQ(step.action, "openCase");
  EXPECT_EQ(format(day_in_amsterdam(step.at)), "2026-01-12");
  EXPECT_EQ(step.data.at("title").as_string(), "t");
  EXPECT_THAT(*step.expect->events, testing::ElementsAre("ClusterCaseOpened"));
  EXPECT_EQ(step.expect->rules.at("K-OP-01"), "pending");
}

TEST(Scenario, KeepsTheClockOfTheStepAbove) {
  const auto scenario =
      parse_scenario(with_step(opens) + "  - {by: ib-1, do: createDossier, case: c1}\n");
  ASSERT_TRUE(scenario.has_value());
  EXPECT_EQ(scenario->steps[0].at, scenario->steps[1].at);
}

TEST(Scenario, TakesAnActorsIdInTheFormOfTheDirectoryAlone) {
  const auto with_actor = [](const std::string& id) {
    return "scenario: s\nprocedure: clusterarrangement-top\nactors:\n  - {id: " + id +
           ", role: ib, school: school-12}\nsteps:\n  - {on: 2026-01-12, by: " + id +
           ", do: openCase, case: c1}\n";
  };
  EXPECT_EQ(first_fault(with_actor("ib-1@school_12")), "");
  EXPECT_EQ(first_fault(with_actor("'Jan Jansen'")),
            "4:10: id: expected 1 to 80 letters, digits and @ . _ / : -");
  EXPECT_THAT(first_fault(with_actor(std::string(81, 'a'))), testing::StartsWith("4:10: id: "));
  EXPECT_EQ(first_fault(with_actor(std::string(78, 'a'))), "");
  EXPECT_THAT(first_fault(with_actor(std::string(79, 'a'))),
              testing::HasSubstr("together with the name of the scenario"));
}

TEST(Scenario, HasNoFaultWhenEveryNameExists) {
  EXPECT_EQ(first_fault(with_step(opens)), "");
}

struct FaultyScenario {
  const char* name;
  std::string text, place, says;
};

class FaultyScenarios : public testing::TestWithParam<FaultyScenario> {};

TEST_P(FaultyScenarios, AreRefusedWithPlaceAndNearestName) {
  const std::string fault = first_fault(GetParam().text);
  EXPECT_THAT(fault, testing::StartsWith(GetParam().place + ": "));
  EXPECT_THAT(fault, testing::HasSubstr(GetParam().says));
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  return text.replace(text.find(from), from.size(), to);
}

const std::string begun = "{on: 2026-01-12, by: ib-1, do: openCase, case: c1, ";

INSTANTIATE_TEST_SUITE_P(
    Scenario, FaultyScenarios,
    testing::Values(
        FaultyScenario{"UnknownKey", replaced(with_step(opens), "role:", "rol:"), "4:5", "role"},
        FaultyScenario{"BrokenYaml", head + "  - [a}\n", "6:7", "flow"},
        FaultyScenario{"ActorsThatAreNoList",
                       replaced(with_step(opens),
                                "actors:\n  - {id: ib-1, role: ib, school: "
                                "school-12}",
                                "actors: 3"),
                       "3:9", "must be a list"},
        FaultyScenario{"NoSteps", head, "5:1", "`steps` is missing"},
        FaultyScenario{"NoDay", with_step(replaced(opens, "2026-01-12", "2026-13-12")), "6:10",
                       "expected a day"},
        FaultyScenario{"ClockGoingBack",
                       with_step(opens) + "  - " + replaced(opens, "2026", "2025") + "\n", "7:5",
                       "can't go back"},
        FaultyScenario{"UnknownActor", with_step(replaced(opens, "by: ib-1", "by: ib-2")), "6:26",
                       "did you mean \"ib-1\"?"},
        FaultyScenario{"UnknownStatus", with_step(begun + "expect: {rules: {K-OP-01: lat}}}"),
                       "6:82", "did you mean \"late\"?"},
        FaultyScenario{"LookedAtByNobody",
                       with_step(opens) + "  - {on: 2026-01-13, wait: true, case: c1, expect: "
                                          "{state: {closed: true}}}\n",
                       "7:60", "names whose eyes it has: `by`"},
        FaultyScenario{"DueOnNoDay", with_step(begun + "expect: {due: {D-01: soon}}}"), "6:77",
                       "expected a day"},
        FaultyScenario{"UnknownRefusal", with_step(begun + "expect: {refused: unautorised}}"),
                       "6:74", "did you mean \"unauthorised\"?"},
        FaultyScenario{"NoOccurrence", with_step(begun + "occurredOn: soon}"), "6:68",
                       "expected a day"},
        FaultyScenario{"UnknownProcedure",
                       replaced(with_step(opens), "clusterarrangement", "clusterarangement"),
                       "2:12", "did you mean \"clusterarrangement-top\"?"},
        FaultyScenario{
            "UnknownSetting",
            replaced(with_step(opens), "actors:", "settings: {rollToWorkingDy: false}\nactors:"),
            "3:12", "did you mean \"rollToWorkingDay\"?"},
        FaultyScenario{
            "SettingOfAnotherType",
            replaced(with_step(opens), "actors:", "settings: {rollToWorkingDay: 3}\nactors:"),
            "3:30", "expected true or false"},
        FaultyScenario{"UnknownRole", replaced(with_step(opens), "role: ib,", "role: consultnt,"),
                       "4:22", "did you mean \"consultant\"?"},
        FaultyScenario{"UnknownAction", with_step(replaced(opens, "openCase", "openCas")), "6:36",
                       "did you mean \"openCase\"?"},
        FaultyScenario{"UnknownField", with_step(begun + "data: {titel: t}}"), "6:63",
                       "did you mean \"title\"?"},
        FaultyScenario{"UnknownEvent", with_step(begun + "expect: {events: [ClusterCaseOpend]}}"),
                       "6:74", "did you mean \"ClusterCaseOpened\"?"},
        FaultyScenario{"UnknownRule", with_step(begun + "expect: {rules: {K-OP-O1: late}}}"),
                       "6:73", "did you mean \"K-OP-01\"?"},
        FaultyScenario{"UnknownDeadline", with_step(begun + "expect: {due: {D-O1: 2026-01-12}}}"),
                       "6:71", "did you mean \"D-01\"?"},
        FaultyScenario{"UnknownState",
                       with_step(begun + "expect: {state: {tracks: {execution: runing}}}}"), "6:93",
                       "did you mean \"running\"?"}),
    [](const auto& given) { return given.param.name; });

TEST(Scenario, MayNameWhatDoesNotExistToBeRefused) {
  const std::string refused = ", expect: {refused: unknown}}";
  EXPECT_EQ(first_fault(with_step("{on: 2026-01-12, by: ib-1, do: fly, case: c1" + refused)), "");
}

}  // namespace
}  // namespace verloop
