// Each check on small inputs in which something is wrong.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/coverage/checks.hpp"
#include "tests/coverage/document.hpp"
#include "tests/coverage/domain_lists.hpp"

namespace verloop::coverage {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Pair;
using testing::UnorderedElementsAre;

constexpr const char* opening = R"(
procedures: {top: top.yaml, ot: ot.yaml}
documents: {HB: Handbook}
procedureOf: {HB: ot}
reasons: {heading: heading, notBuilt: not built yet}
)";

constexpr const char* procedure = R"(
settings: {days: {source: [HB-002]}}
deadlines: {D-01: {source: [HB-002]}}
rules: {K-OP-01: {source: [HB-002, I-01]}}
roles: {ib: {}}
actions: {openCase: {events: [{CaseOpened: {kind: "'new'"}}]}}
tracks: {filing: {states: {filed: {}}}}
)";

constexpr const char* catalogue = R"(
catalogue: cluster-small
types:
  CaseOpened@1: {fields: {old: {type: text}}}
  CaseOpened@2: {fields: {kind: {type: enum, values: [new, again]}}}
)";

/// What covers all of the two above.
constexpr const char* whole = R"(
segments:
  HB-001: {none: heading}
  HB-002: {by: [both.rule.K-OP-01, both.deadline.D-01, both.setting.days]}
  HB-003 to HB-005: {by: [event.CaseOpened.kind.new]}
rules: {K-OP-01: {by: [both.rule.K-OP-01]}}
deadlines: {D-01: {by: [both.deadline.D-01]}}
ambiguities: {I-01: {taken: the first, by: [both.rule.K-OP-01]}}
differences:
  G-01:
    what: the term
    treatment: [R]
    top: [scenario.top-one, top.rule.K-OP-01]
    ot: [scenario.ot-one]
  G-02: {what: a word, none: heading}
)";

constexpr const char* marked = R"(
scenario: one
procedure: top
steps:
  # First of all.
  - {do: openCase}

  # G-01: in time.
  - {do: openCase}
  - {do: openCase, expect: {rules: {K-OP-01: satisfied}}}
)";

Coverage coverage_of(const std::string& entries) {
  std::vector<std::string> faults;
  Coverage coverage = read_coverage(opening + entries, faults);
  EXPECT_THAT(faults, IsEmpty());
  return coverage;
}

Definitions small_definitions() {
  Definitions definitions;
  const auto parsed = parse_yaml(procedure);
  const auto types = parse_yaml(catalogue);
  add_procedure(definitions, "top", *parsed);
  add_procedure(definitions, "ot", *parsed);
  add_catalogue(definitions, *types);
  return definitions;
}

/// A scenario of each procedure that is marked with the difference.
MarkedScenarios small_scenarios() {
  MarkedScenarios scenarios;
  scenarios["scenario.top-one"] = read_marks(marked);
  scenarios["scenario.ot-one"] = read_marks(marked);
  scenarios["scenario.ot-one"].procedure = "ot";
  return scenarios;
}

TEST(CoverageCheck, FindsNothingWhereAllIsThere) {
  const Coverage coverage = coverage_of(whole);
  Definitions definitions = small_definitions();
  definitions.names.insert({"scenario.top-one", "scenario.ot-one"});
  EXPECT_EQ(format(check_entries(coverage)), "");
  EXPECT_EQ(format(check_differences(coverage, definitions, small_scenarios())), "");
  EXPECT_EQ(format(check_references(coverage, definitions)), "");
  EXPECT_EQ(format(check_documents(coverage, definitions)), "");
  EXPECT_EQ(format(check_sources(coverage, definitions)), "");
  EXPECT_EQ(format(check_homes(coverage, definitions)), "");
}

TEST(CoverageCheck, RefusesAnEntryThatSaysNothingOrTwoThings) {
  EXPECT_THAT(check_entries(coverage_of("segments: {HB-001: {why: so}}")),
              ElementsAre(HasSubstr("needs either")));
  EXPECT_THAT(check_entries(coverage_of("segments: {HB-001: {by: [a], none: heading}}")),
              ElementsAre(HasSubstr("needs either")));
  EXPECT_THAT(check_entries(coverage_of("segments: {HB-001: {none: tired}}")),
              ElementsAre(HasSubstr("no reason is called tired")));
  EXPECT_THAT(check_entries(coverage_of("segments: {HB-001: {none: notBuilt}}")),
              ElementsAre(HasSubstr("say what is not built")));
  EXPECT_THAT(check_entries(coverage_of("segments: {HB-001: {none: heading, lacks: all}}")),
              ElementsAre(HasSubstr("covered in part")));
  EXPECT_THAT(check_entries(coverage_of("ambiguities: {I-01: {by: [event.CaseOpened]}}")),
              ElementsAre(HasSubstr("`taken`")));
}

