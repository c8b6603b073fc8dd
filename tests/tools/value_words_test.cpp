#include "projections/value_words.hpp"

#include <map>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/definitions.hpp"
#include "tests/tools/played.hpp"

namespace verloop::test {
namespace {

using testing::HasSubstr;
using testing::Not;

/// The list that a column belongs to; empty for a value of the case itself.
std::string place_of(const Definition& definition, const std::string& path) {
  const std::string list = path.substr(0, path.rfind('.'));
  const SchemaNode* node = list == path ? nullptr : definition.schema.find(list);
  return node != nullptr && node->kind == SchemaNode::Kind::entries ? list : "";
}

void expect_words_for_all(const std::shared_ptr<const Definition>& definition) {
  const ValueLabels given = value_labels(*definition);
  for (const Language language : {Language::nl, Language::en}) {
    const ValueWords words(*definition, language);
    std::map<std::pair<std::string, std::string>, std::string> known;
    for (const std::string& path : definition->schema.paths()) {
      const std::string label = words.label(path);
      EXPECT_TRUE(given.contains(path) || label != path)
          << path << ": give it a label in its catalogue, under `labels`";
      const auto [same, is_new] =
          known.emplace(std::pair(place_of(*definition, path), label), path);
      EXPECT_TRUE(is_new) << path << " and " << same->second << " are both called " << label;
    }
  }
}

TEST(ValueWords, OfTheShippedProceduresAreThereForEveryValueAndTellThemApart) {
  expect_words_for_all(clusters());
  expect_words_for_all(former_clusters());
  expect_words_for_all(receipts());
}

TEST(ValueWords, FallBackOnFieldsAndEventsAndAtLastOnThePath) {
  const auto definition = permits();
  const ValueWords words(*definition, Language::en);
  EXPECT_EQ(words.label("request.on"), "Requested");
  EXPECT_EQ(words.label("request.kind"), "request.kind");
}

TEST(ValueWords, NameRolesStatesAndEntriesOfLists) {
  const auto definition = clusters();
  const ValueWords words(*definition, Language::nl);
  EXPECT_EQ(words.changed_label("members[1].oppOn"), "leerling 2, OPP opgesteld of bijgesteld");
  EXPECT_EQ(words.changed_label("tracks.decision"), "Besluit");
  EXPECT_EQ(words.changed_text("startAllowed", "tracks.decision"), "kan starten");
  EXPECT_EQ(words.changed_text("consultant", "goAhead.role"), "consulent");
  EXPECT_EQ(words.changed_text("executor", "contacts[0].with"), "de uitvoerder");
}

class ShownInWords : public Played {};

TEST_F(ShownInWords, IsACaseInBothLanguages) {
  const std::string dutch = ask("show", "ib-1", {"--lang", "nl"}).out;
  EXPECT_THAT(dutch, HasSubstr("startakkoord gegeven door"));
  EXPECT_THAT(dutch, HasSubstr("- leerling\n"));
  EXPECT_THAT(ask("show", "ib-1", {"--lang", "en"}).out, HasSubstr("start permission given by"));
  for (const char* path : {"goAhead", "members", "attested.", "goAheads", " at "})
    EXPECT_THAT(dutch, Not(HasSubstr(path)));
}

TEST_F(ShownInWords, IsWhatAnEventChanged) {
  const std::string dutch = ask("replay", "ib-1", {"--diff", "--lang", "nl"}).out;
  EXPECT_THAT(dutch, HasSubstr("Besluit: oriëntatie -> kan starten"));
  EXPECT_THAT(dutch, HasSubstr("leerling 1, doet mee: - -> ja"));
  EXPECT_THAT(dutch, Not(HasSubstr("goAhead")));
}

}  // namespace
}  // namespace verloop::test
