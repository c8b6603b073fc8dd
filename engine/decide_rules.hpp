#pragma once
// The rules of a procedure at the moment of a command: those that refuse it, those that hold it
// back, and the motivations given with it.

#include <optional>

#include "engine/decide.hpp"
#include "engine/make_events.hpp"

namespace verloop {

std::optional<Refusal> check_refusing_rules(const CaseState& state, const Action& action,
                                            const Command& command, const Circumstances& given);
std::optional<Refusal> check_gates(const CaseState& state, const Action& action,
                                   const Command& command, const Circumstances& given);

/// Writes the motivations of the command on its first event. A motivation for a rule that does not
/// exist, that the role may not motivate, or from which the command does not deviate, is a fault of
/// the payload: it would be lost otherwise.
Decision note_deviations(EventsMade made, const Command& command, const Circumstances& given);

}  // namespace verloop
