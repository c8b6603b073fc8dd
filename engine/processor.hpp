#pragma once
// The shell around the pure core: loads a case, asks decide, seals, appends, answers. What the new
// state turns into findings is recorded in the same commit. One processor is used by one thread at
// a time.

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "engine/command.hpp"
#include "engine/decide.hpp"
#include "engine/definitions.hpp"
#include "engine/directory.hpp"
#include "engine/judge.hpp"
#include "events/event_log.hpp"
#include "events/vault.hpp"

namespace verloop {

using Answer = std::variant<Receipt, Refusal>;

/// A case with what its records say of its members; kept in memory between commands.
struct LoadedCase {
  CaseState state;
  std::map<SubjectId, std::int64_t> members;
};

class Processor {
 public:
  /// All four must outlive the processor.
  Processor(EventLog& log, Vault& vault, const Definitions& definitions, const Directory& directory,
            SeedSource seed)
      : log_(log),
        vault_(vault),
        definitions_(definitions),
        directory_(directory),
        seed_(std::move(seed)) {}

  /// Accepted commands are durable when this returns. A command id that is known gives the first
  /// answer again. The answer of a receipt holds `events` and `findings`, as far as the actor could
  /// see them when it was recorded: no value, and nothing that depends on later rights.
  Result<Answer> submit(const Command& command, Timestamp now);

  /// The first answer to this very command; none when it was not accepted before.
  Result<std::optional<Receipt>> find_answer(const Command& command) const;

  /// Decides only; records nothing, makes no keys.
  Result<Decision> rehearse(const Command& command, Timestamp now);

  /// Records what time alone has turned into findings by now: the days that passed are judged one
  /// by one.
  Result<std::size_t> notice(const CaseId& id, Timestamp now);

  /// Changes a setting for one case only, from now on. Fails with `malformed` when the procedure
  /// has no such setting, or the value is of another type.
  Result<> change_setting(const CaseId& id, const std::string& setting, const cel::Value& value,
                          Timestamp now);

  /// The pointer holds until the next call. Fails with `not_found` when there is no such case.
  Result<const LoadedCase*> find(const CaseId& id);

  /// The same, as far as the actor may know of the case: one that none of its roles reaches is not
  /// there for it.
  Result<const LoadedCase*> find_for(const ActorId& actor, const CaseId& id);

  /// The definition by which a command of the actor is decided: that of the case, or, when the case
  /// is not there for it, the newest of the procedure. Null when there is none.
  const Definition* definition_for(const ActorId& actor, const CaseId& id,
                                   const std::string& procedure);

  /// What a decision about the case would rest on, for a payload.
  Result<Circumstances> circumstances(const LoadedCase& loaded, const Definition& definition,
                                      const Actor& actor, const Action* action,
                                      const boost::json::object& data, Timestamp now) const;

 private:
  struct Prepared {
    const Definition* definition = nullptr;
    LoadedCase loaded;
    Decision decision;
  };

  Result<Prepared> prepare(const Command& command, Timestamp now);
  bool reaches(const ActorId& actor, const LoadedCase& loaded) const;
  /// Whether the log holds the case, be it under a definition that is not here.
  bool exists(const CaseId& id) const;
  /// Folds what the log holds beyond what was loaded.
  Result<> extend(LoadedCase& loaded) const;
  void keep_up(const CaseId& id);
  Result<> commit(std::vector<Batch> batches, const CaseId& id, Timestamp now,
                  std::optional<Result<Receipt>>& first);
  Result<> resolve_subjects(std::vector<Event>& events, const Actor& actor);
  Result<Batch> batch_of(const Command& command, std::vector<Event> events, const CaseState& before,
                         const Definition& definition, const Digest& content);
  Result<std::size_t> add_findings(std::vector<Batch>& batches, CaseState& state,
                                   const Definition& definition, Timestamp now);
  Result<Answer> record(Prepared prepared, const Command& command, const Digest& content,
                        Timestamp now);

  EventLog& log_;
  Vault& vault_;
  const Definitions& definitions_;
  const Directory& directory_;
  SeedSource seed_;
  std::map<CaseId, LoadedCase> cases_;
};

/// The members of a case by subject, from the sealed values of its records. Adds those of one more
/// record.
Result<> note_members(const StoredRecord& stored, const Definition& definition, const EventLog& log,
                      std::map<SubjectId, std::int64_t>& members);

}  // namespace verloop
