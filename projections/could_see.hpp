#pragma once
// What somebody could see on a day: a question of auditors. By what was recorded up to that day,
// under the definitions that the cases were on then, whatever holds today. Types and names of
// fields, never a value.

#include "projections/case_answers.hpp"

namespace verloop {

/// Of whom, on which day in Amsterdam; of one case, or of all.
struct CouldSee {
  ActorId actor;
  Date day{};
  std::optional<CaseId> case_id;
};

/// {"actor","day","roles":[...],"links":[...],"mandates":[...],"cases":[{"case","definition",
/// "role","organisation","view","emergency"?,"events":[{"type","count","fields"}]}]}: what held at
/// some moment of the day, and for each case and role that reached it then, the events that were
/// there while it did, by type, with the fields that were shown. `from`, `until`, `since` and
/// `withdrawn` as in directory_answer.
Result<boost::json::object> could_see_answer(const Sources& sources, const CouldSee& asked);

}  // namespace verloop
