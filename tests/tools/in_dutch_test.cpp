#include "tools/verloop/in_dutch.hpp"

#include <span>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/scrutiny.hpp"
#include "tests/engine/planted_faults.hpp"
#include "tools/verloop/in_dutch_backup_phrases.hpp"
#include "tools/verloop/in_dutch_document_phrases.hpp"
#include "tools/verloop/in_dutch_key_phrases.hpp"
#include "tools/verloop/in_dutch_outward_phrases.hpp"
#include "tools/verloop/in_dutch_phrases.hpp"
#include "tools/verloop/in_dutch_rights_phrases.hpp"
#include "tools/verloop/in_dutch_scrutiny_phrases.hpp"
#include "tools/verloop/in_dutch_sheet_phrases.hpp"
#include "tools/verloop/in_dutch_text_phrases.hpp"
#include "tools/verloop/in_dutch_upcast_phrases.hpp"
#include "tools/verloop/in_dutch_xes_phrases.hpp"

namespace verloop::test {
namespace {

std::vector<Phrase> all_phrases() {
  std::vector<Phrase> all;
  for (const std::span<const Phrase> some :
       {std::span<const Phrase>(document_phrases), std::span<const Phrase>(log_phrases),
        std::span<const Phrase>(vault_phrases), std::span<const Phrase>(bundle_phrases),
        std::span<const Phrase>(form_phrases), std::span<const Phrase>(backup_phrases),
        std::span<const Phrase>(key_phrases), std::span<const Phrase>(file_phrases),
        std::span<const Phrase>(xes_phrases), std::span<const Phrase>(definition_phrases),
        std::span<const Phrase>(command_line_phrases), std::span<const Phrase>(scrutiny_phrases),
        std::span<const Phrase>(rights_phrases), std::span<const Phrase>(outward_phrases),
        std::span<const Phrase>(upcast_phrases), std::span<const Phrase>(sheet_phrases),
        std::span<const Phrase>(text_phrases)})
    all.insert(all.end(), some.begin(), some.end());
  return all;
}

TEST(InDutch, FillsEachPhraseWithWhatStoodInItsGaps) {
  for (const Phrase& phrase : all_phrases()) {
    std::string english(phrase.english);
    int count = 0;
    for (std::size_t at = english.find("{}"); at != std::string::npos; at = english.find("{}"))
      english.replace(at, 2, "x" + std::to_string(++count));
    auto dutch = in_dutch(english);
    if (!dutch) dutch = wrong_use_in_dutch(english);
    ASSERT_TRUE(dutch) << english;
    EXPECT_EQ(dutch->find('{'), std::string::npos) << *dutch;
  }
}

TEST(InDutch, PutsPartsInWordsOfTheirOwn) {
  EXPECT_EQ(said("record at position 7 is missing", Language::nl),
            "het record op positie 7 ontbreekt");
  EXPECT_EQ(said("record at position 7 is missing", Language::en),
            "record at position 7 is missing");
  EXPECT_EQ(said("the log has 5 events, the checkpoint of size 9 names 9: the events from position "
                 "5 on are missing",
                 Language::nl),
            "het logboek heeft 5 gebeurtenissen, het ijkpunt van omvang 9 noemt er 9: de "
            "gebeurtenissen vanaf positie 5 ontbreken");
  EXPECT_EQ(said("A@2, upcast: \"nots\" is no field of A@1; did you mean \"note\"?", Language::nl),
            "A@2, upcast: \"nots\" is geen veld van A@1; bedoelt u \"note\"?");
  EXPECT_EQ(said("action x, by: unknown role \"ibb\"; did you mean \"ib\"?", Language::nl),
            "action x, by: onbekende rol \"ibb\"; bedoelt u \"ib\"?");
}

TEST(InDutch, SaysOfWhatIsWrongInWhichLogAndFolder) {
  EXPECT_EQ(said("access log: record at position 7 is missing", Language::nl),
            "inzagelogboek: het record op positie 7 ontbreekt");
  EXPECT_EQ(said("school has format 2, made by an older version of this program, which keeps no "
                 "access log; read it with that version, or make a new folder with: verloop init; "
                 "log and vault are there, and were not checked",
                 Language::nl),
            "school heeft indeling 2, gemaakt door een oudere versie van dit programma, die geen "
            "inzagelogboek bijhoudt; lees haar met die versie, of maak een nieuwe map met: verloop "
            "init; logboek en kluis zijn er, en zijn niet nagegaan");
}

TEST(InDutch, HasWordsForAllThatIsFoundInADefinition) {
  std::size_t found = 0;
  for (const auto& faults :
       {reach_faults(), condition_faults(), absence_faults(), flow_faults(), outlet_faults()})
    for (const Planted& fault : faults) {
      const auto definition = load(right_catalogue, plant(right_procedure, fault));
      ASSERT_TRUE(definition.has_value()) << fault.name;
      for (const DefinitionFault& one : scrutinise(**definition)) {
        ++found;
        const std::string dutch = said(one.fault.message, Language::nl);
        EXPECT_EQ(dutch.find("(melding:"), std::string::npos) << dutch;
        EXPECT_EQ(dutch.find("this "), std::string::npos) << dutch;
      }
    }
  EXPECT_GT(found, 50U);
}

TEST(InDutch, QuotesWhatItHasNoPhraseFor) {
  EXPECT_EQ(in_dutch("quite another thing"), std::nullopt);
  EXPECT_EQ(said("quite another thing", Language::nl), "(melding: \"quite another thing\")");
  EXPECT_EQ(said("record at position 7 is no record: odd", Language::nl),
            "wat op positie 7 ligt is geen record: (melding: \"odd\")");
}

}  // namespace
}  // namespace verloop::test
