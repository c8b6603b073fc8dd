#pragma once
// Writing the engine's own events: definitions, directory, findings. They go through the same log
// and sealing as all others; their types are those of the system catalogue.

#include <functional>
#include <string>
#include <vector>

#include "events/catalogue.hpp"
#include "events/disclosure.hpp"
#include "events/event_log.hpp"

namespace verloop {

/// The system catalogue and the reference under which its events are recorded. Made once from its
/// shipped text.
struct SystemCatalogue {
  std::string text;
  std::string reference;  // `system@1#...`
  Catalogue types;
};

/// Fails with `malformed` when the text has a fault.
Result<SystemCatalogue> load_system_catalogue(std::string text);

using SeedSource = std::function<Seed()>;
Seed random_seed();

/// Who the engine is in its own records.
Actor engine_actor();

/// One command's worth of the engine's own events.
struct SystemCommand {
  CaseId stream;
  ActionId action;
  CommandId id;
  Actor actor;
  std::vector<Event> events;
};

/// Sealed and ready to be appended. Events of types that the catalogue does not know are a bug.
Result<Batch> system_batch(SystemCommand command, const Catalogue& types, std::string reference,
                           const SeedSource& seed);

/// Appends one batch and returns its receipt or why it was not recorded.
Result<Receipt> append_one(EventLog& log, Batch batch, Timestamp now);

}  // namespace verloop
