#pragma once
// What the records of a case add up to. Changed only by evolve, only by a record of the log; holds
// no sealed value, only where such a value lies ([position, field]), so that a rebuild needs no
// key.

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>

#include <boost/json/object.hpp>

#include "engine/cel/value.hpp"
#include "engine/settings.hpp"
#include "events/digest.hpp"
#include "events/ids.hpp"
#include "events/result.hpp"
#include "events/time.hpp"

namespace verloop {

/// What the engine last recorded about a rule in the present cycle.
struct FindingState {
  std::string status;       // Of the last FindingRaised: violated, late, notFollowed; empty when
                            // a correction cleared it.
  bool open = false;        // Raised and not cleared since.
  std::int64_t raised = 0;  // How often, in this cycle.
  bool operator==(const FindingState&) const = default;
};

/// A motivated deviation: it covers what was recorded up to a position, the rest of the command
/// that brought it included.
struct Motivation {
  Position until;
  std::string command;
  bool operator==(const Motivation&) const = default;
};

/// The value that conditions read, made when it is first asked for and shared with copies of the
/// case. No part of what a case is: all are equal.
struct MadeValue {
  std::optional<cel::Value> value;
  Digest definition{};  // By which it was made.
  bool operator==(const MadeValue&) const { return true; }
};

/// A look at a case in an emergency, by somebody in one role: it ends with the role.
struct EmergencyLook {
  RoleId role;
  OrganisationId org;
  Timestamp until{};
  bool operator==(const EmergencyLook&) const = default;
};

/// Up to where a picture of a case knows what was recorded elsewhere; none: all of it. No part of
/// what a case is: all are equal.
struct KnownUntil {
  std::optional<Position> position;  // The first that it does not know.
  bool operator==(const KnownUntil&) const { return true; }
};

/// A case that ran before it was recorded here. What its rules came to on that day only because
/// something is not known, they came to for no certain reason: by rule, the entries of which that
/// holds (an empty key: the whole).
struct TakenOver {
  Date day{};
  std::map<std::string, std::set<std::string>> doubtful;
  bool operator==(const TakenOver&) const = default;
};

/// Of one thread at a time, for reading too.
struct CaseState {
  CaseId id;
  std::optional<Version> version;  // None: the case does not exist.
  Position position;               // Of its last record.
  std::string definition;          // Reference of the definition it is pinned to.
  Date last_day{};                 // Of the event that was recorded last; findings left out.
  Date last_seen{};                // The latest day of all its events, findings too.
  std::int64_t cycle = 1;
  std::optional<Date> cycle_since;      // The day on which the cycle began; none for the first.
  std::optional<Version> cycle_opened;  // The version of what opened it; none for the first.
  std::int64_t members = 0;             // The highest number that was given to a subject.
  std::set<std::int64_t> named;         // The members that some record which counts speaks of.
  std::optional<TakenOver> taken_over;
  bool closed = false;
  std::optional<Date> closed_on;  // The day on which it was closed; no clock runs on.
  std::map<std::string, std::string> tracks;
  boost::json::object fields;  // As the folds made them; dates as text.
  std::map<std::string, Position>
      origins;  // Path of a value, entries as `members/2/oppOn` -> who set it.
  std::map<std::string, FindingState> findings;
  std::map<std::string, Motivation> motivated;  // By rule, of this cycle.
  SettingChanges settings;                      // Those changed for this case alone.
  KnownUntil known_until;                       // No part of what is written.
  std::map<ActorId, EmergencyLook>
      emergencies;         // Of each actor the last, or its longest in that role.
  mutable MadeValue made;  // By case_value; evolve forgets it.
  bool operator==(const CaseState&) const = default;
};

boost::json::object to_json(const CaseState& state);
/// Fails with `malformed` on what to_json did not make.
Result<CaseState> case_state_from(const boost::json::object& object);

}  // namespace verloop
