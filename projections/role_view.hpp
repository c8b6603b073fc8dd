#pragma once
// What a role may see, by allow-list. An event is seen by who holds its type in the view; of an
// event, the fields that the view names; of a case, the values all of whose writers are seen. What
// is not listed does not exist for the reader.

#include <map>
#include <optional>
#include <set>
#include <string>

#include <boost/json/object.hpp>

#include "engine/access_log.hpp"
#include "engine/case_state.hpp"
#include "engine/procedure_load.hpp"
#include "engine/processor.hpp"
#include "engine/reader.hpp"
#include "engine/rights.hpp"
#include "events/open_values.hpp"

namespace verloop {

/// The reader that an actor is for a case. A refusal: `unknown` when no role of the actor reaches
/// the case, as if it did not exist; `unauthorised` when another role than the one asked for does.
Result<std::variant<Reader, Refusal>> reader_of(const ActorId& actor,
                                                const std::optional<RoleId>& role,
                                                const LoadedCase& loaded,
                                                const Definition& definition, const Rights& rights,
                                                Language language);

/// The reader that an actor is in one of its roles; none when that does not reach the case or has
/// no view.
std::optional<Reader> reader_at(const ActorId& actor, const RoleAt& role, const LoadedCase& loaded,
                                const Definition& definition, const Rights& rights,
                                Language language);

/// The reader that an actor without access is while an emergency look is open to it; none when none
/// is.
std::optional<Reader> emergency_reader(const ActorId& actor, const LoadedCase& loaded,
                                       const Definition& definition, const Rights& rights,
                                       Language language);

/// What the reader was shown, as the access log is told.
Sight sight_of(const Reader& reader, Looks looks, Position position);

/// The fields of an event, open and sealed, that the reader may see.
std::set<std::string> seen_fields(const Reader& reader, const Record& record,
                                  const Definition& definition);

/// Whether the reader sees the value of a case that stands at this origin (CaseState::origins).
bool sees_origin(const Reader& reader, const std::string& origin, const Definition& definition);

/// The tracks that the reader may see, with where they are.
boost::json::object seen_tracks(const Reader& reader, const CaseState& state);

/// The values of a case that the reader may see; sealed ones opened, erased ones as
/// erased_value.hpp says. What was opened is added to `looks`.
Result<boost::json::object> seen_state(const Reader& reader, const CaseState& state,
                                       const Definition& definition, const EventLog& log,
                                       const Vault& vault, Looks& looks);

}  // namespace verloop
