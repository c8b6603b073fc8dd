// Cases that run already, taken over from a table: a good one, bad ones, the same again, one that
// was cut short; what is unknown then, and how such a case goes on.

#include <algorithm>
#include <map>
#include <sched.h>
#include <sstream>

#include <gmock/gmock.h>

#include "tests/support/definitions.hpp"
#include "tests/support/run_program.hpp"

namespace verloop::test {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

const std::string headings =
    "zaak;titel;bron;consulent;soort cluster;startakkoord op;mogelijkheid;offerte van;soort "
    "offerte;"
    "hoogste uurtarief;uitvoering gestart op;eindevaluatie gepland voor;leerling;naam van de "
    "leerling;valt eronder sinds;OPP opgesteld op;instemming ouder 1 op\r\n";

/// As a school hands them over: five arrangements, nine pupils, quotes and accents.
const std::string table =
    "\xEF\xBB\xBF" + headings +
    "c-1;\"Rekenen; groep 6\";administratie van de "
    "school;con-1;pupils;15-9-2025;1;10-9-2025;offerte;95,00;6-10-2025;2026-06-15;p-1;Zoë de "
    "Wit;15-9-2025;10-10-2025;13-10-2025\r\n"
    "c-1;;;;;;;;;;;;p-2;\"Noor \"\"N\"\" Voorbeeld\";15-9-2025;;\r\n"
    "c-2;Taal;Onderwijs Transparant;con-1;group;2025-11-03;1;;;;2025-11-10;;p-3;Jip;3-11-2025;;\r\n"
    "c-2;;;;;;;;;;;;p-4;Siân;3-11-2025;;\r\n"
    "c-3;Gedrag;administratie van de school;con-1;pupils;;;;;;;;p-5;Ali;1-12-2025;;\r\n"
    "c-4;Motoriek;administratie van de school;con-1;;;;;;;;;p-6;Bo;1-12-2025;;\r\n"
    "c-4;;;;;;;;;;;;p-7;Cas;1-12-2025;;\r\n"
    "c-5;\"Lezen\r\nen spellen\";administratie van het "
    "SWV;con-1;pupils;5-1-2026;2;;;;;;p-8;Daan;5-1-2026;;\r\n"
    "c-5;;;;;;;;;;;;p-9;Eva;5-1-2026;;\r\n";

class ImportCases : public testing::Test {
 protected:
  void SetUp() override {
    done({"init", "--data", "data"});
    for (const auto& [id, role, org] :
         {std::array{"ib-1", "ib", "school-1"}, std::array{"ib-2", "ib", "school-2"},
          std::array{"con-1", "consultant", "swv"}, std::array{"adm-1", "swv-admin", "swv"}}) {
      done({"actor", "add", id, "--data", "data"});
      done({"role", "give", id, role, "--organisation", org, "--data", "data"});
    }
  }

  void done(const Program::Words& words) const {
    const Ran ran = program.run(words);
    ASSERT_EQ(ran.status, 0) << ran.all();
  }

  Ran import(const std::string& text, const Program::Words& more = {},
             const std::string& as = "ib-1", const std::string& on = "2026-01-12") const {
    program.write("running.csv", text);
    Program::Words words{"import", "cases", "running.csv", "--procedure", "clusterarrangement-top",
                         "--as",   as,      "--data",      "data",        "--on",
                         on};
    words.insert(words.end(), more.begin(), more.end());
    return program.run(words);
  }

  std::string size_of_log() const {
    const std::string note = program.run({"checkpoint", "--data", "data"}).out;
    const std::size_t line = note.find('\n') + 1;
    return note.substr(line, note.find('\n', line) - line);
  }

  std::string judged(const std::string& id, const std::string& as = "ib-1") const {
    return program.run({"compliance", id, "--as", as, "--data", "data", "--json"}).out;
  }

