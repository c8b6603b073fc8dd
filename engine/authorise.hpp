#pragma once
// Who may: default deny. A right comes from a role that the action names, and from the role's
// access to this case.

#include <optional>

#include "engine/decide.hpp"

namespace verloop {

/// The answer to who has no access to a case in any role, and the same when there is no such case:
/// the two can't be told apart.
Refusal no_such_case();

/// Whether the actor's role reaches this case at all (an action that makes a case is judged by its
/// role alone).
bool has_access(const CaseState& state, const Actor& actor, const Circumstances& given);

std::optional<Refusal> check_authority(const CaseState& state, const Action& action,
                                       const Actor& actor, const Circumstances& given);

/// An actor that reaches the case by a subject of its own acts for that subject only.
std::optional<Refusal> check_own_subjects(const Action& action, const Command& command,
                                          const Circumstances& given);

}  // namespace verloop
