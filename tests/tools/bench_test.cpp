// The benchmark as its users run it. What a figure is, no test asks: only that each kind measures
// what it says and leaves nothing behind.

#include <boost/json.hpp>
#include <gmock/gmock.h>

#include "tests/support/run_program.hpp"

namespace verloop::test {
namespace {

namespace json = boost::json;
using testing::HasSubstr;
using testing::IsEmpty;

class Bench : public testing::Test {
 protected:
  Ran bench(const std::string& kind, Program::Words more = {}) const {
    Program::Words words{"bench", kind, "--events", "200", "--rounds", "1"};
    words.insert(words.end(), more.begin(), more.end());
    std::filesystem::create_directory(program_ / "tmp");
    return program_.run(words, {"TMPDIR=" + (program_ / "tmp").string()});
  }

  json::object report(const std::string& kind) const {
    const Ran ran = bench(kind, {"--json"});
    EXPECT_EQ(ran.status, 0) << ran.all();
    EXPECT_THAT(contents_of(program_ / "tmp"), IsEmpty()) << "its folder is gone";
    return ran.status == 0 ? json::parse(ran.out).as_object() : json::object();
  }

  /// The first figure whose name begins so.
  static const json::object& figure(const json::object& report, std::string_view name) {
    for (const json::value& one : report.at("figures").as_array()) {
      if (std::string_view(one.at("what").as_string()).starts_with(name)) return one.as_object();
    }
    throw std::runtime_error("no figure " + std::string(name));
  }

  Program program_;
};

TEST_F(Bench, OfAppendHoldsEachLoadAgainstTheLimit) {
  const json::object came = report("append");
  EXPECT_EQ(came.at("events"), 200);
  EXPECT_EQ(came.at("rounds"), 1);
  const double limit = figure(came, "limit").at("value").to_number<double>();
  EXPECT_GT(limit, 0);
  for (const char* load : {"1 connection,", "64 connections, 1 ", "64 connections, 16 "}) {
    const json::object& one = figure(came, load);
    EXPECT_EQ(one.at("unit"), "commands/s");
    EXPECT_NEAR(one.at("ofLimit").to_number<double>(), one.at("value").to_number<double>() / limit,
                one.at("ofLimit").to_number<double>() * 0.02)
        << load;
  }
}

TEST_F(Bench, OfTheOtherKindsMeasuresALogOfSoManyEvents) {
  for (const char* kind : {"verify", "replay", "restart", "size", "growth"}) {
    const json::object came = report(kind);
    EXPECT_GE(came.at("events").to_number<int>(), 200) << kind;
    for (const json::value& one : came.at("figures").as_array())
      EXPECT_GT(one.at("value").to_number<double>(), 0) << kind << ": " << one;
  }
}

TEST_F(Bench, OfGrowthReadsOnlyCasesThatThereAre) {
  const Ran ran = program_.run({"bench", "growth", "--events", "4000", "--rounds", "1"},
                               {"TMPDIR=" + program_.folder().string()});
  EXPECT_EQ(ran.status, 0) << ran.all();
}

TEST_F(Bench, SaysForPeopleWhatWasMeasuredAndUnderWhatLoad) {
  const Ran ran = bench("size");
  EXPECT_THAT(ran.out, HasSubstr("bench size: files of a folder"));
  EXPECT_THAT(ran.out, HasSubstr("load of the machine"));
}

TEST_F(Bench, RefusesAKindThatItDoesNotHave) {
  EXPECT_EQ(bench("speed").status, 2);
}

}  // namespace
}  // namespace verloop::test
