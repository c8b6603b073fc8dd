#pragma once
// The engine that a simulation drives, in memory or on disk, and what a restart does to it: all
// that is not in the log is made anew.

#include <memory>
#include <string>

#include "engine/erase_subject.hpp"
#include "engine/processor.hpp"
#include "events/log_contents.hpp"
#include "events/memory/memory_log.hpp"
#include "projections/case_answers.hpp"
#include "projections/runner.hpp"
#include "tests/support/accessed.hpp"

namespace verloop::test {

/// Where things lie; everything is asked for again after `reopen`.
class Stores {
 public:
  virtual ~Stores() = default;
  virtual EventLog& log() = 0;
  virtual Vault& vault() = 0;
  virtual DocumentStore& documents() = 0;
  virtual const LogContents& contents() const = 0;
  virtual ViewStore& views() = 0;
  virtual void reopen() = 0;
};

enum class Kept : std::uint8_t { in_memory, on_disk };

/// What a restart reads anew; definitions take their time.
enum class Reading : std::uint8_t { all, all_but_definitions };

class Stage {
 public:
  Stage(Kept kept, std::uint64_t seed);

  void deploy(const std::shared_ptr<const Definition>& definition, Timestamp now);
  void restart(Reading reading);

  EventLog& log() { return stores_->log(); }
  const LogContents& contents() const { return stores_->contents(); }
  Vault& vault() { return stores_->vault(); }
  ViewStore& views() { return stores_->views(); }
  Definitions& definitions() { return parts_->definitions; }
  Directory& directory() { return parts_->directory; }
  Processor& processor() { return parts_->processor; }
  Runner& runner() { return parts_->runner; }
  Accessed& accessed() { return accessed_; }
  const std::vector<std::unique_ptr<Projection>>& projections() const { return projections_; }
  const SeedSource& seed() const { return seed_; }

  Sources sources();
  ErasureWork erasure();
  /// Null when the log is on disk.
  MemoryLog* memory_log() { return dynamic_cast<MemoryLog*>(&log()); }

 private:
  /// What a process has in memory.
  struct Parts {
    Parts(Stores& stores, Definitions known, const SeedSource& seed,
          const std::vector<std::unique_ptr<Projection>>& projections);
    Definitions definitions;
    Directory directory;
    Processor processor;
    CaseFold kept;
    Runner runner;
  };

  void begin(Definitions known);

  SeedSource seed_;
  std::vector<std::unique_ptr<Projection>> projections_ = shipped_projections();
  std::unique_ptr<Stores> stores_;
  std::unique_ptr<Parts> parts_;
  ErasureList erasures_;
  Accessed accessed_;
};

}  // namespace verloop::test
