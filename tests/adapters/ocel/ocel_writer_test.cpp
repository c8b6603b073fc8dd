#include "adapters/ocel/ocel_writer.hpp"

#include <sstream>

#include <boost/json/parse.hpp>
#include <gmock/gmock.h>

namespace verloop::test {
namespace {

namespace json = boost::json;
using testing::HasSubstr;

const OcelRelation its_case{"c1", "permit", "case"};

OcelEvent event(const std::string& id, std::vector<OcelAttribute> attributes,
                std::set<OcelRelation> relations = {its_case}) {
  return {id, "Registered", "2026-03-10T11:00:00Z", std::move(attributes), std::move(relations)};
}

std::string written(const std::vector<OcelEvent>& events) {
  std::ostringstream out;
  OcelWriter writer(out);
  writer.begin();
  if (!events.empty()) writer.add_case(its_case);
  for (const OcelEvent& each : events) writer.add(each, its_case);
  writer.end();
  return out.str();
}

TEST(OcelWriter, WritesALogWithoutCases) {
  EXPECT_EQ(json::parse(written({})),
            json::parse(R"({"events":[],"eventTypes":[],"objectTypes":[],"objects":[]})"));
}

TEST(OcelWriter, WritesEventsInOrderAndTypesAndObjectsBehindThem) {
  const OcelRelation member{"c1:member-2", "applicant", "member"};
  const std::string time = R"("time":"2026-03-10T11:00:00Z","type":"Registered"})";
  const std::string in_case = R"({"objectId":"c1","qualifier":"case"})";
  const std::string of_member = R"({"objectId":"c1:member-2","qualifier":"member"})";
  EXPECT_EQ(written({event("c1/1", {{OcelKind::integer, "count", "2"}}, {its_case, member}),
                     event("c1/0", {})}),
            R"({"events":[
{"attributes":[{"name":"count","value":"2"}],"id":"c1/1","relationships":[)" +
                in_case + "," + of_member + "]," + time + R"(,
{"attributes":[],"id":"c1/0","relationships":[)" +
                in_case + "]," + time + R"(],
"eventTypes":[
{"attributes":[{"name":"count","type":"integer"}],"name":"Registered"}],
"objectTypes":[
{"attributes":[],"name":"applicant"},
{"attributes":[],"name":"permit"}],
"objects":[
{"attributes":[],"id":"c1","relationships":[)" +
                of_member + R"(],"type":"permit"},
{"attributes":[],"id":"c1:member-2","relationships":[],"type":"applicant"}]}
)");
}

TEST(OcelWriter, DeclaresAnAttributeOfTwoKindsAsAString) {
  const std::string text = written({event("c1/0", {{OcelKind::integer, "size", "2"}}),
                                    event("c1/1", {{OcelKind::boolean, "size", "true"}})});
  EXPECT_THAT(text, HasSubstr(R"({"name":"size","type":"string"})"));
}

TEST(OcelWriter, KeepsValuesOfAnyCharacters) {
  const std::string odd = "quotes \" \\ lines\r\n \x01 and \xF0\x9F\x99\x82";
  const json::value read = json::parse(written({event("c1/0", {{OcelKind::string, "odd", odd}})}));
  EXPECT_EQ(read.at_pointer("/events/0/attributes/0/value").as_string(), odd);
}

}  // namespace
}  // namespace verloop::test
