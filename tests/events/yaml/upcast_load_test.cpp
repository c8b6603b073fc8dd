// Upcasters as a catalogue's author writes them: each that cannot be right is named with its place.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "events/yaml/catalogue_load.hpp"
#include "tests/support/shared_data.hpp"

namespace verloop {
namespace {

using testing::HasSubstr;

const std::string sample = R"yaml(catalogue: sample
types:
  LoanRequested@1:
    label: {nl: Lening gevraagd, en: Loan requested}
    sentence: {nl: Gevraagd., en: Requested.}
    audience: school
    fields:
      number: {type: member, of: person}
      person: {type: ref, to: subject, class: personal, subject: person, required: true}
      hours: {type: integer, min: 0, required: true}
      kind: {type: enum, values: [brief, long]}
      note: {type: text, class: special, subject: case}
      old: {type: boolean}
      parts: {type: list, of: {type: record, fields: {due: {type: date}}}}
  LoanRequested@2:
    label: {nl: Lening gevraagd, en: Loan requested}
    sentence: {nl: Gevraagd., en: Requested.}
    audience: school
    fields:
      number: {type: member, of: borrower}
      borrower: {type: ref, to: subject, class: personal, subject: borrower, required: true}
      minutes: {type: minutes, required: true}
      kind: {type: enum, values: [short, long]}
      channel: {type: enum, values: [letter, visit], required: true}
      remark: {type: text, class: special, subject: case}
      parts: {type: list, of: {type: record, fields: {due: {type: date}, more: {type: name}}}}
    upcast:
      rename: {person: borrower, hours: minutes, note: remark}
      drop: [old]
      multiply: {minutes: 60}
      values: {kind: {brief: short}}
      set: {channel: letter}
)yaml";

std::string faults_of(const std::string& text) {
  std::vector<YamlFault> faults;
  Catalogue catalogue;
  const auto root = parse_yaml(text);
  if (root.has_error()) return format({root.error()}, "f");
  load_catalogue(*root, CatalogueKind::domain, catalogue, faults);
  return format(faults, "f");
}

TEST(UpcastLoad, ReadsWhatLiesBetweenTwoVersions) {
  std::vector<YamlFault> faults;
  Catalogue catalogue;
  load_catalogue(*parse_yaml(sample), CatalogueKind::domain, catalogue, faults);
  ASSERT_EQ(format(faults, "f"), "");
  EXPECT_EQ(catalogue.find("LoanRequested@1")->upcast_by, "LoanRequested@2");
  EXPECT_EQ(catalogue.find("LoanRequested@2")->upcast_by, "");
  const Upcast& by = *catalogue.find("LoanRequested@2")->upcast;
  EXPECT_EQ(by.name_of("hours"), "minutes");
  EXPECT_EQ(by.name_of("kind"), "kind");
  EXPECT_EQ(by.name_of("old"), std::nullopt);
  EXPECT_EQ(by.factors.at("minutes"), 60);
  EXPECT_EQ(by.words.at("kind").at("brief"), "short");
  EXPECT_EQ(by.given.at("channel"), boost::json::value("letter"));
}

struct Planted {
  const char* what;
  const char* old;
  const char* with;
  const char* fault;  // `line:column: ` and what follows.
};

class UpcastFault : public testing::TestWithParam<Planted> {};

TEST_P(UpcastFault, IsNamedWithItsPlace) {
  std::string text = sample;
  const std::size_t at = text.find(GetParam().old);
  ASSERT_NE(at, std::string::npos);
  text.replace(at, std::string(GetParam().old).size(), GetParam().with);
  const std::string faults = faults_of(text);
  EXPECT_THAT(faults, HasSubstr(std::string("f:") + GetParam().fault)) << faults;
}

INSTANTIATE_TEST_SUITE_P(
    Each, UpcastFault,
    testing::Values(
        Planted{"OfNoVersionBefore", "LoanRequested@1:", "LoanAsked@1:",
                "28:7: LoanRequested@2, upcast: there is no version before it"},
        Planted{"GoesNowhere", "drop: [old]", "drop: []",
                "28:7: LoanRequested@2, upcast: field old of LoanRequested@1 goes nowhere"},
        Planted{"RenamesWhatIsNotThere", "note: remark}", "note: remark, nots: kind}",
                "28:70: LoanRequested@2, upcast: \"nots\" is no field of LoanRequested@1; did you "
                "mean \"note\"?"},
        Planted{"RenamesToNothing", "note: remark}", "note: remarks}",
                "28:56: LoanRequested@2, upcast: \"remarks\" is no field of LoanRequested@2; did "
                "you mean \"remark\"?"},
        Planted{"DropsWhatIsNotThere", "drop: [old]", "drop: [old, odd]",
                "29:19: LoanRequested@2, upcast: \"odd\" is no field of LoanRequested@1"},
        Planted{"DropsWhatIsRenamed", "drop: [old]", "drop: [old, note]",
                "29:19: LoanRequested@2, upcast: \"note\" is renamed too"},
        Planted{"TwoBecomeOne", "old: {type: boolean}",
                "remark: {type: text, class: special, subject: case}",
                "28:7: LoanRequested@2, upcast: two fields of LoanRequested@1 become \"remark\""},
        Planted{"RequiredAndNotThere", "      set: {channel: letter}\n", "",
                "28:7: LoanRequested@2, upcast: field channel is required"},
        Planted{"SetsAWordThatIsNone", "set: {channel: letter}", "set: {channel: leter}",
                "32:22: LoanRequested@2, upcast: `set` channel: "},
        Planted{"SetsWhatIsSealed", "set: {channel: letter}",
                "set: {channel: letter, remark: none}",
                "32:38: LoanRequested@2, upcast: \"remark\" is sealed"},
        Planted{"SetsAMember", "set: {channel: letter}", "set: {channel: letter, number: 1}",
                "32:38: LoanRequested@2, upcast: the engine alone gives numbers"},
        Planted{"LeavesAWord", "values: {kind: {brief: short}}", "values: {}",
                "28:7: LoanRequested@2, upcast: what LoanRequested@1 holds in kind is no value of "
                "field kind"},
        Planted{"MapsAWordThatIsNone", "brief: short}", "brief: short, breif: long}",
                "31:37: LoanRequested@2, upcast: \"breif\" is no value of kind of LoanRequested@1; "
                "did you mean \"brief\"?"},
        Planted{"MapsWhatIsNoEnum", "values: {kind: {brief: short}}",
                "values: {kind: {brief: short}, minutes: {1: 2}}",
                "31:38: LoanRequested@2, upcast: `values` maps words of an enum"},
        Planted{"MultipliesWhatIsNoNumber", "multiply: {minutes: 60}",
                "multiply: {minutes: 60, kind: 2}",
                "30:31: LoanRequested@2, upcast: `multiply` converts a number"},
        Planted{"MultipliesByAWord", "multiply: {minutes: 60}", "multiply: {minutes: much}",
                "30:27: LoanRequested@2, upcast, multiply: "},
        Planted{"OtherKind", "hours: {type: integer, min: 0, required: true}",
                "hours: {type: date, required: true}",
                "28:41: LoanRequested@2, upcast: what LoanRequested@1 holds in hours is no value"},
        Planted{"OtherRecord", "more: {type: name}}}}", "more: {type: name, required: true}}}}",
                "28:7: LoanRequested@2, upcast: what LoanRequested@1 holds in parts is no value"},
        Planted{"OtherClass", "remark: {type: text, class: special",
                "remark: {type: text, class: personal",
                "28:56: LoanRequested@2, upcast: field remark has another `class` or `subject`"},
        Planted{"OtherSubject", "remark: {type: text, class: special, subject: case",
                "remark: {type: text, class: special, subject: borrower",
                "28:56: LoanRequested@2, upcast: field remark has another `class` or `subject`"},
        Planted{
            "ForOthers",
            "sentence: {nl: Gevraagd., en: Requested.}\n    audience: school\n"
            "    fields:\n      number: {type: member, of: borrower}",
            "sentence: {nl: Gevraagd., en: Requested.}\n    audience: shared\n"
            "    fields:\n      number: {type: member, of: borrower}",
            "28:7: LoanRequested@2, upcast: what was recorded as LoanRequested@1 is for school; "
            "it may not become what is for shared"},
        Planted{"DropsAMember", "drop: [old]", "drop: [old, number]",
                "29:19: LoanRequested@2, upcast: \"number\" is the member"},
        Planted{"MapsToAWordThatIsNone", "brief: short}", "brief: shor}",
                "31:30: LoanRequested@2, upcast: \"shor\" is no value of kind of LoanRequested@2; "
                "did you mean \"short\"?"},
        Planted{"MapsToNoWord", "brief: short}", "brief: {a: b}}",
                "31:30: LoanRequested@2, upcast, values, kind: "},
        Planted{"RenamesToNoName", "note: remark}", "note: {a: b}}",
                "28:56: LoanRequested@2, upcast, rename: "},
        Planted{"MultipliesByNothing", "multiply: {minutes: 60}", "multiply: {minutes: 0}",
                "30:27: LoanRequested@2, upcast: `multiply` converts by 1 or more"},
        Planted{"LessThanNothing", "hours: {type: integer, min: 0, required: true}",
                "hours: {type: integer, required: true}",
                "28:41: LoanRequested@2, upcast: what LoanRequested@1 holds in hours is no value"},
        Planted{
            "ForGovernance",
            "sentence: {nl: Gevraagd., en: Requested.}\n    audience: school\n"
            "    fields:\n      number: {type: member, of: borrower}",
            "sentence: {nl: Gevraagd., en: Requested.}\n    audience: governance\n"
            "    fields:\n      number: {type: member, of: borrower}",
            "28:7: LoanRequested@2, upcast: what was recorded as LoanRequested@1 is for school; "
            "it may not become what is for governance"},
        Planted{"UnknownWord", "drop: [old]", "dorp: [old]", "29:7: LoanRequested@2, upcast: "},
        Planted{"NoMap", "upcast:\n", "upcast: soon\n    label2:\n", "27:13: "}),
    [](const testing::TestParamInfo<Planted>& test) { return test.param.what; });

}  // namespace
}  // namespace verloop
