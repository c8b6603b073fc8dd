#pragma once
// Playing scenario files: `verloop run`, and `verloop procedure test`, which plays them under a
// procedure that is deployed nowhere yet.

#include <memory>
#include <string>
#include <vector>

#include "engine/procedure_load.hpp"
#include "tools/verloop/console.hpp"

namespace verloop {

struct ScenarioRun {
  std::vector<std::string> files;  // Or folders of them.
  bool keep_going = false;
  // Only scenarios of this procedure are played, each in a log of its own that has it deployed
  // last. Null: all are played, under what is deployed.
  std::shared_ptr<const Definition> under;
};

/// Says what came of each; the exit status is 1 when an expectation did not hold.
void run_scenarios(Console& console, const ScenarioRun& asked);

}  // namespace verloop
