// One record as an event of OCEL: what becomes an attribute, what points at an object, and that no
// id of a person is left over.

#include "adapters/ocel/ocel_event.hpp"

#include <gmock/gmock.h>

#include "tests/support/definitions.hpp"

namespace verloop::test {
namespace {

namespace json = boost::json;
using testing::Contains;
using testing::HasSubstr;
using testing::Not;

class OcelEventOf : public testing::Test {
 protected:
  OcelEventOf() {
    view_.records = true;
    reader_.view = &view_;
    record_.case_id = {"c1"};
    record_.version = {3};
    record_.type = {"ApplicationRegistered@1"};
    record_.actor = {{"Resource01"}, {"officer"}, {"municipality"}, {}};
    record_.occurred_on = parse_occurrence("2026-03-10").value();
    record_.data = {{"responsible", "Resource09"}, {"channel", "email"}};
  }

  OcelEvent made(const Definition& of = *receipts(), const std::string& key = "a secret") const {
    return event_of(record_, reader_, of, key);
  }

  static std::string value_of(const OcelEvent& event, const std::string& name) {
    for (const OcelAttribute& attribute : event.attributes)
      if (attribute.name == name) return attribute.value;
    return "(none)";
  }
  static std::string object_of(const OcelEvent& event, const std::string& qualifier) {
    for (const OcelRelation& relation : event.relations)
      if (relation.qualifier == qualifier) return relation.object;
    return "(none)";
  }
  static std::string all(const OcelEvent& event) {
    std::string text = event.id + event.type + event.time;
    for (const OcelAttribute& attribute : event.attributes)
      text += " " + attribute.name + "=" + attribute.value;
    for (const OcelRelation& relation : event.relations) text += " " + relation.object;
    return text;
  }

  RoleView view_;
  Reader reader_;
  Record record_;
};

TEST_F(OcelEventOf, ARecordHasItsPlaceItsTypeAndItsDayAsAMoment) {
  const OcelEvent event = made();
  EXPECT_EQ(event.id, "c1/3");
  EXPECT_EQ(event.type, "ApplicationRegistered");
  EXPECT_EQ(event.time, "2026-03-09T23:00:00.000000Z");
  EXPECT_EQ(value_of(event, "channel"), "email");
  EXPECT_EQ(value_of(event, "verloop:role"), "officer");
  const OcelRelation its_case{"c1", "permit-receipt", "case"};
  EXPECT_THAT(event.relations, Contains(its_case));
  EXPECT_EQ(object_of(event, "organisation"), "@organisation/municipality");
}

TEST_F(OcelEventOf, AMomentStaysAsItWasWritten) {
  record_.occurred_on = parse_occurrence("2026-03-10T11:00:00.5+01:00").value();
  EXPECT_EQ(made().time, "2026-03-10T11:00:00.5+01:00");
}

TEST_F(OcelEventOf, APersonIsAPseudonymWhereverItIsNamed) {
  record_.actor.on_behalf_of = "Resource09#12";
  const OcelEvent event = made();
  EXPECT_THAT(all(event), Not(HasSubstr("Resource")));
  EXPECT_EQ(value_of(event, "responsible"), "(none)");
  EXPECT_EQ(object_of(event, "responsible"), object_of(event, "for"));
  EXPECT_NE(object_of(event, "responsible"), object_of(event, "actor"));
  EXPECT_EQ(object_of(event, "actor").size(), std::string("@actor/").size() + 16);
}

TEST_F(OcelEventOf, APseudonymHangsOnTheSecret) {
  EXPECT_EQ(object_of(made(), "actor"), object_of(made(), "actor"));
  EXPECT_NE(object_of(made(), "actor"), object_of(made(*receipts(), "another"), "actor"));
}

TEST_F(OcelEventOf, WhatACorrectionSaysOfAPersonIsAPseudonymToo) {
  record_.type = {"EntryCorrected@1"};
  record_.data = {{"entry", 0},
                  {"entryType", "ApplicationRegistered@1"},
                  {"fields", {{"responsible", "Resource09"}, {"channel", "desk"}}}};
  const OcelEvent event = made();
  EXPECT_THAT(all(event), Not(HasSubstr("Resource")));
  EXPECT_THAT(value_of(event, "fields"), HasSubstr("\"channel\":\"desk\""));
  EXPECT_THAT(object_of(event, "responsible"), HasSubstr("@actor/"));
}

TEST_F(OcelEventOf, AnEventNobodyDidNamesNobody) {
  record_.basis = Basis::derived;
  EXPECT_EQ(object_of(made(), "actor"), "(none)");
  EXPECT_EQ(object_of(made(), "organisation"), "(none)");
}

TEST_F(OcelEventOf, AnUnknownTypeTellsNothingOfWhatItHolds) {
  record_.type = {"HeardOfNowhere@1"};
  const OcelEvent event = made();
  EXPECT_THAT(all(event), Not(HasSubstr("email")));
  EXPECT_EQ(event.type, "HeardOfNowhere");
}

TEST_F(OcelEventOf, AMemberIsAnObjectOfItsCaseAndSoIsThatOfAnAlteration) {
  record_.type = {"OppDrawnUp@1"};
  record_.data = {{"member", 2}};
  const OcelRelation member{"c1:member-2", "pupil", "member"};
  EXPECT_THAT(made(*clusters()).relations, Contains(member));
  EXPECT_EQ(value_of(made(*clusters()), "member"), "(none)");
  record_.type = {"EntryRetracted@1"};
  record_.data = {{"entry", 0}, {"entryType", "OppDrawnUp@1"}, {"members", {2}}};
  EXPECT_THAT(made(*clusters()).relations, Contains(member));
}

TEST_F(OcelEventOf, WhatTheViewDoesNotNameIsNotThere) {
  view_.records = false;
  view_.events["OppDrawnUp"] = {"level"};
  reader_.actor.role = {"swv-admin"};
  record_.type = {"OppDrawnUp@1"};
  record_.data = {{"member", 2}, {"level", "lightSupport"}};
  const OcelEvent event = made(*clusters());
  EXPECT_THAT(all(event), Not(HasSubstr("member")));
}

}  // namespace
}  // namespace verloop::test
