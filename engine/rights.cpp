#include "engine/rights.hpp"

#include <algorithm>

#include "events/on_behalf.hpp"

namespace verloop {
namespace {

Label no_mandate() {
  return {"Hiervoor is er vandaag geen machtiging van die persoon aan deze actor.",
          "There is no mandate of that person to this actor for this today."};
}

bool names(const std::vector<ActionId>& actions, const Action* action) {
  return action != nullptr &&
         std::find(actions.begin(), actions.end(), action->id) != actions.end();
}

bool may_do(const Action* action, const RoleId& role) {
  return action == nullptr ||
         std::find(action->by.begin(), action->by.end(), role) != action->by.end();
}

/// The one that the action allows; else the first, which the engine then refuses. A refusal when
/// there is none, or more than one.
std::variant<Actor, Refusal> choose(const std::vector<Actor>& all, const Action* action,
                                    const Label& none) {
  std::vector<Actor> fitting = all;
  std::erase_if(fitting, [action](const Actor& one) { return !may_do(action, one.role); });
  if (fitting.size() > 1) {
    return refuse(RefusalKind::unauthorised,
                  {"Meer dan een rol van deze actor mag dit; noem de rol.",
                   "More than one role of this actor may do this; name the role."});
  }
  if (all.empty()) return refuse(RefusalKind::unauthorised, none);
  return fitting.empty() ? all.front() : fitting.front();
}

}  // namespace

bool Rights::holds(const Entered& entered, const Days& days) const {
  return !entered.ended && days.include(day_in_amsterdam(moment_));
}

bool Rights::knows(const ActorId& actor, const RoleId& role) const {
  if (role.text.empty()) return directory_->knows(actor);
  const auto all = roles_of(actor);
  return std::any_of(all.begin(), all.end(),
                     [&role](const RoleAt& one) { return one.role == role; });
}

std::vector<RoleAt> Rights::roles_of(const ActorId& actor) const {
  std::vector<RoleAt> all;
  for (const RoleGiven& given : directory_->roles_given(actor)) {
    const bool is_there = std::find(all.begin(), all.end(), given.role) != all.end();
    if (!is_there && holds(given.entered, given.days)) all.push_back(given.role);
  }
  return all;
}

std::optional<Actor> Rights::acting_as(const ActorId& actor,
                                       std::initializer_list<std::string_view> roles) const {
  for (const RoleAt& at : roles_of(actor)) {
    if (std::find(roles.begin(), roles.end(), at.role.text) != roles.end())
      return Actor{actor, at.role, at.org, {}};
  }
  return std::nullopt;
}

std::set<SubjectId> Rights::subjects_of(const ActorId& actor) const {
  std::set<SubjectId> all;
  for (const SubjectLink& link : directory_->links_of(actor))
    if (holds(link.entered, {})) all.insert(link.subject);
  return all;
}

std::optional<ActorId> Rights::first_with(const RoleId& role) const {
  for (const ActorId& actor : directory_->actors())
    if (knows(actor, role)) return actor;
  return std::nullopt;
}

std::variant<Actor, Refusal> Rights::acting(const ActorId& actor, const std::optional<RoleId>& role,
                                            const Action* action) const {
  if (!knows(actor)) {
    return refuse(RefusalKind::unauthorised, {"Deze actor staat niet in het register.",
                                              "This actor is not in the directory."});
  }
  std::vector<Actor> all;
  for (const RoleAt& at : roles_of(actor))
    if (!role || at.role == *role) all.push_back({actor, at.role, at.org, {}});
  return choose(all, action,
                {"Deze actor heeft die rol niet.", "This actor does not have that role."});
}

std::variant<Actor, Refusal> Rights::acting_for(const ActorId& holder, const ActorId& giver,
                                                const std::optional<RoleId>& role,
                                                const Action* action) const {
  const auto present = roles_of(giver);
  std::vector<Actor> all;
  for (const Mandate& mandate : directory_->mandates()) {
    const bool is_theirs = mandate.holder == holder && mandate.giver == giver;
    const bool covers = mandate.actions.empty() || names(mandate.actions, action);
    const bool is_there = std::any_of(all.begin(), all.end(), [&mandate](const Actor& one) {
      return one.role == mandate.role.role && one.org == mandate.role.org;
    });
    if (!is_theirs || !covers || is_there || !holds(mandate.entered, mandate.days)) continue;
    if (role && mandate.role.role != *role) continue;
    if (std::find(present.begin(), present.end(), mandate.role) == present.end()) continue;
    all.push_back({holder, mandate.role.role, mandate.role.org,
                   on_behalf_of(giver, mandate.entered.position)});
  }
  return choose(all, action, no_mandate());
}

std::optional<Refusal> Rights::check_mandate(const ActorId& holder, const ActorId& giver) const {
  const auto& all = directory_->mandates();
  const bool is_there = std::any_of(all.begin(), all.end(), [&](const Mandate& one) {
    return one.holder == holder && one.giver == giver && holds(one.entered, one.days);
  });
  return is_there ? std::nullopt : std::optional(refuse(RefusalKind::unauthorised, no_mandate()));
}

}  // namespace verloop
