#include "tools/verloop/log_event.hpp"

#include "events/replaced_keys.hpp"
#include "tools/verloop/instance.hpp"

namespace verloop {

Result<Batch> log_event(const SystemCatalogue& system, EventTypeId type, ActionId action,
                        boost::json::object fields, Timestamp now) {
  const Date today = day_in_amsterdam(now);
  Event event;
  event.type = std::move(type);
  event.occurred_on = {today, format(today)};
  event.fields = std::move(fields);
  SystemCommand command{log_stream, std::move(action), {random_uuid()}, acting_administrator(), {}};
  command.events.push_back(std::move(event));
  return system_batch(std::move(command), system.types, system.reference, random_seed);
}

}  // namespace verloop
