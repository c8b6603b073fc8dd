#pragma once
// The events of one command under construction: for make_events and make_alteration.

#include <set>

#include "engine/evolve.hpp"
#include "engine/make_events.hpp"

namespace verloop {

struct Making {
  const Action& action;
  const Command& command;
  const Circumstances& given;
  CaseFolding folding;  // As the events so far leave the case.
  /// The case as it was on the day of the command, with the events so far; none when that is all.
  std::optional<CaseFolding> then;
  std::vector<Event> events;
  std::map<std::string, std::int64_t> admitted;  // By handle: the numbers given by this command.
  /// What is derived follows from a change in what was recorded: it is said again only where it
  /// says something else than it did, and as long as there is something that it follows from.
  bool alters = false;
};

/// Without fields; of the day that the command speaks of.
Event bare_event(const EventType& type, const Command& command, const Circumstances& given,
                 Basis basis);

/// The next event of the command: folded into the case, with its place behind those before it.
void add(Making& making, Event event, const EventType& type);

/// Adds what the procedure derives from events of these types.
std::optional<Refusal> derive(Making& making, std::set<std::string> made);

/// The type's name of a record, without its version.
std::string type_name(const Record& record);

}  // namespace verloop
