#include "engine/reader.hpp"

#include <algorithm>

#include "engine/alteration.hpp"
#include "events/json/text_in.hpp"

namespace verloop {
namespace {

namespace json = boost::json;

/// Its own type; of one that alters an entry, that of the entry. Null when it is not known.
const EventType* shown_type(const Record& record, const Definition& definition) {
  if (is_alteration(record.type.text))
    return definition.catalogue.find(text_in(record.data, "entryType"));
  return definition.catalogue.find(record.type.text);
}

}  // namespace

std::vector<std::int64_t> members_in(const Record& record, const Definition& definition) {
  std::vector<std::int64_t> members = members_named(record, definition);
  const json::value* list = record.data.if_contains("members");
  if (!is_alteration(record.type.text) || list == nullptr || !list->is_array()) return members;
  for (const json::value& member : list->get_array())
    members.push_back(member.to_number<std::int64_t>());
  return members;
}

const Role* role_of(const Reader& reader, const Definition& definition) {
  const auto at = definition.procedure.roles.find(reader.actor.role.text);
  return at == definition.procedure.roles.end() ? nullptr : &at->second;
}

bool sees_rule(const Reader& reader, const Rule& rule, const Definition& definition) {
  const Role* role = role_of(reader, definition);
  if (role == nullptr) return false;
  if (reader.view->records) return true;
  return is_open_to(rule.audience, role->organisation) &&
         (reader.view->all_rules || reader.view->rules.contains(rule.id.text));
}

namespace {

/// That a rule is deviated from, and why, is for who sees the rule. What alters such an entry does
/// not say which rule it is: it is for who sees them all.
bool sees_exception(const Reader& reader, const Record& record, const Definition& definition) {
  const Procedure& procedure = definition.procedure;
  const EventType* type = shown_type(record, definition);
  if (type == nullptr || type->name != procedure.motivates_event) return true;
  if (!is_alteration(record.type.text)) {
    const Rule* rule = procedure.rule(text_in(record.data, procedure.motivates_field));
    return rule == nullptr || sees_rule(reader, *rule, definition);
  }
  return std::all_of(procedure.rules.begin(), procedure.rules.end(), [&](const Rule& rule) {
    return rule.motivated_by.empty() || sees_rule(reader, rule, definition);
  });
}

}  // namespace

Audience audience_of(const Record& record, const Definition& definition) {
  const EventType* type = shown_type(record, definition);
  return type == nullptr ? Audience::governance : type->audience;
}

bool sees_event(const Reader& reader, const Record& record, const Definition& definition) {
  if (reader.view->records) return true;
  if (!sees_exception(reader, record, definition)) return false;
  const EventType* type = shown_type(record, definition);
  const Role* role = role_of(reader, definition);
  if (type == nullptr || role == nullptr) return false;
  if (type->name == "FindingRaised" || type->name == "FindingCleared") {
    const Rule* rule = definition.procedure.rule(record.data.at("rule").as_string());
    return rule != nullptr && sees_rule(reader, *rule, definition);
  }
  if (!reader.view->events.contains(type->name) || !is_open_to(type->audience, role->organisation))
    return false;
  if (!reader.view->own) return true;
  const auto members = members_in(record, definition);
  return std::all_of(members.begin(), members.end(), [&reader](std::int64_t member) {
    return reader.own_members.contains(member);
  });
}

}  // namespace verloop
