#pragma once
// Why something of a case is as it is: which record set it, when, by whom, and what it was set by
// before. What the reader may not see can't be asked about.

#include <string>
#include <vector>

#include "projections/case_answers.hpp"

namespace verloop {

/// What the reader can ask about: paths of values (`executor.kind`, `members/2/oppOn`), tracks
/// (`tracks.decision`), rules and deadlines by their id.
std::vector<std::string> askable(const Reader& reader, const CaseState& state,
                                 const Definition& definition);

/// What is asked: one of `askable`, or what stands before a separator in several (`executor`,
/// `members/2`), of the case as it was then, judged on `on`.
struct WhyAsked {
  std::string what;
  Until until;
  Date on;
};

/// {"case","position","size","root","definition","asked","values":[{"path","value"?,"status"?,
/// "set":[EVENT...]}]}. EVENT as in a history, the one that counts last; events that the reader may
/// not know of are left out and counted, "hidden". Of a rule `set` is its evidence, and the row has
/// what compliance_answer says. No values: there is nothing of that name for this reader.
Result<Guarded<boost::json::object>> why_answer(const Sources& sources, const Reader& reader,
                                                const CaseState& state, const WhyAsked& asked);

}  // namespace verloop
