#include "engine/make_events.hpp"

#include <algorithm>
#include <set>

#include "engine/bindings.hpp"
#include "engine/evolve.hpp"
#include "engine/make_alteration.hpp"
#include "engine/making.hpp"
#include "events/case_key.hpp"

namespace verloop {
namespace {

namespace json = boost::json;

Refusal payload_refusal(std::string path, Label sentence) {
  Refusal refusal;
  refusal.kind = RefusalKind::payload;
  refusal.path = std::move(path);
  refusal.sentence = std::move(sentence);
  return refusal;
}

SubjectId subject_of(const Field& field, const EventType& type, const json::object& fields,
                     const Command& command, const Circumstances& given) {
  if (field.subject == "case") return case_key(command.case_id);
  if (field.subject == "actor") return {"actor/" + command.actor.id.text};
  const Field* reference = type.field(field.subject);
  const json::value* value = fields.if_contains(field.subject);
  if (reference == nullptr || value == nullptr || !value->is_string())
    return case_key(command.case_id);
  const std::string name(value->get_string());
  if (reference->type.refers_to == Referent::actor) return {"actor/" + name};
  const auto known = given.subjects.find(field.subject);
  if (known != given.subjects.end() && known->second.subject) return *known->second.subject;
  return {std::string(unresolved_prefix) + name};
}

/// An event under construction, or why it can't be made.
using Attempt = std::variant<Event, Refusal>;

/// The number that a subject has, or gets when `type` admits it.
std::optional<std::int64_t> member_number(const Event& event, const std::string& reference,
                                          const EventType& type, Making& making) {
  const auto known = making.given.subjects.find(reference);
  if (known == making.given.subjects.end()) return std::nullopt;
  if (known->second.member) return known->second.member;
  const json::value* handle = event.fields.if_contains(reference);
  if (handle == nullptr || !handle->is_string()) return std::nullopt;
  const std::string name(handle->get_string());
  const auto before = making.admitted.find(name);
  if (before != making.admitted.end()) return before->second;
  if (!type.admits) return std::nullopt;
  return making.admitted[name] = making.folding.state().members + 1;
}

std::optional<Refusal> fill_computed(Event& event,
                                     const std::map<std::string, cel::Program>& computed,
                                     const cel::Bindings& bindings) {
  for (const auto& [name, program] : computed) {
    const auto value = program.evaluate(bindings);
    if (value.has_error()) {
      if (value.error().kind == cel::EvaluationError::Kind::absent) continue;
      return payload_refusal(
          name, {"Het veld " + name + " kan niet worden bepaald: " + value.error().message,
                 "The field " + name + " can't be computed: " + value.error().message});
    }
    auto field = to_json(*value);
    if (field.has_error())
      return payload_refusal(name, {"Het veld " + name + " wordt te groot om vast te leggen.",
                                    "The field " + name + " becomes too large to be recorded."});
    event.fields[name] = std::move(*field);
  }
  return std::nullopt;
}

std::optional<Refusal> fill_members(Event& event, const EventType& type, Making& making) {
  for (const Field& field : type.fields) {
    if (field.type.kind != FieldKind::member) continue;
    if (!event.fields.contains(field.type.member_of)) continue;
    const auto number = member_number(event, field.type.member_of, type, making);
    if (!number) {
      return payload_refusal(field.type.member_of,
                             {"Deze persoon hoort niet bij deze zaak; neem hem of haar eerst op.",
                              "This person is no member of this case; include them first."});
    }
    event.fields[field.name] = *number;
  }
  return std::nullopt;
}

void name_subjects(Event& event, const EventType& type, const Making& making) {
  for (const Field& field : type.fields) {
    if (field.privacy == PrivacyClass::open || !event.fields.contains(field.name)) continue;
    event.subjects[field.name] =
        subject_of(field, type, event.fields, making.command, making.given);
  }
}

cel::Bindings bindings_of(const CaseState& state, const Making& making, cel::Value data) {
  return decision_bindings(state, std::move(data), making.command.actor, making.given,
                           making.command.occurred_on);
}

Attempt make_one(const Made& made, const EventType& type, Making& making, const cel::Value& data) {
  const auto& roles = making.given.definition.procedure.roles;
  const auto role = roles.find(making.command.actor.role.text);
  const bool is_by_itself =
      role != roles.end() && role->second.own && making.command.actor.on_behalf_of.empty();
  const bool attests = type.attested && role != roles.end() && !is_by_itself;
  const bool is_attested = attests && making.command.basis == Basis::first_hand;
  Event event = bare_event(type, making.command, making.given,
                           is_attested ? Basis::attested : making.command.basis);
  for (const Field& field : type.fields) {
    const json::value* value = making.command.data.if_contains(field.name);
    if (value != nullptr && !made.computed.contains(field.name)) event.fields[field.name] = *value;
  }
  const CaseFolding& then = making.then ? *making.then : making.folding;
  if (!made.computed.empty()) {
    if (auto refusal = fill_computed(event, made.computed, bindings_of(then.state(), making, data)))
      return *refusal;
  }
  if (auto refusal = fill_members(event, type, making)) return *refusal;
  name_subjects(event, type, making);
  return event;
}

bool bears_on(const Derived& derived, const std::set<std::string>& made) {
  return std::any_of(derived.after.begin(), derived.after.end(),
                     [&made](const std::string& event) { return made.contains(event); });
}

std::optional<Date> day_of(const cel::Program& program, const cel::Bindings& bindings) {
  const auto value = program.evaluate(bindings);
  const Date* day = value.has_value() ? value->get_if<Date>() : nullptr;
  return day == nullptr ? std::nullopt : std::optional<Date>(*day);
}

void put_off_until(Event& event, const std::optional<Date>& day) {
  if (day && event.occurred_on.day < *day) event.occurred_on = {*day, format(*day)};
}

/// Nothing has happened on a day that is still to come.
std::optional<Date> past_day_of(const cel::Program& program, const cel::Bindings& bindings,
                                const Making& making) {
  const std::optional<Date> day = day_of(program, bindings);
  return day ? std::optional<Date>(std::min(*day, making.given.today)) : day;
}

/// Whether some event counts that this one follows from.
bool has_cause(const Making& making, const Derived& derived) {
  const auto counts = counted(making.folding.past(), making.given.definition);
  return std::any_of(counts.begin(), counts.end(), [&derived](const Counted& one) {
    return derived.after.contains(type_name(*one.record));
  });
}

/// Whether the event would be derived, with the same fields, from the case as it was on a day.
bool holds_on(const Making& making, const Derived& derived, const Event& event, Date day) {
  const CaseState then = fold_case(making.folding.past(), making.given.definition, day);
  const cel::Bindings bindings = bindings_of(then, making, cel::Value());
  if (derived.when && !holds(*derived.when, bindings)) return false;
  Event same;
  return !fill_computed(same, derived.fields, bindings) && same.fields == event.fields;
}

/// The first day from which on it would have been derived, of those on which something happened.
Date day_since(const Making& making, const Derived& derived, const Event& event) {
  std::set<Date> days;
  for (const Counted& one : counted(making.folding.past(), making.given.definition))
    if (!is_finding(*one.record)) days.insert(one.record->occurred_on.day);
  Date since = event.occurred_on.day;
  for (auto day = days.rbegin(); day != days.rend(); ++day) {
    if (!holds_on(making, derived, event, *day)) break;
    since = *day;
  }
  return since;
}

/// Whether the case says the same without the event.
bool changes_nothing(const Making& making, const Event& event, const EventType& type) {
  CaseFolding with = making.folding;
  const CaseState before = with.state();
  with.add(provisional(event, type, making.command, before, making.given.definition),
           making.given.definition);
  const CaseState& after = with.state();
  return after.fields == before.fields && after.tracks == before.tracks &&
         after.closed == before.closed;
}

/// Whether it is to be derived after an alteration; then it is of the day since which it holds.
bool follows_from_alteration(const Making& making, const Derived& derived, Event& event,
                             const EventType& type) {
  if (!has_cause(making, derived)) return false;
  const Date since = day_since(making, derived, event);
  event.occurred_on = {since, format(since)};
  put_off_until(event, making.folding.state().cycle_since);
  return !changes_nothing(making, event, type);
}

}  // namespace

std::string type_name(const Record& record) {
  return record.type.text.substr(0, record.type.text.find('@'));
}

Event bare_event(const EventType& type, const Command& command, const Circumstances& given,
                 Basis basis) {
  Event event;
  event.type = type.id;
  event.occurred_on =
      command.occurred_on ? *command.occurred_on : Occurrence{given.today, format(given.today)};
  event.basis = basis;
  return event;
}

void add(Making& making, Event event, const EventType& type) {
  const Definition& definition = making.given.definition;
  Record record = provisional(event, type, making.command, making.folding.state(), definition);
  if (making.then) making.then->add(record, definition);
  making.folding.add(std::move(record), definition);
  making.events.push_back(std::move(event));
}

std::optional<Refusal> derive(Making& making, std::set<std::string> made) {
  const Definition& definition = making.given.definition;
  for (const Derived& derived : definition.procedure.derived) {
    const EventType* type = definition.catalogue.find(derived.event);
    if (type == nullptr || !(making.alters || bears_on(derived, made))) continue;
    const CaseState& state = making.folding.state();
    const cel::Bindings bindings = bindings_of(state, making, cel::Value());
    if (derived.when && !holds(*derived.when, bindings)) continue;
    Event event = bare_event(*type, making.command, making.given, Basis::derived);
    // What holds of the present cycle began with it at the earliest.
    put_off_until(event, state.cycle_since);
    if (derived.since) put_off_until(event, past_day_of(*derived.since, bindings, making));
    if (auto refusal = fill_computed(event, derived.fields, bindings)) return refusal;
    if (making.alters && !follows_from_alteration(making, derived, event, *type)) continue;
    add(making, std::move(event), *type);
    made.insert(derived.event);
  }
  return std::nullopt;
}

std::variant<EventsMade, Refusal> make_events(const CaseState& state,
                                              const std::optional<CaseState>& then,
                                              const Action& action, const Command& command,
                                              const Circumstances& given) {
  CaseState before = state;
  before.id = command.case_id;
  Making making{action, command, given, CaseFolding(std::move(before), given.past),
                {},     {},      {},    false};
  if (then) making.then.emplace(*then);
  if (alteration_of(action) != nullptr) return make_alteration(std::move(making));
  const cel::Value data = payload_value(action, command, given);
  std::set<std::string> made;
  for (const Made& one : action.events) {
    const EventType* type = given.definition.catalogue.find(one.event);
    ensure(type != nullptr, "an action makes events of its catalogue");
    Attempt attempt = make_one(one, *type, making, data);
    if (auto* refusal = std::get_if<Refusal>(&attempt)) return *refusal;
    add(making, std::move(std::get<Event>(attempt)), *type);
    made.insert(one.event);
  }
  making.then.reset();  // What is derived may be of a later day, and is told by the whole case.
  if (auto refusal = derive(making, std::move(made))) return *refusal;
  return EventsMade{std::move(making.events), std::move(making.folding).take()};
}

Record provisional(const Event& event, const EventType& type, const Command& command,
                   const CaseState& state, const Definition& definition) {
  Record record;
  record.position = state.version ? state.position.next() : state.position;
  // Behind all that is known to the decision, settings that were changed elsewhere too.
  if (definition.changes != nullptr && !definition.changes->empty())
    record.position = std::max(record.position, definition.changes->back().position.next());
  record.case_id = command.case_id;
  record.version = state.version ? state.version->next() : Version{};
  record.type = event.type;
  record.procedure = definition.reference;
  record.action = command.action;
  record.command = command.id;
  record.actor = command.actor;
  record.occurred_on = event.occurred_on;
  record.basis = event.basis;
  record.links = event.links;
  for (const auto& member : event.fields) {
    const Field* field = type.field(member.key());
    if (field != nullptr && field->privacy == PrivacyClass::open) {
      record.data[member.key()] = member.value();
    } else {
      record.sealed[member.key()] = Digest{};
    }
  }
  for (const Deviation& deviation : event.deviations) record.findings.push_back(deviation.rule);
  return record;
}

}  // namespace verloop
