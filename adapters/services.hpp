#pragma once
// What the adapters are given: the parts of a running log by reference, and what the composition
// root does for them. All must outlive the adapters; all is used on the storage thread only.

#include <algorithm>
#include <cstddef>
#include <functional>
#include <optional>
#include <string>

#include "adapters/access_desk.hpp"
#include "adapters/committer.hpp"
#include "adapters/upkeep.hpp"
#include "engine/directory_orders.hpp"
#include "engine/processor.hpp"
#include "events/clock.hpp"
#include "projections/case_answers.hpp"

namespace verloop {

class BackupDesk;

/// Sizes with a name; what passes one gets a clear error.
struct WireLimits {
  std::size_t message_bytes = std::size_t{1} << 20U;
  std::size_t nesting = 32;
  std::size_t calls_in_flight = 64;  // Of one connection: the calls of a batch.
  std::size_t subscriptions = 16;    // Of one connection.
  std::size_t window_default = 64;   // Records that a subscription reads at a time,
  std::size_t window_max = 256;      // and the most that a client may ask for.
  std::size_t lines_waiting = 16;    // Written to a client and not yet taken.
  std::size_t connections = 4096;
};

struct Services {
  EventLog& log;
  Vault& vault;
  const Definitions& definitions;
  const Directory& directory;
  Processor& processor;
  const Clock& clock;
  Upkeep& upkeep;
  Committer& committer;
  AccessDesk& access;
  std::string version;  // Of the program.
  WireLimits limits{};
  BackupDesk* backups = nullptr;  // None: nobody said where backups go.
  /// The newest checkpoint that enough witnesses cosigned; empty: nobody is asked.
  std::function<std::optional<std::string>()> cosigned{};
  /// What orders of the directory work on; none: it is not changed here.
  const DirectoryWork* orders = nullptr;

  Sources sources() const { return {log, vault, definitions, directory}; }
  /// By the clock, and never earlier than what was recorded: a clock that was set back revives no
  /// right that is over.
  Timestamp now() const { return std::max(clock.now(), log.tail().recorded_at); }
  Rights rights() const { return directory.at(now()); }
};

}  // namespace verloop
