#include "engine/judge.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>

#include "engine/entries.hpp"
#include "engine/evidence.hpp"
#include "engine/working_days.hpp"

namespace verloop {
namespace {

constexpr std::int64_t term_days_max = 36'525;  // A hundred years: what is longer is no term.

/// What a condition says: yes, no (also when a value it reads is not there yet), or failed.
enum class Answer : std::uint8_t { no, yes, failed };

Answer ask(const std::optional<cel::Program>& condition, const cel::Bindings& bindings) {
  if (!condition) return Answer::no;
  const auto value = condition->evaluate(bindings);
  if (value.has_error()) {
    return value.error().kind == cel::EvaluationError::Kind::absent ? Answer::no : Answer::failed;
  }
  const bool* holds = value->get_if<bool>();
  return holds != nullptr && *holds ? Answer::yes : Answer::no;
}

/// The same where more may be so than is known: `failed` when that could make another answer.
Answer ask_in_doubt(const std::optional<cel::Program>& condition, const cel::Bindings& bindings,
                    Date uncertain) {
  if (!condition) return Answer::no;
  const auto value = condition->evaluate_in_doubt(bindings, uncertain);
  if (value.has_error()) return Answer::failed;
  const bool* holds = value->get_if<bool>();
  return holds != nullptr && *holds ? Answer::yes : Answer::no;
}

bool is_late_or_violated(Status status) {
  return status == Status::late || status == Status::violated;
}

Status status_of(const Due& due, Date today) {
  if (due.done) return due.due && *due.done > *due.due ? Status::late : Status::satisfied;
  return due.due && today > *due.due ? Status::violated : Status::pending;
}

/// What deadlines are judged by.
struct Judging {
  const CaseState& state;
  const Definition& definition;
  Date today;
  bool has_dated_settings;
};

/// What is known, with the settings as they held on the day on which a clock started.
cel::Bindings as_of_start(const cel::Bindings& bindings, Date from, const Judging& judging) {
  cel::Bindings then = bindings;
  then.insert_or_assign("settings",
                        settings_value(judging.state, judging.definition, {from, std::nullopt}));
  return then;
}

std::optional<Date> due_day(const Deadline& deadline, const Due& due, const cel::Bindings& bindings,
                            const Procedure& procedure) {
  std::optional<Date> day = date_of(deadline.due, bindings);
  if (!day && deadline.days && due.from) {
    const auto days = deadline.days->evaluate(bindings);
    const std::int64_t* count = days.has_value() ? days->get_if<std::int64_t>() : nullptr;
    if (count != nullptr && std::abs(*count) <= term_days_max) day = add_days(*due.from, *count);
  }
  if (day && ask(deadline.roll, bindings) == Answer::yes)
    day = roll_to_working_day(*day, procedure.holidays);
  return day;
}

std::optional<Date> due_day(const Deadline& deadline, const Due& due, const cel::Bindings& bindings,
                            const Judging& judging) {
  const Procedure& procedure = judging.definition.procedure;
  if (!due.from || !judging.has_dated_settings) return due_day(deadline, due, bindings, procedure);
  return due_day(deadline, due, as_of_start(bindings, *due.from, judging), procedure);
}

/// The due date by the clock that counts: an earlier one that had run out when it was stopped, else
/// the present one.
Due clock_of(const Deadline& deadline, const std::string& entry, const cel::Bindings& bindings,
             const Judging& judging) {
  Due due{entry, {}, {}, {}, Status::not_applicable};
  for (const EarlierClock& clock : deadline.earlier) {
    due.from = date_of(clock.from, bindings);
    due.due = due_day(deadline, due, bindings, judging);
    const auto until = date_of(clock.until, bindings);
    if (due.due && until && *due.due < *until) return due;
  }
  due.from = date_of(deadline.from, bindings);
  due.due = due_day(deadline, due, bindings, judging);
  return due;
}

/// Nothing is due any more on the due day; what was overdue before stays so.
bool is_stopped(const Deadline& deadline, const Due& due, const cel::Bindings& bindings) {
  return std::any_of(deadline.stops.begin(), deadline.stops.end(), [&](const cel::Program& stop) {
    const auto on = date_of(stop, bindings);
    return on && (!due.due || *on <= *due.due);
  });
}

/// What was not done by a day before the case was taken over may have been done; what is only known
/// on that day may be older.
bool is_in_doubt(const Due& due, const CaseState& state) {
  if (!state.taken_over || !is_late_or_violated(due.status)) return false;
  return *due.due < state.taken_over->day && (!due.done || *due.done == state.taken_over->day);
}

JudgedDeadline judge_deadline(const Deadline& deadline, const cel::Bindings& bindings,
                              const Judging& judging) {
  JudgedDeadline judged{deadline.id, Status::not_applicable, {}};
  const auto judge_one = [&](const std::string& entry, const cel::Bindings& known) {
    if (deadline.applies && ask(deadline.applies, known) != Answer::yes) return;
    Due due = clock_of(deadline, entry, known, judging);
    if ((!due.due && !due.from) || is_stopped(deadline, due, known)) return;
    due.done = date_of(deadline.done, known);
    due.status = status_of(due, judging.today);
    if (is_in_doubt(due, judging.state)) due.status = Status::unknown;
    judged.status = worse(judged.status, due.status);
    judged.dues.push_back(std::move(due));
  };
  for_each_entry(deadline.over, judging.definition.schema, bindings, judge_one);
  if (judged.dues.empty() && ask(deadline.expects, bindings) == Answer::yes)
    judged.status = Status::pending;
  return judged;
}

/// The day after the due day of the first entry that makes the deadline what it is: missed, or else
/// met late.
std::optional<Date> day_of_lateness(const JudgedDeadline& deadline) {
  std::optional<Date> first;
  if (deadline.status != Status::violated && deadline.status != Status::late) return first;
  for (const Due& due : deadline.dues) {
    if (due.status != deadline.status) continue;
    if (!first || *due.due < *first) first = due.due;
  }
  return first ? std::optional<Date>(add_days(*first, 1)) : std::nullopt;
}

Status judge_entry(const Judgement& judgement, const cel::Bindings& bindings) {
  if (judgement.applies) {
    const Answer applies = ask(judgement.applies, bindings);
    if (applies == Answer::failed) return Status::unknown;
    if (applies == Answer::no) return Status::not_applicable;
  }
  const std::array<std::pair<const std::optional<cel::Program>*, Status>, 3> order = {
      {{&judgement.satisfied, Status::satisfied},
       {&judgement.late, Status::late},
       {&judgement.violated, Status::violated}}};
  for (const auto& [condition, status] : order) {
    const Answer answer = ask(*condition, bindings);
    if (answer == Answer::failed) return Status::unknown;
    if (answer == Answer::yes) return status;
  }
  return Status::pending;
}

/// Whether the status may be another by what is not known.
bool is_in_doubt(const Judgement& judgement, const cel::Bindings& bindings, Status status,
                 Date uncertain) {
  if (judgement.applies && ask_in_doubt(judgement.applies, bindings, uncertain) != Answer::yes)
    return true;
  if (ask_in_doubt(judgement.satisfied, bindings, uncertain) != Answer::no) return true;
  const Answer late = ask_in_doubt(judgement.late, bindings, uncertain);
  if (status == Status::late) return late != Answer::yes;
  return late != Answer::no || ask_in_doubt(judgement.violated, bindings, uncertain) != Answer::yes;
}

bool holds_entry(const std::map<std::string, std::set<std::string>>& doubtful, const RuleId& rule,
                 const std::string& entry) {
  const auto at = doubtful.find(rule.text);
  return at != doubtful.end() && at->second.contains(entry);
}

/// Advice is followed or not, never violated.
Status as_advice(Status status) {
  if (status == Status::satisfied) return Status::followed;
  return status == Status::violated || status == Status::late ? Status::not_followed : status;
}

JudgedRule judge_by_deadline(const Rule& rule, const Judgements& so_far) {
  JudgedRule judged{rule.id, Status::not_applicable, {}, {}};
  const JudgedDeadline* deadline = so_far.deadline(rule.deadline->text);
  if (deadline == nullptr) return judged;
  judged.status = deadline->status;
  for (const Due& due : deadline->dues) {
    if (!due.entry.empty()) judged.entries.emplace_back(due.entry, due.status);
  }
  judged.since = day_of_lateness(*deadline);
  return judged;
}

JudgedRule judge_by_conditions(const Rule& rule, const cel::Bindings& bindings,
                               const CaseSchema& schema,
                               const std::optional<TakenOver>& taken_over) {
  JudgedRule judged{rule.id, Status::not_applicable, {}, {}};
  const Judgement& judgement = *rule.judge;
  const auto judge_one = [&](const std::string& entry, const cel::Bindings& known) {
    Status status = judge_entry(judgement, known);
    if (taken_over && is_late_or_violated(status) &&
        holds_entry(taken_over->doubtful, rule.id, entry) &&
        is_in_doubt(judgement, known, status, taken_over->day))
      status = Status::unknown;
    judged.status = worse(judged.status, status);
    if (judgement.over) judged.entries.emplace_back(entry, status);
  };
  for_each_entry(judgement.over, schema, bindings, judge_one);
  if (judged.entries.empty() && ask(judgement.expects, bindings) == Answer::yes)
    judged.status = Status::pending;
  return judged;
}

/// A motivation is given for one deviation: what was recorded later needs its own.
bool is_motivated(const Rule& rule, const CaseState& state, const Procedure& procedure) {
  const auto at = state.motivated.find(rule.id.text);
  if (at == state.motivated.end()) return false;
  const std::vector<Position> evidence = evidence_of(rule, state, procedure);
  return std::all_of(evidence.begin(), evidence.end(),
                     [&at](Position position) { return position <= at->second.until; });
}

JudgedRule judge_rule(const Rule& rule, const Judgements& so_far, const CaseState& state,
                      const cel::Bindings& bindings, const Definition& definition) {
  JudgedRule judged{rule.id, Status::not_applicable, {}, {}};
  if (rule.deadline) judged = judge_by_deadline(rule, so_far);
  if (rule.judge) judged = judge_by_conditions(rule, bindings, definition.schema, state.taken_over);
  if (rule.strength == Strength::advice) {
    judged.status = as_advice(judged.status);
    for (auto& entry : judged.entries) entry.second = as_advice(entry.second);
  }
  const bool deviates = judged.status == Status::violated || judged.status == Status::not_followed;
  if (deviates && is_motivated(rule, state, definition.procedure))
    judged.status = Status::motivated;
  return judged;
}

std::vector<JudgedDeadline> judge_deadlines(const cel::Bindings& bindings, const CaseState& state,
                                            const Definition& definition, Date today) {
  const Judging judging{state, definition, today, are_dated(state, definition)};
  std::vector<JudgedDeadline> judged;
  judged.reserve(definition.procedure.deadlines.size());
  for (const Deadline& deadline : definition.procedure.deadlines)
    judged.push_back(judge_deadline(deadline, bindings, judging));
  return judged;
}

}  // namespace

std::optional<Date> JudgedDeadline::due() const {
  std::optional<Date> open, latest;
  for (const Due& one : dues) {
    if (!one.due) continue;
    if (!one.done && (!open || *one.due < *open)) open = one.due;
    if (!latest || *one.due > *latest) latest = one.due;
  }
  return open ? open : latest;
}

const JudgedRule* Judgements::rule(std::string_view id) const {
  const auto at = std::find_if(rules.begin(), rules.end(),
                               [id](const JudgedRule& one) { return one.id.text == id; });
  return at == rules.end() ? nullptr : &*at;
}

const JudgedDeadline* Judgements::deadline(std::string_view id) const {
  const auto at = std::find_if(deadlines.begin(), deadlines.end(),
                               [id](const JudgedDeadline& one) { return one.id.text == id; });
  return at == deadlines.end() ? nullptr : &*at;
}

Date day_of_judging(const CaseState& state, Date day) {
  return state.closed_on ? std::min(*state.closed_on, day) : day;
}

std::map<std::string, std::set<std::string>> doubtful_rules(const CaseState& state,
                                                            const Definition& definition,
                                                            Date day) {
  std::map<std::string, std::set<std::string>> doubtful;
  const cel::Bindings bindings = judging_bindings(state, definition, day);
  for (const Rule& rule : definition.procedure.rules) {
    if (!rule.judge) continue;
    const Judgement& judgement = *rule.judge;
    for_each_entry(judgement.over, definition.schema, bindings,
                   [&](const std::string& entry, const cel::Bindings& known) {
                     const Status status = judge_entry(judgement, known);
                     if (is_late_or_violated(status) && is_in_doubt(judgement, known, status, day))
                       doubtful[rule.id.text].insert(entry);
                   });
  }
  return doubtful;
}

std::vector<JudgedDeadline> judge_deadlines(const CaseState& state, const Definition& definition,
                                            Date day) {
  const Date today = day_of_judging(state, day);
  return judge_deadlines(judging_bindings(state, definition, today), state, definition, today);
}

Judgements judge(const CaseState& state, const Definition& definition, Date day) {
  const Date today = day_of_judging(state, day);
  const cel::Bindings bindings = judging_bindings(state, definition, today);
  Judgements judgements{judge_deadlines(bindings, state, definition, today), {}};
  for (const Rule& rule : definition.procedure.rules) {
    judgements.rules.push_back(judge_rule(rule, judgements, state, bindings, definition));
  }
  return judgements;
}

}  // namespace verloop
