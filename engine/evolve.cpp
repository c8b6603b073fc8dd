#include "engine/evolve.hpp"

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

/// The engine's own events bear on findings only.
void note_finding(CaseState& state, const Record& record, const std::string& type) {
  FindingState& finding = state.findings[text_in(record.data, "rule")];
  if (type == "FindingRaised") {
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

/// What happened before the day of a cycle belongs to the one before, whenever it is recorded.
void open_cycle(CaseState& state, const Cycle& cycle, Date day) {
  ++state.cycle;
  for (const std::string& path : cycle.clears) clear_path(state, path, day);
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

void note_motivations(CaseState& state, const Record& record, const EventType& type,
                      const Procedure& procedure) {
  const Motivation motivation{record.position, record.command.text};
  for (auto& [rule, known] : state.motivated)
    if (known.command == motivation.command) known.until = record.position;
  for (const RuleId& rule : record.findings) state.motivated[rule.text] = motivation;
  if (type.name != procedure.motivates_event) return;
  state.motivated[text_in(record.data, procedure.motivates_field)] = motivation;
}

}  // namespace

CaseState evolve(CaseState state, const Record& record, const Definition& definition) {
  if (!state.version) begin_case(state, record, definition);
  state.version = record.version;
  state.position = record.position;
  const EventType* type = definition.catalogue.find(record.type.text);
  if (type == nullptr) return state;
  state.last_seen = std::max(state.last_seen, record.occurred_on.day);
  if (type->name == "FindingRaised" || type->name == "FindingCleared") {
    note_finding(state, record, type->name);
    return state;
  }
  if (type->name == "SettingChanged") {
    change_setting(state, record);
    return state;
  }
  const Procedure& procedure = definition.procedure;
  state.last_day = record.occurred_on.day;
  if (procedure.cycle && type->name == procedure.cycle->opens)
    open_cycle(state, *procedure.cycle, record.occurred_on.day);
  for (const FoldStep& step : type->fold) apply(step, record, state);
  note_members(state, record, *type);
  move_tracks(state, record, *type, procedure);
  note_motivations(state, record, *type, procedure);
  if (type->name == procedure.closes) {
    state.closed = true;
    state.closed_on = record.occurred_on.day;
  }
  return state;
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
