#pragma once
// The steps of a fold, applied to the fields of a case. Pure.

#include "engine/alteration.hpp"
#include "engine/case_state.hpp"
#include "events/catalogue.hpp"
#include "events/record.hpp"

namespace verloop {

/// What a record says at its place in its case: as it was corrected, and in the shape of the newest
/// version of its type.
struct Told {
  const Record& record;
  const Moved& moved;  // By the names that sealed values have in the log: where they lie.
  Position said_at;    // By which record it is judged.
  const std::map<std::string, std::string>* stored_names;  // Of sealed values; null: as they are.
};

/// Applies one step of `type`'s fold. A source without a value leaves its target as it was.
void apply(const FoldStep& step, const Told& told, CaseState& state);

/// Takes the value at a dotted path away, with all below it and their origins. A path that ends in
/// a column of a list (`members.oppOn`) is taken out of each of its entries.
void clear_path(CaseState& state, const std::string& path);

}  // namespace verloop
