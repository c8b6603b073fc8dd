#pragma once
// The records of a case, read from the log.

#include <vector>

#include "events/event_log.hpp"

namespace verloop {

/// Those up to and including `last`, in order. Fails with `tampered` when the log misses one.
Result<std::vector<Record>> read_case(const EventLog& log, const CaseId& id, Version last);

}  // namespace verloop
