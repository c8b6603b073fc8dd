// The dossier about one pupil as a school makes it: what is in it, who may have it, and what it
// lacks.

#include <gmock/gmock.h>

#include "tests/adapters/export/oso_details_text.hpp"
#include "tests/support/definitions.hpp"
#include "tests/tools/played.hpp"

namespace verloop::test {
namespace {

using testing::HasSubstr;
using testing::Not;

const std::string plan_canary = "kanarie-in-het-plan";

/// A case in Onderwijs Transparant with two pupils under way.
const std::string scenario = R"yaml(scenario: dossier
procedure: clusterarrangement-ot
actors:
  - {id: ib-1, role: ib, school: school-1}
  - {id: teach-1, role: teacher, school: school-1}
  - {id: ib-2, role: ib, school: school-2}
  - {id: con-1, role: consultant}
  - {id: adm-1, role: swv-admin}
steps:
  - {on: 2022-03-07, by: ib-1, do: openCase, case: c1, data: {title: cluster lezen}}
  - {on: 2022-03-07, by: adm-1, do: assignConsultant, case: c1, data: {consultant: con-1}}
  - {on: 2022-03-07, by: ib-1, do: includePupil, case: c1,
     data: {pupil: pup-noor, name: Noor Vermeulen}}
  - {on: 2022-03-07, by: ib-1, do: includePupil, case: c1,
     data: {pupil: pup-daan, name: Daan Bakker}}
  - {on: 2022-03-08, by: con-1, do: giveStartPermission, case: c1, data: {route: 1}}
  - {on: 2022-03-14, by: ib-1, do: startExecution, case: c1}
  - {on: 2022-04-04, by: ib-1, do: drawUpOpp, case: c1, data: {pupil: pup-daan}}
)yaml";

class ExportOso : public testing::Test {
 protected:
  void SetUp() override {
    program.write("dossier.yaml", scenario);
    program.write("details.yaml", details_of("Noor"));
    program.write("opp.pdf", plan_canary);
    ASSERT_EQ(program.run({"init", "--data", "data"}).status, 0);
    ASSERT_EQ(
        program.run({"procedure", "deploy", "clusterarrangement-ot", "--data", "data"}).status, 0);
    const Ran ran = program.run({"run", "dossier.yaml", "--data", "data"});
    ASSERT_EQ(ran.status, 0) << ran.all();
  }

  static std::string details_of(const std::string& first) {
    return replaced(replaced(oso_details_text, "voornaam: [Daan]", "voornaam: [" + first + "]"),
                    "roepnaam: Daan", "roepnaam: " + first);
  }

  Ran act(Program::Words words, const std::string& actor = "ib-1") const {
    words.insert(words.end(), {"--data", "data", "--as", "dossier." + actor});
    return program.run(words);
  }
  Ran oso(Program::Words more = {"--member", "1"}, const std::string& actor = "ib-1") const {
    more.insert(more.begin(), {"export", "oso", "dossier.c1"});
    more.insert(more.end(), {"--details", "details.yaml", "-o", "out.xml"});
    return act(more, actor);
  }
  /// The plan of the first pupil, with its bytes, adopted.
  void adopt_plan(const std::string& file = "opp.pdf") const {
    for (const Program::Words& words : std::vector<Program::Words>{
             {"do", "dossier.c1", "drawUpOpp", "pupil=dossier.pup-noor", "--document",
              "plan=" + file},
             {"do", "dossier.c1", "discussOpp", "pupil=dossier.pup-noor"},
             {"do", "dossier.c1", "recordOppConsent", "pupil=dossier.pup-noor", "consent=given"},
             {"do", "dossier.c1", "adoptOpp", "pupil=dossier.pup-noor"}}) {
      const Ran ran = act(words);
      ASSERT_EQ(ran.status, 0) << ran.all();
    }
  }
  std::string text() const { return read_file(program / "out.xml"); }
  bool is_written() const { return std::filesystem::exists(program / "out.xml"); }
  Ran accesses(const std::string& type) const {
    return program.run({"audit", "--access", "--data", "data", "--type", type, "--json"});
  }

