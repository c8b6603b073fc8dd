#pragma once
// What must hold of any course of things, whatever the procedure. Each check gives one phrase for
// each thing that is wrong, and knows nothing of how the engine comes to what it checks. Every one
// of them is tried on something that is wrong (checks_test.cpp).

#include <map>
#include <set>
#include <string>
#include <vector>

#include "engine/case_state.hpp"
#include "engine/procedure_load.hpp"
#include "engine/processor.hpp"
#include "events/event_log.hpp"
#include "projections/view_store.hpp"

namespace verloop::test {

using Faults = std::vector<std::string>;

/// Adds `more`, each with `where` before it.
void add(Faults& faults, const Faults& more, const std::string& where = "");

/// The live case against another picture of it; says what differs.
Faults check_same(const CaseState& live, const CaseState& other, const std::string& what);

/// The live case against a fold of its records, and against itself written down and read back.
Faults check_replay(const CaseState& live, const std::vector<Record>& records,
                    const Definition& definition);

/// Positions and versions without gaps, times that never go back, the events of one command
/// together; all records of the log in their order.
Faults check_sequence(const std::vector<StoredRecord>& records);

/// Of each rule in each cycle: what is raised is cleared before it is raised again, and nothing is
/// cleared that was not raised; in the order of one case.
Faults check_findings(const std::vector<Record>& records);

/// An answer to a command that was sent once more.
Faults check_repeat(const Receipt& first, const Answer& again);

/// Commands that were answered, by their ids, against the records: all of one that was accepted are
/// there, none of one that was refused.
Faults check_answers(const std::map<CommandId, Receipt>& accepted,
                     const std::set<CommandId>& refused, const std::vector<StoredRecord>& records);

/// No sealed word in the bytes of a record.
Faults check_no_canary(const std::vector<StoredRecord>& records);
/// None in a key or value of a view.
Faults check_no_canary(const ViewStore& views, const std::vector<ViewId>& ids);

/// What a role was told, against the fields that its view lists: no word of another field.
Faults check_told(const std::string& told, const RoleView& view, const Definition& definition);

}  // namespace verloop::test
