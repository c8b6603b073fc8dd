#include "projections/deadline_list.hpp"

#include "engine/judge.hpp"
#include "events/json/canonical_json.hpp"
#include "events/json/strict_json.hpp"

namespace verloop {
namespace {

namespace json = boost::json;

json::value day_or_null(const std::optional<Date>& day) {
  return day ? json::value(json::string(format(*day))) : json::value();
}

json::array rows_of(const CaseState& state, const Definition& definition) {
  json::array rows;
  if (state.closed) return rows;
  for (const JudgedDeadline& deadline : judge_deadlines(state, definition, state.last_day)) {
    for (const Due& due : deadline.dues) {
      rows.push_back(
          json::array{deadline.id.text, due.entry, day_or_null(due.due), day_or_null(due.done)});
    }
  }
  return rows;
}

/// The key under which an open due date is listed; none for one that is met or has no day.
std::optional<std::string> listed(const std::string& case_id, const json::value& row) {
  const json::array& cells = row.as_array();
  if (!cells[2].is_string() || !cells[3].is_null()) return std::nullopt;
  std::string key("due/");
  key.append(cells[2].get_string()).append("/").append(case_id).append("/");
  return key.append(cells[0].as_string()).append("/").append(cells[1].as_string());
}

}  // namespace

Result<> DeadlineList::apply_setting(const Applied& applied, View& view) const {
  return apply(applied, view);
}

Result<> DeadlineList::apply(const Applied& applied, View& view) const {
  if (applied.after == nullptr || !applied.is_last) return {};
  const std::string& id = applied.after->id.text;
  const std::string key = "case/" + id;
  const auto before = view.get(key);
  if (before.has_error()) return before.error();
  if (*before) {
    const auto rows = parse_json(**before);
    if (rows.has_error()) return rows.error();
    for (const json::value& row : rows->as_array()) {
      if (const auto old = listed(id, row)) view.erase(*old);
    }
  }
  const json::array rows = rows_of(*applied.after, *applied.definition);
  for (const json::value& row : rows) {
    if (const auto now = listed(id, row)) view.put(*now, "");
  }
  view.put(key, canonical_json(rows));
  return {};
}

}  // namespace verloop
