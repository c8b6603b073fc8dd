#pragma once
// From an accepted command to its events: fields from the payload, computed ones, member numbers,
// and the events that the procedure derives from them. Pure.

#include <optional>
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

/// `then`: the case as it was on the day that the command speaks of, for what is computed of that
/// day; none when nothing was later. A refusal when a subject is no member, or a computed field
/// can't be computed.
std::variant<EventsMade, Refusal> make_events(const CaseState& state,
                                              const std::optional<CaseState>& then,
                                              const Action& action, const Command& command,
                                              const Circumstances& given);

/// The record that an event will become, as far as the fold of a case needs it: its place is the
/// next one.
Record provisional(const Event& event, const EventType& type, const Command& command,
                   const CaseState& state, const Definition& definition);

}  // namespace verloop
