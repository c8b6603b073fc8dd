#include "engine/directory_orders.hpp"

#include <algorithm>

#include "engine/rights.hpp"
#include "events/utf8.hpp"

namespace verloop {
namespace {

constexpr std::size_t name_bytes_max = 400;
constexpr std::size_t reason_bytes_max = 2000;

Refusal wrong(std::string path, Label sentence) {
  Refusal refusal = refuse(RefusalKind::payload, std::move(sentence));
  refusal.path = std::move(path);
  return refusal;
}

Label with_nearest(Label sentence, std::string_view asked, const std::vector<std::string>& known) {
  const auto near = nearest(asked, known);
  if (!near) return sentence;
  return {sentence.nl + " Bedoelt u " + *near + "?", sentence.en + " Did you mean " + *near + "?"};
}

std::optional<Refusal> check_known(const Directory& directory, const ActorId& actor) {
  if (directory.knows(actor)) return std::nullopt;
  std::vector<std::string> names;
  for (const ActorId& one : directory.actors()) names.push_back(one.text);
  return refuse(RefusalKind::unknown, with_nearest({"Deze actor staat niet in het register.",
                                                    "This actor is not in the directory."},
                                                   actor.text, names));
}

std::optional<Refusal> check_role(const DirectoryWork& work, const RoleId& role) {
  const auto names = role_names(work);
  if (std::find(names.begin(), names.end(), role.text) != names.end()) return std::nullopt;
  std::string all;
  for (const std::string& name : names) all += (all.empty() ? "" : ", ") + name;
  return wrong("role", with_nearest({"Die rol is er niet; er is: " + all + ".",
                                     "There is no such role; there is: " + all + "."},
                                    role.text, names));
}

std::optional<Refusal> check_organisation(const OrganisationId& org) {
  if (is_name_value(org.text)) return std::nullopt;
  return wrong("organisation",
               {"Een organisatie heet met 1 tot 80 letters, cijfers en @ . _ / : -",
                "An organisation is named with 1 to 80 letters, digits and @ . _ / : -"});
}

std::optional<Refusal> check_days(const Days& days, Timestamp now) {
  if (days.from && days.until && *days.until < *days.from)
    return wrong("until",
                 {"De laatste dag ligt voor de eerste.", "The last day lies before the first."});
  if (days.until && *days.until < day_in_amsterdam(now))
    return wrong("until", {"De laatste dag is al voorbij.", "The last day is over already."});
  return std::nullopt;
}

/// Words that are sealed: no line of them is told in an error.
std::optional<Refusal> check_words(const char* path, const std::string& words, std::size_t most) {
  if (words.size() <= most && is_utf8(words)) return std::nullopt;
  const std::string bytes = std::to_string(most);
  return wrong(path, {"De tekst is te lang (hoogstens " + bytes + " bytes) of geen UTF-8.",
                      "The text is too long (at most " + bytes + " bytes) or no UTF-8."});
}

/// Nothing can be sealed under a person who was erased.
Result<std::optional<Refusal>> check_not_erased(const DirectoryWork& work, const ActorId& person) {
  const auto erased = work.vault.erased({"actor/" + person.text});
  if (erased.has_error()) return erased.error();
  if (!*erased) return std::optional<Refusal>();
  return std::optional(refuse(RefusalKind::state,
                              {"Deze persoon is gewist; er is niets meer over vast te leggen.",
                               "This person was erased; nothing more can be recorded of them."}));
}

Ordered record(const DirectoryWork& work, Event event, const char* action, const Order& order) {
  std::vector<Event> events;
  events.push_back(std::move(event));
  const auto recorded = work.directory.record(std::move(events), action, order.by, work.log,
                                              work.system, work.seed, order.now);
  if (recorded.has_error()) return recorded.error();
  return *recorded;
}

bool covers(const Days& one, const Days& other) {
  const bool begins = !one.from || (other.from && *one.from <= *other.from);
  const bool ends = !one.until || (other.until && *other.until <= *one.until);
  return begins && ends;
}

bool is_keeper_for_good(const RoleGiven& given, const RoleId& keeper, Date today) {
  return !given.entered.ended && !given.days.until && given.role.role == keeper &&
         (!given.days.from || *given.days.from <= today);
}

/// Whether a keeper without an end remains when this role is gone.
bool leaves_keeper(const DirectoryWork& work, const ActorId& person, const RoleAt& gone,
                   Timestamp now) {
  const Date today = day_in_amsterdam(now);
  const Directory& directory = work.directory;
  const auto& all = directory.actors();
  return std::any_of(all.begin(), all.end(), [&](const ActorId& actor) {
    const auto& given = directory.roles_given(actor);
    return std::any_of(given.begin(), given.end(), [&](const RoleGiven& one) {
      const bool is_gone = actor == person && one.role == gone;
      return !is_gone && is_keeper_for_good(one, work.own_roles.keeper, today);
    });
  });
}

std::optional<Refusal> check_scope(const DirectoryWork& work, const ActorId& person,
                                   const HandleAt& at) {
  if (auto refusal = check_known(work.directory, person)) return refusal;
  if (at.handle.empty() || at.handle.size() > name_bytes_max || !is_utf8(at.handle))
    return wrong("subject", {"Noem de betrokkene zoals de organisatie die noemt.",
                             "Name the subject as its organisation does."});
  const auto& given = work.directory.roles_given(person);
  const bool belongs = std::any_of(given.begin(), given.end(), [&at](const RoleGiven& one) {
    return !one.entered.ended && one.role.org == at.org;
  });
  if (belongs) return std::nullopt;
  return refuse(RefusalKind::state,
                {"Deze actor heeft geen rol bij die organisatie; geef die eerst.",
                 "This actor has no role at that organisation; give it one first."});
}

/// The link that holds; null when there is none.
const SubjectLink* link_to(const Directory& directory, const ActorId& person,
                           const SubjectId& subject) {
  for (const SubjectLink& link : directory.links_of(person))
    if (link.subject == subject && !link.entered.ended) return &link;
  return nullptr;
}

/// Where the giver has the role; a refusal when nowhere, or in more places than one.
std::variant<RoleAt, Refusal> role_of_giver(const Directory& directory, const NewMandate& wanted) {
  std::vector<RoleAt> all;
  for (const RoleGiven& given : directory.roles_given(wanted.giver)) {
    const bool is_meant = given.role.role == wanted.role && !given.entered.ended &&
                          (!wanted.org || given.role.org == *wanted.org);
    if (is_meant && std::find(all.begin(), all.end(), given.role) == all.end())
      all.push_back(given.role);
  }
  if (all.size() == 1) return all.front();
  if (all.empty())
    return refuse(RefusalKind::state, {"Wie machtigt, heeft die rol zelf niet.",
                                       "Who gives the mandate does not have "
                                       "that role."});
  return wrong("organisation",
               {"Wie machtigt, heeft die rol bij meer dan een organisatie; noem welke.",
                "Who gives the mandate has that role at more than one organisation; name which."});
}

/// The actions that some procedure gives to the role.
std::vector<std::string> actions_of(const Definitions& definitions, const RoleId& role) {
  std::vector<std::string> names;
  for (const Definition* definition : definitions.all())
    for (const Action& action : definition->procedure.actions)
      if (std::find(action.by.begin(), action.by.end(), role) != action.by.end())
        names.push_back(action.id.text);
  return names;
}

std::optional<Refusal> check_actions(const DirectoryWork& work, const NewMandate& wanted) {
  const auto names = actions_of(work.definitions, wanted.role);
  if (names.empty())
    return wrong("role", {"Met die rol valt niets te doen waarvoor een machtiging nodig is.",
                          "There is nothing that this role may do under a mandate."});
  for (const ActionId& action : wanted.actions) {
    if (std::find(names.begin(), names.end(), action.text) != names.end()) continue;
    return wrong("actions", with_nearest({"Een van de handelingen is niet aan die rol.",
                                          "One of the actions is none that this role may do."},
                                         action.text, names));
  }
  return std::nullopt;
}

std::optional<Refusal> check_mandate(const DirectoryWork& work, const NewMandate& wanted,
                                     const Order& order) {
  if (auto refusal = check_known(work.directory, wanted.giver)) return refusal;
  if (auto refusal = check_known(work.directory, wanted.holder)) return refusal;
  if (wanted.giver == wanted.holder)
    return wrong("to", {"Niemand hoeft voor zichzelf gemachtigd te worden.",
                        "Nobody needs a mandate from themselves."});
  if (auto refusal = check_actions(work, wanted)) return refusal;
  if (auto refusal = check_days({wanted.from, wanted.until}, order.now)) return refusal;
  if (wanted.reason.empty())
    return wrong("reason", {"Een machtiging heeft een reden.", "A mandate has a reason."});
  return check_words("reason", wanted.reason, reason_bytes_max);
}

Event mandate_event(const NewMandate& wanted, const RoleAt& role, const Order& order) {
  Event event = directory_event("MandateGiven@1", order.now,
                                {{"person", wanted.holder.text},
                                 {"giver", wanted.giver.text},
                                 {"as", role.role.text},
                                 {"organisation", role.org.text},
                                 {"from", format(wanted.from)},
                                 {"until", format(wanted.until)},
                                 {"reason", wanted.reason}});
  event.subjects["reason"] = {"actor/" + wanted.giver.text};
  if (wanted.actions.empty()) return event;
  boost::json::array actions;
  for (const ActionId& action : wanted.actions) actions.push_back(boost::json::string(action.text));
  event.fields["actions"] = std::move(actions);
  return event;
}

}  // namespace

std::vector<std::string> role_names(const DirectoryWork& work) {
  std::set<std::string> names{work.own_roles.keeper.text};
  for (const RoleId& role : work.own_roles.others) names.insert(role.text);
  for (const Definition* definition : work.definitions.all())
    for (const auto& [name, role] : definition->procedure.roles) names.insert(name);
  return {names.begin(), names.end()};
}

Ordered add_actor(const DirectoryWork& work, const ActorId& id, const std::string& name,
                  const Order& order) {
  const bool is_reserved = id == engine_actor().id || id.text == "unknown";
  if (!is_name_value(id.text) || is_reserved)
    return wrong("actor",
                 {"Een actor heet met 1 tot 80 letters, cijfers en @ . _ / : -, en niet "
                  "engine of unknown",
                  "An actor is named with 1 to 80 letters, digits and @ . _ / : -, and not "
                  "engine or unknown"});
  if (work.directory.knows(id))
    return refuse(RefusalKind::state, {"Deze actor staat al in het register.",
                                       "This actor is in the directory already."});
  if (auto refusal = check_words("name", name, name_bytes_max)) return *refusal;
  Event event = directory_event("ActorRegistered@1", order.now, {{"person", id.text}});
  if (!name.empty()) {
    event.fields["name"] = name;
    event.subjects["name"] = {"actor/" + id.text};
  }
  return record(work, std::move(event), "addActor", order);
}

Ordered give_role(const DirectoryWork& work, const ActorId& person, const RoleAt& role,
                  const Days& days, const Order& order) {
  if (auto refusal = check_known(work.directory, person)) return *refusal;
  if (auto refusal = check_role(work, role.role)) return *refusal;
  if (auto refusal = check_organisation(role.org)) return *refusal;
  if (auto refusal = check_days(days, order.now)) return *refusal;
  for (const RoleGiven& given : work.directory.roles_given(person)) {
    if (given.role != role || given.entered.ended || !covers(given.days, days)) continue;
    return refuse(RefusalKind::state,
                  {"Deze actor heeft die rol al.", "This actor has that role already."});
  }
  boost::json::object fields{
      {"person", person.text}, {"as", role.role.text}, {"organisation", role.org.text}};
  if (days.from) fields["from"] = format(*days.from);
  if (days.until) fields["until"] = format(*days.until);
  const char* type = days.from || days.until ? "RoleGiven@2" : "RoleGiven@1";
  return record(work, directory_event(type, order.now, std::move(fields)), "giveRole", order);
}

Ordered withdraw_role(const DirectoryWork& work, const ActorId& person, const RoleAt& role,
                      const std::string& reason, const Order& order) {
  if (auto refusal = check_known(work.directory, person)) return *refusal;
  if (auto refusal = check_words("reason", reason, reason_bytes_max)) return *refusal;
  const auto& given = work.directory.roles_given(person);
  const bool has_it = std::any_of(given.begin(), given.end(), [&role](const RoleGiven& one) {
    return one.role == role && !one.entered.ended;
  });
  if (!has_it)
    return refuse(RefusalKind::state, {"Deze actor heeft die rol daar niet.",
                                       "This actor does not have that role there."});
  if (role.role == work.own_roles.keeper && !leaves_keeper(work, person, role, order.now))
    return refuse(RefusalKind::state,
                  {"Dit is de laatste die het register beheert; geef eerst iemand anders die rol, "
                   "zonder einddatum.",
                   "This is the last who looks after the directory; give that role to somebody "
                   "else first, without an end."});
  Event event = directory_event(
      "RoleWithdrawn@1", order.now,
      {{"person", person.text}, {"as", role.role.text}, {"organisation", role.org.text}});
  if (!reason.empty()) {
    auto erased = check_not_erased(work, person);
    if (erased.has_error()) return erased.error();
    if (*erased) return **erased;
    event.fields["reason"] = reason;
    event.subjects["reason"] = {"actor/" + person.text};
  }
  return record(work, std::move(event), "withdrawRole", order);
}

Ordered link_subject(const DirectoryWork& work, const ActorId& person, const HandleAt& at,
                     const Order& order) {
  if (auto refusal = check_scope(work, person, at)) return *refusal;
  const auto subject = work.vault.subject_of(at.org.text, at.handle);
  if (subject.has_error()) return subject.error();
  if (link_to(work.directory, person, *subject) != nullptr)
    return refuse(RefusalKind::state,
                  {"Deze actor is al gekoppeld.", "This actor is linked already."});
  Event event = directory_event("SubjectLinked@1", order.now,
                                {{"person", person.text}, {"subject", at.handle}});
  event.subjects["subject"] = *subject;
  return record(work, std::move(event), "linkSubject", order);
}

Ordered unlink_subject(const DirectoryWork& work, const ActorId& person, const HandleAt& at,
                       const Order& order) {
  if (auto refusal = check_known(work.directory, person)) return *refusal;
  const auto subject = work.vault.find_subject(at.org.text, at.handle);
  if (subject.has_error()) return subject.error();
  const SubjectLink* link = *subject ? link_to(work.directory, person, **subject) : nullptr;
  if (link == nullptr)
    return refuse(RefusalKind::state,
                  {"Deze actor is niet gekoppeld.", "This actor is not linked."});
  const auto entry = static_cast<std::int64_t>(link->entered.position.value);
  return record(
      work,
      directory_event("SubjectUnlinked@1", order.now, {{"person", person.text}, {"entry", entry}}),
      "unlinkSubject", order);
}

Ordered give_mandate(const DirectoryWork& work, const NewMandate& wanted, const Order& order) {
  if (auto refusal = check_mandate(work, wanted, order)) return *refusal;
  auto role = role_of_giver(work.directory, wanted);
  if (auto* refusal = std::get_if<Refusal>(&role)) return std::move(*refusal);
  auto erased = check_not_erased(work, wanted.giver);
  if (erased.has_error()) return erased.error();
  if (*erased) return **erased;
  return record(work, mandate_event(wanted, std::get<RoleAt>(role), order), "giveMandate", order);
}

Ordered withdraw_mandate(const DirectoryWork& work, Position mandate, const Order& order) {
  for (const Mandate& one : work.directory.mandates()) {
    if (one.entered.position != mandate || one.entered.ended) continue;
    return record(work,
                  directory_event("MandateWithdrawn@1", order.now,
                                  {{"person", one.holder.text},
                                   {"giver", one.giver.text},
                                   {"entry", static_cast<std::int64_t>(mandate.value)}}),
                  "withdrawMandate", order);
  }
  return refuse(RefusalKind::unknown, {"Er is geen machtiging met dat nummer die nog "
                                       "geldt.",
                                       "There is no mandate of that number that still "
                                       "holds."});
}

}  // namespace verloop