TEST(CoverageCheck, RefusesAnIdThatStandsTwice) {
  const auto faults = check_entries(
      coverage_of("segments: {HB-001 to HB-003: {none: heading}, HB-002: {none: heading}}"));
  EXPECT_THAT(faults, ElementsAre(HasSubstr("HB-002 stands there already")));
}

TEST(CoverageCheck, RefusesAKeyThatItDoesNotKnowAndARangeThatRunsBackwards) {
  std::vector<std::string> faults;
  read_coverage("segments: {HB-003 to HB-001: {none: heading}, HB-004: {bye: [a]}}", faults);
  EXPECT_THAT(faults, UnorderedElementsAre(HasSubstr("is no range"), HasSubstr("bye")));
}

TEST(CoverageCheck, RefusesAReferenceThatLeadsToNothing) {
  for (const char* reference :
       {"top.rule.K-OP-02", "both.setting.day", "event.CaseClosed", "event.CaseOpened.old",
        "event.CaseOpened.kind.never", "ot.track.filing.gone", "doc.docs/none.md", "rule"}) {
    const Coverage coverage =
        coverage_of("segments: {HB-001: {by: [" + std::string(reference) + "]}}");
    EXPECT_FALSE(check_references(coverage, small_definitions()).empty()) << reference;
  }
  EXPECT_THAT(check_references(coverage_of("beside: {event.Gone: was there once}"), {}),
              ElementsAre(HasSubstr("event.Gone leads to nothing")));
}

TEST(CoverageCheck, KnowsHeadingsOfDocumentsAndNamesOfTests) {
  Definitions definitions;
  add_document(definitions, "docs/a.md", "# First\n\n## 2. Second\n#nothing\n");
  add_tests(definitions, "TEST(Suite, Holds) {\n  TEST(Not, This)\nTEST_F(Other, Too) {\n");
  EXPECT_THAT(definitions.names, UnorderedElementsAre("doc.docs/a.md", "doc.docs/a.md#First",
                                                      "doc.docs/a.md#2. Second", "test.Suite.Holds",
                                                      "test.Other.Too"));
}

TEST(CoverageCheck, RefusesASentenceThatAnotherProcedureCovers) {
  Definitions definitions = small_definitions();
  definitions.made.erase("ot.CaseOpened");
  const Coverage coverage = coverage_of(
      "segments: {HB-001: {by: [top.rule.K-OP-01, event.CaseOpened.kind]}, "
      "XX-001: {none: heading}}");
  EXPECT_THAT(check_documents(coverage, definitions),
              ElementsAre(HasSubstr("top.rule.K-OP-01 is not of ot"),
                          HasSubstr("event.CaseOpened.kind is not of ot"),
                          HasSubstr("XX-001: is of no document")));
}

TEST(CoverageCheck, RefusesASentenceThatLeavesOutWhatNamesIt) {
  const Coverage coverage = coverage_of(
      "segments: {HB-002: {by: [top.rule.K-OP-01, both.deadline.D-01, both.setting.days]}}\n"
      "ambiguities: {I-01: {taken: the first, by: [both.rule.K-OP-01]}}");
  EXPECT_THAT(check_sources(coverage, small_definitions()),
              ElementsAre(HasSubstr("ot.rule.K-OP-01 names it as its source")));
}

TEST(CoverageCheck, RefusesASourceThatHasNoEntry) {
  EXPECT_THAT(
      check_sources(coverage_of("segments: {HB-001: {none: heading}}"), small_definitions()),
      ElementsAre(HasSubstr("names HB-002 as its source: it has no entry"),
                  HasSubstr("names I-01 as its source: it has no entry")));
}

TEST(CoverageCheck, RefusesWhatHasNoHome) {
  const Coverage coverage = coverage_of(R"(
segments:
  HB-002: {by: [both.deadline.D-01, top.setting.days]}
rules: {K-OP-01: {by: [both.rule.K-OP-01]}}
deadlines: {D-01: {by: [both.deadline.D-01]}}
)");
  EXPECT_THAT(check_homes(coverage, small_definitions()),
              UnorderedElementsAre(HasSubstr("event.CaseOpened: no sentence"),
                                   HasSubstr("ot.setting.days: no sentence"),
                                   HasSubstr("top.rule.K-OP-01: no sentence"),
                                   HasSubstr("ot.rule.K-OP-01: no sentence")));
}

