#include "engine/evolve.hpp"

#include <algorithm>

#include "engine/fold.hpp"
#include "engine/judge.hpp"
#include "events/json/text_in.hpp"
#include "events/upcast.hpp"

namespace verloop {
namespace {

namespace json = boost::json;

void begin_case(CaseState& state, const Record& record, const Definition& definition) {
  state.id = record.case_id;
  state.definition = record.procedure;
  for (const Track& track : definition.procedure.tracks) state.tracks[track.name] = track.initial;
}

/// A cycle is known by what opened it: its number changes when an earlier one comes to light.
bool is_of_present_cycle(const CaseState& state, const Record& record) {
  if (const json::value* opened = record.data.if_contains("opened"))
    return state.cycle_opened && *opened == static_cast<std::int64_t>(state.cycle_opened->value);
  const json::value* cycle = record.data.if_contains("cycle");
  return cycle == nullptr || *cycle == state.cycle;
}

/// Of another cycle than the present one it bears on nothing any more.
void note_finding(CaseState& state, const Record& record) {
  if (!is_of_present_cycle(state, record)) return;
  FindingState& finding = state.findings[text_in(record.data, "rule")];
  if (record.type.text.starts_with("FindingRaised@")) {
    finding.status = text_in(record.data, "status");
    finding.open = finding.status != "late";
    ++finding.raised;
  } else {
    finding.open = false;
    if (text_in(record.data, "how") == "corrected") finding.status.clear();
  }
}

/// Of the case itself it says nothing.
void open_to(CaseState& state, const Record& record) {
  const auto until = parse_timestamp(text_in(record.data, "until"));
  if (until.has_error()) return;
  EmergencyLook& known = state.emergencies[{text_in(record.data, "person")}];
  const bool is_same = known.role == record.actor.role && known.org == record.actor.org;
  if (!is_same || known.until < *until) known = {record.actor.role, record.actor.org, *until};
}

void open_cycle(CaseState& state, const Cycle& cycle, const Record& record) {
  ++state.cycle;
  state.cycle_since = record.occurred_on.day;
  state.cycle_opened = record.version;
  for (const std::string& path : cycle.clears) clear_path(state, path);
  for (const auto& [track, initial] : cycle.tracks) state.tracks[track] = initial;
  state.findings.clear();
  if (state.taken_over) state.taken_over->doubtful.clear();
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

void note_members(CaseState& state, const Record& record, const Definition& definition) {
  for (const std::int64_t member : members_named(record, definition)) {
    state.members = std::max(state.members, member);
    state.named.insert(member);
  }
}

/// The motivation that was recorded last counts, whatever day it speaks of.
void note_motivation(CaseState& state, const std::string& rule, const Motivation& motivation) {
  const auto [known, is_new] = state.motivated.emplace(rule, motivation);
  if (!is_new && known->second.until < motivation.until) known->second = motivation;
}

void note_motivations(CaseState& state, const Record& record, const EventType& type,
                      const Procedure& procedure) {
  for (auto& [rule, known] : state.motivated)
    if (known.command == record.command.text) known.until = std::max(known.until, record.position);
  for (const RuleId& rule : record.findings)
    note_motivation(state, rule.text, {record.position, record.command.text});
  if (type.name == procedure.motivates_event)
    note_motivation(state, text_in(record.data, procedure.motivates_field),
                    {record.position, record.command.text});
}

/// What came before was not seen happening: what it falls short of then stays in doubt.
void take_over(CaseState& state, const Record& record, const Definition& definition) {
  const Date day = record.occurred_on.day;
  state.made = {};
  state.taken_over = TakenOver{day, doubtful_rules(state, definition, day)};
  state.made = {};
}

/// What the event does to its case at its place among the others.
void happen(CaseState& state, const Told& told, const EventType& type,
            const Definition& definition) {
  const Procedure& procedure = definition.procedure;
  const Record& record = told.record;
  if (procedure.cycle && type.name == procedure.cycle->opens)
    open_cycle(state, *procedure.cycle, record);
  for (const FoldStep& step : type.fold) apply(step, told, state);
  note_members(state, record, definition);
  move_tracks(state, record, type, procedure);
  note_motivations(state, record, type, procedure);
  if (procedure.closes.contains(type.name)) {
    state.closed = true;
    state.closed_on = record.occurred_on.day;
  }
  if (procedure.takeover && type.name == procedure.takeover->event)
    take_over(state, record, definition);
}

cel::Value make_value(const CaseState& state, const Definition& definition) {
  cel::RecordValue tracks{"case.tracks", {}};
  for (const auto& [name, at] : state.tracks) tracks.fields.emplace(name, cel::Value::of(at));
  const std::int64_t version = state.version ? static_cast<std::int64_t>(state.version->value) : -1;
  return definition.schema.to_cel(state.fields, {{"id", cel::Value::of(state.id.text)},
                                                 {"cycle", cel::Value::of(state.cycle)},
                                                 {"version", cel::Value::of(version)},
                                                 {"tracks", cel::Value::of(std::move(tracks))}});
}

}  // namespace

bool is_finding(const Record& record) {
  return record.type.text.starts_with("FindingRaised@") ||
         record.type.text.starts_with("FindingCleared@");
}

bool is_migration(const Record& record) {
  return record.type == case_migrated;
}

bool comes_late(const CaseState& state, const Record& record) {
  if (is_alteration(record.type.text) || is_migration(record)) return true;
  return state.version && !is_finding(record) && record.occurred_on.day < state.last_seen;
}

CaseState evolve(CaseState state, const Record& record, const Definition& definition,
                 const Moved& moved, const std::optional<Position>& said_at) {
  state.made = {};
  if (!state.version) begin_case(state, record, definition);
  const bool is_newest = !state.version || *state.version < record.version;
  if (is_newest) {
    state.version = record.version;
    state.position = record.position;
  }
  const EventType* type = definition.catalogue.find(record.type.text);
  if (type == nullptr) return state;
  if (record.type == emergency_opened) {
    open_to(state, record);
    return state;
  }
  state.last_seen = std::max(state.last_seen, record.occurred_on.day);
  if (is_migration(record)) state.definition = record.procedure;
  if (is_finding(record)) {
    note_finding(state, record);
  } else if (type->name == "SettingChanged") {
    note_setting(state, record);
  } else {
    if (is_newest) state.last_day = record.occurred_on.day;
    const Position judged_by = said_at.value_or(record.position);
    if (type->upcast_by.empty()) {
      happen(state, {record, moved, judged_by, nullptr}, *type, definition);
    } else {
      const Upcasted lifted = upcast(record, *type, definition.catalogue);
      happen(state, {lifted.record, moved, judged_by, &lifted.stored_names}, *lifted.type,
             definition);
    }
  }
  return state;
}

cel::Value case_value(const CaseState& state, const Definition& definition) {
  MadeValue& made = state.made;
  if (!made.value || made.definition != definition.digest)
    made = {make_value(state, definition), definition.digest};
  return *made.value;
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
