#pragma once
// Comparing what a scenario expects with what came. Each check adds a failure with both sides.

#include <string>
#include <vector>

#include "engine/judge.hpp"
#include "events/event_log.hpp"
#include "tools/verloop/scenario.hpp"

namespace verloop {

/// An expectation that did not hold.
struct Failure {
  YamlPlace place;
  std::string expected;
  std::string came;
};

using Failures = std::vector<Failure>;

void check_refusal(const Expectation& expect, const std::string& refused, const std::string& why,
                   Failures& failures);
void check_answer(const Expectation& expect, const boost::json::object& answer, Failures& failures);
void check_includes(const Expectation& expect, const std::vector<StoredRecord>& recorded,
                    Failures& failures);
void check_judgements(const Expectation& expect, const Judgements& judged, Failures& failures);
/// `answer` is a case_answer; its rules and due days are compared when `rules_too`.
void check_state(const Expectation& expect, const boost::json::object& answer, bool rules_too,
                 Failures& failures);
void check_actions(const Expectation& expect, const boost::json::array& actions,
                   Failures& failures);
void check_shown(const Expectation& expect, const std::string& shown, Failures& failures);

/// Whether `whole` holds all of `part`: objects member by member, lists item by item, all else
/// equal.
bool holds_part(const boost::json::value& whole, const boost::json::value& part);

}  // namespace verloop
