#pragma once
// What an actor is told when its command was accepted, now and whenever it asks again. Names only.

#include <map>
#include <set>
#include <vector>

#include "engine/command.hpp"
#include "engine/reader.hpp"

namespace verloop {

/// The case around what is about to be recorded.
struct AnswerScene {
  const CaseState& before;
  const CaseState& after;
  const std::map<SubjectId, std::int64_t>& members;  // Before.
  const std::set<SubjectId>& own;                    // The actor's own subjects.
  const Definition& definition;
};

/// `events`: the types of those that the actor may see, in order; `findings`: the rules that they
/// deviate from, likewise. With the rights that the case gives the actor after them. The subjects
/// of the events are resolved.
boost::json::object answer_to(const Command& command, const std::vector<Event>& events,
                              const AnswerScene& scene);

}  // namespace verloop
