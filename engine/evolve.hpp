#pragma once
// The fold of one record into its case: the only place where the state of a case changes, for live
// and replayed cases alike.

#include "engine/case_state.hpp"
#include "engine/procedure_load.hpp"
#include "events/record.hpp"

namespace verloop {

/// Pure and total: never refuses. A record of a type that the definition does not know moves only
/// the version.
CaseState evolve(CaseState state, const Record& record, const Definition& definition);

/// The case as conditions see it: the record `case` of the definition's environment.
cel::Value case_value(const CaseState& state, const Definition& definition);

/// An event's open fields as conditions of moves see them.
cel::Value data_value(const boost::json::object& data, const EventType& type);

}  // namespace verloop
