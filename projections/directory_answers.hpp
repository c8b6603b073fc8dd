#pragma once
// What the directory is told as: who has which role, and who may act for whom. Ids only, but for
// one actor's own name, which is sealed and therefore guarded.

#include <boost/json/object.hpp>

#include "engine/access_log.hpp"
#include "engine/rights.hpp"
#include "projections/case_answers.hpp"

namespace verloop {

/// {"actors":[{"actor","roles":[...],"links"}],"mandates":[...]}: what holds at the moment of the
/// rights or will hold later; `links` is their number.
boost::json::object directory_answer(const Directory& directory, const Rights& rights);

/// {"actor","name"?,"roles":[...],"links":[{"entry","since","withdrawn"?}],"mandates":[...]}: all
/// that ever was. The actor must be in the directory.
Result<Guarded<boost::json::object>> actor_answer(const Sources& sources, const ActorId& actor,
                                                  const Actor& by);

/// {"role","organisation"} or {"giver","holder","role","organisation","actions"?}, and for each
/// {"entry","since","from"?,"until"?,"withdrawn"?}: position and time of what gave it, its days,
/// and when it was withdrawn.
boost::json::object to_json(const RoleGiven& given);
boost::json::object to_json(const SubjectLink& link);
boost::json::object to_json(const Mandate& mandate);

}  // namespace verloop
