#pragma once
// Names that a scenario uses and its procedure does not have, found before the first step is
// played.

#include <vector>

#include "engine/definitions.hpp"
#include "tools/verloop/scenario.hpp"

namespace verloop {

/// What does not exist: the procedure, settings, roles, actions, payload fields, rules, deadlines,
/// event types, tracks and states, each with its place and the nearest valid name. A step that
/// expects just such a refusal may name what does not exist. `requested` is the scenario's
/// procedure where it is yet to be deployed; null: it must be there.
std::vector<YamlFault> check_scenario(const Scenario& scenario, const Definitions& definitions,
                                      const Definition* requested = nullptr);

}  // namespace verloop
