#include "engine/directory.hpp"

#include <algorithm>

#include "engine/rights.hpp"
#include "events/json/text_in.hpp"

namespace verloop {
namespace {

constexpr std::size_t page_size = 256;
const CaseId directory_stream{"@directory"};

std::optional<Date> day_in(const Record& record, std::string_view name) {
  const auto day = parse_date(text_in(record.data, name));
  return day.has_value() ? std::optional(*day) : std::nullopt;
}

Days days_in(const Record& record) {
  return {day_in(record, "from"), day_in(record, "until")};
}

RoleAt role_in(const Record& record) {
  return {{text_in(record.data, "as")}, {text_in(record.data, "organisation")}};
}

Entered entered_by(const Record& record) {
  return {record.position, record.recorded_at, std::nullopt};
}

std::vector<ActionId> actions_in(const Record& record) {
  std::vector<ActionId> actions;
  const boost::json::value* list = record.data.if_contains("actions");
  if (list == nullptr || !list->is_array()) return actions;
  for (const boost::json::value& one : list->get_array())
    if (one.is_string()) actions.push_back({std::string(one.get_string())});
  return actions;
}

/// The position of the entry that is withdrawn.
std::optional<Position> entry_in(const Record& record) {
  const boost::json::value* entry = record.data.if_contains("entry");
  if (entry == nullptr || !entry->is_int64() || entry->get_int64() < 0) return std::nullopt;
  return Position{static_cast<std::uint64_t>(entry->get_int64())};
}

void end(Entered& entered, const Record& record) {
  if (!entered.ended) entered.ended = record.recorded_at;
}

}  // namespace

Event directory_event(const char* type, Timestamp now, boost::json::object fields) {
  const Date day = day_in_amsterdam(now);
  Event event;
  event.type = {type};
  event.occurred_on = {day, format(day)};
  event.fields = std::move(fields);
  return event;
}

Result<> Directory::load(const EventLog& log, std::optional<Timestamp> until) {
  for (;;) {
    const auto page = log.read_stream(directory_stream, next_, page_size);
    if (page.has_error()) return page.error();
    for (const StoredRecord& stored : *page) {
      if (until && stored.record.recorded_at > *until) return {};
      const auto sealed = log.sealed_values(stored.record.position);
      if (sealed.has_error()) return sealed.error();
      apply(stored.record, *sealed);
      next_ = stored.record.version.next();
    }
    if (page->size() < page_size) return {};
  }
}

void Directory::apply(const Record& record, const std::vector<SealedValue>& sealed) {
  const ActorId person{text_in(record.data, "person")};
  const std::string& type = record.type.text;
  if (type == "ActorRegistered@1" && !knows(person)) {
    actors_[person].registered = record.position;
    order_.push_back(person);
  } else if (type == "RoleGiven@1" || type == "RoleGiven@2") {
    actors_[person].roles.push_back({role_in(record), days_in(record), entered_by(record)});
  } else if (type == "TokenIssued@1") {
    tokens_[text_in(record.data, "sha256")] = person;
  } else if (type == "SubjectLinked@1") {
    for (const SealedValue& value : sealed) {
      if (value.field == "subject")
        actors_[person].links.push_back({value.subject, entered_by(record)});
    }
  } else if (type == "MandateGiven@1") {
    mandates_.push_back({{text_in(record.data, "giver")},
                         person,
                         role_in(record),
                         actions_in(record),
                         days_in(record),
                         entered_by(record)});
  } else {
    apply_end(record);
  }
}

/// What withdraws an entry says which.
void Directory::apply_end(const Record& record) {
  const ActorId person{text_in(record.data, "person")};
  const auto at = actors_.find(person);
  if (record.type.text == "RoleWithdrawn@1" && at != actors_.end()) {
    for (RoleGiven& given : at->second.roles)
      if (given.role == role_in(record)) end(given.entered, record);
  } else if (record.type.text == "SubjectUnlinked@1" && at != actors_.end()) {
    for (SubjectLink& link : at->second.links)
      if (link.entered.position == entry_in(record)) end(link.entered, record);
  } else if (record.type.text == "MandateWithdrawn@1") {
    for (Mandate& mandate : mandates_)
      if (mandate.entered.position == entry_in(record)) end(mandate.entered, record);
  }
}

Result<Position> Directory::record(std::vector<Event> events, const char* action, const Actor& by,
                                   EventLog& log, const SystemCatalogue& system,
                                   const SeedSource& seed, Timestamp now) {
  SystemCommand command{directory_stream, {action}, {random_uuid()}, by, std::move(events)};
  auto batch = system_batch(std::move(command), system.types, system.reference, seed);
  if (batch.has_error()) return batch.error();
  const auto receipt = append_one(log, std::move(*batch), now);
  if (receipt.has_error()) return receipt.error();
  if (auto loaded = load(log); loaded.has_error()) return loaded.error();
  return receipt->position;
}

Result<> Directory::enter(const NewActor& actor, EventLog& log, Vault& vault,
                          const SystemCatalogue& system, const SeedSource& seed, Timestamp now) {
  std::vector<Event> events;
  if (!knows(actor.id)) {
    boost::json::object fields{{"person", actor.id.text}};
    if (!actor.name.empty()) fields["name"] = actor.name;
    events.push_back(directory_event("ActorRegistered@1", now, std::move(fields)));
    if (!actor.name.empty()) events.back().subjects["name"] = {"actor/" + actor.id.text};
  }
  const std::vector<RoleAt> present = at(now).roles_of(actor.id);
  if (std::find(present.begin(), present.end(), actor.role) == present.end()) {
    events.push_back(directory_event("RoleGiven@1", now,
                                     {{"person", actor.id.text},
                                      {"as", actor.role.role.text},
                                      {"organisation", actor.role.org.text}}));
  }
  const std::set<SubjectId> known = at(now).subjects_of(actor.id);
  for (const std::string& handle : actor.handles) {
    const auto subject = vault.subject_of(actor.role.org.text, handle);
    if (subject.has_error()) return subject.error();
    if (known.contains(*subject)) continue;
    events.push_back(
        directory_event("SubjectLinked@1", now, {{"person", actor.id.text}, {"subject", handle}}));
    events.back().subjects["subject"] = *subject;
  }
  if (events.empty()) return {};
  const auto done = record(std::move(events), "enterActor", engine_actor(), log, system, seed, now);
  return done.has_error() ? Result<>(done.error()) : Result<>();
}

Result<> Directory::issue_token(const ActorId& actor, const Digest& token, EventLog& log,
                                const SystemCatalogue& system, const SeedSource& seed,
                                Timestamp now) {
  std::vector<Event> events = {directory_event(
      "TokenIssued@1", now, {{"person", actor.text}, {"sha256", to_hex(view(token))}})};
  const auto done = record(std::move(events), "issueToken", engine_actor(), log, system, seed, now);
  return done.has_error() ? Result<>(done.error()) : Result<>();
}

std::optional<ActorId> Directory::holder_of(const Digest& token) const {
  const auto at = tokens_.find(to_hex(view(token)));
  return at == tokens_.end() ? std::nullopt : std::optional<ActorId>(at->second);
}

Rights Directory::at(Timestamp moment) const {
  return Rights(*this, moment);
}

const Directory::Known& Directory::known(const ActorId& actor) const {
  static const Known nothing;
  const auto at = actors_.find(actor);
  return at == actors_.end() ? nothing : at->second;
}

const std::vector<RoleGiven>& Directory::roles_given(const ActorId& actor) const {
  return known(actor).roles;
}

const std::vector<SubjectLink>& Directory::links_of(const ActorId& actor) const {
  return known(actor).links;
}

std::optional<Position> Directory::entered_at(const ActorId& actor) const {
  return known(actor).registered;
}

}  // namespace verloop
