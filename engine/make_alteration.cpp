#include "engine/make_alteration.hpp"

#include <algorithm>

#include "engine/bindings.hpp"
#include "engine/refused_entries.hpp"
#include "events/case_key.hpp"
#include "events/json/text_in.hpp"
#include "events/upcast.hpp"

namespace verloop {
namespace {

namespace json = boost::json;

json::value number(std::uint64_t ordinal) {
  return static_cast<std::int64_t>(ordinal);
}

const EventType& type_of(const Record& record, const Definition& definition) {
  const EventType* type = definition.catalogue.find(record.type.text);
  ensure(type != nullptr, "an entry is of a type of its catalogue");
  return *type;
}

json::array members_of(const Entry& entry, const Definition& definition) {
  std::set<std::int64_t> members;
  for (const Record* record : entry.whole) {
    const auto named = members_named(*record, definition);
    members.insert(named.begin(), named.end());
  }
  return json::array(members.begin(), members.end());
}

/// The record of the entry that takes the field, and the field as it does.
std::pair<const Record*, const Field*> taker(const Entry& entry, const std::string& name,
                                             const Definition& definition) {
  for (const Record* record : entry.whole) {
    if (takes_field(*record, name, definition))
      return {record, type_of(*record, definition).field(name)};
  }
  return {nullptr, nullptr};
}

/// What the entry's records were given: by its action, or by the types that they had then.
std::vector<Field> fields_of(const Entry& entry, const Definition& definition) {
  std::vector<Field> former;
  for (const Record* record : entry.whole) {
    const EventType& type = type_of(*record, definition);
    if (!type.upcast_by.empty())
      former.insert(former.end(), type.fields.begin(), type.fields.end());
  }
  const auto& payload = definition.procedure.action(entry.named->action.text)->payload;
  const bool is_former = !former.empty();
  for (const Field& field : payload) {
    const bool is_there = std::any_of(former.begin(), former.end(), [&field](const Field& one) {
      return one.name == field.name;
    });
    if (!is_former || !is_there) former.push_back(field);
  }
  return former;
}

/// Whose key seals a field of the entry that is corrected.
SubjectId subject_of(const Record& record, const Field& field, const EventType& type) {
  if (field.subject == "case") return case_key(record.case_id);
  if (field.subject == "actor") return {"actor/" + record.actor.id.text};
  const Field* reference = type.field(field.subject);
  if (reference != nullptr && reference->type.refers_to == Referent::actor)
    return {"actor/" + text_in(record.data, field.subject)};
  return {std::string(sealed_in_prefix) + std::to_string(record.position.value) + '/' +
          field.subject};
}

void correct_fields(Event& event, const json::object& fields, const Entry& entry,
                    const Definition& definition) {
  json::object open;
  for (const auto& given : fields) {
    const std::string name(given.key());
    const auto [record, field] = taker(entry, name, definition);
    ensure(field != nullptr, "a correction was checked before it is made");
    if (field->privacy == PrivacyClass::open) {
      open[name] = given.value();
      continue;
    }
    const std::string sealed = std::string(corrected_prefix) + name;
    event.fields[sealed] = given.value();
    event.subjects[sealed] = subject_of(*record, *field, type_of(*record, definition));
  }
  if (!open.empty()) event.fields["fields"] = std::move(open);
}

Event alteration(const Making& making, const EventType& type, const Entry& entry) {
  const Definition& definition = making.given.definition;
  Event event = bare_event(type, making.command, making.given, Basis::first_hand);
  event.fields = {{"entry", number(entry.named->version.value)},
                  {"entryType", type_name(*entry.named)}};
  json::array members = members_of(entry, definition);
  if (!members.empty()) event.fields["members"] = std::move(members);
  for (const char* name : {"reason", "occurredOn"}) {
    if (const json::value* value = making.command.data.if_contains(name))
      event.fields[name] = *value;
  }
  event.subjects["reason"] = case_key(making.command.case_id);
  if (const json::value* fields = making.command.data.if_contains("fields"))
    correct_fields(event, fields->as_object(), entry, definition);
  for (const Record* record : entry.whole) event.links.push_back(record->position);
  return event;
}

/// The versions of entries whose action was not possible in the case at their place, or that a rule
/// would have refused there.
std::set<std::uint64_t> unfit(const std::vector<Record>& records, const Definition& definition) {
  std::set<std::uint64_t> versions;
  std::set<CommandId> seen;
  walk_case(records, definition, [&](const CaseState& before, const Record& record) {
    if (!is_entry(record, definition) || !seen.insert(record.command).second) return;
    const Action* action = definition.procedure.action(record.action.text);
    if (!action->creates && !fits(before, *action)) versions.insert(record.version.value);
  });
  for (const Version version : refused_entries(records, definition)) versions.insert(version.value);
  return versions;
}

/// Those that fitted as long as the entry was what it was.
json::array made_unfit(const Making& making, const Event& event, const EventType& type) {
  const Definition& definition = making.given.definition;
  std::vector<Record> records = making.folding.past();
  const std::set<std::uint64_t> before = unfit(records, definition);
  records.push_back(provisional(event, type, making.command, making.folding.state(), definition));
  json::array versions;
  for (const std::uint64_t version : unfit(records, definition))
    if (!before.contains(version)) versions.push_back(number(version));
  return versions;
}

bool follows(const Derived& derived, const Record& record, const std::set<std::string>& beside) {
  return derived.event == type_name(record) &&
         std::any_of(derived.after.begin(), derived.after.end(),
                     [&beside](const std::string& cause) { return beside.contains(cause); });
}

/// The derived events that follow from what counts, and hold at their place.
std::set<Position> holding(const std::vector<Record>& records, const Definition& definition) {
  std::map<CommandId, std::set<std::string>> made;
  for (const Counted& one : counted(records, definition))
    made[one.record->command].insert(type_name(*one.record));
  std::set<Position> positions;
  walk_case(records, definition, [&](const CaseState& before, const Record& record) {
    if (record.basis != Basis::derived || is_finding(record)) return;
    Circumstances given{
        record.recorded_at, day_in_amsterdam(record.recorded_at), definition, {}, false};
    given.known_until = record.position;
    const cel::Bindings bindings =
        decision_bindings(before, cel::Value(), record.actor, given, record.occurred_on);
    for (const Derived& derived : definition.procedure.derived) {
      if (follows(derived, record, made[record.command]) &&
          (!derived.when || holds(*derived.when, bindings)))
        positions.insert(record.position);
    }
  });
  return positions;
}

const Record* first_lost(const std::vector<Record>& records, const std::set<Position>& before,
                         const Definition& definition) {
  const std::set<Position> now = holding(records, definition);
  std::set<Position> there;
  for (const Counted& one : counted(records, definition)) there.insert(one.record->position);
  for (const Record& record : records) {
    if (before.contains(record.position) && there.contains(record.position) &&
        !now.contains(record.position))
      return &record;
  }
  return nullptr;
}

/// Retracts, one after the other, the derived events that held before and do no longer.
void retract_derived(Making& making, const std::set<Position>& before) {
  const Definition& definition = making.given.definition;
  const EventType* type = definition.catalogue.find(entry_retracted);
  while (const Record* lost = first_lost(making.folding.past(), before, definition)) {
    Event event = bare_event(*type, making.command, making.given, Basis::derived);
    event.fields = {{"entry", number(lost->version.value)}, {"entryType", type_name(*lost)}};
    event.links = {lost->position};
    add(making, std::move(event), *type);
  }
}

}  // namespace

bool is_entry(const Record& record, const Definition& definition) {
  return record.basis != Basis::derived && !is_alteration(record.type.text) &&
         made_by(record, definition) != nullptr;
}

std::optional<Version> version_in(const Command& command) {
  const json::value* entry = command.data.if_contains("entry");
  if (entry == nullptr || !entry->is_int64() || entry->get_int64() < 0) return std::nullopt;
  return Version{static_cast<std::uint64_t>(entry->get_int64())};
}

std::optional<Entry> entry_of(const std::vector<Record>& past, Version version,
                              const Definition& definition) {
  if (version.value >= past.size()) return std::nullopt;
  Entry entry{&past[version.value], {}};
  if (!is_entry(*entry.named, definition)) return std::nullopt;
  for (const Record& record : past)
    if (record.command == entry.named->command && is_entry(record, definition))
      entry.whole.push_back(&record);
  return entry;
}

std::vector<Counted> counted_of(const Entry& entry, const std::vector<Record>& past,
                                const Definition& definition) {
  std::vector<Counted> all = counted(past, definition);
  std::erase_if(all, [&](const Counted& one) {
    return one.record->command != entry.named->command || !is_entry(*one.record, definition);
  });
  return all;
}

std::vector<Field> correctable(const Entry& entry, const Definition& definition) {
  std::vector<Field> fields;
  const bool motivates = type_name(*entry.named) == definition.procedure.motivates_event;
  for (const Field& field : fields_of(entry, definition)) {
    const auto [record, known] = taker(entry, field.name, definition);
    if (record == nullptr || field.type.kind == FieldKind::reference) continue;
    const auto name = upcast_name(field.name, type_of(*record, definition), definition.catalogue);
    if (motivates && name == definition.procedure.motivates_field) continue;
    fields.push_back(field);
    fields.back().required = false;
  }
  return fields;
}

std::variant<EventsMade, Refusal> make_alteration(Making making) {
  const Definition& definition = making.given.definition;
  const EventType* type = definition.catalogue.find(making.action.events.front().event);
  ensure(type != nullptr, "the system catalogue knows the engine's own events");
  const auto entry = entry_of(making.given.past, *version_in(making.command), definition);
  ensure(entry.has_value(), "an alteration was checked before it is made");
  making.alters = true;
  const std::set<Position> before = holding(making.folding.past(), definition);
  Event event = alteration(making, *type, *entry);
  json::array versions = made_unfit(making, event, *type);
  if (!versions.empty()) event.fields["unfit"] = std::move(versions);
  add(making, std::move(event), *type);
  retract_derived(making, before);
  if (auto refusal = derive(making, {})) return *refusal;
  return EventsMade{std::move(making.events), std::move(making.folding).take()};
}

}  // namespace verloop
