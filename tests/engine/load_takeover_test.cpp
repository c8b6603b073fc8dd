// The part `takeover` of a procedure: what it says, and what is refused, each where it stands.

#include <gmock/gmock.h>

#include "tests/support/definitions.hpp"
#include "tests/support/given.hpp"

namespace verloop::test {
namespace {

using testing::HasSubstr;

TEST(LoadTakeover, ReadsHowATableBecomesCommands) {
  const Takeover& takeover = *clusters()->procedure.takeover;
  EXPECT_EQ(takeover.event, "RunningCaseTakenOver");
  EXPECT_EQ(takeover.opening.action.text, "takeOver");
  EXPECT_EQ(takeover.mark.action.text, "stateTakeover");
  EXPECT_EQ(takeover.actors.at({"consultant"}), "consultant");
  EXPECT_TRUE(takeover.column("name")->is_personal);
  EXPECT_FALSE(takeover.column("startedOn")->is_personal);
  EXPECT_EQ(takeover.column("nothing"), nullptr);
}

TEST(LoadTakeover, IsNothingWhereAProcedureHasNone) {
  EXPECT_FALSE(receipts()->procedure.takeover);
}

constexpr const char* part = R"(
takeover:
  event: ApplicationRegistered
  case: number
  rows: task
  columns:
    number: {label: {nl: nummer, en: number}}
    task: {label: {nl: taak, en: task}}
    received: {label: {nl: ontvangen, en: received}}
    done: {label: {nl: gedaan, en: done}}
  opening: {action: registerApplication, fields: {receivedAt: received}}
  mark: {action: registerApplication}
  steps:
    - {action: recordReceipt, on: done, perRow: true, fields: {task: task}}
)";

TEST(LoadTakeover, NamesEachFaultWhereItStands) {
  struct Fault {
    const char* name;
    const char* old;
    const char* with;
    const char* says;
  };
  const Fault faults[] = {
      {"none", "rows: task", "rows: task", ""},
      {"action", "recordReceipt", "recordReceit", "unknown action \"recordReceit\"; did you mean"},
      {"column", "on: done", "on: don", "unknown column \"don\"; did you mean \"done\"?"},
      {"unused", "on: done, ", "", "nothing uses the column done"},
      {"field", "{receivedAt: received}", "{receivedAtt: received}",
       "takes no field \"receivedAtt\""},
      {"opening", "opening: {action: registerApplication", "opening: {action: recordReceipt",
       "action recordReceipt makes no case"},
      {"mark", "mark: {action: registerApplication}", "mark: {action: recordReceipt}",
       "does not make the event ApplicationRegistered"},
      {"rows", "  rows: task\n", "", "`perRow` needs `rows`"},
      {"creates", "action: recordReceipt, on", "action: registerApplication, on",
       "makes a case; that is the opening's"},
      {"heading", "{nl: taak, en: task}", "{nl: nummer, en: task}",
       "\"nummer\" stands for the column number already"},
      {"key", "  case: number", "  caze: number", "unknown key \"caze\""},
      {"role", "  rows: task", "  rows: task\n  actors: {oficer: done}",
       "unknown role \"oficer\"; did you mean \"officer\"?"},
  };
  for (const Fault& fault : faults) {
    const std::string text = shipped_text(receipts_file) + replaced(part, fault.old, fault.with);
    const auto definition =
        load_definition(receipt_files(text), {"system.yaml", system_catalogue()->text});
    if (std::string(fault.says).empty()) {
      EXPECT_TRUE(definition.has_value()) << format(definition.error());
      continue;
    }
    ASSERT_TRUE(definition.has_error()) << fault.name;
    EXPECT_THAT(format(definition.error()), HasSubstr(fault.says)) << fault.name;
    EXPECT_THAT(format(definition.error()), HasSubstr("permit-receipt.yaml:")) << fault.name;
  }
}

}  // namespace
}  // namespace verloop::test
