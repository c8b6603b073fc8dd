#pragma once
// What the administrator at the keyboard has a log say of itself, in its stream @log.

#include "engine/system_events.hpp"

namespace verloop {

/// One event of a type of the system catalogue with open fields only, as a command of its own.
Result<Batch> log_event(const SystemCatalogue& system, EventTypeId type, ActionId action,
                        boost::json::object fields, Timestamp now);

}  // namespace verloop
