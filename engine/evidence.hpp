#pragma once
// What shows a judgement: the records that set what its rule reads.

#include <functional>
#include <string>
#include <vector>

#include "engine/case_state.hpp"
#include "engine/procedure.hpp"

namespace verloop {

/// Positions of the records that set the values which the rule, or the deadline it goes by, reads;
/// ascending.
/// Only of the values whose origin (as in CaseState::origins) `may_know` lets through.
std::vector<Position> evidence_of(
    const Rule& rule, const CaseState& state, const Procedure& procedure,
    const std::function<bool(const std::string& origin)>& may_know = {});

}  // namespace verloop
