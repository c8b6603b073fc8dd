#pragma once
// What an action computed for an event, computed once more by another picture of the case. Pure.

#include <map>

#include <boost/json/object.hpp>

#include "engine/alteration.hpp"
#include "engine/case_state.hpp"

namespace verloop {

/// What the records of each command hold of its payload in the clear.
using Payloads = std::map<CommandId, boost::json::object>;
Payloads open_payloads(const std::vector<Counted>& records, const Definition& definition);

/// The open fields of a record by the case as it is before it. What was computed from anything that
/// the records of its command do not hold in the clear (a sealed value, the clock) stays as it was
/// recorded.
boost::json::object computed_anew(const Record& record, const boost::json::object& payload,
                                  const CaseState& before, const Definition& definition);

}  // namespace verloop
