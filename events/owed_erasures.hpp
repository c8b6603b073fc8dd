#pragma once
// What a vault owes after it came back from a backup, or after a crash: the erasures that the log
// or the list beside the key-encryption key tells of, and that it has no mark of.

#include "events/erasure_list.hpp"
#include "events/event_log.hpp"
#include "events/vault.hpp"

namespace verloop {

/// The keys of one case in their order.
Result<std::vector<Destruction>> owed_erasures(const EventLog& log, const Vault& vault,
                                               const ErasureList& list);

}  // namespace verloop
