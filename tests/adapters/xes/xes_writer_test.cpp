#include "adapters/xes/xes_writer.hpp"

#include <sstream>

#include <gtest/gtest.h>

#include "adapters/xes/xes_reader.hpp"
#include "tests/support/run_program.hpp"

namespace verloop::test {
namespace {

std::string written(const XesTrace& trace) {
  std::ostringstream out;
  XesWriter writer(out);
  writer.begin({{XesKind::string, "verloop:origin", "test", {}, {}}});
  writer.add(trace);
  writer.end();
  return out.str();
}

XesTrace read_back(const std::string& text) {
  std::istringstream bytes(text);
  XesTrace read;
  const auto summary = read_xes(bytes, [&read](XesTrace trace) {
    read = std::move(trace);
    return true;
  });
  EXPECT_TRUE(summary.has_value()) << (summary.has_error() ? summary.error().message : "");
  return read;
}

XesTrace one_of_each() {
  return {
      {},
      {{XesKind::string, "concept:name", "c1", {}, {}}},
      {{{},
        {{XesKind::string, "concept:name", "tabs\t, lines\r\n, <&>\" and \xF0\x9F\x99\x82", {}, {}},
         {XesKind::date, "time:timestamp", "2011-10-11T13:45:40.276+02:00", {}, {}},
         {XesKind::integer, "count", "-12", {}, {}},
         {XesKind::real, "share", "0.5", {}, {}},
         {XesKind::boolean, "done", "true", {}, {}},
         {XesKind::id,
          "id",
          "550e8400-e29b-41d4-a716-446655440000",
          {},
          {{XesKind::string, "in", "x", {}, {}}}}}}}};
}

TEST(XesWriter, WritesWhatIsReadAsItWas) {
  const XesTrace trace = one_of_each();
  const XesTrace read = read_back(written(trace));
  ASSERT_EQ(read.events.size(), 1U);
  const auto& expected = trace.events[0].attributes;
  const auto& came = read.events[0].attributes;
  ASSERT_EQ(came.size(), expected.size());
  for (std::size_t i = 0; i < came.size(); ++i) {
    EXPECT_EQ(came[i].kind, expected[i].kind) << came[i].key;
    EXPECT_EQ(came[i].key, expected[i].key);
    EXPECT_EQ(came[i].value, expected[i].value) << came[i].key;
    EXPECT_EQ(came[i].nested.size(), expected[i].nested.size()) << came[i].key;
  }
}

TEST(XesWriter, WritesNothingThatIsNoXml) {
  const std::string bad[] = {std::string("\0\x01", 2), "\xff",         "\xc0\xaf",
                             "\xed\xa0\x80",           "\xef\xbf\xbe", "\xe2\x82",
                             "\xf4\x90\x80\x80"};
  for (const std::string& value : bad) {
    const XesTrace read =
        read_back(written({{}, {{XesKind::string, "a key", "x" + value + "y", {}, {}}}, {}}));
    ASSERT_EQ(read.attributes.size(), 1U);
    EXPECT_EQ(read.attributes[0].key, "a_key");
    EXPECT_EQ(read.attributes[0].value.find("x\xEF\xBF\xBD"), 0U);
    EXPECT_EQ(read.attributes[0].value.back(), 'y');
  }
}

TEST(XesWriter, HoldsToThePublishedSchema) {
  VERLOOP_NEEDS_SHARED("schemas/xes-ieee-1849-2016.xsd");
  const Program program;
  if (program.wait(program.start_other({"xmllint", "--version"})).status != 0)
    GTEST_SKIP() << "xmllint not found";
  program.write("one.xes", written(one_of_each()));
  const Ran ran = program.wait(
      program.start_other({"xmllint", "--noout", "--nonet", "--schema",
                           shared_data("schemas/xes-ieee-1849-2016.xsd").string(), "one.xes"}));
  EXPECT_EQ(ran.status, 0) << ran.all();
}

}  // namespace
}  // namespace verloop::test
