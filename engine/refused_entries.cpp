#include "engine/refused_entries.hpp"

#include <algorithm>

#include "engine/decide_rules.hpp"
#include "events/upcast.hpp"

namespace verloop {
namespace {

namespace json = boost::json;

bool is_subject(const Field& field) {
  return field.type.kind == FieldKind::reference && field.type.refers_to == Referent::subject;
}

/// The records of each command that count, as they count; derived events left out.
std::map<CommandId, std::vector<const Record*>> by_command(const std::vector<Counted>& records,
                                                           const Definition& definition) {
  std::map<CommandId, std::vector<const Record*>> commands;
  for (const Counted& one : records) {
    if (is_entry(*one.record, definition)) commands[one.record->command].push_back(one.record);
  }
  return commands;
}

/// What of the record is of the payload, with what is corrected, as the newest version calls it.
json::object given_to(const Record& record, const json::object& corrected,
                      const Definition& definition) {
  Record given = record;
  given.data.clear();
  for (const json::object* all : {&record.data, &corrected})
    for (const auto& member : *all)
      if (takes_field(record, member.key(), definition)) given.data[member.key()] = member.value();
  const EventType& type = *definition.catalogue.find(record.type.text);
  if (type.upcast_by.empty()) return std::move(given.data);
  return std::move(upcast(given, type, definition.catalogue).record.data);
}

}  // namespace

Retold retell(const std::vector<const Record*>& whole, const std::set<std::int64_t>& known,
              const Definition& definition, const json::object& corrected) {
  const Record& first = *whole.front();
  Retold retold{definition.procedure.action(first.action.text),
                {},
                {first.recorded_at, day_in_amsterdam(first.recorded_at), definition, {}, false}};
  retold.given.known_until = first.position;
  Command& command = retold.command;
  command.id = first.command;
  command.case_id = first.case_id;
  command.action = first.action;
  command.actor = first.actor;
  command.occurred_on = first.occurred_on;
  for (const Record* record : whole) {
    for (auto& member : given_to(*record, corrected, definition))
      command.data[member.key()] = std::move(member.value());
    const std::vector<std::int64_t> members = members_named(*record, definition);
    if (members.empty() || !known.contains(members.front())) continue;
    for (const Field& field : retold.action->payload)
      if (is_subject(field)) retold.given.subjects[field.name].member = members.front();
  }
  return retold;
}

std::set<Version> refused_entries(const std::vector<Record>& records,
                                  const Definition& definition) {
  const std::vector<Counted> counts = counted(records, definition);
  const auto commands = by_command(counts, definition);
  std::set<Version> refused;
  std::set<CommandId> seen;
  walk_case(records, definition, [&](const CaseState& before, const Record& record) {
    const auto whole = commands.find(record.command);
    if (whole == commands.end() || !seen.insert(record.command).second) return;
    const Retold retold = retell(whole->second, before.named, definition);
    if (check_refusing_rules(before, *retold.action, retold.command, retold.given))
      refused.insert(whole->second.front()->version);
  });
  return refused;
}

}  // namespace verloop
