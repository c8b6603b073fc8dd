#pragma once
// Work lists: what an actor has to do now in the cases that it reaches, by when, and why. Nothing
// sealed is opened for it.

#include "engine/decide.hpp"
#include "projections/case_answers.hpp"

namespace verloop {

/// What one case asks of the reader; nothing of a closed one.
///   deadlines that run or have run out, which an action of the reader's role meets:
///     {"case","kind":"deadline","id","label","status","due"?,"entries"?,"actions":[ACTION...]}
///   rules without a deadline that are not kept to, when an action of the reader's role records
///   what they ask for, or the reader may motivate the deviation:
///     {"case","kind":"rule","id","label","status","sentence","actions":[ACTION...],"motivate"?}
/// ACTION as in actions_answer, with the form of what can be done now and why the rest can't.
boost::json::array worklist_of(const Reader& reader, const LoadedCase& loaded,
                               const Circumstances& given);

/// By due day, what has none last; then by case.
void sort_worklist(boost::json::array& rows);

}  // namespace verloop
