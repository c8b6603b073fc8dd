#include "engine/bindings.hpp"

#include "engine/evolve.hpp"
#include "engine/judge.hpp"
#include "engine/make_alteration.hpp"
#include "events/on_behalf.hpp"

namespace verloop {
namespace {

cel::Value moment_value(Timestamp moment) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(moment);
  const auto nanos = std::chrono::duration_cast<std::chrono::nanoseconds>(moment - seconds);
  return cel::Value(cel::Value::Storage(
      cel::Moment{seconds.time_since_epoch().count(), static_cast<std::int32_t>(nanos.count())}));
}

/// Who recorded the entry that is to be altered, and of which type it is.
void add_entry(cel::RecordValue& data, const Command& command, const Circumstances& given) {
  const auto version = version_in(command);
  const auto entry =
      version ? entry_of(given.past, *version, given.definition) : std::optional<Entry>();
  if (!entry) return;
  data.fields.emplace("author", cel::Value::of(entry->named->actor.role.text));
  data.fields.emplace("entryType", cel::Value::of(type_name(*entry->named)));
}

}  // namespace

cel::Value actor_value(const Actor& actor) {
  return cel::Value::of(cel::RecordValue{"actor",
                                         {{"id", cel::Value::of(author_of(actor).text)},
                                          {"org", cel::Value::of(actor.org.text)},
                                          {"role", cel::Value::of(actor.role.text)}}});
}

cel::Bindings decision_bindings(const CaseState& state, cel::Value data, const Actor& actor,
                                const Circumstances& given,
                                const std::optional<Occurrence>& occurred) {
  const Date day = occurred ? occurred->day : given.today;
  return {{"case", case_value(state, given.definition)},
          {"data", std::move(data)},
          {"actor", actor_value(actor)},
          {"settings", settings_value(state, given.definition, {day, given.known_until})},
          {"today", cel::Value::of(given.today)},
          {"occurredOn", cel::Value::of(day)},
          {"now", moment_value(given.now)}};
}

cel::Value payload_value(const Action& action, const Command& command, const Circumstances& given) {
  cel::RecordValue record{"data", {}};
  for (const Field& field : action.payload) {
    const boost::json::value* value = command.data.if_contains(field.name);
    if (value != nullptr && !value->is_null())
      record.fields.emplace(field.name, to_cel(*value, field.type));
    const auto known = given.subjects.find(field.name);
    if (known != given.subjects.end() && known->second.member) {
      record.fields.insert_or_assign("member", cel::Value::of(*known->second.member));
    }
  }
  if (alteration_of(action) != nullptr) add_entry(record, command, given);
  return cel::Value::of(std::move(record));
}

bool holds(const cel::Program& condition, const cel::Bindings& bindings) {
  const auto value = condition.evaluate(bindings);
  const bool* decided = value.has_value() ? value->get_if<bool>() : nullptr;
  return decided != nullptr && *decided;
}

}  // namespace verloop
