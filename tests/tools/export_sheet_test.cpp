// Sheets to type over and tables of many cases, as their users make them.

#include <gmock/gmock.h>

#include "events/json/text_in.hpp"
#include "tests/support/run_program.hpp"

namespace verloop::test {
namespace {

namespace json = boost::json;

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;
using testing::StartsWith;

/// A data folder in which whole courses were played; each actor bears the name of its course.
class Sheets : public testing::Test {
 protected:
  void play(const std::string& scenario) {
    if (!std::filesystem::exists(program / "data")) {
      ASSERT_EQ(program.run({"init", "--data", "data"}).status, 0);
    }
    const Ran ran = program.run({"run", scenario_file(scenario), "--data", "data"});
    ASSERT_EQ(ran.status, 0) << ran.all();
  }

  Ran sheet(const std::string& case_name, const std::string& name, const std::string& actor,
            Program::Words more = {}) const {
    Program::Words words{"export", "sheet", case_name, name, "--data", "data", "--as", actor};
    words.insert(words.end(), more.begin(), more.end());
    return program.run(words);
  }

  Ran settlement(const std::string& actor, Program::Words more = {}) const {
    Program::Words words{"export", "table", "settlement", "--data", "data", "--as", actor};
    words.insert(words.end(), more.begin(), more.end());
    return program.run(words);
  }

  std::string written(const std::string& file, const Ran& ran) const {
    EXPECT_EQ(ran.status, 0) << ran.all();
    return read_file(program / file);
  }

  /// The text of a part of a spreadsheet; empty without python3.
  std::string part_of(const std::string& file, const std::string& part) const {
    const std::string code =
        "import sys, zipfile; print(zipfile.ZipFile(sys.argv[1]).read(sys.argv[2]).decode())";
    return program.wait(program.start_other({"python3", "-c", code, file, part})).out;
  }

