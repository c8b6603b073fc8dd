#include "events/yaml/catalogue_load.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/shared_data.hpp"

namespace verloop {
namespace {

using testing::HasSubstr;

const std::string sample = R"yaml(catalogue: sample
types:
  LoanRequested@1:
    label: {nl: Lening gevraagd, en: Loan requested}
    sentence: {nl: "{borrower} vraagt {amount}.", en: "{actor} asks {amount}."}
    audience: swv
    admits: true
    fields:
      number: {type: member, of: borrower}
      borrower: {type: ref, to: subject, class: personal, subject: borrower, required: true}
      amount: {type: cents, min: 100, max: 1000, required: true}
      kind: {type: enum, values: {short: {nl: kort, en: short}, long: {nl: lang, en: long}}}
      urgent: {type: boolean}
      note: {type: text, class: special, subject: case, label: {nl: notitie, en: note}}
      parts:
        type: list
        of: {type: record, fields: {due: {type: date}, minutes: {type: minutes, required: true}}}
    fold:
      - {set: loan.amount, from: data.amount, when: {data.kind: [short]}}
      - {set: loan.note, from: sealed.note}
      - {entry: borrowers, key: number, set: {since: occurredOn, active: =true}}
)yaml";

struct Loaded {
  Catalogue catalogue;
  std::string faults;
};

Loaded load(const std::string& text, CatalogueKind kind = CatalogueKind::domain) {
  Loaded loaded;
  std::vector<YamlFault> faults;
  const auto root = parse_yaml(text);
  if (root.has_error())
    faults.push_back(root.error());
  else
    load_catalogue(*root, kind, loaded.catalogue, faults);
  loaded.faults = format(faults, "f");
  return loaded;
}

std::string told(const std::string& old, const std::string& planted) {
  std::string text = sample;
  const std::size_t at = text.find(old);
  EXPECT_NE(at, std::string::npos) << old;
  if (at != std::string::npos) text.replace(at, old.size(), planted);
  return load(text).faults;
}

TEST(CatalogueLoad, ReadsATypeWithItsFieldsAndFold) {
  const Loaded loaded = load(sample);
  ASSERT_EQ(loaded.faults, "");
  const EventType* type = loaded.catalogue.find("LoanRequested");
  ASSERT_NE(type, nullptr);
  EXPECT_EQ(type->id.text, "LoanRequested@1");
  EXPECT_EQ(type->audience, Audience::swv);
  EXPECT_TRUE(type->admits);
  EXPECT_EQ(type->label.in(Language::en), "Loan requested");
  EXPECT_EQ(type->field("amount")->type.min, 100);
  EXPECT_EQ(type->field("kind")->type.values, (std::vector<std::string>{"short", "long"}));
  EXPECT_EQ(type->field("kind")->type.value_labels.at("long").nl, "lang");
  EXPECT_EQ(type->field("note")->privacy, PrivacyClass::special);
  EXPECT_EQ(type->field("number")->type.member_of, "borrower");
  EXPECT_EQ(type->field("parts")->type.element[0].members[1].name, "minutes");
  ASSERT_EQ(type->fold.size(), 3U);
  EXPECT_EQ(type->fold[0].when, (std::vector<FoldCondition>{{"data.kind", {"short"}}}));
  EXPECT_EQ(type->fold[2].kind, FoldStep::Kind::entry);
  EXPECT_EQ(type->fold[2].sources.at("active"), "=true");
}

TEST(CatalogueLoad, ReadsTheShippedSystemCatalogue) {
  const std::string text =
      test::read_file(std::filesystem::path(VERLOOP_ROOT) / "events/catalogue/system.yaml");
  const Loaded loaded = load(text, CatalogueKind::system);
  EXPECT_EQ(loaded.faults, "");
  EXPECT_NE(loaded.catalogue.find("ProcedureDeployed"), nullptr);
  EXPECT_THAT(load(text).faults, HasSubstr("field text may not be open"));
}

TEST(CatalogueLoad, FindsTheNewestVersionByName) {
  std::string text = sample;
  const std::string older = text.substr(text.find("  LoanRequested@1"));
  text += "  LoanRequested@10" + older.substr(std::string("  LoanRequested@1").size());
  text += "  LoanRequested@9" + older.substr(std::string("  LoanRequested@1").size());
  const Loaded loaded = load(text);
  ASSERT_EQ(loaded.faults, "");
  EXPECT_EQ(loaded.catalogue.find("LoanRequested")->id.text, "LoanRequested@10");
  EXPECT_EQ(loaded.catalogue.find("LoanRequested@1")->id.text, "LoanRequested@1");
  EXPECT_EQ(loaded.catalogue.find("LoanRequested@2"), nullptr);
}

struct Fault {
  const char* name;
  const char* old;
  const char* planted;
  const char* says;
};

class PlantedInACatalogue : public testing::TestWithParam<Fault> {};

TEST_P(PlantedInACatalogue, IsFoundAtItsPlace) {
  EXPECT_THAT(told(GetParam().old, GetParam().planted), HasSubstr(GetParam().says));
}

INSTANTIATE_TEST_SUITE_P(
    Types, PlantedInACatalogue,
    testing::Values(
        Fault{"name", "LoanRequested@1", "loanRequested@1",
              "f:3:3: event loanRequested@1: an event"},
        Fault{"version", "LoanRequested@1", "LoanRequested",
              "f:3:3: event LoanRequested: an event"},
        Fault{"audience", "swv", "swf",
              "f:6:15: event LoanRequested@1: `audience` cannot be \"swf\"; expected \"swv\""},
        Fault{"no_audience", "    audience: swv\n", "", "`audience` is missing"},
        Fault{"misspelt_key", "admits", "admit",
              "f:7:5: event LoanRequested@1: unknown key \"admit\"; did you mean \"admits\"?"},
        Fault{"label", "{nl: Lening gevraagd, en: Loan requested}", "{nl: Lening gevraagd}",
              "f:4:12: event LoanRequested@1, label: `en` is missing"},
        Fault{"sentence", "{actor} asks {amount}", "{actor} asks {amont}",
              "f:5:55: event LoanRequested@1: the sentence names {amont}, which is no field of "
              "this event; did you mean \"amount\"?"},
        Fault{"sentence_brace", "asks {amount}", "asks {amount",
              "opens a brace and does not close"},
        Fault{"admits_nobody", "      number: {type: member, of: borrower}\n", "",
              "f:7:5: event LoanRequested@1: an event that admits needs a `member`"},
        Fault{"no_types", "types:", "typos:", "`types` is missing"}),
    [](const auto& planted) { return planted.param.name; });

INSTANTIATE_TEST_SUITE_P(
    Fields, PlantedInACatalogue,
    testing::Values(
        Fault{"type", "type: cents", "type: cent",
              "f:11:22: event LoanRequested@1, field amount: `type` cannot be \"cent\"; expected "
              "\"cents\""},
        Fault{"no_type", "{type: boolean}", "{}",
              "f:13:15: event LoanRequested@1, field urgent: `type` is missing"},
        Fault{"name",
              "urgent:", "Urgent:", "f:13:7: event LoanRequested@1, field Urgent: a name begins"},
        Fault{"key", "min: 100", "minn: 100", "unknown key \"minn\"; did you mean \"min\"?"},
        Fault{"limits", "min: 100", "min: 2000",
              "f:11:34: event LoanRequested@1, field amount: `min` is larger"},
        Fault{"limits_of_a_boolean", "{type: boolean}", "{type: boolean, max: 3}",
              "f:13:36: event LoanRequested@1, field urgent: `max` bounds numbers"},
        Fault{"referent", "to: subject", "to: subjects", "expected \"subject\""},
        Fault{"class", "class: special", "class: specil", "expected \"special\""},
        Fault{"no_subject", "class: special, subject: case", "class: special",
              "f:14:13: event LoanRequested@1, field note: a field that is not open needs a "
              "`subject`"},
        Fault{"subject", "subject: borrower, req", "subject: borower, req",
              "f:10:68: event LoanRequested@1: subject \"borower\" of field borrower is no `ref` "
              "field of this event; did you mean \"borrower\"?"},
        Fault{"member", "of: borrower", "of: amount",
              "f:9:34: event LoanRequested@1: \"amount\" is no `ref` field to a subject"},
        Fault{"sealed_member", "of: borrower}", "of: borrower, class: personal, subject: case}",
              "a member number is open"},
        Fault{"open_text", "{type: text, class: special, subject: case,", "{type: text,",
              "f:14:7: event LoanRequested@1: field note may not be open"},
        Fault{"open_document", "{type: boolean}", "{type: document}",
              "field urgent may not be open"},
        Fault{"open_subject", "class: personal, subject: borrower, ", "",
              "f:10:7: event LoanRequested@1: field borrower may not be open"},
        Fault{"open_text_in_a_list", "due: {type: date}", "due: {type: text}",
              "f:15:7: event LoanRequested@1: field parts may not be open"},
        Fault{"class_inside", "{type: date}", "{type: date, class: special}",
              "field parts, of, field due: unknown key \"class\""},
        Fault{"no_values", "values: {short: {nl: kort, en: short}, long: {nl: lang, en: long}}",
              "values: []", "at least one value"},
        Fault{"value_twice", "values: {short: {nl: kort, en: short}, long: {nl: lang, en: long}}",
              "values: [short, short]", "\"short\" is named twice"},
        Fault{"value_label", "{nl: kort, en: short}", "{en: short}",
              "value short: `nl` is missing"}),
    [](const auto& planted) { return planted.param.name; });

INSTANTIATE_TEST_SUITE_P(
    Folds, PlantedInACatalogue,
    testing::Values(Fault{"no_step", "{set: loan.note, from", "{put: loan.note, from",
                          "f:20:9: LoanRequested@1, fold: a step is one of"},
                    Fault{"key", "from: data.amount, when", "form: data.amount, when",
                          "unknown key \"form\"; did you mean \"from\"?"},
                    Fault{"path", "loan.note", "Loan.note",
                          "f:20:15: LoanRequested@1, fold: a path is names"},
                    Fault{"source", "occurredOn", "occuredOn",
                          "\"occuredOn\" is no source; did you mean \"occurredOn\"?"},
                    Fault{"field", "data.amount", "data.amont",
                          "f:19:34: LoanRequested@1, fold: \"amont\" is no field of this event; "
                          "did you mean \"amount\"?"},
                    Fault{"sealed_as_open", "sealed.note", "data.note",
                          "f:20:32: LoanRequested@1, fold: \"note\" is sealed; a fold reads open"},
                    Fault{"open_as_sealed", "data.amount", "sealed.amount",
                          "\"amount\" is open; expected `data.amount`"},
                    Fault{"key_field", "key: number", "key: borrower",
                          "f:21:33: LoanRequested@1, fold: \"borrower\" is sealed"},
                    Fault{"key_is_set", "set: {since", "set: {number: position, since",
                          "the key of an entry is set by the engine"},
                    Fault{"key_is_cleared", "set: {since", "clear: [number], set: {since",
                          "the key of an entry is set by the engine"},
                    Fault{"set_and_first", "set: {since", "first: {since: position}, set: {since",
                          "\"since\" is in `set` too"},
                    Fault{"empty_entry", "set: {since: occurredOn, active: =true}", "clear: []",
                          "an entry needs `set`, `first` or `clear`"},
                    Fault{"when_field", "data.kind: [short]", "data.kin: [short]",
                          "\"kin\" is no field of this event; did you mean \"kind\"?"},
                    Fault{"when_number", "data.kind: [short]", "data.amount: [short]",
                          "`when` reads an enum or a boolean"},
                    Fault{"when_value", "[short]", "[shrt]",
                          "\"shrt\" is no value of kind; did you mean \"short\"?"},
                    Fault{"when_unnamed", "data.kind: [short]", "kind: [short]",
                          "`when` expects `data.<field>`"},
                    Fault{"when_none", "when: {data.kind: [short]}", "when: {}",
                          "`when` names fields and their values"}),
    [](const auto& planted) { return planted.param.name; });

TEST(CatalogueLoad, RefusesATypeThatAnotherCatalogueHas) {
  Loaded loaded = load(sample);
  std::vector<YamlFault> faults;
  load_catalogue(*parse_yaml(sample), CatalogueKind::domain, loaded.catalogue, faults);
  EXPECT_THAT(format(faults, "f"), HasSubstr("f:3:3: event LoanRequested@1 is defined in another"));
}

TEST(CatalogueLoad, CollectsAllFaults) {
  const std::string faults = told("admits: true", "admits: sure\n    order: 1");
  EXPECT_THAT(faults, HasSubstr("f:7:13: event LoanRequested@1: `admits` must be true or false"));
  EXPECT_THAT(faults, HasSubstr("f:8:5: event LoanRequested@1: unknown key \"order\""));
}

}  // namespace
}  // namespace verloop
