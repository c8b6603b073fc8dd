// The parts `calendar` and `exports` of a procedure: what is refused, each where it stands.

#include <gmock/gmock.h>

#include "engine/outward.hpp"
#include "tests/support/given.hpp"

namespace verloop::test {
namespace {

const std::string parts = R"yaml(
calendar:
  visit: {label: {nl: Bezoek, en: Visit}, on: case.request.on, stops: [case.decision.on]}
  each: {label: {nl: Elk, en: Each}, over: case.applicants, as: one, on: one.since}
exports:
  none: {source: [BY-9], withheld: {nl: Niet., en: Not.}}
  some:
    by: [clerk]
    over: case.applicants
    as: one
    values: {since: one.since}
    documents: {PermitRequested: drawing}
)yaml";

const std::string with_drawing =
    replaced(permit_catalogue, "      size: {type: integer, min: 0}\n",
             "      size: {type: integer, min: 0}\n"
             "      drawing: {type: document, class: confidential, subject: case}\n");

TEST(LoadOutward, ReadsWhatLeavesTheLog) {
  const auto definition = load(with_drawing, permit_procedure + parts);
  ASSERT_TRUE(definition.has_value()) << format(definition.error());
  const Outward outward = outward_of(**definition);
  ASSERT_EQ(outward.calendar.size(), 2U);
  EXPECT_EQ(outward.calendar[0].name, "visit");
  EXPECT_EQ(outward.calendar[0].stops.size(), 1U);
  EXPECT_EQ(outward.calendar[1].over->as, "one");
  EXPECT_EQ(outward.form("none")->withheld->en, "Not.");
  EXPECT_EQ(outward.form("some")->documents.at("PermitRequested"), "drawing");
  EXPECT_EQ(outward.form("other"), nullptr);
}

TEST(LoadOutward, NamesEachFaultWhereItStands) {
  const std::vector<Planted> faults = {
      {"no day", "on: case.request.on", "on: case.request.kind", "case.request.kind",
       "`on` gives string, expected date or timestamp"},
      {"missing", "on: one.since}\nexports", "}\nexports", "{label: {nl: Elk",
       "`on` is missing; expected a value for it"},
      {"name", "on: case.request.on", "on: case.requst.on", "requst", "requst"},
      {"stop", "stops: [case.decision.on]", "stops: [case.fee]", "case.fee", "expected date"},
      {"label", "{nl: Bezoek, en: Visit}", "{nl: Bezoek}", "{nl: Bezoek}", "en"},
      {"role", "by: [clerk]\n    over", "by: [clark]\n    over", "clark",
       "unknown role \"clark\"; did you mean \"clerk\"?"},
      {"nobody", "some:\n    by: [clerk]\n", "some:\n", "some", "no role may make it"},
      {"event", "PermitRequested: drawing", "PermitReqested: drawing", "PermitReqested",
       "PermitReqested"},
      {"field", "PermitRequested: drawing", "PermitRequested: drowing", "PermitRequested",
       "drowing"},
      {"no document", "PermitRequested: drawing", "PermitRequested: plan", "PermitRequested",
       "field plan of PermitRequested is no document"},
      {"value", "{since: one.since}", "{since: one.sinse}", "sinse", "sinse"},
      {"key", "withheld: {nl", "witheld: {nl", "witheld", "unknown key \"witheld\""},
      {"both", "withheld: {nl: Niet., en: Not.}", "withheld: {nl: Niet., en: Not.}, by: [clerk]",
       "by: [clerk]", "unknown key \"by\""},
  };
  for (const Planted& fault : faults) {
    const std::string text = plant(permit_procedure + parts, fault);
    const auto loaded = load(with_drawing, text);
    ASSERT_TRUE(loaded.has_error()) << fault.name;
    EXPECT_TRUE(has_fault(loaded.error(), "building-permit.yaml",
                          place_of(text, text.find(fault.points_at, text.find("\ncalendar:"))),
                          fault.says))
        << fault.name << '\n'
        << format(loaded.error());
  }
}

}  // namespace
}  // namespace verloop::test
