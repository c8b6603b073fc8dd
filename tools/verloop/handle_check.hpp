#pragma once
// The vault's index of persons against the log: from the name of a person that a sealed reference
// holds, the index must lead to the subject whose key seals that reference. What was erased can't
// be checked and is passed over.

#include <vector>

#include "engine/definitions.hpp"
#include "engine/directory.hpp"
#include "events/verify_log.hpp"

namespace verloop {

Result<std::vector<Fault>> check_handles(const EventLog& log, const Vault& vault,
                                         const Definitions& definitions,
                                         const Directory& directory);

}  // namespace verloop
