#pragma once
// Which findings the engine must record now: a rule that turned violated, late or not followed, or
// was cured. Pure; the processor records what comes back.

#include <string>
#include <vector>

#include "engine/judge.hpp"
#include "events/event.hpp"

namespace verloop {

/// One FindingRaised or FindingCleared to be recorded, with the id of its command: the same finding
/// noticed twice gets the same id.
struct Noticed {
  Event event;
  CommandId command;
};

/// What may have changed a finding: what happened, or that it did not; or that something was
/// retracted or corrected.
enum class Cause : std::uint8_t { course, alteration };

/// `origin` names the log. In the order of the days on which the findings became so.
std::vector<Noticed> findings_due(const CaseState& state, const Definition& definition,
                                  const Judgements& judged, Date today, std::string_view origin,
                                  Cause cause = Cause::course);

}  // namespace verloop
