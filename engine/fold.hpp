#pragma once
// The steps of a fold, applied to the fields of a case. Pure.

#include "engine/case_state.hpp"
#include "events/catalogue.hpp"
#include "events/record.hpp"

namespace verloop {

/// Applies one step of `type`'s fold. A source without a value leaves its target as it was; so does
/// an event that occurred before the one that gave or took away what is there, but `first` gives
/// way to what happened earlier. A derived event says what holds by all that is recorded: it always
/// applies.
void apply(const FoldStep& step, const Record& record, CaseState& state);

/// Takes the value at a dotted path away, with all below it and their origins; from then on,
/// nothing that occurred before `day` gives it a value. A path that ends in a column of a list
/// (`members.oppOn`) is taken out of each of its entries.
void clear_path(CaseState& state, const std::string& path, Date day);

}  // namespace verloop
