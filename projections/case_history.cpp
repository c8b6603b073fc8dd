// The history of a case, and the case as it was: the part of case_answers.hpp that reads records.

#include <algorithm>

#include "engine/evolve.hpp"
#include "events/json/text_in.hpp"
#include "projections/each_record.hpp"
#include "projections/erased_value.hpp"

namespace verloop {
namespace {

namespace json = boost::json;

/// Flattens a seen state into path -> value, entries of lists by their index. What was erased is
/// one value.
void flatten(const json::value& value, const std::string& path,
             std::map<std::string, json::value>& out) {
  if (value.is_object() && !erased_from(value)) {
    for (const auto& member : value.get_object()) {
      flatten(member.value(),
              path.empty() ? std::string(member.key()) : path + "." + std::string(member.key()),
              out);
    }
  } else if (value.is_array() && !value.get_array().empty() &&
             value.get_array().front().is_object()) {
    std::size_t index = 0;
    for (const json::value& item : value.get_array())
      flatten(item, path + "[" + std::to_string(index++) + "]", out);
  } else {
    out[path] = value;
  }
}

json::array changes_between(const json::object& before, const json::object& after) {
  std::map<std::string, json::value> old_values;
  std::map<std::string, json::value> new_values;
  flatten(before, "", old_values);
  flatten(after, "", new_values);
  json::array changes;
  for (const auto& [path, value] : new_values) {
    const auto old = old_values.find(path);
    if (old != old_values.end() && old->second == value) continue;
    json::object change{{"path", path}, {"to", value}};
    if (old != old_values.end()) change["from"] = old->second;
    changes.push_back(std::move(change));
  }
  for (const auto& [path, value] : old_values) {
    if (!new_values.contains(path))
      changes.push_back(json::object{{"path", path}, {"from", value}});
  }
  return changes;
}

/// What a reader is shown of a case, tracks included, for comparing two moments.
Result<json::object> snapshot(const Sources& sources, const Reader& reader, const CaseState& state,
                              const Definition& definition, Looks& looks) {
  if (!state.version) return json::object();
  auto seen = seen_state(reader, state, definition, sources.log, sources.vault, looks);
  if (seen.has_error()) return seen.error();
  (*seen)["tracks"] = seen_tracks(reader, state);
  return std::move(*seen);
}

std::string_view audience_name(const Definition& definition, const Record& record) {
  return name_of(audience_of(record, definition));
}

/// One history under construction.
struct History {
  const Sources& sources;
  const Reader& reader;
  Detail detail;
  json::array events;
  std::map<std::string, json::array> hidden;
  CaseFolding folding;
  Looks looks;
  Position last;               // Of what was read.
  json::object before;         // What the reader saw of the case after the event before.
  bool before_is_old = false;  // Hidden events came since.
};

/// Folds the record. What a hidden event changed is not shown as the work of the next one that is
/// seen.
Result<> move_on(History& history, const Record& record, const Definition& definition, bool seen) {
  if (seen && history.before_is_old) {
    auto before = snapshot(history.sources, history.reader, history.folding.state(), definition,
                           history.looks);
    if (before.has_error()) return before.error();
    history.before = std::move(*before);
  }
  history.before_is_old = !seen;
  history.folding.add(record, definition);
  return {};
}

Result<> add_to(History& history, const Record& record, const Definition& definition) {
  if (history.detail == Detail::events_with_changes) {
    auto moved =
        move_on(history, record, definition, sees_event(history.reader, record, definition));
    if (moved.has_error()) return moved;
  }
  history.last = record.position;
  auto row = event_answer(history.sources, history.reader, record, definition, history.looks);
  if (row.has_error()) return row.error();
  if (!*row) {
    history.hidden[std::string(audience_name(definition, record))].push_back(record.version.value);
    return {};
  }
  if (history.detail == Detail::events_with_changes) {
    auto after = snapshot(history.sources, history.reader, history.folding.state(), definition,
                          history.looks);
    if (after.has_error()) return after.error();
    (**row)["changes"] = changes_between(history.before, *after);
    history.before = std::move(*after);
  }
  history.events.push_back(std::move(**row));
  return {};
}

json::object* row_at(json::array& rows, const json::value& position) {
  const auto at = std::find_if(rows.begin(), rows.end(), [&position](const json::value& row) {
    return row.at("position") == position;
  });
  return at == rows.end() ? nullptr : &at->as_object();
}

/// Says beside an entry which versions retracted or corrected it.
void mark_altered(json::array& rows) {
  for (std::size_t at = 0; at < rows.size(); ++at) {
    const json::object& row = rows[at].as_object();
    const std::string type = text_in(row, "type");
    const json::value* links = row.if_contains("links");
    if (!is_alteration(type) || links == nullptr) continue;
    const char* mark = type.starts_with(entry_retracted) ? "retractedBy" : "correctedBy";
    for (const json::value& link : links->as_array()) {
      json::object* entry = row_at(rows, link);
      if (entry == nullptr) continue;
      json::value& versions = (*entry)[mark];
      if (!versions.is_array()) versions = json::array();
      versions.get_array().push_back(row.at("version"));
    }
  }
}

/// What is said to be older than the case itself makes no case.
bool has_begun(const std::vector<Record>& records, const Definition& definition,
               const std::optional<Date>& on) {
  const auto counts = counted(records, definition);
  return std::any_of(counts.begin(), counts.end(), [&on](const Counted& one) {
    return one.record->version == Version{} && (!on || one.record->occurred_on.day <= *on);
  });
}

}  // namespace

bool Until::includes(const Record& record) const {
  if (position && record.position > *position) return false;
  return !moment || record.recorded_at <= *moment;
}

Result<Guarded<json::object>> history_answer(const Sources& sources, const Reader& reader,
                                             const CaseId& id, const Until& until, Detail detail) {
  History history{sources, reader, detail, {}, {}, CaseFolding(CaseState()), {}, {}, {}, false};
  auto done = each_record(sources, id, until,
                          [&history](const Record& record, const Definition& definition) {
                            return add_to(history, record, definition);
                          });
  if (done.has_error()) return done.error();
  mark_altered(history.events);
  json::object hidden;
  for (auto& [audience, versions] : history.hidden) hidden[audience] = std::move(versions);
  json::object answer{
      {"case", id.text}, {"events", std::move(history.events)}, {"hidden", std::move(hidden)}};
  return Guarded(std::move(answer), sight_of(reader, std::move(history.looks), history.last));
}

Result<std::optional<CaseState>> state_until(const Sources& sources, const CaseId& id,
                                             const Until& until, const std::optional<Date>& on) {
  std::vector<Record> records;
  const Definition* last = nullptr;
  auto done = each_record(sources, id, until,
                          [&](const Record& record, const Definition& definition) -> Result<> {
                            records.push_back(record);
                            last = &definition;
                            return {};
                          });
  if (done.has_error()) return done.error();
  if (last == nullptr || !has_begun(records, *last, on)) return std::optional<CaseState>();
  CaseState state = fold_case(records, *last, on);
  if (until.position) state.known_until.position = until.position->next();
  if (until.moment && last->changes != nullptr)
    state.known_until.position = known_by(*last->changes, *until.moment);
  return std::optional<CaseState>(std::move(state));
}

}  // namespace verloop
