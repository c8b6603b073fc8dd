#include "tools/verloop/expectations.hpp"

namespace verloop {
namespace {

using boost::json::parse;
using testing::ElementsAre;

std::vector<std::string> texts(const Failures& failures) {
  std::vector<std::string> all;
  for (const Failure& failure : failures) all.push_back(failure.expected + " | " + failure.came);
  return all;
}

const boost::json::object answer =
    parse(R"({"events": ["A", "B"], "findings": ["R-1"]})").as_object();

TEST(Expectations, AnUnexpectedRefusalIsAFailureWithItsReason) {
  Failures failures;
  check_refusal({}, "state", "too early", failures);
  EXPECT_THAT(texts(failures), ElementsAre("accepted | refused: state (too early)"));
}

TEST(Expectations, TheRefusalThatIsExpectedHolds) {
  Failures failures;
  Expectation expect;
  expect.refused = "state";
  check_refusal(expect, "state", "too early", failures);
  EXPECT_TRUE(failures.empty());
}

TEST(Expectations, AnAcceptedCommandThatShouldBeRefusedFails) {
  Failures failures;
  Expectation expect;
  expect.refused = "state";
  check_answer(expect, answer, failures);
  EXPECT_THAT(texts(failures), ElementsAre("refused: state | accepted: A, B"));
}

TEST(Expectations, EventsAreComparedExactlyAndInOrder) {
  Failures failures;
  Expectation expect;
  expect.events = {"A", "B"};
  check_answer(expect, answer, failures);
  EXPECT_TRUE(failures.empty());
  expect.events = {"B", "A"};
  check_answer(expect, answer, failures);
  EXPECT_THAT(texts(failures), ElementsAre("events: B, A | events: A, B"));
}

TEST(Expectations, FindingsAreComparedInAnyOrderWhenGiven) {
  Failures failures;
  Expectation expect;
  expect.findings = std::vector<std::string>{};
  check_answer(expect, answer, failures);
  EXPECT_THAT(texts(failures), ElementsAre("findings: nothing | findings: R-1"));
}

TEST(Expectations, ARuleThatDoesNotExistFails) {
  Failures failures;
  Expectation expect;
  expect.rules["R-9"] = "late";
  expect.due["D-9"] = "2026-01-01";
  check_judgements(expect, {}, failures);
  EXPECT_THAT(texts(failures), ElementsAre("R-9: late | there is no such rule or deadline",
                                           "D-9 due on 2026-01-01 | no due day"));
}

TEST(Expectations, WhatIsHiddenMayOccurNowhere) {
  Failures failures;
  Expectation expect;
  expect.shows = {"title"};
  expect.hides = {"Noor"};
  check_shown(expect, "the title", failures);
  EXPECT_TRUE(failures.empty());
  check_shown(expect, "Noor", failures);
  EXPECT_THAT(texts(failures),
              ElementsAre("shows: title | it occurs nowhere in what this actor can get",
                          "hides: Noor | it occurs: ...Noor..."));
}

TEST(Expectations, AnActionMustBePossible) {
  Failures failures;
  Expectation expect;
  expect.actions = {"a", "b", "c"};
  const auto rows = parse(R"([{"action": "a", "possible": true},
                              {"action": "b", "possible": false, "why": "not yet"}])");
  check_actions(expect, rows.as_array(), failures);
  EXPECT_THAT(texts(failures),
              ElementsAre("can do: b | not possible: not yet", "can do: c | no such action"));
}

TEST(Expectations, APartOfAStateHoldsMemberByMember) {
  const auto whole = parse(R"({"a": {"b": 1, "c": 2}, "d": [{"e": 1, "f": 2}]})");
  EXPECT_TRUE(holds_part(whole, parse(R"({"a": {"b": 1}, "d": [{"e": 1}]})")));
  EXPECT_FALSE(holds_part(whole, parse(R"({"a": {"b": 2}})")));
  EXPECT_FALSE(holds_part(whole, parse(R"({"x": 1})")));
  EXPECT_FALSE(holds_part(whole, parse(R"({"d": []})")));
}

}  // namespace
}  // namespace verloop