  Program program;
};

const std::string route = "route-1";
const std::string ot = "ot/ot-from-first-contact-to-closing";
const std::string ot_name = "ot-from-first-contact-to-closing";

TEST_F(Sheets, FollowTheScreensOfTheDossierInBothLanguages) {
  play(route);
  const Ran nl = sheet("route-1.c1", "top-dossier", "route-1.ib-1", {"--lang", "nl"});
  EXPECT_EQ(nl.status, 0) << nl.all();
  EXPECT_THAT(nl.out, HasSubstr("er is geen koppeling"));
  EXPECT_THAT(nl.out, HasSubstr("Kenmerk in TOP dossier: ____"));
  std::size_t at = 0;
  for (const char* next :
       {"Achternaam                               SOVA", "ib@springplank.example",
        "extra ondersteuning op school", "Leerlingen lossen een ruzie op met woorden.",
        "Optie                                    anders", "€ 3150,00", "[x] ja",
        "communicatie swv", "kent het arrangement toe", "Stap 10: evalueren", "eindevaluatie",
        "is doorgezet", "Dossier gearchiveerd                     [x] ja", "positie ", "wortel",
        "clusterarrangement-top@1#"}) {
    const std::size_t found = nl.out.find(next, at);
    EXPECT_NE(found, std::string::npos) << next;
    if (found != std::string::npos) at = found;
  }
  const Ran en = sheet("route-1.c1", "top-dossier", "route-1.ib-1", {"--lang", "en"});
  EXPECT_THAT(en.out, AllOf(HasSubstr("there is no connection"), HasSubstr("€ 3150.00"),
                            HasSubstr("Step 10: evaluate")));
}

/// The cluster's sheets say nothing of one pupil.
TEST_F(Sheets, OfTheClusterNameNoPupil) {
  play(route);
  for (const char* format : {"text", "html", "csv", "json"}) {
    const Ran ran = sheet("route-1.c1", "top-dossier", "route-1.ib-1", {"--format", format});
    EXPECT_EQ(ran.status, 0) << ran.all();
    EXPECT_THAT(ran.out, AllOf(HasSubstr("SOVA"), Not(HasSubstr("Noor")), Not(HasSubstr("Daan"))))
        << format;
  }
}

TEST_F(Sheets, OfTheFormerSystemFollowItsTabs) {
  play(ot);
  const Ran school =
      sheet(ot_name + ".beurt", "ot-carrier", ot_name + ".ib-sanne", {"--lang", "nl"});
  EXPECT_EQ(school.status, 0) << school.all();
  for (const char* text :
       {"Cluster Cluster", "01-01-2000", "Hoe leren deze leerlingen op hun beurt",
        "Toegekend voor twaalf weken.", "beurtenbak", "Tabblad besluit", "bevestigd",
        "Op definitief gezet                      11 november 2026"})
    EXPECT_THAT(school.out, HasSubstr(text));
  play("ot/ot-start-in-haste");
  const Ran advice = sheet("ot-start-in-haste.c1", "ot-advice", "ot-start-in-haste.con-1");
  EXPECT_THAT(advice.out, HasSubstr("Granted on                               7 October 2026"));
  EXPECT_EQ(sheet(ot_name + ".beurt", "ot-carrier", ot_name + ".con-daan").status, 1);
}

TEST_F(Sheets, ForTheRegisterHaveALineForEachPupilAndAreForTheSchoolAlone) {
  play(route);
  const Ran ran = sheet("route-1.c1", "rod", "route-1.ib-1", {"--format", "csv", "--lang", "nl"});
  EXPECT_EQ(ran.status, 0) << ran.all();
  EXPECT_THAT(ran.out, HasSubstr("leerling;Noor Vermeulen;1;2026-10-13;2027-02-25\r\n"));
  EXPECT_THAT(ran.out, HasSubstr("leerling;Daan Bakker;2;2026-10-13;2027-02-25\r\n"));
  for (const char* actor : {"adm-1", "par-noor", "aud-1"}) {
    const Ran refused = sheet("route-1.c1", "rod", "route-1." + std::string(actor));
    EXPECT_EQ(refused.status, 1) << actor;
    EXPECT_THAT(refused.all(), AllOf(HasSubstr("This sheet is for: internal coordinator."),
                                     Not(HasSubstr("Noor"))))
        << actor;
  }
}

TEST_F(Sheets, AreRefusedWithASentenceBeforeTheirTime) {
  play("two-opps-a-day-late");
  const std::string name = "two-opps-a-day-late";
  EXPECT_THAT(sheet(name + ".c1", "rod", name + ".con-1").all(),
              HasSubstr("This sheet is for: internal coordinator."));
  const Ran nl = sheet(name + ".c1", "rod", name + ".ib-1", {"--lang", "nl"});
  EXPECT_EQ(nl.status, 1);
  EXPECT_THAT(nl.all(), HasSubstr("Registreren in ROD komt na de toekenning; die is er nog niet."));
  EXPECT_THAT(sheet(name + ".c1", "rod", name + ".ib-1", {"--lang", "en"}).all(),
              HasSubstr("comes after the grant, which is not there yet"));
}

TEST_F(Sheets, AreTheSameForTheSamePosition) {
  play(route);
  const Ran asked = sheet("route-1.c1", "rod", "route-1.ib-1", {"--json"});
  const std::string last = json::serialize(json::parse(asked.out).at("position"));
  for (const std::string format : {"text", "html", "csv", "xlsx", "json"}) {
    const auto at = [&](const std::string& file) {
      return written(file, sheet("route-1.c1", "top-dossier", "route-1.ib-1",
                                 {"--format", format, "--until", last, "-o", file}));
    };
    const std::string before = at("a." + format);
    EXPECT_THAT(before, Not(testing::IsEmpty()));
    play("two-opps-a-day-late");
    EXPECT_EQ(at("b." + format), before) << format;
  }
  EXPECT_THAT(sheet("route-1.c1", "top-dossier", "route-1.ib-1", {"--until", "60"}).out,
              Not(HasSubstr("is doorgezet")));
  EXPECT_EQ(sheet("route-1.c1", "top-dossier", "route-1.ib-1", {"--until", "1"}).status, 1);
}

TEST_F(Sheets, AsASpreadsheetOpenWithTextsAsTexts) {
  play(route);
  const std::string bytes = written("c1.xlsx", sheet("route-1.c1", "top-dossier", "route-1.ib-1",
                                                     {"--format", "xlsx", "-o", "c1.xlsx"}));
  EXPECT_THAT(bytes, StartsWith("PK"));
  EXPECT_EQ(sheet("route-1.c1", "rod", "route-1.ib-1", {"--format", "xlsx"}).status, 2);
  const std::string strings = part_of("c1.xlsx", "xl/sharedStrings.xml");
  if (strings.empty()) GTEST_SKIP() << "python3 not found";
  EXPECT_THAT(strings, AllOf(HasSubstr("SOVA"), Not(HasSubstr("Noor"))));
  EXPECT_THAT(part_of("c1.xlsx", "xl/worksheets/sheet1.xml"), Not(HasSubstr("<f>")));
  EXPECT_THAT(part_of("c1.xlsx", "docProps/core.xml"), HasSubstr("created"));
}

const char* const entries_that_were_wrong = R"(
scenario: entries that were wrong
procedure: clusterarrangement-top
actors:
  - {id: ib-1, role: ib, school: school-12}
  - {id: con-1, role: consultant}
  - {id: adm-1, role: swv-admin}
steps:
  - {on: 2026-09-01, by: ib-1, do: openCase, case: c1, data: {title: cluster}}
  - {on: 2026-09-01, by: adm-1, do: assignConsultant, case: c1, data: {consultant: con-1}}
  - {on: 2026-09-02, by: ib-1, do: attachQuote, case: c1, data: {kind: quote, total: 100000}}
  - {on: 2026-09-03, by: ib-1, do: addAttachment, case: c1, data: {kind: evaluation, place: tab}}
  - {on: 2026-09-03, by: con-1, do: addProcessNote, case: c1, data: {note: Eerst zo.}}
  - {on: 2026-09-04, by: ib-1, do: correctEntry, case: c1,
     data: {entry: 0, fields: {title: cluster SOVA}, reason: tikfout}}
  - {on: 2026-09-04, by: ib-1, do: correctEntry, case: c1,
     data: {entry: 2, fields: {total: 320000}, reason: tikfout}}
  - {on: 2026-09-04, by: ib-1, do: retractEntry, case: c1, data: {entry: 3, reason: dubbel}}
  - {on: 2026-09-04, by: con-1, do: correctEntry, case: c1,
     data: {entry: 4, fields: {note: Toch anders.}, reason: tikfout}}
)";

/// A sheet shows an entry as it was corrected, and none that was retracted.
TEST_F(Sheets, ShowEntriesAsTheyCount) {
  ASSERT_EQ(program.run({"init", "--data", "data"}).status, 0);
  program.write("wrong.yaml", entries_that_were_wrong);
  const Ran played = program.run({"run", "wrong.yaml", "--data", "data"});
  ASSERT_EQ(played.status, 0) << played.all();
  const Ran history =
      program.run({"replay", "wrong.c1", "--data", "data", "--as", "wrong.ib-1", "--json"});
  const json::value note = json::parse(history.out).at("events").as_array().at(4);
  const Ran before = sheet("wrong.c1", "top-dossier", "wrong.ib-1",
                           {"--lang", "nl", "--until", json::serialize(note.at("position"))});
  EXPECT_THAT(before.out, AllOf(HasSubstr("€ 1000,00"), HasSubstr("Eerst zo."),
                                HasSubstr("soort bijlage                            evaluatie")));
  const Ran now = sheet("wrong.c1", "top-dossier", "wrong.ib-1", {"--lang", "nl"});
  EXPECT_THAT(now.out, AllOf(HasSubstr("cluster SOVA"), HasSubstr("€ 3200,00"),
                             Not(HasSubstr("€ 1000,00"))));
  EXPECT_THAT(now.out, AllOf(HasSubstr("Toch anders."), Not(HasSubstr("Eerst zo."))));
  EXPECT_THAT(now.out, Not(HasSubstr("soort bijlage")));
}

TEST_F(Sheets, SayWhereSomethingWasErased) {
  play(route);
  const Ran erased = program.run(
      {"subject", "erase", "--pupil", "route-1.pup-noor", "--org", "school-12", "--data", "data"});
  ASSERT_EQ(erased.status, 0) << erased.all();
  const Ran ran = sheet("route-1.c1", "rod", "route-1.ib-1");
  EXPECT_EQ(ran.status, 0) << ran.all();
  EXPECT_THAT(ran.out,
              AllOf(HasSubstr("[erased on"), HasSubstr("Daan Bakker"), Not(HasSubstr("Noor"))));
}

TEST_F(Sheets, LeaveAnEntryOfWhatWasTakenAlongAndOfWhatWasRefused) {
  play(route);
  ASSERT_EQ(sheet("route-1.c1", "rod", "route-1.ib-1").status, 0);
  ASSERT_EQ(sheet("route-1.c1", "rod", "route-1.adm-1").status, 1);
  const Ran audit = program.run({"audit", "--access", "--data", "data", "--json"});
  std::vector<std::string> types;
  const json::value rows = json::parse(audit.out);
  for (const json::value& row : rows.as_array())
    if (text_in(row.as_object(), "asked") == "export sheet rod")
      types.emplace_back(row.at("type").as_string());
  EXPECT_THAT(types, testing::ElementsAre("Exported@1", "Refused@1"));
}

TEST_F(Sheets, AreListedWithWhoTheyAreFor) {
  play(route);
  const Ran ran = program.run({"export", "sheet", "--list", "--data", "data", "--lang", "nl"});
  EXPECT_EQ(ran.status, 0) << ran.all();
  EXPECT_THAT(ran.out, AllOf(HasSubstr("top-dossier"), HasSubstr("Overtypblad ROD"),
                             HasSubstr("administratie SWV; clusterarrangement-top")));
  const Ran near = sheet("route-1.c1", "rodd", "route-1.ib-1");
  EXPECT_EQ(near.status, 2);
  EXPECT_THAT(near.err, HasSubstr("there is no sheet rodd; did you mean rod?"));
  EXPECT_EQ(program.run({"export", "sheet", "route-1.c1", "--data", "data"}).status, 2);
}

TEST_F(Sheets, AreNotWrittenIntoTheDataFolder) {
  play(route);
  EXPECT_EQ(sheet("route-1.c1", "rod", "route-1.ib-1", {"-o", "data/rod.txt"}).status, 2);
  EXPECT_EQ(settlement("route-1.adm-1", {"-o", "data/s.csv"}).status, 2);
}

TEST_F(Sheets, OfTheSettlementHaveDecidedCasesOnlyAndNothingOfPupils) {
  play(route);
  play("two-opps-a-day-late");
  play(ot);
  const Ran nl = settlement("route-1.adm-1", {"--lang", "nl"});
  EXPECT_EQ(nl.status, 0) << nl.all();
  EXPECT_EQ(
      nl.out,
      "\xEF\xBB\xBF"
      "zaak;school;besluit;datum besluit;periode vanaf;periode tot en met;bedrag onderwijsdeel\r\n"
      "ot-from-first-contact-to-closing.beurt;regenboog;bevestigd;2026-11-16;2026-10-12;2027-03-26;"
      "3250,00\r\n"
      "route-1.c1;school-12;toegekend;2026-10-21;2026-09-21;2027-02-26;2850,00\r\n");
  EXPECT_THAT(nl.err, HasSubstr("1 zaak weggelaten: daar is het nog niet zover"));
  for (const char* actor : {"route-1.ib-1", "route-1.con-1", "route-1.par-noor"}) {
    const Ran refused = settlement(actor);
    EXPECT_EQ(refused.status, 1) << actor;
    EXPECT_THAT(refused.out, Not(HasSubstr("2850")));
  }
}

TEST_F(Sheets, OfTheSettlementCanBeNarrowed) {
  play(route);
  play(ot);
  const auto rows = [&](Program::Words more) {
    more.emplace_back("--json");
    const Ran ran = settlement("route-1.adm-1", std::move(more));
    EXPECT_EQ(ran.status, 0) << ran.all();
    return json::parse(ran.out).at("rows").as_array();
  };
  EXPECT_THAT(rows({}), SizeIs(2));
  EXPECT_THAT(rows({"--only", "school=regenboog"}), SizeIs(1));
  EXPECT_THAT(rows({"--case", "route-1.c1"}), SizeIs(1));
  EXPECT_THAT(rows({"--from", "2026-11-01"}), SizeIs(1));
  EXPECT_THAT(rows({"--to", "2026-10-01"}), SizeIs(0));
  EXPECT_EQ(rows({"--case", "route-1.c1"})[0].at("amount").at("value"), 285000);
  EXPECT_EQ(settlement("route-1.adm-1", {"--only", "school"}).status, 2);
  EXPECT_EQ(settlement("route-1.adm-1", {"--from", "soon"}).status, 2);
}

TEST_F(Sheets, OfTheSettlementAreNarrowedByTheDayItselfInBothLanguages) {
  play(route);
  for (const char* language : {"nl", "en"}) {
    const Ran ran = settlement("route-1.adm-1",
                               {"--only", "decidedOn=2026-10-21", "--json", "--lang", language});
    EXPECT_EQ(ran.status, 0) << ran.all();
    EXPECT_THAT(json::parse(ran.out).at("rows").as_array(), SizeIs(1)) << language;
  }
}

TEST_F(Sheets, OfTheSettlementSayWhatTheyDoNotHave) {
  play(route);
  const Ran column = settlement("route-1.adm-1", {"--only", "scool=school-12"});
  EXPECT_EQ(column.status, 2);
  EXPECT_THAT(column.err, AllOf(HasSubstr("has no column scool; did you mean school?"),
                                HasSubstr("There are: "), HasSubstr("amount")));
  const Ran nobody = settlement("route-1.adm-1", {"--case", "nope", "-o", "s.csv"});
  EXPECT_EQ(nobody.status, 1);
  EXPECT_THAT(nobody.err, HasSubstr("there is no case nope"));
  EXPECT_FALSE(std::filesystem::exists(program / "s.csv"));
  const Ran days = settlement("route-1.adm-1", {"--from", "2026-12-31", "--to", "2026-01-01"});
  EXPECT_EQ(days.status, 2);
  EXPECT_THAT(days.err, HasSubstr("--from 2026-12-31 is after --to 2026-01-01"));
  const Ran table =
      program.run({"export", "table", "nope", "--data", "data", "--as", "route-1.adm-1"});
  EXPECT_EQ(table.status, 2);
  EXPECT_THAT(table.err, AllOf(HasSubstr("there is no table nope; there are: settlement"),
                               Not(HasSubstr("settlement, settlement"))));
}

TEST_F(Sheets, AreNotWrittenOverAFolder) {
  play(route);
  std::filesystem::create_directory(program / "out");
  for (const Ran& ran : {sheet("route-1.c1", "rod", "route-1.ib-1", {"-o", "out"}),
                         settlement("route-1.adm-1", {"-o", "out"})}) {
    EXPECT_EQ(ran.status, 2);
    EXPECT_THAT(ran.err, AllOf(HasSubstr("-o out is a folder"), Not(HasSubstr("disk"))));
  }
}

TEST_F(Sheets, OfTheSettlementAreSpreadsheetsWithAmountsAsNumbers) {
  play(route);
  const std::string first = written(
      "a.xlsx", settlement("route-1.adm-1", {"--format", "xlsx", "-o", "a.xlsx", "--lang", "nl"}));
  const std::string second = written(
      "b.xlsx", settlement("route-1.adm-1", {"--format", "xlsx", "-o", "b.xlsx", "--lang", "nl"}));
  EXPECT_EQ(first, second);
  const std::string cells = part_of("a.xlsx", "xl/worksheets/sheet1.xml");
  if (cells.empty()) GTEST_SKIP() << "python3 not found";
  EXPECT_THAT(cells, HasSubstr("<v>2850</v>"));
  EXPECT_THAT(part_of("a.xlsx", "xl/sharedStrings.xml"), HasSubstr("bedrag onderwijsdeel"));
}

}  // namespace
}  // namespace verloop::test
