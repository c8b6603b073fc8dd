#include "engine/fold.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/sample_record.hpp"

namespace verloop::test {
namespace {

using Kind = FoldStep::Kind;
using testing::ElementsAre;
using testing::Pair;

FoldStep step(Kind kind, const std::string& path, const std::string& source) {
  FoldStep made;
  made.kind = kind;
  made.path = path;
  made.source = source;
  return made;
}

FoldStep entry(const std::string& path, const std::string& key,
               std::map<std::string, std::string> sources) {
  FoldStep made;
  made.kind = key.empty() ? Kind::append : Kind::entry;
  made.path = path;
  made.key = key;
  made.sources = std::move(sources);
  return made;
}

class Fold : public testing::Test {
 protected:
  std::string after(const FoldStep& one) {
    apply(one, {record_, {}, record_.position, nullptr}, state_);
    return boost::json::serialize(state_.fields);
  }

  Record record_ = sample_record();  // At 41, version 3, on 2026-03-09, by a-1 for a-9.
  CaseState state_;
};

TEST_F(Fold, SetsEachKindOfSource) {
  const std::vector<std::pair<const char*, const char*>> cases = {
      {"data.count", "2"},
      {"data.items", R"(["a","b"])"},
      {"sealed.words", R"([41,"words"])"},
      {"occurredOn", R"("2026-03-09")"},
      {"position", "41"},
      {"version", "3"},
      {"actor", R"("a-9")"},
      {"role", R"("mentor")"},
      {"org", R"("school-1")"},
      {"cycle", "1"},
      {"=true", "true"},
      {"=false", "false"},
      {"=-12", "-12"},
      {"=some text", R"("some text")"},
      {"=12a", R"("12a")"},
  };
  for (const auto& [source, value] : cases)
    EXPECT_EQ(after(step(Kind::set, "x", source)), std::string(R"({"x":)") + value + "}") << source;
}

TEST_F(Fold, MakesPositionsOfTheKindThatIsReadBack) {
  after(step(Kind::set, "at", "position"));
  after(step(Kind::set, "version", "version"));
  after(step(Kind::set, "words", "sealed.words"));
  EXPECT_TRUE(state_.fields.at("at").is_int64());
  EXPECT_TRUE(state_.fields.at("version").is_int64());
  EXPECT_TRUE(state_.fields.at("words").at(0).is_int64());
}

TEST_F(Fold, LeavesTheTargetAsItWasWithoutASource) {
  after(step(Kind::set, "x", "=1"));
  for (const char* source : {"data.other", "sealed.other", "nothing"})
    EXPECT_EQ(after(step(Kind::set, "x", source)), R"({"x":1})") << source;
}

TEST_F(Fold, FirstKeepsWhatIsThere) {
  after(step(Kind::first, "a.b", "=1"));
  record_.position = {42};
  EXPECT_EQ(after(step(Kind::first, "a.b", "=2")), R"({"a":{"b":1}})");
  EXPECT_EQ(state_.origins.at("a.b"), Position{41});
}

TEST_F(Fold, AddsFromNothing) {
  after(step(Kind::add, "n", "=1"));
  EXPECT_EQ(after(step(Kind::add, "n", "data.count")), R"({"n":3})");
  EXPECT_EQ(after(step(Kind::add, "n", "data.given")), R"({"n":3})");
}

TEST_F(Fold, AddsNoFurtherThanIntegersGo) {
  state_.fields["sum"] = 9007199254740990;
  EXPECT_EQ(after(step(Kind::add, "sum", "data.count")), R"({"sum":9007199254740991})");
  EXPECT_EQ(after(step(Kind::add, "sum", "=1")), R"({"sum":9007199254740991})");
  EXPECT_EQ(after(step(Kind::add, "sum", "=-1")), R"({"sum":9007199254740990})");
}

TEST_F(Fold, AppendsEntries) {
  after(entry("list", "", {{"n", "data.count"}, {"on", "occurredOn"}}));
  EXPECT_EQ(after(entry("list", "", {{"n", "=7"}})),
            R"({"list":[{"n":2,"on":"2026-03-09"},{"n":7}]})");
  EXPECT_THAT(state_.origins,
              ElementsAre(Pair("list/0/n", Position{41}), Pair("list/0/on", Position{41}),
                          Pair("list/1/n", Position{41})));
}

TEST_F(Fold, KeepsOneEntryForAKey) {
  after(entry("list", "count", {{"on", "occurredOn"}, {"words", "sealed.words"}}));
  record_.position = {42};
  after(entry("list", "count", {{"on", "=later"}}));
  record_.data["count"] = 5;
  EXPECT_EQ(after(entry("list", "count", {})),
            R"({"list":[{"count":2,"on":"later","words":[41,"words"]},{"count":5}]})");
  EXPECT_EQ(state_.origins.at("list/2/on"), Position{42});
  EXPECT_EQ(state_.origins.at("list/2/words"), Position{41});
  EXPECT_EQ(state_.origins.at("list/5/count"), Position{42});
}

TEST_F(Fold, KeepsTheFirstValueOfAnEntryUntilItIsCleared) {
  FoldStep first = entry("list", "count", {});
  first.first_sources = {{"on", "position"}};
  after(first);
  record_.position = {42};
  EXPECT_EQ(after(first), R"({"list":[{"count":2,"on":41}]})");
  first.cleared = {"on"};
  EXPECT_EQ(after(first), R"({"list":[{"count":2,"on":42}]})");
  first.first_sources.clear();
  EXPECT_EQ(after(first), R"({"list":[{"count":2}]})");
  EXPECT_THAT(state_.origins, ElementsAre(Pair("list/2/count", Position{41})));
}

TEST_F(Fold, ClearsAColumnOfEveryEntry) {
  after(entry("list", "", {{"n", "=1"}, {"on", "=2"}}));
  after(entry("list", "", {{"n", "=3"}, {"on", "=4"}}));
  EXPECT_EQ(after(step(Kind::clear, "list.n", "")), R"({"list":[{"on":2},{"on":4}]})");
  EXPECT_THAT(state_.origins,
              ElementsAre(Pair("list/0/on", Position{41}), Pair("list/1/on", Position{41})));
}

TEST_F(Fold, MakesNoEntryWithoutAKey) {
  EXPECT_EQ(after(entry("list", "other", {{"on", "occurredOn"}})), "{}");
}

TEST_F(Fold, ClearsAValueWithAllBelowIt) {
  after(step(Kind::set, "a.b.c", "=1"));
  after(step(Kind::set, "a.bc", "=2"));
  EXPECT_EQ(after(step(Kind::clear, "a.b", "")), R"({"a":{"bc":2}})");
  EXPECT_THAT(state_.origins, ElementsAre(Pair("a.bc", Position{41})));
  EXPECT_EQ(after(step(Kind::clear, "z.z", "")), R"({"a":{"bc":2}})");
}

TEST_F(Fold, AppliesOnlyWhenEachFieldHasOneOfItsValues) {
  FoldStep one = step(Kind::set, "x", "=1");
  one.when = {{"data.given", {"false"}}};
  EXPECT_EQ(after(one), "{}");
  one.when = {{"data.given", {"false", "true"}}, {"data.count", {"3"}}};
  EXPECT_EQ(after(one), "{}");
  one.when[1].values = {"2"};
  EXPECT_EQ(after(one), R"({"x":1})");
  one.source = "=2";
  one.when[1].field = "data.other";
  EXPECT_EQ(after(one), R"({"x":1})");
}

}  // namespace
}  // namespace verloop::test
