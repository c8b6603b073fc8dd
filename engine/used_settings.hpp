#pragma once
// Which settings gave a judgement, and the event that set each: what an answer names beside the
// positions that show it (evidence.hpp). Pure.

#include <string>
#include <vector>

#include "engine/judge.hpp"

namespace verloop {

struct UsedSetting {
  std::string setting;
  SettingInForce in_force;
};

/// Those that gave the deadline its days, each as it held when a clock started. One that was
/// changed in between stands there more than once. By name, and in the order of the changes.
std::vector<UsedSetting> settings_of(const JudgedDeadline& judged, const CaseState& state,
                                     const Definition& definition, Date on);

/// Those that the conditions of a rule read; nothing for a rule that goes by a deadline.
std::vector<UsedSetting> settings_of(const Rule& rule, const CaseState& state,
                                     const Definition& definition, Date on);

}  // namespace verloop
