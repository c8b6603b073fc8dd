#pragma once
// What an actor asks for: an action of a procedure, for one case.

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include <boost/json/object.hpp>

#include "events/event.hpp"
#include "events/ids.hpp"

namespace verloop {

struct Command {
  CommandId id;
  CaseId case_id;
  ActionId action;
  Actor actor;
  boost::json::object data;
  std::optional<Occurrence> occurred_on;          // None: today.
  std::optional<std::int64_t> expected_version;   // -1: the case must be new. None: whatever it is.
  std::map<std::string, std::string> motivation;  // Rule -> why it is deviated from.
  std::string procedure;                          // Name; only for an action that makes the case.
  Basis basis = Basis::first_hand;                // Or `imported`: as another system's log has it.
};

}  // namespace verloop
