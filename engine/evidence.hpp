#pragma once
// What shows a judgement: the records that set what its rule reads.

#include <vector>

#include "engine/case_state.hpp"
#include "engine/procedure.hpp"

namespace verloop {

/// Positions of the records that set the values which the rule, or the deadline it goes by, reads;
/// ascending.
std::vector<Position> evidence_of(const Rule& rule, const CaseState& state,
                                  const Procedure& procedure);

}  // namespace verloop
