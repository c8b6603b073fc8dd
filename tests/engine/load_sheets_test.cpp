// The part `sheets` of a procedure: what it says, and what is refused, each where it stands.

#include <gmock/gmock.h>

#include "engine/sheets.hpp"
#include "tests/support/definitions.hpp"

namespace verloop::test {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

const std::string file = "engine/procedures/clusterarrangement-top.yaml";

const Sheet& sheet_of(const std::vector<Sheet>& sheets, const std::string& id) {
  for (const Sheet& sheet : sheets)
    if (sheet.id == id) return sheet;
  throw std::runtime_error("no sheet " + id);
}

/// The faults of the shipped procedure with another text.
std::vector<DefinitionFault> faults_of(const std::string& text) {
  std::vector<SourceFile> files = clusters()->files;
  for (SourceFile& one : files)
    if (one.name == file) one.text = text;
  const auto loaded = load_definition(std::move(files), {"system.yaml", system_catalogue()->text});
  return loaded.has_error() ? loaded.error() : std::vector<DefinitionFault>{};
}

TEST(LoadSheets, AreReadFromTheProcedure) {
  const std::vector<Sheet> sheets = sheets_of(*clusters());
  const Sheet& dossier = sheet_of(sheets, "top-dossier");
  EXPECT_EQ(dossier.system.nl, "TOP dossier");
  EXPECT_TRUE(dossier.is_for({"ib"}));
  EXPECT_FALSE(dossier.is_for({"consultant"}));
  EXPECT_FALSE(dossier.is_table);
  const SheetPart& pupil = dossier.parts.front();
  EXPECT_EQ(pupil.values[1].text.nl, "cluster");
  EXPECT_EQ(pupil.values[2].path, "carrier.lastName");
  EXPECT_EQ(pupil.values.back().kind, SheetValue::Kind::check);
}

TEST(LoadSheets, MayGoOverTheEntriesOfAListOrOverCases) {
  const std::vector<Sheet> sheets = sheets_of(*clusters());
  const SheetPart& members = sheet_of(sheets, "rod").parts.back();
  EXPECT_EQ(members.list, "members");
  EXPECT_EQ(members.values.front().path, "members.name");
  const Sheet& settlement = sheet_of(sheets, "settlement");
  EXPECT_TRUE(settlement.is_table);
  EXPECT_EQ(settlement.parts.front().values.back().name, "amount");
  EXPECT_EQ(settlement.parts.front().values.back().unit, SheetUnit::cents);
}

TEST(LoadSheets, AreNoneWhereAProcedureHasNone) {
  EXPECT_THAT(sheets_of(*receipts()), IsEmpty());
}

TEST(LoadSheets, NameEachFaultWhereItStands) {
  const std::string roles = "dossier}\n    for: [ib]\n    source: [DK-007";
  const std::string over = "over: case.members\n        as: one\n        rows";
  const std::vector<Planted> faults = {
      {"role", roles, replaced(roles, "[ib]", "[ibb]"), "ibb]", "unknown role \"ibb\""},
      {"event", "events: AttachmentAdded", "events: AttachmentAded", "AttachmentAded",
       "unknown event \"AttachmentAded\"; did you mean \"AttachmentAdded\"?"},
      {"field", "fields: [kind, place, document]", "fields: [kind, plaec, document]",
       "plaec, document", "AttachmentAdded has no field \"plaec\"; did you mean \"place\"?"},
      {"path", "value: case.kind.name}", "value: case.kind.nam}", "nam}",
       "'case.kind' has no field 'nam'; did you mean 'name'?"},
      {"both", "{label: {nl: Geboortedatum,", "{value: case.title, label: {nl: Geboortedatum,",
       "{value", "exactly one of `text`, `value`, `sum` and `check`"},
      {"missing", "missing: {nl: Het arrangement is nog niet",
       "mising: {nl: Het arrangement is nog niet", "mising", "unknown key \"mising\""},
      {"sealed", "en: school}, value: case.school}", "en: school}, value: case.title}", "value",
       "title is sealed; a table of many cases shows open values only"},
      {"unit", "check: has(case.carrier.pupilOn)}",
       "check: has(case.carrier.pupilOn), unit: cents}", "cents}", "`unit` is for the number"},
      {"list", over, replaced(over, "members", "goAheads"), "case.goAheads",
       "a list of the case that is kept by a key"},
      {"shown", "value: case.size.members}", "value: case.members}", "case.members}",
       "a sheet can't show list"},
      {"key", "reference: {nl: Kenmerk", "referense: {nl: Kenmerk", "referense",
       "unknown key \"referense\""},
  };
  const std::string text = shipped_text(file);
  for (const Planted& fault : faults) {
    const std::string planted = plant(text, fault);
    const auto found = faults_of(planted);
    EXPECT_TRUE(has_fault(found, file, planted_place(planted, fault), fault.says))
        << fault.name << '\n'
        << format(found);
  }
}

/// What a role that may make a sheet does not see is a fault at each place that would tell it.
TEST(LoadSheets, TellNoRoleWhatItsViewDoesNotShow) {
  const std::string dossier = "dossier}\n    for: [ib]\n    source: [DK-007";
  const std::string school = "ROD, en: ROD}\n    for: [ib]";
  const std::string both = replaced(school, "[ib]", "[ib, consultant]");
  const std::string desk = "afhandeling, en: Financial settlement}\n    for: [swv-admin]";
  const std::vector<Planted> faults = {
      {"pupil", school, both, "value: one.name}",
       "role \"consultant\" may make it, and its view does not show members.name"},
      {"entries", school, both, "case.members\n        as: one", "the entries of members"},
      {"expression", school, both, "value: \"has(one.leftOn)",
       "does not show case.members[].leftOn"},
      {"share", desk, replaced(desk, "swv-admin", "teacher"), "sum: \"has(case.settlement.amount)",
       "role \"teacher\" may make it, and its view does not show case.proposal.shares"},
      {"event", dossier, replaced(dossier, "[ib]", "[teacher]"),
       "QuoteAttached\n        fields: [kind, hourlyRate",
       "does not show QuoteAttached with these fields"},
      {"own", dossier, replaced(dossier, "[ib]", "[parent]"), "parent]",
       "sees its own only, or records"},
  };
  const std::string text = shipped_text(file);
  for (const Planted& fault : faults) {
    const std::string planted = plant(text, fault);
    const auto found = faults_of(planted);
    EXPECT_TRUE(has_fault(found, file, planted_place(planted, fault), fault.says))
        << fault.name << '\n'
        << format(found);
  }
}

}  // namespace
}  // namespace verloop::test
