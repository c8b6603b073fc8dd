#pragma once
// The answers about one case: its state, its history, its compliance, what can be done. Each says
// the position and root that it reflects and the definition under which it was judged, and holds
// what its reader may see and nothing else. Those that hold sealed values are guarded: the access
// log hands them out.

#include <optional>
#include <set>
#include <string>

#include <boost/json/object.hpp>

#include "engine/access_log.hpp"
#include "engine/definitions.hpp"
#include "engine/directory.hpp"
#include "engine/judge.hpp"
#include "projections/role_view.hpp"

namespace verloop {

/// What an answer is made from. All must outlive it.
struct Sources {
  const EventLog& log;
  const Vault& vault;
  const Definitions& definitions;
  const Directory& directory;
};

/// {"case","version","position","root","definition","on","tracks","state","rules","deadlines"}.
/// `on` is the as-of day.
Result<Guarded<boost::json::object>> case_answer(const Sources& sources, const Reader& reader,
                                                 const CaseState& state, Date on);

/// The same as a part of another answer: what was opened for it is added to `looks`.
Result<boost::json::object> case_picture(const Sources& sources, const Reader& reader,
                                         const CaseState& state, Date on, Looks& looks);

/// [{"rule","label","status","strength","sentence","source","evidence","since"?,"due"?,"entries"?,
/// "settings"?}]. Rules and deadlines name the settings that gave them: [{"setting","value",
/// "position"?,"from"?}], with the event that set it where that is not the definition.
boost::json::array compliance_answer(const Reader& reader, const CaseState& state,
                                     const Definition& definition, Date on);

/// [{"deadline","label","status","due"?,"withheld"?,"entries"?,"settings"?}], as in case_answer.
boost::json::array deadlines_answer(const Reader& reader, const CaseState& state,
                                    const Definition& definition, Date on);

/// Until when a history goes, by what the log knew; none: to its end.
struct Until {
  std::optional<Position> position;
  std::optional<Timestamp> moment;  // Of recording.
  bool includes(const Record& record) const;
};

enum class Detail : std::uint8_t { events, events_with_changes };

/// {"case","events":[...],"hidden":{"<audience>":[versions]}}: the events that the reader may see,
/// in order, each with its sentence and (when asked) what it changed; and which versions are left
/// out, by audience.
Result<Guarded<boost::json::object>> history_answer(const Sources& sources, const Reader& reader,
                                                    const CaseId& id, const Until& until,
                                                    Detail detail);

/// One event as a history shows it, a part of an answer: what was opened for it is added to
/// `looks`. None when the reader may not know of it.
Result<std::optional<boost::json::object>> event_answer(const Sources& sources,
                                                        const Reader& reader, const Record& record,
                                                        const Definition& definition, Looks& looks);

/// The case as it was at an earlier moment, folded from the log; with a day, from those events only
/// that had occurred by then. None before its first event.
Result<std::optional<CaseState>> state_until(const Sources& sources, const CaseId& id,
                                             const Until& until,
                                             const std::optional<Date>& on = std::nullopt);

/// [{"action","label","possible","by","payload"?,"kind"?,"why"?,"rule"?,"source"?,"first"?}] for
/// every action of the procedure, or of `only` where it names some. `first`: what would have to
/// happen first, as in Refusal.
boost::json::array actions_answer(const Reader& reader, const LoadedCase& loaded,
                                  const Circumstances& given, const std::set<ActionId>& only = {});

}  // namespace verloop
