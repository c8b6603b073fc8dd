#pragma once
// What can come about in cases of a procedure at all, whatever is recorded: actions that somebody
// may take in a state that a case can be in, the events that they and what follows from them make,
// the states to which these move. An upper bound: each track by itself, no condition is looked at.

#include <map>
#include <set>
#include <string>

#include "engine/procedure.hpp"

namespace verloop {

struct Reach {
  std::map<std::string, std::set<std::string>> states;  // Track -> states.
  std::set<std::string> actions;
  std::set<std::string> events;  // Type names.
};

Reach reach_of(const Procedure& procedure);

/// Whether somebody in this role may ever take the action: who has access to its own only must name
/// somebody in the payload.
bool may_take(const Role& role, const Action& action);

}  // namespace verloop
