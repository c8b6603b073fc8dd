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

}  // namespace verloop
