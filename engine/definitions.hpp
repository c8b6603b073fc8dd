#pragma once
// The deployed definitions: recorded with their text in the stream @definitions, read back from
// nothing but the log, with the settings that were changed since. A deployment is one command:
// DefinitionPart events of at most 48 KiB of text each, and one ProcedureDeployed that names their
// positions, the files and the SHA-256 of the whole.

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "engine/decision.hpp"
#include "engine/procedure_load.hpp"
#include "engine/system_events.hpp"

namespace verloop {

/// A definition that waits for a second person: only its hash is in the log yet.
struct Proposal {
  std::string procedure;
  std::int64_t version = 0;
  std::string sha256;  // Hex.
  Actor by;
  std::string on;  // The day.
  Position position;
};

class Definitions {
 public:
  explicit Definitions(std::shared_ptr<const SystemCatalogue> system)
      : system_(std::move(system)) {}

  /// Reads every deployment and every change of a setting in the log, oldest first. A text that no
  /// longer hashes to what was deployed is `tampered`; one that this program can't load is
  /// `malformed`, with all faults.
  Result<> load(const EventLog& log);

  /// Records a definition that was loaded before, unless the log has it already. True when
  /// something was recorded.
  Result<bool> deploy(std::shared_ptr<const Definition> definition, EventLog& log,
                      const SeedSource& seed, Timestamp now, const Actor& by = engine_actor());

  /// Whether a second person has to approve it: it says so itself, or the one before it does.
  bool needs_approval(const Definition& definition) const;
  /// Those that are not deployed yet, in the order in which they were proposed.
  const std::vector<Proposal>& proposals() const { return proposals_; }
  const Proposal* proposal_of(const Definition& definition) const;  // Null when there is none.
  /// Records that `by` proposes it. There is no proposal of it yet.
  Result<> propose(const Definition& definition, const Actor& by, EventLog& log,
                   const SeedSource& seed, Timestamp now);
  /// Deploys what somebody else proposed; the refusal when nobody did, or `by` did.
  Result<std::optional<Refusal>> approve(std::shared_ptr<const Definition> definition,
                                         const Actor& by, EventLog& log, const SeedSource& seed,
                                         Timestamp now);

  /// Whether such a change can be recorded; fails as change_setting does.
  Result<> check(const std::string& procedure, const NewSetting& setting) const;
  /// Changes a setting for all cases of a procedure, under each version that has it; those in
  /// memory too. The reason is sealed under who changes it. Nothing else may be on its way into the
  /// log. Fails with `not_found` when there is no such procedure, with `malformed` when it has no
  /// such setting, or the value is of another type. The position of the event.
  Result<Position> change_setting(const std::string& procedure, const NewSetting& setting,
                                  const Actor& by, EventLog& log, const SeedSource& seed,
                                  Timestamp now);
  /// What was changed of a procedure's settings; null: nothing.
  std::shared_ptr<const SettingChanges> changes_of(const std::string& procedure) const;

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
  /// The refusal for a procedure that is not deployed, or `name@version`: names those that are.
  Refusal no_such_procedure(std::string_view procedure) const;

 private:
  std::string versions_of(std::string_view procedure) const;
  Result<> load_one(const EventLog& log, const Record& deployed);
  void load_proposal(const Record& proposed);
  void keep(const Definition& definition);
  void note_change(const Record& record);
  void change(const std::string& procedure, SettingChange change);

  std::shared_ptr<const SystemCatalogue> system_;
  std::vector<std::shared_ptr<Definition>> definitions_;  // Own copies: their changes are kept up.
  std::map<std::string, std::shared_ptr<const SettingChanges>> changes_;  // By procedure.
  std::vector<Proposal> proposals_;
};

}  // namespace verloop
