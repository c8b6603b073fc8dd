#pragma once
// What a vault owes after it came back from a backup, or after a crash: the erasures that the log
// or the list beside the key-encryption key tells of, and that it has no mark of.

#include "events/erasure_list.hpp"
#include "events/event_log.hpp"
#include "events/vault.hpp"

namespace verloop {

/// The orders on the list that bear on this log, each with the subject that it is about here. One
/// that was given for a log which this continues counts for what that log had before: a redaction
/// for the key under which its text lies here, the erasure of a case for that case's present key. A
/// text or a case that came after means nothing here, whatever has its position or name.
Result<std::vector<Erasure>> orders_for(const EventLog& log, const Vault& vault,
                                        const ErasureList& list);

/// The keys of one case in their order.
Result<std::vector<Destruction>> owed_erasures(const EventLog& log, const Vault& vault,
                                               const ErasureList& list);

}  // namespace verloop
