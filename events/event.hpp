#pragma once
// Three forms of one fact: an Event is decided and in the clear; a SealedEvent is split along its
// privacy classes; a Record (record.hpp) has its place in the log.

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <boost/json/object.hpp>

#include "events/digest.hpp"
#include "events/ids.hpp"
#include "events/time.hpp"

namespace verloop {

struct Actor {
  ActorId id;
  RoleId role;
  OrganisationId org;
  std::string on_behalf_of;  // Empty: for itself. Else who, under which mandate.
  bool operator==(const Actor&) const = default;
};

enum class Basis : std::uint8_t { first_hand, attested, derived, imported };

/// A soft rule from which an event knowingly deviates, and why (the words are sealed).
struct Deviation {
  RuleId rule;
  std::string motivation;
  bool operator==(const Deviation&) const = default;
};

/// A fact as decided: every field in the clear, no place in the log yet.
struct Event {
  EventTypeId type;
  Occurrence occurred_on;
  Basis basis = Basis::first_hand;
  boost::json::object fields;
  std::map<std::string, SubjectId> subjects;  // Sealed field -> whose key seals it.
  std::vector<Deviation> deviations;
  std::vector<Position> links;
  bool operator==(const Event&) const = default;
};

using Salt = std::array<std::byte, 16>;

/// What opens one sealed field: the JCS array [salt, field, value].
struct Disclosure {
  Salt salt{};
  std::string field;
  boost::json::value value;
  bool operator==(const Disclosure&) const = default;
};

struct Opening {
  SubjectId subject;
  Disclosure disclosure;
};

struct SealedEvent {
  EventTypeId type;
  Occurrence occurred_on;
  Basis basis = Basis::first_hand;
  boost::json::object data;  // The open fields.
  std::vector<Opening> openings;
  std::vector<RuleId> findings;
  std::vector<Position> links;
  std::array<std::byte, 16> nonce{};
};

}  // namespace verloop
