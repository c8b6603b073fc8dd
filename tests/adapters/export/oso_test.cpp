#include "adapters/export/oso.hpp"

#include <array>
#include <zip.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "adapters/export/zip.hpp"
#include "events/digest.hpp"
#include "tests/adapters/export/oso_details_text.hpp"
#include "tests/support/definitions.hpp"
#include "tests/support/run_program.hpp"

namespace verloop::test {
namespace {

using testing::HasSubstr;
using testing::Not;

OsoDossier dossier() {
  OsoDossier made{*oso_details(oso_details_text),
                  day("2026-11-02"),
                  {day("2026-09-17"), day("2027-02-18"), "c1"},
                  {}};
  made.plan = OsoPlan{day("2026-10-12"), {}, {{"opp.pdf", "plan", "the <plan>"}}};
  return made;
}

/// All that is said to be wrong with the details, one a line; empty when nothing is.
std::string faults_of(const std::string& text) {
  const auto details = oso_details(text);
  return details.has_error() ? format(details.error(), "details.yaml") : "";
}

/// What the first file of an archive holds.
std::string unzipped(const std::string& archive) {
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* source = zip_source_buffer_create(archive.data(), archive.size(), 0, &error);
  zip_t* opened = zip_open_from_source(source, ZIP_RDONLY | ZIP_CHECKCONS, &error);
  EXPECT_NE(opened, nullptr);
  EXPECT_EQ(zip_get_num_entries(opened, 0), 1);
  zip_file_t* file = zip_fopen_index(opened, 0, 0);
  std::string bytes(1U << 20U, '\0');
  bytes.resize(static_cast<std::size_t>(zip_fread(file, bytes.data(), bytes.size())));
  zip_fclose(file);
  zip_discard(opened);
  return bytes;
}

std::string between(const std::string& text, const std::string& open, const std::string& close) {
  const std::size_t at = text.find(open) + open.size();
  return text.substr(at, text.find(close, at) - at);
}

/// What xmllint says of a file by the schema of the data set; none where it is not there.
std::optional<Ran> held_to_schema(const Program& program, const std::string& file) {
  if (program.wait(program.start_other({"xmllint", "--version"})).status != 0) return std::nullopt;
  return program.wait(
      program.start_other({"xmllint", "--noout", "--nonet", "--huge", "--schema",
                           shared_data("schemas/oso-gegevensset-2019.1.xsd").string(), file}));
}

TEST(Oso, HoldsToThePublishedSchema) {
  VERLOOP_NEEDS_SHARED("schemas/oso-gegevensset-2019.1.xsd");
  const Program program;
  program.write("full.xml", oso_xml(dossier()).value());
  OsoDossier small = dossier();
  small.plan.reset();
  small.arrangement.until.reset();
  program.write("small.xml", oso_xml(small).value());
  OsoDossier whole = dossier();
  whole.details = *oso_details(oso_whole_details_text);
  program.write("whole.xml", oso_xml(whole).value());
  for (const char* file : {"full.xml", "small.xml", "whole.xml"}) {
    const auto ran = held_to_schema(program, file);
    if (!ran) GTEST_SKIP() << "xmllint not found";
    EXPECT_EQ(ran->status, 0) << ran->all();
  }
}

TEST(Oso, IsHeldToASchemaThatTakesThePublishedDossiersAndNoOthers) {
  VERLOOP_NEEDS_SHARED("vectors/oso/poswv-full.xml");
  const Program program;
  for (const char* name : {"vectors/oso/poswv-full.xml", "vectors/oso/poswv-opt-out.xml"}) {
    const auto ran = held_to_schema(program, shared_data(name).string());
    if (!ran) GTEST_SKIP() << "xmllint not found";
    EXPECT_EQ(ran->status, 0) << ran->all();
  }
  program.write("wrong.xml",
                replaced(oso_xml(dossier()).value(), "<achternaam>Berg</achternaam>", ""));
  EXPECT_NE(held_to_schema(program, "wrong.xml")->status, 0);
}

TEST(Oso, SaysWhichArrangementAndWhichPlan) {
  const std::string xml = oso_xml(dossier()).value();
  EXPECT_THAT(xml, HasSubstr("<overstap>POSWV</overstap>"));
  EXPECT_THAT(xml, HasSubstr("<overdrachtsoort>swv-dossier</overdrachtsoort>"));
  EXPECT_THAT(between(xml, "<arrangement_pao>", "</arrangement_pao>"),
              HasSubstr("<arrangement_datum>2026-09-17</arrangement_datum>\n"
                        "          <arrangement_kenmerk>c1</arrangement_kenmerk>\n"
                        "          <arrangement_einddatum>2027-02-18</arrangement_einddatum>"));
  EXPECT_THAT(xml, HasSubstr("<opp_ingangdatum>2026-10-12</opp_ingangdatum>"));
  EXPECT_THAT(xml, Not(HasSubstr("opp_einddatum")));
  EXPECT_THAT(xml, HasSubstr("<achternaam>Berg</achternaam>"));
}

TEST(Oso, PacksAnAttachmentAsZipInBase64) {
  const std::string xml = oso_xml(dossier()).value();
  EXPECT_THAT(xml, HasSubstr("<bestandsnaam>opp.pdf</bestandsnaam>"));
  const auto archive = from_base64(between(xml, "<bestandsinhoud>", "</bestandsinhoud>"));
  ASSERT_TRUE(archive.has_value());
  EXPECT_EQ(unzipped(*archive), "the <plan>");
}

TEST(Oso, EscapesWhatPeopleWrote) {
  const auto text = replaced(oso_details_text, "achternaam: Berg", "achternaam: \"B & <rg>\"");
  OsoDossier made = dossier();
  made.details = *oso_details(text);
  EXPECT_THAT(oso_xml(made).value(), HasSubstr("<achternaam>B &amp; &lt;rg&gt;</achternaam>"));
}

TEST(Oso, KnowsWhichFilesItTakes) {
  EXPECT_TRUE(is_oso_attachment("opp.pdf"));
  EXPECT_TRUE(is_oso_attachment("OPP.v2.DOCX"));
  EXPECT_FALSE(is_oso_attachment("opp.exe"));
  EXPECT_FALSE(is_oso_attachment("pdf"));
}

TEST(Zipped, GivesTheSameForTheSame) {
  const auto once = zipped("é.txt", std::string(100'000, 'x'));
  ASSERT_TRUE(once.has_value());
  EXPECT_EQ(*once, zipped("é.txt", std::string(100'000, 'x')).value());
  EXPECT_LT(once->size(), 1000U);
  EXPECT_EQ(unzipped(*once), std::string(100'000, 'x'));
  EXPECT_EQ(unzipped(zipped("empty.txt", "").value()), "");
}

TEST(OsoDetails, NameEachThingThatIsMissingAndWhatToFillIn) {
  EXPECT_EQ(faults_of(oso_details_text), "");
  EXPECT_EQ(faults_of("inzage: {voorlopigdossier: false, inzage: true, akkoord: Nee, toestemming: "
                      "Ja}\n"),
            "details.yaml:1:1: details: `huidigeschool` is missing; fill in names with values\n"
            "details.yaml:1:1: details: `leerling` is missing; fill in names with values\n"
            "details.yaml:1:1: details: `schoolloopbaan` is missing; fill in a list with at least "
            "one entry\n"
            "details.yaml:1:1: details: `verzorger` is missing; fill in a list with at least one "
            "entry\n"
            "details.yaml:1:1: inzage: `inzagedatum` is missing; fill in a day, like 2015-03-17, "
            "on which the dossier was shown\n"
            "details.yaml:1:1: inzage: `redennietakkoord` is missing; fill in why there is no "
            "agreement\n");
  EXPECT_THAT(faults_of(replaced(oso_details_text, "  geboortedatum: 2015-03-17\n", "")),
              HasSubstr("leerling: `geboortedatum` is missing; fill in a day, like 2015-03-17"));
}

TEST(OsoDetails, RefuseWhatSuchADossierMayNotHold) {
  for (const char* name : {"bsn", "onderwijsnummer", "pgn", "geboorteplaats", "nationaliteit",
                           "geboortemaand", "postcode4adres", "iban"}) {
    const std::string line = "  geboortedatum: 2015-03-17\n";
    const std::string faults =
        faults_of(replaced(oso_details_text, line, line + "  " + name + ": \"123456782\"\n"));
    EXPECT_THAT(faults, HasSubstr(std::string("`") + name + "` may not be in a dossier"));
    EXPECT_THAT(faults, Not(HasSubstr("123456782")));
  }
}

TEST(OsoDetails, SayWhatAValueMustBeAndNotWhatItWas) {
  const std::vector<std::array<std::string, 3>> wrong = {
      {"geboortedatum: 2015-03-17", "geboortedatum: 17-03-2015",
       "`geboortedatum` must be a day, like 2015-03-17"},
      {"geslacht: 2", "geslacht: jongen", "`geslacht` must be one of: 0, 1, 2"},
      {"adresgeheim: false", "adresgeheim: nee", "`adresgeheim` must be true or false"},
      {"  brincode: 00YY", "  brincode: y00", "`brincode` must be a code like 00AA"},
      {"achternaam: Berg", "achternaam: \" \"", "`achternaam` must be a text"},
      {"voornaam: [Daan]", "voornaam: Daan", "`voornaam` must be a list with at least one entry"},
      {"voornaam: [Daan]", "voornaam: []", "`voornaam` must be a list with at least one entry"},
      {"roepnaam: Daan", "ropnaam: Daan", "unknown key \"ropnaam\"; did you mean \"roepnaam\"?"},
      {"toestemming: Ja", "toestemming: [Ja]", "`toestemming` must be one of: Ja, Nee, Onbekend"},
  };
  for (const auto& [from, to, says] : wrong) {
    const std::string faults = faults_of(replaced(oso_details_text, from, to));
    EXPECT_THAT(faults, HasSubstr(says));
    EXPECT_EQ(std::count(faults.begin(), faults.end(), '\n'), 1) << faults;
  }
}

TEST(OsoDetails, OfWhateverTextAreAnAnswer) {
  for (const char* text : {"", "- a", "a", "{", "inzage: [1]\nleerling: 3", "verzorger: [[]]",
                           "leerling: {voornaam: {a: b}}"})
    EXPECT_NE(faults_of(text), "") << text;
}

TEST(OsoDetails, MayBeAboutWhomSharesAWordOfTheirNames) {
  const OsoDetails details = *oso_details(oso_details_text);  // Daan van den Berg.
  for (const char* name : {"Daan", "DAAN Bakker", "Fenna van den Berg", "Däan", "D."})
    EXPECT_TRUE(may_be_about(details, name)) << name;
  for (const char* name : {"Noor van den Bos", "Noor Berger", "Da An"})
    EXPECT_FALSE(may_be_about(details, name)) << name;
}

}  // namespace
}  // namespace verloop::test
