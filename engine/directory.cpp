#include "engine/directory.hpp"

#include <algorithm>

namespace verloop {
namespace {

constexpr std::size_t page_size = 256;
const CaseId directory_stream{"@directory"};

std::string text_in(const Record& record, std::string_view name) {
  const auto* value = record.data.if_contains(name);
  return value != nullptr && value->is_string() ? std::string(value->get_string()) : std::string();
}

Event system_event(const char* type, Timestamp now, boost::json::object fields) {
  const Date day = day_in_amsterdam(now);
  Event event;
  event.type = {type};
  event.occurred_on = {day, format(day)};
  event.fields = std::move(fields);
  return event;
}

}  // namespace

Result<> Directory::load(const EventLog& log) {
  for (;;) {
    const auto page = log.read_stream(directory_stream, next_, page_size);
    if (page.has_error()) return page.error();
    for (const StoredRecord& stored : *page) {
      const auto sealed = log.sealed_values(stored.record.position);
      if (sealed.has_error()) return sealed.error();
      apply(stored.record, *sealed);
      next_ = stored.record.version.next();
    }
    if (page->size() < page_size) return {};
  }
}

void Directory::apply(const Record& record, const std::vector<SealedValue>& sealed) {
  const ActorId person{text_in(record, "person")};
  if (record.type.text == "ActorRegistered@1" && !knows(person)) {
    roles_[person];
    order_.push_back(person);
  } else if (record.type.text == "RoleGiven@1") {
    roles_[person].push_back({{text_in(record, "as")}, {text_in(record, "organisation")}});
  } else if (record.type.text == "TokenIssued@1") {
    tokens_[text_in(record, "sha256")] = person;
  } else if (record.type.text == "SubjectLinked@1") {
    for (const SealedValue& value : sealed) {
      if (value.field == "subject") subjects_[person].insert(value.subject);
    }
  }
}

Result<> Directory::append(std::vector<Event> events, const char* action, EventLog& log,
                           const SystemCatalogue& system, const SeedSource& seed, Timestamp now) {
  if (events.empty()) return {};
  SystemCommand command{
      directory_stream, {action}, {random_uuid()}, engine_actor(), std::move(events)};
  auto batch = system_batch(std::move(command), system.types, system.reference, seed);
  if (batch.has_error()) return batch.error();
  const auto receipt = append_one(log, std::move(*batch), now);
  if (receipt.has_error()) return receipt.error();
  return load(log);
}

Result<> Directory::enter(const NewActor& actor, EventLog& log, Vault& vault,
                          const SystemCatalogue& system, const SeedSource& seed, Timestamp now) {
  std::vector<Event> events;
  if (!knows(actor.id)) {
    boost::json::object fields{{"person", actor.id.text}};
    if (!actor.name.empty()) fields["name"] = actor.name;
    events.push_back(system_event("ActorRegistered@1", now, std::move(fields)));
    if (!actor.name.empty()) events.back().subjects["name"] = {"actor/" + actor.id.text};
  }
  const std::vector<RoleAt> present = roles_of(actor.id);
  if (std::find(present.begin(), present.end(), actor.role) == present.end()) {
    events.push_back(system_event("RoleGiven@1", now,
                                  {{"person", actor.id.text},
                                   {"as", actor.role.role.text},
                                   {"organisation", actor.role.org.text}}));
  }
  const std::set<SubjectId> known = subjects_of(actor.id);
  for (const std::string& handle : actor.handles) {
    const auto subject = vault.subject_of(actor.role.org.text, handle);
    if (subject.has_error()) return subject.error();
    if (known.contains(*subject)) continue;
    events.push_back(
        system_event("SubjectLinked@1", now, {{"person", actor.id.text}, {"subject", handle}}));
    events.back().subjects["subject"] = *subject;
  }
  return append(std::move(events), "enterActor", log, system, seed, now);
}

Result<> Directory::issue_token(const ActorId& actor, const Digest& token, EventLog& log,
                                const SystemCatalogue& system, const SeedSource& seed,
                                Timestamp now) {
  std::vector<Event> events = {system_event(
      "TokenIssued@1", now, {{"person", actor.text}, {"sha256", to_hex(view(token))}})};
  return append(std::move(events), "issueToken", log, system, seed, now);
}

std::optional<ActorId> Directory::holder_of(const Digest& token) const {
  const auto at = tokens_.find(to_hex(view(token)));
  return at == tokens_.end() ? std::nullopt : std::optional<ActorId>(at->second);
}

bool Directory::knows(const ActorId& actor, const RoleId& role) const {
  const auto at = roles_.find(actor);
  if (at == roles_.end()) return false;
  return role.text.empty() || std::any_of(at->second.begin(), at->second.end(),
                                          [&role](const RoleAt& one) { return one.role == role; });
}

std::vector<RoleAt> Directory::roles_of(const ActorId& actor) const {
  const auto at = roles_.find(actor);
  return at == roles_.end() ? std::vector<RoleAt>{} : at->second;
}

std::optional<Actor> Directory::acting_as(const ActorId& actor,
                                          std::initializer_list<std::string_view> roles) const {
  for (const RoleAt& at : roles_of(actor)) {
    if (std::find(roles.begin(), roles.end(), at.role.text) != roles.end())
      return Actor{actor, at.role, at.org, {}};
  }
  return std::nullopt;
}

std::set<SubjectId> Directory::subjects_of(const ActorId& actor) const {
  const auto at = subjects_.find(actor);
  return at == subjects_.end() ? std::set<SubjectId>{} : at->second;
}

std::optional<ActorId> Directory::first_with(const RoleId& role) const {
  for (const ActorId& actor : order_) {
    for (const RoleAt& at : roles_of(actor)) {
      if (at.role == role) return actor;
    }
  }
  return std::nullopt;
}

std::vector<ActorId> Directory::actors() const {
  return order_;
}

std::variant<Actor, Refusal> Directory::acting(const ActorId& actor,
                                               const std::optional<RoleId>& role,
                                               const Action* action) const {
  if (!knows(actor)) {
    return refuse(RefusalKind::unauthorised, {"Deze actor staat niet in het register.",
                                              "This actor is not in the directory."});
  }
  std::vector<RoleAt> all = roles_of(actor);
  if (role) std::erase_if(all, [&role](const RoleAt& at) { return at.role != *role; });
  std::vector<RoleAt> fitting = all;
  if (action != nullptr) {
    std::erase_if(fitting, [action](const RoleAt& at) {
      return std::find(action->by.begin(), action->by.end(), at.role) == action->by.end();
    });
  }
  if (fitting.size() > 1) {
    return refuse(RefusalKind::unauthorised,
                  {"Meer dan een rol van deze actor mag dit; noem de rol.",
                   "More than one role of this actor may do this; name the role."});
  }
  if (fitting.empty() && all.empty()) {
    return refuse(RefusalKind::unauthorised,
                  {"Deze actor heeft die rol niet.", "This actor does not have that role."});
  }
  const RoleAt& chosen = fitting.empty() ? all.front() : fitting.front();
  return Actor{actor, chosen.role, chosen.org, {}};
}

}  // namespace verloop
