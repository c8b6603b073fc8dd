#pragma once
// What is ordered of the directory: actors, roles, links to subjects, mandates. Each order is
// checked, recorded in the name of who gives it, and holds from then on; it gives the position of
// its event, or a refusal and records nothing. Who may order is for the caller to say.

#include <variant>

#include "engine/definitions.hpp"
#include "engine/directory.hpp"

namespace verloop {

/// The roles of who looks after the program itself, beside those of the procedures. Somebody has
/// that of the keeper for ever.
struct OwnRoles {
  RoleId keeper;
  std::vector<RoleId> others;
};

/// What an order works on; all outlive it.
struct DirectoryWork {
  EventLog& log;
  Vault& vault;
  Directory& directory;
  const Definitions& definitions;
  const SystemCatalogue& system;
  const SeedSource& seed;
  OwnRoles own_roles;
};

/// By whom it is ordered, and when.
struct Order {
  Actor by;
  Timestamp now{};
};

using Ordered = Result<std::variant<Position, Refusal>>;

/// `name` is sealed under the actor; empty: none.
Ordered add_actor(const DirectoryWork& work, const ActorId& id, const std::string& name,
                  const Order& order);

Ordered give_role(const DirectoryWork& work, const ActorId& person, const RoleAt& role,
                  const Days& days, const Order& order);

/// From this moment on, whatever its days. Refused for the last keeper without an end.
Ordered withdraw_role(const DirectoryWork& work, const ActorId& person, const RoleAt& role,
                      const std::string& reason, const Order& order);

/// The handle is what the organisation calls the subject; the person has a role there.
struct HandleAt {
  OrganisationId org;
  std::string handle;
};
Ordered link_subject(const DirectoryWork& work, const ActorId& person, const HandleAt& at,
                     const Order& order);
Ordered unlink_subject(const DirectoryWork& work, const ActorId& person, const HandleAt& at,
                       const Order& order);

struct NewMandate {
  ActorId giver, holder;
  RoleId role;
  std::optional<OrganisationId> org;  // None: the one where the giver has the role.
  std::vector<ActionId> actions;
  Date from{}, until{};
  std::string reason;  // Sealed under the giver.
};
Ordered give_mandate(const DirectoryWork& work, const NewMandate& wanted, const Order& order);

/// `mandate` is the position of the event that gave it.
Ordered withdraw_mandate(const DirectoryWork& work, Position mandate, const Order& order);

/// The roles that can be given: those of the procedures that are deployed, and the program's own.
std::vector<std::string> role_names(const DirectoryWork& work);

}  // namespace verloop
