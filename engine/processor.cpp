#include "engine/processor.hpp"

#include <algorithm>

#include "engine/answer.hpp"
#include "engine/case_records.hpp"
#include "engine/evolve.hpp"
#include "engine/findings.hpp"
#include "engine/make_events.hpp"
#include "engine/text_checks.hpp"
#include "events/case_key.hpp"
#include "events/on_behalf.hpp"

namespace verloop {
namespace {

namespace json = boost::json;

constexpr std::size_t findings_max =
    256;  // Per command; a procedure with more rules than this is not served well.

/// Folds events that are about to be recorded from `next` on into the case. `past`: its records,
/// when the events speak of an earlier day than the case knows of.
void fold_ahead(CaseState& state, const std::vector<Event>& events, const Command& command,
                const Definition& definition, Position& next, std::vector<Record> past = {}) {
  CaseFolding folding(std::move(state), std::move(past));
  for (const Event& event : events) {
    const EventType* type = definition.catalogue.find(event.type.text);
    Record record = provisional(event, *type, command, folding.state(), definition);
    record.position = next;
    next = next.next();
    folding.add(std::move(record), definition);
  }
  state = std::move(folding).take();
}

json::string type_name(const Event& event) {
  return json::string(event.type.text.substr(0, event.type.text.find('@')));
}

Refusal was_erased() {
  return refuse(RefusalKind::state,
                {"Over wie deze vermelding gaat is gewist; er valt niets meer aan te corrigeren.",
                 "Whom this entry speaks of was erased; nothing of it can be corrected any more."});
}

/// The type with the fields that a correction carries beside its own.
EventType with_corrected(EventType type, const Event& event) {
  for (const auto& member : event.fields) {
    if (!std::string_view(member.key()).starts_with(corrected_prefix)) continue;
    Field field;
    field.name = std::string(member.key());
    field.privacy = PrivacyClass::confidential;  // Of those that are not open the class is all one.
    type.fields.push_back(std::move(field));
  }
  return type;
}

/// Whether a role with this view is shown each of the fields that hold names, whomever they are of.
bool shows_names(const RoleView& view, const TextFind& find) {
  const auto shows = [&view](const auto& one) {
    const auto shown = view.events.find(one.first);
    return shown != view.events.end() && std::includes(shown->second.begin(), shown->second.end(),
                                                       one.second.begin(), one.second.end());
  };
  return !view.own && std::all_of(find.names.begin(), find.names.end(), shows) &&
         std::all_of(find.identifiers.begin(), find.identifiers.end(), shows);
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
  const Rights rights = directory_.at(now);
  const std::set<SubjectId> own = rights.subjects_of(author_of(actor));
  for (const SubjectId& subject : own)
    given.own_member = given.own_member || loaded.member(subject).has_value();
  if (action == nullptr) return given;
  for (const Field& field : action->payload) {
    const json::value* handle = data.if_contains(field.name);
    if (field.type.kind != FieldKind::reference || handle == nullptr || !handle->is_string())
      continue;
    if (field.type.refers_to == Referent::actor &&
        !rights.knows({std::string(handle->get_string())}, {field.type.role})) {
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

Result<Processor::Prepared> Processor::prepare(const Command& command, Timestamp now,
                                               const Result<const LoadedCase*>& found,
                                               Asking asking) {
  Prepared prepared;
  prepared.loaded.state.id = command.case_id;
  if (found.has_error() && (found.error().code != Errc::not_found || exists(command.case_id)))
    return found.error();
  const bool visible = found.has_value() && reaches(author_of(command.actor), **found, now);
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
  if (asks_for_the_past(prepared.loaded.state, command, *prepared.definition, given->today)) {
    auto past = read_case(log_, command.case_id, *prepared.loaded.state.version);
    if (past.has_error()) return past.error();
    given->past = std::move(*past);
  }
  const auto named = add_names(*given, command, asking);
  if (named.has_error()) return named.error();
  prepared.decision = decide(prepared.loaded.state, command, *given);
  prepared.past = std::move(given->past);
  return prepared;
}

/// Who only tries, and is not shown the names anyway, learns nothing of them: who has a command
/// refused stands in the access log.
Result<> Processor::add_names(Circumstances& given, const Command& command, Asking asking) {
  const TextFind* find = reads_names(command, given.definition);
  if (find == nullptr) return {};
  const auto& views = given.definition.procedure.views;
  const auto view = views.find(command.actor.role.text);
  const bool all = view != views.end() && shows_names(view->second, *find);
  if (asking == Asking::to_try && !all) return {};
  const std::string& org = command.actor.org.text;
  auto names = names_of_ ? names_of_(command.case_id, org, *find, all)
                         : names_.of(command.case_id, org, *find);
  if (names.has_error()) return names.error();
  given.known_names = std::move(*names);
  return {};
}

Result<Decision> Processor::rehearse(const Command& command, Timestamp now) {
  auto prepared = prepare(command, now, find(command.case_id), Asking::to_try);
  if (prepared.has_error()) return prepared.error();
  return std::move(prepared->decision);
}

Result<SubjectId> Processor::subject_in_record(std::string_view place) const {
  const std::size_t slash = place.find('/');
  const Position position{std::stoull(std::string(place.substr(0, slash)))};
  const auto sealed = log_.sealed_values(position);
  if (sealed.has_error()) return sealed.error();
  for (const SealedValue& value : *sealed)
    if (value.field == place.substr(slash + 1)) return value.subject;
  return Error{Errc::not_found, "position " + std::to_string(position.value) +
                                    " holds no such sealed value any more"};
}

/// The case's present key. One that was moved to lies in the vault, or the vault is not that of
/// this log: made anew it would be another key of the same name.
Result<SubjectId> Processor::key_to_seal(const SubjectId& subject) const {
  auto key = present_key(vault_, subject);
  if (key.has_error() || *key == subject) return key;
  const auto is_there = vault_.has_key(*key);
  if (is_there.has_error()) return is_there.error();
  const auto erased = vault_.erased(*key);
  if (erased.has_error()) return erased.error();
  if (*is_there || *erased) return key;
  const auto places = log_.places_of({*key});
  if (places.has_error()) return places.error();
  if (places->empty()) return key;
  return Error{Errc::tampered, "values lie under the key " + key->text +
                                   ", which is not in the vault: it is older than the log; restore "
                                   "the vault that belongs to it"};
}

Result<std::optional<Refusal>> Processor::resolve_subjects(std::vector<Event>& events,
                                                           const Actor& actor) {
  for (Event& event : events) {
    for (auto& [field, subject] : event.subjects) {
      if (is_case_key(subject)) {
        auto present = key_to_seal(subject);
        if (present.has_error()) return present.error();
        subject = std::move(*present);
      }
      const std::string_view text = subject.text;
      if (text.starts_with(unresolved_prefix)) {
        auto made = vault_.subject_of(actor.org.text, text.substr(unresolved_prefix.size()));
        if (made.has_error()) return made.error();
        subject = std::move(*made);
      } else if (text.starts_with(sealed_in_prefix)) {
        auto found = subject_in_record(text.substr(sealed_in_prefix.size()));
        if (found.has_error() && found.error().code == Errc::not_found)
          return std::optional<Refusal>(was_erased());
        if (found.has_error()) return found.error();
        const auto key = vault_.has_key(*found);
        if (key.has_error()) return key.error();
        if (!*key) return std::optional<Refusal>(was_erased());
        subject = std::move(*found);
      } else if (is_alteration(event.type.text)) {
        const auto erased = vault_.erased(subject);
        if (erased.has_error()) return erased.error();
        if (*erased) return std::optional<Refusal>(was_erased());
      }
    }
  }
  return std::optional<Refusal>();
}

Result<Batch> Processor::batch_of(const Command& command, std::vector<Event> events,
                                  const CaseState& before, const Definition& definition,
                                  const Digest& content, Position place) {
  const Action* action = definition.procedure.action(command.action.text);
  Batch batch;
  batch.case_id = command.case_id;
  batch.expected = before.version;
  batch.place = place;
  batch.procedure = definition.reference;
  batch.action = command.action;
  batch.command = command.id;
  batch.content = content;
  batch.actor = command.actor;
  batch.purpose = action != nullptr ? action->purpose : "supervision";
  for (Event& event : events) {
    const EventType* type = definition.catalogue.find(event.type.text);
    ensure(type != nullptr, "a decision makes events of its catalogue");
    const EventType sealing =
        is_alteration(type->id.text) ? with_corrected(*type, event) : EventType();
    auto sealed = seal(std::move(event), is_alteration(type->id.text) ? sealing : *type,
                       command.actor.id, seed_());
    if (sealed.has_error()) return sealed.error();
    batch.events.push_back(std::move(*sealed));
  }
  return batch;
}

bool Processor::is_due(const CaseState& state, Timestamp now) const {
  const Definition* definition = definitions_.find(state.definition);
  if (definition == nullptr || state.closed) return false;
  const Date today = day_in_amsterdam(now);
  return !findings_due(state, *definition, judge(state, *definition, today), today, log_.origin())
              .empty();
}

Result<std::size_t> Processor::add_findings(std::vector<Batch>& batches, LoadedCase& loaded,
                                            const Definition& definition, Timestamp now,
                                            Position next, Cause cause) {
  CaseState& state = loaded.state;
  std::size_t count = 0;
  const Date today = day_in_amsterdam(now);
  for (Noticed& noticed : findings_due(state, definition, judge(state, definition, today), today,
                                       log_.origin(), cause)) {
    if (++count > findings_max) break;
    const Command command = engine_command(noticed, state);
    const CaseState before = state;
    const Position place = next;
    fold_ahead(state, {noticed.event}, command, definition, next);
    auto content = vault_.authenticate(command.id.text);
    if (content.has_error()) return content.error();
    const json::string name = type_name(noticed.event);
    std::vector<Event> events = {std::move(noticed.event)};
    auto batch = batch_of(command, std::move(events), before, definition, *content, place);
    if (batch.has_error()) return batch.error();
    batch->answer = {{"events", json::array{name}}, {"findings", json::array()}};
    batches.push_back(std::move(*batch));
  }
  if (count == 0) loaded.judged = LoadedCase::judged_as(state, definition, today);
  return count;
}

Result<std::optional<Answer>> Processor::record(Prepared prepared, WaitingCommand& waiting) {
  const Command& command = waiting.command;
  auto events = std::get<Accepted>(std::move(prepared.decision)).events;
  auto resolved = resolve_subjects(events, command.actor);
  if (resolved.has_error()) return resolved.error();
  if (*resolved) return std::optional<Answer>(std::move(**resolved));
  LoadedCase after = prepared.loaded;
  const Position place = next_place();
  Position next = place;
  fold_ahead(after.state, events, command, *prepared.definition, next, std::move(prepared.past));
  const Action* action = prepared.definition->procedure.action(command.action.text);
  const Cause cause = alteration_of(*action) != nullptr ? Cause::alteration : Cause::course;
  std::vector<Batch> batches;
  json::object told = answer_to(
      command, events,
      {prepared.loaded.state, after.state, prepared.loaded.members,
       directory_.at(waiting.now).subjects_of(author_of(command.actor)), *prepared.definition});
  auto batch = batch_of(command, std::move(events), prepared.loaded.state, *prepared.definition,
                        waiting.content, place);
  if (batch.has_error()) return too_large_or(batch.error());
  batch->answer = std::move(told);
  note_members(batch->events, *prepared.definition, after.members);
  batches.push_back(std::move(*batch));
  auto findings = add_findings(batches, after, *prepared.definition, waiting.now, next, cause);
  if (findings.has_error()) return findings.error();
  set_out(waiting, std::move(batches), std::move(after));
  return std::optional<Answer>();
}

Result<Position> Processor::change_setting(const CaseId& id, const NewSetting& setting,
                                           const Actor& by, Timestamp now) {
  auto found = find(id);
  if (found.has_error()) return found.error();
  const Definition* definition = definitions_.find((*found)->state.definition);
  ensure(definition != nullptr, "a loaded case has its definition");
  auto checked = check_setting(definition->procedure, setting);
  if (checked.has_error()) return checked.error();
  Event event = setting_event(setting, now);
  if (!setting.reason.empty()) {
    auto key = key_to_seal(case_key(id));
    if (key.has_error()) return key.error();
    event.subjects["reason"] = std::move(*key);
  }
  SystemCommand command{id, {"changeSetting"}, {random_uuid()}, by, {}};
  command.events.push_back(std::move(event));
  auto batch =
      system_batch(std::move(command), definition->catalogue, definition->reference, seed_);
  if (batch.has_error()) return batch.error();
  const auto receipt = append_one(log_, std::move(*batch), now);
  if (receipt.has_error()) return receipt.error();
  keep_up(id);
  return receipt->position;
}

}  // namespace verloop