  Program program;
};

TEST_F(ImportCases, TakesOverWhatRunsAndSaysWhatIsUnknown) {
  const Ran dry = import(table, {"--dry-run", "--json"});
  EXPECT_EQ(dry.status, 0) << dry.all();
  EXPECT_THAT(dry.out, AllOf(HasSubstr(R"("cases":5)"), HasSubstr(R"("dryRun":true)")));
  EXPECT_THAT(program.run({"cases", "--as", "ib-1", "--data", "data"}).out, Not(HasSubstr("c-1")));
  const Ran ran = import(table, {"--json"});
  ASSERT_EQ(ran.status, 0) << ran.all();
  EXPECT_THAT(ran.out, AllOf(HasSubstr(R"("cases":5)"), HasSubstr(R"("known":0)"),
                             HasSubstr(R"("K-OP-01":)")));
  EXPECT_EQ(ran.out.substr(ran.out.find("\"recorded\"")),
            dry.out.substr(dry.out.find("\"recorded\"")))
      << "the dry run says what is done";
  const std::string history =
      program.run({"replay", "c-1", "--as", "ib-1", "--data", "data", "--json"}).out;
  EXPECT_THAT(history, AllOf(HasSubstr(R"("basis":"imported")"), HasSubstr("Zoë de Wit"),
                             HasSubstr("Rekenen; groep 6"), HasSubstr("Noor \\\"N\\\" Voorbeeld"),
                             HasSubstr(R"("hourlyRate":9500)")));
  EXPECT_EQ(program.run({"verify", "data"}).status, 0);
}

TEST_F(ImportCases, SealsWhatIsPersonal) {
  ASSERT_EQ(import(table).status, 0);
  std::filesystem::remove(program / "running.csv");
  for (const auto& [file, bytes] : contents_of(program / "data")) {
    for (const char* name : {"Zoë de Wit", "Siân", "Rekenen; groep 6"})
      EXPECT_THAT(bytes, Not(HasSubstr(name))) << file;
  }
}

TEST_F(ImportCases, GoOnByOrdinaryActionsAndAreJudgedFromThenOn) {
  ASSERT_EQ(import(table).status, 0);
  EXPECT_THAT(judged("c-1"), HasSubstr("unknown"));
  const auto act = [this](const Program::Words& words, const std::string& as) {
    Program::Words all{"do", "c-1"};
    all.insert(all.end(), words.begin(), words.end());
    all.insert(all.end(), {"--as", as, "--data", "data", "--json"});
    return program.run(all);
  };
  const Ran held = act({"holdEvaluation", "kind=interim", "processEvaluated=true"}, "ib-1");
  EXPECT_EQ(held.status, 0) << held.all();
  const Ran missing = act({"planEvaluation"}, "ib-1");
  EXPECT_EQ(missing.status, 1) << "a day is missing: " << missing.all();
  const Ran noted = act({"monitorExecution", "asAgreed=true"}, "con-1");
  EXPECT_EQ(noted.status, 0) << noted.all();
}

TEST_F(ImportCases, OfTheSameTableAgainRecordsNothing) {
  ASSERT_EQ(import(table).status, 0);
  const std::string size = size_of_log();
  const Ran once_more = import(table, {"--json"}, "ib-1", "2026-02-01");
  EXPECT_EQ(once_more.status, 0) << once_more.all();
  EXPECT_THAT(once_more.out, HasSubstr(R"("recorded":0,"records":0)"));
  EXPECT_EQ(size_of_log(), size);
}

TEST_F(ImportCases, DoNotNoticeWhatWasEmptiedSinceNorAnotherDay) {
  ASSERT_EQ(import(table).status, 0);
  const std::string size = size_of_log();
  const Ran emptied = import(replaced(table, "10-10-2025;13-10-2025", ";13-10-2025"), {"--json"},
                             "ib-1", "2026-03-01");
  EXPECT_EQ(emptied.status, 0) << emptied.all();
  EXPECT_THAT(emptied.out, HasSubstr(R"("recorded":0)"));
  EXPECT_EQ(size_of_log(), size);
}

TEST_F(ImportCases, SayWhichRulesOfACaseWereNotKeptAndCountInWords) {
  const std::string one =
      "zaak;bron;consulent;soort cluster;startakkoord op;mogelijkheid\n"
      "c-1;administratie van de school;con-1;group;3-11-2025;1\n";
  const Ran english = import(one, {"--dry-run", "--lang", "en"}, "ib-1", "2025-08-01");
  EXPECT_EQ(english.status, 0) << english.all();
  EXPECT_THAT(english.out,
              AllOf(HasSubstr(": 1 case, "),
                    HasSubstr("Violated or not followed, by what the table says:\n  c-1: "),
                    HasSubstr("K-PV-04"), Not(HasSubstr("1 cases"))));
  EXPECT_THAT(import(one, {"--dry-run", "--lang", "nl"}, "ib-1", "2025-08-01").out,
              AllOf(HasSubstr(": 1 zaak, "), HasSubstr("Niet nagekomen of niet gevolgd"),
                    Not(HasSubstr("1 zaken"))));
  const Ran played = import(one, {"--dry-run", "--json"}, "ib-1", "2025-08-01");
  EXPECT_THAT(played.out, HasSubstr(R"("notKept":{"c-1":[")"));
  const Ran recorded = import(one, {"--lang", "en"}, "ib-1", "2025-08-01");
  EXPECT_EQ(recorded.status, 0) << recorded.all();
  EXPECT_THAT(recorded.out, AllOf(HasSubstr("Taken over: 1 case, "), HasSubstr("  c-1: ")));
}

TEST_F(ImportCases, OfATableThatWasChangedSinceSaysWhereAndRecordsNothing) {
  ASSERT_EQ(import(table).status, 0);
  const std::string size = size_of_log();
  const Ran ran = import(replaced(table, "10-10-2025", "11-10-2025"), {"--lang", "en"});
  EXPECT_EQ(ran.status, 2);
  EXPECT_THAT(ran.err, HasSubstr("was taken over otherwise before; correct it in the case itself"));
  EXPECT_EQ(size_of_log(), size);
  const Ran more = import(table +
                              "c-6;Nieuw;administratie van de "
                              "school;con-1;;;;;;;;;p-10;Fem;1-12-2025;;\r\n",
                          {"--json"});
  EXPECT_EQ(more.status, 0) << more.all();
  EXPECT_THAT(more.out, AllOf(HasSubstr(R"("cases":6)"), Not(HasSubstr(R"("recorded":0,)"))));
}

TEST_F(ImportCases, OfABadTableNamesEveryCellAndNoValue) {
  const std::string size = size_of_log();
  std::string text = table;
  for (const auto& [old, with] : std::initializer_list<std::pair<const char*, const char*>>{
           {"con-1;pupils;15-9-2025", "con-9;puppils;31-9-2025"},
           {"95,00", "95 euro"},
           {"c-3;", "c 3;"},
           {"p-7;Cas", "p-6;Cas"},
           {"p-9;Eva;5-1-2026", "p 9;Eva;5-1-2026"},
           {"administratie van het SWV", "administatie van het SWV"}})
    text = replaced(text, old, with);
  const Ran ran = import(text, {"--lang", "en"});
  EXPECT_EQ(ran.status, 2) << ran.all();
  EXPECT_THAT(ran.err, HasSubstr("nothing was recorded"));
  for (const char* says :
       {"running.csv:2:52: column \"consultant\": nobody is in the directory so",
        "column \"kind of cluster\": expected one of:",
        "column \"start permission on\": expected a day",
        "column \"highest hourly rate\": expected an amount in euros",
        "column \"case\": expected a name for a case", "did you mean",
        "column \"pupil\": this case has a row for this already", "column \"pupil\": "})
    EXPECT_THAT(ran.err, HasSubstr(says));
  for (const char* value :
       {"p 9", "Eva", "Cas", "p-6", "Zoë", "con-9", "puppils", "31-9-2025", "95 euro", "c 3"})
    EXPECT_THAT(ran.err, Not(HasSubstr(value)));
  EXPECT_EQ(size_of_log(), size);
  EXPECT_THAT(import(text, {"--lang", "nl"}).err,
              AllOf(HasSubstr("er is niets vastgelegd"), HasSubstr("verwacht een dag, zoals")));
}

TEST_F(ImportCases, RefusesAnIdThatHoldsTheNameOfSomebodyOfTheCase) {
  const std::string size = size_of_log();
  const std::string headings_of_names = "zaak;consulent;leerling;naam van de leerling\n";
  const std::string rows =
      "rekenen-Noor2;con-1;p-1;Siem de Groot\n"
      "rekenen-Noor2;;p-2;Noor van Dam\n"
      "vandaag;con-1;p-3;Daan van Dam\n"
      "plan_dam;con-1;p-4;Eva Dam\n";
  const Ran ran = import(headings_of_names + rows, {"--lang", "en", "--dry-run"});
  EXPECT_EQ(ran.status, 2) << ran.all();
  EXPECT_THAT(ran.err, AllOf(HasSubstr("running.csv:3:1: column \"case\": a word of what stands in "
                                       "the column \"name of the pupil\" is in it"),
                             HasSubstr("running.csv:5:1: column \"case\": a word of"),
                             Not(HasSubstr("running.csv:2:1: column \"case\"")),
                             Not(HasSubstr("running.csv:4:1: column \"case\""))));
  EXPECT_THAT(ran.err, AllOf(Not(HasSubstr("Noor")), Not(HasSubstr("dam"))));
  EXPECT_EQ(size_of_log(), size);
}

TEST_F(ImportCases, RefusesHeadingsThatItDoesNotKnowAndRowsThatAreTooLong) {
  EXPECT_THAT(import("zaak;titell\nc-1;x\n", {"--lang", "en"}).err,
              HasSubstr("running.csv:1:6: the procedure knows no such heading; did you mean "
                        "\"titel\"?"));
  EXPECT_THAT(import("titel;bron\nx;y\n", {"--lang", "en"}).err,
              HasSubstr("the column \"case\" is missing"));
  EXPECT_THAT(import("zaak;titel\nc-1;x;y\n", {"--lang", "en"}).err, HasSubstr("has 3 cells"));
  EXPECT_THAT(import("zaak;titel\n", {"--lang", "en"}).err, HasSubstr("nothing to take over"));
  EXPECT_THAT(import("", {"--lang", "en"}).err, HasSubstr("no row of headings"));
}

TEST_F(ImportCases, SaysWhatWouldBeLeftOut) {
  const Ran ran =
      import(replaced(table, "p-5;Ali;1-12-2025;;", "p-5;Ali;;1-2-2025;"), {"--lang", "en"});
  EXPECT_EQ(ran.status, 2);
  EXPECT_THAT(ran.err, HasSubstr("column \"name of the pupil\": nothing is recorded of this"));
}

TEST_F(ImportCases, RefusesWhatTheProcedureRefusesBeforeAnythingIsRecorded) {
  const std::string size = size_of_log();
  const std::string text = "zaak;bron;consulent;toegekend op\nc-1;TOP dossier;con-1;1-12-2025\n";
  const Ran ran = import(text, {"--lang", "en"});
  EXPECT_EQ(ran.status, 1) << ran.all();
  EXPECT_THAT(ran.err, HasSubstr("running.csv:2:1: Grant the arrangement: Not now"));
  EXPECT_EQ(size_of_log(), size);
}

TEST_F(ImportCases, AreHeldToTheNamesThatTheLogKnowsBeforeAnythingIsRecorded) {
  const std::string top =
      "zaak;titel;bron;consulent;leerling;naam van de leerling;valt eronder "
      "sinds\n";
  const std::string noor = "c-0;Taal;TOP dossier;con-1;p-0;Noor Vermeulen;15-9-2025\n";
  ASSERT_EQ(import(top + noor).status, 0);
  const std::string size = size_of_log();
  const std::string text = top +
                           "w-1;Rekenen;TOP dossier;con-1;p-1;Siem Jansen;15-9-2025\n"
                           "w-2;Plan voor Noor Vermeulen;TOP dossier;con-1;p-2;Jip Smit;15-9-2025\n"
                           "w-3;Lezen;TOP dossier;con-1;p-3;Ali Bakker;15-9-2025\n";
  for (const Program::Words& more : {Program::Words{"--dry-run"}, Program::Words{}}) {
    Program::Words words{"--lang", "en"};
    words.insert(words.end(), more.begin(), more.end());
    const Ran ran = import(text, words);
    EXPECT_EQ(ran.status, 1) << ran.all();
    EXPECT_THAT(ran.err, AllOf(HasSubstr("nothing was recorded"),
                               HasSubstr("running.csv:3:5: column \"title\": "),
                               HasSubstr("K-PR-02"), Not(HasSubstr("Noor"))));
    EXPECT_EQ(size_of_log(), size);
  }
  const std::string earlier = top + "w-2;Rekenen;TOP dossier;con-1;p-2;Noor Smit;15-9-2025\n" +
                              "w-3;Plan voor Jip;TOP dossier;con-1;p-3;Ali Bakker;15-9-2025\n";
  ASSERT_EQ(import(earlier).status, 0);
  EXPECT_EQ(import(earlier + "w-4;Lezen;TOP dossier;con-1;p-4;Jip Smit;15-9-2025\n").status, 0);
  EXPECT_EQ(import(earlier, {"--dry-run"}).status, 0)
      << "what was recorded already is not held to names of later";
}

TEST_F(ImportCases, AreForWhoMayOpenACaseOnly) {
  EXPECT_EQ(import(table, {}, "con-1").status, 1);
  EXPECT_EQ(import(table, {}, "nobody").status, 1);
  EXPECT_THAT(program.run({"audit", "--access", "--type", "Refused", "--data", "data"}).out,
              HasSubstr("takeOver"));
  ASSERT_EQ(import(table).status, 0);
  const Ran other = import(table, {"--lang", "en"}, "ib-2");
  EXPECT_EQ(other.status, 2);
  EXPECT_THAT(other.err, AllOf(HasSubstr("this case exists already"), Not(HasSubstr("Zoë")),
                               Not(HasSubstr("otherwise"))));
}

TEST_F(ImportCases, DoNotTouchACaseThatIsThereAlready) {
  done({"do", "c-3", "openCase", "--procedure", "clusterarrangement-top", "--as", "ib-1", "--data",
        "data"});
  const std::string size = size_of_log();
  const Ran ran = import(table, {"--lang", "en"});
  EXPECT_EQ(ran.status, 2);
  EXPECT_THAT(
      ran.err,
      HasSubstr("running.csv:6:1: this case exists already, and was not taken over like this"));
  EXPECT_EQ(size_of_log(), size);
}

TEST_F(ImportCases, GoOnWhereTheyWereKilled) {
  std::string many = headings;
  for (int i = 0; i < 60; ++i) {
    const std::string number = std::to_string(i);
    many += "c-" + number + ";x;TOP dossier;con-1;pupils;15-9-2025;1;;;;;;p-" + number +
            ";Noor;15-9-2025;;\n";
  }
  program.write("running.csv", many);
  const Program::Words words{
      "import", "cases", "running.csv", "--procedure", "clusterarrangement-top",
      "--as",   "ib-1",  "--data",      "data",        "--json"};
  const pid_t child = program.start(words);
  const std::string anchor = read_file(program / "data/anchor");
  int how = 0;
  while (read_file(program / "data/anchor") == anchor && ::waitpid(child, &how, WNOHANG) == 0)
    ::sched_yield();
  ::kill(child, SIGKILL);
  ::waitpid(child, &how, 0);
  const Ran again = program.run(words);
  EXPECT_EQ(again.status, 0) << again.all();
  EXPECT_THAT(again.out, AllOf(HasSubstr(R"("cases":60)"), Not(HasSubstr(R"("known":0,)"))));
  EXPECT_THAT(program.run(words).out, HasSubstr(R"("recorded":0,"records":0)"));
  EXPECT_EQ(program.run({"verify", "data"}).status, 0);
}

TEST_F(ImportCases, OfATemplateTakesWhatItsExamplesSay) {
  const Ran empty = program.run(
      {"import", "cases", "--template", "--procedure", "clusterarrangement-top", "--lang", "nl"});
  ASSERT_EQ(empty.status, 0) << empty.all();
  EXPECT_THAT(empty.out, AllOf(HasSubstr("# zaak: "), HasSubstr("\nzaak;titel;bron;consulent")));
  const Ran early = program.run(
      {"import", "cases", "--template", "--procedure", "clusterarrangement-ot", "--data", "data"});
  EXPECT_EQ(early.status, 2);
  EXPECT_THAT(early.err, HasSubstr("first: verloop procedure deploy clusterarrangement-ot"));
  done({"procedure", "deploy", "clusterarrangement-ot", "--data", "data"});
  for (const char* procedure : {"clusterarrangement-top", "clusterarrangement-ot"}) {
    const Ran text =
        program.run({"import", "cases", "--template", "--procedure", procedure, "--data", "data"});
    ASSERT_EQ(text.status, 0) << text.all();
    program.write("running.csv", text.out);
    const Ran ran = program.run({"import", "cases", "running.csv", "--procedure", procedure, "--as",
                                 "ib-1", "--data", "data", "--dry-run", "--lang", "en"});
    EXPECT_EQ(ran.status, 0) << procedure << ": " << ran.all();
  }
}

/// The table of examples with a second pupil, of whom no consent is known.
std::string with_second_pupil(const std::string& text, const std::string& included) {
  const std::size_t from = text.find("\ncase;") + 1;
  std::istringstream headings_of(text.substr(from, text.find('\n', from) - from));
  const std::map<std::string, std::string> known = {{"case", "cluster-2025-03"},
                                                    {"pupil", "pupil-18"},
                                                    {"name of the pupil", "Kim Smit"},
                                                    {"included since", included},
                                                    {"consents required", "2"}};
  std::string row;
  for (std::string heading; std::getline(headings_of, heading, ';');) {
    const auto cell = known.find(heading);
    row += (row.empty() ? "" : ";") + (cell == known.end() ? std::string() : cell->second);
  }
  return text + row + "\n";
}

TEST_F(ImportCases, OfTheExamplesHoldNothingAgainstAnybodyThatTheTableDoesNotTell) {
  const Ran empty = program.run(
      {"import", "cases", "--template", "--procedure", "clusterarrangement-top", "--lang", "en"});
  ASSERT_EQ(empty.status, 0) << empty.all();
  const Ran ran =
      import(with_second_pupil(empty.out, "2025-09-15"), {"--lang", "en"}, "ib-1", "2026-08-01");
  ASSERT_EQ(ran.status, 0) << ran.all();
  const std::string history =
      program.run({"replay", "cluster-2025-03", "--as", "ib-1", "--data", "data", "--lang", "en"})
          .out;
  EXPECT_THAT(history, AllOf(HasSubstr("Kim Smit"), Not(HasSubstr("Finding "))));
  const std::string rules =
      program
          .run({"compliance", "cluster-2025-03", "--as", "ib-1", "--data", "data", "--lang", "en"})
          .out;
  for (const char* says : {"K-EV-01  unknown", "K-OP-15  unknown", "K-PR-13  not applicable"})
    EXPECT_THAT(rules, HasSubstr(says));
}

TEST_F(ImportCases, OfAPupilWhoCameAfterThePlanConsentLeaveOpenWhetherItHeld) {
  const Ran empty = program.run(
      {"import", "cases", "--template", "--procedure", "clusterarrangement-top", "--lang", "en"});
  ASSERT_EQ(empty.status, 0) << empty.all();
  const Ran ran =
      import(with_second_pupil(empty.out, "2025-10-18"), {"--lang", "en"}, "ib-1", "2026-08-01");
  ASSERT_EQ(ran.status, 0) << ran.all();
  EXPECT_THAT(ran.out, HasSubstr("K-OP-17"));
}

TEST_F(ImportCases, OfOnePupilLeaveOpenWhetherThereWereMore) {
  done({"procedure", "deploy", "clusterarrangement-ot", "--data", "data"});
  const Ran text = program.run({"import", "cases", "--template", "--procedure",
                                "clusterarrangement-ot", "--data", "data", "--lang", "en"});
  ASSERT_EQ(text.status, 0) << text.all();
  program.write("running.csv", text.out);
  const Ran ran =
      program.run({"import", "cases", "running.csv", "--procedure", "clusterarrangement-ot", "--as",
                   "ib-1", "--data", "data", "--on", "2026-08-01", "--lang", "en"});
  ASSERT_EQ(ran.status, 0) << ran.all();
  EXPECT_THAT(ran.out, HasSubstr("K-ST-07"));
  const std::string history =
      program.run({"replay", "cluster-2025-03", "--as", "ib-1", "--data", "data", "--lang", "en"})
          .out;
  EXPECT_THAT(history, Not(HasSubstr("Finding ")));
}

}  // namespace
}  // namespace verloop::test
