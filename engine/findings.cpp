#include "engine/findings.hpp"

#include <algorithm>

#include "engine/evidence.hpp"
#include "events/record.hpp"

namespace verloop {
namespace {

namespace json = boost::json;

constexpr std::size_t evidence_max = 64;  // Positions that a finding names at most.

bool is_bad(Status status) {
  return status == Status::violated || status == Status::not_followed;
}

std::string how_cleared(Status status, Cause cause) {
  if (cause == Cause::alteration) return "corrected";
  switch (status) {
    case Status::satisfied:
    case Status::followed:
      return "met";
    case Status::late:
      return "metLate";
    case Status::motivated:
      return "motivated";
    default:
      return "notApplicable";
  }
}

Occurrence on(Date day) {
  return {day, format(day)};
}

/// What does not change when an earlier cycle comes to light.
std::string cycle_name(const CaseState& state) {
  return state.cycle_opened ? std::to_string(state.cycle_opened->value) : std::string();
}

CommandId command_id(std::string_view origin, const CaseState& state, const RuleId& rule,
                     std::int64_t raised, std::string_view what) {
  std::string name(origin);
  for (const std::string& part :
       {state.id.text, rule.text, cycle_name(state), std::to_string(raised)}) {
    name += '\n' + part;
  }
  return {uuid_from_name(name + '\n' + std::string(what))};
}

/// The first day, from the case's last event on, on which the rule has the status that it has
/// today. Time changes a judgement once between two events, so the days are halved, not walked.
Date day_it_became(const CaseState& state, const Definition& definition, const JudgedRule& rule,
                   Date today) {
  const auto holds_on = [&](Date day) {
    const Judgements judged = judge(state, definition, day);
    const JudgedRule* then = judged.rule(rule.id.text);
    return then != nullptr && then->status == rule.status;
  };
  std::int64_t no = -1;  // Days after the last event on which it did not hold yet.
  std::int64_t yes = std::max<std::int64_t>(0, days_between(state.last_day, today));
  const Date first = yes == 0 ? today : state.last_day;
  while (yes - no > 1) {
    const std::int64_t middle = (yes + no) / 2;
    (holds_on(add_days(first, middle)) ? yes : no) = middle;
  }
  return add_days(first, yes);
}

json::array evidence_json(const CaseState& state, const JudgedRule& judged,
                          const Procedure& procedure) {
  json::array evidence;
  const Rule* rule = procedure.rule(judged.id.text);
  if (rule == nullptr) return evidence;
  for (const Position position : evidence_of(*rule, state, procedure)) {
    if (evidence.size() < evidence_max)
      evidence.push_back(static_cast<std::int64_t>(position.value));
  }
  return evidence;
}

Event finding(const char* type, const CaseState& state, const JudgedRule& rule, Date day) {
  Event event;
  event.type = {type};
  event.occurred_on = on(day);
  event.basis = Basis::derived;
  event.fields = {{"rule", rule.id.text}, {"cycle", state.cycle}};
  if (state.cycle_opened)
    event.fields["opened"] = static_cast<std::int64_t>(state.cycle_opened->value);
  return event;
}

/// A raised finding always carries the next number, so that it is recorded once per time that it is
/// raised.
Noticed raised(const CaseState& state, const Procedure& procedure, const JudgedRule& rule, Date day,
               std::int64_t before, std::string_view origin) {
  Event event = finding("FindingRaised@1", state, rule, day);
  event.fields["status"] = json::string(name_of(rule.status));
  json::array evidence = evidence_json(state, rule, procedure);
  if (!evidence.empty()) event.fields["evidence"] = std::move(evidence);
  return {std::move(event), command_id(origin, state, rule.id, before + 1, name_of(rule.status))};
}

Noticed cleared(const CaseState& state, const JudgedRule& rule, Date day, std::int64_t before,
                std::string_view origin, Cause cause) {
  Event event = finding("FindingCleared@1", state, rule, day);
  event.fields["how"] = how_cleared(rule.status, cause);
  return {std::move(event), command_id(origin, state, rule.id, before, "cleared")};
}

}  // namespace

std::vector<Noticed> findings_due(const CaseState& state, const Definition& definition,
                                  const Judgements& judged, Date today, std::string_view origin,
                                  Cause cause) {
  std::vector<Noticed> noticed;
  if (today < state.last_seen) return noticed;  // A clock that stands before the case knows less.
  const Date last = std::min(state.last_day, today);
  for (const JudgedRule& rule : judged.rules) {
    const auto at = state.findings.find(rule.id.text);
    const FindingState known = at == state.findings.end() ? FindingState{} : at->second;
    const bool late_unseen =
        rule.status == Status::late && (known.raised == 0 || known.status.empty());
    const bool late_no_more = cause == Cause::alteration && known.status == "late" &&
                              rule.status != Status::late && !is_bad(rule.status);
    if (late_unseen || (is_bad(rule.status) && !known.open)) {
      const Date day =
          rule.since ? std::min(*rule.since, today) : day_it_became(state, definition, rule, today);
      noticed.push_back(raised(state, definition.procedure, rule, day, known.raised, origin));
    } else if ((known.open && !is_bad(rule.status)) || late_no_more) {
      noticed.push_back(cleared(state, rule, last, known.raised, origin, cause));
    }
  }
  for (const auto& [id, known] : state.findings) {
    if (!known.open || judged.rule(id) != nullptr) continue;  // Of a version before a migration.
    JudgedRule gone;
    gone.id = {id};
    noticed.push_back(cleared(state, gone, last, known.raised, origin, cause));
  }
  std::stable_sort(noticed.begin(), noticed.end(), [](const Noticed& a, const Noticed& b) {
    return a.event.occurred_on.day < b.event.occurred_on.day;
  });
  return noticed;
}

}  // namespace verloop
