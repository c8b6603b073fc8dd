// The part `import` of a procedure: what it says, and what is refused, each where it stands.

#include <gmock/gmock.h>

#include "tests/support/definitions.hpp"
#include "tests/support/given.hpp"

namespace verloop::test {
namespace {

using testing::HasSubstr;

TEST(LoadImport, ReadsHowALogFromElsewhereBecomesCommands) {
  const ImportMapping& mapping = *receipts()->procedure.import;
  EXPECT_EQ(mapping.role.text, "officer");
  EXPECT_TRUE(mapping.has_pseudonyms);
  EXPECT_EQ(mapping.case_name, "concept:name");
  EXPECT_EQ(mapping.opening.action.text, "registerApplication");
  EXPECT_EQ(mapping.opening.occurred_on, "startdate");
  EXPECT_EQ(mapping.ending->action.text, "endApplication");
  EXPECT_EQ(mapping.always.at("lifecycle:transition"), "complete");
  EXPECT_EQ(mapping.activities.size(), 27U);
}

TEST(LoadImport, FindsAnActivityByItsNameAndByWhatItBecame) {
  const ImportMapping& mapping = *receipts()->procedure.import;
  const MappedActivity* fifth = mapping.find("T07-5 Draft intern advice aspect 5");
  ASSERT_NE(fifth, nullptr);
  EXPECT_EQ(fifth->action.text, "draftInternalAdvice");
  EXPECT_EQ(mapping.find({"draftInternalAdvice"}, {{"aspect", 5}, {"task", "t"}}), fifth);
  EXPECT_EQ(mapping.find({"draftInternalAdvice"}, {{"aspect", 6}}), nullptr);
  EXPECT_EQ(mapping.find("T99 Unheard of"), nullptr);
}

TEST(LoadImport, IsNothingWhereAProcedureHasNone) {
  EXPECT_FALSE(clusters()->procedure.import);
}

TEST(LoadImport, NamesEachFaultWhereItStands) {
  const std::vector<Planted> faults = {
      {"action", "Confirmation of receipt: recordReceipt", "Confirmation of receipt: recordReceit",
       "recordReceit\n", "unknown action \"recordReceit\"; did you mean \"recordReceipt\"?"},
      {"opening", "action: registerApplication\n    occurredOn",
       "action: recordReceipt\n    occurredOn", "recordReceipt",
       "action recordReceipt makes no case"},
      {"role", "{role: officer,", "{role: oficer,", "oficer", "unknown role \"oficer\""},
      {"field", "task: concept:instance", "tusk: concept:instance", "tusk",
       "takes no field \"tusk\""},
      {"value", "Desk: desk", "Desk: desc", "Desk: desc", "\"desc\" is no value of channel"},
      {"twice", "Desk: desk", "Desk: post", "post: post", "stands for another value"},
      {"same", "aspect 2: {action: draftInternalAdvice, data: {aspect: 2}}",
       "aspect 2: {action: draftInternalAdvice, data: {aspect: 1}}", "{action",
       "is the same as another"},
      {"key", "    activity: concept:name", "    activty: concept:name", "activty",
       "unknown key \"activty\""},
      {"catalogue", "catalogues: [permit-receipt]", "catalogues: [permit-receipt, permits]",
       "permits]", "no catalogue \"permits\" is beside it"},
      {"deployed", "deployed: onRequest", "deployed: never", "never", "`deployed`"},
  };
  const std::string text = shipped_text(receipts_file);
  for (const Planted& fault : faults) {
    const std::string planted = plant(text, fault);
    const auto loaded =
        load_definition(receipt_files(planted), {"system.yaml", system_catalogue()->text});
    ASSERT_TRUE(loaded.has_error()) << fault.name;
    // "twice" is met at the second of the two.
    if (fault.name == std::string("twice")) {
      EXPECT_THAT(format(loaded.error()), HasSubstr(fault.says));
      continue;
    }
    EXPECT_TRUE(has_fault(loaded.error(), receipts_file, planted_place(planted, fault), fault.says))
        << fault.name << '\n'
        << format(loaded.error());
  }
}

TEST(Imported, IsTheBasisOfWhatAnotherSystemsLogSays) {
  Given given;
  given.knows("applicant", {SubjectId{"s-7"}, std::nullopt, false});
  Command made = command("requestPermit", {{"kind", "shed"}, {"applicant", "a"}, {"plan", "p"}});
  made.basis = Basis::imported;
  const auto decision = given.when(made);
  const auto* accepted = std::get_if<Accepted>(&decision);
  ASSERT_NE(accepted, nullptr) << outcome(decision);
  for (const Event& event : accepted->events) {
    const bool is_derived = event.type.text == "ApplicantsCounted@1";
    EXPECT_EQ(event.basis, is_derived ? Basis::derived : Basis::imported) << event.type.text;
  }
}

}  // namespace
}  // namespace verloop::test
