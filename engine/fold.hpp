#pragma once
// The steps of a fold, applied to the fields of a case. Pure.

#include "engine/alteration.hpp"
#include "engine/case_state.hpp"
#include "events/catalogue.hpp"
#include "events/record.hpp"

namespace verloop {

/// Applies one step of `type`'s fold. A source without a value leaves its target as it was.
/// Where the record was corrected, `moved` tells where sealed values lie, and `said_at` by which
/// record it is judged.
void apply(const FoldStep& step, const Record& record, CaseState& state, const Moved& moved = {},
           const std::optional<Position>& said_at = {});

/// Takes the value at a dotted path away, with all below it and their origins. A path that ends in
/// a column of a list (`members.oppOn`) is taken out of each of its entries.
void clear_path(CaseState& state, const std::string& path);

}  // namespace verloop
