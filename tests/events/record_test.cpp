#include "events/record.hpp"

#include <functional>
#include <utility>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/sample_record.hpp"

namespace verloop {
namespace {

namespace json = boost::json;
using test::sample_record;
using test::smallest_record;

constexpr std::string_view smallest =
    R"({"action":"recordConsent","actor":{"id":"a-1","org":"school-1","role":"mentor"},)"
    R"("case":"case-7","command":"0b7f1c1e-58b4-4e0e-9f5e-3a5e0c1d2b3a","data":{},)"
    R"("nonce":"AQAAAAAAAAAAAAAAAAAAAA","occurredOn":"2026-03-09","position":41,)"
    R"("procedure":"plan@2#0123456789abcdef","purpose":"support",)"
    R"("recordedAt":"2026-03-10T11:00:00.250000Z","type":"ConsentRecorded@1","version":3})";

constexpr std::string_view largest =
    R"({"action":"recordConsent","actor":{"for":"a-9","id":"a-1","org":"school-1",)"
    R"("role":"mentor"},"basis":"attested","case":"case-7",)"
    R"("command":"0b7f1c1e-58b4-4e0e-9f5e-3a5e0c1d2b3a",)"
    R"("data":{"count":2,"given":true,"items":["a","b"]},"findings":["K-01"],"links":[40],)"
    R"("nonce":"AQAAAAAAAAAAAAAAAAAAAA","occurredOn":"2026-03-09","position":41,)"
    R"("procedure":"plan@2#0123456789abcdef","purpose":"support",)"
    R"("recordedAt":"2026-03-10T11:00:00.250000Z",)"
    R"("sealed":{"words":"26Nr_6XKsPki0IejrrF5-dTnRd9AsyPhsUcUAoSMij4"},)"
    R"("type":"ConsentRecorded@1","version":3})";

/// `text` with the one occurrence of `from` replaced.
std::string changed(std::string_view text, std::string_view from, std::string_view to) {
  std::string copy(text);
  const std::size_t at = copy.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return copy.replace(at, from.size(), to);
}

TEST(Record, IsWrittenWithoutWhatIsAbsent) {
  EXPECT_EQ(encode(smallest_record()), smallest);
}

TEST(Record, IsWrittenWithEveryMember) {
  EXPECT_EQ(encode(sample_record()), largest);
}

TEST(Record, IsReadAsItWasWritten) {
  EXPECT_EQ(decode_record(smallest).value(), smallest_record());
  EXPECT_EQ(decode_record(largest).value(), sample_record());
}

/// What is written in a record, and what it is not read with.
const std::vector<std::pair<const char*, const char*>> changed_members = {
    {R"("action":"recordConsent")", R"("action":7)"},
    {R"("action":"recordConsent",)", ""},
    {R"({"action":)", R"({"Action":1,"action":)"},
    {R"({"action":)", R"({ "action":)"},
    {R"("for":"a-9")", R"("for":"")"},
    {R"("for":"a-9")", R"("for":7)"},
    {R"("for":"a-9",)", R"("for":"a-9","more":1,)"},
    {R"("org":"school-1",)", ""},
    {R"("attested")", R"("firstHand")"},
    {R"("attested")", R"("heard")"},
    {R"("attested")", "1"},
    {R"("case":"case-7")", R"("case":"-7")"},
    {R"("case":"case-7")", R"("case":"")"},
    {R"("case":"case-7")", R"("case":"@other")"},
    {R"("case":"case-7")", R"("case":"@org/")"},
    {"0b7f1c1e", "0B7F1C1E"},
    {R"("data":{"count":2)", R"("data":{"count":2.5)"},
    {R"("data":{"count":2)", R"("data":{"count":9007199254740992)"},
    {R"("data":{"count":2)", R"("data":{"count":-9007199254740992)"},
    {R"("data":{"count":2)", R"("data":{"count":18446744073709551615)"},
    {R"(["a","b"])", R"(["a",{"b":1e3}])"},
    {R"("count":2)", R"("count":2,"count":2)"},
    {R"(["K-01"])", "[]"},
    {R"(["K-01"])", "[1]"},
    {R"(["K-01"])", R"("K-01")"},
    {"[40]", "[]"},
    {"[40]", "[-1]"},
    {"[40]", "[9007199254740992]"},
    {"[40]", "[40.0]"},
    {"AQAAAAAAAAAAAAAAAAAAAA", "AQAAAAAAAAAAAAAAAAAAAB"},
    {"AQAAAAAAAAAAAAAAAAAAAA", "AQAAAAAAAAAAAAAAAAAAAA=="},
    {"AQAAAAAAAAAAAAAAAAAAAA", "AQAAAAAAAAAAAAAAAAAA"},
    {R"("2026-03-09")", R"("2026-02-30")"},
    {R"("2026-03-09")", R"("yesterday")"},
    {R"("position":41)", R"("position":-41)"},
    {R"("position":41)", R"("position":41.0)"},
    {R"("position":41)", R"("position":9007199254740992)"},
    {R"("position":41)", R"("position":"41")"},
    {R"("position":41,)", ""},
    {"plan@2#0123456789abcdef", ""},
    {"plan@2#0123456789abcdef", "plan@0#0123456789abcdef"},
    {"plan@2#0123456789abcdef", "@2#0123456789abcdef"},
    {"plan@2#0123456789abcdef", "plan@2#0123456789ABCDEF"},
    {"plan@2#0123456789abcdef", "plan@2#0123456789abcde"},
    {"plan@2#0123456789abcdef", "plan@2"},
    {"plan@2#0123456789abcdef", "plan#0123456789abcdef@2"},
    {".250000Z", ".25Z"},
    {".250000Z", ".250000+01:00"},
    {".250000Z", ""},
    {"AQAAAAAAAAAAAAAAAAAAAA", R"(\u0041QAAAAAAAAAAAAAAAAAAAA)"},
    {"2026-03-10T11", R"(\u0032026-03-10T11)"},
    {"26Nr_6XK", R"(26Nr_6X\u004b)"},
    {"26Nr_6XKsPki0IejrrF5-dTnRd9AsyPhsUcUAoSMij4", "26Nr_6XKsPki0IejrrF5-dTnRd9AsyPhsUcUAoSMij"},
    {R"("26Nr_6XKsPki0IejrrF5-dTnRd9AsyPhsUcUAoSMij4")", "7"},
    {R"({"words":"26Nr_6XKsPki0IejrrF5-dTnRd9AsyPhsUcUAoSMij4"})", "{}"},
    {R"({"words":"26Nr_6XKsPki0IejrrF5-dTnRd9AsyPhsUcUAoSMij4"})", "[]"},
    {"ConsentRecorded@1", "ConsentRecorded"},
    {"ConsentRecorded@1", "ConsentRecorded@01"},
    {"ConsentRecorded@1", "consentRecorded@1"},
    {"ConsentRecorded@1", "Consent Recorded@1"},
    {"ConsentRecorded@1", "@1"},
    {R"("version":3})", R"("version":-0})"},
    {R"("version":3})", R"("version":3,"zone":1})"},
    {R"("version":3})", R"("version":3} )"},
    {R"("version":3})", R"("version":3)"},
    {R"("support")", R"("supp\u006frt")"},
    {R"("support")", R"("\ud800")"},
    {R"("support")", "\"\xff\""},
};

TEST(Record, IsRefusedWhenAMemberIsNotAsItWouldBeWritten) {
  for (const auto& [from, to] : changed_members) {
    const auto record = decode_record(changed(largest, from, to));
    ASSERT_TRUE(record.has_error()) << from << " -> " << to;
    EXPECT_EQ(record.error().code, Errc::malformed) << from << " -> " << to;
  }
}

TEST(Record, IsRefusedBeyondItsLimit) {
  Record record = smallest_record();
  record.purpose = std::string(record_bytes_max - smallest.size() + record.purpose.size(), 'x');
  EXPECT_EQ(encode(record).size(), record_bytes_max);
  EXPECT_EQ(decode_record(encode(record)).value(), record);
  record.purpose += 'x';
  EXPECT_EQ(decode_record(encode(record)).error().code, Errc::malformed);
}

json::value nested(std::size_t depth) {
  json::value value = 1;
  for (std::size_t i = 0; i < depth; ++i) value = json::array(1, value);
  return value;
}

TEST(Record, IsReadWithTheDeepestDataThatIsRecordable) {
  Record record = smallest_record();
  record.data["deep"] = nested(recordable_depth_max);
  EXPECT_EQ(decode_record(encode(record)).value(), record);
}

TEST(Recordable, IsEachValueThatReadsBackAlike) {
  EXPECT_TRUE(is_recordable(json::object{{"a", {1, "b", true, nullptr}}}));
  EXPECT_TRUE(is_recordable(9007199254740991));
  EXPECT_TRUE(is_recordable(-9007199254740991));
  const json::value others[] = {9007199254740992,
                                -9007199254740992,
                                1.0,
                                std::uint64_t{1} << 63,
                                "\xff",
                                json::object{{"\xff", 1}},
                                json::array{1, 0.5},
                                nested(recordable_depth_max + 1)};
  for (const json::value& value : others) EXPECT_FALSE(is_recordable(value)) << value;
}

TEST(Record, OfASystemStreamMayHaveNoProcedure) {
  for (const auto* stream : {"@directory", "@definitions", "@subjects", "@log", "@org/school-1"}) {
    Record record = smallest_record();
    record.case_id = {stream};
    record.procedure.clear();
    EXPECT_EQ(decode_record(encode(record)).value(), record);
  }
}

TEST(Record, NamesNoValueInItsErrors) {
  const auto error = decode_record(changed(largest, "case-7", "-secret")).error();
  EXPECT_EQ(error.detail.find("secret"), std::string::npos) << error.detail;
}

TEST(RecordDeathTest, IsNotWrittenWhenItCouldNotBeRead) {
  const auto dies = [](const std::function<void(Record&)>& change, const char* claim) {
    Record record = sample_record();
    change(record);
    EXPECT_DEATH(encode(record), claim);
  };
  dies([](Record& record) { record.data["count"] = 0.5; }, "recordable");
  dies([](Record& record) { record.case_id = {"@other"}; }, "case");
  dies([](Record& record) { record.command = {"1"}; }, "UUID");
  dies([](Record& record) { record.type = {"lower@1"}; }, "type");
  dies([](Record& record) { record.procedure.clear(); }, "procedure");
  dies([](Record& record) { record.position = {std::uint64_t{1} << 53}; }, "position");
  dies([](Record& record) { record.version = {std::uint64_t{1} << 53}; }, "version");
  dies([](Record& record) { record.links = {{std::uint64_t{1} << 53}}; }, "links");
  dies([](Record& record) { record.occurred_on.day = {}; }, "occurredOn");
  dies([](Record& record) { record.purpose = "\xff"; }, "UTF-8");
}

}  // namespace
}  // namespace verloop
