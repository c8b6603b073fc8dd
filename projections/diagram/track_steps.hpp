#pragma once
// What moves a track: each action, and each event that follows by itself, with the states it can be
// made in and those it leads to. Between the definition and its chart.

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "engine/procedure_load.hpp"

namespace verloop {

struct StepOutcome {
  std::string state;
  std::string condition;  // CEL; empty: always.
  std::string label;      // Of the condition, for people.
};

struct TrackStep {
  const Action* action = nullptr;  // Null for what follows by itself.
  const Derived* derived =
      nullptr;  // Null for an action, and for an event that nothing here makes.
  std::string id, label;
  std::set<std::string> sources;  // The states it can be made in, those in which a case is closed
                                  // left out.
  std::vector<StepOutcome> outcomes;
  bool may_stay() const;  // That no condition may hold.
};

struct TrackSteps {
  std::vector<TrackStep> steps;  // In the order of the file, actions first.
  std::set<std::string> ends;    // States that nothing leaves.
};

TrackSteps steps_of(const Definition& definition, const Track& track, Language language);

}  // namespace verloop
