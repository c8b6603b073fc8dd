#pragma once
// Recording a definition, or a catalogue of the program's own, with its text: parts that fit in a
// record, and what they are parts of.

#include <optional>
#include <string>
#include <vector>

#include "engine/procedure_load.hpp"
#include "engine/system_events.hpp"

namespace verloop {

/// What is recorded of a deployment.
struct Deployed {
  const std::string& name;
  std::int64_t version;
  const std::vector<SourceFile>& files;
  Actor by = engine_actor();
  std::optional<Position> proposed = std::nullopt;  // By somebody else; `by` approves it.
};

/// Unless the log holds that deployment already. `system` holds the types of the events that say
/// so.
Result<> record_deployment(const Deployed& deployed, const SystemCatalogue& system, EventLog& log,
                           const SeedSource& seed, Timestamp now);

}  // namespace verloop
