// The cases that a processor has at hand: read, kept in memory, and for whom they are there.

#include <algorithm>

#include "engine/authorise.hpp"
#include "engine/case_records.hpp"
#include "engine/evolve.hpp"
#include "engine/processor.hpp"

namespace verloop {
namespace {

constexpr std::size_t page_size = 256;

}  // namespace

Result<> note_members(const StoredRecord& stored, const Definition& definition, const EventLog& log,
                      std::map<SubjectId, std::int64_t>& members) {
  const EventType* type = definition.catalogue.find(stored.record.type.text);
  if (type == nullptr) return {};
  for (const Field& field : type->fields) {
    if (field.type.kind != FieldKind::member) continue;
    const boost::json::value* number = stored.record.data.if_contains(field.name);
    if (number == nullptr) continue;
    const auto sealed = log.sealed_values(stored.record.position);
    if (sealed.has_error()) return sealed.error();
    for (const SealedValue& value : *sealed) {
      if (value.field == field.type.member_of)
        members[value.subject] = number->to_number<std::int64_t>();
    }
  }
  return {};
}

void note_members(const std::vector<SealedEvent>& events, const Definition& definition,
                  std::map<SubjectId, std::int64_t>& members) {
  for (const SealedEvent& event : events) {
    const EventType* type = definition.catalogue.find(event.type.text);
    if (type == nullptr) continue;
    for (const Field& field : type->fields) {
      if (field.type.kind != FieldKind::member) continue;
      const boost::json::value* number = event.data.if_contains(field.name);
      if (number == nullptr) continue;
      for (const Opening& opening : event.openings) {
        if (opening.disclosure.field == field.type.member_of)
          members[opening.subject] = number->to_number<std::int64_t>();
      }
    }
  }
}

std::optional<std::int64_t> LoadedCase::member(const SubjectId& subject) const {
  const auto known = members.find(subject);
  const bool counts = known != members.end() && state.named.contains(known->second);
  return counts ? std::optional<std::int64_t>(known->second) : std::nullopt;
}

LoadedCase::Judged LoadedCase::judged_as(const CaseState& state, const Definition& definition,
                                         Date day) {
  return {*state.version, day, definition.changes == nullptr ? 0 : definition.changes->size()};
}

Result<> Processor::extend(LoadedCase& loaded) const {
  const CaseId id = loaded.state.id;
  CaseState& state = loaded.state;
  bool is_in_order = true;
  std::optional<Version> last = state.version;
  const Definition* definition = nullptr;
  for (bool is_more = true; is_more;) {
    const auto page = log_.read_stream(id, last ? last->next() : Version{}, page_size);
    if (page.has_error()) return page.error();
    for (const StoredRecord& stored : *page) {
      const Record& record = stored.record;
      definition = definitions_.find(record.procedure);
      if (definition == nullptr) {
        return Error{Errc::not_found, "case " + id.text + " was decided under " + record.procedure +
                                          ", which is not deployed in this log"};
      }
      is_in_order = is_in_order && !comes_late(state, record);
      if (is_in_order) state = evolve(std::move(state), record, *definition);
      auto noted = note_members(stored, *definition, log_, loaded.members);
      if (noted.has_error()) return noted.error();
      last = record.version;
    }
    is_more = page->size() == page_size;
  }
  if (is_in_order) return {};
  const auto records = read_case(log_, id, *last);
  if (records.has_error()) return records.error();
  state = fold_case(*records, *definition);
  return {};
}

Result<const LoadedCase*> Processor::find(const CaseId& id) {
  if (!is_case_id(id.text)) return Error{Errc::not_found, "that is no name of a case"};
  if (const LoadedCase* known = cases_.find(id)) return known;
  LoadedCase loaded;
  loaded.state.id = id;
  auto read = extend(loaded);
  if (read.has_error()) return read.error();
  if (!loaded.state.version) return Error{Errc::not_found, "there is no case " + id.text};
  return cases_.put(id, std::move(loaded));
}

Result<const LoadedCase*> Processor::find_ahead(const CaseId& id) {
  const auto known = ahead_.find(id);
  if (known == ahead_.end()) return find(id);
  return &known->second.loaded;
}

/// The case is taken out meanwhile: what fails or throws halfway leaves no half of it behind. What
/// was recorded is recorded; whoever asks for the case next reads it anew, and meets what failed.
void Processor::keep_up(const CaseId& id) {
  LoadedCase loaded = cases_.take(id).value_or(LoadedCase());
  loaded.state.id = id;
  if (extend(loaded).has_value() && loaded.state.version) cases_.put(id, std::move(loaded));
}

bool Processor::reaches(const ActorId& actor, const LoadedCase& loaded, Timestamp now) const {
  const Definition* definition = definitions_.find(loaded.state.definition);
  ensure(definition != nullptr, "a loaded case has its definition");
  Circumstances given{{}, {}, *definition, {}, false};
  const Rights rights = directory_.at(now);
  for (const SubjectId& subject : rights.subjects_of(actor))
    given.own_member = given.own_member || loaded.member(subject).has_value();
  const auto roles = rights.roles_of(actor);
  return std::any_of(roles.begin(), roles.end(), [&](const RoleAt& at) {
    return has_access(loaded.state, {actor, at.role, at.org, {}}, given);
  });
}

Result<const LoadedCase*> Processor::find_for(const ActorId& actor, const CaseId& id,
                                              Timestamp now) {
  auto found = find(id);
  if (found.has_error() || reaches(actor, **found, now)) return found;
  return Error{Errc::not_found, "there is no case " + id.text};
}

const Definition* Processor::definition_for(const ActorId& actor, const CaseId& id,
                                            const std::string& procedure, Timestamp now) {
  const auto found = find_ahead(id);
  const bool visible = found.has_value() && reaches(actor, **found, now);
  return visible ? definitions_.find((*found)->state.definition) : definitions_.newest(procedure);
}

bool Processor::exists(const CaseId& id) const {
  const auto last = log_.last_version(id);
  return is_case_id(id.text) && last.has_value() && last->has_value();
}

}  // namespace verloop
