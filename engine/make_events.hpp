#pragma once
// From an accepted command to its events: fields from the payload, computed ones, member numbers,
// and the events that the procedure derives from them. Pure.

#include <variant>
#include <vector>

#include "engine/decide.hpp"
#include "events/record.hpp"

namespace verloop {

/// The events, and the case as they leave it.
struct EventsMade {
  std::vector<Event> events;
  CaseState after;
};

/// A refusal when a subject is no member, or a computed field can't be computed.
std::variant<EventsMade, Refusal> make_events(const CaseState& state, const Action& action,
                                              const Command& command, const Circumstances& given);

/// The record that an event will become, as far as the fold of a case needs it: its place is the
/// next one.
Record provisional(const Event& event, const EventType& type, const Command& command,
                   const CaseState& state, const Definition& definition);

}  // namespace verloop
