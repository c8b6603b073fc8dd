#pragma once
// Deadlines and rules, judged: a pure function of a case's state, its definition and the as-of day.
// Nothing here reads a clock or changes a case.

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "engine/case_state.hpp"
#include "engine/procedure_load.hpp"
#include "engine/status.hpp"

namespace verloop {

/// One due date. `entry` is the member number (or the key) of the entry it belongs to; empty for
/// the whole case. Its term is that of the settings as they held on the day on which its clock
/// started; where there is no such day, on the as-of day.
struct Due {
  std::string entry;
  std::optional<Date> from, due, done;
  Status status = Status::not_applicable;
};

struct JudgedDeadline {
  RuleId id;
  Status status = Status::not_applicable;
  std::vector<Due> dues;
  /// The earliest due day that is still open, else the latest due day.
  std::optional<Date> due() const;
};

struct JudgedRule {
  RuleId id;
  Status status = Status::not_applicable;
  std::vector<std::pair<std::string, Status>>
      entries;                // Key of the entry -> its status; empty without `over`.
  std::optional<Date> since;  // The day on which a deadline turned late or violated.
};

struct Judgements {
  std::vector<JudgedDeadline> deadlines;
  std::vector<JudgedRule> rules;
  const JudgedRule* rule(std::string_view id) const;
  const JudgedDeadline* deadline(std::string_view id) const;
};

/// Of a closed case no clock runs on: it is judged as of the day of closing.
Date day_of_judging(const CaseState& state, Date today);

Judgements judge(const CaseState& state, const Definition& definition, Date today);
/// Of a case that was taken over as it stands on that day: the rules, with their entries, that came
/// to late or violated there only because something is not known. As they stand in TakenOver.
std::map<std::string, std::set<std::string>> doubtful_rules(const CaseState& state,
                                                            const Definition& definition, Date day);
/// Only the deadlines of it.
std::vector<JudgedDeadline> judge_deadlines(const CaseState& state, const Definition& definition,
                                            Date today);

}  // namespace verloop
