#pragma once
// The erasure of a subject, or of one value under a case's key, in steps that can stop anywhere:
// first it is listed beside the key-encryption key, then the key is destroyed, then the log says
// so, then documents and ciphertexts go, and with them what tells a retry of the subject's commands
// from a reuse. What is listed or recorded and not done is done by `finish_erasures`, at each
// opening for writing.

#include <variant>

#include "engine/decision.hpp"
#include "engine/definitions.hpp"
#include "engine/subjects.hpp"
#include "engine/system_events.hpp"
#include "events/document_store.hpp"
#include "events/erasure_list.hpp"
#include "events/vault.hpp"

namespace verloop {

/// What an erasure works on; all outlive it.
struct ErasureWork {
  EventLog& log;
  Vault& vault;
  DocumentStore& documents;
  ErasureList& list;
  const Definitions& definitions;
  const SystemCatalogue& system;
  const SeedSource& seed;
};

constexpr std::int64_t backup_days_max = 30;

struct ErasureOrder {
  SubjectId subject;
  ErasureGround ground{};
  Actor by;
  std::int64_t backup_days = backup_days_max;  // How long a vault backup is kept: 0 to 30.
};

/// Erases at once and completes when nothing is left to do. A subject that was erased before gives
/// what was said then. Refused when it is on hold (`state`) or nobody knows it (`unknown`).
Result<std::variant<Erased, Refusal>> erase_subject(const ErasureWork& work,
                                                    const ErasureOrder& order, Timestamp now);

struct RedactionOrder {
  FieldPlace place;
  Actor by;
  std::int64_t backup_days = backup_days_max;
};

struct Redacted {
  SubjectId key;  // Under which the value lay.
  Erased erased;
  bool is_new = true;  // False: it was gone already.
};

/// Erases one value that is sealed under a case, and nothing else of it (redaction.hpp). One that
/// is gone already gives what was said then. Refused when nothing is sealed there (`unknown`), when
/// it is a person's and not the case's, or the case is on hold (`state`). Fails with `tampered`,
/// before anything is done, when another value of the case does not open.
Result<std::variant<Redacted, Refusal>> redact_value(const ErasureWork& work,
                                                     const RedactionOrder& order, Timestamp now);

/// Does what is left to do of every erasure that is listed or recorded.
Result<> finish_erasures(const ErasureWork& work, Timestamp now);

/// Holds a subject's erasure back, or lets it go. Refused (`unknown`, `state`) when there is
/// nothing to hold or to release.
Result<std::optional<Refusal>> hold_subject(const ErasureWork& work, const SubjectId& subject,
                                            const std::string& reason, const Actor& by,
                                            Timestamp now);
Result<std::optional<Refusal>> release_subject(const ErasureWork& work, const SubjectId& subject,
                                               const Actor& by, Timestamp now);

/// The commands with a value of one of the subjects, or with its number as a member of their case.
Result<std::vector<CommandId>> commands_about(const ErasureWork& work,
                                              const std::set<SubjectId>& subjects,
                                              const std::vector<SealedPlace>& places);

}  // namespace verloop
