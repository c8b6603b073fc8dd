#pragma once
// Every place in the log where a person occurs.

#include "engine/subjects.hpp"
#include "tools/verloop/instance.hpp"

namespace verloop {

using GuardedPlaces = Guarded<std::optional<boost::json::object>>;

/// {"subject","erased"?,"heldAt"?,"places":[...]}, each place, in order:
/// {"position","case","version","type","field","value"?}. `value` is there where the reader may see
/// it. None when nobody knows the subject.
Result<GuardedPlaces> subject_places(Instance& instance, const SubjectId& subject,
                                     const ActorId& reader, Language language);

/// The reader that the actor is for a case; none where no role of it reaches the case.
Result<std::optional<Reader>> reader_of_case(Instance& instance, const ActorId& actor,
                                             const CaseId& id, Language language);

}  // namespace verloop
