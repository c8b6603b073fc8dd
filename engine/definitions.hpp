#pragma once
// The deployed definitions: recorded with their text in the stream @definitions, read back from
// nothing but the log. A deployment is one command: DefinitionPart events of at most 48 KiB of text
// each, and one ProcedureDeployed that names their positions, the files and the SHA-256 of the
// whole.

#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "engine/decision.hpp"
#include "engine/procedure_load.hpp"
#include "engine/system_events.hpp"

namespace verloop {

class Definitions {
 public:
  explicit Definitions(std::shared_ptr<const SystemCatalogue> system)
      : system_(std::move(system)) {}

  /// Reads every deployment in the log, oldest first. A text that no longer hashes to what was
  /// deployed is `tampered`; one that this program can't load is `malformed`, with all faults.
  Result<> load(const EventLog& log);

  /// Records a definition that was loaded before, unless the log has it already. True when
  /// something was recorded.
  Result<bool> deploy(std::shared_ptr<const Definition> definition, EventLog& log,
                      const SeedSource& seed, Timestamp now);

  /// Records the text of the engine's own event types, unless the log has it: so that the log
  /// explains itself.
  Result<> deploy_system(EventLog& log, const SeedSource& seed, Timestamp now) const;

  const SystemCatalogue& system() const { return *system_; }
  const Definition* find(std::string_view reference) const;  // Null when there is none.
  /// By name; the one that was deployed last when `procedure` is empty. Null when there is none.
  const Definition* newest(std::string_view procedure) const;
  std::vector<const Definition*> all() const;  // In the order of deployment.
  /// The register of processing activities: the purposes of all definitions.
  std::set<std::string> purposes() const;
  /// The refusal for a procedure that is not deployed: names those that are.
  Refusal no_such_procedure(std::string_view procedure) const;

 private:
  Result<> record(const std::string& name, std::int64_t version,
                  const std::vector<SourceFile>& files, EventLog& log, const SeedSource& seed,
                  Timestamp now) const;
  Result<> load_one(const EventLog& log, const Record& deployed);
  void keep(std::shared_ptr<const Definition> definition);

  std::shared_ptr<const SystemCatalogue> system_;
  std::vector<std::shared_ptr<const Definition>> definitions_;
};

}  // namespace verloop