TEST(CoverageCheck, RefusesARuleOrDeadlineThatDoesNotStandUnderItsId) {
  Coverage coverage = coverage_of(whole);
  coverage.rules.front().by = {"top.rule.K-OP-01"};
  coverage.deadlines.clear();
  EXPECT_THAT(check_homes(coverage, small_definitions()),
              UnorderedElementsAre(HasSubstr("ot.rule.K-OP-01 does not stand under its id"),
                                   HasSubstr("top.deadline.D-01 does not stand under its id"),
                                   HasSubstr("ot.deadline.D-01 does not stand under its id")));
}

TEST(CoverageCheck, LetsWhatIsBesideTheSentencesSayWhyButNotTwice) {
  Coverage coverage = coverage_of(whole);
  coverage.segments.pop_back();
  coverage.beside = {{"event.CaseOpened", "opens a case"}};
  EXPECT_THAT(check_homes(coverage, small_definitions()), IsEmpty());
  coverage.beside.emplace_back("top.setting.days", "counts days");
  EXPECT_THAT(check_homes(coverage, small_definitions()),
              ElementsAre(HasSubstr("has a home already")));
}

TEST(CoverageCheck, RefusesAListThatIsNotWholeOrHasTooMuch) {
  const Coverage coverage = coverage_of(whole);
  const std::vector<std::string> ids = {"HB-001", "HB-002", "HB-003", "HB-004", "HB-006"};
  EXPECT_THAT(check_ids(coverage.segments, ids),
              ElementsAre("HB-006 has no entry", HasSubstr("there is no HB-005")));
}

TEST(CoverageCheck, RefusesARuleThatAProcedureLacksWithoutSayingSo) {
  const std::map<std::string, std::vector<std::string>> meant = {{"K-OP-01", {"top", "ot"}}};
  EXPECT_THAT(check_meant(coverage_of("rules: {K-OP-01: {by: [ot.rule.K-OP-01]}}"), meant),
              ElementsAre(HasSubstr("is meant for top too")));
  EXPECT_THAT(
      check_meant(coverage_of("rules: {K-OP-01: {by: [ot.rule.K-OP-01], lacks: TOP}}"), meant),
      IsEmpty());
}

TEST(CoverageCheck, RefusesADifferenceThatIsShownByNothingOfAProcedure) {
  const std::string begun = "differences: {G-01: {what: a, treatment: [C], top: [scenario.top-one]";
  EXPECT_THAT(
      check_differences(coverage_of(begun + ", ot: [ot.rule.K-OP-01]}}"), small_definitions(), {}),
      UnorderedElementsAre(HasSubstr("no scenario shows it in top"),
                           HasSubstr("no scenario shows it in ot")));
  EXPECT_THAT(check_differences(coverage_of(begun + ", lacks: OT}}"), small_definitions(),
                                {{"scenario.top-one", read_marks(marked)}}),
              IsEmpty());
  EXPECT_THAT(check_differences(coverage_of("differences: {G-01: {what: a, none: heading}}"),
                                small_definitions(), {}),
              IsEmpty());
}

TEST(CoverageCheck, RefusesADifferenceThatIsShownByAnotherProcedure) {
  const Coverage coverage = coverage_of(
      "differences: {G-01: {what: a, top: [ot.rule.K-OP-01, scenario.ot-one, scenario.top-one], "
      "ot: [scenario.ot-one]}}");
  EXPECT_THAT(check_differences(coverage, small_definitions(), small_scenarios()),
              ElementsAre(HasSubstr("ot.rule.K-OP-01 is not of top"),
                          HasSubstr("scenario.ot-one is not of top")));
}

TEST(CoverageCheck, RefusesAMarkThatNothingNamesOrThatExpectsNothing) {
  const Coverage coverage = coverage_of(whole);
  MarkedScenarios scenarios = small_scenarios();
  scenarios["scenario.top-one"].marks.front().id = "G-02";
  EXPECT_THAT(check_differences(coverage, small_definitions(), scenarios),
              ElementsAre(HasSubstr("scenario.top-one has no mark G-01"),
                          HasSubstr("line 8, G-02: `differences` does not name it there")));
  scenarios = small_scenarios();
  scenarios["scenario.ot-one"].marks.front().expects = false;
  EXPECT_THAT(check_differences(coverage, small_definitions(), scenarios),
              ElementsAre(HasSubstr("scenario.ot-one, line 8, G-01: nothing is expected")));
}

TEST(CoverageCheck, RefusesATreatmentThatTheListOfDifferencesDoesNotSay) {
  const Coverage coverage = coverage_of(whole);
  EXPECT_THAT(check_treatments(coverage, {{"G-01", {"R"}}, {"G-02", {}}}), IsEmpty());
  EXPECT_THAT(check_treatments(coverage, {{"G-01", {"C", "R"}}}),
              ElementsAre(HasSubstr("G-01: the list of differences says another treatment")));
}

