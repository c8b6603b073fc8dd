#pragma once
// Redaction of one text: the key of its case is destroyed, and with it that text alone, because
// everything else that lies under the key is encrypted under the case's next key before (engine.md
// 3). Each step can be done again: whoever finds the redaction listed and the key still there goes
// on. The record, its digest and its proof stay as they are.

#include "events/document_store.hpp"
#include "events/event_log.hpp"
#include "events/vault.hpp"

namespace verloop {

/// Whether everything that would be moved opens, values and documents: `tampered`, naming the first
/// that does not. Changes nothing.
Result<> check_movable(const EventLog& log, const Vault& vault, const DocumentStore& documents,
                       const Destruction& redaction);

/// Destroys keys: of a redaction, when what else lies under its key was moved. What is damaged
/// can't be moved and is lost with the key. As destroy_all, it can be repeated; called as append
/// is.
Result<> destroy_keys(EventLog& log, Vault& vault, DocumentStore& documents,
                      const std::vector<Destruction>& destructions);
/// The first half of it alone.
Result<> move_what_stays(EventLog& log, Vault& vault, DocumentStore& documents,
                         const std::vector<Destruction>& destructions);

/// How many values lie under keys that redactions destroyed, besides those that were redacted: the
/// log is older than a redaction, and its vault is not.
Result<std::size_t> lost_to_redactions(const EventLog& log, const Vault& vault,
                                       const std::vector<Destruction>& redactions);

}  // namespace verloop
