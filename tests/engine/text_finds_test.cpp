#include "engine/text_finds.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "events/time.hpp"

namespace verloop::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

using Texts = std::vector<std::string>;

Texts cut(const std::string& text, const std::vector<TextPlace>& places) {
  Texts found;
  for (const TextPlace& place : places)
    found.push_back(text.substr(place.from, place.to - place.from));
  return found;
}

Texts numbers(const std::string& text) {
  return cut(text, eleven_test_numbers(text));
}

Texts dates(const std::string& text) {
  const std::map<std::string, unsigned> months = {{"maart", 3}, {"mrt", 3}, {"oktober", 10}};
  return cut(text, dates_until(text, parse_date("2023-11-27").value(), months));
}

Texts names(const std::string& text, const NamePhrases& known) {
  TextFind find;
  find.kind = TextFind::Kind::known_names;
  return cut(text, found_in(text, find, known, parse_date("2026-11-27").value()));
}

NamePhrases known(const Texts& all) {
  NamePhrases phrases;
  for (const std::string& name : all) add_name(phrases, name);
  return phrases;
}

TEST(ElevenTest, FindsNumbersInOnePieceAndInGroups) {
  EXPECT_THAT(numbers("Nummer 111222333."), ElementsAre("111222333"));
  EXPECT_THAT(numbers("(111.222.333), 111 222 333"), ElementsAre("111.222.333", "111 222 333"));
  EXPECT_THAT(numbers("1234.56.782 en 12345672"), ElementsAre("1234.56.782", "12345672"));
  EXPECT_THAT(numbers("bsn:111222333"), ElementsAre("111222333"));
}

TEST(ElevenTest, FindsNoNumberThatFailsOrIsPartOfSomethingElse) {
  for (const char* text : {"123456789", "000000000", "1112223334", "0111222333", "12345678",
                           "111.222 333", "offerte Q-111222333", "factuur 2026-111222333",
                           "NL01BANK111222333", "111222333a", "\xE2\x82\xAC 111.222.333",
                           "\xE2\x82\xAC"
                           "111222333",
                           "111.222.333,50", "111.222.333,-", "111222333-4", "111.222.333.444",
                           "groep 7, 24 leerlingen", "1.234,50 euro", ""})
    EXPECT_THAT(numbers(text), IsEmpty()) << text;
}

TEST(PastDates, FindsDatesAsPeopleWriteThem) {
  EXPECT_THAT(dates("geb. 12-03-2016, 1/3/16, 12.3.2016"),
              ElementsAre("12-03-2016", "1/3/16", "12.3.2016"));
  EXPECT_THAT(dates("2016-03-12 of 12 maart 2016 of 12 Mrt. 16"),
              ElementsAre("2016-03-12", "12 maart 2016", "12 Mrt. 16"));
  EXPECT_THAT(dates("12 - 03 - 1986, 1-1-86"), ElementsAre("12 - 03 - 1986", "1-1-86"));
  EXPECT_THAT(dates("27-11-2023"), ElementsAre("27-11-2023")) << "the last day that counts";
}

TEST(PastDates, FindsNoDateOfLateAndNoNumberThatIsNoDate) {
  for (const char* text :
       {"28-11-2023", "afspraak op 12-10-2026", "5-10-26", "1/9/27", "12 oktober 2026", "31-2-2016",
        "12-13-2016", "12 maart", "maart 2016", "12 mei 2016", "3-4 keer", "1.234.567", "0-0-0",
        "groep 7-8 2016", "versie 2.1.0", "12-03/2016"})
    EXPECT_THAT(dates(text), IsEmpty()) << text;
}

TEST(KnownNames, AreFoundAsWholeWordsInWhateverLetters) {
  const NamePhrases phrases = known({"Noor de Vries", "Zoë Çelik", "Jan-Willem Bos"});
  EXPECT_THAT(names("Met NOOR gaat het goed; noors werk ook.", phrases),
              ElementsAre("NOOR", "noors"));
  EXPECT_THAT(names("Noor de Vries en Vries", phrases), ElementsAre("Noor de Vries", "Vries"));
  EXPECT_THAT(names("Zoe, Zoë en ZO\xC3\x8B of celik", phrases),
              ElementsAre("Zoe", "Zoë", "ZO\xC3\x8B", "celik"));
  EXPECT_THAT(names("Zoe\xCC\x88 en Willem", phrases), ElementsAre("Zoe\xCC\x88", "Willem"));
}

TEST(KnownNames, AreNotFoundWithinWordsNorByShortOnes) {
  const NamePhrases phrases = known({"Noor de Vries", "Bo Li", "An"});
  EXPECT_THAT(names("De noordkant van de Vriesstraat; bo en li, an", phrases), IsEmpty());
  EXPECT_THAT(names("Bo Li is er", phrases), ElementsAre("Bo Li")) << "the whole name";
  EXPECT_THAT(names("de rest", phrases), IsEmpty());
}

TEST(KnownNames, AreNoParticlesHoweverTheyAreWritten) {
  for (const char* name : {"NOOR VAN DER BERG", "noor van der berg", "Noor Van Der Berg"}) {
    NamePhrases phrases;
    add_name(phrases, name, {"van", "der"});
    EXPECT_THAT(names("Het plan van de groep, der partijen", phrases), IsEmpty()) << name;
    EXPECT_THAT(names("met noor van der berg of Berg", phrases),
                ElementsAre("noor van der berg", "Berg"))
        << name;
  }
}

TEST(KnownNames, CountIdentifiersOnlyWhole) {
  NamePhrases phrases;
  add_identifier(phrases, "pup-12");
  EXPECT_THAT(names("zie PUP-12", phrases), ElementsAre("PUP-12"));
  EXPECT_THAT(names("een pup, 12 jaar; pup-123", phrases), ElementsAre("pup, 12"));
}

TEST(TextPatterns, FindWhatIsNotExcepted) {
  TextFind find;
  find.pattern = cel::Regex::compile(R"(\b[A-Z]\.[A-Z]\.)");
  find.except = {"B.V."};
  const std::string text = "J.P. van Fritz B.V.";
  EXPECT_THAT(cut(text, found_in(text, find, {}, parse_date("2026-11-27").value())),
              ElementsAre("J.P."));
  std::string many;
  for (int i = 0; i < 100; ++i) many += "B.V. ";
  EXPECT_THAT(
      cut(many + "J.P.", found_in(many + "J.P.", find, {}, parse_date("2026-11-27").value())),
      ElementsAre("J.P."));
}

TEST(TextPatterns, TellOfAFewPlacesInALongTextOnly) {
  TextFind find;
  find.pattern = cel::Regex::compile("(a+)+");
  const std::string text(200'000, 'a');
  EXPECT_EQ(found_in(text, find, {}, parse_date("2026-11-27").value()).size(), 1u);
  std::string many;
  for (int i = 0; i < 10'000; ++i) many += "a ";
  EXPECT_EQ(found_in(many, find, {}, parse_date("2026-11-27").value()).size(), found_max);
}

TEST(TextWords, ReadWhatIsNoUtf8AsABreak) {
  const auto words = words_of(
      "ab\xFF"
      "cd \xC3\xA9t\xC3\xA9");
  ASSERT_EQ(words.size(), 3u);
  EXPECT_EQ(words[0].folded, "ab");
  EXPECT_EQ(words[1].folded, "cd");
  EXPECT_EQ(words[2].folded, "ete");
  EXPECT_EQ(folded("\xC5\x81uk\xC3\x9F \xC4\xB2"), "lukssij");
}

}  // namespace
}  // namespace verloop::test