  Program program;
};

TEST_F(ExportOso, SaysWhichArrangementThePupilIsUnder) {
  const Ran ran = oso();
  ASSERT_EQ(ran.status, 0) << ran.all();
  EXPECT_THAT(ran.out, HasSubstr("It is for you and was sent nowhere"));
  EXPECT_THAT(text(), HasSubstr("<arrangement_datum>2022-03-14</arrangement_datum>"));
  EXPECT_THAT(text(), HasSubstr("<arrangement_kenmerk>dossier.c1</arrangement_kenmerk>"));
  EXPECT_THAT(text(), HasSubstr("<achternaam>Berg</achternaam>"));
  EXPECT_THAT(text(), Not(HasSubstr("<opp>"))) << "it is not adopted yet";
  for (const char* unasked : {"Vermeulen", "pup-noor", "Bakker", "cluster lezen"})
    EXPECT_THAT(text(), Not(HasSubstr(unasked)));
}

TEST_F(ExportOso, HoldsThePlanOfThatPupilAloneAndToThePublishedSchema) {
  adopt_plan();
  const Ran ran = oso({"--for", "dossier.pup-noor"});
  ASSERT_EQ(ran.status, 0) << ran.all();
  EXPECT_THAT(text(), HasSubstr("<opp_ingangdatum>"));
  EXPECT_THAT(text(), HasSubstr("<bestandsnaam>opp.pdf</bestandsnaam>"));
  EXPECT_THAT(text(), HasSubstr("<bestandsinhoud>UEsDB"));
  VERLOOP_NEEDS_SHARED("schemas/oso-gegevensset-2019.1.xsd");
  if (program.wait(program.start_other({"xmllint", "--version"})).status == 0) {
    const Ran held = program.wait(program.start_other(
        {"xmllint", "--noout", "--nonet", "--schema",
         shared_data("schemas/oso-gegevensset-2019.1.xsd").string(), "out.xml"}));
    EXPECT_EQ(held.status, 0) << held.all();
  }
  program.write("details.yaml", details_of("Daan"));
  ASSERT_EQ(oso({"--member", "2"}).status, 0);
  EXPECT_THAT(text(), Not(HasSubstr("<opp>")));
}

TEST_F(ExportOso, TakesNoFileThatTheDataSetDoesNot) {
  program.write("opp.exe", plan_canary);
  adopt_plan("opp.exe");
  const Ran ran = oso();
  EXPECT_EQ(ran.status, 1);
  EXPECT_THAT(ran.err, HasSubstr("no file that an OSO dossier may hold"));
  EXPECT_FALSE(is_written());
}

TEST_F(ExportOso, IsForTheSchoolOfThePupilAlone) {
  for (const char* actor : {"con-1", "adm-1", "teach-1"}) {
    const Ran ran = oso({"--member", "1"}, actor);
    EXPECT_EQ(ran.status, 1) << actor;
    EXPECT_THAT(ran.all(), HasSubstr("is for the school, which hands it over")) << actor;
  }
  const Ran other = oso({"--member", "1"}, "ib-2");
  EXPECT_EQ(other.status, 1);
  EXPECT_THAT(other.all(), HasSubstr("there is no case dossier.c1"));
  EXPECT_FALSE(is_written());
  EXPECT_THAT(accesses("Refused").out, HasSubstr("export oso"));
}

TEST_F(ExportOso, IsEnteredInTheAccessLogForThePupil) {
  adopt_plan();
  ASSERT_EQ(oso().status, 0);
  const Ran entered = accesses("Exported");
  EXPECT_THAT(entered.out, HasSubstr("export oso"));
  EXPECT_THAT(entered.out, HasSubstr("\"plan\""));
}

TEST_F(ExportOso, NamesWhatIsMissingAndWritesNothing) {
  program.write("details.yaml", "leerling: {voornaam: [Kanarie], bsn: \"123456782\"}\n");
  const Ran ran = oso();
  EXPECT_EQ(ran.status, 2);
  EXPECT_THAT(ran.all(), HasSubstr("details.yaml:1:1: details: `inzage` is missing"));
  EXPECT_THAT(ran.all(), HasSubstr("leerling: `geboortedatum` is missing; fill in a day"));
  EXPECT_THAT(ran.all(), HasSubstr("`bsn` may not be in a dossier"));
  EXPECT_THAT(ran.all(), Not(HasSubstr("123456782")));
  EXPECT_THAT(ran.all(), Not(HasSubstr("Kanarie")));
  const Ran dutch = oso({"--member", "1", "--lang", "nl"});
  EXPECT_THAT(dutch.all(),
              HasSubstr("`geboortedatum` ontbreekt; vul in: een dag, zoals 2015-03-17"));
  EXPECT_FALSE(is_written());
}

TEST_F(ExportOso, PutsNobodysDetailsUnderTheNameOfAnother) {
  const Ran ran = oso({"--member", "2"});
  EXPECT_EQ(ran.status, 1) << ran.all();
  EXPECT_THAT(ran.err, HasSubstr("--details is about another"));
  for (const char* name_word : {"Noor", "Daan", "Bakker", "Berg"})
    EXPECT_THAT(ran.all(), Not(HasSubstr(name_word)));
  EXPECT_FALSE(is_written());
  program.write("details.yaml",
                replaced(details_of("Iemand"), "achternaam: Berg", "achternaam: BAKKER"));
  EXPECT_EQ(oso({"--member", "2"}).status, 0) << "one word is enough, in whatever letters";
}

TEST_F(ExportOso, GoesByTheNameAsItWasCorrected) {
  const Ran history =
      program.run({"replay", "dossier.c1", "--as", "dossier.ib-1", "--data", "data", "--json"});
  const auto told = boost::json::parse(history.out);
  std::string entry;
  for (const boost::json::value& event : told.at("events").as_array())
    if (boost::json::serialize(event).find("Daan Bakker") != std::string::npos)
      entry = boost::json::serialize(event.at("version"));
  const Ran corrected = act({"do", "dossier.c1", "correctEntry", "entry=" + entry,
                             R"(fields={"name":"Fenna Smit"})", "reason=vergissing"});
  ASSERT_EQ(corrected.status, 0) << corrected.all();
  program.write("details.yaml", details_of("Daan"));
  EXPECT_EQ(oso({"--member", "2"}).status, 1);
  program.write("details.yaml", details_of("Fenna"));
  EXPECT_EQ(oso({"--member", "2"}).status, 0);
}

TEST_F(ExportOso, KnowsOfNobodyElse) {
  for (const Program::Words& who :
       std::vector<Program::Words>{{"--member", "3"}, {"--for", "pup-nobody"}}) {
    const Ran ran = oso(who);
    EXPECT_EQ(ran.status, 1);
    EXPECT_THAT(ran.err, HasSubstr("no pupil with this number or code"));
  }
  EXPECT_EQ(oso({}).status, 2);
  EXPECT_EQ(oso({"--member", "1", "--for", "dossier.pup-noor"}).status, 2);
  EXPECT_FALSE(is_written());
}

TEST_F(ExportOso, LeavesTheDataFolderAsItIs) {
  const auto before = contents_of(program / "data");
  EXPECT_EQ(act({"export", "oso", "dossier.c1", "--member", "1", "--details", "details.yaml", "-o",
                 "data/out.xml"})
                .status,
            2);
  EXPECT_EQ(contents_of(program / "data"), before);
}

TEST_F(ExportOso, LeavesTheDetailsAsTheyAre) {
  const Ran ran = act({"export", "oso", "dossier.c1", "--member", "1", "--details", "details.yaml",
                       "-o", "./details.yaml"});
  EXPECT_EQ(ran.status, 2);
  EXPECT_EQ(read_file(program / "details.yaml"), details_of("Noor"));
}

class ExportOsoInTop : public Played {};

TEST_F(ExportOsoInTop, IsMadeByNobody) {
  program.write("details.yaml", oso_details_text);
  for (const char* actor : {"ib-1", "con-1"}) {
    const Ran made =
        program.run({"export", "oso", case_name, "--member", "1", "--details", "details.yaml", "-o",
                     "out.xml", "--data", "data", "--as", name + "." + actor});
    EXPECT_EQ(made.status, 1);
    EXPECT_THAT(made.all(), HasSubstr("no data about one pupil go to the SWV")) << actor;
    EXPECT_THAT(made.all(), HasSubstr("DK-044"));
  }
  EXPECT_FALSE(std::filesystem::exists(program / "out.xml"));
}

}  // namespace
}  // namespace verloop::test
