#pragma once
// Whether an entry can be retracted or corrected as a command asks. Pure.

#include <optional>

#include "engine/decide.hpp"

namespace verloop {

/// There is such an entry, its actor may know of it, it was not retracted before; and a correction
/// names fields that can be corrected, with values that fit them, and says nothing that a rule
/// forbids. `given` holds the past.
std::optional<Refusal> check_alteration(const Action& action, const Command& command,
                                        const Circumstances& given);

}  // namespace verloop
