#include "adapters/xes/xes_reader.hpp"

#include <algorithm>
#include <sstream>

#include <gmock/gmock.h>

#include "tests/support/shared_data.hpp"

namespace verloop::test {
namespace {

using testing::HasSubstr;

struct ReadXes {
  boost::system::result<XesSummary, XesFault> summary;
  std::vector<XesTrace> traces;
};

ReadXes read(const std::string& text) {
  std::istringstream bytes(text);
  ReadXes result{XesFault{}, {}};
  result.summary = read_xes(bytes, [&result](XesTrace trace) {
    result.traces.push_back(std::move(trace));
    return true;
  });
  return result;
}

XesFault fault_in(const std::string& text) {
  const ReadXes result = read(text);
  EXPECT_TRUE(result.summary.has_error()) << text.substr(0, 200);
  return result.summary.has_error() ? result.summary.error() : XesFault{};
}

const std::string small = R"(<?xml version="1.0"?>
<log xes.version="1.0" xmlns="http://www.xes-standard.org/">
  <string key="about" value="a log"/>
  <trace>
    <string key="concept:name" value="c1"/>
    <event>
      <string key="concept:name" value="A &amp; B"/>
      <date key="time:timestamp" value="2011-10-11T13:45:40.123456789+02:00"/>
      <int key="cost" value="12"><string key="currency" value="EUR"/></int>
    </event>
    <event/>
  </trace>
  <event/>
</log>)";

TEST(XesReader, GivesEachTraceWithItsEventsAndAttributes) {
  const ReadXes result = read(small);
  ASSERT_TRUE(result.summary.has_value()) << result.summary.error().message;
  EXPECT_EQ(result.summary->events, 2U);
  EXPECT_EQ(result.summary->loose_events, 1U);
  EXPECT_EQ(result.summary->first_loose, (XesPlace{13, 3}));
  ASSERT_EQ(result.traces.size(), 1U);
  const XesEvent& event = result.traces[0].events[0];
  EXPECT_EQ(find_attribute(result.traces[0].attributes, "concept:name")->value, "c1");
  EXPECT_EQ(find_attribute(event.attributes, "concept:name")->value, "A & B");
  EXPECT_EQ(find_attribute(event.attributes, "time:timestamp")->value,
            "2011-10-11T13:45:40.123456789+02:00");
  EXPECT_EQ(find_attribute(event.attributes, "time:timestamp")->place, (XesPlace{8, 7}));
  ASSERT_EQ(find_attribute(event.attributes, "cost")->nested.size(), 1U);
  EXPECT_EQ(find_attribute(event.attributes, "cost")->nested[0].value, "EUR");
}

TEST(XesReader, StopsWhenWhoListensHasEnough) {
  std::istringstream bytes("<log><trace/><trace/><nonsense/></log>");
  std::size_t count = 0;
  const auto summary = read_xes(bytes, [&count](const XesTrace&) { return ++count < 2; });
  EXPECT_TRUE(summary.has_value());
  EXPECT_EQ(count, 2U);
}

struct Bad {
  const char* text;
  XesPlace place;
  const char* says;
};

TEST(XesReader, NamesWhatIsWrongAndWhere) {
  const Bad cases[] = {
      {"", {1, 1}, "the file is empty"},
      {"\x1f\x8b\x08", {1, 1}, "compressed (gzip)"},
      {"no xml at all", {1, 1}, "this is no XML"},
      {"<log>\n <trace>\n", {3, 1}, "ends before its log does"},
      {"<log>\n <trace>\n <eve", {3, 2}, "ends in the middle"},
      {"<log>\n </trace></log>", {2, 4}, "another element is closed"},
      {"<ocel/>", {1, 1}, "XES has no element `ocel`"},
      {"<trace/>", {1, 1}, "begins with the element `log`"},
      {"<log>\n <trace><trace/></trace></log>", {2, 9}, "`trace` has no place here"},
      {"<log><trace><classifier name='a' keys='b'/></trace></log>", {1, 13}, "no place here"},
      {"<log><trace/>\n<string key='a' value='b'/></log>", {2, 1}, "`string` has no place here"},
      {"<log><extension name='a' prefix='b'/></log>", {1, 6}, "`extension` has no `uri`"},
      {"<log><string key='a'/></log>", {1, 6}, "`string` has no `value`"},
      {"<log><int key='a' value='1.5'/></log>", {1, 6}, "no value of the kind `int`"},
      {"<log><int key='a' value='99999999999999999999'/></log>", {1, 6}, "kind `int`"},
      {"<log><float key='a' value='1,5'/></log>", {1, 6}, "kind `float`"},
      {"<log><boolean key='a' value='yes'/></log>", {1, 6}, "kind `boolean`"},
      {"<log><date key='a' value='2011-10-11'/></log>", {1, 6}, "kind `date`"},
      {"<log><date key='a' value='2011-10-11T10:00:00'/></log>", {1, 6}, "with an offset"},
      {"<log><date key='a' value='2011-10-11T10:00:00.Z'/></log>", {1, 6}, "with an offset"},
      {"<log><date key='a' value='2011-02-30T10:00:00Z'/></log>", {1, 6}, "with an offset"},
      {"<log><global scope='case'/></log>", {1, 6}, "`scope` is `trace` or `event`"},
      {"<!DOCTYPE log [<!ENTITY a 'aaaa'>]><log/>", {1, 15}, "document type declaration"},
      {"<!DOCTYPE log SYSTEM 'file:///etc/passwd'><log/>", {1, 42}, "document type declaration"},
      {"<log><string key='a' value='&b;'/></log>", {1, 6}, "entity"},
      {"<log/><log/>", {1, 7}, "something stands behind the log"},
  };
  for (const Bad& bad : cases) {
    const XesFault fault = fault_in(bad.text);
    EXPECT_THAT(fault.message, HasSubstr(bad.says)) << bad.text;
    EXPECT_EQ(fault.place.line, bad.place.line) << bad.text;
    EXPECT_EQ(fault.place.column, bad.place.column) << bad.text << ": " << fault.message;
  }
}

TEST(XesReader, HasLimits) {
  std::string deep = "<log><trace>";
  for (std::size_t i = 0; i < xes_depth_max; ++i) deep += "<string key='a' value='b'>";
  EXPECT_THAT(fault_in(deep).message, HasSubstr("more than 32 deep"));
  const std::string text(xes_text_bytes_max + 1, 'x');
  EXPECT_THAT(fault_in("<log><string key='a' value='" + text + "'/></log>").message,
              HasSubstr("longer than 64 KiB"));
  const std::string token(2 * xes_token_bytes_max, 'x');
  EXPECT_THAT(fault_in("<log><string key='a' value='" + token).message,
              HasSubstr("longer than 1 MiB"));
  EXPECT_THAT(fault_in("<log><!--" + token).message, HasSubstr("longer than 1 MiB"));
}

TEST(XesReader, KeepsNoMoreThanATraceMayTake) {
  const std::string value(xes_text_bytes_max, 'x');
  std::string trace = "<log><trace>";
  for (std::size_t size = 0; size <= xes_trace_bytes_max; size += value.size())
    trace += "<string key='a' value='" + value + "'/>";
  EXPECT_THAT(fault_in(trace).message, HasSubstr("larger than 64 MiB"));
}

TEST(XesReader, TakesEncodingsThatXmlNames) {
  const ReadXes result = read(
      "<?xml version='1.0' encoding='ISO-8859-1'?><log><trace>"
      "<string key='a' value='caf\xe9'/></trace></log>");
  ASSERT_EQ(result.traces.size(), 1U);
  EXPECT_EQ(result.traces[0].attributes[0].value, "caf\xc3\xa9");
}

/// Each file of a folder of the published small files.
std::vector<std::filesystem::path> published(const std::string& folder) {
  std::vector<std::filesystem::path> files;
  for (const auto& entry :
       std::filesystem::directory_iterator(shared_data("vectors/xes/" + folder)))
    files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  return files;
}

TEST(XesReader, ReadsThePublishedFilesThatCanBeRead) {
  VERLOOP_NEEDS_SHARED("vectors/xes");
  std::size_t count = 0;
  for (const char* folder : {"correct", "recoverable", "non_validating"}) {
    for (const auto& file : published(folder)) {
      const ReadXes result = read(read_file(file));
      EXPECT_TRUE(result.summary.has_value())
          << file << ": " << (result.summary.has_error() ? result.summary.error().message : "");
      ++count;
    }
  }
  EXPECT_EQ(count, 49U);
}

TEST(XesReader, RefusesThePublishedFilesThatCantBeRead) {
  VERLOOP_NEEDS_SHARED("vectors/xes");
  std::size_t count = 0;
  for (const auto& file : published("non_parsing")) {
    EXPECT_TRUE(read(read_file(file)).summary.has_error()) << file;
    ++count;
  }
  EXPECT_EQ(count, 22U);
}

}  // namespace
}  // namespace verloop::test
