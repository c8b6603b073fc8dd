#include "engine/erase_subject.hpp"

#include <algorithm>

#include "engine/alteration.hpp"
#include "engine/processor.hpp"
#include "events/case_key.hpp"
#include "events/owed_erasures.hpp"
#include "events/redaction.hpp"

namespace verloop {
namespace {

namespace json = boost::json;

Refusal not_known() {
  return refuse(RefusalKind::unknown, {"Deze betrokkene komt hier niet voor, of niet meer.",
                                       "This subject does not occur here, or no longer does."});
}

/// One event of @subjects, recorded by itself.
Result<> record(const ErasureWork& work, Event event, const char* action, const CommandId& id,
                const Actor& by, Timestamp now) {
  SystemCommand command{subjects_stream, {action}, id, by, {}};
  command.events.push_back(std::move(event));
  auto batch =
      system_batch(std::move(command), work.system.types, work.system.reference, work.seed);
  if (batch.has_error()) return batch.error();
  const auto receipt = append_one(work.log, std::move(*batch), now);
  return receipt.has_error() ? Result<>(receipt.error()) : Result<>();
}

Event event_of(const EventTypeId& type, Date day, const SubjectId& subject) {
  Event event;
  event.type = type;
  event.occurred_on = {day, format(day)};
  event.fields = {{"subject", subject.text}};
  return event;
}

/// The event commits to the places whose values are gone: no other can be said to be.
Result<> record_erasure(const ErasureWork& work, const Erasure& erasure, Timestamp now) {
  const auto places = work.log.places_of({erasure.subject});
  if (places.has_error()) return places.error();
  Event event = event_of(subject_erased, day_in_amsterdam(erasure.at), erasure.subject);
  event.fields["ground"] = json::string(name_of(erasure.ground));
  event.fields["backupsUntil"] = format(erasure.backups_until);
  // A log that continues another from before the redaction has something else at that place.
  for (const SealedPlace& place : *places) {
    if (erasure.redacted != FieldPlace{place.position, place.field}) continue;
    event.fields["position"] = static_cast<std::int64_t>(place.position.value);
    event.fields["field"] = place.field;
  }
  event.fields["values"] = static_cast<std::int64_t>(places->size());
  event.fields["places"] = to_base64url(view(digest(*places)));
  return record(work, std::move(event), "eraseSubject", erasure.command, erasure.by, now);
}

/// Of everybody who ever was erased: documents may be older than the log, when they were put back.
/// Nothing waits for what is damaged there: its keys are gone all the same, and verification names
/// it.
Result<> remove_documents(const ErasureWork& work, const Subjects& subjects) {
  const std::set<SubjectId> erased = subjects.erased_since(0);
  if (erased.empty()) return {};
  auto removed = work.documents.remove_all(erased);
  const bool is_damaged = removed.has_error() && removed.error().code == Errc::tampered;
  return is_damaged ? Result<>() : removed;
}

Result<> remove_erased_values(const ErasureWork& work, const Subjects& subjects) {
  auto removed = remove_documents(work, subjects);
  if (removed.has_error()) return removed;
  const auto done = work.log.erasures_done();
  if (done.has_error()) return done.error();
  const std::set<SubjectId> erased = subjects.erased_since(*done);
  if (erased.empty()) return {};
  auto places = work.log.places_of(erased);
  if (places.has_error()) return places.error();
  // Of a log that is older than a redaction the others may open again with the vault of its time.
  std::erase_if(*places, [&](const SealedPlace& place) { return !subjects.takes(place); });
  auto commands = commands_about(work, erased, *places);
  if (commands.has_error()) return commands.error();
  return work.log.remove_values({std::move(*places), std::move(*commands), subjects.size()});
}

/// Refused unless somebody has a key by that name, who was not erased.
Result<std::optional<Refusal>> check_there(const ErasureWork& work, const SubjectId& subject) {
  const auto key = work.vault.has_key(subject);
  if (key.has_error()) return key.error();
  return *key ? std::optional<Refusal>() : std::optional<Refusal>(not_known());
}

Refusal on_hold(Position at) {
  const std::string position = std::to_string(at.value);
  return refuse(
      RefusalKind::state,
      {"Het wissen van deze betrokkene is opgeschort (positie " + position + "); hef dat eerst op.",
       "The erasure of this subject is on hold (position " + position + "); release it first."});
}

/// The commands of one case that name a member by its number.
Result<> add_commands_of(const ErasureWork& work, const CaseId& id,
                         const std::set<SubjectId>& subjects, std::set<CommandId>& commands) {
  constexpr std::size_t page_size = 256;
  std::map<SubjectId, std::int64_t> members;
  for (Version from;;) {
    const auto page = work.log.read_stream(id, from, page_size);
    if (page.has_error()) return page.error();
    for (const StoredRecord& stored : *page) {
      const Record& record = stored.record;
      from = record.version.next();
      const Definition* definition = work.definitions.find(record.procedure);
      if (definition == nullptr) continue;
      auto noted = note_members(stored, *definition, work.log, members);
      if (noted.has_error()) return noted;
      const std::vector<std::int64_t> named = members_named(record, *definition);
      const auto is_about = [&](const auto& member) {
        return subjects.contains(member.first) &&
               std::find(named.begin(), named.end(), member.second) != named.end();
      };
      if (std::any_of(members.begin(), members.end(), is_about)) commands.insert(record.command);
    }
    if (page->size() < page_size) return {};
  }
}

/// Under whose key the value lies.
Result<std::variant<SubjectId, Refusal>> key_at(const ErasureWork& work, const FieldPlace& place) {
  using Outcome = std::variant<SubjectId, Refusal>;
  const std::string named = std::to_string(place.position.value) + ": " + place.field;
  const Refusal nothing_there =
      refuse(RefusalKind::unknown, {"Hier ligt geen verzegelde waarde, positie " + named + ".",
                                    "No sealed value lies here, position " + named + "."});
  if (place.position.value >= work.log.tail().size) return Outcome(nothing_there);
  const auto sealed = work.log.sealed_values(place.position);
  if (sealed.has_error()) return sealed.error();
  for (const SealedValue& value : *sealed) {
    if (value.field != place.field) continue;
    if (is_case_key(value.subject)) return Outcome(value.subject);
    return Outcome(refuse(RefusalKind::state,
                          {"Deze waarde ligt onder de sleutel van een persoon, " +
                               value.subject.text + "; wis die persoon, of corrigeer de waarde.",
                           "This value lies under a person's key, " + value.subject.text +
                               "; erase that person, or correct the value."}));
  }
  return Outcome(nothing_there);
}

Erasure erasure_of(const ErasureWork& work, SubjectId key, const ErasureOrder& order,
                   Timestamp now) {
  ensure(order.backup_days >= 0 && order.backup_days <= backup_days_max,
         "a vault backup is kept for 30 days at most");
  return {work.log.origin(),
          std::move(key),
          order.ground,
          order.by,
          now,
          add_days(day_in_amsterdam(now), order.backup_days),
          {random_uuid()},
          {}};
}

}  // namespace

Result<std::vector<CommandId>> commands_about(const ErasureWork& work,
                                              const std::set<SubjectId>& subjects,
                                              const std::vector<SealedPlace>& places) {
  std::set<CommandId> commands;
  std::set<CaseId> cases;
  for (const SealedPlace& place : places) {
    const auto page = work.log.read(place.position, 1);
    if (page.has_error()) return page.error();
    if (page->empty()) continue;
    const Record& record = page->front().record;
    commands.insert(record.command);
    if (is_case_id(record.case_id.text)) cases.insert(record.case_id);
  }
  for (const CaseId& id : cases) {
    auto added = add_commands_of(work, id, subjects, commands);
    if (added.has_error()) return added.error();
  }
  return std::vector<CommandId>(commands.begin(), commands.end());
}

Result<> finish_erasures(const ErasureWork& work, Timestamp now) {
  const auto owed = owed_erasures(work.log, work.vault, work.list);
  if (owed.has_error()) return owed.error();
  if (!owed->empty()) {
    auto destroyed = destroy_keys(work.log, work.vault, work.documents, *owed);
    if (destroyed.has_error()) return destroyed;
  }
  const auto known = Subjects::read(work.log);
  if (known.has_error()) return known.error();
  const auto orders = orders_for(work.log, work.vault, work.list);
  if (orders.has_error()) return orders.error();
  for (const Erasure& order : *orders) {
    if (known->knows(order.command)) continue;
    auto recorded = record_erasure(work, order, now);
    if (recorded.has_error()) return recorded;
  }
  const auto subjects = Subjects::read(work.log);
  if (subjects.has_error()) return subjects.error();
  return remove_erased_values(work, *subjects);
}

namespace {

/// From the list to the last file, unless it was done before or may not be.
Result<std::variant<Erased, Refusal>> carry_out(const ErasureWork& work, const Erasure& erasure) {
  using Outcome = std::variant<Erased, Refusal>;
  const auto erased = work.vault.erased(erasure.subject);
  if (erased.has_error()) return erased.error();
  if (*erased) return Outcome(**erased);
  auto there = check_there(work, erasure.subject);
  if (there.has_error()) return there.error();
  if (*there) return Outcome(std::move(**there));
  const auto subjects = Subjects::read(work.log);
  if (subjects.has_error()) return subjects.error();
  if (const auto held = subjects->hold_on(as_ordered(erasure.subject)))
    return Outcome(on_hold(*held));
  if (erasure.redacted) {
    auto movable = check_movable(work.log, work.vault, work.documents, erasure.destruction());
    if (movable.has_error()) return movable.error();
  }
  auto listed = work.list.add(erasure);
  if (listed.has_error()) return listed.error();
  auto finished = finish_erasures(work, erasure.at);
  if (finished.has_error()) return finished.error();
  return Outcome(erasure.destruction().erased);
}

}  // namespace

Result<std::variant<Erased, Refusal>> erase_subject(const ErasureWork& work,
                                                    const ErasureOrder& order, Timestamp now) {
  auto finished = finish_erasures(work, now);
  if (finished.has_error()) return finished.error();
  auto key = present_key(work.vault, order.subject);
  if (key.has_error()) return key.error();
  return carry_out(work, erasure_of(work, std::move(*key), order, now));
}

Result<std::variant<Redacted, Refusal>> redact_value(const ErasureWork& work,
                                                     const RedactionOrder& order, Timestamp now) {
  using Outcome = std::variant<Redacted, Refusal>;
  auto finished = finish_erasures(work, now);
  if (finished.has_error()) return finished.error();
  const auto found = key_at(work, order.place);
  if (found.has_error()) return found.error();
  if (const auto* refusal = std::get_if<Refusal>(&*found)) return Outcome(*refusal);
  const SubjectId& key = std::get<SubjectId>(*found);
  const auto before = work.vault.erased(key);
  if (before.has_error()) return before.error();
  Erasure erasure =
      erasure_of(work, key, {{}, ErasureGround::redaction, order.by, order.backup_days}, now);
  erasure.redacted = order.place;
  auto done = carry_out(work, erasure);
  if (done.has_error()) return done.error();
  if (auto* refusal = std::get_if<Refusal>(&*done)) return Outcome(std::move(*refusal));
  return Outcome(Redacted{key, std::get<Erased>(*done), !*before});
}

Result<std::optional<Refusal>> hold_subject(const ErasureWork& work, const SubjectId& subject,
                                            const std::string& reason, const Actor& by,
                                            Timestamp now) {
  auto key = present_key(work.vault, subject);
  if (key.has_error()) return key.error();
  auto there = check_there(work, *key);
  if (there.has_error() || *there) return there;
  const auto subjects = Subjects::read(work.log);
  if (subjects.has_error()) return subjects.error();
  if (const auto held = subjects->hold_on(as_ordered(subject))) {
    return std::optional<Refusal>(
        refuse(RefusalKind::state,
               {"Het wissen is al opgeschort (positie " + std::to_string(held->value) + ").",
                "The erasure is on hold already (position " + std::to_string(held->value) + ")."}));
  }
  Event event = event_of(subject_held, day_in_amsterdam(now), as_ordered(subject));
  event.fields["reason"] = reason;
  event.subjects["reason"] = std::move(*key);
  auto recorded = record(work, std::move(event), "holdSubject", {random_uuid()}, by, now);
  if (recorded.has_error()) return recorded.error();
  return std::optional<Refusal>();
}

Result<std::optional<Refusal>> release_subject(const ErasureWork& work, const SubjectId& subject,
                                               const Actor& by, Timestamp now) {
  const auto subjects = Subjects::read(work.log);
  if (subjects.has_error()) return subjects.error();
  if (!subjects->hold_on(as_ordered(subject))) {
    return std::optional<Refusal>(
        refuse(RefusalKind::state, {"Het wissen van deze betrokkene is niet opgeschort.",
                                    "The erasure of this subject is not on hold."}));
  }
  auto recorded =
      record(work, event_of(subject_released, day_in_amsterdam(now), as_ordered(subject)),
             "releaseSubject", {random_uuid()}, by, now);
  if (recorded.has_error()) return recorded.error();
  return std::optional<Refusal>();
}

}  // namespace verloop