TEST(CoverageMarks, BelongToTheStepsBelowUpToABlankLineOrTheNextComment) {
  const MarkedScenario read = read_marks(
      "# G-01: above\nprocedure: top\n\n  # G-02 to G-04, I-37 and\n  # G-06.\n  - {expect: {}}\n"
      "  # G-07: none.\n  - {do: a}\n\n  - {do: b, expect: {}}  # G-08\n");
  EXPECT_EQ(read.procedure, "top");
  std::vector<std::string> expecting, idle;
  for (const Mark& mark : read.marks) (mark.expects ? expecting : idle).push_back(mark.id);
  EXPECT_THAT(expecting, ElementsAre("G-02", "G-03", "G-04", "G-06", "G-08"));
  EXPECT_THAT(idle, ElementsAre("G-01", "G-07"));
}

TEST(CoverageLists, TakeTreatmentsFromTheTableOfDifferences) {
  EXPECT_THAT(listed_treatments("| ID | Item | OT | TOP | Carry | Seed |\n"
                                "| G-01 | a | b | c | R, I-03 | d |\n"
                                "| G-02 | a | b | c | – | d |\n"
                                "| G-03 | a | b | c | C (law) and R (order) | d |\n"
                                "| G-04 | a | b | c | X as attachment; C as record | d |\n"
                                "| G-05 | a | b | c | R; argumentation C | d |\n"
                                "| G-06 | a | b | c | C (C-03) | d |\n"),
              ElementsAre(Pair("G-01", ElementsAre("R")), Pair("G-02", IsEmpty()),
                          Pair("G-03", ElementsAre("C", "R")), Pair("G-04", ElementsAre("C", "X")),
                          Pair("G-05", ElementsAre("C", "R")), Pair("G-06", ElementsAre("C"))));
}

TEST(CoverageLists, TakeIdsRangesEventsAndProceduresFromTables) {
  const std::string text =
      "| Segment | Words |\n|---|---|\n| HB-001 | a |\n| HB-002 to HB-004 | b |\n| X-1 | c |\n"
      "| K-OP-01 | s | HL | OT→TOP | e |\n| K-OP-02 | s | HL | TOP | e |\n"
      "| K-OP-03 | s | HL | BOTH | e |\n| K-OP-04 | s | HX | OT | e |\n"
      "| 12 | CaseOpened (zaak geopend) | C |\n";
  EXPECT_THAT(listed_ids(text, {"HB-", "DK-"}),
              ElementsAre("HB-001", "HB-002", "HB-003", "HB-004"));
  EXPECT_THAT(listed_events(text), ElementsAre("CaseOpened"));
  EXPECT_THAT(
      meant_procedures(text),
      ElementsAre(Pair("K-OP-01", ElementsAre("top", "ot")), Pair("K-OP-02", ElementsAre("top")),
                  Pair("K-OP-03", ElementsAre("top", "ot")), Pair("K-OP-04", ElementsAre("ot"))));
}

TEST(CoverageDocument, ChangesWithItsSource) {
  const Coverage coverage = coverage_of(whole);
  const std::string document = render(coverage);
  EXPECT_THAT(document, HasSubstr("| covered | 4 | 1 | 1 | 0 | 1 | 1 |"));
  EXPECT_THAT(document, HasSubstr("| HB-001 | – | heading |"));
  EXPECT_THAT(document, HasSubstr("rule K-OP-01 (TOP, OT), deadline D-01 (TOP, OT)"));
  EXPECT_THAT(document, HasSubstr("| HB-003 to HB-005 | `CaseOpened.kind.new` | |"));
  EXPECT_THAT(document, HasSubstr("| I-01 | the first | rule K-OP-01 (TOP, OT) | |"));
  EXPECT_THAT(document, HasSubstr("| G-01 | the term | replaced | scenario [top-one]("
                                  "../tests/scenarios/top-one.yaml), rule K-OP-01 (TOP) | "
                                  "scenario [ot-one](../tests/scenarios/ot-one.yaml) | |"));
  EXPECT_THAT(document, HasSubstr("| G-02 | a word | – | – | – | heading |"));
  Coverage other = coverage;
  other.segments[1].lacks = "a | bar";
  EXPECT_THAT(render(other), HasSubstr("a \\| bar"));
  EXPECT_THAT(render(other), HasSubstr("* HB-002: a | bar"));
  EXPECT_NE(render(other), document);
}

}  // namespace
}  // namespace verloop::coverage
