#pragma once
// Who is who: actors, their roles in organisations, the subjects that belong to them, and the
// mandates that they gave each other, folded from @directory with all that is over. What holds at a
// moment is asked of Rights (rights.hpp). Names lie sealed in the log; here are ids only.

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/decision.hpp"
#include "engine/system_events.hpp"
#include "events/vault.hpp"

namespace verloop {

struct RoleAt {
  RoleId role;
  OrganisationId org;
  friend bool operator==(const RoleAt&, const RoleAt&) = default;
};

/// The days, in Amsterdam, from and until which something holds, both included. None: no bound.
struct Days {
  std::optional<Date> from, until;
  bool include(Date day) const { return (!from || *from <= day) && (!until || day <= *until); }
};

/// What an entry of the directory gave, and whether it was withdrawn since.
struct Entered {
  Position position;
  Timestamp at{};
  std::optional<Timestamp> ended;
};

struct RoleGiven {
  RoleAt role;
  Days days;
  Entered entered;
};

struct SubjectLink {
  SubjectId subject;
  Entered entered;
};

/// `holder` may act for `giver` in the giver's role; `actions` empty: in all that the role may do.
struct Mandate {
  ActorId giver, holder;
  RoleAt role;
  std::vector<ActionId> actions;
  Days days;
  Entered entered;
};

/// An actor to be entered. `handles` are its own subjects (a parent's children), as its
/// organisation calls them.
struct NewActor {
  ActorId id;
  std::string name;  // Empty: none is recorded.
  RoleAt role;
  std::vector<std::string> handles;
};

class Rights;

class Directory {
 public:
  /// What was recorded since the last time; with `until`, up to that moment.
  Result<> load(const EventLog& log, std::optional<Timestamp> until = std::nullopt);

  /// Records what the directory does not know yet of the actor; nothing when it knows all.
  Result<> enter(const NewActor& actor, EventLog& log, Vault& vault, const SystemCatalogue& system,
                 const SeedSource& seed, Timestamp now);

  /// Records the SHA-256 of a token; who holds the token acts as the actor.
  Result<> issue_token(const ActorId& actor, const Digest& token, EventLog& log,
                       const SystemCatalogue& system, const SeedSource& seed, Timestamp now);
  std::optional<ActorId> holder_of(const Digest& token) const;

  /// What holds at a moment, of all that was recorded. The directory outlives it.
  Rights at(Timestamp moment) const;

  /// Whether it is an actor of the directory.
  bool knows(const ActorId& actor) const { return actors_.contains(actor); }
  /// In the order in which they were entered.
  const std::vector<ActorId>& actors() const { return order_; }
  /// All that ever was, also what is over or still to come.
  const std::vector<RoleGiven>& roles_given(const ActorId& actor) const;
  const std::vector<SubjectLink>& links_of(const ActorId& actor) const;
  const std::vector<Mandate>& mandates() const { return mandates_; }
  /// The event that entered the actor, with its name if it has one.
  std::optional<Position> entered_at(const ActorId& actor) const;

  /// Appends to @directory in the name of `by`, and takes up what was recorded. The position of the
  /// last event.
  Result<Position> record(std::vector<Event> events, const char* action, const Actor& by,
                          EventLog& log, const SystemCatalogue& system, const SeedSource& seed,
                          Timestamp now);

 private:
  struct Known {
    std::optional<Position> registered;
    std::vector<RoleGiven> roles;
    std::vector<SubjectLink> links;
  };

  void apply(const Record& record, const std::vector<SealedValue>& sealed);
  void apply_end(const Record& record);
  const Known& known(const ActorId& actor) const;

  std::map<ActorId, Known> actors_;
  std::vector<Mandate> mandates_;
  std::map<std::string, ActorId> tokens_;  // Hex of the SHA-256.
  std::vector<ActorId> order_;
  Version next_;  // Of @directory: what comes next.
};

/// An event of the directory, as of the day of `now`.
Event directory_event(const char* type, Timestamp now, boost::json::object fields);

}  // namespace verloop
