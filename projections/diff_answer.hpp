#pragma once
// Two moments of a case beside each other, as far as the reader may see: what happened between
// them, and what is otherwise since.

#include <optional>

#include "projections/case_answers.hpp"

namespace verloop {

/// A case as it was known at a moment; none: it did not exist yet. Judged as of `on`.
struct Moment {
  std::optional<CaseState> state;
  Date on;
};

/// {"case","from":{"position"?,"on"},"to":{"position","on"},"size","root","definition",
/// "tracks":[{"track","from"?,"to"?}], "values":[{"path","from"?,"to"?}],
/// "rules":[{"rule","from"?,"to"?}], "deadlines":[{"deadline","from"?,"to"?}] (due days),
/// "events":[EVENT...]}. EVENT as in a history: those recorded after `from` up to `to`. Both
/// moments are of the same case, the later with a state.
Result<Guarded<boost::json::object>> diff_answer(const Sources& sources, const Reader& reader,
                                                 const Moment& from, const Moment& to);

}  // namespace verloop
