#pragma once
// What can't be right in a definition that reads well: states, actions and events that never come
// about, conditions that never hold, and what one role would be told that is for another. For who
// is about to deploy it; a definition that is in the log is read without. Pure, and bounded: of
// conditions with too many ways to hold nothing is said.

#include <vector>

#include "engine/procedure_load.hpp"

namespace verloop {

/// All that was found, in the order of the file. What is told is certain.
std::vector<DefinitionFault> scrutinise(const Definition& definition);

}  // namespace verloop
