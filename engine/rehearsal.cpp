#include "engine/rehearsal.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "engine/decide.hpp"
#include "engine/evolve.hpp"
#include "events/json/canonical_json.hpp"

namespace verloop {
namespace {

namespace json = boost::json;

using Named = std::map<std::string, std::string>;

std::vector<Difference> differences(const Named& before, const Named& after) {
  std::vector<Difference> all;
  for (const auto& [what, value] : before) {
    const auto other = after.find(what);
    if (other == after.end())
      all.push_back({what, value, {}});
    else if (other->second != value)
      all.push_back({what, value, other->second});
  }
  for (const auto& [what, value] : after)
    if (!before.contains(what)) all.push_back({what, {}, value});
  std::sort(all.begin(), all.end(),
            [](const Difference& a, const Difference& b) { return a.what < b.what; });
  return all;
}

Named due_days(const Judgements& judged) {
  Named days;
  for (const JudgedDeadline& deadline : judged.deadlines) {
    for (const Due& one : deadline.dues) {
      if (!one.due) continue;
      const std::string entry = one.entry.empty() ? std::string() : "/" + one.entry;
      days[deadline.id.text + entry] = format(*one.due);
    }
  }
  return days;
}

Named statuses(const Judgements& judged) {
  Named all;
  for (const JudgedRule& rule : judged.rules) all[rule.id.text] = std::string(name_of(rule.status));
  return all;
}

/// Those whose states the case is in, whoever may do them.
Named possible_actions(const CaseState& state, const Procedure& procedure) {
  Named all;
  for (const Action& action : procedure.actions) {
    if (!action.creates && fits(state, action)) all[action.id.text] = "possible";
  }
  return all;
}

std::vector<std::string> unknown_events(const std::vector<Record>& records, const Definition& to) {
  std::set<std::string> types;
  for (const Record& record : records)
    if (to.catalogue.find(record.type.text) == nullptr) types.insert(record.type.text);
  return {types.begin(), types.end()};
}

/// What was recorded for one audience is never shown to another; each is narrower than all.
std::vector<std::string> widened_events(const std::vector<Record>& records, const Definition& from,
                                        const Definition& to) {
  std::set<std::string> types;
  for (const Record& record : records) {
    const EventType* before = from.catalogue.find(record.type.text);
    const EventType* after = to.catalogue.find(record.type.text);
    if (before == nullptr || after == nullptr) continue;
    if (before->audience != after->audience && before->audience != Audience::shared)
      types.insert(record.type.text);
  }
  return {types.begin(), types.end()};
}

/// States that the records lead to, and that the definition's own tracks do not have.
std::vector<std::string> unknown_states(const CaseState& before, const Procedure& to) {
  std::vector<std::string> all;
  for (const auto& [name, at] : before.tracks) {
    const Track* track = to.track(name);
    const bool is_known =
        track != nullptr && std::any_of(track->states.begin(), track->states.end(),
                                        [&at = at](const auto& one) { return one.first == at; });
    if (!is_known) all.push_back(name + "=" + at);
  }
  return all;
}

json::array to_json(const std::vector<Difference>& all) {
  json::array rows;
  for (const Difference& one : all) {
    json::object row{{"what", one.what}};
    if (!one.before.empty()) row["before"] = one.before;
    if (!one.after.empty()) row["after"] = one.after;
    rows.push_back(std::move(row));
  }
  return rows;
}

json::array to_json(const std::vector<std::string>& names) {
  json::array all;
  for (const std::string& name : names) all.push_back(json::string(name));
  return all;
}

}  // namespace

bool RehearsedCase::is_changed() const {
  return !tracks.empty() || !due.empty() || !rules.empty() || !actions.empty() ||
         !unknown_events.empty() || !unknown_states.empty() || !widened_events.empty();
}

RehearsedCase rehearse_case(const std::vector<Record>& records, const Definition& from,
                            const Definition& to, Date today) {
  RehearsedCase rehearsed;
  if (records.empty()) return rehearsed;
  const CaseState before = fold_case(records, from);
  const CaseState after = fold_case(records, to);
  const Judgements judged_before = judge(before, from, today);
  const Judgements judged_after = judge(after, to, today);
  const Named possible_before = possible_actions(before, from.procedure);
  const Named possible_after = possible_actions(after, to.procedure);
  rehearsed.id = records.front().case_id;
  rehearsed.version = records.back().version;
  rehearsed.from = from.reference;
  rehearsed.to = to.reference;
  rehearsed.tracks = differences(before.tracks, after.tracks);
  rehearsed.due = differences(due_days(judged_before), due_days(judged_after));
  rehearsed.rules = differences(statuses(judged_before), statuses(judged_after));
  rehearsed.actions = differences(possible_before, possible_after);
  rehearsed.unknown_events = unknown_events(records, to);
  rehearsed.unknown_states = unknown_states(before, to.procedure);
  rehearsed.widened_events = widened_events(records, from, to);
  rehearsed.is_stuck = !rehearsed.unknown_events.empty() || !rehearsed.widened_events.empty() ||
                       (possible_after.empty() && !possible_before.empty());
  return rehearsed;
}

json::object to_json(const RehearsedCase& rehearsed) {
  return {{"actions", to_json(rehearsed.actions)},
          {"case", rehearsed.id.text},
          {"due", to_json(rehearsed.due)},
          {"from", rehearsed.from},
          {"rules", to_json(rehearsed.rules)},
          {"stuck", rehearsed.is_stuck},
          {"to", rehearsed.to},
          {"tracks", to_json(rehearsed.tracks)},
          {"unknownEvents", to_json(rehearsed.unknown_events)},
          {"unknownStates", to_json(rehearsed.unknown_states)},
          {"version", rehearsed.version.value},
          {"widenedEvents", to_json(rehearsed.widened_events)}};
}

Digest digest(const RehearsedCase& rehearsed) {
  return sha256(canonical_json(to_json(rehearsed)));
}

}  // namespace verloop
