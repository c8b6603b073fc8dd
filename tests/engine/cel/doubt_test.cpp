// Conditions where more may be so than is known: only what holds whatever that is has a value.

#include <gtest/gtest.h>

#include "tests/engine/cel/program.hpp"

namespace verloop::cel::test {
namespace {

/// With what is known of 10 March 2026 in doubt, or of another day.
std::string in_doubt(const std::string& text, const char* uncertain = "2026-03-10") {
  const auto program = compile(text, environment_of_a_case());
  if (program.has_error()) return program.error().message;
  const auto value =
      program->evaluate_in_doubt(bindings_of_a_case(), parse_date(uncertain).value());
  if (value.has_value()) return shown(*value);
  return value.error().kind == EvaluationError::Kind::absent ? "absent" : value.error().message;
}

TEST(InDoubt, WhatHasNoValueMayHaveOne) {
  EXPECT_EQ(in_doubt("has(case.title)"), "absent");
  EXPECT_EQ(in_doubt("!has(case.title)"), "absent");
  EXPECT_EQ(in_doubt("has(case.goAhead.on)"), "absent");
  EXPECT_EQ(in_doubt("has(case.goAhead.by.name)"), "absent");
  EXPECT_EQ(in_doubt("has(case.count)"), "true");
}

TEST(InDoubt, WhatHoldsWhateverThatIsHolds) {
  EXPECT_EQ(in_doubt("case.count > 2 || has(case.title)"), "true");
  EXPECT_EQ(in_doubt("case.count > 3 && has(case.title)"), "false");
  EXPECT_EQ(in_doubt("case.count > 3 || has(case.title)"), "absent");
  EXPECT_EQ(in_doubt("case.members.exists(m, m.active)"), "true");
  EXPECT_EQ(in_doubt("case.members.all(m, m.active || has(m.oppOn))"), "absent");
}

TEST(InDoubt, AnEmptyListMayLackSomething) {
  const auto program = compile("case.members.all(m, m.active)", environment_of_a_case());
  Bindings bindings = bindings_of_a_case();
  bindings["case"] = Value::of(RecordValue{"case", {{"members", Value::of(List{})}}});
  ASSERT_TRUE(program.has_value());
  EXPECT_EQ(program->evaluate_in_doubt(bindings, parse_date("2026-03-10").value()).error().kind,
            EvaluationError::Kind::absent);
  EXPECT_EQ(shown(*program->evaluate(bindings)), "true");
}

TEST(InDoubt, WhatIsKnownOfTheUncertainDayMayBeOlder) {
  EXPECT_EQ(in_doubt("case.openedOn <= today"), "absent");
  EXPECT_EQ(in_doubt("has(case.openedOn)"), "true");
  EXPECT_EQ(in_doubt("case.openedOn <= today", "2026-03-11"), "true");
  EXPECT_EQ(in_doubt("today > date('2026-01-01')", "2026-04-21"), "true");
}

}  // namespace
}  // namespace verloop::cel::test
