#pragma once
// The values under which conditions know the world at a decision: case, data, actor, settings,
// today, now, and occurredOn: the day that the command speaks of.

#include "engine/decide.hpp"

namespace verloop {

cel::Value actor_value(const Actor& actor);

/// `occurred`: of the command; none: today. Settings are those of that day.
cel::Bindings decision_bindings(const CaseState& state, cel::Value data, const Actor& actor,
                                const Circumstances& given,
                                const std::optional<Occurrence>& occurred = std::nullopt);

/// The payload as conditions see it: `data`, with `member` where a field of it is a subject with a
/// number; of an action that alters an entry with its `author` (a role) and `entryType`.
cel::Value payload_value(const Action& action, const Command& command, const Circumstances& given);

/// Whether a condition holds; one that reads a value that is not there yet does not.
bool holds(const cel::Program& condition, const cel::Bindings& bindings);

}  // namespace verloop
