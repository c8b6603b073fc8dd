#pragma once
// JSON Schema (draft 2020-12) of what actions take and of what events hold, for forms and for other
// programs. Pure, from a definition alone. What a schema can't say (that a day exists, that a whole
// number is not written 1.0) check_payload alone decides. Titles are in one language; labels stand
// beside them in both, as `x-label`.

#include <boost/json/object.hpp>

#include "engine/procedure_load.hpp"

namespace verloop {

/// Of the payload of a command for the action. Fields have their privacy class as `x-class`.
boost::json::object payload_schema(const Action& action, const Definition& definition,
                                   Language language);

/// Of all fields of an event, open and sealed, as they are in the clear.
boost::json::object event_schema(const EventType& type, const Definition& definition,
                                 Language language);

/// {"definition","actions":{<name>: schema},"events":{<Name@version>: schema}}: all of a
/// definition.
boost::json::object definition_schemas(const Definition& definition, Language language);

}  // namespace verloop
