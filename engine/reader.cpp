#include "engine/reader.hpp"

#include <algorithm>

namespace verloop {
namespace {

/// The member numbers that an event is about; empty when it is about none.
std::vector<std::int64_t> members_in(const Record& record, const EventType& type) {
  std::vector<std::int64_t> members;
  for (const Field& field : type.fields) {
    const boost::json::value* number = record.data.if_contains(field.name);
    if (field.type.kind == FieldKind::member && number != nullptr)
      members.push_back(number->to_number<std::int64_t>());
  }
  return members;
}

}  // namespace

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

bool sees_event(const Reader& reader, const Record& record, const Definition& definition) {
  if (reader.view->records) return true;
  const EventType* type = definition.catalogue.find(record.type.text);
  const Role* role = role_of(reader, definition);
  if (type == nullptr || role == nullptr) return false;
  if (type->name == "FindingRaised" || type->name == "FindingCleared") {
    const Rule* rule = definition.procedure.rule(record.data.at("rule").as_string());
    return rule != nullptr && sees_rule(reader, *rule, definition);
  }
  if (!reader.view->events.contains(type->name) || !is_open_to(type->audience, role->organisation))
    return false;
  if (!reader.view->own) return true;
  const auto members = members_in(record, *type);
  return std::all_of(members.begin(), members.end(), [&reader](std::int64_t member) {
    return reader.own_members.contains(member);
  });
}

}  // namespace verloop
