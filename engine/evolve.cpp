#include "engine/evolve.hpp"

#include <algorithm>

#include "engine/fold.hpp"
#include "events/json/text_in.hpp"

namespace verloop {
namespace {

namespace json = boost::json;

void begin_case(CaseState& state, const Record& record, const Definition& definition) {
  state.id = record.case_id;
  state.definition = record.procedure;
  for (const Track& track : definition.procedure.tracks) state.tracks[track.name] = track.initial;
}

bool is_finding(const Record& record) {
  return record.type.text.starts_with("FindingRaised@") ||
         record.type.text.starts_with("FindingCleared@");
}

/// Of another cycle than the present one it bears on nothing any more.
void note_finding(CaseState& state, const Record& record) {
  const json::value* cycle = record.data.if_contains("cycle");
  if (cycle != nullptr && *cycle != state.cycle) return;
  FindingState& finding = state.findings[text_in(record.data, "rule")];
  if (record.type.text.starts_with("FindingRaised@")) {
    finding.status = text_in(record.data, "status");
    finding.open = finding.status != "late";
    ++finding.raised;
  } else {
    finding.open = false;
  }
}

void change_setting(CaseState& state, const Record& record) {
  const json::value* integer = record.data.if_contains("integer");
  const json::value* boolean = record.data.if_contains("boolean");
  if (integer == nullptr && boolean == nullptr) return;
  state.settings[text_in(record.data, "setting")] = integer != nullptr ? *integer : *boolean;
}

void open_cycle(CaseState& state, const Cycle& cycle, Date day) {
  ++state.cycle;
  state.cycle_since = day;
  for (const std::string& path : cycle.clears) clear_path(state, path);
  for (const auto& [track, initial] : cycle.tracks) state.tracks[track] = initial;
  state.findings.clear();
  state.motivated.clear();
}

void move_tracks(CaseState& state, const Record& record, const EventType& type,
                 const Procedure& procedure) {
  for (const Track& track : procedure.tracks) {
    for (const Move& move : track.moves) {
      if (move.on != type.name) continue;
      if (move.when) {
        const auto holds = move.when->evaluate({{"data", data_value(record.data, type)}});
        const bool* decided = holds.has_value() ? holds->get_if<bool>() : nullptr;
        if (decided == nullptr || !*decided) continue;
      }
      state.tracks[track.name] = move.to;
      break;
    }
  }
}

void note_members(CaseState& state, const Record& record, const EventType& type) {
  for (const Field& field : type.fields) {
    if (field.type.kind != FieldKind::member) continue;
    const json::value* number = record.data.if_contains(field.name);
    if (number != nullptr && number->is_number()) {
      state.members = std::max(state.members, number->to_number<std::int64_t>());
    }
  }
}

/// The motivation that was recorded last counts, whatever day it speaks of.
void note_motivation(CaseState& state, const std::string& rule, const Motivation& motivation) {
  const auto [known, is_new] = state.motivated.emplace(rule, motivation);
  if (!is_new && known->second.until < motivation.until) known->second = motivation;
}

void note_motivations(CaseState& state, const Record& record, const EventType& type,
                      const Procedure& procedure) {
  const Motivation motivation{record.position, record.command.text};
  for (auto& [rule, known] : state.motivated)
    if (known.command == motivation.command) known.until = std::max(known.until, record.position);
  for (const RuleId& rule : record.findings) note_motivation(state, rule.text, motivation);
  if (type.name == procedure.motivates_event)
    note_motivation(state, text_in(record.data, procedure.motivates_field), motivation);
}

/// What the event does to its case at its place among the others.
void happen(CaseState& state, const Record& record, const EventType& type,
            const Procedure& procedure) {
  if (procedure.cycle && type.name == procedure.cycle->opens)
    open_cycle(state, *procedure.cycle, record.occurred_on.day);
  for (const FoldStep& step : type.fold) apply(step, record, state);
  note_members(state, record, type);
  move_tracks(state, record, type, procedure);
  note_motivations(state, record, type, procedure);
  if (type.name == procedure.closes) {
    state.closed = true;
    state.closed_on = record.occurred_on.day;
  }
}

/// The records with the day that each counts from, in the order in which they count; findings last.
std::vector<const Record*> in_order(const std::vector<Record>& records) {
  struct Placed {
    bool is_finding;
    Date day;
    const Record* record;
  };
  std::vector<Placed> placed;
  std::map<std::string, Date> outdated;  // By type of derived event: the day from which on.
  for (auto at = records.rbegin(); at != records.rend(); ++at) {
    Date day = at->occurred_on.day;
    if (is_finding(*at)) {
      placed.push_back({true, Date(), &*at});
      continue;
    }
    if (at->basis == Basis::derived) {
      const auto [known, is_new] = outdated.emplace(at->type.text, day);
      day = known->second = std::min(known->second, day);
    }
    placed.push_back({false, day, &*at});
  }
  std::reverse(placed.begin(), placed.end());
  std::stable_sort(placed.begin(), placed.end(), [](const Placed& a, const Placed& b) {
    return a.is_finding != b.is_finding ? b.is_finding : a.day < b.day;
  });
  std::vector<const Record*> ordered;
  ordered.reserve(placed.size());
  for (const Placed& one : placed) ordered.push_back(one.record);
  return ordered;
}

}  // namespace

bool comes_late(const CaseState& state, const Record& record) {
  return state.version && !is_finding(record) && record.occurred_on.day < state.last_seen;
}

CaseState evolve(CaseState state, const Record& record, const Definition& definition) {
  if (!state.version) begin_case(state, record, definition);
  const bool is_newest = !state.version || *state.version < record.version;
  if (is_newest) {
    state.version = record.version;
    state.position = record.position;
  }
  const EventType* type = definition.catalogue.find(record.type.text);
  if (type == nullptr) return state;
  state.last_seen = std::max(state.last_seen, record.occurred_on.day);
  if (is_finding(record)) {
    note_finding(state, record);
  } else if (type->name == "SettingChanged") {
    change_setting(state, record);
  } else {
    if (is_newest) state.last_day = record.occurred_on.day;
    happen(state, record, *type, definition.procedure);
  }
  return state;
}

CaseState fold_case(const std::vector<Record>& records, const Definition& definition) {
  CaseState state;
  if (records.empty()) return state;
  state.id = records.front().case_id;
  for (const Record* record : in_order(records))
    state = evolve(std::move(state), *record, definition);
  return state;
}

CaseFolding::CaseFolding(CaseState state, std::vector<Record> past)
    : state_(std::move(state)), past_(std::move(past)) {
  is_whole_ = past_.size() == (state_.version ? state_.version->value + 1 : 0);
}

void CaseFolding::add(Record record, const Definition& definition) {
  if (!comes_late(state_, record)) {
    state_ = evolve(std::move(state_), record, definition);
    if (is_whole_) past_.push_back(std::move(record));
    return;
  }
  ensure(is_whole_, "a record that comes late is folded with all that came before");
  past_.push_back(std::move(record));
  state_ = fold_case(past_, definition);
}

cel::Value case_value(const CaseState& state, const Definition& definition) {
  cel::RecordValue tracks{"case.tracks", {}};
  for (const auto& [name, at] : state.tracks) tracks.fields.emplace(name, cel::Value::of(at));
  const std::int64_t version = state.version ? static_cast<std::int64_t>(state.version->value) : -1;
  return definition.schema.to_cel(state.fields, {{"id", cel::Value::of(state.id.text)},
                                                 {"cycle", cel::Value::of(state.cycle)},
                                                 {"version", cel::Value::of(version)},
                                                 {"tracks", cel::Value::of(std::move(tracks))}});
}

cel::Value data_value(const json::object& data, const EventType& type) {
  cel::RecordValue record{"data", {}};
  for (const Field& field : type.fields) {
    const json::value* value = data.if_contains(field.name);
    if (value != nullptr && !value->is_null())
      record.fields.emplace(field.name, to_cel(*value, field.type));
  }
  return cel::Value::of(std::move(record));
}

}  // namespace verloop
