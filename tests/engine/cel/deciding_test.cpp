// Which part of a condition makes it come to what it comes to.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/cel/cel.hpp"

namespace verloop::cel::test {
namespace {

using testing::ElementsAre;

/// Of `yes` (true), `no` (false) and `none` (without a value).
std::vector<std::string> deciders(const std::string& text) {
  const Type boolean = Type{Kind::boolean, {}, {}};
  Environment environment;
  environment.records["r"] = {{"yes", boolean}, {"no", boolean}, {"none", boolean}};
  environment.variables["r"] = record_named("r");
  const auto program = compile(text, environment);
  EXPECT_TRUE(program.has_value()) << text;
  RecordValue record{"r", {}};
  record.fields.emplace("yes", Value::of(true));
  record.fields.emplace("no", Value::of(false));
  return program->deciding_paths({{"r", Value::of(std::move(record))}});
}

TEST(Deciding, AConjunctionIsDecidedByWhatDoesNotHold) {
  EXPECT_THAT(deciders("r.yes && r.no && r.none"), ElementsAre("r.no", "r.none"));
  EXPECT_THAT(deciders("r.yes && r.yes"), ElementsAre("r.yes"));
}

TEST(Deciding, ADisjunctionIsDecidedByWhatHolds) {
  EXPECT_THAT(deciders("r.yes || r.no || r.none"), ElementsAre("r.yes"));
  EXPECT_THAT(deciders("r.no || r.none"), ElementsAre("r.no", "r.none"));
}

TEST(Deciding, PartsWithinPartsAreLookedAtAlike) {
  EXPECT_THAT(deciders("r.yes && (r.no || has(r.none))"), ElementsAre("r.no", "r.none"));
  EXPECT_THAT(deciders("(r.yes && r.no) || (r.none && r.yes)"), ElementsAre("r.no", "r.none"));
  EXPECT_THAT(deciders("!r.yes"), ElementsAre("r.yes"));
}

}  // namespace
}  // namespace verloop::cel::test
