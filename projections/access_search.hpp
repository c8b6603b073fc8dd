#pragma once
// Searching the access log: who saw what, and what was refused. A search is entered there itself,
// as one entry, before anybody gets its answer.

#include <functional>
#include <optional>
#include <string>

#include <boost/json/array.hpp>

#include "engine/access_log.hpp"

namespace verloop {

/// What is looked for; what is not said may be anything.
struct AccessQuery {
  std::optional<ActorId> actor;
  std::optional<CaseId> case_id;
  std::optional<SubjectId> subject;
  std::optional<Date> from, to;   // Days in Amsterdam, both included.
  std::string type;               // With or without its version; empty: any.
  Position start;                 // Where to go on.
  std::size_t count_max = 0;      // Entries of a page; 0: no limit.
  std::size_t looked_at_max = 0;  // Entries that are looked at for a page; 0: no limit.
};

struct AccessPage {
  boost::json::array entries;
  std::optional<Position> next;  // Where the next page starts; none at the end.
};

/// {"position","recordedAt","type","label","actor":{"id","role","org"},"asked","purpose","data"}
/// for each entry that fits, oldest first.
Result<AccessPage> search_access(AccessLog& access, const AccessQuery& query, const Actor& by,
                                 Language language, const Occasion& occasion);

/// Calls `each` with the entries that fit, oldest first, until it says to stop. Gives where to go
/// on when it ended because so many were looked at. Enters nothing: for who makes something else of
/// them, and enters that.
using AccessVisitor = std::function<bool(const Record&)>;
Result<std::optional<Position>> visit_access(const EventLog& log, const AccessQuery& query,
                                             const AccessVisitor& each);

}  // namespace verloop
