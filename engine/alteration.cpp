#include "engine/alteration.hpp"

#include <algorithm>
#include <set>

#include "events/json/text_in.hpp"
#include "events/upcast.hpp"

namespace verloop {
namespace {

namespace json = boost::json;

std::string_view name_of_type(std::string_view type) {
  return type.substr(0, type.find('@'));
}

std::optional<Occurrence> corrected_day(const Record& correction) {
  const auto day = parse_occurrence(text_in(correction.data, "occurredOn"));
  return day.has_value() ? std::optional<Occurrence>(*day) : std::nullopt;
}

/// A derived event of the command that a correction moves to another day, when it was of the same
/// day as what it was derived from.
void move_along(Counted& derived, const Record& correction, const Record& entry) {
  const auto day = corrected_day(correction);
  if (!day || derived.record->occurred_on.day != entry.occurred_on.day) return;
  auto moved = std::make_shared<Record>(*derived.record);
  moved->occurred_on = *day;
  derived.own = std::move(moved);
  derived.record = derived.own.get();
}

/// Puts what a correction says into one of the records that it links to.
void correct(Counted& entry, const Record& correction, const Definition& definition) {
  auto corrected = std::make_shared<Record>(*entry.record);
  if (const auto day = corrected_day(correction)) {
    corrected->occurred_on = *day;
    entry.said_at = correction.position;
  }
  const json::value* fields = correction.data.if_contains("fields");
  if (fields != nullptr && fields->is_object()) {
    for (const auto& field : fields->get_object())
      if (takes_field(*corrected, field.key(), definition)) {
        corrected->data[field.key()] = field.value();
        entry.said_at = correction.position;
      }
  }
  for (const auto& [name, digest] : correction.sealed) {
    if (!name.starts_with(corrected_prefix)) continue;
    const std::string field = name.substr(corrected_prefix.size());
    if (!takes_field(*corrected, field, definition)) continue;
    corrected->sealed[field] = digest;
    entry.moved[field] = correction.position;
  }
  entry.own = std::move(corrected);
  entry.record = entry.own.get();
}

/// Where several corrections moved the entry the last one counts.
void move_derived(std::vector<Counted>& counts, const std::vector<Record>& records,
                  const std::vector<const Record*>& corrections) {
  for (const Record* correction : corrections) {
    const auto entry = std::find_if(records.begin(), records.end(), [&](const Record& record) {
      return !correction->links.empty() && record.position == correction->links.front();
    });
    if (entry == records.end()) continue;
    for (Counted& one : counts) {
      const bool is_derived =
          one.record->basis == Basis::derived && one.record->command == entry->command;
      if (is_derived) move_along(one, *correction, *entry);
    }
  }
}

}  // namespace

bool is_given_by_engine(const EventType& type, const Field& field) {
  return is_alteration(type.name) &&
         (field.name == "entryType" || field.name == "members" || field.name == "unfit");
}

bool is_alteration(std::string_view type) {
  const std::string_view name = name_of_type(type);
  return name == entry_retracted || name == entry_corrected;
}

const Made* alteration_of(const Action& action) {
  const bool is = action.events.size() == 1 && is_alteration(action.events.front().event);
  return is ? &action.events.front() : nullptr;
}

const Made* made_by(const Record& record, const Definition& definition) {
  const Action* action = definition.procedure.action(record.action.text);
  if (action == nullptr) return nullptr;
  const std::string_view name = name_of_type(record.type.text);
  const auto made = std::find_if(action->events.begin(), action->events.end(),
                                 [name](const Made& one) { return one.event == name; });
  return made == action->events.end() ? nullptr : &*made;
}

std::vector<std::int64_t> members_named(const Record& record, const Definition& definition) {
  std::vector<std::int64_t> members;
  const EventType* type = definition.catalogue.find(record.type.text);
  if (type == nullptr) return members;
  for (const Field& field : type->fields) {
    const json::value* number = record.data.if_contains(field.name);
    if (field.type.kind == FieldKind::member && number != nullptr && number->is_number())
      members.push_back(number->to_number<std::int64_t>());
  }
  return members;
}

bool takes_field(const Record& record, std::string_view field, const Definition& definition) {
  const EventType* type = definition.catalogue.find(record.type.text);
  const Field* known = type == nullptr ? nullptr : type->field(field);
  if (known == nullptr || known->type.kind == FieldKind::member) return false;
  const Made* made = made_by(record, definition);
  if (made == nullptr) return false;
  // What is computed today the engine gave then too; of what was dropped, a text was given to it.
  const auto name = upcast_name(known->name, *type, definition.catalogue);
  return name ? !made->computed.contains(*name) : known->privacy != PrivacyClass::open;
}

std::vector<Counted> counted(const std::vector<Record>& records, const Definition& definition) {
  std::set<Position> retracted;
  std::vector<const Record*> corrections;
  for (const Record& record : records) {
    const std::string_view name = name_of_type(record.type.text);
    if (name == entry_retracted) retracted.insert(record.links.begin(), record.links.end());
    if (name == entry_corrected) corrections.push_back(&record);
  }
  std::vector<Counted> all;
  all.reserve(records.size());
  for (const Record& record : records) {
    if (is_alteration(record.type.text) || retracted.contains(record.position)) continue;
    Counted entry{&record, {}, nullptr, {}};
    for (const Record* correction : corrections) {
      const auto& links = correction->links;
      if (std::find(links.begin(), links.end(), record.position) != links.end())
        correct(entry, *correction, definition);
    }
    all.push_back(std::move(entry));
  }
  move_derived(all, records, corrections);
  return all;
}

}  // namespace verloop
