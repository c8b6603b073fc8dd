#pragma once
// What the directory gives at one moment: who has which role, whose subjects are whose, and who may
// act for whom. Default deny: what is not found here nobody may do.

#include <initializer_list>
#include <optional>
#include <set>
#include <string_view>
#include <variant>
#include <vector>

#include "engine/directory.hpp"
#include "engine/procedure.hpp"

namespace verloop {

class Rights {
 public:
  /// The directory outlives it.
  Rights(const Directory& directory, Timestamp moment) : directory_(&directory), moment_(moment) {}

  Timestamp moment() const { return moment_; }

  /// Whether it is an actor of the directory, and, unless `role` is empty, has that role.
  bool knows(const ActorId& actor, const RoleId& role = {}) const;
  std::vector<RoleAt> roles_of(const ActorId& actor) const;
  /// The actor in the first of its roles that is one of these; none when it has none of them.
  std::optional<Actor> acting_as(const ActorId& actor,
                                 std::initializer_list<std::string_view> roles) const;
  std::set<SubjectId> subjects_of(const ActorId& actor) const;
  /// The first actor that has this role; none when nobody has it.
  std::optional<ActorId> first_with(const RoleId& role) const;

  /// The actor in the one of its roles that the action allows (or in `role` when given). A refusal
  /// when it has none, or when more than one would do and none is named.
  std::variant<Actor, Refusal> acting(const ActorId& actor, const std::optional<RoleId>& role,
                                      const Action* action) const;
  /// The same for somebody else, under a mandate that covers the action, in a role that the giver
  /// has at this moment.
  std::variant<Actor, Refusal> acting_for(const ActorId& holder, const ActorId& giver,
                                          const std::optional<RoleId>& role,
                                          const Action* action) const;
  /// Why no mandate of the giver to the holder holds; none when one does, be it for other actions.
  std::optional<Refusal> check_mandate(const ActorId& holder, const ActorId& giver) const;

  bool holds(const Entered& entered, const Days& days) const;

 private:
  const Directory* directory_;
  Timestamp moment_;
};

}  // namespace verloop
