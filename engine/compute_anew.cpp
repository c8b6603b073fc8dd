#include "engine/compute_anew.hpp"

#include <algorithm>

#include "engine/bindings.hpp"

namespace verloop {
namespace {

namespace json = boost::json;

const Field* member_field(const EventType& type) {
  const auto is_member = [](const Field& field) { return field.type.kind == FieldKind::member; };
  const auto at = std::find_if(type.fields.begin(), type.fields.end(), is_member);
  return at == type.fields.end() ? nullptr : &*at;
}

/// The number by which the record speaks of somebody whom the case knew before it.
std::optional<std::int64_t> known_member(const Record& record, const CaseState& before,
                                         const EventType& type) {
  const Field* field = member_field(type);
  const json::value* number = field == nullptr ? nullptr : record.data.if_contains(field->name);
  if (number == nullptr) return std::nullopt;
  const auto member = number->to_number<std::int64_t>();
  return before.named.contains(member) ? std::optional<std::int64_t>(member) : std::nullopt;
}

/// The payload as conditions see it.
cel::Value payload_value(const Record& record, const json::object& payload, const Action& action,
                         const CaseState& before, const EventType& type) {
  cel::RecordValue data;
  for (const Field& field : action.payload) {
    const json::value* value = payload.if_contains(field.name);
    if (value != nullptr) data.fields.emplace(field.name, to_cel(*value, field.type));
  }
  if (const auto member = known_member(record, before, type))
    data.fields.insert_or_assign("member", cel::Value::of(*member));
  return cel::Value::of(std::move(data));
}

/// Whether some event of the action holds this field of its payload in the clear.
bool is_told(const Action& action, const std::string& name, const Definition& definition) {
  return std::any_of(action.events.begin(), action.events.end(), [&](const Made& made) {
    const EventType* type = definition.catalogue.find(made.event);
    const Field* field = type == nullptr ? nullptr : type->field(name);
    return field != nullptr && field->privacy == PrivacyClass::open &&
           !made.computed.contains(name);
  });
}

/// Whether the records tell all that the expression reads beside the case.
bool suffices_for(const cel::Program& program, const Action& action, const EventType& type,
                  const Definition& definition) {
  const auto paths = program.paths();
  return std::all_of(paths.begin(), paths.end(), [&](const std::string& path) {
    if (path == "today" || path == "now" || path == "data") return false;
    if (!path.starts_with("data.")) return true;
    const std::string name = path.substr(5, path.find_first_of(".[", 5) - 5);
    if (name == "member") return member_field(type) != nullptr;
    return is_told(action, name, definition);
  });
}

}  // namespace

Payloads open_payloads(const std::vector<Counted>& records, const Definition& definition) {
  Payloads payloads;
  for (const Counted& one : records) {
    for (const auto& member : one.record->data) {
      if (takes_field(*one.record, member.key(), definition))
        payloads[one.record->command][member.key()] = member.value();
    }
  }
  return payloads;
}

json::object computed_anew(const Record& record, const json::object& payload,
                           const CaseState& before, const Definition& definition) {
  json::object data = record.data;
  const EventType* type = definition.catalogue.find(record.type.text);
  const Action* action = definition.procedure.action(record.action.text);
  const Made* made = made_by(record, definition);
  if (type == nullptr || made == nullptr || made->computed.empty()) return data;
  Circumstances given{record.recorded_at, record.occurred_on.day, definition, {}, false};
  given.known_until = record.position;
  const cel::Bindings bindings =
      decision_bindings(before, payload_value(record, payload, *action, before, *type),
                        record.actor, given, record.occurred_on);
  for (const auto& [name, program] : made->computed) {
    const bool is_open = type->field(name)->privacy == PrivacyClass::open;
    if (!is_open || !suffices_for(program, *action, *type, definition)) continue;
    const auto value = program.evaluate(bindings);
    if (value.has_error()) {
      if (value.error().kind == cel::EvaluationError::Kind::absent) data.erase(name);
      continue;
    }
    auto computed = to_json(*value);
    if (computed.has_value()) data[name] = std::move(*computed);
  }
  return data;
}

}  // namespace verloop
