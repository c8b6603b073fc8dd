// What is asked: mostly what the procedure allows at the moment, often what it does not.

#include <algorithm>

#include "engine/alteration.hpp"
#include "tests/simulation/course.hpp"

namespace verloop::test {
namespace {

constexpr std::size_t cases_max = 6;
constexpr int tries_max = 4;             // To find an actor for whom the case is there.
constexpr int alterations_percent = 12;  // Of the commands: those that retract or correct.

}  // namespace

CommandId Course::next_id() {
  std::string digits = std::to_string(++ids_);
  digits.insert(0, 12 - digits.size(), '0');
  return {"5eed0000-0000-4000-8000-" + digits};
}

Surroundings Course::around(const Command& command) const {
  Surroundings surroundings;
  surroundings.today = day_in_amsterdam(now_);
  for (const auto& [id, at] : actors_) surroundings.actors.emplace_back(id, at.role.text);
  for (const Rule& rule : plan_.definition->procedure.rules)
    surroundings.rules.push_back(rule.id.text);
  const auto people = people_.find({command.case_id, command.actor.org});
  if (people != people_.end()) surroundings.people = people->second;
  return surroundings;
}

const Action* Course::choose_action(const Definition& definition, const Command& command,
                                    const CaseState* state) {
  std::vector<const Action*> all, fitting, admitting, altering;
  for (const Action& action : definition.procedure.actions) {
    all.push_back(&action);
    if (alteration_of(action) != nullptr) {
      altering.push_back(&action);
      continue;
    }
    const bool fits_now =
        state == nullptr ? action.creates : !action.creates && fits(*state, action);
    if (fits_now) fitting.push_back(&action);
    if (fits_now && definition.catalogue.find(action.events.front().event)->admits)
      admitting.push_back(&action);
  }
  if (state != nullptr && !altering.empty() && dice_.chance(alterations_percent))
    return dice_.one_of(altering);
  const bool is_empty = !people_.contains({command.case_id, {"org-1"}});
  if (is_empty && !admitting.empty() && dice_.chance(40)) return dice_.one_of(admitting);
  return fitting.empty() || dice_.chance(6) ? dice_.one_of(all) : dice_.one_of(fitting);
}

/// Mostly one who may, and whom the case is there for.
Actor Course::choose_actor(const Action& action, const Procedure& procedure, const CaseId& id) {
  std::vector<std::string> roles;
  for (const RoleId& role : action.by) roles.push_back(role.text);
  if (dice_.chance(5)) {
    roles.clear();
    for (const auto& [name, role] : procedure.roles) roles.push_back(name);
  }
  Actor actor;
  for (int tries = 0; tries < tries_max; ++tries) {
    const std::string& role = dice_.one_of(roles);
    const std::string number = dice_.chance(85) ? "1" : "2";
    actor = {{role + "-" + number}, {role}, {"org-" + number}, {}};
    if (action.creates || stage_.processor().find_for(actor.id, id, now_).has_value()) break;
  }
  return actor;
}

/// Mostly what an action recorded, and not what the case began with.
std::vector<Record> Course::alterable(const CaseId& id, const Definition& definition) {
  std::vector<Record> records = records_of(id);
  if (records.empty() || dice_.chance(15)) return records;
  const CommandId first = records.front().command;
  std::vector<Record> fit;
  for (const Record& record : records)
    if (made_by(record, definition) != nullptr && !is_alteration(record.type.text) &&
        (record.command != first || dice_.chance(20)))
      fit.push_back(record);
  return fit.empty() ? records : fit;
}

/// Some entry of the case, and what its own action could have said instead.
void Course::fill_alteration(Command& command, const Definition& definition) {
  const std::vector<Record> records = alterable(command.case_id, definition);
  if (records.empty()) return;
  const Record& record = dice_.one_of(records);
  command.data["entry"] = static_cast<std::int64_t>(record.version.value);
  command.data["reason"] = canary("reason");
  if (definition.procedure.action(command.action.text)->events.front().event == entry_retracted)
    return;
  command.data.erase("fields");
  command.data.erase("occurredOn");
  const Action* told = definition.procedure.action(record.action.text);
  if (told != nullptr && dice_.chance(80)) {
    std::vector<Field> fields;
    for (const Field& field : told->payload)
      if (field.type.kind != FieldKind::reference && dice_.chance(50)) fields.push_back(field);
    command.data["fields"] = random_payload(fields, around(command), dice_);
  }
  if (dice_.chance(50))
    command.data["occurredOn"] = format(add_days(day_in_amsterdam(now_), -dice_.between(0, 40)));
}

void Course::add_days_and_version(Intended& intended, const CaseState* state) {
  Command& command = intended.command;
  const Date today = day_in_amsterdam(now_);
  const bool alters = command.data.contains("entry");
  if (!alters && dice_.chance(20)) {
    const Date day = add_days(today, -dice_.between(0, 30));
    const bool is_moment = dice_.chance(30);
    command.occurred_on = {day, format(day) + (is_moment ? "T00:30:00+01:00" : "")};
    if (is_moment) command.occurred_on = parse_occurrence(command.occurred_on->text).value();
  } else if (!alters && dice_.chance(3)) {
    const Date day = add_days(today, 1 + dice_.between(0, 9));
    command.occurred_on = {day, format(day)};
    intended.must_fail = "it lies in the future";
  }
  const std::int64_t actual =
      state == nullptr ? -1 : static_cast<std::int64_t>(state->version->value);
  if (dice_.chance(25)) command.expected_version = actual;
  if (!dice_.chance(4)) return;
  command.expected_version = actual + dice_.between(1, 3);
  intended.must_fail = "the expected version is another one";
}

void Course::add_motivation(Command& command, const Procedure& procedure) {
  std::vector<std::string> all, allowed;
  for (const Rule& rule : procedure.rules) {
    all.push_back(rule.id.text);
    const auto& by = rule.motivated_by;
    if (std::find(by.begin(), by.end(), command.actor.role) != by.end())
      allowed.push_back(rule.id.text);
  }
  if (!allowed.empty() && dice_.chance(10))
    command.motivation[dice_.one_of(allowed)] = canary("motivation");
  if (!all.empty() && dice_.chance(2)) command.motivation[dice_.one_of(all)] = canary("motivation");
}

void Course::spoil(Intended& intended, const Action& action) {
  Command& command = intended.command;
  const std::size_t which = dice_.pick(200);
  if (which < 6) {
    command.data = spoilt(command.data, action.payload, dice_);
    intended.must_fail = "its payload is not what the action takes";
  } else if (which == 6) {
    command.action = {"noSuchAction"};
    intended.must_fail = "there is no such action";
  } else if (which == 7) {
    command.id = {"no uuid"};
    intended.must_fail = "its id is no UUID";
  } else if (which == 8) {
    command.case_id = {"@directory"};
    intended.must_fail = "that is no name of a case";
  }
}

/// More often when many are closed.
bool Course::begins_a_case() {
  if (cases_.empty()) return true;
  const CaseId& some = dice_.one_of(cases_);
  const bool is_closed = stage_.processor().find(some).value()->state.closed;
  return cases_.size() < cases_max && dice_.chance(is_closed ? 60 : 8);
}

Course::Intended Course::intend() {
  const bool is_new = begins_a_case();
  Intended intended;
  Command& command = intended.command;
  command.id = next_id();
  command.case_id =
      is_new ? CaseId{"m-" + std::to_string(cases_.size() + 1)} : dice_.one_of(cases_);
  command.procedure = plan_.definition->procedure.name;
  const bool exists = std::find(cases_.begin(), cases_.end(), command.case_id) != cases_.end();
  const CaseState* state =
      exists ? &stage_.processor().find(command.case_id).value()->state : nullptr;
  const Definition& definition =
      exists ? definition_of(*state) : *stage_.definitions().newest(command.procedure);
  const Action* action = choose_action(definition, command, state);
  command.action = action->id;
  command.actor = choose_actor(*action, definition.procedure, command.case_id);
  command.data = random_payload(action->payload, around(command), dice_);
  if (alteration_of(*action) != nullptr) fill_alteration(command, definition);
  add_days_and_version(intended, state);
  add_motivation(command, definition.procedure);
  spoil(intended, *action);
  return intended;
}

}  // namespace verloop::test
