#pragma once
// The rules of a procedure at the moment of a command: those that refuse it, those that hold it
// back, and the motivations given with it.

#include <optional>

#include "engine/decide.hpp"
#include "engine/make_events.hpp"

namespace verloop {

/// What a rule's check is held against.
struct Held {
  const CaseState& state;
  const cel::Bindings& bindings;
  const Actor& actor;
  const Definition& definition;
};

/// The refusal by a rule because of its check: with its source, and what counts for it.
Refusal refused_by(const Rule& rule, const Check& check, const Held& held);

std::optional<Refusal> check_refusing_rules(const CaseState& state, const Action& action,
                                            const Command& command, const Circumstances& given);
std::optional<Refusal> check_gates(const CaseState& state, const Action& action,
                                   const Command& command, const Circumstances& given);

/// Writes the motivations of the command on its first event. A motivation for a rule that does not
/// exist, that the role may not motivate, or from which the command does not deviate, is a fault of
/// the payload: it would be lost otherwise.
Decision note_deviations(EventsMade made, const Command& command, const Circumstances& given);

}  // namespace verloop
