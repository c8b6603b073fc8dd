#include "engine/processor.hpp"

#include "engine/answer.hpp"
#include "engine/evolve.hpp"
#include "engine/findings.hpp"
#include "engine/make_events.hpp"
#include "events/json/canonical_json.hpp"

namespace verloop {
namespace {

namespace json = boost::json;

constexpr std::size_t findings_max =
    256;  // Per command; a procedure with more rules than this is not served well.

/// What tells a retry from a reuse of a command's id.
std::string content_of(const Command& command) {
  json::object motivation;
  for (const auto& [rule, words] : command.motivation) motivation[rule] = words;
  return canonical_json(
      json::array{command.case_id.text, command.action.text, command.actor.id.text,
                  command.actor.role.text, command.actor.org.text, command.data,
                  command.occurred_on ? json::value(command.occurred_on->text) : json::value(),
                  command.expected_version ? json::value(*command.expected_version) : json::value(),
                  motivation, command.procedure});
}

Refusal refuse(RefusalKind kind, Label sentence) {
  Refusal refusal;
  refusal.kind = kind;
  refusal.sentence = std::move(sentence);
  return refusal;
}

/// Folds events that are about to be recorded from `next` on into the case.
void fold_ahead(CaseState& state, const std::vector<Event>& events, const Command& command,
                const Definition& definition, Position& next) {
  for (const Event& event : events) {
    const EventType* type = definition.catalogue.find(event.type.text);
    Record record = provisional(event, *type, command, state, definition);
    record.position = next;
    next = next.next();
    state = evolve(std::move(state), record, definition);
  }
}

/// A value or record beyond its limit is the client's matter; all else is ours.
Result<Answer> too_large_or(const Error& error) {
  if (error.code != Errc::too_large) return error;
  return Answer(
      refuse(RefusalKind::too_large, {"Te groot: " + error.detail, "Too large: " + error.detail}));
}

json::string type_name(const Event& event) {
  return json::string(event.type.text.substr(0, event.type.text.find('@')));
}

Result<> check_setting(const Procedure& procedure, const std::string& name,
                       const cel::Value& value) {
  const auto known = procedure.settings.find(name);
  if (known == procedure.settings.end()) {
    std::vector<std::string> names;
    for (const auto& [each, setting] : procedure.settings) names.push_back(each);
    const auto near = nearest(name, names);
    return Error{Errc::malformed, "procedure " + procedure.name + " has no such setting" +
                                      (near ? "; did you mean " + *near + "?" : "")};
  }
  const bool is_boolean = known->second.value.get_if<bool>() != nullptr;
  const bool fits =
      is_boolean ? value.get_if<bool>() != nullptr : value.get_if<std::int64_t>() != nullptr;
  if (fits) return {};
  return Error{Errc::malformed, "setting " + name + " is " +
                                    (is_boolean ? "a boolean: true or false" : "a whole number")};
}

Command engine_command(const Noticed& noticed, const CaseState& state) {
  Command command;
  command.id = noticed.command;
  command.case_id = state.id;
  command.action = {"noticeFinding"};
  command.actor = engine_actor();
  return command;
}

}  // namespace

Result<Circumstances> Processor::circumstances(const LoadedCase& loaded,
                                               const Definition& definition, const Actor& actor,
                                               const Action* action, const json::object& data,
                                               Timestamp now) const {
  Circumstances given{now, day_in_amsterdam(now), definition, {}, false};
  const std::set<SubjectId> own = directory_.subjects_of(actor.id);
  for (const SubjectId& subject : own)
    given.own_member = given.own_member || loaded.members.contains(subject);
  if (action == nullptr) return given;
  for (const Field& field : action->payload) {
    const json::value* handle = data.if_contains(field.name);
    if (field.type.kind != FieldKind::reference || handle == nullptr || !handle->is_string())
      continue;
    if (field.type.refers_to == Referent::actor &&
        !directory_.knows({std::string(handle->get_string())}, {field.type.role})) {
      given.unfit_actors.insert(field.name);
    }
    if (field.type.refers_to != Referent::subject) continue;
    auto subject = vault_.find_subject(actor.org.text, handle->get_string());
    if (subject.has_error()) return subject.error();
    KnownSubject known;
    known.subject = std::move(*subject);
    if (known.subject) {
      const auto member = loaded.members.find(*known.subject);
      if (member != loaded.members.end()) known.member = member->second;
      known.own = own.contains(*known.subject);
    }
    given.subjects.emplace(field.name, std::move(known));
  }
  return given;
}

Result<Processor::Prepared> Processor::prepare(const Command& command, Timestamp now) {
  Prepared prepared;
  prepared.loaded.state.id = command.case_id;
  const auto found = find(command.case_id);
  if (found.has_error() && (found.error().code != Errc::not_found || exists(command.case_id)))
    return found.error();
  const bool visible = found.has_value() && reaches(command.actor.id, **found);
  prepared.definition = visible ? definitions_.find((*found)->state.definition)
                                : definitions_.newest(command.procedure);
  if (!is_case_id(command.case_id.text)) {
    prepared.decision = refuse(
        RefusalKind::payload,
        {"Een zaak heet met letters, cijfers, punt, streepje of liggend streepje, hoogstens 64.",
         "A case is named with letters, digits, dot, dash or underscore, at most 64."});
    return prepared;
  }
  if (prepared.definition == nullptr) {
    prepared.decision = definitions_.no_such_procedure(command.procedure);
    return prepared;
  }
  const Action* action = prepared.definition->procedure.action(command.action.text);
  // A new case meets the name that is taken; nothing else is told of a case out of reach.
  const bool makes_case = action != nullptr && action->creates;
  if (found.has_value() && (visible || makes_case)) prepared.loaded = **found;
  auto given = circumstances(prepared.loaded, *prepared.definition, command.actor, action,
                             command.data, now);
  if (given.has_error()) return given.error();
  prepared.decision = decide(prepared.loaded.state, command, *given);
  return prepared;
}

Result<Decision> Processor::rehearse(const Command& command, Timestamp now) {
  auto prepared = prepare(command, now);
  if (prepared.has_error()) return prepared.error();
  return std::move(prepared->decision);
}

Result<std::optional<Receipt>> Processor::find_answer(const Command& command) const {
  if (!is_uuid(command.id.text)) return std::optional<Receipt>();
  const auto content = vault_.authenticate(content_of(command));
  if (content.has_error()) return content.error();
  auto known = log_.find_command(command.id, *content);
  if (known.has_error() && known.error().code == Errc::command_reused)
    return std::optional<Receipt>();
  return known;
}

Result<Answer> Processor::submit(const Command& command, Timestamp now) {
  if (!is_uuid(command.id.text)) {
    return Answer(refuse(RefusalKind::payload,
                         {"De opdracht heeft geen geldige UUID.", "The command's id is no UUID."}));
  }
  const auto content = vault_.authenticate(content_of(command));
  if (content.has_error()) return content.error();
  auto known = log_.find_command(command.id, *content);
  if (known.has_error() && known.error().code == Errc::command_reused) {
    return Answer(
        refuse(RefusalKind::duplicate,
               {"Deze opdracht-id is al gebruikt: voor een andere opdracht, of voor een die niet "
                "meer te vergelijken is omdat iemand gewist is.",
                "This command id was used before: for another command, or for one that can't be "
                "compared any more since somebody was erased."}));
  }
  if (known.has_error()) return known.error();
  if (*known) return Answer(std::move(**known));
  auto prepared = prepare(command, now);
  if (prepared.has_error()) return prepared.error();
  if (auto* refusal = std::get_if<Refusal>(&prepared->decision)) return Answer(std::move(*refusal));
  return record(std::move(*prepared), command, *content, now);
}

Result<> Processor::resolve_subjects(std::vector<Event>& events, const Actor& actor) {
  for (Event& event : events) {
    for (auto& [field, subject] : event.subjects) {
      if (!subject.text.starts_with(unresolved_prefix)) continue;
      auto made = vault_.subject_of(
          actor.org.text, std::string_view(subject.text).substr(unresolved_prefix.size()));
      if (made.has_error()) return made.error();
      subject = std::move(*made);
    }
  }
  return {};
}

Result<Batch> Processor::batch_of(const Command& command, std::vector<Event> events,
                                  const CaseState& before, const Definition& definition,
                                  const Digest& content) {
  const Action* action = definition.procedure.action(command.action.text);
  Batch batch;
  batch.case_id = command.case_id;
  batch.expected = before.version;
  batch.procedure = definition.reference;
  batch.action = command.action;
  batch.command = command.id;
  batch.content = content;
  batch.actor = command.actor;
  batch.purpose = action != nullptr ? action->purpose : "supervision";
  for (Event& event : events) {
    const EventType* type = definition.catalogue.find(event.type.text);
    ensure(type != nullptr, "a decision makes events of its catalogue");
    auto sealed = seal(std::move(event), *type, command.actor.id, seed_());
    if (sealed.has_error()) return sealed.error();
    batch.events.push_back(std::move(*sealed));
  }
  return batch;
}

Result<std::size_t> Processor::add_findings(std::vector<Batch>& batches, CaseState& state,
                                            const Definition& definition, Timestamp now) {
  std::size_t recorded = 0;
  for (const Batch& batch : batches) recorded += batch.events.size();
  Position next{log_.tail().size + recorded};
  const Date today = day_in_amsterdam(now);
  std::size_t count = 0;
  for (Noticed& noticed :
       findings_due(state, definition, judge(state, definition, today), today, log_.origin())) {
    if (++count > findings_max) break;
    const Command command = engine_command(noticed, state);
    const CaseState before = state;
    fold_ahead(state, {noticed.event}, command, definition, next);
    auto content = vault_.authenticate(command.id.text);
    if (content.has_error()) return content.error();
    const json::string name = type_name(noticed.event);
    std::vector<Event> events = {std::move(noticed.event)};
    auto batch = batch_of(command, std::move(events), before, definition, *content);
    if (batch.has_error()) return batch.error();
    batch->answer = {{"events", json::array{name}}, {"findings", json::array()}};
    batches.push_back(std::move(*batch));
  }
  return count;
}

Result<> Processor::commit(std::vector<Batch> batches, const CaseId& id, Timestamp now,
                           std::optional<Result<Receipt>>& first) {
  auto outcomes = log_.append(std::move(batches), now);
  if (outcomes.has_error()) {
    cases_.erase(id);
    return outcomes.error();
  }
  first = std::move(outcomes->front());
  keep_up(id);
  return {};
}

Result<Answer> Processor::record(Prepared prepared, const Command& command, const Digest& content,
                                 Timestamp now) {
  auto events = std::get<Accepted>(std::move(prepared.decision)).events;
  auto resolved = resolve_subjects(events, command.actor);
  if (resolved.has_error()) return resolved.error();
  CaseState after = prepared.loaded.state;
  Position next{log_.tail().size};
  fold_ahead(after, events, command, *prepared.definition, next);
  std::vector<Batch> batches;
  json::object told = answer_to(command, events,
                                {prepared.loaded.state, after, prepared.loaded.members,
                                 directory_.subjects_of(command.actor.id), *prepared.definition});
  auto batch =
      batch_of(command, std::move(events), prepared.loaded.state, *prepared.definition, content);
  if (batch.has_error()) return too_large_or(batch.error());
  batch->answer = std::move(told);
  batches.push_back(std::move(*batch));
  auto findings = add_findings(batches, after, *prepared.definition, now);
  if (findings.has_error()) return findings.error();
  std::optional<Result<Receipt>> receipt;
  auto committed = commit(std::move(batches), command.case_id, now, receipt);
  if (committed.has_error()) return committed.error();
  if (receipt->has_error()) return too_large_or(receipt->error());
  return Answer(std::move(**receipt));
}

Result<std::size_t> Processor::notice(const CaseId& id, Timestamp now) {
  auto found = find(id);
  if (found.has_error()) return found.error();
  CaseState state = (*found)->state;
  const Definition* definition = definitions_.find(state.definition);
  if (definition == nullptr || state.closed) return std::size_t{0};
  std::vector<Batch> batches;
  auto count = add_findings(batches, state, *definition, now);
  if (count.has_error() || *count == 0) return count;
  std::optional<Result<Receipt>> receipt;
  auto committed = commit(std::move(batches), id, now, receipt);
  if (committed.has_error()) return committed.error();
  return count;
}

Result<> Processor::change_setting(const CaseId& id, const std::string& setting,
                                   const cel::Value& value, Timestamp now) {
  auto found = find(id);
  if (found.has_error()) return found.error();
  const Definition* definition = definitions_.find((*found)->state.definition);
  ensure(definition != nullptr, "a loaded case has its definition");
  auto checked = check_setting(definition->procedure, setting, value);
  if (checked.has_error()) return checked;
  const Date day = day_in_amsterdam(now);
  Event event;
  event.type = {"SettingChanged@1"};
  event.occurred_on = {day, format(day)};
  event.fields = {{"setting", setting}};
  if (const bool* boolean = value.get_if<bool>()) event.fields["boolean"] = *boolean;
  if (const std::int64_t* integer = value.get_if<std::int64_t>())
    event.fields["integer"] = *integer;
  SystemCommand command{id, {"changeSetting"}, {random_uuid()}, engine_actor(), {}};
  command.events.push_back(std::move(event));
  auto batch =
      system_batch(std::move(command), definition->catalogue, definition->reference, seed_);
  if (batch.has_error()) return batch.error();
  const auto receipt = append_one(log_, std::move(*batch), now);
  if (receipt.has_error()) return receipt.error();
  keep_up(id);
  return {};
}

}  // namespace verloop
