#pragma once
// What a person may ask for (articles 15 and 20 of Regulation (EU) 2016/679): what was recorded of
// it, and every look at it. Of others it holds nothing: no value, and of who recorded or looked the
// role and the organisation only.

#include "tools/verloop/instance.hpp"

namespace verloop {

using GuardedExport = Guarded<std::optional<boost::json::object>>;

/// {"format","subject","origin","size","erased"?,"heldAt"?,"events":[...],"looks":[...]}, both
/// oldest first; `size` is the log's. An event holds a value of the person, or speaks of it by its
/// number as a member, and is there as far as the reader may see it:
/// {"case","version","position","type","label","sentence","occurredOn","recordedAt","purpose",
/// "by":{"role","org"},"data":{...},"values":[{"field","label","value"}]}.
/// A look: {"recordedAt","type","label","role","org","asked","purpose","case"?,"fields"?}.
/// None when the reader reaches no case in which the person occurs.
Result<GuardedExport> subject_export(Instance& instance, const SubjectId& subject,
                                     const ActorId& reader, Language language);

/// The same in plain language, in lines.
std::string export_text(const boost::json::object& exported, Language language);

}  // namespace verloop
