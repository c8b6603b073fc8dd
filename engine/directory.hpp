#pragma once
// Who is who: actors, their roles in organisations, and the subjects that belong to them, folded
// from @directory. Names lie sealed in the log; here are ids only.

#include <initializer_list>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "engine/decision.hpp"
#include "engine/procedure.hpp"
#include "engine/system_events.hpp"
#include "events/vault.hpp"

namespace verloop {

struct RoleAt {
  RoleId role;
  OrganisationId org;
  friend bool operator==(const RoleAt&, const RoleAt&) = default;
};

/// An actor to be entered. `handles` are its own subjects (a parent's children), as its
/// organisation calls them.
struct NewActor {
  ActorId id;
  std::string name;  // Empty: none is recorded.
  RoleAt role;
  std::vector<std::string> handles;
};

class Directory {
 public:
  Result<> load(const EventLog& log);

  /// Records what the directory does not know yet of the actor; nothing when it knows all.
  Result<> enter(const NewActor& actor, EventLog& log, Vault& vault, const SystemCatalogue& system,
                 const SeedSource& seed, Timestamp now);

  /// Records the SHA-256 of a token; who holds the token acts as the actor.
  Result<> issue_token(const ActorId& actor, const Digest& token, EventLog& log,
                       const SystemCatalogue& system, const SeedSource& seed, Timestamp now);
  std::optional<ActorId> holder_of(const Digest& token) const;

  /// Whether it is an actor of the directory, and, unless `role` is empty, has that role.
  bool knows(const ActorId& actor, const RoleId& role = {}) const;
  std::vector<RoleAt> roles_of(const ActorId& actor) const;
  /// The actor in the first of its roles that is one of these; none when it has none of them.
  std::optional<Actor> acting_as(const ActorId& actor,
                                 std::initializer_list<std::string_view> roles) const;
  std::set<SubjectId> subjects_of(const ActorId& actor) const;
  /// The first actor that was given this role; none when nobody has it.
  std::optional<ActorId> first_with(const RoleId& role) const;
  std::vector<ActorId> actors() const;

  /// The actor in the one of its roles that the action allows (or in `role` when given). A refusal
  /// when it has none, or when more than one would do and none is named.
  std::variant<Actor, Refusal> acting(const ActorId& actor, const std::optional<RoleId>& role,
                                      const Action* action) const;

 private:
  void apply(const Record& record, const std::vector<SealedValue>& sealed);
  Result<> append(std::vector<Event> events, const char* action, EventLog& log,
                  const SystemCatalogue& system, const SeedSource& seed, Timestamp now);

  std::map<ActorId, std::vector<RoleAt>> roles_;
  std::map<ActorId, std::set<SubjectId>> subjects_;
  std::map<std::string, ActorId> tokens_;  // Hex of the SHA-256.
  std::vector<ActorId> order_;
  Version next_;  // Of @directory: what comes next.
};

}  // namespace verloop
